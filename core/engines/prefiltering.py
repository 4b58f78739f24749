"""What the two engines need to know to filter an axis by a recursion."""

from typing import NamedTuple

import numpy as np


class Pieces(NamedTuple):
    """An axis cut into pieces that are filtered one by one.

    Every piece is loaded with as many samples on both sides as its recursion needs to forget how
    it was started, so that what is kept of it depends on nothing but these samples.

    Attributes
    ----------
    poles : float64 array (poles,)
        Of the recursion ``z^|k|``, applied one after the other.
    spans : int64 array (pieces, 4)
        Half-open ranges on the axis: loaded from, loaded to, kept from, kept to; in order, and
        what is kept without a gap.
    left, right : int64 array (pieces, poles)
        Terms of the sums by which each recursion starts, at its left and at its right end. The
        samples that they take are used up: ``kept from - loaded from`` is the sum on the left,
        ``loaded to - kept to`` on the right, where nothing else limits what is kept.
    """

    poles: np.ndarray
    spans: np.ndarray
    left: np.ndarray
    right: np.ndarray
