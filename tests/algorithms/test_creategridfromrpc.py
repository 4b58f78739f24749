"""``gridr:creategridfromrpc`` through the registry, against GDAL's RPC transformer."""

import math

import numpy as np
import pytest
from qgis.core import QgsProcessingException
from rpc_rasters import HEIGHT, gdal_positions, tilted_items, wkt_of, write_dem, write_source
from running import Feedback
from tiny_rasters import names_in, read_raster

from gridr_qgis.core.conventions.frame import Frame

CREATE = "gridr:creategridfromrpc"
EXTENT = "2.95,3.05,44.95,45.05 [EPSG:4326]"
FRAME = Frame(50, 50, (2.95, 0.002, 0.0, 45.05, 0.0, -0.002), wkt_of(4326))
PLACE = {"EXTENT": EXTENT, "CELL_SIZE": 0.002, "STEP": 1}


@pytest.fixture
def image(folder):
    return write_source(folder / "image.tif", tilted_items())


@pytest.fixture
def dem(folder):
    """Heights that are the second band of a raster in metres, with a hole."""
    row, col = np.indices((40, 40))
    heights = 300 + 100 * np.sin(row / 5.0) + 3.0 * col
    heights[20, 20] = -9999
    geotransform = (488_000.0, 600.0, 0.0, 4_995_000.0, 0.0, -600.0)
    return write_dem(folder / "dem.tif", heights, geotransform, 32631, nodata=-9999)


def test_the_height_is_that_of_the_rpc_or_the_users(run, image, out):
    for parameters, height in (({}, HEIGHT), ({"HEIGHT": 0}, 0.0), ({"HEIGHT": -20.5}, -20.5)):
        results = run(CREATE, INPUT=image, **PLACE, **parameters, OUTPUT=out())
        made = read_raster(out())
        expected = gdal_positions(image, FRAME, RPC_HEIGHT=height)
        np.testing.assert_allclose(made.values, expected, rtol=0, atol=1e-7)
    assert made.epsg == 4326 and made.descriptions == ["source row", "source col"]
    assert results == {
        "OUTPUT": out(), "STEP_USED": 1, "INVALID_COUNT": 0, "OUTSIDE_VALIDITY_COUNT": 0,
        "NO_HEIGHT_COUNT": 0, "MAXIMUM_ERROR": 0.0, "RMS_ERROR": 0.0,
    }  # fmt: skip


def test_heights_of_a_dem(run, image, dem, out):
    feedback = Feedback()
    results = run(CREATE, feedback, INPUT=image, **PLACE, DEM=dem, OUTPUT=out())
    made = read_raster(out())
    lost = np.isnan(made.values[0])
    assert results["NO_HEIGHT_COUNT"] == results["INVALID_COUNT"] == lost.sum() > 0
    assert any(f"{lost.sum()} node(s) have no height in DEM" in text for text in feedback.warnings)
    expected = gdal_positions(image, FRAME, RPC_DEM=dem)
    np.testing.assert_allclose(made.values[:, ~lost], expected[:, ~lost], rtol=0, atol=1e-6)
    results = run(
        CREATE, INPUT=image, **PLACE, DEM=dem, DEM_BAND=1, DEM_INTERPOLATION="nearest",
        HEIGHT_OFFSET=50, DEM_MISSING=0, OUTPUT=out(),
    )  # fmt: skip
    assert results["INVALID_COUNT"] == 0
    told = {"RPC_DEM": dem, "RPC_DEMINTERPOLATION": "near", "RPC_HEIGHT": 50}
    expected = gdal_positions(image, FRAME, **told, RPC_DEM_MISSING_VALUE=0)
    away = np.abs(read_raster(out()).values - expected).max(axis=0)
    assert (away < 1e-6).mean() > 0.99


def test_a_target_system_alone_and_a_maximum_error(run, image, out):
    results = run(CREATE, INPUT=image, TARGET_CRS="EPSG:32631", MAX_ERROR=0.02, OUTPUT=out())
    made = read_raster(out())
    assert made.epsg == 32631
    assert results["STEP_USED"] > 8
    assert 0 < results["RMS_ERROR"] <= results["MAXIMUM_ERROR"] <= 0.02
    assert made.metadata["GRIDR_ALGORITHM"] == CREATE
    assert int(made.metadata["GRIDR_TARGET_ROWS"]) > 400


def test_nodes_outside_of_the_validity_are_told(run, image, out):
    feedback = Feedback()
    frame = {"EXTENT": "2.7,3.3,44.7,45.3 [EPSG:4326]", "CELL_SIZE": 0.01, "STEP": 1}
    results = run(CREATE, feedback, INPUT=image, **frame, OUTPUT=out())
    count = int(np.isnan(read_raster(out()).values[0]).sum())
    assert results["OUTSIDE_VALIDITY_COUNT"] == count > 1000
    (warning,) = [text for text in feedback.warnings if "validity" in text]
    assert warning.startswith(f"{count} node(s) are outside of the RPC's validity: longitudes")


@pytest.mark.parametrize(
    ("parameters", "words"),
    [
        ({"INPUT": "bare"}, "INPUT has no RPC"),
        ({"DEM": "dem", "HEIGHT": 3}, "Give HEIGHT or DEM, not both"),
        ({"HEIGHT": 1e6}, "HEIGHT is 1e+06 m; it must be -450 to 1050"),
        ({"HEIGHT_OFFSET": 3}, "HEIGHT_OFFSET and DEM_MISSING need DEM"),
        ({"DEM_MISSING": 0}, "HEIGHT_OFFSET and DEM_MISSING need DEM"),
        ({"DEM": "dem", "DEM_BAND": 2}, "DEM has no band 2"),
        ({"DEM": "bare"}, "DEM is"),
        ({"DEM_INTERPOLATION": "spline", "DEM": "dem"}, "DEM_INTERPOLATION"),
        ({"EXTENT": ..., "CELL_SIZE": ...}, "Give TARGET_CRS, REFERENCE, or EXTENT and CELL_SIZE"),
        ({"EXTENT": "13,13.1,45,45.1 [EPSG:4326]"}, "No node of the output frame can be placed"),
    ],
)
def test_what_does_not_fit_is_one_sentence(
    run, image, dem, folder, out, tmp_path, parameters, words
):
    paths = {"dem": dem, "bare": write_source(folder / "bare.tif", {})}
    given = {"INPUT": image, **PLACE, "OUTPUT": out(), **parameters}
    given = {name: paths.get(value, value) for name, value in given.items()}
    with pytest.raises(QgsProcessingException) as caught:
        run(CREATE, **given)
    assert words in str(caught.value)
    assert "\n" not in str(caught.value)
    assert names_in(tmp_path / "out") == []


def test_numbers_are_finite(run, image, out):
    results = run(CREATE, INPUT=image, TARGET_CRS="EPSG:4326", OUTPUT=out())
    assert all(math.isfinite(value) for value in results.values() if not isinstance(value, str))
