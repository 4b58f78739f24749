"""`make_grid_mask` against GridR 0.7.0's `build_grid_mask_chain` on random jobs.

Jobs stay where GridR is right: masks of 0 and 1, polygons that do not cross themselves, all
coordinates known, and a mask or a polygon there. Where a node is unknown GridR's mask says nothing
of it, and without any mask it writes what its buffer held before.
"""

import warnings

import numpy as np
import pytest
from osgeo import gdal
from shapely.affinity import affine_transform
from shapely.geometry import Polygon

from gridr_qgis.core.chains.derived_jobs import GridMaskJob
from gridr_qgis.core.chains.grid_mask_chain import make_grid_mask
from gridr_qgis.core.chains.jobs import Destination, GridBands, Polygons, RasterMask

with warnings.catch_warnings():
    # GridR warns of numpy 1, which GDAL's bindings may need.
    warnings.simplefilter("ignore")
    from gridr.chain.grid_mask_chain import build_grid_mask_chain
    from gridr.core.grid.grid_rasterize import GridRasterizeAlg
    from gridr.io.common import GridRIOMode


class Dataset:
    """What GridR's chain uses of rasterio's datasets, on an array (bands, rows, cols)."""

    def __init__(self, layers):
        self.layers = layers
        self.height, self.width = layers.shape[1:]
        self.dtypes = [layers.dtype.name] * len(layers)

    def read(self, band, window, out):
        out[...] = self.layers[(band - 1, *window.toslices())]
        return out

    def write(self, layer, band, window):
        self.layers[(band - 1, *window.toslices())] = layer


def write(path, layers):
    kind = gdal.GDT_Byte if layers.dtype == np.uint8 else gdal.GDT_Float64
    bands, rows, cols = layers.shape
    dataset = gdal.GetDriverByName("GTiff").Create(str(path), cols, rows, bands, kind)
    dataset.WriteArray(layers)
    dataset = None
    return str(path)


def random_polygon(rng, shape):
    """Return a convex polygon; no edge is on a pixel centre, where GridR's algorithm decides."""
    while True:
        centre, radius = rng.uniform((0, 0), shape[::-1]), rng.uniform(2, max(shape))
        angles = np.sort(rng.uniform(0, 2 * np.pi, rng.integers(3, 8)))
        points = centre + radius * np.column_stack((np.cos(angles), np.sin(angles)))
        polygon = Polygon(points)
        if polygon.is_valid and polygon.area > 1:
            return polygon


def as_polygons(geometry):
    """Return a geometry in pixels as our polygons: rasters without a georeference have y up."""
    if geometry is None:
        return None
    return (affine_transform(geometry, (1, 0, 0, -1, 0.5, -0.5)).wkb,)


@pytest.mark.parametrize("seed", range(30))
def test_grids_and_masks_equal_gridr(tmp_path, seed):
    rng = np.random.default_rng(seed)
    nodes = tuple(rng.integers(2, 8, 2).tolist())
    factors = tuple(rng.choice([1, 2, 3, 4, 5, 7], 2).tolist())
    shape = tuple((count - 1) * factor + 1 for count, factor in zip(nodes, factors))
    grid = rng.uniform(-50, 50, (2, *nodes))
    pair = tuple(random_polygon(rng, shape) if rng.random() < 0.5 else None for _ in range(2))
    mask = None
    if pair == (None, None) or rng.random() < 0.7:
        mask = (rng.random((1, *nodes)) < 0.8).astype(np.uint8)
    fill = rng.choice([np.nan, -9999.0])
    values = tuple(rng.choice([(1, 0), (0, 1), (255, 7)]).tolist())

    theirs, their_mask = np.empty((2, *shape)), np.empty((1, *shape), np.uint8)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        build_grid_mask_chain(
            resolution=factors,
            grid_in_ds=Dataset(grid.copy()),
            grid_in_col_ds=None,
            grid_in_row_coords_band=1,
            grid_in_col_coords_band=2,
            grid_out_ds=Dataset(theirs),
            grid_out_col_ds=None,
            grid_out_row_coords_band=1,
            grid_out_col_coords_band=2,
            mask_out_ds=Dataset(their_mask),
            mask_out_dtype=np.dtype(np.uint8),
            mask_in_ds=None if mask is None else Dataset(mask.copy()),
            mask_in_unmasked_value=1,
            mask_in_band=1,
            computation_dtype=np.dtype(np.float64),
            geometry_origin=(0.0, 0.0),
            geometry_pair=None if pair == (None, None) else pair,
            rasterize_kwargs={"alg": GridRasterizeAlg.SHAPELY, "kwargs_alg": {}},
            mask_out_values=values,
            merge_mask_grid=fill,
            io_strip_size=int(rng.integers(3, 9)),
            io_strip_size_target=GridRIOMode.OUTPUT,
        )

    made, made_mask = str(tmp_path / "made.tif"), str(tmp_path / "mask.tif")
    report = make_grid_mask(
        GridMaskJob(
            GridBands(write(tmp_path / "grid.tif", grid), factors=factors),
            Destination(made),
            Destination(made_mask),
            mask=None if mask is None else RasterMask(write(tmp_path / "valid.tif", mask)),
            polygons=Polygons(*map(as_polygons, pair)),
            fill_value=fill,
            valid_value=values[0],
            invalid_value=values[1],
        )
    )
    assert np.array_equal(gdal.Open(made_mask).ReadAsArray(), their_mask[0])
    np.testing.assert_allclose(gdal.Open(made).ReadAsArray(), theirs, rtol=1e-12, atol=1e-11)
    assert report.valid_count == np.count_nonzero(their_mask == values[0])
