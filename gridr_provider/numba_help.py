"""Whether numba is there, and how to install it; imports neither numba nor numpy."""

import importlib.util
import sys
import sysconfig
from importlib.metadata import PackageNotFoundError
from importlib.metadata import version as version_of
from pathlib import Path

from qgis.core import QgsApplication

from ..algorithms.base import tr


def numba_is_installed():
    """Tell whether numba could be imported; that it also works shows when it is."""
    try:
        return importlib.util.find_spec("numba") is not None
    except ValueError:  # something that calls itself numba, and has not been found by an import
        return True


def numba_version():
    """Return the version of numba, "" where that is not told."""
    try:
        return version_of("numba")
    except PackageNotFoundError:
        return ""


def short_help(platform=sys.platform):
    """Return in one sentence how to install numba on a platform, as `sys.platform` names it."""
    if platform == "win32":
        return tr("To install it, close QGIS and use pip in the OSGeo4W Shell of the start menu.")
    if platform == "darwin":
        return tr("To install it, use pip of the Python in QGIS's application folder.")
    return tr("To install it, use pip of the system's Python.")


def long_help(platform=sys.platform):
    """Return what to do with the commands of `install_commands`."""
    if platform == "win32":
        where = tr(
            "Close QGIS, open the <i>OSGeo4W Shell</i> from the start menu, paste this, and start"
            " QGIS again."
        )
    elif platform == "darwin":
        where = tr("Open a terminal, paste this, and start QGIS again.")
    else:
        where = tr("Open a terminal, paste this, and start QGIS again. QGIS uses this Python.")
    return (
        tr(
            "With numba (0.60 or newer) most algorithms run many times faster, with the same"
            " results. It must not change the numpy that QGIS brings, so that version is named."
        )
        + f"<p>{where}</p>"
    )


def install_commands(platform=sys.platform):
    """Return the command that installs numba for the Python that QGIS runs on.

    Parameters
    ----------
    platform : str
        As `sys.platform` names it.
    """
    words = [_python(platform), "-m", "pip", "install", "--user"]
    if platform not in ("win32", "darwin") and _is_managed():
        words.append("--break-system-packages")
    return " ".join([*words, "numba", f"numpy=={version_of('numpy')}"])


def _python(platform):
    """Return the Python whose packages QGIS sees; `sys.executable` is QGIS, or any other Python."""
    if platform == "win32":
        return "python"  # that of the shell
    if platform == "darwin":
        return f'"{QgsApplication.applicationDirPath()}/bin/python3"'
    # The one beside the standard library that is in use.
    major, minor = sys.version_info[:2]
    found = Path(sysconfig.get_path("stdlib")).parents[1] / "bin" / f"python{major}.{minor}"
    return found.as_posix() if found.exists() else "/usr/bin/python3"


def _is_managed():
    """Tell whether the distribution asks pip to keep off its Python unless told otherwise."""
    return Path(sysconfig.get_path("stdlib"), "EXTERNALLY-MANAGED").exists()
