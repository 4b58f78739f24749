"""Where on the earth a frame lies, and where reference systems are meant to be used."""

from dataclasses import dataclass

import numpy as np
from osgeo import gdal, osr

from .operations import reference_of, transform_points, transformation

# Points along each axis of a frame that stand for all of it.
_SAMPLES = 21

# Longitudes without any point, in degrees, that are not just the distance between two of them.
_GAP = 30.0

# Degrees by which a point may be outside of an area that is given with few digits.
_TOLERANCE = 1e-6


@dataclass(frozen=True)
class Area:
    """A part of the earth between two meridians and two parallels, in degrees.

    Attributes
    ----------
    west, south, east, north : float
        West is greater than east where the area crosses 180 degrees.
    name : str
        What it is called, "" if unknown.
    """

    west: float
    south: float
    east: float
    north: float
    name: str = ""

    @property
    def bounds(self):
        """West, south, east, north."""
        return self.west, self.south, self.east, self.north

    def contains(self, longitude, latitude):
        """Tell for each point whether it is inside, whatever turn its longitude is of."""
        width = (self.east - self.west) % 360.0 or 360.0
        east_of = (longitude - self.west + _TOLERANCE) % 360.0
        inside = east_of <= width + 2 * _TOLERANCE
        return inside & (np.abs(latitude - 0.5 * (self.south + self.north)) <= self._half_height)

    @property
    def _half_height(self):
        return 0.5 * (self.north - self.south) + _TOLERANCE


def sample_points(frame):
    """Return map (x, y) of points from edge to edge of a frame, two square arrays."""
    rows, cols = (np.linspace(-0.5, size - 0.5, _SAMPLES) for size in frame.shape)
    return frame.center_to_map(*np.meshgrid(rows, cols, indexing="ij"))


def geographic_points(frame):
    """Return longitude and latitude in degrees of `sample_points`, those that have any.

    A plan in a system of its own has none, and what lies on another planet neither.

    Parameters
    ----------
    frame : Frame
        With a georeference and a reference system.
    """
    world = osr.SpatialReference()
    world.ImportFromEPSG(4326)
    world.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
    try:
        made = transformation(reference_of(frame.crs_wkt), world)
    except ValueError:
        return np.empty(0), np.empty(0)
    longitude, latitude = transform_points(made, *sample_points(frame))
    known = np.isfinite(longitude) & (np.abs(latitude) <= 90.0 + _TOLERANCE)
    return longitude[known], latitude[known]


def area_of_frame(frame):
    """Return the `Area` that holds a frame, None if no point of it is on the earth."""
    longitude, latitude = geographic_points(frame)
    if longitude.size == 0:
        return None
    south, north = (float(np.clip(value, -90, 90)) for value in (latitude.min(), latitude.max()))
    turned = np.sort((longitude + 180.0) % 360.0 - 180.0)
    gaps = np.diff(np.append(turned, turned[0] + 360.0))
    widest = int(np.argmax(gaps))
    if gaps[widest] < _GAP:
        return Area(-180.0, south, 180.0, north)
    east, west = turned[widest], turned[(widest + 1) % turned.size]
    return Area(float(west), south, float(east), north)


def area_of_use(crs_wkt):
    """Return the `Area` that a reference system is meant for, None if it does not tell."""
    reference = reference_of(crs_wkt)
    area = reference.GetAreaOfUse()
    if area is None:
        area = _registered_area(reference)
    # PROJ's sign of what it does not know is -1000.
    if area is None or area.west_lon_degree < -360.0:
        return None
    return Area(
        area.west_lon_degree,
        area.south_lat_degree,
        area.east_lon_degree,
        area.north_lat_degree,
        area.name or "",
    )


def _registered_area(reference):
    """Return osr's area of use by the code of a system: WKT 1, as rasters have it, has no areas."""
    authority = reference.GetAuthorityName(None), reference.GetAuthorityCode(None)
    if not all(authority):
        return None
    registered = osr.SpatialReference()
    gdal.PushErrorHandler("CPLQuietErrorHandler")
    try:
        failed = registered.SetFromUserInput(":".join(authority))
    except RuntimeError:
        failed = True
    finally:
        gdal.PopErrorHandler()
    return None if failed else registered.GetAreaOfUse()


def share_inside(frame, area):
    """Return the share of a frame (0 to 1) that lies in an `Area`, by `sample_points`."""
    longitude, latitude = geographic_points(frame)
    if longitude.size == 0:
        return 0.0
    return float(np.count_nonzero(area.contains(longitude, latitude)) / _SAMPLES**2)
