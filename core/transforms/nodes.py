"""Nodes of grids computed from an exact transform, and how well they stand for it."""

import math
from dataclasses import dataclass

import numpy as np

from ..conventions.coordinates import center_to_edge
from .seam import cell_corners

# Points given to a transform at once: bounds memory.
_POINTS = 1 << 16

# Steps beyond this save nothing worth having.
LARGEST_STEP = 256


@dataclass(frozen=True)
class GridError:
    """How far a coarse grid is from the exact transform halfway between its nodes.

    Attributes
    ----------
    points : int
        How many points were measured: those that are known, between nodes that are.
    greatest, total : float
        Of the squared distances in source pixels.
    lost : int
        How many cells have no value although some of the source lies in them: those that lack a
        corner while another corner or the middle is in the source, and those within which the
        source's longitudes begin anew. Each counts once.
    """

    points: int = 0
    greatest: float = 0.0
    total: float = 0.0
    lost: int = 0

    def __add__(self, other):
        """Return the error of both parts."""
        return GridError(
            self.points + other.points,
            max(self.greatest, other.greatest),
            self.total + other.total,
            self.lost + other.lost,
        )

    @property
    def maximum(self):
        """Greatest distance in source pixels."""
        return math.sqrt(self.greatest)

    @property
    def rms(self):
        """Root mean square of the distances."""
        return math.sqrt(self.total / max(1, self.points))


def compute_nodes(transform, frame, step, window=None):
    """Compute the source (row, col) of every ``step``-th pixel centre of a frame.

    Parameters
    ----------
    transform : callable
        From map (x, y) to source (row, col), NaN where unknown; it may return more arrays, which
        tell of the same points. Where its positions jump by a whole turn around the earth it has an
        attribute `seam`, a `Seam`.
    frame : Frame
        Of the full-resolution output.
    step : int
        Output pixels from one node to the next, on both axes.
    window : ((int, int), (int, int)), optional
        Rows and columns of nodes, inclusive ends; all by default.

    Returns
    -------
    tuple of numpy.ndarray
        Row, column and what else the transform returns; float64, of the shape of
        ``frame.coarsened((step, step))`` or of the window.
    """
    if window is None:
        window = tuple((0, size - 1) for size in frame.coarsened((step, step)).shape)
    rows, cols = (np.arange(first, last + 1) * step for first, last in window)
    return _evaluate(transform, frame, rows, cols)


def measure_error(transform, frame, step, row, col, first=(0, 0), source_shape=(0, 0), lost=False):
    """Compare a coarse grid, bilinear between its nodes, with the exact transform.

    At the middles of the cells and at those of their sides. The middles alone would not do: where
    both reference systems are conformal, the curvatures along rows and along columns are opposite
    and leave next to nothing of each other there.

    Parameters
    ----------
    row, col : float64 array
        Nodes as `compute_nodes` returns them.
    first : (int, int)
        Row and column of the first of these nodes. Windows of nodes that share a line share no
        point.
    source_shape : (int, int)
        Rows and columns of the source, of which parts may be lost.
    lost : bool or array of bool
        Cells that are known to be lost, see `torn_apart`.

    Returns
    -------
    GridError
        Of no point for a step of 1, between whose nodes there is nothing.
    """
    error = GridError()
    if step == 1:
        return error
    shape = frame.coarsened((step, step)).shape
    for between in ((True, True), (True, False), (False, True)):
        positions = [
            _halfway(start, count) if is_between else _on_nodes(start, count, size)
            for start, count, size, is_between in zip(first, row.shape, shape, between)
        ]
        if any(axis.size == 0 for axis in positions):
            continue
        exact = _evaluate(transform, frame, *(axis * step for axis in positions))[:2]
        # Of cells, which are spans in a grid of one row or column.
        if between == tuple(count > 1 for count in row.shape):
            lost = lost | _lacking((row, col), exact, source_shape)
            error += GridError(lost=int(np.count_nonzero(lost)))
        squared = 0.0
        for nodes, true in zip((row, col), exact):
            found = _means(nodes, between)[tuple(slice(0, n) for n in true.shape)]
            squared = squared + (found - true) ** 2
        squared = squared[np.isfinite(squared)]
        greatest = float(squared.max(initial=0.0))
        error += GridError(squared.size, greatest, float(squared.sum()))
    return error


def torn_apart(transform, frame, step, window):
    """Compute the nodes of a window, unknown where a cell would reach across the source's seam.

    Parameters
    ----------
    transform, frame, step, window
        See `compute_nodes`; other parts of the grid do not matter.

    Returns
    -------
    tuple of numpy.ndarray
        The nodes as `compute_nodes` returns them.
    bool or array of bool
        Which cells between these nodes lose pixels by it that the source has.
    """
    seam = getattr(transform, "seam", None)
    if seam is None or step == 1:
        return compute_nodes(transform, frame, step, window), False
    shape = frame.coarsened((step, step)).shape
    # A node belongs to the cells on all its sides.
    wider = tuple(
        (max(0, first - 1), min(last + 1, size - 1)) for (first, last), size in zip(window, shape)
    )
    row, col, *others = compute_nodes(transform, frame, step, wider)
    marked = seam.torn_nodes(row, col)
    own = tuple(
        slice(first - start, last - start + 1) for (first, last), (start, _) in zip(window, wider)
    )
    row, col, marked, *others = (each[own] for each in (row, col, marked, *others))
    lost = seam.lost_cells(row, col, marked) if marked.any() else False
    return (np.where(marked, np.nan, row), np.where(marked, np.nan, col), *others), lost


def steps_to_try(frame):
    """Return the steps that a grid may have, powers of two, from the largest to 1."""
    steps = [1]
    while 2 * steps[-1] <= min(LARGEST_STEP, max(frame.shape) - 1):
        steps.append(2 * steps[-1])
    return steps[::-1]


def _halfway(start, count):
    """Return the positions halfway between nodes of an axis."""
    return start + np.arange(count - 1) + 0.5


def _on_nodes(start, count, size):
    """Return the nodes of an axis; the last one belongs to the next window if there is one."""
    return start + np.arange(count if start + count == size else count - 1)


def _lacking(nodes, middles, shape):
    """Tell which cells lack a corner although another one or the middle lies in the source.

    Parameters
    ----------
    nodes, middles : (float64 array, float64 array)
        Source (row, col).
    shape : (int, int)
        Of the source.
    """
    known, inside = np.isfinite(nodes[0]), _is_in_source(nodes, shape)
    corners = cell_corners(known.shape)
    is_whole = np.logical_and.reduce([known[corner] for corner in corners])
    reaches = np.logical_or.reduce([inside[corner] for corner in corners])
    return (reaches | _is_in_source(middles, shape)) & ~is_whole


def _is_in_source(position, shape):
    """Tell where positions (row, col) lie in the cells of a source."""
    inside = True
    for axis, size in zip(position, shape):
        counted = center_to_edge(axis)
        inside = inside & (counted >= 0) & (counted <= size)
    return inside


def _means(nodes, between):
    """Return the means of neighbouring nodes along the axes told."""
    for axis, is_between in enumerate(between):
        if is_between:
            nodes = np.moveaxis(nodes, axis, 0)
            nodes = np.moveaxis(0.5 * (nodes[:-1] + nodes[1:]), 0, axis)
    return nodes


def _evaluate(transform, frame, rows, cols):
    """Evaluate a transform at the crossings of some (fractional) rows and columns of a frame."""
    results = ()
    step = max(1, _POINTS // cols.size)
    for start in range(0, rows.size, step):
        block = slice(start, min(start + step, rows.size))
        x, y = frame.center_to_map(*np.meshgrid(rows[block], cols, indexing="ij"))
        found = transform(x, y)
        results = results or tuple(np.empty((rows.size, cols.size)) for _ in found)
        for result, part in zip(results, found):
            result[block] = part
    seam = getattr(transform, "seam", None)
    if seam is not None:
        _continue_beyond(seam, transform, frame, rows, cols, *results[:2])
    return results


def _continue_beyond(seam, transform, frame, rows, cols, row, col):
    """Bring positions beyond a frame to the turn of its last pixels; nobody sees a jump there."""
    for axis, places in enumerate((rows, cols)):
        last = frame.shape[axis] - 1
        beyond = np.flatnonzero(places > last)
        if beyond.size == 0:
            continue
        at = (slice(None), beyond) if axis else (beyond, slice(None))
        inside = [np.minimum(values, size - 1) for values, size in zip((rows, cols), frame.shape)]
        inside[axis] = np.full(beyond.size, last)
        near = transform(*frame.center_to_map(*np.meshgrid(*inside, indexing="ij")))[:2]
        row[at], col[at] = seam.brought_near(row[at], col[at], *near)
