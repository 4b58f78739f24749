"""What ``qgis_process`` shows, and how it runs without numba."""

import json
import re
from pathlib import Path

import numpy as np
import pytest
from test_resampling import a_warp
from tiny_rasters import names_in, read_raster, write_raster

FROZEN = Path(__file__).resolve().parents[1] / "data" / "parameters.json"
ALGORITHMS = (
    *("buildmask", "gridresampling", "creategridfromcrs", "creategridfromgcps"),
    *("creategridfromaffine", "creategridfromdisplacement"),
)

# A numba that leaves a mark when it is imported, and breaks as a wheel for another numpy does.
BROKEN = """
import os, pathlib
pathlib.Path(os.environ["NUMBA_MARK"]).write_text("imported")
raise SystemError("initialization of _internal failed without raising an exception")
"""


@pytest.fixture
def job(tmp_path):
    """Return parameters of a resampling, each time with another output."""
    source, mask, grid, factors = a_warp()
    inputs = {
        "INPUT": write_raster(tmp_path / "source.tif", source),
        "MASK_IN": write_raster(tmp_path / "mask.tif", mask),
        "GRID": write_raster(tmp_path / "grid.tif", grid),
        "GRID_RESOLUTION_ROWS": factors[0],
        "GRID_RESOLUTION_COLS": factors[1],
    }
    return lambda name: {**inputs, "OUTPUT": tmp_path / f"{name}.tif"}


@pytest.fixture
def broken_numba(tmp_path):
    """Return (folder for Python's path, file that appears when numba is imported)."""
    package = tmp_path / "stubs" / "numba"
    package.mkdir(parents=True)
    (package / "__init__.py").write_text(BROKEN, encoding="utf-8")
    return package.parent, tmp_path / "numba_was_imported"


@pytest.mark.parametrize("name", ALGORITHMS)
def test_help_shows_every_parameter(qgis_process, name):
    frozen = json.loads(FROZEN.read_text(encoding="utf-8"))[f"gridr:{name}"]
    done = qgis_process("help", f"gridr:{name}")
    assert done.returncode == 0
    arguments, _, outputs = done.stdout.partition("Outputs")
    shown = re.findall(r"^([A-Z][A-Z0-9_]*): ", arguments, re.MULTILINE)
    assert shown == list(frozen["parameters"])
    # Drawings of the help stay out.
    assert "<img" not in done.stdout and "file:" not in done.stdout
    assert set(re.findall(r"^([A-Z][A-Z0-9_]*): ", outputs, re.MULTILINE)) == set(frozen["outputs"])
    for parameter in frozen["parameters"].values():
        for option in parameter.get("options", ()):
            assert option in arguments


def test_the_provider_is_listed(qgis_process):
    done = qgis_process("list")
    assert done.returncode == 0
    for name in ALGORITHMS:
        assert f"gridr:{name}\t" in done.stdout
    assert "Traceback" not in done.stderr


def test_bad_input_is_one_sentence_and_code_1(qgis_process, job, tmp_path):
    before = names_in(tmp_path)
    parameters = {**job("out"), "GRID": job("out")["MASK_IN"]}
    done = qgis_process.start("gridr:gridresampling", "--json", **parameters)
    assert done.returncode == 1
    assert "GRID has no band 2; it has 1 band(s)." in done.stderr
    assert "Traceback" not in done.stderr + done.stdout
    assert [name for name in names_in(tmp_path) if not name.endswith(".aux.xml")] == before


def test_a_choice_that_is_none_is_code_1(qgis_process, job, tmp_path):
    done = qgis_process.start("gridr:gridresampling", **job("out"), INTERPOLATION="lanczos")
    assert done.returncode == 1
    assert "INTERPOLATION" in done.stderr
    assert not (tmp_path / "out.tif").exists()


def test_an_environment_that_cannot_be_meant_is_code_1(qgis_process, job, tmp_path):
    told = {"GRIDR_ENGINE": "rust", "GRIDR_THREADS": "many"}
    done = qgis_process.start("gridr:gridresampling", environment=told, **job("out"))
    assert done.returncode == 1
    assert "GRIDR_THREADS is many; it must be a whole number, 1 or more, or 0." in done.stderr
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "out.tif").exists()


def test_pixels_are_the_same_without_numba(qgis_process, job, broken_numba, tmp_path):
    """With numba, with numba refused (and never imported), and with a numba that is broken."""
    stubs, mark = broken_numba
    told = {"numba": qgis_process.run("gridr:gridresampling", **job("numba"))}
    told["refused"] = qgis_process.run(
        "gridr:gridresampling",
        path=[stubs],
        environment={"GRIDR_DISABLE_NUMBA": "1", "NUMBA_MARK": str(mark)},
        **job("refused"),
    )
    assert not mark.exists()
    told["broken"] = qgis_process.run(
        "gridr:gridresampling", path=[stubs], environment={"NUMBA_MARK": str(mark)}, **job("broken")
    )
    assert mark.exists()

    made = {name: read_raster(tmp_path / f"{name}.tif").values for name in told}
    assert np.array_equal(made["refused"], made["numba"], equal_nan=True)
    assert np.array_equal(made["broken"], made["numba"], equal_nan=True)
    assert 0.2 < np.isfinite(made["numba"]).mean() < 0.99

    assert any("Engine: numba" in text for text in told["numba"]["log"].get("info", ()))
    for name, reason in (("refused", "GRIDR_DISABLE_NUMBA"), ("broken", "initialization")):
        (warning,) = told[name]["log"]["warning"]
        assert "slower" in warning
        assert reason in warning


def test_json_tells_the_results(qgis_process, job, tmp_path):
    parameters = {**job("out"), "OUTPUT_MASK": tmp_path / "valid.tif", "BANDS": 1}
    told = qgis_process.run("gridr:gridresampling", **parameters)
    mask = read_raster(tmp_path / "valid.tif").band
    assert told["results"] == {
        "OUTPUT": str(tmp_path / "out.tif"),
        "OUTPUT_MASK": str(tmp_path / "valid.tif"),
        "WIDTH": 67,
        "HEIGHT": 71,
        "VALID_COUNT": np.count_nonzero(mask),
        "INVALID_COUNT": mask.size - np.count_nonzero(mask),
    }
    assert told["provider_details"]["long_name"].startswith("GridR")
