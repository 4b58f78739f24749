"""Continuation beyond the border against numpy.pad."""

import numpy as np
import pytest

from gridr_qgis.core.conventions.gathering import gather
from gridr_qgis.core.resampling.padding import BOUNDARY_CONDITIONS, boundary_indices


@pytest.mark.parametrize("boundary", BOUNDARY_CONDITIONS)
@pytest.mark.parametrize("size", [1, 2, 3, 7])
def test_indices_are_those_of_numpy_pad(boundary, size):
    before, after = 11, 9
    if boundary == "constant":
        expected = np.pad(np.arange(size), (before, after), constant_values=-1)
    else:
        expected = np.pad(np.arange(size), (before, after), mode=boundary)
    indices = boundary_indices(-before, size + after, size, boundary)
    np.testing.assert_array_equal(indices, expected)


@pytest.mark.parametrize("boundary", BOUNDARY_CONDITIONS)
@pytest.mark.parametrize(
    "window",
    [((0, 3), (0, 4)), ((-2, 5), (1, 3)), ((2, 9), (-6, 8)), ((-5, -2), (0, 4)), ((6, 8), (9, 12))],
)
def test_windows_are_cut_from_the_padded_array(boundary, window):
    array = np.arange(40.0).reshape(2, 4, 5)
    pad = 13
    padded = np.pad(array, ((0, 0), (pad, pad), (pad, pad)), mode=boundary)
    (top, bottom), (left, right) = window
    expected = padded[:, pad + top : pad + bottom + 1, pad + left : pad + right + 1]

    def read(part):
        (first_row, last_row), (first_col, last_col) = part
        assert 0 <= first_row <= last_row < 4 and 0 <= first_col <= last_col < 5
        return array[:, first_row : last_row + 1, first_col : last_col + 1]

    rows = boundary_indices(top, bottom + 1, 4, boundary)
    cols = boundary_indices(left, right + 1, 5, boundary)
    out = np.full(expected.shape, np.nan)
    gather(read, rows, cols, out)
    np.testing.assert_array_equal(out, expected)


def test_far_ends_are_read_without_what_lies_between():
    read_pixels = []

    def read(part):
        (top, bottom), (left, right) = part
        read_pixels.append((bottom - top + 1) * (right - left + 1))
        return np.zeros((bottom - top + 1, right - left + 1))

    rows = boundary_indices(-3, 4, 1000, "wrap")
    gather(read, rows, np.arange(5), np.empty((7, 5)))
    assert sum(read_pixels) == 35
