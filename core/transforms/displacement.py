"""Grids from displacements that are known at the pixel centres of a raster."""

import numpy as np

from ..conventions.coordinates import edge_to_center
from .settling import settled_positions

# What the two numbers of a displacement are.
KINDS = ("pixels", "map", "def", "loc")

# Where a displacement begins and leads to.
DIRECTIONS = ("to-source", "to-target")

# Samples of a displacement raster that are read at once.
_SAMPLES = 1 << 20

# Source pixels within which two steps of the inversion agree, and how many steps it may take.
SETTLED = 1e-6
_STEPS = 100


class PixelDisplacements:
    """Turns the numbers of a displacement raster into source (rows, columns) to add.

    Parameters
    ----------
    kind : str
        ``pixels``: source columns to the right, and rows down. ``map``: map units along x and y.
        The other two are those of Orfeo ToolBox's GridBasedImageResampling, in its physical
        coordinates: ``def`` holds what is added to the output's point to get the input's, ``loc``
        the input's point itself. Physical coordinates are those of the map; of an image without a
        georeference they count pixels, y downwards, and the centre of the first is at (0.5, 0.5).
    source : Frame
        Of the source raster.
    frame : Frame
        Of the displacement raster.
    """

    def __init__(self, kind, source, frame):
        self._kind, self._source, self._frame = kind, source, frame

    def __call__(self, x, y, window):
        """Return rows and columns to add.

        Parameters
        ----------
        x, y : float64 array
            The numbers of a window of the displacement raster.
        window : ((int, int), (int, int))
            Its rows and columns, inclusive ends.
        """
        has_map = self._source.geotransform is not None
        if self._kind == "loc":
            rows, cols = (np.arange(first, last + 1) for first, last in window)
            places = self._frame.center_to_map(*np.meshgrid(rows, cols, indexing="ij"))
            own = self._source.map_to_center(*places)
            there = edge_to_center(y), edge_to_center(x)
            if has_map:
                there = self._source.map_to_center(x, y)
            return there[0] - own[0], there[1] - own[1]
        if self._kind == "pixels" or (self._kind == "def" and not has_map):
            return y, x
        _, x_col, x_row, _, y_col, y_row = self._source.effective_geotransform
        determinant = x_col * y_row - x_row * y_col
        return (x_col * y - y_col * x) / determinant, (y_row * x - x_row * y) / determinant


class DisplacementField:
    """Displacements between the pixel centres of a raster, bilinear.

    Parameters
    ----------
    frame : Frame
        Of the displacement raster.
    read : callable
        Takes a window ((row, row), (col, col)) with inclusive ends and returns two float64 arrays,
        NaN where unknown: the numbers of the raster.
    in_pixels : PixelDisplacements
    """

    def __init__(self, frame, read, in_pixels):
        self.frame, self._read, self._in_pixels = frame, read, in_pixels

    def covers(self, x, y):
        """Tell for map (x, y) whether they are in the raster's cells."""
        row, col = settled_positions(self.frame, x, y)
        return (
            (row >= -0.5)
            & (row <= self.frame.rows - 0.5)
            & (col >= -0.5)
            & (col <= self.frame.cols - 0.5)
        )

    def at(self, x, y):
        """Return the source (rows, columns) to add at map (x, y).

        Beyond the outermost centres displacements go on as they came, mirrored in the point where
        they end; where they cannot, since a sample is unknown, they stay what they are there.

        Parameters
        ----------
        x, y : float array of the same shape

        Returns
        -------
        numpy.ndarray
            float64, of shape (2, ...); NaN where a sample with weight is unknown.
        """
        place = settled_positions(self.frame, x, y)
        add = np.full((2, *place[0].shape), np.nan)
        known = np.isfinite(place[0]) & np.isfinite(place[1])
        if known.all():
            self._fill(*place, add)
        elif known.any():
            part = np.empty((2, np.count_nonzero(known)))
            self._fill(place[0][known], place[1][known], part)
            add[:, known] = part
        return add

    def _fill(self, row, col, add):
        place = row, col
        near = [np.clip(each, 0, size - 1) for each, size in zip(place, self.frame.shape)]
        self._sample(*near, *add)
        at_border = add.copy()
        for axis, last in enumerate(size - 1 for size in self.frame.shape):
            ahead = place[axis] - near[axis]
            beyond = ahead != 0
            if last == 0 or not beyond.any():
                continue
            ahead = ahead[beyond]
            back = np.minimum(np.abs(ahead), last)
            inner = [each[beyond] for each in near]
            inner[axis] = inner[axis] - np.copysign(back, ahead)
            before = np.empty((2, ahead.size))
            self._sample(*inner, *before)
            change = (at_border[:, beyond] - before) * (np.abs(ahead) / back)
            add[:, beyond] += np.where(np.isnan(change), 0.0, change)

    def _sample(self, row, col, out_row, out_col):
        """Interpolate at positions in the raster; in parts if they lie far apart."""
        window = tuple((int(np.floor(each.min())), int(np.ceil(each.max()))) for each in (row, col))
        size = np.prod([last - first + 1 for first, last in window])
        if size > _SAMPLES and row.size > 1:
            axis = int(np.argmax(row.shape))
            half = row.shape[axis] // 2
            for part in (slice(None, half), slice(half, None)):
                at = (slice(None),) * axis + (part,)
                self._sample(row[at], col[at], out_row[at], out_col[at])
            return
        layers = self._in_pixels(*self._read(window), window)
        row, col = row - window[0][0], col - window[1][0]
        for layer, out in zip(layers, (out_row, out_col)):
            out[...] = _bilinear(layer, row, col)


def _bilinear(layer, row, col):
    """Interpolate a layer; samples without weight are not looked at."""
    first_row, first_col = np.floor(row).astype(np.intp), np.floor(col).astype(np.intp)
    along_row, along_col = row - first_row, col - first_col
    second_row, second_col = first_row + (along_row > 0), first_col + (along_col > 0)
    above, below = (
        layer[at, first_col] + along_col * (layer[at, second_col] - layer[at, first_col])
        for at in (first_row, second_row)
    )
    return above + along_row * (below - above)


class DisplacementToSource:
    """Transforms target map coordinates by what is added to them there.

    Source position = target position + displacement at the target position. A pixel of the target
    outside of the displacement raster is unknown; but beyond the last pixels, where only nodes lie,
    displacements go on.

    Parameters
    ----------
    field : DisplacementField
    source, target : Frame
    """

    def __init__(self, field, source, target):
        self._field, self._source, self._target = field, source, target

    def __call__(self, x, y):
        """Return the source (row, col), pixel centres on integers, of target map (x, y)."""
        row, col = settled_positions(self._target, x, y)
        is_pixel = (row <= self._target.rows - 1) & (col <= self._target.cols - 1)
        add = self._field.at(x, y)
        unknown = (is_pixel & ~self._field.covers(x, y)) | np.isnan(add).any(axis=0)
        position = settled_positions(self._source, x, y)
        return tuple(np.where(unknown, np.nan, own + more) for own, more in zip(position, add))


class DisplacementFromSource:
    """Transforms target map coordinates back to the source positions that are displaced to them.

    Target position = source position + displacement at the source position, solved by fixed-point
    iteration: the displacement at the last estimate is taken away from the target position, until
    the estimate stays within `SETTLED` source pixels. A position that does not settle is unknown;
    one does if displacements change by less than a pixel from each pixel to the next. Outside of
    both the displacement raster and the source, displacements go on.

    Parameters
    ----------
    field : DisplacementField
        Over the source.
    source : Frame
    """

    def __init__(self, field, source):
        self._field, self._source = field, source

    def __call__(self, x, y):
        """Return the source (row, col), pixel centres on integers, of target map (x, y)."""
        goal = np.stack([each.ravel() for each in settled_positions(self._source, x, y)])
        place = np.full(goal.shape, np.nan)
        estimate, open_ones = goal, np.arange(goal.shape[1])
        for _ in range(_STEPS):
            better = goal[:, open_ones] - self._field.at(*self._source.center_to_map(*estimate))
            change = np.hypot(*(better - estimate))
            done = change <= SETTLED
            place[:, open_ones[done]] = better[:, done]
            # What has become NaN stays unknown.
            going_on = change > SETTLED
            estimate, open_ones = better[:, going_on], open_ones[going_on]
            if open_ones.size == 0:
                break
        row, col = place
        inside = (
            (np.abs(row - 0.5 * (self._source.rows - 1)) <= 0.5 * self._source.rows)
            & (np.abs(col - 0.5 * (self._source.cols - 1)) <= 0.5 * self._source.cols)
        )  # fmt: skip
        uncovered = inside & ~self._field.covers(*self._source.center_to_map(row, col))
        shape = np.shape(x)
        return tuple(np.where(uncovered, np.nan, each).reshape(shape) for each in (row, col))
