"""Rasters as GRASS regions, and what is read of them."""

from dataclasses import dataclass

import numpy as np

from ..conventions.gathering import gather
from ..conventions.region import Region
from ..grass.positions import Block
from ..grass.resample import nullable_type
from ..rasters.errors import RasterError
from ..transforms.crs import is_geographic, same_reference
from .raster_source import RasterSource


@dataclass(frozen=True)
class Side:
    """A raster as a GRASS region, and which of its axes count the other way round.

    Attributes
    ----------
    region : Region
    turned : (bool, bool)
        Whether rows run northwards, and columns westwards.
    """

    region: Region
    turned: tuple

    def turn(self, window):
        """Return a window of the raster as one of the region, with inclusive ends."""
        return tuple(
            (size - 1 - last, size - 1 - first) if is_turned else (first, last)
            for (first, last), size, is_turned in zip(window, self.region.shape, self.turned)
        )

    @property
    def order(self):
        """Slices that bring rows and columns of the region into the raster's order."""
        return tuple(slice(None, None, -1 if is_turned else 1) for is_turned in self.turned)


class RegionReader:
    """Reads what a window of a target needs of a raster as blocks of its region.

    Parameters
    ----------
    spec : SourceSpec
    side : Side
    """

    def __init__(self, spec, side):
        self._spec, self._side = spec, side
        self._source = RasterSource(spec)

    def numbers(self, needed, dtype):
        """Return the `Block` of values as floats, NaN where null; `dtype` is the source's."""
        return self.block(needed, self._read_numbers, nullable_type(dtype), np.nan)

    def block(self, needed, read, dtype, constant):
        """Return the `Block` that is needed; nothing is copied that can be taken as it is read.

        Parameters
        ----------
        needed : Needed
        read : callable
            Takes a window of the raster: a method of this reader.
        dtype : numpy.dtype
            Of what it returns.
        constant : number
            Where there is no source.
        """
        bands = len(self._spec.bands)
        if 0 in needed.shape:
            return Block(np.empty((bands, 0, 0), dtype=dtype), needed.top, needed.left)
        rows, cols = (
            np.where(indices < 0, indices, size - 1 - indices) if is_turned else indices
            for indices, size, is_turned in zip(
                (needed.rows, needed.cols), self._spec.frame.shape, self._side.turned
            )
        )
        if needed.is_consecutive and not any(self._side.turned):
            values = read(tuple((int(axis[0]), int(axis[-1])) for axis in (rows, cols)))
        else:
            values = np.empty((bands, *needed.shape), dtype=dtype)
            gather(read, rows, cols, values, constant)
        return Block(values, needed.top, needed.left)

    def read_values(self, window):
        """Return the values of a window in their own type."""
        return np.ascontiguousarray(self._source.read(window))

    def read_validity(self, window):
        """Return the validity of a window in each band, uint8."""
        valid = np.ones(self.read_values(window).shape, dtype=np.uint8)
        for layer, known in zip(valid, self._source.validity_of_bands(window)):
            if known is not None:
                layer[...] = known
        return valid

    def _read_numbers(self, window):
        """Return the values of a window as floats, NaN where null."""
        values = self._source.read(window)
        validity = self._source.validity_of_bands(window)
        dtype = nullable_type(values.dtype)
        if values.dtype == dtype and all(known is None for known in validity):
            return values
        numbers = values.astype(dtype, order="C")
        for layer, known in zip(numbers, validity):
            if known is not None:
                layer[~known] = np.nan
        return numbers


def region_sides(source, target, source_name="INPUT"):
    """Return the two rasters as a `Side` each, regions of one kind.

    Parameters
    ----------
    source, target : Frame
    source_name : str
        What the source is called in an error message.

    Raises
    ------
    RasterError
        If one is rotated, or they do not share a reference system.
    """
    if not same_reference(source, target):
        raise RasterError(
            f"The output has another reference system than {source_name}; gridr:gridresampling"
            " takes a raster from one to another."
        )
    geographic = is_geographic(source.crs_wkt or target.crs_wkt)
    sides = []
    for name, frame in ((source_name, source), ("The reference raster", target)):
        if not frame.is_upright:
            raise RasterError(
                f"{name} is rotated; cells of a region are upright. gridr:gridresampling takes"
                " rotated rasters."
            )
        upright, turned = frame.north_up()
        sides.append(Side(upright.region(geographic), turned))
    return sides
