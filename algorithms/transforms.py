"""From the reference system of a vector layer to that of a raster."""

from qgis.core import QgsCoordinateReferenceSystem, QgsCoordinateTransform

from .base import tr

# Systems of a building site or a drawing, which have no place on any globe.
_ENGINEERING = ("ENGCRS", "ENGINEERINGCRS", "LOCAL_CS")


def crs_of(frame):
    """Return the reference system of a `Frame`, which may be invalid."""
    return QgsCoordinateReferenceSystem.fromWkt(frame.crs_wkt)


def transforms_between(algorithm, frame, layer_crs, name, context, feedback):
    """Return the transformations from a layer to a raster and back.

    Parameters
    ----------
    frame : Frame
        Of the raster.
    layer_crs : QgsCoordinateReferenceSystem
    name : str
        Of the layer's parameter, for messages.

    Returns
    -------
    (QgsCoordinateTransform, QgsCoordinateTransform) or None
        None where coordinates stay as they are: the systems are the same, or one is not known, of
        which the feedback is told.

    Raises
    ------
    QgsProcessingException
        If there is no transformation.
    """
    crs = crs_of(frame)
    raster_known, layer_known = _is_known(crs), _is_known(layer_crs)
    if not (raster_known and layer_known):
        if raster_known or layer_known:
            feedback.pushWarning(
                tr(
                    "{}: no reference system to transform from or to; coordinates are taken as they"
                    " are."
                ).format(name)
            )
        return None
    transforms = context.transformContext()
    there = QgsCoordinateTransform(layer_crs, crs, transforms)
    if not there.isValid():
        algorithm.fail(
            tr(
                "{} has the reference system {}, from which there is no transformation to that of"
                " the raster, {}."
            ).format(name, layer_crs.userFriendlyIdentifier(), crs.userFriendlyIdentifier())
        )
    # QGIS says so also of a transformation that it does not have.
    if there.isShortCircuited():
        return None
    return there, QgsCoordinateTransform(crs, layer_crs, transforms)


def _is_known(crs):
    """Tell whether coordinates of a system have a place on a globe."""
    if not crs.isValid() or "undefined" in crs.description().lower():
        return False
    wkt = crs.toWkt(QgsCoordinateReferenceSystem.WktVariant.WKT_PREFERRED)
    return not wkt.startswith(_ENGINEERING)
