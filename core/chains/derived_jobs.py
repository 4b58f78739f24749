"""Jobs that make a grid raster from others: converted, composed, inverted, with a mask."""

import math
from dataclasses import dataclass, field
from typing import Optional

from ..conventions.frame import Frame
from ..grids.counting import Counting
from .jobs import Destination, GridBands, Polygons, RasterMask, Resources


@dataclass(frozen=True)
class DerivedJob:
    """Make a grid raster from another one; what the kinds have in common.

    Attributes
    ----------
    grid : GridBands
    output : Destination
    source : str or None
        Raster that the grid's coordinates count in; needed for map coordinates. Displacements are
        counted between places of the same map coordinates with it, else between equal rows and
        columns.
    counting : Counting
        How the new coordinates are counted.
    step : int or None
        Output pixels from one new node to the next; None keeps the grid's, or chooses one by
        `max_error`.
    max_error : float or None
        In the pixels that the new coordinates count; not with `step`.
    metadata : dict of str
    resources : Resources
    """

    grid: GridBands
    output: Destination
    source: Optional[str] = None
    counting: Counting = field(default_factory=Counting)
    step: Optional[int] = None
    max_error: Optional[float] = None
    metadata: dict = field(default_factory=dict)
    resources: Resources = field(default_factory=Resources)

    @property
    def inputs(self):
        """Paths of all rasters that are read, None for what there is not."""
        mask = self.grid.mask
        return self.grid.path, self.grid.col_path, mask and mask.path, self.source


@dataclass(frozen=True)
class ConvertJob(DerivedJob):
    """Write a grid in another convention, of a part, shifted, or of another step.

    Attributes
    ----------
    crop : Frame or None
        Whose rectangle the part has to cover, in the grid's reference system.
    shift : (float, float)
        Added to source rows and columns.
    reference : str or None
        Raster that `crop` comes from; the output must not replace it.
    """

    crop: Optional[Frame] = None
    shift: tuple = (0.0, 0.0)
    reference: Optional[str] = None

    @property
    def inputs(self):
        """Paths of all rasters that are read, None for what there is not."""
        return (*super().inputs, self.reference)


@dataclass(frozen=True)
class ComposeJob(DerivedJob):
    """Follow a grid by a second one.

    The grid leads from pixels of the output to those of an image between, which is the output of
    the second grid; that leads to the source.

    Attributes
    ----------
    second : GridBands
        Needed.
    """

    second: Optional[GridBands] = None

    @property
    def inputs(self):
        """Paths of all rasters that are read, None for what there is not."""
        return (*super().inputs, self.second.path)


@dataclass(frozen=True)
class InvertJob(DerivedJob):
    """Make the grid that leads back: from pixels of the source to those of the grid's output.

    `source` is needed.

    Attributes
    ----------
    frame : Frame or None
        That the new grid is for; the source's by default.
    reference : str or None
        Raster that `frame` comes from; the output must not replace it.
    """

    frame: Optional[Frame] = None
    reference: Optional[str] = None

    @property
    def inputs(self):
        """Paths of all rasters that are read, None for what there is not."""
        return (*super().inputs, self.reference)


@dataclass(frozen=True)
class GridMaskJob:
    """Make a grid at full resolution, or at any finer step, together with its mask.

    Attributes
    ----------
    grid : GridBands
        Its coordinates keep their convention, whatever it is.
    output : Destination
    output_mask : Destination or None
    step : int
        Pixels of the full resolution from one row and column of the output to the next; a divisor
        of the grid's step.
    mask : RasterMask or None
        Of the nodes if it has their rows and columns, else laid over by georeference.
    polygons : Polygons
        In the grid's reference system.
    rule : str
        Which cells belong to a polygon: ``center``, ``center-strict`` or ``touch``.
    threshold : float
        Smallest interpolated validity that is valid.
    merge : bool
        Whether the grid gets `fill_value` where the mask is invalid.
    fill_value : float
        Finite or NaN; declared as nodata then.
    valid_value, invalid_value : int
        Of the mask, 0 to 255.
    metadata : dict of str
    resources : Resources
    """

    grid: GridBands
    output: Destination
    output_mask: Optional[Destination] = None
    step: int = 1
    mask: Optional[RasterMask] = None
    polygons: Polygons = field(default_factory=Polygons)
    rule: str = "center"
    threshold: float = 0.999
    merge: bool = True
    fill_value: float = math.nan
    valid_value: int = 1
    invalid_value: int = 0
    metadata: dict = field(default_factory=dict)
    resources: Resources = field(default_factory=Resources)
