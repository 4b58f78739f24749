"""A small job of each chain, for tests of what can go wrong with files and processes."""

import os
import pickle
import subprocess
import sys
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from osgeo import gdal, osr
from rpc_rasters import tilted_items, write_source

from gridr_qgis.core.chains.affine_grid_chain import make_affine_grid
from gridr_qgis.core.chains.compose_chain import compose_grids
from gridr_qgis.core.chains.convert_chain import convert_grid
from gridr_qgis.core.chains.crs_grid_chain import make_crs_grid
from gridr_qgis.core.chains.derived_jobs import ComposeJob, ConvertJob, GridMaskJob, InvertJob
from gridr_qgis.core.chains.displacement_grid_chain import make_displacement_grid
from gridr_qgis.core.chains.gcp_grid_chain import make_gcp_grid
from gridr_qgis.core.chains.geolocation_grid_chain import make_geolocation_grid
from gridr_qgis.core.chains.grid_mask_chain import make_grid_mask
from gridr_qgis.core.chains.invert_chain import invert_grid
from gridr_qgis.core.chains.jobs import (
    AffineGridJob,
    CrsGridJob,
    Destination,
    DisplacementBands,
    DisplacementGridJob,
    Elevation,
    GcpGridJob,
    GeolocationBands,
    GeolocationGridJob,
    GridBands,
    MaskJob,
    RasterMask,
    RegionJob,
    ResamplingJob,
    RpcGridJob,
)
from gridr_qgis.core.chains.mask_chain import make_mask
from gridr_qgis.core.chains.mask_jobs import ValueMaskJob
from gridr_qgis.core.chains.region_chain import resample_region
from gridr_qgis.core.chains.resampling_chain import resample_raster
from gridr_qgis.core.chains.rpc_grid_chain import make_rpc_grid
from gridr_qgis.core.chains.spline_chain import resample_by_spline
from gridr_qgis.core.chains.spline_jobs import SplineJob
from gridr_qgis.core.chains.value_mask_chain import make_value_mask
from gridr_qgis.core.conventions.control_points import ControlPoints
from gridr_qgis.core.conventions.frame import Frame
from gridr_qgis.core.grass.operations import Interpolation
from gridr_qgis.core.masks.from_values import ValueCriteria
from gridr_qgis.core.transforms.affine import Movement

ROOT = Path(__file__).resolve().parents[2]
ROWS, COLS = 260, 280
OLD = b"what stood there"

# What GDAL calls the file of attribute tables beside a raster.
TABLE = ".aux.xml"

# Makes this checkout importable in another process, and unpickles what it is given from a file.
_PRELUDE = f"""
import importlib.util, os, pickle, signal, sys
spec = importlib.util.spec_from_file_location(
    "gridr_qgis", {str(ROOT)!r} + "/__init__.py", submodule_search_locations=[{str(ROOT)!r}])
sys.modules["gridr_qgis"] = module = importlib.util.module_from_spec(spec)
spec.loader.exec_module(module)
with open(sys.argv[1], "rb") as file:
    given = pickle.load(file)
"""


def wkt_of(epsg):
    reference = osr.SpatialReference()
    reference.ImportFromEPSG(epsg)
    return reference.ExportToWkt()


UTM = wkt_of(32631)
GEOTRANSFORM = (500_000.0, 10.0, 0.0, 5_000_000.0, 0.0, -10.0)


def write(path, layers, driver="GTiff", options=()):
    """Write an array (rows, cols) or (bands, rows, cols); returns the path as text."""
    memory = gdal.GetDriverByName("MEM").Create(
        "", layers.shape[-1], layers.shape[-2], 1 if layers.ndim == 2 else len(layers),
        {"u1": gdal.GDT_Byte, "u2": gdal.GDT_UInt16, "f8": gdal.GDT_Float64}[layers.dtype.str[1:]],
    )  # fmt: skip
    memory.SetGeoTransform(GEOTRANSFORM)
    memory.SetProjection(UTM)
    memory.WriteArray(layers)
    gdal.GetDriverByName(driver).CreateCopy(str(path), memory, options=list(options))
    return str(path)


def read(path):
    return gdal.Open(str(path)).ReadAsArray()


def names_in(folder):
    """Return the names of all files in a folder, hidden ones too."""
    return sorted(os.listdir(folder))


@dataclass(frozen=True)
class SmallJob:
    """A job with its chain.

    Attributes
    ----------
    chain : callable
        Takes the job, `progress` and `cancelled`.
    job
        Of any kind that the chain takes.
    """

    chain: object
    job: object

    def run(self, progress=None, cancelled=None):
        return self.chain(self.job, progress, cancelled)

    def with_(self, **changes):
        return replace(self, job=replace(self.job, **changes))

    def to(self, folder, name="out.tif", options=()):
        """Return the job with its outputs, without the options of a mask, in a folder."""
        changes = {"output": Destination(str(Path(folder) / name), tuple(options))}
        second = {
            **dict.fromkeys((ResamplingJob, RegionJob, SplineJob, GridMaskJob), "output_mask"),
            GeolocationGridJob: "round_trip",
            MaskJob: "output_reason",
        }
        if type(self.job) in second:
            mask = Destination(str(Path(folder) / f"mask{Path(name).suffix}"), tuple(options))
            changes[second[type(self.job)]] = mask
        if isinstance(self.job, SplineJob):
            slope = Destination(str(Path(folder) / f"slope{Path(name).suffix}"), tuple(options))
            changes["derived"] = {"slope": slope}
        return self.with_(**changes)

    @property
    def paths(self):
        """Paths of all outputs."""
        names = ("output", "output_mask", "output_reason", "round_trip")
        made = [getattr(self.job, name, None) for name in names]
        made += getattr(self.job, "derived", {}).values()
        return [destination.path for destination in made if destination is not None]

    @property
    def files(self):
        """Names of all files that are made, if they are GeoTIFFs: masks have a table beside."""
        is_mask = isinstance(self.job, (MaskJob, ValueMaskJob))
        names = ("output", "output_reason") if is_mask else ("output_mask",)
        masks = [getattr(self.job, name, None) for name in names]
        tables = [mask.path + TABLE for mask in masks if mask is not None]
        return sorted(map(os.path.basename, [*self.paths, *tables]))

    def put_old(self):
        """Put something where the outputs will be, and nothing of an earlier run beside it."""
        for path in self.paths:
            Path(path).write_bytes(OLD)
            Path(path + TABLE).unlink(missing_ok=True)

    def assert_old(self):
        """Assert that it is still there, and nothing else."""
        for folder in {os.path.dirname(path) for path in self.paths}:
            there = [path for path in self.paths if os.path.dirname(path) == folder]
            assert names_in(folder) == sorted(os.path.basename(path) for path in there)
        assert all(Path(path).read_bytes() == OLD for path in self.paths)


def small_jobs(folder):
    """Return a `SmallJob` of each chain by its name; inputs are written to the folder.

    Their pixels are random, so that nothing is compressed away.
    """
    rng = np.random.default_rng(5)
    row, col = np.meshgrid(np.arange(ROWS), np.arange(COLS), indexing="ij")
    inside = rng.uniform(2, 250, (2, ROWS, COLS)) * 1e-3
    source = write(folder / "source.tif", rng.integers(1, 60000, (ROWS, COLS)).astype(np.uint16))
    grid = write(folder / "grid.tif", np.stack((row, col)) * 0.9 + 3 + inside)
    mask = write(folder / "valid.tif", rng.integers(0, 2, (ROWS, COLS)).astype(np.uint8))
    displacement = write(folder / "displacement.tif", inside * 4)
    nodes = write(folder / "nodes.tif", inside[:, :60, :70])
    valid_nodes = write(folder / "nodes_valid.tif", np.ones((60, 70), np.uint8))
    unset = Destination("")
    places = rng.uniform(0, COLS, (5, 2))
    on_map = Frame(ROWS, COLS, GEOTRANSFORM).center_to_map(*places.T)
    points = ControlPoints.of("abcde", *on_map, *(places + inside[0, :5, :2]).T, crs_wkt=UTM)
    dem = write(folder / "dem.tif", rng.uniform(200, 300, (ROWS, COLS)))
    satellite = write_source(folder / "rpc.tif", tilted_items(LONG_OFF=3.0, LAT_OFF=45.145))
    like = Frame(ROWS, COLS, GEOTRANSFORM, UTM)
    places = like.center_to_map(row[::4, ::4], col[::4, ::4])
    arrays = [write(folder / f"{axis}.tif", each) for axis, each in zip("xy", places)]
    jobs = {
        "resampling": (
            resample_raster,
            ResamplingJob(
                source, GridBands(grid), unset, mask=RasterMask(mask), interpolator="linear"
            ),
        ),
        "region": (
            resample_region,
            RegionJob(
                source,
                Frame(ROWS, COLS, (500_003.0, 9.9, 0.0, 4_999_996.0, 0.0, -9.9), UTM),
                Interpolation("bilinear"),
                unset,
                mask=RasterMask(mask),
                dtype="uint16",
            ),
        ),
        "spline": (
            resample_by_spline,
            SplineJob(
                source,
                Frame(ROWS, COLS, (500_003.0, 10.0, 0.0, 4_999_996.0, 0.0, -10.0), UTM),
                unset,
                target_mask=RasterMask(mask),
                dtype="uint16",
            ),
        ),
        "mask": (
            make_mask,
            MaskJob(Frame(ROWS, COLS, GEOTRANSFORM, UTM), unset, mask=RasterMask(mask)),
        ),
        "value mask": (
            make_value_mask,
            ValueMaskJob(source, unset, criteria=ValueCriteria(ranges=((0, 6000),)), dilation=1),
        ),
        "crs grid": (make_crs_grid, CrsGridJob(source, None, unset, wkt_of(4326), step=4)),
        "gcp grid": (
            make_gcp_grid,
            GcpGridJob(source, None, unset, wkt_of(4326), step=4, points=points, method="tps"),
        ),
        "affine grid": (
            make_affine_grid,
            AffineGridJob(source, None, unset, step=4, movement=Movement(rotation=20)),
        ),
        "displacement grid": (
            make_displacement_grid,
            DisplacementGridJob(
                source, None, unset, step=4, displacement=DisplacementBands(displacement)
            ),
        ),
        "converted grid": (convert_grid, ConvertJob(GridBands(grid), unset, step=2)),
        "composed grid": (
            compose_grids,
            ComposeJob(GridBands(grid, factors=(3, 2)), unset, second=GridBands(grid)),
        ),
        "inverted grid": (invert_grid, InvertJob(GridBands(grid), unset, source, step=2)),
        "grid mask": (
            make_grid_mask,
            GridMaskJob(GridBands(nodes, factors=(4, 3)), unset, mask=RasterMask(valid_nodes)),
        ),
        "rpc grid": (
            make_rpc_grid,
            RpcGridJob(satellite, like, unset, step=4, elevation=Elevation(dem)),
        ),
        "geolocation grid": (
            make_geolocation_grid,
            GeolocationGridJob(
                source,
                like,
                unset,
                step=4,
                arrays=GeolocationBands(*arrays, crs_wkt=UTM, row_step=4.0, col_step=4.0),
            ),
        ),
    }
    return {name: SmallJob(*each) for name, each in jobs.items()}


def run_elsewhere(folder, code, given, **environment):
    """Run Python code in another process, in which `given` is what it is here; return how it ended.

    It has the numpy engine, which needs no compiling.
    """
    (folder / "given.pickle").write_bytes(pickle.dumps(given))
    return subprocess.run(
        [sys.executable, "-c", _PRELUDE + code, str(folder / "given.pickle")],
        env={**os.environ, "GRIDR_DISABLE_NUMBA": "1", **environment},
        capture_output=True,
        text=True,
        timeout=120,
    )
