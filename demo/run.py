"""The main job on real data: a mask, a grid and a resampled raster, checked and drawn.

Run it by ``./dev demo [FOLDER]``. The elevation model of the Jacksboro fault (matplotlib's sample
data) is brought into an oblique Mercator map in which the fault stands upright; only Tennessee
(QGIS's own world map) is valid. Nothing is downloaded.
"""

import argparse
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import matplotlib
import numpy as np
from osgeo import gdal
from picture import draw
from qgis.core import QgsApplication

ROOT = Path(__file__).resolve().parents[1]

# Names qgis_process; ./dev sets it.
PROGRAM = "GRIDR_QGIS_PROCESS"

# Bounds of the model: west, south, east, north. In matplotlib's file the last two are swapped.
BOUNDS = (-84.41375, 36.44625, -84.07791667, 36.73291667)

# A map around a point of the fault. Up is 28 degrees west of north, which is where the fault runs.
TARGET_CRS = "+proj=omerc +lat_0=36.55 +lonc=-84.2 +alpha=-28 +gamma=0 +datum=WGS84 +units=m"
EXTENT = (-13000, 9000, -12000, 12000)  # west, east, south, north, in metres from that point
CELL_SIZE = 25
STEP = 40

# Largest differences from GDAL that pass.
METRES = 0.01
MASK_PIXELS = 5


class DemoError(Exception):
    """A step failed; the message says which and why."""


def main():
    """Run all steps; the exit code is 1 when one fails."""
    parser = argparse.ArgumentParser(prog="./dev demo", description=__doc__.splitlines()[0])
    parser.add_argument(
        "folder", nargs="?", type=Path, default=ROOT / "demo_output", help="for the results"
    )
    folder = parser.parse_args().folder.resolve()
    gdal.UseExceptions()
    if not os.environ.get(PROGRAM):
        sys.exit(f"demo: {PROGRAM} is not set; start it by ./dev demo.")
    try:
        run(folder)
    except (DemoError, OSError, RuntimeError) as error:
        sys.exit(f"demo: {error}")


def run(folder):
    """Make the inputs, call the algorithms, check what they wrote, draw it."""
    folder.mkdir(parents=True, exist_ok=True)
    print(f"Inputs, in {shown(folder)}:")
    write_model(folder / "model.tif")
    write_states(folder / "states.gpkg")

    mask = process(
        folder,
        "gridr:buildmask",
        REFERENCE="model.tif",
        VALID_GEOMETRY="states.gpkg|layername=states|subset=name='Tennessee'",
        OUTPUT="mask.tif",
    )
    grid = process(
        folder,
        "gridr:creategridfromcrs",
        INPUT="model.tif",
        TARGET_CRS=f"PROJ:{TARGET_CRS}",
        EXTENT=",".join(map(str, EXTENT)),
        CELL_SIZE=CELL_SIZE,
        STEP=STEP,
        OUTPUT="grid.tif",
    )
    process(
        folder,
        "gridr:gridresampling",
        INPUT="model.tif",
        GRID="grid.tif",
        INTERPOLATION="cubic",
        MASK_IN="mask.tif",
        DATA_TYPE="float32",
        OUTPUT="result.tif",
        OUTPUT_MASK="result_mask.tif",
    )
    print("\nChecks:")
    check_mask(folder, mask)
    difference = check_result(folder, grid)
    picture = folder / "demo.png"
    draw(folder, picture, difference)
    print(f"\nThe picture: {shown(picture)}\nAll files:   {shown(folder)}")


# --- inputs -------------------------------------------------------------------------------------


def write_model(path):
    """Write the elevation model as a GeoTIFF."""
    sample = Path(matplotlib.get_data_path(), "sample_data", "jacksboro_fault_dem.npz")
    if not sample.is_file():
        raise DemoError(
            f"matplotlib's sample data is not installed ({sample.name}; on Debian it is in the"
            " package python-matplotlib-data)."
        )
    with np.load(sample) as data:
        elevation = data["elevation"]
    rows, cols = elevation.shape
    west, south, east, north = BOUNDS
    dataset = gdal.GetDriverByName("GTiff").Create(str(path), cols, rows, 1, gdal.GDT_Int16)
    dataset.SetGeoTransform((west, (east - west) / cols, 0, north, 0, (south - north) / rows))
    dataset.SetProjection("EPSG:4326")
    dataset.GetRasterBand(1).SetDescription("elevation")
    dataset.GetRasterBand(1).WriteArray(elevation)
    print(
        f"  model.tif    {rows} x {cols} pixels, elevations {elevation.min()} to"
        f" {elevation.max()} m, from matplotlib"
    )


def write_states(path):
    """Copy the two states that share the model from QGIS's world map."""
    world = Path(find_qgis_data(), "resources", "data", "world_map.gpkg")
    if not world.is_file():
        raise DemoError(f"QGIS's world map is not there: {world}.")
    path.unlink(missing_ok=True)
    gdal.VectorTranslate(
        str(path),
        str(world),
        format="GPKG",
        layers=["states_provinces"],
        layerName="states",
        where="name IN ('Tennessee', 'Kentucky')",
    )
    print("  states.gpkg  Tennessee and Kentucky, from QGIS's world map (Natural Earth)")


def find_qgis_data():
    """Return QGIS's data folder, which is known only once there is an application."""
    application = QgsApplication([], False)
    folder = QgsApplication.pkgDataPath()
    del application
    return folder


# --- the algorithms -----------------------------------------------------------------------------


def process(folder, algorithm, **parameters):
    """Run an algorithm through qgis_process in the folder; return its results."""
    words = [f"{name}={value}" for name, value in parameters.items()]
    lines = [f"qgis_process run {algorithm} --", *(f"    {quoted(word)}" for word in words)]
    print("\n" + " \\\n".join(lines), flush=True)
    finished = subprocess.run(
        [os.environ[PROGRAM], "--json", "run", algorithm, "--", *words],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    try:
        # Plugins may talk before the algorithm does.
        results = json.loads(finished.stdout[finished.stdout.index("{") :])["results"]
    except (ValueError, KeyError):
        results = None
    missing = [
        parameters[name]
        for name in ("OUTPUT", "OUTPUT_MASK")
        if name in parameters and not (folder / parameters[name]).is_file()
    ]
    if finished.returncode or results is None or missing:
        told = "\n".join((finished.stdout + finished.stderr).strip().splitlines()[-15:])
        raise DemoError(f"{algorithm} failed (exit code {finished.returncode}).\n{told}")
    numbers = {name: value for name, value in results.items() if not isinstance(value, str)}
    print("  " + ", ".join(f"{name} {value:.6g}" for name, value in numbers.items()))
    return results


# --- checks -------------------------------------------------------------------------------------


def check_mask(folder, results):
    """Compare the mask with GDAL's own burning of the polygon."""
    mask = gdal.Open(str(folder / "mask.tif"))
    valid = mask.ReadAsArray() == 1
    burnt = gdal.GetDriverByName("MEM").Create("", mask.RasterXSize, mask.RasterYSize, 1)
    burnt.SetGeoTransform(mask.GetGeoTransform())
    burnt.SetProjection(mask.GetProjection())
    states = gdal.OpenEx(str(folder / "states.gpkg"))
    layer = states.GetLayerByName("states")
    layer.SetAttributeFilter("name = 'Tennessee'")
    gdal.RasterizeLayer(burnt, [1], layer, burn_values=[1])
    different = int(np.count_nonzero(valid != (burnt.ReadAsArray() == 1)))
    print(
        f"  mask.tif     {valid.sum()} of {valid.size} pixels valid,"
        f" {different} differ from gdal_rasterize"
    )
    if results["VALID_COUNT"] != valid.sum() or different > MASK_PIXELS:
        raise DemoError("mask.tif is not what it should be.")


def check_result(folder, grid):
    """Compare the result with gdalwarp on the same frame; return the differences in metres."""
    result = gdal.Open(str(folder / "result.tif"))
    values = result.ReadAsArray()
    valid = gdal.Open(str(folder / "result_mask.tif")).ReadAsArray() == 1
    west, east, south, north = EXTENT
    warped = gdal.Warp(
        "",
        str(folder / "model.tif"),
        format="MEM",
        dstSRS=result.GetProjection(),
        outputBounds=(west, south, east, north),
        xRes=CELL_SIZE,
        yRes=CELL_SIZE,
        resampleAlg="cubic",
        outputType=gdal.GDT_Float32,
        dstNodata=np.nan,
        errorThreshold=0,
    ).ReadAsArray()
    if values.shape != warped.shape or np.any(np.isfinite(values) != valid):
        raise DemoError("result.tif and result_mask.tif do not fit each other or the frame.")
    difference = np.where(valid, values - warped, np.nan)
    sizes = np.abs(difference[valid])
    median, largest = np.median(sizes), sizes.max()
    print(f"  grid.tif     at most {grid['MAXIMUM_ERROR']:.2g} pixels off the exact transformation")
    print(
        f"  result.tif   {valid.sum()} of {valid.size} pixels valid; from gdalwarp -r cubic -et 0"
        f" they differ\n               by {median:.2g} m in the median, {largest:.2g} m at most"
    )
    if not median <= METRES:
        raise DemoError("result.tif is not what gdalwarp makes of the model.")
    return difference


def quoted(word):
    """Quote a word as one types it in a shell; words of the demo have no double quotes."""
    return word if re.fullmatch(r"[\w=.,:/+-]+", word) else f'"{word}"'


def shown(path):
    """Return a path as short as it can be typed here."""
    relative = os.path.relpath(path)
    return relative if len(relative) < len(str(path)) else str(path)


if __name__ == "__main__":
    main()
