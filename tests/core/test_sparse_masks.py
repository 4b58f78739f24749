"""Raster masks far finer than what they are laid over: little is read, and nothing else changes."""

import tracemalloc

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from osgeo import gdal

from gridr_qgis.core.chains.jobs import RasterMask
from gridr_qgis.core.chains.validity import LARGEST_READ, MaskReader
from gridr_qgis.core.conventions.frame import Frame
from gridr_qgis.core.conventions.gathering import gather_sparse
from gridr_qgis.core.conventions.window import window_indices
from gridr_qgis.core.masks.georeferenced import needed_samples, sample_mask

RISING = st.sets(st.integers(0, 400), min_size=1, max_size=30).map(sorted).map(np.array)


@given(rows=RISING, cols=RISING, largest=st.integers(1, 200_000))
def test_what_stands_there_is_copied_from_small_windows(rows, cols, largest):
    array = np.arange(401 * 401).reshape(401, 401)

    def read(window):
        part = array[window_indices(window)]
        assert 0 < part.size <= largest
        return part

    out = np.full((rows.size, cols.size), -1)
    gather_sparse(read, rows, cols, out, largest)
    np.testing.assert_array_equal(out, array[np.ix_(rows, cols)])


def test_nothing_of_nothing():
    none = np.empty(0, dtype=int)
    gather_sparse(None, none, np.arange(3), np.empty((0, 3)), 10)


@pytest.mark.parametrize("apart", [2, 10, 100, 1000, 100_000])
def test_what_lies_between_is_read_only_where_it_is_little(apart):
    """40 pairs of rows and of columns: what is read is two rows of each, or little in all."""
    pairs = (np.arange(40)[:, np.newaxis] * apart + [0, 1]).ravel()
    sizes = []

    def read(window):
        shape = [last - first + 1 for first, last in window]
        sizes.append(shape[0] * shape[1])
        return np.zeros(shape, dtype=np.uint8)

    gather_sparse(read, pairs, pairs, np.empty((pairs.size,) * 2), 1 << 18)
    width = int(pairs[-1]) + 1
    assert max(sizes) <= 1 << 18
    assert sum(sizes) <= min(width**2, max(2 * 40 * width, 1 << 18))
    # Of columns that are so far apart one pair is read after the other, too.
    assert len(sizes) == {2: 1, 10: 1, 100: 40, 1000: 40, 100_000: 1600}[apart]


POSITIONS = st.lists(
    st.one_of(
        st.floats(-3, 25),
        st.integers(-3, 25).map(float),
        st.integers(-12, 100).map(lambda quarters: quarters / 4),
        st.integers(-3, 25).map(lambda whole: whole + 3e-7),
        st.integers(-3, 25).map(lambda whole: whole - 3e-7),
    ),
    min_size=1,
    max_size=12,
).map(np.array)


@given(
    rows=POSITIONS,
    cols=POSITIONS,
    shape=st.tuples(st.integers(1, 22), st.integers(1, 22)),
    threshold=st.one_of(st.sampled_from([0.0, 0.25, 0.5, 0.75, 0.999, 1.0]), st.floats(0, 1)),
    dtype=st.sampled_from([np.float32, np.float64]),
    seed=st.integers(0, 9),
)
def test_needed_samples_give_what_the_whole_mask_gives(rows, cols, shape, threshold, dtype, seed):
    mask = np.random.default_rng(seed).random(shape) > 0.4
    expected = sample_mask(mask, rows, cols, threshold, dtype)
    (some_rows, at_rows), (some_cols, at_cols) = (
        needed_samples(along, size) for along, size in zip((rows, cols), shape)
    )
    if not (some_rows.size and some_cols.size):
        assert not expected.any()
        return
    assert (np.diff(some_rows) > 0).all() and some_rows.size <= 2 * rows.size
    made = sample_mask(mask[np.ix_(some_rows, some_cols)], at_rows, at_cols, threshold, dtype)
    np.testing.assert_array_equal(made, expected)


def test_weights_keep_their_bits_far_out():
    """A third of a pixel, two millions from the corner of the mask."""
    positions = 2_000_000 + np.arange(9) * 1000 + 1 / 3
    samples, places = needed_samples(positions, 3_000_000)
    np.testing.assert_array_equal(samples[::2], np.floor(positions))
    np.testing.assert_array_equal(places - np.floor(places), positions - np.floor(positions))


# --- from a file ------------------------------------------------------------------------------

SIDE, STEP, CELLS = 30_000, 500, 60


@pytest.fixture
def fine(tmp_path):
    """A mask of 30 000 x 30 000 pixels, most left out of the file; and what is valid."""
    path = str(tmp_path / "fine.tif")
    options = ["TILED=YES", "SPARSE_OK=TRUE", "COMPRESS=DEFLATE"]
    dataset = gdal.GetDriverByName("GTiff").Create(path, SIDE, SIDE, 1, gdal.GDT_Byte, options)
    dataset.SetGeoTransform((0.0, 1.0, 0.0, 0.0, 0.0, -1.0))
    areas = np.random.default_rng(6).integers(0, SIDE - 1300, (40, 2))
    for row, col in areas.tolist():
        dataset.GetRasterBand(1).WriteArray(np.ones((1300, 1200), np.uint8), col, row)
    dataset = None
    rows, cols = (np.arange(CELLS) * STEP + STEP // 2 - 1 for _ in range(2))
    valid = np.ones((CELLS, CELLS), dtype=bool)
    for row_step, col_step in np.ndindex(2, 2):
        there = np.zeros_like(valid)
        for row, col in areas:
            in_rows = (rows + row_step >= row) & (rows + row_step < row + 1300)
            in_cols = (cols + col_step >= col) & (cols + col_step < col + 1200)
            there |= in_rows[:, np.newaxis] & in_cols
        valid &= there
    return path, valid


def test_a_tile_over_a_far_finer_mask_takes_little_memory(fine, monkeypatch):
    path, valid = fine
    sizes, plain = [], MaskReader._read

    def spy(self, window):
        sizes.append(np.prod([last - first + 1 for first, last in window]))
        return plain(self, window)

    monkeypatch.setattr(MaskReader, "_read", spy)
    frame = Frame(CELLS, CELLS, (0.0, STEP, 0.0, 0.0, 0.0, -STEP))
    reader = MaskReader(RasterMask(path), frame)
    tracemalloc.start()
    try:
        made = reader.read(((0, CELLS - 1), (0, CELLS - 1)))
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    np.testing.assert_array_equal(made, valid)
    assert 100 < np.count_nonzero(valid) < valid.size
    # All between the outermost centres would be 870 million pixels.
    assert max(sizes) <= LARGEST_READ and sum(sizes) <= 2 * CELLS * SIDE
    assert peak < 16 * LARGEST_READ


def test_windows_of_the_frame_do_not_show(fine):
    path, valid = fine
    frame = Frame(CELLS, CELLS, (0.0, STEP, 0.0, 0.0, 0.0, -STEP))
    reader = MaskReader(RasterMask(path), frame)
    for window in (((3, 3), (0, 59)), ((0, 59), (41, 41)), ((17, 30), (20, 59))):
        np.testing.assert_array_equal(reader.read(window), valid[window_indices(window)])


def test_cells_beyond_the_mask_read_nothing(fine, monkeypatch):
    path, _ = fine
    monkeypatch.setattr(MaskReader, "_read", None)
    frame = Frame(4, 5, (50_000.0, 10.0, 0.0, 0.0, 0.0, -10.0))
    made = MaskReader(RasterMask(path), frame).read(((0, 3), (1, 4)))
    assert made.shape == (4, 4) and not made.any()
