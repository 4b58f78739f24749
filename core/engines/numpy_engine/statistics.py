"""Statistics of the samples in each cell of a coarser raster, in vectorised numpy."""

import functools

import numpy as np

# Members of which an array is made at a time.
_MEMBERS = 1 << 21


def summarize(kind, values, rows, cols, rule, out):
    """Compute what one pass over the members of a cell gives (two for variance and stddev).

    Sums run over rows from the first on, then over columns from the first on, each member times
    its weight; so do the sums of weights.

    Parameters
    ----------
    kind : str
        One of `SUMMARIES`.
    values : float32 or float64 array (rows, cols), C-contiguous
        NaN is null.
    rows, cols : Members
    rule : Rule
        `share` is not used.
    out : float64 array (target rows, target cols), C-contiguous
        Filled; NaN where there is no value. The count of no members is 0.
    """
    summary = _extremes if kind in ("minimum", "maximum", "range") else _sums
    # Infinite samples are nobody's mistake here.
    with np.errstate(over="ignore", invalid="ignore"):
        for part, row_part, col_part in _parts(values, rows, cols, out.shape):
            members = functools.partial(_members, values, row_part, col_part)
            result, count = summary(kind, members, out[part].shape)
            out[part] = _unless_incomplete(result, count, row_part, col_part, rule)


def _sums(kind, members, shape):
    """Return a sum or what is made of sums, and the number of members that are not null."""
    total, weights, squares, count = (np.zeros(shape) for _ in range(4))
    for sample, weight in members():
        known = ~np.isnan(sample)
        count += known
        total += np.where(known, weight * sample, 0.0)
        weights += np.where(known, weight, 0.0)
    if kind == "count":
        return weights, count
    some = weights > 0
    divisor = np.where(some, weights, 1.0)
    result = total if kind == "sum" else total / divisor
    if kind in ("variance", "stddev"):
        for sample, weight in members():
            square = weight * ((sample - result) * (sample - result))
            squares += np.where(np.isnan(sample), 0.0, square)
        result = squares / divisor
    if kind == "stddev":
        result = np.sqrt(result)
    return np.where(some, result, np.nan), count


def _extremes(kind, members, shape):
    """Return minimum, maximum or range, and the number of members that are not null."""
    low, high, count = np.full(shape, np.inf), np.full(shape, -np.inf), np.zeros(shape)
    for sample, _ in members():
        count += ~np.isnan(sample)
        low, high = np.fmin(low, sample), np.fmax(high, sample)
    result = high - low if kind == "range" else (low if kind == "minimum" else high)
    return np.where(count > 0, result + 0.0, np.nan), count


def rank_members(kind, values, rows, cols, rule, out):
    """Compute what needs the members of a cell in their order.

    ``quantile``: without weights, linear between the two around position ``share * (n - 1)``;
    with weights the first member at which the sum of weights reaches ``share`` of all. ``mode``:
    the most frequent value, or that of the largest weight; the smallest of several. ``diversity``:
    how many different values there are, 0 of none.

    Parameters
    ----------
    kind : str
        One of `RANKINGS`.
    values, rows, cols, rule, out
        As for `summarize`.
    """
    ranked = {
        ("quantile", False): _quantile,
        ("quantile", True): _weighted_quantile,
        ("mode", False): _mode,
        ("mode", True): _mode,
        ("diversity", False): _diversity,
    }[kind, rule.weighted]
    for part, row_part, col_part in _parts(values, rows, cols, out.shape):
        shape = out[part].shape
        samples, weights = _all_members(values, row_part, col_part)
        # A member that is null weighs nothing, and is sorted to the end.
        weights = np.where(np.isnan(samples), 0.0, weights if rule.weighted else 1.0)
        order = np.argsort(samples, axis=0, kind="stable")
        samples = np.take_along_axis(samples, order, axis=0) + 0.0
        weights = np.take_along_axis(weights, order, axis=0)
        count = np.count_nonzero(~np.isnan(samples), axis=0)
        result = np.full(shape, 0.0 if kind == "diversity" else np.nan)
        if len(samples):
            with np.errstate(over="ignore", invalid="ignore"):
                found = ranked(samples, weights, count, rule.share)
            result = np.where(count > 0, found, result)
        out[part] = _unless_incomplete(result, count, row_part, col_part, rule)


def _quantile(samples, _, count, share):
    at = share * np.maximum(count - 1, 0)
    below, above = np.floor(at), np.ceil(at)
    low, high = (
        np.take_along_axis(samples, index.astype(np.int64)[None], axis=0)[0]
        for index in (below, above)
    )
    return np.where(below == above, low, low * (above - at) + high * (at - below)) + 0.0


def _weighted_quantile(samples, weights, _, share):
    reached = np.cumsum(weights, axis=0)
    first = np.argmax(reached >= share * reached[-1], axis=0)
    return np.take_along_axis(samples, first[None], axis=0)[0]


def _mode(samples, weights, count, _):
    run, most, value = 0.0, np.full(count.shape, -1.0), np.full(count.shape, np.nan)
    before = np.full(count.shape, np.nan)
    for place, (sample, weight) in enumerate(zip(samples, weights)):
        run = np.where(sample == before, run + weight, weight)
        better = (run > most) & (place < count)
        most, value = np.where(better, run, most), np.where(better, sample, value)
        before = sample
    return value


def _diversity(samples, _, count, __):
    new = np.ones(samples.shape, dtype=bool)
    new[1:] = samples[1:] != samples[:-1]
    new &= np.arange(len(samples))[:, None, None] < count
    return np.count_nonzero(new, axis=0).astype(np.float64)


def _unless_incomplete(result, count, rows, cols, rule):
    if rule.complete:
        return np.where(count < rows.counts[:, None] * cols.counts, np.nan, result)
    return result


def _parts(values, rows, cols, shape):
    """Yield windows of the target with its members: as much as can be worked on at once."""
    most_rows, most_cols = (_most(axis, size) for axis, size in zip((rows, cols), values.shape))
    cells = max(1, _MEMBERS // max(1, most_rows * most_cols))
    col_step = min(shape[1], cells)
    row_step = max(1, cells // col_step)
    for i in range(0, shape[0], row_step):
        for j in range(0, shape[1], col_step):
            part = slice(i, i + row_step), slice(j, j + col_step)
            yield part, _cut(rows, part[0]), _cut(cols, part[1])


def _cut(members, part):
    return type(members)(*(each[part] for each in members))


def _most(members, size):
    start, stop = members.inside(size)
    return int((stop - start).max(initial=0))


def _members(values, rows, cols):
    """Yield samples and weights of all cells' first members, then of their second ones, ..."""
    row_taps, col_taps = _taps(rows, values.shape[0]), _taps(cols, values.shape[1])
    for row, row_there, row_weight in row_taps:
        for col, col_there, col_weight in col_taps:
            there = row_there[:, None] & col_there
            sample = np.where(there, values[row[:, None], col], np.nan)
            yield sample, row_weight[:, None] * col_weight


def _all_members(values, rows, cols):
    """Return what `_members` yields as two arrays (members, target rows, target cols)."""
    (row, row_there, row_weight), (col, col_there, col_weight) = (
        [np.array([tap[part] for tap in taps]).reshape(len(taps), size) for part in range(3)]
        for taps, size in (
            (_taps(axis, size), axis.start.size) for axis, size in zip((rows, cols), values.shape)
        )
    )
    row, row_there, row_weight = (each[:, None, :, None] for each in (row, row_there, row_weight))
    col, col_there, col_weight = (each[None, :, None, :] for each in (col, col_there, col_weight))
    shape = (-1, rows.start.size, cols.start.size)
    if row.size == 0 or col.size == 0:
        return (np.empty((0, *shape[1:])),) * 2
    row, col = row.astype(np.intp), col.astype(np.intp)
    samples = np.where(row_there & col_there, values[row, col], np.nan)
    return samples.reshape(shape), (row_weight * col_weight).reshape(shape)


def _taps(members, size):
    """Return (index, whether it is one, weight) of every cell's members along an axis."""
    start, stop = members.inside(size)
    taps = []
    for offset in range(_most(members, size)):
        index = start + offset
        inner = np.where(index == members.stop - 1, members.tail, 1.0)
        weight = np.where(index == members.start, members.head, inner)
        there = index < stop
        taps.append((np.where(there, index, 0), there, weight))
    return taps
