"""From a `ValueMaskJob` to a mask raster, tile by tile."""

import math
from dataclasses import dataclass, replace

import numpy as np

from ..masks.discs import EvenSpacing, part_of, within
from ..masks.from_values import ValueMatcher
from ..rasters.reading import (
    KeptOpen,
    band_info,
    check_bands,
    files_behind,
    frame_of,
    open_raster,
    read_band,
    read_unmasked,
    row_size,
)
from ..rasters.writing import check_output, output_rasters
from ..transforms.metres import spacing_in_metres
from .following import Follower
from .jobs import RasterMask
from .mask_chain import check_mask_values
from .outputs import validity_spec
from .tiles import Tiles, run_tiles
from .validity import LARGEST_READ, MaskReader
from .workplace import workplace

MATCHINGS = ("invalid", "valid")
UNITS = ("pixels", "meters")

# Bytes that an output cell takes while it is worked on, and those of a pixel of the band besides
# its value: booleans, distances of 16 bits.
_BYTES_PER_CELL, _BYTES_PER_PIXEL = 24, 16


@dataclass(frozen=True)
class ValueMaskReport:
    """What came out: numbers of cells, and remarks for the user."""

    valid_count: int
    invalid_count: int
    remarks: tuple


def make_value_mask(job, progress=None, cancelled=None, executor=None):
    """Carry out a `ValueMaskJob`.

    Parameters
    ----------
    progress, cancelled : callable, optional
        See `Follower`.
    executor : concurrent.futures.Executor, optional
        Where tiles are computed; by default in threads of this process.

    Returns
    -------
    ValueMaskReport

    Raises
    ------
    RasterError, ValueError
        With one sentence; what stood at the output is as it was.
    Cancelled
    """
    follower = Follower(progress, cancelled)
    _check(job)
    maker = ValueMaskMaker(job, follower.check)  # what does not fit shows here
    with open_raster(job.source) as dataset:
        by_rows = row_size(dataset)
    spec = validity_spec(job, job.output, maker.frame)
    valid_count = 0
    with workplace(job.resources, executor, by_rows) as place:
        place, side = _fitting(place, maker)
        with output_rasters(spec) as (output,):

            def write(tile):
                nonlocal valid_count
                ((row, _), (col, _)), valid = tile
                output.write(np.where(valid, job.valid_value, job.invalid_value), 1, row, col)
                valid_count += int(np.count_nonzero(valid))

            windows = Tiles(maker.frame.shape, side)
            run_tiles(place, ValueMaskMaker, job, windows, write, follower)
    count = maker.frame.rows * maker.frame.cols
    return ValueMaskReport(valid_count, count - valid_count, tuple(maker.validity.remarks()))


def _check(job):
    check_mask_values(job)
    for name, choice, choices in (("MATCHING", job.matching, MATCHINGS), ("UNIT", job.unit, UNITS)):
        if choice not in choices:
            raise ValueError(f"{name} is {choice}; it must be {' or '.join(choices)}.")
    for name, radius in (("EROSION", job.erosion), ("DILATION", job.dilation)):
        if not 0 <= radius < math.inf:
            raise ValueError(f"{name} is {radius}; it must be a number of 0 or more.")
    inputs = files_behind([job.source, job.reference])
    check_output(job.output.path, "OUTPUT", inputs, job.output.options)


def _fitting(place, maker):
    """Return a workplace and the side of tiles whose parts of the band fit into its memory."""
    side = place.tile_side(_BYTES_PER_CELL)
    # Where discs are larger than tiles, most of what is read is read again by the next tile.
    while maker.reads_mostly_around(side) and maker.memory(2 * side) <= place.tile_memory:
        side *= 2
    while (
        side > 1 and maker.memory(side) > place.tile_memory and not maker.reads_mostly_around(side)
    ):
        side //= 2
    return place.holding(maker.memory(side)), side


class ValueMaskMaker:
    """Makes windows of a mask.

    Parameters
    ----------
    job : ValueMaskJob
    check : callable
        Called before each window.

    Attributes
    ----------
    frame : Frame
        Of the mask.
    validity : ValueValidity
        Of the band's own pixels.

    Raises
    ------
    RasterError, ValueError
        If the band, what it is to match and the frame do not fit together.
    """

    def __init__(self, job, check):
        self._check = check
        self.validity = own = ValueValidity(job)
        self.frame, self._read, self._steps = own.frame, own.read, (1.0, 1.0)
        if job.frame is None:
            return
        # A frame whose reference system is not known is one of the band's.
        self.frame = replace(job.frame, crs_wkt=job.frame.crs_wkt or own.frame.crs_wkt)
        self._read = _Overlay(job, self.frame, own).read
        coarse, fine = self.frame.geotransform, own.frame.geotransform
        if coarse is not None and fine is not None and self.frame.is_upright:
            self._steps = abs(coarse[5] / fine[5]), abs(coarse[1] / fine[1])

    def __call__(self, window):
        """Return a window, as `Tiles` gives it, and its validity as booleans."""
        self._check()
        return window, self._read(window)

    def reads_mostly_around(self, side):
        """Tell whether tiles of a side need more of the band around them than below."""
        return any(2 * halo > side * step for halo, step in zip(self.validity.halo, self._steps))

    def memory(self, side):
        """Return the bytes that a tile of a side takes at most."""
        # Two more on each side where it is sampled between pixels.
        own = self.validity
        rows, cols = (
            min(size, math.ceil(side * step) + 4 + 2 * halo)
            for size, step, halo in zip(own.frame.shape, self._steps, own.halo)
        )
        cells = math.prod(min(size, side) for size in self.frame.shape)
        pixel = own.dtype.itemsize + _BYTES_PER_PIXEL
        pixels = rows * cols
        if not own.has_discs:
            # Of a band that is finer than the cells it reads parts, see `MaskReader`.
            pixels = min(pixels, max(cells, LARGEST_READ))
        return pixels * pixel + rows * own.row_memory + cells * _BYTES_PER_CELL


class _Overlay(MaskReader):
    """Lays the validity of the band's pixels over a frame, as any raster mask."""

    def __init__(self, job, frame, validity):
        mask = RasterMask(job.source, job.band)
        super().__init__(mask, frame, job.threshold, name="INPUT")
        self._validity = validity

    def _read(self, window):
        return self._validity.read(window)

    def _gather(self, rows, cols):
        if not self._validity.has_discs:
            return super()._gather(rows, cols)
        # What is around a window would be read again around each part of it.
        window = tuple((int(along[0]), int(along[-1])) for along in (rows, cols))
        return self._read(window)[np.ix_(rows - rows[0], cols - cols[0])]


class ValueValidity:
    """Reads windows of a band as validity; several threads may do so at once.

    Parameters
    ----------
    job : ValueMaskJob

    Attributes
    ----------
    frame : Frame
    dtype : numpy.dtype
        Of the band.
    halo : (int, int)
        Rows and columns around a window that decide on it, at most.
    row_memory : int
        Bytes that each row takes besides its pixels.
    has_discs : bool
        Whether anything around a pixel decides on it.
    """

    def __init__(self, job):
        self._job, self._files = job, KeptOpen()
        with open_raster(job.source) as dataset:
            check_bands(dataset, [job.band])
            self.frame, self.dtype = frame_of(dataset), band_info(dataset, job.band).dtype
        self._matches = ValueMatcher(job.criteria, self.dtype)
        self._radii = {"EROSION": job.erosion, "DILATION": job.dilation}
        self._discs = {name: self._disc(name, radius) for name, radius in self._radii.items()}
        discs = [disc for disc in self._discs.values() if disc is not None]
        self.has_discs = bool(discs)
        self.halo = tuple(sum(disc.halo[axis] for disc in discs) for axis in (0, 1))
        self.row_memory = sum(disc.row_memory for disc in discs)

    def _disc(self, name, radius):
        if radius == 0:
            return None
        in_metres = self._job.unit == "meters"
        spacing = spacing_in_metres(self.frame) if in_metres else EvenSpacing()
        return spacing.disc(radius, self.frame.shape, name)

    def remarks(self):
        """Yield what the user should know."""
        for name, disc in self._discs.items():
            if disc is not None and disc.halo == (0, 0) and max(self.frame.shape) > 1:
                yield (
                    f"{name} is {self._radii[name]:g} {self._job.unit}, which is less than from one"
                    " pixel of INPUT to the next; it changes nothing."
                )

    def read(self, window):
        """Return the validity of a window of the band's pixels, as booleans.

        Parameters
        ----------
        window : ((int, int), (int, int))
            Rows and columns, inclusive ends. It does not change what becomes of a pixel.
        """
        erosion, dilation = self._discs["EROSION"], self._discs["DILATION"]
        kept = window if dilation is None else dilation.needed(window)
        whole = kept if erosion is None else erosion.needed(kept)
        invalid, unusable = self._invalid(whole)
        if erosion is not None:
            near_valid = within(~invalid, whole, kept, erosion)
            part = part_of(whole, kept)
            # Nothing makes valid what holds no value.
            invalid = (invalid[part] & ~near_valid) | unusable[part]
        if dilation is not None:
            invalid = within(invalid, kept, window, dilation)
        return ~invalid

    def _invalid(self, window):
        """Return where pixels of a window are invalid, and where they are so without a value."""
        job = self._job
        with self._files.open(job.source) as dataset:
            values = read_band(dataset, job.band, window=window)
            unmasked = read_unmasked(dataset, job.band, window=window) if job.nodata else None
        unusable = np.zeros(values.shape, dtype=bool) if unmasked is None else ~unmasked
        if job.non_finite and values.dtype.kind == "f":
            unusable |= ~np.isfinite(values)
        matches = self._matches(values)
        invalid = matches if job.matching == "invalid" else ~matches
        return invalid | unusable, unusable
