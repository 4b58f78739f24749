"""Invalid pixels grown by a diamond or by a disc, compiled.

By distances in 16 bits, so that a vector holds many: to the nearest invalid pixel of the column
first, then over the columns around. A diamond goes there in steps of 1, 2, 4, ... that together
reach every one; a disc keeps the farthest column that is reached so far.
"""

import numpy as np

from .compiling import compiled

# Stands for a distance that is too large to count; twice as much still fits.
_FAR = 16384


@compiled
def _step(before, valid, distance):
    """Distances of a row to the invalid pixels above, from those of the row before."""
    for j in range(distance.size):
        farther = before[j] + np.uint16(before[j] < _FAR)
        distance[j] = farther * np.uint16(valid[j] != 0)


@compiled
def _nearer(distance, step, room, out):
    """Distances that go one step of some columns to the right, to the left, or none."""
    width = distance.size - 2 * room
    inner, target = distance[room:], out[room:]
    left, right = distance[room - step :], distance[room + step :]
    for j in range(width):
        near = left[j] if left[j] < right[j] else right[j]
        near += np.uint16(step)
        target[j] = near if near < inner[j] else inner[j]


@compiled
def dilate_invalid(valid, radius, start, stop, out):
    """Compiled twin of the numpy engine's `dilate_invalid`."""
    height, width = valid.shape
    first, last = max(0, start - radius), min(height, stop + radius)
    above = np.empty((last - first + 1, width), dtype=np.uint16)
    below = np.empty((last - first + 1, width), dtype=np.uint16)
    above[0, :] = _FAR
    below[last - first, :] = _FAR
    for i in range(first, last):
        _step(above[i - first], valid[i], above[i - first + 1])
    for i in range(last - 1, first - 1, -1):
        _step(below[i - first + 1], valid[i], below[i - first])
    # With room on both sides for the longest steps.
    room = 1
    while room <= radius:
        room *= 2
    line = np.full(width + 2 * room, _FAR, dtype=np.uint16)
    other = np.full(width + 2 * room, _FAR, dtype=np.uint16)
    for i in range(start, stop):
        up, down = above[i - first + 1], below[i - first]
        target = line[room:]
        for j in range(width):
            target[j] = up[j] if up[j] < down[j] else down[j]
        step = 1
        while step <= radius:
            _nearer(line, step, room, other)
            line, other = other, line
            step *= 2
        target, row = line[room:], out[i]
        for j in range(width):
            row[j] = target[j] > radius


@compiled
def dilate_disc(valid, above, below, lines, start, stop, out):
    """Compiled twin of the numpy engine's `dilate_disc`."""
    height, width = valid.shape
    limit = above.shape[1] - 1
    first, last = max(0, start - limit), min(height, stop + limit)
    up = np.full(width, _FAR, dtype=np.uint16)
    down = np.empty((last - start + 1, width), dtype=np.uint16)
    reach = np.empty(width, dtype=np.int32)
    down[last - start, :] = _FAR
    for i in range(last - 1, start - 1, -1):
        _step(down[i - start + 1], valid[i], down[i - start])
    for i in range(first, start):
        _step(up, valid[i], up)
    for i in range(start, stop):
        _step(up, valid[i], up)
        beneath, row = down[i - start], out[i]
        by_up, by_down = above[lines[i - start]], below[lines[i - start]]
        reached = -1
        for j in range(width):
            far = max(by_up[min(int(up[j]), limit)], by_down[min(int(beneath[j]), limit)])
            reach[j] = far
            reached = max(reached, j + far)
            row[j] = reached < j
        reached = width
        for j in range(width - 1, -1, -1):
            reached = min(reached, j - reach[j])
            if reached <= j:
                row[j] = 0
