"""How much GDAL keeps of the rasters that it has read and written."""

import threading
from contextlib import contextmanager

from osgeo import gdal

# Less makes GDAL read blocks again and again.
_LEAST = 16 << 20


class _Limits:
    """Limits in force at once, and what held before the first of them."""

    def __init__(self):
        self._lock = threading.Lock()
        self._sizes, self._before = [], None

    def add(self, size):
        with self._lock:
            if not self._sizes:
                self._before = gdal.GetCacheMax()
            self._sizes.append(size)
            self._apply()

    def remove(self, size):
        with self._lock:
            self._sizes.remove(size)
            self._apply()

    def _apply(self):
        gdal.SetCacheMax(min([self._before, *self._sizes]))


_limits = _Limits()


@contextmanager
def limited_cache(size):
    """Keep GDAL's cache of blocks, which is the whole process's, below a size for a while.

    Several jobs may do so at once; the smallest size counts, and what was before comes back with
    the end of the last one.

    Parameters
    ----------
    size : int
        Bytes.
    """
    size = max(size, _LEAST)
    _limits.add(size)
    try:
        yield
    finally:
        _limits.remove(size)
