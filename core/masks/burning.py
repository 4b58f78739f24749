"""Polygons burnt into a 0/1 mask, on any lattice of cell centres."""

import numpy as np

from ..engines import engine
from .geometry import polygon_rings


def burn(geometry, xs, ys, rule="center", out=None, x_edges=None, y_edges=None):
    """Mark the cells that a geometry covers.

    Parameters
    ----------
    geometry : None, shapely geometry, bytes, PolygonRings, or (nested) sequence of these
        See `polygon_rings`; take those once where several tiles are burnt. No geometry marks
        nothing.
    xs, ys : float array, both 1-D or both 2-D
        x of the cell centres of each column and y of each row, in the geometry's coordinates; or
        x and y of every centre of a curvilinear lattice.
    rule : {"center", "center-strict", "touch"}
        Which cells are marked: the polygon covers the centre (inside, or exactly on an edge,
        corner or edge of a hole); the centre is inside and on no edge; the polygon shares a point
        with the cell's open interior, so that one which follows cell edges does not grow. All are
        decided without rounding. Within one polygon the even-odd rule holds, so both lobes of a
        bow tie are inside; several polygons are united, each for itself.
    out : uint8 array (rows, cols), optional
        Cells are set to 1 here, never to 0; a new array of zeros by default.
    x_edges, y_edges : float arrays (cols + 1,), (rows + 1,), optional
        Edges of the cells, for `touch`; by default half way between centres (see `cell_edges`).

    Returns
    -------
    uint8 array (rows, cols)
        `out`, if it was given.

    Raises
    ------
    TypeError, ValueError
        If the geometry is not polygonal, the rule is unknown, shapes do not fit, or `touch` is
        asked for on a lattice that has no rows and columns.
    """
    rings = polygon_rings(geometry)
    xs, ys = as_lattice(xs, ys)
    shape = (ys.size, xs.size) if xs.ndim == 1 else xs.shape
    if out is None:
        out = np.zeros(shape, dtype=np.uint8)
    if xs.ndim == 2:
        if out.dtype != np.uint8 or out.shape != shape:
            raise ValueError(
                f"out is {out.dtype} of shape {out.shape}; it must be uint8 of shape {shape}."
            )
        engine().cover_points(rings, xs, ys, rule, out)
        return out
    if rule == "touch":
        xs = cell_edges(xs) if x_edges is None else np.asarray(x_edges, dtype=np.float64)
        ys = cell_edges(ys) if y_edges is None else np.asarray(y_edges, dtype=np.float64)
    engine().burn_polygons(rings, xs, ys, rule, out)
    return out


def cell_edges(centres, size=1.0):
    """Return the edges of cells from their centres.

    Edges lie half way between centres; the first and last cell reach as far out as in.

    Parameters
    ----------
    centres : float array (cells,)
        Strictly ascending or descending.
    size : float
        Size of the cell where there is only one.

    Returns
    -------
    float64 array (cells + 1,)
    """
    centres = np.asarray(centres, dtype=np.float64)
    if centres.size == 1:
        return centres[0] + np.array((-0.5, 0.5)) * size
    inner = centres[:-1] + 0.5 * np.diff(centres)
    ends = 2.0 * centres[[0, -1]] - inner[[0, -1]]
    return np.concatenate((ends[:1], inner, ends[1:]))


def as_lattice(xs, ys):
    """Read the coordinates of cell centres, with one x a column and one y a row if that is true.

    Returns
    -------
    xs, ys : float64 arrays
        Both 1-D and strictly monotonic, or both 2-D of the same shape.

    Raises
    ------
    TypeError
        See `read_lattice`.
    """
    xs, ys = read_lattice(xs, ys)
    if xs.ndim == 2:
        if not ((xs == xs[:1]).all() and (ys == ys[:, :1]).all()):
            return xs, ys
        xs, ys = xs[0], ys[:, 0]
    if _is_monotonic(xs) and _is_monotonic(ys):
        return xs, ys
    return tuple(np.meshgrid(xs, ys))


def read_lattice(xs, ys):
    """Read the coordinates of cell centres.

    Returns
    -------
    xs, ys : float64 arrays
        Both 1-D (one x a column, one y a row), or both 2-D of the same shape.

    Raises
    ------
    TypeError
        If they are not such arrays of real numbers, or empty.
    """
    xs, ys = np.asarray(xs), np.asarray(ys)
    fitting = xs.ndim == ys.ndim == 1 or (xs.ndim == 2 and xs.shape == ys.shape)
    if not fitting or 0 in (xs.size, ys.size) or {xs.dtype.kind, ys.dtype.kind} - set("iuf"):
        raise TypeError(
            f"The coordinates of cell centres have the shapes {xs.shape} and {ys.shape}; they must"
            " be two 1-D arrays (x of columns, y of rows) or two 2-D arrays of one shape, of real"
            " numbers."
        )
    return xs.astype(np.float64), ys.astype(np.float64)


def _is_monotonic(values):
    steps = np.diff(values)
    return np.isfinite(values).all() and ((steps > 0).all() or (steps < 0).all())
