"""What every interpolator tells about itself."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Interpolator:
    """One way to estimate a value between samples.

    For a position x the samples from ``floor(x) - before`` to ``floor(x) + after`` of each axis
    can have weight; where x is an integer some have none (all but one, for B-splines the last).

    Attributes
    ----------
    id : str
        What users call it.
    before, after : int
        Reach of the stencil, in samples, left and right of ``floor(x)``.
    margin : int
        Samples that GridR 0.7 reserves on each side (`total_margins`).
    long_name : str
        GridR 0.7's ``shortname``.
    """

    id: str
    before: int
    after: int
    margin: int
    long_name: str

    @property
    def picks_one(self):
        """Whether it takes one sample as it is, and so creates no new value."""
        return self.id == "nearest"

    def shortname(self):
        """Return GridR 0.7's name of the interpolator."""
        return self.long_name

    def total_margins(self):
        """Return the margins [top, bottom, left, right] in samples, as GridR 0.7 does."""
        return [self.margin] * 4

    def initialize(self):
        """Do nothing: kept so that code written for GridR 0.7 runs."""
