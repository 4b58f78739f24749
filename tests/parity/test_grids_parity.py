"""Coordinates, oversampling and shifts of grids against GridR 0.7.0 on random arguments."""

import numpy as np
import pytest
from gridr.core.grid import grid_commons, grid_utils

from gridr_qgis.core.grids import coordinates, oversample, shift


def random_grid(rng, dtype=np.float64):
    shape = (int(rng.integers(1, 4)), *rng.integers(2, 7, 2).tolist())
    return rng.uniform(-50, 50, shape).astype(dtype)


def random_window(rng, shape):
    return np.array([np.sort(rng.integers(0, size, 2)) for size in shape])


def assert_close(ours, theirs):
    """Compare grids of values up to 50 in size; they are rounded to their type at the end."""
    tolerance = 1e-9 if ours.dtype == np.float64 else 1e-6
    np.testing.assert_allclose(ours, theirs, rtol=tolerance, atol=5 * tolerance)


@pytest.mark.parametrize("seed", range(40))
def test_coordinates_equal_gridr(seed):
    rng = np.random.default_rng(seed)
    shape, resolution = tuple(rng.integers(1, 9, 2).tolist()), tuple(rng.integers(1, 6, 2).tolist())
    origin = tuple(rng.uniform(-9, 9, 2).tolist())
    full = coordinates.grid_full_resolution_shape(shape, resolution)
    assert full == grid_commons.grid_full_resolution_shape(shape, resolution)
    for name in ("grid_regular_coords_1d", "grid_regular_coords_2d"):
        ours = getattr(coordinates, name)(shape, origin, resolution)
        theirs = getattr(grid_commons, name)(shape, origin, resolution)
        for one, other in zip(ours, theirs):
            np.testing.assert_array_equal(one, other)


@pytest.mark.parametrize("seed", range(40))
def test_interpolation_equals_gridr(seed):
    rng = np.random.default_rng(seed)
    grid = random_grid(rng)
    mask = rng.integers(0, 2, grid.shape[1:])
    y, x = (np.cumsum(rng.uniform(0.2, 2, count)) for count in grid.shape[1:])
    if rng.random() < 0.3:
        x = x[::-1]
    x_new = np.append(rng.uniform(x.min() - 1, x.max() + 1, 9), x)
    y_new = np.append(rng.uniform(y.min() - 1, y.max() + 1, 7), y)
    arguments = (grid, mask, x, y, x_new, y_new)
    ours = oversample.interpolate_grid(*arguments, mask_binarize_precision=0.4321)
    theirs = grid_utils.interpolate_grid(*arguments, mask_binarize_precision=0.4321)
    np.testing.assert_allclose(ours[0], theirs[0], rtol=1e-9, atol=1e-12)
    np.testing.assert_array_equal(ours[1], theirs[1])


@pytest.mark.parametrize("seed", range(40))
def test_oversampling_equals_gridr(engine, seed):
    rng = np.random.default_rng(seed)
    grid = random_grid(rng, rng.choice([np.float64, np.float32]))
    mask = rng.integers(0, 2, grid.shape[1:], dtype=np.uint8)
    factors = rng.integers(1, 7, 2).tolist()
    win = None
    if rng.random() < 0.7:
        win = random_window(rng, coordinates.grid_full_resolution_shape(mask.shape, factors))
    dtype = rng.choice([None, np.float64, np.float32])
    options = {"win": win, "dtype": dtype, "grid_mask_binarize_precision": rng.choice([1e-6, 0.9])}
    if rng.random() < 0.3:
        mask = mask.astype(np.float64)
    ours = oversample.oversample_regular_grid(grid, *factors, mask, **options)
    theirs = grid_utils.oversample_regular_grid(grid, *factors, mask, **options)
    assert ours[0].dtype == theirs[0].dtype
    assert ours[1].dtype == theirs[1].dtype
    assert_close(ours[0], theirs[0])
    np.testing.assert_array_equal(ours[1], theirs[1])
    built = oversample.build_grid((1, 1), grid, win, tuple(factors), None)
    expected = grid_utils.build_grid((1, 1), grid, win, tuple(factors), None)
    assert built.dtype == expected.dtype
    assert_close(built, expected)


@pytest.mark.parametrize("seed", range(40))
def test_shifts_equal_gridr(seed):
    """With a nodata value GridR fails (B31)."""
    rng = np.random.default_rng(seed)
    grid = random_grid(rng, rng.choice([np.float64, np.float32]))
    ours, theirs = ((grid[0].copy(), grid[-1].copy()) for _ in range(2))
    options = {"win": random_window(rng, grid.shape[1:]) if rng.random() < 0.6 else None}
    if rng.random() < 0.6:
        options["grid_mask"] = rng.integers(0, 3, grid.shape[1:], dtype=np.uint8)
        options["grid_mask_valid_value"] = int(rng.integers(0, 3))
    amount = tuple(rng.uniform(-3, 3, 2).tolist())
    assert shift.array_shift_grid_coordinates(*ours, amount, **options) is None
    grid_utils.array_shift_grid_coordinates(*theirs, amount, **options)
    for one, other in zip(ours, theirs):
        np.testing.assert_allclose(one, other, rtol=1e-6 if one.dtype == np.float32 else 1e-14)
