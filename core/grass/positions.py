"""Positions of source cells along an axis, unrolled where longitudes wrap.

A position is the index of a source row or column, counted on beyond the source in both directions,
so that what a target cell needs is always a run of consecutive positions. Where longitudes wrap the
same column has a position in every turn. Positions at which no cell stands are outside.

All plans of this room are made of positions. Reading and computing see them only as a block of
values and the positions of its first row and column.
"""

import math
from dataclasses import dataclass

import numpy as np

from ..conventions.region import TURN

# Positions beyond this stand for all that is farther: enough for any raster, and exact in float64.
FARTHEST = 1 << 52


@dataclass(frozen=True)
class SourceAxis:
    """Which source row or column stands at a position.

    Attributes
    ----------
    size : int
        Rows or columns of the source.
    shifts : tuple of int
        Added to a position they give the index; the first one that gives an index of the source
        counts. One for each turn in which the source is used.
    """

    size: int
    shifts: tuple = (0,)

    def indices(self, positions):
        """Return the index at each position, -1 where there is none.

        Parameters
        ----------
        positions : numpy.ndarray of int

        Returns
        -------
        numpy.ndarray of int
        """
        found = np.full(positions.shape, -1, dtype=np.int64)
        for shift in reversed(self.shifts):
            index = positions + shift
            found = np.where((index >= 0) & (index < self.size), index, found)
        return found

    def run(self, start, stop):
        """Return what stands at the positions of a range, without those at its ends that are empty.

        Parameters
        ----------
        start, stop : int
            Half-open.

        Returns
        -------
        (int, numpy.ndarray of int)
            The first position, and the index at this one and each that follows, -1 where there is
            none. The array is empty where there is nothing in the whole range.
        """
        start = max(start, min(-shift for shift in self.shifts))
        stop = min(stop, max(self.size - shift for shift in self.shifts))
        indices = self.indices(np.arange(start, max(start, stop)))
        there = np.flatnonzero(indices >= 0)
        if there.size == 0:
            return start, indices[:0]
        return start + int(there[0]), indices[there[0] : there[-1] + 1]


@dataclass(frozen=True)
class Needed:
    """What a window of the target needs of the source.

    Attributes
    ----------
    top, left : int
        Position of the first row and column.
    rows, cols : numpy.ndarray of int
        Index in the source of each row and column from there on, -1 where there is none: what
        `gather` takes. Empty where the window needs nothing.
    """

    top: int
    left: int
    rows: np.ndarray
    cols: np.ndarray

    @property
    def shape(self):
        """(rows, cols)."""
        return self.rows.size, self.cols.size

    @property
    def is_consecutive(self):
        """Whether it is a window of the source as it stands, without seam or gap."""
        return all(
            axis.size == 0 or (axis[0] >= 0 and axis[-1] - axis[0] == axis.size - 1)
            for axis in (self.rows, self.cols)
        )


@dataclass(frozen=True)
class Block:
    """Values of the source at consecutive positions.

    Attributes
    ----------
    values : numpy.ndarray (bands, rows, cols)
        Each band C-contiguous.
    top, left : int
        Position of the first row and column.
    """

    values: np.ndarray
    top: int
    left: int


def needed_window(row_axis, rows, col_axis, cols):
    """Return a `Needed` for half-open ranges of positions.

    Parameters
    ----------
    row_axis, col_axis : SourceAxis
    rows, cols : (int, int)
    """
    top, row_indices = row_axis.run(*rows)
    left, col_indices = col_axis.run(*cols)
    return Needed(top, left, row_indices, col_indices)


def turned_source(source, target):
    """Return the west of a geographic source, moved by whole turns towards the target, as GRASS.

    It stays where it is if the two overlap, or if no whole turn brings it nearer.
    """
    west, east = source.west, source.east
    if west >= target.east and east - TURN > target.west:
        turns = min(
            math.floor((west - target.east) / TURN) + 1,
            math.ceil((east - TURN - target.west) / TURN),
        )
        return west - TURN * turns
    if east <= target.west and west + TURN < target.east:
        turns = min(
            math.floor((target.west - east) / TURN) + 1,
            math.ceil((target.east - TURN - west) / TURN),
        )
        return west + TURN * turns
    return west


def column_axis(source, west, low, high):
    """Return the `SourceAxis` of the source's columns for a range of eastings.

    Position 0 is the source's first column. Where longitudes wrap and a turn is not a whole number
    of columns, a position gets the column in which its centre falls, as GRASS reads a raster over
    its seam.

    Parameters
    ----------
    source : Region
    west : float
        Where the source's west side has been moved to, see `turned_source`.
    low, high : float
        What has to be covered.
    """
    if not source.geographic:
        return SourceAxis(source.cols)
    cols_per_turn = TURN / source.ewres
    turns = range(math.floor((low - west) / TURN), math.ceil((high - west) / TURN))
    return SourceAxis(source.cols, tuple(math.floor(0.5 - turn * cols_per_turn) for turn in turns))


def whole(positions):
    """Turn whole floats into int64; what is too far to be a position becomes `FARTHEST`."""
    return np.clip(positions, -FARTHEST, FARTHEST).astype(np.int64)
