"""Rasters as regions, and their cells counted by tiles."""

import pickle

import numpy as np
import pytest
from osgeo import gdal

from gridr_qgis.core.chains.jobs import Cancelled, CellCountJob, Resources
from gridr_qgis.core.chains.region_info import CellCounter, count_cells, describe_region
from gridr_qgis.core.conventions.region import Region
from gridr_qgis.core.rasters.errors import RasterError


@pytest.fixture
def write(tmp_path):
    """Write one band (or what `layers` has) and return the path."""

    def go(layers, geotransform=(0.0, 10.0, 0.0, 0.0, 0.0, -10.0), options=(), code=None):
        layers = np.asarray(layers)
        layers = layers[np.newaxis] if layers.ndim == 2 else layers
        code = (
            code
            or {"f": gdal.GDT_Float32, "u": gdal.GDT_Byte, "c": gdal.GDT_CFloat32}[
                layers.dtype.kind
            ]
        )
        path, (count, rows, cols) = str(tmp_path / "raster.tif"), layers.shape
        driver = gdal.GetDriverByName("GTiff")
        dataset = driver.Create(path, cols, rows, count, code, list(options))
        if geotransform is not None:
            dataset.SetGeoTransform(geotransform)
        for number, layer in enumerate(layers, 1):
            dataset.GetRasterBand(number).WriteArray(layer)
        dataset.FlushCache()
        return path

    return go


def test_a_raster_as_a_region(write):
    info = describe_region(write(np.zeros((2, 3, 4), np.uint8), (7.0, 2.5, 0.0, 9.0, 0.0, -3.0)))
    assert info.region == Region(9, 0, 17, 7, 3, 4)
    assert info.turned == (False, False)
    assert [str(band.dtype) for band in info.bands] == ["uint8", "uint8"]


def test_rows_that_run_northwards_and_columns_westwards(write):
    info = describe_region(write(np.zeros((3, 4), np.uint8), (17.0, -2.5, 0.0, 0.0, 0.0, 3.0)))
    assert info.region == Region(9, 0, 17, 7, 3, 4)
    assert info.turned == (True, True)


def test_without_a_georeference(write):
    info = describe_region(write(np.zeros((3, 4), np.uint8), None))
    assert info.region == Region(0, -3, 4, 0, 3, 4)
    assert info.frame.geotransform is None


def test_complex_numbers_have_a_region_and_no_counts(write):
    path = write(np.zeros((3, 4), np.complex64))
    assert describe_region(path).region.shape == (3, 4)
    with pytest.raises(RasterError, match="Band 1 of INPUT holds complex numbers"):
        count_cells(CellCountJob(path))


def test_what_has_no_region(write):
    with pytest.raises(RasterError, match="INPUT is rotated"):
        describe_region(write(np.zeros((3, 4), np.uint8), (0.0, 8.0, 6.0, 0.0, 6.0, -8.0)))
    path = write(np.zeros((3, 4), np.uint8))
    for band in (0, 2):
        with pytest.raises(RasterError, match=f"INPUT has no band {band}; it has 1 band"):
            describe_region(path, band)
    with pytest.raises(RasterError, match="INPUT has no band 2"):
        count_cells(CellCountJob(path, 2))


@pytest.mark.parametrize("options", [(), ("TILED=YES", "BLOCKXSIZE=64", "BLOCKYSIZE=64")])
@pytest.mark.parametrize("threads", [1, 3])
def test_counts_are_those_of_the_whole(write, options, threads):
    rng = np.random.default_rng(1)
    values = rng.normal(size=(700, 1111)).astype(np.float32)
    values[rng.random(values.shape) < 0.3] = np.nan
    values[0, 0] = np.inf
    path = write(values, options=options)
    counts = count_cells(CellCountJob(path, resources=Resources(threads, 64)))
    assert counts.valid == np.count_nonzero(np.isfinite(values))
    assert counts.valid + counts.null == values.size


def test_progress_and_cancelling(write):
    path = write(np.zeros((700, 1111), np.uint8))
    shares = []
    assert count_cells(CellCountJob(path), shares.append).null == 0
    assert shares == sorted(shares)
    assert shares[-1] == 1
    with pytest.raises(Cancelled):
        count_cells(CellCountJob(path), cancelled=lambda: True)


def test_a_job_travels(write):
    path = write(np.ones((3, 4), np.uint8))
    job = pickle.loads(pickle.dumps(CellCountJob(path)))
    assert CellCounter(job, lambda: None)(((0, 1), (1, 3))) == 6
