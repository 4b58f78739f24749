"""``gridr:resampleinterpolate``: GRASS's r.resamp.interp."""

from .base import tr
from .interpolation import add_validity_policy
from .parameters import enumeration
from .region_resampling import RegionResampling, add_data_type, frames_help

METHODS = ("nearest", "bilinear", "bicubic", "lanczos")


class ResampleInterpolate(RegionResampling):
    """Makes the operation `Interpolation`."""

    TAGS = (
        *("resample", "mask", "interpolation", "bilinear", "bicubic", "lanczos", "cells", "region"),
        *("grass", "r.resamp.interp", "refine"),
    )

    def name(self):
        """Return the second part of the id."""
        return "resampleinterpolate"

    def displayName(self):
        """Return the name shown."""
        return tr("Resample by interpolation")

    def shortDescription(self):
        """Return one sentence."""
        return tr("Interpolates a raster at the centres of other cells, with its nulls.")

    def shortHelpString(self):
        """Return the help shown beside the parameters."""
        text = tr(
            "<p>What GRASS's <i>r.resamp.interp</i> does: the input is interpolated between its"
            " cells' centres at the centres of the output cells. Nothing is averaged where the"
            " output is coarser; for that there is <i>Resample by statistics</i>.</p>"
            "<p>A result needs every cell of its square stencil, also those with weight 0. So"
            " 0.5 (bilinear), 1.5 (bicubic) or 2 cells (lanczos) are lost at the input's borders,"
            " and around nulls, unless you choose another rule for"
            " results beside invalid pixels.</p>"
        )
        return text + frames_help()

    def add_own(self):
        """Add METHOD, DATA_TYPE and the validity policy."""
        self.add(
            enumeration("METHOD", tr("Method"), METHODS, "bilinear"),
            tr(
                "<i>nearest</i>: the cell in which the centre falls; <i>bilinear</i> (default): 2 x"
                " 2 cells; <i>bicubic</i>: 4 x 4, Catmull-Rom; <i>lanczos</i>: 5 x 5, a = 2."
            ),
        )
        add_validity_policy(self)
        add_data_type(self)

    def operation(self, parameters, context):
        """Return the core's operation."""
        from ..core.grass.operations import Interpolation
        from ..core.interpolation.policy import ValidityPolicy

        policy = ValidityPolicy(
            self.choice(parameters, "VALIDITY_POLICY", context),
            self.share(parameters, "MINIMUM_VALID_WEIGHT", context),
        )
        return Interpolation(self.choice(parameters, "METHOD", context), policy)
