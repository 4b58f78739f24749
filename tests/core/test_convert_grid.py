"""Grids converted: conventions by hand, parts, shifts, other steps."""

import os

import numpy as np
import pytest
from grid_files import NORTH_UP, TURNED, UTM, pixels_of, read, wkt_of, write
from hypothesis import given, settings
from hypothesis import strategies as st

from gridr_qgis.core.chains import grid_deriving
from gridr_qgis.core.chains.convert_chain import convert_grid
from gridr_qgis.core.chains.derived_jobs import ConvertJob
from gridr_qgis.core.chains.jobs import Cancelled, Destination, GridBands, Resources
from gridr_qgis.core.conventions.frame import Frame, frame_of_extent
from gridr_qgis.core.grids.counting import CONVENTIONS, Counting
from gridr_qgis.core.rasters.errors import RasterError

# Two nodes by three; the centre of the source's pixel (row 2, col 5) and others.
NODES = np.array([[[2.0, 2.0, 2.5], [7.0, 7.0, 7.25]], [[5.0, 9.0, 13.0], [5.5, 9.0, 13.0]]])


@pytest.fixture
def convert(tmp_path):
    """Return a function that converts a grid raster; it returns layers, items and the report."""
    (tmp_path / "out").mkdir()

    def run(grid, progress=None, cancelled=None, **given_):
        bands = {
            name: given_.pop(name)
            for name in ("convention", "base", "factors", "nodata", "row_band", "col_band")
            if name in given_
        }
        path = str(tmp_path / "out" / "grid.tif")
        given_["counting"] = Counting(*given_.pop("to", ()))
        job = ConvertJob(GridBands(grid, **bands), Destination(path), **given_)
        report = convert_grid(job, progress, cancelled)
        return read(path), report

    return run


@pytest.fixture
def source(tmp_path):
    return lambda geotransform, wkt=UTM: write(
        tmp_path / "source.tif", np.zeros((1, 20, 30), np.uint8), geotransform, wkt
    )


# --- conventions --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("to", "add"),
    [
        (("pixel-center", 0), 0.0),
        (("pixel-center", 1), 1.0),
        (("cell-edge", 0), 0.5),
        (("cell-edge", 1), 1.5),
    ],
)
def test_rows_and_columns_by_hand(convert, tmp_path, to, add):
    """The centre of the first pixel is 0, 1, 0.5 or 1.5."""
    grid = write(tmp_path / "grid.tif", NODES, step=(4, 3), target=(4, 6))
    (layers, _, items), report = convert(grid, to=to)
    assert np.array_equal(layers, NODES + add)
    assert items["GRIDR_CONVENTION"] == to[0] and items.get("GRIDR_BASE", "0") == str(to[1])
    assert [items[f"GRIDR_STEP_{axis}"] for axis in ("ROWS", "COLS")] == ["4", "3"]
    assert [items[f"GRIDR_TARGET_{axis}"] for axis in ("ROWS", "COLS")] == ["4", "6"]
    assert report.factors == (4, 3) and report.error.maximum == 0 and report.remarks == ()
    again = write(tmp_path / "again.tif", NODES + add, step=(4, 3))
    assert np.array_equal(convert(again, convention=to[0], base=to[1])[0][0], NODES)


@pytest.mark.parametrize("geotransform", [NORTH_UP, TURNED])
def test_map_coordinates_by_hand(convert, tmp_path, source, geotransform):
    """The centre of pixel (row, col) is half a pixel off the geotransform's corner."""
    x0, x_col, x_row, y0, y_col, y_row = geotransform
    x = x0 + (NODES[1] + 0.5) * x_col + (NODES[0] + 0.5) * x_row
    y = y0 + (NODES[1] + 0.5) * y_col + (NODES[0] + 0.5) * y_row
    grid = write(tmp_path / "grid.tif", NODES)
    (layers, _, items), _ = convert(grid, source=source(geotransform), to=("map",))
    np.testing.assert_allclose(layers, [y, x], rtol=1e-15)
    assert items["GRIDR_CONVENTION"] == "map"
    mapped = write(tmp_path / "map.tif", [y, x])
    (layers, _, _), _ = convert(mapped, convention="map", source=source(geotransform))
    np.testing.assert_allclose(layers, NODES, rtol=0, atol=1e-9)


def test_displacements_by_hand(convert, tmp_path, source):
    """From where a node lies itself: its output row and column, or its place on the map."""
    row, col = np.meshgrid([0.0, 4.0], [0.0, 3.0, 6.0], indexing="ij")
    grid = write(tmp_path / "grid.tif", NODES, step=(4, 3))
    (layers, _, items), _ = convert(grid, to=("displacement",))
    assert np.array_equal(layers, [NODES[0] - row, NODES[1] - col])
    assert items["GRIDR_CONVENTION"] == "displacement"
    moved = write(tmp_path / "moved.tif", layers, step=(4, 3))
    assert np.array_equal(convert(moved, convention="displacement")[0][0], NODES)

    # An output of half the source's cells (so that nodes are 20 m by 15 m apart), 3 rows and 1
    # column into the source: its pixel (0, 0) is the upper left quarter of the source's (3, 1).
    frame = (NORTH_UP[0] + 10, 5.0, 0.0, NORTH_UP[3] - 30, 0.0, -5.0)
    grid_frame = Frame(5, 7, frame, UTM).coarsened((4, 3))
    there = write(tmp_path / "there.tif", NODES, grid_frame.geotransform, UTM, step=(4, 3))
    (layers, _, _), _ = convert(there, source=source(NORTH_UP), to=("displacement",))
    home = 3 - 0.25 + row / 2, 1 - 0.25 + col / 2
    np.testing.assert_allclose(layers, [NODES[0] - home[0], NODES[1] - home[1]], atol=1e-9)
    moved = write(tmp_path / "moved.tif", layers, grid_frame.geotransform, UTM, step=(4, 3))
    (layers, _, _), _ = convert(moved, convention="displacement", source=source(NORTH_UP))
    np.testing.assert_allclose(layers, NODES, atol=1e-12)


def test_displacements_are_resampled_by(tmp_path):
    """In Python grids of any counting are; here pixels from 2 rows above and a column to the left.

    The output is a part of the source from row 5 and column 4 on.
    """
    from gridr_qgis.core.chains.jobs import ResamplingJob
    from gridr_qgis.core.chains.resampling_chain import resample_raster

    image = np.arange(600.0).reshape(1, 20, 30)
    path = write(tmp_path / "image.tif", image, NORTH_UP, UTM)
    frame = Frame(20, 30, NORTH_UP, UTM).part((5, 4), (6, 7))
    moved = np.stack((np.full((6, 7), -2.0), np.full((6, 7), -1.0)))
    grid = write(tmp_path / "moved.tif", moved, frame.geotransform, UTM)
    job = ResamplingJob(
        path, GridBands(grid, convention="displacement"), Destination(str(tmp_path / "out.tif")),
        interpolator="nearest",
    )  # fmt: skip
    assert resample_raster(job).remarks == ()
    made, geotransform, _ = read(tmp_path / "out.tif")
    assert np.array_equal(made, image[0, 3:9, 3:10]) and geotransform == frame.geotransform


@settings(max_examples=60, deadline=None)
@given(
    st.sampled_from(CONVENTIONS),
    st.integers(0, 1),
    st.lists(st.tuples(*[st.floats(-1e4, 1e4)] * 2), min_size=1, max_size=9),
)
def test_there_and_back_is_the_identity(convention, base, points):
    row, col = (np.array(each)[np.newaxis] for each in zip(*points))
    base = base if convention in ("pixel-center", "cell-edge") else 0
    counting = Counting(convention, base)
    home = np.meshgrid([3.0], np.arange(row.size) * 4.0, indexing="ij")
    with_frame = Frame(20, 30, TURNED), home
    again = counting.to_center(*counting.from_center(row, col, *with_frame), *with_frame)
    atol = 1e-8 if convention == "map" else 1e-11
    np.testing.assert_allclose(again, (row, col), rtol=0, atol=atol)
    nodes = np.round(row * 4) / 4, np.round(col * 4) / 4
    if convention != "map":
        assert np.array_equal(
            counting.to_center(*counting.from_center(*nodes, *with_frame), *with_frame), nodes
        )


def test_bands_and_unknown_nodes(convert, tmp_path):
    layers = np.stack((np.ones_like(NODES[0]), *NODES[::-1]))
    layers[1, 0, 1] = np.nan
    layers[2, 1, 2] = -999
    grid = write(tmp_path / "grid.tif", layers)
    (made, _, _), report = convert(grid, row_band=3, col_band=2, nodata=-999, to=("cell-edge",))
    expected = NODES + 0.5
    expected[:, 0, 1] = expected[:, 1, 2] = np.nan
    np.testing.assert_array_equal(made, expected)
    assert report.invalid_count == 2


def test_a_grid_that_says_otherwise_of_itself(convert, tmp_path):
    grid = write(tmp_path / "grid.tif", NODES, GRIDR_CONVENTION="cell-edge", GRIDR_BASE=1)
    _, report = convert(grid)
    assert report.remarks == (
        "GRID says of itself that its convention is cell-edge, base 1, but it is read as"
        " pixel-center, base 0.",
    )
    assert convert(grid, convention="cell-edge", base=1)[1].remarks == ()


# --- parts and shifts ---------------------------------------------------------------------------


@pytest.fixture
def wavy(tmp_path):
    """A grid of steps 4 and 5 over 33 x 51 pixels (frame NORTH_UP) that are not quite covered."""
    row, col = np.meshgrid(np.arange(9) * 4.0, np.arange(11) * 5.0, indexing="ij")
    layers = np.stack((row * 1.1 + np.sin(col / 9), col * 0.9 - np.cos(row / 7)))
    frame = Frame(32, 49, NORTH_UP, UTM).coarsened((4, 5))
    path = write(
        tmp_path / "wavy.tif", layers, frame.geotransform, UTM, step=(4, 5), target=(32, 49)
    )
    return path, layers


def rectangle(rows, cols):
    """Return the extent of whole pixels of NORTH_UP, inclusive ends, as a frame of one cell."""
    west, north = NORTH_UP[0] + 10 * cols[0], NORTH_UP[3] - 10 * rows[0]
    height, width = 10 * (rows[1] - rows[0] + 1), 10 * (cols[1] - cols[0] + 1)
    return frame_of_extent(west, north - height, west + width, north, width, height, UTM)


def test_a_part_begins_at_a_node_and_ends_at_a_pixel(convert, wavy):
    path, layers = wavy
    (made, geotransform, items), report = convert(path, crop=rectangle((9, 17), (10, 23)))
    assert np.array_equal(made, layers[:, 2:6, 2:6])
    assert [items[f"GRIDR_TARGET_{axis}"] for axis in ("ROWS", "COLS")] == ["10", "14"]
    assert report.remarks == () and report.factors == (4, 5)
    # The first pixel is now (8, 10) and the nodes 40 m and 50 m apart, centred on it.
    corner = NORTH_UP[0] + 105 - 25, NORTH_UP[3] - 85 + 20
    np.testing.assert_allclose(geotransform, (corner[0], 50, 0, corner[1], 0, -40), rtol=1e-12)


def test_what_a_part_has_beyond_the_grid_is_left_out(convert, wavy):
    path, layers = wavy
    (made, _, items), report = convert(path, crop=rectangle((25, 80), (-7, 3)))
    assert np.array_equal(made, layers[:, 6:9, 0:2])
    assert [items[f"GRIDR_TARGET_{axis}"] for axis in ("ROWS", "COLS")] == ["8", "4"]
    assert report.remarks == (
        "EXTENT or REFERENCE reaches beyond GRID; what lies beyond is left out.",
    )


def test_a_part_of_one_row_has_one_row_of_nodes(convert, wavy):
    path, layers = wavy
    (made, _, items), report = convert(path, crop=rectangle((8, 8), (0, 48)))
    assert np.array_equal(made, layers[:, 2:3]) and report.factors == (1, 5)
    assert (items["GRIDR_STEP_ROWS"], items["GRIDR_TARGET_ROWS"]) == ("1", "1")


def test_a_shift_is_added(convert, wavy):
    path, layers = wavy
    (made, _, _), _ = convert(path, shift=(0.25, -3.0), to=("pixel-center", 1))
    assert np.array_equal(made, layers + np.array([0.25, -3.0])[:, None, None] + 1)


# --- steps --------------------------------------------------------------------------------------


def test_a_refined_grid_is_bilinear_and_exact_on_its_nodes(convert, wavy):
    path, layers = wavy
    (made, geotransform, items), report = convert(path, step=1)
    whole = pixels_of(layers, (4, 5))[:, :32, :49]
    np.testing.assert_allclose(made, whole, rtol=0, atol=1e-13)
    assert np.array_equal(made[:, ::4, ::5], layers[:, :8, :10])
    np.testing.assert_allclose(geotransform, NORTH_UP, rtol=1e-12)
    # The nodes that are left out lie beyond the output.
    assert report.error.maximum == 0 and report.error.points == 8 * 10
    assert (items["GRIDR_STEP_ROWS"], items["GRIDR_TARGET_COLS"]) == ("1", "49")


def test_refined_and_coarsened_again_is_the_identity(convert, tmp_path):
    row, col = np.meshgrid(np.arange(5) * 6.0, np.arange(7) * 6.0, indexing="ij")
    layers = np.stack((row + np.sqrt(col), col - 0.01 * row**2))
    grid = write(tmp_path / "grid.tif", layers, NORTH_UP, step=(6, 6))
    fine = convert(grid, step=2)[0]
    fine = write(tmp_path / "fine.tif", fine[0], fine[1], step=(2, 2))
    (made, geotransform, _), report = convert(fine, step=6)
    assert np.array_equal(made, layers)
    np.testing.assert_allclose(geotransform, NORTH_UP, rtol=1e-12)
    # Up to rounding: what lies between was interpolated.
    assert report.error.points == 13 * 19 and report.error.maximum < 1e-13


def coarse_error(layers, old, new):
    """Return the distances at all old nodes, from taken nodes that fit."""
    taken = layers[:, :: new[0] // old[0], :: new[1] // old[1]]
    again = pixels_of(taken, (new[0] // old[0], new[1] // old[1]))
    return np.sqrt(((again - layers) ** 2).sum(axis=0))


@pytest.mark.parametrize("side", [1, 3, 256])
def test_the_error_of_a_coarser_grid_is_measured_at_all_old_nodes(
    convert, wavy, tmp_path, monkeypatch, side
):
    _, layers = wavy
    monkeypatch.setattr(grid_deriving, "_SIDE", side)
    monkeypatch.setattr(grid_deriving, "_POINTS", 2 if side == 3 else 256)
    whole = pixels_of(layers, (4, 5))
    grid = write(tmp_path / "whole.tif", whole)
    (made, _, _), report = convert(grid, step=2, resources=Resources(threads=side % 3 + 1))
    assert np.array_equal(made, whole[:, ::2, ::2])
    error = coarse_error(whole, (1, 1), (2, 2))
    assert report.error.maximum == pytest.approx(error.max(), rel=1e-12)
    assert report.error.rms == pytest.approx(np.sqrt((error**2).mean()), rel=1e-12)
    assert report.error.points == error.size


def test_nodes_beyond_the_old_ones_lie_on_straight_lines(convert, tmp_path):
    """11 columns of a step of 1, taken every 4th: one at column 12, beyond the last, 10."""
    layers = np.arange(11.0) ** 2 * np.ones((2, 5, 1))
    grid = write(tmp_path / "grid.tif", layers)
    (made, _, items), report = convert(grid, step=4)
    assert made[0].tolist() == [[0, 16, 64, 64 + (100 - 64) * 4 / 2]] * 2
    assert (items["GRIDR_TARGET_COLS"], report.cols) == ("11", 4)
    # From (81 - 82): at column 9; largest in the other cells, at columns 2 and 6: 4.
    assert report.error.maximum == pytest.approx(4 * np.sqrt(2)) and report.error.points == 55


def test_a_step_that_is_no_multiple_is_interpolated(convert, tmp_path):
    row, col = np.meshgrid(np.arange(4) * 4.0, np.arange(4) * 4.0, indexing="ij")
    grid = write(tmp_path / "grid.tif", [row * 2 + col, row - col], step=(4, 4))
    (made, _, _), report = convert(grid, step=3)
    row, col = np.meshgrid(np.arange(5) * 3.0, np.arange(5) * 3.0, indexing="ij")
    np.testing.assert_allclose(made, [row * 2 + col, row - col], atol=1e-14)
    assert report.error.maximum < 1e-14 and report.error.points == 16


def test_the_coarsest_step_that_keeps_an_error(convert, wavy, tmp_path):
    _, layers = wavy
    grid = write(tmp_path / "whole.tif", pixels_of(layers, (4, 5)))
    for limit in (0.2, 0.01, 1e-12):
        (made, _, _), report = convert(grid, max_error=limit)
        assert report.error.maximum <= limit
        coarser = convert(grid, step=2 * report.factors[0])[1]
        assert coarser.error.maximum > limit
        assert made.shape[1:] == (report.rows, report.cols)
    assert report.factors == (1, 1)


def test_unknown_nodes_are_counted(convert, tmp_path):
    """A coarse cell with an unknown corner loses the nodes in it, but not those on other lines."""
    row, col = np.meshgrid(np.arange(9.0), np.arange(9.0), indexing="ij")
    layers = np.stack((row, col))
    layers[:, 4, 4] = np.nan
    grid = write(tmp_path / "grid.tif", layers)
    (made, _, _), report = convert(grid, step=4)
    assert np.argwhere(np.isnan(made[0])).tolist() == [[1, 1]]
    assert report.invalid_count == 1 and report.error.maximum == 0
    lost = 7 * 7 - 1  # within 3 of it
    assert report.error.points == 81 - 49
    assert report.remarks[0].startswith(f"{lost} of the points")


# --- the job ------------------------------------------------------------------------------------


def test_tiles_and_threads_do_not_change_a_bit(convert, wavy, monkeypatch):
    path, _ = wavy
    for step in (3, 1, 7):
        (expected, _, _), report = convert(path, step=step)
        for side, threads in ((5, 1), (2, 3)):
            monkeypatch.setattr(grid_deriving, "_SIDE", side)
            (made, _, _), again = convert(path, step=step, resources=Resources(threads=threads))
            np.testing.assert_array_equal(made, expected)
            assert (again.error.points, again.error.maximum, again.remarks) == (
                report.error.points, report.error.maximum, report.remarks,
            )  # fmt: skip
        monkeypatch.undo()


def test_cancelling_leaves_nothing(convert, wavy, tmp_path):
    shares = []
    with pytest.raises(Cancelled):
        convert(wavy[0], shares.append, lambda: len(shares) > 1, step=1)
    assert os.listdir(tmp_path / "out") == []


@pytest.mark.parametrize(
    ("given_", "sentence"),
    [
        ({"step": 0}, "STEP is 0"),
        ({"step": 2, "max_error": 1.0}, "STEP or MAX_ERROR, not both"),
        ({"max_error": 0.0}, "MAX_ERROR is 0.0"),
        ({"convention": "map"}, "GRID_CONVENTION is map, which needs SOURCE"),
        ({"to": ("map",)}, "OUTPUT_CONVENTION is map, which needs SOURCE"),
        ({"to": ("map",), "source": "bare"}, "OUTPUT_CONVENTION is map, but SOURCE has no geo"),
        ({"convention": "map", "source": "bare"}, "GRID_CONVENTION is map, but SOURCE has no geo"),
        ({"to": ("displacement",), "source": "bare"}, "displacement .* SOURCE has no georef"),
        ({"to": ("displacement",), "source": "degrees"}, "different reference systems"),
        ({"crop": rectangle((90, 95), (0, 3))}, "No pixel centre of GRID's output"),
        ({"crop": Frame(3, 3)}, "REFERENCE has no georeference"),
        ({"crop": Frame(3, 3, (2, 1, 0, 49, 0, -1), wkt_of(4326))}, "another reference system"),
        ({"shift": (np.nan, 0.0)}, "SHIFT is"),
        ({"row_band": 3}, "GRID has no band 3"),
    ],
)
def test_what_does_not_fit_is_told(convert, wavy, tmp_path, given_, sentence):
    geotransforms = {"bare": (None, ""), "degrees": ((3.0, 0.1, 0, 45, 0, -0.1), wkt_of(4326))}
    if "source" in given_:
        how = geotransforms[given_["source"]]
        given_ = {**given_, "source": write(tmp_path / "s.tif", np.zeros((1, 9, 9)), *how)}
    with pytest.raises((ValueError, RasterError), match=sentence):
        convert(wavy[0], **given_)
    assert os.listdir(tmp_path / "out") == []


@pytest.mark.parametrize(
    ("given_", "sentence"),
    [
        (("centre",), "convention is 'centre'"),
        (("pixel-center", 2), "base is 2"),
        (("map", 1), "base is 1, but coordinates of the convention map"),
    ],
)
def test_countings_that_there_are_not(given_, sentence):
    with pytest.raises(ValueError, match=sentence):
        Counting(*given_)
