"""Points given to an algorithm: of a layer, in the reference system of a raster, and as numbers."""

import math
from dataclasses import dataclass

from qgis.core import (
    QgsCsException,
    QgsFeatureRequest,
    QgsFields,
    QgsPointXY,
    QgsProcessingFeatureSourceDefinition,
    QgsProviderRegistry,
    QgsWkbTypes,
)

from .base import tr
from .transforms import transforms_between

# Features from one look at the feedback to the next.
_STEP = 256

POINT = QgsWkbTypes.GeometryType.PointGeometry


@dataclass(frozen=True)
class LayerPoints:
    """Points of a layer, one or more of each feature.

    Attributes
    ----------
    ids : list of int
        Feature id of each point.
    x, y : list of float
        In the raster's reference system; NaN for one that cannot be transformed, and for a feature
        without geometry.
    attributes : list of list
        Of each point's feature; empty if they were not asked for.
    fields : QgsFields
        Of the attributes.
    """

    ids: list
    x: list
    y: list
    attributes: list
    fields: QgsFields


def file_of_layer(algorithm, parameters, name, context):
    """Return the file that a vector layer is read from, None without a layer or a file."""
    value = parameters.get(name)
    if isinstance(value, QgsProcessingFeatureSourceDefinition):
        value = value.source
    layer = algorithm.parameterAsVectorLayer({name: value}, name, context)
    if layer is None:
        return None
    provider = layer.dataProvider().name()
    return QgsProviderRegistry.instance().decodeUri(provider, layer.source()).get("path")


def read_point_layer(
    algorithm, parameters, name, frame, context, feedback, report, with_attributes
):
    """Return the `LayerPoints` of a parameter for a raster of a `Frame`, None if it is not set.

    What cannot be placed is told to the feedback. `report` is called with the share that is read.
    """
    if not algorithm.given(parameters, name):
        return None
    source = algorithm.parameterAsSource(parameters, name, context)
    if source is None:
        algorithm.fail(algorithm.invalidSourceError(parameters, name))
    if QgsWkbTypes.geometryType(source.wkbType()) != POINT:
        algorithm.fail(
            tr("{} must be a layer of points, not of {}.").format(
                name, QgsWkbTypes.displayString(source.wkbType())
            )
        )
    transforms = transforms_between(algorithm, frame, source.sourceCrs(), name, context, feedback)
    place = QgsPointXY if transforms is None else transforms[0].transform
    request = QgsFeatureRequest()
    if not with_attributes:
        request.setSubsetOfAttributes([])
    found = LayerPoints([], [], [], [], source.fields())
    failed = bare = 0
    count = max(1, source.featureCount())  # -1 if it is not known
    for number, feature in enumerate(source.getFeatures(request)):
        if number % _STEP == 0:
            report(min(1.0, number / count))
        attributes = feature.attributes() if with_attributes else None
        geometry = feature.geometry()
        positions = [] if geometry.isEmpty() else [QgsPointXY(each) for each in geometry.vertices()]
        bare += not positions
        for position in positions or [None]:
            x, y = (math.nan, math.nan) if position is None else _placed(place, position)
            failed += position is not None and math.isnan(x)
            found.ids.append(feature.id())
            found.x.append(x)
            found.y.append(y)
            if with_attributes:
                found.attributes.append(attributes)
    if failed:
        feedback.pushWarning(
            tr("{}: {} point(s) cannot be transformed; they have no row and column.").format(
                name, failed
            )
        )
    if bare:
        feedback.pushWarning(
            tr("{}: {} feature(s) without geometry have no row and column.").format(name, bare)
        )
    return found


def _placed(place, position):
    """Return (x, y), NaN where PROJ fails or answers "infinite"."""
    try:
        point = place(position)
    except QgsCsException:
        return math.nan, math.nan
    x, y = point.x(), point.y()
    return (x, y) if math.isfinite(x) and math.isfinite(y) else (math.nan, math.nan)


def read_pairs(algorithm, parameters, name, context):
    """Return the pairs of a matrix of two columns, as two lists of finite numbers.

    Nothing but empty cells is no pair.

    Raises
    ------
    ValueError
        If the number of values is odd, or one is not a number.
    """
    if not algorithm.given(parameters, name):
        return [], []
    first, second = algorithm.parameterDefinition(name).headers()
    values = []
    for value in algorithm.parameterAsMatrix(parameters, name, context):
        # Scripts may write a pair as a list of its own.
        values += value if isinstance(value, (list, tuple)) else [value]
    # The dialog hands on a table without rows as one null, and a row that nobody filled in.
    if all(_is_blank(value) for value in values):
        return [], []
    numbers = [_finite(value) for value in values]
    if None in numbers:
        value = values[numbers.index(None)]
        raise ValueError(
            tr("{} has {!r}; it must be finite numbers, {} and {} in turn.").format(
                name, str(value), first, second
            )
        )
    if len(numbers) % 2:
        raise ValueError(
            tr("{} has {} value(s); it must be pairs of {} and {}.").format(
                name, len(numbers), first, second
            )
        )
    return numbers[::2], numbers[1::2]


def _is_blank(value):
    """Tell whether a cell of a table is empty; QGIS's null is of several types."""
    return str(value).strip() in ("", "NULL", "None")


def _finite(value):
    """Return a value as a finite number, None if it is none."""
    try:
        number = float(value)
    except (TypeError, ValueError):
        return None
    return number if math.isfinite(number) else None
