"""Work with GridR in QGIS's own window, and take pictures of it for the documentation.

Runs inside QGIS (``qgis --code``, started by ``./dev screenshots``): opens the toolbox and the
dialog of every algorithm, runs one from its dialog, and looks whether its result arrives in the
project, styled. What goes wrong is written to the file ``failures.txt``; it is empty when all went
well.

Environment: ``GRIDR_SCREENSHOTS``, the folder that pictures go to; ``GRIDR_DEMO``, what
``./dev demo`` has left.
"""

import os
import traceback
from pathlib import Path

import processing
from PIL import Image
from qgis.core import QgsApplication, QgsProject, QgsRasterLayer, QgsVectorLayer
from qgis.PyQt.QtCore import QEventLoop, QSize, QTimer
from qgis.PyQt.QtWidgets import QDockWidget, QTreeView
from qgis.utils import iface

FOLDER = Path(os.environ["GRIDR_SCREENSHOTS"])
DEMO = Path(os.environ["GRIDR_DEMO"])

# Of dialogs and of the whole window, in pixels.
DIALOG = QSize(980, 640)
WINDOW = QSize(1280, 800)


def wait(milliseconds):
    """Let QGIS work for a while."""
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


def wait_for(condition, seconds):
    """Let QGIS work until something holds.

    Raises
    ------
    RuntimeError
        If it does not after so many seconds.
    """
    for _ in range(int(10 * seconds)):
        if condition():
            return
        wait(100)
    raise RuntimeError(f"waited {seconds} s in vain for {condition.__doc__}")


def save(widget, name):
    """Save what a widget shows."""
    wait(200)
    path = str(FOLDER / f"{name}.png")
    if not widget.grab().save(path):
        raise RuntimeError(f"{path} cannot be written")
    # Fewer colours, not seen, for a third of the size; Qt would dither.
    with Image.open(path) as picture:
        few = picture.convert("RGB").quantize(128, dither=Image.Dither.NONE)
    few.save(path, optimize=True)


def show_layers():
    """Load the demo's input."""
    layers = [
        QgsRasterLayer(str(DEMO / "model.tif"), "Elevation model"),
        QgsVectorLayer(f"{DEMO / 'states.gpkg'}|layername=states", "States"),
    ]
    for layer in layers:
        if not layer.isValid():
            raise RuntimeError(f"{layer.source()} cannot be loaded")
        QgsProject.instance().addMapLayer(layer)
    # Mountains above the states, and room for a mask above them.
    QgsProject.instance().layerTreeRoot().setHasCustomLayerOrder(True)
    QgsProject.instance().layerTreeRoot().setCustomLayerOrder(layers)
    return layers


def picture_of_toolbox():
    """Open the toolbox on GridR's algorithms."""
    toolbox = iface.mainWindow().findChild(QDockWidget, "ProcessingToolbox")
    toolbox.show()
    toolbox.searchBox.setText("gridr")
    wait(1000)
    toolbox.findChild(QTreeView).expandAll()
    save(toolbox, "toolbox")


def pictures_of_dialogs():
    """Open the dialog of each algorithm."""
    provider = QgsApplication.processingRegistry().providerById("gridr")
    for algorithm in sorted(provider.algorithms(), key=lambda algorithm: algorithm.name()):
        dialog = processing.createAlgorithmDialog(algorithm.id(), {})
        dialog.resize(DIALOG)
        dialog.show()
        wait(400)
        save(dialog, f"dialog_{algorithm.name()}")
        dialog.close()
        dialog.deleteLater()


def picture_of_options():
    """Open the page that stands in QGIS's options."""
    from gridr_qgis.gridr_provider.options_page import OptionsFactory

    page = OptionsFactory().createWidget(iface.mainWindow())
    page.resize(DIALOG)
    page.show()
    save(page, "options")
    page.hide()


def run_from_dialog(layers):
    """Run an algorithm as a user does, and look at what arrives."""
    model, states = layers
    states.setSubsetString("name = 'Tennessee'")
    parameters = {"REFERENCE": model, "VALID_GEOMETRY": states}
    dialog = processing.createAlgorithmDialog("gridr:buildmask", parameters)
    dialog.resize(DIALOG)
    dialog.show()
    wait(500)
    before = set(QgsProject.instance().mapLayers())
    dialog.runButton().click()

    def arrived():
        """the mask in the project"""
        return set(QgsProject.instance().mapLayers()) - before

    wait_for(arrived, 120)
    wait(1000)
    save(dialog, "dialog_after_run")
    dialog.close()
    (identifier,) = arrived()
    mask = QgsProject.instance().mapLayer(identifier)
    QgsProject.instance().layerTreeRoot().setCustomLayerOrder([mask, model, states])
    extent = model.extent()
    extent.scale(1.3)
    iface.mapCanvas().setExtent(extent)
    iface.mapCanvas().refreshAllLayers()
    wait(2000)
    save(iface.mainWindow(), "mask_loaded")
    if mask.renderer().type() != "paletted":
        raise RuntimeError(f"the mask is drawn as {mask.renderer().type()}")
    labels = [entry.label for entry in mask.renderer().classes()]
    if len(labels) != 2:
        raise RuntimeError(f"the mask has the classes {labels}")


def work():
    """Do it all, and end QGIS."""
    failure = ""
    try:
        iface.mainWindow().resize(WINDOW)
        layers = show_layers()
        picture_of_toolbox()
        picture_of_options()
        pictures_of_dialogs()
        run_from_dialog(layers)
    except Exception:  # noqa: BLE001 - whatever it is, the caller has to see it
        failure = traceback.format_exc()
    (FOLDER / "failures.txt").write_text(failure)
    # At once: QGIS would ask whether the project should be saved.
    os._exit(1 if failure else 0)


# When the window is there.
QTimer.singleShot(3000, work)
