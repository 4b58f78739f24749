"""``gridr:buildmask``: a validity mask from polygon layers and a raster mask."""

from qgis.core import (
    QgsProcessingOutputNumber,
    QgsProcessingParameterBand,
    QgsProcessingParameterRasterDestination,
    QgsProcessingParameterRasterLayer,
)

from .base import GridrAlgorithm, progress_of, tr
from .class_styles import mask_classes_of, reason_classes_of
from .drawings import drawing
from .mask_polygons import (
    add_mask_polygons,
    add_repair_counts,
    open_mask_layers,
    read_mask_polygons,
)
from .mask_settings import (
    INTEGER_RANGE,
    add_mask_values,
    add_rule_with_coverage,
    add_threshold,
    read_coverage,
    read_mask_settings,
)
from .parameters import (
    INTEGER,
    add_creation_options,
    add_frame,
    add_polygons,
    add_resources,
    enumeration,
    number,
    read_creation_options,
    read_frame,
    read_resources,
)

ALIGNMENTS = ("georeference", "index")
FLOATS = ("float64", "float32")
MASK_TYPES = ("uint8", "uint16", "int16", "int32", "float32")


class BuildMask(GridrAlgorithm):
    """Turns QGIS parameters into a `MaskJob`."""

    TAGS = ("mask", "rasterize", "burn", "polygon", "cloud", "footprint", "oversample")
    CLASSES = {"OUTPUT": mask_classes_of, "OUTPUT_REASON": reason_classes_of}

    def name(self):
        """Return the second part of the id."""
        return "buildmask"

    def displayName(self):
        """Return the name shown."""
        return tr("Build mask")

    def group(self):
        """Return the group shown."""
        return tr("Masks")

    def groupId(self):
        """Return the id of the group."""
        return "masks"

    def shortDescription(self):
        """Return one sentence."""
        return tr("Makes a validity mask from polygon layers, a raster mask, or both.")

    def shortHelpString(self):
        """Return the help shown beside the parameters."""
        text = tr(
            "<p>Makes a raster that tells which cells are valid. A cell is valid if it lies in a"
            " valid polygon, in no invalid polygon, and is valid in the raster mask; what is not"
            " given constrains nothing.</p>"
            "<p><b>Polygons</b> may have any reference system. A cell belongs to a polygon if its"
            " centre lies inside or exactly on an edge, edges of holes included (rule"
            " <i>center</i>).</p>"
            "<p><b>A raster mask</b> may be coarser than the output. It is interpolated bilinearly"
            " between its pixel centres, and cells below the threshold are invalid: one invalid"
            " mask pixel makes invalid all cells on which it has weight. Laid over the output by"
            " georeference, cells beyond its outermost pixel centres have no support and are"
            " invalid. Laid by index, mask pixels are nodes: the first output centre is the first"
            " mask centre.</p>"
            "<p><b>Why</b> a cell is invalid is told by a second raster, if you ask for it, and by"
            " counts in the log: 1 outside of the valid polygons, 2 inside an invalid one, 3"
            " invalid in the raster mask, 4 no support in it. Where several hold it is the"
            " smallest.</p>"
        )
        return text + drawing("coarse_mask")

    def initAlgorithm(self, configuration=None):
        """Define the parameters."""
        add_frame(self, tr("the mask"))
        add_polygons(self, tr("the mask"))
        add_mask_polygons(self)
        self.add(
            QgsProcessingParameterRasterLayer("MASK_IN", tr("Raster mask"), optional=True),
            tr(
                "Raster that is 0 (or nodata) where invalid and anything else where valid; may be"
                " coarser than the output."
            ),
        )
        self.add(
            QgsProcessingParameterBand(
                "MASK_IN_BAND", tr("Band of the raster mask"), 1, "MASK_IN", optional=True
            ),
            tr("Counted from 1; the default is 1."),
        )
        add_rule_with_coverage(self)
        self.add(
            enumeration("MASK_IN_ALIGNMENT", tr("Lay the raster mask"), ALIGNMENTS, "georeference"),
            tr(
                "<i>georeference</i> (default): by map coordinates, whatever its cell size and"
                " offset; <i>index</i>: by pixel numbers, as GridR does."
            ),
            advanced=True,
        )
        for axis, description in (("ROWS", tr("rows")), ("COLS", tr("columns"))):
            self.add(
                number(
                    f"MASK_IN_RESOLUTION_{axis}",
                    tr("By index: output {} per mask pixel").format(description),
                    INTEGER,
                    1,
                    minimum=1,
                ),
                tr("Output {} from one mask pixel centre to the next; the default is 1.").format(
                    description
                ),
                advanced=True,
            )
        for axis, description in (("ROW", tr("row")), ("COL", tr("column"))):
            self.add(
                number(
                    f"MASK_IN_TARGET_{axis}",
                    tr("By index: first {} of the mask").format(description),
                    INTEGER,
                    0,
                    minimum=0,
                ),
                tr(
                    "Full-resolution {} of the mask that the first output cell lies on, counted"
                    " from 0; the default is 0."
                ).format(description),
                advanced=True,
            )
        add_threshold(self)
        self.add(
            enumeration("OVERSAMPLING_DTYPE", tr("Interpolate the mask in"), FLOATS, "float64"),
            tr("Floating type of the interpolation: float64 (default) or float32."),
            advanced=True,
        )
        add_mask_values(self, INTEGER_RANGE, tr("within the data type"))
        self.add(
            enumeration("DATA_TYPE", tr("Data type of the mask"), MASK_TYPES, "uint8"),
            tr(
                "Type of the values of valid and invalid cells: uint8 (default), uint16, int16,"
                " int32 or float32."
            ),
            advanced=True,
        )
        add_resources(self)
        add_creation_options(self)
        self.addParameter(QgsProcessingParameterRasterDestination("OUTPUT", tr("Mask")))
        self.parameterDefinition("OUTPUT").setHelp(
            tr("Raster of the data type above, compressed; no value is declared as nodata.")
        )
        self.addParameter(
            QgsProcessingParameterRasterDestination(
                "OUTPUT_REASON", tr("Reasons"), None, True, False
            )
        )
        self.parameterDefinition("OUTPUT_REASON").setHelp(
            tr(
                "Raster of one byte per cell, compressed: 0 valid, 1 outside of the valid polygons,"
                " 2 inside an invalid one, 3 invalid in the raster mask, 4 no support in it."
            )
        )
        self.addOutput(QgsProcessingOutputNumber("VALID_COUNT", tr("Valid cells")))
        self.addOutput(QgsProcessingOutputNumber("INVALID_COUNT", tr("Invalid cells")))
        add_repair_counts(self)

    def resolve(self, parameters, context):
        """Turn layers into paths and frames."""
        self._mask_path = self.raster_path(parameters, "MASK_IN", context)
        self._frame, self._reference = read_frame(self, parameters, context)
        self._layers = open_mask_layers(self, parameters, context)

    def compute(self, parameters, context, feedback):
        """Make the mask."""
        from ..core.chains.jobs import IndexAlignment, MaskJob, RasterMask
        from ..core.chains.mask_chain import make_mask

        if self._frame is None:
            self.fail(tr("Give REFERENCE, or EXTENT and CELL_SIZE."))
        alignment = None
        if self.choice(parameters, "MASK_IN_ALIGNMENT", context) == "index":
            alignment = IndexAlignment(
                tuple(
                    self.number(parameters, f"MASK_IN_RESOLUTION_{axis}", context)
                    for axis in ("ROWS", "COLS")
                ),
                tuple(
                    self.number(parameters, f"MASK_IN_TARGET_{axis}", context)
                    for axis in ("ROW", "COL")
                ),
            )
        mask = None
        if self._mask_path is not None:
            mask = RasterMask(self._mask_path, self.band(parameters, "MASK_IN_BAND", 1, context))
        options = read_creation_options(self, parameters, context)
        coverage = read_coverage(self, parameters, context, feedback)
        read = read_mask_polygons(self, parameters, self._layers, self._frame, context, feedback)
        job = MaskJob(
            frame=self._frame,
            output=self.destination(parameters, "OUTPUT", context, options),
            output_reason=self.destination(parameters, "OUTPUT_REASON", context),
            polygons=read.polygons,
            coverage=coverage,
            dtype=self.choice(parameters, "DATA_TYPE", context),
            mask=mask,
            alignment=alignment,
            oversampling_dtype=self.choice(parameters, "OVERSAMPLING_DTYPE", context),
            **read_mask_settings(self, parameters, context),
            metadata=self.provenance(parameters),
            reference=self._reference,
            resources=read_resources(self, parameters, context),
        )
        feedback.pushInfo(tr("Mask of {} x {} cells.").format(job.frame.rows, job.frame.cols))
        self.tell_engine(feedback)
        report = make_mask(job, *progress_of(feedback))
        feedback.pushInfo(
            tr("{} valid and {} invalid cells.").format(report.valid_count, report.invalid_count)
        )
        _tell_reasons(report.reason_counts, feedback)
        results = {
            "OUTPUT": job.output.path,
            "VALID_COUNT": report.valid_count,
            "INVALID_COUNT": report.invalid_count,
            "REPAIRED_COUNT": read.repaired,
            "DROPPED_COUNT": read.dropped,
        }
        if job.output_reason is not None:
            results["OUTPUT_REASON"] = job.output_reason.path
        return results


def _tell_reasons(counts, feedback):
    """Say how many cells are invalid for each reason."""
    from ..core.conventions.reasons import Reason

    for reason, sentence in (
        (Reason.OUTSIDE_VALID, tr("{} cell(s) outside of the valid polygons.")),
        (Reason.INSIDE_INVALID, tr("{} cell(s) inside invalid polygons.")),
        (Reason.MASKED, tr("{} cell(s) invalid in the raster mask.")),
        (Reason.UNSUPPORTED, tr("{} cell(s) without support in the raster mask.")),
    ):
        if counts[reason]:
            feedback.pushInfo(sentence.format(counts[reason]))
