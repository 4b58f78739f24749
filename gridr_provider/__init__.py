"""What QGIS sees first: the plugin and its provider."""
