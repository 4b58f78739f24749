"""Jobs as plain values: what the algorithms, scripts and tests hand to the chains."""

from dataclasses import dataclass, field
from typing import Optional

from ..conventions.control_points import ControlPoints
from ..conventions.frame import Frame
from ..interpolation.bspline import DEFAULT_EPSILON, DEFAULT_MASK_INFLUENCE_THRESHOLD
from ..interpolation.policy import DEFAULT_MINIMUM_VALID_WEIGHT
from ..transforms.affine import Movement
from ..transforms.operations import Operation


class Cancelled(Exception):  # noqa: N818 (a request of the user, not an error)
    """The user asked to stop; nothing was written."""


@dataclass(frozen=True)
class RasterMask:
    """A band that is non-zero where pixels are valid."""

    path: str
    band: int = 1


@dataclass(frozen=True)
class Polygons:
    """Polygon layers as WKB, already in the reference system of the raster they belong to.

    None stands for no layer, which constrains nothing; an empty tuple for a layer that has no
    polygon near the raster. `PolygonRings` take the place of WKB where it has been read.
    """

    valid: Optional[tuple] = None
    invalid: Optional[tuple] = None


@dataclass(frozen=True)
class Destination:
    """Where a raster goes.

    Attributes
    ----------
    path : str
    options : tuple of str
        GDAL creation options.
    """

    path: str
    options: tuple = ()


@dataclass(frozen=True)
class Resources:
    """What a job may take; its result does not depend on it.

    Attributes
    ----------
    threads : int or None
        Tiles computed at once; by default GRIDR_THREADS of the environment, else all cores.
    max_memory : float or None
        Megabytes for each process; by default GRIDR_MAX_MEMORY of the environment, else a quarter
        of the machine's memory, at most 1024.
    scheduler : str or None
        Address of a Dask scheduler, whose workers compute then instead of threads.
    """

    threads: Optional[int] = None
    max_memory: Optional[float] = None
    scheduler: Optional[str] = None


@dataclass(frozen=True)
class GridBands:
    """A grid raster: for each node the source coordinates, in one of several conventions.

    Attributes
    ----------
    path : str
    row_band, col_band : int
        Counted from 1. For the convention ``map`` they hold y and x.
    col_path : str or None
        Raster of the column band, if it is another.
    convention : str
        See `core.grids.counting`.
    factors : (int or None, int or None)
        Output pixels from one node to the next; None takes what the raster says of itself, or 1.
    mask : RasterMask or None
        Nodes whose mask differs from `mask_valid_value` are invalid.
    mask_valid_value : float
    nodata : float or None
        Besides the raster's own nodata value.
    base : int
        Number of the source's first row and column, 0 or 1.
    """

    path: str
    row_band: int = 1
    col_band: int = 2
    convention: str = "pixel-center"
    factors: tuple = (None, None)
    mask: Optional[RasterMask] = None
    mask_valid_value: float = 1
    nodata: Optional[float] = None
    col_path: Optional[str] = None
    base: int = 0


@dataclass(frozen=True)
class ResamplingJob:
    """Resample bands of a raster through a grid.

    Attributes
    ----------
    source : str
    bands : tuple of int
        Counted from 1; empty for all.
    grid : GridBands or GridJob
        A grid raster, or for `warp_raster` what says how to make one; its output is not used.
    interpolator : str
    epsilon, mask_influence_threshold, recursion_start
        Settings of a B-spline, see `core.interpolation.bspline.BSpline`; no other interpolator
        uses them.
    validity_policy : str
    minimum_valid_weight : float
        See `core.interpolation.policy.ValidityPolicy`.
    boundary_condition : str or None
    trust_padding : bool
    mask : RasterMask or None
        Validity of the source, besides its own nodata, mask and alpha.
    polygons : Polygons
        Validity of the source, in its reference system.
    antialias : bool
        Whether the kernel widens where the grid zooms out.
    nodata : float or None
        None takes the source's, or NaN, or 0 undeclared.
    dtype : str or None
        numpy name of the output type; None for the source's.
    output, output_mask : Destination or None
    resources : Resources
    metadata : dict of str
        Written into the outputs.
    """

    source: str
    grid: object
    output: Destination
    bands: tuple = ()
    interpolator: str = "cubic"
    epsilon: float = DEFAULT_EPSILON
    mask_influence_threshold: float = DEFAULT_MASK_INFLUENCE_THRESHOLD
    recursion_start: str = "truncated"
    validity_policy: str = "strict"
    minimum_valid_weight: float = DEFAULT_MINIMUM_VALID_WEIGHT
    boundary_condition: Optional[str] = None
    trust_padding: bool = False
    mask: Optional[RasterMask] = None
    polygons: Polygons = Polygons()
    nodata: Optional[float] = None
    dtype: Optional[str] = None
    output_mask: Optional[Destination] = None
    resources: Resources = Resources()
    metadata: dict = field(default_factory=dict)
    antialias: bool = False


@dataclass(frozen=True)
class RegionJob:
    """Resample bands of a raster from its region to another, as GRASS does.

    Attributes
    ----------
    source : str
    frame : Frame
        Of the output. As the source's it must be upright.
    operation : Nearest, Interpolation or Statistics
        See `core.grass.operations`.
    bands : tuple of int
        Counted from 1; empty for all. Each has its own nulls.
    mask : RasterMask or None
        Null cells of the source, in all bands.
    polygons : Polygons
        Null cells of the source, in its reference system.
    nodata : float or None
        Written for null; None takes the source's, or NaN, or 0 undeclared.
    dtype : str or None
        numpy name of the output type; None for float64 as in GRASS. `Nearest` keeps the source's.
    output, output_mask : Destination or None
        The mask is 1 where all bands have a value.
    reference : str or None
        Raster that the frame comes from; the output must not replace it.
    resources : Resources
    metadata : dict of str
        Written into the outputs.
    """

    source: str
    frame: Frame
    operation: object
    output: Destination
    bands: tuple = ()
    mask: Optional[RasterMask] = None
    polygons: Polygons = Polygons()
    nodata: Optional[float] = None
    dtype: Optional[str] = None
    output_mask: Optional[Destination] = None
    reference: Optional[str] = None
    resources: Resources = Resources()
    metadata: dict = field(default_factory=dict)


@dataclass(frozen=True)
class IndexAlignment:
    """GridR's way to lay a mask over the output: by node numbers, without georeference.

    Attributes
    ----------
    factors : (int, int)
        Output pixels from one mask pixel to the next.
    first : (int, int)
        Full-resolution row and column of the mask on which the first output pixel lies.
    """

    factors: tuple = (1, 1)
    first: tuple = (0, 0)


# What a mask may be written in, by numpy's names.
MASK_TYPES = ("uint8", "uint16", "int16", "int32", "float32")


@dataclass(frozen=True)
class MaskJob:
    """Make a validity mask.

    Attributes
    ----------
    frame : Frame
        Of the output.
    polygons : Polygons
        In the frame's reference system.
    rule : str
        ``center``, ``center-strict``, ``touch`` or ``coverage``.
    coverage : float
        Share of a cell's area that makes it belong to polygons by the last rule, more than 0 and at
        most 1.
    mask : RasterMask or None
    alignment : IndexAlignment or None
        None lays the mask over the output by georeference.
    threshold : float
        Smallest interpolated validity that is valid.
    oversampling_dtype : str
        ``float64`` or ``float32``.
    valid_value, invalid_value : int
        That `dtype` can hold.
    dtype : str
        numpy name of the output type: one of `MASK_TYPES`.
    output : Destination
    output_reason : Destination or None
        Of the `Reason` of each cell.
    metadata : dict of str
    reference : str or None
        Raster that the frame comes from; the output must not replace it.
    resources : Resources
    """

    frame: Frame
    output: Destination
    polygons: Polygons = Polygons()
    rule: str = "center"
    mask: Optional[RasterMask] = None
    alignment: Optional[IndexAlignment] = None
    threshold: float = 0.999
    oversampling_dtype: str = "float64"
    valid_value: int = 1
    invalid_value: int = 0
    metadata: dict = field(default_factory=dict)
    reference: Optional[str] = None
    resources: Resources = Resources()
    coverage: float = 0.5
    dtype: str = "uint8"
    output_reason: Optional[Destination] = None


@dataclass(frozen=True)
class GridJob:
    """Make a grid raster; what its kinds have in common.

    Attributes
    ----------
    source : str
        Raster that will be resampled.
    frame : Frame or None
        Of the resampled output, with its reference system; None takes what is suggested for
        `crs_wkt`, with cells of `cell_size`.
    output : Destination or None
        None for a grid that is used only, see `ResamplingJob`.
    crs_wkt : str
        Target reference system where the frame does not tell it.
    step : int or None
        Output pixels from one node to the next; None chooses it by `max_error`.
    max_error : float
        In source pixels.
    metadata : dict of str
    resources : Resources
    reference : str or None
        Raster that the frame comes from; the output must not replace it.
    cell_size : float or None
        Side of a cell where no frame is given, in map units of the output; None takes what is
        suggested.
    """

    source: str
    frame: Optional[Frame]
    output: Destination
    crs_wkt: str = ""
    step: Optional[int] = None
    max_error: float = 0.01
    metadata: dict = field(default_factory=dict)
    resources: Resources = Resources()
    reference: Optional[str] = None
    cell_size: Optional[float] = None

    @property
    def inputs(self):
        """Paths of all rasters that are read, None for what there is not."""
        return self.source, self.reference


@dataclass(frozen=True)
class CrsGridJob(GridJob):
    """Make a grid raster from a change of reference system.

    With a `cell_size` alone the output keeps the source's reference system and extent, whose east
    and south sides are moved to the nearest whole cell.

    Attributes
    ----------
    operation : Operation or None
        From the source's reference system to the target's; None is PROJ's choice for the area of
        the frame.
    """

    operation: Optional[Operation] = None


@dataclass(frozen=True)
class CellCountJob:
    """Count the cells of a band that have a value, and those that are null.

    Attributes
    ----------
    source : str
    band : int
        Counted from 1.
    resources : Resources
    """

    source: str
    band: int = 1
    resources: Resources = Resources()


@dataclass(frozen=True)
class GridReportJob:
    """Find out what a grid raster does.

    Attributes
    ----------
    grid : GridBands
    source : str or None
        Raster that will be resampled; without it nothing is said about nodes outside of it.
    mesh_step : int or None
        Nodes from one line of the mesh to the next; None for about 50 lines each way.
    page : str or None
        Where the report goes as HTML.
    resources : Resources
    """

    grid: GridBands
    source: Optional[str] = None
    mesh_step: Optional[int] = None
    page: Optional[str] = None
    resources: Resources = Resources()


@dataclass(frozen=True)
class GcpGridJob(GridJob):
    """Make a grid raster from ground control points.

    Attributes
    ----------
    points : ControlPoints or None
    points_file : str or None
        A ``.points`` file of QGIS, in the place of `points`. Without both the raster's own points
        count.
    method : str
        ``polynomial1``, ``polynomial2``, ``polynomial3``, ``tps`` or ``homography``.
    """

    points: Optional[ControlPoints] = None
    points_file: Optional[str] = None
    method: str = "polynomial1"

    @property
    def inputs(self):
        """Paths of all files that are read, None for what there is not."""
        return (*super().inputs, self.points_file)


@dataclass(frozen=True)
class AffineGridJob(GridJob):
    """Make a grid raster that moves an image.

    The frame is in the reference system of the source.

    Attributes
    ----------
    movement : Movement
        What is done to the image.
    extent : str
        Of the output where no frame is given: ``input`` takes the source's frame, ``whole`` the one
        that holds all of the moved image.
    """

    movement: Movement = field(default_factory=Movement)
    extent: str = "input"


@dataclass(frozen=True)
class DisplacementBands:
    """A raster of displacements: two bands, of one raster or of two.

    Attributes
    ----------
    path : str
    x_band, y_band : int
        Counted from 1.
    y_path : str or None
        Raster of the second band, if it is another.
    """

    path: str
    x_band: int = 1
    y_band: int = 2
    y_path: Optional[str] = None


@dataclass(frozen=True)
class DisplacementGridJob(GridJob):
    """Make a grid raster from displacements.

    The frame is in the reference system of the source; None takes the source's.

    Attributes
    ----------
    displacement : DisplacementBands
    kind : str
        ``pixels``, ``map``, ``def`` or ``loc``, see `PixelDisplacements`.
    direction : str
        ``to-source``: source position = target position + displacement, over the target.
        ``to-target``: target position = source position + displacement, over the source.
    """

    displacement: DisplacementBands = DisplacementBands("")
    kind: str = "pixels"
    direction: str = "to-source"

    @property
    def inputs(self):
        """Paths of all rasters that are read, None for what there is not."""
        return (*super().inputs, self.displacement.path, self.displacement.y_path)


@dataclass(frozen=True)
class Elevation:
    """A raster of heights.

    Attributes
    ----------
    path : str
    band : int
        Counted from 1.
    interpolation : str
        ``nearest``, ``bilinear`` or ``cubic``.
    offset : float
        Added to its heights, in metres: from its vertical datum to the ellipsoid.
    missing : float or None
        Stands for a height of the raster where it has none; None leaves these points unknown.
    """

    path: str
    band: int = 1
    interpolation: str = "bilinear"
    offset: float = 0.0
    missing: Optional[float] = None


@dataclass(frozen=True)
class RpcGridJob(GridJob):
    """Make a grid raster from the RPC of a raster.

    Attributes
    ----------
    height : float or None
        Of all points, in metres above the ellipsoid; None takes the RPC's own offset.
    elevation : Elevation or None
        Heights in the place of `height`.
    """

    height: Optional[float] = None
    elevation: Optional[Elevation] = None

    @property
    def inputs(self):
        """Paths of all rasters that are read, None for what there is not."""
        return (*super().inputs, self.elevation and self.elevation.path)


@dataclass(frozen=True)
class GeolocationBands:
    """Arrays of longitudes and latitudes, or of eastings and northings.

    Attributes
    ----------
    x_path, y_path : str
    x_band, y_band : int
        Counted from 1.
    crs_wkt : str
        Reference system of the values; "" stands for WGS 84.
    row_offset, col_offset, row_step, col_step : float
        Source pixels up to the first node and from one node to the next.
    convention : str
        ``pixel-center``: a node is the centre of a block of ``step`` source pixels, the first of
        which begins `offset` pixels after the source's edge; ``top-left-corner``: it is the corner
        of this block. They are GDAL's two conventions.
    names : (str, str)
        What the arrays are called in an error message.
    """

    x_path: str
    y_path: str
    x_band: int = 1
    y_band: int = 1
    crs_wkt: str = ""
    row_offset: float = 0.0
    col_offset: float = 0.0
    row_step: float = 1.0
    col_step: float = 1.0
    convention: str = "pixel-center"
    names: tuple = ("LON", "LAT")


@dataclass(frozen=True)
class GeolocationGridJob(GridJob):
    """Make a grid raster from geolocation arrays.

    Attributes
    ----------
    arrays : GeolocationBands or None
        None takes those that the source names in GDAL's metadata domain GEOLOCATION.
    round_trip : Destination or None
        Of a raster with the error of the inversion at each node, in source pixels.
    """

    arrays: Optional[GeolocationBands] = None
    round_trip: Optional[Destination] = None

    @property
    def inputs(self):
        """Paths of all rasters that are read, None for what there is not."""
        arrays = self.arrays
        paths = () if arrays is None else (arrays.x_path, arrays.y_path)
        return (*super().inputs, *paths)
