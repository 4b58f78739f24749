"""The hot functions compiled by numba: no GIL, no numba threads, cached on disk."""

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

name = "numba"
why = "numba is installed"
