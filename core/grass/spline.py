"""Regularized spline with tension from region to region, as r.resamp.rst computes it.

In each segment z(p) = b0 + sum over the window's cells of b_j Ein(t(p - p_j)), with

    b0 + sum of b_j Ein(t(p_i - p_j)) - s_i b_i = z_i,    sum of b_j = 0

for every cell i that is not null (Mitasova and Mitas 1993; Hofierka et al. 2002). t is the square
of the distance by the tension, see `_form`.
"""

import math
import threading
from collections import OrderedDict
from dataclasses import dataclass

import numpy as np

from ..conventions.coordinates import center_to_edge
from ..conventions.region import check_same_kind
from ..conventions.window import window_indices
from ..engines import engine
from ..engines.spline import VALUE_ONLY, QuadraticForm
from .positions import SourceAxis, needed_window
from .segments import column_segments, row_segments
from .surface import derive, kinds_needed

# Bytes that the basis functions of a piece of a segment may take; larger segments are cut.
_PIECE_MEMORY = 1 << 20

# Side of a piece at most, in target cells.
_PIECE = 32

# Bytes of basis functions that a plan keeps for other segments of the same geometry.
KEPT = 1 << 25

# Bytes of an array of the cells of windows that are worked on side by side.
_BATCH_MEMORY = 1 << 17

# Cells of a window: its matrix has the square of that.
LARGEST_WINDOW = 900

# Share of a window's cells that are not null from which on the complete window's inverse is used.
_SHARED = 0.75

# Times that nulls are filled; the second one corrects what rounding leaves.
_FILLINGS = 2

# Of the system's matrix: up to the first one its inverse is as good as solving it; beyond the
# second one there is no solution that means anything.
_GOOD_CONDITION, _LARGEST_CONDITION = 1e6, 1e15


@dataclass(frozen=True)
class Piece:
    """Consecutive target rows or columns of one segment.

    Attributes
    ----------
    start, stop : int
        Half-open.
    segment : int
    geometry : int
        Equal for pieces whose cells lie alike in their windows.
    """

    start: int
    stop: int
    segment: int
    geometry: int


class SplinePlan:
    """The segments of a source, and what is computed of them for each target cell.

    Parameters
    ----------
    operation : Spline
    source, target : Region
    outputs : tuple of str
        Of `SPLINE_OUTPUTS`.
    kept : int
        Bytes of basis functions to keep; no result depends on it.

    Attributes
    ----------
    shape : (int, int)
        Rows and columns of the target.
    outputs : tuple of str
    kinds : int
        What is summed up for them, see `spline_basis`.

    Raises
    ------
    ValueError
        If windows are too large, or the system cannot be solved.
    """

    def __init__(self, operation, source, target, outputs, kept=KEPT):
        check_same_kind(source, target)
        self.shape, self.outputs, self._kept = target.shape, outputs, kept
        self._zscale, self._smoothing = operation.zscale, operation.smoothing
        self.kinds = kinds_needed(outputs)
        rows, cols = operation.segmentation.axes(source.shape, operation.overlap)
        self._rows = row_segments(source, target, *rows)
        self._cols = column_segments(source, target, *cols)
        self._row_axis, self._col_axis = SourceAxis(source.rows), SourceAxis(source.cols)
        self._cell = source.nsres, source.ewres
        if self.points > LARGEST_WINDOW:
            raise ValueError(
                f"overlap is {operation.overlap}; with it the window of a segment has {self.points}"
                f" cells, it must have {LARGEST_WINDOW} or less."
            )
        self._form = _form(operation, self._cell, self.points)
        self._kernel = self._make_kernel()
        side = math.isqrt(max(1, _PIECE_MEMORY // (8 * self.kinds * self.points)))
        self._pieces = [_pieces(axis, min(_PIECE, max(1, side))) for axis in self._axes]
        self._inverse = self._invert(operation.tension)
        self._basis, self._lock = OrderedDict(), threading.Lock()

    @property
    def _axes(self):
        return self._rows, self._cols

    @property
    def points(self):
        """Source cells of a window."""
        return self._rows.width * self._cols.width

    @property
    def shared_memory(self):
        """Bytes that the plan takes: the matrix, its inverse, and what is kept of segments."""
        return 4 * 8 * (self.points + 1) ** 2 + self._kept

    @property
    def working_memory(self):
        """Bytes that computing a window takes besides arrays of its own cells and the source's."""
        return 3 * 8 * (self.points + 1) ** 2 + 2 * _PIECE_MEMORY + 8 * _BATCH_MEMORY

    def needed(self, window):
        """Return the `Needed` source of a window ((row, row), (col, col)) with inclusive ends."""
        rows, cols = window_indices(window)
        return needed_window(
            self._row_axis, self._rows.needed(rows), self._col_axis, self._cols.needed(cols)
        )

    def compute(self, window, block, smoothing, out, check=None):
        """Fill a target window from the source that it needs.

        Parameters
        ----------
        window : ((int, int), (int, int))
            With inclusive ends.
        block : Block
            Covers what `needed` tells; float32 or float64, NaN where null.
        smoothing : float64 array (rows, cols) or None
            Of the block's cells, where it is not the same for all; NaN where null.
        out : float64 array (outputs, bands, rows, cols)
            Of the window's shape. NaN where there is no value.
        check : callable, optional
            Called now and then; what it raises ends the work.
        """
        out[...] = np.nan
        for number, values in enumerate(block.values):
            values = values.astype(np.float64)
            values[~np.isfinite(values)] = np.nan
            if smoothing is not None:
                values[np.isnan(smoothing)] = np.nan
            layers = np.full((self.kinds, *out.shape[2:]), np.nan)
            self._fill(window, values, smoothing, (block.top, block.left), layers, check)
            layers *= self._zscale
            for target, layer in zip(out, derive(layers, self.outputs)):
                target[number] = layer

    def _fill(self, window, values, smoothing, origin, layers, check):
        """Fill in the sums for a window of one band."""
        rows, cols = (
            [piece for piece in pieces if piece.start <= last and piece.stop > first]
            for pieces, (first, last) in zip(self._pieces, window)
        )
        batch = max(1, _BATCH_MEMORY // (8 * self.points))
        for row_segment, row_pieces in _by_segment(rows):
            col_groups = list(_by_segment(cols))
            for start in range(0, len(col_groups), batch):
                group = col_groups[start : start + batch]
                segments = [segment for segment, _ in group]
                if check is not None:
                    check()
                trends, weights = self._solve(
                    values, smoothing, origin, row_segment, segments, check
                )
                for row_piece in row_pieces:
                    self._sum_up(window, row_piece, group, trends, weights, layers, check)

    def _solve(self, values, smoothing, origin, row_segment, col_segments, check):
        """Return b0 and the b_j of some windows side by side; b0 is NaN where all cells are null.

        A window has the same bits whatever others there are: one with few nulls is multiplied by
        the inverse that all have in common, any other is solved alone.
        """
        top = self._rows.starts[row_segment] - origin[0]
        lefts = self._cols.starts[col_segments] - origin[1]
        points = self._windows(values, top, lefts)
        weights, trends = np.zeros(points.shape), np.full(len(points), np.nan)
        known = ~np.isnan(points)
        counts = known.sum(axis=1)
        least = np.fmin.reduce(points, axis=1)[:, np.newaxis]
        shifted = points - least
        shared = counts >= _SHARED * self.points
        if self._inverse is None or smoothing is not None:
            shared[:] = False
        if smoothing is not None:
            diagonals = self._windows(smoothing, top, lefts)
        if shared.any():
            found = self._solve_shared(shifted[shared], known[shared])
            weights[shared], trends[shared] = found[:, :-1], found[:, -1] + least[shared, 0]
        for place in np.flatnonzero(~shared & (counts > 0)):
            if check is not None:
                check()
            cells = np.flatnonzero(known[place])
            diagonal = self._smoothing if smoothing is None else diagonals[place, cells]
            found = self._solve_alone(shifted[place, cells], cells, diagonal)
            weights[place, cells], trends[place] = found[:-1], found[-1] + least[place, 0]
        return trends, weights

    def _windows(self, values, top, lefts):
        """Return the cells of windows at some columns, (windows, points)."""
        shape = self._rows.width, self._cols.width
        views = np.lib.stride_tricks.sliding_window_view(
            values[top : top + shape[0]], shape
        )  # (1, positions, rows, cols)
        return views[0, lefts].reshape(len(lefts), -1)

    def _solve_shared(self, points, known):
        """Return the solutions for windows with few nulls by the inverse of the complete one.

        A null cell gets the value of the spline through the others, which is the one that makes
        its weight 0.
        """
        right = np.zeros((len(points), self.points + 1))
        right[:, :-1] = np.where(known, points, 0.0)
        inverse, matrix = self._inverse
        incomplete = np.flatnonzero(~known.all(axis=1))
        for _ in range(_FILLINGS if incomplete.size else 0):
            found = np.zeros((incomplete.size, self.points + 1))
            engine().weigh_basis(right[incomplete], inverse, found)
            for place, weights in zip(incomplete, found):
                cells = np.flatnonzero(~known[place])
                part = inverse[cells[:, np.newaxis], cells]
                right[place, cells] -= engine().solve_system(part, weights[cells, np.newaxis])[:, 0]
        # Corrected once for what rounding leaves.
        found, rest = np.zeros(right.shape), right.copy()
        engine().weigh_basis(right, inverse, found)
        engine().weigh_basis(np.negative(found), matrix, rest)
        engine().weigh_basis(rest, inverse, found)
        found[:, :-1][~known] = 0.0
        return found

    def _solve_alone(self, points, cells, diagonal):
        """Return the solution for some cells of a window."""
        matrix = _system(self._kernel[cells[:, np.newaxis], cells], diagonal)
        return engine().solve_system(matrix, np.append(points, 0.0)[:, np.newaxis])[:, 0]

    def _sum_up(self, window, row_piece, col_groups, trends, weights, layers, check):
        """Fill in the sums of all pieces of a row of segments; those that lie alike together."""
        places = {}
        for number, (_, pieces) in enumerate(col_groups):
            for piece in pieces:
                places.setdefault(piece.geometry, []).append((number, piece))
        for found in places.values():
            if check is not None:
                check()
            basis = self._basis_of(row_piece, found[0][1])
            numbers = np.array([number for number, _ in found])
            for kind, functions in enumerate(basis):
                sums = np.zeros((numbers.size, functions.shape[1]))
                if kind == 0:
                    sums += trends[numbers, np.newaxis]
                else:
                    sums[np.isnan(trends[numbers])] = np.nan
                engine().weigh_basis(weights[numbers], functions, sums)
                for one, (_, piece) in zip(sums, found):
                    _paste(one, row_piece, piece, window, layers[kind])

    def _basis_of(self, row_piece, col_piece):
        """Return the basis functions of the cells of two pieces, (kinds, points, cells)."""
        key = row_piece.geometry, col_piece.geometry
        with self._lock:
            if key in self._basis:
                self._basis.move_to_end(key)
                return self._basis[key]
        dy = -self._rows.distances(slice(row_piece.start, row_piece.stop)) * self._cell[0]
        dx = self._cols.distances(slice(col_piece.start, col_piece.stop)) * self._cell[1]
        basis = engine().spline_basis(dy, dx, self._form, self.kinds)
        with self._lock:
            self._basis[key] = basis
            while sum(each.nbytes for each in self._basis.values()) > self._kept:
                self._basis.popitem(last=False)
        return basis

    def _make_kernel(self):
        """Return Ein between all cells of a window, (points, points)."""
        dy, dx = (
            (centers - centers[:, np.newaxis]) * size
            for centers, size in (
                (center_to_edge(np.arange(axis.width)), size)
                for axis, size in zip(self._axes, (-self._cell[0], self._cell[1]))
            )
        )
        return engine().spline_basis(dy, dx, self._form, VALUE_ONLY)[0]

    def _invert(self, tension):
        """Return the inverse of a complete window's matrix, and the matrix; None if it is no good.

        Raises
        ------
        ValueError
            If the system cannot be solved at all.
        """
        matrix = _system(self._kernel, 0.0 if self._smoothing is None else self._smoothing)
        inverse = engine().solve_system(matrix, np.eye(len(matrix)))
        condition = math.inf
        if np.isfinite(inverse).all():
            condition = np.abs(matrix).sum(axis=0).max() * np.abs(inverse).sum(axis=0).max()
        if not condition < _LARGEST_CONDITION:
            raise ValueError(
                f"tension is {tension:g}, which is too small: the basis functions of a segment's"
                f" {self.points} cells cannot be told apart. Give more tension or smoothing."
            )
        if condition > _GOOD_CONDITION:
            return None
        return inverse, matrix


def _form(operation, cell, points):
    """Return t as a quadratic form of distances in map units.

    t = (phi rho / 2)^2, where rho is the distance divided by the normalisation: the side of a
    square of a window's area. Anisotropy turns the axes by theta, counterclockwise from east, and
    scales squares along the first of them.
    """
    normalization = math.sqrt(cell[0] * cell[1] * points)
    tension = operation.tension
    if operation.normalized_tension:
        tension = tension * normalization / 1000.0
    factor = (tension / (2.0 * normalization)) ** 2
    cosine, sine = math.cos(math.radians(operation.theta)), math.sin(math.radians(operation.theta))
    stretch = operation.scalex - 1.0
    return QuadraticForm(
        factor * (1.0 + stretch * cosine * cosine),
        factor * stretch * cosine * sine,
        factor * (1.0 + stretch * sine * sine),
    )


def _system(kernel, smoothing):
    """Return the matrix of the system, the row and column of the trend last."""
    size = len(kernel)
    matrix = np.ones((size + 1, size + 1))
    matrix[:-1, :-1] = kernel
    matrix[np.arange(size), np.arange(size)] -= smoothing
    matrix[-1, -1] = 0.0
    return matrix


def _pieces(axis, length):
    """Cut the target's cells where the segment changes, and segments in parts up to a length."""
    segment = axis.segment
    turns = np.flatnonzero(np.diff(segment) != 0) + 1
    edges = [0, *turns.tolist(), segment.size]
    pieces, geometries = [], {}
    for first, last in zip(edges, edges[1:]):
        if segment[first] < 0:
            continue
        step = -(-(last - first) // -(-(last - first) // length))
        for start in range(first, last, step):
            stop = min(start + step, last)
            geometry = geometries.setdefault(axis.places[start:stop].tobytes(), len(geometries))
            pieces.append(Piece(start, stop, int(segment[first]), geometry))
    return pieces


def _by_segment(pieces):
    """Return (segment, its pieces) in the order of pieces; one segment may come twice."""
    found = []
    for piece in pieces:
        if not found or found[-1][0] != piece.segment:
            found.append((piece.segment, []))
        found[-1][1].append(piece)
    return found


def _paste(values, row_piece, col_piece, window, layer):
    """Copy a piece's values, row by row, into what a window has of it."""
    (top, bottom), (left, right) = window
    shape = row_piece.stop - row_piece.start, col_piece.stop - col_piece.start
    rows = max(row_piece.start, top), min(row_piece.stop, bottom + 1)
    cols = max(col_piece.start, left), min(col_piece.stop, right + 1)
    layer[rows[0] - top : rows[1] - top, cols[0] - left : cols[1] - left] = values.reshape(shape)[
        rows[0] - row_piece.start : rows[1] - row_piece.start,
        cols[0] - col_piece.start : cols[1] - col_piece.start,
    ]
