"""Work on blocks of rows, in threads."""

import os
from concurrent.futures import ThreadPoolExecutor

import numpy as np

from ..conventions.arrays import real_number


def available_threads():
    """Return how many threads can run at once."""
    affinity = getattr(os, "sched_getaffinity", None)
    return len(affinity(0)) if affinity else os.cpu_count() or 1


def read_threads(threads):
    """Return a number of threads as callers give it: None for all there are.

    Raises
    ------
    TypeError, ValueError
        Unless it is a whole number of 1 or more.
    """
    if threads is None:
        return available_threads()
    number = real_number(threads, "threads")
    if number != np.floor(number) or not 1 <= number < np.inf:
        raise ValueError(f"threads is {threads}; it must be a whole number of 1 or more.")
    return int(number)


def map_blocks(function, height, step, threads, progress=None):
    """Call ``function(start, stop)`` on blocks of rows, and return the results in their order.

    Parameters
    ----------
    function : callable
    height : int
        Rows in all.
    step : int
        Rows in a block.
    threads : int
        How many blocks are worked on at once.
    progress : callable, optional
        Called in this thread with the share done; what it raises ends the work: blocks that have
        not started are dropped, those under way are waited for.
    """
    blocks = [(start, min(start + step, height)) for start in range(0, height, step)]
    if threads == 1 or len(blocks) == 1:
        return _follow((function(*block) for block in blocks), len(blocks), progress)
    with ThreadPoolExecutor(min(threads, len(blocks))) as pool:
        futures = [pool.submit(function, *block) for block in blocks]
        try:
            return _follow((future.result() for future in futures), len(blocks), progress)
        finally:
            for future in futures:
                future.cancel()


def _follow(results, count, progress):
    collected = []
    for result in results:
        collected.append(result)
        if progress is not None:
            progress(len(collected) / count)
    return collected
