"""A grid raster made from others, by tiles, with its error measured."""

import math
from dataclasses import dataclass
from itertools import product
from typing import NamedTuple, Optional

import numpy as np

from ..conventions.frame import Frame
from ..grids.counting import Counting, node_homes
from ..grids.oversample import interpolate_grid
from ..rasters.errors import RasterError
from ..rasters.reading import files_behind, frame_of, open_raster
from ..rasters.writing import check_output
from ..transforms.nodes import GridError
from .grid_writing import NodeTile, first_good, grid_spec, write_nodes
from .raster_source import check_homes
from .tiles import Tiles

# Nodes along a side of a tile at most, and those of the grid that it is made from.
_SIDE, _OLD_SIDE = 256, 1024

# Points along a side of a part in which an error is measured: bounds memory.
_POINTS = 256

# Points along a side of a cell at which an error is measured.
_PROBES = 4


@dataclass(frozen=True)
class DerivedReport:
    """What came out.

    Attributes
    ----------
    rows, cols : int
        Of the grid.
    factors : (int, int)
        Output pixels from one node to the next.
    error : GridError
        In the pixels that the grid's coordinates count; of no point where the grid has all pixels.
    invalid_count : int
        Nodes without coordinates.
    remarks : tuple of str
        For the user.
    """

    rows: int
    cols: int
    factors: tuple
    error: GridError
    invalid_count: int
    remarks: tuple

    @property
    def has_error(self):
        """Whether the error is known: measured, or zero because there is nothing between nodes."""
        return self.factors == (1, 1) or self.error.points > 0


class Positions(NamedTuple):
    """What is found exactly: source row and col, NaN where none; and where there were several."""

    row: np.ndarray
    col: np.ndarray
    ambiguous: Optional[np.ndarray] = None


@dataclass(frozen=True)
class DerivedPlan:
    """All that a tile of the new nodes needs to know.

    Attributes
    ----------
    make_exact : callable
        Picklable; returns an object whose ``at(rows, cols)`` gives the `Positions` where these
        rows and columns of output pixels cross, ascending and possibly fractional.
    known : (int, int)
        Last output row and column at which it has something to give. A node beyond lies on the
        straight line through the node before it and the value there.
    probes : Raster or OldNodes
        Where the error is measured.
    target : Frame
        Of the output at full resolution.
    factors : (int, int)
    counting : Counting
        How coordinates are written.
    source : Frame or None
        Of what they count in.
    """

    make_exact: object
    known: tuple
    probes: object
    target: Frame
    factors: tuple
    counting: Counting
    source: Optional[Frame]

    @property
    def frame(self):
        """The `Frame` of the grid."""
        return self.target.coarsened(self.factors)


@dataclass(frozen=True)
class Raster:
    """Measures at every pixel of small cells, and at 4 x 4 points of larger ones.

    What the new grid is compared with has edges where nodes of its origin are, so that the middles
    of the cells alone tell too little.

    Attributes
    ----------
    ends : (int, int)
        Last row and column of the output.
    """

    ends: tuple

    def along(self, axis, own, last, factor):
        """Return positions along an axis, in output pixels.

        Parameters
        ----------
        axis : int
        own : (int, int)
            First and last node of a tile.
        last : int
            The node after these, if there is one.
        factor : int
        """
        count = min(factor, _PROBES)
        stop = last if last > own[1] else last + 1.0 / count  # the last node is no cell's first
        positions = np.arange(own[0] * count, round(stop * count)) * (factor / count)
        return positions[positions <= self.ends[axis]]

    def has_any(self, factors):
        """Tell whether there is something between the nodes."""
        return factors != (1, 1)


@dataclass(frozen=True)
class OldNodes:
    """Measures at all nodes of the grid that the new one is made from.

    Since both are bilinear between all nodes of the two, their difference is largest at one of
    them; at an old one if the new step is a multiple of the old one.

    Attributes
    ----------
    factors : (int, int)
        Output pixels between the old nodes.
    known : (int, int)
        Output row and column of the last of them.
    """

    factors: tuple
    known: tuple

    def along(self, axis, own, last, factor):
        """Return positions along an axis, in output pixels; see `Raster.along`."""
        old = self.factors[axis]
        stop = min(last * factor, self.known[axis]) + 1
        if last > own[1]:  # which is the first node of the next tile
            stop = min(stop, last * factor)
        return np.arange(-(-own[0] * factor // old) * old, stop, old, dtype=np.float64)

    def has_any(self, factors):
        """Return True."""
        return True


@dataclass(frozen=True)
class _Along:
    """How nodes along an axis come from exact positions.

    Attributes
    ----------
    positions : float64 array
        In output pixels.
    index : int array
        For each node its position.
    stretch : (int, int, float) or None
        If the last node lies beyond what is known: the positions of the node before it and of the
        last that is known, and how much farther the node is than that.
    """

    positions: np.ndarray
    index: np.ndarray
    stretch: Optional[tuple]

    def nodes(self, values, axis):
        nodes = np.take(values, self.index, axis)
        if self.stretch is None:
            return nodes
        before, known, weight = self.stretch
        start = np.take(values, before, axis)
        end = [slice(None)] * 2
        end[axis] = -1
        nodes[tuple(end)] = start + weight * (np.take(values, known, axis) - start)
        return nodes


def _along(first, last, factor, known):
    positions = np.arange(first, last + 1) * float(factor)
    index = np.arange(positions.size)
    if positions[-1] <= known:
        return _Along(positions, index, None)
    before = positions[-1] - factor
    positions = np.append(positions[:-1], (before, known))
    return _Along(positions, index + (index == index[-1]), (-2, -1, factor / (known - before)))


class DerivedMaker:
    """Makes windows of the new nodes.

    Parameters
    ----------
    plan : DerivedPlan
    check : callable
        Called while a window is worked on.
    """

    def __init__(self, plan, check):
        self._plan, self._check = plan, check
        self._exact = plan.make_exact()

    def __call__(self, window):
        """Return the `NodeTile` of a window."""
        plan = self._plan
        # The cells between this tile and the next are measured here, those before it are not.
        lasts = tuple(min(last + 1, size - 1) for (_, last), size in zip(window, plan.frame.shape))
        row, col, ambiguous = self._nodes([first for first, _ in window], lasts)
        error, uncovered = self._measure(window, lasts, row, col)
        own = tuple(slice(0, last - first + 1) for first, last in window)
        pixels = (
            np.arange(first, last + 1) * factor
            for (first, last), factor in zip(window, plan.factors)
        )
        homes = None
        if plan.counting.convention == "displacement":
            homes = node_homes(*pixels, plan.target, plan.source)
        coordinates = plan.counting.from_center(row[own], col[own], plan.source, homes)
        count = 0 if ambiguous is None else int(np.count_nonzero(ambiguous[own]))
        return NodeTile(window, *coordinates, error, uncovered, count)

    def _nodes(self, firsts, lasts):
        plan = self._plan
        self._check()
        rows, cols = map(_along, firsts, lasts, plan.factors, plan.known)
        found = self._exact.at(rows.positions, cols.positions)
        row, col = (cols.nodes(rows.nodes(each, 0), 1) for each in found[:2])
        ambiguous = found.ambiguous
        if ambiguous is not None:
            ambiguous = ambiguous[np.ix_(rows.index, cols.index)]
        return row, col, ambiguous

    def _measure(self, window, lasts, row, col):
        """Return the `GridError` of the cells, and how many points they do not cover."""
        plan, error, uncovered = self._plan, GridError(), 0
        if not plan.probes.has_any(plan.factors):
            return error, uncovered
        y, x = (
            np.arange(first, last + 1) * factor
            for (first, _), last, factor in zip(window, lasts, plan.factors)
        )
        along = [
            _parts(plan.probes.along(axis, window[axis], lasts[axis], plan.factors[axis]))
            for axis in (0, 1)
        ]
        for rows, cols in product(*along):
            self._check()
            exact = self._exact.at(rows, cols)[:2]
            made, _ = interpolate_grid(np.stack((row, col)), None, x, y, cols, rows)
            squared = sum((one - other) ** 2 for one, other in zip(made, exact))
            measured = squared[np.isfinite(squared)]
            error += GridError(
                measured.size, float(measured.max(initial=0.0)), float(measured.sum())
            )
            uncovered += int(np.count_nonzero(np.isfinite(exact[0]) & np.isnan(made[0])))
        return error, uncovered


def _parts(positions):
    return [positions[start : start + _POINTS] for start in range(0, positions.size, _POINTS)]


def check_job(job, needs_source=False):
    """Raise ValueError or RasterError unless a job's own values and its output are good.

    Returns
    -------
    Frame or None
        Of the source.
    """
    check_output(job.output.path, "OUTPUT", files_behind(job.inputs), job.output.options)
    if job.step is not None and job.max_error is not None:
        raise ValueError("Give STEP or MAX_ERROR, not both.")
    if job.step is not None and job.step < 1:
        raise ValueError(f"STEP is {job.step}; it must be 1 or more.")
    if job.max_error is not None and not job.max_error > 0:
        raise ValueError(f"MAX_ERROR is {job.max_error}; it must be more than 0 pixels.")
    if job.source is None:
        if needs_source:
            raise ValueError("SOURCE is not set; it must be the raster that GRID leads to.")
        return None
    with open_raster(job.source, "SOURCE") as dataset:
        return frame_of(dataset)


def check_counting(counting, target, source, names=("GRID", "SOURCE")):
    """Raise RasterError unless coordinates can be written in the way that is asked for.

    Parameters
    ----------
    counting : Counting
    target, source : Frame
        Of the output, and of what coordinates count in.
    names : (str, str)
        What the two are called in an error message.
    """
    if counting.convention == "displacement":
        check_homes(target, source, *names)
    if counting.convention != "map":
        return
    if source is None:
        raise RasterError(f"OUTPUT_CONVENTION is map, which needs {names[1]}.")
    if source.geotransform is None:
        raise RasterError(f"OUTPUT_CONVENTION is map, but {names[1]} has no georeference.")


def derive_grid(job, plans, old_factors, place, follower):
    """Write the first of some grids that keeps the job's error.

    Parameters
    ----------
    job : DerivedJob
    plans : list of DerivedPlan
        From the coarsest to the finest.
    old_factors : (int, int)
        Steps of the grid that it is made from, in output pixels.
    place : Workplace
    follower : Follower

    Returns
    -------
    DerivedReport
        With remarks on points that it does not cover, and on folds.
    """

    def write(plan, limit, part):
        frame = plan.frame
        sides = tuple(
            max(1, min(_SIDE, _OLD_SIDE * old // new))
            for old, new in zip(old_factors, plan.factors)
        )
        spec = grid_spec(job, frame, plan.factors, plan.target.shape, plan.counting)
        tiles = Tiles(frame.shape, sides)
        totals = write_nodes(spec, DerivedMaker, plan, tiles, place, limit, part, follower)
        remarks = tuple(_remarks(totals))
        return DerivedReport(*frame.shape, plan.factors, totals.error, totals.unknown, remarks)

    limit = math.inf if job.max_error is None else job.max_error
    return first_good(plans, limit, write, follower)


def _remarks(totals):
    if totals.uncovered:
        yield (
            f"{totals.uncovered} of the points where the error is measured are known exactly, but"
            " not in the grid: they lie beside nodes without coordinates."
        )
    if totals.ambiguous:
        yield (
            f"GRID is folded: {totals.ambiguous} node(s) lie in several of its cells; the first,"
            " row by row, is taken."
        )
