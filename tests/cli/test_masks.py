"""``gridr:buildmask`` from the command line: GridR's own examples of raster masks, and products."""

import json

import numpy as np
import pytest
from osgeo import ogr, osr
from tiny_rasters import EPSG, NORTH, SIZE, WEST, read_raster, write_raster

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


def write_boxes(path, boxes):
    """Write rectangles (row0, col0, row1, col1) in cells from the outer edge, with their class."""
    ogr.UseExceptions()
    reference = osr.SpatialReference()
    reference.ImportFromEPSG(EPSG)
    source = ogr.GetDriverByName("GPKG").CreateDataSource(str(path))
    layer = source.CreateLayer(path.stem, reference, ogr.wkbPolygon)
    layer.CreateField(ogr.FieldDefn("class", ogr.OFTString))
    for name, (row0, col0, row1, col1) in boxes:
        feature = ogr.Feature(layer.GetLayerDefn())
        feature["class"] = name
        x0, x1 = WEST + SIZE * col0, WEST + SIZE * col1
        y0, y1 = NORTH - SIZE * row0, NORTH - SIZE * row1
        ring = f"{x0} {y0}, {x1} {y0}, {x1} {y1}, {x0} {y1}, {x0} {y0}"
        feature.SetGeometry(ogr.CreateGeometryFromWkt(f"POLYGON(({ring}))"))
        layer.CreateFeature(feature)
    return path


@pytest.mark.parametrize("layers", [1, 2])
def test_layers_filters_buffers_and_reasons(qgis_process, tmp_path, layers):
    """A parameter of several layers is given once for each."""
    reference = write_raster(tmp_path / "reference.tif", np.zeros((6, 8), dtype=np.uint8))
    first = write_boxes(tmp_path / "first.gpkg", [("a", (0, 0, 3, 3)), ("b", (0, 5, 3, 8))])
    more = [
        write_boxes(tmp_path / f"more{i}.gpkg", [("a", (4, 4 * i, 5, 4 * i + 1))])
        for i in range(layers)
    ]
    clouds = write_boxes(
        tmp_path / "clouds.gpkg", [("thick", (1, 1, 2, 2)), ("thin", (4, 0, 5, 8))]
    )
    told = qgis_process(
        *("--json", "run", "gridr:buildmask", "--", f"REFERENCE={reference}"),
        f"VALID_GEOMETRY={first}",
        *(f"VALID_LAYERS={path}" for path in more),
        "VALID_FILTER=class = 'a'",
        f"BUFFER_VALID={0.6 * SIZE}",
        f"INVALID_LAYERS={clouds}",
        "INVALID_FILTER=class <> 'thin'",
        "DATA_TYPE=int16",
        "INVALID_VALUE=-1",
        f"OUTPUT={tmp_path / 'out.tif'}",
        f"OUTPUT_REASON={tmp_path / 'reason.tif'}",
    )
    assert told.returncode == 0, told.stderr
    results = json.loads(told.stdout[told.stdout.index("{") :])["results"]
    expected = ["00001111", "02001111", "00001111", "00011111", "00111111", "01111111"]
    if layers == 2:
        expected[3:] = ["00010111", "00100011", "01110111"]
    reasons = read_raster(tmp_path / "reason.tif").band
    assert ["".join(map(str, row)) for row in reasons] == expected
    made = read_raster(tmp_path / "out.tif").band
    assert made.dtype == np.int16
    np.testing.assert_array_equal(made, np.where(reasons == 0, 1, -1))
    assert results["VALID_COUNT"] == "".join(expected).count("0")
