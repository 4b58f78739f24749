"""What a resampling tells its user beside the numbers of pixels."""

import math

import numpy as np

from ..grass.operations import Interpolation, Statistics
from ..grass.statistics import NEVER_WEIGHTED
from ..interpolation.interpolator import BSpline
from .jobs import ResamplingJob

# The largest whole number below which float64 holds all.
_EXACT = 2**53


class Findings:
    """What is found out about the values of a result while its tiles pass.

    Parameters
    ----------
    fill : float or int
        What invalid pixels hold.
    declared : float, int or None
        The nodata value that the output declares.
    computed_from : numpy.dtype, optional
        Type of the source, if values are computed from it in float64 and not just moved.
    """

    def __init__(self, fill, declared, computed_from=None):
        self.fill, self.declared = fill, declared
        self._may_round = computed_from in (np.int64, np.uint64)
        self.has_nodes = self.has_invalid = self.is_too_long = False
        self.valid_count = self.collisions = 0

    def add(self, tile, known):
        """Take a tile into account.

        Parameters
        ----------
        tile
            With `window`, `values` (bands, rows, cols), `valid` (rows, cols) and `has_nodes`.
        known : bool or uint8 array (rows, cols) or (bands, rows, cols)
            Non-zero where values are results.
        """
        values, valid, known = tile.values, tile.valid, known != 0
        count = int(np.count_nonzero(valid))
        self.has_nodes |= tile.has_nodes
        self.valid_count += count
        self.has_invalid |= count < valid.size
        if self._may_round:
            self.is_too_long |= bool((((values > _EXACT) | (values < -_EXACT)) & known).any())
        if self.declared is not None and not math.isnan(self.fill):
            self.collisions += int(np.count_nonzero((values == self.fill) & known))


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


def remarks_on_operation(operation):
    """Name the settings of an operation of the GRASS family that change nothing."""
    if isinstance(operation, Statistics):
        if operation.weighted and operation.method in NEVER_WEIGHTED:
            yield f"WEIGHTED changes nothing for {operation.method}."
        if operation.quantile != Statistics.quantile and operation.method != "quantile":
            yield (
                f"QUANTILE is {operation.quantile}, which changes nothing unless METHOD is"
                " quantile."
            )
    if isinstance(operation, Interpolation):
        policy, usual = operation.policy, Interpolation.policy
        weighs = operation.method != "nearest"
        if policy.name != usual.name and not weighs:
            yield (
                f"VALIDITY_POLICY is {policy.name}, which changes nothing unless METHOD is not"
                " nearest."
            )
        if policy.minimum != usual.minimum and not (weighs and policy.name == "renormalized"):
            yield (
                f"MINIMUM_VALID_WEIGHT is {policy.minimum}, which changes nothing unless"
                " VALIDITY_POLICY is renormalized and METHOD is not nearest."
            )


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


def remarks_on_nodes(findings, is_explained):
    """Say that there is nothing to resample; why nothing is valid, if that is not explained yet."""
    if not findings.has_nodes:
        yield "GRID has no valid node: all of the output is invalid."
    elif not findings.valid_count and not is_explained:
        yield (
            "No pixel of the output is valid: the grid does not reach INPUT, or no more of it than"
            " is invalid."
        )


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
