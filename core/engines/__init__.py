"""The hot functions, twice: compiled by numba, and in vectorised numpy.

`engine()` returns the package in force; both have the same functions with the same results.
The numpy one is the readable definition and runs where numba is missing or refused.
"""

import importlib
import os
from dataclasses import dataclass

_ENGINES = ("numba", "numpy")

# What may be asked for.
ENGINE_CHOICES = ("auto", *_ENGINES)


@dataclass(frozen=True)
class Preferences:
    """What holds where the environment says nothing.

    Attributes
    ----------
    engine : str
        One of `ENGINE_CHOICES`; ``auto`` takes numba where it can be loaded.
    cache_folder : str or None
        For compiled code; None for the user's own. It is read once, when numba is loaded.
    """

    engine: str = "auto"
    cache_folder: object = None


_preferences = Preferences()
_forced = _chosen = None


def engine():
    """Return the engine in force (a package), choosing one on the first call.

    The environment variable ``GRIDR_ENGINE`` says ``auto``, ``numba`` or ``numpy``;
    ``GRIDR_DISABLE_NUMBA`` set to something other than "" or "0" says ``numpy``. Where neither is
    set the preferences hold. With ``numpy`` numba is never imported; ``auto`` takes numpy where
    the import of numba fails for any reason.

    Raises
    ------
    ValueError
        If the environment contradicts itself, or numba is asked for and cannot be loaded.
    """
    global _chosen
    if _forced is not None:
        return _forced
    if _chosen is None:
        wanted, why = wanted_engine()
        try:
            _chosen = _load("numpy" if wanted == "numpy" else "numba")
        # A broken numba fails with more than ImportError (SystemError, OSError, ...).
        except Exception as error:
            if wanted == "numba":
                raise ValueError(
                    f"{why}, but numba could not be loaded ({error}); install it, or choose auto."
                ) from error
            _chosen, why = _load("numpy"), f"numba could not be loaded ({error})"
        _chosen.why = why
    return _chosen


def wanted_engine():
    """Return which engine is asked for, one of `ENGINE_CHOICES`, and by what; loads nothing.

    Raises
    ------
    ValueError
        If the environment asks for what there is not, or contradicts itself.
    """
    named = os.environ.get("GRIDR_ENGINE", "").strip()
    if named and named not in ENGINE_CHOICES:
        raise ValueError(f"GRIDR_ENGINE is {named}; it must be one of {', '.join(ENGINE_CHOICES)}.")
    if os.environ.get("GRIDR_DISABLE_NUMBA", "0") not in ("", "0"):
        if named == "numba":
            raise ValueError(
                "GRIDR_ENGINE is numba, but GRIDR_DISABLE_NUMBA refuses it; unset one of the two."
            )
        return "numpy", "numba is refused by GRIDR_DISABLE_NUMBA"
    if named:
        return named, f"GRIDR_ENGINE is {named}"
    return _preferences.engine, f"the engine is set to {_preferences.engine}"


def prefer(preferences):
    """Set what holds where the environment says nothing.

    A change of the engine acts from the next call of `engine` on; numba, once loaded, stays in
    memory.

    Parameters
    ----------
    preferences : Preferences

    Raises
    ------
    ValueError
        If there is no engine of that name.
    """
    global _preferences, _chosen
    if preferences.engine not in ENGINE_CHOICES:
        raise ValueError(
            f"There is no engine {preferences.engine!r}; it must be one of"
            f" {', '.join(ENGINE_CHOICES)}."
        )
    if preferences.engine != _preferences.engine:
        _chosen = None
    _preferences = preferences


def preferred_cache_folder():
    """Return the folder for compiled code that is preferred, None for the user's own."""
    return _preferences.cache_folder


def use_engine(name):
    """Choose the engine by its name, "numba" or "numpy"; None lets the environment decide again.

    Raises
    ------
    ValueError
        If there is no engine of that name.
    ImportError
        If the engine cannot be loaded.
    """
    global _forced, _chosen
    if name is not None and name not in _ENGINES:
        raise ValueError(f"There is no engine {name!r}; the engines are {', '.join(_ENGINES)}.")
    _forced, _chosen = None if name is None else _load(name), None
    if _forced is not None:
        _forced.why = "use_engine chose it"


def _load(name):
    return importlib.import_module(f".{name}_engine", __name__)
