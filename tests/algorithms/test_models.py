"""The models that the plugin ships, as the toolbox runs them."""

import re
import shutil

import make_models
import model_inputs
import numpy as np
import pytest
from model_inputs import FOLDER, SHIPPED, clouds_case, mask_case, stack_case
from qgis.core import (
    QgsApplication,
    QgsProcessingException,
    QgsProcessingModelAlgorithm,
    QgsProcessingParameterDefinition,
    QgsProcessingParameterEnum,
)
from running import Feedback, run_algorithm
from tiny_rasters import read_raster, write_raster

OPTIONAL = QgsProcessingParameterDefinition.Flag.FlagOptional


@pytest.fixture(autouse=True)
def providers(qgis_processing):
    """QGIS's own steps."""


@pytest.fixture(params=SHIPPED)
def model(request):
    return QgsApplication.processingRegistry().createAlgorithmById(f"gridr:{request.param}")


# --- what they are --------------------------------------------------------------------------


def test_the_provider_has_the_models_of_the_folder(provider):
    models = {
        each.name()
        for each in provider.algorithms()
        if isinstance(each, QgsProcessingModelAlgorithm)
    }
    assert models == {path.stem for path in FOLDER.glob("*.model3")} == set(SHIPPED)


def test_a_model_that_only_stands_in_the_provider_has_its_outputs(provider):
    for name in SHIPPED:
        listed = provider.algorithm(name)
        made = listed.create()
        outputs = [each.name() for each in made.outputDefinitions()]
        assert outputs and [each.name() for each in listed.outputDefinitions()] == outputs
        destinations = [each.name() for each in listed.destinationParameterDefinitions()]
        assert destinations == outputs
    provider.refreshAlgorithms()
    assert all(provider.algorithm(name).outputDefinitions() for name in SHIPPED)


def test_the_files_are_what_the_script_makes(tmp_path):
    """After a change of the script, or of parameters of its steps: ./dev models."""

    def told(model):
        told = model.toVariant()
        told.pop("internal_version", None)  # of later versions
        # Copies of the steps' parameters, which follow these in any case.
        definitions = told.pop("parameterDefinitions")
        inputs = {name: each for name, each in definitions.items() if ":" not in name}
        return told, inputs

    for make in make_models.MODELS:
        name = f"{make().name()}.model3"
        assert make().toFile(str(tmp_path / name))
        kept, made = QgsProcessingModelAlgorithm(), QgsProcessingModelAlgorithm()
        assert kept.fromFile(str(FOLDER / name)) and made.fromFile(str(tmp_path / name))
        assert told(kept) == told(made)


def test_every_step_is_complete(model):
    assert model.canExecute() == (True, "")
    assert model.validate() == (True, [])


def test_a_model_looks_like_an_algorithm(model):
    assert re.fullmatch("[a-z]+", model.name())
    assert model.id() == f"gridr:{model.name()}"
    assert (model.group(), model.groupId()) == ("Models", "models")
    assert re.fullmatch("[A-Z][a-z]*( [a-z]+)+", model.displayName())
    assert model.createInstance().displayName() == model.displayName()
    assert re.fullmatch(r"[A-Z][a-z]*s [^<>]*\.", model.shortDescription())
    assert {"gridr", "model", "raster"} < set(model.tags())
    assert {"warp", "mask", "resample"} & set(model.tags())
    assert all(tag == tag.strip().lower() for tag in model.tags())
    assert model.helpUrl().startswith("https://")
    assert model.svgIconPath().endswith("models.svg")
    assert not model.icon().isNull()


def test_every_parameter_is_explained(model):
    text = model.shortHelpString()
    for parameter in model.parameterDefinitions():
        assert parameter.help().endswith(".")
        assert parameter.description() in text
        if not parameter.isDestination():
            assert re.fullmatch("[A-Z][A-Z0-9_]*", parameter.name())
            assert parameter.help() in text
        if isinstance(parameter, QgsProcessingParameterEnum):
            assert parameter.usesStaticStrings()
            assert [each for each in parameter.options() if each not in parameter.help()] == []


def test_choices_are_those_of_the_steps(model):
    for child in model.childAlgorithms().values():
        for name, (source, *_) in child.parameterSources().items():
            definition = child.algorithm().parameterDefinition(name)
            if not isinstance(definition, QgsProcessingParameterEnum):
                continue
            if child.algorithmId().startswith("gridr:"):
                offered = model.parameterDefinition(source.parameterName() or "")
                chosen = [source.staticValue()] if offered is None else offered.options()
                if source.expression():
                    continue
                assert set(chosen) <= set(definition.options()), name


def test_boxes_do_not_overlap(model):
    parts = [*model.parameterComponents().values(), *model.childAlgorithms().values()]
    for child in model.childAlgorithms().values():
        parts += child.modelOutputs().values()
    places = [(part.position().x(), part.position().y()) for part in parts]
    for i, (x, y) in enumerate(places):
        assert x > 0 and y > 0
        for other_x, other_y in places[:i]:
            assert abs(x - other_x) >= 240 or abs(y - other_y) >= 50


def test_a_broken_file_is_left_out_and_told(tmp_path):
    from gridr_qgis.algorithms.shipped_models import read_models

    shutil.copy(FOLDER / "warpwithclouds.model3", tmp_path)
    text = (FOLDER / "warpwithclouds.model3").read_text(encoding="utf-8")
    (tmp_path / "cut.model3").write_text(text[:2000], encoding="utf-8")
    (tmp_path / "empty.model3").touch()
    (tmp_path / "named.model3").write_text(
        text.replace('"warpwithclouds"', '"two words"'), encoding="utf-8"
    )
    said = []
    log = QgsApplication.messageLog()
    log.messageReceived.connect(lambda message, tag, level: said.append(message))
    assert [each.name() for each in read_models(tmp_path)] == ["warpwithclouds"]
    told = [message for message in said if "is not a model" in message]
    assert [re.search(r"(\w+)\.model3", message)[1] for message in told] == [
        *("cut", "empty", "named")
    ]
    assert read_models(tmp_path / "none") == []


# --- what they do ---------------------------------------------------------------------------


def test_warp_with_clouds(run, folder, out, polygons):
    parameters, values, valid = clouds_case(folder)
    outputs = {"warp:OUTPUT": out(), "warp:OUTPUT_MASK": out("mask.tif")}
    told = run("gridr:warpwithclouds", **parameters, **outputs)
    assert told["warp:OUTPUT"] == out()
    assert 60 < valid.sum() < valid.size - 60
    made = read_raster(out())
    np.testing.assert_array_equal(made.band, values)
    assert made.nodata == [-5]
    np.testing.assert_array_equal(read_raster(out("mask.tif")).band, valid)
    # The footprint is the western half.
    west, north = model_inputs.WEST, model_inputs.NORTH
    half = polygons(
        f"POLYGON(({west} {north}, {west + 100} {north}, {west + 100} {north - 200},"
        f" {west} {north - 200}, {west} {north}))"
    )
    run("gridr:warpwithclouds", **parameters, **outputs, FOOTPRINT=half)
    valid[:, 10:] = 0
    np.testing.assert_array_equal(read_raster(out("mask.tif")).band, valid)


@pytest.mark.parametrize(
    "given, clear",
    [
        ({"CLOUD_VALUES": "7"}, "all but 7"),
        ({"CLOUD_VALUES": "5, 6"}, "all"),
        ({"CLOUD_BITS": "0"}, "all but 7"),  # 7 is 0b111
        ({"CLOUD_BITS": "0-1=2"}, "all"),
        ({"CLOUD_VALUES": "7", "CLOUD_MARGIN": 20}, "none"),
    ],
)
def test_clouds_by_values_and_bits(run, folder, out, given, clear):
    parameters, _, valid = clouds_case(folder)
    outputs = {"warp:OUTPUT": out(), "warp:OUTPUT_MASK": out("mask.tif")}
    # Nothing is unknown here.
    clouds = read_raster(parameters["CLOUDS"]).band
    clouds = np.where(clouds < 0, 0, clouds).astype(np.int16)
    cells = model_inputs.cells(4 * model_inputs.SIZE)
    parameters["CLOUDS"] = write_raster(folder / "known.tif", clouds, geotransform=cells)
    run("gridr:warpwithclouds", **parameters, **outputs)
    of_zero = read_raster(out("mask.tif")).band
    assert np.count_nonzero(valid) < np.count_nonzero(of_zero)
    run("gridr:warpwithclouds", **parameters, **given, **outputs)
    made = read_raster(out("mask.tif")).band
    if clear == "all but 7":
        np.testing.assert_array_equal(made, of_zero)
    else:
        support = np.zeros_like(made)
        support[2 : model_inputs.ROWS - 2, 2 : model_inputs.COLS - 2] = clear == "all"
        np.testing.assert_array_equal(made, support)


def test_warp_into_another_reference_system(run, folder, out):
    parameters, _, valid = clouds_case(folder)
    parameters.pop("REFERENCE")
    outputs = {"warp:OUTPUT": out(), "warp:OUTPUT_MASK": out("mask.tif")}
    run("gridr:warpwithclouds", **parameters, **outputs, TARGET_CRS="EPSG:32630")
    assert read_raster(out()).epsg == 32630
    assert 0 < np.count_nonzero(read_raster(out("mask.tif")).band) < np.count_nonzero(valid)


def test_coarse_mask_to_fine(run, folder, out):
    parameters, valid = mask_case(folder)
    run("gridr:coarsemasktofine", **parameters, **{"mask:OUTPUT": out()})
    np.testing.assert_array_equal(read_raster(out()).band, valid)


def test_stack_on_reference(run, folder, out):
    parameters, bands, inside = stack_case(folder)
    told = run(
        "gridr:stackonreference",
        **parameters,
        **{"stack:OUTPUT": out(), "stack:OUTPUT_MASK": out("mask.tif")},
    )
    made = read_raster(out())
    assert made.values.dtype == np.float32 and made.nodata == [-9999] * 3
    assert made.geotransform == model_inputs.NORTH_UP
    np.testing.assert_allclose(made.values[(..., *inside)], bands[(..., *inside)], rtol=1e-6)
    invalid = np.any(made.values == -9999, axis=0)
    assert 0 < invalid.sum() < 120
    np.testing.assert_array_equal(read_raster(out("mask.tif")).band == 0, invalid)
    used = [told["CHILD_INPUTS"][f"warp{slot}"]["INTERPOLATION"] for slot in range(1, 7)]
    assert used == ["linear", "linear", "nearest", "linear", "nearest", "nearest"]


def test_a_stack_of_one_without_mask(run, folder, out):
    parameters, bands, inside = stack_case(folder)
    given = {name: parameters[name] for name in ("REFERENCE", "RASTER_1", "INTERPOLATION")}
    told = run("gridr:stackonreference", **given, **{"stack:OUTPUT": out()})
    np.testing.assert_allclose(read_raster(out()).band[inside], bands[(0, *inside)], rtol=1e-6)
    assert told["stack:OUTPUT_MASK"] is None
    # A raster that is not given costs no interpolation, and what is left out has its default.
    steps = told["CHILD_INPUTS"]
    assert [steps[f"warp{slot}"]["INTERPOLATION"] for slot in (1, 2)] == ["linear", "nearest"]
    assert steps["warp1"]["DATA_TYPE"] == "float32"
    assert steps["warp1"]["NODATA"] == steps["stack"]["NODATA"] == -9999


def test_an_error_of_a_step_is_told(folder, out):
    parameters, _, _ = clouds_case(folder)
    parameters.pop("REFERENCE")
    feedback = Feedback()
    outputs = {"warp:OUTPUT": out(), "warp:OUTPUT_MASK": out("mask.tif")}
    with pytest.raises(QgsProcessingException):
        run_algorithm("gridr:warpwithclouds", {**parameters, **outputs}, feedback)
    assert any("REFERENCE" in error and "TARGET_CRS" in error for error in feedback.errors)


def test_temporary_outputs(run, folder):
    parameters, valid = mask_case(folder)
    told = run("gridr:coarsemasktofine", **parameters, **{"mask:OUTPUT": "TEMPORARY_OUTPUT"})
    np.testing.assert_array_equal(read_raster(told["mask:OUTPUT"]).band, valid)
