"""The chains by tiles: the same bits whatever tiles, threads, memory; executors; cancelling."""

import os
import pickle
import re
import signal
import subprocess
import sys
import threading
import time
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from osgeo import gdal

from gridr_qgis.core import array_grid_resampling, build_mask
from gridr_qgis.core.chains import workplace
from gridr_qgis.core.chains.jobs import (
    Cancelled,
    Destination,
    GridBands,
    IndexAlignment,
    MaskJob,
    Polygons,
    RasterMask,
    ResamplingJob,
    Resources,
)
from gridr_qgis.core.chains.mask_chain import make_mask
from gridr_qgis.core.chains.resampling_chain import TileResampler, resample_raster
from gridr_qgis.core.chains.workplace import Workplace
from gridr_qgis.core.conventions.frame import Frame
from gridr_qgis.core.interpolation.interpolator import get_interpolator
from gridr_qgis.core.interpolation.policy import ValidityPolicy
from gridr_qgis.core.rasters.errors import RasterError
from gridr_qgis.core.resampling.grid import ResamplingGrid
from gridr_qgis.core.resampling.resample import (
    Settings,
    least_memory,
    resample_within,
    source_memory,
)
from gridr_qgis.core.resampling.source import ArraySource, Surroundings

# 10 m cells, the first centre at (5, -5).
GEOTRANSFORM = (0.0, 10.0, 0.0, 0.0, 0.0, -10.0)


def write(path, layers, geotransform=GEOTRANSFORM, nodata=None):
    layers = np.atleast_3d(layers.T).T if layers.ndim == 2 else layers
    code = gdal.GDT_Float64 if layers.dtype == np.float64 else gdal.GDT_UInt16
    code = gdal.GDT_Byte if layers.dtype == np.uint8 else code
    _, rows, cols = layers.shape
    dataset = gdal.GetDriverByName("GTiff").Create(str(path), cols, rows, len(layers), code)
    dataset.SetGeoTransform(geotransform)
    for number, layer in enumerate(layers, 1):
        dataset.GetRasterBand(number).WriteArray(layer)
        if nodata is not None:
            dataset.GetRasterBand(number).SetNoDataValue(nodata)
    return str(path)


def read(path):
    dataset = gdal.Open(str(path))
    return dataset.ReadAsArray()


def square(left, top, right, bottom):
    """Return WKB of a rectangle."""
    from osgeo import ogr

    text = f"POLYGON(({left} {top},{right} {top},{right} {bottom},{left} {bottom},{left} {top}))"
    return bytes(ogr.CreateGeometryFromWkt(text).ExportToWkb())


@pytest.fixture
def rasters(tmp_path):
    """A source of two bands with nodata, a coarser mask, and a turned grid with a bad node."""
    rng = np.random.default_rng(0)
    source = rng.integers(1, 4000, size=(2, 130, 150)).astype(np.uint16)
    source[0, 40:44, 60] = source[1, 90, 100] = 0
    mask = np.ones((68, 78), np.uint8)
    mask[20, 30] = 0
    at_row, at_col = np.meshgrid(np.arange(27) * 5.0, np.arange(29) * 5.0, indexing="ij")
    grid = np.stack((10 + 0.9 * at_row + 0.2 * at_col, -3 + 0.95 * at_col - 0.1 * at_row))
    grid[:, 7, 9] = np.nan
    return {
        "source": write(tmp_path / "source.tif", source, nodata=0),
        "mask": write(tmp_path / "mask.tif", mask, (0.0, 20.0, 0.0, 0.0, 0.0, -20.0)),
        "grid": write(tmp_path / "grid.tif", grid),
        "folder": tmp_path,
    }


def job(rasters, name="out", **changes):
    folder = rasters["folder"] / name
    folder.mkdir(exist_ok=True)
    settings = {
        "source": rasters["source"],
        "grid": GridBands(rasters["grid"], factors=(5, 5)),
        "mask": RasterMask(rasters["mask"]),
        "polygons": Polygons(invalid=(square(805.0, -305.0, 862.0, -371.0),)),
        "nodata": 65535,
        "output": Destination(str(folder / "out.tif")),
        "output_mask": Destination(str(folder / "mask.tif")),
        **changes,
    }
    return ResamplingJob(**settings)


def results(the_job):
    return read(the_job.output.path), read(the_job.output_mask.path)


def small_tiles(monkeypatch, side):
    monkeypatch.setattr(Workplace, "tile_side", lambda self, bytes_per_pixel: side)


def little_memory(monkeypatch, size):
    monkeypatch.setattr(Workplace, "tile_memory", property(lambda self: 2 * size))


@pytest.mark.parametrize("interpolator", ["nearest", "linear", "cubic", "bspline3", "bspline9"])
def test_tiles_threads_and_memory_do_not_change_a_bit(engine, rasters, monkeypatch, interpolator):
    kinds = [("strict", None, False), ("renormalized", None, False), ("strict", "wrap", True)]
    for number, (policy, boundary, trust) in enumerate(kinds):
        settings = {
            "interpolator": interpolator,
            "validity_policy": policy,
            "boundary_condition": boundary,
            "trust_padding": trust,
        }
        whole = job(rasters, f"whole{number}", resources=Resources(threads=1), **settings)
        resample_raster(whole)
        expected = results(whole)
        assert 0 < expected[1].mean() < 1
        for side, threads, memory in ((64, 1, None), (37, 3, None), (100, 2, 8_000_000)):
            with monkeypatch.context() as patch:
                small_tiles(patch, side)
                if memory is not None:
                    little_memory(patch, memory if "bspline" in interpolator else 100_000)
                part = job(
                    rasters, f"{side}-{number}", resources=Resources(threads=threads), **settings
                )
                resample_raster(part)
            for result, right in zip(results(part), expected):
                np.testing.assert_array_equal(result, right)


@pytest.mark.parametrize("step", [1, 5])
@pytest.mark.parametrize("interpolator", ["linear", "bspline3"])
def test_tiles_do_not_change_a_bit_where_kernels_widen(
    engine, rasters, monkeypatch, interpolator, step
):
    """The slopes at a tile's border are those of the whole grid; a bad node is one of its last."""
    at_row, at_col = np.meshgrid(
        *(np.arange(n // step) * float(step) for n in (60, 65)), indexing="ij"
    )
    grid = np.stack((10 + 1.7 * at_row + 0.004 * at_row * at_col, -3 + 1.1 * at_col + 0.4 * at_row))
    grid[:, 36 // step, 20 // step] = np.nan
    path = write(rasters["folder"] / "zoom.tif", grid)
    settings = {
        "grid": GridBands(path, factors=(step, step)),
        "interpolator": interpolator,
        "validity_policy": "renormalized",
        "antialias": True,
    }
    whole = job(rasters, "whole", resources=Resources(threads=1), **settings)
    resample_raster(whole)
    expected = results(whole)
    assert 0 < expected[1].mean() < 1
    plain = job(rasters, "plain", **{**settings, "antialias": False})
    resample_raster(plain)
    assert not np.array_equal(results(plain)[0], expected[0])
    for side, threads, memory in ((37, 1, None), (12, 3, None), (40, 2, 6_000_000)):
        with monkeypatch.context() as patch:
            small_tiles(patch, side)
            if memory is not None:
                little_memory(patch, memory if interpolator == "bspline3" else 100_000)
            part = job(rasters, f"{side}", resources=Resources(threads=threads), **settings)
            resample_raster(part)
        for result, right in zip(results(part), expected):
            np.testing.assert_array_equal(result, right)


def test_the_chain_gives_what_the_core_gives(rasters):
    """With validity put together by hand: nodata, the coarse mask, the polygon."""
    the_job = job(rasters, interpolator="bspline5")
    resample_raster(the_job)
    source, grid, coarse = (read(rasters[name]) for name in ("source", "grid", "mask"))
    rows, cols = np.arange(130), np.arange(150)
    # A cell of 20 m has its centre between two of 10 m; each takes 3/4 of it and 1/4 of the next.
    near = [np.stack((i // 2, i // 2 + np.where(i % 2, 1, -1))) for i in (rows, cols)]
    # Beyond the outermost centres of the mask there is nothing to interpolate between.
    inside = np.outer((near[0].min(0) >= 0), (near[1].min(0) >= 0))
    valid = inside & (coarse[near[0][:, None, :, None], near[1][None, :, None, :]] != 0).all((0, 1))
    y, x = -10.0 * rows - 5, 10.0 * cols + 5
    cut = np.outer((y <= -305) & (y >= -371), (x >= 805) & (x <= 862))
    valid &= (source != 0).all(axis=0) & ~cut
    expected, mask = array_grid_resampling(
        "bspline5", source, *grid, 5, None, nodata_out=65535, array_in_mask=valid,
        array_out_mask=True,
    )  # fmt: skip
    values, out_mask = results(the_job)
    np.testing.assert_array_equal(out_mask, mask)
    np.testing.assert_array_equal(values, np.clip(np.rint(expected), 0, 65535))


def test_a_scattered_grid_needs_the_whole_source_for_every_tile(rasters, monkeypatch):
    rng = np.random.default_rng(1)
    grid = np.stack((rng.uniform(-3, 133, (60, 70)), rng.uniform(-3, 153, (60, 70))))
    path = write(rasters["folder"] / "scattered.tif", grid)
    for interpolator, memory in (("cubic", 60_000), ("bspline3", 3_500_000)):
        jobs = [
            job(rasters, f"{interpolator}{number}", grid=GridBands(path), interpolator=interpolator)
            for number in (0, 1)
        ]
        resample_raster(jobs[0])
        with monkeypatch.context() as patch:
            little_memory(patch, memory)
            resample_raster(jobs[1])
        for result, right in zip(results(jobs[1]), results(jobs[0])):
            np.testing.assert_array_equal(result, right)


def test_memory_that_is_not_enough_is_refused_with_what_is_needed(rasters, monkeypatch):
    with pytest.raises(ValueError, match="MAX_MEMORY is 10 MB; it must be 64 or more"):
        resample_raster(job(rasters, resources=Resources(max_memory=10)))
    # A quarter of it is for the job in any case, however much this process holds already.
    monkeypatch.setattr(workplace, "resident_memory", lambda: 10**9)
    large = np.random.default_rng(1).normal(size=(1, 900, 900))
    settings = {
        "source": write(rasters["folder"] / "large.tif", large),
        "mask": None,
        "interpolator": "bspline11",
    }
    with pytest.raises(RasterError, match="MAX_MEMORY is too small; it must be") as refused:
        resample_raster(job(rasters, **settings, resources=Resources(max_memory=64)))
    enough = int(re.search(r"must be (\d+) MB", str(refused.value))[1])
    assert os.listdir(rasters["folder"] / "out") == []
    resample_raster(job(rasters, **settings, resources=Resources(max_memory=enough)))
    with pytest.raises(RasterError, match="MAX_MEMORY is too small"):
        resample_raster(job(rasters, **settings, resources=Resources(max_memory=enough - 1)))

    little_memory(monkeypatch, 1000)
    with pytest.raises(RasterError, match="a single tile has 0 MB and needs"):
        resample_raster(job(rasters, "other", interpolator="bspline11"))
    assert os.listdir(rasters["folder"] / "other") == []


@pytest.mark.parametrize("shape", [(900, 1300), (300, 310), (60, 2000)])
@pytest.mark.parametrize(
    "name, trusted",
    [("cubic", False), ("bspline3", True), ("bspline3", False), ("bspline9", False)],
)
@pytest.mark.parametrize("policy", ["strict", "nearest"])
def test_no_pixel_needs_more_than_what_is_asked_for(shape, name, trusted, policy):
    source = ArraySource(np.zeros((2, *shape)))
    surroundings = Surroundings("wrap", trusted, 0.5)
    settings = Settings(get_interpolator(name), surroundings, ValidityPolicy(policy), 0.0)
    least = least_memory(source, settings)
    rng = np.random.default_rng(0)
    needed = []
    for _ in range(2000):
        # Pieces meet near the multiples of 256.
        corner = [rng.integers(0, size, endpoint=True) // 256 * 256 for size in shape]
        corner = [min(at + rng.uniform(-9, 40), size) for at, size in zip(corner, shape)]
        needed.append(source_memory(source, settings, [(at, at + 0.5) for at in corner]))
    assert 0.9 * least < max(needed) <= least


def test_tiles_that_need_much_are_fewer_at_once():
    place = Workplace(None, 6, 6, 160, 40)
    assert place.tile_memory == 13 and place.holding(13) == place
    # First GDAL gets less.
    assert place.holding(18) == Workplace(None, 6, 6, 160, 10)
    assert place.holding(36) == Workplace(None, 3, 3, 160, 10)
    with pytest.raises(RasterError, match="MAX_MEMORY is too small"):
        place.holding(111)


def test_bands_of_a_grid_may_be_in_two_files(rasters):
    row, col = read(rasters["grid"])
    paths = [write(rasters["folder"] / f"{n}.tif", g) for n, g in (("row", row), ("col", col))]
    grid = GridBands(paths[0], 1, 1, factors=(5, 5), col_path=paths[1])
    two, one = job(rasters, "two", grid=grid), job(rasters, "one")
    for each in (two, one):
        resample_raster(each)
    for result, right in zip(results(two), results(one)):
        np.testing.assert_array_equal(result, right)
    write(paths[1], col[1:])
    with pytest.raises(RasterError, match="GRID_COL has 26 x 29 pixels; it must have"):
        resample_raster(two)


@pytest.mark.parametrize("side", [1, 2, 33, 1000])
def test_masks_do_not_depend_on_tiles(rasters, monkeypatch, side):
    small_tiles(monkeypatch, side)
    frame = Frame(23, 31, GEOTRANSFORM)
    folder, mask = rasters["folder"], RasterMask(rasters["mask"])
    polygons = Polygons((square(-5, 5, 250, -205.0),), (square(55.0, -55.0, 95, -101),))
    one = MaskJob(frame, Destination(str(folder / "one.tif")), polygons, "touch", mask)
    report = make_mask(one)
    values = read(one.output.path)
    assert report.valid_count == values.sum() and 0 < values.mean() < 1
    monkeypatch.undo()
    whole = MaskJob(frame, Destination(str(folder / "whole.tif")), polygons, "touch", mask)
    make_mask(whole)
    np.testing.assert_array_equal(values, read(whole.output.path))

    small_tiles(monkeypatch, side)
    by_index = MaskJob(
        Frame(50, 61), Destination(str(folder / "index.tif")), mask=mask,
        alignment=IndexAlignment((3, 2), (31, 4)),
    )  # fmt: skip
    make_mask(by_index)
    expected = build_mask(
        (50, 61), (1, 1), None, mask_in=read(rasters["mask"]), mask_in_resolution=(3, 2),
        mask_in_target_win=((31, 80), (4, 64)), oversampling_dtype=np.float64,
    )  # fmt: skip
    np.testing.assert_array_equal(read(by_index.output.path), expected)


class Elsewhere(Executor):
    """Runs at once, on copies, as another process would."""

    def __init__(self):
        self.count = 0

    def submit(self, function, *args):
        self.count += 1
        function, args = pickle.loads(pickle.dumps((function, args)))
        future = Future()
        try:
            future.set_result(pickle.loads(pickle.dumps(function(*args))))
        except Exception as error:  # noqa: BLE001 (handed on as executors do)
            future.set_exception(error)
        return future


def test_any_executor_does(rasters, monkeypatch):
    small_tiles(monkeypatch, 50)
    executor = Elsewhere()
    there, here = job(rasters, "there"), job(rasters, "here")
    resample_raster(there, executor=executor)
    assert executor.count == 9
    resample_raster(here)
    for result, right in zip(results(there), results(here)):
        np.testing.assert_array_equal(result, right)


def test_a_file_that_was_written_anew_is_read_anew(rasters):
    """By jobs with the same settings, run by the same threads."""
    with ThreadPoolExecutor(2) as pool:
        resample_raster(job(rasters, interpolator="nearest"), executor=pool)
        before, _ = results(job(rasters))
        source = read(rasters["source"])
        write(rasters["source"], np.where(source > 0, source + 1, 0).astype(np.uint16), nodata=0)
        resample_raster(job(rasters, interpolator="nearest"), executor=pool)
    after, valid = results(job(rasters))
    np.testing.assert_array_equal(after, np.where(valid, before + 1, before))


def test_the_cache_of_gdal_is_as_before_when_jobs_overlap(rasters, monkeypatch):
    small_tiles(monkeypatch, 50)
    before, inside = gdal.GetCacheMax(), []
    meet = threading.Barrier(2, timeout=30)

    def run(name, wait_at):
        shares = []

        def progress(share):
            shares.append(share)
            inside.append(gdal.GetCacheMax())
            if len(shares) in wait_at:
                meet.wait()

        resample_raster(job(rasters, name), progress)

    # The second begins while the first goes on, and ends after it.
    with ThreadPoolExecutor(2) as pool:
        for future in [pool.submit(run, "a", (5,)), pool.submit(run, "b", (1,))]:
            future.result()
    assert gdal.GetCacheMax() == before > min(inside)


def test_a_cancel_ends_tiles_under_way(rasters, monkeypatch):
    """They are asked to end, and waited for: a thread must not go on while QGIS closes."""
    ended = []

    def long_tile(resampler, window):
        try:
            for _ in range(3000):
                time.sleep(0.01)
                resampler._check()
        finally:
            ended.append(window)

    monkeypatch.setattr(TileResampler, "__call__", long_tile)
    begin = time.monotonic()
    with pytest.raises(Cancelled):
        resample_raster(job(rasters), cancelled=lambda: time.monotonic() > begin + 0.2)
    assert len(ended) == 1 and time.monotonic() < begin + 20
    assert os.listdir(rasters["folder"] / "out") == []


def test_a_tile_looks_for_a_cancel_by_itself(rasters, monkeypatch):
    source, grid = (read(rasters[name]) for name in ("source", "grid"))
    asked = []

    def check():
        asked.append(1)
        raise Cancelled("Cancelled.")

    settings = Settings(
        get_interpolator("cubic"), Surroundings(None, False, 0.5), ValidityPolicy(), 0.0
    )
    full = ResamplingGrid(*np.ascontiguousarray(grid), None, (5, 5), ((0, 129), (0, 139)))
    values, valid = np.empty((2, 130, 140)), np.empty((130, 140), np.uint8)
    for memory in (10**9, 100_000):
        with pytest.raises(Cancelled):
            resample_within(memory, ArraySource(source), full, settings, values, valid, check)
    assert len(asked) == 2


def test_cancelling_between_tiles_leaves_nothing(rasters, monkeypatch):
    small_tiles(monkeypatch, 20)
    shares = []
    with pytest.raises(Cancelled):
        resample_raster(job(rasters), shares.append, lambda: len(shares) > 3)
    assert len(shares) == 4
    assert os.listdir(rasters["folder"] / "out") == []


def test_an_error_in_a_tile_leaves_what_was_there(rasters, monkeypatch):
    the_job = job(rasters)
    for path in (the_job.output.path, the_job.output_mask.path):
        with open(path, "wb") as file:
            file.write(b"old")
    small_tiles(monkeypatch, 40)
    compute, done = TileResampler.__call__, []

    def fail_late(resampler, window):
        done.append(window)
        if len(done) > 5:
            raise RasterError("INPUT cannot be read: it is broken.")
        return compute(resampler, window)

    monkeypatch.setattr(TileResampler, "__call__", fail_late)
    with pytest.raises(RasterError, match="broken"):
        resample_raster(the_job)
    assert sorted(os.listdir(rasters["folder"] / "out")) == ["mask.tif", "out.tif"]
    with open(the_job.output.path, "rb") as file:
        assert file.read() == b"old"


KILLED = """
import importlib.util, os, signal, sys
spec = importlib.util.spec_from_file_location(
    "gridr_qgis", {root!r} + "/__init__.py", submodule_search_locations=[{root!r}])
sys.modules["gridr_qgis"] = module = importlib.util.module_from_spec(spec)
spec.loader.exec_module(module)
from gridr_qgis.core.chains.jobs import Destination, GridBands, ResamplingJob
from gridr_qgis.core.chains.resampling_chain import resample_raster
from gridr_qgis.core.chains import workplace
from gridr_qgis.core.chains.workplace import Workplace
Workplace.tile_side = lambda self, bytes_per_pixel: 20
shares = []
def progress(share):
    shares.append(share)
    if len(shares) > 5:
        os.kill(os.getpid(), signal.SIGKILL)
resample_raster(ResamplingJob(
    {source!r}, GridBands({grid!r}, factors=(5, 5)), Destination({out!r}), interpolator="linear",
), progress)
"""


@pytest.mark.skipif(os.name == "nt", reason="processes are ended in another way there")
def test_what_a_killed_process_has_left_is_removed_by_the_next(rasters):
    the_job = job(rasters)
    folder = os.path.dirname(the_job.output.path)
    with open(the_job.output.path, "wb") as file:
        file.write(b"old")
    root = str(Path(__file__).resolve().parents[2])
    code = KILLED.format(
        root=root, source=rasters["source"], grid=rasters["grid"], out=the_job.output.path
    )
    environment = dict(os.environ, GRIDR_DISABLE_NUMBA="1")
    done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True)
    assert done.returncode == -signal.SIGKILL, done.stderr.decode()
    left = sorted(os.listdir(folder))
    assert len(left) == 2 and left[0].startswith(".out.tif-") and left[0].endswith(".part")
    with open(the_job.output.path, "rb") as file:
        assert file.read() == b"old"
    others = os.path.join(folder, f".out.tif-elsewhere-{2**30}-abcd.part")
    os.mkdir(others)
    resample_raster(the_job)
    assert sorted(os.listdir(folder)) == [
        *(os.path.basename(others), "mask.tif", "mask.tif.aux.xml", "out.tif")
    ]
