"""What is accepted as a geometry, and the rings that come out."""

import struct
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import shapely
from shapely.geometry import (
    GeometryCollection,
    LineString,
    MultiLineString,
    MultiPoint,
    MultiPolygon,
    Point,
    Polygon,
    box,
)

from gridr_qgis.core.masks import geometry as geometry_module
from gridr_qgis.core.masks.geometry import polygon_rings

TRIANGLE = Polygon([(0, 0), (4, 0), (0, 4)])
HOLED = Polygon([(10, 10), (20, 10), (20, 20), (10, 20)], [[(12, 12), (14, 12), (12, 14)]])
PAIR = MultiPolygon([TRIANGLE, HOLED])


@pytest.fixture(params=["shapely 2", "shapely 1.8"])
def shapely_version(request, monkeypatch):
    """Run a test with the array functions of shapely 2, and the way without them."""
    if request.param == "shapely 1.8":
        monkeypatch.setattr(geometry_module, "_has_vectorised_shapely", lambda: False)


def as_lists(geometry):
    """Return [[ring, ...] per polygon], a ring being a list of (x, y)."""
    rings = polygon_rings(geometry)
    assert [a.dtype for a in rings] == [np.float64, np.float64, np.int64, np.int64]
    points = list(zip(rings.x.tolist(), rings.y.tolist()))
    return [
        [points[slice(*rings.ring_starts[ring : ring + 2])] for ring in range(first, end)]
        for first, end in zip(rings.polygon_starts[:-1], rings.polygon_starts[1:])
    ]


def expected(*polygons):
    return [
        [list(p.exterior.coords), *(list(hole.coords) for hole in p.interiors)] for p in polygons
    ]


@pytest.mark.parametrize(
    ("geometry", "polygons"),
    [
        (TRIANGLE, [TRIANGLE]),
        (HOLED, [HOLED]),
        (PAIR, [TRIANGLE, HOLED]),
        ([TRIANGLE, HOLED], [TRIANGLE, HOLED]),
        ((TRIANGLE, None, [HOLED, []]), [TRIANGLE, HOLED]),
        (np.array([TRIANGLE, HOLED], dtype=object), [TRIANGLE, HOLED]),
        ([TRIANGLE, Polygon(), HOLED], [TRIANGLE, HOLED]),
        (GeometryCollection([Point(1, 1), TRIANGLE, LineString([(0, 0), (1, 1)])]), [TRIANGLE]),
        (GeometryCollection([GeometryCollection([HOLED]), MultiPoint([(1, 2)])]), [HOLED]),
        (GeometryCollection([MultiLineString([[(0, 0), (1, 1)]]), PAIR]), [TRIANGLE, HOLED]),
    ],
)
def test_polygons_are_found(geometry, polygons, shapely_version):
    found = as_lists(geometry)
    assert sorted(found) == sorted(expected(*polygons))


@pytest.mark.parametrize(
    "geometry",
    [
        None,
        [],
        (),
        [[], [None]],
        Polygon(),
        MultiPolygon(),
        GeometryCollection(),
        [Polygon(), None, MultiPolygon()],
        np.array([], dtype=object),
        LineString(),
        [Point(), Polygon()],
        LineString().wkb,
        Polygon().wkb,
        MultiPolygon().wkb,
        [GeometryCollection().wkb, None],
    ],
)
def test_no_geometry_has_one_rule(geometry, shapely_version):
    rings = polygon_rings(geometry)
    assert rings.empty
    assert [a.size for a in rings] == [0, 0, 1, 1]


@pytest.mark.parametrize(
    ("geometry", "word"),
    [
        (Point(1, 2), "Point"),
        (LineString([(0, 0), (1, 1)]), "LineString"),
        (shapely.LinearRing([(0, 0), (1, 0), (0, 1)]), "LinearRing|LineString"),
        (MultiPoint([(1, 2)]), "MultiPoint"),
        ([TRIANGLE, LineString([(0, 0), (1, 1)])], "LineString"),
        (GeometryCollection([Point(1, 2)]), "GeometryCollection without polygons"),
        ([TRIANGLE, GeometryCollection([MultiPoint([(1, 2)])])], "without polygons"),
        ("POLYGON EMPTY", "str"),
        (3, "int"),
        ([TRIANGLE, 3.5], "float"),
        (np.zeros((4, 2)), "ndarray"),
    ],
)
def test_what_is_no_polygon_is_refused(geometry, word, shapely_version):
    with pytest.raises(TypeError, match=word):
        polygon_rings(geometry)


def test_rings_pass_through():
    rings = polygon_rings(PAIR)
    assert polygon_rings(rings) is rings
    assert not rings.empty


@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf, 1e200])
def test_unusable_coordinates_are_refused(bad):
    data = TRIANGLE.wkb.replace(struct.pack("<d", 4), struct.pack("<d", bad), 1)
    with pytest.raises(ValueError, match="geometry has the x coordinate"):
        polygon_rings(data)


@pytest.mark.parametrize("byte_order", [0, 1])
@pytest.mark.parametrize("flavor", ["extended", "iso"])
@pytest.mark.parametrize("has_z", [False, True])
@pytest.mark.parametrize("srid", [0, 4326])
def test_wkb_of_every_flavour(byte_order, flavor, has_z, srid):
    geometry = shapely.force_3d(PAIR, 7.0) if has_z else PAIR
    collection = shapely.set_srid(GeometryCollection([Point(3, 3), geometry]), srid)
    data = shapely.to_wkb(
        collection,
        byte_order=byte_order,
        flavor=flavor,
        include_srid=bool(srid) and flavor == "extended",
    )
    assert as_lists(data) == expected(TRIANGLE, HOLED)
    assert as_lists([bytearray(data), memoryview(data)]) == 2 * expected(TRIANGLE, HOLED)


@pytest.mark.parametrize(
    ("code", "dimensions"),
    [
        (3, 2),
        (1003, 3),
        (2003, 3),
        (3003, 4),
        (0x80000003, 3),
        (0x40000003, 3),
        (0xC0000003, 4),
    ],
)
@pytest.mark.parametrize("order", "<>")
def test_wkb_drops_z_and_m_and_closes_rings(code, dimensions, order):
    points = [(0.0, 0.0), (4.0, 0.0), (0.0, 4.0)]
    data = struct.pack(order + "BIII", order == "<", code, 1, len(points))
    for x, y in points:
        data += struct.pack(f"{order}{dimensions}d", x, y, *[99.0] * (dimensions - 2))
    assert as_lists(data) == [[[*points, points[0]]]]
    # A closed ring beside one that is not.
    assert as_lists([data, TRIANGLE.wkb, data]) == 3 * [[[*points, points[0]]]]


@pytest.mark.parametrize(
    ("data", "error", "word"),
    [
        (b"", ValueError, "damaged"),
        (TRIANGLE.wkb[:-1], ValueError, "damaged"),
        (HOLED.wkb[:50], ValueError, "damaged"),
        (PAIR.wkb[:12], ValueError, "damaged"),
        (b"\x07" + TRIANGLE.wkb[1:], ValueError, "not WKB"),
        (Point(1, 2).wkb, TypeError, "Point"),
        (LineString([(0, 0), (1, 1)]).wkb, TypeError, "LineString"),
        (struct.pack("<BII", 1, 10, 0), TypeError, "CurvePolygon"),
        (struct.pack("<BII", 1, 12, 0), TypeError, "MultiSurface"),
        (struct.pack("<BII", 1, 99, 0), TypeError, "type 99"),
        (GeometryCollection([Point(1, 2)]).wkb, TypeError, "without polygons"),
        (GeometryCollection([MultiLineString([[(0, 0), (1, 1)]])]).wkb, TypeError, "without"),
    ],
)
def test_wkb_that_is_wrong(data, error, word):
    with pytest.raises(error, match=word):
        polygon_rings(data)


def test_wkb_and_shapely_give_the_same_for_many(shapely_version):
    rng = np.random.default_rng(5)
    polygons = [box(x, y, x + 1, y + 2) for x, y in rng.uniform(0, 100, (500, 2))]
    for one, other in zip(polygon_rings(polygons), polygon_rings([p.wkb for p in polygons])):
        np.testing.assert_array_equal(one, other)


def test_shapely_is_imported_only_for_its_objects():
    code = (
        "import runpy, sys; runpy.run_path(sys.argv[1]);"
        "from gridr_qgis.core.masks.build_mask import build_mask;"
        "import numpy as np;"
        "build_mask((3, 3), (1, 1), None, (0, 0), (bytes.fromhex(sys.argv[2]), None));"
        "sys.exit('shapely' in sys.modules)"
    )
    conftest = str(Path(__file__).resolve().parents[1] / "conftest.py")
    done = subprocess.run(
        [sys.executable, "-c", code, conftest, TRIANGLE.wkb.hex()],
        env={"GRIDR_DISABLE_NUMBA": "1"},
        check=False,
    )
    assert done.returncode == 0
