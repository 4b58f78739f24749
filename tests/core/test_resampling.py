"""`array_grid_resampling`: what must hold for every interpolator, on both engines."""

import warnings

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gridr_qgis.core import array_grid_resampling, use_engine
from gridr_qgis.core.conventions.conversion import store

INTERPOLATORS = ("nearest", "linear", "cubic")
BOUNDARIES = ("constant", "edge", "reflect", "symmetric", "wrap")


def identity_grid(shape, shift=(0.0, 0.0)):
    rows, cols = np.meshgrid(*(np.arange(float(size)) for size in shape), indexing="ij")
    return rows + shift[0], cols + shift[1]


def rotated_grid(shape, nodes, resolution, angle=0.3, scale=0.8):
    """A grid turned about the centre of a source; a good part of it lies outside."""
    rows, cols = np.meshgrid(
        *((np.arange(n) - (n - 1) / 2) * step for n, step in zip(nodes, resolution)), indexing="ij"
    )
    row = (shape[0] - 1) / 2 + scale * (np.cos(angle) * rows - np.sin(angle) * cols)
    col = (shape[1] - 1) / 2 + scale * (np.sin(angle) * rows + np.cos(angle) * cols)
    return row, col


def run(interp, array, grid, resolution=(1, 1), **kwargs):
    kwargs.setdefault("array_out_mask", True)
    return array_grid_resampling(interp, array, *grid, resolution, None, **kwargs)


# --- the seed's examples ----------------------------------------------------------------------


@pytest.mark.parametrize("trusted", [True, False])
def test_zoom_of_a_patch_with_reflection(engine, trusted):
    """4x zoom of 80 x 80 with reflect: 317 x 317, all valid when trusted; when not, all targets
    whose stencil overlaps the border are invalid but whole integer ones."""
    patch = np.random.default_rng(1).uniform(0, 255, size=(80, 80))
    grid = identity_grid(patch.shape)
    out, mask = run(
        "cubic", patch, grid, (4, 4), nodata_out=None, boundary_condition="reflect",
        trust_padding=trusted,
    )  # fmt: skip
    assert out.shape == mask.shape == (317, 317)
    np.testing.assert_array_equal(out[::4, ::4], patch)
    if trusted:
        assert mask.all() and np.isfinite(out).all()
        return
    position = np.arange(317) / 4
    whole = position == np.floor(position)
    enough = whole | ((np.floor(position) >= 1) & (np.floor(position) <= 77))
    np.testing.assert_array_equal(mask, enough[:, None] & enough)
    np.testing.assert_array_equal(np.isnan(out), mask == 0)


# --- identity, constants, polynomials ---------------------------------------------------------


@pytest.mark.parametrize("interp", INTERPOLATORS)
def test_identity_keeps_every_bit(engine, interp):
    """Also of NaN, infinities and the sign of zero: samples without weight are not touched."""
    array = np.array([[1.0, np.nan, -0.0], [np.inf, 5e-324, 1e308], [-np.inf, -1.5, 0.0]])
    out, mask = run(interp, array, identity_grid(array.shape))
    np.testing.assert_array_equal(out.view(np.uint64), array.view(np.uint64))
    assert mask.all()


@pytest.mark.parametrize("resolution", [(1, 1), (3, 2), (4, 5)])
@pytest.mark.parametrize("interp", INTERPOLATORS)
def test_constant_stays_constant(engine, interp, resolution):
    array = np.full((20, 25), 123.456)
    out, mask = run(interp, array, rotated_grid(array.shape, (9, 7), resolution))
    assert mask.any()
    np.testing.assert_allclose(out[mask == 1], 123.456, rtol=1e-15)


@pytest.mark.parametrize(("interp", "degree"), [("linear", 1), ("cubic", 2)])
def test_polynomials_are_reproduced(engine, interp, degree):
    rng = np.random.default_rng(2)
    coefficients = rng.normal(size=(degree + 1, degree + 1))

    def surface(row, col):
        return np.polynomial.polynomial.polyval2d(row / 10, col / 10, coefficients)

    shape = (24, 30)
    grid = rotated_grid(shape, (11, 9), (2, 3))
    out, mask = run(interp, surface(*identity_grid(shape)), grid, (2, 3))
    row, _ = run("linear", identity_grid(shape)[0], grid, (2, 3))
    col, _ = run("linear", identity_grid(shape)[1], grid, (2, 3))
    valid = mask == 1
    assert valid.sum() > 100
    np.testing.assert_allclose(out[valid], surface(row, col)[valid], rtol=1e-11, atol=1e-11)


def test_linear_gives_back_the_coordinates(engine):
    """A ramp sampled linearly is its coordinate: the half pixel cannot hide."""
    rows, cols = identity_grid((12, 15))
    grid = (np.array([[0.25, 3.5], [7.75, 11.0]]), np.array([[14.0, 0.5], [3.125, 0.0]]))
    out, mask = run("linear", np.stack((rows, cols)), grid)
    assert mask.all()
    np.testing.assert_allclose(out, np.stack(grid), atol=1e-14)


def test_nearest_ties_go_up(engine):
    array = np.arange(5.0)[None, :]
    at = np.array([[-0.5, 0.49, 0.5, 1.5, 4.49, 4.5]])
    out, mask = run("nearest", array, (np.zeros_like(at), at), nodata_out=-1)
    np.testing.assert_array_equal(out, [[0, 0, 1, 2, 4, -1]])
    np.testing.assert_array_equal(mask, [[1, 1, 1, 1, 1, 0]])


@pytest.mark.parametrize("interp", ["linear", "cubic"])
def test_coordinates_snap_to_centres(engine, interp):
    """4e-13 beside a centre counts as the centre, 6e-13 does not (GridR's 1e-12 rounding)."""
    array = np.arange(16.0).reshape(4, 4)
    mask = np.ones((4, 4))
    mask[1, 2] = 0
    at = 1 + np.array([[-6e-13, -4e-13, 4e-13, 6e-13]])
    _, valid = run(interp, array, (np.ones_like(at), at), array_in_mask=mask)
    np.testing.assert_array_equal(valid, [[interp == "linear", 1, 1, 0]])


# --- shapes ---------------------------------------------------------------------------------


@pytest.mark.parametrize("shape", [(1, 1), (1, 6), (6, 1), (2, 2)])
@pytest.mark.parametrize("interp", INTERPOLATORS)
def test_tiny_sources(engine, interp, shape):
    array = np.arange(float(np.prod(shape))).reshape(shape)
    out, mask = run(interp, array, identity_grid(shape))
    np.testing.assert_array_equal(out, array)
    out, mask = run(interp, array, identity_grid(shape, (9, 9)), nodata_out=-1)
    assert (out == -1).all() and not mask.any()


@pytest.mark.parametrize("nodes", [(1, 1), (1, 4), (4, 1), (2, 2), (5, 3)])
@pytest.mark.parametrize("resolution", [(1, 1), (1, 3), (3, 1), (2, 5)])
def test_output_shapes(engine, nodes, resolution):
    grid = rotated_grid((9, 9), nodes, resolution, angle=0, scale=0.2)
    if any(step > 1 and n < 2 for n, step in zip(nodes, resolution)):
        with pytest.raises(ValueError, match="one node"):
            run("linear", np.ones((9, 9)), grid, resolution)
        return
    expected = tuple((n - 1) * step + 1 for n, step in zip(nodes, resolution))
    out, mask = run("linear", np.ones((9, 9)), grid, resolution)
    assert out.shape == mask.shape == expected
    out, mask = run("linear", np.ones((1, 9, 9)), grid, resolution)
    assert out.shape == (1, *expected) and mask.shape == expected
    assert mask.all() and (out == 1).all()


def test_bands_are_resampled_alike(engine):
    bands = np.random.default_rng(3).normal(size=(4, 12, 13))
    grid = rotated_grid((12, 13), (5, 6), (3, 2))
    for interp in INTERPOLATORS:
        together, mask = run(interp, bands, grid, (3, 2))
        for band, values in zip(bands, together):
            alone, mask_alone = run(interp, band, grid, (3, 2))
            np.testing.assert_array_equal(alone, values)
            np.testing.assert_array_equal(mask_alone, mask)


def test_empty_image_gives_nodata(engine):
    out, mask = run("linear", np.zeros((0, 5)), identity_grid((2, 2)), nodata_out=7)
    assert (out == 7).all() and not mask.any()


# --- tiles, threads, engines ----------------------------------------------------------------


def a_job(seed):
    rng = np.random.default_rng(seed)
    shape = (40, 50)
    resolution = tuple(int(step) for step in rng.integers(1, 6, size=2))
    grid = rotated_grid(shape, (9, 10), resolution, rng.uniform(0, 6), rng.uniform(0.3, 2))
    grid_mask = (rng.random(grid[0].shape) > 0.1).astype(np.uint8)
    kwargs = {
        "array_in_mask": rng.random(shape) > 0.02,
        "grid_mask": grid_mask,
        "boundary_condition": [None, *BOUNDARIES][int(rng.integers(6))],
        "nodata_out": None,
    }
    return rng.normal(size=shape), grid, resolution, kwargs


@pytest.mark.filterwarnings("ignore:The grid has no valid node")
@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("interp", INTERPOLATORS)
def test_windows_are_slices_of_the_whole(engine, interp, seed):
    array, grid, resolution, kwargs = a_job(seed)
    out, mask = run(interp, array, grid, resolution, **kwargs)
    height, width = out.shape
    rng = np.random.default_rng(seed + 100)
    windows = [((height - 1,) * 2, (width - 1,) * 2), ((0, 0), (0, width - 1))]
    for _ in range(8):
        rows, cols = (np.sort(rng.integers(0, size, 2)) for size in out.shape)
        windows.append((rows, cols))
    for rows, cols in windows:
        part, part_mask = run(interp, array, grid, resolution, win=(rows, cols), **kwargs)
        where = (slice(rows[0], rows[1] + 1), slice(cols[0], cols[1] + 1))
        np.testing.assert_array_equal(part_mask, mask[where])
        np.testing.assert_array_equal(part, out[where])


@pytest.mark.parametrize("interp", INTERPOLATORS)
def test_threads_do_not_change_a_bit(engine, interp):
    array = np.random.default_rng(4).normal(size=(300, 320))
    grid = rotated_grid(array.shape, (100, 130), (7, 6))
    one = run(interp, array, grid, (7, 6), threads=1)
    many = run(interp, array, grid, (7, 6), threads=5)
    for result, other in zip(one, many):
        np.testing.assert_array_equal(result, other)


@pytest.mark.parametrize("seed", range(10))
@pytest.mark.parametrize("interp", INTERPOLATORS)
def test_engines_agree_to_the_bit(interp, seed):
    array, grid, resolution, kwargs = a_job(seed)
    results = []
    for name in ("numba", "numpy"):
        use_engine(name)
        try:
            results.append(run(interp, array, grid, resolution, **kwargs))
        finally:
            use_engine(None)
    for one, other in zip(*results):
        np.testing.assert_array_equal(one, other)


# --- masks ----------------------------------------------------------------------------------


def touches(x, before, after):
    """Tell which positions need sample 4, and which stay within samples 0 to 7."""
    k = np.floor(x)
    between = x != k
    first, last = np.where(between, k - before, k), np.where(between, k + after, k)
    return (first <= 4) & (last >= 4), (first >= 0) & (last <= 7)


def test_only_samples_with_weight_count(engine):
    """One invalid pixel: an exact row needs itself only, between rows everything around."""
    array = np.arange(64.0).reshape(8, 8)
    mask = np.ones((8, 8))
    mask[4, 4] = 0
    at = np.arange(0, 7.25, 0.25)
    row, col = np.meshgrid(at, at, indexing="ij")
    for interp, before, after in (("linear", 0, 1), ("cubic", 1, 2)):
        _, valid = run(interp, array, (row, col), array_in_mask=mask)

        (hit_row, in_row), (hit_col, in_col) = (touches(x, before, after) for x in (row, col))
        np.testing.assert_array_equal(valid == 1, in_row & in_col & ~(hit_row & hit_col))


@pytest.mark.parametrize("interp", INTERPOLATORS)
def test_safe_window_overrules_the_mask(engine, interp):
    array = np.random.default_rng(5).normal(size=(20, 20))
    mask = np.random.default_rng(6).random((20, 20)) > 0.3
    safe = ((3, 15), (4, 17))
    promised = mask.copy()
    promised[3:16, 4:18] = True
    grid = rotated_grid(array.shape, (8, 8), (3, 3))
    for kwargs in ({}, {"standalone": False}, {"boundary_condition": "wrap"}):
        out = run(
            interp, array, grid, (3, 3), array_in_mask=mask, array_in_mask_safe_win=safe, **kwargs
        )
        expected = run(interp, array, grid, (3, 3), array_in_mask=promised, **kwargs)
        for one, other in zip(out, expected):
            np.testing.assert_array_equal(one, other)


def test_one_masked_node_invalidates_its_open_mesh(engine):
    """At resolution (3, 3): a block of 5 x 5, the lines of the neighbouring nodes stay valid."""
    row, col = (node * 3.0 for node in identity_grid((5, 5)))
    grid_mask = np.ones((5, 5))
    grid_mask[2, 2] = 0
    _, mask = run("linear", np.ones((20, 20)), (row, col), (3, 3), grid_mask=grid_mask)
    expected = np.ones((13, 13))
    expected[4:9, 4:9] = 0
    np.testing.assert_array_equal(mask, expected)


def test_all_nodes_invalid_warns_and_gives_nodata(engine):
    with pytest.warns(UserWarning, match="no valid node"):
        out, mask = run(
            "cubic", np.ones((9, 9)), identity_grid((4, 4)), grid_mask=np.zeros((4, 4)),
            nodata_out=-3,
        )  # fmt: skip
    assert (out == -3).all() and not mask.any()


# --- boundaries -----------------------------------------------------------------------------


@pytest.mark.parametrize("boundary", BOUNDARIES)
@pytest.mark.parametrize("interp", INTERPOLATORS)
def test_trusted_boundaries_are_numpy_pad(engine, interp, boundary):
    """Sampling with a boundary condition equals sampling what numpy.pad makes, also when pads are
    longer than the array."""
    array = np.random.default_rng(7).normal(size=(3, 4))
    pad = 9
    at = np.linspace(-5.4, 8.3, 70)
    row, col = np.meshgrid(at, at, indexing="ij")
    out, mask = run(interp, array, (row, col), boundary_condition=boundary, extrapolation=5.0)
    padded = np.pad(array, pad, mode=boundary)
    expected, _ = run(interp, padded, (row + pad, col + pad), nodata_out=0)
    inside = (row >= -5) & (row <= 7) & (col >= -5) & (col <= 8)
    np.testing.assert_array_equal(mask == 1, inside)
    np.testing.assert_allclose(out[inside], expected[inside], rtol=1e-12, atol=1e-12)


@pytest.mark.parametrize("boundary", BOUNDARIES)
def test_masks_are_continued_like_values(engine, boundary):
    array = np.random.default_rng(8).normal(size=(6, 7))
    mask = np.random.default_rng(9).random((6, 7)) > 0.2
    row, col = np.meshgrid(np.linspace(-0.5, 5.5, 25), np.linspace(-0.5, 6.5, 29), indexing="ij")
    _, valid = run("linear", array, (row, col), boundary_condition=boundary, array_in_mask=mask)
    padded = np.pad(mask, 3, mode=boundary)
    _, expected = run("linear", np.pad(array, 3), (row + 3, col + 3), array_in_mask=padded)
    np.testing.assert_array_equal(valid, expected)


# --- outputs --------------------------------------------------------------------------------


def test_writes_into_windows_of_buffers(engine):
    array = np.random.default_rng(10).normal(size=(2, 9, 9))
    grid = rotated_grid((9, 9), (4, 4), (2, 2), scale=0.5)
    expected, expected_mask = run("cubic", array, grid, (2, 2), win=((1, 4), (2, 6)), nodata_out=-1)
    out, mask = np.full((2, 10, 12), 55.0), np.full((10, 12), 9, dtype=np.uint8)
    returned = array_grid_resampling(
        "cubic", array, *grid, (2, 2), out, ((3, 6), (5, 9)), -1, win=((1, 4), (2, 6)),
        array_out_mask=mask,
    )  # fmt: skip
    assert returned == (None, None)
    np.testing.assert_array_equal(out[:, 3:7, 5:10], expected)
    np.testing.assert_array_equal(mask[3:7, 5:10], expected_mask)
    out[:, 3:7, 5:10], mask[3:7, 5:10] = 55, 9
    assert (out == 55).all() and (mask == 9).all()


def test_a_larger_buffer_gets_the_result_in_its_first_corner(engine):
    out = np.full((7, 8), 5.0)
    array_grid_resampling("linear", np.ones((4, 4)), *identity_grid((3, 3)), 1, out)
    assert (out[:3, :3] == 1).all() and (out == 5).sum() == 56 - 9


@pytest.mark.parametrize(
    "dtype", ["bool", "int8", "uint8", "int16", "uint16", "int32", "uint32", "int64", "uint64",
              "float16", "float32", "float64"],
)  # fmt: skip
def test_every_real_dtype_in_and_out(engine, dtype):
    array = np.array([[0, 1, 1], [1, 0, 1], [0, 0, 1]]).astype(dtype)
    for interp in INTERPOLATORS:
        out = np.empty((3, 3), dtype=dtype)
        array_grid_resampling(interp, array, *identity_grid((3, 3)), 1, out)
        np.testing.assert_array_equal(out, array)
    out, _ = run("linear", array, (np.array([[0.0]]), np.array([[0.25]])))
    assert out.dtype == np.float64 and out[0, 0] == 0.25


def test_integers_are_rounded_half_to_even_and_clipped(engine):
    array = np.array([[0.5, 1.5, 2.5, 255.5, 300.0, -7.0, np.nan]])
    out, mask = np.empty((1, 7), dtype=np.uint8), np.empty((1, 7), dtype=np.uint8)
    array_grid_resampling(
        "nearest", array, *identity_grid((1, 7)), 1, out, nodata_out=9, array_out_mask=mask
    )
    np.testing.assert_array_equal(out, [[0, 2, 2, 255, 255, 0, 9]])
    np.testing.assert_array_equal(mask, [[1, 1, 1, 1, 1, 1, 0]])


@pytest.mark.parametrize("dtype", ["int64", "uint64", "int32", "uint8"])
def test_clipping_reaches_the_ends_of_the_range(dtype):
    info = np.iinfo(dtype)
    out = np.empty((1, 1, 3), dtype=dtype)
    store(np.array([[[1e30, -1e30, np.inf]]]), np.ones((1, 3), np.uint8), 0, out)
    assert out.tolist() == [[[info.max, info.min, info.max]]]


def test_inputs_are_never_written_to(engine):
    array, grid, resolution, kwargs = a_job(1)
    arrays = [array, *grid, kwargs["array_in_mask"], kwargs["grid_mask"]]
    before = [each.copy() for each in arrays]
    for each in arrays:
        each.flags.writeable = False
    for interp in INTERPOLATORS:
        run(interp, array, grid, resolution, array_in_mask_safe_win=((0, 5), (0, 5)), **kwargs)
    for each, copy in zip(arrays, before):
        np.testing.assert_array_equal(each, copy)


def test_progress_is_told_and_can_stop_the_work(engine):
    array = np.ones((20, 20))
    grid = rotated_grid(array.shape, (300, 400), (2, 2))
    shares = []
    run("nearest", array, grid, (2, 2), progress=shares.append)
    assert len(shares) > 1 and shares == sorted(shares) and shares[-1] == 1

    class StopError(Exception):
        pass

    def stop(share):
        raise StopError

    with pytest.raises(StopError):
        run("nearest", array, grid, (2, 2), progress=stop)


# --- bad input ------------------------------------------------------------------------------

BYTES = np.ones((5, 5), np.uint8)
GOOD = {
    "interp": "linear",
    "array_in": np.ones((5, 5)),
    "grid_row": np.ones((3, 3)),
    "grid_col": np.ones((3, 3)),
    "grid_resolution": (2, 2),
    "array_out": None,
}


@pytest.mark.parametrize(
    ("changes", "error", "words"),
    [
        ({"interp": "lanczos"}, ValueError, "lanczos.*nearest, linear, cubic"),
        ({"interp": 3}, TypeError, "interp"),
        ({"interp_kwargs": {"epsilon": 1}}, TypeError, "no setting epsilon"),
        ({"boundary_condition": "mirror"}, ValueError, "boundary_condition is 'mirror'"),
        ({"array_in": np.ones(5)}, ValueError, "array_in has shape"),
        ({"array_in": np.ones((0, 5, 5))}, ValueError, "no band"),
        ({"array_in": np.ones((5, 5), complex)}, TypeError, "array_in holds complex"),
        ({"array_in": [["a"]]}, TypeError, "array_in holds"),
        ({"grid_row": np.ones((3, 4))}, ValueError, "must agree"),
        ({"grid_row": np.ones(3)}, ValueError, "grid_row has shape"),
        ({"grid_row": np.ones((0, 3)), "grid_col": np.ones((0, 3))}, ValueError, "not empty"),
        ({"grid_resolution": (0, 1)}, ValueError, "grid_resolution"),
        ({"grid_resolution": (1.5, 1)}, ValueError, "grid_resolution"),
        ({"grid_resolution": (1, 1, 1)}, ValueError, "grid_resolution"),
        ({"win": ((0, 5), (0, 4))}, ValueError, "win is .*within"),
        ({"win": ((-1, 3), (0, 4))}, ValueError, "win is .*within"),
        ({"win": ((3, 1), (0, 4))}, ValueError, "win is .*in order"),
        ({"win": (0, 3, 0, 3)}, ValueError, "win is"),
        ({"array_in_mask": np.ones((5, 6))}, ValueError, "array_in_mask has shape"),
        ({"array_in_mask_safe_win": ((0, 5), (0, 4))}, ValueError, "array_in_mask_safe_win"),
        ({"grid_mask": np.ones((2, 3))}, ValueError, "grid_mask has shape"),
        ({"grid_mask": np.ones((3, 3)), "grid_nodata": 1}, ValueError, "exclude"),
        ({"array_in_origin": (1, 0)}, ValueError, "array_in_origin"),
        ({"array_out": np.ones((4, 6))}, ValueError, "output window has shape"),
        ({"array_out": np.ones((2, 5, 5))}, ValueError, "array_out has shape"),
        ({"array_out": [[1]]}, TypeError, "array_out"),
        ({"array_out": BYTES, "nodata_out": 300}, ValueError, "nodata_out is 300"),
        ({"array_out": BYTES, "nodata_out": None}, ValueError, "nodata_out"),
        ({"array_out_mask": np.ones((4, 5), np.uint8)}, ValueError, "array_out_mask has shape"),
        ({"array_out_mask": "yes"}, TypeError, "array_out_mask"),
        ({"array_in": np.ma.masked_array(np.ones((5, 5)))}, TypeError, "array_in is a masked"),
        ({"grid_row": np.ma.masked_array(np.ones((3, 3)))}, TypeError, "grid_row is a masked"),
        ({"array_in": [[1, 2], [3]]}, ValueError, "array_in is no array"),
        ({"nodata_out": "x"}, TypeError, "nodata_out holds"),
        ({"nodata_out": np.ones(2)}, TypeError, "nodata_out is"),
        ({"grid_nodata": "x"}, TypeError, "grid_nodata holds"),
        ({"extrapolation": "x"}, TypeError, "extrapolation holds"),
        ({"threads": "x"}, TypeError, "threads holds"),
        ({"threads": 0}, ValueError, "threads is 0"),
        ({"extrapolation": -1}, ValueError, "extrapolation"),
    ],
)  # fmt: skip
def test_bad_input_gets_one_sentence(changes, error, words):
    buffer = changes.get("array_out")
    before = buffer.copy() if isinstance(buffer, np.ndarray) else None
    with pytest.raises(error, match=words) as caught:
        array_grid_resampling(**dict(GOOD, **changes))
    assert "\n" not in str(caught.value)
    if before is not None:
        np.testing.assert_array_equal(buffer, before)


# --- anything at all ------------------------------------------------------------------------

coordinates = st.one_of(
    st.floats(-3, 12),
    st.sampled_from([-0.5, 0.0, 7.0, 7.5, 8.5, 1e20, -1e300, np.inf, -np.inf, np.nan]),
    st.integers(-16, 40).map(lambda k: k / 4),
)


@settings(max_examples=150, deadline=None, derandomize=True)
@given(
    interp=st.sampled_from(INTERPOLATORS),
    nodes=st.lists(st.tuples(coordinates, coordinates), min_size=4, max_size=4),
    resolution=st.tuples(st.integers(1, 4), st.integers(1, 4)),
    boundary=st.sampled_from([None, *BOUNDARIES]),
    trusted=st.booleans(),
)
def test_valid_means_within_reach_of_the_source(interp, nodes, resolution, boundary, trusted):
    """Whatever the grid holds: no crash, valid results are finite and within the footprint."""
    row, col = (np.array(each).reshape(2, 2) for each in zip(*nodes))
    array = np.random.default_rng(0).normal(size=(8, 9))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        out, mask = run(
            interp, array, (row, col), resolution, boundary_condition=boundary,
            trust_padding=trusted, nodata_out=None,
        )  # fmt: skip
    np.testing.assert_array_equal(np.isfinite(out), mask == 1)
    corners = mask[:: resolution[0], :: resolution[1]]
    inside = (row >= -0.5) & (row <= 7.5) & (col >= -0.5) & (col <= 8.5)
    assert not np.any(corners[~inside])
    if boundary is not None and trusted:
        assert np.all(corners[inside] == 1)
