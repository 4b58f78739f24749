"""Results of GRASS 8.2.1 (tests/data/grass), for the core and for the algorithms."""

from pathlib import Path

import numpy as np

from gridr_qgis.core import Region

CASES = sorted(Path(__file__).resolve().parent.joinpath("data", "grass").glob("*.npz"))
BY_NUMBER = {int(path.name[:3]): path for path in CASES}

# What GRASS 8.2.1 gets wrong; each has a test of its own below.
WRONG = (56, 66)

# Where the operations are not GRASS's to the last bit: lanczos divides by the sum of weights at
# another place, and 064 has right weights where GRASS's share a wrong factor.
ROUNDED = (22, 23, 24, 25, 64)

RASTERS = [number for number in BY_NUMBER if number < 79 and number not in WRONG]

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
