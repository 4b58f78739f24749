"""Invalid samples replaced by their neighbours, in vectorised numpy."""

import numpy as np


def fill_gaps(values, known, reached, reach, start, stop):
    """Replace unknown samples by the mean of known ones, in place.

    The nearest known samples to the left, right, above and below count, weighted by the inverse of
    their distance; those farther than `reach` do not. Between two of them that is the straight
    line. A sample without any becomes 0.

    Parameters
    ----------
    values : float64 array (bands, rows, cols), C-contiguous
    known : uint8 array (rows, cols), C-contiguous
        1 where a sample is known.
    reached : uint8 array (rows, cols), C-contiguous
        Set to 1 where a sample has been replaced.
    reach : int
        Less than 255.
    start, stop : int
        Range of rows to work on.
    """
    first, last = max(0, start - reach), min(known.shape[0], stop + reach)
    around, around_known = values[:, first:last], known[first:last] != 0
    own = slice(start - first, stop - first)
    row, col = np.arange(last - first)[own, None], np.arange(known.shape[1])
    before, after = _nearest(around_known[own])
    above, below = (rows.T[own] for rows in _nearest(around_known.T))
    total, weights = 0.0, 0.0
    for distance, neighbour in (
        (col - before, (row, before)),
        (after - col, (row, after)),
        (row - above, (above, col)),
        (below - row, (below, col)),
    ):
        counts = (distance > 0) & (distance <= reach)
        weight = np.where(counts, 1.0 / np.maximum(distance, 1), 0.0)
        at = tuple(np.where(counts, index, 0) for index in neighbour)
        total = total + np.where(counts, around[(slice(None), *at)], 0.0) * weight
        weights = weights + weight
    unknown, found = ~around_known[own], weights > 0
    mean = np.where(found, total, 0.0) / np.where(found, weights, 1.0)
    values[:, start:stop][:, unknown] = mean[:, unknown]
    found &= unknown
    reached[start:stop][found] = 1


def _nearest(known):
    """Return the position of the last known sample and of the next one, along the last axis.

    Positions far outside stand for none.
    """
    nowhere = 1 << 30
    at = np.arange(known.shape[1])
    last = np.maximum.accumulate(np.where(known, at, -nowhere), axis=1)
    following = np.minimum.accumulate(np.where(known, at, nowhere)[:, ::-1], axis=1)[:, ::-1]
    return last, following
