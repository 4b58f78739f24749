"""GDAL's thin plate spline from the map to the raster, in any version of GDAL."""

import numpy as np
from osgeo import gdal


def spline_by_gdal(pixel, line, x, y, at_x, at_y):
    """Return the source (row, col) that GDAL's spline gives for places on the map.

    From GDAL 3.8 on its transform from the map to the raster is no spline, but the inverse of the
    spline from the raster to the map. So the two change parts here: places are told as pixels.

    Parameters
    ----------
    pixel, line, x, y : float arrays, shape (count,)
        Control points; pixel and line as GDAL counts, from the edge.
    at_x, at_y : float arrays of the same shape

    Returns
    -------
    numpy.ndarray, shape (2, ...)
        Pixel centres on integers.
    """
    dataset = gdal.GetDriverByName("MEM").Create("", 1, 1, 1)
    points = np.transpose((pixel, line, x, y))
    dataset.SetGCPs([gdal.GCP(col, row, 0, x, y) for col, row, x, y in points], "")
    transformer = gdal.Transformer(dataset, None, ["METHOD=GCP_TPS"])
    places = np.column_stack((np.ravel(at_x), np.ravel(at_y)))
    result, good = transformer.TransformPoints(False, places.tolist())
    assert all(good)
    return np.array(result)[:, 1::-1].T.reshape(2, *np.shape(at_x)) - 0.5
