"""What is made of the source before it is sampled: window, padding, validity.

These are the steps of GridR's standalone mode: the extent that the grid needs, padding by the
boundary condition and the mask. Splines need more, see `coefficients`.
"""

import math
from dataclasses import dataclass
from typing import Optional

import numpy as np

from ..conventions.arrays import real_array
from ..conventions.gathering import gather
from ..conventions.validity import as_validity
from ..conventions.window import as_window
from .padding import boundary_indices

# Bilinear coordinates may leave the range of their nodes by a rounding error.
_ROUNDING_MARGIN = 1


class Source:
    """What is resampled, read by windows ``((row, row), (col, col))`` with inclusive ends.

    Attributes
    ----------
    bands : int
    shape : (int, int)
        Rows and columns.
    is_ready : bool
        Whether reading costs nothing: it gives float64 values without a copy.
    """

    bands: int
    shape: tuple
    is_ready = False

    @property
    def whole(self):
        """The window of the whole source."""
        return tuple((0, size - 1) for size in self.shape)

    def read(self, window):
        """Return the values of a window (bands, rows, cols), any real dtype, not to be changed."""
        raise NotImplementedError

    def validity(self, window):
        """Return the validity of a window as 0 and 1 (uint8); None if all is valid."""
        raise NotImplementedError

    @property
    def has_invalid(self):
        """Whether any pixel of the source is invalid."""
        raise NotImplementedError

    def worth_reading(self, window):
        """Return a window, or the whole source where copying the window would cost more."""
        needed = np.prod([last - first + 1 for first, last in window])
        return self.whole if self.is_ready and 2 * needed > np.prod(self.shape) else window


class ArraySource(Source):
    """An array as the caller gave it, checked.

    Parameters
    ----------
    values : numpy.ndarray (bands, rows, cols)
        Of any real dtype. Never written to.
    mask : numpy.ndarray (rows, cols) or None
        Non-zero where a pixel is valid.
    safe_window : window or None
        Where the caller promises that the mask is valid.
    """

    def __init__(self, values, mask=None, safe_window=None):
        self._values, self._mask, self._safe_window = values, mask, safe_window
        self.bands, self.shape = values.shape[0], values.shape[1:]
        self.is_ready = values.dtype == np.float64 and values.flags.c_contiguous

    def read(self, window):
        """Return a view."""
        (first_row, last_row), (first_col, last_col) = window
        return self._values[:, first_row : last_row + 1, first_col : last_col + 1]

    def validity(self, window):
        """Return a window of the mask, the safe window valid."""
        if self._mask is None:
            return None
        (first_row, last_row), (first_col, last_col) = window
        mask = self._mask[first_row : last_row + 1, first_col : last_col + 1]
        valid = as_validity(mask, "array_in_mask")
        if self._safe_window is not None:
            (top, bottom), (left, right) = self._safe_window
            valid[
                max(0, top - first_row) : max(0, bottom + 1 - first_row),
                max(0, left - first_col) : max(0, right + 1 - first_col),
            ] = 1
        return None if valid.all() else valid

    @property
    def has_invalid(self):
        """Whether any pixel is invalid."""
        return self.validity(self.whole) is not None


@dataclass(frozen=True)
class PreparedSource:
    """The part of a source that a grid needs, ready to be sampled.

    Attributes
    ----------
    values : float64 array (bands, rows, cols), C-contiguous
        Samples, or the coefficients of a spline.
    first : (int, int)
        Source row and column of the first value; negative in the padding.
    valid : uint8 array (rows, cols) or None
        Which values the strict policy can use; None for all.
    domain : ((float, float), (float, float))
        Closed bounds of the source (row, col) that can have a value by the strict policy.
    sample_valid : uint8 array (rows, cols) or None
        Which samples are there and valid themselves, for the other policies; None for all.
    sample_domain : ((float, float), (float, float))
        Closed bounds of the source (row, col) that can have a value by the other policies.
    """

    values: np.ndarray
    first: tuple
    valid: Optional[np.ndarray]
    domain: tuple
    sample_valid: Optional[np.ndarray]
    sample_domain: tuple


@dataclass(frozen=True)
class Surroundings:
    """What is outside of a source.

    Attributes
    ----------
    boundary_condition : str or None
        How the source is continued.
    trusted : bool
        Whether results that lean on that are valid.
    reach : float
        How far beyond the outermost centres it can be used then, in pixels.
    """

    boundary_condition: Optional[str]
    trusted: bool
    reach: float


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
    return ArraySource(values, mask, safe_window)


def prepare_as_is(source, interpolator):
    """Take the whole source, which is not empty, as it stands (GridR's ``standalone=False``).

    Returns
    -------
    PreparedSource
    """
    valid = source.validity(source.whole)
    return PreparedSource(
        np.ascontiguousarray(source.read(source.whole), dtype=np.float64),
        (0, 0),
        valid,
        tuple(inner_domain(interpolator, size) for size in source.shape),
        valid,
        tuple(cell_domain(size) for size in source.shape),
    )


def prepare_samples(source, interpolator, bounds, surroundings):
    """Cut out what a grid needs, continued beyond the source by a boundary condition.

    Padding that is not trusted would only make invalid what lacks samples anyway, so it is left
    out.

    Parameters
    ----------
    bounds : ((row_min, row_max), (col_min, col_max))
        Of the grid's source coordinates.
    surroundings : Surroundings

    Returns
    -------
    PreparedSource or None
        None when no coordinate can have a value.
    """
    padded = surroundings.trusted
    sample_domain = reachable_domain(source.shape, surroundings)
    domain = sample_domain
    if not padded:
        domain = tuple(inner_domain(interpolator, size) for size in source.shape)
    window = needed_window(interpolator, bounds, sample_domain)
    if window is None:
        return None
    if padded and any(
        first < 0 or last >= size for (first, last), size in zip(window, source.shape)
    ):
        values, valid = _padded_parts(source, window, surroundings.boundary_condition)
    else:
        values, valid, window = _inner_parts(source, window)
    first = tuple(start for start, _ in window)
    # What is cut out holds all that is needed; the bounds keep indices inside whatever happens.
    inside = (inner_domain(interpolator, last - start + 1) for start, last in window)
    domain = tuple(
        (max(low, start + begin), min(high, start + end))
        for (low, high), start, (begin, end) in zip(domain, first, inside)
    )
    return PreparedSource(values, first, valid, domain, valid, sample_domain)


def samples_size(source, interpolator, bounds, surroundings):
    """Return how many positions `prepare_samples` would cut out."""
    domain = reachable_domain(source.shape, surroundings)
    window = needed_window(interpolator, bounds, domain)
    return 0 if window is None else math.prod(last - first + 1 for first, last in window)


def inner_domain(interpolator, size):
    """Return where an axis has values of its own: its cells for nearest, else its centres."""
    return cell_domain(size) if interpolator.picks_one else (0.0, size - 1.0)


def cell_domain(size):
    """Return the extent of the cells of an axis."""
    return (-0.5, size - 0.5)


def reachable_domain(shape, surroundings):
    """Return the closed bounds of all positions that can have a value by any policy."""
    if surroundings.trusted:
        reach = surroundings.reach
        return tuple((-reach, size - 1 + reach) for size in shape)
    return tuple(cell_domain(size) for size in shape)


def needed_window(interpolator, bounds, domain):
    """Return the samples that positions within both bounds and domain may use, or None."""
    window = []
    for (low, high), (first, last) in zip(bounds, domain):
        if first > last or high < first - 1 or low > last + 1:
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
    window = source.worth_reading(window)
    return np.ascontiguousarray(source.read(window), np.float64), source.validity(window), window


def _padded_parts(source, window, boundary_condition):
    """Return values and validity of a window, continued beyond the source where it leaves it.

    The mask is continued as the values are: the constant is 0, invalid. A mask without an invalid
    pixel is no mask: then everything outside is trusted (GridR 0.7).
    """
    indices = [
        boundary_indices(first, last + 1, size, boundary_condition)
        for (first, last), size in zip(window, source.shape)
    ]
    shape = tuple(each.size for each in indices)
    values, valid = np.empty((source.bands, *shape)), np.empty(shape, dtype=np.uint8)
    gather(source.read, *indices, values)
    outside = 0 if boundary_condition == "constant" and source.has_invalid else 1
    gather(lambda part: mask_of(source.validity(part), part), *indices, valid, outside)
    return values, None if valid.all() else valid


def mask_of(valid, window):
    """Return validity as an array also where all of a window is valid."""
    shape = tuple(last - first + 1 for first, last in window)
    return np.ones(shape, dtype=np.uint8) if valid is None else valid
