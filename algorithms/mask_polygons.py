"""Polygons of any number of layers for a mask: filtered, repaired, buffered."""

from dataclasses import dataclass

from qgis.core import (
    QgsProcessing,
    QgsProcessingOutputNumber,
    QgsProcessingParameterBoolean,
    QgsProcessingParameterExpression,
    QgsProcessingParameterMultipleLayers,
)

from .base import tr, translated
from .parameters import DOUBLE, enumeration, number
from .polygon_repair import REPAIRS
from .polygon_sources import read_filter, source_of, sources_of_layers
from .polygons import SEGMENTS, Making, check_some, polygons_of

# Of each side: the name of its parameters, and what it is called.
SIDES = ("VALID", "INVALID")


@dataclass(frozen=True)
class MaskPolygons:
    """What has been read.

    Attributes
    ----------
    polygons : Polygons
    repaired, dropped : int
        Invalid features.
    """

    polygons: object
    repaired: int
    dropped: int


def add_mask_polygons(algorithm):
    """Add what there is besides VALID_GEOMETRY and INVALID_GEOMETRY."""
    for side, description, example in (
        ("VALID", tr("More valid areas (polygons)"), "\"class\" = 'forest'"),
        ("INVALID", tr("More invalid areas (polygons)"), '"cover" > 50'),
    ):
        algorithm.add(
            QgsProcessingParameterMultipleLayers(
                f"{side}_LAYERS",
                description,
                QgsProcessing.SourceType.TypeVectorPolygon,
                optional=True,
            ),
            tr(
                "Polygon layers, each in any reference system, whose polygons join those of"
                " {0}_GEOMETRY. On the command line the parameter is given once for each layer:"
                " <i>{0}_LAYERS=a.gpkg {0}_LAYERS=b.gpkg</i>."
            ).format(side),
            advanced=True,
        )
        algorithm.add(
            QgsProcessingParameterExpression(
                f"{side}_FILTER",
                tr("Filter of {} areas").format(translated(side.lower())),
                None,
                f"{side}_GEOMETRY",
                optional=True,
            ),
            tr(
                "Expression that features of {0}_GEOMETRY and {0}_LAYERS have to fit, such as"
                " <i>{1}</i>; every one of these layers must have its fields. Not set: all"
                " features count."
            ).format(side, example),
            advanced=True,
        )
    algorithm.add(
        QgsProcessingParameterBoolean(
            "SELECTED_ONLY", tr("More areas: selected features only"), False
        ),
        tr(
            "Whether only selected features of VALID_LAYERS and INVALID_LAYERS count; no by"
            " default. VALID_GEOMETRY and INVALID_GEOMETRY have a check box of their own."
        ),
        advanced=True,
    )
    for side in SIDES:
        algorithm.add(
            number(
                f"BUFFER_{side}",
                tr("Buffer of {} areas").format(translated(side.lower())),
                DOUBLE,
                0.0,
            ),
            tr(
                "By how many map units of the output each polygon grows, or shrinks if negative,"
                " after it has been brought to the output's reference system: each for itself, with"
                " round corners of {} segments to a quarter of a circle. The default is 0."
            ).format(SEGMENTS),
            advanced=True,
        )
    algorithm.add(
        enumeration("REPAIR", tr("Invalid polygons"), tuple(REPAIRS), "even-odd"),
        tr(
            "What becomes of polygons that intersect themselves: <i>even-odd</i> (default) takes"
            " what an odd number of turns encloses as inside; <i>make-valid</i> repairs them as"
            " QGIS does and drops those of which no polygon is left; <i>drop</i> drops them all."
            " The log tells numbers and the first ids."
        ),
        advanced=True,
    )


def add_repair_counts(algorithm):
    """Add the outputs REPAIRED_COUNT and DROPPED_COUNT."""
    for name, description in (
        ("REPAIRED_COUNT", tr("Invalid polygons repaired")),
        ("DROPPED_COUNT", tr("Invalid polygons dropped")),
    ):
        algorithm.addOutput(QgsProcessingOutputNumber(name, description))


def open_mask_layers(algorithm, parameters, context):
    """Return the sources of VALID_LAYERS and INVALID_LAYERS by side; call it in `resolve`."""
    selected_only = algorithm.parameterAsBool(parameters, "SELECTED_ONLY", context)
    return {
        side: sources_of_layers(algorithm, parameters, f"{side}_LAYERS", selected_only, context)
        for side in SIDES
    }


def read_mask_polygons(algorithm, parameters, layers, frame, context, feedback):
    """Return the `MaskPolygons` for a raster of a `Frame`; `layers` are of `open_mask_layers`."""
    from ..core.chains.jobs import Polygons

    repair = REPAIRS[algorithm.choice(parameters, "REPAIR", context)]
    plans = {}
    for side in SIDES:
        first = source_of(algorithm, parameters, f"{side}_GEOMETRY", context)
        sources = (() if first is None else (first,)) + layers[side]
        expression = read_filter(algorithm, parameters, f"{side}_FILTER", sources, context)
        distance = algorithm.number(parameters, f"BUFFER_{side}", context)
        if not abs(distance) < float("inf"):
            algorithm.fail(tr("BUFFER_{} is {}; it must be finite.").format(side, distance))
        if not sources and (expression or distance):
            feedback.pushWarning(
                tr("There is no {} area, so its filter and buffer change nothing.").format(
                    translated(side.lower())
                )
            )
        plans[side] = sources, Making(expression, repair, distance)
    wkb, repaired, dropped = [], 0, 0
    # Nothing is read before all has been checked.
    for side, (sources, making) in plans.items():
        if not sources:
            wkb.append(None)
            continue
        found = polygons_of(algorithm, sources, making, frame, context, feedback)
        check_some(algorithm, sources, found, side == "VALID", feedback)
        wkb.append(found.wkb)
        repaired, dropped = repaired + found.repaired, dropped + found.dropped
    return MaskPolygons(Polygons(*wkb), repaired, dropped)
