"""Arguments that hold one number for rows and one for columns."""

import numpy as np


def whole_pair(value, name):
    """Read two whole numbers of 1 or more, (row, column); one number stands for both.

    Parameters
    ----------
    value : int or array_like of int, shape (2,)
        Tuples, lists, arrays; whole floats too.
    name : str
        What the argument is called in an error message.

    Returns
    -------
    (int, int)

    Raises
    ------
    ValueError
        If it is anything else.
    """
    pair = _pair(value)
    if pair is None or not np.all((pair == np.floor(pair)) & (pair >= 1)):
        raise ValueError(
            f"{name} is {value!r}; it must be two whole numbers (row, column) of 1 or more."
        )
    return int(pair[0]), int(pair[1])


def full_resolution_shape(nodes, factors):
    """Return (rows, cols) of a lattice of nodes with pixels between: ``(nodes - 1) * factor + 1``.

    The first and last pixel centres are the first and last nodes.
    """
    return tuple((count - 1) * factor + 1 for count, factor in zip(nodes, factors))


def real_pair(value, name):
    """Read two finite numbers, (row, column); one number stands for both.

    Returns
    -------
    (float, float)

    Raises
    ------
    ValueError
        If it is anything else.
    """
    pair = _pair(value)
    if pair is None or not np.all(np.isfinite(pair)):
        raise ValueError(f"{name} is {value!r}; it must be two finite numbers (row, column).")
    return float(pair[0]), float(pair[1])


def _pair(value):
    pair = np.asarray(value)
    if pair.dtype.kind not in "iuf":
        return None
    if pair.ndim == 0:
        pair = np.repeat(pair, 2)
    return pair if pair.shape == (2,) else None
