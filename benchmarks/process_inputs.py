"""Rasters that whole processes are measured with: a source, its mask and grids of a rotation.

All are tiled GeoTIFFs and the same on every machine. They are made by parts, so that they may be
larger than memory.
"""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
from osgeo import gdal
from scipy import ndimage

# Output pixels from one node of the grid to the next.
STEP = 16

# Degrees by which the output is turned about the centre of the source.
ANGLE = 10.0

# Source pixels after which noise and patches repeat: a whole number of a GeoTIFF's tiles.
_PERIOD = 2048

# Share of the source that is invalid.
_INVALID = 0.2

_OPTIONS = ("TILED=YES", "BIGTIFF=IF_SAFER")


@dataclass(frozen=True)
class Inputs:
    """Paths of the rasters of one size.

    Attributes
    ----------
    size : int
        Rows and columns of the source; a multiple of `STEP`.
    source, mask : str
        Smooth noise; 1 where it is valid, else 0, in patches like clouds.
    grid : str
        Rows and columns of the source, pixel centres on integers.
    location_grid : str
        The same as x and y in map units, for OTB.
    rotated_source : str
        The source in a VRT with the geotransform that turns it as the grid does, for gdalwarp.
    """

    size: int
    source: str
    mask: str
    grid: str
    location_grid: str
    rotated_source: str

    @property
    def output_size(self):
        """Rows and columns of the output: from the grid's first node to its last."""
        return self.size + 1


def write_inputs(folder, size, dtype):
    """Write all rasters of one size.

    The source's upper left corner is at (0, size) on a map of pixels of size 1, and the output's
    too. So the first pixel centres of both are the same point of the map, and only the rotation is
    between them.

    Parameters
    ----------
    folder : pathlib.Path
    size : int
    dtype : str
        Of the source: "float32", or "uint16" for values of some thousand.

    Returns
    -------
    Inputs
    """
    names = (f"{name}-{size}" for name in ("source", "mask", "grid", "location"))
    inputs = Inputs(size, *(str(Path(folder, f"{name}.tif")) for name in names),
                    str(Path(folder, f"rotated-{size}.vrt")))  # fmt: skip
    noise = _noise() if dtype == "float32" else np.rint(50 * _noise())
    _write_periodic(inputs.source, size, noise.astype(dtype))
    _write_periodic(inputs.mask, size, _patches())
    row, col = _rotation(size)
    _write_grid(inputs.grid, size, row, col)
    _write_grid(inputs.location_grid, size, col + 0.5, size - (row + 0.5))
    _write_rotated(inputs.rotated_source, inputs.source, size)
    return inputs


@lru_cache(maxsize=1)
def _noise():
    """Return smooth noise whose opposite edges fit together."""
    samples = np.random.default_rng(0).normal(100, 50, (_PERIOD, _PERIOD))
    return ndimage.gaussian_filter(samples, 2, mode="wrap")


@lru_cache(maxsize=1)
def _patches():
    """Return a mask in which a share of the pixels, in patches like clouds, is 0."""
    field = np.random.default_rng(1).normal(size=(_PERIOD, _PERIOD))
    field = ndimage.gaussian_filter(field, _PERIOD / 100, mode="wrap")
    return (field > np.quantile(field, _INVALID)).astype(np.uint8)


def _rotation(size):
    """Return the source row and column of each node."""
    middle = (size - 1) / 2
    at = np.arange(size // STEP + 1) * float(STEP) - middle
    row, col = np.meshgrid(at, at, indexing="ij")
    cosine, sine = np.cos(np.radians(ANGLE)), np.sin(np.radians(ANGLE))
    return middle + cosine * row - sine * col, middle + sine * row + cosine * col


def _create(path, shape, dtype, bands, geotransform):
    code = {"float32": gdal.GDT_Float32, "float64": gdal.GDT_Float64,
            "uint16": gdal.GDT_UInt16, "uint8": gdal.GDT_Byte}[str(dtype)]  # fmt: skip
    rows, cols = shape
    dataset = gdal.GetDriverByName("GTiff").Create(path, cols, rows, bands, code, _OPTIONS)
    dataset.SetGeoTransform(geotransform)
    return dataset


def _write_periodic(path, size, period):
    dataset = _create(path, (size, size), period.dtype, 1, (0, 1, 0, size, 0, -1))
    band = dataset.GetRasterBand(1)
    for top in range(0, size, _PERIOD):
        for left in range(0, size, _PERIOD):
            band.WriteArray(period[: size - top, : size - left], left, top)
    dataset.FlushCache()


def _write_grid(path, size, first, second):
    # The first node is the centre of the first output pixel.
    origin = 0.5 - STEP / 2
    geotransform = (origin, STEP, 0, size - origin, 0, -STEP)
    dataset = _create(path, first.shape, first.dtype, 2, geotransform)
    for number, nodes in enumerate((first, second), 1):
        dataset.GetRasterBand(number).WriteArray(nodes)
    dataset.FlushCache()


def _write_rotated(path, source, size):
    """Write a VRT of the source whose geotransform is the inverse of the grid's rotation."""
    half = size / 2
    cosine, sine = np.cos(np.radians(ANGLE)), np.sin(np.radians(ANGLE))
    dataset = gdal.GetDriverByName("VRT").CreateCopy(path, gdal.Open(source))
    dataset.SetGeoTransform(
        (half - cosine * half + sine * half, cosine, -sine,
         half + sine * half + cosine * half, -sine, -cosine)
    )  # fmt: skip
    dataset.FlushCache()
