"""What all algorithms share: names, icons, errors, and QGIS inputs as plain values."""

import json
import os
from contextlib import contextmanager

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsMapLayer,
    QgsProcessingAlgorithm,
    QgsProcessingException,
    QgsProcessingParameterDefinition,
    QgsProcessingParameterNumber,
)
from qgis.PyQt.QtCore import QCoreApplication
from qgis.PyQt.QtGui import QIcon

from .package import icon_path, metadata, version
from .settings import hand_over, read_settings

# What every algorithm is found by, besides its own tags.
COMMON_TAGS = ("gridr", "validity", "raster")

# Why numpy computes, as far as this session has been told.
_TOLD = set()


def tr(text):
    """Translate a string of GridR."""
    return QCoreApplication.translate("GridR", text)


def translated(text):
    """Translate a tag, or a text of a model's file, where it is not a literal of the code."""
    return tr(text)


class GridrAlgorithm(QgsProcessingAlgorithm):
    """Base of all algorithms.

    A subclass defines names and parameters, `resolve` where layers become plain values, and
    `compute`. A `ValueError` or `RasterError` of theirs reaches the user as one sentence. (QGIS
    itself has a method `run`, which `processing.run` calls.)
    """

    # Of outputs that are rasters of classes, such as masks: what gives the classes by the output's
    # name, see `class_styles`. Loaded into QGIS they have these colours.
    CLASSES = {}

    def tr(self, text):
        """Translate a string of GridR."""
        return tr(text)

    def createInstance(self):
        """Return a new algorithm of the same kind."""
        return type(self)()

    # Name of the icon; that of the group where it is not set.
    ICON = None

    def icon(self):
        """Return the algorithm's icon."""
        return QIcon(self.svgIconPath())

    def svgIconPath(self):
        """Return the path of the icon."""
        return icon_path(self.ICON or self.groupId())

    def helpUrl(self):
        """Return the address of the algorithm's page on the documentation site."""
        return f"{metadata()['homepage'].rstrip('/')}/reference/{self.name()}.html"

    def tags(self):
        """Return the words that the algorithm is found by."""
        return [translated(tag) for tag in COMMON_TAGS + self.TAGS]

    def add(self, parameter, help_text, advanced=False):
        """Add a parameter with its help; advanced ones are folded in the dialog."""
        parameter.setHelp(help_text)
        if advanced:
            flag = QgsProcessingParameterDefinition.Flag.FlagAdvanced
            parameter.setFlags(parameter.flags() | flag)
        self.addParameter(parameter)

    def prepareAlgorithm(self, parameters, context, feedback):
        """Resolve the layers, in the thread that owns them.

        An error waits for `processAlgorithm`: of one here scripts see only that there was one.
        """
        self._refusal, self._styles = None, {}
        self.user_settings = read_settings()
        try:
            with _plain_errors():
                self.resolve(parameters, context)
        except QgsProcessingException as error:
            self._refusal = str(error)
        return True

    def processAlgorithm(self, parameters, context, feedback):
        """Run the algorithm; errors of input become one sentence, cancelling an empty result."""
        from ..core.chains.jobs import Cancelled

        hand_over(self.user_settings)
        try:
            if self._refusal is not None:
                raise QgsProcessingException(self._refusal)
            with _plain_errors():
                results = self.compute(parameters, context, feedback)
                self._styles = {
                    results[name]: classes_of(self, parameters, context)
                    for name, classes_of in self.CLASSES.items()
                    if name in results
                }
                return results
        except Cancelled:
            return {}
        except QgsProcessingException as error:
            # Models show only what the feedback was told.
            feedback.reportError(str(error))
            raise

    def postProcessAlgorithm(self, context, feedback):
        """Have rasters of classes styled where they are loaded into QGIS; results stay as they are.

        QGIS calls this in the thread of the context, with what `processAlgorithm` has left in it.
        """
        from .class_styles import style_on_completion

        for path, classes in self._styles.items():
            style_on_completion(context, path, classes)
        return {}

    def fail(self, sentence):
        """End the algorithm with one sentence."""
        raise QgsProcessingException(sentence)

    # --- inputs ---------------------------------------------------------------------------------

    def given(self, parameters, name):
        """Tell whether an optional parameter is set; QGIS reads an unset number as 0."""
        return parameters.get(name) not in (None, "")

    def raster_path(self, parameters, name, context):
        """Return the GDAL path of a raster parameter, None if it is optional and unset."""
        layer = self.parameterAsRasterLayer(parameters, name, context)
        if layer is None:
            if self.given(parameters, name) or not self._is_optional(name):
                self.fail(self.invalidRasterError(parameters, name))
            return None
        provider = layer.dataProvider()
        if provider is None or provider.name() != "gdal":
            self.fail(tr("{} must be a raster file that GDAL reads.").format(name))
        path = provider.dataSourceUri().split("|option:")[0]
        # Workers of a cluster have other current folders.
        return os.path.abspath(path) if os.path.exists(path) else path

    def choice(self, parameters, name, context):
        """Return one of an enumeration's strings; QGIS hands on any other as it is."""
        value = self.parameterAsString(parameters, name, context)
        options = self.parameterDefinition(name).options()
        if value not in options:
            raise ValueError(
                tr("{} is {}; it must be one of {}.").format(name, value, ", ".join(options))
            )
        return value

    def number(self, parameters, name, context):
        """Return a number within its limits, None if it is optional and unset.

        QGIS reads an unset number as 0, and checks limits in its dialogs only.
        """
        if not self.given(parameters, name) and self._is_optional(name):
            return None
        definition = self.parameterDefinition(name)
        value = self._read_number(parameters, name, context)
        low, high = definition.minimum(), definition.maximum()
        # QGIS's limits of numbers without limits are the largest numbers there are.
        if value < low:
            raise ValueError(tr("{} is {}; it must be {:g} or more.").format(name, value, low))
        if value > high:
            raise ValueError(tr("{} is {}; it must be {:g} or less.").format(name, value, high))
        return value

    def share(self, parameters, name, context):
        """Return a number of more than 0 and at most 1; QGIS's limits cannot leave out the 0."""
        value = self._read_number(parameters, name, context)
        if not 0 < value <= 1:  # as NaN is not
            raise ValueError(
                tr("{} is {}; it must be more than 0 and at most 1.").format(name, value)
            )
        return value

    def _read_number(self, parameters, name, context):
        given = parameters.get(name)
        if isinstance(given, str) and not _is_number(given):
            raise ValueError(tr("{} is {}; it must be a number.").format(name, given))
        kind = self.parameterDefinition(name).dataType()
        if kind == QgsProcessingParameterNumber.Type.Integer:
            value = self.parameterAsDouble(parameters, name, context)
            if not abs(value) < 2**31:  # of which QGIS would make the default, without a word
                raise ValueError(
                    tr("{} is {:.0f}; it must be a whole number of at most 31 bits.").format(
                        name, value
                    )
                )
            return self.parameterAsInt(parameters, name, context)
        # Of a text that it cannot read, such as 1e-999, QGIS makes the default.
        is_text = isinstance(given, str)
        return float(given) if is_text else self.parameterAsDouble(parameters, name, context)

    def band(self, parameters, name, default, context):
        """Return a band number; QGIS 3.22 does not know the default of a band that is not set."""
        if not self.given(parameters, name):
            return default
        return self.parameterAsInt(parameters, name, context)

    def _is_optional(self, name):
        flag = QgsProcessingParameterDefinition.Flag.FlagOptional
        return bool(self.parameterDefinition(name).flags() & flag)

    def destination(self, parameters, name, context, options=()):
        """Return where an output goes, None when it is optional and skipped."""
        from ..core.chains.jobs import Destination

        path = ""
        if self.given(parameters, name):
            path = self.parameterAsOutputLayer(parameters, name, context)
        if path:
            return Destination(path, tuple(options))
        if not self._is_optional(name):
            raise ValueError(tr("{} is not set; it must be a file.").format(name))
        return None

    def provenance(self, parameters):
        """Return the metadata items that tell how an output was made."""
        told = {name: _told(value) for name, value in parameters.items()}
        return {
            "GRIDR_ALGORITHM": self.id(),
            "GRIDR_VERSION": version(),
            "GRIDR_PARAMETERS": json.dumps(told, sort_keys=True),
        }

    # --- messages -------------------------------------------------------------------------------

    def tell_engine(self, feedback):
        """Say which engine computes; choosing it loads numba.

        That it is slower than it could be is a warning once in a session, then a remark.
        """
        from ..core.engines import engine

        chosen = engine()
        if chosen.name == "numba":
            if self._keeps_compiled_code():
                feedback.pushInfo(tr("Engine: numba (it compiles on the first run only)."))
            else:
                feedback.pushWarning(
                    tr(
                        "Engine: numba, which compiles anew in each session: its folder cannot be"
                        " written to. Name another in Settings > Options > Processing > GridR or"
                        " by the environment variable GRIDR_CACHE_DIR."
                    )
                )
        elif chosen.why in _TOLD:
            feedback.pushInfo(tr("Engine: numpy."))
        else:
            _TOLD.add(chosen.why)
            feedback.pushWarning(
                tr(
                    "Engine: numpy, which is slower: {}. Settings > Options > Processing > GridR"
                    " tells how to install numba; so does {}"
                ).format(chosen.why, metadata()["homepage"])
            )

    def _keeps_compiled_code(self):
        from ..core.engines.numba_engine.compiling import CACHE_FOLDER

        return CACHE_FOLDER is not None


def _told(value):
    """Return the text of a parameter's value: of layers, where they come from."""
    if isinstance(value, QgsMapLayer):
        return value.source()
    if isinstance(value, (list, tuple)) and any(isinstance(each, QgsMapLayer) for each in value):
        return str([_told(each) for each in value])
    return str(value)


def _is_number(text):
    try:
        float(text)
    except ValueError:
        return False
    return True


def wkt_of(crs):
    """Return the WKT of a reference system as GDAL reads it, "" if it is not valid.

    QGIS's default is WKT1, which cannot express all (rotated poles, three dimensions).
    """
    if not crs.isValid():
        return ""
    return crs.toWkt(QgsCoordinateReferenceSystem.WktVariant.WKT_PREFERRED_GDAL)


@contextmanager
def _plain_errors():
    """Turn errors of input, of files and of memory into QGIS's exception."""
    from ..core.rasters.errors import RasterError

    try:
        yield
    except (RasterError, ValueError) as error:
        raise QgsProcessingException(str(error)) from error
    except MemoryError as error:
        raise QgsProcessingException(tr("There is not enough memory: {}.").format(error)) from error


def progress_of(feedback):
    """Return (progress, cancelled) callables for a chain."""
    return lambda share: feedback.setProgress(100.0 * share), feedback.isCanceled
