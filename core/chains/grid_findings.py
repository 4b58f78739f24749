"""What a grid's transform tells of its nodes besides where they are."""

import math

import numpy as np

from ..rasters.writing import OutputSpec, plain_band


class GridFindings:
    """Gathers what a transform tells of the nodes; this one expects nothing.

    A transform may return arrays after row and column; they come here as the `others` of each
    `NodeTile`.

    Parameters
    ----------
    remarks : iterable of str
        That are known beforehand.

    Attributes
    ----------
    remarks : tuple of str
        Sentences for the user.
    numbers : dict of str
        Results by the names that an algorithm gives them.
    """

    numbers = {}

    def __init__(self, remarks=()):
        self.remarks = tuple(remarks)

    def specs(self, frame, metadata):
        """Return the `OutputSpec` of each raster of nodes to write beside the grid."""
        return ()

    def add(self, tile, outputs):
        """Take a `NodeTile`, and write to these rasters."""

    def finish(self, nodes, unknown):
        """Take the numbers of all nodes and of those that are unknown.

        Raises
        ------
        ValueError
            If such a grid is of no use; then nothing is written.
        """


class RpcFindings(GridFindings):
    """Counts why nodes of an RPC grid are unknown.

    Parameters
    ----------
    transform : type
        `RpcToSource`, whose numbers of reasons count.
    bounds : tuple
        Of the validity, see `RationalModel.bounds`.
    remarks : iterable of str
    """

    def __init__(self, transform, bounds, remarks=()):
        super().__init__(remarks)
        self._transform, self._bounds = transform, bounds
        self._not_covered = self._no_height = 0

    def add(self, tile, outputs):
        """Count reasons."""
        (why,) = tile.others
        self._not_covered += int(np.count_nonzero(why == self._transform.NOT_COVERED))
        self._no_height += int(np.count_nonzero(why == self._transform.NO_HEIGHT))

    def finish(self, nodes, unknown):
        """Put remarks together; raise ValueError if no node is known."""
        (west, south, low), (east, north, high) = self._bounds
        valid = (
            f"longitudes {west:.6g} to {east:.6g}, latitudes {south:.6g} to {north:.6g} and heights"
            f" {low:.6g} to {high:.6g} m"
        )
        if unknown == nodes:
            if self._no_height and not self._not_covered:
                raise ValueError("DEM has no height at any node; it must cover the output frame.")
            raise ValueError(
                "No node of the output frame can be placed in INPUT, whose RPC is valid for"
                f" {valid}."
            )
        if self._not_covered:
            self.remarks += (
                f"{self._not_covered} node(s) are outside of the RPC's validity: {valid}.",
            )
        if self._no_height:
            self.remarks += (f"{self._no_height} node(s) have no height in DEM.",)
        self.numbers = {
            "OUTSIDE_VALIDITY_COUNT": self._not_covered,
            "NO_HEIGHT_COUNT": self._no_height,
        }


class GeolocationFindings(GridFindings):
    """Counts nodes in folds, and keeps the errors of round trips.

    Parameters
    ----------
    destination : Destination or None
        Of a raster of these errors.
    """

    def __init__(self, destination):
        super().__init__()
        self._destination = destination
        self._folded, self._greatest = 0, 0.0

    def specs(self, frame, metadata):
        """Return that of the round trips, if they are asked for."""
        if self._destination is None:
            return ()
        bands = (plain_band(np.float64, math.nan, "round trip error"),)
        path, options = self._destination.path, tuple(self._destination.options)
        return (OutputSpec(path, frame, np.dtype(np.float64), bands, options, metadata),)

    def add(self, tile, outputs):
        """Count, compare and write."""
        places, error = tile.others
        self._folded += int(np.count_nonzero(places > 1))
        self._greatest = max(self._greatest, float(np.nanmax(error, initial=0.0)))
        (row, _), (col, _) = tile.window
        for output in outputs:
            output.write(error, 1, row, col)

    def finish(self, nodes, unknown):
        """Put remarks together; raise ValueError if no node is known."""
        if unknown == nodes:
            raise ValueError(
                "No node of the output frame lies within the geolocation arrays of INPUT."
            )
        if self._folded:
            self.remarks += (
                f"{self._folded} node(s) lie in several cells of the geolocation arrays; the first"
                " by row, then by column, was taken.",
            )
        self.numbers = {"FOLDED_COUNT": self._folded, "MAX_ROUND_TRIP": self._greatest}
