"""``gridr:resamplespline``: GRASS's r.resamp.rst."""

from qgis.core import (
    QgsProcessingParameterBand,
    QgsProcessingParameterBoolean,
    QgsProcessingParameterRasterDestination,
    QgsProcessingParameterRasterLayer,
)

from .base import progress_of, tr
from .parameters import DOUBLE, INTEGER, number, read_creation_options
from .region_resampling import RegionResampling, add_data_type, frames_help
from .resampled import tell_report


class ResampleSpline(RegionResampling):
    """Makes a `SplineJob`."""

    TAGS = (
        *("resample", "interpolation", "spline", "tension", "rst", "smoothing", "slope", "aspect"),
        *("curvature", "terrain", "cells", "region", "grass", "r.resamp.rst", "refine"),
    )
    RASTERS = (*RegionResampling.RASTERS, "SMOOTHING_RASTER", "TARGET_MASK")

    def name(self):
        """Return the second part of the id."""
        return "resamplespline"

    def displayName(self):
        """Return the name shown."""
        return tr("Resample by splines with tension")

    def shortDescription(self):
        """Return one sentence."""
        return tr(
            "Lays a smooth surface through a raster's cells, over its nulls, and derives slopes and"
            " curvatures."
        )

    def shortHelpString(self):
        """Return the help shown beside the parameters."""
        text = tr(
            "<p>What GRASS's <i>r.resamp.rst</i> does: a regularized spline with tension through"
            " the input's cell centres, taken at the centres of the output cells, with slope,"
            " aspect, curvatures and partial derivatives if you ask for them. Nulls of the input"
            " are left out, so the surface goes on over them; <i>TARGET_MASK</i> leaves parts of"
            " the output out. Outside of the input the output is null.</p>"
            "<p>The input is divided into segments of about 36 to 48 cells. Each has a spline of"
            " its own, through its cells and some around it (<i>OVERLAP</i>). Where two segments"
            " meet the surface may have a small step; more overlap makes it smaller. A surface is"
            " smooth between cells; where the output is coarser nothing is averaged.</p>"
            "<p>Degrees count as planar units. Segments end at the seam of longitudes.</p>"
        )
        return text + frames_help()

    def initAlgorithm(self, configuration=None):
        """Define the parameters, and the outputs that are derived of the surface."""
        super().initAlgorithm(configuration)
        for name, description, text in _derived():
            self.addParameter(
                QgsProcessingParameterRasterDestination(name, description, None, True, False)
            )
            self.parameterDefinition(name).setHelp(text)

    def add_own(self):
        """Add what describes the spline and its segments, TARGET_MASK and DATA_TYPE."""
        self.add(
            number("TENSION", tr("Tension"), DOUBLE, 40.0, minimum=0.0),
            tr(
                "More than 0; 40 by default. With much tension the surface is like a membrane, with"
                " little like a stiff plate, which may overshoot."
            ),
        )
        self.add(
            QgsProcessingParameterBoolean(
                "NORMALIZED_TENSION", tr("Tension counts per 1000 map units"), False
            ),
            tr(
                "If set, the tension does not depend on the cell size (<i>-t</i>). By default it"
                " counts per side of a segment with its overlap."
            ),
        )
        self.add(
            number("SMOOTHING", tr("Smoothing"), DOUBLE, 0.01, minimum=0.0),
            tr(
                "0 or more; with 0 the surface goes through the values. GRASS takes 0.01 (default)"
                " where no raster of it is given."
            ),
        )
        self.add(
            QgsProcessingParameterRasterLayer(
                "SMOOTHING_RASTER", tr("Smoothing of each cell"), optional=True
            ),
            tr(
                "Raster on the input's cells, in the place of the smoothing above: 0 or more. A"
                " cell whose smoothing is null counts as null."
            ),
        )
        self.add(
            QgsProcessingParameterBand(
                "SMOOTHING_BAND", tr("Band of the smoothing"), 1, "SMOOTHING_RASTER", optional=True
            ),
            tr("Band of the smoothing raster, counted from 1 (default)."),
        )
        self.add(
            number("OVERLAP", tr("Overlap (cells)"), INTEGER, 3, minimum=0),
            tr(
                "Cells of the input around a segment that its spline goes through as well; 3 by"
                " default. No more counts than a segment has rows or columns, less one."
            ),
        )
        self.add(
            number("ZSCALE", tr("Factor for the values"), DOUBLE, 1.0),
            tr("The values are multiplied by it, such as 0.3048 for feet; 1 by default."),
        )
        self.add(
            number("THETA", tr("Direction of anisotropy (degrees)"), DOUBLE, 0.0),
            tr("Degrees counterclockwise from east, 0 by default; it needs a scale below."),
            advanced=True,
        )
        self.add(
            number("SCALE_X", tr("Scale of anisotropy"), DOUBLE, 1.0, minimum=0.0),
            tr(
                "Squared distances in that direction count so many times; more than 0, 1 (default)"
                " is none."
            ),
            advanced=True,
        )
        for name, description, default, text in (
            (
                "SEGMENT_LEAST",
                tr("Cells of a segment, least"),
                35,
                tr("A segment shall have more cells of the input than that; 35 by default."),
            ),
            (
                "SEGMENT_MOST",
                tr("Cells of a segment, most"),
                50,
                tr(
                    "A segment shall have fewer cells than that less one; an input of no more"
                    " is one segment. 50 by default. More cells take more time and memory: a"
                    " segment with its overlap may have 900."
                ),
            ),
            (
                "SEGMENT_LIMIT",
                tr("Cells of a segment, limit"),
                400,
                tr(
                    "Where segments would be too small, larger ones are not taken if they had so"
                    " many cells; 400 by default."
                ),
            ),
        ):
            self.add(number(name, description, INTEGER, default, minimum=1), text, advanced=True)
        self.add(
            QgsProcessingParameterRasterLayer(
                "TARGET_MASK", tr("Mask of the output cells"), optional=True
            ),
            tr(
                "Raster in the input's reference system: all outputs are null where the cell in"
                " which their centre falls is 0 or null. It does not change the surface elsewhere."
            ),
        )
        self.add(
            QgsProcessingParameterBand(
                "TARGET_MASK_BAND", tr("Band of the mask"), 1, "TARGET_MASK", optional=True
            ),
            tr("Band of that mask, counted from 1 (default)."),
        )
        add_data_type(self)

    def operation(self, parameters, context):
        """Return the core's operation."""
        from ..core.grass.operations import Spline
        from ..core.grass.segments import Segmentation

        def read(name):
            return self.number(parameters, name, context)

        return Spline(
            tension=read("TENSION"),
            normalized_tension=self.parameterAsBool(parameters, "NORMALIZED_TENSION", context),
            smoothing=None if self._paths["SMOOTHING_RASTER"] else read("SMOOTHING"),
            overlap=read("OVERLAP"),
            theta=read("THETA"),
            scalex=read("SCALE_X"),
            zscale=read("ZSCALE"),
            segmentation=Segmentation(
                read("SEGMENT_LEAST"), read("SEGMENT_MOST"), read("SEGMENT_LIMIT")
            ),
        )

    def compute(self, parameters, context, feedback):
        """Resample the raster."""
        from ..core.chains.jobs import RasterMask
        from ..core.chains.spline_chain import resample_by_spline
        from ..core.chains.spline_jobs import DERIVED_OUTPUTS, RasterBand, SplineJob

        options = read_creation_options(self, parameters, context)
        derived = {
            name: self.destination(parameters, parameter, context, options)
            for name, parameter in DERIVED_OUTPUTS.items()
        }
        derived = {name: each for name, each in derived.items() if each is not None}
        smoothing, target_mask = self._paths["SMOOTHING_RASTER"], self._paths["TARGET_MASK"]
        if smoothing is not None:
            smoothing = RasterBand(smoothing, self.band(parameters, "SMOOTHING_BAND", 1, context))
        if target_mask is not None:
            band = self.band(parameters, "TARGET_MASK_BAND", 1, context)
            target_mask = RasterMask(target_mask, band)
        job = SplineJob(
            operation=self.operation(parameters, context),
            derived=derived,
            smoothing=smoothing,
            target_mask=target_mask,
            **self.common_settings(parameters, context, feedback),
        )
        self.tell_engine(feedback)
        report = resample_by_spline(job, *progress_of(feedback))
        results = tell_report(report, job, feedback)
        return {**results, **{DERIVED_OUTPUTS[name]: each.path for name, each in derived.items()}}


def _derived():
    """Yield (name, description, help) of each raster that is derived of the surface."""
    curvature = tr(
        "{} in 1 per map unit, positive where the surface is convex; 0 where the slope is 0.001"
        " (rise over run) or less."
    )
    derivative = tr("{} of the surface, x eastwards and y northwards, per map unit.")
    yield "OUTPUT_SLOPE", tr("Slope"), tr("Steepest slope, in degrees.")
    yield (
        "OUTPUT_ASPECT",
        tr("Aspect"),
        tr(
            "Where the surface goes down, in degrees counterclockwise from east: 90 is north, 360"
            " is east; 0 where the slope is 0.001 (rise over run) or less. An aspect below"
            " 0.5 is told as 360."
        ),
    )
    for name, description, kind in (
        ("PROFILE", tr("Profile curvature"), tr("Curvature along the slope")),
        ("TANGENTIAL", tr("Tangential curvature"), tr("Curvature across the slope")),
        ("MEAN", tr("Mean curvature"), tr("Mean curvature")),
    ):
        yield f"OUTPUT_{name}_CURVATURE", description, curvature.format(kind)
    for name, symbol in (
        ("DX", "dz/dx"), ("DY", "dz/dy"),
        ("DXX", "d²z/dx²"), ("DYY", "d²z/dy²"), ("DXY", "d²z/dxdy"),
    ):  # fmt: skip
        description = tr("Derivative {}").format(symbol)
        yield f"OUTPUT_{name}", description, derivative.format(description)
