"""Rasters of classes that arrive in QGIS with the colours and names of their classes."""

from qgis.core import (
    QgsPalettedRasterRenderer,
    QgsProcessingLayerPostProcessorInterface,
    QgsRasterLayer,
)
from qgis.PyQt import sip
from qgis.PyQt.QtGui import QColor

from .base import tr

# What is to be done to layers that are not loaded yet. Contexts own them, and delete them, but
# hold no reference to what is Python's in them: without one here QGIS would find nothing to call.
_WAITING = set()


class ClassStyler(QgsProcessingLayerPostProcessorInterface):
    """Gives a raster layer the colours and names of its classes when it is loaded.

    Parameters
    ----------
    classes : tuple of RasterClass
    """

    def __init__(self, classes):
        super().__init__()
        self._classes = classes

    def postProcessLayer(self, layer, context, feedback):
        """Style a layer, in the main thread, unless the user has chosen a style for this output."""
        if not isinstance(layer, QgsRasterLayer) or not _has_style_of_qgis(layer):
            return
        labels = _labels()
        entries = [
            QgsPalettedRasterRenderer.Class(
                each.value, QColor(*each.color), labels.get(each.label, each.label)
            )
            for each in self._classes
        ]
        layer.setRenderer(QgsPalettedRasterRenderer(layer.dataProvider(), 1, entries))
        layer.triggerRepaint()
        layer.emitStyleChanged()


def style_on_completion(context, path, classes):
    """Have a raster styled when QGIS loads it, if it does.

    Parameters
    ----------
    context : QgsProcessingContext
        After the algorithm has run, in the thread that the context belongs to.
    path : str
        Of the output, as QGIS has made it from the parameter.
    classes : tuple of RasterClass
    """
    for styler in tuple(_WAITING):
        if sip.isdeleted(styler):
            _WAITING.discard(styler)
    if context.willLoadLayerOnCompletion(path):
        # One for each layer, since each context deletes its own.
        styler = ClassStyler(classes)
        _WAITING.add(styler)
        context.layerToLoadOnCompletionDetails(path).setPostProcessor(styler)


def mask_classes_of(algorithm, parameters, context):
    """Return the classes of an algorithm's mask, by VALID_VALUE and INVALID_VALUE if it has them.

    For the dictionary `CLASSES` of an algorithm.
    """
    from ..core.conventions.classes import mask_classes

    return mask_classes(
        *(
            algorithm.number(parameters, name, context)
            for name in ("VALID_VALUE", "INVALID_VALUE")
            if algorithm.parameterDefinition(name) is not None
        )
    )


def reason_classes_of(algorithm, parameters, context):
    """Return the classes of a raster that tells why cells of a mask are not valid.

    For the dictionary `CLASSES` of an algorithm.
    """
    from ..core.conventions.classes import reason_classes

    return reason_classes()


def _has_style_of_qgis(layer):
    """Tell whether a layer looks as QGIS makes it from the file alone."""
    kind = layer.renderer().type()
    # Of an .img QGIS takes the colours that GDAL finds in its attribute table.
    return kind == "singlebandgray" or (
        kind == "paletted" and bool(layer.dataProvider().colorTable(1))
    )


def _labels():
    """Return the names of classes in the user's language by those in the files."""
    return {
        "valid": tr("valid"),
        "invalid": tr("invalid"),
        "outside of the valid polygons": tr("outside of the valid polygons"),
        "inside the invalid polygons": tr("inside the invalid polygons"),
        "invalid in the raster mask": tr("invalid in the raster mask"),
        "no support in the raster mask": tr("no support in the raster mask"),
    }
