"""The rules of the house hold in the project, and each one can fail."""

from pathlib import Path

import gates
import pytest

ROOT = Path(__file__).resolve().parents[2]


def write(root, path, text=""):
    file = Path(root, path)
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")


# --- the project ------------------------------------------------------------------------------


def test_the_gates_see_the_shipped_code():
    paths = gates.python_files(ROOT, gates.SHIPPED)
    for place in gates.SHIPPED:
        assert any(path == place or path.startswith(place + "/") for path in paths), place


@pytest.mark.parametrize("gate", gates.SHIPPED_GATES, ids=lambda gate: gate.__name__)
def test_shipped_code(gate):
    assert gates.offences(ROOT, gates=[gate]) == []


def test_tests_of_the_core_do_not_need_qgis():
    assert gates.offences(ROOT, gates.WITHOUT_QGIS, [gates.no_qgis]) == []


def test_no_paths_of_a_machine():
    paths = gates.files_of_the_repository(ROOT)
    assert "metadata.txt" in paths
    assert gates.machine_paths(ROOT, paths) == []


# --- the gates --------------------------------------------------------------------------------

BAD = [
    ("imported_modules", "algorithms/a.py", "import processing\n"),
    ("imported_modules", "algorithms/a.py", "def f():\n    from processing.core import x\n"),
    ("imported_modules", "core/masks/a.py", "from qgis.core import Qgis\n"),
    ("imported_modules", "core/masks/a.py", "from osgeo import gdal\n"),
    ("imported_modules", "algorithms/a.py", "from osgeo import gdal\n"),
    ("imported_modules", "core/chains/a.py", "import numba\n"),
    ("imported_modules", "core/chains/a.py", "import multiprocessing.pool\n"),
    ("imported_modules", "core/chains/a.py", "from gridr_qgis.core import masks\n"),
    ("imported_modules", "algorithms/a.py", "from core.masks import x\n"),
    ("import_arrows", "core/conventions/a.py", "from ..engines import x\n"),
    ("import_arrows", "core/conventions/a.py", "from .. import engines\n"),
    ("import_arrows", "core/engines/numba_engine/a.py", "from ...masks.b import x\n"),
    ("import_arrows", "core/masks/a.py", "from ..grids import x\n"),
    ("import_arrows", "core/rasters/a.py", "from ..transforms import x\n"),
    ("import_arrows", "core/transforms/a.py", "from ..chains import x\n"),
    ("import_arrows", "core/chains/a.py", "from .. import build_mask\n"),
    ("import_arrows", "core/chains/a.py", "from ...algorithms import x\n"),
    ("import_arrows", "algorithms/a.py", "from ..gridr_provider import x\n"),
    ("import_arrows", "gridr_provider/a.py", "from .. import x\n"),
    ("import_arrows", "core/misc/a.py", ""),
    ("statements", "core/masks/a.py", "print(1)\n"),
    ("statements", "core/masks/a.py", "assert 1\n"),
    ("statements", "core/masks/a.py", "try:\n    f()\nexcept:\n    g()\n"),
    ("process_wide_switches", "core/rasters/a.py", "gdal.UseExceptions()\n"),
    ("process_wide_switches", "core/rasters/a.py", "f = njit(nogil=True, parallel=True)(g)\n"),
    ("short_enums", "algorithms/a.py", "x = [QgsProcessing.TypeVectorPolygon]\n"),
    ("short_enums", "algorithms/a.py", "f(QgsProcessingParameterNumber.Double)\n"),
    ("short_enums", "algorithms/a.py", "f(Qt.AlignLeft | Qt.AlignTop)\n"),
    ("short_enums", "algorithms/a.py", "x = Qgis.Float32\n"),
    ("python_3_9", "core/masks/a.py", "def f(a: Window | None): ...\n"),
    ("python_3_9", "core/masks/a.py", "def f() -> Window | Region: ...\n"),
    ("short_enums", "algorithms/a.py", "f(Qt.white)\n"),
    ("short_enums", "algorithms/a.py", "f(QtCore.Qt.AlignLeft)\n"),
    ("short_enums", "algorithms/a.py", "f(core.Qgis.Warning)\n"),
    ("qt_6", "algorithms/a.py", "dialog.exec_()\n"),
    ("qt_6", "algorithms/a.py", "kind = QVariant.Type.Double\n"),
    ("qt_6", "algorithms/a.py", "from qgis.PyQt.QtWidgets import QAction\n"),
    ("qt_6", "algorithms/a.py", "from qgis.PyQt.QtCore import QRegExp\n"),
    ("imported_modules", "algorithms/a.py", "from PyQt5.QtCore import Qt\n"),
    ("imported_modules", "algorithms/a.py", "import sip\n"),
    ("python_3_9", "core/masks/a.py", "x: A | B = 1\n"),
    ("python_3_9", "core/masks/a.py", "Number = int | float\n"),
    ("python_3_9", "core/masks/a.py", "isinstance(x, str | Path)\n"),
    ("python_3_9", "core/masks/a.py", "zip(a, b, strict=True)\n"),
    ("python_3_9", "core/masks/a.py", "@dataclass(frozen=True, slots=True)\nclass A: ...\n"),
    ("python_3_9", "core/masks/a.py", "itertools.pairwise(a)\n"),
    ("docstrings", "core/masks/a.py", "import os\n"),
    ("docstrings", "core/masks/a.py", '"""Doc."""\n\ndef f(): ...\n'),
    (
        "docstrings",
        "core/masks/a.py",
        '"""Doc."""\n\nclass A:\n    """Doc."""\n\n    def f(s): ...\n',
    ),
    ("project_in_algorithms", "algorithms/a.py", "QgsProject.instance()\n"),
    ("no_qgis", "tests/core/test_a.py", "from qgis.core import Qgis\n"),
]

GOOD = [
    ("imported_modules", "core/rasters/a.py", "from osgeo import gdal\n"),
    ("imported_modules", "core/engines/a.py", "import numba\n"),
    ("imported_modules", "algorithms/a.py", "from qgis.core import Qgis\nfrom ..core import x\n"),
    ("import_arrows", "core/engines/numba_engine/a.py", "from ..numpy_engine import x\n"),
    (
        "import_arrows",
        "core/chains/a.py",
        "from ..rasters import x\nfrom ..masks.b import y\n",
    ),
    ("import_arrows", "core/__init__.py", "from .masks.build_mask import build_mask\n"),
    ("import_arrows", "algorithms/a.py", "from ..core.chains import x\nfrom ..core import y\n"),
    ("import_arrows", "gridr_provider/a.py", "from ..algorithms.a import A\n"),
    ("import_arrows", "__init__.py", "def f():\n    from .gridr_provider.plugin import P\n"),
    ("short_enums", "algorithms/a.py", "x = QgsProcessing.SourceType.TypeVectorPolygon\n"),
    ("short_enums", "algorithms/a.py", "x = Qgis.QGIS_VERSION_INT\ny = QVariant.Double\n"),
    ("short_enums", "algorithms/a.py", "f(Qt.GlobalColor.white, QtCore.Qt.GlobalColor.red)\n"),
    ("short_enums", "algorithms/a.py", "f(QtGui.QColor, core.Qgis.MessageLevel.Warning)\n"),
    ("qt_6", "algorithms/a.py", "from qgis.PyQt.QtGui import QIcon\nloop.exec()\n"),
    ("python_3_9", "core/masks/a.py", "from __future__ import annotations\n\nx: int | None = 1\n"),
    ("python_3_9", "core/masks/a.py", "flags = p.flags() | A.B.C\nmask = (a < 1) | (b > 2)\n"),
    ("docstrings", "algorithms/a.py", "def f(): ...\n"),
    ("docstrings", "core/masks/a.py", '"""Doc."""\n\ndef _f(): ...\n'),
]


@pytest.mark.parametrize(("gate", "path", "text"), BAD)
def test_a_gate_catches(gate, path, text, tmp_path):
    write(tmp_path, path, text)
    found = gates.offences(tmp_path, ["."], [getattr(gates, gate)])
    assert found
    assert all(offence.startswith(f"{path}:") for offence in found)


@pytest.mark.parametrize(("gate", "path", "text"), GOOD)
def test_a_gate_lets_pass(gate, path, text, tmp_path):
    write(tmp_path, path, text)
    assert gates.offences(tmp_path, ["."], [getattr(gates, gate)]) == []


def test_every_gate_has_a_bad_example():
    tried = {gate for gate, _, _ in BAD}
    assert tried == {gate.__name__ for gate in (*gates.SHIPPED_GATES, gates.no_qgis)}


@pytest.mark.parametrize("text", ["match x:\n    case 1: ...\n", "try: ...\nexcept* E: ...\n"])
def test_newer_syntax_is_caught(text, tmp_path):
    write(tmp_path, "core/a.py", text)
    (offence,) = gates.offences(tmp_path)
    assert offence.startswith("core/a.py:")


def test_machine_paths_are_caught(tmp_path):
    folder = "/" + "work/"
    write(tmp_path, "a.md", f"Look into {folder}main.\n")
    write(tmp_path, "b.md", f"https://example.org{folder}x and a relative network/{folder[1:]}x\n")
    assert gates.machine_paths(tmp_path, ["a.md", "b.md"]) == [
        "a.md:1: names a folder of one machine"
    ]


def test_subpackages_are_found_at_any_depth(tmp_path):
    for path in ("core/__init__.py", "core/a/__init__.py", "core/a/b/__init__.py", "core/c/d.py"):
        write(tmp_path, path)
    assert gates.subpackages(tmp_path) == [
        "gridr_qgis",
        "gridr_qgis.core",
        "gridr_qgis.core.a",
        "gridr_qgis.core.a.b",
    ]
