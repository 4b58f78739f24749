"""Rasters that appear complete or not at all."""

import functools
import os
import platform
import shutil
import uuid
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from pathlib import PurePath
from xml.etree import ElementTree

import numpy as np
from osgeo import gdal, gdal_array

from ..conventions.classes import mask_classes
from ..conventions.frame import Frame
from .attribute_tables import attribute_table, category_names
from .completeness import is_cut_off
from .errors import RasterError
from .reading import BandInfo, gdal_reason, heard_gdal, quiet_gdal

# What can be created directly, band by band; the names are GDAL's drivers.
DRIVERS = {"tif": "GTiff", "tiff": "GTiff", "img": "HFA"}

# Files beside a raster that are shown in its place: statistics, pyramids, a mask.
_SIDECARS = (".aux.xml", ".ovr", ".msk")

# How files begin that stood at a destination, while they are in a temporary folder.
_OLD = "old-"

# Bytes, a few pages: with less left a disk counts as full.
_LEAST_LEFT = 1 << 14

# What GDAL says, as a warning, when it could not write statistics, metadata and such.
_LOSS = "Unable to save auxiliary information"

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


# Creation options, and kinds of compression, that change values.
_LOSSY_OPTIONS = ("DISCARD_LSB", "MAX_Z_ERROR", "JXL_LOSSLESS", "JXL_DISTANCE", "PIXELTYPE")
_LOSSY_KINDS = ("JPEG", "WEBP")


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
    # What belongs to the old raster of that name goes with it.
    check_file(path, name, inputs, [path + suffix for suffix in _SIDECARS])
    _check_options(options, _driver(path))


def check_file(path, name, inputs=(), sidecars=()):
    """Raise RasterError unless a file can be written at `path` without harm to an input.

    Parameters
    ----------
    path, name : str
        The output, and what it is called in an error message.
    inputs : iterable of str
        All files that are read, see `files_behind`.
    sidecars : iterable of str
        Files that are replaced with it.
    """
    if any(same_file(each, other) for each in (path, *sidecars) for other in inputs):
        raise RasterError(f"{name} is {path}, which is an input; choose another file.")
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


def mask_spec(path, frame, options=(), metadata=None, classes=None, dtype="uint8"):
    """Return the spec of a mask raster: one compressed band, with its classes.

    Parameters
    ----------
    path, frame, options, metadata
        See `OutputSpec`.
    classes : tuple of RasterClass, optional
        By default those of 1 for valid and 0 for invalid.
    dtype : str
        That holds their values.
    """
    return class_spec(path, frame, classes or mask_classes(), "validity", options, metadata, dtype)


def class_spec(path, frame, classes, description, options=(), metadata=None, dtype="uint8"):
    """Return the spec of a raster of classes: one compressed band, with names and colours.

    These are in an attribute table, and as category names where values are small. A colour table
    would make a GeoTIFF one that programs expand to colours when they read it.

    Parameters
    ----------
    path, frame, options, metadata
        See `OutputSpec`. Options by which classes would not be kept are passed over.
    classes : tuple of RasterClass
        By rising value.
    description : str
        Of the band.
    dtype : str
        That holds the classes' values.
    """
    dtype = np.dtype(dtype)
    band = replace(
        plain_band(dtype, description=description),
        categories=category_names(classes),
        attributes=attribute_table(classes, by_row=_is_hfa(path)),
    )
    compressed = () if _is_hfa(path) else ("COMPRESS=DEFLATE",)
    options = compressed + tuple(each for each in options if _keeps_classes(each, dtype, classes))
    return OutputSpec(path, frame, dtype, (band,), options, metadata or {})


def _keeps_classes(option, dtype, classes):
    """Tell whether a creation option leaves classes as they are, and suits their type.

    Options may be meant for an image that is written beside its mask.
    """
    name, value = option.upper().split("=", 1)
    if name == "NBITS":
        is_enough = value.isdigit() and classes[-1].value < 1 << int(value)
        return dtype.kind == "u" and is_enough
    if name == "PHOTOMETRIC":
        return value.startswith("MINIS")
    if name == "PREDICTOR":
        return value != "3" or dtype.kind == "f"
    return name not in _LOSSY_OPTIONS and not (name == "COMPRESS" and value in _LOSSY_KINDS)


@contextmanager
def output_rasters(*specs):
    """Create rasters that all get their names at the end, or none does.

    They are written in temporary folders beside their destinations. Leaving the context by an
    exception removes them, and what stood at the destinations stays. If the process is killed,
    the next that writes to the same destinations cleans up; there is a whole raster at any time,
    the old one or the new one.

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
    with output_files(*(functools.partial(OutputRaster, spec) for spec in specs)) as outputs:
        yield outputs


@contextmanager
def output_files(*makers):
    """Create files of any kind that all get their names at the end; see `output_rasters`.

    Parameters
    ----------
    *makers : callables
        Each returns an `OutputFile`.

    Yields
    ------
    list of OutputFile
    """
    outputs = []
    try:
        for make in makers:
            outputs.append(make())
        yield outputs
        for output in outputs:
            output.close()
        try:
            for output in outputs:
                output.make_way()
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


class OutputFile:
    """A file of GDAL's being written in a temporary folder; see `output_rasters`.

    A kind of its own opens `_dataset` at `_partial`.

    Parameters
    ----------
    path : str
    beside : iterable of str
        Names of files that belong to what stands at `path`, and go with it.
    """

    def __init__(self, path, beside):
        self._asked, self._beside = path, set(beside)
        self._dataset = None
        self._made, self._kept, self._published = [], [], []
        # Through a link the file behind it is replaced, and the link stays.
        self._path = path if path.startswith("/vsi") else os.path.realpath(path)
        folder, name = os.path.split(self._path)
        if not self._path.startswith("/vsi"):
            _remove_abandoned(folder, name)
        # A folder, not a name: files of several parts name each other.
        self._folder = os.path.join(folder, f"{_own_prefix(name)}{uuid.uuid4().hex[:8]}.part")
        self._partial = os.path.join(self._folder, name)

    def _make_folder(self):
        if gdal.Mkdir(self._folder, 0o777) != 0:
            raise RasterError(f"{self._asked} cannot be created: its folder refuses new files.")

    def close(self):
        """Write what is still in memory; errors such as a full disk may only show here.

        Raises
        ------
        RasterError
        """
        with heard_gdal() as messages:
            # Neither of the two returns a code in all versions of GDAL.
            for step in (self._dataset.FlushCache, self._close):
                try:
                    step()
                except RuntimeError as error:
                    messages.append((gdal.CE_Failure, str(error)))
                if any(_is_loss(*message) for message in messages):
                    raise self._not_written(messages)
        # The last page of an .img can be lost without a word.
        if _is_full(self._folder):
            raise RasterError(f"{self._asked} cannot be written: the disk is full.")

    def _not_written(self, messages):
        reason = gdal_reason(text for severity, text in messages if _is_loss(severity, text))
        # Of a block that GDAL wrote behind another call it does not tell the system's reason.
        if "No space" not in reason and _is_full(self._folder):
            reason += "; the disk is full"
        return RasterError(f"{self._asked} cannot be written: {reason}.")

    def _close(self):
        dataset, self._dataset = self._dataset, None
        if dataset is not None:
            # Dropping the last reference closes too, but Python cannot raise from there.
            close = getattr(dataset, "Close", None)  # since GDAL 3.8
            if close is None:
                dataset.__swig_destroy__(dataset)
            else:
                try:
                    close()
                except RuntimeError:
                    # It is closed, but GDAL 3.10 does not note that, and would close it once more.
                    if dataset.this is not None:
                        dataset.thisown = False
                    raise

    def make_way(self):
        """Keep what stands at the destination, for `put_back`; the raster itself stays there too.

        Raises
        ------
        RasterError
            If that is in use.
        """
        folder, name = os.path.split(self._path)
        self._made = _names_in(self._folder)
        if name not in self._made:
            raise RasterError(
                f"{self._asked} cannot be written: its temporary folder has been removed."
            )
        with self._replacing():
            if os.path.isdir(self._asked):
                raise IsADirectoryError(0, "it is a folder")
            # Files beside the old raster must not be seen beside the new one.
            beside = self._beside.union(self._made) - {name}
            for old in (name, *sorted(beside)):
                path, kept = os.path.join(folder, old), os.path.join(self._folder, _OLD + old)
                if not _exists(path):
                    continue
                self._kept.append((path, kept))
                with suppress(FileNotFoundError):  # another job of the same output was quicker
                    (_keep if old == name else _move)(path, kept)

    def publish(self):
        """Give the closed raster its name, in the place of what stood there.

        Raises
        ------
        RasterError
            If the destination is in use; `put_back` undoes what has been done until then.
        """
        folder, name = os.path.split(self._path)
        with self._replacing():
            # First the raster: once it has left its folder, the job counts as done.
            for new in sorted(self._made, key=lambda new: new != name):
                path = os.path.join(folder, new)
                self._published.append(path)
                _move(os.path.join(self._folder, new), path)

    @contextmanager
    def _replacing(self):
        try:
            yield
        except OSError as error:
            raise RasterError(
                f"{self._asked} cannot be replaced ({error.strerror}); close it where it is open."
            ) from error

    def put_back(self):
        """Undo `publish` and `make_way`, as far as they have come."""
        for path in self._published:
            moved = not _exists(os.path.join(self._folder, os.path.basename(path)))
            if moved and all(path != old for old, _ in self._kept):
                _remove(path)
        for path, kept in self._kept:
            if _exists(kept) and not same_file(kept, path):
                _move(kept, path)

    def discard(self):
        """Remove the temporary folder and what is still in it."""
        with quiet_gdal():
            with suppress(RuntimeError):
                self._close()
            if _exists(self._folder):
                _remove_folder(self._folder, os.path.basename(self._path))


class OutputRaster(OutputFile):
    """A raster being written in a temporary folder; see `output_rasters`."""

    def __init__(self, spec):
        name = os.path.basename(os.path.realpath(spec.path))
        super().__init__(spec.path, [name + suffix for suffix in _SIDECARS])
        self._spec = spec
        try:
            with heard_gdal() as messages:
                self._create(messages)
                self._describe()
                self._start(messages)
        except BaseException:
            self.discard()
            raise

    def _create(self, messages):
        spec = self._spec
        options = list(spec.options)
        if _driver(spec.path) == "GTiff":
            options = _tiff_defaults(spec) + options
        try:
            self._make_folder()
            self._dataset = gdal.GetDriverByName(_driver(spec.path)).Create(
                self._partial,
                spec.frame.cols,
                spec.frame.rows,
                len(spec.bands),
                gdal_type(spec.dtype),
                _last_wins(options),
            )
        except RuntimeError as error:
            messages.append((gdal.CE_Failure, str(error)))
        if self._dataset is None:
            failures = (text for severity, text in messages if severity >= gdal.CE_Failure)
            raise RasterError(f"{spec.path} cannot be created: {gdal_reason(failures)}.")

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
            if info.unit:
                band.SetUnitType(info.unit)
            if info.categories:
                band.SetCategoryNames(list(info.categories))
            if info.meaning == gdal.GCI_AlphaBand and number > 1:
                band.SetColorInterpretation(gdal.GCI_AlphaBand)
            if info.colors is not None:
                table = gdal.ColorTable()
                for value, color in enumerate(info.colors):
                    table.SetColorEntry(value, color)
                band.SetRasterColorTable(table)
            # In an .img colours are columns of this table, and would cut it off at their number.
            if info.attributes is not None:
                if info.attributes.GetTableType() == gdal.GRTT_THEMATIC and _is_hfa(spec.path):
                    # There the type of the table is that of the layer.
                    band.SetMetadataItem("LAYER_TYPE", "thematic")
                band.SetDefaultRAT(info.attributes)

    def _start(self, messages):
        """Write the header, so that a disk that is full from the start is told now.

        GDAL writes once more when it closes a raster, also when it has failed before. Then libtiff
        looks for the header, and without one it looks for ever.
        """
        del messages[:]
        try:
            self._dataset.FlushCache()
        except RuntimeError as error:
            messages.append((gdal.CE_Failure, str(error)))
        if any(_is_loss(*message) for message in messages):
            raise self._not_written(messages)

    def write(self, array, band=1, row=0, col=0):
        """Write a block of one band (from 1) with its first pixel at (row, col).

        Raises
        ------
        RasterError
            If writing fails.
        """
        with heard_gdal() as messages:
            try:
                failed = self._dataset.GetRasterBand(band).WriteArray(
                    np.ascontiguousarray(array), col, row
                )
            except RuntimeError as error:
                failed = True
                messages.append((gdal.CE_Failure, str(error)))
        if failed:
            raise self._not_written(messages)

    def close(self):
        """Write what is still in memory; errors such as a full disk may only show here.

        Raises
        ------
        RasterError
        """
        super().close()
        if _driver(self._spec.path) == "GTiff" and is_cut_off(self._partial):
            raise RasterError(f"{self._spec.path} cannot be written: its end is missing.")


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
            abandoned = os.path.join(folder, found)
            with suppress(OSError):  # of two that clean up, one comes too late
                _end_move(folder, name, abandoned)
            _remove_folder(abandoned, name)


def _end_move(folder, name, abandoned):
    """Bring to an end what a process was killed in that was giving a raster its name.

    As long as the new raster is in the abandoned folder, what was moved away goes back. After that
    the files beside the new one follow it, and those of the old one are not wanted any more.
    """
    inside = _names_in(abandoned)
    for found in inside:
        is_old = found.startswith(_OLD)
        path = os.path.join(folder, found[len(_OLD) :] if is_old else found)
        if found == name or _exists(path):
            continue
        if is_old == (name in inside):
            _move(os.path.join(abandoned, found), path)


def _names_in(folder):
    return [name for name in gdal.ReadDir(folder) or () if name not in (".", "..")]


def _remove_folder(folder, last):
    """Remove a temporary folder, in it last the raster: without it the job counts as done."""
    for name in sorted(_names_in(folder), key=lambda name: name == last):
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


def _is_hfa(path):
    return _driver(path) == "HFA"


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


def _keep(path, kept):
    """Give a file a second name; where the file system has none, move it."""
    if kept.startswith("/vsi"):
        _move(path, kept)
        return
    try:
        os.link(path, kept)
    except OSError:
        os.replace(path, kept)


def _is_full(folder):
    try:
        return shutil.disk_usage(folder).free < _LEAST_LEFT
    except OSError:  # a virtual folder
        return False


def _is_loss(severity, text):
    return severity >= gdal.CE_Failure or _LOSS in text


def _remove(path):
    if _exists(path):
        gdal.Unlink(path)
