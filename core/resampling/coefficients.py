"""Spline coefficients of the part of a source that a grid needs.

Invalid samples are filled from their valid neighbours, the source is continued beyond its border,
and both are filtered. A coefficient is valid by the strict policy unless an invalid sample is so
near that it has a share in it.
"""

import functools
import math
from dataclasses import dataclass

import numpy as np

from ..conventions.gathering import gather
from ..engines import engine
from ..engines.blocks import map_blocks
from ..interpolation.bspline import exact_indices, fill_reach, truncation_indices
from .filling import STAGES, fill_invalid
from .morphology import dilate_invalid
from .padding import boundary_indices
from .recursion import Ends, plan_axis
from .source import PreparedSource, mask_of, needed_window, reachable_domain

# How the recursion sees the source continued where the caller does not say it: by its mirror image
# about the outermost centres, which keeps constants and brings no jump.
_UNTOLD = "reflect"

# Lines that one thread filters at a time.
_BLOCK_COLUMNS = 128
_BLOCK_ROWS = 64


def prepare_coefficients(source, bspline, bounds, surroundings, strict, threads):
    """Compute the coefficients that a grid needs, and which ones are valid.

    Parameters
    ----------
    source : Source
        Samples that are not finite count as invalid.
    bspline : BSpline
    bounds : ((row_min, row_max), (col_min, col_max))
        Of the grid's source coordinates.
    surroundings : Surroundings
    strict : bool
        Whether the validity policy is; if so nothing is prepared for the others.
    threads : int

    Returns
    -------
    PreparedSource or None
        None when no coordinate can have a value.
    """
    layout = _layout(source, bspline, bounds, surroundings, strict)
    if layout is None:
        return None
    axes, plans, domain, sample_domain = layout
    trusted, exact = surroundings.trusted, bspline.recursion_start == "exact"
    outside = 1
    if surroundings.boundary_condition == "constant" and (trusted or exact):
        # As in GridR a mask is continued like the samples, by 0; not if all is valid.
        outside = 0 if source.has_invalid else 1
    values, valid = _load(source, axes, outside, fill_reach(bspline.order), threads)
    filter_in_place(values, [p.pieces_from(a.first) for p, a in zip(plans, axes)], threads)

    sample_valid = None
    if not strict:
        sample_valid = _validity_of_samples(valid, axes, trusted)
    if valid is not None:
        if not (trusted or exact):
            # What is outside takes its toll by the domain.
            for strip in _outside(axes):
                valid[strip] = 1
        valid = dilate_invalid(valid, bspline.influence_radius, threads)
    domain = tuple(
        (max(low, plan.kept[0] + bspline.before), min(high, plan.kept[1] - bspline.before))
        for (low, high), plan in zip(domain, plans)
    )
    first = tuple(axis.first for axis in axes)
    return PreparedSource(values, first, valid, domain, sample_valid, sample_domain)


def coefficients_size(source, bspline, bounds, surroundings, strict):
    """Return how many positions `prepare_coefficients` would compute in."""
    layout = _layout(source, bspline, bounds, surroundings, strict)
    return 0 if layout is None else math.prod(axis.length for axis in layout[0])


def piece_starts(source, bspline, surroundings):
    """Return, for rows and for columns, where the pieces begin in which they are filtered."""
    overhang = _overhang(surroundings)
    whole = ((-overhang, size - 1 + overhang) for size in source.shape)
    plans = (_plan(bspline, *axis, overhang) for axis in zip(source.shape, whole))
    return [plan.pieces.spans[:, 2].tolist() for plan in plans]


def _overhang(surroundings):
    """Return how far beyond the source coefficients may be needed; the same for all policies."""
    return math.ceil(surroundings.reach if surroundings.trusted else 0.5)


def _layout(source, bspline, bounds, surroundings, strict):
    """Return axes, plans, and the domains of the strict policy and of the others, or None."""
    trusted, exact = surroundings.trusted, bspline.recursion_start == "exact"
    radius = bspline.influence_radius
    continuation = surroundings.boundary_condition or _UNTOLD
    # What is outside and not trusted takes as much from the border as invalid samples would.
    lost = 0 if trusted or exact else radius + bspline.before
    reach = surroundings.reach if trusted else 0.0
    domain = tuple((lost - reach, size - 1.0 - lost + reach) for size in source.shape)
    sample_domain = reachable_domain(source.shape, surroundings)
    window = needed_window(bspline, bounds, domain if strict else sample_domain)
    if window is None:
        return None
    overhang = _overhang(surroundings)
    plans = [_plan(bspline, *axis, overhang) for axis in zip(source.shape, window)]
    halo = STAGES * fill_reach(bspline.order)
    axes = [
        _Axis.of(plan, size, continuation, radius, halo) for plan, size in zip(plans, source.shape)
    ]
    return axes, plans, domain, sample_domain


def filter_in_place(values, pieces, threads=1):
    """Turn samples into coefficients, along columns and then along rows.

    Parameters
    ----------
    values : float64 array (bands, rows, cols), C-contiguous
        On return complete where both axes keep what they filter; without the factor ``order!`` of
        each axis, as GridR 0.7 leaves it.
    pieces : (Pieces, Pieces)
        Of the rows and of the columns.
    threads : int
    """
    rows, cols = pieces

    def along_columns(start, stop):
        for band in values:
            engine().filter_columns(band, rows, start, stop)

    def along_rows(start, stop):
        first = rows.spans[0, 2]
        for band in values:
            engine().filter_rows(band, cols, first + start, first + stop)

    map_blocks(along_columns, values.shape[2], _BLOCK_COLUMNS, threads)
    map_blocks(along_rows, rows.spans[-1, 3] - rows.spans[0, 2], _BLOCK_ROWS, threads)


@dataclass(frozen=True)
class _Axis:
    """An axis of the array in which coefficients are computed.

    Attributes
    ----------
    first, last : int
        Source positions of the array, inclusive.
    part_first, part_last : int
        Those of the source itself that are in the array, inclusive.
    size : int
        Of the source.
    continuation : str
        What stands outside of it.
    """

    first: int
    last: int
    part_first: int
    part_last: int
    size: int
    continuation: str

    @staticmethod
    def of(plan, size, continuation, radius, halo):
        """Return the axis for a plan.

        Besides what the plan loads it has what is within `radius` of what the plan keeps, and of
        the source what is within `halo` of that, which decides how invalid samples are filled.
        """
        first = min(plan.loaded[0], plan.kept[0] - radius)
        last = max(plan.loaded[1], plan.kept[1] + radius)
        part_first = max(0, min(first, size - 1) - halo)
        part_last = min(size - 1, max(last, 0) + halo)
        return _Axis(
            min(first, part_first), max(last, part_last), part_first, part_last, size, continuation
        )

    @property
    def length(self):
        """Positions in the array."""
        return self.last - self.first + 1

    @property
    def part(self):
        """Where the part is in the array."""
        return slice(self.part_first - self.first, self.part_last - self.first + 1)

    def indices(self, place):
        """Return which source positions stand in a slice of the array; -1 for the constant."""
        return boundary_indices(
            self.first + place.start, self.first + place.stop, self.size, self.continuation
        )

    def strips(self):
        """Return the slices of the array before and after the part, if there is any such."""
        strips = slice(0, self.part.start), slice(self.part.stop, self.length)
        return [strip for strip in strips if strip.start < strip.stop]

    def holds(self, indices):
        """Whether these positions are all in the part, or the constant."""
        used = indices[indices >= 0]
        return used.size == 0 or (used.min() >= self.part_first and used.max() <= self.part_last)


def _plan(bspline, size, wanted, overhang):
    """Plan an axis whose coefficients may be needed for `overhang` samples beyond the outermost."""
    beyond = bspline.before + overhang
    domain = (-beyond, size - 1 + beyond)
    ends = None
    if bspline.recursion_start == "truncated":
        # Where GridR's padding ends if it is needed in full, whatever else is asked for here.
        margin = bspline.total_margins()[0]
        indices = truncation_indices(bspline.order, bspline.epsilon)
        ends = Ends(-margin, size - 1 + margin, indices)
    wanted = (max(domain[0], wanted[0]), min(domain[1], wanted[1]))
    return plan_axis(bspline.poles, exact_indices(bspline.order), domain, wanted, ends)


def _load(source, axes, outside, reach, threads):
    """Read the part of the source that an array needs, fill it, and continue it to the array's end.

    `outside` is the validity of the constant.

    Returns
    -------
    float64 array (bands, rows, cols), uint8 array (rows, cols) or None
        Samples, and their validity; None if all is valid.
    """
    rows, cols = axes
    values = np.empty((source.bands, rows.length, cols.length))
    inner = (rows.part, cols.part)
    window = ((rows.part_first, rows.part_last), (cols.part_first, cols.part_last))
    part_valid = _read_filled(source, window, values[(slice(None), *inner)], reach, threads)
    valid = np.full(values.shape[1:], outside, dtype=np.uint8)
    valid[inner] = 1 if part_valid is None else part_valid
    strips = [(strip, cols.part) for strip in rows.strips()]
    strips += [(slice(0, rows.length), strip) for strip in cols.strips()]
    for places in strips:
        indices = [axis.indices(place) for axis, place in zip(axes, places)]
        if all(axis.holds(each) for axis, each in zip(axes, indices)):
            read = functools.partial(_read_again, values, valid, axes)
        else:
            read = functools.partial(_read_far, source, STAGES * reach, reach, threads)
        strip = np.empty((source.bands + 1, *(each.size for each in indices)))
        gather(read, *indices, strip)
        values[(slice(None), *places)] = strip[:-1]
        constant = (indices[0][:, None] < 0) | (indices[1] < 0)
        valid[places] = np.where(constant, outside, strip[-1])
    return values, None if valid.all() else valid


def _read_again(values, valid, axes, window):
    """Return samples, and as one band more their validity, from the array that holds them."""
    rows, cols = (
        slice(first - axis.first, last + 1 - axis.first)
        for (first, last), axis in zip(window, axes)
    )
    return np.concatenate((values[:, rows, cols], valid[np.newaxis, rows, cols]))


def _read_far(source, halo, reach, threads, window):
    """Return samples, and as one band more their validity, from another end of the source."""
    around = [
        (max(0, first - halo), min(size - 1, last + halo))
        for (first, last), size in zip(window, source.shape)
    ]
    values = np.empty((source.bands, *(last - first + 1 for first, last in around)))
    valid = mask_of(_read_filled(source, around, values, reach, threads), around)
    rows, cols = (
        slice(first - start, last + 1 - start) for (first, last), (start, _) in zip(window, around)
    )
    return np.concatenate((values[:, rows, cols], valid[np.newaxis, rows, cols]))


def _read_filled(source, window, out, reach, threads):
    """Read a window into an array, invalid samples filled; return its validity, None for all."""
    part = source.read(window)

    def copy(start, stop):
        out[:, start:stop] = part[:, start:stop]
        return bool(np.isfinite(out[:, start:stop].sum()))

    with np.errstate(over="ignore", invalid="ignore"):
        # A sum is quicker than a look at each; one that overflows only costs the look.
        finite = all(map_blocks(copy, out.shape[1], _BLOCK_ROWS, threads))
    valid = source.validity(window)
    if not finite:
        each = np.isfinite(out).all(axis=0)
        if not each.all():
            valid = each.astype(np.uint8) if valid is None else valid & each
    if valid is not None:
        fill_invalid(out, valid, reach, threads)
    return valid


def _validity_of_samples(valid, axes, trusted):
    """Return which samples are there and valid themselves; None for all."""
    if trusted:
        return None if valid is None else valid.copy()
    samples = np.ones([axis.length for axis in axes], np.uint8) if valid is None else valid.copy()
    for strip in _outside(axes):
        samples[strip] = 0
    return samples


def _outside(axes):
    """Return where an array lies outside of the source, as pairs of slices."""
    rows, cols = axes
    everywhere = slice(None)
    return [(strip, everywhere) for strip in rows.strips()] + [
        (everywhere, strip) for strip in cols.strips()
    ]
