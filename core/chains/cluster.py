"""The workers of a Dask cluster as an executor of tiles."""

import pkgutil
import time
from concurrent.futures import CancelledError, Executor
from contextlib import contextmanager

from ..conventions.version import VERSION
from ..rasters.errors import RasterError

# Seconds to wait for a scheduler, and for its first worker.
_PATIENCE = 10

_PACKAGE = __name__.split(".core.", 1)[0]


class ClusterExecutor(Executor):
    """Runs `TileTask`s on workers; one that dies is survived by the others.

    Parameters
    ----------
    client : distributed.Client
        Connected, with a worker at least.

    Attributes
    ----------
    threads : int
        Of all workers.
    threads_per_worker : int
        Of the worker that has most.
    """

    def __init__(self, client):
        self._client, self._executor = client, client.get_executor(pure=False)
        self._task = self._there = None
        threads = client.nthreads().values()
        self.threads, self.threads_per_worker = sum(threads), max(threads)
        self._seen = self._asked = time.monotonic()

    def submit(self, task, window):
        """Compute a window; the task itself, which may be large, travels once to each worker."""
        if task is not self._task:
            # As the result of a task: should its worker die, the scheduler makes it again.
            self._task, self._there = task, self._client.submit(_same, task, pure=False)
        return self._executor.submit(_compute, self._there, window)

    def watch(self):
        """Raise RasterError if all workers have been gone for some time: nothing would go on."""
        now = time.monotonic()
        if now < self._asked + 1:
            return
        self._asked = now
        if self._client.nthreads():
            self._seen = now
        elif now > self._seen + _PATIENCE:
            raise RasterError(
                "All workers of DASK_SCHEDULER are gone; they may lack memory or, those that came"
                f" late, the package {_PACKAGE}."
            )


def _same(task):
    return task


def _compute(task, window):
    """Compute a window; errors of input say where they were met."""
    from distributed import get_worker

    try:
        return task(window)
    except RasterError as error:
        raise RasterError(f"On the worker {get_worker().address}: {error}") from error


@contextmanager
def cluster(address):
    """Connect to a Dask scheduler.

    Parameters
    ----------
    address : str
        Such as ``tcp://10.0.0.1:8786``.

    Yields
    ------
    ClusterExecutor

    Raises
    ------
    RasterError
        If there is no scheduler, no worker, or a worker does not have this package in this version;
        or if the cluster gets lost while it is used.
    """
    try:
        import distributed
    except ImportError as error:
        raise RasterError(
            f"DASK_SCHEDULER is {address}, but Python's package distributed is not installed here;"
            " install gridr_qgis[distributed] with pip."
        ) from error
    client = _connect(distributed, address)
    try:
        _check_package(client, address)
        yield ClusterExecutor(client)
    except distributed.KilledWorker as error:
        raise RasterError(
            f"Several workers of DASK_SCHEDULER {address} died one after the other while they"
            " computed the same tile; they may need more memory, or a smaller MAX_MEMORY."
        ) from error
    except (CancelledError, distributed.comm.CommClosedError, OSError) as error:
        raise RasterError(f"The connection to DASK_SCHEDULER {address} was lost.") from error
    finally:
        client.close()


def _connect(distributed, address):
    try:
        return distributed.Client(address, timeout=_PATIENCE, set_as_default=False)
    except (OSError, ValueError, TimeoutError) as error:
        raise RasterError(
            f"DASK_SCHEDULER is {address}, where no scheduler answers ({error}); it must be like"
            " tcp://10.0.0.1:8786."
        ) from error


def _check_package(client, address):
    """Raise RasterError unless there are workers, and they and the scheduler have this package."""
    try:
        client.wait_for_workers(1, timeout=_PATIENCE)
    except TimeoutError as error:
        raise RasterError(f"DASK_SCHEDULER {address} has no worker; start one.") from error
    # Of the standard library, so that it can be run where the package is missing.
    ask = (pkgutil.resolve_name, f"{_PACKAGE}.core.conventions.version:VERSION")
    answers = client.run(*ask, on_error="return")
    answers = {f"its worker {worker}": found for worker, found in answers.items()}
    try:
        answers["the scheduler itself"] = client.run_on_scheduler(*ask)
    except ImportError as error:
        answers["the scheduler itself"] = error
    for who, found in answers.items():
        if isinstance(found, Exception):
            raise RasterError(_lacking(address, who, found)) from found
        if found != VERSION:
            raise RasterError(
                f"DASK_SCHEDULER is {address}, but {who} has {_PACKAGE} {found}; it must be"
                f" {VERSION}, as here."
            )


def _lacking(address, who, error):
    return (
        f"DASK_SCHEDULER is {address}, but {who} cannot import {_PACKAGE} ({error}); install"
        " gridr_qgis[distributed] there with pip."
    )
