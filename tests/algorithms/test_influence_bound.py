"""How wrong a valid result of a B-spline can be beside invalid pixels: the factors of the help.

A coefficient is the sum of all samples, weighted by the filter's response. Where it is valid, all
invalid samples are outside of a diamond around it; each has been replaced, and its error counts by
its weight. A result is a mean of coefficients with positive weights, so the bound holds for it too.
"""

import numpy as np
import pytest
from qgis.core import QgsApplication
from scipy.ndimage import spline_filter1d

from gridr_qgis.core.interpolation.bspline import POLES, influence_radius
from gridr_qgis.core.resampling.array_grid_resampling import array_grid_resampling

# Beyond, the response of order 11 is less than 1e-30.
REACH = 170


def response(order):
    """Return the weights of the samples from -REACH to REACH in the coefficient at 0."""
    steps = np.abs(np.arange(-2 * REACH, 2 * REACH + 1))
    weights = np.zeros(steps.size)
    weights[2 * REACH] = 1
    for pole in POLES[order]:
        weights = np.convolve(weights, (1 - pole) / (1 + pole) * float(pole) ** steps, "same")
    return weights[REACH:-REACH]


def bound(order, threshold):
    """Return the sum of the weights, without their signs, outside of the diamond."""
    weights = np.abs(response(order))
    steps = np.abs(np.arange(-REACH, REACH + 1))
    outside = steps[:, None] + steps > influence_radius(order, threshold)
    return (weights[:, None] * weights)[outside].sum()


@pytest.mark.parametrize("order", [3, 5])
def test_the_response_is_the_one_that_scipy_has(order):
    sample = np.zeros(2 * REACH + 1)
    sample[REACH] = 1
    np.testing.assert_allclose(response(order), spline_filter1d(sample, order), atol=1e-14)
    assert response(order).sum() == pytest.approx(1, abs=1e-12)


@pytest.mark.parametrize(
    ("order", "default", "own_only"),
    [
        (3, 0.0386, 6.0),
        (5, 0.3305, 48.17),
        (7, 2.219, 318.69),
        (9, 21.81, 2005.5),
        (11, 126.72, 12401.9),
    ],
)
def test_the_factors(order, default, own_only):
    assert bound(order, 1e-3) == pytest.approx(default, rel=1e-3)
    assert bound(order, 1) == pytest.approx(own_only, rel=1e-3)


def test_the_factors_of_the_help():
    """Rounded up, and in this order."""
    from gridr_qgis.algorithms.interpolation import INFLUENCE_FACTORS

    help_text = (
        QgsApplication.processingRegistry()
        .algorithmById("gridr:gridresampling")
        .parameterDefinition("MASK_INFLUENCE_THRESHOLD")
        .help()
    )
    for order, told in INFLUENCE_FACTORS.items():
        for factor, threshold in zip(told, (1e-3, 1)):
            computed = bound(order, threshold)
            assert computed * (1 - 1e-9) <= factor < 1.02 * computed
    (three, three_own), (eleven, eleven_own) = INFLUENCE_FACTORS[3], INFLUENCE_FACTORS[11]
    assert f"by {three} times (order 3) or {eleven} times (order 11)" in help_text
    assert f"with 1, by {three_own} or {eleven_own} times" in help_text


@pytest.mark.parametrize("threshold", [1e-3, 1])
@pytest.mark.parametrize("order", [3, 11])
def test_results_keep_to_the_bound(order, threshold):
    """Samples of 1 and -1, valid in a diamond with a hole: what is filled in errs by at most 2."""
    truth = np.random.default_rng(order).choice([-1.0, 1.0], (120, 120))
    steps = np.abs(np.arange(120) - 60)
    away = steps[:, None] + steps
    valid = (away < 60) & (away > 0)
    row, col = np.meshgrid(np.arange(30, 90, 0.7), np.arange(30, 90, 0.7), indexing="ij")

    def resample(mask):
        return array_grid_resampling(
            f"bspline{order}",
            truth,
            row,
            col,
            1,
            None,
            array_in_mask=mask,
            array_out_mask=True,
            interp_kwargs={"mask_influence_threshold": threshold, "recursion_start": "exact"},
        )

    (made, made_valid), (expected, _) = resample(valid), resample(None)
    errors = np.abs(made - expected)[made_valid == 1]
    assert 0.1 < made_valid.mean() < 1
    assert 0 < errors.max() <= 2 * bound(order, threshold)
