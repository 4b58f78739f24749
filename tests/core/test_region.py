"""Regions, frames and the half pixel."""

import numpy as np
import pytest

from gridr_qgis.core import Frame, Region
from gridr_qgis.core.conventions.coordinates import center_to_edge, edge_to_center
from gridr_qgis.core.conventions.frame import frame_of_extent

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
