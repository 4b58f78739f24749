"""How masks are read."""

import numpy as np
import pytest

from gridr_qgis.core.conventions.validity import Validity, as_validity


def test_values_are_those_of_gridr():
    assert (Validity.INVALID, Validity.VALID) == (0, 1)


@pytest.mark.parametrize(
    "values",
    [
        np.array([[0, 1], [2, 0]], dtype=np.uint8),
        np.array([[0, 255], [255, 0]], dtype=np.uint8),
        np.array([[0, -1], [-128, 0]], dtype=np.int8),
        np.array([[False, True], [True, False]]),
        np.array([[0.0, 0.1], [np.inf, np.nan]]),
        [[0, 1], [1, 0]],
    ],
)
def test_everything_but_zero_and_nan_is_valid(values):
    valid = as_validity(values)
    assert valid.dtype == np.uint8
    assert valid.flags.c_contiguous
    assert valid.tolist() == [[0, 1], [1, 0]]


def test_input_is_not_written_to_and_not_shared():
    mask = np.array([[0, 7]], dtype=np.uint8)
    as_validity(mask)[...] = 1
    assert mask.tolist() == [[0, 7]]


def test_other_types_are_refused():
    with pytest.raises(TypeError, match="mask_in holds <U1"):
        as_validity(np.array(["a"]), "mask_in")
    with pytest.raises(TypeError, match="complex128"):
        as_validity(np.array([1j]))
