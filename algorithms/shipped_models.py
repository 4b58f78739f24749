"""Models that come with the plugin, as algorithms like the others."""

from qgis.core import Qgis, QgsMessageLog, QgsProcessingModelAlgorithm
from qgis.PyQt.QtGui import QIcon

from .base import COMMON_TAGS, tr, translated
from .package import ROOT, icon_path, metadata

FOLDER = ROOT / "algorithms" / "models"


class ShippedModel(QgsProcessingModelAlgorithm):
    """A model that has a name of its own beside its id.

    The name of a model is its id; what it is called, and what it is found by, stand in its help
    under names that QGIS does not use.
    """

    def createInstance(self):
        """Return the same model."""
        made = type(self)()
        made.loadVariant(self.toVariant())
        return made

    def find_steps(self):
        """Look for the steps anew: from those that QGIS knows the model gets its outputs."""
        self.loadVariant(self.toVariant())

    def displayName(self):
        """Return the name shown."""
        return translated(self.helpContent().get("GRIDR_TITLE", self.name()))

    def group(self):
        """Return the group shown."""
        return tr("Models")

    def groupId(self):
        """Return the id of the group."""
        return "models"

    def tags(self):
        """Return the words that the model is found by."""
        own = self.helpContent().get("GRIDR_TAGS", "").split(",")
        return [translated(tag) for tag in (*COMMON_TAGS, "model", *own) if tag]

    def helpUrl(self):
        """Return where the documentation stands."""
        return metadata()["homepage"]

    def icon(self):
        """Return the icon of models."""
        return QIcon(self.svgIconPath())

    def svgIconPath(self):
        """Return the path of the icon."""
        return icon_path("models")


def read_models(folder=FOLDER):
    """Return the models in a folder, in the order of their names.

    What is no model is told in QGIS's log and left out, so that it takes nothing else with it.
    """
    models = []
    for path in sorted(folder.glob("*.model3")):
        model = ShippedModel()
        if model.fromFile(str(path)) and model.name().isalnum():
            models.append(model)
        else:
            QgsMessageLog.logMessage(
                tr("{} is not a model that this QGIS reads; it is left out.").format(path),
                "GridR",
                Qgis.MessageLevel.Warning,
            )
    return models
