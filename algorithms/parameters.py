"""Parameters that several algorithms share, and what they mean as plain values."""

from qgis.core import (
    QgsProcessing,
    QgsProcessingParameterEnum,
    QgsProcessingParameterExtent,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterNumber,
    QgsProcessingParameterRasterLayer,
    QgsProcessingParameterString,
)

from .base import tr, wkt_of
from .polygon_sources import source_of
from .polygons import Making, check_some, polygons_of

DOUBLE = QgsProcessingParameterNumber.Type.Double
INTEGER = QgsProcessingParameterNumber.Type.Integer

# Shown by name, so that a saved model survives a new entry; numpy's names.
DATA_TYPES = ("uint8", "int16", "uint16", "int32", "uint32", "float32", "float64")


def enumeration(name, description, options, default, optional=False):
    """Return an enumeration of static strings, which read the same in scripts and models."""
    return QgsProcessingParameterEnum(
        name, description, list(options), False, default, optional, usesStaticStrings=True
    )


def number(name, description, kind, default=None, minimum=None, maximum=None):
    """Return a number; one without a default is optional."""
    limits = {}
    if minimum is not None:
        limits["minValue"] = minimum
    if maximum is not None:
        limits["maxValue"] = maximum
    return QgsProcessingParameterNumber(
        name, description, kind, default, optional=default is None, **limits
    )


def share(name, description, default, decimals):
    """Return a number of more than 0 and at most 1; a dialog holds it to that many decimals."""
    parameter = number(name, description, DOUBLE, default, 0.0, 1.0)
    parameter.setMetadata({"widget_wrapper": {"decimals": decimals}})
    return parameter


def add_polygons(algorithm, where):
    """Add VALID_GEOMETRY and INVALID_GEOMETRY; `where` names the raster that they apply to."""
    polygon = [QgsProcessing.SourceType.TypeVectorPolygon]
    algorithm.add(
        QgsProcessingParameterFeatureSource(
            "VALID_GEOMETRY", tr("Valid area (polygons)"), polygon, optional=True
        ),
        tr(
            "Polygon layer in any reference system: cells of {} outside of all polygons are"
            " invalid. A layer without polygons is an error."
        ).format(where),
    )
    algorithm.add(
        QgsProcessingParameterFeatureSource(
            "INVALID_GEOMETRY", tr("Invalid area (polygons)"), polygon, optional=True
        ),
        tr(
            "Polygon layer in any reference system: cells of {} inside a polygon are invalid."
            " A layer without polygons changes nothing."
        ).format(where),
    )


def read_polygons(algorithm, parameters, frame, context, feedback):
    """Return the `Polygons` of what `add_polygons` added, for a raster of a `Frame`."""
    from ..core.chains.jobs import Polygons

    layers = []
    for name in ("VALID_GEOMETRY", "INVALID_GEOMETRY"):
        source = source_of(algorithm, parameters, name, context)
        if source is None:
            layers.append(None)
            continue
        found = polygons_of(algorithm, [source], Making(), frame, context, feedback)
        check_some(algorithm, [source], found, name == "VALID_GEOMETRY", feedback)
        layers.append(found.wkb)
    return Polygons(*layers)


def add_frame(algorithm, what):
    """Add REFERENCE, EXTENT and CELL_SIZE; `what` names the output that they give a frame to."""
    algorithm.add(
        QgsProcessingParameterRasterLayer("REFERENCE", tr("Reference raster"), optional=True),
        tr("Raster whose cells {} gets exactly: extent, cell size and reference system.").format(
            what
        ),
    )
    algorithm.add(
        QgsProcessingParameterExtent("EXTENT", tr("Extent"), optional=True),
        tr(
            "Without a reference raster: the rectangle that {} covers, from its north-west corner"
            " on; the south and east sides are moved to the nearest whole cell."
        ).format(what),
    )
    algorithm.add(
        number("CELL_SIZE", tr("Cell size (map units)"), DOUBLE, minimum=0.0),
        tr(
            "Without a reference raster: width and height of a cell in units of the output's"
            " reference system."
        ),
    )


def read_frame(algorithm, parameters, context, crs=None, layer=None):
    """Return the `Frame` of what `add_frame` added.

    Parameters
    ----------
    crs : QgsCoordinateReferenceSystem, optional
        That the extent is brought to; by default it keeps its own.
    layer : QgsRasterLayer, optional
        Whose extent is taken where a cell size is given alone; and whose reference system, where
        the extent has none.

    Returns
    -------
    (Frame, str)
        And the path of the reference raster; None for what is not given.
    """
    from ..core.conventions.frame import check_cell_size, frame_of_extent
    from ..core.rasters.reading import frame_of, open_raster

    reference = algorithm.raster_path(parameters, "REFERENCE", context)
    has_extent = algorithm.given(parameters, "EXTENT")
    has_size = algorithm.given(parameters, "CELL_SIZE")
    if reference is not None:
        if has_extent or has_size:
            algorithm.fail(tr("Give REFERENCE, or EXTENT and CELL_SIZE, not both."))
        with open_raster(reference, "REFERENCE") as dataset:
            return frame_of(dataset), reference
    if not has_extent and not has_size:
        return None, None
    if not has_size or not (has_extent or layer is not None):
        algorithm.fail(tr("EXTENT and CELL_SIZE belong together; give both, or REFERENCE."))
    if crs is None:
        crs = algorithm.parameterAsExtentCrs(parameters, "EXTENT", context)
        if layer is not None and not (has_extent and crs.isValid()):
            crs = layer.crs()
    if has_extent:
        rectangle = algorithm.parameterAsExtent(parameters, "EXTENT", context, crs)
    else:
        rectangle = layer.extent()
    size = algorithm.number(parameters, "CELL_SIZE", context)
    if not rectangle.isFinite() or rectangle.isEmpty():
        algorithm.fail(
            tr("EXTENT is {}; it must be west,east,south,north with some width and height.").format(
                parameters.get("EXTENT")
            )
        )
    check_cell_size(size, rectangle.width(), rectangle.height())
    frame = frame_of_extent(
        rectangle.xMinimum(),
        rectangle.yMinimum(),
        rectangle.xMaximum(),
        rectangle.yMaximum(),
        size,
        size,
        wkt_of(crs),
    )
    return frame, None


def add_resources(algorithm):
    """Add THREADS, MAX_MEMORY and DASK_SCHEDULER."""
    algorithm.add(
        number("THREADS", tr("Threads"), INTEGER, 0, minimum=0),
        tr(
            "Tiles computed at once; 0 (default) takes what the options of QGIS or the environment"
            " say (GRIDR_THREADS), else all cores. The result does not depend on it."
        ),
        advanced=True,
    )
    algorithm.add(
        number("MAX_MEMORY", tr("Memory (MB)"), INTEGER, 0, minimum=0),
        tr(
            "Megabytes that the process may take in all, 64 or more, with what QGIS holds already;"
            " but at least a quarter is for the job. 0 (default) takes what the options of QGIS or"
            " the environment say (GRIDR_MAX_MEMORY), else a quarter of the machine's memory, at"
            " most 1024. With less memory tiles become smaller or fewer at once, which takes"
            " longer. The result does not depend on it."
        ),
        advanced=True,
    )
    algorithm.add(
        QgsProcessingParameterString(
            "DASK_SCHEDULER", tr("Address of a Dask scheduler"), "", optional=True
        ),
        tr(
            "Such as <i>tcp://10.0.0.1:8786</i>: its workers compute the tiles, with their own"
            " threads and with the memory above for each. They must have gridr_qgis in this"
            " version, and see the input files under the same paths. Not set (default): this"
            " machine computes. The result does not depend on it."
        ),
        advanced=True,
    )


def read_resources(algorithm, parameters, context):
    """Return the `Resources` of what `add_resources` added.

    Where a parameter is 0 the environment decides, then QGIS's options, then the core.
    """
    from ..core.chains.environment import environment_resources
    from ..core.chains.jobs import Resources

    environment, settings = environment_resources(), algorithm.user_settings
    threads = algorithm.number(parameters, "THREADS", context)
    memory = algorithm.number(parameters, "MAX_MEMORY", context)
    return Resources(
        threads or environment.threads or settings.threads or None,
        memory or environment.max_memory or settings.memory or None,
        algorithm.parameterAsString(parameters, "DASK_SCHEDULER", context).strip() or None,
    )


def add_creation_options(algorithm):
    """Add CREATION_OPTIONS."""
    parameter = QgsProcessingParameterString(
        "CREATION_OPTIONS", tr("Creation options"), "", optional=True
    )
    parameter.setMetadata({"widget_wrapper": {"widget_type": "rasteroptions"}})
    algorithm.add(
        parameter,
        tr(
            "GDAL creation options such as COMPRESS=DEFLATE|PREDICTOR=2. GeoTIFF is tiled, and"
            " BigTIFF where it may be needed, unless you say otherwise."
        ),
        advanced=True,
    )


def read_creation_options(algorithm, parameters, context):
    """Return the creation options as a tuple of NAME=VALUE."""
    from ..core.rasters.writing import parse_options

    return parse_options(algorithm.parameterAsString(parameters, "CREATION_OPTIONS", context))
