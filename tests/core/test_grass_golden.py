"""Results of GRASS 8.2.1 (tests/data/grass)."""

import json

import numpy as np
import pytest
from grass_cases import RASTERS, ROUNDED, load, regions

from gridr_qgis.core import (
    Region,
    resample_interpolate,
    resample_nearest,
    resample_statistics,
)


def run(case, array=None, **kwargs):
    array = case["source"] if array is None else array
    source, target = regions(case)
    module, parameters = str(case["module"]), json.loads(str(case["params"]))
    if module == "r.resample":
        return resample_nearest(array, source, target, **kwargs)
    if module == "r.resamp.interp":
        return resample_interpolate(array, source, target, parameters["method"], **kwargs)
    flags, quantile = str(case["flags"]), float(parameters.get("quantile", 0.5))
    return resample_statistics(
        array, source, target, parameters["method"], "w" in flags, "n" in flags, quantile, **kwargs
    )


@pytest.mark.parametrize("number", RASTERS)
def test_results_of_grass(engine, number):
    """Bit by bit, nulls too, but for what is in `ROUNDED`."""
    case = load(number)
    result = run(case)
    if number in ROUNDED:
        np.testing.assert_allclose(result, case["result"], rtol=1e-12, atol=0)
    else:
        np.testing.assert_array_equal(result, case["result"])


@pytest.mark.parametrize("number", [n for n in RASTERS if load(n)["source_type"] == "CELL"])
def test_results_of_grass_from_integers(engine, number):
    """The same from int32 with a null value."""
    case = load(number)
    null = -2147483648
    array = np.where(np.isnan(case["source"]), null, case["source"]).astype(np.int32)
    result = run(case, array, null=null)
    if str(case["module"]) == "r.resample":
        assert result.dtype == np.int32
        result = np.where(result == null, np.nan, result)
    np.testing.assert_array_equal(result, case["result"])


def test_the_quantile_that_grass_reads_as_a_whole_number(engine):
    """8.2.1 takes 0.5 for 0: its result is the minimum."""
    case = load(56)
    source, target = regions(case)
    array = case["source"]
    np.testing.assert_array_equal(
        resample_statistics(array, source, target, "minimum"), case["result"]
    )
    result = run(case)
    np.testing.assert_array_equal(result, resample_statistics(array, source, target, "median"))
    # By numpy, from the cells whose centres lie in the target cell.
    for row, col in np.ndindex(result.shape):
        north, south, east, west = target.cell_bounds(row, col)
        northings = source.row_to_northing(np.arange(source.rows) + 0.5)
        eastings = source.col_to_easting(np.arange(source.cols) + 0.5)
        members = array[(northings < north) & (northings >= south)][
            :, (eastings > west) & (eastings <= east)
        ]
        expected = np.nanquantile(members, 0.5)
        np.testing.assert_allclose(result[row, col], expected, rtol=1e-12)


def test_sums_by_weight_within_one_source_cell(engine):
    """8.2.1 weighs by the rest of the source cell instead of by what the target cell has of it.

    Here each weight is the area that the two cells share, in source cells: computed from their
    bounds.
    """
    case = load(66)
    source, target = regions(case)
    shares = []
    for count, edges, cells in (
        (
            target.rows,
            source.northing_to_row(target.row_to_northing(np.arange(target.rows + 1))),
            source.rows,
        ),
        (
            target.cols,
            source.easting_to_col(target.col_to_easting(np.arange(target.cols + 1))),
            source.cols,
        ),
    ):
        lines = np.arange(cells)
        low, high = edges[:-1, None], edges[1:, None]
        shares.append(np.clip(np.minimum(high, lines + 1) - np.maximum(low, lines), 0, None))
        assert shares[-1].shape == (count, cells)
    known = ~np.isnan(case["source"])
    total = shares[0] @ np.where(known, case["source"], 0) @ shares[1].T
    weight = shares[0] @ known @ shares[1].T
    expected = np.where(weight > 1e-9, total, np.nan)
    result = run(case)
    # Bounds in millions of metres leave 1e-10 of a cell to rounding.
    np.testing.assert_allclose(result, expected, rtol=1e-9, atol=1e-7)
    # GRASS's sums are the right ones times a factor that the cell alone decides.
    wrong = ~np.isclose(case["result"], result, rtol=1e-9, equal_nan=True)
    assert wrong.mean() > 0.5
    np.testing.assert_array_equal(np.isnan(case["result"]), np.isnan(result))


@pytest.mark.parametrize("number", [83, 84])
def test_requests_to_g_region(number):
    case = load(number)
    geographic = number == 84
    source = Region(*case["src_region"][:4], *case["source"].shape, geographic)
    for request, expected in zip(case["requests"], case["result"]):
        words = dict(word.split("=") for word in str(request).split() if "=" in word)
        bounds = [float(words[side]) for side in "nsew"]
        if "align" in words:
            region = Region.from_resolution(*bounds, source.nsres, source.ewres, geographic)
            region = region.aligned_to(source)
        elif "rows" in words:
            region = Region(*bounds, int(words["rows"]), int(words["cols"]), geographic)
        else:
            sizes = [float(words.get(name, words.get("res", 0))) for name in ("nsres", "ewres")]
            if str(request).startswith("-a"):
                # GRASS rounds the bounds by the resolution that it had before, first.
                region = Region.from_multiples(*bounds, source.nsres, source.ewres, geographic)
                bounds = region.north, region.south, region.east, region.west
                region = Region.from_multiples(*bounds, *sizes, geographic)
            else:
                region = Region.from_resolution(*bounds, *sizes, geographic)
        found = [getattr(region, str(column)) for column in (
            "north", "south", "east", "west", "nsres", "ewres", "rows", "cols"
        )]  # fmt: skip
        np.testing.assert_allclose(found, expected, rtol=0, atol=1e-9, err_msg=str(request))


def test_conversions_of_the_library():
    """A region of one cell has the same bounds; its cell is as large as a given number of cells."""
    for row in load(85)["result"]:
        geographic, *bounds = row[:5]
        nsres, ewres, count, easting, northing, *expected = row[5:]
        region = Region(*bounds, 1, 1, bool(geographic))
        tall, wide = region.nsres / nsres, region.ewres / ewres
        found = (
            region.row_to_northing(count / tall), region.col_to_easting(count / wide),
            region.northing_to_row(northing) * tall, region.easting_to_col(easting) * wide,
        )  # fmt: skip
        np.testing.assert_allclose(found, expected, rtol=1e-12, atol=1e-9)
