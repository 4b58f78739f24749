"""How an axis is cut into pieces for the B-spline prefilter.

The cuts lie on a lattice that is fixed to the source, so that a coefficient has the same bits
whatever part of the source it is computed from.
"""

from dataclasses import dataclass

import numpy as np

from ..engines.prefiltering import Pieces

# Samples from cut to cut. Shorter pieces stay in the cache and cost little where only a small
# window is needed; longer ones repeat less of their neighbours.
_LATTICE = 256


@dataclass(frozen=True)
class Ends:
    """Where an axis of samples ends, inclusive, and how the recursions start there.

    Attributes
    ----------
    first, last : int
        Positions in the source; outside of it where it is continued.
    indices : tuple of int
        Terms of the starting sum of each pole.
    """

    first: int
    last: int
    indices: tuple


@dataclass(frozen=True)
class AxisPlan:
    """What the prefilter of an axis loads, and what comes out.

    Attributes
    ----------
    pieces : Pieces
        In source positions, which may be outside of the source.
    """

    pieces: Pieces

    @property
    def loaded(self):
        """The first and the last position to load."""
        return int(self.pieces.spans[:, 0].min()), int(self.pieces.spans[:, 1].max()) - 1

    @property
    def kept(self):
        """The first and the last position whose coefficient comes out."""
        return int(self.pieces.spans[0, 2]), int(self.pieces.spans[-1, 3]) - 1

    def pieces_from(self, start):
        """Return the pieces in positions counted from `start`."""
        return self.pieces._replace(spans=self.pieces.spans - start)


def plan_axis(poles, exact_indices, domain, wanted, ends=None):
    """Plan the prefilter of an axis.

    Parameters
    ----------
    poles : tuple of float
    exact_indices : tuple of int
        Terms after which the starting sum of each pole does not change any more.
    domain : (int, int)
        All positions that can ever have a coefficient, inclusive; it fixes the pieces.
    wanted : (int, int)
        Positions whose coefficients are needed, inclusive, within `domain`.
    ends : Ends, optional
        Where recursions start; what they do not reach is filtered for itself. Without `ends` the
        source goes on for ever.

    Returns
    -------
    AxisPlan
    """
    low, high = wanted
    inner = domain
    if ends is not None:
        inner = (ends.first + sum(ends.indices), ends.last - sum(ends.indices))
    spans, left, right = [], [], []
    for first, last in _lattice(domain, inner):
        if last < low or first > high:
            continue
        terms_left = terms_right = exact_indices
        if not inner[0] <= first <= last <= inner[1]:
            # As little as the truncated start takes, so that pieces are loaded in order.
            terms_left = terms_right = tuple(map(min, exact_indices, ends.indices))
        load_first, load_last = first - sum(terms_left), last + sum(terms_right)
        if ends is not None and load_first < ends.first and first >= inner[0]:
            load_first, terms_left = ends.first, ends.indices
        if ends is not None and load_last > ends.last and last <= inner[1]:
            load_last, terms_right = ends.last, ends.indices
        spans.append((load_first, load_last + 1, max(low, first), min(high, last) + 1))
        left.append(terms_left)
        right.append(terms_right)
    return AxisPlan(
        Pieces(
            np.array(poles),
            np.array(spans, dtype=np.int64),
            np.array(left, dtype=np.int64),
            np.array(right, dtype=np.int64),
        )
    )


def _lattice(domain, inner):
    """Return the inclusive ranges of the pieces: whole ones, and short rests joined to them.

    What is outside of `inner` is cut off by itself.
    """
    ranges = []
    for low, high in (
        (domain[0], inner[0] - 1),
        (max(domain[0], inner[0]), min(domain[1], inner[1])),
        (inner[1] + 1, domain[1]),
    ):
        if low > high:
            continue
        cuts = [
            cut
            for cut in range(-(-low // _LATTICE) * _LATTICE, high + 1, _LATTICE)
            if cut - low >= _LATTICE // 2 and high + 1 - cut >= _LATTICE // 2
        ]
        ranges += zip([low, *cuts], [*(cut - 1 for cut in cuts), high])
    return ranges
