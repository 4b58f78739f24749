"""``gridr:convertgrid`` and ``gridr:buildgridmask``, and what is resampled by their grids."""

import numpy as np
import pytest
from tiny_rasters import EPSG, NORTH, NORTH_UP, SIZE, WEST, read_raster, write_raster

ROWS, COLS, STEP = 61, 81, 4


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A source, and a grid of a step of 4 that turns it a little about its middle."""
    folder = tmp_path_factory.mktemp("grids")
    row, col = np.mgrid[:ROWS, :COLS]
    write_raster(folder / "source.tif", 100 + 20 * np.sin(row / 9) + 15 * np.cos(col / 7))
    row, col = np.mgrid[:ROWS:STEP, :COLS:STEP] - np.array([30.0, 40.0])[:, None, None]
    turned = np.stack((0.98 * row + 0.1 * col + 30, 0.98 * col - 0.1 * row + 40))
    side = STEP * SIZE
    half = (side - SIZE) / 2
    write_raster(
        folder / "grid.tif",
        turned,
        geotransform=(WEST - half, side, 0.0, NORTH + half, 0.0, -side),
        metadata={"GRIDR_STEP_ROWS": str(STEP), "GRIDR_STEP_COLS": str(STEP)},
    )
    return folder


def resampled(qgis_process, folder, grid, name, **parameters):
    qgis_process.run(
        "gridr:gridresampling", INPUT=folder / "source.tif", GRID=grid, INTERPOLATION="linear",
        OUTPUT=folder / name, **parameters,
    )  # fmt: skip
    return read_raster(folder / name)


def test_a_grid_on_the_map_resamples_the_same(qgis_process, folder):
    told = qgis_process.run(
        "gridr:convertgrid",
        GRID=folder / "grid.tif",
        SOURCE=folder / "source.tif",
        OUTPUT_CONVENTION="map",
        OUTPUT=folder / "map.tif",
    )
    before, made = read_raster(folder / "grid.tif"), read_raster(folder / "map.tif")
    row, col = before.values
    np.testing.assert_allclose(made.values[0], NORTH - SIZE * (row + 0.5), rtol=1e-15)
    np.testing.assert_allclose(made.values[1], WEST + SIZE * (col + 0.5), rtol=1e-15)
    assert told["results"]["STEP_ROWS"] == STEP and told["results"]["MAXIMUM_ERROR"] == 0
    expected = resampled(qgis_process, folder, folder / "grid.tif", "expected.tif")
    again = resampled(qgis_process, folder, folder / "map.tif", "again.tif", GRID_CONVENTION="map")
    assert again.geotransform == pytest.approx(expected.geotransform, rel=1e-14)
    np.testing.assert_allclose(again.band, expected.band, rtol=0, atol=1e-8)
    assert 0.5 < np.isfinite(again.band).mean() < 1


def test_there_and_back_gives_the_source(qgis_process, folder):
    """Invert, compose with the inverse, resample: what the round trip reaches is the source."""
    told = qgis_process.run(
        "gridr:convertgrid", OPERATION="invert", GRID=folder / "grid.tif",
        SOURCE=folder / "source.tif", OUTPUT=folder / "inverse.tif",
    )  # fmt: skip
    assert told["results"]["MAXIMUM_ERROR"] < 1e-9
    told = qgis_process.run(
        "gridr:convertgrid", OPERATION="compose", GRID=folder / "inverse.tif",
        SECOND_GRID=folder / "grid.tif", STEP=1, OUTPUT=folder / "round.tif",
    )  # fmt: skip
    around = read_raster(folder / "round.tif").values
    known = np.isfinite(around[0])
    assert known.mean() > 0.6 and told["results"]["INVALID_COUNT"] == np.count_nonzero(~known)
    np.testing.assert_allclose(
        around[:, known], np.mgrid[:ROWS, :COLS][:, known], rtol=0, atol=1e-9
    )
    made = resampled(qgis_process, folder, folder / "round.tif", "round_trip.tif")
    source = read_raster(folder / "source.tif").band
    has_value = np.isfinite(made.band)
    assert has_value.mean() > 0.6 and made.geotransform == NORTH_UP
    np.testing.assert_allclose(made.band[has_value], source[has_value], rtol=0, atol=1e-8)


def test_a_grid_with_its_mask(qgis_process, folder):
    nodes = np.ones((16, 21), dtype=np.uint8)
    nodes[5, 7] = 0
    write_raster(folder / "nodes.tif", nodes, geotransform=None, epsg=None)
    told = qgis_process.run(
        "gridr:buildgridmask", GRID=folder / "grid.tif", MASK_IN=folder / "nodes.tif",
        FILL_VALUE=-9999, OUTPUT=folder / "full.tif", OUTPUT_MASK=folder / "mask.tif",
    )  # fmt: skip
    made, mask = read_raster(folder / "full.tif"), read_raster(folder / "mask.tif").band
    valid = np.ones((ROWS, COLS))
    valid[17:24, 25:32] = 0
    assert np.array_equal(mask, valid) and told["results"]["INVALID_COUNT"] == 49
    row, col = np.mgrid[:ROWS, :COLS] - np.array([30.0, 40.0])[:, None, None]
    expected = np.stack((0.98 * row + 0.1 * col + 30, 0.98 * col - 0.1 * row + 40))
    expected[:, valid == 0] = -9999
    np.testing.assert_allclose(made.values, expected, rtol=0, atol=1e-12)
    assert made.nodata == [-9999, -9999] and made.epsg == EPSG
    assert made.geotransform == pytest.approx(NORTH_UP, rel=1e-14)
    # Pixels without coordinates have no value; all others are those of the coarse grid.
    coarse = resampled(qgis_process, folder, folder / "grid.tif", "coarse.tif")
    fine = resampled(qgis_process, folder, folder / "full.tif", "fine.tif")
    assert np.isnan(fine.band[valid == 0]).all()
    np.testing.assert_allclose(fine.band[valid == 1], coarse.band[valid == 1], atol=1e-9)


def test_errors_are_one_sentence(qgis_process, folder):
    done = qgis_process.start(
        "gridr:convertgrid", GRID=folder / "grid.tif", OPERATION="invert",
        OUTPUT=folder / "no.tif",
    )  # fmt: skip
    assert done.returncode != 0
    assert "SOURCE is not set; it must be the raster that GRID leads to." in done.stderr
    assert not (folder / "no.tif").exists()
