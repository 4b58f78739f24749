"""gridr:resamplespline: results of GRASS 8.2.1 through QGIS, and all of its outputs."""

import numpy as np
import pytest
import tiny_rasters as tiny
from grass_cases import SPLINES, load_spline
from running import Feedback

from gridr_qgis.core import SPLINE_OUTPUTS, Region, Segmentation, resample_spline_outputs

PARAMETERS = {
    "elevation": "OUTPUT", "slope": "OUTPUT_SLOPE", "aspect": "OUTPUT_ASPECT",
    "profile": "OUTPUT_PROFILE_CURVATURE", "tangential": "OUTPUT_TANGENTIAL_CURVATURE",
    "mean": "OUTPUT_MEAN_CURVATURE", "dx": "OUTPUT_DX", "dy": "OUTPUT_DY", "dxx": "OUTPUT_DXX",
    "dyy": "OUTPUT_DYY", "dxy": "OUTPUT_DXY",
}  # fmt: skip
SETTINGS = {
    "tension": "TENSION", "overlap": "OVERLAP", "theta": "THETA", "scalex": "SCALE_X",
    "zscale": "ZSCALE", "normalized_tension": "NORMALIZED_TENSION",
}  # fmt: skip

# Of what GRASS derives of the surface: degrees, and per map unit.
TOLERANCES = {"slope": 1e-4, "aspect": 1e-4}
OTHERS = 1e-5


def write(path, values, region):
    return tiny.write_raster(path, values, geotransform=region.to_geotransform(), epsg=None)


def parameters_of(case, folder):
    """Return the parameters that a `SplineCase` stands for, without outputs; write its rasters."""
    given = {SETTINGS[name]: value for name, value in case.settings.items()}
    # GRASS reads values as float32.
    given["INPUT"] = write(folder / "source.tif", case.array.astype(np.float32), case.source)
    blank = np.zeros(case.target.shape, np.uint8)
    given["REFERENCE"] = write(folder / "target.tif", blank, case.target)
    if case.smoothing is not None:
        given["SMOOTHING_RASTER"] = write(folder / "smoothing.tif", case.smoothing, case.source)
    if case.target_mask is not None:
        given["TARGET_MASK"] = write(folder / "allowed.tif", case.target_mask, case.target)
    return given


@pytest.mark.parametrize("number", SPLINES)
def test_results_of_grass(run, folder, number):
    case = load_spline(number)
    results = run(
        "gridr:resamplespline",
        **parameters_of(case, folder),
        **{PARAMETERS[name]: str(folder / f"{name}.tif") for name in case.outputs},
        OUTPUT_MASK=str(folder / "mask.tif"),
    )
    for name, expected in case.outputs.items():
        found = tiny.read_raster(results[PARAMETERS[name]]).band
        np.testing.assert_array_equal(np.isnan(found), np.isnan(expected))
        difference = np.abs(found - expected)
        if name == "aspect":
            difference = np.minimum(difference, 360 - difference)
        tolerance = case.tolerance if name == "elevation" else TOLERANCES.get(name, OTHERS)
        assert np.nanmax(difference) <= tolerance, name
    known = ~np.isnan(case.outputs["elevation"])
    np.testing.assert_array_equal(tiny.read_raster(results["OUTPUT_MASK"]).band, known)
    assert results["VALID_COUNT"] == known.sum()


def test_every_output_and_setting(run, raster, folder):
    values = np.round(np.random.default_rng(0).normal(100, 30, (12, 14)))
    values[4, 5] = np.nan
    source = Region(tiny.NORTH, tiny.NORTH - 120, tiny.WEST + 140, tiny.WEST, 12, 14)
    target = Region(tiny.NORTH, tiny.NORTH - 120, tiny.WEST + 140, tiny.WEST, 24, 28)
    feedback = Feedback()
    results = run(
        "gridr:resamplespline",
        feedback,
        INPUT=raster(values),
        CELL_SIZE=5,
        TENSION=25,
        SMOOTHING=0.5,
        OVERLAP=2,
        ZSCALE=3,
        THETA=30,
        SCALE_X=2,
        SEGMENT_LEAST=20,
        SEGMENT_MOST=60,
        SEGMENT_LIMIT=100,
        **{name: str(folder / f"{name}.tif") for name in PARAMETERS.values()},
    )
    expected = resample_spline_outputs(
        values, source, target, SPLINE_OUTPUTS, tension=25.0, smoothing=0.5, overlap=2, zscale=3.0,
        theta=30.0, scalex=2.0, segmentation=Segmentation(20, 60, 100),
    )  # fmt: skip
    for name, parameter in PARAMETERS.items():
        found = tiny.read_raster(results[parameter])
        np.testing.assert_allclose(found.band, expected[name], rtol=1e-9, atol=1e-12)
    assert feedback.warnings == [] and results["INVALID_COUNT"] == 0
