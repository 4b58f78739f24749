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


def probe(tmp_path, disable="", broken=False):
    environment = dict(os.environ, GRIDR_DISABLE_NUMBA=disable)
    if broken:
        (tmp_path / "numba.py").write_text("raise SystemError('initialization failed')\n")
        environment["PYTHONPATH"] = str(tmp_path)
    code = PROBE.format(root=str(ROOT))
    done = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True
    )
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
