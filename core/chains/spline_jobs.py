"""The job of a resampling by splines."""

from dataclasses import dataclass, field
from typing import Optional

from ..conventions.frame import Frame
from ..grass.operations import Spline
from .jobs import Destination, Polygons, RasterMask, Resources

# What is derived of the surface, and the parameter that says where it goes.
DERIVED_OUTPUTS = {
    "slope": "OUTPUT_SLOPE",
    "aspect": "OUTPUT_ASPECT",
    "profile": "OUTPUT_PROFILE_CURVATURE",
    "tangential": "OUTPUT_TANGENTIAL_CURVATURE",
    "mean": "OUTPUT_MEAN_CURVATURE",
    "dx": "OUTPUT_DX",
    "dy": "OUTPUT_DY",
    "dxx": "OUTPUT_DXX",
    "dyy": "OUTPUT_DYY",
    "dxy": "OUTPUT_DXY",
}


@dataclass(frozen=True)
class RasterBand:
    """A band of a raster file, counted from 1."""

    path: str
    band: int = 1


@dataclass(frozen=True)
class SplineJob:
    """Resample bands of a raster by regularized splines with tension, as GRASS's r.resamp.rst.

    Attributes
    ----------
    source : str
    frame : Frame
        Of the outputs. As the source's it must be upright.
    output : Destination
        Of the surface.
    derived : dict of str to Destination
        By the keys of `DERIVED_OUTPUTS`; each has as many bands as the surface. float32 if `dtype`
        is that, else float64; NaN where null.
    operation : Spline
        Its smoothing is None with a `smoothing` raster.
    smoothing : RasterBand or None
        Smoothing of each cell, on the source's cells.
    bands : tuple of int
        Counted from 1; empty for all. Each has its own nulls.
    mask : RasterMask or None
        Null cells of the source, in all bands; the surface goes on over them.
    polygons : Polygons
        Null cells of the source, in its reference system.
    target_mask : RasterMask or None
        Outputs are null where the cell of this raster in which their centre falls is 0 or null.
    nodata : float or None
        Written for null into the surface; None takes the source's, or NaN, or 0 undeclared.
    dtype : str or None
        numpy name of the surface's type; None for float64.
    output_mask : Destination or None
        It is 1 where all bands of the surface have a value.
    reference : str or None
        Raster that the frame comes from; no output must replace it.
    resources : Resources
    metadata : dict of str
        Written into the outputs.
    """

    source: str
    frame: Frame
    output: Destination
    derived: dict = field(default_factory=dict)
    operation: Spline = field(default_factory=Spline)
    smoothing: Optional[RasterBand] = None
    bands: tuple = ()
    mask: Optional[RasterMask] = None
    polygons: Polygons = field(default_factory=Polygons)
    target_mask: Optional[RasterMask] = None
    nodata: Optional[float] = None
    dtype: Optional[str] = None
    output_mask: Optional[Destination] = None
    reference: Optional[str] = None
    resources: Resources = field(default_factory=Resources)
    metadata: dict = field(default_factory=dict)
