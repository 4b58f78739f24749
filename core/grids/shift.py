"""Moving the coordinates that a grid holds."""

import numpy as np

from ..conventions.pairs import real_pair
from ..conventions.window import as_window, window_indices
from .nodata import is_nodata


def array_shift_grid_coordinates(
    grid_row,
    grid_col,
    grid_shift,
    win=None,
    grid_mask=None,
    grid_mask_valid_value=1,
    grid_nodata=None,
):
    """Add a shift to the coordinates of a grid, in place.

    Name and arguments are those of GridR 0.7.

    Parameters
    ----------
    grid_row, grid_col : arrays (rows, cols)
        Row and column coordinates; changed in place, any memory layout.
    grid_shift : (float, float)
        Added to rows and columns.
    win : ((int, int), (int, int)), optional
        Window, inclusive, of the nodes to shift; all by default.
    grid_mask : array (rows, cols), optional
        Only nodes of `grid_mask_valid_value` are shifted.
    grid_mask_valid_value : number
    grid_nodata : number, optional
        A node is left alone if its row or its column has this value (within 1e-5), which may be
        NaN.

    Raises
    ------
    TypeError
        If a grid is not a numpy array, or of a type that cannot hold the shift.
    ValueError
        If shapes differ, a grid is read-only or the window leaves it. Nothing has been changed.
    """
    shifts = real_pair(grid_shift, "grid_shift")
    for grid, shift, name in ((grid_row, shifts[0], "grid_row"), (grid_col, shifts[1], "grid_col")):
        _check(grid, shift, name)
    if grid_row.shape != grid_col.shape or (
        grid_mask is not None and np.shape(grid_mask) != grid_row.shape
    ):
        raise ValueError(
            f"grid_row, grid_col and grid_mask have the shapes {grid_row.shape}, {grid_col.shape}"
            f" and {np.shape(grid_mask)}; they must agree."
        )
    part = window_indices(as_window(win, grid_row.shape))
    row, col = grid_row[part], grid_col[part]
    wanted = np.ones(row.shape, dtype=bool)
    if grid_mask is not None:
        wanted &= np.asarray(grid_mask)[part] == grid_mask_valid_value
    if grid_nodata is not None:
        wanted &= ~(is_nodata(row, grid_nodata) | is_nodata(col, grid_nodata))
    for grid, shift in zip((row, col), shifts):
        np.add(grid, grid.dtype.type(shift), out=grid, where=wanted)


def _check(grid, shift, name):
    if not isinstance(grid, np.ndarray) or grid.dtype.kind not in "iuf":
        raise TypeError(f"{name} must be a numpy array of real numbers, which is changed in place.")
    if grid.dtype.kind != "f":
        limits = np.iinfo(grid.dtype)
        if shift != np.floor(shift) or not limits.min <= shift <= limits.max:
            raise TypeError(f"{name} holds {grid.dtype}, which cannot be shifted by {shift!r}.")
    if grid.ndim != 2 or grid.size == 0 or not grid.flags.writeable:
        raise ValueError(f"{name} has the shape {grid.shape}; it must be 2-D and writeable.")
