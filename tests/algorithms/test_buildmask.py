"""``gridr:buildmask`` through the registry, on frames small enough to work out by hand."""

import json

import numpy as np
import pytest
from osgeo import gdal, osr
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsGeometry,
    QgsProcessingFeatureSourceDefinition,
    QgsProject,
)
from tiny_rasters import EPSG, NORTH, NORTH_UP, SIZE, WEST, names_in, read_raster, wkt_of

BUILD = "gridr:buildmask"


def rectangle(row0, col0, row1, col1):
    """Return a WKT rectangle from one corner to another, counted in cells from the outer edge."""
    x0, x1 = WEST + SIZE * col0, WEST + SIZE * col1
    y0, y1 = NORTH - SIZE * row0, NORTH - SIZE * row1
    return f"POLYGON(({x0} {y0}, {x1} {y0}, {x1} {y1}, {x0} {y1}, {x0} {y0}))"


def corners(*points):
    """Return WKT coordinates of points (row, col), counted in cells from the outer edge."""
    return ", ".join(f"{WEST + SIZE * col} {NORTH - SIZE * row}" for row, col in points)


def block(shape, rows, cols):
    """Return a mask of ones in a block and zeros elsewhere."""
    expected = np.zeros(shape, dtype=np.uint8)
    expected[rows, cols] = 1
    return expected


# --- polygons -------------------------------------------------------------------------------


def test_cells_in_the_valid_polygon(run, blank, polygons, out):
    path = out()
    results = run(
        BUILD,
        REFERENCE=blank(6, 8),
        VALID_GEOMETRY=polygons(rectangle(1, 2, 4, 7)),
        OUTPUT=path,
    )
    made = read_raster(path)
    assert made.band.tolist() == block((6, 8), slice(1, 4), slice(2, 7)).tolist()
    assert made.band.dtype == np.uint8
    assert made.geotransform == NORTH_UP
    assert made.epsg == EPSG
    assert made.nodata == [None]
    assert made.structure["COMPRESSION"] == "DEFLATE"
    counts = {"VALID_COUNT": 15, "INVALID_COUNT": 33, "REPAIRED_COUNT": 0, "DROPPED_COUNT": 0}
    assert results == {"OUTPUT": path, **counts}


def test_the_output_tells_how_it_was_made(run, blank, polygons, out):
    path = out()
    run(
        BUILD,
        REFERENCE=blank(3, 3),
        INVALID_GEOMETRY=polygons(rectangle(1, 1, 2, 2)),
        VALID_VALUE=7,
        OUTPUT=path,
    )
    told = read_raster(path).metadata
    assert told["GRIDR_ALGORITHM"] == BUILD
    assert told["GRIDR_VERSION"].count(".") == 2
    assert json.loads(told["GRIDR_PARAMETERS"])["VALID_VALUE"] == "7"
    assert (told["GRIDR_VALID_VALUE"], told["GRIDR_INVALID_VALUE"]) == ("7", "0")


def test_the_rules_differ_on_cells_that_an_edge_meets(run, blank, polygons, out):
    """From centre to centre (rows 1 to 3, columns 1 to 3); all cells it meets are 3 x 3."""
    layer = polygons(rectangle(1.5, 1.5, 3.5, 3.5))
    made = {}
    for rule in ("center", "center-strict", "touch"):
        run(BUILD, REFERENCE=blank(5, 5), VALID_GEOMETRY=layer, RULE=rule, OUTPUT=out())
        made[rule] = read_raster(out()).band.tolist()
    assert made["center"] == block((5, 5), slice(1, 4), slice(1, 4)).tolist()
    assert made["center-strict"] == block((5, 5), 2, 2).tolist()
    assert made["touch"] == made["center"]


def test_touch_takes_all_cells_met_and_does_not_grow_along_edges(run, blank, polygons, out):
    sliver = rectangle(1.1, 0.9, 1.2, 2.1)
    on_edges = rectangle(3, 1, 4, 2)
    run(
        BUILD,
        REFERENCE=blank(5, 5),
        VALID_GEOMETRY=polygons(sliver, on_edges),
        RULE="touch",
        OUTPUT=out(),
    )
    expected = block((5, 5), 1, slice(0, 3)) + block((5, 5), 3, 1)
    assert read_raster(out()).band.tolist() == expected.tolist()


def test_polygons_in_another_reference_system(run, blank, polygons, out):
    """Drawn in degrees, well away from cell centres, the mask is that of the drawing in metres."""
    to_degrees = QgsCoordinateTransform(
        QgsCoordinateReferenceSystem.fromEpsgId(EPSG),
        QgsCoordinateReferenceSystem.fromEpsgId(4326),
        QgsProject.instance(),
    )
    shape = QgsGeometry.fromWkt(rectangle(1, 2, 4, 7))
    assert shape.transform(to_degrees) == 0
    assert shape.boundingBox().xMaximum() < 10
    run(
        BUILD,
        REFERENCE=blank(6, 8),
        VALID_GEOMETRY=polygons(shape.asWkt(17), epsg=4326),
        OUTPUT=out(),
    )
    expected = block((6, 8), slice(1, 4), slice(2, 7))
    assert read_raster(out()).band.tolist() == expected.tolist()


BOXES = {
    # An edge along a parallel is no straight line in metres: off by some 2 km here.
    "parallel": (-60, 20, 60, 45.7),
    "meridian": (-170, -80, 3.3, 80),
    "world": (-180, -90, 180, 90),
    "hemisphere": (-180, 0, 0, 90),
    "far away": (-110, 30, -90, 40),
}


@pytest.mark.parametrize("box", BOXES.values(), ids=BOXES)
@pytest.mark.parametrize("layer", ["VALID_GEOMETRY", "INVALID_GEOMETRY"])
def test_edges_are_straight_in_the_layers_own_system(run, polygons, out, box, layer):
    """The truth is that of the cell centres, brought to degrees one by one."""
    west, south, east, north = box
    shape = (
        f"POLYGON(({west} {south}, {east} {south}, {east} {north}, {west} {north}, {west} {south}))"
    )
    run(
        BUILD,
        EXTENT="400000,700000,4900000,5200000 [EPSG:32631]",
        CELL_SIZE=2000,
        OUTPUT=out(),
        **{layer: polygons(shape, epsg=4326)},
    )
    x, y = np.meshgrid(401000 + 2000.0 * np.arange(150), 5199000 - 2000.0 * np.arange(150))
    utm, degrees = osr.SpatialReference(), osr.SpatialReference()
    for reference, code in ((utm, 32631), (degrees, 4326)):
        reference.ImportFromEPSG(code)
        reference.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
    points = osr.CoordinateTransformation(utm, degrees).TransformPoints(
        np.column_stack((x.ravel(), y.ravel())).tolist()
    )
    lon, lat = np.array(points)[:, :2].T.reshape(2, 150, 150)
    inside = (lon >= west) & (lon <= east) & (lat >= south) & (lat <= north)
    expected = inside if layer == "VALID_GEOMETRY" else ~inside
    np.testing.assert_array_equal(read_raster(out()).band, expected)


def test_selected_features_only(run, blank, polygons, out):
    layer = polygons(rectangle(0, 0, 1, 1), rectangle(2, 2, 3, 3), project=True)
    last = max(feature.id() for feature in layer.getFeatures())
    layer.selectByIds([last])
    run(
        BUILD,
        REFERENCE=blank(4, 4),
        VALID_GEOMETRY=QgsProcessingFeatureSourceDefinition(layer.id(), True),
        OUTPUT=out(),
    )
    assert read_raster(out()).band.tolist() == block((4, 4), 2, 2).tolist()


def test_a_hole_belongs_to_the_polygon_only_on_its_edge(run, blank, polygons, out):
    """The hole reaches from centre to centre, so of its 3 x 3 cells only the middle one is out."""
    outer = corners((0, 0), (0, 6), (6, 6), (6, 0), (0, 0))
    hole = corners((1.5, 1.5), (1.5, 3.5), (3.5, 3.5), (3.5, 1.5), (1.5, 1.5))
    layer = polygons(f"POLYGON(({outer}), ({hole}))")
    run(BUILD, REFERENCE=blank(6, 6), VALID_GEOMETRY=layer, OUTPUT=out())
    expected = 1 - block((6, 6), 2, 2)
    assert read_raster(out()).band.tolist() == expected.tolist()


def test_multipolygons_with_z_and_overlapping_parts(run, blank, polygons, out):
    parts = (
        "MULTIPOLYGONZ((("
        + ", ".join(f"{p} 5" for p in corners((0, 0), (0, 2), (2, 2), (2, 0), (0, 0)).split(", "))
        + ")), (("
        + ", ".join(f"{p} 5" for p in corners((3, 3), (3, 5), (5, 5), (5, 3), (3, 3)).split(", "))
        + ")))"
    )
    layer = polygons(parts, rectangle_as_multi(1, 1, 4, 4), kind="MultiPolygonZ")
    run(BUILD, REFERENCE=blank(5, 5), VALID_GEOMETRY=layer, OUTPUT=out())
    expected = np.zeros((5, 5), dtype=np.uint8)
    expected[:2, :2] = expected[3:, 3:] = expected[1:4, 1:4] = 1
    assert read_raster(out()).band.tolist() == expected.tolist()


def rectangle_as_multi(*bounds):
    geometry = QgsGeometry.fromWkt(rectangle(*bounds))
    geometry.convertToMultiType()
    return geometry.asWkt(17)


def test_a_bow_tie_is_filled_and_told(run, blank, polygons, out):
    from running import Feedback

    tie = corners((0, 0), (4, 4), (4, 0), (0, 4), (0, 0))
    feedback = Feedback()
    run(
        BUILD,
        feedback,
        REFERENCE=blank(4, 4),
        VALID_GEOMETRY=polygons(f"POLYGON(({tie}))"),
        OUTPUT=out(),
    )
    # Lobes above and below the crossing; centres on the two diagonals are on an edge.
    assert read_raster(out()).band.tolist() == [
        [1, 1, 1, 1],
        [0, 1, 1, 0],
        [0, 1, 1, 0],
        [1, 1, 1, 1],
    ]
    assert any("VALID_GEOMETRY: 1 feature(s) intersect" in text for text in feedback.warnings)


def test_curved_polygons(run, blank, polygons, out):
    """A circle of radius 2.2 cells about the centre of cell (3, 3)."""
    points = corners((3.5, 1.3), (1.3, 3.5), (3.5, 5.7), (5.7, 3.5), (3.5, 1.3))
    layer = polygons(f"CURVEPOLYGON(CIRCULARSTRING({points}))", kind="CurvePolygon")
    run(BUILD, REFERENCE=blank(7, 7), VALID_GEOMETRY=layer, OUTPUT=out())
    row, col = np.mgrid[-3:4, -3:4]
    expected = (row**2 + col**2 <= 2.2**2).astype(int)
    assert expected.sum() == 13
    assert read_raster(out()).band.tolist() == expected.tolist()


def test_features_without_geometry_are_passed_over(run, blank, polygons, out):
    layer = polygons(None, rectangle(1, 1, 2, 2))
    run(BUILD, REFERENCE=blank(3, 3), VALID_GEOMETRY=layer, OUTPUT=out())
    assert read_raster(out()).band.tolist() == block((3, 3), 1, 1).tolist()


def test_an_invalid_layer_without_features_changes_nothing(run, blank, polygons, out):
    results = run(BUILD, REFERENCE=blank(3, 3), INVALID_GEOMETRY=polygons(), OUTPUT=out())
    assert results["VALID_COUNT"] == 9


def test_polygons_beyond_the_frame(run, blank, polygons, out):
    layer = polygons(rectangle(100, 100, 101, 101))
    results = run(BUILD, REFERENCE=blank(3, 3), VALID_GEOMETRY=layer, OUTPUT=out())
    assert results["VALID_COUNT"] == 0
    results = run(BUILD, REFERENCE=blank(3, 3), INVALID_GEOMETRY=layer, OUTPUT=out())
    assert results["VALID_COUNT"] == 9


def test_valid_invalid_and_mask_are_merged(run, blank, raster, polygons, out):
    mask = 1 - block((5, 5), 3, 3)
    run(
        BUILD,
        REFERENCE=blank(5, 5),
        VALID_GEOMETRY=polygons(rectangle(1, 1, 5, 5)),
        INVALID_GEOMETRY=polygons(rectangle(1, 1, 2, 3)),
        MASK_IN=raster(mask),
        VALID_VALUE=255,
        INVALID_VALUE=3,
        OUTPUT=out(),
    )
    expected = block((5, 5), slice(1, 5), slice(1, 5))
    expected[1, 1:3] = expected[3, 3] = 0
    assert read_raster(out()).band.tolist() == np.where(expected, 255, 3).tolist()


def test_nothing_given_is_all_valid(run, blank, out):
    results = run(BUILD, REFERENCE=blank(3, 4), OUTPUT=out())
    assert (results["VALID_COUNT"], results["INVALID_COUNT"]) == (12, 0)
    assert read_raster(out()).band.min() == 1


# --- frames ---------------------------------------------------------------------------------


def test_extent_and_cell_size(run, polygons, out):
    """The south and east sides move to whole cells, the north-west corner stays."""
    run(
        BUILD,
        EXTENT=f"{WEST},{WEST + 42},{NORTH - 28},{NORTH} [EPSG:{EPSG}]",
        CELL_SIZE=10,
        VALID_GEOMETRY=polygons(rectangle(1, 1, 3, 3)),
        OUTPUT=out(),
    )
    made = read_raster(out())
    assert made.geotransform == NORTH_UP
    assert made.epsg == EPSG
    assert made.band.tolist() == [[0, 0, 0, 0], [0, 1, 1, 0], [0, 1, 1, 0]]


def test_an_extent_keeps_its_own_reference_system(run, out):
    run(BUILD, EXTENT="3,4,45,46 [EPSG:4326]", CELL_SIZE=0.25, OUTPUT=out())
    made = read_raster(out())
    assert made.epsg == 4326
    assert made.values.shape == (1, 4, 4)
    assert made.geotransform == (3.0, 0.25, 0.0, 46.0, 0.0, -0.25)


def test_a_rotated_reference(run, blank, polygons, out):
    """Turned by 90 degrees: rows run west to east, columns south to north."""
    turned = (WEST, 0.0, SIZE, NORTH, SIZE, 0.0)
    layer = polygons(
        f"POLYGON(({WEST + 10} {NORTH}, {WEST + 20} {NORTH}, {WEST + 20} {NORTH + 30},"
        f" {WEST + 10} {NORTH + 30}, {WEST + 10} {NORTH}))"
    )
    run(
        BUILD,
        REFERENCE=blank(4, 5, geotransform=turned),
        VALID_GEOMETRY=layer,
        OUTPUT=out(),
    )
    made = read_raster(out())
    assert made.geotransform == turned
    assert made.band.tolist() == block((4, 5), 1, slice(0, 3)).tolist()


def test_a_skewed_reference(run, blank, polygons, out):
    """30 degrees: the polygon is drawn around the centres of a block, in the raster's own axes."""
    cos, sin = SIZE * np.cos(np.pi / 6), SIZE * np.sin(np.pi / 6)
    turned = (WEST, cos, sin, NORTH, sin, -cos)
    ring = [(1, 2), (1, 4), (3, 4), (3, 2), (1, 2)]
    points = ", ".join(
        f"{WEST + col * cos + row * sin} {NORTH + col * sin - row * cos}" for row, col in ring
    )
    run(
        BUILD,
        REFERENCE=blank(5, 6, geotransform=turned),
        VALID_GEOMETRY=polygons(f"POLYGON(({points}))"),
        OUTPUT=out(),
    )
    made = read_raster(out())
    np.testing.assert_allclose(made.geotransform, turned, rtol=1e-12)
    assert made.band.tolist() == block((5, 6), slice(1, 3), slice(2, 4)).tolist()


def test_a_reference_with_its_south_on_top(run, blank, polygons, out):
    upside_down = (WEST, SIZE, 0.0, NORTH - 40, 0.0, SIZE)
    run(
        BUILD,
        REFERENCE=blank(4, 4, geotransform=upside_down),
        VALID_GEOMETRY=polygons(rectangle(0, 0, 1, 2)),
        OUTPUT=out(),
    )
    made = read_raster(out())
    assert made.geotransform == upside_down
    assert made.band.tolist() == block((4, 4), 3, slice(0, 2)).tolist()


def test_a_reference_without_georeference(run, blank, polygons, out):
    """QGIS shows such a raster with x = column and y = -row, from the first pixel's corner."""
    layer = polygons("POLYGON((1 0, 3 0, 3 -2, 1 -2, 1 0))", epsg=None)
    run(
        BUILD,
        REFERENCE=blank(4, 4, geotransform=None, epsg=None),
        VALID_GEOMETRY=layer,
        OUTPUT=out(),
    )
    made = read_raster(out())
    assert made.geotransform is None
    assert made.epsg is None
    assert made.band.tolist() == block((4, 4), slice(0, 2), slice(1, 3)).tolist()


# --- raster masks by georeference -----------------------------------------------------------


def test_an_aligned_mask_of_equal_size_passes_unchanged(run, blank, raster, out):
    mask = np.random.default_rng(1).integers(0, 2, (7, 9), dtype=np.uint8)
    run(BUILD, REFERENCE=blank(7, 9), MASK_IN=raster(mask), THRESHOLD=1, OUTPUT=out())
    assert read_raster(out()).band.tolist() == mask.tolist()


def test_a_20_m_mask_on_a_10_m_frame(run, blank, raster, out):
    """Mask centres lie at 1, 3 and 5 cells from the edge, frame centres at 0.5, 1.5 ... 5.5.

    The outermost frame cells have no mask centre beyond them: no support, invalid. The invalid
    mask pixel (0, 0) has weight where both positions are below the next centre: cells 1 and 2.
    """
    mask = np.ones((3, 3), dtype=np.uint8)
    mask[0, 0] = 0
    coarse = raster(mask, geotransform=(WEST, 20.0, 0.0, NORTH, 0.0, -20.0))
    run(BUILD, REFERENCE=blank(6, 6), MASK_IN=coarse, OUTPUT=out())
    assert read_raster(out()).band.tolist() == [
        [0, 0, 0, 0, 0, 0],
        [0, 0, 0, 1, 1, 0],
        [0, 0, 0, 1, 1, 0],
        [0, 1, 1, 1, 1, 0],
        [0, 1, 1, 1, 1, 0],
        [0, 0, 0, 0, 0, 0],
    ]


def test_the_threshold_weighs_a_20_m_mask(run, blank, raster, out):
    """Invalid weights of the pixel (0, 0) on cells 1 and 2: 9/16, 3/16, 3/16 and 1/16."""
    mask = np.ones((3, 3), dtype=np.uint8)
    mask[0, 0] = 0
    coarse = raster(mask, geotransform=(WEST, 20.0, 0.0, NORTH, 0.0, -20.0))
    for threshold, valid in ((0.93, "0001"), (0.8, "0111"), (0.5, "0111"), (7 / 16, "1111")):
        run(
            BUILD,
            REFERENCE=blank(6, 6),
            MASK_IN=coarse,
            THRESHOLD=threshold,
            OVERSAMPLING_DTYPE="float32",
            OUTPUT=out(),
        )
        made = read_raster(out()).band[1:3, 1:3].ravel()
        assert "".join(map(str, made)) == valid, threshold


def test_a_mask_of_the_same_cell_size_moved_by_whole_cells(run, blank, raster, out):
    """Moved by (1, 2): rows and columns that the mask does not reach are invalid."""
    mask = np.array([[1, 0, 1], [1, 1, 1]], dtype=np.uint8)
    moved = raster(mask, geotransform=(WEST + 20, SIZE, 0.0, NORTH - 10, 0.0, -SIZE))
    run(BUILD, REFERENCE=blank(4, 6), MASK_IN=moved, OUTPUT=out())
    expected = np.zeros((4, 6), dtype=int)
    expected[1:3, 2:5] = mask
    assert read_raster(out()).band.tolist() == expected.tolist()


def test_rounded_georeferences_cost_no_cell(run, blank, raster, out):
    """Cells of a tenth, moved by whole cells: floating-point origins are a little off."""
    for moved in (12, 19, 24):
        frame = blank(3, 3, geotransform=(0.1 * moved, 0.1, 0.0, 0.7 - 0.1 * moved, 0.0, -0.1))
        mask = raster(np.ones((moved + 3,) * 2, np.uint8), geotransform=(0, 0.1, 0, 0.7, 0, -0.1))
        results = run(BUILD, REFERENCE=frame, MASK_IN=mask, OUTPUT=out())
        assert results["VALID_COUNT"] == 9


def test_reference_systems_may_have_other_names(run, blank, raster, out):
    """The same system as Esri writes it, and one that differs by less than a metre."""
    esri = raster(np.ones((4, 4), dtype=np.uint8))
    reference = osr.SpatialReference(wkt_of(EPSG))
    reference.MorphToESRI()
    dataset = gdal.Open(esri, gdal.GA_Update)
    dataset.SetProjection(reference.ExportToWkt())
    dataset = None
    etrs = raster(np.ones((4, 4), dtype=np.uint8), epsg=25831)
    for mask in (esri, etrs):
        results = run(BUILD, REFERENCE=blank(3, 3), MASK_IN=mask, OUTPUT=out())
        assert results["VALID_COUNT"] == 9


def test_a_mask_over_an_extent_in_degrees(run, raster, out):
    """The reference systems come from QGIS and from the file, with their axes either way."""
    mask = np.array([[1, 0], [1, 1]], dtype=np.uint8)
    path = raster(mask, geotransform=(3, 0.5, 0, 46, 0, -0.5), epsg=4326)
    extent = "3,4,45,46 [EPSG:4326]"
    run(BUILD, EXTENT=extent, CELL_SIZE=0.5, MASK_IN=path, OUTPUT=out())
    assert read_raster(out()).band.tolist() == mask.tolist()


def test_a_mask_moved_by_half_a_cell(run, blank, raster, out):
    """Each frame centre lies between two mask centres; both must be valid, and exist."""
    mask = np.array([[1, 1, 0, 1, 1]] * 2, dtype=np.uint8)
    moved = raster(mask, geotransform=(WEST + 5, SIZE, 0.0, NORTH, 0.0, -SIZE))
    run(BUILD, REFERENCE=blank(2, 5), MASK_IN=moved, OUTPUT=out())
    assert read_raster(out()).band.tolist() == [[0, 1, 0, 0, 1]] * 2


def test_a_finer_mask(run, blank, raster, out):
    """5 m pixels: a 10 m centre is a corner of four of them."""
    mask = np.ones((4, 4), dtype=np.uint8)
    mask[0, 1] = 0
    fine = raster(mask, geotransform=(WEST, 5.0, 0.0, NORTH, 0.0, -5.0))
    run(BUILD, REFERENCE=blank(2, 2), MASK_IN=fine, OUTPUT=out())
    assert read_raster(out()).band.tolist() == [[0, 1], [1, 1]]


def test_nodata_and_nan_of_a_mask_are_invalid(run, blank, raster, out):
    values = np.array([[0, 1, 7, -3], [9, np.nan, 0.5, 1]], dtype=np.float32)
    run(BUILD, REFERENCE=blank(2, 4), MASK_IN=raster(values, nodata=9), OUTPUT=out())
    assert read_raster(out()).band.tolist() == [[0, 1, 1, 1], [0, 0, 1, 1]]


def test_the_band_of_a_mask(run, blank, raster, out):
    path = raster(np.array([[[1, 1]], [[0, 1]]], dtype=np.uint8))
    run(BUILD, REFERENCE=blank(1, 2), MASK_IN=path, MASK_IN_BAND=2, OUTPUT=out())
    assert read_raster(out()).band.tolist() == [[0, 1]]
    run(BUILD, REFERENCE=blank(1, 2), MASK_IN=path, OUTPUT=out())
    assert read_raster(out()).band.tolist() == [[1, 1]]


def test_a_mask_with_its_south_on_top(run, blank, raster, out):
    mask = np.array([[1, 1, 1], [0, 1, 1]], dtype=np.uint8)
    flipped = raster(mask, geotransform=(WEST, SIZE, 0.0, NORTH - 20, 0.0, SIZE))
    run(BUILD, REFERENCE=blank(2, 3), MASK_IN=flipped, OUTPUT=out())
    assert read_raster(out()).band.tolist() == [[0, 1, 1], [1, 1, 1]]


# --- raster masks by index ------------------------------------------------------------------

LOW = [[0, 1, 0], [1, 1, 0], [1, 1, 0]]


@pytest.mark.parametrize(
    ("first", "expected"),
    [
        ((0, 0), ["00001000"] * 4 + ["11111000"] * 2),
        ((2, 1), ["00010000"] * 2 + ["11110000"] * 4),
    ],
)
def test_by_index_mask_pixels_are_nodes(run, blank, raster, out, first, expected):
    """Georeference plays no part: the mask lies somewhere else."""
    away = raster(np.array(LOW, dtype=np.uint8), geotransform=(0.0, 1.0, 0.0, 0.0, 0.0, -1.0))
    run(
        BUILD,
        REFERENCE=blank(6, 8),
        MASK_IN=away,
        MASK_IN_ALIGNMENT="index",
        MASK_IN_RESOLUTION_ROWS=4,
        MASK_IN_RESOLUTION_COLS=4,
        MASK_IN_TARGET_ROW=first[0],
        MASK_IN_TARGET_COL=first[1],
        OUTPUT=out(),
    )
    assert ["".join(map(str, row)) for row in read_raster(out()).band] == expected


def test_by_index_a_mask_of_the_frame_passes_unchanged(run, blank, raster, out):
    mask = np.random.default_rng(2).integers(0, 2, (4, 5), dtype=np.uint8)
    run(
        BUILD,
        REFERENCE=blank(4, 5),
        MASK_IN=raster(mask, geotransform=None, epsg=None),
        MASK_IN_ALIGNMENT="index",
        OUTPUT=out(),
    )
    assert read_raster(out()).band.tolist() == mask.tolist()


# --- files ----------------------------------------------------------------------------------


def test_creation_options_replace_the_defaults(run, blank, out):
    run(BUILD, REFERENCE=blank(9, 9), CREATION_OPTIONS="COMPRESS=LZW|BLOCKYSIZE=3", OUTPUT=out())
    assert read_raster(out()).structure["COMPRESSION"] == "LZW"


def test_the_other_formats(run, blank, polygons, out):
    layer = polygons(rectangle(0, 0, 1, 2))
    for name in ("out.tiff", "OUT.TIF", "out.img"):
        path = out(name)
        run(BUILD, REFERENCE=blank(2, 3), VALID_GEOMETRY=layer, OUTPUT=path)
        made = read_raster(path)
        assert made.band.tolist() == [[1, 1, 0], [0, 0, 0]]
        assert made.geotransform == NORTH_UP
        assert made.metadata["GRIDR_ALGORITHM"] == BUILD


def test_only_the_output_is_left_in_its_folder(run, blank, out, tmp_path):
    run(BUILD, REFERENCE=blank(3, 3), OUTPUT=out())
    # With the table that tells what its values mean.
    assert names_in(tmp_path / "out") == ["out.tif", "out.tif.aux.xml"]


def test_a_temporary_output(run, blank):
    from qgis.core import QgsProcessing

    results = run(BUILD, REFERENCE=blank(3, 3), OUTPUT=QgsProcessing.TEMPORARY_OUTPUT)
    assert results["OUTPUT"].endswith(".tif")
    assert read_raster(results["OUTPUT"]).band.min() == 1
