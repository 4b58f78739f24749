"""What the algorithms share that make a grid raster."""

from qgis.core import (
    QgsProcessingOutputNumber,
    QgsProcessingParameterCrs,
    QgsProcessingParameterRasterDestination,
    QgsProcessingParameterRasterLayer,
)

from .base import GridrAlgorithm, tr, wkt_of
from .drawings import drawing
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


def grid_help():
    """Return what the help of all these algorithms says of the grid."""
    grid = tr(
        "<p>The grid is a raster of two bands that tells, for every <i>step</i>-th pixel centre of"
        " an output frame, which (row, column) of the input lies there, pixel centres on"
        " integers. <i>Grid resampling</i> interpolates between these nodes.</p>"
    )
    step = tr(
        "<p>Give the step, or a maximum error in input pixels from which it is chosen. The"
        " error is then measured against the exact transformation halfway between all nodes, and"
        " reported. The grid remembers its step and the size of the frame, so that the"
        " resampled raster covers the frame exactly.</p>"
    )
    return grid + drawing("centers") + step


def add_target(algorithm):
    """Add TARGET_CRS, REFERENCE, EXTENT and CELL_SIZE."""
    algorithm.add(
        QgsProcessingParameterCrs("TARGET_CRS", tr("Target CRS"), optional=True),
        tr(
            "Reference system of the output frame; not needed with a reference raster. Where no"
            " extent is given, one that suits the input is taken, and so is the cell size unless"
            " you give it. A cell size alone keeps the input's extent and reference system; where"
            " control points tell its place, theirs."
        ),
    )
    add_frame(algorithm, tr("the resampled raster"))


def add_step(algorithm):
    """Add STEP and MAX_ERROR."""
    algorithm.add(
        number("STEP", tr("Step (output pixels)"), INTEGER, minimum=1),
        tr(
            "Output pixels from one node to the next. If it is not set, the largest power of"
            " two is taken that keeps the maximum error and loses nothing of the input."
        ),
    )
    algorithm.add(
        number("MAX_ERROR", tr("Maximum error (input pixels)"), DOUBLE, 0.01, minimum=0.0),
        tr("Used where no step is given; the default is 0.01 input pixels."),
    )


def add_grid_numbers(algorithm):
    """Add the step and the error of a grid as results."""
    for name, description in (
        ("STEP_USED", tr("Step")),
        ("MAXIMUM_ERROR", tr("Maximum error measured (input pixels)")),
        ("RMS_ERROR", tr("RMS error measured (input pixels)")),
    ):
        algorithm.addOutput(QgsProcessingOutputNumber(name, description))


def read_target(algorithm, parameters, context):
    """Return what `add_target` added, by the names that it has in a `GridJob`.

    An extent without a reference system has that of INPUT. Without an extent the chain makes one.

    Returns
    -------
    dict
    """
    crs = None
    if algorithm.given(parameters, "TARGET_CRS"):
        if algorithm.given(parameters, "REFERENCE"):
            algorithm.fail(tr("Give TARGET_CRS or REFERENCE, not both."))
        crs = algorithm.parameterAsCrs(parameters, "TARGET_CRS", context)
        if not crs.isValid():
            algorithm.fail(
                tr("TARGET_CRS is {}, which is not a reference system that QGIS knows.").format(
                    parameters["TARGET_CRS"]
                )
            )
    crs_wkt = "" if crs is None else wkt_of(crs)
    if algorithm.given(parameters, "CELL_SIZE") and not (
        algorithm.given(parameters, "EXTENT") or algorithm.given(parameters, "REFERENCE")
    ):
        size = algorithm.number(parameters, "CELL_SIZE", context)
        return {"frame": None, "reference": None, "crs_wkt": crs_wkt, "cell_size": size}
    layer = None if crs else algorithm.parameterAsRasterLayer(parameters, "INPUT", context)
    frame, reference = read_frame(algorithm, parameters, context, crs, layer)
    return {"frame": frame, "reference": reference, "crs_wkt": crs_wkt}


class FramedGridMaker(GridrAlgorithm):
    """Base of the algorithms that make a grid.

    The target frame is in the reference system of the input. A subclass adds its own parameters in
    `add_own`, its own outputs in `add_own_outputs`, and carries its job out in `make`; it may take
    more from layers in `resolve`.
    """

    def group(self):
        """Return the group shown."""
        return tr("Grids")

    def groupId(self):
        """Return the id of the group."""
        return "grids"

    def input_help(self):
        """Return the help of INPUT."""
        return tr("Raster that will be resampled.")

    def add_own(self):
        """Add parameters of the algorithm's own, after INPUT."""

    def add_own_outputs(self):
        """Add outputs of the algorithm's own, after OUTPUT."""

    def add_target(self):
        """Add what gives the output frame."""
        add_frame(self, tr("the resampled raster"))

    def initAlgorithm(self, configuration=None):
        """Define the parameters."""
        self.add(QgsProcessingParameterRasterLayer("INPUT", tr("Input raster")), self.input_help())
        self.add_own()
        self.add_target()
        add_step(self)
        add_resources(self)
        add_creation_options(self)
        self.addParameter(QgsProcessingParameterRasterDestination("OUTPUT", tr("Grid")))
        self.parameterDefinition("OUTPUT").setHelp(
            tr(
                "Raster of two float64 bands: source row and source column, pixel centres on"
                " integers, NaN where unknown."
            )
        )
        add_grid_numbers(self)
        self.addOutput(
            QgsProcessingOutputNumber("INVALID_COUNT", tr("Nodes that cannot be transformed"))
        )
        self.add_own_outputs()

    def resolve(self, parameters, context):
        """Turn layers into paths and frames."""
        self._input_path = self.raster_path(parameters, "INPUT", context)
        crs = self.parameterAsRasterLayer(parameters, "INPUT", context).crs()
        frame, reference = read_frame(self, parameters, context, crs)
        self._target = {"frame": frame, "reference": reference}

    def settings(self, parameters, context):
        """Return what the parameters of all grid makers are called in a `GridJob`."""
        options = read_creation_options(self, parameters, context)
        return {
            "source": self._input_path,
            **self._target,
            "output": self.destination(parameters, "OUTPUT", context, options),
            "step": self.number(parameters, "STEP", context),
            "max_error": self.number(parameters, "MAX_ERROR", context),
            "metadata": self.provenance(parameters),
            "resources": read_resources(self, parameters, context),
        }

    def compute(self, parameters, context, feedback):
        """Make the grid."""
        settings = self.settings(parameters, context)
        report = self.make(settings, parameters, context, feedback)
        return tell_grid(report, settings["output"].path, feedback)

    def make(self, settings, parameters, context, feedback):
        """Carry out the job and return its `GridReport`.

        Parameters
        ----------
        settings : dict
            Of the job: what all grid makers have in common.
        """
        raise NotImplementedError


class GridMaker(FramedGridMaker):
    """Base of those whose target may be in any reference system."""

    def add_target(self):
        """Add what gives the output frame."""
        add_target(self)

    def resolve(self, parameters, context):
        """Turn layers into paths and frames."""
        self._input_path = self.raster_path(parameters, "INPUT", context)
        self._target = read_target(self, parameters, context)


def tell_grid(report, path, feedback):
    """Tell a `GridReport` and return the algorithm's results."""
    feedback.pushInfo(
        tr("Grid of {} x {} nodes, step {}.").format(report.rows, report.cols, report.step)
    )
    numbers = tell_error(report, feedback)
    if report.invalid_count:
        feedback.pushWarning(
            tr("{} node(s) cannot be transformed and are nodata.").format(report.invalid_count)
        )
    return {"OUTPUT": path, "INVALID_COUNT": report.invalid_count, **report.numbers, **numbers}


def tell_error(report, feedback):
    """Tell how good a grid is, and return the results that `add_grid_numbers` added.

    That is its error, what it loses of the input, and its remarks.
    """
    if report.error.points:
        feedback.pushInfo(
            tr(
                "Error at {} points halfway between nodes, in input pixels: at most {:.3g}, RMS"
                " {:.3g}."
            ).format(report.error.points, report.error.maximum, report.error.rms)
        )
    if report.error.lost:
        feedback.pushWarning(
            tr(
                "{} cell(s) of the grid have no value although some of the input lies in them: they"
                " lack a node, or the input's longitudes begin anew there. A smaller STEP keeps"
                " more, a step of 1 all of it."
            ).format(report.error.lost)
        )
    for remark in report.remarks:
        feedback.pushWarning(remark)
    if not report.has_error:
        return {"STEP_USED": report.step}
    return {
        "STEP_USED": report.step,
        "MAXIMUM_ERROR": report.error.maximum,
        "RMS_ERROR": report.error.rms,
    }
