"""Shapes and coordinates of regular grids."""

import numpy as np

from ..conventions.pairs import full_resolution_shape, real_pair, whole_pair


def grid_full_resolution_shape(shape, resolution):
    """Return the shape of a grid's full-resolution output: ``(nodes - 1) * resolution + 1``.

    Parameters
    ----------
    shape, resolution : (int, int)
        Rows and columns of nodes, and pixels from one node to the next.

    Returns
    -------
    (int, int)

    Raises
    ------
    ValueError
        If they are not whole numbers of 1 or more.
    """
    return full_resolution_shape(whole_pair(shape, "shape"), whole_pair(resolution, "resolution"))


def grid_regular_coords_1d(shape, origin, resolution):
    """Return the coordinates of the columns and of the rows of a regular grid.

    Parameters
    ----------
    shape : (int, int)
        Rows and columns.
    origin : (float, float)
        Coordinates (row, col) of the first node.
    resolution : (float, float)
        Steps along rows and columns.

    Returns
    -------
    cols, rows : float64 arrays (cols,), (rows,)
        ``origin + i * resolution``; columns come first.

    Raises
    ------
    ValueError
        If an argument is not two numbers.
    """
    shape = whole_pair(shape, "shape")
    origin, steps = real_pair(origin, "origin"), real_pair(resolution, "resolution")
    rows, cols = (
        np.linspace(first, first + step * (count - 1), count)
        for first, step, count in zip(origin, steps, shape)
    )
    return cols, rows


def grid_regular_coords_2d(shape, origin, resolution, sparse=False):
    """Return the column and the row coordinates of every node of a regular grid.

    Parameters
    ----------
    shape, origin, resolution
        See `grid_regular_coords_1d`.
    sparse : bool
        Return arrays (1, cols) and (rows, 1), which broadcast to the whole.

    Returns
    -------
    cols, rows : float64 arrays (rows, cols)
        Columns come first.
    """
    cols, rows = grid_regular_coords_1d(shape, origin, resolution)
    return tuple(np.meshgrid(cols, rows, indexing="xy", sparse=sparse))
