"""The hot functions in vectorised numpy: the readable definition."""

from .masks import oversample_mask
from .polygons import burn_polygons, cover_points
from .sampling import node_bounds, sample

__all__ = ["burn_polygons", "cover_points", "name", "node_bounds", "oversample_mask", "sample", "why"]

name = "numpy"
why = "numba is refused by GRIDR_DISABLE_NUMBA"
