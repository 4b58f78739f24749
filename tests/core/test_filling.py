"""How invalid samples are filled before they are filtered, and how far they spoil what is around.

The engines' functions are reached through `fill_invalid` and `dilate_invalid`.
"""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import ndimage

from gridr_qgis.core import use_engine
from gridr_qgis.core.resampling.filling import fill_invalid
from gridr_qgis.core.resampling.morphology import dilate_invalid

SHAPES = [(1, 1), (1, 9), (9, 1), (2, 2), (40, 37), (130, 300), (301, 17)]


def filled(values, valid, reach=20, threads=1):
    """Return an array (rows, cols) or (bands, rows, cols) with its invalid samples filled."""
    bands = np.array(values, dtype=float, ndmin=3)
    fill_invalid(bands, valid, reach, threads)
    return bands.reshape(np.shape(values))


def random_mask(seed, shape, share=0.3, holes=3):
    rng = np.random.default_rng(seed)
    mask = (rng.random(shape) >= share).astype(np.uint8)
    for _ in range(holes):
        top, left = (int(rng.integers(0, size)) for size in shape)
        mask[top : top + shape[0] // 3, left : left + shape[1] // 4] = 0
    return mask


def bits(array):
    return np.ascontiguousarray(array).view(np.uint64)


# --- filling ------------------------------------------------------------------------------------


def test_by_hand(engine):
    """Weights are the inverse of the distance; corners are turned by the second stage."""
    values = np.array([[1.0, 0, 0, 4.0], [0, 0, 0, 0], [7.0, 0, 0, 0]])
    valid = np.array([[1, 0, 0, 1], [0, 0, 0, 0], [1, 0, 0, 0]], np.uint8)
    expected = np.array([[1.0, 2, 3, 4], [4, 0, 0, 4], [7, 7, 7, 0]])
    expected[2, 3] = (7 / 3 + 4 / 2) / (1 / 3 + 1 / 2)
    # In the second stage, by the distances to left, right, above and below.
    expected[1, 1] = (4 / 1 + 4 / 2 + 2 / 1 + 7 / 1) / (1 + 1 / 2 + 1 + 1)
    expected[1, 2] = (4 / 2 + 4 / 1 + 3 / 1 + 7 / 1) / (1 / 2 + 1 + 1 + 1)
    np.testing.assert_allclose(filled(values, valid), expected, rtol=1e-15)


def test_a_gap_in_a_line_becomes_a_straight_line(engine):
    for size in (3, 7, 20):
        ramp = np.linspace(-3, 8, size)
        valid = np.zeros((1, size), np.uint8)
        valid[0, [0, -1]] = 1
        for line, mask in ((ramp[None], valid), (ramp[:, None], valid.T)):
            np.testing.assert_allclose(filled(line, mask), line, rtol=0, atol=1e-14)


@pytest.mark.parametrize("shape", SHAPES)
def test_valid_samples_are_untouched_and_garbage_does_not_matter(engine, shape):
    array, valid = np.random.default_rng(1).normal(size=(2, *shape)), random_mask(2, shape)
    expected = filled(np.where(valid, array, 0.0), valid)
    np.testing.assert_array_equal(bits(expected[:, valid == 1]), bits(array[:, valid == 1]))
    assert np.isfinite(expected).all()
    for garbage in (np.nan, np.inf, -np.inf, 1e300, -9999.0):
        out = filled(np.where(valid, array, garbage), valid)
        np.testing.assert_array_equal(bits(out), bits(expected))


@pytest.mark.parametrize("share", [0.02, 0.5, 0.98])
def test_values_are_between_those_of_their_neighbours(engine, share):
    reach = 6
    array = np.random.default_rng(3).uniform(10, 20, size=(60, 70))
    valid = random_mask(4, array.shape, share)
    out = filled(array, valid, reach)
    # Within twice the reach along rows and columns lies what a sample may depend on.
    size = 4 * reach + 1
    low = ndimage.minimum_filter(np.where(valid, array, np.inf), size, mode="constant", cval=np.inf)
    high = ndimage.maximum_filter(
        np.where(valid, array, -np.inf), size, mode="constant", cval=-np.inf
    )
    reached = (valid == 0) & (out != 0)
    assert reached.any()
    assert (out >= low - 1e-12)[reached].all() and (out <= high + 1e-12)[reached].all()


def test_constants_stay_constant(engine):
    valid = random_mask(5, (60, 70), 0.5)
    out = filled(np.where(valid, 123.456, -9999.0), valid, 255 - 1)
    np.testing.assert_allclose(out, 123.456, rtol=1e-15)


def test_planes_go_on_through_an_enclosed_hole(engine):
    """Along its rows and columns a plane is straight."""
    row, col = np.indices((40, 50))
    plane = 3.0 * row - 2.0 * col + 7
    valid = np.ones(plane.shape, np.uint8)
    valid[10:25, 20:31] = 0
    valid[3, 4] = valid[30:35, 7] = 0
    hidden = np.where(valid, plane, np.nan)
    np.testing.assert_allclose(filled(hidden, valid), plane, rtol=0, atol=1e-12)


@pytest.mark.parametrize("reach", [1, 3, 7])
def test_nothing_farther_than_twice_the_reach_matters(engine, reach):
    array = np.random.default_rng(6).normal(size=(90, 95))
    valid = random_mask(7, array.shape, 0.8, 6)
    whole, halo = filled(array, valid, reach), 2 * reach
    for top, left in ((0, 0), (20, 31), (65, 40), (30, 75)):
        height, width = 25, 20
        first = max(0, top - halo), max(0, left - halo)
        part = (
            slice(first[0], top + height + halo),
            slice(first[1], left + width + halo),
        )
        cropped = filled(array[part], np.ascontiguousarray(valid[part]), reach)
        own = (
            slice(top - first[0], top - first[0] + height),
            slice(left - first[1], left - first[1] + width),
        )
        expected = whole[top : top + height, left : left + width]
        np.testing.assert_array_equal(bits(cropped[own]), bits(expected))


@pytest.mark.parametrize("reach", [1, 2, 20, 254])
def test_what_is_out_of_reach_becomes_zero(engine, reach):
    """A sample is reached by one line, or by two that meet: ``reach`` along each axis."""
    shape = (560, 541) if reach == 254 else (50, 47)
    centre = (shape[0] // 2, shape[1] // 2)
    valid = np.zeros(shape, np.uint8)
    valid[centre] = 1
    out = filled(np.full(shape, 5.0), valid, reach)
    rows, cols = (
        abs(each - middle) for each, middle in zip(np.ogrid[0 : shape[0], 0 : shape[1]], centre)
    )
    # Along the sample's own row and column both stages go on.
    expected = ((rows <= reach) & (cols <= reach)) | ((rows == 0) & (cols <= 2 * reach))
    expected |= (cols == 0) & (rows <= 2 * reach)
    np.testing.assert_array_equal(out != 0, expected)
    np.testing.assert_allclose(out[expected], 5, rtol=1e-15)


def test_without_a_valid_sample_all_becomes_zero(engine):
    out = filled(np.full((2, 30, 40), np.nan), np.zeros((30, 40), np.uint8))
    assert (out == 0).all()


def test_bands_are_filled_alike(engine):
    array, valid = np.random.default_rng(8).normal(size=(3, 40, 50)), random_mask(9, (40, 50))
    out = filled(array, valid)
    for band, expected in zip(array, out):
        np.testing.assert_array_equal(bits(filled(band, valid)), bits(expected))


@pytest.mark.parametrize("reach", [1, 5, 40, 254])
@pytest.mark.parametrize("shape", SHAPES)
def test_threads_and_engines_do_not_matter(shape, reach):
    array = np.random.default_rng(10).normal(size=(2, *shape))
    for share in (0.05, 0.6, 0.995):
        valid, results = random_mask(11, shape, share), []
        for name in ("numba", "numpy"):
            use_engine(name)
            results += [filled(array, valid, reach, threads) for threads in (1, 2, 3)]
        use_engine(None)
        for out in results[1:]:
            np.testing.assert_array_equal(bits(out), bits(results[0]))


def test_the_mask_is_left_alone(engine):
    valid = random_mask(12, (30, 40))
    kept = valid.copy()
    valid.flags.writeable = False
    filled(np.ones((30, 40)), valid)
    np.testing.assert_array_equal(valid, kept)


# --- dilating -----------------------------------------------------------------------------------


def dilated_by_scipy(valid, radius):
    """Grow invalid pixels by a diamond: a cross, as often as the radius says."""
    if radius == 0:
        return valid
    return 1 - ndimage.binary_dilation(valid == 0, iterations=radius).astype(np.uint8)


@pytest.mark.parametrize("radius", [0, 1, 2, 5, 16, 60, 700])
@pytest.mark.parametrize("shape", SHAPES)
def test_invalid_pixels_grow_by_a_diamond(engine, shape, radius):
    for share in (0.0, 0.001, 0.02, 0.3):
        valid = random_mask(13, shape, share, 0)
        kept = valid.copy()
        out = dilate_invalid(valid, radius)
        assert out.dtype == np.uint8
        np.testing.assert_array_equal(out, dilated_by_scipy(valid, radius))
        np.testing.assert_array_equal(valid, kept)


@pytest.mark.parametrize("radius", [1, 16, 150])
def test_threads_do_not_matter_to_the_diamond(engine, radius):
    valid = random_mask(14, (300, 90), 0.001, 1)
    expected = dilate_invalid(valid, radius, 1)
    for threads in (2, 3, 8):
        np.testing.assert_array_equal(dilate_invalid(valid, radius, threads), expected)


@settings(max_examples=40, deadline=None, derandomize=True)
@given(
    shape=st.tuples(st.integers(1, 40), st.integers(1, 40)),
    radius=st.integers(0, 30),
    share=st.sampled_from([0.005, 0.05, 0.5]),
    seed=st.integers(0, 1000),
)
def test_any_mask_grows_by_a_diamond(shape, radius, share, seed):
    valid = random_mask(seed, shape, share, 0)
    expected = dilated_by_scipy(valid, radius)
    for name in ("numba", "numpy"):
        use_engine(name)
        np.testing.assert_array_equal(dilate_invalid(valid, radius), expected)
    use_engine(None)
