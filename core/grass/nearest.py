"""Nearest neighbour from region to region, as GRASS reads any raster."""

import math
from dataclasses import dataclass

import numpy as np

from ..conventions.region import TURN, check_same_kind
from ..conventions.window import window_indices
from ..engines import engine
from .positions import SourceAxis, needed_window, whole

_OUTSIDE = -1


@dataclass(frozen=True)
class NearestPlan:
    """Which source cell each target cell takes.

    Attributes
    ----------
    row_axis, col_axis : SourceAxis
    rows, cols : int64 array
        Position for each row and column of the target, -1 outside of the source.
    """

    row_axis: SourceAxis
    col_axis: SourceAxis
    rows: np.ndarray
    cols: np.ndarray

    @property
    def shape(self):
        """Rows and columns of the target."""
        return self.rows.size, self.cols.size

    @property
    def reaches_outside(self):
        """Whether any target cell lies outside of the source."""
        return bool((self.rows < 0).any() or (self.cols < 0).any())

    def needed(self, window):
        """Return the `Needed` source of a window ((row, row), (col, col)) with inclusive ends."""
        rows, cols = window_indices(window)
        return needed_window(
            self.row_axis, _range(self.rows[rows]), self.col_axis, _range(self.cols[cols])
        )

    def compute(self, window, block, null, out):
        """Fill a target window from the source that it needs.

        Parameters
        ----------
        window : ((int, int), (int, int))
            With inclusive ends.
        block : Block
            Covers what `needed` tells; of the type of `out`.
        null : number
            Written outside of the source.
        out : numpy.ndarray (bands, rows, cols)
            Of the window's shape, each band C-contiguous.
        """
        rows, cols = window_indices(window)
        rows = _in_block(self.rows[rows], block.top)
        cols = _in_block(self.cols[cols], block.left)
        null = np.array([null], dtype=out.dtype)
        for values, band in zip(block.values, out):
            engine().pick_cells(values, rows, cols, null, band)


def plan_nearest(source, target):
    """Plan GRASS's r.resample: the source cell in which each target cell's centre falls.

    A centre on the side between two cells takes the southern or eastern one. Columns are counted
    on by the ratio of the cells' widths, added again and again, as GRASS does.

    Parameters
    ----------
    source, target : Region

    Returns
    -------
    NearestPlan
    """
    check_same_kind(source, target)
    ratio = target.nsres / source.nsres
    start = (source.north - target.north + target.nsres / 2) / source.nsres
    rows = np.floor(np.arange(target.rows) * ratio + start)
    rows = np.where((rows >= 0) & (rows < source.rows), rows, _OUTSIDE)
    if source.geographic:
        cols, col_axis = _wrapped_columns(source, target)
    else:
        cols, col_axis = _columns(source, target, target.west), SourceAxis(source.cols)
    return NearestPlan(SourceAxis(source.rows), col_axis, whole(rows), whole(cols))


def _columns(source, target, west):
    """Return the source column of each target column, as floats, with the target's west moved."""
    steps = np.full(target.cols, target.ewres / source.ewres)
    steps[0] = (west - source.west + target.ewres / 2) / source.ewres
    cols = np.floor(np.cumsum(steps))
    return np.where((cols >= 0) & (cols < source.cols), cols, _OUTSIDE)


def _wrapped_columns(source, target):
    """Return the position of each target column, and the axis that they count on.

    In each turn the source's columns follow those of the turn before.
    """
    west, east = target.west, target.east
    turns = min(0, math.floor((west - source.west) / TURN))
    turns = turns or max(0, math.ceil((west - source.west) / TURN) - 1)
    west, east = west - TURN * turns, east - TURN * turns
    period = max(source.cols, math.ceil(TURN / source.ewres))
    positions, shifts = _columns(source, target, west), [0]
    while east - TURN > source.west:
        west, east = west - TURN, east - TURN
        cols = _columns(source, target, west)
        shifts.append(shifts[-1] - period)
        cols = np.where(cols >= 0, cols - shifts[-1], _OUTSIDE)
        positions = np.where(positions >= 0, positions, cols)
    return positions, SourceAxis(source.cols, tuple(shifts))


def _range(positions):
    """Return the half-open range of the positions of a window; empty if all are outside."""
    there = positions[positions >= 0]
    return (int(there.min()), int(there.max()) + 1) if there.size else (0, 0)


def _in_block(positions, first):
    return np.where(positions >= 0, positions - first, _OUTSIDE)
