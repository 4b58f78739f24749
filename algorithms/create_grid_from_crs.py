"""``gridr:creategridfromcrs``: a grid raster from a change of reference system."""

from .base import progress_of, tr
from .grid_making import GridMaker, grid_help


class CreateGridFromCrs(GridMaker):
    """Turns QGIS parameters into a `CrsGridJob`."""

    TAGS = ("grid", "reproject", "crs", "warp", "geolocation", "remap", "transform")

    def name(self):
        """Return the second part of the id."""
        return "creategridfromcrs"

    def displayName(self):
        """Return the name shown."""
        return tr("Create grid from CRS")

    def shortDescription(self):
        """Return one sentence."""
        return tr("Makes the grid raster that brings a raster into another reference system.")

    def shortHelpString(self):
        """Return the help shown beside the parameters."""
        text = tr(
            "<p>Makes the grid that brings a raster into another reference system. Nodes that"
            " cannot be transformed there and back are nodata (NaN).</p>"
        )
        return text + grid_help()

    def input_help(self):
        """Return the help of INPUT."""
        return tr("Raster that will be resampled; needs a georeference and a reference system.")

    def make(self, settings, parameters, context, feedback):
        """Carry out a `CrsGridJob`."""
        from ..core.chains.crs_grid_chain import make_crs_grid
        from ..core.chains.jobs import CrsGridJob

        return make_crs_grid(CrsGridJob(**settings), *progress_of(feedback))
