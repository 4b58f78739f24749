"""A raster mask sampled at the cell centres of another frame."""

import numpy as np

# A position this close to a centre, in mask pixels, is taken to be there: georeferences carry
# rounding errors, which must not cost the outermost rows and columns their support.
_SNAP = 1e-6

# Rows sampled at once: bounds memory.
_BLOCK_ROWS = 256


def sample_mask(mask, rows, cols, threshold, dtype=np.float64):
    """Sample a validity mask bilinearly and threshold it.

    Parameters
    ----------
    mask : bool or uint8 array (mask rows, mask cols)
        Non-zero where valid.
    rows, cols : float arrays, 1-D
        Position of every output row and column in the mask, pixel centres on integers.
    threshold : float
        Smallest interpolated validity that is valid, within 0 to 1.
    dtype : dtype
        Floating type to interpolate in.

    Returns
    -------
    numpy.ndarray
        uint8 (rows.size, cols.size): 1 where valid. Positions beyond the outermost centres of the
        mask have no support and are invalid.
    """
    invalid = np.asarray(mask) == 0
    top, bottom, below, inside_rows = _neighbours(rows, invalid.shape[0], dtype)
    left, right, beside, inside_cols = _neighbours(cols, invalid.shape[1], dtype)
    out = np.empty((len(top), len(left)), dtype=np.uint8)
    for start in range(0, len(top), _BLOCK_ROWS):
        block = slice(start, start + _BLOCK_ROWS)
        weight = below[block, np.newaxis]
        # The share of invalid weight is exactly 0 where all is valid, so that a threshold of 1
        # means what it says.
        share = (1 - weight) * invalid[top[block]] + weight * invalid[bottom[block]]
        share = (1 - beside) * share[:, left] + beside * share[:, right]
        out[block] = (share <= 1 - threshold) & inside_rows[block, np.newaxis] & inside_cols
    return out


def supported(rows, cols, shape):
    """Tell which positions lie between the outermost centres of a mask.

    Parameters
    ----------
    rows, cols : float arrays, 1-D
        See `sample_mask`.
    shape : (int, int)
        Of the mask.

    Returns
    -------
    numpy.ndarray of bool (rows.size, cols.size)
    """
    inside = [_on_centres(along, size)[1] for along, size in zip((rows, cols), shape)]
    return inside[0][:, np.newaxis] & inside[1]


def _on_centres(positions, size):
    """Return positions, those next to a centre on it, and whether samples surround them."""
    positions = np.asarray(positions, dtype=float)
    nearest = np.rint(positions)
    positions = np.where(np.abs(positions - nearest) < _SNAP, nearest, positions)
    return positions, (positions >= 0) & (positions <= size - 1)


def _neighbours(positions, size, dtype):
    """Return the two nearest samples of each position, the second's weight, and if both exist."""
    positions, inside = _on_centres(positions, size)
    positions = np.where(inside, positions, 0)
    first = np.floor(positions).astype(np.intp)
    second = np.minimum(first + 1, size - 1)
    return first, second, (positions - first).astype(dtype), inside


def needed_samples(positions, size):
    """Return the samples of a mask that have weight at positions along an axis.

    Parameters
    ----------
    positions : float array, 1-D
        Pixel centres on integers, see `sample_mask`.
    size : int
        Of the mask along this axis.

    Returns
    -------
    numpy.ndarray of int
        Indices of samples, rising.
    numpy.ndarray of float
        The positions among these samples alone, with the same weights to the bit; -1 where there
        is no support.
    """
    first, second, weight, inside = _neighbours(positions, size, np.float64)
    samples = np.unique(np.concatenate((first[inside], second[inside & (weight > 0)])))
    # Exact: the sums have no more digits than the positions that the weights were taken from.
    return samples, np.where(inside, np.searchsorted(samples, first) + weight, -1.0)
