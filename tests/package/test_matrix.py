"""``./dev matrix`` says what it cannot do, and removes only what it has made."""

import os
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
DEBIAN = ROOT / "tests" / "matrix" / "debian.sh"
MARK = ".made-by-gridr-matrix"


def run(*command, **environment):
    return subprocess.run(
        command,
        env={**os.environ, **environment},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
    )


@pytest.fixture
def not_root(tmp_path):
    """Return a PATH for somebody who is not root and may not become it."""
    for name, text in (("id", "echo 1000"), ("sudo", "exit 1")):
        program = tmp_path / "bin" / name
        program.parent.mkdir(exist_ok=True)
        program.write_text(f"#!/bin/sh\n{text}\n", encoding="utf-8")
        program.chmod(0o755)
    return f"{tmp_path / 'bin'}{os.pathsep}{os.environ['PATH']}"


def test_an_unknown_entry_is_refused():
    done = run(ROOT / "dev", "matrix", "--optional", "trixie", "potato")
    assert done.returncode == 1
    assert done.stderr == ('dev: the matrix has no entry "potato"; it has here trixie testing\n')


@pytest.mark.parametrize(("options", "code"), [((), 1), (("--optional",), 0)])
def test_what_cannot_be_run_is_told(options, code, not_root, tmp_path):
    folder = tmp_path / "matrix"
    done = run(
        ROOT / "dev", "matrix", *options, "trixie", PATH=not_root, GRIDR_MATRIX_DIR=str(folder)
    )
    assert done.returncode == code
    assert done.stdout == "matrix: trixie: not run: it needs root, or sudo\n"
    assert not folder.exists()


def test_what_was_made_is_removed(tmp_path):
    for name in ("trixie", "trixie.new"):
        (tmp_path / name / "etc").mkdir(parents=True)
        (tmp_path / name / MARK).touch()
    assert run(DEBIAN, "remove", "trixie", tmp_path).returncode == 0
    assert [path.name for path in tmp_path.iterdir()] == ["trixie.lock"]


def test_what_somebody_else_has_made_stays(tmp_path):
    kept = tmp_path / "trixie" / "etc"
    kept.mkdir(parents=True)
    assert run(DEBIAN, "remove", "trixie", tmp_path).returncode == 77
    assert kept.is_dir()
    told = (tmp_path / "trixie.outcome").read_text(encoding="utf-8")
    assert told == f"not run: {kept.parent} was not made here, so it stays\n"
