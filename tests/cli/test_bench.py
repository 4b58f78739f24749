"""The benchmark of whole processes runs from end to end, on rasters of no size."""

import sys
from pathlib import Path

import numpy as np
import pytest
from osgeo import gdal

sys.path.append(str(Path(__file__).resolve().parents[2] / "benchmarks"))

import contenders
import grass_processes
import grass_session
import processes
from measuring import Usage
from process_inputs import Inputs

SETTINGS = {"rounds": 1, "size": 64, "flat_sizes": (64,), "large_size": 64, "polygons": 500}


@pytest.fixture
def tables(qgis_process, monkeypatch, tmp_path):
    """Return the sections of the document for cases with some words."""
    for name, value in qgis_process.environment.items():
        monkeypatch.setenv(name, value)
    monkeypatch.delenv("QGIS_PLUGINPATH", raising=False)
    monkeypatch.setenv(contenders.QGIS_PROCESS, qgis_process.program)

    def measure(*words):
        return processes.measure(processes.Settings(**SETTINGS, words=words), tmp_path)

    return measure


def test_all_contenders_of_a_case_agree(tables):
    sections, fits = tables("comparison", "cubic, with")
    rows = [row.strip("| ").split(" | ") for row in sections["comparison"].splitlines()[2:]]
    by_name = {row[0].split(": ")[1]: row[1:] for row in rows}
    assert {contenders.OURS, contenders.GRIDR, contenders.GDALWARP} <= set(by_name)
    for seconds, peak, *_ in by_name.values():
        assert float(seconds) > 0 and float(peak) > 10
    # Values, then pixels of the masks.
    assert by_name[contenders.GRIDR][-2:] == ["0", "0"]
    assert by_name[contenders.GDALWARP][-2:] == ["0", "-"]
    assert (sections["flat"], sections["budget"], fits) == ("", "", True)


@pytest.mark.parametrize(("peak", "answer"), [(511.0, "yes"), (512.5, "no")])
def test_the_memory_of_a_job_is_judged(tables, monkeypatch, peak, answer):
    usage = {contenders.OURS: Usage(1.0, peak)}
    monkeypatch.setattr(processes.Workshop, "best_of", lambda *_: usage)
    sections, fits = tables("budget", "cubic")
    assert fits is (answer == "yes")
    assert sections["budget"].splitlines()[2].endswith(f"| {answer} |")


@pytest.fixture
def measured(monkeypatch, tmp_path):
    """Return a function that runs nothing and returns GRASS's table, and all rivals by turns.

    What this plugin would have written is there: 1 to 3, and a null.
    """
    monkeypatch.setenv(contenders.QGIS_PROCESS, "qgis_process")
    rounds = []

    def best_of(_, rivals, __):
        rounds.append(rivals)
        write_row(rivals[0].output, [1, 2, 3, np.nan])
        return {rival.name: Usage(3.0, 100.0) for rival in rivals}

    def inputs(folder, size, _):
        return Inputs(size, *(str(folder / f"{name}.tif") for name in range(5)))

    monkeypatch.setattr(processes.Workshop, "best_of", best_of)
    monkeypatch.setattr(processes, "write_inputs", inputs)

    def measure(*words):
        settings = processes.Settings(**SETTINGS, words=words)
        return grass_processes.bench_grass_processes(settings, processes.Workshop(tmp_path)), rounds

    return measure


def write_row(path, values):
    gdal.UseExceptions()
    dataset = gdal.GetDriverByName("GTiff").Create(str(path), len(values), 1, 1, gdal.GDT_Float64)
    dataset.GetRasterBand(1).WriteArray(np.array([values], dtype=float))


def no_grass(monkeypatch, _):
    monkeypatch.setattr(grass_session, "PROGRAM", "no-such-program")


def broken_grass(monkeypatch, folder):
    program = folder / "broken-grass"
    program.write_text("#!/bin/sh\nexit 1\n", encoding="utf-8")
    program.chmod(0o755)
    monkeypatch.setattr(grass_session, "PROGRAM", str(program))


@pytest.mark.parametrize("spoil", [no_grass, broken_grass])
def test_without_grass_this_plugin_is_measured_alone(measured, monkeypatch, tmp_path, spoil):
    spoil(monkeypatch, tmp_path)
    table, rounds = measured("grass")
    rows = [row.strip("| ").split(" | ")[0] for row in table.splitlines()[2:]]
    assert rows == [f"{case}: {contenders.OURS}" for case in grass_processes.CASES]
    # A tiny job for each module, then each job without a rival.
    assert [len(rivals) for rivals in rounds] == [3] + [1] * len(grass_processes.CASES)


def test_results_are_compared_with_those_of_grass(measured, monkeypatch, tmp_path):
    # A GRASS of shell scripts: they note how they are called, and r.out.gdal copies a raster.
    write_row(tmp_path / "result.tif", [1, 2.5, np.nan, np.nan])
    told = tmp_path / "told"
    program = tmp_path / "bin" / "grass"
    program.parent.mkdir()
    for name in ("grass", "r.in.gdal", "g.region", "r.out.gdal"):
        text = f'echo "{name} $WIND_OVERRIDE $*" >>{told}\n'
        if name == "grass":
            text += f"echo {tmp_path}\n"
        if name == "r.out.gdal":
            text += f'for word; do :; done; cp {tmp_path}/result.tif "${{word#output=}}"\n'
        path = program.with_name(name)
        path.write_text(f"#!/bin/sh\n{text}", encoding="utf-8")
        path.chmod(0o755)
    monkeypatch.setattr(grass_session, "PROGRAM", str(program))
    table, rounds = measured("grass", "average -w")
    assert table.splitlines()[-1].split(" | ")[0] == "| r.resamp.stats average -w: GRASS"
    assert table.splitlines()[-1].endswith(" | 0.5 | 1 |")
    _, (_, grass) = rounds
    assert grass.command[-5:] == (
        "--overwrite", "method=average", "-w", "input=source", "output=result"
    )  # fmt: skip
    assert "WIND_OVERRIDE=cells_14" in grass.command
    lines = told.read_text(encoding="utf-8").splitlines()
    names = ["grass", "grass", "r.in.gdal", "g.region", "r.out.gdal"]
    assert [line.split()[0] for line in lines] == names
    assert "n=64 s=0.0 e=64 w=0 nsres=4.571428571428571" in lines[3]
    assert lines[4].startswith("r.out.gdal cells_14 ")


def test_a_missing_grass_is_told(monkeypatch):
    no_grass(monkeypatch, None)
    assert any(sentence.startswith("GRASS is left out") for sentence in contenders.lacking())


def test_words_select_cases_of_grass(measured, monkeypatch):
    no_grass(monkeypatch, None)
    table, rounds = measured("grass", "average -w")
    _, (ours,) = rounds
    assert table.count("r.resamp.stats average -w") == 1
    assert {"gridr:resamplestatistics", "METHOD=average", "WEIGHTED=true"} <= set(ours.command)
    assert measured("flat") == ("", rounds)


@pytest.mark.parametrize(("size", "rows", "cols"), [(8192, 7979, 8000), (2048, 1979, 2000)])
def test_lanczos_ends_in_the_lower_half_of_a_source_cell(size, rows, cols):
    target = grass_processes.target_of("r.resamp.interp lanczos", size)
    assert (target.rows, target.cols) == (rows, cols)
    centre = (rows - 0.5) * size / cols
    assert (centre - 0.5) % 1 < 0.5 <= (centre + target.cell_size - 0.5) % 1
    assert target.south == pytest.approx(size - rows * size / cols)
    assert grass_processes.target_of("r.resample", size) == target


def test_statistics_reach_over_the_whole_source():
    target = grass_processes.target_of("r.resamp.stats median", 8192)
    assert (target.rows, target.cols) == (1905, 1905)
    assert target.south == pytest.approx(0, abs=1e-9)


def test_jobs_of_grass_run(tables, monkeypatch):
    monkeypatch.setattr(grass_processes, "_ROUNDS", 1)
    sections, _ = tables("grass", "r.resample")
    rows = [row.strip("| ").split(" | ") for row in sections["grass"].splitlines()[2:]]
    by_name = {row[0].split(": ")[1]: row[1:] for row in rows}
    assert contenders.OURS in by_name
    for seconds, _, peak, *_ in by_name.values():
        assert float(seconds) > 0 and float(peak) > 10
    if contenders.GRASS in by_name:
        # Values, then nulls.
        assert by_name[contenders.GRASS][-2:] == ["0", "0"]
