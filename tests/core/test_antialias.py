"""Kernels that widen where a grid zooms out."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from osgeo import gdal
from scipy import ndimage

from gridr_qgis.core import array_grid_resampling, get_interpolator, use_engine
from gridr_qgis.core.interpolation.widening import widened_kernel
from gridr_qgis.core.resampling.grid import read_grid
from gridr_qgis.core.resampling.zoom import largest_scales, zoom_of

KINDS = ("linear", "cubic", "bspline3", "bspline5", "bspline11")


def affine_grid(matrix, origin, shape, factors=(1, 1)):
    """Return node coordinates of ``origin + matrix @ (output row, output col)``."""
    (a, b), (c, d) = matrix
    rows, cols = np.meshgrid(
        *(np.arange(n, dtype=float) * f for n, f in zip(shape, factors)), indexing="ij"
    )
    return origin[0] + a * rows + b * cols, origin[1] + c * rows + d * cols


def bent_grid(shape, factors, zoom):
    row, col = affine_grid(((zoom, -0.4), (0.7, 0.6 * zoom)), (30.0, 12.0), shape, factors)
    return row + 0.004 * row * col / zoom, col + 0.5 * np.sin(row / 9)


def resample(kind, array, grid, factors=(1, 1), **kwargs):
    kwargs = {"nodata_out": -99, "array_out_mask": True, "antialias": True, **kwargs}
    return array_grid_resampling(kind, array, *grid, factors, None, **kwargs)


def by_definition(kind, array, valid, position, scales, minimum=1.0):
    """One pixel by the formula: value and whether it has one."""
    kernel = widened_kernel(get_interpolator(kind))
    axes = []
    for at, scale in zip(position, scales):
        samples = np.arange(
            np.ceil(at - kernel.radius * scale), np.floor(at + kernel.radius * scale) + 1
        )
        axes.append((samples.astype(int), kernel((samples - at) / scale)))
    (rows, w), (cols, x) = axes
    weights = w[:, None] * x
    inside = ((rows >= 0) & (rows < array.shape[0]))[:, None] & (
        (cols >= 0) & (cols < array.shape[1])
    )
    at = np.ix_(np.clip(rows, 0, array.shape[0] - 1), np.clip(cols, 0, array.shape[1] - 1))
    used = inside & (valid[at] != 0)
    share = np.abs(weights)[used].sum() / np.abs(weights).sum()
    total = np.where(used, weights * array[at], 0).sum() / weights[used].sum()
    return total, share >= minimum * (1 - 1e-12)


@pytest.mark.parametrize("kind", KINDS)
def test_a_kernel_is_that_of_the_interpolator(kind):
    """Tabulated; a cardinal spline is scipy's answer to a single sample."""
    kernel, distances = widened_kernel(get_interpolator(kind)), np.linspace(-20, 20, 4001)
    if kind == "linear":
        expected = np.maximum(0, 1 - np.abs(distances))
    elif kind == "cubic":
        d = np.abs(distances)
        expected = np.select(
            [d <= 1, d <= 2],
            [1.5 * d**3 - 2.5 * d**2 + 1, -0.5 * d**3 + 2.5 * d**2 - 4 * d + 2],
        )
    elif kind == "bspline11":  # beyond what scipy has; what makes it cardinal
        assert kernel(np.arange(1, 14)) == pytest.approx(0, abs=1e-12)
        assert kernel(0) == pytest.approx(1, abs=1e-12)
        return
    else:
        one = np.zeros(201)
        one[100] = 1
        expected = ndimage.map_coordinates(one, [100 + distances], order=int(kind[-1]))
        cut = np.abs(distances) > kernel.radius
        assert 0 < np.abs(expected[cut]).max() < 1e-3
        expected[cut] = 0
    np.testing.assert_allclose(kernel(distances), expected, atol=1e-7)


def test_nearest_has_none():
    assert widened_kernel(get_interpolator("nearest")) is None
    array = np.random.default_rng(0).random((40, 40))
    grid = affine_grid(((4, 0), (0, 4)), (0, 0), (9, 9))
    for one, other in zip(
        resample("nearest", array, grid), resample("nearest", array, grid, antialias=False)
    ):
        np.testing.assert_array_equal(one, other)


@pytest.mark.parametrize("kind", KINDS)
def test_engines_agree_to_the_bit(kind):
    rng = np.random.default_rng(1)
    array, factors = rng.normal(size=(2, 130, 150)), (3, 4)
    grid, valid = bent_grid((9, 10), factors, 2.4), rng.random((130, 150)) > 0.001
    for settings_ in (
        {},
        {"array_in_mask": valid},
        {"array_in_mask": valid, "validity_policy": "renormalized", "minimum_valid_weight": 0.9},
        {"array_in_mask": valid, "validity_policy": "nearest"},
        {"array_in_mask": valid, "boundary_condition": "reflect"},
    ):
        results = []
        for name in ("numba", "numpy"):
            use_engine(name)
            results.append(resample(kind, array, grid, factors, **settings_))
        use_engine(None)
        # The widest kernel finds no place between the invalid samples.
        assert results[0][1].any() or (kind == "bspline11" and "validity_policy" not in settings_)
        for one, other in zip(*results):
            np.testing.assert_array_equal(one, other)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("policy, minimum", [("strict", 1.0), ("renormalized", 0.7)])
def test_values_by_definition(engine, kind, policy, minimum):
    rng = np.random.default_rng(2)
    array, valid = rng.normal(size=(90, 120)), rng.random((90, 120)) > 0.002
    matrix = np.array([[3.0, -1.0], [0.5, 2.0]])
    grid = affine_grid(matrix, (10.0, 5.0), (20, 36))
    values, mask = resample(
        kind, array, grid, array_in_mask=valid, validity_policy=policy,
        minimum_valid_weight=minimum,
    )  # fmt: skip
    scales = np.hypot(*matrix.T)
    for at in np.ndindex(mask.shape):
        position = grid[0][at], grid[1][at]
        if not all(-0.5 <= p <= n - 0.5 for p, n in zip(position, array.shape)):
            assert mask[at] == 0
            continue
        value, enough = by_definition(kind, array, valid, position, scales, minimum)
        if policy == "renormalized" and abs(value) > 50:
            continue  # weights that nearly cancel: another condition decides
        assert mask[at] == enough, at
        if enough:
            assert values[at] == pytest.approx(value, abs=1e-6)
        else:
            assert values[at] == -99


@pytest.mark.parametrize("zoom", [2, 3.7, 8])
def test_it_is_what_gdalwarp_does(engine, zoom):
    """An upright zoom by GDAL, whose kernel widens as well; it computes in float32 weights."""
    rng = np.random.default_rng(3)
    array = ndimage.gaussian_filter(rng.normal(size=(200, 240)), 1.0)
    size = [int(n // zoom) for n in array.shape]
    source = gdal.GetDriverByName("MEM").Create("", 240, 200, 1, gdal.GDT_Float64)
    source.SetGeoTransform((0, 1, 0, 0, 0, -1))
    source.GetRasterBand(1).WriteArray(array)
    bounds = (0, -size[0] * zoom, size[1] * zoom, 0)
    # Borders are GDAL's own affair: there it scales the weights of what it has.
    inner = slice(3, -3), slice(3, -3)
    for kind, name in (("linear", "bilinear"), ("cubic", "cubic")):
        warped = gdal.Warp(
            "", source, format="MEM", outputBounds=bounds, width=size[1], height=size[0],
            resampleAlg=name, errorThreshold=0, srcSRS="EPSG:3857", dstSRS="EPSG:3857",
        )  # fmt: skip
        start = 0.5 * zoom - 0.5
        grid = affine_grid(((zoom, 0), (0, zoom)), (start, start), size)
        values, mask = resample(kind, array, grid)
        assert mask[inner].all()
        np.testing.assert_allclose(values[inner], warped.ReadAsArray()[inner], atol=2e-6)


@pytest.mark.parametrize("kind", KINDS[:-1])
def test_a_checkerboard_becomes_grey(engine, kind):
    board = np.indices((160, 160)).sum(axis=0) % 2 * 1.0
    grid = affine_grid(((8, 0), (0, 8)), (3.5, 3.5), (20, 20))
    values, mask = resample(kind, board, grid, validity_policy="renormalized")
    assert mask.all()
    inner = values[6:-6, 6:-6]
    assert np.abs(inner - 0.5).max() < 0.01
    plain = resample(kind, board, grid, antialias=False)[0]
    assert plain.std() > 20 * values.std() or np.abs(plain - 0.5).max() < 0.01


@given(
    st.sampled_from(KINDS),
    st.floats(-10, 10),
    st.floats(0.2, 6),
    st.floats(0.2, 6),
    st.floats(-3.2, 3.2),
)
@settings(max_examples=25, deadline=None)
def test_constants_stay(kind, constant, rows, cols, turn):
    array = np.full((60, 70), constant)
    turned = np.array([[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]])
    grid = affine_grid(turned @ np.diag((rows, cols)), (30.0, 35.0), (6, 6), (2, 3))
    values, mask = resample(kind, array, grid, (2, 3), validity_policy="nearest")
    np.testing.assert_allclose(values[mask != 0], constant, rtol=1e-12, atol=1e-13)


@pytest.mark.parametrize("kind", ["linear", "bspline3"])
@pytest.mark.parametrize("turn", [0.0, 0.3, np.pi / 4, 2.0])
def test_where_nothing_is_zoomed_out_nothing_changes(engine, kind, turn):
    array = np.random.default_rng(4).normal(size=(80, 90))
    for scale in (1.0, 1.04, 0.3):
        matrix = scale * np.array([[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]])
        grid = affine_grid(matrix, (30.0, 30.0), (9, 11), (2, 2))
        for one, other in zip(
            resample(kind, array, grid, (2, 2)),
            resample(kind, array, grid, (2, 2), antialias=False),
        ):
            np.testing.assert_array_equal(one, other)


@pytest.mark.parametrize("factors", [(1, 1), (3, 4)])
def test_windows_and_threads_change_nothing(engine, factors):
    rng = np.random.default_rng(5)
    array, mask = rng.normal(size=(150, 130)), rng.random((150, 130)) > 0.0005
    row, col = bent_grid((8, 9), factors, 2.7)
    row[3, 4], col[6, 1] = np.nan, np.inf
    whole = resample("cubic", array, (row, col), factors, array_in_mask=mask, threads=1)
    assert whole[1].any()
    assert not whole[1].all()
    shape = whole[1].shape
    for _ in range(12):
        top, left = (int(rng.integers(0, n)) for n in shape)
        window = (top, min(top + 4, shape[0] - 1)), (left, min(left + 5, shape[1] - 1))
        part = resample(
            "cubic", array, (row, col), factors, array_in_mask=mask, win=window, threads=3
        )
        place = tuple(slice(first, last + 1) for first, last in window)
        for one, other in zip(part, whole):
            np.testing.assert_array_equal(one, other[place])


def test_scales_of_a_bent_grid():
    """Between nodes by bilinear slopes, at nodes by the cell that follows."""
    row, col = bent_grid((7, 8), (2, 5), 3.0)
    grid = read_grid(row, col, (2, 5), None, None, 1, None)
    window = (0, 12), (0, 35)
    scales = zoom_of(grid, window).scales(window)
    for coordinates, found in zip((row, col), scales):
        for i, j in np.ndindex(13, 36):
            up, left = min(i // 2, 5), min(j // 5, 6)
            u, v = i / 2 - up, j / 5 - left
            cell = coordinates[up : up + 2, left : left + 2]
            by_row = ((1 - v) * (cell[1, 0] - cell[0, 0]) + v * (cell[1, 1] - cell[0, 1])) / 2
            by_col = ((1 - u) * (cell[0, 1] - cell[0, 0]) + u * (cell[1, 1] - cell[1, 0])) / 5
            scale = np.hypot(by_row, by_col)
            assert found[i, j] == pytest.approx(scale if scale >= 1.05 else 1.0, rel=1e-12)
    assert all(most >= found.max() for most, found in zip(largest_scales(grid), scales))


def test_an_unknown_neighbour_leaves_the_other_side():
    row, col = affine_grid(((4.0, 0), (0, 4.0)), (0, 0), (4, 4))
    row[2, 2] = np.nan
    grid = read_grid(row, col, (1, 1), None, None, 1, None)
    scales = zoom_of(grid, grid.window).scales(grid.window)
    for scale in scales:
        assert scale[1, 1] == 4.0
        assert scale[3, 3] == 4.0


def test_a_jump_of_the_grid_is_no_scale_without_end(engine):
    row, col = affine_grid(((1.0, 0), (0, 1.0)), (500.0, 500.0), (6, 6))
    row[3:] += 10_000
    array = np.ones((1200, 1200))
    values, mask = resample("linear", array, (row, col))
    assert mask[0].all()
    np.testing.assert_allclose(values[mask != 0], 1.0, rtol=1e-12)


def test_coefficients_cannot_be_widened():
    with pytest.raises(ValueError, match="antialias is True, which needs standalone"):
        resample(
            "bspline3",
            np.ones((50, 50)),
            affine_grid(np.eye(2), (20, 20), (3, 3)),
            standalone=False,
        )
