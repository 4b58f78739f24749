"""Affine transforms of the plane, and grids that move an image by one."""

import math
import re
from dataclasses import dataclass

import numpy as np

from ..conventions.frame import Frame
from .settling import settled_positions

# Steps of a movement of an image, as `image_movement` names them.
STEPS = ("scale", "shear", "rotate", "shift")

# Units of a shift.
UNITS = ("pixels", "map")

# Rows or columns that GDAL can count.
_LARGEST_SIDE = 2**31 - 1

# Part of a cell by which the side of a frame may be moved by rounding.
_ROUNDED = 1e-6

_NEUTRAL = (1.0, 1.0)
_ORIGIN = (0.0, 0.0)


@dataclass(frozen=True)
class Affine:
    """An affine transform of the plane.

    Maps (x, y) to ``(a * x + b * y + c, d * x + e * y + f)``: the first two rows of a 3 x 3 matrix
    for column vectors.

    Attributes
    ----------
    a, b, c, d, e, f : float
    """

    a: float = 1.0
    b: float = 0.0
    c: float = 0.0
    d: float = 0.0
    e: float = 1.0
    f: float = 0.0

    @classmethod
    def shift(cls, x, y):
        """Return a shift."""
        return cls(c=float(x), f=float(y))

    @classmethod
    def scale(cls, x, y, center=_ORIGIN):
        """Return a change of size along x and y about a point; negative factors mirror."""
        return cls(a=float(x), e=float(y)).about(center)

    @classmethod
    def rotation(cls, degrees, center=_ORIGIN):
        """Return a rotation from x towards y, which is counter-clockwise where y points up.

        Multiples of 90 degrees are exact.
        """
        quarters, rest = divmod(degrees, 90.0)
        cosine, sine = math.cos(math.radians(rest)), math.sin(math.radians(rest))
        for _ in range(int(quarters % 4)):
            cosine, sine = -sine, cosine
        return cls(cosine, -sine, 0.0, sine, cosine, 0.0).about(center)

    @classmethod
    def shear(cls, x, y, center=_ORIGIN):
        """Return a shear: lines along y lean by `x` degrees to +x, lines along x by `y` to +y."""
        lean_x, lean_y = (0.0 if each == 0 else math.tan(math.radians(each)) for each in (x, y))
        return cls(1.0, lean_x, 0.0, lean_y, 1.0, 0.0).about(center)

    @classmethod
    def of_frame(cls, frame):
        """Return the transform from (column, row) of a frame, counted from the edge, to map."""
        x0, x_col, x_row, y0, y_col, y_row = frame.effective_geotransform
        return cls(x_col, x_row, x0, y_col, y_row, y0)

    def about(self, center):
        """Return the same transform with a point in the place of the origin."""
        x, y = center
        return Affine.shift(x, y).after(self).after(Affine.shift(-x, -y))

    def after(self, first):
        """Return the transform that does `first`, then this one."""
        return Affine(
            self.a * first.a + self.b * first.d,
            self.a * first.b + self.b * first.e,
            self.a * first.c + self.b * first.f + self.c,
            self.d * first.a + self.e * first.d,
            self.d * first.b + self.e * first.e,
            self.d * first.c + self.e * first.f + self.f,
        )

    @property
    def determinant(self):
        """By which factor areas grow; negative if it mirrors."""
        return self.a * self.e - self.b * self.d

    @property
    def is_invertible(self):
        """Whether it has an inverse that rounding errors do not decide on."""
        size = math.hypot(self.a, self.d) * math.hypot(self.b, self.e)
        return math.isfinite(size) and abs(self.determinant) > 1e-12 * size

    def inverse(self):
        """Return the transform that takes this one back.

        Raises
        ------
        ValueError
            If there is none: the plane becomes a line or a point.
        """
        if not self.is_invertible:
            raise ValueError(
                "The affine transform has no inverse: it makes a line or a point of the image."
            )
        a, b, d, e = (
            value / self.determinant + 0.0 for value in (self.e, -self.b, -self.d, self.a)
        )
        return Affine(a, b, -(a * self.c + b * self.f), d, e, -(d * self.c + e * self.f))

    def __call__(self, x, y):
        """Return where points go; arrays or numbers."""
        return self.a * x + self.b * y + self.c, self.d * x + self.e * y + self.f


@dataclass(frozen=True)
class Movement:
    """What is done to an image, step by step.

    Scale, shear and rotation are those of the map, x to the right and y up; of an image without a
    georeference the map is its pixels as they are seen. All are about the same point of the map,
    which does not move along.

    Attributes
    ----------
    shift : (float, float)
        In `units`: ``map`` units to the right and up, or ``pixels`` of the image along its rows (to
        higher columns) and down its columns (to higher rows).
    units : str
    rotation : float
        Degrees, counter-clockwise as it is seen.
    scale : (float, float)
        Factors along x and y; more than 1 enlarges.
    shear : (float, float)
        Degrees by which vertical lines lean to the right, and horizontal ones rise on the right.
    order : tuple of str
        The four `STEPS`, first to last.
    center : (float, float) or None
        Map x and y; the middle of the image by default.
    """

    shift: tuple = _ORIGIN
    units: str = "pixels"
    rotation: float = 0.0
    scale: tuple = _NEUTRAL
    shear: tuple = _ORIGIN
    order: tuple = STEPS
    center: tuple = None

    def affine(self, frame):
        """Return the `Affine` from where a point of the image is on the map to where it goes.

        Parameters
        ----------
        frame : Frame
            Of the image.

        Raises
        ------
        ValueError
            If the steps, the units or a number are not what they must be.
        """
        if sorted(self.order) != sorted(STEPS):
            raise ValueError(
                f"ORDER is {','.join(self.order)}; it must name each of {', '.join(STEPS)} once."
            )
        if self.units not in UNITS:
            raise ValueError(f"UNITS is {self.units}; it must be one of {', '.join(UNITS)}.")
        self._check_numbers()
        center = self.center
        if center is None:
            center = frame.center_to_map(0.5 * (frame.rows - 1), 0.5 * (frame.cols - 1))
            center = tuple(map(float, center))
        x, y = self.shift
        if self.units == "pixels":
            on_map = Affine.of_frame(frame)
            x, y = on_map.a * x + on_map.b * y, on_map.d * x + on_map.e * y
        steps = {
            "scale": Affine.scale(*self.scale, center),
            "shear": Affine.shear(*self.shear, center),
            "rotate": Affine.rotation(self.rotation, center),
            "shift": Affine.shift(x, y),
        }
        whole = Affine()
        for step in self.order:
            whole = steps[step].after(whole)
        return whole

    def _check_numbers(self):
        center = _ORIGIN if self.center is None else self.center
        for name, values in (
            ("SHIFT_X and SHIFT_Y", self.shift),
            ("ROTATION", (self.rotation,)),
            ("SCALE_X and SCALE_Y", self.scale),
            ("SHEAR_X and SHEAR_Y", self.shear),
            ("CENTER", center),
        ):
            if not all(map(math.isfinite, values)):
                raise ValueError(f"{name} must be finite numbers.")
        if 0 in self.scale:
            raise ValueError(
                f"SCALE_X and SCALE_Y are {self.scale[0]:g} and {self.scale[1]:g}; neither may be"
                " 0, which makes a line or a point of the image."
            )
        if not all(abs(angle) < 90 for angle in self.shear):
            raise ValueError(
                f"SHEAR_X and SHEAR_Y are {self.shear[0]:g} and {self.shear[1]:g}; both must be"
                " between -90 and 90 degrees."
            )
        if not Affine.shear(*self.shear).is_invertible:
            raise ValueError(
                f"SHEAR_X and SHEAR_Y are {self.shear[0]:g} and {self.shear[1]:g}, which makes a"
                " line of the image; together they must not be 90 degrees."
            )


def read_order(text):
    """Return the steps that a text such as ``scale,shear,rotate,shift`` names."""
    return tuple(step.lower() for step in re.split(r"[\s,;]+", text.strip()) if step)


def whole_frame(frame, affine):
    """Return the frame that holds all of an image after a transform of the map.

    Its cells are those of the image, continued as far as needed.

    Parameters
    ----------
    frame : Frame
        Of the image.
    affine : Affine
        From where a point is on the map to where it goes.

    Raises
    ------
    ValueError
        If it has more rows or columns than GDAL can count.
    """
    on_map = Affine.of_frame(frame)
    in_pixels = on_map.inverse().after(affine).after(on_map)
    cols, rows = in_pixels(
        np.array([0.0, frame.cols, 0.0, frame.cols]), np.array([0.0, 0.0, frame.rows, frame.rows])
    )
    # A side that rounding has moved a little needs no other row or column of cells.
    left, top = (math.floor(values.min() + _ROUNDED) for values in (cols, rows))
    right, bottom = (math.ceil(values.max() - _ROUNDED) for values in (cols, rows))
    if max(right - left, bottom - top) > _LARGEST_SIDE:
        raise ValueError(
            f"The whole image would have {bottom - top} x {right - left} pixels; give REFERENCE, or"
            " EXTENT and CELL_SIZE."
        )
    if (left, top, right, bottom) == (0, 0, frame.cols, frame.rows):
        return frame
    x, y = on_map(left, top)
    geotransform = (x, on_map.a, on_map.b, y, on_map.d, on_map.e)
    return Frame(bottom - top, right - left, geotransform, frame.crs_wkt)


class AffineToSource:
    """Transforms map coordinates of a target into (row, col) of a source that an affine moves.

    Parameters
    ----------
    source : Frame
    affine : Affine
        What is done to the image; positions are those of its inverse.

    Raises
    ------
    ValueError
        If the affine has no inverse.
    """

    def __init__(self, source, affine):
        self._source, self._back = source, affine.inverse()

    def __call__(self, x, y):
        """Return the source (row, col), pixel centres on integers, of target map (x, y).

        Positions that differ from whole numbers by rounding only are whole.
        """
        return settled_positions(self._source, *self._back(np.asarray(x), np.asarray(y)))
