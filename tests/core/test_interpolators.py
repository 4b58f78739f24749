"""The registry and the weights."""

import math
from decimal import Decimal, localcontext

import numpy as np
import pytest

from gridr_qgis.core import INTERPOLATOR_IDS, get_interpolator
from gridr_qgis.core.interpolation.bspline import POLES
from gridr_qgis.core.interpolation.kernels import bspline_weights, cubic_weights, linear_weights

ORDERS = (3, 5, 7, 9, 11)


def test_ids_and_gridr_names():
    splines = tuple(f"bspline{order}" for order in ORDERS)
    assert ("nearest", "linear", "cubic", *splines) == INTERPOLATOR_IDS
    names = [get_interpolator(each).shortname() for each in INTERPOLATOR_IDS]
    assert names == ["nearest", "linear", "optimized_bicubic", *splines]
    margins = [get_interpolator(each).total_margins() for each in INTERPOLATOR_IDS]
    assert margins == [[size] * 4 for size in (1, 1, 2, 14, 31, 52, 77, 105)]
    linear = get_interpolator("linear")
    assert get_interpolator(linear) is linear and linear.initialize() is None


@pytest.mark.parametrize("order", ORDERS)
def test_poles_are_the_roots_to_the_last_bit(order):
    """Found anew in 50 digits by Newton's method from the tabulated ones."""
    samples = [round(weight) for weight in bspline_weights(order, 0.0)[:-1]]
    with localcontext() as context:
        context.prec = 50
        for pole in POLES[order]:
            root = Decimal(pole)
            for _ in range(8):
                value = slope = Decimal(0)
                for sample in samples:
                    slope = slope * root + value
                    value = value * root + sample
                root -= value / slope
            assert float(root) == pole


@pytest.mark.parametrize("order", ORDERS)
def test_bspline_weights_are_positive_and_sum_to_the_factorial(order):
    u = np.linspace(0, 1, 101)[:-1]
    weights = np.array(bspline_weights(order, u))
    assert (weights[:, 1:] > 0).all() and (weights[-1, 0] == 0)
    np.testing.assert_allclose(weights.sum(0), math.factorial(order), rtol=1e-15)
    spline = get_interpolator(f"bspline{order}")
    for tap, weight in enumerate(weights[:, 30]):
        assert spline.bspline(u[30] + order // 2 - tap) == pytest.approx(weight, rel=1e-14)
    assert spline.bspline((order + 1) / 2) == spline.bspline(-7.0) == 0.0


@pytest.mark.parametrize(
    ("settings", "error", "message"),
    [
        *(({"epsilon": bad}, ValueError, "epsilon is") for bad in (0, -1e-6, 1.5, math.nan)),
        ({"epsilon": "small"}, TypeError, "epsilon"),
        *(
            ({"mask_influence_threshold": bad}, ValueError, "mask_influence_threshold is")
            for bad in (0, -1, 2, math.nan)
        ),
        ({"recursion_start": "mirror"}, ValueError, "truncated or exact"),
        ({"precision": 6}, TypeError, "no setting precision"),
    ],
)
def test_bad_settings_of_bsplines(settings, error, message):
    """B5 and B34: GridR panics, or takes them and loses its precision."""
    with pytest.raises(error, match=message):
        get_interpolator("bspline5", **settings)
    with pytest.raises(TypeError, match="cubic has no setting"):
        get_interpolator("cubic", **settings)


@pytest.mark.parametrize(("bad", "error"), [("Linear", ValueError), (None, TypeError)])
def test_unknown_interpolators(bad, error):
    with pytest.raises(error, match="interpolator"):
        get_interpolator(bad)


@pytest.mark.parametrize(("weights", "degree"), [(linear_weights, 1), (cubic_weights, 2)])
def test_weights_reproduce_polynomials(weights, degree):
    u = np.linspace(0, 1, 101)[:-1]
    values = np.array(weights(u))
    samples = np.arange(len(values)) - (len(values) // 2 - 1)
    for power in range(degree + 1):
        np.testing.assert_allclose(
            (values * samples[:, None] ** power).sum(0), u**power, atol=1e-15
        )
    np.testing.assert_array_equal(values[:, 0], samples == 0)


def test_cubic_weights_are_those_of_keys():
    """The piecewise definition with a = -1/2, term by term."""

    def kernel(x):
        x = abs(x)
        if x < 1:
            return 1.5 * x**3 - 2.5 * x**2 + 1
        return -0.5 * x**3 + 2.5 * x**2 - 4 * x + 2 if x < 2 else 0.0

    for u in np.linspace(0, 0.99, 34):
        expected = [kernel(u - k) for k in (-1, 0, 1, 2)]
        np.testing.assert_allclose(cubic_weights(u), expected, atol=1e-15)
