"""What both engines need to burn polygons: the rules, and lattices in ascending order.

The positions of a lattice cut each axis into *slots*: slot ``2k`` is the open gap before position
k, slot ``2k + 1`` is position k itself. A polygon's edge crosses a row of the lattice in one slot,
which is all that the fill needs to know and is found exactly; so there is no tolerance anywhere.
"""

import numpy as np

CENTER, CENTER_STRICT, TOUCH = range(3)

RULES = {"center": CENTER, "center-strict": CENTER_STRICT, "touch": TOUCH}

# A crossing is computed as x0 + (x1 - x0) * ((y - y0) / (y1 - y0)), whose six roundings err by
# less than 8 u (|x0| + |x1|), u = 2^-53. Positions nearer than twice that are compared exactly.
CROSSING_ERROR = 2.0**-49

# The sign of (ax - cx)(by - cy) - (ay - cy)(bx - cx) is sure where it exceeds this share of the
# sum of the two products' sizes. Source: J. R. Shewchuk, Adaptive Precision Floating-Point
# Arithmetic and Fast Robust Geometric Predicates, 1997 (ccwerrboundA).
ORIENTATION_ERROR = (3.0 + 8.0 * 2.0**-52) * 2.0**-53


def rule_code(rule):
    """Return the number of a rule.

    Raises
    ------
    ValueError
        If there is no such rule.
    """
    if rule not in RULES:
        raise ValueError(f"rule is {rule!r}; it must be one of {', '.join(RULES)}.")
    return RULES[rule]


def ascending(positions, coordinates):
    """Mirror an axis, where needed, so that its positions ascend.

    Parameters
    ----------
    positions : array_like of float
        Strictly ascending or descending.
    coordinates : float64 array
        Coordinates of the polygons on the same axis.

    Returns
    -------
    positions, coordinates : float64 arrays
        Both negated (which is exact) or neither.
    """
    positions = np.array(positions, dtype=np.float64)  # a copy: numba compiles anew for read-only
    if positions.size > 1 and positions[0] > positions[-1]:
        return -positions, -coordinates
    return positions, coordinates


def check_burn(xs, ys, code, out):
    """Make sure that `out` is a mask with one cell for each pair of positions."""
    edges = int(code == TOUCH)
    shape = (np.size(ys) - edges, np.size(xs) - edges)
    if out.dtype != np.uint8 or out.shape != shape:
        raise ValueError(
            f"out is {out.dtype} of shape {out.shape}; it must be uint8 of shape {shape}."
        )
