"""Polynomials, splines and homographies fitted to points, against GDAL, numpy and what is known."""

import pickle

import numpy as np
import pytest
from gdal_splines import spline_by_gdal
from hypothesis import given, settings
from hypothesis import strategies as st
from osgeo import gdal

from gridr_qgis.core.conventions.control_points import ControlPoints
from gridr_qgis.core.transforms.gcp_models import Homography, Polynomial, ThinPlateSpline
from gridr_qgis.core.transforms.gcps import METHODS, fit_points

# A UTM zone's coordinates, whose squares cost ten digits where they are not centred.
WEST, NORTH = 500_000.0, 5_000_000.0


def scattered(count, seed=0, bent=3.0):
    """Return points (x, y, row, col) of a raster of 1000 x 1000, somewhat bent."""
    rng = np.random.default_rng(seed)
    row, col = rng.uniform(0, 1000, (2, count))
    x = WEST + 10 * col + 2 * row + 10 * bent * np.sin(row / 150)
    y = NORTH - 10 * row + col + 10 * bent * np.cos(col / 200)
    return x, y, row, col


def places(count=500, seed=5):
    rng = np.random.default_rng(seed)
    return WEST + rng.uniform(-500, 12_500, count), NORTH - rng.uniform(-1500, 10_500, count)


def fitted(method, x, y, row, col):
    return fit_points(ControlPoints.of(range(len(x)), x, y, row, col), method)


def by_gdal(options, points, x, y):
    """Return the source (row, col) of GDAL's transformer, which counts from the edge."""
    dataset = gdal.GetDriverByName("MEM").Create("", 1000, 1000, 1)
    gcps = [gdal.GCP(x, y, 0, col + 0.5, row + 0.5) for x, y, row, col in np.transpose(points)]
    dataset.SetGCPs(gcps, "")
    transformer = gdal.Transformer(dataset, None, options)
    result, good = transformer.TransformPoints(True, np.column_stack((x, y)).tolist())
    assert all(good)
    return np.array(result)[:, 1::-1].T - 0.5


@pytest.mark.parametrize("order", [1, 2, 3])
@pytest.mark.parametrize("count", [10, 11, 40])
def test_polynomials_are_those_of_gdal_and_of_numpy(order, count):
    points = scattered(count)
    fit = fitted(f"polynomial{order}", *points)
    x, y = places()
    found = np.array(fit.model(x, y))
    options = ["METHOD=GCP_POLYNOMIAL", f"MAX_GCP_ORDER={order}"]
    np.testing.assert_allclose(found, by_gdal(options, points, x, y), rtol=0, atol=1e-7)

    def design(x, y):
        x, y = (x - WEST) / 5000 - 1, (y - NORTH) / 5000 + 1
        return np.column_stack(
            [x**i * y**j for i in range(order + 1) for j in range(order + 1 - i)]
        )

    in_raster = np.column_stack(points[2:])
    solution, *_ = np.linalg.lstsq(design(*points[:2]), in_raster, rcond=None)
    np.testing.assert_allclose(found, (design(x, y) @ solution).T, rtol=0, atol=1e-8)
    missed = np.hypot(*(design(*points[:2]) @ solution - in_raster).T)
    np.testing.assert_allclose(fit.residual, missed, rtol=0, atol=1e-8)
    assert fit.rms == pytest.approx(np.sqrt(np.mean(missed**2)), abs=1e-9)
    assert fit.maximum == pytest.approx(missed.max(), abs=1e-9)
    assert fit.redundant == count - (order + 1) * (order + 2) // 2


@pytest.mark.parametrize("count", [3, 4, 10, 200])
def test_splines_are_those_of_gdal_and_pass_through_the_points(count):
    points = scattered(count, bent=30)
    fit = fitted("tps", *points)
    x, y = places()
    expected = spline_by_gdal(points[3] + 0.5, points[2] + 0.5, *points[:2], x, y)
    np.testing.assert_allclose(fit.model(x, y), expected, rtol=0, atol=1e-7)
    assert fit.maximum < 1e-9
    assert fit.redundant == 0


def test_a_spline_is_that_of_scipy():
    from scipy.interpolate import RBFInterpolator

    points = np.transpose(scattered(60, bent=30))
    fit = fitted("tps", *points.T)
    x, y = places()
    spline = RBFInterpolator(points[:, :2] - (WEST, NORTH), points[:, 2:])
    expected = spline(np.column_stack((x - WEST, y - NORTH))).T
    np.testing.assert_allclose(fit.model(x, y), expected, rtol=0, atol=1e-7)


def test_a_point_twice_is_one_point_for_a_spline():
    points = scattered(12)
    twice = [np.append(each, each[3]) for each in points]
    one, other = fitted("tps", *points), fitted("tps", *twice)
    np.testing.assert_array_equal(one.model(*places()), other.model(*places()))
    assert [each.ids for each in other.duplicates] == [("3", "12")]


# --- known transforms ---------------------------------------------------------------------------

finite = st.floats(-1, 1, allow_subnormal=False)


@st.composite
def maps(draw):
    """Return a 3 x 3 matrix from map to raster, and points on the map before its horizon."""
    turn, shear, tilt = draw(st.tuples(*[st.floats(-1.5, 1.5)] * 3))
    size = 10.0 ** draw(st.integers(-3, 3))
    matrix = np.array(
        [
            [np.cos(turn), -np.sin(turn) + shear, 300 * draw(finite)],
            [np.sin(turn), np.cos(turn), 300 * draw(finite)],
            [tilt * 2e-4, draw(finite) * 2e-4, 1.0],
        ]
    )
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    # One point in each cell of a lattice: never nearly on a line.
    across, along = np.meshgrid(np.arange(4), np.arange(4))
    across, along = (each.ravel() + rng.uniform(0.2, 0.8, 16) for each in (across, along))
    x, y = 250 * across - 500, 250 * along - 500
    return matrix, size, x, y


def project(matrix, x, y):
    u, v, w = matrix @ np.stack((x, y, np.ones_like(x)))
    return u / w, v / w


@settings(max_examples=60, deadline=None)
@given(maps())
def test_a_known_homography_is_found(known):
    matrix, size, x, y = known
    row, col = project(matrix, x, y)
    fit = fitted("homography", WEST + size * x, NORTH + size * y, row, col)
    # A metre or less at such coordinates has few digits left.
    rounding = 1e-8 + 1e-6 / size
    assert fit.maximum < rounding
    inner = 0.7 * x[::-1], 0.6 * y
    found = fit.model(WEST + size * inner[0], NORTH + size * inner[1])
    np.testing.assert_allclose(found, project(matrix, *inner), rtol=0, atol=10 * rounding)


@settings(max_examples=60, deadline=None)
@given(maps(), st.sampled_from([name for name in METHODS if name != "homography"]))
def test_a_known_affine_map_is_found_by_all_methods(known, method):
    matrix, size, x, y = known
    matrix[2] = 0, 0, 1
    row, col = project(matrix, x, y)
    # Spread alike wherever it is far from degenerate.
    if np.linalg.cond(matrix[:2, :2]) > 1e3:
        return
    fit = fitted(method, WEST + size * x, NORTH + size * y, row, col)
    rounding = 1e-8 + 1e-6 / size
    assert fit.maximum < rounding
    inner = 0.7 * x[::-1], 0.6 * y
    found = fit.model(WEST + size * inner[0], NORTH + size * inner[1])
    np.testing.assert_allclose(found, project(matrix, *inner), rtol=0, atol=100 * rounding)


@pytest.mark.parametrize("order", [2, 3])
def test_a_known_polynomial_is_found(order):
    x, y, _, _ = scattered(25)

    def known(x, y):
        x, y = (x - WEST) / 10, (NORTH - y) / 10
        row = 0.9 * y + 1e-5 * x * y + 1e-8 * x * y**2 * (order == 3)
        return row, x + 2e-5 * y * y + 1e-8 * x**3 * (order == 3)

    fit = fitted(f"polynomial{order}", x, y, *known(x, y))
    assert fit.maximum < 1e-8
    np.testing.assert_allclose(fit.model(*places()), known(*places()), rtol=0, atol=1e-7)


def test_four_points_determine_a_homography():
    row, col = np.array([0.0, 0, 99, 99]), np.array([0.0, 99, 0, 99])
    x, y = np.array([3.0, 3.1, 2.9, 3.3]), np.array([45.0, 45.1, 44.7, 44.8])
    fit = fitted("homography", x, y, row, col)
    assert fit.maximum < 1e-9 and fit.redundant == 0


def test_beyond_the_horizon_nothing_is_known():
    """A plane seen from 10 above it, looking along y: the camera is over y = 0."""

    def seen(x, y):
        return 100 + 1000.0 / y, 100 + 100 * x / y

    x, y = np.meshgrid([-5.0, 0, 5], [10.0, 20, 40])
    fit = fitted("homography", x.ravel(), y.ravel(), *seen(x.ravel(), y.ravel()))
    far = np.array([1e-3, 1e5]), np.array([1e-3, 1e5])
    np.testing.assert_allclose(fit.model(*far), seen(*far), rtol=1e-6)
    behind = fit.model(np.array([0.0, 3, np.nan]), np.array([-1e-3, -50, 1]))
    assert np.isnan(behind).all()
    np.testing.assert_array_equal(
        fit.model.sees(np.zeros(3), np.array([5.0, -5, np.nan])), [1, 0, 0]
    )


# --- evaluation ---------------------------------------------------------------------------------


@pytest.mark.parametrize("method", METHODS)
def test_how_many_positions_at_once_changes_no_bit(method):
    model = fitted(method, *scattered(20)).model
    x, y = places(20_011)
    whole = np.array(model(x, y))
    for size in (1, 7, 8192, 10_000):
        start = 19_990 if size == 1 else 0
        for first in range(start, min(20_011, start + 5 * size), size):
            part = slice(first, first + size)
            np.testing.assert_array_equal(model(x[part], y[part]), whole[:, part])
    shaped = model(x[:20_000].reshape(100, 200), y[:20_000].reshape(100, 200))
    np.testing.assert_array_equal(np.reshape(shaped, (2, -1)), whole[:, :20_000])
    again = pickle.loads(pickle.dumps(model))
    np.testing.assert_array_equal(again(x, y), whole)


@pytest.mark.parametrize("method", METHODS)
def test_what_is_unknown_stays_so(method):
    model = fitted(method, *scattered(20)).model
    x, y = places(5)
    x[2] = y[2] = np.nan
    assert np.array_equal(np.isnan(model(x, y)), [[False, False, True, False, False]] * 2)


# --- points that do not determine a transform ---------------------------------------------------


def sentence(caught):
    text = str(caught.value)
    assert text.endswith(".") and "\n" not in text and len(text) < 300
    return text


@pytest.mark.parametrize(("method", "least"), METHODS.items())
def test_too_few_points(method, least):
    with pytest.raises(ValueError) as caught:
        fitted(method, *scattered(least - 1))
    text = sentence(caught)
    assert f"METHOD is {method}, which needs {least} control points or more" in text
    assert f"are {least - 1}." in text
    assert fitted(method, *scattered(least)).maximum < 1e-6


@pytest.mark.parametrize("method", METHODS)
def test_each_point_is_compared_with_a_fit_of_the_others(method):
    """Worked out here by fits; of a polynomial also by its leverages."""
    points = np.array(scattered(14, bent=30))
    fit = fitted(method, *points)
    for left in (0, 6, 13):
        others = fitted(method, *np.delete(points, left, axis=1))
        there = np.array(others.model(*points[:2, left : left + 1]))[:, 0]
        assert fit.left_out[left] == pytest.approx(np.hypot(*(there - points[2:, left])))
    assert fit.left_out_rms == pytest.approx(np.sqrt(np.mean(fit.left_out**2)))
    assert fit.left_out[fit.worst_left_out] == fit.left_out.max()
    if method.startswith("polynomial"):
        x, y = (points[0] - WEST) / 1e4, (points[1] - NORTH) / 1e4
        order = int(method[-1])
        powers = [(i, j) for i in range(order + 1) for j in range(order + 1 - i)]
        span, _ = np.linalg.qr(np.column_stack([x**i * y**j for i, j in powers]))
        leverage = np.sum(span**2, axis=1)
        np.testing.assert_allclose(fit.left_out, fit.residual / (1 - leverage), rtol=1e-6)


def test_where_no_point_can_be_left_out_nothing_is_told():
    for method, least in METHODS.items():
        fit = fitted(method, *scattered(least))
        assert np.isnan(fit.left_out).all() and np.isnan(fit.left_out_rms)
        assert fit.worst_left_out is None
    assert np.isnan(fitted("tps", *scattered(101)).left_out).all()
    # Without the one beside the line the others determine nothing.
    x, y = np.append(np.arange(5.0), 2), np.append(np.zeros(5), 3)
    fit = fitted("polynomial1", x, y, 10 * y, 10 * x)
    assert np.array_equal(np.isnan(fit.left_out), [0, 0, 0, 0, 0, 1])


def test_a_wrong_point_is_found_by_the_others():
    """A spline's own residual there is 0."""
    x, y, row, col = scattered(25, bent=1)
    row[11] += 40
    fit = fitted("tps", x, y, row, col)
    assert fit.maximum < 1e-9 and fit.worst_left_out == 11


def test_points_that_are_not_used_do_not_count_but_are_compared():
    x, y, row, col = scattered(12)
    used = np.arange(12) != 5
    points = ControlPoints.of(range(12), x, y, row + 100.0 * ~used, col, used)
    fit = fit_points(points, "polynomial1")
    others = fitted("polynomial1", x[used], y[used], row[used], col[used])
    assert fit.count == 11
    np.testing.assert_array_equal(fit.model(*places()), others.model(*places()))
    assert (fit.rms, fit.maximum) == (others.rms, others.maximum)
    assert fit.row_residual[5] == pytest.approx(-100, abs=10)


@pytest.mark.parametrize("method", METHODS)
def test_points_on_a_line(method):
    along = np.arange(12.0) ** 1.5
    _, _, row, col = scattered(12)
    with pytest.raises(ValueError) as caught:
        fitted(method, WEST + 3 * along, NORTH - 7 * along, row, col)
    assert "on one line or at one place on the map" in sentence(caught)
    x, y, _, _ = scattered(12)
    with pytest.raises(ValueError) as caught:
        fitted(method, x, y, 3 * along, 2 * along)
    assert "on one line or at one place in the raster" in sentence(caught)


@pytest.mark.parametrize("method", METHODS)
def test_points_at_one_place(method):
    _, _, row, col = scattered(12)
    with pytest.raises(ValueError, match=r"one place|same map position") as caught:
        fitted(method, np.full(12, WEST), np.full(12, NORTH), row, col)
    sentence(caught)


@pytest.mark.parametrize("order", [2, 3])
def test_points_on_a_curve(order):
    """A circle leaves a polynomial of order 2 open, three rows one of order 3."""
    _, _, row, col = scattered(24)
    angle = np.arange(24) * np.pi / 12
    x, y = WEST + 100 * np.cos(angle), NORTH + 100 * np.sin(angle)
    if order == 3:
        x, y = WEST + 10.0 * (np.arange(24) % 8), NORTH + 10.0 * (np.arange(24) // 8)
    with pytest.raises(ValueError) as caught:
        fitted(f"polynomial{order}", x, y, row, col)
    assert f"do not determine a polynomial of order {order}" in sentence(caught)
    assert fitted(f"polynomial{order - 1}", x, y, row, col).count == 24


def test_narrow_strips_are_no_lines():
    """A corridor of 100 km by 100 m at an angle."""
    rng = np.random.default_rng(2)
    along, across = rng.uniform(0, 100_000, 30), rng.uniform(-50, 50, 30)
    x, y = WEST + 0.6 * along - 0.8 * across, NORTH + 0.8 * along + 0.6 * across
    row, col = across / 10 + 10, along / 10 + 1e-7 * along**2 / 10
    fit = fitted("polynomial2", x, y, row, col)
    assert fit.maximum < 1e-4


def test_three_of_four_points_on_a_line_make_no_homography():
    row, col = np.array([0.0, 0, 99, 99]), np.array([0.0, 99, 0, 99])
    for x, y in (([0, 1, 2, 0], [0, 1, 2, 5]), ([0, 0, 2, 3], [0, 0, 5, 1])):
        with pytest.raises(ValueError) as caught:
            fitted("homography", np.array(x, float), np.array(y, float), row, col)
        assert "do not determine a homography" in sentence(caught)


def test_points_in_another_order_than_their_pixels():
    """Two neighbours of a square exchanged: it would be turned through itself."""
    row, col = np.array([0.0, 0, 99, 99]), np.array([0.0, 99, 0, 99])
    with pytest.raises(ValueError) as caught:
        fitted("homography", np.array([0.0, 1, 1, 0]), np.array([0.0, 0, 1, 1.1]), row, col)
    assert "both sides of the homography's horizon" in sentence(caught)


def test_points_too_near_for_a_spline():
    x, y, row, col = scattered(12)
    x[4], y[4] = x[3], np.nextafter(y[3], np.inf)
    with pytest.raises(ValueError) as caught:
        fitted("tps", x, y, row, col)
    assert "too near to each other" in sentence(caught)


@pytest.mark.parametrize("wrong", [np.nan, np.inf])
@pytest.mark.parametrize("which", range(4))
def test_coordinates_that_are_not_finite(which, wrong):
    points = scattered(12)
    points[which][7] = wrong
    with pytest.raises(ValueError) as caught:
        fitted("polynomial1", *points)
    assert "The control point 7 has the x, y, row and column" in sentence(caught)


def test_a_method_that_is_none():
    with pytest.raises(ValueError, match="METHOD is magic; it must be one of polynomial1, "):
        fitted("magic", *scattered(12))


# --- duplicates ---------------------------------------------------------------------------------


def test_duplicates_are_told_with_their_ids():
    x, y, row, col = scattered(12)
    x[8], y[8], row[8], col[8] = x[2], y[2], row[2], col[2]  # the same
    x[9], y[9] = x[3], y[3]  # the same place on the map
    row[10:], col[10:] = row[5], col[5]  # the same pixel
    fit = fitted("polynomial1", x, y, row, col)
    assert [str(each) for each in fit.duplicates] == [
        *sorted(
            (
                "The control points 2 and 8 are one point.",
                "The control points 3 and 9 have the same map position, but different pixels.",
            ),
            key=lambda text: x[int(text.split()[3])],
        ),
        "The control points 5, 10 and 11 have the same pixel, but different map positions.",
    ]
    with pytest.raises(ValueError) as caught:
        fitted("tps", x, y, row, col)
    assert "3 and 9 have the same map position, but different pixels, and a thin" in sentence(
        caught
    )
    x[9] += 1
    assert fitted("tps", x, y, row, col).maximum < 1e-6


def test_sequences_of_different_lengths():
    with pytest.raises(
        ValueError, match="There are 2 ids, but 2, 3, 2, 2, 2 of x, y, row, col and"
    ):
        ControlPoints.of("ab", [1, 2], [1, 2, 3], [1, 2], [1, 2])


def test_next_to_the_horizon_nothing_overflows():
    x, y = np.meshgrid([-5.0, 0, 5], [10.0, 20, 40])
    fit = fitted("homography", x.ravel(), y.ravel(), 1000 / y.ravel(), 100 * (x / y).ravel())
    near = np.array([0.0, 1, -1, 2]), np.array([1e-300, 1e-14, 0, -1e-14])
    row, col = fit.model(*near)
    assert np.array_equal(np.isnan(row), np.isnan(col))


def test_models_stand_alone():
    """The classes by themselves, without the checks of `fit_points`."""
    x, y, row, col = scattered(12)
    for kind, more in ((Polynomial, (1,)), (ThinPlateSpline, ()), (Homography, ())):
        model = kind.fit(x, y, row, col, *more)
        assert np.hypot(*np.subtract(model(x, y), (row, col))).max() < 20
