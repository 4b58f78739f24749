"""What both engines need to oversample a coarse mask."""

import numpy as np

from ..conventions.pairs import full_resolution_shape


def fewest_valid_parts(parts, threshold, dtype):
    """Turn a threshold on an interpolated mask into whole numbers.

    Bilinear weights between two nodes ``factor`` apart are multiples of ``1 / factor``, so the
    value is ``n / parts`` with a whole n and ``parts = factor_row * factor_col``: no rounding.

    Returns
    -------
    int
        The smallest n of which ``n / parts``, computed in `dtype`, reaches the threshold;
        ``parts + 1`` if none does.
    """
    real = np.dtype(dtype).type
    low, high = 0, parts + 1
    while low < high:
        middle = (low + high) // 2
        if real(middle) / real(parts) >= real(threshold):
            high = middle
        else:
            low = middle + 1
    return low


def check_oversampling(mask, factor_row, factor_col, win, out):
    """Make sure that a window lies in the oversampled mask and `out` fits it."""
    full = full_resolution_shape(mask.shape, (factor_row, factor_col))
    (first_row, last_row), (first_col, last_col) = win
    shape = (last_row - first_row + 1, last_col - first_col + 1)
    inside = 0 <= first_row <= last_row < full[0] and 0 <= first_col <= last_col < full[1]
    if not inside or out.shape != shape:
        raise ValueError(
            f"win is {win} and out has the shape {out.shape}; the window must lie in the"
            f" oversampled mask, of shape {full}, and out must fit it."
        )
