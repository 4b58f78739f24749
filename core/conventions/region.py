"""The GRASS region: a rectangle divided into cells."""

import math
from dataclasses import dataclass

import numpy as np

from .coordinates import center_to_edge
from .pairs import full_resolution_shape


@dataclass(frozen=True)
class Region:
    """A rectangle whose bounds are the edges of its outermost cells, as in GRASS.

    Rows count from the north, columns from the west, both from the *edge*: the whole number is a
    cell's north or west side, +0.5 its centre, and floor() gives the cell.

    Parameters
    ----------
    north, south, east, west : float
        Bounds in map units, north > south and east > west.
    rows, cols : int
        Numbers of cells, 1 or more.
    geographic : bool
        Longitudes in degrees: `easting_to_col` takes them modulo 360.

    Raises
    ------
    ValueError
        If the bounds or the numbers of cells make no region.
    """

    north: float
    south: float
    east: float
    west: float
    rows: int
    cols: int
    geographic: bool = False

    def __post_init__(self):
        bounds = (self.north, self.south, self.east, self.west)
        if not all(math.isfinite(bound) for bound in bounds):
            raise ValueError(f"The bounds {bounds} of a region must be finite.")
        if self.north <= self.south or self.east <= self.west:
            raise ValueError(
                f"The region is empty: north {self.north}, south {self.south}, east {self.east},"
                f" west {self.west}."
            )
        for name in ("rows", "cols"):
            count = getattr(self, name)
            if count != int(count) or count < 1:
                raise ValueError(f"{name} is {count}; it must be a whole number of 1 or more.")

    @property
    def nsres(self):
        """Height of a cell."""
        return (self.north - self.south) / self.rows

    @property
    def ewres(self):
        """Width of a cell."""
        return (self.east - self.west) / self.cols

    @property
    def shape(self):
        """(rows, cols)."""
        return self.rows, self.cols

    def row_to_northing(self, row):
        """Return the northing of a row: of its north edge, or of the centre for row + 0.5."""
        return self.north - row * self.nsres

    def col_to_easting(self, col):
        """Return the easting of a column: of its west edge, or of the centre for col + 0.5."""
        return self.west + col * self.ewres

    def northing_to_row(self, northing):
        """Return the row of a northing, with its fraction."""
        return (self.north - northing) / self.nsres

    def easting_to_col(self, easting):
        """Return the column of an easting, with its fraction; longitudes are wrapped."""
        return (self._wrapped(easting) - self.west) / self.ewres

    def _wrapped(self, easting):
        """Move longitudes by 360 degrees: below east if they are not, then not below west."""
        if not self.geographic:
            return easting
        easting = np.asarray(easting, dtype=float)
        turns = np.floor((easting - self.east) / 360.0) + 1.0
        easting = np.where(easting >= self.east, easting - 360.0 * turns, easting)
        turns = np.ceil((self.west - easting) / 360.0)
        easting = np.where(easting < self.west, easting + 360.0 * turns, easting)
        return easting if easting.ndim else float(easting)

    def cell_bounds(self, row, col):
        """Return (north, south, east, west) of a cell.

        The cell is half-open: it holds its west and south sides, not its east and north ones.
        """
        return (
            self.row_to_northing(row),
            self.row_to_northing(row + 1),
            self.col_to_easting(col + 1),
            self.col_to_easting(col),
        )

    def cell_center(self, row, col):
        """Return (northing, easting) of the centre of a cell."""
        return (
            self.row_to_northing(center_to_edge(row)),
            self.col_to_easting(center_to_edge(col)),
        )

    def refine(self, factor_rows, factor_cols):
        """Return the full-resolution region of a coarse grid whose cell centres are nodes.

        The first cell's centre stays where it is, `factor_rows` and `factor_cols` cells lead from
        one centre to the next, and the last centre is the last node: ``(n - 1) * factor + 1``
        cells an axis.

        Raises
        ------
        ValueError
            If a factor is not a whole number of 1 or more.
        """
        for name, factor in (("factor_rows", factor_rows), ("factor_cols", factor_cols)):
            if factor != int(factor) or factor < 1:
                raise ValueError(f"{name} is {factor}; it must be a whole number of 1 or more.")
        northing, easting = self.cell_center(0, 0)
        height, width = self.nsres / factor_rows, self.ewres / factor_cols
        rows, cols = full_resolution_shape(self.shape, (int(factor_rows), int(factor_cols)))
        north, west = northing + height * center_to_edge(0), easting - width * center_to_edge(0)
        return Region(
            north, north - rows * height, west + cols * width, west, rows, cols, self.geographic
        )

    def to_geotransform(self):
        """Return GDAL's geotransform of the region."""
        return (self.west, self.ewres, 0.0, self.north, 0.0, -self.nsres)

    @classmethod
    def from_geotransform(cls, geotransform, rows, cols, geographic=False):
        """Return the region of a north-up GDAL raster.

        Raises
        ------
        ValueError
            If the raster is rotated, or its rows run northwards or its columns westwards.
        """
        west, width, x_row, north, y_col, height = geotransform
        if x_row != 0 or y_col != 0 or width <= 0 or height >= 0:
            raise ValueError(f"The raster with geotransform {geotransform} is not north-up.")
        return cls(north, north + rows * height, west + cols * width, west, rows, cols, geographic)
