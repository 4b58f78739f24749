"""Zooming out eight times: a checkerboard, a zone plate and a photograph, beside gdalwarp.

Run it by ``./dev zooming``. It writes docs/images/zooming.png and prints what is left of the
patterns, and how far results are from gdalwarp's. It fails if the upright zoom by the cubic kernel
is not gdalwarp's.
"""

import argparse
import tempfile
from dataclasses import dataclass
from pathlib import Path

import checkout  # before gridr_qgis: it says where that is
import matplotlib
import numpy as np
from measuring import Table
from osgeo import gdal
from PIL import Image

from gridr_qgis.core.chains.jobs import CrsGridJob, Destination, ResamplingJob
from gridr_qgis.core.chains.warp_chain import warp_raster
from gridr_qgis.core.conventions.frame import frame_of_extent

matplotlib.use("Agg")

from matplotlib import pyplot as plt

PHOTOGRAPH = checkout.ROOT / "benchmarks" / "ascent.png"
PICTURE = checkout.ROOT / "docs" / "images" / "zooming.png"

SIZE, ZOOM = 512, 8
WKT = "EPSG:32631"

OURS = ("linear", "cubic", "bspline3", "bspline11")

# Largest difference from gdalwarp that passes, in grey levels: it computes with float32 weights.
SAME = 1e-3

# Output pixels at the border where kernels lack samples, which GDAL makes up for.
BORDER = 3


@dataclass(frozen=True)
class Result:
    """What is left of an image."""

    name: str
    image: np.ndarray


def main():
    """Zoom, print the table and draw the picture."""
    parser = argparse.ArgumentParser(prog="./dev zooming", description=__doc__.splitlines()[0])
    parser.parse_args()
    table = Table(
        f"Zoomed out {ZOOM} times: standard deviation left; largest difference from gdalwarp", "",
        *images(),
    )  # fmt: skip
    drawn = {}
    for name, image in images().items():
        with tempfile.TemporaryDirectory() as folder:
            drawn[name] = zoom(image, Path(folder))
    worst = 0.0
    for index, result in enumerate(next(iter(drawn.values()))):
        cells = []
        for results in drawn.values():
            image, peer = results[index].image, peer_of(results, result.name)
            inner = (slice(BORDER, -BORDER),) * 2
            cell = f"{image[inner].std():.3g}"
            if peer is not None:
                difference = float(np.abs(image - peer)[inner].max())
                cell += f"; {difference:.2g}"
                if result.name == "cubic":
                    worst = max(worst, difference)
            cells.append(cell)
        table.add(result.name, *cells)
    draw(drawn)
    print(f"\n{PICTURE.relative_to(checkout.ROOT)}")
    if worst > SAME:
        raise SystemExit(f"The cubic zoom differs from gdalwarp's by {worst:.2g}.")


def images():
    """Return the images by name."""
    at = np.arange(SIZE) - SIZE / 2 + 0.5
    squares = at[:, None] ** 2 + at**2
    return {
        "checkerboard": 255.0 * ((np.indices((SIZE, SIZE)) // 3).sum(axis=0) % 2),
        "zone plate": 127.5 * (1 + np.cos(np.pi / SIZE * squares)),
        "photograph": np.asarray(Image.open(PHOTOGRAPH), dtype=float),
    }


def zoom(image, folder):
    """Return the results of all contenders, ours without antialiasing first."""
    path = str(folder / "image.tif")
    dataset = gdal.GetDriverByName("GTiff").Create(path, SIZE, SIZE, 1, gdal.GDT_Float64)
    dataset.SetGeoTransform((0, 1, 0, SIZE, 0, -1))
    dataset.SetProjection(reference())
    dataset.GetRasterBand(1).WriteArray(image)
    dataset = None
    results = [Result("cubic, not antialiased", warp(path, folder, "cubic", False))]
    results += [Result(kind, warp(path, folder, kind, True)) for kind in OURS]
    for method in ("bilinear", "cubic"):
        side = SIZE // ZOOM
        warped = gdal.Warp(
            "", path, format="MEM", width=side, height=side, resampleAlg=method, errorThreshold=0
        )
        results.append(Result(f"gdalwarp {method}", warped.ReadAsArray()))
    return results


def warp(path, folder, kind, antialias):
    """Return what `gridr:warp` makes of an image."""
    frame = frame_of_extent(0, 0, SIZE, SIZE, ZOOM, ZOOM, reference())
    out = str(folder / "out.tif")
    warp_raster(
        ResamplingJob(
            path, CrsGridJob(path, frame, None), Destination(out), interpolator=kind,
            antialias=antialias, validity_policy="renormalized", minimum_valid_weight=0.01,
        )
    )  # fmt: skip
    return gdal.Open(out).ReadAsArray()


def reference():
    """Return any reference system in metres."""
    from osgeo import osr

    found = osr.SpatialReference()
    found.SetFromUserInput(WKT)
    return found.ExportToWkt()


def peer_of(results, name):
    """Return gdalwarp's image of the same kernel, if there is one."""
    method = {"linear": "gdalwarp bilinear", "cubic": "gdalwarp cubic"}.get(name)
    return next((each.image for each in results if each.name == method), None)


def draw(drawn):
    """Write the picture: a row for each image, a column for each contender."""
    columns = len(next(iter(drawn.values())))
    figure, axes = plt.subplots(len(drawn), columns, figsize=(1.7 * columns, 1.85 * len(drawn)))
    for row, (name, results) in zip(axes, drawn.items()):
        for place, result in zip(row, results):
            place.imshow(result.image, cmap="gray", vmin=0, vmax=255, interpolation="nearest")
            place.set_xticks([])
            place.set_yticks([])
        row[0].set_ylabel(name, fontsize=9)
    for place, result in zip(axes[0], next(iter(drawn.values()))):
        place.set_title(result.name, fontsize=8)
    figure.tight_layout(pad=0.4)
    figure.savefig(PICTURE, dpi=110)


if __name__ == "__main__":
    main()
