"""The burner against exact arithmetic, against shapely, and on polygons whose answer is known."""

from fractions import Fraction

import numpy as np
import pytest
import shapely
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from shapely.geometry import MultiPolygon, Polygon, box

from gridr_qgis.core.engines import engine as engine_in_force
from gridr_qgis.core.engines import numba_engine, numpy_engine
from gridr_qgis.core.masks.burning import as_lattice, burn, cell_edges
from gridr_qgis.core.masks.geometry import PolygonRings, polygon_rings

exhaustive = settings(
    derandomize=True,
    deadline=None,
    max_examples=60,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.filter_too_much],
)

ROWS, COLS = 6, 7


def rings_of(*polygons):
    """Return rings of polygons that are lists of rings, as they are, valid or not."""
    rings = [[*ring, ring[0]] for polygon in polygons for ring in polygon]
    points = np.array([point for ring in rings for point in ring], dtype=float).reshape(-1, 2)
    return PolygonRings(
        points[:, 0].copy(),
        points[:, 1].copy(),
        np.cumsum([0, *map(len, rings)]),
        np.cumsum([0, *map(len, polygons)]),
    )


def edges_of(rings, polygon):
    for ring in range(*rings.polygon_starts[polygon : polygon + 2]):
        points = [
            (Fraction(rings.x[i]), Fraction(rings.y[i]))
            for i in range(*rings.ring_starts[ring : ring + 2])
        ]
        yield from zip(points[:-1], points[1:])


def place(edges, x, y):
    """Say exactly whether a point is "in" (even-odd), "on" or "out" of edges."""
    inside = False
    for (x0, y0), (x1, y1) in edges:
        turn = (x1 - x0) * (y - y0) - (y1 - y0) * (x - x0)
        if turn == 0 and min(x0, x1) <= x <= max(x0, x1) and min(y0, y1) <= y <= max(y0, y1):
            return "on"
        if (y0 <= y) != (y1 <= y) and (turn > 0) == (y1 > y0):
            inside = not inside
    return "in" if inside else "out"


def meets_open_box(edge, low, high):
    """Say exactly whether a closed segment shares a point with an open box."""
    first, last, first_open, last_open = Fraction(0), Fraction(1), False, False
    for a, b, start, stop in zip(*edge, low, high):
        if a == b:
            if not start < a < stop:
                return False
            continue
        enter, leave = sorted(((start - a) / (b - a), (stop - a) / (b - a)))
        if enter >= first:
            first, first_open = enter, True
        if leave <= last:
            last, last_open = leave, True
    return first < last or (first == last and not first_open and not last_open)


def exact_mask(rings, xs, ys, rule):
    mask = np.zeros((len(ys), len(xs)), dtype=np.uint8)
    x_edges, y_edges = ([Fraction(e) for e in cell_edges(c)] for c in (xs, ys))
    for polygon in range(rings.polygon_starts.size - 1):
        edges = list(edges_of(rings, polygon))
        for (i, j), marked in np.ndenumerate(mask):
            if marked:
                continue
            where = place(edges, Fraction(xs[j]), Fraction(ys[i]))
            if rule == "touch":
                low = min(x_edges[j : j + 2]), min(y_edges[i : i + 2])
                high = max(x_edges[j : j + 2]), max(y_edges[i : i + 2])
                mask[i, j] = where == "in" or any(meets_open_box(e, low, high) for e in edges)
            else:
                mask[i, j] = where == "in" or (where == "on" and rule == "center")
    return mask


@st.composite
def lattices(draw):
    """Cell centres: integers, or irregular ones on eighths; in either direction."""
    axes = []
    for count in (COLS, ROWS):
        steps = draw(
            st.one_of(
                st.just([8] * count), st.lists(st.integers(1, 12), min_size=count, max_size=count)
            )
        )
        axis = np.cumsum(steps) / 8.0
        axes.append(axis[::-1].copy() if draw(st.booleans()) else axis)
    return axes


@st.composite
def any_rings(draw):
    """Up to three polygons of up to two rings with corners on eighths, valid or not."""
    corner = st.tuples(st.integers(-8, 72), st.integers(-8, 72)).map(lambda p: (p[0] / 8, p[1] / 8))
    on_centre = st.tuples(st.integers(0, 8), st.integers(0, 8))
    ring = st.lists(st.one_of(corner, on_centre), min_size=3, max_size=6)
    return draw(st.lists(st.lists(ring, min_size=1, max_size=2), min_size=1, max_size=3))


def frames(rings, xs, ys, scale, offset):
    """Move and scale rings and centres alike, in floating point."""
    moved = rings._replace(x=rings.x * scale + offset, y=rings.y * scale - offset)
    return moved, xs * scale + offset, ys * scale - offset


# Exact in floating point, and not.
FRAMES = [(1.0, 0.0), (2.0**-30, 0.0), (1.0, 1234567.0), (0.1, 0.0), (1 / 3, 4e6), (1e-9, 1.0)]


@pytest.mark.parametrize("rule", ["center", "center-strict", "touch"])
@exhaustive
@given(polygons=any_rings(), lattice=lattices(), frame=st.sampled_from(FRAMES))
def test_every_rule_is_exact(engine, rule, polygons, lattice, frame):
    rings, xs, ys = frames(rings_of(*polygons), *lattice, *frame)
    mask = burn(rings, xs, ys, rule)
    np.testing.assert_array_equal(mask, exact_mask(rings, xs, ys, rule))
    if rule != "touch":
        points = np.zeros_like(mask)
        engine_in_force().cover_points(rings, *np.meshgrid(xs, ys), rule, points)
        np.testing.assert_array_equal(points, mask)


@exhaustive
@given(polygons=any_rings(), offset=st.sampled_from([0.0, 3e6]))
def test_shapely_agrees_on_valid_polygons(engine, polygons, offset):
    shapes = [Polygon(rings[0], rings[1:]) for rings in polygons]
    shapes = [shapely.transform(shape, lambda p: p + offset) for shape in shapes]
    shapes = [shape for shape in shapes if shape.is_valid]
    assume(shapes)
    xs, ys = np.arange(COLS) + offset, np.arange(ROWS) + offset
    points = shapely.points(*np.meshgrid(xs, ys))
    for rule, predicate in (("center", shapely.covers), ("center-strict", shapely.contains)):
        expected = np.any([predicate(shape, points) for shape in shapes], axis=0)
        np.testing.assert_array_equal(burn(shapes, xs, ys, rule), expected)
    cells = shapely.box(*np.meshgrid(xs - 0.5, ys - 0.5), *np.meshgrid(xs + 0.5, ys + 0.5))
    # Interiors meet, or the cell's interior meets an edge of the polygon.
    expected = [
        shapely.relate_pattern(cells, shape, "T********")
        | shapely.relate_pattern(cells, shape, "*T*******")
        for shape in shapes
    ]
    touched = burn(shapes, xs, ys, "touch")
    if not (touched == np.any(expected, axis=0)).all():  # shapely's own crossings are rounded
        exact = exact_mask(polygon_rings(shapes), xs, ys, "touch")
        np.testing.assert_array_equal(touched, exact)


@exhaustive
@given(
    polygons=any_rings(),
    lattice=lattices(),
    rule=st.sampled_from(["center", "center-strict", "touch"]),
)
def test_symmetries(engine, polygons, lattice, rule):
    rings, (xs, ys) = rings_of(*polygons), lattice
    edges = {"x_edges": cell_edges(xs), "y_edges": cell_edges(ys)}
    mask = burn(rings, xs, ys, rule)
    turned = burn(rings._replace(x=rings.y, y=rings.x), ys, xs, rule)
    np.testing.assert_array_equal(turned.T, mask)
    np.testing.assert_array_equal(burn(rings, xs[::-1], ys, rule)[:, ::-1], mask)
    np.testing.assert_array_equal(burn(rings, xs, ys[::-1], rule)[::-1], mask)
    np.testing.assert_array_equal(burn(rings._replace(x=-rings.x), -xs, ys, rule), mask)
    window = burn(rings, xs[2:5], ys[1:], rule, None, edges["x_edges"][2:6], edges["y_edges"][1:])
    np.testing.assert_array_equal(window, mask[1:, 2:5])
    united = np.zeros_like(mask)
    for polygon in polygons:
        burn(rings_of(polygon), xs, ys, rule, united)
    np.testing.assert_array_equal(united, mask)
    backwards = rings_of(*([ring[::-1] for ring in polygon] for polygon in polygons[::-1]))
    np.testing.assert_array_equal(burn(backwards, xs, ys, rule), mask)


def ones(mask):
    return list(zip(*(axis.tolist() for axis in np.nonzero(mask))))


def test_edges_corners_and_hole_edges_belong_to_the_closed_polygon(engine):
    xs = ys = np.arange(7.0)
    frame = Polygon(box(1, 1, 5, 5).exterior, [box(2, 2, 4, 4).exterior])
    closed = burn(frame, xs, ys)
    assert closed.sum() == 25 - 1
    assert closed[3, 3] == 0
    assert burn(frame, xs, ys, "center-strict").sum() == 0
    assert (
        burn(box(1, 1, 3, 3), xs, ys, "center-strict").tolist()
        == burn(box(1.5, 1.5, 2.5, 2.5), xs, ys).tolist()
    )


def test_strict_leaves_out_edges_that_two_polygons_share(engine):
    xs = ys = np.arange(5.0)
    halves = [box(-1, -1, 2, 5), box(2, -1, 5, 5)]
    assert burn(halves, xs, ys).all()
    strict = burn(halves, xs, ys, "center-strict")
    assert strict[:, 2].tolist() == [0] * 5
    assert strict[:, [0, 1, 3, 4]].all()
    # The third polygon covers the seam, which nothing takes away again.
    assert burn([*halves, box(1, -1, 3, 5)], xs, ys, "center-strict").all()


def test_bow_tie_has_two_lobes(engine):
    tie = Polygon([(0, 0), (4, 4), (4, 0), (0, 4)])
    mask = burn(tie, np.arange(5.0), np.arange(5.0))
    np.testing.assert_array_equal(
        mask, [[1, 0, 0, 0, 1], [1, 1, 0, 1, 1], [1, 1, 1, 1, 1], [1, 1, 0, 1, 1], [1, 0, 0, 0, 1]]
    )


def test_overlapping_members_are_united_but_rings_of_one_polygon_are_even_odd(engine):
    xs = ys = np.arange(6.0)
    big, small = box(0, 0, 5, 5), box(1.5, 1.5, 3.5, 3.5)
    assert burn([big, small], xs, ys).all()
    assert burn(MultiPolygon([big, small]), xs, ys).all()
    assert burn(Polygon(big.exterior, [small.exterior]), xs, ys).sum() == 36 - 4


def test_touch_follows_cell_edges(engine):
    xs = ys = np.arange(6.0)
    aligned = burn(box(0.5, 1.5, 3.5, 2.5), xs, ys, "touch")
    assert ones(aligned) == [(2, 1), (2, 2), (2, 3)]
    assert ones(burn(box(2.2, 3.1, 2.3, 3.2), xs, ys, "touch")) == [(3, 2)]
    assert ones(burn(box(2.4, 3.4, 2.6, 3.6), xs, ys, "touch")) == [(3, 2), (3, 3), (4, 2), (4, 3)]
    # Through the common corner of four cells only two of them are met.
    sliver = Polygon([(0, 0), (1, 1), (0.5, 0.5)])
    assert ones(burn(sliver, xs, ys, "touch")) == [(0, 0), (1, 1)]


def test_touch_with_given_edges_and_with_one_cell(engine):
    centre = np.array([10.0])
    assert burn(box(10.4, 10.4, 11, 11), centre, centre, "touch").tolist() == [[1]]
    assert burn(box(10.5, 10.5, 11, 11), centre, centre, "touch").tolist() == [[0]]
    wide = np.array([5.0, 15.0])
    assert burn(box(14, 14, 16, 16), centre, centre, "touch", None, wide, wide).tolist() == [[1]]
    np.testing.assert_array_equal(cell_edges([1.0, 2.0, 4.0]), [0.5, 1.5, 3.0, 5.0])
    np.testing.assert_array_equal(cell_edges([4.0, 2.0, 1.0]), [5.0, 3.0, 1.5, 0.5])
    np.testing.assert_array_equal(cell_edges([3.0], size=4), [1.0, 5.0])


def test_out_is_only_set_and_inputs_are_only_read(engine):
    rings = polygon_rings(box(1, 1, 2, 2))
    for array in rings:
        array.flags.writeable = False
    xs = np.arange(4.0)
    xs.flags.writeable = False
    big = np.zeros((8, 8), dtype=np.uint8)
    out = big[::2, ::2]
    out[3, 3] = 7
    for rule in ("center", "center-strict", "touch"):
        assert burn(rings, xs, xs, rule, out) is out
    assert out[3, 3] == 7
    assert ones(big[1::2]) == []
    assert ones(out[:3]) == [(1, 1), (1, 2), (2, 1), (2, 2)]


def test_no_polygons_and_far_polygons_mark_nothing(engine):
    xs = ys = np.arange(4.0)
    for rule in ("center", "center-strict", "touch"):
        for geometry in (None, [], box(10, 0, 11, 3), box(0, -9, 3, -8), box(-5, 0, -4, 1)):
            assert burn(geometry, xs, ys, rule).sum() == 0
        assert burn(box(-1e9, -1e9, 1e9, 1e9), xs, ys, rule).all()


def test_curvilinear_points(engine):
    rows, cols = np.mgrid[:9, :12].astype(float)
    xs, ys = cols + 0.25 * rows, rows - 0.5 * cols
    xs[4, 4] = np.nan
    ys[5, 5] = np.inf
    shape = Polygon([(1, -5), (9, -4), (8, 5), (2, 3)], [[(4, -2), (6, -2), (5, 1)]])
    known = np.isfinite(xs) & np.isfinite(ys)
    expected = np.zeros(xs.shape, dtype=bool)
    expected[known] = shapely.covers(shape, shapely.points(xs[known], ys[known]))
    np.testing.assert_array_equal(burn(shape, xs, ys), expected)
    with pytest.raises(ValueError, match="touch"):
        burn(shape, xs, ys, "touch")


def test_lattices_are_recognised():
    xs, ys = np.array([3.0, 2.0, 0.5]), np.array([0, 1])
    for given_xs, given_ys in ((xs, ys), np.meshgrid(xs, ys)):
        found_xs, found_ys = as_lattice(given_xs, given_ys)
        assert found_xs.tolist() == [3.0, 2.0, 0.5]
        assert found_ys.tolist() == [0.0, 1.0]
    assert as_lattice(np.array([0.0, 2.0, 1.0]), ys)[0].shape == (2, 3)
    assert as_lattice(np.array([0.0, np.nan]), ys)[0].shape == (2, 2)


@pytest.mark.parametrize(
    ("xs", "ys"),
    [
        (np.zeros(3), np.zeros((2, 2))),
        (np.zeros((2, 3)), np.zeros((3, 2))),
        ([], [1.0]),
        (["a"], [1]),
    ],
)
def test_other_coordinates_are_refused(xs, ys):
    with pytest.raises(TypeError, match="coordinates of cell centres"):
        burn(None, xs, ys)


def test_wrong_rule_and_wrong_out(engine):
    xs = ys = np.arange(3.0)
    with pytest.raises(ValueError, match="rule is 'all'; it must be one of center"):
        burn(None, xs, ys, "all")
    for out in (np.zeros((3, 2), np.uint8), np.zeros((3, 3), np.int32)):
        with pytest.raises(ValueError, match="it must be uint8 of shape"):
            burn(None, xs, ys, out=out)
        with pytest.raises(ValueError, match="it must be uint8 of shape"):
            burn(None, xs + [[0], [1], [2]], ys + [[0], [1], [0]], out=out)


def test_a_comb_with_more_crossings_than_a_buffer_holds(engine):
    teeth, rows = 700, 800
    left = np.arange(teeth) * 4.0 + 0.5
    outline = [p for x in left for p in ((x, 0), (x, rows), (x + 2, rows), (x + 2, 0))]
    comb = Polygon([*outline, (left[-1] + 2, -1), (left[0], -1)])
    xs, ys = np.arange(4.0 * teeth), np.arange(rows) + 0.5
    mask = burn(comb, xs, ys)
    np.testing.assert_array_equal(mask, np.tile([0, 1, 1, 0], (rows, teeth)))


@pytest.mark.parametrize("rule", ["center", "center-strict", "touch"])
def test_engines_agree_on_large_jagged_polygons(rule, monkeypatch):
    monkeypatch.setattr(numpy_engine.polygons, "_BATCH", 5000)
    rng = np.random.default_rng(11)
    angles = np.sort(rng.uniform(0, 2 * np.pi, 3000))
    radii = 100 * (1 - 0.3 * rng.random(3000))
    star = rings_of([np.column_stack((radii * np.cos(angles), radii * np.sin(angles))).tolist()])
    xs, ys = np.sort(rng.uniform(-110, 110, 150)), np.arange(90, -90, -1.5)
    if rule == "touch":
        xs, ys = cell_edges(xs), cell_edges(ys)
    masks = [
        np.zeros((ys.size - (rule == "touch"), xs.size - (rule == "touch")), np.uint8) for _ in "ab"
    ]
    numba_engine.burn_polygons(star, xs, ys, rule, masks[0])
    numpy_engine.burn_polygons(star, xs, ys, rule, masks[1])
    np.testing.assert_array_equal(*masks)
    assert 0 < masks[0].mean() < 1


def test_near_ties_are_decided_exactly(engine):
    """A centre that no rounding could place: 1e-17 beside an edge of length 1e6."""
    xs = ys = np.array([0.1, 0.2, 0.3])
    # The line through (0, 0) and (3e5, 3e5) passes the centres on the diagonal exactly; its
    # neighbour in floating point does not.
    top = np.nextafter(3e5, 4e5)
    through = Polygon([(0, 0), (3e5, 3e5), (3e5, 0)])
    below = rings_of([[(0, 0), (top, 3e5), (3e5, 0)]])
    assert np.diag(burn(through, xs, ys)).tolist() == [1, 1, 1]
    assert np.diag(burn(through, xs, ys, "center-strict")).tolist() == [0, 0, 0]
    assert np.diag(burn(below, xs, ys)).tolist() == [0, 0, 0]
