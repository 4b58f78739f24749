"""Splines with tension: beside direct solutions, what must always hold, and bad input."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import special

from gridr_qgis.core import (
    SPLINE_OUTPUTS,
    Region,
    Segmentation,
    resample_spline,
    resample_spline_outputs,
    use_engine,
)
from gridr_qgis.core.engines import engine as engine_in_force
from gridr_qgis.core.grass import resample_spline as module
from gridr_qgis.core.grass.operations import Spline
from gridr_qgis.core.grass.segments import column_segments, row_segments

FEW_EXAMPLES = settings(max_examples=15, deadline=None)

# One segment: no more than 50 cells.
SMALL = Region(5070.3, 5000.3, 2088.8, 2000.8, 7, 7)
FINE = Region(5070.3, 5000.3, 2088.8, 2000.8, 23, 31)
LARGE = Region(900.0, 0.0, 1040.0, 0.0, 45, 52)
LARGE_FINE = Region(900.0, 0.0, 1040.0, 0.0, 97, 113)


def noise(shape, seed=0, nulls=0.0):
    rng = np.random.default_rng(seed)
    array = rng.normal(100, 30, shape)
    array[rng.random(shape) < nulls] = np.nan
    return array


def centers(region):
    """Return x and y of all cell centres, row by row."""
    y = region.row_to_northing(np.arange(region.rows) + 0.5)
    x = region.col_to_easting(np.arange(region.cols) + 0.5)
    return (each.ravel() for each in np.meshgrid(x, y))


def same_bits(one, other):
    one, other = (np.where(np.isnan(array), np.nan, array) for array in (one, other))
    np.testing.assert_array_equal(one.view(np.uint64), other.view(np.uint64))


# --- Ein ----------------------------------------------------------------------------------------


def series(t, order):
    """Sum up the power series of Ein or a derivative, for small t."""
    terms = []
    for k in range(max(1, order), 40):
        falling = math.prod(range(k - order + 1, k + 1))
        terms.append((-1) ** (k + 1) * falling * t ** (k - order) / (k * math.factorial(k)))
    return math.fsum(terms)


def test_ein_beside_scipy(engine):
    t = np.concatenate([np.linspace(1, 60, 4001), np.logspace(1.7, 12, 500)])
    value, first, second = engine_in_force().integrate(t)
    np.testing.assert_allclose(
        value, special.exp1(t) + np.log(t) + np.euler_gamma, rtol=1e-15, atol=0
    )
    np.testing.assert_allclose(first, -np.expm1(-t) / t, rtol=1e-15, atol=0)
    np.testing.assert_allclose(second, (t * np.exp(-t) + np.expm1(-t)) / t**2, rtol=4e-15, atol=0)


def test_ein_beside_its_series(engine):
    t = np.concatenate([[0.0], np.logspace(-300, 0, 200), np.linspace(0.01, 1.2, 300)])
    for order, found in enumerate(engine_in_force().integrate(t)):
        expected = [series(float(each), order) for each in t]
        np.testing.assert_allclose(found, expected, rtol=1e-15, atol=0)


def test_engines_agree_on_ein_to_the_bit():
    t = np.concatenate([np.linspace(0, 45, 20001), np.logspace(-20, 200, 3001)])
    found = []
    for name in ("numba", "numpy"):
        use_engine(name)
        found.append(engine_in_force().integrate(t))
    use_engine(None)
    for one, other in zip(*found):
        same_bits(one, other)


# --- beside direct solutions ----------------------------------------------------------------------


def direct(array, source, target, tension, smoothing, theta=0.0, scalex=1.0, normalized=False):
    """Solve the system of all cells at once, as the books write it."""
    x, y = centers(source)
    z, s = array.ravel(), np.broadcast_to(smoothing, array.shape).ravel()
    there = ~np.isnan(z)
    x, y, z, s = x[there], y[there], z[there], s[there]
    side = math.sqrt((source.east - source.west) * (source.north - source.south))
    phi = tension * side / 1000 if normalized else tension
    turn = math.radians(theta)

    def function(x0, y0):
        dx, dy = (x0[:, None] - x) / side, (y0[:, None] - y) / side
        along, across = (
            dx * math.cos(turn) + dy * math.sin(turn),
            dy * math.cos(turn) - dx * math.sin(turn),
        )
        t = phi**2 * (scalex * along**2 + across**2) / 4
        with np.errstate(divide="ignore", invalid="ignore"):
            return np.where(t == 0, 0.0, special.exp1(t) + np.log(t) + np.euler_gamma)

    matrix = np.ones((z.size + 1, z.size + 1))
    matrix[:-1, :-1] = function(x, y) - np.diag(s)
    matrix[-1, -1] = 0
    found = np.linalg.solve(matrix, np.append(z, 0.0))
    return (function(*centers(target)) @ found[:-1] + found[-1]).reshape(target.shape)


@pytest.mark.parametrize("nulls", [0.0, 0.1, 0.6])
@pytest.mark.parametrize(
    "given_settings",
    [
        {}, {"tension": 15.0, "smoothing": 0.0}, {"tension": 300.0, "smoothing": 3.0},
        {"theta": 25.0, "scalex": 2.5}, {"theta": 0.0, "scalex": 0.3},
        {"tension": 200.0, "normalized_tension": True},
    ],
)  # fmt: skip
def test_one_segment_is_the_direct_solution(engine, given_settings, nulls):
    array = noise(SMALL.shape, 3, nulls)
    asked = {"tension": 40.0, "smoothing": 0.01, **given_settings}
    found = resample_spline(array, SMALL, FINE, **asked)
    normalized = asked.pop("normalized_tension", False)
    expected = direct(array, SMALL, FINE, **asked, normalized=normalized)
    np.testing.assert_allclose(found, expected, rtol=0, atol=1e-8)


def test_smoothing_of_each_cell(engine):
    array, smoothing = noise(SMALL.shape, 3, 0.1), np.abs(noise(SMALL.shape, 4)) / 50
    found = resample_spline(array, SMALL, FINE, smoothing=smoothing)
    expected = direct(array, SMALL, FINE, 40, smoothing)
    np.testing.assert_allclose(found, expected, rtol=0, atol=1e-8)
    # One that is the same everywhere is a number.
    found = resample_spline(array, SMALL, FINE, smoothing=np.full(SMALL.shape, 0.01))
    np.testing.assert_allclose(found, resample_spline(array, SMALL, FINE), rtol=0, atol=1e-10)
    # A cell without smoothing counts as null.
    missing, fewer = smoothing.copy(), array.copy()
    missing[2, 3] = fewer[2, 3] = np.nan
    found = resample_spline(array, SMALL, FINE, smoothing=missing)
    same_bits(found, resample_spline(fewer, SMALL, FINE, smoothing=smoothing))


@pytest.mark.parametrize("nulls", [0.0, 0.02, 0.5])
def test_segments_that_hold_all_cells_are_one(engine, nulls):
    """Any number of cells, not divided."""
    array = noise((14, 17), 5, nulls)
    source, target = Region(140, 0, 170, 0, 14, 17), Region(140, 0, 170, 0, 33, 41)
    found = resample_spline(array, source, target, segmentation=Segmentation(200, 300, 400))
    np.testing.assert_allclose(found, direct(array, source, target, 40, 0.01), rtol=0, atol=1e-8)


def test_a_segment_is_the_direct_solution_of_its_window(engine):
    """45 x 52 cells are 7 x 7 segments of 6 or 7 by 7 or 8: GRASS's count, sizes and places."""
    assert Segmentation().axes(LARGE.shape, 3) == ((7, 3), (7, 3))
    rows = row_segments(LARGE, LARGE_FINE, 7, 3)
    cols = column_segments(LARGE, LARGE_FINE, 7, 3)
    # 97 = 7 * 13 + 6 and 113 = 7 * 16 + 1: from the south and from the west.
    assert np.bincount(rows.segment).tolist() == [13, 14, 14, 14, 14, 14, 14]
    assert np.bincount(cols.segment).tolist() == [16] * 6 + [17]
    assert (rows.width, cols.width) == (12, 13)
    array = noise(LARGE.shape, 6)
    found = resample_spline(array, LARGE, LARGE_FINE)
    for row, col in ((0, 0), (3, 2)):
        top, left = int(rows.starts[row]), int(cols.starts[col])
        north, _, _, west = LARGE.cell_bounds(top, left)
        window = Region(north, north - 12 * LARGE.nsres, west + 13 * LARGE.ewres, west, 12, 13)
        expected = direct(array[top : top + 12, left : left + 13], window, LARGE_FINE, 40, 0.01)
        part = np.ix_(rows.segment == row, cols.segment == col)
        np.testing.assert_allclose(found[part], expected[part], rtol=0, atol=1e-8)


# --- what must always hold ------------------------------------------------------------------------

sizes = st.integers(1, 24)


@st.composite
def region_pairs(draw):
    """A source, and a target somewhere near it, of any cells."""
    source = Region(draw(sizes), 0, draw(sizes), 0, draw(sizes), draw(sizes))
    north, west = source.north + draw(st.floats(-3, 3)), draw(st.floats(-3, 3))
    south, east = north - draw(st.floats(0.5, 20)), west + draw(st.floats(0.5, 20))
    return source, Region(north, south, east, west, draw(sizes), draw(sizes))


@FEW_EXAMPLES
@given(region_pairs(), st.sampled_from([0.0, 0.1, 0.6]), st.integers(0, 6))
def test_engines_agree_to_the_bit(regions, nulls, overlap):
    array = noise(regions[0].shape, 1, nulls)
    found = []
    for name in ("numba", "numpy"):
        use_engine(name)
        found.append(resample_spline_outputs(array, *regions, SPLINE_OUTPUTS, overlap=overlap))
    use_engine(None)
    for name in SPLINE_OUTPUTS:
        same_bits(found[0][name], found[1][name])


@FEW_EXAMPLES
@given(region_pairs(), st.floats(-1e6, 1e6), st.integers(0, 6))
def test_a_constant_stays_constant_exactly(regions, value, overlap):
    source, target = regions
    outputs = resample_spline_outputs(
        np.full(source.shape, value), source, target, SPLINE_OUTPUTS, overlap=overlap
    )
    y = target.row_to_northing(np.arange(target.rows) + 0.5)[:, None]
    x = target.col_to_easting(np.arange(target.cols) + 0.5)
    inside = (y > source.south) & (y < source.north) & (x > source.west) & (x < source.east)
    for name, found in outputs.items():
        expected = value if name == "elevation" else 0.0
        np.testing.assert_array_equal(found[inside], expected)


@pytest.mark.parametrize("nulls", [0.0, 0.1, 0.5])
@pytest.mark.parametrize("tension", [25.0, 40.0, 400.0])
def test_without_smoothing_cells_keep_their_values(engine, tension, nulls):
    array = noise(LARGE.shape, 2, nulls)
    found = resample_spline(array, LARGE, LARGE, tension=tension, smoothing=0.0)
    known = ~np.isnan(array)
    np.testing.assert_allclose(found[known], array[known], rtol=0, atol=1e-8)
    assert np.isfinite(found).all()  # it goes on over the others
    # Smoothing moves it away from them.
    smooth = resample_spline(array, LARGE, LARGE, tension=tension, smoothing=1.0)
    assert np.abs(smooth - array)[known].max() > 0.01


def test_a_plane(engine):
    """Exact at the cells; between them the spline has no linear part, and sags a little."""
    x, y = (each.reshape(LARGE.shape) for each in centers(LARGE))
    fine_x, fine_y = (each.reshape(LARGE_FINE.shape) for each in centers(LARGE_FINE))
    plane, expected = 0.3 * x - 0.2 * y, 0.3 * fine_x - 0.2 * fine_y
    found = resample_spline(plane, LARGE, LARGE, smoothing=0.0)
    np.testing.assert_allclose(found, plane, rtol=0, atol=1e-9)
    rise = 0.3 * LARGE.ewres + 0.2 * LARGE.nsres  # from a cell to the next one
    inner = np.ix_(
        (fine_y[:, 0] > 30) & (fine_y[:, 0] < 870), (fine_x[0] > 30) & (fine_x[0] < 1010)
    )
    for tension, within, up_to_the_border in ((40.0, 0.035, 0.6), (100.0, 0.003, 0.9)):
        found = resample_spline(plane, LARGE, LARGE_FINE, tension=tension, smoothing=0.0)
        error = np.abs(found - expected) / rise
        assert error[inner].max() < within and error.max() < up_to_the_border


def test_little_tension_without_smoothing(engine):
    """The system is nearly singular; cells keep values that a stiff surface can have."""
    x, y = (each.reshape(LARGE.shape) for each in centers(LARGE))
    array = 50 * np.sin(x / 150) * np.cos(y / 120)
    found = resample_spline(array, LARGE, LARGE, tension=10.0, smoothing=0.0)
    np.testing.assert_allclose(found, array, rtol=0, atol=1e-4)


def test_values_are_scaled(engine):
    array = noise(SMALL.shape)
    plain = resample_spline_outputs(array, SMALL, FINE, SPLINE_OUTPUTS)
    scaled = resample_spline_outputs(array, SMALL, FINE, SPLINE_OUTPUTS, zscale=3.0)
    for name in ("elevation", "dx", "dy", "dxx", "dyy", "dxy"):
        np.testing.assert_allclose(scaled[name], 3 * plain[name], rtol=1e-12)
    slope = np.degrees(np.arctan(3 * np.tan(np.radians(plain["slope"]))))
    np.testing.assert_allclose(scaled["slope"], slope, rtol=1e-10)


@pytest.mark.parametrize("anisotropy", [{}, {"theta": 25.0, "scalex": 2.5}])
def test_derivatives_beside_differences_of_the_surface(engine, anisotropy):
    array, step = noise(SMALL.shape, 8), 0.005

    def surface(right, up):
        moved = Region(
            FINE.north + up, FINE.south + up, FINE.east + right, FINE.west + right, *FINE.shape
        )
        # Around the source, so that all of the moved cells lie in it.
        return resample_spline(array, SMALL, moved, **anisotropy)[1:-1, 1:-1]

    found = resample_spline_outputs(array, SMALL, FINE, SPLINE_OUTPUTS, **anisotropy)
    found = {name: values[1:-1, 1:-1] for name, values in found.items()}
    middle, h = found["elevation"], step
    east, west, north, south = surface(h, 0), surface(-h, 0), surface(0, h), surface(0, -h)
    np.testing.assert_allclose(found["dx"], (east - west) / (2 * h), rtol=0, atol=1e-4)
    np.testing.assert_allclose(found["dy"], (north - south) / (2 * h), rtol=0, atol=1e-4)
    np.testing.assert_allclose(found["dxx"], (east - 2 * middle + west) / h**2, rtol=0, atol=1e-4)
    np.testing.assert_allclose(found["dyy"], (north - 2 * middle + south) / h**2, rtol=0, atol=1e-4)
    mixed = surface(h, h) - surface(h, -h) - surface(-h, h) + surface(-h, -h)
    np.testing.assert_allclose(found["dxy"], mixed / (4 * h**2), rtol=0, atol=1e-4)


def test_what_is_derived_of_derivatives(engine):
    """Slope, aspect and curvatures as the textbook has them, from gradient and Hessian."""
    array = noise(SMALL.shape, 9)
    array[4:, :3] = 77.0
    found = resample_spline_outputs(array, SMALL, FINE, SPLINE_OUTPUTS)
    gradient = np.stack([found["dx"], found["dy"]], axis=-1)
    hessian = np.stack(
        [
            np.stack([found["dxx"], found["dxy"]], axis=-1),
            np.stack([found["dxy"], found["dyy"]], axis=-1),
        ],
        axis=-1,
    )
    steepness = np.linalg.norm(gradient, axis=-1)
    np.testing.assert_allclose(np.tan(np.radians(found["slope"])), steepness, rtol=1e-9)
    steep = steepness > 0.001
    down = -gradient / np.maximum(steepness, 1e-300)[..., None]
    across = np.stack([-down[..., 1], down[..., 0]], axis=-1)
    angle = np.radians(found["aspect"])
    np.testing.assert_allclose(np.cos(angle[steep]), down[..., 0][steep], atol=5e-5)
    np.testing.assert_allclose(np.sin(angle[steep]), down[..., 1][steep], atol=1e-2)
    assert found["aspect"].min() >= 0 and found["aspect"].max() <= 360
    along = -np.einsum("...i,...ij,...j", down, hessian, down)
    profile = along / (1 + steepness**2) ** 1.5
    tangential = -np.einsum("...i,...ij,...j", across, hessian, across) / np.sqrt(1 + steepness**2)
    mean = (profile + tangential / np.sqrt(1 + steepness**2) ** 0) / 2
    np.testing.assert_allclose(found["profile"][steep], profile[steep], rtol=1e-9, atol=1e-9)
    np.testing.assert_allclose(found["tangential"][steep], tangential[steep], rtol=1e-9, atol=1e-9)
    np.testing.assert_allclose(found["mean"][steep], mean[steep], rtol=1e-9, atol=1e-9)


def test_a_hill_is_convex_and_goes_down_outwards(engine):
    source = Region(70, 0, 70, 0, 7, 7)
    x, y = (each.reshape(7, 7) for each in centers(source))
    hill = -((x - 35) ** 2 + (y - 35) ** 2) / 50
    found = resample_spline_outputs(hill, source, source, SPLINE_OUTPUTS, tension=10.0)
    for name in ("profile", "tangential", "mean"):
        assert found[name][1:-1, 1:-1].min() >= 0
    assert [round(found["aspect"][cell]) for cell in ((3, 5), (1, 3), (3, 1), (5, 3))] == [
        360, 90, 180, 270,
    ]  # fmt: skip
    assert found["aspect"][3, 3] == found["profile"][3, 3] == 0  # the top is flat


def test_anisotropy_turns_with_the_raster(engine):
    array = noise((7, 7), 11)
    source, target = Region(70, 0, 70, 0, 7, 7), Region(70, 0, 70, 0, 20, 20)

    def run(array, theta, scalex=2.5):
        return resample_spline(array, source, target, theta=theta, scalex=scalex)

    plain = run(array, 25.0)
    for turns in (1, 2, 3):
        turned = run(np.rot90(array, turns), 25.0 + 90 * turns)
        np.testing.assert_allclose(np.rot90(turned, -turns), plain, rtol=1e-10)
    np.testing.assert_allclose(run(array[::-1], -25.0)[::-1], plain, rtol=1e-10)
    assert np.abs(run(array, 0.0) - run(array, 90.0)).max() > 0.1
    np.testing.assert_allclose(run(array, 77.0, 1.0), resample_spline(array, source, target))


def test_nulls_are_filled_where_a_window_has_a_value(engine):
    array = np.full(LARGE.shape, np.nan)
    array[22, 26] = 5.0
    found = resample_spline(array, LARGE, LARGE_FINE)
    known = ~np.isnan(found)
    assert 0 < known.sum() < known.size
    np.testing.assert_array_equal(found[known], 5.0)
    rows = row_segments(LARGE, LARGE_FINE, 7, 3)
    cols = column_segments(LARGE, LARGE_FINE, 7, 3)
    has_row = (rows.starts <= 22) & (rows.starts + rows.width > 22)
    has_col = (cols.starts <= 26) & (cols.starts + cols.width > 26)
    np.testing.assert_array_equal(known, has_row[rows.segment][:, None] & has_col[cols.segment])
    slope = resample_spline_outputs(array, LARGE, LARGE_FINE, ("slope",))["slope"]
    np.testing.assert_array_equal(np.isnan(slope), ~known)


def test_what_is_not_finite_is_null(engine):
    array = noise(SMALL.shape)
    array[2, 2] = np.inf
    found = resample_spline(array, SMALL, FINE)
    array[2, 2] = np.nan
    same_bits(found, resample_spline(array, SMALL, FINE))


def test_a_mask_of_the_target(engine):
    array, mask = noise(LARGE.shape), np.ones(LARGE_FINE.shape)
    mask[:40, 30:], mask[70, 70] = 0, np.nan
    names = ("elevation", "slope", "mean")
    plain = resample_spline_outputs(array, LARGE, LARGE_FINE, names)
    masked = resample_spline_outputs(array, LARGE, LARGE_FINE, names, target_mask=mask)
    for name in names:
        same_bits(masked[name], np.where(mask == 1, plain[name], np.nan))


# --- segments -------------------------------------------------------------------------------------


def test_counts_of_segments():
    """By the rule of GRASS; 1000 x 1000 is the case of the benchmarks."""
    axes = Segmentation().axes
    for shape, count in (((28, 27), 4), ((28, 32), 5), ((1000, 1000), 143), ((24, 28), 4)):
        assert axes(shape, 2) == ((count, 2), (count, 2))
    assert axes((7, 7), 3) == axes((5, 10), 3) == ((1, 0), (1, 0))
    assert axes((8, 50), 9) == ((3, 1), (3, 1))  # no more than the segment's rows less one


@pytest.mark.parametrize("shape", [(50, 3), (7, 150), (2, 200), (1, 400), (400, 1)])
def test_elongated_rasters(engine, shape):
    """GRASS 8.2.1 crashes or fails."""
    rows, cols = shape
    source, target = Region(rows, 0, cols, 0, rows, cols), Region(rows, 0, cols, 0, 9, 100)
    array = np.add.outer(np.sin(np.arange(rows) / 4), np.cos(np.arange(cols) / 4))
    found = resample_spline(array, source, source, smoothing=0.0)
    np.testing.assert_allclose(found, array, rtol=0, atol=1e-9)
    assert np.isfinite(resample_spline(array, source, target)).all()


def test_without_overlap_segments_stand_alone(engine):
    """GRASS 8.2.1 may crash."""
    array = noise(LARGE.shape)
    found = resample_spline(array, LARGE, LARGE, smoothing=0.0, overlap=0)
    np.testing.assert_allclose(found, array, rtol=0, atol=1e-9)


def test_more_overlap_makes_smaller_steps(engine):
    """Where segments meet; the surface of one segment is the measure."""
    source = Region(300, 0, 300, 0, 30, 30)
    target = Region(300, 0, 300, 0, 60, 60)
    x, y = (each.reshape(30, 30) for each in centers(source))
    array = 50 * np.sin(x / 40) * np.cos(y / 50)
    phi = 40 / 12 / 10 * 1000  # in all of them about the tension of an overlap of 3
    errors = []
    whole = resample_spline(
        array, source, target, phi, normalized_tension=True,
        segmentation=Segmentation(880, 900, 900),
    )  # fmt: skip
    for overlap in (0, 1, 3, 4):
        found = resample_spline(
            array, source, target, phi, overlap=overlap, normalized_tension=True
        )
        errors.append(np.abs(found - whole).max())
    assert errors == sorted(errors, reverse=True) and errors[-1] < errors[0] / 10


def test_an_output_with_fewer_cells_than_segments(engine):
    """GRASS 8.2.1 fails."""
    array = noise(LARGE.shape)
    coarse = Region(900, 0, 1040, 0, 3, 2)
    found = resample_spline(array, LARGE, coarse)
    assert np.isfinite(found).all()
    assert np.abs(found - 100).max() < 150


def test_a_part_of_the_target_has_the_same_values(engine):
    """The segments are those of an output over the whole source."""
    array = noise(LARGE.shape, 1, 0.02)
    whole = resample_spline(array, LARGE, LARGE_FINE)
    north, _, _, west = LARGE_FINE.cell_bounds(11, 23)
    _, south, east, _ = LARGE_FINE.cell_bounds(60, 99)
    part = Region(north, south, east, west, 50, 77)
    found = resample_spline(array, LARGE, part)
    np.testing.assert_allclose(found, whole[11:61, 23:100], rtol=0, atol=1e-6)


def test_beyond_the_source_is_null(engine):
    array = noise(LARGE.shape)
    around = Region(1000, -100, 1240, -200, 60, 72)
    found = resample_spline(array, LARGE, around)
    inside = np.zeros(around.shape, dtype=bool)
    inside[5:55, 10:62] = True
    # 18.3 map units to a row: the centres of rows 5 to 54 lie in the source.
    y = around.row_to_northing(np.arange(60) + 0.5)
    inside[(y > 900) | (y < 0)] = False
    np.testing.assert_array_equal(~np.isnan(found), inside)


def test_threads_blocks_and_neighbours_change_no_bit(engine, monkeypatch):
    array = noise(LARGE.shape, 4, 0.03)
    array[20:35, 5:20] = np.nan
    names = ("elevation", "aspect", "dxy")
    expected = resample_spline_outputs(array, LARGE, LARGE_FINE, names, threads=1)
    for rows in (7, 40):
        monkeypatch.setattr(module, "_BLOCK_ROWS", rows)
        found = resample_spline_outputs(array, LARGE, LARGE_FINE, names, threads=3)
        for name in names:
            same_bits(found[name], expected[name])
    # A segment does not depend on which others are complete.
    array[:4, :4] = np.nan
    found = resample_spline(array, LARGE, LARGE_FINE)
    same_bits(found[40:, 40:], expected["elevation"][40:, 40:])


def test_bands_and_types(engine):
    array = np.random.default_rng(0).integers(0, 200, (3, *LARGE.shape)).astype(np.uint8)
    floats = array.astype(np.float64)
    floats[array == 7] = np.nan
    found = resample_spline(array, LARGE, LARGE_FINE, null=7)
    assert found.shape == (3, *LARGE_FINE.shape)
    for one, values in zip(found, floats):
        same_bits(one, resample_spline(values, LARGE, LARGE_FINE))
    before = floats.copy()
    resample_spline(floats, LARGE, LARGE_FINE)
    same_bits(before, floats)


def test_longitudes_are_found_in_any_turn(engine):
    array = noise((12, 36))
    source = Region(60, -60, 360, 0, 12, 36, geographic=True)
    expected = resample_spline(array, source, Region(60, -60, 360, 0, 24, 72, geographic=True))
    found = resample_spline(array, source, Region(60, -60, 180, -180, 24, 72, geographic=True))
    np.testing.assert_allclose(found, np.roll(expected, 36, axis=1), rtol=0, atol=1e-6)


# --- bad input ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"tension": 0}, "tension is 0; it must be more than 0"),
        ({"tension": -3}, "tension is -3; it must be more than 0"),
        ({"tension": math.nan}, "tension is nan; it must be a finite number"),
        ({"tension": 1e-3, "smoothing": 0}, "tension is 0.001, which is too small"),
        ({"smoothing": -1}, "smoothing is -1; it must be 0 or more"),
        ({"smoothing": np.full(LARGE.shape, -1.0)}, "smoothing is -1 somewhere"),
        ({"smoothing": np.ones((3, 3))}, r"smoothing has shape \(3, 3\); it must be \(45, 52\)"),
        ({"overlap": -1}, "overlap is -1; it must be a whole number of 0 or more"),
        ({"overlap": 1.5}, "overlap is 1.5; it must be a whole number"),
        ({"theta": math.inf}, "theta is inf; it must be a finite number"),
        ({"scalex": 0}, "scalex is 0; it must be more than 0"),
        ({"zscale": math.nan}, "zscale is nan; it must be a finite number"),
        ({"target_mask": np.ones((2, 2))}, r"target_mask has shape \(2, 2\)"),
        ({"segmentation": Segmentation(2500, 3000)}, None),
        ({"threads": 0}, "threads is 0"),
    ],
)
def test_bad_settings(wrong, sentence):
    array = noise(LARGE.shape)
    if sentence is None:
        shape = (60, 60)
        region = Region(60, 0, 60, 0, *shape)
        segmentation = Segmentation(3000, 4000)
        with pytest.raises(ValueError, match="has 3600 cells, it must have 900 or less"):
            resample_spline(noise(shape), region, region, segmentation=segmentation)
        return
    with pytest.raises(ValueError, match=sentence):
        resample_spline(array, LARGE, LARGE_FINE, **wrong)


@pytest.mark.parametrize("wrong", [(0, 50), (35, 35), (35.5, 50), (35, 50, 0)])
def test_bad_segmentations(wrong):
    with pytest.raises(ValueError, match="of the segmentation is"):
        Segmentation(*wrong)


def test_bad_outputs():
    array = noise(LARGE.shape)
    with pytest.raises(ValueError, match="outputs has 'hillshade'; each must be one of elevation"):
        resample_spline_outputs(array, LARGE, LARGE, ["hillshade"])
    with pytest.raises(ValueError, match="outputs is empty"):
        resample_spline_outputs(array, LARGE, LARGE, [])
    with pytest.raises(TypeError, match="tension holds"):
        Spline(tension="much")
