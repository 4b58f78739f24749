"""From a `DisplacementGridJob` to a grid raster."""

from dataclasses import dataclass

import numpy as np

from ..conventions.frame import Frame
from ..rasters.errors import RasterError
from ..rasters.reading import (
    KeptOpen,
    band_info,
    check_bands,
    frame_of,
    open_raster,
    read_band,
    read_validity,
)
from ..transforms.displacement import (
    DIRECTIONS,
    KINDS,
    DisplacementField,
    DisplacementFromSource,
    DisplacementToSource,
    PixelDisplacements,
)
from .grid_making import check_over, frame_over_source, make_grid


def make_displacement_grid(job, progress=None, cancelled=None, executor=None):
    """Carry out a `DisplacementGridJob`; parameters, result and errors are those of `make_grid`."""
    return make_grid(job, _prepare, progress, cancelled, executor)


@dataclass(frozen=True)
class Layer:
    """A band of displacements, as plain values.

    Attributes
    ----------
    name : str
        Of the parameter that it was given by.
    path : str
    band : int
        Counted from 1.
    scale, offset : float
        From what is stored to what is meant.
    """

    name: str
    path: str
    band: int
    scale: float
    offset: float


@dataclass(frozen=True)
class TransformMaker:
    """Makes the transform of a job wherever it is needed, with rasters of its own.

    Attributes
    ----------
    layers : (Layer, Layer)
        Of x and of y.
    frame, source, target : Frame
        Of the displacements, of the source, of the target.
    kind, direction : str
        See `DisplacementGridJob`.
    """

    layers: tuple
    frame: Frame
    source: Frame
    target: Frame
    kind: str
    direction: str

    def __call__(self):
        """Return a callable from map (x, y) of the target to source (row, col)."""
        in_pixels = PixelDisplacements(self.kind, self.source, self.frame)
        field = DisplacementField(self.frame, _Reader(self.layers), in_pixels)
        if self.direction == "to-target":
            return DisplacementFromSource(field, self.source)
        return DisplacementToSource(field, self.source, self.target)


class _Reader:
    """Reads windows of two layers; NaN where one is unknown."""

    def __init__(self, layers):
        self._layers, self._files = layers, KeptOpen()

    def __call__(self, window):
        return tuple(self._read(layer, window) for layer in self._layers)

    def _read(self, layer, window):
        with self._files.open(layer.path, layer.name) as dataset:
            stored = read_band(dataset, layer.band, layer.name, window)
            valid = read_validity(dataset, [layer.band], [stored], layer.name, window)
        values = stored.astype(np.float64)
        if (layer.scale, layer.offset) != (1.0, 0.0):
            values = values * layer.scale + layer.offset
        return values if valid is None else np.where(valid, values, np.nan)


def _prepare(job, _, source):
    _check_choice("KIND", job.kind, KINDS)
    _check_choice("DIRECTION", job.direction, DIRECTIONS)
    if job.kind == "loc" and job.direction != "to-source":
        raise ValueError(
            f"DIRECTION is {job.direction}; it must be to-source for the KIND loc, whose values are"
            " positions in INPUT."
        )
    target = frame_over_source(job, source)
    layers, frame = _open_layers(job.displacement)
    check_over(frame, source, "DISPLACEMENT", "INPUT")
    return TransformMaker(layers, frame, source, target, job.kind, job.direction), target


def _check_choice(name, value, options):
    if value not in options:
        raise ValueError(f"{name} is {value}; it must be one of {', '.join(options)}.")


def _open_layers(bands):
    """Return the two `Layer` and their `Frame`."""
    second = ("DISPLACEMENT", bands.path)
    if bands.y_path is not None:
        second = ("DISPLACEMENT_Y", bands.y_path)
    layers, frames = [], []
    for (name, path), band in (
        (("DISPLACEMENT", bands.path), bands.x_band),
        (second, bands.y_band),
    ):
        with open_raster(path, name) as dataset:
            check_bands(dataset, [band], name)
            told = band_info(dataset, band)
            frames.append(frame_of(dataset))
        scale, offset = (1.0 if told.scale is None else told.scale), told.offset or 0.0
        layers.append(Layer(name, path, band, scale, offset))
    frame, other = frames
    if frame.shape != other.shape:
        raise RasterError(
            f"DISPLACEMENT_Y has {other.rows} x {other.cols} pixels; it must have those of"
            f" DISPLACEMENT, {frame.rows} x {frame.cols}."
        )
    return tuple(layers), frame
