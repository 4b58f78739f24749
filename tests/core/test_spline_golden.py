"""Results of GRASS 8.2.1's r.resamp.rst (tests/data/grass)."""

import numpy as np
import pytest
from grass_cases import SPLINES, load_spline

from gridr_qgis.core import resample_spline, resample_spline_outputs

# Absolute, of what is derived of the surface: degrees, and per map unit. GRASS rounds the values
# to float32 before it computes.
TOLERANCES = {"slope": 1e-4, "aspect": 1e-4}
OTHERS = 1e-5


def settings_of(case):
    found = dict(case.settings, target_mask=case.target_mask)
    if case.smoothing is not None:
        found["smoothing"] = case.smoothing
    return found


@pytest.mark.parametrize("number", SPLINES)
def test_surfaces_of_grass(engine, number):
    case = load_spline(number)
    found = resample_spline(case.array, case.source, case.target, **settings_of(case))
    expected = case.outputs["elevation"]
    assert case.tolerance <= 2.01e-6 * np.ptp(expected[~np.isnan(expected)])
    np.testing.assert_allclose(found, expected, rtol=0, atol=case.tolerance)


@pytest.mark.parametrize("number", [n for n in SPLINES if len(load_spline(n).outputs) > 1])
def test_what_grass_derives(engine, number):
    """From the float32 values that GRASS computes from."""
    case = load_spline(number)
    array = case.array.astype(np.float32)
    names = tuple(case.outputs)
    found = resample_spline_outputs(array, case.source, case.target, names, **settings_of(case))
    assert tuple(found) == names
    for name in names[1:]:
        difference = np.abs(found[name] - case.outputs[name])
        if name == "aspect":
            difference = np.minimum(difference, 360 - difference)
        assert difference.max() <= TOLERANCES.get(name, OTHERS), name
