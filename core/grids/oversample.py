"""Bilinear interpolation of grids and their masks between nodes.

A node without weight is not looked at: NaN in it does not spoil values on the nodes beside it.
"""

from typing import NamedTuple

import numpy as np

from ..conventions.pairs import whole_pair
from ..conventions.validity import as_validity
from ..conventions.window import as_window, window_indices, window_shape
from ..engines import engine
from .coordinates import grid_full_resolution_shape


def interpolate_grid(
    grid,
    grid_mask,
    x,
    y,
    x_new,
    y_new,
    dtype=None,
    mask_binarize_precision=1e-6,
    mask_dtype=np.uint8,
):
    """Interpolate a grid and its mask bilinearly on the mesh of new coordinates.

    Name, arguments and results are those of GridR 0.7.

    Parameters
    ----------
    grid : array (variables, rows, cols) or None
    grid_mask : array (rows, cols) or None
        Interpolated as numbers, whatever they mean.
    x, y : float arrays (cols,), (rows,)
        Coordinates of the nodes, strictly ascending or descending.
    x_new, y_new : float arrays (new cols,), (new rows,)
        Where to interpolate.
    dtype : numpy.dtype, optional
        Type of the new grid (that of `grid` by default); it is computed in float64.
    mask_binarize_precision : float
        Size that an interpolated mask value has to reach to become 1.
    mask_dtype : numpy.dtype

    Returns
    -------
    new_grid : array (variables, new rows, new cols) or None
        NaN outside the nodes, and where a node with weight is NaN.
    new_mask : array (new rows, new cols) or None
        1 where the precision is reached, else 0; 0 outside the nodes.

    Raises
    ------
    ValueError
        If shapes do not fit or coordinates of nodes are not strictly monotonic.
    """
    cols, rows = _stencil(x, x_new, "x"), _stencil(y, y_new, "y")
    nodes = (np.size(y), np.size(x))
    new_grid = new_mask = None
    if grid is not None:
        grid = _as_grid(grid)
        if grid.shape[1:] != nodes:
            raise ValueError(f"grid has the shape {grid.shape}; y and x tell {nodes} nodes.")
        dtype = grid.dtype if dtype is None else np.dtype(dtype)
        new_grid = np.empty((grid.shape[0], rows.weight.size, cols.weight.size), dtype=dtype)
        for variable, target in zip(grid, new_grid):
            with np.errstate(invalid="ignore"):  # NaN has no integer
                target[...] = _interpolate(variable, rows, cols)
    if grid_mask is not None:
        grid_mask = np.asarray(grid_mask)
        if grid_mask.shape != nodes:
            raise ValueError(
                f"grid_mask has the shape {grid_mask.shape}; y and x tell {nodes} nodes."
            )
        values = np.abs(_interpolate(grid_mask, rows, cols))
        new_mask = (values >= mask_binarize_precision).astype(mask_dtype)
    return new_grid, new_mask


def oversample_regular_grid(
    grid,
    grid_oversampling_row,
    grid_oversampling_col,
    grid_mask,
    dtype=None,
    grid_mask_binarize_precision=1e-6,
    grid_mask_dtype=np.uint8,
    win=None,
):
    """Interpolate a grid and its mask bilinearly at full resolution.

    Name, arguments and results are those of GridR 0.7.

    Parameters
    ----------
    grid : array (variables, rows, cols) or None
    grid_oversampling_row, grid_oversampling_col : int
        Pixels from one node to the next.
    grid_mask : array (rows, cols) or None
        Booleans or integers are taken as zero or not zero, and weighted exactly; real numbers are
        interpolated as they are.
    dtype : numpy.dtype, optional
        Type of the new grid; by default that of `grid`, if it is floating.
    grid_mask_binarize_precision : float
        Size that an interpolated mask value has to reach to become 1.
    grid_mask_dtype : numpy.dtype
    win : ((int, int), (int, int)), optional
        Window, inclusive, of the full resolution; all by default.

    Returns
    -------
    new_grid : array (variables, rows, cols) of the window, or None
    new_mask : array (rows, cols) of the window, or None

    Raises
    ------
    ValueError
        If shapes do not fit, the window leaves the grid, or the type cannot be told.
    """
    if grid is None and grid_mask is None:
        raise ValueError("grid and grid_mask are both None; one of them is needed.")
    grid = None if grid is None else _as_grid(grid)
    grid_mask = None if grid_mask is None else np.asarray(grid_mask)
    nodes = grid_mask.shape if grid is None else grid.shape[1:]
    if len(nodes) != 2 or 0 in nodes or (grid_mask is not None and grid_mask.shape != nodes):
        raise ValueError(
            f"grid_mask has the shape {np.shape(grid_mask)}; it must be (rows, cols) of the grid."
        )
    factors = whole_pair(
        (grid_oversampling_row, grid_oversampling_col),
        "(grid_oversampling_row, grid_oversampling_col)",
    )
    win = as_window(win, grid_full_resolution_shape(nodes, factors))
    dtype = _dtype_of_oversampling(grid, dtype)
    y, x = (np.arange(count) * factor for count, factor in zip(nodes, factors))
    y_new, x_new = (np.arange(first, last + 1) for first, last in win)

    whole = grid_mask is not None and grid_mask.dtype.kind in "biu"
    new_grid, new_mask = interpolate_grid(
        grid,
        None if whole else grid_mask,
        x,
        y,
        x_new,
        y_new,
        dtype,
        grid_mask_binarize_precision,
        grid_mask_dtype,
    )
    if whole:
        new_mask = np.empty(window_shape(win), dtype=np.uint8)
        engine().oversample_mask(
            as_validity(grid_mask, "grid_mask"),
            *factors,
            win,
            grid_mask_binarize_precision,
            np.promote_types(dtype, np.float32),
            new_mask,
        )
        new_mask = new_mask.astype(grid_mask_dtype, copy=False)
    return new_grid, new_mask


def build_grid(resolution, grid, grid_target_win, grid_resolution, out, computation_dtype=None):
    """Compute a window of a coarse grid at full resolution.

    Name, arguments and results are those of GridR 0.7.

    Parameters
    ----------
    resolution : (int, int)
        Only (1, 1): full resolution.
    grid : array (variables, rows, cols)
    grid_target_win : ((int, int), (int, int)) or None
        Window, inclusive, of the full resolution; all by default.
    grid_resolution : (int, int)
        Pixels from one node to the next.
    out : array (variables, rows, cols) of the window, or None
        Written in place of a new array of the grid's type.
    computation_dtype : numpy.dtype, optional
        Type that interpolated values pass through on their way to `out`; by default that of
        `out`.

    Returns
    -------
    array (variables, rows, cols), or None
        None if `out` was given.

    Raises
    ------
    ValueError
        If an argument is missing, shapes do not fit or the window leaves the grid.
    """
    if resolution is None or grid is None:
        raise ValueError("resolution and grid are both needed.")
    if whole_pair(resolution, "resolution") != (1, 1):
        raise ValueError(f"resolution is {resolution!r}; it must be (1, 1), full resolution.")
    grid = _as_grid(grid)
    factors = whole_pair(grid_resolution, "grid_resolution")
    frame = grid_full_resolution_shape(grid.shape[1:], factors)
    win = as_window(grid_target_win, frame, "grid_target_win")
    shape = (grid.shape[0], *window_shape(win))
    if out is not None and out.shape != shape:
        raise ValueError(f"out has the shape {out.shape}; it must have {shape}.")
    target = np.empty(shape, dtype=grid.dtype) if out is None else out
    if factors == (1, 1):
        target[...] = grid[(slice(None), *window_indices(win))]
    else:
        dtype = target.dtype if computation_dtype is None else computation_dtype
        target[...], _ = oversample_regular_grid(grid, *factors, None, dtype, win=win)
    return target if out is None else None


class _Stencil(NamedTuple):
    """The two nodes around each position of one axis, and the weight of the second."""

    before: np.ndarray
    after: np.ndarray
    weight: np.ndarray
    outside: np.ndarray


def _stencil(nodes, positions, name):
    nodes = np.asarray(nodes, dtype=np.float64)
    positions = np.asarray(positions, dtype=np.float64)
    if nodes.size > 1 and nodes[0] > nodes[-1]:
        nodes, positions = -nodes, -positions
    if nodes.ndim != 1 or positions.ndim != 1 or nodes.size == 0 or not (np.diff(nodes) > 0).all():
        raise ValueError(
            f"{name} and {name}_new must be 1-D, and {name} strictly ascending or descending."
        )
    outside = ~((positions >= nodes[0]) & (positions <= nodes[-1]))  # true for NaN
    positions = np.where(outside, nodes[0], positions)
    last = nodes.size - 1
    before = np.minimum(np.searchsorted(nodes, positions, "right") - 1, max(last - 1, 0))
    after = np.minimum(before + 1, last)
    span = np.where(after > before, nodes[after] - nodes[before], 1.0)
    return _Stencil(before, after, (positions - nodes[before]) / span, outside)


def _interpolate(values, rows, cols):
    """Interpolate one 2-D array, first along columns, then along rows."""
    first, end = rows.before.min(initial=len(values)), rows.after.max(initial=0) + 1
    values = values[first:end].astype(np.float64)
    values = blend(values[:, cols.before], values[:, cols.after], cols.weight)
    rows_before, rows_after = values[rows.before - first], values[rows.after - first]
    values = blend(rows_before, rows_after, rows.weight[:, np.newaxis])
    values[rows.outside] = np.nan
    values[:, cols.outside] = np.nan
    return values


def blend(before, after, weight):
    """Return values between two, by the weight of the second; one without weight may be NaN."""
    with np.errstate(invalid="ignore", over="ignore"):
        blended = before * (1.0 - weight) + after * weight
    return np.where(weight == 0.0, before, np.where(weight == 1.0, after, blended))


def _as_grid(grid):
    grid = np.asarray(grid)
    if grid.ndim != 3 or 0 in grid.shape:
        raise ValueError(f"grid has the shape {grid.shape}; it must be (variables, rows, cols).")
    return grid


def _dtype_of_oversampling(grid, dtype):
    if dtype is not None:
        return np.dtype(dtype)
    if grid is None or grid.dtype.kind != "f":
        raise ValueError("dtype is None and grid is not floating; dtype must be given then.")
    return grid.dtype
