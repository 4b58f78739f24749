"""Rasters opened, described and read through GDAL."""

import threading
from contextlib import contextmanager
from dataclasses import dataclass

import numpy as np
from osgeo import gdal, gdal_array

from ..conventions.frame import Frame
from .errors import RasterError

# What GDAL says of a damaged JPEG or GeoPackage, and then returns pixels all the same.
_LOST = ("Premature end of JPEG file", "IReadBlock failed")


@contextmanager
def quiet_gdal():
    """Keep GDAL's messages off the terminal; the text of the last one stays readable."""
    gdal.ErrorReset()
    gdal.PushErrorHandler("CPLQuietErrorHandler")
    try:
        yield
    finally:
        gdal.PopErrorHandler()


@contextmanager
def heard_gdal():
    """Keep GDAL's messages off the terminal and collect them.

    GDAL's own memory holds the last message only, and the last of several is often a warning, or a
    consequence of the first.

    Yields
    ------
    list of (int, str)
        GDAL's class of an error and its text, growing. While GDAL's exceptions are on it has no
        failures: these are raised.
    """
    messages = []
    gdal.ErrorReset()
    gdal.PushErrorHandler(lambda severity, _, text: messages.append((severity, text)))
    try:
        yield messages
    finally:
        gdal.PopErrorHandler()


def gdal_reason(messages=()):
    """Return why GDAL has failed, as the end of a sentence.

    Parameters
    ----------
    messages : iterable of str
        The first is taken; without any GDAL's last message.
    """
    text = next(iter(messages), "") or gdal.GetLastErrorMsg()
    return " ".join(text.split()).rstrip(".").replace(". ", ", ") or "GDAL does not say why"


@contextmanager
def open_raster(path, name="INPUT"):
    """Open a raster for reading and close it at the end.

    Parameters
    ----------
    path : str
        Anything GDAL opens.
    name : str
        What the raster is called in an error message: that of a parameter.

    Raises
    ------
    RasterError
        If it cannot be opened, whether or not GDAL's exceptions are on.
    """
    dataset = _open_or_raise(path, name)
    try:
        yield dataset
    finally:
        dataset = None


class KeptOpen:
    """Rasters opened for reading, which are closed when this goes itself.

    GDAL keeps blocks of a raster for as long as it is open, and two threads must not read one
    dataset at once. So each thread opens its own; but a raster that can only be read by whole rows
    is read by all in turn, since each would have to read nearly all of it.
    """

    def __init__(self):
        self._local, self._lock, self._shared = threading.local(), threading.Lock(), {}

    @contextmanager
    def open(self, path, name="INPUT"):
        """Give a dataset; parameters and errors are those of `open_raster`."""
        with self._lock:
            if path not in self._shared:
                dataset = _open_or_raise(path, name)
                by_rows = row_size(dataset) > 0
                self._shared[path] = (dataset, threading.Lock()) if by_rows else None
            shared = self._shared[path]
        if shared is not None:
            with shared[1]:
                _check_size(shared[0], path, name)
                yield shared[0]
            return
        datasets = self._local.__dict__
        if path not in datasets:
            datasets[path] = _open_or_raise(path, name)
        yield datasets[path]


def _open_or_raise(path, name):
    dataset, reason = _open(path)
    if dataset is None:
        raise RasterError(f"{name} is {path}, which cannot be opened: {reason}.")
    _check_size(dataset, path, name)
    return dataset


def files_behind(paths):
    """Return the files that rasters are read from: of a VRT also those that it names.

    Parameters
    ----------
    paths : iterable of str or None
        None is passed over; of what is not a raster only the path itself is returned.
    """
    files = []
    for path in filter(None, paths):
        dataset, _ = _open(path)
        files += [path, *((dataset is not None and dataset.GetFileList()) or ())]
    return files


def _open(path):
    """Return a dataset, None if it cannot be opened, and GDAL's reason."""
    with quiet_gdal():
        try:
            return gdal.Open(path, gdal.GA_ReadOnly), gdal_reason()
        except RuntimeError:
            return None, gdal_reason()


def _check_size(dataset, path, name):
    """Raise RasterError if an ENVI file is too short: GDAL reads zeros where it ends."""
    # A compressed one has no size to compare with.
    if dataset.GetDriver().ShortName != "ENVI" or dataset.GetMetadataItem(
        "file_compression", "ENVI"
    ) not in (None, "0"):
        return
    bands = (dataset.GetRasterBand(number) for number in range(1, dataset.RasterCount + 1))
    pixel = sum(gdal.GetDataTypeSize(band.DataType) // 8 for band in bands)
    least = dataset.RasterYSize * dataset.RasterXSize * pixel
    found = gdal.VSIStatL(path)
    if found is not None and found.size < least:
        raise RasterError(
            f"{name} is {path}, which is cut short: it has {found.size} bytes, not {least} or more."
        )


@dataclass(frozen=True)
class BandInfo:
    """What a band says of itself.

    Attributes
    ----------
    dtype : numpy.dtype
    nodata : float, int or None
    description : str
    scale, offset : float or None
        From stored to physical values.
    colors : tuple of (int, int, int, int), or None
        Colour table.
    meaning : int
        GDAL's colour interpretation: red, alpha, ...
    unit : str
        Of physical values.
    categories : tuple of str
        Names of the values 0, 1, 2, ...
    attributes : gdal.RasterAttributeTable or None
        Without columns that count pixels, which hold for this raster alone.
    """

    dtype: np.dtype
    nodata: object
    description: str
    scale: object
    offset: object
    colors: tuple
    meaning: int = gdal.GCI_Undefined
    unit: str = ""
    categories: tuple = ()
    attributes: object = None


def frame_of(dataset):
    """Return the `Frame` of an open raster; without a georeference its geotransform is None."""
    geotransform = dataset.GetGeoTransform(can_return_null=True)
    return Frame(
        dataset.RasterYSize,
        dataset.RasterXSize,
        None if geotransform is None else tuple(geotransform),
        dataset.GetProjection() or "",
    )


def check_bands(dataset, bands, name="INPUT"):
    """Raise RasterError unless the raster has these bands (from 1), all of real numbers."""
    for band in bands:
        check_band_number(dataset, band, name)
        if gdal.DataTypeIsComplex(dataset.GetRasterBand(band).DataType):
            raise RasterError(f"Band {band} of {name} holds complex numbers, not real ones.")


def check_band_number(dataset, band, name="INPUT"):
    """Raise RasterError unless the raster has this band (from 1), whatever it holds."""
    if not 1 <= band <= dataset.RasterCount:
        raise RasterError(f"{name} has no band {band}; it has {dataset.RasterCount} band(s).")


def band_info(dataset, band):
    """Return the `BandInfo` of one band (from 1)."""
    source = dataset.GetRasterBand(band)
    # Category names beside a GeoTIFF are found only after its attribute table has been asked for.
    table, attributes = source.GetColorTable(), _attributes(source)
    return BandInfo(
        _dtype(source),
        source.GetNoDataValue(),
        source.GetDescription(),
        source.GetScale(),
        source.GetOffset(),
        None if table is None else tuple(table.GetColorEntry(i) for i in range(table.GetCount())),
        source.GetColorInterpretation(),
        source.GetUnitType() or "",
        tuple(source.GetCategoryNames() or ()),
        attributes,
    )


def _dtype(band):
    # Before GDAL 3.7 that was all that there was of int8; it is read as such.
    is_signed = band.GetMetadataItem("PIXELTYPE", "IMAGE_STRUCTURE") == "SIGNEDBYTE"
    code = gdal_array.GDALTypeCodeToNumericTypeCode(band.DataType)
    return np.dtype(np.int8 if is_signed else code)


def _attributes(band):
    """Return a copy of a band's attribute table without numbers of pixels, None if that is none."""
    table = band.GetDefaultRAT()
    columns = range(0 if table is None else table.GetColumnCount())
    kept = [number for number in columns if table.GetUsageOfCol(number) != gdal.GFU_PixelCount]
    if not kept:
        return None
    copy = gdal.RasterAttributeTable()
    copy.SetTableType(table.GetTableType())
    copy.SetRowCount(table.GetRowCount())
    for to, number in enumerate(kept):
        copy.CreateColumn(
            table.GetNameOfCol(number), table.GetTypeOfCol(number), table.GetUsageOfCol(number)
        )
        if table.GetRowCount():
            copy.WriteArray(table.ReadAsArray(number), to)
    is_linear, first, size = table.GetLinearBinning()
    if is_linear:
        copy.SetLinearBinning(first, size)
    return copy


def row_size(dataset):
    """Return the bytes of a row of a raster that can only be read by whole rows, else 0."""
    bands = [dataset.GetRasterBand(number) for number in range(1, dataset.RasterCount + 1)]
    if not bands or bands[0].GetBlockSize()[0] < dataset.RasterXSize:
        return 0
    sizes = [gdal.GetDataTypeSize(band.DataType) // 8 * dataset.RasterXSize for band in bands]
    by_pixel = dataset.GetMetadataItem("INTERLEAVE", "IMAGE_STRUCTURE") == "PIXEL"
    # Of bands that are stored together GDAL keeps all, whichever is read.
    return sum(sizes) if by_pixel else max(sizes)


def read_band(dataset, band, name="INPUT", window=None):
    """Return a band (from 1) as an array of its own type.

    Parameters
    ----------
    window : ((int, int), (int, int)), optional
        Rows and columns to read, inclusive ends; all by default.

    Raises
    ------
    RasterError
        If reading fails.
    """
    return _read(dataset.GetRasterBand(band), f"Band {band} of {name}", window)


def read_validity(dataset, bands, layers, name="INPUT", window=None):
    """Return where a raster is valid in *all* of some bands, or None when it is everywhere.

    A pixel is invalid by the band's nodata value, the dataset's mask or alpha band, or because
    its number is not finite.

    Parameters
    ----------
    bands : iterable of int
        Counted from 1.
    layers : iterable of numpy.ndarray
        What these bands hold, as `read_band` returns it for the same window.

    Returns
    -------
    numpy.ndarray of bool, shape (rows, cols), or None
    """
    valid = None
    for number, layer in zip(bands, layers):
        parts = [read_unmasked(dataset, number, name, window)]
        if layer.dtype.kind == "f":
            parts.append(np.isfinite(layer))
        for part in parts:
            if part is not None:
                valid = part if valid is None else valid & part
    return None if valid is None or valid.all() else valid


def read_unmasked(dataset, number, name="INPUT", window=None):
    """Return where a band (from 1) is neither nodata nor masked, or None when nothing can mask it.

    What masks is its nodata value, and the dataset's mask or alpha band.

    Returns
    -------
    numpy.ndarray of bool, shape (rows, cols), or None
    """
    band = dataset.GetRasterBand(number)
    mask = band.GetMaskBand()
    if _dtype(band) == np.int8 and band.DataType == gdal.GDT_Byte:
        # GDAL compares nodata with the bytes as unsigned ones.
        own = band.GetNoDataValue()
        if own is not None and band.GetMaskFlags() & (gdal.GMF_ALL_VALID | gdal.GMF_NODATA):
            return _read(band, f"Band {number} of {name}", window) != own
    if band.GetMaskFlags() & gdal.GMF_ALL_VALID:
        mask = _alpha(dataset, number)
    if mask is None:
        return None
    return _read(mask, f"The mask of band {number} of {name}", window) != 0


def _alpha(dataset, number):
    """Return the alpha band of another band, None if there is none.

    GDAL makes a mask of it only where it is the second or fourth band, of 8 or 16 bits.
    """
    last = dataset.RasterCount
    band = dataset.GetRasterBand(last)
    is_alpha = band.GetColorInterpretation() == gdal.GCI_AlphaBand
    return band if is_alpha and number != last else None


def _read(band, name, window=None):
    place = ()
    if window is not None:
        (top, bottom), (left, right) = window
        place = (left, top, right - left + 1, bottom - top + 1)
    with heard_gdal() as messages:
        try:
            array = band.ReadAsArray(*place)
        except RuntimeError:
            array = None
    lost = [text for _, text in messages if any(sign in text for sign in _LOST)]
    if array is None or lost:
        failures = [text for severity, text in messages if severity >= gdal.CE_Failure]
        raise RasterError(f"{name} cannot be read: {gdal_reason(lost or failures)}.")
    return array
