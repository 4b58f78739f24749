"""``gridr:creategridfromcrs``: a grid raster from a change of reference system."""

from qgis.core import (
    QgsProcessingOutputNumber,
    QgsProcessingParameterCrs,
    QgsProcessingParameterRasterDestination,
    QgsProcessingParameterRasterLayer,
)

from .base import GridrAlgorithm, progress_of, tr, wkt_of
from .parameters import (
    DOUBLE,
    INTEGER,
    add_creation_options,
    add_frame,
    add_resources,
    number,
    read_creation_options,
    read_frame,
    read_resources,
)


class CreateGridFromCrs(GridrAlgorithm):
    """Turns QGIS parameters into a `CrsGridJob`."""

    TAGS = ("grid", "reproject", "crs", "warp", "geolocation", "remap", "transform")

    def name(self):
        """Return the second part of the id."""
        return "creategridfromcrs"

    def displayName(self):
        """Return the name shown."""
        return tr("Create grid from CRS")

    def group(self):
        """Return the group shown."""
        return tr("Grids")

    def groupId(self):
        """Return the id of the group."""
        return "grids"

    def shortDescription(self):
        """Return one sentence."""
        return tr("Makes the grid raster that brings a raster into another reference system.")

    def shortHelpString(self):
        """Return the help shown beside the parameters."""
        return tr(
            "<p>Makes a raster of two bands that tells, for every <i>step</i>-th pixel centre of an"
            " output frame, which (row, column) of the input lies there, pixel centres on"
            " integers. <i>Grid resampling</i> interpolates between these nodes.</p>"
            "<p>Give the step, or a maximum error in input pixels from which it is chosen. The"
            " error is then measured against the exact transformation at the middle of every grid"
            " cell, and reported.</p>"
            "<p>Nodes that cannot be transformed there and back are nodata (NaN). The grid"
            " remembers its step and the size of the frame, so that the resampled raster covers"
            " the frame exactly.</p>"
        )

    def initAlgorithm(self, configuration=None):
        """Define the parameters."""
        self.add(
            QgsProcessingParameterRasterLayer("INPUT", tr("Input raster")),
            tr("Raster that will be resampled; needs a georeference and a reference system."),
        )
        self.add(
            QgsProcessingParameterCrs("TARGET_CRS", tr("Target CRS"), optional=True),
            tr(
                "Reference system of the output frame; not needed with a reference raster. Alone,"
                " it gets the extent and cell size that GDAL suggests."
            ),
        )
        add_frame(self, tr("the resampled raster"))
        self.add(
            number("STEP", tr("Step (output pixels)"), INTEGER, minimum=1),
            tr(
                "Output pixels from one node to the next. If it is not set, the largest power of"
                " two that keeps the maximum error is taken."
            ),
        )
        self.add(
            number("MAX_ERROR", tr("Maximum error (input pixels)"), DOUBLE, 0.01, minimum=0.0),
            tr("Used where no step is given; the default is 0.01 input pixels."),
        )
        add_resources(self)
        add_creation_options(self)
        self.addParameter(QgsProcessingParameterRasterDestination("OUTPUT", tr("Grid")))
        self.parameterDefinition("OUTPUT").setHelp(
            tr(
                "Raster of two float64 bands: source row and source column, pixel centres on"
                " integers, NaN where unknown."
            )
        )
        for name, description in (
            ("STEP_USED", tr("Step")),
            ("MAXIMUM_ERROR", tr("Maximum error measured (input pixels)")),
            ("RMS_ERROR", tr("RMS error measured (input pixels)")),
            ("INVALID_COUNT", tr("Nodes that cannot be transformed")),
        ):
            self.addOutput(QgsProcessingOutputNumber(name, description))

    def resolve(self, parameters, context):
        """Turn layers into paths and frames."""
        self._input_path = self.raster_path(parameters, "INPUT", context)
        crs = None
        if self.given(parameters, "TARGET_CRS"):
            if self.given(parameters, "REFERENCE"):
                self.fail(tr("Give TARGET_CRS or REFERENCE, not both."))
            crs = self.parameterAsCrs(parameters, "TARGET_CRS", context)
            if not crs.isValid():
                self.fail(
                    tr("TARGET_CRS is {}, which is not a reference system that QGIS knows.").format(
                        parameters["TARGET_CRS"]
                    )
                )
        self._crs_wkt = "" if crs is None else wkt_of(crs)
        self._frame, self._reference = read_frame(self, parameters, context, crs)

    def compute(self, parameters, context, feedback):
        """Make the grid."""
        from ..core.chains.crs_grid_chain import make_crs_grid
        from ..core.chains.jobs import CrsGridJob

        job = CrsGridJob(
            source=self._input_path,
            frame=self._frame,
            crs_wkt=self._crs_wkt,
            output=self.destination(
                parameters, "OUTPUT", context, read_creation_options(self, parameters, context)
            ),
            step=self.number(parameters, "STEP", context),
            max_error=self.number(parameters, "MAX_ERROR", context),
            metadata=self.provenance(parameters),
            reference=self._reference,
            resources=read_resources(self, parameters, context),
        )
        report = make_crs_grid(job, *progress_of(feedback))
        feedback.pushInfo(
            tr("Grid of {} x {} nodes, step {}.").format(report.rows, report.cols, report.step)
        )
        if report.error.cells:
            feedback.pushInfo(
                tr(
                    "Error at the middles of {} cells, in input pixels: at most {:.3g}, RMS {:.3g}."
                ).format(report.error.cells, report.error.maximum, report.error.rms)
            )
        if report.invalid_count:
            feedback.pushWarning(
                tr("{} node(s) cannot be transformed and are nodata.").format(report.invalid_count)
            )
        results = {
            "OUTPUT": job.output.path,
            "STEP_USED": report.step,
            "INVALID_COUNT": report.invalid_count,
        }
        if report.has_error:
            results["MAXIMUM_ERROR"] = report.error.maximum
            results["RMS_ERROR"] = report.error.rms
        return results
