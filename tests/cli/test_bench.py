"""The benchmark of whole processes runs from end to end, on rasters of no size."""

import sys
from pathlib import Path

import pytest

sys.path.append(str(Path(__file__).resolve().parents[2] / "benchmarks"))

import contenders
import processes
from measuring import Usage

SETTINGS = {"rounds": 1, "size": 64, "flat_sizes": (64,), "large_size": 64}


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
