"""What a grid does between four of its nodes.

There it is bilinear. The middle of such a *cell* has the Jacobian matrix

    [[d row / d r, d row / d c],
     [d col / d r, d col / d c]]

of the source's (row, col) by the output's (r, c), in source pixels per output pixel, from the
differences of its nodes and the step. Its singular values are the scales along the main axes. More
than 1 zooms out: an output pixel stands for more than one of the source's.
"""

from dataclasses import dataclass

import numpy as np

# A smaller scale of at most this share of the larger one: the cell has no area.
_FLAT = 1e-6


@dataclass(frozen=True)
class CellJacobians:
    """What the cells of a window of nodes do; arrays (node rows - 1, node cols - 1).

    Attributes
    ----------
    known : bool array
        All four corners are known.
    smaller, larger : float64 array
        Singular values.
    positive, negative : bool array
        The determinant has this sign somewhere in the cell.
    is_positive, is_negative : bool array
        It has this sign at the middle, and the cell has an area.
    cosine, sine : float64 array
        Of the nearest rotation where the cell has an area, see `rotation` of `GridSummary`.
    """

    known: np.ndarray
    smaller: np.ndarray
    larger: np.ndarray
    positive: np.ndarray
    negative: np.ndarray
    is_positive: np.ndarray
    is_negative: np.ndarray
    cosine: np.ndarray
    sine: np.ndarray

    @property
    def flat(self):
        """Known cells without area."""
        return self.known & ~(self.is_positive | self.is_negative)


def cell_jacobians(row, col, factors):
    """Return what the cells between nodes do.

    With the Jacobian ``[[a, b], [c, d]]``, ``E, H = (a + d) / 2, (c - b) / 2`` and
    ``F, G = (a - d) / 2, (c + b) / 2`` the singular values are ``hypot(E, H) +- hypot(F, G)``
    (J. Blinn, "Consider the lowly 2 x 2 matrix", 1996), and the rotation nearest to it has the
    angle of (E, -H), with rows downwards: that of its polar decomposition. The determinant of a
    bilinear map is linear in the cell, so that its extremes are at the corners.

    Parameters
    ----------
    row, col : float64 array (node rows, node cols)
        Source coordinates, NaN where unknown.
    factors : (int, int)

    Returns
    -------
    CellJacobians
        Cells with coordinates so large that their differences overflow count as unknown.
    """
    with np.errstate(all="ignore"):
        down = [np.diff(nodes, axis=0) / factors[0] for nodes in (row, col)]
        along = [np.diff(nodes, axis=1) / factors[1] for nodes in (row, col)]
        a, c = (0.5 * (each[:, :-1] + each[:, 1:]) for each in down)
        b, d = (0.5 * (each[:-1] + each[1:]) for each in along)
        first, second = (
            np.hypot(0.5 * (a + d), 0.5 * (c - b)),
            np.hypot(0.5 * (a - d), 0.5 * (c + b)),
        )
        larger, smaller = first + second, np.abs(first - second)
        corners = [
            down_row * along_col - down_col * along_row
            for down_row, down_col in zip(*([each[:, :-1], each[:, 1:]] for each in down))
            for along_row, along_col in zip(*([each[:-1], each[1:]] for each in along))
        ]
        least = _FLAT * larger * larger
        known = np.isfinite(least)
        positive = known & (np.maximum.reduce(corners) > least)
        negative = known & (np.minimum.reduce(corners) < -least)
        has_area = known & (smaller > _FLAT * larger)
        is_positive, is_negative = has_area & (first > second), has_area & (second > first)
        # Of a mirrored cell, the rotation that is left when the output's rows count upwards.
        cosine = np.where(is_negative, 0.5 * (d - a), 0.5 * (a + d))
        sine = np.where(is_negative, 0.5 * (b + c), 0.5 * (b - c))
        length = np.maximum(first, second)
        cosine, sine = cosine / length, sine / length
    return CellJacobians(
        known, smaller, larger, positive, negative, is_positive, is_negative, cosine, sine
    )
