"""Statistics of the source cells in each target cell, as r.resamp.stats computes them."""

from dataclasses import dataclass

import numpy as np

from ..conventions.region import check_same_kind
from ..conventions.window import window_indices
from ..engines import engine
from ..engines.statistics import SUMMARIES, Members, Rule
from .positions import SourceAxis, column_axis, needed_window, turned_source, whole

# Quantiles that have a name of their own.
_SHARES = {"median": 0.5, "quart1": 0.25, "quart3": 0.75, "perc90": 0.9}

STATISTICS_METHODS = (
    "average", "median", "mode", "minimum", "maximum", "range", "quart1", "quart3", "perc90", "sum",
    "variance", "stddev", "quantile", "count", "diversity",
)  # fmt: skip

# GRASS computes these without weights, whatever is asked for.
NEVER_WEIGHTED = ("range", "diversity")


@dataclass(frozen=True)
class AxisMembers:
    """The members of all target rows or columns.

    Attributes
    ----------
    axis : SourceAxis
    members : Members
        By positions.
    """

    axis: SourceAxis
    members: Members

    def positions(self, cells):
        """Return the half-open range of positions that a slice of the target needs."""
        start, stop = self.members.start[cells], self.members.stop[cells]
        return int(start[0]), int(stop[-1])

    def in_block(self, cells, first):
        """Return the `Members` of a slice in a block whose first position is `first`."""
        start, stop, head, tail = (each[cells] for each in self.members)
        return Members(start - first, stop - first, head, tail)


@dataclass(frozen=True)
class StatisticsPlan:
    """Which source cells make up each target cell, and what is computed of them.

    Attributes
    ----------
    kind : str
        One of `SUMMARIES` or `RANKINGS`.
    rule : Rule
    rows, cols : AxisMembers
    """

    kind: str
    rule: Rule
    rows: AxisMembers
    cols: AxisMembers

    @property
    def shape(self):
        """Rows and columns of the target."""
        return self.rows.members.start.size, self.cols.members.start.size

    def needed(self, window):
        """Return the `Needed` source of a window ((row, row), (col, col)) with inclusive ends."""
        rows, cols = window_indices(window)
        return needed_window(
            self.rows.axis, self.rows.positions(rows), self.cols.axis, self.cols.positions(cols)
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
        rows, cols = self.rows.in_block(rows, block.top), self.cols.in_block(cols, block.left)
        function = engine().summarize if self.kind in SUMMARIES else engine().rank_members
        for values, band in zip(block.values, out):
            function(self.kind, values, rows, cols, self.rule, band)


def plan_statistics(source, target, method, weighted=False, propagate_nulls=False, quantile=0.5):
    """Plan GRASS's r.resamp.stats.

    Without weights a source cell belongs to the target cell that holds its centre; a centre on
    the side between two cells belongs to the northern or western one. With weights it belongs to
    all target cells that it overlaps, by the share of its area.

    Parameters
    ----------
    source, target : Region
    method : str
        One of `STATISTICS_METHODS`.
    weighted, propagate_nulls : bool
    quantile : float
        Of method "quantile", 0 to 1.

    Returns
    -------
    StatisticsPlan
    """
    check_same_kind(source, target)
    weighted = weighted and method not in NEVER_WEIGHTED
    kind, share = ("quantile", _SHARES[method]) if method in _SHARES else (method, float(quantile))

    edges = target.row_to_northing(np.arange(target.rows + 1))
    # GRASS extends or cuts the source to what the target needs and counts from there. That decides
    # how an edge on a line of the lattice is rounded.
    top = np.floor((source.north - target.north) / source.nsres)
    bottom = np.ceil((source.north - target.south) / source.nsres)
    north, south = (
        source.north - source.nsres * top,
        source.south - source.nsres * (bottom - source.rows),
    )
    edges = (north - edges) / ((north - south) / (bottom - top))
    rows = AxisMembers(SourceAxis(source.rows), _members(edges, top, weighted))

    source_west = turned_source(source, target)
    source_east = source_west + (source.east - source.west)
    left = np.floor((target.west - source_west) / source.ewres)
    right = source.cols + np.ceil((target.east - source_east) / source.ewres)
    west = source_west + source.ewres * left
    east = source_east + source.ewres * (right - source.cols)
    edges = target.col_to_easting(np.arange(target.cols + 1))
    edges = (edges - west) / ((east - west) / (right - left))
    col_axis = column_axis(source, source_west, west, east)
    cols = AxisMembers(col_axis, _members(edges, left, weighted))
    return StatisticsPlan(kind, Rule(weighted, bool(propagate_nulls), share), rows, cols)


def _members(edges, origin, weighted):
    """Return the members of the cells between edges that are counted from a line at `origin`."""
    before, after = edges[:-1], edges[1:]
    if not weighted:
        lines = whole(np.floor(edges + 0.5) + origin)
        ones = np.ones(before.size)
        return Members(lines[:-1].copy(), lines[1:].copy(), ones, ones)
    start, stop = np.floor(before), np.ceil(after)
    # GRASS gives a cell within one source cell the weight up to that cell's end.
    head = np.where(stop - start == 1.0, after - before, 1.0 - (before - start))
    return Members(whole(start + origin), whole(stop + origin), head, 1.0 - (stop - after))
