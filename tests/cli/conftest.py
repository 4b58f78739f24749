"""The real ``qgis_process`` with the plugin from a zip, in a profile of its own."""

import json
import os
import shutil
import subprocess
import sys
import sysconfig
import zipfile
from pathlib import Path

import pytest

TESTS = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(TESTS / "package"), str(TESTS / "algorithms"), str(TESTS / "core")]

from test_zip import release  # noqa: E402, F401 (the fixture that packs the work tree)

# Starting QGIS takes a second, compiling for the first time half a minute.
PATIENCE = 300


class QgisProcess:
    """Runs ``qgis_process``; `environment` is that of every run, `plugin` the unzipped folder."""

    def __init__(self, environment, plugin):
        self.environment = environment
        self.plugin = plugin
        self.program = (
            os.environ.get("GRIDR_QGIS_PROCESS")
            or shutil.which("qgis_process.bin")
            or shutil.which("qgis_process")
        )

    def __call__(self, *arguments, path=(), **environment):
        """Return the ended process; folders in `path` come first on Python's path."""
        environment = {**self.environment, **environment}
        environment["PYTHONPATH"] = os.pathsep.join([*map(str, path), environment["PYTHONPATH"]])
        return subprocess.run(
            [self.program, *map(str, arguments)],
            env=environment,
            capture_output=True,
            text=True,
            timeout=PATIENCE,
        )

    def run(self, identifier, path=(), environment=None, **parameters):
        """Run an algorithm that must succeed; returns its report as JSON."""
        done = self.start(identifier, "--json", path=path, environment=environment, **parameters)
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout[done.stdout.index("{") :])

    def start(self, identifier, *options, path=(), environment=None, **parameters):
        """Run an algorithm, come what may."""
        told = [f"{name}={value}" for name, value in parameters.items()]
        return self(*options, "run", identifier, "--", *told, path=path, **(environment or {}))


@pytest.fixture(scope="session")
def qgis_process(release, tmp_path_factory):  # noqa: F811
    folder = tmp_path_factory.mktemp("profile")
    profile = folder / "config" / "profiles" / "default"
    plugins = profile / "python" / "plugins"
    plugins.mkdir(parents=True)
    with zipfile.ZipFile(release) as archive:
        archive.extractall(plugins)
    # What `qgis_process plugins enable gridr_qgis` writes.
    (profile / "QGIS").mkdir()
    for version in (3, 4):
        settings = profile / "QGIS" / f"QGIS{version}.ini"
        settings.write_text("[PythonPlugins]\ngridr_qgis=true\n", encoding="utf-8")
    runtime = folder / "runtime"
    runtime.mkdir(mode=0o700)
    environment = {
        **os.environ,
        "QGIS_CUSTOM_CONFIG_PATH": str(folder / "config"),
        "XDG_RUNTIME_DIR": str(runtime),
        "QT_QPA_PLATFORM": "offscreen",
        # numba, and nothing of the work tree.
        "PYTHONPATH": sysconfig.get_path("purelib"),
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    environment.pop("GRIDR_DISABLE_NUMBA", None)
    environment.pop("QGIS_PLUGINPATH", None)
    return QgisProcess(environment, plugins / "gridr_qgis")
