"""From a `CrsGridJob` to a grid raster."""

import math
from dataclasses import dataclass, replace

import numpy as np

from ..rasters.reading import frame_of, open_raster
from ..rasters.writing import OutputSpec, check_output, output_rasters, plain_band
from ..transforms.crs import CrsToSource, suggested_frame
from ..transforms.nodes import GridError, choose_step, compute_nodes, measure_error
from .following import Follower
from .resampling_chain import STEP_ITEM, TARGET_COLS_ITEM, TARGET_ROWS_ITEM

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
    check_output(job.output.path, "OUTPUT", [job.source, job.reference], job.output.options)
    if job.step is not None and job.step < 1:
        raise ValueError(f"STEP is {job.step}; it must be 1 or more.")
    if job.step is None and not job.max_error > 0:
        raise ValueError(f"MAX_ERROR is {job.max_error}; it must be more than 0 source pixels.")
    with open_raster(job.source, "INPUT") as dataset:
        source = frame_of(dataset)
        frame = _target_frame(job, source, dataset)
    transform = CrsToSource(source, frame.crs_wkt, _ROUND_TRIP * _cell_size(frame))
    step = job.step or choose_step(transform, frame, job.max_error, follower.stage(0.0, 0.3))
    row, col = compute_nodes(transform, frame, step, follower.stage(0.3, 0.7))
    error = measure_error(transform, frame, step, row, col, follower.stage(0.7, 0.9))
    # A frame of one row has one row of nodes, and nothing between them.
    factors = tuple(step if size > 1 else 1 for size in frame.shape)
    grid_frame = frame.coarsened(factors)
    metadata = dict(
        job.metadata,
        GRIDR_CONVENTION="pixel-center",
        **{
            f"{STEP_ITEM}_ROWS": factors[0],
            f"{STEP_ITEM}_COLS": factors[1],
            TARGET_ROWS_ITEM: frame.rows,
            TARGET_COLS_ITEM: frame.cols,
        },
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
        output.write(row, 1)
        output.write(col, 2)
        follower.stage(0.9, 1.0)(1.0)
    return GridReport(step, *row.shape, error, int(np.count_nonzero(np.isnan(row))))


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
