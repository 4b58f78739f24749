"""Rasters with geolocation arrays, and a slow inverse of these that is easy to believe."""

import numpy as np
from osgeo import gdal
from rpc_rasters import wkt_of

DEGREES = wkt_of(4326)


def swath(rows, cols, west=3.0, north=45.0, size=0.01, turn=0.3, bend=2e-4):
    """Return longitudes and latitudes of a turned and slightly bent lattice of nodes."""
    row, col = np.indices((rows, cols), dtype=float)
    x, y = col * np.cos(turn) + row * np.sin(turn), col * np.sin(turn) - row * np.cos(turn)
    return (
        west + size * (x + bend * row * col),
        north + size * (y + bend * (row * row - 0.5 * col * col)),
    )


def write(path, values, nodata=None, scale=None, offset=None, dtype=None):
    """Write an array without georeference; returns its path as text."""
    kinds = {"f4": gdal.GDT_Float32, "f8": gdal.GDT_Float64, "i4": gdal.GDT_Int32}
    kinds.update({"u2": gdal.GDT_UInt16})
    values = np.asarray(values, dtype=dtype)
    rows, cols = values.shape
    kind = kinds[values.dtype.str[1:]]
    dataset = gdal.GetDriverByName("GTiff").Create(str(path), cols, rows, 1, kind)
    band = dataset.GetRasterBand(1)
    if nodata is not None:
        band.SetNoDataValue(nodata)
    if scale is not None:
        band.SetScale(scale)
        band.SetOffset(offset)
    band.WriteArray(values)
    band = dataset = None
    return str(path)


def write_swath(folder, x, y, values=None, convention=None, name="swath", **items):
    """Write a raster that names its arrays in GDAL's metadata; returns its path as text.

    `items` may change PIXEL_OFFSET and the others; steps of more than 1 want `values`.
    """
    paths = [write(folder / f"{name}_{axis}.tif", each) for axis, each in (("x", x), ("y", y))]
    values = np.zeros(x.shape, np.uint16) if values is None else values
    path = write(folder / f"{name}.tif", values)
    told = {
        "X_DATASET": paths[0], "X_BAND": 1, "Y_DATASET": paths[1], "Y_BAND": 1,
        "PIXEL_OFFSET": 0, "PIXEL_STEP": 1, "LINE_OFFSET": 0, "LINE_STEP": 1, "SRS": DEGREES,
        **items,
    }  # fmt: skip
    if convention is not None:
        told["GEOREFERENCING_CONVENTION"] = convention
    dataset = gdal.Open(path, gdal.GA_Update)
    dataset.SetMetadata({key: str(value) for key, value in told.items()}, "GEOLOCATION")
    dataset = None
    return path


def gdal_ground(path, row, col):
    """Return x, y of source positions, centres on integers, by GDAL's transformer."""
    transformer = gdal.Transformer(gdal.Open(path), None, ["METHOD=GEOLOC_ARRAY"])
    points = np.column_stack((np.ravel(col) + 0.5, np.ravel(row) + 0.5))
    found, good = transformer.TransformPoints(0, points)
    assert all(good)
    return np.array(found)[:, :2].T.reshape(2, *np.shape(row))


def slow_inverse(x, y, point_x, point_y, period=None):
    """Return the positions (row, col), in nodes, of all cells that hold a point, in their order.

    One cell after the other, by numpy's roots of the determinant's polynomial.
    """
    found = []
    for row in range(x.shape[0] - 1):
        for col in range(x.shape[1] - 1):
            corners = np.array(
                [
                    (x[row + i, col + j], y[row + i, col + j])
                    for i, j in ((0, 0), (0, 1), (1, 0), (1, 1))
                ]
            )
            target = np.array([point_x, point_y])
            if period is not None:
                for each in (corners[1:], target[np.newaxis]):
                    each[:, 0] -= period * np.round((each[:, 0] - corners[0, 0]) / period)
            if not np.isfinite(corners).all():
                continue
            across, down = corners[1] - corners[0], corners[2] - corners[0]
            both, point = corners[3] - corners[2] - across, target - corners[0]
            # point - v * down and across + v * both are parallel.
            polynomial = np.polysub(
                np.polymul([-down[0], point[0]], [both[1], across[1]]),
                np.polymul([-down[1], point[1]], [both[0], across[0]]),
            )
            for v in np.roots(np.trim_zeros(np.where(np.abs(polynomial) < 1e-14, 0, polynomial))):
                if abs(v.imag) > 1e-9 or not -1e-7 <= v.real <= 1 + 1e-7:
                    continue
                edge, rest = across + v.real * both, point - v.real * down
                u = rest @ edge / (edge @ edge)
                if -1e-7 <= u <= 1 + 1e-7:
                    found.append((row + v.real, col + u))
    return found
