"""The release zip, built from the work tree as it would be committed now."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import check_zip
import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session")
def release(tmp_path_factory):
    """Pack like ``./dev package``, but with what is not committed yet as well.

    ``./dev package --check`` names its own zip, for the tests of the command line.
    """
    if os.environ.get("GRIDR_ZIP"):
        return Path(os.environ["GRIDR_ZIP"])
    folder = tmp_path_factory.mktemp("release")
    objects = subprocess.run(
        ["git", "rev-parse", "--path-format=absolute", "--git-path", "objects"],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    ).stdout.strip()
    # An index and an object store of its own: the repository does not change.
    store = folder / "objects"
    store.mkdir()
    environment = {
        **os.environ,
        "GIT_INDEX_FILE": str(folder / "index"),
        "GIT_OBJECT_DIRECTORY": str(store),
        "GIT_ALTERNATE_OBJECT_DIRECTORIES": objects,
    }

    def git(*arguments):
        command = ["git", "-C", str(ROOT), *arguments]
        done = subprocess.run(command, check=True, capture_output=True, text=True, env=environment)
        return done.stdout.strip()

    git("add", "--all")
    path = folder / "gridr_qgis.zip"
    git("archive", "-9", "--prefix=gridr_qgis/", f"--output={path}", git("write-tree"))
    return path


@pytest.fixture(scope="session")
def unzipped(release, tmp_path_factory):
    folder = tmp_path_factory.mktemp("unzipped")
    with zipfile.ZipFile(release) as archive:
        archive.extractall(folder)
    return folder


def python(code, folder):
    """Run code on a bare Python that sees the unzipped package and cannot see QGIS."""
    hide = "import sys; sys.modules['qgis'] = None; sys.modules['numba'] = None; "
    environment = {**os.environ, "PYTHONPATH": str(folder), "PYTHONDONTWRITEBYTECODE": "1"}
    command = [sys.executable, "-c", hide + code]
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_the_zip_is_fit_for_upload(release):
    assert check_zip.problems(release) == []


def test_the_plugin_can_be_listed_without_qgis(unzipped):
    """QGIS reads the package before it starts the plugin; that must be cheap."""
    code = "import gridr_qgis; print(callable(gridr_qgis.classFactory), 'numpy' in sys.modules)"
    assert python(code, unzipped) == "True False"


def test_the_core_runs_from_the_zip_without_qgis_and_numba(unzipped):
    code = "import gridr_qgis.core as core; print(core.__file__)"
    assert python(code, unzipped) == str(unzipped / "gridr_qgis" / "core" / "__init__.py")
