"""From a `RegionJob` to a raster of another region and its mask, tile by tile."""

import math
from dataclasses import dataclass, replace

import numpy as np

from ..conventions.conversion import store
from ..engines.statistics import RANKINGS
from ..grass.nearest import NearestPlan
from ..grass.operations import DIFFERENCE, SUM, VALUE
from ..grass.resample import nullable_type
from ..rasters.writing import gdal_type, output_rasters
from .following import Follower
from .outputs import (
    ResamplingReport,
    check_outputs,
    classes_kept,
    mask_items,
    nodata_of,
    output_specs,
    write_tile,
)
from .raster_source import SourceSpec, row_sizes, source_of, source_paths
from .region_source import RegionReader, Side, region_sides
from .resampling_remarks import Findings, remarks_on_operation, remarks_on_values
from .tiles import Tiles, run_tiles
from .workplace import workplace

# Bytes of validity with each source cell: of the band, of all that count, as a number.
VALIDITY = 3

# Bytes of the weights of a cell's members while these are sorted.
_WEIGHTS = 16


@dataclass(frozen=True)
class RegionPlan:
    """All that a tile of the target needs to know, as plain values.

    Attributes
    ----------
    spec : SourceSpec
    source, target : Side
    operation : Nearest, Interpolation or Statistics
    source_dtype, dtype : numpy.dtype
        That holds all bands of the source, and of the output.
    fill : float or int
        Written for null.
    """

    spec: SourceSpec
    source: Side
    target: Side
    operation: object
    source_dtype: np.dtype
    dtype: np.dtype
    fill: float


@dataclass(frozen=True)
class RegionTile:
    """A part of the output.

    Attributes
    ----------
    window : ((int, int), (int, int))
        Rows and columns, inclusive ends.
    values : numpy.ndarray (bands, rows, cols)
    known : bool array (bands, rows, cols)
        Where a band has a value.
    valid : uint8 array (rows, cols)
        1 where all bands have one.
    has_nodes : bool
        Whether anything of the source is needed here.
    """

    window: tuple
    values: np.ndarray
    known: np.ndarray
    valid: np.ndarray
    has_nodes: bool


def resample_region(job, progress=None, cancelled=None, executor=None):
    """Carry out a `RegionJob`.

    Parameters
    ----------
    progress, cancelled : callable, optional
        See `Follower`.
    executor : concurrent.futures.Executor, optional
        Where tiles are computed; by default in threads of this process.

    Returns
    -------
    ResamplingReport

    Raises
    ------
    RasterError, TypeError, ValueError
        With one sentence; what stood at the outputs is as it was.
    Cancelled
    """
    follower = Follower(progress, cancelled)
    check_outputs(job, (*source_paths(job), job.reference))
    raster, bands = source_of(job)
    spec = raster.spec
    source, target = region_sides(spec.frame, job.frame)
    # A frame whose reference system is not known is one of the source's.
    frame = replace(job.frame, crs_wkt=job.frame.crs_wkt or spec.frame.crs_wkt)
    lattice = job.operation.plan(source.region, target.region)
    source_dtype = np.result_type(*(band.dtype for band in bands))
    is_picked = isinstance(lattice, NearestPlan)
    dtype = _output_type(job, source_dtype, is_picked)
    gdal_type(dtype)
    items = mask_items(job, job.operation.picks)
    fill, declared = nodata_of(job.nodata, bands, dtype, items)
    plan = RegionPlan(spec, source, target, job.operation, source_dtype, dtype, fill)
    told = tuple(described(band, job.operation, declared, dtype) for band in bands)
    findings = Findings(fill, declared, None if is_picked else source_dtype)
    specs = output_specs(job, told, frame, dtype, items)
    with workplace(job.resources, executor, row_sizes(job)) as place:
        windows, memory = _tiles(plan, lattice, place)
        place = place.holding(memory)
        with output_rasters(*specs) as outputs:

            def write(tile):
                write_tile(tile, outputs)
                findings.add(tile, tile.known)

            run_tiles(place, RegionResampler, plan, windows, write, follower)
    return region_report(job, frame, findings, remarks_on_operation(job.operation))


def region_report(job, frame, findings, remarks):
    """Return the `ResamplingReport` of a job from region to region.

    Parameters
    ----------
    job : RegionJob or SplineJob
    frame : Frame
        Of the output.
    findings : Findings
    remarks : iterable of str
        Those that come before what was found.
    """
    remarks = [*remarks]
    if not findings.has_nodes:
        remarks.append("No cell of the output gets anything from INPUT; look at where the two lie.")
    remarks += remarks_on_values(job, findings)
    invalid = frame.rows * frame.cols - findings.valid_count
    return ResamplingReport(*frame.shape, findings.valid_count, invalid, tuple(remarks))


class RegionResampler:
    """Resamples windows of a target.

    Parameters
    ----------
    plan : RegionPlan
    check : callable
        Called while a window is worked on.
    """

    def __init__(self, plan, check):
        self._plan, self._check = plan, check
        self._reader = RegionReader(plan.spec, plan.source)
        self._lattice = plan.operation.plan(plan.source.region, plan.target.region)
        self._fill = self._pick if isinstance(self._lattice, NearestPlan) else self._compute

    def __call__(self, window):
        """Return the `RegionTile` of a window; a cell has the same bits in whatever window it is.

        Parameters
        ----------
        window : ((int, int), (int, int))
            Rows and columns of the output, inclusive ends.
        """
        self._check()
        plan = self._plan
        turned = plan.target.turn(window)
        needed = self._lattice.needed(turned)
        shape = (len(plan.spec.bands), *(last - first + 1 for first, last in window))
        values, known = self._fill(turned, needed, shape)
        order = plan.target.order
        valid = known.all(axis=0).view(np.uint8)
        layers = (slice(None), *order)
        return RegionTile(
            window, values[layers], known[layers], valid[order], 0 not in needed.shape
        )

    def _pick(self, window, needed, shape):
        """Return the values that a `NearestPlan` picks, in their own type, and where they are."""
        values, known = np.empty(shape, dtype=self._plan.dtype), np.empty(shape, dtype=np.uint8)
        for read, out, outside in (
            (self._reader.read_values, values, self._plan.fill),
            (self._reader.read_validity, known, 0),
        ):
            block = self._reader.block(needed, read, out.dtype, 0)
            self._lattice.compute(window, block, outside, out)
        known = known != 0
        values[~known] = self._plan.fill
        return values, known

    def _compute(self, window, needed, shape):
        """Return what is computed from numbers with NaN, in the output's type, and where it is."""
        block = self._reader.numbers(needed, self._plan.source_dtype)
        self._check()
        computed = np.empty(shape)
        self._lattice.compute(window, block, computed)
        known = ~np.isnan(computed)
        if self._plan.dtype == np.float64 and math.isnan(self._plan.fill):
            return computed, known
        values = np.empty(shape, dtype=self._plan.dtype)
        computed[~known] = 0.0
        store(computed, known, 0, values)
        values[~known] = self._plan.fill
        return values, known


def _output_type(job, source_dtype, is_picked):
    if not is_picked:
        return np.dtype(job.dtype or np.float64)
    if job.dtype is not None and np.dtype(job.dtype) != source_dtype:
        raise ValueError(
            f"dtype is {job.dtype}; what is only picked keeps the source's type, {source_dtype}."
        )
    return source_dtype


def described(band, operation, declared, dtype):
    """Return the `BandInfo` of a result: what is told of the source's values and still holds."""
    quantity = operation.quantity
    # A sum of n values has n times the offset, which a raster cannot say.
    keeps_scale = quantity in (VALUE, DIFFERENCE) or (quantity == SUM and not band.offset)
    scale = band.scale if keeps_scale else None
    if quantity == DIFFERENCE and scale is not None:
        scale = abs(scale)  # of depths that are stored as heights the range is no less than 0
    return replace(
        classes_kept(band, operation.picks, dtype),
        nodata=declared,
        scale=scale,
        offset=band.offset if quantity == VALUE else None,
        unit=band.unit if keeps_scale else "",
    )


def _tiles(plan, lattice, place):
    """Return the windows to compute, and the bytes that the largest of them takes.

    Along an axis on which a cell of the target covers several of the source, a tile has so many
    cells fewer: tiles are of a size in whichever of the two is finer.
    """
    source, target = plan.source.region, plan.target.region
    ratios = target.nsres / source.nsres, target.ewres / source.ewres
    bands = len(plan.spec.bands)
    # As it is read, stacked if there are several bands, and as numbers with NaN.
    as_read = plan.source_dtype.itemsize * (1 if bands == 1 else 2)
    as_numbers = nullable_type(plan.source_dtype).itemsize
    of_source = bands * (as_read + as_numbers + VALIDITY)
    of_target = bands * (9 + plan.dtype.itemsize) + 1
    steps = [max(1.0, ratio) for ratio in ratios]
    finest = of_source * math.prod(min(1.0, ratio) for ratio in ratios) + of_target / math.prod(
        steps
    )
    side = place.tile_side(finest)
    sides = [even_side(side / step) for step in steps]
    ranked = 0
    if getattr(lattice, "kind", None) in RANKINGS:
        # Values, and where weighted their weights; twice, to sort.
        ranked = 2 * as_numbers + (_WEIGHTS if lattice.rule.weighted else 0)
        ranked *= math.prod(math.ceil(step) + 1 for step in steps)

    def memory():
        return largest_needed(lattice, sides) * of_source + math.prod(sides) * of_target + ranked

    # Of many bands the smallest tiles that are worth while may be too much.
    while memory() > place.tile_memory and max(sides) > 1:
        sides = [max(1, side // 2) for side in sides]
    return Tiles(lattice.shape, sides), memory()


def even_side(side):
    """Return a side of whole blocks of a GeoTIFF, or one that divides a block."""
    return max(1, 1 << int(math.log2(max(1.0, side)))) if side < 256 else int(side) // 256 * 256


def largest_needed(lattice, sides):
    """Return the cells of the source that a window needs at most."""
    counts = []
    for axis, (size, side) in enumerate(zip(lattice.shape, sides)):
        windows = [[(0, 0), (0, 0)] for _ in range(0, size, side)]
        for window, start in zip(windows, range(0, size, side)):
            window[axis] = (start, min(start + side, size) - 1)
        counts.append(max(lattice.needed(window).shape[axis] for window in windows))
    return math.prod(counts)
