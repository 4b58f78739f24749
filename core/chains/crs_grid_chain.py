"""From a `CrsGridJob` to a grid raster."""

import functools

from ..transforms.crs import CrsToSource, suggested_frame
from .grid_making import make_grid, target_frame

# A point that does not come back to within this share of a target cell is unknown.
_ROUND_TRIP = 0.1


def make_crs_grid(job, progress=None, cancelled=None, executor=None):
    """Carry out a `CrsGridJob`; parameters, result and errors are those of `make_grid`."""
    return make_grid(job, prepare_crs, progress, cancelled, executor)


def prepare_crs(job, dataset, source):
    """Return the transform of a `CrsGridJob` and the frame of its target, see `make_grid`."""
    frame = target_frame(job, lambda wkt: suggested_frame(dataset, source, wkt))
    tolerance = _ROUND_TRIP * frame.cell_size
    return functools.partial(CrsToSource, source, frame.crs_wkt, tolerance), frame
