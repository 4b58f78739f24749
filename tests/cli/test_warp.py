"""``gridr:creategridfromcrs`` and ``gridr:gridresampling`` in a chain, against gdalwarp."""

import numpy as np
import pytest
from osgeo import gdal
from tiny_rasters import read_raster, write_raster

# A frame in degrees that reaches beyond the source to the west and north; its cells of about 4 m
# by 5.5 m upsample the source's 10 m.
EXTENT = (3.0011, 45.1401, 3.0081, 45.1466)
CELL = 0.00005


@pytest.fixture(scope="module")
def chain(qgis_process, tmp_path_factory):
    """Make source, grids of a step of 1 and of a step by error; return their folder."""
    folder = tmp_path_factory.mktemp("warp")
    row, col = np.mgrid[:90, :80]
    smooth = 100 + 20 * np.sin(row / 9.0) + 15 * np.cos(col / 7.0) + 0.3 * row
    classes = np.random.default_rng(9).integers(0, 200, (90, 80))
    write_raster(folder / "smooth.tif", smooth)
    write_raster(folder / "classes.tif", classes, dtype=np.uint8)
    west, south, east, north = EXTENT
    frame_of_chain = (west, CELL, 0.0, north, 0.0, -CELL)
    write_raster(
        folder / "frame.tif", np.zeros((130, 140), np.uint8), geotransform=frame_of_chain, epsg=4326
    )
    frame = {
        "INPUT": folder / "smooth.tif",
        "EXTENT": f"{west},{east},{south},{north} [EPSG:4326]",
        "CELL_SIZE": CELL,
    }
    told = {
        "fine": qgis_process.run(
            "gridr:creategridfromcrs", **frame, STEP=1, OUTPUT=folder / "fine.tif"
        ),
        "coarse": qgis_process.run(
            "gridr:creategridfromcrs", **frame, OUTPUT=folder / "coarse.tif"
        ),
    }
    return folder, told


def warped(folder, name, method):
    west, south, east, north = EXTENT
    options = gdal.WarpOptions(
        format="MEM",
        outputBounds=(west, south, east, north),
        xRes=CELL,
        yRes=CELL,
        dstSRS="EPSG:4326",
        resampleAlg=method,
        errorThreshold=0,
        dstNodata=-1 if name == "smooth" else 255,
        outputType=gdal.GDT_Float64 if name == "smooth" else gdal.GDT_Byte,
        workingType=gdal.GDT_Float64,
    )
    dataset = gdal.Warp("", str(folder / f"{name}.tif"), options=options)
    return dataset.ReadAsArray(), dataset.GetGeoTransform()


def test_nearest_is_that_of_gdalwarp(qgis_process, chain, tmp_path):
    folder, _ = chain
    told = qgis_process.run(
        "gridr:gridresampling",
        INPUT=folder / "classes.tif",
        GRID=folder / "fine.tif",
        INTERPOLATION="nearest",
        NODATA=255,
        OUTPUT=tmp_path / "out.tif",
        OUTPUT_MASK=tmp_path / "mask.tif",
    )
    expected, geotransform = warped(folder, "classes", "near")
    made = read_raster(tmp_path / "out.tif")
    mask = read_raster(tmp_path / "mask.tif").band
    assert made.band.shape == expected.shape == (130, 140)
    assert made.epsg == 4326
    np.testing.assert_allclose(made.geotransform, geotransform, rtol=1e-12)
    assert np.array_equal(made.band, expected)
    assert np.array_equal(mask == 1, expected != 255)
    assert 0.1 < mask.mean() < 0.95
    assert told["results"]["VALID_COUNT"] == np.count_nonzero(mask)
    assert made.nodata == [255]


@pytest.mark.parametrize(("grid", "tolerance"), [("fine", 1e-6), ("coarse", 0.05)])
def test_linear_is_that_of_gdalwarp(qgis_process, chain, tmp_path, grid, tolerance):
    folder, told = chain
    qgis_process.run(
        "gridr:gridresampling",
        INPUT=folder / "smooth.tif",
        GRID=folder / f"{grid}.tif",
        INTERPOLATION="linear",
        OUTPUT=tmp_path / "out.tif",
        OUTPUT_MASK=tmp_path / "mask.tif",
    )
    expected, geotransform = warped(folder, "smooth", "bilinear")
    made = read_raster(tmp_path / "out.tif")
    mask = read_raster(tmp_path / "mask.tif").band == 1
    assert made.band.shape == expected.shape
    np.testing.assert_allclose(made.geotransform, geotransform, rtol=1e-12)
    np.testing.assert_allclose(made.band[mask], expected[mask], rtol=0, atol=tolerance)
    # gdalwarp goes on for half a source pixel at the border, with the weights that are left; here
    # all four pixels must exist. One source pixel is less than three output pixels.
    covered = expected != -1
    assert not (mask & ~covered).any()
    inner = covered.copy()
    for shift in (-3, 3):
        inner &= np.roll(covered, shift, 0) & np.roll(covered, shift, 1)
    assert (mask | ~inner).all()
    assert np.isnan(made.band[~mask]).all()
    if grid == "coarse":
        assert told["coarse"]["results"]["STEP_USED"] > 1
        assert told["coarse"]["results"]["MAXIMUM_ERROR"] <= 0.01


@pytest.mark.parametrize("kind", ["nearest", "linear"])
def test_a_warp_in_one_step_is_that_of_two(qgis_process, chain, tmp_path, kind):
    """The same bits as by the grid raster, and the numbers of both."""
    folder, made = chain
    name = "classes" if kind == "nearest" else "smooth"
    shared = {"INTERPOLATION": kind, "NODATA": 255}
    one = qgis_process.run(
        "gridr:warp",
        INPUT=folder / f"{name}.tif",
        REFERENCE=folder / "frame.tif",
        OUTPUT=tmp_path / "one.tif",
        OUTPUT_MASK=tmp_path / "one-mask.tif",
        **shared,
    )["results"]
    two = qgis_process.run(
        "gridr:gridresampling",
        INPUT=folder / f"{name}.tif",
        GRID=folder / "coarse.tif",
        OUTPUT=tmp_path / "two.tif",
        OUTPUT_MASK=tmp_path / "two-mask.tif",
        **shared,
    )["results"]
    for suffix in ("", "-mask"):
        here, there = (read_raster(tmp_path / f"{each}{suffix}.tif") for each in ("one", "two"))
        np.testing.assert_array_equal(here.band, there.band)
        np.testing.assert_allclose(here.geotransform, there.geotransform, rtol=1e-12)
    assert one["VALID_COUNT"] == two["VALID_COUNT"] > 0
    for number in ("STEP_USED", "MAXIMUM_ERROR", "RMS_ERROR"):
        assert one[number] == made["coarse"]["results"][number]


def test_a_cell_size_alone_zooms_out_of_the_input(qgis_process, chain, tmp_path):
    """Upright and 8 times coarser, as gdalwarp does it, which widens its kernel too."""
    folder, _ = chain
    told = qgis_process.run(
        "gridr:warp",
        INPUT=folder / "classes.tif",
        CELL_SIZE=80,
        DATA_TYPE="float64",
        OUTPUT=tmp_path / "out.tif",
        OUTPUT_MASK=tmp_path / "mask.tif",
    )
    made, mask = read_raster(tmp_path / "out.tif"), read_raster(tmp_path / "mask.tif").band == 1
    assert (told["results"]["HEIGHT"], told["results"]["WIDTH"]) == made.band.shape == (11, 10)
    left, _, _, top, _, _ = made.geotransform
    expected = gdal.Warp(
        "", str(folder / "classes.tif"), format="MEM", resampleAlg="cubic", errorThreshold=0,
        outputBounds=(left, top - 11 * 80, left + 800, top), width=10, height=11,
        outputType=gdal.GDT_Float64,
    )  # fmt: skip
    assert mask[2:-2, 2:-2].all()
    np.testing.assert_allclose(made.band[mask], expected.ReadAsArray()[mask], rtol=1e-5)


def test_a_target_with_a_cell_size_alone(qgis_process, chain, tmp_path):
    """As gdalwarp -t_srs -tr: the suggested extent, to a cell."""
    folder, _ = chain
    told = qgis_process.run(
        "gridr:warp",
        INPUT=folder / "smooth.tif",
        TARGET_CRS="EPSG:3857",
        CELL_SIZE=70,
        INTERPOLATION="nearest",
        OUTPUT=tmp_path / "out.tif",
    )
    made = read_raster(tmp_path / "out.tif")
    expected = gdal.Warp(
        "", str(folder / "smooth.tif"), format="VRT", dstSRS="EPSG:3857", xRes=70, yRes=70
    )
    np.testing.assert_allclose(made.geotransform, expected.GetGeoTransform(), rtol=1e-12)
    rows, cols = made.band.shape
    assert 0 <= rows - expected.RasterYSize <= 1 and 0 <= cols - expected.RasterXSize <= 1
    assert made.epsg == 3857 and told["results"]["VALID_COUNT"] > 0.7 * rows * cols
