"""Positions freed of the rounding that map coordinates bring with them."""

import numpy as np

# Rounding errors of a coordinate, in units of its last place, on its way to the map and back.
_ROUNDINGS = 16


def settled_positions(frame, x, y):
    """Return (row, col) of map (x, y) in a frame, pixel centres on integers.

    Coordinates of millions of metres have errors of a billionth of a metre; a pixel that is copied
    must not become a mixture of two because of them, or be beyond the border. So a position that
    cannot be told from a whole number is that number.

    Parameters
    ----------
    frame : Frame
    x, y : float array

    Returns
    -------
    (numpy.ndarray, numpy.ndarray)
        float64.
    """
    x0, _, _, y0, _, _ = frame.effective_geotransform
    largest = np.maximum(np.abs(x), np.abs(y)) + max(abs(x0), abs(y0))
    noise = _ROUNDINGS * np.finfo(float).eps / frame.cell_size * largest
    return tuple(_settled(each, noise) for each in frame.map_to_center(x, y))


def _settled(positions, noise):
    whole = np.rint(positions) + 0.0  # not the negative zero
    return np.where(np.abs(positions - whole) <= noise, whole, positions)
