"""Arrays continued beyond their border: constant, edge, reflect, symmetric, wrap."""

import numpy as np

BOUNDARY_CONDITIONS = ("constant", "edge", "reflect", "symmetric", "wrap")


def check_boundary_condition(boundary_condition):
    """Raise ValueError unless it is None or one of `BOUNDARY_CONDITIONS`."""
    if boundary_condition is not None and boundary_condition not in BOUNDARY_CONDITIONS:
        raise ValueError(
            f"boundary_condition is {boundary_condition!r}; it must be None or one of"
            f" {', '.join(BOUNDARY_CONDITIONS)}."
        )


def boundary_indices(start, stop, size, boundary_condition):
    """Return which sample stands at each position of an axis, also outside of it.

    Parameters
    ----------
    start, stop : int
        Half-open range of positions; may reach out of ``0 .. size - 1`` by any amount.
    size : int
        Samples on the axis, at least 1.
    boundary_condition : str
        One of `BOUNDARY_CONDITIONS`, with the meaning of ``numpy.pad``'s modes.

    Returns
    -------
    numpy.ndarray of int
        Indices of samples; -1 stands for the constant.
    """
    positions = np.arange(start, stop)
    if boundary_condition == "constant":
        return np.where((positions >= 0) & (positions < size), positions, -1)
    if boundary_condition == "edge" or size == 1:
        return np.clip(positions, 0, size - 1)
    if boundary_condition == "wrap":
        return positions % size
    if boundary_condition == "symmetric":
        folded = positions % (2 * size)
        return np.where(folded < size, folded, 2 * size - 1 - folded)
    folded = positions % (2 * size - 2)
    return np.where(folded < size, folded, 2 * size - 2 - folded)


def gather(read, rows, cols, out, constant=0):
    """Copy what stands at rows and columns that indices tell.

    Parameters
    ----------
    read : callable
        Takes a window ``((row, row), (col, col))``, inclusive ends, and returns an array whose last
        two axes are its rows and columns.
    rows, cols : numpy.ndarray of int
        As `boundary_indices` returns them; -1 stands for the constant.
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
