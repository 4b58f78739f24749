"""How fast splines with tension are, beside GRASS's r.resamp.rst where there is a GRASS."""

import tempfile
import time
from pathlib import Path

import numpy as np
from grass_session import GrassSession, is_installed
from measuring import ProcessError, Table, best_times
from osgeo import gdal

from gridr_qgis.core import Region, resample_spline
from gridr_qgis.core.engines.blocks import available_threads

# Rows and columns of the source; the target has twice as many. GRASS needs seconds for the first.
SIZES = (64, 1000)

# The source that GRASS gets, and the one with nulls: this share of its cells.
_NULLS = 0.01


def bench_grass_spline(settings):
    """Time `resample_spline` on noise, with and without nulls."""
    if not settings.wants("grass spline"):
        return
    table = Table(
        "Splines with tension, s: to twice as many rows and columns", "", "1 thread",
        f"{available_threads()} threads", "r.resamp.rst", "ratio", "largest difference",
    )  # fmt: skip
    for size in SIZES:
        array = np.random.default_rng(0).normal(100, 30, (size, size)).astype(np.float32)
        add_spline(table, f"{size} x {size}", array, settings, size == SIZES[0])
        array[np.random.default_rng(1).random(array.shape) < _NULLS] = np.nan
        add_spline(table, f"{size} x {size}, {_NULLS:.0%} null", array, settings, False)


def add_spline(table, name, array, settings, is_compared):
    """Time one source and print the row."""
    size = len(array)
    source, target = (Region(size, 0, size, 0, cells, cells) for cells in (size, 2 * size))
    contenders = [
        lambda threads=threads: resample_spline(array, source, target, threads=threads)
        for threads in (1, None)
    ]
    found = contenders[0]()
    one, many = best_times(contenders, min(settings.rounds, 3))
    told = ("-", "-", "-")
    if is_compared and is_installed():
        try:
            theirs, result = run_grass(array)
        except ProcessError as error:
            print(error)
        else:
            difference = np.abs(found - result).max() / np.ptp(result)
            told = (theirs, f"{theirs / many:.0f} x", f"{difference:.1e} of the range")
    table.add(name, one, many, *told)


def run_grass(array):
    """Return the seconds that GRASS takes, and its result."""
    size = len(array)
    with tempfile.TemporaryDirectory() as folder:
        source, exported = (str(Path(folder, f"{name}.tif")) for name in ("source", "exported"))
        dataset = gdal.GetDriverByName("GTiff").Create(source, size, size, 1, gdal.GDT_Float32)
        dataset.SetGeoTransform((0.0, 1.0, 0.0, float(size), 0.0, -1.0))
        dataset.WriteArray(array)
        dataset = None
        place = Path(folder, "grass")
        place.mkdir()
        session = GrassSession(place)
        session.run("r.in.gdal", "-o", f"input={source}", "output=source")
        session.save_region("coarse", size, 0, size, 0, 1)
        session.save_region("fine", size, 0, size, 0, 0.5)
        begin = time.perf_counter()
        session.run(
            "r.resamp.rst", "input=source", "elevation=result", "ew_res=0.5", "ns_res=0.5",
            region="coarse",
        )  # fmt: skip
        seconds = time.perf_counter() - begin
        session.run("r.out.gdal", "-c", "input=result", f"output={exported}", region="fine")
        return seconds, gdal.Open(exported).ReadAsArray()
