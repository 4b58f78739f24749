"""The picture of the demo: source, mask, grid, check, and the result beside them."""

import io
import math

import matplotlib
import numpy as np
from osgeo import gdal, ogr, osr
from PIL import Image

matplotlib.use("Agg")

from matplotlib import cm, colors, patheffects
from matplotlib import pyplot as plt

WIDTH, HEIGHT, DPI = 1600, 945, 100

INK, PAPER, BORDER, FRAME = "#222222", "#ffffff", "#c2185b", "#1e5fa8"
VALID, INVALID, NOTHING = "#57a773", "#d5cfc6", "#ececec"

# Elevations in metres, and their colours.
LOWEST, HIGHEST = 230, 1080
TERRAIN = colors.LinearSegmentedColormap.from_list(
    "terrain of the demo",
    ["#2f6b57", "#6ea067", "#bcc580", "#e0cd94", "#c39b6b", "#97684f", "#c9b3a8", "#ffffff"],
)

# Where the light comes from, in degrees clockwise from north.
LIGHT = 315


def draw(folder, picture, difference):
    """Draw all rasters of the demo into one PNG.

    Parameters
    ----------
    folder : pathlib.Path
        Where they are.
    picture : pathlib.Path
    difference : numpy.ndarray
        Result less that of gdalwarp, in metres.
    """
    model, mask, grid, result = (
        gdal.Open(str(folder / name))
        for name in ("model.tif", "mask.tif", "grid.tif", "result.tif")
    )
    border = border_of(folder / "states.gpkg", "Tennessee", model)
    frame = moved(transformation(result, model), *outline_of(result))

    plt.rcParams.update({"font.family": "DejaVu Sans", "text.color": INK})
    figure = plt.figure(figsize=(WIDTH / DPI, HEIGHT / DPI), dpi=DPI, facecolor=PAPER)
    head, width, height = 62, 352, 366
    lower, upper = 25, 25 + height + head
    source, mesh = (place(figure, 25, bottom, width, height) for bottom in (upper, lower))
    masked, check = (place(figure, 405, bottom, width, height) for bottom in (upper, lower))
    draw_source(source, model, border, frame)
    draw_mask(masked, model, mask, border, frame)
    draw_mesh(mesh, model, grid, frame)
    draw_check(check, difference)
    draw_result(place(figure, 786, lower, 728, 2 * height + head), model, result, border)
    draw_heights(place(figure, 1530, lower, 16, 260))
    title = "GridR for QGIS: the Jacksboro fault, turned upright"
    figure.text(25 / WIDTH, 1 - 18 / HEIGHT, title, fontsize=22, fontweight="bold", va="top")
    save(figure, picture)


def place(figure, left, bottom, width, height):
    """Add axes at a place in pixels."""
    return figure.add_axes((left / WIDTH, bottom / HEIGHT, width / WIDTH, height / HEIGHT))


def save(figure, path, shades=256):
    """Write a PNG of few colours; 256 are a third of the size, and no difference that one sees."""
    content = io.BytesIO()
    figure.savefig(content, facecolor=PAPER, format="png")
    plt.close(figure)
    with Image.open(content) as image:
        image.convert("RGB").quantize(shades).save(path, optimize=True)


# --- panels -------------------------------------------------------------------------------------


def draw_source(axes, model, border, frame):
    """Draw the model with the border of Tennessee and the frame of the output."""
    write_head(axes, "1  Source", "elevation model, EPSG:4326")
    axes.imshow(relief(model.ReadAsArray(), model, LIGHT), extent=extent_of(model))
    draw_line(axes, *border, BORDER)
    draw_line(axes, *frame, FRAME)
    write(axes, 0.7, 0.95, "output frame", FRAME)
    write(axes, 0.06, 0.63, "Kentucky", BORDER, ha="left")
    write(axes, 0.06, 0.5, "Tennessee", BORDER, ha="left")
    keep_to(axes, model, frame)


def draw_mask(axes, model, mask, border, frame):
    """Draw where the model is valid, over its relief."""
    write_head(axes, "2  Mask", "gridr:buildmask, by a polygon layer")
    valid = mask.ReadAsArray()[..., np.newaxis] == 1
    light = hillshade(model.ReadAsArray(), model, LIGHT)[..., np.newaxis]
    ground = np.where(valid, colors.to_rgb(VALID), colors.to_rgb(INVALID))
    axes.imshow(np.clip(ground * (0.7 + 0.4 * light), 0, 1), extent=extent_of(model))
    draw_line(axes, *border, BORDER)
    write(axes, 0.45, 0.77, "0: invalid")
    write(axes, 0.45, 0.36, "1: valid")
    keep_to(axes, model, frame)


def draw_mesh(axes, model, grid, frame):
    """Draw the nodes of the grid where they lie in the source."""
    rows, cols = grid.ReadAsArray()
    step = grid.GetMetadataItem("GRIDR_STEP_ROWS")
    write_head(axes, "3  Grid", f"gridr:creategridfromcrs, {rows.shape[0]} x {rows.shape[1]} nodes")
    light = hillshade(model.ReadAsArray(), model, LIGHT)
    axes.imshow(light, extent=extent_of(model), cmap="gray", vmin=-1, vmax=1)
    x, y = node_positions(model, rows, cols)
    for mesh in ((x, y), (x.T, y.T)):
        axes.plot(*mesh, color=FRAME, linewidth=0.8)
    axes.plot(x.ravel(), y.ravel(), ".", color=FRAME, markersize=5)
    write(axes, 0.04, 0.93, f"a node every {step} pixels", FRAME, ha="left")
    keep_to(axes, model, frame)


def draw_check(axes, difference):
    """Draw how far the result is from gdalwarp's."""
    sizes = np.abs(1000 * difference)
    told = f"difference: median {np.nanmedian(sizes):.1f} mm, at most {np.nanmax(sizes):.0f} mm"
    write_head(axes, "Check against gdalwarp", told)
    axes.set_facecolor(NOTHING)
    image = axes.imshow(sizes, cmap="YlGnBu", vmin=0, vmax=10)
    axes.set_anchor("SW")
    bare(axes)
    bar = axes.inset_axes((0.5, 0.91, 0.36, 0.035))
    axes.figure.colorbar(image, cax=bar, orientation="horizontal", ticks=(0, 5, 10))
    bar.set_xticklabels(("0", "5", "10 mm"), fontsize=12)
    bar.tick_params(length=0)


def draw_result(axes, model, result, border):
    """Draw the result; what is invalid stays empty."""
    values = result.ReadAsArray()
    valid = np.count_nonzero(np.isfinite(values))
    told = f"gridr:gridresampling, cubic: {valid} of {values.size} pixels are valid"
    write_head(axes, "4  Result", told)
    axes.set_facecolor(NOTHING)
    to_target = transformation(model, result)
    turn = north_of(result, to_target)
    axes.imshow(relief(values, result, LIGHT + turn), extent=extent_of(result))
    axes.autoscale(False)
    draw_line(axes, *moved(to_target, *border), BORDER)
    outline = moved(to_target, *outline_of(model))
    axes.plot(*outline, color=INK, linewidth=1.5, linestyle=(0, (4, 3)))
    axes.set_anchor("SW")
    bare(axes)
    write(axes, 0.66, 0.88, "Kentucky:\nmasked out", BORDER)
    write(axes, 0.125, 0.15, "beyond\nthe source")
    draw_north(axes, turn)
    draw_scale(axes, extent_of(result))


def draw_heights(axes):
    """Draw the colours of heights, which source and result share."""
    heights = cm.ScalarMappable(colors.Normalize(LOWEST, HIGHEST), TERRAIN)
    axes.figure.colorbar(heights, cax=axes)
    axes.set_title("m", fontsize=13, loc="left")
    axes.tick_params(length=0, labelsize=12)


# --- parts of panels ----------------------------------------------------------------------------


def write_head(axes, title, subtitle):
    """Write a title and a line below it over a panel."""
    for text, above, style in (
        (title, 26, {"fontsize": 16, "fontweight": "bold"}),
        (subtitle, 6, {"fontsize": 12}),
    ):
        axes.annotate(
            text, (0, 1), (0, above), xycoords="axes fraction", textcoords="offset points", **style
        )


def write(axes, x, y, text, color=INK, ha="center", size=14):
    """Write a few words that are readable on any ground; the place is a share of the panel."""
    edge = patheffects.withStroke(linewidth=3.5, foreground=PAPER)
    style = {"fontsize": size, "fontweight": "bold", "color": color, "path_effects": [edge]}
    axes.text(x, y, text, transform=axes.transAxes, ha=ha, va="center", **style)


def draw_line(axes, x, y, color):
    """Draw a line with a white edge, so that it shows on any ground."""
    edge = patheffects.withStroke(linewidth=4, foreground=PAPER)
    axes.plot(x, y, color=color, linewidth=2.2, path_effects=[edge])


def draw_north(axes, turn):
    """Draw an arrow to the north, `turn` degrees clockwise from up."""
    x, y = 0.9, 0.9
    dx, dy = 0.045 * math.sin(math.radians(turn)), 0.045 * math.cos(math.radians(turn))
    axes.annotate(
        "",
        (x + dx, y + dy),
        (x - dx, y - dy),
        xycoords="axes fraction",
        textcoords="axes fraction",
        arrowprops={"arrowstyle": "-|>", "color": INK, "linewidth": 2.2, "mutation_scale": 22},
    )
    write(axes, x + 1.45 * dx, y + 1.45 * dy, "N", size=15)


def draw_scale(axes, extent):
    """Draw a bar of five kilometres."""
    west, east, south, north = extent
    x, y = west + 0.04 * (east - west), south + 0.035 * (north - south)
    axes.plot([x, x + 5000], [y, y], color=INK, linewidth=5, solid_capstyle="butt")
    write(axes, 0.04 + 2500 / (east - west), 0.06, "5 km")


def bare(axes):
    """Take away ticks and keep a thin frame."""
    axes.set_xticks([])
    axes.set_yticks([])
    for spine in axes.spines.values():
        spine.set_color("#999999")


def keep_to(axes, model, frame):
    """Show the model and the frame, as long and as wide as they are on the ground."""
    west, east, south, north = extent_of(model)
    x, y = np.append(frame[0], (west, east)), np.append(frame[1], (south, north))
    axes.set_aspect(1 / math.cos(math.radians((south + north) / 2)), anchor="SW")
    axes.set_xlim(x.min() - 0.01, x.max() + 0.01)
    axes.set_ylim(y.min() - 0.01, y.max() + 0.01)
    bare(axes)


# --- pixels -------------------------------------------------------------------------------------


def relief(values, dataset, light):
    """Return an RGBA image of elevations: colour by height, lit; transparent where not finite."""
    image = TERRAIN((values - LOWEST) / (HIGHEST - LOWEST))
    shade = hillshade(values, dataset, light)
    image[..., :3] = np.clip(image[..., :3] * (0.4 + 0.8 * shade[..., np.newaxis]), 0, 1)
    image[..., 3] = np.isfinite(shade)
    return np.nan_to_num(image)


def hillshade(values, dataset, light, height=45, exaggeration=2.5):
    """Return the cosine between the light and the ground: about 0.7 where that is level."""
    dx, dy = pixel_in_metres(dataset)
    southwards, eastwards = np.gradient(exaggeration * values.astype(float), dy, dx)
    light, height = math.radians(light), math.radians(height)
    lit = math.sin(height) + math.cos(height) * (
        southwards * math.cos(light) - eastwards * math.sin(light)
    )
    return np.maximum(lit, 0) / np.sqrt(1 + southwards**2 + eastwards**2)


def pixel_in_metres(dataset):
    """Return width and height of a pixel, on the ground also where the map is in degrees."""
    _, dx, _, y, _, dy = dataset.GetGeoTransform()
    if not osr.SpatialReference(dataset.GetProjection()).IsGeographic():
        return dx, -dy
    degree = 111_200
    return dx * degree * math.cos(math.radians(y)), -dy * degree


# --- places -------------------------------------------------------------------------------------


def extent_of(dataset):
    """Return (west, east, south, north) of a raster."""
    west, dx, _, north, _, dy = dataset.GetGeoTransform()
    return west, west + dx * dataset.RasterXSize, north + dy * dataset.RasterYSize, north


def border_of(path, state, model):
    """Return the border of a state within the model as (x, y), with points along it."""
    west, east, south, north = extent_of(model)
    states = ogr.Open(str(path))
    layer = states.GetLayerByName("states")
    layer.SetAttributeFilter(f"name = '{state}'")
    feature = layer.GetNextFeature()
    sides = f"{west} {south},{east} {south},{east} {north},{west} {north},{west} {south}"
    model_area = ogr.CreateGeometryFromWkt(f"POLYGON (({sides}))")
    line = feature.GetGeometryRef().Boundary().Intersection(model_area)
    line.Segmentize(0.01)
    return np.array(line.GetPoints())[:, :2].T


def outline_of(dataset):
    """Return the outline of a raster as (x, y), with points along its sides."""
    west, east, south, north = extent_of(dataset)
    t = np.linspace(0, 1, 50)
    meshes = np.meshgrid(west + t * (east - west), north + t * (south - north))
    return tuple(
        np.concatenate((mesh[0], mesh[1:, -1], mesh[-1, -2::-1], mesh[-2::-1, 0]))
        for mesh in meshes
    )


def node_positions(model, rows, cols):
    """Return the map (x, y) of source rows and columns, pixel centres on integers."""
    west, dx, _, north, _, dy = model.GetGeoTransform()
    return west + (cols + 0.5) * dx, north + (rows + 0.5) * dy


def transformation(source, target):
    """Return the transformation between the reference systems of two rasters."""
    references = []
    for dataset in (source, target):
        reference = osr.SpatialReference(dataset.GetProjection())
        reference.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
        references.append(reference)
    return osr.CoordinateTransformation(*references)


def moved(transform, x, y):
    """Return points in another reference system."""
    return np.array(transform.TransformPoints(np.column_stack((x, y))))[:, :2].T


def north_of(result, to_target):
    """Return the direction of north in the middle of the result, in degrees clockwise from up."""
    west, east, south, north = extent_of(result)
    x, y = moved(to_target.GetInverse(), [(west + east) / 2], [(south + north) / 2])
    ends = moved(to_target, np.repeat(x, 2), y + np.array((0, 0.01)))
    dx, dy = np.diff(ends, axis=1).ravel()
    return math.degrees(math.atan2(dx, dy))
