"""``gridr:warp``: a raster in another geometry in one step."""

from .base import progress_of, tr
from .create_grid_from_gcps import METHODS
from .grid_making import add_grid_numbers, add_step, add_target, read_target, tell_error
from .image_resampling import ImageResampling, boundary_help
from .interpolation import spline_help
from .parameters import DOUBLE, enumeration, number
from .resampled import tell_report

GEOREFERENCES = ("auto", "geotransform", "gcps", "rpc", "geolocation")


class Warp(ImageResampling):
    """Turns QGIS parameters into a `ResamplingJob` whose grid is made as it is used."""

    ICON = "warp"
    TAGS = (
        *("warp", "reproject", "resample", "align", "remap", "interpolation", "mask", "crs"),
        *("b-spline", "orthorectify", "antialias", "gcp", "rpc", "geolocation", "georeference"),
    )
    ANTIALIAS = True

    def name(self):
        """Return the second part of the id."""
        return "warp"

    def displayName(self):
        """Return the name shown."""
        return tr("Warp")

    def shortDescription(self):
        """Return one sentence."""
        return tr("Reprojects or aligns a raster in one step, with its validity.")

    def shortHelpString(self):
        """Return the help shown beside the parameters."""
        text = tr(
            "<p>Brings a raster to the cells of another one, to an extent with a cell size, to"
            " another cell size, or into another reference system with an extent and, unless you"
            " give one, a cell size that suit the input. It is"
            " <i>Create grid from CRS</i> (or from GCPs, RPC or geolocation arrays, where the input"
            " has these) and <i>Grid resampling</i> in one: positions are computed"
            " exactly at every <i>step</i>-th pixel and are bilinear between. The largest step that"
            " keeps the maximum error is taken; the error is measured and told.</p>"
            "<p>Where it zooms out the kernel becomes wider, so that details which the output"
            " cannot hold are averaged.</p>"
            "<p><b>Validity is strict</b> unless you choose another policy: an output pixel is"
            " valid if every input pixel that has weight exists and is valid in all bands used."
            " Other pixels get the nodata value, and 0 in the mask.</p>"
        )
        return text + boundary_help() + spline_help()

    def add_geometry(self):
        """Add the target, the step and the error that it may have."""
        self.add(
            enumeration("GEOREFERENCE", tr("Georeference of the input"), GEOREFERENCES, "auto"),
            tr(
                "What tells where the input lies: <i>geotransform</i>, <i>gcps</i> (its ground"
                " control points), <i>rpc</i> or <i>geolocation</i> (arrays of coordinates)."
                " <i>auto</i> (default) takes the first of these that it has."
            ),
        )
        add_target(self)
        add_step(self)

    def add_more(self):
        """Add what some georeferences need."""
        self.add(
            enumeration("GCP_METHOD", tr("Transformation by GCPs"), METHODS, METHODS[0]),
            tr(
                "By ground control points, as METHOD of <i>Create grid from control points</i>:"
                " <i>polynomial1</i> (default), <i>polynomial2</i>, <i>polynomial3</i>,"
                " <i>tps</i> (a thin plate spline) or <i>homography</i>."
            ),
            advanced=True,
        )
        self.add(
            number("HEIGHT", tr("Height for the RPC (metres above the ellipsoid)"), DOUBLE),
            tr(
                "Of all points, for an RPC. Not set: the height offset of the RPC. With an"
                " elevation model use <i>Create grid from RPC</i>."
            ),
            advanced=True,
        )

    def initAlgorithm(self, configuration=None):
        """Define the parameters."""
        super().initAlgorithm(configuration)
        add_grid_numbers(self)

    def resolve(self, parameters, context):
        """Turn layers into paths and frames."""
        self._paths = {
            name: self.raster_path(parameters, name, context) for name in ("INPUT", "MASK_IN")
        }
        self._target = read_target(self, parameters, context)

    def compute(self, parameters, context, feedback):
        """Warp the raster."""
        from ..core.chains.georeference import georeference_of, georeferenced_job
        from ..core.chains.jobs import ResamplingJob
        from ..core.chains.warp_chain import warp_raster

        settings = self.settings_of(self._paths, parameters, context, feedback)
        # It is on unless it is turned off, also where it changes nothing.
        settings["antialias"] &= settings["interpolator"] != "nearest"
        georeference = georeference_of(
            self._paths["INPUT"], self.choice(parameters, "GEOREFERENCE", context)
        )
        grid = georeferenced_job(
            georeference,
            self.choice(parameters, "GCP_METHOD", context),
            self.number(parameters, "HEIGHT", context),
            source=self._paths["INPUT"],
            output=None,
            step=self.number(parameters, "STEP", context),
            max_error=self.number(parameters, "MAX_ERROR", context),
            resources=settings["resources"],
            **self._target,
        )
        feedback.pushInfo(tr("The input's place is told by: {}.").format(georeference))
        job = ResamplingJob(grid=grid, **settings)
        self.tell_engine(feedback)
        report = warp_raster(job, *progress_of(feedback))
        feedback.pushInfo(tr("Step {}.").format(report.grid.step))
        numbers = tell_error(report.grid, feedback)
        return {**tell_report(report.resampling, job, feedback), **numbers}
