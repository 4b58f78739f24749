"""A raster in another geometry in one step: a grid that is made as it is used."""

import threading
from dataclasses import dataclass, replace

import numpy as np

from ..conventions.frame import Frame
from ..transforms.nodes import torn_apart
from .crs_grid_chain import prepare_crs
from .following import Follower
from .gcp_grid_chain import prepare_gcps
from .geolocation_grid_chain import prepare_geolocation, with_arrays
from .grid_making import prepared_grid
from .grid_writing import GridReport, fitting_factors, measure_grid
from .jobs import CrsGridJob, GcpGridJob, GeolocationGridJob, RpcGridJob
from .outputs import ResamplingReport, check_outputs
from .raster_source import needed_nodes, part_of_grid, source_paths
from .resampling_chain import resample_through, resampling_of
from .rpc_grid_chain import prepare_rpc
from .workplace import workplace

# What makes a transform of each kind of job, see `make_grid`.
PREPARE = {
    CrsGridJob: prepare_crs,
    GcpGridJob: prepare_gcps,
    RpcGridJob: prepare_rpc,
    GeolocationGridJob: prepare_geolocation,
}

# Share of the progress after which the step is known.
_MEASURED = 0.15


@dataclass(frozen=True)
class WarpReport:
    """What came out.

    Attributes
    ----------
    resampling : ResamplingReport
    grid : GridReport
        Of the grid that has been used: its step, and its error against the exact transform.
    """

    resampling: ResamplingReport
    grid: GridReport


@dataclass(frozen=True)
class ComputedGrid:
    """A grid that is computed where it is needed, as plain values; compare `GridSpec`.

    Attributes
    ----------
    make_transform : callable
        See `NodePlan`.
    frame : Frame
        Of the full-resolution output.
    step : int
        Output pixels from one node to the next.
    margin : int
        Nodes around those that a window needs.
    """

    make_transform: object
    frame: Frame
    step: int
    margin: int = 0

    @property
    def memory(self):
        """Bytes that a process holds for all of its tiles."""
        return getattr(self.make_transform, "memory", 0)

    def open(self):
        """Return a `GridComputer`."""
        return GridComputer(self)


class GridComputer:
    """Computes windows of a grid as `GridReader` reads them; several threads may do so at once.

    Parameters
    ----------
    spec : ComputedGrid
    """

    def __init__(self, spec):
        self._spec, self._local = spec, threading.local()
        self._factors = fitting_factors((spec.step,) * 2, spec.frame.shape)
        self._shape = spec.frame.coarsened(self._factors).shape

    def read(self, window):
        """Return the grid for a window of the output, and whether any node is valid."""
        spec = self._spec
        if not hasattr(self._local, "transform"):
            self._local.transform = spec.make_transform()
        nodes = needed_nodes(window, self._factors, self._shape, spec.margin)
        (row, col, *_), _ = torn_apart(self._local.transform, spec.frame, spec.step, nodes)
        valid = np.ones(row.shape, dtype=bool)
        return part_of_grid(window, nodes, self._factors, row, col, valid)


def warp_raster(job, progress=None, cancelled=None, executor=None):
    """Resample a raster in another geometry.

    First the step of the grid is found by its error, then each tile computes its own nodes. So the
    result is that of a grid raster of this step, which is never written.

    Parameters
    ----------
    job : ResamplingJob
        Its grid is a job of a kind in `PREPARE`, of the same source. Its resources bound what is
        fitted beforehand, else those of the `ResamplingJob` count.
    progress, cancelled, executor
        See `resample_raster`.

    Returns
    -------
    WarpReport

    Raises
    ------
    RasterError, TypeError, ValueError
        With one sentence; what stood at the outputs is as it was.
    Cancelled
    """
    follower = Follower(progress, cancelled)
    if isinstance(job.grid, GeolocationGridJob):
        job = replace(job, grid=with_arrays(job.grid))
    check_outputs(job, (*source_paths(job), *job.grid.inputs))
    resampling = resampling_of(job)
    prepared = prepared_grid(job.grid, PREPARE[type(job.grid)])
    with workplace(job.resources, executor) as place:
        prepared.check(place)
        grid = measure_grid(job.grid, prepared, place, follower.part(0.0, _MEASURED))
    frame = prepared.target
    spec = ComputedGrid(prepared.make_transform, frame, grid.step)
    part = follower.part(_MEASURED, 1.0)
    return WarpReport(resample_through(resampling, spec, frame, part, executor), grid)
