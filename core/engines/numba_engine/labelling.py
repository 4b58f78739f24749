"""Areas of cells of equal code, compiled."""

import numpy as np

from ..outlines import BACKGROUND, LabelledStrip
from .compiling import compiled


@compiled
def _root(parent, label):
    while parent[label] != label:
        parent[label] = parent[parent[label]]
        label = parent[label]
    return label


@compiled
def _join(parent, one, other):
    """Unite two labels under the smaller root, which is returned."""
    one, other = _root(parent, one), _root(parent, other)
    if one < other:
        parent[other] = one
        return one
    parent[one] = other
    return other


@compiled
def _label(cells, labels, known):
    """Label the cells below the first row; return the tree of labels and first cells."""
    rows, width = cells.shape
    parent = np.arange(known + width, dtype=np.int32)
    first = np.zeros(known + width, dtype=np.int64)
    count = known
    for i in range(1, rows):
        if parent.size < count + width:
            longer = np.arange(2 * (count + width), dtype=np.int32)
            longer[:count] = parent[:count]
            parent = longer
            more = np.zeros(2 * (count + width), dtype=np.int64)
            more[:count] = first[:count]
            first = more
        labels[i, 0] = labels[i, width - 1] = -1
        for j in range(1, width - 1):
            code = cells[i, j]
            label = np.int32(-1)
            if code != BACKGROUND:
                has_above = cells[i - 1, j] == code
                if cells[i, j - 1] == code:
                    label = labels[i, j - 1]
                    # With the cell between the two they are one already.
                    if has_above and cells[i - 1, j - 1] != code:
                        label = _join(parent, label, labels[i - 1, j])
                elif has_above:
                    label = labels[i - 1, j]
                else:
                    label = np.int32(count)
                    first[count] = i * width + j
                    count += 1
            labels[i, j] = label
    return parent[:count], first[:count]


@compiled
def _numbered(parent):
    """Number the roots in their order; return each label's number, and how many there are."""
    numbers = np.empty(parent.size, dtype=np.int32)
    count = 0
    for label in range(parent.size):
        # A parent is never larger, so it has its number.
        if parent[label] == label:
            numbers[label] = count
            count += 1
        else:
            numbers[label] = numbers[parent[label]]
    return numbers, count


@compiled
def _measure(labels, numbers, count):
    sizes = np.zeros(count, dtype=np.int64)
    last = np.full(count, -1, dtype=np.int64)
    for i in range(labels.shape[0]):
        for j in range(labels.shape[1]):
            if labels[i, j] >= 0:
                label = numbers[labels[i, j]]
                labels[i, j] = label
                last[label] = i
                if i > 0:
                    sizes[label] += 1
    return sizes, last


def label_cells(cells, labels, known):
    """Compiled twin of the numpy engine's `label_cells`."""
    parent, created = _label(cells, labels, known)
    numbers, count = _numbered(parent)
    sizes, last = _measure(labels, numbers, count)
    first = np.zeros(count, dtype=np.int64)
    # Backwards: the first label of an area is that of its first cell.
    first[numbers[::-1]] = created[::-1]
    return LabelledStrip(numbers[:known].copy(), sizes, first, last)


@compiled
def _unite(count, one, other):
    parent = np.arange(count).astype(np.int32)
    for i in range(one.size):
        _join(parent, one[i], other[i])
    for label in range(count):
        parent[label] = parent[parent[label]]
    return parent


def unite(count, one, other):
    """Compiled twin of the numpy engine's `unite`."""
    return _unite(count, one, other)
