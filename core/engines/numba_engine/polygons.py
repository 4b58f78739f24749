"""Burning polygons into a mask: an exact scanline fill over the positions of a lattice."""

import numpy as np

from ..burning import CENTER_STRICT, TOUCH, ascending, check_burn, rule_code
from .compiling import compiled
from .orientation import orientation
from .slots import (
    compared_slot,
    crossing_bounds,
    crossing_slot,
    gap_around,
    searched_slot,
    slot_of,
    slots_per_unit,
)

# Crossings kept at once: more are worked off in bands of rows.
_BUFFER = 1 << 20
_INSERTION_SORT_LIMIT = 24


def burn_polygons(rings, xs, ys, rule, out):
    """Compiled twin of the numpy engine's `burn_polygons`."""
    code = rule_code(rule)
    check_burn(xs, ys, code, out)
    mask = out if out.flags.c_contiguous else np.zeros(out.shape, dtype=np.uint8)
    xs, x = ascending(xs, rings.x)
    ys, y = ascending(ys, rings.y)
    if mask.size and x.size:
        if code == TOUCH:
            _burn_edges(x, y, rings.ring_starts, xs, ys, mask)
            ys = 0.5 * (ys[:-1] + ys[1:])
        _burn_insides(x, y, rings.ring_starts, rings.polygon_starts, xs, ys, code, mask)
    if mask is not out:
        np.maximum(out, mask, out=out)


def cover_points(rings, x2d, y2d, rule, out):
    """Compiled twin of the numpy engine's `cover_points`."""
    code = rule_code(rule)
    if code == TOUCH:
        raise ValueError("rule is 'touch'; points have no cells, use center or center-strict.")
    x2d = np.ascontiguousarray(x2d, dtype=np.float64)
    y2d = np.ascontiguousarray(y2d, dtype=np.float64)
    mask = np.ascontiguousarray(out)
    _cover_points(*rings, x2d, y2d, code == CENTER_STRICT, mask)
    if mask is not out:
        out[...] = mask


@compiled
def _fill(mask, row, first, end):
    for col in range(first, end):
        mask[row, col] = 1


@compiled
def _sort(slots, start, end):
    if end - start > _INSERTION_SORT_LIMIT:
        slots[start:end].sort()
        return
    for i in range(start + 1, end):
        slot = slots[i]
        j = i
        while j > start and slots[j - 1] > slot:
            slots[j] = slots[j - 1]
            j -= 1
        slots[j] = slot


@compiled
def _fill_between_crossings(slots, at, first_row, end_row, code, mask):
    """Fill a band of rows from the slots of one polygon's crossings, which get sorted.

    `at` tells where the slots of each row end.
    """
    # Centres between two crossings, or (touch) cells that lie wholly between them.
    lead, trail, less = int(code == CENTER_STRICT), int(code != CENTER_STRICT), int(code == TOUCH)
    start = 0
    for row in range(first_row, end_row):
        end = at[row]
        if end - start > 2:
            _sort(slots, start, end)
        for i in range(start, end, 2):
            a, b = min(slots[i], slots[i + 1]), max(slots[i], slots[i + 1])
            for col in range((a + lead) >> 1, ((b + trail) >> 1) - less):
                mask[row, col] = 1
        start = end


@compiled
def _columns_on_row(x, i, horizontal, xs, density):
    """Return the (first, end) columns whose centres lie on vertex i, or on the edge before it."""
    a = b = searched_slot(xs, density, x[i])
    if horizontal:
        other = searched_slot(xs, density, x[i - 1])
        a, b = min(a, other), max(b, other)
    return a >> 1, (b + 1) >> 1


@compiled
def _count_crossings(x, y_slots, rings, xs, density, code, changes, mask):
    """Note where the number of crossings in a row changes; burn what lies on rows (closed rule).

    An edge crosses the rows from its lower end, included, to its upper end, excluded.
    """
    for ring in range(rings.size - 1):
        for i in range(rings[ring] + 1, rings[ring + 1]):
            before, here = y_slots[i - 1], y_slots[i]
            first, end = min(before, here) >> 1, max(before, here) >> 1
            if first < end:
                changes[first] += 1
                changes[end] -= 1
            if here & 1 and code != TOUCH:
                row = here >> 1
                first, end = _columns_on_row(x, i, before == here, xs, density)
                if code != CENTER_STRICT:
                    _fill(mask, row, first, end)
                elif first < end:
                    changes[row] += 2 * (end - first)
                    changes[row + 1] -= 2 * (end - first)


@compiled
def _collect_crossings(x, y, y_slots, rings, xs, ys, density, code, first_row, end_row, at, slots):
    """Put the slot of every crossing of a band of rows where `at` says, which moves on."""
    for ring in range(rings.size - 1):
        for i in range(rings[ring] + 1, rings[ring + 1]):
            before, here = y_slots[i - 1], y_slots[i]
            low, high = (i - 1, i) if before < here else (i, i - 1)
            first = max(y_slots[low] >> 1, first_row)
            end = min(y_slots[high] >> 1, end_row)
            for row in range(first, end):
                left, right = crossing_bounds(x[low], y[low], x[high], y[high], ys[row])
                k = gap_around(xs, density, left, right)
                slots[at[row]] = (
                    2 * k
                    if k > 0
                    else compared_slot(
                        x[low], y[low], x[high], y[high], ys[row], left, right, xs, density
                    )
                )
                at[row] += 1
            row = here >> 1
            if here & 1 and code == CENTER_STRICT and first_row <= row < end_row:
                # Twice the same crossing leaves a hole of one centre.
                first, end = _columns_on_row(x, i, before == here, xs, density)
                for col in range(first, end):
                    slots[at[row]] = slots[at[row] + 1] = 2 * col + 1
                    at[row] += 2


@compiled
def _next_band(first_row, end_row, crossings, changes, at):
    """Lay out the crossings of as many rows as the buffer holds, at least one.

    Returns the row after the band, the crossings in it, and those of its last row.
    """
    total = 0
    row = first_row
    while row < end_row:
        in_row = crossings + changes[row]
        if row > first_row and total + in_row > _BUFFER:
            break
        crossings = in_row
        changes[row] = 0
        at[row] = total
        total += crossings
        row += 1
    return row, total, crossings


@compiled
def _rows_of(y, start, stop, ys, density, y_slots):
    """Find the slots of a polygon's vertices; return the rows (first, end) that it can reach."""
    lowest, highest = 2 * ys.size, 0
    for i in range(start, stop):
        k = gap_around(ys, density, y[i], y[i])
        slot = 2 * k if k > 0 else searched_slot(ys, density, y[i])
        y_slots[i] = slot
        lowest = min(lowest, slot)
        highest = max(highest, slot)
    return lowest >> 1, min((highest + 1) >> 1, ys.size)


@compiled
def _is_beside(x, start, stop, xs):
    left = right = x[start]
    for i in range(start, stop):
        left = min(left, x[i])
        right = max(right, x[i])
    return right < xs[0] or left > xs[-1]


@compiled
def _burn_insides(x, y, ring_starts, polygon_starts, xs, ys, code, mask):
    x_density, y_density = slots_per_unit(xs), slots_per_unit(ys)
    y_slots = np.empty(x.size, dtype=np.int32)
    changes = np.zeros(ys.size + 1, dtype=np.int64)
    at = np.empty(ys.size + 1, dtype=np.int64)
    slots = np.empty(4096, dtype=np.int32)
    for polygon in range(polygon_starts.size - 1):
        rings = ring_starts[polygon_starts[polygon] : polygon_starts[polygon + 1] + 1]
        if _is_beside(x, rings[0], rings[-1], xs):
            continue
        row, end_row = _rows_of(y, rings[0], rings[-1], ys, y_density, y_slots)
        if row >= end_row:
            continue
        _count_crossings(x, y_slots, rings, xs, x_density, code, changes, mask)
        crossings = 0
        while row < end_row:
            first_row = row
            row, total, crossings = _next_band(first_row, end_row, crossings, changes, at)
            if total > slots.size:
                slots = np.empty(max(total, 2 * slots.size), dtype=np.int32)
            _collect_crossings(
                x, y, y_slots, rings, xs, ys, x_density, code, first_row, row, at, slots
            )
            _fill_between_crossings(slots, at, first_row, row, code, mask)
        changes[end_row] = 0


@compiled
def _burn_edges(x, y, ring_starts, xs, ys, mask):
    """Set every cell whose open interior an edge of a polygon meets; xs, ys are cell edges."""
    rows, cols = mask.shape
    x_density, y_density = slots_per_unit(xs), slots_per_unit(ys)
    for ring in range(ring_starts.size - 1):
        for i in range(ring_starts[ring] + 1, ring_starts[ring + 1]):
            low, high = (i - 1, i) if y[i - 1] < y[i] else (i, i - 1)
            x0, y0, x1, y1 = x[low], y[low], x[high], y[high]
            if max(x0, x1) <= xs[0] or min(x0, x1) >= xs[cols] or y1 < ys[0] or y0 > ys[rows]:
                continue
            bottom = ((slot_of(ys, y_density, y0) + 1) >> 1) - 1
            top = slot_of(ys, y_density, y1) >> 1
            start = slot_of(xs, x_density, x0)
            if bottom < 0:
                bottom = 0
                start = crossing_slot(x0, y0, x1, y1, ys[0], xs, x_density)
            for row in range(bottom, min(top, rows)):
                # The part of the edge in this row of cells lies between two slots.
                if row == top - 1:
                    stop = slot_of(xs, x_density, x1)
                else:
                    stop = crossing_slot(x0, y0, x1, y1, ys[row + 1], xs, x_density)
                first = max(((min(start, stop) + 1) >> 1) - 1, 0)
                for col in range(first, min(max(start, stop) >> 1, cols)):
                    mask[row, col] = 1
                start = stop


@compiled
def _covers(x, y, rings, strict, px, py):
    """Tell whether a polygon covers a point: even-odd over its edges, exact on them."""
    inside = False
    for ring in range(rings.size - 1):
        for i in range(rings[ring] + 1, rings[ring + 1]):
            low, high = (i - 1, i) if y[i - 1] < y[i] else (i, i - 1)
            if py < y[low] or py > y[high]:
                continue
            if y[low] == y[high]:
                if min(x[low], x[high]) <= px <= max(x[low], x[high]):
                    return not strict
                continue
            side = orientation(x[low], y[low], x[high], y[high], px, py)
            if side == 0:
                return not strict
            if side > 0 and py < y[high]:
                inside = not inside
    return inside


@compiled
def _cover_points(x, y, ring_starts, polygon_starts, x2d, y2d, strict, mask):
    for polygon in range(polygon_starts.size - 1):
        rings = ring_starts[polygon_starts[polygon] : polygon_starts[polygon + 1] + 1]
        own_x, own_y = x[rings[0] : rings[-1]], y[rings[0] : rings[-1]]
        left, right, bottom, top = own_x.min(), own_x.max(), own_y.min(), own_y.max()
        for row in range(mask.shape[0]):
            for col in range(mask.shape[1]):
                px, py = x2d[row, col], y2d[row, col]
                if left <= px <= right and bottom <= py <= top and mask[row, col] == 0:
                    mask[row, col] = _covers(x, y, rings, strict, px, py)
