"""Invalid pixels grown by a diamond, and valid ones eroded by a stencil."""

import numpy as np

from ..engines import engine
from ..engines.blocks import map_blocks

# Rows in which one thread grows invalid pixels at a time.
_BLOCK_ROWS = 128

# Mask pixels that one thread works on at a time: they stay in its cache.
_BLOCK_PIXELS = 1 << 17


def dilate_invalid(valid, radius, threads=1):
    """Invalidate what is within `radius` steps (up, down, left, right) of an invalid pixel.

    Parameters
    ----------
    valid : uint8 array (rows, cols) of 0 and 1
    radius : int
    threads : int

    Returns
    -------
    numpy.ndarray
        uint8, of the same shape. What is outside of the array is not invalid.
    """
    if radius == 0 or valid.all():
        return valid
    out = np.empty_like(valid)

    def grow(start, stop):
        engine().dilate_invalid(valid, radius, start, stop, out)

    map_blocks(grow, valid.shape[0], _BLOCK_ROWS, threads)
    return out


def stencil_validity(valid, interpolator, threads=1):
    """Tell where a whole stencil is inside and valid, for positions with ``floor(x)`` there.

    Parameters
    ----------
    valid : uint8 array (rows, cols) of 0 and 1
    interpolator : Interpolator
    threads : int

    Returns
    -------
    numpy.ndarray
        uint8, of the same shape: the erosion of `valid` by the stencil.
    """
    before, after = interpolator.before, interpolator.after
    clear = np.zeros_like(valid)
    height, width = (size - before - after for size in valid.shape)
    if height < 1 or width < 1:
        return clear
    inner = clear[before : before + height, before : before + width]

    def erode(start, stop):
        rows = valid[start : stop + before + after]
        along = rows[:, :width].copy()
        for shift in range(1, before + after + 1):
            along &= rows[:, shift : shift + width]
        part = inner[start:stop]
        part[...] = along[: stop - start]
        for shift in range(1, before + after + 1):
            part &= along[shift : shift + stop - start]

    map_blocks(erode, height, max(1, _BLOCK_PIXELS // width), threads)
    return clear
