"""What both engines need to label cells and to trace their outlines, strip by strip.

Cells of equal code that share an edge are one area. An outline is a closed walk along the edges of
an area's cells with the area on its left, rows counted downwards: around its outside it turns
counter-clockwise as one looks at the raster, around a hole clockwise. It is kept as its vertices,
lattice points (row, col) where four cells meet: row r, column c is the upper left corner of cell
(r, c).

An outline passes a point once for each separate corner that the area has there, so where cells of
one code touch in nothing but a point, two outlines, or two parts of one, meet there without
crossing.
"""

from typing import NamedTuple

import numpy as np

# The code of cells that belong to no area. No whole number of 32 bits, and no number as the bits
# of a float64 with -0 made 0.
BACKGROUND = -(2**63)

# Flags of a vertex: three or four cell edges that part different codes meet there; two cells of one
# code touch there across a corner. A vertex may be a node where the outline goes straight on.
NODE, TOUCH = 1, 2


class LabelledStrip(NamedTuple):
    """What `label_cells` tells of a strip besides the labels of its cells.

    Attributes
    ----------
    merged : int32 array (known,)
        The label that each area known before has now.
    sizes : int64 array (labels,)
        Cells of each area in this strip, the first row not counted.
    first : int64 array (labels,)
        Index of an area's first cell in the flattened strip with its first row and both margins;
        of an area known before it means nothing.
    last : int64 array (labels,)
        Index of the last row of the strip that has cells of the area, -1 without any.
    """

    merged: np.ndarray
    sizes: np.ndarray
    first: np.ndarray
    last: np.ndarray


class OpenOutlines(NamedTuple):
    """Outlines that go on below the rows that have been looked at.

    Attributes
    ----------
    vertices : int32 array (vertices, 3)
        Row, column and flags; those of one piece one after the other.
    heads, tails : int32 array (cols + 1,)
        Index of the vertex at which a piece begins or ends that goes on downwards in this column of
        the lattice, -1 where none does.
    """

    vertices: np.ndarray
    heads: np.ndarray
    tails: np.ndarray


class Rings(NamedTuple):
    """Closed outlines; each is simple, and begins with its northernmost, then westernmost vertex.

    Attributes
    ----------
    vertices : int32 array (vertices, 3)
        Row, column and flags of vertices, one ring after the other, none of them twice.
    starts : int64 array (rings + 1,)
        Index of each ring's first vertex, and the number of vertices.
    labels : int32 array (rings,)
        The area that it belongs to.
    holes : bool array (rings,)
        Whether it goes around a hole.
    """

    vertices: np.ndarray
    starts: np.ndarray
    labels: np.ndarray
    holes: np.ndarray


def no_outlines(cols):
    """Return the `OpenOutlines` above the first row of a raster."""
    ends = np.full(cols + 1, -1, dtype=np.int32)
    return OpenOutlines(np.empty((0, 3), dtype=np.int32), ends, ends.copy())
