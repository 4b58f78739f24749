"""From a `MaskJob` to a mask raster, tile by tile."""

from dataclasses import dataclass

import numpy as np

from ..conventions.classes import mask_classes
from ..conventions.pairs import full_resolution_shape
from ..engines import engine
from ..rasters.errors import RasterError
from ..rasters.reading import KeptOpen, check_bands, files_behind, frame_of, open_raster
from ..rasters.writing import check_output, mask_spec, output_rasters
from .following import Follower
from .items import INVALID_VALUE_ITEM, VALID_VALUE_ITEM
from .tiles import Tiles, run_tiles
from .validity import MaskReader, PolygonBurner, read_mask
from .workplace import workplace

# Bytes that a cell takes while it is worked on: booleans, float64 of the interpolation.
_BYTES_PER_CELL = 24


@dataclass(frozen=True)
class MaskReport:
    """What came out: numbers of cells."""

    valid_count: int
    invalid_count: int


def make_mask(job, progress=None, cancelled=None, executor=None):
    """Carry out a `MaskJob`.

    Parameters
    ----------
    progress, cancelled : callable, optional
        See `Follower`.
    executor : concurrent.futures.Executor, optional
        Where tiles are computed; by default in threads of this process.

    Returns
    -------
    MaskReport

    Raises
    ------
    RasterError, ValueError
        With one sentence; what stood at the output is as it was.
    Cancelled
    """
    follower = Follower(progress, cancelled)
    _check(job)
    MaskMaker(job, follower.check)  # what does not fit shows here, before anything is written
    metadata = dict(
        job.metadata, **{VALID_VALUE_ITEM: job.valid_value, INVALID_VALUE_ITEM: job.invalid_value}
    )
    classes = mask_classes(job.valid_value, job.invalid_value)
    spec = mask_spec(job.output.path, job.frame, job.output.options, metadata, classes)
    valid_count = 0
    with workplace(job.resources, executor) as place, output_rasters(spec) as (output,):

        def write(tile):
            nonlocal valid_count
            ((row, _), (col, _)), valid = tile
            output.write(np.where(valid, job.valid_value, job.invalid_value), 1, row, col)
            valid_count += int(np.count_nonzero(valid))

        windows = Tiles(job.frame.shape, place.tile_side(_BYTES_PER_CELL))
        run_tiles(place, MaskMaker, job, windows, write, follower)
    return MaskReport(valid_count, job.frame.rows * job.frame.cols - valid_count)


class MaskMaker:
    """Makes windows of a mask: reads and burns its parts.

    Parameters
    ----------
    job : MaskJob
    check : callable
        Called before each window.

    Raises
    ------
    RasterError
        If a part does not fit.
    """

    def __init__(self, job, check):
        self._job, self._check, self._files = job, check, KeptOpen()
        self._burner = PolygonBurner(job.frame, job.polygons, job.rule)
        self._reader = None
        if job.mask is not None and job.alignment is None:
            self._reader = MaskReader(
                job.mask, job.frame, job.threshold, job.oversampling_dtype, "MASK_IN"
            )
        if job.mask is not None and job.alignment is not None:
            _check_alignment(job)

    def __call__(self, window):
        """Return a window, as `Tiles` gives it, and its validity as booleans."""
        self._check()
        valid = np.ones([last - first + 1 for first, last in window], dtype=bool)
        if self._reader is not None:
            valid &= self._reader.read(window)
        elif self._job.mask is not None:
            valid &= self._by_index(window)
        burnt = self._burner.burn(window)
        return window, valid if burnt is None else valid & burnt

    def _by_index(self, window):
        """Oversample the part of the mask that a window needs (GridR's ``mask_in``)."""
        job = self._job
        factors = job.alignment.factors
        window = [
            (first + start, last + start)
            for (first, last), start in zip(window, job.alignment.first)
        ]
        # The node behind the last pixel has no weight on a node's own line, and may not exist.
        nodes = tuple((first // f, -(-last // f)) for (first, last), f in zip(window, factors))
        with self._files.open(job.mask.path, "MASK_IN") as dataset:
            mask = read_mask(dataset, job.mask.band, "MASK_IN", nodes).view(np.uint8)
        inner = tuple(
            (first - node * f, last - node * f)
            for (first, last), (node, _), f in zip(window, nodes, factors)
        )
        out = np.empty([last - first + 1 for first, last in window], dtype=np.uint8)
        dtype = np.dtype(job.oversampling_dtype)
        engine().oversample_mask(mask, *factors, inner, job.threshold, dtype, out)
        return out != 0


def _check(job):
    check_mask_values(job)
    inputs = files_behind([job.reference, job.mask.path if job.mask else None])
    check_output(job.output.path, "OUTPUT", inputs, job.output.options)


def check_mask_values(job):
    """Raise ValueError unless a job's threshold, valid_value and invalid_value are good."""
    if not 0 <= job.threshold <= 1:
        raise ValueError(f"THRESHOLD is {job.threshold}; it must be within 0 to 1.")
    for name, value in (("VALID_VALUE", job.valid_value), ("INVALID_VALUE", job.invalid_value)):
        if not 0 <= value <= 255:
            raise ValueError(f"{name} is {value}; it must be within 0 to 255.")
    if job.valid_value == job.invalid_value:
        raise ValueError(f"VALID_VALUE and INVALID_VALUE are both {job.valid_value}.")


def _check_alignment(job):
    with open_raster(job.mask.path, "MASK_IN") as dataset:
        check_bands(dataset, [job.mask.band], "MASK_IN")
        shape = frame_of(dataset).shape
    full = full_resolution_shape(shape, job.alignment.factors)
    for reach, first, size, axis in zip(full, job.alignment.first, job.frame.shape, ("ROW", "COL")):
        if first + size > reach:
            raise RasterError(
                f"MASK_IN by index reaches over {reach} output {axis.lower()}s, but {size} from"
                f" MASK_IN_TARGET_{axis} {first} on need {first + size}; give a larger mask or"
                f" MASK_IN_RESOLUTION_{axis}S."
            )
