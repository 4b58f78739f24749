"""From a `GridReportJob` to a `GridAnalysis`, tile by tile."""

import os
import uuid
from contextlib import suppress
from dataclasses import dataclass
from typing import Optional

from ..conventions.frame import Frame
from ..grids.examination import Examination, examine, node_states
from ..grids.mesh import default_mesh_step, mesh_nodes
from ..grids.page import grid_page
from ..grids.report import GridSummary, Summing
from ..rasters.errors import RasterError
from ..rasters.reading import files_behind, frame_of, open_raster, row_size
from .following import Follower
from .raster_source import GridSpec, NodeReader, grid_of
from .tiles import Tiles, run_tiles
from .workplace import workplace

# Bytes that a node takes while it is worked on.
_BYTES_PER_NODE = 400

# Nodes of all lines of a mesh: bounds memory, and what can be looked at.
_MOST_NODES = 20_000_000


@dataclass(frozen=True)
class GridAnalysis:
    """What a grid raster does, and where it lies.

    Attributes
    ----------
    summary : GridSummary
    grid, output : Frame
        Of the grid raster, whose pixels are nodes, and of what is resampled through it.
    source : Frame or None
    """

    summary: GridSummary
    grid: Frame
    output: Frame
    source: Optional[Frame]

    def lines(self, space="target"):
        """Give the lines of the mesh on the map.

        Parameters
        ----------
        space : str
            ``target``: where the nodes lie; ``source``: where in the source they read, if there is
            one. The georeferences are those that QGIS shows the rasters with.

        Yields
        ------
        (MeshLine, float64 array, float64 array)
            With map x and y of its nodes; in the target, where lines are straight, of its ends.
        """
        for piece in self.summary.mesh.pieces(self.summary.folded_flag):
            if space == "source":
                yield (piece, *self.source.center_to_map(piece.row, piece.col))
            else:
                rows, cols = (nodes[[0, -1]] for nodes in piece.nodes)
                yield (piece, *self.grid.center_to_map(rows, cols))


def report_grid(job, progress=None, cancelled=None, executor=None):
    """Carry out a `GridReportJob`.

    Parameters
    ----------
    progress, cancelled : callable, optional
        See `Follower`.
    executor : concurrent.futures.Executor, optional
        Where tiles are computed; by default as the job's resources say. It does not change a digit.

    Returns
    -------
    GridAnalysis

    Raises
    ------
    RasterError, ValueError
        With one sentence; what stood at the job's page is as it was.
    Cancelled
    """
    follower = Follower(progress, cancelled)
    _check_page(job)
    source = None
    if job.source is not None:
        with open_raster(job.source, "INPUT") as dataset:
            source = frame_of(dataset)
    spec, output = grid_of(job.grid, source)
    examination = _examination(job, spec, source)
    summing = Summing(examination)
    with workplace(job.resources, executor, _row_sizes(job.grid)) as place:
        windows = Tiles(spec.frame.shape, place.tile_side(_BYTES_PER_NODE))
        plan = ExaminationPlan(spec, examination)
        run_tiles(place, NodeExaminer, plan, windows, summing.add, follower)
    analysis = GridAnalysis(summing.summary(), spec.frame, output, source)
    if job.page is not None:
        _write_page(job, analysis)
    return analysis


@dataclass(frozen=True)
class ExaminationPlan:
    """All that a tile of nodes needs to know, as plain values."""

    grid: GridSpec
    examination: Examination


class NodeExaminer:
    """Examines windows of nodes.

    Parameters
    ----------
    plan : ExaminationPlan
    check : callable
        Called before each window.
    """

    def __init__(self, plan, check):
        self._examination, self._check = plan.examination, check
        self._reader = NodeReader(plan.grid)

    def __call__(self, window):
        """Return the `ExaminedNodes` of a window of nodes."""
        self._check()
        row, col, declared, unmasked = self._reader.read(self._examination.wider(window))
        state = node_states(row, col, declared, unmasked)
        return examine(self._examination, row, col, state, window)


def _examination(job, spec, source):
    shape, step = spec.frame.shape, job.mesh_step
    if step is not None and step < 1:
        raise ValueError(f"MESH_STEP is {step}; it must be 1 or more.")
    step = step or default_mesh_step(shape)
    if mesh_nodes(shape, step) > _MOST_NODES:
        raise ValueError(
            f"MESH_STEP is {step}, which makes lines of {mesh_nodes(shape, step)} nodes in all; it"
            f" must be so large that there are at most {_MOST_NODES}."
        )
    return Examination(shape, spec.factors, None if source is None else source.shape, step)


def _row_sizes(grid):
    """Return the bytes of a row of those of a grid's rasters that are read by whole rows only."""
    total = 0
    for path in (grid.path, grid.col_path, grid.mask and grid.mask.path):
        if path is not None:
            with open_raster(path, "GRID") as dataset:
                total += row_size(dataset)
    return total


# --- the page -----------------------------------------------------------------------------------


def _check_page(job):
    """Raise RasterError unless the page can be written without harm to an input."""
    path, grid = job.page, job.grid
    if path is None:
        return
    name = f"OUTPUT_HTML_FILE is {path}"
    folder = os.path.dirname(os.path.abspath(path))
    if not os.path.isdir(folder):
        raise RasterError(f"{name}, but the folder {folder} does not exist.")
    if os.path.isdir(path):
        raise RasterError(f"{name}, which is a folder.")
    inputs = files_behind([job.source, grid.path, grid.col_path, grid.mask and grid.mask.path])
    if os.path.exists(path) and any(
        os.path.exists(each) and os.path.samefile(path, each) for each in inputs
    ):
        raise RasterError(f"{name}, which is an input; choose another file.")
    if not os.access(folder, os.W_OK) or (os.path.exists(path) and not os.access(path, os.W_OK)):
        raise RasterError(f"{name}, which cannot be written to.")


def _write_page(job, analysis):
    """Write the page, which appears complete or not at all."""
    output = analysis.output
    note = f"{job.grid.path}: for an output of {output.rows} x {output.cols} pixels"
    note += "" if job.source is None else f", from {job.source}"
    page = grid_page(analysis.summary, f"Grid report: {os.path.basename(job.grid.path)}", note)
    path = os.path.realpath(job.page)
    partial = f"{path}.{uuid.uuid4().hex[:8]}.part"
    try:
        with open(partial, "x", encoding="utf-8") as file:
            file.write(page)
        os.replace(partial, path)
    except OSError as error:
        raise RasterError(
            f"OUTPUT_HTML_FILE is {job.page}, which cannot be written: {error.strerror}."
        ) from error
    finally:
        with suppress(FileNotFoundError):
            os.remove(partial)
