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
            (top, _), (left, _) = window
            found = read(window)[..., _picked(row_indices, top), :]
            target[...] = found[..., _picked(col_indices, left)]


def _picked(indices, first):
    """Return what picks a run of indices of a window from `first` on; a slice copies nothing."""
    step = int(indices[1] - indices[0]) if indices.size > 1 else 1
    return slice(None, None, step) if step else indices - first


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
