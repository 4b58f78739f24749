"""From a `CrsGridJob` to a grid raster."""

import functools
from dataclasses import replace

from ..conventions.frame import check_cell_size, frame_of_extent
from ..rasters.reading import frame_of, open_raster
from ..transforms.areas import area_of_frame
from ..transforms.crs import CrsToSource, suggested_frame
from .grid_making import make_grid, target_frame

# A point that does not come back to within this share of a target cell is unknown.
_ROUND_TRIP = 0.1


def make_crs_grid(job, progress=None, cancelled=None, executor=None):
    """Carry out a `CrsGridJob`; parameters, result and errors are those of `make_grid`."""
    return make_grid(job, prepare_crs, progress, cancelled, executor)


def with_frame(job):
    """Return a `CrsGridJob` whose frame is set, and the `Frame` of its source.

    Raises
    ------
    RasterError, ValueError
        If there is no such frame.
    """
    with open_raster(job.source, "INPUT") as dataset:
        source = frame_of(dataset)
        return replace(job, frame=_target(job, dataset, source)), source


def transform_of(job, source):
    """Return the callable that makes the transform of a `CrsGridJob` with a frame.

    PROJ chooses among coordinate operations for the area of the whole frame, so that its choice
    depends on no tile. Of a frame that reaches over the areas of several it may take each in its
    place.

    Parameters
    ----------
    job : CrsGridJob
    source : Frame
        Of its source.

    Returns
    -------
    functools.partial of CrsToSource
    """
    frame = job.frame
    area = area_of_frame(frame)
    return functools.partial(
        CrsToSource,
        source,
        frame.crs_wkt,
        _ROUND_TRIP * frame.cell_size,
        job.operation,
        None if area is None else area.bounds,
    )


def _target(job, dataset, source):
    if job.frame is None and not job.crs_wkt and job.cell_size is not None:
        job = replace(job, frame=_recut(source, job.cell_size))
    return target_frame(job, lambda wkt: suggested_frame(dataset, source, wkt))


def _recut(source, size):
    """Return the frame over a source's extent with cells of another size."""
    west, south, east, north = source.bounds
    check_cell_size(size, east - west, north - south)
    return frame_of_extent(west, south, east, north, size, size, source.crs_wkt)


def prepare_crs(job, dataset, source):
    """Return the transform of a `CrsGridJob` and the frame of its target, see `make_grid`."""
    job = replace(job, frame=_target(job, dataset, source))
    return transform_of(job, source), job.frame
