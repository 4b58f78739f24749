"""Points found in the cells of a mesh, compiled."""

import math

import numpy as np

from ..inversion import BRANCH, SAME, TOLERANCE
from .compiling import compiled


def invert_mesh(first, second, boxes, a, b, row, col, cell, ambiguous):
    """Compiled twin of the numpy engine's `invert_mesh`."""
    _invert(first, second, boxes.bounds, boxes.levels, a, b, row, col, cell, ambiguous)


@compiled
def _meets(bounds, box, a, b):
    # False for NaN.
    return bounds[box, 0] <= a <= bounds[box, 1] and bounds[box, 2] <= b <= bounds[box, 3]


@compiled
def _near(nodes, i, j, value):
    """Tell whether a value lies between those of a cell's corners; with NaN it does not matter."""
    v00, v01, v10, v11 = nodes[i, j], nodes[i, j + 1], nodes[i + 1, j], nodes[i + 1, j + 1]
    low = min(min(v00, v01), min(v10, v11))
    high = max(max(v00, v01), max(v10, v11))
    margin = TOLERANCE * (high - low)
    return low - margin <= value <= high + margin


@compiled
def _sides(nodes, i, j, value):
    corner, below, beside = nodes[i, j], nodes[i + 1, j], nodes[i, j + 1]
    side = beside - corner
    return value - corner, below - corner, side, (nodes[i + 1, j + 1] - below) - side


@compiled
def _within(share):
    return -TOLERANCE <= share <= 1.0 + TOLERANCE


@compiled
def _position(v, hx, ex, fx, gx, hy, ey, fy, gy):
    """Return (u, v) of a root v, after a step of Newton's; NaN where it is not in the cell."""
    if not _within(v):
        return math.nan, math.nan
    dx, dy = ex + v * gx, ey + v * gy
    size = dx * dx + dy * dy
    if size == 0.0:
        return math.nan, math.nan
    u = ((hx - v * fx) * dx + (hy - v * fy) * dy) / size
    rx, ry = hx - v * fx - u * dx, hy - v * fy - u * dy
    cx, cy = fx + u * gx, fy + u * gy
    determinant = dx * cy - dy * cx
    if determinant != 0.0:
        u += (rx * cy - ry * cx) / determinant
        v += (dx * ry - dy * rx) / determinant
    if not (_within(u) and _within(v)):
        return math.nan, math.nan
    return min(max(u, 0.0), 1.0), min(max(v, 0.0), 1.0)


@compiled
def _solve(first, second, i, j, x, y):
    """Return both positions (u, v) of a point in a cell, NaN where there is none."""
    hx, ex, fx, gx = _sides(first, i, j, x)
    hy, ey, fy, gy = _sides(second, i, j, y)
    a2 = gx * fy - gy * fx
    a1 = (hx * gy - hy * gx) - (fx * ey - fy * ex)
    a0 = hx * ey - hy * ex
    discriminant = a1 * a1 - 4.0 * a2 * a0
    one = other = math.nan
    if discriminant >= 0.0:
        t = -0.5 * (a1 + math.copysign(math.sqrt(discriminant), a1))
        if t != 0.0:
            one = a0 / t
        if a2 != 0.0:
            other = t / a2
    return (
        _position(one, hx, ex, fx, gx, hy, ey, fy, gy),
        _position(other, hx, ex, fx, gx, hy, ey, fy, gy),
    )


@compiled
def _push_boxes(bounds, levels, level, box_row, box_col, x, y, stack, depth):
    """Put the boxes below one that a point may be in on the stack, and return its depth."""
    rows, cols, start = levels[level - 1]
    for i in range(BRANCH * box_row, min(BRANCH * box_row + BRANCH, rows)):
        for j in range(BRANCH * box_col, min(BRANCH * box_col + BRANCH, cols)):
            if _meets(bounds, start + i * cols + j, x, y):
                stack[depth, 0], stack[depth, 1], stack[depth, 2] = level - 1, i, j
                depth += 1
    return depth


@compiled
def _search_box(first, second, box_row, box_col, x, y, best, found):
    """Look for a point in the cells of a box, and return the number of the first that has it.

    `found` holds row and column there, and the lowest and highest of all.
    """
    cell_rows, cell_cols = first.shape[0] - 1, first.shape[1] - 1
    for i in range(BRANCH * box_row, min(BRANCH * box_row + BRANCH, cell_rows)):
        for j in range(BRANCH * box_col, min(BRANCH * box_col + BRANCH, cell_cols)):
            if not (_near(first, i, j, x) and _near(second, i, j, y)):
                continue
            number = i * cell_cols + j
            for u, v in _solve(first, second, i, j, x, y):
                if math.isnan(u):
                    continue
                row, col = i + u, j + v
                found[2], found[3] = min(found[2], row), max(found[3], row)
                found[4], found[5] = min(found[4], col), max(found[5], col)
                if best < 0 or number < best:
                    best, found[0], found[1] = number, row, col
    return best


@compiled
def _invert(first, second, bounds, levels, a, b, row, col, cell, ambiguous):
    top = levels.shape[0] - 1
    stack = np.empty((levels.shape[0] * BRANCH * BRANCH, 3), dtype=np.int64)
    found = np.empty(6)
    for point in range(a.size):
        x, y = a[point], b[point]
        best, depth = -1, 0
        found[0] = found[1] = math.nan
        found[2] = found[4] = math.inf
        found[3] = found[5] = -math.inf
        if _meets(bounds, levels[top, 2], x, y):
            stack[0, 0], stack[0, 1], stack[0, 2] = top, 0, 0
            depth = 1
        while depth > 0:
            depth -= 1
            level, box_row, box_col = stack[depth]
            if level == 0:
                best = _search_box(first, second, box_row, box_col, x, y, best, found)
            else:
                depth = _push_boxes(bounds, levels, level, box_row, box_col, x, y, stack, depth)
        row[point], col[point], cell[point] = found[0], found[1], best
        ambiguous[point] = found[3] - found[2] > SAME or found[5] - found[4] > SAME
