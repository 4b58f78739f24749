"""Cells of a band as codes, equal where cells are of one class, for polygons to be made of them."""

from dataclasses import dataclass

import numpy as np

from ..conventions.frame import Frame
from ..engines.outlines import BACKGROUND
from ..rasters.errors import RasterError
from ..rasters.reading import (
    KeptOpen,
    band_info,
    check_bands,
    frame_of,
    open_raster,
    read_band,
    read_validity,
)
from .items import INVALID_VALUE_ITEM, VALID_VALUE_ITEM
from .validity import read_mask

CLASSES = ("valid", "invalid", "both", "values")

_VALID, _INVALID = 1, 0


@dataclass(frozen=True)
class CodePlan:
    """All that reading a window needs to know, as plain values.

    Attributes
    ----------
    source : str
    band : int
        Counted from 1.
    classes : str
        See `VectorizeJob`.
    wanted : tuple of int
        Codes that become polygons; empty for all.
    frame : Frame
    dtype : numpy.dtype
        Of the band.
    mask_values : (float, float)
        What the raster says that valid and invalid cells have, 1 and 0 if it says nothing.
    """

    source: str
    band: int
    classes: str
    wanted: tuple
    frame: Frame
    dtype: np.dtype
    mask_values: tuple

    @property
    def value_type(self):
        """The type of `values_of`: int or float."""
        if self.classes != "values":
            return int
        # Vector files have no unsigned numbers of 64 bits.
        return int if self.dtype.kind in "iu" and self.dtype != np.uint64 else float

    def values_of(self, codes):
        """Return the values of cells of some codes as a list."""
        if self.classes != "values":
            valid, invalid = self.mask_values
            return [valid if code == _VALID else invalid for code in codes.tolist()]
        return [self.value_type(value) for value in _values(codes, self.dtype).tolist()]

    @staticmethod
    def names_of(codes):
        """Return what a mask's codes stand for: valid, invalid."""
        return ["valid" if code == _VALID else "invalid" for code in codes.tolist()]


def code_plan(job):
    """Return the `CodePlan` of a `VectorizeJob`.

    Raises
    ------
    RasterError, ValueError
        If the raster cannot be opened, has no such band, or the job asks for what does not exist.
    """
    if job.classes not in CLASSES:
        raise ValueError(f"CLASSES is {job.classes}; it must be one of {', '.join(CLASSES)}.")
    if job.values and job.classes != "values":
        raise ValueError(
            f"VALUES is given, but CLASSES is {job.classes}; VALUES chooses some of CLASSES=values."
        )
    with open_raster(job.source) as dataset:
        check_bands(dataset, [job.band])
        dtype = band_info(dataset, job.band).dtype
        items = (dataset.GetMetadataItem(item) for item in (VALID_VALUE_ITEM, INVALID_VALUE_ITEM))
        valid, invalid = (
            own if item is None else int(float(item))
            for own, item in zip((_VALID, _INVALID), items)
        )
        wanted = {"valid": (_VALID,), "invalid": (_INVALID,), "both": ()}.get(job.classes)
        if wanted is None:
            wanted = tuple(_codes_of_list(job.values, dtype))
        return CodePlan(
            job.source, job.band, job.classes, wanted, frame_of(dataset), dtype, (valid, invalid)
        )


class CodeReader:
    """Reads windows of a band as codes; several threads may do so at once.

    Parameters
    ----------
    plan : CodePlan
    check : callable
        Called before each window.
    """

    def __init__(self, plan, check):
        self._plan, self._check, self._files = plan, check, KeptOpen()

    def __call__(self, window):
        """Return a window, as `Tiles` gives it, and its int64 codes, `BACKGROUND` for none."""
        self._check()
        plan = self._plan
        with self._files.open(plan.source) as dataset:
            if plan.classes != "values":
                codes = read_mask(dataset, plan.band, "INPUT", window).astype(np.int64)
            else:
                codes = self._classes(dataset, window)
        if len(plan.wanted) == 1:
            codes[codes != plan.wanted[0]] = BACKGROUND
        elif plan.wanted:
            codes[~np.isin(codes, plan.wanted)] = BACKGROUND
        return window, codes

    def _classes(self, dataset, window):
        values = read_band(dataset, self._plan.band, "INPUT", window)
        valid = read_validity(dataset, [self._plan.band], [values], "INPUT", window)
        codes = _codes(values)
        taken = codes == BACKGROUND
        if taken.any() and (valid is None or (taken & valid).any()):
            raise RasterError(
                f"Band {self._plan.band} of INPUT has the value {values[taken][0]}, which is kept"
                " for cells without a class; declare it as nodata."
            )
        if valid is not None:
            codes[~valid] = BACKGROUND
        return codes


def _codes(values):
    """Return int64 numbers that are equal where values are."""
    if values.dtype.kind == "f":
        # Adding 0 makes 0 of -0.
        return (values.astype(np.float64) + 0.0).view(np.int64)
    return values.view(np.int64) if values.dtype == np.uint64 else values.astype(np.int64)


def _values(codes, dtype):
    """Return the values that have some codes; the inverse of `_codes`."""
    if dtype.kind == "f":
        return codes.view(np.float64)
    return codes.view(np.uint64) if dtype == np.uint64 else codes


def _codes_of_list(values, dtype):
    """Yield the codes of listed values."""
    for value in values:
        if not np.isfinite(value):
            raise ValueError(f"VALUES has {value}; it must be finite numbers.")
        if not _is_held(value, dtype):
            raise ValueError(f"VALUES has {value:g}, which a band of {dtype} cannot hold.")
        # As the band holds it: 0.1 is another number there if it has 32 bits.
        number = value if dtype.kind == "f" else int(value)
        yield int(_codes(np.array([number], dtype=dtype))[0])


def _is_held(value, dtype):
    """Tell whether a type has a number, or of a floating one the nearest."""
    if dtype.kind == "f":
        with np.errstate(over="ignore"):
            return bool(np.isfinite(np.array(value, dtype=dtype)))
    return value == int(value) and np.iinfo(dtype).min <= value <= np.iinfo(dtype).max
