"""From an `InvertJob` to a grid raster: the way back."""

import functools

import numpy as np

from ..conventions.frame import Frame
from ..engines.inversion import SAME
from ..grids.counting import node_homes
from ..grids.inversion import MeshInverse
from ..rasters.errors import RasterError
from ..transforms.crs import same_reference
from ..transforms.nodes import steps_to_try
from .following import Follower
from .grid_deriving import (
    DerivedPlan,
    Positions,
    Raster,
    check_counting,
    check_job,
    derive_grid,
)
from .grid_writing import fitting_factors
from .outputs import with_remarks
from .raster_source import NodeReader, grid_of, remarks_on_convention
from .tiles import Tiles, run_tiles
from .workplace import workplace

# Cells along a side of what is inverted at once: bounds memory.
_SIDE = 128

# Share of the job's progress that looking through the grid takes.
_LOOK = 0.2


def invert_grid(job, progress=None, cancelled=None, executor=None):
    """Carry out an `InvertJob`.

    The grid, bilinear between its nodes, is inverted exactly at every new node. Where it is folded
    the position in its first cell, row by row, counts; what it does not reach is NaN. The error is
    measured against the exact inverse, see `Raster`.

    Parameters, result and errors are those of `convert_chain.convert_grid`.
    """
    follower = Follower(progress, cancelled)
    source = check_job(job, needs_source=True)
    grid, output = grid_of(job.grid, source, "GRID", "SOURCE")
    if min(grid.frame.shape) < 2:
        raise RasterError(
            f"GRID has {grid.frame.rows} x {grid.frame.cols} nodes; only a grid of two rows and two"
            " columns or more has cells to invert."
        )
    target = _target(job, source)
    # From here on the source is what the grid's output was.
    check_counting(job.counting, target, output, ("the new grid", "GRID"))
    steps = [grid.factors]
    if job.step is not None:
        steps = [(job.step, job.step)]
    elif job.max_error is not None:
        steps = [(step, step) for step in steps_to_try(target)]
    known = tuple(size - 1 for size in target.shape)
    with workplace(job.resources, executor) as place:
        bounds = _look_through(grid, place, follower.part(0.0, _LOOK))
        make = functools.partial(GridInverse, grid, bounds, target, source)
        plans = [
            DerivedPlan(
                make,
                known,
                Raster(known),
                target,
                fitting_factors(step, target.shape),
                job.counting,
                output,
            )
            for step in steps
        ]
        report = derive_grid(job, plans, grid.factors, place, follower.part(_LOOK, 1.0))
    return with_remarks(report, tuple(remarks_on_convention(job.grid)))


def _target(job, source):
    """Return the frame of the new grid."""
    if job.frame is None:
        return source
    for frame, name in ((job.frame, "REFERENCE"), (source, "SOURCE")):
        if frame.geotransform is None:
            raise RasterError(f"{name} has no georeference.")
    if not same_reference(source, job.frame):
        raise RasterError("EXTENT or REFERENCE has another reference system than SOURCE.")
    return job.frame


def _look_through(grid, place, follower):
    """Return the bounds of the source coordinates of each block of a grid.

    Returns
    -------
    float64 array (block rows, block cols, 4)
        Lowest and highest row, lowest and highest column; NaN where it has no cell.
    """
    cells = tuple(size - 1 for size in grid.frame.shape)
    bounds = np.full((*(-(-size // _SIDE) for size in cells), 4), np.nan)

    def keep(found):
        (row, _), (col, _), own = found
        bounds[row // _SIDE, col // _SIDE] = own

    run_tiles(place, BlockBounds, grid, Tiles(cells, _SIDE), keep, follower)
    return bounds


class BlockBounds:
    """Finds the bounds of source coordinates in windows of cells.

    Parameters
    ----------
    grid : GridSpec
    check : callable
        Called before each window.
    """

    def __init__(self, grid, check):
        self._reader, self._check = NodeReader(grid), check

    def __call__(self, window):
        """Return a window of cells and its bounds."""
        self._check()
        return (*window, np.ravel(_mesh(self._reader, window).bounds))


def _mesh(reader, cells):
    """Return the `MeshInverse` of a window of cells."""
    return MeshInverse(*reader.read_known(tuple((first, last + 1) for first, last in cells)))


class GridInverse:
    """The inverse of a grid raster as a function of pixels of a target.

    Parameters
    ----------
    grid : GridSpec
    bounds : array
        Of its blocks, see `_look_through`.
    target, source : Frame
        Rows and columns are given in the target's pixels, and are looked for in the grid as the
        source's.
    """

    def __init__(self, grid, bounds, target: Frame, source: Frame):
        self._reader, self._bounds = NodeReader(grid), bounds
        self._factors, self._shape = grid.factors, grid.frame.shape
        self._target, self._source = target, source

    def at(self, rows, cols):
        """Return the `Positions` where rows and columns of the target cross."""
        a, b = node_homes(rows, cols, self._target, self._source)
        found = _Found(a.size)
        shape, a, b = a.shape, a.ravel(), b.ravel()
        low_a, high_a, low_b, high_b = np.moveaxis(self._bounds, 2, 0)
        meets = (low_a <= a.max()) & (high_a >= a.min()) & (low_b <= b.max()) & (high_b >= b.min())
        for block in np.argwhere(meets):
            bounds = self._bounds[tuple(block)]
            inside = (bounds[0] <= a) & (a <= bounds[1]) & (bounds[2] <= b) & (b <= bounds[3])
            (points,) = np.nonzero(inside)
            if points.size:
                self._find_in(block, points, a[points], b[points], found)
        row, col = found.row * self._factors[0], found.col * self._factors[1]
        return Positions(*(each.reshape(shape) for each in (row, col, found.is_ambiguous)))

    def _find_in(self, block, points, a, b, found):
        cells = tuple(
            (int(first), int(min(first + _SIDE, size - 1) - 1))
            for first, size in zip(block * _SIDE, self._shape)
        )
        row, col, cell, ambiguous = _mesh(self._reader, cells).find(a, b)
        (first_row, _), (first_col, last_col) = cells
        down, across = np.divmod(cell, last_col - first_col + 1)
        number = (first_row + down) * (self._shape[1] - 1) + first_col + across
        hit = cell >= 0
        found.add(
            points[hit],
            (first_row + row)[hit],
            (first_col + col)[hit],
            number[hit],
            ambiguous[hit],
        )


class _Found:
    """What is found for points, of several positions that in the first cell, row by row.

    Parameters
    ----------
    count : int
        Points.
    """

    def __init__(self, count):
        self.row, self.col = np.full(count, np.nan), np.full(count, np.nan)
        self.is_ambiguous = np.zeros(count, dtype=bool)
        self._number = np.full(count, np.iinfo(np.int64).max)

    def add(self, points, row, col, number, ambiguous):
        """Take positions of some points, each of which comes once, into account."""
        # False where there is none so far.
        other = np.abs(self.row[points] - row) > SAME
        other |= np.abs(self.col[points] - col) > SAME
        self.is_ambiguous[points] |= ambiguous | other
        is_first = number < self._number[points]
        points = points[is_first]
        self.row[points], self.col[points] = row[is_first], col[is_first]
        self._number[points] = number[is_first]
