"""Coarse (row, col) grids: their nodes, full-resolution shape and oversampling."""
