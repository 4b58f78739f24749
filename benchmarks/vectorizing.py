"""Polygons of masks beside gdal.Polygonize, in memory and as GeoPackages."""

import os
import tempfile

import numpy as np
from measuring import Table, best_times
from osgeo import gdal, gdal_array, ogr
from scipy import ndimage

from gridr_qgis.core.chains.jobs import Destination
from gridr_qgis.core.chains.vector_jobs import VectorizeJob
from gridr_qgis.core.chains.vectorize_chain import vectorize_raster
from gridr_qgis.core.engines.outlines import BACKGROUND
from gridr_qgis.core.masks.vectorize import Vectorizer
from gridr_qgis.core.masks.wkb_writing import wkb_of

# Rows that are worked on at once.
_STRIP = 256


def bench_vectorizing(settings):
    """Time valid cells to polygons: of a mask as clouds leave it, and of one that is all noise."""
    sizes = {"clouds": int(settings.size * 5000 / 2048), "noise": settings.size}
    makers = {"clouds": clouds, "noise": noise}
    cases = [name for name in makers if settings.wants(f"vectorizing {name}")]
    if not cases:
        return
    table = Table(
        "Polygons of the valid cells of a mask, ms: beside gdal.Polygonize",
        "", "polygons", "ours", "GDAL", "ratio", "gpkg: ours", "GDAL", "ratio",
    )  # fmt: skip
    for name in cases:
        size = sizes[name]
        with tempfile.TemporaryDirectory() as folder:
            add_mask(table, f"{name}, {size}²", makers[name](size), folder, settings)


def clouds(size):
    """Return a mask that is 0 under clouds of many sizes with ragged edges, and 1 elsewhere."""
    rng = np.random.default_rng(3)
    large = ndimage.gaussian_filter(rng.normal(size=(size // 4, size // 4)), 6)
    large = np.kron(large / large.std(), np.ones((5, 5)))[:size, :size]
    small = ndimage.gaussian_filter(rng.normal(size=(size, size)), 1.5)
    return (large + small * (0.25 / small.std()) < 0.8).astype(np.uint8)


def noise(size):
    """Return a mask in which three of ten cells are 1."""
    return (np.random.default_rng(3).random((size, size)) < 0.3).astype(np.uint8)


def add_mask(table, case, mask, folder, settings):
    """Time one mask, and print how much longer GDAL takes."""
    path = os.path.join(folder, "mask.tif")
    dataset = gdal_array.OpenArray(mask)
    gdal.GetDriverByName("GTiff").CreateCopy(path, dataset, options=["TILED=YES"])
    counts = []

    def in_memory():
        vectorizer, geometries = Vectorizer(mask.shape[1]), []
        for start in range(0, len(mask), _STRIP):
            codes = np.where(mask[start : start + _STRIP] != 0, 1, BACKGROUND)
            areas = vectorizer.add(codes)
            geometries += wkb_of(areas, areas.col, areas.row)
        areas = vectorizer.finish()
        counts.append(len(geometries + wkb_of(areas, areas.col, areas.row)))

    def in_memory_by_gdal():
        counts.append(polygonize(path, "Memory", ""))

    def as_a_file():
        output = Destination(os.path.join(folder, "ours.gpkg"))
        counts.append(vectorize_raster(VectorizeJob(path, output)).polygon_count)

    def as_a_file_by_gdal():
        counts.append(polygonize(path, "GPKG", os.path.join(folder, "gdal.gpkg")))

    contenders = (in_memory, in_memory_by_gdal, as_a_file, as_a_file_by_gdal)
    in_memory()  # compiles, if it has to
    times = [1000 * each for each in best_times(contenders, min(settings.rounds, 2))]
    if len(set(counts)) > 1:
        raise RuntimeError(f"{case}: numbers of polygons differ: {sorted(set(counts))}")
    ours, gdals, file, file_by_gdal = times
    ratios = f"{gdals / ours:.1f} x", f"{file_by_gdal / file:.1f} x"
    table.add(case, counts[0], ours, gdals, ratios[0], file, file_by_gdal, ratios[1])


def polygonize(path, driver, output):
    """Let GDAL make polygons of the cells that are not 0; return how many."""
    raster = gdal.Open(path)
    band = raster.GetRasterBand(1)
    vector = ogr.GetDriverByName(driver).CreateDataSource(output)
    layer = vector.CreateLayer("polygons", None, ogr.wkbPolygon)
    layer.CreateField(ogr.FieldDefn("value", ogr.OFTInteger))
    layer.StartTransaction()
    gdal.Polygonize(band, band, layer, 0, [])
    layer.CommitTransaction()
    return layer.GetFeatureCount()
