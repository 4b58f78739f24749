"""What the two engines need to know to sum up the basis functions of a spline with tension.

The basis function is Ein(t), where t is a quadratic form of the distance between two points. Ein
is entire; its derivatives have plain integrals:

    Ein(t) = E1(t) + ln t + gamma = sum over k >= 1 of (-1)^(k + 1) t^k / (k k!)
    Ein^(k + 1)(t) = (-1)^k I_k(t),    I_k(t) = integral from 0 to 1 of s^k e^(-s t) ds

Up to `FARTHEST` it is a Taylor polynomial about the nearest of equally spaced centres; beyond, E1
is less than the rounding of the logarithm. Both engines use the table and the operations below,
and a logarithm of plain arithmetic, so that they agree to the bit on every machine.
"""

import math
from typing import NamedTuple

import numpy as np

# From here on E1(t) < 1.1e-19.
FARTHEST = 40.0

# Distance of the centres; the polynomials reach half of it.
SPACING = 0.25

# Of the polynomials: what is left out is below 1e-16 of Ein and of its first two derivatives.
DEGREE = 11

GAMMA = 0.5772156649015329
LN2 = 0.6931471805599453

# Terms of the series ln(m) = 2 (s + s^3 / 3 + s^5 / 5 + ...), s = (m - 1) / (m + 1), for a mantissa
# between sqrt(1/2) and sqrt(2).
LOG_TERMS = np.array([1.0 / (2 * k + 1) for k in range(11)])

# Up to here the series below are good, from here on the recurrence.
_NEAR = 1.5

# Terms that they need.
_TERMS = 100

# What can be summed up: the surface, and its derivatives along x and y.
VALUE_ONLY, WITH_SLOPES, WITH_CURVATURES = 1, 3, 6


class QuadraticForm(NamedTuple):
    """t = xx dx^2 + 2 xy dx dy + yy dy^2, for distances in map units."""

    xx: float
    xy: float
    yy: float


def _taylor_table():
    """Return the coefficients of the polynomials, (centres, DEGREE + 1), lowest power first."""
    centers = np.arange(round(FARTHEST / SPACING) + 1) * SPACING
    near = centers < _NEAR
    return np.concatenate([_by_series(centers[near]), _by_recurrence(centers[~near])])


def _by_series(centers):
    """Return the coefficients about centres near 0, by sums of positive terms.

    Ein(t) = e^-t sum of H_k t^k / k!, with H_k = 1 + ... + 1 / k, and
    I_k(t) = e^-t sum of t^j / ((k + 1) ... (k + 1 + j)).
    """
    decay, counts = np.exp(-centers), np.arange(1, _TERMS)
    powers = np.cumprod(centers[:, np.newaxis] / counts, axis=1)
    coefficients = [decay * (np.cumsum(1.0 / counts) * powers).sum(axis=1)]
    for order in range(DEGREE):
        factors = np.broadcast_to(centers[:, np.newaxis] / (counts + order), powers.shape).copy()
        factors[:, 0] = 1.0 / (order + 1)
        integral = decay * np.cumprod(factors, axis=1).sum(axis=1)
        coefficients.append((-1) ** order * integral / math.factorial(order + 1))
    return np.transpose(coefficients)


def _by_recurrence(centers):
    """Return the coefficients about centres of 1 or more, from t Ein'(t) = 1 - e^-t.

    Ein itself is E1(t) + ln t + gamma, with the continued fraction of E1.
    """
    decay = np.exp(-centers)
    fraction = centers + (2 * _TERMS + 1)
    for k in range(_TERMS, 0, -1):
        fraction = centers + (2 * k - 1) - k * k / fraction
    coefficients = [np.log(centers) + (GAMMA + decay / fraction)]
    slope = -np.expm1(-centers) / centers
    for order in range(DEGREE):
        coefficients.append(slope / (order + 1))
        slope = ((-1) ** order * decay / math.factorial(order + 1) - slope) / centers
    return np.transpose(coefficients)


TAYLOR = np.ascontiguousarray(_taylor_table())
