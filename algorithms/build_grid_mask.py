"""``gridr:buildgridmask``: a grid at full resolution together with its mask."""

import math

from qgis.core import (
    QgsProcessingParameterBand,
    QgsProcessingParameterBoolean,
    QgsProcessingParameterRasterDestination,
    QgsProcessingParameterRasterLayer,
)

from .base import GridrAlgorithm, progress_of, tr
from .class_styles import mask_classes_of
from .grid_bands import add_grid, add_grid_nodata, read_grid
from .mask_settings import add_mask_values, add_rule, add_threshold, read_mask_settings
from .parameters import (
    DOUBLE,
    INTEGER,
    add_creation_options,
    add_polygons,
    add_resources,
    number,
    read_creation_options,
    read_polygons,
    read_resources,
)
from .resampled import add_counts, tell_counts


class BuildGridMask(GridrAlgorithm):
    """Turns QGIS parameters into a `GridMaskJob`."""

    ICON = "grid_mask"
    TAGS = (
        *("grid", "mask", "oversample", "merge", "polygon", "full resolution", "footprint"),
        *("warp", "remap"),
    )
    CLASSES = {"OUTPUT_MASK": mask_classes_of}

    def name(self):
        """Return the second part of the id."""
        return "buildgridmask"

    def displayName(self):
        """Return the name shown."""
        return tr("Build grid and mask")

    def group(self):
        """Return the group shown."""
        return tr("Grids")

    def groupId(self):
        """Return the id of the group."""
        return "grids"

    def shortDescription(self):
        """Return one sentence."""
        return tr("Oversamples a grid together with its mask, and merges the mask into the grid.")

    def shortHelpString(self):
        """Return the help shown beside the parameters."""
        return tr(
            "<p>Makes a grid of every output pixel, or of any finer step, from a coarse one. Its"
            " coordinates are bilinear between the nodes and keep their convention, whatever it"
            " is.</p>"
            "<p>A pixel of the new grid is valid if the grid has coordinates there (every node"
            " with weight is known), if it is valid in the raster mask, lies in a valid polygon"
            " and in no invalid one; what is not given constrains nothing. Pixels that are not"
            " valid get a fill value in both bands, NaN unless you set another, so that the"
            " grid alone tells what may be used; the mask may be written as well.</p>"
            "<p>A raster mask of the grid's own rows and columns belongs to its nodes: one invalid"
            " node makes invalid all pixels on which it has weight. Any other is laid over the"
            " output by georeference.</p>"
        )

    def initAlgorithm(self, configuration=None):
        """Define the parameters."""
        add_grid(self, conventions=())
        self.add(
            number("STEP", tr("New step (output pixels)"), INTEGER, 1, minimum=1),
            tr(
                "Output pixels from one node of the new grid to the next: a divisor of the grid's"
                " own step. The default 1 is full resolution."
            ),
        )
        self.add(
            QgsProcessingParameterRasterLayer("MASK_IN", tr("Raster mask"), optional=True),
            tr(
                "Raster that is 0 (or nodata) where invalid and anything else where valid; of the"
                " nodes, or of any georeference."
            ),
        )
        self.add(
            QgsProcessingParameterBand(
                "MASK_IN_BAND", tr("Band of the raster mask"), 1, "MASK_IN", optional=True
            ),
            tr("Counted from 1; the default is 1."),
        )
        add_polygons(self, tr("the new grid"))
        add_rule(self)
        self.add(
            QgsProcessingParameterBoolean("MERGE", tr("Merge the mask into the grid"), True),
            tr(
                "Whether pixels that are not valid get the fill value; yes by default. Otherwise"
                " only those are nodata that lack coordinates."
            ),
        )
        self.add(
            number("FILL_VALUE", tr("Fill value"), DOUBLE),
            tr("For both bands where the mask is invalid; declared as nodata. Not set: NaN."),
        )
        add_threshold(self)
        add_mask_values(self)
        add_grid_nodata(self)
        add_resources(self)
        add_creation_options(self)
        self.addParameter(QgsProcessingParameterRasterDestination("OUTPUT", tr("New grid")))
        self.parameterDefinition("OUTPUT").setHelp(
            tr("Raster of two float64 bands: rows (or y) and columns (or x).")
        )
        self.addParameter(
            QgsProcessingParameterRasterDestination(
                "OUTPUT_MASK", tr("Mask of the new grid"), None, True, False
            )
        )
        self.parameterDefinition("OUTPUT_MASK").setHelp(
            tr("Raster of one byte per pixel, compressed; no value is declared as nodata.")
        )
        add_counts(self)

    def resolve(self, parameters, context):
        """Turn layers into paths."""
        self._paths = {
            name: self.raster_path(parameters, name, context)
            for name in ("GRID", "GRID_COL", "MASK_IN")
        }

    def compute(self, parameters, context, feedback):
        """Make the grid and its mask."""
        from ..core.chains.derived_jobs import GridMaskJob
        from ..core.chains.grid_mask_chain import finer_frame, make_grid_mask
        from ..core.chains.jobs import RasterMask

        bands = read_grid(self, parameters, self._paths, context)
        step = self.number(parameters, "STEP", context)
        _, _, frame, _ = finer_frame(bands, step)
        mask = None
        if self._paths["MASK_IN"] is not None:
            band = self.band(parameters, "MASK_IN_BAND", 1, context)
            mask = RasterMask(self._paths["MASK_IN"], band)
        fill = self.number(parameters, "FILL_VALUE", context)
        options = read_creation_options(self, parameters, context)
        job = GridMaskJob(
            grid=bands,
            step=step,
            mask=mask,
            polygons=read_polygons(self, parameters, frame, context, feedback),
            merge=self.parameterAsBool(parameters, "MERGE", context),
            fill_value=math.nan if fill is None else fill,
            **read_mask_settings(self, parameters, context),
            output=self.destination(parameters, "OUTPUT", context, options),
            output_mask=self.destination(parameters, "OUTPUT_MASK", context),
            metadata=self.provenance(parameters),
            resources=read_resources(self, parameters, context),
        )
        self.tell_engine(feedback)
        report = make_grid_mask(job, *progress_of(feedback))
        sentence = tr("Grid of {} x {} pixels, {} valid and {} invalid.")
        return tell_counts(report, job, sentence, feedback)
