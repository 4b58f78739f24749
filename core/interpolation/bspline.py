"""Cardinal B-splines of odd order: poles, truncation of the recursion, influence of a sample.

T. Briand and P. Monasse, "Theory and Practice of Image B-Spline Interpolation", Image Processing
On Line 8 (2018), 99-141. A spline passes through samples if its coefficients are the samples,
filtered: for each pole z the response ``z^|k|`` along rows and along columns. The filter is run as
a recursion, forth and back, whose start is an infinite sum; `epsilon` says where that is cut.
"""

import math
from dataclasses import dataclass

import numpy as np

from ..conventions.arrays import real_share
from . import kernels
from .base import Interpolator

# Roots of the polynomials whose coefficients are the samples of B-splines, largest first, rounded
# from 60 digits to the nearest float64.
POLES = {
    3: (-0.2679491924311227,),
    5: (-0.4305753470999738, -0.04309628820326465),
    7: (-0.5352804307964382, -0.12255461519232669, -0.009148694809608277),
    9: (-0.6079973891686258, -0.20175052019315323, -0.04322260854048175, -0.002121306903180818),
    11: (
        -0.6612660689007347,
        -0.2721803492947859,
        -0.08975959979371331,
        -0.016669627366234657,
        -0.000510557534446502,
    ),
}
ORDERS = tuple(POLES)

DEFAULT_EPSILON = 1e-6
DEFAULT_MASK_INFLUENCE_THRESHOLD = 1e-3
RECURSION_STARTS = ("truncated", "exact")

# What is left of a sample of 1 where a sum is cut that must not show in the result.
_BELOW_ROUNDING = 2.0**-56


@dataclass(frozen=True)
class BSpline(Interpolator):
    """The cardinal spline of an odd order: it passes through all samples.

    Attributes
    ----------
    order : int
        3, 5, 7, 9 or 11: the degree of its polynomials, which it reproduces.
    epsilon : float
        Largest error of the truncated start of the recursion, for samples of at most 1.
    mask_influence_threshold : float
        Share of an invalid sample from which on a coefficient is invalid as well; 1 for none but
        its own.
    recursion_start : str
        ``truncated`` as in GridR 0.7, or ``exact``: to rounding, on images of any size, without
        loss at the border.
    """

    order: int = 3
    epsilon: float = DEFAULT_EPSILON
    mask_influence_threshold: float = DEFAULT_MASK_INFLUENCE_THRESHOLD
    recursion_start: str = "truncated"

    @property
    def npoles(self):
        """Poles of the prefilter."""
        return self.order // 2

    @property
    def poles(self):
        """Poles of the prefilter, largest first."""
        return POLES[self.order]

    @property
    def influence_radius(self):
        """Steps (up, down, left, right) from an invalid sample to the last invalid coefficient."""
        return influence_radius(self.order, self.mask_influence_threshold)

    def bspline(self, x):
        """Return the B-spline at `x`, times ``order!`` (GridR 0.7: coefficients lack that factor).

        Parameters
        ----------
        x : float
            Distance from its centre, in samples.
        """
        left = math.floor(x)
        tap = self.order // 2 - left
        if not 0 <= tap <= self.order:
            return 0.0
        return float(kernels.bspline_weights(self.order, x - left)[tap])


def make_bspline(
    order,
    epsilon=DEFAULT_EPSILON,
    mask_influence_threshold=DEFAULT_MASK_INFLUENCE_THRESHOLD,
    recursion_start="truncated",
):
    """Return a `BSpline`, its settings checked.

    Raises
    ------
    TypeError, ValueError
        With a sentence that names the setting.
    """
    check_order(order)
    epsilon = real_share(epsilon, "epsilon")
    threshold = real_share(mask_influence_threshold, "mask_influence_threshold")
    check_recursion_start(recursion_start)
    return BSpline(
        f"bspline{order}",
        before=order // 2,
        after=order // 2 + 1,
        margin=domain_extension(order, truncation_indices(order, epsilon))[0],
        long_name=f"bspline{order}",
        order=order,
        epsilon=epsilon,
        mask_influence_threshold=threshold,
        recursion_start=recursion_start,
    )


def check_order(order):
    """Raise ValueError unless there are poles for an order."""
    if not isinstance(order, (int, np.integer)) or order not in POLES:
        raise ValueError(f"The B-spline order is {order!r}; it must be 3, 5, 7, 9 or 11.")


def check_recursion_start(start):
    """Raise ValueError unless it is one of `RECURSION_STARTS`."""
    if not isinstance(start, str) or start not in RECURSION_STARTS:
        raise ValueError(f"recursion_start is {start!r}; it must be truncated or exact.")


def truncation_indices(order, epsilon):
    """Return where the starting sum of each pole is cut for an error of `epsilon` in 2-D.

    Briand and Monasse, equation 50 with theorem 2; GridR 0.7's `compute_2d_truncation_index`.

    Returns
    -------
    tuple of int
        Terms after the first, for each pole.
    """
    poles = POLES[order]
    logs = [math.log(-pole) for pole in poles]
    shares, inverse = [0.0], 0.0
    for previous, log in zip(logs, logs[1:]):
        inverse += 1 / previous
        shares.append(log * inverse / (1 + log * inverse))
    gain = math.prod((1 + pole) / (1 - pole) for pole in poles) ** 2
    tolerance = math.log(0.5 * gain * gain * epsilon)
    indices, later = [], 1.0
    for pole, log, share in reversed(list(zip(poles, logs, shares))):
        cut = math.floor((tolerance + math.log((1 - pole) * (1 - share) * later)) / log)
        indices.append(1 + max(0, cut))
        later *= share
    return tuple(reversed(indices))


def domain_extension(order, indices):
    """Return how many samples beyond the interpolated ones are filtered by each pole.

    Briand and Monasse, equation 54; GridR 0.7's `compute_2d_domain_extension`.

    Returns
    -------
    tuple of int
        One more than there are poles: before the first pole, ..., after the last.
    """
    extension = [order // 2]
    for index in reversed(indices):
        extension.append(extension[-1] + index)
    return tuple(reversed(extension))


def exact_indices(order):
    """Return where the starting sum of each pole can be cut without a trace in float64."""
    return tuple(math.ceil(math.log(_BELOW_ROUNDING) / math.log(-pole)) for pole in POLES[order])


def influence_distance(order, threshold):
    """Return after how many steps (up, down, left, right) a sample's share falls to a threshold.

    GridR 0.7: shares fall like the largest pole's power, ``|z|^steps``.
    """
    return math.log(threshold) / math.log(-POLES[order][0])


def influence_radius(order, threshold):
    """Return the last whole step at which a sample's share is not below a threshold."""
    return math.floor(influence_distance(order, threshold))


def fill_reach(order):
    """Return how far a valid sample is looked for to fill an invalid one.

    A filled sample that is wrong by 1 because of it leaves no more than 1e-12 in a valid one.
    """
    return influence_radius(order, 1e-12)
