"""From a `GcpGridJob` to a grid raster."""

import functools
from dataclasses import dataclass, replace

import numpy as np

from ..transforms.gcps import (
    GcpFit,
    GcpsToSource,
    fit_points,
    points_of_file,
    points_of_raster,
    suggested_frame,
)
from ..transforms.points_file import on_raster
from .grid_findings import GridFindings
from .grid_making import make_grid, target_frame
from .grid_writing import GridReport
from .workplace import workplace

# A point that does not come back to within this share of a target cell is unknown.
_ROUND_TRIP = 0.1

# Bytes for each pair of points while a thin plate spline is fitted: its matrix and a copy.
_SPLINE_BYTES = 16


@dataclass(frozen=True)
class GcpGridReport:
    """What came out.

    Attributes
    ----------
    grid : GridReport
    fit : GcpFit
    """

    grid: GridReport
    fit: GcpFit


def make_gcp_grid(job, progress=None, cancelled=None, executor=None):
    """Make a grid raster from ground control points.

    Parameters and errors are those of `make_grid`, of a `GcpGridJob`. Where the job has neither a
    frame nor a target reference system, the control points' own is the target; points that do not
    tell theirs are in the target's.

    Returns
    -------
    GcpGridReport
    """
    fits = []

    def prepare(job, dataset, source):
        fit, *prepared = _prepare(job, dataset, source)
        fits.append(fit)
        return prepared

    grid = make_grid(job, prepare, progress, cancelled, executor)
    return GcpGridReport(grid, *fits)


def prepare_gcps(job, dataset, source):
    """Return what `make_grid` needs for a `GcpGridJob`."""
    _, *prepared = _prepare(job, dataset, source)
    return prepared


def _prepare(job, dataset, source):
    """Return the `GcpFit`, and what `make_grid` needs."""
    points = _points(job, dataset, source)
    _check_memory(job, points)
    job = replace(job, crs_wkt=job.crs_wkt or points.crs_wkt)
    remarks = []
    if not points.crs_wkt:
        frame_wkt = "" if job.frame is None else job.frame.crs_wkt
        points = replace(points, crs_wkt=frame_wkt or job.crs_wkt)
        remarks.append(
            "The control points do not tell their reference system; they are taken to be in the"
            " target's."
        )
    fit = fit_points(points, job.method)
    frame = target_frame(job, lambda wkt: suggested_frame(fit, source, wkt))
    settings = (fit.longitude, points.crs_wkt, frame.crs_wkt, _ROUND_TRIP * frame.cell_size)
    remarks += _remarks(fit, source, frame, settings)
    make_transform = functools.partial(GcpsToSource, fit.model, *settings)
    return fit, make_transform, frame, functools.partial(GridFindings, remarks)


def _points(job, dataset, source):
    if job.points is not None and job.points_file is not None:
        raise ValueError("Give POINTS_FILE or POINTS, not both.")
    if job.points is not None:
        return job.points
    if job.points_file is not None:
        return points_of_file(job.points_file, source)
    return points_of_raster(dataset)


def _check_memory(job, points):
    if job.method != "tps":
        return
    # Of this process, which fits, whoever computes the nodes.
    with workplace(replace(job.resources, scheduler=None)) as place:
        count = int(np.count_nonzero(points.used))
        if _SPLINE_BYTES * count**2 > place.budget:
            most = int((place.budget / _SPLINE_BYTES) ** 0.5)
            raise ValueError(
                f"METHOD is tps, for which {count} control points are too many in MAX_MEMORY; it"
                f" allows {most}."
            )


def _remarks(fit, source, frame, settings):
    """Yield sentences on what may be wrong with points that fit."""
    points = fit.points
    if fit.redundant == 0:
        yield (
            f"METHOD {fit.method} passes through all {fit.count} control points: residuals of 0 say"
            " nothing of how good they are."
        )
    for duplicate in fit.duplicates:
        yield str(duplicate)
    outside = ~on_raster(source, points.row, points.col) & points.used
    if outside.any():
        yield (
            f"{np.count_nonzero(outside)} of {fit.count} control points are outside of INPUT, the"
            f" first is {points.ids[int(np.argmax(outside))]}."
        )
    if _crosses_horizon(fit.model, frame, settings):
        yield (
            "The homography's horizon lies within the output frame; nodes on it and beyond are"
            " nodata."
        )


def _crosses_horizon(model, frame, settings):
    if not hasattr(model, "sees"):
        return False
    x, y = frame.center_to_map([0, 0, frame.rows - 1, frame.rows - 1], [0, frame.cols - 1] * 2)
    x, y = GcpsToSource(model, *settings).on_points_map(x, y)
    known = np.isfinite(x)
    return bool((~model.sees(x[known], y[known])).any())
