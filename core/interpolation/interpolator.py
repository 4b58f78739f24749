"""The interpolators that GridR knows, and how far each one reaches."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Interpolator:
    """One way to estimate a value between samples.

    For a position x the samples from ``floor(x) - before`` to ``floor(x) + after`` of each axis
    can have weight; where x is an integer only that one has.

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


_INTERPOLATORS = {
    each.id: each
    for each in (
        # nearest takes floor(x + 1/2), which is floor(x) or the next sample
        Interpolator("nearest", before=0, after=1, margin=1, long_name="nearest"),
        Interpolator("linear", before=0, after=1, margin=1, long_name="linear"),
        Interpolator("cubic", before=1, after=2, margin=2, long_name="optimized_bicubic"),
    )
}

INTERPOLATOR_IDS = tuple(_INTERPOLATORS)


def get_interpolator(interp, **kwargs):
    """Return an interpolator by its id; an `Interpolator` is returned as it is.

    Parameters
    ----------
    interp : str or Interpolator
        One of ``nearest`` (the sample floor(x + 1/2): ties go up), ``linear``, ``cubic`` (Keys,
        a = -1/2).
    **kwargs
        Settings of the interpolator; none of these three has any.

    Raises
    ------
    ValueError
        If there is no interpolator of that id.
    TypeError
        If `interp` is neither a string nor an `Interpolator`, or a setting is not known.
    """
    if isinstance(interp, Interpolator):
        found = interp
    elif isinstance(interp, str):
        found = _INTERPOLATORS.get(interp)
    else:
        raise TypeError(f"interp is a {type(interp).__name__}; it must be an interpolator's id.")
    if found is None:
        raise ValueError(
            f"There is no interpolator {interp!r}; choose one of {', '.join(INTERPOLATOR_IDS)}."
        )
    if kwargs:
        raise TypeError(f"The interpolator {found.id} has no setting {', '.join(sorted(kwargs))}.")
    return found
