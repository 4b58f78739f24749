"""The recursion of the B-spline prefilter in vectorised numpy."""

import numpy as np


def filter_columns(values, pieces, start, stop):
    """Filter along columns, in place.

    Parameters
    ----------
    values : float64 array (rows, cols), C-contiguous
    pieces : Pieces
        Of the rows; only what they keep is overwritten.
    start, stop : int
        Range of columns to work on.
    """
    _filter_pieces(values[:, start:stop], pieces)


def filter_rows(values, pieces, start, stop):
    """Filter along rows, in place; see `filter_columns`. `start` and `stop` are rows."""
    _filter_pieces(values[start:stop].T, pieces)


def _filter_pieces(values, pieces):
    samples = values.copy()
    for (first, last, keep_first, keep_last), left, right in zip(*pieces[1:]):
        lines = samples[first:last].copy()
        _filter_lines(lines, pieces.poles, left, right)
        values[keep_first:keep_last] = lines[keep_first - first : keep_last - first]


def _filter_lines(lines, poles, left, right):
    """Filter along the first axis in place, by one pole after the other.

    Briand and Monasse's algorithm 1 with its starts cut as in equations 48 and 49: each pole uses
    up the samples of its starting sums, and what is beyond its reach is left in between.
    """
    first, last = 0, len(lines) - 1
    for pole, before, after in zip(poles, left, right):
        first, last = first + before, last - after
        power = 1.0
        for step in range(1, before + 1):
            power *= pole
            lines[first] += power * lines[first - step]
        ahead, power = np.zeros_like(lines[last]), 1.0
        for step in range(1, after + 1):
            power *= pole
            ahead += power * lines[last + step]
        for i in range(first + 1, last + 1):
            lines[i] += pole * lines[i - 1]
        lines[last] = pole / (pole * pole - 1.0) * (lines[last] + ahead)
        for i in range(last - 1, first - 1, -1):
            lines[i] = pole * (lines[i + 1] - lines[i])
