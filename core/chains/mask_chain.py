"""From a `MaskJob` to a mask raster."""

from dataclasses import dataclass

import numpy as np

from ..conventions.pairs import full_resolution_shape
from ..masks.build_mask import build_mask
from ..rasters.errors import RasterError
from ..rasters.reading import files_behind
from ..rasters.writing import check_output, mask_spec, output_rasters
from .following import Follower
from .items import INVALID_VALUE_ITEM, VALID_VALUE_ITEM
from .validity import burn_polygons_on, mask_on_frame, read_mask


@dataclass(frozen=True)
class MaskReport:
    """What came out: numbers of cells."""

    valid_count: int
    invalid_count: int


def make_mask(job, progress=None, cancelled=None):
    """Carry out a `MaskJob`.

    Parameters
    ----------
    progress, cancelled : callable, optional
        See `Follower`.

    Returns
    -------
    MaskReport

    Raises
    ------
    RasterError, ValueError
        With one sentence; nothing has been written then.
    Cancelled
    """
    follower = Follower(progress, cancelled)
    _check(job)
    report = follower.stage(0.0, 1.0)
    valid = np.ones(job.frame.shape, dtype=bool)
    if job.mask is not None:
        valid &= _mask_part(job)
    report(0.3)
    burnt = burn_polygons_on(job.frame, job.polygons, job.rule)
    if burnt is not None:
        valid &= burnt
    report(0.7)
    values = np.where(valid, job.valid_value, job.invalid_value).astype(np.uint8)
    metadata = dict(
        job.metadata, **{VALID_VALUE_ITEM: job.valid_value, INVALID_VALUE_ITEM: job.invalid_value}
    )
    spec = mask_spec(job.output.path, job.frame, job.output.options, metadata)
    with output_rasters(spec) as (output,):
        output.write(values)
        report(1.0)
    count = int(np.count_nonzero(valid))
    return MaskReport(count, valid.size - count)


def _check(job):
    if not 0 <= job.threshold <= 1:
        raise ValueError(f"THRESHOLD is {job.threshold}; it must be within 0 to 1.")
    for name, value in (("VALID_VALUE", job.valid_value), ("INVALID_VALUE", job.invalid_value)):
        if not 0 <= value <= 255:
            raise ValueError(f"{name} is {value}; it must be within 0 to 255.")
    if job.valid_value == job.invalid_value:
        raise ValueError(f"VALID_VALUE and INVALID_VALUE are both {job.valid_value}.")
    inputs = files_behind([job.reference, job.mask.path if job.mask else None])
    check_output(job.output.path, "OUTPUT", inputs, job.output.options)


def _mask_part(job):
    if job.alignment is None:
        return mask_on_frame(job.mask, job.frame, job.threshold, job.oversampling_dtype, "MASK_IN")
    mask, _ = read_mask(job.mask, "MASK_IN")
    full = full_resolution_shape(mask.shape, job.alignment.factors)
    for reach, first, size, axis in zip(full, job.alignment.first, job.frame.shape, ("ROW", "COL")):
        if first + size > reach:
            raise RasterError(
                f"MASK_IN by index reaches over {reach} output {axis.lower()}s, but {size} from"
                f" MASK_IN_TARGET_{axis} {first} on need {first + size}; give a larger mask or"
                f" MASK_IN_RESOLUTION_{axis}S."
            )
    window = tuple(
        (first, first + size - 1) for first, size in zip(job.alignment.first, job.frame.shape)
    )
    valid = build_mask(
        job.frame.shape,
        (1, 1),
        None,
        mask_in=mask,
        mask_in_target_win=window,
        mask_in_resolution=job.alignment.factors,
        oversampling_dtype=np.dtype(job.oversampling_dtype),
        mask_in_binary_threshold=job.threshold,
    )
    return valid != 0
