"""Invalid samples replaced by their neighbours, compiled."""

import numpy as np

from .compiling import compiled

# Stands for a distance that is too large to count.
_FAR = 255


@compiled
def _step(before, known, distance):
    """Distances of a row from those of the row before; in bytes, of which a vector holds many."""
    for j in range(distance.size):
        farther = before[j] + np.uint8(before[j] < _FAR)
        distance[j] = farther * np.uint8(known[j] == 0)


@compiled
def _column_distances(known, first, above, below):
    """Fill in the distances to the nearest known samples of the column above and below.

    Row i of `known` is row ``i - first`` of `below` and the one after that of `above`: each has a
    row more, from which the sweep starts.
    """
    rows = above.shape[0] - 1
    above[0, :] = _FAR
    below[rows, :] = _FAR
    for i in range(rows):
        _step(above[i], known[first + i], above[i + 1])
    for i in range(rows - 1, -1, -1):
        _step(below[i + 1], known[first + i], below[i])


@compiled
def _is_complete(known):
    """Whether all samples are known."""
    for i in range(known.shape[0]):
        row, count = known[i], 0
        for j in range(row.size):
            count += row[j] != 0
        if count < row.size:
            return False
    return True


@compiled
def fill_gaps(values, known, reached, reach, start, stop):
    """Compiled twin of the numpy engine's `fill_gaps`."""
    if _is_complete(known[start:stop]):
        return
    bands, height, width = values.shape
    first, last = max(0, start - reach), min(height, stop + reach)
    above = np.empty((last - first + 1, width), dtype=np.uint8)
    below = np.empty((last - first + 1, width), dtype=np.uint8)
    _column_distances(known, first, above, below)
    inverse = np.zeros(_FAR + 1)
    for distance in range(1, reach + 1):
        inverse[distance] = 1.0 / distance
    for i in range(start, stop):
        row_known = known[i]
        left, right = -1, 0
        while right < width:
            if row_known[right] != 0:
                left = right
                right += 1
                continue
            while right < width and row_known[right] == 0:
                right += 1
            # The gap between the known columns left and right.
            for j in range(left + 1, right):
                to_left = j - left if left >= 0 and j - left <= reach else 0
                to_right = right - j if right < width and right - j <= reach else 0
                up, down = above[i - first + 1, j], below[i - first, j]
                w, x, y, z = inverse[to_left], inverse[to_right], inverse[up], inverse[down]
                if w + x + y + z == 0.0:
                    values[:, i, j] = 0.0
                    continue
                reached[i, j] = 1
                for band in range(bands):
                    total = values[band, i, left] * w if w > 0.0 else 0.0
                    total += values[band, i, right] * x if x > 0.0 else 0.0
                    total += values[band, i - up, j] * y if y > 0.0 else 0.0
                    total += values[band, i + down, j] * z if z > 0.0 else 0.0
                    values[band, i, j] = total / (w + x + y + z)
