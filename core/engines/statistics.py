"""What the two engines need to know to aggregate the samples in the cells of a coarser raster.

A block of samples is (rows, cols), float32 or float64 and C-contiguous; null is NaN.
"""

import functools
from typing import NamedTuple

import numpy as np

SUMMARIES = (
    "average", "sum", "count", "variance", "stddev", "minimum", "maximum", "range",
)  # fmt: skip
RANKINGS = ("quantile", "mode", "diversity")


class Members(NamedTuple):
    """Which samples along one axis belong to the cells of a window, and their weights.

    Attributes
    ----------
    start, stop : int64 array (cells,)
        Half-open range of indices in the block; may reach out of it, and may be empty.
    head, tail : float64 array (cells,)
        Weight of the first and of the last one. Between them it is 1; one that is alone has the
        weight of the first.
    """

    start: np.ndarray
    stop: np.ndarray
    head: np.ndarray
    tail: np.ndarray

    @property
    def counts(self):
        """How many members there are, also outside of the block, as float64."""
        return np.maximum(self.stop - self.start, 0).astype(np.float64)

    def inside(self, size):
        """Return (start, stop), clipped to a block of some size."""
        start = np.clip(self.start, 0, size)
        return start, np.maximum(np.clip(self.stop, 0, size), start)


class Rule(NamedTuple):
    """How members become one value.

    Attributes
    ----------
    weighted : bool
        Whether a ranking counts weights instead of samples.
    complete : bool
        Whether a single member that is null or not there makes the result null.
    share : float
        Of a quantile, 0 to 1.
    """

    weighted: bool
    complete: bool
    share: float


@functools.lru_cache(maxsize=16)
def sorting_network(size):
    """Return the exchanges that sort `size` values, whatever they are.

    Batcher's odd-even merge sort (K. E. Batcher, "Sorting networks and their applications", AFIPS
    1968), cut to a size that need not be a power of two.

    Returns
    -------
    uint64 array (exchanges, 2)
        Indices of two values, the first one of which is to be the smaller.
    """
    exchanges = []
    merged = 1
    while merged < size:
        step = merged
        while step >= 1:
            for start in range(step % merged, size - step, 2 * step):
                exchanges += [
                    (low, low + step)
                    for low in range(start, min(start + step, size - step))
                    if low // (2 * merged) == (low + step) // (2 * merged)
                ]
            step //= 2
        merged *= 2
    return np.array(exchanges, dtype=np.uint64).reshape(-1, 2)
