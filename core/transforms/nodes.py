"""Grids of nodes computed from an exact transform, and how well they stand for it."""

from dataclasses import dataclass

import numpy as np

# Points given to a transform at once: bounds memory, and lets progress and cancelling in.
_POINTS = 1 << 16

# Steps beyond this save nothing worth having.
LARGEST_STEP = 256


@dataclass(frozen=True)
class GridError:
    """How far a coarse grid is from the exact transform at the middles of its cells.

    Attributes
    ----------
    maximum, rms : float
        Distances in source pixels; NaN when no cell could be measured.
    cells : int
        How many cells were measured: those whose corners and middle are all known.
    """

    maximum: float
    rms: float
    cells: int


@dataclass(frozen=True)
class NodeGrid:
    """Nodes computed at a step.

    Attributes
    ----------
    step : int
        Output pixels from one node to the next.
    row, col : float64 array
        Source coordinates, see `compute_nodes`.
    error : GridError
    """

    step: int
    row: np.ndarray
    col: np.ndarray
    error: GridError


def compute_nodes(transform, frame, step, progress=None):
    """Compute the source (row, col) of every ``step``-th pixel centre of a frame.

    Parameters
    ----------
    transform : callable
        From map (x, y) to source (row, col); NaN where unknown.
    frame : Frame
        Of the full-resolution output.
    step : int
        Output pixels from one node to the next, on both axes.
    progress : callable, optional
        Called with the share done; what it raises passes on.

    Returns
    -------
    (numpy.ndarray, numpy.ndarray)
        float64, of the shape of ``frame.coarsened((step, step))``.
    """
    rows, cols = frame.coarsened((step, step)).shape
    return _evaluate(transform, frame, np.arange(rows) * step, np.arange(cols) * step, progress)


def measure_error(transform, frame, step, row, col, progress=None):
    """Compare a coarse grid, bilinear between its nodes, with the exact transform.

    Only at the middles of the cells, where the error of a smooth transform is largest.

    Parameters
    ----------
    row, col : float64 array
        Nodes as `compute_nodes` returns them.

    Returns
    -------
    GridError
        Zero for a step of 1, which has no middles.
    """
    if step == 1:
        return GridError(0.0, 0.0, 0)
    count_rows, count_cols = row.shape
    # Grids of one row or column have no cells but spans; their middles lie on the nodes' line.
    at_rows = (np.arange(max(1, count_rows - 1)) + 0.5 * (count_rows > 1)) * step
    at_cols = (np.arange(max(1, count_cols - 1)) + 0.5 * (count_cols > 1)) * step
    exact = _evaluate(transform, frame, at_rows, at_cols, progress)
    squared = sum((_middles(nodes) - true) ** 2 for nodes, true in zip((row, col), exact))
    squared = squared[np.isfinite(squared)]
    if squared.size == 0:
        return GridError(np.nan, np.nan, 0)
    return GridError(
        float(np.sqrt(squared.max())), float(np.sqrt(squared.mean())), int(squared.size)
    )


def measured_grid(transform, frame, step, progress=None):
    """Compute the nodes of a frame at a step, and their error.

    Returns
    -------
    NodeGrid
    """
    row, col = compute_nodes(transform, frame, step, _part(progress, 0.0, 0.5))
    error = measure_error(transform, frame, step, row, col, _part(progress, 0.5, 1.0))
    return NodeGrid(step, row, col, error)


def coarsest_grid(transform, frame, max_error, progress=None):
    """Find the grid of the largest step, a power of two, with an error of at most `max_error`.

    Parameters
    ----------
    max_error : float
        In source pixels.

    Returns
    -------
    NodeGrid
        Of step 1 when no coarser grid is good enough, or none can be measured.
    """
    steps = [1]
    while 2 * steps[-1] <= min(LARGEST_STEP, max(frame.shape) - 1):
        steps.append(2 * steps[-1])
    for tried, step in enumerate(reversed(steps)):
        share = _part(progress, tried / len(steps), (tried + 1) / len(steps))
        grid = measured_grid(transform, frame, step, share)
        if grid.error.maximum <= max_error:
            break
    if progress is not None:
        progress(1.0)  # finer grids need not be tried
    return grid


def _part(progress, start, end):
    """Return a callable for the progress of a part of the work, or None."""
    return None if progress is None else lambda share: progress(start + share * (end - start))


def _middles(nodes):
    for axis in (0, 1):
        if nodes.shape[axis] > 1:
            first, second = (
                np.take(nodes, range(nodes.shape[axis] - 1), axis),
                np.take(nodes, range(1, nodes.shape[axis]), axis),
            )
            nodes = 0.5 * (first + second)
    return nodes


def _evaluate(transform, frame, rows, cols, progress):
    """Evaluate a transform at the crossings of some (fractional) rows and columns of a frame."""
    row, col = np.empty((rows.size, cols.size)), np.empty((rows.size, cols.size))
    step = max(1, _POINTS // cols.size)
    for start in range(0, rows.size, step):
        block = slice(start, min(start + step, rows.size))
        x, y = frame.center_to_map(*np.meshgrid(rows[block], cols, indexing="ij"))
        row[block], col[block] = transform(x, y)
        if progress is not None:
            progress(block.stop / rows.size)
    return row, col
