"""Warps by control points, RPC and geolocation arrays: the bits of maker and resampling."""

from dataclasses import replace

import numpy as np
import pytest
from osgeo import gdal
from rpc_rasters import COLS, ROWS, tilted_items, wkt_of, write_source
from swaths import swath, write_swath

from gridr_qgis.core.chains.gcp_grid_chain import make_gcp_grid
from gridr_qgis.core.chains.geolocation_grid_chain import make_geolocation_grid
from gridr_qgis.core.chains.georeference import georeference_of, georeferenced_job
from gridr_qgis.core.chains.jobs import Destination, GridBands, ResamplingJob, Resources
from gridr_qgis.core.chains.resampling_chain import resample_raster
from gridr_qgis.core.chains.rpc_grid_chain import make_rpc_grid
from gridr_qgis.core.chains.warp_chain import warp_raster
from gridr_qgis.core.chains.workplace import Workplace
from gridr_qgis.core.conventions.frame import frame_of_extent
from gridr_qgis.core.rasters.errors import RasterError

UTM, DEGREES = wkt_of(32631), wkt_of(4326)
MAKERS = {
    "gcps": make_gcp_grid,
    "rpc": make_rpc_grid,
    "geolocation": make_geolocation_grid,
}
# Of the output; that of the swath lies within it.
FRAMES = {
    "gcps": frame_of_extent(500_400, 4_998_300, 502_600, 4_999_900, 8, 8, UTM),
    "rpc": frame_of_extent(2.9, 44.9, 3.1, 45.1, 0.0007, 0.0007, DEGREES),
    "geolocation": frame_of_extent(3.5, 44.9, 3.9, 45.2, 0.004, 0.004, DEGREES),
}
METHODS = {"gcps": "tps"}


def values(rows, cols):
    row, col = np.mgrid[:rows, :cols]
    return (100 + 40 * np.sin(row / 7.0) + 30 * np.cos(col / 9.0)).astype(np.uint16)


def add_points(path):
    """Give a raster control points on a bent lattice of 9 m pixels, turned a little."""
    pixel, line = (each.ravel() for each in np.meshgrid([5.0, 150, 250, 290], [5.0, 90, 195]))
    x = 500_000 + 9 * pixel + 1.5 * line + 1e-4 * pixel * line
    y = 5_000_000 - 9 * line + 1.5 * pixel - 2e-4 * line**2
    points = [gdal.GCP(*each) for each in zip(x, y, np.zeros(x.size), pixel, line)]
    dataset = gdal.Open(path, gdal.GA_Update)
    dataset.SetGCPs(points, UTM)
    dataset = None


@pytest.fixture
def sources(tmp_path):
    """A raster with each georeference."""
    made = {
        "gcps": write_source(tmp_path / "gcps.tif", {}, values(200, 300)),
        "rpc": write_source(tmp_path / "rpc.tif", tilted_items(), values(ROWS, COLS)),
        "geolocation": write_swath(tmp_path, *swath(60, 80), values=values(60, 80)),
    }
    add_points(made["gcps"])
    return made


def read(path):
    return gdal.Open(path).ReadAsArray()


def outputs(folder, name):
    return {
        "output": Destination(str(folder / f"{name}.tif")),
        "output_mask": Destination(str(folder / f"{name}_mask.tif")),
    }


@pytest.mark.parametrize("step", [None, 4])
@pytest.mark.parametrize("name", MAKERS)
def test_a_warp_has_the_bits_of_grid_and_resampling(sources, tmp_path, monkeypatch, name, step):
    source = sources[name]
    grid = georeferenced_job(
        georeference_of(source), METHODS.get(name, "polynomial1"),
        source=source, frame=FRAMES[name], output=None, step=step,
    )  # fmt: skip
    grid_path = str(tmp_path / "grid.tif")
    made = MAKERS[name](replace(grid, output=Destination(grid_path)))
    made = getattr(made, "grid", made)
    settings = {"interpolator": "bspline3", "dtype": "float64", "antialias": True}
    two = ResamplingJob(source, GridBands(grid_path), **outputs(tmp_path, "two"), **settings)
    expected_report = resample_raster(two)
    assert expected_report.valid_count > 1000
    one = ResamplingJob(source, grid, **outputs(tmp_path, "one"), **settings)
    report = warp_raster(one)
    assert report.grid == made and report.resampling == expected_report
    assert made.step == step or step is None
    with monkeypatch.context() as patch:
        patch.setattr(Workplace, "tile_side", lambda self, bytes_per_pixel: 50)
        tiled = replace(one, resources=Resources(threads=2), **outputs(tmp_path, "tiled"))
        warp_raster(tiled)
    for job in (one, tiled):
        np.testing.assert_array_equal(read(job.output.path), read(two.output.path))
        np.testing.assert_array_equal(read(job.output_mask.path), read(two.output_mask.path))


def test_the_first_georeference_that_there_is_counts(sources, tmp_path):
    for name, path in sources.items():
        assert georeference_of(path) == georeference_of(path, name) == name
    # Step by step one raster gets them all.
    everything = write_swath(tmp_path, *swath(20, 30), name="everything")
    for name in ("rpc", "gcps", "geotransform"):
        dataset = gdal.Open(everything, gdal.GA_Update)
        if name == "rpc":
            dataset.SetMetadata(tilted_items(), "RPC")
        elif name == "geotransform":
            dataset.SetGCPs([], "")
            dataset.SetGeoTransform((0.0, 1.0, 0.0, 0.0, 0.0, -1.0))
        dataset = None
        if name == "gcps":
            add_points(everything)
        assert georeference_of(everything) == georeference_of(everything, name) == name
        assert georeference_of(everything, "geolocation") == "geolocation"


def test_a_georeference_that_is_not_there(sources, tmp_path):
    bare = write_source(tmp_path / "bare.tif", {})
    for asked in ("auto", "rpc"):
        with pytest.raises(ValueError) as caught:
            georeference_of(bare, asked)
        assert str(caught.value) == (
            "INPUT has no georeference: no geotransform, ground control points, RPC or geolocation"
            " arrays."
        )
    with pytest.raises(ValueError) as caught:
        georeference_of(sources["rpc"], "gcps")
    assert str(caught.value) == (
        "GEOREFERENCE is gcps, but INPUT has no ground control points; it has RPC."
    )
    with pytest.raises(ValueError, match="GEOREFERENCE is world; it must be one of auto, geotran"):
        georeference_of(bare, "world")


def test_a_value_for_another_georeference():
    with pytest.raises(
        ValueError, match="HEIGHT is 100, which is for RPC, but GEOREFERENCE is gcps"
    ):
        georeferenced_job("gcps", height=100, source="", frame=None, output=None)
    with pytest.raises(ValueError, match="GCP_METHOD is tps, which is for ground control points"):
        georeferenced_job("rpc", method="tps", source="", frame=None, output=None)


def test_no_array_is_overwritten(sources, tmp_path):
    source = sources["geolocation"]
    grid = georeferenced_job("geolocation", source=source, frame=FRAMES["geolocation"], output=None)
    before = read(str(tmp_path / "swath_y.tif"))
    with pytest.raises(RasterError, match=r"OUTPUT is .*swath_y\.tif"):
        warp_raster(ResamplingJob(source, grid, Destination(str(tmp_path / "swath_y.tif"))))
    np.testing.assert_array_equal(read(str(tmp_path / "swath_y.tif")), before)


def test_arrays_count_in_the_memory(sources, tmp_path, monkeypatch):
    """What a process holds for all tiles is no memory for a tile."""
    source, held = sources["geolocation"], []
    grid = georeferenced_job(
        "geolocation", source=source, frame=FRAMES["geolocation"], output=None, step=4
    )
    holding = Workplace.holding

    def noted(self, size):
        held.append(size)
        return holding(self, size)

    monkeypatch.setattr(Workplace, "holding", noted)
    job = ResamplingJob(source, grid, **outputs(tmp_path, "one"))
    warp_raster(job)
    made = MAKERS["geolocation"](replace(grid, output=Destination(str(tmp_path / "grid.tif"))))
    bands = GridBands(str(tmp_path / "grid.tif"))
    resample_raster(replace(job, grid=bands, **outputs(tmp_path, "two")))
    assert made.step == 4 and held[0] - held[1] > 16 * 60 * 80
