"""What is made of the source before it is sampled: window, padding, validity.

These are the steps of GridR's standalone mode: the extent that the grid needs (1, 2), padding by
the boundary condition (3), the mask (4), the prefilter that an interpolator may need (5) and the
places where no further check is needed (6).
"""

from dataclasses import dataclass
from typing import Optional

import numpy as np

from ..conventions.arrays import real_array
from ..conventions.validity import as_validity
from ..conventions.window import as_window
from .blocks import map_blocks
from .padding import extract_padded

# Bilinear coordinates may leave the range of their nodes by a rounding error.
_ROUNDING_MARGIN = 1

# Mask pixels that one thread erodes at a time: they stay in its cache.
_BLOCK_PIXELS = 1 << 17


@dataclass(frozen=True)
class Source:
    """The array to resample as the caller gave it, checked.

    Attributes
    ----------
    values : numpy.ndarray (bands, rows, cols)
        Of any real dtype. Never written to.
    mask : numpy.ndarray (rows, cols) or None
        Non-zero where a pixel is valid.
    safe_window : window or None
        Where the caller promises that the mask is valid.
    """

    values: np.ndarray
    mask: Optional[np.ndarray]
    safe_window: Optional[tuple]

    @property
    def shape(self):
        """(rows, cols) of the source."""
        return self.values.shape[1:]

    @property
    def whole(self):
        """The window of the whole source."""
        return tuple((0, size - 1) for size in self.shape)

    @property
    def is_ready(self):
        """Whether the values can be sampled as they are, without a copy."""
        return self.values.dtype == np.float64 and self.values.flags.c_contiguous

    def validity(self, window):
        """Return a window of the mask as 0 and 1, the safe window valid; None if all is valid."""
        if self.mask is None:
            return None
        (first_row, last_row), (first_col, last_col) = window
        mask = self.mask[first_row : last_row + 1, first_col : last_col + 1]
        valid = as_validity(mask, "array_in_mask")
        if self.safe_window is not None:
            (top, bottom), (left, right) = self.safe_window
            valid[
                max(0, top - first_row) : max(0, bottom + 1 - first_row),
                max(0, left - first_col) : max(0, right + 1 - first_col),
            ] = 1
        return None if valid.all() else valid


@dataclass(frozen=True)
class PreparedSource:
    """The part of a source that a grid needs, ready to be sampled.

    Attributes
    ----------
    values : float64 array (bands, rows, cols), C-contiguous
    valid : uint8 array (rows, cols) or None
    first : (int, int)
        Source row and column of the first value; negative in the padding.
    domain : ((float, float), (float, float))
        Closed bounds of the source (row, col) that can have a value.
    """

    values: np.ndarray
    valid: Optional[np.ndarray]
    first: tuple
    domain: tuple


def read_source(array_in, array_in_mask, safe_window):
    """Check the source arguments of `array_grid_resampling` and put them together.

    Raises
    ------
    TypeError, ValueError
        With a sentence that names the argument.
    """
    values = real_array(array_in, "array_in")
    if values.ndim not in (2, 3):
        raise ValueError(
            f"array_in has shape {values.shape}; it must be (rows, cols) or (bands, rows, cols)."
        )
    if values.ndim == 2:
        values = values[np.newaxis]
    if values.shape[0] == 0:
        raise ValueError("array_in has no band.")
    mask = None
    if array_in_mask is not None:
        mask = real_array(array_in_mask, "array_in_mask")
        if mask.shape != values.shape[1:]:
            raise ValueError(
                f"array_in_mask has shape {mask.shape}; it must be the source's {values.shape[1:]}."
            )
    if safe_window is not None:
        safe_window = as_window(safe_window, values.shape[1:], "array_in_mask_safe_win")
    return Source(values, mask, safe_window)


def prepare_as_is(source, interpolator):
    """Take the whole source as it stands (GridR's ``standalone=False``).

    Returns
    -------
    PreparedSource or None
        None when the source has no pixel.
    """
    if 0 in source.shape:
        return None
    return PreparedSource(
        np.ascontiguousarray(source.values, dtype=np.float64),
        source.validity(source.whole),
        (0, 0),
        tuple(_inner_domain(interpolator, size) for size in source.shape),
    )


def prepare_standalone(source, interpolator, bounds, boundary_condition, reach):
    """Cut out what a grid needs, continued beyond the source by a boundary condition.

    Padding that is not trusted would only make invalid what lacks samples anyway, so it is left
    out.

    Parameters
    ----------
    bounds : ((row_min, row_max), (col_min, col_max)) or None
        Of the grid's source coordinates; None when it has none.
    boundary_condition : str or None
        Only one that is trusted.
    reach : float
        Pixels by which the boundary condition extends the domain beyond the outermost centres.

    Returns
    -------
    PreparedSource or None
        None when no coordinate can have a value.
    """
    if bounds is None or 0 in source.shape:
        return None
    padded = boundary_condition is not None
    domain = tuple(
        (-reach, size - 1 + reach) if padded else _inner_domain(interpolator, size)
        for size in source.shape
    )
    window = _needed_window(interpolator, bounds, domain)
    if window is None:
        return None
    if padded and any(
        first < 0 or last >= size for (first, last), size in zip(window, source.shape)
    ):
        values, valid = _padded_parts(source, window, boundary_condition)
    else:
        values, valid, window = _inner_parts(source, window)
    first = tuple(start for start, _ in window)
    # What is cut out holds all that is needed; the bounds keep indices inside whatever happens.
    inside = (_inner_domain(interpolator, last - start + 1) for start, last in window)
    domain = tuple(
        (max(low, start + begin), min(high, start + end))
        for (low, high), start, (begin, end) in zip(domain, first, inside)
    )
    return PreparedSource(values, valid, first, domain)


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


def _inner_domain(interpolator, size):
    """Return where an axis has values of its own: its cells for nearest, else its centres."""
    return (-0.5, size - 0.5) if interpolator.picks_one else (0.0, size - 1.0)


def _needed_window(interpolator, bounds, domain):
    """Return the samples that positions within both bounds and domain may use, or None."""
    window = []
    for (low, high), (first, last) in zip(bounds, domain):
        if high < first - 1 or low > last + 1:
            return None
        low, high = max(low, first), min(high, last)
        window.append(
            (
                int(np.floor(low)) - interpolator.before - _ROUNDING_MARGIN,
                int(np.floor(high)) + interpolator.after + _ROUNDING_MARGIN,
            )
        )
    return tuple(window)


def _inner_parts(source, window):
    """Return values, validity and bounds of the part of a window that lies in the source."""
    window = tuple(
        (max(0, first), min(size - 1, last)) for (first, last), size in zip(window, source.shape)
    )
    if source.is_ready and 2 * np.prod([last - first + 1 for first, last in window]) > np.prod(
        source.shape
    ):
        # Nothing to convert: copying most of the array would cost more than it saves.
        window = source.whole
    rows, cols = (slice(first, last + 1) for first, last in window)
    values = np.ascontiguousarray(source.values[:, rows, cols], dtype=np.float64)
    return values, source.validity(window), window


def _padded_parts(source, window, boundary_condition):
    """Return values and validity of a window, continued beyond the source where it leaves it.

    The mask is continued as the values are: the constant is 0, invalid. A mask without an invalid
    pixel is no mask: then everything outside is trusted (GridR 0.7).
    """
    values = extract_padded(source.values, window, boundary_condition, np.float64)
    valid = source.validity(source.whole)
    if valid is not None:
        valid = extract_padded(valid, window, boundary_condition, np.uint8)
    return values, valid
