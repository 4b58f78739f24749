"""Tiny inputs of the models that the plugin ships, and what has to come out of them."""

from pathlib import Path

import numpy as np
from tiny_rasters import NORTH, NORTH_UP, SIZE, WEST, read_raster, write_raster

ROWS, COLS = 16, 20
FOLDER = Path(__file__).resolve().parents[2] / "algorithms" / "models"
SHIPPED = ("coarsemasktofine", "stackonreference", "warpwithclouds")


def cells(size, east=0.0, south=0.0):
    """Return the geotransform of cells of a size in metres, its corner moved by so many."""
    return (WEST + east, size, 0.0, NORTH - south, 0.0, -size)


def ramp(rows, cols, step=1.0):
    """Return 100 times the row plus the column, which `linear` and `cubic` keep."""
    return np.add.outer(100.0 * step * np.arange(rows), step * np.arange(cols))


def clouds_case(folder):
    """Return parameters of ``warpwithclouds``, and the output's values and mask.

    The output has the image's own cells, so `linear` needs one pixel for each. Clouds are four
    times as coarse as the image: cloud (7) in one of its pixels, nothing known (nodata) in one.
    """
    image = 1.0 + ramp(ROWS, COLS)
    clouds = np.zeros((ROWS // 4, COLS // 4))
    clouds[1, 2], clouds[3, 4] = 7, -1
    parameters = {
        "IMAGE": write_raster(folder / "image.tif", image, np.float32),
        "CLOUDS": write_raster(folder / "clouds.tif", clouds, np.int16, cells(4 * SIZE), nodata=-1),
        "REFERENCE": write_raster(folder / "reference.tif", np.zeros((ROWS, COLS)), np.uint8),
        "INTERPOLATION": "linear",
        "NODATA": -5,
    }
    # Of the coarse pixels' centres, in pixels of the image: 1.5, 5.5, 9.5 and so on.
    row, col = np.mgrid[:ROWS, :COLS].astype(float)
    valid = (row > 1.5 - 0.1) & (row < ROWS - 2.5 + 0.1) & (col > 1.4) & (col < COLS - 2.4)
    for i, j in ((1, 2), (3, 4)):
        valid &= ~((abs(row - (4 * i + 1.5)) < 4) & (abs(col - (4 * j + 1.5)) < 4))
    return parameters, np.where(valid, image, -5), valid.astype(np.uint8)


def mask_case(folder):
    """Return parameters of ``coarsemasktofine`` and the mask, from the same clouds."""
    parameters, _, valid = clouds_case(folder)
    clear = (read_raster(parameters["CLOUDS"]).band == 0).astype(np.uint8)
    return {
        "MASK": write_raster(folder / "clear.tif", clear, geotransform=cells(4 * SIZE)),
        "REFERENCE": parameters["REFERENCE"],
    }, valid


def stack_case(folder):
    """Return parameters of ``stackonreference`` with three rasters of six, and the bands.

    A ramp in cells of half, the same and twice the reference's size. A raster that is not given
    stands between them.
    """
    east = north = 4
    inside = (slice(north, ROWS - north), slice(east, COLS - east))
    half = write_raster(
        folder / "half.tif", 0.5 * (ramp(2 * ROWS, 2 * COLS) - 50.5), np.float64, cells(SIZE / 2)
    )
    same = write_raster(folder / "same.tif", 2 * ramp(ROWS, COLS), np.float64, NORTH_UP)
    twice = write_raster(
        folder / "twice.tif", 2.0 * ramp(ROWS // 2, COLS // 2) + 50.5, np.float64, cells(2 * SIZE)
    )
    reference = write_raster(folder / "cells.tif", np.zeros((ROWS, COLS)), np.uint8)
    parameters = {
        "REFERENCE": reference,
        "RASTER_1": half,
        "RASTER_2": same,
        "RASTER_4": twice,
        "INTERPOLATION": "linear",
        "DATA_TYPE": "float32",
    }
    plain = ramp(ROWS, COLS)
    return parameters, np.stack([plain, 2 * plain, plain]), inside
