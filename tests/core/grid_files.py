"""Small grid rasters, and what a grid raster holds and says."""

import numpy as np
from osgeo import gdal, osr

NORTH_UP = (500_000.0, 10.0, 0.0, 5_000_000.0, 0.0, -10.0)
TURNED = (500_000.0, 8.0, 6.0, 5_000_000.0, 6.0, -8.0)


def wkt_of(epsg):
    reference = osr.SpatialReference()
    reference.ImportFromEPSG(epsg)
    return reference.ExportToWkt()


UTM = wkt_of(32631)


def write(path, layers, geotransform=None, wkt="", step=None, target=None, **items):
    """Write layers (bands, rows, cols); `geotransform` is that of the raster. Return its path."""
    layers = np.asarray(layers)
    bands, rows, cols = layers.shape
    kind = gdal.GDT_Byte if layers.dtype == np.uint8 else gdal.GDT_Float64
    dataset = gdal.GetDriverByName("GTiff").Create(str(path), cols, rows, bands, kind)
    if geotransform is not None:
        dataset.SetGeoTransform(geotransform)
    if wkt:
        dataset.SetProjection(wkt)
    if step is not None:
        items.update(GRIDR_STEP_ROWS=step[0], GRIDR_STEP_COLS=step[1])
    if target is not None:
        items.update(GRIDR_TARGET_ROWS=target[0], GRIDR_TARGET_COLS=target[1])
    dataset.SetMetadata({name: str(value) for name, value in items.items()})
    for number, layer in enumerate(layers, 1):
        dataset.GetRasterBand(number).WriteArray(layer)
    dataset = None
    return str(path)


def read(path):
    """Return the layers, the geotransform (None for none) and the metadata of a raster."""
    dataset = gdal.Open(str(path))
    return (
        dataset.ReadAsArray(),
        dataset.GetGeoTransform(can_return_null=True),
        dataset.GetMetadata(),
    )


def pixels_of(layers, step):
    """Return the full-resolution coordinates of a grid by plain bilinear interpolation."""
    for axis, factor in ((1, step[0]), (2, step[1])):
        nodes = layers.shape[axis]
        at = np.arange((nodes - 1) * factor + 1) / factor
        first = np.minimum(at.astype(int), max(nodes - 2, 0))
        weight = at - first
        shape = [1, 1, 1]
        shape[axis] = -1
        weight = weight.reshape(shape)
        after = np.minimum(first + 1, nodes - 1)
        layers = np.take(layers, first, axis) * (1 - weight) + np.take(layers, after, axis) * weight
    return layers
