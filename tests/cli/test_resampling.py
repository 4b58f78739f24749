"""``gridr:gridresampling`` from the command line, against its input and against GridR 0.7.0."""

import numpy as np
import pytest
from gridr.core.grid.grid_resampling import array_grid_resampling as gridr_resampling
from qgis.core import (
    QgsProcessingModelAlgorithm,
    QgsProcessingModelChildAlgorithm,
    QgsProcessingModelChildParameterSource,
    QgsProcessingModelOutput,
    QgsProcessingModelParameter,
    QgsProcessingParameterRasterLayer,
)
from tiny_rasters import NORTH, SIZE, WEST, identity_grid, read_raster, write_raster

from gridr_qgis.core.resampling.array_grid_resampling import array_grid_resampling

RESAMPLE = "gridr:gridresampling"


def step(model, name, identifier, output, **parameters):
    """Add an algorithm to a model; strings are values, tuples (step, output) and (input,)."""
    source = QgsProcessingModelChildParameterSource
    child = QgsProcessingModelChildAlgorithm(identifier)
    child.setChildId(name)
    child.setDescription(name)
    for parameter, value in parameters.items():
        if not isinstance(value, tuple):
            value = source.fromStaticValue(value)
        elif len(value) == 1:
            value = source.fromModelParameter(*value)
        else:
            value = source.fromChildOutput(*value)
        child.addParameterSources(parameter, [value])
    if output:
        made = QgsProcessingModelOutput(output, output)
        made.setChildId(name)
        made.setChildOutputName("OUTPUT")
        child.setModelOutputs({output: made})
    model.addChildAlgorithm(child)


def output(step, name, path):
    """Return the parameter for an output of a model, under both of its names.

    Older versions of QGIS put the step in front, newer ones do not; what is unknown is passed over.
    """
    return {name: path, f"{step}:{name}": path}


def test_an_identity_grid_changes_no_bit(qgis_process, tmp_path):
    """All types and interpolations in one process, as a model of many steps."""
    rng = np.random.default_rng(7)
    grid = write_raster(tmp_path / "grid.tif", identity_grid(9, 11))
    types = {
        "uint8": rng.integers(0, 256, (9, 11)),
        "int16": rng.integers(-(2**15), 2**15, (9, 11)),
        "uint16": rng.integers(0, 2**16, (9, 11)),
        "int32": rng.integers(-(2**31), 2**31, (9, 11)),
        "uint32": rng.integers(0, 2**32, (9, 11)),
        "float32": rng.normal(size=(9, 11)) * 10.0 ** rng.integers(-30, 30, (9, 11)),
        "float64": rng.normal(size=(9, 11)) * 10.0 ** rng.integers(-200, 200, (9, 11)),
    }
    model, outputs = QgsProcessingModelAlgorithm("identities", "tests"), {}
    for dtype, values in types.items():
        source = write_raster(tmp_path / f"{dtype}.tif", values, dtype=dtype)
        for interpolation in ("nearest", "linear", "cubic"):
            name = f"{dtype}_{interpolation}"
            step(model, name, RESAMPLE, name, INPUT=source, GRID=grid, INTERPOLATION=interpolation)
            outputs.update(output(name, name, tmp_path / f"{name}.tif"))
    path = tmp_path / "identities.model3"
    assert model.toFile(str(path))
    qgis_process.run(path, **outputs)
    for dtype in types:
        before = read_raster(tmp_path / f"{dtype}.tif").band
        for interpolation in ("nearest", "linear", "cubic"):
            after = read_raster(tmp_path / f"{dtype}_{interpolation}.tif").band
            assert after.dtype == before.dtype == np.dtype(dtype)
            assert after.tobytes() == before.tobytes(), (dtype, interpolation)


def a_warp():
    """Return source, its mask, grid and step: turned, scaled, moved by fractions, bent."""
    rng = np.random.default_rng(8)
    source = rng.normal(100, 30, size=(80, 90))
    mask = (rng.random((80, 90)) > 0.01).astype(np.uint8)
    rows, cols = np.meshgrid(np.arange(15) * 5.0, np.arange(12) * 6.0, indexing="ij")
    row = 3.3 + 0.93 * rows + 0.11 * cols + 0.002 * rows * cols
    col = 11.7 - 0.12 * rows + 0.95 * cols
    return source, mask, np.stack([row, col]), (5, 6)


@pytest.mark.parametrize("interpolation", ["nearest", "linear", "cubic"])
def test_a_bent_grid_gives_what_gridr_gives(qgis_process, tmp_path, interpolation):
    source, mask, grid, factors = a_warp()
    qgis_process.run(
        RESAMPLE,
        INPUT=write_raster(tmp_path / "source.tif", source),
        MASK_IN=write_raster(tmp_path / "mask.tif", mask),
        GRID=write_raster(tmp_path / "grid.tif", grid),
        GRID_RESOLUTION_ROWS=factors[0],
        GRID_RESOLUTION_COLS=factors[1],
        INTERPOLATION=interpolation,
        NODATA=-999,
        OUTPUT=tmp_path / "out.tif",
        OUTPUT_MASK=tmp_path / "out_mask.tif",
    )
    expected, expected_mask = gridr_resampling(
        interp=interpolation,
        array_in=source,
        grid_row=grid[0],
        grid_col=grid[1],
        grid_resolution=factors,
        array_out=None,
        nodata_out=-999.0,
        array_in_mask=mask,
        array_out_mask=True,
    )
    made = read_raster(tmp_path / "out.tif")
    made_mask = read_raster(tmp_path / "out_mask.tif").band
    assert made.band.shape == (71, 67)
    assert np.array_equal(made_mask, expected_mask)
    assert 0.2 < made_mask.mean() < 0.99
    np.testing.assert_allclose(made.band, np.squeeze(expected), rtol=1e-9, atol=0)


def test_a_bspline_gives_what_the_core_gives(qgis_process, tmp_path):
    """Two masks: one of a raster, and -9999 as nodata."""
    source, mask, grid, factors = a_warp()
    mask = np.ones_like(mask)
    mask[20, 30], mask[21, 31] = 0, 0
    expected, expected_mask = array_grid_resampling(
        "bspline3",
        source,
        *grid,
        factors,
        None,
        nodata_out=-9999,
        array_in_mask=mask,
        array_out_mask=True,
        boundary_condition="reflect",
        interp_kwargs={"mask_influence_threshold": 0.01, "recursion_start": "exact"},
    )
    source[20, 30] = -9999
    mask[20, 30] = 1
    qgis_process.run(
        RESAMPLE,
        INPUT=write_raster(tmp_path / "source.tif", source, nodata=-9999),
        MASK_IN=write_raster(tmp_path / "mask.tif", mask),
        GRID=write_raster(tmp_path / "grid.tif", grid),
        GRID_RESOLUTION_ROWS=factors[0],
        GRID_RESOLUTION_COLS=factors[1],
        INTERPOLATION="bspline3",
        BSPLINE_START="exact",
        MASK_INFLUENCE_THRESHOLD=0.01,
        BOUNDARY="reflect",
        TRUST_PADDING="true",
        OUTPUT=tmp_path / "out.tif",
        OUTPUT_MASK=tmp_path / "out_mask.tif",
    )
    made_mask = read_raster(tmp_path / "out_mask.tif").band
    assert np.array_equal(made_mask, expected_mask)
    assert 0.2 < made_mask.mean() < 0.99
    assert np.array_equal(read_raster(tmp_path / "out.tif").band, expected)


def test_a_share_of_zero_is_told_by_its_name(qgis_process, tmp_path):
    """QGIS itself refuses what is beyond its limits, which include the 0."""
    done = qgis_process.start(
        RESAMPLE,
        INPUT=write_raster(tmp_path / "source.tif", np.ones((4, 4))),
        GRID=write_raster(tmp_path / "grid.tif", identity_grid(4, 4)),
        INTERPOLATION="bspline3",
        BSPLINE_EPSILON=0,
        OUTPUT=tmp_path / "out.tif",
    )
    assert done.returncode == 1
    assert "BSPLINE_EPSILON is 0.0; it must be more than 0 and at most 1." in done.stderr
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "out.tif").exists()


def test_a_model_of_mask_and_resampling(qgis_process, tmp_path):
    """A model's file is run by its path; the mask of the first step is used in the second."""
    values = np.arange(80.0).reshape(8, 10)
    source = write_raster(tmp_path / "source.tif", values)
    reference = write_raster(tmp_path / "reference.tif", np.zeros((8, 10), dtype=np.uint8))
    coarse = np.ones((4, 5), dtype=np.uint8)
    coarse[1, 1] = 0
    mask = write_raster(
        tmp_path / "coarse.tif",
        coarse,
        geotransform=(WEST, 2 * SIZE, 0, NORTH, 0, -2 * SIZE),
    )
    grid = write_raster(tmp_path / "grid.tif", identity_grid(8, 10))
    model = QgsProcessingModelAlgorithm("chain", "tests")
    for name in ("source", "grid"):
        parameter = QgsProcessingParameterRasterLayer(name, name)
        model.addModelParameter(parameter, QgsProcessingModelParameter(name))
    step(model, "mask", "gridr:buildmask", "", REFERENCE=reference, MASK_IN=mask)
    step(
        model,
        "resample",
        RESAMPLE,
        "made",
        INPUT=("source",),
        GRID=("grid",),
        MASK_IN=("mask", "OUTPUT"),
        INTERPOLATION="nearest",
        NODATA=-1,
    )
    path = tmp_path / "chain.model3"
    assert model.toFile(str(path))
    made = output("resample", "made", tmp_path / "out.tif")
    qgis_process.run(path, source=source, grid=grid, **made)
    # The coarse pixel (1, 1) weighs on rows and columns 1 to 4; the border has no support.
    expected = np.full((8, 10), -1.0)
    expected[1:-1, 1:-1] = values[1:-1, 1:-1]
    expected[1:5, 1:5] = -1
    assert read_raster(tmp_path / "out.tif").band.tolist() == expected.tolist()
