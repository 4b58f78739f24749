"""From a `ResamplingJob` to a resampled raster and its mask, tile by tile."""

from dataclasses import dataclass, replace

import numpy as np

from ..interpolation.interpolator import BSpline, get_interpolator
from ..interpolation.policy import read_policy
from ..rasters.errors import RasterError
from ..rasters.writing import gdal_type, output_rasters
from ..resampling.resample import (
    Settings,
    TooLittleMemoryError,
    least_memory,
    resample_within,
)
from ..resampling.source import Surroundings
from .following import Follower
from .jobs import ResamplingJob
from .outputs import (
    ResamplingReport,
    check_outputs,
    classes_kept,
    mask_items,
    nodata_of,
    output_specs,
    with_remarks,
    write_tile,
)
from .raster_source import (
    RasterSource,
    SourceSpec,
    grid_of,
    remarks_on_convention,
    row_sizes,
    source_of,
    source_paths,
)
from .resampling_remarks import (
    Findings,
    remarks_on_border,
    remarks_on_nodes,
    remarks_on_settings,
    remarks_on_values,
)
from .tiles import Tiles, run_tiles
from .workplace import workplace

# Output pixels beside which a trusted boundary condition has values: half a cell.
_FOOTPRINT = 0.5


@dataclass(frozen=True)
class TilePlan:
    """All that a tile of the output needs to know, as plain values.

    Attributes
    ----------
    source : SourceSpec
    grid : GridSpec or ComputedGrid
    settings : Settings
    dtype : numpy.dtype
        Of the output.
    memory : int
        Bytes that a tile may take for its part of the source.
    """

    source: SourceSpec
    grid: object
    settings: Settings
    dtype: np.dtype
    memory: int


@dataclass(frozen=True)
class Tile:
    """A part of the output.

    Attributes
    ----------
    window : ((int, int), (int, int))
        Rows and columns, inclusive ends.
    values : numpy.ndarray (bands, rows, cols)
    valid : uint8 array (rows, cols)
    has_nodes : bool
        Whether any node of the grid is valid here.
    """

    window: tuple
    values: np.ndarray
    valid: np.ndarray
    has_nodes: bool


def resample_raster(job, progress=None, cancelled=None, executor=None):
    """Carry out a `ResamplingJob`.

    Parameters
    ----------
    progress, cancelled : callable, optional
        See `Follower`.
    executor : concurrent.futures.Executor, optional
        Where tiles are computed; by default in threads of this process. What it runs reads from
        the job's paths; the outputs are written here.

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
    grid_paths = job.grid.path, job.grid.col_path, job.grid.mask and job.grid.mask.path
    check_outputs(job, (*source_paths(job), *grid_paths))
    resampling = resampling_of(job)
    grid, frame = grid_of(job.grid, resampling.source.spec.frame)
    report = resample_through(resampling, grid, frame, follower, executor)
    return with_remarks(report, tuple(remarks_on_convention(job.grid)))


@dataclass(frozen=True)
class Resampling:
    """A job that has been checked.

    Attributes
    ----------
    job : ResamplingJob
    source : RasterSource
    settings : Settings
    dtype : numpy.dtype
        Of the output.
    bands : tuple of BandInfo
        Of the output.
    items : dict of str
        Of the output, see `mask_items`.
    """

    job: ResamplingJob
    source: RasterSource
    settings: Settings
    dtype: np.dtype
    bands: tuple
    items: dict


def resampling_of(job):
    """Check all of a `ResamplingJob` but its grid, and return its `Resampling`.

    Raises
    ------
    RasterError, TypeError, ValueError
    """
    interpolator = _interpolator(job)
    policy = read_policy(job.validity_policy, job.minimum_valid_weight)
    source, bands = source_of(job)
    dtype = np.dtype(job.dtype) if job.dtype else np.result_type(*(b.dtype for b in bands))
    gdal_type(dtype)
    items = mask_items(job, interpolator.picks_one)
    fill, declared = nodata_of(job.nodata, bands, dtype, items)
    trusted = job.trust_padding and job.boundary_condition is not None
    surroundings = Surroundings(job.boundary_condition, trusted, _FOOTPRINT)
    settings = Settings(interpolator, surroundings, policy, fill, antialias=job.antialias)
    bands = tuple(
        replace(classes_kept(band, interpolator.picks_one, dtype), nodata=declared)
        for band in bands
    )
    return Resampling(job, source, settings, dtype, bands, items)


def resample_through(resampling, grid, frame, follower, executor=None):
    """Resample a raster through a grid that is known by windows.

    Parameters
    ----------
    resampling : Resampling
    grid : GridSpec or ComputedGrid
        Picklable; its `open` returns what reads windows of the grid, see `GridReader`. It may have
        a `memory`: bytes that a process holds for all of its tiles.
    frame : Frame
        Of the output.
    follower : Follower
    executor : concurrent.futures.Executor, optional

    Returns
    -------
    ResamplingReport
    """
    job, settings, bands = resampling.job, resampling.settings, resampling.bands
    source, dtype, interpolator = resampling.source, resampling.dtype, settings.interpolator
    if settings.antialias:
        grid = replace(grid, margin=1)
    source_dtype = np.result_type(*(band.dtype for band in bands))
    findings = Findings(settings.nodata, bands[0].nodata, source_dtype)
    specs = output_specs(job, bands, frame, dtype, resampling.items)
    with (
        workplace(job.resources, executor, row_sizes(job)) as place,
        output_rasters(*specs) as outputs,
    ):

        def write(tile):
            write_tile(tile, outputs)
            findings.add(tile, tile.valid)

        shared = getattr(grid, "memory", 0)
        place = place.holding(shared + 2 * least_memory(source, settings))
        plan = TilePlan(source.spec, grid, settings, dtype, (place.tile_memory - shared) // 2)
        windows = Tiles(frame.shape, place.tile_side(len(bands) * (dtype.itemsize + 8) + 2))
        run_tiles(place, TileResampler, plan, windows, write, follower)
    on_border = tuple(remarks_on_border(job, interpolator, findings))
    remarks = (
        *remarks_on_settings(job, interpolator),
        *on_border,
        *remarks_on_nodes(findings, bool(on_border)),
        *remarks_on_values(job, findings),
    )
    invalid = frame.rows * frame.cols - findings.valid_count
    return ResamplingReport(frame.rows, frame.cols, findings.valid_count, invalid, remarks)


class TileResampler:
    """Resamples windows of the output.

    Parameters
    ----------
    plan : TilePlan
    check : callable
        Called while a window is worked on.
    """

    def __init__(self, plan, check):
        self._plan, self._check = plan, check
        self._source, self._grid = RasterSource(plan.source), plan.grid.open()

    def __call__(self, window):
        """Return the `Tile` of a window; a pixel has the same bits in whatever window it is.

        Parameters
        ----------
        window : ((int, int), (int, int))
            Rows and columns of the output, inclusive ends.
        """
        plan = self._plan
        shape = tuple(last - first + 1 for first, last in window)
        values = np.empty((len(plan.source.bands), *shape), dtype=plan.dtype)
        valid = np.empty(shape, dtype=np.uint8)
        grid, has_nodes = self._grid.read(window)
        try:
            resample_within(
                plan.memory, self._source, grid, plan.settings, values, valid, self._check
            )
        except TooLittleMemoryError as error:
            raise RasterError(
                f"MAX_MEMORY is too small; a single tile has {plan.memory >> 20} MB and needs"
                f" {error.needed >> 20} MB or more."
            ) from error
        return Tile(window, values, valid, has_nodes)


def _interpolator(job):
    interpolator = get_interpolator(job.interpolator)
    if not isinstance(interpolator, BSpline):
        return interpolator
    return get_interpolator(
        job.interpolator,
        epsilon=job.epsilon,
        mask_influence_threshold=job.mask_influence_threshold,
        recursion_start=job.recursion_start,
    )
