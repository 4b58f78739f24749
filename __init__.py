"""GridR for QGIS: raster masks and grid resampling as a Processing provider.

This file is read by QGIS when it lists its plugins and by ``import
gridr_qgis.core``: it must stay cheap and import nothing.
"""


def classFactory(iface):  # noqa: N802 (the name is QGIS's)
    """Return the plugin object; ``iface`` is None in ``qgis_process``."""
    from .gridr_provider.plugin import GridrPlugin

    return GridrPlugin(iface)
