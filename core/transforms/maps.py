"""From map coordinates in one reference system to those in another."""

import numpy as np
from osgeo import osr

from ..conventions.frame import Frame
from .crs import CrsToSource, is_geographic

# Cells of size 1 about whole coordinates: (row, col) is (y, x). Longitudes are those of the turn
# about the cell at 0.
_UNIT_CELLS = (-0.5, 1.0, 0.0, -0.5, 0.0, 1.0)


def wgs84():
    """Return the WKT of WGS 84, whose coordinates are longitudes and latitudes in degrees."""
    reference = osr.SpatialReference()
    reference.SetWellKnownGeogCS("WGS84")
    return reference.ExportToWkt()


class MapToMap:
    """Transforms map coordinates from one reference system into another, as `CrsToSource` does.

    Parameters
    ----------
    from_wkt, to_wkt : str
    tolerance : float
        How far, in units of `from_wkt`, a point may be from where it came from.

    Raises
    ------
    ValueError
        If a reference system is missing or there is no transformation between the two.
    """

    def __init__(self, from_wkt, to_wkt, tolerance=np.inf):
        self._is_same, self._in_degrees = from_wkt == to_wkt, is_geographic(from_wkt)
        self._to_cells = CrsToSource(Frame(1, 1, _UNIT_CELLS, to_wkt), from_wkt, tolerance)

    def __call__(self, x, y):
        """Return map (x, y) in the other system, easting or longitude first; NaN where unknown."""
        x, y = np.asarray(x, dtype=float), np.asarray(y, dtype=float)
        if self._is_same:
            return x, y
        row, col = self._to_cells(near(x, 0.0) if self._in_degrees else x, y)
        return col, row


def near(longitude, center):
    """Return longitudes, in degrees, turned by whole circles to within 180 degrees of a centre."""
    return longitude - 360.0 * np.round((longitude - center) / 360.0)
