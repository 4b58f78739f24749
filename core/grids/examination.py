"""Windows of a grid's nodes examined, so that what is found can be added up in any order."""

import math
from dataclasses import dataclass, field
from typing import Optional

import numpy as np

from ..conventions.coordinates import edge_to_center
from .accumulation import NO_SPAN, NOWHERE, Addable, Distribution, Places, Span, exact_total
from .jacobians import cell_jacobians
from .mesh import Mesh
from .overview import Overview

# Source pixels per output pixel beyond which an image should be smoothed first. No interpolator
# smooths: each reads the same few pixels around a position, however far apart the positions are.
# Details of less than 2 output pixels turn into false patterns; up to this limit these are the
# finest third of what the source can hold, which most images have little of.
ANTIALIASING_LIMIT = 1.5

# What is known of a node. Of several reasons the first counts.
KNOWN, NOT_FINITE, NODATA, MASKED = range(4)

# Cells or nodes of a block in an overview, and segments of a mesh: what occurs there.
HAS_KNOWN, HAS_UNKNOWN, HAS_OUTSIDE, HAS_POSITIVE, HAS_NEGATIVE, HAS_FLAT = (
    1 << bit for bit in range(6)
)


@dataclass(frozen=True)
class Examination:
    """What is to be found out, as plain values.

    Attributes
    ----------
    shape : (int, int)
        Rows and columns of nodes of the whole grid.
    factors : (int, int)
        Output pixels from one node to the next.
    source_shape : (int, int) or None
        Rows and columns of the source raster, where it is known.
    mesh_step : int
        Nodes from one line of the mesh to the next.
    """

    shape: tuple
    factors: tuple
    source_shape: Optional[tuple] = None
    mesh_step: int = 1

    def wider(self, window):
        """Return the window of nodes that `examine` needs for a window: one more on each side."""
        return tuple(
            (max(first - 1, 0), min(last + 1, size - 1))
            for (first, last), size in zip(window, self.shape)
        )

    @property
    def error_axes(self):
        """Axes along which the error of the step is measured.

        Those on which there are pixels between nodes; if there are none, all. Fewer than three
        nodes on an axis tell nothing of it.
        """
        coarse = [axis for axis in (0, 1) if self.factors[axis] > 1]
        return [axis for axis in coarse or (0, 1) if self.shape[axis] > 2]


@dataclass(frozen=True)
class Orientations(Addable):
    """Cells of one sign of the determinant.

    Attributes
    ----------
    count : int
        By their middles; those without area do not count.
    places : Places
        Cells that have this sign anywhere in them, that is at a corner.
    cosine, sine : int
        Totals over the middles, see `exact_total`, of the nearest rotation.
    around_zero, around_half : Span
        Of its angle in radians, within -pi to pi and within 0 to 2 pi.
    """

    count: int = 0
    places: Places = NOWHERE
    cosine: int = 0
    sine: int = 0
    around_zero: Span = NO_SPAN
    around_half: Span = NO_SPAN


_NO_CELLS = Orientations()


@dataclass(frozen=True)
class GridFindings(Addable):
    """What was found in a grid or in a part of it; parts are added in any order.

    Attributes
    ----------
    not_finite, nodata, masked : Places
        Nodes that are unknown, each of them once: a coordinate is not a finite number; it is the
        nodata value, or invalid by the mask of the raster; it is invalid by the grid mask.
    outside, beyond_centers : Places
        Known nodes beyond the outer edges of the source's outermost cells; beyond their centres.
    known_nodes : int
    rows, cols : Span
        Of the source coordinates of known nodes, pixel centres on integers.
    positive, negative : Orientations
    flat : Places
        Cells without area: the smaller scale is at most 1e-6 of the larger one, or nothing.
    smaller, larger : Distribution
        Scales along the main axes of cells, source pixels per output pixel.
    scale : Distribution
        The square root of their product, which is that of the area.
    scale_total : int
        See `exact_total`.
    anisotropy : Distribution
        Their ratio, 1 or more; of cells with an area.
    aliased : Places
        Cells whose larger scale is more than `ANTIALIASING_LIMIT`.
    errors : Distribution
        How far nodes are from the middle of their neighbours, in source pixels.
    squared_errors : int
        See `exact_total`.
    """

    not_finite: Places = NOWHERE
    nodata: Places = NOWHERE
    masked: Places = NOWHERE
    outside: Places = NOWHERE
    beyond_centers: Places = NOWHERE
    known_nodes: int = 0
    rows: Span = NO_SPAN
    cols: Span = NO_SPAN
    positive: Orientations = _NO_CELLS
    negative: Orientations = _NO_CELLS
    flat: Places = NOWHERE
    smaller: Distribution = field(default_factory=Distribution)
    larger: Distribution = field(default_factory=Distribution)
    scale: Distribution = field(default_factory=Distribution)
    scale_total: int = 0
    anisotropy: Distribution = field(default_factory=Distribution)
    aliased: Places = NOWHERE
    errors: Distribution = field(default_factory=Distribution)
    squared_errors: int = 0


@dataclass(frozen=True)
class ExaminedNodes:
    """What a window of nodes adds to a summary: numbers, a part of the map, parts of the mesh."""

    findings: GridFindings
    overview: object
    lines: object


def examine(examination, row, col, state, window):
    """Examine a window of a grid's nodes.

    Parameters
    ----------
    examination : Examination
    row, col : float64 array
        Source coordinates, pixel centres on integers, of ``examination.wider(window)``.
    state : uint8 array
        `KNOWN`, `NOT_FINITE`, `NODATA` or `MASKED`, of the same nodes.
    window : ((int, int), (int, int))
        Rows and columns of nodes, inclusive ends. A cell belongs to its first corner.

    Returns
    -------
    ExaminedNodes
    """
    first = tuple(start for start, _ in examination.wider(window))
    own = tuple(slice(a - start, b - start + 1) for (a, b), start in zip(window, first))
    origin = tuple(start for start, _ in window)
    is_known = state == KNOWN
    row, col = np.where(is_known, row, np.nan), np.where(is_known, col, np.nan)
    cells = cell_jacobians(row, col, examination.factors)
    known, own_state = is_known[own], state[own]
    outside, beyond = _outside(row[own], col[own], examination.source_shape)
    worst, mean = (each[own] for each in _squared_deviations(row, col, examination.error_axes))
    measured, errors = np.isfinite(worst), np.sqrt(worst)
    findings = GridFindings(
        not_finite=Places.of(own_state == NOT_FINITE, origin),
        nodata=Places.of(own_state == NODATA, origin),
        masked=Places.of(own_state == MASKED, origin),
        outside=Places.of(outside, origin),
        beyond_centers=Places.of(beyond, origin),
        known_nodes=int(np.count_nonzero(known)),
        rows=Span.of(row[own][known]),
        cols=Span.of(col[own][known]),
        errors=Distribution.of(errors, measured, origin),
        squared_errors=exact_total(mean[measured]),
        **_findings_of_cells(cells, own, origin),
    )
    flags = np.where(known, HAS_KNOWN, HAS_UNKNOWN).astype(np.uint8)
    flags[outside] |= HAS_OUTSIDE
    cell_flags = (
        HAS_POSITIVE * cells.positive + HAS_NEGATIVE * cells.negative + HAS_FLAT * cells.flat
    ).astype(np.uint8)
    own_cells = cell_flags[own]
    flags[: own_cells.shape[0], : own_cells.shape[1]] |= own_cells
    overview = Overview.of_nodes(
        examination.shape, origin, flags, cells.larger[own], cells.smaller[own], errors
    )
    lines = Mesh.lines_of(examination, first, window, (row, col), cell_flags)
    return ExaminedNodes(findings, overview, lines)


def _findings_of_cells(cells, own, origin):
    """Return what `GridFindings` tell of cells."""
    known, smaller, larger = cells.known[own], cells.smaller[own], cells.larger[own]
    with np.errstate(all="ignore"):
        scale, ratio = np.sqrt(smaller * larger), larger / smaller
    flat = cells.flat[own]
    directions = cells.cosine[own], cells.sine[own], origin
    return {
        "positive": _orientations(cells.is_positive[own], cells.positive[own], *directions),
        "negative": _orientations(cells.is_negative[own], cells.negative[own], *directions),
        "flat": Places.of(flat, origin),
        "smaller": Distribution.of(smaller, known, origin),
        "larger": Distribution.of(larger, known, origin),
        "scale": Distribution.of(scale, known, origin),
        "scale_total": exact_total(scale[known]),
        "anisotropy": Distribution.of(ratio, known & ~flat, origin),
        "aliased": Places.of(known & (larger > ANTIALIASING_LIMIT), origin),
    }


def _orientations(middles, anywhere, cosine, sine, origin):
    cosine, sine = cosine[middles], sine[middles]
    angle = np.arctan2(sine, cosine)
    return Orientations(
        cosine.size,
        Places.of(anywhere, origin),
        exact_total(cosine),
        exact_total(sine),
        Span.of(angle),
        Span.of(np.where(angle < 0, angle + 2 * math.pi, angle)),
    )


def _outside(row, col, source_shape):
    """Tell which nodes are beyond the source's outer edges, and which beyond its outer centres."""
    if source_shape is None:
        nowhere = np.zeros(row.shape, dtype=bool)
        return nowhere, nowhere
    footprint = [(edge_to_center(0), edge_to_center(size)) for size in source_shape]
    centers = [(0, size - 1) for size in source_shape]
    return tuple(_is_beyond((row, col), bounds) for bounds in (footprint, centers))


def _is_beyond(nodes, bounds):
    with np.errstate(invalid="ignore"):
        found = [(each < low) | (each > high) for each, (low, high) in zip(nodes, bounds)]
    return found[0] | found[1]


def _squared_deviations(row, col, axes):
    """Return squared distances of nodes from means of their neighbours: the largest, and the mean.

    They are those from a grid of every second node, if the node is at the middle of its cell, or of
    a side of it. NaN at the border and where one of the nodes is unknown.
    """
    kinds = [axes, *((axis,) for axis in axes)] if len(axes) == 2 else [axes] if axes else []
    found = np.full((max(1, len(kinds)), *row.shape), np.nan)
    with np.errstate(all="ignore"):
        for squared, kind in zip(found, kinds):
            squared[...] = 0.0
            for nodes in (row, col):
                mean = nodes
                for axis in kind:
                    mean = _mean_of_neighbours(mean, axis)
                squared += np.square(nodes - mean)
        return np.max(found, axis=0), np.mean(found, axis=0)


def _mean_of_neighbours(nodes, axis):
    nodes = np.moveaxis(nodes, axis, 0)
    mean = np.full_like(nodes, np.nan)
    mean[1:-1] = 0.5 * (nodes[:-2] + nodes[2:])
    return np.moveaxis(mean, 0, axis)


def node_states(row, col, declared, unmasked):
    """Return what is known of nodes, for `examine`.

    Parameters
    ----------
    row, col : float64 array
    declared, unmasked : bool array or None
        False where a node is nodata, and where it is masked; None where none is.

    Returns
    -------
    uint8 array
    """
    state = np.full(row.shape, KNOWN, dtype=np.uint8)
    if unmasked is not None:
        state[~unmasked] = MASKED
    if declared is not None:
        state[~declared] = NODATA
    state[~(np.isfinite(row) & np.isfinite(col))] = NOT_FINITE
    return state
