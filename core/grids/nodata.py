"""Nodes that a grid marks as missing by a value."""

import numpy as np

# GridR 0.7 compares coordinates with the nodata value to this absolute tolerance.
_TOLERANCE = 1e-5


def is_nodata(coordinates, nodata):
    """Tell where coordinates are a grid's nodata value (within 1e-5), which may be NaN."""
    if np.isnan(nodata):
        return np.isnan(coordinates)
    return np.abs(coordinates - float(nodata)) < _TOLERANCE
