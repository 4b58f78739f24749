"""Where tiles are computed, how many at once, and with how much memory."""

import math
import os
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace

from ..engines.blocks import available_threads
from ..rasters.errors import RasterError
from .cluster import cluster
from .environment import LEAST_MEMORY, environment_resources

_MEGABYTE = 1 << 20

# What a process may take by default, if the machine has four times as much.
_DEFAULT_LIMIT = 1024 * _MEGABYTE

# Less than this is no use.
_LEAST_LIMIT = LEAST_MEMORY * _MEGABYTE

# Share of it that is for the job even if the process holds more than the rest already.
_LEAST_SHARE = 1 / 4

# What QGIS and numba take before a job.
_USUAL = 350 * _MEGABYTE

# Share of the budget that GDAL may take to keep blocks of files, from and to.
_GDAL_SHARE = (1 / 16, 1 / 4)

# Share that Python, numba and temporary arrays take.
_OTHER_SHARE = 1 / 4

# Sides of tiles, in pixels: whole tiles of a GeoTIFF, large enough to pay for the hand-over.
_SMALLEST, _LARGEST = 256, 768

# Rows of a source that a row of tiles may need, as a multiple of their side: of one that is turned.
_ROWS = 3


def _nothing():
    pass


@dataclass(frozen=True)
class Workplace:
    """Who computes tiles, and within which limits.

    Attributes
    ----------
    executor : concurrent.futures.Executor
    in_flight : int
        Tiles that may exist at once: being computed, waiting, being written.
    tiles_per_process : int
        How many of them one process may have to hold with the parts of the source that they need.
    budget : int
        Bytes that the job may take in each process.
    gdal_cache : int
        Those of them that GDAL may take to keep blocks of files.
    watch : callable
        Called now and then; raises an error if nobody computes any more.
    """

    executor: object
    in_flight: int
    tiles_per_process: int
    budget: int
    gdal_cache: int
    watch: object = _nothing

    @property
    def tile_memory(self):
        """Bytes that one tile may take, with the part of the source that it needs."""
        return int(self._for_tiles / self.tiles_per_process)

    @property
    def _for_tiles(self):
        return self.budget * (1 - _OTHER_SHARE) - self.gdal_cache

    def holding(self, size):
        """Return a workplace where each tile may take so many bytes, with fewer of them if need be.

        Raises
        ------
        RasterError
            If not even one may.
        """
        # What GDAL would rather keep gives way first.
        least = self._least
        for place in (self, least):
            if place.tile_memory >= size:
                return place
        count = int(least._for_tiles // size)
        # Workers of a cluster compute as many tiles as they have threads, whatever they are told.
        fewest = 1 if self.watch is _nothing else self.tiles_per_process
        if count < fewest:
            raise _too_small(fewest * (size + 1))
        return replace(least, in_flight=count, tiles_per_process=count)

    @property
    def _least(self):
        """This workplace with no more for GDAL than it must have."""
        return replace(self, gdal_cache=int(_GDAL_SHARE[0] * self.budget))

    def check_shared(self, size):
        """Check that a process can hold so many bytes for all of its tiles.

        Raises
        ------
        RasterError
            If it cannot.
        """
        if size > self._least._for_tiles:
            raise _too_small(size)

    def sharing(self, size):
        """Return a workplace that has so many bytes less, which all tiles of a process share.

        Raises
        ------
        RasterError
            If a process cannot hold them.
        """
        self.check_shared(size)
        return replace(self, budget=self.budget - int(size / (1 - _OTHER_SHARE)))

    def tile_side(self, bytes_per_pixel):
        """Return the side of square tiles whose own arrays take a quarter of a tile's memory.

        All tiles in flight may have come back and wait here to be written.
        """
        size = min(0.25 * self.tile_memory, self._for_tiles / self.in_flight)
        side = int((size / bytes_per_pixel) ** 0.5)
        return min(_LARGEST, max(_SMALLEST, side // _SMALLEST * _SMALLEST))


def _too_small(size):
    """Return the error of a budget that leaves less than so many bytes for tiles."""
    budget = size / (1 - _OTHER_SHARE - _GDAL_SHARE[0])
    limit = min(budget + resident_memory(), budget / _LEAST_SHARE)
    return RasterError(
        f"MAX_MEMORY is too small; it must be {math.ceil(limit / _MEGABYTE)} MB or more for this"
        " job."
    )


@contextmanager
def workplace(resources, executor=None, row_size=0):
    """Give the `Workplace` for what the user asked for.

    Parameters
    ----------
    resources : Resources
        What is None there the environment may say, see `environment_resources`.
    executor : concurrent.futures.Executor, optional
        Whose tasks count as running in this process as far as memory is concerned; by default a
        cluster's if the resources name one, else threads, which end with the context.
    row_size : int
        Bytes of a row of those inputs that can only be read by whole rows, see `row_size`. GDAL
        keeps what a row of tiles needs of them if it can, or each tile would read them again.

    Raises
    ------
    RasterError
        If the cluster cannot be used.
    ValueError
        If the budget is too small for anything, or the environment says what cannot be meant.
    """
    environment = environment_resources()
    asked = resources.max_memory
    budget = _budget(environment.max_memory if asked is None else asked)
    threads = resources.threads or environment.threads or available_threads()
    low, high = (share * budget for share in _GDAL_SHARE)
    limits = (budget, int(min(max(low, _ROWS * _LARGEST * row_size), high)))
    if executor is None and resources.scheduler is not None:
        with cluster(resources.scheduler) as there:
            # Twice as many tiles as threads: while results travel the next ones are computed.
            in_flight, per_process = 2 * there.threads, there.threads_per_worker + 1
            yield Workplace(there, in_flight, per_process, *limits, there.watch)
        return
    # One tile waits for each of two threads.
    in_flight = threads + 2
    if executor is not None:
        yield Workplace(executor, in_flight, in_flight, *limits)
        return
    pool = ThreadPoolExecutor(threads, "gridr")
    try:
        yield Workplace(pool, in_flight, in_flight, *limits)
    finally:
        # A thread that goes on while the process ends would bring it down.
        pool.shutdown(cancel_futures=True)


def _budget(max_memory):
    """Return the bytes that a job may take besides what the process holds already."""
    limit = min(_DEFAULT_LIMIT, _machine_memory() // 4)
    if max_memory is not None:
        limit = int(max_memory * _MEGABYTE)
    if limit < _LEAST_LIMIT:
        raise ValueError(
            f"MAX_MEMORY is {max_memory:g} MB; it must be {_LEAST_LIMIT // _MEGABYTE} or more."
        )
    return max(limit - resident_memory(), int(_LEAST_SHARE * limit))


def _machine_memory():
    try:
        return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    except (AttributeError, ValueError, OSError):  # Windows does not tell
        return 4 * _DEFAULT_LIMIT


def resident_memory():
    """Return the bytes that this process holds, or QGIS's usual ones where that is not told."""
    try:
        with open("/proc/self/statm", encoding="ascii") as told:
            return int(told.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except OSError:
        return _USUAL
