"""``gridr:gridresampling``: resample a raster through a grid raster."""

from qgis.core import QgsProcessingParameterBand, QgsProcessingParameterRasterLayer

from .base import progress_of, tr
from .image_resampling import ImageResampling
from .interpolation import spline_help
from .parameters import DOUBLE, INTEGER, enumeration, number
from .resampled import raster_mask, tell_report

CONVENTIONS = ("pixel-center", "cell-edge", "map")


class GridResampling(ImageResampling):
    """Turns QGIS parameters into a `ResamplingJob`."""

    TAGS = (
        *("resample", "warp", "remap", "grid", "geolocation", "interpolation", "mask", "cubic"),
        *("b-spline", "spline", "renormalize"),
    )

    def name(self):
        """Return the second part of the id."""
        return "gridresampling"

    def displayName(self):
        """Return the name shown."""
        return tr("Grid resampling")

    def shortDescription(self):
        """Return one sentence."""
        return tr(
            "Resamples a raster through a grid of source rows and columns, with its validity."
        )

    def shortHelpString(self):
        """Return the help shown beside the parameters."""
        text = tr(
            "<p>For every output pixel, a grid raster tells the (row, column) of the input that"
            " lies there; the input is interpolated at that position. The grid may be coarser than"
            " the output: its pixel centres are nodes, and coordinates are bilinear between"
            " them. The output lies where the grid's georeference says: its first pixel centre is"
            " the first node.</p>"
            "<p><b>Conventions.</b> <i>pixel-center</i>: the centre of the first input pixel is"
            " (0, 0); <i>cell-edge</i>: its centre is (0.5, 0.5), as in GRASS and in GDAL's"
            " pixel/line; <i>map</i>: the row band holds y and the column band x in the input's"
            " reference system.</p>"
            "<p><b>Validity is strict</b> unless you choose another policy. An output pixel is"
            " valid if every input pixel that has weight exists and is valid in all bands used: by"
            " nodata, mask or alpha of the raster, by being a finite number, by the mask raster and"
            " by the polygons. A position exactly on an input pixel centre needs that pixel only,"
            " so an identity grid returns the input unchanged; but B-splines need its neighbours as"
            " well. Other pixels get the nodata value, and 0 in the mask.</p>"
        )
        return text + spline_help()

    def add_geometry(self):
        """Add the grid and how it is to be read."""
        self.add(
            QgsProcessingParameterRasterLayer("GRID", tr("Grid raster")),
            tr("Raster with a band of source rows and a band of source columns."),
        )
        for name, description, default in (
            ("GRID_ROW_BAND", tr("Grid band of rows (or y)"), 1),
            ("GRID_COL_BAND", tr("Grid band of columns (or x)"), 2),
        ):
            self.add(
                QgsProcessingParameterBand(name, description, default, "GRID", optional=True),
                tr("Counted from 1; the default is {}.").format(default),
            )
        self.add(
            QgsProcessingParameterRasterLayer(
                "GRID_COL", tr("Grid raster of columns (or x)"), optional=True
            ),
            tr(
                "Raster of the grid band of columns, if it is not in the grid raster; its band is 1"
                " then unless you set another."
            ),
            advanced=True,
        )
        self.add(
            enumeration("GRID_CONVENTION", tr("Grid convention"), CONVENTIONS, "pixel-center"),
            tr(
                "<i>pixel-center</i> (default): pixel centres on integers; <i>cell-edge</i>: cell"
                " edges on integers; <i>map</i>: y and x in the input's reference system."
            ),
        )
        for axis, description in (("ROWS", tr("rows")), ("COLS", tr("columns"))):
            self.add(
                number(
                    f"GRID_RESOLUTION_{axis}",
                    tr("Output {} per grid node").format(description),
                    INTEGER,
                    minimum=1,
                ),
                tr(
                    "Output {} from one node to the next. If it is not set, what the grid raster"
                    " remembers of itself is taken, or 1."
                ).format(description),
            )

    def add_more(self):
        """Add the validity of the grid."""
        self.add(
            QgsProcessingParameterRasterLayer("GRID_MASK", tr("Mask of the grid"), optional=True),
            tr("Raster of the grid's size; nodes without the valid value are invalid."),
            advanced=True,
        )
        self.add(
            number("GRID_MASK_VALID_VALUE", tr("Valid value of the grid mask"), DOUBLE, 1.0),
            tr("The default is 1."),
            advanced=True,
        )
        self.add(
            number("GRID_NODATA", tr("Nodata of the grid"), DOUBLE),
            tr(
                "Nodes with this value in either band are invalid, besides the grid raster's own"
                " nodata and numbers that are not finite."
            ),
            advanced=True,
        )

    def resolve(self, parameters, context):
        """Turn layers into paths and frames."""
        self._paths = {
            name: self.raster_path(parameters, name, context)
            for name in ("INPUT", "GRID", "GRID_COL", "MASK_IN", "GRID_MASK")
        }

    def compute(self, parameters, context, feedback):
        """Resample the raster."""
        from ..core.chains.jobs import ResamplingJob
        from ..core.chains.resampling_chain import resample_raster

        settings = self.settings_of(self._paths, parameters, context, feedback)
        job = ResamplingJob(grid=self._grid(parameters, context), **settings)
        self.tell_engine(feedback)
        report = resample_raster(job, *progress_of(feedback))
        return tell_report(report, job, feedback)

    def _grid(self, parameters, context):
        from ..core.chains.jobs import GridBands

        return GridBands(
            self._paths["GRID"],
            self.band(parameters, "GRID_ROW_BAND", 1, context),
            self.band(parameters, "GRID_COL_BAND", 1 if self._paths["GRID_COL"] else 2, context),
            self.choice(parameters, "GRID_CONVENTION", context),
            tuple(
                self.number(parameters, f"GRID_RESOLUTION_{axis}", context)
                for axis in ("ROWS", "COLS")
            ),
            raster_mask(self._paths["GRID_MASK"]),
            self.number(parameters, "GRID_MASK_VALID_VALUE", context),
            self.number(parameters, "GRID_NODATA", context),
            self._paths["GRID_COL"],
        )
