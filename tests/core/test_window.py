"""Windows with inclusive ends."""

import numpy as np
import pytest

from gridr_qgis.core.conventions.window import (
    as_window,
    window_apply,
    window_check,
    window_extend,
    window_from_chunk,
    window_indices,
    window_overflow,
    window_shape,
    window_shift,
)

ARRAY = np.arange(20).reshape(4, 5)
WIN = ((1, 2), (0, 3))


def test_apply_takes_both_ends():
    assert window_apply(ARRAY, WIN).tolist() == [[5, 6, 7, 8], [10, 11, 12, 13]]
    assert window_apply(ARRAY, WIN, axes=1).shape == (4, 4)
    assert np.shares_memory(window_apply(ARRAY, WIN), ARRAY)


def test_apply_refuses_a_window_outside_unless_told_not_to_look():
    with pytest.raises(ValueError, match="does not lie"):
        window_apply(ARRAY, ((0, 4), (0, 4)))
    assert window_apply(ARRAY, ((0, 4), (0, 4)), check=False).shape == (4, 5)


@pytest.mark.parametrize(
    ("win", "axes", "inside"),
    [
        (((0, 3), (0, 4)), None, True),
        (((0, 4), (0, 4)), None, False),
        (((-1, 3), (0, 4)), None, False),
        (((0, 4), (0, 4)), 1, True),
        (((0, 3), (0, 5)), (0,), True),
    ],
)
def test_check(win, axes, inside):
    assert window_check(ARRAY, win, axes) is inside
    assert window_check(ARRAY, np.array(win), axes) is inside


def test_check_of_nonsense():
    with pytest.raises(IndexError, match="ends before it starts on axis 1"):
        window_check(ARRAY, ((0, 1), (3, 2)))
    with pytest.raises(ValueError, match="2 axes does not fit an array of 1"):
        window_check(np.zeros(3), WIN)
    with pytest.raises(ValueError, match="scalar"):
        window_check(np.array(1), WIN)
    assert window_check(np.zeros((0, 5)), WIN) is False


def test_shape_shift_extend_and_indices():
    assert window_shape(WIN) == (2, 4)
    assert window_shape(WIN, axes=0) == (2, None)
    assert window_shift(WIN, (10, -1)).tolist() == [[11, 12], [-1, 2]]
    assert window_extend(WIN, ((1, 2), (3, 4))).tolist() == [[0, 4], [-3, 7]]
    assert window_extend(WIN, ((1, 0), (1, 1)), reverse=True).tolist() == [[2, 2], [1, 2]]
    assert window_indices(WIN) == (slice(1, 3), slice(0, 4))
    assert window_indices(WIN, reset_origin=True) == (slice(0, 2), slice(0, 4))
    assert window_indices(WIN, axes=1) == (slice(None), slice(0, 4))
    with pytest.raises(ValueError, match="needs as many shifts"):
        window_shift(WIN, (1, 2, 3))


def test_overflow_and_chunks():
    assert window_overflow(ARRAY, ((-2, 4), (0, 7))).tolist() == [[2, 1], [0, 3]]
    assert window_overflow(ARRAY, ((-2, 4), (0, 7)), axes=1).tolist() == [[0, 0], [0, 3]]
    assert window_from_chunk(((0, 2), (3, 5))).tolist() == [[0, 1], [3, 4]]
    assert window_from_chunk(((0, 2), (3, 5)), origin=(10, 20)).tolist() == [[10, 11], [23, 24]]


def test_arguments_are_not_changed():
    win = np.array(WIN)
    window_shift(win, (1, 1))
    window_extend(win, ((1, 1), (1, 1)))
    window_from_chunk(win, (1, 1))
    window_indices(win, reset_origin=True)
    assert win.tolist() == [[1, 2], [0, 3]]


def test_as_window_reads_any_table():
    assert as_window(None, (4, 5)) == ((0, 3), (0, 4))
    assert as_window([[1, 2], [0, 3]], (4, 5)) == WIN
    assert as_window(np.array(WIN, dtype=float), (4, 5)) == WIN


@pytest.mark.parametrize(
    "win",
    [((0, 4), (0, 4)), ((-1, 2), (0, 1)), ((2, 1), (0, 1)), (0, 1), "ab", ((0.5, 1), (0, 1))],
)
def test_as_window_refuses_what_leaves_the_shape(win):
    with pytest.raises(ValueError, match="target_win is"):
        as_window(win, (4, 5), "target_win")
