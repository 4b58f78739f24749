"""The plugin object: registers the provider, and its options where there is a window."""

from qgis.core import QgsApplication

from .provider import GridrProvider
from .translation import install_translator, remove_translator


class GridrPlugin:
    """Adds GridR's provider to the Processing registry, and its page to QGIS's options.

    Parameters
    ----------
    iface : QgisInterface or None
        None in ``qgis_process``, where there is no window.
    """

    def __init__(self, iface):
        self.iface = iface
        self.provider = self.options = None
        self._translator = install_translator()

    def initProcessing(self):
        """Register the provider; the only thing that ``qgis_process`` calls."""
        self.provider = GridrProvider()
        QgsApplication.processingRegistry().addProvider(self.provider)

    def initGui(self):
        """Register the provider and the options when QGIS has a window."""
        self.initProcessing()
        if self.iface is None:
            return
        from .options_page import OptionsFactory

        self.options = OptionsFactory()
        self.iface.registerOptionsWidgetFactory(self.options)
        self.iface.initializationCompleted.connect(self._move_behind_processing)

    def unload(self):
        """Remove what has been registered."""
        if self.options is not None:
            self.iface.initializationCompleted.disconnect(self._move_behind_processing)
            self.iface.unregisterOptionsWidgetFactory(self.options)
            self.options = None
        if self.provider is not None:
            QgsApplication.processingRegistry().removeProvider(self.provider)
            self.provider = None
        remove_translator(self._translator)
        self._translator = None

    def _move_behind_processing(self):
        """Register the options anew when all plugins are there.

        QGIS makes pages in the order in which they were registered. One that comes before the page
        that it is to stand under would get an empty one of that name.
        """
        self.iface.unregisterOptionsWidgetFactory(self.options)
        self.iface.registerOptionsWidgetFactory(self.options)
