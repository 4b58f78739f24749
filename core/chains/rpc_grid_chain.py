"""From an `RpcGridJob` to a grid raster."""

import functools
from dataclasses import dataclass

import numpy as np

from ..conventions.coordinates import edge_to_center
from ..transforms.maps import MapToMap, wgs84
from ..transforms.rpc import RationalModel, RpcToSource, read_rpc
from ..transforms.suggestion import suggest_frame
from .elevation import Heights, check_elevation
from .grid_findings import RpcFindings
from .grid_making import make_grid, target_frame

# A point that does not come back to within this share of a target cell is unknown.
_ROUND_TRIP = 0.1

# Positions along each axis of the source from which a frame is suggested.
_LATTICE = 33


def make_rpc_grid(job, progress=None, cancelled=None, executor=None):
    """Carry out an `RpcGridJob`; parameters, result and errors are those of `make_grid`.

    The report's `numbers` tell OUTSIDE_VALIDITY_COUNT and NO_HEIGHT_COUNT.
    """
    return make_grid(job, prepare_rpc, progress, cancelled, executor)


@dataclass(frozen=True)
class _ConstantHeight:
    height: float

    def __call__(self, longitude, latitude):
        return np.full(np.shape(longitude), self.height)


@dataclass(frozen=True)
class _RpcPlan:
    """Makes the transform of an RPC.

    Attributes
    ----------
    model : RationalModel
    make_heights : callable
        Returns a function from longitude and latitude to height.
    target_wkt : str
    tolerance : float
        See `MapToMap`.
    """

    model: RationalModel
    make_heights: object
    target_wkt: str
    tolerance: float

    def __call__(self):
        to_ground = MapToMap(self.target_wkt, wgs84(), self.tolerance)
        return RpcToSource(self.model, to_ground, self.make_heights())


def prepare_rpc(job, dataset, source):
    """Return what `make_grid` needs for an `RpcGridJob`."""
    model = read_rpc(dataset.GetMetadata("RPC"))
    make_heights, remarks = _heights(job, model)
    frame = target_frame(job, lambda wkt: _suggested_frame(model, make_heights(), source, wkt))
    plan = _RpcPlan(model, make_heights, frame.crs_wkt, _ROUND_TRIP * frame.cell_size)
    return plan, frame, functools.partial(RpcFindings, RpcToSource, model.bounds, remarks)


def _heights(job, model):
    """Return what makes the function of heights, and remarks for the user."""
    if job.elevation is not None:
        if job.height is not None:
            raise ValueError("Give HEIGHT or DEM, not both.")
        spec, remarks = check_elevation(job.elevation)
        return functools.partial(Heights, spec), remarks
    height = model.height if job.height is None else job.height
    (_, _, low), (_, _, high) = model.bounds
    if not low <= height <= high:
        raise ValueError(
            f"HEIGHT is {height:g} m; it must be {low:g} to {high:g}, where INPUT's RPC is valid."
        )
    return functools.partial(_ConstantHeight, height), ()


def _suggested_frame(model, height_of, source, target_wkt):
    """Return the frame that covers the source on the ground, with cells of its pixels' size."""
    rows, cols = (edge_to_center(np.linspace(0.0, size, _LATTICE)) for size in source.shape)
    ground = model.to_ground(*np.meshgrid(rows, cols, indexing="ij"), height_of)
    x, y = MapToMap(wgs84(), target_wkt)(*ground)
    spacing = tuple(size / (_LATTICE - 1) for size in source.shape)
    return suggest_frame(x, y, spacing, target_wkt)
