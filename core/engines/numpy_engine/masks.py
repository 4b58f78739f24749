"""Oversampling a coarse validity mask."""

import numpy as np

from ..oversampling import check_oversampling, fewest_valid_parts


def oversample_mask(mask01, factor_row, factor_col, win, threshold, dtype, out):
    """Interpolate a coarse mask bilinearly and keep where it reaches a threshold.

    The weights are whole numbers over ``factor_row * factor_col``: where all nodes that have
    weight are valid the value is exactly 1, at any factor, and a node without weight counts for
    nothing.

    Parameters
    ----------
    mask01 : uint8 array (rows, cols)
        0 or 1 at the nodes.
    factor_row, factor_col : int
        Pixels between two nodes.
    win : ((int, int), (int, int))
        Window, inclusive, of the full-resolution frame of ``(n - 1) * factor + 1`` pixels.
    threshold : float
    dtype : numpy.dtype
        float32 or float64: in what the value is compared with the threshold.
    out : uint8 array of the window's shape
        Set to 1 where the value reaches the threshold, else to 0.
    """
    check_oversampling(mask01, factor_row, factor_col, win, out)
    fewest = fewest_valid_parts(factor_row * factor_col, threshold, dtype)
    rows, next_rows, row_parts = _nodes(*win[0], factor_row, mask01.shape[0])
    cols, next_cols, col_parts = _nodes(*win[1], factor_col, mask01.shape[1])
    mask = mask01.astype(np.int64)
    along_rows = (factor_row - row_parts)[:, np.newaxis] * mask[rows]
    along_rows += row_parts[:, np.newaxis] * mask[next_rows]
    parts = (factor_col - col_parts) * along_rows[:, cols] + col_parts * along_rows[:, next_cols]
    out[...] = parts >= fewest


def _nodes(first, last, factor, count):
    """Return the nodes before and after each pixel, and how many parts are on the second's side."""
    node, parts = np.divmod(np.arange(first, last + 1), factor)
    return node, np.minimum(node + 1, count - 1), parts
