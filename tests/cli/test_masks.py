"""``gridr:buildmask`` from the command line: GridR's own examples of raster masks."""

import numpy as np
import pytest
from tiny_rasters import read_raster, write_raster

FULL = np.zeros((6, 8), dtype=np.uint8)
FULL[1:4, 1:6] = 1
COARSE = np.array([[0, 1, 0], [1, 1, 0], [1, 1, 0]], dtype=np.uint8)

EXAMPLES = {
    "full resolution": (
        FULL,
        {},
        ["00000000", "01111100", "01111100", "01111100", "00000000", "00000000"],
    ),
    "coarse": (
        COARSE,
        {"MASK_IN_RESOLUTION_ROWS": 4, "MASK_IN_RESOLUTION_COLS": 4, "THRESHOLD": 0.99},
        ["00001000", "00001000", "00001000", "00001000", "11111000", "11111000"],
    ),
    "coarse and shifted": (
        COARSE,
        {
            "MASK_IN_RESOLUTION_ROWS": 4,
            "MASK_IN_RESOLUTION_COLS": 4,
            "MASK_IN_TARGET_ROW": 2,
            "MASK_IN_TARGET_COL": 1,
            "THRESHOLD": 0.99,
        },
        ["00010000", "00010000", "11110000", "11110000", "11110000", "11110000"],
    ),
}


@pytest.mark.parametrize("example", EXAMPLES)
def test_masks_by_index(qgis_process, tmp_path, example):
    mask, parameters, expected = EXAMPLES[example]
    reference = write_raster(tmp_path / "reference.tif", np.zeros((6, 8), dtype=np.uint8))
    path = write_raster(tmp_path / "mask.tif", mask, geotransform=None, epsg=None)
    told = qgis_process.run(
        "gridr:buildmask",
        REFERENCE=reference,
        MASK_IN=path,
        MASK_IN_ALIGNMENT="index",
        OUTPUT=tmp_path / "out.tif",
        **parameters,
    )
    made = read_raster(tmp_path / "out.tif").band
    assert ["".join(map(str, row)) for row in made] == expected
    assert made.dtype == np.uint8
    valid = "".join(expected).count("1")
    assert told["results"]["VALID_COUNT"] == valid
    assert told["results"]["INVALID_COUNT"] == 48 - valid
