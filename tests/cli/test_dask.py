"""``DASK_SCHEDULER`` from the command line, with workers that have the plugin from the same zip."""

import sys
from pathlib import Path

import numpy as np
import pytest
from tiny_rasters import identity_grid, read_raster, write_raster

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "core"))

from dask_cluster import LocalCluster


@pytest.fixture
def cluster(qgis_process, tmp_path):
    profile = Path(qgis_process.environment["QGIS_CUSTOM_CONFIG_PATH"]) / "profiles" / "default"
    cluster = LocalCluster(tmp_path, packages=profile / "python" / "plugins")
    cluster.wait_for_workers(2)
    yield cluster
    cluster.close()


def test_workers_compute_the_same(qgis_process, cluster, tmp_path):
    values = np.random.default_rng(0).normal(size=(600, 700))
    source = write_raster(tmp_path / "source.tif", values)
    grid = write_raster(tmp_path / "grid.tif", identity_grid(600, 700, shift=(0.3, 0.6)))
    made = []
    for name, scheduler in (("here", ""), ("there", cluster.address)):
        told = qgis_process.run(
            "gridr:gridresampling", INPUT=source, GRID=grid, INTERPOLATION="bspline5",
            DASK_SCHEDULER=scheduler, OUTPUT=tmp_path / f"{name}.tif",
        )  # fmt: skip
        made.append((told["results"]["VALID_COUNT"], read_raster(tmp_path / f"{name}.tif").band))
    assert made[0][0] == made[1][0] > 300_000
    np.testing.assert_array_equal(made[0][1], made[1][1])
