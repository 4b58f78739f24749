"""How fast the GRASS family resamples arrays."""

import numpy as np
from grass_processes import COARSE, FINE
from measuring import Table, best_times

from gridr_qgis.core import (
    Region,
    resample_interpolate,
    resample_nearest,
    resample_statistics,
)
from gridr_qgis.core.engines.blocks import available_threads

# Numpy reduces blocks of whole cells only.
WHOLE = 4


def bench_grass(settings):
    """Time `resample_nearest`, `resample_interpolate` and `resample_statistics`."""
    cases = [("nearest", FINE)]
    cases += [(f"interpolate {method}", FINE) for method in ("bilinear", "bicubic", "lanczos")]
    cases += [
        (f"statistics {method}", COARSE)
        for method in (
            "average", "average -w", "variance", "maximum", "median", "median -w", "mode",
            "mode -w", "diversity",
        )
    ]  # fmt: skip
    cases += [("statistics average", 1 / WHOLE)]
    cases += [("statistics median", 1 / size) for size in (2, 16, 50, 200)]
    cases = [case for case in cases if settings.wants(f"grass {case[0]}")]
    if not cases:
        return
    size = 4 * settings.size
    array = np.random.default_rng(0).random((size, size), dtype=np.float32)
    table = Table(
        f"GRASS family, ms: {size} x {size} float32", "", "cells", "1 thread",
        f"{available_threads()} threads", "numpy", "ratio",
    )  # fmt: skip
    for case in cases:
        add_grass(table, *case, array, settings)


def add_grass(table, case, scale, array, settings):
    """Time one case and print the row; where numpy can do the same, compare with it."""
    size = array.shape[0]
    cells = int(size * scale)
    source, target = (Region(size, 0, size, 0, n, n) for n in (size, cells))
    function, *words = case.split()

    def ours(threads):
        if function == "nearest":
            return resample_nearest(array, source, target, threads=threads)
        if function == "interpolate":
            return resample_interpolate(array, source, target, words[0], threads=threads)
        return resample_statistics(
            array, source, target, words[0], weighted="-w" in words, threads=threads
        )

    def with_numpy():
        blocks = array.reshape(cells, WHOLE, cells, WHOLE)
        return np.nanmean(blocks, axis=(1, 3), dtype=np.float64)

    contenders = [lambda: ours(1), lambda: ours(None)]
    if cells * WHOLE == size and words == ["average"]:
        contenders.append(with_numpy)
        np.testing.assert_allclose(ours(None), with_numpy(), rtol=1e-12)
    for contender in contenders:
        contender()
    one, many, *peers = (1000 * each for each in best_times(contenders, min(settings.rounds, 3)))
    compared = (peers[0], f"{peers[0] / many:.1f} x") if peers else ("-", "-")
    table.add(f"{case}, {1 / scale:.3g} times coarser", cells, one, many, *compared)
