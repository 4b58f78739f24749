"""``gridr:vectorizemask``: polygons from a mask, or from any band of classes."""

from qgis.core import (
    QgsProcessing,
    QgsProcessingOutputNumber,
    QgsProcessingParameterBand,
    QgsProcessingParameterRasterLayer,
    QgsProcessingParameterString,
    QgsProcessingParameterVectorDestination,
)

from .base import GridrAlgorithm, progress_of, tr
from .parameters import DOUBLE, add_resources, enumeration, number, read_resources

CLASSES = ("valid", "invalid", "both", "values")
OUTLINES = ("edges", "midpoints")
CONNECTIVITIES = ("4", "8")


class VectorizeMask(GridrAlgorithm):
    """Turns QGIS parameters into a `VectorizeJob`."""

    TAGS = ("mask", "polygonize", "vectorize", "polygon", "cloud", "footprint", "outline")

    def name(self):
        """Return the second part of the id."""
        return "vectorizemask"

    def displayName(self):
        """Return the name shown."""
        return tr("Vectorize mask")

    def group(self):
        """Return the group shown."""
        return tr("Masks")

    def groupId(self):
        """Return the id of the group."""
        return "masks"

    def shortDescription(self):
        """Return one sentence."""
        return tr("Makes polygons of the valid or invalid cells of a mask, or of any classes.")

    def shortHelpString(self):
        """Return the help shown beside the parameters."""
        return tr(
            "<p>Makes a polygon of each area of cells of one class that hang together, with its"
            " holes. Burnt again by <i>Build mask</i> with the rule <i>center</i>, polygons along"
            " cell edges give the same cells.</p>"
            "<p>In a mask cells are <b>valid</b> that differ from 0 and are not nodata; a mask"
            " written by GridR says itself which of its values is valid. With <i>values</i> each"
            " value of the band is a class of its own, and nodata is none.</p>"
            "<p>Each polygon has the attributes <i>value</i> (of the cells; of a mask 1 for valid"
            " and 0 for invalid, or what a mask of GridR has in their place), <i>class</i> (of a"
            " mask: valid or invalid), <i>cells</i> (their number) and <i>area</i> (of these cells,"
            " in squared units of the map).</p>"
            "<p>Outlines through <b>midpoints</b> are those of GRASS's <i>r.to.vect -s</i>: corners"
            " are cut off, except where three areas meet and at one corner of an outline on which"
            " none do. Neighbours are cut alike, so that no gaps open between them.</p>"
            "<p>A raster without a georeference is taken as QGIS shows it: cells of size 1, the"
            " upper left corner at (0, 0), rows downwards below 0.</p>"
        )

    def initAlgorithm(self, configuration=None):
        """Define the parameters."""
        self.add(
            QgsProcessingParameterRasterLayer("INPUT", tr("Mask")),
            tr("Mask, or raster of classes; of any size, rotated or not."),
        )
        self.add(
            QgsProcessingParameterBand("BAND", tr("Band"), 1, "INPUT", optional=True),
            tr("Counted from 1; the default is 1."),
        )
        self.add(
            enumeration("CLASSES", tr("Cells that become polygons"), CLASSES, "valid"),
            tr(
                "<i>valid</i> (default) or <i>invalid</i> cells of a mask, or <i>both</i>;"
                " <i>values</i>: each value of the band is a class, and nodata is left out."
            ),
        )
        self.add(
            QgsProcessingParameterString("VALUES", tr("Only these values"), "", optional=True),
            tr(
                "With <i>values</i>: the only ones that become polygons, such as <i>3, 8, 9</i>."
                " Not set (default): all."
            ),
        )
        self.add(
            enumeration("OUTLINE", tr("Outline"), OUTLINES, "edges"),
            tr(
                "<i>edges</i> (default): along cell edges; <i>midpoints</i>: corners cut off"
                " between the midpoints of cell edges, as GRASS's r.to.vect -s does."
            ),
        )
        self.add(
            enumeration("CONNECTIVITY", tr("Connectivity"), CONNECTIVITIES, "4"),
            tr(
                "<i>4</i> (default): cells hang together by an edge, so that areas which touch in a"
                " point are two polygons; <i>8</i>: by a corner too, so that they are one"
                " multipolygon."
            ),
        )
        self.add(
            number("MIN_AREA", tr("Smallest area (squared map units)"), DOUBLE, 0.0, 0.0),
            tr(
                "Areas whose cells cover less become no polygons; they stay holes of what is around"
                " them. The default is 0."
            ),
        )
        add_resources(self)
        self.add(
            QgsProcessingParameterVectorDestination(
                "OUTPUT", tr("Polygons"), QgsProcessing.SourceType.TypeVectorPolygon
            ),
            tr(
                "File of one layer: GeoPackage (.gpkg), GeoJSON (.geojson), FlatGeobuf (.fgb) or"
                " Shapefile (.shp). A file that exists is replaced with all that it holds."
            ),
        )
        for name, description in (
            ("POLYGON_COUNT", tr("Polygons")),
            ("DROPPED_COUNT", tr("Areas that were too small")),
            ("CELL_COUNT", tr("Cells of the polygons")),
            ("AREA", tr("Area of these cells (squared map units)")),
            ("DROPPED_AREA", tr("Area of what was too small (squared map units)")),
        ):
            self.addOutput(QgsProcessingOutputNumber(name, description))

    def resolve(self, parameters, context):
        """Turn the layer into a path."""
        self._path = self.raster_path(parameters, "INPUT", context)

    def compute(self, parameters, context, feedback):
        """Make the polygons."""
        from ..core.chains.vector_jobs import VectorizeJob
        from ..core.chains.vectorize_chain import vectorize_raster

        job = VectorizeJob(
            source=self._path,
            band=self.band(parameters, "BAND", 1, context),
            classes=self.choice(parameters, "CLASSES", context),
            values=_listed(self.parameterAsString(parameters, "VALUES", context)),
            outline=self.choice(parameters, "OUTLINE", context),
            connectivity=int(self.choice(parameters, "CONNECTIVITY", context)),
            min_area=self.number(parameters, "MIN_AREA", context),
            output=self.destination(parameters, "OUTPUT", context),
            metadata=self.provenance(parameters),
            resources=read_resources(self, parameters, context),
        )
        self.tell_engine(feedback)
        report = vectorize_raster(job, *progress_of(feedback))
        tell_polygons(report, job, feedback)
        return {
            "OUTPUT": job.output.path,
            "POLYGON_COUNT": report.polygon_count,
            "DROPPED_COUNT": report.dropped_count,
            "CELL_COUNT": report.cell_count,
            "AREA": report.area,
            "DROPPED_AREA": report.dropped_area,
        }


def _listed(text):
    """Return the numbers of a list that is separated by commas, semicolons or spaces."""
    numbers = []
    for part in text.replace(",", " ").replace(";", " ").split():
        try:
            numbers.append(float(part))
        except ValueError:
            raise ValueError(
                tr("VALUES has {}; it must be numbers such as 3, 8, 9.").format(part)
            ) from None
    return tuple(numbers)


def tell_polygons(report, job, feedback):
    """Tell a `VectorizeReport`."""
    feedback.pushInfo(
        tr("{} polygon(s) of {} cells, {:g} squared map units.").format(
            report.polygon_count, report.cell_count, report.area
        )
    )
    if report.dropped_count:
        feedback.pushInfo(
            tr("{} area(s) below MIN_AREA were left out, {:g} squared map units in all.").format(
                report.dropped_count, report.dropped_area
            )
        )
    if report.missing:
        feedback.pushWarning(
            tr("No cell has the value {}.").format(
                ", ".join(f"{each:g}" for each in report.missing)
            )
        )
    if not report.polygon_count:
        feedback.pushWarning(
            tr("OUTPUT has no polygon: no cell is of CLASSES, or all are too small.")
        )
