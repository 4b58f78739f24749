"""Drawings in help texts, where a convention matters."""

from qgis.core import QgsApplication

from .package import ROOT


def drawing(name):
    """Return the HTML of a drawing in ``icons/help``.

    The text that qgis_process shows has none: of QGIS 3.40 it would be the HTML itself.
    """
    if QgsApplication.platform() == "qgis_process":
        return ""
    return f'<p><img src="{(ROOT / "icons" / "help" / name).as_uri()}.svg"></p>'
