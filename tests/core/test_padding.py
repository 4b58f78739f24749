"""Continuation beyond the border against numpy.pad."""

import numpy as np
import pytest

from gridr_qgis.core.resampling.padding import (
    BOUNDARY_CONDITIONS,
    boundary_indices,
    extract_padded,
)


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
    out = extract_padded(array, window, boundary, np.float32)
    np.testing.assert_array_equal(out, expected)
    assert out.flags.c_contiguous and out.dtype == np.float32
