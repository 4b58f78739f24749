"""From a `SplineJob` to a surface sampled at another region's cells, and what is derived of it."""

import math
from dataclasses import dataclass, replace
from typing import Optional

import numpy as np

from ..conventions.conversion import store
from ..grass.operations import Nearest, Spline
from ..grass.resample import nullable_type
from ..grass.resample_spline import check_smoothing
from ..grass.spline import KEPT
from ..rasters.errors import RasterError
from ..rasters.reading import band_info, check_bands, files_behind, frame_of, open_raster
from ..rasters.writing import (
    OutputSpec,
    check_output,
    gdal_type,
    output_rasters,
    plain_band,
    same_file,
)
from ..transforms.crs import same_reference
from .following import Follower
from .jobs import Polygons
from .outputs import check_outputs, nodata_of, output_specs, write_tile
from .raster_source import SourceSpec, row_sizes, source_of, source_paths
from .region_chain import (
    VALIDITY,
    RegionPlan,
    RegionResampler,
    described,
    even_side,
    largest_needed,
    region_report,
)
from .region_source import RegionReader, Side, region_sides
from .resampling_remarks import Findings
from .spline_jobs import DERIVED_OUTPUTS
from .tiles import Tiles, run_tiles
from .validity import same_place
from .workplace import workplace

# Bytes of basis functions that a process keeps at least.
_LEAST_KEPT = 1 << 21


@dataclass(frozen=True)
class SurfacePlan:
    """All that a tile of the target needs to know, as plain values.

    Attributes
    ----------
    spec : SourceSpec
    source, target : Side
    operation : Spline
    outputs : tuple of str
        The surface first.
    smoothing : SourceSpec or None
        On the source's cells.
    mask : RegionPlan or None
        Of the target mask, taken to the target by `Nearest`.
    source_dtype, dtype, derived_dtype : numpy.dtype
        That holds all bands of the source; of the surface; of what is derived.
    fill : float or int
        Written for null into the surface.
    kept : int
        Bytes of basis functions that a process keeps.
    """

    spec: SourceSpec
    source: Side
    target: Side
    operation: Spline
    outputs: tuple
    smoothing: Optional[SourceSpec]
    mask: Optional[RegionPlan]
    source_dtype: np.dtype
    dtype: np.dtype
    derived_dtype: np.dtype
    fill: float
    kept: int

    @property
    def lattice(self):
        """The `SplinePlan`."""
        return self.operation.plan(self.source.region, self.target.region, self.outputs, self.kept)


@dataclass(frozen=True)
class SurfaceTile:
    """A part of the outputs.

    Attributes
    ----------
    window : ((int, int), (int, int))
        Rows and columns, inclusive ends.
    values : numpy.ndarray (bands, rows, cols)
        The surface.
    derived : list of numpy.ndarray (bands, rows, cols)
    known : bool array (bands, rows, cols)
        Where a band has a value.
    valid : uint8 array (rows, cols)
        1 where all bands have one.
    has_nodes, has_values : bool
        Whether anything of the source is needed here, and any of it is not null.
    """

    window: tuple
    values: np.ndarray
    derived: list
    known: np.ndarray
    valid: np.ndarray
    has_nodes: bool
    has_values: bool


def resample_by_spline(job, progress=None, cancelled=None, executor=None):
    """Carry out a `SplineJob`.

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
    _check_outputs(job)
    raster, bands = source_of(job)
    spec = raster.spec
    source, target = region_sides(spec.frame, job.frame)
    # A frame whose reference system is not known is one of the source's.
    frame = replace(job.frame, crs_wkt=job.frame.crs_wkt or spec.frame.crs_wkt)
    dtype = np.dtype(job.dtype or np.float64)
    gdal_type(dtype)
    fill, declared = nodata_of(job.nodata, bands, dtype)
    plan = SurfacePlan(
        spec=spec,
        source=source,
        target=target,
        operation=job.operation,
        outputs=("elevation", *job.derived),
        smoothing=_smoothing_of(job, spec.frame),
        mask=_mask_plan(job, frame),
        source_dtype=np.result_type(*(band.dtype for band in bands)),
        dtype=dtype,
        derived_dtype=np.dtype(np.float32 if dtype == np.float32 else np.float64),
        fill=fill,
        kept=_LEAST_KEPT,
    )
    lattice = plan.lattice  # what cannot be computed shows here
    told = tuple(described(band, job.operation, declared, dtype) for band in bands)
    specs = [*output_specs(job, told, frame, dtype), *_derived_specs(job, bands, frame, plan)]
    findings, has_values = Findings(fill, declared, plan.source_dtype), False
    with workplace(job.resources, executor, row_sizes(job)) as place:
        plan = replace(plan, kept=min(KEPT, max(_LEAST_KEPT, place.budget // 8)))
        place = place.sharing(lattice.shared_memory + plan.kept - _LEAST_KEPT)
        windows, memory = _tiles(plan, lattice, place)
        place = place.holding(memory)
        with output_rasters(*specs) as outputs:
            count = len(outputs) - len(job.derived)
            surfaces, others = outputs[:count], outputs[count:]

            def write(tile):
                nonlocal has_values
                write_tile(tile, surfaces)
                (row, _), (col, _) = tile.window
                for output, layers in zip(others, tile.derived):
                    for number, layer in enumerate(layers, 1):
                        output.write(layer, number, row, col)
                findings.add(tile, tile.known)
                has_values |= tile.has_values

            run_tiles(place, SurfaceMaker, plan, windows, write, follower)
            if findings.has_nodes and not has_values:
                raise RasterError(
                    "INPUT has no value where the output needs one; a surface needs at least one"
                    " cell that is not null."
                )
    return region_report(job, frame, findings, _remarks(job, bands, source.region))


class SurfaceMaker:
    """Computes windows of a surface and of what is derived of it.

    Parameters
    ----------
    plan : SurfacePlan
    check : callable
        Called while a window is worked on.
    """

    def __init__(self, plan, check):
        self._plan, self._check = plan, check
        self._reader = RegionReader(plan.spec, plan.source)
        self._lattice = plan.lattice
        self._smoothing = plan.smoothing and RegionReader(plan.smoothing, plan.source)
        self._mask = plan.mask and RegionResampler(plan.mask, check)

    def __call__(self, window):
        """Return the `SurfaceTile` of a window; a cell has the same bits in whatever window it is.

        Parameters
        ----------
        window : ((int, int), (int, int))
            Rows and columns of the outputs, inclusive ends.
        """
        self._check()
        plan = self._plan
        turned = plan.target.turn(window)
        needed = self._lattice.needed(turned)
        shape = len(plan.spec.bands), *(last - first + 1 for first, last in window)
        computed = np.full((len(plan.outputs), *shape), np.nan)
        has_nodes, has_values = 0 not in needed.shape, False
        if has_nodes:
            block = self._reader.numbers(needed, plan.source_dtype)
            has_values = not np.isnan(block.values).all()
            smoothing = None
            if self._smoothing is not None:
                smoothing = self._smoothing.numbers(needed, np.float64).values[0]
                check_smoothing(smoothing)
            self._lattice.compute(turned, block, smoothing, computed, self._check)
        computed = computed[(slice(None), slice(None), *plan.target.order)]
        if self._mask is not None:
            mask = self._mask(window)
            computed[..., ~mask.known[0] | (mask.values[0] == 0)] = np.nan
        surface, *derived = computed
        known = ~np.isnan(surface)
        values = np.empty(shape, dtype=plan.dtype)
        store(np.where(known, surface, 0.0), known, 0, values)
        values[~known] = plan.fill
        return SurfaceTile(
            window,
            values,
            [layers.astype(plan.derived_dtype) for layers in derived],
            known,
            known.all(axis=0).view(np.uint8),
            has_nodes,
            has_values,
        )


def _check_outputs(job):
    """Raise RasterError unless all outputs can be written without harm to an input."""
    others = (job.reference, job.smoothing and job.smoothing.path)
    paths = (*source_paths(job), *others, job.target_mask and job.target_mask.path)
    check_outputs(job, paths)
    inputs = files_behind(paths)
    seen = [("OUTPUT", job.output), ("OUTPUT_MASK", job.output_mask)]
    for name, destination in job.derived.items():
        parameter = DERIVED_OUTPUTS[name]
        check_output(destination.path, parameter, inputs, destination.options)
        for other, earlier in seen:
            if earlier is not None and same_file(destination.path, earlier.path):
                raise RasterError(f"{parameter} is {destination.path}, which is {other} as well.")
        seen.append((parameter, destination))


def _smoothing_of(job, frame):
    """Return the `SourceSpec` of the smoothing raster, None without one.

    Raises
    ------
    RasterError
        If its cells are not those of the source.
    """
    if job.smoothing is None:
        return None
    name = "SMOOTHING_RASTER"
    with open_raster(job.smoothing.path, name) as dataset:
        check_bands(dataset, [job.smoothing.band], name)
        own = frame_of(dataset)
    if own.shape != frame.shape or not same_place(own, frame) or not same_reference(own, frame):
        raise RasterError(
            f"{name} has {own.rows} x {own.cols} cells; it must have those of INPUT,"
            f" {frame.rows} x {frame.cols}, in the same place."
        )
    return SourceSpec(job.smoothing.path, (job.smoothing.band,), frame, None, Polygons(), name)


def _mask_plan(job, frame):
    """Return what takes the target mask to the output's cells, None without one."""
    if job.target_mask is None:
        return None
    name = "TARGET_MASK"
    with open_raster(job.target_mask.path, name) as dataset:
        check_bands(dataset, [job.target_mask.band], name)
        own, dtype = frame_of(dataset), band_info(dataset, job.target_mask.band).dtype
    spec = SourceSpec(job.target_mask.path, (job.target_mask.band,), own, None, Polygons(), name)
    source, target = region_sides(own, frame, name)
    return RegionPlan(spec, source, target, Nearest(), dtype, dtype, 0)


def _derived_specs(job, bands, frame, plan):
    """Return the `OutputSpec` of each raster that is derived of the surface."""
    for name, destination in job.derived.items():
        told = tuple(
            plain_band(
                plan.derived_dtype,
                math.nan,
                f"{name} of {band.description}" if band.description else name,
            )
            for band in bands
        )
        yield OutputSpec(
            destination.path,
            frame,
            plan.derived_dtype,
            told,
            tuple(destination.options),
            job.metadata,
        )


def _remarks(job, bands, source):
    """Say what a surface of this source is not."""
    if source.geographic:
        yield (
            "INPUT is in degrees, which count as planar units of equal length in both directions;"
            " slopes and curvatures are per degree."
        )
    if job.derived and any(band.scale not in (None, 1.0) for band in bands):
        yield (
            "INPUT has a scale; what is derived of the surface is of the values as they are stored,"
            " multiplied by ZSCALE."
        )


def _tiles(plan, lattice, place):
    """Return the windows to compute, and the bytes that the largest of them takes."""
    source, target = plan.source.region, plan.target.region
    bands = len(plan.spec.bands)
    as_numbers = nullable_type(plan.source_dtype).itemsize
    # Read, stacked, as numbers; then one band in float64 with where it is null, and the smoothing.
    of_source = bands * (2 * plan.source_dtype.itemsize + as_numbers + VALIDITY) + 18
    if plan.smoothing is not None:
        of_source += 24
    derived = len(plan.outputs) - 1
    of_target = bands * (8 + derived * (8 + plan.derived_dtype.itemsize) + 17 + plan.dtype.itemsize)
    # The sums of one band, and what curvatures are put together of.
    of_target += 16 * lattice.kinds + 48 + (16 if plan.mask is not None else 0)
    ratios = target.nsres / source.nsres, target.ewres / source.ewres
    steps = [max(1.0, ratio) for ratio in ratios]
    finest = of_source * math.prod(min(1.0, ratio) for ratio in ratios) + of_target / math.prod(
        steps
    )
    side = place.tile_side(finest)
    sides = [even_side(side / step) for step in steps]

    working = lattice.working_memory

    def arrays():
        return largest_needed(lattice, sides) * of_source + math.prod(sides) * of_target

    # Arrays as large as what a tile takes besides are worth while; else there are fewer at once.
    while arrays() > max(place.tile_memory - working, working) and max(sides) > 1:
        sides = [max(1, side // 2) for side in sides]
    return Tiles(lattice.shape, sides), arrays() + working
