"""`grid_rasterize`: its arguments, both algorithms, and the cases that GridR 0.7 gets wrong."""

import numpy as np
import pytest
import shapely
from shapely.geometry import GeometryCollection, LineString, MultiPolygon, Point, Polygon, box

from gridr_qgis.core.masks import shapes
from gridr_qgis.core.masks.rasterize import (
    GridRasterizeAlg,
    ShapelyPredicate,
    grid_rasterize,
)

BOX = box(1, 1, 3, 3)
HOLED = Polygon(box(0, 0, 6, 5).exterior, [box(2, 2, 4, 3).exterior])
BOW_TIE = Polygon([(0, 0), (4, 4), (4, 0), (0, 4)])
REGULAR = {"grid_coords": None, "shape": (6, 8), "origin": (0, 0), "resolution": (1, 1)}


def rasterize(geometry, **changes):
    arguments = {
        **REGULAR,
        "win": None,
        "inner_value": 1,
        "outer_value": 0,
        "default_value": 5,
        "geometry": geometry,
        "dtype": np.uint8,
        **changes,
    }
    return grid_rasterize(**arguments)


def on_coords(geometry, xs, ys, **changes):
    return rasterize(
        geometry, grid_coords=(xs, ys), shape=None, origin=None, resolution=None, **changes
    )


@pytest.fixture(params=[GridRasterizeAlg.SCANLINE, GridRasterizeAlg.SHAPELY, "SHAPELY 1.8"])
def alg(request, engine, monkeypatch):
    """Run a test with each algorithm: ours on both engines, shapely 2 and the way of 1.8."""
    if request.param == "SHAPELY 1.8":
        monkeypatch.setattr(shapes, "_cover_vectorised", shapes._cover_one_by_one)
        return GridRasterizeAlg.SHAPELY
    return request.param


def test_names_and_numbers_are_those_of_gridr():
    assert GridRasterizeAlg.RASTERIO_RASTERIZE is GridRasterizeAlg.SCANLINE
    assert (GridRasterizeAlg.SCANLINE, GridRasterizeAlg.SHAPELY) == (1, 2)
    assert [p.name for p in ShapelyPredicate] == ["COVERS", "CONTAINS", "INTERSECTS"]
    assert [int(p) for p in ShapelyPredicate] == [1, 2, 3]


def test_values_and_types(alg):
    inside = np.zeros((6, 8), dtype=bool)
    inside[1:4, 1:4] = True
    for dtype in (np.uint8, np.int16, np.float32, np.float64, bool):
        result = rasterize(BOX, dtype=dtype, alg=alg)
        assert result.dtype == dtype
        np.testing.assert_array_equal(result, inside)
        np.testing.assert_array_equal(
            rasterize(BOX, dtype=dtype, alg=alg, inner_value=0, outer_value=1, default_value=1),
            ~inside,
        )
    result = rasterize(BOX, alg=alg, dtype=np.int16, inner_value=-7, outer_value=300)
    np.testing.assert_array_equal(result, np.where(inside, -7, 300))


def test_predicates(alg):
    def count(geometry, predicate):
        return int(rasterize(geometry, alg=alg, shapely_predicate=predicate).sum())

    assert count(BOX, ShapelyPredicate.COVERS) == 9
    assert count(BOX, ShapelyPredicate.INTERSECTS) == 9
    assert count(BOX, ShapelyPredicate.CONTAINS) == 1
    assert count(BOX, 2) == 1
    assert count(HOLED, ShapelyPredicate.COVERS) == 42  # the edge of the hole is inside
    assert count(HOLED, ShapelyPredicate.CONTAINS) == 5 * 4 - 3 * 2
    halves = [box(0, 0, 4, 5), box(4, 0, 7, 5)]
    assert count(halves, ShapelyPredicate.COVERS) == 48
    assert count(halves, ShapelyPredicate.CONTAINS) == 3 * 4 + 2 * 4  # B30: not on the seam


def test_b24_both_lobes_of_a_bow_tie(alg):
    result = rasterize(BOW_TIE, alg=alg, shape=(5, 5))
    np.testing.assert_array_equal(
        result,
        [[1, 0, 0, 0, 1], [1, 1, 0, 1, 1], [1, 1, 1, 1, 1], [1, 1, 0, 1, 1], [1, 0, 0, 0, 1]],
    )
    strict = rasterize(BOW_TIE, alg=alg, shape=(5, 5), shapely_predicate=ShapelyPredicate.CONTAINS)
    assert [tuple(cell) for cell in np.argwhere(strict)] == [(2, 1), (2, 3)]


@pytest.mark.parametrize("polygon", [HOLED, MultiPolygon([BOX, box(5, 3, 7, 7)])])
def test_b26_every_window_is_a_slice_of_the_whole(alg, polygon):
    whole = rasterize(polygon, alg=alg)
    for win in (((0, 5), (0, 7)), ((2, 5), (3, 7)), ((5, 5), (7, 7)), ((1, 3), (0, 6))):
        (first_row, last_row), (first_col, last_col) = win
        expected = whole[first_row : last_row + 1, first_col : last_col + 1]
        for form in (win, [list(pair) for pair in win], np.array(win)):
            np.testing.assert_array_equal(rasterize(polygon, alg=alg, win=form), expected)
        xs, ys = np.arange(8.0), np.arange(6.0)
        np.testing.assert_array_equal(on_coords(polygon, xs, ys, alg=alg, win=win), expected)
        result = on_coords(polygon, *np.meshgrid(xs, ys), alg=alg, win=win)
        np.testing.assert_array_equal(result, expected)


def test_b27_irregular_and_curvilinear_coordinates(alg):
    xs, ys = np.array([0.0, 1.0, 2.5, 3.0, 9.0]), np.array([4.0, 3.0, 1.0, 0.5])
    expected = [[0, 0, 0, 0, 0], [0, 1, 1, 1, 0], [0, 1, 1, 1, 0], [0, 0, 0, 0, 0]]
    assert on_coords(BOX, xs, ys, alg=alg).tolist() == expected
    assert on_coords(BOX, *np.meshgrid(xs, ys), alg=alg).tolist() == expected
    result = rasterize(
        BOX,
        grid_coords=np.array(np.meshgrid(xs, ys)),
        shape=None,
        origin=None,
        resolution=None,
        alg=alg,
    )
    assert result.tolist() == expected
    mixed = xs[[3, 0, 1, 4, 2]]
    assert on_coords(BOX, mixed, ys, alg=alg)[1].tolist() == [1, 0, 1, 0, 1]
    rows, cols = np.mgrid[:6, :8].astype(float)
    turned = 0.8 * cols - 0.6 * rows, 0.6 * cols + 0.8 * rows
    result = on_coords(HOLED, *turned, alg=alg)
    np.testing.assert_array_equal(result, shapely.covers(HOLED, shapely.points(*turned)))


def test_regular_lattices_of_any_step_and_direction(alg):
    result = rasterize(BOX, alg=alg, shape=(3, 4), origin=(4.0, 0.5), resolution=(-1.5, 0.75))
    # rows at 4, 2.5, 1; columns at 0.5, 1.25, 2, 2.75
    assert result.tolist() == [[0, 0, 0, 0], [0, 1, 1, 1], [0, 1, 1, 1]]


@pytest.mark.parametrize(
    "geometry",
    [None, [], Polygon(), MultiPolygon(), [Polygon(), None], Polygon().wkb, GeometryCollection()],
)
def test_no_geometry_gives_the_default_value(alg, geometry):
    assert (rasterize(geometry, alg=alg) == 5).all()
    assert rasterize(geometry, alg=alg, reduce=True) == 5
    output = np.zeros((6, 8), dtype=np.int32)
    assert rasterize(geometry, alg=alg, output=output, dtype=None) is None
    assert (output == 5).all()


def test_output_is_written_in_place(alg):
    store = np.full((12, 8), 9, dtype=np.float32)
    assert rasterize(BOX, alg=alg, output=store[::2], dtype=None) is None
    np.testing.assert_array_equal(store[::2], rasterize(BOX))
    assert (store[1::2] == 9).all()


def test_reduce(alg):
    everything, nothing = box(-1, -1, 99, 99), box(50, 50, 60, 60)
    values = {"inner_value": 3, "outer_value": 4, "reduce": True, "alg": alg}
    assert rasterize(everything, **values) == 3
    assert rasterize(nothing, **values) == 4
    assert rasterize(BOX, **values).shape == (6, 8)
    assert rasterize(BOX, win=((1, 3), (1, 3)), **values) == 3


def test_buffers(alg):
    def count(distance, geometry=BOX):
        return int(rasterize(geometry, alg=alg, geometry_buffer_dst=distance).sum())

    assert [count(distance) for distance in (None, 0, 0.0, 1e-6)] == [9] * 4
    assert count(1.0) == 25 - 4  # four segments to a circle: corners are cut
    assert count(-0.5) == 1
    assert count(-1.5) == 0  # shrunk to nothing: outside, not "no geometry"
    assert count(0.25, BOW_TIE) == 17
    with pytest.raises(ValueError, match="geometry_buffer_dst is nan"):
        count(np.nan)


def test_wkb_and_collections(alg):
    collection = GeometryCollection([Point(0, 0), BOX])
    for geometry in (BOX.wkb, collection, [collection.wkb], [[BOX], None]):
        np.testing.assert_array_equal(rasterize(geometry, alg=alg), rasterize(BOX))


@pytest.mark.parametrize(
    ("changes", "error", "words"),
    [
        ({"alg": 7}, ValueError, "alg is 7; GridRasterizeAlg has SCANLINE"),
        ({"alg": None}, ValueError, "alg is None"),
        ({"shapely_predicate": "touches"}, ValueError, "shapely_predicate is 'touches'"),
        ({"all_touched": True}, ValueError, "'all_touched' is no argument"),
        ({"shape": None}, ValueError, "either by grid_coords or by shape"),
        ({"grid_coords": (np.arange(3.0), np.arange(3.0))}, ValueError, "either by grid_coords"),
        ({"shape": (0, 3)}, ValueError, r"shape is \(0, 3\)"),
        ({"shape": (2.5, 3)}, ValueError, "shape is"),
        ({"resolution": (1, 0)}, ValueError, "must not be 0"),
        ({"origin": (np.nan, 0)}, ValueError, "origin is"),
        ({"win": ((0, 6), (0, 3))}, ValueError, "win is"),
        ({"win": ((3, 2), (0, 3))}, ValueError, "win is"),
        ({"dtype": None}, ValueError, "Neither output nor dtype"),
        ({"output": np.zeros((6, 8))}, ValueError, "output excludes"),
        ({"output": np.zeros((6, 8)), "dtype": None, "reduce": True}, ValueError, "excludes"),
        ({"output": np.zeros((5, 8)), "dtype": None}, ValueError, "output has the shape"),
        ({"output": [[0]], "dtype": None}, TypeError, "output is a list"),
        ({"inner_value": 256}, ValueError, "inner_value is 256; uint8 cannot hold it"),
        ({"default_value": -1, "geometry": None}, ValueError, "default_value is -1"),
        ({"outer_value": 2, "dtype": bool}, ValueError, "outer_value is 2; bool"),
        ({"geometry": LineString([(0, 0), (1, 1)])}, TypeError, "LineString"),
    ],
)
def test_wrong_arguments(changes, error, words):
    with pytest.raises(error, match=words):
        rasterize(**{"geometry": BOX, **changes})


@pytest.mark.parametrize(
    "coords",
    [
        (np.arange(3.0),),
        (np.arange(3.0), np.zeros((2, 3))),
        (np.zeros((2, 2)), np.zeros((2, 3))),
        (np.zeros((2, 2, 2)), np.zeros((2, 2, 2))),
    ],
)
def test_wrong_coordinates(coords):
    with pytest.raises(TypeError, match=r"grid_coords|coordinates of cell centres"):
        rasterize(BOX, grid_coords=coords, shape=None, origin=None, resolution=None)


def test_shapely_finds_the_same_as_the_scanline(engine):
    rng = np.random.default_rng(3)
    for _ in range(40):
        corners = [rng.integers(-4, 36, (rng.integers(3, 8), 2)) / 4 for _ in range(2)]
        polygons = [Polygon(corner) for corner in corners]
        if not all(polygon.is_valid for polygon in polygons):
            continue
        for predicate in ShapelyPredicate:
            ours, theirs = (
                rasterize(polygons, alg=alg, shapely_predicate=predicate)
                for alg in (GridRasterizeAlg.SCANLINE, GridRasterizeAlg.SHAPELY)
            )
            np.testing.assert_array_equal(ours, theirs)
