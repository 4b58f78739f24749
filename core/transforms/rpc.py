"""Rational polynomial coefficients (RPC): from longitude, latitude and height to (row, col).

The form is that of NITF's RPC00B: rows and columns are ratios of two cubic polynomials of 20 terms
in longitude, latitude and height, which are normalised by an offset and a scale. Lines and samples
count pixel centres on integers, so that they are rows and columns as they stand; GDAL adds the half
pixel of its own convention.
"""

import math
from dataclasses import dataclass
from typing import Optional

import numpy as np

from .maps import near

# How far beyond their range, which is from -1 to 1, normalised coordinates are used. GDAL warns
# beyond the same bound.
_MARGIN = 1.5

# A denominator that has shrunk to this share of its value in the middle is near a pole.
_LEAST_DENOMINATOR = 1e-3

_TERMS = 20
_BOX = ("MIN_LONG", "MIN_LAT", "MAX_LONG", "MAX_LAT")


@dataclass(frozen=True)
class RationalModel:
    """An RPC as plain values.

    Attributes
    ----------
    offsets, scales : tuple of 5 float
        Of line, sample, latitude (degrees), longitude (degrees) and height (metres).
    coefficients : tuple of 4 tuples of 20 float
        Of the line's numerator and denominator, and of the sample's.
    box : tuple of 4 float or None
        West, south, east and north of the validity in degrees, if it is told.
    """

    offsets: tuple
    scales: tuple
    coefficients: tuple
    box: Optional[tuple] = None

    @property
    def height(self):
        """Height of the middle of the validity, in metres."""
        return self.offsets[4]

    @property
    def bounds(self):
        """Where the model is used: ((west, south, lowest), (east, north, highest))."""
        _, _, latitude, longitude, height = self.offsets
        middle = np.array([longitude, latitude, height])
        reach = _MARGIN * np.abs([self.scales[3], self.scales[2], self.scales[4]])
        low, high = middle - reach, middle + reach
        if self.box is not None:
            west, south, east, north = self.box
            # A box across the antimeridian counts from east to west.
            east += 360.0 if east < west else 0.0
            half = 0.5 * np.array([east - west, north - south])
            center = np.array([near(0.5 * (west + east), longitude), 0.5 * (south + north)])
            low[:2] = np.maximum(low[:2], center - _MARGIN * half)
            high[:2] = np.minimum(high[:2], center + _MARGIN * half)
        return tuple(low.tolist()), tuple(high.tolist())

    def covers(self, longitude, latitude, height=None):
        """Tell where points lie in the `bounds`; without a height, where a height would do."""
        low, high = self.bounds
        axes = [near(longitude, self.offsets[3]), latitude]
        axes += [] if height is None else [height]
        inside = True
        for axis, least, most in zip(axes, low, high):
            inside = inside & (axis >= least) & (axis <= most)
        return inside

    def to_pixel(self, longitude, latitude, height):
        """Return (row, col) of points on the ground, pixel centres on integers.

        Parameters
        ----------
        longitude, latitude : float arrays of one shape
            Degrees, WGS 84.
        height : float array or float
            Metres above the ellipsoid.

        Returns
        -------
        (numpy.ndarray, numpy.ndarray)
            NaN outside of the `bounds` and where a denominator comes near to zero or changes its
            sign, beyond a pole.
        """
        longitude, latitude = np.asarray(longitude, float), np.asarray(latitude, float)
        height = np.broadcast_to(np.asarray(height, float), longitude.shape)
        known = self.covers(longitude, latitude, height)
        row, col = (np.full(longitude.shape, np.nan) for _ in range(2))
        row[known], col[known] = self._evaluate(longitude[known], latitude[known], height[known])
        return row, col

    def _evaluate(self, longitude, latitude, height):
        offsets, scales = self.offsets, self.scales
        terms = _monomials(
            (near(longitude, offsets[3]) - offsets[3]) / scales[3],
            (latitude - offsets[2]) / scales[2],
            (height - offsets[4]) / scales[4],
        )
        sums = [_combine(terms, coefficients) for coefficients in self.coefficients]
        known, results = True, []
        for axis, (over, under) in enumerate((sums[:2], sums[2:])):
            constant = self.coefficients[2 * axis + 1][0]
            good = under / constant > _LEAST_DENOMINATOR
            ratio = over / np.where(good, under, 1.0)
            results.append(ratio * scales[axis] + offsets[axis])
            known = known & good
        return [np.where(known, result, np.nan) for result in results]

    def to_ground(self, row, col, height_of, steps=50):
        """Return longitude and latitude of pixels by Newton's iteration, NaN where it fails.

        Parameters
        ----------
        row, col : float arrays of one shape
            Pixel centres on integers.
        height_of : callable
            Takes longitude and latitude and returns heights, NaN where there is none; the middle
            height stands for these.
        steps : int
            After which a pixel that has not settled is given up.
        """
        longitude = np.full(np.shape(row), float(self.offsets[3]))
        latitude = np.full(np.shape(row), float(self.offsets[2]))
        delta = 1e-4 * np.abs(self.scales[3]), 1e-4 * np.abs(self.scales[2])
        missed = np.full(np.shape(row), np.inf)
        for _ in range(steps):
            height = height_of(longitude, latitude)
            height = np.where(np.isnan(height), self.height, height)
            here = self._evaluate(longitude, latitude, height)
            east = self._evaluate(longitude + delta[0], latitude, height)
            north = self._evaluate(longitude, latitude + delta[1], height)
            d_row, d_col = row - here[0], col - here[1]
            missed = np.hypot(d_row, d_col)
            if np.all((missed < 1e-3) | np.isnan(missed)):
                break
            a, b = (east[0] - here[0]) / delta[0], (north[0] - here[0]) / delta[1]
            c, d = (east[1] - here[1]) / delta[0], (north[1] - here[1]) / delta[1]
            determinant = a * d - b * c
            determinant = np.where(determinant == 0, np.nan, determinant)
            longitude = longitude + (d * d_row - b * d_col) / determinant
            latitude = latitude + (a * d_col - c * d_row) / determinant
        settled = (missed < 1.0) & self.covers(longitude, latitude)
        return np.where(settled, longitude, np.nan), np.where(settled, latitude, np.nan)


def read_rpc(items):
    """Return the `RationalModel` that GDAL's metadata domain RPC tells.

    Parameters
    ----------
    items : dict of str
        May hold units behind its numbers; other items than those of a `RationalModel` are not used.

    Raises
    ------
    ValueError
        If there is none, or an item is missing or cannot be used.
    """
    if not items:
        raise ValueError(
            "INPUT has no RPC; they must be in the file, or beside it as GDAL reads them (_RPC.TXT,"
            " .RPB)."
        )
    names = ("LINE", "SAMP", "LAT", "LONG", "HEIGHT")
    offsets = tuple(_numbers(items, f"{name}_OFF", 1)[0] for name in names)
    scales = tuple(_numbers(items, f"{name}_SCALE", 1)[0] for name in names)
    for name, scale in zip(names, scales):
        if scale == 0:
            raise ValueError(f"{name}_SCALE of INPUT's RPC is 0, which is no scale.")
    parts = ("LINE_NUM", "LINE_DEN", "SAMP_NUM", "SAMP_DEN")
    coefficients = tuple(_numbers(items, f"{part}_COEFF", _TERMS) for part in parts)
    for name, each in zip(parts[1::2], coefficients[1::2]):
        if each[0] == 0:
            raise ValueError(
                f"The first value of {name}_COEFF of INPUT's RPC is 0; it must be the"
                " denominator in the middle of the image."
            )
    box = None
    if all(name in items for name in _BOX):
        box = tuple(_numbers(items, name, 1)[0] for name in _BOX)
    return RationalModel(offsets, scales, coefficients, box)


def _numbers(items, name, count):
    text = items.get(name)
    if text is None:
        raise ValueError(f"INPUT's RPC has no {name}; it must have one.")
    words = text.replace(",", " ").split()
    try:
        # Behind a single number a unit may stand.
        numbers = tuple(float(word) for word in (words[:1] if count == 1 else words))
    except ValueError:
        numbers = ()
    if len(numbers) != count or not all(map(math.isfinite, numbers)):
        raise ValueError(
            f"{name} of INPUT's RPC is {text[:40]!r}; it must be {count} finite number(s)."
        )
    return numbers


def _monomials(x, y, z):
    """Return the 20 terms of RPC00B in their order; x is longitude, y latitude, z height."""
    return (
        1.0, x, y, z, x * y, x * z, y * z, x * x, y * y, z * z,
        x * y * z, x * x * x, x * y * y, x * z * z, x * x * y, y * y * y, y * z * z, x * x * z,
        y * y * z, z * z * z,
    )  # fmt: skip


def _combine(terms, coefficients):
    total = np.full(np.shape(terms[1]), coefficients[0])
    for term, coefficient in zip(terms[1:], coefficients[1:]):
        if coefficient != 0:
            total += coefficient * term
    return total


class RpcToSource:
    """Transforms map coordinates of a target into (row, col) of a raster that has RPCs.

    Parameters
    ----------
    model : RationalModel
    to_ground : callable
        From map (x, y) to longitude and latitude in degrees, WGS 84; NaN where unknown.
    height_of : callable
        From longitude and latitude to metres above the ellipsoid; NaN where unknown.
    """

    # What `__call__` tells of each point besides its position.
    KNOWN, NO_PLACE, NOT_COVERED, NO_HEIGHT = range(4)

    def __init__(self, model, to_ground, height_of):
        self._model, self._to_ground, self._height_of = model, to_ground, height_of

    def __call__(self, x, y):
        """Return source (row, col), pixel centres on integers, and why they are unknown.

        Parameters
        ----------
        x, y : float arrays of one shape

        Returns
        -------
        (numpy.ndarray, numpy.ndarray, numpy.ndarray)
            Row and column, NaN where unknown; then KNOWN, NO_PLACE (cannot be transformed to
            longitude and latitude), NOT_COVERED (outside of the model's validity) or NO_HEIGHT.
        """
        longitude, latitude = self._to_ground(x, y)
        has_place = ~(np.isnan(longitude) | np.isnan(latitude))
        # Heights are read only where they are of use.
        covered = has_place & self._model.covers(longitude, latitude)
        height = np.full(longitude.shape, np.nan)
        if covered.any():
            height = self._height_of(
                np.where(covered, longitude, np.nan), np.where(covered, latitude, np.nan)
            )
        has_height = ~np.isnan(height)
        row, col = self._model.to_pixel(longitude, latitude, height)
        why = np.select(
            (~has_place, ~covered, ~has_height, np.isnan(row)),
            (self.NO_PLACE, self.NOT_COVERED, self.NO_HEIGHT, self.NOT_COVERED),
            self.KNOWN,
        )
        return row, col, why
