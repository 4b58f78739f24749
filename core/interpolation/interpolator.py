"""The interpolators by their ids, as GridR 0.7 names them."""

import functools
import inspect

from .base import Interpolator
from .bspline import ORDERS, BSpline, make_bspline

__all__ = ["INTERPOLATOR_IDS", "BSpline", "Interpolator", "get_interpolator"]

_LOCAL = {
    each.id: each
    for each in (
        # nearest takes floor(x + 1/2), which is floor(x) or the next sample
        Interpolator("nearest", before=0, after=1, margin=1, long_name="nearest"),
        Interpolator("linear", before=0, after=1, margin=1, long_name="linear"),
        Interpolator("cubic", before=1, after=2, margin=2, long_name="optimized_bicubic"),
    )
}
_BSPLINES = {f"bspline{order}": functools.partial(make_bspline, order) for order in ORDERS}
_BSPLINE_SETTINGS = tuple(inspect.signature(make_bspline).parameters)[1:]

INTERPOLATOR_IDS = (*_LOCAL, *_BSPLINES)


def get_interpolator(interp, **kwargs):
    """Return an interpolator by its id; an `Interpolator` is returned as it is.

    Parameters
    ----------
    interp : str or Interpolator
        One of ``nearest`` (the sample floor(x + 1/2): ties go up), ``linear``, ``cubic`` (Keys,
        a = -1/2), ``bspline3``, ``bspline5``, ``bspline7``, ``bspline9``, ``bspline11`` (cardinal
        B-splines).
    **kwargs
        Settings of a B-spline: ``epsilon`` (0 < epsilon <= 1, default 1e-6),
        ``mask_influence_threshold`` (0 < threshold <= 1, default 1e-3), ``recursion_start``
        (``truncated``, the default, or ``exact``); see `BSpline`. The others have none.

    Raises
    ------
    ValueError
        If there is no interpolator of that id, or a setting is out of its bounds.
    TypeError
        If `interp` is neither a string nor an `Interpolator`, or a setting is not known.
    """
    if isinstance(interp, Interpolator):
        known, make = (), lambda: interp
    elif not isinstance(interp, str):
        raise TypeError(f"interp is a {type(interp).__name__}; it must be an interpolator's id.")
    elif interp in _BSPLINES:
        known, make = _BSPLINE_SETTINGS, _BSPLINES[interp]
    elif interp in _LOCAL:
        known, make = (), lambda: _LOCAL[interp]
    else:
        raise ValueError(
            f"There is no interpolator {interp!r}; choose one of {', '.join(INTERPOLATOR_IDS)}."
        )
    unknown = sorted(set(kwargs) - set(known))
    if unknown:
        name = interp.id if isinstance(interp, Interpolator) else interp
        raise TypeError(f"The interpolator {name} has no setting {', '.join(unknown)}.")
    return make(**kwargs)
