"""Validity masks from polygons and rasters."""
