"""The hot functions in vectorised numpy: the readable definition."""

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

name = "numpy"
why = "numba is refused by GRIDR_DISABLE_NUMBA"
