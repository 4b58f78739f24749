"""Grids composed and inverted."""

import os
import pickle
from concurrent.futures import Executor, Future

import numpy as np
import pytest
from grid_files import NORTH_UP, TURNED, UTM, pixels_of, read, wkt_of, write
from small_jobs import small_jobs

from gridr_qgis.core.chains import grid_deriving, invert_chain, pixel_grid
from gridr_qgis.core.chains.compose_chain import compose_grids
from gridr_qgis.core.chains.derived_jobs import ComposeJob, InvertJob
from gridr_qgis.core.chains.invert_chain import invert_grid
from gridr_qgis.core.chains.jobs import Cancelled, Destination, GridBands, Resources
from gridr_qgis.core.conventions.frame import Frame, frame_of_extent
from gridr_qgis.core.grids.counting import Counting
from gridr_qgis.core.grids.sample import sample_grid
from gridr_qgis.core.rasters.errors import RasterError


@pytest.fixture
def run(tmp_path):
    """Return a function that carries a job out; it returns layers, items and the report."""
    (tmp_path / "out").mkdir()

    def carry_out(chain, kind, grid, progress=None, cancelled=None, name="made.tif", **given_):
        path = str(tmp_path / "out" / name)
        given_["counting"] = Counting(*given_.pop("to", ()))
        bands = GridBands(grid, convention=given_.pop("convention", "pixel-center"))
        report = chain(kind(bands, Destination(path), **given_), progress, cancelled)
        return read(path), report

    return carry_out


@pytest.fixture
def compose(run):
    def go(grid, second, *how, **given_):
        given_["second"] = GridBands(second)
        return run(compose_grids, ComposeJob, grid, *how, **given_)

    return go


@pytest.fixture
def invert(run):
    return lambda grid, *how, **given_: run(invert_grid, InvertJob, grid, *how, **given_)


@pytest.fixture
def file(tmp_path):
    """Write layers under a name; returns the path."""
    return lambda name, layers, *how, **items: write(
        tmp_path / f"{name}.tif", layers, *how, **items
    )


@pytest.fixture
def blank(file):
    """Write a raster that only gives a frame."""
    return lambda rows, cols, geotransform=None, wkt="", name="blank": file(
        name, np.zeros((1, rows, cols), np.uint8), geotransform, wkt
    )


def mesh(rows, cols, step=(1, 1)):
    return np.stack(
        np.meshgrid(
            np.arange(rows) * float(step[0]), np.arange(cols) * float(step[1]), indexing="ij"
        )
    )


def wavy(rows, cols, step=(1, 1)):
    """Return a grid that stays within its own frame, up to a third of a pixel."""
    row, col = mesh(rows, cols, step)
    return np.stack((row + 0.8 * np.sin(col / 11), col + 0.7 * np.cos(row / 9)))


# --- compose ------------------------------------------------------------------------------------


def test_composed_with_the_identity(compose, file):
    layers = wavy(7, 9, (4, 3)) + 1
    grid, identity = file("grid", layers, step=(4, 3)), file("identity", mesh(60, 60))
    coarse = file("coarse", mesh(5, 6, (16, 13)), step=(16, 13))
    for second in (identity, coarse):
        (made, _, items), report = compose(grid, second)
        np.testing.assert_allclose(made, layers, rtol=0, atol=1e-12)
        assert report.factors == (4, 3) and items["GRIDR_TARGET_ROWS"] == "25"
        assert report.error.maximum < 1e-12 and report.error.points == 24 * 24 + 24 + 24 + 1
    first = file("first", mesh(3, 4, (4, 3)), step=(4, 3))
    for at, name in (((slice(None), slice(0, 9, 4), slice(0, 10, 3)), "fine"),):
        fine = wavy(9, 10)
        (made, _, _), report = compose(first, file(name, fine))
        assert np.array_equal(made, fine[at])
        assert report.error.maximum > 0


def test_nodes_are_where_the_second_leads_from_where_the_first_leads(compose, file):
    """The first halves and moves, the second is a table of steps of 2 by 4."""
    row, col = mesh(6, 7)
    first = file("first", np.stack((row / 2 + 1, 12 - col)))
    table = np.random.default_rng(3).normal(size=(2, 4, 5))
    second = file("second", table, step=(2, 4))
    (made, _, _), report = compose(first, second)
    expected = sample_grid(*table, (row / 2 + 1) / 2, (12 - col) / 4)
    np.testing.assert_allclose(made, expected, rtol=0, atol=1e-13)
    assert report.invalid_count == 0 and report.error.points == 0 and report.has_error


@pytest.mark.parametrize("side", [256, 2])
def test_the_error_is_measured_at_four_by_four_points_of_a_cell(compose, file, monkeypatch, side):
    monkeypatch.setattr(grid_deriving, "_SIDE", side)
    fine = wavy(40, 40)
    first = file("first", mesh(4, 5, (8, 8)), step=(8, 8), target=(25, 30))
    (made, _, _), report = compose(first, file("second", fine))
    # The output ends at row 24 and column 29.
    points = np.meshgrid(np.arange(0, 25, 2), np.arange(0, 29.5, 2), indexing="ij")
    exact, coarse = sample_grid(*fine, *points), sample_grid(*made, *(each / 8 for each in points))
    error = np.sqrt(sum((one - other) ** 2 for one, other in zip(exact, coarse)))
    assert report.error.maximum == pytest.approx(error.max(), rel=1e-9)
    assert report.error.points == 13 * 15
    finer = compose(first, file("second", fine), max_error=0.02)[1]
    assert finer.error.maximum <= 0.02 and 1 < max(finer.factors) < 8


def test_unknown_nodes_spread_by_weight(compose, file):
    """Whole positions beside an unknown node of the second do not need it."""
    table = mesh(6, 6)
    table[:, 3, 3] = np.nan
    row, col = mesh(3, 4)
    first = np.stack((row + 2, col + 1))
    first[:, 0, 0] = np.nan
    first[0, 2, 0] = 4.5
    first[0, 2, 1] = 5.5  # beyond
    (made, _, _), report = compose(file("first", first), file("second", table))
    expected = first.copy()
    expected[:, 1, 2] = expected[:, 2, 1] = np.nan
    np.testing.assert_array_equal(made, expected)
    assert report.invalid_count == 3
    half = first + 0.5
    (made, _, _), _ = compose(file("half", half), file("second", table))
    assert np.isnan(made[:, 0, 1:3]).all() and np.isnan(made[:, 1, 1:3]).all()


def test_map_and_displacement_of_the_first_are_in_the_image_between(compose, file):
    """Its frame is that of the second grid's output."""
    table = wavy(30, 30)
    second = file("second", table, NORTH_UP, UTM)
    row, col = mesh(4, 4) + 5.25
    x, y = NORTH_UP[0] + 10 * (col + 0.5), NORTH_UP[3] - 10 * (row + 0.5)
    (made, _, _), _ = compose(file("first", np.stack((y, x))), second, convention="map")
    np.testing.assert_allclose(made, sample_grid(*table, row, col), atol=1e-7)


def test_composition_of_many_windows(compose, file, monkeypatch):
    """Scattered positions, and windows of a few nodes: the same bits."""
    rng = np.random.default_rng(4)
    first = file("first", rng.uniform(-3, 65, (2, 40, 30)))
    second = file("second", rng.normal(size=(2, 32, 21)), step=(2, 3))
    (expected, _, _), report = compose(first, second, max_error=1e-9)
    assert 0.6 < np.isfinite(expected).mean() < 0.95
    monkeypatch.setattr(pixel_grid, "_SIDE", 5)
    monkeypatch.setattr(grid_deriving, "_SIDE", 7)
    (made, _, _), again = compose(first, second, max_error=1e-9, resources=Resources(threads=3))
    np.testing.assert_array_equal(made, expected)
    assert (again.factors, again.invalid_count) == (report.factors, report.invalid_count)


def test_a_second_grid_that_counts_otherwise(compose, file):
    first = file("first", mesh(4, 4))
    second = file("second", mesh(4, 4), GRIDR_CONVENTION="cell-edge")
    with pytest.raises(RasterError, match="SECOND_GRID says of itself"):
        compose(first, second)
    with pytest.raises(RasterError, match="SECOND_GRID has no band 2"):
        compose(first, file("one", mesh(4, 4)[:1]))


# --- invert -------------------------------------------------------------------------------------


def test_affine_grids_are_inverted_exactly(invert, file, blank):
    """Output (r, c) is source (0.5 r + c + 3, 2 c - 4)."""
    row, col = mesh(9, 8, (5, 4))
    grid = file("grid", np.stack((0.5 * row + col + 3, 2 * col - 4)), step=(5, 4))
    for step in (1, 4, 7):
        (made, _, items), report = invert(grid, source=blank(30, 47), step=step)
        row, col = mesh(*made.shape[1:], (step, step))
        back_col = (col + 4) / 2
        back_row = (row - 3 - back_col) * 2
        known = np.isfinite(made[0])
        np.testing.assert_allclose(made[0][known], back_row[known], rtol=0, atol=1e-12)
        np.testing.assert_allclose(made[1][known], back_col[known], rtol=0, atol=1e-12)
        inside = (back_row >= 0) & (back_row <= 40) & (back_col >= 0) & (back_col <= 28)
        inside &= (row <= 29) & (col <= 46)
        assert known[inside].all() and 0.2 < known.mean() < 0.8
        assert report.error.maximum < 1e-12
        assert (items["GRIDR_TARGET_ROWS"], items["GRIDR_TARGET_COLS"]) == ("30", "47")
    assert report.remarks[0].endswith("they lie beside nodes without coordinates.")


def test_inverted_twice_and_composed_with_it(invert, compose, file, blank):
    """The round trip is the identity within the error that is stated."""
    layers = wavy(30, 36, (4, 4)) + 2
    grid = file("grid", layers, step=(4, 4))
    source = blank(125, 150)
    errors = {}
    for step in (8, 2):
        (back, _, _), report = invert(grid, source=source, step=step)
        inverse = file(f"back{step}", back, step=(step, step), target=(125, 150))
        (around, _, _), _ = compose(grid, inverse, step=1)
        away = np.sqrt(((around - mesh(*around.shape[1:])) ** 2).sum(axis=0))
        inner = away[8:-16, 8:-16]  # beside unknown nodes nothing comes back
        assert np.isfinite(inner).all()
        # Where the grid leads to lies between the points at which the error is measured.
        assert np.nanmax(away) < 1.25 * report.error.maximum
        errors[step] = np.nanmax(away)
    assert errors[2] < 0.25 * errors[8] < 0.025
    # The other way round, at the pixels of the source, where it is measured: the grid stretches no
    # distance by more than 8 in 100.
    (around, _, _), _ = compose(inverse, grid, step=1)
    away = np.sqrt(((around - mesh(*around.shape[1:])) ** 2).sum(axis=0))
    assert 0.9 * report.error.maximum < np.nanmax(away) < 1.08 * report.error.maximum
    # At the nodes of the inverse nothing is lost at all.
    (back, _, _), _ = invert(grid, source=source, step=1)
    row, col = sample_grid(*layers, *(back / 4))
    known = np.isfinite(back[0])
    assert known.mean() > 0.7
    np.testing.assert_allclose(np.stack((row, col))[:, known], mesh(125, 150)[:, known], atol=1e-11)


def test_an_inverse_of_an_identity_has_its_bits(invert, file, blank):
    grid = file("grid", mesh(5, 6, (10, 10)), NORTH_UP, UTM, step=(10, 10))
    (made, geotransform, _), report = invert(grid, source=blank(41, 51, TURNED, UTM), step=8)
    row, col = mesh(6, 8, (8, 8))
    # Nodes beyond the source, 40 rows and 50 columns long, lie on straight lines.
    np.testing.assert_array_equal(made, (row, col))
    assert report.invalid_count == 0 and report.error.maximum == 0
    assert geotransform == pytest.approx(Frame(41, 51, TURNED).coarsened((8, 8)).geotransform)


def test_another_frame_than_the_sources(invert, file, blank):
    """Cells of 5 m, over a part of the source of 10 m, and beyond it."""
    grid = file("grid", mesh(21, 31) * 2, step=(1, 1))
    west, north = NORTH_UP[0] + 100, NORTH_UP[3] - 50
    frame = frame_of_extent(west, north - 60, west + 80, north, 5, 5, UTM)
    source = blank(40, 60, NORTH_UP, UTM)
    (made, geotransform, _), _ = invert(grid, source=source, frame=frame)
    assert geotransform == frame.geotransform and made.shape == (2, 12, 16)
    row, col = mesh(12, 16)
    expected = ((row + 0.5) / 2 + 5 - 0.5) / 2, ((col + 0.5) / 2 + 10 - 0.5) / 2
    np.testing.assert_allclose(made, expected, rtol=0, atol=1e-9)


def test_a_folded_grid(invert, file, blank):
    """Rows run to 10 and back; of two positions the first row of the output counts."""
    row, col = mesh(21, 6)
    grid = file("grid", np.stack((10 - np.abs(row - 10), col)))
    (made, _, _), report = invert(grid, source=blank(12, 6))
    expected = mesh(12, 6)
    expected[:, 11] = np.nan
    np.testing.assert_array_equal(made, expected)
    assert report.remarks == (
        "GRID is folded: 60 node(s) lie in several of its cells; the first, row by row, is taken.",
    )
    assert report.invalid_count == 6


def test_conventions_of_both_sides(invert, file, blank):
    """A map grid is read in the source's system, and the inverse written in that of the grid."""
    row, col = mesh(11, 12)
    source = blank(11, 12, NORTH_UP, UTM)
    x, y = NORTH_UP[0] + 10 * (col + 0.5), NORTH_UP[3] - 10 * (row + 0.5)
    grid = file("grid", np.stack((y, x)), TURNED, UTM)
    (made, _, _), _ = invert(grid, source=source, convention="map")
    np.testing.assert_allclose(made, (row, col), atol=1e-7)
    (made, _, _), _ = invert(grid, source=source, convention="map", to=("map",))
    x, y = Frame(11, 12, TURNED).center_to_map(row, col)
    np.testing.assert_allclose(made, (y, x), rtol=1e-12)
    (made, _, _), _ = invert(grid, source=source, convention="map", to=("displacement",))
    home = Frame(11, 12, TURNED).map_to_center(*Frame(11, 12, NORTH_UP).center_to_map(row, col))
    np.testing.assert_allclose(made, (row - home[0], col - home[1]), atol=1e-6)


def test_tiles_and_threads_do_not_change_a_bit(invert, file, blank, monkeypatch):
    rng = np.random.default_rng(6)
    layers = wavy(50, 40) + rng.normal(0, 0.4, (2, 50, 40))  # folded here and there
    layers[:, 20:23, 9] = np.nan
    grid, source = file("grid", layers), blank(50, 40)
    (expected, _, _), report = invert(grid, source=source)
    assert len(report.remarks) == 1 and 0.7 < np.isfinite(expected).mean() < 1
    for side, block, threads in ((13, 128, 3), (5, 128, 2), (50, 7, 1), (13, 30, 3)):
        monkeypatch.setattr(grid_deriving, "_SIDE", side)
        monkeypatch.setattr(invert_chain, "_SIDE", block)
        (made, _, _), again = invert(grid, source=source, resources=Resources(threads=threads))
        # Rows and columns of other blocks are counted from elsewhere.
        atol = 0 if block == 128 else 1e-12
        np.testing.assert_allclose(made, expected, rtol=0, atol=atol)
        assert again.remarks == report.remarks


def test_the_step_of_an_error(invert, file, blank):
    grid = file("grid", wavy(25, 25, (4, 4)), step=(4, 4))
    for limit in (0.2, 0.05):
        _, report = invert(grid, source=blank(90, 90), max_error=limit)
        assert 0 < report.error.maximum <= limit
        coarser = invert(grid, source=blank(90, 90), step=2 * report.factors[0])[1]
        assert coarser.error.maximum > limit
        assert report.factors[0] == report.factors[1] > 1


def test_cancelling_leaves_nothing(invert, file, blank, tmp_path):
    grid, source = file("grid", wavy(20, 20)), blank(20, 20)
    for count in range(4):
        shares = []
        with pytest.raises(Cancelled):
            invert(grid, shares.append, lambda s=shares, c=count: len(s) > c, source=source)
        assert len(shares) == count + 1 and shares == sorted(shares)
    assert os.listdir(tmp_path / "out") == []


@pytest.mark.parametrize(
    ("given_", "sentence"),
    [
        ({}, "SOURCE is not set"),
        ({"source": "bare", "frame": Frame(3, 3, NORTH_UP)}, "SOURCE has no georeference"),
        ({"source": "here", "frame": Frame(3, 3)}, "REFERENCE has no georeference"),
        (
            {"source": "here", "frame": Frame(3, 3, (3, 1, 0, 45, 0, -1), wkt_of(4326))},
            "another reference system than SOURCE",
        ),
        ({"source": "bare", "to": ("map",)}, "OUTPUT_CONVENTION is map, but GRID has no georef"),
        ({"source": "here", "to": ("displacement",)}, "but GRID has no georeference"),
        ({"source": "bare", "grid": "row"}, "GRID has 1 x 6 nodes"),
        ({"source": "bare", "grid": "col"}, "GRID has 6 x 1 nodes"),
    ],
)
def test_what_cannot_be_inverted_is_told(invert, file, blank, tmp_path, given_, sentence):
    rasters = {
        "bare": blank(5, 5),
        "here": blank(5, 5, NORTH_UP, UTM, "here"),
        "row": file("row", mesh(1, 6)),
        "col": file("col", mesh(6, 1)),
        "grid": file("grid", mesh(6, 6)),
    }
    given_ = dict(given_)
    grid = rasters[given_.pop("grid", "grid")]
    if "source" in given_:
        given_["source"] = rasters[given_["source"]]
    with pytest.raises((ValueError, RasterError), match=sentence):
        invert(grid, **given_)
    assert os.listdir(tmp_path / "out") == []


def test_one_row_and_one_column_are_composed(compose, file):
    second = file("second", wavy(9, 9))
    for rows, cols in ((1, 6), (6, 1), (1, 1)):
        layers = mesh(rows, cols) + 1.5
        (made, _, _), _ = compose(file("first", layers), second)
        np.testing.assert_allclose(made, sample_grid(*wavy(9, 9), *layers), atol=1e-13)
    step = file("steps", mesh(1, 3, (1, 3)), step=(1, 3))
    (made, _, _), report = compose(step, second)
    np.testing.assert_array_equal(made, wavy(9, 9)[:, :1, :7:3])
    row_error = np.abs(pixels_of(made, (1, 3)) - wavy(9, 9)[:, :1, :7])
    assert report.error.points == 7
    assert report.error.maximum == pytest.approx(np.hypot(*row_error).max())


class Elsewhere(Executor):
    """Computes each window as another process would, with a copy of the task."""

    def submit(self, task, window):
        done = Future()
        done.set_result(pickle.loads(pickle.dumps(pickle.loads(pickle.dumps(task))(window))))
        return done


@pytest.mark.parametrize("name", ["converted grid", "composed grid", "inverted grid", "grid mask"])
def test_other_processes_compute_the_same(tmp_path, name):
    (tmp_path / "out").mkdir()
    job = small_jobs(tmp_path)[name].to(tmp_path / "out")
    report = job.run()
    expected = [read(path)[0] for path in job.paths]
    again = job.chain(job.job, executor=Elsewhere())
    assert (again.rows, again.cols, again.remarks) == (report.rows, report.cols, report.remarks)
    for path, right in zip(job.paths, expected):
        np.testing.assert_array_equal(read(path)[0], right)
