"""The GRASS family from the command line: results of GRASS 8.2.1, and what is refused."""

import numpy as np
import pytest
from grass_cases import RASTERS, load, load_spline, regions
from test_region_golden import NULL, ROUNDED, parameters_of, write
from tiny_rasters import names_in, read_raster, write_raster

NAMES = ("gridr:resamplenearest", "gridr:resampleinterpolate", "gridr:resamplestatistics")


def first_case(identifier):
    """Return the first case of an algorithm that has nulls beside values."""
    for number in RASTERS:
        case = load(number)
        if parameters_of(case)[0] == identifier and 0 < np.isnan(case["result"]).mean() < 0.9:
            return case
    raise LookupError(identifier)


@pytest.mark.parametrize("identifier", NAMES)
def test_results_of_grass(qgis_process, tmp_path, identifier):
    case = first_case(identifier)
    source, target = regions(case)
    kind = {"CELL": np.int32, "FCELL": np.float32, "DCELL": np.float64}[str(case["source_type"])]
    values = case["source"]
    if kind == np.int32:
        values = np.where(np.isnan(values), NULL, values)
    done = qgis_process.run(
        identifier,
        INPUT=write(tmp_path / "source.tif", values.astype(kind), source),
        REFERENCE=write(tmp_path / "target.tif", np.zeros(target.shape, np.uint8), target),
        OUTPUT=tmp_path / "out.tif",
        OUTPUT_MASK=tmp_path / "mask.tif",
        **parameters_of(case)[1],
    )
    is_null = np.isnan(case["result"])
    assert done["results"]["INVALID_COUNT"] == is_null.sum()
    found = read_raster(tmp_path / "out.tif").band.astype(float)
    np.testing.assert_array_equal(read_raster(tmp_path / "mask.tif").band, ~is_null)
    np.testing.assert_allclose(found[~is_null], case["result"][~is_null], rtol=ROUNDED)
    assert (np.isnan(found[is_null]) | (found[is_null] == NULL)).all()


@pytest.mark.parametrize(
    ("identifier", "given", "sentence"),
    [
        (NAMES[0], {}, "Give REFERENCE, or EXTENT and CELL_SIZE, or CELL_SIZE alone."),
        (NAMES[2], {"REFERENCE": "degrees.tif"}, "The output has another reference system than"),
    ],
)
def test_one_sentence_and_no_file(qgis_process, tmp_path, identifier, given, sentence):
    byte = np.ones((4, 4), np.uint8)
    write_raster(tmp_path / "a.tif", byte)
    write_raster(tmp_path / "degrees.tif", byte, geotransform=(2, 1, 0, 46, 0, -1), epsg=4326)
    given = {name: tmp_path / value if str(value).endswith(".tif") else value
             for name, value in {"INPUT": "a.tif", **given}.items()}  # fmt: skip
    (tmp_path / "out").mkdir()
    done = qgis_process.start(identifier, **given, OUTPUT=tmp_path / "out" / "out.tif")
    assert done.returncode != 0
    assert sentence in done.stderr and "Traceback" not in done.stdout + done.stderr
    assert names_in(tmp_path / "out") == []


def test_splines(qgis_process, tmp_path):
    """Case 077: elevation, slope and what else r.resamp.rst derives."""
    case = load_spline(77)
    blank = np.zeros(case.target.shape, np.uint8)
    done = qgis_process.run(
        "gridr:resamplespline",
        INPUT=write(tmp_path / "source.tif", case.array.astype(np.float32), case.source),
        REFERENCE=write(tmp_path / "target.tif", blank, case.target),
        OUTPUT=tmp_path / "out.tif",
        OUTPUT_SLOPE=tmp_path / "slope.tif",
        OUTPUT_MEAN_CURVATURE=tmp_path / "mean.tif",
    )
    assert done["results"]["INVALID_COUNT"] == 0
    for name, output, tolerance in (
        ("elevation", "OUTPUT", case.tolerance),
        ("slope", "OUTPUT_SLOPE", 1e-4),
        ("mean", "OUTPUT_MEAN_CURVATURE", 1e-5),
    ):
        found = read_raster(done["results"][output]).band
        np.testing.assert_allclose(found, case.outputs[name], rtol=0, atol=tolerance)


def test_a_spline_without_tension_is_refused(qgis_process, tmp_path):
    write_raster(tmp_path / "a.tif", np.ones((4, 4), np.uint8))
    (tmp_path / "out").mkdir()
    done = qgis_process.start(
        "gridr:resamplespline", INPUT=tmp_path / "a.tif", CELL_SIZE=5, TENSION=0,
        OUTPUT=tmp_path / "out" / "out.tif",
    )  # fmt: skip
    assert done.returncode != 0 and "tension is 0.0; it must be more than 0" in done.stderr
    assert "Traceback" not in done.stdout + done.stderr and names_in(tmp_path / "out") == []
