"""The meaning of a mask's values, and the one way any mask is read."""

from enum import IntEnum

import numpy as np

from .arrays import real_array


class Validity(IntEnum):
    """Values of the masks that GridR reads and writes (uint8)."""

    INVALID = 0
    VALID = 1


def as_validity(mask, name="mask"):
    """Read any 0 / non-0 mask as a validity mask.

    Parameters
    ----------
    mask : array_like
        Booleans, integers or real numbers of any shape; zero and NaN mean invalid, anything
        else valid. Never written to.
    name : str
        What the mask is called in an error message.

    Returns
    -------
    numpy.ndarray
        uint8, C-contiguous, holding only `Validity.INVALID` and `Validity.VALID`.

    Raises
    ------
    TypeError
        If the mask does not hold real numbers.
    """
    mask = real_array(mask, name)
    valid = mask != 0
    if mask.dtype.kind == "f":
        valid &= ~np.isnan(mask)
    return np.ascontiguousarray(valid).view(np.uint8)
