"""A grid of source coordinates, checked, with what is known of its nodes."""

from dataclasses import dataclass
from typing import Optional

import numpy as np

from ..conventions.arrays import real_array, real_number
from ..conventions.pairs import whole_pair
from ..conventions.window import as_window
from ..engines.blocks import map_blocks
from ..grids.coordinates import grid_full_resolution_shape
from ..grids.nodata import is_nodata

# Nodes that one thread looks at in one go.
_BLOCK_NODES = 1 << 17


@dataclass(frozen=True)
class ResamplingGrid:
    """Source (row, col) of every ``factors``-th output pixel; bilinear between.

    Attributes
    ----------
    row, col : float64 array (node rows, node cols), C-contiguous
        Source coordinates, pixel centres on integers.
    node_valid : uint8 array (node rows, node cols) or None
        0 where a node must not be used; None when none is known to be so. A coordinate that is
        not finite is invalid in itself; on a coarse grid it must be marked here as well.
    factors : (int, int)
        Output pixels from one node to the next.
    window : ((int, int), (int, int))
        Output pixels to compute, inclusive ends, in the full-resolution frame.
    """

    row: np.ndarray
    col: np.ndarray
    node_valid: Optional[np.ndarray]
    factors: tuple
    window: tuple

    @property
    def shape(self):
        """(rows, cols) of the window: the shape of the result."""
        return tuple(last - first + 1 for first, last in self.window)

    def source_bounds(self, threads=1):
        """Return the bounds ((row_min, row_max), (col_min, col_max)) of the nodes in use.

        Returns
        -------
        tuple or None
            None when no node that the window needs is valid.
        """
        (row, end_row), (col, end_col) = (
            (first // factor, -(-last // factor) + 1)
            for (first, last), factor in zip(self.window, self.factors)
        )

        def bounds_of(start, stop):
            nodes = (slice(row + start, row + stop), slice(col, end_col))
            used = True if self.node_valid is None else self.node_valid[nodes] != 0
            # fmin and fmax pass over NaN; infinities are cut off where the bounds are used.
            return [
                choose.reduce(grid[nodes], axis=None, initial=nothing, where=used)
                for grid in (self.row, self.col)
                for choose, nothing in ((np.fmin, np.inf), (np.fmax, -np.inf))
            ]

        step = max(1, _BLOCK_NODES // (end_col - col))
        found = np.array(map_blocks(bounds_of, end_row - row, step, threads))
        row_min, col_min = found[:, 0].min(), found[:, 2].min()
        row_max, col_max = found[:, 1].max(), found[:, 3].max()
        if row_min > row_max or col_min > col_max:
            return None
        return (float(row_min), float(row_max)), (float(col_min), float(col_max))


def read_grid(
    grid_row, grid_col, grid_resolution, win, grid_mask, grid_mask_valid_value, grid_nodata
):
    """Check the grid arguments of `array_grid_resampling` and put them together.

    Returns
    -------
    ResamplingGrid

    Raises
    ------
    TypeError, ValueError
        With a sentence that names the argument.
    """
    factors = whole_pair(grid_resolution, "grid_resolution")
    row, col = _read_coordinates(grid_row, "grid_row"), _read_coordinates(grid_col, "grid_col")
    if row.shape != col.shape:
        raise ValueError(
            f"grid_row has shape {row.shape} and grid_col {col.shape}; they must agree."
        )
    for nodes, factor, axis in zip(row.shape, factors, ("row", "column")):
        if factor > 1 and nodes < 2:
            raise ValueError(
                f"The grid has one node along its {axis}s; with a resolution of {factor} it needs"
                " two or more."
            )
    if grid_nodata is not None:
        grid_nodata = real_number(grid_nodata, "grid_nodata")
    if grid_mask is not None and grid_nodata is not None:
        raise ValueError("grid_mask and grid_nodata exclude each other; give one of them.")
    return ResamplingGrid(
        row,
        col,
        _usable_nodes(row, col, factors, grid_mask, grid_mask_valid_value, grid_nodata),
        factors,
        as_window(win, grid_full_resolution_shape(row.shape, factors)),
    )


def _read_coordinates(grid, name):
    grid = real_array(grid, name)
    if grid.ndim != 2 or grid.size == 0:
        raise ValueError(f"{name} has shape {grid.shape}; it must be 2-D and not empty.")
    return np.ascontiguousarray(grid, dtype=np.float64)


def _usable_nodes(row, col, factors, grid_mask, valid_value, nodata):
    usable = None
    if grid_mask is not None:
        mask = real_array(grid_mask, "grid_mask")
        if mask.shape != row.shape:
            raise ValueError(
                f"grid_mask has shape {mask.shape}; it must be the grid's {row.shape}."
            )
        usable = mask == valid_value
    if nodata is not None:
        usable = ~(is_nodata(row, nodata) | is_nodata(col, nodata))
    return node_validity(row, col, factors, usable)


def node_validity(row, col, factors, usable=None):
    """Return the `node_valid` of a `ResamplingGrid` of which some nodes are usable, or all."""
    if factors != (1, 1):
        # Between nodes, what is not finite would reach pixels where it has no weight.
        finite = np.isfinite(row) & np.isfinite(col)
        usable = finite if usable is None else usable & finite
    return None if usable is None or usable.all() else usable.view(np.uint8)
