"""Grid rasters from geolocation arrays, against GDAL's forward map and a slow inverse."""

import os
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from osgeo import gdal
from swaths import DEGREES, gdal_ground, slow_inverse, swath, wkt_of, write, write_swath

from gridr_qgis.core.chains import geolocation_grid_chain, grid_writing
from gridr_qgis.core.chains.geolocation_grid_chain import make_geolocation_grid
from gridr_qgis.core.chains.jobs import (
    Destination,
    GeolocationBands,
    GeolocationGridJob,
    GridBands,
    ResamplingJob,
    Resources,
)
from gridr_qgis.core.chains.resampling_chain import resample_raster
from gridr_qgis.core.conventions.frame import Frame, frame_of_extent
from gridr_qgis.core.rasters.errors import RasterError
from gridr_qgis.core.transforms import cells
from gridr_qgis.core.transforms.geolocation import GeolocationModel

UTM = wkt_of(32631)
ROWS, COLS = 60, 80


def frame_about(x, y, count=50, margin=0.0, crs=DEGREES):
    """Return a frame of about so many columns over the arrays."""
    size = (np.nanmax(x) - np.nanmin(x)) / count
    west, east = np.nanmin(x) - margin * size, np.nanmax(x) + margin * size
    south, north = np.nanmin(y) - margin * size, np.nanmax(y) + margin * size
    return frame_of_extent(west, south, east, north, size, size, crs)


@pytest.fixture
def make(tmp_path):
    """Return a function that makes a grid of step 1; it returns the report and the nodes."""
    (tmp_path / "out").mkdir()

    def run(source, frame, step=1, executor=None, **given):
        path = str(tmp_path / "out" / "grid.tif")
        job = GeolocationGridJob(source, frame, Destination(path), step=step, **given)
        report = make_geolocation_grid(job, executor=executor)
        return report, gdal.Open(path).ReadAsArray()

    return run


# --- the inverse ----------------------------------------------------------------------------


@pytest.mark.parametrize("period", [None, 360.0])
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_the_inverse_of_the_forward_map(period, dtype):
    x, y = (each.astype(dtype) for each in swath(ROWS, COLS))
    model = GeolocationModel.of_nodes(x, y, period)
    rng = np.random.default_rng(0)
    row, col = rng.uniform(-0.5, ROWS - 0.5, 5000), rng.uniform(-0.5, COLS - 0.5, 5000)
    found = model.inverse(*model.forward(row, col))
    np.testing.assert_allclose(found[0], row, rtol=0, atol=1e-10)
    np.testing.assert_allclose(found[1], col, rtol=0, atol=1e-10)
    assert (found[2] == 1).all() and max(found[3].max(), found[4].max()) < 1e-12


def test_nodes_and_edges_of_cells_are_found_once():
    x, y = swath(9, 11)
    model = GeolocationModel.of_nodes(x, y, 360.0)
    row, col = np.meshgrid(np.arange(0, 8.5, 0.5), np.arange(0, 10.5, 0.5), indexing="ij")
    found = model.inverse(*model.forward(row, col))
    np.testing.assert_allclose(found[:2], (row, col), rtol=0, atol=1e-10)
    assert (found[2] == 1).all()


@settings(max_examples=60, deadline=None, derandomize=True,
          suppress_health_check=[HealthCheck.too_slow])  # fmt: skip
@given(
    st.integers(0, 10**6),
    st.sampled_from([(2, 2), (2, 5), (4, 3), (6, 7), (9, 9)]),
    st.floats(0, 1.5),
    st.sampled_from([None, 360.0]),
    st.integers(0, 3),
)
def test_any_arrays_are_inverted_as_the_slow_inverse_does(seed, shape, noise, period, holes):
    """Also folded ones, crossed cells and such with holes, across the antimeridian."""
    rng = np.random.default_rng(seed)
    row, col = np.indices(shape)
    x, y = col + noise * rng.normal(size=shape), row + noise * rng.normal(size=shape)
    for _ in range(holes):
        x[rng.integers(shape[0]), rng.integers(shape[1])] = np.nan
    point_x, point_y = rng.uniform(0, shape[1] - 1, 15), rng.uniform(0, shape[0] - 1, 15)
    if period is not None:
        x, point_x = (each - 360 * np.round(each / 360) for each in (x + 178.0, point_x + 178.0))
        x = np.where(rng.random(shape) < 0.3, x + 360, x)
    # A rim that is too thin to be met.
    model = GeolocationModel.of_nodes(x, y, period, ((1e-12, 1e-12), (1e-12, 1e-12)))
    found = model.inverse(point_x, point_y)
    for number, (px, py) in enumerate(zip(point_x, point_y)):
        expected = slow_inverse(x, y, px, py, period)
        if not expected:
            assert np.isnan(found[0][number]) and found[2][number] == 0
            continue
        first = min(int(r) * 1000 + int(c) for r, c in expected)
        in_first = [each for each in expected if int(each[0]) * 1000 + int(each[1]) == first]
        position = np.array([found[0][number], found[1][number]])
        away = [np.abs(position - each).max() for each in in_first]
        assert min(away) < 1e-6
        assert found[2][number] == len(expected)
        assert found[3][number] < 1e-9 and found[4][number] < 1e-9


def test_the_rim_is_the_edge_of_the_outermost_pixels():
    x, y = swath(ROWS, COLS)
    model = GeolocationModel.of_nodes(x, y, 360.0)
    wide = GeolocationModel.of_nodes(x, y, 360.0, ((2.0, 2.0), (2.0, 2.0)))
    rng = np.random.default_rng(2)
    row, col = rng.uniform(-2, ROWS + 1, 20_000), rng.uniform(-2, COLS + 1, 20_000)
    found = model.inverse(*wide.forward(row, col))
    inside = (row > -0.5) & (row < ROWS - 0.5) & (col > -0.5) & (col < COLS - 0.5)
    np.testing.assert_array_equal(np.isfinite(found[0]), inside)
    np.testing.assert_allclose(found[0][inside], row[inside], rtol=0, atol=1e-9)
    np.testing.assert_allclose(found[1][inside], col[inside], rtol=0, atol=1e-9)


def test_cells_with_an_invalid_corner_have_no_inverse():
    x, y = swath(ROWS, COLS)
    whole = GeolocationModel.of_nodes(x, y, 360.0)
    x, y = x.copy(), y.copy()
    x[20, 30], y[40, 50] = np.nan, np.nan
    x[0, 10:12] = np.nan
    model = GeolocationModel.of_nodes(x, y, 360.0)
    rng = np.random.default_rng(3)
    row, col = rng.uniform(-0.5, ROWS - 0.5, 40_000), rng.uniform(-0.5, COLS - 0.5, 40_000)
    found = model.inverse(*whole.forward(row, col))
    lost = (np.abs(row - 20) < 1) & (np.abs(col - 30) < 1)
    lost |= (np.abs(row - 40) < 1) & (np.abs(col - 50) < 1)
    lost |= (row < 1) & (col > 9) & (col < 12)
    assert 50 < lost.sum() < 500
    np.testing.assert_array_equal(np.isnan(found[0]), lost)


def test_of_two_places_the_first_row_is_taken():
    """A swath whose scans overlap: the second half goes back by four rows, and on again."""
    x, y = swath(40, 30, bend=0.0)
    x[20:], y[20:] = swath(36, 30, bend=0.0)[0][16:], swath(36, 30, bend=0.0)[1][16:]
    model = GeolocationModel.of_nodes(x, y, 360.0)
    row, col = np.meshgrid(np.arange(0.25, 35), np.arange(0.25, 29), indexing="ij")
    found = model.inverse(
        *GeolocationModel.of_nodes(*swath(36, 30, bend=0.0), 360.0).forward(row, col)
    )
    # Rows 16 to 19 are there twice, and once more in the cells between the halves.
    np.testing.assert_array_equal(found[2] > 1, (row > 16) & (row < 19))
    expected = np.where(row > 19, row + 4, row)
    np.testing.assert_allclose(found[0], expected, rtol=0, atol=1e-9)
    np.testing.assert_allclose(found[1], col, rtol=0, atol=1e-9)


@pytest.mark.parametrize("turn", [0.0, 0.4])
def test_a_swath_across_the_antimeridian(turn):
    x, y = swath(ROWS, COLS, west=179.7, turn=turn)
    plain = GeolocationModel.of_nodes(x - 100, y, 360.0)
    rng = np.random.default_rng(4)
    row, col = rng.uniform(0, ROWS - 1, 3000), rng.uniform(0, COLS - 1, 3000)
    px, py = plain.forward(row, col)
    jumps = ((x + 180) % 360) - 180
    assert jumps.min() < -179 and jumps.max() > 179
    mixed = x - 360 * np.random.default_rng(5).integers(0, 2, x.shape)
    for arrays in (x, jumps, x - 360, mixed):
        model = GeolocationModel.of_nodes(arrays, y, 360.0)
        for points in (px + 100, px - 260, (px + 280) % 360 - 180):
            found = model.inverse(points, py)
            np.testing.assert_allclose(found[0], row, rtol=0, atol=1e-9)
            np.testing.assert_allclose(found[1], col, rtol=0, atol=1e-9)
            assert (found[2] == 1).all()


def test_longitudes_all_around():
    """A global lattice: the cells from the last column to the first are not there."""
    col, row = np.meshgrid(np.arange(-175.0, 180, 10), np.arange(85.0, -90, -10))
    model = GeolocationModel.of_nodes(col, row, 360.0)
    x, y = np.meshgrid(np.linspace(-180, 180, 101), np.linspace(-89.9, 89.9, 50))
    found = model.inverse(x, y)
    np.testing.assert_allclose(found[0], (85 - y) / 10, rtol=0, atol=1e-12)
    expected = (x + 175) / 10
    same = np.minimum(np.abs(found[1] - expected), np.abs(np.abs(found[1] - expected) - 36))
    assert same.max() < 1e-9


@pytest.mark.parametrize("convention", ["PIXEL_CENTER", "TOP_LEFT_CORNER"])
def test_the_whole_earth_is_found(make, tmp_path, convention):
    """No rim takes the place of what lies on the other side of the antimeridian."""
    shift = 5.0 if convention == "PIXEL_CENTER" else 0.0
    x, y = np.meshgrid(np.arange(-180.0, 180, 10) + shift, np.arange(90.0, -90, -10) - shift)
    source = write_swath(tmp_path, x, y, convention=convention)
    for west in (-180, 0, 173):
        frame = frame_of_extent(west, -90, west + 360, 90, 1, 1, DEGREES)
        report, (row, col) = make(source, frame)
        assert report.invalid_count == report.numbers["FOLDED_COUNT"] == 0
        longitude, latitude = frame.center_to_map(*np.indices(frame.shape))
        np.testing.assert_allclose(row, (90 - latitude) / 10 - 0.5, rtol=0, atol=1e-9)
        expected = ((longitude + 180) / 10) % 36 - 0.5
        np.testing.assert_allclose(col, expected, rtol=0, atol=1e-9)


def test_a_cell_that_holds_a_pole_has_no_inverse():
    """The others around it have, also where longitudes change by much from node to node."""
    row, col = np.indices((40, 40)) - 19.3
    distance, longitude = np.hypot(row, col) * 0.1, np.degrees(np.arctan2(row, col))
    model = GeolocationModel.of_nodes(longitude, 90 - distance, 360.0)
    rng = np.random.default_rng(6)
    at = rng.uniform(0, 39, (2, 4000))
    near_pole = (np.floor(at[0]) == 19) & (np.floor(at[1]) == 19)
    x, y = model.forward(*at)
    found = model.inverse(x[~near_pole], y[~near_pole])
    np.testing.assert_allclose(found[:2], at[:, ~near_pole], rtol=0, atol=1e-7)
    pole = model.inverse(np.array([0.0, 77.0]), np.array([89.999, 90.0]))
    assert np.isnan(pole[0]).all()


def test_a_large_pile_of_candidates_is_cut(monkeypatch):
    """As where all cells lie over each other."""
    rng = np.random.default_rng(7)
    x, y = rng.uniform(0, 1, (2, 40, 40))
    points = rng.uniform(0.2, 0.8, (2, 50))
    expected = GeolocationModel.of_nodes(x, y).inverse(*points)
    assert expected[2].min() > 100
    monkeypatch.setattr(cells, "_PAIRS", 64)
    for result, right in zip(GeolocationModel.of_nodes(x, y).inverse(*points), expected):
        np.testing.assert_array_equal(result, right)


def test_less_than_two_rows_are_told():
    with pytest.raises(ValueError, match="have 1 x 5 nodes; they must have 2 x 2 or more"):
        GeolocationModel.of_nodes(np.zeros((1, 5)), np.zeros((1, 5)))


# --- GDAL's conventions ---------------------------------------------------------------------

CONVENTIONS = [
    (None, 0, 1), ("TOP_LEFT_CORNER", 0, 1), ("PIXEL_CENTER", 0, 1), ("TOP_LEFT_CORNER", 2, 5),
    ("PIXEL_CENTER", 2, 5), ("PIXEL_CENTER", 0.5, 4), ("TOP_LEFT_CORNER", 0.5, 4),
]  # fmt: skip


@pytest.mark.parametrize("convention, offset, step", CONVENTIONS)
def test_positions_are_those_of_gdals_forward_map(make, tmp_path, convention, offset, step):
    """The half pixel: what GDAL says of source positions comes back to them."""
    x, y = swath(12, 15)
    values = np.zeros((60, 75), np.uint16)
    told = {
        "PIXEL_OFFSET": offset, "PIXEL_STEP": step,
        "LINE_OFFSET": 2 * offset, "LINE_STEP": 0.5 * step,
    }  # fmt: skip
    source = write_swath(tmp_path, x, y, values, convention, **told)
    frame = frame_about(x, y)
    report, (row, col) = make(source, frame)
    known = np.isfinite(row)
    assert 0.3 < known.mean() < 1
    ground = gdal_ground(source, row[known], col[known])
    expected = np.array(frame.center_to_map(*np.indices(frame.shape)))[:, known]
    np.testing.assert_allclose(ground, expected, rtol=0, atol=1e-11)
    assert report.numbers["MAX_ROUND_TRIP"] < 1e-9
    # The same arrays given as such.
    path = [str(tmp_path / f"swath_{axis}.tif") for axis in "xy"]
    name = "pixel-center" if convention == "PIXEL_CENTER" else "top-left-corner"
    arrays = GeolocationBands(
        *path, 1, 1, DEGREES, 2 * offset, offset, 0.5 * step, step, name
    )  # fmt: skip
    bare = write(tmp_path / "bare.tif", values)
    _, nodes = make(bare, frame, arrays=arrays)
    np.testing.assert_array_equal(nodes, (row, col))


def test_gdals_own_inverse_agrees(make, tmp_path):
    """It is exact too where it succeeds, but for cells at the edge."""
    x, y = swath(ROWS, COLS)
    source = write_swath(tmp_path, x, y, convention="PIXEL_CENTER")
    frame = frame_about(x, y, 70)
    _, (row, col) = make(source, frame)
    transformer = gdal.Transformer(gdal.Open(source), None, ["METHOD=GEOLOC_ARRAY"])
    points = np.column_stack([np.ravel(each) for each in
                              frame.center_to_map(*np.indices(frame.shape))])  # fmt: skip
    found, good = transformer.TransformPoints(1, points)
    found = np.array(found)[:, :2].T.reshape(2, *frame.shape)[::-1] - 0.5
    good = (np.reshape(good, frame.shape) != 0) & np.isfinite(row)
    inner = good & (row > 1) & (row < ROWS - 2) & (col > 1) & (col < COLS - 2)
    assert inner.mean() > 0.3
    np.testing.assert_allclose(found[:, inner], np.stack((row, col))[:, inner], rtol=0, atol=1e-6)


@pytest.mark.parametrize("convention", ["PIXEL_CENTER", "TOP_LEFT_CORNER"])
def test_all_pixels_are_found_up_to_their_outer_edges(make, tmp_path, convention):
    """Each comes out by nearest, also the last row and column."""
    x, y = swath(20, 30, bend=0.0)
    values = np.arange(1, 601, dtype=np.uint16).reshape(20, 30)
    source = write_swath(tmp_path, x, y, values, convention)
    frame = frame_about(x, y, 200, margin=10.0)
    make(source, frame)
    out = str(tmp_path / "out" / "out.tif")
    grid = GridBands(str(tmp_path / "out" / "grid.tif"))
    resample_raster(ResamplingJob(source, grid, Destination(out), interpolator="nearest", nodata=0))
    made = gdal.Open(out).ReadAsArray()
    counts = np.bincount(made.ravel(), minlength=601)[1:]
    # Each source pixel has the same area, in whatever place it is.
    assert counts.min() > 0.6 * np.median(counts)
    # And each output pixel is the source pixel of the slow inverse.
    rng = np.random.default_rng(8)
    half = 0.5 if convention == "PIXEL_CENTER" else 0.0
    for i, j in zip(rng.integers(0, frame.rows, 60), rng.integers(0, frame.cols, 60)):
        found = slow_inverse(x, y, *map(float, frame.center_to_map(i, j)))
        if not found:
            continue
        at = [int(np.floor(each + half)) for each in found[0]]
        assert made[i, j] == values[at[0], at[1]]


# --- arrays as files ------------------------------------------------------------------------


def test_a_target_in_another_system(make, tmp_path):
    x, y = swath(ROWS, COLS)
    source = write_swath(tmp_path, x, y, convention="PIXEL_CENTER")
    frame = frame_of_extent(505_000, 4_940_000, 550_000, 4_985_000, 1000, 1000, UTM)
    _, (row, col) = make(source, frame)
    known = np.isfinite(row)
    assert known.mean() > 0.5
    ground = gdal_ground(source, row[known], col[known])
    transformed = gdal.Transformer(None, None, [f"SRC_SRS={DEGREES}", f"DST_SRS={UTM}"])
    points, _ = transformed.TransformPoints(0, ground.T)
    expected = np.array(frame.center_to_map(*np.indices(frame.shape)))[:, known]
    np.testing.assert_allclose(np.array(points)[:, :2].T, expected, rtol=0, atol=1e-4)


def test_arrays_in_metres(make, tmp_path):
    x, y = swath(ROWS, COLS, 500_000.0, 5_000_000.0, 1000.0)
    paths = [write(tmp_path / f"{name}.tif", each) for name, each in (("x", x), ("y", y))]
    source = write(tmp_path / "bare.tif", np.zeros(x.shape, np.uint16))
    frame = frame_about(x, y, crs=UTM)
    _, (row, col) = make(source, frame, arrays=GeolocationBands(*paths, crs_wkt=UTM))
    known = np.isfinite(row)
    model = GeolocationModel.of_nodes(x, y)
    ground = model.forward(row[known], col[known])
    expected = np.array(frame.center_to_map(*np.indices(frame.shape)))[:, known]
    np.testing.assert_allclose(ground, expected, rtol=0, atol=1e-8)


def test_what_bands_say_of_their_values_counts(make, tmp_path):
    """Scale and offset, nodata, and fill values that nobody has declared."""
    x, y = swath(ROWS, COLS)
    x, y = np.round(x, 5), np.round(y, 5)
    x[30, 40], y[10, 20] = np.nan, np.nan
    bare = write(tmp_path / "bare.tif", np.zeros(x.shape, np.uint16))
    frame = frame_about(x, y)
    plain = [write(tmp_path / f"{name}.tif", each) for name, each in (("x", x), ("y", y))]
    _, expected = make(bare, frame, arrays=GeolocationBands(*plain))
    assert 0 < np.isnan(expected[0]).sum() < expected[0].size / 2
    filled = np.where(np.isnan(x), -999.0, x), np.where(np.isnan(y), -999.0, y)
    for name, scale, offset, nodata, fill in (
        ("scaled", 1e-5, 3.0, -(10**9), -(10**9)),
        ("declared", None, None, -999.0, None),
        ("undeclared", None, None, None, None),
    ):
        paths = []
        for axis, values in zip("xy", filled):
            if scale is not None:
                values = np.where(values == -999, fill, np.round((values - offset) / scale))
                values = values.astype(np.int32)
            path = tmp_path / f"{name}_{axis}.tif"
            paths.append(write(path, values, nodata, scale, offset))
        _, nodes = make(bare, frame, arrays=GeolocationBands(*paths))
        np.testing.assert_allclose(nodes, expected, rtol=0, atol=1e-8)


def test_a_regular_lattice_of_two_lists(make, tmp_path):
    """A row of longitudes, and a row or a column of latitudes."""
    longitude, latitude = np.linspace(3, 4, 41), np.linspace(45, 44.5, 26)
    bare = write(tmp_path / "bare.tif", np.zeros((26, 41), np.uint16))
    frame = frame_of_extent(3.0, 44.5, 4.0, 45.0, 0.02, 0.02, DEGREES)
    x, y = frame.center_to_map(*np.indices(frame.shape))
    lon = write(tmp_path / "lon.tif", longitude[np.newaxis])
    for name, lat in (("row", latitude[np.newaxis]), ("column", latitude[:, np.newaxis])):
        lat = write(tmp_path / f"{name}.tif", lat)
        _, nodes = make(bare, frame, arrays=GeolocationBands(lon, lat))
        np.testing.assert_allclose(nodes, ((45 - y) / 0.02, (x - 3) / 0.025), rtol=0, atol=1e-9)


def test_two_bands_of_the_raster_itself(make, tmp_path):
    """X_DATASET may be left out; a name may be that of a file beside."""
    x, y = swath(ROWS, COLS)
    source = write_swath(tmp_path, x, y, convention="PIXEL_CENTER")
    frame = frame_about(x, y)
    _, expected = make(source, frame)
    dataset = gdal.GetDriverByName("GTiff").Create(
        str(tmp_path / "three.tif"), COLS, ROWS, 3, gdal.GDT_Float64
    )
    for number, values in ((2, x), (3, y)):
        dataset.GetRasterBand(number).WriteArray(values)
    told = {"X_BAND": "2", "Y_BAND": "3", "GEOREFERENCING_CONVENTION": "PIXEL_CENTER"}
    dataset.SetMetadata(told, "GEOLOCATION")
    dataset = None
    np.testing.assert_array_equal(make(str(tmp_path / "three.tif"), frame)[1], expected)
    dataset = gdal.Open(source, gdal.GA_Update)
    told = dataset.GetMetadata("GEOLOCATION")
    for axis in "XY":
        told[f"{axis}_DATASET"] = f"swath_{axis.lower()}.tif"
        told[f"{axis}_DATASET_RELATIVE_TO_SOURCE"] = "YES"
    dataset.SetMetadata(told, "GEOLOCATION")
    dataset = None
    np.testing.assert_array_equal(make(source, frame)[1], expected)


# --- frames, round trips, tiles -------------------------------------------------------------


@pytest.mark.parametrize("epsg", [4326, 32631, 3857])
@pytest.mark.parametrize("west", [3.0, 179.7])
def test_the_suggested_frame_covers_the_arrays(make, tmp_path, epsg, west):
    """With about as many cells as there are pixels, also across the antimeridian."""
    if west > 170 and epsg != 4326:
        epsg = 32601
    x, y = swath(ROWS, COLS, west)
    source = write_swath(tmp_path, (x + 180) % 360 - 180, y, convention="PIXEL_CENTER")
    report, (row, col) = make(source, None, crs_wkt=wkt_of(epsg))
    for axis, size in ((row, ROWS), (col, COLS)):
        assert np.nanmin(axis) < 0.5 and np.nanmax(axis) > size - 1.5
    assert 0.5 * ROWS * COLS < np.isfinite(row).sum() < 2 * ROWS * COLS
    assert report.rows < 4 * ROWS and report.cols < 4 * COLS


def test_the_suggested_cells_are_as_large_as_pixels(make, tmp_path):
    """Also where the arrays have no more than four nodes."""
    x, y = np.meshgrid([3.0, 4.0], [45.0, 44.0])
    steps = {"PIXEL_STEP": 10, "LINE_STEP": 10}
    source = write_swath(tmp_path, x, y, np.zeros((20, 20), np.uint16), "PIXEL_CENTER", **steps)
    report, (row, col) = make(source, None, crs_wkt=DEGREES)
    np.testing.assert_allclose(row[:, 0], np.arange(20.0), rtol=0, atol=1e-9)
    np.testing.assert_allclose(col[0], np.arange(20.0), rtol=0, atol=1e-9)
    assert report.invalid_count == 0


def test_the_round_trip_is_written(make, tmp_path):
    x, y = swath(ROWS, COLS)
    source = write_swath(tmp_path, x, y)
    path = str(tmp_path / "out" / "round.tif")
    report, (row, _) = make(source, frame_about(x, y), 4, round_trip=Destination(path))
    dataset = gdal.Open(path)
    error = dataset.ReadAsArray()
    np.testing.assert_array_equal(np.isfinite(error), np.isfinite(row))
    assert np.nanmax(error) == report.numbers["MAX_ROUND_TRIP"] < 1e-10
    assert dataset.GetRasterBand(1).GetDescription() == "round trip error"
    grid = gdal.Open(str(tmp_path / "out" / "grid.tif"))
    assert dataset.GetGeoTransform() == grid.GetGeoTransform()
    assert sorted(os.listdir(tmp_path / "out")) == ["grid.tif", "round.tif"]


def test_folds_are_counted_and_told(make, tmp_path):
    x, y = swath(40, 30, bend=0.0)
    x[20:], y[20:] = (each[16:] for each in swath(36, 30, bend=0.0))
    source = write_swath(tmp_path, x, y)
    report, _ = make(source, frame_about(x, y))
    count = report.numbers["FOLDED_COUNT"]
    assert count > 50
    (remark,) = report.remarks
    assert remark.startswith(f"{count} node(s) lie in several cells of the geolocation arrays")


def test_tiles_and_threads_do_not_change_a_bit(make, tmp_path, monkeypatch):
    x, y = swath(ROWS, COLS)
    x[30, 40] = np.nan
    source = write_swath(tmp_path, x, y)
    frame = frame_about(x, y, 90)
    read, reads = geolocation_grid_chain.read_model, []
    monkeypatch.setattr(
        geolocation_grid_chain, "read_model", lambda spec: reads.append(0) or read(spec)
    )
    for step in (1, 4):
        report, expected = make(source, frame, step)
        for side, threads in ((7, 3), (256, 2)):
            reads.clear()
            monkeypatch.setattr(grid_writing, "_SIDE", side)
            again, nodes = make(source, frame, step, resources=Resources(threads=threads))
            np.testing.assert_array_equal(nodes, expected)
            assert again.numbers == report.numbers and again.invalid_count == report.invalid_count
            assert len(reads) == 1  # all threads share the arrays
    with ThreadPoolExecutor(2) as pool:
        _, nodes = make(source, frame, 4, pool)
    np.testing.assert_array_equal(nodes, expected)


def test_the_step_is_chosen_by_the_error(make, tmp_path):
    x, y = swath(ROWS, COLS)
    source = write_swath(tmp_path, x, y)
    within = frame_of_extent(3.3, 44.6, 3.6, 44.9, 0.0005, 0.0005, DEGREES)
    report, _ = make(source, within, None, max_error=1e-4)
    assert 1 < report.step < 64 and 0 < report.error.rms <= report.error.maximum <= 1e-4
    assert report.error.lost == 0 and make(source, within, 2 * report.step)[0].error.maximum > 1e-4


def test_the_step_loses_no_edge_of_the_swath(make, tmp_path):
    """Coarse cells across the edge lack a node, so that the whole swath needs a step of 1."""
    x, y = swath(ROWS, COLS)
    source = write_swath(tmp_path, x, y, convention="PIXEL_CENTER")
    frame = frame_about(x, y, 100)
    report, (fine, _) = make(source, frame, None, max_error=10.0)
    assert report.step == 1 and report.error.lost == 0
    report, (row, _) = make(source, frame, 4)
    known, middle = np.isfinite(row), np.isfinite(fine[2::4, 2::4])
    corners = [known[:-1, :-1], known[1:, :-1], known[:-1, 1:], known[1:, 1:], middle]
    rows, cols = row.shape[0] - 1, row.shape[1] - 1
    some = np.logical_or.reduce([each[:rows, :cols] for each in corners])
    whole = np.logical_and.reduce(corners[:4])
    assert report.error.lost == np.count_nonzero(some & ~whole) > 20


# --- words ----------------------------------------------------------------------------------


def test_errors_are_one_sentence_before_anything_is_written(make, tmp_path):
    x, y = swath(ROWS, COLS)
    source = write_swath(tmp_path, x, y)
    bare = write(tmp_path / "bare.tif", np.zeros(x.shape, np.uint16))
    lon, lat = str(tmp_path / "swath_x.tif"), str(tmp_path / "swath_y.tif")
    small = write(tmp_path / "small.tif", x[:5])
    line = write(tmp_path / "line.tif", x[:, :1])
    empty = write(tmp_path / "empty.tif", np.full(x.shape, np.nan))
    frame = frame_about(x, y)
    away = frame_of_extent(13, 45, 13.1, 45.1, 0.01, 0.01, DEGREES)

    def arrays(*paths, **changes):
        return {"arrays": GeolocationBands(*paths, **changes)}

    odd = write_swath(tmp_path, x, y, None, "SOMEWHERE", "odd")
    words_of = [
        ("INPUT has no geolocation arrays", bare, frame, {}),
        ("GEOREFERENCING_CONVENTION of INPUT's geolocation is SOMEWHERE", odd, frame, {}),
        ("LON is .*none.tif, which cannot be opened", bare, frame, arrays("none.tif", lat)),
        ("LON has no band 2", bare, frame, arrays(lon, lat, 2)),
        ("have 5 x 80 and 60 x 80 nodes; they must have the same", bare, frame, arrays(small, lat)),
        ("have 60 x 1 nodes; they must have 2 x 2", bare, frame, arrays(line, line)),
        ("LON and LAT have no valid node", bare, frame, arrays(empty, lat)),
        ("PIXEL_STEP is 0; it must be more than 0", bare, frame, arrays(lon, lat, col_step=0.0)),
        ("LINE_OFFSET is nan", bare, frame, arrays(lon, lat, row_offset=np.nan)),
        ("CONVENTION is corner", bare, frame, arrays(lon, lat, convention="corner")),
        ("Give TARGET_CRS, REFERENCE, or EXTENT", source, None, {}),
        ("No node of the output frame lies within the geolocation", source, away, {}),
        ("No node of the output frame lies within", source, away, {"step": None}),
    ]
    for words, path, target, changes in words_of:
        with pytest.raises((ValueError, RasterError), match=words) as caught:
            make(path, target, **changes)
        assert str(caught.value).endswith(".") and "\n" not in str(caught.value)
        assert os.listdir(tmp_path / "out") == []


def test_outputs_that_must_not_be(tmp_path):
    x, y = swath(ROWS, COLS)
    source, frame = write_swath(tmp_path, x, y), frame_about(x, y)
    out, lon = str(tmp_path / "out.tif"), str(tmp_path / "swath_x.tif")
    for output, round_trip, words in (
        (out, out, "OUTPUT_ROUND_TRIP is .*, which is OUTPUT as well"),
        (out, lon, "OUTPUT_ROUND_TRIP is .*, which is an input"),
        (lon, None, "OUTPUT is .*, which is an input"),
        (out, str(tmp_path / "none" / "a.tif"), "OUTPUT_ROUND_TRIP is .*, but the folder"),
    ):
        other = None if round_trip is None else Destination(round_trip)
        with pytest.raises(RasterError, match=words):
            make_geolocation_grid(
                GeolocationGridJob(source, frame, Destination(output), round_trip=other)
            )
    assert not os.path.exists(out)


def test_arrays_that_do_not_fit_into_memory(make, tmp_path, monkeypatch):
    """Told before they are read."""
    x, y = swath(ROWS, COLS)
    source = write_swath(tmp_path, x, y)
    monkeypatch.setattr(geolocation_grid_chain._GeolocationPlan, "memory", 1 << 40, raising=False)
    with pytest.raises(RasterError, match=r"MAX_MEMORY is too small; it must be \d+ MB or more"):
        make(source, frame_about(x, y))
    assert os.listdir(tmp_path / "out") == []


def test_what_the_arrays_take_is_known():
    """Within a tenth, for the largest part: nodes and boxes."""
    x, y = swath(400, 500)
    model = GeolocationModel.of_nodes(x, y, 360.0)
    held = model._x.nbytes + model._y.nbytes + sum(each.nbytes for each in model._tree._levels)
    assert held <= GeolocationModel.size(x.shape, x.dtype) < 1.1 * held


def test_a_frame_is_turned_or_upside_down(make, tmp_path):
    x, y = swath(ROWS, COLS)
    source = write_swath(tmp_path, x, y)
    frame = Frame(30, 40, (3.3, 0.004, 0.003, 44.6, 0.003, 0.005), DEGREES)
    _, (row, col) = make(source, frame)
    ground = gdal_ground(source, row, col)
    expected = frame.center_to_map(*np.indices(frame.shape))
    np.testing.assert_allclose(ground, expected, rtol=0, atol=1e-11)
