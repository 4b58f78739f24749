"""How r.resamp.rst divides a region into segments, and which segment a target cell belongs to.

A spline is computed for each segment from the cells of its window: the segment itself and some
overlap around it. Segments are counted, sized and placed by GRASS's rules for an output of the
target's cell size over the whole source; so they do not depend on which part of it is asked for.
"""

import math
from dataclasses import dataclass

import numpy as np

from ..conventions.arrays import real_number
from ..conventions.coordinates import center_to_edge
from ..conventions.region import TURN

# Positions are rounded to so many bits less than float64 has. That makes equal distances equal, so
# that segments whose cells lie alike share what is computed of their geometry.
_SPARE_BITS = 4


@dataclass(frozen=True)
class Segmentation:
    """The sizes by which segments are chosen; the defaults are GRASS's constants.

    Attributes
    ----------
    least, most : int
        Source cells of a segment: it shall have more than `least`, and fewer than `most` - 1. A
        source of at most `most` cells is one segment.
    limit : int
        Segments are not made fewer for being too small where each would have so many cells.

    Raises
    ------
    TypeError, ValueError
    """

    least: int = 35
    most: int = 50
    limit: int = 400

    def __post_init__(self):
        for name in ("least", "most", "limit"):
            value = real_number(getattr(self, name), name)
            if value != np.floor(value) or not 1 <= value < np.inf:
                raise ValueError(
                    f"{name} of the segmentation is {value:g}; it must be a whole number of 1 or"
                    " more."
                )
            object.__setattr__(self, name, int(value))
        if not self.least < self.most:
            raise ValueError(
                f"least of the segmentation is {self.least} and most is {self.most}; least must be"
                " smaller."
            )

    def axes(self, shape, overlap):
        """Return how a source of some shape is divided: (segments, overlap) of rows and of columns.

        GRASS divides both axes by the same number, and gives up overlap that is no less than a
        segment's rows or columns. Where that leaves a single row or column to a segment, and so no
        overlap at all, each axis is divided by a number of its own, so that segments are about
        square.

        Parameters
        ----------
        shape : (int, int)
        overlap : int
        """
        rows, cols = shape
        if rows * cols <= self.most:
            return (1, 0), (1, 0)
        count = self._count(rows, cols)
        own = min(shape) // count
        if own >= 2:
            return ((count, min(overlap, own - 1)),) * 2
        area = (self.least + self.most) / 2
        short = max(1, round(min(shape) / math.sqrt(area)))
        long = max(1, round(max(shape) * min(shape) / short / area))
        counts = (short, long) if rows <= cols else (long, short)
        return tuple((count, min(overlap, size // count - 1)) for size, count in zip(shape, counts))

    def _count(self, rows, cols):
        before, count = rows * cols, 2
        while True:
            cells = (rows // count) * (cols // count)
            if cells < self.least:
                too_small, too_large = self.least - cells, before + 1 - self.most
                return count - 1 if too_small > too_large and before + 1 < self.limit else count
            if self.least < cells < self.most - 1:
                return count
            before, count = cells, count + 1


@dataclass(frozen=True)
class AxisSegments:
    """The segments along one axis, and where the target's cells lie in them.

    Attributes
    ----------
    width : int
        Source cells of every window.
    starts : int64 array (segments,)
        First source cell of each window, counted from the north or west.
    segment : int64 array (cells,)
        Of each target cell; -1 outside of the source.
    places : float64 array (cells,)
        Of each target cell's centre, from the north or west edge of its window in source cells.
    """

    width: int
    starts: np.ndarray
    segment: np.ndarray
    places: np.ndarray

    def distances(self, cells):
        """Return the distances from the window's cells to some target cells, in source cells.

        Parameters
        ----------
        cells : slice

        Returns
        -------
        float64 array (width, cells)
        """
        points = center_to_edge(np.arange(self.width))[:, np.newaxis]
        return self.places[cells] - points

    def needed(self, cells):
        """Return the half-open range of source cells that a slice of the target needs."""
        found = self.segment[cells]
        found = found[found >= 0]
        if found.size == 0:
            return 0, 0
        starts = self.starts[found]
        return int(starts.min()), int(starts.max()) + self.width


def row_segments(source, target, count, overlap):
    """Divide the rows of a source.

    Parameters
    ----------
    source, target : Region
    count : int
        Of segments.
    overlap : int
        Source cells that a window has more than its segment, at each side.

    Returns
    -------
    AxisSegments
    """
    ratio = target.nsres / source.nsres
    # From the south, as GRASS counts, so that what is left over comes to lie at the same end.
    offset = (target.south - source.south) / source.nsres
    places = offset + center_to_edge(np.arange(target.rows)[::-1]) * ratio
    height = source.north - source.south
    starts, edges, width = _windows(source.rows, _cells(height, target.nsres), count, overlap)
    inside = (places > 0) & (places <= source.rows)
    segment, from_south = _segment_of(places, inside, starts, edges)
    return AxisSegments(width, source.rows - starts - width, segment, width - from_south)


def column_segments(source, target, count, overlap):
    """Divide the columns of a source; of a geographic one they stand in every turn."""
    ratio = target.ewres / source.ewres
    offset = (target.west - source.west) / source.ewres
    places = offset + center_to_edge(np.arange(target.cols)) * ratio
    if source.geographic:
        turn = TURN / source.ewres
        outside = (places < 0) | (places >= source.cols)
        places = np.where(outside, places - turn * np.floor(places / turn), places)
    width = source.east - source.west
    starts, edges, width = _windows(source.cols, _cells(width, target.ewres), count, overlap)
    inside = (places >= 0) & (places < source.cols)
    return AxisSegments(width, starts, *_segment_of(places, inside, starts, edges))


def _cells(extent, size):
    """Return how many cells of about a size GRASS makes of an extent."""
    return max(1, math.floor(extent / size + 0.5))


def _windows(size, cells, count, overlap):
    """Return the first source cell of each window, the lower edges of segments, a window's width.

    Parameters
    ----------
    size : int
        Source cells.
    cells : int
        Target cells over the whole source. GRASS fails if they are fewer than segments; then
        segments are placed as for an output of the source's cells.
    count, overlap : int

    Returns
    -------
    int64 array (count,)
    float64 array (count,)
        In source cells.
    int
    """
    if cells < count:
        cells = size
    # The last (cells mod count) segments have a target cell more than the others.
    short, extra = divmod(cells, count)
    first = [short * k + max(0, k - (count - extra)) for k in range(count + 1)]
    starts = [max(cell * size // cells - overlap, 0) for cell in first[:-1]]
    # Without overlap, or of coarse outputs, the segment may reach beyond the window of GRASS; it
    # has to hold the cells in which the segment's last centres fall.
    last = [(2 * cell - 1) * size // (2 * cells) for cell in first[1:]]
    width = max(end - start + 1 for start, end in zip(starts, last))
    width = min(size, max(width, size // count + 2 * overlap))
    starts = np.minimum(np.array(starts, dtype=np.int64), size - width)
    return starts, np.array(first[:-1]) * size / cells, width


def _segment_of(places, inside, starts, edges):
    """Return the segment of each place, -1 outside, and its place in the window."""
    segment = np.searchsorted(edges, places, side="right") - 1
    segment = np.where(inside, np.maximum(segment, 0), -1)
    parts = 2.0 ** (52 - _SPARE_BITS - math.ceil(math.log2(edges[-1] + starts.size + 2)))
    return segment, np.where(inside, np.rint(places * parts) / parts - starts[segment], 0.0)
