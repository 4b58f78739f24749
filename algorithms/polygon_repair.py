"""What becomes of polygons that intersect themselves or are otherwise not valid."""

from qgis.core import QgsGeometry

from .base import tr
from .polygon_sources import POLYGON

# Ids that are told of the features that something was done to.
_TOLD = 5


class EvenOdd:
    """Keeps them: what an odd number of turns encloses is inside."""

    def __init__(self):
        self.repaired, self.dropped, self._kept = [], [], []

    def __call__(self, number, geometry):
        """Return the geometry of the feature with an id, None if nothing is left of it."""
        if not geometry.isGeosValid():
            self._kept.append(number)
        return geometry

    def tell(self, name, feedback):
        """Say what was done to the features of a layer."""
        if self._kept:
            feedback.pushWarning(
                tr(
                    "{}: {} feature(s) intersect themselves, with the ids {}; what an odd number of"
                    " turns encloses is taken as inside."
                ).format(name, len(self._kept), _first(self._kept))
            )


class MakeValid(EvenOdd):
    """Repairs them as QGIS does, and drops those of which no polygon is left."""

    def __call__(self, number, geometry):
        """Return the geometry of the feature with an id, None if nothing is left of it."""
        if geometry.isGeosValid():
            return geometry
        geometry = valid(geometry)
        (self.dropped if geometry is None else self.repaired).append(number)
        return geometry

    def tell(self, name, feedback):
        """Say what was done to the features of a layer."""
        for numbers, sentence in (
            (self.repaired, tr("{}: {} invalid feature(s) repaired, with the ids {}.")),
            (self.dropped, tr("{}: {} invalid feature(s) dropped, with the ids {}.")),
        ):
            if numbers:
                feedback.pushWarning(sentence.format(name, len(numbers), _first(numbers)))


class Drop(MakeValid):
    """Drops them."""

    def __call__(self, number, geometry):
        """Return the geometry of the feature with an id, None if nothing is left of it."""
        if geometry.isGeosValid():
            return geometry
        self.dropped.append(number)
        return None


REPAIRS = {"even-odd": EvenOdd, "make-valid": MakeValid, "drop": Drop}


def valid(geometry):
    """Return the polygons of a geometry made valid, None if there are none."""
    return polygonal(geometry.makeValid())


def inside(geometry):
    """Return what `EvenOdd` takes as inside as valid polygons, None if that has no area.

    Parts are made valid one by one: all at once, what two of them share would become a hole.
    """
    parts = (valid(part) for part in geometry.asGeometryCollection())
    return polygonal(QgsGeometry.unaryUnion([part for part in parts if part is not None]))


def polygonal(geometry):
    """Return the polygons of a geometry without its lines and points, None if there are none."""
    if not geometry.isNull():
        geometry.convertGeometryCollectionToSubclass(POLYGON)
    if geometry.isNull() or geometry.isEmpty() or geometry.type() != POLYGON:
        return None
    return geometry


def _first(numbers):
    listed = ", ".join(map(str, numbers[:_TOLD]))
    return tr("{} and others").format(listed) if len(numbers) > _TOLD else listed
