"""The Processing provider ``gridr`` and its algorithms."""

from qgis.core import QgsApplication, QgsProcessingProvider
from qgis.PyQt.QtGui import QIcon

from ..algorithms.base import tr
from ..algorithms.build_grid_mask import BuildGridMask
from ..algorithms.build_mask import BuildMask
from ..algorithms.convert_grid import ConvertGrid
from ..algorithms.create_grid_from_affine import CreateGridFromAffine
from ..algorithms.create_grid_from_crs import CreateGridFromCrs
from ..algorithms.create_grid_from_displacement import CreateGridFromDisplacement
from ..algorithms.create_grid_from_gcps import CreateGridFromGcps
from ..algorithms.create_grid_from_geolocation import CreateGridFromGeolocation
from ..algorithms.create_grid_from_rpc import CreateGridFromRpc
from ..algorithms.grid_report import GridReport
from ..algorithms.grid_resampling import GridResampling
from ..algorithms.mask_from_values import MaskFromValues
from ..algorithms.package import ICON, version
from ..algorithms.region_info import RegionInfo
from ..algorithms.resample_interpolate import ResampleInterpolate
from ..algorithms.resample_nearest import ResampleNearest
from ..algorithms.resample_spline import ResampleSpline
from ..algorithms.resample_statistics import ResampleStatistics
from ..algorithms.settings import hand_over, read_settings
from ..algorithms.shipped_models import ShippedModel, read_models
from ..algorithms.vectorize_mask import VectorizeMask
from ..algorithms.warp import Warp
from .numba_help import numba_is_installed, short_help

ALGORITHMS = (
    BuildGridMask,
    BuildMask,
    ConvertGrid,
    CreateGridFromAffine,
    CreateGridFromCrs,
    CreateGridFromDisplacement,
    CreateGridFromGcps,
    CreateGridFromGeolocation,
    CreateGridFromRpc,
    GridReport,
    GridResampling,
    MaskFromValues,
    RegionInfo,
    ResampleInterpolate,
    ResampleNearest,
    ResampleSpline,
    ResampleStatistics,
    VectorizeMask,
    Warp,
)


class GridrProvider(QgsProcessingProvider):
    """Masks and grid resampling; loading it imports neither numpy nor numba."""

    def id(self):
        """Return the first part of every algorithm's id."""
        return "gridr"

    def name(self):
        """Return the name shown in the toolbox."""
        return "GridR"

    def longName(self):
        """Return the name with version."""
        return f"GridR {version()}: masks and grid resampling"

    def versionInfo(self):
        """Return the version in metadata.txt."""
        return version()

    def icon(self):
        """Return GridR's own icon."""
        return QIcon(ICON)

    def svgIconPath(self):
        """Return the path of the icon."""
        return ICON

    def load(self):
        """Load the algorithms."""
        QgsApplication.processingRegistry().providerAdded.connect(self._complete_models)
        return super().load()

    def _complete_models(self, identifier):
        """Let models find their steps, now that QGIS has them."""
        if identifier != self.id():
            return
        QgsApplication.processingRegistry().providerAdded.disconnect(self._complete_models)
        for algorithm in self.algorithms():
            if isinstance(algorithm, ShippedModel):
                algorithm.find_steps()

    def warningMessage(self):
        """Return that it runs without numba, where that is so and nobody has asked for it.

        QGIS shows it with each run from a dialog. numba is not imported.
        """
        if numba_is_installed():
            return ""
        from ..core.engines import wanted_engine

        hand_over(read_settings())
        try:
            if wanted_engine()[0] == "numpy":
                return ""
        except ValueError as error:
            return str(error)
        return " ".join(
            [
                tr("GridR runs without numba: with the same results, but many times slower."),
                short_help(),
                tr("Settings > Options > Processing > GridR has the commands."),
            ]
        )

    def loadAlgorithms(self):
        """Add every algorithm, and the models made of them."""
        for algorithm in ALGORITHMS:
            self.addAlgorithm(algorithm())
        for model in read_models():
            self.addAlgorithm(model)

    def supportedOutputRasterLayerExtensions(self):
        """Return the endings of the rasters that GridR writes."""
        return ["tif", "tiff", "img"]

    def supportsNonFileBasedOutput(self):
        """Return False: outputs are files."""
        return False
