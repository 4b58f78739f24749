"""``gridr:warp`` of rasters with control points, RPC and geolocation arrays."""

import numpy as np
import pytest
from osgeo import gdal
from qgis.core import QgsProcessingException
from rpc_rasters import COLS, ROWS, tilted_items, wkt_of, write_source
from running import Feedback
from swaths import swath, write_swath
from tiny_rasters import read_raster

WARP, RESAMPLE = "gridr:warp", "gridr:gridresampling"
SETTINGS = {"INTERPOLATION": "cubic", "DATA_TYPE": "float64"}
PLACES = {
    "gcps": {"EXTENT": "500100,502000,4998500,4999900 [EPSG:32631]", "CELL_SIZE": 10},
    "rpc": {"EXTENT": "2.95,3.05,44.95,45.05 [EPSG:4326]", "CELL_SIZE": 0.001},
    "geolocation": {"EXTENT": "3.3,3.6,44.8,45.1 [EPSG:4326]", "CELL_SIZE": 0.004},
}
OWN = {"gcps": {"GCP_METHOD": "polynomial2"}, "rpc": {"HEIGHT": 120}, "geolocation": {}}


@pytest.fixture
def images(folder):
    values = np.random.default_rng(5).integers(1, 60000, (ROWS, COLS)).astype(np.uint16)
    made = {
        "gcps": write_source(folder / "gcps.tif", {}, values),
        "rpc": write_source(folder / "rpc.tif", tilted_items(), values),
        "geolocation": write_swath(folder, *swath(50, 60), values=values[:50, :60]),
    }
    pixel, line = (each.ravel() for each in np.meshgrid([5.0, 250, 490], [5.0, 200, 390]))
    x, y = 500_000 + 5 * pixel + 1e-3 * line**2, 5_000_000 - 5 * line + 1e-3 * pixel**2
    dataset = gdal.Open(made["gcps"], gdal.GA_Update)
    points = zip(x, y, np.zeros(x.size), pixel, line)
    dataset.SetGCPs([gdal.GCP(*each) for each in points], wkt_of(32631))
    dataset = None
    return made


@pytest.mark.parametrize("name", PLACES)
def test_one_step_is_what_two_are(run, images, out, name):
    feedback = Feedback()
    parameters = {"INPUT": images[name], **PLACES[name]}
    told = run(WARP, feedback, **parameters, **OWN[name], **SETTINGS, OUTPUT=out("one.tif"))
    assert f"The input's place is told by: {name}." in feedback.infos
    own = {key.replace("GCP_", ""): value for key, value in OWN[name].items()}
    grid = run(f"gridr:creategridfrom{name}", **parameters, **own, OUTPUT=out("grid.tif"))
    for key in ("STEP_USED", "MAXIMUM_ERROR", "RMS_ERROR"):
        assert told[key] == grid[key]
    run(
        RESAMPLE, INPUT=images[name], GRID=out("grid.tif"), **SETTINGS, ANTIALIAS=True,
        OUTPUT=out("two.tif"),
    )  # fmt: skip
    one, two = read_raster(out("one.tif")), read_raster(out("two.tif"))
    np.testing.assert_array_equal(one.values, two.values)
    assert one.geotransform == two.geotransform and told["VALID_COUNT"] > 1000
    asked = run(
        WARP, **parameters, **OWN[name], **SETTINGS, GEOREFERENCE=name, OUTPUT=out("asked.tif")
    )
    assert asked["VALID_COUNT"] == told["VALID_COUNT"]
    np.testing.assert_array_equal(read_raster(out("asked.tif")).values, one.values)


FRAMES = {
    "gcps": ("EPSG:3857", 70),
    "rpc": ("EPSG:32631", 70),
    "geolocation": ("EPSG:32631", 900),
}


@pytest.mark.parametrize("name", FRAMES)
def test_a_cell_size_with_a_suggested_extent(run, images, out, name):
    target, size = FRAMES[name]
    run(WARP, INPUT=images[name], TARGET_CRS=target, **SETTINGS, OUTPUT=out("suggested.tif"))
    place = {"INPUT": images[name], "TARGET_CRS": target, "CELL_SIZE": size}
    run(WARP, **place, **SETTINGS, OUTPUT=out("one.tif"))
    run(f"gridr:creategridfrom{name}", **place, STEP=1, OUTPUT=out("grid.tif"))
    suggested, made, grid = (
        read_raster(out(f"{each}.tif")) for each in ("suggested", "one", "grid")
    )
    west, width, _, north, _, height = suggested.geotransform
    assert made.geotransform == grid.geotransform == (west, size, 0.0, north, 0.0, -size)
    assert made.band.shape == grid.values[0].shape
    rows, cols = (np.array(suggested.band.shape) * (-height, width) / size).tolist()
    assert made.band.shape == (np.ceil(rows - 1e-6), np.ceil(cols - 1e-6))
    # As many cells as the size makes of those that hold something there.
    held = np.isfinite(suggested.band).mean() * rows * cols
    assert np.isfinite(made.band).sum() == pytest.approx(held, rel=0.2)


def test_a_cell_size_alone_is_in_the_system_of_the_control_points(run, images, out):
    """Not in pixels, although QGIS gives such a raster an extent in these."""
    for name, given in (("alone", {}), ("told", {"TARGET_CRS": "EPSG:32631"})):
        run(WARP, INPUT=images["gcps"], CELL_SIZE=70, **given, OUTPUT=out(f"{name}.tif"))
    run("gridr:creategridfromgcps", INPUT=images["gcps"], CELL_SIZE=70, STEP=1, OUTPUT=out())
    alone, told, grid = (read_raster(out(*each)) for each in (["alone.tif"], ["told.tif"], []))
    assert alone.geotransform == told.geotransform == grid.geotransform
    assert alone.epsg == told.epsg == grid.epsg == 32631
    np.testing.assert_array_equal(alone.band, told.band)
    # 500 x 400 pixels of 5 m make 36 x 29; they are bent by up to 250 m.
    rows, cols = alone.band.shape
    assert grid.values[0].shape == (rows, cols) and 29 <= rows <= 33 and 36 <= cols <= 40


@pytest.mark.parametrize("name", ["rpc", "geolocation"])
def test_a_cell_size_alone_needs_a_reference_system(run, images, out, folder, name):
    with pytest.raises(QgsProcessingException, match="Give TARGET_CRS"):
        run(WARP, INPUT=images[name], CELL_SIZE=70, OUTPUT=out())
    assert not (folder / out()).exists()


def test_what_the_makers_tell_is_told(run, images, out):
    feedback = Feedback()
    place = {"EXTENT": "2.7,3.05,44.95,45.05 [EPSG:4326]", "CELL_SIZE": 0.01, "STEP": 4}
    run(WARP, feedback, INPUT=images["rpc"], **place, OUTPUT=out())
    assert any("are outside of the RPC's validity" in text for text in feedback.warnings)


@pytest.mark.parametrize(
    ("parameters", "words"),
    [
        ({"GEOREFERENCE": "gcps"}, "GEOREFERENCE is gcps, but INPUT has no ground control points;"),
        ({"GCP_METHOD": "tps"}, "GCP_METHOD is tps, which is for ground control points"),
        ({"HEIGHT": 1e5}, "HEIGHT is 100000 m; it must be"),
    ],
)
def test_what_does_not_fit_is_an_error(run, images, out, folder, parameters, words):
    with pytest.raises(QgsProcessingException, match=words):
        run(WARP, INPUT=images["rpc"], **PLACES["rpc"], **parameters, OUTPUT=out())
    assert not (folder / out()).exists()
