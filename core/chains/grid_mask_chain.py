"""From a `GridMaskJob` to a grid at full resolution and its mask, tile by tile."""

import math
from dataclasses import dataclass

import numpy as np

from ..conventions.reasons import Reason
from ..rasters.reading import check_bands, frame_of, open_raster
from ..rasters.writing import output_rasters
from ..transforms.crs import same_reference
from .following import Follower
from .grid_writing import grid_spec
from .jobs import IndexAlignment, MaskJob
from .mask_chain import MaskMaker, check_mask_values
from .outputs import check_outputs, validity_spec, write_tile
from .pixel_grid import PixelGrid
from .raster_source import GridSpec, counting_of, grid_of
from .tiles import Tiles, run_tiles
from .validity import ready_polygons, same_place
from .workplace import workplace

# Bytes that a pixel takes while it is worked on: two coordinates, interpolated, and the mask.
_BYTES_PER_PIXEL = 80


@dataclass(frozen=True)
class GridMaskReport:
    """What came out: numbers of pixels, and remarks for the user."""

    rows: int
    cols: int
    valid_count: int
    invalid_count: int
    remarks: tuple


@dataclass(frozen=True)
class GridMaskPlan:
    """All that a tile needs to know.

    Attributes
    ----------
    grid : GridSpec
    step : (int, int)
        Pixels of the full resolution from one row and column of the output to the next.
    mask : MaskJob
        Of the mask alone, over the output.
    fill : float or None
        For both coordinates where the mask is invalid; None leaves them.
    """

    grid: GridSpec
    step: tuple
    mask: MaskJob
    fill: float


@dataclass(frozen=True)
class GridMaskTile:
    """A part of the output: a window with inclusive ends, values (2, rows, cols) and validity."""

    window: tuple
    values: np.ndarray
    valid: np.ndarray
    collisions: int


def make_grid_mask(job, progress=None, cancelled=None, executor=None):
    """Carry out a `GridMaskJob`.

    A pixel is valid if the grid has coordinates there, and the mask and the polygons allow it.
    Coordinates keep their convention.

    Parameters
    ----------
    progress, cancelled : callable, optional
        See `Follower`.
    executor : concurrent.futures.Executor, optional
        Where tiles are computed; by default as the job's resources say.

    Returns
    -------
    GridMaskReport

    Raises
    ------
    RasterError, ValueError
        With one sentence; what stood at the outputs is as it was.
    Cancelled
    """
    follower = Follower(progress, cancelled)
    _check(job)
    grid, step, frame, target = finer_frame(job.grid, job.step)
    plan = GridMaskPlan(grid, step, _mask_job(job, grid, step, frame), _fill(job))
    GridMaskMaker(plan, follower.check)  # what does not fit shows here
    specs = _specs(job, frame, step, target)
    valid_count = collisions = 0
    with workplace(job.resources, executor) as place, output_rasters(*specs) as outputs:

        def write(tile):
            nonlocal valid_count, collisions
            count = int(np.count_nonzero(tile.valid))
            valid_count, collisions = valid_count + count, collisions + tile.collisions
            values = np.where(tile.valid, job.valid_value, job.invalid_value)
            write_tile(GridMaskTile(tile.window, tile.values, values, 0), outputs)

        tiles = Tiles(frame.shape, place.tile_side(_BYTES_PER_PIXEL))
        run_tiles(place, GridMaskMaker, plan, tiles, write, follower)
    remarks = ()
    if collisions:
        remarks = (
            f"{collisions} valid pixel(s) have the coordinate {job.fill_value}, which is declared"
            " as nodata; choose another FILL_VALUE.",
        )
    invalid_count = frame.rows * frame.cols - valid_count
    return GridMaskReport(*frame.shape, valid_count, invalid_count, remarks)


def finer_frame(bands, step):
    """Return a grid, and the frame of its rows and columns at a finer step.

    Parameters
    ----------
    bands : GridBands
    step : int
        Pixels of the full resolution; a divisor of the grid's own.

    Returns
    -------
    GridSpec
    (int, int)
        The step along rows and along columns, 1 where the grid has a single node.
    Frame
        Of the finer grid.
    (int, int)
        Rows and columns of the full resolution.

    Raises
    ------
    RasterError, ValueError
    """
    grid, target = grid_of(bands, None)
    steps = tuple(step if nodes > 1 else 1 for nodes in grid.frame.shape)
    for fine, factor, axis in zip(steps, grid.factors, ("rows", "columns")):
        if fine < 1 or factor % fine:
            raise ValueError(
                f"STEP is {step}, but GRID has a node every {factor} {axis}; it must be a divisor"
                " of that."
            )
    shape = tuple(-(-(size - 1) // fine) + 1 for size, fine in zip(target.shape, steps))
    factors = tuple(factor // fine for factor, fine in zip(grid.factors, steps))
    return grid, steps, grid.frame.refined(factors, shape), target.shape


class GridMaskMaker:
    """Makes windows of a grid and its mask.

    Parameters
    ----------
    plan : GridMaskPlan
    check : callable
        Called before each window.

    Raises
    ------
    RasterError
        If a part of the mask does not fit.
    """

    def __init__(self, plan, check):
        self._plan = plan
        self._grid, self._mask = PixelGrid(plan.grid), MaskMaker(plan.mask, check)

    def __call__(self, window):
        """Return the `GridMaskTile` of a window."""
        plan = self._plan
        _, reasons = self._mask(window)
        valid = reasons == Reason.VALID
        positions = (
            np.arange(first, last + 1.0) * step for (first, last), step in zip(window, plan.step)
        )
        values = np.stack(self._grid.at(*positions)[:2])
        valid &= ~np.isnan(values[0])
        collisions = 0
        if plan.fill is not None:
            collisions = int(np.count_nonzero(valid & (values == plan.fill).any(axis=0)))
            values[:, ~valid] = plan.fill
        return GridMaskTile(window, values, valid, collisions)


def _check(job):
    check_mask_values(job)
    if math.isinf(job.fill_value):
        raise ValueError(f"FILL_VALUE is {job.fill_value}; it must be a finite number or NaN.")
    grid = job.grid
    check_outputs(job, (grid.path, grid.col_path, job.mask and job.mask.path))


def _fill(job):
    return job.fill_value if job.merge else None


def _mask_job(job, grid, step, frame):
    """Return the job of the mask alone.

    A mask of the grid's rows and columns, in the same place, belongs to its nodes; any other is
    laid over the output by georeference.
    """
    alignment = None
    if job.mask is not None:
        with open_raster(job.mask.path, "MASK_IN") as dataset:
            check_bands(dataset, [job.mask.band], "MASK_IN")
            own = frame_of(dataset)
        if (
            own.shape == grid.frame.shape
            and same_place(own, grid.frame)
            and same_reference(own, grid.frame)
        ):
            factors = tuple(factor // fine for factor, fine in zip(grid.factors, step))
            alignment = IndexAlignment(factors)
    return MaskJob(
        frame=frame,
        output=job.output,
        polygons=ready_polygons(job.polygons, job.rule),
        rule=job.rule,
        mask=job.mask,
        alignment=alignment,
        threshold=job.threshold,
    )


def _specs(job, frame, step, target):
    with open_raster(job.grid.path, "GRID") as dataset:
        counting = counting_of(dataset.GetMetadata() or {})
    nodata = job.fill_value if job.merge else math.nan
    specs = [grid_spec(job, frame, step, target, counting, nodata)]
    if job.output_mask is not None:
        specs.append(validity_spec(job, job.output_mask, frame))
    return specs
