"""``gridr:creategridfromaffine``: a grid raster that shifts, turns, scales or shears a raster."""

from qgis.core import QgsProcessingParameterPoint, QgsProcessingParameterString

from .base import progress_of, tr
from .grid_making import FramedGridMaker, grid_help
from .parameters import DOUBLE, enumeration, number


class CreateGridFromAffine(FramedGridMaker):
    """Turns QGIS parameters into an `AffineGridJob`."""

    TAGS = (
        "grid",
        "affine",
        "rotate",
        "rotation",
        "shift",
        "scale",
        "shear",
        "translate",
        "mirror",
        "warp",
        "remap",
    )

    def name(self):
        """Return the second part of the id."""
        return "creategridfromaffine"

    def displayName(self):
        """Return the name shown."""
        return tr("Create grid from affine transform")

    def shortDescription(self):
        """Return one sentence."""
        return tr("Makes the grid raster that shifts, rotates, scales or shears a raster.")

    def shortHelpString(self):
        """Return the help shown beside the parameters."""
        text = tr(
            "<p>Makes the grid that moves an image: the parameters say what happens to the image,"
            " which appears shifted, rotated, scaled and sheared by them after <i>Grid"
            " resampling</i>. The grid holds the inverse.</p>"
            "<p>Scale, shear and rotation are those of the map, with x to the right and y up, or of"
            " the picture as QGIS shows it where the input has no georeference. All are about the"
            " same point, which stays where it is while the image is moved. An affine transform is"
            " exact at any step, so the coarsest is taken unless you give one.</p>"
        )
        return text + grid_help()

    def input_help(self):
        """Return the help of INPUT."""
        return tr("Raster that will be resampled, with or without a georeference.")

    def add_own(self):
        """Add the movement."""
        self.add(
            number("SHIFT_X", tr("Shift along x"), DOUBLE, 0.0),
            tr(
                "By so many columns to the right, or map units to the east, see UNITS; the default"
                " is 0."
            ),
        )
        self.add(
            number("SHIFT_Y", tr("Shift along y"), DOUBLE, 0.0),
            tr("By so many rows down, or map units to the north, see UNITS; the default is 0."),
        )
        self.add(
            enumeration("UNITS", tr("Units of the shift"), ("pixels", "map"), "pixels"),
            tr(
                "<i>pixels</i> (default): columns and rows of the input, which count to the right"
                " and down. <i>map</i>: map units, which count to the right and up."
            ),
        )
        self.add(
            number("ROTATION", tr("Rotation (degrees)"), DOUBLE, 0.0),
            tr("Counter-clockwise as it is seen on the map; the default is 0."),
        )
        for axis, what in (("X", tr("width")), ("Y", tr("height"))):
            self.add(
                number(f"SCALE_{axis}", tr("Scale along {}").format(axis.lower()), DOUBLE, 1.0),
                tr(
                    "Factor for the {}: 2 doubles it, -1 mirrors the image; the default is 1."
                ).format(what),
            )
        self.add(
            number("SHEAR_X", tr("Shear along x (degrees)"), DOUBLE, 0.0),
            tr("Vertical lines lean to the right by this angle; the default is 0."),
        )
        self.add(
            number("SHEAR_Y", tr("Shear along y (degrees)"), DOUBLE, 0.0),
            tr("Horizontal lines rise to the right by this angle; the default is 0."),
        )
        self.add(
            QgsProcessingParameterString("ORDER", tr("Order"), "scale,shear,rotate,shift"),
            tr(
                "What is done first to last: <i>scale</i>, <i>shear</i>, <i>rotate</i> and"
                " <i>shift</i>, each once, with commas between them; this order is the default."
            ),
            advanced=True,
        )
        self.add(
            QgsProcessingParameterPoint("CENTER", tr("Centre"), optional=True),
            tr(
                "Point of the map that scale, shear and rotation are about; the middle of the input"
                " if it is not set."
            ),
        )
        self.add(
            enumeration("FRAME", tr("Output frame"), ("input", "whole"), "input"),
            tr(
                "Without a reference raster and an extent: <i>input</i> (default) takes the frame"
                " of the input, <i>whole</i> the one that holds all of the moved image, with the"
                " input's cells continued."
            ),
        )

    def resolve(self, parameters, context):
        """Turn layers and the point into paths, frames and coordinates."""
        super().resolve(parameters, context)
        self._center = None
        if self.given(parameters, "CENTER"):
            crs = self.parameterAsRasterLayer(parameters, "INPUT", context).crs()
            point = self.parameterAsPoint(parameters, "CENTER", context, crs)
            if point.isEmpty():
                self.fail(
                    tr("CENTER is {}; it must be a point of the map, as x,y.").format(
                        parameters["CENTER"]
                    )
                )
            self._center = point.x(), point.y()

    def make(self, settings, parameters, context, feedback):
        """Carry out an `AffineGridJob`."""
        from ..core.chains.affine_grid_chain import make_affine_grid
        from ..core.chains.jobs import AffineGridJob
        from ..core.transforms.affine import Movement, read_order

        def pair(name):
            return tuple(self.number(parameters, f"{name}_{axis}", context) for axis in "XY")

        movement = Movement(
            shift=pair("SHIFT"),
            units=self.choice(parameters, "UNITS", context),
            rotation=self.number(parameters, "ROTATION", context),
            scale=pair("SCALE"),
            shear=pair("SHEAR"),
            order=read_order(self.parameterAsString(parameters, "ORDER", context)),
            center=self._center,
        )
        extent = self.choice(parameters, "FRAME", context)
        feedback.pushInfo(
            tr("An affine transform is exact at any step; its error is rounding alone.")
        )
        job = AffineGridJob(**settings, movement=movement, extent=extent)
        return make_affine_grid(job, *progress_of(feedback))
