"""From an `AffineGridJob` to a grid raster."""

import functools

from ..transforms.affine import AffineToSource, whole_frame
from .grid_making import frame_over_source, make_grid

EXTENTS = ("input", "whole")


def make_affine_grid(job, progress=None, cancelled=None, executor=None):
    """Carry out an `AffineGridJob`; parameters, result and errors are those of `make_grid`.

    Its error is that of rounding, whatever the step.
    """
    return make_grid(job, _prepare, progress, cancelled, executor)


def _prepare(job, _, source):
    if job.extent not in EXTENTS:
        raise ValueError(f"FRAME is {job.extent}; it must be one of {', '.join(EXTENTS)}.")
    affine = job.movement.affine(source)
    frame = frame_over_source(job, source)
    if job.frame is None and job.extent == "whole":
        frame = whole_frame(source, affine)
    return functools.partial(AffineToSource, source, affine), frame
