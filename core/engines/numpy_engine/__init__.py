"""The hot functions in vectorised numpy: the readable definition."""

from .coverage import cover_cells
from .dilating import dilate_disc, dilate_invalid
from .filling import fill_gaps
from .inversion import invert_mesh
from .labelling import label_cells, unite
from .masks import oversample_mask
from .outlines import trace_outlines
from .picking import pick_cells
from .polygons import burn_polygons, cover_points
from .prefiltering import filter_columns, filter_rows
from .sampling import sample, sample_incomplete
from .separable import interpolate_incomplete, interpolate_separable
from .spline import integrate, solve_system, spline_basis, weigh_basis
from .statistics import rank_members, summarize
from .widening import sample_widened

__all__ = [
    "burn_polygons",
    "cover_cells",
    "cover_points",
    "dilate_disc",
    "dilate_invalid",
    "fill_gaps",
    "filter_columns",
    "filter_rows",
    "integrate",
    "interpolate_incomplete",
    "interpolate_separable",
    "invert_mesh",
    "label_cells",
    "name",
    "oversample_mask",
    "pick_cells",
    "rank_members",
    "sample",
    "sample_incomplete",
    "sample_widened",
    "solve_system",
    "spline_basis",
    "summarize",
    "trace_outlines",
    "unite",
    "weigh_basis",
    "why",
]

name = "numpy"
why = "nobody has chosen yet"
