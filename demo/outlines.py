"""Draws the picture of docs/masks.md: a tiny raster of classes with both outlines.

Run it by ``./dev outlines``.
"""

import importlib.util
import sys
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parents[1]
PICTURE = ROOT / "docs" / "images" / "outlines.svg"

CELLS = """
    1122222
    1112332
    1..2332
    1..1222
    1121122
"""
COLORS = {"1": "#9ecae1", "2": "#fdd49e", "3": "#c7e9c0"}
SIZE, MARGIN = 34, 12


def package():
    """Import the checkout as ``gridr_qgis``, whatever its folder is called."""
    spec = importlib.util.spec_from_file_location(
        "gridr_qgis", ROOT / "__init__.py", submodule_search_locations=[str(ROOT)]
    )
    sys.modules["gridr_qgis"] = module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)


def panel(rows, outline, left):
    """Return the elements of one outline, from a position in x on."""
    from gridr_qgis.core.engines.outlines import BACKGROUND
    from gridr_qgis.core.masks.vectorize import vectorize

    codes = np.array([[BACKGROUND if c == "." else int(c) for c in row] for row in rows])
    areas = vectorize(codes, outline=outline)
    x, y = left + SIZE * areas.col, MARGIN + SIZE * areas.row
    elements = []
    for number, code in enumerate(areas.codes):
        first, end = areas.rings[areas.polygons[number : number + 2]]
        rings = [slice(*areas.starts[ring : ring + 2]) for ring in range(first, end)]
        path = " ".join(
            "M" + " L".join(f"{a:g} {b:g}" for a, b in zip(x[ring][:-1], y[ring])) + " Z"
            for ring in rings
        )
        elements.append(f'<path d="{path}" fill="{COLORS[str(code)]}" stroke="#333"/>')
    grid = [
        f'<path d="M{left} {MARGIN + SIZE * row} h{SIZE * len(rows[0])}"/>'
        for row in range(len(rows) + 1)
    ] + [
        f'<path d="M{left + SIZE * col} {MARGIN} v{SIZE * len(rows)}"/>'
        for col in range(len(rows[0]) + 1)
    ]
    below = MARGIN + SIZE * len(rows) + 18
    return [
        '<g fill-rule="evenodd" stroke-width="2" stroke-linejoin="round">', *elements, "</g>",
        '<g stroke="#000" stroke-opacity=".25" stroke-dasharray="2 3">', *grid, "</g>",
        f'<text x="{left}" y="{below}" font-family="sans-serif" font-size="14">{outline}</text>',
    ]  # fmt: skip


def main():
    """Write the picture."""
    package()
    rows = CELLS.split()
    width, height = SIZE * len(rows[0]), SIZE * len(rows)
    total = 2 * width + 4 * MARGIN, height + 2 * MARGIN + 18
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {total[0]} {total[1]}"'
        f' width="{total[0]}" height="{total[1]}">',
        '<rect width="100%" height="100%" fill="#fff"/>',
        *panel(rows, "edges", MARGIN),
        *panel(rows, "midpoints", width + 3 * MARGIN),
        "</svg>",
    ]
    PICTURE.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
