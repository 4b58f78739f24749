"""The way of polygons from a layer's reference system into that of a raster."""

import math

from qgis.core import QgsCsException, QgsPointXY, QgsRectangle

from .polygon_repair import inside, polygonal

# Points along each side of a raster's frame whose surroundings in the layer are looked for.
_SAMPLES = 33

# An edge is straight in the layer's reference system. Cut into a thousandth of the frame's size,
# its pieces stray from their chords by a ten-millionth of the frame or so: no cell sees that.
_PIECES = 1000

# Meridians meet and longitudes jump there: no bounds are drawn beyond.
_POLAR_LATITUDE = 80.0


def _frame_in_layer(frame, back, margins=(0.0, 0.0)):
    """Return the bounds of a frame in the layer's system, and whether all of it is there.

    Margins are in rows and columns of the frame, added on both sides.
    """
    points = []
    rows, cols = (size + 2 * margin for size, margin in zip(frame.shape, margins))
    for i in range(_SAMPLES):
        for j in range(_SAMPLES):
            row = rows * i / (_SAMPLES - 1) - margins[0] - 0.5
            col = cols * j / (_SAMPLES - 1) - margins[1] - 0.5
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


def _margins(frame, distance):
    """Return the rows and columns that a distance in map units reaches across a frame's sides."""
    _, x_col, x_row, _, y_col, y_row = frame.effective_geotransform
    area = abs(x_col * y_row - x_row * y_col)
    return tuple(distance * math.hypot(*step) / area for step in ((x_col, y_col), (x_row, y_row)))


class Staying:
    """Leaves geometries, in a raster's own reference system, where they are.

    Parameters
    ----------
    frame : Frame
    reach : float
        See `Way`.
    """

    def __init__(self, frame, reach=0.0):
        # A cell more, for the sake of roundings.
        margins = [1.0 + margin for margin in _margins(frame, reach)]
        rows, cols = (
            (-0.5 - margin, size - 0.5 + margin) for size, margin in zip(frame.shape, margins)
        )
        xs, ys = frame.center_to_map([[rows[0]], [rows[1]]], [cols])
        self._near = QgsRectangle(xs.min(), ys.min(), xs.max(), ys.max())

    def bring(self, geometry):
        """Return a geometry, None if it is far from the raster."""
        box = geometry.boundingBox()
        return geometry if self._near.intersects(box) or not box.isFinite() else None


class Way:
    """Brings geometries from a layer's reference system into a raster's.

    Parameters
    ----------
    transform, back : QgsCoordinateTransform
        From the layer to the raster, and the other way.
    frame : Frame
    reach : float
        In map units of the raster: how far from the frame polygons still matter.
    """

    def __init__(self, transform, back, frame, reach=0.0):
        self._transform = transform
        bounds, whole = _frame_in_layer(frame, back)
        self._piece = max(bounds.width(), bounds.height()) / _PIECES
        if reach > 0:
            bounds, whole = _frame_in_layer(frame, back, _margins(frame, reach))
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
                geometry = inside(geometry)
            if geometry is not None:
                geometry = polygonal(geometry.clipped(self._near))
            if geometry is None:
                return None
            box = geometry.boundingBox()
        if self._piece > 0 and max(box.width(), box.height()) > self._piece:
            geometry = geometry.densifyByDistance(self._piece)
        geometry.transform(self._transform)
        return geometry
