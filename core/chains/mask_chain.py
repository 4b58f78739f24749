"""From a `MaskJob` to a mask raster, tile by tile."""

from dataclasses import dataclass, replace

import numpy as np

from ..conventions.classes import reason_classes
from ..conventions.conversion import representable
from ..conventions.pairs import full_resolution_shape
from ..conventions.reasons import Reason
from ..engines import engine
from ..rasters.errors import RasterError
from ..rasters.reading import KeptOpen, check_bands, frame_of, open_raster
from ..rasters.writing import class_spec, output_rasters
from .following import Follower
from .items import VALID_VALUE_ITEM
from .jobs import MASK_TYPES
from .outputs import check_pair, validity_spec
from .tiles import Tiles, run_tiles
from .validity import COVERAGE, MaskReader, PolygonBurner, read_mask, ready_polygons
from .workplace import workplace

# Bytes that a cell takes while it is worked on: booleans, float64 of the interpolation, shares of
# its area.
_BYTES_PER_CELL = 56


@dataclass(frozen=True)
class MaskReport:
    """What came out: numbers of cells.

    Attributes
    ----------
    valid_count, invalid_count : int
    reason_counts : tuple of int
        Cells of each `Reason`, by its value.
    """

    valid_count: int
    invalid_count: int
    reason_counts: tuple


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
    job = replace(job, polygons=ready_polygons(job.polygons, job.rule))
    MaskMaker(job, follower.check)  # what does not fit shows here, before anything is written
    # By the value of each reason.
    values = np.full(len(Reason), job.invalid_value, dtype=job.dtype)
    values[Reason.VALID] = job.valid_value
    counts = np.zeros(len(Reason), dtype=np.int64)
    with workplace(job.resources, executor) as place, output_rasters(*_specs(job)) as outputs:

        def write(tile):
            ((row, _), (col, _)), reasons = tile
            for output, layer in zip(outputs, (values[reasons], reasons)):
                output.write(layer, 1, row, col)
            counts[...] += np.bincount(reasons.ravel(), minlength=counts.size)

        windows = Tiles(job.frame.shape, place.tile_side(_BYTES_PER_CELL))
        run_tiles(place, MaskMaker, job, windows, write, follower)
    found = tuple(counts.tolist())
    return MaskReport(found[Reason.VALID], sum(found) - found[Reason.VALID], found)


def _specs(job):
    specs = [validity_spec(job, job.output, job.frame, job.dtype)]
    if job.output_reason is not None:
        # So that it is a mask too.
        metadata = {**job.metadata, VALID_VALUE_ITEM: int(Reason.VALID)}
        path, options = job.output_reason.path, job.output_reason.options
        specs.append(class_spec(path, job.frame, reason_classes(), "reason", options, metadata))
    return specs


class MaskMaker:
    """Makes windows of a mask: reads and burns its parts.

    Parameters
    ----------
    job : MaskJob
        For the rule ``coverage`` with polygons made ready by `ready_polygons`.
    check : callable
        Called before each window.

    Raises
    ------
    RasterError
        If a part does not fit.
    """

    def __init__(self, job, check):
        self._job, self._check, self._files = job, check, KeptOpen()
        self._burner = PolygonBurner(job.frame, job.polygons, job.rule, job.coverage)
        self._reader = None
        if job.mask is not None and job.alignment is None:
            self._reader = MaskReader(
                job.mask, job.frame, job.threshold, job.oversampling_dtype, "MASK_IN"
            )
        if job.mask is not None and job.alignment is not None:
            _check_alignment(job)

    def __call__(self, window):
        """Return a window, as `Tiles` gives it, and the `Reason` of each cell as uint8."""
        self._check()
        reasons = np.zeros([last - first + 1 for first, last in window], dtype=np.uint8)
        # What is told first comes last.
        if self._reader is not None:
            reasons[~self._reader.read(window)] = Reason.MASKED
            supported = self._reader.supports(window)
            if supported is not None:
                reasons[~supported] = Reason.UNSUPPORTED
        elif self._job.mask is not None:
            reasons[~self._by_index(window)] = Reason.MASKED
        valid, invalid = self._burner.inside(window)
        if invalid is not None:
            reasons[invalid] = Reason.INSIDE_INVALID
        if valid is not None:
            reasons[~valid] = Reason.OUTSIDE_VALID
        return window, reasons

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
    if job.dtype not in MASK_TYPES:
        raise ValueError(f"DATA_TYPE is {job.dtype}; it must be one of {', '.join(MASK_TYPES)}.")
    check_mask_values(job, job.dtype)
    if job.rule == COVERAGE and not 0 < job.coverage <= 1:
        raise ValueError(f"COVERAGE is {job.coverage}; it must be more than 0 and at most 1.")
    paths = job.reference, job.mask.path if job.mask else None
    check_pair(job.output, job.output_reason, "OUTPUT_REASON", paths)


def check_mask_values(job, dtype="uint8"):
    """Raise ValueError unless a job's threshold, valid_value and invalid_value are good.

    Parameters
    ----------
    job
        With these three.
    dtype : str
        What the mask is written in.
    """
    if not 0 <= job.threshold <= 1:
        raise ValueError(f"THRESHOLD is {job.threshold}; it must be within 0 to 1.")
    for name, value in (("VALID_VALUE", job.valid_value), ("INVALID_VALUE", job.invalid_value)):
        if not _holds(dtype, value):
            raise ValueError(f"{name} is {value}; {_range_of(dtype)}.")
    if job.valid_value == job.invalid_value:
        raise ValueError(f"VALID_VALUE and INVALID_VALUE are both {job.valid_value}.")


def _holds(dtype, value):
    """Tell whether a type can store a number exactly."""
    # As a number of Python's: numpy 2 would round the other side to the type as well.
    return representable(value, dtype) and np.dtype(dtype).type(value).item() == value


def _range_of(dtype):
    if np.dtype(dtype).kind == "f":
        return f"it must be a number that {dtype} holds exactly"
    info = np.iinfo(dtype)
    return f"it must be within {info.min} to {info.max}"


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
