"""From a `CrsGridJob` to a grid raster."""

import functools
import math
from dataclasses import replace

from ..rasters.reading import files_behind, frame_of, open_raster
from ..rasters.writing import check_output
from ..transforms.crs import CrsToSource, suggested_frame
from .following import Follower
from .grid_writing import write_grid
from .workplace import workplace

# A point that does not come back to within this share of a target cell is unknown.
_ROUND_TRIP = 0.1


def make_crs_grid(job, progress=None, cancelled=None, executor=None):
    """Carry out a `CrsGridJob`; `write_grid` tells what the raster is like.

    Parameters
    ----------
    progress, cancelled : callable, optional
        See `Follower`.
    executor : concurrent.futures.Executor, optional
        Where tiles are computed; by default as the job's resources say.

    Returns
    -------
    GridReport

    Raises
    ------
    RasterError, ValueError
        With one sentence; nothing has been written then.
    Cancelled
    """
    follower = Follower(progress, cancelled)
    inputs = files_behind([job.source, job.reference])
    check_output(job.output.path, "OUTPUT", inputs, job.output.options)
    if job.step is not None and job.step < 1:
        raise ValueError(f"STEP is {job.step}; it must be 1 or more.")
    if job.step is None and not job.max_error > 0:
        raise ValueError(f"MAX_ERROR is {job.max_error}; it must be more than 0 source pixels.")
    with open_raster(job.source, "INPUT") as dataset:
        source = frame_of(dataset)
        frame = _target_frame(job, source, dataset)
    tolerance = _ROUND_TRIP * _cell_size(frame)
    make_transform = functools.partial(CrsToSource, source, frame.crs_wkt, tolerance)
    make_transform()  # what does not fit shows here, before anything is written
    with workplace(job.resources, executor) as place:
        return write_grid(job, make_transform, frame, place, follower)


def _target_frame(job, source, dataset):
    if job.frame is None:
        if not job.crs_wkt:
            raise ValueError("Give TARGET_CRS, REFERENCE, or EXTENT and CELL_SIZE.")
        return suggested_frame(dataset, source, job.crs_wkt)
    frame = job.frame
    if not frame.crs_wkt:
        frame = replace(frame, crs_wkt=job.crs_wkt)
    if frame.geotransform is None:
        raise ValueError("REFERENCE has no georeference.")
    if not frame.crs_wkt:
        raise ValueError("REFERENCE, or EXTENT in its place, has no reference system.")
    return frame


def _cell_size(frame):
    x_col, x_row, y_col, y_row = (frame.effective_geotransform[i] for i in (1, 2, 4, 5))
    return min(math.hypot(x_col, y_col), math.hypot(x_row, y_row))
