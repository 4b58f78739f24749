"""What the command line shows when a file or a disk fails: code 1, one sentence, no file."""

import os
import resource
from pathlib import Path

import numpy as np
import pytest
from tiny_rasters import identity_grid, names_in, write_raster

SHAPE = (200, 300)


@pytest.fixture
def job(tmp_path):
    """Return parameters of a resampling; outputs go to `tmp_path/out`."""
    (tmp_path / "out").mkdir()
    values = np.random.default_rng(3).normal(size=SHAPE)
    return {
        "INPUT": write_raster(tmp_path / "source.tif", values),
        "GRID": write_raster(tmp_path / "grid.tif", identity_grid(*SHAPE)),
        "OUTPUT": str(tmp_path / "out" / "out.tif"),
        "OUTPUT_MASK": str(tmp_path / "out" / "mask.tif"),
    }


def truncate(job, share):
    path = Path(job["INPUT"])
    os.truncate(path, int(path.stat().st_size * share))


def refused(done, sentence):
    """Assert that a process has ended with this sentence, and nothing about the code."""
    assert done.returncode == 1, done.stderr
    lines = [line for line in done.stderr.splitlines() if sentence in line]
    assert lines, done.stderr
    assert "Traceback" not in done.stdout + done.stderr


def test_a_truncated_source(qgis_process, job, tmp_path):
    Path(job["OUTPUT"]).write_bytes(b"old")
    truncate(job, 0.5)
    refused(qgis_process.start("gridr:gridresampling", **job), "Band 1 of INPUT cannot be read: ")
    assert names_in(tmp_path / "out") == ["out.tif"]
    assert Path(job["OUTPUT"]).read_bytes() == b"old"


def test_a_missing_folder(qgis_process, job, tmp_path):
    job["OUTPUT_MASK"] = str(tmp_path / "no" / "mask.tif")
    done = qgis_process.start("gridr:gridresampling", **job)
    refused(done, f"OUTPUT_MASK is {job['OUTPUT_MASK']}, but the folder {tmp_path / 'no'} does not")
    assert names_in(tmp_path / "out") == []


def test_a_full_disk(qgis_process, job, tmp_path):
    """The process inherits that no file may grow beyond a size, as on a full disk."""
    Path(job["OUTPUT"]).write_bytes(b"old")
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, limits[1]))
    try:
        # Compiled code, if there is none yet, would be too large as well.
        done = qgis_process.start(
            "gridr:gridresampling", environment={"GRIDR_DISABLE_NUMBA": "1"}, **job
        )
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    refused(done, f"{job['OUTPUT']} cannot be written: ")
    assert names_in(tmp_path / "out") == ["out.tif"]
    assert Path(job["OUTPUT"]).read_bytes() == b"old"
