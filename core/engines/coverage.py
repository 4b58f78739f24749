"""What both engines need to measure how much of each cell polygons cover.

Every edge is cut where it crosses the edges of cells. A piece that rises by a share t of a cell's
height covers t of all cells to the right of it, and of its own cell what lies between it and the
right side. Added up with signs over all edges of closed rings, that is the covered area.

Shares are whole multiples of 2^-52. So sums are exact and do not depend on their order: what is
far from all edges is covered by exactly 0 or 1, and neither tiles nor the order of polygons change
a bit. An edge that two polygons share is cut at the same places, and cancels itself.
"""

import numpy as np

# A whole cell. Sums may overflow on the way; what is left of them is right all the same, because
# whole numbers of 64 bits count in a circle.
WHOLE = 2.0**52


def check_cover(x_edges, y_edges, out):
    """Make sure that `out` has one cell between each pair of edges."""
    shape = (np.size(y_edges) - 1, np.size(x_edges) - 1)
    if out.dtype != np.float64 or out.shape != shape:
        raise ValueError(
            f"out is {out.dtype} of shape {out.shape}; it must be float64 of shape {shape}."
        )


def turning(x_edges, y_edges):
    """Return 1 where a ring that runs counterclockwise does so in ascending positions too, else -1.

    See `ascending`, which mirrors an axis.
    """
    mirrored = [np.size(edges) > 1 and edges[0] > edges[-1] for edges in (x_edges, y_edges)]
    return -1 if mirrored[0] != mirrored[1] else 1


def shares(heights, out):
    """Write the shares of cells, from what edges add to each cell and all to the right of it."""
    np.clip(np.cumsum(heights[:, :-1], axis=1) / WHOLE, 0.0, 1.0, out=out)
