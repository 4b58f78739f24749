"""``gridr:creategridfromgeolocation`` through the registry, against GDAL's forward map."""

import numpy as np
import pytest
from qgis.core import QgsProcessingException
from running import Feedback
from swaths import gdal_ground, swath, write, write_swath
from tiny_rasters import names_in, read_raster, write_raster

CREATE = "gridr:creategridfromgeolocation"
X, Y = swath(40, 50)
PLACE = {"EXTENT": "3.0,3.6,44.6,45.1 [EPSG:4326]", "CELL_SIZE": 0.01, "STEP": 1}
ROW, COL = np.indices((50, 60))
TARGET = np.stack((3.005 + 0.01 * COL, 45.095 - 0.01 * ROW))


@pytest.fixture
def image(folder):
    return write_swath(folder, X, Y, convention="PIXEL_CENTER")


def assert_ground(source, nodes, tolerance=1e-11):
    """Assert that GDAL brings the nodes' positions to where the nodes are."""
    known = np.isfinite(nodes[0])
    assert 0.3 < known.mean() < 1
    ground = gdal_ground(source, *nodes[:, known])
    np.testing.assert_allclose(ground, TARGET[:, known], rtol=0, atol=tolerance)


def test_the_arrays_that_gdal_finds(run, image, out):
    results = run(
        CREATE, INPUT=image, **PLACE, OUTPUT=out(), OUTPUT_ROUND_TRIP=out("round.tif")
    )  # fmt: skip
    made, error = read_raster(out()), read_raster(out("round.tif")).band
    assert made.epsg == 4326
    assert_ground(image, made.values)
    assert results["OUTPUT_ROUND_TRIP"] == out("round.tif")
    assert results["MAX_ROUND_TRIP"] == np.nanmax(error) < 1e-10
    assert results["FOLDED_COUNT"] == 0
    assert results["INVALID_COUNT"] == np.isnan(made.values[0]).sum()
    assert np.array_equal(np.isnan(error), np.isnan(made.values[0]))


@pytest.mark.parametrize("convention", ["pixel-center", "top-left-corner"])
def test_arrays_that_are_given(run, folder, out, convention):
    """With steps, as bands of one raster."""
    told = {"PIXEL_STEP": 4, "LINE_STEP": 2, "PIXEL_OFFSET": 1, "LINE_OFFSET": 3}
    values = np.zeros((90, 210), np.uint16)
    name = {"pixel-center": "PIXEL_CENTER"}.get(convention)
    like = write_swath(folder, X, Y, values, name, **told)
    both = folder / "both.tif"
    write_raster(both, np.stack((Y, X)), geotransform=None, epsg=None)
    bare = write(folder / "bare.tif", values)
    run(
        CREATE, INPUT=bare, LON=str(both), LON_BAND=2, LAT=str(both), CONVENTION=convention,
        **told, **PLACE, OUTPUT=out(),
    )  # fmt: skip
    nodes = read_raster(out()).values
    assert_ground(like, nodes)
    run(CREATE, INPUT=like, **PLACE, OUTPUT=out("like.tif"))
    np.testing.assert_array_equal(nodes, read_raster(out("like.tif")).values)


def test_arrays_in_another_system(run, folder, out):
    """Web Mercator: x is proportional to the longitude."""
    radius = 6378137.0
    x, y = np.radians(X) * radius, np.log(np.tan(np.pi / 4 + np.radians(Y) / 2)) * radius
    paths = [write(folder / f"{name}.tif", each) for name, each in (("x", x), ("y", y))]
    bare = write(folder / "bare.tif", np.zeros(x.shape, np.uint16))
    run(
        CREATE, INPUT=bare, LON=paths[0], LAT=paths[1], GEOLOCATION_CRS="EPSG:3857", **PLACE,
        OUTPUT=out(),
    )  # fmt: skip
    row, col = read_raster(out()).values
    run(CREATE, INPUT=write_swath(folder, X, Y, None, "PIXEL_CENTER"), **PLACE, OUTPUT=out("b.tif"))
    in_degrees = read_raster(out("b.tif")).values
    # Latitudes are not proportional between nodes, but nearly.
    known = np.isfinite(row) & np.isfinite(in_degrees[0])
    assert known.mean() > 0.3
    np.testing.assert_allclose(np.stack((row, col))[:, known], in_degrees[:, known], atol=1e-3)


def test_a_target_system_alone(run, image, out):
    results = run(CREATE, INPUT=image, TARGET_CRS="EPSG:32631", OUTPUT=out())
    made = read_raster(out())
    assert made.epsg == 32631
    # A coarser grid would lose the edge of the swath.
    assert results["STEP_USED"] == 1
    assert np.nanmin(made.values[0]) < 0
    assert np.nanmax(made.values[1]) > 49


def test_what_a_coarse_step_loses_is_told(run, image, out):
    feedback = Feedback()
    run(CREATE, feedback, INPUT=image, **{**PLACE, "STEP": 8}, OUTPUT=out())
    assert any("smaller STEP keeps more" in text for text in feedback.warnings)


@pytest.mark.parametrize(
    ("parameters", "words"),
    [
        ({"INPUT": "bare"}, "INPUT has no geolocation arrays"),
        ({"LON": "x"}, "LON and LAT belong together; give both"),
        ({"LON": "x", "LAT": "small"}, "LON and LAT have 40 x 50 and 9 x 50 nodes"),
        ({"LON": "x", "LAT": "y", "PIXEL_STEP": 0}, "PIXEL_STEP is 0; it must be more than 0"),
        ({"LON": "x", "LAT": "y", "CONVENTION": "corner"}, "CONVENTION"),
        ({"LON": "x", "LAT": "y", "LAT_BAND": 4}, "LAT has no band 4"),
        ({"EXTENT": ..., "CELL_SIZE": ...}, "Give TARGET_CRS, REFERENCE, or EXTENT and CELL_SIZE"),
        ({"EXTENT": "13,13.1,45,45.1 [EPSG:4326]"}, "No node of the output frame lies within"),
    ],
)
def test_what_does_not_fit_is_one_sentence(run, image, folder, out, tmp_path, parameters, words):
    paths = {
        "x": str(folder / "swath_x.tif"),
        "y": str(folder / "swath_y.tif"),
        "small": write(folder / "small.tif", Y[:9]),
        "bare": write(folder / "bare.tif", np.zeros(X.shape, np.uint16)),
    }
    given = {"INPUT": image, **PLACE, "OUTPUT": out(), **parameters}
    given = {name: paths.get(value, value) for name, value in given.items()}
    with pytest.raises(QgsProcessingException) as caught:
        run(CREATE, **given)
    assert words in str(caught.value)
    assert "\n" not in str(caught.value)
    assert names_in(tmp_path / "out") == []
