"""Results of GRASS 8.2.1 (tests/data/grass), for the core and for the algorithms."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Optional

import numpy as np

from gridr_qgis.core import Region, resample_nearest

CASES = sorted(Path(__file__).resolve().parent.joinpath("data", "grass").glob("*.npz"))
BY_NUMBER = {int(path.name[:3]): path for path in CASES}

# What GRASS 8.2.1 gets wrong; each has a test of its own below.
WRONG = (56, 66)

# Where the operations are not GRASS's to the last bit: lanczos divides by the sum of weights at
# another place, and 064 has right weights where GRASS's share a wrong factor.
ROUNDED = (22, 23, 24, 25, 64)

RASTERS = [number for number in BY_NUMBER if number < 67 and number not in WRONG]

# Of r.resamp.rst.
SPLINES = [number for number in BY_NUMBER if 67 <= number < 79 or number == 86]

# Boundaries of areas.
AREAS = (79, 80, 81, 82)


def load(number):
    """Return the arrays of a case by name."""
    with np.load(BY_NUMBER[number]) as case:
        return dict(case)


def regions(case):
    """Return the regions of the source and of the result."""
    geographic = str(case["proj"]) == "ll"
    found = []
    for bounds, shape in (
        (case["src_region"], case["source"].shape),
        (case["dst_region"], case["result"].shape),
    ):
        region = Region(*bounds[:4], *shape, geographic)
        np.testing.assert_allclose((region.nsres, region.ewres), bounds[4:], rtol=1e-14)
        found.append(region)
    return found


@dataclass(frozen=True)
class SplineCase:
    """A case of r.resamp.rst: what it was given, and its outputs under our names.

    Attributes
    ----------
    array : float64 array
        What GRASS read through its region.
    source, target : Region
    settings : dict
        Of `resample_spline`, by its names.
    smoothing, target_mask : float64 array or None
        On the cells of the source, and of the target.
    outputs : dict of str to float64 array
        Partial derivatives have their right sign.
    tolerance : float
        Of the elevation.
    """

    array: np.ndarray
    source: Region
    target: Region
    settings: dict
    smoothing: Optional[np.ndarray]
    target_mask: Optional[np.ndarray]
    outputs: dict
    tolerance: float


DERIVED = ("slope", "aspect", "pcurvature", "tcurvature", "mcurvature")


def load_spline(number):
    """Return a `SplineCase`."""
    case = load(number)
    bounds, whole = case["current_region"], case["src_region"]
    rows = round((bounds[0] - bounds[1]) / bounds[4])
    cols = round((bounds[2] - bounds[3]) / bounds[5])
    top, left = round((whole[0] - bounds[0]) / bounds[4]), round((bounds[3] - whole[3]) / bounds[5])
    part = slice(top, top + rows), slice(left, left + cols)
    source = Region(*bounds[:4], rows, cols)
    target = Region(*case["dst_region"][:4], *case["result"].shape)
    flags, given = str(case["flags"]), json.loads(str(case["params"]))
    settings = {
        name: float(given[name])
        for name in ("tension", "theta", "scalex", "zscale")
        if name in given
    }
    settings["overlap"] = int(given.get("overlap", 3))
    settings["normalized_tension"] = "t" in flags
    mask = case.get("aux_mask")
    if mask is not None:
        mask = resample_nearest(mask[part].astype(np.float64), source, target)
    names, sign = ("slope", "aspect", "profile", "tangential", "mean"), 1
    if "d" in flags:
        names, sign = ("dx", "dy", "dxx", "dyy", "dxy"), -1
    outputs = {
        name: sign * case[f"result_{own}"]
        for name, own in zip(names, DERIVED)
        if f"result_{own}" in case
    }
    smoothing = case.get("aux_smooth")
    return SplineCase(
        case["source"][part],
        source,
        target,
        settings,
        None if smoothing is None else smoothing[part].astype(np.float64),
        mask,
        {"elevation": case["result"], **outputs},
        float(case["atol"]),
    )
