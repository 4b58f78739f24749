"""Control points from a point layer, and their residuals into another one."""

import math
import os

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsFeature,
    QgsFeatureSink,
    QgsField,
    QgsFields,
    QgsGeometry,
    QgsPointXY,
    QgsProcessingOutputLayerDefinition,
    QgsProviderRegistry,
    QgsWkbTypes,
)
from qgis.PyQt.QtCore import QVariant

from .base import tr, wkt_of

POINT = QgsWkbTypes.GeometryType.PointGeometry


def read_control_points(algorithm, parameters, context, feedback):
    """Return the `ControlPoints` of POINTS, ROW_FIELD, COL_FIELD and POINT_CONVENTION.

    Returns
    -------
    ControlPoints or None
        None when POINTS is not set.
    """
    from ..core.chains.jobs import Cancelled
    from ..core.conventions.control_points import ControlPoints
    from ..core.conventions.coordinates import edge_to_center

    convention = algorithm.choice(parameters, "POINT_CONVENTION", context)
    if not algorithm.given(parameters, "POINTS"):
        return None
    source = algorithm.parameterAsSource(parameters, "POINTS", context)
    if source is None:
        algorithm.fail(algorithm.invalidSourceError(parameters, "POINTS"))
    if QgsWkbTypes.geometryType(source.wkbType()) != POINT:
        algorithm.fail(
            tr("POINTS must be a layer of points, not of {}.").format(
                QgsWkbTypes.displayString(source.wkbType())
            )
        )
    fields = [
        _field(algorithm, parameters, name, source, context) for name in ("ROW_FIELD", "COL_FIELD")
    ]
    found = []
    for feature in source.getFeatures():
        if feedback.isCanceled():
            raise Cancelled
        place = _place(algorithm, feature)
        numbers = [_number(algorithm, feature, *field) for field in fields]
        found.append((feature.id(), place.x(), place.y(), *numbers))
    if not found:
        algorithm.fail(tr("POINTS has no point (selected)."))
    found.sort()  # selected ones come in any order, by which sums round
    crs = source.sourceCrs()
    # GeoPackages hold such ones where none was set.
    crs_wkt = "" if "undefined" in crs.description().lower() else wkt_of(crs)
    points = ControlPoints.of(*zip(*found), crs_wkt=crs_wkt)
    if convention == "pixel-center":
        return points
    in_raster = edge_to_center(points.row), edge_to_center(points.col)
    return ControlPoints.of(points.ids, points.x, points.y, *in_raster, crs_wkt=points.crs_wkt)


def _field(algorithm, parameters, name, source, context):
    """Return (name of the parameter, name of the field)."""
    field = algorithm.parameterAsString(parameters, name, context)
    if not field:
        algorithm.fail(
            tr("{} is not set; POINTS needs the fields ROW_FIELD and COL_FIELD.").format(name)
        )
    if source.fields().lookupField(field) < 0:
        algorithm.fail(
            tr("{} is {}, which is not a field of POINTS; it has {}.").format(
                name, field, ", ".join(source.fields().names()) or tr("none")
            )
        )
    return name, source.fields().field(source.fields().lookupField(field)).name()


def _place(algorithm, feature):
    geometry = feature.geometry()
    if geometry.isNull() or geometry.isEmpty():
        algorithm.fail(tr("The feature {} of POINTS has no geometry.").format(feature.id()))
    places = list(geometry.vertices())
    if len(places) != 1:
        algorithm.fail(
            tr("The feature {} of POINTS has {} points; it must have one.").format(
                feature.id(), len(places)
            )
        )
    return places[0]


def _number(algorithm, feature, parameter, field):
    value = feature[field]
    try:
        number = float(value)
    except (TypeError, ValueError):  # NULL is a QVariant, or None in newer versions
        number = math.nan
    if not math.isfinite(number):
        algorithm.fail(
            tr("{} is {}, which holds {} in the feature {} of POINTS; it must be a number.").format(
                parameter, field, "NULL" if value is None else value, feature.id()
            )
        )
    return number


# Names and types of a residual's fields; QVariant's types are those that all versions of QGIS take.
_FIELDS = (
    ("id", QVariant.String),
    *((name, QVariant.Double) for name in ("map_x", "map_y", "row", "col")),
    *((name, QVariant.Double) for name in ("pred_row", "pred_col")),
    *((name, QVariant.Double) for name in ("row_resid", "col_resid", "residual", "left_out")),
    ("used", QVariant.Int),
)


def path_of(layer):
    """Return the file that a vector layer is read from, None if it is from elsewhere."""
    told = QgsProviderRegistry.instance().decodeUri(layer.providerType(), layer.source())
    return told.get("path") or None


def check_sink(algorithm, parameters, name, inputs):
    """End the algorithm if a layer cannot become a file, or would take the place of an input.

    QGIS would notice the first when everything else has been done, and the second not at all.

    Parameters
    ----------
    inputs : iterable of str
        Paths of all files that are read.
    """
    from ..core.rasters.writing import same_file

    value = parameters.get(name)
    if isinstance(value, QgsProcessingOutputLayerDefinition):
        value = value.sink.staticValue()
    if not isinstance(value, str):
        return
    if any(same_file(value, other) for other in inputs):
        algorithm.fail(tr("{} is {}, which is an input; choose another file.").format(name, value))
    folder = os.path.dirname(value)
    if os.path.isabs(folder) and not os.path.isdir(folder):
        algorithm.fail(
            tr("{} is {}, but the folder {} does not exist.").format(name, value, folder)
        )


def write_residuals(algorithm, parameters, name, fit, context):
    """Write the points of a `GcpFit` into a sink, with what the fit makes of them.

    Returns
    -------
    str or None
        Id of the layer, None when the output is not asked for.
    """
    if not algorithm.given(parameters, name):
        return None
    fields = QgsFields()
    for field, kind in _FIELDS:
        fields.append(QgsField(field, kind))
    points = fit.points
    crs = QgsCoordinateReferenceSystem.fromWkt(points.crs_wkt)
    sink, identifier = algorithm.parameterAsSink(
        parameters, name, context, fields, QgsWkbTypes.Type.Point, crs
    )
    if sink is None:
        algorithm.fail(algorithm.invalidSinkError(parameters, name))
    columns = (
        points.x, points.y, points.row, points.col, fit.row, fit.col,
        fit.row_residual, fit.col_residual, fit.residual, fit.left_out,
    )  # fmt: skip
    for identity, used, *numbers in zip(points.ids, points.used, *columns):
        numbers = [float(number) if math.isfinite(number) else None for number in numbers]
        feature = QgsFeature(fields)
        feature.setAttributes([identity, *numbers, int(used)])
        feature.setGeometry(QgsGeometry.fromPointXY(QgsPointXY(*numbers[:2])))
        if not sink.addFeature(feature, QgsFeatureSink.Flag.FastInsert):
            algorithm.fail(tr("{} cannot be written: {}.").format(name, sink.lastError()))
    return identifier
