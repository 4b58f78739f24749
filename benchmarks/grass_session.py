"""GRASS without its shell: a database in a folder, and modules as plain commands."""

import shutil
import subprocess
from pathlib import Path

from measuring import ProcessError, run_process

PROGRAM = "grass"

# GRASS's own name of the mapset that every location has.
_MAPSET = "PERMANENT"


class GrassSession:
    """A location without a reference system, in which modules run as processes of their own.

    Parameters
    ----------
    folder : path
        An empty folder.

    Raises
    ------
    ProcessError
        If GRASS does not start or cannot make a location.
    """

    def __init__(self, folder):
        self._base = _installed_at()
        self._settings = Path(folder, "rc")
        self._log = Path(folder, "log.txt")
        location = Path(folder, "plane")
        self._mapset = location / _MAPSET
        self._call("making a location", (PROGRAM, "-e", "-c", "XY", str(location)))
        self._settings.write_text(
            f"GISDBASE: {folder}\nLOCATION_NAME: {location.name}\nMAPSET: {_MAPSET}\n",
            encoding="utf-8",
        )

    def command(self, module, *words, region=None):
        """Return the words that start a module.

        `env` gives its place to the module, so that time and memory are the module's own.

        Parameters
        ----------
        module : str
        *words : str
            Its flags and options.
        region : str, optional
            Name of the saved region that it works in.
        """
        environment = {
            "GISBASE": self._base,
            "GISRC": self._settings,
            "LD_LIBRARY_PATH": Path(self._base, "lib"),
        }
        if region is not None:
            environment["WIND_OVERRIDE"] = region
        settings = (f"{name}={value}" for name, value in environment.items())
        program = str(Path(self._base, "bin", module))
        return ("env", *settings, program, "--quiet", "--overwrite", *words)

    def run(self, module, *words, region=None):
        """Run a module that is not measured.

        Raises
        ------
        ProcessError
            If it fails.
        """
        self._call(module, self.command(module, *words, region=region))

    def save_region(self, name, north, south, east, west, cell_size):
        """Save a region under a name."""
        bounds = (f"n={north!r}", f"s={south!r}", f"e={east!r}", f"w={west!r}")
        sizes = (f"nsres={cell_size!r}", f"ewres={cell_size!r}")
        self.run("g.region", *bounds, *sizes, f"save={name}")

    def values_of(self, raster):
        """Return the path of the file that holds the values of a raster of floats."""
        return str(self._mapset / "fcell" / raster)

    def _call(self, what, command):
        run_process(f"GRASS ({what})", command, self._log)


def is_installed():
    """Tell whether there is a GRASS."""
    return shutil.which(PROGRAM) is not None


def _installed_at():
    """Return the folder of GRASS's modules and libraries."""
    try:
        told = subprocess.run(
            [PROGRAM, "--config", "path"], check=True, capture_output=True, text=True
        )
    except (OSError, subprocess.CalledProcessError) as error:
        raise ProcessError(f"GRASS does not tell where it is installed: {error}") from error
    return told.stdout.strip()
