"""A frame for a raster in a target system, from places of some of its pixels."""

import math

import numpy as np

from ..conventions.frame import frame_covering
from .crs import is_geographic
from .maps import near

# Rows and columns beyond which nobody wants to be surprised by a suggestion.
_LARGEST = 1 << 20


def suggest_frame(x, y, spacing, crs_wkt):
    """Return a frame that covers places of a source with square cells of its own size.

    Parameters
    ----------
    x, y : float arrays (rows, cols)
        Map coordinates of a lattice of source positions; NaN where unknown. The outermost rows and
        columns are the source's edges, and may be nearer to the next than those to each other.
    spacing : (float, float)
        Source pixels between the rows and between the columns of the lattice.
    crs_wkt : str
        Reference system of x and y. Degrees of longitude are counted on across the antimeridian.

    Raises
    ------
    ValueError
        If too few places are known.
    """
    known = np.isfinite(x) & np.isfinite(y)
    if is_geographic(crs_wkt) and known.any():
        x = np.where(known, near(x, _middle_longitude(x[known])), np.nan)
    # The side of the square that has the area of a source pixel, by the median.
    inner_x, inner_y = x[1:-1, 1:-1], y[1:-1, 1:-1]
    along_rows = np.diff(inner_x, axis=0)[:, :-1], np.diff(inner_y, axis=0)[:, :-1]
    along_cols = np.diff(inner_x, axis=1)[:-1], np.diff(inner_y, axis=1)[:-1]
    area = np.abs(along_rows[0] * along_cols[1] - along_rows[1] * along_cols[0])
    area = area[np.isfinite(area) & (area > 0)]
    if not area.size:
        raise ValueError(
            "No extent can be suggested in TARGET_CRS; give REFERENCE, or EXTENT and CELL_SIZE."
        )
    side = math.sqrt(float(np.median(area)) / (spacing[0] * spacing[1]))
    west, east = float(np.nanmin(x[known])), float(np.nanmax(x[known]))
    south, north = float(np.nanmin(y[known])), float(np.nanmax(y[known]))
    if max(east - west, north - south) > _LARGEST * side:
        raise ValueError(
            f"The extent suggested in TARGET_CRS has more than {_LARGEST} rows or columns; give"
            " REFERENCE, or EXTENT and CELL_SIZE."
        )
    return frame_covering(west, south, east, north, side, crs_wkt)


def _middle_longitude(longitude):
    """Return the longitude opposite to the widest gap between longitudes."""
    ordered = np.sort(np.mod(longitude, 360.0))
    gaps = np.diff(ordered, append=ordered[0] + 360.0)
    widest = int(np.argmax(gaps))
    # Named in the way in which most of them are.
    middle = ordered[widest] + 0.5 * gaps[widest] + 180.0
    return float(near(middle, np.median(longitude)))
