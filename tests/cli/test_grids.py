"""Grids of every kind through ``qgis_process``, and the rasters resampled through them."""

import numpy as np
import pytest
from tiny_rasters import identity_grid, read_raster, write_raster

# From NAD27 to WGS 84 by translations, longitudes first.
BY_TRANSLATION = (
    "+proj=pipeline +step +proj=unitconvert +xy_in=deg +xy_out=rad +step +proj=push +v_3"
    " +step +proj=cart +ellps=clrk66 +step +proj=helmert +x=-8 +y=160 +z=176"
    " +step +inv +proj=cart +ellps=WGS84 +step +proj=pop +v_3"
    " +step +proj=unitconvert +xy_in=rad +xy_out=deg"
)


@pytest.fixture
def resampled(qgis_process, tmp_path):
    """Return a function that makes a grid, resamples through it and returns values and log."""

    def go(identifier, values, how=None, **parameters):
        source = write_raster(tmp_path / "source.tif", values, **(how or {}))
        grid, out = tmp_path / "grid.tif", tmp_path / "out.tif"
        told = qgis_process.run(identifier, INPUT=source, OUTPUT=grid, **parameters)
        qgis_process.run(
            "gridr:gridresampling", INPUT=source, GRID=grid, INTERPOLATION="linear", NODATA=0,
            OUTPUT=out,
        )  # fmt: skip
        return read_raster(out), told

    return go


def test_an_affine_transform(resampled):
    values = np.arange(1.0, 61.0).reshape(6, 10)
    made, told = resampled(
        "gridr:creategridfromaffine", values,
        ROTATION=90, SHIFT_X=2, SHIFT_Y=1, ORDER="scale,shear,rotate,shift", FRAME="whole",
    )  # fmt: skip
    assert np.array_equal(made.band, np.rot90(values))
    # The middle was 5 columns and 3 rows from the corner of the first pixel.
    assert made.geotransform[0] == 500_000 + 10 * (5 - 3 + 2)
    assert made.geotransform[3] == 5_000_000 - 10 * (3 - 5 + 1)
    assert told["results"]["MAXIMUM_ERROR"] < 1e-9 and told["results"]["STEP_USED"] == 8


def test_displacements(resampled, tmp_path):
    row, col = identity_grid(30, 40)
    field = np.stack([2 * np.sin(col / 6), 1.5 * np.cos(row / 5)])
    path = write_raster(tmp_path / "displacement.tif", field)
    made, told = resampled(
        "gridr:creategridfromdisplacement", 1 + 100 * row + col, DISPLACEMENT=path, STEP=1
    )
    # A plane, so that linear interpolation is exact.
    there = 1 + 100 * (row + field[1]) + col + field[0]
    inside = (np.abs(row + field[1] - 14.5) <= 14.5) & (np.abs(col + field[0] - 19.5) <= 19.5)
    np.testing.assert_allclose(made.band, np.where(inside, there, 0), rtol=0, atol=1e-9)
    assert told["results"]["INVALID_COUNT"] == 0


def test_an_operation_and_a_world_that_begins_elsewhere(resampled):
    values = np.arange(1.0, 649.0).reshape(18, 36)
    world = {"geotransform": (0.0, 10.0, 0.0, 90.0, 0.0, -10.0), "epsg": 4326}
    made, told = resampled(
        "gridr:creategridfromcrs", values, world,
        EXTENT="-180,180,-90,90 [EPSG:4326]", CELL_SIZE=10,
    )  # fmt: skip
    assert np.array_equal(made.band, np.roll(values, 18, axis=1))
    nad27 = {"geotransform": (-101.0, 0.01, 0.0, 41.0, 0.0, -0.01), "epsg": 4267}
    made, told = resampled(
        "gridr:creategridfromcrs", values, nad27,
        TARGET_CRS="EPSG:4326", OPERATION=BY_TRANSLATION,
    )  # fmt: skip
    assert told["results"]["INVALID_COUNT"] == 0
    assert made.epsg == 4326
