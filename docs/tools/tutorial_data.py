"""The small rasters that the tutorials begin with. Nothing is downloaded.

The elevation model and the borders are those of the demo; the photograph is that of the benchmarks,
in the public domain. The satellite scene is made up, of smooth noise.
"""

import math
import sys
from pathlib import Path

import numpy as np
from osgeo import gdal, osr

ROOT = Path(__file__).resolve().parents[2]
sys.path.append(str(ROOT / "demo"))

from run import DemoError, write_model, write_states  # noqa: E402, F401

EPSG = 32616

# North-western corner and cell size of the scene and of its classes, in metres.
SCENE = (730_000, 4_050_000)
SCENE_CELL, CLASS_CELL = 10, 20
SCENE_SHAPE = (240, 320)

# Classes of the scene as Sentinel-2's scene classification counts them.
SHADOW, VEGETATION, SOIL, WATER, CLOUD, THIN_CLOUD = 3, 4, 5, 6, 9, 10
CLASS_COLORS = {
    SHADOW: (47, 47, 47),
    VEGETATION: (74, 140, 60),
    SOIL: (205, 175, 110),
    WATER: (50, 90, 200),
    CLOUD: (255, 255, 255),
    THIN_CLOUD: (150, 210, 235),
}

# The lens of the photograph: a point at d from the middle is seen at d (1 + LENS |d|^2), in pixels.
LENS = -1.6e-6
PHOTO_SIZE = 400

SCAN_SHAPE = (420, 380)


def write_data(folder):
    """Write all inputs of the tutorials into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    write_model(folder / "model.tif")
    write_states(folder / "states.gpkg")
    write_scene(folder / "scene.tif", folder / "classes.tif")
    stairs = gdal.Open(str(ROOT / "benchmarks" / "ascent.png")).ReadAsArray()
    write(folder / "stairs.tif", stairs[100:400, 130:430])
    write(folder / "photo.tif", through_lens(stairs))
    write_scan(folder / "scan.tif", folder / "model.tif")
    print("  and scene.tif, classes.tif, stairs.tif, photo.tif, scan.tif with scan.tif.points")


def write(path, bands, corner=None, cell=None, colors=None):
    """Write a GeoTIFF of one band or some; with a corner it gets a georeference."""
    bands = np.atleast_3d(bands.T).T if bands.ndim == 2 else bands
    kind = gdal.GDT_UInt16 if bands.dtype == np.uint16 else gdal.GDT_Byte
    count, rows, cols = bands.shape
    dataset = gdal.GetDriverByName("GTiff").Create(
        str(path), cols, rows, count, kind, ["COMPRESS=DEFLATE"]
    )
    if corner is not None:
        dataset.SetGeoTransform((corner[0], cell, 0, corner[1], 0, -cell))
        dataset.SetProjection(f"EPSG:{EPSG}")
    if colors is not None:
        table = gdal.ColorTable()
        for value, color in colors.items():
            table.SetColorEntry(value, color)
        dataset.GetRasterBand(1).SetColorTable(table)
    dataset.WriteArray(bands)


# --- the scene ----------------------------------------------------------------------------------


def write_scene(path, classes_path):
    """Write a scene of 10 m in red, green and blue, and its classes of 20 m."""
    rng = np.random.default_rng(11)
    rows, cols = SCENE_SHAPE
    row, col = np.mgrid[:rows, :cols].astype(float)
    ground = np.where(fields(rng, SCENE_SHAPE) > 0.62, SOIL, VEGETATION)
    river = 0.55 * rows + 26 * np.sin(col / 47) + 9 * np.sin(col / 17)
    ground[np.abs(row - river) < 5] = WATER

    clouds = noise(rng, SCENE_SHAPE, (70, 32, 14), (1, 0.55, 0.25))
    thickness = np.clip((clouds - np.quantile(clouds, 0.84)) / 0.8, 0, 1)
    shade = np.roll(thickness, (14, -20), (0, 1)) > 0.2  # wherever it comes in, it is dark

    texture = 1 + 0.08 * noise(rng, SCENE_SHAPE, (4, 12), (1, 0.8))
    colors = {VEGETATION: (420, 640, 390), SOIL: (1250, 1060, 760), WATER: (300, 430, 560)}
    image = np.zeros((3, rows, cols))
    for each, color in colors.items():
        image += (ground == each) * np.reshape(color, (3, 1, 1))
    image *= texture * np.where(shade, 0.35, 1)
    white = np.reshape((5200, 5300, 5450), (3, 1, 1)) * (1 + 0.04 * texture)
    image += np.clip(1.3 * thickness, 0, 1) * (white - image)
    write(path, np.round(image).astype(np.uint16), SCENE, SCENE_CELL)

    classes = np.where(shade, SHADOW, ground)
    classes = np.where(thickness > 0.05, THIN_CLOUD, classes)
    classes = np.where(thickness > 0.3, CLOUD, classes)
    step = CLASS_CELL // SCENE_CELL
    classes = classes[::step, ::step].astype(np.uint8)
    write(classes_path, classes, SCENE, CLASS_CELL, CLASS_COLORS)


def fields(rng, shape, count=70):
    """Return a random number for each of the fields that the nearest of some points makes."""
    rows, cols = shape
    row, col = np.mgrid[:rows, :cols]
    points = rng.uniform(0, 1, (count, 2)) * shape
    distance = np.abs(row[..., None] - points[:, 0]) + np.abs(col[..., None] - points[:, 1])
    return rng.uniform(0, 1, count)[np.argmin(distance, axis=-1)]


def noise(rng, shape, sizes, weights):
    """Return noise of zero mean and unit deviation, of some sizes in pixels."""
    total = np.zeros(shape)
    frequency = np.hypot(np.fft.fftfreq(shape[0])[:, None], np.fft.rfftfreq(shape[1]))
    for size, weight in zip(sizes, weights):
        white = np.fft.rfft2(rng.normal(size=shape))
        smooth = np.fft.irfft2(white * np.exp(-((frequency * size) ** 2)), shape)
        total += weight * smooth / smooth.std()
    return (total - total.mean()) / total.std()


# --- photograph and scan ------------------------------------------------------------------------


def through_lens(image):
    """Return the middle of an image as a lens of `LENS` shows it."""
    seen = np.arange(PHOTO_SIZE) - (PHOTO_SIZE - 1) / 2
    col, row = np.meshgrid(seen, seen)
    radius = np.hypot(row, col)
    true = radius.copy()
    for _ in range(30):  # settles, since the lens moves a point by less than it lies off the middle
        true = radius / (1 + LENS * true**2)
    factor = np.divide(true, radius, out=np.ones_like(true), where=radius > 0)
    middle = (np.array(image.shape) - 1) / 2
    return np.round(bilinear(image, middle[0] + factor * row, middle[1] + factor * col)).astype(
        np.uint8
    )


def write_scan(path, model_path):
    """Write a map of the model as a scanner gives it, turned and bent, and its control points."""
    model = gdal.Open(str(model_path))
    heights = model.ReadAsArray().astype(float)
    west, dx, _, north, _, dy = model.GetGeoTransform()

    row, col = np.mgrid[: SCAN_SHAPE[0], : SCAN_SHAPE[1]].astype(float)
    x, y = place_on_map(row, col)
    longitude, latitude = to_degrees(x.ravel(), y.ravel())
    source_row = np.reshape((latitude - north) / dy - 0.5, SCAN_SHAPE)
    source_col = np.reshape((longitude - west) / dx - 0.5, SCAN_SHAPE)
    z = bilinear(heights, source_row, source_col)

    down, right = np.gradient(z / 60)
    light = (1 + down + right) / np.sqrt(1 + down**2 + right**2)  # from the north-west
    paper = np.reshape((0.98, 0.95, 0.86), (3, 1, 1)) * (0.55 + 0.4 * np.clip(light, 0, 1.2))
    brown = np.reshape((0.55, 0.33, 0.16), (3, 1, 1))
    lines = sum(np.abs(each) for each in np.gradient(np.floor(z / 120))) > 0
    blue = np.reshape((0.15, 0.3, 0.6), (3, 1, 1))
    net = ((x % 5000) < 80) | ((y % 5000) < 80)
    image = np.where(lines, 0.6 * brown + 0.4 * paper, paper)
    image = np.where(net, 0.7 * blue + 0.3 * paper, image)
    outside = (source_row < 0) | (source_row > heights.shape[0] - 1)
    outside |= (source_col < 0) | (source_col > heights.shape[1] - 1)
    image = np.where(outside, np.reshape((0.93, 0.92, 0.89), (3, 1, 1)), image)
    write(path, np.round(255 * np.clip(image, 0, 1)).astype(np.uint8))
    write_points(path.with_name(path.name + ".points"))


def place_on_map(row, col):
    """Return map (x, y) of places in the scan: turned by 4 degrees, and bent as paper is."""
    down, right = (row - 210) / 210, (col - 190) / 210
    u = right + 0.03 * right * down + 0.025 * down**2
    v = -down + 0.02 * right**2 - 0.015 * right * down
    turn = math.radians(4)
    x = 746_400 + 13_500 * (u * math.cos(turn) - v * math.sin(turn))
    y = 4_052_900 + 13_500 * (u * math.sin(turn) + v * math.cos(turn))
    return x, y


def write_points(path):
    """Write control points as the Georeferencer does; the one of number 8 is wrong."""
    rng = np.random.default_rng(3)
    row, col = np.meshgrid(np.linspace(40, 375, 4), np.linspace(40, 335, 4), indexing="ij")
    row = row.ravel() + rng.uniform(-18, 18, row.size)
    col = col.ravel() + rng.uniform(-18, 18, col.size)
    x, y = place_on_map(row, col)
    # Read by eye to a third of a pixel.
    row, col = row + rng.normal(0, 0.3, row.size), col + rng.normal(0, 0.3, row.size)
    row[8] += 12
    lines = [
        f"{a:.1f},{b:.1f},{c + 0.5:.2f},{-(r + 0.5):.2f},1,0,0,0"
        for a, b, r, c in zip(x, y, row, col)
    ]
    reference = osr.SpatialReference()
    reference.ImportFromEPSG(EPSG)
    head = [f"#CRS: {reference.ExportToWkt()}", "mapX,mapY,sourceX,sourceY,enable,dX,dY,residual"]
    path.write_text("\n".join([*head, *lines, ""]), encoding="utf-8")


def to_degrees(x, y):
    """Return longitudes and latitudes of places on the map."""
    references = []
    for code in (EPSG, 4326):
        reference = osr.SpatialReference()
        reference.ImportFromEPSG(code)
        reference.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
        references.append(reference)
    transform = osr.CoordinateTransformation(*references)
    return np.array(transform.TransformPoints(np.column_stack((x, y))))[:, :2].T


def bilinear(image, row, col):
    """Return an image at places within it; those outside get what is next on the border."""
    row = np.clip(row, 0, image.shape[0] - 1.001)
    col = np.clip(col, 0, image.shape[1] - 1.001)
    top, left = row.astype(int), col.astype(int)
    down, right = row - top, col - left
    upper = image[top, left] * (1 - right) + image[top, left + 1] * right
    lower = image[top + 1, left] * (1 - right) + image[top + 1, left + 1] * right
    return upper * (1 - down) + lower * down
