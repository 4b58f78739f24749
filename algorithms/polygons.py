"""Polygon layers brought into the reference system of a raster."""

from qgis.core import (
    QgsCsException,
    QgsFeatureRequest,
    QgsGeometry,
    QgsPointXY,
    QgsRectangle,
    QgsWkbTypes,
)

from .base import tr
from .transforms import transforms_between

POLYGON = QgsWkbTypes.GeometryType.PolygonGeometry

# Points along each side of a raster's frame whose surroundings in the layer are looked for.
_SAMPLES = 33

# An edge is straight in the layer's reference system. Cut into a thousandth of the frame's size,
# its pieces stray from their chords by a ten-millionth of the frame or so: no cell sees that.
_PIECES = 1000

# Meridians meet and longitudes jump there: no bounds are drawn beyond.
_POLAR_LATITUDE = 80.0


def read_polygon_layer(algorithm, parameters, name, frame, context, feedback):
    """Return the polygons of a layer as WKB, in the reference system of a raster.

    Edges that are straight in the layer's system are followed truly; parts that are far from the
    raster are left out.

    Parameters
    ----------
    frame : Frame
        Of the raster; without a reference system coordinates are taken as they are.

    Returns
    -------
    tuple of bytes or None
        None when the parameter is not set.
    int
        How many polygon features the layer has, near and far.
    """
    if not algorithm.given(parameters, name):
        return None, 0
    source = algorithm.parameterAsSource(parameters, name, context)
    if source is None:
        algorithm.fail(algorithm.invalidSourceError(parameters, name))
    if QgsWkbTypes.geometryType(source.wkbType()) != POLYGON:
        algorithm.fail(
            tr("{} must be a layer of polygons, not of {}.").format(
                name, QgsWkbTypes.displayString(source.wkbType())
            )
        )
    transforms = transforms_between(algorithm, frame, source.sourceCrs(), name, context, feedback)
    way = None if transforms is None else _Way(*transforms, frame)
    found, failed, invalid, count = [], [], 0, 0
    for feature in _features(source, feedback):
        geometry = feature.geometry()
        if geometry.isNull() or geometry.isEmpty():
            continue
        count += 1
        if QgsWkbTypes.isCurvedType(geometry.wkbType()):
            geometry = QgsGeometry(geometry.constGet().segmentize())
        invalid += not geometry.isGeosValid()
        try:
            geometry = geometry if way is None else way.bring(geometry)
        except QgsCsException:
            failed.append(feature.id())
            continue
        if geometry is None:
            continue
        if geometry.boundingBox().isFinite():
            found.append(bytes(geometry.asWkb()))
        else:  # PROJ may answer "infinite" instead of failing
            failed.append(feature.id())
    if failed:
        algorithm.fail(
            tr(
                "{}: {} feature(s) cannot be transformed from {} to the raster's reference system,"
                " the first has the id {}."
            ).format(name, len(failed), source.sourceCrs().userFriendlyIdentifier(), failed[0])
        )
    if invalid:
        feedback.pushWarning(
            tr(
                "{}: {} feature(s) intersect themselves; what an odd number of turns encloses is"
                " taken as inside."
            ).format(name, invalid)
        )
    return tuple(found), count


def _features(source, feedback):
    from ..core.chains.jobs import Cancelled

    # Self-intersections do not matter: polygons are filled by the even-odd rule.
    request = QgsFeatureRequest().setSubsetOfAttributes([])
    request.setInvalidGeometryCheck(QgsFeatureRequest.InvalidGeometryCheck.GeometryNoCheck)
    for feature in source.getFeatures(request):
        if feedback.isCanceled():
            raise Cancelled
        yield feature


def _frame_in_layer(frame, back):
    """Return the bounds of a frame in the layer's system, and whether all of it is there."""
    points = []
    for i in range(_SAMPLES):
        for j in range(_SAMPLES):
            row = frame.rows * i / (_SAMPLES - 1) - 0.5
            col = frame.cols * j / (_SAMPLES - 1) - 0.5
            x, y = frame.center_to_map(row, col)
            try:
                point = back.transform(QgsPointXY(float(x), float(y)))
            except QgsCsException:
                continue
            if QgsRectangle(point, point).isFinite():
                points.append(point)
    if not points:
        return QgsRectangle(), False
    xs, ys = [point.x() for point in points], [point.y() for point in points]
    return QgsRectangle(min(xs), min(ys), max(xs), max(ys)), len(points) == _SAMPLES**2


class _Way:
    """Brings geometries from a layer's reference system into a raster's."""

    def __init__(self, transform, back, frame):
        self._transform = transform
        bounds, whole = _frame_in_layer(frame, back)
        self._piece = max(bounds.width(), bounds.height()) / _PIECES
        self._near = self._surroundings(bounds) if whole else None

    def _surroundings(self, bounds):
        """Return the rectangle that polygons are cut to, with a margin around the frame."""
        near = QgsRectangle(bounds)
        near.grow(0.1 * max(bounds.width(), bounds.height()))
        if self._transform.sourceCrs().isGeographic():
            polar = max(abs(near.yMinimum()), abs(near.yMaximum())) > _POLAR_LATITUDE
            if polar or near.width() > 180:
                near.setXMinimum(min(near.xMinimum(), -360.0))
                near.setXMaximum(max(near.xMaximum(), 360.0))
            if near.yMaximum() > _POLAR_LATITUDE:
                near.setYMaximum(90.0)
            if near.yMinimum() < -_POLAR_LATITUDE:
                near.setYMinimum(-90.0)
        return near

    def bring(self, geometry):
        """Return the part of a geometry that is near the raster, None if there is none.

        Raises
        ------
        QgsCsException
            If it cannot be transformed.
        """
        box = geometry.boundingBox()
        if self._near is not None and not self._near.contains(box):
            if not self._near.intersects(box):
                return None
            if not geometry.isGeosValid():
                geometry = geometry.makeValid()
            geometry = geometry.clipped(self._near)
            geometry.convertGeometryCollectionToSubclass(POLYGON)
            if geometry.isNull() or geometry.isEmpty():
                return None
            box = geometry.boundingBox()
        if self._piece > 0 and max(box.width(), box.height()) > self._piece:
            geometry = geometry.densifyByDistance(self._piece)
        geometry.transform(self._transform)
        return geometry
