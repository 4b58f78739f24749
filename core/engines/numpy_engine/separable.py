"""Interpolation along rows, then along columns, in vectorised numpy."""

import numpy as np

from ..separable import TAPS, span_inside

# Cells of the target, and samples of its source rows, of which an array is made at a time.
_CELLS = 1 << 18


def interpolate_separable(kind, values, rows, cols, out):
    """Interpolate a block of samples at the crossings of rows and columns.

    First along each row that is needed, to the columns of the target; then along those columns.
    A result is null if any sample of its stencil is null or not in the block, whatever its weight.

    Parameters
    ----------
    kind : str
        A key of `TAPS`.
    values : float32 or float64 array (rows, cols), C-contiguous
        NaN is null.
    rows, cols : Stencils
    out : float64 array (target rows, target cols), C-contiguous
        Filled; NaN where there is no value.
    """
    taps = TAPS[kind]
    out[...] = np.nan
    left, right = span_inside(cols.first, taps, values.shape[1])
    top, bottom = span_inside(rows.first, taps, values.shape[0])
    if left == right:
        return
    col_first, col_parts = cols.first[left:right], cols.parts[:, left:right]
    step = max(1, _CELLS // (right - left))
    # Infinite samples are nobody's mistake here.
    with np.errstate(over="ignore", invalid="ignore"):
        for start in range(top, bottom, step):
            stop = min(start + step, bottom)
            needed = rows.first[start:stop] + np.arange(taps)[:, None]
            found, places = np.unique(needed, return_inverse=True)
            samples = [
                values[found[:, None], col_first + tap].astype(np.float64) for tap in range(taps)
            ]
            across = _COMBINED[kind](samples, col_parts)
            kept = [across[place] for place in places.reshape(needed.shape)]
            parts = rows.parts[:, start:stop, None]
            out[start:stop, left:right] = _COMBINED[kind](kept, parts)


def _linear(samples, parts):
    return parts[0] * (samples[1] - samples[0]) + samples[0]


def _cubic(samples, parts):
    """Catmull-Rom, in the order of GRASS's operations."""
    u, (c0, c1, c2, c3) = parts[0], samples
    cubed = c3 - 3.0 * c2 + 3.0 * c1 - c0
    squared = -c3 + 4.0 * c2 - 5.0 * c1 + 2.0 * c0
    return (u * (u * (u * cubed + squared) + (c2 - c0)) + 2.0 * c1) * 0.5


def _weighted(samples, weights):
    total = weights[0] * samples[0]
    for sample, weight in zip(samples[1:], weights[1:]):
        total = total + weight * sample
    return total


_COMBINED = {
    "nearest": lambda samples, _: samples[0],
    "bilinear": _linear,
    "bicubic": _cubic,
    "lanczos": _weighted,
}


def interpolate_incomplete(values, rows, cols, leniency, out):
    """Give values to cells that `interpolate_separable` has left null, from the samples there are.

    Samples that are missing, null or without weight are left out, and the weights of the others
    scaled to a sum of 1.

    Parameters
    ----------
    values
        As there.
    rows, cols : LenientStencils
    leniency : Leniency
    out : float64 array (target rows, target cols), C-contiguous
        Cells that are not NaN are left alone.
    """
    i, j = np.nonzero(np.isnan(out) & (rows.inside[:, None] & cols.inside != 0))
    with np.errstate(over="ignore", invalid="ignore"):
        for start in range(0, i.size, _CELLS):
            part = slice(start, start + _CELLS)
            out[i[part], j[part]] = _completed(values, rows, cols, i[part], j[part], leniency)


def _completed(values, rows, cols, i, j, leniency):
    share = valid_share = used_weight = total = 0.0
    for a, row_weights in enumerate(rows.weights):
        for b, col_weights in enumerate(cols.weights):
            weight = row_weights[i] * col_weights[j]
            valid, samples = _look_up(values, rows.first[i] + a, cols.first[j] + b)
            share = share + np.abs(weight)
            valid_share = valid_share + np.where(valid, np.abs(weight), 0.0)
            used = valid & (weight != 0.0)
            used_weight = used_weight + np.where(used, weight, 0.0)
            total = total + np.where(used, weight * samples, 0.0)
    if leniency.nearest:
        enough = _look_up(values, rows.nearest[i], cols.nearest[j])[0]
    else:
        enough = valid_share >= leniency.least_share * share
        # Else what positive and negative weights leave of each other would be blown up.
        enough &= used_weight >= 0.5 * leniency.minimum
    enough = enough & (used_weight > 0.0)
    return np.where(enough, total / np.where(enough, used_weight, 1.0), np.nan)


def _look_up(values, row, col):
    """Return which samples are there and not null, and their values, else 0."""
    there = (row >= 0) & (row < values.shape[0]) & (col >= 0) & (col < values.shape[1])
    samples = np.full(row.shape, np.nan)
    samples[there] = values[row[there], col[there]]
    valid = ~np.isnan(samples)
    return valid, np.where(valid, samples, 0.0)
