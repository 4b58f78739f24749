"""Places that are known on the map and in a raster."""

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class ControlPoints:
    """Ground control points.

    Attributes
    ----------
    ids : tuple of str
    x, y : numpy.ndarray of float64, shape (n,)
        Map coordinates, easting or longitude first.
    row, col : numpy.ndarray of float64, shape (n,)
        In the raster, pixel centres on integers.
    used : numpy.ndarray of bool, shape (n,)
        Others are compared with a fit, but have no part in it.
    crs_wkt : str
        Of the map coordinates, "" if unknown.
    """

    ids: tuple
    x: np.ndarray
    y: np.ndarray
    row: np.ndarray
    col: np.ndarray
    used: np.ndarray
    crs_wkt: str = ""

    @classmethod
    def of(cls, ids, x, y, row, col, used=None, crs_wkt=""):
        """Make them of any sequences of one length; by default all are used.

        Raises
        ------
        ValueError
            If they are of different lengths.
        """
        ids = tuple(map(str, ids))
        arrays = [np.array(each, dtype=np.float64).reshape(-1) for each in (x, y, row, col)]
        used = np.ones(len(ids), dtype=bool) if used is None else np.array(used, dtype=bool)
        arrays.append(used.reshape(-1))
        if {len(ids)} != {each.size for each in arrays}:
            sizes = ", ".join(str(each.size) for each in arrays)
            raise ValueError(
                f"There are {len(ids)} ids, but {sizes} of x, y, row, col and used; control points"
                " have as many of each."
            )
        return cls(ids, *arrays, crs_wkt)
