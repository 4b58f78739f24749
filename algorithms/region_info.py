"""``gridr:regioninfo``: a raster as a GRASS region, and arithmetic of its cells and points."""

import os
from contextlib import suppress
from pathlib import Path

from qgis.core import (
    QgsProcessing,
    QgsProcessingOutputNumber,
    QgsProcessingParameterBand,
    QgsProcessingParameterBoolean,
    QgsProcessingParameterFeatureSink,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterFileDestination,
    QgsProcessingParameterMatrix,
    QgsProcessingParameterRasterLayer,
)

from .base import GridrAlgorithm, progress_of, tr
from .parameters import add_resources, read_resources
from .point_table import COLUMNS, Group, check_table, entries, write_table
from .points import file_of_layer, read_pairs, read_point_layer
from .region_page import band_rows, count_line, page, region_lines, remarks, shown
from .transforms import crs_of

# Shares of the work until points are read, until cells are counted, until the table is written.
_READ, _COUNTED, _WRITTEN = 0.2, 0.7, 0.98


class RegionInfo(GridrAlgorithm):
    """Tells a region; all is read before anything is written."""

    ICON = "region_info"
    TAGS = (
        *("region", "cells", "row", "column", "coordinates", "resolution", "extent", "null"),
        *("grass", "g.region", "r.info", "r.what"),
    )

    def name(self):
        """Return the second part of the id."""
        return "regioninfo"

    def displayName(self):
        """Return the name shown."""
        return tr("Region information")

    def group(self):
        """Return the group shown."""
        return tr("Cells and regions")

    def groupId(self):
        """Return the id of the group."""
        return "regions"

    def shortDescription(self):
        """Return one sentence."""
        return tr(
            "Tells the region and resolution of a raster, and the rows and columns of points."
        )

    def shortHelpString(self):
        """Return the help shown beside the parameters."""
        return tr(
            "<p>What GRASS's <i>g.region -p</i> and <i>r.info</i> tell of a raster: its bounds,"
            " resolution, rows, columns and bands; and on which row and column given points fall,"
            " and where given rows and columns lie.</p>"
            "<p>Rows count from the north and columns from the west, both from the <b>edge</b>, as"
            " in GRASS: a whole number is the north or west side of a cell, +0.5 its centre, and"
            " the whole part tells the cell. A point on the side between two cells belongs to the"
            " southern or eastern one, so one on the south or east side of the raster is outside."
            " Longitudes wrap: in a raster of 0 to 360 degrees -10 is at 350.</p>"
            "<p>A raster without a georeference counts as QGIS shows it. If the rows of the file"
            " run northwards, rows are counted from the north all the same, and the log says so."
            " Rotated rasters have no region.</p>"
            "<p>Results are numbers (rows and columns of the first point, x and y of the first"
            " cell), the log, and if they are asked for a table and a page.</p>"
        )

    def initAlgorithm(self, configuration=None):
        """Define the parameters."""
        self.add(
            QgsProcessingParameterRasterLayer("INPUT", tr("Input raster")),
            tr("Raster of any type with upright cells; with or without a georeference."),
        )
        self.add(
            QgsProcessingParameterFeatureSource(
                "POINTS",
                tr("Points (layer)"),
                [QgsProcessing.SourceType.TypeVectorPoint],
                optional=True,
            ),
            tr(
                "Point layer in any reference system; multipoints count one by one. Not set"
                " (default): none."
            ),
        )
        self._add_pairs(
            "COORDINATES",
            tr("Coordinates (x, y)"),
            ["x", "y"],
            tr(
                "Pairs of x and y in map units of the input's reference system, in text as"
                " <i>x1,y1,x2,y2</i>. Not set (default): none."
            ),
        )
        self._add_pairs(
            "CELLS",
            tr("Cells (row, column)"),
            ["row", "col"],
            tr(
                "Pairs of row and column whose coordinates are wanted, in text as"
                " <i>row1,col1,row2,col2</i>. They count from the north and west edge: 0 is the"
                " edge of the first cell and 0.5 its centre. Not set (default): none."
            ),
        )
        self.add(
            QgsProcessingParameterBoolean("COUNT_CELLS", tr("Count null cells"), False),
            tr(
                "Reads the whole band and counts its cells with a value, and those that are null:"
                " nodata, masked, or not finite. Off by default."
            ),
        )
        self.add(
            QgsProcessingParameterBand("BAND", tr("Band to count"), 1, "INPUT", optional=True),
            tr("Whose null cells are counted, from 1; the default is 1."),
        )
        add_resources(self)
        self.addParameter(
            QgsProcessingParameterFeatureSink(
                "OUTPUT",
                tr("Points with rows and columns"),
                QgsProcessing.SourceType.TypeVectorPoint,
                None,
                True,
                False,
            )
        )
        self.parameterDefinition("OUTPUT").setHelp(
            tr(
                "Point layer in the input's reference system with the fields {}, then those of the"
                " point layer. <i>source</i> is point, coordinate or cell; <i>id</i> the feature's"
                " id, or the position in the list from 1; row and col are with their fraction,"
                " cell_row and cell_col the cell, center_x and center_y its centre; <i>inside</i>"
                " is 1 or 0. Not made by default."
            ).format(", ".join(COLUMNS))
        )
        self.addParameter(
            QgsProcessingParameterFileDestination(
                "OUTPUT_HTML_FILE", tr("Page"), tr("HTML files (*.html)"), None, True, False
            )
        )
        self.parameterDefinition("OUTPUT_HTML_FILE").setHelp(
            tr(
                "HTML page with the region, the bands, the counts and the first 1000 points. Not"
                " made by default."
            )
        )
        for name, description in (
            ("NORTH", tr("North")),
            ("SOUTH", tr("South")),
            ("EAST", tr("East")),
            ("WEST", tr("West")),
            ("NSRES", tr("Height of a cell")),
            ("EWRES", tr("Width of a cell")),
            ("ROWS", tr("Rows")),
            ("COLS", tr("Columns")),
            ("CELLS", tr("Cells")),
            ("GEOGRAPHIC", tr("Longitudes wrap (1) or not (0)")),
            ("VALID_COUNT", tr("Cells with a value")),
            ("NULL_COUNT", tr("Null cells")),
            ("ROW", tr("Row of the first point")),
            ("COL", tr("Column of the first point")),
            ("CELL_ROW", tr("Row of the first point's cell")),
            ("CELL_COL", tr("Column of the first point's cell")),
            ("X", tr("X of the first cell given")),
            ("Y", tr("Y of the first cell given")),
        ):
            self.addOutput(QgsProcessingOutputNumber(name, description))

    def _add_pairs(self, name, description, headers, help_text):
        parameter = QgsProcessingParameterMatrix(name, description, 0, False, headers, None, True)
        self.add(parameter, help_text)

    def resolve(self, parameters, context):
        """Turn layers into paths."""
        self._path = self.raster_path(parameters, "INPUT", context)
        self._title = self.parameterAsRasterLayer(parameters, "INPUT", context).name()
        self._points_file = file_of_layer(self, parameters, "POINTS", context)

    def compute(self, parameters, context, feedback):
        """Tell the region."""
        from ..core.chains.following import Follower
        from ..core.chains.jobs import CellCountJob
        from ..core.chains.region_info import count_cells, describe_region
        from ..core.rasters.reading import files_behind

        follower = Follower(*progress_of(feedback))
        band = self.band(parameters, "BAND", 1, context)
        info = describe_region(self._path, band)
        job = CellCountJob(self._path, band, read_resources(self, parameters, context))
        inputs = files_behind([self._path, self._points_file])
        has_table = check_table(self, parameters, "OUTPUT", inputs)
        html_file = self._html_file(parameters, inputs, context)
        report = follower.stage(0.0, _READ)
        groups = self._groups(parameters, info, has_table, context, feedback, report)
        report(1.0)
        results, counts = _numbers(info.region), None
        if self.parameterAsBoolean(parameters, "COUNT_CELLS", context):
            counting = follower.stage(_READ, _COUNTED)
            counts = count_cells(job, counting, feedback.isCanceled)
            results.update(VALID_COUNT=counts.valid, NULL_COUNT=counts.null)
        follower.stage(_READ, _COUNTED)(1.0)
        results.update(_first(groups))

        lines, sentences = region_lines(info, crs_of(info.frame)), remarks(info)
        if counts is not None:
            sentences.append(count_line(band, counts))
        bands = band_rows(info)
        rows, left_out = shown(entries(groups), sum(len(group.ids) for group in groups))
        _tell(feedback, lines, bands, sentences, rows, left_out)
        if has_table:
            report = follower.stage(_COUNTED, _WRITTEN)
            results["OUTPUT"] = write_table(
                self, parameters, "OUTPUT", groups, crs_of(info.frame), context, report
            )
        if html_file:
            _write_page(page(self._title, lines, sentences, bands, rows, left_out), html_file)
            results["OUTPUT_HTML_FILE"] = html_file
        feedback.setProgress(100.0)
        return results

    def _groups(self, parameters, info, with_attributes, context, feedback, report):
        """Return the points of the layer, the coordinates and the cells."""
        from ..core.conventions.locating import locate_cells, locate_points

        x, y = read_pairs(self, parameters, "COORDINATES", context)
        row, col = read_pairs(self, parameters, "CELLS", context)
        groups = [
            Group("coordinate", range(1, len(x) + 1), locate_points(info.region, x, y)),
            Group("cell", range(1, len(row) + 1), locate_cells(info.region, row, col)),
        ]
        layer = read_point_layer(
            self, parameters, "POINTS", info.frame, context, feedback, report, with_attributes
        )
        if layer is not None:
            places = locate_points(info.region, layer.x, layer.y)
            groups.insert(0, Group("point", layer.ids, places, layer.fields, layer.attributes))
        return groups

    def _html_file(self, parameters, inputs, context):
        """Return where the page goes, "" if it is skipped."""
        from ..core.rasters.writing import check_file

        path = ""
        if self.given(parameters, "OUTPUT_HTML_FILE"):
            path = self.parameterAsFileOutput(parameters, "OUTPUT_HTML_FILE", context)
        if path:
            check_file(path, "OUTPUT_HTML_FILE", inputs)
        return path


def _numbers(region):
    return {
        "NORTH": region.north,
        "SOUTH": region.south,
        "EAST": region.east,
        "WEST": region.west,
        "NSRES": region.nsres,
        "EWRES": region.ewres,
        "ROWS": region.rows,
        "COLS": region.cols,
        "CELLS": region.rows * region.cols,
        "GEOGRAPHIC": int(region.geographic),
    }


def _first(groups):
    """Return the results of the first point or coordinate, and of the first cell."""
    found = {}
    *places, cells = groups
    for entry in entries(group for group in places if len(group.ids)):
        told = dict(zip(COLUMNS, entry))
        found = {name.upper(): told[name] for name in ("row", "col", "cell_row", "cell_col")}
        break
    for entry in entries([cells]):
        told = dict(zip(COLUMNS, entry))
        found.update(X=told["x"], Y=told["y"])
        break
    return {name: value for name, value in found.items() if value is not None}


def _tell(feedback, lines, bands, sentences, rows, left_out):
    width = max(len(label) for label, _ in lines) + 2
    for label, text in lines:
        feedback.pushInfo(f"{label + ':':<{width}}{text}")
    for number, description, kind, nodata in bands:
        told = tr("Band {}: {}, nodata {}").format(number, kind, nodata)
        feedback.pushInfo(f"{told}, {description}" if description else told)
    for sentence in sentences:
        feedback.pushInfo(sentence)
    if rows:
        feedback.pushInfo(" | ".join(COLUMNS))
    for row in rows:
        feedback.pushInfo(" | ".join(row))
    if left_out:
        feedback.pushInfo(left_out)


def _write_page(text, path):
    """Write a page that appears complete or not at all."""
    part = Path(f"{path}.part")
    try:
        part.write_text(text, encoding="utf-8")
        os.replace(part, path)
    except OSError as error:
        with suppress(OSError):
            part.unlink()
        raise ValueError(
            tr("OUTPUT_HTML_FILE is {}, which cannot be written: {}.").format(path, error)
        ) from error
