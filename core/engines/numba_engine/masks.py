"""Oversampling a coarse validity mask."""

import numpy as np

from ..oversampling import check_oversampling, fewest_valid_parts
from .compiling import compiled


def oversample_mask(mask01, factor_row, factor_col, win, threshold, dtype, out):
    """Compiled twin of the numpy engine's `oversample_mask`."""
    check_oversampling(mask01, factor_row, factor_col, win, out)
    fewest = fewest_valid_parts(factor_row * factor_col, threshold, dtype)
    mask01 = np.ascontiguousarray(mask01)
    target = np.ascontiguousarray(out)
    _oversample(mask01, factor_row, factor_col, win[0][0], win[1][0], fewest, target)
    if target is not out:
        out[...] = target


@compiled
def _oversample(mask, factor_row, factor_col, first_row, first_col, fewest, out):
    rows, cols = out.shape
    first_node = first_col // factor_col
    last_node = (first_col + cols - 1) // factor_col
    along_row = np.zeros(last_node - first_node + 2, dtype=np.int64)
    for row in range(rows):
        node, parts = divmod(first_row + row, factor_row)
        below = node + (parts > 0)  # not read past the last node, which has no weight there
        for j in range(first_node, min(last_node + 2, mask.shape[1])):
            along_row[j - first_node] = (factor_row - parts) * mask[node, j] + parts * mask[
                below, j
            ]
        _oversample_row(along_row, factor_col, first_col % factor_col, fewest, out[row])


@compiled
def _oversample_row(nodes, factor, offset, fewest, out):
    """Interpolate along one row; pixel 0 is `offset` parts after node 0."""
    col = 0
    for j in range(nodes.size - 1):
        value = factor * nodes[j] + offset * (nodes[j + 1] - nodes[j])
        step = nodes[j + 1] - nodes[j]
        end = min(col + factor - offset, out.size)
        for k in range(col, end):
            out[k] = value >= fewest
            value += step
        col, offset = end, 0
