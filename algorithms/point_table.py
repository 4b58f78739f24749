"""Points on a region as rows of a table, and the table as a vector layer."""

import math
import os
from contextlib import suppress
from dataclasses import dataclass
from itertools import repeat

from qgis.core import (
    QgsFeature,
    QgsFeatureSink,
    QgsField,
    QgsFields,
    QgsGeometry,
    QgsPointXY,
    QgsProcessingOutputLayerDefinition,
    QgsProcessingUtils,
    QgsVectorFileWriter,
    QgsWkbTypes,
)
from qgis.PyQt.QtCore import QVariant

from .base import tr

# The fields of the table, after which those of a point layer come.
_TYPES = {
    "source": QVariant.String,
    "id": QVariant.LongLong,
    **dict.fromkeys(("x", "y", "row", "col"), QVariant.Double),
    **dict.fromkeys(("cell_row", "cell_col"), QVariant.LongLong),
    **dict.fromkeys(("center_x", "center_y"), QVariant.Double),
    "inside": QVariant.Int,
}
COLUMNS = tuple(_TYPES)

# Points from one look at the feedback to the next.
_STEP = 256

# Whole numbers that a float64 and a 64-bit field can hold.
_LARGEST = 2.0**53


@dataclass(frozen=True)
class Group:
    """Points of one source.

    Attributes
    ----------
    source : str
        ``point``, ``coordinate`` or ``cell``.
    ids : sequence of int
        Feature id of each point, or its position counted from 1.
    places : core.conventions.locating.Locations
    fields : QgsFields or None
        Of a point layer.
    attributes : list of list
        Of each point, in the order of `fields`; empty if they are not wanted.
    """

    source: str
    ids: object
    places: object
    fields: object = None
    attributes: object = ()


def entries(groups):
    """Yield the values of each point in the order of `COLUMNS`, None where unknown."""
    for group in groups:
        places = group.places
        for i, identifier in enumerate(group.ids):
            yield (
                group.source,
                identifier,
                *(_number(each[i]) for each in (places.x, places.y, places.row, places.col)),
                _whole(places.cell_row[i]),
                _whole(places.cell_col[i]),
                _number(places.center_x[i]),
                _number(places.center_y[i]),
                int(places.inside[i]),
            )


def _number(value):
    return float(value) if math.isfinite(value) else None


def _whole(value):
    return int(value) if abs(value) <= _LARGEST else None  # as NaN is not


def check_table(algorithm, parameters, name, inputs):
    """Tell whether a table is asked for; fail if it would replace one of the files read."""
    from ..core.rasters.writing import same_file

    value = _path_of(parameters.get(name))
    if not value:
        return False
    if os.path.isfile(value) and any(same_file(value, each) for each in inputs):
        algorithm.fail(tr("{} is {}, which is an input; choose another file.").format(name, value))
    return True


def write_table(algorithm, parameters, name, groups, crs, context, report):
    """Write a table into a feature sink and return where it is.

    What is not complete, because of an error or because the user cancels, is removed if it is a
    file of its own.

    Parameters
    ----------
    name : str
        Of the sink's parameter.
    groups : list of Group
    crs : QgsCoordinateReferenceSystem
    report : callable
        Called with the share that is written; may raise `Cancelled`.
    """
    from ..core.chains.jobs import Cancelled

    fields = _fields(groups)
    # One feature may have many points, and its key would be that of each.
    flags = QgsFeatureSink.SinkFlag.RegeneratePrimaryKey
    kind = QgsWkbTypes.Type.Point
    sink, destination = algorithm.parameterAsSink(
        parameters, name, context, fields, kind, crs, flags
    )
    is_cancelled = is_written = False
    try:
        is_written = _fill(sink, groups, fields.count(), report)
    except Cancelled:
        is_cancelled = True
    reason = sink.lastError()
    del sink  # it closes the file
    if is_written:
        return destination
    if destination == _path_of(parameters[name]):
        _remove(destination)
    if is_cancelled:
        raise Cancelled
    return algorithm.fail(tr("{} cannot be written: {}.").format(name, reason))


def _fields(groups):
    fields = QgsFields()
    for name, kind in _TYPES.items():
        fields.append(QgsField(name, kind))
    for group in groups:
        if group.fields is not None:
            fields = QgsProcessingUtils.combineFields(fields, group.fields)
    return fields


def _fill(sink, groups, width, report):
    """Write points with so many values each; tells whether the sink has taken all."""
    nothing = [None] * (width - len(COLUMNS))
    count = max(1, sum(len(group.ids) for group in groups))
    number = 0
    for group in groups:
        for entry, attributes in zip(entries([group]), group.attributes or repeat(nothing)):
            if number % _STEP == 0:
                report(number / count)
            number += 1
            feature = QgsFeature()
            feature.setAttributes([*entry, *attributes])
            x, y = entry[2:4]
            if x is not None and y is not None:
                feature.setGeometry(QgsGeometry.fromPointXY(QgsPointXY(x, y)))
            if not sink.addFeature(feature, QgsFeatureSink.Flag.FastInsert):
                return False
    return sink.flushBuffer()


def _remove(path):
    if path.lower().endswith(".shp"):
        QgsVectorFileWriter.deleteShapeFile(path)
        return
    with suppress(OSError):
        os.remove(path)


def _path_of(value):
    """Return the text of a destination, also of one that has options."""
    if isinstance(value, QgsProcessingOutputLayerDefinition):
        value = value.sink.staticValue()
    return value
