"""Two algorithms at once in QGIS's background tasks: pixels, files, and what belongs to both."""

import threading
import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest
from osgeo import gdal
from qgis.core import (
    QgsApplication,
    QgsProcessingAlgRunnerTask,
    QgsProcessingContext,
    QgsProject,
)
from qgis.PyQt.QtCore import QCoreApplication
from running import Feedback, run_algorithm
from tiny_rasters import identity_grid, names_in, read_raster

BOX = "POLYGON((500100 4999900, 504000 4999900, 502500 4993000, 500100 4999900))"

# Seconds that a job may take here, on a machine that does much else.
PATIENCE = 60


class Meeting(Feedback):
    """Waits at its first report for the other task, so that both are under way at once.

    It cancels in the task's own thread: a signal would reach the main thread some time later.
    """

    def __init__(self, barrier, cancel_from=None):
        super().__init__()
        self._barrier, self._met, self.thread = barrier, False, None
        self._cancel_from = cancel_from

    def setProgress(self, share):
        if not self._met:
            self._met, self.thread = True, threading.get_ident()
            self._barrier.wait(PATIENCE)
        if self._cancel_from is not None and share >= self._cancel_from:
            self.cancel()
        super().setProgress(share)


@dataclass
class Ended:
    """How a task has ended."""

    ok: bool
    results: dict
    feedback: Feedback


@pytest.fixture
def together(qgis_app):
    """Return a function that runs jobs (id, parameters, share to cancel at) at the same time."""

    def run(*jobs):
        barrier = threading.Barrier(len(jobs))
        registry, manager = QgsApplication.processingRegistry(), QgsApplication.taskManager()
        kept, ended = [], {}
        for number, (identifier, parameters, cancel_at) in enumerate(jobs):
            context, feedback = QgsProcessingContext(), Meeting(barrier, cancel_at)
            context.setProject(QgsProject.instance())
            context.setFeedback(feedback)
            algorithm = registry.createAlgorithmById(identifier)
            task = QgsProcessingAlgRunnerTask(algorithm, parameters, context, feedback)
            task.executed.connect(
                lambda ok, results, number=number, feedback=feedback: ended.update(
                    {number: Ended(ok, results, feedback)}
                )
            )
            kept.append((algorithm, context, feedback, task))
        for *_, task in kept:
            manager.addTask(task)
        until = time.monotonic() + PATIENCE
        while len(ended) < len(jobs) and time.monotonic() < until:
            QCoreApplication.processEvents()
            time.sleep(0.005)
        assert len(ended) == len(jobs), "not all tasks have ended"
        threads = {each.feedback.thread for each in ended.values()}
        assert len(threads) == len(jobs) and threading.get_ident() not in threads
        return [ended[number] for number in range(len(jobs))]

    return run


@pytest.fixture
def cache():
    """Hold the maximum of GDAL's cache, the whole process's, to what it was."""
    before = gdal.GetCacheMax()
    yield before
    after = gdal.GetCacheMax()
    gdal.SetCacheMax(before)
    assert after == before


@pytest.fixture
def resampling(raster):
    """Return parameters of a resampling by several tiles."""
    values = np.random.default_rng(6).normal(size=(900, 1000))
    inputs = {
        "INPUT": raster(values),
        "GRID": raster(identity_grid(113, 126, step=7.7, shift=(3.2, 5.1))),
        "GRID_RESOLUTION_ROWS": 8,
        "GRID_RESOLUTION_COLS": 8,
        "MAX_MEMORY": 256,
    }
    return lambda interpolation, **outputs: {
        **inputs, "INTERPOLATION": interpolation, **outputs,
    }  # fmt: skip


@pytest.fixture
def masking(blank, polygons):
    reference, layer = blank(1200, 1300), polygons(BOX, project=True)
    return lambda **outputs: {"REFERENCE": reference, "VALID_GEOMETRY": layer, **outputs}


def alone(identifier, parameters, path):
    """Return what an algorithm makes when nothing else runs."""
    run_algorithm(identifier, {**parameters, "OUTPUT": path})
    return read_raster(path).values


def assert_same(path, expected):
    assert np.array_equal(read_raster(path).values, expected, equal_nan=True)


def with_table(*names):
    """Return the names of masks and of the tables that tell what their values mean."""
    return [name + suffix for name in names for suffix in (".tif", ".tif.aux.xml")]


RESAMPLE, MASK = "gridr:gridresampling", "gridr:buildmask"


def test_two_resamplings(together, cache, resampling, out, tmp_path):
    kinds = ("linear", "bspline5")
    expected = [alone(RESAMPLE, resampling(kind), out("alone.tif")) for kind in kinds]
    assert not np.array_equal(*expected, equal_nan=True)
    ended = together(
        *((RESAMPLE, resampling(kind, OUTPUT=out(f"{kind}.tif")), None) for kind in kinds)
    )
    assert [each.ok for each in ended] == [True, True]
    for kind, right in zip(kinds, expected):
        assert_same(out(f"{kind}.tif"), right)
    assert names_in(tmp_path / "out") == ["alone.tif", "bspline5.tif", "linear.tif"]


def test_a_resampling_and_a_mask(together, cache, resampling, masking, out, tmp_path):
    pixels = alone(RESAMPLE, resampling("cubic"), out("alone.tif"))
    mask = alone(MASK, masking(), out("alone.tif"))
    ended = together(
        (RESAMPLE, resampling("cubic", OUTPUT=out("pixels.tif")), None),
        (MASK, masking(OUTPUT=out("mask.tif")), None),
    )
    assert [each.ok for each in ended] == [True, True]
    assert_same(out("pixels.tif"), pixels)
    assert_same(out("mask.tif"), mask)
    assert names_in(tmp_path / "out") == sorted((*with_table("alone", "mask"), "pixels.tif"))


def test_two_of_regions(together, cache, raster, out, tmp_path):
    given = {"INPUT": raster(np.random.default_rng(6).normal(size=(900, 1000))), "CELL_SIZE": 9.3}
    jobs = {
        "gridr:resampleinterpolate": {**given, "METHOD": "bicubic", "MAX_MEMORY": 256},
        "gridr:resamplestatistics": {**given, "METHOD": "median", "WEIGHTED": True},
    }
    expected = [alone(name, parameters, out("alone.tif")) for name, parameters in jobs.items()]
    ended = together(
        *((name, {**parameters, "OUTPUT": out(f"{number}.tif")}, None)
          for number, (name, parameters) in enumerate(jobs.items()))
    )  # fmt: skip
    assert [each.ok for each in ended] == [True, True]
    for number, right in enumerate(expected):
        assert_same(out(f"{number}.tif"), right)
    assert names_in(tmp_path / "out") == ["0.tif", "1.tif", "alone.tif"]


def test_one_output_of_two(together, cache, resampling, out, tmp_path):
    """Whoever is last has it, whole; and files of the old raster are nobody's."""
    kinds = ("nearest", "cubic")
    expected = [alone(RESAMPLE, resampling(kind), out()) for kind in kinds]
    Path(out("out.tif.aux.xml")).write_text("<PAMDataset/>")
    ended = together(*((RESAMPLE, resampling(kind, OUTPUT=out()), None) for kind in kinds))
    assert [each.ok for each in ended] == [True, True], [each.feedback.errors for each in ended]
    made = read_raster(out()).values
    assert sum(np.array_equal(made, right, equal_nan=True) for right in expected) == 1
    assert names_in(tmp_path / "out") == ["out.tif"]


@pytest.mark.parametrize("cancelled", [0, 1])
def test_one_is_cancelled(together, cache, resampling, masking, out, tmp_path, cancelled):
    pixels = alone(RESAMPLE, resampling("bspline3"), out("alone.tif"))
    mask = alone(MASK, masking(), out("alone.tif"))
    names, expected = ("pixels.tif", "mask.tif"), (pixels, mask)
    Path(out(names[cancelled])).write_bytes(b"old")
    at = [10 if number == cancelled else None for number in (0, 1)]
    ended = together(
        (RESAMPLE, resampling("bspline3", OUTPUT=out(names[0])), at[0]),
        (MASK, masking(OUTPUT=out(names[1])), at[1]),
    )
    assert ended[1 - cancelled].ok
    assert not ended[cancelled].results
    assert not any(each.feedback.errors for each in ended)
    assert_same(out(names[1 - cancelled]), expected[1 - cancelled])
    assert Path(out(names[cancelled])).read_bytes() == b"old"
    made = with_table("alone", "mask") if cancelled == 0 else (*with_table("alone"), "mask.tif")
    assert names_in(tmp_path / "out") == sorted((*made, "pixels.tif"))


def test_one_fails(together, cache, resampling, masking, out, raster, tmp_path):
    """Its source ends in the middle; the other does not notice."""
    mask = alone(MASK, masking(), out("alone.tif"))
    parameters = resampling("cubic", OUTPUT=out("pixels.tif"))
    source = Path(parameters["INPUT"])
    with open(source, "r+b") as file:
        file.truncate(source.stat().st_size // 2)
    ended = together((RESAMPLE, parameters, None), (MASK, masking(OUTPUT=out("mask.tif")), None))
    assert not ended[0].ok and ended[1].ok
    # The algorithm tells the sentence, for models; the task tells it once more.
    errors = set(ended[0].feedback.errors)
    assert len(errors) == 1 and "INPUT cannot be read" in errors.pop()
    assert_same(out("mask.tif"), mask)
    assert names_in(tmp_path / "out") == sorted(with_table("alone", "mask"))
