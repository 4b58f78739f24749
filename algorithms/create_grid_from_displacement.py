"""``gridr:creategridfromdisplacement``: a grid raster from a raster of displacements."""

from qgis.core import QgsProcessingParameterBand, QgsProcessingParameterRasterLayer

from .base import progress_of, tr
from .grid_making import FramedGridMaker, grid_help
from .parameters import enumeration


class CreateGridFromDisplacement(FramedGridMaker):
    """Turns QGIS parameters into a `DisplacementGridJob`."""

    TAGS = (
        *("grid", "displacement", "deformation", "disparity", "offset", "otb", "registration"),
        *("warp", "remap"),
    )

    def name(self):
        """Return the second part of the id."""
        return "creategridfromdisplacement"

    def displayName(self):
        """Return the name shown."""
        return tr("Create grid from displacements")

    def shortDescription(self):
        """Return one sentence."""
        return tr("Makes the grid raster that moves every pixel by a raster of displacements.")

    def shortHelpString(self):
        """Return the help shown beside the parameters."""
        text = tr(
            "<p>Makes a grid from displacements, such as a registration or a correlation gives"
            " them. The displacement raster lies over the output (over the input if DIRECTION is"
            " <i>to-target</i>) by its georeference. Its values are those of its pixel centres,"
            " bilinear between them, and reach to the border of its cells. What is nodata or"
            " outside is unknown.</p>"
            "<p>The deformation and localisation grids of Orfeo ToolBox"
            " (<i>GridBasedImageResampling</i>) can be used as they are.</p>"
        )
        return text + grid_help()

    def input_help(self):
        """Return the help of INPUT."""
        return tr(
            "Raster that will be resampled; its frame is the output's unless another is given."
        )

    def add_own(self):
        """Add the displacements."""
        self.add(
            QgsProcessingParameterRasterLayer("DISPLACEMENT", tr("Displacement raster")),
            tr(
                "Raster of displacements, of any cell size, in the reference system of the input."
                " Scale and offset of its bands are applied."
            ),
        )
        for name, description, default, which in (
            ("DX_BAND", tr("Band along x"), 1, tr("1")),
            ("DY_BAND", tr("Band along y"), 2, tr("2, or 1 of a raster of its own")),
        ):
            parent = "DISPLACEMENT"
            self.add(
                QgsProcessingParameterBand(name, description, default, parent, optional=True),
                tr("Band of displacements along this axis; the default is {}.").format(which),
            )
        self.add(
            QgsProcessingParameterRasterLayer(
                "DISPLACEMENT_Y", tr("Displacement raster along y"), optional=True
            ),
            tr("Raster of the band along y, if it is not in the first one."),
        )
        self.add(
            enumeration(
                "KIND", tr("Kind of displacements"), ("pixels", "map", "def", "loc"), "pixels"
            ),
            tr(
                "<i>pixels</i> (default): columns to the right and rows down, of the input."
                " <i>map</i>: map units along x and y. <i>def</i> and <i>loc</i>: grids of Orfeo"
                " ToolBox, in its physical coordinates, which are those of the map, or pixels with"
                " y downwards and the first centre at (0.5, 0.5) where the input has no"
                " georeference; <i>def</i> holds what is added to a point of the output,"
                " <i>loc</i> the point of the input itself."
            ),
        )
        self.add(
            enumeration("DIRECTION", tr("Direction"), ("to-source", "to-target"), "to-source"),
            tr(
                "<i>to-source</i> (default): position in the input = position in the output +"
                " displacement. <i>to-target</i>: position in the output = position in the input +"
                " displacement, which is solved by iteration; what does not settle is unknown."
            ),
        )

    def resolve(self, parameters, context):
        """Turn layers into paths and frames."""
        super().resolve(parameters, context)
        self._paths = [
            self.raster_path(parameters, name, context)
            for name in ("DISPLACEMENT", "DISPLACEMENT_Y")
        ]

    def make(self, settings, parameters, context, feedback):
        """Carry out a `DisplacementGridJob`."""
        from ..core.chains.displacement_grid_chain import make_displacement_grid
        from ..core.chains.jobs import DisplacementBands, DisplacementGridJob
        from ..core.transforms.displacement import SETTLED

        path, y_path = self._paths
        bands = DisplacementBands(
            path,
            self.band(parameters, "DX_BAND", 1, context),
            self.band(parameters, "DY_BAND", 2 if y_path is None else 1, context),
            y_path,
        )
        direction = self.choice(parameters, "DIRECTION", context)
        job = DisplacementGridJob(
            **settings,
            displacement=bands,
            kind=self.choice(parameters, "KIND", context),
            direction=direction,
        )
        report = make_displacement_grid(job, *progress_of(feedback))
        if direction == "to-target":
            feedback.pushInfo(
                tr(
                    "Displacements inverted by fixed-point iteration, to {:g} input pixels; nodes"
                    " that do not settle are nodata."
                ).format(SETTLED)
            )
        return report
