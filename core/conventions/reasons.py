"""Why a cell of a mask is invalid."""

from enum import IntEnum


class Reason(IntEnum):
    """Values of a raster of reasons (uint8).

    Where several hold, the smallest is told: polygons before the raster mask. The last two exclude
    each other.
    """

    VALID = 0
    OUTSIDE_VALID = 1  # outside of all valid polygons
    INSIDE_INVALID = 2  # inside an invalid polygon
    MASKED = 3  # invalid in the raster mask, or too near to what is
    UNSUPPORTED = 4  # beyond the outermost pixel centres of the raster mask
