"""`array_grid_resampling`: sample an array where a grid says."""

import warnings
from dataclasses import dataclass
from typing import Optional

import numpy as np

from ..conventions.arrays import real_number
from ..conventions.conversion import representable
from ..conventions.pairs import real_pair
from ..conventions.window import as_window, window_indices, window_shape
from ..engines.blocks import read_threads
from ..interpolation.interpolator import get_interpolator
from ..interpolation.policy import DEFAULT_MINIMUM_VALID_WEIGHT, read_policy
from .grid import read_grid
from .padding import check_boundary_condition
from .resample import Settings, resample
from .source import Surroundings, read_source


def array_grid_resampling(
    interp,
    array_in,
    grid_row,
    grid_col,
    grid_resolution,
    array_out,
    array_out_win=None,
    nodata_out=0,
    array_in_origin=(0.0, 0.0),
    win=None,
    array_in_mask=None,
    array_in_mask_safe_win=None,
    grid_mask=None,
    grid_mask_valid_value=1,
    grid_nodata=None,
    array_out_mask=None,
    check_boundaries=True,
    interp_kwargs=None,
    standalone=True,
    boundary_condition=None,
    trust_padding=True,
    logger_msg_prefix=None,
    logger=None,
    threads=None,
    extrapolation=0.5,
    progress=None,
    validity_policy="strict",
    minimum_valid_weight=DEFAULT_MINIMUM_VALID_WEIGHT,
    antialias=False,
):
    """Resample an array through a grid of source coordinates.

    Names, defaults and results follow GridR 0.7's function. Coordinates are (row, col) with pixel
    centres on integers; windows are ``((row_start, row_end), (col_start, col_end))`` with
    inclusive ends; masks hold 1 where valid. No input is ever written to.

    A result is valid if every source sample *with weight* exists and is valid (a sample exactly
    at an integer coordinate needs only itself), and every grid node with weight is valid.
    Coordinates are bilinear between nodes and rounded to 1e-12.

    Parameters
    ----------
    interp : str or Interpolator
        ``nearest`` (floor(x + 1/2)), ``linear``, ``cubic`` (Keys, a = -1/2), ``bspline3``,
        ``bspline5``, ``bspline7``, ``bspline9``, ``bspline11`` (cardinal B-splines).
    array_in : array_like, (rows, cols) or (bands, rows, cols)
        Any real dtype; computed in float64.
    grid_row, grid_col : array_like, (node rows, node cols)
        Source coordinates of the nodes, any real dtype. A coordinate that is not finite is an
        invalid node.
    grid_resolution : (int, int) or int
        Output pixels from one node to the next, per axis; an axis of more than 1 needs two nodes
        or more. The full-resolution output has ``(nodes - 1) * resolution + 1`` pixels an axis.
    array_out : numpy.ndarray or None
        Written in place; None allocates float64 of shape (rows, cols) for 2-D input,
        (bands, rows, cols) for 3-D. Integers are rounded half to even and clipped.
    array_out_win : window, optional
        Where to write in `array_out` and in a given `array_out_mask`; must have the size of `win`.
        By default the first rows and columns. Ignored when `array_out` is None.
    nodata_out : number or None
        Written where the result is invalid; None stands for NaN.
    array_in_origin : (float, float)
        Added to grid coordinates; only with ``standalone=False``.
    win : window, optional
        Part of the full-resolution output to compute; all by default.
    array_in_mask : array_like (rows, cols), optional
        Non-zero where the source is valid; one mask for all bands.
    array_in_mask_safe_win : window, optional
        Part of the source that the caller promises to be valid whatever the mask holds.
    grid_mask, grid_mask_valid_value
        Nodes whose mask differs from the valid value are invalid. Excludes `grid_nodata`.
    grid_nodata : float, optional
        Nodes with a coordinate (row or col) within 1e-5 of it are invalid.
    array_out_mask : numpy.ndarray or bool, optional
        True allocates the validity of the result (uint8); an array is written in place.
    check_boundaries : bool
        Accepted for GridR's sake: memory is never read unchecked.
    interp_kwargs : dict, optional
        Settings of the interpolator, see `get_interpolator`; only B-splines have any.
    standalone : bool
        Prepare the source here: cut out the window that the grid needs, pad it, and for B-splines
        fill what is invalid or not finite and compute the coefficients. False takes the array as
        it stands; B-splines then take coefficients, from `array_bspline_prefiltering`.
    boundary_condition : str, optional
        ``constant`` (0), ``edge``, ``reflect``, ``symmetric`` or ``wrap`` (``numpy.pad``'s
        meaning) outside the source; None has nothing there. Ignored unless `standalone`.
    trust_padding : bool
        Whether results that lean on the padding are valid. Ignored without a boundary condition.
        The recursion of B-splines leans on it in any case, and on the mirror image of the source
        without a boundary condition (where GridR 0.7 has zeros); what is nearer to the border
        than the influence of an invalid sample is then invalid, unless the start is exact.
        The mask is padded like the values, so ``constant`` next to a mask that has invalid pixels
        stays invalid (GridR 0.7).
    logger_msg_prefix, logger
        Accepted for GridR's sake.
    threads : int, optional
        Threads to compute in; all cores by default. The result does not depend on it.
    extrapolation : float
        How far, in pixels beyond the outermost centres, a trusted boundary condition can be
        used; the default is the footprint of the source, ``[-0.5, size - 0.5]``.
    progress : callable, optional
        Called in this thread with the share done (0 to 1); an exception that it raises ends the
        work and passes on.
    validity_policy : str
        What makes a result valid, for all interpolators but nearest. ``strict`` is the rule above
        (for B-splines: of the coefficients, of which those near invalid samples are invalid).
        ``renormalized``: valid samples have at least `minimum_valid_weight` of the weight; the
        others are left out and the weights scaled to a sum of 1. ``nearest``: the sample nearest
        to the position is valid; values as for ``renormalized``. By these two there are values up
        to the edges of the source's cells, also without a boundary condition. For B-splines the
        weights are those of coefficients, and invalid samples take part as they were filled.
    minimum_valid_weight : float
        For ``renormalized``: 0 < minimum <= 1.
    antialias : bool
        Whether the kernel widens where the grid zooms out, along rows and along columns of the
        source by as many samples as lie there in an output pixel (from 1.05 to 128), so that
        details which the result cannot hold are averaged; see `widened_kernel`. Samples are
        weighed then, not coefficients, and the rule above is for all samples that the wider
        kernel weighs. Nearest takes one sample all the same. Not without `standalone`.

    Returns
    -------
    (numpy.ndarray or None, numpy.ndarray or None)
        The result and its mask; each None where a buffer was given or, for the mask, none asked.

    Raises
    ------
    TypeError, ValueError
        Before anything is written, with a sentence that names the argument.
    """
    interpolator = get_interpolator(interp, **(interp_kwargs or {}))
    check_boundary_condition(boundary_condition)
    source = read_source(array_in, array_in_mask, array_in_mask_safe_win)
    grid = read_grid(
        grid_row, grid_col, grid_resolution, win, grid_mask, grid_mask_valid_value, grid_nodata
    )
    origin = _read_origin(array_in_origin, standalone)
    threads = read_threads(threads)
    extrapolation = real_number(extrapolation, "extrapolation")
    if not 0 <= extrapolation < np.inf:
        raise ValueError(f"extrapolation is {extrapolation}; it must be 0 pixels or more.")
    output = _read_output(
        array_out, array_out_win, array_out_mask, nodata_out, source, grid, np.ndim(array_in)
    )

    policy = read_policy(validity_policy, minimum_valid_weight)
    if antialias and not standalone:
        raise ValueError("antialias is True, which needs standalone.")

    trusted = trust_padding and boundary_condition is not None
    surroundings = Surroundings(boundary_condition, trusted, extrapolation)
    settings = Settings(
        interpolator, surroundings, policy, output.nodata, origin, standalone, bool(antialias)
    )
    resample(source, grid, settings, output.values, output.valid, threads, progress)
    if not output.valid.any() and grid.source_bounds(threads) is None:
        warnings.warn("The grid has no valid node: all results are invalid.", stacklevel=2)
    return output.result, output.result_mask


@dataclass(frozen=True)
class _Output:
    """Where results go: views of the size of the window, and what the caller gets back."""

    values: np.ndarray
    valid: np.ndarray
    nodata: float
    result: Optional[np.ndarray]
    result_mask: Optional[np.ndarray]


def _read_origin(array_in_origin, standalone):
    origin = real_pair(
        (0.0, 0.0) if array_in_origin is None else array_in_origin, "array_in_origin"
    )
    if standalone and origin != (0.0, 0.0):
        raise ValueError(
            f"array_in_origin is {array_in_origin}; it must be (0, 0) unless standalone is False."
        )
    return origin


def _read_output(array_out, array_out_win, array_out_mask, nodata_out, source, grid, ndim):
    bands, shape = source.bands, grid.shape
    nodata = float("nan") if nodata_out is None else real_number(nodata_out, "nodata_out")
    if array_out is None:
        values = np.empty((bands,) + shape)
        result, place = values[0] if ndim == 2 else values, None
    else:
        values = _as_bands(array_out, bands)
        result, place = None, array_out_win
        if place is None and all(size >= needed for size, needed in zip(values.shape[1:], shape)):
            # As in GridR: a larger array gets the result in its first rows and columns.
            place = tuple((0, needed - 1) for needed in shape)
    if not representable(nodata, values.dtype):
        raise ValueError(f"nodata_out is {nodata_out}; the {values.dtype} output cannot hold it.")
    frame = values.shape[1:]
    window = as_window(place, frame, "array_out_win")
    if window_shape(window) != shape:
        raise ValueError(
            f"The output window has shape {window_shape(window)}; it must be the grid window's"
            f" {shape}."
        )
    where = window_indices(window)
    result_mask = None
    if array_out_mask is None or array_out_mask is False:
        valid = np.empty(shape, dtype=np.uint8)
    elif array_out_mask is True:
        # Like the values: the whole frame of a given array_out, of which only the window is set.
        result_mask = np.zeros(frame, dtype=np.uint8)
        valid = result_mask[where]
    else:
        valid = _as_mask_buffer(array_out_mask, frame)[where]
    return _Output(values[(slice(None),) + where], valid, nodata, result, result_mask)


def _as_bands(array_out, bands):
    if not isinstance(array_out, np.ndarray) or array_out.dtype.kind not in "biuf":
        raise TypeError("array_out must be None or a numpy array of real numbers.")
    if not array_out.flags.writeable:
        raise ValueError("array_out is read-only.")
    values = array_out[np.newaxis] if array_out.ndim == 2 else array_out
    if values.ndim != 3 or values.shape[0] != bands:
        raise ValueError(
            f"array_out has shape {array_out.shape}; it must have the {bands} band(s) of array_in."
        )
    return values


def _as_mask_buffer(array_out_mask, frame):
    if not isinstance(array_out_mask, np.ndarray) or array_out_mask.dtype.kind not in "biuf":
        raise TypeError("array_out_mask must be None, True, False or a numpy array of numbers.")
    if array_out_mask.shape != frame:
        raise ValueError(
            f"array_out_mask has shape {array_out_mask.shape}; it must be the output's {frame}."
        )
    if not array_out_mask.flags.writeable:
        raise ValueError("array_out_mask is read-only.")
    return array_out_mask
