"""``gridr:gridresampling``: resample a raster through a grid raster."""

from qgis.core import (
    QgsProcessingParameterBand,
    QgsProcessingParameterBoolean,
    QgsProcessingParameterRasterLayer,
)

from .base import GridrAlgorithm, progress_of, tr
from .interpolation import (
    add_antialias,
    add_interpolation,
    add_splines,
    add_validity_policy,
    read_interpolation,
    spline_help,
)
from .parameters import (
    DATA_TYPES,
    DOUBLE,
    INTEGER,
    enumeration,
    number,
    read_creation_options,
    read_polygons,
    read_resources,
)
from .resampled import (
    add_nodata,
    add_outputs,
    add_source,
    add_source_validity,
    raster_mask,
    tell_report,
)

CONVENTIONS = ("pixel-center", "cell-edge", "map")
BOUNDARIES = ("none", "constant", "edge", "reflect", "symmetric", "wrap")
SAME_TYPE = "input"


class GridResampling(GridrAlgorithm):
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

    def group(self):
        """Return the group shown."""
        return tr("Resampling")

    def groupId(self):
        """Return the id of the group."""
        return "resampling"

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

    def initAlgorithm(self, configuration=None):
        """Define the parameters."""
        add_source(self)
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
        add_interpolation(self)
        add_antialias(self, False)
        add_splines(self)
        self.add(
            enumeration("BOUNDARY", tr("Beyond the input's border"), BOUNDARIES, "none"),
            tr(
                "<i>none</i> (default): nothing; <i>constant</i>: 0; <i>edge</i>: the outermost"
                " pixel; <i>reflect</i>: mirrored at its centre; <i>symmetric</i>: mirrored at its"
                " outer edge; <i>wrap</i>: the other side. Used up to half a pixel beyond the"
                " outermost centres, and only if it is trusted."
            ),
            advanced=True,
        )
        self.add(
            QgsProcessingParameterBoolean(
                "TRUST_PADDING", tr("Trust what lies beyond the border"), False
            ),
            tr("Whether results that lean on pixels beyond the border are valid; no by default."),
            advanced=True,
        )
        add_source_validity(self)
        add_validity_policy(self)
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
        add_nodata(self)
        self.add(
            enumeration(
                "DATA_TYPE", tr("Type of the output"), (SAME_TYPE,) + DATA_TYPES, SAME_TYPE
            ),
            tr(
                "<i>input</i> (default) keeps the input's; else one of {}. Integers are rounded"
                " half to even and clipped to their range."
            ).format(", ".join(DATA_TYPES)),
        )
        add_outputs(self)

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
        from ..core.rasters.reading import frame_of, open_raster

        with open_raster(self._paths["INPUT"], "INPUT") as dataset:
            frame = frame_of(dataset)
        options = read_creation_options(self, parameters, context)
        boundary = self.choice(parameters, "BOUNDARY", context)
        dtype = self.choice(parameters, "DATA_TYPE", context)
        job = ResamplingJob(
            source=self._paths["INPUT"],
            bands=tuple(self.parameterAsInts(parameters, "BANDS", context)),
            grid=self._grid(parameters, context),
            **read_interpolation(self, parameters, context),
            boundary_condition=None if boundary == "none" else boundary,
            trust_padding=self.parameterAsBool(parameters, "TRUST_PADDING", context),
            mask=raster_mask(self._paths["MASK_IN"]),
            polygons=read_polygons(self, parameters, frame, context, feedback),
            nodata=self.number(parameters, "NODATA", context),
            dtype=None if dtype == SAME_TYPE else dtype,
            output=self.destination(parameters, "OUTPUT", context, options),
            output_mask=self.destination(parameters, "OUTPUT_MASK", context),
            resources=read_resources(self, parameters, context),
            metadata=self.provenance(parameters),
        )
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
