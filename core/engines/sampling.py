"""What the two engines need to know to sample an array through a grid."""

from typing import NamedTuple

import numpy as np

from ..interpolation.bspline import ORDERS

# Stands for "no mask" so that compiled functions always see the same types.
NO_MASK = np.zeros((0, 0), dtype=np.uint8)

# Coordinates are rounded to 1e-12 of a pixel as GridR 0.7 does, by floor(1e12 x + 1/2). That
# matters only at the centres and edges of pixels (whole and half numbers): 3 + 4e-13 counts as 3,
# and its neighbours have no weight. Elsewhere the coordinate is left as it is.
COORDINATE_STEPS = 1e12

# Orders of the interpolators that take coefficients instead of samples.
BSPLINE_ORDERS = {f"bspline{order}": order for order in ORDERS}


class Sampling(NamedTuple):
    """A source, and the grid that says where to sample it.

    Coordinates are (row, col) of the source with pixel centres on integers; ``origin`` is added to
    the grid's. `values` may be a part of the source: everything is computed in the source's own
    coordinates, so that results do not depend, not even in their last bit, on the part.

    Attributes
    ----------
    values : float64 array (bands, rows, cols), C-contiguous
    top, left : int
        Source row and column of the first value.
    valid : uint8 array (rows, cols)
        1 where a sample may be used, or `NO_MASK`.
    clear : uint8 array (rows, cols)
        1 at ``floor(x)`` where the whole stencil is inside and valid, or `NO_MASK`.
    grid_row, grid_col : float64 array (node rows, node cols), C-contiguous
    node_valid : uint8 array (node rows, node cols)
        1 where a node may be used, or `NO_MASK`. Invalid nodes may hold anything.
    factor_row, factor_col : int
        Full-resolution pixels between two nodes.
    first_row, first_col : int
        Full-resolution pixel of the grid that the first row and column of the output stand for.
    origin_row, origin_col : float
    row_min, row_max, col_min, col_max : float
        Closed bounds of the coordinates that can have a value, origin included; within them
        floor(row) and floor(col) are inside `values`.
    nodata : float
        Written where there is no value.
    """

    values: np.ndarray
    top: int
    left: int
    valid: np.ndarray
    clear: np.ndarray
    grid_row: np.ndarray
    grid_col: np.ndarray
    node_valid: np.ndarray
    factor_row: int
    factor_col: int
    first_row: int
    first_col: int
    origin_row: float
    origin_col: float
    row_min: float
    row_max: float
    col_min: float
    col_max: float
    nodata: float


class Leniency(NamedTuple):
    """When a result is valid although some of its samples are missing or invalid.

    Attributes
    ----------
    nearest : bool
        Whether the sample floor(x + 1/2) decides alone.
    minimum : float
        Smallest share of the weight on valid samples that is enough otherwise; weights below zero
        count by their size.
    least_share : float
        The same, less what rounding may take from it: half of a symmetric stencil is a half.
    """

    nearest: bool
    minimum: float
    least_share: float


def leniency(nearest, minimum):
    """Return a `Leniency`; all of the weight is all of it, without allowance."""
    return Leniency(nearest, minimum, minimum if minimum == 1 else minimum * (1 - 1e-12))
