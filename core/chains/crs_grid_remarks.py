"""What is worth knowing of a grid from a change of reference system, before it is made."""

from dataclasses import replace

import numpy as np

from ..transforms.areas import area_of_use, sample_points, share_inside
from .crs_grid_chain import transform_of

# Source pixels by which two coordinate operations may differ and still be the same one.
_SAME = 1e-4


def area_remarks(source, frame):
    """Return a sentence for each reference system that a frame lies outside the area of use of.

    Parameters
    ----------
    source, frame : Frame
        Of the source and of the target.
    """
    remarks = []
    for what, wkt in (("INPUT's", source.crs_wkt), ("the output's", frame.crs_wkt)):
        area = area_of_use(wkt)
        share = 1.0 if area is None else share_inside(frame, area)
        if share == 1.0:
            continue
        amount = "The output lies"
        if share > 0.0:
            amount = f"About {100 * (1 - share):.2g} % of the output lies"
        remarks.append(
            f"{amount} outside the area of use of {what} reference system"
            f" ({_degrees(area)}); positions there may be less accurate."
        )
    return remarks


def _degrees(area):
    west, south, east, north = area.bounds
    return f"longitudes {west:g} to {east:g}, latitudes {south:g} to {north:g}"


def operation_in_force(job, source, operations):
    """Return which of some coordinate operations a job goes by, None if it is none of them.

    They are compared by what they do within the frame.

    Parameters
    ----------
    job : CrsGridJob
        With its frame, see `with_frame`.
    source : Frame
        Of its source.
    operations : iterable of Operation
        That may be unusable.

    Returns
    -------
    int or None
        Number of the first that does the same.
    """
    points = sample_points(job.frame)
    expected = transform_of(job, source)()(*points)
    if not np.isfinite(expected).any():
        return None
    for number, operation in enumerate(operations):
        try:
            transform = transform_of(replace(job, operation=operation), source)()
        except ValueError:
            continue
        if np.allclose(transform(*points), expected, rtol=0, atol=_SAME, equal_nan=True):
            return number
    return None
