"""What is derived of a surface: slope, aspect, curvatures and partial derivatives."""

import numpy as np

from ..engines.spline import VALUE_ONLY, WITH_CURVATURES, WITH_SLOPES

# Slopes (rise over run) up to this one have no direction, as in GRASS.
_FLAT = 0.001

# Aspects below this one are told as 360, as in GRASS: 0 stands for flat.
_NEAR_EAST = 0.5


class Surface:
    """A surface's values and partial derivatives at some cells.

    Parameters
    ----------
    layers : sequence of float64 array
        z, and as far as they are needed dz/dx, dz/dy, d2z/dx2, d2z/dy2, d2z/dxdy; x eastwards, y
        northwards, per map unit.
    """

    def __init__(self, layers):
        self._z, *rest = layers
        self._dx, self._dy, self._dxx, self._dyy, self._dxy = (*rest, *[None] * (5 - len(rest)))

    def elevation(self):
        """Return z."""
        return self._z

    def dx(self):
        """Return dz/dx."""
        return self._dx

    def dy(self):
        """Return dz/dy."""
        return self._dy

    def dxx(self):
        """Return d2z/dx2."""
        return self._dxx

    def dyy(self):
        """Return d2z/dy2."""
        return self._dyy

    def dxy(self):
        """Return d2z/dxdy."""
        return self._dxy

    def slope(self):
        """Return the steepest slope, in degrees."""
        return np.degrees(np.arctan(np.sqrt(self._squared())))

    def aspect(self):
        """Return where it goes down, in degrees counterclockwise from east, 0 where it is flat."""
        degrees = np.degrees(np.arctan2(-self._dy, -self._dx))
        degrees = np.where(degrees <= 0, degrees + 360.0, degrees)
        return self._unless_flat(np.where(degrees < _NEAR_EAST, 360.0, degrees))

    def profile(self):
        """Return the curvature along the slope."""
        squared, along, _, mixed = self._terms()
        return self._unless_flat(-(along + mixed) / (squared * (1.0 + squared) ** 1.5))

    def tangential(self):
        """Return the curvature across the slope."""
        squared, _, across, mixed = self._terms()
        return self._unless_flat(-(across - mixed) / (squared * np.sqrt(1.0 + squared)))

    def mean(self):
        """Return the mean curvature."""
        squared, _, across, mixed = self._terms()
        total = self._dxx + self._dyy + across - mixed
        return self._unless_flat(-0.5 * total / (1.0 + squared) ** 1.5)

    def _squared(self):
        return self._dx * self._dx + self._dy * self._dy

    def _terms(self):
        dx, dy = self._dx, self._dy
        squared = self._squared()
        along = self._dxx * dx * dx + self._dyy * dy * dy
        across = self._dxx * dy * dy + self._dyy * dx * dx
        return np.where(self._is_flat(), 1.0, squared), along, across, 2.0 * self._dxy * dx * dy

    def _is_flat(self):
        return np.sqrt(self._squared()) <= _FLAT

    def _unless_flat(self, values):
        return np.where(self._is_flat(), 0.0, values)


# Outputs by name, and what each of them needs.
_NEEDS = {
    "elevation": VALUE_ONLY,
    "slope": WITH_SLOPES,
    "aspect": WITH_SLOPES,
    "profile": WITH_CURVATURES,
    "tangential": WITH_CURVATURES,
    "mean": WITH_CURVATURES,
    "dx": WITH_SLOPES,
    "dy": WITH_SLOPES,
    "dxx": WITH_CURVATURES,
    "dyy": WITH_CURVATURES,
    "dxy": WITH_CURVATURES,
}

SPLINE_OUTPUTS = tuple(_NEEDS)


def kinds_needed(outputs):
    """Return what has to be summed up for some outputs, see `spline_basis`."""
    return max(_NEEDS[name] for name in outputs)


def derive(layers, outputs):
    """Return the array of each output.

    Parameters
    ----------
    layers : sequence of float64 array
        See `Surface`; NaN is null.
    outputs : sequence of str
        Of `SPLINE_OUTPUTS`.

    Returns
    -------
    list of float64 array
    """
    surface = Surface(layers)
    return [getattr(surface, name)() for name in outputs]
