"""Statistics of the samples in each cell of a coarser raster, compiled.

Sums and extremes go along source rows, so that these are read as they lie in memory. Rankings of
few members sort many cells side by side: the same exchanges for all of them, each on a vector.
"""

import math

import numpy as np

from ..statistics import sorting_network
from .compiling import compiled

# Cells that are sorted side by side, and the most members for which that is quicker.
_LANES = 64
_NETWORK_LIMIT = 256

_SUM_CODES = {"average": 0, "sum": 1, "count": 2, "variance": 3, "stddev": 4}
_EXTREME_CODES = {"minimum": 0, "maximum": 1, "range": 2}
_QUANTILE, _MODE, _DIVERSITY = 0, 1, 2
_RANK_CODES = {"quantile": _QUANTILE, "mode": _MODE, "diversity": _DIVERSITY}


@compiled
def _weight(members, cell, index):
    """Weight along one axis of a member."""
    if index == members.start[cell]:
        return members.head[cell]
    return members.tail[cell] if index == members.stop[cell] - 1 else 1.0


# --- sums ---------------------------------------------------------------------------------------


@compiled
def _add_plain_row(samples, start, stop, total, count):
    """Add the members in one source row to the sums of a row of cells, without weights.

    Indices are unsigned, or every one of them would be tested for counting from the end.
    """
    for j in range(start.size):
        sum_here, count_here = total[j], count[j]
        for col in range(np.uint64(start[j]), np.uint64(stop[j])):
            sample = float(samples[col])
            known = sample == sample
            sum_here += sample if known else 0.0
            count_here += 1.0 if known else 0.0
        total[j], count[j] = sum_here, count_here


@compiled
def _add_row(samples, start, stop, cols, row_weight, total, weights, count):
    """Add the members in one source row to the sums of a row of cells."""
    for j in range(start.size):
        sum_here, weight_here, count_here = total[j], weights[j], count[j]
        first, last, head, tail = cols.start[j], cols.stop[j] - 1, cols.head[j], cols.tail[j]
        for col in range(start[j], stop[j]):
            sample = float(samples[col])
            known = sample == sample
            weight = row_weight * (head if col == first else (tail if col == last else 1.0))
            sum_here += weight * sample if known else 0.0
            weight_here += weight if known else 0.0
            count_here += 1.0 if known else 0.0
        total[j], weights[j], count[j] = sum_here, weight_here, count_here


@compiled
def _add_squares(samples, start, stop, cols, row_weight, mean, total):
    """Add the squared deviations of the members in one source row."""
    for j in range(start.size):
        sum_here, mean_here = total[j], mean[j]
        first, last, head, tail = cols.start[j], cols.stop[j] - 1, cols.head[j], cols.tail[j]
        for col in range(start[j], stop[j]):
            sample = float(samples[col])
            weight = row_weight * (head if col == first else (tail if col == last else 1.0))
            deviation = sample - mean_here
            sum_here += weight * (deviation * deviation) if sample == sample else 0.0
        total[j] = sum_here


@compiled
def _sums(code, values, rows, cols, row_bounds, col_bounds, counts, rule, out):
    start, stop = col_bounds
    total, count = np.empty(start.size), np.empty(start.size)
    weights = np.empty(start.size) if rule.weighted else count
    for i in range(out.shape[0]):
        for j in range(start.size):
            total[j] = weights[j] = count[j] = 0.0
        bounds = row_bounds[0][i], row_bounds[1][i]
        for row in range(bounds[0], bounds[1]):
            if rule.weighted:
                row_weight = _weight(rows, i, row)
                _add_row(values[row], start, stop, cols, row_weight, total, weights, count)
            else:
                _add_plain_row(values[row], start, stop, total, count)
        if code != 1 and code != 2:
            for j in range(start.size):
                total[j] = total[j] / weights[j] if weights[j] > 0.0 else math.nan
        row_out = total
        if code == 2:
            row_out = weights
        elif code >= 3:
            row_out = out[i]
            for j in range(start.size):
                row_out[j] = 0.0
            for row in range(bounds[0], bounds[1]):
                _add_squares(values[row], start, stop, cols, _weight(rows, i, row), total, row_out)
            for j in range(start.size):
                if weights[j] > 0.0:
                    row_out[j] = row_out[j] / weights[j]
                if code == 4:
                    row_out[j] = math.sqrt(row_out[j])
        for j in range(start.size):
            null = (weights[j] <= 0.0 and code != 2) or (
                rule.complete and count[j] < counts[0][i] * counts[1][j]
            )
            out[i, j] = math.nan if null else row_out[j]


# --- extremes -----------------------------------------------------------------------------------


@compiled
def _extremes(code, values, row_bounds, col_bounds, counts, complete, out):
    start, stop = col_bounds
    low, high, count = np.empty(start.size), np.empty(start.size), np.empty(start.size)
    for i in range(out.shape[0]):
        for j in range(start.size):
            low[j], high[j], count[j] = math.inf, -math.inf, 0.0
        for row in range(row_bounds[0][i], row_bounds[1][i]):
            samples = values[row]
            for j in range(start.size):
                low_here, high_here, count_here = low[j], high[j], count[j]
                for col in range(start[j], stop[j]):
                    sample = float(samples[col])
                    low_here = sample if sample < low_here else low_here
                    high_here = sample if sample > high_here else high_here
                    count_here += 1.0 if sample == sample else 0.0
                low[j], high[j], count[j] = low_here, high_here, count_here
        for j in range(start.size):
            value = low[j] if code == 0 else (high[j] if code == 1 else high[j] - low[j])
            null = count[j] == 0.0 or (complete and count[j] < counts[0][i] * counts[1][j])
            out[i, j] = math.nan if null else value + 0.0


def summarize(kind, values, rows, cols, rule, out):
    """Compiled twin of the numpy engine's `summarize`."""
    row_bounds, col_bounds = rows.inside(values.shape[0]), cols.inside(values.shape[1])
    counts = rows.counts, cols.counts
    if kind in _SUM_CODES:
        code = _SUM_CODES[kind]
        _sums(code, values, rows, cols, row_bounds, col_bounds, counts, rule, out)
    else:
        code = _EXTREME_CODES[kind]
        _extremes(code, values, row_bounds, col_bounds, counts, rule.complete, out)


# --- rankings of few members: many cells side by side -------------------------------------------


@compiled
def _collect_lanes(values, top, bottom, start, stop, begin, end, sorted_, count):
    """Copy the members of cells that are not null into columns, filled up with infinity."""
    for m in range(sorted_.shape[0]):
        for lane in range(_LANES):
            sorted_[m, lane] = math.inf
    for lane in range(end - begin):
        found, first, last = 0, start[begin + lane], stop[begin + lane]
        for row in range(top, bottom):
            for col in range(first, last):
                sample = values[row, col]
                # Written over by the next one unless it counts.
                sorted_[found, lane] = sample
                found += sample == sample
        if found < sorted_.shape[0]:
            sorted_[found, lane] = math.inf
        count[lane] = found


@compiled
def _sort_lanes(sorted_, exchanges):
    """Sort each column; all of them by the same exchanges."""
    for k in range(exchanges.shape[0]):
        upper, lower = sorted_[exchanges[k, 0]], sorted_[exchanges[k, 1]]
        for lane in range(_LANES):
            x, y = upper[lane], lower[lane]
            upper[lane] = x if x < y else y
            lower[lane] = y if x < y else x


@compiled
def _quantile_of_lane(sorted_, lane, count, share):
    at = share * (count - 1)
    below, above = math.floor(at), math.ceil(at)
    low = float(sorted_[int(below), lane])
    if below == above:
        return low + 0.0
    return low * (above - at) + float(sorted_[int(above), lane]) * (at - below) + 0.0


@compiled
def _mode_of_lanes(sorted_, count, run, most, value):
    """Fill in the most frequent value of each sorted column."""
    for lane in range(_LANES):
        run[lane] = most[lane] = 0
        value[lane] = sorted_[0, lane]
    for m in range(sorted_.shape[0]):
        here, before = sorted_[m], sorted_[max(m - 1, 0)]
        for lane in range(_LANES):
            run[lane] = run[lane] + 1 if here[lane] == before[lane] else 1
            better = (run[lane] > most[lane]) & (m < count[lane])
            most[lane] = run[lane] if better else most[lane]
            value[lane] = here[lane] if better else value[lane]


@compiled
def _diversity_of_lanes(sorted_, count, different):
    """Fill in how many values of each sorted column differ."""
    for lane in range(_LANES):
        different[lane] = 1 if count[lane] > 0 else 0
    for m in range(1, sorted_.shape[0]):
        here, before = sorted_[m], sorted_[m - 1]
        for lane in range(_LANES):
            new = (here[lane] != before[lane]) & (m < count[lane])
            different[lane] += 1 if new else 0


@compiled
def _rank_lanes(
    code, values, row_bounds, col_bounds, counts, complete, share, exchanges, sorted_, out
):
    start, stop = col_bounds
    count = np.zeros(_LANES, dtype=np.int32)
    run, most = np.empty(_LANES, dtype=np.int32), np.empty(_LANES, dtype=np.int32)
    value = np.empty_like(sorted_[0])
    for i in range(out.shape[0]):
        top, bottom = row_bounds[0][i], row_bounds[1][i]
        for begin in range(0, start.size, _LANES):
            end = min(begin + _LANES, start.size)
            _collect_lanes(values, top, bottom, start, stop, begin, end, sorted_, count)
            _sort_lanes(sorted_, exchanges)
            if code == _MODE:
                _mode_of_lanes(sorted_, count, run, most, value)
            elif code == _DIVERSITY:
                _diversity_of_lanes(sorted_, count, run)
            for j in range(begin, end):
                lane = j - begin
                found = count[lane]
                result = math.nan
                if code == _DIVERSITY:
                    result = float(run[lane])
                elif found > 0 and code == _MODE:
                    result = float(value[lane]) + 0.0
                elif found > 0:
                    result = _quantile_of_lane(sorted_, lane, found, share)
                if complete and found < counts[0][i] * counts[1][j]:
                    result = math.nan
                out[i, j] = result


# --- rankings of few weighted members -----------------------------------------------------------


@compiled
def _collect_weighted_lanes(
    values, i, rows, cols, row_bounds, col_bounds, begin, end, sorted_, order, weights, count
):
    """Copy members as `_collect_lanes` does, with their weights; number them in their order."""
    for m in range(sorted_.shape[0]):
        for lane in range(_LANES):
            sorted_[m, lane] = math.inf
            order[m, lane] = m
    for j in range(begin, end):
        lane, found = j - begin, 0
        start, stop = np.uint64(col_bounds[0][j]), np.uint64(col_bounds[1][j])
        first, last, head, tail = cols.start[j], cols.stop[j] - 1, cols.head[j], cols.tail[j]
        for row in range(row_bounds[0][i], row_bounds[1][i]):
            row_weight, samples = _weight(rows, i, row), values[row]
            for col in range(start, stop):
                sample, at = samples[col], np.int64(col)
                sorted_[found, lane] = sample
                col_weight = head if at == first else (tail if at == last else 1.0)
                weights[found, lane] = row_weight * col_weight
                found += sample == sample
        if found < sorted_.shape[0]:
            sorted_[found, lane] = math.inf
        count[lane] = found


@compiled
def _sort_numbered_lanes(sorted_, order, exchanges):
    """Sort each column with the numbers of its values; equal values keep their order."""
    for k in range(exchanges.shape[0]):
        one, other = exchanges[k, 0], exchanges[k, 1]
        upper, lower = sorted_[one], sorted_[other]
        upper_order, lower_order = order[one], order[other]
        for lane in range(_LANES):
            x, y, m, n = upper[lane], lower[lane], upper_order[lane], lower_order[lane]
            keep = (x < y) | ((x == y) & (m < n))
            upper[lane], lower[lane] = (x if keep else y), (y if keep else x)
            upper_order[lane], lower_order[lane] = (m if keep else n), (n if keep else m)


@compiled
def _rank_weighted_lanes(
    code, values, rows, cols, row_bounds, col_bounds, counts, rule, exchanges, sorted_, out
):
    size = sorted_.shape[0]
    order = np.zeros((size, _LANES), dtype=np.int32)
    weights = np.zeros((size, _LANES))
    count = np.zeros(_LANES, dtype=np.int32)
    for i in range(out.shape[0]):
        for begin in range(0, out.shape[1], _LANES):
            end = min(begin + _LANES, out.shape[1])
            _collect_weighted_lanes(
                values, i, rows, cols, row_bounds, col_bounds, begin, end, sorted_, order,
                weights, count,
            )  # fmt: skip
            _sort_numbered_lanes(sorted_, order, exchanges)
            for j in range(begin, end):
                lane = j - begin
                found = count[lane]
                if found == 0 or (rule.complete and found < counts[0][i] * counts[1][j]):
                    out[i, j] = math.nan
                    continue
                whole = run = 0.0
                if code == _QUANTILE:
                    for m in range(found):
                        whole += weights[order[m, lane], lane]
                most, value = -1.0, math.nan
                for m in range(found):
                    weight = weights[order[m, lane], lane]
                    if code == _QUANTILE:
                        run += weight
                        if run >= rule.share * whole:
                            value = float(sorted_[m, lane])
                            break
                    else:
                        same = m > 0 and sorted_[m, lane] == sorted_[m - 1, lane]
                        run = run + weight if same else weight
                        if run > most:
                            most, value = run, float(sorted_[m, lane])
                out[i, j] = value + 0.0


# --- rankings of many members -------------------------------------------------------------------
#
# Values are sorted by their bits, digit by digit, for which these are turned into whole numbers of
# the same order. The time grows with the number of members and no faster.


@compiled
def _collect_keys(
    values, bits, sign, rows, cols, i, j, row_bounds, col_bounds, keys, weights, weighted
):
    """Copy the members of one cell that are not null as keys; return how many."""
    found = 0
    for row in range(row_bounds[0][i], row_bounds[1][i]):
        row_weight = _weight(rows, i, row) if weighted else 1.0
        for col in range(col_bounds[0][j], col_bounds[1][j]):
            sample, pattern = values[row, col], bits[row, col]
            if sample == sample:
                # Zero may be negative; it is the same value.
                key = pattern ^ sign if pattern < sign else ~pattern
                keys[found] = key if sample != 0 else sign
                if weighted:
                    weights[found] = row_weight * _weight(cols, j, col)
                found += 1
    return found


@compiled
def _digit(key, place):
    return (np.uint64(key) >> np.uint64(8 * place)) & np.uint64(255)


@compiled
def _sort_keys(keys, weights, size, other, other_weights, weighted, places):
    """Sort keys, and their weights with them; return the arrays in which they are then.

    Equal keys keep their order. A digit that all keys share is passed over.
    """
    for place in range(places.shape[0]):
        for digit in range(256):
            places[place, digit] = 0
    for k in range(size):
        for place in range(places.shape[0]):
            places[place, _digit(keys[k], place)] += 1
    for place in range(places.shape[0]):
        following = places[place]
        if following[_digit(keys[0], place)] == size:
            continue
        before = 0
        for digit in range(256):
            before, following[digit] = before + following[digit], before
        for k in range(size):
            digit = _digit(keys[k], place)
            to = following[digit]
            following[digit] = to + 1
            other[to] = keys[k]
            if weighted:
                other_weights[to] = weights[k]
        keys, weights, other, other_weights = other, other_weights, keys, weights
    return keys, weights


@compiled
def _value_of(key, sign, pattern, value):
    """Turn a key back into its value; `pattern` and `value` are the same memory."""
    pattern[0] = key ^ sign if key >= sign else ~key
    return float(value[0])


@compiled
def _rank_keys(code, keys, weights, size, rule, sign, pattern, value):
    """Rank the sorted members of one cell."""
    if code == _QUANTILE and not rule.weighted:
        at = rule.share * (size - 1)
        below, above = math.floor(at), math.ceil(at)
        low = _value_of(keys[int(below)], sign, pattern, value)
        if below == above:
            return low
        high = _value_of(keys[int(above)], sign, pattern, value)
        return low * (above - at) + high * (at - below) + 0.0
    if code == _QUANTILE:
        whole = run = 0.0
        for k in range(size):
            whole += weights[k]
        for k in range(size):
            run += weights[k]
            if run >= rule.share * whole:
                return _value_of(keys[k], sign, pattern, value)
    run, most, best, different = 0.0, -1.0, keys[0], 0
    for k in range(size):
        weight = weights[k] if rule.weighted else 1.0
        if k > 0 and keys[k] == keys[k - 1]:
            run += weight
        else:
            run = weight
            different += 1
        if run > most:
            most, best = run, keys[k]
    return _value_of(best, sign, pattern, value) if code == _MODE else float(different)


@compiled
def _rank_one_by_one(
    code, values, bits, sign, rows, cols, row_bounds, col_bounds, counts, rule, keys, other,
    weights, other_weights, pattern, value, out,
):  # fmt: skip
    places = np.empty((pattern.itemsize, 256), dtype=np.int64)
    for i in range(out.shape[0]):
        for j in range(out.shape[1]):
            size = _collect_keys(
                values, bits, sign, rows, cols, i, j, row_bounds, col_bounds, keys, weights,
                rule.weighted,
            )  # fmt: skip
            if rule.complete and size < counts[0][i] * counts[1][j]:
                out[i, j] = math.nan
            elif size == 0:
                out[i, j] = 0.0 if code == _DIVERSITY else math.nan
            else:
                ready, ready_weights = _sort_keys(
                    keys, weights, size, other, other_weights, rule.weighted, places
                )
                out[i, j] = _rank_keys(code, ready, ready_weights, size, rule, sign, pattern, value)


def rank_members(kind, values, rows, cols, rule, out):
    """Compiled twin of the numpy engine's `rank_members`."""
    bounds = rows.inside(values.shape[0]), cols.inside(values.shape[1])
    counts = rows.counts, cols.counts
    most = 1
    for start, stop in bounds:
        most *= int((stop - start).max(initial=0))
    code = _RANK_CODES[kind]
    if most <= _NETWORK_LIMIT:
        exchanges = sorting_network(most)
        sorted_ = np.empty((max(most, 1), _LANES), dtype=values.dtype)
        if rule.weighted:
            _rank_weighted_lanes(
                code, values, rows, cols, *bounds, counts, rule, exchanges, sorted_, out
            )
        else:
            _rank_lanes(
                code, values, *bounds, counts, rule.complete, rule.share, exchanges, sorted_, out
            )
        return
    unsigned = np.uint32 if values.itemsize == 4 else np.uint64
    sign = unsigned(1 << (8 * values.itemsize - 1))
    keys = [np.empty(most, dtype=unsigned) for _ in range(2)]
    weights = [np.empty(most if rule.weighted else 0) for _ in range(2)]
    pattern = np.empty(1, dtype=unsigned)
    _rank_one_by_one(
        code, values, values.view(unsigned), sign, rows, cols, *bounds, counts, rule, *keys,
        *weights, pattern, pattern.view(values.dtype), out,
    )  # fmt: skip
