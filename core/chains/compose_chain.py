"""From a `ComposeJob` to a grid raster: one grid after the other."""

import functools

from ..rasters.errors import RasterError
from ..transforms.nodes import steps_to_try
from .following import Follower
from .grid_deriving import (
    DerivedPlan,
    Raster,
    check_counting,
    check_job,
    derive_grid,
)
from .grid_writing import fitting_factors
from .outputs import with_remarks
from .pixel_grid import PixelGrid
from .raster_source import grid_of, remarks_on_convention
from .workplace import workplace


def compose_grids(job, progress=None, cancelled=None, executor=None):
    """Carry out a `ComposeJob`.

    A node is where the second grid leads from where the first grid leads; both are bilinear
    between their nodes. The error is measured against that, see `Raster`.

    Parameters, result and errors are those of `convert_chain.convert_grid`.
    """
    follower = Follower(progress, cancelled)
    source = check_job(job)
    if any(True for _ in remarks_on_convention(job.second, "SECOND_GRID")):
        raise RasterError(
            "SECOND_GRID says of itself that its convention is not pixel-center, base 0; convert it"
            " first."
        )
    second, between = grid_of(job.second, None, "SECOND_GRID")
    grid, target = grid_of(job.grid, between, "GRID", "SECOND_GRID")
    check_counting(job.counting, target, source)
    known = tuple((nodes - 1) * factor for nodes, factor in zip(grid.frame.shape, grid.factors))
    steps = [grid.factors]
    if job.step is not None:
        steps = [(job.step, job.step)]
    elif job.max_error is not None:
        steps = [(step, step) for step in steps_to_try(target)]
    probes = Raster(tuple(size - 1 for size in target.shape))
    make = functools.partial(Composition, grid, second)
    plans = [
        DerivedPlan(
            make, known, probes, target, fitting_factors(step, target.shape), job.counting, source
        )
        for step in steps
    ]
    with workplace(job.resources, executor) as place:
        report = derive_grid(job, plans, grid.factors, place, follower)
    return with_remarks(report, tuple(remarks_on_convention(job.grid)))


class Composition:
    """Two grid rasters, one after the other, as a function of output pixels.

    Parameters
    ----------
    grid, second : GridSpec
    """

    def __init__(self, grid, second):
        self._grid, self._second = PixelGrid(grid), PixelGrid(second, name="SECOND_GRID")

    def at(self, rows, cols):
        """Return the `Positions` where rows and columns of output pixels cross."""
        row, col, _ = self._grid.at(rows, cols)
        return self._second.at_points(row, col)
