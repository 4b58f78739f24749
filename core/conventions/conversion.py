"""From float64 results to the number type that was asked for."""

import numpy as np


def representable(value, dtype):
    """Tell whether a number can be stored in `dtype` without loss of its meaning.

    Integers hold whole numbers within their range; floating types hold all that they do not turn
    into infinity (rounded).
    """
    dtype = np.dtype(dtype)
    if dtype.kind == "f":
        return not np.isfinite(value) or abs(value) <= float(np.finfo(dtype).max)
    low, high = _integer_range(dtype)
    if isinstance(value, int):  # also one that no float64 holds
        return low <= value <= high
    return bool(np.isfinite(value)) and value == np.floor(value) and low <= value <= high


def store(values, valid, nodata, out):
    """Write float64 results into an array of any real type.

    Integers are rounded half to even and clipped to their range. A result that no integer can
    hold (NaN) becomes `nodata` and invalid.

    Parameters
    ----------
    values : float64 array (bands, rows, cols)
    valid : uint8 array (rows, cols)
        Changed where a result cannot be held.
    nodata : float
        Already `representable` in the type of `out`.
    out : numpy.ndarray (bands, rows, cols)
    """
    if out.dtype.kind == "f":
        with np.errstate(over="ignore"):
            out[...] = values
        return
    lost = np.isnan(values).any(axis=0)
    if lost.any():
        values = np.where(lost, nodata, values)
        valid[lost] = 0
    low, high = _integer_range(out.dtype)
    # The range's ends as float64 may round outwards; step back inside.
    top = float(high) if int(float(high)) <= high else np.nextafter(float(high), 0)
    rounded = np.clip(np.rint(values), float(low), top)
    out[...] = rounded.astype(out.dtype)
    if top != high:
        # float64 cannot hold the largest 64-bit integers: what reached the end means the end.
        out[(rounded >= top) & (values > top)] = high


def _integer_range(dtype):
    if dtype.kind == "b":
        return 0, 1
    info = np.iinfo(dtype)
    return int(info.min), int(info.max)
