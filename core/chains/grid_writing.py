"""A grid raster from an exact transform, by tiles, with its error measured."""

import math
import threading
from dataclasses import dataclass

import numpy as np

from ..conventions.frame import Frame
from ..rasters.writing import OutputSpec, output_rasters, plain_band
from ..transforms.nodes import GridError, compute_nodes, measure_error, steps_to_try
from .items import STEP_ITEMS, TARGET_ITEMS
from .tiles import Tiles, run_tiles

# Nodes along a side of a tile: few enough for progress and cancelling, since transforms are slow.
_SIDE = 256


@dataclass(frozen=True)
class GridReport:
    """What came out.

    Attributes
    ----------
    step : int
    rows, cols : int
        Of the grid.
    error : GridError
        In source pixels, against the exact transform at the middles of the cells; of a step of 1,
        which has none, it is of no cell.
    invalid_count : int
        Nodes that cannot be transformed.
    """

    step: int
    rows: int
    cols: int
    error: GridError
    invalid_count: int

    @property
    def has_error(self):
        """Whether the error is known: measured, or zero because there is nothing between nodes."""
        return self.step == 1 or self.error.cells > 0


@dataclass(frozen=True)
class NodePlan:
    """All that a tile of nodes needs to know.

    Attributes
    ----------
    make_transform : callable
        Returns a transform from map (x, y) of the frame to source (row, col); picklable. Each
        thread makes its own.
    frame : Frame
        Of the full-resolution output.
    step : int
    """

    make_transform: object
    frame: Frame
    step: int


@dataclass(frozen=True)
class NodeTile:
    """Nodes of a window ((row, row), (col, col)), inclusive ends, and the error of their cells."""

    window: tuple
    row: np.ndarray
    col: np.ndarray
    error: GridError


class NodeMaker:
    """Computes windows of nodes.

    Parameters
    ----------
    plan : NodePlan
    check : callable
        Called before each window.
    """

    def __init__(self, plan, check):
        self._plan, self._check, self._local = plan, check, threading.local()

    def __call__(self, window):
        """Return the `NodeTile` of a window."""
        self._check()
        plan = self._plan
        if not hasattr(self._local, "transform"):
            self._local.transform = plan.make_transform()
        shape = plan.frame.coarsened((plan.step,) * 2).shape
        # The cells between this tile and the next are measured here, those before it are not.
        wider = tuple(
            (first, min(last + 1, size - 1)) for (first, last), size in zip(window, shape)
        )
        on_plan = (self._local.transform, plan.frame, plan.step)
        row, col = compute_nodes(*on_plan, wider)
        error = GridError()
        if all(count > 1 or size == 1 for count, size in zip(row.shape, shape)):
            error = measure_error(*on_plan, row, col, tuple(first for first, _ in window))
        own = tuple(slice(0, last - first + 1) for first, last in window)
        return NodeTile(window, row[own], col[own], error)


class _TooCoarse(Exception):  # noqa: N818 (asks for the next finer grid)
    pass


def write_grid(job, make_transform, frame, place, follower):
    """Write the grid of the step that a job asks for, or of the largest that is good enough.

    The grid raster has two float64 bands, source row and source column with pixel centres on
    integers; its pixel centres are every ``step``-th centre of the frame. NaN is nodata.

    Parameters
    ----------
    job : GridJob
        Whose step, max_error, output and metadata count.
    make_transform : callable
        See `NodePlan`.
    frame : Frame
        Of the full-resolution output.
    place : Workplace
    follower : Follower

    Returns
    -------
    GridReport
    """
    steps = steps_to_try(frame) if job.step is None else [job.step]
    for tried, step in enumerate(steps):
        shares = (tried / len(steps), (tried + 1) / len(steps))
        # The finest has to do.
        limit = math.inf if step == steps[-1] else job.max_error
        try:
            plan = NodePlan(make_transform, frame, step)
            report = _write(job, plan, limit, place, follower, shares)
        except _TooCoarse:
            continue
        break
    return report


def _write(job, plan, limit, place, follower, shares):
    """Write the grid of one step; `_TooCoarse` if its error is beyond a limit, or unknown."""
    step, frame = plan.step, plan.frame
    # A frame of one row has one row of nodes, and nothing between them.
    factors = tuple(step if size > 1 else 1 for size in frame.shape)
    grid_frame = frame.coarsened(factors)
    metadata = dict(
        job.metadata,
        GRIDR_CONVENTION="pixel-center",
        **dict(zip(STEP_ITEMS, factors)),
        **dict(zip(TARGET_ITEMS, frame.shape)),
    )
    bands = tuple(plain_band(np.float64, math.nan, name) for name in ("source row", "source col"))
    dtype, options = np.dtype(np.float64), tuple(job.output.options)
    spec = OutputSpec(job.output.path, grid_frame, dtype, bands, options, metadata)
    error, unknown = GridError(), 0
    with output_rasters(spec) as (output,):

        def write(tile):
            nonlocal error, unknown
            error += tile.error
            if error.maximum > limit:
                raise _TooCoarse
            unknown += int(np.count_nonzero(np.isnan(tile.row)))
            (row, _), (col, _) = tile.window
            output.write(tile.row, 1, row, col)
            output.write(tile.col, 2, row, col)

        tiles = Tiles(grid_frame.shape, _SIDE)
        run_tiles(place, NodeMaker, plan, tiles, write, follower.part(*shares))
        if limit < math.inf and not error.cells:
            raise _TooCoarse
        follower.stage(0.0, 1.0)(1.0)  # finer grids need not be tried
    return GridReport(step, *grid_frame.shape, error, unknown)
