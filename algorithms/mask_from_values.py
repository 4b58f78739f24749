"""``gridr:maskfromvalues``: a validity mask from the values or bits of a quality band."""

from qgis.core import (
    QgsProcessingOutputNumber,
    QgsProcessingParameterBand,
    QgsProcessingParameterBoolean,
    QgsProcessingParameterRasterDestination,
    QgsProcessingParameterRasterLayer,
    QgsProcessingParameterString,
)

from .base import GridrAlgorithm, progress_of, tr
from .class_styles import mask_classes_of
from .mask_settings import add_mask_values, add_threshold, read_mask_values
from .parameters import (
    DOUBLE,
    add_creation_options,
    add_frame,
    add_resources,
    enumeration,
    number,
    read_creation_options,
    read_frame,
    read_resources,
)

COMBINATIONS = ("any", "all")
MATCHINGS = ("invalid", "valid")
UNITS = ("pixels", "meters")


class MaskFromValues(GridrAlgorithm):
    """Turns QGIS parameters into a `ValueMaskJob`."""

    TAGS = (
        *(
            "mask",
            "quality band",
            "qa",
            "cloud",
            "bits",
            "bitmask",
            "classes",
            "dilation",
            "buffer",
        ),
        *("landsat", "sentinel-2", "modis", "maja"),
    )

    CLASSES = {"OUTPUT": mask_classes_of}

    def name(self):
        """Return the second part of the id."""
        return "maskfromvalues"

    def displayName(self):
        """Return the name shown."""
        return tr("Mask from values")

    def group(self):
        """Return the group shown."""
        return tr("Masks")

    def groupId(self):
        """Return the id of the group."""
        return "masks"

    def shortDescription(self):
        """Return one sentence."""
        return tr("Makes a validity mask from the values, ranges or bits of a quality band.")

    def shortHelpString(self):
        """Return the help shown beside the parameters."""
        return tr(
            "<p>Makes a raster that tells which pixels of a quality band are valid: by single"
            " values (classes), by ranges, and by bits and bit fields. Pixels that match are"
            " invalid, or with <i>MATCHING=valid</i> they are valid and all others invalid.</p>"
            "<p><b>The rule.</b> A criterion (VALUES, RANGES, BITS) holds where any of its entries"
            " does. Of the criteria that are given, any or all must hold (<i>COMBINE</i>). Apart"
            " from that, pixels that are nodata or masked (<i>NODATA</i>) or not finite"
            " (<i>NON_FINITE</i>) are invalid whatever they hold and whatever matches.</p>"
            "<p><b>Erosion, then dilation</b> of the invalid area, by exact distances between pixel"
            " centres. Erosion makes invalid pixels valid that have a valid pixel within its"
            " distance, so that specks go; but pixels without a value stay invalid. Dilation then"
            " makes pixels invalid that have an invalid one within its distance, so that what is"
            " left gets a margin. In this order specks go before they would be grown. What is"
            " beyond the raster is neither valid nor invalid: nothing grows or shrinks from"
            " there.</p>"
            "<p><b>Another frame</b> (REFERENCE, or EXTENT and CELL_SIZE): the finished mask is"
            " laid over it as by <i>Build mask</i>: a cell is valid if all mask pixels with"
            " bilinear weight are. So cells beyond the outermost pixel centres of the band have no"
            " support and are invalid: of a 10 m image with a 20 m mask the outermost row and"
            " column on each side. Where cells are larger than pixels, those around the cell's"
            " centre decide.</p>"
            "<p><b>Settings</b> for common bands:</p><ul>"
            "<li>Landsat Collection 2 QA_PIXEL, fill, clouds, shadows: BITS <i>0, 1, 2, 3, 4</i>;"
            " with snow <i>0, 1, 2, 3, 4, 5</i>; certain clouds and shadows only:"
            " <i>0, 8-9=3, 10-11=3</i></li>"
            "<li>Landsat 8 and 9 Collection 2 QA_RADSAT, a band saturated: BITS"
            " <i>0, 1, 2, 3, 4, 5, 6, 8</i>; anything at all: RANGES <i>1:</i></li>"
            "<li>Sentinel-2 L2A SCL, no data, defective, clouds, shadows: VALUES"
            " <i>0, 1, 3, 8, 9, 10</i>; or MATCHING <i>valid</i>, VALUES <i>4, 5, 6</i></li>"
            "<li>MAJA CLM, clouds and shadows: BITS <i>0</i>; with high clouds <i>0, 7</i></li>"
            "<li>MAJA MG2, clouds, snow, shadows: BITS <i>1, 2, 3</i>; with terrain and low sun"
            " <i>1, 2, 3, 4, 5, 6, 7</i></li>"
            "<li>MODIS state_1km, clouds, mixed, shadows, cirrus: BITS"
            " <i>0-1=1|2, 2, 8-9=2|3, 10</i></li></ul>"
            "<p>The documentation tells what each bit and class means, and where that is"
            " written.</p>"
        )

    def initAlgorithm(self, configuration=None):
        """Define the parameters."""
        self.add(
            QgsProcessingParameterRasterLayer("INPUT", tr("Quality raster")),
            tr("Raster with the quality band; any real type."),
        )
        self.add(
            QgsProcessingParameterBand("BAND", tr("Band"), 1, "INPUT", optional=True),
            tr("Quality band, counted from 1; the default is 1."),
        )
        self._add_criteria()
        self._add_validity()
        self._add_distances()
        add_frame(self, tr("the mask"))
        add_threshold(self)
        add_mask_values(self)
        add_resources(self)
        add_creation_options(self)
        self.addParameter(QgsProcessingParameterRasterDestination("OUTPUT", tr("Mask")))
        self.parameterDefinition("OUTPUT").setHelp(
            tr("Raster of one byte per cell, compressed; no value is declared as nodata.")
        )
        self.addOutput(QgsProcessingOutputNumber("VALID_COUNT", tr("Valid cells")))
        self.addOutput(QgsProcessingOutputNumber("INVALID_COUNT", tr("Invalid cells")))

    def _add_criteria(self):
        self.add(
            QgsProcessingParameterString("VALUES", tr("Values"), "", optional=True),
            tr(
                "Numbers separated by commas, such as <i>3, 8, 9, 10</i>; a pixel matches that"
                " holds one of them. Decimals have a point. In a floating band a number stands for"
                " the nearest one that the band can hold."
            ),
        )
        self.add(
            QgsProcessingParameterString("RANGES", tr("Ranges"), "", optional=True),
            tr(
                "Ranges separated by commas, such as <i>100:200, :0, 9000:</i>; both ends belong to"
                " a range, and one that is left out is open. <i>:</i> alone is all numbers."
            ),
        )
        self.add(
            QgsProcessingParameterString("BITS", tr("Bits"), "", optional=True),
            tr(
                "Bits separated by commas, counted from 0, the least significant one. <i>3</i>: bit"
                " 3 is 1; <i>6=0</i>: bit 6 is 0; <i>8-9=2|3</i>: bits 8 to 9, read as a number,"
                " are 2 or 3. One of the entries is enough to match. Needs a band of integers; of"
                " signed ones the bits are those of the two's complement."
            ),
        )
        self.add(
            enumeration("COMBINE", tr("Combine criteria"), COMBINATIONS, "any"),
            tr(
                "Of VALUES, RANGES and BITS, as far as they are given: a pixel matches where"
                " <i>any</i> (default) or <i>all</i> of them hold. Within each of them one entry is"
                " enough."
            ),
        )
        self.add(
            enumeration("MATCHING", tr("Pixels that match are"), MATCHINGS, "invalid"),
            tr(
                "<i>invalid</i> (default): these are invalid, all others valid; <i>valid</i>: these"
                " are valid, all others invalid."
            ),
        )

    def _add_validity(self):
        self.add(
            QgsProcessingParameterBoolean("NODATA", tr("Nodata is invalid"), True),
            tr(
                "Whether pixels that are nodata, masked or transparent are invalid, whatever"
                " matches; true by default. Else what they hold is looked at as in any other."
            ),
        )
        self.add(
            QgsProcessingParameterBoolean("NON_FINITE", tr("NaN and infinity are invalid"), True),
            tr(
                "Whether pixels that are NaN or infinite are invalid, whatever matches; true by"
                " default. Else NaN matches nothing, and infinity open ranges."
            ),
        )

    def _add_distances(self):
        self.add(
            number("EROSION", tr("Erosion of the invalid area"), DOUBLE, 0, minimum=0),
            tr(
                "First: invalid pixels become valid that have a valid one within this distance,"
                " in UNIT; the default 0 leaves all as they are. Pixels without a value stay"
                " invalid."
            ),
        )
        self.add(
            number("DILATION", tr("Dilation of the invalid area"), DOUBLE, 0, minimum=0),
            tr(
                "Then: pixels become invalid that have an invalid one within this distance, in"
                " UNIT; the default 0 leaves all as they are."
            ),
        )
        self.add(
            enumeration("UNIT", tr("Unit of the distances"), UNITS, "pixels"),
            tr(
                "<i>pixels</i> (default): rows and columns count the same, whatever the shape of"
                " the pixels. <i>meters</i>: of the map in a projected reference system, where Web"
                " Mercator's are too long far from the equator; in longitudes and latitudes on the"
                " ellipsoid, along the meridian and the parallel of the pixel that is decided"
                " on; the east end is not joined to the west."
            ),
        )

    def resolve(self, parameters, context):
        """Turn layers into paths and frames."""
        self._path = self.raster_path(parameters, "INPUT", context)
        layer = self.parameterAsRasterLayer(parameters, "INPUT", context)
        self._frame, self._reference = read_frame(self, parameters, context, layer.crs(), layer)

    def compute(self, parameters, context, feedback):
        """Make the mask."""
        from ..core.chains.mask_jobs import ValueMaskJob
        from ..core.chains.value_mask_chain import make_value_mask
        from ..core.masks.from_values import ValueCriteria, parse_bits, parse_ranges, parse_values

        criteria = ValueCriteria(
            parse_values(self.parameterAsString(parameters, "VALUES", context)),
            parse_ranges(self.parameterAsString(parameters, "RANGES", context)),
            parse_bits(self.parameterAsString(parameters, "BITS", context)),
            self.choice(parameters, "COMBINE", context),
        )
        job = ValueMaskJob(
            source=self._path,
            band=self.band(parameters, "BAND", 1, context),
            criteria=criteria,
            matching=self.choice(parameters, "MATCHING", context),
            nodata=self.parameterAsBool(parameters, "NODATA", context),
            non_finite=self.parameterAsBool(parameters, "NON_FINITE", context),
            erosion=self.number(parameters, "EROSION", context),
            dilation=self.number(parameters, "DILATION", context),
            unit=self.choice(parameters, "UNIT", context),
            frame=self._frame,
            output=self.destination(
                parameters, "OUTPUT", context, read_creation_options(self, parameters, context)
            ),
            **read_mask_values(self, parameters, context),
            metadata=self.provenance(parameters),
            reference=self._reference,
            resources=read_resources(self, parameters, context),
        )
        self.tell_engine(feedback)
        report = make_value_mask(job, *progress_of(feedback))
        for remark in report.remarks:
            feedback.pushWarning(remark)
        feedback.pushInfo(
            tr("{} valid and {} invalid cells.").format(report.valid_count, report.invalid_count)
        )
        return {
            "OUTPUT": job.output.path,
            "VALID_COUNT": report.valid_count,
            "INVALID_COUNT": report.invalid_count,
        }
