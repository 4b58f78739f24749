"""Tiny rasters from literal arrays, written and read back with GDAL alone."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from osgeo import gdal, gdal_array, osr

# UTM zone 31 N, where the meridian of 3 degrees east has the easting 500 000.
EPSG = 32631
WEST, NORTH, SIZE = 500_000.0, 5_000_000.0, 10.0
NORTH_UP = (WEST, SIZE, 0.0, NORTH, 0.0, -SIZE)


def wkt_of(epsg):
    """Return the WKT of a reference system."""
    reference = osr.SpatialReference()
    reference.ImportFromEPSG(epsg)
    return reference.ExportToWkt()


def write_raster(
    path,
    values,
    dtype=None,
    geotransform=NORTH_UP,
    epsg=EPSG,
    nodata=None,
    mask=None,
    alpha=False,
    descriptions=(),
    scale=None,
    offset=None,
    colors=None,
    metadata=None,
    gcps=(),
    options=(),
):
    """Write a GeoTIFF and return its path as text.

    Parameters
    ----------
    values : array_like (rows, cols) or (bands, rows, cols)
    geotransform, epsg : tuple, int; None for none
    nodata : float, optional
        Of every band.
    mask : array_like (rows, cols), optional
        Written as the mask band of the dataset: 0 is invalid.
    alpha : bool
        Whether the last band is an alpha band.
    scale, offset : float, optional
        Of every band.
    colors : dict of int to (r, g, b, a), optional
    gcps : list of (row, col, x, y)
        Ground control points in the place of a georeference, pixel centres on integers.
    """
    values = np.asarray(values, dtype=dtype)
    values = values[np.newaxis] if values.ndim == 2 else values
    bands, rows, cols = values.shape
    code = gdal_array.NumericTypeCodeToGDALTypeCode(values.dtype.type)
    options = [*(["ALPHA=YES"] if alpha else []), *options]
    dataset = gdal.GetDriverByName("GTiff").Create(str(path), cols, rows, bands, code, options)
    if len(gcps):
        points = [gdal.GCP(x, y, 0, col + 0.5, row + 0.5) for row, col, x, y in gcps]
        dataset.SetGCPs(points, "" if epsg is None else wkt_of(epsg))
        geotransform = epsg = None
    if geotransform is not None:
        dataset.SetGeoTransform(geotransform)
    if epsg is not None:
        dataset.SetProjection(wkt_of(epsg))
    dataset.SetMetadata(metadata or {})
    for number, layer in enumerate(values, 1):
        band = dataset.GetRasterBand(number)
        if nodata is not None:
            band.SetNoDataValue(nodata)
        if number <= len(descriptions):
            band.SetDescription(descriptions[number - 1])
        if scale is not None:
            band.SetScale(scale)
        if offset is not None:
            band.SetOffset(offset)
        if colors is not None:
            table = gdal.ColorTable()
            for value, color in colors.items():
                table.SetColorEntry(value, color)
            band.SetRasterColorTable(table)
        band.WriteArray(layer)
    if alpha:
        dataset.GetRasterBand(bands).SetColorInterpretation(gdal.GCI_AlphaBand)
    if mask is not None:
        gdal.SetConfigOption("GDAL_TIFF_INTERNAL_MASK", "YES")
        dataset.CreateMaskBand(gdal.GMF_PER_DATASET)
        gdal.SetConfigOption("GDAL_TIFF_INTERNAL_MASK", None)
        dataset.GetRasterBand(1).GetMaskBand().WriteArray(255 * np.asarray(mask, dtype=np.uint8))
    dataset.FlushCache()
    dataset = None
    return str(path)


@dataclass
class Raster:
    """What a raster file holds and says."""

    values: np.ndarray
    geotransform: tuple
    epsg: object
    nodata: list
    descriptions: list
    scales: list
    offsets: list
    colors: list
    interpretations: list
    metadata: dict
    structure: dict

    @property
    def band(self):
        """The values of the only band."""
        assert len(self.values) == 1
        return self.values[0]


def read_raster(path):
    """Read a whole raster; `epsg` is None without a reference system, 0 when it has no code."""
    dataset = gdal.Open(str(path))
    assert dataset is not None, path
    bands = [dataset.GetRasterBand(number) for number in range(1, dataset.RasterCount + 1)]
    reference = dataset.GetSpatialRef()
    if reference is not None:
        code = reference.GetAuthorityCode(None)
        reference = int(code) if code else 0
    tables = [band.GetColorTable() for band in bands]
    values = dataset.ReadAsArray()
    return Raster(
        values[np.newaxis] if values.ndim == 2 else values,
        dataset.GetGeoTransform(can_return_null=True),
        reference,
        [band.GetNoDataValue() for band in bands],
        [band.GetDescription() for band in bands],
        [band.GetScale() for band in bands],
        [band.GetOffset() for band in bands],
        [
            None if table is None else [table.GetColorEntry(i) for i in range(table.GetCount())]
            for table in tables
        ],
        [gdal.GetColorInterpretationName(band.GetColorInterpretation()) for band in bands],
        dataset.GetMetadata(),
        dataset.GetMetadata("IMAGE_STRUCTURE"),
    )


def identity_grid(rows, cols, step=1, shift=(0.0, 0.0)):
    """Return (2, node rows, node cols): row and column, pixel centres on integers."""
    row, col = np.meshgrid(
        np.arange(rows) * float(step) + shift[0],
        np.arange(cols) * float(step) + shift[1],
        indexing="ij",
    )
    return np.stack([row, col])


def names_in(folder):
    """Return the names of all files in a folder, hidden ones too."""
    return sorted(path.name for path in Path(folder).iterdir())
