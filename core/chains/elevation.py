"""Heights read from a raster where longitudes and latitudes say."""

from dataclasses import dataclass

import numpy as np

from ..conventions.frame import Frame
from ..interpolation.interpolator import get_interpolator
from ..interpolation.policy import DEFAULT_MINIMUM_VALID_WEIGHT, read_policy
from ..rasters.reading import band_info, check_bands, frame_of, open_raster
from ..resampling.grid import ResamplingGrid
from ..resampling.resample import Settings, resample_within
from ..resampling.source import Surroundings
from ..transforms.crs import CrsToSource, is_geographic
from ..transforms.maps import wgs84
from .jobs import Elevation, Polygons
from .raster_source import RasterSource, SourceSpec

_INTERPOLATORS = {"nearest": "nearest", "bilinear": "linear", "cubic": "cubic"}

# Between the outermost centres and the edge of the raster the outermost heights go on.
_SURROUNDINGS = Surroundings("edge", True, 0.5)

# Bytes of the raster that each thread may hold.
_MEMORY = 1 << 24

_CIRCLE = 360.0


@dataclass(frozen=True)
class HeightSpec:
    """A raster of heights as plain values.

    Attributes
    ----------
    elevation : Elevation
    frame : Frame
    scale, offset : float
        From what the band holds to metres: its own scale, and its own and the user's offset.
    """

    elevation: Elevation
    frame: Frame
    scale: float
    offset: float


def check_elevation(elevation):
    """Return the `HeightSpec` of a raster of heights, and remarks for the user.

    Raises
    ------
    RasterError, ValueError
        If it cannot be used.
    """
    if elevation.interpolation not in _INTERPOLATORS:
        raise ValueError(
            f"DEM_INTERPOLATION is {elevation.interpolation}; it must be one of"
            f" {', '.join(_INTERPOLATORS)}."
        )
    with open_raster(elevation.path, "DEM") as dataset:
        check_bands(dataset, [elevation.band], "DEM")
        frame, info = frame_of(dataset), band_info(dataset, elevation.band)
        vertical = _vertical_datum(dataset.GetSpatialRef())
    if frame.geotransform is None:
        raise ValueError(f"DEM is {elevation.path}, which has no georeference.")
    if not frame.crs_wkt:
        raise ValueError(f"DEM is {elevation.path}, which has no reference system.")
    scale = 1.0 if info.scale is None else info.scale
    spec = HeightSpec(elevation, frame, scale, (info.offset or 0.0) + elevation.offset)
    remarks = ()
    if vertical:
        remarks = (
            f"DEM says that its heights are those of {vertical}; they are taken as metres above the"
            f" ellipsoid, with HEIGHT_OFFSET ({elevation.offset:g}) added and nothing else.",
        )
    return spec, remarks


def _vertical_datum(reference):
    if reference is None or not reference.IsCompound():
        return ""
    name = reference.GetAttrValue("VERT_CS") or reference.GetAttrValue("VERTCRS")
    return name or reference.GetName()


class Heights:
    """Reads heights; each thread needs one of its own.

    Parameters
    ----------
    spec : HeightSpec
    """

    def __init__(self, spec):
        self._spec = spec
        elevation, frame = spec.elevation, spec.frame
        self._source = RasterSource(
            SourceSpec(elevation.path, (elevation.band,), frame, None, Polygons(), "DEM")
        )
        self._to_source = CrsToSource(frame, wgs84(), np.inf)
        policy = read_policy("strict", DEFAULT_MINIMUM_VALID_WEIGHT)
        interpolator = get_interpolator(_INTERPOLATORS[elevation.interpolation])
        self._settings = Settings(interpolator, _SURROUNDINGS, policy, np.nan)
        # Longitudes come again after so many columns.
        self._period = None
        if frame.is_upright and is_geographic(frame.crs_wkt):
            self._period = _CIRCLE / abs(frame.geotransform[1])

    def __call__(self, longitude, latitude):
        """Return heights in metres, NaN where there is none.

        Parameters
        ----------
        longitude, latitude : float arrays of one shape
            Degrees, WGS 84; NaN gives NaN.
        """
        shape = np.shape(longitude)
        row, col = self._to_source(np.atleast_2d(longitude), np.atleast_2d(latitude))
        if self._period is not None:
            middle = 0.5 * (self._spec.frame.cols - 1)
            col = col - self._period * np.round((col - middle) / self._period)
        row, col = np.ascontiguousarray(row), np.ascontiguousarray(col)
        values, valid = np.empty((1, *row.shape)), np.empty(row.shape, dtype=np.uint8)
        window = tuple((0, size - 1) for size in row.shape)
        grid = ResamplingGrid(row, col, None, (1, 1), window)
        resample_within(_MEMORY, self._source, grid, self._settings, values, valid, _nothing)
        heights = self._spec.scale * values[0] + self._spec.offset
        missing = self._spec.elevation.missing
        if missing is not None:
            asked = np.isfinite(np.atleast_2d(longitude)) & np.isfinite(np.atleast_2d(latitude))
            heights[(valid == 0) & asked] = missing + self._spec.elevation.offset
        return heights.reshape(shape)


def _nothing():
    pass
