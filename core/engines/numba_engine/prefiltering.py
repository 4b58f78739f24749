"""The recursion of the B-spline prefilter, compiled.

Lines that lie side by side are filtered together, so that the recursion, which no compiler can
vectorise along itself, is vectorised across them; rows are turned into columns of a small buffer
that stays in the cache.
"""

import numpy as np

from .compiling import compiled

# Lines filtered together: as much as keeps a piece in the cache, and whole cache lines.
_COLUMNS = 128
_ROWS = 32


@compiled
def _filter_lines(lines, scratch, poles, left, right):
    """Filter along the first axis in place. See `_filter_lines` of the numpy engine."""
    first, last = 0, lines.shape[0] - 1
    for k in range(poles.size):
        pole = poles[k]
        first += left[k]
        last -= right[k]
        line = lines[first]
        power = 1.0
        for step in range(1, left[k] + 1):
            power *= pole
            other = lines[first - step]
            for j in range(scratch.size):
                line[j] += power * other[j]
        for j in range(scratch.size):
            scratch[j] = 0.0
        power = 1.0
        for step in range(1, right[k] + 1):
            power *= pole
            other = lines[last + step]
            for j in range(scratch.size):
                scratch[j] += power * other[j]
        for i in range(first + 1, last + 1):
            line, other = lines[i], lines[i - 1]
            for j in range(scratch.size):
                line[j] += pole * other[j]
        scale = pole / (pole * pole - 1.0)
        line = lines[last]
        for j in range(scratch.size):
            line[j] = scale * (line[j] + scratch[j])
        for i in range(last - 1, first - 1, -1):
            line, other = lines[i], lines[i + 1]
            for j in range(scratch.size):
                line[j] = pole * (other[j] - line[j])


@compiled
def _sizes(spans):
    """Return the largest number of samples in a piece, and in two neighbours at once."""
    most, shared = 0, 1
    for k in range(spans.shape[0]):
        most = max(most, spans[k, 1] - spans[k, 0])
        if k > 0:
            shared = max(shared, spans[k - 1, 1] - spans[k, 0])
    return most, shared


@compiled
def _copy(source, target):
    """Copy the samples that both have."""
    if source.size >= _COLUMNS and target.size >= _COLUMNS:
        # A number that the compiler knows makes it much faster.
        for j in range(_COLUMNS):
            target[j] = source[j]
    else:
        for j in range(min(source.size, target.size)):
            target[j] = source[j]


@compiled
def _copy_lines(source, target, count):
    for i in range(count):
        line, copy = source[i], target[i]
        for j in range(line.size):
            copy[j] = line[j]


@compiled
def filter_columns(values, pieces, start, stop):
    """Compiled twin of the numpy engine's `filter_columns`."""
    most, shared = _sizes(pieces.spans)
    lines, kept = np.empty((most, _COLUMNS)), np.empty((shared, _COLUMNS))
    scratch = np.empty(_COLUMNS)
    for col in range(start, stop, _COLUMNS):
        width = min(_COLUMNS, stop - col)
        ready = 0
        for k in range(pieces.spans.shape[0]):
            first, last, keep_first, keep_last = pieces.spans[k]
            # What the piece before has loaded as well has been overwritten since.
            _copy_lines(kept, lines, ready)
            for i in range(ready, last - first):
                _copy(values[first + i, col : col + width], lines[i])
            if k + 1 < pieces.spans.shape[0]:
                ready = max(0, last - pieces.spans[k + 1, 0])
                _copy_lines(lines[last - first - ready :], kept, ready)
            _filter_lines(
                lines[: last - first], scratch, pieces.poles, pieces.left[k], pieces.right[k]
            )
            for i in range(keep_first, keep_last):
                _copy(lines[i - first], values[i, col : col + width])


@compiled
def filter_rows(values, pieces, start, stop):
    """Compiled twin of the numpy engine's `filter_rows`."""
    most, shared = _sizes(pieces.spans)
    lines, kept = np.empty((most, _ROWS)), np.empty((shared, _ROWS))
    scratch = np.empty(_ROWS)
    for row in range(start, stop, _ROWS):
        height = min(_ROWS, stop - row)
        ready = 0
        for k in range(pieces.spans.shape[0]):
            first, last, keep_first, keep_last = pieces.spans[k]
            _copy_lines(kept, lines, ready)
            for i in range(height):
                source, target = values[row + i, first + ready : last], lines[ready:, i]
                for j in range(source.size):
                    target[j] = source[j]
            if k + 1 < pieces.spans.shape[0]:
                ready = max(0, last - pieces.spans[k + 1, 0])
                _copy_lines(lines[last - first - ready :], kept, ready)
            _filter_lines(
                lines[: last - first], scratch, pieces.poles, pieces.left[k], pieces.right[k]
            )
            for i in range(height):
                source, target = lines[keep_first - first :, i], values[row + i]
                for j in range(keep_last - keep_first):
                    target[keep_first + j] = source[j]
