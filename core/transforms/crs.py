"""From map coordinates in one reference system to the (row, col) of a raster in another."""

import math

import numpy as np
from osgeo import gdal

from ..conventions.frame import Frame
from .areas import sample_points
from .operations import full_turn, reference_of, transform_points, transformation
from .seam import Seam

# Pixels within which two reference systems are the same for a raster.
_SAME = 0.01

# Suggested cells that are larger by this factor than what source pixels become are those of a frame
# that has gone wrong: around the earth, or out to infinity.
_PLAUSIBLE = 4.0


class CrsToSource:
    """Transforms map coordinates of a target into (row, col) of a source raster.

    Through GDAL's `osr.CoordinateTransformation` (PROJ), longitudes and eastings first. A point
    is unknown (NaN) if PROJ cannot transform it, or does not bring it back to where it came from:
    beyond their domain many projections return numbers that mean nothing.

    Longitudes of a target are the same every full turn. Those of a source are taken from the turn
    whose middle is the middle of the raster, so that 190 degrees east is in one that begins at 0
    and in one that begins at -180.

    Parameters
    ----------
    source : Frame
        Of the source raster; needs a georeference and a CRS.
    target_wkt : str
        Reference system of the map coordinates.
    tolerance : float
        How far, in target units, a point may be from where it came from.
    operation : Operation, optional
        From the source's reference system to the target's; by default PROJ's choice.
    area : (float, float, float, float), optional
        West, south, east, north in degrees: for this area PROJ chooses.

    Attributes
    ----------
    seam : Seam or None
        Where positions jump, of a source in longitudes and latitudes.

    Raises
    ------
    ValueError
        If a reference system is missing or there is no transformation between the two.
    """

    def __init__(self, source, target_wkt, tolerance, operation=None, area=None):
        _check_source(source)
        if not target_wkt:
            raise ValueError("The target has no reference system.")
        self._source = source
        self._tolerance = tolerance
        there, back = reference_of(source.crs_wkt), reference_of(target_wkt)
        self._same = operation is None and bool(there.IsSame(back))
        if not self._same:
            reverse = None if operation is None else operation.reversed()
            self._to_source = transformation(back, there, reverse, area)
            self._to_target = transformation(there, back, operation, area)
        self._source_turn, self._target_turn = full_turn(there), full_turn(back)
        self.seam = None
        if self._source_turn is not None:
            middle, _ = source.center_to_map(0.5 * (source.rows - 1), 0.5 * (source.cols - 1))
            self._west = float(middle) - 0.5 * self._source_turn
            rows, cols = source.map_to_center(np.array([0.0, self._source_turn]), np.zeros(2))
            self.seam = Seam((rows[1] - rows[0], cols[1] - cols[0]), source.shape)

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
            return self._source.map_to_center(self._in_turn(x), y)
        source_x, source_y = transform_points(self._to_source, x, y)
        again_x, again_y = transform_points(self._to_target, source_x, source_y)
        off_x, off_y = again_x - x, again_y - y
        if self._target_turn is not None:
            off_x = off_x - self._target_turn * np.round(off_x / self._target_turn)
        # Comparisons with NaN are false, so what failed on either way is unknown.
        known = (np.abs(off_x) <= self._tolerance) & (np.abs(off_y) <= self._tolerance)
        row, col = self._source.map_to_center(self._in_turn(source_x), source_y)
        return np.where(known, row, np.nan), np.where(known, col, np.nan)

    def _in_turn(self, x):
        """Return source x in the turn that the source is in."""
        if self._source_turn is None:
            return x
        return x - self._source_turn * np.floor((x - self._west) / self._source_turn)


def suggested_frame(dataset, source, target_wkt):
    """Return a frame for a raster in another reference system.

    It is GDAL's suggestion, unless that goes around the earth because the raster crosses 180
    degrees: then the frame's longitudes go on beyond 180.

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
        If there is none, or none whose cells are like the source's.
    """
    _check_source(source)
    there, back = reference_of(source.crs_wkt), reference_of(target_wkt)
    frame, turn = _gdal_suggestion(dataset, source, target_wkt), full_turn(back)
    if frame is not None and turn is None and there.IsSame(back):
        return frame
    to_target = transformation(there, back)
    x, y = transform_points(to_target, *sample_points(source))
    size = _typical_size(to_target, source)
    if frame is not None and _is_plausible(frame, size, turn):
        return frame
    if turn is not None and np.isfinite(x).all():
        frame = _frame_in_one_turn(source, x, y, turn, target_wkt)
        if _is_plausible(frame, size, turn):
            return frame
    raise ValueError(
        "No extent can be suggested in the target reference system, where INPUT lies on both ends"
        " of the map or reaches beyond it; give EXTENT and CELL_SIZE, or REFERENCE."
    )


def _gdal_suggestion(dataset, source, target_wkt):
    gdal.PushErrorHandler("CPLQuietErrorHandler")
    try:
        warped = gdal.AutoCreateWarpedVRT(dataset, source.crs_wkt, target_wkt)
    except RuntimeError:
        warped = None
    finally:
        gdal.PopErrorHandler()
    if warped is None:
        return None
    return Frame(
        warped.RasterYSize, warped.RasterXSize, tuple(warped.GetGeoTransform()), target_wkt
    )


def _typical_size(to_target, source):
    """Return the side of a square as large as a source pixel in the target, as a rule; or NaN."""
    rows, cols = (np.linspace(0, size - 1, 15) for size in source.shape)
    row, col = np.meshgrid(rows, cols, indexing="ij")
    x, y = transform_points(to_target, *source.center_to_map(row, col))
    steps = [
        (right - x, down - y)
        for right, down in (
            transform_points(to_target, *source.center_to_map(row + 0.1 * i, col + 0.1 * j))
            for i, j in ((1, 0), (0, 1))
        )
    ]
    areas = np.abs(steps[0][0] * steps[1][1] - steps[0][1] * steps[1][0])
    known = areas[np.isfinite(areas)]
    return 10.0 * math.sqrt(np.median(known)) if known.size else math.nan


def _is_plausible(frame, size, turn):
    """Tell whether cells are not too large for a size, and go around the earth once at most.

    A size that is not known fits nothing.
    """
    _, width, _, _, _, height = frame.geotransform
    if turn is not None and frame.cols * width > turn + width:
        return False
    cell = math.sqrt(abs(width * height))
    return cell <= size * _PLAUSIBLE


def _frame_in_one_turn(source, x, y, turn, target_wkt):
    """Return a frame that holds points whose x goes on from each to the next, whatever turn it is.

    As GDAL does, the diagonal gets as many cells as the source's.

    Parameters
    ----------
    x, y : float array
        As `sample_points` has them for the source.
    """
    scale = 2.0 * math.pi / turn
    x = np.unwrap(np.unwrap(x * scale, axis=1), axis=0) / scale
    # Of the turns that it may be in, the one that is nearest to 0.
    x = x - turn * np.round(0.5 * (x.min() + x.max()) / turn)
    width, height = np.ptp(x), np.ptp(y)
    cell = math.hypot(width, height) / math.hypot(*source.shape)
    cols, rows = (max(1, math.ceil(side / cell - 1e-6)) for side in (width, height))
    return Frame(rows, cols, (float(x.min()), cell, 0.0, float(y.max()), 0.0, -cell), target_wkt)


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
    transform, expected = CrsToSource(frame, other.crs_wkt, np.inf), frame.map_to_center(x, y)
    transformed = transform(x, y)
    if transform.seam is not None:
        transformed = transform.seam.brought_near(*transformed, *expected)
    # False for NaN, which stands for what cannot be transformed.
    return bool(np.all(np.abs(np.subtract(transformed, expected)) < _SAME))


def is_geographic(wkt):
    """Tell whether coordinates of a reference system are longitudes and latitudes in degrees."""
    if not wkt:
        return False
    return full_turn(reference_of(wkt)) == 360.0


def _check_source(source):
    if source.geotransform is None:
        raise ValueError("INPUT has no georeference.")
    if not source.crs_wkt:
        raise ValueError("INPUT has no reference system.")
