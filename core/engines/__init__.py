"""The hot functions, twice: compiled by numba, and in vectorised numpy.

`engine()` returns the package in force; both have the same functions with the same results.
The numpy one is the readable definition and runs where numba is missing or refused.
"""

import importlib
import os

_ENGINES = ("numba", "numpy")
_chosen = None


def engine():
    """Return the engine in force (a package), choosing one on the first call.

    numba is taken unless the environment variable ``GRIDR_DISABLE_NUMBA`` is set to something
    other than "" or "0" (then it is never imported), or its import fails for any reason.
    """
    global _chosen
    if _chosen is None:
        name = "numba"
        if os.environ.get("GRIDR_DISABLE_NUMBA", "0") not in ("", "0"):
            name = "numpy"
        try:
            _chosen = _load(name)
        # A broken numba fails with more than ImportError (SystemError, OSError, ...).
        except Exception as error:  # noqa: BLE001
            _chosen = _load("numpy")
            _chosen.why = f"numba could not be loaded ({error})"
    return _chosen


def use_engine(name):
    """Choose the engine by its name, "numba" or "numpy"; None lets the environment decide again.

    Raises
    ------
    ValueError
        If there is no engine of that name.
    ImportError
        If the engine cannot be loaded.
    """
    global _chosen
    if name is not None and name not in _ENGINES:
        raise ValueError(f"There is no engine {name!r}; the engines are {', '.join(_ENGINES)}.")
    _chosen = None if name is None else _load(name)


def _load(name):
    return importlib.import_module(f".{name}_engine", __name__)
