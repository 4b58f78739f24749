"""``gridr:buildmask`` for products: several layers, filters, buffers, repair, coverage, reasons."""

import json
import math

import numpy as np
import pytest
import shapely
from osgeo import gdal
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsFeature,
    QgsField,
    QgsGeometry,
    QgsProcessingException,
    QgsProcessingFeatureSourceDefinition,
    QgsProject,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import QVariant
from running import Feedback, run_algorithm
from tiny_rasters import EPSG, NORTH, SIZE, WEST, names_in, read_raster

BUILD = "gridr:buildmask"


def box(row0, col0, row1, col1):
    """Return a WKT rectangle from one corner to another, counted in cells from the outer edge."""
    x0, x1 = WEST + SIZE * col0, WEST + SIZE * col1
    y0, y1 = NORTH - SIZE * row0, NORTH - SIZE * row1
    return f"POLYGON(({x0} {y0}, {x1} {y0}, {x1} {y1}, {x0} {y1}, {x0} {y0}))"


def ring(*points):
    """Return a WKT polygon of points (row, col), counted in cells from the outer edge."""
    points = ", ".join(f"{WEST + SIZE * col} {NORTH - SIZE * row}" for row, col in points)
    return f"POLYGON(({points}))"


BOW_TIE = ring((0, 0), (4, 4), (4, 0), (0, 4), (0, 0))
LINE = ring((1, 1), (3, 3), (1, 1), (1, 1))


def cells(made):
    """Return a mask as one text a row."""
    return ["".join(map(str, row)) for row in made.tolist()]


@pytest.fixture
def build(run, out):
    """Build a mask and return its rows as text, the feedback and the results."""

    def go(**parameters):
        feedback = Feedback()
        results = run(BUILD, feedback, OUTPUT=out(), **parameters)
        return cells(read_raster(out()).band), feedback, results

    return go


@pytest.fixture
def classes():
    """Return a layer of cells of one row with the fields `class` and `share`."""
    made = []

    def make(row, *classes, project=False):
        layer = QgsVectorLayer(f"Polygon?crs=EPSG:{EPSG}", f"row{row}", "memory")
        layer.dataProvider().addAttributes(
            [QgsField("class", QVariant.String), QgsField("share", QVariant.Int)]
        )
        layer.updateFields()
        for col, name in enumerate(classes):
            feature = QgsFeature(layer.fields())
            feature.setAttributes([name, 10 * col])
            feature.setGeometry(QgsGeometry.fromWkt(box(row, col, row + 1, col + 1)))
            assert layer.dataProvider().addFeatures([feature])[0]
        if project:
            QgsProject.instance().addMapLayer(layer, False)
        made.append(layer)
        return layer

    yield make
    QgsProject.instance().removeAllMapLayers()


# --- several layers -------------------------------------------------------------------------------


def test_polygons_of_all_layers_join(build, blank, polygons):
    to_degrees = QgsCoordinateTransform(
        QgsCoordinateReferenceSystem.fromEpsgId(EPSG),
        QgsCoordinateReferenceSystem.fromEpsgId(4326),
        QgsProject.instance(),
    )
    shape = QgsGeometry.fromWkt(box(0, 0, 1, 2))
    shape.transform(to_degrees)
    rows, _, results = build(
        REFERENCE=blank(4, 4),
        VALID_GEOMETRY=polygons(box(3, 0, 4, 4)),
        VALID_LAYERS=[polygons(shape.asWkt(17), epsg=4326), polygons(box(1, 1, 2, 4))],
        INVALID_LAYERS=[polygons(box(3, 3, 4, 4)), polygons(box(1, 1, 2, 2))],
    )
    assert rows == ["1100", "0011", "0000", "1110"]
    assert results["VALID_COUNT"] == 7
    told = json.loads(read_raster(results["OUTPUT"]).metadata["GRIDR_PARAMETERS"])
    assert told["INVALID_LAYERS"].count("Polygon?crs=EPSG:32631") == 2


def test_layers_without_a_first_one(build, blank, polygons):
    rows, _, _ = build(REFERENCE=blank(2, 2), VALID_LAYERS=[polygons(box(0, 0, 1, 1))])
    assert rows == ["10", "00"]
    rows, _, _ = build(REFERENCE=blank(2, 2), INVALID_LAYERS=polygons(box(0, 0, 1, 1)))
    assert rows == ["01", "11"]


def test_selected_features_of_layers(build, blank, classes):
    layer, other = classes(0, "a", "b", "c", project=True), classes(1, "a", "b", project=True)
    layer.selectByIds([2, 3])
    given = {"REFERENCE": blank(2, 3), "VALID_LAYERS": [layer.id(), other.id()]}
    assert build(**given)[0] == ["111", "110"]
    assert build(SELECTED_ONLY=True, **given)[0] == ["011", "000"]
    assert build(SELECTED_ONLY=True, VALID_FILTER="class = 'c'", **given)[0] == ["001", "000"]


def test_filters(build, blank, classes):
    first, more = classes(0, "a", "b", "c", project=True), classes(1, "b", "b", "a")
    given = {"REFERENCE": blank(2, 3), "VALID_GEOMETRY": first, "VALID_LAYERS": [more]}
    assert build(VALID_FILTER="\"class\" = 'b'", **given)[0] == ["010", "110"]
    assert build(VALID_FILTER='"SHARE" >= 10 and $area > 1', **given)[0] == ["011", "011"]
    inverse = {"REFERENCE": blank(2, 3), "INVALID_GEOMETRY": first, "INVALID_LAYERS": [more]}
    assert build(INVALID_FILTER="class in ('a', 'c')", **inverse)[0] == ["010", "110"]
    first.selectByIds([1, 2])
    selected = QgsProcessingFeatureSourceDefinition(first.id(), True)
    both = {**given, "VALID_GEOMETRY": selected}
    assert build(VALID_FILTER="class <> 'a'", **both)[0] == ["010", "110"]


def test_an_empty_layer_among_others_adds_nothing(build, blank, polygons):
    rows, _, _ = build(
        REFERENCE=blank(1, 2), VALID_GEOMETRY=polygons(), VALID_LAYERS=[polygons(box(0, 0, 1, 1))]
    )
    assert rows == ["10"]
    rows, feedback, _ = build(REFERENCE=blank(1, 2), INVALID_LAYERS=[polygons(), polygons()])
    assert rows == ["11"]
    assert "INVALID_LAYERS (polygons), INVALID_LAYERS (polygons) has no" in feedback.warnings[0]


def test_settings_of_nothing_are_told(build, blank):
    _, feedback, _ = build(REFERENCE=blank(1, 2), BUFFER_VALID=3)
    assert feedback.warnings[0].startswith("There is no valid area")


# --- buffers --------------------------------------------------------------------------------------


def test_buffers_grow_and_shrink(build, blank, polygons):
    inner = {"REFERENCE": blank(5, 5), "VALID_GEOMETRY": polygons(box(2, 2, 3, 3))}
    assert build(BUFFER_VALID=0.6 * SIZE, **inner)[0] == [
        "00000",
        "00100",
        "01110",
        "00100",
        "00000",
    ]
    assert build(BUFFER_VALID=0.8 * SIZE, **inner)[0] == ["00000", *["01110"] * 3, "00000"]
    whole = {"REFERENCE": blank(5, 5), "INVALID_GEOMETRY": polygons(box(0, 0, 5, 5))}
    assert build(BUFFER_INVALID=-SIZE, **whole)[0] == ["11111", *["10001"] * 3, "11111"]


def test_a_polygon_that_a_buffer_uses_up(build, blank, polygons):
    layer = polygons(box(0, 0, 1, 1), box(1, 1, 5, 5))
    rows, feedback, _ = build(REFERENCE=blank(6, 6), VALID_GEOMETRY=layer, BUFFER_VALID=-SIZE)
    assert rows == ["000000", "000000", "001100", "001100", "000000", "000000"]
    assert feedback.warnings == [
        "VALID_GEOMETRY: a buffer of -10 leaves nothing of 1 of 2 feature(s)."
    ]


@pytest.mark.parametrize("epsg", [EPSG, 4326, 3857])
def test_a_polygon_outside_of_the_frame_reaches_in(build, blank, polygons, epsg):
    """It begins 400 cells away: far more than the surroundings that are read without a buffer."""
    transform = QgsCoordinateTransform(
        QgsCoordinateReferenceSystem.fromEpsgId(EPSG),
        QgsCoordinateReferenceSystem.fromEpsgId(epsg),
        QgsProject.instance(),
    )
    shape = QgsGeometry.fromWkt(box(-3, 404, 7, 900))
    shape.transform(transform)
    given = {"REFERENCE": blank(4, 4), "VALID_GEOMETRY": polygons(shape.asWkt(17), epsg=epsg)}
    assert build(**given)[0] == ["0000"] * 4
    assert build(BUFFER_VALID=402 * SIZE, **given)[0] == ["0011"] * 4


def test_a_negative_buffer_is_not_cut_short(build, blank, polygons):
    """In degrees; sides of what is cut away must stay farther from the frame than the buffer."""
    shape = QgsGeometry.fromWkt(box(-30, -30, 34, 34))
    shape.transform(
        QgsCoordinateTransform(
            QgsCoordinateReferenceSystem.fromEpsgId(EPSG),
            QgsCoordinateReferenceSystem.fromEpsgId(4326),
            QgsProject.instance(),
        )
    )
    layer = polygons(shape.asWkt(17), epsg=4326)
    rows, _, _ = build(REFERENCE=blank(4, 4), VALID_GEOMETRY=layer, BUFFER_VALID=-25 * SIZE)
    assert rows == ["1111"] * 4


def test_a_buffer_of_a_rotated_frame(build, blank, polygons):
    cos, sin = SIZE * np.cos(np.pi / 6), SIZE * np.sin(np.pi / 6)
    turned = (WEST, cos, sin, NORTH, sin, -cos)
    x, y = (np.array(turned[:3]) @ (1, 2.5, -3), np.array(turned[3:]) @ (1, 2.5, -3))
    point = QgsGeometry.fromWkt(f"POINT({x} {y})").buffer(0.01, 4)
    rows, _, _ = build(
        REFERENCE=blank(3, 5, geotransform=turned),
        VALID_GEOMETRY=polygons(point.asWkt(17)),
        BUFFER_VALID=4.6 * SIZE,
    )
    row, col = np.mgrid[:3, :5] + 0.5
    expected = np.hypot(row + 3, col - 2.5) <= 4.6
    assert rows == cells(expected.astype(int))


# --- repair ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("repair", "expected", "counts"),
    [
        ("even-odd", ["11111", "01101", "01101", "11111"], (0, 0)),
        ("make-valid", ["11111", "01101", "01101", "11111"], (1, 1)),
        ("drop", ["00001"] * 4, (0, 2)),
    ],
)
def test_repair(build, blank, polygons, repair, expected, counts):
    rows, feedback, results = build(
        REFERENCE=blank(4, 5),
        VALID_GEOMETRY=polygons(BOW_TIE, box(0, 4, 4, 5), LINE),
        REPAIR=repair,
    )
    assert rows == expected
    assert (results["REPAIRED_COUNT"], results["DROPPED_COUNT"]) == counts
    told = " ".join(feedback.warnings)
    for number, what in zip(counts, ("repaired, with the ids 1", "dropped, with the ids ")):
        assert (f"VALID_GEOMETRY: {number} invalid feature(s) {what}" in told) == (number > 0)


def test_a_polygon_that_is_a_line_and_reaches_far(build, blank, polygons):
    """In degrees, so that it is cut."""
    line = polygons("POLYGON((0 45.1, 9 45.15, 0 45.1, 0 45.1))", epsg=4326)
    rows, _, _ = build(REFERENCE=blank(2, 2), INVALID_GEOMETRY=line)
    assert rows == ["11", "11"]
    rows, _, _ = build(REFERENCE=blank(2, 2), INVALID_GEOMETRY=line, BUFFER_INVALID=1e5)
    assert rows == ["11", "11"]


def test_the_first_ids_are_told(build, blank, polygons):
    layer = polygons(*[BOW_TIE] * 7, box(0, 0, 1, 1))
    _, feedback, results = build(REFERENCE=blank(1, 1), VALID_GEOMETRY=layer, REPAIR="drop")
    assert results["DROPPED_COUNT"] == 7
    assert feedback.warnings == [
        "VALID_GEOMETRY: 7 invalid feature(s) dropped, with the ids 1, 2, 3, 4, 5 and others."
    ]


@pytest.mark.parametrize("grown", [{}, {"BUFFER_INVALID": 0.1 * SIZE}], ids=["as is", "buffered"])
@pytest.mark.parametrize("epsg", [EPSG, 4326], ids=["here", "brought here"])
def test_parts_that_overlap_are_united(build, blank, polygons, epsg, grown):
    """The second part reaches far, so that it is cut where it comes from another system."""
    parts = [QgsGeometry.fromWkt(box(1, 1, 3, 3)), QgsGeometry.fromWkt(box(2, 2, 4, 1e3))]
    both = QgsGeometry.collectGeometry(parts)
    both.transform(
        QgsCoordinateTransform(
            QgsCoordinateReferenceSystem.fromEpsgId(EPSG),
            QgsCoordinateReferenceSystem.fromEpsgId(epsg),
            QgsProject.instance(),
        )
    )
    rows, feedback, _ = build(
        REFERENCE=blank(5, 6), INVALID_GEOMETRY=polygons(both.asWkt(17), epsg=epsg), **grown
    )
    assert rows == ["111111", "100111", "100000", "110000", "111111"]
    assert any("1 feature(s) intersect themselves, with the ids 1;" in w for w in feedback.warnings)


def test_a_buffer_keeps_both_lobes(build, blank, polygons):
    rows, _, _ = build(
        REFERENCE=blank(4, 4), VALID_GEOMETRY=polygons(BOW_TIE), BUFFER_VALID=0.1 * SIZE
    )
    assert rows == ["1111", "0110", "0110", "1111"]


# --- coverage -------------------------------------------------------------------------------------


@pytest.mark.parametrize("share", [0.25, 0.26, 0.5, 0.75, 1])
def test_the_share_of_a_cell(build, blank, polygons, share):
    """Columns are covered by 1, 3/4, 1/2, 1/4 and 0: in halves that overlap, meet, or are alone."""
    layer = polygons(
        *(box(0, 0, 1, 0.5), box(0, 0.5, 1, 1), box(0, 1, 0.75, 2), box(0.25, 1, 0.75, 2)),
        *(box(0, 2, 1, 2.25), box(0, 2.75, 1, 3), box(0.5, 3.5, 1, 4), box(0.5, 3.5, 1, 4)),
    )
    covered = [1, 0.75, 0.5, 0.25, 0]
    rows, _, _ = build(
        REFERENCE=blank(1, 5), INVALID_GEOMETRY=layer, RULE="coverage", COVERAGE=share
    )
    assert rows == ["".join("0" if each >= share else "1" for each in covered)]


def test_a_share_without_its_rule_is_told(build, blank, polygons):
    layer = polygons(box(0, 0, 1, 1))
    _, feedback, _ = build(REFERENCE=blank(1, 2), VALID_GEOMETRY=layer, COVERAGE=0.2)
    assert feedback.warnings == ["COVERAGE is set, but RULE is center; it is for coverage only."]
    _, feedback, _ = build(REFERENCE=blank(1, 2), VALID_GEOMETRY=layer, COVERAGE=0.5)
    assert feedback.warnings == []


def test_coverage_of_a_rotated_frame(build, blank, polygons):
    cos, sin = SIZE * np.cos(np.pi / 6), SIZE * np.sin(np.pi / 6)
    turned = (WEST, cos, sin, NORTH, sin, -cos)

    def on_map(points):
        return [(WEST + c * cos + r * sin, NORTH + c * sin - r * cos) for r, c in points]

    shape = shapely.Polygon(on_map([(0.2, 0.3), (3.9, 2), (2, 5.6), (0.5, 4)]))
    other = shapely.Polygon(on_map([(1, 1), (3, 1), (3, 3), (1, 3)]))
    rows, _, _ = build(
        REFERENCE=blank(4, 6, geotransform=turned),
        VALID_GEOMETRY=polygons(shape.wkt, other.wkt),
        RULE="coverage",
        COVERAGE=0.6,
    )
    united = shapely.union(shape, other)
    expected = [
        [
            shapely.Polygon(on_map([(r, c), (r, c + 1), (r + 1, c + 1), (r + 1, c)]))
            .intersection(united)
            .area
            >= 0.6 * SIZE**2
            for c in range(6)
        ]
        for r in range(4)
    ]
    assert rows == cells(np.array(expected, dtype=int))


# --- values and reasons ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("dtype", "valid", "invalid"),
    [
        ("uint8", 255, 0),
        ("uint16", 65535, 1),
        ("int16", -32768, 32767),
        ("int32", 2**31 - 1, -(2**31) + 1),
        ("float32", -9999, 2**24),
    ],
)
def test_types_and_values(build, run, blank, polygons, out, dtype, valid, invalid):
    given = {"REFERENCE": blank(1, 3), "VALID_GEOMETRY": polygons(box(0, 1, 1, 2))}
    build(DATA_TYPE=dtype, VALID_VALUE=valid, INVALID_VALUE=invalid, **given)
    made = read_raster(out())
    assert made.band.dtype == np.dtype(dtype)
    assert made.band.tolist() == [[invalid, valid, invalid]]
    # What reads masks knows which of the two is valid.
    run(BUILD, REFERENCE=blank(1, 3), MASK_IN=out(), OUTPUT=out("again.tif"))
    assert read_raster(out("again.tif")).band.tolist() == [[0, 1, 0]]


def test_reasons(run, blank, raster, polygons, out, tmp_path):
    """The mask ends half a cell before the last column; its row 1 is invalid."""
    mask = raster(np.array([[1, 1, 1, 1, 1], [0, 0, 0, 0, 0], [1] * 5], dtype=np.uint8))
    feedback = Feedback()
    results = run(
        BUILD,
        feedback,
        REFERENCE=blank(3, 6),
        VALID_GEOMETRY=polygons(box(0, 1, 3, 6)),
        INVALID_GEOMETRY=polygons(box(0, 0, 3, 3)),
        MASK_IN=mask,
        OUTPUT=out(),
        OUTPUT_REASON=out("reason.tif"),
    )
    reasons = read_raster(out("reason.tif"))
    assert cells(reasons.band) == ["122004", "122334", "122004"]
    assert reasons.band.dtype == np.uint8
    assert reasons.structure["COMPRESSION"] == "DEFLATE"
    assert reasons.nodata == [None]
    np.testing.assert_array_equal(read_raster(out()).band, reasons.band == 0)
    assert results["OUTPUT_REASON"] == out("reason.tif")
    assert (results["VALID_COUNT"], results["INVALID_COUNT"]) == (4, 14)
    assert feedback.infos[-4:] == [
        "3 cell(s) outside of the valid polygons.",
        "6 cell(s) inside invalid polygons.",
        "2 cell(s) invalid in the raster mask.",
        "3 cell(s) without support in the raster mask.",
    ]
    assert names_in(tmp_path / "out") == [
        *("out.tif", "out.tif.aux.xml", "reason.tif", "reason.tif.aux.xml")
    ]
    # A raster of reasons is a mask too.
    run(BUILD, REFERENCE=blank(3, 6), MASK_IN=out("reason.tif"), OUTPUT=out("again.tif"))
    np.testing.assert_array_equal(read_raster(out("again.tif")).band, read_raster(out()).band)


def test_reasons_of_a_mask_by_index(run, blank, raster, out):
    mask = raster(np.array([[1, 0]], dtype=np.uint8), geotransform=None, epsg=None)
    index = {"MASK_IN_ALIGNMENT": "index", "MASK_IN_RESOLUTION_COLS": 2}
    run(
        BUILD,
        REFERENCE=blank(1, 3),
        MASK_IN=mask,
        OUTPUT=out(),
        OUTPUT_REASON=out("r.tif"),
        **index,
    )
    assert cells(read_raster(out("r.tif")).band) == ["033"]


# --- what is refused ------------------------------------------------------------------------------


REFUSED = {
    "lines": ({"VALID_LAYERS": "lines"}, "must be a layer of polygons, not of LineString."),
    "a raster": (
        {"INVALID_LAYERS": "raster"},
        "(raster0) must be a layer of polygons, not a raster.",
    ),
    "a missing layer": ({"VALID_LAYERS": ["no-such.gpkg"]}, "names 1 layer(s), of which 1 cannot"),
    "empty layers": (
        {"VALID_LAYERS": "empty"},
        "VALID_LAYERS (polygons) has no polygon (selected, ",
    ),
    "all filtered": (
        {"VALID_GEOMETRY": "classes", "VALID_FILTER": "class = 'z'"},
        "VALID_GEOMETRY has no polygon",
    ),
    "all dropped": (
        {"VALID_GEOMETRY": "bow tie", "REPAIR": "drop"},
        "VALID_GEOMETRY has no polygon",
    ),
    "bad expression": (
        {"VALID_GEOMETRY": "classes", "VALID_FILTER": "class = "},
        "is class = , which cannot be read: syntax error",
    ),
    "unknown function": (
        {"VALID_GEOMETRY": "classes", "VALID_FILTER": "nosuch(1)"},
        "is nosuch(1), which cannot be read: ",
    ),
    "unknown field": (
        {"INVALID_GEOMETRY": "classes", "INVALID_FILTER": '"kind" = 1'},
        'is "kind" = 1, but INVALID_GEOMETRY has no field kind; it has class, share.',
    ),
    "unknown field of a layer": (
        {"VALID_LAYERS": "empty", "VALID_FILTER": '"kind" = 1'},
        "but VALID_LAYERS (polygons) has no field kind; it has none.",
    ),
    "no share": (
        {"RULE": "coverage", "COVERAGE": 0},
        "COVERAGE is 0.0; it must be more than 0 and at",
    ),
    "more than all": (
        {"RULE": "coverage", "COVERAGE": 1.5},
        "COVERAGE is 1.5; it must be more than 0 and at",
    ),
    "beyond a byte": ({"VALID_VALUE": 256}, "VALID_VALUE is 256; it must be within 0 to 255."),
    "beyond all": (
        {"VALID_VALUE": 3e9},
        "is 3000000000; it must be a whole number of at most 31 bits.",
    ),
    "beyond int16": (
        {"DATA_TYPE": "int16", "INVALID_VALUE": -32769},
        "INVALID_VALUE is -32769; it must be within -32768",
    ),
    "beyond float32": (
        {"DATA_TYPE": "float32", "VALID_VALUE": 2**24 + 1},
        "is 16777217; it must be a number that float32 holds exactly.",
    ),
    "bad type": ({"DATA_TYPE": "int8"}, "DATA_TYPE is int8; it must be one of uint8, uint16"),
    "bad repair": ({"REPAIR": "pray"}, "REPAIR is pray; it must be one of even-odd, make"),
    "endless buffer": ({"BUFFER_VALID": math.inf}, "BUFFER_VALID is inf; it must be"),
    "same output": ({"OUTPUT_REASON": "out"}, "which is OUTPUT as well."),
    "bad name": ({"OUTPUT_REASON": "name"}, "OUTPUT_REASON is"),
    "bad band": ({"MASK_IN": "raster", "MASK_IN_BAND": 3}, "MASK_IN"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_refused_in_one_sentence(blank, polygons, classes, out, tmp_path, case):
    reference = blank(3, 3)
    things = {
        "lines": lambda: [polygons("LINESTRING(0 0, 1 1)", kind="LineString")],
        "raster": lambda: reference,
        "empty": lambda: [polygons()],
        "classes": lambda: classes(0, "a", "b"),
        "bow tie": lambda: polygons(BOW_TIE),
        "out": out,
        "name": lambda: out("reasons.txt"),
    }
    changes, sentence = REFUSED[case]
    changes = {
        name: things[value]() if isinstance(value, str) and value in things else value
        for name, value in changes.items()
    }
    feedback = Feedback()
    with pytest.raises(QgsProcessingException) as error:
        run_algorithm(BUILD, {"REFERENCE": reference, "OUTPUT": out(), **changes}, feedback)
    assert sentence in str(error.value)
    assert str(error.value).endswith(".") and "\n" not in str(error.value)
    assert str(error.value) in feedback.errors
    assert names_in(tmp_path / "out") == []


def test_both_outputs_appear_together(run, blank, raster, out, tmp_path, monkeypatch):
    from gridr_qgis.core.rasters.writing import OutputRaster

    written = OutputRaster.close

    def close(self):
        if self._spec.path == out("reason.tif"):
            raise OSError("no")
        written(self)

    monkeypatch.setattr(OutputRaster, "close", close)
    gdal.UseExceptions()
    with pytest.raises(Exception, match="no"):
        run(BUILD, REFERENCE=blank(3, 3), OUTPUT=out(), OUTPUT_REASON=out("reason.tif"))
    assert names_in(tmp_path / "out") == []
