"""A Dask cluster of processes on loopback."""

import json
import os
import subprocess
import sys
import time

# Seconds in which a process has to come up.
_PATIENCE = 60


class LocalCluster:
    """A scheduler and workers of one thread each, as processes of their own.

    Parameters
    ----------
    folder : pathlib.Path
        For their files.
    workers : int
    packages : path, optional
        Folder in which they find the package.
    bare : sequence of str
        Those that do not find it: ``scheduler``, ``worker``.
    """

    def __init__(self, folder, workers=2, packages=None, bare=()):
        self._folder, self._packages, self._bare = folder, packages, bare
        self._processes = []
        self._log = open(folder / "cluster.log", "wb")  # noqa: SIM115 (closed in `close`)
        self._environment = dict(
            os.environ, GRIDR_DISABLE_NUMBA="1", DASK_DISTRIBUTED__WORKER__DAEMON="False"
        )
        # Tests run beside the package's sources; a worker must not find these by chance.
        self._environment.pop("PYTHONPATH", None)
        try:
            told = folder / "scheduler.json"
            self.scheduler = self._start(
                "scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard",
                "--no-jupyter", "--scheduler-file", str(told),
            )  # fmt: skip
            self.address = self._wait_for(lambda: json.loads(told.read_text())["address"])
            self.workers = [
                self._start(
                    "worker", self.address, "--host", "127.0.0.1", "--nthreads", "1",
                    "--no-nanny", "--no-dashboard", "--local-directory", str(folder),
                )
                for _ in range(workers)
            ]  # fmt: skip
        except BaseException:
            self.close()
            raise

    def _start(self, kind, *arguments):
        command = [sys.executable, "-m", f"distributed.cli.dask_{kind}", *arguments]
        environment = dict(self._environment)
        if self._packages is not None and kind not in self._bare:
            environment["PYTHONPATH"] = str(self._packages)
        process = subprocess.Popen(
            command, env=environment, cwd=self._folder, stdout=self._log, stderr=self._log
        )
        self._processes.append(process)
        return process

    def wait_for_workers(self, count):
        """Wait until so many workers are there."""
        from distributed import Client

        with Client(self.address, timeout=_PATIENCE, set_as_default=False) as client:
            client.wait_for_workers(count, timeout=_PATIENCE)

    def _wait_for(self, look):
        end = time.monotonic() + _PATIENCE
        while True:
            try:
                return look()
            except (OSError, ValueError):
                if time.monotonic() > end:
                    raise
                time.sleep(0.05)

    def close(self):
        """End all processes."""
        for process in self._processes:
            process.kill()
        for process in self._processes:
            process.wait()
        self._log.close()
