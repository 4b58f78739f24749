"""The inverse of a mesh: where in it some coordinates are."""

import numpy as np

from ..conventions.arrays import real_array
from ..engines import engine
from ..engines.inversion import mesh_boxes


class MeshInverse:
    """Finds positions in a mesh of coordinates that is bilinear between its nodes.

    Each cell is inverted in closed form, with a step of Newton's, so that positions are exact up
    to rounding. Where the mesh is folded a point has several: the one in the first cell counts,
    row by row. Cells are found by a tree of bounding boxes, so that neither holes nor outliers of
    the mesh matter; the boxes take 11 bytes a node besides the mesh.

    Several threads may use it at once.

    Parameters
    ----------
    first, second : array (rows, cols)
        Coordinates of the nodes, such as source rows and columns, or latitudes and longitudes.
        Cells with a corner that is not finite in both are left out. Floats are not copied, and
        must not change.

    Raises
    ------
    TypeError, ValueError
        If they are not two tables of real numbers of one shape, of two rows and columns at least.
    """

    def __init__(self, first, second):
        first, second = (
            np.ascontiguousarray(real_array(each, name), dtype=np.float64)
            for each, name in ((first, "first"), (second, "second"))
        )
        if first.ndim != 2 or first.shape != second.shape or min(first.shape) < 2:
            raise ValueError(
                f"first and second have the shapes {first.shape} and {second.shape}; these must"
                " agree, and have two rows and two columns at least."
            )
        unknown = ~(np.isfinite(first) & np.isfinite(second))
        if unknown.any():
            first, second = (np.where(unknown, np.nan, each) for each in (first, second))
        self._first, self._second = first, second
        self._boxes = mesh_boxes(first, second)

    @property
    def bounds(self):
        """((lowest, highest) first, (lowest, highest) second) of all cells; NaN without any."""
        low_a, high_a, low_b, high_b = self._boxes.bounds[-1].tolist()
        return (low_a, high_a), (low_b, high_b)

    def __call__(self, a, b):
        """Return the positions (row, col) of points.

        Parameters
        ----------
        a, b : float array of one shape
            First and second coordinates.

        Returns
        -------
        (numpy.ndarray, numpy.ndarray)
            float64 of that shape, nodes on integers; NaN where the mesh has no such point.
        """
        row, col, _, _ = self.find(a, b)
        return row, col

    def find(self, a, b):
        """Return the positions of points, and what is known of them.

        Returns
        -------
        row, col : numpy.ndarray
            As by a call.
        cell : int64 array
            Number of the cell, row by row; -1 where there is none.
        ambiguous : bool array
            Whether other positions have the same coordinates.
        """
        a, b = np.asarray(a, dtype=np.float64), np.asarray(b, dtype=np.float64)
        if a.shape != b.shape:
            raise ValueError(f"a and b have the shapes {a.shape} and {b.shape}; they must agree.")
        row, col = np.empty(a.size), np.empty(a.size)
        cell, ambiguous = np.empty(a.size, np.int64), np.empty(a.size, bool)
        points = np.ascontiguousarray(a).reshape(-1), np.ascontiguousarray(b).reshape(-1)
        engine().invert_mesh(
            self._first, self._second, self._boxes, *points, row, col, cell, ambiguous
        )
        return tuple(each.reshape(a.shape) for each in (row, col, cell, ambiguous))
