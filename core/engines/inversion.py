"""What both engines need to invert a mesh: boxes around its cells, in levels."""

from functools import reduce
from typing import NamedTuple

import numpy as np

# Cells along the side of a box of the first level, and boxes along the side of one of the next.
BRANCH = 2

# Share of a cell by which a point may miss it: what is on an edge must not fall between two cells.
TOLERANCE = 1e-9

# Cells by which two positions of one point have to differ to be two.
SAME = 1e-6

# Rows of cells looked at in one go: bounds memory.
_STRIP = 256


class Boxes(NamedTuple):
    """Bounding boxes of a mesh's cells, of blocks of 2 x 2 cells, of 2 x 2 of these, and so on.

    Attributes
    ----------
    bounds : float64 array (boxes, 4)
        Lowest and highest first, lowest and highest second coordinate; NaN where a box is empty.
    levels : int64 array (levels, 3)
        Rows and columns of boxes, and the number of the first one; the last level has one box.
    """

    bounds: np.ndarray
    levels: np.ndarray


def mesh_boxes(first, second):
    """Return the `Boxes` of a mesh; a cell with a corner that is not finite is none.

    Parameters
    ----------
    first, second : float64 array (node rows, node cols)
        Of two rows and two columns at least; NaN in both where a node is unknown.
    """
    level = np.concatenate(
        [
            _joined(_cell_bounds(first[start : start + _STRIP + 1], second[start:][: _STRIP + 1]))
            for start in range(0, first.shape[0] - 1, _STRIP)
        ],
        axis=1,
    )
    parts, levels, count = [], [], 0
    while True:
        parts.append(level.reshape(4, -1).T)
        levels.append((*level.shape[1:], count))
        count += len(parts[-1])
        if len(parts[-1]) == 1:
            return Boxes(np.concatenate(parts), np.array(levels, dtype=np.int64))
        level = _joined(level)


def _cell_bounds(first, second):
    """Return the bounds (4, rows, cols) of cells, wider by the tolerance."""
    bounds = []
    for nodes in (first, second):
        # Not fmin and fmax: these pass over NaN.
        across = [choose(nodes[:-1], nodes[1:]) for choose in (np.minimum, np.maximum)]
        low = np.minimum(across[0][:, :-1], across[0][:, 1:])
        high = np.maximum(across[1][:, :-1], across[1][:, 1:])
        with np.errstate(over="ignore", invalid="ignore"):  # of numbers near the largest ones
            margin = TOLERANCE * (high - low)
            bounds += [low - margin, high + margin]
    return np.stack(bounds)


def _joined(bounds):
    """Return the bounds of blocks of 2 x 2 boxes; empty ones do not count."""
    _, rows, cols = bounds.shape
    shape = -(-rows // BRANCH), -(-cols // BRANCH)
    filled = np.full((4, shape[0] * BRANCH, shape[1] * BRANCH), np.nan)
    filled[:, :rows, :cols] = bounds
    joined = np.empty((4, *shape))
    for choose, side in ((np.fmin, slice(0, None, 2)), (np.fmax, slice(1, None, 2))):
        # Much faster than numpy's own reduction along so short axes.
        across = reduce(choose, (filled[side, :, start::BRANCH] for start in range(BRANCH)))
        joined[side] = reduce(choose, (across[:, start::BRANCH] for start in range(BRANCH)))
    return joined
