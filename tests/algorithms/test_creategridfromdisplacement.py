"""``gridr:creategridfromdisplacement`` through the registry: conventions, frames, directions."""

import numpy as np
import pytest
from running import Feedback
from tiny_rasters import NORTH, NORTH_UP, SIZE, WEST, identity_grid, read_raster

CREATE = "gridr:creategridfromdisplacement"
BARE = {"geotransform": None, "epsg": None}


def constant(dx, dy, rows=6, cols=8):
    return np.stack([np.full((rows, cols), float(dx)), np.full((rows, cols), float(dy))])


@pytest.mark.parametrize(
    ("kind", "displacement", "how"),
    [
        ("pixels", (2, 1), {}),
        ("map", (2 * SIZE, -SIZE), {}),
        ("def", (2 * SIZE, -SIZE), {}),
        ("pixels", (2, 1), BARE),
        ("map", (2, -1), BARE),
        ("def", (2, 1), BARE),
    ],
)
def test_kinds_and_directions(run, raster, out, resample, kind, displacement, how):
    """The source of each pixel is two columns to the right and a row down, or the reverse."""
    values = np.arange(1.0, 49.0).reshape(6, 8)
    source = raster(values, **how)
    field = raster(constant(*displacement), **how)
    made = {}
    for direction in ("to-source", "to-target"):
        feedback = Feedback()
        parameters = {"INPUT": source, "DISPLACEMENT": field, "KIND": kind, "OUTPUT": out("g.tif")}
        run(CREATE, feedback, **parameters, DIRECTION=direction)
        made[direction] = resample(source, out("g.tif"), INTERPOLATION="nearest", NODATA=0)[0].band
        inverted = [text for text in feedback.infos if "fixed-point" in text]
        assert len(inverted) == (direction == "to-target")
    expected = np.zeros((6, 8))
    expected[:5, :6] = values[1:, 2:]
    assert np.array_equal(made["to-source"], expected)
    expected = np.zeros((6, 8))
    expected[1:, 2:] = values[:5, :6]
    assert np.array_equal(made["to-target"], expected)


def test_locations(run, blank, raster, out):
    row, col = identity_grid(6, 8)
    x, y = WEST + SIZE * (col + 2.5), NORTH - SIZE * (row + 1.5)
    field = raster(np.stack([x, y]))
    run(CREATE, INPUT=blank(20, 20), REFERENCE=field, DISPLACEMENT=field, KIND="loc",
        STEP=1, OUTPUT=out())  # fmt: skip
    np.testing.assert_allclose(read_raster(out()).values, [row + 1, col + 2], atol=1e-9)


def test_bands_and_a_second_raster(run, blank, raster, out):
    source, results = blank(6, 8), []
    for parameters in (
        {"DISPLACEMENT": raster(constant(2, 1))},
        {"DISPLACEMENT": raster(constant(1, 2)), "DX_BAND": 2, "DY_BAND": 1},
        {
            "DISPLACEMENT": raster(constant(2, 1)[:1]),
            "DISPLACEMENT_Y": raster(constant(2, 1)[1:]),
        },
    ):
        run(CREATE, INPUT=source, **parameters, STEP=1, OUTPUT=out())
        results.append(read_raster(out()))
    row, col = identity_grid(6, 8)
    for made in results:
        assert np.array_equal(made.values, [row + 1, col + 2])
        assert made.geotransform == NORTH_UP


def test_what_is_outside_or_nodata_is_told(run, blank, raster, out):
    field = constant(2, 1, 6, 8)
    field[0, 2, 3] = -99
    feedback = Feedback()
    results = run(CREATE, feedback, INPUT=blank(6, 10), DISPLACEMENT=raster(field, nodata=-99),
                  STEP=1, OUTPUT=out())  # fmt: skip
    unknown = np.isnan(read_raster(out()).values)
    expected = np.zeros((6, 10), bool)
    expected[:, 8:] = expected[2, 3] = True
    assert np.array_equal(unknown, [expected, expected])
    assert results["INVALID_COUNT"] == 13
    assert any("13 node(s)" in text for text in feedback.warnings)
    assert read_raster(out()).metadata["GRIDR_ALGORITHM"] == CREATE


def test_the_step_keeps_the_maximum_error(run, blank, raster, out):
    row, col = identity_grid(60, 80)
    field = raster(np.stack([2 * np.sin(col / 20), np.cos(row / 15)]))
    results = run(CREATE, INPUT=blank(60, 80), DISPLACEMENT=field, MAX_ERROR=0.05, OUTPUT=out())
    assert results["STEP_USED"] in (4, 8) and results["MAXIMUM_ERROR"] <= 0.05
    assert results["INVALID_COUNT"] == 0
