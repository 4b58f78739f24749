"""Interpolation along rows, then along columns, compiled.

A source row that is needed is interpolated to the target's columns once and kept while target rows
need it. Null samples are NaN, and NaN stays NaN in every one of the sums.
"""

import math

import numpy as np

from ..separable import TAPS, span_inside
from .compiling import compiled

# Cells of the target that are worked on side by side: their rows stay in the cache.
_CHUNK = 2048

_CODES = {kind: code for code, kind in enumerate(TAPS)}


@compiled
def _cubic(u, c0, c1, c2, c3):
    """Catmull-Rom, in the order of GRASS's operations."""
    cubed = c3 - 3.0 * c2 + 3.0 * c1 - c0
    squared = -c3 + 4.0 * c2 - 5.0 * c1 + 2.0 * c0
    return (u * (u * (u * cubed + squared) + (c2 - c0)) + 2.0 * c1) * 0.5


@compiled
def _across(code, samples, first, parts, out):
    """Interpolate one source row to the target's columns.

    Indices are unsigned, or every one of them would be tested for counting from the end.
    """
    one, two, three, four = np.uint64(1), np.uint64(2), np.uint64(3), np.uint64(4)
    if code == 0:
        for j in range(first.size):
            out[j] = samples[first[j]]
    elif code == 1:
        distance = parts[0]
        for j in range(first.size):
            k = first[j]
            c0, c1 = float(samples[k]), float(samples[k + one])
            out[j] = distance[j] * (c1 - c0) + c0
    elif code == 2:
        distance = parts[0]
        for j in range(first.size):
            k = first[j]
            c0, c1 = float(samples[k]), float(samples[k + one])
            c2, c3 = float(samples[k + two]), float(samples[k + three])
            out[j] = _cubic(distance[j], c0, c1, c2, c3)
    else:
        w0, w1, w2, w3, w4 = parts[0], parts[1], parts[2], parts[3], parts[4]
        for j in range(first.size):
            k = first[j]
            total = w0[j] * float(samples[k]) + w1[j] * float(samples[k + one])
            total += w2[j] * float(samples[k + two])
            total += w3[j] * float(samples[k + three])
            out[j] = total + w4[j] * float(samples[k + four])


@compiled
def _down(code, kept, top, parts, row, out):
    """Interpolate one target row from source rows that are interpolated to its columns."""
    if code == 0:
        r0 = kept[top]
        for j in range(out.size):
            out[j] = r0[j]
    elif code == 1:
        r0, r1, u = kept[top], kept[(top + 1) % 2], parts[0, row]
        for j in range(out.size):
            out[j] = u * (r1[j] - r0[j]) + r0[j]
    elif code == 2:
        r0, r1, u = kept[top], kept[(top + 1) % 4], parts[0, row]
        r2, r3 = kept[(top + 2) % 4], kept[(top + 3) % 4]
        for j in range(out.size):
            out[j] = _cubic(u, r0[j], r1[j], r2[j], r3[j])
    else:
        r0, r1, r2 = kept[top], kept[(top + 1) % 5], kept[(top + 2) % 5]
        r3, r4 = kept[(top + 3) % 5], kept[(top + 4) % 5]
        w0, w1, w2, w3, w4 = (
            parts[0, row], parts[1, row], parts[2, row], parts[3, row], parts[4, row]
        )  # fmt: skip
        for j in range(out.size):
            out[j] = w0 * r0[j] + w1 * r1[j] + w2 * r2[j] + w3 * r3[j] + w4 * r4[j]


@compiled
def _fill(out):
    """Make a row null; an assignment to the slice would take half a second to compile."""
    for j in range(out.size):
        out[j] = math.nan


@compiled
def _interpolate(code, taps, values, row_first, row_parts, col_first, col_parts, left, right, out):
    """Fill target rows; `left` and `right` bound the columns whose stencils lie in the block."""
    kept = np.empty((taps, min(_CHUNK, right - left)))
    held = np.empty(taps, dtype=np.int64)
    for i in range(out.shape[0]):
        _fill(out[i, :left])
        _fill(out[i, right:])
    for begin in range(left, right, _CHUNK):
        end = min(begin + _CHUNK, right)
        chunk = kept[:, : end - begin]
        first, parts = col_first[begin:end], col_parts[:, begin:end]
        for slot in range(taps):
            held[slot] = -1
        for i in range(out.shape[0]):
            top, row_out = row_first[i], out[i, begin:end]
            if top < 0 or top + taps > values.shape[0]:
                _fill(row_out)
                continue
            for row in range(top, top + taps):
                slot = row % taps
                if held[slot] != row:
                    _across(code, values[row], first, parts, chunk[slot])
                    held[slot] = row
            _down(code, chunk, top % taps, row_parts, i, row_out)


def interpolate_separable(kind, values, rows, cols, out):
    """Compiled twin of the numpy engine's `interpolate_separable`."""
    taps = TAPS[kind]
    left, right = span_inside(cols.first, taps, values.shape[1])
    _interpolate(
        _CODES[kind], taps, values, rows.first, rows.parts, cols.first.view(np.uint64), cols.parts,
        left, right, out,
    )  # fmt: skip


@compiled
def _is_valid(values, row, col):
    """Whether a sample is there and not null."""
    if row < 0 or row >= values.shape[0] or col < 0 or col >= values.shape[1]:
        return False
    return not math.isnan(values[row, col])


@compiled
def _complete(values, rows, cols, i, j, leniency):
    """Compute one cell from the samples that there are; NaN if they are not enough."""
    share = valid_share = used_weight = total = 0.0
    for a in range(rows.weights.shape[0]):
        for b in range(cols.weights.shape[0]):
            weight = rows.weights[a, i] * cols.weights[b, j]
            share += abs(weight)
            row, col = rows.first[i] + a, cols.first[j] + b
            if _is_valid(values, row, col):
                valid_share += abs(weight)
                if weight != 0.0:
                    used_weight += weight
                    total += weight * float(values[row, col])
    if leniency.nearest:
        enough = _is_valid(values, rows.nearest[i], cols.nearest[j])
    else:
        enough = valid_share >= leniency.least_share * share
        enough = enough and used_weight >= 0.5 * leniency.minimum
    return total / used_weight if enough and used_weight > 0.0 else math.nan


@compiled
def _complete_rows(values, rows, cols, leniency, out):
    for i in range(out.shape[0]):
        if rows.inside[i] == 0:
            continue
        for j in range(out.shape[1]):
            if math.isnan(out[i, j]) and cols.inside[j] != 0:
                out[i, j] = _complete(values, rows, cols, i, j, leniency)


def interpolate_incomplete(values, rows, cols, leniency, out):
    """Compiled twin of the numpy engine's `interpolate_incomplete`."""
    _complete_rows(values, rows, cols, leniency, out)
