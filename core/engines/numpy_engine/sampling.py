"""Sampling through a grid in vectorised numpy: generic over all separable kernels."""

import functools

import numpy as np

from ...interpolation import kernels
from ..sampling import BSPLINE_ORDERS, COORDINATE_STEPS, NO_MASK

_WEIGHTS = {
    "linear": kernels.linear_weights,
    "cubic": kernels.cubic_weights,
    **{
        kind: functools.partial(kernels.bspline_weights, order)
        for kind, order in BSPLINE_ORDERS.items()
    },
}


def sample(kind, job, start, stop, out, out_valid):
    """Sample a source through a grid.

    A pixel has a value if every sample *with weight* is inside the source and valid (GridR 0.7's
    strict rule); otherwise it gets ``job.nodata`` and 0. Samples of weight zero are never used, so
    they may be invalid, NaN or missing.

    Parameters
    ----------
    kind : str
        Id of the interpolator.
    job : Sampling
    start, stop : int
        Rows of `out` to fill; the others are left alone.
    out : float64 array (bands, rows, cols), C-contiguous
        Filled with values or ``job.nodata``.
    out_valid : uint8 array (rows, cols), C-contiguous
        Filled with 1 where `out` has a value, else 0.
    """
    # About sixteen float64 arrays of a block's size live at once.
    step = max(1, 65536 // max(1, out_valid.shape[1]))
    # Infinite samples and coordinates are nobody's mistake here.
    with np.errstate(over="ignore", invalid="ignore"):
        for first in range(start, stop, step):
            rows = slice(first, min(first + step, stop))
            _sample_block(kind, job, job.first_row + first, out[:, rows], out_valid[rows])


def sample_incomplete(kind, job, leniency, start, stop, out, out_valid):
    """Give values to pixels that `sample` has left without, from the samples that there are.

    Missing and invalid samples are left out and the weights of the others scaled to the whole;
    the coefficients of a spline are all used if they are there, since invalid samples have been
    filled before.

    Parameters
    ----------
    kind : str
        Id of an interpolator that convolves.
    job : Sampling
        Here `valid` tells which samples are valid themselves, and the bounds where the policy
        allows for a value; `clear` is not used.
    leniency : Leniency
    start, stop, out, out_valid
        As for `sample`; pixels that are valid are left alone.
    """
    step = max(1, 65536 // max(1, out_valid.shape[1]))
    with np.errstate(over="ignore", invalid="ignore"):
        for first in range(start, stop, step):
            rows = slice(first, min(first + step, stop))
            _complete_block(
                kind, job, leniency, job.first_row + first, out[:, rows], out_valid[rows]
            )


def _complete_block(kind, job, leniency, first_row, out, out_valid):
    if out_valid.all():
        return
    r, c = _coordinates(job, first_row, out_valid.shape)
    inside = (r >= job.row_min) & (r <= job.row_max) & (c >= job.col_min) & (c <= job.col_max)
    at = np.nonzero(inside & (out_valid == 0))
    r, c = r[at], c[at]
    present = job._replace(valid=NO_MASK) if kind in BSPLINE_ORDERS else job
    whole = valid_share = share = used_weight = total = 0.0
    for col, weight_c, _ in _taps(c, _WEIGHTS[kind]):
        for row, weight_r, _ in _taps(r, _WEIGHTS[kind]):
            weight = weight_r * weight_c
            used, values = _look_up(present, row, col)
            valid = _look_up(job, row, col)[0]
            whole, share = whole + weight, share + np.abs(weight)
            valid_share = valid_share + np.where(valid, np.abs(weight), 0.0)
            used = used & (weight != 0.0)
            used_weight = used_weight + np.where(used, weight, 0.0)
            total = total + np.where(used, weight * values, 0.0)
    if leniency.nearest:
        enough = _look_up(job, _floor(r + 0.5), _floor(c + 0.5))[0]
    else:
        enough = valid_share >= leniency.least_share * share
        # Else what positive and negative weights leave of each other would be blown up.
        enough &= used_weight >= 0.5 * leniency.minimum * whole
    enough &= used_weight > 0.0
    # The weights of a spline do not sum to 1: its coefficients lack that factor.
    scale = whole / np.where(enough, used_weight, 1.0)
    total = np.where(used_weight == whole, total, total * scale)
    at = tuple(each[enough] for each in at)
    out[(slice(None), *at)] = total[:, enough]
    out_valid[at] = 1


def _sample_block(kind, job, first_row, out, out_valid):
    r, c = _coordinates(job, first_row, out_valid.shape)
    inside = (r >= job.row_min) & (r <= job.row_max) & (c >= job.col_min) & (c <= job.col_max)
    # Positions without a value are computed at the first sample and overwritten.
    r, c = np.where(inside, r, float(job.top)), np.where(inside, c, float(job.left))
    if kind == "nearest":
        usable, values = _look_up(job, _floor(r + 0.5), _floor(c + 0.5))
    else:
        usable, values = _convolve(job, r, c, _WEIGHTS[kind])
    valid = inside & usable
    out[...] = np.where(valid, values, job.nodata)
    out_valid[...] = valid


def _convolve(job, r, c, weights_of):
    """Return which positions have all samples with weight, and their weighted sums."""
    usable, total = True, 0.0
    for col, weight_c, used_c in _taps(c, weights_of):
        column = 0.0
        for row, weight_r, used_r in _taps(r, weights_of):
            used = used_r & used_c
            present, values = _look_up(job, row, col)
            usable = usable & (present | ~used)
            column = column + weight_r * np.where(used, values, 0.0)
        total = total + weight_c * column
    if sum(weight != 0 for weight in weights_of(0.0)) == 1:
        # A sample taken alone is taken as it is; the sum would lose the sign of a zero.
        alone = (r == np.floor(r)) & (c == np.floor(c))
        total = np.where(alone, _look_up(job, _floor(r), _floor(c))[1], total)
    return usable, total


def _taps(x, weights_of):
    """Return (index, weight, whether it has weight) of each sample of a stencil.

    On an integer some samples have no weight. Elsewhere all have, also where the weight is so
    small that it is computed as 0.
    """
    left = _floor(x)
    u = x - left
    weights, on_sample = weights_of(u), weights_of(0.0)
    before = len(weights) // 2 - 1
    return [
        (left - before + tap, weight, (u > 0.0) | (on_sample[tap] != 0))
        for tap, weight in enumerate(weights)
    ]


def _floor(x):
    return np.floor(x).astype(np.intp)


def _look_up(job, row, col):
    """Return which samples can be used, and the values of all bands (0 where not)."""
    height, width = job.values.shape[1:]
    row, col = row - job.top, col - job.left
    usable = (row >= 0) & (row < height) & (col >= 0) & (col < width)
    row, col = np.where(usable, row, 0), np.where(usable, col, 0)
    if job.valid.size:
        usable = usable & (job.valid[row, col] != 0)
    return usable, np.where(usable, job.values[:, row, col], 0.0)


def _coordinates(job, first_row, shape):
    """Return the source (row, col) of a block of full-resolution pixels; NaN where unknown.

    Bilinear between nodes with integer weights; nodes of weight zero are left out.
    """
    row, col = first_row + np.arange(shape[0])[:, None], job.first_col + np.arange(shape[1])
    up, below = np.divmod(row, job.factor_row)
    left, beside = np.divmod(col, job.factor_col)
    # On a node's own row or column the next node has no weight, and may not exist.
    down = np.minimum(up + 1, job.grid_row.shape[0] - 1)
    right = np.minimum(left + 1, job.grid_row.shape[1] - 1)
    above, before = job.factor_row - below, job.factor_col - beside
    known = np.ones(shape, dtype=bool)
    r, c = np.zeros(shape), np.zeros(shape)
    for node, weight in (
        ((up, left), before * above),
        ((up, right), beside * above),
        ((down, right), beside * below),
        ((down, left), before * below),
    ):
        usable = np.ones(shape, dtype=bool)
        if job.node_valid.size:
            usable = job.node_valid[node] != 0
            known &= usable | (weight == 0)
        used = usable & (weight > 0)
        r += np.where(used, job.grid_row[node], 0.0) * weight
        c += np.where(used, job.grid_col[node], 0.0) * weight
    norm = float(job.factor_row * job.factor_col)
    r, c = _snapped(r / norm + job.origin_row), _snapped(c / norm + job.origin_col)
    return np.where(known, r, np.nan), c


def _snapped(coordinates):
    """Move coordinates onto the centre or edge of a pixel if they round to it."""
    halves = 0.5 * np.rint(2.0 * coordinates)
    rounded = np.floor(COORDINATE_STEPS * coordinates + 0.5)
    return np.where(rounded == COORDINATE_STEPS * halves, halves, coordinates)
