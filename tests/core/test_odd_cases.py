"""Cases that GridR 0.7.0 gets wrong, by their number in the project's list of them (B1, B2, ...).

What is right is worked out by hand here. Masks and polygons have their own file of odd cases.
"""

import warnings

import numpy as np
import pytest

from gridr_qgis.core import array_bspline_prefiltering, array_grid_resampling, engines

INTERPOLATORS = ("nearest", "linear", "cubic")
BSPLINES = ("bspline3", "bspline5", "bspline7", "bspline9", "bspline11")


def ramp(shape):
    """An image that tells its own coordinates when sampled linearly: 100 * row + col."""
    return np.add.outer(100.0 * np.arange(shape[0]), np.arange(float(shape[1])))


def nodes(count_rows, count_cols, step=1.0):
    return np.meshgrid(np.arange(count_rows) * step, np.arange(count_cols) * step, indexing="ij")


def run(interp, array, row, col, resolution=1, **kwargs):
    kwargs.setdefault("array_out_mask", True)
    return array_grid_resampling(interp, array, row, col, resolution, None, **kwargs)


@pytest.mark.parametrize("last", [0, 1, 4, 8, 9])
def test_b1_windows_of_one_pixel_on_the_last_node(engine, last):
    """B1: an output of one column on the last node of a coarse grid panics in GridR."""
    row, col = nodes(4, 4, 3.0)
    out, mask = run("linear", ramp((12, 12)), row, col, 3, win=((2, 7), (last, last)))
    np.testing.assert_allclose(out, 100.0 * np.arange(2, 8)[:, None] + last)
    assert mask.all() and out.shape == (6, 1)


def test_b2_a_single_column_of_nodes(engine):
    """B2: one column with a row resolution of 4 panics in GridR."""
    row, col = nodes(3, 1, 4.0)
    out, mask = run("linear", ramp((12, 12)), row, col + 2.5, (4, 1))
    np.testing.assert_allclose(out, 100.0 * np.arange(9)[:, None] + 2.5)
    assert mask.all()


@pytest.mark.parametrize("win", [((0, 9), (0, 3)), ((0, 3), (0, 9)), ((7, 7), (0, 0))])
def test_b3_a_window_beyond_the_grid_is_refused(win):
    """B3: past the rows GridR panics, past the columns it returns the next row's pixels."""
    with pytest.raises(ValueError, match="win is"):
        run("linear", ramp((12, 12)), *nodes(3, 3, 3.0), 3, win=win)


@pytest.mark.parametrize("interp", INTERPOLATORS)
def test_b4_memory_is_never_read_unchecked(engine, interp):
    """B4: check_boundaries=False gives garbage or crashes the process in GridR."""
    at = np.array([[-1e9, -2.0, 3.0, 40.0, 1e18]])
    out, mask = run(interp, ramp((9, 9)), at, at, check_boundaries=False, nodata_out=-1)
    np.testing.assert_array_equal(mask, [[0, 0, 1, 0, 0]])
    np.testing.assert_array_equal(out, [[-1, -1, 303, -1, -1]])


@pytest.mark.parametrize("interp", INTERPOLATORS)
@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf])
def test_b7_a_coordinate_that_is_not_finite_is_invalid(engine, interp, bad):
    """B7: GridR takes NaN for a valid 0.0, or for the pixel at row 0."""
    for which in (0, 1):
        grid = list(nodes(3, 3))
        grid[which][1, 1] = bad
        out, mask = run(interp, ramp((5, 5)), *grid, nodata_out=-1)
        np.testing.assert_array_equal(mask, [[1, 1, 1], [1, 0, 1], [1, 1, 1]])
        assert out[1, 1] == -1


@pytest.mark.parametrize("interp", INTERPOLATORS)
@pytest.mark.parametrize("masked", [False, True])
def test_b8_b9_a_nan_node_spoils_no_pixel_where_it_has_no_weight(engine, interp, masked):
    """B8, B9: NaN * 0 poisons whole cells in GridR, also under a grid mask."""
    row, col = nodes(4, 4, 3.0)
    row[1, 1] = np.nan
    mask_of_nodes = np.ones((4, 4), dtype=np.uint8)
    mask_of_nodes[1, 1] = not masked
    out, mask = run(interp, ramp((12, 12)), row, col, 3, grid_mask=mask_of_nodes, nodata_out=-1)
    expected = np.ones((10, 10))
    expected[1:6, 1:6] = 0
    np.testing.assert_array_equal(mask, expected)
    np.testing.assert_allclose(out, np.where(expected, ramp((10, 10)), -1))


def test_b10_a_nodata_of_nan_is_nan(engine):
    """B10: GridR compares with NaN, never matches, and returns a silent valid 0."""
    row, col = nodes(3, 3)
    row[0, 1] = col[2, 2] = np.nan
    _, mask = run("linear", ramp((5, 5)), row, col, grid_nodata=np.nan)
    np.testing.assert_array_equal(mask, [[1, 0, 1], [1, 1, 1], [1, 1, 0]])


@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf, 1e300])
def test_b11_a_grid_of_nothing_gives_nodata(engine, bad):
    """B11: an all-NaN or infinite grid ends GridR with an error of number conversion."""
    bad_grid = np.full((3, 3), bad)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        out, mask = run("cubic", ramp((9, 9)), bad_grid, bad_grid, 2, nodata_out=-1)
    assert (out == -1).all() and not mask.any()


@pytest.mark.parametrize("which", ["row", "col", "both"])
def test_b12_nodata_is_looked_for_in_both_grids(engine, which):
    """B12: GridR looks at the rows only and interpolates the sentinel of the columns."""
    row, col = nodes(4, 4, 4.0)
    if which != "col":
        row[1, 2] = -999.0
    if which != "row":
        col[1, 2] = -999.000001
    _, mask = run("linear", ramp((20, 20)), row, col, 4, grid_nodata=-999)
    expected = np.ones((13, 13))
    expected[1:8, 5:12] = 0
    np.testing.assert_array_equal(mask, expected)


def test_b13_checks_stay_on_with_a_small_safe_window(engine):
    """B13: a safe window narrower than the kernel switches GridR's checks off (112.9 from 100)."""
    array = np.full((3, 3), 100.0)
    at = np.arange(0, 2.1, 0.25)
    row, col = np.meshgrid(at, at, indexing="ij")
    for boundary in (None, "reflect"):
        untrusted = {"boundary_condition": boundary, "trust_padding": False}
        out, mask = run("cubic", array, row, col, nodata_out=-1, **untrusted)
        whole = (row == np.floor(row)) & (col == np.floor(col))
        np.testing.assert_array_equal(mask == 1, whole)
        np.testing.assert_array_equal(out, np.where(whole, 100.0, -1.0))
    mask_in = np.zeros((3, 3))
    mask_in[1, 1] = 1
    _, mask = run(
        "cubic", array, row, col, array_in_mask=mask_in, array_in_mask_safe_win=((1, 1), (1, 1))
    )
    assert mask.sum() == 1 and mask[4, 4] == 1


@pytest.mark.parametrize("interp", ["linear", "cubic"])
@pytest.mark.parametrize("hidden", [np.nan, np.inf, 1e300, -9999.0])
def test_b14_what_is_under_the_mask_does_not_matter(engine, interp, hidden):
    """B14: NaN under the mask at weight zero makes a valid NaN in GridR."""
    array = ramp((9, 9))
    mask_in = np.ones((9, 9), dtype=np.uint8)
    mask_in[4, 5] = 0
    at = np.arange(0, 8.1, 0.5)
    row, col = np.meshgrid(at, at, indexing="ij")
    clean, clean_mask = run(interp, array, row, col, array_in_mask=mask_in)
    array[4, 5] = hidden
    out, mask = run(interp, array, row, col, array_in_mask=mask_in)
    np.testing.assert_array_equal(mask, clean_mask)
    np.testing.assert_array_equal(out, clean)
    assert np.isfinite(out[mask == 1]).all() and mask[8, 8] == 1


@pytest.mark.parametrize("interp", INTERPOLATORS)
@pytest.mark.parametrize("boundary", [None, "edge"])
def test_b17_a_second_call_gives_the_same(engine, interp, boundary):
    """B17: GridR changes the caller's array and mask in place, so that a second call is wrong."""
    array, mask_in = np.random.default_rng(0).normal(size=(20, 20)), np.ones((20, 20), np.uint8)
    mask_in[3, 3] = 0
    row, col = (0.7 * each + 3.3 for each in nodes(15, 15))
    kept, kept_mask = array.copy(), mask_in.copy()
    kwargs = {"array_in_mask": mask_in, "boundary_condition": boundary}
    first, first_mask = run(interp, array, row, col, **kwargs)
    second, second_mask = run(interp, array, row, col, **kwargs)
    np.testing.assert_array_equal(first, second)
    np.testing.assert_array_equal(first_mask, second_mask)
    np.testing.assert_array_equal(array, kept)
    np.testing.assert_array_equal(mask_in, kept_mask)


@pytest.mark.parametrize("interp", INTERPOLATORS)
@pytest.mark.parametrize("valid", [1, 2, 255, True, -1, 0.5])
def test_b18_any_mask_of_zero_and_something(engine, interp, valid):
    """B18: masks of 255 or 2 are all invalid, or valid by coincidence of a sum, in GridR."""
    base = np.random.default_rng(1).random((20, 20)) > 0.1
    row, col = (0.7 * each + 3.3 for each in nodes(15, 15))
    expected = run(interp, ramp((20, 20)), row, col, array_in_mask=base)
    mask_in = np.where(base, valid, 0) if valid is not True else base
    out = run(interp, ramp((20, 20)), row, col, array_in_mask=mask_in)
    np.testing.assert_array_equal(out[1], expected[1])
    np.testing.assert_array_equal(out[0], expected[0])


@pytest.mark.parametrize("boundary", ["constant", "edge", "reflect", "symmetric", "wrap"])
@pytest.mark.parametrize("interp", INTERPOLATORS)
def test_b20_trusted_padding_reaches_to_the_footprint(engine, interp, boundary):
    """B20: how far GridR extrapolates depends on the interpolator; 1.5 px out may be nodata where
    2 px out is valid. Here the footprint [-0.5, n - 0.5] is the domain, for all alike."""
    at = np.arange(-2.5, 10.6, 0.25)
    row, col = np.meshgrid(at, at, indexing="ij")
    _, mask = run(interp, ramp((8, 9)), row, col, boundary_condition=boundary)
    inside = (row >= -0.5) & (row <= 7.5) & (col >= -0.5) & (col <= 8.5)
    np.testing.assert_array_equal(mask == 1, inside)
    _, mask = run(interp, ramp((8, 9)), row, col, boundary_condition=boundary, extrapolation=1.75)
    inside = (row >= -1.75) & (row <= 8.75) & (col >= -1.75) & (col <= 9.75)
    np.testing.assert_array_equal(mask == 1, inside)


def test_b20_a_pixel_does_not_depend_on_its_neighbours(engine):
    """A target outside the centres is valid alone as it is beside others (B19 decides per tile)."""
    alone = np.array([[-0.3, -0.1]])
    out, mask = run("linear", ramp((8, 9)), alone, alone + 2, boundary_condition="edge")
    beside = np.array([[-0.3, -0.1, 4.0]])
    more, _ = run("linear", ramp((8, 9)), beside, beside + 2, boundary_condition="edge")
    assert mask.all()
    np.testing.assert_array_equal(out, more[:, :2])


def test_b22_the_output_window_must_have_the_size_of_the_result():
    """B22: GridR writes into the wrong rows without an error."""
    out = np.zeros((10, 10))
    with pytest.raises(ValueError, match="output window has shape"):
        array_grid_resampling(
            "linear", ramp((9, 9)), *nodes(4, 4), 1, out, array_out_win=((0, 2), (0, 4))
        )
    assert not out.any()


@pytest.mark.parametrize("interp", INTERPOLATORS)
def test_b32_all_real_types_are_taken(engine, interp):
    """B32: float32 or integer sources and grids and byte outputs end GridR with an error."""
    row, col = nodes(4, 4, 2.0)
    expected, _ = run(interp, ramp((9, 9)), row, col, 2)
    for source in (np.int16, np.uint16, np.float32, np.int64):
        for grid in (np.float32, np.int32, np.uint8):
            out = np.empty((7, 7), dtype=np.int32)
            array_grid_resampling(
                interp, ramp((9, 9)).astype(source), row.astype(grid), col.astype(grid), 2, out
            )
            np.testing.assert_array_equal(out, expected)


def test_b33_lists_and_strided_arrays_are_taken(engine):
    """B33: lists and arrays that are not contiguous end GridR with an empty AssertionError."""
    row, col = nodes(4, 4, 2.0)
    wide = np.asfortranarray(np.repeat(ramp((9, 9)), 2, axis=1))[:, ::2]
    mask_in = np.asfortranarray(np.ones((9, 9)))
    expected, _ = run("cubic", ramp((9, 9)), row, col, (2, 2), win=np.array([[1, 5], [0, 4]]))
    out, _ = run(
        "cubic", wide, row.T.copy().T, col[::-1][::-1], [2, 2], win=[[1, 5], [0, 4]],
        array_in_mask=mask_in.tolist(), grid_mask=np.ones((4, 8))[:, ::2],
        array_in_mask_safe_win=[[0, 3], [0, 3]],
    )  # fmt: skip
    np.testing.assert_array_equal(out, expected)
    out, _ = run("cubic", ramp((9, 9)).tolist(), row.tolist(), col.tolist(), 2)
    np.testing.assert_array_equal(out[1:6, :5], expected)


def test_b40_errors_are_ordinary_exceptions():
    """B40: GridR's panics are not caught by ``except Exception``."""
    with pytest.raises(Exception, match="win is") as caught:
        run("linear", ramp((9, 9)), *nodes(3, 3), 2, win=((0, 50), (0, 1)))
    assert isinstance(caught.value, ValueError)


@pytest.mark.parametrize("resolution", [[2, 3], np.array([2, 3]), (2.0, 3), (np.int8(2), 3)])
def test_b41_resolutions_of_any_kind(engine, resolution):
    """B41: a list or an array of factors is a TypeError in GridR."""
    out, mask = run("linear", ramp((12, 12)), *nodes(3, 3, 2.0), resolution)
    assert out.shape == (5, 7) and mask.all()


def test_b41_an_empty_image_is_all_nodata_and_an_empty_grid_an_error(engine):
    """B41: a grid without rows overflows in GridR."""
    with pytest.raises(ValueError, match="not empty"):
        run("linear", ramp((5, 5)), np.zeros((0, 4)), np.zeros((0, 4)))
    out, mask = run("linear", np.zeros((0, 0)), *nodes(2, 2), nodata_out=3)
    assert (out == 3).all() and not mask.any()


@pytest.mark.parametrize("shape", [(1, 1), (1, 4), (4, 1)])
def test_b42_nothing_is_squeezed(engine, shape):
    """B42: GridR squeezes one row to 1-D and one pixel to 0-D, but not the mask."""
    row, col = nodes(*shape)
    out, mask = run("linear", ramp((5, 5)), row, col)
    assert out.shape == mask.shape == shape
    out, mask = run("linear", ramp((5, 5))[None], row, col)
    assert out.shape == (1, *shape) and mask.shape == shape


# --- B-splines ----------------------------------------------------------------------------------


@pytest.mark.parametrize("threshold", [0, -1e-3, 1.5, np.nan, np.inf])
def test_b5_thresholds_are_more_than_0_and_at_most_1(threshold):
    """B5: 0 panics in GridR, by a capacity overflow."""
    with pytest.raises(ValueError, match="mask_influence_threshold is"):
        run(
            "bspline3", ramp((40, 40)), *nodes(3, 3),
            interp_kwargs={"mask_influence_threshold": threshold},
        )  # fmt: skip
    with pytest.raises(ValueError, match="mask_influence_threshold is"):
        array_bspline_prefiltering(ramp((40, 40)), n=3, mask_influence_threshold=threshold)


@pytest.mark.parametrize("shape", [(1, 1), (4, 3), (28, 28), (28, 29)])
def test_b6_small_arrays_are_refused_or_filtered_exactly(engine, shape):
    """B6: GridR panics on an array that is not larger than twice the margin."""
    array = ramp(shape)
    with pytest.raises(ValueError, match="more than 28 rows and columns"):
        array_bspline_prefiltering(array, n=3)
    np.testing.assert_array_equal(array, ramp(shape))
    array_bspline_prefiltering(array, n=3, recursion_start="exact")
    assert np.isfinite(array).all()
    # Resampling takes any size, whatever the start.
    row, col = nodes(*shape)
    for start in ("truncated", "exact"):
        kwargs = {"boundary_condition": "edge", "interp_kwargs": {"recursion_start": start}}
        out, mask = run("bspline3", ramp(shape), row, col, **kwargs)
        assert mask.all()
        np.testing.assert_allclose(out, ramp(shape), rtol=0, atol=1e-5 * shape[0])


@pytest.mark.parametrize("interp", BSPLINES)
@pytest.mark.parametrize("hidden", [np.nan, np.inf, 1e30, 1e300, -9999.0, 0.0])
def test_b15_b16_what_is_under_the_mask_does_not_reach_a_valid_result(engine, interp, hidden):
    """B15, B16: by GridR all results are NaN, or a thousandth of 1e30, and flagged valid."""
    array, mask_in = np.full((70, 70), 100.0), np.ones((70, 70), np.uint8)
    mask_in[34:37, 35] = 0
    array[mask_in == 0] = hidden
    at = np.arange(0, 69.1, 0.75)
    row, col = np.meshgrid(at, at, indexing="ij")
    for threshold in (1e-3, 1):
        kwargs = {"interp_kwargs": {"mask_influence_threshold": threshold}}
        out, mask = run(interp, array, row, col, array_in_mask=mask_in, **kwargs)
        assert mask.any() and not mask.all()
        np.testing.assert_allclose(out[mask == 1], 100, rtol=1e-6)


@pytest.mark.parametrize("interp", BSPLINES)
def test_b16_no_zeros_leak_in_at_the_border(engine, interp):
    """B16: without a boundary condition GridR has 99.992 from a constant 100, flagged valid."""
    row, col = nodes(139, 139, 0.5)
    out, mask = run(interp, np.full((70, 70), 100.0), row, col)
    assert mask.any()
    np.testing.assert_allclose(out[mask == 1], 100, rtol=1e-6)


@pytest.mark.parametrize("epsilon", [0, -1e-6, np.nan, np.inf, 1.5])
def test_b34_epsilon_is_more_than_0_and_at_most_1(epsilon):
    """B34: GridR takes anything, and has margins of a few pixels then."""
    with pytest.raises(ValueError, match="epsilon is"):
        run("bspline3", ramp((40, 40)), *nodes(3, 3), interp_kwargs={"epsilon": epsilon})


@pytest.mark.parametrize("interp", BSPLINES)
def test_b35_a_small_window_filters_a_small_part(monkeypatch, interp):
    """B35: GridR filters all of an image of 3000 x 3000 for a window of 10 x 10."""
    filtered, package = [], engines.engine()
    filter_columns = package.filter_columns

    def recorded(values, *args):
        filtered.append(values.shape)
        return filter_columns(values, *args)

    monkeypatch.setattr(package, "filter_columns", recorded)
    row, col = nodes(10, 10)
    image = np.zeros((3000, 3000))
    for masked in (None, np.ones((3000, 3000), np.uint8)):
        filtered.clear()
        _, mask = run(interp, image, row + 1500.3, col + 1700.3, array_in_mask=masked)
        assert mask.all() and filtered
        # Not more than two pieces of 256 samples an axis, and the starts of their sums.
        assert max(max(shape) for shape in filtered) < 1000
