"""Burning polygons into a mask: an exact scanline fill over the positions of a lattice.

For every edge and every row that it crosses there is one slot (see ``engines/burning``); sorted
along each row of each polygon, every other pair of slots bounds cells that are inside.
"""

from typing import NamedTuple

import numpy as np

from ..burning import CENTER, CENTER_STRICT, TOUCH, ascending, check_burn, rule_code
from .orientation import crossing_slots, orientations, slots_of

# Crossings, cells, or pairs of a point and an edge, worked on at once.
_BATCH = 1 << 20


class _Edges(NamedTuple):
    """Edges with y0 <= y1, and the polygon that each belongs to."""

    x0: np.ndarray
    y0: np.ndarray
    x1: np.ndarray
    y1: np.ndarray
    polygon: np.ndarray

    def take(self, selected):
        return _Edges(*(field[selected] for field in self))


def burn_polygons(rings, xs, ys, rule, out):
    """Set `out` to 1 in the cells that polygons cover.

    A polygon's inside is even-odd over all its rings; the polygons are united. Every comparison
    is exact for the coordinates as they are given.

    Parameters
    ----------
    rings : PolygonRings
        Closed rings (see ``masks.geometry``).
    xs, ys : float array, one value a column or row
        Strictly ascending or descending, not necessarily regular: the cells' centres, or for
        `touch` the cells' edges (one value more than cells).
    rule : {"center", "center-strict", "touch"}
        The centre is inside or on an edge; the centre is inside and on no edge; the polygon
        shares a point with the cell's open interior.
    out : uint8 array (rows, cols)
        Never set to 0.

    Raises
    ------
    ValueError
        If the rule is unknown or `out` does not fit.
    """
    code = rule_code(rule)
    check_burn(xs, ys, code, out)
    xs, x = ascending(xs, rings.x)
    ys, y = ascending(ys, rings.y)
    if not (out.size and x.size):
        return
    edges = _edges(rings._replace(x=x, y=y))
    if code == TOUCH:
        _burn_edges(edges, xs, ys, out)
        ys = 0.5 * (ys[:-1] + ys[1:])
    low, high = slots_of(ys, edges.y0), slots_of(ys, edges.y1)
    for band in _bands(low >> 1, high >> 1, *out.shape):
        _burn_band(edges, low, high, band, xs, ys, code, out)


def cover_points(rings, x2d, y2d, rule, out):
    """Set `out` to 1 where polygons cover points of a curvilinear lattice.

    Parameters
    ----------
    rings : PolygonRings
    x2d, y2d : float arrays (rows, cols)
        Coordinates of the points; a point that is not finite is never covered.
    rule : {"center", "center-strict"}
        Inside or on an edge; inside and on no edge.
    out : uint8 array (rows, cols)
        Never set to 0.
    """
    code = rule_code(rule)
    if code == TOUCH:
        raise ValueError("rule is 'touch'; points have no cells, use center or center-strict.")
    px, py = np.asarray(x2d, dtype=np.float64), np.asarray(y2d, dtype=np.float64)
    edges = _edges(rings)
    starts = np.searchsorted(edges.polygon, np.arange(rings.polygon_starts.size))
    for start, stop in zip(starts[:-1], starts[1:]):
        own = edges.take(slice(start, stop))
        left, right = min(own.x0.min(), own.x1.min()), max(own.x0.max(), own.x1.max())
        near = (px >= left) & (px <= right) & (py >= own.y0.min()) & (py <= own.y1.max())
        rows, cols = np.nonzero(near & (out == 0))
        batch = max(1, _BATCH // own.x0.size)
        for i in range(0, rows.size, batch):
            cells = rows[i : i + batch], cols[i : i + batch]
            out[cells] = _covers(own, px[cells], py[cells], code == CENTER_STRICT)


def _edges(rings):
    """Pair each point with the one before it in its ring, the lower first."""
    last = np.zeros(rings.x.size, dtype=bool)
    last[rings.ring_starts[1:] - 1] = True
    i = np.flatnonzero(~last)
    upward = rings.y[i] <= rings.y[i + 1]
    low, high = np.where(upward, i, i + 1), np.where(upward, i + 1, i)
    point_starts = rings.ring_starts[rings.polygon_starts]
    polygon = np.searchsorted(point_starts, i, "right") - 1
    return _Edges(rings.x[low], rings.y[low], rings.x[high], rings.y[high], polygon)


def _bands(first, end, rows, cols):
    """Cut the rows into (first, end) bands of about a batch of crossings and of cells each."""
    changes = np.bincount(first, minlength=rows + 1) - np.bincount(end, minlength=rows + 1)
    total = np.cumsum(np.cumsum(changes))
    cuts = np.searchsorted(total, np.arange(_BATCH, total[-1], _BATCH), "left")
    regular = np.arange(0, rows, max(1, _BATCH // cols))
    limits = np.unique(np.concatenate((regular, np.minimum(cuts, rows), [rows])))
    return zip(limits[:-1].tolist(), limits[1:].tolist())


def _repeated(first, end):
    """Return (i, k) for every i and every k of ``range(first[i], end[i])``."""
    counts = np.maximum(end - first, 0)
    i = np.repeat(np.arange(first.size), counts)
    before = np.cumsum(counts) - counts
    return i, np.arange(i.size) - before[i] + first[i]


def _burn_band(edges, low, high, band, xs, ys, code, out):
    """Burn a band of rows; `low` and `high` are the slots of the edges' ends among the rows."""
    first_row, end_row = band
    i, row = _repeated(np.maximum(low >> 1, first_row), np.minimum(high >> 1, end_row))
    polygon = edges.polygon[i]
    slot = crossing_slots(edges.x0[i], edges.y0[i], edges.x1[i], edges.y1[i], ys[row], xs)
    runs = []
    if code != TOUCH:
        on_row = _on_rows(edges, low, high, band, xs)
        if code == CENTER:
            runs.append(on_row[1:])
        else:
            # Twice the same crossing leaves a hole of one centre.
            j, col = _repeated(*on_row[2:])
            polygon = np.concatenate((polygon, np.repeat(on_row[0][j], 2)))
            row = np.concatenate((row, np.repeat(on_row[1][j], 2)))
            slot = np.concatenate((slot, np.repeat(2 * col + 1, 2)))
    order = np.lexsort((slot, row, polygon))
    row, slot = row[order][::2], slot[order]
    runs.append((row, *_between(slot[::2], slot[1::2], code)))
    _fill(runs, out[first_row:end_row], first_row)


def _between(a, b, code):
    """Return the (first, end) columns between two crossings."""
    if code == CENTER_STRICT:
        return (a + 1) >> 1, b >> 1
    return a >> 1, ((b + 1) >> 1) - (code == TOUCH)


def _on_rows(edges, low, high, band, xs):
    """Return (polygon, row, first, end) of the centres on ends of edges and on level edges."""
    found = []
    for slots, start, stop in (
        (low, edges.x0, np.where(low == high, edges.x1, edges.x0)),
        (high, edges.x1, edges.x1),
    ):
        row = slots >> 1
        e = np.flatnonzero((slots & 1 == 1) & (row >= band[0]) & (row < band[1]))
        a, b = slots_of(xs, start[e]), slots_of(xs, stop[e])
        found.append((edges.polygon[e], row[e], np.minimum(a, b) >> 1, (np.maximum(a, b) + 1) >> 1))
    return [np.concatenate(parts) for parts in zip(*found)]


def _fill(runs, mask, first_row):
    """Set runs of cells, (row, first, end) each, clipped to the mask, to 1."""
    rows, cols = mask.shape
    row, first, end = (np.concatenate(parts) for parts in zip(*runs))
    first, end = np.maximum(first, 0), np.minimum(end, cols)
    some = first < end
    changes = np.zeros((rows, cols + 1), dtype=np.int32)
    np.add.at(changes, (row[some] - first_row, first[some]), 1)
    np.subtract.at(changes, (row[some] - first_row, end[some]), 1)
    mask[np.cumsum(changes, axis=1)[:, :cols] > 0] = 1


def _burn_edges(edges, x_edges, y_edges, out):
    """Set every cell whose open interior an edge of a polygon meets."""
    rows = out.shape[0]
    bottom = ((slots_of(y_edges, edges.y0) + 1) >> 1) - 1
    top = slots_of(y_edges, edges.y1) >> 1
    first, end = np.clip(bottom, 0, rows), np.clip(top, 0, rows)
    for first_row, end_row in _bands(first, np.maximum(first, end), *out.shape):
        i, row = _repeated(np.maximum(first, first_row), np.minimum(end, end_row))
        own = edges.take(i)
        # The part of an edge in one row of cells lies between two slots.
        starts, stops = row == bottom[i], row == top[i] - 1
        a = slots_of(x_edges, own.x0)
        b = slots_of(x_edges, own.x1)
        for slots, at_end, line in ((a, starts, row), (b, stops, row + 1)):
            e = np.flatnonzero(~at_end)
            slots[e] = crossing_slots(*own.take(e)[:4], y_edges[line[e]], x_edges)
        run = row, ((np.minimum(a, b) + 1) >> 1) - 1, np.maximum(a, b) >> 1
        _fill([run], out[first_row:end_row], first_row)


def _covers(edges, px, py, strict):
    """Tell which points a polygon covers: even-odd over its edges, exact on them."""
    px, py = px[:, np.newaxis], py[:, np.newaxis]
    between = (edges.y0 <= py) & (py <= edges.y1)
    left, right = np.minimum(edges.x0, edges.x1), np.maximum(edges.x0, edges.x1)
    level = edges.y0 == edges.y1
    on_edge = (between & level & (left <= px) & (px <= right)).any(axis=1)
    i, e = np.nonzero(between & ~level)
    own = edges.take(e)
    sides = orientations(own.x0, own.y0, own.x1, own.y1, px[i, 0], py[i, 0])
    on_edge[i[sides == 0]] = True
    crossed = i[(sides > 0) & (py[i, 0] < own.y1)]
    inside = np.bincount(crossed, minlength=px.size) % 2 == 1
    return inside & ~on_edge if strict else inside | on_edge
