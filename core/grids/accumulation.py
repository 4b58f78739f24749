"""Statistics of parts that add up to those of the whole, to the last bit and in any order."""

import math
from dataclasses import dataclass, field, fields
from typing import Optional

import numpy as np

# Bits of a fraction that tell bins apart: 128 bins from one power of two to the next.
_FRACTION_BITS = 7
_SHIFT = 52 - _FRACTION_BITS

# Powers of two beyond which values share the first bin or the last one.
_LOWEST, _HIGHEST = -64, 64

# A float64 is a whole multiple of 2**-1074; some more bits save a negative shift.
_UNIT = 1140

# Bits of a float64's significand, and those of them that are summed apart: so many sums of them
# are exact in a float64 (2**26 of them).
_SIGNIFICAND, _LOW = 53, 27


class Addable:
    """Base of dataclasses that are added field by field."""

    def __add__(self, other):
        """Return what is known of both parts."""
        return type(self)(
            *(getattr(self, each.name) + getattr(other, each.name) for each in fields(self))
        )


def exact_total(values):
    """Return the exact sum of finite numbers, as a whole number of units for `mean_of`.

    Sums of floats depend on their order; these do not.

    Parameters
    ----------
    values : float64 array of at most 2**26 elements

    Returns
    -------
    int
    """
    significand, exponent = np.frexp(values.ravel())
    whole = (significand * 2.0**_SIGNIFICAND).astype(np.int64)
    if not whole.size:
        return 0
    lowest = int(exponent.min())
    parts = (whole & ((1 << _LOW) - 1), whole >> _LOW)
    total = 0
    for part, bits in zip(parts, (0, _LOW)):
        for place, each in enumerate(np.bincount(exponent - lowest, part.astype(np.float64))):
            total += int(each) << (place + lowest + _UNIT - _SIGNIFICAND + bits)
    return total


def mean_of(total, count):
    """Return an exact total divided by a count, correctly rounded; NaN of nothing."""
    return total / (count << _UNIT) if count else math.nan


@dataclass(frozen=True)
class Places:
    """Where something is the case: how often, first, and within which bounds.

    Attributes
    ----------
    count : int
    first : (int, int) or None
        Row and column of the first place, row by row.
    rows, cols : (int, int) or None
        Bounds, inclusive ends.
    """

    count: int = 0
    first: Optional[tuple] = None
    rows: Optional[tuple] = None
    cols: Optional[tuple] = None

    @classmethod
    def of(cls, found, origin):
        """Return the places where an array (rows, cols) is true.

        Parameters
        ----------
        found : bool array (rows, cols)
        origin : (int, int)
            Row and column of its first element.
        """
        rows = np.flatnonzero(found.any(axis=1))
        if not rows.size:
            return cls()
        cols = np.flatnonzero(found.any(axis=0))
        first_col = int(np.argmax(found[rows[0]]))
        bounds = [
            (int(each[0]) + start, int(each[-1]) + start)
            for each, start in zip((rows, cols), origin)
        ]
        first = (bounds[0][0], first_col + origin[1])
        return cls(int(np.count_nonzero(found)), first, *bounds)

    def __add__(self, other):
        """Return the places of both parts."""
        if not self.count or not other.count:
            return self if self.count else other
        rows, cols = (
            (min(a[0], b[0]), max(a[1], b[1]))
            for a, b in ((self.rows, other.rows), (self.cols, other.cols))
        )
        return Places(self.count + other.count, min(self.first, other.first), rows, cols)


# A default of other dataclasses.
NOWHERE = Places()


@dataclass(frozen=True)
class Span:
    """The least and the greatest of some numbers; of none, infinity and its negative."""

    least: float = math.inf
    greatest: float = -math.inf

    @classmethod
    def of(cls, values):
        """Return the span of an array."""
        if not values.size:
            return cls()
        return cls(float(values.min()), float(values.max()))

    def __add__(self, other):
        """Return the span of both parts."""
        return Span(min(self.least, other.least), max(self.greatest, other.greatest))

    @property
    def width(self):
        """How far the ends are apart; negative of no numbers."""
        return self.greatest - self.least


NO_SPAN = Span()


def _no_bins():
    return np.zeros((_HIGHEST - _LOWEST) << _FRACTION_BITS, dtype=np.int64)


@dataclass(frozen=True, eq=False)
class Distribution:
    """How numbers of 0 and more are distributed.

    Attributes
    ----------
    count : int
    minimum, maximum : float
        NaN of no numbers.
    minimum_at, maximum_at : (int, int) or None
        Row and column where they are, the first ones row by row.
    bins : int64 array
        Counts; 128 bins of equal width from one power of two to the next.
    """

    count: int = 0
    minimum: float = math.nan
    maximum: float = math.nan
    minimum_at: Optional[tuple] = None
    maximum_at: Optional[tuple] = None
    bins: np.ndarray = field(default_factory=_no_bins)

    @classmethod
    def of(cls, values, known, origin):
        """Return the distribution of the known ones of an array.

        Parameters
        ----------
        values : float64 array (rows, cols)
            0 or more, and finite where known.
        known : bool array (rows, cols)
        origin : (int, int)
            Row and column of the first element.
        """
        chosen = values[known]
        if not chosen.size:
            return cls()
        least, greatest = (int(choose(chosen)) for choose in (np.argmin, np.argmax))
        indices = np.flatnonzero(known)
        found = [divmod(int(indices[each]), known.shape[1]) for each in (least, greatest)]
        at = [(row + origin[0], col + origin[1]) for row, col in found]
        bins = np.bincount(_bin_of(chosen), minlength=_no_bins().size)
        extremes = float(chosen[least]), float(chosen[greatest])
        return cls(chosen.size, *extremes, *at, bins)

    def __add__(self, other):
        """Return the distribution of both parts."""
        if not self.count or not other.count:
            return self if self.count else other
        parts = (self, other)
        minimum, minimum_at = min((each.minimum, each.minimum_at) for each in parts)
        negated, maximum_at = min((-each.maximum, each.maximum_at) for each in parts)
        return Distribution(
            self.count + other.count,
            minimum,
            -negated,
            minimum_at,
            maximum_at,
            self.bins + other.bins,
        )

    def quantile(self, share):
        """Return what a share of the numbers does not exceed, to within 0.4 % of itself.

        It is the middle of the bin that holds the number of that rank. Numbers below 2**-64 count
        as 0, those of 2**64 and more as 2**64, within the minimum and the maximum.

        Parameters
        ----------
        share : float
            0 to 1.

        Returns
        -------
        float
            NaN of no numbers.
        """
        if not self.count:
            return math.nan
        rank = min(max(math.ceil(share * self.count), 1), self.count)
        place = int(np.searchsorted(np.cumsum(self.bins), rank))
        low, high = _edge_of(place), _edge_of(place + 1)
        middle = 0.0 if place == 0 else 0.5 * (low + high)
        return min(max(middle, self.minimum), self.maximum)


def _bin_of(values):
    """Return the bin of each number: its exponent and the first bits of its fraction."""
    # Positive floats have the order of their bits; + 0.0 makes -0.0 positive.
    bits = (values + 0.0).view(np.int64) >> _SHIFT
    first = (1023 + _LOWEST) << _FRACTION_BITS
    return np.clip(bits - first, 0, _no_bins().size - 1)


def _edge_of(place):
    """Return the least number of a bin."""
    power, fraction = divmod(place, 1 << _FRACTION_BITS)
    return math.ldexp(1 + fraction / (1 << _FRACTION_BITS), power + _LOWEST)
