"""Sampling with kernels that are widened pixel by pixel, compiled.

The samples of a pixel are summed up down the columns of its stencil first, many columns side by
side, and then along.
"""

import math

import numpy as np

from ...interpolation.widening import TABLE_STEPS
from .compiling import compiled
from .sampling import _coordinates, _is_valid


@compiled
def _stencil(table, radius, position, scale, weights):
    """Fill in the weights of a position along one axis; return its first sample, and how many."""
    reach = radius * scale
    first, last = math.ceil(position - reach), math.floor(position + reach)
    taps = int(last - first) + 1
    end = float(table.size - 1)
    for tap in range(taps):
        distance = abs(position - (first + tap)) / scale * TABLE_STEPS
        if distance < end:
            place = int(distance)
            low, high = table[place], table[place + 1]
            weights[tap] = low + (distance - place) * (high - low)
        else:
            weights[tap] = 0.0
    return int(first), taps


@compiled
def _all_valid(valid, top, bottom, left, right):
    for row in range(top, bottom):
        least = 1
        for col in range(left, right):
            least = min(least, valid[row, col])
        if least == 0:
            return False
    return True


@compiled
def _sum_all(values, top, left, w, x, columns):
    """Sum up a stencil of which all samples count."""
    columns[:] = 0.0
    for a in range(w.size):
        here, samples = w[a], values[top + a, left : left + x.size]
        for b in range(x.size):
            columns[b] += here * samples[b]
    total = 0.0
    for b in range(x.size):
        total += x[b] * columns[b]
    return total


@compiled
def _sum_valid(values, valid, top, left, w, x, columns):
    """Sum up the samples of a stencil that are valid."""
    columns[:] = 0.0
    for a in range(w.size):
        here, samples = w[a], values[top + a, left : left + x.size]
        usable = valid[top + a, left : left + x.size]
        for b in range(x.size):
            columns[b] += here * samples[b] if usable[b] != 0 else 0.0
    total = 0.0
    for b in range(x.size):
        total += x[b] * columns[b]
    return total


@compiled
def _weights_of_valid(valid, top, left, w, x, used, known):
    """Return the sum of the weights of valid samples, and that of their sizes."""
    used[:] = 0.0
    known[:] = 0.0
    for a in range(w.size):
        here, size = w[a], abs(w[a])
        if valid.size == 0:
            used += here
            known += size
            continue
        usable = valid[top + a, left : left + x.size]
        for b in range(x.size):
            used[b] += here if usable[b] != 0 else 0.0
            known[b] += size if usable[b] != 0 else 0.0
    total = size = 0.0
    for b in range(x.size):
        total += x[b] * used[b]
        size += abs(x[b]) * known[b]
    return total, size


@compiled
def _whole(w, x):
    """Return the sum of all weights, and that of their sizes."""
    weight = share = whole = size = 0.0
    for a in range(w.size):
        weight += w[a]
        share += abs(w[a])
    for b in range(x.size):
        whole += x[b] * weight
        size += abs(x[b]) * share
    return whole, size


@compiled
def _pixel(job, leniency, r, c, first_row, w, first_col, x, buffers, out):
    """Compute one pixel; return whether its samples are enough."""
    bands, height, width = job.values.shape
    top, left = first_row - job.top, first_col - job.left
    whole, share = _whole(w, x)
    is_complete = top >= 0 and top + w.size <= height and left >= 0 and left + x.size <= width
    # What is not there is cut off.
    w, x = w[max(0, -top) : max(0, height - top)], x[max(0, -left) : max(0, width - left)]
    top, left = max(0, top), max(0, left)
    columns, used, known = buffers[0, : x.size], buffers[1, : x.size], buffers[2, : x.size]
    all_valid = job.valid.size == 0
    all_valid = all_valid or _all_valid(job.valid, top, top + w.size, left, left + x.size)
    weight, valid_share = whole, share
    if not (is_complete and all_valid):
        weight, valid_share = _weights_of_valid(job.valid, top, left, w, x, used, known)
    if leniency.nearest:
        row, col = int(np.floor(r + 0.5)) - job.top, int(np.floor(c + 0.5)) - job.left
        enough = _is_valid(job, row, col)
    else:
        enough = valid_share >= leniency.least_share * share
        enough = enough and weight >= 0.5 * leniency.minimum * whole
    if not (enough and weight > 0.0):
        return False
    for band in range(bands):
        if all_valid:
            total = _sum_all(job.values[band], top, left, w, x, columns)
        else:
            total = _sum_valid(job.values[band], job.valid, top, left, w, x, columns)
        out[band] = total / weight
    return True


@compiled
def _widened_rows(
    table, radius, job, row_scale, col_scale, leniency, taps, start, stop, out, out_valid
):
    rows, cols = np.empty(out.shape[2]), np.empty(out.shape[2])
    w, x, pixel = np.empty(taps[0]), np.empty(taps[1]), np.empty(out.shape[0])
    buffers = np.empty((3, taps[1]))
    for i in range(start, stop):
        row_scales, col_scales = row_scale[i - start], col_scale[i - start]
        _coordinates(job, job.first_row + i, rows, cols)
        for j in range(rows.size):
            if row_scales[j] <= 1.0 and col_scales[j] <= 1.0:
                continue
            r, c = rows[j], cols[j]
            has_value = (r >= job.row_min) & (r <= job.row_max)
            has_value &= (c >= job.col_min) & (c <= job.col_max)
            if has_value:
                first_row, down = _stencil(table, radius, r, row_scales[j], w)
                first_col, along = _stencil(table, radius, c, col_scales[j], x)
                has_value = _pixel(
                    job, leniency, r, c, first_row, w[:down], first_col, x[:along], buffers, pixel
                )
            if has_value:
                out[:, i, j] = pixel
            else:
                out[:, i, j] = job.nodata
            out_valid[i, j] = has_value


def sample_widened(kernel, job, row_scale, col_scale, leniency, start, stop, out, out_valid):
    """Compiled twin of the numpy engine's `sample_widened`."""
    taps = tuple(
        int(2.0 * math.ceil(kernel.radius * scale.max(initial=1.0))) + 2
        for scale in (row_scale, col_scale)
    )
    _widened_rows(
        kernel.table, kernel.radius, job, row_scale, col_scale, leniency, taps, start, stop, out,
        out_valid,
    )  # fmt: skip
