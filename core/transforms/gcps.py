"""Source positions from ground control points."""

from dataclasses import dataclass, replace

import numpy as np

from ..conventions.control_points import ControlPoints
from ..conventions.coordinates import edge_to_center
from ..conventions.frame import frame_of_extent
from .crs import is_geographic
from .gcp_models import Homography, Polynomial, ThinPlateSpline, whitening
from .maps import MapToMap, near
from .points_file import read_points_file

# Methods, and how many points each of them needs.
METHODS = {"polynomial1": 3, "polynomial2": 6, "polynomial3": 10, "tps": 3, "homography": 4}

# Of so many points at most each one is left out in turn; it takes about a second.
_MOST, _MOST_REFITS = 500, {"tps": 100}

# Along a side of an outline.
_SAMPLES = 101

# Rows or columns that GDAL can count.
_LARGEST_SIDE = 2**31 - 1


@dataclass(frozen=True)
class Duplicate:
    """Points that are used and share a place.

    Attributes
    ----------
    ids : tuple of str
    same_map, same_pixel : bool
        Whether they have one place on the map, and one in the raster.
    """

    ids: tuple
    same_map: bool
    same_pixel: bool

    def __str__(self):
        """Return a sentence."""
        ids = _listed(self.ids)
        if self.same_map and self.same_pixel:
            return f"The control points {ids} are one point."
        if self.same_map:
            return f"The control points {ids} have the same map position, but different pixels."
        return f"The control points {ids} have the same pixel, but different map positions."


@dataclass(frozen=True)
class GcpFit:
    """A transform from map to source fitted to control points, and how well it fits.

    Attributes
    ----------
    points : ControlPoints
    method : str
    model : callable
        From map (x, y) in the points' reference system to source (row, col).
    x : numpy.ndarray
        Map x of the points as the model knows them: longitudes of points on both sides of 180
        degrees go on beyond it.
    row, col : numpy.ndarray
        Where it puts the points.
    left_out : numpy.ndarray
        How far, in source pixels, each point is from where a fit of the others alone puts it; NaN
        where these do not determine one, of points that are not used, and where there are too many
        points to try (`_MOST_REFITS`).
    duplicates : tuple of Duplicate
    """

    points: ControlPoints
    method: str
    model: object
    x: np.ndarray
    row: np.ndarray
    col: np.ndarray
    left_out: np.ndarray
    duplicates: tuple

    @property
    def row_residual(self):
        """Row that is predicted less the row that is given, in source pixels."""
        return self.row - self.points.row

    @property
    def col_residual(self):
        """Column that is predicted less the column that is given, in source pixels."""
        return self.col - self.points.col

    @property
    def residual(self):
        """Distances of predicted from given positions, in source pixels."""
        return np.hypot(self.row_residual, self.col_residual)

    @property
    def rms(self):
        """Root mean square of the distances of the points used."""
        return float(np.sqrt(np.mean(self.residual[self.points.used] ** 2)))

    @property
    def maximum(self):
        """Greatest distance of the points used."""
        return float(self.residual[self.points.used].max())

    @property
    def count(self):
        """How many points are used."""
        return int(np.count_nonzero(self.points.used))

    @property
    def left_out_rms(self):
        """Root mean square of `left_out`, as far as it is known; NaN if it is not at all."""
        known = self.left_out[np.isfinite(self.left_out)]
        return float(np.sqrt(np.mean(known**2))) if known.size else np.nan

    @property
    def worst_left_out(self):
        """Index of the point that the others put farthest away; None if that is not known."""
        known = np.isfinite(self.left_out)
        return int(np.nanargmax(self.left_out)) if known.any() else None

    @property
    def longitude(self):
        """Longitude to which others are brought within half a turn; None if there is no such one.

        Points of half the earth or more have none, nor have those in other coordinates.
        """
        if not is_geographic(self.points.crs_wkt):
            return None
        west, east = self.x[self.points.used].min(), self.x[self.points.used].max()
        return None if east - west >= 180.0 else float(0.5 * (west + east))

    @property
    def redundant(self):
        """How many points more than needed; a spline needs all."""
        return 0 if self.method == "tps" else self.count - METHODS[self.method]


def fit_points(points, method):
    """Fit the transform from map to source.

    Parameters
    ----------
    points : ControlPoints
    method : str
        One of `METHODS`.

    Returns
    -------
    GcpFit

    Raises
    ------
    ValueError
        If the points do not determine the transform.
    """
    if method not in METHODS:
        raise ValueError(f"METHOD is {method}; it must be one of {', '.join(METHODS)}.")
    coordinates = (points.x, points.y, points.row, points.col)
    finite = np.isfinite(coordinates).all(axis=0)
    if not finite.all():
        first = int(np.argmin(finite))
        told = ", ".join(str(each[first]) for each in coordinates)
        raise ValueError(
            f"The control point {points.ids[first]} has the x, y, row and column {told}, which are"
            " not all finite numbers."
        )
    count = int(np.count_nonzero(points.used))
    if count < METHODS[method]:
        raise ValueError(
            f"METHOD is {method}, which needs {METHODS[method]} control points or more; there"
            f" {'is' if count == 1 else 'are'} {count}."
        )
    x = points.x
    if is_geographic(points.crs_wkt):
        x = _in_one_turn(x, points.used)
    coordinates = (x, *coordinates[1:])
    duplicates = find_duplicates(replace(points, x=x))
    contradictory = [each for each in duplicates if each.same_map and not each.same_pixel]
    if method == "tps" and contradictory:
        raise ValueError(
            f"{str(contradictory[0])[:-1]}, and a thin plate spline cannot pass through both;"
            " remove or correct them."
        )
    used = tuple(each[points.used] for each in coordinates)
    # In the raster all on a line, they would leave nothing of its other direction.
    whitening(used[2], used[3], "in the raster")
    model = _fit(method, *used)
    row, col = model(x, points.y)
    left_out = np.full(len(points.ids), np.nan)
    left_out[points.used] = _leave_out(method, *used)
    return GcpFit(points, method, model, x, row, col, left_out, duplicates)


def _leave_out(method, *coordinates):
    """Return how far each point is from where a fit of the others puts it, NaN if unknown."""
    x, y, u, v = coordinates
    missed = np.full(x.size, np.nan)
    if not METHODS[method] < x.size <= _MOST_REFITS.get(method, _MOST):
        return missed
    for number in range(x.size):
        try:
            model = _fit(method, *(np.delete(each, number) for each in coordinates))
        except ValueError:
            continue
        this = slice(number, number + 1)
        missed[this] = np.hypot(*np.subtract(model(x[this], y[this]), (u[this], v[this])))
    return missed


def _in_one_turn(longitude, used):
    """Return longitudes without the jump at 180 degrees, if those used are within half a turn."""
    ordered = np.sort(np.mod(longitude[used], 360.0))
    gaps = np.diff(np.append(ordered, ordered[0] + 360.0))
    widest = int(np.argmax(gaps))
    if not gaps[widest] > 180.0:
        return longitude
    west = ordered[(widest + 1) % len(ordered)]
    west = west - 360.0 * (west >= 180.0)
    # Of points beside those used some may be a little further west.
    return near(longitude, west + 0.5 * (360.0 - gaps[widest]))


def _fit(method, x, y, u, v):
    """Fit a method from (x, y) to (u, v)."""
    if method == "homography":
        return Homography.fit(x, y, u, v)
    if method == "tps":
        # Of points at one place the first.
        _, kept = np.unique(np.column_stack((x, y)), axis=0, return_index=True)
        kept.sort()
        return ThinPlateSpline.fit(x[kept], y[kept], u[kept], v[kept])
    return Polynomial.fit(x, y, u, v, int(method[-1]))


def find_duplicates(points):
    """Return a `Duplicate` for each place that several used points share.

    Places are the same if their coordinates are equal.
    """
    ids = np.array(points.ids, dtype=object)[points.used]
    place = np.column_stack((points.x, points.y))[points.used]
    pixel = np.column_stack((points.row, points.col))[points.used]
    found = []
    for group in _groups(place):
        same_pixel = bool((pixel[group] == pixel[group[0]]).all())
        found.append(Duplicate(tuple(ids[group]), True, same_pixel))
    for group in _groups(pixel):
        if (place[group] != place[group[0]]).any():
            found.append(Duplicate(tuple(ids[group]), False, True))
    return tuple(found)


def _groups(places):
    """Return the indices of rows that are equal, for each that is there more than once."""
    _, inverse, counts = np.unique(places, axis=0, return_inverse=True, return_counts=True)
    inverse = inverse.reshape(-1)  # numpy 2.0 shapes it otherwise
    return [np.flatnonzero(inverse == number) for number in np.flatnonzero(counts > 1)]


class GcpsToSource:
    """Transforms map coordinates of a target into (row, col) of a source raster.

    Parameters
    ----------
    model : callable
        From map (x, y) of the control points to source (row, col), see `GcpFit`.
    longitude : float or None
        See `GcpFit`.
    points_wkt : str
        Reference system of the control points.
    target_wkt : str
        Reference system of the target.
    tolerance : float
        How far, in target units, a point may be from where it came from, see `CrsToSource`.

    Raises
    ------
    ValueError
        If there is no transformation between the reference systems.
    """

    def __init__(self, model, longitude, points_wkt, target_wkt, tolerance):
        self._model, self._longitude = model, longitude
        self._to_points = MapToMap(target_wkt, points_wkt, tolerance)

    def __call__(self, x, y):
        """Return the source (row, col), pixel centres on integers, of target map (x, y).

        Returns
        -------
        (numpy.ndarray, numpy.ndarray)
            float64; NaN in both where unknown.
        """
        return self._model(*self.on_points_map(x, y))

    def on_points_map(self, x, y):
        """Return where target map (x, y) is in the points' reference system; NaN where unknown."""
        x, y = self._to_points(x, y)
        return (x if self._longitude is None else near(x, self._longitude)), y


def points_of_raster(dataset):
    """Return the ground control points that a raster has of its own.

    GDAL counts their pixels and lines from the edge of the first pixel.

    Parameters
    ----------
    dataset : gdal.Dataset

    Raises
    ------
    ValueError
        If there are none.
    """
    gcps = dataset.GetGCPs()
    if not gcps:
        raise ValueError("INPUT has no ground control points; give POINTS_FILE or POINTS.")
    return ControlPoints.of(
        [gcp.Id or number for number, gcp in enumerate(gcps, 1)],
        [gcp.GCPX for gcp in gcps],
        [gcp.GCPY for gcp in gcps],
        [edge_to_center(gcp.GCPLine) for gcp in gcps],
        [edge_to_center(gcp.GCPPixel) for gcp in gcps],
        crs_wkt=dataset.GetGCPProjection() or "",
    )


def points_of_file(path, frame):
    """Return the control points of a file of QGIS's Georeferencer, numbered from 1.

    Parameters
    ----------
    path : str
    frame : Frame
        Of the source raster.

    Raises
    ------
    ValueError
        If it cannot be read, or has no points.
    """
    file = read_points_file(path)
    count = len(file.map_x)
    if not count:
        raise ValueError(f"POINTS_FILE {path} has no points.")
    row, col = file.source_pixels(frame)
    return ControlPoints.of(
        range(1, count + 1), file.map_x, file.map_y, row, col, file.enabled, file.crs_wkt
    )


def suggested_frame(fit, source, target_wkt):
    """Return a frame that covers a raster, with about as many pixels.

    By GDAL's rule: the extent of the outline that the transform fitted from source to map gives,
    and square cells of which the transformed diagonal has as many as the source's.

    Parameters
    ----------
    fit : GcpFit
    source : Frame
        Of the raster.
    target_wkt : str

    Raises
    ------
    ValueError
        If there is none.
    """
    nowhere = "No extent can be suggested from these control points; give one."
    points = fit.points
    used = tuple(each[points.used] for each in (points.row, points.col, fit.x, points.y))
    try:
        to_map = _fit(fit.method, *used)
    except ValueError as error:
        raise ValueError(nowhere) from error
    x, y = to_map(*_outline(source))
    if np.isnan(x).any():
        raise ValueError(nowhere)
    if target_wkt != points.crs_wkt:
        x, y = MapToMap(points.crs_wkt, target_wkt)(x, y)
        if is_geographic(target_wkt) and np.isfinite(x).any():
            x = _in_one_turn(x, np.isfinite(x))
    west, south, east, north = (
        float(extreme(values, initial=start, where=np.isfinite(values)))
        for extreme, start in ((np.min, np.inf), (np.max, -np.inf))
        for values in (x, y)
    )
    if not (west < east and south < north):
        raise ValueError(nowhere)
    # The first is the upper left corner, the middle one the lower right.
    diagonal = float(np.hypot(x[len(x) // 2] - x[0], y[len(y) // 2] - y[0]))
    size = diagonal / np.hypot(source.rows, source.cols)
    if not 0 < size < np.inf:
        size = np.sqrt((east - west) * (north - south) / (source.rows * source.cols))
    if not max(east - west, north - south) <= size * _LARGEST_SIDE:
        raise ValueError(nowhere)
    return frame_of_extent(west, south, east, north, size, size, target_wkt)


def _outline(frame):
    """Return (row, col) along the edges of a raster, from the upper left corner on and round."""
    there = np.linspace(0.0, 1.0, _SAMPLES)[:-1]
    first, last = np.zeros_like(there), np.ones_like(there)
    row = np.concatenate((first, there, last, 1 - there)) * frame.rows
    col = np.concatenate((there, last, 1 - there, first)) * frame.cols
    return edge_to_center(row), edge_to_center(col)


def _listed(ids):
    """Return the ids as a part of a sentence, the first few of many."""
    told = list(ids[:5]) + ([f"{len(ids) - 5} more"] if len(ids) > 5 else [])
    return f"{', '.join(told[:-1])} and {told[-1]}"
