"""A warp in one step: the same bits as grid raster and resampling, and as gdalwarp."""

import functools
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from osgeo import gdal, osr

from gridr_qgis.core.chains.crs_grid_chain import make_crs_grid
from gridr_qgis.core.chains.jobs import (
    Cancelled,
    CrsGridJob,
    Destination,
    GridBands,
    RasterMask,
    ResamplingJob,
    Resources,
)
from gridr_qgis.core.chains.resampling_chain import resample_raster
from gridr_qgis.core.chains.warp_chain import warp_raster
from gridr_qgis.core.chains.workplace import Workplace
from gridr_qgis.core.conventions.frame import frame_of_extent


def wkt(code):
    reference = osr.SpatialReference()
    reference.ImportFromEPSG(code)
    return reference.ExportToWkt()


UTM, DEGREES, MERCATOR = wkt(32631), wkt(4326), wkt(3857)
GEOTRANSFORM = (400000.0, 10.0, 0.0, 5000000.0, 0.0, -10.0)


def write(path, values, nodata=None):
    code = {"f": gdal.GDT_Float64, "u": gdal.GDT_Byte}[values.dtype.kind]
    dataset = gdal.GetDriverByName("GTiff").Create(str(path), *values.shape[::-1], 1, code)
    dataset.SetGeoTransform(GEOTRANSFORM)
    dataset.SetProjection(UTM)
    if nodata is not None:
        dataset.GetRasterBand(1).SetNoDataValue(nodata)
    dataset.GetRasterBand(1).WriteArray(values)
    dataset = None
    return str(path)


@pytest.fixture(scope="module")
def paths(tmp_path_factory):
    folder = tmp_path_factory.mktemp("warp")
    row, col = np.mgrid[:260, :300]
    smooth = 100 + 20 * np.sin(row / 9.0) + 15 * np.cos(col / 7.0) + 0.1 * row
    mask = np.ones(smooth.shape, np.uint8)
    mask[100:120, 130:150] = 0
    classes = np.random.default_rng(0).integers(1, 200, smooth.shape).astype(np.uint8)
    return {
        "smooth": write(folder / "smooth.tif", smooth),
        "classes": write(folder / "classes.tif", classes),
        "mask": write(folder / "mask.tif", mask),
    }


def job(paths, folder, name="out", frame=None, crs_wkt="", grid=(), source="smooth", **settings):
    folder.mkdir(exist_ok=True)
    made = CrsGridJob(paths[source], frame, None, crs_wkt, **dict(grid))
    return ResamplingJob(
        paths[source],
        made,
        Destination(str(folder / f"{name}.tif")),
        output_mask=Destination(str(folder / f"{name}-mask.tif")),
        **settings,
    )


def read(path):
    return gdal.Open(path).ReadAsArray()


def results(the_job):
    return read(the_job.output.path), read(the_job.output_mask.path)


@pytest.mark.parametrize("antialias", [False, True])
@pytest.mark.parametrize("cell", [8.0, 31.0])
def test_it_is_what_grid_and_resampling_give(engine, paths, tmp_path, cell, antialias):
    """With a mask, a bound for the error, tiles, threads and any executor."""
    frame = frame_of_extent(192000, 5641000, 196800, 5645600, cell, cell, MERCATOR)
    settings = {
        "interpolator": "bspline3",
        "validity_policy": "renormalized",
        "mask": RasterMask(paths["mask"]),
        "antialias": antialias,
    }
    grid = CrsGridJob(paths["smooth"], frame, Destination(str(tmp_path / "grid.tif")))
    made = make_crs_grid(grid)
    bands = GridBands(grid.output.path)
    two = ResamplingJob(
        paths["smooth"], bands, Destination(str(tmp_path / "two.tif")),
        output_mask=Destination(str(tmp_path / "two-mask.tif")), **settings,
    )  # fmt: skip
    expected_report = resample_raster(two)
    expected = results(two)
    assert expected[1].mean() > 0
    whole = job(paths, tmp_path, "whole", frame, **settings)
    report = warp_raster(whole)
    assert (report.grid.step, report.grid.error) == (made.step, made.error)
    assert report.resampling == expected_report
    for one, other in zip(results(whole), expected):
        np.testing.assert_array_equal(one, other)
    if engine == "numpy":
        return
    with pytest.MonkeyPatch.context() as patch, ThreadPoolExecutor(3) as pool:
        patch.setattr(Workplace, "tile_side", lambda self, bytes_per_pixel: 50)
        for name, how in (("pool", {"executor": pool}), ("threads", {})):
            tiled = job(paths, tmp_path, name, frame, resources=Resources(threads=2), **settings)
            warp_raster(tiled, **how)
            for one, other in zip(results(tiled), expected):
                np.testing.assert_array_equal(one, other)


def gdal_warp(path, method, frame=None, crs_wkt=None, **options):
    if frame is not None:
        left, width, _, top, _, height = frame.geotransform
        bounds = (left, top + frame.rows * height, left + frame.cols * width, top)
        options.update(outputBounds=bounds, width=frame.cols, height=frame.rows)
    return gdal.Warp(
        "", path, format="MEM", dstSRS=crs_wkt or frame.crs_wkt, resampleAlg=method,
        errorThreshold=0, outputType=gdal.GDT_Float64, workingType=gdal.GDT_Float64,
        dstNodata=-1, **options,
    )  # fmt: skip


def test_nearest_is_gdalwarps_but_for_ties(paths, tmp_path):
    """A suggested frame; the exact position decides where the two differ: on a pixel's edge."""
    the_job = job(paths, tmp_path, crs_wkt=MERCATOR, source="classes", interpolator="nearest",
                  grid={"step": 1}, nodata=0)  # fmt: skip
    report = warp_raster(the_job)
    expected = gdal_warp(paths["classes"], "near", crs_wkt=MERCATOR)
    made = gdal.Open(the_job.output.path)
    assert made.GetGeoTransform() == expected.GetGeoTransform()
    values, mask = results(the_job)
    expected = expected.ReadAsArray()
    assert expected.shape == values.shape and report.grid.error.points == 0
    differs = np.where(mask != 0, values.astype(float), -1) != expected
    assert differs.mean() < 1e-4


@pytest.mark.parametrize("method, kind", [("bilinear", "linear"), ("cubic", "cubic")])
def test_convolution_is_gdalwarps_inside(paths, tmp_path, method, kind):
    frame = frame_of_extent(192700, 5641700, 196300, 5644700, 9.0, 9.0, MERCATOR)
    the_job = job(paths, tmp_path, frame=frame, interpolator=kind, grid={"step": 1})
    warp_raster(the_job)
    expected = gdal_warp(
        paths["smooth"], method, frame, warpOptions=["XSCALE=1", "YSCALE=1"]
    ).ReadAsArray()
    values, mask = results(the_job)
    assert mask.mean() > 0.9
    np.testing.assert_allclose(values[mask != 0], expected[mask != 0], rtol=1e-6)


def test_the_error_told_holds(paths, tmp_path):
    """Against the exact warp: the values are off by the slope times the error, at most."""
    frame = frame_of_extent(192700, 5641700, 196300, 5644700, 9.0, 9.0, MERCATOR)
    exact = job(paths, tmp_path, "exact", frame=frame, interpolator="cubic", grid={"step": 1})
    warp_raster(exact)
    for max_error in (0.1, 1e-4):
        coarse = job(
            paths, tmp_path, "coarse", frame=frame, interpolator="cubic",
            grid={"max_error": max_error},
        )  # fmt: skip
        report = warp_raster(coarse)
        assert report.grid.step > 1 and report.grid.error.maximum <= max_error
        (one, mask), (other, _) = results(coarse), results(exact)
        both = (mask != 0) & (results(exact)[1] != 0)
        slope = 20 / 9 + 15 / 7 + 0.1
        off = np.abs(one - other)[both].max()
        assert off <= 1.5 * slope * report.grid.error.maximum


def test_zooming_out_is_gdalwarps(paths, tmp_path):
    """8 times coarser, upright: GDAL widens its kernel too. Without it the result is another."""
    frame = frame_of_extent(400000, 4997440, 402960, 5000000, 80, 80, UTM)
    the_job = job(paths, tmp_path, frame=frame, source="classes", antialias=True, dtype="float64")
    warp_raster(the_job)
    values, mask = results(the_job)
    expected = gdal_warp(paths["classes"], "cubic", frame).ReadAsArray()
    assert mask[3:-3, 3:-3].all()
    np.testing.assert_allclose(values[mask != 0], expected[mask != 0], rtol=1e-5)
    plain = job(paths, tmp_path, "plain", frame=frame, source="classes", dtype="float64")
    warp_raster(plain)
    inside = slice(3, -3), slice(3, -3)
    assert results(plain)[0][inside].std() > 5 * values[inside].std()


def test_a_target_elsewhere_is_all_invalid(paths, tmp_path):
    frame = frame_of_extent(10.0, 20.0, 11.0, 21.0, 0.1, 0.1, DEGREES)
    the_job = job(paths, tmp_path, frame=frame)
    report = warp_raster(the_job)
    assert report.resampling.valid_count == 0
    assert not results(the_job)[1].any()
    assert report.grid.remarks == (
        "No part of the output lies on INPUT; look at where the two are.",
    )
    assert report.resampling.remarks[0].startswith("No pixel of the output is valid: the grid")


def test_what_is_refused(paths, tmp_path):
    frame = frame_of_extent(3.0, 45.0, 3.1, 45.1, 0.01, 0.01, DEGREES)
    for changes, words in (
        ({"grid": {"step": 0}}, "STEP is 0"),
        ({"grid": {"max_error": 0.0}}, "MAX_ERROR is 0.0"),
        ({"frame": None}, "Give TARGET_CRS, REFERENCE"),
        ({"nodata": 300, "dtype": "uint8"}, "NODATA is 300"),
        ({"interpolator": "sinc"}, "sinc"),
        ({"bands": (2,)}, "no band 2"),
    ):
        with pytest.raises(Exception, match=words):
            warp_raster(job(paths, tmp_path / "refused", **{"frame": frame, **changes}))
    over = job(paths, tmp_path, frame=frame, grid={"reference": str(tmp_path / "ref.tif")})
    over = functools.partial(ResamplingJob, over.source, over.grid)
    write(tmp_path / "ref.tif", np.ones((4, 4)))
    with pytest.raises(Exception, match=r"OUTPUT is .*which is an input"):
        warp_raster(over(Destination(str(tmp_path / "ref.tif"))))
    assert list((tmp_path / "refused").iterdir()) == []


@pytest.mark.parametrize("share", [0.05, 0.5])
def test_cancelling_leaves_nothing(paths, tmp_path, share):
    frame = frame_of_extent(192000, 5641000, 196800, 5645600, 8.0, 8.0, MERCATOR)
    the_job, told = job(paths, tmp_path / "cancelled", frame=frame), []
    with pytest.raises(Cancelled):
        warp_raster(the_job, told.append, lambda: bool(told) and told[-1] >= share)
    assert told == sorted(told)
    assert list((tmp_path / "cancelled").iterdir()) == []
