"""Where the longitudes of a source begin anew, and what that does to a coarse grid."""

import itertools
import math
from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Seam:
    """The jump of source positions by a whole turn.

    A source in longitudes and latitudes repeats itself every turn. Positions are taken from the
    turn whose middle is the source's, so they jump where that turn begins. Between nodes on both
    sides of the jump nothing can be interpolated.

    Attributes
    ----------
    turn : (float, float)
        Source rows and columns that lead once around the earth.
    shape : (int, int)
        Rows and columns of the source.
    """

    turn: tuple
    shape: tuple

    def brought_near(self, row, col, near_row, near_col):
        """Return positions moved by whole turns to where they are nearest to others."""
        turns = np.round(self._along(near_row, near_col) - self._along(row, col))
        return row + turns * self.turn[0], col + turns * self.turn[1]

    def torn_nodes(self, row, col):
        """Return which nodes have to be unknown, so that no cell reaches across the seam.

        Of each cell that does, these are the nodes on the side of the larger positions.

        Parameters
        ----------
        row, col : float64 array
            Nodes, NaN where unknown.

        Returns
        -------
        numpy.ndarray of bool
            Of the shape of the nodes.
        """
        along = self._along(row, col)
        torn, middle = self._torn(along)
        marked = np.zeros(along.shape, bool)
        for corner in cell_corners(along.shape):
            marked[corner] |= torn & (along[corner] > middle)
        return marked

    def lost_cells(self, row, col, marked):
        """Return which cells lose pixels that the source has, because of unknown nodes.

        Parameters
        ----------
        row, col : float64 array
            Nodes before some of them were made unknown.
        marked : array of bool
            As `torn_nodes` returns it.
        """
        along, across = self._along(row, col), self._across(row, col)
        torn, middle = self._torn(along)
        lost = np.zeros(torn.shape, bool)
        # A torn cell goes from its lower corners to the end of the turn and begins anew.
        lower, upper = np.full(torn.shape, -np.inf), np.full(torn.shape, np.inf)
        for corner in cell_corners(along.shape):
            lost |= marked[corner]
            below = along[corner] <= middle
            lower = np.where(below, np.fmax(lower, along[corner]), lower)
            upper = np.where(below, upper, np.fmin(upper, along[corner]))
        rows, cols = np.meshgrid(*([-0.5, size - 0.5] for size in self.shape), indexing="ij")
        along_source, across_source = self._along(rows, cols), self._across(rows, cols)
        first, last = _extremes(along)
        lies_along = np.where(
            torn,
            (along_source.min() <= lower) | (along_source.max() >= upper),
            (along_source.min() <= last) & (along_source.max() >= first),
        )
        low, high = _extremes(across)
        lies_across = (across_source.min() <= high) & (across_source.max() >= low)
        return lost & lies_along & lies_across

    def _torn(self, along):
        """Return which cells span more than half a turn, and the middle of each cell's corners."""
        first, last = _extremes(along)
        return last - first > 0.5, 0.5 * (first + last)

    def _along(self, row, col):
        """Return positions in turns."""
        return (row * self.turn[0] + col * self.turn[1]) / (self.turn[0] ** 2 + self.turn[1] ** 2)

    def _across(self, row, col):
        """Return how far positions are to the side of the turn's direction, in source pixels."""
        return (row * self.turn[1] - col * self.turn[0]) / math.hypot(*self.turn)


def cell_corners(shape):
    """Return the four corners of all cells, as indices of nodes; fewer for a line of nodes."""
    axes = ([slice(0, -1), slice(1, None)] if size > 1 else [slice(None)] for size in shape)
    return list(itertools.product(*axes))


def _extremes(nodes):
    """Return the smallest and the largest known corner of each cell."""
    parts = [nodes[corner] for corner in cell_corners(nodes.shape)]
    return np.fmin.reduce(parts), np.fmax.reduce(parts)
