"""A tree of boxes over the cells of an array of map coordinates: which cells may hold a point?

A cell lies between four neighbouring nodes. Boxes of 4 x 4 cells are kept, of 4 x 4 of these, and
so on: two numbers an axis for every 16 cells and a fifteenth more, whatever the cells' places. So
folded arrays and those that jump are found as all others.

Longitudes are compared on the circle: a box begins at one and goes eastwards for some degrees.
"""

import numpy as np

# Boxes along a side of the next larger one.
_RATIO = 4

# Degrees that a cell spans at most; one that spans more holds a pole, or its nodes do not belong
# together.
_WIDEST = 180.0

# A point is looked for this share of a box beyond its sides, and some roundings.
_MARGIN = 1e-8
_ROUNDING = 16 * np.finfo(float).eps

# Pairs of points and boxes that are gone on with at once: bounds memory.
_PAIRS = 1 << 14

# Boxes are made of so many nodes at once: bounds memory.
_NODES = 1 << 20


def turned(longitude, period):
    """Return differences of x brought to within half a period of 0; as they are without one."""
    if period is None:
        return longitude
    return longitude - period * np.round(longitude / period)


def spanning(corners, period):
    """Tell which cells, by the x of their four corners less that of the first, are no cells."""
    width = np.maximum.reduce(corners) - np.minimum.reduce(corners)
    return np.zeros(width.shape, bool) if period is None else ~(width < _WIDEST)


class CellTree:
    """Boxes around the cells of an array.

    Parameters
    ----------
    x, y : float arrays (rows, cols)
        Map coordinates of the nodes; a cell with a corner that is NaN is in no box.
    period : float or None
        Of x: 360 for longitudes in degrees.
    """

    def __init__(self, x, y, period=None):
        self._period = period
        self.shape = tuple(size - 1 for size in x.shape)
        boxes = self._first_level(x, y)
        self._levels, self._shapes = [_packed(boxes)], [boxes[0].shape]
        while max(self._shapes[-1]) > _RATIO:
            boxes = self._merged(*boxes)
            self._levels.append(_packed(boxes))
            self._shapes.append(boxes[0].shape)

    @staticmethod
    def size(shape):
        """Return the bytes that the tree of an array of so many rows and columns of nodes takes."""
        boxes = np.prod([-(-size // _RATIO) for size in shape], dtype=float)
        return int(4 * 8 * boxes * (1 + 2 / _RATIO**2))

    def _first_level(self, x, y):
        rows, cols = self.shape
        parts = []
        step = _RATIO * max(1, _NODES // (_RATIO * (cols + 1)))
        for start in range(0, rows, step):
            nodes = slice(start, min(start + step, rows) + 1)
            parts.append(self._merged(*self._cell_boxes(x[nodes], y[nodes])))
        return tuple(np.concatenate(each) for each in zip(*parts))

    def _cell_boxes(self, x, y):
        """Return (west, width, south, north) of each cell; the width is negative where none is."""
        first = x[:-1, :-1].astype(float)
        places = (np.s_[:-1, 1:], np.s_[1:, :-1], np.s_[1:, 1:])
        corners = [np.zeros(first.shape)]
        corners += [turned(x[place] - first, self._period) for place in places]
        heights = [y[:-1, :-1], *(y[place] for place in places)]
        low, high = np.minimum.reduce(corners), np.maximum.reduce(corners)
        south, north = np.minimum.reduce(heights), np.maximum.reduce(heights)
        lost = ~(np.isfinite(low) & np.isfinite(south)) | spanning(corners, self._period)
        extra_x = _MARGIN * (high - low) + _ROUNDING * np.abs(first)
        extra_y = _MARGIN * (north - south) + _ROUNDING * np.maximum(np.abs(south), np.abs(north))
        boxes = (
            first + low - extra_x, high - low + 2 * extra_x, south - extra_y, north + extra_y
        )  # fmt: skip
        return tuple(
            np.where(lost, nothing, box) for nothing, box in zip((0, -1, np.inf, -np.inf), boxes)
        )

    def _merged(self, west, width, south, north):
        """Return the boxes of `_RATIO` x `_RATIO` boxes each."""
        has_cells = _blocks(width >= 0, False)
        blocks = [_blocks(west, 0.0), _blocks(width, -1.0)]
        # Any of its boxes tells where a larger one is on the circle.
        some = np.argmax(has_cells, axis=-1)[..., np.newaxis]
        base = np.take_along_axis(blocks[0], some, -1)
        begin = turned(blocks[0] - base, self._period)
        low = np.where(has_cells, begin, np.inf).min(-1)
        high = np.where(has_cells, begin + blocks[1], -np.inf).max(-1)
        empty = ~has_cells.any(-1)
        return (
            np.where(empty, 0.0, base[..., 0] + np.where(empty, 0.0, low)),
            np.where(empty, -1.0, np.where(empty, 0.0, high) - np.where(empty, 0.0, low)),
            _blocks(south, np.inf).min(-1),
            _blocks(north, -np.inf).max(-1),
        )

    def candidates(self, x, y):
        """Yield (points, rows, cols): pairs of a point and a cell that may hold it.

        All pairs of one point come together.

        Parameters
        ----------
        x, y : float arrays (points,)
            Not NaN.
        """
        points = np.arange(x.size)
        rows, cols = (each.ravel() for each in np.indices(self._shapes[-1]))
        yield from self._descend(
            len(self._levels) - 1,
            x, y,
            np.repeat(points, rows.size), np.tile(rows, x.size), np.tile(cols, x.size),
        )  # fmt: skip

    def _descend(self, level, x, y, points, rows, cols):
        while level >= 0:
            inside = self._holds(level, x[points], y[points], rows, cols)
            points, rows, cols = points[inside], rows[inside], cols[inside]
            if points.size > _PAIRS and points[0] != points[-1]:
                # Pairs are in the order of points.
                middle = np.searchsorted(points, points[points.size // 2])
                middle = middle or np.searchsorted(points, points[0], "right")
                for half in (slice(None, middle), slice(middle, None)):
                    parts = points[half], rows[half], cols[half]
                    yield from self._descend(level, x, y, *parts)
                return
            level -= 1
            shape = self._shapes[level] if level >= 0 else self.shape
            points, rows, cols = _children(points, rows, cols, shape)
        if points.size:
            yield points, rows, cols

    def _holds(self, level, x, y, rows, cols):
        boxes = self._levels[level].take(rows * self._shapes[level][1] + cols, axis=0)
        west, width, south, north = boxes.T
        along = x - west
        if self._period is not None:
            along -= self._period * np.floor(along / self._period)
        return (along >= 0) & (along <= width) & (y >= south) & (y <= north)


def _packed(boxes):
    """Return boxes as rows of four numbers, which lie together in memory."""
    return np.stack([each.ravel() for each in boxes], axis=1)


def _blocks(values, fill):
    """Return an array cut into squares: (rows of blocks, columns of blocks, values of each)."""
    rows, cols = (-(-size // _RATIO) * _RATIO for size in values.shape)
    whole = np.full((rows, cols), fill, dtype=values.dtype)
    whole[: values.shape[0], : values.shape[1]] = values
    cut = whole.reshape(rows // _RATIO, _RATIO, cols // _RATIO, _RATIO).swapaxes(1, 2)
    return cut.reshape(rows // _RATIO, cols // _RATIO, _RATIO * _RATIO)


def _children(points, rows, cols, shape):
    """Return the pairs of each point with the smaller boxes, or cells, of its box."""
    down, right = (each.ravel() for each in np.indices((_RATIO, _RATIO)))
    points = np.repeat(points, down.size)
    rows = (_RATIO * rows[:, np.newaxis] + down).ravel()
    cols = (_RATIO * cols[:, np.newaxis] + right).ravel()
    inside = (rows < shape[0]) & (cols < shape[1])
    if inside.all():
        return points, rows, cols
    return points[inside], rows[inside], cols[inside]
