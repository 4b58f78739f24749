"""Cells of equal code as polygons, strip by strip, as the outlines of their areas."""

from typing import NamedTuple

import numpy as np

from ..engines import engine
from ..engines.outlines import BACKGROUND, Rings, no_outlines
from .outlining import along_edges, cut_corners

OUTLINES = ("edges", "midpoints")
CONNECTIVITIES = (4, 8)


class VectorizedAreas(NamedTuple):
    """Areas as polygons, on the lattice of cell edges.

    Attributes
    ----------
    codes : int64 array (areas,)
    sizes : int64 array (areas,)
        Numbers of cells.
    polygons : int64 array (areas + 1,)
        Index of each area's first polygon, and their number; an area has one unless cells that
        touch in a point belong together.
    rings : int64 array (polygons + 1,)
        Index of each polygon's first ring, its exterior, and the number of rings.
    starts : int64 array (rings + 1,)
        Index of each ring's first vertex, and the number of vertices.
    row, col : float64 array (vertices,)
        Cell (r, c) reaches from r to r + 1 and from c to c + 1. A ring ends with its first vertex.
        Exteriors turn counter-clockwise as one looks at the raster, holes clockwise.
    """

    codes: np.ndarray
    sizes: np.ndarray
    polygons: np.ndarray
    rings: np.ndarray
    starts: np.ndarray
    row: np.ndarray
    col: np.ndarray

    @property
    def count(self):
        """Number of areas."""
        return self.codes.size

    def some(self, chosen):
        """Return some of the areas.

        Parameters
        ----------
        chosen : bool array (areas,)
        """
        if chosen.all():
            return self
        by_polygon = np.repeat(chosen, np.diff(self.polygons))
        by_ring = np.repeat(by_polygon, np.diff(self.rings))
        by_vertex = np.repeat(by_ring, np.diff(self.starts))
        return VectorizedAreas(
            self.codes[chosen],
            self.sizes[chosen],
            _bounds(np.diff(self.polygons)[chosen]),
            _bounds(np.diff(self.rings)[by_polygon]),
            _bounds(np.diff(self.starts)[by_ring]),
            self.row[by_vertex],
            self.col[by_vertex],
        )

    def parts(self, most):
        """Yield the areas by parts of about so many vertices, or of one area."""
        ends = self.starts[self.rings[self.polygons]]
        first = 0
        while first < self.count:
            last = int(np.searchsorted(ends, ends[first] + most, side="right")) - 1
            last = max(last, first + 1)
            yield self._part(first, last)
            first = last

    def _part(self, first, last):
        polygons = self.polygons[first : last + 1]
        rings = self.rings[polygons[0] : polygons[-1] + 1]
        starts = self.starts[rings[0] : rings[-1] + 1]
        inside = slice(starts[0], starts[-1])
        return VectorizedAreas(
            self.codes[first:last],
            self.sizes[first:last],
            polygons - polygons[0],
            rings - rings[0],
            starts - starts[0],
            self.row[inside],
            self.col[inside],
        )

    def reversed(self):
        """Return the same areas with rings that turn the other way."""
        sizes = np.diff(self.starts)
        index = np.repeat(self.starts[:-1] + self.starts[1:] - 1, sizes) - np.arange(self.row.size)
        return self._replace(row=self.row[index], col=self.col[index])


class Vectorizer:
    """Makes polygons of a raster that comes by strips of any height, from top to bottom.

    An area comes out after the strip in which it has ended, once and whole. Areas come in the order
    of their last rows, and of their first cells where these are the same; polygons of an area in
    the order of their first cells, holes from north to south. So nothing depends on the strips.
    What is kept between strips are the outlines of areas that go on below.

    Parameters
    ----------
    cols : int
        Columns of the raster.
    connectivity : {4, 8}
        Whether cells of equal code that touch in a point alone are apart, or of one area, which
        then has several polygons.
    outline : {"edges", "midpoints"}
        Along cell edges, with vertices where an outline bends; or with corners cut off between the
        midpoints of cell edges, see `cut_corners`.

    Raises
    ------
    ValueError
        If there is no such connectivity or outline.
    """

    def __init__(self, cols, connectivity=4, outline="edges"):
        check_outline(connectivity, outline)
        self._joins_corners, self._outline = connectivity == 8, outline
        self._cols, self._top = cols, 0
        self._cells = np.full(cols + 2, BACKGROUND)
        self._labels = np.full(cols + 2, -1, dtype=np.int32)
        self._open = no_outlines(cols)
        self._areas = _Areas()
        self._rings = _PendingRings()

    def add(self, codes):
        """Take the next rows.

        Parameters
        ----------
        codes : int64 array (rows, cols)
            `BACKGROUND` where no polygon is wanted.

        Returns
        -------
        VectorizedAreas
            Those that have ended above the last of these rows.
        """
        cells = np.full((len(codes) + 1, self._cols + 2), BACKGROUND)
        cells[0], cells[1:, 1:-1] = self._cells, codes
        labels = np.empty(cells.shape, dtype=np.int32)
        labels[0] = self._labels
        known = self._areas
        strip = engine().label_cells(cells, labels, known.count)
        contacts = _contacts(cells, labels) if self._joins_corners else None
        areas = known.with_strip(strip, cells, self._top, contacts)
        rings, self._open = engine().trace_outlines(cells, labels, self._top, self._open)
        self._rings.rename(strip.merged)
        self._rings.add(rings)

        below = labels[-1][labels[-1] >= 0]
        stays = areas.go_on(below)
        found = self._ended(areas, ~stays)
        numbers = np.where(stays, np.cumsum(stays) - 1, -1).astype(np.int32)
        self._areas = areas.some(stays, numbers)
        self._rings.rename(numbers)
        self._top += len(codes)
        self._cells = cells[-1].copy()
        self._labels = np.append(numbers, np.int32(-1))[labels[-1]]  # -1 is the last one
        return found

    def finish(self):
        """Return the areas that reach the last row, after which nothing may be added."""
        return self.add(np.full((1, self._cols), BACKGROUND))

    def _ended(self, areas, ended):
        """Take out the areas that have ended, as `VectorizedAreas`."""
        rings, labels = self._rings.take(ended)
        group = areas.group[labels]
        order = np.lexsort(
            (
                rings.vertices[rings.starts[:-1], 1],
                rings.vertices[rings.starts[:-1], 0],
                rings.holes,
                labels,
                group,
                areas.group_last[group],
            )
        )
        labels, group = labels[order], group[order]
        polygons = np.flatnonzero(np.diff(labels, prepend=-1))
        parts = np.flatnonzero(np.diff(group[polygons], prepend=-1))
        whole = group[polygons[parts]]
        sizes = np.bincount(areas.group, areas.sizes, areas.count).astype(np.int64)
        vertices, starts = _reordered(rings, order)
        cut = cut_corners if self._outline == "midpoints" else along_edges
        row, col, starts = cut(vertices, starts)
        return VectorizedAreas(
            areas.codes[whole],
            sizes[whole],
            np.append(parts, polygons.size),
            np.append(polygons, labels.size),
            starts,
            row,
            col,
        )


def vectorize(codes, where=None, connectivity=4, outline="edges"):
    """Return the areas of a whole array as polygons.

    Parameters
    ----------
    codes : array_like of int (rows, cols)
        Cells of equal code that hang together are one area.
    where : array_like of bool (rows, cols), optional
        Cells that become polygons; all by default.
    connectivity, outline
        See `Vectorizer`.

    Returns
    -------
    VectorizedAreas
        In the order of their last rows, then of their first cells.

    Raises
    ------
    TypeError, ValueError
        If `codes` are not whole numbers in two dimensions, or there is no such connectivity or
        outline.
    """
    codes = np.asarray(codes)
    if codes.dtype.kind not in "biu" or codes.ndim != 2:
        raise TypeError(
            f"codes are {codes.dtype} of shape {codes.shape}; they must be whole numbers in two"
            " dimensions."
        )
    codes = codes.astype(np.int64)
    if where is not None:
        codes = np.where(where, codes, BACKGROUND)
    vectorizer = Vectorizer(codes.shape[1], connectivity, outline)
    # What has not ended by the last row comes with the next.
    return vectorizer.add(np.vstack((codes, np.full((1, codes.shape[1]), BACKGROUND))))


def check_outline(connectivity, outline):
    """Raise ValueError unless there is such a connectivity and outline."""
    if connectivity not in CONNECTIVITIES:
        raise ValueError(f"CONNECTIVITY is {connectivity}; it must be 4 or 8.")
    if outline not in OUTLINES:
        raise ValueError(f"OUTLINE is {outline}; it must be one of {', '.join(OUTLINES)}.")


def _contacts(cells, labels):
    """Return the areas of cells of equal code that touch across a corner, as two arrays."""
    pairs = []
    for one, other in (
        ((slice(None, -1), slice(None, -1)), (slice(1, None), slice(1, None))),
        ((slice(None, -1), slice(1, None)), (slice(1, None), slice(None, -1))),
    ):
        touch = (cells[one] == cells[other]) & (labels[one] != labels[other])
        pairs.append((labels[one][touch], labels[other][touch]))
    return tuple(np.concatenate(each) for each in zip(*pairs))


class _Areas(NamedTuple):
    """What is known of the areas that have not been given out, by their labels.

    Labels are in the order of first cells. `group` is the smallest label of those that belong
    together, `last` the last row of the raster that has cells of an area.
    """

    codes: np.ndarray = np.empty(0, dtype=np.int64)
    sizes: np.ndarray = np.empty(0, dtype=np.int64)
    last: np.ndarray = np.empty(0, dtype=np.int64)
    group: np.ndarray = np.empty(0, dtype=np.int32)

    @property
    def count(self):
        """Number of areas."""
        return self.codes.size

    @property
    def group_last(self):
        """Last row of the groups that labels stand for."""
        last = np.full(self.count, -1)
        np.maximum.at(last, self.group, self.last)
        return last

    def with_strip(self, strip, cells, top, contacts):
        """Return these and those of a strip, by the labels that the strip has given."""
        count, merged = strip.sizes.size, strip.merged
        codes = cells.ravel()[strip.first]
        codes[merged] = self.codes
        sizes = strip.sizes.copy()
        np.add.at(sizes, merged, self.sizes)
        # The first row of the strip is the last one of that above.
        last = np.where(strip.last >= 0, top + strip.last - 1, -1)
        np.maximum.at(last, merged, self.last)
        group = np.arange(count, dtype=np.int32)
        if contacts is not None:
            one = np.concatenate((merged, contacts[0]))
            other = np.concatenate((merged[self.group], contacts[1]))
            group = engine().unite(count, one.astype(np.int32), other.astype(np.int32))
        return _Areas(codes, sizes, last, group)

    def go_on(self, labels):
        """Return which areas belong together with some of those given."""
        goes = np.zeros(self.count, dtype=bool)
        goes[self.group[labels]] = True
        return goes[self.group]

    def some(self, stays, numbers):
        """Return those that stay, by new numbers."""
        return _Areas(*(each[stays] for each in self[:3]), numbers[self.group[stays]])


class _PendingRings:
    """Rings of areas that have not ended, in the chunks in which they came."""

    def __init__(self):
        self._chunks, self._labels = [], []

    def add(self, rings):
        """Keep the rings of a strip."""
        self._chunks.append(rings)
        self._labels.append(rings.labels)

    def rename(self, numbers):
        """Give each area its new number."""
        self._labels = [numbers[labels] for labels in self._labels]

    def take(self, ended):
        """Take out the rings of areas that have ended; returns them with their labels."""
        taken, labels = [], []
        kept, kept_labels = [], []
        for rings, own in zip(self._chunks, self._labels):
            goes = ended[own]
            if goes.any():
                taken.append(_some(rings, goes))
                labels.append(own[goes])
                rings, own = _some(rings, ~goes), own[~goes]
            if own.size:
                kept.append(rings)
                kept_labels.append(own)
        self._chunks, self._labels = kept, kept_labels
        if not taken:
            return _NO_RINGS, _NO_RINGS.labels
        sizes = np.concatenate([np.diff(rings.starts) for rings in taken])
        whole = Rings(
            np.concatenate([rings.vertices for rings in taken]),
            _bounds(sizes),
            np.concatenate([rings.labels for rings in taken]),
            np.concatenate([rings.holes for rings in taken]),
        )
        return whole, np.concatenate(labels)


_NO_RINGS = Rings(
    np.empty((0, 3), dtype=np.int32),
    np.zeros(1, dtype=np.int64),
    np.empty(0, dtype=np.int32),
    np.empty(0, dtype=bool),
)


def _bounds(sizes):
    """Return where parts of these sizes begin, and their sum."""
    return np.concatenate(([0], np.cumsum(sizes)))


def _some(rings, chosen):
    """Return some rings, in their order."""
    if chosen.all():
        return rings
    sizes = np.diff(rings.starts)
    return Rings(
        rings.vertices[np.repeat(chosen, sizes)],
        _bounds(sizes[chosen]),
        rings.labels[chosen],
        rings.holes[chosen],
    )


def _reordered(rings, order):
    """Return the vertices of rings in another order, and their starts."""
    sizes = np.diff(rings.starts)[order]
    starts = _bounds(sizes)
    index = np.arange(starts[-1]) + np.repeat(rings.starts[:-1][order] - starts[:-1], sizes)
    return rings.vertices[index], starts
