"""From a `CrsGridJob` to a grid raster."""

import math
from dataclasses import dataclass, replace

import numpy as np

from ..rasters.reading import files_behind, frame_of, open_raster
from ..rasters.writing import OutputSpec, check_output, output_rasters, plain_band
from ..transforms.crs import CrsToSource, suggested_frame
from ..transforms.nodes import GridError, coarsest_grid, measured_grid
from .following import Follower
from .items import STEP_ITEMS, TARGET_ITEMS

# A point that does not come back to within this share of a target cell is unknown.
_ROUND_TRIP = 0.1


@dataclass(frozen=True)
class GridReport:
    """What came out.

    Attributes
    ----------
    step : int
    rows, cols : int
        Of the grid.
    error : GridError
        In source pixels, against the exact transform at the middles of the cells.
    invalid_count : int
        Nodes that cannot be transformed.
    """

    step: int
    rows: int
    cols: int
    error: GridError
    invalid_count: int


def make_crs_grid(job, progress=None, cancelled=None):
    """Carry out a `CrsGridJob`.

    The grid raster has two float64 bands, source row and source column with pixel centres on
    integers; its pixel centres are every ``step``-th centre of the output frame. NaN is nodata.

    Parameters
    ----------
    progress, cancelled : callable, optional
        See `Follower`.

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
    transform = CrsToSource(source, frame.crs_wkt, _ROUND_TRIP * _cell_size(frame))
    progress = follower.stage(0.0, 0.9)
    if job.step is None:
        grid = coarsest_grid(transform, frame, job.max_error, progress)
    else:
        grid = measured_grid(transform, frame, job.step, progress)
    # A frame of one row has one row of nodes, and nothing between them.
    factors = tuple(grid.step if size > 1 else 1 for size in frame.shape)
    grid_frame = frame.coarsened(factors)
    metadata = dict(
        job.metadata,
        GRIDR_CONVENTION="pixel-center",
        **dict(zip(STEP_ITEMS, factors)),
        **dict(zip(TARGET_ITEMS, frame.shape)),
    )
    bands = tuple(plain_band(np.float64, math.nan, name) for name in ("source row", "source col"))
    spec = OutputSpec(
        job.output.path,
        grid_frame,
        np.dtype(np.float64),
        bands,
        tuple(job.output.options),
        metadata,
    )
    with output_rasters(spec) as (output,):
        output.write(grid.row, 1)
        output.write(grid.col, 2)
        follower.stage(0.9, 1.0)(1.0)
    unknown = int(np.count_nonzero(np.isnan(grid.row)))
    return GridReport(grid.step, *grid.row.shape, grid.error, unknown)


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
