"""``gridr:regioninfo`` through the registry: rows, columns and counts worked out by hand."""

import re
from xml.etree import ElementTree

import numpy as np
import pytest
from osgeo import gdal, ogr
from qgis.core import (
    NULL,
    QgsApplication,
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsFeature,
    QgsField,
    QgsGeometry,
    QgsPointXY,
    QgsProcessing,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingFeatureSourceDefinition,
    QgsProcessingOutputLayerDefinition,
    QgsProject,
    QgsVectorLayer,
)
from qgis.gui import QgsGui, QgsProcessingGui
from qgis.PyQt.QtCore import QVariant
from running import Feedback, run_algorithm
from tiny_rasters import EPSG, NORTH, WEST, names_in, write_raster

from gridr_qgis.core.conventions.region import Region

INFO = "gridr:regioninfo"
COLUMNS = [
    *("source", "id", "x", "y", "row", "col", "cell_row", "cell_col"),
    *("center_x", "center_y", "inside"),
]
# 10 degrees, 18 rows and 36 columns.
GLOBE = {"geotransform": (-180, 10, 0, 90, 0, -10), "epsg": 4326}
MOON = (
    'GEOGCS["Moon",DATUM["Moon",SPHEROID["Moon",1737400,0]],'
    'PRIMEM["Reference_Meridian",0],UNIT["degree",0.0174532925199433]]'
)

SITE = 'LOCAL_CS["Site",LOCAL_DATUM["Site",0],UNIT["metre",1],AXIS["X",EAST],AXIS["Y",NORTH]]'


def features(path):
    """Return the fields of a layer, and for each feature its values and its point."""
    dataset = ogr.Open(str(path))
    layer = dataset.GetLayer(0)
    names = [field.name for field in layer.schema]
    found = []
    for feature in layer:
        point = feature.GetGeometryRef()
        values = {name: feature[name] for name in names}
        has_point = point is not None and not point.IsEmpty()
        values["geometry"] = (point.GetX(), point.GetY()) if has_point else None
        found.append(values)
    return names, found


@pytest.fixture
def table(run, out):
    """Run with a table; returns what it holds, and the results."""

    def go(source, feedback=None, **parameters):
        results = run(INFO, feedback, INPUT=source, OUTPUT=out("points.gpkg"), **parameters)
        return (*features(results["OUTPUT"]), results)

    return go


@pytest.fixture
def page(run, out):
    """Run with a page; returns its root, all its texts, and its tables as lists of rows."""

    def go(source, **parameters):
        results = run(INFO, INPUT=source, OUTPUT_HTML_FILE=out("page.html"), **parameters)
        root = ElementTree.parse(results["OUTPUT_HTML_FILE"]).getroot()
        tables = [
            [["".join(cell.itertext()) for cell in row] for row in each.iter("tr")]
            for each in root.iter("table")
        ]
        return root, list(root.itertext()), tables

    return go


@pytest.fixture
def points(polygons):
    """Return a layer of points with a name each; `multi` takes a list of lists."""

    def make(*positions, epsg=EPSG, multi=False, fields=("name",), kind=None):
        layer = polygons(kind=kind or ("MultiPoint" if multi else "Point"), epsg=epsg)
        provider = layer.dataProvider()
        assert provider.addAttributes([QgsField(name, QVariant.String) for name in fields])
        layer.updateFields()
        for number, position in enumerate(positions):
            feature = QgsFeature(layer.fields())
            feature.setAttributes([f"{name} {number}" for name in fields])
            if multi:
                parts = [QgsPointXY(*each) for each in position]
                feature.setGeometry(QgsGeometry.fromMultiPointXY(parts))
            elif position is not None:
                feature.setGeometry(QgsGeometry.fromPointXY(QgsPointXY(*position)))
            assert provider.addFeatures([feature])[0]
        layer.updateExtents()
        return layer

    return make


# --- the region -----------------------------------------------------------------------------


def test_the_numbers_of_a_region(run, blank):
    results = run(INFO, INPUT=blank(6, 8, geotransform=(500, 10, 0, 1000, 0, -2.5)))
    assert results == {
        "NORTH": 1000,
        "SOUTH": 985,
        "EAST": 580,
        "WEST": 500,
        "NSRES": 2.5,
        "EWRES": 10,
        "ROWS": 6,
        "COLS": 8,
        "CELLS": 48,
        "GEOGRAPHIC": 0,
    }


def test_the_log(run, raster):
    feedback = Feedback()
    source = raster(np.zeros((2, 3), np.int16), nodata=-1, descriptions=["height"])
    run(INFO, feedback, INPUT=source, COORDINATES=[WEST + 15, NORTH - 5], COUNT_CELLS=True)
    told = [" ".join(line.split()) for line in feedback.infos]
    assert told == [
        "projection: EPSG:32631 - WGS 84 / UTM zone 31N",
        *("north: 5000000", "south: 4999980", "west: 500000", "east: 500030"),
        *("nsres: 10", "ewres: 10", "rows: 2", "cols: 3", "cells: 6"),
        *("longitudes: do not apply", "file rows: run southwards", "file columns: run eastwards"),
        "Band 1: int16, nodata -1, height",
        "Band 1: 6 cells with a value and 0 null cells.",
        " | ".join(COLUMNS),
        "coordinate | 1 | 500015 | 4999995 | 0.5 | 1.5 | 0 | 1 | 500015 | 4999995 | 1",
    ]
    assert feedback.warnings == []


@pytest.mark.parametrize(
    ("geotransform", "epsg", "geographic"),
    [((0, 10, 0, 90, 0, -10), 4326, 1), ((0, 10, 0, 90, 0, -10), 32631, 0), (None, None, 0)],
)
def test_where_longitudes_wrap(run, blank, geotransform, epsg, geographic):
    source = blank(18, 36, geotransform=geotransform, epsg=epsg)
    results = run(INFO, INPUT=source, COORDINATES="-10,0")
    assert results["GEOGRAPHIC"] == geographic
    assert results["COL"] == {1: 35, 0: -1 if geotransform else -10}[geographic]


def test_without_a_georeference(run, blank):
    """As QGIS shows it: cells of size 1, the first row on top."""
    feedback = Feedback()
    source = blank(3, 4, geotransform=None, epsg=None)
    results = run(INFO, feedback, INPUT=source, COORDINATES="1.5,-0.5")
    sides = [results[name] for name in ("NORTH", "SOUTH", "WEST", "EAST")]
    assert sides == [0, -3, 0, 4]
    assert (results["ROW"], results["COL"]) == (0.5, 1.5)
    assert any(line.startswith("The raster has no georeference") for line in feedback.infos)
    assert feedback.infos[0].endswith("not known")


def test_rows_that_run_northwards(run, blank):
    feedback = Feedback()
    source = blank(3, 4, geotransform=(0, 10, 0, 70, 0, 10))
    results = run(INFO, feedback, INPUT=source, COORDINATES=[5, 95], CELLS=[2.5, 0.5])
    assert [results[name] for name in ("NORTH", "SOUTH", "ROWS")] == [100, 70, 3]
    assert (results["ROW"], results["CELL_ROW"]) == (0.5, 0)
    assert (results["X"], results["Y"]) == (5, 75)
    told = "\n".join(feedback.infos)
    assert re.search(r"file rows: +run northwards", told)
    assert "The file's rows run northwards: its own row numbers run the other way" in told


def test_columns_that_run_westwards(run, blank):
    feedback = Feedback()
    source = blank(3, 4, geotransform=(40, -10, 0, 100, 0, -10))
    results = run(INFO, feedback, INPUT=source, COORDINATES=[5, 95])
    assert (results["WEST"], results["EAST"], results["COL"]) == (0, 40, 0.5)
    assert "The file's columns run westwards" in "\n".join(feedback.infos)


# --- rows and columns -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("west", "cols", "longitude", "col"),
    [
        *((-180, 36, 190, 1), (-180, 36, -190, 35), (-180, 36, 180, 0), (-180, 36, 540, 0)),
        *((10, 2, 9, 35.9), (10, 2, 31, 2.1), (10, 2, 30, 2), (10, 2, 390, 2), (10, 2, -350, 0)),
        *((170, 2, -175, 1.5), (170, 2, 160, 35)),
    ],
)
def test_longitudes_wrap_as_in_grass(run, blank, west, cols, longitude, col):
    source = blank(18, cols, geotransform=(west, 10, 0, 90, 0, -10), epsg=4326)
    results = run(INFO, INPUT=source, COORDINATES=[longitude, 0])
    assert results["COL"] == pytest.approx(col, abs=1e-12)
    assert results["CELL_COL"] == int(col)
    assert results["ROW"] == 9


def test_the_table(table, blank):
    """A side between two cells belongs to the southern or eastern one."""
    source = blank(3, 4)
    names, found, results = table(
        source,
        COORDINATES=[WEST + 5, NORTH - 5, WEST + 10, NORTH - 20, WEST + 40, NORTH, 0, 0],
        CELLS=[0.5, 0.5, 2, 3, -1, 4],
    )
    assert names == COLUMNS
    rows = [tuple(each[name] for name in COLUMNS) for each in found]
    assert rows == [
        ("coordinate", 1, 500005, 4999995, 0.5, 0.5, 0, 0, 500005, 4999995, 1),
        ("coordinate", 2, 500010, 4999980, 2, 1, 2, 1, 500015, 4999975, 1),
        ("coordinate", 3, 500040, 5000000, 0, 4, 0, 4, 500045, 4999995, 0),
        ("coordinate", 4, 0, 0, 500000, -50000, 500000, -50000, 5, -5, 0),
        ("cell", 1, 500005, 4999995, 0.5, 0.5, 0, 0, 500005, 4999995, 1),
        ("cell", 2, 500030, 4999980, 2, 3, 2, 3, 500035, 4999975, 1),
        ("cell", 3, 500040, 5000010, -1, 4, -1, 4, 500045, 5000005, 0),
    ]
    assert [each["geometry"] for each in found] == [(each["x"], each["y"]) for each in found]
    told = {name: results[name] for name in ("ROW", "COL", "CELL_ROW", "CELL_COL", "X", "Y")}
    assert told == {
        "ROW": 0.5,
        "COL": 0.5,
        "CELL_ROW": 0,
        "CELL_COL": 0,
        "X": 500005,
        "Y": 4999995,
    }
    dataset = ogr.Open(results["OUTPUT"])
    reference = dataset.GetLayer(0).GetSpatialRef()
    assert reference.GetAuthorityCode(None) == str(EPSG)


@pytest.mark.parametrize(
    "value",
    [
        [1, -2, 3.5, -4],
        [np.int64(1), -2, np.float32(3.5), "-4"],
        [[1, -2], [3.5, -4]],
        "1,-2,3.5,-4",
        "1e0, -2 ,3.5,-4.0",
    ],
)
def test_ways_to_write_pairs(table, blank, value):
    source = blank(3, 4, geotransform=None, epsg=None)
    _, found, _ = table(source, COORDINATES=value)
    assert [(each["x"], each["y"]) for each in found] == [(1, -2), (3.5, -4)]
    _, found, _ = table(source, CELLS=value)
    assert [(each["row"], each["col"]) for each in found] == [(1, -2), (3.5, -4)]


@pytest.mark.parametrize("value", [None, "", " ", [], [NULL], ["", ""]])
def test_no_pairs(run, blank, value):
    results = run(INFO, INPUT=blank(3, 4), COORDINATES=value, CELLS=value)
    assert set(results) & {"ROW", "COL", "CELL_ROW", "CELL_COL", "X", "Y"} == set()


def test_what_the_dialog_hands_on(run, blank):
    """Also from a table in which nothing is filled in."""
    algorithm = QgsApplication.processingRegistry().createAlgorithmById(INFO)
    context = QgsProcessingContext()
    given = {}
    for name, filled in (("COORDINATES", None), ("CELLS", [1, 2])):
        wrapper = QgsGui.processingGuiRegistry().createParameterWidgetWrapper(
            algorithm.parameterDefinition(name), QgsProcessingGui.WidgetType.Standard
        )
        widget = wrapper.createWrappedWidget(context)
        if filled:
            wrapper.setParameterValue(filled, context)
        given[name] = wrapper.parameterValue()
        widget.deleteLater()
    results = run(INFO, INPUT=blank(3, 4), **given)
    assert "ROW" not in results
    assert (results["X"], results["Y"]) == (WEST + 20, NORTH - 10)


def test_many_points_agree_with_the_region(table, blank):
    rng = np.random.default_rng(3)
    x, y = rng.uniform(-400, 400, 500), rng.uniform(-90, 90, 500)
    _, found, _ = table(blank(18, 36, **GLOBE), COORDINATES=np.ravel((x, y), "F").tolist())
    region = Region(90, -90, 180, -180, 18, 36, geographic=True)
    assert [each["row"] for each in found] == region.northing_to_row(y).tolist()
    assert [each["col"] for each in found] == region.easting_to_col(x).tolist()
    rows, cols = region.cell_at(y, x)
    assert [each["cell_row"] for each in found] == rows.tolist()
    assert [each["cell_col"] for each in found] == cols.tolist()
    assert all(each["inside"] for each in found)


def test_cells_too_far_to_be_counted(table, blank):
    _, found, results = table(blank(3, 4), COORDINATES=[1e300, 0])
    assert found[0]["cell_col"] is None
    assert found[0]["inside"] == 0
    assert "CELL_COL" not in results
    assert results["COL"] > 1e298


# --- point layers ---------------------------------------------------------------------------


def test_a_point_layer_with_attributes(table, blank, points):
    """The fields of the layer come after ours; a name that is taken gets a number."""
    layer = points((WEST + 5, NORTH - 15), (WEST + 39, NORTH - 29), fields=("name", "row"))
    names, found, results = table(blank(3, 4), POINTS=layer, COORDINATES=[WEST, NORTH])
    assert names == [*COLUMNS, "name", "row_2"]
    told = [tuple(each[name] for name in ("source", "id", "row", "col", "name")) for each in found]
    assert told == [
        ("point", 1, 1.5, 0.5, "name 0"),
        ("point", 2, 2.9, 3.9, "name 1"),
        ("coordinate", 1, 0, 0, None),
    ]
    assert found[1]["row_2"] == "row 1"
    # The first of all is a point of the layer.
    assert (results["ROW"], results["COL"]) == (1.5, 0.5)


def test_multipoints_count_one_by_one(table, blank, points, out):
    """A GeoPackage's own key comes with the attributes, and two points cannot share it."""
    layer = points([(WEST + 5, NORTH - 5), (WEST + 15, NORTH - 5)], [(0, 0)], multi=True)
    dataset = ogr.GetDriverByName("GPKG").CreateDataSource(out("in.gpkg"))
    made = dataset.CreateLayer("in", None, ogr.wkbMultiPoint)
    made.CreateField(ogr.FieldDefn("name", ogr.OFTString))
    for each in layer.getFeatures():
        feature = ogr.Feature(made.GetLayerDefn())
        feature["name"] = each["name"]
        feature.SetGeometry(ogr.CreateGeometryFromWkt(each.geometry().asWkt()))
        made.CreateFeature(feature)
    made = dataset = None
    for source in (layer, out("in.gpkg")):
        _, found, _ = table(blank(3, 4), POINTS=source)
        assert [(each["id"], each["name"], each["cell_col"]) for each in found] == [
            (1, "name 0", 0),
            (1, "name 0", 1),
            (2, "name 1", -50000),
        ]


def test_selected_features(table, blank, points):
    layer = points((WEST + 5, NORTH - 5), (WEST + 15, NORTH - 5), (WEST + 25, NORTH - 5))
    QgsProject.instance().addMapLayer(layer, False)
    layer.selectByIds([2])
    selected = QgsProcessingFeatureSourceDefinition(layer.id(), True)
    _, found, results = table(blank(3, 4), POINTS=selected)
    assert [(each["id"], each["cell_col"]) for each in found] == [(2, 1)]
    assert results["COL"] == 1.5


def test_points_in_another_reference_system(table, blank, points):
    there = QgsCoordinateTransform(
        QgsCoordinateReferenceSystem.fromEpsgId(EPSG),
        QgsCoordinateReferenceSystem.fromEpsgId(4326),
        QgsProject.instance(),
    )
    position = there.transform(QgsPointXY(WEST + 13, NORTH - 27))
    layer = points((position.x(), position.y()), epsg=4326)
    _, found, results = table(blank(3, 4), POINTS=layer)
    assert results["ROW"] == pytest.approx(2.7, abs=1e-6)
    assert results["COL"] == pytest.approx(1.3, abs=1e-6)
    assert found[0]["geometry"] == pytest.approx((WEST + 13, NORTH - 27), abs=1e-5)


def test_points_in_degrees_wrap(table, blank, points):
    """A raster of 0 to 360, and longitudes of -180 to 180."""
    source = blank(18, 36, geotransform=(0, 10, 0, 90, 0, -10), epsg=4326)
    _, found, results = table(source, POINTS=points((-10, 20), epsg=4326))
    assert (results["ROW"], results["COL"]) == (7, 35)
    assert found[0]["inside"] == 1
    assert found[0]["center_x"] == 355
    assert found[0]["geometry"] == (-10, 20)


def test_points_that_cannot_be_transformed(table, blank, points):
    """A quarter of the globe from its meridian, UTM has no coordinates."""
    feedback = Feedback()
    layer = points((93.5, 0), (3, 45), (93.4, 0), epsg=4326)
    _, found, results = table(blank(3, 4), feedback, POINTS=layer)
    assert feedback.warnings == [
        "POINTS: 2 point(s) cannot be transformed; they have no row and column."
    ]
    assert [each["id"] for each in found] == [1, 2, 3]
    for each in (found[0], found[2]):
        assert [each[name] for name in COLUMNS[2:]] == [None] * 8 + [0]
        assert each["geometry"] is None
    assert found[1]["row"] is not None
    assert "ROW" not in results


def test_features_without_geometry(table, blank, points):
    feedback = Feedback()
    _, found, results = table(blank(3, 4), feedback, POINTS=points(None, (WEST, NORTH)))
    assert feedback.warnings == ["POINTS: 1 feature(s) without geometry have no row and column."]
    assert [(each["row"], each["inside"]) for each in found] == [(None, 0), (0, 1)]
    assert "ROW" not in results


def test_a_layer_without_a_reference_system(run, blank, points):
    feedback = Feedback()
    layer = points((WEST + 5, NORTH - 5))
    layer.setCrs(QgsCoordinateReferenceSystem())
    results = run(INFO, feedback, INPUT=blank(3, 4), POINTS=layer)
    assert (results["ROW"], results["COL"]) == (0.5, 0.5)
    (warning,) = feedback.warnings
    assert warning.startswith("POINTS: no reference system to transform from or to")


def test_a_layer_of_a_building_site(run, blank, points):
    """Its coordinates have no place on a globe, so nothing can be transformed."""
    feedback = Feedback()
    layer = points((WEST + 5, NORTH - 5))
    layer.setCrs(QgsCoordinateReferenceSystem.fromWkt(SITE))
    results = run(INFO, feedback, INPUT=blank(3, 4), POINTS=layer)
    assert (results["ROW"], results["COL"]) == (0.5, 0.5)
    assert len(feedback.warnings) == 1


def test_a_layer_without_points(table, blank, points):
    _, found, results = table(blank(3, 4), POINTS=points(), COORDINATES=[WEST, NORTH])
    assert [each["source"] for each in found] == ["coordinate"]
    assert results["ROW"] == 0


# --- counts ---------------------------------------------------------------------------------


def test_counts(run, raster):
    values = np.zeros((2, 3, 4), np.float32)
    values[0, 0, :3] = np.nan, np.inf, -1
    values[1, 2] = -1
    source = raster(values, nodata=-1)
    counts = {}
    for band in (..., 1, 2):
        results = run(INFO, INPUT=source, COUNT_CELLS=True, BAND=band)
        counts[band] = results["VALID_COUNT"], results["NULL_COUNT"]
    assert counts == {...: (9, 3), 1: (9, 3), 2: (8, 4)}
    assert "NULL_COUNT" not in run(INFO, INPUT=source)


def test_a_mask_makes_null(run, raster):
    mask = np.ones((3, 4), np.uint8)
    mask[1] = 0
    source = raster(np.zeros((3, 4), np.uint8), mask=mask)
    assert run(INFO, INPUT=source, COUNT_CELLS=True)["NULL_COUNT"] == 4


# --- the page -------------------------------------------------------------------------------


def test_the_page(page, raster):
    values = np.zeros((2, 3, 4), np.float32)
    values[0, 0, 0] = np.nan
    source = raster(values, nodata=-1, descriptions=["height", ""])
    root, texts, (region, bands, places) = page(
        source, COUNT_CELLS=True, COORDINATES=[WEST + 5, NORTH - 5], CELLS=[1, 2]
    )
    assert root.tag == "html"
    told = dict(region)
    assert told["projection"] == "EPSG:32631 - WGS 84 / UTM zone 31N"
    assert [told[name] for name in ("north", "south", "nsres", "rows", "cells")] == [
        *("5000000", "4999970", "10", "3", "12")
    ]
    assert told["longitudes"] == "do not apply"
    assert told["file rows"] == "run southwards"
    assert bands[1:] == [["1", "height", "float32", "-1"], ["2", "", "float32", "-1"]]
    assert places[0] == COLUMNS
    assert [row[:6] for row in places[1:]] == [
        ["coordinate", "1", "500005", "4999995", "0.5", "0.5"],
        ["cell", "1", "500020", "4999990", "1", "2"],
    ]
    assert "Band 1: 11 cells with a value and 1 null cells." in texts


def test_the_page_without_points(page, blank):
    _, texts, tables = page(blank(18, 36, **{**GLOBE, "geotransform": (0, 10, 0, -90, 0, 10)}))
    assert len(tables) == 2
    told = dict(tables[0])
    assert told["longitudes"] == "wrap by 360 degrees"
    assert told["file rows"] == "run northwards"
    assert tables[1][1] == ["1", "", "uint8", "none"]
    assert any(text.startswith("The file's rows run northwards") for text in texts)


def test_texts_are_escaped(page, raster):
    """Names of files and bands may be anything."""
    name = "a & <b>'\"{0}"
    source = raster(np.zeros((3, 4)), f"{name}.tif", descriptions=["<script>&amp;{x}</td>"])
    root, _, tables = page(source)
    assert root.find("head/title").text == name
    assert root.find("body/h1").text == name
    assert tables[1][1][1] == "<script>&amp;{x}</td>"
    assert root.find(".//script") is None


def test_what_no_page_can_hold_is_left_out():
    from gridr_qgis.algorithms.region_page import page

    root = ElementTree.fromstring(page("a\x00b\x1f\ud800", [("c", "d\n")], ["\ufffe"], [], [], ""))
    assert root.find("head/title").text == "a b  "


def test_a_long_table_is_cut_and_says_so(page, blank, run, out):
    pairs = [WEST, NORTH] * 1002
    _, texts, tables = page(blank(3, 4), COORDINATES=pairs)
    assert len(tables[2]) == 1 + 1000
    assert "2 more point(s) are left out here." in texts
    feedback = Feedback()
    run(INFO, feedback, INPUT=blank(3, 4), COORDINATES=pairs, OUTPUT=out("all.gpkg"))
    assert feedback.infos[-1] == "2 more point(s) are left out here."
    assert len(features(out("all.gpkg"))[1]) == 1002


def test_a_page_is_replaced(page, blank, out, tmp_path):
    (tmp_path / "out" / "page.html").write_text("old", encoding="utf-8")
    page(blank(3, 4))
    assert names_in(tmp_path / "out") == ["page.html"]


# --- running --------------------------------------------------------------------------------


@pytest.mark.parametrize("counts", [True, False])
def test_progress_goes_up_to_100(run, blank, points, counts):
    feedback = Feedback()
    layer = points(*[(WEST, NORTH)] * 600)
    run(INFO, feedback, INPUT=blank(30, 40), POINTS=layer, COUNT_CELLS=counts)
    assert feedback.shares[-1] == 100
    assert feedback.shares == sorted(feedback.shares)
    assert len(set(feedback.shares)) > 2
    assert feedback.errors == []


@pytest.mark.parametrize("name", ["points.gpkg", "points.shp", "points.csv"])
@pytest.mark.parametrize("cancel_at", [0, 5, 50, 70, 80])
def test_cancelling_leaves_nothing(run, blank, points, out, tmp_path, cancel_at, name):
    feedback = Feedback(cancel_at=cancel_at)
    results = run(
        INFO,
        feedback,
        INPUT=blank(30, 40),
        POINTS=points(*[(WEST, NORTH)] * 600),
        COUNT_CELLS=True,
        OUTPUT=out(name),
        OUTPUT_HTML_FILE=out("page.html"),
    )
    assert results == {}
    assert feedback.errors == []
    assert names_in(tmp_path / "out") == []


def test_cancelling_keeps_what_was_there(run, blank, out, tmp_path):
    """A table that is there until it is written anew, and another one beside it."""
    for name in ("points.gpkg", "points.dbf", "page.html"):
        (tmp_path / "out" / name).write_bytes(b"old")
    given = {"OUTPUT": out("points.gpkg"), "OUTPUT_HTML_FILE": out("page.html")}
    source, pairs = blank(30, 40), [WEST, NORTH] * 600
    assert run(INFO, Feedback(cancel_at=70), INPUT=source, COORDINATES=pairs, **given) == {}
    assert names_in(tmp_path / "out") == ["page.html", "points.dbf", "points.gpkg"]
    assert (tmp_path / "out" / "points.gpkg").read_bytes() == b"old"
    assert run(INFO, Feedback(cancel_at=80), INPUT=source, COORDINATES=pairs, **given) == {}
    assert names_in(tmp_path / "out") == ["page.html", "points.dbf"]
    assert (tmp_path / "out" / "page.html").read_bytes() == b"old"


def test_temporary_outputs(run, blank):
    given = dict.fromkeys(("OUTPUT", "OUTPUT_HTML_FILE"), QgsProcessing.TEMPORARY_OUTPUT)
    results = run(INFO, INPUT=blank(3, 4), CELLS=[0, 0], **given)
    assert len(features(results["OUTPUT"])[1]) == 1
    assert ElementTree.parse(results["OUTPUT_HTML_FILE"]).getroot().tag == "html"


def test_other_formats(run, blank, points, out):
    for name in ("points.csv", "points.geojson"):
        output = QgsProcessingOutputLayerDefinition(out(name))
        results = run(INFO, INPUT=blank(3, 4), POINTS=points((WEST, NORTH)), OUTPUT=output)
        names, found = features(results["OUTPUT"])
        assert names == [*COLUMNS, "name"]
        assert len(found) == 1


def test_outputs_that_are_skipped(run, blank):
    results = run(INFO, INPUT=blank(3, 4), OUTPUT="", OUTPUT_HTML_FILE=None)
    assert set(results) & {"OUTPUT", "OUTPUT_HTML_FILE"} == set()


# --- errors ---------------------------------------------------------------------------------

# (parameters besides good ones, what the sentence has to say)
BAD = {
    "odd": ({"COORDINATES": [1, 2, 3]}, r"^COORDINATES has 3 value\(s\); .* pairs of x and y\.$"),
    "odd text": ({"CELLS": "1"}, r"^CELLS has 1 value\(s\); .* pairs of row and col\.$"),
    "words": ({"COORDINATES": "1,north"}, "^COORDINATES has 'north'; it must be finite numbers"),
    "null": ({"CELLS": [1, NULL]}, "^CELLS has 'NULL'; it must be finite numbers, row and col"),
    "an empty cell": ({"CELLS": [1, ""]}, "^CELLS has ''; it must be finite numbers, row and col"),
    "not a number": ({"CELLS": [float("nan"), 1]}, "^CELLS has 'nan'; it must be finite numbers"),
    "infinite": ({"COORDINATES": "1,inf"}, "^COORDINATES has 'inf'; it must be finite numbers"),
    "no such band": ({"BAND": 2}, r"^INPUT has no band 2; it has 1 band\(s\)\.$"),
    "lines": ({"POINTS": "{lines}"}, "^POINTS must be a layer of points, not of LineString"),
    "a table": ({"POINTS": "{table}"}, "^POINTS must be a layer of points, not of NoGeometry"),
    "no layer": ({"POINTS": "/no/such.gpkg"}, "POINTS: /no/such.gpkg not found"),
    "another world": (
        {"POINTS": "{moon}"},
        "^POINTS has the reference system .*Moon.*, from which there is no transformation",
    ),
    "no raster": ({"INPUT": "/no/such.tif"}, "INPUT: /no/such.tif not found"),
    "rotated": ({"INPUT": "{rotated}"}, "^INPUT is rotated; it must be upright"),
    "complex": (
        {"INPUT": "{complex}", "COUNT_CELLS": True},
        "^Band 1 of INPUT holds complex numbers",
    ),
    "threads": ({"THREADS": -1}, "^THREADS is -1"),
    "little memory": ({"MAX_MEMORY": 10, "COUNT_CELLS": True}, "^MAX_MEMORY is 10 MB"),
    "page nowhere": (
        {"OUTPUT_HTML_FILE": "/no/page.html"},
        "^OUTPUT_HTML_FILE is /no/page.html, but the folder /no does not exist",
    ),
    "page over the raster": (
        {"OUTPUT_HTML_FILE": "{input}"},
        "^OUTPUT_HTML_FILE is .*, which is an input",
    ),
    "page over the points": (
        {"POINTS": "{file}", "OUTPUT_HTML_FILE": "{file}"},
        "^OUTPUT_HTML_FILE is .*, which is an input",
    ),
    "table over the points": (
        {"POINTS": "{file}", "OUTPUT": "{file}"},
        "^OUTPUT is .*, which is an input",
    ),
    "table over the points, selected": (
        {"POINTS": "{selected}", "OUTPUT": "{file}"},
        "^OUTPUT is .*, which is an input",
    ),
    "table over the raster": ({"OUTPUT": "{input}"}, "^OUTPUT is .*, which is an input"),
    "table nowhere": ({"OUTPUT": "/no/points.gpkg"}, "Could not create layer /no/points.gpkg"),
}


@pytest.fixture
def things(folder, polygons):
    moon = polygons("POINT(1 2)", kind="Point", epsg=4326)
    moon.setCrs(QgsCoordinateReferenceSystem.fromWkt(MOON))
    dataset = ogr.GetDriverByName("GPKG").CreateDataSource(str(folder / "points.gpkg"))
    dataset.CreateLayer("points", None, ogr.wkbPoint)
    dataset = None
    zeros = np.zeros((3, 4), np.uint8)
    rotated = (WEST, 8.0, 6.0, NORTH, 6.0, -8.0)
    return {
        "input": write_raster(folder / "input.tif", zeros),
        "rotated": write_raster(folder / "rotated.tif", zeros, geotransform=rotated),
        "complex": write_raster(folder / "complex.tif", zeros.astype(np.complex64)),
        "lines": polygons("LINESTRING(0 0, 1 1)", kind="LineString"),
        "table": QgsVectorLayer("NoGeometry?field=a:integer", "table", "memory"),
        "moon": moon,
        "file": str(folder / "points.gpkg"),
        "selected": QgsProcessingFeatureSourceDefinition(str(folder / "points.gpkg"), True),
    }


@pytest.mark.parametrize("case", BAD)
def test_what_is_wrong_is_told_in_a_sentence(things, case, out, tmp_path, folder):
    parameters, sentence = BAD[case]
    given = {
        "INPUT": "{input}",
        "OUTPUT": out("points.gpkg"),
        "OUTPUT_HTML_FILE": out("page.html"),
        **parameters,
    }
    given = {
        name: things.get(value[1:-1], value) if isinstance(value, str) else value
        for name, value in given.items()
    }
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    feedback = Feedback()
    with pytest.raises(QgsProcessingException) as error:
        run_algorithm(INFO, given, feedback)
    assert re.search(sentence, feedback.errors[0]), feedback.errors
    assert "\n" not in str(error.value)
    assert names_in(tmp_path / "out") == []
    left = {path.name: path.read_bytes() for path in folder.iterdir()}
    assert {name: left[name] for name in before} == before


def test_a_page_that_cannot_be_written_to(blank, tmp_path):
    (tmp_path / "out" / "page.html").mkdir()
    given = {"INPUT": blank(3, 4), "OUTPUT_HTML_FILE": str(tmp_path / "out" / "page.html")}
    with pytest.raises(QgsProcessingException, match=r"OUTPUT_HTML_FILE is .*which is a folder"):
        run_algorithm(INFO, given)


def test_the_raster_stays_closed(run, blank, out):
    """On some systems a file that is open cannot be replaced."""
    source = blank(3, 4)
    run(INFO, INPUT=source, COUNT_CELLS=True)
    assert gdal.GetDriverByName("GTiff").Delete(source) == 0
