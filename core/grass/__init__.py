"""Resampling from one region to another as GRASS does it: nearest, interpolated, aggregated."""
