"""What the chains that resample have in common: outputs of values, and of a mask beside them."""

import math
from dataclasses import dataclass, replace

import numpy as np

from ..conventions.conversion import representable
from ..rasters.errors import RasterError
from ..rasters.reading import files_behind
from ..rasters.writing import OutputSpec, check_output, mask_spec, same_file


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


def output_specs(job, bands, frame, dtype):
    """Return the `OutputSpec` of a job's output, and that of its mask if it is asked for.

    Parameters
    ----------
    job
        With `output`, `output_mask` and `metadata`.
    bands : tuple of BandInfo
    frame : Frame
    dtype : numpy.dtype
    """
    specs = [
        OutputSpec(job.output.path, frame, dtype, bands, tuple(job.output.options), job.metadata)
    ]
    if job.output_mask is not None:
        specs.append(mask_spec(job.output_mask.path, frame, job.output_mask.options, job.metadata))
    return specs


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


def nodata_of(asked, bands, dtype):
    """Return what to write where there is no result, and the value to declare, or None.

    It is what was asked for; else the nodata value of the first band, if all have one and the
    output can hold it; else NaN; else 0, not declared, since a result may be 0 as well.

    Parameters
    ----------
    asked : float or None
    bands : iterable of BandInfo
        Of the source.
    dtype : numpy.dtype
        Of the output.

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
    return 0, None
