"""The check of the release zip finds what it is there to find."""

import subprocess
import sys
import zipfile
from pathlib import Path

import check_zip
import pytest

ROOT = Path(__file__).resolve().parents[2]

METADATA = (ROOT / "metadata.txt").read_bytes()
GOOD = {
    **dict.fromkeys(sorted(check_zip.REQUIRED), b""),
    "CHANGELOG.md": (ROOT / "CHANGELOG.md").read_bytes(),
    "metadata.txt": METADATA,
    "icons/gridr.svg": b"<svg/>",
}


def check(folder, files=GOOD, add=(), top="gridr_qgis/"):
    """Zip some files as a plugin and return what the check says; `add` holds raw entries."""
    path = folder / "a.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in [*((top + name, files[name]) for name in files), *add]:
            info = name if isinstance(name, zipfile.ZipInfo) else zipfile.ZipInfo(name)
            archive.writestr(info, content)
    return check_zip.problems(path)


def test_a_good_zip_passes(tmp_path):
    assert check(tmp_path) == []


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("gridr_qgis/core/fast.so", "kind of file"),
        ("gridr_qgis/core/run.sh", "kind of file"),
        ("gridr_qgis/core/a.pyc", "kind of file"),
        ("gridr_qgis/core/__pycache__/a", "folder is refused"),
        ("gridr_qgis/.git/config", "folder is refused"),
        ("gridr_qgis/../a", "plain relative path"),
        ("gridr_qgis/core\\a.py", "plain relative path"),
        ("C:/gridr_qgis/a.py", "plain relative path"),
        ("other/a.py", "one folder"),
        ("gridr_qgis/tests/test_a.py", "does not belong"),
        ("gridr_qgis/dev", "does not belong"),
        ("gridr_qgis/pyproject.toml", "does not belong"),
    ],
)
def test_a_stray_entry_is_found(tmp_path, name, said):
    found = check(tmp_path, add=[(name, "")])
    assert any(said in problem for problem in found)


@pytest.mark.parametrize("name", sorted(check_zip.REQUIRED))
def test_a_missing_file_is_found(tmp_path, name):
    files = {other: GOOD[other] for other in GOOD if other != name}
    assert check(tmp_path, files) == [f"{name} is missing"]


def test_an_executable_file_is_found(tmp_path):
    info = zipfile.ZipInfo("gridr_qgis/core/a.py")
    info.external_attr = 0o100755 << 16
    assert check(tmp_path, add=[(info, "")]) == ["gridr_qgis/core/a.py: is executable"]


def test_dangerous_code_is_found(tmp_path):
    found = check(tmp_path, {**GOOD, "core/a.py": "eval('1')\n"})
    assert [problem.split()[:2] for problem in found] == [["core/a.py:1:", "B307"]]


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("from PyQt5.QtCore import Qt\n", "imports PyQt5"),
        ("import processing\n", "imports processing"),
        ("dialog.exec_()\n", "exec_()"),
        ("f(Qt.AlignLeft)\n", "lacks the name of its enum"),
        ("print(1)\n", "print()"),
    ],
)
def test_code_that_qgis_does_not_take_is_found(tmp_path, code, said):
    (problem,) = check(tmp_path, {**GOOD, "algorithms/a.py": code})
    assert problem.startswith("algorithms/a.py:1:") and said in problem


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("-----BEGIN RSA PRIVATE " + "KEY-----", "a private key"),
        ("key AKIA" + "ABCDEFGHIJKLMNOP", "an access key of AWS"),
        ("https://me:word" + "@example.org/", "a name and password"),
        ("pass" + "word = 'hunter2'", "a password"),
        ("x = '" + "0123456789abcdef" * 2 + "'", "a key"),
        ("x = 'Zx8kQ2vLm9" + "RtY4bWn7PcJ1dHs6GfUe'", "a key"),
    ],
)
def test_a_secret_is_found(tmp_path, line, said):
    (problem, *_) = check(tmp_path, {**GOOD, "core/a.md": f"One.\n{line}\n"})
    assert problem.startswith("gridr_qgis/core/a.md:2: looks like") and said in problem


@pytest.mark.parametrize("content", [b"\x7fELF...", b"MZ...", b"#!/bin/sh\n"])
def test_a_program_under_another_name_is_found(tmp_path, content):
    (problem,) = check(tmp_path, {**GOOD, "core/data": content})
    assert problem == "gridr_qgis/core/data: is a program"


def test_a_version_without_changes_is_found(tmp_path):
    files = {**GOOD, "CHANGELOG.md": b"# Changelog\n"}
    (problem,) = check(tmp_path, files)
    assert problem.startswith("CHANGELOG.md has nothing about version")


def test_a_wrong_folder_is_found(tmp_path):
    (problem,) = check(tmp_path, top="gridr-qgis/")
    assert "one folder gridr_qgis" in problem


def test_a_zip_that_is_none_is_found(tmp_path):
    path = tmp_path / "a.zip"
    path.write_text("no zip")
    (problem,) = check_zip.problems(path)
    assert "cannot be unzipped" in problem


def test_size_is_limited(tmp_path, monkeypatch):
    monkeypatch.setattr(check_zip, "MAX_SIZE", 1000)
    (problem,) = check(tmp_path)
    assert "larger than" in problem


@pytest.mark.parametrize(
    ("line", "instead", "said"),
    [
        ("version=", "version=1.0-beta", "not made of numbers"),
        ("author=", "author=a/b", "slash"),
        ("name=", "name=GridR plugin", "word plugin"),
        ("email=", "", "lacks email"),
        ("tracker=", "tracker=http://bugs", "tracker in metadata.txt is not a link"),
        ("icon=", "icon=none.svg", "icon is not in the zip"),
        ("hasProcessingProvider=", "", "hasProcessingProvider"),
        ("qgisMaximumVersion=", "", "qgisMaximumVersion"),
        ("license=", "supportsQt6=True", "supportsQt6"),
        ("changelog=", "changelog=9.9.9 (2030-01-01)", "changelog in metadata.txt"),
        ("qgisMinimumVersion=", "qgisMinimumVersion=three", "is not a version"),
        ("email=", "email=nobody", "no address"),
        ("server=", "server=maybe", "neither True nor False"),
        ("tags=", "tags=100% raster", "cannot be read"),
        ("[general]", "[other]", "cannot be read"),
    ],
)
def test_bad_metadata_is_found(tmp_path, line, instead, said):
    lines = METADATA.decode().splitlines()
    assert any(old.startswith(line) for old in lines)
    changed = "\n".join(instead if old.startswith(line) else old for old in lines)
    found = check(tmp_path, {**GOOD, "metadata.txt": changed})
    assert any(said in problem for problem in found), found


def test_the_program_says_what_is_wrong(tmp_path):
    def run():
        command = [sys.executable, check_zip.__file__, tmp_path / "a.zip"]
        return subprocess.run(command, capture_output=True, text=True)

    check(tmp_path)
    assert run().returncode == 0
    check(tmp_path, add=[("gridr_qgis/a.exe", "")])
    done = run()
    assert done.returncode == 1
    assert "a.exe: this kind of file is refused" in done.stderr
