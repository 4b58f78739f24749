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
