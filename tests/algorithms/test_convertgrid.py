"""``gridr:convertgrid`` through the registry."""

import numpy as np
import pytest
from qgis.core import QgsProcessingException
from running import Feedback
from tiny_rasters import (
    EPSG,
    NORTH,
    NORTH_UP,
    SIZE,
    WEST,
    identity_grid,
    names_in,
    read_raster,
)

CONVERT = "gridr:convertgrid"
RESAMPLE = "gridr:gridresampling"


@pytest.fixture
def grid(raster):
    """A grid of a step of 4 over 21 x 25 pixels of NORTH_UP, half as large in the source."""
    geotransform = (WEST - 1.5 * SIZE, 4 * SIZE, 0.0, NORTH + 1.5 * SIZE, 0.0, -4 * SIZE)
    steps = {"GRIDR_STEP_ROWS": "4", "GRIDR_STEP_COLS": "4"}
    return raster(identity_grid(6, 7, 2, (1.0, 3.0)), geotransform=geotransform, metadata=steps)


@pytest.fixture
def convert(run, out):
    def go(grid, feedback=None, **parameters):
        results = run(CONVERT, feedback, GRID=grid, OUTPUT=out(), **parameters)
        return read_raster(out()), results

    return go


def test_the_defaults_keep_the_grid(convert, grid, out):
    made, results = convert(grid)
    before = read_raster(grid)
    assert np.array_equal(made.values, before.values)
    np.testing.assert_allclose(made.geotransform, before.geotransform, rtol=1e-15)
    assert made.epsg == EPSG and made.descriptions == ["source row", "source col"]
    assert results == {
        "OUTPUT": out(),
        "STEP_ROWS": 4,
        "STEP_COLS": 4,
        "INVALID_COUNT": 0,
        "MAXIMUM_ERROR": 0.0,
        "RMS_ERROR": 0.0,
    }


@pytest.mark.parametrize("convention", ["pixel-center", "cell-edge", "map"])
def test_what_is_resampled_does_not_depend_on_the_convention(
    convert, resample, grid, raster, out, convention
):
    source = raster(np.random.default_rng(1).integers(0, 250, (10, 12)), dtype=np.uint8)
    expected, mask, _ = resample(source, grid, INTERPOLATION="cubic")
    made, _ = convert(grid, SOURCE=source, OUTPUT_CONVENTION=convention)
    again = raster(
        made.values, geotransform=made.geotransform, metadata=made.metadata, name="again.tif"
    )
    resampled, mask_again, _ = resample(
        source, again, GRID_CONVENTION=convention, INTERPOLATION="cubic"
    )
    assert np.array_equal(mask_again, mask) and 0.3 < mask.mean() < 1
    assert np.array_equal(resampled.values, expected.values)


def test_gridresampling_tells_of_another_convention(convert, resample, grid, raster):
    made, _ = convert(grid, OUTPUT_CONVENTION="cell-edge")
    again = raster(made.values, metadata=made.metadata, geotransform=made.geotransform)
    source = raster(np.ones((14, 17)))
    for convention, count in (("pixel-center", 1), ("cell-edge", 0)):
        feedback = Feedback()
        resample(source, again, feedback, GRID_CONVENTION=convention, INTERPOLATION="linear")
        told = [each for each in feedback.warnings if "says of itself" in each]
        assert len(told) == count
    made, _ = convert(grid, OUTPUT_BASE=1)
    feedback = Feedback()
    convert(raster(made.values, metadata=made.metadata), feedback)
    assert "pixel-center, base 1, but it is read as pixel-center, base 0" in feedback.warnings[0]


def test_part_by_extent_and_by_reference(convert, grid, blank, raster):
    """Pixels 5 to 10 of rows and 9 to 12 of columns: from node 1 and 2 on."""
    extent = WEST + 9 * SIZE, WEST + 13 * SIZE, NORTH - 11 * SIZE, NORTH - 5 * SIZE
    text = ",".join(map(str, extent))
    reference = blank(6, 4, geotransform=(extent[0], SIZE, 0.0, extent[3], 0.0, -SIZE))
    expected = read_raster(grid).values[:, 1:4, 2:4]
    for part in ({"EXTENT": f"{text} [EPSG:{EPSG}]"}, {"REFERENCE": reference}):
        made, _ = convert(grid, **part, SHIFT_COLS=-0.5)
        assert np.array_equal(made.values[0], expected[0])
        assert np.array_equal(made.values[1], expected[1] - 0.5)
        assert made.geotransform[0] == WEST + (8 - 1.5) * SIZE
        assert made.metadata["GRIDR_TARGET_ROWS"] == "7"
        assert made.metadata["GRIDR_TARGET_COLS"] == "5"


def test_step_and_error(convert, grid):
    made, results = convert(grid, STEP=1)
    assert np.array_equal(made.values, identity_grid(21, 25, 0.5, (1.0, 3.0)))
    assert made.geotransform == NORTH_UP and results["STEP_ROWS"] == 1
    made, results = convert(grid, MAX_ERROR=0.001)
    assert results["STEP_ROWS"] == results["STEP_COLS"] == 16
    assert results["MAXIMUM_ERROR"] < 1e-12


def test_compose_and_invert(convert, grid, raster, blank):
    """Half as large, then twice: the identity."""
    source = blank(14, 17)
    made, results = convert(grid, OPERATION="invert", SOURCE=source, STEP=1)
    assert made.geotransform == NORTH_UP and made.metadata["GRIDR_TARGET_ROWS"] == "14"
    expected = identity_grid(14, 17, 2, (-2.0, -6.0))
    inside = (expected[0] >= 0) & (expected[0] <= 20) & (expected[1] >= 0) & (expected[1] <= 24)
    expected[:, ~inside] = np.nan
    np.testing.assert_array_equal(made.values, expected)
    assert results["INVALID_COUNT"] == np.count_nonzero(~inside) and results["RMS_ERROR"] == 0

    inverse = raster(made.values, metadata=made.metadata)
    made, _ = convert(grid, OPERATION="compose", SECOND_GRID=inverse, SHIFT_ROWS="0")
    np.testing.assert_array_equal(made.values, identity_grid(6, 7, 4))


def test_invert_over_an_extent(convert, grid, blank):
    """Cells of 5 m over the source's columns 4 to 5 and rows 3 to 4."""
    extent = f"{WEST + 40},{WEST + 60},{NORTH - 50},{NORTH - 30} [EPSG:{EPSG}]"
    made, _ = convert(
        grid, OPERATION="invert", SOURCE=blank(14, 17), EXTENT=extent, CELL_SIZE=5, STEP=1
    )
    row, col = identity_grid(4, 4, 0.5, (2.75, 3.75))
    np.testing.assert_allclose(made.values, [2 * (row - 1), 2 * (col - 3)], atol=1e-9)
    assert made.geotransform == (WEST + 40, 5.0, 0.0, NORTH - 30, 0.0, -5.0)


@pytest.mark.parametrize(
    ("parameters", "sentence"),
    [
        ({"OUTPUT_BASE": 1, "OUTPUT_CONVENTION": "map"}, "OUTPUT_BASE is 1, but OUTPUT_CONV"),
        ({"GRID_BASE": 1, "GRID_CONVENTION": "displacement"}, "GRID_BASE is 1, but GRID_CONV"),
        ({"GRID_BASE": 2}, "GRID_BASE is 2"),
        ({"OUTPUT_CONVENTION": "middle"}, "OUTPUT_CONVENTION is middle"),
        ({"OUTPUT_CONVENTION": "map"}, "which needs SOURCE"),
        ({"OPERATION": "add"}, "OPERATION is add"),
        ({"OPERATION": "compose"}, "SECOND_GRID is not set"),
        ({"OPERATION": "invert"}, "SOURCE is not set"),
        ({"SECOND_GRID": "{grid}"}, "SECOND_GRID is set, but OPERATION is convert"),
        ({"OPERATION": "invert", "SHIFT_ROWS": 1}, "SHIFT_ROWS is set, but OPERATION is invert"),
        ({"CELL_SIZE": 3}, "CELL_SIZE is set, but OPERATION is convert; it is for invert only"),
        ({"OPERATION": "invert", "CELL_SIZE": 3}, "EXTENT and CELL_SIZE belong together"),
        ({"EXTENT": "0,1,0,1", "REFERENCE": "{grid}"}, "Give REFERENCE or EXTENT"),
        ({"EXTENT": f"0,1,0,1 [EPSG:{EPSG}]"}, "No pixel centre"),
        ({"EXTENT": "here"}, "EXTENT is here"),
        ({"STEP": 2, "MAX_ERROR": 1}, "STEP or MAX_ERROR"),
        ({"OUTPUT": "{grid}"}, "which is an input"),
    ],
)
def test_bad_input(grid, out, tmp_path, parameters, sentence):
    from running import run_algorithm

    given = {"GRID": grid, "OUTPUT": out()}
    for name, value in parameters.items():
        given[name] = value.format(grid=grid) if isinstance(value, str) else value
    feedback = Feedback()
    with pytest.raises(QgsProcessingException, match=sentence):
        run_algorithm(CONVERT, given, feedback)
    assert names_in(tmp_path / "out") == []
    assert len(feedback.errors) == 1 and feedback.errors[0].endswith(".")


def test_cancelling(grid, out, tmp_path):
    from running import run_algorithm

    feedback = Feedback(cancel_at=2)
    assert run_algorithm(CONVERT, {"GRID": grid, "STEP": 1, "OUTPUT": out()}, feedback) == {}
    assert names_in(tmp_path / "out") == []
