"""``gridr:buildgridmask`` through the registry."""

import math

import numpy as np
import pytest
from qgis.core import QgsProcessingException
from running import Feedback, run_algorithm
from tiny_rasters import EPSG, NORTH, NORTH_UP, SIZE, WEST, identity_grid, names_in, read_raster

BUILD = "gridr:buildgridmask"


@pytest.fixture
def grid(raster):
    """A grid of a step of 4 over 9 x 13 pixels of NORTH_UP."""
    geotransform = (WEST - 1.5 * SIZE, 4 * SIZE, 0.0, NORTH + 1.5 * SIZE, 0.0, -4 * SIZE)
    steps = {"GRIDR_STEP_ROWS": "4", "GRIDR_STEP_COLS": "4"}
    return raster(identity_grid(3, 4, 4, (1.0, 3.0)), geotransform=geotransform, metadata=steps)


@pytest.fixture
def build(run, out):
    def go(grid, feedback=None, **parameters):
        results = run(
            BUILD, feedback, GRID=grid, OUTPUT=out(), OUTPUT_MASK=out("mask.tif"), **parameters
        )
        return read_raster(out()), read_raster(out("mask.tif")).band, results

    return go


def test_full_resolution(build, run, grid, out, tmp_path):
    made, mask, results = build(grid)
    assert np.array_equal(made.values, identity_grid(9, 13, 1, (1.0, 3.0)))
    assert made.geotransform == NORTH_UP and made.epsg == EPSG
    assert all(math.isnan(value) for value in made.nodata) and mask.all()
    assert results == {
        "OUTPUT": out(),
        "OUTPUT_MASK": out("mask.tif"),
        "WIDTH": 13,
        "HEIGHT": 9,
        "VALID_COUNT": 117,
        "INVALID_COUNT": 0,
    }
    results = run(BUILD, GRID=grid, OUTPUT=out("alone.tif"))
    assert "OUTPUT_MASK" not in results and results["VALID_COUNT"] == 117


def test_polygons_of_another_reference_system_and_a_node_mask(build, grid, raster, polygons):
    nodes = np.ones((3, 4), dtype=np.uint8)
    nodes[2, 3] = 0
    mask_in = raster(nodes, geotransform=None, epsg=None)
    # Columns 0 to 5, in degrees: the zone's middle meridian is at easting 500 000.
    west = polygons("POLYGON((2.9 40, 3.00076 40, 3.00076 50, 2.9 50, 2.9 40))", epsg=4326)
    made, mask, results = build(
        grid, MASK_IN=mask_in, INVALID_GEOMETRY=west, FILL_VALUE=-1, VALID_VALUE=1, INVALID_VALUE=2
    )
    expected = np.ones((9, 13))
    expected[5:, 9:] = 2
    expected[:, :6] = 2
    assert np.array_equal(mask, expected)
    values = identity_grid(9, 13, 1, (1.0, 3.0))
    values[:, expected == 2] = -1
    assert np.array_equal(made.values, values) and made.nodata == [-1, -1]
    assert results["INVALID_COUNT"] == np.count_nonzero(expected == 2)


def test_another_step_without_merging(build, grid, raster):
    nodes = np.ones((3, 4), dtype=np.uint8)
    nodes[0, 0] = 0
    made, mask, _ = build(
        grid, STEP=2, MASK_IN=raster(nodes, geotransform=None, epsg=None), MERGE=False
    )
    assert np.array_equal(made.values, identity_grid(5, 7, 2, (1.0, 3.0)))
    assert np.count_nonzero(mask == 0) == 4 and not mask[:2, :2].any()


def test_a_fill_value_among_the_coordinates_is_told(build, grid):
    feedback = Feedback()
    build(grid, feedback, FILL_VALUE=3)
    assert any("have the coordinate 3" in warning for warning in feedback.warnings)


@pytest.mark.parametrize(
    ("parameters", "sentence"),
    [
        ({"STEP": 3}, "STEP is 3, but GRID has a node every 4 rows"),
        ({"STEP": 0}, "STEP is 0"),
        ({"GRID_COL_BAND": 3}, "GRID has no band 3"),
        ({"MASK_IN": "{grid}", "MASK_IN_BAND": 3}, "MASK_IN has no band 3"),
        ({"RULE": "middle"}, "RULE is middle"),
        ({"THRESHOLD": 2}, "THRESHOLD is 2"),
        ({"INVALID_VALUE": 1}, "VALID_VALUE and INVALID_VALUE are both 1"),
        ({"FILL_VALUE": "much"}, "FILL_VALUE is much; it must be a number"),
        ({"OUTPUT": "{grid}"}, "which is an input"),
        ({"OUTPUT_MASK": "{out}"}, "which is OUTPUT as well"),
    ],
)
def test_bad_input(grid, out, tmp_path, parameters, sentence):
    given = {"GRID": grid, "OUTPUT": out()}
    for name, value in parameters.items():
        is_text = isinstance(value, str)
        given[name] = value.format(grid=grid, out=out()) if is_text else value
    feedback = Feedback()
    with pytest.raises(QgsProcessingException, match=sentence):
        run_algorithm(BUILD, given, feedback)
    assert names_in(tmp_path / "out") == []
    assert len(feedback.errors) == 1 and feedback.errors[0].endswith(".")


def test_cancelling(grid, out, tmp_path):
    feedback = Feedback(cancel_at=2)
    assert run_algorithm(BUILD, {"GRID": grid, "OUTPUT": out()}, feedback) == {}
    assert names_in(tmp_path / "out") == []
