"""``gridr:maskfromvalues`` from the command line."""

import numpy as np
from tiny_rasters import NORTH, WEST, read_raster, write_raster


def test_classes_of_20_m_over_an_image_of_10_m(qgis_process, tmp_path):
    """SCL: a cloud (9) and cirrus (10) beside each other, and a shadow (3) in the corner.

    Centres of cells lie at -0.25, 0.25, 0.75, ... pixels. A pixel at 2 has weight on those from
    1.25 to 2.75, which are the cells 3 to 6; the pixel at 0 on the cells 1 and 2, and 0 has no
    support.
    """
    classes = np.full((4, 6), 4, np.uint8)
    classes[2, 2:4] = 9, 10
    classes[0, 0] = 3
    scl = write_raster(tmp_path / "scl.tif", classes, geotransform=(WEST, 20, 0, NORTH, 0, -20))
    image = write_raster(tmp_path / "b04.tif", np.ones((8, 12), np.uint16))
    told = qgis_process.run(
        "gridr:maskfromvalues",
        INPUT=scl,
        VALUES="0, 1, 3, 8, 9, 10",
        REFERENCE=image,
        OUTPUT=tmp_path / "mask.tif",
    )
    made = read_raster(tmp_path / "mask.tif")
    assert ["".join(map(str, row)) for row in made.band] == [
        "000000000000",
        "000111111110",
        "000111111110",
        "011000000110",
        "011000000110",
        "011000000110",
        "011000000110",
        "000000000000",
    ]
    assert told["results"]["VALID_COUNT"] == 32
    assert made.metadata["GRIDR_VALID_VALUE"] == "1"


def test_bits_with_a_margin_in_meters(qgis_process, tmp_path):
    """QA_PIXEL: fill in a corner, a cloud, a speck that goes."""
    band = np.full((7, 9), 21824, np.uint16)
    band[0, 0], band[3:6, 3:6], band[1, 7] = 1, 22280, 22280
    qa = write_raster(
        tmp_path / "qa.tif", band, nodata=1, geotransform=(WEST, 30, 0, NORTH, 0, -30)
    )
    told = qgis_process.run(
        "gridr:maskfromvalues",
        INPUT=qa,
        BITS="0, 1, 2, 3, 4, 8-9=3",
        EROSION=30,
        DILATION=30,
        UNIT="meters",
        VALID_VALUE=255,
        OUTPUT=tmp_path / "mask.tif",
    )
    made = read_raster(tmp_path / "mask.tif").band
    assert ["".join("#" if value else "." for value in row) for row in made] == [
        "..#######",
        ".########",
        "#########",
        "####.####",
        "###...###",
        "####.####",
        "#########",
    ]
    assert set(np.unique(made)) == {0, 255} and told["results"]["INVALID_COUNT"] == 8


def test_what_is_wrong_is_told(qgis_process, tmp_path):
    qa = write_raster(tmp_path / "qa.tif", np.ones((2, 2), np.uint8))
    done = qgis_process.start(
        "gridr:maskfromvalues", INPUT=qa, BITS="8", OUTPUT=tmp_path / "mask.tif"
    )
    assert done.returncode != 0
    assert "BITS has bit 8, but those of the uint8 band are 0 to 7." in done.stdout + done.stderr
    assert not (tmp_path / "mask.tif").exists()
