"""How algorithms run: progress, cancelling, files, and two at a time."""

import threading
import time
from pathlib import Path

import numpy as np
import pytest
from osgeo import gdal
from qgis.core import (
    QgsApplication,
    QgsProcessing,
    QgsProcessingAlgRunnerTask,
    QgsProcessingContext,
    QgsProject,
)
from qgis.PyQt.QtCore import QCoreApplication
from running import Feedback, run_algorithm
from tiny_rasters import identity_grid, names_in, read_raster

BOX = "POLYGON((500010 4999990, 500040 4999990, 500040 4999960, 500010 4999960, 500010 4999990))"


REGIONS = tuple(f"resample{kind}" for kind in ("nearest", "interpolate", "statistics", "spline"))
GRIDS = tuple(f"creategridfrom{kind}" for kind in ("crs", "affine", "displacement", "gcps"))
DERIVED = ("convertgrid", "buildgridmask")


@pytest.fixture(
    params=["buildmask", "maskfromvalues", "gridresampling", *GRIDS, *DERIVED, *REGIONS]
)
def job(request, raster, blank, polygons, out):
    """Return (id, parameters) of a job of each algorithm."""
    if request.param == "buildmask":
        parameters = {"REFERENCE": blank(6, 7), "VALID_GEOMETRY": polygons(BOX)}
    elif request.param == "maskfromvalues":
        parameters = {"INPUT": blank(40, 50), "VALUES": "3, 8", "DILATION": 2}
    elif request.param == "gridresampling":
        parameters = {
            "INPUT": raster(np.arange(84.0).reshape(2, 6, 7)),
            "GRID": raster(identity_grid(6, 7)),
            "OUTPUT_MASK": out("mask.tif"),
        }
    elif request.param == "convertgrid":
        parameters = {"GRID": raster(identity_grid(40, 50)), "MAX_ERROR": 0.1}
    elif request.param == "buildgridmask":
        parameters = {"GRID": raster(identity_grid(40, 50)), "OUTPUT_MASK": out("mask.tif")}
    elif request.param in REGIONS:
        parameters = {
            "INPUT": raster(np.arange(84.0).reshape(2, 6, 7)),
            "REFERENCE": blank(4, 5),
            "OUTPUT_MASK": out("mask.tif"),
        }
    elif request.param == "creategridfromgcps":
        gcps = [(row, col, 3 + col, 45 - row + 0.01 * col) for row in (0, 39) for col in (0, 49)]
        parameters = {"INPUT": blank(40, 50, gcps=gcps, epsg=4326), "METHOD": "tps"}
    elif request.param == "creategridfromcrs":
        parameters = {"INPUT": blank(40, 50), "TARGET_CRS": "EPSG:4326"}
    elif request.param == "creategridfromaffine":
        parameters = {"INPUT": blank(40, 50), "ROTATION": 10}
    else:
        parameters = {"INPUT": blank(40, 50), "DISPLACEMENT": raster(identity_grid(40, 50))}
    return f"gridr:{request.param}", {**parameters, "OUTPUT": out()}


# --- progress and cancelling ----------------------------------------------------------------


def test_progress_goes_up_to_100(run, job):
    feedback = Feedback()
    identifier, parameters = job
    run(identifier, feedback, **parameters)
    assert feedback.shares[-1] == 100
    assert feedback.shares == sorted(feedback.shares)
    assert len(set(feedback.shares)) > 2
    assert feedback.errors == []


@pytest.mark.parametrize("cancel_at", [0, 25, 60])
def test_cancelling_leaves_nothing(run, job, tmp_path, cancel_at):
    feedback = Feedback(cancel_at=cancel_at)
    identifier, parameters = job
    if cancel_at == 0:
        feedback.cancel()
    results = run(identifier, feedback, **parameters)
    assert results == {}
    assert feedback.errors == []
    assert names_in(tmp_path / "out") == []


def test_cancelling_keeps_what_was_there(run, job, tmp_path):
    identifier, parameters = job
    old = {"out.tif": b"old", "mask.tif": b"older", "out.tif.aux.xml": b"<PAMDataset/>"}
    for name, content in old.items():
        (tmp_path / "out" / name).write_bytes(content)
    assert run(identifier, Feedback(cancel_at=50), **parameters) == {}
    left = {path.name: path.read_bytes() for path in (tmp_path / "out").iterdir()}
    assert left == old


def test_a_failure_keeps_what_was_there(run, raster, out, tmp_path):
    """The mask cannot be written where a folder stands: the raster is not written either."""
    (tmp_path / "out" / "out.tif").write_bytes(b"old")
    (tmp_path / "out" / "mask.tif").mkdir()
    with pytest.raises(Exception, match=r"OUTPUT_MASK is .*mask\.tif, which is a folder"):
        run(
            "gridr:gridresampling",
            INPUT=raster(np.ones((3, 3))),
            GRID=raster(identity_grid(3, 3)),
            OUTPUT=out(),
            OUTPUT_MASK=out("mask.tif"),
        )
    assert (tmp_path / "out" / "out.tif").read_bytes() == b"old"
    assert names_in(tmp_path / "out") == ["mask.tif", "out.tif"]


# --- files ----------------------------------------------------------------------------------


def tables_of(job):
    """Return the names of the attribute tables that belong to a job's rasters of classes."""
    identifier, parameters = job
    algorithm = QgsApplication.processingRegistry().createAlgorithmById(identifier)
    paths = [parameters[name] for name in algorithm.CLASSES if name in parameters]
    return {Path(path).name + ".aux.xml" for path in paths}


def test_a_second_run_replaces_the_output_and_all_that_belonged_to_it(run, job, out, tmp_path):
    """Pyramids, masks and statistics of the old raster would be shown in place of the new one."""
    identifier, parameters = job
    run(identifier, **parameters)
    first = read_raster(out())
    for name in ("out.tif.aux.xml", "out.tif.ovr", "out.tif.msk"):
        (tmp_path / "out" / name).write_bytes(b"old")
    run(identifier, **parameters)
    assert np.array_equal(read_raster(out()).values, first.values, equal_nan=True)
    left = set(names_in(tmp_path / "out"))
    assert left - {"mask.tif"} == {"out.tif", *tables_of(job)}
    assert all((tmp_path / "out" / name).read_bytes() != b"old" for name in left)


def test_files_beside_the_output_get_its_name(run, job, out, tmp_path):
    identifier, parameters = job
    run(identifier, **parameters, CREATION_OPTIONS="TFW=YES")
    left = set(names_in(tmp_path / "out")) - {"mask.tif"}
    assert left == {"out.tfw", "out.tif", *tables_of(job)}


def test_a_file_that_only_begins_like_the_output_is_left_alone(run, job, tmp_path):
    (tmp_path / "out" / "out.tif.txt").write_bytes(b"notes")
    (tmp_path / "out" / "out2.tif").write_bytes(b"another")
    identifier, parameters = job
    run(identifier, **parameters)
    assert (tmp_path / "out" / "out.tif.txt").read_bytes() == b"notes"
    assert (tmp_path / "out" / "out2.tif").read_bytes() == b"another"


def test_an_output_that_is_open_elsewhere(run, job, out):
    """Like a layer on the map: the old file stays readable through its handle."""
    identifier, parameters = job
    run(identifier, **parameters)
    before = read_raster(out()).values
    handle = gdal.Open(out())
    run(identifier, **parameters)
    assert np.array_equal(handle.ReadAsArray().reshape(before.shape), before, equal_nan=True)


def test_temporary_outputs(run, job):
    identifier, parameters = job
    for name in ("OUTPUT", "OUTPUT_MASK"):
        if name in parameters:
            parameters[name] = QgsProcessing.TEMPORARY_OUTPUT
    results = run(identifier, **parameters)
    for name in ("OUTPUT", "OUTPUT_MASK"):
        if name in parameters:
            assert read_raster(results[name]).values.size > 0


@pytest.mark.parametrize("skipped", [None, "", ...])
def test_outputs_that_are_skipped_are_no_results(run, job, skipped):
    identifier, parameters = job
    algorithm = QgsApplication.processingRegistry().createAlgorithmById(identifier)
    others = {each.name() for each in algorithm.destinationParameterDefinitions()} - {"OUTPUT"}
    results = run(identifier, **{**parameters, **dict.fromkeys(others, skipped)})
    assert others & set(results) == set()
    assert set(results) <= {each.name() for each in algorithm.outputDefinitions()}


def test_instances_keep_nothing_between_runs(job):
    identifier, _ = job
    algorithm = QgsApplication.processingRegistry().algorithmById(identifier)
    assert vars(algorithm.create()) == vars(algorithm.createInstance()) == {}


# --- the ways that QGIS starts them ---------------------------------------------------------


def test_processing_run(job, qgis_processing):
    """What scripts call: `alg.run` with five arguments, results as layers."""
    import processing

    identifier, parameters = job
    results = processing.run(identifier, parameters)
    assert read_raster(parameters["OUTPUT"]).values.size > 0
    assert results["OUTPUT"] == parameters["OUTPUT"]


def wait_until(happened, seconds):
    """Let QGIS's events run, which deliver the results of tasks."""
    until = time.monotonic() + seconds
    while time.monotonic() < until and not happened():
        QCoreApplication.processEvents()
        time.sleep(0.005)


def test_two_at_a_time_in_the_background(raster, blank, polygons, out, qgis_app):
    """numba's fall-back threading layer aborts the whole process when two threads enter it.

    Resamplings and masks, two of which wait for each other, must end well and equal a run alone.
    """
    from gridr_qgis.core.engines import engine

    assert engine().name == "numba"
    values = np.random.default_rng(6).normal(size=(1000, 1100))
    grid = identity_grid(126, 138, step=7.7, shift=(3.2, 5.1))
    resampling = {
        "INPUT": raster(values),
        "GRID": raster(grid),
        "GRID_RESOLUTION_ROWS": 8,
        "GRID_RESOLUTION_COLS": 8,
        "INTERPOLATION": "cubic",
    }
    masking = {"REFERENCE": blank(1500, 1500), "VALID_GEOMETRY": polygons(BOX, project=True)}
    alone = {}
    for identifier, parameters in (
        ("gridr:gridresampling", resampling),
        ("gridr:buildmask", masking),
    ):
        run_algorithm(identifier, {**parameters, "OUTPUT": out("alone.tif")})
        alone[identifier] = read_raster(out("alone.tif")).values

    registry, manager = QgsApplication.processingRegistry(), QgsApplication.taskManager()
    running, kept, threads, ended = [], [], set(), {}
    meeting = threading.Barrier(2)

    class Spy(Feedback):
        met = False

        def setProgress(self, share):
            if not self.met:
                self.met = True
                threads.add(threading.get_ident())
                meeting.wait(20)
            super().setProgress(share)

    jobs = [("gridr:gridresampling", resampling)] * 2 + [("gridr:buildmask", masking)]
    for number, (identifier, parameters) in enumerate(jobs * 2):
        context, feedback = QgsProcessingContext(), Spy()
        context.setProject(QgsProject.instance())
        context.setFeedback(feedback)
        algorithm = registry.createAlgorithmById(identifier)
        task = QgsProcessingAlgRunnerTask(
            algorithm, {**parameters, "OUTPUT": out(f"{number}.tif")}, context, feedback
        )
        task.executed.connect(lambda ok, results, number=number: ended.update({number: ok}))
        kept.append((algorithm, context, feedback))
        running.append(task)
    for task in running:
        manager.addTask(task)
    wait_until(lambda: len(ended) == len(running), 60)
    assert ended == dict.fromkeys(range(6), True)
    assert threading.get_ident() not in threads
    assert len(threads) > 1
    for number, (identifier, _) in enumerate(jobs * 2):
        made = read_raster(out(f"{number}.tif")).values
        assert np.array_equal(made, alone[identifier], equal_nan=True)
