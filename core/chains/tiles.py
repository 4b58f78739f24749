"""Windows of an output, computed by an executor within a memory budget and written as they come."""

import os
from concurrent.futures import FIRST_COMPLETED, Executor, ThreadPoolExecutor, wait
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Optional

from osgeo import gdal

from ..rasters.errors import RasterError
from ..resampling.blocks import available_threads

_MEGABYTE = 1 << 20

# The default budget, if the machine has four times as much.
_DEFAULT_BUDGET = 1024 * _MEGABYTE

# Less than this is no use: GDAL's and the executor's own needs are of that order.
_LEAST_BUDGET = 64 * _MEGABYTE

# Shares of the budget that GDAL may take to keep blocks of files, and that Python, numba and
# temporary arrays take.
_GDAL_SHARE, _OTHER_SHARE = 1 / 8, 1 / 4

# Sides of tiles, in pixels: whole tiles of a GeoTIFF, large enough to pay for the hand-over.
_SMALLEST, _LARGEST = 256, 2048

# Shares of a job's progress between which tiles are computed; before and after them files are
# opened and closed.
_TILES = (0.02, 0.98)

# Seconds after which a request to stop is noticed while nothing else happens.
_PATIENCE = 0.1


@dataclass(frozen=True)
class Workplace:
    """Where and with how much memory tiles are computed.

    Attributes
    ----------
    executor : concurrent.futures.Executor or None
        None for threads of this process.
    threads : int
        Tiles computed at once.
    budget : int
        Bytes for all tiles on their way and GDAL's cache.
    """

    executor: Optional[Executor]
    threads: int
    budget: int

    @property
    def in_flight(self):
        """Tiles that exist at once: being computed, one waiting for each of two, being written."""
        return self.threads + 2

    @property
    def tile_memory(self):
        """Bytes that one tile may take, with the part of the source that it needs."""
        return int(self.budget * (1 - _GDAL_SHARE - _OTHER_SHARE) / self.in_flight)

    def tile_side(self, bytes_per_pixel):
        """Return the side of square tiles whose own arrays take a quarter of a tile's memory."""
        side = int((0.25 * self.tile_memory / bytes_per_pixel) ** 0.5)
        return min(_LARGEST, max(_SMALLEST, side // _SMALLEST * _SMALLEST))


def workplace(executor=None, threads=None, max_memory=None):
    """Return a `Workplace` for what the user asked for.

    Parameters
    ----------
    executor : concurrent.futures.Executor, optional
    threads : int, optional
        All cores by default.
    max_memory : float, optional
        Megabytes; by default a quarter of the machine's memory, at most 1024.

    Raises
    ------
    ValueError
        If the budget is too small for anything.
    """
    threads = threads or available_threads()
    if max_memory is None:
        return Workplace(executor, threads, min(_DEFAULT_BUDGET, _machine_memory() // 4))
    budget = int(max_memory * _MEGABYTE)
    if budget < _LEAST_BUDGET:
        raise ValueError(
            f"MAX_MEMORY is {max_memory:g} MB; it must be {_LEAST_BUDGET // _MEGABYTE} or more."
        )
    return Workplace(executor, threads, budget)


def _machine_memory():
    try:
        return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    except (AttributeError, ValueError, OSError):  # Windows does not tell
        return 4 * _DEFAULT_BUDGET


class Tiles:
    """The windows ((row, row), (col, col)) of square tiles, row by row, with inclusive ends.

    Parameters
    ----------
    shape : (int, int)
        Rows and columns to cover.
    side : int
    """

    def __init__(self, shape, side):
        self._shape, self._side = shape, side

    def __len__(self):
        return -(-self._shape[0] // self._side) * -(-self._shape[1] // self._side)

    def __iter__(self):
        (rows, cols), side = self._shape, self._side
        for top in range(0, rows, side):
            for left in range(0, cols, side):
                yield (top, min(top + side, rows) - 1), (left, min(left + side, cols) - 1)


def run_tiles(place, compute, windows, consume, follower):
    """Compute tiles and hand each result over as soon as it is there.

    Parameters
    ----------
    place : Workplace
    compute : callable
        Takes a window; what it returns is handed on. Picklable if the executor asks for it.
    windows : Tiles
    consume : callable
        Takes a result, in this thread.
    follower : Follower
        Told the progress of the whole job, and asked whether to stop.

    Raises
    ------
    Cancelled
    Exception
        What `compute` or `consume` raises; tiles that have not started are dropped, those under
        way are waited for.
    """
    follower.stage(0.0, _TILES[0])(1.0)
    report = follower.stage(*_TILES)
    with _cache_of_gdal(int(place.budget * _GDAL_SHARE)), _executor(place) as executor:
        waiting, done = set(), 0
        queue = iter(windows)
        try:
            while True:
                for window in queue:
                    waiting.add(executor.submit(compute, window))
                    if len(waiting) >= place.in_flight:
                        break
                if not waiting:
                    break
                finished, waiting = wait(waiting, _PATIENCE, FIRST_COMPLETED)
                follower.check()
                for future in finished:
                    consume(future.result())
                    done += 1
                    report(done / len(windows))
        finally:
            for future in waiting:
                future.cancel()
    follower.stage(_TILES[1], 1.0)(1.0)


@contextmanager
def _executor(place):
    """Give the executor; threads of our own end with the work."""
    if place.executor is not None:
        yield place.executor
        return
    with ThreadPoolExecutor(place.threads, "gridr") as pool:
        yield pool


@contextmanager
def _cache_of_gdal(size):
    """Keep GDAL's cache of blocks, which is the whole process's, below a size for a while."""
    before = gdal.GetCacheMax()
    gdal.SetCacheMax(min(before, max(size, 16 * _MEGABYTE)))
    try:
        yield
    finally:
        gdal.SetCacheMax(before)


def memory_error(needed):
    """Return the error for a tile that cannot be made small enough."""
    return RasterError(
        f"MAX_MEMORY is too small: a single tile needs {-(-needed // _MEGABYTE)} MB; choose"
        " several times as much."
    )
