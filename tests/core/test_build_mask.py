"""`build_mask`: the examples that the project starts from, and what GridR 0.7 gets wrong."""

from itertools import product

import numpy as np
import pytest
from shapely.geometry import (
    GeometryCollection,
    LineString,
    MultiPolygon,
    Point,
    Polygon,
    box,
)

from gridr_qgis.core.conventions.validity import Validity
from gridr_qgis.core.engines import engine as engine_in_force
from gridr_qgis.core.masks.build_mask import build_mask
from gridr_qgis.core.masks.geometry import polygon_rings
from gridr_qgis.core.masks.rasterize import GridRasterizeAlg, ShapelyPredicate

BOX = box(1, 1, 3, 3)
COARSE = np.array([[0, 1, 0], [1, 1, 0], [1, 1, 0]], dtype=np.uint8)


def mask_of(shape, **arguments):
    return build_mask(shape, (1, 1), None, **arguments)


def oversampled(mask_in, resolution, shape=None, **arguments):
    """Build the mask of a raster alone, over all of it unless a shape is given."""
    if shape is None:
        shape = [(n - 1) * r + 1 for n, r in zip(np.shape(mask_in), np.broadcast_to(resolution, 2))]
    arguments.setdefault("oversampling_dtype", np.float64)
    return mask_of(shape, mask_in=mask_in, mask_in_resolution=resolution, **arguments)


def test_seed_full_resolution(engine):
    shape = (6, 8)
    input_mask = np.full(shape, Validity.INVALID, dtype=np.uint8)
    input_mask[1:4, 1:6] = Validity.VALID
    raster = build_mask(
        shape=shape,
        resolution=(1, 1),
        out=None,
        geometry_origin=None,
        geometry_pair=None,
        mask_in=input_mask,
        mask_in_target_win=None,
        mask_in_resolution=(1, 1),
        oversampling_dtype=np.float64,
        mask_in_binary_threshold=0.999,
    )
    assert raster.dtype == np.uint8
    assert raster.tolist() == [
        [0, 0, 0, 0, 0, 0, 0, 0],
        [0, 1, 1, 1, 1, 1, 0, 0],
        [0, 1, 1, 1, 1, 1, 0, 0],
        [0, 1, 1, 1, 1, 1, 0, 0],
        [0, 0, 0, 0, 0, 0, 0, 0],
        [0, 0, 0, 0, 0, 0, 0, 0],
    ]


def test_seed_low_resolution(engine):
    shape = (6, 8)
    raster = build_mask(
        shape=shape,
        resolution=(1, 1),
        out=None,
        geometry_origin=None,
        geometry_pair=None,
        mask_in=COARSE,
        mask_in_target_win=None,
        mask_in_resolution=(4, 4),
        oversampling_dtype=np.float64,
        mask_in_binary_threshold=0.99,
    )
    assert raster.tolist() == [
        [0, 0, 0, 0, 1, 0, 0, 0],
        [0, 0, 0, 0, 1, 0, 0, 0],
        [0, 0, 0, 0, 1, 0, 0, 0],
        [0, 0, 0, 0, 1, 0, 0, 0],
        [1, 1, 1, 1, 1, 0, 0, 0],
        [1, 1, 1, 1, 1, 0, 0, 0],
    ]


def test_seed_shifted(engine):
    shape = (6, 8)
    raster = build_mask(
        shape=shape,
        resolution=(1, 1),
        out=None,
        geometry_origin=None,
        geometry_pair=None,
        mask_in=COARSE,
        mask_in_target_win=((2, 2 + shape[0] - 1), (1, 1 + shape[1] - 1)),
        mask_in_resolution=(4, 4),
        oversampling_dtype=np.float64,
        mask_in_binary_threshold=0.99,
    )
    assert raster.tolist() == [
        [0, 0, 0, 1, 0, 0, 0, 0],
        [0, 0, 0, 1, 0, 0, 0, 0],
        [1, 1, 1, 1, 0, 0, 0, 0],
        [1, 1, 1, 1, 0, 0, 0, 0],
        [1, 1, 1, 1, 0, 0, 0, 0],
        [1, 1, 1, 1, 0, 0, 0, 0],
    ]


def test_every_window_at_every_resolution_is_a_slice(engine):
    rng = np.random.default_rng(1)
    for resolution in product((1, 2, 3, 5), (1, 2, 4)):
        mask_in = rng.integers(0, 2, (4, 3), dtype=np.uint8)
        whole = oversampled(mask_in, resolution)
        rows, cols = whole.shape
        nodes = whole[:: resolution[0], :: resolution[1]]
        np.testing.assert_array_equal(nodes, mask_in)
        wins = [((r, rows - 1), (c, c)) for r, c in product(range(rows), range(cols))]
        wins += [((rows - 1, rows - 1), (c, cols - 1)) for c in range(cols)]
        for win in wins:
            (r0, r1), (c0, c1) = win
            part = oversampled(
                mask_in, resolution, (r1 - r0 + 1, c1 - c0 + 1), mask_in_target_win=win
            )
            np.testing.assert_array_equal(part, whole[r0 : r1 + 1, c0 : c1 + 1])


@pytest.mark.parametrize("dtype", [np.float32, np.float64, np.float16, "f4"])
def test_one_invalid_node_erodes_its_whole_neighbourhood(engine, dtype):
    mask_in = np.ones((5, 5), dtype=np.uint8)
    mask_in[2, 2] = 0
    mask = oversampled(mask_in, (3, 7), oversampling_dtype=dtype)
    expected = np.ones((13, 29), dtype=np.uint8)
    expected[4:9, 8:21] = 0  # (2 * 3 - 1) x (2 * 7 - 1)
    np.testing.assert_array_equal(mask, expected)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_all_valid_stays_valid_at_any_resolution_and_threshold(engine, dtype):
    for resolution in ((3, 3), (7, 11), (10, 13), (41, 1)):
        for threshold in (0.999, 1, 1.0):
            mask = oversampled(
                np.ones((3, 2), bool),
                resolution,
                oversampling_dtype=dtype,
                mask_in_binary_threshold=threshold,
            )
            assert mask.all()


def test_threshold_counts_weights_exactly(engine):
    # One invalid node at the left: pixel k has the value k / 10.
    mask_in = np.array([[0, 1]])
    for threshold, valid in ((0, 11), (0.1, 10), (0.3, 8), (0.7, 4), (0.71, 3), (1, 1)):
        for dtype in (np.float32, np.float64):
            mask = oversampled(
                mask_in,
                (1, 10),
                mask_in_binary_threshold=threshold,
                oversampling_dtype=dtype,
            )
            assert mask.sum() == valid


def test_threshold_of_1_is_strict_where_0_999_is_not(engine):
    mask_in = np.array([[0, 1]])
    assert oversampled(mask_in, (1, 999)).sum() == 1
    assert oversampled(mask_in, (1, 2000)).sum() == 3
    assert oversampled(mask_in, (1, 2000), mask_in_binary_threshold=1).sum() == 1


@pytest.mark.parametrize(
    "values",
    [
        COARSE * np.uint8(255),
        COARSE.astype(bool),
        COARSE.astype(np.int16) * -3,
        COARSE * np.uint16(2),
        COARSE.astype(np.float32),
        np.where(COARSE, 1.0, np.nan),
        np.where(COARSE, np.inf, 0.5),
        np.where(COARSE, -255.0, 0.998),
        COARSE.tolist(),
        np.asfortranarray(COARSE),
        np.repeat(COARSE, 2, axis=1)[:, ::2],
    ],
)
@pytest.mark.parametrize("resolution", [(1, 1), (4, 4), (1, 3)])
def test_b18_b25_masks_are_read_as_valid_or_not(engine, values, resolution):
    before = np.array(values)
    np.testing.assert_array_equal(oversampled(values, resolution), oversampled(COARSE, resolution))
    np.testing.assert_array_equal(values, before)


@pytest.mark.parametrize("pair", [(BOX,), (BOX, None, None), ()])
def test_b23_a_pair_has_two_items(pair):
    with pytest.raises(ValueError, match=f"geometry_pair has {len(pair)} items"):
        mask_of((6, 8), geometry_pair=pair, geometry_origin=(0, 0))


@pytest.mark.parametrize("pair", [BOX, BOX.wkb, "ab", 3])
def test_b23_a_geometry_is_no_pair(pair):
    with pytest.raises(TypeError, match="geometry_pair is a"):
        mask_of((6, 8), geometry_pair=pair, geometry_origin=(0, 0))


def test_b24_both_lobes_of_a_bow_tie_count(engine):
    bow_tie = Polygon([(0, 0), (4, 4), (4, 0), (0, 4)])
    mask = mask_of((5, 5), geometry_pair=(bow_tie, None), geometry_origin=(0, 0))
    expected = [[1, 0, 0, 0, 1], [1, 1, 0, 1, 1], [1, 1, 1, 1, 1], [1, 1, 0, 1, 1], [1, 0, 0, 0, 1]]
    assert mask.tolist() == expected
    assert (mask_of((5, 5), geometry_pair=(None, bow_tie), geometry_origin=(0, 0)) != mask).all()


def test_b28_geometries_need_no_rasterize_kwargs(engine):
    for rasterize_kwargs in (None, {}, {"alg": GridRasterizeAlg.SHAPELY}, {"kwargs_alg": {}}):
        mask = mask_of(
            (6, 8),
            geometry_pair=(BOX, None),
            geometry_origin=(0, 0),
            rasterize_kwargs=rasterize_kwargs,
        )
        expected = np.zeros((6, 8))
        expected[1:4, 1:4] = 1
        np.testing.assert_array_equal(mask, expected)


@pytest.mark.parametrize(
    "nothing",
    [None, [], Polygon(), MultiPolygon(), [Polygon()], GeometryCollection(), Polygon().wkb],
)
def test_b29_no_geometry_does_not_constrain(engine, nothing):
    arguments = {"geometry_origin": (0, 0)}
    assert mask_of((6, 8), geometry_pair=(nothing, nothing), **arguments).all()
    np.testing.assert_array_equal(
        mask_of((6, 8), geometry_pair=(BOX, nothing), **arguments),
        mask_of((6, 8), geometry_pair=(BOX, None), **arguments),
    )
    np.testing.assert_array_equal(
        oversampled(COARSE, (4, 4), geometry_pair=(nothing, BOX), **arguments),
        oversampled(COARSE, (4, 4), geometry_pair=(None, BOX), **arguments),
    )


def test_b29_collections_count_and_lines_are_refused(engine):
    arguments = {"geometry_origin": (0, 0)}
    np.testing.assert_array_equal(
        mask_of((6, 8), geometry_pair=(GeometryCollection([BOX, Point(7, 5)]), None), **arguments),
        mask_of((6, 8), geometry_pair=(BOX, None), **arguments),
    )
    for geometry in (LineString([(0, 0), (1, 1)]), GeometryCollection([Point(7, 5)])):
        with pytest.raises(TypeError, match="geometry holds a"):
            mask_of((6, 8), geometry_pair=(None, geometry), **arguments)


@pytest.mark.parametrize("alg", [1, GridRasterizeAlg.SHAPELY])
@pytest.mark.parametrize(
    ("predicate", "inside"),
    [
        (ShapelyPredicate.COVERS, 9),
        (ShapelyPredicate.INTERSECTS, 9),
        (ShapelyPredicate.CONTAINS, 1),
    ],
)
def test_b30_the_predicate_is_honoured(engine, alg, predicate, inside):
    arguments = {
        "geometry_origin": (0, 0),
        "rasterize_kwargs": {"alg": alg, "kwargs_alg": {"shapely_predicate": predicate}},
    }
    assert mask_of((6, 8), geometry_pair=(BOX, None), **arguments).sum() == inside
    assert mask_of((6, 8), geometry_pair=(None, BOX), **arguments).sum() == 48 - inside


@pytest.mark.parametrize("dtype", [np.uint8, bool, np.int8, np.int64, np.float32, np.float64])
def test_b32_out_of_any_type(engine, dtype):
    out = np.full((6, 8), 1, dtype=dtype)
    assert (
        build_mask((6, 8), (1, 1), out, geometry_pair=(BOX, None), geometry_origin=(0, 0)) is None
    )
    assert out.sum() == 9
    assert out.dtype == dtype


@pytest.mark.parametrize(
    "pair_of", [tuple, list, np.array, lambda pair: np.array(pair, dtype=float)]
)
def test_b33_b41_numbers_come_in_any_form(engine, pair_of):
    out = np.zeros((9, 12), dtype=np.uint8)[:, ::2].T  # 6 x 9
    arguments = {
        "geometry_origin": pair_of((0, 0)),
        "geometry_pair": [BOX, None],
        "mask_in": np.ones((4, 5))[::2, ::2],
        "mask_in_resolution": pair_of((5, 4)),
        "mask_in_target_win": pair_of([pair_of((0, 5)), pair_of((0, 8))]),
        "oversampling_dtype": float,
    }
    assert build_mask(pair_of((6, 9)), pair_of((1, 1)), out, **arguments) is None
    assert out.sum() == 9
    assert oversampled(COARSE, 4).shape == (9, 9)
    assert build_mask((3, 3), 1, None).all()


def test_mask_and_both_geometries_are_merged(engine):
    mask_in = np.ones((6, 8), dtype=np.uint8)
    mask_in[2, 2] = 0
    valid, invalid = box(0.5, 0.5, 4.5, 4.5), box(3, 3, 9, 9)
    mask = oversampled(mask_in, (1, 1), geometry_pair=(valid, invalid), geometry_origin=(0, 0))
    expected = np.zeros((6, 8))
    expected[1:5, 1:5] = 1
    expected[3:, 3:] = 0
    expected[2, 2] = 0
    np.testing.assert_array_equal(mask, expected)


def test_geometry_origin_is_row_then_column(engine):
    mask = mask_of((4, 5), geometry_pair=(box(12, 101, 13, 102), None), geometry_origin=(100, 10))
    assert [tuple(cell) for cell in np.argwhere(mask)] == [(1, 2), (1, 3), (2, 2), (2, 3)]


def test_ready_rings_are_accepted(engine):
    np.testing.assert_array_equal(
        mask_of((6, 8), geometry_pair=(polygon_rings(BOX), None), geometry_origin=(0, 0)),
        mask_of((6, 8), geometry_pair=(BOX.wkb, None), geometry_origin=(0, 0)),
    )


def test_out_and_init_out(engine):
    for pair in (None, (None, None)):
        out = np.full((2, 3), 7, dtype=np.uint8)
        assert build_mask((2, 3), (1, 1), out, geometry_pair=pair) is None
        assert (out == 7).all()
        assert build_mask((2, 3), (1, 1), out, geometry_pair=pair, init_out=True) is None
        assert (out == 1).all()
    # A geometry that turns out to be empty leaves nothing undefined.
    out = np.full((2, 3), 7, dtype=np.uint8)
    build_mask((2, 3), (1, 1), out, geometry_pair=([], None), geometry_origin=(0, 0))
    assert (out == 1).all()
    assert (build_mask((2, 3), (1, 1), None) == np.ones((2, 3))).all()


def test_out_may_be_the_mask_itself(engine):
    mask = np.array([[0, 255, 1]], dtype=np.uint8)
    build_mask(
        (1, 3),
        (1, 1),
        mask,
        mask_in=mask,
        mask_in_resolution=(1, 1),
        oversampling_dtype=np.float32,
    )
    assert mask.tolist() == [[0, 1, 1]]


MASK = {"mask_in": np.ones((6, 8)), "mask_in_resolution": (1, 1), "oversampling_dtype": "f8"}
GEOMETRY = {"geometry_pair": (BOX, None), "geometry_origin": (0, 0)}


@pytest.mark.parametrize(
    ("arguments", "error", "words"),
    [
        ({"shape": None}, ValueError, "shape and resolution are both needed"),
        ({"resolution": None}, ValueError, "shape and resolution are both needed"),
        ({"resolution": (1, 2)}, ValueError, r"resolution is \(1, 2\); it must be \(1, 1\)"),
        ({"shape": (6,)}, ValueError, "shape is"),
        ({"shape": (6, -8)}, ValueError, "shape is"),
        ({"shape": (8, 6)}, ValueError, "out holds uint8 in the shape"),
        ({**GEOMETRY, "geometry_origin": None}, ValueError, "geometry_origin is needed"),
        ({**GEOMETRY, "geometry_origin": (0, np.nan)}, ValueError, "geometry_origin is"),
        ({**GEOMETRY, "rasterize_kwargs": {"dummy": 0}}, ValueError, "has the key 'dummy'"),
        ({**GEOMETRY, "rasterize_kwargs": {"alg": 0}}, ValueError, "alg is 0"),
        (
            {**GEOMETRY, "rasterize_kwargs": {"kwargs_alg": {"shapely_predicate": 9}}},
            ValueError,
            "shapely_predicate is 9",
        ),
        ({**MASK, "mask_in_resolution": None}, ValueError, "mask_in_resolution is needed"),
        ({**MASK, "mask_in_resolution": (0, 1)}, ValueError, "mask_in_resolution is"),
        ({**MASK, "mask_in_resolution": (1.5, 1)}, ValueError, "mask_in_resolution is"),
        ({**MASK, "oversampling_dtype": None}, ValueError, "oversampling_dtype is None"),
        ({**MASK, "oversampling_dtype": int}, ValueError, "must be a floating-point type"),
        ({**MASK, "mask_in": np.ones(8)}, ValueError, "mask_in has the shape"),
        ({**MASK, "mask_in": np.ones((5, 8))}, ValueError, "mask_in_target_win is"),
        ({**MASK, "mask_in": np.ones((6, 8), complex)}, TypeError, "complex128"),
        ({**MASK, "mask_in_target_win": ((0, 4), (0, 7))}, ValueError, "has the shape"),
        ({**MASK, "mask_in_target_win": ((1, 6), (0, 7))}, ValueError, "mask_in_target_win is"),
        ({**MASK, "mask_in_target_win": ((-1, 4), (0, 7))}, ValueError, "mask_in_target_win is"),
        ({**MASK, "mask_in_binary_threshold": 1.01}, ValueError, "from 0 to 1"),
        ({**MASK, "mask_in_binary_threshold": -0.1}, ValueError, "from 0 to 1"),
        ({**MASK, "mask_in_binary_threshold": np.nan}, ValueError, "from 0 to 1"),
        ({**MASK, "mask_in_binary_threshold": None}, ValueError, "from 0 to 1"),
    ],
)
def test_wrong_arguments_leave_out_as_it_was(arguments, error, words):
    out = np.full((6, 8), 7, dtype=np.uint8)
    with pytest.raises(error, match=words):
        build_mask(
            **{"shape": (6, 8), "resolution": (1, 1), "out": out, "init_out": True, **arguments}
        )
    assert (out == 7).all()


def test_wrong_out():
    with pytest.raises(TypeError, match="out is a list"):
        build_mask((1, 1), (1, 1), [[0]])
    out = np.zeros((1, 1), dtype=np.uint8)
    out.flags.writeable = False
    with pytest.raises(ValueError, match="writeable"):
        build_mask((1, 1), (1, 1), out, init_out=True)


def test_inputs_are_not_written_to(engine):
    mask_in = np.array([[0.0, 3.0], [np.nan, 1.0]])
    win = np.array([[0, 2], [0, 2]])
    mask_in.flags.writeable = win.flags.writeable = False
    mask = oversampled(mask_in, (3, 3), (3, 3), mask_in_target_win=win)
    assert mask.tolist() == [[0, 0, 0], [0, 0, 0], [0, 0, 0]]


@pytest.mark.parametrize(
    ("win", "shape"),
    [(((0, 9), (0, 8)), (10, 9)), (((0, 8), (0, 8)), (9, 8)), (((3, 2), (0, 8)), (0, 9))],
)
def test_the_engine_refuses_windows_outside(engine, win, shape):
    with pytest.raises(ValueError, match="win is"):
        engine_in_force().oversample_mask(
            COARSE, 4, 4, win, 0.999, np.float64, np.zeros(shape, np.uint8)
        )


def test_the_engine_fills_views(engine):
    store = np.full((9, 18), 7, dtype=np.uint8)
    engine_in_force().oversample_mask(
        COARSE.T, 4, 4, ((0, 8), (0, 8)), 0.999, np.float64, store[:, ::2]
    )
    np.testing.assert_array_equal(store[:, ::2], oversampled(COARSE.T, 4))
    assert (store[:, 1::2] == 7).all()
