"""From map coordinates in one reference system to the (row, col) of a raster in another."""

import math

import numpy as np
from osgeo import gdal, osr

from ..conventions.frame import Frame

# Pixels within which two reference systems are the same for a raster.
_SAME = 0.01


class CrsToSource:
    """Transforms map coordinates of a target into (row, col) of a source raster.

    Through GDAL's `osr.CoordinateTransformation` (PROJ), longitudes and eastings first. A point
    is unknown (NaN) if PROJ cannot transform it, or does not bring it back to where it came from:
    beyond their domain many projections return numbers that mean nothing.

    Parameters
    ----------
    source : Frame
        Of the source raster; needs a georeference and a CRS.
    target_wkt : str
        Reference system of the map coordinates.
    tolerance : float
        How far, in target units, a point may be from where it came from.

    Raises
    ------
    ValueError
        If a reference system is missing or there is no transformation between the two.
    """

    def __init__(self, source, target_wkt, tolerance):
        _check_source(source)
        if not target_wkt:
            raise ValueError("The target has no reference system.")
        self._source = source
        self._tolerance = tolerance
        there, back = _reference(source.crs_wkt), _reference(target_wkt)
        self._same = bool(there.IsSame(back))
        if not self._same:
            self._to_source = _transformation(back, there)
            self._to_target = _transformation(there, back)

    def __call__(self, x, y):
        """Return the source (row, col), pixel centres on integers, of target map (x, y).

        Parameters
        ----------
        x, y : float arrays of the same shape

        Returns
        -------
        (numpy.ndarray, numpy.ndarray)
            float64; NaN in both where unknown.
        """
        if self._same:
            return self._source.map_to_center(x, y)
        source_x, source_y = _apply(self._to_source, x, y)
        again_x, again_y = _apply(self._to_target, source_x, source_y)
        # Comparisons with NaN are false, so what failed on either way is unknown.
        known = (np.abs(again_x - x) <= self._tolerance) & (np.abs(again_y - y) <= self._tolerance)
        row, col = self._source.map_to_center(source_x, source_y)
        return np.where(known, row, np.nan), np.where(known, col, np.nan)


def suggested_frame(dataset, source, target_wkt):
    """Return the frame that GDAL suggests for a raster in another reference system.

    Parameters
    ----------
    dataset : gdal.Dataset
        The source raster.
    source : Frame
        Its frame.
    target_wkt : str

    Raises
    ------
    ValueError
        If GDAL finds none.
    """
    _check_source(source)
    gdal.PushErrorHandler("CPLQuietErrorHandler")
    try:
        warped = gdal.AutoCreateWarpedVRT(dataset, source.crs_wkt, target_wkt)
    except RuntimeError:
        warped = None
    finally:
        gdal.PopErrorHandler()
    if warped is None:
        raise ValueError("No extent can be suggested in the target reference system; give one.")
    return Frame(
        warped.RasterYSize, warped.RasterXSize, tuple(warped.GetGeoTransform()), target_wkt
    )


def same_reference(frame, other):
    """Tell whether coordinates of one frame are those of another as well.

    The names of reference systems differ too easily: what counts is where the corners of the other
    frame lie in the first one. A system that is not known agrees with all.

    Parameters
    ----------
    frame, other : Frame
    """
    if not frame.crs_wkt or not other.crs_wkt or frame.crs_wkt == other.crs_wkt:
        return True
    if frame.geotransform is None or other.geotransform is None:
        return True
    x, y = other.center_to_map([0, 0, other.rows - 1, other.rows - 1], [0, other.cols - 1] * 2)
    transformed = CrsToSource(frame, other.crs_wkt, np.inf)(x, y)
    # False for NaN, which stands for what cannot be transformed.
    return bool(np.all(np.abs(np.subtract(transformed, frame.map_to_center(x, y))) < _SAME))


def is_geographic(wkt):
    """Tell whether coordinates of a reference system are longitudes and latitudes in degrees."""
    if not wkt:
        return False
    reference = _reference(wkt)
    in_degrees = abs(math.radians(1.0) / reference.GetAngularUnits() - 1.0) < 1e-9
    return bool(reference.IsGeographic()) and in_degrees


def _check_source(source):
    if source.geotransform is None:
        raise ValueError("INPUT has no georeference.")
    if not source.crs_wkt:
        raise ValueError("INPUT has no reference system.")


def _reference(wkt):
    reference = osr.SpatialReference()
    try:
        failed = reference.ImportFromWkt(wkt)
    except RuntimeError as error:
        raise ValueError(f"The reference system {wkt[:60]} is not understood: {error}.") from error
    if failed:
        raise ValueError(f"The reference system {wkt[:60]} is not understood.")
    reference.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
    return reference


def _transformation(source, target):
    try:
        transformation = osr.CoordinateTransformation(source, target)
    except RuntimeError:
        transformation = None
    if transformation is None or transformation.this is None:
        raise ValueError(
            f"There is no transformation from {source.GetName()} to {target.GetName()}."
        )
    return transformation


def _apply(transformation, x, y):
    x, y = np.asarray(x, dtype=float), np.asarray(y, dtype=float)
    points = np.column_stack((x.ravel(), y.ravel()))
    finite = np.isfinite(points).all(axis=1)
    results = np.full((len(points), 2), np.nan)
    gdal.PushErrorHandler("CPLQuietErrorHandler")
    try:
        if finite.any():
            transformed = transformation.TransformPoints(points[finite])
            results[finite] = np.asarray(transformed, dtype=float)[:, :2]
    finally:
        gdal.PopErrorHandler()
    results[~np.isfinite(results).all(axis=1)] = np.nan
    return results[:, 0].reshape(x.shape), results[:, 1].reshape(x.shape)
