"""Cells within a distance of an area, exactly: by rows up and down, and by columns to the sides."""

from dataclasses import dataclass

import numpy as np

from ..engines import engine

# What is farther than the radius by less than this share of it counts as within: sizes of cells
# carry rounding errors. It must stay so small that no cell more fits into a disc of _MOST_ROWS.
_TOLERANCE = 1e-9

# Width of a cell, as a share of the radius, below which it has none.
_NO_WIDTH = 1e-12

# The engines count rows up to here.
_MOST_ROWS = 16383


@dataclass(frozen=True)
class EvenSpacing:
    """Distances of neighbouring cell centres that are the same everywhere.

    Attributes
    ----------
    height, width : float
        From row to row and from column to column, at right angles.
    """

    height: float = 1.0
    width: float = 1.0

    def disc(self, radius, shape, name="radius"):
        """Return the `EvenDisc` of a radius above 0 in the same unit, for a raster of that shape.

        Raises
        ------
        ValueError
            If it has too many rows.
        """
        return EvenDisc(radius, self, shape, name)


@dataclass(frozen=True, eq=False)
class RowSpacing:
    """Distances of cell centres that differ from row to row, as those of longitudes and latitudes.

    The distance of a cell to others is that on the plane that touches the earth there, as a map
    of the cell's own parallel: the distance of the rows along the meridian, and that of the columns
    along the parallel of *this* cell.

    Attributes
    ----------
    positions : float64 array (rows,)
        Of the rows along the meridian, rising or falling.
    widths : float64 array (rows,)
        From column to column, in each row.
    """

    positions: np.ndarray
    widths: np.ndarray

    def disc(self, radius, shape, name="radius"):
        """Return the `RowDisc` of a radius above 0 in the same unit, for a raster of that shape.

        Raises
        ------
        ValueError
            If it has too many rows.
        """
        return RowDisc(radius, self, shape, name)


class EvenDisc:
    """All cells within a distance, the same for each cell.

    Attributes
    ----------
    halo : (int, int)
        Rows and columns that it reaches to each side, at most those of the raster.
    row_memory : int
        Bytes that its tables take for each row.
    """

    row_memory = 0

    def __init__(self, radius, spacing, shape, name):
        self._shape = shape
        radius = radius * (1.0 + _TOLERANCE)
        rows, cols = (
            int(min(radius / step, size - 1))
            for step, size in zip((spacing.height, spacing.width), shape)
        )
        self.halo = _checked_rows(rows, name), cols
        down = np.arange(rows + 1) * spacing.height
        reach = np.full((1, rows + 2), -1, dtype=np.int32)
        reach[0, :-1] = _columns(radius, down, spacing.width, shape[1])
        self._reach = reach

    def needed(self, window):
        """Return the window of the cells that decide on those of another one."""
        return _widened(window, self.halo, self._shape)

    def tables(self, rows):
        """Return (above, below, lines) for some rows (first, last), see `dilate_disc`."""
        return self._reach, self._reach, np.zeros(rows[1] - rows[0] + 1, dtype=np.intp)


class RowDisc:
    """All cells within a distance, others for the cells of each row.

    Attributes
    ----------
    halo : (int, int)
        Rows and columns that the largest reaches to each side, at most those of the raster.
    row_memory : int
        Bytes that its tables take for each row.
    """

    def __init__(self, radius, spacing, shape, name):
        self._shape = shape
        self._radius = radius = radius * (1.0 + _TOLERANCE)
        self._positions = positions = spacing.positions
        # On a pole a cell has no width, and all columns are as near as each other.
        self._widths = np.maximum(spacing.widths, _NO_WIDTH * radius)
        upwards = positions if positions[-1] >= positions[0] else -positions
        index = np.arange(len(upwards))
        before = index - np.searchsorted(upwards, upwards - radius)
        after = np.searchsorted(upwards, upwards + radius, side="right") - 1 - index
        rows = int(max(before.max(), after.max()))
        self._cols = np.minimum(radius / self._widths, shape[1] - 1).astype(np.intp)
        self.halo = _checked_rows(rows, name), int(self._cols.max())
        self.row_memory = 2 * np.dtype(np.int32).itemsize * (rows + 2)

    def needed(self, window):
        """Return the window of the cells that decide on those of another one."""
        (top, bottom), _ = window
        halo = self.halo[0], int(self._cols[top : bottom + 1].max())
        return _widened(window, halo, self._shape)

    def tables(self, rows):
        """Return (above, below, lines) for some rows (first, last), see `dilate_disc`."""
        lines = np.arange(rows[0], rows[1] + 1)
        away = np.arange(self.halo[0] + 1)
        above, below = (np.full((len(lines), len(away) + 1), -1, dtype=np.int32) for _ in range(2))
        for table, others in ((above, -away), (below, away)):
            for line, reach in zip(lines, table):
                reach[:-1] = self._reach(line, line + others)
        return above, below, np.arange(len(lines))

    def _reach(self, line, others):
        size = len(self._positions)
        positions = self._positions[np.clip(others, 0, size - 1)]
        down = positions - self._positions[line]
        reach = _columns(self._radius, down, self._widths[line], self._shape[1])
        return np.where((others >= 0) & (others < size), reach, -1)


def _columns(radius, down, width, cols):
    """Return how many columns of a row that is so far `down` are within a radius, -1 if none."""
    rest = radius * radius - down * down
    reach = np.minimum(np.sqrt(np.maximum(rest, 0.0)) / width, cols - 1)
    return np.where(rest < 0.0, -1, np.floor(reach)).astype(np.int32)


def _checked_rows(rows, name):
    if rows > _MOST_ROWS:
        raise ValueError(f"{name} reaches over {rows} rows; it must be {_MOST_ROWS} or less.")
    return rows


def _widened(window, halo, shape):
    return tuple(
        (max(0, first - more), min(last + more, size - 1))
        for (first, last), more, size in zip(window, halo, shape)
    )


def within(area, window, inner, disc):
    """Tell which cells are within a distance of an area.

    Parameters
    ----------
    area : bool array
        The cells of `window`; what is beyond the raster does not belong to the area.
    window : ((int, int), (int, int))
        Rows and columns, inclusive ends: ``disc.needed(inner)`` or more.
    inner : ((int, int), (int, int))
        The cells to decide on.
    disc : EvenDisc or RowDisc

    Returns
    -------
    numpy.ndarray of bool
        For the cells of `inner`. It does not depend on the windows.
    """
    part = part_of(window, inner)
    if not area.any():
        return np.zeros(area[part].shape, dtype=bool)
    outside, out = (~area).view(np.uint8), np.empty(area.shape, dtype=np.uint8)
    engine().dilate_disc(outside, *disc.tables(inner[0]), part[0].start, part[0].stop, out)
    return out[part] == 0


def part_of(window, inner):
    """Return the slices that cut a window out of a larger one."""
    return tuple(
        slice(first - start, last - start + 1) for (first, last), (start, _) in zip(inner, window)
    )
