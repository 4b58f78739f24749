"""Masks sampled at the cell centres of another frame."""

import numpy as np
import pytest

from gridr_qgis.core.masks.georeferenced import sample_mask


def test_a_coarse_mask_over_a_finer_frame_by_hand():
    """20 m over 10 m: fine centres lie at -1/4, 1/4, 3/4, ... of coarse pixels."""
    mask = np.ones((3, 4), dtype=bool)
    mask[1, 2] = False
    rows, cols = (np.arange(2 * size) / 2 - 0.25 for size in mask.shape)
    out = sample_mask(mask, rows, cols, 0.999)
    expected = np.ones((6, 8))
    expected[1:5, 3:7] = 0  # weight on the invalid pixel
    expected[[0, -1]] = expected[:, [0, -1]] = 0  # no support
    np.testing.assert_array_equal(out, expected)


@pytest.mark.parametrize("dtype", ["float64", "float32"])
@pytest.mark.parametrize("threshold", [0.999, 1.0])
def test_all_valid_stays_all_valid(dtype, threshold):
    """However odd the weights: rounding must not make anything invalid."""
    rows, cols = np.linspace(0, 6, 997), np.linspace(0, 8, 1009)
    assert sample_mask(np.ones((7, 9)), rows, cols, threshold, np.dtype(dtype)).all()


def test_threshold_and_random_masks_against_the_plain_formula():
    rng = np.random.default_rng(0)
    mask = rng.random((6, 7)) > 0.3
    rows, cols = rng.uniform(-1, 6, 300), rng.uniform(-1, 7, 310)
    for threshold in (0.25, 0.5, 0.999):
        out = sample_mask(mask, rows, cols, threshold)
        for i, j in rng.integers(0, 300, (200, 2)):
            r, c = rows[i], cols[j]
            k, m = int(np.floor(r)), int(np.floor(c))
            if not (0 <= r <= 5 and 0 <= c <= 6):
                assert out[i, j] == 0
                continue
            u, v = r - k, c - m
            block = np.pad(mask, 1).astype(float)[k + 1 : k + 3, m + 1 : m + 3]
            value = np.array([1 - u, u]) @ block @ np.array([1 - v, v])
            if abs(value - threshold) > 1e-9:
                assert out[i, j] == (value >= threshold)


def test_rounding_of_georeferences_costs_no_border():
    """Positions a hair outside the outermost centres are on them."""
    positions = np.arange(5) + np.array([-1e-9, 1e-9, -1e-8, 1e-9, 1e-7])
    mask = np.random.default_rng(1).random((5, 5)) > 0.4
    np.testing.assert_array_equal(sample_mask(mask, positions, positions, 0.999), mask)


def test_blocks_of_rows_do_not_show():
    mask = np.random.default_rng(2).random((40, 30)) > 0.2
    rows, cols = np.linspace(-1, 40, 700), np.linspace(-1, 30, 50)
    whole = sample_mask(mask, rows, cols, 0.999)
    for start in (0, 255, 256, 600):
        part = sample_mask(mask, rows[start : start + 7], cols, 0.999)
        np.testing.assert_array_equal(part, whole[start : start + 7])
