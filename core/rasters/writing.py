"""Rasters that appear complete or not at all."""

import os
import platform
import uuid
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import PurePath
from xml.etree import ElementTree

import numpy as np
from osgeo import gdal, gdal_array

from ..conventions.frame import Frame
from .errors import RasterError
from .reading import BandInfo, gdal_reason, quiet_gdal

# What can be created directly, band by band; the names are GDAL's drivers.
DRIVERS = {"tif": "GTiff", "tiff": "GTiff", "img": "HFA"}

# Files beside a raster that are shown in its place: statistics, pyramids, a mask.
_SIDECARS = (".aux.xml", ".ovr", ".msk")

# What GeoTIFF makes colours of, if it is asked to.
_COLORS = (gdal.GCI_RedBand, gdal.GCI_GreenBand, gdal.GCI_BlueBand)

# Side of GDAL's default GeoTIFF tiles.
_TILE = 256


@dataclass(frozen=True)
class OutputSpec:
    """What a new raster is to be.

    Attributes
    ----------
    path : str
        Ends in one of `DRIVERS`.
    frame : Frame
    dtype : numpy.dtype
    bands : tuple of BandInfo
        One for each band; their dtype is not used.
    options : tuple of str
        Creation options, ``NAME=VALUE``; they come after GeoTIFF's defaults: tiled, and BigTIFF
        when it may be needed.
    metadata : dict of str
    """

    path: str
    frame: Frame
    dtype: np.dtype
    bands: tuple
    options: tuple = ()
    metadata: dict = field(default_factory=dict)


def plain_band(dtype, nodata=None, description=""):
    """Return a `BandInfo` with neither scale nor colours."""
    return BandInfo(np.dtype(dtype), nodata, description, None, None, None)


def check_output(path, name, inputs=(), options=()):
    """Raise RasterError unless a raster can be written at `path` without harm to an input.

    Parameters
    ----------
    path, name : str
        The output, and what it is called in an error message.
    inputs : iterable of str
        All files that are read, see `files_behind`.
    options : iterable of str
        Creation options.
    """
    suffix = _suffix(path)
    if suffix not in DRIVERS:
        raise RasterError(
            f"{name} is {path}; its name must end in {', '.join('.' + each for each in DRIVERS)}."
        )
    if any(same_file(path, other) for other in inputs):
        raise RasterError(f"{name} is {path}, which is an input; choose another file.")
    _check_options(options, _driver(path))
    if path.startswith("/vsi"):
        return
    folder = os.path.dirname(os.path.abspath(path))
    if not os.path.isdir(folder):
        raise RasterError(f"{name} is {path}, but the folder {folder} does not exist.")
    if os.path.isdir(path):
        raise RasterError(f"{name} is {path}, which is a folder.")
    if not os.access(folder, os.W_OK) or (os.path.exists(path) and not os.access(path, os.W_OK)):
        raise RasterError(f"{name} is {path}, which cannot be written to.")


def parse_options(text):
    """Split creation options as QGIS users write them, ``A=B|C=D`` or separated by spaces.

    Raises
    ------
    RasterError
        If a part is not NAME=VALUE.
    """
    options = tuple(part for part in text.replace("|", " ").split() if part)
    for option in options:
        if "=" not in option.strip("="):
            raise RasterError(f"CREATION_OPTIONS has {option!r}; it must be NAME=VALUE.")
    return options


def _check_options(options, driver):
    """Raise RasterError for options that GDAL would pass over with a warning that nobody sees."""
    listed = gdal.GetDriverByName(driver).GetMetadataItem(gdal.DMD_CREATIONOPTIONLIST)
    known = {option.get("name"): option for option in ElementTree.fromstring(listed)}
    for option in options:
        name, value = option.upper().split("=", 1)
        if name not in known:
            raise RasterError(
                f"CREATION_OPTIONS has {option}; {driver} has no option of that name."
            )
        values = [each.text for each in known[name].iter("Value")]
        # GDAL also takes YES and NO where it lists kinds of alpha.
        if values and value not in values and value not in ("YES", "NO"):
            raise RasterError(f"CREATION_OPTIONS has {option}; {name} can be {', '.join(values)}.")


def mask_spec(path, frame, options=(), metadata=None):
    """Return the spec of a mask raster: one compressed uint8 band."""
    band = plain_band(np.uint8, description="validity")
    compressed = ("COMPRESS=DEFLATE",) if _driver(path) == "GTiff" else ()
    return OutputSpec(
        path, frame, np.dtype(np.uint8), (band,), compressed + tuple(options), metadata or {}
    )


@contextmanager
def output_rasters(*specs):
    """Create rasters that all get their names at the end, or none does.

    They are written in temporary folders beside their destinations. Leaving the context by an
    exception removes them, and what stood at the destinations stays.

    Parameters
    ----------
    *specs : OutputSpec

    Yields
    ------
    list of OutputRaster

    Raises
    ------
    RasterError
        If one cannot be created, written or renamed.
    """
    outputs = []
    try:
        for spec in specs:
            outputs.append(OutputRaster(spec))
        yield outputs
        for output in outputs:
            output.close()
        try:
            for output in outputs:
                output.publish()
        except BaseException:
            for output in outputs:
                output.put_back()
            raise
    finally:
        # What has been published is no longer there to be discarded.
        for output in outputs:
            output.discard()


class OutputRaster:
    """A raster being written in a temporary folder; see `output_rasters`."""

    def __init__(self, spec):
        self._spec = spec
        self._dataset = None
        self._moved = []
        # Through a link the file behind it is replaced, and the link stays.
        self._path = spec.path if spec.path.startswith("/vsi") else os.path.realpath(spec.path)
        folder, name = os.path.split(self._path)
        if not self._path.startswith("/vsi"):
            _remove_abandoned(folder, name)
        # A folder, not a name: rasters of several files name each other.
        self._folder = os.path.join(folder, f"{_own_prefix(name)}{uuid.uuid4().hex[:8]}.part")
        self._partial = os.path.join(self._folder, name)
        try:
            with quiet_gdal():
                self._create()
                self._describe()
        except BaseException:
            self.discard()
            raise

    def _create(self):
        spec = self._spec
        options = list(spec.options)
        if _driver(spec.path) == "GTiff":
            options = _tiff_defaults(spec) + options
        try:
            if gdal.Mkdir(self._folder, 0o777) != 0:
                raise RasterError(f"{spec.path} cannot be created: its folder refuses new files.")
            self._dataset = gdal.GetDriverByName(_driver(spec.path)).Create(
                self._partial,
                spec.frame.cols,
                spec.frame.rows,
                len(spec.bands),
                gdal_type(spec.dtype),
                _last_wins(options),
            )
        except RuntimeError:
            self._dataset = None
        if self._dataset is None:
            raise RasterError(f"{spec.path} cannot be created: {gdal_reason()}.")

    def _describe(self):
        spec = self._spec
        if spec.frame.geotransform is not None:
            self._dataset.SetGeoTransform(spec.frame.geotransform)
        if spec.frame.crs_wkt:
            self._dataset.SetProjection(spec.frame.crs_wkt)
        self._dataset.SetMetadata({name: str(value) for name, value in spec.metadata.items()})
        for number, info in enumerate(spec.bands, 1):
            band = self._dataset.GetRasterBand(number)
            if info.description:
                band.SetDescription(info.description)
            if info.nodata is not None:
                band.SetNoDataValue(info.nodata)
            if info.scale is not None and info.scale != 1:
                band.SetScale(info.scale)
            if info.offset is not None and info.offset != 0:
                band.SetOffset(info.offset)
            if info.meaning == gdal.GCI_AlphaBand and number > 1:
                band.SetColorInterpretation(gdal.GCI_AlphaBand)
            if info.colors is not None:
                table = gdal.ColorTable()
                for value, color in enumerate(info.colors):
                    table.SetColorEntry(value, color)
                band.SetRasterColorTable(table)

    def write(self, array, band=1, row=0, col=0):
        """Write a block of one band (from 1) with its first pixel at (row, col).

        Raises
        ------
        RasterError
            If writing fails.
        """
        with quiet_gdal():
            try:
                failed = self._dataset.GetRasterBand(band).WriteArray(
                    np.ascontiguousarray(array), col, row
                )
            except RuntimeError:
                failed = True
            reason = gdal_reason()
        if failed:
            raise RasterError(f"{self._spec.path} cannot be written: {reason}.")

    def close(self):
        """Write what is still in memory; errors such as a full disk may only show here.

        Raises
        ------
        RasterError
        """
        with quiet_gdal():
            try:
                self._dataset.FlushCache()
                self._dataset = None
                failed = gdal.GetLastErrorType() >= gdal.CE_Failure
            except RuntimeError:
                failed = True
            reason = gdal_reason()
        if failed:
            raise RasterError(f"{self._spec.path} cannot be written: {reason}.")

    def publish(self):
        """Give the closed raster its name, in the place of what stood there.

        Raises
        ------
        RasterError
            If the destination is in use; `put_back` undoes what has been done until then.
        """
        folder, name = os.path.split(self._path)
        made = _names_in(self._folder)
        try:
            if os.path.isdir(self._spec.path):
                raise IsADirectoryError(0, "it is a folder")
            for old in (name, *(name + suffix for suffix in _SIDECARS)):
                if _exists(os.path.join(folder, old)):
                    self._move(os.path.join(folder, old), os.path.join(self._folder, f"old-{old}"))
            for new in made:
                self._move(os.path.join(self._folder, new), os.path.join(folder, new))
        except OSError as error:
            raise RasterError(
                f"{self._spec.path} cannot be replaced ({error.strerror}); close it where it is"
                " open."
            ) from error

    def _move(self, path, destination):
        _move(path, destination)
        self._moved.append((path, destination))

    def put_back(self):
        """Undo `publish`, as far as it has come."""
        while self._moved:
            path, destination = self._moved.pop()
            _move(destination, path)

    def discard(self):
        """Remove the temporary folder and what is still in it."""
        self._dataset = None
        if _exists(self._folder):
            _remove_folder(self._folder)


def _tiff_defaults(spec):
    options = ["BIGTIFF=IF_SAFER"]
    if min(spec.frame.shape) > _TILE:  # a smaller raster would be padded to a whole tile
        options.append("TILED=YES")
    # GDAL guesses: of three or four bands of bytes it makes colours, and the fourth is alpha.
    meanings = tuple(band.meaning for band in spec.bands)
    if len(meanings) > 2 and spec.dtype in (np.uint8, np.uint16):
        colors = meanings[:3] == _COLORS
        options += ["PHOTOMETRIC=RGB" if colors else "PHOTOMETRIC=MINISBLACK", "ALPHA=NO"]
    return options


def gdal_type(dtype):
    """Return GDAL's code of a numpy type.

    Raises
    ------
    RasterError
        If this GDAL has none.
    """
    code = gdal_array.NumericTypeCodeToGDALTypeCode(np.dtype(dtype).type)
    if code is None or (np.dtype(dtype) == np.int8 and code == gdal.GDT_Byte):
        raise RasterError(f"GDAL {gdal.VersionInfo('RELEASE_NAME')} has no type for {dtype}.")
    return code


def _last_wins(options):
    """Keep the last of several options of the same name."""
    by_name = {option.split("=", 1)[0].upper(): option for option in options}
    return list(by_name.values())


def _own_prefix(name, pid=None):
    """Return how the temporary folders for a raster begin: with its name, this machine, a process.

    Parameters
    ----------
    name : str
        Of the raster.
    pid : int or str, optional
        Of the process; this one by default.
    """
    host = "".join(letter for letter in platform.node() if letter.isalnum())
    return f".{name}-{host}-{os.getpid() if pid is None else pid}-"


def _remove_abandoned(folder, name):
    """Remove what processes of this machine that were killed have left of a raster."""
    begin = _own_prefix(name, "")[:-1]
    for found in gdal.ReadDir(folder or ".") or ():
        pid = found[len(begin) :].split("-")[0]
        if not (found.startswith(begin) and found.endswith(".part") and pid.isdigit()):
            continue
        if not _is_running(int(pid)):
            _remove_folder(os.path.join(folder, found))


def _names_in(folder):
    return [name for name in gdal.ReadDir(folder) or () if name not in (".", "..")]


def _remove_folder(folder):
    for name in _names_in(folder):
        _remove(os.path.join(folder, name))
    gdal.Rmdir(folder)


def _is_running(pid):
    """Tell whether a process of this machine exists; where that cannot be asked, that it does."""
    if os.name == "nt":  # where signal 0 would end it
        return True
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True


def _suffix(path):
    return PurePath(path).suffix.lower().lstrip(".")


def _driver(path):
    return DRIVERS[_suffix(path)]


def same_file(path, other):
    """Tell whether two paths are one file, which need not exist yet."""
    if os.path.exists(path) and os.path.exists(other):
        return os.path.samefile(path, other)
    return _real(path) == _real(other)


def _real(path):
    return path if path.startswith("/vsi") else os.path.normcase(os.path.realpath(path))


def _exists(path):
    return gdal.VSIStatL(path) is not None


def _move(path, destination):
    if destination.startswith("/vsi"):
        if gdal.Rename(path, destination) != 0:
            raise OSError(0, "the virtual file cannot be renamed")
    else:
        os.replace(path, destination)


def _remove(path):
    if _exists(path):
        gdal.Unlink(path)
