"""The validity mask of a grid or raster: a raster mask, valid and invalid geometries, merged."""

import numpy as np

from ..conventions.arrays import real_array
from ..conventions.pairs import full_resolution_shape, real_pair, whole_pair
from ..conventions.validity import Validity, as_validity
from ..conventions.window import as_window, window_shape
from ..engines import engine
from .geometry import polygon_rings
from .rasterize import GridRasterizeAlg, inside_polygons, read_algorithm


def build_mask(
    shape,
    resolution,
    out,
    geometry_origin=None,
    geometry_pair=None,
    mask_in=None,
    mask_in_target_win=None,
    mask_in_resolution=None,
    oversampling_dtype=None,
    mask_in_binary_threshold=0.999,
    rasterize_kwargs=None,
    init_out=False,
):
    """Build a validity mask at full resolution.

    A pixel is invalid if `mask_in` says so, if its centre is outside the valid geometry, or if it
    is inside the invalid one; edges belong to both. Name, arguments and results are those of
    GridR 0.7. Inputs are never written to.

    Parameters
    ----------
    shape : (int, int)
        Rows and columns of the mask.
    resolution : (int, int)
        Only (1, 1): full resolution.
    out : array (rows, cols) of any real type, or None
        Written in place of a new array.
    geometry_origin : (float, float), optional
        Position (row, col), that is (y, x), of the centre of the first pixel in the coordinates of
        the geometries; one step is 1. Needed with a geometry.
    geometry_pair : (valid geometry, invalid geometry), optional
        Each None or what `polygon_rings` takes; points are (x = column, y = row). An empty
        geometry constrains nothing.
    mask_in : array (rows, cols), optional
        Booleans or integers, where zero is invalid, or real numbers, where NaN and sizes below the
        threshold are invalid. Its nodes become 0 or 1 before anything is interpolated.
    mask_in_target_win : ((int, int), (int, int)), optional
        Window, inclusive, of the oversampled `mask_in`, of ``(n - 1) * resolution + 1`` pixels,
        that this mask shows. By default the one of `shape` from (0, 0).
    mask_in_resolution : (int, int), optional
        Pixels from one node of `mask_in` to the next. Needed with `mask_in`.
    oversampling_dtype : numpy.dtype, optional
        Floating-point type in which interpolated values are compared with the threshold. Needed
        with `mask_in`.
    mask_in_binary_threshold : float
        From 0 to 1: what an interpolated value has to reach to be valid. Values are multiples of
        1 / (row resolution * column resolution) and exact, so 1 is strict at any resolution: one
        invalid node with any weight makes a pixel invalid. 0.999 is as strict while that product
        is below 1000; beyond, an invalid node of very small weight is overlooked.
    rasterize_kwargs : dict, optional
        ``{"alg": GridRasterizeAlg, "kwargs_alg": {"shapely_predicate": ShapelyPredicate}}``, both
        keys optional.
    init_out : bool
        Fill `out` with `Validity.VALID` first. Without `mask_in` and geometries, and without
        this, `out` is left as it is.

    Returns
    -------
    uint8 array (rows, cols), or None
        None if `out` was given.

    Raises
    ------
    ValueError, TypeError
        If an argument is wrong; nothing has been written then.
    """
    shape = _read_shape(shape, resolution)
    _check_out(out, shape)
    oversampling = _read_mask_in(
        shape,
        mask_in,
        mask_in_target_win,
        mask_in_resolution,
        oversampling_dtype,
        mask_in_binary_threshold,
    )
    geometries, origin = _read_geometries(geometry_pair, geometry_origin)
    alg, predicate = _read_rasterize_kwargs(rasterize_kwargs)

    if out is not None and oversampling is None and not geometries:
        if init_out:
            out[...] = Validity.VALID
        return None

    mask = _merge(shape, oversampling, geometries, origin, alg, predicate)
    if out is None:
        return mask
    out[...] = mask
    return None


def _merge(shape, oversampling, geometries, origin, alg, predicate):
    """Compute the mask from arguments that have been checked."""
    mask = None
    if oversampling is not None:
        mask = np.empty(shape, dtype=np.uint8)
        engine().oversample_mask(*oversampling, mask)
    for i, rings in enumerate(geometries):
        if rings.empty:
            continue
        xs, ys = origin[1] + np.arange(shape[1]), origin[0] + np.arange(shape[0])
        valid = inside_polygons(rings, xs, ys, alg, predicate)
        if i == 1:  # the invalid geometry
            valid ^= 1
        mask = valid if mask is None else np.bitwise_and(mask, valid, out=mask)
    return np.full(shape, Validity.VALID, dtype=np.uint8) if mask is None else mask


def _read_shape(shape, resolution):
    if shape is None or resolution is None:
        raise ValueError("shape and resolution are both needed.")
    if whole_pair(resolution, "resolution") != (1, 1):
        raise ValueError(f"resolution is {resolution!r}; it must be (1, 1), full resolution.")
    return whole_pair(shape, "shape")


def _check_out(out, shape):
    if out is None:
        return
    if not isinstance(out, np.ndarray):
        raise TypeError(f"out is a {type(out).__name__}; it must be a numpy array or None.")
    if out.shape != shape or not out.flags.writeable or out.dtype.kind not in "biuf":
        raise ValueError(
            f"out holds {out.dtype} in the shape {out.shape}; it must be a writeable array of real"
            f" numbers in the shape {shape}."
        )


def _read_mask_in(shape, mask_in, target_win, resolution, dtype, threshold):
    """Check the arguments of the raster mask; return those of the engine, or None."""
    if mask_in is None:
        return None
    mask_in = real_array(mask_in, "mask_in")
    if mask_in.ndim != 2 or mask_in.size == 0:
        raise ValueError(f"mask_in has the shape {mask_in.shape}; it must be 2-D and not empty.")
    if resolution is None:
        raise ValueError("mask_in_resolution is needed with mask_in.")
    factors = whole_pair(resolution, "mask_in_resolution")
    if dtype is None or not np.issubdtype(dtype, np.floating):
        raise ValueError(
            f"oversampling_dtype is {dtype!r}; with mask_in it must be a floating-point type."
        )
    threshold = _read_threshold(threshold)
    frame = full_resolution_shape(mask_in.shape, factors)
    if target_win is None:
        target_win = (0, shape[0] - 1), (0, shape[1] - 1)
    target_win = as_window(target_win, frame, "mask_in_target_win")
    if window_shape(target_win) != shape:
        raise ValueError(
            f"mask_in_target_win has the shape {window_shape(target_win)}; it must have that of"
            f" the mask, {shape}."
        )
    # Half precision could not count the parts of a pixel.
    dtype = np.promote_types(dtype, np.float32)
    return _binarize(mask_in, threshold), *factors, target_win, threshold, dtype


def _read_threshold(threshold):
    value = np.asarray(threshold)
    if value.ndim or value.dtype.kind not in "iuf" or not 0 <= value <= 1:
        raise ValueError(
            f"mask_in_binary_threshold is {threshold!r}; it must be a number from 0 to 1."
        )
    return float(value)


def _binarize(mask_in, threshold):
    if mask_in.dtype.kind == "f":
        return as_validity(np.abs(mask_in) >= threshold)  # false for NaN
    return as_validity(mask_in, "mask_in")


def _read_geometries(pair, origin):
    """Check the geometries; return the rings of both, if one was given, and the origin."""
    if pair is None:
        return (), None
    if not isinstance(pair, (tuple, list, np.ndarray)):
        raise TypeError(
            f"geometry_pair is a {type(pair).__name__}; it must be a pair: (valid, invalid)."
        )
    if len(pair) != 2:
        raise ValueError(
            f"geometry_pair has {len(pair)} items; it must have two: (valid, invalid)."
        )
    if pair[0] is None and pair[1] is None:
        return (), None
    if origin is None:
        raise ValueError("geometry_origin is needed with a geometry.")
    origin = real_pair(origin, "geometry_origin")
    return (polygon_rings(pair[0]), polygon_rings(pair[1])), origin


def _read_rasterize_kwargs(rasterize_kwargs):
    options = dict(rasterize_kwargs or {})
    alg = options.pop("alg", GridRasterizeAlg.SCANLINE)
    kwargs_alg = options.pop("kwargs_alg", None) or {}
    if options:
        raise ValueError(
            f"rasterize_kwargs has the key {next(iter(options))!r}; it may have alg and kwargs_alg."
        )
    return read_algorithm(alg, kwargs_alg)
