"""How much of each cell polygons cover, exactly (see ``engines/coverage``)."""

from typing import NamedTuple

import numpy as np

from ..burning import ascending
from ..coverage import WHOLE, check_cover, shares, turning

# Pairs of an edge and a row, or pieces of edges, worked on at once.
_BATCH = 1 << 18


class _Edges(NamedTuple):
    """Edges with y0 < y1, and what each counts: 1 or -1."""

    x0: np.ndarray
    y0: np.ndarray
    x1: np.ndarray
    y1: np.ndarray
    sign: np.ndarray

    def take(self, selected):
        return _Edges(*(field[selected] for field in self))


class _Parts(NamedTuple):
    """Parts of edges within one row of cells each.

    `low`, `high` say how far up in the row a part starts and ends, in multiples of 1 / WHOLE;
    `from_y0`, `to_y1` that it does so at an end of the edge; `first`, `last` in which columns.
    """

    edges: _Edges
    row: np.ndarray
    low: np.ndarray
    high: np.ndarray
    from_y0: np.ndarray
    to_y1: np.ndarray
    first: np.ndarray
    last: np.ndarray

    def take(self, selected):
        return _Parts(self.edges.take(selected), *(field[selected] for field in self[1:]))


def cover_cells(rings, x_edges, y_edges, out):
    """Measure the share of each cell that polygons cover.

    Parameters
    ----------
    rings : PolygonRings
        Closed rings of polygons that do not overlap (see ``masks.coverage``): outer rings run
        counterclockwise where x points right and y up, holes clockwise.
    x_edges, y_edges : float arrays (cols + 1,), (rows + 1,)
        Edges of the cells, strictly ascending or descending, not necessarily regular.
    out : float64 array (rows, cols)
        Overwritten, with shares from 0 to 1.

    Raises
    ------
    ValueError
        If `out` does not fit.
    """
    check_cover(x_edges, y_edges, out)
    direction = turning(x_edges, y_edges)
    xs, x = ascending(x_edges, rings.x)
    ys, y = ascending(y_edges, rings.y)
    heights = np.zeros((ys.size - 1, xs.size), dtype=np.int64)
    edges = _edges(x, y, rings.ring_starts, direction)
    first = np.maximum(np.searchsorted(ys, edges.y0, "right") - 1, 0)
    end = np.minimum(np.searchsorted(ys, edges.y1, "left"), ys.size - 1)
    with np.errstate(over="ignore"):  # of crossings with columns that an edge does not reach
        for i, row in _batches(first, end):
            _add_parts(_parts(edges.take(i), row, xs, ys), xs, ys, heights)
    shares(heights, out)


def _edges(x, y, ring_starts, direction):
    """Pair each point with the next of its ring, the lower first; level edges cover nothing."""
    inner = np.ones(x.size, dtype=bool)
    inner[ring_starts[1:] - 1] = False
    i = np.flatnonzero(inner)
    i = i[y[i] != y[i + 1]]
    upward = y[i] < y[i + 1]
    low, high = np.where(upward, i, i + 1), np.where(upward, i + 1, i)
    # Counterclockwise the inside is to the right of what runs down.
    return _Edges(x[low], y[low], x[high], y[high], np.where(upward, -direction, direction))


def _batches(first, end):
    """Yield (i, k) for every i and every k of ``range(first[i], end[i])``, so many at once."""
    counts = np.maximum(end - first, 0)
    before = np.concatenate(([0], np.cumsum(counts)))
    for start in range(0, int(before[-1]), _BATCH):
        number = np.arange(start, min(start + _BATCH, int(before[-1])))
        i = np.searchsorted(before, number, "right") - 1
        yield i, number - before[i] + first[i]


def _parts(edges, row, xs, ys):
    bottom, height = ys[row], ys[row + 1] - ys[row]
    from_y0, to_y1 = edges.y0 >= bottom, edges.y1 <= ys[row + 1]
    low = np.where(from_y0, np.rint((edges.y0 - bottom) / height * WHOLE), 0.0)
    high = np.where(to_y1, np.rint((edges.y1 - bottom) / height * WHOLE), WHOLE)
    width = edges.x1 - edges.x0
    start = np.where(from_y0, edges.x0, edges.x0 + width * _along(edges, bottom))
    stop = np.where(to_y1, edges.x1, edges.x0 + width * _along(edges, ys[row + 1]))
    first, last = (np.searchsorted(xs, x, "right") - 1 for x in (start, stop))
    return _Parts(edges, row, low, high, from_y0, to_y1, first, last)


def _along(edges, y):
    """Return how far along an edge, from 0 to 1, a line of one y crosses it."""
    return (y - edges.y0) / (edges.y1 - edges.y0)


def _add_parts(parts, xs, ys, heights):
    """Cut parts where they cross columns, and add the pieces up."""
    cols = xs.size - 1
    lower = np.minimum(parts.first, parts.last)
    upper = np.minimum(np.maximum(parts.first, parts.last), cols - 1)  # what is beyond covers none
    for i, col in _batches(lower, upper + 1):
        own = parts.take(i)
        rightward = own.first <= own.last
        # The sides of the column by which a piece enters and leaves it, unless it begins or ends.
        enter, leave = col + ~rightward, col + rightward
        begins, ends = col == own.first, col == own.last
        low = np.where(begins, own.low, _height_at(own, xs[np.clip(enter, 0, cols)], ys))
        high = np.where(ends, own.high, _height_at(own, xs[np.clip(leave, 0, cols)], ys))
        rise = (high - low).astype(np.int64) * own.edges.sign
        beside = col < 0
        np.add.at(heights, (own.row[beside], 0), rise[beside])
        own, col, rise, begins, ends, low, high = (
            field.take(~beside) if isinstance(field, _Parts) else field[~beside]
            for field in (own, col, rise, begins, ends, low, high)
        )
        rightward = own.first <= own.last
        entering = np.where(begins, _from_left(own, col, xs, ys, at_end=False), ~rightward)
        leaving = np.where(ends, _from_left(own, col, xs, ys, at_end=True), rightward)
        left = np.rint((high - low) * (0.5 * (entering + leaving)))
        left = left.astype(np.int64) * own.edges.sign
        np.add.at(heights, (own.row, col), rise - left)
        np.add.at(heights, (own.row, col + 1), left)


def _height_at(parts, x, ys):
    """Return how far up in their rows parts cross the line of one x."""
    edges, bottom = parts.edges, ys[parts.row]
    width = edges.x1 - edges.x0
    # Upright edges cross none; then the result is not used.
    along = (x - edges.x0) / np.where(width == 0.0, 1.0, width)
    up = (edges.y0 - bottom) + (edges.y1 - edges.y0) * along
    height = ys[parts.row + 1] - bottom
    return np.minimum(np.maximum(np.rint(up / height * WHOLE), parts.low), parts.high)


def _from_left(parts, col, xs, ys, at_end):
    """Return how far from the left side of its cell, from 0 to 1, a part begins or ends."""
    edges, left = parts.edges, xs[col]
    line = ys[parts.row + at_end]
    at_vertex, vertex = (parts.to_y1, edges.x1) if at_end else (parts.from_y0, edges.x0)
    crossing = (edges.x0 - left) + (edges.x1 - edges.x0) * _along(edges, line)
    distance = np.where(at_vertex, vertex - left, crossing)
    return np.minimum(np.maximum(distance / (xs[col + 1] - left), 0.0), 1.0)
