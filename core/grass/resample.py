"""Arrays from one region to another: the GRASS family."""

import numpy as np

from ..conventions.arrays import real_array, real_number
from ..conventions.conversion import representable
from ..conventions.gathering import gather
from ..conventions.region import Region
from ..conventions.window import window_indices
from ..engines.blocks import map_blocks, read_threads
from ..interpolation.policy import DEFAULT_MINIMUM_VALID_WEIGHT, read_policy
from .operations import Interpolation, Nearest, Statistics
from .positions import Block

# Rows of the target in a block: a few of them may be computed twice, at its border.
_BLOCK_ROWS = 128

# Integers of more bits than this do not fit a float32.
_FLOAT32_INTEGERS = 16


def resample_nearest(array, source, target, null=None, threads=None):
    """Give each target cell the value of the source cell in which its centre falls (r.resample).

    A centre exactly on the side between two cells takes the southern or eastern one.

    Parameters
    ----------
    array : array_like, (rows, cols) or (bands, rows, cols)
        Real numbers of at most 8 bytes, or booleans. Never written to.
    source, target : Region
        Of the array, and of the result.
    null : number, optional
        What stands for null in an array of integers or booleans. In floats it is NaN.
    threads : int, optional
        Threads to compute in; all cores by default. The result does not depend on it.

    Returns
    -------
    numpy.ndarray, (target rows, target cols) or (bands, target rows, target cols)
        Of the array's type. Null outside of the source.

    Raises
    ------
    TypeError, ValueError
        Also if target cells lie outside of the source and there is nothing to write there.
    """
    values, null = read_nullable(array, source, target, null)
    threads = read_threads(threads)
    if values.dtype.itemsize > 8:
        raise TypeError(f"array holds {values.dtype}; it must hold numbers of at most 8 bytes.")
    plan = Nearest().plan(source, target)
    if values.dtype.kind == "f":
        null = np.nan
    elif null is None and plan.reaches_outside:
        raise ValueError(
            f"null is None and array holds {values.dtype}; give the value to write where the"
            " target lies outside of the source."
        )

    def compute(window, block, out):
        plan.compute(window, block, 0 if null is None else null, out)

    return _by_blocks(plan, values, values.dtype, _as_it_is, compute, threads, np.ndim(array))


def resample_interpolate(
    array,
    source,
    target,
    method="bilinear",
    null=None,
    validity_policy="strict",
    minimum_valid_weight=DEFAULT_MINIMUM_VALID_WEIGHT,
    threads=None,
):
    """Interpolate between the source cells' centres at those of the target (r.resamp.interp).

    Parameters
    ----------
    array : array_like, (rows, cols) or (bands, rows, cols)
        Real numbers or booleans; computed in float64. Never written to.
    source, target : Region
        Of the array, and of the result.
    method : str
        ``nearest``; ``bilinear``; ``bicubic`` (Catmull-Rom, which is Keys with a = -1/2);
        ``lanczos`` (a = 2, weights scaled to a sum of 1). 1, 2, 4 and 5 samples an axis.
    null : number, optional
        What stands for null in an array of integers or booleans. In floats it is NaN.
    validity_policy : str
        What gives a cell a value. ``strict`` is GRASS's rule: every sample of the square stencil
        is there and not null, also those whose weight is 0; so 0.5, 1.5 and 2 cells are lost at
        the borders. ``renormalized``: what is there has at least `minimum_valid_weight` of the
        weight (negative weights count by their size); the rest is left out and the weights scaled
        to a sum of 1. ``nearest``: the nearest sample is there; values as for ``renormalized``.
        By these two there are values up to the sides of the outermost cells, and cells that have
        a value by the strict rule keep it.
    minimum_valid_weight : float
        For ``renormalized``: 0 < minimum <= 1.
    threads : int, optional
        Threads to compute in; all cores by default. The result does not depend on it.

    Returns
    -------
    float64 array, (target rows, target cols) or (bands, target rows, target cols)
        NaN is null.

    Raises
    ------
    TypeError, ValueError
    """
    values, null = read_nullable(array, source, target, null)
    operation = Interpolation(method, read_policy(validity_policy, minimum_valid_weight))
    threads = read_threads(threads)
    plan = operation.plan(source, target)
    return _by_blocks(
        plan, values, np.float64, nullable_reader(values.dtype, null), plan.compute, threads,
        np.ndim(array),
    )  # fmt: skip


def resample_statistics(
    array,
    source,
    target,
    method="average",
    weighted=False,
    propagate_nulls=False,
    quantile=0.5,
    null=None,
    threads=None,
):
    """Aggregate the source cells in each target cell (r.resamp.stats).

    Parameters
    ----------
    array : array_like, (rows, cols) or (bands, rows, cols)
        Real numbers or booleans; computed in float64. Never written to.
    source, target : Region
        Of the array, and of the result.
    method : str
        ``average``, ``median``, ``mode`` (the smallest of several), ``minimum``, ``maximum``,
        ``range``, ``quart1``, ``quart3``, ``perc90``, ``sum``, ``variance`` (of the population),
        ``stddev``, ``quantile``, ``count`` or ``diversity`` (number of different values). The last
        two are 0 where there is nothing, the others null.
    weighted : bool
        Weigh source cells by the share of their area in the target cell (-w). Otherwise those
        count whose centre lies in it; a centre on the side between two target cells belongs to
        the northern or western one. ``range`` and ``diversity`` are never weighted; ``minimum``
        and ``maximum`` are of all cells that are touched.
    propagate_nulls : bool
        Make a target cell null if any of its source cells is null or outside of the source (-n).
        Otherwise these are left out.
    quantile : float
        For ``quantile``: 0 to 1. Without weights linear between the two values next to it; with
        weights the first value at which this share of the weight is reached, as for the other
        quantiles.
    null : number, optional
        What stands for null in an array of integers or booleans. In floats it is NaN.
    threads : int, optional
        Threads to compute in; all cores by default. The result does not depend on it.

    Returns
    -------
    float64 array, (target rows, target cols) or (bands, target rows, target cols)
        NaN is null.

    Raises
    ------
    TypeError, ValueError
    """
    values, null = read_nullable(array, source, target, null)
    operation = Statistics(method, weighted, propagate_nulls, quantile)
    threads = read_threads(threads)
    plan = operation.plan(source, target)
    return _by_blocks(
        plan, values, np.float64, nullable_reader(values.dtype, null), plan.compute, threads,
        np.ndim(array),
    )  # fmt: skip


def nullable_type(dtype):
    """Return the floating type that holds all values of a type, and NaN for null.

    That is float32 for floats and integers that fit it, else float64 (which rounds whole numbers
    beyond 2^53).
    """
    dtype = np.dtype(dtype)
    bits = 8 * dtype.itemsize
    fits = bits <= 32 if dtype.kind == "f" else bits <= _FLOAT32_INTEGERS
    return np.dtype(np.float32 if fits else np.float64)


def read_nullable(array, source, target, null):
    """Return the array as native, contiguous (bands, rows, cols), and its null value or None."""
    for name, region in (("source", source), ("target", target)):
        if not isinstance(region, Region):
            raise TypeError(f"{name} is {region!r}; it must be a Region.")
    values = real_array(array, "array")
    if values.ndim not in (2, 3) or values.shape[-2:] != source.shape:
        raise ValueError(
            f"array has shape {values.shape}; it must be {source.shape} as the source region, or"
            " have bands before these."
        )
    if null is not None:
        if values.dtype.kind == "f":
            raise ValueError(f"null is {null}; in an array of {values.dtype} it is NaN.")
        null = real_number(null, "null")
        if not representable(null, values.dtype):
            raise ValueError(f"null is {null:g}; the {values.dtype} array cannot hold it.")
    native = values.dtype.newbyteorder("=")
    return np.ascontiguousarray(values, dtype=native).reshape(-1, *source.shape), null


def _as_it_is(values):
    return values


def nullable_reader(dtype, null):
    """Return a function that makes floats with NaN of an array's values."""
    real = nullable_type(dtype)

    def convert(values):
        if values.dtype == real:
            return values
        converted = values.astype(real, order="C")
        if null is not None:
            converted[values == null] = np.nan
        return converted

    return convert


def _by_blocks(plan, values, dtype, convert, compute, threads, ndim):
    """Compute the whole target in blocks of rows.

    Parameters
    ----------
    plan
        Tells what a window needs.
    values : numpy.ndarray (bands, rows, cols)
    dtype : numpy.dtype
        Of the result.
    convert : callable
        Makes of values what `compute` takes.
    compute : callable
        Takes a window, a `Block` and the array to fill.
    threads, ndim : int
    """
    rows, cols = plan.shape
    out = np.empty((values.shape[0], rows, cols), dtype=dtype)

    def compute_rows(start, stop):
        window = (start, stop - 1), (0, cols - 1)
        compute(window, block_of(plan.needed(window), values, convert), out[:, start:stop])

    map_blocks(compute_rows, rows, _BLOCK_ROWS, threads)
    return out if ndim == 3 else out[0]


def block_of(needed, values, convert):
    """Return the block that is needed; nothing is copied that can be taken as it is."""

    def read(window):
        return convert(values[(slice(None), *window_indices(window))])

    if 0 in needed.shape:
        return Block(read(((0, -1), (0, -1))), needed.top, needed.left)
    if not needed.is_consecutive:
        found = np.empty((values.shape[0], *needed.shape), dtype=convert(values[:, :0]).dtype)
        gather(read, needed.rows, needed.cols, found, np.nan if found.dtype.kind == "f" else 0)
        return Block(found, needed.top, needed.left)
    rows, first = (int(needed.rows[0]), int(needed.rows[-1])), int(needed.cols[0])
    whole_rows = values[(slice(None), *window_indices((rows, (0, values.shape[2] - 1))))]
    if convert(whole_rows[:, :0]).dtype == values.dtype:
        return Block(whole_rows, needed.top, needed.left - first)
    return Block(read((rows, (first, int(needed.cols[-1])))), needed.top, needed.left)
