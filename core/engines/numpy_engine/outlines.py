"""Outlines of areas, in vectorised numpy.

All vertices are found first. Then the ends of each leg are matched: sorted along a row of the
lattice, or along a column, outlines of one direction begin and end legs by turns.
"""

import numpy as np

from ..outlines import BACKGROUND, NODE, TOUCH, OpenOutlines, Rings

_NORTH, _EAST, _SOUTH, _WEST = range(4)


def trace_outlines(cells, labels, top, before):
    """Trace the outlines of areas through a strip.

    Parameters
    ----------
    cells : int64 array (1 + rows, 1 + cols + 1)
        Codes. The first row is the last one of the strip above (`BACKGROUND` in the first strip); a
        column on either side is `BACKGROUND`. Below the last strip comes a row of it.
    labels : int32 array of the same shape
        The areas, by `label_cells`.
    top : int
        Number of the raster's row in the second row of the strip.
    before : OpenOutlines
        What the strip above has left.

    Returns
    -------
    Rings, OpenOutlines
    """
    rows, cols = cells.shape[0] - 1, cells.shape[1] - 2
    passed = _passes(cells, labels, top)
    old = before.vertices.shape[0]
    vertices = np.concatenate((before.vertices, passed["vertices"]))
    areas = np.concatenate((np.full(old, -1), passed["areas"]))
    count = len(vertices)
    following = np.full(count, -1)
    following[: max(old - 1, 0)] = np.arange(1, old)
    following[before.tails[before.tails >= 0]] = -1
    row, col = vertices[:, 0].astype(np.int64), vertices[:, 1].astype(np.int64)
    came = np.concatenate((np.full(old, -1), passed["came"]))
    goes = np.concatenate((np.full(old, -1), passed["goes"]))

    along_rows = row * (cols + 1) + col
    for direction in (_EAST, _WEST):
        start, end = np.flatnonzero(goes == direction), np.flatnonzero(came == direction)
        following[_sorted(start, along_rows)] = _sorted(end, along_rows)

    # What comes from above and what goes on below are the ends of legs too.
    along_cols = col * (rows + 2) + row - top + 1
    edges = np.arange(cols + 1) * (rows + 2)
    left, right = cells[-1, :-1], cells[-1, 1:]
    downwards = (left != right) & (right != BACKGROUND)
    upwards = (left != right) & (left != BACKGROUND)
    heads, tails = np.full(cols + 1, -1, np.int32), np.full(cols + 1, -1, np.int32)
    for direction, known, open_below, ends in (
        (_SOUTH, before.tails, downwards, tails),
        (_NORTH, before.heads, upwards, heads),
    ):
        above, below = np.flatnonzero(known >= 0), np.flatnonzero(open_below)
        forth, back = (goes, came) if direction == _SOUTH else (came, goes)
        upper, lower = np.flatnonzero(forth == direction), np.flatnonzero(back == direction)
        upper_keys = np.concatenate((along_cols[upper], edges[above]))
        lower_keys = np.concatenate((along_cols[lower], edges[below] + rows + 1))
        upper = np.concatenate((upper, known[above]))[np.argsort(upper_keys)]
        # Numbers below 0 are columns in which an outline goes on.
        lower = np.concatenate((lower, -1 - below))[np.argsort(lower_keys)]
        stays = lower >= 0
        one, other = upper[stays], lower[stays]
        if direction == _NORTH:
            one, other = other, one
        following[one] = other
        ends[-1 - lower[~stays]] = upper[~stays]

    rings, is_open = _rings(vertices, areas, following)
    return rings, _open_outlines(vertices, following, is_open, heads, tails)


def _sorted(indices, keys):
    return indices[np.argsort(keys[indices])]


def _passes(cells, labels, top):
    """Return the vertices of a strip: where they are, and from where and to where one passes."""
    a, b, c, d = cells[:-1, :-1], cells[:-1, 1:], cells[1:, :-1], cells[1:, 1:]
    of_a, of_b = labels[:-1, :-1], labels[:-1, 1:]
    of_c, of_d = labels[1:, :-1], labels[1:, 1:]
    west, east, north, south = a != c, b != d, a != b, c != d
    parting = west.astype(np.int8) + east + north + south
    node = np.where(parting > 2, NODE, 0)
    is_t = parting == 3
    across, against = np.where(a == d, TOUCH, 0), np.where(b == c, TOUCH, 0)
    found = []
    # The direction in which one comes, that in which one goes on, where, and the area.
    for came, goes, where, area, flags in (
        (_EAST, _NORTH, west & north & (a != BACKGROUND), of_a, across),
        (_NORTH, _WEST, west & south & (c != BACKGROUND), of_c, against),
        (_SOUTH, _EAST, north & east & (b != BACKGROUND), of_b, against),
        (_WEST, _SOUTH, east & south & (d != BACKGROUND), of_d, across),
        (_NORTH, _EAST, ~north & ~west & east & south & (a != BACKGROUND), of_a, 0),
        (_EAST, _SOUTH, ~north & ~east & west & south & (a != BACKGROUND), of_a, 0),
        (_WEST, _NORTH, ~west & ~south & north & east & (a != BACKGROUND), of_a, 0),
        (_SOUTH, _WEST, ~east & ~south & north & west & (b != BACKGROUND), of_b, 0),
        (_EAST, _EAST, is_t & ~north & (a != BACKGROUND), of_a, 0),
        (_WEST, _WEST, is_t & ~south & (c != BACKGROUND), of_c, 0),
        (_SOUTH, _SOUTH, is_t & ~east & (b != BACKGROUND), of_b, 0),
        (_NORTH, _NORTH, is_t & ~west & (a != BACKGROUND), of_a, 0),
    ):
        row, col = np.nonzero(where)
        flags = np.broadcast_to(node | flags, where.shape)[where]
        vertices = np.stack((row + top, col, flags), axis=1).astype(np.int32)
        found.append((vertices, area[where], np.full(row.size, came), np.full(row.size, goes)))
    names = ("vertices", "areas", "came", "goes")
    return {name: np.concatenate(parts) for name, parts in zip(names, zip(*found))}


def _leaders(following):
    """Return the smallest index on each vertex's way, and whether that way has no end."""
    jump = np.where(following < 0, np.arange(following.size), following)
    leader = np.minimum(np.arange(following.size), jump)
    for _ in range(following.size.bit_length()):
        leader = np.minimum(leader, leader[jump])
        jump = jump[jump]
    return leader, following[jump] >= 0


def _rings(vertices, areas, following):
    """Return the rings, and which vertices are of none."""
    leader, closed = _leaders(following)
    # What was open in a strip above has no area; but its outline has closed in this one.
    known = np.full(following.size, -1, dtype=np.int32)
    np.maximum.at(known, leader, areas.astype(np.int32))
    areas = known[leader]
    _part_where_it_touches(vertices, leader, closed, following)
    member = np.flatnonzero(closed)
    if not member.size:
        empty = np.empty(0, dtype=np.int32)
        nothing = np.empty((0, 3), dtype=np.int32)
        return Rings(nothing, np.zeros(1, np.int64), empty, empty.astype(bool)), ~closed
    inside = np.full(following.size, -1)
    inside[member] = np.arange(member.size)
    following = inside[following[member]]
    vertices = vertices[member]
    leader, _ = _leaders(following)
    _, ring = np.unique(leader, return_inverse=True)
    by_place = np.lexsort((vertices[:, 1], vertices[:, 0], ring))
    begins = by_place[np.flatnonzero(np.diff(ring[by_place], prepend=-1))]
    # Steps left to the end of a ring that is cut before its first vertex.
    before = np.empty_like(following)
    before[following] = np.arange(following.size)
    ends = before[begins]
    jump, steps = following.copy(), np.ones(following.size, dtype=np.int64)
    jump[ends], steps[ends] = ends, 0
    for _ in range(following.size.bit_length()):
        steps += steps[jump]
        jump = jump[jump]
    order = np.lexsort((-steps, ring))
    starts = np.concatenate(([0], np.cumsum(np.bincount(ring)))).astype(np.int64)
    ordered = vertices[order]
    holes = ordered[starts[:-1] + 1, 0] == ordered[starts[:-1], 0]
    return Rings(ordered, starts, areas[member][begins], holes), ~closed


def _part_where_it_touches(vertices, leader, closed, following):
    """Swap the two ways on from each point that an outline passes twice, so that it falls apart."""
    touching = np.flatnonzero(closed & ((vertices[:, 2] & TOUCH) != 0))
    places = np.stack((leader[touching], vertices[touching, 0], vertices[touching, 1]))
    order = np.lexsort(places[::-1])
    touching, places = touching[order], places[:, order]
    twice = np.flatnonzero((places[:, 1:] == places[:, :-1]).all(axis=0))
    one, other = touching[twice], touching[twice + 1]
    following[one], following[other] = following[other], following[one]


def _open_outlines(vertices, following, is_open, heads, tails):
    """Return the pieces that go on below, one behind the other by the columns of their heads."""
    begins = heads[heads >= 0]
    piece = np.full(len(vertices), -1)
    place = np.zeros(len(vertices), dtype=np.int64)
    # All vertices of a piece lead to its tail: so many steps.
    jump = np.where(following < 0, np.arange(following.size), following)
    steps = (following >= 0).astype(np.int64)
    for _ in range(following.size.bit_length()):
        steps += steps[jump]
        jump = jump[jump]
    number = np.full(len(vertices), -1)
    number[jump[begins]] = np.arange(begins.size)
    member = np.flatnonzero(is_open)
    piece[member] = number[jump[member]]
    order = member[np.lexsort((-steps[member], piece[member]))]
    place[order] = np.arange(order.size)
    for ends in (heads, tails):
        there = ends >= 0
        ends[there] = place[ends[there]]
    return OpenOutlines(vertices[order], heads, tails)
