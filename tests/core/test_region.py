"""Regions, frames and the half pixel."""

import numpy as np
import pytest

from gridr_qgis.core import Frame, Region
from gridr_qgis.core.conventions.coordinates import center_to_edge, edge_to_center
from gridr_qgis.core.conventions.frame import frame_of_extent, frame_of_region

LOCAL = Region(north=1078.5, south=1003.5, east=2061.25, west=2001.25, rows=10, cols=12)
WORLD = Region(90, -90, 180, -180, 18, 36, geographic=True)


def test_conversions_of_grass():
    """The worked example of GRASS's Rast_row_to_northing and its kin."""
    assert (LOCAL.nsres, LOCAL.ewres) == (7.5, 5)
    assert LOCAL.row_to_northing(0.5) == 1074.75
    assert LOCAL.col_to_easting(0.5) == 2003.75
    assert LOCAL.northing_to_row(1071) == 1.0
    assert LOCAL.easting_to_col(2004) == pytest.approx(0.55, abs=1e-12)


@pytest.mark.parametrize(
    ("region", "easting", "col"),
    [
        (WORLD, 190, 1), (WORLD, -190, 35), (WORLD, 180, 0), (WORLD, 540, 0),
        (Region(10, 0, 30, 10, 1, 2, True), 9, 35.9), (Region(10, 0, 30, 10, 1, 2, True), 31, 2.1),
        (Region(10, 0, 30, 10, 1, 2, True), 30, 2.0), (Region(10, 0, 30, 10, 1, 2, True), 390, 2.0),
        (Region(10, 0, 30, 10, 1, 2, True), -350, 2.0 - 2.0),
        (Region(10, 0, 190, 170, 1, 2, True), -175, 1.5),
        (Region(10, 0, 190, 170, 1, 2, True), 160, 35),
    ],
)  # fmt: skip
def test_longitudes_wrap_as_in_grass(region, easting, col):
    assert region.easting_to_col(easting) == pytest.approx(col, abs=1e-12)
    np.testing.assert_allclose(region.easting_to_col(np.array([easting])), [col], atol=1e-12)


def test_cells_are_half_open_areas_with_centres():
    assert LOCAL.cell_bounds(2, 3) == (1063.5, 1056.0, 2021.25, 2016.25)
    assert LOCAL.cell_center(2, 3) == (1059.75, 2018.75)
    northing, easting = LOCAL.cell_center(4, 7)
    assert (np.floor(LOCAL.northing_to_row(northing)), np.floor(LOCAL.easting_to_col(easting))) == (
        4, 7,
    )  # fmt: skip


def test_points_on_a_side_belong_to_the_south_and_east():
    assert LOCAL.cell_at(1071, 2006.25) == (1, 1)
    assert LOCAL.cell_at(1078.5, 2001.25) == (0, 0)
    assert LOCAL.cell_at(1003.5, 2061.25) == (10, 12)
    rows, cols = LOCAL.cell_at([1071, 1079], [2001.25, 2001])
    np.testing.assert_array_equal((rows, cols), [[1, -1], [0, -1]])
    assert WORLD.cell_at(0, 190) == (9, 1)


def test_lists_and_arrays_are_taken():
    np.testing.assert_array_equal(LOCAL.row_to_northing([0, 0.5, 1]), [1078.5, 1074.75, 1071])
    np.testing.assert_array_equal(LOCAL.northing_to_row([1078.5, 1071]), [0, 1])
    np.testing.assert_array_equal(LOCAL.col_to_easting(np.arange(2)), [2001.25, 2006.25])
    np.testing.assert_array_equal(WORLD.easting_to_col((190, -190)), [1, 35])


def test_a_resolution_keeps_the_bounds():
    """105 high by 10: 11 rows of 9.5454."""
    region = Region.from_resolution(105, 0, 14, 0, 10, 4)
    assert (region.north, region.south, region.shape) == (105, 0, (11, 4))
    assert region.nsres == pytest.approx(9.5454, abs=1e-4)
    assert region.ewres == 3.5
    assert Region.from_resolution(1, 0, 1, 0, 10, 10).shape == (1, 1)


def test_multiples_are_rounded_outward():
    region = Region.from_multiples(105, -3, 14, 1, 10, 4)
    assert (region.north, region.south, region.east, region.west) == (110, -10, 16, 0)
    assert region.shape == (12, 4) and (region.nsres, region.ewres) == (10, 4)


def test_alignment_keeps_to_the_other_lattice():
    region = Region(1070, 1010, 2050, 2010, 3, 3).aligned_to(LOCAL)
    assert (region.north, region.south, region.east, region.west) == (
        1071,
        1003.5,
        2051.25,
        2006.25,
    )
    assert (region.nsres, region.ewres) == (7.5, 5)
    assert LOCAL.aligned_to(LOCAL) == LOCAL
    # No shrinking to a whole turn.
    wide = Region(10, 0, 183, -177, 1, 36, True).aligned_to(WORLD)
    assert (wide.west, wide.east, wide.cols) == (-180, 190, 37)
    # What would lie beyond the poles by more than half a cell is left.
    high = Region(97, -97, 10, 0, 1, 1, True).aligned_to(WORLD)
    assert (high.north, high.south) == (90, -90)
    with pytest.raises(ValueError, match="same kind"):
        LOCAL.aligned_to(WORLD)


@pytest.mark.parametrize(
    ("west", "east", "expected"),
    [
        (170, -170, (170, 190)), (350, 370, (-10, 10)), (5, 5, (5, 365 - 360 + 360)),
        (-400, -380, (-40, -20)), (0, 360, (0, 360)), (-180, 180, (-180, 180)),
        (670, 685, (-50, -35)), (1e6, 1e6 + 10, (1e6 - 360 * 2778, 1e6 + 10 - 360 * 2778)),
    ],
)  # fmt: skip
def test_longitudes_are_moved_by_whole_turns(west, east, expected):
    region = Region.from_resolution(10, 0, east, west, 1, 1, geographic=True)
    assert (region.west, region.east) in (expected, tuple(side - 360 for side in expected))
    assert -360 < region.west < 180 and -180 < region.east <= 360
    if east > west:
        assert Region(10, 0, east, west, 1, 1, True).normalized().west == region.west
    plane = Region(10, 0, west + 1, west, 1, 1)
    assert plane.normalized() is plane


def test_latitudes_may_pass_the_poles_by_half_a_cell():
    Region(95.1, -95.1, 10, 0, 19, 1, True).check_latitudes()
    for bounds, side in (((96, 0), "north"), ((0, -96), "south")):
        with pytest.raises(ValueError, match=f"The {side} of the geographic region"):
            Region(*bounds, 10, 0, 10, 1, True).check_latitudes()
        with pytest.raises(ValueError, match="pass"):
            Region.from_resolution(*bounds, 10, 0, 10, 10, True)
        Region(*bounds, 10, 0, 10, 1).check_latitudes()


@pytest.mark.parametrize("make", [Region.from_resolution, Region.from_multiples])
def test_regions_that_no_resolution_makes(make):
    for bounds, sizes, words in (
        ((1, 0, 1, 0), (0, 1), "resolution is 0 by 1"),
        ((1, 0, 1, 0), (1, np.inf), "positive"),
        ((1, 0, np.nan, 0), (1, 1), "finite"),
        ((0, 1, 1, 0), (1, 1), "empty"),
        ((1, 0, 0, 1), (1, 1), "empty"),
    ):
        with pytest.raises(ValueError, match=words):
            make(*bounds, *sizes)


def test_geotransforms_there_and_back():
    assert LOCAL.to_geotransform() == (2001.25, 5.0, 0.0, 1078.5, 0.0, -7.5)
    assert Region.from_geotransform(LOCAL.to_geotransform(), 10, 12) == LOCAL
    for bad in ((0, 1, 0.1, 0, 0, -1), (0, 1, 0, 0, 0, 1), (0, -1, 0, 0, 0, -1)):
        with pytest.raises(ValueError, match="not north-up"):
            Region.from_geotransform(bad, 2, 2)


def test_refining_keeps_the_first_and_last_node():
    fine = LOCAL.refine(3, 5)
    assert fine.shape == (28, 56)
    assert (fine.nsres, fine.ewres) == pytest.approx((2.5, 1.0))
    np.testing.assert_allclose(fine.cell_center(0, 0), LOCAL.cell_center(0, 0))
    np.testing.assert_allclose(fine.cell_center(27, 55), LOCAL.cell_center(9, 11))
    with pytest.raises(ValueError, match="factor_rows is 0"):
        LOCAL.refine(0, 1)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ((0, 0, 1, 0, 1, 1), "empty"),
        ((1, 0, 0, 0, 1, 1), "empty"),
        ((1, 0, 1, 0, 0, 1), "rows is 0"),
        ((1, 0, 1, 0, 1, 1.5), "cols is 1.5"),
        ((float("nan"), 0, 1, 0, 1, 1), "finite"),
        ((1, 0, 1, 0, 1, float("nan")), "cols is nan"),
        ((1, 0, 1, 0, float("inf"), 1), "rows is inf"),
    ],
)
def test_regions_that_are_none(arguments, words):
    with pytest.raises(ValueError, match=words):
        Region(*arguments)


def test_the_half_pixel():
    assert edge_to_center(0.5) == 0 and center_to_edge(0) == 0.5


FRAMES = [
    Frame(10, 12, LOCAL.to_geotransform()),
    Frame(10, 12, (100.0, 0.5, 0.25, 200.0, 0.1, -0.4)),
    Frame(10, 12, (0.0, 2.0, 0.0, 0.0, 0.0, 3.0)),
    Frame(10, 12),
]


@pytest.mark.parametrize("frame", FRAMES)
def test_frames_know_their_centres(frame):
    row, col = np.meshgrid(np.arange(-2, 12.0), np.arange(-3, 14.0), indexing="ij")
    again = frame.map_to_center(*frame.center_to_map(row, col))
    np.testing.assert_allclose(again, (row, col), atol=1e-12)
    x, y = frame.center_to_map(0, 0)
    x0, x_col, x_row, y0, y_col, y_row = frame.effective_geotransform
    assert (x, y) == pytest.approx((x0 + (x_col + x_row) / 2, y0 + (y_col + y_row) / 2))


@pytest.mark.parametrize("frame", FRAMES)
def test_full_resolution_frames_start_at_the_first_node(frame):
    fine = frame.refined((4, 3))
    assert fine.shape == (37, 34)
    for node in ((0, 0), (9, 11), (4, 7)):
        pixel = (4 * node[0], 3 * node[1])
        if frame.geotransform is not None:
            np.testing.assert_allclose(fine.center_to_map(*pixel), frame.center_to_map(*node))
    assert fine.coarsened((4, 3)).shape == frame.shape
    if frame.geotransform is not None:
        np.testing.assert_allclose(
            fine.coarsened((4, 3)).geotransform, frame.geotransform, atol=1e-12
        )
    assert frame.refined((4, 3), (35, 33)).shape == (35, 33)


def test_frames_and_regions_agree():
    frame = FRAMES[0]
    assert frame.region() == LOCAL
    assert frame_of_region(LOCAL) == frame
    fine, region = frame.refined((3, 5)), LOCAL.refine(3, 5)
    np.testing.assert_allclose(fine.geotransform, region.to_geotransform())
    xs, ys = frame.centers()
    np.testing.assert_array_equal(xs, LOCAL.col_to_easting(np.arange(12) + 0.5))
    np.testing.assert_array_equal(ys, LOCAL.row_to_northing(np.arange(10) + 0.5))
    with pytest.raises(ValueError, match="rotated"):
        FRAMES[1].centers()


def test_extents_keep_their_corner_and_cell_size():
    frame = frame_of_extent(10, 20, 15.2, 24.9, 2, 2)
    assert frame.shape == (2, 3) and frame.geotransform == (10, 2, 0, 24.9, 0, -2)
    assert frame_of_extent(0, 0, 0.1, 0.1, 1, 1).shape == (1, 1)
    for bad in ((1, 0, 0, 1, 1, 1), (0, 0, 1, 1, 0, 1), (0, 0, 1, np.inf, 1, 1)):
        with pytest.raises(ValueError, match=r"empty|positive"):
            frame_of_extent(*bad)
