"""Arrays from one region to another by regularized splines with tension."""

import numpy as np

from ..conventions.arrays import real_array
from ..engines.blocks import map_blocks, read_threads
from .operations import Spline
from .resample import block_of, nullable_reader, read_nullable
from .segments import Segmentation

# Rows of the target in a block: at its border some segments are computed twice.
_BLOCK_ROWS = 256


def resample_spline(
    array,
    source,
    target,
    tension=40.0,
    smoothing=0.01,
    overlap=3,
    theta=0.0,
    scalex=1.0,
    zscale=1.0,
    normalized_tension=False,
    target_mask=None,
    segmentation=None,
    null=None,
    threads=None,
):
    """Sample the spline surface through the source's cell centres at the target's (r.resamp.rst).

    The completely regularized spline with tension of Mitasova and Mitas: in segments, each from
    its own cells and some overlap around. Nulls are left out, so that the surface goes on over
    them.

    Parameters
    ----------
    array : array_like, (rows, cols) or (bands, rows, cols)
        Real numbers or booleans; computed in float64. Infinite values count as null. Never
        written to.
    source, target : Region
        Of the array, and of the result. Degrees of a geographic region count as planar units;
        segments do not reach over the seam of longitudes.
    tension : float
        More than 0. The surface is the more like a membrane the more there is of it, and the more
        like a thin plate the less. It counts for distances divided by the side of a square of a
        window's area, or with `normalized_tension` by 1000 map units (-t).
    smoothing : float or array_like of the source's (rows, cols)
        0 or more; with 0 the surface goes through the values. GRASS's is 0.01 where no map of it is
        given. A cell whose smoothing is NaN counts as null.
    overlap : int
        Source cells that a segment's window has more at each side, as long as that is less than
        the segment itself has.
    theta : float
        Direction of the anisotropy, degrees counterclockwise from east.
    scalex : float
        More than 0. Squared distances along theta count so many times; 1 is isotropy.
    zscale : float
        The values are multiplied by it.
    normalized_tension : bool
    target_mask : array_like of the target's (rows, cols), optional
        The result is null where it is 0 or NaN.
    segmentation : Segmentation, optional
        Sizes of segments; GRASS's by default.
    null : number, optional
        What stands for null in an array of integers or booleans. In floats it is NaN.
    threads : int, optional
        Threads to compute in; all cores by default. The result does not depend on it.

    Returns
    -------
    float64 array, (target rows, target cols) or (bands, target rows, target cols)
        NaN is null: outside of the source, by the mask, and in segments whose window has no value
        at all.

    Raises
    ------
    TypeError, ValueError
    """
    return resample_spline_outputs(
        array, source, target, ("elevation",), tension=tension, smoothing=smoothing,
        overlap=overlap, theta=theta, scalex=scalex, zscale=zscale,
        normalized_tension=normalized_tension, target_mask=target_mask, segmentation=segmentation,
        null=null, threads=threads,
    )["elevation"]  # fmt: skip


def resample_spline_outputs(
    array,
    source,
    target,
    outputs,
    *,
    smoothing=0.01,
    target_mask=None,
    segmentation=None,
    null=None,
    threads=None,
    **settings,
):
    """Sample the spline surface, and what is derived of it, at the target's cell centres.

    Parameters
    ----------
    array, source, target
        As of `resample_spline`.
    outputs : sequence of str
        ``elevation``; ``slope`` in degrees; ``aspect``, where it goes down, in degrees
        counterclockwise from east: more than 0 (and below 0.5 told as 360) up to 360, and 0 where
        the slope is 0.001 or less; the curvatures ``profile``, ``tangential`` and ``mean`` per map
        unit, positive where the surface is convex, 0 where the slope is 0.001 or less; the
        partial derivatives ``dx``, ``dy`` (x eastwards, y northwards), ``dxx``, ``dyy``, ``dxy``.
    smoothing, target_mask, segmentation, null, threads
        As of `resample_spline`.
    **settings
        ``tension``, ``overlap``, ``theta``, ``scalex``, ``zscale``, ``normalized_tension`` of
        `resample_spline`.

    Returns
    -------
    dict of str to float64 array
        Each of the shape that `resample_spline` returns; NaN is null.

    Raises
    ------
    TypeError, ValueError
    """
    values, null = read_nullable(array, source, target, null)
    smoothing, each = _read_smoothing(smoothing, source)
    allowed = _read_mask(target_mask, target)
    threads = read_threads(threads)
    operation = Spline(smoothing=smoothing, segmentation=segmentation or Segmentation(), **settings)
    plan = operation.plan(source, target, outputs)
    convert = nullable_reader(values.dtype, null)
    found = np.empty((len(plan.outputs), values.shape[0], *target.shape))

    def compute_rows(start, stop):
        window = (start, stop - 1), (0, target.cols - 1)
        needed, part = plan.needed(window), None
        block = block_of(needed, values, convert)
        if each is not None:
            part = block_of(needed, each[np.newaxis], _as_it_is).values[0]
        plan.compute(window, block, part, found[:, :, start:stop])

    map_blocks(compute_rows, target.rows, _BLOCK_ROWS, threads)
    if allowed is not None:
        found[..., ~allowed] = np.nan
    if np.ndim(array) == 2:
        found = found[:, 0]
    return dict(zip(plan.outputs, found))


def _as_it_is(values):
    return values


def _read_smoothing(smoothing, source):
    """Return (smoothing, None) of one number, (None, float64 array) of one for each cell."""
    if np.ndim(smoothing) == 0:
        return smoothing, None
    each = real_array(smoothing, "smoothing")
    if each.shape != source.shape:
        raise ValueError(
            f"smoothing has shape {each.shape}; it must be {source.shape} as the source region, or"
            " one number."
        )
    each = np.ascontiguousarray(each, dtype=np.float64)
    check_smoothing(each)
    return None, each


def check_smoothing(values):
    """Raise ValueError unless numbers are 0 or more, or NaN.

    Parameters
    ----------
    values : float64 array
    """
    wrong = (values < 0) | np.isinf(values)
    if wrong.any():
        raise ValueError(
            f"smoothing is {values[wrong][0]:g} somewhere; it must be a finite number of 0 or more."
        )


def _read_mask(mask, target):
    """Return where results are wanted, None where that is everywhere."""
    if mask is None:
        return None
    mask = real_array(mask, "target_mask")
    if mask.shape != target.shape:
        raise ValueError(
            f"target_mask has shape {mask.shape}; it must be {target.shape} as the target region."
        )
    return (mask != 0) & (mask == mask)
