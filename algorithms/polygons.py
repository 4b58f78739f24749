"""Polygon layers brought into the reference system of a raster."""

from dataclasses import dataclass

from qgis.core import QgsCsException, QgsGeometry, QgsProcessingException, QgsWkbTypes

from .base import tr
from .polygon_repair import EvenOdd, inside
from .polygon_sources import request_for
from .polygon_way import Staying, Way
from .transforms import transforms_between

# Segments to a quarter of a circle, where a buffer goes round a corner: it stays within 0.03 % of
# its distance.
SEGMENTS = 32


@dataclass(frozen=True)
class Making:
    """How polygons are made of features.

    Attributes
    ----------
    expression : str
        That features have to fit; "" for all.
    repair : type
        One of `REPAIRS`.
    distance : float
        By which each polygon grows, or shrinks if negative, in map units of the raster.
    """

    expression: str = ""
    repair: type = EvenOdd
    distance: float = 0.0


@dataclass(frozen=True)
class FoundPolygons:
    """The polygons of several layers.

    Attributes
    ----------
    wkb : tuple of bytes
        In the reference system of the raster.
    count, repaired, dropped : int
        Polygon features, near the raster and far, without those dropped; invalid ones repaired
        and dropped.
    """

    wkb: tuple
    count: int
    repaired: int
    dropped: int


def polygons_of(algorithm, sources, making, frame, context, feedback):
    """Return the `FoundPolygons` of layers.

    Edges that are straight in a layer's system are followed truly; parts that are far from the
    raster are left out.

    Parameters
    ----------
    sources : iterable of PolygonSource
    making : Making
    frame : Frame
        Of the raster; without a reference system coordinates are taken as they are.
    """
    reader = _Reader(algorithm, making, frame, context, feedback)
    for source in sources:
        reader.read(source)
    return FoundPolygons(tuple(reader.wkb), reader.count, reader.repaired, reader.dropped)


def check_some(algorithm, sources, found, are_valid, feedback):
    """Refuse valid areas without any polygon; say so of invalid ones, which change nothing."""
    if found.count:
        return
    names = ", ".join(source.name for source in sources)
    if are_valid:
        algorithm.fail(
            tr(
                "{} has no polygon (selected, fitting a filter, not dropped); leave it out to"
                " constrain nothing."
            ).format(names)
        )
    feedback.pushWarning(
        tr(
            "{} has no polygon (selected, fitting a filter, not dropped); it changes nothing."
        ).format(names)
    )


class _Reader:
    """Gathers polygons from one layer after the other."""

    def __init__(self, algorithm, making, frame, context, feedback):
        self._algorithm, self._making, self._frame = algorithm, making, frame
        self._context, self._feedback = context, feedback
        self._request = request_for(making.expression, context.expressionContext())
        self.wkb, self.count, self.repaired, self.dropped = [], 0, 0, 0

    def read(self, source):
        """Add the polygons of a `PolygonSource`."""
        way = self._way(source)
        repair, lost, vanished, count = self._making.repair(), [], 0, 0
        for feature in source.features(self._request, self._feedback):
            geometry = feature.geometry()
            if geometry.isNull() or geometry.isEmpty():
                continue
            if QgsWkbTypes.isCurvedType(geometry.wkbType()):
                geometry = QgsGeometry(geometry.constGet().segmentize())
            geometry = repair(feature.id(), geometry)
            if geometry is None:
                continue
            count += 1
            try:
                geometry = way.bring(geometry)
            except QgsCsException:
                lost.append(feature.id())
                continue
            if geometry is None:
                continue
            if not geometry.boundingBox().isFinite():  # PROJ's answer instead of failing
                lost.append(feature.id())
                continue
            if self._making.distance != 0:
                geometry = _buffered(geometry, self._making.distance)
                if geometry.isEmpty():
                    vanished += 1
                    continue
            self.wkb.append(bytes(geometry.asWkb()))
        self._tell(source, repair, lost, vanished, count)
        self.count += count
        self.repaired += len(repair.repaired)
        self.dropped += len(repair.dropped)

    def _way(self, source):
        transforms = transforms_between(
            self._algorithm, self._frame, source.crs, source.name, self._context, self._feedback
        )
        reach = abs(self._making.distance)
        if transforms is None:
            return Staying(self._frame, reach)
        return Way(*transforms, self._frame, reach)

    def _tell(self, source, repair, lost, vanished, count):
        if lost:
            self._algorithm.fail(
                tr(
                    "{}: {} feature(s) cannot be transformed from {} to the raster's reference"
                    " system, the first has the id {}."
                ).format(source.name, len(lost), source.crs.userFriendlyIdentifier(), lost[0])
            )
        repair.tell(source.name, self._feedback)
        if vanished:
            self._feedback.pushWarning(
                tr("{}: a buffer of {:g} leaves nothing of {} of {} feature(s).").format(
                    source.name, self._making.distance, vanished, count
                )
            )


def _buffered(geometry, distance):
    """Grow or shrink a polygon; one that intersects itself by what is inside it."""
    if not geometry.isGeosValid():
        geometry = inside(geometry)
    if geometry is None:  # without an area
        return QgsGeometry()
    grown = geometry.buffer(distance, SEGMENTS)
    if grown.isNull() and grown.lastError():
        raise QgsProcessingException(
            tr("A polygon cannot be buffered: {}").format(grown.lastError())
        )
    return grown
