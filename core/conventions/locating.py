"""Points and cells of a region: where a point falls, and where a cell lies."""

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Locations:
    """Points and what a region says of them; all arrays of one shape, float64 but `inside`.

    Attributes
    ----------
    x, y : numpy.ndarray
        Map coordinates; NaN where unknown, then all other numbers are NaN too.
    row, col : numpy.ndarray
        From the north and west *edge*: +0.5 is the centre of a cell.
    cell_row, cell_col : numpy.ndarray
        Whole numbers of the cell that holds the point. A cell is half-open: a point on the side
        between two belongs to the southern or eastern one. Beyond the region they count on.
    center_x, center_y : numpy.ndarray
        Map coordinates of that cell's centre, of a geographic region from its west to its east.
    inside : numpy.ndarray of bool
        Whether the region has that cell.
    """

    x: np.ndarray
    y: np.ndarray
    row: np.ndarray
    col: np.ndarray
    cell_row: np.ndarray
    cell_col: np.ndarray
    center_x: np.ndarray
    center_y: np.ndarray
    inside: np.ndarray

    def __len__(self):
        return len(self.x)


def locate_points(region, x, y):
    """Return the `Locations` of map coordinates; longitudes of a geographic region are wrapped.

    Parameters
    ----------
    region : Region
    x, y : array_like (n,)
        Eastings and northings; a point of which one is not finite is unknown.
    """
    x, y = (np.array(values, dtype=float) for values in (x, y))
    unknown = ~(np.isfinite(x) & np.isfinite(y))
    x[unknown] = y[unknown] = np.nan
    with np.errstate(over="ignore"):
        row, col = region.northing_to_row(y), region.easting_to_col(x)
    return _locations(region, x, y, row, col)


def locate_cells(region, row, col):
    """Return the `Locations` of rows and columns; they are taken as they are, without wrapping.

    Parameters
    ----------
    region : Region
    row, col : array_like (n,)
        Finite, from the north and west edge.
    """
    row, col = (np.array(values, dtype=float) for values in (row, col))
    with np.errstate(over="ignore"):
        x, y = region.col_to_easting(col), region.row_to_northing(row)
    return _locations(region, x, y, row, col)


def _locations(region, x, y, row, col):
    cell_row, cell_col = np.floor(row), np.floor(col)
    with np.errstate(over="ignore"):
        center_y, center_x = region.cell_center(cell_row, cell_col)
    inside = (cell_row >= 0) & (cell_row < region.rows) & (cell_col >= 0) & (cell_col < region.cols)
    return Locations(x, y, row, col, cell_row, cell_col, center_x, center_y, inside)
