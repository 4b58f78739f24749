"""Polygons burnt into a raster with GridR's interface."""

from enum import IntEnum

import numpy as np

from ..conventions.pairs import real_pair, whole_pair
from ..conventions.window import as_window, window_shape
from .burning import as_lattice, burn, read_lattice
from .geometry import polygon_rings

# GridR's way to make edges belong to a polygon. Here they do, exactly, so it means "as it is".
DFLT_GEOMETRY_BUFFER_DISTANCE = 1e-6


class GridRasterizeAlg(IntEnum):
    """How centres are found inside polygons."""

    SCANLINE = 1
    RASTERIO_RASTERIZE = 1
    SHAPELY = 2


class ShapelyPredicate(IntEnum):
    """What must hold between a polygon and a cell's centre.

    COVERS and INTERSECTS: inside or on an edge. CONTAINS: inside and on no edge, so that a centre
    on an edge which two polygons share is in neither.
    """

    COVERS = 1
    CONTAINS = 2
    INTERSECTS = 3


_RULE_OF_PREDICATE = {
    ShapelyPredicate.COVERS: "center",
    ShapelyPredicate.CONTAINS: "center-strict",
    ShapelyPredicate.INTERSECTS: "center",
}


def grid_rasterize(
    grid_coords,
    shape,
    origin,
    resolution,
    win,
    inner_value,
    outer_value,
    default_value,
    geometry,
    geometry_buffer_dst=DFLT_GEOMETRY_BUFFER_DISTANCE,
    alg=GridRasterizeAlg.SCANLINE,
    output=None,
    dtype=None,
    reduce=False,
    **kwargs_alg,
):
    """Burn a geometry into a raster of two values, by cell centres.

    Name, arguments and results are those of GridR 0.7. The cells are given either by
    `grid_coords` or by `shape`, `origin` and `resolution`.

    Parameters
    ----------
    grid_coords : sequence of two arrays, or array (2, rows, cols), or None
        x of the columns and y of the rows (1-D, in any order and spacing), or x and y of every
        centre (2-D). A centre that is not finite is outside.
    shape : (int, int) or None
        Rows and columns.
    origin : (float, float) or None
        Centre of the first cell as (row, col), that is (y, x).
    resolution : (float, float) or None
        Distance of centres along rows and columns as (y, x); negative ones are allowed.
    win : ((int, int), (int, int)) or None
        Window, inclusive, of the cells to compute; all by default.
    inner_value, outer_value : number
        Written where the centre is in a polygon or not.
    default_value : number
        Written everywhere if there is no polygon (see `polygon_rings`).
    geometry : None, shapely geometry, bytes, or (nested) sequence of these
        Points are (x = column, y = row).
    geometry_buffer_dst : float or None
        1e-6, 0 and None take the geometry as it is, with its edges. Any other distance makes the
        polygons larger, or smaller if negative, with shapely's buffer of four segments to a
        circle.
    alg : GridRasterizeAlg
        SCANLINE (or its older name RASTERIO_RASTERIZE): our exact fill. SHAPELY: shapely's
        predicate for every centre, much slower; the same result.
    output : array (rows, cols) of the window, optional
        Written in place of a new array. Excludes `dtype` and `reduce`.
    dtype : numpy.dtype, optional
        Type of the new array, bool included. Needed unless `output` is given.
    reduce : bool
        Return one value instead of a raster that holds only that.
    shapely_predicate : ShapelyPredicate, optional
        COVERS by default. Honoured by both algorithms.

    Returns
    -------
    numpy.ndarray, a number, or None
        None if `output` was given.

    Raises
    ------
    ValueError, TypeError
        If an argument is wrong; nothing has been written then.
    """
    alg, predicate = read_algorithm(alg, kwargs_alg)
    xs, ys = _centres(grid_coords, shape, origin, resolution)
    full_shape = (ys.size, xs.size) if xs.ndim == 1 else xs.shape
    win = as_window(win, full_shape)
    dtype = _dtype_of_result(output, dtype, reduce, window_shape(win))
    rings = polygon_rings(geometry)
    xs, ys = _windowed(xs, ys, win)
    if rings.empty:
        _check_value(default_value, "default_value", dtype)
        result = default_value if reduce else np.full(window_shape(win), default_value, dtype)
    else:
        _check_value(inner_value, "inner_value", dtype)
        _check_value(outer_value, "outer_value", dtype)
        inside = inside_polygons(_buffered(rings, geometry_buffer_dst), xs, ys, alg, predicate)
        result = _result(inside, inner_value, outer_value, dtype, reduce)
    if output is None:
        return result
    output[...] = result
    return None


def inside_polygons(rings, xs, ys, alg, predicate):
    """Return a uint8 mask, 1 where a cell's centre is in a polygon."""
    if alg != GridRasterizeAlg.SHAPELY:
        return burn(rings, xs, ys, _RULE_OF_PREDICATE[predicate])
    from . import shapes  # not above: it imports shapely

    xs, ys = as_lattice(xs, ys)
    if xs.ndim == 1:
        xs, ys = np.meshgrid(xs, ys)
    inside = np.zeros(xs.shape, dtype=np.uint8)
    shapes.cover_points(rings, xs, ys, predicate.name.lower(), inside)
    return inside


def read_algorithm(alg, kwargs_alg):
    """Check `alg` and its further arguments.

    Returns
    -------
    GridRasterizeAlg, ShapelyPredicate

    Raises
    ------
    ValueError
        If one is unknown.
    """
    unknown = sorted(set(kwargs_alg) - {"shapely_predicate"})
    if unknown:
        raise ValueError(f"{unknown[0]!r} is no argument of an algorithm; shapely_predicate is.")
    predicate = kwargs_alg.get("shapely_predicate", ShapelyPredicate.COVERS)
    return _member(GridRasterizeAlg, alg, "alg"), _member(
        ShapelyPredicate, predicate, "shapely_predicate"
    )


def _member(enum, value, name):
    try:
        return enum(value)
    except ValueError:
        raise ValueError(
            f"{name} is {value!r}; {enum.__name__} has {', '.join(enum.__members__)}."
        ) from None


def _centres(grid_coords, shape, origin, resolution):
    regular = (shape, origin, resolution)
    if grid_coords is None and all(part is not None for part in regular):
        (rows, cols), (y, x) = whole_pair(shape, "shape"), real_pair(origin, "origin")
        y_step, x_step = real_pair(resolution, "resolution")
        if 0.0 in (x_step, y_step):
            raise ValueError(f"resolution is {resolution!r}; it must not be 0.")
        return x + x_step * np.arange(cols), y + y_step * np.arange(rows)
    if grid_coords is None or any(part is not None for part in regular):
        raise ValueError(
            "The cells must be given either by grid_coords or by shape, origin and resolution."
        )
    if len(grid_coords) != 2:
        raise TypeError(f"grid_coords has {len(grid_coords)} items; it must have two, x and y.")
    return read_lattice(*grid_coords)


def _windowed(xs, ys, win):
    rows, cols = (slice(first, last + 1) for first, last in win)
    return (xs[cols], ys[rows]) if xs.ndim == 1 else (xs[rows, cols], ys[rows, cols])


def _dtype_of_result(output, dtype, reduce, shape):
    """Check that the result has a place to go to; return the type of its values."""
    if output is None and dtype is None:
        raise ValueError("Neither output nor dtype is given; one of them is needed.")
    if output is not None:
        if dtype is not None or reduce:
            raise ValueError("output excludes dtype and reduce; give only one of them.")
        if not isinstance(output, np.ndarray):
            raise TypeError(f"output is a {type(output).__name__}; it must be a numpy array.")
        if output.shape != shape or not output.flags.writeable:
            raise ValueError(
                f"output has the shape {output.shape}; it must be a writeable array of {shape}."
            )
        dtype = output.dtype
    return np.dtype(dtype)


def _check_value(value, name, dtype):
    with np.errstate(all="ignore"):
        stored = np.asarray(value).astype(dtype)
    if dtype.kind in "biu" and stored != value:
        raise ValueError(f"{name} is {value!r}; {dtype} cannot hold it.")


def _buffered(rings, distance):
    if distance is None or distance in (0, DFLT_GEOMETRY_BUFFER_DISTANCE):
        return rings
    if not np.isfinite(distance):
        raise ValueError(f"geometry_buffer_dst is {distance!r}; it must be finite or None.")
    from . import shapes  # not above: it imports shapely

    return polygon_rings(shapes.dilate(rings, distance))


def _result(inside, inner_value, outer_value, dtype, reduce):
    if reduce and inside.all():
        return inner_value
    if reduce and not inside.any():
        return outer_value
    if (inner_value, outer_value) == (1, 0):
        return inside.astype(dtype, copy=False)
    return np.array((outer_value, inner_value)).astype(dtype)[inside]
