"""What a grid does: scale, rotation, anisotropy, folds, unknown nodes, the error of its step."""

import math
from dataclasses import dataclass

import numpy as np

from ..conventions.arrays import real_array
from ..conventions.coordinates import edge_to_center
from ..conventions.pairs import whole_pair
from .accumulation import mean_of
from .examination import (
    HAS_NEGATIVE,
    HAS_POSITIVE,
    Examination,
    GridFindings,
    examine,
    node_states,
)
from .mesh import Mesh
from .overview import Overview

# Share of the cells beyond `ANTIALIASING_LIMIT` that is let pass: single folds and jumps are not a
# matter of smoothing.
_FEW_CELLS = 0.01


@dataclass(frozen=True)
class GridSummary:
    """What a grid does.

    Attributes
    ----------
    examination : Examination
    findings : GridFindings
    overview : Overview
        A coarse map of the grid.
    mesh : Mesh
        Lines of nodes.
    """

    examination: Examination
    findings: GridFindings
    overview: Overview
    mesh: Mesh

    @property
    def node_count(self):
        """All nodes, known and unknown."""
        return math.prod(self.examination.shape)

    @property
    def unknown(self):
        """`Places` of all unknown nodes."""
        return self.findings.not_finite + self.findings.nodata + self.findings.masked

    @property
    def cell_count(self):
        """Cells whose four corners are known."""
        return self.findings.scale.count

    @property
    def mean_scale(self):
        """Mean of the square roots of areas, source pixels per output pixel; NaN of no cell."""
        return mean_of(self.findings.scale_total, self.cell_count)

    @property
    def is_mirrored(self):
        """Whether the determinant is negative in more cells than it is positive."""
        return self.findings.negative.count > self.findings.positive.count

    @property
    def folded(self):
        """`Places` of cells where the determinant has the other sign than in most middles."""
        return (self.findings.positive if self.is_mirrored else self.findings.negative).places

    @property
    def folded_flag(self):
        """The flag that folded cells have in `overview` and `mesh`."""
        return HAS_POSITIVE if self.is_mirrored else HAS_NEGATIVE

    @property
    def _majority(self):
        return self.findings.negative if self.is_mirrored else self.findings.positive

    @property
    def rotation(self):
        """Mean rotation in degrees, -180 to 180; NaN where no cell has an area.

        That of a step along an output row, as seen in the source with rows downwards: positive is
        clockwise, so that the resampled image appears turned anticlockwise. It is the direction of
        the mean of the unit vectors of all cells that are not folded, each by the rotation nearest
        to its Jacobian. If the grid mirrors, output rows are counted upwards first.
        """
        found = self._majority
        if not found.count:
            return math.nan
        cosine, sine = (mean_of(total, found.count) for total in (found.cosine, found.sine))
        return math.degrees(math.atan2(sine, cosine))

    @property
    def rotation_range(self):
        """Least and greatest rotation in degrees, around the mean; NaN where there is none."""
        found = self._majority
        if not found.count:
            return math.nan, math.nan
        span = min((found.around_zero, found.around_half), key=lambda each: each.width)
        low, high = math.degrees(span.least), math.degrees(span.greatest)
        turn = 360 * round((self.rotation - 0.5 * (low + high)) / 360)
        return low + turn, high + turn

    @property
    def has_error(self):
        """Whether there are nodes with neighbours to estimate the error from."""
        return self.findings.errors.count > 0

    @property
    def _refinement(self):
        """The share of an error that is left at half the step: errors grow with its square."""
        return 0.25 if max(self.examination.factors) > 1 else 0.0

    @property
    def step_error(self):
        """Estimated greatest error between nodes, in source pixels; NaN where nothing is known.

        A quarter of `double_step_error`; 0 where each output pixel has its node. It estimates the
        distance at the middles of cells between the bilinear grid and the transformation that it
        was made from, supposed that this one is smooth.
        """
        return self._refinement * self.double_step_error

    @property
    def rms_step_error(self):
        """Root mean square of the same estimate."""
        return self._refinement * math.sqrt(
            mean_of(self.findings.squared_errors, self.findings.errors.count)
        )

    @property
    def double_step_error(self):
        """Greatest error that a grid of every second node would have, in source pixels.

        Measured: at the middles of its cells, where this grid has nodes.
        """
        return self.findings.errors.maximum

    @property
    def needs_antialiasing(self):
        """Whether more than 1 in 100 cells have a scale beyond `ANTIALIASING_LIMIT`."""
        return self.findings.aliased.count > _FEW_CELLS * self.cell_count

    @property
    def misses_source(self):
        """Whether the bounds of all known nodes have nothing in common with the source."""
        if self.examination.source_shape is None or not self.findings.known_nodes:
            return False
        return any(
            span.greatest < edge_to_center(0) or span.least > edge_to_center(size)
            for span, size in zip(
                (self.findings.rows, self.findings.cols), self.examination.source_shape
            )
        )


class Summing:
    """Adds up what windows of nodes tell to a `GridSummary`, in any order.

    Parameters
    ----------
    examination : Examination
    """

    def __init__(self, examination):
        self._examination, self._findings = examination, GridFindings()
        self._overview, self._mesh = Overview.empty(examination.shape), Mesh.empty(examination)

    def add(self, examined):
        """Take `ExaminedNodes` into account."""
        self._findings = self._findings + examined.findings
        self._overview.add(examined.overview)
        self._mesh.add(examined.lines)

    def summary(self):
        """Return the `GridSummary`."""
        return GridSummary(self._examination, self._findings, self._overview, self._mesh)


# Nodes that are examined at once.
_NODES = 1 << 18


def summarize_grid(row, col, resolution=(1, 1), source_shape=None, valid=None, mesh_step=1):
    """Find out what a grid does.

    Parameters
    ----------
    row, col : array (node rows, node cols)
        Source coordinates, pixel centres on integers; not finite where unknown.
    resolution : (int, int)
        Output pixels from one node to the next, along rows and columns.
    source_shape : (int, int), optional
        Rows and columns of the source; without it nothing is said about nodes outside.
    valid : array (node rows, node cols), optional
        0 where a node is unknown; it counts as masked.
    mesh_step : int
        Nodes from one line of the mesh to the next.

    Returns
    -------
    GridSummary

    Raises
    ------
    TypeError, ValueError
        If the arrays do not fit.
    """
    row, col = (
        np.asarray(real_array(each, name), dtype=np.float64)
        for each, name in ((row, "row"), (col, "col"))
    )
    if row.ndim != 2 or row.size == 0 or row.shape != col.shape:
        raise ValueError(
            f"row and col have the shapes {row.shape} and {col.shape}; they must be 2-D, not empty"
            " and alike."
        )
    if valid is not None and np.shape(valid) != row.shape:
        raise ValueError(f"valid has the shape {np.shape(valid)}; it must be {row.shape}.")
    if source_shape is not None:
        source_shape = whole_pair(source_shape, "source_shape")
    examination = Examination(
        row.shape,
        whole_pair(resolution, "resolution"),
        source_shape,
        whole_pair(mesh_step, "mesh_step")[0],
    )
    state = node_states(row, col, None, None if valid is None else np.asarray(valid) != 0)
    summing, height = Summing(examination), max(1, _NODES // row.shape[1])
    for start in range(0, row.shape[0], height):
        window = ((start, min(start + height, row.shape[0]) - 1), (0, row.shape[1] - 1))
        (first, last), _ = examination.wider(window)
        part = slice(first, last + 1)
        summing.add(examine(examination, row[part], col[part], state[part], window))
    return summing.summary()
