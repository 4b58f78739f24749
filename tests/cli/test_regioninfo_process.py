"""``gridr:regioninfo`` from the command line: numbers, a table and a page."""

from xml.etree import ElementTree

import numpy as np
from osgeo import ogr, osr
from tiny_rasters import NORTH, WEST, write_raster

INFO = "gridr:regioninfo"


def write_points(path, *positions):
    """Write points of degrees, with a name each, as a GeoPackage."""
    reference = osr.SpatialReference()
    reference.ImportFromEPSG(4326)
    dataset = ogr.GetDriverByName("GPKG").CreateDataSource(str(path))
    layer = dataset.CreateLayer("points", reference, ogr.wkbPoint)
    layer.CreateField(ogr.FieldDefn("name", ogr.OFTString))
    for x, y, name in positions:
        feature = ogr.Feature(layer.GetLayerDefn())
        feature["name"] = name
        feature.SetGeometry(ogr.CreateGeometryFromWkt(f"POINT({x} {y})"))
        layer.CreateFeature(feature)
    return path


def test_a_raster_in_metres(qgis_process, tmp_path):
    values = np.zeros((6, 8), dtype=np.float32)
    values[2, 3] = np.nan
    values[5] = -9999
    source = write_raster(tmp_path / "source.tif", values, nodata=-9999)
    told = qgis_process.run(
        INFO,
        INPUT=source,
        COORDINATES=f"{WEST + 15},{NORTH - 32.5},{WEST},{NORTH}",
        CELLS="0.5,0.5,6,8",
        COUNT_CELLS="true",
        OUTPUT=tmp_path / "points.gpkg",
        OUTPUT_HTML_FILE=tmp_path / "page.html",
    )
    results = told["results"]
    expected = {
        "NORTH": NORTH,
        "SOUTH": NORTH - 60,
        "WEST": WEST,
        "EAST": WEST + 80,
        "NSRES": 10,
        "EWRES": 10,
        "ROWS": 6,
        "COLS": 8,
        "CELLS": 48,
        "GEOGRAPHIC": 0,
        "VALID_COUNT": 39,
        "NULL_COUNT": 9,
        "ROW": 3.25,
        "COL": 1.5,
        "CELL_ROW": 3,
        "CELL_COL": 1,
        "X": WEST + 5,
        "Y": NORTH - 5,
    }
    assert {name: results[name] for name in expected} == expected
    assert any(line.split() == ["nsres:", "10"] for line in told["log"]["info"])
    dataset = ogr.Open(results["OUTPUT"])
    layer = dataset.GetLayer(0)
    assert layer.GetSpatialRef().GetAuthorityCode(None) == "32631"
    found = [
        (each["source"], each["id"], each["row"], each["col"], each["inside"], position(each))
        for each in layer
    ]
    assert found == [
        ("coordinate", 1, 3.25, 1.5, 1, (500015, 4999967.5)),
        ("coordinate", 2, 0, 0, 1, (500000, 5000000)),
        ("cell", 1, 0.5, 0.5, 1, (500005, 4999995)),
        ("cell", 2, 6, 8, 0, (500080, 4999940)),
    ]
    root = ElementTree.parse(results["OUTPUT_HTML_FILE"]).getroot()
    assert "Band 1: 39 cells with a value and 9 null cells." in root.itertext()
    assert len(list(root.iter("table"))[2]) == 1 + 4


def position(feature):
    point = feature.GetGeometryRef()
    return point.GetX(), point.GetY()


def test_a_raster_of_the_globe(qgis_process, tmp_path):
    """From 0 to 360 degrees; points from -180 to 180."""
    source = write_raster(
        tmp_path / "globe.tif",
        np.zeros((18, 36), dtype=np.int16),
        geotransform=(0, 10, 0, 90, 0, -10),
        epsg=4326,
    )
    points = write_points(tmp_path / "points.gpkg", (-10, 20, "sea"), (25, -90, "pole"))
    told = qgis_process.run(INFO, INPUT=source, POINTS=points, OUTPUT=tmp_path / "out.gpkg")
    results = told["results"]
    assert (results["GEOGRAPHIC"], results["ROW"], results["COL"]) == (1, 7, 35)
    dataset = ogr.Open(results["OUTPUT"])
    found = [
        (each["name"], each["cell_row"], each["cell_col"], each["center_x"], each["inside"])
        for each in dataset.GetLayer(0)
    ]
    assert found == [("sea", 7, 35, 355, 1), ("pole", 18, 2, 25, 0)]
    assert "OUTPUT_HTML_FILE" not in {name for name, value in results.items() if value}


def test_an_error_is_one_sentence(qgis_process, tmp_path):
    source = write_raster(tmp_path / "source.tif", np.zeros((3, 4), dtype=np.uint8))
    done = qgis_process.start(
        INFO, INPUT=source, COORDINATES="1,2,3", OUTPUT=tmp_path / "points.gpkg"
    )
    assert done.returncode == 1
    assert "COORDINATES has 3 value(s); it must be pairs of x and y." in done.stderr
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "points.gpkg").exists()
