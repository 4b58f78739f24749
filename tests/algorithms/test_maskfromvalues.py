"""``gridr:maskfromvalues`` through the registry, on bands small enough to work out by hand."""

import json
import re
from pathlib import Path

import numpy as np
import pytest
from qgis.core import QgsApplication
from running import Feedback
from tiny_rasters import EPSG, NORTH, NORTH_UP, WEST, identity_grid, read_raster

MASK = "gridr:maskfromvalues"

# Fill, clear, cloud, shadow, snow, cirrus of QA_PIXEL.
QA_PIXEL = np.array([[1, 21824, 22280], [23888, 30048, 54596]], np.uint16)


@pytest.fixture
def mask(run, out):
    """Make a mask and return its pixels and what was told."""

    def go(path, **parameters):
        results = run(MASK, INPUT=path, OUTPUT=out(), **parameters)
        made = read_raster(out()).band.tolist()
        valid = sum(row.count(parameters.get("VALID_VALUE", 1)) for row in made)
        assert results["VALID_COUNT"] == valid
        assert results["INVALID_COUNT"] == sum(map(len, made)) - valid
        return made

    return go


def test_bits_of_a_quality_band(mask, raster):
    path = raster(QA_PIXEL)
    assert mask(path, BITS="0, 1, 2, 3, 4") == [[0, 1, 0], [0, 1, 0]]
    assert mask(path, BITS="8-9=3, 10-11=3") == [[1, 1, 0], [0, 1, 1]]
    assert mask(path, BITS="6", MATCHING="valid") == [[0, 1, 0], [1, 1, 1]]
    assert mask(path, BITS="6", VALUES="1", COMBINE="all") == [[1, 1, 1], [1, 1, 1]]


def test_all_parameters_reach_the_job(mask, raster):
    bands = np.array([[[0, 0, 0]], [[1, 2, 3]]], np.uint8)
    path = raster(bands, nodata=3)
    assert mask(path, BAND=2, VALUES="1") == [[0, 1, 0]]
    assert mask(path, BAND=2, VALUES="1", NODATA=False) == [[0, 1, 1]]
    assert mask(path, BAND=2, RANGES="2:", NODATA=False, VALID_VALUE=9) == [[9, 0, 0]]
    floats = raster(np.array([[1, np.nan, 9, 2]], np.float32))
    assert mask(floats, RANGES="9:") == [[1, 0, 0, 1]]
    assert mask(floats, RANGES="9:", NON_FINITE=False) == [[1, 1, 0, 1]]
    assert mask(floats, RANGES="9:", NON_FINITE=False, DILATION=1) == [[1, 0, 0, 0]]
    assert mask(floats, RANGES="9:", DILATION=15, UNIT="meters") == [[0, 0, 0, 0]]
    assert mask(floats, RANGES="1:1, 9:", EROSION=1) == [[0, 0, 1, 1]]
    assert mask(floats, RANGES="9:", THREADS=1, MAX_MEMORY=256) == [[1, 0, 0, 1]]


def test_the_output_is_a_mask_as_buildmask_makes_them(run, raster, out):
    feedback = Feedback()
    results = run(MASK, feedback, INPUT=raster(QA_PIXEL), BITS="3", INVALID_VALUE=7, OUTPUT=out())
    made = read_raster(out())
    assert made.band.dtype == np.uint8 and made.band.tolist() == [[1, 1, 7], [1, 1, 1]]
    assert (made.geotransform, made.epsg, made.nodata) == (NORTH_UP, EPSG, [None])
    assert made.structure["COMPRESSION"] == "DEFLATE"
    assert made.metadata["GRIDR_ALGORITHM"] == MASK
    told = made.metadata["GRIDR_VALID_VALUE"], made.metadata["GRIDR_INVALID_VALUE"]
    assert told == ("1", "7")
    assert json.loads(made.metadata["GRIDR_PARAMETERS"])["BITS"] == "3"
    assert results == {"OUTPUT": out(), "VALID_COUNT": 5, "INVALID_COUNT": 1}
    assert "5 valid and 1 invalid cells." in feedback.infos


def test_a_resampling_takes_it_by_its_own_values(run, raster, out, resample):
    """Its valid pixels hold 0, which in any other mask is invalid."""
    image = raster(np.array([[10.0, 20.0, 30.0]]))
    quality = raster(np.array([[4, 9, 4]], np.uint8))
    run(MASK, INPUT=quality, VALUES="9", VALID_VALUE=0, INVALID_VALUE=1, OUTPUT=out("valid.tif"))
    grid = raster(identity_grid(1, 3))
    made, valid, _ = resample(image, grid, MASK_IN=out("valid.tif"), NODATA=-1)
    assert made.band.tolist() == [[10, -1, 30]] and valid.tolist() == [[1, 0, 1]]


def test_a_frame_from_a_reference_an_extent_or_a_cell_size(mask, raster, blank, out):
    """A band of 20 m, whose pixel (1, 1) is a cloud, over cells of 10 m."""
    classes = np.full((3, 4), 4, np.uint8)
    classes[1, 1] = 9
    path = raster(classes, geotransform=(WEST, 20, 0, NORTH, 0, -20))
    expected = [
        [0, 0, 0, 0, 0, 0, 0, 0],
        [0, 0, 0, 0, 0, 1, 1, 0],
        [0, 0, 0, 0, 0, 1, 1, 0],
        [0, 0, 0, 0, 0, 1, 1, 0],
        [0, 0, 0, 0, 0, 1, 1, 0],
        [0, 0, 0, 0, 0, 0, 0, 0],
    ]
    assert mask(path, VALUES="9", REFERENCE=blank(6, 8)) == expected
    made = read_raster(out())
    assert made.geotransform == NORTH_UP
    extent = f"{WEST},{WEST + 80},{NORTH - 60},{NORTH}"
    assert mask(path, VALUES="9", CELL_SIZE=10) == expected
    assert mask(path, VALUES="9", EXTENT=extent, CELL_SIZE=10) == expected
    made = mask(path, VALUES="9", EXTENT=f"{extent} [EPSG:{EPSG}]", CELL_SIZE=10)
    assert made == expected and read_raster(out()).epsg == EPSG
    # Of the cells beside the cloud those that have less than half of it.
    loose = mask(path, VALUES="9", REFERENCE=blank(6, 8), THRESHOLD=0.5)
    assert sum(map(sum, loose)) == sum(map(sum, expected)) + 12


def test_the_help_has_settings_that_the_documents_have():
    """What is in italics after the name of a parameter."""
    algorithm = QgsApplication.processingRegistry().createAlgorithmById(MASK)
    settings = algorithm.shortHelpString().split("Settings")[1]
    found = re.findall(r"<i>([-0-9, =|:]+)</i>", settings)
    assert len(found) >= 10
    document = Path(__file__).resolve().parents[2] / "docs" / "masks.md"
    told = document.read_text(encoding="utf-8").replace("\\|", "|")
    for setting in found:
        assert re.search(rf"`(VALUES|RANGES|BITS)={re.escape(setting)}`", told)
