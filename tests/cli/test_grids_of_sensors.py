"""``gridr:creategridfromrpc`` and ``gridr:creategridfromgeolocation`` through qgis_process."""

import numpy as np
from osgeo import gdal
from rpc_rasters import COLS, ROWS, tilted_items, write_dem, write_source
from swaths import gdal_ground, swath, write_swath
from tiny_rasters import read_raster


def test_an_orthophoto_is_that_of_gdalwarp(qgis_process, tmp_path):
    """Heights in another reference system; nearest is equal but for ties."""
    values = np.random.default_rng(1).integers(1, 60_000, (ROWS, COLS)).astype(np.uint16)
    image = write_source(tmp_path / "image.tif", tilted_items(), values)
    row, col = np.indices((50, 50))
    heights = 300 + 150 * np.sin(row / 4.0) + 2.0 * col
    place = (485_000.0, 600.0, 0.0, 4_997_000.0, 0.0, -600.0)
    dem = write_dem(tmp_path / "dem.tif", heights, place, 32631)
    told = qgis_process.run(
        "gridr:creategridfromrpc", INPUT=image, DEM=dem, EXTENT="2.9,3.1,44.9,45.1 [EPSG:4326]",
        CELL_SIZE=0.0005, STEP=1, OUTPUT=tmp_path / "grid.tif",
    )  # fmt: skip
    assert told["results"]["INVALID_COUNT"] == 0
    qgis_process.run(
        "gridr:gridresampling", INPUT=image, GRID=tmp_path / "grid.tif", INTERPOLATION="nearest",
        NODATA=0, OUTPUT=tmp_path / "out.tif",
    )  # fmt: skip
    warped = gdal.Warp(
        "", image, format="MEM", rpc=True, errorThreshold=0, resampleAlg="near", dstNodata=0,
        outputBounds=(2.9, 44.9, 3.1, 45.1), width=400, height=400, dstSRS="EPSG:4326",
        transformerOptions=[f"RPC_DEM={dem}"],
    ).ReadAsArray()  # fmt: skip
    made, grid = read_raster(tmp_path / "out.tif"), read_raster(tmp_path / "grid.tif").values
    tie = (np.abs(grid % 1 - 0.5) < 1e-6).any(axis=0)
    assert made.band.shape == warped.shape == (400, 400)
    assert 0.5 < (warped != 0).mean() < 1
    assert tie.mean() < 1e-3
    np.testing.assert_array_equal(made.band[~tie], warped[~tie])


def test_a_swath_on_the_map(qgis_process, tmp_path):
    """Each pixel is the source pixel that GDAL's forward map puts there."""
    x, y = swath(60, 80, west=179.6)
    values = np.arange(1, 4801, dtype=np.uint16).reshape(60, 80)
    image = write_swath(tmp_path, (x + 180) % 360 - 180, y, values, "PIXEL_CENTER")
    told = qgis_process.run(
        "gridr:creategridfromgeolocation", INPUT=image, TARGET_CRS="EPSG:4326",
        OUTPUT=tmp_path / "grid.tif", OUTPUT_ROUND_TRIP=tmp_path / "round.tif",
    )  # fmt: skip
    results = told["results"]
    assert results["STEP_USED"] == 1 and results["MAX_ROUND_TRIP"] < 1e-9
    assert results["FOLDED_COUNT"] == 0
    assert np.nanmax(read_raster(tmp_path / "round.tif").band) == results["MAX_ROUND_TRIP"]
    qgis_process.run(
        "gridr:gridresampling", INPUT=image, GRID=tmp_path / "grid.tif", INTERPOLATION="nearest",
        NODATA=0, OUTPUT=tmp_path / "out.tif",
    )  # fmt: skip
    made, grid = read_raster(tmp_path / "out.tif"), read_raster(tmp_path / "grid.tif")
    # Cells of the pixels' size, turned: few pixels fall between their centres.
    assert np.unique(made.band).size > 0.85 * 4800
    west, width, _, north, _, height = made.geotransform
    row, col = np.indices(made.band.shape) + 0.5
    known = np.isfinite(grid.values[0])
    ground = gdal_ground(image, *grid.values[:, known])
    away = ground[0] - (west + col * width)[known]
    np.testing.assert_allclose(away - 360 * np.round(away / 360), 0, atol=1e-9)
    np.testing.assert_allclose(ground[1], (north + row * height)[known], rtol=0, atol=1e-9)
    # Positions of the rim are on the outer edge of the outermost pixels at most.
    nearest = np.floor(grid.values[:, known] + 0.5).astype(int)
    inside = (nearest < [[60], [80]]).all(axis=0)
    np.testing.assert_array_equal(made.band[known][inside], values[tuple(nearest[:, inside])])
