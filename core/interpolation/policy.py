"""Which results count as valid where some of the samples that they need are not."""

from dataclasses import dataclass

from ..conventions.arrays import real_share

VALIDITY_POLICIES = ("strict", "renormalized", "nearest")
DEFAULT_MINIMUM_VALID_WEIGHT = 0.5


@dataclass(frozen=True)
class ValidityPolicy:
    """What makes a result valid.

    Attributes
    ----------
    name : str
        ``strict``: every sample with weight is there and valid (GridR, GRASS). ``renormalized``:
        the valid ones have at least `minimum` of the weight (weights below zero count by their
        size, and at least half of that after they have been taken off); the others are left out
        and the weights scaled to a sum of 1 (as GDAL does).
        ``nearest``: the nearest sample is valid; values as in ``renormalized``.
    minimum : float
        Smallest share of the weight that is enough, 0 < minimum <= 1.
    """

    name: str = "strict"
    minimum: float = DEFAULT_MINIMUM_VALID_WEIGHT

    @property
    def is_strict(self):
        """Whether a single invalid sample is enough to make a result invalid."""
        return self.name == "strict"


def read_policy(name, minimum):
    """Check `validity_policy` and `minimum_valid_weight`.

    Raises
    ------
    TypeError, ValueError
        With a sentence that names the argument.
    """
    if not isinstance(name, str) or name not in VALIDITY_POLICIES:
        raise ValueError(
            f"validity_policy is {name!r}; it must be one of {', '.join(VALIDITY_POLICIES)}."
        )
    return ValidityPolicy(name, real_share(minimum, "minimum_valid_weight"))
