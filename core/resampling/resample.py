"""Resampling of a source, of which windows are read, through a grid: arguments already checked."""

from dataclasses import dataclass, replace
from typing import NamedTuple, Optional

import numpy as np

from ..conventions.conversion import store
from ..conventions.validity import Validity
from ..engines import engine
from ..engines.blocks import map_blocks
from ..engines.sampling import NO_MASK, Sampling, leniency
from ..interpolation.interpolator import BSpline, Interpolator
from ..interpolation.policy import ValidityPolicy
from .coefficients import coefficients_size, piece_starts, prepare_coefficients
from .grid import ResamplingGrid
from .morphology import stencil_validity
from .source import Source, Surroundings, prepare_as_is, prepare_samples, samples_size
from .widened import Widening, widened_sampler, widening_of

# Pixels that one thread computes at a time: long enough to pay for the hand-over, short enough
# for progress, cancelling and the cache.
_BLOCK_PIXELS = 1 << 17

_ANYWHERE = ((-np.inf, np.inf), (-np.inf, np.inf))

# Output pixels of a side that is cut only if that gains something; else the source is read part by
# part: this is a grid that zooms out, or one that folds or scatters.
_SMALLEST_PART = 256

# What halves may need more than the whole to be a gain, and output pixels of a side from which on
# there is none.
_GAIN = 1.5
_LEAST_PART = 16

# Bytes of validity kept with each position: read, continued, dilated, eroded.
_MASK_BYTES = 4


class TooLittleMemoryError(ValueError):
    """What a single pixel needs of the source does not fit.

    Attributes
    ----------
    needed : int
        Bytes.
    """

    def __init__(self, needed):
        super().__init__(f"{needed} bytes of memory are needed for the source of a single pixel.")
        self.needed = needed


@dataclass(frozen=True)
class Settings:
    """How to resample.

    Attributes
    ----------
    interpolator : Interpolator
    surroundings : Surroundings
    policy : ValidityPolicy
    nodata : float
        Written where there is no value.
    origin : (float, float)
        Added to the grid's coordinates.
    standalone : bool
        Whether the source is prepared: cut out, continued, filtered.
    antialias : bool
        Whether the kernel is widened where the grid zooms out; only if standalone.
    """

    interpolator: Interpolator
    surroundings: Surroundings
    policy: ValidityPolicy
    nodata: float
    origin: tuple = (0.0, 0.0)
    standalone: bool = True
    antialias: bool = False


def resample(source, grid, settings, values, valid, threads=1, progress=None):
    """Fill arrays with the values of a source where a grid says.

    Parameters
    ----------
    source : Source
    grid : ResamplingGrid
    settings : Settings
    values : numpy.ndarray (bands, rows, cols)
        Of the grid's window; any real dtype, see `store`.
    valid : numpy.ndarray (rows, cols)
    threads : int
    progress : callable, optional
        Called with the share done.
    """
    # Looking at all nodes may cost more than cutting out what they need can save.
    is_best_taken_whole = not settings.standalone or (
        source.is_ready
        and 2 * grid.row.size >= source.shape[0] * source.shape[1]
        and not (
            settings.surroundings.trusted
            and (settings.surroundings.reach > 1 or not isinstance(settings.interpolator, BSpline))
        )
    )
    bounds = _ANYWHERE if is_best_taken_whole else grid.source_bounds(threads)
    job = _Job(source, grid, settings, widening_of(grid, settings))
    _resample_box(job, _Box(bounds, _ANYWHERE), values, valid, threads, progress)


def resample_within(memory, source, grid, settings, values, valid, check):
    """Do what `resample` does, with the same result, taking no more memory for the source.

    What needs too much of it is halved, and at last the source is read part by part: any grid can
    be resampled, also one that is folded or scattered.

    Parameters
    ----------
    memory : int
        Bytes.
    source, grid, settings, values, valid
        See `resample`.
    check : callable
        Called now and then; what it raises ends the work.

    Raises
    ------
    TooLittleMemoryError
        If it is not even enough for one pixel.
    """
    box = _box_within(source, grid, settings)
    if box is None:
        values[...], valid[...] = settings.nodata, Validity.INVALID
        return
    job = _Job(source, grid, settings, widening_of(grid, settings))

    def needed_by(box):
        return source_memory(source, settings, box, job.widening)

    needed = needed_by(box)
    if needed > memory and (max(valid.shape) > _SMALLEST_PART or _is_worth_halving(job, needed)):
        for half, (rows, cols) in _halves(grid):
            part, part_valid = values[:, rows, cols], valid[rows, cols]
            resample_within(memory, source, half, settings, part, part_valid, check)
        return
    boxes = list(_fitting(box, needed_by, memory))
    if len(boxes) == 1:
        _resample_box(job, _Box(box, _ANYWHERE), values, valid, progress=lambda _: check())
        return
    values[...], valid[...] = settings.nodata, Validity.INVALID
    part, part_valid = np.empty_like(values), np.empty_like(valid)
    for box in boxes:
        check()
        _resample_box(job, _Box(box, box), part, part_valid)
        found = part_valid != 0
        values[:, found], valid[found] = part[:, found], part_valid[found]


class _Job(NamedTuple):
    """A source, a grid and how to resample it; a `Widening` if the grid zooms out."""

    source: Source
    grid: ResamplingGrid
    settings: Settings
    widening: Optional[Widening]


class _Box(NamedTuple):
    """What is prepared of a source, and where positions are to be resampled.

    Both are ((row, row), (col, col)); None prepares nothing.
    """

    bounds: tuple
    limits: tuple


def _box_within(source, grid, settings):
    """Return the bounds of a grid's positions that the source can reach, None without any."""
    bounds = grid.source_bounds()
    if bounds is None:
        return None
    # Between nodes a position may be beyond them by a rounding error.
    reach = settings.surroundings.reach + 1.0
    bounds = [
        (max(low - 0.5, -reach), min(high + 0.5, size - 1 + reach))
        for (low, high), size in zip(bounds, source.shape)
    ]
    return None if any(low > high for low, high in bounds) else bounds


def _is_worth_halving(job, needed):
    """Tell whether the halves of a small window need not much more together than the whole."""
    if max(job.grid.shape) <= _LEAST_PART:
        return False
    total = 0
    for half, _ in _halves(job.grid):
        box = _box_within(job.source, half, job.settings)
        if box is not None:
            total += source_memory(job.source, job.settings, box, job.widening)
    return total < _GAIN * needed


def _halves(grid):
    """Return the halves of a grid's window along its longer side, and where they are in it."""
    axis = int(np.argmax(grid.shape))
    first, last = grid.window[axis]
    size, middle = grid.shape[axis], grid.shape[axis] // 2
    for part, place in (
        ((first, first + middle - 1), slice(0, middle)),
        ((first + middle, last), slice(middle, size)),
    ):
        window, places = list(grid.window), [slice(None), slice(None)]
        window[axis], places[axis] = part, place
        yield replace(grid, window=tuple(window)), tuple(places)


def least_memory(source, settings):
    """Return the bytes that preparing the source takes for one pixel, wherever that is."""
    box = [(size // 2, size // 2 + 1) for size in source.shape]
    if not isinstance(settings.interpolator, BSpline):
        return source_memory(source, settings, box)
    # The worst is a pixel between two pieces of the recursion, on both axes.
    starts = piece_starts(source, settings.interpolator, settings.surroundings)
    near = settings.interpolator.before + settings.interpolator.after + 2
    for axis in (0, 1):
        box = _worst(source, settings, box, axis, starts[axis])
        around = int(box[axis][0])
        box = _worst(source, settings, box, axis, range(around - near, around + near))
    return source_memory(source, settings, box)


def _worst(source, settings, box, axis, places):
    """Return the box, one pixel long on an axis, that needs most: itself or one at some place."""
    boxes = [box]
    for place in places:
        # Where nothing has a value, nothing is needed: near the border of a source that is not
        # continued.
        boxes.append([*box[:axis], (float(place), place + 1.0), *box[axis + 1 :]])
    return max(boxes, key=lambda each: source_memory(source, settings, each))


def _fitting(box, needed_by, memory):
    """Yield boxes that fit into memory: halves of halves of what does not."""
    needed = needed_by(box)
    if needed <= memory:
        yield box
        return
    sizes = [high - low for low, high in box]
    axis = int(np.argmax(sizes))
    if sizes[axis] <= 1.0:
        raise TooLittleMemoryError(needed)
    low, high = box[axis]
    middle = 0.5 * (low + high)
    for part in ((low, middle), (middle, high)):
        yield from _fitting([*box[:axis], part, *box[axis + 1 :]], needed_by, memory)


def source_memory(source, settings, bounds, widening=None):
    """Return the bytes that preparing the source for positions within bounds takes."""
    size = 0
    if widening is not None:
        size = samples_size(source, widening.stencil, bounds, settings.surroundings)
        if widening.everywhere:
            return size * (16 * source.bands + _MASK_BYTES)
    if isinstance(settings.interpolator, BSpline):
        size += coefficients_size(
            source, settings.interpolator, bounds, settings.surroundings, settings.policy.is_strict
        )
    else:
        size += samples_size(source, settings.interpolator, bounds, settings.surroundings)
    # Once as it is read, once as float64.
    return size * (16 * source.bands + _MASK_BYTES)


def _prepare(source, settings, bounds, threads):
    """Return the part of the source that positions within bounds need, or None."""
    if bounds is None or 0 in source.shape:
        return None
    if not settings.standalone:
        return prepare_as_is(source, settings.interpolator)
    if isinstance(settings.interpolator, BSpline):
        return prepare_coefficients(
            source,
            settings.interpolator,
            bounds,
            settings.surroundings,
            settings.policy.is_strict,
            threads,
        )
    return prepare_samples(source, settings.interpolator, bounds, settings.surroundings)


def _resample_box(job, box, values, valid, threads=1, progress=None):
    """Resample the positions that lie within a box; the others become invalid."""
    settings, nodata, runs = job.settings, job.settings.nodata, []
    prepared = None
    if job.widening is None or not job.widening.everywhere:
        prepared = _prepare(job.source, settings, box.bounds, threads)
    if prepared is not None:
        runs.append(
            _sampler(settings, _sampling(job, prepared, box.limits, threads), prepared, box.limits)
        )
    wide = _prepare_wide(job, box.bounds)
    if wide is not None:
        samples = _lenient(_sampling(job, wide, box.limits), wide, box.limits)
        runs.append(widened_sampler(job.widening, samples, job.grid, settings.policy))
    if not runs:
        values[...], valid[...] = nodata, Validity.INVALID
        return

    def sample(first, start, stop, values, valid):
        if prepared is None:
            values[:, start:stop], valid[start:stop] = nodata, Validity.INVALID
        for run in runs:
            run(first, start, stop, values, valid)

    _sample_in_blocks(sample, nodata, values, valid, threads, progress)


def _prepare_wide(job, bounds):
    """Return the samples that widened kernels need, or None."""
    if job.widening is None or bounds is None or 0 in job.source.shape:
        return None
    return prepare_samples(job.source, job.widening.stencil, bounds, job.settings.surroundings)


def _sampling(job, prepared, limits, threads=None):
    """Return what the engines take; where whole stencils are valid only if told the threads."""
    settings, grid = job.settings, job.grid
    valid = clear = NO_MASK
    if prepared.valid is not None:
        valid = prepared.valid
        if threads is not None and not settings.interpolator.picks_one:
            clear = stencil_validity(valid, settings.interpolator, threads)
    (row_min, row_max), (col_min, col_max) = _common(prepared.domain, limits)
    return Sampling(
        values=prepared.values,
        top=prepared.first[0],
        left=prepared.first[1],
        valid=valid,
        clear=clear,
        grid_row=grid.row,
        grid_col=grid.col,
        node_valid=NO_MASK if grid.node_valid is None else grid.node_valid,
        factor_row=grid.factors[0],
        factor_col=grid.factors[1],
        first_row=grid.window[0][0],
        first_col=grid.window[1][0],
        origin_row=settings.origin[0],
        origin_col=settings.origin[1],
        row_min=row_min,
        row_max=row_max,
        col_min=col_min,
        col_max=col_max,
        nodata=settings.nodata,
    )


def _common(domain, limits):
    """Return the bounds that two pairs of bounds have in common."""
    return tuple((max(a, c), min(b, d)) for (a, b), (c, d) in zip(domain, limits))


def _lenient(job, prepared, limits):
    """Return a job for the policies that are not strict."""
    (row_min, row_max), (col_min, col_max) = _common(prepared.sample_domain, limits)
    return job._replace(
        valid=NO_MASK if prepared.sample_valid is None else prepared.sample_valid,
        clear=NO_MASK,
        row_min=row_min,
        row_max=row_max,
        col_min=col_min,
        col_max=col_max,
    )


def _sampler(settings, job, prepared, limits):
    """Return a function that samples rows of an output, whose first row is some of the job's."""
    kind, policy = settings.interpolator.id, settings.policy
    sample, sample_incomplete = engine().sample, engine().sample_incomplete
    if policy.is_strict or settings.interpolator.picks_one:

        def run(first, start, stop, values, valid):
            sample(kind, job._replace(first_row=job.first_row + first), start, stop, values, valid)

        return run
    lenient = _lenient(job, prepared, limits)
    how = leniency(policy.name == "nearest", policy.minimum)

    def run_both(first, start, stop, values, valid):
        first_row = job.first_row + first
        sample(kind, job._replace(first_row=first_row), start, stop, values, valid)
        part = lenient._replace(first_row=first_row)
        sample_incomplete(kind, part, how, start, stop, values, valid)

    return run_both


def _sample_in_blocks(sample, nodata, out, out_valid, threads, progress):
    """Sample blocks of rows in threads; each pixel is computed alone, so blocks do not matter."""
    height, width = out_valid.shape
    # Compiled code sees one kind of array only: everything else goes through a buffer.
    direct = (
        out.dtype == np.float64
        and out_valid.dtype == np.uint8
        and out.flags.c_contiguous
        and out_valid.flags.c_contiguous
    )

    def run(start, stop):
        if direct:
            sample(0, start, stop, out, out_valid)
            return
        values, valid = out[:, start:stop], out_valid[start:stop]
        computed, computed_valid = np.empty(values.shape), np.empty(valid.shape, dtype=np.uint8)
        sample(start, 0, stop - start, computed, computed_valid)
        store(computed, computed_valid, nodata, values)
        valid[...] = computed_valid

    map_blocks(run, height, max(1, _BLOCK_PIXELS // width), threads, progress)
