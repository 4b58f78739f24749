"""From a `VectorizeJob` to a layer of polygons, strip by strip."""

from collections import deque
from concurrent.futures import wait
from dataclasses import dataclass

import numpy as np

from ..conventions.coordinates import edge_to_center
from ..masks.vectorize import Vectorizer, check_outline
from ..masks.wkb_writing import wkb_of
from ..rasters.cache import limited_cache
from ..rasters.reading import files_behind, open_raster, row_size
from ..vectors.writing import LayerSpec, check_layer, output_layer
from .cell_codes import CodeReader, code_plan
from .following import Follower
from .tiles import Tiles, TileTask
from .workplace import workplace

# Bytes that a cell takes at worst while its strip is worked on: labels, vertices, rings, WKB.
_BYTES_PER_CELL = 400

# Cells of a strip that pay for what each strip costs; more would not be faster.
_MOST_CELLS = 1 << 21

# Vertices of areas that are written at once, if it is not one alone.
_MOST_VERTICES = 1 << 20

# Shares of a job's progress between which strips are worked on.
_STRIPS = (0.02, 0.98)

# Seconds after which a request to stop is noticed while nothing else happens.
_PATIENCE = 0.1


@dataclass(frozen=True)
class VectorizeReport:
    """What came out.

    Attributes
    ----------
    polygon_count, dropped_count : int
        Features written, and areas smaller than was asked for.
    cell_count : int
        Cells of what was written.
    area, dropped_area : float
        Of the cells, in squared map units.
    missing : tuple of float
        Values asked for that no cell has.
    """

    polygon_count: int
    dropped_count: int
    cell_count: int
    area: float
    dropped_area: float
    missing: tuple


def vectorize_raster(job, progress=None, cancelled=None, executor=None):
    """Carry out a `VectorizeJob`.

    Parameters
    ----------
    progress, cancelled : callable, optional
        See `Follower`.
    executor : concurrent.futures.Executor, optional
        Where strips are read; by default in threads of this process. Outlines are traced here.

    Returns
    -------
    VectorizeReport

    Raises
    ------
    RasterError, ValueError
        With one sentence; what stood at the output is as it was.
    Cancelled
    """
    follower = Follower(progress, cancelled)
    check_outline(job.connectivity, job.outline)
    if not 0 <= job.min_area < np.inf:  # as NaN is not
        raise ValueError(f"MIN_AREA is {job.min_area:g}; it must be 0 or more.")
    plan = code_plan(job)
    check_layer(job.output.path, "OUTPUT", files_behind([job.source]), plan.frame.crs_wkt)
    with open_raster(job.source) as dataset:
        whole_rows = row_size(dataset)
    spec = LayerSpec(
        job.output.path,
        _fields(plan),
        plan.frame.crs_wkt,
        job.connectivity == 8,
        job.metadata,
    )
    with workplace(job.resources, executor, whole_rows) as place:
        place = place.holding(_BYTES_PER_CELL * plan.frame.cols)
        with output_layer(spec) as output:
            sink = _Sink(job, plan, output)
            _work(place, plan, job, sink, follower)
    return sink.report()


def _work(place, plan, job, sink, follower):
    """Read strips ahead, and trace and write in their order."""
    rows, cols = plan.frame.shape
    height = min(place.tile_memory // _BYTES_PER_CELL, _MOST_CELLS) // cols
    strips = Tiles(plan.frame.shape, (max(1, height), cols))
    vectorizer = Vectorizer(cols, job.connectivity, job.outline)
    task = TileTask(CodeReader, plan, place.gdal_cache)
    follower.stage(0.0, _STRIPS[0])(1.0)
    report = follower.stage(*_STRIPS)
    waiting, queue = deque(), iter(strips)
    with limited_cache(place.gdal_cache):
        try:
            while True:
                for window in queue:
                    waiting.append(place.executor.submit(task, window))
                    if len(waiting) >= place.in_flight:
                        break
                if not waiting:
                    break
                ((_, last), _), codes = _wait(waiting.popleft(), place, follower)
                sink.write(vectorizer.add(codes), follower)
                report((last + 1) / rows)
            sink.write(vectorizer.finish(), follower)
        finally:
            task.stop()
            for future in waiting:
                future.cancel()
    follower.stage(_STRIPS[1], 1.0)(1.0)


def _wait(future, place, follower):
    while not wait([future], _PATIENCE).done:
        follower.check()
        place.watch()
    return future.result()


def _fields(plan):
    classes = () if plan.classes == "values" else (("class", str),)
    return (("value", plan.value_type), *classes, ("cells", int), ("area", float))


class _Sink:
    """Writes areas as features, and counts them.

    Parameters
    ----------
    job : VectorizeJob
    plan : CodePlan
    output : OutputLayer
    """

    def __init__(self, job, plan, output):
        self._job, self._plan, self._output = job, plan, output
        _, x_col, x_row, _, y_col, y_row = plan.frame.effective_geotransform
        determinant = x_col * y_row - x_row * y_col
        self._cell = abs(determinant)
        # Seen with the first row on top, all turn as they should; on the map a raster whose rows
        # run northwards is its own mirror image.
        self._is_mirrored = determinant > 0
        self._count = self._dropped = self._cells = self._dropped_cells = 0
        self._found = set()

    def write(self, areas, follower):
        """Write those that are large enough."""
        self._found.update(np.unique(areas.codes).tolist())
        # As many cells as cover it just so are enough, whatever the rounding of their size.
        large = areas.sizes * self._cell >= self._job.min_area * (1 - 1e-9)
        self._dropped += int(np.count_nonzero(~large))
        self._dropped_cells += int(areas.sizes[~large].sum())
        self._count += int(np.count_nonzero(large))
        self._cells += int(areas.sizes[large].sum())
        for part in areas.some(large).parts(_MOST_VERTICES):
            follower.check()
            self._write(part)

    def _write(self, areas):
        if self._is_mirrored:
            areas = areas.reversed()
        x, y = self._plan.frame.center_to_map(edge_to_center(areas.row), edge_to_center(areas.col))
        columns = [self._plan.values_of(areas.codes)]
        if self._plan.classes != "values":
            columns.append(self._plan.names_of(areas.codes))
        columns += [areas.sizes.tolist(), (areas.sizes * self._cell).tolist()]
        self._output.write(wkb_of(areas, x, y, self._job.connectivity == 8), *columns)

    def report(self):
        """Return the `VectorizeReport`."""
        missing = tuple(
            value
            for value, code in zip(self._job.values, self._plan.wanted)
            if code not in self._found
        )
        return VectorizeReport(
            self._count,
            self._dropped,
            self._cells,
            self._cells * self._cell,
            self._dropped_cells * self._cell,
            missing,
        )
