"""Grids made from a change of coordinates."""
