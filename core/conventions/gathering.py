"""Arrays put together from what stands at listed rows and columns."""

import math

import numpy as np

# Elements that are read in about the time that one more call takes.
_CALL = 1 << 15


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


def gather_sparse(read, rows, cols, out, largest):
    """Copy what stands at rows and columns that may lie far apart.

    What is between them is read only where that takes less time than another call, and windows
    have a largest size; so neither time nor memory grow with the whole that they lie in.

    Parameters
    ----------
    read : callable
        See `gather`; returns two axes.
    rows, cols : numpy.ndarray of int
        Rising, without repeats.
    out : numpy.ndarray, shape (rows, cols)
        Filled.
    largest : int
        Rows times columns of a window, at most.
    """
    if rows.size == 0 or cols.size == 0:
        return
    width = _span(cols)
    tallest = max(math.isqrt(largest), largest // width)
    for row_place in _pieces(rows, _CALL // width, tallest):
        height = _span(rows[row_place])
        for col_place in _pieces(cols, _CALL // height, largest // height):
            some = rows[row_place], cols[col_place]
            found = read(tuple((int(indices[0]), int(indices[-1])) for indices in some))
            out[row_place, col_place] = found[np.ix_(*(indices - indices[0] for indices in some))]


def _span(indices):
    """Return how many rows or columns there are from the first index to the last."""
    return int(indices[-1] - indices[0]) + 1


def _pieces(indices, gap, longest):
    """Cut rising indices where more than a gap is between them, and so that none spans too much.

    Yields slices of positions.
    """
    cuts = np.flatnonzero(np.diff(indices) > gap + 1) + 1
    for start, stop in zip((0, *cuts.tolist()), (*cuts.tolist(), indices.size)):
        while start < stop:
            end = start + int(np.searchsorted(indices[start:stop], indices[start] + longest))
            yield slice(start, end)
            start = end


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
