"""How far a grid zooms out: source samples to an output pixel, along each axis of the source."""

from dataclasses import dataclass

import numpy as np

# Scales below this are none: a kernel that is hardly widened costs more than it changes.
LEAST_SCALE = 1.05

# Nodes or pixels that are looked at together: bounds memory.
_BLOCK_NODES = 1 << 17

# Where neighbouring nodes are far apart the grid has no scale but a jump.
LARGEST_SCALE = 128.0


@dataclass(frozen=True)
class Zoom:
    """The slopes of a grid at its nodes.

    The slope along an axis is that of the cell that follows a node, or of the cell before it where
    that is missing or has an invalid node. Between nodes the slopes across are linear, as
    coordinates are, so that a pixel's scales depend on the four nodes around it and their
    neighbours alone.

    Attributes
    ----------
    slopes : float64 array (2, 2, node rows, node cols)
        Of the source row and of the source column, along grid rows and along grid columns, in
        samples to an output pixel. NaN where unknown.
    first : (int, int)
        Row and column of the first of these nodes in the grid.
    factors : (int, int)
        Output pixels from one node to the next.
    """

    slopes: np.ndarray
    first: tuple
    factors: tuple

    @property
    def largest(self):
        """Scales, (row, col), that no pixel exceeds; at least 1."""
        steepest = np.fmax.reduce(np.abs(self.slopes), axis=(2, 3), initial=0.0)
        return tuple(float(_limited(np.hypot(*along))) for along in steepest)

    def scales(self, window):
        """Return the scales of output pixels.

        Parameters
        ----------
        window : ((int, int), (int, int))
            Rows and columns in the full-resolution frame of the grid, inclusive ends.

        Returns
        -------
        (row_scale, col_scale)
            float64 arrays (rows, cols): how many samples of the source lie along its rows and
            columns in an output pixel; 1 where it is less than `LEAST_SCALE`. They are the lengths
            of the gradients of source row and column, which a rotation leaves at 1.
        """
        (up, u), (left, v) = (
            _nodes_and_shares(*axis) for axis in zip(window, self.first, self.factors)
        )
        down = np.minimum(up + 1, self.slopes.shape[2] - 1)
        right = np.minimum(left + 1, self.slopes.shape[3] - 1)
        scales = []
        for along_rows, along_cols in self.slopes:
            across = _between(along_rows[np.ix_(up, left)], along_rows[np.ix_(up, right)], v)
            down_by = _between(
                along_cols[np.ix_(up, left)], along_cols[np.ix_(down, left)], u[:, None]
            )
            scales.append(_limited(np.hypot(np.nan_to_num(across), np.nan_to_num(down_by))))
        return tuple(scales)


def zoom_of(grid, window):
    """Return the `Zoom` of the nodes of a `ResamplingGrid` that a window of pixels needs.

    The grid has the nodes around them too, if there are any.
    """
    nodes = tuple(
        slice(max(0, first // factor - 1), last // factor + 2)
        for (first, last), factor in zip(window, grid.factors)
    )
    slopes = []
    for coordinates in (grid.row[nodes], grid.col[nodes]):
        known = np.where(np.isfinite(coordinates), coordinates, np.nan)
        if grid.node_valid is not None:
            known[grid.node_valid[nodes] == 0] = np.nan
        slopes.append([_slopes(known, axis) / factor for axis, factor in enumerate(grid.factors)])
    return Zoom(np.array(slopes), tuple(each.start for each in nodes), grid.factors)


def largest_scales(grid):
    """Return scales, (row, col), that no pixel of a `ResamplingGrid`'s window exceeds."""
    found = [(1.0, 1.0), *(zoom_of(grid, part).largest for part in _parts(grid, grid.factors[0]))]
    return tuple(max(each) for each in zip(*found))


def zooms_out_everywhere(grid):
    """Tell whether all pixels of a `ResamplingGrid`'s window have a scale of more than 1."""
    for part in _parts(grid, 1):
        row_scale, col_scale = zoom_of(grid, part).scales(part)
        if not np.all((row_scale > 1.0) | (col_scale > 1.0)):
            return False
    return True


def _parts(grid, factor):
    """Return windows of whole rows of a grid's window; so many pixels count as one."""
    (row, last_row), cols = grid.window
    step = max(1, _BLOCK_NODES * factor // grid.shape[1])
    for start in range(row, last_row + 1, step):
        yield (start, min(start + step - 1, last_row)), cols


def _nodes_and_shares(pixels, first_node, factor):
    """Return the node before each pixel of a range, and how far on it lies, 0 to 1."""
    first, last = pixels
    node, beyond = np.divmod(np.arange(first, last + 1), factor)
    return node - first_node, beyond / factor


def _slopes(nodes, axis):
    """Return the difference to the next node along an axis, or from the one before."""
    nodes = np.moveaxis(nodes, axis, 0)
    slopes = np.full(nodes.shape, np.nan)
    slopes[:-1] = nodes[1:] - nodes[:-1]
    before = np.full(nodes.shape, np.nan)
    before[1:] = slopes[:-1]
    return np.moveaxis(np.where(np.isnan(slopes), before, slopes), 0, axis)


def _between(first, second, share):
    """Interpolate linearly; where one of the two is unknown or has no weight take the other."""
    mixed = first * (1.0 - share) + second * share
    mixed = np.where((share == 0.0) | np.isnan(second), first, mixed)
    return np.where(np.isnan(first), second, mixed)


def _limited(scale):
    return np.where(scale < LEAST_SCALE, 1.0, np.minimum(scale, LARGEST_SCALE))
