"""``gridr:convertgrid``: a grid raster made from others."""

from qgis.core import (
    QgsProcessingOutputNumber,
    QgsProcessingParameterExtent,
    QgsProcessingParameterRasterDestination,
    QgsProcessingParameterRasterLayer,
)

from .base import GridrAlgorithm, progress_of, tr, wkt_of
from .drawings import drawing
from .grid_bands import AXES, add_grid, add_grid_nodata, convention_help, read_grid
from .parameters import (
    DOUBLE,
    INTEGER,
    add_creation_options,
    add_resources,
    enumeration,
    number,
    read_creation_options,
    read_resources,
)

OPERATIONS = ("convert", "compose", "invert")
CONVENTIONS = ("pixel-center", "cell-edge", "map", "displacement")

_SHIFTS = tuple(f"SHIFT_{axis}" for axis in AXES)

# What only some operations use.
_ONLY_FOR = {
    "SECOND_GRID": ("compose",),
    **dict.fromkeys(_SHIFTS, ("convert",)),
    "REFERENCE": ("convert", "invert"),
    "EXTENT": ("convert", "invert"),
    "CELL_SIZE": ("invert",),
}


class ConvertGrid(GridrAlgorithm):
    """Turns QGIS parameters into a `ConvertJob`, `ComposeJob` or `InvertJob`."""

    ICON = "convert"
    TAGS = (
        *("grid", "convention", "half pixel", "crop", "shift", "refine", "coarsen", "compose"),
        *("invert", "inverse", "displacement", "geolocation", "warp", "remap"),
    )

    def name(self):
        """Return the second part of the id."""
        return "convertgrid"

    def displayName(self):
        """Return the name shown."""
        return tr("Convert grid")

    def group(self):
        """Return the group shown."""
        return tr("Grids")

    def groupId(self):
        """Return the id of the group."""
        return "grids"

    def shortDescription(self):
        """Return one sentence."""
        return tr(
            "Changes the convention, part or step of a grid raster, composes two grids, or inverts"
            " one."
        )

    def shortHelpString(self):
        """Return the help shown beside the parameters."""
        convert = tr(
            "<p><b>Convert</b> writes a grid in another convention, which is where half a pixel is"
            " easily lost: <i>pixel-center</i> has the centre of the first source pixel at (0, 0),"
            " or (1, 1) with base 1; <i>cell-edge</i> has its outer corner there, so that its"
            " centre is half a pixel more; <i>map</i> is y and x; <i>displacement</i> is the"
            " position in the source less that of the node itself. It may also take a part, add"
            " rows and columns to the source coordinates, and change the step: a finer grid is"
            " bilinear between the old nodes and exact on them, a coarser one is compared with all"
            " of them.</p>"
        )
        more = tr(
            "<p><b>Compose</b> follows the grid by a second one. The grid leads from output pixels"
            " to pixels of an image between, which is the output of the second grid; that leads to"
            " the source. One resampling by the result does the work of two.</p>"
            "<p><b>Invert</b> makes the grid that leads back: for each pixel of the source, where"
            " in the grid's output it lies. What the grid does not reach is nodata. Where the grid"
            " is folded a pixel lies in several of its cells; the first, row by row, is taken, and"
            " a warning counts such nodes.</p>"
            "<p>Nodes without coordinates are nodata (NaN), and so is what would need them; a node"
            " without weight is not needed. The new grid remembers its convention, its step and"
            " the size of its output.</p>"
        )
        return convert + drawing("centers") + more

    def initAlgorithm(self, configuration=None):
        """Define the parameters."""
        add_grid(self, CONVENTIONS, tr("the source"))
        self.add(
            number(
                "GRID_BASE", tr("First row and column of the grid's coordinates"), INTEGER, 0, 0, 1
            ),
            tr("0 (default) or 1; only where rows and columns are counted."),
        )
        self.add(
            enumeration("OPERATION", tr("Operation"), OPERATIONS, "convert"),
            tr(
                "<i>convert</i> (default): convention, part, shift, step; <i>compose</i>: follow"
                " the grid by a second one; <i>invert</i>: make the grid that leads back."
            ),
        )
        self.add(
            QgsProcessingParameterRasterLayer("SOURCE", tr("Source raster"), optional=True),
            tr(
                "Raster that the source coordinates are of. Needed for map coordinates and to"
                " invert. With it, a displacement is counted between places of the same map"
                " coordinates, else between equal rows and columns."
            ),
        )
        self.add(
            QgsProcessingParameterRasterLayer("SECOND_GRID", tr("Second grid"), optional=True),
            tr(
                "To compose: grid raster whose output is the image that the grid leads to. Rows and"
                " columns are in bands 1 and 2, pixel centres on integers from 0; its step is what"
                " it remembers of itself, or 1."
            ),
        )
        self.add(
            enumeration("OUTPUT_CONVENTION", tr("New convention"), CONVENTIONS, "pixel-center"),
            convention_help(CONVENTIONS, "pixel-center", tr("the source"))
            + tr(" Of an inverse the source is the grid's output."),
        )
        self.add(
            number(
                "OUTPUT_BASE", tr("First row and column of the new coordinates"), INTEGER, 0, 0, 1
            ),
            tr("0 (default) or 1; only where rows and columns are counted."),
        )
        self.add(
            QgsProcessingParameterRasterLayer("REFERENCE", tr("Reference raster"), optional=True),
            tr(
                "To convert: the new grid is for this raster's extent, in the grid's reference"
                " system. It begins with the last node at or before its first pixel and ends with"
                " its last pixel; what lies beyond the grid is left out. To invert: raster whose"
                " cells the output of the new grid has, in the source's reference system; by"
                " default those of the source."
            ),
        )
        self.add(
            QgsProcessingParameterExtent("EXTENT", tr("Extent"), optional=True),
            tr("In place of a reference raster; to invert together with a cell size."),
        )
        self.add(
            number("CELL_SIZE", tr("Cell size (map units)"), DOUBLE, minimum=0.0),
            tr("To invert over an extent: width and height of a cell in the source's map units."),
        )
        for axis, description in zip(AXES, (tr("rows"), tr("columns"))):
            self.add(
                number(f"SHIFT_{axis}", tr("Shift by {}").format(description), DOUBLE, 0.0),
                tr("To convert: source {} added to the coordinates; the default is 0.").format(
                    description
                ),
                advanced=True,
            )
        self.add(
            number("STEP", tr("New step (output pixels)"), INTEGER, minimum=1),
            tr(
                "Output pixels from one node to the next, along rows and columns. If neither it nor"
                " a maximum error is set, the grid's own step is kept."
            ),
        )
        self.add(
            number("MAX_ERROR", tr("Maximum error (pixels)"), DOUBLE, minimum=0.0),
            tr(
                "Chooses the largest step that keeps it, in the pixels that the new coordinates"
                " count: to convert of the grid's own step and its doubles, else of the powers of"
                " two."
            ),
        )
        add_grid_nodata(self)
        add_resources(self)
        add_creation_options(self)
        self.addParameter(QgsProcessingParameterRasterDestination("OUTPUT", tr("New grid")))
        self.parameterDefinition("OUTPUT").setHelp(
            tr("Raster of two float64 bands: rows (or y) and columns (or x), NaN where unknown.")
        )
        for name, description in (
            ("STEP_ROWS", tr("Rows from one node to the next")),
            ("STEP_COLS", tr("Columns from one node to the next")),
            ("MAXIMUM_ERROR", tr("Maximum error measured (pixels)")),
            ("RMS_ERROR", tr("RMS error measured (pixels)")),
            ("INVALID_COUNT", tr("Nodes without coordinates")),
        ):
            self.addOutput(QgsProcessingOutputNumber(name, description))

    def resolve(self, parameters, context):
        """Turn layers into paths and frames."""
        self._paths = {
            name: self.raster_path(parameters, name, context)
            for name in ("GRID", "GRID_COL", "SOURCE", "SECOND_GRID", "REFERENCE")
        }
        self._operation = self.choice(parameters, "OPERATION", context)
        self._shift = tuple(self.number(parameters, f"SHIFT_{axis}", context) for axis in AXES)
        for name, operations in _ONLY_FOR.items():
            is_set = self.given(parameters, name)
            if name in _SHIFTS:  # a number that is always there
                is_set = self._shift[_SHIFTS.index(name)] != 0
            if is_set and self._operation not in operations:
                self.fail(
                    tr("{} is set, but OPERATION is {}; it is for {} only.").format(
                        name, self._operation, tr(" and ").join(operations)
                    )
                )
        self._frame = self._read_frame(parameters, context)

    def _read_frame(self, parameters, context):
        """Return the `Frame` of REFERENCE, or of EXTENT as cells; None without them."""
        from ..core.conventions.frame import frame_of_extent
        from ..core.rasters.reading import frame_of, open_raster

        has_extent = self.given(parameters, "EXTENT")
        if self._paths["REFERENCE"] is not None:
            if has_extent or self.given(parameters, "CELL_SIZE"):
                self.fail(tr("Give REFERENCE or EXTENT, not both."))
            with open_raster(self._paths["REFERENCE"], "REFERENCE") as dataset:
                return frame_of(dataset)
        if self._operation == "invert" and has_extent != self.given(parameters, "CELL_SIZE"):
            self.fail(tr("To invert, EXTENT and CELL_SIZE belong together; give both."))
        if not has_extent:
            return None
        crs = self._crs_of_map(parameters, context)
        rectangle = self.parameterAsExtent(parameters, "EXTENT", context, crs)
        if not rectangle.isFinite() or rectangle.isEmpty():
            self.fail(
                tr(
                    "EXTENT is {}; it must be west,east,south,north with some width and height."
                ).format(parameters["EXTENT"])
            )
        sides = [rectangle.width(), rectangle.height()]
        if self._operation == "invert":
            sides = [self.number(parameters, "CELL_SIZE", context)] * 2
        return frame_of_extent(
            rectangle.xMinimum(),
            rectangle.yMinimum(),
            rectangle.xMaximum(),
            rectangle.yMaximum(),
            *sides,
            wkt_of(crs),
        )

    def _crs_of_map(self, parameters, context):
        """Return the reference system in which an extent is needed."""
        name = "SOURCE" if self._operation == "invert" else "GRID"
        layer = self.parameterAsRasterLayer(parameters, name, context)
        if layer is not None and layer.crs().isValid():
            return layer.crs()
        return self.parameterAsExtentCrs(parameters, "EXTENT", context)

    def compute(self, parameters, context, feedback):
        """Make the grid."""
        from ..core.grids.counting import Counting

        options = read_creation_options(self, parameters, context)
        _, base = self._read_counting(parameters, "GRID", context)
        settings = {
            "grid": read_grid(self, parameters, self._paths, context, base),
            "source": self._paths["SOURCE"],
            "counting": Counting(*self._read_counting(parameters, "OUTPUT", context)),
            "step": self.number(parameters, "STEP", context),
            "max_error": self.number(parameters, "MAX_ERROR", context),
            "output": self.destination(parameters, "OUTPUT", context, options),
            "metadata": self.provenance(parameters),
            "resources": read_resources(self, parameters, context),
        }
        make = {"convert": self._convert, "compose": self._compose, "invert": self._invert}
        report = make[self._operation](settings, parameters, context, feedback)
        return _tell(report, settings["output"].path, feedback)

    def _read_counting(self, parameters, name, context):
        """Return the convention and base of GRID or OUTPUT."""
        convention = self.choice(parameters, f"{name}_CONVENTION", context)
        base = self.number(parameters, f"{name}_BASE", context)
        if base and convention in ("map", "displacement"):
            self.fail(
                tr(
                    "{}_BASE is {}, but {}_CONVENTION is {}, which is not counted from a base; it"
                    " must be 0."
                ).format(name, base, name, convention)
            )
        return convention, base

    def _convert(self, settings, parameters, context, feedback):
        from ..core.chains.convert_chain import convert_grid
        from ..core.chains.derived_jobs import ConvertJob

        job = ConvertJob(
            **settings,
            crop=self._frame,
            reference=self._paths["REFERENCE"],
            shift=self._shift,
        )
        return convert_grid(job, *progress_of(feedback))

    def _compose(self, settings, parameters, context, feedback):
        from ..core.chains.compose_chain import compose_grids
        from ..core.chains.derived_jobs import ComposeJob
        from ..core.chains.jobs import GridBands

        if self._paths["SECOND_GRID"] is None:
            self.fail(tr("SECOND_GRID is not set; to compose it must be a grid raster."))
        job = ComposeJob(**settings, second=GridBands(self._paths["SECOND_GRID"]))
        return compose_grids(job, *progress_of(feedback))

    def _invert(self, settings, parameters, context, feedback):
        from ..core.chains.derived_jobs import InvertJob
        from ..core.chains.invert_chain import invert_grid

        self.tell_engine(feedback)
        job = InvertJob(**settings, frame=self._frame, reference=self._paths["REFERENCE"])
        return invert_grid(job, *progress_of(feedback))


def _tell(report, path, feedback):
    """Tell a `DerivedReport` and return the algorithm's results."""
    for remark in report.remarks:
        feedback.pushWarning(remark)
    feedback.pushInfo(
        tr("Grid of {} x {} nodes, step {} x {}.").format(report.rows, report.cols, *report.factors)
    )
    if report.error.points:
        feedback.pushInfo(
            tr("Error at {} points, in pixels: at most {:.3g}, RMS {:.3g}.").format(
                report.error.points, report.error.maximum, report.error.rms
            )
        )
    if report.invalid_count:
        feedback.pushInfo(
            tr("{} node(s) have no coordinates and are nodata.").format(report.invalid_count)
        )
    results = {
        "OUTPUT": path,
        "STEP_ROWS": report.factors[0],
        "STEP_COLS": report.factors[1],
        "INVALID_COUNT": report.invalid_count,
    }
    if report.has_error:
        results["MAXIMUM_ERROR"] = report.error.maximum
        results["RMS_ERROR"] = report.error.rms
    return results
