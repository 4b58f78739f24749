"""Grid rasters from a change of reference system: steps, tiles, executors."""

import os

import numpy as np
import pytest
from osgeo import gdal, osr

from gridr_qgis.core.chains import grid_writing
from gridr_qgis.core.chains.crs_grid_chain import make_crs_grid
from gridr_qgis.core.chains.jobs import Cancelled, CrsGridJob, Destination, Resources
from gridr_qgis.core.conventions.frame import frame_of_extent
from gridr_qgis.core.transforms.crs import CrsToSource
from gridr_qgis.core.transforms.nodes import compute_nodes, measure_error


def wkt(code):
    reference = osr.SpatialReference()
    reference.ImportFromEPSG(code)
    return reference.ExportToWkt()


TARGET = frame_of_extent(420000, 4800000, 650000, 4980000, 1000, 1000, wkt(32631))


@pytest.fixture
def source(tmp_path):
    path = str(tmp_path / "source.tif")
    dataset = gdal.GetDriverByName("GTiff").Create(path, 300, 200, 1)
    dataset.SetGeoTransform((2.0, 0.01, 0.0, 45.0, 0.0, -0.01))
    dataset.SetProjection(wkt(4326))
    return path


@pytest.fixture
def make(source, tmp_path):
    """Return a function that makes a grid and returns the report and the nodes."""

    def run(frame=TARGET, progress=None, cancelled=None, **settings):
        (tmp_path / "out").mkdir(exist_ok=True)
        path = str(tmp_path / "out" / "grid.tif")
        job = CrsGridJob(source, frame, Destination(path), **settings)
        report = make_crs_grid(job, progress, cancelled)
        return report, gdal.Open(path).ReadAsArray()

    return run


@pytest.mark.parametrize("max_error", [0.001, 0.01, 0.1])
def test_the_step_is_the_largest_that_keeps_the_error(make, max_error):
    report, nodes = make(max_error=max_error)
    assert 1 < report.step < 128 and nodes.shape == (2, report.rows, report.cols)
    assert 0 < report.error.rms <= report.error.maximum <= max_error
    assert make(step=2 * report.step)[0].error.maximum > max_error


def test_tiles_and_threads_do_not_change_a_bit(make, source, monkeypatch):
    transform = CrsToSource(grid_writing_frame(source), TARGET.crs_wkt, 100)
    expected = compute_nodes(transform, TARGET, 2)
    error = measure_error(transform, TARGET, 2, *expected)
    for side, threads in ((256, 1), (33, 3), (1, 1)):
        if side == 1:
            expected = compute_nodes(transform, TARGET, 16)
            error = measure_error(transform, TARGET, 16, *expected)
        monkeypatch.setattr(grid_writing, "_SIDE", side)
        step = 16 if side == 1 else 2
        report, nodes = make(step=step, resources=Resources(threads=threads))
        np.testing.assert_array_equal(nodes, expected)
        assert (report.error.points, report.error.maximum) == (error.points, error.maximum)
        assert report.error.rms == pytest.approx(error.rms, rel=1e-12)
        assert report.invalid_count == 0


def grid_writing_frame(path):
    from gridr_qgis.core.rasters.reading import frame_of, open_raster

    with open_raster(path) as dataset:
        return frame_of(dataset)


def test_a_grid_of_step_1_is_exact(make):
    report, nodes = make(max_error=1e-12)
    assert report.step == 1 and nodes.shape == (2, *TARGET.shape)
    assert report.has_error and report.error.maximum == 0 and report.error.points == 0


# --- cells of another size ---------------------------------------------------------------------


def like_gdalwarp(dataset, warped, size):
    """Check that a grid of step 1 has gdalwarp's frame, to a cell on the south and east."""
    west, width, _, north, _, height = dataset.GetGeoTransform()
    assert (width, -height) == (size, size)
    expected = warped.GetGeoTransform()
    np.testing.assert_allclose((west, north), (expected[0], expected[3]), rtol=0, atol=1e-6 * size)
    assert 0 <= dataset.RasterXSize - warped.RasterXSize <= 1
    assert 0 <= dataset.RasterYSize - warped.RasterYSize <= 1


@pytest.mark.parametrize(
    ("code", "size"), [(32631, 3000), (32631, 777.7), (3857, 5000), (3035, 4096), (4326, 0.07)]
)
def test_cells_of_a_size_in_another_system_are_those_of_gdalwarp(
    make, source, tmp_path, code, size
):
    make(frame=None, crs_wkt=wkt(code), cell_size=size, step=1)
    dataset = gdal.Open(str(tmp_path / "out" / "grid.tif"))
    warped = gdal.Warp("", source, format="VRT", dstSRS=f"EPSG:{code}", xRes=size, yRes=size)
    like_gdalwarp(dataset, warped, size)
    # All that is suggested is covered, and no row or column lies outside of it.
    suggested = gdal.Warp("", source, format="VRT", dstSRS=f"EPSG:{code}")
    _, width, _, _, _, height = suggested.GetGeoTransform()
    for made, side in (
        (dataset.RasterXSize, suggested.RasterXSize * width),
        (dataset.RasterYSize, -suggested.RasterYSize * height),
    ):
        assert made - 1 < side / size <= made + 1e-6


def test_a_cell_size_alone_keeps_system_and_extent(make, tmp_path):
    """2 x 3 degrees by 0.07: to the nearest cell, 28.6 rows and 42.9 columns."""
    make(frame=None, cell_size=0.07, step=1)
    dataset = gdal.Open(str(tmp_path / "out" / "grid.tif"))
    assert (dataset.RasterYSize, dataset.RasterXSize) == (29, 43)
    assert dataset.GetGeoTransform() == (2.0, 0.07, 0.0, 45.0, 0.0, -0.07)


def test_a_cell_size_alone_over_a_rotated_source(make, source, tmp_path):
    """Turned by a quarter and a half: the rectangle around all corners."""
    dataset = gdal.Open(source, gdal.GA_Update)
    dataset.SetGeoTransform((2.0, 0.01, 0.01, 45.0, 0.01, -0.01))
    dataset = None
    make(frame=None, cell_size=0.5, step=1)
    dataset = gdal.Open(str(tmp_path / "out" / "grid.tif"))
    assert (dataset.RasterYSize, dataset.RasterXSize) == (10, 10)
    assert dataset.GetGeoTransform() == pytest.approx((2.0, 0.5, 0.0, 48.0, 0.0, -0.5))


@pytest.mark.parametrize("target", ["", wkt(3857)])
@pytest.mark.parametrize("size", [0, -1.0, 1e-9, float("nan")])
def test_cell_sizes_that_are_refused(make, tmp_path, target, size):
    with pytest.raises(ValueError, match=f"CELL_SIZE is {size}; it must be positive"):
        make(frame=None, crs_wkt=target, cell_size=size)
    assert os.listdir(tmp_path / "out") == []


def test_cancelling_leaves_nothing(make, tmp_path):
    shares = []
    with pytest.raises(Cancelled):
        make(progress=shares.append, cancelled=lambda: len(shares) > 5, max_error=1e-12)
    assert len(shares) == 6 and shares == sorted(shares)
    assert os.listdir(tmp_path / "out") == []
