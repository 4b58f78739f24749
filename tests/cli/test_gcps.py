"""``gridr:creategridfromgcps`` and ``gridr:gridresampling`` in a chain, against gdalwarp."""

import math

import numpy as np
import pytest
from osgeo import gdal, ogr
from tiny_rasters import EPSG, NORTH, WEST, read_raster, write_raster

ROWS, COLS = 90, 120


def points():
    """Return (row, col, x, y) of a raster that is turned and bent."""
    rng = np.random.default_rng(8)
    row, col = rng.uniform(0, ROWS - 1, 14), rng.uniform(0, COLS - 1, 14)
    x = WEST + 10 * col + 3 * row + 25 * np.sin(row / 25)
    y = NORTH - 10 * row + 3 * col + 25 * np.cos(col / 30)
    return np.column_stack((row, col, x, y))


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Rasters with ground control points, and one without beside its file of the Georeferencer."""
    folder = tmp_path_factory.mktemp("gcps")
    row, col = np.mgrid[:ROWS, :COLS]
    smooth = 100 + 20 * np.sin(row / 9.0) + 15 * np.cos(col / 7.0) + 0.3 * row
    classes = np.random.default_rng(9).integers(1, 200, (ROWS, COLS)).astype(np.uint8)
    write_raster(folder / "smooth.tif", smooth, gcps=points())
    write_raster(folder / "classes.tif", classes, gcps=points())
    write_raster(folder / "scan.tif", classes, geotransform=None, epsg=None)
    lines = [f"{x!r},{y!r},{c + 0.5!r},{-(r + 0.5)!r},1,0,0,0" for r, c, x, y in points().tolist()]
    head = [f"#CRS: EPSG:{EPSG}", "mapX,mapY,sourceX,sourceY,enable,dX,dY,residual"]
    (folder / "scan.tif.points").write_text("\n".join(head + lines) + "\n", encoding="utf-8")
    return folder


def warped(folder, name, algorithm, grid):
    """Return what ``gdalwarp -order 2`` makes over the frame of a grid of step 1."""
    x, width, _, y, _, height = grid.geotransform
    _, rows, cols = grid.values.shape
    return gdal.Warp(
        "", str(folder / f"{name}.tif"), format="MEM", resampleAlg=algorithm, errorThreshold=0,
        outputBounds=(x, y + rows * height, x + cols * width, y), width=cols, height=rows,
        dstSRS=f"EPSG:{grid.epsg}", dstNodata=0, warpOptions=["XSCALE=1", "YSCALE=1"],
        polynomialOrder=2,
    ).ReadAsArray()  # fmt: skip


def test_a_warp_by_control_points_is_that_of_gdalwarp(qgis_process, folder, tmp_path):
    told = qgis_process.run(
        "gridr:creategridfromgcps", INPUT=folder / "classes.tif", METHOD="polynomial2",
        STEP=1, TARGET_CRS="EPSG:4326", OUTPUT=tmp_path / "grid.tif",
    )["results"]  # fmt: skip
    grid = read_raster(tmp_path / "grid.tif")
    assert grid.epsg == 4326
    assert told["POINT_COUNT"] == 14 and told["INVALID_COUNT"] == 0
    assert 0.1 < told["RMS_RESIDUAL"] < told["MAX_RESIDUAL"] < 5
    for name, interpolation, algorithm in (
        ("classes", "nearest", "near"),
        ("smooth", "linear", "bilinear"),
    ):
        qgis_process.run(
            "gridr:gridresampling", INPUT=folder / f"{name}.tif", GRID=tmp_path / "grid.tif",
            INTERPOLATION=interpolation, NODATA=0, OUTPUT=tmp_path / f"{name}.tif",
        )  # fmt: skip
        made = read_raster(tmp_path / f"{name}.tif").band
        expected = warped(folder, name, algorithm, grid)
        row, col = grid.values
        if name == "classes":
            # On a side between two pixels either may be taken.
            tie = (np.abs(grid.values + 0.5 - np.round(grid.values + 0.5)) < 1e-6).any(axis=0)
            assert tie.mean() < 0.001 and (made > 0).mean() > 0.5
            assert np.array_equal(made[~tie], expected[~tie])
        else:
            inside = (row > 0) & (row < ROWS - 1) & (col > 0) & (col < COLS - 1)
            np.testing.assert_allclose(made[inside], expected[inside], rtol=0, atol=1e-6)


def test_a_file_of_the_georeferencer_and_the_layer_of_residuals(qgis_process, folder, tmp_path):
    told = qgis_process.run(
        "gridr:creategridfromgcps", INPUT=folder / "scan.tif", METHOD="polynomial2",
        POINTS_FILE=folder / "scan.tif.points", MAX_ERROR=0.05, OUTPUT=tmp_path / "grid.tif",
        OUTPUT_RESIDUALS=tmp_path / "residuals.gpkg",
    )["results"]  # fmt: skip
    assert told["STEP_USED"] > 1 and told["MAXIMUM_ERROR"] <= 0.05
    with_layer = ogr.Open(str(tmp_path / "residuals.gpkg"))  # which the layer does not keep open
    layer = with_layer.GetLayer()
    features = [layer.GetNextFeature() for _ in range(layer.GetFeatureCount())]
    assert len(features) == 14
    residuals = np.array([each.GetField("residual") for each in features])
    assert told["MAX_RESIDUAL"] == pytest.approx(residuals.max())
    assert told["RMS_RESIDUAL"] == pytest.approx(math.sqrt(np.mean(residuals**2)))
    given = points()
    for number, (row, col) in enumerate(given[:, :2]):
        assert features[number].GetField("row") == pytest.approx(row)
        assert features[number].GetField("col") == pytest.approx(col)
        off = (
            features[number].GetField("pred_row") - row,
            features[number].GetField("pred_col") - col,
        )
        assert math.hypot(*off) == pytest.approx(residuals[number], abs=1e-9)


def test_points_that_do_not_suffice_are_one_sentence_and_code_1(qgis_process, folder, tmp_path):
    path = tmp_path / "few.points"
    path.write_text("0,0,0,0,1\n1,1,5,-5,1\n2,2,10,-10,1\n", encoding="utf-8")
    for method, sentence in (
        (
            "polynomial2",
            "METHOD is polynomial2, which needs 6 control points or more; there are 3.",
        ),
        ("tps", "The control points are all on one line or at one place in the raster."),
    ):
        done = qgis_process.start(
            "gridr:creategridfromgcps", INPUT=folder / "scan.tif", POINTS_FILE=path,
            METHOD=method, TARGET_CRS="EPSG:4326", OUTPUT=tmp_path / "grid.tif",
        )  # fmt: skip
        assert done.returncode == 1
        assert sentence in done.stderr + done.stdout
        assert "Traceback" not in done.stderr + done.stdout
    assert not (tmp_path / "grid.tif").exists()
