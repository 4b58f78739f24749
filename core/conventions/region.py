"""The GRASS region: a rectangle divided into cells."""

import math
from dataclasses import dataclass, replace

import numpy as np

from .arrays import real_number
from .coordinates import center_to_edge
from .pairs import full_resolution_shape

# Degrees of a whole turn.
TURN = 360.0

# Cells by which the north and south of a geographic region may pass the poles, as in GRASS.
_BEYOND_POLES = 0.51


@dataclass(frozen=True)
class Region:
    """A rectangle whose bounds are the edges of its outermost cells, as in GRASS.

    Rows count from the north, columns from the west, both from the *edge*: the whole number is a
    cell's north or west side, +0.5 its centre, and floor() gives the cell. So a point on the side
    between two cells belongs to the southern or eastern one.

    Bounds are taken as they are. `normalized` and `check_latitudes` are what GRASS does besides
    to a geographic region.

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
    TypeError, ValueError
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
        bounds = _read_bounds(self.north, self.south, self.east, self.west)
        if self.north <= self.south or self.east <= self.west:
            raise ValueError(
                "The region is empty: north {}, south {}, east {}, west {}.".format(*bounds)
            )
        for name in ("rows", "cols"):
            count = real_number(getattr(self, name), name)
            if count != np.floor(count) or not 1 <= count < np.inf:
                raise ValueError(f"{name} is {count:g}; it must be a whole number of 1 or more.")
            object.__setattr__(self, name, int(count))

    @classmethod
    def from_resolution(cls, north, south, east, west, nsres, ewres, geographic=False):
        """Return the region of given bounds whose cells have about a given size.

        The bounds are kept and the size changes: the numbers of cells are rounded, half up, at
        least 1. This is ``g.region res=``.

        Parameters
        ----------
        north, south, east, west : float
            If geographic, an east that is not above the west is moved by whole turns, and both as
            by `normalized`.
        nsres, ewres : float
            Height and width of a cell, in map units.
        geographic : bool

        Raises
        ------
        TypeError, ValueError
            If the bounds make no region, reach too far beyond a pole (`check_latitudes`), or a
            size is not positive.
        """
        north, south, east, west = _read_bounds(north, south, east, west)
        nsres, ewres = _read_resolution(nsres, ewres)
        return _adjusted(north, south, east, west, nsres, ewres, geographic)

    @classmethod
    def from_multiples(cls, north, south, east, west, nsres, ewres, geographic=False):
        """Return the region whose bounds are moved outward to multiples of the resolution.

        Multiples count from 0, so that all regions of one resolution share their lattice. This
        is ``g.region -a res=``. Parameters and errors are those of `from_resolution`.
        """
        north, south, east, west = _read_bounds(north, south, east, west)
        nsres, ewres = _read_resolution(nsres, ewres)
        north, south = math.ceil(north / nsres) * nsres, math.floor(south / nsres) * nsres
        east, west = math.ceil(east / ewres) * ewres, math.floor(west / ewres) * ewres
        return _adjusted(north, south, east, west, nsres, ewres, geographic)

    def aligned_to(self, reference):
        """Return this region moved outward onto the lattice of another: ``g.region align=``.

        It takes the other's resolution, and each side stands a whole number of cells from the
        same side of the other. A geographic region gives up cells of which more than a half would
        lie beyond a pole.

        Parameters
        ----------
        reference : Region

        Raises
        ------
        ValueError
            If only one of the two is geographic.
        """
        check_same_kind(reference, self)
        nsres, ewres = reference.nsres, reference.ewres
        north = reference.north - math.floor((reference.north - self.north) / nsres) * nsres
        south = reference.south - math.ceil((reference.south - self.south) / nsres) * nsres
        west = reference.west + math.floor((self.west - reference.west) / ewres) * ewres
        east = reference.east + math.ceil((self.east - reference.east) / ewres) * ewres
        if self.geographic:
            north -= nsres * max(0, math.ceil((north - 90.0 - nsres / 2) / nsres))
            south += nsres * max(0, math.ceil((-90.0 - nsres / 2 - south) / nsres))
        return _adjusted(north, south, east, west, nsres, ewres, self.geographic)

    def normalized(self):
        """Return the region with its longitudes moved by whole turns to where GRASS keeps them.

        Then west is below 180 and above -360, and east above -180 and not above 360, unless the
        region is too wide for that. A region that is not geographic is returned as it is.
        """
        if not self.geographic:
            return self
        east, west = _normalized_longitudes(self.east, self.west)
        return replace(self, east=east, west=west)

    def check_latitudes(self):
        """Raise ValueError if a geographic region reaches too far beyond a pole.

        GRASS allows for 0.51 of a cell, so that centres of cells may lie on a pole.
        """
        if not self.geographic:
            return
        for name, latitude in (("north", self.north), ("south", -self.south)):
            if latitude > 90.0 + _BEYOND_POLES * self.nsres:
                raise ValueError(
                    f"The {name} of the geographic region is {getattr(self, name)}; it may pass"
                    f" the pole by {_BEYOND_POLES} of a cell at most."
                )

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
        return self.north - _number_or_array(row) * self.nsres

    def col_to_easting(self, col):
        """Return the easting of a column: of its west edge, or of the centre for col + 0.5."""
        return self.west + _number_or_array(col) * self.ewres

    def northing_to_row(self, northing):
        """Return the row of a northing, with its fraction."""
        return (self.north - _number_or_array(northing)) / self.nsres

    def easting_to_col(self, easting):
        """Return the column of an easting, with its fraction; longitudes are wrapped."""
        return (self._wrapped(easting) - self.west) / self.ewres

    def _wrapped(self, easting):
        """Move longitudes by 360 degrees: below east if they are not, then not below west."""
        easting = _number_or_array(easting)
        if not self.geographic:
            return easting
        easting = np.asarray(easting, dtype=float)
        turns = np.floor((easting - self.east) / TURN) + 1.0
        easting = np.where(easting >= self.east, easting - TURN * turns, easting)
        turns = np.ceil((self.west - easting) / TURN)
        easting = np.where(easting < self.west, easting + TURN * turns, easting)
        return easting if easting.ndim else float(easting)

    def cell_at(self, northing, easting):
        """Return (row, col) of the cell that holds a point, or of each point of arrays.

        A point on the side between two cells belongs to the southern or eastern one. What lies
        outside of the region gets numbers outside of its rows and columns; longitudes are
        wrapped.
        """
        row, col = np.floor(self.northing_to_row(northing)), np.floor(self.easting_to_col(easting))
        if row.ndim or col.ndim:
            return row.astype(np.int64), col.astype(np.int64)
        return int(row), int(col)

    def cell_bounds(self, row, col):
        """Return (north, south, east, west) of a cell.

        The cell is half-open; see `cell_at` for the sides that belong to it.
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


def check_same_kind(source, target):
    """Raise ValueError if only one of two regions is geographic."""
    if source.geographic != target.geographic:
        one, other = ("", " not") if source.geographic else (" not", "")
        raise ValueError(
            f"The source region is{one} geographic and the target region is{other}; they must be"
            " of the same kind."
        )


def _number_or_array(value):
    """Make arrays of lists and tuples; numbers stay numbers."""
    return np.asarray(value) if np.ndim(value) else value


def _read_bounds(north, south, east, west):
    bounds = tuple(
        real_number(bound, name)
        for name, bound in (("north", north), ("south", south), ("east", east), ("west", west))
    )
    if not all(math.isfinite(bound) for bound in bounds):
        raise ValueError(f"The bounds {bounds} of a region must be finite.")
    return bounds


def _read_resolution(nsres, ewres):
    sizes = real_number(nsres, "nsres"), real_number(ewres, "ewres")
    if not all(0 < size < np.inf for size in sizes):
        raise ValueError(f"The resolution is {nsres} by {ewres}; it must be positive.")
    return sizes


def _normalized_longitudes(east, west):
    """Move both by whole turns: west down below 180, east up above -180, and so on, as GRASS."""
    for moves, turns in (
        (west >= 180.0, -math.floor((west - 180.0) / TURN) - 1),
        (east <= -180.0, math.floor((-180.0 - east) / TURN) + 1),
    ):
        if moves:
            east, west = east + TURN * turns, west + TURN * turns
    if east > TURN:
        turns = math.ceil((east - TURN) / TURN)
        east, west = east - TURN * turns, west - TURN * turns
    if west <= -TURN:
        turns = math.floor((-TURN - west) / TURN) + 1
        east, west = east + TURN * turns, west + TURN * turns
    return east, west


def _adjusted(north, south, east, west, nsres, ewres, geographic):
    """Return the region of some bounds with about some resolution, as GRASS adjusts it."""
    if geographic:
        if east <= west:
            east += TURN * (math.floor((west - east) / TURN) + 1)
        east, west = _normalized_longitudes(east, west)
    rows = max(1, math.floor((north - south + nsres / 2) / nsres))
    cols = max(1, math.floor((east - west + ewres / 2) / ewres))
    region = Region(north, south, east, west, rows, cols, geographic)
    region.check_latitudes()
    return region
