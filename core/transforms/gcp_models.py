"""Transforms fitted to control points: polynomials, a thin plate spline, a homography.

All are fitted from (x, y) to (u, v), in coordinates that are centred and scaled first, so that the
size of map coordinates costs no digits. They are evaluated element by element: how many positions
are transformed at once changes no bit. They hold plain arrays and can be pickled.

A polynomial of order n is the least squares solution, as GDAL's. The thin plate spline is that of
Duchon (1977) and Bookstein (1989), an affine map plus a sum of ``r^2 log r`` over the points, and
passes through every point. The homography is the direct linear transform of Hartley and Zisserman
(Multiple View Geometry, 2nd edition, algorithm 4.2): least squares of the algebraic error in
normalised coordinates.
"""

from dataclasses import dataclass

import numpy as np

# Of the spreads of points along and across their main direction: beyond they are on one line, for
# the width that is left is no more than the rounding of what somebody has typed or clicked.
_FLATTEST = 1e-5

# Condition of a design in normalised coordinates beyond which points do not determine it. Good
# points have less than a thousand.
_WORST_CONDITION = 1e7

# Source pixels that a thin plate spline may miss a point by, for rounding.
_SPLINE_MISS = 1e-6

# Positions for which a spline's terms are computed at once: fit a core's cache.
_BLOCK = 8192

# In the place of the square of a distance of 0, whose logarithm is not needed: r^2 log r is 0.
_ZERO = 1e-300


@dataclass(frozen=True)
class Normalization:
    """An affine map of the plane to coordinates about 0 and of the order of 1.

    Attributes
    ----------
    origin : (float, float)
    matrix : numpy.ndarray, shape (2, 2)
    """

    origin: tuple
    matrix: np.ndarray

    def apply(self, x, y):
        """Return the normalised coordinates."""
        (a, b), (c, d) = self.matrix
        dx, dy = x - self.origin[0], y - self.origin[1]
        return a * dx + b * dy, c * dx + d * dy

    def undo(self, x, y):
        """Return the coordinates that have these normalised ones."""
        (a, b), (c, d) = np.linalg.inv(self.matrix)
        return a * x + b * y + self.origin[0], c * x + d * y + self.origin[1]


def whitening(x, y, where):
    """Return the normalisation after which points spread alike in all directions.

    Parameters
    ----------
    x, y : float arrays of shape (n,)
    where : str
        Where the points are, for the error's sentence.

    Raises
    ------
    ValueError
        If they are on one line or at one place.
    """
    origin = float(np.mean(x)), float(np.mean(y))
    centred = np.column_stack((x - origin[0], y - origin[1])) / np.sqrt(len(x))
    _, spreads, axes = np.linalg.svd(centred, full_matrices=False)
    if not spreads[-1] > _FLATTEST * spreads[0] or len(spreads) < 2:
        raise ValueError(f"The control points are all on one line or at one place {where}.")
    return Normalization(origin, axes / spreads[:, np.newaxis])


@dataclass(frozen=True)
class Polynomial:
    """A polynomial in x and y of a total order.

    Attributes
    ----------
    order : int
    normalization : Normalization
    coefficients : numpy.ndarray, shape (terms, 2)
        Of u and v, in the order of `_powers`.
    """

    order: int
    normalization: Normalization
    coefficients: np.ndarray

    @classmethod
    def fit(cls, x, y, u, v, order):
        """Fit by least squares; raise ValueError where the points do not determine it."""
        normalization = whitening(x, y, "on the map")
        terms = _terms(order, *normalization.apply(x, y))
        solution, _, _, singular = np.linalg.lstsq(
            np.column_stack(terms), np.column_stack((u, v)), rcond=None
        )
        if not singular[-1] * _WORST_CONDITION > singular[0]:
            raise ValueError(
                f"The control points do not determine a polynomial of order {order}: too many are"
                " at one place, or on few lines or one curve."
            )
        return cls(order, normalization, solution)

    def __call__(self, x, y):
        """Return (u, v) of (x, y)."""
        u, v = 0.0, 0.0
        terms = _terms(self.order, *self.normalization.apply(x, y))
        for term, (of_u, of_v) in zip(terms, self.coefficients):
            u, v = u + of_u * term, v + of_v * term
        return u, v


def _powers(order):
    return [(total - j, j) for total in range(order + 1) for j in range(total + 1)]


def _terms(order, x, y):
    """Yield ``x^i y^j`` for all powers; products, because powers are slow."""
    of_x, of_y = [np.ones_like(x)], [np.ones_like(y)]
    for _ in range(order):
        of_x.append(of_x[-1] * x)
        of_y.append(of_y[-1] * y)
    return [of_x[i] * of_y[j] for i, j in _powers(order)]


@dataclass(frozen=True)
class ThinPlateSpline:
    """A thin plate spline through points.

    Attributes
    ----------
    normalization : Normalization
        Scales both axes alike, for distances count.
    points : numpy.ndarray, shape (n, 2)
        Normalised.
    weights : numpy.ndarray, shape (n, 2)
        Of ``r^2 log r^2``, for u and v.
    plane : numpy.ndarray, shape (3, 2)
        Of 1, x and y.
    """

    normalization: Normalization
    points: np.ndarray
    weights: np.ndarray
    plane: np.ndarray

    @classmethod
    def fit(cls, x, y, u, v):
        """Fit, in a time of n^3 and a memory of 16 n^2 bytes.

        Raises
        ------
        ValueError
            If the points are on one line, or so near to each other that there is no solution.
        """
        whitening(x, y, "on the map")  # for its error
        origin = float(np.mean(x)), float(np.mean(y))
        size = max(float(np.ptp(x)), float(np.ptp(y)))
        normalization = Normalization(origin, np.eye(2) / size)
        points = np.column_stack(normalization.apply(x, y))
        count = len(points)
        system = np.zeros((count + 3, count + 3))
        for row, (px, py) in zip(system, points):
            row[:count] = _bending((points[:, 0] - px) ** 2 + (points[:, 1] - py) ** 2)
        system[:count, count] = 1.0
        system[:count, count + 1 :] = points
        system[count:, :count] = system[:count, count:].T
        values = np.zeros((count + 3, 2))
        values[:count] = np.column_stack((u, v))
        try:
            solution = np.linalg.solve(system, values)
        except np.linalg.LinAlgError:
            solution = np.full_like(values, np.nan)
        del system
        spline = cls(normalization, points, solution[:count], solution[count:])
        missed = np.hypot(*np.subtract(spline(x, y), (u, v)))
        if not missed.max() < _SPLINE_MISS:
            raise ValueError(
                "The thin plate spline cannot be solved: some control points are too near to each"
                " other on the map; remove one of each such pair."
            )
        return spline

    def __call__(self, x, y):
        """Return (u, v) of (x, y), in a time of n for each."""
        shape = np.shape(x)
        x, y = self.normalization.apply(np.ravel(x), np.ravel(y))
        u, v = (plane[0] + plane[1] * x + plane[2] * y for plane in self.plane.T)
        for start in range(0, x.size, _BLOCK):
            block = slice(start, start + _BLOCK)
            self._bend(x[block], y[block], u[block], v[block])
        return u.reshape(shape), v.reshape(shape)

    def _bend(self, x, y, u, v):
        """Add the terms of all points to u and v, in place."""
        term, other = np.empty_like(x), np.empty_like(x)
        for (px, py), (of_u, of_v) in zip(self.points, self.weights):
            np.subtract(x, px, out=term)
            np.multiply(term, term, out=term)
            np.subtract(y, py, out=other)
            np.multiply(other, other, out=other)
            np.add(term, other, out=term)
            _bending(term, term, other)
            np.multiply(term, of_u, out=other)
            np.add(u, other, out=u)
            np.multiply(term, of_v, out=other)
            np.add(v, other, out=v)


def _bending(squared, out=None, scratch=None):
    """Return ``s log s`` of squared distances; may be given where to."""
    squared = np.maximum(squared, _ZERO, out=out)
    return np.multiply(squared, np.log(squared, out=scratch), out=out)


@dataclass(frozen=True)
class Homography:
    """A projective map of the plane; unknown (NaN) on its horizon and beyond.

    The horizon is the line that it sends to infinity. What is beyond it comes back from the other
    side, as what is behind a camera would if it were drawn.

    Attributes
    ----------
    before, after : Normalization
        Of (x, y) and of (u, v).
    matrix : numpy.ndarray, shape (3, 3)
        Between normalised coordinates; its third row is positive at the control points.
    """

    before: Normalization
    after: Normalization
    matrix: np.ndarray

    @classmethod
    def fit(cls, x, y, u, v):
        """Fit by the direct linear transform.

        Raises
        ------
        ValueError
            If the points do not determine it, or are on both sides of its horizon.
        """
        before, after = whitening(x, y, "on the map"), whitening(u, v, "in the raster")
        (x, y), (u, v) = before.apply(x, y), after.apply(u, v)
        nothing, one = np.zeros_like(x), np.ones_like(x)
        design = np.concatenate(
            (
                np.column_stack((x, y, one, nothing, nothing, nothing, -u * x, -u * y, -u)),
                np.column_stack((nothing, nothing, nothing, x, y, one, -v * x, -v * y, -v)),
            )
        )
        _, singular, vectors = np.linalg.svd(design, full_matrices=len(design) < 9)
        matrix = vectors[-1].reshape(3, 3)
        determined = singular[7] * _WORST_CONDITION > singular[0]
        if not determined or not np.linalg.cond(matrix) < _WORST_CONDITION:
            raise ValueError(
                "The control points do not determine a homography: no three of four points may be"
                " on one line, nor two at one place."
            )
        depth = _depth(matrix, x, y)
        matrix = matrix * np.sign(depth[np.argmax(np.abs(depth))])
        if not (_depth(matrix, x, y) > 0).all():
            raise ValueError(
                "The control points are on both sides of the homography's horizon; some of them"
                " are wrong, or in another order than their pixels."
            )
        return cls(before, after, matrix)

    def sees(self, x, y):
        """Tell whether positions are before the horizon; False for NaN."""
        return _depth(self.matrix, *self.before.apply(x, y)) > 0

    def __call__(self, x, y):
        """Return (u, v) of (x, y)."""
        x, y = self.before.apply(np.asarray(x, dtype=float), np.asarray(y, dtype=float))
        depth = _depth(self.matrix, x, y)
        depth = np.where(depth > 0, depth, np.nan)
        u, v = (of[0] * x + of[1] * y + of[2] for of in self.matrix[:2])
        with np.errstate(over="ignore", invalid="ignore"):  # next to the horizon
            u, v = self.after.undo(u / depth, v / depth)
        known = np.isfinite(u) & np.isfinite(v)
        return np.where(known, u, np.nan), np.where(known, v, np.nan)


def _depth(matrix, x, y):
    return matrix[2, 0] * x + matrix[2, 1] * y + matrix[2, 2]
