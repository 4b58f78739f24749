"""Nodes of grids computed from an exact transform, and how well they stand for it."""

import math
from dataclasses import dataclass

import numpy as np

# Points given to a transform at once: bounds memory.
_POINTS = 1 << 16

# Steps beyond this save nothing worth having.
_LARGEST_STEP = 256


@dataclass(frozen=True)
class GridError:
    """How far a coarse grid is from the exact transform at the middles of its cells.

    Attributes
    ----------
    cells : int
        How many cells were measured: those whose corners and middle are all known.
    greatest, total : float
        Of the squared distances in source pixels.
    """

    cells: int = 0
    greatest: float = 0.0
    total: float = 0.0

    def __add__(self, other):
        """Return the error of both parts."""
        return GridError(
            self.cells + other.cells,
            max(self.greatest, other.greatest),
            self.total + other.total,
        )

    @property
    def maximum(self):
        """Greatest distance in source pixels."""
        return math.sqrt(self.greatest)

    @property
    def rms(self):
        """Root mean square of the distances."""
        return math.sqrt(self.total / max(1, self.cells))


def compute_nodes(transform, frame, step, window=None):
    """Compute the source (row, col) of every ``step``-th pixel centre of a frame.

    Parameters
    ----------
    transform : callable
        From map (x, y) to source (row, col); NaN where unknown.
    frame : Frame
        Of the full-resolution output.
    step : int
        Output pixels from one node to the next, on both axes.
    window : ((int, int), (int, int)), optional
        Rows and columns of nodes, inclusive ends; all by default.

    Returns
    -------
    (numpy.ndarray, numpy.ndarray)
        float64, of the shape of ``frame.coarsened((step, step))`` or of the window.
    """
    if window is None:
        window = tuple((0, size - 1) for size in frame.coarsened((step, step)).shape)
    rows, cols = (np.arange(first, last + 1) * step for first, last in window)
    return _evaluate(transform, frame, rows, cols)


def measure_error(transform, frame, step, row, col, first=(0, 0)):
    """Compare a coarse grid, bilinear between its nodes, with the exact transform.

    Only at the middles of the cells, where the error of a smooth transform is largest.

    Parameters
    ----------
    row, col : float64 array
        Nodes as `compute_nodes` returns them.
    first : (int, int)
        Row and column of the first of these nodes.

    Returns
    -------
    GridError
        Of no cell for a step of 1, which has no middles.
    """
    # Grids of one row or column have no cells but spans; their middles lie on the nodes' line.
    rows, cols = (
        (start + np.arange(max(1, count - 1)) + 0.5 * (count > 1)) * step
        for start, count in zip(first, row.shape)
    )
    if step == 1 or row.size == 1:
        return GridError()
    exact = _evaluate(transform, frame, rows, cols)
    squared = sum((_middles(nodes) - true) ** 2 for nodes, true in zip((row, col), exact))
    squared = squared[np.isfinite(squared)]
    return GridError(squared.size, float(squared.max(initial=0.0)), float(squared.sum()))


def steps_to_try(frame):
    """Return the steps that a grid may have, powers of two, from the largest to 1."""
    steps = [1]
    while 2 * steps[-1] <= min(_LARGEST_STEP, max(frame.shape) - 1):
        steps.append(2 * steps[-1])
    return steps[::-1]


def _middles(nodes):
    for axis in (0, 1):
        if nodes.shape[axis] > 1:
            first, second = (
                np.take(nodes, range(nodes.shape[axis] - 1), axis),
                np.take(nodes, range(1, nodes.shape[axis]), axis),
            )
            nodes = 0.5 * (first + second)
    return nodes


def _evaluate(transform, frame, rows, cols):
    """Evaluate a transform at the crossings of some (fractional) rows and columns of a frame."""
    row, col = np.empty((rows.size, cols.size)), np.empty((rows.size, cols.size))
    step = max(1, _POINTS // cols.size)
    for start in range(0, rows.size, step):
        block = slice(start, min(start + step, rows.size))
        x, y = frame.center_to_map(*np.meshgrid(rows[block], cols, indexing="ij"))
        row[block], col[block] = transform(x, y)
    return row, col
