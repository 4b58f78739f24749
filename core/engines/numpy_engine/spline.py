"""Sums of the basis functions of a spline with tension, in vectorised numpy."""

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


def integrate(t):
    """Return Ein(t) and its first two derivatives.

    Parameters
    ----------
    t : float64 array
        0 or more.

    Returns
    -------
    tuple of float64 array
    """
    far = t >= FARTHEST
    near = np.where(far, 0.0, t)
    center = (near * (1.0 / SPACING) + 0.5).astype(np.int64)
    x = near - center * SPACING
    value = TAYLOR[center, DEGREE]
    first = DEGREE * value
    second = (DEGREE - 1) * first
    for power in range(DEGREE - 1, -1, -1):
        coefficient = TAYLOR[center, power]
        value = value * x + coefficient
        if power >= 1:
            first = first * x + power * coefficient
        if power >= 2:
            second = second * x + (power * (power - 1)) * coefficient
    farther = np.where(far, t, FARTHEST)
    inverse = 1.0 / farther
    return (
        np.where(far, _logarithm(farther) + GAMMA, value),
        np.where(far, inverse, first),
        np.where(far, -(inverse * inverse), second),
    )


def _logarithm(t):
    mantissa, exponent = np.frexp(t)
    low = mantissa < 0.7071067811865476
    mantissa, exponent = np.where(low, 2.0 * mantissa, mantissa), exponent - low
    s = (mantissa - 1.0) / (mantissa + 1.0)
    squared, total = s * s, LOG_TERMS[-1]
    for term in LOG_TERMS[-2::-1]:
        total = total * squared + term
    return exponent * LN2 + 2.0 * (s * total)


def spline_basis(dy, dx, form, kinds):
    """Evaluate the basis functions of all points of a window at all cells of a piece.

    Parameters
    ----------
    dy : float64 array (point rows, cell rows)
        From a point northwards to a cell, in map units.
    dx : float64 array (point cols, cell cols)
        From a point eastwards to a cell.
    form : QuadraticForm
    kinds : int
        `VALUE_ONLY`; `WITH_SLOPES` for d/dx and d/dy as well; `WITH_CURVATURES` for d2/dx2,
        d2/dy2 and d2/dxdy, too.

    Returns
    -------
    float64 array (kinds, points, cells)
        Points and cells row by row.
    """
    rows, cols = dy[:, np.newaxis, :, np.newaxis], dx[np.newaxis, :, np.newaxis, :]
    t = form.xx * (cols * cols) + 2.0 * form.xy * (cols * rows) + form.yy * (rows * rows)
    value, first, second = integrate(np.maximum(t, 0.0))
    found = [value]
    if kinds > VALUE_ONLY:
        along_x = 2.0 * (form.xx * cols + form.xy * rows)
        along_y = 2.0 * (form.xy * cols + form.yy * rows)
        found += [first * along_x, first * along_y]
    if kinds == WITH_CURVATURES:
        found += [
            second * (along_x * along_x) + first * (2.0 * form.xx),
            second * (along_y * along_y) + first * (2.0 * form.yy),
            second * (along_x * along_y) + first * (2.0 * form.xy),
        ]
    return np.stack(found).reshape(kinds, dy.shape[0] * dx.shape[0], dy.shape[1] * dx.shape[1])


def weigh_basis(weights, basis, out):
    """Add up basis functions with weights, point after point.

    Parameters
    ----------
    weights : float64 array (windows, points), C-contiguous
    basis : float64 array (points, cells), C-contiguous
    out : float64 array (windows, cells), C-contiguous
        What the sums start from; filled.
    """
    for point in range(basis.shape[0]):
        out += weights[:, point, np.newaxis] * basis[point]


def solve_system(matrix, right):
    """Solve a linear system by elimination with partial pivoting, in a fixed order of operations.

    LAPACK's order depends on the machine and on the number of its threads.

    Parameters
    ----------
    matrix : float64 array (n, n)
    right : float64 array (n, m)

    Returns
    -------
    float64 array (n, m)
        Not finite where the matrix is singular.
    """
    rows, size = np.concatenate([matrix, right], axis=1), len(matrix)
    with np.errstate(all="ignore"):
        for k in range(size):
            pivot = k + int(np.argmax(np.abs(rows[k:, k])))
            if pivot != k:
                rows[[k, pivot], k:] = rows[[pivot, k], k:]
            factors = rows[k + 1 :, k] / rows[k, k]
            rows[k + 1 :, k + 1 :] -= factors[:, np.newaxis] * rows[k, k + 1 :]
        found = rows[:, size:].copy()
        for k in range(size - 1, -1, -1):
            found[k] /= rows[k, k]
            found[:k] -= rows[:k, k, np.newaxis] * found[k]
    return found
