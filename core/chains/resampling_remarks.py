"""What a resampling tells its user beside the numbers of pixels."""

import math

import numpy as np

from ..interpolation.interpolator import BSpline
from .jobs import ResamplingJob

# The largest whole number below which float64 holds all.
_EXACT = 2**53


class Findings:
    """What is found out about the values of a result while its tiles pass.

    Parameters
    ----------
    fill : float
        What invalid pixels hold.
    declared : float, int or None
        The nodata value that the output declares.
    """

    def __init__(self, fill, declared):
        self.fill, self.declared = fill, declared
        self.has_nodes = self.has_invalid = self.is_too_long = False
        self.valid_count = self.collisions = 0

    def add(self, tile):
        """Take a tile into account."""
        values, valid = tile.values, tile.valid
        count = int(np.count_nonzero(valid))
        self.has_nodes |= tile.has_nodes
        self.valid_count += count
        self.has_invalid |= count < valid.size
        if values.dtype in (np.int64, np.uint64):
            self.is_too_long |= any(np.abs(layer).max(initial=0) > _EXACT for layer in values)
        if self.declared is not None and not math.isnan(self.fill):
            self.collisions += int(np.count_nonzero((values == self.fill) & (valid != 0)))


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
        ("antialias", "ANTIALIAS", weighs, "INTERPOLATION is not nearest"),
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


def remarks_on_border(job, interpolator, findings):
    """Say what a B-spline loses at the border, where that may surprise."""
    if not isinstance(interpolator, BSpline) or interpolator.recursion_start == "exact":
        return
    has_boundary = job.boundary_condition is not None
    if job.validity_policy != "strict" or (has_boundary and job.trust_padding):
        return
    if has_boundary or (findings.has_nodes and not findings.valid_count):
        lost = interpolator.influence_radius + interpolator.before
        yield (
            f"{interpolator.id} loses {lost} pixels at each border of INPUT unless BOUNDARY is"
            " given and TRUST_PADDING set, or BSPLINE_START is exact."
        )


def remarks_on_nodes(findings):
    """Say that there is nothing to resample."""
    if not findings.has_nodes:
        yield "GRID has no valid node: all of the output is invalid."


def remarks_on_values(job, findings):
    """Say what outputs do not tell of themselves."""
    fill = findings.fill
    if findings.is_too_long:
        yield (
            f"Some values are beyond {_EXACT}; they were computed in float64, which does not hold"
            " all whole numbers of that size."
        )
    if findings.declared is None and findings.has_invalid:
        yield (
            f"Invalid pixels hold {fill}, which is not declared as nodata because valid pixels may"
            " hold it as well; set NODATA"
            + (
                "."
                if job.output_mask is not None
                else " or ask for OUTPUT_MASK to tell them apart."
            )
        )
    if findings.collisions:
        yield (
            f"{findings.collisions} valid value(s) equal the nodata value {fill}, which all bands"
            " share; choose another NODATA or use OUTPUT_MASK."
        )
