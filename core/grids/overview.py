"""A map of a grid, coarse enough to be looked at."""

from dataclasses import dataclass

import numpy as np

# Blocks along the longer side of a map.
_BLOCKS = 96


@dataclass(frozen=True, eq=False)
class Overview:
    """Blocks of nodes, and of the cells whose first corners they are: the worst of each.

    Attributes
    ----------
    side : int
        Nodes along a side of a block.
    first : (int, int)
        Row and column of the first block here.
    flags : uint8 array (block rows, block cols)
        What occurs in a block.
    larger, errors : float64 array (block rows, block cols)
        Greatest scale of its cells, greatest deviation of its nodes; NaN where there is none.
    smaller : float64 array (block rows, block cols)
        Least scale.
    """

    side: int
    first: tuple
    flags: np.ndarray
    larger: np.ndarray
    smaller: np.ndarray
    errors: np.ndarray

    @classmethod
    def empty(cls, shape):
        """Return the overview of a grid of so many rows and columns of nodes, to be filled."""
        side = _side(shape)
        blocks = tuple(-(-size // side) for size in shape)
        nothing = (np.full(blocks, np.nan) for _ in range(3))
        return cls(side, (0, 0), np.zeros(blocks, dtype=np.uint8), *nothing)

    @classmethod
    def of_nodes(cls, shape, origin, flags, larger, smaller, errors):
        """Return the part of an overview that a window of nodes fills.

        Parameters
        ----------
        shape : (int, int)
            Of the whole grid.
        origin : (int, int)
            Row and column of the first node of the window.
        flags : uint8 array (rows, cols)
        larger, smaller : float64 array
            Of the cells; there may be one row or column less.
        errors : float64 array (rows, cols)
        """
        side = _side(shape)
        starts = [
            np.flatnonzero(np.r_[True, np.diff(np.arange(first, first + size) // side) > 0])
            for first, size in zip(origin, flags.shape)
        ]

        def reduced(choose, values):
            if values.shape != flags.shape:
                missing = [(0, a - b) for a, b in zip(flags.shape, values.shape)]
                values = np.pad(values, missing, constant_values=np.nan)
            return choose.reduceat(choose.reduceat(values, starts[0], axis=0), starts[1], axis=1)

        return cls(
            side,
            tuple(start // side for start in origin),
            reduced(np.bitwise_or, flags),
            reduced(np.fmax, larger),
            reduced(np.fmin, smaller),
            reduced(np.fmax, errors),
        )

    def add(self, part):
        """Take a part into account, in place."""
        here = tuple(
            slice(first, first + size) for first, size in zip(part.first, part.flags.shape)
        )
        self.flags[here] |= part.flags
        for mine, other, choose in (
            (self.larger, part.larger, np.fmax),
            (self.smaller, part.smaller, np.fmin),
            (self.errors, part.errors, np.fmax),
        ):
            mine[here] = choose(mine[here], other)


def _side(shape):
    return -(-max(shape) // _BLOCKS)
