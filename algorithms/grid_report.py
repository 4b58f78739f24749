"""``gridr:gridreport``: what a grid raster does, before anything is resampled through it."""

import math

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsFeature,
    QgsFeatureSink,
    QgsField,
    QgsFields,
    QgsGeometry,
    QgsLineString,
    QgsProcessing,
    QgsProcessingOutputNumber,
    QgsProcessingParameterFeatureSink,
    QgsProcessingParameterFileDestination,
    QgsProcessingParameterRasterLayer,
    QgsWkbTypes,
)
from qgis.PyQt.QtCore import QVariant

from .base import GridrAlgorithm, progress_of, tr
from .grid_bands import GRID_LAYERS, add_grid, add_grid_validity, read_grid
from .parameters import INTEGER, add_resources, enumeration, number, read_resources

SPACES = ("target", "source")


class GridReport(GridrAlgorithm):
    """Turns QGIS parameters into a `GridReportJob`, and its mesh into a layer of lines."""

    ICON = "report"
    TAGS = (
        *("grid", "report", "quality", "jacobian", "scale", "rotation", "distortion", "folding"),
        *("mesh", "antialiasing", "geolocation", "warp", "remap"),
    )

    def name(self):
        """Return the second part of the id."""
        return "gridreport"

    def displayName(self):
        """Return the name shown."""
        return tr("Grid report")

    def group(self):
        """Return the group shown."""
        return tr("Grids")

    def groupId(self):
        """Return the id of the group."""
        return "grids"

    def shortDescription(self):
        """Return one sentence."""
        return tr(
            "Tells what a grid raster does: scale, rotation, folds, unknown nodes, error of its"
            " step."
        )

    def shortHelpString(self):
        """Return the help shown beside the parameters."""
        return tr(
            "<p>Looks through a grid raster before anything is resampled through it, and says in"
            " the log what it does and where its first problems are. The report has a picture and"
            " all numbers; the mesh shows lines of nodes on the map.</p>"
            "<p>Between four nodes, a <i>cell</i>, coordinates are bilinear. At its middle a cell"
            " has two <b>scales</b> along its main axes, in input pixels per output pixel: more"
            " than 1 zooms out. Their ratio is the <b>anisotropy</b>. The <b>rotation</b> is that"
            " of a step along an output row, clockwise in the input with its rows downwards. A"
            " cell is <b>folded</b> if it is mirrored, at a corner at least, and most are not, or"
            " the other way round.</p>"
            "<p>The <b>error of the step</b> is how far positions halfway between nodes may be from"
            " the transformation that the grid was made from, supposed that this one is smooth: a"
            " quarter of what is measured for a grid of every second node, since errors grow with"
            " the square of the step. It is 0 where each output pixel has its node.</p>"
            "<p><b>Antialiasing</b> is needed if more than 1 in 100 cells take more than 1.5 input"
            " pixels for an output pixel: interpolators read the few pixels around a position and"
            " do not average over what lies between. Smooth or shrink the input first.</p>"
        )

    def initAlgorithm(self, configuration=None):
        """Define the parameters."""
        add_grid(self)
        self.add(
            QgsProcessingParameterRasterLayer("INPUT", tr("Input raster"), optional=True),
            tr(
                "Raster that will be resampled. Without it nothing is said about nodes that lie"
                " outside; grids of map coordinates need it."
            ),
        )
        add_grid_validity(self)
        self.add(
            number("MESH_STEP", tr("Nodes from line to line of the mesh"), INTEGER, minimum=1),
            tr(
                "The mesh has a line along every n-th row and column of nodes, and along the last"
                " ones. If it is not set, there are about 50 lines each way."
            ),
            advanced=True,
        )
        self.add(
            enumeration("MESH_SPACE", tr("Where the mesh lies"), SPACES, "target"),
            tr(
                "<i>target</i> (default): where the grid lies, as the output will; <i>source</i>:"
                " over the input, where the grid reads it."
            ),
        )
        add_resources(self)
        self.add(
            QgsProcessingParameterFileDestination(
                "OUTPUT_HTML_FILE", tr("Report"), tr("HTML files (*.html)"), None, optional=True
            ),
            tr("Page of the findings, with a picture; it needs no network."),
        )
        self.add(
            QgsProcessingParameterFeatureSink(
                "OUTPUT_MESH",
                tr("Mesh"),
                QgsProcessing.SourceType.TypeVectorLine,
                optional=True,
                createByDefault=False,
            ),
            tr(
                "Lines along rows and columns of nodes, with the fields <i>kind</i> (row, col),"
                " <i>index</i> (of the row or column) and <i>folded</i> (1 beside folded cells);"
                " broken where nodes are unknown."
            ),
        )
        for name, description in (
            ("NODE_COUNT", tr("Nodes")),
            ("UNKNOWN_COUNT", tr("Unknown nodes")),
            ("OUTSIDE_COUNT", tr("Nodes outside of the input")),
            ("BEYOND_CENTERS_COUNT", tr("Nodes beyond the centres of the outermost input pixels")),
            ("CELL_COUNT", tr("Cells between known nodes")),
            ("FOLDED_COUNT", tr("Folded cells")),
            ("DEGENERATE_COUNT", tr("Cells without area")),
            ("MIRRORED", tr("Whether the grid mirrors (0 or 1)")),
            ("MIN_SCALE", tr("Least scale (input pixels per output pixel)")),
            ("MAX_SCALE", tr("Greatest scale (input pixels per output pixel)")),
            ("MEAN_SCALE", tr("Mean scale (input pixels per output pixel)")),
            ("MEDIAN_SCALE", tr("Median scale (input pixels per output pixel)")),
            ("ROTATION", tr("Mean rotation (degrees)")),
            ("MIN_ROTATION", tr("Least rotation (degrees)")),
            ("MAX_ROTATION", tr("Greatest rotation (degrees)")),
            ("MAX_ANISOTROPY", tr("Greatest anisotropy")),
            ("STEP_ERROR", tr("Error of the step, estimated (input pixels)")),
            ("RMS_STEP_ERROR", tr("RMS error of the step, estimated (input pixels)")),
            ("DOUBLE_STEP_ERROR", tr("Error of twice the step, measured (input pixels)")),
            ("ALIASED_COUNT", tr("Cells of more than 1.5 input pixels per output pixel")),
            ("NEEDS_ANTIALIASING", tr("Whether the input should be smoothed first (0 or 1)")),
        ):
            self.addOutput(QgsProcessingOutputNumber(name, description))

    def resolve(self, parameters, context):
        """Turn layers into paths."""
        self._paths = {
            name: self.raster_path(parameters, name, context) for name in ("INPUT", *GRID_LAYERS)
        }

    def compute(self, parameters, context, feedback):
        """Look through the grid."""
        from ..core.chains.grid_report import report_grid
        from ..core.chains.jobs import GridReportJob

        page = None
        if self.given(parameters, "OUTPUT_HTML_FILE"):
            page = self.parameterAsFileOutput(parameters, "OUTPUT_HTML_FILE", context) or None
        space = self.choice(parameters, "MESH_SPACE", context)
        has_mesh = self.given(parameters, "OUTPUT_MESH")
        if has_mesh and space == "source" and self._paths["INPUT"] is None:
            self.fail(tr("MESH_SPACE is source, which needs INPUT."))
        job = GridReportJob(
            grid=read_grid(self, parameters, self._paths, context),
            source=self._paths["INPUT"],
            mesh_step=self.number(parameters, "MESH_STEP", context),
            page=page,
            resources=read_resources(self, parameters, context),
        )
        analysis = report_grid(job, *progress_of(feedback))
        results = tell_summary(analysis.summary, feedback)
        if page is not None:
            results["OUTPUT_HTML_FILE"] = page
        if has_mesh:
            results["OUTPUT_MESH"] = self._write_mesh(
                analysis, space, parameters, context, feedback
            )
        return results

    def _write_mesh(self, analysis, space, parameters, context, feedback):
        fields = QgsFields()
        for name, kind in (
            ("kind", QVariant.String),
            ("index", QVariant.Int),
            ("folded", QVariant.Int),
        ):
            fields.append(QgsField(name, kind))
        features = _features(analysis.lines(space), fields, feedback)
        frame = analysis.source if space == "source" else analysis.grid
        crs = QgsCoordinateReferenceSystem()
        if frame.crs_wkt:
            crs = QgsCoordinateReferenceSystem.fromWkt(frame.crs_wkt)
        sink, identifier = self.parameterAsSink(
            parameters, "OUTPUT_MESH", context, fields, QgsWkbTypes.Type.LineString, crs
        )
        if sink is None:
            self.fail(self.invalidSinkError(parameters, "OUTPUT_MESH"))
        if not sink.addFeatures(features, QgsFeatureSink.Flag.FastInsert):
            self.fail(tr("OUTPUT_MESH cannot be written: {}.").format(sink.lastError()))
        return identifier


def _features(lines, fields, feedback):
    """Return lines as features; all at once, so that a cancelled job writes no part of them."""
    from ..core.chains.jobs import Cancelled

    features = []
    for line, x, y in lines:
        if feedback.isCanceled():
            raise Cancelled
        feature = QgsFeature(fields)
        feature.setGeometry(QgsGeometry(QgsLineString(x.tolist(), y.tolist())))
        feature.setAttributes([line.kind, line.index, int(line.is_folded)])
        features.append(feature)
    return features


def tell_summary(summary, feedback):
    """Tell a `GridSummary` and return its numbers as results."""
    from ..core.grids.verdict import PROBLEM, verdict

    for remark in verdict(summary):
        (feedback.pushWarning if remark.level == PROBLEM else feedback.pushInfo)(remark.text)
    findings = summary.findings
    low, high = summary.rotation_range
    results = {
        "NODE_COUNT": summary.node_count,
        "UNKNOWN_COUNT": summary.unknown.count,
        "CELL_COUNT": summary.cell_count,
        "FOLDED_COUNT": summary.folded.count,
        "DEGENERATE_COUNT": findings.flat.count,
        "MIRRORED": int(summary.is_mirrored),
        "MIN_SCALE": findings.smaller.minimum,
        "MAX_SCALE": findings.larger.maximum,
        "MEAN_SCALE": summary.mean_scale,
        "MEDIAN_SCALE": findings.scale.quantile(0.5),
        "ROTATION": summary.rotation,
        "MIN_ROTATION": low,
        "MAX_ROTATION": high,
        "MAX_ANISOTROPY": findings.anisotropy.maximum,
        "STEP_ERROR": summary.step_error,
        "RMS_STEP_ERROR": summary.rms_step_error,
        "DOUBLE_STEP_ERROR": summary.double_step_error,
        "ALIASED_COUNT": findings.aliased.count,
        "NEEDS_ANTIALIASING": int(summary.needs_antialiasing),
    }
    if summary.examination.source_shape is not None:
        results["OUTSIDE_COUNT"] = findings.outside.count
        results["BEYOND_CENTERS_COUNT"] = findings.beyond_centers.count
    # What is not known is left out: JSON has no NaN.
    return {name: value for name, value in results.items() if not math.isnan(value)}
