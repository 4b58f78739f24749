"""Icons can be told from what they stand on, as small as the toolbox shows them."""

from pathlib import Path

import numpy as np
import pytest
from qgis.core import QgsApplication
from qgis.PyQt.QtCore import QRectF
from qgis.PyQt.QtGui import QColor, QImage, QPainter
from qgis.PyQt.QtSvg import QSvgRenderer

FOLDER = Path(__file__).resolve().parents[2] / "icons"
# The panels of QGIS's default theme and of its Night Mapping.
BACKGROUNDS = ("#ffffff", "#323232")
# Of the Web Content Accessibility Guidelines, for graphics.
CONTRAST = 3


def icons():
    return sorted(path.name for path in FOLDER.glob("*.svg") if path.name != "gridr.svg")


def painted(path, background, size=16):
    """Return the picture as RGB of 0 to 1, shape (rows, cols, 3)."""
    renderer = QSvgRenderer(str(path))
    assert renderer.isValid()
    image = QImage(size, size, QImage.Format.Format_RGB32)
    image.fill(QColor(background))
    painter = QPainter(image)
    renderer.render(painter, QRectF(0, 0, size, size))
    painter.end()
    colors = [[image.pixelColor(x, y).getRgbF()[:3] for x in range(size)] for y in range(size)]
    return np.array(colors)


def luminance(colors):
    linear = np.where(colors <= 0.04045, colors / 12.92, ((colors + 0.055) / 1.055) ** 2.4)
    return linear @ [0.2126, 0.7152, 0.0722]


def contrast(colors, background):
    light = luminance(colors)
    ground = luminance(np.array(QColor(background).getRgbF()[:3]))
    return (np.maximum(light, ground) + 0.05) / (np.minimum(light, ground) + 0.05)


@pytest.mark.parametrize("background", BACKGROUNDS)
@pytest.mark.parametrize("name", icons())
def test_an_icon_is_seen_at_16_pixels(name, background):
    seen = contrast(painted(FOLDER / name, background), background) >= CONTRAST
    assert 0.15 <= seen.mean() <= 0.75
    # It fills its square, give or take two pixels at a side.
    for axis in (0, 1):
        places = np.flatnonzero(seen.any(axis=axis))
        assert places[0] <= 2 and places[-1] >= 13


def test_icons_differ():
    pictures = {name: painted(FOLDER / name, "#ffffff") for name in icons()}
    names = list(pictures)
    for i, one in enumerate(names):
        for other in names[:i]:
            assert np.abs(pictures[one] - pictures[other]).mean() > 0.05, (one, other)


def test_every_icon_is_used_and_every_algorithm_has_its_own(provider):
    used = {Path(each.svgIconPath()).name for each in provider.algorithms()}
    assert used == set(icons())
    for algorithm in provider.algorithms():
        assert Path(algorithm.svgIconPath()).parent == FOLDER
        assert not algorithm.icon().pixmap(16, 16).isNull()
        made = QgsApplication.processingRegistry().createAlgorithmById(algorithm.id())
        assert made.svgIconPath() == algorithm.svgIconPath()
