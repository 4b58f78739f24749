"""Vector files of one layer of polygons that appear complete or not at all."""

import functools
import os
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import PurePath

from osgeo import gdal, ogr, osr

from ..rasters.errors import RasterError
from ..rasters.reading import gdal_reason, heard_gdal
from ..rasters.writing import OutputFile, check_file, output_files

# By endings; the names are GDAL's drivers.
DRIVERS = {
    "gpkg": "GPKG",
    "geojson": "GeoJSON",
    "json": "GeoJSON",
    "fgb": "FlatGeobuf",
    "shp": "ESRI Shapefile",
}

# Files of a Shapefile besides the .shp, and of its indices, which would be those of the old one.
_PARTS = ("shx", "dbf", "prj", "cpg", "qpj", "qix", "sbn", "sbx", "shp.xml")

# What a database that was not closed has beside it, and would be read into the new one.
_JOURNALS = ("-wal", "-shm", "-journal")

_KINDS = {int: ogr.OFTInteger64, float: ogr.OFTReal, str: ogr.OFTString}

# How a value is set; what looks at its type first takes long.
_SETTERS = {int: ogr.Feature.SetFieldInteger64}


@dataclass(frozen=True)
class LayerSpec:
    """What a new layer of polygons is to be.

    Attributes
    ----------
    path : str
        Ends in one of `DRIVERS`.
    fields : tuple of (str, type)
        Names and types of the attributes: int, float or str.
    crs_wkt : str
        "" if unknown.
    is_multi : bool
        Whether geometries are MultiPolygons.
    metadata : dict of str
        Kept by GeoPackages only.
    """

    path: str
    fields: tuple
    crs_wkt: str = ""
    is_multi: bool = False
    metadata: dict = field(default_factory=dict)


def check_layer(path, name, inputs=(), crs_wkt=""):
    """Raise RasterError unless a layer can be written at `path` without harm to an input.

    Parameters
    ----------
    path, name : str
        The output, and what it is called in an error message.
    inputs : iterable of str
        All files that are read, see `files_behind`.
    crs_wkt : str
        That the layer will have, "" if unknown.
    """
    if _suffix(path) not in DRIVERS or "|" in path or path.lower().startswith(("ogr:", "postgis:")):
        raise RasterError(
            f"{name} is {path}; it must be a file whose name ends in"
            f" {', '.join('.' + each for each in DRIVERS)}."
        )
    if DRIVERS[_suffix(path)] == "GeoJSON" and crs_wkt:
        # It has places for codes only, and without one longitudes and latitudes are read.
        if osr.SpatialReference(crs_wkt).GetAuthorityCode(None) is None:
            raise RasterError(
                f"{name} is {path}, but the reference system of INPUT has no code, which GeoJSON"
                " needs; choose .gpkg or .fgb."
            )
    folder = os.path.dirname(path)
    beside = [os.path.join(folder, each) for each in _beside(os.path.basename(path))]
    check_file(path, name, inputs, beside)


@contextmanager
def output_layer(spec):
    """Create a vector file that gets its name at the end.

    It replaces what stands there, with all layers that it has; see `output_rasters`.

    Parameters
    ----------
    spec : LayerSpec

    Yields
    ------
    OutputLayer

    Raises
    ------
    RasterError
        If it cannot be created, written or renamed.
    """
    with output_files(functools.partial(OutputLayer, spec)) as (output,):
        yield output


class OutputLayer(OutputFile):
    """A layer being written in a temporary folder; see `output_layer`."""

    def __init__(self, spec):
        name = os.path.basename(os.path.realpath(spec.path))
        super().__init__(spec.path, _beside(name))
        self._layer = self._feature = None
        self._count, self._values = 0, [None] * len(spec.fields)
        self._setters = [_SETTERS.get(kind, ogr.Feature.SetField) for _, kind in spec.fields]
        try:
            with heard_gdal() as messages:
                try:
                    self._create(spec)
                except RuntimeError as error:
                    messages.append((gdal.CE_Failure, str(error)))
                if self._layer is None:
                    failures = (text for severity, text in messages if severity >= gdal.CE_Failure)
                    raise RasterError(f"{spec.path} cannot be created: {gdal_reason(failures)}.")
        except BaseException:
            self.discard()
            raise

    def _create(self, spec):
        self._make_folder()
        driver = gdal.GetDriverByName(DRIVERS[_suffix(spec.path)])
        self._dataset = driver.Create(self._partial, 0, 0, 0, gdal.GDT_Unknown)
        if self._dataset is None:
            return
        reference = None
        if spec.crs_wkt:
            reference = osr.SpatialReference()
            reference.ImportFromWkt(spec.crs_wkt)
            reference.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
        kind = ogr.wkbMultiPolygon if spec.is_multi else ogr.wkbPolygon
        layer = self._dataset.CreateLayer(PurePath(spec.path).stem, reference, kind)
        if layer is None:
            return
        for name, python_type in spec.fields:
            layer.CreateField(ogr.FieldDefn(name, _KINDS[python_type]))
        if driver.ShortName == "GPKG":
            layer.SetMetadata({name: str(value) for name, value in spec.metadata.items()})
        self._has_transactions = self._dataset.TestCapability(ogr.ODsCTransactions)
        if self._has_transactions:
            self._dataset.StartTransaction()
        self._feature = ogr.Feature(layer.GetLayerDefn())
        self._layer = layer

    def write(self, geometries, *columns):
        """Write features.

        Parameters
        ----------
        geometries : iterable of bytes
            WKB.
        *columns : iterables
            The value of each field for each of them.

        Raises
        ------
        RasterError
            If writing fails.
        """
        feature, create = self._feature, self._layer.CreateFeature
        fields = range(len(columns))
        with heard_gdal() as messages:
            try:
                for wkb, *values in zip(geometries, *columns):
                    feature.SetFID(-1)
                    geometry = ogr.CreateGeometryFromWkb(wkb)
                    if geometry is None:
                        messages.append((gdal.CE_Failure, "a geometry is too large"))
                        break
                    feature.SetGeometryDirectly(geometry)
                    # The feature keeps what it has, and setting takes longer than comparing.
                    for number in fields:
                        if values[number] != self._values[number]:
                            self._setters[number](feature, number, values[number])
                    self._values = values
                    if create(feature) != 0:
                        messages.append((gdal.CE_Failure, ""))
                        break
                    self._count += 1
            except RuntimeError as error:
                messages.append((gdal.CE_Failure, str(error)))
        if any(severity >= gdal.CE_Failure for severity, _ in messages):
            raise self._not_written(messages)

    def close(self):
        """Write what is still in memory; errors such as a full disk may only show here.

        Raises
        ------
        RasterError
        """
        with heard_gdal() as messages:
            try:
                if self._has_transactions and self._dataset.CommitTransaction() != 0:
                    messages.append((gdal.CE_Failure, ""))
            except RuntimeError as error:
                messages.append((gdal.CE_Failure, str(error)))
        if any(severity >= gdal.CE_Failure for severity, _ in messages):
            raise self._not_written(messages)
        super().close()
        if not self._is_whole():
            raise RasterError(f"{self._asked} cannot be written: the disk takes no more of it.")

    def _is_whole(self):
        """Look at the end of what was written: of most formats GDAL does not say if it is lost."""
        if _suffix(self._path) in ("geojson", "json"):
            size = gdal.VSIStatL(self._partial).size
            file = gdal.VSIFOpenL(self._partial, "rb")
            gdal.VSIFSeekL(file, max(size - 16, 0), os.SEEK_SET)
            end = bytes(gdal.VSIFReadL(1, min(size, 16), file) or b"")
            gdal.VSIFCloseL(file)
            return b"".join(end.split()).endswith(b"]}")
        with heard_gdal() as messages:
            try:
                dataset = gdal.OpenEx(self._partial, gdal.OF_VECTOR)
                layer = dataset.GetLayer(0)
                whole = layer.GetFeatureCount() == self._count
                if whole and self._count:
                    # Features are counted from 1 in databases only.
                    last = self._count - (0 if self._has_transactions else 1)
                    whole = layer.GetFeature(last).GetGeometryRef() is not None
            except (AttributeError, RuntimeError):  # there is no such thing, told by None or raised
                whole = False
            layer = dataset = None
        return whole and not any(severity >= gdal.CE_Failure for severity, _ in messages)

    def _close(self):
        # They are of no use without the dataset, and of harm.
        self._layer = self._feature = None
        super()._close()


def _suffix(path):
    return PurePath(path).suffix.lower().lstrip(".")


def _beside(name):
    """Return the names of files that belong to a vector file."""
    if _suffix(name) == "shp":
        return [f"{PurePath(name).stem}.{part}" for part in _PARTS]
    return [name + each for each in _JOURNALS]
