"""Lines along some rows and columns of a grid's nodes."""

from dataclasses import dataclass

import numpy as np

# About so many lines each way, unless another step is asked for.
_LINES = 50


def default_mesh_step(shape):
    """Return the nodes from one line to the next of a mesh of about 50 lines each way."""
    return max(1, -(-(max(shape) - 1) // _LINES))


def mesh_nodes(shape, step):
    """Return how many nodes the lines of a mesh have in all."""
    lines = [len(_indices(size, step)) for size in shape]
    return lines[0] * shape[1] + lines[1] * shape[0]


def _indices(size, step):
    """Return the rows or columns that have a line: every n-th, and the last."""
    return np.unique(np.r_[0:size:step, size - 1])


@dataclass(frozen=True)
class MeshLine:
    """A piece of a line of known nodes that is folded throughout, or nowhere.

    Attributes
    ----------
    kind : str
        ``row`` or ``col``.
    index : int
        Row or column of nodes.
    is_folded : bool
        Whether a cell on either side of each of its segments is folded.
    start : int
        Column (of a row) or row of the first node.
    row, col : float64 array (nodes,)
        Source coordinates, pixel centres on integers.
    """

    kind: str
    index: int
    is_folded: bool
    start: int
    row: np.ndarray
    col: np.ndarray

    @property
    def nodes(self):
        """Rows and columns of its nodes, as two arrays."""
        along = np.arange(self.start, self.start + self.row.size)
        across = np.full(along.shape, self.index)
        return (across, along) if self.kind == "row" else (along, across)


@dataclass(frozen=True, eq=False)
class Lines:
    """Lines of one kind.

    Attributes
    ----------
    indices : int array (lines,)
        Rows or columns.
    start : int
        Index of the first node along them.
    row, col : float64 array (lines, nodes)
        NaN where unknown.
    flags : uint8 array (lines, nodes)
        What occurs in the two cells beside the segment from a node to the next.
    """

    indices: np.ndarray
    start: int
    row: np.ndarray
    col: np.ndarray
    flags: np.ndarray


@dataclass(frozen=True, eq=False)
class Mesh:
    """Lines along every n-th row and column of nodes, and along the last ones.

    Attributes
    ----------
    step : int
    rows, cols : Lines
    """

    step: int
    rows: Lines
    cols: Lines

    @classmethod
    def empty(cls, examination):
        """Return the mesh of an `Examination`, to be filled."""
        shape, step = examination.shape, examination.mesh_step
        made = []
        for across, along in (shape, shape[::-1]):
            indices = _indices(across, step)
            blank = (len(indices), along)
            unknown = (np.full(blank, np.nan) for _ in range(2))
            made.append(Lines(indices, 0, *unknown, np.zeros(blank, dtype=np.uint8)))
        return cls(step, *made)

    @classmethod
    def lines_of(cls, examination, first, window, nodes, cell_flags):
        """Return the parts of the lines that lie in a window of nodes.

        Parameters
        ----------
        first : (int, int)
            Row and column of the first node of the arrays.
        window : ((int, int), (int, int))
            Nodes to take, inclusive ends.
        nodes : (float64 array, float64 array)
            Source rows and columns.
        cell_flags : uint8 array
            Of the cells between these nodes.

        Returns
        -------
        (Lines, Lines)
            Along rows and along columns.
        """
        # A border of nothing: each segment has a cell on both sides then.
        flags = np.pad(cell_flags, 1)
        return tuple(
            _lines_in(
                _indices(examination.shape[axis], examination.mesh_step),
                first[axis], window[axis], first[1 - axis], window[1 - axis],
                [each if axis == 0 else each.T for each in nodes],
                flags if axis == 0 else flags.T,
            )
            for axis in (0, 1)
        )  # fmt: skip

    def add(self, parts):
        """Take what `lines_of` returned into account, in place."""
        for mine, part in zip((self.rows, self.cols), parts):
            lines = np.searchsorted(mine.indices, part.indices)
            along = slice(part.start, part.start + part.row.shape[1])
            for name in ("row", "col", "flags"):
                getattr(mine, name)[lines, along] = getattr(part, name)

    def pieces(self, folded_flag):
        """Give the lines as `MeshLine` pieces, broken where nodes are unknown and at folds.

        Parameters
        ----------
        folded_flag : int
            The flag of cells that are folded.
        """
        for kind, lines in (("row", self.rows), ("col", self.cols)):
            for index, row, col, flags in zip(lines.indices, lines.row, lines.col, lines.flags):
                is_known = np.isfinite(row)
                is_folded = (flags[:-1] & folded_flag) != 0
                for start, stop in _runs(is_known[:-1] & is_known[1:], is_folded):
                    part = slice(start, stop + 1)
                    yield MeshLine(
                        kind, int(index), bool(is_folded[start]), start, row[part], col[part]
                    )


def _lines_in(indices, first, window, first_along, window_along, nodes, flags):
    """Return the `Lines` of an axis; arrays have that axis first, and flags a border of one."""
    indices = indices[(indices >= window[0]) & (indices <= window[1])]
    at = indices - first
    along = slice(window_along[0] - first_along, window_along[1] - first_along + 1)
    # Cells before a line, and after it; the one of index i is at i + 1.
    beside = flags[at, 1:] | flags[at + 1, 1:]
    row, col = (each[at][:, along] for each in nodes)
    return Lines(indices, window_along[0], row, col, beside[:, along])


def _runs(is_there, kind):
    """Return half-open bounds of the runs of segments that are there and of one kind."""
    state = np.where(is_there, kind.astype(np.int8), -1)
    bounds = np.r_[0, np.flatnonzero(np.diff(state)) + 1, state.size]
    return [
        (int(start), int(stop))
        for start, stop in zip(bounds[:-1], bounds[1:])
        if start < stop and state[start] >= 0
    ]
