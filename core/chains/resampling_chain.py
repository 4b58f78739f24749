"""From a `ResamplingJob` to a resampled raster and its mask, tile by tile."""

import math
from dataclasses import dataclass, replace

import numpy as np

from ..conventions.conversion import representable
from ..grids.coordinates import grid_full_resolution_shape
from ..interpolation.interpolator import BSpline, get_interpolator
from ..interpolation.policy import read_policy
from ..rasters.errors import RasterError
from ..rasters.reading import (
    band_info,
    check_bands,
    files_behind,
    frame_of,
    open_raster,
    row_size,
)
from ..rasters.writing import (
    OutputSpec,
    check_output,
    gdal_type,
    mask_spec,
    output_rasters,
    same_file,
)
from ..resampling.resample import (
    Settings,
    TooLittleMemoryError,
    least_memory,
    resample_within,
)
from ..resampling.source import Surroundings
from .following import Follower
from .items import STEP_ITEMS, TARGET_ITEMS
from .raster_source import GridReader, GridSpec, RasterSource, SourceSpec, check_grid
from .resampling_remarks import Findings, remarks_on_border, remarks_on_settings, remarks_on_values
from .tiles import Tiles, run_tiles
from .workplace import workplace

# Output pixels beside which a trusted boundary condition has values: half a cell.
_FOOTPRINT = 0.5


@dataclass(frozen=True)
class ResamplingReport:
    """What came out: numbers of pixels, and remarks for the user."""

    rows: int
    cols: int
    valid_count: int
    invalid_count: int
    remarks: tuple


@dataclass(frozen=True)
class TilePlan:
    """All that a tile of the output needs to know, as plain values.

    Attributes
    ----------
    source : SourceSpec
    grid : GridSpec
    settings : Settings
    dtype : numpy.dtype
        Of the output.
    memory : int
        Bytes that a tile may take for its part of the source.
    """

    source: SourceSpec
    grid: GridSpec
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
    _check_outputs(job)
    interpolator = _interpolator(job)
    policy = read_policy(job.validity_policy, job.minimum_valid_weight)
    source, bands = _source(job)
    grid, frame = _grid(job.grid, source.frame)
    dtype = np.dtype(job.dtype) if job.dtype else np.result_type(*(b.dtype for b in bands))
    gdal_type(dtype)
    fill, declared = _nodata(job.nodata, bands, dtype)
    trusted = job.trust_padding and job.boundary_condition is not None
    surroundings = Surroundings(job.boundary_condition, trusted, _FOOTPRINT)
    settings = Settings(interpolator, surroundings, policy, fill)

    # Colours belong to classes, and only an interpolator that picks makes no new ones.
    keeps_colors = interpolator.picks_one and dtype in (np.uint8, np.uint16)
    bands = tuple(
        replace(band, nodata=declared, colors=band.colors if keeps_colors else None)
        for band in bands
    )
    findings = Findings(fill, declared)
    specs = _outputs(job, bands, frame, dtype)
    rows = _row_sizes(job)
    with workplace(job.resources, executor, rows) as place, output_rasters(*specs) as outputs:

        def write(tile):
            (row, _), (col, _) = tile.window
            for number, layer in enumerate(tile.values, 1):
                outputs[0].write(layer, number, row, col)
            for output in outputs[1:]:
                output.write(tile.valid, 1, row, col)
            findings.add(tile)

        place = place.holding(2 * least_memory(RasterSource(source), settings))
        plan = TilePlan(source, grid, settings, dtype, place.tile_memory // 2)
        windows = Tiles(frame.shape, place.tile_side(len(bands) * (dtype.itemsize + 8) + 2))
        run_tiles(place, TileResampler, plan, windows, write, follower)
    remarks = (
        *remarks_on_settings(job, interpolator),
        *remarks_on_border(job, interpolator, findings),
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
        self._source, self._grid = RasterSource(plan.source), GridReader(plan.grid)

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


def _check_outputs(job):
    inputs = [job.source, job.grid.path, job.grid.col_path]
    inputs += [mask.path for mask in (job.mask, job.grid.mask) if mask is not None]
    inputs = files_behind(inputs)
    check_output(job.output.path, "OUTPUT", inputs, job.output.options)
    if job.output_mask is None:
        return
    check_output(job.output_mask.path, "OUTPUT_MASK", inputs, job.output_mask.options)
    if same_file(job.output_mask.path, job.output.path):
        raise RasterError(f"OUTPUT_MASK is {job.output_mask.path}, which is OUTPUT as well.")


def _source(job):
    """Return the `SourceSpec` of a job, and how its bands describe themselves."""
    with open_raster(job.source, "INPUT") as dataset:
        bands = tuple(job.bands) or tuple(range(1, dataset.RasterCount + 1))
        check_bands(dataset, bands, "INPUT")
        described = tuple(band_info(dataset, band) for band in bands)
        spec = SourceSpec(job.source, bands, frame_of(dataset), job.mask, job.polygons)
    # What does not fit shows here, before anything is written.
    RasterSource(spec)
    return spec, described


def _row_sizes(job):
    """Return the bytes of a row of all inputs that can only be read by whole rows."""
    total = 0
    for path in (job.source, job.mask.path if job.mask is not None else None):
        if path is not None:
            with open_raster(path) as dataset:
                total += row_size(dataset)
    return total


def _grid(bands, source_frame):
    """Return the `GridSpec` of a job, and the frame of the output."""
    frame, items = check_grid(bands, source_frame)
    own = tuple(_whole(items.get(name)) for name in STEP_ITEMS)
    factors = tuple(given or step or 1 for given, step in zip(bands.factors, own))
    for nodes, factor, axis in zip(frame.shape, factors, ("row", "col")):
        if factor > 1 and nodes < 2:
            raise RasterError(
                f"GRID has a single {axis}, but GRID_RESOLUTION_{axis.upper()}S is {factor}; it"
                " must be 1 then."
            )
    shape = grid_full_resolution_shape(frame.shape, factors)
    if factors == own:
        shape = _target_shape(shape, factors, items)
    return GridSpec(bands, frame, factors, source_frame), frame.refined(factors, shape)


def _outputs(job, bands, frame, dtype):
    specs = [
        OutputSpec(job.output.path, frame, dtype, bands, tuple(job.output.options), job.metadata)
    ]
    if job.output_mask is not None:
        specs.append(mask_spec(job.output_mask.path, frame, job.output_mask.options, job.metadata))
    return specs


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


def _nodata(asked, bands, dtype):
    """Return what to write where there is no result, and the value to declare, or None."""
    if asked is not None:
        if not representable(asked, dtype):
            raise ValueError(f"NODATA is {asked}; the {dtype} output cannot hold it.")
        return asked, asked
    own = [band.nodata for band in bands]
    if all(value is not None for value in own) and representable(float(own[0]), dtype):
        # GeoTIFF declares one value for all bands.
        return float(own[0]), own[0]
    if dtype.kind == "f":
        return math.nan, math.nan
    return 0, None
