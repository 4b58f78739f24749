"""Whole jobs that make a mask of many polygons: this plugin in QGIS beside gdal_rasterize."""

import shutil
from pathlib import Path

import numpy as np
from contenders import GDAL_RASTERIZE, OURS, Contender, qgis_command
from measuring import Table
from osgeo import gdal, ogr

# Rules of this plugin, and the option of gdal_rasterize that comes nearest, if there is one.
RULES = {"center": (), "touch": ("-at",), "coverage": None}

# Cells of the mask for each polygon: they are some seven cells wide, and overlap here and there.
_CELLS = 160


def bench_mask_processes(settings, workshop):
    """Print time, peak memory and agreement of both programs; return the table as Markdown."""
    rules = [rule for rule in RULES if settings.wants(f"polygons {rule}")]
    if not rules:
        return ""
    folder = Path(workshop.folder, "masks")
    folder.mkdir()
    size = int((_CELLS * settings.polygons) ** 0.5)
    layer = write_polygons(folder / "polygons.gpkg", settings.polygons, size)
    one = write_polygons(folder / "one.gpkg", 1, size)
    table = Table(
        f"Masks of {size} x {size} cells from {settings.polygons} polygons: whole processes",
        "", "seconds", "without start", "peak MB", "time/ours", "same without start", "differ",
    )  # fmt: skip
    start = workshop.best_of([ours(one, 16, "center", folder)], settings.rounds)[OURS].seconds
    for rule in rules:
        rivals = [ours(layer, size, rule, folder)]
        if RULES[rule] is not None and shutil.which("gdal_rasterize"):
            rivals.append(theirs(layer, size, rule, folder))
        usages = workshop.best_of(rivals, settings.rounds)
        mine = usages[OURS].seconds
        for rival in rivals:
            if rival.name not in usages:
                continue
            usage = usages[rival.name]
            is_mine = rival.name == OURS
            alone = usage.seconds - start if is_mine else usage.seconds
            table.add(
                f"{rule}: {rival.name}", usage.seconds, alone, usage.peak,
                f"{usage.seconds / mine:.2f}", f"{alone / (mine - start):.2f}",
                "-" if is_mine else _difference(rivals[0], rival),
            )  # fmt: skip
    shutil.rmtree(folder)
    return table.markdown()


def write_polygons(path, count, size):
    """Write a GeoPackage of polygons of eight vertices; returns its path as text.

    They lie within 0 to `size` on both axes, and are a cell or two wide from their centre on.
    """
    rng = np.random.default_rng(3)
    angles = np.arange(9) % 8 * np.pi / 4
    directions = np.stack((np.cos(angles), np.sin(angles)), axis=-1)
    lengths = rng.uniform(1, 6, (count, 9, 1))
    lengths[:, 8] = lengths[:, 0]
    rings = rng.uniform(0, size, (count, 1, 2)) + lengths * directions
    source = ogr.GetDriverByName("GPKG").CreateDataSource(str(path))
    layer = source.CreateLayer("polygons", geom_type=ogr.wkbPolygon)
    layer.StartTransaction()
    for points in rings:
        ring = ogr.Geometry(ogr.wkbLinearRing)
        for x, y in points.tolist():
            ring.AddPoint_2D(x, y)
        polygon = ogr.Geometry(ogr.wkbPolygon)
        polygon.AddGeometryDirectly(ring)
        feature = ogr.Feature(layer.GetLayerDefn())
        feature.SetGeometryDirectly(polygon)
        layer.CreateFeature(feature)
    layer.CommitTransaction()
    return str(path)


def ours(layer, size, rule, folder):
    """Return `gridr:buildmask` as `qgis_process` runs it."""
    output = str(Path(folder, "ours.tif"))
    told = {
        "EXTENT": f"0,{size},0,{size}",
        "CELL_SIZE": 1,
        "VALID_GEOMETRY": layer,
        "RULE": rule,
        "OUTPUT": output,
    }
    return Contender(OURS, qgis_command("gridr:buildmask", told), output, None)


def theirs(layer, size, rule, folder):
    """Return `gdal_rasterize`, with a GeoTIFF like ours."""
    output = str(Path(folder, "gdal.tif"))
    command = (
        *("gdal_rasterize", "-q", "-burn", "1", "-ot", "Byte", *RULES[rule]),
        *("-te", "0", "0", str(size), str(size), "-tr", "1", "1"),
        *("-co", "TILED=YES", "-co", "COMPRESS=DEFLATE", layer, output),
    )
    return Contender(GDAL_RASTERIZE, command, output, None)


def _difference(one, other):
    """Return in how many cells two masks differ."""
    masks = [gdal.Open(each.output).ReadAsArray() for each in (one, other)]
    return int(np.count_nonzero(masks[0] != masks[1]))
