"""How much of each cell polygons cover: exact areas, on any lattice of cells."""

import numpy as np

from ..engines import engine
from .burning import cell_edges
from .geometry import PolygonRings, polygon_rings

# Shares carry rounding errors of some 1e-15, and 1e-12 where coordinates are large beside cells.
# A share that misses what is asked for by less than this part of it has reached it.
TOLERANCE = 1e-9


def coverage(geometry, xs, ys, x_edges=None, y_edges=None):
    """Measure the share of each cell's area that polygons cover.

    Polygons are united, so nothing counts twice; within one polygon the even-odd rule holds, as
    in `burn`.

    Parameters
    ----------
    geometry : None, shapely geometry, bytes, PolygonRings, or (nested) sequence of these
        See `polygon_rings`.
    xs, ys : float arrays (cols,), (rows,)
        x of the cell centres of each column and y of each row, in the geometry's coordinates;
        strictly ascending or descending.
    x_edges, y_edges : float arrays (cols + 1,), (rows + 1,), optional
        Edges of the cells; by default half way between centres (see `cell_edges`).

    Returns
    -------
    float64 array (rows, cols)
        From 0 to 1; exact but for the rounding of the crossings of polygons' edges with cells'
        edges, also where many polygons share a cell.

    Raises
    ------
    TypeError, ValueError
        If the geometry is not polygonal, or the edges do not fit.
    ImportError
        If there are several polygons, or rings that need not be simple, and no shapely.
    """
    x_edges = _edges(xs, x_edges, "x")
    y_edges = _edges(ys, y_edges, "y")
    return cover(oriented(disjoint_rings(geometry)), x_edges, y_edges)


def _edges(centres, edges, axis):
    centres = np.asarray(centres, dtype=np.float64)
    edges = cell_edges(centres) if edges is None else np.asarray(edges, dtype=np.float64)
    steps = np.diff(edges)
    if edges.shape != (centres.size + 1,) or not ((steps > 0).all() or (steps < 0).all()):
        raise ValueError(
            f"{axis}_edges has the shape {edges.shape}; it must have one value more than the"
            f" {centres.size} centres, ascending or descending."
        )
    return edges


def cover(rings, x_edges, y_edges):
    """Measure shares as `coverage` does, of polygons that have been made ready once.

    Parameters
    ----------
    rings : PolygonRings
        That do not overlap, see `disjoint_rings`, and are `oriented`.
    x_edges, y_edges : float arrays (cols + 1,), (rows + 1,)

    Returns
    -------
    float64 array (rows, cols)
        The same bits for a cell whatever other cells there are.
    """
    out = np.empty((y_edges.size - 1, x_edges.size - 1))
    engine().cover_cells(rings, x_edges, y_edges, out)
    return out


def reaches(shares, least):
    """Tell where shares reach the one that is asked for, up to `TOLERANCE`.

    Parameters
    ----------
    shares : float64 array
    least : float
        More than 0.

    Returns
    -------
    numpy.ndarray of bool
    """
    return shares >= least * (1.0 - TOLERANCE)


def disjoint_rings(geometry):
    """Return polygons that cover the same as some others, but do not overlap.

    Those that are simple and overlap no other one stay as they are, point by point. It takes a
    while for many polygons, and is to be done once where several tiles are covered.

    Parameters
    ----------
    geometry : see `polygon_rings`

    Returns
    -------
    PolygonRings

    Raises
    ------
    ImportError
        If it takes shapely, and there is none.
    """
    rings = polygon_rings(geometry)
    if _is_one_triangle_or_none(rings):
        return rings
    from . import shapes  # not above: it imports shapely

    return polygon_rings(shapes.disjoint(rings))


def _is_one_triangle_or_none(rings):
    """Tell whether there is nothing that could cross itself."""
    return rings.empty or (rings.polygon_starts[-1] == 1 and rings.x.size <= 4)


def oriented(rings):
    """Let outer rings, the first of each polygon, run counterclockwise and holes clockwise.

    Parameters
    ----------
    rings : PolygonRings

    Returns
    -------
    PolygonRings
    """
    if rings.empty:
        return rings
    starts, sizes = rings.ring_starts[:-1], np.diff(rings.ring_starts)
    ring = np.repeat(np.arange(sizes.size), sizes)
    # Seen from the first point of each ring, for the sake of large coordinates.
    x, y = (axis - axis[starts][ring] for axis in (rings.x, rings.y))
    after = np.minimum(np.arange(x.size) + 1, rings.ring_starts[1:][ring] - 1)
    area = np.add.reduceat(x * y[after] - x[after] * y, starts)
    is_hole = np.ones(sizes.size, dtype=bool)
    is_hole[rings.polygon_starts[:-1]] = False
    turned = ((area < 0.0) != is_hole)[ring]
    at = np.arange(x.size)
    mirrored = np.where(turned, rings.ring_starts[1:][ring] - 1 - (at - starts[ring]), at)
    return PolygonRings(rings.x[mirrored], rings.y[mirrored], *rings[2:])
