"""Grid rasters read at pixels of their output, between nodes too, by windows."""

import numpy as np

from ..grids.oversample import interpolate_grid
from ..grids.sample import sample_grid, snapped
from ..grids.shift import array_shift_grid_coordinates
from .grid_deriving import Positions
from .raster_source import NodeReader

# Nodes along a side of what is read at once: bounds memory.
_SIDE = 512


class PixelGrid:
    """A grid raster as a function of output pixels.

    Parameters
    ----------
    spec : GridSpec
    first : (int, int)
        Output row and column that count as 0.
    shift : (float, float)
        Added to source rows and columns.
    name : str
        What the grid is called in an error message.
    """

    def __init__(self, spec, first=(0, 0), shift=(0.0, 0.0), name="GRID"):
        self._reader, self._first, self._shift = NodeReader(spec, name), first, shift
        self._factors, self._shape = spec.factors, spec.frame.shape

    def at(self, rows, cols):
        """Return the `Positions` where rows and columns of output pixels cross.

        Parameters
        ----------
        rows, cols : float64 arrays (rows,), (cols,)
            Ascending, possibly fractional, between the first and the last node.
        """
        rows, cols = rows + self._first[0], cols + self._first[1]
        row, col = np.empty((rows.size, cols.size)), np.empty((rows.size, cols.size))
        for down in _near_by(rows, self._factors[0]):
            for across in _near_by(cols, self._factors[1]):
                part = down, across
                row[part], col[part] = self._interpolate(rows[down], cols[across])
        array_shift_grid_coordinates(row, col, self._shift)
        return Positions(row, col)

    def _interpolate(self, rows, cols):
        window = tuple(
            (int(positions[0] // factor), min(int(-(-positions[-1] // factor)), size - 1))
            for positions, factor, size in zip((rows, cols), self._factors, self._shape)
        )
        nodes = np.stack(self._reader.read_known(window))
        y, x = (
            np.arange(first, last + 1) * factor
            for (first, last), factor in zip(window, self._factors)
        )
        return interpolate_grid(nodes, None, x, y, cols, rows)[0]

    def at_points(self, row, col):
        """Return the `Positions` of single points.

        Parameters
        ----------
        row, col : float64 arrays of one shape
            Rows and columns of output pixels; NaN and what lies beyond the nodes gives NaN.
        """
        shape, row, col = row.shape, row.ravel(), col.ravel()
        at_row, at_col = snapped(row / self._factors[0]), snapped(col / self._factors[1])
        out = np.full((2, row.size), np.nan)
        last_row, last_col = (size - 1 for size in self._shape)
        inside = (at_row >= 0) & (at_row <= last_row) & (at_col >= 0) & (at_col <= last_col)
        (points,) = np.nonzero(inside)
        at_row, at_col = at_row[points], at_col[points]
        blocks = at_row // _SIDE * (last_col // _SIDE + 1) + at_col // _SIDE
        order = np.argsort(blocks, kind="stable")
        starts = np.nonzero(np.diff(blocks[order], prepend=-1))[0]
        for chosen in np.split(order, starts[1:]) if points.size else ():
            down, across = at_row[chosen], at_col[chosen]
            window = tuple(
                (int(each.min()), min(int(each.max()) + 1, last))
                for each, last in ((down, last_row), (across, last_col))
            )
            nodes = self._reader.read_known(window)
            out[:, points[chosen]] = sample_grid(*nodes, down - window[0][0], across - window[1][0])
        row, col = out.reshape(2, *shape)
        array_shift_grid_coordinates(row, col, self._shift)
        return Positions(row, col)


def _near_by(positions, factor):
    """Return slices of ascending positions of which each needs few nodes."""
    parts, start = [], 0
    while start < positions.size:
        end = positions[start] // factor * factor + _SIDE * factor
        stop = max(start + 1, int(np.searchsorted(positions, end, "right")))
        parts.append(slice(start, stop))
        start = stop
    return parts
