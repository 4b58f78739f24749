"""`array_bspline_prefiltering` and its companions. Against GridR: ``tests/parity``."""

import itertools
import math

import numpy as np
import pytest
from scipy import ndimage

from gridr_qgis.core import (
    array_bspline_prefiltering,
    array_bspline_prefiltering_mask_safe_win,
    compute_2d_domain_extension,
    compute_2d_truncation_index,
    compute_bspline_total_margin,
    get_interpolator,
)

ORDERS = (3, 5, 7, 9, 11)
SHAPES = [(1, 1), (1, 6), (2, 2), (3, 5), (12, 9), (300, 7), (7, 530)]


def prefiltered(array, mask=None, **settings):
    """Return coefficients and their mask, the arguments left as they are."""
    values, valid = array.copy(), None if mask is None else mask.copy()
    assert array_bspline_prefiltering(values, array_in_mask=valid, **settings) is None
    return values, valid


def bits(array):
    return np.ascontiguousarray(array).view(np.uint64)


def lost(order, precision=6):
    return compute_bspline_total_margin(order, precision) - order // 2


def diamond(shape, centre, radius):
    rows, cols = np.ogrid[: shape[0], : shape[1]]
    return abs(rows - centre[0]) + abs(cols - centre[1]) <= radius


def kept(shape, frame):
    """Return where coefficients come out inside of a frame."""
    return (..., *(slice(frame, size - frame) for size in shape[-2:]))


def an_array(order, extra=30, precision=6, bands=()):
    size = 2 * compute_bspline_total_margin(order, precision) + extra
    return np.random.default_rng(order).normal(50, 20, size=(*bands, size, size + 3))


# --- exact start --------------------------------------------------------------------------------


@pytest.mark.parametrize(("boundary", "mode"), [("reflect", "mirror"), ("wrap", "grid-wrap")])
@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("order", [3, 5])
def test_exact_start_equals_scipy(engine, order, shape, boundary, mode):
    """Whose coefficients have the factor ``order!`` of each axis."""
    array = np.random.default_rng(1).normal(50, 20, size=shape)
    values, _ = prefiltered(array, n=order, recursion_start="exact", boundary_condition=boundary)
    # scipy does not filter axes of one sample; it is a constant that goes on for ever.
    expected = ndimage.spline_filter(array, order, mode=mode) / math.factorial(order) ** 2
    np.testing.assert_allclose(values, expected, rtol=0, atol=1e-12 * np.abs(expected).max())


@pytest.mark.parametrize("order", ORDERS)
def test_exact_start_mirrors_unless_told_otherwise(engine, order):
    array = np.random.default_rng(2).normal(size=(13, 17))
    values, _ = prefiltered(array, n=order, recursion_start="exact")
    named, _ = prefiltered(array, n=order, recursion_start="exact", boundary_condition="reflect")
    np.testing.assert_array_equal(values, named)
    padded, _ = prefiltered(np.pad(array, 120, mode="reflect"), n=order, recursion_start="exact")
    inner = padded[120:-120, 120:-120]
    np.testing.assert_allclose(values, inner, rtol=0, atol=1e-12 * np.abs(inner).max())


@pytest.mark.parametrize("order", ORDERS)
def test_the_precision_does_not_matter_to_the_exact_start(engine, order):
    array = np.random.default_rng(3).normal(size=(13, 17))
    rough, _ = prefiltered(array, n=order, recursion_start="exact", precision=1)
    fine, _ = prefiltered(array, n=order, recursion_start="exact", precision=12)
    np.testing.assert_array_equal(bits(rough), bits(fine))


# --- truncated start ----------------------------------------------------------------------------


@pytest.mark.parametrize("precision", [2, 6])
@pytest.mark.parametrize("order", ORDERS)
def test_truncated_start_is_the_exact_one_within_its_frame(engine, order, precision):
    """That has the border in another place: what it changes has faded as far inside."""
    array = an_array(order, precision=precision)
    values, _ = prefiltered(array, n=order, precision=precision)
    expected, _ = prefiltered(array, n=order, recursion_start="exact")
    inner = kept(array.shape, lost(order, precision))
    # Coefficients are larger than samples, and lack the factor.
    error = np.abs(values - expected)[inner].max() / np.abs(expected).max()
    assert error < 10.0**-precision


@pytest.mark.parametrize("start", ["truncated", "exact"])
@pytest.mark.parametrize("order", ORDERS)
def test_bands_and_float32_in_place(engine, order, start):
    array = an_array(order, precision=3, bands=(2,))
    settings = {"n": order, "precision": 3, "recursion_start": start}
    inner = kept(array.shape, lost(order, 3) if start == "truncated" else 0)
    values, _ = prefiltered(array, **settings)
    for band, expected in zip(array, values):
        alone, _ = prefiltered(band, **settings)
        np.testing.assert_array_equal(bits(alone[inner]), bits(expected[inner]))
    single = array.astype(np.float32)
    expected, _ = prefiltered(single.astype(float), **settings)
    array_bspline_prefiltering(single, **settings)
    assert single.dtype == np.float32
    np.testing.assert_array_equal(single[inner], expected[inner].astype(np.float32))


@pytest.mark.parametrize("start", ["truncated", "exact"])
def test_arrays_of_any_layout(engine, start):
    array = an_array(5)
    settings = {"n": 5, "recursion_start": start}
    inner = kept(array.shape, lost(5) if start == "truncated" else 0)
    expected, _ = prefiltered(array, **settings)
    fortran = np.asfortranarray(array)
    array_bspline_prefiltering(fortran, **settings)
    np.testing.assert_array_equal(bits(fortran[inner]), bits(expected[inner]))
    wide = np.repeat(array, 2, axis=1)
    array_bspline_prefiltering(wide[:, ::2], **settings)
    np.testing.assert_array_equal(bits(wide[:, ::2][inner]), bits(expected[inner]))
    np.testing.assert_array_equal(wide[:, 1::2], array)


@pytest.mark.parametrize("order", ORDERS)
def test_b6_arrays_that_are_not_larger_than_twice_the_margin(engine, order):
    """B6: GridR panics. The exact start takes any size."""
    margin = compute_bspline_total_margin(order)
    for shape in ((2 * margin, 2 * margin + 1), (2 * margin + 1, 2 * margin), (3, 3), (0, 500)):
        array = np.ones(shape)
        with pytest.raises(ValueError, match=f"more than {2 * margin} rows and columns"):
            array_bspline_prefiltering(array, n=order)
        assert (array == 1).all()
        array_bspline_prefiltering(array, n=order, recursion_start="exact")
    array = np.ones((2 * margin + 1, 2 * margin + 1))
    array_bspline_prefiltering(array, n=order)
    coefficients = array[kept(array.shape, lost(order))]
    assert coefficients.shape == (2 * (order // 2) + 1,) * 2
    np.testing.assert_allclose(coefficients, 1 / math.factorial(order) ** 2, rtol=1e-6)


# --- masks --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("order", "threshold", "radius"),
    [
        *zip(ORDERS, itertools.repeat(1e-3), (5, 8, 11, 13, 16)),
        *zip(ORDERS, itertools.repeat(1), (0, 0, 0, 0, 0)),
    ],
)
def test_masks_lose_a_diamond_and_a_frame(engine, order, threshold, radius):
    array = an_array(order, 60)
    mask = np.ones(array.shape, np.uint8)
    centre = tuple(size // 2 + 3 for size in array.shape)
    mask[centre] = 0
    expected = ~diamond(array.shape, centre, radius)
    settings = {"n": order, "mask_influence_threshold": threshold}
    _, valid = prefiltered(array, mask, recursion_start="exact", **settings)
    np.testing.assert_array_equal(valid == 1, expected)
    _, valid = prefiltered(array, mask.astype(bool), **settings)
    assert valid.dtype == bool
    frame = np.ones(array.shape, bool)
    frame[kept(array.shape, lost(order))] = False
    np.testing.assert_array_equal(valid, expected & ~frame)


@pytest.mark.parametrize("start", ["truncated", "exact"])
def test_a_mask_without_an_invalid_sample_loses_no_more_than_the_frame(engine, start):
    array = an_array(3)
    mask = np.full(array.shape, 255, np.uint8)
    values, valid = prefiltered(array, mask, n=3, recursion_start=start)
    unmasked, _ = prefiltered(array, n=3, recursion_start=start)
    np.testing.assert_array_equal(bits(values), bits(unmasked))
    expected = np.zeros(array.shape)
    expected[kept(array.shape, lost(3) if start == "truncated" else 0)] = 1
    np.testing.assert_array_equal(valid, expected)


@pytest.mark.parametrize("start", ["truncated", "exact"])
@pytest.mark.parametrize("order", ORDERS)
def test_what_is_under_the_mask_does_not_matter(engine, order, start):
    array = an_array(order, precision=3, bands=(2,))
    shape = array.shape[1:]
    mask = (np.random.default_rng(4).random(shape) > 0.02).astype(np.uint8)
    mask[shape[0] // 2 : shape[0] // 2 + 6, -20:-8] = 0
    settings = {"n": order, "precision": 3, "recursion_start": start}
    inner = kept(shape, lost(order, 3) if start == "truncated" else 0)
    results = []
    for garbage in (0.0, np.nan, 1e30, -9999.0, np.inf):
        values, valid = prefiltered(np.where(mask, array, garbage), mask, **settings)
        assert np.isfinite(values[inner]).all()
        results.append((bits(values[inner]), valid))
    for values, valid in results[1:]:
        np.testing.assert_array_equal(values, results[0][0])
        np.testing.assert_array_equal(valid, results[0][1])


@pytest.mark.parametrize("start", ["truncated", "exact"])
@pytest.mark.parametrize("order", [3, 11])
def test_threads_do_not_matter(engine, order, start):
    array = np.random.default_rng(5).normal(size=(2, 330, 340))
    mask = (np.random.default_rng(6).random((330, 340)) > 0.05).astype(np.uint8)
    settings = {"n": order, "recursion_start": start, "mask_influence_threshold": 0.2}
    inner = kept(array.shape, lost(order) if start == "truncated" else 0)
    expected, expected_mask = prefiltered(array, mask, threads=1, **settings)
    for threads in (2, 5, None):
        values, valid = prefiltered(array, mask, threads=threads, **settings)
        np.testing.assert_array_equal(bits(values[inner]), bits(expected[inner]))
        np.testing.assert_array_equal(valid, expected_mask)


@pytest.mark.parametrize("order", ORDERS)
def test_an_interpolator_brings_its_settings(engine, order):
    settings = {"mask_influence_threshold": 0.05}
    array = an_array(order, 40)
    mask = (np.random.default_rng(7).random(array.shape) > 0.001).astype(np.uint8)
    for start in ("truncated", "exact"):
        interp = get_interpolator(
            f"bspline{order}", epsilon=1e-4, recursion_start=start, **settings
        )
        expected = prefiltered(array, mask, n=order, precision=4, recursion_start=start, **settings)
        values, valid = prefiltered(array, mask, interp=interp)
        np.testing.assert_array_equal(bits(values), bits(expected[0]))
        np.testing.assert_array_equal(valid, expected[1])


# --- companions ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("order", "precision", "margin"),
    [(3, 6, 14), (5, 6, 31), (7, 6, 52), (9, 6, 77), (11, 6, 105)]
    + [(3, 3, 9), (5, 3, 21), (7, 3, 37), (9, 3, 55), (11, 3, 78)],
)
def test_margins_are_those_of_the_paper(order, precision, margin):
    indices = compute_2d_truncation_index(order, precision)
    extension = compute_2d_domain_extension(order, precision)
    assert compute_bspline_total_margin(order, precision) == margin
    assert (indices.shape, extension.shape) == ((5,), (6,))
    poles = order // 2
    assert not indices[poles:].any() and not extension[poles + 1 :].any()
    steps = -np.diff(extension[: poles + 1].astype(int))
    np.testing.assert_array_equal(steps, indices[:poles])
    assert (extension[0], extension[poles]) == (margin, poles)


def test_more_precision_takes_more_samples():
    for order in ORDERS:
        margins = [compute_bspline_total_margin(order, precision) for precision in range(13)]
        assert margins == sorted(margins)
        # One term is the least of each pole.
        assert (compute_2d_truncation_index(order, 0)[: order // 2] >= 1).all()


@pytest.mark.parametrize("start", ["truncated", "exact"])
@pytest.mark.parametrize("order", ORDERS)
def test_what_is_left_of_a_safe_window_is_valid(engine, order, start):
    """Whatever is invalid around it; and little more is."""
    array = an_array(order, 70)
    mask = np.zeros(array.shape, np.uint8)
    rng = np.random.default_rng(8)
    some = 0
    for _ in range(8):
        window = np.array([np.sort(rng.integers(0, size, 2)) for size in array.shape])
        mask[...] = 0
        where = tuple(slice(first, last + 1) for first, last in window)
        mask[where] = 1
        settings = {"n": order, "recursion_start": start}
        left = array_bspline_prefiltering_mask_safe_win(mask, window, **settings)
        assert mask.sum() == np.prod(window[:, 1] - window[:, 0] + 1)
        if left is None:
            continue
        some += 1
        _, valid = prefiltered(array, mask, **settings)
        (top, bottom), (first, last) = left
        assert valid[top : bottom + 1, first : last + 1].all()
        assert window[0, 0] <= top <= bottom <= window[0, 1]
        assert window[1, 0] <= first <= last <= window[1, 1]
        # GridR rounds the radius up here and down where it dilates.
        assert valid.sum() <= (bottom - top + 3) * (last - first + 3)
    assert some
    none = array_bspline_prefiltering_mask_safe_win(mask, ((0, 3), (0, 3)), n=order)
    assert none is None


# --- bad arguments ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "error", "words"),
    [
        ({}, ValueError, "Exactly one of interp and n"),
        ({"n": 3, "interp": get_interpolator("bspline3")}, ValueError, "Exactly one of interp and"),
        ({"interp": "bspline3"}, TypeError, "interp must be a B-spline"),
        ({"interp": get_interpolator("cubic")}, TypeError, "interp must be a B-spline"),
        ({"n": 4}, ValueError, "order is 4"),
        ({"n": 13}, ValueError, "order is 13"),
        ({"n": 3.0}, ValueError, "order is 3.0"),
        ({"n": "3"}, ValueError, "order is '3'"),
        ({"n": 3, "precision": None}, ValueError, "Exactly one of trunc_idx and precision"),
        ({"n": 3, "trunc_idx": [9]}, ValueError, "Exactly one of trunc_idx and precision"),
        ({"n": 3, "precision": -1}, ValueError, "precision is -1"),
        ({"n": 3, "precision": np.nan}, ValueError, "precision is nan"),
        ({"n": 3, "precision": "six"}, TypeError, "precision"),
        ({"n": 5, "precision": None, "trunc_idx": [9]}, ValueError, "trunc_idx must be at least 2"),
        ({"n": 3, "precision": None, "trunc_idx": [0]}, ValueError, "trunc_idx is"),
        ({"n": 3, "precision": None, "trunc_idx": [2.5]}, ValueError, "trunc_idx must be"),
        ({"n": 3, "mask_influence_threshold": 0}, ValueError, "mask_influence_threshold is 0"),
        ({"n": 3, "mask_influence_threshold": -1}, ValueError, "mask_influence_threshold is -1"),
        ({"n": 3, "mask_influence_threshold": 1.5}, ValueError, "mask_influence_threshold is 1.5"),
        ({"n": 3, "mask_influence_threshold": None}, TypeError, "mask_influence_threshold"),
        ({"n": 3, "recursion_start": "quick"}, ValueError, "recursion_start is 'quick'"),
        ({"n": 3, "recursion_start": None}, ValueError, "recursion_start is None"),
        ({"n": 3, "boundary_condition": "edge"}, ValueError, "for recursion_start='exact' only"),
        (
            {"n": 3, "recursion_start": "exact", "boundary_condition": "mirror"},
            ValueError,
            "boundary_condition",
        ),
        ({"n": 3, "threads": 0}, ValueError, "threads"),
        ({"n": 3, "array_in_mask": np.ones((60, 59), np.uint8)}, ValueError, "array_in_mask has"),
        ({"n": 3, "array_in_mask": np.ones((60, 60))}, TypeError, "array_in_mask must be"),
        ({"n": 3, "array_in_mask": np.ones((60, 60)).tolist()}, TypeError, "array_in_mask must be"),
    ],
)
def test_bad_arguments_get_one_sentence_before_anything_is_written(arguments, error, words):
    array = np.random.default_rng(9).normal(size=(60, 60))
    arguments = dict(arguments)
    mask = arguments.setdefault("array_in_mask", np.eye(60, dtype=np.uint8))
    values, valid = array.copy(), np.array(mask)
    with pytest.raises(error, match=words):
        array_bspline_prefiltering(values, **arguments)
    np.testing.assert_array_equal(values, array)
    np.testing.assert_array_equal(mask, valid)


@pytest.mark.parametrize(
    ("array", "error", "words"),
    [
        (np.ones((60, 60), np.float16), TypeError, "float64 or float32"),
        (np.ones((60, 60), int), TypeError, "float64 or float32"),
        (np.ones((60, 60)).tolist(), TypeError, "float64 or float32"),
        (np.ones(60), ValueError, "array_in has shape"),
        (np.ones((1, 1, 60, 60)), ValueError, "array_in has shape"),
        (np.broadcast_to(1.0, (60, 60)), ValueError, "array_in is read-only"),
    ],
)
def test_arrays_that_cannot_be_filtered_in_place(array, error, words):
    with pytest.raises(error, match=words):
        array_bspline_prefiltering(array, n=3)


def test_a_read_only_mask_is_refused_before_anything_is_written():
    array, mask = np.random.default_rng(10).normal(size=(60, 60)), np.eye(60, dtype=np.uint8)
    mask.flags.writeable = False
    values = array.copy()
    with pytest.raises(ValueError, match="array_in_mask is read-only"):
        array_bspline_prefiltering(values, array_in_mask=mask, n=3)
    np.testing.assert_array_equal(values, array)
