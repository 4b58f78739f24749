"""``gridr:creategridfromgcps``: a grid raster from ground control points."""

import math

from qgis.core import (
    QgsProcessing,
    QgsProcessingOutputNumber,
    QgsProcessingParameterFeatureSink,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterField,
    QgsProcessingParameterFile,
)

from .base import progress_of, tr
from .control_points import check_sink, path_of, read_control_points, write_residuals
from .grid_making import GridMaker, grid_help, tell_grid
from .parameters import enumeration

METHODS = ("polynomial1", "polynomial2", "polynomial3", "tps", "homography")
POINT_CONVENTIONS = ("pixel-center", "cell-edge")

# Points whose residuals are told one by one.
_TOLD = 50


class CreateGridFromGcps(GridMaker):
    """Turns QGIS parameters into a `GcpGridJob`."""

    TAGS = (
        *("grid", "gcp", "ground control points", "georeference", "georeferencer", "polynomial"),
        *("thin plate spline", "tps", "homography", "projective", "warp", "remap", "residuals"),
    )

    def name(self):
        """Return the second part of the id."""
        return "creategridfromgcps"

    def displayName(self):
        """Return the name shown."""
        return tr("Create grid from control points")

    def shortDescription(self):
        """Return one sentence."""
        return tr("Makes the grid raster that brings a raster onto the map by control points.")

    def shortHelpString(self):
        """Return the help shown beside the parameters."""
        text = tr(
            "<p>Makes the grid that brings a raster onto the map by ground control points: places"
            " that are known on the map and in the raster. They come from the raster itself, from a"
            " file of QGIS's Georeferencer, or from a point layer.</p>"
            "<p>A transformation from map to raster is fitted to them; the log and"
            " OUTPUT_RESIDUALS tell by how many input pixels it misses each of them. A small"
            " residual shows nothing where there are no more points than the method needs.</p>"
        )
        return text + grid_help()

    def input_help(self):
        """Return the help of INPUT."""
        return tr("Raster that will be resampled; it needs no georeference.")

    def add_own(self):
        """Add points and method."""
        self.add(
            QgsProcessingParameterFile(
                "POINTS_FILE",
                tr("Points of the Georeferencer"),
                optional=True,
                fileFilter=tr("Georeferencer points (*.points);;All files (*)"),
            ),
            tr(
                "File <i>.points</i> that the Georeferencer of any version of QGIS has saved;"
                " points that are switched off there are compared only. Without this and without a"
                " point layer the raster's own points are taken."
            ),
        )
        self.add(
            QgsProcessingParameterFeatureSource(
                "POINTS",
                tr("Points (layer)"),
                [QgsProcessing.SourceType.TypeVectorPoint],
                optional=True,
            ),
            tr(
                "Point layer in any reference system: a point's geometry is its place on the map,"
                " two fields hold its place in the input."
            ),
        )
        numeric = QgsProcessingParameterField.DataType.Numeric
        for name, description, told in (
            ("ROW_FIELD", tr("Field of the row"), tr("Field of POINTS with the input row.")),
            ("COL_FIELD", tr("Field of the column"), tr("Field of POINTS with the input column.")),
        ):
            field = QgsProcessingParameterField(
                name,
                description,
                parentLayerParameterName="POINTS",
                type=numeric,
                optional=True,
            )
            self.add(field, told)
        self.add(
            enumeration(
                "POINT_CONVENTION",
                tr("Rows and columns of the fields"),
                POINT_CONVENTIONS,
                "pixel-center",
            ),
            tr(
                "<i>pixel-center</i> (default): the centre of the first pixel is 0, 0;"
                " <i>cell-edge</i>: its outer corner is, as in GDAL."
            ),
        )
        self.add(
            enumeration("METHOD", tr("Transformation"), METHODS, "polynomial1"),
            tr(
                "<i>polynomial1</i> (default), <i>polynomial2</i>, <i>polynomial3</i>: the"
                " polynomial of this order with the least squares of residuals; needs 3, 6, 10"
                " points or more. <i>tps</i>: a thin plate spline through all points; 3 or more."
                " <i>homography</i>: what a flat thing is in a photograph; 4 or more."
            ),
        )

    def initAlgorithm(self, configuration=None):
        """Define the parameters."""
        super().initAlgorithm(configuration)
        residuals = QgsProcessingParameterFeatureSink(
            "OUTPUT_RESIDUALS",
            tr("Residuals"),
            QgsProcessing.SourceType.TypeVectorPoint,
            optional=True,
            createByDefault=False,
        )
        self.add(
            residuals,
            tr(
                "Layer of all points: where they are on the map and in the input, where the"
                " transformation puts them, the difference in input pixels, how far each is from"
                " where a fit of the others puts it, and whether they were used."
            ),
        )
        for name, description in (
            ("POINT_COUNT", tr("Control points used")),
            ("MAX_RESIDUAL", tr("Maximum residual (input pixels)")),
            ("RMS_RESIDUAL", tr("RMS residual (input pixels)")),
            ("RMS_LEFT_OUT", tr("RMS of points against a fit of the others (input pixels)")),
        ):
            self.addOutput(QgsProcessingOutputNumber(name, description))

    def resolve(self, parameters, context):
        """Turn layers into paths and frames."""
        super().resolve(parameters, context)
        self._points_file = self.parameterAsFile(parameters, "POINTS_FILE", context) or None
        inputs = [self._input_path, self._target["reference"], self._points_file]
        if self.given(parameters, "POINTS"):
            layer = self.parameterAsVectorLayer(parameters, "POINTS", context)
            inputs.append(None if layer is None else path_of(layer))
        check_sink(self, parameters, "OUTPUT_RESIDUALS", filter(None, inputs))

    def compute(self, parameters, context, feedback):
        """Make the grid, tell and write the residuals."""
        from ..core.chains.gcp_grid_chain import make_gcp_grid
        from ..core.chains.jobs import GcpGridJob

        job = GcpGridJob(
            **self.settings(parameters, context),
            points=read_control_points(self, parameters, context, feedback),
            points_file=self._points_file,
            method=self.choice(parameters, "METHOD", context),
        )
        report = make_gcp_grid(job, *progress_of(feedback))
        _tell_fit(report.fit, feedback)
        results = tell_grid(report.grid, job.output.path, feedback)
        results["POINT_COUNT"] = report.fit.count
        results["MAX_RESIDUAL"] = report.fit.maximum
        results["RMS_RESIDUAL"] = report.fit.rms
        if report.fit.worst_left_out is not None:
            results["RMS_LEFT_OUT"] = report.fit.left_out_rms
        residuals = write_residuals(self, parameters, "OUTPUT_RESIDUALS", report.fit, context)
        return results if residuals is None else {**results, "OUTPUT_RESIDUALS": residuals}


def _tell_fit(fit, feedback):
    feedback.pushInfo(
        tr("{} control points, {} more than {} needs.").format(fit.count, fit.redundant, fit.method)
    )
    feedback.pushInfo(
        tr("Residuals in input pixels: at most {:.3g}, RMS {:.3g}.").format(fit.maximum, fit.rms)
    )
    if fit.worst_left_out is not None:
        worst = fit.worst_left_out
        feedback.pushInfo(
            tr(
                "Each point against a fit of the others: at most {:.3g} (point {}), RMS {:.3g}."
            ).format(fit.left_out[worst], fit.points.ids[worst], fit.left_out_rms)
        )
    feedback.pushInfo(
        tr("Point: row and column given; residual by row and column, distance; against the others.")
    )
    rows = zip(
        fit.points.ids, fit.points.row, fit.points.col, fit.row_residual, fit.col_residual,
        fit.residual, fit.left_out, fit.points.used,
    )  # fmt: skip
    for number, (identifier, *numbers, left_out, used) in enumerate(rows):
        if number == _TOLD:
            left = len(fit.points.ids) - _TOLD
            feedback.pushInfo(tr("... and {} more; OUTPUT_RESIDUALS has all.").format(left))
            break
        text = "{}: {:.2f} {:.2f}; {:+.3f} {:+.3f}, {:.3f}".format(identifier, *numbers)
        text += f"; {left_out:.3f}" if math.isfinite(left_out) else ""
        feedback.pushInfo(text if used else tr("{} (not used)").format(text))
