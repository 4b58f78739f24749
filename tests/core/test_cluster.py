"""Tiles computed by the worker processes of a Dask cluster."""

import os
from pathlib import Path

import numpy as np
import pytest
from dask_cluster import LocalCluster
from osgeo import gdal
from small_jobs import small_jobs

from gridr_qgis.core.chains import cluster as cluster_module
from gridr_qgis.core.chains import grid_writing
from gridr_qgis.core.chains.grid_report import report_grid
from gridr_qgis.core.chains.jobs import (
    Destination,
    GridBands,
    GridReportJob,
    MaskJob,
    Polygons,
    RegionJob,
    ResamplingJob,
    Resources,
)
from gridr_qgis.core.chains.mask_chain import make_mask
from gridr_qgis.core.chains.region_chain import resample_region
from gridr_qgis.core.chains.resampling_chain import resample_raster
from gridr_qgis.core.chains.workplace import Workplace
from gridr_qgis.core.conventions.frame import Frame
from gridr_qgis.core.grass.operations import Nearest, Statistics
from gridr_qgis.core.grids.page import grid_page
from gridr_qgis.core.rasters.errors import RasterError

GEOTRANSFORM = (0.0, 10.0, 0.0, 0.0, 0.0, -10.0)


@pytest.fixture(scope="module")
def packages(tmp_path_factory):
    """A folder in which the checkout has the package's name."""
    folder = tmp_path_factory.mktemp("packages")
    root = Path(__file__).resolve().parents[2]
    (folder / "gridr_qgis").symlink_to(root, target_is_directory=True)
    return folder


@pytest.fixture(scope="module")
def cluster(tmp_path_factory, packages):
    cluster = LocalCluster(tmp_path_factory.mktemp("cluster"), packages=packages)
    cluster.wait_for_workers(2)
    yield cluster
    cluster.close()


@pytest.fixture
def small_tiles(monkeypatch):
    monkeypatch.setattr(Workplace, "tile_side", lambda self, bytes_per_pixel: 40)


def write(path, layers):
    _, rows, cols = layers.shape
    driver = gdal.GetDriverByName("GTiff")
    dataset = driver.Create(str(path), cols, rows, len(layers), gdal.GDT_Float64)
    dataset.SetGeoTransform(GEOTRANSFORM)
    dataset.WriteArray(layers)
    return str(path)


def read(path):
    return gdal.Open(path).ReadAsArray()


@pytest.fixture
def job(tmp_path):
    """Return a function that makes a job of 300 x 310 pixels."""
    rng = np.random.default_rng(0)
    source = write(tmp_path / "source.tif", rng.normal(size=(1, 280, 290)))
    row, col = np.meshgrid(np.arange(61) * 5.0, np.arange(63) * 5.0, indexing="ij")
    grid = write(tmp_path / "grid.tif", np.stack((0.9 * row + 0.1 * col, 0.95 * col - 0.1 * row)))

    def make(name, **settings):
        (tmp_path / name).mkdir()
        return ResamplingJob(
            source, GridBands(grid, factors=(5, 5)), Destination(str(tmp_path / name / "out.tif")),
            interpolator="bspline3", output_mask=Destination(str(tmp_path / name / "mask.tif")),
            **settings,
        )  # fmt: skip

    return make


def results(job):
    return read(job.output.path), read(job.output_mask.path)


def assert_same(one, other):
    for result, right in zip(results(one), results(other)):
        np.testing.assert_array_equal(result, right)


def test_a_cluster_gives_what_this_machine_gives_though_a_worker_dies(
    cluster, job, small_tiles, tmp_path
):
    local = job("local")
    report = resample_raster(local)
    whole = job("whole", resources=Resources(scheduler=cluster.address))
    assert resample_raster(whole) == report
    assert_same(whole, local)

    # Burnt from polygons that travel with the task.
    ring = (
        b"\x01\x03\x00\x00\x00\x01\x00\x00\x00\x04\x00\x00\x00"
        + np.array([[105.0, -105], [1805, -300], [700, -2000], [105, -105]]).tobytes()
    )
    masks = [
        MaskJob(
            Frame(250, 200, GEOTRANSFORM), Destination(str(tmp_path / f"{number}.tif")),
            Polygons(valid=(ring,)), resources=Resources(scheduler=scheduler),
        )
        for number, scheduler in enumerate((None, cluster.address))
    ]  # fmt: skip
    for each in masks:
        assert make_mask(each).valid_count > 10_000
    np.testing.assert_array_equal(*(read(each.output.path) for each in masks))

    # Numbers alone.
    reports = [
        report_grid(GridReportJob(whole.grid, resources=Resources(scheduler=scheduler))).summary
        for scheduler in (None, cluster.address)
    ]
    assert reports[0].findings.known_nodes == 61 * 63
    assert grid_page(reports[0], "grid") == grid_page(reports[1], "grid")
    for operation in (Nearest(), Statistics("median", weighted=True)):
        regions = [
            RegionJob(
                local.source, Frame(190, 200, (3.0, 14.0, 0.0, -3.0, 0.0, -13.0)), operation,
                Destination(str(tmp_path / f"region{number}.tif")),
                resources=Resources(scheduler=scheduler),
            )
            for number, scheduler in enumerate((None, cluster.address))
        ]  # fmt: skip
        reports = [resample_region(each) for each in regions]
        assert reports[0] == reports[1] and reports[0].valid_count > 30_000
        np.testing.assert_array_equal(*(read(each.output.path) for each in regions))
    # Grids: a DEM that each worker opens, arrays that each worker reads once.
    for name in ("rpc grid", "geolocation grid"):
        grids, reports = [], []
        (tmp_path / name).mkdir()
        inputs = small_jobs(tmp_path / name)
        for number, scheduler in enumerate((None, cluster.address)):
            (tmp_path / f"{name} {number}").mkdir()
            grid_job = inputs[name].to(tmp_path / f"{name} {number}")
            reports.append(grid_job.with_(resources=Resources(scheduler=scheduler)).run())
            grids.append([read(path) for path in grid_job.paths])
        assert reports[0] == reports[1] and reports[0].invalid_count < grids[0][0].size / 4
        for one, other in zip(*grids):
            np.testing.assert_array_equal(one, other)

    killed = []

    def kill_one(share):
        if share > 0.2 and not killed:
            cluster.workers[0].kill()
            killed.append(share)

    survived = job("survived", resources=Resources(scheduler=cluster.address))
    resample_raster(survived, kill_one)
    assert killed
    assert_same(survived, local)


@pytest.mark.parametrize("name", ["crs grid", "affine grid", "displacement grid"])
def test_grids_made_by_a_cluster_are_the_same(cluster, tmp_path, monkeypatch, name):
    monkeypatch.setattr(grid_writing, "_SIDE", 20)
    made = []
    for scheduler in (None, cluster.address):
        (tmp_path / str(len(made))).mkdir()
        job = small_jobs(tmp_path)[name].to(tmp_path / str(len(made)))
        report = job.with_(resources=Resources(scheduler=scheduler)).run()
        made.append((report, read(job.paths[0])))
    (here, nodes), (there, same) = made
    np.testing.assert_array_equal(same, nodes)
    assert (there.error.points, there.error.maximum) == (here.error.points, here.error.maximum)
    assert (there.step, there.invalid_count) == (here.step, here.invalid_count)


@pytest.mark.parametrize(
    "name, told",
    [
        ("workers", "All workers of DASK_SCHEDULER are gone"),
        ("scheduler", r"The connection to DASK_SCHEDULER \S+ was lost"),
    ],
)
def test_a_cluster_that_gets_lost_is_told(
    tmp_path, packages, job, small_tiles, monkeypatch, name, told
):
    lost = LocalCluster(tmp_path, packages=packages)
    lost.wait_for_workers(2)
    ended = []

    def end(share):
        if share > 0.2 and not ended:
            ended.append(share)
            for process in lost.workers if name == "workers" else [lost.scheduler]:
                process.kill()

    monkeypatch.setattr(cluster_module, "_PATIENCE", 1)
    try:
        with pytest.raises(RasterError, match=told):
            resample_raster(job(name, resources=Resources(scheduler=lost.address)), end)
    finally:
        lost.close()
    assert ended and os.listdir(tmp_path / name) == []


def test_what_a_worker_does_not_see_is_told_with_its_name(cluster, job, small_tiles, monkeypatch):
    """A folder of this machine alone: the worker looks for the file in another place."""
    there = job("there", resources=Resources(scheduler=cluster.address))
    folder, name = os.path.split(there.source)
    monkeypatch.chdir(folder)
    there = type(there)(**{**vars(there), "source": name})
    sentence = r"On the worker tcp://127.0.0.1:\d+: INPUT is source.tif, which cannot be opened"
    with pytest.raises(RasterError, match=sentence):
        resample_raster(there)
    assert os.listdir(os.path.dirname(there.output.path)) == []


@pytest.mark.parametrize("bare", ["worker", "scheduler"])
def test_who_lacks_the_package_is_told(tmp_path, packages, job, monkeypatch, bare):
    """Also of a worker that came when the work had begun."""
    lacking = LocalCluster(tmp_path, 1, packages, bare=[bare])
    told = r"(worker tcp://127.0.0.1:\d+|scheduler itself) cannot import gridr_qgis \(No module"
    try:
        lacking.wait_for_workers(1)
        with pytest.raises(RasterError, match=told):
            resample_raster(job("first", resources=Resources(scheduler=lacking.address)))
        if bare == "worker":
            monkeypatch.setattr(cluster_module, "_check_package", lambda client, address: None)
            monkeypatch.setattr(cluster_module, "_PATIENCE", 1)
            with pytest.raises(RasterError, match=r"All workers .* the package gridr_qgis"):
                resample_raster(job("late", resources=Resources(scheduler=lacking.address)))
            assert os.listdir(tmp_path / "late") == []
    finally:
        lacking.close()
    assert os.listdir(tmp_path / "first") == []


def test_no_scheduler_and_no_worker_are_told(tmp_path, job, monkeypatch):
    monkeypatch.setattr(cluster_module, "_PATIENCE", 1)
    for address in ("tcp://127.0.0.1:1", "nonsense"):
        with pytest.raises(RasterError, match=f"DASK_SCHEDULER is {address}, where no scheduler"):
            resample_raster(job(address[:3], resources=Resources(scheduler=address)))
    empty = LocalCluster(tmp_path, workers=0)
    try:
        with pytest.raises(RasterError, match=r"DASK_SCHEDULER \S+ has no worker; start one"):
            resample_raster(job("none", resources=Resources(scheduler=empty.address)))
    finally:
        empty.close()
