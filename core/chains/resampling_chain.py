"""From a `ResamplingJob` to a resampled raster and its mask."""

import math
from dataclasses import dataclass, replace

import numpy as np

from ..conventions.coordinates import edge_to_center
from ..conventions.validity import Validity
from ..grids.coordinates import grid_full_resolution_shape
from ..grids.nodata import is_nodata
from ..interpolation.interpolator import BSpline, get_interpolator
from ..rasters.errors import RasterError
from ..rasters.reading import (
    band_info,
    check_bands,
    files_behind,
    frame_of,
    open_raster,
    read_band,
    read_validity,
)
from ..rasters.writing import (
    OutputSpec,
    check_output,
    gdal_type,
    mask_spec,
    output_rasters,
    same_file,
)
from ..resampling.array_grid_resampling import array_grid_resampling
from ..resampling.conversion import representable
from ..resampling.policy import read_policy
from .following import Follower
from .items import STEP_ITEMS, TARGET_ITEMS
from .resampling_remarks import remarks_on_border, remarks_on_settings, remarks_on_values
from .validity import burn_polygons_on, mask_on_frame


@dataclass(frozen=True)
class ResamplingReport:
    """What came out: numbers of pixels, and remarks for the user."""

    rows: int
    cols: int
    valid_count: int
    invalid_count: int
    remarks: tuple


@dataclass(frozen=True)
class _Grid:
    """A grid raster in memory: nodes in (row, col) of the source, pixel centres on integers."""

    row: np.ndarray
    col: np.ndarray
    valid: np.ndarray
    factors: tuple
    frame: object


@dataclass(frozen=True)
class _Source:
    """Bands in memory, their validity, and how each one describes itself."""

    values: np.ndarray
    valid: object
    bands: tuple


def resample_raster(job, progress=None, cancelled=None):
    """Carry out a `ResamplingJob`.

    Parameters
    ----------
    progress, cancelled : callable, optional
        See `Follower`.

    Returns
    -------
    ResamplingReport

    Raises
    ------
    RasterError, TypeError, ValueError
        With one sentence; nothing has been written then.
    Cancelled
    """
    follower = Follower(progress, cancelled)
    _check_outputs(job)
    interpolator = _interpolator(job)
    read_policy(job.validity_policy, job.minimum_valid_weight)
    with open_raster(job.source, "INPUT") as dataset:
        grid = _read_grid(job.grid, frame_of(dataset))
        follower.stage(0.0, 0.05)(1.0)
        source = _read_source(job, dataset, follower.stage(0.05, 0.3))

    dtype = np.dtype(job.dtype) if job.dtype else np.result_type(*(b.dtype for b in source.bands))
    gdal_type(dtype)
    fill, declared = _nodata(job.nodata, source.bands, dtype)
    frame = grid.frame
    values = np.empty((len(source.bands),) + frame.shape, dtype=dtype)
    valid = np.empty(frame.shape, dtype=np.uint8)
    _resample(job, interpolator, source, grid, fill, values, valid, follower.stage(0.3, 0.8))
    remarks = (
        *remarks_on_settings(job, interpolator),
        *remarks_on_border(job, interpolator, grid.valid, valid),
        *remarks_on_values(job, grid.valid, values, valid, fill, declared),
    )
    # Colours belong to classes, and only an interpolator that picks makes no new ones.
    keeps_colors = interpolator.picks_one and dtype in (np.uint8, np.uint16)
    bands = tuple(
        replace(band, nodata=declared, colors=band.colors if keeps_colors else None)
        for band in source.bands
    )
    _write(job, bands, frame, values, valid, follower.stage(0.8, 1.0))
    count = int(np.count_nonzero(valid))
    return ResamplingReport(frame.rows, frame.cols, count, valid.size - count, remarks)


def _interpolator(job):
    interpolator = get_interpolator(job.interpolator)
    if not isinstance(interpolator, BSpline):
        return interpolator
    return get_interpolator(
        job.interpolator,
        epsilon=job.epsilon,
        mask_influence_threshold=job.mask_influence_threshold,
        recursion_start=job.recursion_start,
    )


def _resample(job, interpolator, source, grid, fill, values, valid, progress):
    if not grid.valid.any():  # told by a remark
        values[...], valid[...] = fill, Validity.INVALID
        return
    array_grid_resampling(
        interpolator,
        source.values,
        grid.row,
        grid.col,
        grid.factors,
        values,
        nodata_out=fill,
        win=((0, grid.frame.rows - 1), (0, grid.frame.cols - 1)),
        array_in_mask=source.valid,
        grid_mask=grid.valid,
        array_out_mask=valid,
        boundary_condition=job.boundary_condition,
        trust_padding=job.trust_padding,
        threads=job.threads,
        progress=progress,
        validity_policy=job.validity_policy,
        minimum_valid_weight=job.minimum_valid_weight,
    )


def _check_outputs(job):
    inputs = [job.source, job.grid.path]
    inputs += [mask.path for mask in (job.mask, job.grid.mask) if mask is not None]
    inputs = files_behind(inputs)
    check_output(job.output.path, "OUTPUT", inputs, job.output.options)
    if job.output_mask is None:
        return
    check_output(job.output_mask.path, "OUTPUT_MASK", inputs, job.output_mask.options)
    if same_file(job.output_mask.path, job.output.path):
        raise RasterError(f"OUTPUT_MASK is {job.output_mask.path}, which is OUTPUT as well.")


def _read_source(job, dataset, report):
    bands = tuple(job.bands) or tuple(range(1, dataset.RasterCount + 1))
    check_bands(dataset, bands, "INPUT")
    frame = frame_of(dataset)
    layers = []
    for number, band in enumerate(bands, 1):
        layers.append(read_band(dataset, band, "INPUT"))
        report(0.7 * number / len(bands))
    valid = read_validity(dataset, bands, layers, "INPUT")
    described = tuple(band_info(dataset, band) for band in bands)
    report(0.8)
    parts = [] if valid is None else [valid]
    if job.mask is not None:
        parts.append(mask_on_frame(job.mask, frame, name="MASK_IN"))
    burnt = burn_polygons_on(frame, job.polygons)
    if burnt is not None:
        parts.append(burnt)
    report(1.0)
    valid = np.logical_and.reduce(parts) if parts else None
    return _Source(np.stack(layers), valid, described)


def _read_grid(bands, source_frame):
    with open_raster(bands.path, "GRID") as dataset:
        numbers = (bands.row_band, bands.col_band)
        check_bands(dataset, numbers, "GRID")
        layers = [read_band(dataset, band, "GRID") for band in numbers]
        valid = read_validity(dataset, numbers, layers, "GRID")
        frame = frame_of(dataset)
        items = dataset.GetMetadata() or {}
    first, second = (layer.astype(np.float64) for layer in layers)
    valid = np.ones(first.shape, dtype=bool) if valid is None else valid
    if bands.nodata is not None:
        valid &= ~(is_nodata(first, bands.nodata) | is_nodata(second, bands.nodata))
    if bands.mask is not None:
        valid &= _grid_mask(bands, frame)
    row, col = _to_center(first, second, bands.convention, source_frame)
    own = tuple(_whole(items.get(name)) for name in STEP_ITEMS)
    factors = tuple(given or step or 1 for given, step in zip(bands.factors, own))
    for nodes, factor, axis in zip(frame.shape, factors, ("row", "col")):
        if factor > 1 and nodes < 2:
            raise RasterError(
                f"GRID has a single {axis}, but GRID_RESOLUTION_{axis.upper()}S is {factor}; it"
                " must be 1 then."
            )
    shape = grid_full_resolution_shape(frame.shape, factors)
    if factors == own:
        shape = _target_shape(shape, factors, items)
    return _Grid(row, col, valid, factors, frame.refined(factors, shape))


def _grid_mask(bands, frame):
    with open_raster(bands.mask.path, "GRID_MASK") as dataset:
        check_bands(dataset, [bands.mask.band], "GRID_MASK")
        mask = read_band(dataset, bands.mask.band, "GRID_MASK")
    if mask.shape != frame.shape:
        raise RasterError(
            f"GRID_MASK has {mask.shape[0]} x {mask.shape[1]} pixels; it must have those of GRID,"
            f" {frame.rows} x {frame.cols}."
        )
    return mask == bands.mask_valid_value


def _to_center(first, second, convention, source_frame):
    """Return (row, col) with pixel centres on integers."""
    if convention == "pixel-center":
        return first, second
    if convention == "cell-edge":
        return edge_to_center(first), edge_to_center(second)
    if convention == "map":
        if source_frame.geotransform is None:
            raise RasterError(
                "GRID_CONVENTION is map, but INPUT has no georeference to place map coordinates by."
            )
        with np.errstate(invalid="ignore", over="ignore"):
            return source_frame.map_to_center(second, first)
    raise ValueError(f"There is no grid convention {convention!r}.")


def _target_shape(full, factors, items):
    """Return the shape that the grid was made for if it says so, else all that it covers."""
    made_for = tuple(_whole(items.get(name)) for name in TARGET_ITEMS)
    fits = all(
        target is not None and size - factor < target <= size
        for target, size, factor in zip(made_for, full, factors)
    )
    return made_for if fits else full


def _whole(text):
    return int(text) if text is not None and text.isdigit() and int(text) > 0 else None


def _nodata(asked, bands, dtype):
    """Return what to write where there is no result, and the value to declare, or None."""
    if asked is not None:
        if not representable(asked, dtype):
            raise ValueError(f"NODATA is {asked}; the {dtype} output cannot hold it.")
        return asked, asked
    own = [band.nodata for band in bands]
    if all(value is not None for value in own) and representable(float(own[0]), dtype):
        # GeoTIFF declares one value for all bands.
        return float(own[0]), own[0]
    if dtype.kind == "f":
        return math.nan, math.nan
    return 0, None


def _write(job, bands, frame, values, valid, report):
    specs = [
        OutputSpec(
            job.output.path, frame, values.dtype, bands, tuple(job.output.options), job.metadata
        )
    ]
    if job.output_mask is not None:
        specs.append(mask_spec(job.output_mask.path, frame, job.output_mask.options, job.metadata))
    with output_rasters(*specs) as outputs:
        for number, layer in enumerate(values, 1):
            outputs[0].write(layer, number)
            report(0.9 * number / len(bands))
        if job.output_mask is not None:
            outputs[1].write(valid)
        report(1.0)
