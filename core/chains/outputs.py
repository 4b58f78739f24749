"""What the chains that resample have in common: outputs of values, and of a mask beside them."""

import math
from dataclasses import dataclass, replace

import numpy as np

from ..conventions.classes import mask_classes
from ..conventions.conversion import representable
from ..rasters.errors import RasterError
from ..rasters.reading import files_behind, open_raster
from ..rasters.writing import OutputSpec, check_output, mask_spec, same_file
from .items import INVALID_VALUE_ITEM, VALID_VALUE_ITEM

# What a mask of ours says of its values.
MASK_ITEMS = (VALID_VALUE_ITEM, INVALID_VALUE_ITEM)


@dataclass(frozen=True)
class ResamplingReport:
    """What came out: numbers of pixels, and remarks for the user."""

    rows: int
    cols: int
    valid_count: int
    invalid_count: int
    remarks: tuple


def check_outputs(job, paths):
    """Raise RasterError unless the outputs of a job can be written without harm to an input.

    Parameters
    ----------
    job
        With `output` and `output_mask`.
    paths : iterable of str or None
        Of all rasters that the job reads.
    """
    check_pair(job.output, job.output_mask, "OUTPUT_MASK", paths)


def check_pair(output, second, name, paths):
    """Raise RasterError unless an output and perhaps a second one can be written.

    Parameters
    ----------
    output : Destination
    second : Destination or None
    name : str
        What the second one is called in an error message.
    paths : iterable of str or None
        See `check_outputs`.
    """
    inputs = files_behind(paths)
    check_output(output.path, "OUTPUT", inputs, output.options)
    if second is None:
        return
    check_output(second.path, name, inputs, second.options)
    if same_file(second.path, output.path):
        raise RasterError(f"{name} is {second.path}, which is OUTPUT as well.")


def output_specs(job, bands, frame, dtype, items=None):
    """Return the `OutputSpec` of a job's output, and that of its mask if it is asked for.

    Parameters
    ----------
    job
        With `output`, `output_mask` and `metadata`.
    bands : tuple of BandInfo
    frame : Frame
    dtype : numpy.dtype
    items : dict of str, optional
        More metadata of the output alone.
    """
    metadata = {**job.metadata, **(items or {})}
    specs = [OutputSpec(job.output.path, frame, dtype, bands, tuple(job.output.options), metadata)]
    if job.output_mask is not None:
        specs.append(mask_spec(job.output_mask.path, frame, job.output_mask.options, job.metadata))
    return specs


def validity_spec(job, destination, frame, dtype="uint8"):
    """Return the `OutputSpec` of a mask that is written in a job's own two values, and says so.

    Parameters
    ----------
    job
        With `valid_value`, `invalid_value` and `metadata`.
    destination : Destination
    frame : Frame
    dtype : str
        That holds the two values.
    """
    values = job.valid_value, job.invalid_value
    metadata = {**job.metadata, **dict(zip(MASK_ITEMS, values))}
    classes = mask_classes(*values)
    return mask_spec(destination.path, frame, destination.options, metadata, classes, dtype)


def with_remarks(report, remarks):
    """Return a report with more remarks, which come first."""
    return replace(report, remarks=(*remarks, *report.remarks))


def classes_kept(band, keeps, dtype):
    """Return a `BandInfo` with or without what belongs to classes: colours, names, attributes.

    Parameters
    ----------
    band : BandInfo
    keeps : bool
        Whether results are values of the source.
    dtype : numpy.dtype
        Of the output; colour tables exist for two only, and names count whole numbers.
    """
    has_colors = keeps and dtype in (np.uint8, np.uint16)
    return replace(
        band,
        colors=band.colors if has_colors else None,
        categories=band.categories if keeps and np.dtype(dtype).kind in "iu" else (),
        attributes=band.attributes if keeps else None,
    )


def mask_items(job, keeps):
    """Return which values a job's source says are valid and invalid, as its metadata items.

    Parameters
    ----------
    job
        With `source`.
    keeps : bool
        Whether results are values of the source, so that it holds for them too.

    Returns
    -------
    dict of str
        Empty if it says nothing.
    """
    if not keeps:
        return {}
    with open_raster(job.source) as dataset:
        items = {item: dataset.GetMetadataItem(item) for item in MASK_ITEMS}
    return {item: value for item, value in items.items() if value is not None}


def write_tile(tile, outputs):
    """Write a tile's values into the first output, and its validity into the second, if any.

    Parameters
    ----------
    tile
        With `window`, `values` (bands, rows, cols) and `valid` (rows, cols).
    outputs : list of OutputRaster
    """
    (row, _), (col, _) = tile.window
    for number, layer in enumerate(tile.values, 1):
        outputs[0].write(layer, number, row, col)
    for output in outputs[1:]:
        output.write(tile.valid, 1, row, col)


def nodata_of(asked, bands, dtype, items=None):
    """Return what to write where there is no result, and the value to declare, or None.

    It is what was asked for; else the nodata value of the first band, if all have one and the
    output can hold it; else NaN; else what is invalid in a mask that says so; else 0. These two
    are not declared, since a result may be that as well.

    Parameters
    ----------
    asked : float or None
    bands : iterable of BandInfo
        Of the source.
    dtype : numpy.dtype
        Of the output.
    items : dict of str, optional
        See `mask_items`.

    Raises
    ------
    ValueError
        If the output cannot hold what was asked for.
    """
    if asked is not None:
        if not representable(asked, dtype):
            raise ValueError(f"NODATA is {asked}; the {np.dtype(dtype)} output cannot hold it.")
        return asked, asked
    own = [band.nodata for band in bands]
    if all(value is not None for value in own) and representable(own[0], dtype):
        # GeoTIFF declares one value for all bands.
        return own[0], own[0]
    if np.dtype(dtype).kind == "f":
        return math.nan, math.nan
    invalid = float((items or {}).get(INVALID_VALUE_ITEM, 0))
    return (int(invalid) if representable(invalid, dtype) else 0), None
