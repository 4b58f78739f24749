"""What users set once for all runs, in QGIS's options.

Parameters of an algorithm and environment variables come first; a setting holds where they say
nothing. This module is read when the provider is loaded, and then imports nothing of the core.
"""

from dataclasses import asdict, dataclass, fields

from qgis.core import QgsSettings

ENGINES = ("auto", "numba", "numpy")

# 0 is automatic; megabytes.
MOST_THREADS = 1024
LEAST_MEMORY, MOST_MEMORY = 64, 1 << 20

_GROUP = "gridr"


@dataclass(frozen=True)
class Settings:
    """What is set; the defaults hold where nothing is.

    Attributes
    ----------
    engine : str
        One of `ENGINES`.
    threads : int
        Tiles computed at once, at most `MOST_THREADS`; 0 is automatic.
    memory : int
        Megabytes, `LEAST_MEMORY` to `MOST_MEMORY`; 0 is automatic.
    cache_folder : str
        For compiled code; "" is the user's own.
    """

    engine: str = "auto"
    threads: int = 0
    memory: int = 0
    cache_folder: str = ""


def read_settings():
    """Return the settings; of what is stored, what cannot be meant counts as not set."""
    store = QgsSettings()
    found = {each.name: store.value(_key(each.name)) for each in fields(Settings)}
    engine, folder = found["engine"], found["cache_folder"]
    return Settings(
        engine if engine in ENGINES else Settings.engine,
        _whole(found["threads"], 1, MOST_THREADS),
        _whole(found["memory"], LEAST_MEMORY, MOST_MEMORY),
        folder if isinstance(folder, str) else Settings.cache_folder,
    )


def write_settings(settings):
    """Store settings; those with the default value are removed, so that they follow it."""
    store = QgsSettings()
    for name, value in asdict(settings).items():
        if value == getattr(Settings, name):
            store.remove(_key(name))
        else:
            store.setValue(_key(name), value)


def hand_over(settings):
    """Tell the core which engine and which folder are set."""
    from ..core.engines import Preferences, prefer

    prefer(Preferences(settings.engine, settings.cache_folder or None))


def _key(name):
    return f"{_GROUP}/{name}"


def _whole(value, least, most):
    """Return a stored number, which may be a text, within its limits; else 0."""
    try:
        number = int(value)
    except (TypeError, ValueError):
        return 0
    return number if least <= number <= most else 0
