"""Masks and grid resampling on numpy arrays, without QGIS.

The public names of the core. Importing it loads numpy only; numba and shapely are loaded when
they are first needed.
"""

from .conventions.frame import Frame
from .conventions.reasons import Reason
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
from .grass.resample import resample_interpolate, resample_nearest, resample_statistics
from .grass.resample_spline import resample_spline, resample_spline_outputs
from .grass.segments import Segmentation
from .grass.surface import SPLINE_OUTPUTS
from .grids.coordinates import (
    grid_full_resolution_shape,
    grid_regular_coords_1d,
    grid_regular_coords_2d,
)
from .grids.counting import Counting
from .grids.inversion import MeshInverse
from .grids.oversample import build_grid, interpolate_grid, oversample_regular_grid
from .grids.report import summarize_grid
from .grids.sample import sample_grid
from .grids.shift import array_shift_grid_coordinates
from .interpolation.interpolator import INTERPOLATOR_IDS, get_interpolator
from .interpolation.policy import VALIDITY_POLICIES
from .masks.build_mask import build_mask
from .masks.burning import burn
from .masks.coverage import coverage
from .masks.rasterize import GridRasterizeAlg, ShapelyPredicate, grid_rasterize
from .masks.vectorize import vectorize
from .resampling.array_grid_resampling import array_grid_resampling
from .resampling.bspline_prefiltering import (
    array_bspline_prefiltering,
    array_bspline_prefiltering_mask_safe_win,
    compute_2d_domain_extension,
    compute_2d_truncation_index,
    compute_bspline_total_margin,
)

__all__ = [
    "INTERPOLATOR_IDS",
    "SPLINE_OUTPUTS",
    "VALIDITY_POLICIES",
    "Counting",
    "Frame",
    "GridRasterizeAlg",
    "MeshInverse",
    "Reason",
    "Region",
    "Segmentation",
    "ShapelyPredicate",
    "Validity",
    "array_bspline_prefiltering",
    "array_bspline_prefiltering_mask_safe_win",
    "array_grid_resampling",
    "array_shift_grid_coordinates",
    "build_grid",
    "build_mask",
    "burn",
    "compute_2d_domain_extension",
    "compute_2d_truncation_index",
    "compute_bspline_total_margin",
    "coverage",
    "get_interpolator",
    "grid_full_resolution_shape",
    "grid_rasterize",
    "grid_regular_coords_1d",
    "grid_regular_coords_2d",
    "interpolate_grid",
    "oversample_regular_grid",
    "resample_interpolate",
    "resample_nearest",
    "resample_spline",
    "resample_spline_outputs",
    "resample_statistics",
    "sample_grid",
    "summarize_grid",
    "use_engine",
    "vectorize",
    "window_apply",
    "window_check",
    "window_extend",
    "window_from_chunk",
    "window_indices",
    "window_overflow",
    "window_shape",
    "window_shift",
]
