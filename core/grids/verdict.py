"""What a grid does, in plain sentences."""

from dataclasses import dataclass

from .accumulation import Span
from .examination import ANTIALIASING_LIMIT

GOOD, NOTE, PROBLEM = "good", "note", "problem"

# A scale this near to 1 is kept, and an anisotropy up to there is none to speak of.
_KEPT = 0.05
_STRETCHED = 1.1

# Share of the cells at each end that may be odd.
_ODD = 0.01

# Degrees below which nobody sees a rotation, and a difference of rotations.
_TURNED, _SPREAD = 0.05, 0.1

# Source pixels between nodes that are worth a word, and too many for most uses.
_INEXACT, _WRONG = 0.05, 0.5


@dataclass(frozen=True)
class Remark:
    """A sentence or two about a grid.

    Attributes
    ----------
    level : str
        `GOOD`, `NOTE` or `PROBLEM`.
    text : str
    """

    level: str
    text: str


def verdict(summary):
    """Return what a `GridSummary` means, the most general first.

    Returns
    -------
    list of Remark
    """
    remarks = [_about_size(summary)]
    if not summary.findings.known_nodes:
        remarks.append(
            Remark(PROBLEM, "No node is known: whatever is resampled through it is all invalid.")
        )
    elif summary.misses_source:
        remarks.append(_about_missing(summary))
    parts = (_geometry, _folds, _unknown, _outside, _step, _antialiasing)
    return [*remarks, *(remark for part in parts for remark in part(summary))]


def number_text(value, digits=3):
    """Return a number with some digits that count, without an exponent where that is short."""
    if 1e-3 <= abs(value) < 10**digits:
        return f"{value:#.{digits}g}".rstrip(".")
    return f"{value:.0f}" if 1 <= abs(value) < 1e6 else f"{value:.{digits}g}"


def span_text(span):
    """Return a `Span` in words."""
    return f"{number_text(span.least)} to {number_text(span.greatest)}"


def place_text(place):
    """Return a (row, col) in words."""
    return f"row {place[0]}, column {place[1]}"


def bounds_text(places):
    """Return the bounds of `Places` in words."""
    rows, cols = (
        f"{one} {low}" if low == high else f"{one}s {low} to {high}"
        for one, (low, high) in (("row", places.rows), ("column", places.cols))
    )
    return f"{rows}, {cols}"


def share_text(count, total):
    """Return a share in percent, never 0 % of something nor 100 % of less than all."""
    percent = 100 * count / total
    if 0 < percent < 0.1:
        return "less than 0.1 %"
    if 99.9 < percent < 100:
        return "more than 99.9 %"
    return f"{percent:.3g} %"


def _counted(count, noun):
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def _about_size(summary):
    rows, cols = summary.examination.shape
    factors = summary.examination.factors
    text = "one for each output pixel"
    if factors != (1, 1):
        text = f"one every {factors[0]} output rows and {factors[1]} output columns"
    return Remark(GOOD, f"The grid has {rows} x {cols} nodes, {text}.")


def _about_missing(summary):
    findings, (rows, cols) = summary.findings, summary.examination.source_shape
    return Remark(
        PROBLEM,
        f"The grid misses the input: it asks for rows {span_text(findings.rows)} and columns"
        f" {span_text(findings.cols)}, but the input has {rows} x {cols} pixels. All that is"
        " resampled through it is invalid.",
    )


def _geometry(summary):
    findings = summary.findings
    if not summary.cell_count:
        if findings.known_nodes:
            yield Remark(NOTE, "No four neighbouring nodes are known, so it has no scale.")
        return
    mean = summary.mean_scale
    low, high = findings.smaller.quantile(_ODD), findings.larger.quantile(1 - _ODD)
    extremes = findings.smaller.minimum, findings.larger.maximum
    # Single odd cells shall not hide what the others do.
    odd = ""
    if extremes[0] < low * (1 - _KEPT) or extremes[1] > high * (1 + _KEPT):
        odd = f" for nearly all cells, {span_text(Span(*extremes))} at the extremes"
    else:
        low, high = extremes
    scale = "changes the scale"
    if low >= 1 - _KEPT and high <= 1 + _KEPT:
        scale = "keeps the scale"
    elif mean > 1 + _KEPT:
        scale = "zooms out"
    elif mean < 1 - _KEPT:
        scale = "zooms in"
    yield Remark(
        GOOD,
        f"It {_turn(summary)}{scale}: {span_text(Span(low, high))} input pixels per"
        f" output pixel{odd}; {number_text(mean)} on average.",
    )
    if summary.is_mirrored:
        yield Remark(NOTE, "It mirrors the image.")
    stretch = findings.anisotropy
    if stretch.count and stretch.maximum > _STRETCHED:
        yield Remark(
            NOTE,
            f"It stretches pixels: one axis up to {number_text(stretch.maximum)} times as much as"
            f" the other, half of the cells {number_text(stretch.quantile(0.5))} times or less;"
            f" most at the cell of {place_text(stretch.maximum_at)}.",
        )


def _turn(summary):
    """Return the words about the rotation, up to what follows."""
    low, high = summary.rotation_range
    if not low <= high:
        return ""
    if max(abs(low), abs(high)) < _TURNED:
        return "does not turn and "
    between = f" ({low:.1f} to {high:.1f})" if high - low >= _SPREAD else ""
    return f"turns by {summary.rotation:.1f} degrees{between} and "


def _folds(summary):
    folded, flat = summary.folded, summary.findings.flat
    if folded.count:
        yield Remark(
            PROBLEM,
            f"{_are(folded.count, 'cell')} folded, so that they show parts of the input twice or"
            f" mirrored: {bounds_text(folded)}; the first is at {place_text(folded.first)}.",
        )
    if flat.count:
        yield Remark(
            PROBLEM,
            f"{_are(flat.count, 'cell')} without area in the input: {bounds_text(flat)}; the first"
            f" is at {place_text(flat.first)}.",
        )


def _are(count, noun):
    return f"{_counted(count, noun)} {'is' if count == 1 else 'are'}"


def _unknown(summary):
    unknown, findings = summary.unknown, summary.findings
    if not unknown.count:
        yield Remark(GOOD, "All nodes are known.")
        return
    kinds = (
        (findings.not_finite, "not finite"),
        (findings.nodata, "nodata"),
        (findings.masked, "masked"),
    )
    told = ", ".join(f"{places.count} {name}" for places, name in kinds if places.count)
    yield Remark(
        NOTE,
        f"{_are(unknown.count, 'node')} unknown ({share_text(unknown.count, summary.node_count)};"
        f" {told}), and the output around them invalid: {bounds_text(unknown)}; the first is at"
        f" {place_text(unknown.first)}.",
    )


def _outside(summary):
    findings = summary.findings
    if summary.examination.source_shape is None or not findings.known_nodes:
        return
    outside = findings.outside
    if not outside.count:
        yield Remark(GOOD, "All known nodes lie in the input.")
        return
    share = share_text(outside.count, summary.node_count)
    if not summary.misses_source:
        yield Remark(
            NOTE,
            f"{_counted(outside.count, 'node')} ({share}) {'lies' if outside.count == 1 else 'lie'}"
            f" outside of the input: {bounds_text(outside)}; the first is at"
            f" {place_text(outside.first)}.",
        )


def _step(summary):
    if not summary.has_error:
        return
    double = number_text(summary.double_step_error)
    if max(summary.examination.factors) == 1:
        yield Remark(
            GOOD, f"A grid of every second node would be off by up to {double} input pixels."
        )
        return
    error = summary.step_error
    level = GOOD if error <= _INEXACT else NOTE if error <= _WRONG else PROBLEM
    advice = "" if level == GOOD else " A finer step lessens that, unless the grid jumps there."
    yield Remark(
        level,
        f"Between its nodes it is off by up to {number_text(error)} input pixels"
        f" (RMS {number_text(summary.rms_step_error)}), as far as its nodes tell; most around the"
        f" node of {place_text(summary.findings.errors.maximum_at)}. A grid of every second node"
        f" would be off by up to {double}.{advice}",
    )


def _antialiasing(summary):
    aliased = summary.findings.aliased
    if not summary.cell_count:
        return
    if not summary.needs_antialiasing:
        if not aliased.count:
            yield Remark(GOOD, "The input need not be smoothed first.")
        return
    yield Remark(
        PROBLEM,
        f"It skips pixels: {_counted(aliased.count, 'cell')}"
        f" ({share_text(aliased.count, summary.cell_count)}) take more than {ANTIALIASING_LIMIT:g}"
        f" input pixels for an output pixel, up to {number_text(summary.findings.larger.maximum)}."
        " Interpolators do not average, so fine details turn into false patterns: smooth or shrink"
        " the input first.",
    )
