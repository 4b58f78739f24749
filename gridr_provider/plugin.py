"""The plugin object: registers the provider, with or without a window."""

from qgis.core import QgsApplication

from .provider import GridrProvider


class GridrPlugin:
    """Adds GridR's provider to the Processing registry.

    Parameters
    ----------
    iface : QgisInterface or None
        None in ``qgis_process``; not used, GridR has no window of its own.
    """

    def __init__(self, iface):
        self.provider = None

    def initProcessing(self):
        """Register the provider; the only thing that ``qgis_process`` calls."""
        self.provider = GridrProvider()
        QgsApplication.processingRegistry().addProvider(self.provider)

    def initGui(self):
        """Register the provider when QGIS has a window."""
        self.initProcessing()

    def unload(self):
        """Remove the provider."""
        if self.provider is not None:
            QgsApplication.processingRegistry().removeProvider(self.provider)
            self.provider = None
