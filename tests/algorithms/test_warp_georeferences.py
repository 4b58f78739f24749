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
