"""``gridr:creategridfromgeolocation``: a grid raster from arrays of longitudes and latitudes."""

from qgis.core import (
    QgsProcessingOutputNumber,
    QgsProcessingParameterBand,
    QgsProcessingParameterCrs,
    QgsProcessingParameterRasterDestination,
    QgsProcessingParameterRasterLayer,
)

from .base import progress_of, tr, wkt_of
from .grid_making import GridMaker, grid_help
from .parameters import DOUBLE, enumeration, number, read_creation_options

CONVENTIONS = ("pixel-center", "top-left-corner")


class CreateGridFromGeolocation(GridMaker):
    """Turns QGIS parameters into a `GeolocationGridJob`."""

    TAGS = ("grid", "geolocation", "swath", "latitude", "longitude", "satellite", "warp", "remap")

    def name(self):
        """Return the second part of the id."""
        return "creategridfromgeolocation"

    def displayName(self):
        """Return the name shown."""
        return tr("Create grid from geolocation arrays")

    def shortDescription(self):
        """Return one sentence."""
        return tr("Makes the grid raster that brings a swath with geolocation arrays onto the map.")

    def shortHelpString(self):
        """Return the help shown beside the parameters."""
        text = tr(
            "<p>Makes the grid that brings a raster onto the map whose pixels have longitudes and"
            " latitudes (or other map coordinates) in two arrays: those that GDAL finds with the"
            " raster (metadata domain GEOLOCATION), or LON and LAT.</p>"
            "<p>Between the nodes of the arrays both coordinates are bilinear, as GDAL has it;"
            " the outermost cells go on up to the input's edge, but for no more than one node."
            " For every node of the grid the cell of the arrays that holds"
            " it is found, and inverted exactly. Of several cells (folds, overlapping scans) the"
            " first by row, then by column, is taken; such nodes are counted. Longitudes may jump"
            " by 360 degrees anywhere. A cell with an invalid corner has no inverse, nor has one"
            " that holds a pole.</p>"
            "<p>Cells of the grid across the edge of the swath lack a node, so that a STEP of"
            " more than 1 loses pixels there. Without STEP nothing is lost.</p>"
        )
        return text + grid_help()

    def input_help(self):
        """Return the help of INPUT."""
        return tr("Raster that will be resampled; needs geolocation arrays, or LON and LAT.")

    def add_own(self):
        """Add arrays."""
        for name, description, what in (
            ("LON", tr("Longitudes"), tr("longitudes, or eastings")),
            ("LAT", tr("Latitudes"), tr("latitudes, or northings")),
        ):
            self.add(
                QgsProcessingParameterRasterLayer(name, description, optional=True),
                tr("Raster of {}. Not set: the arrays that GDAL finds with the input.").format(
                    what
                ),
            )
            self.add(
                QgsProcessingParameterBand(
                    f"{name}_BAND", tr("Band of {}").format(name), 1, name, optional=True
                ),
                tr("Counted from 1, which is the default."),
            )
        self.add(
            QgsProcessingParameterCrs(
                "GEOLOCATION_CRS", tr("CRS of LON and LAT"), "EPSG:4326", optional=True
            ),
            tr("Reference system of LON and LAT; the default is EPSG:4326. Used with these alone."),
        )
        self.add(
            enumeration("CONVENTION", tr("Place of a node"), CONVENTIONS, CONVENTIONS[0]),
            tr(
                "Of LON and LAT: pixel-center (default) if a node is the centre of its block of"
                " PIXEL_STEP x LINE_STEP pixels, top-left-corner if it is the corner. Used with"
                " these alone."
            ),
        )
        for name, description, default, text in (
            ("PIXEL_OFFSET", tr("Pixel offset"), 0.0, tr("columns to the left of the first block")),
            ("LINE_OFFSET", tr("Line offset"), 0.0, tr("rows above the first block")),
            ("PIXEL_STEP", tr("Pixel step"), 1.0, tr("columns from one node to the next")),
            ("LINE_STEP", tr("Line step"), 1.0, tr("rows from one node to the next")),
        ):
            self.add(
                number(name, description, DOUBLE, default),
                tr("Of LON and LAT: {}; the default is {:g}. Used with these alone.").format(
                    text, default
                ),
                advanced=True,
            )

    def add_own_outputs(self):
        """Add the round trip and numbers."""
        parameter = QgsProcessingParameterRasterDestination(
            "OUTPUT_ROUND_TRIP", tr("Round trip errors"), optional=True, createByDefault=False
        )
        self.add(
            parameter,
            tr(
                "Raster of the grid's nodes: how many input pixels the position found is from where"
                " the arrays have the node; proves the inversion."
            ),
        )
        for name, description in (
            ("FOLDED_COUNT", tr("Nodes in several cells of the arrays")),
            ("MAX_ROUND_TRIP", tr("Maximum round trip error (input pixels)")),
        ):
            self.addOutput(QgsProcessingOutputNumber(name, description))

    def resolve(self, parameters, context):
        """Turn layers into paths and frames."""
        super().resolve(parameters, context)
        self._paths = [self.raster_path(parameters, name, context) for name in ("LON", "LAT")]
        self._arrays_wkt = ""
        if self.given(parameters, "GEOLOCATION_CRS"):
            crs = self.parameterAsCrs(parameters, "GEOLOCATION_CRS", context)
            if not crs.isValid():
                self.fail(
                    tr("GEOLOCATION_CRS is {}, which is no reference system.").format(
                        parameters["GEOLOCATION_CRS"]
                    )
                )
            self._arrays_wkt = wkt_of(crs)

    def compute(self, parameters, context, feedback):
        """Make the grid, and the raster of round trips if it is asked for."""
        options = read_creation_options(self, parameters, context)
        self._round_trip = self.destination(parameters, "OUTPUT_ROUND_TRIP", context, options)
        results = super().compute(parameters, context, feedback)
        if self._round_trip is not None:
            results["OUTPUT_ROUND_TRIP"] = self._round_trip.path
        return results

    def make(self, settings, parameters, context, feedback):
        """Carry out a `GeolocationGridJob`."""
        from ..core.chains.geolocation_grid_chain import make_geolocation_grid
        from ..core.chains.jobs import GeolocationBands, GeolocationGridJob

        arrays = None
        if any(path is not None for path in self._paths):
            if None in self._paths:
                self.fail(tr("LON and LAT belong together; give both."))
            arrays = GeolocationBands(
                *self._paths,
                *(self.band(parameters, name, 1, context) for name in ("LON_BAND", "LAT_BAND")),
                self._arrays_wkt,
                *(
                    self.number(parameters, name, context)
                    for name in ("LINE_OFFSET", "PIXEL_OFFSET", "LINE_STEP", "PIXEL_STEP")
                ),
                self.choice(parameters, "CONVENTION", context),
            )
        job = GeolocationGridJob(**settings, arrays=arrays, round_trip=self._round_trip)
        return make_geolocation_grid(job, *progress_of(feedback))
