"""On which side of a line points lie, decided exactly, and crossings with the rows of a lattice."""

from fractions import Fraction

import numpy as np

from ..burning import CROSSING_ERROR, ORIENTATION_ERROR


def orientations(ax, ay, bx, by, cx, cy):
    """Return 1 where a, b, c turn left (x to the right, y up), -1 right, 0 on a line."""
    left = (ax - cx) * (by - cy)
    right = (ay - cy) * (bx - cx)
    determinant = left - right
    signs = np.sign(determinant).astype(np.int8)
    unsure = np.abs(determinant) <= ORIENTATION_ERROR * (np.abs(left) + np.abs(right))
    for i in np.flatnonzero(unsure):
        signs[i] = _exact_orientation(ax[i], ay[i], bx[i], by[i], cx[i], cy[i])
    return signs


def _exact_orientation(*coordinates):
    ax, ay, bx, by, cx, cy = map(Fraction, coordinates)
    determinant = (ax - cx) * (by - cy) - (ay - cy) * (bx - cx)
    return (determinant > 0) - (determinant < 0)


def slots_of(positions, values):
    """Return ``2k + 1`` where a value equals position k, ``2k`` in the gap before it."""
    return np.searchsorted(positions, values, "left") + np.searchsorted(positions, values, "right")


def crossing_slots(x0, y0, x1, y1, y, xs):
    """Return the slots of `xs` in which edges with y0 < y1 cross y0 <= y <= y1."""
    upright = x0 == x1
    x = np.where(upright, x0, x0 + (x1 - x0) * ((y - y0) / (y1 - y0)))
    error = np.where(upright, 0.0, CROSSING_ERROR * (np.abs(x0) + np.abs(x1)))
    below = np.searchsorted(xs, x - error, "left")
    near_end = np.searchsorted(xs, x + error, "right")
    slots = 2 * below
    undecided = np.flatnonzero(below < near_end)
    while undecided.size:  # once, unless several positions lie within the error
        e = undecided
        sides = orientations(x0[e], y0[e], x1[e], y1[e], xs[below[e]], y[e])
        slots[e] = 2 * below[e] + (sides == 0) + 2 * (sides > 0)
        below[e] += 1
        undecided = e[(sides > 0) & (below[e] < near_end[e])]
    return slots
