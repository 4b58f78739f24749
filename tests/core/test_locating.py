"""Where points fall on a region, and where cells lie."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gridr_qgis.core.conventions.locating import locate_cells, locate_points
from gridr_qgis.core.conventions.region import Region

# 10 rows of 7.5, 12 columns of 5.
REGION = Region(1078.5, 1003.5, 2061.25, 2001.25, 10, 12)
GLOBE = Region(90, -90, 180, -180, 18, 36, geographic=True)

numbers = st.floats(-1e6, 1e6)


def test_rows_and_columns_count_from_the_edge():
    found = locate_points(REGION, [2004.0, 2001.25, 2061.25], [1071.0, 1078.5, 1003.5])
    assert found.row.tolist() == [1.0, 0.0, 10.0]
    assert found.col.tolist() == [pytest.approx(0.55), 0.0, 12.0]
    assert found.cell_row.tolist() == [1, 0, 10]
    assert found.cell_col.tolist() == [0, 0, 12]
    assert found.center_x.tolist() == [2003.75, 2003.75, 2063.75]
    assert found.center_y.tolist() == [1067.25, 1074.75, 999.75]
    # The south and east sides belong to no cell.
    assert found.inside.tolist() == [True, True, False]


@pytest.mark.parametrize(
    ("west", "east", "longitude", "col"),
    [
        *((-180, 180, 190, 1), (-180, 180, -190, 35), (-180, 180, 180, 0), (-180, 180, 540, 0)),
        *((10, 30, 9, 35.9), (10, 30, 31, 2.1), (10, 30, 30, 2), (10, 30, 390, 2)),
        *((10, 30, -350, 0), (170, 190, -175, 1.5), (170, 190, 160, 35)),
    ],
)
def test_longitudes_wrap_as_in_grass(west, east, longitude, col):
    region = Region(90, -90, east, west, 18, (east - west) // 10, geographic=True)
    found = locate_points(region, [longitude], [0.0])
    assert found.col[0] == pytest.approx(col, abs=1e-12)
    assert found.x[0] == longitude
    assert found.inside[0] == (col < region.cols)
    assert found.center_x[0] == west + 10 * np.floor(col) + 5


def test_the_poles():
    found = locate_points(GLOBE, [5.0, 5.0], [90.0, -90.0])
    assert found.row.tolist() == [0, 18]
    assert found.inside.tolist() == [True, False]


def test_cells_are_taken_as_they_are():
    found = locate_cells(GLOBE, [0.5, 0.0, 3.0, 18.0], [0.5, 36.0, -1.0, 2.0])
    assert found.x.tolist() == [-175, 180, -190, -160]
    assert found.y.tolist() == [85, 90, 60, -90]
    assert found.col.tolist() == [0.5, 36, -1, 2]
    assert found.inside.tolist() == [True, False, False, False]


def test_what_is_not_known_is_nowhere():
    found = locate_points(GLOBE, [np.nan, 5.0, np.inf, 1.0], [1.0, np.nan, 1.0, -np.inf])
    assert not found.inside.any()
    for name in ("x", "y", "row", "col", "cell_row", "cell_col", "center_x", "center_y"):
        assert np.isnan(getattr(found, name)).all(), name


def test_nothing_and_numbers_without_measure():
    assert len(locate_points(REGION, [], [])) == 0
    found = locate_points(Region(1e-9, 0, 1, 0, 10, 10), [1e308], [-1e308])
    assert not found.inside[0]
    assert not locate_cells(REGION, [1.7e308], [-1.7e308]).inside[0]


def test_inputs_are_not_changed():
    x, y = np.array([np.inf]), np.array([0.0])
    locate_points(REGION, x, y)
    assert x[0] == np.inf
    assert y[0] == 0


@given(x=numbers, y=numbers)
def test_points_are_those_of_the_region(x, y):
    found = locate_points(REGION, [x], [y])
    assert found.row[0] == REGION.northing_to_row(y)
    assert found.col[0] == REGION.easting_to_col(x)
    assert (found.cell_row[0], found.cell_col[0]) == REGION.cell_at(y, x)
    assert (found.center_y[0], found.center_x[0]) == REGION.cell_center(*REGION.cell_at(y, x))
    assert found.inside[0] == (1003.5 < y <= 1078.5 and 2001.25 <= x < 2061.25)


@given(row=numbers, col=numbers)
def test_a_cell_and_back(row, col):
    there = locate_cells(REGION, [row], [col])
    back = locate_points(REGION, there.x, there.y)
    assert back.row[0] == pytest.approx(row, abs=1e-6)
    assert back.col[0] == pytest.approx(col, abs=1e-6)
