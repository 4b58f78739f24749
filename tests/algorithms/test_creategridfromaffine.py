"""``gridr:creategridfromaffine`` through the registry: what happens to the image."""

import numpy as np
import pytest
from running import Feedback
from tiny_rasters import NORTH, SIZE, WEST, identity_grid, read_raster

CREATE = "gridr:creategridfromaffine"
VALUES = np.arange(1.0, 13.0).reshape(3, 4)


@pytest.fixture
def move(run, raster, out, resample):
    """Return a function that moves a raster and returns the result, and what was told."""

    def go(values=VALUES, how=None, **parameters):
        source, feedback = raster(values, **(how or {})), Feedback()
        results = run(CREATE, feedback, INPUT=source, OUTPUT=out("grid.tif"), **parameters)
        made, validity, _ = resample(source, out("grid.tif"), INTERPOLATION="linear", NODATA=0)
        return made, validity, results, feedback

    return go


def test_nothing_by_default(run, blank, out):
    results = run(CREATE, INPUT=blank(9, 17), OUTPUT=out())
    made = read_raster(out())
    assert results["STEP_USED"] == 16 and results["MAXIMUM_ERROR"] == 0
    assert np.array_equal(made.values, identity_grid(2, 2, step=16))
    assert made.geotransform == (WEST - 75, 160.0, 0.0, NORTH + 75, 0.0, -160.0)


@pytest.mark.parametrize("how", [{}, {"geotransform": None, "epsg": None}])
def test_a_shift_goes_where_it_says(move, how):
    made, _, _, _ = move(how=how, SHIFT_X=1, SHIFT_Y=2)
    assert made.band.tolist() == [[0, 0, 0, 0], [0, 0, 0, 0], [0, 1, 2, 3]]
    size = 1 if how else SIZE
    made, _, _, _ = move(how=how, SHIFT_X=size, SHIFT_Y=2 * size, UNITS="map")
    assert made.band.tolist() == [[0, 9, 10, 11], [0, 0, 0, 0], [0, 0, 0, 0]]
    assert (made.geotransform is None) == bool(how)


def test_a_rotation_is_counter_clockwise(move):
    made, validity, _, feedback = move(VALUES[:2], ROTATION=90, FRAME="whole")
    assert made.band.tolist() == np.rot90(VALUES[:2]).tolist()
    assert validity.all()
    assert made.geotransform == (WEST + 10, SIZE, 0.0, NORTH + 10, 0.0, -SIZE)
    assert any("exact at any step" in text for text in feedback.infos)
    made, _, _, _ = move(ROTATION=180)
    assert made.band.tolist() == VALUES[::-1, ::-1].tolist()


def test_scales_mirror_and_shears_lean(move):
    made, _, _, _ = move(SCALE_Y=-1)
    assert made.band.tolist() == VALUES[::-1].tolist()
    # About the middle row: the one above goes to the right, the one below to the left.
    made, _, _, _ = move(SHEAR_X=45)
    np.testing.assert_allclose(made.band, [[0, 1, 2, 3], [5, 6, 7, 8], [10, 11, 12, 0]], atol=1e-9)


def test_order_and_centre(move):
    """About the corner of the first pixel, in the map and in the reference system of the layer."""
    centre = f"{WEST},{NORTH} [EPSG:32631]"
    made, _, _, _ = move(ROTATION=-90, CENTER=centre, FRAME="whole")
    assert made.geotransform == (WEST - 30, SIZE, 0.0, NORTH, 0.0, -SIZE)
    assert made.band.tolist() == np.rot90(VALUES, -1).tolist()
    same = {"ROTATION": -90, "SHIFT_X": 2, "CENTER": centre, "FRAME": "whole"}
    last, _, _, _ = move(**same)
    first, _, _, _ = move(**same, ORDER="shift,scale,shear,rotate")
    assert last.geotransform[0] == WEST - 10 and last.geotransform[3] == NORTH
    # Two columns to the right are two rows down once they are turned clockwise.
    assert first.geotransform[0] == WEST - 30 and first.geotransform[3] == NORTH - 20


def test_a_centre_at_the_origin(move):
    """The corner of an image without a georeference, and a point like any other."""
    bare = {"geotransform": None, "epsg": None}
    made, _, _, _ = move(how=bare, SCALE_X=-1, CENTER="0,0", FRAME="whole")
    assert made.band.tolist() == VALUES[:, ::-1].tolist()
    assert made.geotransform == (-4.0, 1.0, 0.0, 0.0, 0.0, -1.0)


def test_frames(run, blank, out):
    source = blank(30, 30)
    reference = blank(5, 6, geotransform=(WEST + 100, 5.0, 0.0, NORTH - 50, 0.0, -5.0))
    run(CREATE, INPUT=source, REFERENCE=reference, SHIFT_X=4, STEP=1, OUTPUT=out())
    expected = identity_grid(5, 6) / 2 + np.array([4.75, 9.75 - 4])[:, None, None]
    assert np.array_equal(read_raster(out()).values, expected)
    extent = f"{WEST + 100},{WEST + 130},{NORTH - 75},{NORTH - 50} [EPSG:32631]"
    run(CREATE, INPUT=source, EXTENT=extent, CELL_SIZE=5, SHIFT_X=4, STEP=1, OUTPUT=out())
    made = read_raster(out())
    assert np.array_equal(made.values, expected)
    assert made.geotransform == (WEST + 100, 5.0, 0.0, NORTH - 50, 0.0, -5.0)
    assert made.epsg == 32631


def test_a_rotated_input_moves_in_the_map(move):
    """Its rows count eastwards: columns lie along y, so a shift of a column goes up."""
    turned = (WEST, 0.0, SIZE, NORTH, SIZE, 0.0)
    made, _, _, _ = move(how={"geotransform": turned}, SHIFT_X=1)
    assert made.band.tolist() == [[0, 1, 2, 3], [0, 5, 6, 7], [0, 9, 10, 11]]
    made, _, _, _ = move(how={"geotransform": turned}, SHIFT_X=SIZE, UNITS="map")
    assert made.band.tolist() == [[0, 0, 0, 0], [1, 2, 3, 4], [5, 6, 7, 8]]
    assert made.geotransform == turned
