"""Masks arrive in QGIS in the colours of their classes, whichever way they are made."""

import gc
import time

import numpy as np
import pytest
from qgis.core import (
    QgsApplication,
    QgsMapRendererParallelJob,
    QgsMapSettings,
    QgsPalettedRasterRenderer,
    QgsProcessingAlgRunnerTask,
    QgsProcessingContext,
    QgsProcessingModelAlgorithm,
    QgsProcessingModelChildAlgorithm,
    QgsProcessingModelChildParameterSource,
    QgsProcessingModelOutput,
    QgsProcessingModelParameter,
    QgsProcessingOutputLayerDefinition,
    QgsProcessingParameterRasterLayer,
    QgsProcessingUtils,
    QgsProject,
    QgsRasterLayer,
)
from qgis.PyQt.QtCore import QCoreApplication, QSize
from qgis.PyQt.QtGui import QColor
from running import Feedback
from tiny_rasters import identity_grid

BOX = "POLYGON((500000 5000000, 500040 5000000, 500040 4999900, 500000 4999900, 500000 5000000))"
CLEAR, INVALID = (0, 0, 0, 0), (230, 0, 76, 128)
MASK = {0: ("invalid", INVALID), 1: ("valid", CLEAR)}


def load(context):
    """Load what a context has to load, as QGIS does; return the layers by their sources."""
    gc.collect()
    layers = {}
    for source, details in context.layersToLoadOnCompletion().items():
        layer = QgsProcessingUtils.mapLayerFromString(source, context)
        assert layer is not None and layer.isValid()
        context.temporaryLayerStore().takeMapLayer(layer)
        details.project.addMapLayer(layer)
        if details.postProcessor():
            details.postProcessor().postProcessLayer(layer, context, Feedback())
        layers[source] = layer
    return layers


def to_project(path):
    """Return an output that QGIS is to load."""
    return QgsProcessingOutputLayerDefinition(str(path), QgsProject.instance())


@pytest.fixture
def in_toolbox(qgis_app):
    """Return a function that runs an algorithm in a task, and loads its outputs."""
    kept = []

    def run(algorithm, parameters):
        context, feedback = QgsProcessingContext(), Feedback()
        context.setProject(QgsProject.instance())
        context.setFeedback(feedback)
        if isinstance(algorithm, str):
            algorithm = QgsApplication.processingRegistry().createAlgorithmById(algorithm)
        ended = []
        task = QgsProcessingAlgRunnerTask(algorithm, parameters, context, feedback)
        task.executed.connect(lambda ok, results: ended.append(ok))
        QgsApplication.taskManager().addTask(task)
        kept.append((algorithm, context, feedback, task))
        until = time.monotonic() + 60
        while not ended and time.monotonic() < until:
            QCoreApplication.processEvents()
            time.sleep(0.005)
        assert ended == [True], feedback.errors
        return load(context)

    yield run
    # Contexts hold layers, which must go before QGIS does.
    kept.clear()
    gc.collect()
    QgsProject.instance().removeAllMapLayers()


def classes_of(layer):
    """Return {value: (label, colour)} of a layer's renderer."""
    renderer = layer.renderer()
    assert renderer.type() == "paletted", renderer.type()
    return {each.value: (each.label, each.color.getRgb()) for each in renderer.classes()}


@pytest.mark.parametrize("suffix", [".tif", ".img"])
@pytest.mark.parametrize(("valid", "invalid"), [(1, 0), (0, 255)])
def test_a_mask_in_the_toolbox(in_toolbox, polygons, blank, out, valid, invalid, suffix):
    path = out(f"mask{suffix}")
    layers = in_toolbox(
        "gridr:buildmask",
        {
            "REFERENCE": blank(10, 8), "VALID_GEOMETRY": polygons(BOX, project=True),
            "VALID_VALUE": valid, "INVALID_VALUE": invalid, "OUTPUT": to_project(path),
        },
    )  # fmt: skip
    assert list(layers) == [path]
    assert classes_of(layers[path]) == {valid: ("valid", CLEAR), invalid: ("invalid", INVALID)}


def test_a_temporary_mask(in_toolbox, blank):
    temporary = QgsProcessingOutputLayerDefinition("TEMPORARY_OUTPUT", QgsProject.instance())
    layers = in_toolbox("gridr:buildmask", {"REFERENCE": blank(4, 4), "OUTPUT": temporary})
    (layer,) = layers.values()
    assert classes_of(layer) == MASK


def test_masks_beside_other_outputs(in_toolbox, raster, out):
    values = raster(np.arange(120.0).reshape(10, 12))
    grid = raster(identity_grid(4, 4, 3))
    steps = {"GRID_RESOLUTION_ROWS": 3, "GRID_RESOLUTION_COLS": 3}
    for number, (name, parameters, expected) in enumerate(
        (
            ("gridresampling", {"INPUT": values, "GRID": grid, **steps}, MASK),
            ("warp", {"INPUT": values, "CELL_SIZE": 20}, MASK),
            ("resamplenearest", {"INPUT": values, "CELL_SIZE": 20}, MASK),
            ("resampleinterpolate", {"INPUT": values, "CELL_SIZE": 20}, MASK),
            ("resamplestatistics", {"INPUT": values, "CELL_SIZE": 20}, MASK),
            (
                "buildgridmask",
                {"GRID": grid, **steps, "VALID_VALUE": 3, "INVALID_VALUE": 9},
                {3: ("valid", CLEAR), 9: ("invalid", INVALID)},
            ),
        )
    ):
        made, mask = out(f"made{number}.tif"), out(f"mask{number}.tif")
        outputs = {"OUTPUT": to_project(made), "OUTPUT_MASK": to_project(mask)}
        layers = in_toolbox(f"gridr:{name}", {**parameters, **outputs})
        assert set(layers) == {made, mask}, name
        assert classes_of(layers[mask]) == expected, name
        assert layers[made].renderer().type() != "paletted", name


def test_many_runs_in_one_context(blank, out, provider):
    """As in batch: each layer has a styler of its own, since contexts delete them."""
    from gridr_qgis.algorithms import class_styles

    context, feedback = QgsProcessingContext(), Feedback()
    context.setProject(QgsProject.instance())
    reference = blank(4, 4)
    for number, valid in enumerate((1, 2, 2)):
        algorithm = QgsApplication.processingRegistry().createAlgorithmById("gridr:buildmask")
        parameters = {
            "REFERENCE": reference, "VALID_VALUE": valid, "OUTPUT": to_project(out(f"{number}.tif"))
        }  # fmt: skip
        _, ok = algorithm.run(parameters, context, feedback)
        assert ok, feedback.errors
        del algorithm
    layers = load(context)
    assert [sorted(classes_of(layer)) for layer in layers.values()] == [[0, 1], [0, 2], [0, 2]]
    layers.clear()
    QgsProject.instance().removeAllMapLayers()
    assert len(class_styles._WAITING) >= 3
    del context
    gc.collect()
    # What contexts have deleted is forgotten with the next.
    algorithm = QgsApplication.processingRegistry().createAlgorithmById("gridr:buildmask")
    context = QgsProcessingContext()
    algorithm.run({"REFERENCE": reference, "OUTPUT": out("last.tif")}, context, feedback)
    assert not context.layersToLoadOnCompletion()
    assert not class_styles._WAITING


def test_final_outputs_of_models(in_toolbox, blank, raster, out):
    """A mask that a later step reads is not loaded; the one that the model gives is styled."""
    model = QgsProcessingModelAlgorithm("masked", "tests")
    model.addModelParameter(
        QgsProcessingParameterRasterLayer("FRAME"), QgsProcessingModelParameter("FRAME")
    )
    of_parameter = QgsProcessingModelChildParameterSource.fromModelParameter
    of_child = QgsProcessingModelChildParameterSource.fromChildOutput
    first = QgsProcessingModelChildAlgorithm("gridr:buildmask")
    first.setChildId("first")
    first.addParameterSources("REFERENCE", [of_parameter("FRAME")])
    second = QgsProcessingModelChildAlgorithm("gridr:buildmask")
    second.setChildId("second")
    second.addParameterSources("REFERENCE", [of_parameter("FRAME")])
    second.addParameterSources("MASK_IN", [of_child("first", "OUTPUT")])
    second.addParameterSources(
        "VALID_VALUE", [QgsProcessingModelChildParameterSource.fromStaticValue(7)]
    )
    final = QgsProcessingModelOutput("MASK", "mask")
    final.setChildId("second")
    final.setChildOutputName("OUTPUT")
    second.setModelOutputs({"mask": final})
    model.addChildAlgorithm(first)
    model.addChildAlgorithm(second)
    model.updateDestinationParameters()
    (name,) = [each.name() for each in model.destinationParameterDefinitions()]
    path = out("mask.tif")
    layers = in_toolbox(model.create(), {"FRAME": blank(5, 6), name: to_project(path)})
    assert list(layers) == [path]
    assert classes_of(layers[path]) == {0: ("invalid", INVALID), 7: ("valid", CLEAR)}


def test_a_style_that_the_user_has_chosen_stays(blank, run, out, provider):
    from gridr_qgis.algorithms.class_styles import ClassStyler
    from gridr_qgis.core.conventions.classes import mask_classes

    run("gridr:buildmask", REFERENCE=blank(4, 4), OUTPUT=out())
    layer = QgsRasterLayer(out(), "mask")
    own = [QgsPalettedRasterRenderer.Class(1, QColor(1, 2, 3), "mine")]
    layer.setRenderer(QgsPalettedRasterRenderer(layer.dataProvider(), 1, own))
    ClassStyler(mask_classes()).postProcessLayer(layer, None, None)
    assert classes_of(layer) == {1: ("mine", (1, 2, 3, 255))}


def rendered(layers, frame):
    """Return a picture of layers, the first on top, 200 x 200 pixels."""
    settings = QgsMapSettings()
    settings.setLayers(layers)
    settings.setDestinationCrs(frame.crs())
    settings.setExtent(frame.extent())
    settings.setOutputSize(QSize(200, 200))
    settings.setBackgroundColor(QColor(0, 0, 0))
    job = QgsMapRendererParallelJob(settings)
    job.start()
    job.waitForFinished()
    return job.renderedImage().copy()


def test_what_is_seen_of_a_mask_over_an_image(in_toolbox, polygons, raster, blank, out, tmp_path):
    image = QgsRasterLayer(raster(np.full((40, 40), 200, np.uint8)), "image")
    QgsProject.instance().addMapLayer(image)
    white = [QgsPalettedRasterRenderer.Class(200, QColor(255, 255, 255), "")]
    image.setRenderer(QgsPalettedRasterRenderer(image.dataProvider(), 1, white))
    path = out("mask.tif")
    half = "POLYGON((500200 5000000, 500400 5000000, 500400 4999600, 500200 4999600))"
    parameters = {
        "REFERENCE": blank(40, 40), "INVALID_GEOMETRY": polygons(half, project=True),
        "OUTPUT": to_project(path),
    }  # fmt: skip
    mask = in_toolbox("gridr:buildmask", parameters)[path]
    picture = rendered([mask, image], image)
    assert picture.save(str(tmp_path / "seen.png"))
    assert picture.pixelColor(50, 100).getRgb() == (255, 255, 255, 255)
    # Half of the red of the class, and half of the white beneath.
    seen = np.array(picture.pixelColor(150, 100).getRgb())
    expected = [(INVALID[band] * 128 + 255 * 127) / 255 for band in range(3)]
    assert np.abs(seen - [*expected, 255]).max() <= 2, seen
