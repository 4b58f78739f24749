"""Where polygons come from: a feature source or layers, perhaps a selection, perhaps a filter."""

from dataclasses import dataclass
from typing import Optional

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsExpression,
    QgsFeatureRequest,
    QgsFields,
    QgsVectorLayer,
    QgsVectorLayerFeatureSource,
    QgsWkbTypes,
)

from .base import tr

POLYGON = QgsWkbTypes.GeometryType.PolygonGeometry


@dataclass(frozen=True)
class PolygonSource:
    """Features of one layer, which may be read in any thread.

    Attributes
    ----------
    name : str
        Of the parameter, and of the layer where there are several; for messages.
    source : object
        With QGIS's method `getFeatures`.
    crs : QgsCoordinateReferenceSystem
    fields : QgsFields
    selected : frozenset of int or None
        Ids of the only features that count.
    """

    name: str
    source: object
    crs: QgsCoordinateReferenceSystem
    fields: QgsFields
    selected: Optional[frozenset] = None

    def features(self, request, feedback):
        """Yield the features of a `QgsFeatureRequest` that count.

        Raises
        ------
        Cancelled
        """
        from ..core.chains.jobs import Cancelled

        for feature in self.source.getFeatures(request):
            if feedback.isCanceled():
                raise Cancelled
            if self.selected is None or feature.id() in self.selected:
                yield feature


def source_of(algorithm, parameters, name, context):
    """Return the `PolygonSource` of a feature source parameter, None when it is not set."""
    if not algorithm.given(parameters, name):
        return None
    source = algorithm.parameterAsSource(parameters, name, context)
    if source is None:
        algorithm.fail(algorithm.invalidSourceError(parameters, name))
    _check_polygonal(algorithm, name, source.wkbType())
    return PolygonSource(name, source, source.sourceCrs(), source.fields())


def sources_of_layers(algorithm, parameters, name, selected_only, context):
    """Return the `PolygonSource` of each layer of a parameter of several; call it in `resolve`."""
    if not algorithm.given(parameters, name):
        return ()
    given = parameters[name]
    count = len(given) if isinstance(given, (list, tuple)) else 1
    layers = algorithm.parameterAsLayerList(parameters, name, context)
    if len(layers) != count:
        algorithm.fail(
            tr("{} names {} layer(s), of which {} cannot be read.").format(
                name, count, count - len(layers)
            )
        )
    sources = []
    for layer in layers:
        own_name = f"{name} ({layer.name()})"
        if not isinstance(layer, QgsVectorLayer):
            algorithm.fail(tr("{} must be a layer of polygons, not a raster.").format(own_name))
        _check_polygonal(algorithm, own_name, layer.wkbType())
        selected = frozenset(layer.selectedFeatureIds()) if selected_only else None
        source = QgsVectorLayerFeatureSource(layer)
        sources.append(PolygonSource(own_name, source, layer.crs(), layer.fields(), selected))
    return tuple(sources)


def _check_polygonal(algorithm, name, wkb_type):
    if QgsWkbTypes.geometryType(wkb_type) != POLYGON:
        algorithm.fail(
            tr("{} must be a layer of polygons, not of {}.").format(
                name, QgsWkbTypes.displayString(wkb_type)
            )
        )


def read_filter(algorithm, parameters, name, sources, context):
    """Return a parameter's expression, "" when it is not set.

    Raises
    ------
    QgsProcessingException
        If it cannot be read, or a layer lacks a field that it names.
    """
    # `parameterAsExpression` drops what cannot be read, without a word.
    text = algorithm.parameterAsString(parameters, name, context)
    if not text:
        return ""
    expression = QgsExpression(text)
    if expression.hasParserError():
        reason = " ".join(expression.parserErrorString().split())
        algorithm.fail(tr("{} is {}, which cannot be read: {}.").format(name, text, reason))
    columns = expression.referencedColumns() - {QgsFeatureRequest.ALL_ATTRIBUTES}
    for source in sources:
        for column in sorted(columns):
            if source.fields.lookupField(column) < 0:
                algorithm.fail(
                    tr("{} is {}, but {} has no field {}; it has {}.").format(
                        name, text, source.name, column, ", ".join(source.fields.names()) or "none"
                    )
                )
    return text


def request_for(expression, context):
    """Return the request for geometries of features that fit an expression, "" for all."""
    # Self-intersections do not matter here: what becomes of them is decided later.
    request = QgsFeatureRequest().setSubsetOfAttributes([])
    request.setInvalidGeometryCheck(QgsFeatureRequest.InvalidGeometryCheck.GeometryNoCheck)
    if expression:
        request.setFilterExpression(expression)
        request.setExpressionContext(context)
    return request
