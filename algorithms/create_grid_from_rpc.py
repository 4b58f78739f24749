"""``gridr:creategridfromrpc``: a grid raster from rational polynomial coefficients."""

from qgis.core import (
    QgsProcessingOutputNumber,
    QgsProcessingParameterBand,
    QgsProcessingParameterRasterLayer,
)

from .base import progress_of, tr
from .grid_making import GridMaker, grid_help
from .parameters import DOUBLE, enumeration, number

INTERPOLATIONS = ("bilinear", "nearest", "cubic")


class CreateGridFromRpc(GridMaker):
    """Turns QGIS parameters into an `RpcGridJob`."""

    TAGS = ("grid", "rpc", "rational", "orthorectify", "satellite", "dem", "warp", "remap")

    def name(self):
        """Return the second part of the id."""
        return "creategridfromrpc"

    def displayName(self):
        """Return the name shown."""
        return tr("Create grid from RPC")

    def shortDescription(self):
        """Return one sentence."""
        return tr("Makes the grid raster that orthorectifies a satellite image by its RPC.")

    def shortHelpString(self):
        """Return the help shown beside the parameters."""
        text = tr(
            "<p>Makes the grid that brings a satellite image onto the map by its rational"
            " polynomial coefficients (RPC), with the heights of an elevation model or one"
            " height for all. The RPC formula itself is evaluated at every node.</p>"
            "<p>Heights are metres above the ellipsoid WGS 84. Those of an elevation model are"
            " taken as they are, with HEIGHT_OFFSET added: give the height of the geoid there if"
            " they are above the sea.</p>"
            "<p>Nodes are nodata (NaN) where the elevation model has no height, and where"
            " longitude, latitude or height differ from the offset of the RPC by more than 1.5"
            " times its scale, or lie as far beyond the range that the RPC tells (MIN_LONG and so"
            " on). They are counted.</p>"
        )
        return text + grid_help()

    def input_help(self):
        """Return the help of INPUT."""
        return tr(
            "Raster that will be resampled; needs RPC, in the file or beside it as GDAL reads them"
            " (_RPC.TXT, .RPB)."
        )

    def add_own(self):
        """Add heights."""
        self.add(
            number("HEIGHT", tr("Height (metres above the ellipsoid)"), DOUBLE),
            tr("Of all points. Not set, and without DEM: the height offset of the RPC."),
        )
        self.add(
            QgsProcessingParameterRasterLayer("DEM", tr("Elevation model"), optional=True),
            tr("Raster of heights in metres, in any reference system, in the place of HEIGHT."),
        )
        self.add(
            QgsProcessingParameterBand(
                "DEM_BAND", tr("Band of the elevation model"), 1, "DEM", optional=True
            ),
            tr("Counted from 1, which is the default."),
        )
        self.add(
            enumeration(
                "DEM_INTERPOLATION",
                tr("Interpolation of heights"),
                INTERPOLATIONS,
                INTERPOLATIONS[0],
            ),
            tr(
                "bilinear (default), nearest or cubic. All heights with weight must be there;"
                " beyond the outermost centres they go on for half a cell."
            ),
        )
        self.add(
            number("HEIGHT_OFFSET", tr("Height offset (metres)"), DOUBLE, 0.0),
            tr(
                "Added to the heights of the elevation model: from its vertical datum to the"
                " ellipsoid; the default is 0."
            ),
        )
        self.add(
            number("DEM_MISSING", tr("Height where there is none (metres)"), DOUBLE),
            tr(
                "Stands for a height of the elevation model where it has none, 0 for the sea for"
                " example. Not set: nodes there are nodata."
            ),
        )

    def add_own_outputs(self):
        """Add counts."""
        for name, description in (
            ("OUTSIDE_VALIDITY_COUNT", tr("Nodes outside of the validity of the RPC")),
            ("NO_HEIGHT_COUNT", tr("Nodes without a height")),
        ):
            self.addOutput(QgsProcessingOutputNumber(name, description))

    def resolve(self, parameters, context):
        """Turn layers into paths and frames."""
        super().resolve(parameters, context)
        self._dem_path = self.raster_path(parameters, "DEM", context)

    def make(self, settings, parameters, context, feedback):
        """Carry out an `RpcGridJob`."""
        from ..core.chains.jobs import Elevation, RpcGridJob
        from ..core.chains.rpc_grid_chain import make_rpc_grid

        elevation = None
        interpolation = self.choice(parameters, "DEM_INTERPOLATION", context)
        offset = self.number(parameters, "HEIGHT_OFFSET", context)
        missing = self.number(parameters, "DEM_MISSING", context)
        if self._dem_path is not None:
            band = self.band(parameters, "DEM_BAND", 1, context)
            elevation = Elevation(self._dem_path, band, interpolation, offset, missing)
            self.tell_engine(feedback)
        elif offset != 0 or missing is not None:
            self.fail(tr("HEIGHT_OFFSET and DEM_MISSING need DEM; give it, or HEIGHT alone."))
        height = self.number(parameters, "HEIGHT", context)
        job = RpcGridJob(**settings, height=height, elevation=elevation)
        return make_rpc_grid(job, *progress_of(feedback))
