"""Rasters from region to region: beside the functions on arrays, and what files add to them."""

import itertools
import os
import re
from dataclasses import dataclass

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from osgeo import gdal, gdal_array, ogr, osr

from gridr_qgis.core import resample_interpolate, resample_nearest, resample_statistics
from gridr_qgis.core.chains import workplace
from gridr_qgis.core.chains.jobs import (
    Destination,
    Polygons,
    RasterMask,
    RegionJob,
    Resources,
)
from gridr_qgis.core.chains.region_chain import resample_region
from gridr_qgis.core.chains.workplace import Workplace
from gridr_qgis.core.conventions.frame import Frame
from gridr_qgis.core.grass.interpolation import INTERPOLATION_METHODS
from gridr_qgis.core.grass.operations import Interpolation, Nearest, Statistics
from gridr_qgis.core.grass.statistics import STATISTICS_METHODS
from gridr_qgis.core.interpolation.policy import ValidityPolicy
from gridr_qgis.core.rasters.errors import RasterError
from gridr_qgis.core.transforms.crs import is_geographic

FEW_EXAMPLES = settings(max_examples=15, deadline=None)
POLICIES = (ValidityPolicy(), ValidityPolicy("renormalized", 0.3), ValidityPolicy("nearest"))

OPERATIONS = [
    Nearest(),
    *(Interpolation(*each) for each in itertools.product(INTERPOLATION_METHODS, POLICIES)),
    *(
        Statistics(method, weighted, nulls, 0.3)
        for method, weighted, nulls in itertools.product(
            STATISTICS_METHODS, (False, True), (False, True)
        )
    ),
]
SOME = [
    Nearest(), Interpolation("bicubic"), Interpolation("bilinear", POLICIES[1]),
    Statistics("average", True), Statistics("median"), Statistics("mode", True),
    Statistics("count"),
]  # fmt: skip


def wkt_of(code):
    reference = osr.SpatialReference()
    reference.SetFromUserInput(code)
    return reference.ExportToWkt()


UTM, DEGREES = wkt_of("EPSG:32631"), wkt_of("EPSG:4326")


def frame(west, north, width, height, rows, cols, wkt=UTM):
    """Return a frame; a negative height or width is one of a raster that is not north-up."""
    return Frame(rows, cols, (west, width, 0.0, north, 0.0, -height), wkt)


SOURCE = frame(500_000.7, 5_000_000.3, 10.1, 9.7, 90, 110)

# Of the source above, so that nothing coincides, and of parts of the globe.
GLOBE = frame(-180, 90, 5, 5, 36, 72, DEGREES)
STRIP = frame(0.3, 60.2, 4.1, 3.3, 30, 80, DEGREES)
TARGETS = {
    "finer": (SOURCE, frame(500_033.1, 4_999_955.2, 3.3, 2.9, 130, 150)),
    "much finer": (SOURCE, frame(500_503.1, 4_999_755.2, 0.1, 0.09, 70, 90)),
    "coarser": (SOURCE, frame(500_003.1, 4_999_987.2, 43.7, 31.1, 27, 24)),
    "rows coarser": (SOURCE, frame(500_003.1, 4_999_987.2, 7.1, 371.1, 3, 150)),
    "cols coarser": (SOURCE, frame(500_003.1, 4_999_987.2, 507.1, 3.1, 280, 2)),
    "partly outside": (SOURCE, frame(499_803.1, 5_000_187.2, 21.7, 19.1, 40, 70)),
    "outside": (SOURCE, frame(599_803.1, 5_000_187.2, 21.7, 19.1, 4, 7)),
    "one cell": (frame(0.7, 0.3, 1, 1, 40, 50), frame(-3, 4, 70, 60, 1, 1)),
    "the same": (SOURCE, SOURCE),
    "over the seam": (STRIP, frame(-40.3, 70, 2.3, 2.7, 50, 60, DEGREES)),
    "over the other seam": (GLOBE, frame(100.3, 88, 3.3, 2.7, 60, 70, DEGREES)),
    "0 to 360": (GLOBE, frame(0, 90, 7.5, 4, 45, 48, DEGREES)),
    "more than a turn": (GLOBE, frame(-190, 80, 2.5, 9, 17, 160, DEGREES)),
}


def noise(shape, seed=0, nulls=0.03):
    rng = np.random.default_rng(seed)
    array = np.round(rng.normal(100, 30, shape))
    array[rng.random(shape) < nulls] = np.nan
    return array


def write(path, layers, of, nodata=None, driver="GTiff", options=(), mask=None, alpha=False):
    """Write layers (bands, rows, cols) or (rows, cols) on a frame; returns the path as text."""
    layers = layers[np.newaxis] if layers.ndim == 2 else layers
    code = gdal_array.NumericTypeCodeToGDALTypeCode(layers.dtype.type)
    dataset = gdal.GetDriverByName(driver).Create(
        str(path), of.cols, of.rows, len(layers), code, list(options)
    )
    if of.geotransform is not None:
        dataset.SetGeoTransform(of.geotransform)
    dataset.SetProjection(of.crs_wkt)
    nodata = nodata if isinstance(nodata, list) else [nodata] * len(layers)
    for number, (layer, null) in enumerate(zip(layers, nodata), 1):
        if null is not None:
            dataset.GetRasterBand(number).SetNoDataValue(null)
        dataset.GetRasterBand(number).WriteArray(layer)
    if alpha:
        dataset.GetRasterBand(len(layers)).SetColorInterpretation(gdal.GCI_AlphaBand)
    if mask is not None:
        dataset.CreateMaskBand(gdal.GMF_PER_DATASET)
        dataset.GetRasterBand(1).GetMaskBand().WriteArray(255 * mask.astype(np.uint8))
    dataset = None
    return str(path)


@dataclass
class Made:
    """What a job has made: pixels, mask, report, and the raster opened."""

    values: np.ndarray
    mask: np.ndarray
    report: object
    dataset: object


@pytest.fixture
def made(tmp_path):
    """Return a function that runs a job and returns what it `Made`."""
    (tmp_path / "out").mkdir()

    def make(source, target, operation, suffix=".tif", **how):
        job = RegionJob(
            source, target, operation, Destination(str(tmp_path / f"out/out{suffix}")),
            output_mask=Destination(str(tmp_path / "out/mask.tif")), **how,
        )  # fmt: skip
        report = resample_region(job)
        dataset = gdal.Open(job.output.path)
        values = dataset.ReadAsArray().reshape(-1, *target.shape)
        mask = gdal.Open(job.output_mask.path).ReadAsArray()
        assert report.valid_count == mask.sum() == mask.size - report.invalid_count
        return Made(values, mask, report, dataset)

    return make


def by_arrays(array, source, target, operation, null=None):
    """Return what the functions on arrays give, for rasters that are north-up."""
    geographic = source.crs_wkt == DEGREES
    where = source.region(geographic), target.region(geographic)
    if isinstance(operation, Nearest):
        return resample_nearest(array, *where, null=null)
    if isinstance(operation, Interpolation):
        policy = operation.policy
        return resample_interpolate(
            array, *where, operation.method, null, policy.name, policy.minimum
        )
    return resample_statistics(
        array, *where, operation.method, operation.weighted, operation.propagate_nulls,
        operation.quantile, null,
    )  # fmt: skip


def small_tiles(monkeypatch, side):
    monkeypatch.setattr(Workplace, "tile_side", lambda self, bytes_per_pixel: side)


def sentence_of(caught):
    text = str(caught.value)
    assert "\n" not in text and text.endswith(".") and 10 < len(text) < 400
    return text


# --- beside the functions on arrays -----------------------------------------------------------


@pytest.mark.parametrize("operation", OPERATIONS, ids=str)
def test_the_chain_gives_what_arrays_give(engine, made, tmp_path, monkeypatch, operation):
    """By tiles; a null of one band is none of another."""
    array = noise((3, *SOURCE.shape))
    array[1] = np.round(array[1], -1)
    array[2, 30:40] = np.nan
    path = write(tmp_path / "source.tif", array, SOURCE)
    small_tiles(monkeypatch, 64)
    for name in ("coarser", "partly outside"):
        source, target = TARGETS[name]
        found = made(path, target, operation)
        expected = by_arrays(array, source, target, operation)
        np.testing.assert_array_equal(found.values, expected)
        np.testing.assert_array_equal(found.mask, ~np.isnan(expected).any(axis=0))


@pytest.mark.parametrize("name", TARGETS)
def test_tiles_threads_and_memory_change_no_bit(engine, made, tmp_path, monkeypatch, name):
    source, target = TARGETS[name]
    array = noise((2, *source.shape))
    path = write(tmp_path / "source.tif", array, source, options=["TILED=YES"])
    places = itertools.cycle(((37, 1, None), (100, 3, None), (None, 2, 64)))
    for operation, (side, threads, memory) in zip(SOME, places):
        with monkeypatch.context() as patch:
            if side is not None:
                small_tiles(patch, side)
            resources = Resources(threads=threads, max_memory=memory)
            found = made(path, target, operation, resources=resources)
        expected = by_arrays(array, source, target, operation)
        np.testing.assert_array_equal(found.values, expected)
        assert found.dataset.GetGeoTransform() == target.geotransform


TYPES = ["uint8", "int16", "uint16", "int32", "uint32", "float32", "float64"]
LONG = ["int64", "uint64"] if hasattr(gdal, "GDT_Int64") else []


@pytest.mark.parametrize("dtype", TYPES + LONG)
def test_types_of_the_source(engine, made, tmp_path, dtype):
    array, null = noise((2, *SOURCE.shape)), 7
    array[np.isnan(array)] = null
    array = np.clip(array, 0, 250).astype(dtype)
    path = write(tmp_path / "source.tif", array, SOURCE, nodata=null)
    is_float = array.dtype.kind == "f"
    plain = np.where(array == null, np.nan, array).astype(dtype) if is_float else array
    for operation in SOME:
        source, target = TARGETS["partly outside"]
        found = made(path, target, operation)
        expected = by_arrays(plain, source, target, operation, None if is_float else null)
        picked = isinstance(operation, Nearest)
        assert found.values.dtype == (array.dtype if picked else np.float64)
        expected = np.where(np.isnan(expected), null, expected)
        np.testing.assert_array_equal(found.values, expected)
        assert found.dataset.GetRasterBand(2).GetNoDataValue() == null


@pytest.mark.parametrize("dtype", TYPES + LONG)
def test_nearest_moves_bits(engine, made, tmp_path, dtype):
    """Also of integers that no float holds, and without a nodata value."""
    rng = np.random.default_rng(1)
    dtype = np.dtype(dtype)
    array = rng.integers(0, 256, (50, 60, dtype.itemsize), dtype=np.uint8).view(dtype)[..., 0]
    if dtype.kind == "f":
        array = np.where(np.isfinite(array), array, -0.0).astype(dtype)
    else:
        array[0, :2] = np.iinfo(dtype).min, np.iinfo(dtype).max
    source = frame(0, 0, 1, 1, 50, 60)
    target = frame(-5, 5, 0.5, 2, 30, 140)
    found = made(write(tmp_path / "source.tif", array, source), target, Nearest())
    rows, cols = np.arange(30) * 2 - 4, np.arange(140) // 2 - 5
    inside = np.outer((rows >= 0) & (rows < 50), (cols >= 0) & (cols < 60))
    expected = array[np.ix_(rows.clip(0, 49), cols.clip(0, 59))]
    assert found.values.dtype == dtype
    assert found.values[0][inside].tobytes() == expected[inside].tobytes()
    np.testing.assert_array_equal(found.mask, inside)
    remarks = " ".join(found.report.remarks)
    if dtype.kind == "f":
        assert np.isnan(found.values[0][~inside]).all() and not remarks
    else:
        assert (found.values[0][~inside] == 0).all()
        assert remarks == (
            "Invalid pixels hold 0, which is not declared as nodata because valid pixels may hold"
            " it as well; set NODATA."
        )


@pytest.mark.skipif(not LONG, reason="GDAL has no integers of 64 bits before 3.5")
def test_nodata_and_values_of_64_bits(made, tmp_path):
    null = 2**53 + 1  # which no float64 holds
    array = np.array([[null, null - 1, null + 1, -null, 5]], dtype=np.int64)
    source = frame(0, 1, 1, 1, 1, 5)
    path = write(tmp_path / "source.tif", array, source, nodata=null)
    found = made(path, frame(-1, 1, 1, 1, 1, 6), Nearest())
    np.testing.assert_array_equal(found.values[0, 0], [null, *array[0]])
    np.testing.assert_array_equal(found.mask[0], [0, 0, 1, 1, 1, 1])
    assert found.dataset.GetRasterBand(1).GetNoDataValue() == null
    assert not found.report.remarks  # nothing was computed
    found = made(path, source, Statistics("maximum"))
    assert "beyond 9007199254740992; they were computed in float64" in found.report.remarks[0]
    for dtype in (np.int64, np.uint64):
        array = np.array([[0, 5, np.iinfo(dtype).max, np.iinfo(dtype).min]], dtype)
        for null in (int(np.iinfo(dtype).max), int(np.iinfo(dtype).min)):
            path = write(tmp_path / "ends.tif", array, frame(0, 1, 1, 1, 1, 4), nodata=null)
            found = made(path, frame(-1, 1, 1, 1, 1, 5), Nearest())
            np.testing.assert_array_equal(found.values[0, 0], np.append([dtype(null)], array))
            np.testing.assert_array_equal(found.mask[0, 1:], array[0] != null)
            assert found.dataset.GetRasterBand(1).GetNoDataValue() == null
            assert not found.report.remarks


def test_signed_bytes(made, tmp_path):
    """Before GDAL 3.7 they are bytes with a remark; a plain byte cannot take their place."""
    array = np.array([[-1, 2, -128]], np.int8)
    source = frame(0, 1, 1, 1, 1, 3)
    if hasattr(gdal, "GDT_Int8"):
        path = write(tmp_path / "source.tif", array, source)
        assert made(path, source, Nearest()).values.tobytes() == array.tobytes()
        return
    path = write(tmp_path / "source.tif", array, source, options=["PIXELTYPE=SIGNEDBYTE"])
    found = made(path, source, Statistics("maximum"), dtype="int16")
    np.testing.assert_array_equal(found.values[0], array)
    with pytest.raises(RasterError, match=r"GDAL \S+ has no type for int8"):
        made(path, source, Nearest())


# --- what is null -------------------------------------------------------------------------------


def square(left, top, right, bottom):
    text = f"POLYGON(({left} {top},{right} {top},{right} {bottom},{left} {bottom},{left} {top}))"
    return bytes(ogr.CreateGeometryFromWkt(text).ExportToWkb())


@pytest.mark.parametrize("operation", SOME, ids=str)
@pytest.mark.parametrize("kind", ["not finite", "own nodata", "mask", "alpha", "MASK_IN", "areas"])
def test_what_is_null(made, tmp_path, monkeypatch, kind, operation):
    """Each kind by itself; what is null has a value that would show."""
    source, target = frame(0, 60, 1, 1, 60, 70), frame(3, 61, 2.3, 1.7, 34, 30)
    array = noise((2, 60, 70), nulls=0).astype(np.float32)
    null, how = np.zeros(array.shape, bool), {}
    rng = np.random.default_rng(3)
    if kind == "not finite":
        null[0] = rng.random((60, 70)) < 0.03
        array[null] = rng.choice([np.nan, np.inf, -np.inf], null.sum())
    elif kind == "own nodata":
        null = rng.random(null.shape) < 0.03
        array[null] = -1e30
        array[1][null[1]] = -7
    elif kind in ("mask", "alpha"):
        null[:] = rng.random((60, 70)) < 0.03
        array[null] = 1e30
    elif kind == "MASK_IN":
        coarse = np.ones((30, 35), np.uint8)
        coarse[11, 17] = coarse[20, 3] = 0
        how["mask"] = RasterMask(write(tmp_path / "mask.tif", coarse, frame(0, 60, 2, 2, 30, 35)))
        null[:, 21:25, 33:37] = null[:, 39:43, 5:9] = True
        null[:, [0, -1]] = null[:, :, [0, -1]] = True  # beyond the mask's outermost centres
    else:
        how["polygons"] = Polygons((square(2, 58, 65, 4),), (square(20, 40, 25, 35),))
        null[:] = True
        null[:, 2:56, 2:65] = False
        null[:, 20:25, 20:25] = True
    if kind == "own nodata":
        # A GeoTIFF has one nodata value for all bands.
        path = write(tmp_path / "s.img", array, source, driver="HFA", nodata=[-1e30, -7])
    elif kind == "alpha":
        # GDAL itself makes a mask of it only in rasters of two or four bands of integers.
        layers = np.concatenate((array, np.where(null[:1], 0, 255).astype(np.float32)))
        path = write(tmp_path / "s.tif", layers, source, alpha=True)
    else:
        mask = ~null[0] if kind == "mask" else None
        path = write(tmp_path / "s.tif", array, source, mask=mask)
    small_tiles(monkeypatch, 16)
    found = made(path, target, operation, bands=(1, 2), nodata=60000, **how)
    array = np.where(null, np.nan, array).astype(np.float32)
    expected = by_arrays(array, source, target, operation)
    np.testing.assert_array_equal(found.values, np.where(np.isnan(expected), 60000, expected))
    assert null.any()


# --- the other way round ------------------------------------------------------------------------


@pytest.mark.parametrize("operation", SOME, ids=str)
@pytest.mark.parametrize("rows_turned", [False, True])
@pytest.mark.parametrize("cols_turned", [False, True])
def test_rows_to_the_north_and_columns_to_the_west(
    made, tmp_path, monkeypatch, operation, rows_turned, cols_turned
):
    """Of the source, of the output, of both."""
    array = noise((2, 40, 50))
    order = (slice(None), slice(None, None, -1 if rows_turned else 1),
             slice(None, None, -1 if cols_turned else 1))  # fmt: skip

    def turn(upright):
        x, width, _, y, _, height = upright.geotransform
        if rows_turned:
            y, height = y + upright.rows * height, -height
        if cols_turned:
            x, width = x + upright.cols * width, -width
        return Frame(*upright.shape, (x, width, 0.0, y, 0.0, height), upright.crs_wkt)

    source, target = frame(0, 40, 1, 1, 40, 50), frame(-3, 42, 1.75, 2.25, 21, 27)
    upright = write(tmp_path / "upright.tif", array, source)
    turned = write(tmp_path / "turned.tif", array[order], turn(source))
    expected = by_arrays(array, source, target, operation)
    small_tiles(monkeypatch, 8)
    for path in (upright, turned):
        for to in (target, turn(target)):
            found = made(path, to, operation)
            right = expected if to is target else expected[order]
            np.testing.assert_array_equal(found.values, right)
            assert found.dataset.GetGeoTransform() == to.geotransform


def test_rasters_that_are_turned_on_the_globe(made, tmp_path):
    """From 0..360 with rows to the north to -180..180."""
    array = noise((18, 36), nulls=0)
    up = frame(0, 90, 10, 10, 18, 36, DEGREES)
    path = write(tmp_path / "a.tif", array[::-1], frame(0, -90, 10, -10, 18, 36, DEGREES))
    target = frame(-180, 90, 5, 5, 36, 72, DEGREES)
    for operation in SOME:
        found = made(path, target, operation)
        np.testing.assert_array_equal(found.values[0], by_arrays(array, up, target, operation))


# --- the globe ----------------------------------------------------------------------------------


def test_the_globe_has_no_border_in_the_east_and_west(engine, made, tmp_path, monkeypatch):
    array = noise((36, 72), nulls=0)
    path = write(tmp_path / "globe.tif", array, GLOBE)
    for side in (7, 64):
        small_tiles(monkeypatch, side)
        for method, lost in (("bilinear", 1), ("bicubic", 2), ("lanczos", 2)):
            found = made(path, frame(0, 90, 5, 5, 36, 72, DEGREES), Interpolation(method))
            # The seam of the source is in the middle; all centres coincide.
            moved = np.roll(array, 36, axis=1)
            before = {"bilinear": 0, "bicubic": 1, "lanczos": 2}[method]
            assert np.isnan(found.values[0]).all(axis=1).sum() == before + lost
            rows = slice(before, 36 - lost)
            np.testing.assert_allclose(found.values[0, rows], moved[rows], rtol=1e-13)
        found = made(path, frame(-190, 90, 5, 5, 36, 72, DEGREES), Nearest())
        np.testing.assert_array_equal(found.values[0], np.roll(array, 2, axis=1))
        found = made(path, frame(175, 90, 10, 10, 18, 1, DEGREES), Statistics("sum"))
        ends = array[:, -1] + array[:, 0]
        np.testing.assert_array_equal(found.values[0, :, 0], ends[::2] + ends[1::2])


def test_what_is_not_in_degrees_does_not_wrap(made, tmp_path):
    array = noise((18, 36), nulls=0)
    gon = wkt_of("EPSG:4901")  # Paris, in gon
    radian = DEGREES.replace('"degree",0.0174532925199433', '"radian",1')
    assert is_geographic(DEGREES) and not any(map(is_geographic, (gon, radian, UTM, "")))
    for wkt in (gon, UTM, ""):
        path = write(tmp_path / "a.tif", array, frame(0, 90, 10, 10, 18, 36, wkt))
        found = made(path, frame(-180, 90, 10, 10, 18, 36, wkt), Nearest())
        assert np.isnan(found.values[0, :, :18]).all()
        np.testing.assert_array_equal(found.values[0, :, 18:], array[:, :18])


# --- reference systems --------------------------------------------------------------------------


def test_what_cannot_be_one_region_is_refused(made, tmp_path):
    array = np.ones((5, 6))
    upright, small = frame(0, 5, 1, 1, 5, 6), frame(0, 5, 1, 1, 2, 2)
    rotated = Frame(5, 6, (0.0, 1.0, 0.5, 5.0, 0.5, -1.0), UTM)
    path = write(tmp_path / "a.tif", array, upright)
    for source, target, told in (
        (write(tmp_path / "r.tif", array, rotated), small, "INPUT is rotated; cells"),
        (path, rotated, "The reference raster is rotated; cells"),
        (path, frame(3, 5, 1, 1, 2, 2, DEGREES), "The output has another reference system than"),
        (path, frame(0, 5, 1, 1, 2, 2, wkt_of("EPSG:32632")), "another reference system"),
    ):
        with pytest.raises(RasterError, match=told) as caught:
            made(source, target, Nearest())
        sentence_of(caught)
    with pytest.raises(ValueError, match="dtype is int32; what is only picked keeps the source"):
        made(path, small, Nearest(), dtype="int32")
    assert os.listdir(tmp_path / "out") == []


def test_one_reference_system_in_other_words(made, tmp_path):
    array = np.arange(30.0).reshape(5, 6)
    for wkt in (UTM, DEGREES):
        path = write(tmp_path / "a.tif", array, frame(0, 5, 1, 1, 5, 6, wkt))
        reference = osr.SpatialReference(wkt)
        reference.MorphToESRI()
        words = [reference.ExportToWkt()]
        reference = osr.SpatialReference(wkt)
        words += [reference.ExportToWkt(["FORMAT=WKT2_2019"]), reference.ExportToPrettyWkt(), ""]
        reference.ImportFromProj4(reference.ExportToProj4())
        words.append(reference.ExportToWkt())
        for other in words:
            found = made(path, frame(1, 4, 1, 1, 2, 2, other), Nearest())
            np.testing.assert_array_equal(found.values[0], array[1:3, 1:3])
            assert found.dataset.GetProjection()


def test_the_globe_from_0_to_360_in_other_words(made, tmp_path):
    """The corners of such a frame are a turn away from where a transformation puts them."""
    reference = osr.SpatialReference()
    reference.ImportFromProj4("+proj=longlat +a=6378137 +b=6356752.3142 +no_defs")
    array = noise((18, 36), nulls=0)
    path = write(tmp_path / "a.tif", array, frame(-180, 90, 10, 10, 18, 36, DEGREES))
    to = frame(0, 90, 10, 10, 18, 36, reference.ExportToWkt())
    found = made(path, to, Nearest())
    np.testing.assert_array_equal(found.values[0], np.roll(array, 18, axis=1))


def test_rasters_without_georeference(made, tmp_path):
    array = np.arange(30.0).reshape(5, 6)
    bare = Frame(5, 6)
    path = write(tmp_path / "a.tif", array, bare)
    found = made(path, Frame(5, 6), Nearest())
    np.testing.assert_array_equal(found.values[0], array)
    assert found.dataset.GetGeoTransform(can_return_null=True) is None
    # As QGIS shows it: the first row between 0 and -1.
    found = made(path, frame(1, -2, 1, 1, 2, 2, ""), Nearest())
    np.testing.assert_array_equal(found.values[0], array[2:4, 1:3])


# --- memory -------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["average", "median"])
def test_a_cell_over_all_that_is_too_much_is_refused(made, tmp_path, monkeypatch, kind):
    monkeypatch.setattr(workplace, "resident_memory", lambda: 10**9)
    array = np.random.default_rng(0).normal(size=(1100, 1200))
    source, target = frame(0, 1100, 1, 1, 1100, 1200), frame(0, 1100, 1200, 1100, 1, 1)
    path = write(tmp_path / "a.tif", array, source)
    with pytest.raises(RasterError, match="MAX_MEMORY is too small; it must be") as caught:
        made(path, target, Statistics(kind), resources=Resources(max_memory=64))
    assert os.listdir(tmp_path / "out") == []
    enough = int(re.search(r"must be (\d+) MB", sentence_of(caught))[1])
    found = made(path, target, Statistics(kind), resources=Resources(max_memory=enough))
    right = np.mean(array) if kind == "average" else np.median(array)
    np.testing.assert_allclose(found.values[0, 0, 0], right, atol=1e-12)
    with pytest.raises(RasterError, match="MAX_MEMORY is too small"):
        made(path, target, Statistics(kind), resources=Resources(max_memory=enough - 1))


def test_many_bands_make_tiles_smaller(made, tmp_path, monkeypatch):
    """Instead of asking for more memory than the job needs."""
    monkeypatch.setattr(workplace, "resident_memory", lambda: 10**9)
    source = frame(0, 150, 1, 1, 150, 150)
    array = np.random.default_rng(0).integers(0, 255, (40, 150, 150)).astype(np.uint8)
    path = write(tmp_path / "a.tif", array, source)
    target = frame(0.5, 149.5, 1, 1, 149, 149)
    found = made(path, target, Interpolation(), resources=Resources(max_memory=64))
    expected = by_arrays(array, source, target, Interpolation())
    np.testing.assert_array_equal(found.values, expected)


# --- values, nodata, remarks --------------------------------------------------------------------


def test_integers_are_rounded_half_to_even_and_clipped(made, tmp_path):
    array = np.array([[0.5, 1.5, 2.5, -3.0, 254.5, 255.5, 1e9, np.nan]])
    source = frame(0, 1, 1, 1, 1, 8)
    path = write(tmp_path / "a.tif", array, source)
    found = made(path, source, Statistics(), dtype="uint8", nodata=77)
    np.testing.assert_array_equal(found.values[0, 0], [0, 2, 2, 0, 254, 255, 255, 77])
    np.testing.assert_array_equal(found.mask[0], [1] * 7 + [0])
    assert found.dataset.GetRasterBand(1).GetNoDataValue() == 77
    found = made(path, source, Statistics(), dtype="int16")
    np.testing.assert_array_equal(found.values[0, 0, 3:], [-3, 254, 256, 32767, 0])
    assert found.dataset.GetRasterBand(1).GetNoDataValue() is None
    for nodata in (300, 0.5, np.nan, -1):
        with pytest.raises(ValueError, match=r"NODATA is .*; the uint8 output cannot hold it"):
            made(path, source, Statistics(), dtype="uint8", nodata=nodata)


def test_nodata_of_the_output(made, tmp_path):
    array = np.array([[1.0, -9999, 3]])
    source = frame(0, 1, 1, 1, 1, 3)
    path = write(tmp_path / "a.tif", array, source, nodata=-9999)
    for how, null in (({}, -9999), ({"nodata": -5}, -5), ({"dtype": "float32"}, -9999),
                      ({"dtype": "int16"}, -9999), ({"dtype": "uint8"}, None)):  # fmt: skip
        found = made(path, source, Statistics(), **how)
        np.testing.assert_array_equal(found.values[0, 0], [1, null or 0, 3])
        assert found.dataset.GetRasterBand(1).GetNoDataValue() == null
        told = [remark for remark in found.report.remarks if "not declared" in remark]
        assert len(told) == (null is None)


def test_a_value_that_equals_nodata_is_told_for_each_band(made, tmp_path):
    """Also where another band is null."""
    array = np.array([[[1.0, 2, np.nan]], [[7, 2, 7]]])
    source = frame(0, 1, 1, 1, 1, 3)
    found = made(write(tmp_path / "a.tif", array, source), source, Nearest(), nodata=7)
    assert found.report.remarks == (
        "2 valid value(s) equal the nodata value 7, which all bands share; choose another NODATA"
        " or use OUTPUT_MASK.",
    )


@pytest.mark.parametrize(
    ("operation", "told"),
    [
        (Statistics("range", True), ["WEIGHTED changes nothing for range."]),
        (Statistics("diversity", True), ["WEIGHTED changes nothing for diversity."]),
        (
            Statistics("median", quantile=0.2),
            ["QUANTILE is 0.2, which changes nothing unless METHOD is quantile."],
        ),
        (Statistics("quantile", quantile=0.2), []),
        (Statistics("sum", True), []),
        (
            Interpolation("nearest", ValidityPolicy("renormalized", 0.3)),
            [
                "VALIDITY_POLICY is renormalized, which changes nothing unless METHOD is not"
                " nearest.",
                "MINIMUM_VALID_WEIGHT is 0.3, which changes nothing unless VALIDITY_POLICY is"
                " renormalized and METHOD is not nearest.",
            ],
        ),
        (
            Interpolation("bicubic", ValidityPolicy("nearest", 0.3)),
            [
                "MINIMUM_VALID_WEIGHT is 0.3, which changes nothing unless VALIDITY_POLICY is"
                " renormalized and METHOD is not nearest."
            ],
        ),
        (Interpolation("bicubic", ValidityPolicy("renormalized", 0.3)), []),
        (Interpolation("nearest"), []),
    ],
    ids=str,
)
def test_settings_that_change_nothing_are_told(made, tmp_path, operation, told):
    source = frame(0, 1, 1, 1, 6, 6)
    path = write(tmp_path / "a.tif", np.ones((6, 6)), source)
    assert list(made(path, source, operation).report.remarks) == told


def test_an_output_that_gets_nothing_is_told(made, tmp_path):
    source = frame(0, 6, 1, 1, 6, 6)
    path = write(tmp_path / "a.tif", np.ones((6, 6)), source)
    told = "No cell of the output gets anything from INPUT; look at where the two lie."
    away, within = frame(50, 6, 1, 1, 2, 2), frame(1.6, 4.4, 0.1, 0.1, 2, 2)
    for target, operation, value in (
        (away, Nearest(), np.nan), (away, Interpolation(), np.nan),
        (away, Statistics(), np.nan), (away, Statistics("count"), 0),
        (within, Statistics(), np.nan),  # between centres
    ):  # fmt: skip
        found = made(path, target, operation)
        assert found.report.remarks == (told,)
        np.testing.assert_array_equal(found.values, np.full((1, 2, 2), value))
    assert made(path, within, Statistics(weighted=True)).report.remarks == ()


# --- what is told of the values -----------------------------------------------------------------


def table_of(rows):
    table = gdal.RasterAttributeTable()
    table.CreateColumn("Value", gdal.GFT_Integer, gdal.GFU_MinMax)
    table.CreateColumn("Pixels", gdal.GFT_Integer, gdal.GFU_PixelCount)
    table.CreateColumn("Cover", gdal.GFT_String, gdal.GFU_Name)
    table.CreateColumn("Share", gdal.GFT_Real, gdal.GFU_Generic)
    for row in range(rows):
        table.SetValueAsInt(row, 0, row)
        table.SetValueAsInt(row, 1, 99)
        table.SetValueAsString(row, 2, ("sea", "forêt", "ice", "rock")[row])
        table.SetValueAsDouble(row, 3, row / 4)
    return table


@pytest.fixture(params=[".tif", ".img"])
def classes(request, tmp_path):
    """A raster of classes with all that can be told of them; its path and ending."""
    path = str(tmp_path / f"classes{request.param}")
    driver = {".tif": "GTiff", ".img": "HFA"}[request.param]
    dataset = gdal.GetDriverByName(driver).Create(path, 8, 8, 1, gdal.GDT_Byte)
    dataset.SetGeoTransform((0, 1, 0, 8, 0, -1))
    band = dataset.GetRasterBand(1)
    table = gdal.ColorTable()
    for value, color in enumerate(((0, 0, 255, 255), (0, 99, 0, 255), (255, 255, 255, 255))):
        table.SetColorEntry(value, color)
    band.SetRasterColorTable(table)
    band.SetDescription("cover")
    band.SetCategoryNames(["sea", "forest", "ice", "rock"])
    band.SetDefaultRAT(table_of(4))
    band.WriteArray(np.random.default_rng(0).integers(0, 4, (8, 8)).astype(np.uint8))
    dataset = None
    return path, request.param


def read_classes(dataset):
    """Return names, the first colours, and the columns of the attribute table that are ours."""
    band = dataset.GetRasterBand(1)
    table, colors = band.GetDefaultRAT(), band.GetColorTable()
    columns = {}
    for number in range(0 if table is None else table.GetColumnCount()):
        column = [table.GetValueAsString(row, number) for row in range(table.GetRowCount())]
        columns[table.GetUsageOfCol(number)] = column
    return (
        band.GetCategoryNames(),
        colors and [colors.GetColorEntry(value) for value in range(3)],
        {usage: columns.get(usage) for usage in (gdal.GFU_Name, gdal.GFU_Generic)},
        gdal.GFU_PixelCount in columns,
    )


@pytest.mark.parametrize(
    "operation", [Nearest(), Statistics("mode"), Statistics("minimum"), Interpolation("nearest")],
    ids=str,
)  # fmt: skip
@pytest.mark.parametrize("suffix", [".tif", ".img"])
def test_classes_remain_classes(made, classes, operation, suffix):
    path, _ = classes
    how = {} if isinstance(operation, Nearest) else {"dtype": "uint8"}
    found = made(path, frame(0, 8, 2, 2, 4, 4, ""), operation, suffix, **how)
    names, colors, columns, has_counts = read_classes(found.dataset)
    assert names[:4] == ["sea", "forest", "ice", "rock"]
    assert colors == [(0, 0, 255, 255), (0, 99, 0, 255), (255, 255, 255, 255)]
    assert columns[gdal.GFU_Name] == ["sea", "forêt", "ice", "rock"]
    assert [float(share) for share in columns[gdal.GFU_Generic]] == [0, 0.25, 0.5, 0.75]
    # An .img counts pixels for itself where it is asked to; these would be the source's.
    assert not has_counts
    assert found.dataset.GetRasterBand(1).GetDescription() == "cover"


def test_what_is_no_class_has_no_name(made, classes, tmp_path):
    path, _ = classes
    target = frame(0, 8, 2, 2, 4, 4, "")
    assert made(path, target, Nearest()).values.dtype == np.uint8
    assert "out.tif.aux.xml" in os.listdir(tmp_path / "out")
    for operation, dtype in (
        (Statistics("average"), "uint8"), (Statistics("count"), "uint8"), (Interpolation(), None),
        (Statistics("sum"), None),
    ):  # fmt: skip
        names, colors, columns, _ = read_classes(made(path, target, operation, dtype=dtype).dataset)
        assert (names, colors, set(columns.values())) == (None, None, {None})
        # Names of the raster that stood there before would be shown with this one.
        # The mask's own names belong to it.
        names = ["mask.tif", "mask.tif.aux.xml", "out.tif"]
        assert sorted(os.listdir(tmp_path / "out")) == names


@pytest.mark.parametrize(
    ("operation", "scale", "offset", "unit"),
    [
        (Nearest(), 0.1, 5, "m"),
        (Interpolation(), 0.1, 5, "m"),
        *((Statistics(name), 0.1, 5, "m") for name in ("average", "median", "perc90", "mode")),
        *((Statistics(name), 0.1, None, "m") for name in ("range", "stddev")),
        *((Statistics(name), None, None, "") for name in ("sum", "variance", "count", "diversity")),
    ],
    ids=str,
)
@pytest.mark.parametrize("suffix", [".tif", ".img"])
def test_scale_offset_and_unit(made, tmp_path, operation, scale, offset, unit, suffix):
    source = frame(0, 4, 1, 1, 4, 4)
    path = write(tmp_path / "a.tif", np.ones((2, 4, 4), np.int16), source)
    dataset = gdal.Open(path, gdal.GA_Update)
    for number in (1, 2):
        band = dataset.GetRasterBand(number)
        band.SetScale(0.1)
        band.SetOffset(5 if number == 1 else 0)
        band.SetUnitType("m")
        band.SetDescription(f"band {number}")
    band = dataset = None
    made_now = made(path, source, operation, suffix)
    first, second = (made_now.dataset.GetRasterBand(number) for number in (1, 2))
    assert (first.GetScale() or 1) == (scale or 1)
    assert (first.GetOffset() or 0) == (offset or 0)
    assert first.GetUnitType() == unit and first.GetDescription() == "band 1"
    # A sum of values without an offset has their unit.
    is_sum = getattr(operation, "method", "") == "sum"
    assert (second.GetScale() or 1) == (0.1 if is_sum else scale or 1)
    assert second.GetUnitType() == ("m" if is_sum else unit)


def test_a_difference_is_positive_whatever_the_sign_of_the_scale(made, tmp_path):
    source = frame(0, 4, 1, 1, 4, 4)
    path = write(tmp_path / "a.tif", np.arange(16, dtype=np.int16).reshape(4, 4), source)
    dataset = gdal.Open(path, gdal.GA_Update)
    dataset.GetRasterBand(1).SetScale(-2)
    dataset = None
    for method, scale in (("range", 2), ("stddev", 2), ("average", -2), ("sum", -2)):
        found = made(path, frame(0, 4, 2, 2, 2, 2), Statistics(method))
        assert found.dataset.GetRasterBand(1).GetScale() == scale


# --- what must always hold ----------------------------------------------------------------------


@pytest.fixture(scope="module")
def memory():
    """Return a function that runs a job between files in memory, by tiles of any side."""
    paths = [f"/vsimem/regions/{name}.tif" for name in ("source", "out")]

    def make(array, source, target, operation, side=None, **how):
        write(paths[0], array, source)
        before = gdal.Open(paths[0]).ReadAsArray()
        with pytest.MonkeyPatch.context() as patch:
            if side is not None:
                small_tiles(patch, side)
            job = RegionJob(paths[0], target, operation, Destination(paths[1]), **how)
            resample_region(job)
        after = gdal.Open(paths[0]).ReadAsArray()
        assert before.tobytes() == after.tobytes()
        return gdal.Open(paths[1]).ReadAsArray()

    yield make
    for path in paths:
        gdal.Unlink(path)


SIDES = st.integers(1, 40)
SHAPES = st.tuples(SIDES, SIDES)
CELLS = st.floats(0.3, 9)


@st.composite
def pairs(draw):
    """Draw a source and a target that has something to do with it, and a side of tiles."""
    source = frame(draw(st.integers(-9, 9)), draw(st.integers(-9, 9)), 1, 1, *draw(SHAPES))
    west, north = (draw(st.floats(-20, 20)) for _ in range(2))
    return source, frame(west, north, draw(CELLS), draw(CELLS), *draw(SHAPES)), draw(SIDES)


@FEW_EXAMPLES
@given(pairs(), st.sampled_from([each for each in OPERATIONS if each.quantity == "value"]))
def test_a_constant_stays_constant(memory, pair, operation):
    source, target, side = pair
    found = memory(np.full(source.shape, 7.25), source, target, operation, side)
    np.testing.assert_allclose(found[~np.isnan(found)], 7.25, rtol=1e-14)


@FEW_EXAMPLES
@given(pairs(), st.sampled_from(OPERATIONS), st.integers(0, 99))
def test_any_tiles_give_what_arrays_give(memory, pair, operation, seed):
    source, target, side = pair
    array = noise(source.shape, seed, 0.1)
    found = memory(array, source, target, operation, side)
    np.testing.assert_array_equal(found, by_arrays(array, source, target, operation))


@FEW_EXAMPLES
@given(SHAPES, st.tuples(CELLS, CELLS), st.integers(0, 99), SIDES)
def test_sums_and_counts_lose_nothing(memory, shape, cell, seed, side):
    """Of a source that the target covers: weighted with area, unweighted cell by cell."""
    source = frame(0, 0, 1, 1, *shape)
    rows, cols = (int(np.ceil(size / step)) + 2 for size, step in zip(shape, cell))
    target = frame(-0.7 * cell[1], 0.6 * cell[0], cell[1], cell[0], rows, cols)
    array = noise(shape, seed, 0.1)
    for weighted in (False, True):
        total = memory(array, source, target, Statistics("sum", weighted), side)
        np.testing.assert_allclose(np.nansum(total), np.nansum(array), rtol=1e-12)
        count = memory(array, source, target, Statistics("count", weighted), side)
        np.testing.assert_allclose(count.sum(), np.count_nonzero(~np.isnan(array)), rtol=1e-12)


@FEW_EXAMPLES
@given(
    SHAPES, st.tuples(st.integers(-9, 9), st.integers(-9, 9)),
    st.sampled_from([Nearest(), Interpolation("nearest"), Statistics("maximum", True),
                     Statistics("median"), Statistics("sum", True)]), SIDES,
)  # fmt: skip
def test_a_shift_by_whole_cells_is_exact(memory, shape, shift, operation, side):
    source = frame(500_000, 5_000_000, 10, 10, *shape)
    target = frame(500_000 + 10 * shift[1], 5_000_000 - 10 * shift[0], 10, 10, *shape)
    array = noise(shape)
    found = memory(array, source, target, operation, side)
    expected = np.full(shape, np.nan)
    rows, cols = (np.arange(size) + move for size, move in zip(shape, shift))
    there = np.ix_((rows >= 0) & (rows < shape[0]), (cols >= 0) & (cols < shape[1]))
    expected[there] = array[np.ix_(*(i[(i >= 0) & (i < n)] for i, n in zip((rows, cols), shape)))]
    np.testing.assert_array_equal(found, expected)


@FEW_EXAMPLES
@given(st.integers(-80, 80), st.sampled_from(OPERATIONS), SIDES)
def test_the_globe_can_be_turned(memory, cols, operation, side):
    """Where it is cut does not matter, by whole columns of a size that floats hold."""
    array = noise((9, 36))
    target = frame(-75, 80, 7.5, 12.5, 11, 17, DEGREES)
    source = frame(-180, 90, 10, 20, 9, 36, DEGREES)
    turned = frame(-180 + 10 * cols, 90, 10, 20, 9, 36, DEGREES)
    one = memory(array, source, target, operation, side)
    other = memory(np.roll(array, -cols, axis=1), turned, target, operation)
    np.testing.assert_allclose(other, one, rtol=1e-12, atol=1e-12)
