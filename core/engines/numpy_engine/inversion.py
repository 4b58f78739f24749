"""Points found in the cells of a mesh."""

import numpy as np

from ..inversion import BRANCH, SAME, TOLERANCE

# Points looked for in one go: bounds memory.
_POINTS = 4096


def invert_mesh(first, second, boxes, a, b, row, col, cell, ambiguous):
    """Find the positions in a mesh, bilinear between its nodes, that have some coordinates.

    Parameters
    ----------
    first, second : float64 array (node rows, node cols), C-contiguous
        Coordinates of the nodes; a cell with a corner that is not finite has no points.
    boxes : Boxes
        Of this mesh.
    a, b : float64 array (points,)
        First and second coordinates to look for.
    row, col : float64 array (points,)
        Set to the position, nodes on integers; NaN where there is none. Of several the one in the
        first cell counts, row by row; in it, the one that the cell would have without its twist.
    cell : int64 array (points,)
        Set to the number of that cell, row by row; -1 where there is none.
    ambiguous : bool array (points,)
        Set to whether there are several, more than 1e-6 of a cell apart.
    """
    for start in range(0, a.size, _POINTS):
        part = slice(start, start + _POINTS)
        _invert(
            first, second, boxes, a[part], b[part], row[part], col[part], cell[part],
            ambiguous[part],
        )  # fmt: skip


def _invert(first, second, boxes, a, b, row, col, cell, ambiguous):
    row[:], col[:], cell[:], ambiguous[:] = np.nan, np.nan, -1, False
    points, i, j = np.arange(a.size), np.zeros(a.size, np.int64), np.zeros(a.size, np.int64)
    for level in range(len(boxes.levels) - 1, -1, -1):
        _, cols, start = boxes.levels[level]
        low_a, high_a, low_b, high_b = boxes.bounds[start + i * cols + j].T
        x, y = a[points], b[points]
        meets = (low_a <= x) & (x <= high_a) & (low_b <= y) & (y <= high_b)
        below = boxes.levels[level - 1] if level else (first.shape[0] - 1, first.shape[1] - 1)
        points, i, j = _branches(points[meets], i[meets], j[meets], below)
    near = _near(first, i, j, a[points]) & _near(second, i, j, b[points])
    points, i, j = points[near], i[near], j[near]

    found_row, found_col, found = _solve(first, second, i, j, a[points], b[points])
    found_row, found_col = (i + found_row)[found], (j + found_col)[found]
    number = i * (first.shape[1] - 1) + j
    points, number = (np.broadcast_to(each, found.shape)[found] for each in (points, number))
    if not points.size:
        return
    # Stable, so that of two in one cell the first root comes first.
    order = np.lexsort((number, points))
    points, number = points[order], number[order]
    found_row, found_col = found_row[order], found_col[order]
    chosen, where = np.unique(points, return_index=True)
    row[chosen], col[chosen], cell[chosen] = found_row[where], found_col[where], number[where]
    apart = [
        np.maximum.reduceat(each, where) - np.minimum.reduceat(each, where) > SAME
        for each in (found_row, found_col)
    ]
    ambiguous[chosen] = apart[0] | apart[1]


def _branches(points, i, j, shape):
    """Return each point with all that its boxes consist of, one level below."""
    down, right = np.divmod(np.arange(BRANCH * BRANCH), BRANCH)
    i, j = ((BRANCH * box)[:, np.newaxis] + step for box, step in ((i, down), (j, right)))
    there = (i < shape[0]) & (j < shape[1])
    points = np.broadcast_to(points[:, np.newaxis], there.shape)
    return points[there], i[there], j[there]


def _near(nodes, i, j, value):
    """Tell where a value lies between those of a cell's corners; false for NaN."""
    corners = [nodes[i, j], nodes[i, j + 1], nodes[i + 1, j], nodes[i + 1, j + 1]]
    low, high = np.minimum.reduce(corners), np.maximum.reduce(corners)
    with np.errstate(over="ignore", invalid="ignore"):  # of numbers near the largest ones
        margin = TOLERANCE * (high - low)
        return (low - margin <= value) & (value <= high + margin)


def _solve(first, second, i, j, x, y):
    """Return the positions (2, cells) in cells, for both roots, and which of them are inside.

    With the corner h from the point, the sides e and f and the twist g, ``h = u e + v f + u v g``;
    crossed with ``e + v g`` this is quadratic in v.
    """
    with np.errstate(all="ignore"):  # what is not finite is not inside
        hx, ex, fx, gx = _sides(first, i, j, x)
        hy, ey, fy, gy = _sides(second, i, j, y)
        a2 = gx * fy - gy * fx
        a1 = (hx * gy - hy * gx) - (fx * ey - fy * ex)
        a0 = hx * ey - hy * ex
        t = -0.5 * (a1 + np.copysign(np.sqrt(a1 * a1 - 4.0 * a2 * a0), a1))
        v = np.stack((np.where(t == 0.0, np.nan, a0 / t), np.where(a2 == 0.0, np.nan, t / a2)))
        inside = _within(v)
        dx, dy = ex + v * gx, ey + v * gy
        u = ((hx - v * fx) * dx + (hy - v * fy) * dy) / (dx * dx + dy * dy)
        # One step of Newton's.
        rx, ry = hx - v * fx - u * dx, hy - v * fy - u * dy
        cx, cy = fx + u * gx, fy + u * gy
        determinant = dx * cy - dy * cx
        has_one = determinant != 0.0
        u = np.where(has_one, u + (rx * cy - ry * cx) / determinant, u)
        v = np.where(has_one, v + (dx * ry - dy * rx) / determinant, v)
        inside &= _within(u) & _within(v)
        return np.clip(u, 0.0, 1.0), np.clip(v, 0.0, 1.0), inside


def _sides(nodes, i, j, value):
    corner, below, beside = nodes[i, j], nodes[i + 1, j], nodes[i, j + 1]
    side = beside - corner
    return value - corner, below - corner, side, (nodes[i + 1, j + 1] - below) - side


def _within(share):
    return (share >= -TOLERANCE) & (share <= 1.0 + TOLERANCE)
