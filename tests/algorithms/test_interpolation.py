"""B-splines and validity policies of ``gridr:gridresampling``: what reaches the core, and how."""

import json

import numpy as np
import pytest
from qgis.core import (
    QgsApplication,
    QgsProcessingContext,
    QgsProcessingModelAlgorithm,
    QgsProcessingModelChildAlgorithm,
    QgsProcessingModelChildParameterSource,
    QgsProcessingParameterDefinition,
)
from running import Feedback, run_algorithm
from tiny_rasters import identity_grid, read_raster

RESAMPLE = "gridr:gridresampling"
NAN = float("nan")
SHIFT = (0.3, 0.45)


def core(interpolation, values, grid, valid=None, policy="strict", minimum=0.5, **settings):
    """Return what the core makes of an array, NaN where invalid, and its validity."""
    from gridr_qgis.core.resampling.array_grid_resampling import array_grid_resampling

    return array_grid_resampling(
        interpolation,
        values,
        *grid,
        1,
        None,
        nodata_out=None,
        array_in_mask=valid,
        array_out_mask=True,
        interp_kwargs=settings,
        validity_policy=policy,
        minimum_valid_weight=minimum,
    )


def holes(shape, *places):
    """Return validity: 1 but for these places."""
    valid = np.ones(shape, dtype=np.uint8)
    for place in places:
        valid[place] = 0
    return valid


def hilly(shape, seed=0):
    return np.random.default_rng(seed).normal(100, 30, size=shape)


# --- the parameters -------------------------------------------------------------------------


def definition(name):
    """Return a parameter of the algorithm that lives in the registry."""
    return QgsApplication.processingRegistry().algorithmById(RESAMPLE).parameterDefinition(name)


def test_choices_and_defaults_are_those_of_the_core():
    from gridr_qgis.core.chains.jobs import ResamplingJob
    from gridr_qgis.core.interpolation.bspline import RECURSION_STARTS
    from gridr_qgis.core.interpolation.interpolator import INTERPOLATOR_IDS
    from gridr_qgis.core.interpolation.policy import VALIDITY_POLICIES

    choices = {
        "INTERPOLATION": INTERPOLATOR_IDS,
        "BSPLINE_START": RECURSION_STARTS,
        "VALIDITY_POLICY": VALIDITY_POLICIES,
    }
    for name, options in choices.items():
        assert definition(name).options() == list(options)
    defaults = {
        "INTERPOLATION": ResamplingJob.interpolator,
        "BSPLINE_START": ResamplingJob.recursion_start,
        "BSPLINE_EPSILON": ResamplingJob.epsilon,
        "MASK_INFLUENCE_THRESHOLD": ResamplingJob.mask_influence_threshold,
        "VALIDITY_POLICY": ResamplingJob.validity_policy,
        "MINIMUM_VALID_WEIGHT": ResamplingJob.minimum_valid_weight,
    }
    for name, default in defaults.items():
        assert definition(name).defaultValue() == default, name


def test_only_the_policy_is_shown_at_once():
    advanced = QgsProcessingParameterDefinition.Flag.FlagAdvanced
    hidden = {
        name: bool(definition(name).flags() & advanced)
        for name in ("BSPLINE_START", "BSPLINE_EPSILON", "MASK_INFLUENCE_THRESHOLD")
        + ("VALIDITY_POLICY", "MINIMUM_VALID_WEIGHT")
    }
    assert [name for name, is_hidden in hidden.items() if not is_hidden] == ["VALIDITY_POLICY"]


@pytest.mark.parametrize(
    ("name", "smallest"),
    [
        ("BSPLINE_EPSILON", 1e-12),
        ("MASK_INFLUENCE_THRESHOLD", 1e-12),
        ("MINIMUM_VALID_WEIGHT", 1e-6),
    ],
)
def test_a_dialog_holds_small_shares(name, smallest):
    """QGIS rounds to six decimals, unless it is told more."""
    decimals = definition(name).metadata()["widget_wrapper"]["decimals"]
    assert round(smallest, decimals) == smallest


@pytest.mark.parametrize("way", [None, ...])
def test_unset_parameters_are_the_defaults(raster, out, way):
    """`None` is what a script gives for an unset one; QGIS reads some of these as 0."""
    names = ("INTERPOLATION", "BSPLINE_START", "BSPLINE_EPSILON", "MASK_INFLUENCE_THRESHOLD")
    names += ("VALIDITY_POLICY", "MINIMUM_VALID_WEIGHT")
    values, grid = hilly((9, 9)), identity_grid(8, 8, shift=SHIFT)
    unset = {} if way is ... else dict.fromkeys(names)
    run_algorithm(
        RESAMPLE, {"INPUT": raster(values), "GRID": raster(grid), "OUTPUT": out(), **unset}
    )
    expected, _ = core("cubic", values, grid)
    np.testing.assert_array_equal(read_raster(out()).band, expected)


# --- B-splines ------------------------------------------------------------------------------


@pytest.mark.parametrize("start", ["truncated", "exact"])
@pytest.mark.parametrize("interpolation", ["bspline3", "bspline11"])
def test_bsplines_are_those_of_the_core(resample, raster, interpolation, start):
    """Two bands; invalid by NaN, by nodata and by a mask, each in one place."""
    values = hilly((2, 80, 90))
    nodata, nan, masked = (slice(None), 25, 22), (slice(None), 60, 70), (slice(None), 26, 22)
    grid = identity_grid(79, 89, shift=SHIFT)
    valid = holes((80, 90), nodata[1:], nan[1:], masked[1:])
    expected, expected_valid = core(interpolation, values, grid, valid, recursion_start=start)
    # What invalid pixels hold must not show anywhere.
    values[nodata], values[1][nan[1:]], values[masked] = -9999, NAN, 1e30
    made, made_valid, _ = resample(
        raster(values, nodata=-9999),
        raster(grid),
        INTERPOLATION=interpolation,
        BSPLINE_START=start,
        MASK_IN=raster(holes((80, 90), masked[1:])),
        NODATA=NAN,
    )
    assert np.array_equal(made_valid, expected_valid)
    assert 0.05 < made_valid.mean() < 0.99
    np.testing.assert_array_equal(made.values, expected)


def test_settings_of_bsplines_reach_the_core(resample, raster):
    values, valid, grid = hilly((60, 60)), holes((60, 60), (30, 31)), identity_grid(60, 60)
    settings = {"epsilon": 0.01, "mask_influence_threshold": 0.2}
    expected, expected_valid = core("bspline5", values, grid, valid, **settings)
    made, made_valid, _ = resample(
        raster(np.where(valid, values, NAN)),
        raster(grid),
        INTERPOLATION="bspline5",
        BSPLINE_EPSILON=0.01,
        MASK_INFLUENCE_THRESHOLD="0.2",
    )
    assert np.array_equal(made_valid, expected_valid)
    assert np.array_equal(made.band, expected, equal_nan=True)
    others = [core("bspline5", values, grid, valid, **{name: settings[name]}) for name in settings]
    assert not np.array_equal(others[0][1], expected_valid)
    assert not np.array_equal(others[1][0], expected, equal_nan=True)


def test_bsplines_round_and_clip_to_the_type(resample, raster):
    values = np.zeros((2, 40, 40), dtype=np.uint16)
    values[0, :, 20:], values[1, 20:] = 65535, 1000
    grid = identity_grid(39, 39, shift=(0.5, 0.5))
    expected, _ = core("bspline3", values, grid, recursion_start="exact")
    assert expected.min() < -1
    assert expected.max() > 65536
    made, valid, _ = resample(
        raster(values), raster(grid), INTERPOLATION="bspline3", BSPLINE_START="exact"
    )
    assert valid.min() == 1
    assert made.values.dtype == np.uint16
    assert np.array_equal(made.values, np.clip(np.rint(expected), 0, 65535))


@pytest.mark.parametrize("interpolation", ["bspline3", "bspline11"])
def test_the_exact_start_loses_nothing_of_a_tiny_image(resample, raster, interpolation):
    values = hilly((5, 5))
    feedback = Feedback()
    made, valid, _ = resample(
        raster(values),
        raster(identity_grid(5, 5)),
        feedback,
        INTERPOLATION=interpolation,
        BSPLINE_START="exact",
    )
    assert valid.min() == 1
    np.testing.assert_allclose(made.band, values, rtol=1e-12)
    assert feedback.warnings == []


@pytest.mark.parametrize(
    ("interpolation", "lost"),
    [("bspline3", 6), ("bspline5", 10), ("bspline7", 14), ("bspline9", 17), ("bspline11", 21)],
)
def test_what_the_truncated_start_loses(resample, raster, interpolation, lost):
    """As the help says; and where nothing is left, why."""
    asked = {"INTERPOLATION": interpolation}
    _, valid, _ = resample(raster(hilly((50, 55))), raster(identity_grid(50, 55)), **asked)
    expected = np.zeros((50, 55), dtype=int)
    expected[lost:-lost, lost:-lost] = 1
    assert valid.tolist() == expected.tolist()
    assert str(lost) in definition("BSPLINE_START").help()

    source, grid, feedback = raster(hilly((5, 5))), raster(identity_grid(5, 5)), Feedback()
    _, valid, _ = resample(source, grid, feedback, NODATA=-1, **asked)
    assert valid.max() == 0
    (warning,) = feedback.warnings
    assert warning.startswith(f"{interpolation} loses {lost} pixels at each border")
    _, valid, _ = resample(source, grid, BOUNDARY="reflect", TRUST_PADDING=True, **asked)
    assert valid.min() == 1


# --- policies -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ({}, [-1, 10, 12.5, -1, -1, -1, 40, -1]),
        ({"VALIDITY_POLICY": "renormalized"}, [10, 10, 12.5, 20, -1, 40, 40, 40]),
        (
            {"VALIDITY_POLICY": "renormalized", "MINIMUM_VALID_WEIGHT": 0.25},
            [10, 10, 12.5, 20, 20, 40, 40, 40],
        ),
        (
            {"VALIDITY_POLICY": "renormalized", "MINIMUM_VALID_WEIGHT": 1},
            [-1, 10, 12.5, -1, -1, -1, 40, -1],
        ),
        ({"VALIDITY_POLICY": "nearest"}, [10, 10, 12.5, 20, -1, 40, 40, 40]),
    ],
)
def test_policies_by_hand(resample, raster, asked, expected):
    """Linear over 10, 20, nodata, 40."""
    cols = np.array([[-0.5, 0.0, 0.25, 1.25, 1.75, 2.75, 3.0, 3.25]])
    made, valid, _ = resample(
        raster([[10.0, 20.0, -1.0, 40.0]], nodata=-1),
        raster(np.stack([np.zeros_like(cols), cols])),
        INTERPOLATION="linear",
        **asked,
    )
    assert made.band.tolist() == [expected]
    assert valid.tolist() == [[int(value != -1) for value in expected]]


@pytest.mark.parametrize("policy", ["renormalized", "nearest"])
@pytest.mark.parametrize("interpolation", ["nearest", "linear", "cubic", "bspline3", "bspline11"])
def test_policies_are_those_of_the_core(resample, raster, interpolation, policy):
    values, valid = hilly((30, 34)), holes((30, 34), (12, 13), (12, 14), (0, 0), (29, 5))
    grid = identity_grid(31, 35, shift=(-0.4, -0.25))
    expected, expected_valid = core(interpolation, values, grid, valid, policy, 0.7)
    made, made_valid, _ = resample(
        raster(np.where(valid, values, -9999), nodata=-9999),
        raster(grid),
        INTERPOLATION=interpolation,
        VALIDITY_POLICY=policy,
        MINIMUM_VALID_WEIGHT=0.7,
        NODATA=NAN,
    )
    assert np.array_equal(made_valid, expected_valid)
    assert 0.9 < made_valid[:30, :34].mean() < 1
    assert np.array_equal(made.band, expected, equal_nan=True)


@pytest.mark.parametrize("policy", ["renormalized", "nearest"])
def test_lenient_bsplines_pass_through_all_valid_pixels(resample, raster, policy):
    """Invalid ones take part with what they are filled with, whatever the threshold says."""
    values, valid = hilly((30, 34)), holes((30, 34), (12, 13), (12, 14), (0, 5))
    made, made_valid, _ = resample(
        raster(np.where(valid, values, NAN)),
        raster(identity_grid(30, 34)),
        INTERPOLATION="bspline5",
        BSPLINE_START="exact",
        VALIDITY_POLICY=policy,
    )
    assert made_valid[valid == 1].min() == 1
    np.testing.assert_allclose(made.band[valid == 1], values[valid == 1], rtol=1e-12)


# --- what is told ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ({"INTERPOLATION": "cubic"}, []),
        ({"INTERPOLATION": "bspline3", "BSPLINE_EPSILON": 0.1}, []),
        ({"INTERPOLATION": "cubic", "VALIDITY_POLICY": "nearest"}, []),
        ({"INTERPOLATION": "cubic", "BSPLINE_EPSILON": 0.1}, ["BSPLINE_EPSILON is 0.1"]),
        ({"INTERPOLATION": "linear", "BSPLINE_START": "exact"}, ["BSPLINE_START is exact"]),
        (
            {"INTERPOLATION": "bspline3", "BSPLINE_START": "exact", "BSPLINE_EPSILON": 0.1},
            ["BSPLINE_EPSILON is 0.1"],
        ),
        (
            {"INTERPOLATION": "cubic", "MASK_INFLUENCE_THRESHOLD": 1},
            ["MASK_INFLUENCE_THRESHOLD is 1.0"],
        ),
        (
            {"INTERPOLATION": "nearest", "VALIDITY_POLICY": "renormalized"},
            ["VALIDITY_POLICY is renormalized"],
        ),
        ({"INTERPOLATION": "cubic", "MINIMUM_VALID_WEIGHT": 1}, ["MINIMUM_VALID_WEIGHT is 1.0"]),
        ({"INTERPOLATION": "cubic", "BOUNDARY": "edge"}, ["BOUNDARY is edge"]),
        ({"INTERPOLATION": "bspline3", "BOUNDARY": "edge"}, ["bspline3 loses 6 pixels"]),
        ({"INTERPOLATION": "bspline3", "BOUNDARY": "edge", "BSPLINE_START": "exact"}, []),
    ],
)
def test_settings_that_change_nothing_are_told(resample, raster, asked, told):
    feedback = Feedback()
    source, grid = raster(hilly((20, 20))), raster(identity_grid(4, 4, shift=(8, 8)))
    _, valid, _ = resample(source, grid, feedback, **asked)
    assert valid.min() == 1
    assert len(feedback.warnings) == len(told)
    for warning, start in zip(feedback.warnings, told):
        assert warning.startswith(start)
        assert warning.endswith(".")


def test_outputs_tell_the_settings(resample, raster):
    asked = {"INTERPOLATION": "bspline3", "BSPLINE_START": "exact", "BSPLINE_EPSILON": 1e-9}
    made, _, _ = resample(raster(hilly((5, 5))), raster(identity_grid(5, 5)), **asked)
    told = json.loads(made.metadata["GRIDR_PARAMETERS"])
    assert {name: told[name] for name in asked} == {
        name: str(value) for name, value in asked.items()
    }


def test_a_step_of_a_model(raster, out, tmp_path):
    """The strings of a saved model are what the algorithm gets."""
    values, grid = hilly((12, 12)), identity_grid(11, 11, shift=SHIFT)
    asked = {"INTERPOLATION": "bspline7", "BSPLINE_START": "exact", "VALIDITY_POLICY": "strict"}
    child = QgsProcessingModelChildAlgorithm(RESAMPLE)
    child.setChildId("resample")
    given = {"INPUT": raster(values), "GRID": raster(grid), "OUTPUT": out(), **asked}
    for name, value in given.items():
        static = QgsProcessingModelChildParameterSource.fromStaticValue(value)
        child.addParameterSources(name, [static])
    model = QgsProcessingModelAlgorithm("steps", "tests")
    model.addChildAlgorithm(child)
    path = str(tmp_path / "steps.model3")
    assert model.toFile(path)
    loaded = QgsProcessingModelAlgorithm()
    assert loaded.fromFile(path)
    feedback = Feedback()
    _, ok = loaded.create().run({}, QgsProcessingContext(), feedback)
    assert ok, feedback.errors
    expected, valid = core("bspline7", values, grid, recursion_start="exact")
    assert valid.min() == 1
    assert np.array_equal(read_raster(out()).band, expected)
