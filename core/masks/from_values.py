"""Which pixels of a quality band match: by values, by ranges, by bits."""

import functools
import math
import re
from dataclasses import dataclass

import numpy as np

# How the criteria that are given go together.
COMBINATIONS = ("any", "all")

# Pixels looked at together: what they are compared with stays in the cache.
_BLOCK_PIXELS = 1 << 16

# So many values are found sooner one by one than by search.
_FEW = 32

_NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?", re.ASCII | re.IGNORECASE)
_FIELD = re.compile(r"(\d+)(?:\s*-\s*(\d+))?(?:\s*=\s*(\d+(?:\s*\|\s*\d+)*))?", re.ASCII)

# Digits that a number may have, and characters of an entry that an error message shows.
_MOST_DIGITS, _SHOWN = 400, 40


@dataclass(frozen=True)
class BitField:
    """Neighbouring bits of a whole number, and the values that they may hold.

    Attributes
    ----------
    first, last : int
        Bits counted from 0, the least significant one; both belong to the field.
    wanted : tuple of int
        The field read as a number of its own, its lowest bit counting 1.
    """

    first: int
    last: int
    wanted: tuple = (1,)


@dataclass(frozen=True)
class ValueCriteria:
    """What a pixel must hold to match.

    A criterion holds if any of its entries does. A criterion without entries is not given.

    Attributes
    ----------
    values : tuple of int or float
    ranges : tuple of (number or None, number or None)
        Both ends belong to a range; None is an open end.
    bits : tuple of BitField
    combine : str
        ``any`` or ``all`` of the criteria that are given.
    """

    values: tuple = ()
    ranges: tuple = ()
    bits: tuple = ()
    combine: str = "any"


def parse_values(text):
    """Return the numbers of a text such as ``3, 8, 9.5``; whole ones are exact integers.

    Raises
    ------
    ValueError
        If an entry is not a number.
    """
    form = "numbers separated by commas, such as 3, 8, 9, 10"
    return tuple(_number(entry, "VALUES", entry, form) for entry in _entries(text))


def parse_ranges(text):
    """Return the (low, high) of a text such as ``100:200, :0, 9000:``; None is an open end.

    Raises
    ------
    ValueError
        If an entry is not a range, or its ends are in the wrong order.
    """
    form = "ranges separated by commas, such as 100:200, :0, 9000:"
    ranges = []
    for entry in _entries(text):
        ends = [end.strip() for end in entry.split(":")]
        if len(ends) != 2:
            raise _unreadable("RANGES", entry, form)
        low, high = (_number(end, "RANGES", entry, form) if end else None for end in ends)
        if low is not None and high is not None and low > high:
            raise ValueError(
                f"RANGES has {_shown(entry)}, whose first end is the larger one; it must be the"
                " smaller one."
            )
        ranges.append((low, high))
    return tuple(ranges)


def parse_bits(text):
    """Return the `BitField` of each entry of a text such as ``3, 6=0, 8-9=2|3``.

    Raises
    ------
    ValueError
        If an entry is not a bit or a field with the values that it may hold.
    """
    return tuple(_field(entry) for entry in _entries(text))


def _field(entry):
    found = _FIELD.fullmatch(entry)
    if found is None or len(entry) > _MOST_DIGITS:
        form = "bits and fields separated by commas, such as 3, 6=0, 8-9=2|3"
        raise _unreadable("BITS", entry, form)
    first, last, wanted = found.groups()
    if last is not None and wanted is None:
        raise ValueError(
            f"BITS has {_shown(entry)}, a field without the values that it may hold; give them,"
            f" such as {first}-{last}=1|2."
        )
    first, last = int(first), int(first if last is None else last)
    wanted = (1,) if wanted is None else tuple(int(each) for each in wanted.split("|"))
    if first > last:
        raise ValueError(
            f"BITS has {_shown(entry)}, whose first bit is the higher one; it must be the lower"
            " one."
        )
    for value in wanted:
        if value.bit_length() > last - first + 1:
            raise ValueError(
                f"BITS has {_shown(entry)}, but {last - first + 1} bit(s) cannot hold {value}."
            )
    return BitField(first, last, wanted)


def _entries(text):
    """Split at commas; a text of nothing but blanks has no entry."""
    return [entry.strip() for entry in text.split(",")] if text.strip() else []


def _number(text, name, entry, form):
    if not _NUMBER.fullmatch(text) or len(text) > _MOST_DIGITS:
        raise _unreadable(name, entry, form)
    try:
        return int(text)
    except ValueError:
        value = float(text)
    if not math.isfinite(value):
        raise ValueError(f"{name} has {_shown(entry)}, which is too large a number.")
    return int(value) if value.is_integer() else value


def _shown(entry):
    return repr(entry if len(entry) <= _SHOWN else entry[:_SHOWN] + "...")


def _unreadable(name, entry, form):
    return ValueError(f"{name} has {_shown(entry)}; it must be {form}.")


class ValueMatcher:
    """Tells which numbers of one type match `ValueCriteria`.

    A number of the criteria counts as that of the type which is nearest to it, so that 0.1 finds
    what a band of float32 holds for 0.1. NaN matches nothing; infinity lies in ranges with an open
    end. Bits of signed integers are those of their two's complement.

    Parameters
    ----------
    criteria : ValueCriteria
    dtype : dtype
        Of the numbers.

    Raises
    ------
    ValueError
        If nothing is given, or an entry is one that no number of this type can match.
    """

    def __init__(self, criteria, dtype):
        dtype = np.dtype(dtype)
        if not (criteria.values or criteria.ranges or criteria.bits):
            raise ValueError(
                "VALUES, RANGES and BITS are not set; give one of them, or RANGES=: for all numbers"
                " there are."
            )
        if criteria.combine not in COMBINATIONS:
            raise ValueError(f"COMBINE is {criteria.combine}; it must be any or all.")
        self._merge = np.logical_or if criteria.combine == "any" else np.logical_and
        self._tests = []
        if criteria.values:
            self._tests.append(_OneOf([_held(value, dtype) for value in criteria.values], dtype))
        if criteria.ranges:
            self._tests.append(_Within([_ends(*ends, dtype) for ends in criteria.ranges]))
        if criteria.bits:
            _check_bits(criteria.bits, dtype)
            self._tests.append(_Fields(criteria.bits, dtype))

    def __call__(self, values):
        """Return where numbers match, as booleans.

        Parameters
        ----------
        values : array (rows, cols)
            Of the type.
        """
        out = np.empty(values.shape, dtype=bool)
        step = max(1, _BLOCK_PIXELS // max(1, values.shape[1]))
        for start in range(0, len(values), step):
            block = values[start : start + step]
            matches = self._tests[0](block)
            for test in self._tests[1:]:
                self._merge(matches, test(block), out=matches)
            out[start : start + step] = matches
        return out


class _OneOf:
    def __init__(self, numbers, dtype):
        self._numbers = np.unique(np.array(numbers, dtype=dtype))

    def __call__(self, values):
        if len(self._numbers) > _FEW:
            place = np.searchsorted(self._numbers, values)
            return self._numbers[np.minimum(place, len(self._numbers) - 1)] == values
        found = np.zeros(values.shape, dtype=bool)
        for number in self._numbers:
            found |= values == number
        return found


class _Within:
    def __init__(self, ranges):
        self._ranges = ranges

    def __call__(self, values):
        found = np.zeros(values.shape, dtype=bool)
        for low, high in self._ranges:
            # NaN is in no range, not even in one without ends.
            inside = values == values if low is None else values >= low
            if high is not None:
                inside &= values <= high
            found |= inside
        return found


class _Fields:
    def __init__(self, fields, dtype):
        self._unsigned = np.dtype(f"u{dtype.itemsize}")
        number = self._unsigned.type
        self._parts = [
            (number(((1 << (field.last - field.first + 1)) - 1) << field.first),
             [number(value << field.first) for value in field.wanted])
            for field in fields
        ]  # fmt: skip

    def __call__(self, values):
        bits = values.view(self._unsigned)
        found = np.zeros(values.shape, dtype=bool)
        for mask, wanted in self._parts:
            field = bits & mask
            for value in wanted:
                found |= field == value
        return found


def _held(value, dtype):
    """Return a number as one of a type."""
    low, high = _limits(dtype)
    # The largest of a type is often told with fewer digits, which may be a little more than it.
    held = _rounded(value, dtype) if dtype.kind == "f" else value
    if not low <= held <= high or (dtype.kind != "f" and held != math.floor(held)):
        raise ValueError(f"VALUES has {value}, which the {dtype} band cannot hold.")
    return dtype.type(held)


def _ends(low, high, dtype):
    """Return the ends of a range as numbers of a type, None for those that exclude nothing."""
    least, most = _limits(dtype)
    up, down = math.ceil, math.floor
    if dtype.kind == "f":
        up = down = functools.partial(_rounded, dtype=dtype)
    first = least if low is None else max(least, up(low))
    last = most if high is None else min(most, down(high))
    if first > last:
        ends = ["" if end is None else f"{end}" for end in (low, high)]
        raise ValueError(f"RANGES has {':'.join(ends)}, in which the {dtype} band has no number.")
    return (
        None if low is None else dtype.type(first),
        None if high is None else dtype.type(last),
    )


def _rounded(value, dtype):
    """Return the number of a floating type that is nearest, as float; too large ones infinite."""
    try:
        value = float(value)
    except OverflowError:  # of whole numbers without an end
        return math.inf if value > 0 else -math.inf
    with np.errstate(over="ignore"):
        return float(dtype.type(value))


def _limits(dtype):
    info = np.finfo(dtype) if dtype.kind == "f" else np.iinfo(dtype)
    kind = float if dtype.kind == "f" else int
    return kind(info.min), kind(info.max)


def _check_bits(fields, dtype):
    if dtype.kind not in "iu":
        raise ValueError(
            f"BITS is given, but the band holds floating numbers ({dtype}); it must hold integers."
        )
    count = 8 * dtype.itemsize
    for field in fields:
        if field.last >= count:
            raise ValueError(
                f"BITS has bit {field.last}, but those of the {dtype} band are 0 to {count - 1}."
            )
