"""The operations of the GRASS family as plain values; each makes a plan for two regions."""

from dataclasses import dataclass

from ..conventions.arrays import real_number
from ..interpolation.policy import ValidityPolicy
from .interpolation import INTERPOLATION_METHODS, plan_interpolation
from .nearest import plan_nearest
from .statistics import STATISTICS_METHODS, plan_statistics

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


def _check_method(method, methods):
    if method not in methods:
        raise ValueError(f"method is {method!r}; it must be one of {', '.join(methods)}.")
