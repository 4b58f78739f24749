"""What the two engines need to know to interpolate between rows and columns of samples.

A block of samples is (rows, cols), float32 or float64 and C-contiguous; null is NaN.
"""

from typing import NamedTuple

import numpy as np

# Samples of each interpolator on an axis.
TAPS = {"nearest": 1, "bilinear": 2, "bicubic": 4, "lanczos": 5}


class Stencils(NamedTuple):
    """Which samples along one axis the cells of a window need.

    Attributes
    ----------
    first : int64 array (cells,)
        Index in the block of the first sample; never falls from one cell to the next. The stencil
        may reach out of the block.
    parts : float64 array (parts, cells)
        For bilinear and bicubic the distance from the sample on the left (from the second one for
        bicubic); for lanczos the five weights; for nearest of no meaning.
    """

    first: np.ndarray
    parts: np.ndarray


class LenientStencils(NamedTuple):
    """Which samples along one axis the cells of a window need, if some of them may be missing.

    Attributes
    ----------
    first : int64 array (cells,)
        As in `Stencils`.
    weights : float64 array (taps, cells)
        They sum to 1.
    nearest : int64 array (cells,)
        Index in the block of the sample that is nearest.
    inside : uint8 array (cells,)
        1 where the centre lies in a cell of the source, its sides included.
    """

    first: np.ndarray
    weights: np.ndarray
    nearest: np.ndarray
    inside: np.ndarray


def span_inside(first, taps, size):
    """Return the half-open range of cells whose whole stencil lies in a block of some size."""
    start = int(np.searchsorted(first, 0, side="left"))
    stop = int(np.searchsorted(first, size - taps, side="right"))
    return start, max(start, stop)
