"""Source and grid rasters of a resampling, read by windows."""

import functools
import threading
from dataclasses import dataclass
from typing import Optional

import numpy as np

from ..conventions.frame import Frame
from ..grids.coordinates import grid_full_resolution_shape
from ..grids.counting import CONVENTIONS, Counting, node_homes
from ..grids.nodata import is_nodata
from ..rasters.errors import RasterError
from ..rasters.reading import (
    KeptOpen,
    band_info,
    check_bands,
    frame_of,
    open_raster,
    read_band,
    read_validity,
    row_size,
)
from ..resampling.grid import ResamplingGrid, node_validity
from ..resampling.source import Source
from ..transforms.crs import same_reference
from .items import BASE_ITEM, CONVENTION_ITEM, STEP_ITEMS, TARGET_ITEMS
from .jobs import GridBands, Polygons, RasterMask
from .tiles import Tiles
from .validity import MaskReader, PolygonBurner

# Side of the windows by which a whole raster is looked through.
_LOOK = 1024


@dataclass(frozen=True)
class SourceSpec:
    """A source raster and all that decides on its validity, as plain values.

    Attributes
    ----------
    path : str
    bands : tuple of int
        Counted from 1.
    frame : Frame
    mask : RasterMask or None
    polygons : Polygons
        In the frame's reference system.
    name : str
        What the raster is called in an error message: that of a parameter.
    """

    path: str
    bands: tuple
    frame: Frame
    mask: RasterMask
    polygons: Polygons
    name: str = "INPUT"


class RasterSource(Source):
    """Bands of a raster file as a `Source`; valid where it is so in all bands.

    Several threads may read from it at once. What does not fit together shows when it is made.

    Attributes
    ----------
    spec : SourceSpec
    """

    def __init__(self, spec):
        self.spec = spec
        self.bands, self.shape = len(spec.bands), spec.frame.shape
        self._mask = None if spec.mask is None else MaskReader(spec.mask, spec.frame)
        self._burner = PolygonBurner(spec.frame, spec.polygons)
        self._files, self._last = KeptOpen(), threading.local()
        self._lock, self._has_invalid = threading.Lock(), None

    def _read(self, window):
        """Return layers, their own validity, and the validity that all have in common.

        Each thread keeps those of the window it asked for last.
        """
        window = tuple(window)
        if getattr(self._last, "window", None) == window:
            return self._last.parts
        # Two windows at once would be too many.
        self._last.window = self._last.parts = None
        spec = self.spec
        with self._files.open(spec.path, spec.name) as dataset:
            layers = [read_band(dataset, band, spec.name, window) for band in spec.bands]
            own = [
                read_validity(dataset, [band], [layer], spec.name, window)
                for band, layer in zip(spec.bands, layers)
            ]
        common = [] if self._mask is None else [self._mask.read(window)]
        common.append(self._burner.burn(window))
        values = layers[0][np.newaxis] if len(layers) == 1 else np.stack(layers)
        self._last.window, self._last.parts = window, (values, own, _all_of(common))
        return self._last.parts

    def read(self, window):
        """Return the values of a window, in the type that holds all bands."""
        return self._read(window)[0]

    def validity(self, window):
        """Return the validity of a window in all bands."""
        _, own, common = self._read(window)
        valid = _all_of([*own, common])
        return None if valid is None else valid.view(np.uint8)

    def validity_of_bands(self, window):
        """Return the validity of a window in each band, as booleans; None where all is valid."""
        _, own, common = self._read(window)
        return [_all_of([each, common]) for each in own]

    @property
    def has_invalid(self):
        """Whether any pixel is invalid; looks through the raster, once, until it finds one."""
        with self._lock:
            if self._has_invalid is None:
                windows = Tiles(self.shape, _LOOK)
                self._has_invalid = any(self.validity(each) is not None for each in windows)
            return self._has_invalid


def _all_of(parts):
    """Return where all parts are true, None if that is everywhere; None is a part that is."""
    parts = [part for part in parts if part is not None]
    if not parts:
        return None
    valid = functools.reduce(np.logical_and, parts)
    return None if valid.all() else valid


def source_of(job):
    """Return the `RasterSource` of a job, and the `BandInfo` of each of its bands.

    Parameters
    ----------
    job
        With `source`, `bands`, `mask` and `polygons`.

    Raises
    ------
    RasterError
        If they do not fit together.
    """
    with open_raster(job.source, "INPUT") as dataset:
        bands = tuple(job.bands) or tuple(range(1, dataset.RasterCount + 1))
        check_bands(dataset, bands, "INPUT")
        described = tuple(band_info(dataset, band) for band in bands)
        spec = SourceSpec(job.source, bands, frame_of(dataset), job.mask, job.polygons)
    return RasterSource(spec), described


def source_paths(job):
    """Return the paths of a job's source and of its mask, None for what there is not."""
    return job.source, job.mask and job.mask.path


def row_sizes(job):
    """Return the bytes of a row of those of a job's rasters that can only be read by whole rows."""
    total = 0
    for path in filter(None, source_paths(job)):
        with open_raster(path) as dataset:
            total += row_size(dataset)
    return total


@dataclass(frozen=True)
class GridSpec:
    """A grid raster and all that decides on its validity, as plain values.

    Attributes
    ----------
    bands : GridBands
    frame : Frame
        Of the grid raster: its pixels are nodes.
    factors : (int, int)
    source_frame : Frame or None
        Needed for the convention ``map``; displacements are counted by it if there is one.
    margin : int
        Nodes to read around those that a window needs, for the slopes at its border.
    """

    bands: GridBands
    frame: Frame
    factors: tuple
    source_frame: Optional[Frame]
    margin: int = 0

    @property
    def full_frame(self):
        """The `Frame` of all output pixels between the first and the last node."""
        return self.frame.refined(self.factors)

    def open(self):
        """Return a `GridReader`."""
        return GridReader(self)


class NodeReader:
    """Reads windows of the nodes of a grid raster; several threads may do so at once.

    Parameters
    ----------
    spec : GridSpec
    name : str
        What the grid is called in an error message.
    """

    def __init__(self, spec, name="GRID"):
        self._spec, self._name, self._files = spec, name, KeptOpen()
        self._counting = Counting(spec.bands.convention, spec.bands.base)

    def read(self, nodes):
        """Return a window of nodes, and what the rasters say of their validity.

        Parameters
        ----------
        nodes : ((int, int), (int, int))
            Rows and columns of nodes, inclusive ends.

        Returns
        -------
        row, col : float64 array, C-contiguous
            Source coordinates, pixel centres on integers from 0.
        declared : bool array or None
            False where a coordinate is nodata, masked by its own raster or not finite.
        unmasked : bool array or None
            False where the grid mask has not its valid value.
        """
        bands = self._spec.bands
        paths = ((bands.path, bands.row_band), (bands.col_path or bands.path, bands.col_band))
        layers, parts = [], []
        for path, band in paths:
            with self._files.open(path, self._name) as dataset:
                layer = read_band(dataset, band, self._name, nodes)
                parts.append(read_validity(dataset, [band], [layer], self._name, nodes))
            layers.append(np.ascontiguousarray(layer, dtype=np.float64))
        if bands.nodata is not None:
            parts += [~is_nodata(layer, bands.nodata) for layer in layers]
        unmasked = None
        if bands.mask is not None:
            with self._files.open(bands.mask.path, f"{self._name}_MASK") as dataset:
                mask = read_band(dataset, bands.mask.band, f"{self._name}_MASK", nodes)
            unmasked = mask == bands.mask_valid_value
        row, col = self._counting.to_center(*layers, self._spec.source_frame, self._homes(nodes))
        row, col = np.ascontiguousarray(row), np.ascontiguousarray(col)
        return row, col, _all_of(parts), unmasked

    def read_usable(self, nodes):
        """Return rows and columns of a window of nodes, and where these may be used.

        That is False where a node must not be used whatever its coordinates; those that are not
        finite are of no use either.
        """
        row, col, *parts = self.read(nodes)
        usable = _all_of(parts)
        return row, col, np.ones(row.shape, dtype=bool) if usable is None else usable

    def read_known(self, nodes):
        """Return (row, col) of a window of nodes, NaN in both where one must not be used."""
        row, col, usable = self.read_usable(nodes)
        unknown = ~(usable & np.isfinite(row) & np.isfinite(col))
        row[unknown] = col[unknown] = np.nan
        return row, col

    def _homes(self, nodes):
        if self._counting.convention != "displacement":
            return None
        spec = self._spec
        pixels = (
            np.arange(first, last + 1) * factor
            for (first, last), factor in zip(nodes, spec.factors)
        )
        return node_homes(*pixels, spec.full_frame, spec.source_frame)


class GridReader:
    """Reads windows of a grid raster; several threads may do so at once.

    Parameters
    ----------
    spec : GridSpec
    """

    def __init__(self, spec):
        self._spec, self._nodes = spec, NodeReader(spec)

    def read(self, window):
        """Return the grid for a window of the full-resolution output.

        Parameters
        ----------
        window : ((int, int), (int, int))
            Rows and columns of the output, inclusive ends.

        Returns
        -------
        ResamplingGrid
            Of the nodes that the window needs, counted from the first of them.
        bool
            Whether any of these nodes is valid.
        """
        spec = self._spec
        nodes = needed_nodes(window, spec.factors, spec.frame.shape, spec.margin)
        return part_of_grid(window, nodes, spec.factors, *self._nodes.read_usable(nodes))


def needed_nodes(window, factors, shape, margin=0):
    """Return the nodes that a window of the full-resolution output needs.

    Parameters
    ----------
    window : ((int, int), (int, int))
        Rows and columns, inclusive ends.
    factors : (int, int)
        Output pixels from one node to the next.
    shape : (int, int)
        Rows and columns of nodes that there are.
    margin : int
        Nodes around, if there are any.

    Returns
    -------
    ((int, int), (int, int))
        Rows and columns of nodes, inclusive ends.
    """
    nodes = (
        (max(0, first // factor - margin), min(-(-last // factor) + margin, size - 1))
        for (first, last), factor, size in zip(window, factors, shape)
    )
    # On an axis of several pixels a node there must be two, even for a window of one pixel.
    return tuple(
        (first, last) if factor == 1 or last > first else _two(first, size)
        for (first, last), factor, size in zip(nodes, factors, shape)
    )


def part_of_grid(window, nodes, factors, row, col, valid):
    """Return a window of a grid.

    Parameters
    ----------
    window, nodes, factors
        See `needed_nodes`.
    row, col : float64 array
        Of these nodes.
    valid : bool array
        Where they may be used.

    Returns
    -------
    ResamplingGrid
        Counted from the first of the nodes.
    bool
        Whether any of these nodes is valid.
    """
    has_nodes = bool(np.any(valid & np.isfinite(row) & np.isfinite(col)))
    shifted = tuple(
        (first - node * factor, last - node * factor)
        for (first, last), (node, _), factor in zip(window, nodes, factors)
    )
    grid = ResamplingGrid(row, col, node_validity(row, col, factors, valid), factors, shifted)
    return grid, has_nodes


def _two(first, size):
    return (first, first + 1) if first + 1 < size else (first - 1, first)


def check_grid(bands, source_frame, name="GRID", source_name="INPUT"):
    """Raise RasterError unless a grid's rasters, bands, mask and convention fit together.

    Parameters
    ----------
    bands : GridBands
    source_frame : Frame or None
        None where there is no source; map coordinates need one.
    name, source_name : str
        What the grid and the source are called in an error message.

    Returns
    -------
    Frame
        Of the grid.
    dict of str
        Its metadata.
    """
    with open_raster(bands.path, name) as dataset:
        check_bands(dataset, [bands.row_band], name)
        if bands.col_path is None:
            check_bands(dataset, [bands.col_band], name)
        frame, items = frame_of(dataset), dataset.GetMetadata() or {}
    others = [(f"{name}_COL", bands.col_path, bands.col_band)] if bands.col_path else []
    if bands.mask is not None:
        others.append((f"{name}_MASK", bands.mask.path, bands.mask.band))
    for other, path, band in others:
        with open_raster(path, other) as dataset:
            check_bands(dataset, [band], other)
            shape = frame_of(dataset).shape
        if shape != frame.shape:
            raise RasterError(
                f"{other} has {shape[0]} x {shape[1]} pixels; it must have those of {name},"
                f" {frame.rows} x {frame.cols}."
            )
    Counting(bands.convention, bands.base)  # which raises an error if there is no such one
    if bands.convention == "map":
        _check_map(source_frame, name, source_name)
    return frame, items


def _check_map(source_frame, name, source_name):
    if source_frame is None:
        raise RasterError(
            f"{name}_CONVENTION is map, which needs {source_name} to place map coordinates by."
        )
    if source_frame.geotransform is None:
        raise RasterError(
            f"{name}_CONVENTION is map, but {source_name} has no georeference to place map"
            " coordinates by."
        )


def check_homes(target, source, name, source_name):
    """Raise RasterError unless displacements between two frames mean something, see `node_homes`.

    Parameters
    ----------
    target, source : Frame
    name, source_name : str
        What they are called in an error message.
    """
    if source is None or (source.geotransform is None and target.geotransform is None):
        return
    for frame, called in ((target, name), (source, source_name)):
        if frame.geotransform is None:
            raise RasterError(
                f"A displacement is counted from one pixel of {name} to another of {source_name},"
                f" but {called} has no georeference."
            )
    if not same_reference(target, source):
        raise RasterError(
            f"A displacement is counted from one pixel of {name} to another of {source_name}, but"
            " the two have different reference systems."
        )


def grid_of(bands, source_frame, name="GRID", source_name="INPUT"):
    """Return the `GridSpec` of a grid's bands, and the `Frame` of the output that it is made for.

    Its step is what the bands tell, else what the raster says of itself, else 1. Its output
    reaches up to the last node, or as far as the raster says of itself.

    Parameters
    ----------
    bands, source_frame, name, source_name
        See `check_grid`.

    Raises
    ------
    RasterError, ValueError
        If its rasters and its resolution do not fit together.
    """
    frame, items = check_grid(bands, source_frame, name, source_name)
    own = tuple(_whole(items.get(item)) for item in STEP_ITEMS)
    factors = tuple(given or step or 1 for given, step in zip(bands.factors, own))
    for nodes, factor, axis in zip(frame.shape, factors, ("row", "col")):
        if factor > 1 and nodes < 2:
            raise RasterError(
                f"{name} has a single {axis}, but {name}_RESOLUTION_{axis.upper()}S is {factor}; it"
                " must be 1 then."
            )
    shape = grid_full_resolution_shape(frame.shape, factors)
    if factors == own:
        shape = _target_shape(shape, factors, items)
    spec = GridSpec(bands, frame, factors, source_frame)
    if bands.convention == "displacement":
        check_homes(spec.full_frame, source_frame, name, source_name)
    return spec, frame.refined(factors, shape)


def _target_shape(full, factors, items):
    """Return the shape that the grid was made for if it says so, else all that it covers."""
    made_for = tuple(_whole(items.get(name)) for name in TARGET_ITEMS)
    fits = all(
        target is not None and size - factor < target <= size
        for target, size, factor in zip(made_for, full, factors)
    )
    return made_for if fits else full


def _whole(text):
    return int(text) if text is not None and text.isdigit() and int(text) > 0 else None


def counting_of(items):
    """Return how a grid raster says of itself that it is counted: the usual way if it does not."""
    convention, base = items.get(CONVENTION_ITEM), items.get(BASE_ITEM)
    if convention not in CONVENTIONS:
        return Counting()
    return Counting(convention, int(base == "1"))


def remarks_on_convention(bands, name="GRID"):
    """Say where a grid raster tells another convention of itself than the one it is read by.

    Parameters
    ----------
    bands : GridBands
    name : str

    Yields
    ------
    str
    """
    with open_raster(bands.path, name) as dataset:
        items = dataset.GetMetadata() or {}
    own = items.get(CONVENTION_ITEM)
    base = items.get(BASE_ITEM, "0")
    if own is not None and (own, base) != (bands.convention, str(bands.base)):
        yield (
            f"{name} says of itself that its convention is {own}, base {base}, but it is read as"
            f" {bands.convention}, base {bands.base}."
        )
