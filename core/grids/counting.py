"""The ways to write down where in a source a node lies, and the way from each to the others.

Everything that is computed with grids counts rows and columns with pixel centres on integers, from
0. Two coordinates of a node can also be counted otherwise:

- ``pixel-center``: row and column; the centre of the first pixel is (base, base).
- ``cell-edge``: row and column; the outer corner of the first pixel is (base, base), so that its
  centre is half a pixel more.
- ``map``: y and x in the source's reference system.
- ``displacement``: rows and columns from where the node itself lies, in source pixels.
"""

from dataclasses import dataclass

import numpy as np

from ..conventions.coordinates import center_to_edge, edge_to_center

CONVENTIONS = ("pixel-center", "cell-edge", "map", "displacement")

# Those of which rows and columns are counted from somewhere.
_WITH_BASE = ("pixel-center", "cell-edge")

# Digits of a pixel to which the place of a node in another frame is known: georeferences carry
# rounding errors, and a whole pixel must stay whole.
_DIGITS = 6


@dataclass(frozen=True)
class Counting:
    """A way to count source coordinates.

    Attributes
    ----------
    convention : str
        One of `CONVENTIONS`.
    base : int
        Number of the first row and column, 0 or 1; 0 where nothing is counted from it.

    Raises
    ------
    ValueError
        If there is no such way.
    """

    convention: str = "pixel-center"
    base: int = 0

    def __post_init__(self):
        if self.convention not in CONVENTIONS:
            raise ValueError(
                f"The convention is {self.convention!r}; it must be one of"
                f" {', '.join(CONVENTIONS)}."
            )
        if self.base not in (0, 1):
            raise ValueError(f"The base is {self.base!r}; it must be 0 or 1.")
        if self.base and self.convention not in _WITH_BASE:
            raise ValueError(
                f"The base is {self.base}, but coordinates of the convention {self.convention} are"
                " not counted from a base; it must be 0."
            )

    def to_center(self, first, second, source=None, home=None):
        """Return (row, col), pixel centres on integers from 0, of coordinates counted this way.

        Parameters
        ----------
        first, second : float64 arrays of one shape
            Rows and columns, y and x, or displacements.
        source : Frame, optional
            Of the source, which has a georeference; needed for ``map``.
        home : (array, array), optional
            Row and column of each node itself in source pixels, centres on integers; needed for
            ``displacement``.

        Returns
        -------
        (numpy.ndarray, numpy.ndarray)
            float64; what is not finite stays so.
        """
        with np.errstate(invalid="ignore", over="ignore"):
            if self.convention == "map":
                return source.map_to_center(second, first)
            if self.convention == "displacement":
                return first + home[0], second + home[1]
            first, second = first - self.base, second - self.base
            if self.convention == "cell-edge":
                return edge_to_center(first), edge_to_center(second)
            return first, second

    def from_center(self, row, col, source=None, home=None):
        """Return the coordinates, counted this way, of (row, col); the inverse of `to_center`."""
        with np.errstate(invalid="ignore", over="ignore"):
            if self.convention == "map":
                x, y = source.center_to_map(row, col)
                return y, x
            if self.convention == "displacement":
                return row - home[0], col - home[1]
            if self.convention == "cell-edge":
                row, col = center_to_edge(row), center_to_edge(col)
            return row + self.base, col + self.base


def node_homes(rows, cols, target, source=None):
    """Return where nodes of a target lie themselves in a source, in its rows and columns.

    Parameters
    ----------
    rows, cols : arrays (rows,), (cols,)
        Rows and columns of the target, pixel centres on integers; a node is where they cross.
    target, source : Frame
        Both with a georeference in one reference system, or both without; then, and without a
        source, rows and columns of the two are the same.

    Returns
    -------
    (numpy.ndarray, numpy.ndarray)
        float64 (rows, cols), pixel centres on integers.
    """
    row, col = np.meshgrid(
        np.asarray(rows, np.float64), np.asarray(cols, np.float64), indexing="ij"
    )
    if source is None or source.geotransform is None or source == target:
        return row, col
    row, col = source.map_to_center(*target.center_to_map(row, col))
    return tuple(_without_noise(each) for each in (row, col))


def _without_noise(positions):
    # Twice, since the middles of cells and edges of pixels are halves.
    whole = np.rint(2 * positions) / 2
    return np.where(np.abs(positions - whole) < 10**-_DIGITS, whole, positions)
