"""On which side of a line a point lies, decided exactly.

Source: J. R. Shewchuk, Adaptive Precision Floating-Point Arithmetic and Fast Robust Geometric
Predicates, 1997. Exact as long as no product over- or underflows (sizes of 1e-145 to 1e150).
"""

import numpy as np

from ..burning import ORIENTATION_ERROR
from .compiling import compiled

_SPLITTER = 2.0**27 + 1.0


@compiled
def _split(value):
    """Cut a number into two halves of 26 bits."""
    big = _SPLITTER * value
    high = big - (big - value)
    return high, value - high


@compiled
def _add_product(a, b, expansion, size):
    """Add a * b to an expansion (numbers that sum up without rounding); return its new size."""
    product = a * b
    a_high, a_low = _split(a)
    b_high, b_low = _split(b)
    error = a_low * b_low - (((product - a_high * b_high) - a_low * b_high) - a_high * b_low)
    for term in (error, product):
        for i in range(size):
            total = term + expansion[i]
            virtual = total - term
            expansion[i] = (term - (total - virtual)) + (expansion[i] - virtual)
            term = total
        expansion[size] = term
        size += 1
    return size


@compiled
def _exact_orientation(ax, ay, bx, by, cx, cy):
    expansion = np.empty(12)
    size = 0
    size = _add_product(ax, by, expansion, size)
    size = _add_product(-ay, bx, expansion, size)
    size = _add_product(bx, cy, expansion, size)
    size = _add_product(-by, cx, expansion, size)
    size = _add_product(cx, ay, expansion, size)
    size = _add_product(-cy, ax, expansion, size)
    for i in range(size - 1, -1, -1):
        if expansion[i] != 0.0:
            return 1 if expansion[i] > 0.0 else -1
    return 0


@compiled
def orientation(ax, ay, bx, by, cx, cy):
    """Return 1 where a, b, c turn left (x to the right, y up), -1 right, 0 on a line."""
    left = (ax - cx) * (by - cy)
    right = (ay - cy) * (bx - cx)
    determinant = left - right
    if abs(determinant) > ORIENTATION_ERROR * (abs(left) + abs(right)):
        return 1 if determinant > 0.0 else -1
    return _exact_orientation(ax, ay, bx, by, cx, cy)
