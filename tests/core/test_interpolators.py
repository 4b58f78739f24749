"""The registry and the weights."""

import numpy as np
import pytest

from gridr_qgis.core import INTERPOLATOR_IDS, get_interpolator
from gridr_qgis.core.interpolation.kernels import cubic_weights, linear_weights


def test_ids_and_gridr_names():
    assert INTERPOLATOR_IDS == ("nearest", "linear", "cubic")
    names = {each: get_interpolator(each).shortname() for each in INTERPOLATOR_IDS}
    assert names == {"nearest": "nearest", "linear": "linear", "cubic": "optimized_bicubic"}
    margins = [get_interpolator(each).total_margins() for each in INTERPOLATOR_IDS]
    assert margins == [[1] * 4, [1] * 4, [2] * 4]
    linear = get_interpolator("linear")
    assert get_interpolator(linear) is linear and linear.initialize() is None


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
