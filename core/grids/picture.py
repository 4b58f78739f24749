"""A grid drawn as SVG: its mesh over the source, and maps of what it does."""

import base64
import struct
import zlib
from html import escape

import numpy as np

from ..conventions.coordinates import edge_to_center
from .examination import HAS_FLAT, HAS_OUTSIDE, HAS_UNKNOWN
from .verdict import number_text

# Sizes in pixels: the picture's width, the box of the mesh, the maps' places from left to right and
# from above, their box, and what stands below and above one.
_WIDTH, _TOP = 980, 40
_MESH = (20, 490, 490)
_MAPS_AT, _MAP_SIZE = (550, 770), (190, 190)
_BELOW, _ABOVE = 65, 40

# Shares of the cells that the colours of a map tell apart; beyond there are single odd ones.
_SHARES = (0.01, 0.99)

# A greatest number up to so many times the least is not odd.
_NARROW = 1.1

# Lines of each kind, and points along one, that are drawn at most.
_MOST_LINES, _MOST_POINTS = 60, 400

# Parts of the source's size that are shown on each side of it, if a grid reaches farther.
_BEYOND = 0.5

# Coordinates beyond which nothing is drawn.
_FARTHEST = 1e15

# Colours that people see apart who do not see all colours (Okabe and Ito).
_KNOWN, _OUTSIDE, _UNKNOWN, _FLAT, _FOLDED = (
    *("#56b4e9", "#e69f00", "#999999"),
    *("#cc79a7", "#d55e00"),
)

# From dark blue to yellow, growing lighter evenly.
_RAMP = np.array(
    [
        *((68, 1, 84), (71, 44, 122), (59, 81, 139), (44, 113, 142), (33, 144, 141)),
        *((39, 173, 129), (92, 200, 99), (170, 220, 50), (253, 231, 37)),
    ],
    dtype=np.float64,
)

_STYLE = """
text { font-family: sans-serif; font-size: 13px; fill: #222222; }
.title { font-size: 14px; font-weight: bold; }
.faint { fill: #666666; font-size: 12px; }
.paper { fill: #ffffff; }
.source { fill: #f0f0ea; stroke: #555555; stroke-width: 1.5; }
.frame { fill: none; stroke: #888888; }
.mesh { fill: none; stroke: #0072b2; stroke-width: 0.8; }
.folded { fill: none; stroke: #d55e00; stroke-width: 2; }
.first { fill: #222222; }
@media (prefers-color-scheme: dark) {
text { fill: #e8e8e8; }
.faint { fill: #aaaaaa; }
.paper { fill: #1d1f21; }
.source { fill: #303336; stroke: #bbbbbb; }
.mesh { stroke: #6cc0f5; }
.folded { stroke: #ff8a3d; }
.first { fill: #ffffff; }
}
"""


def grid_picture(summary):
    """Draw a grid.

    The mesh lies over the outline of the source, as the grid reads it; folded pieces have a colour.
    Beside it are maps of the grid itself: what is where, scales, and deviations.

    Parameters
    ----------
    summary : GridSummary

    Returns
    -------
    str
        SVG, which needs nothing else, and suits light and dark surroundings.
    """
    findings, overview = summary.findings, summary.overview
    below = _TOP + _map_size(overview)[1] + _BELOW + _ABOVE
    left, right = _MAPS_AT
    unit = "input pixels per output pixel"
    maps = (
        _map((left, _TOP), "What is where", _state_image(summary), _legend(summary)),
        _number_map((right, _TOP), "Largest scale", overview.larger, findings.larger, unit),
        _number_map((left, below), "Smallest scale", overview.smaller, findings.smaller, unit),
        _number_map(
            (right, below),
            "Error of twice the step",
            overview.errors,
            findings.errors,
            "input pixels",
        ),
    )
    mesh, bottom = _mesh(summary)
    height = round(max(bottom, below + _map_size(overview)[1] + _BELOW)) + 10
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
        f' viewBox="0 0 {_WIDTH} {height}" width="{_WIDTH}" height="{height}">'
        f'<style>{_STYLE}</style><rect class="paper" width="{_WIDTH}" height="{height}"/>'
        f"{mesh}{''.join(maps)}</svg>"
    )


def _text(x, y, text, kind="", anchor="start"):
    kind = f' class="{kind}"' if kind else ""
    return f'<text x="{x}" y="{y}" text-anchor="{anchor}"{kind}>{escape(text)}</text>'


# --- the mesh -----------------------------------------------------------------------------------


def _mesh(summary):
    """Return the mesh, and how far down it reaches."""
    (left, width, height), top = _MESH, _TOP
    shape = summary.examination.source_shape
    title = "Nodes" if shape is None else "Nodes over the input"
    parts = [_text(left, top - 16, title, "title")]
    bounds = _view(summary)
    if bounds is None:
        return "".join([*parts, _text(left, top + 20, "No node is known.", "faint")]), top
    (row_min, row_max), (col_min, col_max) = bounds
    scale = min(width / (col_max - col_min), height / (row_max - row_min))

    def place(row, col):
        with np.errstate(over="ignore"):
            x, y = (np.asarray(col) - col_min) * scale, (np.asarray(row) - row_min) * scale
        return left + x, top + y

    if shape is not None:
        x, y = place(edge_to_center(0), edge_to_center(0))
        parts.append(
            f'<rect class="source" x="{x:.1f}" y="{y:.1f}" width="{shape[1] * scale:.1f}"'
            f' height="{shape[0] * scale:.1f}"/>'
        )
    paths = {False: [], True: []}
    for piece in _drawn(summary):
        inside = (piece.row >= row_min) & (piece.row <= row_max)
        inside &= (piece.col >= col_min) & (piece.col <= col_max)
        paths[piece.is_folded] += _paths(*place(piece.row, piece.col), inside)
    parts += [
        f'<path class="{kind}" d="{"".join(paths[is_folded])}"/>'
        for kind, is_folded in (("mesh", False), ("folded", True))
        if paths[is_folded]
    ]
    first = summary.mesh.rows.row[0, 0], summary.mesh.rows.col[0, 0]
    caption = []
    if (
        np.isfinite(first).all()
        and row_min <= first[0] <= row_max
        and col_min <= first[1] <= col_max
    ):
        x, y = place(*first)
        parts.append(f'<circle class="first" cx="{x:.1f}" cy="{y:.1f}" r="4.5"/>')
        caption.append("dot: first output pixel")
    if shape is not None:
        caption.insert(0, f"outline: input of {shape[0]} x {shape[1]} pixels")
    bottom = top + (row_max - row_min) * scale
    parts.append(_text(left, f"{bottom + 22:.1f}", "; ".join(caption), "faint"))
    return "".join(parts), bottom + 22


def _view(summary):
    """Return the bounds ((row, row), (col, col)) in the source that are shown, None for none."""
    findings, shape = summary.findings, summary.examination.source_shape
    if not findings.known_nodes:
        return None
    bounds = []
    for axis, span in enumerate((findings.rows, findings.cols)):
        low, high = max(span.least, -_FARTHEST), min(span.greatest, _FARTHEST)
        if shape is not None:
            edges, beyond = (edge_to_center(0), edge_to_center(shape[axis])), _BEYOND * shape[axis]
            if not summary.misses_source:
                low, high = max(low, edges[0] - beyond), min(high, edges[1] + beyond)
            low, high = min(low, edges[0]), max(high, edges[1])
        bounds.append((low, high))
    # Of a single line of nodes something must have a width.
    least = max(1e-9, 1e-3 * max(high - low for low, high in bounds))
    margin = 0.01 * max(max(high - low for low, high in bounds), least)
    return tuple((low - margin, high + margin) for low, high in bounds)


def _drawn(summary):
    """Give the pieces of the mesh's lines, or of as many of them as can be told apart."""
    mesh = summary.mesh
    skip = max(1, -(-max(len(mesh.rows.indices), len(mesh.cols.indices)) // _MOST_LINES))
    wanted = {
        kind: {*lines.indices[::skip].tolist(), int(lines.indices[-1])}
        for kind, lines in (("row", mesh.rows), ("col", mesh.cols))
    }
    for piece in mesh.pieces(summary.folded_flag):
        if piece.index in wanted[piece.kind]:
            yield piece


def _paths(x, y, inside):
    """Return the path data of a line, of its parts that are inside."""
    step = max(1, x.size // _MOST_POINTS)
    kept = np.unique(np.r_[0 : x.size : step, x.size - 1])
    x, y, inside = x[kept], y[kept], inside[kept]
    bounds = np.flatnonzero(np.diff(np.r_[False, inside, False].astype(np.int8)))
    return [
        "M" + "L".join(f"{a:.1f} {b:.1f}" for a, b in zip(x[start:stop], y[start:stop]))
        for start, stop in zip(bounds[::2], bounds[1::2])
        if stop - start > 1
    ]


# --- the maps -----------------------------------------------------------------------------------


def _map(place, title, colors, below):
    """Return a map with its title, and what stands below it (SVG from the origin on)."""
    (x, y), (width, height) = place, _size_of(*colors.shape[:2])
    size = f'width="{width:.1f}" height="{height:.1f}"'
    return (
        f"{_text(x, y - 16, title, 'title')}"
        f'<image x="{x}" y="{y}" {size} preserveAspectRatio="none"'
        f' xlink:href="{_png(_enlarged(colors))}"/>'
        f'<rect class="frame" x="{x}" y="{y}" {size}/>'
        f'<g transform="translate({x} {y + height + 10:.1f})">{below}</g>'
    )


def _map_size(overview):
    """Return the width and height of a map."""
    return _size_of(*overview.flags.shape)


def _size_of(rows, cols):
    scale = min(_MAP_SIZE[0] / cols, _MAP_SIZE[1] / rows)
    # Of a grid of a few rows something is to be seen, too.
    return max(cols * scale, 4), max(rows * scale, 4)


def _states(summary):
    """Return (name, colour, where) of what the blocks of the overview can be, the worst last."""
    flags = summary.overview.flags
    return (
        ("in the input" if summary.examination.source_shape else "known", _KNOWN, flags != 0),
        ("outside of it", _OUTSIDE, (flags & HAS_OUTSIDE) != 0),
        ("unknown", _UNKNOWN, (flags & HAS_UNKNOWN) != 0),
        ("without area", _FLAT, (flags & HAS_FLAT) != 0),
        ("folded", _FOLDED, (flags & summary.folded_flag) != 0),
    )


def _state_image(summary):
    colors = np.zeros((*summary.overview.flags.shape, 4), dtype=np.uint8)
    for _, color, where in _states(summary):
        colors[where] = (*bytes.fromhex(color[1:]), 255)
    return colors


def _legend(summary):
    shown = _state_image(summary)[..., :3]
    parts, place = [], 0
    for name, color, _ in _states(summary):
        if not (shown == tuple(bytes.fromhex(color[1:]))).all(axis=-1).any():
            continue
        x, y = 105 * (place % 2), 20 * (place // 2)
        parts.append(f'<rect x="{x}" y="{y}" width="12" height="12" fill="{color}"/>')
        parts.append(_text(x + 17, y + 11, name, "faint"))
        place += 1
    return "".join(parts)


def _number_map(corner, title, values, distribution, unit):
    """Return a map of numbers with a bar of its colours."""
    if not distribution.count:
        nothing = np.zeros((*values.shape, 4), dtype=np.uint8)
        return _map(corner, title, nothing, _text(0, 14, "nothing to show", "faint"))
    low, high = extremes = distribution.minimum, distribution.maximum
    if high > _NARROW * low:
        low, high = (distribution.quantile(share) for share in _SHARES)
    known = np.isfinite(values)
    shares = np.zeros(values.shape)
    # What is rounded only has one colour.
    if high - low > 1e-9 * max(high, 1.0):
        shares[known] = np.clip((values[known] - low) / (high - low), 0, 1)
    colors = np.zeros((*values.shape, 4), dtype=np.uint8)
    colors[known] = _ramp(shares[known])
    ends = [
        (sign if abs(end - extreme) > 1e-3 * extreme else "") + number_text(end, 4)
        for sign, end, extreme in zip(("\u2264 ", "\u2265 "), (low, high), extremes)
    ]
    below = (
        f'<image x="0" y="0" width="{_MAP_SIZE[0]}" height="8" preserveAspectRatio="none"'
        f' xlink:href="{_png(_ramp(np.linspace(0, 1, _MAP_SIZE[0]))[np.newaxis])}"/>'
        f"{_text(0, 24, ends[0], 'faint')}"
        f"{_text(_MAP_SIZE[0], 24, ends[1], 'faint', 'end')}"
        f"{_text(0, 40, unit, 'faint')}"
    )
    return _map(corner, title, colors, below)


def _ramp(shares):
    """Return the colours (n, 4), opaque, of numbers from 0 to 1."""
    anchors = np.linspace(0, 1, len(_RAMP))
    channels = [np.interp(shares, anchors, channel) for channel in _RAMP.T]
    return np.stack([*channels, np.full(shares.shape, 255.0)], axis=-1).astype(np.uint8)


def _enlarged(colors):
    """Return an image of blocks with so many pixels that smoothing by a viewer does not show."""
    times = max(1, 400 // max(colors.shape[:2]))
    return colors.repeat(times, axis=0).repeat(times, axis=1)


def _png(colors):
    """Return an image (rows, cols, 4) of uint8 as a PNG within a URI."""
    rows, cols = colors.shape[:2]
    lines = np.zeros((rows, 1 + 4 * cols), dtype=np.uint8)
    lines[:, 1:] = colors.reshape(rows, 4 * cols)
    parts = (
        (b"IHDR", struct.pack(">IIBBBBB", cols, rows, 8, 6, 0, 0, 0)),
        (b"IDAT", zlib.compress(lines.tobytes(), 9)),
        (b"IEND", b""),
    )
    chunks = (
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        for name, data in parts
    )
    return "data:image/png;base64," + base64.b64encode(
        b"\x89PNG\r\n\x1a\n" + b"".join(chunks)
    ).decode("ascii")
