"""Interpolation from region to region, as r.resamp.interp computes it."""

from dataclasses import dataclass

import numpy as np

from ..conventions.coordinates import center_to_edge, edge_to_center
from ..conventions.region import check_same_kind
from ..conventions.window import window_indices
from ..engines import engine
from ..engines.sampling import leniency
from ..engines.separable import TAPS, LenientStencils, Stencils
from ..interpolation import kernels
from ..interpolation.policy import ValidityPolicy
from .positions import SourceAxis, column_axis, needed_window, turned_source, whole

INTERPOLATION_METHODS = tuple(TAPS)

# Samples of a stencil before the one at floor(x), or for the methods of odd size the nearest one.
_BEFORE = {"nearest": 0, "bilinear": 0, "bicubic": 1, "lanczos": 2}


@dataclass(frozen=True)
class AxisStencils:
    """The stencils of all target rows or columns.

    Attributes
    ----------
    axis : SourceAxis
    first : int64 array
        Position of the first sample.
    parts : float64 array (parts, cells)
        See `engines.separable.Stencils`.
    nearest : int64 array
        Position of the nearest sample.
    inside : uint8 array
        1 where the centre lies in a source cell, its sides included.
    """

    axis: SourceAxis
    first: np.ndarray
    parts: np.ndarray
    nearest: np.ndarray
    inside: np.ndarray

    def positions(self, cells, taps):
        """Return the half-open range of positions that a slice of the target needs."""
        first = self.first[cells]
        return int(first[0]), int(first[-1]) + taps

    def in_block(self, cells, start):
        """Return the `Stencils` of a slice in a block whose first position is `start`."""
        return Stencils(self.first[cells] - start, np.ascontiguousarray(self.parts[:, cells]))

    def lenient_in_block(self, method, cells, start):
        """Return the `LenientStencils` of a slice in a block whose first position is `start`."""
        parts = self.parts[:, cells]
        if method == "bilinear":
            parts = np.array(kernels.linear_weights(parts[0]))
        elif method == "bicubic":
            parts = np.array(kernels.cubic_weights(parts[0]))
        return LenientStencils(
            self.first[cells] - start,
            np.ascontiguousarray(parts),
            self.nearest[cells] - start,
            np.ascontiguousarray(self.inside[cells]),
        )


@dataclass(frozen=True)
class InterpolationPlan:
    """Which source cells each target cell is interpolated from.

    Attributes
    ----------
    method : str
        One of `INTERPOLATION_METHODS`.
    policy : ValidityPolicy
    rows, cols : AxisStencils
    """

    method: str
    policy: ValidityPolicy
    rows: AxisStencils
    cols: AxisStencils

    @property
    def shape(self):
        """Rows and columns of the target."""
        return self.rows.first.size, self.cols.first.size

    def needed(self, window):
        """Return the `Needed` source of a window ((row, row), (col, col)) with inclusive ends."""
        rows, cols = window_indices(window)
        taps = TAPS[self.method]
        return needed_window(
            self.rows.axis,
            self.rows.positions(rows, taps),
            self.cols.axis,
            self.cols.positions(cols, taps),
        )

    def compute(self, window, block, out):
        """Fill a target window from the source that it needs.

        Parameters
        ----------
        window : ((int, int), (int, int))
            With inclusive ends.
        block : Block
            Covers what `needed` tells; float32 or float64, NaN where null or where there is no
            source.
        out : float64 array (bands, rows, cols)
            Of the window's shape, each band C-contiguous. NaN where there is no value.
        """
        rows, cols = window_indices(window)
        stencils = self.rows.in_block(rows, block.top), self.cols.in_block(cols, block.left)
        for values, band in zip(block.values, out):
            engine().interpolate_separable(self.method, values, *stencils, band)
        if self.policy.is_strict or self.method == "nearest":
            return
        lenient = leniency(self.policy.name == "nearest", self.policy.minimum)
        stencils = (
            self.rows.lenient_in_block(self.method, rows, block.top),
            self.cols.lenient_in_block(self.method, cols, block.left),
        )
        for values, band in zip(block.values, out):
            engine().interpolate_incomplete(values, *stencils, lenient, band)


def plan_interpolation(source, target, method, policy):
    """Plan GRASS's r.resamp.interp: the source interpolated at the target cells' centres.

    Parameters
    ----------
    source, target : Region
    method : str
        One of `INTERPOLATION_METHODS`.
    policy : ValidityPolicy

    Returns
    -------
    InterpolationPlan
    """
    check_same_kind(source, target)
    northings = target.row_to_northing(center_to_edge(np.arange(target.rows)))
    rows = (source.north - northings) / source.nsres
    # GRASS extends the source to what the target needs and counts from there. That decides how a
    # centre on a line of the lattice is rounded.
    top, bottom = _extended(rows)
    north, south = (
        source.north - source.nsres * top,
        source.south - source.nsres * (bottom - source.rows),
    )
    rows = (north - northings) / ((north - south) / (bottom - top))

    source_west = turned_source(source, target)
    source_east = source_west + (source.east - source.west)
    eastings = target.col_to_easting(center_to_edge(np.arange(target.cols)))
    left, right = _extended((eastings - source_west) / source.ewres)
    west = source_west + source.ewres * left
    east = source_east + source.ewres * (right - source.cols)
    cols = (eastings - west) / ((east - west) / (right - left))
    col_axis = column_axis(source, source_west, west, east)
    return InterpolationPlan(
        method,
        policy,
        _axis_stencils(method, rows, top, SourceAxis(source.rows)),
        _axis_stencils(method, cols, left, col_axis),
    )


def _extended(positions):
    """Return the first line and the last one of the lattice that GRASS reads."""
    first, last = edge_to_center(positions[0]), edge_to_center(positions[-1])
    return np.floor(first) - 2.0, np.floor(last) + 3.0


def _axis_stencils(method, positions, origin, axis):
    """Return the stencils of positions counted from an edge at `origin`, as floats."""
    centered = edge_to_center(positions)
    nearest = np.floor(positions)
    left = np.floor(centered)
    base = nearest if method in ("nearest", "lanczos") else left
    distance = centered - base
    parts = _lanczos_weights(distance) if method == "lanczos" else distance[np.newaxis]
    first, nearest = whole(base + (origin - _BEFORE[method])), whole(nearest + origin)
    inside = axis.indices(nearest) >= 0
    # The side of a cell belongs to the one before it as well.
    inside |= (positions == np.floor(positions)) & (axis.indices(nearest - 1) >= 0)
    return AxisStencils(axis, first, parts, nearest, inside.astype(np.uint8))


def _lanczos_weights(distance):
    """Return the weights of five samples, -0.5 <= distance < 0.5 from the middle one (a = 2).

    They are scaled to a sum of 1.
    """
    offsets = distance + np.arange(2.0, -3.0, -1.0)[:, np.newaxis]
    angles = np.pi * np.where(offsets == np.floor(offsets), 1.0, offsets)
    weights = 2.0 * np.sin(angles) * np.sin(angles / 2) / (angles * angles)
    # On samples it is 1 in the middle and 0 elsewhere, which the formula would round.
    weights = np.where(offsets == np.floor(offsets), offsets == 0, weights)
    weights = np.where(np.abs(offsets) >= 2.0, 0.0, weights)
    return weights / weights.sum(axis=0)
