"""Areas of cells of equal code, in vectorised numpy."""

import numpy as np

from ..outlines import BACKGROUND, LabelledStrip


def label_cells(cells, labels, known):
    """Number the areas of cells of equal code that share an edge.

    Parameters
    ----------
    cells : int64 array (1 + rows, 1 + cols + 1)
        Codes. The first row is the last one of the strip above; a column on either side is
        `BACKGROUND`.
    labels : int32 array of the same shape
        In the first row the labels that these cells have already, -1 for background. Filled: areas
        known before come first in their order, then new ones in the order of their first cells.
    known : int
        Number of areas known before.

    Returns
    -------
    LabelledStrip
    """
    real = cells != BACKGROUND
    starts = real.copy()
    starts[:, 1:] &= cells[:, 1:] != cells[:, :-1]
    starts[0] = False
    created = np.flatnonzero(starts)
    numbers = np.where(real, known - 1 + np.cumsum(starts).reshape(cells.shape), -1)
    numbers[0] = labels[0]
    same = real[1:] & (cells[1:] == cells[:-1])
    root = unite(known + created.size, numbers[1:][same], numbers[:-1][same])
    roots, final = np.unique(root, return_inverse=True)
    labels[1:] = np.where(real, final[numbers] if final.size else -1, -1)[1:]
    labels[0] = np.where(real[0], final[numbers[0]] if final.size else -1, -1)
    first = np.zeros(roots.size, dtype=np.int64)
    first[roots >= known] = created[roots[roots >= known] - known]
    sizes = np.bincount(labels[1:][real[1:]], minlength=roots.size).astype(np.int64)
    last = np.full(roots.size, -1, dtype=np.int64)
    np.maximum.at(last, labels[real], np.nonzero(real)[0])
    return LabelledStrip(final[:known].astype(np.int32), sizes, first, last)


def unite(count, one, other):
    """Return the smallest number of the set that each number belongs to.

    Parameters
    ----------
    count : int
        The numbers are those from 0 to below it.
    one, other : int arrays of one shape
        Numbers that belong together.

    Returns
    -------
    int32 array (count,)
    """
    root = np.arange(count, dtype=np.int32)
    while True:
        low, high = root[one], root[other]
        apart = low != high
        if not apart.any():
            return root
        one, other, low, high = (each[apart] for each in (one, other, low, high))
        np.minimum.at(root, np.maximum(low, high), np.minimum(low, high))
        while True:
            up = root[root]
            if np.array_equal(up, root):
                break
            root = up
