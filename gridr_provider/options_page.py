"""GridR's page in QGIS's options; read only where there is a window."""

import os
from pathlib import Path

from qgis.core import QgsApplication
from qgis.gui import QgsOptionsPageWidget, QgsOptionsWidgetFactory
from qgis.PyQt.QtCore import QCoreApplication
from qgis.PyQt.QtGui import QFontDatabase, QIcon
from qgis.PyQt.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFileDialog,
    QFormLayout,
    QGroupBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QSizePolicy,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from ..algorithms.base import tr
from ..algorithms.package import ICON
from ..algorithms.settings import (
    ENGINES,
    LEAST_MEMORY,
    MOST_MEMORY,
    MOST_THREADS,
    Settings,
    read_settings,
    write_settings,
)
from .numba_help import install_commands, long_help, numba_is_installed, numba_version

# What comes before a setting.
VARIABLES = (
    *("GRIDR_ENGINE", "GRIDR_DISABLE_NUMBA", "GRIDR_THREADS", "GRIDR_MAX_MEMORY"),
    "GRIDR_CACHE_DIR",
)


class OptionsFactory(QgsOptionsWidgetFactory):
    """Makes the page when QGIS's options are opened."""

    def __init__(self):
        super().__init__("GridR", QIcon(ICON))

    def path(self):
        """Return the page to stand under: Processing's, by the title that it has in QGIS."""
        return [QCoreApplication.translate("ProcessingPlugin", "Processing")]

    def createWidget(self, parent=None):
        """Return a new page."""
        return OptionsPage(parent)


class AutomaticNumber(QWidget):
    """A whole number or "automatic", which is 0; nothing else can be entered.

    Parameters
    ----------
    least, most, usual : int
        Limits of the number, and what it is at first.
    suffix : str
        Unit, shown behind it.
    """

    def __init__(self, least, most, usual, suffix=""):
        super().__init__()
        self._automatic, self._number = QCheckBox(tr("Automatic")), QSpinBox()
        self._number.setRange(least, most)
        self._number.setValue(usual)
        self._number.setSuffix(suffix)
        self._automatic.toggled.connect(self._number.setDisabled)
        self._automatic.setChecked(True)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self._automatic)
        row.addWidget(self._number)
        row.addStretch()

    def value(self):
        """Return the number, 0 for automatic."""
        return 0 if self._automatic.isChecked() else self._number.value()

    def set_value(self, value):
        """Show a number, or automatic for 0."""
        self._automatic.setChecked(value == 0)
        if value:
            self._number.setValue(value)


class FolderChoice(QWidget):
    """A folder that exists and can be written to, or the default one, which is ""."""

    def __init__(self):
        super().__init__()
        self._shown, self._refusal = QLineEdit(), QLabel()
        self._shown.setReadOnly(True)
        self._shown.setPlaceholderText(tr("The user's own folder for caches"))
        choose, clear = QPushButton(tr("Choose…")), QPushButton(tr("Default"))
        choose.clicked.connect(self._ask)
        clear.clicked.connect(lambda: self.set_folder(""))
        self._refusal.setWordWrap(True)
        self._refusal.hide()
        row = QHBoxLayout()
        for widget in (self._shown, choose, clear):
            row.addWidget(widget)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(row)
        column.addWidget(self._refusal)

    def folder(self):
        """Return the folder, "" for the default."""
        return self._shown.text()

    def show_folder(self, folder):
        """Show a folder as it is stored, whatever has become of it."""
        self._shown.setText(folder)

    def set_folder(self, folder):
        """Take a folder, or tell why not and keep the one that was there."""
        is_good = not folder or (os.path.isdir(folder) and os.access(folder, os.W_OK))
        self._refusal.setVisible(not is_good)
        if is_good:
            self._shown.setText(folder)
        else:
            self._refusal.setText(
                tr("{} is not a folder that can be written to; choose another.").format(folder)
            )

    def _ask(self):
        start = self.folder() or str(Path.home())
        chosen = QFileDialog.getExistingDirectory(self, tr("Folder for compiled code"), start)
        if chosen:
            self.set_folder(chosen)


class OptionsPage(QgsOptionsPageWidget):
    """What holds for all runs where neither a parameter nor the environment says more."""

    def __init__(self, parent=None):
        super().__init__(parent)
        self.setObjectName("gridrOptions")
        self.engine = QComboBox()
        # Its longest entry would make the page too wide for small windows.
        self.engine.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.engine.setMinimumContentsLength(20)
        for engine, text in zip(ENGINES, _engine_texts()):
            self.engine.addItem(text, engine)
        self.threads = AutomaticNumber(1, MOST_THREADS, os.cpu_count() or 1)
        self.memory = AutomaticNumber(LEAST_MEMORY, MOST_MEMORY, 1024, tr(" MB"))
        self.cache_folder = FolderChoice()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        for group in (self._computing(), self._numba()):
            column.addWidget(group)
        column.addStretch()
        self._show(read_settings())

    def settings(self):
        """Return the `Settings` that are shown."""
        return Settings(
            self.engine.currentData(),
            self.threads.value(),
            self.memory.value(),
            self.cache_folder.folder(),
        )

    def apply(self):
        """Store what is shown; QGIS calls this when its dialog is accepted."""
        write_settings(self.settings())

    def _show(self, settings):
        self.engine.setCurrentIndex(ENGINES.index(settings.engine))
        self.threads.set_value(settings.threads)
        self.memory.set_value(settings.memory)
        self.cache_folder.show_folder(settings.cache_folder)

    def _computing(self):
        group = QGroupBox(tr("Computing"))
        form = QFormLayout(group)
        form.addRow(tr("Engine"), self.engine)
        form.addRow(tr("Threads"), self.threads)
        form.addRow(tr("Memory"), self.memory)
        form.addRow(tr("Cache folder"), self.cache_folder)
        form.addRow(
            _note(
                tr(
                    "Results do not depend on these settings. Parameters of an algorithm and"
                    " variables of the environment come before them. Automatic takes all cores, and"
                    " a quarter of the machine's memory, at most 1024 MB."
                )
            )
        )
        form.addRow(
            _note(
                tr(
                    "The cache holds compiled code. Changes act from the next run on, but two"
                    " need a new start of QGIS: another folder, once numba has been used, and to"
                    " have numba out of memory."
                )
            )
        )
        given = [f"{name}={os.environ[name]}" for name in VARIABLES if os.environ.get(name)]
        if given:
            text = tr("The environment says: {}").format(", ".join(given))
            form.addRow(_note(text))
        return group

    def _numba(self):
        group = QGroupBox("numba")
        column = QVBoxLayout(group)
        if numba_is_installed():
            text = tr("numba {} is installed.").format(numba_version())
            column.addWidget(_note(" ".join(text.split())))
            return group
        column.addWidget(_note("<b>" + tr("numba is not installed.") + "</b> " + long_help()))
        self.commands = QPlainTextEdit(install_commands())
        self.commands.setReadOnly(True)
        self.commands.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        self.commands.setFixedHeight(4 * self.commands.fontMetrics().lineSpacing())
        self.copy = QPushButton(tr("Copy"))
        self.copy.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.copy.clicked.connect(
            lambda: QgsApplication.clipboard().setText(self.commands.toPlainText())
        )
        column.addWidget(self.commands)
        column.addWidget(self.copy)
        return group


def _engine_texts():
    return (
        tr("Automatic: numba where it is installed"),
        tr("numba: compiled code, an error where it is missing"),
        tr("numpy: slower, the same results"),
    )


def _note(text):
    label = QLabel(text)
    label.setWordWrap(True)
    return label
