"""The GRASS family: beside plain loops, what must always hold, and bad input."""

import functools

import grass_reference
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import ndimage

from gridr_qgis.core import (
    VALIDITY_POLICIES,
    Region,
    resample_interpolate,
    resample_nearest,
    resample_statistics,
    use_engine,
)
from gridr_qgis.core.conventions.gathering import gather
from gridr_qgis.core.conventions.window import window_indices
from gridr_qgis.core.engines.statistics import sorting_network
from gridr_qgis.core.grass.interpolation import INTERPOLATION_METHODS, plan_interpolation
from gridr_qgis.core.grass.nearest import plan_nearest
from gridr_qgis.core.grass.positions import Block, SourceAxis
from gridr_qgis.core.grass.statistics import STATISTICS_METHODS, plan_statistics
from gridr_qgis.core.interpolation.policy import ValidityPolicy

FEW_EXAMPLES = settings(max_examples=25, deadline=None)
CONVOLVING = INTERPOLATION_METHODS[1:]
MARGINS = {"nearest": 0, "bilinear": 0.5, "bicubic": 1.5, "lanczos": 2}


def noise(shape, seed=0, nulls=0.05, dtype=np.float64):
    rng = np.random.default_rng(seed)
    array = np.round(rng.normal(100, 30, shape), 3).astype(dtype)
    array[rng.random(shape) < nulls] = np.nan
    return array


def same_bits(one, other):
    """All NaN are one; zeros of either sign are two."""
    one, other = (np.where(np.isnan(array), np.nan, array) for array in (one, other))
    np.testing.assert_array_equal(one.view(np.uint64), other.view(np.uint64))


# A source of uneven numbers, and targets that nothing coincides with.
PLANE = Region(5123.7, 4993.1, 2210.9, 2040.3, 17, 21)
AREA = Region(61.3, -58.7, 207.4, -152.6, 12, 36, geographic=True)
STRIP = Region(61.3, 1.3, 212.4, 150.4, 15, 31, geographic=True)

TARGETS = {
    "finer": (PLANE, Region(5090.21, 5011.37, 2170.33, 2080.11, 31, 37)),
    "coarser": (PLANE, Region(5120.21, 5000.37, 2205.33, 2050.11, 5, 6)),
    "wide and low": (PLANE, Region(5118.21, 5001.37, 2207.33, 2051.11, 40, 5)),
    "partly outside": (PLANE, Region(5190.21, 5051.37, 2300.33, 2100.11, 9, 11)),
    "around": (PLANE, Region(5290.21, 4851.37, 2400.33, 1900.11, 9, 11)),
    "outside": (PLANE, Region(6290.21, 6251.37, 2400.33, 2300.11, 4, 5)),
    "over the seam": (AREA, Region(55.21, -40.73, 240.77, 160.11, 23, 19, True)),
    "coarse over the seam": (AREA, Region(75.21, -70.73, 203.77, -149.89, 5, 7, True)),
    "a turn away": (STRIP, Region(57.29, 17.14, -161.255, -209.055, 21, 25, True)),
    "the long way round": (STRIP, Region(57.29, 17.14, 176.255, -180.055, 7, 41, True)),
}


@pytest.fixture(params=TARGETS)
def pair(request):
    return TARGETS[request.param]


# --- beside plain loops -------------------------------------------------------------------------


def test_nearest_beside_loops(engine, pair):
    source, target = pair
    array = noise(source.shape)
    expected = grass_reference.nearest(array, source, target)
    np.testing.assert_array_equal(resample_nearest(array, source, target), expected)
    np.testing.assert_array_equal(resample_interpolate(array, source, target, "nearest"), expected)


@pytest.mark.parametrize("method", CONVOLVING)
def test_interpolation_beside_loops(engine, pair, method):
    source, target = pair
    array = noise(source.shape, nulls=0.01)
    expected = grass_reference.interpolate(array, source, target, method)
    result = resample_interpolate(array, source, target, method)
    np.testing.assert_allclose(result, expected, rtol=1e-10)


@pytest.mark.parametrize("weighted", [False, True])
@pytest.mark.parametrize("method", STATISTICS_METHODS)
def test_statistics_beside_loops(engine, pair, method, weighted):
    source, target = pair
    array = np.round(noise(source.shape), -1 if method in ("mode", "diversity") else 3)
    for propagate in (False, True):
        arguments = (array, source, target, method, weighted, propagate, 0.3)
        expected = grass_reference.statistics(*arguments)
        result = resample_statistics(*arguments)
        np.testing.assert_allclose(result, expected, rtol=1e-9, atol=1e-9)


def test_ties_go_south_and_east_for_samples_and_north_and_west_for_members(engine):
    source = Region(4, 0, 4, 0, 4, 4)
    array = np.arange(16.0).reshape(4, 4)
    target = Region(4, 0, 4, 0, 2, 2)  # centres on the corners of source cells
    expected = [[5, 7], [13, 15]]
    np.testing.assert_array_equal(resample_nearest(array, source, target), expected)
    np.testing.assert_array_equal(resample_interpolate(array, source, target, "nearest"), expected)
    # The centre of source cell (1, 1) is a corner of all four target cells.
    target = Region(4.5, 0.5, 3.5, -0.5, 2, 2)
    counts = resample_statistics(np.ones((4, 4)), source, target, "count")
    np.testing.assert_array_equal(counts, [[4, 4], [4, 4]])
    first = resample_statistics(array, source, target, "maximum")
    np.testing.assert_array_equal(first, [[5, 7], [13, 15]])


def test_margins_are_those_of_grass(engine):
    """On the source's own cells: rows and columns 0..10, 1..9, 2..9 and all of 12."""
    region = Region(12, 0, 12, 0, 12, 12)
    array = noise(region.shape, nulls=0)
    for method, kept in (
        ("nearest", range(12)), ("bilinear", range(11)), ("bicubic", range(1, 10)),
        ("lanczos", range(2, 10)),
    ):  # fmt: skip
        result = resample_interpolate(array, region, region, method)
        expected = np.full(array.shape, np.nan)
        expected[np.ix_(kept, kept)] = array[np.ix_(kept, kept)]
        np.testing.assert_array_equal(result, expected)


def test_a_null_reaches_as_far_as_its_stencils(engine):
    region = Region(12, 0, 12, 0, 12, 12)
    array = noise(region.shape, nulls=0)
    array[6, 6] = np.nan
    for method, before, after in (("bilinear", 1, 0), ("bicubic", 2, 1), ("lanczos", 2, 2)):
        result = resample_interpolate(array, region, region, method)
        hole = np.isnan(result[2:10, 2:10])
        expected = np.zeros((12, 12), dtype=bool)
        expected[6 - before : 7 + after, 6 - before : 7 + after] = True
        np.testing.assert_array_equal(hole, expected[2:10, 2:10])


def test_lanczos_where_grass_aborts_or_overlooks_the_fifth_cell(engine):
    """GRASS 8.2.1 aborts if the last row lies in the upper half of a source cell."""
    source = Region(12, 0, 12, 0, 12, 12)
    array = noise(source.shape, nulls=0)
    target = Region(9.75, 3.75, 9.25, 3.25, 6, 6)
    result = resample_interpolate(array, source, target, "lanczos")
    np.testing.assert_allclose(
        result, grass_reference.interpolate(array, source, target, "lanczos"), rtol=1e-12
    )
    # The fifth column of the last one's stencil, of weight 0.
    array[:, 11] = np.nan
    result = resample_interpolate(array, source, target, "lanczos")
    assert np.isnan(result[:, -1]).sum() == 0
    target = Region(9.75, 3.75, 10.25, 4.25, 6, 6)
    result = resample_interpolate(array, source, target, "lanczos")
    assert np.isnan(result[:, -1]).all() and not np.isnan(result[:, :-1]).any()


def test_interpolation_up_to_a_pole(engine):
    """GRASS 8.2.1 stops: "Illegal latitude"."""
    source = Region(90, -90, 180, -180, 18, 36, geographic=True)
    target = Region(90, -90, 180, -180, 90, 180, geographic=True)
    latitudes = source.row_to_northing(np.arange(18) + 0.5)
    result = resample_interpolate(np.tile(latitudes[:, None], 36), source, target, "bilinear")
    rows = target.row_to_northing(np.arange(90) + 0.5)
    inside = (rows <= 85) & (rows > -85)  # the last centre has no neighbour
    np.testing.assert_allclose(result[inside], np.tile(rows[inside][:, None], 180), atol=1e-12)
    assert np.isnan(result[~inside]).all()


# --- what must always hold ----------------------------------------------------------------------

sizes = st.integers(1, 12)
offsets = st.floats(-3, 3)


@st.composite
def region_pairs(draw):
    """A source, and a target somewhere near it, of any cells."""
    source = Region(draw(sizes), 0, draw(sizes), 0, draw(sizes), draw(sizes))
    north, west = source.north + draw(offsets), draw(offsets)
    south, east = north - draw(st.floats(0.5, 20)), west + draw(st.floats(0.5, 20))
    return source, Region(north, south, east, west, draw(sizes), draw(sizes))


@FEW_EXAMPLES
@given(region_pairs(), st.sampled_from(INTERPOLATION_METHODS))
def test_engines_agree_to_the_bit_on_interpolation(regions, method):
    array = noise(regions[0].shape, nulls=0.1)
    for policy in VALIDITY_POLICIES:
        results = []
        for name in ("numba", "numpy"):
            use_engine(name)
            results.append(resample_interpolate(array, *regions, method, validity_policy=policy))
        same_bits(*results)
    use_engine(None)


@FEW_EXAMPLES
@given(
    region_pairs(), st.sampled_from(STATISTICS_METHODS), st.booleans(), st.booleans(),
    st.floats(0, 1),
)  # fmt: skip
def test_engines_agree_to_the_bit_on_statistics(regions, method, weighted, propagate, quantile):
    source, target = regions
    array = np.round(noise(source.shape, nulls=0.1), -1)
    array[array == 100] = -0.0
    results = []
    for name in ("numba", "numpy"):
        use_engine(name)
        results.append(
            resample_statistics(array, source, target, method, weighted, propagate, quantile)
        )
    use_engine(None)
    same_bits(*results)


@pytest.mark.parametrize("weighted", [False, True])
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("method", ["median", "perc90", "mode", "diversity", "average"])
def test_engines_agree_to_the_bit_on_many_members(method, dtype, weighted):
    """More than are sorted side by side; negative values, zeros of both signs, infinities."""
    source, target = Region(120, 0, 140, 0, 120, 140), Region(120, 0, 140, 0, 3, 4)
    array = noise(source.shape, dtype=dtype) - dtype(100)
    array[::7, ::5] = np.round(array[::7, ::5], -1) * dtype(-0.0)
    array[3, 4:9] = np.inf
    results = []
    for name in ("numba", "numpy"):
        use_engine(name)
        results.append(resample_statistics(array, source, target, method, weighted))
    use_engine(None)
    same_bits(*results)


@FEW_EXAMPLES
@given(region_pairs(), st.sampled_from(INTERPOLATION_METHODS))
def test_a_constant_stays_constant(regions, method):
    source, target = regions
    result = resample_interpolate(np.full(source.shape, 7.3), source, target, method)
    np.testing.assert_allclose(result[~np.isnan(result)], 7.3, rtol=1e-14)
    for statistic in ("average", "median", "mode", "minimum", "perc90"):
        for weighted in (False, True):
            result = resample_statistics(
                np.full(source.shape, 7.3), source, target, statistic, weighted
            )
            np.testing.assert_allclose(result[~np.isnan(result)], 7.3, rtol=1e-14)


@FEW_EXAMPLES
@given(region_pairs())
def test_weights_and_counts_add_up(regions):
    """A target around the source shares all of it out, coarser or finer."""
    source, target = regions
    around = Region(source.north + 1, -2, source.east + 3, -1, target.rows, target.cols)
    array = noise(source.shape, nulls=0)
    for weighted in (False, True):
        total = resample_statistics(array, source, around, "sum", weighted)
        np.testing.assert_allclose(np.nansum(total), array.sum(), rtol=1e-12)
        counts = resample_statistics(array, source, around, "count", weighted)
        np.testing.assert_allclose(counts.sum(), array.size, rtol=1e-12)


@pytest.mark.parametrize("factor", [2, 3, 5])
def test_upsampling_by_weight_conserves_the_total(engine, factor):
    """Where GRASS 8.2.1 does not: 1417.5 instead of 630 for the whole numbers up to 35."""
    source = Region(6, 0, 6, 0, 6, 6)
    array = np.arange(36.0).reshape(6, 6)
    target = Region(6, 0, 6, 0, 6 * factor, 6 * factor)
    total = resample_statistics(array, source, target, "sum", True)
    np.testing.assert_allclose(total.sum(), 630, rtol=1e-12)
    counts = resample_statistics(array, source, target, "count", True)
    np.testing.assert_allclose(counts, 1 / factor**2, rtol=1e-12)


@pytest.mark.parametrize("method", INTERPOLATION_METHODS)
def test_shifts_by_whole_cells_are_exact(engine, method):
    source = Region(20, 0, 30, 0, 20, 30)
    target = Region(17, -2, 35, 4, 19, 31)
    array = noise(source.shape)
    shifted = np.full(target.shape, np.nan)
    shifted[:17, :26] = array[3:, 4:]
    np.testing.assert_array_equal(resample_nearest(array, source, target), shifted)
    result = resample_interpolate(array, source, target, method)
    known = ~np.isnan(result)
    assert known.any()
    np.testing.assert_array_equal(result[known], shifted[known])
    for statistic in ("average", "median", "mode", "sum"):
        result = resample_statistics(array, source, target, statistic, weighted=True)
        np.testing.assert_array_equal(result, shifted)


@pytest.mark.parametrize("method", ["nearest", "bilinear", "bicubic", "lanczos", "mean"])
def test_longitudes_wrap(engine, method):
    """The same world from 0 to 360, or from -180 to 180, or turned by any number of columns."""
    array = noise((12, 36), nulls=0.01)
    target = Region(40, -40, 200, -170, 31, 97, geographic=True)

    def run(west):
        source = Region(60, -60, west + 360, west, 12, 36, geographic=True)
        turned = np.roll(array, -round(west / 10), axis=1)
        if method == "mean":
            return resample_statistics(turned, source, target, "average", True)
        return resample_interpolate(turned, source, target, method)

    expected = run(-180)
    for west in (0, -90, 170, -350, 350):
        np.testing.assert_allclose(run(west), expected, rtol=1e-10)
    assert np.isnan(expected).mean() < 0.3
    if method == "nearest":
        source = Region(60, -60, 360, 0, 12, 36, geographic=True)
        np.testing.assert_array_equal(resample_nearest(array, source, target), expected)


def test_a_source_of_two_turns_and_a_gap(engine):
    """The target goes round: the strip is there at both of its ends and not between them."""
    array = noise(STRIP.shape, nulls=0)
    target = Region(61.3, 1.3, 512.4, 150.4, 15, 181, geographic=True)
    result = resample_nearest(array, STRIP, target)
    np.testing.assert_array_equal(result[:, :31], array)
    assert np.isnan(result[:, 31:180]).all()
    np.testing.assert_array_equal(result[:, 180], array[:, 0])


@pytest.mark.parametrize("bands", [None, 1, 3])
@pytest.mark.parametrize("dtype", [np.float32, np.float64, np.uint8, np.int16, np.int32])
def test_all_types_and_bands(engine, dtype, bands):
    source, target = TARGETS["coarser"]
    shape = source.shape if bands is None else (bands, *source.shape)
    array = np.random.default_rng(3).integers(0, 200, shape).astype(dtype)
    null = None if array.dtype.kind == "f" else 7
    plain = array.astype(np.float64)
    if null is None:
        array.reshape(-1)[::9] = np.nan
        plain = array.astype(np.float64)
    else:
        plain[array == null] = np.nan
    before = array.copy()
    result = resample_nearest(array, source, target, null=null)
    assert result.dtype == dtype and result.shape == (*shape[:-2], *target.shape)
    as_float = result.astype(float)
    if null is not None:
        as_float[result == null] = np.nan
    np.testing.assert_array_equal(as_float, resample_nearest(plain, source, target))
    for function in (
        functools.partial(resample_interpolate, method="bicubic"),
        functools.partial(resample_statistics, method="stddev", weighted=True),
        functools.partial(resample_statistics, method="mode"),
    ):
        found = function(array, source, target, null=null)
        assert found.dtype == np.float64 and found.shape == result.shape
        same_bits(found, function(plain, source, target))
        same_bits(found, function(np.asfortranarray(plain), source, target))
    np.testing.assert_array_equal(array, before)


def test_integers_need_a_null_only_where_there_is_one():
    source, target = TARGETS["partly outside"]
    array = np.ones(source.shape, dtype=np.uint8)
    with pytest.raises(ValueError, match="null is None and array holds uint8"):
        resample_nearest(array, source, target)
    result = resample_nearest(array, source, target, null=255)
    assert set(np.unique(result)) == {1, 255}
    assert resample_nearest(array, source, source).all()


# --- windows ------------------------------------------------------------------------------------


def plans(source, target):
    for method in INTERPOLATION_METHODS:
        for policy in VALIDITY_POLICIES:
            yield plan_interpolation(source, target, method, ValidityPolicy(policy, 0.3))
    for method in ("average", "median", "mode", "stddev", "range"):
        for weighted in (False, True):
            yield plan_statistics(source, target, method, weighted)


def compute_by_tiles(plan, array, tile, *null):
    """Compute a target tile by tile, each from nothing but what it needs."""
    out = np.empty((1, *plan.shape))
    for top in range(0, plan.shape[0], tile[0]):
        for left in range(0, plan.shape[1], tile[1]):
            window = (
                (top, min(top + tile[0], plan.shape[0]) - 1),
                (left, min(left + tile[1], plan.shape[1]) - 1),
            )
            need = plan.needed(window)
            values = np.empty((1, *need.shape))
            gather(lambda w: array[window_indices(w)], need.rows, need.cols, values, np.nan)
            block = Block(values, need.top, need.left)
            part = np.empty((1, *(last - first + 1 for first, last in window)))
            plan.compute(window, block, *null, part)
            out[(slice(None), *window_indices(window))] = part
    return out[0]


def test_tiles_and_threads_change_no_bit(engine, pair):
    source, target = pair
    array = noise(source.shape)
    for plan in plans(source, target):
        whole = compute_by_tiles(plan, array, plan.shape)
        for tile in ((3, 4), (1, 50), (50, 1)):
            same_bits(compute_by_tiles(plan, array, tile), whole)
    whole = resample_nearest(array, source, target)
    for tile in ((3, 4), (50, 50)):
        same_bits(compute_by_tiles(plan_nearest(source, target), array, tile, np.nan), whole)
    large = Region(target.north, target.south, target.east, target.west, 300, 9, source.geographic)
    for method in ("bicubic", "lanczos"):
        one, many = (
            resample_interpolate(array, source, large, method, threads=threads)
            for threads in (1, 3)
        )
        same_bits(one, many)


def test_what_a_far_larger_target_needs_is_the_source():
    """Not the billions of positions that lie in the target."""
    source = Region(1, 0, 1, 0, 10, 10)
    target = Region(1e9, -1e9, 1e9, -1e9, 3, 3)
    plan = plan_statistics(source, target, "count")
    assert plan.needed(((0, 2), (0, 2))).shape == (10, 10)
    counts = resample_statistics(np.ones((10, 10)), source, target, "count")
    np.testing.assert_array_equal(counts, [[0, 0, 0], [0, 100, 0], [0, 0, 0]])


def test_positions_unroll_turns():
    axis = SourceAxis(3, (3, 0, -5))
    np.testing.assert_array_equal(
        axis.indices(np.arange(-4, 9)), [-1, 0, 1, 2, 0, 1, 2, -1, -1, 0, 1, 2, -1]
    )
    first, indices = axis.run(-100, 100)
    assert first == -3
    np.testing.assert_array_equal(indices, [0, 1, 2, 0, 1, 2, -1, -1, 0, 1, 2])
    assert axis.run(3, 5)[1].size == 0


@pytest.mark.parametrize("size", [0, 1, 2, 3, 7, 25, 64, 100])
def test_networks_sort(size):
    """All zeros and ones in random order, by which any input is sorted."""
    values = np.random.default_rng(size).random((200, size)) < 0.5
    expected = np.sort(values, axis=1)
    for low, high in sorting_network(size).astype(int):
        values[:, [low, high]] = np.sort(values[:, [low, high]], axis=1)
    np.testing.assert_array_equal(values, expected)


# --- policies -----------------------------------------------------------------------------------


@pytest.mark.parametrize("method", CONVOLVING)
def test_policies(engine, method):
    """Values of the strict rule stay; others come from what is left of the weights."""
    source, target = TARGETS["partly outside"]
    array = noise(source.shape, nulls=0.1)
    strict = resample_interpolate(array, source, target, method)
    kernel, reach = grass_reference.KERNELS[method]
    for policy, minimum in (("renormalized", 0.5), ("renormalized", 0.8), ("nearest", 0.5)):
        expected = strict.copy()
        for i, j in np.argwhere(np.isnan(strict)):
            northing, easting = target.cell_center(i, j)
            fr, fc = source.northing_to_row(northing) - 0.5, source.easting_to_col(easting) - 0.5
            if not (-0.5 <= fr <= source.rows - 0.5 and -0.5 <= fc <= source.cols - 0.5):
                continue
            found = [
                (
                    kernel(fr - row) * kernel(fc - col),
                    grass_reference.sample(array, source, row, col),
                )
                for row in reach(fr)
                for col in reach(fc)
            ]
            weights, samples = np.array(found).T
            known = ~np.isnan(samples)
            share = np.abs(weights[known]).sum() / np.abs(weights).sum()
            enough = share >= minimum and weights[known].sum() >= 0.5 * minimum * weights.sum()
            if policy == "nearest":
                cell = int(np.floor(fr + 0.5)), int(np.floor(fc + 0.5))
                enough = not np.isnan(grass_reference.sample(array, source, *cell))
            if enough and weights[known].sum() > 0:
                expected[i, j] = np.average(samples[known], weights=weights[known])
        result = resample_interpolate(
            array, source, target, method, validity_policy=policy, minimum_valid_weight=minimum
        )
        np.testing.assert_allclose(result, expected, rtol=1e-9)
        assert np.isnan(result).sum() < np.isnan(strict).sum()


# --- independent oracles ------------------------------------------------------------------------


@pytest.mark.parametrize("factor", [2, 4, 17, 40])
def test_blocks_beside_numpy(engine, factor):
    shape = 3 * factor, 4 * factor
    source, target = Region(3, 0, 4, 0, *shape), Region(3, 0, 4, 0, 3, 4)
    array = noise(shape)
    cells = array.reshape(3, factor, 4, factor).transpose(0, 2, 1, 3).reshape(3, 4, -1)
    for method, expected in {
        "average": np.nanmean(cells, axis=2),
        "sum": np.nansum(cells, axis=2),
        "variance": np.nanvar(cells, axis=2),
        "stddev": np.nanstd(cells, axis=2),
        "minimum": np.nanmin(cells, axis=2),
        "maximum": np.nanmax(cells, axis=2),
        "median": np.nanmedian(cells, axis=2),
        "quart1": np.nanquantile(cells, 0.25, axis=2),
        "perc90": np.nanquantile(cells, 0.9, axis=2),
        "count": np.count_nonzero(~np.isnan(cells), axis=2),
    }.items():
        result = resample_statistics(array, source, target, method)
        np.testing.assert_allclose(result, expected, rtol=1e-10, err_msg=method)
        np.testing.assert_array_equal(
            resample_statistics(array.astype(np.float32), source, target, method),
            resample_statistics(
                array.astype(np.float32).astype(np.float64), source, target, method
            ),
        )


def test_bilinear_beside_scipy(engine):
    source, target = TARGETS["finer"]
    array = noise(source.shape, nulls=0)
    rows = source.northing_to_row(target.row_to_northing(np.arange(target.rows) + 0.5)) - 0.5
    cols = source.easting_to_col(target.col_to_easting(np.arange(target.cols) + 0.5)) - 0.5
    expected = ndimage.map_coordinates(array, np.meshgrid(rows, cols, indexing="ij"), order=1)
    result = resample_interpolate(array, source, target, "bilinear")
    np.testing.assert_allclose(result, expected, rtol=1e-10)


# --- bad input ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("call", "error", "words"),
    [
        (lambda a, r: resample_interpolate(a, r, r, "cubic"), ValueError, "nearest, bilinear, bic"),
        (lambda a, r: resample_statistics(a, r, r, "mean"), ValueError, "average, median, mode"),
        (lambda a, r: resample_nearest(a[1:], r, r), ValueError, r"shape \(16, 21\)"),
        (lambda a, r: resample_nearest(a[0], r, r), ValueError, "shape"),
        (lambda a, r: resample_nearest(a.astype(complex), r, r), TypeError, "complex"),
        (lambda a, r: resample_nearest(a, r.to_geotransform(), r), TypeError, "source is"),
        (lambda a, r: resample_nearest(a, r, "here"), TypeError, "target is 'here'"),
        (lambda a, r: resample_nearest(a, r, r, null=3), ValueError, "null is 3"),
        (lambda a, r: resample_nearest(a.astype("u1"), r, r, null=256), ValueError, "cannot hold"),
        (lambda a, r: resample_nearest(a, r, r, threads=0), ValueError, "threads is 0"),
        (lambda a, r: resample_nearest(a, r, AREA), ValueError, "not geographic and"),
        (
            lambda a, r: resample_statistics(a, r, r, "quantile", quantile=1.5),
            ValueError,
            "quantile is 1.5",
        ),
        (
            lambda a, r: resample_statistics(a, r, r, "quantile", quantile=np.nan),
            ValueError,
            "from 0 to 1",
        ),
        (
            lambda a, r: resample_interpolate(a, r, r, "bilinear", validity_policy="lax"),
            ValueError,
            "strict, renormalized, nearest",
        ),
    ],
)
def test_bad_input(call, error, words):
    with pytest.raises(error, match=words):
        call(np.where(np.isnan(noise(PLANE.shape)), 0, noise(PLANE.shape)), PLANE)
