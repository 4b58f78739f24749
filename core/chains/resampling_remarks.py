"""What a resampling tells its user beside the numbers of pixels."""

import math

import numpy as np

from ..interpolation.interpolator import BSpline
from .jobs import ResamplingJob

# The largest whole number below which float64 holds all.
_EXACT = 2**53


def remarks_on_settings(job, interpolator):
    """Name the settings that were chosen and change nothing in this job."""
    is_bspline = isinstance(interpolator, BSpline)
    weighs = not interpolator.picks_one
    for setting, name, is_used, need in (
        (
            "boundary_condition",
            "BOUNDARY",
            job.trust_padding or is_bspline,  # whose filter goes on beyond the border in any case
            "TRUST_PADDING is set",
        ),
        (
            "epsilon",
            "BSPLINE_EPSILON",
            is_bspline and job.recursion_start == "truncated",
            "INTERPOLATION is a B-spline and BSPLINE_START is truncated",
        ),
        ("recursion_start", "BSPLINE_START", is_bspline, "INTERPOLATION is a B-spline"),
        (
            "mask_influence_threshold",
            "MASK_INFLUENCE_THRESHOLD",
            is_bspline and job.validity_policy == "strict",
            "INTERPOLATION is a B-spline and VALIDITY_POLICY is strict",
        ),
        ("validity_policy", "VALIDITY_POLICY", weighs, "INTERPOLATION is not nearest"),
        (
            "minimum_valid_weight",
            "MINIMUM_VALID_WEIGHT",
            weighs and job.validity_policy == "renormalized",
            "VALIDITY_POLICY is renormalized and INTERPOLATION is not nearest",
        ),
    ):
        value = getattr(job, setting)
        if not is_used and value != getattr(ResamplingJob, setting):
            yield f"{name} is {value}, which changes nothing unless {need}."


def remarks_on_border(job, interpolator, node_valid, valid):
    """Say what a B-spline loses at the border, where that may surprise."""
    if not isinstance(interpolator, BSpline) or interpolator.recursion_start == "exact":
        return
    has_boundary = job.boundary_condition is not None
    if job.validity_policy != "strict" or (has_boundary and job.trust_padding):
        return
    if has_boundary or (node_valid.any() and not valid.any()):
        lost = interpolator.influence_radius + interpolator.before
        yield (
            f"{interpolator.id} loses {lost} pixels at each border of INPUT unless BOUNDARY is"
            " given and TRUST_PADDING set, or BSPLINE_START is exact."
        )


def remarks_on_values(job, node_valid, values, valid, fill, declared):
    """Say what outputs do not tell of themselves."""
    if not node_valid.any():
        yield "GRID has no valid node: all of the output is invalid."
    if any(np.abs(layer).max(initial=0) > _EXACT for layer in _long_integers(values)):
        yield (
            f"Some values are beyond {_EXACT}; they were computed in float64, which does not hold"
            " all whole numbers of that size."
        )
    if declared is None and not valid.all():
        yield (
            f"Invalid pixels hold {fill}, which is not declared as nodata because valid pixels may"
            " hold it as well; set NODATA"
            + (
                "."
                if job.output_mask is not None
                else " or ask for OUTPUT_MASK to tell them apart."
            )
        )
    if declared is not None and not math.isnan(fill):
        collisions = int(np.count_nonzero((values == fill) & (valid != 0)))
        if collisions:
            yield (
                f"{collisions} valid value(s) equal the nodata value {fill}, which all bands share;"
                " choose another NODATA or use OUTPUT_MASK."
            )


def _long_integers(values):
    return values if values.dtype in (np.int64, np.uint64) else ()
