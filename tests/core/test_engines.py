"""Which engine is chosen, and that numba is never touched where it is refused."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from gridr_qgis.core import engines

ROOT = Path(__file__).resolve().parents[2]

PROBE = """
import importlib.util, sys
spec = importlib.util.spec_from_file_location(
    "gridr_qgis", {root!r} + "/__init__.py", submodule_search_locations=[{root!r}])
sys.modules["gridr_qgis"] = module = importlib.util.module_from_spec(spec)
spec.loader.exec_module(module)
import numpy as np
from gridr_qgis.core import array_grid_resampling, engines
assert not [name for name in sys.modules if name.split(".")[0] in ("numba", "shapely", "qgis")]
out, mask = array_grid_resampling(
    "cubic", np.eye(9), [[1.5, 3], [4, 6]], [[2, 2.5], [4, 6]], 3, None, array_out_mask=True)
print(engines.engine().name, "numba" in sys.modules, round(float(out.sum()), 12), mask.sum())
print(getattr(engines.engine(), "why", ""))
"""


def probe(tmp_path, disable="", broken=False, engine=""):
    environment = dict(os.environ, GRIDR_DISABLE_NUMBA=disable, GRIDR_ENGINE=engine)
    if broken:
        (tmp_path / "numba.py").write_text("raise SystemError('initialization failed')\n")
        environment["PYTHONPATH"] = str(tmp_path)
    code = PROBE.format(root=str(ROOT))
    done = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True
    )
    if done.returncode:
        return None, done.stderr.splitlines()[-1]
    first, why = done.stdout.splitlines()
    return first.split(), why


def test_numba_is_used_refused_or_done_without(tmp_path):
    (name, loaded, *result), _ = probe(tmp_path)
    assert (name, loaded) == ("numba", "True")
    (name, loaded, *refused), why = probe(tmp_path, disable="1")
    assert (name, loaded) == ("numpy", "False") and "GRIDR_DISABLE_NUMBA" in why
    (name, loaded, *broken), why = probe(tmp_path, broken=True)
    assert name == "numpy" and "initialization failed" in why
    assert result == refused == broken
    assert probe(tmp_path, disable="0")[0][0] == "numba"


def test_the_environment_names_an_engine(tmp_path):
    (name, loaded, *_), why = probe(tmp_path, engine="numpy")
    assert (name, loaded, why) == ("numpy", "False", "GRIDR_ENGINE is numpy")
    assert probe(tmp_path, engine="numba")[0][0] == "numba"
    assert probe(tmp_path, engine="auto", broken=True)[0][0] == "numpy"
    failed, told = probe(tmp_path, engine="numba", broken=True)
    assert failed is None
    assert told == (
        "ValueError: GRIDR_ENGINE is numba, but numba could not be loaded (initialization failed);"
        " install it, or choose auto."
    )


@pytest.fixture
def undecided(monkeypatch):
    """Nothing chosen, by nobody; and so again in the end."""
    for name in ("GRIDR_ENGINE", "GRIDR_DISABLE_NUMBA"):
        monkeypatch.delenv(name, raising=False)
    engines.use_engine(None)
    yield monkeypatch
    monkeypatch.undo()
    engines.prefer(engines.Preferences())
    engines.use_engine(None)


def test_preferences_hold_where_the_environment_says_nothing(undecided):
    assert engines.engine().name == "numba"
    engines.prefer(engines.Preferences("numpy"))
    assert (engines.engine().name, engines.engine().why) == ("numpy", "the engine is set to numpy")
    engines.prefer(engines.Preferences("auto"))
    assert engines.engine().name == "numba"
    engines.prefer(engines.Preferences("numpy"))
    engines.use_engine("numba")
    assert engines.engine().name == "numba"
    engines.prefer(engines.Preferences("auto"))
    engines.use_engine(None)
    engines.prefer(engines.Preferences("numpy"))
    undecided.setenv("GRIDR_ENGINE", "auto")
    assert engines.engine().name == "numba"
    with pytest.raises(ValueError, match="There is no engine 'rust'; it must be one of auto, num"):
        engines.prefer(engines.Preferences("rust"))


@pytest.mark.parametrize(
    ("name", "disable", "sentence"),
    [
        ("rust", "", r"^GRIDR_ENGINE is rust; it must be one of auto, numba, numpy\.$"),
        ("Numba", "1", r"^GRIDR_ENGINE is Numba; it must be one of"),
        ("numba", "1", r"^GRIDR_ENGINE is numba, but GRIDR_DISABLE_NUMBA refuses it; unset one"),
    ],
)
def test_what_the_environment_cannot_mean(undecided, name, disable, sentence):
    undecided.setenv("GRIDR_ENGINE", name)
    undecided.setenv("GRIDR_DISABLE_NUMBA", disable)
    with pytest.raises(ValueError, match=sentence):
        engines.engine()


def test_engines_have_the_same_functions():
    names = set()
    for name in ("numba", "numpy"):
        engines.use_engine(name)
        assert engines.engine().name == name
        names.add(tuple(sorted(engines.engine().__all__)))
    engines.use_engine(None)
    assert len(names) == 1
    with pytest.raises(ValueError, match="no engine 'rust'"):
        engines.use_engine("rust")


def test_compiled_code_is_cached_in_a_folder_of_the_user(tmp_path):
    environment = dict(os.environ, GRIDR_CACHE_DIR=str(tmp_path), GRIDR_DISABLE_NUMBA="")
    command = [sys.executable, "-c", PROBE.format(root=str(ROOT))]
    subprocess.run(command, env=environment, check=True, capture_output=True)
    written = sorted(tmp_path.rglob("*.nbc"))
    assert written
    before = [path.stat().st_mtime_ns for path in written]
    subprocess.run(command, env=environment, check=True, capture_output=True)
    assert sorted(tmp_path.rglob("*.nbc")) == written
    assert [path.stat().st_mtime_ns for path in written] == before
    assert not list((ROOT / "core").rglob("*.nbc"))


def test_a_folder_for_compiled_code_that_is_preferred(tmp_path):
    preferred, named = tmp_path / "preferred", tmp_path / "named"
    code = PROBE.format(root=str(ROOT)).replace(
        "out, mask =",
        f"engines.prefer(engines.Preferences(cache_folder={str(preferred)!r}))\nout, mask =",
    )
    environment = dict(os.environ, GRIDR_DISABLE_NUMBA="")
    environment.pop("GRIDR_CACHE_DIR", None)
    for variables, folder in (({}, preferred), ({"GRIDR_CACHE_DIR": str(named)}, named)):
        subprocess.run(
            [sys.executable, "-c", code], env={**environment, **variables}, check=True,
            capture_output=True,
        )  # fmt: skip
        assert (folder / "gridr_qgis").is_dir()
        assert named.exists() == bool(variables)
