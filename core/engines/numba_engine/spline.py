"""Sums of the basis functions of a spline with tension, compiled."""

import math

import numpy as np

from ..spline import (
    DEGREE,
    FARTHEST,
    GAMMA,
    LN2,
    LOG_TERMS,
    SPACING,
    TAYLOR,
    VALUE_ONLY,
    WITH_CURVATURES,
)
from .compiling import compiled

_CENTERS_PER_UNIT = 1.0 / SPACING


@compiled
def _logarithm(t):
    mantissa, exponent = math.frexp(t)
    if mantissa < 0.7071067811865476:
        mantissa, exponent = 2.0 * mantissa, exponent - 1
    s = (mantissa - 1.0) / (mantissa + 1.0)
    squared, total = s * s, LOG_TERMS[LOG_TERMS.size - 1]
    for k in range(LOG_TERMS.size - 2, -1, -1):
        total = total * squared + LOG_TERMS[k]
    return exponent * LN2 + 2.0 * (s * total)


@compiled
def _value(t, table):
    if t >= FARTHEST:
        return _logarithm(t) + GAMMA
    center = int(t * _CENTERS_PER_UNIT + 0.5)
    x, coefficients = t - center * SPACING, table[center]
    value = coefficients[DEGREE]
    for power in range(DEGREE - 1, -1, -1):
        value = value * x + coefficients[power]
    return value


@compiled
def _derivatives(t, table):
    """Return the first two derivatives of Ein."""
    if t >= FARTHEST:
        inverse = 1.0 / t
        return inverse, -(inverse * inverse)
    center = int(t * _CENTERS_PER_UNIT + 0.5)
    x, coefficients = t - center * SPACING, table[center]
    first = DEGREE * coefficients[DEGREE]
    second = (DEGREE - 1) * first
    for power in range(DEGREE - 1, 1, -1):
        first = first * x + power * coefficients[power]
        second = second * x + (power * (power - 1)) * coefficients[power]
    return first * x + coefficients[1], second


@compiled
def _integrate(t, table, value, first, second):
    for i in range(t.size):
        value[i] = _value(t[i], table)
        first[i], second[i] = _derivatives(t[i], table)


def integrate(t):
    """Compiled twin of the numpy engine's `integrate`."""
    found = tuple(np.empty(t.shape) for _ in range(3))
    _integrate(np.ravel(t), TAYLOR, *(np.ravel(each) for each in found))
    return found


@compiled
def _fill_basis(dy, dx, xx, xy, yy, kinds, table, out):
    for i in range(dy.shape[0]):
        for j in range(dx.shape[0]):
            point = i * dx.shape[0] + j
            for k in range(dy.shape[1]):
                row = dy[i, k]
                for m in range(dx.shape[1]):
                    col, cell = dx[j, m], k * dx.shape[1] + m
                    t = xx * (col * col) + 2.0 * xy * (col * row) + yy * (row * row)
                    t = max(t, 0.0)
                    out[0, point, cell] = _value(t, table)
                    if kinds == VALUE_ONLY:
                        continue
                    first, second = _derivatives(t, table)
                    along_x = 2.0 * (xx * col + xy * row)
                    along_y = 2.0 * (xy * col + yy * row)
                    out[1, point, cell] = first * along_x
                    out[2, point, cell] = first * along_y
                    if kinds < WITH_CURVATURES:
                        continue
                    out[3, point, cell] = second * (along_x * along_x) + first * (2.0 * xx)
                    out[4, point, cell] = second * (along_y * along_y) + first * (2.0 * yy)
                    out[5, point, cell] = second * (along_x * along_y) + first * (2.0 * xy)


def spline_basis(dy, dx, form, kinds):
    """Compiled twin of the numpy engine's `spline_basis`."""
    out = np.empty((kinds, dy.shape[0] * dx.shape[0], dy.shape[1] * dx.shape[1]))
    _fill_basis(dy, dx, form.xx, form.xy, form.yy, kinds, TAYLOR, out)
    return out


@compiled
def _weigh(weights, basis, out):
    """Four points at a time, so that a sum is loaded and stored once for them; one by one added."""
    points, cells = basis.shape
    fours = points - points % 4
    for window in range(weights.shape[0]):
        weight, sums = weights[window], out[window]
        for p in range(0, fours, 4):
            w0, w1, w2, w3 = weight[p], weight[p + 1], weight[p + 2], weight[p + 3]
            b0, b1, b2, b3 = basis[p], basis[p + 1], basis[p + 2], basis[p + 3]
            for cell in range(cells):
                total = sums[cell] + w0 * b0[cell]
                total += w1 * b1[cell]
                total += w2 * b2[cell]
                sums[cell] = total + w3 * b3[cell]
        for p in range(fours, points):
            w0, b0 = weight[p], basis[p]
            for cell in range(cells):
                sums[cell] += w0 * b0[cell]


def weigh_basis(weights, basis, out):
    """Compiled twin of the numpy engine's `weigh_basis`."""
    _weigh(weights, basis, out)


@compiled
def _quotient(one, other):
    """Divide as numpy does: by zero too."""
    if other == 0.0:
        return math.nan if one == 0.0 or math.isnan(one) else math.copysign(math.inf, one)
    return one / other


@compiled
def _solve(rows, size, found):
    for k in range(size):
        pivot, largest = k, abs(rows[k, k])
        for i in range(k + 1, size):
            if abs(rows[i, k]) > largest:
                pivot, largest = i, abs(rows[i, k])
        if pivot != k:
            for j in range(k, rows.shape[1]):
                rows[k, j], rows[pivot, j] = rows[pivot, j], rows[k, j]
        upper = rows[k]
        for i in range(k + 1, size):
            lower = rows[i]
            factor = _quotient(lower[k], upper[k])
            for j in range(k + 1, rows.shape[1]):
                lower[j] -= factor * upper[j]
    for i in range(size):
        for j in range(found.shape[1]):
            found[i, j] = rows[i, size + j]
    for k in range(size - 1, -1, -1):
        known, divisor = found[k], rows[k, k]
        for j in range(found.shape[1]):
            known[j] = _quotient(known[j], divisor)
        for i in range(k):
            factor, other = rows[i, k], found[i]
            for j in range(found.shape[1]):
                other[j] -= factor * known[j]


def solve_system(matrix, right):
    """Compiled twin of the numpy engine's `solve_system`."""
    found = np.empty(right.shape)
    _solve(np.concatenate([matrix, right], axis=1), len(matrix), found)
    return found
