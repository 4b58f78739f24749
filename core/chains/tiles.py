"""Windows of an output, computed by an executor within a memory budget and written as they come."""

import math
import threading
from concurrent.futures import FIRST_COMPLETED, wait
from itertools import product

import numpy as np

from ..rasters.cache import limited_cache
from .jobs import Cancelled

# Shares of a job's progress between which tiles are computed; before and after them files are
# opened and closed.
_TILES = (0.02, 0.98)

# Side of a block of a GeoTIFF.
_BLOCK = 256

# Seconds after which a request to stop is noticed while nothing else happens.
_PATIENCE = 0.1


class Tiles:
    """The windows ((row, row), (col, col)) of tiles of one size, with inclusive ends.

    They come row by row. Small ones fill one block of a GeoTIFF before they go on to the next.

    Parameters
    ----------
    shape : (int, int)
        Rows and columns to cover.
    side : int or (int, int)
        Rows and columns of a tile.
    """

    def __init__(self, shape, side):
        self._shape, self._sides = shape, (side, side) if np.ndim(side) == 0 else side

    def __len__(self):
        return math.prod(-(-size // side) for size, side in zip(self._shape, self._sides))

    def __iter__(self):
        blocks = [max(side, _BLOCK // side * side) for side in self._sides]
        for block in _windows(((0, size) for size in self._shape), blocks):
            for window in _windows(block, self._sides):
                yield tuple((start, stop - 1) for start, stop in window)


def _windows(bounds, sides):
    """Return the half-open windows that cover half-open bounds."""
    axes = (
        [(start, min(start + side, stop)) for start in range(first, stop, side)]
        for (first, stop), side in zip(bounds, sides)
    )
    return product(*axes)


class TileTask:
    """What has to be done in every window of a job, in this process or elsewhere.

    It makes what computes when it is first called, and keeps it for as long as it lives itself; a
    copy sent to another process makes its own. So nothing outlives the job: a file that has changed
    is read again by the next one.

    Parameters
    ----------
    make : callable
        Takes the plan, opens and reads what all windows need, and returns a callable that takes a
        window and may be used by several threads at once. Its second argument is `check`, to be
        called now and then.
    plan : object
        Plain values, picklable as `make` is.
    gdal_cache : int
        Bytes that GDAL may take to keep blocks of files.
    """

    def __init__(self, make, plan, gdal_cache):
        self._make, self._plan, self._gdal_cache = make, plan, gdal_cache
        self._lock, self._compute, self._is_wanted = threading.Lock(), None, True

    def __reduce__(self):
        return TileTask, (self._make, self._plan, self._gdal_cache)

    def __call__(self, window):
        with limited_cache(self._gdal_cache):
            with self._lock:
                if self._compute is None:
                    self._compute = self._make(self._plan, self.check)
            return self._compute(window)

    def stop(self):
        """Let what this process computes end soon."""
        self._is_wanted = False

    def check(self):
        """Raise `Cancelled` if nobody waits for the results any more."""
        if not self._is_wanted:
            raise Cancelled("Cancelled.")


def run_tiles(place, make, plan, windows, consume, follower):
    """Compute tiles and hand each result over as soon as it is there.

    Parameters
    ----------
    place : Workplace
    make, plan
        See `TileTask`.
    windows : Tiles
    consume : callable
        Takes a result, in this thread.
    follower : Follower
        Told the progress of the whole job, and asked whether to stop.

    Raises
    ------
    Cancelled
    Exception
        What computing or `consume` raises; tiles that have not started are dropped, and those
        under way end soon.
    """
    task = TileTask(make, plan, place.gdal_cache)
    follower.stage(0.0, _TILES[0])(1.0)
    report = follower.stage(*_TILES)
    waiting, done = set(), 0
    queue = iter(windows)
    with limited_cache(place.gdal_cache):
        try:
            while True:
                for window in queue:
                    waiting.add(place.executor.submit(task, window))
                    if len(waiting) >= place.in_flight:
                        break
                if not waiting:
                    break
                finished, waiting = wait(waiting, _PATIENCE, FIRST_COMPLETED)
                follower.check()
                place.watch()
                for future in finished:
                    consume(future.result())
                    done += 1
                    report(done / len(windows))
        finally:
            task.stop()
            for future in waiting:
                future.cancel()
    follower.stage(_TILES[1], 1.0)(1.0)
