"""Cells taken from a block of values, in vectorised numpy."""

import numpy as np


def pick_cells(values, rows, cols, null, out):
    """Copy the values at listed rows and columns.

    Parameters
    ----------
    values : array (rows, cols) of numbers of 1, 2, 4 or 8 bytes, C-contiguous
    rows, cols : int64 array
        Indices in the block; what lies outside of it is null.
    null : array (1,) of the same type
    out : array (target rows, target cols) of the same type, C-contiguous
        Filled.
    """
    row_there = (rows >= 0) & (rows < values.shape[0])
    col_there = (cols >= 0) & (cols < values.shape[1])
    out[...] = null[0]
    out[np.ix_(row_there, col_there)] = values[np.ix_(rows[row_there], cols[col_there])]
