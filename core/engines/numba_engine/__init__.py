"""The hot functions compiled by numba: no GIL, no numba threads, cached on disk."""

from .dilating import dilate_invalid
from .filling import fill_gaps
from .masks import oversample_mask
from .polygons import burn_polygons, cover_points
from .prefiltering import filter_columns, filter_rows
from .sampling import sample, sample_incomplete

__all__ = [
    "burn_polygons",
    "cover_points",
    "dilate_invalid",
    "fill_gaps",
    "filter_columns",
    "filter_rows",
    "name",
    "oversample_mask",
    "sample",
    "sample_incomplete",
    "why",
]

name = "numba"
why = "numba is installed"
