"""Outlines of areas as rings of points: along cell edges, or with corners cut off."""

import numpy as np

from ..engines.outlines import NODE


def along_edges(vertices, starts):
    """Return the points where rings bend.

    Parameters
    ----------
    vertices : int32 array (vertices, 3)
        Row, column and flags, as in `Rings`.
    starts : int64 array (rings + 1,)

    Returns
    -------
    row, col : float64 array (points,)
        A ring ends with its first point.
    starts : int64 array (rings + 1,)
        Index of each ring's first point, and the number of points.
    """
    before, after = _neighbours(starts)
    straight = (vertices[before, :2] == vertices[after, :2]).any(axis=1)
    return _closed(vertices[~straight, :2].astype(np.float64), starts, ~straight)


def cut_corners(vertices, starts):
    """Return rings whose corners are cut off between midpoints of cell edges.

    A ring keeps its nodes, where three or more areas meet, and of each side between two corners the
    points half a cell away from them; a side of one cell has one such point. A ring without a node
    keeps one corner, the southernmost, of these the easternmost. So two areas have the same points
    along what they share. Source: what ``r.to.vect -s`` of GRASS GIS 8 makes of areas.

    Parameters and results are those of `along_edges`; points begin anew with the northernmost, then
    westernmost.
    """
    if starts.size == 1:
        return along_edges(vertices, starts)
    place = vertices[:, :2].astype(np.int64)
    _, after = _neighbours(starts)
    steps = place[after] - place
    size = np.abs(steps).sum(axis=1)
    sharp = (vertices[:, 2] & NODE) != 0
    keys = (place[:, 0] << 32) + place[:, 1]
    corner = keys == np.repeat(np.maximum.reduceat(keys, starts[:-1]), np.diff(starts))
    free = np.repeat(~np.logical_or.reduceat(sharp, starts[:-1]), np.diff(starts))
    sharp |= corner & free
    # In half cells: the vertex itself, and half a cell from it and from the next one.
    direction = np.sign(steps)
    points = np.stack((2 * place, 2 * place + direction, 2 * place[after] - direction), axis=1)
    kept = np.stack((sharp, np.ones_like(sharp), size > 1), axis=1)
    counts = np.add.reduceat(kept.sum(axis=1), starts[:-1])
    bounds = np.concatenate(([0], np.cumsum(counts)))
    points = _from_the_first(points[kept], bounds)
    return _closed(points * 0.5, bounds, np.ones(len(points), dtype=bool))


def _from_the_first(points, starts):
    """Let each ring begin with its first point by rows, then by columns."""
    sizes = np.diff(starts)
    keys = (points[:, 0] << 32) + points[:, 1]
    is_first = keys == np.repeat(np.minimum.reduceat(keys, starts[:-1]), sizes)
    begin = np.repeat(starts[:-1], sizes)
    shift = np.repeat(np.flatnonzero(is_first) - starts[:-1], sizes)
    index = np.arange(len(points)) - begin + shift
    size = np.repeat(sizes, sizes)
    return points[begin + np.where(index >= size, index - size, index)]


def _neighbours(starts):
    """Return the indices of the vertices before and after each one of its ring."""
    count = starts[-1]
    before, after = np.arange(-1, count - 1), np.arange(1, count + 1)
    before[starts[:-1]] = starts[1:] - 1
    after[starts[1:] - 1] = starts[:-1]
    return before, after


def _closed(points, starts, kept):
    """Repeat the first point of each ring at its end; `kept` tells which vertices are points."""
    if starts.size == 1:
        return np.empty(0), np.empty(0), starts
    sizes = np.add.reduceat(kept, starts[:-1], dtype=np.int64)
    bounds = np.concatenate(([0], np.cumsum(sizes)))
    closed = np.insert(points, bounds[1:], points[bounds[:-1]], axis=0)
    return closed[:, 0].copy(), closed[:, 1].copy(), bounds + np.arange(bounds.size)
