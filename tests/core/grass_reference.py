"""The GRASS family cell by cell, in plain loops: slow, and easy to compare with the rules.

Only what is not decided by the last bit of a coordinate: exact coincidences need numbers that are
exact in binary.
"""

import math

import numpy as np


def source_index(region, northing, easting):
    """Return (row, col) of the cell that holds a point, or None."""
    row, col = region.cell_at(northing, easting)
    if 0 <= row < region.rows and 0 <= col < region.cols:
        return row, col
    return None


def sample(array, region, row, col):
    """Return a source cell's value by its row and column counted on beyond the source."""
    if region.geographic:
        turn = round(360 / region.ewres)
        while col >= region.cols and col - turn >= 0:
            col -= turn
        while col < 0:
            col += turn
    if 0 <= row < region.rows and 0 <= col < region.cols:
        return float(array[row, col])
    return math.nan


def nearest(array, source, target):
    """Return r.resample's result."""
    out = np.full(target.shape, np.nan)
    for i, j in np.ndindex(out.shape):
        found = source_index(source, *target.cell_center(i, j))
        if found is not None:
            out[i, j] = array[found]
    return out


def cubic_weight(x):
    x = abs(x)
    if x < 1:
        return 1.5 * x**3 - 2.5 * x**2 + 1
    return -0.5 * x**3 + 2.5 * x**2 - 4 * x + 2 if x < 2 else 0.0


def lanczos_weight(x):
    if x == 0:
        return 1.0
    if abs(x) >= 2:
        return 0.0
    return 2 * math.sin(math.pi * x) * math.sin(math.pi * x / 2) / (math.pi * x) ** 2


KERNELS = {
    "bilinear": (lambda x: max(0.0, 1 - abs(x)), lambda f: range(math.floor(f), math.floor(f) + 2)),
    "bicubic": (cubic_weight, lambda f: range(math.floor(f) - 1, math.floor(f) + 3)),
    "lanczos": (lanczos_weight, lambda f: range(math.floor(f + 0.5) - 2, math.floor(f + 0.5) + 3)),
}


def columns(source, target):
    """Return a function from eastings to columns of the source's turn that begins at the target."""
    if not source.geographic:
        return lambda easting: (easting - source.west) / source.ewres
    turns = math.floor((target.west - source.west) / 360)
    return lambda easting: (easting - source.west - 360 * turns) / source.ewres


def interpolate(array, source, target, method):
    """Return r.resamp.interp's result, bilinear, bicubic or lanczos."""
    kernel, reach = KERNELS[method]
    to_col = columns(source, target)
    out = np.empty(target.shape)
    for i, j in np.ndindex(out.shape):
        northing, easting = target.cell_center(i, j)
        fr, fc = source.northing_to_row(northing) - 0.5, to_col(easting) - 0.5
        total = weights = 0.0
        for row in reach(fr):
            for col in reach(fc):
                weight = kernel(fr - row) * kernel(fc - col)
                total += weight * sample(array, source, row, col)  # NaN, whatever the weight
                weights += weight
        out[i, j] = total / weights
    return out


def members(start, stop, weighted):
    """Return (index, weight) of the source cells between two edges in source cells."""
    if not weighted:
        return [(k, 1.0) for k in range(math.floor(start + 0.5), math.floor(stop + 0.5))]
    return [
        (k, min(stop, k + 1) - max(start, k)) for k in range(math.floor(start), math.ceil(stop))
    ]


def statistics(array, source, target, method, weighted=False, propagate=False, quantile=0.5):
    """Return r.resamp.stats's result."""
    to_col = columns(source, target)
    weighted = weighted and method not in ("range", "diversity")
    out = np.empty(target.shape)
    for i, j in np.ndindex(out.shape):
        rows = [source.northing_to_row(target.row_to_northing(i + k)) for k in (0, 1)]
        cols = [to_col(target.col_to_easting(j + k)) for k in (0, 1)]
        found = [
            (sample(array, source, row, col), wr * wc)
            for row, wr in members(*rows, weighted)
            for col, wc in members(*cols, weighted)
        ]
        known = [pair for pair in found if not math.isnan(pair[0])]
        if propagate and len(known) < len(found):
            out[i, j] = math.nan
        else:
            out[i, j] = aggregate(known, method, weighted, quantile)
    return out


def aggregate(pairs, method, weighted, quantile):
    """Return one statistic of (value, weight) pairs."""
    if not pairs:
        return 0.0 if method in ("count", "diversity") else math.nan
    values, weights = np.array(pairs).T
    quantile = {"median": 0.5, "quart1": 0.25, "quart3": 0.75, "perc90": 0.9}.get(method, quantile)
    mean = np.average(values, weights=weights)
    if method in ("median", "quart1", "quart3", "perc90", "quantile"):
        if not weighted:
            return float(np.quantile(values, quantile))
        order = np.argsort(values, kind="stable")
        reached = np.cumsum(weights[order])
        return values[order][np.argmax(reached >= quantile * reached[-1])]
    if method == "mode":
        totals = {value: weights[values == value].sum() for value in sorted(set(values))}
        return max(totals, key=totals.get)  # the first one of several
    return {
        "average": lambda: mean,
        "sum": lambda: (values * weights).sum(),
        "count": lambda: weights.sum(),
        "variance": lambda: np.average((values - mean) ** 2, weights=weights),
        "stddev": lambda: math.sqrt(np.average((values - mean) ** 2, weights=weights)),
        "minimum": values.min,
        "maximum": values.max,
        "range": lambda: np.ptp(values),
        "diversity": lambda: len(set(values)),
    }[method]()
