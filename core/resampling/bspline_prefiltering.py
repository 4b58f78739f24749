"""`array_bspline_prefiltering` and its companions: GridR 0.7's names for the B-spline prefilter."""

import math

import numpy as np

from ..conventions.arrays import real_number, real_share
from ..conventions.gathering import gather
from ..conventions.validity import as_validity
from ..conventions.window import as_window
from ..engines.blocks import read_threads
from ..interpolation.bspline import (
    DEFAULT_MASK_INFLUENCE_THRESHOLD,
    POLES,
    BSpline,
    check_order,
    check_recursion_start,
    domain_extension,
    exact_indices,
    fill_reach,
    influence_distance,
    influence_radius,
    truncation_indices,
)
from .coefficients import filter_in_place
from .filling import fill_invalid
from .morphology import dilate_invalid
from .padding import boundary_indices, check_boundary_condition
from .recursion import Ends, plan_axis
from .source import ArraySource


def compute_2d_truncation_index(n, precision=6):
    """Return where the starting sum of each pole is cut for an error of ``10**-precision``.

    Parameters
    ----------
    n : int
        Order: 3, 5, 7, 9 or 11.
    precision : float

    Returns
    -------
    numpy.ndarray of uintp, (5,)
        Zeros behind the last pole (GridR 0.7).
    """
    return _as_buffer(_indices(n, None, precision), 5)


def compute_2d_domain_extension(n, precision=6):
    """Return how many samples beyond the interpolated ones each pole needs.

    Briand and Monasse, equation 54.

    Returns
    -------
    numpy.ndarray of uintp, (6,)
        Before the first pole, ..., after the last; zeros behind it (GridR 0.7).
    """
    return _as_buffer(domain_extension(n, _indices(n, None, precision)), 6)


def compute_bspline_total_margin(n, precision=6):
    """Return the samples that prefilter and interpolation need on each side."""
    return int(compute_2d_domain_extension(n, precision)[0])


def array_bspline_prefiltering(
    array_in,
    array_in_mask=None,
    interp=None,
    n=None,
    trunc_idx=None,
    precision=6,
    mask_influence_threshold=DEFAULT_MASK_INFLUENCE_THRESHOLD,
    recursion_start="truncated",
    boundary_condition=None,
    threads=None,
):
    """Turn samples into B-spline coefficients, in place.

    T. Briand and P. Monasse, "Theory and Practice of Image B-Spline Interpolation", IPOL 8 (2018),
    algorithm 4. As in GridR 0.7 the coefficients lack the factor ``order!`` of each axis, which
    its kernels (`BSpline.bspline`) have instead.

    Parameters
    ----------
    array_in : float64 or float32 array, (rows, cols) or (bands, rows, cols)
        Filtered in place. Computed in float64.
    array_in_mask : uint8 or bool array (rows, cols), optional
        Non-zero where valid. Invalid samples are first replaced by the mean of their valid
        neighbours, so what they hold does not matter; then, in place, coefficients are invalidated
        within ``ln(threshold) / ln|z|`` steps (up, down, left, right) of an invalid sample, z being
        the largest pole, and those that the recursion has used up.
    interp : BSpline, optional
        From `get_interpolator`; takes the place of `n`, `trunc_idx`, `precision`,
        `mask_influence_threshold` and `recursion_start`.
    n : int, optional
        Order: 3, 5, 7, 9 or 11.
    trunc_idx : sequence of int, optional
        Truncation indices instead of `precision`, which must then be None.
    precision : float
        Decimals of the truncated start of the recursion.
    mask_influence_threshold : float
        0 < threshold <= 1; 1 invalidates no coefficient but those of invalid samples.
    recursion_start : str
        ``truncated``: the array already holds the continuation of the image beyond its border; a
        frame of ``margin - order // 2`` samples is used up and means nothing any more, and the
        array must be larger than twice the margin. ``exact``: the array is continued by
        `boundary_condition`; every coefficient comes out, for arrays of any size.
    boundary_condition : str, optional
        For the exact start: ``reflect`` (mirror, the default), ``wrap`` (periodic), ``symmetric``,
        ``edge`` or ``constant``.
    threads : int, optional
        All cores by default. The result does not depend on it.

    Raises
    ------
    TypeError, ValueError
        Before anything is written, with a sentence that names the argument.
    """
    order, indices, threshold, start = _settings(
        interp, n, trunc_idx, precision, mask_influence_threshold, recursion_start
    )
    check_boundary_condition(boundary_condition)
    if start == "truncated" and boundary_condition is not None:
        raise ValueError("boundary_condition is for recursion_start='exact' only.")
    threads = read_threads(threads)
    values = _as_bands(array_in)
    mask = _as_mask(array_in_mask, values.shape[1:])
    margin = domain_extension(order, indices)[0]
    if start == "truncated" and min(values.shape[1:]) <= 2 * margin:
        raise ValueError(
            f"array_in has shape {np.shape(array_in)}; with a truncated start B-splines of order"
            f" {order} need more than {2 * margin} rows and columns (recursion_start='exact' takes"
            " any number)."
        )
    if 0 in values.shape:
        return

    valid = None if mask is None else as_validity(mask, "array_in_mask")
    work = np.ascontiguousarray(values, dtype=np.float64)
    work = work.copy() if start == "exact" and work is values else work
    if valid is not None and not valid.all():
        fill_invalid(work, valid, fill_reach(order), threads)
    if start == "truncated":
        lost = margin - order // 2
        _filter_truncated(work, order, indices, lost, threads)
        kept = (slice(None), *(slice(lost, size - lost) for size in values.shape[1:]))
        if work is not values:
            values[kept] = work[kept]
    else:
        lost = 0
        values[...] = _filtered_exactly(work, order, boundary_condition or "reflect", threads)
    if mask is not None:
        valid = dilate_invalid(valid, influence_radius(order, threshold), threads)
        mask[...] = 0
        kept = tuple(slice(lost, size - lost) for size in mask.shape)
        mask[kept] = valid[kept]


def array_bspline_prefiltering_mask_safe_win(
    array_in_mask,
    array_in_mask_safe_win,
    interp=None,
    n=None,
    trunc_idx=None,
    precision=6,
    mask_influence_threshold=DEFAULT_MASK_INFLUENCE_THRESHOLD,
    recursion_start="truncated",
):
    """Return what is left of a window of valid samples after `array_bspline_prefiltering`.

    Parameters
    ----------
    array_in_mask : array_like (rows, cols)
        Of which only the shape is looked at.
    array_in_mask_safe_win : window
        ``((row_start, row_end), (col_start, col_end))``, inclusive ends.
    interp, n, trunc_idx, precision, mask_influence_threshold, recursion_start
        See `array_bspline_prefiltering`.

    Returns
    -------
    numpy.ndarray (2, 2) or None
        The window, smaller by the influence of invalid samples around it and by the border; None
        when nothing is left. (GridR 0.7 returns too much where the window ends within that radius
        of the first row or column.)
    """
    order, indices, threshold, start = _settings(
        interp, n, trunc_idx, precision, mask_influence_threshold, recursion_start
    )
    shape = np.shape(array_in_mask)
    window = as_window(array_in_mask_safe_win, shape, "array_in_mask_safe_win")
    # GridR rounds up here, but down where it dilates.
    radius = math.ceil(influence_distance(order, threshold))
    lost = sum(indices) if start == "truncated" else 0
    left = [
        (max(first + radius, lost), min(last - radius, size - 1 - lost))
        for (first, last), size in zip(window, shape)
    ]
    return np.array(left) if all(first <= last for first, last in left) else None


def _settings(interp, n, trunc_idx, precision, threshold, recursion_start):
    """Return order, truncation indices, threshold and start as the caller means them."""
    if (interp is None) == (n is None):
        raise ValueError("Exactly one of interp and n must be given.")
    if interp is not None:
        if not isinstance(interp, BSpline):
            raise TypeError("interp must be a B-spline that get_interpolator has returned.")
        indices = truncation_indices(interp.order, interp.epsilon)
        return interp.order, indices, interp.mask_influence_threshold, interp.recursion_start
    indices = _indices(n, trunc_idx, precision)
    check_recursion_start(recursion_start)
    threshold = real_share(threshold, "mask_influence_threshold")
    return n, indices, threshold, recursion_start


def _indices(n, trunc_idx, precision):
    """Return the truncation indices that an order and either of two arguments tell."""
    check_order(n)
    if (trunc_idx is None) == (precision is None):
        raise ValueError("Exactly one of trunc_idx and precision must be given.")
    if trunc_idx is None:
        number = real_number(precision, "precision")
        if not 0 <= number < 300:
            raise ValueError(f"precision is {precision}; it must be 0 decimals or more.")
        return truncation_indices(n, 10.0**-number)
    given = np.asarray(trunc_idx)
    poles = len(POLES[n])
    if given.ndim != 1 or given.size < poles or given.dtype.kind not in "iu":
        raise ValueError(f"trunc_idx must be at least {poles} whole numbers, one for each pole.")
    if (given[:poles] < 1).any():
        raise ValueError(f"trunc_idx is {trunc_idx}; each must be 1 or more.")
    return tuple(int(index) for index in given[:poles])


def _as_buffer(numbers, size):
    """Return numbers as GridR 0.7 does: in an array of a fixed size."""
    buffer = np.zeros(size, dtype=np.uintp)
    buffer[: len(numbers)] = numbers
    return buffer


def _as_bands(array_in):
    if not isinstance(array_in, np.ndarray) or array_in.dtype not in (np.float64, np.float32):
        raise TypeError("array_in must be a numpy array of float64 or float32: it is overwritten.")
    if not array_in.flags.writeable:
        raise ValueError("array_in is read-only; it is filtered in place.")
    if array_in.ndim not in (2, 3):
        raise ValueError(
            f"array_in has shape {array_in.shape}; it must be (rows, cols) or (bands, rows, cols)."
        )
    return array_in[np.newaxis] if array_in.ndim == 2 else array_in


def _as_mask(array_in_mask, shape):
    if array_in_mask is None:
        return None
    if not isinstance(array_in_mask, np.ndarray) or array_in_mask.dtype not in (np.uint8, bool):
        raise TypeError("array_in_mask must be a numpy array of uint8 or bool: it is overwritten.")
    if array_in_mask.shape != shape:
        raise ValueError(f"array_in_mask has shape {array_in_mask.shape}; it must be {shape}.")
    if not array_in_mask.flags.writeable:
        raise ValueError("array_in_mask is read-only; it is changed in place.")
    return array_in_mask


def _filter_truncated(values, order, indices, lost, threads):
    """Filter an array that holds all there is, the start of each sum cut inside of it."""
    pieces = []
    for size in values.shape[1:]:
        kept = (lost, size - 1 - lost)
        ends = Ends(0, size - 1, indices)
        plan = plan_axis(POLES[order], exact_indices(order), kept, kept, ends)
        pieces.append(plan.pieces_from(0))
    filter_in_place(values, pieces, threads)


def _filtered_exactly(values, order, boundary_condition, threads):
    """Return all coefficients of an array that goes on beyond its border."""
    plans = []
    for size in values.shape[1:]:
        whole = (0, size - 1)
        plans.append(plan_axis(POLES[order], exact_indices(order), whole, whole))
    starts = [plan.loaded[0] for plan in plans]
    indices = [
        boundary_indices(plan.loaded[0], plan.loaded[1] + 1, size, boundary_condition)
        for plan, size in zip(plans, values.shape[1:])
    ]
    work = np.empty((values.shape[0], *(each.size for each in indices)))
    gather(ArraySource(values).read, *indices, work)
    filter_in_place(work, [plan.pieces_from(s) for plan, s in zip(plans, starts)], threads)
    rows, cols = (slice(-start, size - start) for start, size in zip(starts, values.shape[1:]))
    return work[:, rows, cols]
