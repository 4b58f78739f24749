"""A grid raster from an exact transform, by tiles, with its error measured."""

import math
import threading
from dataclasses import dataclass

import numpy as np

from ..conventions.frame import Frame
from ..rasters.writing import OutputSpec, output_rasters, plain_band
from ..transforms.nodes import GridError, measure_error, steps_to_try, torn_apart
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
        In source pixels, against the exact transform halfway between nodes; of a step of 1, where
        nothing is between, it is of no point.
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
        return self.step == 1 or self.error.points > 0


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
    """Nodes of a window ((row, row), (col, col)), inclusive ends, and the error between them."""

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
        # What lies between this tile and the next is measured here, what is before it is not.
        wider = tuple(
            (first, min(last + 1, size - 1)) for (first, last), size in zip(window, shape)
        )
        on_plan = (self._local.transform, plan.frame, plan.step)
        row, col, lost = torn_apart(*on_plan, wider)
        error = GridError()
        if all(count > 1 or size == 1 for count, size in zip(row.shape, shape)):
            error = measure_error(*on_plan, row, col, tuple(first for first, _ in window))
            error += GridError(lost=lost)
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
    metadata = dict(job.metadata, GRIDR_CONVENTION="pixel-center")
    bands = tuple(plain_band(np.float64, math.nan, name) for name in ("source row", "source col"))
    dtype, options = np.dtype(np.float64), tuple(job.output.options)

    def attempt(plan, limit, part):
        nodes = _Nodes(plan)
        items = {
            **metadata,
            **dict(zip(STEP_ITEMS, nodes.factors)),
            **dict(zip(TARGET_ITEMS, frame.shape)),
        }
        spec = OutputSpec(job.output.path, nodes.frame, dtype, bands, options, items)
        with output_rasters(spec) as (output,):

            def write(tile):
                (row, _), (col, _) = tile.window
                output.write(tile.row, 1, row, col)
                output.write(tile.col, 2, row, col)

            report = nodes.compute(limit, place, part, write)
            # Finer grids need not be tried. The last look for a cancel is before it is published.
            follower.stage(0.0, 1.0)(1.0)
            return report

    return _by_steps(job, make_transform, frame, follower, attempt)


def measure_grid(job, make_transform, frame, place, follower):
    """Do what `write_grid` does, but for the writing: find the step and its error.

    Parameters and result are those of `write_grid`.
    """

    def attempt(plan, limit, part):
        return _Nodes(plan).compute(limit, place, part, lambda tile: None)

    report = _by_steps(job, make_transform, frame, follower, attempt)
    follower.stage(0.0, 1.0)(1.0)
    return report


def _by_steps(job, make_transform, frame, follower, attempt):
    """Return the report of the first step that is good enough."""
    steps = steps_to_try(frame) if job.step is None else [job.step]
    parts = [
        follower.part(tried / len(steps), (tried + 1) / len(steps)) for tried in range(len(steps))
    ]
    for step, part in zip(steps[:-1], parts):
        try:
            return attempt(NodePlan(make_transform, frame, step), job.max_error, part)
        except _TooCoarse:
            continue
    # The finest has to do.
    return attempt(NodePlan(make_transform, frame, steps[-1]), math.inf, parts[-1])


class _Nodes:
    """The grid of one step."""

    def __init__(self, plan):
        self._plan = plan
        # A frame of one row has one row of nodes, and nothing between them.
        self.factors = tuple(plan.step if size > 1 else 1 for size in plan.frame.shape)
        self.frame = plan.frame.coarsened(self.factors)

    def compute(self, limit, place, follower, consume):
        """Compute all nodes by tiles and return the `GridReport`.

        Raises
        ------
        _TooCoarse
            If the error is beyond a limit, or unknown.
        """
        error, unknown = GridError(), 0

        def add(tile):
            nonlocal error, unknown
            error += tile.error
            if error.maximum > limit or (error.lost and limit < math.inf):
                raise _TooCoarse
            unknown += int(np.count_nonzero(np.isnan(tile.row)))
            consume(tile)

        run_tiles(place, NodeMaker, self._plan, Tiles(self.frame.shape, _SIDE), add, follower)
        if limit < math.inf and not error.points:
            raise _TooCoarse
        return GridReport(self._plan.step, *self.frame.shape, error, unknown)
