"""The hot functions in vectorised numpy: the readable definition."""

from .masks import oversample_mask
from .polygons import burn_polygons, cover_points
from .sampling import sample

__all__ = [
    "burn_polygons",
    "cover_points",
    "name",
    "oversample_mask",
    "sample",
    "why",
]

name = "numpy"
why = "numba is refused by GRIDR_DISABLE_NUMBA"
