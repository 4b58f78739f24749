"""Settings in QGIS's options: what is stored, what comes first, and the page."""

import os
import subprocess
import sys

import pytest
from qgis.core import QgsApplication, QgsProcessingException, QgsSettings
from qgis.gui import QgsOptionsPageWidget
from qgis.PyQt.QtCore import QObject, pyqtSignal
from qgis.PyQt.QtGui import QColor, QPalette
from running import Feedback, run_algorithm

from gridr_qgis.algorithms import base
from gridr_qgis.algorithms.settings import Settings, read_settings, write_settings
from gridr_qgis.gridr_provider import numba_help, options_page
from gridr_qgis.gridr_provider.plugin import GridrPlugin

CHOSEN = Settings("numpy", 3, 256, "/somewhere")


@pytest.fixture(autouse=True)
def untouched(monkeypatch):
    """Nothing set, nothing told, nothing in the environment; and so again in the end."""
    from gridr_qgis.core import engines

    for name in options_page.VARIABLES:
        monkeypatch.delenv(name, raising=False)
    write_settings(Settings())
    base._TOLD.clear()
    engines.use_engine(None)
    yield
    write_settings(Settings())
    monkeypatch.undo()
    engines.prefer(engines.Preferences())
    engines.use_engine(None)
    base._TOLD.clear()


# --- what is stored -------------------------------------------------------------------------


def test_settings_are_stored_and_defaults_are_not():
    assert read_settings() == Settings("auto", 0, 0, "")
    write_settings(CHOSEN)
    assert read_settings() == CHOSEN
    assert QgsSettings().value("gridr/threads", type=int) == 3
    write_settings(Settings())
    store = QgsSettings()
    assert not any(store.contains(f"gridr/{name}") for name in vars(Settings()))


@pytest.mark.parametrize(
    ("name", "value", "found"),
    [
        ("engine", "rust", "auto"), ("engine", 3, "auto"), ("threads", "many", 0),
        ("threads", -2, 0), ("threads", 10**9, 0), ("threads", "4", 4), ("memory", 63, 0),
        ("memory", "64", 64), ("memory", None, 0), ("cache_folder", ["a"], ""),
    ],
)  # fmt: skip
def test_what_cannot_be_meant_counts_as_not_set(name, value, found):
    QgsSettings().setValue(f"gridr/{name}", value)
    assert getattr(read_settings(), name) == found
    QgsSettings().remove(f"gridr/{name}")


# --- what comes first -----------------------------------------------------------------------


@pytest.fixture
def masked(blank, out, monkeypatch):
    """Return a function that makes a mask; it gives the job's resources and what was told."""
    from gridr_qgis.core.chains import mask_chain

    jobs, make = [], mask_chain.make_mask
    monkeypatch.setattr(mask_chain, "make_mask", lambda job, *a: jobs.append(job) or make(job, *a))
    reference = blank(3, 3)

    def run(**parameters):
        feedback = Feedback()
        parameters = {"REFERENCE": reference, "OUTPUT": out(), **parameters}
        run_algorithm("gridr:buildmask", parameters, feedback)
        return (jobs[-1].resources.threads, jobs[-1].resources.max_memory), feedback

    return run


def test_parameter_then_environment_then_setting(masked, monkeypatch):
    assert masked()[0] == (None, None)
    write_settings(Settings(threads=3, memory=256))
    assert masked()[0] == (3, 256)
    assert masked(THREADS=0, MAX_MEMORY=0)[0] == (3, 256)
    monkeypatch.setenv("GRIDR_THREADS", "2")
    assert masked()[0] == (2, 256)
    monkeypatch.setenv("GRIDR_MAX_MEMORY", "128")
    assert masked()[0] == (2, 128)
    assert masked(THREADS=1, MAX_MEMORY=512)[0] == (1, 512)
    monkeypatch.setenv("GRIDR_THREADS", "none")
    with pytest.raises(QgsProcessingException, match=r"^GRIDR_THREADS is none; it must be a whole"):
        masked()


def test_the_engine_of_the_setting_acts_at_the_next_run(masked):
    from gridr_qgis.core.engines import engine

    masked()
    assert engine().name == "numba"
    write_settings(Settings(engine="numpy"))
    _, feedback = masked()
    assert engine().name == "numpy"
    (warning,) = feedback.warnings
    assert "numpy, which is slower: the engine is set to numpy" in warning
    # Once told is enough.
    _, feedback = masked()
    assert feedback.warnings == [] and "Engine: numpy." in feedback.infos
    write_settings(Settings())
    _, feedback = masked()
    assert engine().name == "numba" and feedback.warnings == []


def test_the_environment_comes_before_the_engine_of_the_setting(masked, monkeypatch):
    from gridr_qgis.core import engines

    write_settings(Settings(engine="numpy"))
    monkeypatch.setenv("GRIDR_ENGINE", "numba")
    masked()
    assert engines.engine().name == "numba"
    engines.use_engine(None)
    monkeypatch.setenv("GRIDR_ENGINE", "rust")
    with pytest.raises(QgsProcessingException, match=r"^GRIDR_ENGINE is rust; it must be one of"):
        masked()


def test_a_folder_that_refuses_compiled_code_is_told(masked, monkeypatch):
    from gridr_qgis.core.engines.numba_engine import compiling

    monkeypatch.setattr(compiling, "CACHE_FOLDER", None)
    _, feedback = masked()
    (warning,) = feedback.warnings
    assert "compiles anew in each session" in warning and "GRIDR_CACHE_DIR" in warning


# --- without numba --------------------------------------------------------------------------


def test_the_provider_warns_without_numba(provider, monkeypatch):
    find = numba_help.importlib.util.find_spec
    assert provider.warningMessage() == ""
    loaded = set(sys.modules)
    monkeypatch.setattr(
        numba_help.importlib.util, "find_spec", lambda name: None if name == "numba" else find(name)
    )
    warning = provider.warningMessage()
    assert warning.startswith("GridR runs without numba") and "Settings > Options" in warning
    assert "numba" in loaded or "numba" not in sys.modules
    # Who has asked for numpy knows.
    write_settings(Settings(engine="numpy"))
    assert provider.warningMessage() == ""
    write_settings(Settings())
    monkeypatch.setenv("GRIDR_DISABLE_NUMBA", "1")
    assert provider.warningMessage() == ""
    monkeypatch.setenv("GRIDR_ENGINE", "rust")
    assert provider.warningMessage().startswith("GRIDR_ENGINE is rust")


def test_commands_for_each_platform(monkeypatch):
    import numpy as np

    for platform, shell in (("win32", "OSGeo4W"), ("darwin", "terminal"), ("linux", "terminal")):
        assert shell in numba_help.long_help(platform)
        assert numba_help.short_help(platform).startswith("To install it")
        command = numba_help.install_commands(platform)
        assert command.endswith(f"numba numpy=={np.__version__}")
        assert " -m pip install --user " in command
    assert numba_help.install_commands("win32").startswith("python -m pip")
    assert "break-system" not in numba_help.install_commands("darwin")
    here = QgsApplication.applicationDirPath()
    assert numba_help.install_commands("darwin").startswith(f'"{here}/bin/python3" -m pip')
    # Inside QGIS this is whatever stands first on the path.
    monkeypatch.setattr(sys, "executable", "/somewhere/else/python3")
    program = numba_help.install_commands("linux").split(" -m pip")[0]
    told = subprocess.run([program, "-c", "import os; print(os.__file__)"], capture_output=True)
    assert told.stdout.decode().strip() == os.__file__
    monkeypatch.setattr(numba_help.sysconfig, "get_path", lambda name: "/no/lib/python3.9")
    assert numba_help.install_commands("linux").startswith("/usr/bin/python3 -m pip")
    for managed in (True, False):
        monkeypatch.setattr(numba_help, "_is_managed", lambda managed=managed: managed)
        found = "--break-system-packages" in numba_help.install_commands("linux")
        assert found == managed


# --- the page -------------------------------------------------------------------------------


def test_values_go_into_the_page_and_out_of_it(tmp_path):
    chosen = Settings("numba", 7, 2048, str(tmp_path))
    write_settings(chosen)
    page = options_page.OptionsPage()
    assert page.settings() == chosen
    page.engine.setCurrentIndex(2)
    page.threads.set_value(0)
    page.memory.set_value(64)
    page.cache_folder.set_folder("")
    assert read_settings() == chosen  # until the dialog is accepted
    page.apply()
    assert read_settings() == Settings("numpy", 0, 64, "")
    assert options_page.OptionsPage().settings() == Settings("numpy", 0, 64, "")


def test_the_page_takes_nothing_that_cannot_be_meant(tmp_path):
    page = options_page.OptionsPage()
    assert page.settings() == Settings()
    page.threads.set_value(10**9)
    page.memory.set_value(1)
    assert (page.threads.value(), page.memory.value()) == (1024, 64)
    page.cache_folder.set_folder(str(tmp_path))
    page.cache_folder.set_folder(str(tmp_path / "none"))
    assert page.cache_folder.folder() == str(tmp_path)
    (refusal,) = [
        label.text()
        for label in page.cache_folder.findChildren(options_page.QLabel)
        if not label.isHidden()
    ]
    assert refusal == f"{tmp_path / 'none'} is not a folder that can be written to; choose another."
    assert page.cache_folder.findChild(options_page.QLineEdit).isReadOnly()
    assert not page.engine.isEditable()


def texts_of(page):
    return " ".join(label.text() for label in page.findChildren(options_page.QLabel))


def test_the_page_tells_how_to_install_numba(monkeypatch):
    assert "is installed." in texts_of(options_page.OptionsPage())
    monkeypatch.setattr(options_page, "numba_is_installed", lambda: False)
    page = options_page.OptionsPage()
    assert "numba is not installed." in texts_of(page)
    assert page.commands.toPlainText() == numba_help.install_commands()
    page.copy.click()
    assert QgsApplication.clipboard().text() == numba_help.install_commands()


def test_the_page_tells_what_the_environment_says(monkeypatch):
    assert "The environment says" not in texts_of(options_page.OptionsPage())
    monkeypatch.setenv("GRIDR_THREADS", "4")
    assert "The environment says: GRIDR_THREADS=4" in texts_of(options_page.OptionsPage())


@pytest.mark.parametrize("is_dark", [False, True])
def test_the_page_is_drawn(monkeypatch, tmp_path, is_dark):
    monkeypatch.setattr(options_page, "numba_is_installed", lambda: False)
    page = options_page.OptionsPage()
    if is_dark:
        palette = page.palette()
        palette.setColor(QPalette.ColorRole.Window, QColor(40, 40, 40))
        palette.setColor(QPalette.ColorRole.WindowText, QColor(240, 240, 240))
        page.setPalette(palette)
    page.resize(600, page.heightForWidth(600))
    picture = page.grab()
    assert picture.save(str(tmp_path / "page.png")) and picture.width() == 600
    for label in page.findChildren(options_page.QLabel):
        if not label.isHidden() and label.wordWrap():
            assert label.height() >= label.heightForWidth(label.width()), label.text()


# --- the plugin -----------------------------------------------------------------------------


class Window(QObject):
    """What the plugin uses of QGIS's interface."""

    initializationCompleted = pyqtSignal()  # noqa: N815 (the name is QGIS's)

    def __init__(self):
        super().__init__()
        self.factories = []

    def registerOptionsWidgetFactory(self, factory):
        self.factories.append(factory)

    def unregisterOptionsWidgetFactory(self, factory):
        self.factories.remove(factory)


def test_the_page_is_registered_behind_that_of_processing_and_unregistered(monkeypatch):
    window, processing = Window(), object()
    plugin = GridrPlugin(window)
    monkeypatch.setattr(plugin, "initProcessing", lambda: None)
    plugin.initGui()
    (factory,) = window.factories
    window.factories.append(processing)
    window.initializationCompleted.emit()
    assert window.factories == [processing, factory]
    assert factory.title() == "GridR" and factory.path() == ["Processing"]
    assert not factory.icon().isNull()
    page = factory.createWidget(None)
    assert isinstance(page, QgsOptionsPageWidget) and page.objectName() == "gridrOptions"
    plugin.unload()
    assert window.factories == [processing]
    window.initializationCompleted.emit()
    assert window.factories == [processing]
    plugin.unload()


def test_without_a_window_there_is_no_page(monkeypatch):
    plugin = GridrPlugin(None)
    monkeypatch.setattr(plugin, "initProcessing", lambda: None)
    plugin.initGui()
    assert plugin.options is None
    plugin.unload()
