"""The pictures of the tutorials, drawn from what their commands have written.

Each function draws the pictures of one page; `PICTURES` has them by the names of the pages. Pages
without pictures are not in it.
"""

import subprocess
import sys
from pathlib import Path

import numpy as np
from osgeo import gdal, ogr

sys.path.append(str(Path(__file__).resolve().parents[2] / "demo"))

from picture import (
    BORDER,
    FRAME,
    HIGHEST,
    INK,
    INVALID,
    LIGHT,
    LOWEST,
    NOTHING,
    PAPER,
    TERRAIN,
    VALID,
    bare,
    border_of,
    colors,
    draw_line,
    extent_of,
    moved,
    plt,
    relief,
    save,
    transformation,
    write,
)

DPI = 100
WIDTH = 1000

# Room in pixels around panels: at the sides, between them, and for the title above.
MARGIN, GAP, HEAD = 12, 16, 30


def panels(titles, ratio, across=None):
    """Return a figure and axes of panels in rows, each `ratio` times as high as wide."""
    across = across or len(titles)
    rows = -(-len(titles) // across)
    width = (WIDTH - 2 * MARGIN - (across - 1) * GAP) / across
    height = width * ratio
    whole = rows * (height + HEAD) + (rows - 1) * GAP + MARGIN
    plt.rcParams.update({"font.family": "DejaVu Sans", "font.size": 11})
    figure = plt.figure(figsize=(WIDTH / DPI, whole / DPI), dpi=DPI, facecolor=PAPER)
    axes = []
    for index, title in enumerate(titles):
        row, col = divmod(index, across)
        left = MARGIN + col * (width + GAP)
        bottom = whole - (row + 1) * (height + HEAD) - row * GAP
        panel = figure.add_axes((left / WIDTH, bottom / whole, width / WIDTH, height / whole))
        panel.set_title(title, fontsize=12, loc="left", pad=6)
        panel.set_facecolor(NOTHING)
        bare(panel)
        axes.append(panel)
    return figure, axes


def opened(folder, name):
    """Return an opened raster of the folder."""
    return gdal.Open(str(folder / f"{name}.tif"))


def ratio_of(dataset, squeeze=1.0):
    """Return height by width of a raster as it is shown."""
    return dataset.RasterYSize / dataset.RasterXSize / squeeze


def show_relief(axes, dataset, nodata=None):
    """Show elevations, coloured and lit; nodata stays empty."""
    values = dataset.ReadAsArray().astype(float)
    if nodata is not None:
        values[values == nodata] = np.nan
    image = relief(values, dataset, LIGHT)
    axes.imshow(image, extent=extent_of(dataset), aspect="auto", interpolation="nearest")
    axes.autoscale(False)


def show_mask(axes, dataset):
    """Show a mask of 1 and 0."""
    valid = dataset.ReadAsArray()[..., np.newaxis] == 1
    image = np.where(valid, colors.to_rgb(VALID), colors.to_rgb(INVALID))
    axes.imshow(image, extent=extent_of(dataset), aspect="auto", interpolation="nearest")
    axes.autoscale(False)


def legend(axes, *told):
    """Tell colours of areas, as (colour, words) from above, in the lower left corner."""
    handles = [
        plt.Rectangle((0, 0), 1, 1, facecolor=color, edgecolor="#999999") for color, _ in told
    ]
    axes.legend(
        handles, [words for _, words in told], loc="lower left", fontsize=10, framealpha=0.9
    )


def save_small(figure, path):
    """Write a PNG of few colours."""
    save(figure, path, 112)


def draw_dialog(folder, picture, *told):
    """Draw a dialog over the rasters of the folder, see `dialog.py`."""
    script = Path(__file__).with_name("dialog.py")
    subprocess.run([sys.executable, script, picture, *told], cwd=folder, check=True)


def true_color(image):
    """Return the bands of the scene as a picture."""
    return np.moveaxis(np.clip(image / 3000.0, 0, 1) ** 0.6, 0, -1)


# --- pages --------------------------------------------------------------------------------------


def quickstart(folder, pictures):
    """The dialog; model, mask and warped model."""
    draw_dialog(
        folder,
        pictures / "warp-dialog.png",
        *("model.tif,mask.tif", "gridr:warp", "INPUT=model.tif", "TARGET_CRS=EPSG:32616"),
    )
    model, mask, warped = (opened(folder, name) for name in ("model", "mask", "utm"))
    figure, (first, second, third) = panels(
        ("model.tif", "mask.tif", "utm.tif"), ratio_of(warped, 0.95)
    )
    border = border_of(folder / "states.gpkg", "Tennessee", model)
    show_relief(first, model)
    draw_line(first, *border, BORDER)
    show_mask(second, mask)
    legend(second, (VALID, "1"), (INVALID, "0"))
    show_relief(third, warped, -9999)
    save_small(figure, pictures / "quickstart.png")


def warp_with_mask(folder, pictures):
    """Model, result, and what another rule of validity keeps."""
    model, warped = opened(folder, "model"), opened(folder, "utm")
    strict, kept = (opened(folder, name).ReadAsArray() for name in ("utm_mask", "kept_mask"))
    titles = ("model.tif in EPSG:4326", "utm.tif in EPSG:32616", "a part of both masks")
    figure, (first, second, third) = panels(titles, ratio_of(warped))
    border = border_of(folder / "states.gpkg", "Tennessee", model)
    show_relief(first, model)
    draw_line(first, *border, BORDER)
    show_relief(second, warped, -9999)
    draw_line(second, *moved(transformation(model, warped), *border), BORDER)
    image = np.full((*strict.shape, 3), colors.to_rgb(INVALID))
    image[kept == 1] = colors.to_rgb("#f2b04c")
    image[strict == 1] = colors.to_rgb(VALID)
    row, col = np.argwhere(strict == 1).min(axis=0)
    size = 40
    row, col = max(row - 5, 0), max(col - 5, 0)
    part = image[row : row + round(size * ratio_of(warped)), col : col + size]
    third.imshow(part, aspect="auto", interpolation="nearest")
    legend(third, (VALID, "strict"), ("#f2b04c", "and renormalized"), (INVALID, "invalid"))
    save_small(figure, pictures / "warp-with-mask.png")


def own_grid(folder, pictures):
    """The photograph under the mesh of the coarse grid, and without the lens."""
    photo, straight = opened(folder, "photo"), opened(folder, "straight")
    titles = ("photo.tif, and every second line of nodes of lens.tif", "straight.tif")
    figure, (first, second) = panels(titles, 1)
    first.imshow(photo.ReadAsArray(), cmap="gray", vmin=0, vmax=255)
    rows, cols = opened(folder, "lens").ReadAsArray()
    for lines in ((cols, rows), (cols.T, rows.T)):
        first.plot(*(each[:, ::2] for each in lines), color="#4fb3ff", linewidth=0.8)
    first.set_xlim(-0.5, photo.RasterXSize - 0.5)
    first.set_ylim(photo.RasterYSize - 0.5, -0.5)
    second.imshow(straight.ReadAsArray(), cmap="gray", vmin=0, vmax=255)
    save_small(figure, pictures / "own-grid.png")


def control_points(folder, pictures):
    """The scan with its points and residuals, and the map."""
    scan, result = opened(folder, "scan"), opened(folder, "map")
    figure, (first, second) = panels(
        ("scan.tif: ten times the residuals of the first fit", "map.tif"),
        ratio_of(scan),
    )
    first.imshow(np.moveaxis(scan.ReadAsArray(), 0, -1), aspect="auto")
    residuals = ogr.Open(str(folder / "residuals.gpkg"))
    for feature in residuals.GetLayer(0):
        col, row, cols, rows, name = (
            feature.GetField(field) for field in ("col", "row", "col_resid", "row_resid", "id")
        )
        color = INK if str(name) == "9" else FRAME
        draw_line(first, [col, col + 10 * cols], [row, row + 10 * rows], color)
        first.plot(col, row, "o", color=color, markeredgecolor=PAPER, markersize=7)
        write(
            first, (col + 14) / scan.RasterXSize, 1 - (row - 8) / scan.RasterYSize, str(name), color
        )
    valid = opened(folder, "map_mask").ReadAsArray()
    image = np.dstack((np.moveaxis(result.ReadAsArray(), 0, -1), np.where(valid == 1, 255, 0)))
    second.imshow(image.astype(np.uint8), extent=extent_of(result), aspect="auto")
    second.autoscale(False)
    west, east, south, north = extent_of(result)
    for x in np.arange(np.ceil(west / 5000), east / 5000) * 5000:
        second.plot([x, x], [south, north], color=FRAME, linewidth=0.8, dashes=(6, 4))
    for y in np.arange(np.ceil(south / 5000), north / 5000) * 5000:
        second.plot([west, east], [y, y], color=FRAME, linewidth=0.8, dashes=(6, 4))
    save_small(figure, pictures / "control-points.png")


def splines(folder, pictures):
    """A part of the photograph after three turns, and the differences."""
    first, cubic, spline = (
        opened(folder, name).ReadAsArray().astype(float) for name in ("stairs", "cubic", "bspline5")
    )
    row, col = np.indices(first.shape) - 149.5
    outside = np.hypot(row, col) > 149
    part = np.s_[95:195, 75:175]
    titles = (
        *("stairs.tif", "cubic.tif", "bspline5.tif"),
        *("", "cubic.tif less stairs.tif", "bspline5.tif less stairs.tif"),
    )
    figure, axes = panels(titles, 1, across=3)
    for panel, image in zip(axes, (first, cubic, spline)):
        panel.imshow(image[part], cmap="gray", vmin=0, vmax=255, interpolation="nearest")
    axes[3].imshow(np.tile(np.linspace(-20, 20, 100), (8, 1)), cmap="gray", extent=(10, 90, 45, 55))
    axes[3].set(xlim=(0, 100), ylim=(0, 100), facecolor=PAPER)
    for x, told in ((10, "-20"), (50, "0"), (90, "20")):
        axes[3].text(x, 38, told, ha="center", fontsize=12)
    axes[3].text(50, 62, "differences in grey levels", ha="center", fontsize=12)
    for spine in axes[3].spines.values():
        spine.set_visible(False)
    for panel, image in zip(axes[4:], (cubic, spline)):
        difference = np.where(outside, np.nan, image - first)
        panel.imshow(difference[part], cmap="gray", vmin=-20, vmax=20, interpolation="nearest")
    save_small(figure, pictures / "splines.png")


def grass_resampling(folder, pictures):
    """Model, coarse cells, and a part in fine cells."""
    names = ("model", "average", "range", "nearest", "bicubic")
    model, average, spread, nearest, bicubic = (opened(folder, name) for name in names)
    titles = (
        *("model.tif", "average.tif", "range.tif"),
        *("nearest.tif: the cells in the frame", "bicubic.tif"),
    )
    figure, axes = panels(titles, ratio_of(model, 0.8), across=3)
    show_relief(axes[0], model)
    west, east, south, north = extent_of(bicubic)
    draw_line(axes[0], [west, east, east, west, west], [south, south, north, north, south], BORDER)
    axes[1].imshow(average.ReadAsArray(), cmap=TERRAIN, vmin=LOWEST, vmax=HIGHEST, aspect="auto")
    axes[2].imshow(spread.ReadAsArray(), cmap="magma", aspect="auto")
    for panel, dataset in zip(axes[3:], (nearest, bicubic)):
        panel.imshow(dataset.ReadAsArray(), cmap=TERRAIN, vmin=LOWEST, vmax=HIGHEST, aspect="auto")
    save_small(figure, pictures / "grass-resampling.png")


def cloud_mask(folder, pictures):
    """The scene, its classes, and the mask over the scene."""
    scene, classes, clear = (opened(folder, name) for name in ("scene", "classes", "clear"))
    figure, (first, second, third) = panels(
        ("scene.tif, 10 m", "classes.tif, 20 m", "clear.tif over the image"), ratio_of(scene)
    )
    image = true_color(scene.ReadAsArray())
    first.imshow(image, aspect="auto")
    values = classes.ReadAsArray()
    table = classes.GetRasterBand(1).GetColorTable()
    shown = np.zeros((*values.shape, 3))
    for value in np.unique(values).tolist():
        shown[values == value] = np.array(table.GetColorEntry(value)[:3]) / 255
    second.imshow(shown, aspect="auto", interpolation="nearest")
    invalid = clear.ReadAsArray() == 0
    image[invalid] = 0.35 * image[invalid] + 0.65 * np.array(colors.to_rgb("#d95f5f"))
    third.imshow(image, aspect="auto")
    legend(third, ("#d95f5f", "invalid"))
    save_small(figure, pictures / "cloud-mask.png")


def mask_to_polygons(folder, pictures):
    """A part of the mask, with its outlines along the cells and cut ones."""
    clear = opened(folder, "clear")
    titles = ("clear.tif, a part of it", "clouds.gpkg", "smooth.gpkg")
    figure, axes = panels(titles, 0.8)
    west, _, _, north = extent_of(clear)
    for panel, name in zip(axes, (None, "clouds", "smooth")):
        show_mask(panel, clear)
        if name is not None:
            draw_polygons(panel, folder / f"{name}.gpkg")
        panel.set_xlim(west + 200, west + 1400)
        panel.set_ylim(north - 1160, north - 200)
    legend(axes[0], (VALID, "valid"), (INVALID, "invalid"))
    save_small(figure, pictures / "mask-to-polygons.png")


def draw_polygons(axes, path):
    """Draw the outlines of a layer of polygons."""
    layers = ogr.Open(str(path))
    for feature in layers.GetLayer(0):
        lines = feature.GetGeometryRef().Boundary()
        parts = [lines.GetGeometryRef(each) for each in range(lines.GetGeometryCount())] or [lines]
        for part in parts:
            draw_line(axes, *np.array(part.GetPoints())[:, :2].T, BORDER)


PICTURES = {
    "cloud-mask": cloud_mask,
    "control-points": control_points,
    "grass-resampling": grass_resampling,
    "mask-to-polygons": mask_to_polygons,
    "own-grid": own_grid,
    "quickstart": quickstart,
    "splines": splines,
    "warp-with-mask": warp_with_mask,
}
