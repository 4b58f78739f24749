"""Draw the dialog of an algorithm, with some of its parameters set.

    dialog.py PICTURE LAYERS ALGORITHM NAME=VALUE...

LAYERS are rasters of the current folder, separated by commas, that the project holds. It runs in a
process of its own, because QGIS's dialogs do not end well without its main window.
"""

import os
import sys
from pathlib import Path

from PIL import Image
from qgis.core import QgsApplication, QgsProject, QgsRasterLayer

SIZE = (860, 620)


def main(picture, layers, algorithm, *assignments):
    """Draw the dialog into a PNG."""
    application = QgsApplication([], True)
    application.initQgis()
    sys.path[:0] = [
        str(Path(QgsApplication.pkgDataPath(), "python", "plugins")),
        os.environ["QGIS_PLUGINPATH"],
    ]
    from processing.core.Processing import Processing
    from processing.gui.AlgorithmDialog import AlgorithmDialog

    import gridr_qgis

    Processing.initialize()
    plugin = gridr_qgis.classFactory(None)
    plugin.initProcessing()
    for name in layers.split(","):
        QgsProject.instance().addMapLayer(QgsRasterLayer(name, Path(name).stem))
    dialog = AlgorithmDialog(QgsApplication.processingRegistry().createAlgorithmById(algorithm))
    dialog.setParameters(dict(each.split("=", 1) for each in assignments))
    dialog.resize(*SIZE)
    dialog.show()
    for _ in range(20):
        application.processEvents()
    dialog.grab().save(picture)
    with Image.open(picture) as image:
        few = image.convert("RGB").quantize(64)
    few.save(picture, optimize=True)
    sys.stdout.flush()
    os._exit(0)


if __name__ == "__main__":
    main(*sys.argv[1:])
