"""Kernels that widen where a grid zooms out, so that what is finer than an output pixel averages.

An interpolator weighs samples by a kernel of their distance, and passes everything that the samples
hold. Where an output pixel covers several of them, the same kernel over as many times the distance
passes only what the output can hold (P. Heckbert, "Fundamentals of texture mapping and image
warping", 1989; gdalwarp does the same).
"""

import functools
from dataclasses import dataclass

import numpy as np

from . import kernels
from .bspline import BSpline

# Positions between two samples at which a kernel is tabulated; linear between, 1e-8 at most off.
TABLE_STEPS = 8192

# A cardinal spline never ends. It is cut off where it has fallen below this share of its peak.
_NEGLIGIBLE = 1e-3

# Samples on both sides by which a cardinal spline is found: beyond, less than rounding is left.
_FAR = 96


@dataclass(frozen=True)
class WidenedKernel:
    """A symmetric kernel, 1 at distance 0.

    Attributes
    ----------
    radius : float
        Distance in samples beyond which it is 0, before it is widened.
    table : float64 array
        Its values at distances of 0, 1, 2, ... `TABLE_STEPS`-ths of a sample, up to the radius.
    """

    radius: float
    table: np.ndarray

    def __call__(self, distance):
        """Return the kernel at distances in samples, as the engines compute it."""
        return np.interp(
            np.abs(distance) * TABLE_STEPS, np.arange(self.table.size), self.table, right=0.0
        )


def widened_kernel(interpolator):
    """Return the `WidenedKernel` of an interpolator, None of one that takes a single sample.

    Linear: a triangle of radius 1; cubic: Keys' of radius 2; B-splines: the cardinal spline of the
    order, whose radius grows with it (5 samples for order 3, 14 for order 11).
    """
    if interpolator.picks_one:
        return None
    order = interpolator.order if isinstance(interpolator, BSpline) else 0
    return _kernel(interpolator.id, interpolator.before, order)


@functools.cache
def _kernel(name, before, order):
    fractions = np.arange(TABLE_STEPS) / TABLE_STEPS
    if name == "linear":
        weights = kernels.linear_weights(fractions)
    elif name == "cubic":
        weights = kernels.cubic_weights(fractions)
    else:
        weights = kernels.bspline_weights(order, fractions)
    # A sample k before the one on the left is k + u away.
    pieces = np.array(weights[before::-1])
    if order:
        pieces = _cardinal(pieces)
    table = np.append(pieces.ravel(), 0.0)
    table.setflags(write=False)
    return WidenedKernel(float(len(pieces)), table)


def _cardinal(pieces):
    """Return the pieces of the spline that is 1 at 0 and 0 at all other samples.

    Parameters
    ----------
    pieces : float64 array (radius, steps)
        Of the B-spline, at distances of k + u.
    """
    radius, far = len(pieces), np.arange(-_FAR, _FAR + 1)
    at_samples = np.append(pieces[:, 0], 0.0)
    distances = np.minimum(np.abs(far[:, None] - far), radius)
    coefficients = np.linalg.solve(at_samples[distances], (far == 0).astype(float))
    both = np.concatenate((_mirrored(pieces), pieces))
    found = []
    for start in range(_FAR - radius):
        # B-splines centred within their radius of start + u, whose pieces are counted from there.
        near = coefficients[_FAR + start - np.arange(-radius, radius)]
        found.append(near @ both)
        if np.abs(found[-1]).max() < _NEGLIGIBLE:
            break
    return np.array(found[:-1])


def _mirrored(pieces):
    """Return the pieces at distances of k + u from -radius on."""
    # At -k - 1 + u the distance is k + (1 - u); at u = 0 that is the next piece's first value.
    following = np.append(pieces[1:, 0], 0.0)
    return np.column_stack((following, pieces[:, :0:-1]))[::-1]
