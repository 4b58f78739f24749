"""``gridr:gridresampling``: resample a raster through a grid raster."""

from .base import progress_of, tr
from .drawings import drawing
from .grid_bands import GRID_LAYERS, add_grid, add_grid_validity, read_grid
from .image_resampling import ImageResampling, boundary_help
from .interpolation import spline_help
from .resampled import tell_report


class GridResampling(ImageResampling):
    """Turns QGIS parameters into a `ResamplingJob`."""

    TAGS = (
        *("resample", "warp", "remap", "grid", "geolocation", "interpolation", "mask", "cubic"),
        *("b-spline", "spline", "renormalize"),
    )

    def name(self):
        """Return the second part of the id."""
        return "gridresampling"

    def displayName(self):
        """Return the name shown."""
        return tr("Grid resampling")

    def shortDescription(self):
        """Return one sentence."""
        return tr(
            "Resamples a raster through a grid of source rows and columns, with its validity."
        )

    def shortHelpString(self):
        """Return the help shown beside the parameters."""
        conventions = tr(
            "<p>For every output pixel, a grid raster tells the (row, column) of the input that"
            " lies there; the input is interpolated at that position. The grid may be coarser than"
            " the output: its pixel centres are nodes, and coordinates are bilinear between"
            " them. The output lies where the grid's georeference says: its first pixel centre is"
            " the first node.</p>"
            "<p><b>Conventions.</b> <i>pixel-center</i>: the centre of the first input pixel is"
            " (0, 0); <i>cell-edge</i>: its centre is (0.5, 0.5), as in GRASS and in GDAL's"
            " pixel/line; <i>map</i>: the row band holds y and the column band x in the input's"
            " reference system.</p>"
        )
        validity = tr(
            "<p><b>Validity is strict</b> unless you choose another policy. An output pixel is"
            " valid if every input pixel that has weight exists and is valid in all bands used: by"
            " nodata, mask or alpha of the raster, by being a finite number, by the mask raster and"
            " by the polygons. A position exactly on an input pixel centre needs that pixel only,"
            " so an identity grid returns the input unchanged; but B-splines need its neighbours as"
            " well. Other pixels get the nodata value, and 0 in the mask.</p>"
        )
        return conventions + drawing("centers") + validity + boundary_help() + spline_help()

    def add_geometry(self):
        """Add the grid and how it is to be read."""
        add_grid(self)

    def add_more(self):
        """Add the validity of the grid."""
        add_grid_validity(self)

    def resolve(self, parameters, context):
        """Turn layers into paths and frames."""
        self._paths = {
            name: self.raster_path(parameters, name, context)
            for name in ("INPUT", "MASK_IN", *GRID_LAYERS)
        }

    def compute(self, parameters, context, feedback):
        """Resample the raster."""
        from ..core.chains.jobs import ResamplingJob
        from ..core.chains.resampling_chain import resample_raster

        settings = self.settings_of(self._paths, parameters, context, feedback)
        grid = read_grid(self, parameters, self._paths, context)
        job = ResamplingJob(grid=grid, **settings)
        self.tell_engine(feedback)
        report = resample_raster(job, *progress_of(feedback))
        return tell_report(report, job, feedback)
