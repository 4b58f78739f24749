"""QGIS shows GridR in French when it speaks French."""

import pytest
from qgis.core import QgsApplication
from translations import languages, read

from gridr_qgis.algorithms.base import tr, translated
from gridr_qgis.algorithms.build_mask import BuildMask
from gridr_qgis.gridr_provider.translation import install_translator, remove_translator


@pytest.fixture
def speaking(monkeypatch):
    """A callable that installs the translator of a locale; it is taken away in the end."""
    installed = []

    def speak(locale):
        monkeypatch.setattr(QgsApplication, "locale", lambda: locale)
        installed.append(install_translator())
        return installed[-1]

    yield speak
    for translator in installed:
        remove_translator(translator)


@pytest.mark.parametrize("language", languages())
def test_the_compiled_file_holds_the_translations(speaking, language):
    speaking(language)
    different = [
        source
        for source, translation in read(language).items()
        if translated(source) != translation
    ]
    assert different == [], "run ./dev translate"


@pytest.mark.parametrize("locale", ["fr", "fr_CA"])
def test_names_are_french(speaking, locale):
    assert BuildMask().displayName() == "Build mask"
    translator = speaking(locale)
    assert BuildMask().displayName() == read("fr")["Build mask"] != "Build mask"
    remove_translator(translator)
    assert BuildMask().displayName() == "Build mask"


@pytest.mark.parametrize("locale", ["en", "en_GB", "de", ""])
def test_other_languages_see_english(speaking, locale):
    assert speaking(locale) is None
    assert tr("Build mask") == "Build mask"


def test_ids_do_not_depend_on_the_language(speaking):
    before = BuildMask().name(), BuildMask().groupId()
    speaking("fr")
    assert (BuildMask().name(), BuildMask().groupId()) == before
