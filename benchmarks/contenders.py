"""The same resampling as commands of several programs, each a process of its own."""

import importlib.util
import os
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path

import grass_session
from process_inputs import STEP

# Names qgis_process; ./dev sets it.
QGIS_PROCESS = "GRIDR_QGIS_PROCESS"

OURS, GRIDR, OTB, GDALWARP = "this plugin", "GridR's chain", "OTB", "gdalwarp"
GRASS, GDAL_RASTERIZE = "GRASS", "gdal_rasterize"
PEERS = (GRIDR, OTB, GDALWARP, GRASS, GDAL_RASTERIZE)

OTB_PROGRAM = "otbcli_GridBasedImageResampling"

# What our interpolators are called elsewhere. gdalwarp's cubicspline is no equal of bspline3: it
# smooths, because it does not filter the samples first.
_OTB_NAMES = {"nearest": "nn", "linear": "linear", "cubic": "bco"}
_GDAL_NAMES = {"nearest": "near", "linear": "bilinear", "cubic": "cubic"}


@dataclass(frozen=True)
class Contender:
    """A program and how it is called for one job.

    Attributes
    ----------
    name : str
    command : tuple of str
    output : str
        Path of the raster that it writes.
    output_mask : str or None
        Path of the mask that it writes, if it does.
    """

    name: str
    command: tuple
    output: str
    output_mask: str


def lacking():
    """Return a sentence for each peer that is not installed."""
    sentences = []
    if importlib.util.find_spec("gridr") is None:
        sentences.append(f"{GRIDR} is left out: the Python package gridr is not installed.")
    if shutil.which(OTB_PROGRAM) is None:
        sentences.append(f"{OTB} is left out: {OTB_PROGRAM} is not on the PATH (otb-bin).")
    if shutil.which("gdalwarp") is None:
        sentences.append(f"{GDALWARP} is left out: it is not on the PATH (gdal-bin).")
    if not grass_session.is_installed():
        sentences.append(
            f"{GRASS} is left out: {grass_session.PROGRAM} is not on the PATH (grass-core)."
        )
    return sentences


def contenders(inputs, interpolator, with_masks, folder):
    """Return ours first, then every peer that is installed and has the interpolator."""
    makers = {OURS: ours}
    if importlib.util.find_spec("gridr") is not None:
        makers[GRIDR] = _gridr
    if interpolator in _OTB_NAMES and shutil.which(OTB_PROGRAM):
        makers[OTB] = _otb
    if interpolator in _GDAL_NAMES and shutil.which("gdalwarp"):
        makers[GDALWARP] = _gdalwarp
    return [make(inputs, interpolator, with_masks, folder) for make in makers.values()]


def ours(inputs, interpolator, with_masks, folder, **parameters):
    """Return `gridr:gridresampling` as `qgis_process` runs it.

    Parameters
    ----------
    **parameters
        Of the algorithm, beside those that the job is made of.
    """
    output, mask = _outputs(folder, "ours", with_masks)
    told = {
        "INPUT": inputs.source,
        "GRID": inputs.grid,
        "GRID_RESOLUTION_ROWS": STEP,
        "GRID_RESOLUTION_COLS": STEP,
        "INTERPOLATION": interpolator,
        **parameters,
        "OUTPUT": output,
    }
    if with_masks:
        told.update(MASK_IN=inputs.mask, OUTPUT_MASK=mask)
    return Contender(OURS, qgis_command("gridr:gridresampling", told), output, mask)


def qgis_command(algorithm, parameters):
    """Return the words by which `qgis_process` runs an algorithm."""
    words = (f"{name}={value}" for name, value in parameters.items())
    return (os.environ[QGIS_PROCESS], "run", algorithm, "--", *words)


def _gridr(inputs, interpolator, with_masks, folder):
    output, mask = _outputs(folder, "gridr", with_masks)
    script = str(Path(__file__).with_name("gridr_chain.py"))
    command = (sys.executable, script, interpolator, str(STEP), inputs.source, inputs.grid, output)
    return Contender(GRIDR, command + ((inputs.mask, mask) if with_masks else ()), output, mask)


def _otb(inputs, interpolator, _, folder):
    """OTB knows no masks. Its memory for streaming (-ram) and its threads stay as they are."""
    output = _outputs(folder, "otb", False)[0]
    size = inputs.output_size
    options = {
        "io.in": inputs.source,
        "grid.in": inputs.location_grid,
        "grid.type": "loc",
        # The centre of the first pixel.
        "out.ulx": 0.5,
        "out.uly": inputs.size - 0.5,
        "out.sizex": size,
        "out.sizey": size,
        "out.spacingx": 1,
        "out.spacingy": -1,
        "interpolator": _OTB_NAMES[interpolator],
    }
    words = [word for name, value in options.items() for word in (f"-{name}", str(value))]
    written = f"{output}?&gdal:co:TILED=YES"
    return Contender(OTB, (OTB_PROGRAM, *words, "-io.out", written, "float"), output, None)


def _gdalwarp(inputs, interpolator, _, folder):
    """The rotation is in the source's geotransform here; gdalwarp reads no grid of this kind.

    XSCALE and YSCALE keep its kernel at the size of the interpolator: it would widen it by what it
    takes for a zoom in the bounds of a rotated chunk.
    """
    output = _outputs(folder, "gdalwarp", False)[0]
    size = str(inputs.output_size)
    command = (
        *("gdalwarp", "-q", "-r", _GDAL_NAMES[interpolator]),
        *("-te", "0", "-1", size, str(inputs.size), "-ts", size, size),
        *("-dstnodata", "nan", "-multi", "-wo", "NUM_THREADS=ALL_CPUS", "-wm", "256"),
        *("-wo", "XSCALE=1", "-wo", "YSCALE=1", "-co", "TILED=YES"),
        *(inputs.rotated_source, output),
    )
    return Contender(GDALWARP, command, output, None)


def _outputs(folder, name, with_masks):
    mask = str(Path(folder, f"{name}-mask.tif")) if with_masks else None
    return str(Path(folder, f"{name}.tif")), mask
