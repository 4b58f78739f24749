"""Rasters with RPC, made from rules that are known exactly."""

import numpy as np
from osgeo import gdal, osr

LONGITUDE, LATITUDE, HEIGHT = 3.0, 45.0, 300.0
SCALES = {"LONG": 0.1, "LAT": 0.1, "HEIGHT": 500.0}
ROWS, COLS = 400, 500


def wkt_of(epsg):
    reference = osr.SpatialReference()
    reference.ImportFromEPSG(epsg)
    return reference.ExportToWkt()


def items(line, sample, line_below=(1.0,), sample_below=(1.0,), **changes):
    """Return an RPC as GDAL's metadata; polynomials are filled up with zeros."""

    def polynomial(values):
        return " ".join(repr(float(each)) for each in [*values, *[0.0] * (20 - len(values))])

    told = {
        "LINE_OFF": (ROWS - 1) / 2, "LINE_SCALE": ROWS / 2,
        "SAMP_OFF": (COLS - 1) / 2, "SAMP_SCALE": COLS / 2,
        "LAT_OFF": LATITUDE, "LAT_SCALE": SCALES["LAT"],
        "LONG_OFF": LONGITUDE, "LONG_SCALE": SCALES["LONG"],
        "HEIGHT_OFF": HEIGHT, "HEIGHT_SCALE": SCALES["HEIGHT"],
        "LINE_NUM_COEFF": polynomial(line), "LINE_DEN_COEFF": polynomial(line_below),
        "SAMP_NUM_COEFF": polynomial(sample), "SAMP_DEN_COEFF": polynomial(sample_below),
    }  # fmt: skip
    told.update(changes)
    return {name: str(value) for name, value in told.items() if value is not None}


def plain_items(**changes):
    """Return an RPC that is north up in degrees, whatever the height: 0.5 and 0.4 mdeg a pixel."""
    return items((0.0, 0.0, -1.0), (0.0, 1.0), **changes)


def tilted_items(seed=0, **changes):
    """Return an RPC of a sensor that looks aside, with random terms of all kinds."""
    rng = np.random.default_rng(seed)
    line, sample = rng.normal(0, 2e-4, (2, 20))
    below = rng.normal(0, 2e-4, (2, 20))
    line[:4], sample[:4] = (0.002, 0.1, -1.0, 0.15), (0.001, 0.98, 0.12, 0.2)
    below[:, 0] = 1.0
    return items(line, sample, *below, **changes)


def write_source(path, told, values=None):
    """Write a raster without georeference but with an RPC; returns its path as text."""
    values = np.zeros((ROWS, COLS), np.uint16) if values is None else values
    rows, cols = values.shape
    dataset = gdal.GetDriverByName("GTiff").Create(str(path), cols, rows, 1, gdal.GDT_UInt16)
    dataset.WriteArray(values)
    if told:
        dataset.SetMetadata(told, "RPC")
    dataset = None
    return str(path)


def write_virtual(path, told):
    """Write a raster that keeps an RPC word by word, which GeoTIFF does not; returns its path."""
    dataset = gdal.GetDriverByName("VRT").Create(str(path), COLS, ROWS, 1)
    if told:
        dataset.SetMetadata(told, "RPC")
    dataset = None
    return str(path)


def write_dem(path, values, geotransform, epsg, nodata=None, scale=None, offset=None):
    """Write heights; `epsg` may be WKT. Returns the path as text."""
    rows, cols = values.shape
    dataset = gdal.GetDriverByName("GTiff").Create(str(path), cols, rows, 1, gdal.GDT_Float64)
    dataset.SetGeoTransform(geotransform)
    dataset.SetProjection(wkt_of(epsg) if isinstance(epsg, int) else epsg)
    band = dataset.GetRasterBand(1)
    for setter, value in (
        (band.SetNoDataValue, nodata),
        (band.SetScale, scale),
        (band.SetOffset, offset),
    ):
        if value is not None:
            setter(value)
    band.WriteArray(values)
    band = dataset = None
    return str(path)


def gdal_positions(source, frame, heights=0.0, **options):
    """Return (row, col), centres on integers, of a frame's centres by GDAL's transformer.

    `heights` (of each centre) are added to those of the options.
    """
    target = gdal.GetDriverByName("MEM").Create("", frame.cols, frame.rows, 1)
    target.SetGeoTransform(frame.geotransform)
    target.SetProjection(frame.crs_wkt)
    told = [f"{name}={value}" for name, value in {"SRC_METHOD": "RPC", **options}.items()]
    transformer = gdal.Transformer(gdal.Open(source), target, told)
    row, col = np.indices(frame.shape) + 0.5
    heights = np.broadcast_to(heights, frame.shape)
    points = np.column_stack([each.ravel() for each in (col, row, heights)])
    points, good = transformer.TransformPoints(1, points)
    points = np.array(points)[:, :2]
    points[np.array(good) == 0] = np.nan
    col, row = points.T.reshape(2, *frame.shape) - 0.5
    return np.stack((row, col))
