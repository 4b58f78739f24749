"""Outlines of areas, traced row by row, compiled.

Each piece of an outline is a list: a vertex knows the next one, and the two ends of a piece know
each other. A piece grows at its tail, forwards, or at its head, backwards.
"""

import numpy as np

from ..outlines import BACKGROUND, NODE, TOUCH, OpenOutlines, Rings
from .compiling import compiled

# Columns of the pool of vertices: the first three are those of `Rings.vertices`.
_ROW, _COL, _FLAGS, _NEXT, _OTHER = range(5)
_WIDTH = 5


@compiled
def _new(pool, count, row, col, flags):
    vertex = count[0]
    count[0] += 1
    pool[vertex, _ROW] = row
    pool[vertex, _COL] = col
    pool[vertex, _FLAGS] = flags
    pool[vertex, _NEXT] = -1
    pool[vertex, _OTHER] = vertex
    return vertex


@compiled
def _append(pool, tail, vertex):
    """Let a piece go on to a vertex; return the new tail."""
    head = pool[tail, _OTHER]
    pool[tail, _NEXT] = vertex
    pool[head, _OTHER] = vertex
    pool[vertex, _OTHER] = head
    return vertex


@compiled
def _prepend(pool, vertex, head):
    """Let a vertex lead to a piece; return the new head."""
    tail = pool[head, _OTHER]
    pool[vertex, _NEXT] = head
    pool[tail, _OTHER] = vertex
    pool[vertex, _OTHER] = tail
    return vertex


@compiled
def _meet(pool, tail, vertex, head):
    """Let two pieces meet in a vertex; return whether they are one, which is closed then."""
    is_closed = pool[tail, _OTHER] == head
    _append(pool, tail, vertex)
    pool[vertex, _NEXT] = head
    if not is_closed:
        first, last = pool[vertex, _OTHER], pool[head, _OTHER]
        pool[first, _OTHER] = last
        pool[last, _OTHER] = first
    return is_closed


@compiled
def _corners(pool, count, place, codes, ends, running, closed):
    """Pass the corners of single cells at a point.

    `ends` (heads and tails by columns) and `running` (tail of the area above, head of that below,
    of the outlines along this row) are changed; `closed` tells a vertex of what has closed, of the
    area on the upper left or on the upper right.
    """
    a, b, c, d = codes
    row, col, flags = place
    heads, tails = ends
    west, east, north, south = a != c, b != d, a != b, c != d
    if west and north and a != BACKGROUND:
        vertex = _new(pool, count, row, col, flags | (TOUCH if a == d else 0))
        if _meet(pool, running[0], vertex, heads[col]):
            closed[0] = vertex
    if west and south and c != BACKGROUND:
        vertex = _new(pool, count, row, col, flags | (TOUCH if b == c else 0))
        heads[col] = _prepend(pool, vertex, running[1])
    if north and east and b != BACKGROUND:
        vertex = _new(pool, count, row, col, flags | (TOUCH if b == c else 0))
        running[0] = _append(pool, tails[col], vertex)
    if east and south and d != BACKGROUND:
        vertex = _new(pool, count, row, col, flags | (TOUCH if a == d else 0))
        running[1] = tails[col] = vertex


@compiled
def _notches(pool, count, place, codes, ends, running, closed):
    """Pass the point where three cells are of one area and the fourth is not."""
    a, b, c, d = codes
    row, col, flags = place
    heads, tails = ends
    if a == b and a == c and a != d and a != BACKGROUND:
        heads[col] = running[0] = _new(pool, count, row, col, flags)
    elif a == b and a == d and a != c and a != BACKGROUND:
        tails[col] = _append(pool, running[0], _new(pool, count, row, col, flags))
    elif a == c and a == d and a != b and a != BACKGROUND:
        running[1] = _prepend(pool, _new(pool, count, row, col, flags), heads[col])
    elif b == c and b == d and a != b and b != BACKGROUND:
        vertex = _new(pool, count, row, col, flags)
        if _meet(pool, tails[col], vertex, running[1]):
            closed[1] = vertex


@compiled
def _nodes(pool, count, place, codes, ends, running):
    """Pass a node along the straight sides of areas."""
    a, b, c, d = codes
    row, col, flags = place
    heads, tails = ends
    if a == b and a != BACKGROUND:
        running[0] = _append(pool, running[0], _new(pool, count, row, col, flags))
    if c == d and c != BACKGROUND:
        running[1] = _prepend(pool, _new(pool, count, row, col, flags), running[1])
    if b == d and b != BACKGROUND:
        tails[col] = _append(pool, tails[col], _new(pool, count, row, col, flags))
    if a == c and a != BACKGROUND:
        heads[col] = _prepend(pool, _new(pool, count, row, col, flags), heads[col])


@compiled
def _pool(vertices, tails, spare):
    """Return the pool with the pieces that are open, which lie one behind the other."""
    pool = np.empty((vertices.shape[0] + spare, _WIDTH), dtype=np.int32)
    count = np.zeros(1, dtype=np.int64)
    is_tail = np.zeros(vertices.shape[0], dtype=np.bool_)
    for col in range(tails.size):
        if tails[col] >= 0:
            is_tail[tails[col]] = True
    head = 0
    for k in range(vertices.shape[0]):
        _new(pool, count, vertices[k, _ROW], vertices[k, _COL], vertices[k, _FLAGS])
        if is_tail[k]:
            pool[k, _OTHER] = head
            pool[head, _OTHER] = k
            head = k + 1
        else:
            pool[k, _NEXT] = k + 1
    return pool, count


@compiled
def _with_room(array, used, more):
    """Return an array with room for more rows: itself, or a longer copy."""
    if array.shape[0] >= used + more:
        return array
    longer = np.empty((2 * (used + more), array.shape[1]), dtype=array.dtype)
    longer[:used] = array[:used]
    return longer


@compiled
def _pass(pool, count, row, col, codes, ends, running, closed):
    """Pass a point where codes differ."""
    a, b, c, d = codes
    parting = int(a != b) + int(c != d) + int(a != c) + int(b != d)
    place = row, col, NODE if parting > 2 else 0
    closed[:] = -1
    if parting == 3:
        _nodes(pool, count, place, codes, ends, running)
    if parting > 2 or a == d or b == c:
        _corners(pool, count, place, codes, ends, running, closed)
        _notches(pool, count, place, codes, ends, running, closed)
    heads, tails = ends
    south = c != d
    if not (south and c != BACKGROUND):
        heads[col] = -1
    if not (south and d != BACKGROUND):
        tails[col] = -1


@compiled
def _sweep(cells, labels, top, vertices, heads, tails):
    """Follow all outlines through a strip.

    Returns the pool, the number of vertices in it, and of each outline that has closed a vertex and
    the area that it belongs to.
    """
    rows, width = cells.shape
    pool, count = _pool(vertices, tails, 8 * width)
    found, number = np.empty((width, 2), dtype=np.int32), 0
    running, closed = np.full(2, -1, dtype=np.int32), np.full(2, -1, dtype=np.int32)
    for i in range(rows - 1):
        pool = _with_room(pool, count[0], 4 * width)
        found = _with_room(found, number, width)
        for col in range(width - 1):
            codes = cells[i, col], cells[i, col + 1], cells[i + 1, col], cells[i + 1, col + 1]
            a, b, c, d = codes
            if a == b and c == d and a == c:
                continue
            _pass(pool, count, top + i, col, codes, (heads, tails), running, closed)
            for k in range(2):
                if closed[k] >= 0:
                    found[number, 0] = closed[k]
                    found[number, 1] = labels[i, col + k]
                    number += 1
    return pool, count[0], found[:number, 0].copy(), found[:number, 1].copy()


@compiled
def _part_where_it_touches(pool, members):
    """Swap the two ways on from each point that an outline passes twice, so that it falls apart."""
    number = 0
    for k in range(members.size):
        if pool[members[k], _FLAGS] & TOUCH:
            number += 1
    if number < 2:
        return
    touching, keys = np.empty(number, dtype=np.int32), np.empty(number, dtype=np.int64)
    number = 0
    for k in range(members.size):
        vertex = members[k]
        if pool[vertex, _FLAGS] & TOUCH:
            touching[number] = vertex
            keys[number] = (np.int64(pool[vertex, _ROW]) << 32) + pool[vertex, _COL]
            number += 1
    order = np.argsort(keys)
    for k in range(1, number):
        if keys[order[k]] == keys[order[k - 1]]:
            one, other = touching[order[k]], touching[order[k - 1]]
            way = pool[one, _NEXT]
            pool[one, _NEXT] = pool[other, _NEXT]
            pool[other, _NEXT] = way


@compiled
def _is_before(pool, one, other):
    if pool[one, _ROW] != pool[other, _ROW]:
        return pool[one, _ROW] < pool[other, _ROW]
    return pool[one, _COL] < pool[other, _COL]


@compiled
def _cut_out(pool, count, found, areas):
    """Return the vertices of rings, their sizes, areas, and whether they go around holes."""
    # By the marks: still open, or of an outline that has closed; then, written.
    marks = np.zeros(count, dtype=np.uint8)
    members = np.empty(count, dtype=np.int32)
    bounds = np.zeros(found.size + 1, dtype=np.int64)
    total = 0
    for k in range(found.size):
        vertex = found[k]
        while marks[vertex] == 0:
            marks[vertex] = 1
            members[total] = vertex
            total += 1
            vertex = pool[vertex, _NEXT]
        bounds[k + 1] = total
        _part_where_it_touches(pool, members[bounds[k] : total])
    out = np.empty((total, 3), dtype=np.int32)
    most = total // 4 + 1
    starts = np.zeros(most + 1, dtype=np.int64)
    labels, holes = np.empty(most, dtype=np.int32), np.empty(most, dtype=np.bool_)
    rings, written = 0, 0
    for k in range(found.size):
        for m in range(bounds[k], bounds[k + 1]):
            if marks[members[m]] != 1:
                continue
            first = vertex = members[m]
            while marks[vertex] == 1:
                marks[vertex] = 2
                if _is_before(pool, vertex, first):
                    first = vertex
                vertex = pool[vertex, _NEXT]
            vertex = first
            while True:
                out[written, _ROW] = pool[vertex, _ROW]
                out[written, _COL] = pool[vertex, _COL]
                out[written, _FLAGS] = pool[vertex, _FLAGS]
                written += 1
                vertex = pool[vertex, _NEXT]
                if vertex == first:
                    break
            labels[rings] = areas[k]
            # From its upper left corner a ring around cells goes down, one around a hole to the
            # right.
            holes[rings] = pool[pool[first, _NEXT], _ROW] == pool[first, _ROW]
            rings += 1
            starts[rings] = written
    return out, starts[: rings + 1].copy(), labels[:rings].copy(), holes[:rings].copy()


@compiled
def _still_open(pool, count, heads, tails):
    """Return the vertices of pieces that are open; `heads` and `tails` tell the new indices."""
    moved = np.full(count, -1, dtype=np.int32)
    total = 0
    for col in range(heads.size):
        vertex = heads[col]
        while vertex >= 0:
            moved[vertex] = total
            total += 1
            vertex = pool[vertex, _NEXT]
    out = np.empty((total, 3), dtype=np.int32)
    for vertex in range(count):
        if moved[vertex] >= 0:
            for k in range(3):
                out[moved[vertex], k] = pool[vertex, k]
    for col in range(heads.size):
        if heads[col] >= 0:
            heads[col] = moved[heads[col]]
        if tails[col] >= 0:
            tails[col] = moved[tails[col]]
    return out


def trace_outlines(cells, labels, top, before):
    """Compiled twin of the numpy engine's `trace_outlines`."""
    heads, tails = before.heads.copy(), before.tails.copy()
    pool, count, found, areas = _sweep(cells, labels, top, before.vertices, heads, tails)
    rings = Rings(*_cut_out(pool, count, found, areas))
    return rings, OpenOutlines(_still_open(pool, count, heads, tails), heads, tails)
