"""A grid raster from an exact transform, by tiles, with its error measured."""

import math
import threading
from contextlib import suppress
from dataclasses import dataclass, field

import numpy as np

from ..conventions.coordinates import edge_to_center
from ..conventions.frame import Frame
from ..grids.counting import Counting
from ..rasters.writing import OutputSpec, output_rasters, plain_band
from ..transforms.nodes import GridError, measure_error, steps_to_try, torn_apart
from .grid_findings import GridFindings
from .items import BASE_ITEM, CONVENTION_ITEM, STEP_ITEMS, TARGET_ITEMS
from .tiles import Tiles, run_tiles

# Nodes along a side of a tile: few enough for progress and cancelling, since transforms are slow.
_SIDE = 256

# Descriptions of the bands where they are not source row and column.
_BANDS = {
    "map": ("source y", "source x"),
    "displacement": ("displacement in rows", "displacement in columns"),
}


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
    remarks : tuple of str
        Sentences for the user.
    numbers : dict of str
        Further results by their names.
    """

    step: int
    rows: int
    cols: int
    error: GridError
    invalid_count: int
    remarks: tuple = ()
    numbers: dict = field(default_factory=dict)

    @property
    def has_error(self):
        """Whether the error is known: measured, or zero because there is nothing between nodes."""
        return self.step == 1 or self.error.points > 0


@dataclass(frozen=True)
class PreparedGrid:
    """What a grid is made of.

    Attributes
    ----------
    make_transform : callable
        See `NodePlan`. Where it holds something for all tiles of a process, its `memory` tells how
        many bytes.
    target : Frame
        Of the full-resolution output.
    source_shape : (int, int)
        Rows and columns of the source.
    gather : callable
        Returns new `GridFindings`, which get to know the nodes of one step.
    """

    make_transform: object
    target: Frame
    source_shape: tuple
    gather: object = GridFindings

    def check(self, place):
        """Make a transform once, so that what does not fit shows before anything is written.

        Parameters
        ----------
        place : Workplace

        Raises
        ------
        RasterError, ValueError
        """
        place.check_shared(getattr(self.make_transform, "memory", 0))
        self.make_transform()


@dataclass(frozen=True)
class NodePlan:
    """All that a tile of nodes needs to know.

    Attributes
    ----------
    make_transform : callable
        Returns a transform from map (x, y) of the frame to source (row, col), see
        `compute_nodes`; picklable. Each thread makes its own.
    target : Frame
        Of the full-resolution output.
    step : int
    source_shape : (int, int)
        Rows and columns of the source.
    """

    make_transform: object
    target: Frame
    step: int
    source_shape: tuple

    @property
    def factors(self):
        """Output pixels from one node to the next along rows and columns."""
        return fitting_factors((self.step,) * 2, self.target.shape)

    @property
    def frame(self):
        """The `Frame` of the grid."""
        return self.target.coarsened(self.factors)


def fitting_factors(factors, shape):
    """Return steps for an output: along an axis of one pixel there is nothing between nodes."""
    return tuple(factor if size > 1 else 1 for factor, size in zip(factors, shape))


@dataclass(frozen=True)
class NodeTile:
    """Nodes of a window, and the error between them.

    Attributes
    ----------
    window : ((int, int), (int, int))
        Rows and columns of nodes, inclusive ends.
    row, col : float64 array
        What is written; NaN where unknown.
    error : GridError
    uncovered : int
        Of the points where the error is measured those that are known exactly, but lie beside
        unknown nodes.
    ambiguous : int
        Nodes that could have had another value as well.
    others : tuple of array
        What else the transform returns of the nodes.
    """

    window: tuple
    row: np.ndarray
    col: np.ndarray
    error: GridError
    uncovered: int = 0
    ambiguous: int = 0
    others: tuple = ()


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
        shape = plan.frame.shape
        # What lies between this tile and the next is measured here, what is before it is not.
        wider = tuple(
            (first, min(last + 1, size - 1)) for (first, last), size in zip(window, shape)
        )
        on_plan = (self._local.transform, plan.target, plan.step)
        nodes, lost = torn_apart(*on_plan, wider)
        error = GridError()
        if all(count > 1 or size == 1 for count, size in zip(nodes[0].shape, shape)):
            first = tuple(first for first, _ in window)
            error = measure_error(*on_plan, *nodes[:2], first, plan.source_shape, lost)
        own = tuple(slice(0, last - first + 1) for first, last in window)
        row, col, *others = (each[own] for each in nodes)
        return NodeTile(window, row, col, error, others=tuple(others))


class _TooCoarse(Exception):  # noqa: N818 (asks for the next finer grid)
    pass


@dataclass
class NodeTotals:
    """What all tiles of a grid have in common; attributes as those of `NodeTile`.

    Attributes
    ----------
    bounds : tuple of (float, float)
        Least and greatest of what is written, in each band; infinite where nothing is known.
    """

    error: GridError = field(default_factory=GridError)
    unknown: int = 0
    uncovered: int = 0
    ambiguous: int = 0
    bounds: tuple = ((math.inf, -math.inf),) * 2

    def add(self, tile):
        """Take a tile into account."""
        self.bounds = tuple(
            (
                min(low, float(np.fmin.reduce(nodes, axis=None, initial=math.inf))),
                max(high, float(np.fmax.reduce(nodes, axis=None, initial=-math.inf))),
            )
            for (low, high), nodes in zip(self.bounds, (tile.row, tile.col))
        )
        self.error += tile.error
        self.unknown += int(np.count_nonzero(np.isnan(tile.row)))
        self.uncovered += tile.uncovered
        self.ambiguous += tile.ambiguous


def grid_spec(job, frame, factors, target, counting=None, nodata=math.nan):
    """Return the `OutputSpec` of a grid raster of two float64 bands.

    Parameters
    ----------
    job
        With `output` and `metadata`.
    frame : Frame
        Of the grid: its pixels are nodes.
    factors : (int, int)
        Output pixels from one node to the next.
    target : (int, int)
        Rows and columns of the output that the grid is for.
    counting : Counting, optional
        By default pixel centres are on integers from 0.
    nodata : float
        Of both bands.
    """
    counting = Counting() if counting is None else counting
    names = _BANDS.get(counting.convention, ("source row", "source col"))
    metadata = {
        **job.metadata,
        CONVENTION_ITEM: counting.convention,
        **({BASE_ITEM: counting.base} if counting.base else {}),
        **dict(zip(STEP_ITEMS, factors)),
        **dict(zip(TARGET_ITEMS, target)),
    }
    bands = tuple(plain_band(np.float64, nodata, name) for name in names)
    options = tuple(job.output.options)
    return OutputSpec(job.output.path, frame, np.dtype(np.float64), bands, options, metadata)


def first_good(candidates, limit, attempt, follower):
    """Attempt one grid after the other until one keeps an error, and return what came of it.

    Parameters
    ----------
    candidates : list
        From the coarsest to the finest, which has to do.
    limit : float
        Of the error.
    attempt : callable
        Takes a candidate, the limit that it has to keep, and a `Follower`; see `run_nodes`.
    follower : Follower
    """
    count = len(candidates)
    parts = [follower.part(tried / count, (tried + 1) / count) for tried in range(count)]
    for candidate, part in zip(candidates[:-1], parts):
        with suppress(_TooCoarse):
            return attempt(candidate, limit, part)
    return attempt(candidates[-1], math.inf, parts[-1])


def run_nodes(make, plan, tiles, place, consume, limit, follower):
    """Compute all nodes of a grid by tiles, unless its error turns out to be beyond a limit.

    Parameters
    ----------
    make, plan
        See `TileTask`; what they make returns `NodeTile`s.
    tiles : Tiles
    place : Workplace
    consume : callable
        Takes each `NodeTile`.
    limit : float
        An error that cannot be measured does not keep it, nor do cells that are lost, unless it is
        infinite.
    follower : Follower
        Of this grid.

    Returns
    -------
    NodeTotals
    """
    totals = NodeTotals()

    def add(tile):
        totals.add(tile)
        error = totals.error
        if error.maximum > limit or (error.lost and limit < math.inf):
            raise _TooCoarse
        consume(tile)

    run_tiles(place, make, plan, tiles, add, follower)
    if limit < math.inf and not totals.error.points:
        raise _TooCoarse
    return totals


def write_nodes(spec, make, plan, tiles, place, limit, part, follower, findings=None):
    """Do what `run_nodes` does, and write the nodes as a grid raster.

    Parameters
    ----------
    spec : OutputSpec
    make, plan, tiles, place, limit
        See `run_nodes`.
    part, follower : Follower
        Of this grid, and of the whole job.
    findings : GridFindings, optional
        Gets to know the nodes, and may write rasters beside the grid.

    Returns
    -------
    NodeTotals
    """
    findings = GridFindings() if findings is None else findings
    others = findings.specs(spec.frame, spec.metadata)
    with output_rasters(spec, *others) as (output, *other_outputs):

        def write(tile):
            (row, _), (col, _) = tile.window
            output.write(tile.row, 1, row, col)
            output.write(tile.col, 2, row, col)
            findings.add(tile, other_outputs)

        totals = run_nodes(make, plan, tiles, place, write, limit, part)
        findings.finish(spec.frame.rows * spec.frame.cols, totals.unknown)
        # Finer grids need not be tried. The last look for a cancel is before it is published.
        follower.stage(0.0, 1.0)(1.0)
    return totals


def write_grid(job, prepared, place, follower):
    """Write the grid of the step that a job asks for, or of the largest that is good enough.

    It is if it keeps the maximum error and loses nothing of the source, see `GridError`.

    The grid raster has two float64 bands, source row and source column with pixel centres on
    integers; its pixel centres are every ``step``-th centre of the frame. NaN is nodata.

    Parameters
    ----------
    job : GridJob
        Whose step, max_error, output and metadata count.
    prepared : PreparedGrid
    place : Workplace
    follower : Follower

    Returns
    -------
    GridReport
    """

    def write(plan, limit, part):
        findings, tiles = prepared.gather(), Tiles(plan.frame.shape, _SIDE)
        spec = grid_spec(job, plan.frame, plan.factors, plan.target.shape)
        totals = write_nodes(spec, NodeMaker, plan, tiles, place, limit, part, follower, findings)
        return _report(plan, totals, findings)

    return first_good(_plans(job, prepared), job.max_error, write, follower)


def measure_grid(job, prepared, place, follower):
    """Do what `write_grid` does, but for the writing: find the step and its error.

    Parameters and result are those of `write_grid`.
    """

    def measure(plan, limit, part):
        findings, tiles = prepared.gather(), Tiles(plan.frame.shape, _SIDE)
        totals = run_nodes(
            NodeMaker, plan, tiles, place, lambda tile: findings.add(tile, ()), limit, part
        )
        findings.finish(plan.frame.rows * plan.frame.cols, totals.unknown)
        return _report(plan, totals, findings)

    report = first_good(_plans(job, prepared), job.max_error, measure, follower)
    follower.stage(0.0, 1.0)(1.0)
    return report


def _plans(job, prepared):
    """Return the `NodePlan` of each step to try."""
    steps = steps_to_try(prepared.target) if job.step is None else [job.step]
    return [
        NodePlan(prepared.make_transform, prepared.target, step, prepared.source_shape)
        for step in steps
    ]


def _report(plan, totals, findings):
    remarks = list(findings.remarks)
    edges = (edge_to_center(np.array((0, size))) for size in plan.source_shape)
    if any(low > last or high < first for (low, high), (first, last) in zip(totals.bounds, edges)):
        remarks.append("No part of the output lies on INPUT; look at where the two are.")
    numbers = dict(findings.numbers)
    return GridReport(
        plan.step, *plan.frame.shape, totals.error, totals.unknown, tuple(remarks), numbers
    )
