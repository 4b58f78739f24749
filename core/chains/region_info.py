"""A raster file as a GRASS region, and how many of its cells are null."""

from dataclasses import dataclass

import numpy as np

from ..conventions.frame import Frame
from ..conventions.region import Region
from ..rasters.errors import RasterError
from ..rasters.reading import (
    KeptOpen,
    band_info,
    check_band_number,
    check_bands,
    frame_of,
    open_raster,
    read_band,
    read_validity,
    row_size,
)
from ..transforms.crs import is_geographic
from .following import Follower
from .tiles import Tiles, run_tiles
from .workplace import workplace

# Bytes of a cell besides its value: validity by the mask, by being finite, by both.
_VALIDITY = 3


@dataclass(frozen=True)
class RasterRegion:
    """What a raster says of itself.

    Attributes
    ----------
    frame : Frame
        Of the file, as it is.
    region : Region
        The same cells, rows counted from the north and columns from the west.
    turned : (bool, bool)
        Whether the file's own rows run northwards, and its columns westwards.
    bands : tuple of BandInfo
    """

    frame: Frame
    region: Region
    turned: tuple
    bands: tuple


@dataclass(frozen=True)
class CellCounts:
    """Numbers of cells of a band."""

    valid: int
    null: int


def describe_region(path, band=1):
    """Return the `RasterRegion` of a raster file.

    Parameters
    ----------
    path : str
    band : int
        That will be asked about, counted from 1.

    Raises
    ------
    RasterError
        If the raster cannot be opened, is rotated, or has no such band.
    """
    with open_raster(path) as dataset:
        check_band_number(dataset, band)
        frame = frame_of(dataset)
        bands = tuple(band_info(dataset, number) for number in range(1, dataset.RasterCount + 1))
    if not frame.is_upright:
        raise RasterError("INPUT is rotated; it must be upright, as the cells of a region are.")
    upright, turned = frame.north_up()
    return RasterRegion(frame, upright.region(is_geographic(frame.crs_wkt)), turned, bands)


def count_cells(job, progress=None, cancelled=None, executor=None):
    """Carry out a `CellCountJob`.

    A cell is null by nodata value, mask or alpha band, or because its number is not finite.

    Parameters
    ----------
    progress, cancelled : callable, optional
        See `Follower`.
    executor : concurrent.futures.Executor, optional
        Where tiles are computed; by default in threads of this process.

    Returns
    -------
    CellCounts

    Raises
    ------
    RasterError, ValueError
        With one sentence.
    Cancelled
    """
    follower = Follower(progress, cancelled)
    with open_raster(job.source) as dataset:
        check_bands(dataset, [job.band])
        shape, size = frame_of(dataset).shape, row_size(dataset)
        bytes_per_cell = band_info(dataset, job.band).dtype.itemsize + _VALIDITY
    valid = 0
    with workplace(job.resources, executor, size) as place:

        def add(count):
            nonlocal valid
            valid += count

        windows = Tiles(shape, place.tile_side(bytes_per_cell))
        run_tiles(place, CellCounter, job, windows, add, follower)
    return CellCounts(valid, shape[0] * shape[1] - valid)


class CellCounter:
    """Counts the valid cells of windows.

    Parameters
    ----------
    job : CellCountJob
    check : callable
        Called before each window.
    """

    def __init__(self, job, check):
        self._job, self._check, self._files = job, check, KeptOpen()

    def __call__(self, window):
        """Return the number of valid cells of a window, as `Tiles` gives it."""
        self._check()
        band = self._job.band
        with self._files.open(self._job.source) as dataset:
            values = read_band(dataset, band, window=window)
            valid = read_validity(dataset, [band], [values], window=window)
        return values.size if valid is None else int(np.count_nonzero(valid))
