"""One decorator for every compiled function: no GIL, and a disk cache that can be trusted."""

import hashlib
import os
import sys
import tempfile
from pathlib import Path

import numba

from .. import preferred_cache_folder


def _user_cache_root():
    """Return the folder in which this user's programs keep their caches."""
    if os.environ.get("GRIDR_CACHE_DIR"):
        return Path(os.environ["GRIDR_CACHE_DIR"])
    if preferred_cache_folder():
        return Path(preferred_cache_folder())
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA", Path.home() / "AppData" / "Local"))
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Caches"
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")


def _cache_folder():
    """Return a writable folder for compiled code, or None.

    Its name holds a hash of all compiled sources: numba notices a change in the file of a cached
    function, but not in the files of the functions that it calls.
    """
    core = Path(__file__).resolve().parents[2]
    sources = sorted((core / "engines").rglob("*.py")) + sorted(
        (core / "interpolation").glob("*.py")
    )
    digest = hashlib.sha256(b"".join(path.read_bytes() for path in sources)).hexdigest()[:12]
    try:
        folder = _user_cache_root() / "gridr_qgis" / f"numba-{numba.__version__}-{digest}"
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            return str(folder)
    except (OSError, RuntimeError):  # read-only, full, or no home folder: compile in every process
        return None


# None where nothing can be kept, so that every process compiles anew.
CACHE_FOLDER = _cache_folder()


def compiled(function):
    """Compile a function for use without the GIL, on its first call, with a cache on disk.

    Never ``parallel=True``: numba's fall-back threading layer aborts the process when two threads
    enter it. Threads come from Python instead.
    """
    if CACHE_FOLDER is None:
        return numba.njit(nogil=True)(function)
    # The folder is read when the function is decorated; other users of numba in the same process
    # keep the one that they have.
    before, numba.config.CACHE_DIR = numba.config.CACHE_DIR, CACHE_FOLDER
    try:
        return numba.njit(nogil=True, cache=True)(function)
    finally:
        numba.config.CACHE_DIR = before
