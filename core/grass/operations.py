"""The operations of the GRASS family as plain values; each makes a plan for two regions."""

import math
from dataclasses import dataclass, field
from typing import Optional

from ..conventions.arrays import real_number
from ..interpolation.policy import ValidityPolicy
from .interpolation import INTERPOLATION_METHODS, plan_interpolation
from .nearest import plan_nearest
from .segments import Segmentation
from .spline import KEPT, SplinePlan
from .statistics import STATISTICS_METHODS, plan_statistics
from .surface import SPLINE_OUTPUTS

# What a result is of the source's values: one of them or between them; a difference of two; a sum
# of many; something else.
VALUE, DIFFERENCE, SUM, OTHER = "value", "difference", "sum", "other"

_STRICT = ValidityPolicy()

_QUANTITIES = {
    "range": DIFFERENCE,
    "stddev": DIFFERENCE,
    "sum": SUM,
    "variance": OTHER,
    "count": OTHER,
    "diversity": OTHER,
}


@dataclass(frozen=True)
class Nearest:
    """GRASS's r.resample, see `plan_nearest`.

    Attributes
    ----------
    picks : bool
        Whether each result is a value of the source, so that a class remains a class.
    quantity : str
        What a result is of the source's values: `VALUE`, `DIFFERENCE`, `SUM` or `OTHER`.
    """

    picks = True
    quantity = VALUE

    def plan(self, source, target):
        """Return a `NearestPlan` for two regions."""
        return plan_nearest(source, target)


@dataclass(frozen=True)
class Interpolation:
    """GRASS's r.resamp.interp, see `plan_interpolation`.

    Attributes
    ----------
    method : str
    policy : ValidityPolicy
    picks, quantity
        As of `Nearest`.

    Raises
    ------
    ValueError
        If there is no such method.
    """

    method: str = "bilinear"
    policy: ValidityPolicy = _STRICT
    quantity = VALUE

    def __post_init__(self):
        _check_method(self.method, INTERPOLATION_METHODS)

    @property
    def picks(self):
        """Whether a class remains a class."""
        return self.method == "nearest"

    def plan(self, source, target):
        """Return an `InterpolationPlan` for two regions."""
        return plan_interpolation(source, target, self.method, self.policy)


@dataclass(frozen=True)
class Statistics:
    """GRASS's r.resamp.stats, see `plan_statistics`.

    Attributes
    ----------
    method : str
    weighted, propagate_nulls : bool
    quantile : float
        Of method "quantile", 0 to 1.
    picks, quantity
        As of `Nearest`.

    Raises
    ------
    TypeError, ValueError
        If there is no such method, or the quantile is not a number from 0 to 1.
    """

    method: str = "average"
    weighted: bool = False
    propagate_nulls: bool = False
    quantile: float = 0.5

    def __post_init__(self):
        _check_method(self.method, STATISTICS_METHODS)
        if not 0 <= real_number(self.quantile, "quantile") <= 1:
            raise ValueError(f"quantile is {self.quantile}; it must be from 0 to 1.")

    @property
    def picks(self):
        """Whether a class remains a class."""
        return self.method in ("mode", "minimum", "maximum")

    @property
    def quantity(self):
        """What a result is of the source's values."""
        return _QUANTITIES.get(self.method, VALUE)

    def plan(self, source, target):
        """Return a `StatisticsPlan` for two regions."""
        return plan_statistics(
            source, target, self.method, self.weighted, self.propagate_nulls, self.quantile
        )


@dataclass(frozen=True)
class Spline:
    """GRASS's r.resamp.rst, see `resample_spline`.

    Attributes
    ----------
    tension : float
        More than 0.
    normalized_tension : bool
        Whether the tension is one per 1000 map units; otherwise it is one per window.
    smoothing : float or None
        0 or more; None for a value of each cell, which is given to the plan with the cells.
    overlap : int
    theta : float
        Degrees counterclockwise from east.
    scalex, zscale : float
        scalex more than 0.
    segmentation : Segmentation
    picks, quantity
        As of `Nearest`.

    Raises
    ------
    TypeError, ValueError
        If a number is not what it must be.
    """

    tension: float = 40.0
    normalized_tension: bool = False
    smoothing: Optional[float] = 0.01
    overlap: int = 3
    theta: float = 0.0
    scalex: float = 1.0
    zscale: float = 1.0
    segmentation: Segmentation = field(default_factory=Segmentation)
    picks = False

    @property
    def quantity(self):
        """What a result is of the source's values."""
        return VALUE if self.zscale == 1 else OTHER

    def __post_init__(self):
        for name in ("tension", "scalex"):
            if not self._finite(name) > 0:
                raise ValueError(f"{name} is {getattr(self, name)}; it must be more than 0.")
        if self.smoothing is not None and not self._finite("smoothing") >= 0:
            raise ValueError(f"smoothing is {self.smoothing}; it must be 0 or more.")
        overlap = self._finite("overlap")
        if overlap != math.floor(overlap) or overlap < 0:
            raise ValueError(f"overlap is {self.overlap}; it must be a whole number of 0 or more.")
        object.__setattr__(self, "overlap", int(overlap))
        for name in ("theta", "zscale"):
            self._finite(name)

    def _finite(self, name):
        number = real_number(getattr(self, name), name)
        if not math.isfinite(number):
            raise ValueError(f"{name} is {number}; it must be a finite number.")
        return number

    def plan(self, source, target, outputs=("elevation",), kept=KEPT):
        """Return a `SplinePlan` for two regions.

        Parameters
        ----------
        outputs : sequence of str
            Of `SPLINE_OUTPUTS`.
        kept : int
            Bytes of basis functions to keep; no result depends on it.

        Raises
        ------
        ValueError
            If there is no such output.
        """
        if not outputs:
            raise ValueError("outputs is empty; it must name one or more.")
        for name in outputs:
            if name not in SPLINE_OUTPUTS:
                raise ValueError(
                    f"outputs has {name!r}; each must be one of {', '.join(SPLINE_OUTPUTS)}."
                )
        return SplinePlan(self, source, target, tuple(outputs), kept)


def _check_method(method, methods):
    if method not in methods:
        raise ValueError(f"method is {method!r}; it must be one of {', '.join(methods)}.")
