"""How much of each cell polygons cover, exactly (see ``engines/coverage``)."""

import numpy as np

from ..burning import ascending
from ..coverage import WHOLE, check_cover, shares, turning
from .compiling import compiled
from .slots import slot_of, slots_per_unit


def cover_cells(rings, x_edges, y_edges, out):
    """Compiled twin of the numpy engine's `cover_cells`."""
    check_cover(x_edges, y_edges, out)
    direction = turning(x_edges, y_edges)
    xs, x = ascending(x_edges, rings.x)
    ys, y = ascending(y_edges, rings.y)
    heights = np.zeros((ys.size - 1, xs.size), dtype=np.int64)
    _add_edges(x, y, rings.ring_starts, xs, ys, direction, heights)
    shares(heights, out)


@compiled
def _column_of(xs, density, x):
    """Return the column that holds x, its left side included: -1 to the number of columns."""
    return ((slot_of(xs, density, x) + 1) >> 1) - 1


@compiled
def _height_at(x0, y0, x1, y1, x, bottom, height, low, high):
    """Return how far up in its row an edge crosses the line of one x."""
    up = (y0 - bottom) + (y1 - y0) * ((x - x0) / (x1 - x0))
    return min(max(np.rint(up / height * WHOLE), low), high)


@compiled
def _from_left(distance, width):
    return min(max(distance / width, 0.0), 1.0)


@compiled
def _add_edges(x, y, ring_starts, xs, ys, direction, heights):
    rows, cols = ys.size - 1, xs.size - 1
    x_density, y_density = slots_per_unit(xs), slots_per_unit(ys)
    for ring in range(ring_starts.size - 1):
        for i in range(ring_starts[ring] + 1, ring_starts[ring + 1]):
            # Counterclockwise the inside is to the right of what runs down.
            low, high, sign = (i - 1, i, -direction) if y[i - 1] < y[i] else (i, i - 1, direction)
            x0, y0, x1, y1 = x[low], y[low], x[high], y[high]
            if y0 == y1 or y1 <= ys[0] or y0 >= ys[rows] or min(x0, x1) >= xs[cols]:
                continue
            first = max(((slot_of(ys, y_density, y0) + 1) >> 1) - 1, 0)
            end = min(slot_of(ys, y_density, y1) >> 1, rows)
            start_col = -2
            for row in range(first, end):
                bottom, top = ys[row], ys[row + 1]
                from_y0, to_y1 = y0 >= bottom, y1 <= top
                along_bottom = 0.0 if from_y0 else (bottom - y0) / (y1 - y0)
                along_top = 0.0 if to_y1 else (top - y0) / (y1 - y0)
                if start_col < -1:
                    start = x0 if from_y0 else x0 + (x1 - x0) * along_bottom
                    start_col = _column_of(xs, x_density, start)
                stop = x1 if to_y1 else x0 + (x1 - x0) * along_top
                stop_col = _column_of(xs, x_density, stop)
                _add_part(
                    x0, y0, x1, y1, from_y0, to_y1, along_bottom, along_top, start_col, stop_col,
                    row, sign, xs, ys, heights,
                )  # fmt: skip
                start_col = stop_col


@compiled
def _add_part(
    x0, y0, x1, y1, from_y0, to_y1, along_bottom, along_top, start_col, stop_col,
    row, sign, xs, ys, heights,
):  # fmt: skip
    """Cut the part of an edge in one row where it crosses columns, and add the pieces up."""
    bottom, height = ys[row], ys[row + 1] - ys[row]
    low = np.rint((y0 - bottom) / height * WHOLE) if from_y0 else 0.0
    high = np.rint((y1 - bottom) / height * WHOLE) if to_y1 else WHOLE
    cols = xs.size - 1
    step = 1 if start_col <= stop_col else -1
    col = start_col
    if col >= cols:  # what is beyond the last column covers none
        if stop_col >= cols:
            return
        low_here = _height_at(x0, y0, x1, y1, xs[cols], bottom, height, low, high)
        col = cols - 1
    else:
        low_here = low
    while col != stop_col + step and col < cols:
        ends = col == stop_col
        high_here = high
        if not ends:
            side = xs[col + (step > 0)]
            high_here = _height_at(x0, y0, x1, y1, side, bottom, height, low, high)
        rise = np.int64(high_here - low_here) * sign
        if col < 0:
            heights[row, 0] += rise
        else:
            left, width = xs[col], xs[col + 1] - xs[col]
            entering = 0.0 if step > 0 else 1.0
            if col == start_col:
                crossing = x0 - left if from_y0 else (x0 - left) + (x1 - x0) * along_bottom
                entering = _from_left(crossing, width)
            leaving = 1.0 if step > 0 else 0.0
            if ends:
                crossing = x1 - left if to_y1 else (x0 - left) + (x1 - x0) * along_top
                leaving = _from_left(crossing, width)
            area = np.rint((high_here - low_here) * (0.5 * (entering + leaving)))
            on_left = np.int64(area) * sign
            heights[row, col] += rise - on_left
            heights[row, col + 1] += on_left
        low_here = high_here
        col += step
