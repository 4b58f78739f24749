"""Sampling through a grid, compiled: one loop for each interpolator.

An output row is worked on in three steps, so that the compiler can vectorise the first two: the
source coordinates; for each pixel the place of its stencil, or that it has none; the sums. Where
both coordinates lie between samples the stencil is whole, and whether all of it may be used is one
look-up (`clear`). Only where a coordinate is whole are the few samples with weight looked at.
"""

import math

import numpy as np

from ...interpolation import kernels
from ..sampling import BSPLINE_ORDERS, COORDINATE_STEPS
from .compiling import compiled
from .stencil import LANES, spline_weights, stencil_sum

# What `_find_stencils` says of a pixel that cannot have a value. Less than that means a pixel with
# a whole coordinate; see `_place_of_few`.
NO_VALUE = -1

# Pixels whose B-spline weights are computed at a time: they stay in the cache, and are a multiple
# of `LANES`.
_CHUNK = 256

_cubic_weights = compiled(kernels.cubic_weights)


@compiled
def _snapped(coordinate):
    """Move a coordinate onto the centre or edge of a pixel if it rounds to it."""
    halves = 0.5 * np.rint(2.0 * coordinate)
    rounded = np.floor(COORDINATE_STEPS * coordinate + 0.5)
    return halves if rounded == COORDINATE_STEPS * halves else coordinate


@compiled
def _coarse_coordinates(job, grid, row, out):
    """One coordinate of an output row, bilinear between nodes with integer weights (GridR 0.7)."""
    factor_row, factor_col = job.factor_row, job.factor_col
    up = row // factor_row
    below = row - up * factor_row
    above = factor_row - below
    # On a node's own row or column the next node has no weight, and may not exist.
    down = min(up + 1, grid.shape[0] - 1)
    norm = float(factor_row * factor_col)
    left = job.first_col // factor_col
    k = job.first_col - left * factor_col
    j = 0
    while j < out.size:
        right = min(left + 1, grid.shape[1] - 1)
        g1, g2 = grid[up, left], grid[up, right]
        g3, g4 = grid[down, right], grid[down, left]
        count = min(factor_col - k, out.size - j)
        for t in range(count):
            w2, w3 = float((k + t) * above), float((k + t) * below)
            w1, w4 = float(factor_col * above) - w2, float(factor_col * below) - w3
            out[j + t] = (g1 * w1 + g2 * w2 + g3 * w3 + g4 * w4) / norm
        j += count
        left += 1
        k = 0


@compiled
def _term(grid, node_valid, row, col, weight):
    """Return a node's share of a coordinate; what an invalid node holds, maybe NaN, has none."""
    return grid[row, col] * weight if node_valid[row, col] != 0 else 0.0


@compiled
def _coordinate_beside_invalid(grid, node_valid, up, down, left, right, w1, w2, w3, w4):
    """Sum the nodes around a pixel as `_coarse_coordinates` does, invalid ones left out."""
    return (
        _term(grid, node_valid, up, left, w1)
        + _term(grid, node_valid, up, right, w2)
        + _term(grid, node_valid, down, right, w3)
        + _term(grid, node_valid, down, left, w4)
    )


@compiled
def _mend_invalid_cells(job, row, rows, cols):
    """Set the coordinates of an output row again in cells that have an invalid node.

    An invalid node makes NaN of the pixels on which it has weight, and of no other.
    """
    factor_row, factor_col, node_valid = job.factor_row, job.factor_col, job.node_valid
    up = row // factor_row
    below = row - up * factor_row
    above = factor_row - below
    down = min(up + 1, node_valid.shape[0] - 1)
    norm = float(factor_row * factor_col)
    left = job.first_col // factor_col
    k = job.first_col - left * factor_col
    j = 0
    while j < rows.size:
        right = min(left + 1, node_valid.shape[1] - 1)
        v1, v2 = node_valid[up, left] != 0, node_valid[up, right] != 0
        v3, v4 = node_valid[down, right] != 0, node_valid[down, left] != 0
        count = min(factor_col - k, rows.size - j)
        if not (v1 and v2 and v3 and v4):
            for t in range(count):
                w1, w2 = (factor_col - k - t) * above, (k + t) * above
                w3, w4 = (k + t) * below, (factor_col - k - t) * below
                if not (v1 and (v2 or w2 == 0) and (v3 or w3 == 0) and (v4 or w4 == 0)):
                    rows[j + t] = math.nan
                    continue
                nodes = (up, down, left, right, w1, w2, w3, w4)
                rows[j + t] = _coordinate_beside_invalid(job.grid_row, node_valid, *nodes) / norm
                cols[j + t] = _coordinate_beside_invalid(job.grid_col, node_valid, *nodes) / norm
        j += count
        left += 1
        k = 0


@compiled
def _coordinates(job, row, rows, cols):
    """Fill in the source coordinates of an output row; NaN where the grid does not tell."""
    last_col = job.first_col + rows.size
    if job.factor_row == 1 and job.factor_col == 1:
        rows[:] = job.grid_row[row, job.first_col : last_col]
        cols[:] = job.grid_col[row, job.first_col : last_col]
        if job.node_valid.size > 0:
            for j in range(rows.size):
                if job.node_valid[row, job.first_col + j] == 0:
                    rows[j] = math.nan
    else:
        _coarse_coordinates(job, job.grid_row, row, rows)
        _coarse_coordinates(job, job.grid_col, row, cols)
        if job.node_valid.size > 0:
            _mend_invalid_cells(job, row, rows, cols)
    origin_row, origin_col = job.origin_row, job.origin_col
    for j in range(rows.size):
        rows[j] = _snapped(rows[j] + origin_row)
        cols[j] = _snapped(cols[j] + origin_col)


@compiled
def _find_stencils(job, before, after, rows, cols, place):
    """Find where the stencils of an output row lie.

    `rows` and `cols` become the distances from the sample at floor(row, col). `place` becomes the
    flat index of that sample where both distances are positive and the whole stencil is inside,
    `NO_VALUE` where there can be no value; where a coordinate is whole, ``NO_VALUE - 1 - index``.
    """
    height, width = job.values.shape[1:]
    row_min, row_max, col_min, col_max = job.row_min, job.row_max, job.col_min, job.col_max
    top, left = job.top, job.left
    for j in range(rows.size):
        r, c = rows[j], cols[j]
        # Written without branches, which would keep the loop from being vectorised.
        known = (r >= row_min) & (r <= row_max) & (c >= col_min) & (c <= col_max)
        r, c = (r if known else float(top)), (c if known else float(left))
        floor_r, floor_c = np.floor(r), np.floor(c)
        kr, kc = int(floor_r) - top, int(floor_c) - left
        u, v = r - floor_r, c - floor_c
        inside = (kr >= before) & (kr < height - after) & (kc >= before) & (kc < width - after)
        index = kr * width + kc
        whole = index if inside else NO_VALUE
        code = whole if (u > 0.0) & (v > 0.0) else NO_VALUE - 1 - index
        place[j] = code if known else NO_VALUE
        rows[j], cols[j] = u, v


@compiled
def _drop_unclear(clear, place):
    """Take the place from pixels whose whole stencil is not clear; tell whether any has one left.

    Sums over many samples cost more than this look.
    """
    left = False
    for j in range(place.size):
        if place[j] >= 0 and clear[place[j]] == 0:
            place[j] = NO_VALUE
        left = left or place[j] != NO_VALUE
    return left


@compiled
def _place_of_few(place, width):
    """Return (row, col) of the sample that `_find_stencils` wrote as less than `NO_VALUE`."""
    index = NO_VALUE - 1 - place
    return index // width, index % width


@compiled
def _usable(valid, height, width, top, bottom, left, right):
    """Whether the samples from (top, left) to (bottom, right), ends included, can be used."""
    if top < 0 or bottom >= height or left < 0 or right >= width:
        return False
    if valid.size > 0:
        for i in range(top, bottom + 1):
            for j in range(left, right + 1):
                if valid[i, j] == 0:
                    return False
    return True


@compiled
def sample_nearest(job, start, stop, out, out_valid):
    """Take the sample floor(x + 1/2) of each axis. See `sample` of the numpy engine."""
    bands, height, width = job.values.shape
    flat, valid = job.values.reshape(bands, -1), job.valid.reshape(-1)
    row_min, row_max, col_min, col_max = job.row_min, job.row_max, job.col_min, job.col_max
    nodata, masked, top, left = job.nodata, job.valid.size > 0, job.top, job.left
    rows, cols = np.empty(out.shape[2]), np.empty(out.shape[2])
    place = np.empty(out.shape[2], dtype=np.int64)
    for i in range(start, stop):
        _coordinates(job, job.first_row + i, rows, cols)
        for j in range(rows.size):
            r, c = rows[j], cols[j]
            known = (r >= row_min) & (r <= row_max) & (c >= col_min) & (c <= col_max)
            kr = int(np.floor((r if known else float(top)) + 0.5)) - top
            kc = int(np.floor((c if known else float(left)) + 0.5)) - left
            known = known & (kr < height) & (kc < width)
            place[j] = kr * width + kc if known else NO_VALUE
        row_valid = out_valid[i]
        for j in range(rows.size):
            row_valid[j] = place[j] >= 0 and (not masked or valid[place[j]] != 0)
        for band in range(bands):
            samples, row_out = flat[band], out[band, i]
            for j in range(rows.size):
                row_out[j] = samples[place[j]] if row_valid[j] != 0 else nodata


@compiled
def _linear_of_few(values, valid, place, u, v, band):
    """Return whether there is a value, and the value; samples without weight are not looked at."""
    kr, kc = _place_of_few(place, values.shape[2])
    bottom, right = kr + (u > 0.0), kc + (v > 0.0)
    if not _usable(valid, values.shape[1], values.shape[2], kr, bottom, kc, right):
        return False, 0.0
    if u > 0.0:
        return True, (1.0 - u) * values[band, kr, kc] + u * values[band, bottom, kc]
    if v > 0.0:
        return True, (1.0 - v) * values[band, kr, kc] + v * values[band, kr, right]
    return True, values[band, kr, kc]


@compiled
def sample_linear(job, start, stop, out, out_valid):
    """Interpolate between 2 x 2 samples. See `sample` of the numpy engine."""
    bands, _, width = job.values.shape
    flat, clear = job.values.reshape(bands, -1), job.clear.reshape(-1)
    nodata, masked = job.nodata, job.clear.size > 0
    rows, cols = np.empty(out.shape[2]), np.empty(out.shape[2])
    place = np.empty(out.shape[2], dtype=np.int64)
    for i in range(start, stop):
        _coordinates(job, job.first_row + i, rows, cols)
        _find_stencils(job, 0, 1, rows, cols, place)
        row_valid = out_valid[i]
        for band in range(bands):
            f, row_out = flat[band], out[band, i]
            for j in range(rows.size):
                k, u, v = place[j], rows[j], cols[j]
                if k >= 0:
                    below = k + width
                    value = (1.0 - v) * ((1.0 - u) * f[k] + u * f[below]) + v * (
                        (1.0 - u) * f[k + 1] + u * f[below + 1]
                    )
                    usable = not masked or clear[k] != 0
                elif k < NO_VALUE:
                    usable, value = _linear_of_few(job.values, job.valid, k, u, v, band)
                else:
                    usable, value = False, nodata
                row_out[j] = value if usable else nodata
                row_valid[j] = usable


@compiled
def _cubic_of_few(values, valid, place, u, v, band):
    """Return whether there is a value, and the value; samples without weight are not looked at."""
    kr, kc = _place_of_few(place, values.shape[2])
    top, bottom = (kr - 1, kr + 2) if u > 0.0 else (kr, kr)
    left, right = (kc - 1, kc + 2) if v > 0.0 else (kc, kc)
    if not _usable(valid, values.shape[1], values.shape[2], top, bottom, left, right):
        return False, 0.0
    if u > 0.0:
        w = _cubic_weights(u)
        return True, (
            w[0] * values[band, kr - 1, kc]
            + w[1] * values[band, kr, kc]
            + w[2] * values[band, kr + 1, kc]
            + w[3] * values[band, kr + 2, kc]
        )
    if v > 0.0:
        w = _cubic_weights(v)
        return True, (
            w[0] * values[band, kr, kc - 1]
            + w[1] * values[band, kr, kc]
            + w[2] * values[band, kr, kc + 1]
            + w[3] * values[band, kr, kc + 2]
        )
    return True, values[band, kr, kc]


@compiled
def sample_cubic(job, start, stop, out, out_valid):
    """Interpolate between 4 x 4 samples. See `sample` of the numpy engine."""
    bands, _, width = job.values.shape
    flat, clear = job.values.reshape(bands, -1), job.clear.reshape(-1)
    nodata, masked = job.nodata, job.clear.size > 0
    rows, cols = np.empty(out.shape[2]), np.empty(out.shape[2])
    w, x = np.empty((4, out.shape[2])), np.empty((4, out.shape[2]))
    place = np.empty(out.shape[2], dtype=np.int64)
    for i in range(start, stop):
        _coordinates(job, job.first_row + i, rows, cols)
        _find_stencils(job, 1, 2, rows, cols, place)
        if masked:
            _drop_unclear(clear, place)
        for j in range(rows.size):
            w[0, j], w[1, j], w[2, j], w[3, j] = _cubic_weights(rows[j])
            x[0, j], x[1, j], x[2, j], x[3, j] = _cubic_weights(cols[j])
        row_valid = out_valid[i]
        for band in range(bands):
            samples, row_out = flat[band], out[band, i]
            for j in range(rows.size):
                k = place[j]
                if k >= 0:
                    value = stencil_sum(
                        samples, np.uint64(k - width - 1), np.uint64(width), w, x, j, 4
                    )
                    usable = True
                elif k < NO_VALUE:
                    usable, value = _cubic_of_few(job.values, job.valid, k, rows[j], cols[j], band)
                else:
                    usable, value = False, nodata
                row_out[j] = value if usable else nodata
                row_valid[j] = usable


@compiled
def _spline_of_few(values, valid, place, order, w, x, j, band):
    """Return whether there is a value, and the value, where a coordinate is whole.

    On a sample the last coefficient of its axis has no weight and is not looked at.
    """
    kr, kc = _place_of_few(place, values.shape[2])
    before = order // 2
    rows, cols = order + (w[order, j] > 0.0), order + (x[order, j] > 0.0)
    top, left = kr - before, kc - before
    last_row, last_col = top + rows - 1, left + cols - 1
    if not _usable(valid, values.shape[1], values.shape[2], top, last_row, left, last_col):
        return False, 0.0
    total = 0.0
    for b in range(cols):
        column = 0.0
        for a in range(rows):
            column += w[a, j] * values[band, top + a, left + b]
        total += x[b, j] * column
    return True, total


def _bspline_sampler(order):
    """Return the compiled function that evaluates splines of an order from their coefficients."""
    taps, before = order + 1, order // 2

    def sample_bspline(job, start, stop, out, out_valid):
        bands, _, width = job.values.shape
        flat, clear = job.values.reshape(bands, -1), job.clear.reshape(-1)
        nodata, masked = job.nodata, job.clear.size > 0
        first = before * (width + 1)
        rows, cols = np.empty(out.shape[2]), np.empty(out.shape[2])
        u, v = np.zeros(_CHUNK), np.zeros(_CHUNK)
        w, x = np.empty((taps, _CHUNK)), np.empty((taps, _CHUNK))
        place = np.empty(out.shape[2], dtype=np.int64)
        for i in range(start, stop):
            _coordinates(job, job.first_row + i, rows, cols)
            _find_stencils(job, before, before + 1, rows, cols, place)
            row_valid = out_valid[i]
            for begin in range(0, rows.size, _CHUNK):
                count = min(_CHUNK, rows.size - begin)
                chunk = place[begin : begin + count]
                if masked and not _drop_unclear(clear, chunk):
                    out[:, i, begin : begin + count] = nodata
                    row_valid[begin : begin + count] = 0
                    continue
                u[:count], v[:count] = rows[begin : begin + count], cols[begin : begin + count]
                for j in range(0, count, LANES):
                    spline_weights(u, j, order, w)
                    spline_weights(v, j, order, x)
                for band in range(bands):
                    samples, row_out = flat[band], out[band, i]
                    for j in range(count):
                        k = chunk[j]
                        if k >= 0:
                            value = stencil_sum(
                                samples, np.uint64(k - first), np.uint64(width), w, x, j, taps
                            )
                            usable = True
                        elif k < NO_VALUE:
                            usable, value = _spline_of_few(
                                job.values, job.valid, k, order, w, x, j, band
                            )
                        else:
                            usable, value = False, nodata
                        row_out[begin + j] = value if usable else nodata
                        row_valid[begin + j] = usable

    return compiled(sample_bspline)


_SAMPLERS = {
    "nearest": sample_nearest,
    "linear": sample_linear,
    "cubic": sample_cubic,
    **{kind: _bspline_sampler(order) for kind, order in BSPLINE_ORDERS.items()},
}


def sample(kind, job, start, stop, out, out_valid):
    """Compiled twin of the numpy engine's `sample`."""
    _SAMPLERS[kind](job, start, stop, out, out_valid)


# How `_weights_into` tells the interpolators apart: the B-splines by their order.
_CODES = {"linear": 1, "cubic": 2, **BSPLINE_ORDERS}


@compiled
def _weights_into(code, u, out):
    """Write the weights of one position into an array: of any interpolator that convolves."""
    if code == 1:
        out[0], out[1] = 1.0 - u, u
    elif code == 2:
        out[0], out[1], out[2], out[3] = _cubic_weights(u)
    else:
        # `kernels.bspline_weights`, from the last on: the degree below is read before it is lost.
        out[0], out[1] = 1.0 - u, u
        for degree in range(2, code + 1):
            out[degree] = u * out[degree - 1]
            for tap in range(degree - 1, 0, -1):
                lower = (u + float(degree - tap)) * out[tap - 1]
                out[tap] = lower + (float(tap + 1) - u) * out[tap]
            out[0] = (1.0 - u) * out[0]


@compiled
def _is_valid(job, row, col):
    """Whether a sample is there and valid itself."""
    if row < 0 or row >= job.values.shape[1] or col < 0 or col >= job.values.shape[2]:
        return False
    return job.valid.size == 0 or job.valid[row, col] != 0


@compiled
def _complete(job, code, leniency, r, c, w, x, out):
    """Compute one pixel from the samples that there are; return whether they are enough."""
    bands, height, width = job.values.shape
    before = w.size // 2 - 1
    floor_r, floor_c = np.floor(r), np.floor(c)
    _weights_into(code, r - floor_r, w)
    _weights_into(code, c - floor_c, x)
    top, left = int(floor_r) - job.top - before, int(floor_c) - job.left - before
    whole = share = valid_share = used_weight = 0.0
    out[:] = 0.0
    for b in range(x.size):
        for a in range(w.size):
            weight = w[a] * x[b]
            row, col = top + a, left + b
            valid = _is_valid(job, row, col)
            used = valid
            if code > 2:
                used = row >= 0 and row < height and col >= 0 and col < width
            whole += weight
            share += abs(weight)
            if valid:
                valid_share += abs(weight)
            if used and weight != 0.0:
                used_weight += weight
                for band in range(bands):
                    out[band] += weight * job.values[band, row, col]
    if leniency.nearest:
        row, col = int(np.floor(r + 0.5)) - job.top, int(np.floor(c + 0.5)) - job.left
        enough = _is_valid(job, row, col)
    else:
        enough = valid_share >= leniency.least_share * share
        enough = enough and used_weight >= 0.5 * leniency.minimum * whole
    enough = enough and used_weight > 0.0
    if enough and used_weight != whole:
        # The weights of a spline do not sum to 1: its coefficients lack that factor.
        for band in range(bands):
            out[band] *= whole / used_weight
    return enough


@compiled
def _complete_rows(job, code, taps, leniency, start, stop, out, out_valid):
    row_min, row_max, col_min, col_max = job.row_min, job.row_max, job.col_min, job.col_max
    rows, cols = np.empty(out.shape[2]), np.empty(out.shape[2])
    w, x, pixel = np.empty(taps), np.empty(taps), np.empty(out.shape[0])
    for i in range(start, stop):
        row_valid = out_valid[i]
        if row_valid.all():
            continue
        _coordinates(job, job.first_row + i, rows, cols)
        for j in range(rows.size):
            r, c = rows[j], cols[j]
            known = (r >= row_min) & (r <= row_max) & (c >= col_min) & (c <= col_max)
            if row_valid[j] != 0 or not known:
                continue
            if _complete(job, code, leniency, r, c, w, x, pixel):
                out[:, i, j] = pixel
                row_valid[j] = 1


def sample_incomplete(kind, job, leniency, start, stop, out, out_valid):
    """Compiled twin of the numpy engine's `sample_incomplete`."""
    code = _CODES[kind]
    taps = 2 * code if code <= 2 else code + 1
    _complete_rows(job, code, taps, leniency, start, stop, out, out_valid)
