"""Cells taken from a block of values, compiled."""

import numpy as np

from .compiling import compiled

# Bits are moved, whatever they mean: one compiled function for each size.
_SIZES = {1: np.uint8, 2: np.uint16, 4: np.uint32, 8: np.uint64}


@compiled
def _pick(values, rows, cols, null, out):
    height, width = values.shape
    for i in range(out.shape[0]):
        row, row_out = rows[i], out[i]
        if row < 0 or row >= height:
            for j in range(cols.size):
                row_out[j] = null[0]
        elif i > 0 and row == rows[i - 1]:
            above = out[i - 1]
            for j in range(cols.size):
                row_out[j] = above[j]
        else:
            samples = values[row]
            for j in range(cols.size):
                col = cols[j]
                there = col >= 0 and col < width
                row_out[j] = samples[col if there else 0] if there else null[0]


def pick_cells(values, rows, cols, null, out):
    """Compiled twin of the numpy engine's `pick_cells`."""
    bits = _SIZES[values.dtype.itemsize]
    _pick(values.view(bits), rows, cols, null.view(bits), out.view(bits))
