"""B-splines against GridR 0.7.0: random jobs over every parameter, and the prefilter by itself.

Where they differ on purpose (``docs/differences.md``), jobs are made comparable:

- Invalid samples are filled here before they are filtered; GridR filters what they hold (B15, B16).
  It is given the array that is filled already.
- Without a boundary condition GridR pads zeros, which leak into results that it flags valid
  (`test_the_zeros_that_gridr_pads_leak`). Its values are then those for ``reflect`` that is not
  trusted, its mask that of no boundary condition.
- Trusted padding reaches to the outermost centres in GridR (B20): ``extrapolation=0``.
- GridR pads an all-valid mask with zeros by ``constant``, although that mask says no more than no
  mask does: it is given none.
- GridR's safe windows grow where they end near the first row or column: jobs have none there.
"""

import warnings

import numpy as np
import pytest
from gridr.core.grid.grid_resampling import array_grid_resampling as gridr_resampling
from gridr.core.interp import bspline_prefiltering as gridr
from gridr.core.interp.interpolator import get_interpolator as gridr_interpolator

from gridr_qgis.core import (
    array_bspline_prefiltering,
    array_bspline_prefiltering_mask_safe_win,
    array_grid_resampling,
    compute_2d_domain_extension,
    compute_2d_truncation_index,
    compute_bspline_total_margin,
    get_interpolator,
    use_engine,
)
from gridr_qgis.core.interpolation.bspline import ORDERS, fill_reach
from gridr_qgis.core.resampling.filling import fill_invalid

BOUNDARIES = (None, "constant", "edge", "reflect", "symmetric", "wrap")
EPSILONS = (1e-3, 1e-6, 1e-9)
THRESHOLDS = (1e-3, 1e-2, 0.1, 1.0)
MISSING = -99999.0

# More than the largest radius of influence, 16.7.
FAR_FROM_THE_FIRST = 20


@pytest.fixture(autouse=True, scope="module")
def numba():
    """The engines are compared with each other elsewhere."""
    use_engine("numba")
    yield
    use_engine(None)


def random_grid(rng, shape):
    """Return (grid_row, grid_col, resolution): turned, jittered, whole, halves or all of it."""
    resolution = tuple(int(step) for step in rng.choice([1, 1, 2, 3, 4, 5, 6], size=2))
    nodes = [int(rng.integers(2, 9)) for _ in resolution]
    rows, cols = np.meshgrid(
        *(np.arange(count) * step for count, step in zip(nodes, resolution)), indexing="ij"
    )
    centre = [rng.uniform(0.1, 0.9) * size for size in shape]
    style = rng.choice(["turned", "jitter", "whole", "halves", "cover"])
    if style == "whole":
        row, col = rows + int(centre[0] - nodes[0] / 2), cols + int(centre[1] - nodes[1] / 2)
    elif style == "halves":
        row = np.round(2 * (rows * 0.5 + centre[0] - 3)) / 2
        col = np.round(2 * (cols * 0.5 + centre[1] - 3)) / 2
    elif style == "cover":
        row, col = (each / each.max() * (size + 1) - 1 for each, size in zip((rows, cols), shape))
    else:
        angle, scale = rng.uniform(0, 2 * np.pi), rng.uniform(0.2, 2.5)
        rows, cols = rows - rows.mean(), cols - cols.mean()
        row = centre[0] + scale * (np.cos(angle) * rows - np.sin(angle) * cols)
        col = centre[1] + scale * (np.sin(angle) * rows + np.cos(angle) * cols)
        if style == "jitter":
            row, col = (each + rng.normal(0, 0.7, each.shape) for each in (row, col))
    row, col = row.astype(float), col.astype(float)
    # One node well inside: GridR gives up when all are outside on one side (B19).
    row[0, 0], col[0, 0] = (0.5 * (size - 1) for size in shape)
    return row, col, resolution


def random_mask(rng, shape):
    kind = rng.choice(["sparse", "single", "blob", "blobs", "all valid", "all invalid"])
    if kind == "sparse":
        return (rng.random(shape) > 0.01).astype(np.uint8)
    mask = np.full(shape, kind != "all invalid", dtype=np.uint8)
    rows, cols = np.ogrid[: shape[0], : shape[1]]
    for _ in range({"single": 1, "blob": 1, "blobs": 4}.get(kind, 0)):
        centre, radius = rng.uniform(0, shape), 0.1 if kind == "single" else rng.uniform(1, 9)
        centre = np.round(centre)
        mask[(rows - centre[0]) ** 2 + (cols - centre[1]) ** 2 < radius**2] = 0
    return mask


def random_safe_window(rng, shape):
    window = []
    for size in shape:
        last = int(rng.integers(FAR_FROM_THE_FIRST, size))
        window.append((int(rng.integers(0, last - 8)), last))
    return np.array(window)


def random_job(seed):
    """Return the order and keyword arguments that both functions accept."""
    rng = np.random.default_rng(seed)
    order = int(rng.choice(ORDERS))
    low, high = (300, 400) if rng.random() < 0.05 else (30, 131)
    shape = tuple(int(size) for size in rng.integers(low, high, size=2))
    bands = int(rng.choice([0, 1, 2]))
    row, col, resolution = random_grid(rng, shape)
    job = {
        "interp": f"bspline{order}",
        "interp_kwargs": {
            "epsilon": float(rng.choice(EPSILONS)),
            "mask_influence_threshold": float(rng.choice(THRESHOLDS)),
        },
        "array_in": rng.normal(50, 20, size=(bands,) * (bands > 0) + shape),
        "grid_row": row,
        "grid_col": col,
        "grid_resolution": resolution,
        "nodata_out": [0, -7.5, None][int(rng.integers(3))],
        "array_out_mask": True,
        "boundary_condition": BOUNDARIES[int(rng.integers(len(BOUNDARIES)))],
        "trust_padding": bool(rng.random() < 0.7),
    }
    if rng.random() < 0.6:
        mask = job["array_in_mask"] = random_mask(rng, shape)
        if rng.random() < 0.4:
            (top, bottom), (left, right) = window = random_safe_window(rng, shape)
            mask[top : bottom + 1, left : right + 1] = 1
            job["array_in_mask_safe_win"] = window
    choice = rng.random()
    if choice < 0.3:
        job["grid_mask"] = rng.choice([2, 7], p=[0.85, 0.15], size=row.shape).astype(np.uint8)
        job["grid_mask"][0, 0] = 2
        job["grid_mask_valid_value"] = 2
    elif choice < 0.5:
        missing = rng.random(row.shape) < 0.1
        missing[0, 0] = False
        row[missing] = col[missing] = MISSING
        job["grid_nodata"] = MISSING
    if rng.random() < 0.4:
        full = [(nodes - 1) * step + 1 for nodes, step in zip(row.shape, resolution)]
        # Two pixels or more (B1), and the node that is well inside among them.
        job["win"] = np.array([(0, int(rng.integers(1, size))) for size in full])
    return order, job


def run_gridr(job, **changes):
    """Return GridR's result and mask on copies of the arguments, which it changes (B17)."""
    arguments = dict(job, **changes)
    copies = {k: v.copy() if isinstance(v, np.ndarray) else v for k, v in arguments.items()}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return gridr_resampling(array_out=None, **copies)


def expected_of(order, job):
    """Return GridR's result and mask, or None where it fails."""
    job = dict(job)
    mask = job.get("array_in_mask")
    if mask is not None:
        bands = job["array_in"].reshape((-1,) + mask.shape).copy()
        fill_invalid(bands, mask, fill_reach(order))
        job["array_in"] = bands.reshape(job["array_in"].shape)
        if job["boundary_condition"] == "constant" and job["trust_padding"] and mask.all():
            del job["array_in_mask"]
            job.pop("array_in_mask_safe_win", None)
    try:
        values, valid = run_gridr(job)
        if job["boundary_condition"] is None:
            values, _ = run_gridr(job, boundary_condition="reflect", trust_padding=False)
    # Panics derive from BaseException (B40).
    except BaseException as error:
        if isinstance(error, (KeyboardInterrupt, SystemExit)):
            raise
        return None
    return values, valid


@pytest.mark.parametrize("batch", range(10))
def test_random_jobs_equal_gridr(batch):
    compared = 0
    for seed in range(batch * 32, batch * 32 + 32):
        order, job = random_job(seed)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            result, mask = array_grid_resampling(array_out=None, extrapolation=0, **job)
        expected = expected_of(order, job)
        if expected is None:
            continue
        np.testing.assert_array_equal(mask, expected[1], err_msg=f"job {seed}")
        valid = mask == 1
        # GridR squeezes (B42).
        bands = result.reshape((-1,) + mask.shape)
        values = np.reshape(expected[0], bands.shape)
        epsilon = job["interp_kwargs"]["epsilon"]
        # GridR's truncated sums start where its padding happens to begin. Measured: 1.3e-9 for
        # 1e-6, 1e-6 for 1e-3.
        tolerance = 1e-8 if epsilon <= 1e-6 else 2 * epsilon
        np.testing.assert_allclose(
            bands[:, valid],
            values[:, valid],
            rtol=0,
            atol=tolerance * np.abs(job["array_in"]).max(),
            err_msg=f"job {seed}",
        )
        nodata = np.nan if job["nodata_out"] is None else job["nodata_out"]
        np.testing.assert_array_equal(bands[:, ~valid], nodata)
        compared += valid.any()
    # Of the others most have no valid result at all.
    assert compared >= 12


def test_the_zeros_that_gridr_pads_leak():
    """B16: GridR has 99.992 where all samples are 100; the mirrored border has not."""
    array = np.full((60, 60), 100.0)
    row, col = np.meshgrid(np.arange(0, 60.0, 0.5), np.arange(0, 60.0, 0.5), indexing="ij")
    for order in ORDERS:
        job = {
            "interp": f"bspline{order}",
            "interp_kwargs": {"epsilon": 1e-6, "mask_influence_threshold": 1e-3},
            "array_in": array,
            "grid_row": row,
            "grid_col": col,
            "grid_resolution": (1, 1),
            "array_out_mask": True,
        }
        leaking, expected_mask = run_gridr(job)
        mirrored, mirrored_mask = run_gridr(job, boundary_condition="reflect", trust_padding=False)
        result, mask = array_grid_resampling(array_out=None, **job)
        np.testing.assert_array_equal(mask, expected_mask)
        np.testing.assert_array_equal(mask, mirrored_mask)
        valid = mask == 1
        assert valid.any()
        assert 1e-3 < np.abs(leaking[valid] - 100).max() < 0.1
        np.testing.assert_allclose(mirrored[valid], 100, rtol=0, atol=1e-6)
        np.testing.assert_allclose(result[valid], 100, rtol=0, atol=1e-6)


# --- the prefilter ------------------------------------------------------------------------------


def prefiltered_by_both(order, shape, seed, masked, **settings):
    """Return (coefficients, mask) of GridR and of ours, and the arguments' mask."""
    rng = np.random.default_rng(seed)
    array = rng.normal(50, 20, size=shape)
    mask = None
    if masked:
        mask = (rng.random(shape[-2:]) > 0.001).astype(np.uint8)
        # GridR does not fill what is under the mask.
        fill_invalid(array.reshape((-1,) + shape[-2:]), mask, fill_reach(order))
    results = []
    for prefilter in (gridr.array_bspline_prefiltering, array_bspline_prefiltering):
        values, valid = array.copy(), None if mask is None else mask.copy()
        prefilter(values, array_in_mask=valid, n=order, **settings)
        results.append((values, valid))
    return results


def kept_zone(order, indices):
    """Return where coefficients are complete; GridR leaves something else outside of it."""
    lost = int(sum(indices))
    return (..., slice(lost, -lost), slice(lost, -lost))


@pytest.mark.parametrize("precision", [1, 3, 6, 9])
@pytest.mark.parametrize("order", ORDERS)
def test_prefilter_equals_gridr(order, precision):
    least = 2 * int(gridr.compute_bspline_total_margin(order, precision))
    indices = compute_2d_truncation_index(order, precision)
    rng = np.random.default_rng(order)
    for masked in (False, True):
        # One more than what is used up; and several pieces of 256 samples.
        for shape in ((least + 1, least + 3), (2, least + 20, least + 11), (least + 1, 700)):
            settings = {
                "precision": precision,
                "mask_influence_threshold": float(rng.choice(THRESHOLDS)),
            }
            (expected, expected_mask), (values, mask) = prefiltered_by_both(
                order, shape, int(rng.integers(99)), masked, **settings
            )
            kept = kept_zone(order, indices)
            scale = np.abs(expected[kept]).max()
            np.testing.assert_allclose(values[kept], expected[kept], rtol=0, atol=1e-12 * scale)
            if masked:
                np.testing.assert_array_equal(mask, expected_mask)


@pytest.mark.parametrize("order", ORDERS)
def test_prefilter_with_given_truncation_indices_equals_gridr(order):
    indices = np.arange(4, 4 + order // 2).astype(np.uintp)
    (expected, expected_mask), (values, mask) = prefiltered_by_both(
        order, (120, 131), 5, True, precision=None, trunc_idx=indices
    )
    kept = kept_zone(order, indices)
    scale = np.abs(expected[kept]).max()
    np.testing.assert_allclose(values[kept], expected[kept], rtol=0, atol=1e-12 * scale)
    np.testing.assert_array_equal(mask, expected_mask)


@pytest.mark.parametrize("order", ORDERS)
def test_prefilter_of_an_interpolator_equals_gridr(order):
    settings = {"epsilon": 1e-4, "mask_influence_threshold": 0.02}
    array = np.random.default_rng(order).normal(size=(230, 241))
    mask = np.ones(array.shape, np.uint8)
    mask[110, 120] = 0
    fill_invalid(array[np.newaxis], mask, fill_reach(order))
    theirs = gridr_interpolator(f"bspline{order}", **settings)
    theirs.initialize()
    expected, expected_mask = array.copy(), mask.copy()
    gridr.array_bspline_prefiltering(expected, array_in_mask=expected_mask, interp=theirs)
    ours = get_interpolator(f"bspline{order}", **settings)
    array_bspline_prefiltering(array, array_in_mask=mask, interp=ours)
    kept = kept_zone(order, compute_2d_truncation_index(order, 4))
    np.testing.assert_allclose(
        array[kept], expected[kept], rtol=0, atol=1e-12 * np.abs(expected[kept]).max()
    )
    np.testing.assert_array_equal(mask, expected_mask)


@pytest.mark.parametrize("order", ORDERS)
def test_safe_windows_after_the_prefilter_equal_gridr(order):
    rng = np.random.default_rng(order)
    nothing_left = 0
    for _ in range(200):
        shape = tuple(int(size) for size in rng.integers(60, 300, size=2))
        window = random_safe_window(rng, shape)
        settings = {
            "n": order,
            "precision": int(rng.integers(1, 10)),
            "mask_influence_threshold": float(rng.choice([*THRESHOLDS, 0.3, 0.9])),
        }
        mask = np.ones(shape, np.uint8)
        expected = gridr.array_bspline_prefiltering_mask_safe_win(mask, window, **settings)
        left = array_bspline_prefiltering_mask_safe_win(mask, window, **settings)
        if expected is None:
            nothing_left += 1
            assert left is None
        else:
            np.testing.assert_array_equal(left, expected)
    assert 0 < nothing_left < 200


@pytest.mark.parametrize("order", ORDERS)
def test_margins_equal_gridr(order):
    for precision in range(1, 13):
        for name in (
            "compute_2d_truncation_index",
            "compute_2d_domain_extension",
            "compute_bspline_total_margin",
        ):
            expected, ours = getattr(gridr, name)(order, precision), OURS[name](order, precision)
            np.testing.assert_array_equal(ours, expected, err_msg=f"{name} {precision}")
            assert np.asarray(ours).shape == np.asarray(expected).shape
        assert OURS["compute_2d_truncation_index"](order, precision).dtype == np.uintp


OURS = {
    "compute_2d_truncation_index": compute_2d_truncation_index,
    "compute_2d_domain_extension": compute_2d_domain_extension,
    "compute_bspline_total_margin": compute_bspline_total_margin,
}


@pytest.mark.parametrize("order", ORDERS)
def test_the_values_of_the_kernel_equal_gridr(order):
    settings = {"epsilon": 1e-6, "mask_influence_threshold": 1e-3}
    theirs = gridr_interpolator(f"bspline{order}", **settings)
    theirs.initialize()
    ours = get_interpolator(f"bspline{order}", **settings)
    positions = np.linspace(-order, order, 40 * order + 1)
    expected = np.array([theirs.bspline(x) for x in positions])
    values = np.array([ours.bspline(x) for x in positions])
    np.testing.assert_allclose(values, expected, rtol=0, atol=1e-13 * expected.max())
