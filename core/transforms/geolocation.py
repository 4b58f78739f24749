"""Geolocation arrays: map coordinates of source positions, and the exact inverse of them.

Between the nodes of the arrays both coordinates are bilinear in row and column. A point of the map
is looked for in all cells, and the bilinear map of the cell that holds it is inverted: one equation
of the second degree, then two steps of Newton's iteration, which take its rounding away.
"""

import numpy as np

from ..conventions.coordinates import edge_to_center
from .cells import CellTree, spanning, turned

# Points inverted at once: bounds memory.
_POINTS = 1 << 13

# A cell holds points that are so far outside of it, in its own coordinates: those on its edge.
_EDGE = 1e-9

# A box holds points this share of its size beyond its sides; more than cells do.
_BOX_MARGIN = 1e-8

# Positions that differ by more, in nodes, are two.
_APART = 1e-6

# How far, in nodes, the outermost cells go on before and after the rows and the columns: up to the
# edge of the outermost pixels where nodes are their centres.
HALF_A_NODE = ((0.5, 0.5), (0.5, 0.5))


class GeolocationModel:
    """The bilinear map between nodes, and its inverse.

    Positions are (row, col) counted in nodes, the first at (0, 0). The outermost cells go on
    beyond the arrays as far as the rim says. A cell that has a corner without coordinates is no
    cell, nor is one that spans 180 degrees of longitude or more (one that holds a pole).

    Parameters
    ----------
    x, y : float arrays (rows + 2, cols + 2)
        NaN where a node has no coordinates. See `with_room`: the outermost rows and columns are
        filled here.
    period : float or None
        Of x: 360 for longitudes in degrees, which may jump anywhere by whole circles.
    rim : ((float, float), (float, float))
        Nodes, more than 0, before and after the rows and the columns.

    Raises
    ------
    ValueError
        If there are less than two rows or columns.
    """

    def __init__(self, x, y, period=None, rim=HALF_A_NODE):
        shape = tuple(size - 2 for size in x.shape)
        if min(shape) < 2:
            raise ValueError(
                f"The geolocation arrays have {shape[0]} x {shape[1]} nodes; they must have 2 x 2"
                " or more."
            )
        self._period = period
        self._x, self._y = x, y
        _fill_rim(x, rim, period)
        _fill_rim(y, rim, None)
        self._rows, self._cols = (_positions(*each) for each in zip(shape, rim))
        self._tree = CellTree(self._x, self._y, period)

    @classmethod
    def of_nodes(cls, x, y, period=None, rim=HALF_A_NODE):
        """Return the model of arrays (rows, cols) without room for the rim, which are copied."""
        wide = []
        for values in (x, y):
            room, inner = with_room(values.shape, values.dtype)
            inner[...] = values
            wide.append(room)
        return cls(*wide, period, rim)

    @staticmethod
    def size(shape, dtype):
        """Return the bytes that a model of so many rows and columns of nodes takes."""
        with_rim = tuple(size + 2 for size in shape)
        nodes = 2 * np.dtype(dtype).itemsize * with_rim[0] * with_rim[1]
        return nodes + CellTree.size(with_rim)

    def inverse(self, x, y):
        """Find where map points lie in the arrays.

        Parameters
        ----------
        x, y : float arrays of one shape
            Map coordinates in the arrays' reference system.

        Returns
        -------
        row, col : numpy.ndarray
            In nodes, NaN where no cell holds the point. Of several the first by row, then by
            column, is taken.
        places : numpy.ndarray of int
            How many positions have been found; 2 or more in a fold.
        row_error, col_error : numpy.ndarray
            How far, in nodes, the position found must move to get to the point: the inversion's
            error.
        """
        shape = np.shape(x)
        x, y = np.ravel(x), np.ravel(y)
        row, col, row_error, col_error = (np.full(x.size, np.nan) for _ in range(4))
        places = np.zeros(x.size, dtype=np.int64)
        asked = np.flatnonzero(np.isfinite(x) & np.isfinite(y))
        for start in range(0, asked.size, _POINTS):
            part = asked[start : start + _POINTS]
            for pairs in self._tree.candidates(x[part], y[part]):
                points, found, errors, count = self._invert(x[part], y[part], *pairs)
                at = part[points]
                row[at], col[at] = found
                row_error[at], col_error[at] = errors
                places[at] = count
        results = (row, col, places, row_error, col_error)
        return tuple(each.reshape(shape) for each in results)

    def _invert(self, x, y, points, rows, cols):
        """Invert the cells of pairs; return the points found, positions, errors and counts."""
        points, rows, cols, dx, dy, edges = self._near_cells(x, y, points, rows, cols)
        pairs, right, down = _roots(edges, dx, dy)
        edges = tuple(tuple(each[pairs] for each in axis) for axis in edges)
        right, down = _polished(edges, right, down, dx[pairs], dy[pairs])
        holds = _in_cell(right) & _in_cell(down)
        pairs, right, down = pairs[holds], right[holds], down[holds]
        edges = tuple(tuple(each[holds] for each in axis) for axis in edges)
        points, rows, cols = points[pairs], rows[pairs], cols[pairs]
        missed = _correction(edges, right, down, dx[pairs], dy[pairs])
        position = _between(self._rows, rows, down), _between(self._cols, cols, right)
        errors = (
            np.abs(missed[1]) * _length(self._rows, rows),
            np.abs(missed[0]) * _length(self._cols, cols),
        )
        order = np.lexsort((cols, rows, points))
        points, position = points[order], [each[order] for each in position]
        errors = [each[order] for each in errors]
        begins = np.flatnonzero(np.diff(points, prepend=-1))
        sizes = np.diff(begins, append=points.size)
        # Neighbours hold the points of their common edge at the same position.
        apart = sum(
            (np.abs(each - np.repeat(each[begins], sizes)) > _APART).astype(np.int64)
            for each in position
        )
        count = np.ones(begins.size, dtype=np.int64)
        if begins.size:
            count += np.add.reduceat((apart > 0).astype(np.int64), begins)
        return (
            points[begins],
            [each[begins] for each in position],
            [each[begins] for each in errors],
            count,
        )

    def _near_cells(self, x, y, points, rows, cols):
        """Return those pairs whose cell's box holds the point, and their cells.

        Returns
        -------
        points, rows, cols
            As given, of these pairs.
        dx, dy : numpy.ndarray
            From the cell's first corner to the point.
        edges : ((a, b, c), (a, b, c))
            In x and y: ``right * a + down * b + right * down * c`` is what a place in the cell is
            from its first corner.
        """
        width = self._x.shape[1]
        first = rows * width + cols
        corners = first, first + 1, first + width, first + width + 1
        across = [self._x.ravel().take(each).astype(float, copy=False) for each in corners]
        upward = [self._y.ravel().take(each).astype(float, copy=False) for each in corners]
        dx, dy = turned(x[points] - across[0], self._period), y[points] - upward[0]
        across = [turned(each - across[0], self._period) for each in across]
        upward = [each - upward[0] for each in upward]
        inside = ~spanning(across, self._period)
        for place, axis in ((dx, across), (dy, upward)):
            low, high = np.minimum.reduce(axis), np.maximum.reduce(axis)
            margin = _BOX_MARGIN * (high - low)
            inside &= (place >= low - margin) & (place <= high + margin)
        edges = tuple(
            (right[inside], down[inside], (both - right - down)[inside])
            for _, right, down, both in (across, upward)
        )
        return points[inside], rows[inside], cols[inside], dx[inside], dy[inside], edges

    def forward(self, row, col):
        """Return map (x, y) of positions in nodes; NaN outside of the cells.

        The weighted mean of a cell's four corners, independent of the inverse. x is that of the
        cell's first corner plus at most half a period.
        """
        row, col = np.asarray(row, float), np.asarray(col, float)
        cells, weights = [], []
        for positions, at in ((self._rows, row), (self._cols, col)):
            cell = np.clip(np.searchsorted(positions, at, "right") - 1, 0, positions.size - 2)
            share = (at - positions[cell]) / _length(positions, cell)
            cells.append(cell)
            weights.append(np.where(_in_cell(share), share, np.nan))
        (rows, cols), (down, right) = cells, weights
        x, y = 0.0, 0.0
        first = self._x[rows, cols].astype(float)
        for i, along in enumerate((1 - down, down)):
            for j, across in enumerate((1 - right, right)):
                corner = self._x[rows + i, cols + j].astype(float)
                x = x + along * across * turned(corner - first, self._period)
                y = y + along * across * self._y[rows + i, cols + j].astype(float)
        return first + x, y

    @property
    def nodes(self):
        """Map x and y of all nodes and of the rim around them."""
        return self._x, self._y


def with_room(shape, dtype):
    """Return an array with room for the rim on all sides, and the view of it that nodes go to."""
    wide = np.empty(tuple(size + 2 for size in shape), dtype=dtype)
    return wide, wide[1:-1, 1:-1]


def _fill_rim(wide, rim, period):
    """Fill the outermost rows and columns: on the lines through the next two."""
    # First above and below the columns that are there, then beside all rows.
    for nodes, (before, after) in zip((wide[:, 1:-1], wide.T), rim):
        for share, beyond, last, previous in ((before, 0, 1, 2), (after, -1, -2, -3)):
            step = turned(nodes[last].astype(float) - nodes[previous], period)
            nodes[beyond] = nodes[last] + share * step


def _positions(size, rim):
    """Return the positions, in nodes, of the nodes of an axis and of its rim."""
    before, after = rim
    return np.concatenate(([-before], np.arange(float(size)), [size - 1 + after]))


def _between(positions, cell, share):
    return positions[cell] + share * _length(positions, cell)


def _length(positions, cell):
    return positions[cell + 1] - positions[cell]


def _in_cell(share):
    return (share >= -_EDGE) & (share <= 1 + _EDGE)


def _cross(first, second):
    return first[0] * second[1] - first[1] * second[0]


def _roots(edges, dx, dy):
    """Return (pairs, right, down): solutions of the bilinear equation, up to two of each pair.

    The point is ``right * a + down * b + right * down * c``. Without ``right`` this is an equation
    of the second degree for ``down``. Its roots are found so that nothing cancels; the one that
    remains finite where the cell is a parallelogram comes first.
    """
    a, b, c = zip(*edges)
    point = dx, dy
    square, linear, constant = -_cross(b, c), _cross(point, c) + _cross(a, b), _cross(point, a)
    discriminant = linear * linear - 4.0 * square * constant
    # An edge of a cell may lie on the envelope, where rounding decides.
    root = np.sqrt(np.where(discriminant >= 0, discriminant, np.nan))
    half = -0.5 * (linear + np.where(linear < 0, -root, root))
    found = []
    for over, under in ((constant, half), (half, square)):
        usable = (under != 0) & np.isfinite(half)
        down = np.where(usable, over / np.where(usable, under, 1.0), np.nan)
        edge = tuple(a_axis + down * c_axis for a_axis, c_axis in zip(a, c))
        rest = tuple(p - down * b_axis for p, b_axis in zip(point, b))
        length = edge[0] * edge[0] + edge[1] * edge[1]
        usable = length > 0
        right = (rest[0] * edge[0] + rest[1] * edge[1]) / np.where(usable, length, 1.0)
        right = np.where(usable, right, np.nan)
        near = (np.abs(right - 0.5) < 1.0) & (np.abs(down - 0.5) < 1.0)
        pairs = np.flatnonzero(near)
        found.append((pairs, right[pairs], down[pairs]))
    return tuple(np.concatenate(each) for each in zip(*found))


def _correction(edges, right, down, dx, dy):
    """Return what Newton's step adds to (right, down), NaN where the cell has no area."""
    (a_x, b_x, c_x), (a_y, b_y, c_y) = edges
    missed_x = dx - (right * a_x + down * b_x + right * down * c_x)
    missed_y = dy - (right * a_y + down * b_y + right * down * c_y)
    along_x, along_y = a_x + down * c_x, a_y + down * c_y
    across_x, across_y = b_x + right * c_x, b_y + right * c_y
    area = along_x * across_y - along_y * across_x
    area = np.where(area == 0, np.nan, area)
    return (
        (missed_x * across_y - missed_y * across_x) / area,
        (along_x * missed_y - along_y * missed_x) / area,
    )


def _polished(edges, right, down, dx, dy):
    for _ in range(2):
        more_right, more_down = _correction(edges, right, down, dx, dy)
        right, down = right + more_right, down + more_down
    return right, down


class GeolocationToSource:
    """Transforms map coordinates of a target into (row, col) of a raster with geolocation arrays.

    Parameters
    ----------
    model : GeolocationModel
        Several threads may use one.
    to_arrays : callable
        From map (x, y) of the target to that of the arrays; NaN where unknown.
    offsets, steps : (float, float)
        Of rows and columns: the source position of the first node, counted from the source's
        edge, and source pixels from one node to the next.
    """

    def __init__(self, model, to_arrays, offsets, steps):
        self._model, self._to_arrays = model, to_arrays
        self._offsets, self._steps = offsets, steps

    def __call__(self, x, y):
        """Return source (row, col), how many places a point has, and the error of the inversion.

        Parameters
        ----------
        x, y : float arrays of one shape

        Returns
        -------
        row, col : numpy.ndarray
            Pixel centres on integers; NaN where unknown.
        places : numpy.ndarray
            0 where unknown, 2 or more in a fold.
        error : numpy.ndarray
            Distance in source pixels between the position found and that of the point.
        """
        row, col, places, *errors = self._model.inverse(*self._to_arrays(x, y))
        row, col = (
            edge_to_center(offset + step * position)
            for offset, step, position in zip(self._offsets, self._steps, (row, col))
        )
        return row, col, places, np.hypot(*(e * s for e, s in zip(errors, self._steps)))
