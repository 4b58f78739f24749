"""Sampling with kernels that are widened pixel by pixel, in vectorised numpy."""

import numpy as np

from ...interpolation.widening import TABLE_STEPS
from .sampling import _coordinates

# Samples that are looked at together: bounds memory.
_SAMPLES = 1 << 20


def sample_widened(kernel, job, row_scale, col_scale, leniency, start, stop, out, out_valid):
    """Sample again where a grid zooms out, with a kernel as much wider.

    A kernel of radius R weighs the samples within ``R * scale`` of a position on each axis, by
    their distance divided by the scale; weights are scaled to a sum of 1.

    Parameters
    ----------
    kernel : WidenedKernel
    job : Sampling
        Of samples, also where `sample` takes coefficients; `clear` is not used.
    row_scale, col_scale : float64 array (stop - start, cols)
        Source samples to an output pixel, 1 where they are not more than that. Pixels where both
        are 1 are left alone.
    leniency : Leniency
        With a minimum of 1 all samples with weight are needed.
    start, stop, out, out_valid
        As for `sample`.
    """
    rows, cols = _coordinates(job, job.first_row + start, row_scale.shape)
    widened = (row_scale > 1.0) | (col_scale > 1.0)
    values, valid = out[:, start:stop], out_valid[start:stop]
    values[:, widened], valid[widened] = job.nodata, 0
    inside = (rows >= job.row_min) & (rows <= job.row_max)
    inside &= (cols >= job.col_min) & (cols <= job.col_max)
    at = np.nonzero(widened & inside)
    reach = kernel.radius * np.array((row_scale[at].max(initial=1), col_scale[at].max(initial=1)))
    taps = 2.0 * np.ceil(reach) + 2.0
    step = max(1, int(_SAMPLES / (taps[0] * taps[1])))
    for first in range(0, at[0].size, step):
        some = tuple(each[first : first + step] for each in at)
        on_rows = _stencils(kernel, rows[some], row_scale[some])
        on_cols = _stencils(kernel, cols[some], col_scale[some])
        nearest = np.floor(rows[some] + 0.5) - job.top, np.floor(cols[some] + 0.5) - job.left
        enough, found = _weigh(job, leniency, on_rows, on_cols, nearest)
        some = tuple(each[enough] for each in some)
        values[(slice(None), *some)], valid[some] = found[:, enough], 1


def _stencils(kernel, position, scale):
    """Return the first sample of each position, and weights (positions, taps), 0 beyond its own."""
    reach = kernel.radius * scale
    first, last = np.ceil(position - reach), np.floor(position + reach)
    taps = int((last - first).max()) + 1
    samples = first[:, None] + np.arange(taps)
    distance = np.abs(position[:, None] - samples) / scale[:, None] * TABLE_STEPS
    place = np.minimum(distance, kernel.table.size - 2.0).astype(np.int64)
    low, high = kernel.table[place], kernel.table[place + 1]
    weights = low + (distance - place) * (high - low)
    outside = (samples > last[:, None]) | (distance >= kernel.table.size - 1)
    return first.astype(np.int64), np.where(outside, 0.0, weights)


def _weigh(job, leniency, on_rows, on_cols, nearest):
    """Return which positions have enough valid samples, and values (bands, positions).

    Everything is summed up down the columns of a stencil first, and then along its rows.
    """
    (first_row, w), (first_col, x) = on_rows, on_cols
    height, width = job.values.shape[1:]
    row = first_row[:, None] - job.top + np.arange(w.shape[1])
    col = first_col[:, None] - job.left + np.arange(x.shape[1])
    there = ((row >= 0) & (row < height))[:, :, None] & ((col >= 0) & (col < width))[:, None]
    at = np.clip(row, 0, height - 1)[:, :, None], np.clip(col, 0, width - 1)[:, None]
    if job.valid.size:
        there &= job.valid[at] != 0
    samples = np.where(there, job.values[(slice(None), *at)], 0.0)
    total, used, known = np.zeros(samples[:, :, 0].shape), np.zeros(x.shape), np.zeros(x.shape)
    weight, share = np.zeros(len(w)), np.zeros(len(w))
    for tap in range(w.shape[1]):
        here = w[:, tap, None]
        total += here * samples[:, :, tap]
        used += np.where(there[:, tap], here, 0.0)
        known += np.where(there[:, tap], np.abs(here), 0.0)
        weight, share = weight + w[:, tap], share + np.abs(w[:, tap])
    value = np.zeros(total.shape[:2])
    sums = np.zeros((4, len(w)))
    for tap in range(x.shape[1]):
        here = x[:, tap]
        value += here * total[:, :, tap]
        sums[0] += here * weight
        sums[1] += here * used[:, tap]
        sums[2] += np.abs(here) * share
        sums[3] += np.abs(here) * known[:, tap]
    whole, used, share, known = sums
    if leniency.nearest:
        row, col = (each.astype(np.int64) for each in nearest)
        enough = (row >= 0) & (row < height) & (col >= 0) & (col < width)
        if job.valid.size:
            at = np.clip(row, 0, height - 1), np.clip(col, 0, width - 1)
            enough &= job.valid[at] != 0
    else:
        enough = known >= leniency.least_share * share
        # Else what positive and negative weights leave of each other would be blown up.
        enough &= used >= 0.5 * leniency.minimum * whole
    enough &= used > 0.0
    return enough, value / np.where(enough, used, 1.0)
