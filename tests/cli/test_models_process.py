"""The models of the plugin from the command line, by their ids and as files."""

import numpy as np
import pytest
from model_inputs import SHIPPED, clouds_case, mask_case, stack_case
from tiny_rasters import read_raster


@pytest.fixture
def folder(tmp_path):
    path = tmp_path / "in"
    path.mkdir()
    return path


def file_of(qgis_process, name):
    """Return a model's file as the zip has it."""
    (path,) = qgis_process.plugin.rglob(f"{name}.model3")
    return path


def test_models_are_listed_and_explained(qgis_process):
    listed = qgis_process("list").stdout
    for name in SHIPPED:
        assert f"gridr:{name}\t" in listed
    told = qgis_process("help", "gridr:warpwithclouds").stdout
    # QGIS 3.40 shows the help of the whole instead.
    assert "Warps an image without its clouds" in told or "Brings an image to the cells" in told
    for name in ("IMAGE", "CLOUDS", "FOOTPRINT", "warp:OUTPUT", "warp:OUTPUT_MASK"):
        assert f"\n{name}: " in told


@pytest.mark.parametrize("as_file", [False, True], ids=["by id", "as file"])
def test_warp_with_clouds(qgis_process, folder, tmp_path, as_file):
    name = "warpwithclouds"
    parameters, values, valid = clouds_case(folder)
    told = qgis_process.run(
        file_of(qgis_process, name) if as_file else f"gridr:{name}",
        **parameters,
        **{"warp:OUTPUT": tmp_path / "out.tif", "warp:OUTPUT_MASK": tmp_path / "mask.tif"},
    )
    assert told["results"]["warp:OUTPUT"] == str(tmp_path / "out.tif")
    np.testing.assert_array_equal(read_raster(tmp_path / "out.tif").band, values)
    np.testing.assert_array_equal(read_raster(tmp_path / "mask.tif").band, valid)


@pytest.mark.parametrize("as_file", [False, True], ids=["by id", "as file"])
def test_coarse_mask_to_fine(qgis_process, folder, tmp_path, as_file):
    name = "coarsemasktofine"
    parameters, valid = mask_case(folder)
    qgis_process.run(
        file_of(qgis_process, name) if as_file else f"gridr:{name}",
        **parameters,
        **{"mask:OUTPUT": tmp_path / "out.tif"},
    )
    np.testing.assert_array_equal(read_raster(tmp_path / "out.tif").band, valid)


def test_stack_on_reference(qgis_process, folder, tmp_path):
    parameters, bands, inside = stack_case(folder)
    qgis_process.run(
        "gridr:stackonreference", **parameters, **{"stack:OUTPUT": tmp_path / "out.tif"}
    )
    made = read_raster(tmp_path / "out.tif")
    assert made.nodata == [-9999] * 3
    np.testing.assert_allclose(made.values[(..., *inside)], bands[(..., *inside)], rtol=1e-6)


def test_an_error_of_a_step_is_one_sentence(qgis_process, folder, tmp_path):
    parameters, _, _ = clouds_case(folder)
    done = qgis_process.start(
        "gridr:warpwithclouds",
        **{**parameters, "INTERPOLATION": "lanczos"},
        **{"warp:OUTPUT": tmp_path / "out.tif", "warp:OUTPUT_MASK": tmp_path / "mask.tif"},
    )
    assert done.returncode == 1
    assert "INTERPOLATION" in done.stderr
    parameters.pop("REFERENCE")
    done = qgis_process.start(
        "gridr:warpwithclouds",
        **parameters,
        **{"warp:OUTPUT": tmp_path / "out.tif", "warp:OUTPUT_MASK": tmp_path / "mask.tif"},
    )
    assert done.returncode == 1
    assert "TARGET_CRS" in done.stderr
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "out.tif").exists()
