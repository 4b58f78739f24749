"""The report on a grid as one page of HTML."""

import base64
from html import escape

from .examination import ANTIALIASING_LIMIT
from .picture import grid_picture
from .verdict import (
    GOOD,
    NOTE,
    PROBLEM,
    bounds_text,
    number_text,
    place_text,
    share_text,
    span_text,
    verdict,
)

# Plain colours first: not all viewers know of dark surroundings.
_STYLE = """
:root { color-scheme: light dark; }
body { font-family: sans-serif; max-width: 1000px; margin: 1.5em auto; padding: 0 1em;
  background: #ffffff; color: #222222; line-height: 1.4; }
h1 { font-size: 1.5em; margin-bottom: 0.2em; }
h2 { font-size: 1.15em; margin-top: 1.6em; }
img { max-width: 100%; height: auto; }
ul { list-style: none; padding: 0; }
li { margin: 0.4em 0; padding: 0.3em 0.7em; border-left: 5px solid #009e73; }
li.note { border-color: #e69f00; }
li.problem { border-color: #d55e00; font-weight: bold; }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; vertical-align: top; padding: 0.3em 0.8em 0.3em 0;
  border-bottom: 1px solid #dddddd; }
th { font-weight: normal; white-space: nowrap; }
td.value { white-space: nowrap; font-weight: bold; }
td.meaning, p.faint { color: #666666; font-size: 0.9em; }
@media (prefers-color-scheme: dark) {
body { background: #1d1f21; color: #e8e8e8; }
th, td { border-color: #44484c; }
td.meaning, p.faint { color: #aaaaaa; }
}
"""

# Not all viewers show the colours, nor do all people see them.
_WORDS = {GOOD: "", NOTE: "Note: ", PROBLEM: "Problem: "}


def grid_page(summary, title, note=""):
    """Return the report on a grid as HTML that needs nothing else, no network either.

    Parameters
    ----------
    summary : GridSummary
    title : str
        Names the grid; any text.
    note : str
        Stands below the title; any text.

    Returns
    -------
    str
    """
    items = "".join(
        f'<li class="{remark.level}">{_WORDS[remark.level]}{escape(remark.text)}</li>\n'
        for remark in verdict(summary)
    )
    rows = "".join(
        f'<tr><th scope="row">{escape(name)}</th><td class="value">{escape(value)}</td>'
        f'<td class="meaning">{escape(meaning)}</td></tr>\n'
        for name, value, meaning in numbers_of(summary)
    )
    picture = base64.b64encode(grid_picture(summary).encode("utf-8")).decode("ascii")
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(title)}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n"
        f'<h1>{escape(title)}</h1>\n<p class="faint">{escape(note)}</p>\n'
        f"<ul>\n{items}</ul>\n<h2>Picture</h2>\n"
        f'<p><img alt="The mesh of the grid over the input, and maps of its scales and errors"'
        f' src="data:image/svg+xml;base64,{picture}"></p>\n'
        f"<h2>Numbers</h2>\n<table>\n{rows}</table>\n</body>\n</html>\n"
    )


def numbers_of(summary):
    """Return the numbers of a report as (name, value, meaning), all of them text."""
    return [*_of_nodes(summary), *_of_cells(summary), *_of_errors(summary)]


def _of_nodes(summary):
    findings, (rows, cols) = summary.findings, summary.examination.shape
    factors = summary.examination.factors
    yield "Nodes", f"{summary.node_count}", f"{rows} rows and {cols} columns"
    yield "Step", f"{factors[0]} x {factors[1]}", "output rows and columns from node to node"
    for name, places, meaning in (
        ("Not finite", findings.not_finite, "nodes with a coordinate that is not a finite number"),
        ("Nodata", findings.nodata, "nodes that are nodata, or masked by their own raster"),
        ("Masked", findings.masked, "nodes that the grid mask makes invalid"),
    ):
        yield name, _count(places, summary.node_count), meaning + _where(places)
    if findings.known_nodes:
        for name, span in (("Source rows", findings.rows), ("Source columns", findings.cols)):
            yield (
                name,
                span_text(span),
                "what known nodes ask for, pixel centres on integers",
            )
    if summary.examination.source_shape is not None:
        for name, places, meaning in (
            ("Outside", findings.outside, "known nodes beyond the input's outer edges"),
            (
                "Beyond the centres",
                findings.beyond_centers,
                "known nodes beyond the centres of the input's outermost pixels; interpolation"
                " needs a boundary condition there",
            ),
        ):
            yield name, _count(places, summary.node_count), meaning + _where(places)


def _of_cells(summary):
    findings, cells = summary.findings, summary.cell_count
    yield "Cells", f"{cells}", "between four known nodes; they have what follows"
    if not cells:
        return
    yield (
        "Scale",
        f"{number_text(findings.smaller.minimum)} to {number_text(findings.larger.maximum)}",
        "input pixels per output pixel along the main axes; more than 1 zooms out. Least at the"
        f" cell of {place_text(findings.smaller.minimum_at)}, greatest at that of"
        f" {place_text(findings.larger.maximum_at)}",
    )
    yield "Mean scale", number_text(summary.mean_scale), "of the square roots of areas"
    quantiles = [number_text(findings.scale.quantile(share)) for share in (0.01, 0.5, 0.99)]
    yield "Scale of shares", ", ".join(quantiles), "1 %, 50 %, 99 % of the cells keep below"
    if findings.anisotropy.count:
        low, high = summary.rotation_range
        yield (
            "Rotation",
            f"{summary.rotation:.3f}\u00b0",
            f"{low:.3f}\u00b0 to {high:.3f}\u00b0; of a step along an output row, clockwise in the"
            " input with its rows downwards",
        )
        yield (
            "Anisotropy",
            number_text(findings.anisotropy.maximum),
            "greatest ratio of the two scales of a cell, at the cell of"
            f" {place_text(findings.anisotropy.maximum_at)}; median"
            f" {number_text(findings.anisotropy.quantile(0.5))}",
        )
    yield "Mirrored", "yes" if summary.is_mirrored else "no", "as most cells are"
    for name, places, meaning in (
        (
            "Folded",
            summary.folded,
            "cells that are, at a corner at least, mirrored as most are not",
        ),
        ("Without area", findings.flat, "cells that are a line or a point in the input"),
        (
            "Skipping pixels",
            findings.aliased,
            f"cells that take more than {ANTIALIASING_LIMIT:g} input pixels for an output pixel"
            " along some direction",
        ),
    ):
        yield name, _count(places, cells), meaning + _where(places)
    yield (
        "Antialiasing needed",
        "yes" if summary.needs_antialiasing else "no",
        "more than 1 in 100 cells skip pixels",
    )


def _of_errors(summary):
    if not summary.has_error:
        return
    yield (
        "Error of the step",
        number_text(summary.step_error),
        "input pixels, greatest at the middles of cells; estimated as a quarter of the next",
    )
    yield "Error of the step, RMS", number_text(summary.rms_step_error), "the same"
    yield (
        "Error of twice the step",
        number_text(summary.double_step_error),
        "input pixels, greatest; measured: how far nodes are from the middle of their neighbours",
    )


def _count(places, total):
    return f"{places.count}" + (f" ({share_text(places.count, total)})" if places.count else "")


def _where(places):
    return f": {bounds_text(places)}, first {place_text(places.first)}" if places.count else ""
