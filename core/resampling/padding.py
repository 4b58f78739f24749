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


def extract_padded(array, window, boundary_condition, dtype):
    """Copy a window of an array that may reach out of it.

    Parameters
    ----------
    array : numpy.ndarray, shape (..., rows, cols)
    window : ((int, int), (int, int))
        Inclusive ends.
    boundary_condition : str
        What stands outside; the constant is 0.
    dtype : dtype
        Of the result.

    Returns
    -------
    numpy.ndarray
        C-contiguous.
    """
    indices = [
        boundary_indices(first, last + 1, size, boundary_condition)
        for (first, last), size in zip(window, array.shape[-2:])
    ]
    inner = [
        slice(min(max(0, -first), last - first + 1), max(0, min(last + 1, size) - first))
        for (first, last), size in zip(window, array.shape[-2:])
    ]
    out = np.empty(array.shape[:-2] + tuple(each.size for each in indices), dtype=dtype)
    # The inside is one plain copy; only the strips around it are gathered.
    rows, cols = (
        slice(first + each.start, first + each.stop) for (first, _), each in zip(window, inner)
    )
    out[..., inner[0], inner[1]] = array[..., rows, cols]
    every_row = slice(0, indices[0].size)
    strips = (
        (slice(0, inner[0].start), slice(0, indices[1].size)),
        (slice(inner[0].stop, indices[0].size), slice(0, indices[1].size)),
        (every_row, slice(0, inner[1].start)),
        (every_row, slice(inner[1].stop, indices[1].size)),
    )
    for strip_rows, strip_cols in strips:
        row, col = indices[0][strip_rows, None], indices[1][None, strip_cols]
        strip = array[..., row, col]
        out[..., strip_rows, strip_cols] = np.where((row < 0) | (col < 0), 0, strip)
    return out
