"""``gridr:resamplenearest``: GRASS's r.resample."""

from .base import tr
from .region_resampling import RegionResampling, frames_help


class ResampleNearest(RegionResampling):
    """Makes the operation `Nearest`."""

    TAGS = (
        *("resample", "mask", "nearest", "cells", "region", "grass", "r.resample", "classes"),
        *("align",),
    )

    def name(self):
        """Return the second part of the id."""
        return "resamplenearest"

    def displayName(self):
        """Return the name shown."""
        return tr("Resample by nearest cell")

    def shortDescription(self):
        """Return one sentence."""
        return tr("Gives each output cell the value of the input cell in which its centre falls.")

    def shortHelpString(self):
        """Return the help shown beside the parameters."""
        text = tr(
            "<p>What GRASS's <i>r.resample</i> does: each output cell gets the value of the input"
            " cell in which its centre falls, in the input's own type. A centre exactly on the side"
            " between two cells takes the southern or eastern one; so an even factor of coarsening"
            " takes the cell south-east of the middle. Nothing is averaged; for that there is"
            " <i>Resample by statistics</i>. Colour tables, category names and attribute tables are"
            " kept.</p>"
        )
        return text + frames_help()

    def add_own(self):
        """Add nothing: there is nothing to choose."""

    def operation(self, parameters, context):
        """Return the core's operation."""
        from ..core.grass.operations import Nearest

        return Nearest()
