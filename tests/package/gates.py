"""Rules of the house that a parser can hold, as functions over a tree of files.

Each gate takes a `Source` and yields one sentence per offence; `offences` runs them all over a
folder. The tests run every gate over the project and over a small example of what it must catch.
"""

import ast
import os
import re
import subprocess
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

SHIPPED = ("__init__.py", "core", "algorithms", "gridr_provider")
WITHOUT_QGIS = ("tests/core", "tests/parity", "tests/package")

# A room may import the rooms of lower rank and itself, never its neighbours or what is above.
RANK = {
    "conventions": 0,
    "interpolation": 1,
    "engines": 2,
    "masks": 3,
    "grids": 3,
    "resampling": 4,
    "grass": 4,
    "transforms": 4,
    "rasters": 4,
    "vectors": 5,
    "chains": 6,
    "core": 7,  # core/__init__.py, which only gathers names
    "algorithms": 8,
    "gridr_provider": 9,
    "": 10,  # the root's __init__.py
}

# Where a module may be imported; the empty tuple says nowhere.
ALLOWED_IN = {
    "qgis": ("algorithms", "gridr_provider"),
    "osgeo": ("core/rasters", "core/transforms", "core/vectors", "core/chains"),
    "numba": ("core/engines",),  # elsewhere it could not be switched off
    "shapely": ("core",),
    "dask": ("core/chains",),
    "distributed": ("core/chains",),
    # QGIS moves its own providers out of `processing`.
    "processing": (),
    "PyQt5": (),
    "PyQt6": (),
    "PySide2": (),
    "PySide6": (),
    "sip": (),
    # Their wheels bring another GDAL, PROJ or GEOS into the process.
    "fiona": (),
    "pyproj": (),
    "rasterio": (),
    # Starts QGIS again where sys.executable is QGIS.
    "multiprocessing": (),
    "gridr": (),
    "matplotlib": (),
    "scipy": (),
    # The package by an absolute name: the folder of the checkout has any name.
    "gridr_qgis": (),
    "core": (),
    "algorithms": (),
    "gridr_provider": (),
}


@dataclass(frozen=True)
class Source:
    """One Python file: its path below the root, and its syntax tree."""

    path: str
    tree: ast.Module

    @property
    def room(self):
        parts = PurePosixPath(self.path).parts
        if len(parts) == 1:
            return ""
        return parts[1] if parts[0] == "core" and len(parts) > 2 else parts[0]

    def at(self, node, sentence):
        return f"{self.path}:{node.lineno}: {sentence}"


def parse(path, text):
    """Parse as Python 3.9 does."""
    return Source(path, ast.parse(text, path, feature_version=(3, 9)))


def _inside(path, folders):
    return any(path == folder or path.startswith(folder + "/") for folder in folders)


def _imports(source):
    """Yield (node, dotted name, is relative) for each import, relative ones seen from the root."""
    package = PurePosixPath(source.path).parent.parts
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield node, alias.name, False
        elif isinstance(node, ast.ImportFrom):
            if not node.level:
                yield node, node.module, False
                continue
            above = package[: len(package) - node.level + 1]
            name = ".".join([*above, *([node.module] if node.module else [])])
            if node.module:
                yield node, name, True
            else:
                for alias in node.names:
                    yield node, f"{name}.{alias.name}".lstrip("."), True


# --- gates over shipped code ------------------------------------------------------------------


def imported_modules(source):
    """Each outside module only where it belongs."""
    for node, name, relative in _imports(source):
        allowed = None if relative else ALLOWED_IN.get(name.split(".")[0])
        if allowed is not None and not _inside(source.path, allowed):
            where = " and ".join(allowed) or "nowhere"
            yield source.at(node, f"imports {name}, which is allowed in {where}")


def import_arrows(source):
    """Rooms import what stands below them."""
    if source.room not in RANK:
        yield f"{source.path}:1: {source.room} has no place in the order of the rooms"
        return
    for node, name, relative in _imports(source):
        if not relative:
            continue
        parts = name.split(".")
        target = parts[1] if parts[0] == "core" and parts[1:] and parts[1] in RANK else parts[0]
        if target != source.room and RANK.get(target, RANK[""]) >= RANK[source.room]:
            yield source.at(node, f"{source.room or 'the root'} imports {target}, not below it")


def statements(source):
    """No print, no assert, no bare except."""
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            if node.func.id == "print":
                yield source.at(node, "print() breaks the JSON of qgis_process")
        elif isinstance(node, ast.Assert):
            yield source.at(node, "assert vanishes under python -O; raise an error")
        elif isinstance(node, ast.ExceptHandler) and node.type is None:
            yield source.at(node, "a bare except also catches the user's interrupt")


def process_wide_switches(source):
    """No gdal.UseExceptions(), no parallel=True."""
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Attribute) and node.attr == "UseExceptions":
            yield source.at(node, "UseExceptions() changes GDAL for the whole of QGIS")
        elif (
            isinstance(node, ast.keyword)
            and node.arg == "parallel"
            and isinstance(node.value, ast.Constant)
            and node.value.value is True
        ):
            yield source.at(node.value, "parallel=True can abort the process under two threads")


_QT_MODULE = re.compile("Qt[A-Z]\\w+")
_ENUM_OWNER = re.compile(r"Qgs\w+|Qgis|Q(?!Variant$)\w+")
_ENUM_MEMBER = re.compile(r"[A-Z][A-Za-z0-9]*[a-z]\w*")


def _owner(node):
    """Return the class that an attribute is of: Qt for Qt.AlignLeft and QtCore.Qt.AlignLeft."""
    value = node.value
    if isinstance(value, ast.Attribute) and isinstance(value.value, ast.Name):
        is_module = not _ENUM_OWNER.fullmatch(value.value.id) or _QT_MODULE.fullmatch(
            value.value.id
        )
        return value.attr if is_module else ""
    return value.id if isinstance(value, ast.Name) else ""


def short_enums(source):
    """Enum members by their full name: Qt.AlignmentFlag.AlignLeft, as Qt 6 wants it."""
    longer = set()
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Attribute):
            longer.add(node.value)
        elif isinstance(node, ast.Call):
            longer.add(node.func)
    for node in ast.walk(source.tree):
        if (
            isinstance(node, ast.Attribute)
            and node not in longer
            and _ENUM_OWNER.fullmatch(_owner(node))
            and not _QT_MODULE.fullmatch(_owner(node))
            # Of Qt itself nothing else is taken; its colours are small.
            and (_ENUM_MEMBER.fullmatch(node.attr) or _owner(node) == "Qt")
        ):
            yield source.at(node, f"{_owner(node)}.{node.attr} lacks the name of its enum")


_GONE_IN_QT6 = {"QDesktopWidget", "QRegExp", "QRegExpValidator", "QMatrix", "QGLWidget"}


def qt_6(source):
    """What PyQt 6 has no more."""
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Attribute):
            if node.attr == "exec_":
                yield source.at(node, "exec_() is exec() in Qt 6")
            elif node.attr == "Type" and _owner(node) == "QVariant":
                yield source.at(node, "QVariant.Type is gone in Qt 6")
        elif isinstance(node, ast.ImportFrom) and (node.module or "").startswith("qgis.PyQt"):
            for alias in node.names:
                if alias.name in _GONE_IN_QT6:
                    yield source.at(node, f"{alias.name} is gone in Qt 6")
                elif alias.name == "QAction":
                    yield source.at(node, "QAction is in another module in Qt 6")


_BUILT_IN = {"bool", "bytes", "dict", "float", "int", "list", "set", "str", "tuple"}


def _is_type(node):
    if isinstance(node, ast.Constant):
        return node.value is None
    if isinstance(node, ast.Subscript):
        return _is_type(node.value)
    return isinstance(node, ast.Name) and node.id in _BUILT_IN


def python_3_9(source):
    """What parses on Python 3.9 and fails when it runs there."""
    postponed = any(
        isinstance(node, ast.ImportFrom)
        and node.module == "__future__"
        and any(alias.name == "annotations" for alias in node.names)
        for node in source.tree.body
    )
    # Nodes of annotations that nobody evaluates, and of those that are evaluated.
    asleep, annotations = set(), set()
    for node in ast.walk(source.tree):
        for field in ("annotation", "returns"):
            annotation = getattr(node, field, None)
            if annotation is not None:
                (asleep if postponed else annotations).update(ast.walk(annotation))
    for node in ast.walk(source.tree):
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.BitOr) and node not in asleep:
            if node in annotations or _is_type(node.left) or _is_type(node.right):
                yield source.at(node, "X | Y between types needs Python 3.10")
        elif isinstance(node, ast.Call):
            called = getattr(node.func, "id", getattr(node.func, "attr", ""))
            keywords = {keyword.arg for keyword in node.keywords}
            if called == "zip" and "strict" in keywords:
                yield source.at(node, "zip(strict=) needs Python 3.10")
            elif called == "dataclass" and keywords & {"slots", "kw_only"}:
                yield source.at(node, "dataclass(slots=, kw_only=) needs Python 3.10")
            elif called in ("bit_count", "pairwise"):
                yield source.at(node, f"{called}() needs Python 3.10")


def docstrings(source):
    """Public functions, classes and methods of the core say what they are."""
    if not _inside(source.path, ["core"]):
        return
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
    if ast.get_docstring(source.tree) is None:
        yield f"{source.path}:1: the module has no docstring"
    pending = list(source.tree.body)
    while pending:
        node = pending.pop(0)
        if not isinstance(node, kinds) or node.name.startswith("_"):
            continue
        if ast.get_docstring(node) is None:
            yield source.at(node, f"{node.name} has no docstring")
        if isinstance(node, ast.ClassDef):
            pending.extend(node.body)


def project_in_algorithms(source):
    """The project belongs to the main thread."""
    if not _inside(source.path, ["algorithms"]):
        return
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Name) and node.id == "QgsProject":
            yield source.at(node, "algorithms reach the project through their context")


SHIPPED_GATES = (
    imported_modules,
    import_arrows,
    statements,
    process_wide_switches,
    short_enums,
    qt_6,
    python_3_9,
    docstrings,
    project_in_algorithms,
)


def no_qgis(source):
    """Tests of the core run where there is no QGIS."""
    for node, name, _ in _imports(source):
        if name.split(".")[0] in ("qgis", "processing", "pytest_qgis"):
            yield source.at(node, f"imports {name}; this folder is tested without QGIS")


# --- running them -----------------------------------------------------------------------------


def python_files(root, places):
    """Return the Python files of some files and folders below `root`, as posix paths."""
    found = []
    for place in places:
        path = Path(root, place)
        files = sorted(path.rglob("*.py")) if path.is_dir() else [path] * path.is_file()
        found += [file.relative_to(root).as_posix() for file in files]
    return found


def offences(root, places=SHIPPED, gates=SHIPPED_GATES):
    """Run gates over all Python files of some places below `root`."""
    found = []
    for path in python_files(root, places):
        try:
            source = parse(path, Path(root, path).read_text(encoding="utf-8"))
        except SyntaxError as error:
            found.append(f"{path}:{error.lineno}: not Python 3.9: {error.msg}")
            continue
        for gate in gates:
            found += gate(source)
    return found


def files_of_the_repository(root):
    """Return the paths that are committed or would be: git's own list without what it ignores."""
    command = ["git", "-C", str(root), "ls-files", "-z", "--cached", "--others"]
    listed = subprocess.run([*command, "--exclude-standard"], check=True, capture_output=True)
    paths = os.fsdecode(listed.stdout).split("\0")
    return sorted(path for path in paths if path and Path(root, path).is_file())


# Written in two pieces, or this file would offend.
_MACHINE = re.compile(rb"(?<![\w.~])/" + rb"(?:work|root)/")


def machine_paths(root, paths):
    """Text files that name a folder of somebody's machine."""
    found = []
    for path in paths:
        content = Path(root, path).read_bytes()
        if b"\0" in content:
            continue
        for number, line in enumerate(content.splitlines(), 1):
            if _MACHINE.search(line):
                found.append(f"{path}:{number}: names a folder of one machine")
    return found


def subpackages(root):
    """Return what `pip install .` has to install: the package and every package of its core."""
    inits = python_files(root, ["core"])
    folders = [PurePosixPath(path).parent for path in inits if path.endswith("/__init__.py")]
    return sorted(["gridr_qgis", *("gridr_qgis." + ".".join(path.parts) for path in folders)])
