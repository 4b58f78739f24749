"""From a `ConvertJob` to a grid raster: convention, part, shift, step."""

import functools

import numpy as np

from ..conventions.coordinates import edge_to_center
from ..rasters.errors import RasterError
from ..transforms.crs import same_reference
from ..transforms.nodes import LARGEST_STEP
from .following import Follower
from .grid_deriving import (
    DerivedPlan,
    OldNodes,
    check_counting,
    check_job,
    derive_grid,
)
from .grid_writing import fitting_factors
from .outputs import with_remarks
from .pixel_grid import PixelGrid
from .raster_source import grid_of, remarks_on_convention
from .workplace import workplace

# Pixels by which the centre of one may miss a rectangle: georeferences carry rounding errors.
_NEARLY = 1e-6


def convert_grid(job, progress=None, cancelled=None, executor=None):
    """Carry out a `ConvertJob`.

    A part begins with the last node at or before its first pixel, and ends with its last pixel;
    pixels beyond the grid are left out. New nodes are taken from old ones where these are, else
    interpolated between them; the last ones may lie beyond the old ones, on straight lines through
    what is known. The error is measured at all old nodes.

    Parameters
    ----------
    progress, cancelled : callable, optional
        See `Follower`.
    executor : concurrent.futures.Executor, optional
        Where tiles are computed; by default as the job's resources say.

    Returns
    -------
    DerivedReport

    Raises
    ------
    RasterError, ValueError
        With one sentence; nothing has been written then.
    Cancelled
    """
    follower = Follower(progress, cancelled)
    source = check_job(job)
    if not np.all(np.isfinite(job.shift)):
        raise ValueError(f"SHIFT is {job.shift}; it must be two finite numbers.")
    grid, target = grid_of(job.grid, source, "GRID", "SOURCE")
    first, shape, remarks = _part(job, grid, target)
    target = target.part(first, shape)
    check_counting(job.counting, target, source)
    known = tuple(
        (nodes - 1) * factor - start
        for nodes, factor, start in zip(grid.frame.shape, grid.factors, first)
    )
    make = functools.partial(PixelGrid, grid, first, job.shift)
    probes = OldNodes(grid.factors, known)
    plans = [
        DerivedPlan(make, known, probes, target, factors, job.counting, source)
        for factors in _steps(job, grid.factors, shape)
    ]
    with workplace(job.resources, executor) as place:
        report = derive_grid(job, plans, grid.factors, place, follower)
    return with_remarks(report, (*remarks_on_convention(job.grid), *remarks))


def _part(job, grid, target):
    """Return first row and column and the shape of the part of a target, and what to say of it."""
    whole = (0, 0), target.shape, ()
    if job.crop is None:
        return whole
    if target.geotransform is None:
        raise RasterError("GRID has no georeference to place EXTENT or REFERENCE by.")
    if job.crop.geotransform is None:
        raise RasterError("REFERENCE has no georeference.")
    if not same_reference(target, job.crop):
        raise RasterError("EXTENT or REFERENCE has another reference system than GRID.")
    edges = [[edge_to_center(0), edge_to_center(size)] for size in job.crop.shape]
    corners = target.map_to_center(*job.crop.center_to_map(*np.meshgrid(*edges)))
    first, last, is_beyond = [], [], False
    for positions, size, factor in zip(corners, target.shape, grid.factors):
        low, high = np.ceil(positions.min() - _NEARLY), np.floor(positions.max() + _NEARLY)
        is_beyond |= low < 0 or high >= size
        low, high = int(max(low, 0)), int(min(high, size - 1))
        if low > high:
            raise RasterError("No pixel centre of GRID's output lies in EXTENT or REFERENCE.")
        first.append(low // factor * factor)
        last.append(high)
    shape = tuple(end - start + 1 for start, end in zip(first, last))
    remark = "EXTENT or REFERENCE reaches beyond GRID; what lies beyond is left out."
    return tuple(first), shape, (remark,) if is_beyond else ()


def _steps(job, factors, shape):
    """Return the steps to try: of `max_error` the multiples of the old ones by powers of two."""
    if job.step is not None:
        return [fitting_factors((job.step, job.step), shape)]
    steps = [factors]
    while job.max_error is not None:
        coarser = tuple(2 * step for step in steps[-1])
        if max(coarser) > LARGEST_STEP or max(coarser) > max(shape) - 1:
            break
        steps.append(coarser)
    return [fitting_factors(step, shape) for step in steps[::-1]]
