"""Bilinear values of a grid at any positions."""

import numpy as np

from .oversample import blend

# Distance from a node, in cells, that is nothing but rounding.
_SNAP = 1e-9


def snapped(positions):
    """Return positions, those within 1e-9 of a whole number moved there."""
    with np.errstate(invalid="ignore"):
        whole = np.rint(positions)
        return np.where(np.abs(positions - whole) <= _SNAP, whole, positions)


def sample_grid(row, col, at_row, at_col):
    """Interpolate the coordinates that a grid holds at fractional positions between its nodes.

    Parameters
    ----------
    row, col : float64 array (node rows, node cols)
    at_row, at_col : float64 array of one shape
        Positions, nodes on integers.

    Returns
    -------
    (numpy.ndarray, numpy.ndarray)
        float64 of that shape; NaN outside the nodes and where a node with weight is NaN. A node
        without weight is not looked at.
    """
    at_row, at_col = snapped(at_row), snapped(at_col)
    last_row, last_col = (size - 1 for size in row.shape)
    inside = (at_row >= 0) & (at_row <= last_row) & (at_col >= 0) & (at_col <= last_col)
    at_row, at_col = np.where(inside, at_row, 0.0), np.where(inside, at_col, 0.0)
    above, left = at_row.astype(np.intp), at_col.astype(np.intp)
    below, right = np.minimum(above + 1, last_row), np.minimum(left + 1, last_col)
    down, across = at_row - above, at_col - left

    def interpolated(values):
        upper = blend(values[above, left], values[above, right], across)
        lower = blend(values[below, left], values[below, right], across)
        return np.where(inside, blend(upper, lower, down), np.nan)

    return interpolated(row), interpolated(col)
