"""How fast shares of cells are computed, beside exactextract."""

import numpy as np
import shapely
from exactextract import exact_extract
from exactextract.feature import JSONFeatureSource
from exactextract.raster import NumPyRasterSource
from measuring import Table, best_times

from gridr_qgis.core import coverage


def bench_coverage(settings):
    """Time `coverage` and exactextract on polygons that do not overlap."""
    size = settings.size // 2
    cases = {
        "1 polygon of 10 000 vertices": lambda: [_star(size / 2, size / 2, 0.45 * size, 10_000)],
        "10 000 small polygons": lambda: _many(size, 100),
    }
    cases = {name: make for name, make in cases.items() if settings.wants(f"coverage {name}")}
    if not cases:
        return
    table = Table(
        f"Shares of {size} x {size} cells, ms", "", "ours", "exactextract", "ratio", "difference"
    )
    for name, make in cases.items():
        _add(table, name, make(), size, min(settings.rounds, 3))


def _add(table, name, polygons, size, rounds):
    """Check that both agree, time them and print the row."""
    xs = np.arange(size) + 0.5
    raster = NumPyRasterSource(np.zeros((size, size)), 0, 0, size, size)
    features = [
        {"type": "Feature", "geometry": shapely.geometry.mapping(each), "properties": {}}
        for each in polygons
    ]
    results = {}

    def ours():
        results["ours"] = coverage(polygons, xs, xs[::-1])

    def theirs():
        shares = np.zeros(size * size)
        for told in exact_extract(raster, JSONFeatureSource(features), ["cell_id", "coverage"]):
            cells = told["properties"]
            np.add.at(shares, cells["cell_id"].astype(np.intp), cells["coverage"])
        results["theirs"] = shares.reshape(size, size)

    ours()
    theirs()
    difference = float(np.abs(results["ours"] - results["theirs"]).max())
    if difference > 1e-5:  # it has 32 bits
        raise RuntimeError(f"{name}: exactextract differs by {difference}.")
    mine, other = (1000 * each for each in best_times((ours, theirs), rounds))
    table.add(name, mine, other, f"{other / mine:.1f}", difference)


def _many(size, count):
    """Return count x count polygons, each within a square of its own."""
    step = size / count
    at = (np.arange(count) + 0.5) * step
    return [_star(x, y, 0.45 * step, 8) for x in at for y in at]


def _star(x, y, radius, vertices):
    angles = np.linspace(0, 2 * np.pi, vertices, endpoint=False)
    lengths = radius * (0.7 + 0.3 * np.sin(7 * angles + x))
    return shapely.Polygon(
        np.column_stack((x + lengths * np.cos(angles), y + lengths * np.sin(angles)))
    )
