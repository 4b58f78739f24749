"""What a full turn in 16 rotations leaves of a photograph: cubic, B-splines and GDAL side by side.

Run it by ``./dev rotation``. It writes docs/images/rotation.png and prints the residual errors.
Before that it checks that GDAL turns the image by the same angle about the same point, and that
the splines are those of SciPy.
"""

import argparse
import functools
import io
from dataclasses import dataclass

import checkout  # before gridr_qgis: it says where that is
import matplotlib
import numpy as np
from measuring import Table, best_times
from osgeo import gdal
from PIL import Image
from scipy import ndimage

from gridr_qgis.core import array_grid_resampling

matplotlib.use("Agg")

from matplotlib import patches
from matplotlib import pyplot as plt

PHOTOGRAPH = checkout.ROOT / "benchmarks" / "ascent.png"
PICTURE = checkout.ROOT / "docs" / "images" / "rotation.png"

ROTATIONS, ANGLE = 16, 22.5

# Pixels between the disc that is compared and the nearest border. Kernels of four samples carry
# what is beyond it a few pixels inwards each time; of B-splines hardly anything arrives
# (bspline11: 5e-5 grey levels, whatever the boundary condition).
MARGIN = 40

OURS = ("linear", "cubic", "bspline3", "bspline5", "bspline7", "bspline9", "bspline11")
GDALS = ("cubicspline", "lanczos")
DRAWN = ("GDAL cubicspline", "cubic", "bspline3", "bspline11")

# Largest difference from a peer that passes, in grey levels.
SAME = 1e-9


@dataclass(frozen=True)
class Result:
    """What an interpolator leaves of the photograph."""

    name: str
    image: np.ndarray
    difference: np.ndarray
    rmse: float
    largest: float


def main():
    """Check, rotate, print the table and draw the picture."""
    parser = argparse.ArgumentParser(prog="./dev rotation", description=__doc__.splitlines()[0])
    parser.parse_args()
    gdal.UseExceptions()
    original = gdal.Open(str(PHOTOGRAPH)).ReadAsArray().astype(np.float64)
    print_checks(original)
    times = times_per_pixel(np.tile(original, (4, 4)))
    table = Table(
        f"{ROTATIONS} rotations by {ANGLE} degrees: residual error in grey levels of 0 to 255",
        "",
        "RMSE",
        "largest",
        "ns a pixel",
    )
    results = {}
    for name, rotate in interpolators().items():
        results[name] = result = full_turn(name, rotate, original)
        table.add(name, result.rmse, result.largest, times.get(name, ""))
    draw(original, results)
    print(f"\nThe picture: {PICTURE.relative_to(checkout.ROOT)}")


def interpolators():
    """Return the functions that rotate an image once, by name."""
    ours = {name: functools.partial(rotated, name) for name in OURS}
    return {**ours, **{f"GDAL {name}": functools.partial(rotated_by_gdal, name) for name in GDALS}}


def full_turn(name, rotate, original):
    """Rotate an image until it stands as before, and measure what has become of it."""
    image = original
    for _ in range(ROTATIONS):
        image = rotate(image)
    difference = image - original
    inside = difference[disc(original.shape[0])]
    return Result(name, image, difference, np.sqrt(np.mean(inside**2)), float(np.abs(inside).max()))


def disc(size):
    """Return which pixels no rotation brings near the border."""
    at = np.arange(size) - (size - 1) / 2
    return np.hypot(at[:, np.newaxis], at) < size / 2 - MARGIN


# --- rotations ----------------------------------------------------------------------------------


@functools.lru_cache(maxsize=2)
def source_positions(size):
    """Return row and column in the source for each pixel of the rotated image."""
    centre, angle = (size - 1) / 2, np.radians(ANGLE)
    row, col = np.meshgrid(*2 * [np.arange(size) - centre], indexing="ij")
    return (
        centre + np.cos(angle) * row - np.sin(angle) * col,
        centre + np.sin(angle) * row + np.cos(angle) * col,
    )


def rotated(interp, image, threads=None):
    """Rotate a square image; beyond its border it is mirrored."""
    settings = {"recursion_start": "exact"} if interp.startswith("bspline") else None
    row, col = source_positions(image.shape[0])
    values, _ = array_grid_resampling(
        interp,
        image,
        row,
        col,
        1,
        None,
        boundary_condition="reflect",
        # The corners come from beyond the border.
        extrapolation=image.shape[0] / 2,
        interp_kwargs=settings,
        threads=threads,
    )
    return values


def rotated_by_gdal(algorithm, image):
    """Rotate a square image by gdal.Warp; what comes from beyond its border is 0."""
    size = image.shape[0]
    half, angle = size / 2, np.radians(ANGLE)
    cosine, sine = np.cos(angle), np.sin(angle)
    source, target = (
        gdal.GetDriverByName("MEM").Create("", size, size, 1, gdal.GDT_Float64) for _ in range(2)
    )
    source.SetGeoTransform((0, 1, 0, 0, 0, 1))
    source.GetRasterBand(1).WriteArray(image)
    # GDAL counts from the edge of the first pixel.
    x, y = half - (cosine + sine) * half, half - (cosine - sine) * half
    target.SetGeoTransform((x, cosine, sine, y, -sine, cosine))
    # Without the scales GDAL may take a rotation for a reduction, and smooth.
    options = ["XSCALE=1", "YSCALE=1"]
    gdal.Warp(target, source, resampleAlg=algorithm, errorThreshold=0, warpOptions=options)
    return target.ReadAsArray()


# --- checks and times ---------------------------------------------------------------------------


def print_checks(original):
    """Compare single rotations with peers; raise RuntimeError where they differ."""
    inside = disc(original.shape[0])

    def by_scipy(order, prefilter):
        positions = source_positions(original.shape[0])
        return ndimage.map_coordinates(
            original, positions, order=order, mode="mirror", prefilter=prefilter
        )

    print("Largest differences after one rotation:")
    for text, ours, theirs in (
        ("linear and GDAL's", rotated("linear", original), rotated_by_gdal("bilinear", original)),
        ("cubic and GDAL's", rotated("cubic", original), rotated_by_gdal("cubic", original)),
        (
            "GDAL's cubicspline and SciPy's splines of unfiltered pixels",
            rotated_by_gdal("cubicspline", original),
            by_scipy(3, False),
        ),
        ("bspline3 and SciPy's", rotated("bspline3", original), by_scipy(3, True)),
        ("bspline5 and SciPy's", rotated("bspline5", original), by_scipy(5, True)),
    ):
        difference = np.abs(ours - theirs)[inside].max()
        print(f"  {text:<60} {difference:.0e}")
        if not difference <= SAME:
            raise RuntimeError(f"{text} differ by {difference:.2g} after one rotation.")


def times_per_pixel(image):
    """Return the nanoseconds a pixel of one rotation in one thread, by interpolator.

    Without what is beyond the border, of which the rotations above need much.
    """
    positions = source_positions(image.shape[0])
    runs = [
        functools.partial(array_grid_resampling, name, image, *positions, 1, None, threads=1)
        for name in OURS
    ]
    for run in runs:
        run()
    return {name: 1e9 * time / image.size for name, time in zip(OURS, best_times(runs, 3))}


# --- the picture --------------------------------------------------------------------------------

WIDTH, HEIGHT, DPI = 1540, 1604, 100
GAP, HEAD, TITLE = 25, 72, 56

# What is shown large, first row and column, rows and columns; and how large.
CROP, ZOOM = (296, 140, 96, 160), 3

INK, PAPER, FRAME, BAR = "#222222", "#ffffff", "#c2185b", "#8fa9c4"

# Grey levels that the colours of differences reach to.
STRONGEST = 40

# No more shades than the 256 colours of the file have room for.
GREYS = {"cmap": plt.get_cmap("gray", 144), "vmin": 0, "vmax": 255, "interpolation": "nearest"}
COLOURS = {
    "cmap": plt.get_cmap("RdBu_r", 81),
    "vmin": -STRONGEST,
    "vmax": STRONGEST,
    "interpolation": "nearest",
}


def draw(original, results):
    """Draw the photograph and, for each interpolator, what it leaves and the difference."""
    plt.rcParams.update({"font.family": "DejaVu Sans", "text.color": INK})
    figure = plt.figure(figsize=(WIDTH / DPI, HEIGHT / DPI), dpi=DPI, facecolor=PAPER)
    figure.text(
        GAP / WIDTH,
        1 - 18 / HEIGHT,
        f"A full turn in {ROTATIONS} rotations by {ANGLE} degrees",
        fontsize=22,
        fontweight="bold",
        va="top",
    )
    height, width = (ZOOM * pixels for pixels in CROP[2:])
    lefts = [GAP + column * (width + GAP) for column in range(3)]
    tops = [TITLE + HEAD + row * (height + HEAD) for row in range(len(DRAWN))]
    draw_photograph(place(figure, lefts[0], tops[0], width, width), original)
    below = tops[0] + width + HEAD
    draw_original(place(figure, lefts[0], below, width, height), original)
    below += height + HEAD
    bottom = tops[-1] + height
    draw_errors(place(figure, lefts[0] + 175, below, width - 225, bottom - below), results)
    for name, top in zip(DRAWN, tops):
        draw_left(place(figure, lefts[1], top, width, height), results[name])
        draw_difference(place(figure, lefts[2], top, width, height), results[name])
    draw_colours(place(figure, lefts[2] + 90, bottom + 16, width - 180, 14))
    save(figure)


def place(figure, left, top, width, height):
    """Add axes at a place in pixels from the upper left."""
    bottom = HEIGHT - top - height
    return figure.add_axes((left / WIDTH, bottom / HEIGHT, width / WIDTH, height / HEIGHT))


def draw_photograph(axes, original):
    """Draw all of the photograph, with the disc that is compared and the part shown large."""
    size = f"{original.shape[0]} x {original.shape[1]} pixels"
    write_head(axes, "Photograph", f"{size}; errors are measured in the disc")
    axes.imshow(original, **dict(GREYS, interpolation="antialiased"))
    centre = (original.shape[0] - 1) / 2
    radius = original.shape[0] / 2 - MARGIN
    row, col, rows, cols = CROP
    for patch in (
        patches.Circle((centre, centre), radius),
        patches.Rectangle((col - 0.5, row - 0.5), cols, rows),
    ):
        patch.set(fill=False, edgecolor=FRAME, linewidth=2.5)
        axes.add_patch(patch)
    bare(axes)


def draw_original(axes, original):
    """Draw the part of the photograph that is shown large."""
    write_head(axes, "The part shown", "before the first rotation")
    axes.imshow(cropped(original), **GREYS)
    bare(axes)


def draw_left(axes, result):
    """Draw what an interpolator leaves."""
    write_head(axes, result.name, f"after {ROTATIONS} rotations")
    axes.imshow(cropped(result.image), **GREYS)
    bare(axes)


def draw_difference(axes, result):
    """Draw how far that is from the photograph."""
    write_head(axes, f"RMSE {result.rmse:.2f}", "difference to the photograph, in grey levels")
    axes.imshow(cropped(result.difference), **COLOURS)
    bare(axes)


def draw_errors(axes, results):
    """Draw the errors of all interpolators as bars."""
    ordered = sorted(results.values(), key=lambda result: result.rmse)
    write_head(axes, "RMSE in the disc", "in grey levels; red: shown on the right", left=-175)
    names = [result.name for result in ordered]
    errors = [result.rmse for result in ordered]
    bars = axes.barh(names, errors, color=[FRAME if name in DRAWN else BAR for name in names])
    axes.bar_label(bars, [f"{error:.2f}" for error in errors], padding=5, fontsize=13)
    axes.tick_params(length=0, labelsize=13, labelcolor=INK)
    axes.set_xticks([])
    axes.spines[:].set_visible(False)


def draw_colours(axes):
    """Draw the colours of differences."""
    colours = plt.cm.ScalarMappable(plt.Normalize(-STRONGEST, STRONGEST), COLOURS["cmap"])
    half = STRONGEST // 2
    ticks = (-STRONGEST, -half, 0, half, STRONGEST)
    axes.figure.colorbar(colours, cax=axes, orientation="horizontal", ticks=ticks)
    axes.set_xticklabels((*(f"{tick:+d}" if tick else "0" for tick in ticks[:-1]), f"+{STRONGEST}"))
    axes.tick_params(length=0, labelsize=13)


def cropped(image):
    """Return the part of an image that is shown large."""
    row, col, rows, cols = CROP
    return image[row : row + rows, col : col + cols]


def write_head(axes, title, subtitle, left=0):
    """Write a title and a line below it over a panel, `left` pixels from its left side."""
    for text, above, style in (
        (title, 26, {"fontsize": 16, "fontweight": "bold"}),
        (subtitle, 6, {"fontsize": 12}),
    ):
        axes.annotate(
            text,
            (0, 1),
            (left * 72 / DPI, above),
            xycoords="axes fraction",
            textcoords="offset points",
            **style,
        )


def bare(axes):
    """Take away ticks and keep a thin frame."""
    axes.set_xticks([])
    axes.set_yticks([])
    axes.spines[:].set_color("#999999")


def save(figure):
    """Write a PNG of 256 colours: a third of the size, and no difference that one sees."""
    content = io.BytesIO()
    figure.savefig(content, facecolor=PAPER, format="png")
    plt.close(figure)
    with Image.open(content) as image:
        image.convert("RGB").quantize(256).save(PICTURE, optimize=True)


if __name__ == "__main__":
    main()
