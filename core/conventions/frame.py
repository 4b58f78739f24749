"""Where the pixels of a raster file lie: any affine georeference, or none."""

import math
from dataclasses import dataclass, replace

import numpy as np

from .coordinates import center_to_edge, edge_to_center
from .pairs import full_resolution_shape
from .region import Region

# Rows or columns that GDAL can count.
_LARGEST_SIDE = 2**31 - 1

# Cells by which a whole number of them may be missed.
_ROUNDING = 1e-6

# How QGIS shows a raster without a georeference: pixels of size 1, the first row on top.
PIXEL_GEOTRANSFORM = (0.0, 1.0, 0.0, 0.0, 0.0, -1.0)


@dataclass(frozen=True)
class Frame:
    """Rows, columns and georeference of a raster.

    Attributes
    ----------
    rows, cols : int
    geotransform : tuple of 6 float or None
        GDAL's: map coordinates of the outer corner of the first pixel, and of one step along a
        row and along a column. None where the raster has no georeference.
    crs_wkt : str
        WKT of the coordinate reference system, "" if unknown.
    """

    rows: int
    cols: int
    geotransform: tuple = None
    crs_wkt: str = ""

    @property
    def shape(self):
        """(rows, cols)."""
        return self.rows, self.cols

    @property
    def effective_geotransform(self):
        """The geotransform, or the one that QGIS shows a raster with when it has none."""
        return PIXEL_GEOTRANSFORM if self.geotransform is None else self.geotransform

    def center_to_map(self, row, col):
        """Return map (x, y) of (row, col) with pixel centres on integers."""
        x0, x_col, x_row, y0, y_col, y_row = self.effective_geotransform
        row, col = center_to_edge(np.asarray(row)), center_to_edge(np.asarray(col))
        return x0 + col * x_col + row * x_row, y0 + col * y_col + row * y_row

    def map_to_center(self, x, y):
        """Return (row, col), pixel centres on integers, of map (x, y)."""
        x0, x_col, x_row, y0, y_col, y_row = self.effective_geotransform
        dx, dy = np.asarray(x) - x0, np.asarray(y) - y0
        if x_row == 0 and y_col == 0:
            # The general formula would round where this one is exact.
            return edge_to_center(dy / y_row), edge_to_center(dx / x_col)
        determinant = x_col * y_row - x_row * y_col
        row = (x_col * dy - y_col * dx) / determinant
        col = (y_row * dx - x_row * dy) / determinant
        return edge_to_center(row), edge_to_center(col)

    @property
    def cell_size(self):
        """Length of the shorter side of a cell, in map units."""
        _, x_col, x_row, _, y_col, y_row = self.effective_geotransform
        return min(math.hypot(x_col, y_col), math.hypot(x_row, y_row))

    @property
    def is_upright(self):
        """Whether rows run along x and columns along y, so that it is a rectangle of the map."""
        return self.effective_geotransform[2] == 0 and self.effective_geotransform[4] == 0

    @property
    def bounds(self):
        """(west, south, east, north) of the smallest upright rectangle that holds all cells."""
        rows, cols = (edge_to_center(np.array((0.0, size))) for size in self.shape)
        x, y = self.center_to_map(*np.meshgrid(rows, cols))
        return float(x.min()), float(y.min()), float(x.max()), float(y.max())

    def north_up(self):
        """Return the frame whose rows run southwards and columns eastwards over the same cells.

        Returns
        -------
        Frame
        (bool, bool)
            Whether rows and columns count the other way round than in this one.

        Raises
        ------
        ValueError
            If the raster is rotated.
        """
        self._check_upright()
        x, width, _, y, _, height = self.effective_geotransform
        turned = height > 0, width < 0
        if turned[0]:
            y, height = y + self.rows * height, -height
        if turned[1]:
            x, width = x + self.cols * width, -width
        return replace(self, geotransform=(x, width, 0.0, y, 0.0, height)), turned

    def centers(self):
        """Return (xs, ys): map x of every column's centre and map y of every row's.

        Raises
        ------
        ValueError
            If the raster is rotated, so that there is no one x for a column.
        """
        self._check_upright()
        xs, _ = self.center_to_map(0, np.arange(self.cols))
        _, ys = self.center_to_map(np.arange(self.rows), 0)
        return xs, ys

    def edges(self):
        """Return (xs, ys): map x of all column edges and map y of all row edges, both ends too.

        Raises
        ------
        ValueError
            If the raster is rotated.
        """
        self._check_upright()
        xs, _ = self.center_to_map(0, edge_to_center(np.arange(self.cols + 1)))
        _, ys = self.center_to_map(edge_to_center(np.arange(self.rows + 1)), 0)
        return xs, ys

    def _check_upright(self):
        if not self.is_upright:
            raise ValueError("A rotated raster has no single x for a column or y for a row.")

    def refined(self, factors, shape=None):
        """Return the frame of a grid's full-resolution output.

        This raster's pixel centres are nodes: the first output centre is the first node's, and
        `factors` output pixels lead from one node to the next.

        Parameters
        ----------
        factors : (int, int)
            Along rows and columns.
        shape : (int, int), optional
            Rows and columns to keep; all ``(nodes - 1) * factor + 1`` by default.
        """
        if shape is None:
            shape = full_resolution_shape(self.shape, factors)
        if self.geotransform is None:
            return replace(self, rows=shape[0], cols=shape[1])
        _, x_col, x_row, _, y_col, y_row = self.geotransform
        x_col, y_col = x_col / factors[1], y_col / factors[1]
        x_row, y_row = x_row / factors[0], y_row / factors[0]
        return self._around_first_center(shape, (x_col, x_row, y_col, y_row))

    def part(self, first, shape):
        """Return the frame of some of the pixels.

        Parameters
        ----------
        first, shape : (int, int)
            Row and column of the first pixel, and how many rows and columns.
        """
        if self.geotransform is None:
            return replace(self, rows=int(shape[0]), cols=int(shape[1]))
        x, x_col, x_row, y, y_col, y_row = self.geotransform
        row, col = first
        corner = x + col * x_col + row * x_row, y + col * y_col + row * y_row
        return replace(
            self,
            rows=int(shape[0]),
            cols=int(shape[1]),
            geotransform=(corner[0], x_col, x_row, corner[1], y_col, y_row),
        )

    def coarsened(self, factors):
        """Return the frame of the grid whose nodes are every ``factors``-th pixel centre.

        The inverse of `refined`; the last nodes lie on or beyond the last pixel centres.
        """
        shape = tuple(-(-(size - 1) // factor) + 1 for size, factor in zip(self.shape, factors))
        if self.geotransform is None:
            return replace(self, rows=shape[0], cols=shape[1])
        _, x_col, x_row, _, y_col, y_row = self.geotransform
        x_col, y_col = x_col * factors[1], y_col * factors[1]
        x_row, y_row = x_row * factors[0], y_row * factors[0]
        return self._around_first_center(shape, (x_col, x_row, y_col, y_row))

    def _around_first_center(self, shape, steps):
        x_col, x_row, y_col, y_row = steps
        x, y = self.center_to_map(0, 0)
        half = center_to_edge(0)
        corner_x = float(x) - half * (x_col + x_row)
        corner_y = float(y) - half * (y_col + y_row)
        return replace(
            self,
            rows=int(shape[0]),
            cols=int(shape[1]),
            geotransform=(corner_x, x_col, x_row, corner_y, y_col, y_row),
        )

    def region(self, geographic=False):
        """Return the frame as a GRASS region.

        Raises
        ------
        ValueError
            If it is rotated or its rows run northwards.
        """
        return Region.from_geotransform(
            self.effective_geotransform, self.rows, self.cols, geographic
        )


def frame_of_extent(west, south, east, north, cell_width, cell_height, crs_wkt=""):
    """Return the north-up frame that covers an extent with cells of a given size.

    The north-west corner and the cell size are kept; the numbers of rows and columns are rounded
    (half up, at least 1), so that the east and south sides may move by up to half a cell.

    Raises
    ------
    ValueError
        If the extent is empty or not finite, or a cell size is not a positive number.
    """
    sides = (west, south, east, north)
    if not np.all(np.isfinite(sides)) or west >= east or south >= north:
        raise ValueError(f"The extent {west}, {east}, {south}, {north} is empty.")
    if not (0 < cell_width < np.inf and 0 < cell_height < np.inf):
        raise ValueError(f"The cell size is {cell_width} x {cell_height}; it must be positive.")
    cols = max(1, int(np.floor((east - west) / cell_width + 0.5)))
    rows = max(1, int(np.floor((north - south) / cell_height + 0.5)))
    geotransform = (west, cell_width, 0.0, north, 0.0, -cell_height)
    return Frame(rows, cols, geotransform, crs_wkt)


def frame_covering(west, south, east, north, cell_size, crs_wkt=""):
    """Return the north-up frame of square cells, none of which is missing to cover an extent.

    The north-west corner and the cell size are kept; the east and south sides are moved outwards
    to whole cells, but for what rounding may have added to the extent.

    Raises
    ------
    ValueError
        As `check_cell_size`.
    """
    check_cell_size(cell_size, east - west, north - south)
    cols, rows = (
        max(1, math.ceil(length / cell_size - _ROUNDING)) for length in (east - west, north - south)
    )
    return Frame(rows, cols, (west, cell_size, 0.0, north, 0.0, -cell_size), crs_wkt)


def check_cell_size(cell_size, width, height):
    """Raise ValueError unless an extent can be cut into square cells of a size.

    Parameters
    ----------
    cell_size, width, height : float
        In map units.
    """
    cells = max(width, height) / cell_size if cell_size > 0 else math.inf
    if not cells <= _LARGEST_SIDE:
        raise ValueError(
            f"CELL_SIZE is {cell_size}; it must be positive, and give at most {_LARGEST_SIDE} rows"
            " or columns."
        )


def frame_of_region(region, crs_wkt=""):
    """Return the north-up frame of a GRASS region; the inverse of `Frame.region`."""
    return Frame(region.rows, region.cols, region.to_geotransform(), crs_wkt)
