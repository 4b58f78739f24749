"""Geolocation arrays as files: what GDAL's metadata says of them, and reading them."""

import math
import os
from contextlib import contextmanager
from dataclasses import dataclass

import numpy as np

from ..rasters.errors import RasterError
from ..rasters.reading import (
    band_info,
    check_bands,
    frame_of,
    open_raster,
    read_band,
    read_validity,
)
from ..transforms.crs import is_geographic
from ..transforms.geolocation import GeolocationModel, with_room
from ..transforms.maps import wgs84
from .jobs import GeolocationBands

# Nodes read at once: bounds memory.
_NODES = 1 << 20

_CIRCLE = 360.0

# Beyond these a longitude or a latitude is none.
_LARGEST_DEGREES = (2 * _CIRCLE, _CIRCLE / 4)

# Nodes that the outermost cells go on for; a rim must have some width.
_LEAST_RIM, _LARGEST_RIM = 1e-9, 1.0

# How GDAL calls the two conventions.
_CONVENTIONS = {"TOP_LEFT_CORNER": "top-left-corner", "PIXEL_CENTER": "pixel-center"}


def arrays_of(dataset, path):
    """Return the `GeolocationBands` that a raster's metadata domain GEOLOCATION names.

    Parameters
    ----------
    dataset : gdal.Dataset
    path : str
        Of the raster.

    Raises
    ------
    ValueError
        If it names none, or an item cannot be used.
    """
    items = dataset.GetMetadata("GEOLOCATION")
    if not items:
        raise ValueError(
            "INPUT has no geolocation arrays (GDAL's metadata domain GEOLOCATION); give LON and"
            " LAT."
        )
    convention = items.get("GEOREFERENCING_CONVENTION", "TOP_LEFT_CORNER")
    if convention not in _CONVENTIONS:
        raise ValueError(
            f"GEOREFERENCING_CONVENTION of INPUT's geolocation is {convention}; it must be"
            f" {' or '.join(_CONVENTIONS)}."
        )
    is_beside = items.get("X_DATASET_RELATIVE_TO_SOURCE"), items.get("Y_DATASET_RELATIVE_TO_SOURCE")
    x_path, y_path = (
        _dataset(items.get(f"{axis}_DATASET"), path, beside == "YES")
        for axis, beside in zip("XY", is_beside)
    )
    return GeolocationBands(
        x_path, y_path,
        int(_number(items, "X_BAND", 1)), int(_number(items, "Y_BAND", 1)),
        items.get("SRS", ""),
        _number(items, "LINE_OFFSET", 0), _number(items, "PIXEL_OFFSET", 0),
        _number(items, "LINE_STEP", 1), _number(items, "PIXEL_STEP", 1),
        _CONVENTIONS[convention],
        ("X_DATASET of INPUT's geolocation", "Y_DATASET of INPUT's geolocation"),
    )  # fmt: skip


def _dataset(name, path, is_beside):
    if not name:  # the raster itself
        return path
    name = os.path.join(os.path.dirname(path), name) if is_beside else name
    # Workers of a cluster have other current folders.
    return os.path.abspath(name) if os.path.exists(name) else name


def _number(items, name, default):
    text = items.get(name, default)
    try:
        return float(text)
    except ValueError:
        raise ValueError(
            f"{name} of INPUT's geolocation is {text!r}; it must be a number."
        ) from None


@dataclass(frozen=True)
class ArraysSpec:
    """Geolocation arrays that have been looked at, as plain values.

    Attributes
    ----------
    bands : GeolocationBands
        With a reference system.
    shape : (int, int)
        Rows and columns of nodes.
    dtype : str
        numpy name of the type in which both are kept.
    source_shape : (int, int)
        Rows and columns of the raster that the arrays belong to.
    """

    bands: GeolocationBands
    shape: tuple
    dtype: str
    source_shape: tuple

    @property
    def period(self):
        """Of x: a circle where it is a longitude in degrees, else None."""
        return _CIRCLE if is_geographic(self.bands.crs_wkt or wgs84()) else None

    @property
    def memory(self):
        """Bytes that the arrays take with the tree over their cells."""
        return GeolocationModel.size(self.shape, self.dtype)

    @property
    def offsets(self):
        """Source rows and columns of the first node, counted from the source's edge."""
        bands = self.bands
        share = 0.5 if bands.convention == "pixel-center" else 0.0
        return (
            bands.row_offset + share * bands.row_step,
            bands.col_offset + share * bands.col_step,
        )

    @property
    def steps(self):
        """Source rows and columns from one node to the next."""
        return self.bands.row_step, self.bands.col_step

    @property
    def rim(self):
        """How far, in nodes, positions are found beyond the arrays, see `GeolocationModel`.

        Up to the source's edge, but no more than one node. That is half a node where nodes are the
        centres of pixels. What is farther out could take the place of what lies in the arrays.
        """
        sides = []
        for offset, step, nodes, size in zip(
            self.offsets, self.steps, self.shape, self.source_shape
        ):
            beyond = offset / step, (size - offset) / step - (nodes - 1)
            sides.append(tuple(min(max(each, _LEAST_RIM), _LARGEST_RIM) for each in beyond))
        return tuple(sides)


def check_arrays(bands, source_shape):
    """Return the `ArraysSpec` of arrays.

    Two arrays of one row each, or a row of x and a column of y, stand for a regular lattice.

    Parameters
    ----------
    bands : GeolocationBands
    source_shape : (int, int)
        Rows and columns of the raster that they belong to.

    Raises
    ------
    RasterError, ValueError
        If they do not fit together.
    """
    for axis, step, offset in (
        ("LINE", bands.row_step, bands.row_offset),
        ("PIXEL", bands.col_step, bands.col_offset),
    ):
        if not (0 < step < math.inf):
            raise ValueError(f"{axis}_STEP is {step:g}; it must be more than 0.")
        if not math.isfinite(offset):
            raise ValueError(f"{axis}_OFFSET is {offset}; it must be a finite number.")
    if bands.convention not in _CONVENTIONS.values():
        raise ValueError(
            f"CONVENTION is {bands.convention}; it must be {' or '.join(_CONVENTIONS.values())}."
        )
    shapes, is_single = [], []
    for path, band, name in _both(bands):
        with open_raster(path, name) as dataset:
            check_bands(dataset, [band], name)
            info = band_info(dataset, band)
            shapes.append(frame_of(dataset).shape)
            is_single.append(info.dtype == np.float32 and not _is_scaled(info))
    if _is_regular(*shapes):
        shape = (max(shapes[1]), shapes[0][1])
    elif shapes[0] == shapes[1]:
        shape = shapes[0]
    else:
        sizes = " and ".join(f"{rows} x {cols}" for rows, cols in shapes)
        raise RasterError(
            f"{' and '.join(bands.names)} have {sizes} nodes; they must have the same."
        )
    dtype = "float32" if all(is_single) else "float64"
    return ArraysSpec(bands, shape, dtype, tuple(source_shape))


def read_model(spec):
    """Read the arrays of an `ArraysSpec` and return their `GeolocationModel`."""
    wide, nodes = zip(*(with_room(spec.shape, spec.dtype) for _ in range(2)))
    for axis in (0, 1):
        with _open_array(spec, axis) as read:
            step = max(1, _NODES // spec.shape[1])
            for start in range(0, spec.shape[0], step):
                stop = min(start + step, spec.shape[0])
                nodes[axis][start:stop] = read(start, stop)
    if not (np.isfinite(nodes[0]) & np.isfinite(nodes[1])).any():
        raise ValueError(f"{' and '.join(spec.bands.names)} have no valid node.")
    return GeolocationModel(*wide, spec.period, spec.rim)


def read_lattice(spec, count):
    """Read at most so many rows and columns of nodes, from the first to the last.

    Returns
    -------
    x, y : numpy.ndarray (rows, cols)
        Map coordinates, with those of the rim.
    (float, float)
        Source pixels from one row and column to the next, in the mean.
    """
    rows, cols = (
        np.unique(np.linspace(0, size - 1, min(size, count)).astype(int)) for size in spec.shape
    )
    nodes = []
    for axis in (0, 1):
        with _open_array(spec, axis) as read:
            nodes.append(np.concatenate([read(row, row + 1)[:, cols] for row in rows.tolist()]))
    spacing = [(size - 1) / max(1, len(used) - 1) for size, used in zip(spec.shape, (rows, cols))]
    rim = [tuple(each / apart for each in sides) for sides, apart in zip(spec.rim, spacing)]
    model = GeolocationModel.of_nodes(*nodes, spec.period, rim)
    return *model.nodes, tuple(apart * step for apart, step in zip(spacing, spec.steps))


@contextmanager
def _open_array(spec, axis):
    """Open one of two arrays, 0 is x, 1 is y; give a function that reads from one row to another.

    What it returns are nodes as the band means them, with NaN where they are not valid. A list goes
    along the columns of the nodes if it is x, else along their rows.
    """
    path, number, name = list(_both(spec.bands))[axis]
    with open_raster(path, name) as dataset:
        shape, info = frame_of(dataset).shape, band_info(dataset, number)
        is_list = shape[0] == 1

        def read(start, stop):
            rows, cols = (start, stop - 1), (0, shape[1] - 1)
            if is_list:
                rows, cols = (0, 0), cols if axis == 0 else rows
            layer = read_band(dataset, number, name, (rows, cols))
            valid = read_validity(dataset, [number], [layer], name, (rows, cols))
            part = layer.astype(spec.dtype)
            if _is_scaled(info):
                part *= 1.0 if info.scale is None else info.scale
                part += info.offset or 0.0
            if valid is not None:
                part[~valid] = np.nan
            if spec.period is not None:
                # Fill values that nobody has declared.
                part[~(np.abs(part) <= _LARGEST_DEGREES[axis])] = np.nan
            part = part.T if is_list and axis == 1 else part
            return np.broadcast_to(part, (stop - start, spec.shape[1]))

        yield read


def _both(bands):
    return zip((bands.x_path, bands.y_path), (bands.x_band, bands.y_band), bands.names)


def _is_regular(x_shape, y_shape):
    return x_shape[0] == 1 and x_shape[1] > 1 and 1 in y_shape and max(y_shape) > 1


def _is_scaled(info):
    return info.scale not in (None, 1.0) or info.offset not in (None, 0.0)
