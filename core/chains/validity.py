"""Validity of windows of a raster from all its sources: its own, a mask raster, polygons."""

import numpy as np

from ..conventions.coordinates import edge_to_center
from ..conventions.gathering import gather_sparse
from ..masks.burning import burn
from ..masks.coverage import cover, disjoint_rings, oriented, reaches
from ..masks.geometry import polygon_boxes, polygon_rings, rings_near
from ..masks.georeferenced import needed_samples, sample_mask, supported
from ..rasters.errors import RasterError
from ..rasters.reading import (
    KeptOpen,
    check_bands,
    frame_of,
    open_raster,
    read_band,
    read_validity,
)
from ..transforms.crs import same_reference
from .items import VALID_VALUE_ITEM
from .jobs import Polygons

# The rule of `PolygonBurner` by which a cell's area counts.
COVERAGE = "coverage"

# A vertex this close to a centre or an edge of a rotated raster's cells, in cells, is taken to be
# there: that carries a rounding error, by which polygons along cell edges must not grow.
_SNAP = 1e-6

# Pixels of a mask raster that `MaskReader` reads at once where it samples it.
LARGEST_READ = 1 << 18


def ready_polygons(polygons, rule):
    """Return polygons as every `PolygonBurner` of a job needs them, made once.

    Parameters
    ----------
    polygons : Polygons
    rule : str

    Returns
    -------
    Polygons
        As `PolygonRings`; for `COVERAGE` they do not overlap.

    Raises
    ------
    RasterError
        If that takes shapely, and there is none.
    """
    make = disjoint_rings if rule == COVERAGE else polygon_rings
    try:
        return Polygons(
            *(
                None if layer is None else make(layer)
                for layer in (polygons.valid, polygons.invalid)
            )
        )
    except ImportError as error:
        raise RasterError(
            f"RULE is {rule}, for which polygons are united by shapely, and that could not be"
            f" loaded ({error}); install it for the Python of QGIS, or choose another rule."
        ) from error


class PolygonBurner:
    """Burns polygons on windows of a frame.

    Parameters
    ----------
    frame : Frame
    polygons : Polygons
        In the frame's reference system.
    rule : str
        Which cells belong to a polygon, see `core.masks.burning.burn`; or `COVERAGE`, for which
        they are made ready by `ready_polygons`.
    share : float
        Of a cell's area that has to be covered by that rule.
    """

    def __init__(self, frame, polygons, rule="center", share=0.5):
        self._frame, self._rule, self._share = frame, rule, share
        layers = (
            None if layer is None else self._on_lattice(polygon_rings(layer))
            for layer in (polygons.valid, polygons.invalid)
        )
        self._layers = [
            None if rings is None else (rings, polygon_boxes(rings)) for rings in layers
        ]
        if frame.is_upright:
            self._xs, self._ys = frame.centers()
            self._x_edges, self._y_edges = frame.edges()
        else:
            self._xs, self._ys = np.arange(float(frame.cols)), np.arange(float(frame.rows))
            self._x_edges, self._y_edges = (
                edge_to_center(np.arange(size + 1.0)) for size in (frame.cols, frame.rows)
            )

    def _on_lattice(self, rings):
        """Rotated rasters have rows and columns only in their own coordinates."""
        if not self._frame.is_upright:
            row, col = self._frame.map_to_center(rings.x, rings.y)
            rings = rings._replace(x=_snapped(col), y=_snapped(row))
        return oriented(rings) if self._rule == COVERAGE else rings

    def inside(self, window):
        """Return which cells belong to the valid polygons, and which to the invalid ones.

        Parameters
        ----------
        window : ((int, int), (int, int))
            Rows and columns, inclusive ends. It does not change what becomes of a cell.

        Returns
        -------
        numpy.ndarray of bool, or None
        numpy.ndarray of bool, or None
            None where there are no such polygons.
        """
        (top, bottom), (left, right) = window
        xs, x_edges = self._xs[left : right + 1], self._x_edges[left : right + 2]
        ys, y_edges = self._ys[top : bottom + 1], self._y_edges[top : bottom + 2]
        return tuple(
            None if layer is None else self._belonging(*layer, xs, ys, x_edges, y_edges)
            for layer in self._layers
        )

    def _belonging(self, rings, boxes, xs, ys, x_edges, y_edges):
        ranges = ((edges.min(), edges.max()) for edges in (x_edges, y_edges))
        near = rings_near(rings, boxes, *ranges)
        if self._rule == COVERAGE:
            return reaches(cover(near, x_edges, y_edges), self._share)
        return burn(near, xs, ys, self._rule, x_edges=x_edges, y_edges=y_edges) != 0

    def burn(self, window):
        """Return where cells lie in the valid polygons and not in the invalid ones.

        Parameters
        ----------
        window : ((int, int), (int, int))
            See `inside`.

        Returns
        -------
        numpy.ndarray of bool, or None
            None when there are no polygons.
        """
        valid, invalid = self.inside(window)
        if invalid is None:
            return valid
        return ~invalid if valid is None else valid & ~invalid


def _snapped(positions):
    """Return positions, those next to the centre or edge of a cell on it."""
    nearest = 0.5 * np.rint(2.0 * positions)
    return np.where(np.abs(positions - nearest) < _SNAP, nearest, positions)


class MaskReader:
    """Lays a mask raster over windows of a frame by georeference.

    A mask of the same frame is taken as it is; any other is sampled bilinearly at the frame's
    cell centres. Of a finer one only the pixels around these centres are needed.

    Parameters
    ----------
    mask : RasterMask
    frame : Frame
    threshold : float
        Smallest interpolated validity that is valid.
    dtype : str
        Floating type to interpolate in.
    name : str
        What the mask is called in an error message.

    Raises
    ------
    RasterError
        If it cannot be opened, or the two do not share a reference system or are rotated.
    """

    def __init__(self, mask, frame, threshold=0.999, dtype="float64", name="MASK_IN"):
        self._mask, self._name = mask, name
        self._threshold, self._dtype = threshold, np.dtype(dtype)
        self._files = KeptOpen()
        with open_raster(mask.path, name) as dataset:
            check_bands(dataset, [mask.band], name)
            own = frame_of(dataset)
        self._check(own, frame)
        self._shape = own.shape
        self._rows = self._cols = None
        if own.shape == frame.shape and same_place(own, frame):
            return
        xs, ys = frame.centers()
        self._rows = own.map_to_center(np.zeros_like(ys), ys)[0]
        self._cols = own.map_to_center(xs, np.zeros_like(xs))[1]

    def _check(self, own, frame):
        if not same_reference(own, frame):
            raise RasterError(
                f"{self._name} has another reference system than the raster that it is laid over;"
                " reproject it first."
            )
        if own.shape == frame.shape and same_place(own, frame):
            return
        if own.geotransform is None or frame.geotransform is None:
            raise RasterError(
                f"{self._name} has {own.rows} x {own.cols} pixels and no common"
                f" georeference with the {frame.rows} x {frame.cols} pixels that it should cover."
            )
        if not (own.is_upright and frame.is_upright):
            raise RasterError(
                f"{self._name} cannot be laid over a rotated raster, or is rotated itself."
            )

    def read(self, window):
        """Return the validity of a window of the frame, as booleans."""
        if self._rows is None:
            return self._read(window)
        (rows, at_rows), (cols, at_cols) = (
            needed_samples(along, size) for along, size in zip(self._positions(window), self._shape)
        )
        if rows.size == 0 or cols.size == 0:
            return np.zeros((at_rows.size, at_cols.size), dtype=bool)
        valid = self._gather(rows, cols)
        return sample_mask(valid, at_rows, at_cols, self._threshold, self._dtype) != 0

    def supports(self, window):
        """Return which cells of a window lie between the mask's outermost centres, as booleans.

        None stands for all of them.
        """
        if self._rows is None:
            return None
        return supported(*self._positions(window), self._shape)

    def _positions(self, window):
        return [of[first : last + 1] for of, (first, last) in zip((self._rows, self._cols), window)]

    def _read(self, window):
        with self._files.open(self._mask.path, self._name) as dataset:
            return read_mask(dataset, self._mask.band, self._name, window)

    def _gather(self, rows, cols):
        """Return the validity of pixels where some rows and columns of the mask cross."""
        valid = np.empty((rows.size, cols.size), dtype=bool)
        gather_sparse(self._read, rows, cols, valid, LARGEST_READ)
        return valid


def read_mask(dataset, band, name, window):
    """Return a window of a band (from 1) of a mask raster as booleans, nodata pixels invalid.

    Raises
    ------
    RasterError
        If it cannot be read.
    """
    values = read_band(dataset, band, name, window)
    written = dataset.GetMetadataItem(VALID_VALUE_ITEM)
    # A mask of ours says which value is valid; in any other it is all but 0.
    valid = values != 0 if written is None else values == float(written)
    own = read_validity(dataset, [band], [values], name, window)
    return valid if own is None else valid & own


def same_place(one, other):
    """Tell whether the first pixels of two frames are the same; one without a place is anywhere."""
    if one.geotransform is None or other.geotransform is None:
        return True
    pixel = max(abs(step) for step in other.geotransform[1:3])
    difference = np.abs(np.subtract(one.geotransform, other.geotransform))
    return bool(np.all(difference <= 1e-6 * pixel))
