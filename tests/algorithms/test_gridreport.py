"""``gridr:gridreport`` through the registry: numbers, log, page, mesh."""

import math
import time

import numpy as np
import pytest
from qgis.core import (
    QgsApplication,
    QgsProcessing,
    QgsProcessingAlgRunnerTask,
    QgsProcessingContext,
    QgsProcessingException,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import QCoreApplication
from running import Feedback
from tiny_rasters import EPSG, NORTH, SIZE, WEST, identity_grid, names_in

REPORT = "gridr:gridreport"


@pytest.fixture
def turned(raster):
    """Write a grid of step 4 that turns by 10 degrees, with a hole and a fold; return its path."""

    def make(**how):
        r, c = identity_grid(13, 16, 4)
        angle = math.radians(10)
        row = r * math.cos(angle) + c * math.sin(angle)
        col = -r * math.sin(angle) + c * math.cos(angle) + 8
        row[2, 3] = np.nan
        col[8, 9] += 6
        items = {"GRIDR_STEP_ROWS": "4", "GRIDR_STEP_COLS": "4"}
        return raster(np.stack([row, col]), metadata=items, **how)

    return make


def read_lines(path):
    """Return (kind, index, folded, points) of each feature, and the code of the system."""
    layer = QgsVectorLayer(path, "mesh", "ogr")
    assert layer.isValid()
    lines = [
        (each["kind"], each["index"], each["folded"], [(p.x(), p.y()) for p in points])
        for each in layer.getFeatures()
        for points in [each.geometry().asPolyline()]
    ]
    return lines, layer.crs().authid()


def test_the_identity(run, blank, raster):
    feedback = Feedback()
    results = run(REPORT, feedback, GRID=raster(identity_grid(6, 8)), INPUT=blank(6, 8))
    assert results == {
        "NODE_COUNT": 48,
        "UNKNOWN_COUNT": 0,
        "OUTSIDE_COUNT": 0,
        "BEYOND_CENTERS_COUNT": 0,
        "CELL_COUNT": 35,
        "FOLDED_COUNT": 0,
        "DEGENERATE_COUNT": 0,
        "MIRRORED": 0,
        "MIN_SCALE": 1,
        "MAX_SCALE": 1,
        "MEAN_SCALE": 1,
        "MEDIAN_SCALE": 1,
        "ROTATION": 0,
        "MIN_ROTATION": 0,
        "MAX_ROTATION": 0,
        "MAX_ANISOTROPY": 1,
        "STEP_ERROR": 0,
        "RMS_STEP_ERROR": 0,
        "DOUBLE_STEP_ERROR": 0,
        "ALIASED_COUNT": 0,
        "NEEDS_ANTIALIASING": 0,
    }
    assert feedback.warnings == feedback.errors == []
    assert "It does not turn and keeps the scale" in " ".join(feedback.infos)
    assert feedback.shares[-1] == 100


def test_a_grid_with_problems(run, turned, blank, out):
    feedback = Feedback()
    results = run(
        REPORT,
        feedback,
        GRID=turned(),
        INPUT=blank(40, 60),
        OUTPUT_HTML_FILE=out("report.html"),
    )
    assert results["OUTPUT_HTML_FILE"] == out("report.html")
    assert (results["NODE_COUNT"], results["UNKNOWN_COUNT"], results["FOLDED_COUNT"]) == (208, 1, 2)
    assert results["CELL_COUNT"] == 12 * 15 - 4 and results["OUTSIDE_COUNT"] > 0
    assert abs(results["ROTATION"] - 10) < 1
    warnings = " ".join(feedback.warnings)
    assert "2 cells are folded" in warnings and "rows 7 to 8, column 9" in warnings
    assert "1 node is unknown" in " ".join(feedback.infos)
    with open(out("report.html"), encoding="utf-8") as file:
        page = file.read()
    assert all(text in page for text in (*feedback.warnings, "Grid report: raster0.tif"))


def test_without_an_input_nothing_is_outside(run, turned):
    results = run(REPORT, GRID=turned())
    assert "OUTSIDE_COUNT" not in results and "OUTPUT_HTML_FILE" not in results


def test_a_grid_of_which_nothing_is_known(run, raster):
    feedback = Feedback()
    results = run(REPORT, feedback, GRID=raster(np.full((2, 4, 5), np.nan)))
    assert results["UNKNOWN_COUNT"] == results["NODE_COUNT"] == 20
    assert "MIN_SCALE" not in results and "ROTATION" not in results
    assert "No node is known" in " ".join(feedback.warnings)


def test_a_grid_that_misses_the_input(run, raster, blank):
    feedback = Feedback()
    run(REPORT, feedback, GRID=raster(identity_grid(6, 8, shift=(500, 0))), INPUT=blank(6, 8))
    assert "The grid misses the input" in " ".join(feedback.warnings)


def test_masks_nodata_and_bands(run, raster):
    row, col = identity_grid(6, 8)
    row[1, 1] = -99
    mask = np.ones((6, 8))
    mask[4, 4] = 7
    results = run(
        REPORT,
        GRID=raster(col[np.newaxis]),
        GRID_ROW_BAND=1,
        GRID_COL=raster(np.stack([col, row])),
        GRID_COL_BAND=2,
        GRID_RESOLUTION_ROWS=2,
        GRID_RESOLUTION_COLS=3,
        GRID_MASK=raster(mask),
        GRID_NODATA=-99,
    )
    assert results["UNKNOWN_COUNT"] == 2 and results["MIRRORED"] == 1
    assert results["MIN_SCALE"] == pytest.approx(1 / 3)
    assert results["MAX_SCALE"] == pytest.approx(1 / 2)


def test_map_coordinates(run, raster, blank):
    row, col = identity_grid(6, 8)
    y, x = NORTH - (row + 0.5) * SIZE, WEST + (col + 0.5) * SIZE
    grid = raster(np.stack([y, x]))
    results = run(REPORT, GRID=grid, GRID_CONVENTION="map", INPUT=blank(6, 8))
    assert results["OUTSIDE_COUNT"] == 0 and results["MAX_SCALE"] == pytest.approx(1)
    with pytest.raises(QgsProcessingException, match="GRID_CONVENTION is map, which needs INPUT"):
        run(REPORT, GRID=grid, GRID_CONVENTION="map")


# --- the mesh ---------------------------------------------------------------------------


def test_the_mesh_where_the_grid_lies(run, turned, out):
    results = run(REPORT, GRID=turned(), MESH_STEP=4, OUTPUT_MESH=out("mesh.gpkg"))
    assert results["OUTPUT_MESH"] == out("mesh.gpkg")
    lines, system = read_lines(out("mesh.gpkg"))
    assert system == f"EPSG:{EPSG}"
    found = {(kind, index) for kind, index, _, _ in lines}
    assert found == {*(("row", i) for i in (0, 4, 8, 12)), *(("col", i) for i in (0, 4, 8, 12, 15))}
    # Nodes are pixel centres of the grid raster. The first row of nodes ends at the last of 16.
    (first,) = [points for kind, index, _, points in lines if (kind, index) == ("row", 0)]
    assert first == [(WEST + 5, NORTH - 5), (WEST + 155, NORTH - 5)]
    row8 = sorted(
        (points[0][0], points[-1][0], folded)
        for kind, index, folded, points in lines
        if (kind, index) == ("row", 8)
    )
    assert row8 == [
        (WEST + 5, WEST + 95, 0),
        (WEST + 95, WEST + 105, 1),
        (WEST + 105, WEST + 155, 0),
    ]


def test_the_mesh_where_the_grid_reads(run, turned, blank, out):
    source = blank(40, 60, geotransform=(1000.0, 2.0, 0.0, 500.0, 0.0, -2.0), epsg=3857)
    run(
        REPORT,
        GRID=turned(),
        INPUT=source,
        MESH_STEP=3,
        MESH_SPACE="source",
        OUTPUT_MESH=out("mesh.gpkg"),
    )
    lines, system = read_lines(out("mesh.gpkg"))
    assert system == "EPSG:3857"
    (first,) = [points for kind, index, _, points in lines if (kind, index) == ("row", 0)]
    assert len(first) == 16
    # The first node reads (row, col) = (0, 8): 8.5 and 0.5 pixels from the corner.
    assert first[0] == (1017.0, 499.0)
    step = 8 * math.cos(math.radians(10))
    assert first[1][0] == pytest.approx(1017.0 + step)
    # Broken at the unknown node (2, 3).
    pieces = [len(points) for kind, index, _, points in lines if (kind, index) == ("col", 3)]
    assert sorted(pieces) == [2, 10]


def test_a_mesh_without_georeference(run, raster, out):
    grid = raster(identity_grid(5, 4), geotransform=None, epsg=None)
    run(REPORT, GRID=grid, OUTPUT_MESH=out("mesh.gpkg"))
    lines, _ = read_lines(out("mesh.gpkg"))
    (first,) = [points for kind, index, _, points in lines if (kind, index) == ("row", 1)]
    assert first == [(0.5, -1.5), (3.5, -1.5)]


def test_in_the_background_with_temporary_outputs(turned, qgis_app):
    """In a task of QGIS's own, in another thread."""
    context, feedback = QgsProcessingContext(), Feedback()
    parameters = {
        "GRID": turned(),
        "OUTPUT_HTML_FILE": QgsProcessing.TEMPORARY_OUTPUT,
        "OUTPUT_MESH": QgsProcessing.TEMPORARY_OUTPUT,
    }
    algorithm = QgsApplication.processingRegistry().createAlgorithmById(REPORT)
    task = QgsProcessingAlgRunnerTask(algorithm, parameters, context, feedback)
    ended = []
    task.executed.connect(lambda ok, results: ended.append((ok, results)))
    QgsApplication.taskManager().addTask(task)
    until = time.monotonic() + 60
    while not ended and time.monotonic() < until:
        QCoreApplication.processEvents()
        time.sleep(0.005)
    ((ok, results),) = ended
    assert ok and results["FOLDED_COUNT"] == 2
    assert results["OUTPUT_HTML_FILE"].endswith(".html")
    with open(results["OUTPUT_HTML_FILE"], encoding="utf-8") as file:
        assert "2 cells are folded" in file.read()
    lines, _ = read_lines(results["OUTPUT_MESH"])
    assert len(lines) > 13 + 16


# --- what is refused, cancelling ----------------------------------------------------------------


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"MESH_SPACE": "source"}, "MESH_SPACE is source, which needs INPUT"),
        ({"MESH_SPACE": "moon"}, "MESH_SPACE"),
        ({"MESH_STEP": 0}, "MESH_STEP"),
        ({"GRID_COL_BAND": 3}, "no band 3"),
        ({"OUTPUT_HTML_FILE": "/nowhere/at/all.html"}, "OUTPUT_HTML_FILE is .* does not exist"),
        ({"GRID_CONVENTION": "row"}, "GRID_CONVENTION"),
    ],
)
def test_what_is_refused(run, raster, out, tmp_path, changes, message):
    with pytest.raises(QgsProcessingException, match=message):
        run(
            REPORT,
            **{
                "GRID": raster(identity_grid(5, 4)),
                "OUTPUT_HTML_FILE": out("report.html"),
                "OUTPUT_MESH": out("mesh.gpkg"),
                **changes,
            },
        )
    assert names_in(tmp_path / "out") == []


@pytest.mark.parametrize("cancel_at", [0, 50])
def test_cancelling_leaves_nothing(run, raster, out, tmp_path, cancel_at):
    feedback = Feedback(cancel_at=cancel_at)
    if cancel_at == 0:
        feedback.cancel()
    results = run(
        REPORT,
        feedback,
        GRID=raster(identity_grid(300, 400)),
        OUTPUT_HTML_FILE=out("report.html"),
        OUTPUT_MESH=out("mesh.gpkg"),
    )
    assert results == {} and feedback.errors == []
    assert names_in(tmp_path / "out") == []
