"""GridR's strings in the user's language."""

from pathlib import Path

from qgis.core import QgsApplication
from qgis.PyQt.QtCore import QCoreApplication, QLocale, QTranslator

FOLDER = Path(__file__).resolve().parents[1] / "i18n"


def install_translator():
    """Install the translator of QGIS's language.

    Returns
    -------
    QTranslator or None
        None where there is no translation. Qt does not keep it: hold it as long as it should work.
    """
    translator = QTranslator()
    # "fr_CA" finds gridr_fr.qm.
    locale = QLocale(QgsApplication.locale() or "en")
    if not translator.load(locale, "gridr", "_", str(FOLDER), ".qm"):
        return None
    QCoreApplication.installTranslator(translator)
    return translator


def remove_translator(translator):
    """Take away what `install_translator` gave."""
    if translator is not None:
        QCoreApplication.removeTranslator(translator)
