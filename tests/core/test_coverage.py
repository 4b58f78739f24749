"""Shares of cells that polygons cover, against exactextract, shapely and exact arithmetic."""

import sys
from fractions import Fraction

import numpy as np
import pytest
import shapely
from exactextract import exact_extract
from exactextract.raster import NumPyRasterSource
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from shapely.geometry import Polygon, box
from test_burning import edges_of, lattices, place, rings_of

from gridr_qgis.core import coverage, masks, use_engine
from gridr_qgis.core.chains.jobs import Polygons
from gridr_qgis.core.chains.validity import ready_polygons
from gridr_qgis.core.engines import engine as engine_in_force
from gridr_qgis.core.engines import numba_engine, numpy_engine
from gridr_qgis.core.masks import shapes
from gridr_qgis.core.masks.burning import cell_edges
from gridr_qgis.core.masks.coverage import cover, disjoint_rings, oriented, reaches
from gridr_qgis.core.masks.geometry import polygon_boxes, polygon_rings, rings_near
from gridr_qgis.core.rasters.errors import RasterError

exhaustive = settings(
    derandomize=True,
    deadline=None,
    max_examples=50,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


def by_shapely(geometry, x_edges, y_edges):
    """Return the shares by one intersection for each cell."""
    x0, y0 = np.meshgrid(x_edges[:-1], y_edges[:-1])
    x1, y1 = np.meshgrid(x_edges[1:], y_edges[1:])
    squares = shapely.box(x0, y0, x1, y1)
    return shapely.area(shapely.intersection(squares, geometry)) / shapely.area(squares)


def even_odd_areas(rings, x_edges, y_edges):
    """Return exact shares of polygons that may cross themselves: faces of all lines by place."""
    polygons = []
    for polygon in range(rings.polygon_starts.size - 1):
        edges = list(edges_of(rings, polygon))
        lines = [[[float(c) for c in end] for end in edge] for edge in edges]
        lines = [line for line in lines if line[0] != line[1]]
        noded = shapely.node(shapely.GeometryCollection(list(map(shapely.LineString, lines))))
        for face in shapely.get_parts(shapely.polygonize([noded])):
            point = face.representative_point()
            if place(edges, Fraction(point.x), Fraction(point.y)) == "in":
                polygons.append(face)
    return by_shapely(shapely.union_all(polygons), x_edges, y_edges)


@st.composite
def any_polygons(draw):
    """Up to four polygons of up to two rings, valid or not, small and large, also along edges."""
    number = st.one_of(st.integers(-16, 80).map(lambda n: n / 8), st.floats(-1, 9))
    ring = st.lists(st.tuples(number, number), min_size=3, max_size=6)
    return draw(st.lists(st.lists(ring, min_size=1, max_size=2), min_size=1, max_size=4))


@st.composite
def rings_along_each_other(draw):
    """One polygon of up to three rings on few points, so that they have stretches in common."""
    point = st.tuples(st.integers(0, 3), st.integers(0, 3))
    rings = draw(st.lists(st.lists(point, min_size=3, max_size=6), min_size=1, max_size=3))
    if draw(st.booleans()):
        rings.append(rings[0])
    return [rings]


@exhaustive
@given(polygons=st.one_of(any_polygons(), rings_along_each_other()), lattice=lattices())
def test_even_odd_polygons_are_united(polygons, lattice):
    xs, ys = lattice
    rings = rings_of(*polygons)
    x_edges, y_edges = (np.sort(cell_edges(centres)) for centres in lattice)
    expected = even_odd_areas(rings, x_edges, y_edges)
    found = {}
    for engine in ("numba", "numpy"):
        use_engine(engine)
        found[engine] = coverage(rings, xs, ys)
    use_engine(None)
    np.testing.assert_array_equal(found["numba"], found["numpy"])
    if xs[0] > xs[-1]:
        expected = expected[:, ::-1]
    if ys[0] > ys[-1]:
        expected = expected[::-1]
    np.testing.assert_allclose(found["numba"], expected, rtol=0, atol=1e-9)


def random_polygons(seed, count, size, widest):
    """Return star-shaped polygons with holes, between tiny and wide, also some on cell edges."""
    rng = np.random.default_rng(seed)
    polygons = []
    for i in range(count):
        angles = np.sort(rng.uniform(0, 2 * np.pi, rng.integers(4, 30)))
        radii = rng.uniform(0.4, 1, angles.size) * widest ** rng.uniform(-1, 1)
        centre = rng.uniform(0, size, 2)
        directions = np.column_stack((np.cos(angles), np.sin(angles)))
        shell = centre + radii[:, np.newaxis] * directions
        if i % 5 == 0:
            shell = np.rint(shell)
        shape = shapely.make_valid(Polygon(shell, [centre + 0.3 * (shell - centre)]))
        polygons += [part for part in shapely.get_parts(shape) if part.area > 0]
    return polygons


@pytest.mark.parametrize(("seed", "widest"), [(1, 15.0), (2, 3.0), (3, 60.0)])
def test_random_polygons_beside_shapely(engine, seed, widest):
    polygons = random_polygons(seed, 40, 40, widest)
    edges = np.arange(41.0)
    centres = edges[:-1] + 0.5
    found = coverage(polygons, centres, centres)
    expected = by_shapely(shapely.union_all(polygons), edges, edges)
    np.testing.assert_allclose(found, expected, rtol=0, atol=1e-12)
    assert ((found > 0) & (found < 1)).any()


@pytest.mark.parametrize("seed", [4, 5, 6])
def test_random_polygons_beside_exactextract(engine, seed):
    """It gives one share for each cell that a polygon meets, of 32 bits."""
    size = 30
    union = shapely.union_all(random_polygons(seed, 12, size, 12.0))
    raster = NumPyRasterSource(np.zeros((size, size)), 0, 0, size, size)
    feature = {"type": "Feature", "geometry": shapely.geometry.mapping(union), "properties": {}}
    told = exact_extract(raster, [feature], ["cell_id", "coverage"])[0]["properties"]
    expected = np.zeros(size * size)
    expected[np.asarray(told["cell_id"], dtype=int)] = told["coverage"]
    xs = np.arange(size) + 0.5
    found = coverage(union, xs, xs[::-1])
    np.testing.assert_allclose(found.ravel(), expected, rtol=0, atol=1e-7)


def test_large_coordinates(engine):
    """Cells of 10 m at the coordinates of a map; what a float64 can tell apart there is 1e-9 m."""
    polygons = random_polygons(7, 30, 30, 10.0)
    offset = np.array([500_000.0, 5_000_000.0])
    on_map = [shapely.transform(shape, lambda points: points * 10 + offset) for shape in polygons]
    xs, ys = offset[0] + 5 + 10 * np.arange(30.0), offset[1] + 5 + 10 * np.arange(30.0)
    near = coverage(polygons, np.arange(30) + 0.5, np.arange(30) + 0.5)
    np.testing.assert_allclose(coverage(on_map, xs, ys), near, rtol=0, atol=2e-9)


# --- what is exact --------------------------------------------------------------------------------


def test_what_is_far_from_edges_is_exactly_0_or_1(engine):
    xs = np.arange(50.0)
    circle = shapely.Point(20.3, 24.1).buffer(17.77, 64)
    found = coverage(circle, xs, xs)
    centres = shapely.points(*np.meshgrid(xs, xs))
    distance = shapely.distance(circle.exterior, centres)
    inside = shapely.contains(circle, centres)
    np.testing.assert_array_equal(found[distance > 0.71], inside[distance > 0.71])


def test_polygons_that_share_edges_sum_up_to_whole_cells(engine):
    """Parcels of a random triangulation cover the inner cells: one by one and all together."""
    rng = np.random.default_rng(8)
    points = shapely.MultiPoint(rng.uniform(-3, 13, (80, 2)))
    parcels = list(shapely.get_parts(shapely.delaunay_triangles(points)))
    xs = np.arange(10.0)
    together = coverage(parcels, xs, xs)
    hull = shapely.union_all(parcels)
    whole = shapely.covers(hull, shapely.box(*np.meshgrid(xs - 0.5, xs - 0.5),
                                             *np.meshgrid(xs + 0.5, xs + 0.5)))  # fmt: skip
    assert whole.sum() > 50
    assert reaches(together[whole], 1.0).all()
    np.testing.assert_array_equal(together[whole], 1.0)
    alone = sum(coverage(parcel, xs, xs) for parcel in parcels)
    np.testing.assert_allclose(alone, together, rtol=0, atol=1e-13)


def test_a_share_that_is_missed_by_rounding_is_reached():
    shares = np.array([1.0, 1.0 - 1e-12, 1.0 - 1e-8, 0.0, 1e-12])
    assert reaches(shares, 1.0).tolist() == [True, True, False, False, False]
    assert reaches(shares, 1e-12).tolist() == [True, True, True, False, True]
    thirds = [box(0, i / 3, 1, (i + 1) / 3) for i in range(3)]
    assert reaches(coverage(thirds, [0.5], [0.5]), 1.0).all()


@pytest.mark.parametrize("count", [1, 30])
def test_windows_are_parts_of_the_whole(engine, count):
    polygons = random_polygons(9, count, 40, 25.0)
    rings = oriented(disjoint_rings(polygons))
    x_edges = np.linspace(0.1, 39.7, 60)
    y_edges = np.linspace(38.3, 1.2, 47)
    whole = cover(rings, x_edges, y_edges)
    boxes = polygon_boxes(rings)
    for top, left in ((0, 0), (10, 20), (33, 50)):
        rows, cols = y_edges[top : top + 14], x_edges[left : left + 10]
        near = rings_near(rings, boxes, (cols.min(), cols.max()), (rows.min(), rows.max()))
        part = cover(near, cols, rows)
        np.testing.assert_array_equal(part, whole[top : top + 13, left : left + 9])


def test_engines_agree_to_the_bit():
    rings = oriented(disjoint_rings(random_polygons(10, 60, 50, 40.0)))
    edges = np.cumsum(np.random.default_rng(0).uniform(0.1, 2, 70))
    found = np.empty((2, 69, 69))
    for engine, out in zip((numba_engine, numpy_engine), found):
        engine.cover_cells(rings, edges, edges[::-1], out)
    np.testing.assert_array_equal(*found)
    assert found[0].max() == 1


# --- polygons that overlap or cross themselves ----------------------------------------------------


def test_polygons_without_overlap_stay_as_they_are():
    grid = [box(i, j, i + 1, j + 1) for i in range(4) for j in range(4)]
    rings = disjoint_rings(grid)
    for mine, given_ in zip(rings, polygon_rings(grid)):
        np.testing.assert_array_equal(mine, given_)
    overlapping = [*grid, box(0.5, 0.5, 1.5, 1.5), box(10, 10, 11, 11), box(10.5, 10, 12, 11)]
    assert disjoint_rings(overlapping).polygon_starts.size - 1 == 12 + 1 + 1


def test_a_chain_of_overlaps_becomes_one(engine):
    chain = [box(i, 0, i + 1.5, 1) for i in range(200)]
    assert disjoint_rings(chain[::-1]).polygon_starts.size - 1 == 1
    np.testing.assert_array_equal(coverage(chain, np.arange(200) + 0.5, [0.5]), 1.0)


def test_a_hole_along_the_shell(engine):
    """What `make_valid` would fill; and where the shell has no area, for which it fails."""
    shell, notch = [(0, 0), (3, 0), (3, 3), (0, 3)], [(0, 1), (1, 1), (1, 2), (0, 2)]
    centres = np.arange(3) + 0.5
    expected = np.ones((3, 3))
    expected[1, 0] = 0
    found = coverage(Polygon(shell, [notch]), centres, centres)
    np.testing.assert_array_equal(found, expected)
    line = [(2, 2), (2.5, 2.5), (3, 3), (2.5, 2.5)]
    found = coverage(Polygon(line, [notch]), centres, centres)
    np.testing.assert_array_equal(found, 1 - expected)


def test_rings_of_no_area_cover_nothing(engine):
    line = rings_of([[(0, 0), (2, 2)]], [[(1, 1)], [(0.0, 0.0), (2.0, 0.0), (1.0, 1.0)]])
    found = coverage(line, [0.5, 1.5], [0.5])
    np.testing.assert_array_equal(found, [[0.5, 0.5]])
    assert coverage(None, [0.5], [0.5]).tolist() == [[0.0]]
    nothing = rings_of([[(0, 0), (2, 2)]], [[(1, 1)]])
    assert coverage(nothing, [0.5], [0.5]).tolist() == [[0.0]]


def test_older_shapely_unites_all(monkeypatch):
    polygons = random_polygons(11, 20, 20, 8.0)
    xs = np.arange(20) + 0.5
    expected = coverage(polygons, xs, xs)
    monkeypatch.setattr(shapes, "_IS_VECTORISED", False)
    np.testing.assert_allclose(coverage(polygons, xs, xs), expected, rtol=0, atol=1e-12)


def test_a_triangle_needs_no_shapely(monkeypatch, engine):
    triangle = rings_of([[(0, 0), (2, 0), (0, 2)]])
    without_shapely(monkeypatch)
    assert coverage(triangle, [0.5, 1.5], [0.5, 1.5]).tolist() == [[1.0, 0.5], [0.5, 0.0]]
    with pytest.raises(ImportError):
        coverage([box(0, 0, 1, 1), box(0, 0, 2, 2)], [0.5], [0.5])


def test_a_job_without_shapely_is_told(monkeypatch):
    without_shapely(monkeypatch)
    polygons = Polygons(valid=(box(0, 0, 1, 1).wkb,))
    assert ready_polygons(polygons, "center").valid.x.size == 5
    with pytest.raises(RasterError, match="RULE is coverage, for which polygons are united by sh"):
        ready_polygons(polygons, "coverage")


def without_shapely(monkeypatch):
    monkeypatch.delattr(masks, "shapes", raising=False)
    monkeypatch.setitem(sys.modules, "gridr_qgis.core.masks.shapes", None)


# --- arguments ------------------------------------------------------------------------------------


def test_edges_may_be_given(engine):
    wide = coverage(box(0, 0, 1, 1), [1.0], [2.0], [0.0, 4.0], [0.0, 2.0])
    assert wide.tolist() == [[0.125]]


@pytest.mark.parametrize("edges", [[0.0, 1.0], [0.0, 1.0, 1.0], [[0.0, 1.0, 2.0]]])
def test_edges_must_fit(edges):
    with pytest.raises(ValueError, match="x_edges has the shape"):
        coverage(None, [0.5, 1.5], [0.5], edges)


def test_out_must_fit(engine):
    out = np.empty((2, 2), dtype=np.float32)
    with pytest.raises(ValueError, match="it must be float64 of shape"):
        engine_in_force().cover_cells(
            polygon_rings(box(0, 0, 1, 1)), np.arange(3.0), np.arange(3.0), out
        )
