"""What is wrong is told in one sentence that names the parameter, and nothing is written.

QGIS checks some of it before it starts an algorithm, but not in models and not for ``alg.run``:
here algorithms are run without its checks.
"""

import os
import resource

import numpy as np
import pytest
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsFeature,
    QgsGeometry,
    QgsProcessingException,
    QgsVectorLayer,
)
from running import Feedback, run_algorithm
from tiny_rasters import EPSG, NORTH, WEST, identity_grid, names_in, write_raster

ROTATED = (WEST, 8.0, 6.0, NORTH, 6.0, -8.0)
FIELDS = {"ROW_FIELD": "r", "COL_FIELD": "c"}
EXTENT = f"{WEST},{WEST + 40},{NORTH - 40},{NORTH} [EPSG:{EPSG}]"
# A quarter of the globe from its meridian, the transverse Mercator of UTM has no coordinates.
FAR_AWAY = "POLYGON((93.5 0, 93.6 0, 93.6 1, 93.5 0))"

MOON = (
    'GEOGCS["Moon",DATUM["Moon",SPHEROID["Moon",1737400,0]],'
    'PRIMEM["Reference_Meridian",0],UNIT["degree",0.0174532925199433]]'
)

# (parameters other than good ones, what the sentence has to say)
MASK = {
    "no frame": ({"REFERENCE": None}, "Give REFERENCE, or EXTENT and CELL_SIZE"),
    "two frames": ({"EXTENT": EXTENT, "CELL_SIZE": 10}, "REFERENCE, or EXTENT and CELL_SIZE"),
    "extent alone": ({"REFERENCE": None, "EXTENT": EXTENT}, "EXTENT and CELL_SIZE"),
    "cell size alone": ({"REFERENCE": None, "CELL_SIZE": 10}, "EXTENT and CELL_SIZE"),
    "cell size 0": ({"REFERENCE": None, "EXTENT": EXTENT, "CELL_SIZE": 0}, "CELL_SIZE is 0"),
    "cell size -1": ({"REFERENCE": None, "EXTENT": EXTENT, "CELL_SIZE": -1}, "CELL_SIZE is -1"),
    "cells without end": (
        {"REFERENCE": None, "EXTENT": EXTENT, "CELL_SIZE": 1e-9},
        "CELL_SIZE is 1e-09",
    ),
    "more cells than a file holds": (
        {"REFERENCE": None, "EXTENT": EXTENT, "CELL_SIZE": 2e-6},
        "too large",
    ),
    "empty extent": (
        {"REFERENCE": None, "EXTENT": "3,3,4,4", "CELL_SIZE": 10},
        "EXTENT",
    ),
    "nonsense extent": (
        {"REFERENCE": None, "EXTENT": "somewhere", "CELL_SIZE": 10},
        "EXTENT",
    ),
    "reference missing": ({"REFERENCE": "/no/such.tif"}, "REFERENCE: /no/such.tif not found"),
    "mask missing": ({"MASK_IN": "/no/such.tif"}, "MASK_IN: /no/such.tif not found"),
    "mask without that band": ({"MASK_IN": "{mask}", "MASK_IN_BAND": 2}, "MASK_IN has no band 2"),
    "complex mask": ({"MASK_IN": "{complex}"}, "Band 1 of MASK_IN holds complex numbers"),
    "rotated mask": ({"MASK_IN": "{rotated}"}, "MASK_IN .*rotated"),
    "mask elsewhere": ({"MASK_IN": "{degrees}"}, "MASK_IN .*reference system"),
    "mask of that size elsewhere": (
        {"MASK_IN": "{same size in degrees}"},
        "MASK_IN .*reference system",
    ),
    "ungeoreferenced mask of another size": ({"MASK_IN": "{bare}"}, "MASK_IN .*georeference"),
    "mask by index too small": (
        {"MASK_IN": "{mask}", "MASK_IN_ALIGNMENT": "index", "MASK_IN_TARGET_ROW": 1},
        "MASK_IN .*MASK_IN_TARGET_ROW",
    ),
    "points": ({"VALID_GEOMETRY": "{points}"}, "VALID_GEOMETRY must be a layer of polygons"),
    "a table": ({"INVALID_GEOMETRY": "{table}"}, "INVALID_GEOMETRY must be a layer of polygons"),
    "no polygon": ({"VALID_GEOMETRY": "{empty}"}, "VALID_GEOMETRY has no polygon"),
    "no layer": ({"VALID_GEOMETRY": "/no/such.gpkg"}, "VALID_GEOMETRY: /no/such.gpkg not found"),
    "polygons of another world": (
        {"VALID_GEOMETRY": "{moon}"},
        "VALID_GEOMETRY has the reference system .*Moon.*, from which there is no transformation",
    ),
    "cell size in words": (
        {"REFERENCE": None, "EXTENT": "0,9,0,9", "CELL_SIZE": "ten"},
        "CELL_SIZE is ten; it must be a number",
    ),
    "rule": ({"RULE": "middle"}, "RULE is middle.* center, center-strict, touch"),
    "alignment": ({"MASK_IN_ALIGNMENT": "both"}, "MASK_IN_ALIGNMENT is both"),
    "type of oversampling": ({"OVERSAMPLING_DTYPE": "int8"}, "OVERSAMPLING_DTYPE is int8"),
    "threshold": ({"THRESHOLD": 1.5}, "THRESHOLD is 1.5"),
    "valid value": ({"VALID_VALUE": 256}, "VALID_VALUE is 256"),
    "equal values": ({"INVALID_VALUE": 1}, "VALID_VALUE and INVALID_VALUE are both 1"),
    "over the reference": ({"OUTPUT": "{reference}"}, "OUTPUT is .*which is an input"),
    "over the mask": ({"MASK_IN": "{mask}", "OUTPUT": "{mask}"}, "OUTPUT is .*which is an input"),
}

RESAMPLING = {
    "no input": ({"INPUT": None}, "INPUT"),
    "input missing": ({"INPUT": "/no/such.tif"}, "INPUT: /no/such.tif not found"),
    "no grid": ({"GRID": None}, "GRID"),
    "vector layer": ({"INPUT": "{far away}"}, "INPUT"),
    "nodata in words": ({"NODATA": "none"}, "NODATA is none; it must be a number"),
    "decimal comma": ({"GRID_NODATA": "-9999,5"}, "GRID_NODATA is -9999,5"),
    "no such band": ({"BANDS": [1, 2]}, "INPUT has no band 2; it has 1"),
    "complex input": ({"INPUT": "{complex}"}, "Band 1 of INPUT holds complex numbers"),
    "grid of one band": ({"GRID": "{mask}"}, "GRID has no band 2; it has 1"),
    "no such grid band": ({"GRID_COL_BAND": 3}, "GRID has no band 3; it has 2"),
    "one node": (
        {"GRID": "{one row}", "GRID_RESOLUTION_ROWS": 2},
        "GRID has a single row.*GRID_RESOLUTION_ROWS is 2",
    ),
    "resolution 0": ({"GRID_RESOLUTION_ROWS": 0}, "GRID_RESOLUTION_ROWS is 0"),
    "resolution -2": ({"GRID_RESOLUTION_COLS": -2}, "GRID_RESOLUTION_COLS is -2"),
    "map without georeference": (
        {"INPUT": "{bare}", "GRID_CONVENTION": "map"},
        "GRID_CONVENTION .*INPUT",
    ),
    "convention": ({"GRID_CONVENTION": "corner"}, "GRID_CONVENTION is corner"),
    "interpolation": ({"INTERPOLATION": "lanczos"}, "INTERPOLATION is lanczos.* nearest, linear"),
    "order": ({"INTERPOLATION": "bspline4"}, "INTERPOLATION is bspline4.* bspline3, bspline5"),
    "start": ({"BSPLINE_START": "1"}, "BSPLINE_START is 1.* truncated, exact"),
    "policy": ({"VALIDITY_POLICY": 1}, "VALIDITY_POLICY is 1.* strict, renormalized, nearest"),
    "epsilon in words": ({"BSPLINE_EPSILON": "small"}, "BSPLINE_EPSILON is small"),
    "boundary": ({"BOUNDARY": "mirror"}, "BOUNDARY is mirror.* none, constant"),
    "type": ({"DATA_TYPE": "byte"}, "DATA_TYPE is byte.* uint8"),
    "nodata too large": ({"NODATA": 256}, "NODATA is 256.* uint8"),
    "nodata with a fraction": ({"NODATA": 0.5}, "NODATA is 0.5.* uint8"),
    "nodata not a number": ({"NODATA": float("nan")}, "NODATA is nan.* uint8"),
    "mask of another size": ({"MASK_IN": "{bare}"}, "MASK_IN .*georeference"),
    "rotated mask": ({"MASK_IN": "{rotated}"}, "MASK_IN .*rotated"),
    "mask elsewhere": ({"MASK_IN": "{degrees}"}, "MASK_IN .*reference system"),
    "grid mask of another size": (
        {"GRID_MASK": "{one row}"},
        "GRID_MASK has 1 x 4 .*4 x 4",
    ),
    "points": ({"INVALID_GEOMETRY": "{points}"}, "INVALID_GEOMETRY must be a layer of polygons"),
    "no polygon": ({"VALID_GEOMETRY": "{empty}"}, "VALID_GEOMETRY has no polygon"),
    "threads": ({"THREADS": -1}, "THREADS is -1"),
    "little memory": ({"MAX_MEMORY": 10}, "MAX_MEMORY is 10 MB; it must be 64 or more"),
    "over the input": ({"OUTPUT": "{reference}"}, "OUTPUT is .*which is an input"),
    "over the grid": ({"OUTPUT": "{grid}"}, "OUTPUT is .*which is an input"),
    "mask over the input": ({"OUTPUT_MASK": "{reference}"}, "OUTPUT_MASK is .*which is an input"),
    "both at one place": ({"OUTPUT_MASK": "{out}"}, "OUTPUT_MASK is .*OUTPUT"),
    "folder of the mask": ({"OUTPUT_MASK": "/no/such/mask.tif"}, "OUTPUT_MASK .*does not exist"),
}

# Whatever the interpolator: 0 as well, which QGIS's own limits let through.
RESAMPLING.update(
    {
        f"{name} {value}": (
            {name: value, "INTERPOLATION": interpolation},
            f"{name} is {told}; it must be more than 0 and at most 1",
        )
        for name, interpolation in (
            ("BSPLINE_EPSILON", "bspline3"),
            ("MASK_INFLUENCE_THRESHOLD", "bspline11"),
            ("MINIMUM_VALID_WEIGHT", "cubic"),
        )
        for value, told in (
            (0, "0.0"),
            (-0.1, "-0.1"),
            (1.1, "1.1"),
            (float("nan"), "nan"),
            ("nan", "nan"),
            (float("inf"), "inf"),
            ("1e-999", "0.0"),
        )
    }
)

GRID = {
    "no target": ({"TARGET_CRS": None}, "Give TARGET_CRS, REFERENCE, or EXTENT and CELL_SIZE"),
    "nonsense target": ({"TARGET_CRS": "EPSG:1"}, "TARGET_CRS"),
    "target and reference": ({"REFERENCE": "{reference}"}, "TARGET_CRS or REFERENCE, not both"),
    "extent alone": ({"EXTENT": EXTENT}, "EXTENT and CELL_SIZE"),
    "cell size 0": ({"CELL_SIZE": 0}, "CELL_SIZE is 0"),
    "cell size -1": ({"CELL_SIZE": -1}, "CELL_SIZE is -1"),
    "cells without end": ({"CELL_SIZE": 1e-15}, "CELL_SIZE is 1e-15"),
    "cell size in words": ({"CELL_SIZE": "ten"}, "CELL_SIZE is ten; it must be a number"),
    "reference and cell size": (
        {"TARGET_CRS": None, "REFERENCE": "{mask}", "CELL_SIZE": 10},
        "REFERENCE, or EXTENT and CELL_SIZE, not both",
    ),
    "input without CRS": ({"INPUT": "{no crs}"}, "INPUT has no .*reference system"),
    "input without georeference": ({"INPUT": "{bare}"}, "INPUT has no georeference"),
    "reference without CRS": (
        {"TARGET_CRS": None, "REFERENCE": "{no crs}"},
        "REFERENCE.* has no reference system",
    ),
    "reference without georeference": (
        {"TARGET_CRS": None, "REFERENCE": "{bare}"},
        "REFERENCE has no georeference",
    ),
    "nonsense operation": ({"OPERATION": "+proj=zzz"}, r"OPERATION is \+proj=zzz, which cannot be"),
    "step 0": ({"STEP": 0}, "STEP is 0"),
    "maximum error 0": ({"MAX_ERROR": 0}, "MAX_ERROR is 0"),
    "over the input": ({"OUTPUT": "{reference}"}, "OUTPUT is .*which is an input"),
    "over the reference": (
        {"TARGET_CRS": None, "REFERENCE": "{mask}", "OUTPUT": "{mask}"},
        "OUTPUT is .*which is an input",
    ),
}

REGION = {
    "no input": ({"INPUT": None}, "INPUT"),
    "input missing": ({"INPUT": "/no/such.tif"}, "INPUT: /no/such.tif not found"),
    "no frame": (
        {"REFERENCE": None},
        "Give REFERENCE, or EXTENT and CELL_SIZE, or CELL_SIZE alone",
    ),
    "two frames": ({"CELL_SIZE": 10}, "REFERENCE, or EXTENT and CELL_SIZE, not both"),
    "extent alone": ({"REFERENCE": None, "EXTENT": EXTENT}, "EXTENT and CELL_SIZE"),
    "cell size 0": ({"REFERENCE": None, "CELL_SIZE": 0}, "CELL_SIZE is 0"),
    "cell size in words": ({"REFERENCE": None, "CELL_SIZE": "ten"}, "CELL_SIZE is ten"),
    "cells without end": ({"REFERENCE": None, "CELL_SIZE": 1e-9}, "CELL_SIZE is 1e-09"),
    "empty extent": (
        {"REFERENCE": None, "EXTENT": "3,3,4,4", "CELL_SIZE": 10},
        "EXTENT is 3,3,4,4",
    ),
    "rotated input": ({"INPUT": "{rotated}"}, "INPUT is rotated; cells"),
    "rotated reference": ({"REFERENCE": "{rotated}"}, "The reference raster is rotated; cells"),
    "elsewhere": ({"REFERENCE": "{degrees}"}, "The output has another reference system than INPUT"),
    "no such band": ({"BANDS": [1, 2]}, "INPUT has no band 2; it has 1"),
    "complex input": ({"INPUT": "{complex}"}, "Band 1 of INPUT holds complex numbers"),
    "mask elsewhere": ({"MASK_IN": "{degrees}"}, "MASK_IN .*reference system"),
    "no polygon": ({"VALID_GEOMETRY": "{empty}"}, "VALID_GEOMETRY has no polygon"),
    "little memory": ({"MAX_MEMORY": 10}, "MAX_MEMORY is 10 MB; it must be 64 or more"),
    "over the input": ({"OUTPUT": "{mask}", "INPUT": "{mask}"}, "OUTPUT is .*which is an input"),
    "over the reference": ({"OUTPUT": "{reference}"}, "OUTPUT is .*which is an input"),
    "both at one place": ({"OUTPUT_MASK": "{out}"}, "OUTPUT_MASK is .*OUTPUT"),
}

NEAREST = {"nodata too large": ({"NODATA": 256}, "NODATA is 256.* uint8")}

INTERPOLATE = {
    "method": ({"METHOD": "cubic"}, "METHOD is cubic.* nearest, bilinear, bicubic, lanczos"),
    "policy": ({"VALIDITY_POLICY": "all"}, "VALIDITY_POLICY is all.* strict"),
    "weight": ({"MINIMUM_VALID_WEIGHT": 0}, "MINIMUM_VALID_WEIGHT is 0.0; it must be more than"),
    "type": ({"DATA_TYPE": "byte"}, "DATA_TYPE is byte.* uint8"),
    "nodata of the type": ({"DATA_TYPE": "int16", "NODATA": 40000}, "NODATA is 40000.* int16"),
}

STATISTICS = {
    "method": ({"METHOD": "mean"}, "METHOD is mean.* average, median"),
    "quantile": ({"QUANTILE": 1.5}, "QUANTILE is 1.5; it must be 1 or less"),
    "quantile below 0": ({"QUANTILE": -0.5}, "QUANTILE is -0.5; it must be 0 or more"),
    "quantile in words": ({"QUANTILE": "half"}, "QUANTILE is half; it must be a number"),
    "quantile that is none": ({"QUANTILE": float("nan")}, "(?i)quantile is nan"),
    "type": ({"DATA_TYPE": "byte"}, "DATA_TYPE is byte.* uint8"),
    "nodata of the type": ({"DATA_TYPE": "uint8", "NODATA": -1}, "NODATA is -1.* uint8"),
}

GCPS = {
    "no points at all": ({"INPUT": "{reference}"}, "INPUT has no ground control points; give"),
    "two sources of points": (
        {"POINTS_FILE": "{file}", "POINTS": "{places}", **FIELDS},
        "Give POINTS_FILE or POINTS, not both",
    ),
    "polygons": ({"POINTS": "{far away}", **FIELDS}, "POINTS must be a layer of points"),
    "no field of the row": ({"POINTS": "{places}", "COL_FIELD": "c"}, "ROW_FIELD is not set"),
    "no field of the column": ({"POINTS": "{places}", "ROW_FIELD": "r"}, "COL_FIELD is not set"),
    "a field that is not there": (
        {"POINTS": "{places}", **FIELDS, "ROW_FIELD": "line"},
        "ROW_FIELD is line, which is not a field of POINTS; it has r, c, text",
    ),
    "a field without numbers": (
        {"POINTS": "{places}", **FIELDS, "COL_FIELD": "text"},
        "COL_FIELD is text, which holds here in the feature 1 of POINTS; it must be a number",
    ),
    "a field with NULL": (
        {"POINTS": "{gaps}", **FIELDS},
        "ROW_FIELD is r, which holds NULL in the feature 2 of POINTS; it must be a number",
    ),
    "no feature": ({"POINTS": "{no places}", **FIELDS}, "POINTS has no point"),
    "a feature without geometry": (
        {"POINTS": "{nowhere}", **FIELDS},
        "The feature 1 of POINTS has no geometry",
    ),
    "two points in one feature": (
        {"POINTS": "{pairs}", **FIELDS},
        "The feature 1 of POINTS has 2 points; it must have one",
    ),
    "unknown convention": ({"POINT_CONVENTION": "corner"}, "POINT_CONVENTION is corner; it must"),
    "unknown method": ({"METHOD": "spline"}, "METHOD is spline; it must be one of polynomial1"),
    "too few points": (
        {"METHOD": "polynomial2"},
        "METHOD is polynomial2, which needs 6 control points or more; there are 4",
    ),
    "points on a line": ({"INPUT": "{on a line}"}, "control points are all on one line .*map"),
    "points on a line of the raster": (
        {"INPUT": "{on a row}"},
        "control points are all on one line .*in the raster",
    ),
    "contradictory points": (
        {"INPUT": "{contradictory}", "METHOD": "tps"},
        "control points 2 and 5 have the same map position, but different pixels, and a thin",
    ),
    "twisted points": (
        {"INPUT": "{twisted}", "METHOD": "homography"},
        "both sides of the homography's horizon",
    ),
    "file missing": ({"POINTS_FILE": "/no/such.points"}, r"POINTS_FILE is /no/such\.points, which"),
    "file of something else": ({"POINTS_FILE": "{prose}"}, "Line 1 of POINTS_FILE .* cannot be"),
    "no folder for residuals": (
        {"OUTPUT_RESIDUALS": "{folder}/no/points.gpkg"},
        "OUTPUT_RESIDUALS is .*, but the folder .*no does not exist",
    ),
    "nonsense target": ({"TARGET_CRS": "EPSG:1"}, "TARGET_CRS"),
    "no reference system at all": (
        {"INPUT": "{unplaced}"},
        "Give TARGET_CRS, REFERENCE, or EXTENT and CELL_SIZE",
    ),
    "reference without georeference": ({"REFERENCE": "{bare}"}, "REFERENCE has no georeference"),
    "step 0": ({"STEP": 0}, "STEP is 0"),
    "over the input": ({"OUTPUT": "{gcps}"}, "OUTPUT is .*which is an input"),
}

# Of grids in the input's own reference system.
OVER_INPUT = {
    "extent alone": ({"EXTENT": EXTENT}, "EXTENT and CELL_SIZE"),
    "reference and extent": (
        {"REFERENCE": "{mask}", "EXTENT": EXTENT, "CELL_SIZE": 10},
        "REFERENCE, or EXTENT and CELL_SIZE",
    ),
    "reference elsewhere": (
        {"REFERENCE": "{same size in degrees}"},
        "REFERENCE is in another reference system than INPUT",
    ),
    "reference without georeference": (
        {"REFERENCE": "{bare}"},
        "INPUT has a georeference and REFERENCE has none",
    ),
    "step 0": ({"STEP": 0}, "STEP is 0"),
    "maximum error 0": ({"MAX_ERROR": 0}, "MAX_ERROR is 0"),
    "over the input": ({"OUTPUT": "{reference}"}, "OUTPUT is .*which is an input"),
    "over the reference": (
        {"REFERENCE": "{mask}", "OUTPUT": "{mask}"},
        "OUTPUT is .*which is an input",
    ),
}

AFFINE = {
    **OVER_INPUT,
    "scale 0": ({"SCALE_Y": 0}, "SCALE_X and SCALE_Y are 1 and 0; neither may be 0"),
    "shear of 90": ({"SHEAR_X": -90}, "SHEAR_X and SHEAR_Y are -90 and 0; both must be between"),
    "shears that make a line": (
        {"SHEAR_X": 45, "SHEAR_Y": 45},
        "SHEAR_X and SHEAR_Y are 45 and 45, which makes a line",
    ),
    "rotation in words": ({"ROTATION": "left"}, "ROTATION is left; it must be a number"),
    "endless shift": ({"SHIFT_X": float("nan")}, "SHIFT_X and SHIFT_Y must be finite"),
    "three steps": ({"ORDER": "scale,rotate,shift"}, "ORDER is scale,rotate,shift; it must name"),
    "a step twice": ({"ORDER": "scale,shear,rotate,shift,scale"}, "ORDER is .*it must name each"),
    "units": ({"UNITS": "feet"}, "UNITS is feet; it must be one of pixels, map"),
    "frame": ({"FRAME": "all"}, "FRAME is all; it must be one of input, whole"),
    "too large a whole": (
        {"FRAME": "whole", "SCALE_X": 1e12},
        "The whole image would have .* pixels; give REFERENCE",
    ),
    "nonsense centre": ({"CENTER": "there"}, "CENTER is there; it must be"),
}

DISPLACEMENT = {
    **OVER_INPUT,
    "no displacements": ({"DISPLACEMENT": None}, "DISPLACEMENT"),
    "displacements missing": ({"DISPLACEMENT": "/no/such.tif"}, "DISPLACEMENT: /no/such.tif not"),
    "without that band": ({"DX_BAND": 3}, "DISPLACEMENT has no band 3"),
    "only one band": ({"DISPLACEMENT": "{mask}"}, "DISPLACEMENT has no band 2"),
    "complex numbers": (
        {"DISPLACEMENT": "{complex}", "DY_BAND": 1},
        "Band 1 of DISPLACEMENT holds complex numbers",
    ),
    "displacements elsewhere": (
        {"DISPLACEMENT": "{same size in degrees}", "DY_BAND": 1},
        "DISPLACEMENT is in another reference system than INPUT",
    ),
    "displacements without georeference": (
        {"DISPLACEMENT": "{bare}", "DY_BAND": 1},
        "INPUT has a georeference and DISPLACEMENT has none",
    ),
    "second raster of another size": (
        {"DISPLACEMENT_Y": "{one row}"},
        "DISPLACEMENT_Y has 1 x 4 pixels; it must have those of DISPLACEMENT, 4 x 4",
    ),
    "kind": ({"KIND": "feet"}, "KIND is feet; it must be one of pixels, map, def, loc"),
    "direction": ({"DIRECTION": "back"}, "DIRECTION is back; it must be one of to-source"),
    "locations the other way": (
        {"KIND": "loc", "DIRECTION": "to-target"},
        "DIRECTION is to-target; it must be to-source for the KIND loc",
    ),
    "over the displacements": ({"OUTPUT": "{grid}"}, "OUTPUT is .*which is an input"),
    "over the second raster": (
        {"DISPLACEMENT_Y": "{mask}", "OUTPUT": "{mask}"},
        "OUTPUT is .*which is an input",
    ),
}

# For all algorithms.
OUTPUTS = {
    "no output": ({"OUTPUT": None}, "OUTPUT"),
    "no ending": ({"OUTPUT": "{folder}/out"}, r"OUTPUT is .*must end in \.tif"),
    "unknown ending": ({"OUTPUT": "{folder}/out.zzz"}, r"OUTPUT is .*must end in \.tif"),
    "ending of another kind": ({"OUTPUT": "{folder}/out.gpkg"}, r"OUTPUT is .*must end in \.tif"),
    "missing folder": ({"OUTPUT": "{folder}/no/out.tif"}, "OUTPUT is .*does not exist"),
    "a folder": ({"OUTPUT": "{folder}/folder.tif"}, "OUTPUT is .*is a folder"),
    "unwritable": ({"OUTPUT": "/proc/out.tif"}, "OUTPUT is|/proc/out.tif cannot be"),
    "option without value": ({"CREATION_OPTIONS": "COMPRESS"}, "CREATION_OPTIONS .*COMPRESS"),
    "unknown option": ({"CREATION_OPTIONS": "SHAPE=ROUND"}, "CREATION_OPTIONS .*SHAPE"),
    "unknown value": ({"CREATION_OPTIONS": "COMPRESS=HARD"}, "CREATION_OPTIONS .*HARD"),
}

VALUES = {
    "nothing given": ({"VALUES": None}, "VALUES, RANGES and BITS are not set; give one of them"),
    "blanks": ({"VALUES": "  "}, "VALUES, RANGES and BITS are not set"),
    "value in words": ({"VALUES": "3, cloud"}, "VALUES has 'cloud'; it must be numbers"),
    "no commas": ({"VALUES": "3 8 9"}, "VALUES has '3 8 9'; it must be numbers separated"),
    "empty value": ({"VALUES": "3,,4"}, "VALUES has ''; it must be numbers separated"),
    "value of another type": ({"VALUES": "3, 300"}, "VALUES has 300, which the uint8 band cannot"),
    "negative value": ({"VALUES": "-1"}, "VALUES has -1, which the uint8 band cannot hold"),
    "decimals of integers": ({"VALUES": "1.5"}, "VALUES has 1.5, which the uint8 band cannot"),
    "endless value": ({"VALUES": "9" * 500}, "VALUES has '9999.*; it must be numbers"),
    "infinite value": ({"VALUES": "1e999"}, "VALUES has '1e999', which is too large a number"),
    "not a range": ({"RANGES": "5"}, "RANGES has '5'; it must be ranges separated by commas"),
    "two colons": ({"RANGES": "1:2:3"}, "RANGES has '1:2:3'; it must be ranges"),
    "range in words": ({"RANGES": "low:"}, "RANGES has 'low:'; it must be ranges"),
    "reversed range": (
        {"RANGES": "200:100"},
        "RANGES has '200:100', whose first end is the larger",
    ),
    "range of another type": ({"RANGES": "9000:"}, "RANGES has 9000:, in which the uint8 band has"),
    "range between numbers": ({"RANGES": "1.2:1.8"}, "RANGES has 1.2:1.8, in which the uint8 band"),
    "bits in words": ({"BITS": "clouds"}, "BITS has 'clouds'; it must be bits and fields"),
    "negative bit": ({"BITS": "-1"}, "BITS has '-1'; it must be bits and fields"),
    "bit 8 of 8": ({"BITS": "0, 8"}, "BITS has bit 8, but those of the uint8 band are 0 to 7"),
    "bit 99": ({"BITS": "99"}, "BITS has bit 99, but those of the uint8 band are 0 to 7"),
    "field without values": ({"BITS": "4-5"}, "BITS has '4-5', a field without the values"),
    "reversed field": ({"BITS": "5-4=1"}, "BITS has '5-4=1', whose first bit is the higher one"),
    "value beyond a field": (
        {"BITS": "4-5=1|4"},
        r"BITS has '4-5=1\|4', but 2 bit.* cannot hold 4",
    ),
    "value beyond a bit": ({"BITS": "6=2"}, r"BITS has '6=2', but 1 bit\(s\) cannot hold 2"),
    "bits of a floating band": (
        {"INPUT": "{grid}", "BITS": "3"},
        r"BITS is given, but the band holds floating numbers \(float64\)",
    ),
    "no such band": ({"BAND": 2}, "INPUT has no band 2; it has 1"),
    "complex band": ({"INPUT": "{complex}"}, "Band 1 of INPUT holds complex numbers"),
    "combination": ({"COMBINE": "none"}, "COMBINE is none; it must be one of any, all"),
    "matching": ({"MATCHING": "both"}, "MATCHING is both; it must be one of invalid, valid"),
    "unit": ({"UNIT": "feet"}, "UNIT is feet; it must be one of pixels, meters"),
    "negative dilation": ({"DILATION": -1}, "DILATION is -1.*; it must be 0 or more"),
    "negative erosion": ({"EROSION": -0.5}, "EROSION is -0.5; it must be 0 or more"),
    "no number of dilation": ({"DILATION": float("nan")}, "DILATION is nan; it must be a number"),
    "endless dilation": ({"DILATION": "inf"}, "DILATION is inf; it must be"),
    "meters of nowhere": (
        {"INPUT": "{bare}", "UNIT": "meters", "DILATION": 5},
        "UNIT is meters, but INPUT has no georeference with a reference system",
    ),
    "meters without reference system": (
        {"INPUT": "{no crs}", "UNIT": "meters", "DILATION": 5},
        "UNIT is meters, but INPUT has no georeference with a reference system",
    ),
    "two frames": (
        {"REFERENCE": "{reference}", "CELL_SIZE": 10},
        "REFERENCE, or EXTENT and CELL_SIZE, not both",
    ),
    "extent alone": ({"EXTENT": EXTENT}, "EXTENT and CELL_SIZE"),
    "frame elsewhere": ({"REFERENCE": "{degrees}"}, "INPUT has another reference system"),
    "rotated frame": ({"REFERENCE": "{rotated}"}, "INPUT cannot be laid over a rotated raster"),
    "threshold": ({"THRESHOLD": 1.5}, "THRESHOLD is 1.5"),
    "valid value": ({"VALID_VALUE": 256}, "VALID_VALUE is 256"),
    "equal values": ({"INVALID_VALUE": 1}, "VALID_VALUE and INVALID_VALUE are both 1"),
    "over the input": ({"OUTPUT": "{mask}"}, "OUTPUT is .*which is an input"),
    "over the reference": (
        {"REFERENCE": "{reference}", "OUTPUT": "{reference}"},
        "OUTPUT is .*which is an input",
    ),
}

SPLINE = {
    "no tension": ({"TENSION": 0}, "tension is 0.0; it must be more than 0"),
    "negative tension": ({"TENSION": -1}, "TENSION is -1.0; it must be 0 or more"),
    "too little tension": (
        {"TENSION": 1e-6, "SMOOTHING": 0}, "tension is 1e-06, which is too small",
    ),
    "negative smoothing": ({"SMOOTHING": -0.1}, "SMOOTHING is -0.1; it must be 0 or more"),
    "negative overlap": ({"OVERLAP": -1}, "OVERLAP is -1; it must be 0 or more"),
    "no scale": ({"SCALE_X": 0}, "scalex is 0.0; it must be more than 0"),
    "no number": ({"ZSCALE": "much"}, "ZSCALE is much; it must be a number"),
    "sizes that cross": (
        {"SEGMENT_LEAST": 50, "SEGMENT_MOST": 40},
        "least of the segmentation is 50 and most is 40; least must be smaller",
    ),
    "other cells": ({"SMOOTHING_RASTER": "{degrees}"}, "SMOOTHING_RASTER has 2 x 2 cells"),
    "no such band": ({"TARGET_MASK": "{mask}", "TARGET_MASK_BAND": 3}, "TARGET_MASK .*band"),
    "mask in degrees": (
        {"TARGET_MASK": "{degrees}"}, "another reference system than TARGET_MASK",
    ),
    "rotated mask": ({"TARGET_MASK": "{rotated}"}, "TARGET_MASK is rotated"),
    "slope over the input": ({"OUTPUT_SLOPE": "{mask}"}, "OUTPUT_SLOPE is .*, which is an input"),
    "two in one": ({"OUTPUT_SLOPE": "{out}"}, "OUTPUT_SLOPE is .*, which is OUTPUT as well"),
}  # fmt: skip

CASES = [
    pytest.param(identifier, *case, id=f"{identifier}-{name}")
    for identifier, table in (
        ("buildmask", {**MASK, **OUTPUTS}),
        ("maskfromvalues", {**VALUES, **OUTPUTS}),
        ("gridresampling", {**RESAMPLING, **OUTPUTS}),
        ("creategridfromcrs", {**GRID, **OUTPUTS}),
        ("resamplenearest", {**REGION, **NEAREST, **OUTPUTS}),
        ("resampleinterpolate", {**REGION, **INTERPOLATE}),
        ("resamplestatistics", {**REGION, **STATISTICS}),
        ("resamplespline", {**REGION, **SPLINE}),
        ("creategridfromgcps", {**GCPS, **OUTPUTS}),
        ("creategridfromaffine", {**AFFINE, **OUTPUTS}),
        ("creategridfromdisplacement", {**DISPLACEMENT, **OUTPUTS}),
    )
    for name, case in table.items()
]


@pytest.fixture
def things(folder, polygons, tmp_path):
    """What the tables name in braces."""
    (tmp_path / "out" / "folder.tif").mkdir()
    byte = np.ones((4, 4), dtype=np.uint8)
    made = {
        "reference": (byte, {}),
        "mask": (byte, {}),
        "rotated": (byte, {"geotransform": ROTATED}),
        "degrees": (byte[:2, :2], {"geotransform": (2.9, 0.1, 0, 45.2, 0, -0.1), "epsg": 4326}),
        "same size in degrees": (byte, {"epsg": 4326}),
        "bare": (byte[:3], {"geotransform": None, "epsg": None}),
        "no crs": (byte, {"epsg": None}),
        "complex": (byte.astype(np.complex64), {}),
        "grid": (identity_grid(4, 4), {}),
        "one row": (identity_grid(1, 4), {}),
    }
    corners = [(r, c, WEST + 10 * c, NORTH - 10 * r + c) for r in (0, 3) for c in (0, 3)]
    points = {
        "gcps": corners,
        "unplaced": corners,
        "on a line": [(r, c, WEST + r, NORTH + r) for r, c, *_ in corners[:3]],
        "on a row": [(0, n, x, y) for n, (_, _, x, y) in enumerate(corners)],
        "contradictory": [*corners, (2, 2, *corners[1][2:])],
        "twisted": [(r, c, *corners[n][2:]) for n, (r, c, *_) in zip((0, 1, 3, 2), corners)],
    }
    for name, gcps in points.items():
        made[name] = (byte, {"gcps": gcps, "epsg": None if name == "unplaced" else EPSG})
    (folder / "good.points").write_text("0,0,0,0,1\n0,1,0,-4,1\n1,0,4,0,1\n", encoding="utf-8")
    (folder / "bad.points").write_text("Dear reader,\n", encoding="utf-8")
    named = {
        name: write_raster(folder / f"{name.replace(' ', '_')}.tif", values, **how)
        for name, (values, how) in made.items()
    }
    moon = polygons(FAR_AWAY, epsg=4326)
    moon.setCrs(QgsCoordinateReferenceSystem.fromWkt(MOON))
    return {
        **named,
        "points": polygons("POINT(500005 4999995)", kind="Point"),
        "file": str(folder / "good.points"),
        "prose": str(folder / "bad.points"),
        **point_layers(),
        "table": QgsVectorLayer("NoGeometry?field=a:integer", "table", "memory"),
        "empty": polygons(),
        "far away": polygons(FAR_AWAY, epsg=4326),
        "moon": moon,
        "folder": tmp_path / "out",
        "out": str(tmp_path / "out" / "out.tif"),
    }


def point_layers():
    """Layers of points with fields r, c, text: good ones, and what can be wrong with them."""
    made = {}
    for name, kind, features in (
        ("places", "Point", [("POINT(0 0)", 1), ("POINT(1 0)", 2), ("POINT(0 1)", 3)]),
        ("gaps", "Point", [("POINT(0 0)", 1), ("POINT(1 0)", None)]),
        ("no places", "Point", []),
        ("nowhere", "Point", [(None, 1)]),
        ("pairs", "MultiPoint", [("MULTIPOINT((0 0), (1 1))", 1)]),
    ):
        layer = QgsVectorLayer(
            f"{kind}?crs=EPSG:{EPSG}&field=r:double&field=c:double&field=text:string",
            name,
            "memory",
        )
        for wkt, row in features:
            feature = QgsFeature(layer.fields())
            feature.setAttributes([row, 1.5, "here"])
            feature.setGeometry(QgsGeometry() if wkt is None else QgsGeometry.fromWkt(wkt))
            layer.dataProvider().addFeatures([feature])
        made[name] = layer
    return made


GOOD = {
    "buildmask": {"REFERENCE": "{reference}", "OUTPUT": "{out}"},
    "maskfromvalues": {"INPUT": "{mask}", "VALUES": "1, 8", "OUTPUT": "{out}"},
    "gridresampling": {"INPUT": "{reference}", "GRID": "{grid}", "OUTPUT": "{out}"},
    "creategridfromcrs": {"INPUT": "{reference}", "TARGET_CRS": "EPSG:4326", "OUTPUT": "{out}"},
    **{
        f"resample{name}": {"INPUT": "{mask}", "REFERENCE": "{reference}", "OUTPUT": "{out}"}
        for name in ("nearest", "interpolate", "statistics", "spline")
    },
    "creategridfromgcps": {"INPUT": "{gcps}", "OUTPUT": "{out}"},
    "creategridfromaffine": {"INPUT": "{reference}", "OUTPUT": "{out}"},
    "creategridfromdisplacement": {
        "INPUT": "{reference}",
        "DISPLACEMENT": "{grid}",
        "OUTPUT": "{out}",
    },
}


def resolve(value, things):
    if not isinstance(value, str) or "{" not in value:
        return value
    name = value.strip("{}")
    return things[name] if name in things else value.format(**things)


@pytest.mark.parametrize("identifier", GOOD)
def test_the_good_parameters_are_good(identifier, things):
    """Otherwise the tables below would prove nothing."""
    parameters = {name: resolve(value, things) for name, value in GOOD[identifier].items()}
    run_algorithm(f"gridr:{identifier}", parameters)
    assert "out.tif" in names_in(things["folder"])


@pytest.mark.parametrize(("identifier", "bad", "sentence"), CASES)
def test_one_sentence_and_no_file(identifier, bad, sentence, things, folder):
    parameters = {
        name: resolve(value, things)
        for name, value in {**GOOD[identifier], **bad}.items()
        if value is not None
    }
    before = {path.name: path.read_bytes() for path in folder.glob("*.tif")}
    feedback = Feedback()
    with pytest.raises(QgsProcessingException, match=sentence) as caught:
        run_algorithm(f"gridr:{identifier}", parameters, feedback)
    told = str(caught.value)
    assert "\n" not in told
    assert "Traceback" not in told
    assert 10 < len(told) < 400
    # Models show what the feedback was told, and nothing else.
    assert feedback.errors == [told]
    assert names_in(things["folder"]) == ["folder.tif"]
    assert {path.name: path.read_bytes() for path in folder.glob("*.tif")} == before


def test_a_disk_that_is_full(run, out, raster, tmp_path):
    """No file may grow beyond 64 KiB: the error shows when the raster is written or closed."""
    source = raster(np.random.default_rng(3).normal(size=(200, 300)))
    grid = raster(identity_grid(200, 300))
    parameters = {"INPUT": source, "GRID": grid, "OUTPUT": out()}
    run("gridr:gridresampling", **parameters)  # compiles, if it has to
    (tmp_path / "out" / "out.tif").write_bytes(b"old")
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1 << 16, limits[1]))
    try:
        with pytest.raises(QgsProcessingException, match=r"out\.tif cannot be written"):
            run("gridr:gridresampling", **parameters)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert names_in(tmp_path / "out") == ["out.tif"]
    assert (tmp_path / "out" / "out.tif").read_bytes() == b"old"


def test_a_folder_that_nothing_can_be_written_to(things):
    """Also for root, who may write wherever a file can be made."""
    parameters = {"REFERENCE": things["reference"], "OUTPUT": "/proc/self/out.tif"}
    with pytest.raises(QgsProcessingException, match=r"/proc/self/out.tif.* cannot be"):
        run_algorithm("gridr:buildmask", parameters)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_without_permission(things, tmp_path):
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o500)
    parameters = {"REFERENCE": things["reference"], "OUTPUT": str(closed / "out.tif")}
    with pytest.raises(QgsProcessingException, match=r"OUTPUT is .*cannot be written"):
        run_algorithm("gridr:buildmask", parameters)
