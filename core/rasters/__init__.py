"""Raster files through GDAL: read, write, finish or discard."""
