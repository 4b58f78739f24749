"""Coordinates, oversampling and shifting of grids."""

import numpy as np
import pytest

from gridr_qgis.core.grids.coordinates import (
    grid_full_resolution_shape,
    grid_regular_coords_1d,
    grid_regular_coords_2d,
)
from gridr_qgis.core.grids.oversample import (
    build_grid,
    interpolate_grid,
    oversample_regular_grid,
)
from gridr_qgis.core.grids.shift import array_shift_grid_coordinates

ROWS, COLS = np.mgrid[:4, :5].astype(float)
GRID = np.array([10 + 3 * ROWS + COLS, 7 - ROWS + 0.5 * COLS + ROWS * COLS])


def bilinear(grid, y, x):
    """The value by definition, one pixel at a time; nodes without weight are not read."""
    i, j = int(np.floor(y)), int(np.floor(x))
    value = np.zeros(len(grid))
    for di, dj in ((0, 0), (0, 1), (1, 0), (1, 1)):
        weight = (1 - abs(y - i - di)) * (1 - abs(x - j - dj))
        if weight:
            value += weight * grid[:, i + di, j + dj]
    return value


def test_full_resolution_shape():
    assert grid_full_resolution_shape((4, 5), (3, 2)) == (10, 9)
    assert grid_full_resolution_shape([1, 1], np.array([7, 7])) == (1, 1)
    assert grid_full_resolution_shape((4, 5), 2) == (7, 9)
    for shape, resolution in (((0, 5), (1, 1)), ((4, 5), (0, 1)), ((4, 5), (1.5, 1)), (None, 1)):
        with pytest.raises(ValueError, match="must be two whole numbers"):
            grid_full_resolution_shape(shape, resolution)


def test_regular_coordinates_are_columns_first():
    cols, rows = grid_regular_coords_1d((3, 4), (10.0, 0.5), (2, 1))
    assert cols.tolist() == [0.5, 1.5, 2.5, 3.5]
    assert rows.tolist() == [10.0, 12.0, 14.0]
    xx, yy = grid_regular_coords_2d([3, 4], [10.0, 0.5], [2, 1])
    assert xx.shape == yy.shape == (3, 4)
    assert (xx == cols).all()
    assert (yy == rows[:, np.newaxis]).all()
    xx, yy = grid_regular_coords_2d((3, 4), (10.0, 0.5), (2, 1), sparse=True)
    assert (xx.shape, yy.shape) == ((1, 4), (3, 1))
    with pytest.raises(ValueError, match="origin is"):
        grid_regular_coords_1d((3, 4), (np.inf, 0), (1, 1))


@pytest.mark.parametrize("resolution", [(1, 1), (2, 3), (1, 4), (5, 1)])
def test_oversampling_is_bilinear_and_a_window_is_a_slice(engine, resolution):
    whole, mask = oversample_regular_grid(GRID, *resolution, None)
    assert mask is None
    assert whole.shape[1:] == grid_full_resolution_shape((4, 5), resolution)
    for i, j in np.ndindex(*whole.shape[1:]):
        expected = bilinear(GRID, i / resolution[0], j / resolution[1])
        np.testing.assert_allclose(whole[:, i, j], expected, rtol=1e-14)
    rows, cols = whole.shape[1:]
    for win in (((1, rows - 1), (2, 3)), [[rows - 1, rows - 1], [0, cols - 1]]):
        part, _ = oversample_regular_grid(GRID, *resolution, None, win=win)
        (r0, r1), (c0, c1) = win
        np.testing.assert_array_equal(part, whole[:, r0 : r1 + 1, c0 : c1 + 1])
        built = build_grid((1, 1), GRID, win, resolution, None)
        np.testing.assert_array_equal(built, part)


def test_b8_a_node_without_weight_does_not_spoil_its_neighbours():
    for bad in (np.nan, np.inf):
        grid = GRID[:1].copy()
        grid[0, 1, 2] = bad
        dense, _ = oversample_regular_grid(grid, 3, 4, None)
        spoilt = np.zeros((10, 17), dtype=bool)
        spoilt[1:6, 5:12] = True  # the open square of cells around the node
        np.testing.assert_array_equal(~np.isfinite(dense[0]), spoilt)
        clean, _ = oversample_regular_grid(GRID[:1], 3, 4, None)
        np.testing.assert_array_equal(dense[0][~spoilt], clean[0][~spoilt])


def test_masks_are_weighted_exactly(engine):
    mask = np.zeros((4, 5), dtype=np.uint8)
    mask[1, 2] = 1
    expected = np.zeros((10, 17), dtype=np.uint8)
    expected[1:6, 5:12] = 1
    for values in (mask, mask * 255, mask.astype(bool), mask.tolist(), mask.astype(float)):
        _, dense = oversample_regular_grid(None, 3, 4, values, dtype=np.float64)
        np.testing.assert_array_equal(dense, expected)
    _, strict = oversample_regular_grid(
        None, 3, 4, 1 - mask, dtype=np.float32, grid_mask_binarize_precision=1
    )
    np.testing.assert_array_equal(strict, 1 - expected)
    _, typed = oversample_regular_grid(
        None, 3, 4, mask, dtype=np.float32, grid_mask_dtype=bool, win=((2, 4), (0, 16))
    )
    assert typed.dtype == bool
    np.testing.assert_array_equal(typed, expected[2:5])


def test_interpolation_at_any_coordinates():
    x, y = np.array([0.0, 2.0, 3.0]), np.array([10.0, 20.0])
    grid = np.array([[[0.0, 2.0, 3.0], [10.0, 12.0, 13.0]]])
    mask = np.array([[0, 0, 0], [0, 0, 1]])
    x_new, y_new = [1.0, 2.0, 2.5, -0.1, 3.0, 3.1, np.nan], [10.0, 15.0, 20.0, 20.5]
    dense, dense_mask = interpolate_grid(grid, mask, x, y, x_new, y_new)
    nan = np.nan
    np.testing.assert_allclose(
        dense[0],
        [
            [1, 2, 2.5, nan, 3, nan, nan],
            [6, 7, 7.5, nan, 8, nan, nan],
            [11, 12, 12.5, nan, 13, nan, nan],
            [nan] * 7,
        ],
    )
    assert dense_mask.tolist() == [
        [0, 0, 0, 0, 0, 0, 0],
        [0, 0, 1, 0, 1, 0, 0],
        [0, 0, 1, 0, 1, 0, 0],
        [0, 0, 0, 0, 0, 0, 0],
    ]
    turned, _ = interpolate_grid(grid[:, ::-1, ::-1], None, x[::-1], y[::-1], x_new, y_new)
    np.testing.assert_array_equal(turned, dense)
    single, _ = interpolate_grid(grid[:, :1], None, x, y[:1], x_new, y_new)
    np.testing.assert_array_equal(single[0, 0], dense[0, 0])
    assert np.isnan(single[0, 1:]).all()
    nothing, _ = interpolate_grid(grid, None, x, y, [], y_new)
    assert nothing.shape == (1, 4, 0)


def test_types_of_results():
    assert oversample_regular_grid(GRID.astype(np.float32), 2, 2, None)[0].dtype == np.float32
    assert oversample_regular_grid(GRID, 2, 2, None, dtype=np.float32)[0].dtype == np.float32
    whole = np.arange(8, dtype=np.int16).reshape(2, 2, 2)
    assert build_grid((1, 1), whole, None, (2, 2), None).tolist() == [
        [[0, 0, 1], [1, 1, 2], [2, 2, 3]],
        [[4, 4, 5], [5, 5, 6], [6, 6, 7]],
    ]
    out = np.zeros((3, 6, 2), dtype=np.float32)[:, ::2].transpose(2, 1, 0)
    assert build_grid((1, 1), whole, None, (2, 2), out, np.float64) is None
    np.testing.assert_allclose(out[0], [[0, 0.5, 1], [1, 1.5, 2], [2, 2.5, 3]])
    np.testing.assert_array_equal(build_grid([1, 1], GRID, None, 1, None), GRID)


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: oversample_regular_grid(None, 2, 2, None), "both None"),
        (lambda: oversample_regular_grid(None, 2, 2, ROWS), "dtype is None"),
        (lambda: oversample_regular_grid(GRID.astype(int), 2, 2, None), "dtype is None"),
        (lambda: oversample_regular_grid(GRID[0], 2, 2, None), "grid has the shape"),
        (lambda: oversample_regular_grid(GRID, 0, 2, None), "must be two whole numbers"),
        (lambda: oversample_regular_grid(GRID, 2, 2, ROWS[1:]), "grid_mask has the shape"),
        (lambda: oversample_regular_grid(GRID, 2, 2, None, win=((0, 7), (0, 1))), "win is"),
        (lambda: interpolate_grid(GRID, None, [0, 1], [0, 1], [0], [0]), "grid has the shape"),
        (lambda: interpolate_grid(None, ROWS, [0, 1], [0, 1], [0], [0]), "grid_mask has"),
        (lambda: interpolate_grid(None, None, [0, 0], [0, 1], [0], [0]), "strictly"),
        (lambda: build_grid(None, GRID, None, (1, 1), None), "both needed"),
        (lambda: build_grid((1, 1), None, None, (1, 1), None), "both needed"),
        (lambda: build_grid((2, 1), GRID, None, (1, 1), None), r"must be \(1, 1\)"),
        (lambda: build_grid((1, 1), GRID[0], None, (1, 1), None), "grid has the shape"),
        (lambda: build_grid((1, 1), GRID, (0, 1), (1, 1), None), "grid_target_win is"),
        (lambda: build_grid((1, 1), GRID, ((0, 4), (0, 1)), (1, 1), None), "grid_target_win is"),
        (lambda: build_grid((1, 1), GRID, None, (2, 2), np.zeros((2, 4, 5))), "out has the shape"),
    ],
)
def test_wrong_arguments(call, words):
    with pytest.raises(ValueError, match=words):
        call()


def test_shift_everything_in_place():
    row, col = ROWS.copy(), np.asfortranarray(COLS)
    assert array_shift_grid_coordinates(row, col, (1.5, -2)) is None
    np.testing.assert_array_equal(row, ROWS + 1.5)
    np.testing.assert_array_equal(col, COLS - 2)
    array_shift_grid_coordinates(row, col, [-1.5, 2], win=[[1, 3], [0, 2]])
    np.testing.assert_array_equal(row[1:, :3], ROWS[1:, :3])
    np.testing.assert_array_equal(row[0], ROWS[0] + 1.5)
    np.testing.assert_array_equal(col[:, 3:], COLS[:, 3:] - 2)


def test_masked_nodes_stay():
    for valid_value, values in ((1, [0, 1, 2]), (2, [1, 2, 0]), (0, [3, 0, 1])):
        mask = np.resize(np.array(values), ROWS.shape)
        row, col = ROWS.copy(), COLS.copy()
        array_shift_grid_coordinates(
            row, col, (1, 2), grid_mask=mask, grid_mask_valid_value=valid_value
        )
        np.testing.assert_array_equal(row, ROWS + (mask == valid_value))
        np.testing.assert_array_equal(col, COLS + 2 * (mask == valid_value))


@pytest.mark.parametrize("nodata", [-9999.0, np.nan, -9999])
@pytest.mark.parametrize("dtype", [np.float64, np.float32])
def test_b31_nodata_nodes_stay_whole(nodata, dtype):
    row, col = ROWS.astype(dtype), COLS.astype(dtype)
    row[1, 1] = col[2, 3] = row[3, 4] = col[3, 4] = nodata
    before_row, before_col = row.copy(), col.copy()
    array_shift_grid_coordinates(row, col, (1, 2), grid_nodata=nodata)
    shifted = np.ones(ROWS.shape, dtype=dtype)
    shifted[[1, 2, 3], [1, 3, 4]] = 0
    np.testing.assert_array_equal(row, before_row + shifted)
    np.testing.assert_array_equal(col, before_col + 2 * shifted)
    assert row.dtype == dtype


def test_integer_grids_take_whole_shifts():
    row, col = ROWS.astype(np.int16), COLS.astype(np.int8)
    array_shift_grid_coordinates(row, col, (300, -2.0), grid_nodata=-9)
    np.testing.assert_array_equal(row, ROWS + 300)
    np.testing.assert_array_equal(col, COLS - 2)
    for shift in ((0.5, 0), (0, 300)):
        with pytest.raises(TypeError, match="cannot be shifted by"):
            array_shift_grid_coordinates(row, col, shift)
    np.testing.assert_array_equal(row, ROWS + 300)


def test_wrong_shifts():
    row, col = ROWS.copy(), COLS.copy()
    frozen = ROWS.copy()
    frozen.flags.writeable = False
    for arguments, error, words in (
        ((ROWS.tolist(), col, (1, 1)), TypeError, "grid_row must be a numpy array"),
        ((row, col.astype(complex), (1, 1)), TypeError, "grid_col must be a numpy array"),
        ((frozen, col, (1, 1)), ValueError, "writeable"),
        ((row, col[1:], (1, 1)), ValueError, "must agree"),
        ((row, col, (1, 1), None, np.ones(3)), ValueError, "must agree"),
        ((row, col, (np.nan, 1)), ValueError, "grid_shift is"),
        ((row, col, (1, 1), ((0, 4), (0, 1))), ValueError, "win is"),
    ):
        with pytest.raises(error, match=words):
            array_shift_grid_coordinates(*arguments)
    np.testing.assert_array_equal(row, ROWS)
    np.testing.assert_array_equal(col, COLS)
