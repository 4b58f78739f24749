"""Arrays of real numbers as callers give them."""

import numpy as np


def real_array(values, name):
    """Read an array of booleans or real numbers; nothing is copied that is one already.

    Parameters
    ----------
    values : array_like
    name : str
        What it is called in an error message.

    Returns
    -------
    numpy.ndarray

    Raises
    ------
    TypeError
        If it holds anything else, or is a masked array: its mask would be lost.
    ValueError
        If its rows differ in length.
    """
    if isinstance(values, np.ma.MaskedArray):
        raise TypeError(
            f"{name} is a masked array; give its data, and its mask as a mask argument."
        )
    try:
        array = np.asarray(values)
    except ValueError as error:
        raise ValueError(f"{name} is no array: {error}") from error
    if array.dtype.kind not in "biuf":
        raise TypeError(f"{name} holds {array.dtype}; it must hold booleans or real numbers.")
    return array


def real_number(value, name):
    """Read one real number, which may be NaN or infinite.

    Raises
    ------
    TypeError
        If it is anything else.
    """
    array = real_array(value, name)
    if array.ndim:
        raise TypeError(f"{name} is {value!r}; it must be one number.")
    return float(array)


def real_share(value, name):
    """Read a number of more than 0 and at most 1 as float.

    Raises
    ------
    TypeError, ValueError
        With a sentence that names it.
    """
    number = real_number(value, name)
    if not 0 < number <= 1:  # as NaN is not
        raise ValueError(f"{name} is {value}; it must be more than 0 and at most 1.")
    return number
