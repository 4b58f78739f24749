"""Results of GRASS 8.2.1 (tests/data/grass) from rasters, through the algorithms."""

import json

import numpy as np
import pytest
import tiny_rasters as tiny
from grass_cases import RASTERS, load, regions

NULL = -2147483648

# Rasters keep north and west, and the size of a cell, where GRASS keeps all four sides: south and
# east differ from GRASS's by a rounding error. It shows in the last digits of positions.
ROUNDED = 1e-9


def write(path, values, region):
    is_geographic = region.geographic
    return tiny.write_raster(
        path,
        values,
        geotransform=region.to_geotransform(),
        epsg=4326 if is_geographic else None,
        nodata=NULL if values.dtype == np.int32 else None,
    )


def parameters_of(case):
    """Return the algorithm and the parameters that a case stands for."""
    module, given = str(case["module"]), json.loads(str(case["params"]))
    if module == "r.resample":
        return "gridr:resamplenearest", {}
    if module == "r.resamp.interp":
        return "gridr:resampleinterpolate", {"METHOD": given["method"]}
    return "gridr:resamplestatistics", {
        "METHOD": given["method"],
        "WEIGHTED": "w" in str(case["flags"]),
        "PROPAGATE_NULLS": "n" in str(case["flags"]),
        "QUANTILE": float(given.get("quantile", 0.5)),
    }


@pytest.mark.parametrize("number", RASTERS)
def test_results_of_grass(run, out, folder, number):
    case = load(number)
    source, target = regions(case)
    kind = {"CELL": np.int32, "FCELL": np.float32, "DCELL": np.float64}[str(case["source_type"])]
    values = case["source"]
    if kind == np.int32:
        values = np.where(np.isnan(values), NULL, values)
    identifier, parameters = parameters_of(case)
    results = run(
        identifier,
        INPUT=write(folder / "source.tif", values.astype(kind), source),
        REFERENCE=write(folder / "target.tif", np.zeros(target.shape, np.uint8), target),
        OUTPUT=out(),
        OUTPUT_MASK=out("mask.tif"),
        **parameters,
    )
    made = tiny.read_raster(results["OUTPUT"])
    found = made.band
    assert found.dtype == (kind if identifier == "gridr:resamplenearest" else np.float64)
    is_null = np.isnan(found)
    if kind == np.int32:
        assert made.nodata == [NULL]
        is_null = found == NULL
    np.testing.assert_array_equal(is_null, np.isnan(case["result"]))
    np.testing.assert_array_equal(tiny.read_raster(results["OUTPUT_MASK"]).band, ~is_null)
    np.testing.assert_allclose(found[~is_null], case["result"][~is_null], rtol=ROUNDED)
    assert results["VALID_COUNT"] == np.count_nonzero(~is_null)
