"""Arrays put together from what stands at listed rows and columns."""

import numpy as np


def gather(read, rows, cols, out, constant=0):
    """Copy what stands at rows and columns that indices tell.

    Parameters
    ----------
    read : callable
        Takes a window ``((row, row), (col, col))``, inclusive ends, and returns an array whose last
        two axes are its rows and columns.
    rows, cols : numpy.ndarray of int
        -1 stands for the constant.
    out : numpy.ndarray, shape (..., rows, cols)
        Filled.
    constant : number
    """
    for row_place, row_indices in _runs(rows):
        for col_place, col_indices in _runs(cols):
            target = out[..., row_place, col_place]
            if row_indices[0] < 0 or col_indices[0] < 0:
                target[...] = constant
                continue
            window = tuple((int(i.min()), int(i.max())) for i in (row_indices, col_indices))
            found = read(window)
            (top, bottom), (left, right) = window
            if row_indices.size != bottom - top + 1 or row_indices[0] > row_indices[-1]:
                found = found[..., row_indices - top, :]
            if col_indices.size != right - left + 1 or col_indices[0] > col_indices[-1]:
                found = found[..., col_indices - left]
            target[...] = found


def _runs(indices):
    """Split indices where they turn or jump, and return (slice of positions, indices) of each."""
    steps = np.diff(indices)
    turns = np.flatnonzero((np.abs(steps) > 1) | ((indices[1:] < 0) != (indices[:-1] < 0)))
    edges = [0, *(turns + 1), indices.size]
    for start, stop in zip(edges, edges[1:]):
        # Within these, places where the direction changes: up, down or standing.
        inner = np.flatnonzero(np.diff(steps[start : stop - 1])) + start + 1
        for first, last in zip((start, *inner), (*inner, stop)):
            if first < last:
                yield slice(int(first), int(last)), indices[first:last]
