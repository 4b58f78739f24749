"""Invalid pixels grown by a diamond or by a disc, in vectorised numpy."""

import numpy as np

# Stands for a distance that is too large to count, as in the numba engine.
_FAR = 16384

# Rows whose reach is worked on together: bounds memory.
_BLOCK_ROWS = 64


def dilate_invalid(valid, radius, start, stop, out):
    """Invalidate what is within some steps (up, down, left, right) of an invalid pixel.

    Parameters
    ----------
    valid : uint8 array (rows, cols), C-contiguous, of 0 and 1
        What is outside of it is not invalid.
    radius : int
        Steps; less than 16384.
    start, stop : int
        Range of rows to work on.
    out : uint8 array of the same shape, C-contiguous
    """
    first = max(0, start - radius)
    part = valid[first : stop + radius]
    for _ in range(radius):
        grown = part.copy()
        grown[1:] &= part[:-1]
        grown[:-1] &= part[1:]
        grown[:, 1:] &= part[:, :-1]
        grown[:, :-1] &= part[:, 1:]
        part = grown
    out[start:stop] = part[start - first : stop - first]


def dilate_disc(valid, above, below, lines, start, stop, out):
    """Invalidate what is within reach of an invalid pixel.

    Exact for any shape that is symmetric from left to right and narrower the more rows it is away:
    then the nearest invalid pixel of each column above, and that below, decide.

    Parameters
    ----------
    valid : uint8 array (rows, cols), C-contiguous, of 0 and 1
        What is outside of it is not invalid.
    above, below : int32 arrays (n, reach + 2), C-contiguous
        How many columns to the left and to the right an invalid pixel reaches that is 0, 1, 2, ...
        rows above, or below, of the one to decide on; -1 if not even its own. The last entry, for
        all that is farther away, is -1. The reach is 16383 or less.
    lines : intp array (stop - start,)
        Which line of these tables holds for each row.
    start, stop : int
        Range of rows to work on.
    out : uint8 array of the same shape, C-contiguous
    """
    limit = above.shape[1] - 1
    first = max(0, start - limit)
    part = valid[first : stop + limit]
    up, down = _column_distances(part), _column_distances(part[::-1])[::-1]
    cols = np.arange(valid.shape[1])
    for begin in range(start, stop, _BLOCK_ROWS):
        end = min(begin + _BLOCK_ROWS, stop)
        line = lines[begin - start : end - start, np.newaxis]
        rows = slice(begin - first, end - first)
        reach = np.maximum(
            above[line, np.minimum(up[rows], limit)], below[line, np.minimum(down[rows], limit)]
        )
        from_left = np.maximum.accumulate(cols + reach, axis=1)
        from_right = np.minimum.accumulate((cols - reach)[:, ::-1], axis=1)[:, ::-1]
        out[begin:end] = (from_left < cols) & (from_right > cols)


def _column_distances(valid):
    """Return the rows from each pixel up to the nearest invalid one of its column."""
    distances = np.empty(valid.shape, dtype=np.uint16)
    last = np.full(valid.shape[1], _FAR, dtype=np.uint16)
    for i, row in enumerate(valid):
        last = np.where(row != 0, np.minimum(last + 1, _FAR), 0).astype(np.uint16)
        distances[i] = last
    return distances
