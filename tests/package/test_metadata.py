"""What the project says of itself agrees in all the places where it says it."""

import re
import sys
from pathlib import Path

import check_zip
import gates
import pytest

ROOT = Path(__file__).resolve().parents[2]


def read(name):
    return (ROOT / name).read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def metadata():
    return check_zip.read_metadata(read("metadata.txt"))


@pytest.fixture(scope="module")
def pyproject():
    if sys.version_info >= (3, 11):
        import tomllib
    else:
        import tomli as tomllib  # pytest brings it
    return tomllib.loads(read("pyproject.toml"))


def test_metadata_is_fit_for_the_plugin_site():
    names = gates.files_of_the_repository(ROOT)
    assert list(check_zip.metadata_problems(read("metadata.txt"), names)) == []


def test_range_of_qgis_versions(metadata):
    assert metadata["qgisMinimumVersion"] == "3.22"
    assert metadata["qgisMaximumVersion"] == "4.99"


def test_about_tells_how_to_install_numba_everywhere(metadata):
    for word in ("optional", "OSGeo4W Shell", "macOS", "Linux", "pip install"):
        assert word in metadata["about"]


def test_versions_agree(metadata, pyproject):
    latest = re.search(r"^## \[(\d[^\]]*)\] - \d{4}-\d\d-\d\d$", read("CHANGELOG.md"), re.M)
    versions = {
        "metadata.txt": metadata["version"],
        "pyproject.toml": pyproject["project"]["version"],
        "CHANGELOG.md": latest[1],
        "changelog in metadata.txt": metadata["changelog"].split()[0],
        "version.py": re.search('^VERSION = "(.+)"$', read("core/conventions/version.py"), re.M)[1],
    }
    assert len(set(versions.values())) == 1, versions


def test_licences_agree(metadata, pyproject):
    assert metadata["license"] == pyproject["project"]["license"] == "GPL-2.0-or-later"
    assert "GNU GENERAL PUBLIC LICENSE\n                       Version 2" in read("LICENSE")


def test_pip_installs_every_package_of_the_core(pyproject):
    assert sorted(pyproject["tool"]["setuptools"]["packages"]) == gates.subpackages(ROOT)


def test_every_folder_of_code_is_a_package():
    folders = {(ROOT / path).parent for path in gates.python_files(ROOT, gates.SHIPPED)}
    assert [folder for folder in folders if not (folder / "__init__.py").is_file()] == []
