"""B-spline interpolation: against scipy and a dense solve, and what holds for all orders."""

import itertools

import numpy as np
import pytest
from scipy import ndimage
from scipy.interpolate import BSpline
from scipy.linalg import solve_banded

from gridr_qgis.core import array_bspline_prefiltering, array_grid_resampling, use_engine

ORDERS = (3, 5, 7, 9, 11)
BOUNDARIES = ("constant", "edge", "reflect", "symmetric", "wrap")
STARTS = ("truncated", "exact")
POLICIES = ("strict", "renormalized", "nearest")
SHAPES = [(1, 1), (1, 7), (2, 2), (3, 5), (12, 9), (30, 4)]


def run(order, array, row, col, resolution=1, start="exact", **kwargs):
    settings = dict(kwargs.pop("interp_kwargs", {}), recursion_start=start)
    kwargs.setdefault("array_out_mask", True)
    return array_grid_resampling(
        f"bspline{order}", array, row, col, resolution, None, interp_kwargs=settings, **kwargs
    )


def mesh(rows, cols):
    return np.meshgrid(np.asarray(rows, float), np.asarray(cols, float), indexing="ij")


def along(size, beyond=0.0, step=0.23):
    """Return positions from one end of an axis to the other, whole ones among them."""
    low, high = -beyond, size - 1 + beyond
    return np.unique(np.concatenate([np.arange(low, high, step), np.arange(size), [low, high]]))


def turned_grid(shape, nodes, angle=0.4, scale=1.0):
    """A grid of step 3 turned about the centre of a source."""
    rows, cols = (3.0 * (each - each.mean()) for each in np.indices(nodes))
    row = (shape[0] - 1) / 2 + scale * (np.cos(angle) * rows - np.sin(angle) * cols)
    col = (shape[1] - 1) / 2 + scale * (np.sin(angle) * rows + np.cos(angle) * cols)
    return row, col


def holes(shape, seed, share=0.02):
    """A mask with single invalid samples and one large hole."""
    rng = np.random.default_rng(seed)
    mask = (rng.random(shape) >= share).astype(np.uint8)
    top, left = (int(size * 0.4) for size in shape)
    mask[top : top + shape[0] // 6, left : left + shape[1] // 5] = 0
    return mask


def basis(order, positions, size):
    """Return the matrix of centred B-splines at positions, of scipy's own recursion."""
    spline = BSpline.basis_element(np.arange(order + 2) - (order + 1) / 2, extrapolate=False)
    return np.nan_to_num(spline(np.subtract.outer(positions, np.arange(size))))


def dense_spline(order, array, rows, cols, boundary):
    """Interpolate on a mesh by solving for the coefficients of a widely padded array.

    What the padding's end does wrong is below 0.67**150 where it is used.
    """
    pad, half = 150, order // 2
    band = basis(order, np.arange(-half, half + 1.0), 1)
    coefficients = np.pad(array, pad, mode=boundary)
    for _ in range(2):
        bands = np.repeat(band, coefficients.shape[0], axis=1)
        coefficients = solve_banded((half, half), bands, coefficients).T
    at_rows, at_cols = (
        basis(order, positions + pad, size)
        for positions, size in zip((rows, cols), coefficients.shape)
    )
    return at_rows @ coefficients @ at_cols.T


# --- against others ---------------------------------------------------------------------------


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("order", [3, 5])
def test_exact_start_equals_scipy_mirror(engine, order, shape):
    array = np.random.default_rng(1).normal(50, 20, size=shape)
    row, col = mesh(along(shape[0]), along(shape[1]))
    out, mask = run(order, array, row, col)
    expected = ndimage.map_coordinates(array, [row, col], order=order, mode="mirror")
    assert mask.all()
    np.testing.assert_allclose(out, expected, rtol=0, atol=1e-12 * np.abs(array).max())


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("order", [3, 5])
def test_exact_start_equals_scipy_wrap(engine, order, shape):
    array = np.random.default_rng(2).normal(50, 20, size=shape)
    row, col = mesh(along(shape[0], 0.5), along(shape[1], 0.5))
    out, mask = run(order, array, row, col, boundary_condition="wrap")
    expected = ndimage.map_coordinates(array, [row, col], order=order, mode="grid-wrap")
    assert mask.all()
    np.testing.assert_allclose(out, expected, rtol=0, atol=1e-12 * np.abs(array).max())


@pytest.mark.parametrize("order", [3, 5])
def test_exact_start_equals_scipy_reflect_on_larger_images(engine, order):
    """numpy's symmetric is scipy's reflect, whose prefilter is inexact on tiny arrays."""
    array = np.random.default_rng(3).normal(50, 20, size=(40, 45))
    row, col = mesh(along(40, 0.5), along(45, 0.5))
    out, _ = run(order, array, row, col, boundary_condition="symmetric")
    expected = ndimage.map_coordinates(array, [row, col], order=order, mode="reflect")
    np.testing.assert_allclose(out, expected, rtol=0, atol=1e-12 * np.abs(array).max())


@pytest.mark.parametrize("boundary", BOUNDARIES)
@pytest.mark.parametrize("order", ORDERS)
def test_exact_start_solves_the_interpolation_system(engine, order, boundary):
    for shape in [*SHAPES, (530, 3)]:
        array = np.random.default_rng(4).normal(50, 20, size=shape)
        rows, cols = along(shape[0], 0.5, 0.37), along(shape[1], 0.5, 0.37)
        out, mask = run(order, array, *mesh(rows, cols), boundary_condition=boundary)
        expected = dense_spline(order, array, rows, cols, boundary)
        assert mask.all()
        np.testing.assert_allclose(out, expected, rtol=0, atol=1e-12 * np.abs(array).max())


@pytest.mark.parametrize("order", ORDERS)
def test_without_a_boundary_condition_the_image_is_mirrored(engine, order):
    """With an exact start there is a value at all positions between the outermost centres."""
    array = np.random.default_rng(5).normal(50, 20, size=(14, 17))
    rows, cols = along(14), along(17)
    expected = dense_spline(order, array, rows, cols, "reflect")
    out, mask = run(order, array, *mesh(rows, cols))
    assert mask.all()
    np.testing.assert_allclose(out, expected, rtol=0, atol=1e-12 * np.abs(array).max())
    for boundary in BOUNDARIES:
        untrusted = {"boundary_condition": boundary, "trust_padding": False}
        out, mask = run(order, array, *mesh(rows, cols), **untrusted)
        expected = dense_spline(order, array, rows, cols, boundary)
        assert mask.all()
        np.testing.assert_allclose(out, expected, rtol=0, atol=1e-12 * np.abs(array).max())
    _, mask = run(order, array, *mesh([-0.01, 0, 13, 13.01], [-0.01, 0, 16, 16.01]))
    np.testing.assert_array_equal(mask, np.outer([0, 1, 1, 0], [0, 1, 1, 0]))


@pytest.mark.parametrize("epsilon", [1e-1, 1e-3, 1e-6, 1e-9])
@pytest.mark.parametrize("order", ORDERS)
def test_truncated_start_errs_by_less_than_epsilon(engine, order, epsilon):
    array = np.random.default_rng(6).uniform(-1, 1, size=(15, 24))
    rows, cols = along(15, 0.5), along(24, 0.5)
    for boundary in BOUNDARIES:
        out, mask = run(
            order, array, *mesh(rows, cols), start="truncated", boundary_condition=boundary,
            interp_kwargs={"epsilon": epsilon},
        )  # fmt: skip
        expected = dense_spline(order, array, rows, cols, boundary)
        assert mask.all()
        np.testing.assert_allclose(out, expected, rtol=0, atol=epsilon + 1e-12)


@pytest.mark.parametrize("order", ORDERS)
def test_truncated_start_loses_the_border_when_it_is_not_trusted(engine, order):
    """Influence of the border and half a kernel: 6, 10, 14, 17, 21 samples (GridR 0.7)."""
    lost = {3: 6, 5: 10, 7: 14, 9: 17, 11: 21}[order]
    array = np.random.default_rng(7).normal(size=(60, 47))
    row, col = mesh(along(60, 0.5, 0.5), along(47, 0.5, 0.5))
    inside = (row >= lost) & (row <= 59 - lost) & (col >= lost) & (col <= 46 - lost)
    for boundary in (None, "edge"):
        _, mask = run(
            order, array, row, col, start="truncated", boundary_condition=boundary,
            trust_padding=False,
        )  # fmt: skip
        np.testing.assert_array_equal(mask == 1, inside)


@pytest.mark.parametrize("size", [1, 2, 11, 12, 13, 41, 42, 43])
@pytest.mark.parametrize("order", [3, 11])
def test_images_of_which_nothing_is_left_are_nodata(engine, order, size):
    """No error on an image smaller than what an untrusted border takes away from it."""
    lost = {3: 6, 11: 21}[order]
    for shape in ((size, 60), (60, size), (size, size)):
        array = np.random.default_rng(8).normal(size=shape)
        row, col = mesh(along(shape[0], 0.5, 0.5), along(shape[1], 0.5, 0.5))
        inside = (row >= lost) & (row <= shape[0] - 1 - lost)
        inside &= (col >= lost) & (col <= shape[1] - 1 - lost)
        for boundary in (None, "reflect"):
            out, mask = run(
                order, array, row, col, start="truncated", boundary_condition=boundary,
                trust_padding=False, nodata_out=-7,
            )  # fmt: skip
            np.testing.assert_array_equal(mask == 1, inside)
            assert (out[~inside] == -7).all()


# --- what must hold for all orders ----------------------------------------------------------------


@pytest.mark.parametrize("order", ORDERS)
def test_it_passes_through_the_samples(engine, order):
    array = np.random.default_rng(9).normal(50, 20, size=(2, 23, 31))
    row, col = mesh(range(23), range(31))
    tolerance = 1e-12 * np.abs(array).max()
    for boundary in (None, *BOUNDARIES):
        out, mask = run(order, array, row, col, boundary_condition=boundary)
        assert mask.all()
        np.testing.assert_allclose(out, array, rtol=0, atol=tolerance)
    large = np.random.default_rng(10).normal(50, 20, size=(60, 60))
    out, mask = run(order, large, *mesh(range(60), range(60)), start="truncated")
    lost = {3: 6, 5: 10, 7: 14, 9: 17, 11: 21}[order]
    assert mask.sum() == (60 - 2 * lost) ** 2
    valid = mask == 1
    # What the truncated start does wrong at the border has almost gone that far inside.
    np.testing.assert_allclose(out[valid], large[valid], rtol=0, atol=1e-8)


@pytest.mark.parametrize("boundary", [None, "edge", "reflect", "symmetric", "wrap"])
@pytest.mark.parametrize("order", ORDERS)
def test_constants_stay_constant(engine, order, boundary):
    """Also with garbage under the mask and at the border, whatever the policy.

    The truncated start is a cut sum: next to the border it errs by at most epsilon.
    """
    array, mask_in = np.full((48, 50), 123.456), holes((48, 50), 11, 0.01)
    garbage = np.where(mask_in, array, [np.nan, -9999.0, 1e30, np.inf, 65535.0] * 10)
    not_finite = np.where(np.isfinite(garbage), array, garbage)
    row, col = mesh(along(48, 0.5, 1.37), along(50, 0.5, 1.37))
    for start, policy, (source, masked) in itertools.product(
        STARTS, POLICIES, ((array, None), (garbage, mask_in), (not_finite, None))
    ):
        epsilon = 1e-6
        out, mask = run(
            order, source, row, col, start=start, boundary_condition=boundary,
            array_in_mask=masked, validity_policy=policy,
            interp_kwargs={"epsilon": epsilon, "mask_influence_threshold": 0.1},
        )  # fmt: skip
        assert mask.any() or (boundary is None and start == "truncated")
        error = 1e-12 if start == "exact" else 1e-12 + epsilon
        np.testing.assert_allclose(out[mask == 1], 123.456, rtol=error)


@pytest.mark.parametrize("order", ORDERS)
def test_polynomials_of_its_degree_are_reproduced(engine, order):
    """In the middle of an image so large that the mirrored border does not matter (0.67**90)."""
    x = np.linspace(-1, 1, 201)
    positions = np.linspace(91.3, 108.9, 37)
    at = np.interp(positions, np.arange(201), x)
    for power in range(order + 1):
        array = np.outer(x**power, (1 - x) ** (order - power))
        out, _ = run(order, array, *mesh(positions, positions))
        expected = np.outer(at**power, (1 - at) ** (order - power))
        # The recursion and the sums lose some bits of the largest sample around.
        np.testing.assert_allclose(out, expected, rtol=0, atol=1e-13)
    # Not so a degree more: the spline of order n is no polynomial of degree n + 1.
    out, _ = run(order, (20 * np.outer(x, 0 * x + 1)) ** (order + 1), *mesh(positions, [100]))
    assert np.abs(out[:, 0] - (20 * at) ** (order + 1)).max() > 1e-9


@pytest.mark.parametrize("start", STARTS)
@pytest.mark.parametrize("order", ORDERS)
def test_it_is_linear_in_the_samples(engine, order, start):
    rng = np.random.default_rng(12)
    one, other = rng.normal(size=(2, 31, 29))
    grid = turned_grid((31, 29), (9, 8), scale=0.9)
    kwargs = {
        "boundary_condition": "edge",
        "array_in_mask": holes((31, 29), 13, 0.003),
        "start": start,
    }
    kwargs["interp_kwargs"] = {"mask_influence_threshold": 1}
    (a, mask), (b, _), (both, _) = (
        run(order, array, *grid, 3, **kwargs) for array in (one, other, 3 * one - 2 * other)
    )
    assert mask.any()
    np.testing.assert_allclose(both, 3 * a - 2 * b, rtol=0, atol=1e-12)


@pytest.mark.parametrize("start", STARTS)
@pytest.mark.parametrize("order", ORDERS)
def test_bands_are_independent(engine, order, start):
    array = np.random.default_rng(14).normal(size=(3, 31, 29))
    grid = turned_grid((31, 29), (9, 8), scale=0.9)
    kwargs = {
        "boundary_condition": "wrap",
        "array_in_mask": holes((31, 29), 15, 0.003),
        "start": start,
    }
    kwargs["interp_kwargs"] = {"mask_influence_threshold": 1}
    out, mask = run(order, array, *grid, 3, **kwargs)
    for band, expected in zip(array, out):
        alone, alone_mask = run(order, band, *grid, 3, **kwargs)
        np.testing.assert_array_equal(alone, expected)
        np.testing.assert_array_equal(alone_mask, mask)


@pytest.mark.parametrize("order", ORDERS)
def test_a_sample_that_is_not_finite_in_one_band_is_invalid_in_all(engine, order):
    """As a mask is: one for all bands."""
    array = np.random.default_rng(16).normal(size=(2, 40, 40))
    array[1, 10, 11] = np.inf
    as_mask = np.isfinite(array[1])
    grid = turned_grid((40, 40), (9, 8), scale=1.2)
    out, mask = run(order, array, *grid, 3)
    expected, expected_mask = run(order, array, *grid, 3, array_in_mask=as_mask)
    np.testing.assert_array_equal(mask, expected_mask)
    np.testing.assert_array_equal(out, expected)
    assert 0 < mask.sum() < mask.size


@pytest.mark.parametrize("start", STARTS)
@pytest.mark.parametrize("order", ORDERS)
def test_transposed_input_gives_the_transposed_result(engine, order, start):
    """To rounding: axes are filtered one after the other."""
    array, mask_in = np.random.default_rng(17).normal(size=(31, 40)), holes((31, 40), 18)
    row, col = turned_grid((31, 40), (9, 8), scale=0.9)
    kwargs = {"boundary_condition": "symmetric", "start": start}
    for policy in POLICIES:
        kwargs["validity_policy"] = policy
        out, mask = run(order, array, row, col, (3, 2), array_in_mask=mask_in, **kwargs)
        other, other_mask = run(
            order, array.T, col.T, row.T, (2, 3), array_in_mask=mask_in.T, **kwargs
        )
        np.testing.assert_array_equal(other_mask.T, mask)
        np.testing.assert_allclose(other.T, out, rtol=0, atol=1e-12)


# --- the same bits ------------------------------------------------------------------------------

# The lattice on which axes are cut is 256 wide: these images have three pieces in their rows.
TALL = (620, 60)


def tall_job(seed, boundary, **kwargs):
    array = np.random.default_rng(seed).normal(size=TALL)
    row, col = mesh(np.linspace(-2, 621, 90), np.linspace(-2, 61, 12))
    row, col = row + 0.3 * col, col - 0.05 * row
    job = {"array": array, "row": row, "col": col, "resolution": (2, 3)}
    return dict(job, boundary_condition=boundary, **kwargs)


def bits(array):
    return np.ascontiguousarray(array).view(np.uint64)


@pytest.mark.parametrize(
    "kwargs",
    [
        {},
        {"array_in_mask": holes(TALL, 20, 0.002)},
        {"array_in_mask": holes(TALL, 20, 0.002), "validity_policy": "renormalized"},
        {"array_in_mask": holes(TALL, 20, 0.002), "validity_policy": "nearest"},
    ],
    ids=["whole", "strict", "renormalized", "nearest"],
)
@pytest.mark.parametrize("boundary", [None, "constant", "reflect", "wrap"])
def test_any_window_gives_the_same_bits(engine, boundary, kwargs):
    """Though for each window another part of the source is cut out, filled and filtered."""
    rng = np.random.default_rng(21)
    for order, start in ((3, "truncated"), (11, "truncated"), (7, "exact")):
        job = tall_job(order, boundary, start=start, **kwargs)
        out, mask = run(order, **job)
        assert mask.any() and not mask.all()
        for _ in range(5):
            height, width = rng.integers(1, 40, size=2)
            top, left = (
                int(rng.integers(0, size - n)) for size, n in zip(mask.shape, (height, width % 30))
            )
            win = ((top, top + int(height) - 1), (left, min(left + int(width), mask.shape[1]) - 1))
            part, part_mask = run(order, win=win, **job)
            where = tuple(slice(first, last + 1) for first, last in win)
            np.testing.assert_array_equal(part_mask, mask[where])
            np.testing.assert_array_equal(bits(part), bits(out[where]))


@pytest.mark.parametrize("boundary", [None, *BOUNDARIES])
def test_any_window_gives_the_same_with_a_sample_that_is_not_finite(engine, boundary):
    """The rule for `constant` next to invalid samples looks at the whole source, not at the part
    that is cut out for a window."""
    job = tall_job(22, boundary)
    job["array"][590, 30] = np.nan
    out, mask = run(3, **job)
    part, part_mask = run(3, win=((0, 60), (0, 20)), **job)
    np.testing.assert_array_equal(part_mask, mask[:61, :21])
    np.testing.assert_array_equal(bits(part), bits(out[:61, :21]))


@pytest.mark.parametrize("policy", POLICIES)
@pytest.mark.parametrize("order", ORDERS)
def test_threads_do_not_matter(engine, order, policy):
    job = tall_job(
        23, "edge", start="truncated", array_in_mask=holes(TALL, 24), validity_policy=policy
    )
    one, one_mask = run(order, threads=1, **job)
    for threads in (2, 3):
        out, mask = run(order, threads=threads, **job)
        np.testing.assert_array_equal(mask, one_mask)
        np.testing.assert_array_equal(bits(out), bits(one))


@pytest.mark.parametrize("dtype", [np.float32, np.int16, np.uint8])
@pytest.mark.parametrize("order", ORDERS)
def test_the_dtype_of_the_source_does_not_matter(engine, order, dtype):
    array = np.random.default_rng(25).integers(0, 255, size=(2, 40, 41)).astype(dtype)
    grid, mask_in = turned_grid((40, 41), (9, 8)), holes((40, 41), 26)
    kwargs = {"array_in_mask": mask_in, "boundary_condition": "edge"}
    expected, expected_mask = run(order, array.astype(float), *grid, 3, **kwargs)
    out, mask = run(order, array, *grid, 3, **kwargs)
    np.testing.assert_array_equal(mask, expected_mask)
    np.testing.assert_array_equal(bits(out), bits(expected))
    # Nor how it lies in memory.
    strided = np.asfortranarray(np.repeat(array, 2, axis=2))[:, :, ::2]
    out, _ = run(order, strided, *grid, 3, **dict(kwargs, array_in_mask=mask_in[::-1][::-1]))
    np.testing.assert_array_equal(bits(out), bits(expected))


def random_job(seed):
    rng = np.random.default_rng(seed)
    shape = tuple(int(size) for size in rng.integers(1, 50, size=2))
    array = rng.normal(50, 20, size=(int(rng.integers(1, 4)), *shape))
    grid = turned_grid(shape, tuple(rng.integers(2, 8, size=2)), rng.uniform(0, 6))
    if rng.random() < 0.3:
        grid = tuple(np.round(2 * each) / 2 for each in grid)
    if rng.random() < 0.2:
        array[0, rng.integers(shape[0]), rng.integers(shape[1])] = np.nan
    job = {
        "order": int(rng.choice(ORDERS)),
        "array": array,
        "row": grid[0],
        "col": grid[1],
        "resolution": tuple(int(step) for step in rng.integers(1, 5, size=2)),
        "start": str(rng.choice(STARTS)),
        "validity_policy": str(rng.choice(POLICIES)),
        "minimum_valid_weight": float(rng.choice([0.01, 0.5, 1])),
        "trust_padding": bool(rng.integers(2)),
        "extrapolation": float(rng.choice([0, 0.5, 1.75])),
        "boundary_condition": rng.choice([None, *BOUNDARIES]),
        "nodata_out": None,
        "interp_kwargs": {
            "epsilon": float(rng.choice([1e-3, 1e-6])),
            "mask_influence_threshold": float(rng.choice([1e-3, 0.1, 1])),
        },
    }
    if rng.random() < 0.7:
        job["array_in_mask"] = rng.random(shape) > rng.choice([0.01, 0.2, 0.7])
    return job


@pytest.mark.parametrize("batch", range(5))
def test_engines_agree_to_the_bit(batch):
    valid = 0
    for seed in range(40 * batch, 40 * batch + 40):
        job, results = random_job(seed), []
        for name in ("numba", "numpy"):
            use_engine(name)
            results.append(run(**job))
        use_engine(None)
        (out, mask), (other, other_mask) = results
        np.testing.assert_array_equal(mask, other_mask, err_msg=f"job {seed}")
        np.testing.assert_array_equal(bits(out), bits(other), err_msg=f"job {seed}")
        # Samples that are not finite are invalid here: no result is.
        assert np.isfinite(out[:, mask == 1]).all(), seed
        valid += mask.sum()
    assert valid > 1000


# --- inputs and coefficients --------------------------------------------------------------------


@pytest.mark.parametrize("start", STARTS)
@pytest.mark.parametrize("boundary", [None, "edge"])
def test_inputs_are_never_written_to(engine, boundary, start):
    """B17 as well: read-only inputs are accepted."""
    array, mask_in = np.random.default_rng(27).normal(size=(40, 41)), holes((40, 41), 28)
    row, col = turned_grid((40, 41), (9, 8), scale=0.5)
    grid_mask = np.ones(row.shape, np.uint8)
    inputs = (array, mask_in, row, col, grid_mask)
    copies = [each.copy() for each in inputs]
    for each in inputs:
        each.flags.writeable = False
    for order in ORDERS:
        for policy in POLICIES:
            run(
                order, array, row, col, 3, start=start, boundary_condition=boundary,
                array_in_mask=mask_in, grid_mask=grid_mask, validity_policy=policy,
            )  # fmt: skip
    for each, copy in zip(inputs, copies):
        np.testing.assert_array_equal(each, copy)


@pytest.mark.parametrize("order", ORDERS)
def test_coefficients_can_be_made_by_hand(engine, order):
    """``standalone=False`` takes coefficients as `array_bspline_prefiltering` leaves them."""
    array = np.random.default_rng(29).normal(50, 20, size=(25, 33))
    coefficients = array.copy()
    array_bspline_prefiltering(coefficients, n=order, recursion_start="exact")
    before = order // 2
    row, col = mesh(along(25), along(33))
    expected, _ = run(order, array, row, col)
    # With its origin in another place.
    out, mask = run(
        order, coefficients, row - 7, col + 3, standalone=False, array_in_origin=(7, -3)
    )
    # Here nothing is continued: the whole stencil has to be inside.
    inside = (row >= before) & (row <= 24 - before) & (col >= before) & (col <= 32 - before)
    np.testing.assert_array_equal(mask == 1, inside)
    np.testing.assert_allclose(out[inside], expected[inside], rtol=1e-12)


@pytest.mark.parametrize("order", ORDERS)
def test_a_constant_zero_outside_fades_into_the_image(engine, order):
    """`constant` is zero outside: the values are those of an image with a wide black frame."""
    array = np.full((12, 12), 100.0)
    framed = np.pad(array, 60)
    rows = along(12, 0.5)
    out, mask = run(order, array, *mesh(rows, rows), boundary_condition="constant")
    expected, _ = run(order, framed, *mesh(rows + 60, rows + 60))
    assert mask.all()
    np.testing.assert_allclose(out, expected, rtol=0, atol=1e-8)
