"""How fast the hot functions are beside GridR 0.7.0, scipy, GDAL, rasterio and more, in one run.

Run it by ``./dev bench [--quick] [WORD...]``. Contenders work on the same ready arrays by turns;
before they are timed their results are compared. What counts are the ratios: a time depends on
the machine and on what else it does.
"""

import argparse
import math
import os
import platform
import warnings
from dataclasses import dataclass
from importlib import metadata

import checkout  # noqa: F401 (before gridr_qgis: it says where that is)
import numpy as np
import rasterio.features
import shapely
from coverage_kernels import bench_coverage
from grass_kernels import bench_grass
from grass_spline import bench_grass_spline
from measuring import Table, best_times
from osgeo import gdal, ogr
from scipy import ndimage
from vectorizing import bench_vectorizing

from gridr_qgis.core import (
    array_bspline_prefiltering,
    array_grid_resampling,
    compute_bspline_total_margin,
)
from gridr_qgis.core.engines import engine
from gridr_qgis.core.engines.blocks import available_threads
from gridr_qgis.core.masks.build_mask import build_mask
from gridr_qgis.core.masks.burning import burn
from gridr_qgis.core.masks.geometry import polygon_rings

with warnings.catch_warnings():
    # GridR warns of numpy 1, which GDAL's bindings may need.
    warnings.simplefilter("ignore")
    from gridr.core.grid.grid_mask import build_mask as gridr_build_mask
    from gridr.core.grid.grid_rasterize import GridRasterizeAlg
    from gridr.core.grid.grid_resampling import array_grid_resampling as gridr_resampling
    from gridr.core.interp.bspline_prefiltering import (
        array_bspline_prefiltering as gridr_prefiltering,
    )
    from gridr.core.interp.interpolator import get_interpolator as gridr_interpolator

# GridR has no defaults; ours are the same.
BSPLINE_SETTINGS = {"epsilon": 1e-6, "mask_influence_threshold": 1e-3}


@dataclass(frozen=True)
class Settings:
    """What the user asked for."""

    rounds: int
    size: int
    words: tuple

    def wants(self, case):
        """Tell whether a case is to be measured: all words are in its name."""
        return all(word in case for word in self.words)


def main():
    """Print the machine, then one table after the other."""
    parser = argparse.ArgumentParser(prog="./dev bench", description=__doc__.splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="smaller arrays, fewer rounds")
    parser.add_argument(
        "words", nargs="*", help="measure only what has these words in its name, e.g. cubic mask"
    )
    options = parser.parse_args()
    settings = Settings(
        rounds=3 if options.quick else 7,
        size=1024 if options.quick else 2048,
        words=tuple(options.words),
    )
    gdal.UseExceptions()
    gdal.PushErrorHandler("CPLQuietErrorHandler")
    print_machine()
    with warnings.catch_warnings():
        # GridR warns of its defaults at every call.
        warnings.simplefilter("ignore")
        bench_resampling(settings)
        bench_large_resampling(settings)
        bench_prefilter(settings)
        bench_burning(settings)
        bench_coverage(settings)
        bench_masks(settings)
        bench_vectorizing(settings)
        bench_grass(settings)
        bench_grass_spline(settings)


def print_machine():
    """Print what the times depend on."""
    versions = ", ".join(
        f"{name} {metadata.version(name)}"
        for name in ("gridr", "numpy", "numba", "rasterio", "shapely")
    )
    print(f"{available_threads()} cores, {platform.machine()}, Python {platform.python_version()}")
    print(f"{versions}, GDAL {gdal.__version__}; engine: {engine().name}")
    if hasattr(os, "getloadavg"):
        print(f"load before the start: {os.getloadavg()[0]:.1f}")


# --- resampling ---------------------------------------------------------------------------------


def bench_resampling(settings):
    """Time `array_grid_resampling` with each interpolator, step and kind of mask."""
    size = settings.size
    cases = [
        (f"resampling {interp} step {step} {masks}", interp, step, masks)
        for interp in ("nearest", "linear", "cubic", "bspline3", "bspline5", "bspline11")
        for step in (1, 16)
        for masks in ("no mask", "source mask", "source and grid mask")
    ]
    cases = [case for case in cases if settings.wants(case[0])]
    if not cases:
        return
    table = resampling_table(f"{size} x {size} float64, grid turned by 10 degrees")
    source, mask = noise(size), blobs(size, 0.2)
    for _, interp, step, masks in cases:
        job = rotated_grid(size, step)
        if masks != "no mask":
            job["array_in_mask"] = mask
        if "grid" in masks:
            job["grid_mask"] = blobs(job["grid_row"].shape[0], 0.05)
        add_resampling(table, f"{interp}, step {step}, {masks}", interp, source, job, settings)


def bench_large_resampling(settings):
    """Time the case of most use on four times as many pixels."""
    size = 2 * settings.size
    if not settings.wants("resampling cubic step 16 source mask large"):
        return
    table = resampling_table(f"{size} x {size} float64, grid turned by 10 degrees")
    job = dict(rotated_grid(size, 16), array_in_mask=blobs(size, 0.2))
    add_resampling(table, "cubic, step 16, source mask", "cubic", noise(size), job, settings)


def resampling_table(title):
    """Return the table of resampling, in ns per output pixel."""
    return Table(
        f"Resampling, ns a pixel: {title}",
        "",
        "1 thread",
        f"{available_threads()} threads",
        "GridR",
        "ratio 1",
        f"ratio {available_threads()}",
    )


def add_resampling(table, case, interp, source, job, settings):
    """Check one job against GridR's result, time it and print the row."""
    shape = source.shape
    values, valid = (np.empty((2, *shape), dtype=dtype) for dtype in (np.float64, np.uint8))

    tolerance = 1e-9
    if interp.startswith("bspline"):
        job = dict(job, interp_kwargs=dict(BSPLINE_SETTINGS))
        # GridR lets invalid samples and the zeros that it pads with into valid results.
        tolerance = BSPLINE_SETTINGS["mask_influence_threshold"] * np.ptp(source)

    def ours(threads):
        array_grid_resampling(
            interp, source, array_out=values[0], array_out_mask=valid[0], threads=threads, **job
        )

    def theirs():
        gridr_resampling(interp, source, array_out=values[1], array_out_mask=valid[1], **job)

    ours(1)
    theirs()
    np.testing.assert_array_equal(valid[0], valid[1])
    np.testing.assert_allclose(values[0], values[1], rtol=1e-9, atol=tolerance)
    one, many, gridr = best_times((lambda: ours(1), lambda: ours(None), theirs), settings.rounds)
    per_pixel = 1e9 / source.size
    table.add(
        case, one * per_pixel, many * per_pixel, gridr * per_pixel, times(gridr / one),
        times(gridr / many),
    )  # fmt: skip


def bench_prefilter(settings):
    """Time `array_bspline_prefiltering` beside GridR's, and scipy's where it has the order."""
    size = settings.size
    orders = [order for order in (3, 5, 11) if settings.wants(f"prefilter bspline{order}")]
    if not orders:
        return
    table = Table(
        f"B-spline prefilter, ns a sample: {size} x {size} float64, in place",
        "", "1 thread", f"{available_threads()} threads", "GridR", "ratio", "scipy", "ratio",
    )  # fmt: skip
    for order in orders:
        add_prefilter(table, order, noise(size), settings)


def add_prefilter(table, order, samples, settings):
    """Check the coefficients of one order, time them and print the row."""
    arrays = [samples.copy() for _ in range(3)]
    interp = gridr_interpolator(f"bspline{order}", **BSPLINE_SETTINGS)
    interp.initialize()

    def ours(threads):
        arrays[0][...] = samples
        array_bspline_prefiltering(arrays[0], n=order, threads=threads)

    def theirs():
        arrays[1][...] = samples
        gridr_prefiltering(arrays[1], interp=interp)

    def with_scipy():
        arrays[2][...] = samples
        ndimage.spline_filter(arrays[2], order, output=arrays[2], mode="mirror")

    contenders = [lambda: ours(1), lambda: ours(None), theirs]
    contenders += [with_scipy] if order <= 5 else []
    for contender in contenders:
        contender()
    lost = compute_bspline_total_margin(order)
    kept = (slice(lost, -lost), slice(lost, -lost))
    coefficients = [array[kept] / arrays[0][kept].std() for array in arrays]
    np.testing.assert_allclose(coefficients[0], coefficients[1], rtol=1e-9, atol=1e-9)
    if order <= 5:
        scale = math.factorial(order) ** 2
        np.testing.assert_allclose(scale * arrays[0][kept], arrays[2][kept], rtol=1e-6)

    def copy():
        arrays[0][...] = samples

    *seconds, copying = best_times((*contenders, copy), settings.rounds)
    one, many, gridr, *scipy = (1e9 / samples.size * (each - copying) for each in seconds)
    table.add(
        f"order {order}", one, many, gridr, times(gridr / many),
        *((scipy[0], times(scipy[0] / many)) if scipy else ("-", "-")),
    )  # fmt: skip


def rotated_grid(size, step):
    """Return the arguments of a grid turned by 10 degrees about the centre of the source."""
    nodes = -(-(size - 1) // step) + 1
    at = np.arange(nodes) * step - (size - 1) / 2
    row, col = np.meshgrid(at, at, indexing="ij")
    cosine, sine = np.cos(np.radians(10)), np.sin(np.radians(10))
    return {
        "grid_row": (size - 1) / 2 + cosine * row - sine * col,
        "grid_col": (size - 1) / 2 + sine * row + cosine * col,
        "grid_resolution": (step, step),
        "win": np.array(((0, size - 1), (0, size - 1))),
    }


def noise(size):
    """Return an array of smooth noise."""
    return ndimage.gaussian_filter(np.random.default_rng(0).normal(100, 50, (size, size)), 2)


def blobs(size, share):
    """Return a mask in which a share of the pixels, in patches like clouds, is invalid."""
    field = np.random.default_rng(1).normal(size=(size, size))
    field = ndimage.gaussian_filter(field, size / 100, mode="wrap")
    return (field > np.quantile(field, share)).astype(np.uint8)


# --- polygons -----------------------------------------------------------------------------------


def bench_burning(settings):
    """Time `burn` against GDAL on a ready layer, and against rasterio on shapely's objects."""
    scale = settings.size / 2048
    cases = {
        "1 polygon of 100 000 vertices": (4000, lambda size: [star(size, 100_000)]),
        "1 tilted rectangle": (10_000, lambda size: [tilted_rectangle(size)]),
        "100 000 small polygons": (4000, lambda size: small_polygons(size, 100_000)),
    }
    cases = {name: case for name, case in cases.items() if settings.wants(f"burning {name}")}
    if not cases:
        return
    table = Table(
        "Burning polygons, ms: from ready coordinates beside GDAL, from shapely beside rasterio",
        "", "ready", "GDAL", "ratio", "shapely", "rasterio", "ratio", "differ",
    )  # fmt: skip
    for name, (size, make) in cases.items():
        size = int(scale * size)
        add_burning(table, f"{name}, {size}²", make(size), size, settings)


def add_burning(table, case, polygons, size, settings):
    """Burn polygons in four ways, print the times and in how many cells GDAL differs."""
    centres = np.arange(float(size))
    rings = polygon_rings(polygons)
    masks = [np.zeros((size, size), dtype=np.uint8) for _ in range(3)]
    # Centres on integers, like ours.
    geotransform = (-0.5, 1.0, 0.0, -0.5, 0.0, 1.0)
    dataset = gdal.GetDriverByName("MEM").Create("", size, size, 1)
    dataset.SetGeoTransform(geotransform)
    vector = memory_layer(polygons)
    transform = rasterio.Affine.from_gdal(*geotransform)

    def ready():
        burn(rings, centres, centres, out=masks[0])

    def with_gdal():
        gdal.RasterizeLayer(dataset, [1], vector.GetLayer(0), burn_values=[1])

    def from_shapely():
        burn(polygons, centres, centres, out=masks[1])

    def with_rasterio():
        rasterio.features.rasterize(polygons, out=masks[2], transform=transform)

    contenders = (ready, with_gdal, from_shapely, with_rasterio)
    for contender in contenders:
        contender()
    np.testing.assert_array_equal(masks[0], masks[1])
    different = int(np.count_nonzero(masks[0] != dataset.ReadAsArray()))
    if different > 1e-4 * masks[0].size:
        raise RuntimeError(f"{case}: GDAL's mask differs in {different} cells.")
    seconds = best_times(contenders, min(settings.rounds, 3))
    ours, gdals, shapelys, rasterios = (1000 * each for each in seconds)
    table.add(
        case, ours, gdals, times(gdals / ours), shapelys, rasterios, times(rasterios / shapelys),
        different,
    )  # fmt: skip


def memory_layer(polygons):
    """Return a data source in memory with a layer of polygons."""
    source = ogr.GetDriverByName("Memory").CreateDataSource("")
    layer = source.CreateLayer("polygons", geom_type=ogr.wkbPolygon)
    for polygon in polygons:
        feature = ogr.Feature(layer.GetLayerDefn())
        feature.SetGeometryDirectly(ogr.CreateGeometryFromWkb(polygon.wkb))
        layer.CreateFeature(feature)
    return source


def star(size, vertices):
    """Return a polygon with a ragged outline."""
    rng = np.random.default_rng(2)
    angles = np.linspace(0, 2 * np.pi, vertices, endpoint=False)
    lengths = size * (0.3 + 0.1 * np.sin(7 * angles) + 0.05 * rng.random(vertices))
    points = (size / 2 + lengths * np.cos(angles), size / 2 + lengths * np.sin(angles))
    return shapely.Polygon(np.column_stack(points))


def tilted_rectangle(size):
    """Return a rectangle that fills most of the raster, turned by one degree."""
    rectangle = shapely.box(0.05 * size, 0.05 * size, 0.95 * size, 0.95 * size)
    return shapely.affinity.rotate(rectangle, 1.0)


def small_polygons(size, count):
    """Return polygons of eight vertices, some three cells wide."""
    rng = np.random.default_rng(3)
    angles = np.arange(8) * np.pi / 4
    centres, lengths = rng.uniform(0, size, (count, 1, 2)), rng.uniform(1, 6, (count, 8, 1))
    directions = np.stack((np.cos(angles), np.sin(angles)), axis=-1)
    return list(shapely.polygons(centres + lengths * directions))


# --- masks --------------------------------------------------------------------------------------


def bench_masks(settings):
    """Time `build_mask` from a coarse mask and from a geometry."""
    factor = 10
    nodes = int(400 * settings.size / 2048) + 1
    size = (nodes - 1) * factor
    coarse = blobs(nodes, 0.2)
    from_mask = {
        "mask_in": coarse,
        "mask_in_resolution": (factor, factor),
        "mask_in_target_win": np.array(((0, size - 1), (0, size - 1))),
        "oversampling_dtype": np.dtype(np.float64),
    }
    from_geometry = {
        "geometry_origin": (0.0, 0.0),
        "geometry_pair": ([star(size, 10_000)], None),
        "rasterize_kwargs": {"alg": GridRasterizeAlg.RASTERIO_RASTERIZE},
    }
    cases = {
        f"coarse mask, factor {factor}": from_mask,
        "geometry of 10 000 vertices": from_geometry,
        "both": {**from_mask, **from_geometry},
    }
    cases = {name: job for name, job in cases.items() if settings.wants(f"build_mask {name}")}
    if not cases:
        return
    table = Table(f"build_mask, ms: {size} x {size}", "", "ours", "GridR", "ratio", "differ")
    for name, job in cases.items():
        add_mask(table, name, (size, size), job, settings)


def add_mask(table, case, shape, job, settings):
    """Check and time one call of `build_mask`."""

    def run():
        return build_mask(shape, (1, 1), None, **job)

    def run_gridr():
        return gridr_build_mask(shape, (1, 1), None, **job)

    different = int(np.count_nonzero(run() != run_gridr()))
    ours, gridr = (1000 * each for each in best_times((run, run_gridr), min(settings.rounds, 3)))
    table.add(case, ours, gridr, times(gridr / ours), different)


def times(ratio):
    """Write a ratio."""
    return f"{ratio:.1f} x"


if __name__ == "__main__":
    main()
