"""Masks and grid resampling on numpy arrays, without QGIS.

The public names of the core. Importing it loads numpy only; numba and shapely are loaded when
they are first needed.
"""

from .conventions.frame import Frame
from .conventions.region import Region
from .conventions.validity import Validity
from .conventions.window import (
    window_apply,
    window_check,
    window_extend,
    window_from_chunk,
    window_indices,
    window_overflow,
    window_shape,
    window_shift,
)
from .engines import use_engine
from .interpolation.interpolator import INTERPOLATOR_IDS, get_interpolator
from .resampling.array_grid_resampling import array_grid_resampling

__all__ = [
    "INTERPOLATOR_IDS",
    "Frame",
    "Region",
    "Validity",
    "array_grid_resampling",
    "get_interpolator",
    "use_engine",
    "window_apply",
    "window_check",
    "window_extend",
    "window_from_chunk",
    "window_indices",
    "window_overflow",
    "window_shape",
    "window_shift",
]
