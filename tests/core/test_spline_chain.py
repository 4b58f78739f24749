"""Rasters by splines: beside the functions on arrays, and what files add to them."""

from pathlib import Path

import numpy as np
import pytest
from osgeo import gdal, osr

from gridr_qgis.core import SPLINE_OUTPUTS, resample_nearest, resample_spline_outputs
from gridr_qgis.core.chains import workplace
from gridr_qgis.core.chains.jobs import Cancelled, Destination, RasterMask, Resources
from gridr_qgis.core.chains.spline_chain import resample_by_spline
from gridr_qgis.core.chains.spline_jobs import DERIVED_OUTPUTS, RasterBand, SplineJob
from gridr_qgis.core.conventions.frame import Frame
from gridr_qgis.core.grass.operations import Spline
from gridr_qgis.core.grass.segments import Segmentation
from gridr_qgis.core.rasters.errors import RasterError


def wkt_of(epsg):
    reference = osr.SpatialReference()
    reference.ImportFromEPSG(epsg)
    return reference.ExportToWkt()


UTM = wkt_of(32631)


def frame(west, north, width, height, rows, cols, wkt=UTM):
    return Frame(rows, cols, (west, width, 0.0, north, 0.0, -height), wkt)


SOURCE = frame(500_000.7, 5_000_000.3, 10.1, 9.7, 40, 45)
FINE = frame(500_000.7, 5_000_000.3, 10.1 * 45 / 80, 9.7 * 40 / 70, 70, 80)
TARGETS = {
    "whole": FINE,
    "shifted": frame(500_033.1, 4_999_955.2, 3.3, 2.9, 70, 80),
    "coarse": frame(499_803.1, 5_000_187.2, 43.7, 61.1, 17, 24),
}


def values_of(frame, seed=0, nulls=0.02):
    rng = np.random.default_rng(seed)
    array = rng.normal(100, 30, frame.shape)
    array[rng.random(frame.shape) < nulls] = np.nan
    array[12:30, 20:35] = np.nan
    return array


@pytest.fixture
def made(tmp_path):
    """Return a function that writes an array (rows, cols) or (bands, rows, cols)."""

    def write(array, frame, nodata=None, name=None):
        layers = np.atleast_3d(array.T).T
        path = str(tmp_path / (name or f"{len(list(tmp_path.iterdir()))}.tif"))
        kind = {"f8": gdal.GDT_Float64, "f4": gdal.GDT_Float32, "u1": gdal.GDT_Byte}
        dataset = gdal.GetDriverByName("GTiff").Create(
            path, frame.cols, frame.rows, len(layers), kind[layers.dtype.str[1:]]
        )
        dataset.SetGeoTransform(frame.geotransform)
        dataset.SetProjection(frame.crs_wkt)
        for number, layer in enumerate(layers, 1):
            dataset.GetRasterBand(number).WriteArray(layer)
            if nodata is not None:
                dataset.GetRasterBand(number).SetNoDataValue(nodata)
        return path

    return write


def job_of(folder, source, frame, derived=(), **given):
    folder = Path(folder)
    folder.mkdir(exist_ok=True)
    return SplineJob(
        source,
        frame,
        Destination(str(folder / "surface.tif")),
        {name: Destination(str(folder / f"{name}.tif")) for name in derived},
        output_mask=Destination(str(folder / "mask.tif")),
        **given,
    )


def read(job):
    """Return the arrays of all outputs by name, and the mask."""
    paths = {"elevation": job.output.path, **{k: v.path for k, v in job.derived.items()}}
    found = {name: gdal.Open(path).ReadAsArray() for name, path in paths.items()}
    return found, gdal.Open(job.output_mask.path).ReadAsArray()


def scale_of(path):
    dataset = gdal.Open(str(path))
    return dataset.GetRasterBand(1).GetScale()


def same_bits(one, other):
    one, other = (np.where(np.isnan(array), np.nan, array) for array in (one, other))
    np.testing.assert_array_equal(one.view(np.uint64), other.view(np.uint64))


@pytest.mark.parametrize("target", TARGETS)
def test_the_chain_gives_what_arrays_give(engine, made, tmp_path, target, monkeypatch):
    """By tiles of many sizes, in threads, with little memory: to the bit."""
    array, target = values_of(SOURCE), TARGETS[target]
    derived = ("slope", "mean") if engine == "numba" else ()
    names = ("elevation", *derived)
    expected = resample_spline_outputs(array, SOURCE.region(), target.region(), names, tension=30.0)
    path = made(array, SOURCE)
    for side, resources in (
        (37, Resources(threads=2)), (96, Resources(threads=1, max_memory=64)),
        (None, Resources()),
    ):  # fmt: skip
        with monkeypatch.context() as patch:
            if side is not None:
                patch.setattr(workplace.Workplace, "tile_side", lambda self, _, side=side: side)
            job = job_of(
                tmp_path / "out", path, target, derived, operation=Spline(tension=30.0),
                resources=resources,
            )  # fmt: skip
            report = resample_by_spline(job)
        found, mask = read(job)
        for name in names:
            same_bits(found[name], expected[name])
        np.testing.assert_array_equal(mask, ~np.isnan(expected["elevation"]))
        assert report.valid_count == mask.sum() and report.rows == target.rows


def test_bands_types_and_nodata(made, tmp_path):
    array = np.random.default_rng(0).integers(1, 200, (3, *SOURCE.shape)).astype(np.uint8)
    array[1, 5:9, 7] = 7
    path = made(array, SOURCE, nodata=7)
    job = job_of(tmp_path / "out", path, FINE, ("slope",), bands=(2, 3), dtype="float32", nodata=-1)
    resample_by_spline(job)
    found, _ = read(job)
    plain = resample_spline_outputs(
        array, SOURCE.region(), FINE.region(), ("elevation", "slope"), null=7
    )
    np.testing.assert_array_equal(found["elevation"], plain["elevation"][1:].astype(np.float32))
    np.testing.assert_array_equal(found["slope"], plain["slope"][1:].astype(np.float32))
    dataset = gdal.Open(job.output.path)
    assert dataset.GetRasterBand(1).GetNoDataValue() == -1
    dataset = gdal.Open(job.derived["slope"].path)
    slope = dataset.GetRasterBand(2)
    assert np.isnan(slope.GetNoDataValue()) and slope.GetDescription() == "slope"


def test_smoothing_and_masks(engine, made, tmp_path):
    array = values_of(SOURCE)
    smoothing = np.random.default_rng(1).uniform(0, 2, SOURCE.shape)
    hidden = np.ones(SOURCE.shape, np.uint8)
    hidden[30:, :20] = 0
    mask = np.random.default_rng(2).integers(0, 3, SOURCE.shape).astype(np.uint8)
    job = job_of(
        tmp_path / "out",
        made(array, SOURCE),
        FINE,
        ("slope",),
        operation=Spline(smoothing=None),
        smoothing=RasterBand(made(np.stack([array, smoothing]), SOURCE), 2),
        mask=RasterMask(made(hidden, SOURCE)),
        target_mask=RasterMask(made(mask, SOURCE, nodata=2)),
    )
    resample_by_spline(job)
    found, known = read(job)
    allowed = resample_nearest(mask, SOURCE.region(), FINE.region())
    expected = resample_spline_outputs(
        np.where(hidden == 0, np.nan, array), SOURCE.region(), FINE.region(),
        ("elevation", "slope"), smoothing=smoothing, target_mask=allowed == 1,
    )  # fmt: skip
    for name in expected:
        same_bits(found[name], expected[name])
    np.testing.assert_array_equal(known, ~np.isnan(expected["elevation"]))


@pytest.mark.parametrize("which", ["source", "target", "both"])
def test_rows_to_the_north_and_columns_to_the_west(made, tmp_path, which):
    array = values_of(SOURCE)
    expected = resample_spline_outputs(
        array, SOURCE.region(), FINE.region(), ("elevation", "dx", "dy")
    )

    def turned(frame):
        width, height = frame.geotransform[1], frame.geotransform[5]
        west, north = frame.geotransform[0], frame.geotransform[3]
        return Frame(
            *frame.shape,
            (west + frame.cols * width, -width, 0.0, north + frame.rows * height, 0.0, -height),
            UTM,
        )

    source = turned(SOURCE) if which != "target" else SOURCE
    target = turned(FINE) if which != "source" else FINE
    path = made(np.ascontiguousarray(array[::-1, ::-1]) if source != SOURCE else array, source)
    job = job_of(tmp_path / "out", path, target, ("dx", "dy"))
    resample_by_spline(job)
    for name, values in read(job)[0].items():
        values = values[::-1, ::-1] if target != FINE else values
        np.testing.assert_allclose(values, expected[name], rtol=0, atol=1e-6)


def test_integers_are_rounded_half_to_even_and_clipped(made, tmp_path):
    array = np.full(SOURCE.shape, 2.5)
    array[:, 25:] = 300
    job = job_of(tmp_path / "out", made(array, SOURCE), SOURCE, ("dx",), dtype="uint8", nodata=9)
    resample_by_spline(job)
    found, _ = read(job)
    assert found["elevation"].dtype == np.uint8 and found["dx"].dtype == np.float64
    assert (found["elevation"][:, 5] == 2).all() and (found["elevation"][:, -5] == 255).all()


def test_what_is_told(made, tmp_path):
    array = values_of(SOURCE)
    path = made(array, SOURCE)
    away = frame(900_000, 5_000_000, 5, 5, 4, 5)
    report = resample_by_spline(job_of(tmp_path / "out", path, away))
    assert "No cell of the output gets anything from INPUT" in report.remarks[0]
    degrees = frame(3, 45, 0.01, 0.01, 40, 45, wkt_of(4326))
    report = resample_by_spline(job_of(tmp_path / "out", made(array, degrees), degrees))
    assert "INPUT is in degrees, which count as planar units" in report.remarks[0]
    dataset = gdal.Open(path, gdal.GA_Update)
    dataset.GetRasterBand(1).SetScale(0.1)
    dataset = None
    report = resample_by_spline(job_of(tmp_path / "out", path, SOURCE, ("slope",)))
    assert report.remarks[0].startswith("INPUT has a scale; what is derived")
    assert scale_of(tmp_path / "out" / "surface.tif") == 0.1
    scaled = job_of(tmp_path / "out", path, SOURCE, operation=Spline(zscale=2.0))
    assert resample_by_spline(scaled).remarks == ()
    assert scale_of(scaled.output.path) in (None, 1.0)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"operation": "tiny tension"}, "tension is 0.001, which is too small"),
        ({"operation": "large segments"}, "window of a segment has 1800 cells, it must have 900"),
        ({"source": "nulls"}, "INPUT has no value where the output needs one"),
        ({"smoothing": "other cells"}, "SMOOTHING_RASTER has 70 x 80 cells; it must have those"),
        ({"smoothing": "elsewhere"}, "SMOOTHING_RASTER has 40 x 45 cells; it must have those"),
        ({"smoothing": "negative"}, "smoothing is -2 somewhere"),
        ({"smoothing": "no band"}, "SMOOTHING_RASTER"),
        ({"target_mask": "degrees"}, "another reference system than TARGET_MASK"),
        ({"derived": "twice"}, "OUTPUT_ASPECT is .*, which is OUTPUT_SLOPE as well"),
        ({"derived": "surface"}, "OUTPUT_SLOPE is .*, which is OUTPUT as well"),
        ({"derived": "input"}, "OUTPUT_SLOPE is .*, which is an input"),
        ({"derived": "no folder"}, "OUTPUT_SLOPE is .*, but the folder"),
        ({"dtype": "complex64"}, ""),
    ],
)
def test_one_sentence_and_nothing_written(made, tmp_path, change, sentence):
    array = values_of(SOURCE)
    path, out = made(array, SOURCE), tmp_path / "out"
    job = job_of(out, path, FINE, ("slope",))
    ((field, kind),) = change.items()
    given = {
        "tiny tension": lambda: Spline(tension=1e-3, smoothing=0.0),
        "large segments": lambda: Spline(segmentation=Segmentation(3000, 4000), overlap=0),
        "nulls": lambda: made(np.full(SOURCE.shape, np.nan), SOURCE),
        "other cells": lambda: RasterBand(made(np.ones(FINE.shape), FINE)),
        "elsewhere": lambda: RasterBand(
            made(np.ones(SOURCE.shape), frame(500_000, 5_000_000, 10.1, 9.7, 40, 45))
        ),
        "negative": lambda: RasterBand(made(np.full(SOURCE.shape, -2.0), SOURCE)),
        "no band": lambda: RasterBand(path, 2),
        "degrees": lambda: RasterMask(
            made(np.ones((9, 9)), frame(3, 45, 0.01, 0.01, 9, 9, wkt_of(4326)))
        ),
        "twice": lambda: dict.fromkeys(("slope", "aspect"), Destination(str(out / "slope.tif"))),
        "surface": lambda: {"slope": job.output},
        "input": lambda: {"slope": Destination(path)},
        "no folder": lambda: {"slope": Destination(str(tmp_path / "no" / "slope.tif"))},
    }.get(kind, lambda: kind)()
    job = SplineJob(**{**vars(job), field: given})
    with pytest.raises((RasterError, ValueError, TypeError), match=sentence) as caught:
        resample_by_spline(job)
    assert "\n" not in str(caught.value)
    assert list(out.iterdir()) == [] and not (tmp_path / "no").exists()


def test_stopping_also_while_systems_are_solved(made, tmp_path):
    """A tile asks after each segment that is solved alone."""
    array = values_of(SOURCE, nulls=0.5)
    job = job_of(tmp_path / "out", made(array, SOURCE), FINE, ("slope",))
    asked = []
    plan = job.operation.plan(SOURCE.region(), FINE.region())
    from gridr_qgis.core.grass.positions import Block

    window = ((0, FINE.rows - 1), (0, FINE.cols - 1))
    needed = plan.needed(window)
    block = Block(array[None], needed.top, needed.left)

    def check():
        asked.append(1)
        if len(asked) == 30:
            raise Cancelled("Cancelled.")

    with pytest.raises(Cancelled):
        plan.compute(window, block, None, np.empty((1, 1, *FINE.shape)), check)
    with pytest.raises(Cancelled):
        resample_by_spline(job, cancelled=lambda: True)
    assert list((tmp_path / "out").iterdir()) == []


def test_names_of_outputs():
    assert tuple(DERIVED_OUTPUTS) == SPLINE_OUTPUTS[1:]
