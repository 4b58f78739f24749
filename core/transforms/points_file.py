"""Control points as QGIS's Georeferencer saves them: files ``.points``."""

import math
import re
from dataclasses import dataclass

import numpy as np
from osgeo import osr

from ..conventions.frame import Frame

_CRS = "#CRS:"

# Columns that count, by their place where there is no header.
_COLUMNS = ("mapx", "mapy", "sourcex", "sourcey", "enable")

# What older versions called them.
_OLD_NAMES = {"pixelx": "sourcex", "pixely": "sourcey"}

# An authority and a code.
_CODE = re.compile(r"\w+:\w+")


@dataclass(frozen=True)
class PointsFile:
    """What a file says.

    Attributes
    ----------
    map_x, map_y, source_x, source_y : tuple of float
        The source's y counts upwards: from the upper edge of a raster without georeference down
        it is negative.
    enabled : tuple of bool
    crs_wkt : str
        Reference system of the map coordinates, "" if the file does not tell it.
    names_source : bool
        Whether its header says ``sourceX``; else the file is of a version that said ``pixelX``, or
        has no header.
    """

    map_x: tuple
    map_y: tuple
    source_x: tuple
    source_y: tuple
    enabled: tuple
    crs_wkt: str
    names_source: bool

    def source_pixels(self, frame):
        """Return the source (row, col), pixel centres on integers, of a raster of a `Frame`.

        A file whose header says ``sourceX`` has coordinates of the layer if the raster has a
        georeference. Of those with ``pixelX`` most have them too, but some versions of QGIS wrote
        pixels: what puts more points on the raster is taken, the layer's coordinates where both
        are as good. Without a georeference the two are the same.
        """
        by_layer = frame.map_to_center(np.array(self.source_x), np.array(self.source_y))
        if self.names_source or frame.geotransform is None:
            return by_layer
        bare = Frame(frame.rows, frame.cols)
        by_pixel = bare.map_to_center(np.array(self.source_x), np.array(self.source_y))
        counts = (np.count_nonzero(on_raster(frame, *each)) for each in (by_layer, by_pixel))
        return by_layer if next(counts) >= next(counts) else by_pixel


def on_raster(frame, row, col):
    """Tell which (row, col), pixel centres on integers, lie within the cells of a frame."""
    inside = (row >= -0.5) & (row <= frame.rows - 0.5)
    return inside & (col >= -0.5) & (col <= frame.cols - 0.5)


def read_points_file(path):
    """Read a file of QGIS's Georeferencer, of any version.

    The first line may tell the reference system of the map coordinates (``#CRS:``); the next may
    name the columns: ``mapX``, ``mapY``, ``sourceX``, ``sourceY`` (once ``pixelX``, ``pixelY``),
    ``enable``, and others that do not count. Without names that is their order. They are
    separated by commas, in the oldest files by tabulators; ``enable`` may be missing.

    Parameters
    ----------
    path : str

    Returns
    -------
    PointsFile

    Raises
    ------
    ValueError
        If it cannot be read; with the number of the line.
    """
    try:
        with open(path, encoding="utf-8-sig") as file:
            lines = file.read().splitlines()
    except OSError as error:
        raise ValueError(
            f"POINTS_FILE is {path}, which cannot be read: {error.strerror}."
        ) from error
    except UnicodeDecodeError as error:
        raise ValueError(f"POINTS_FILE is {path}, which is not a text file.") from error
    crs_wkt, columns, names_source, rows = "", None, False, []
    for number, line in enumerate(lines, 1):
        where = f"Line {number} of POINTS_FILE {path}"
        if line.startswith(_CRS):
            crs_wkt = _wkt(line[len(_CRS) :].strip(), where)
        if line.startswith("#") or not line.strip():
            continue
        fields = [field.strip() for field in line.split("," if "," in line else "\t")]
        if columns is None:
            columns = _header(fields)
            names_source = columns is not None and "sourcex" in map(str.lower, fields)
            if columns is not None:
                continue
            columns = dict(zip(_COLUMNS, range(len(_COLUMNS))))
        rows.append(_row(fields, columns, where))
    return PointsFile(*(zip(*rows) if rows else ((),) * 5), crs_wkt, names_source)


def _header(fields):
    """Return the place of each column by its name, None if the fields are not names."""
    names = [_OLD_NAMES.get(field.lower(), field.lower()) for field in fields]
    if not set(_COLUMNS[:4]) <= set(names):
        return None
    return {name: place for place, name in enumerate(names)}


def _row(fields, columns, where):
    numbers = []
    for name in _COLUMNS:
        place = columns.get(name, len(fields))
        if name == "enable" and place >= len(fields):
            numbers.append(True)
            continue
        try:
            number = float(fields[place])
        except (IndexError, ValueError):
            number = math.nan
        if not math.isfinite(number):
            raise ValueError(
                f"{where} cannot be read; it must hold mapX, mapY, sourceX, sourceY and enable as"
                " numbers separated by commas."
            )
        numbers.append(number)
    return (*numbers[:4], bool(numbers[4]))


def _wkt(text, where):
    """Return the WKT of a reference system given as WKT, PROJ string or code."""
    if not text:
        return ""
    reference = osr.SpatialReference()
    if text.startswith("+"):
        read = reference.ImportFromProj4
    else:
        # Not of any other text: it could be a file or an address.
        read = reference.SetFromUserInput if _CODE.fullmatch(text) else reference.ImportFromWkt
    try:
        failed = read(text)
    except RuntimeError:
        failed = True
    if failed:
        raise ValueError(f"{where} has the reference system {text[:60]}, which is not understood.")
    return reference.ExportToWkt(["FORMAT=WKT2_2018"])
