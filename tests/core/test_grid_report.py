"""Reports on grids: Jacobians, counts, errors, exact sums, tiles, mesh, page."""

import base64
import math
import os
import pickle
import re
from concurrent.futures import Executor, Future
from dataclasses import fields, replace
from fractions import Fraction
from html.parser import HTMLParser
from xml.etree import ElementTree

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from osgeo import gdal
from scipy import linalg
from small_jobs import names_in
from test_crs_grid import TARGET, wkt

from gridr_qgis.core import summarize_grid
from gridr_qgis.core.chains import grid_report
from gridr_qgis.core.chains.crs_grid_chain import make_crs_grid
from gridr_qgis.core.chains.grid_report import report_grid
from gridr_qgis.core.chains.jobs import (
    Cancelled,
    CrsGridJob,
    Destination,
    GridBands,
    GridReportJob,
    RasterMask,
    Resources,
)
from gridr_qgis.core.chains.workplace import Workplace
from gridr_qgis.core.grids.accumulation import Distribution, Places, exact_total, mean_of
from gridr_qgis.core.grids.jacobians import cell_jacobians
from gridr_qgis.core.grids.mesh import default_mesh_step, mesh_nodes
from gridr_qgis.core.grids.page import grid_page, numbers_of
from gridr_qgis.core.grids.picture import grid_picture
from gridr_qgis.core.grids.verdict import PROBLEM, number_text, share_text, verdict
from gridr_qgis.core.rasters.errors import RasterError

GEOTRANSFORM = (500_000.0, 10.0, 0.0, 5_000_000.0, 0.0, -10.0)


def lattice(rows, cols, step=1):
    """Return the output row and column of each node."""
    return np.meshgrid(np.arange(rows) * float(step), np.arange(cols) * float(step), indexing="ij")


def turned(rows, cols, degrees, step=1, scale=1.0):
    """Return a grid whose output rows run clockwise in the source by an angle."""
    r, c = lattice(rows, cols, step)
    cosine, sine = (scale * f(math.radians(degrees)) for f in (math.cos, math.sin))
    return r * cosine + c * sine + 50, -r * sine + c * cosine + 40


def told(summary):
    return " ".join(remark.text for remark in verdict(summary))


# --- what cells do ----------------------------------------------------------------------------


def test_the_identity():
    summary = summarize_grid(*lattice(5, 7), source_shape=(5, 7))
    findings = summary.findings
    assert (summary.node_count, summary.cell_count, summary.unknown.count) == (35, 24, 0)
    assert findings.smaller.minimum == findings.larger.maximum == summary.mean_scale == 1
    assert findings.anisotropy.maximum == 1
    assert (summary.rotation, *summary.rotation_range) == (0, 0, 0)
    assert summary.double_step_error == summary.step_error == 0
    assert findings.outside.count == findings.beyond_centers.count == summary.folded.count == 0
    assert not summary.needs_antialiasing and not summary.is_mirrored
    assert "does not turn and keeps the scale" in told(summary)
    assert not any(remark.level == PROBLEM for remark in verdict(summary))


@pytest.mark.parametrize("step", [1, 16])
@pytest.mark.parametrize("degrees", [-179.5, -90, -10, 0, 33, 90, 135, 180])
def test_a_rotation(degrees, step):
    summary = summarize_grid(*turned(6, 9, degrees, step, 1.25), resolution=step)
    low, high = summary.rotation_range
    assert abs(math.remainder(summary.rotation - degrees, 360)) < 1e-9
    assert high - low < 1e-9 and low - 1e-9 <= summary.rotation <= high + 1e-9
    findings = summary.findings
    assert findings.smaller.minimum == pytest.approx(1.25, rel=1e-12)
    assert findings.larger.maximum == pytest.approx(1.25, rel=1e-12)
    assert findings.anisotropy.maximum == pytest.approx(1, rel=1e-12)
    if abs(degrees) < 170:
        assert f"turns by {degrees:.1f} degrees and" in told(summary) or degrees == 0


def test_rotations_on_both_sides_of_half_a_turn():
    """Cells that turn by 170 to 190 degrees span 20 degrees, around 180."""
    angle = np.radians(np.linspace(170, 190, 41))
    c = np.concatenate([[0], np.cumsum(np.cos(angle))])
    r = np.concatenate([[0], np.cumsum(np.sin(angle))])
    row = np.stack([r, r + np.cos(math.pi)])
    summary = summarize_grid(row, np.stack([c, c]))
    low, high = summary.rotation_range
    assert high - low < 21 and low <= summary.rotation <= high
    assert abs(abs(summary.rotation) - 180) < 0.5


@given(st.lists(st.floats(-50, 50), min_size=4, max_size=4), st.integers(1, 9), st.integers(1, 9))
def test_affine_grids_against_singular_values(matrix, row_factor, col_factor):
    """Scales are numpy's singular values, the rotation is the polar factor of scipy."""
    jacobian = np.array(matrix).reshape(2, 2)
    r, c = lattice(3, 4)
    row, col = np.einsum("ij,jkl->ikl", jacobian, np.stack([r * row_factor, c * col_factor]))
    summary = summarize_grid(row, col, (row_factor, col_factor))
    larger, smaller = np.linalg.svd(jacobian, compute_uv=False)
    findings, tolerance = summary.findings, 1e-11 * (larger + 1e-300)
    assert findings.larger.maximum == pytest.approx(larger, abs=tolerance)
    assert findings.smaller.minimum == pytest.approx(smaller, abs=tolerance)
    if not 1e-5 * larger < smaller:
        return
    assert findings.flat.count == summary.folded.count == 0
    determinant = np.linalg.det(jacobian)
    assert summary.is_mirrored == (determinant < 0)
    assert summary.mean_scale == pytest.approx(math.sqrt(abs(determinant)), rel=1e-5)
    assert findings.anisotropy.maximum == pytest.approx(larger / smaller, rel=1e-5)
    upright = jacobian @ np.diag([-1.0, 1.0]) if determinant < 0 else jacobian
    polar, _ = linalg.polar(upright)
    expected = math.degrees(math.atan2(polar[0, 1], polar[1, 1]))
    assert abs(math.remainder(summary.rotation - expected, 360)) < 1e-3


def test_polynomials_have_their_exact_jacobians():
    """Of terms up to the second degree, differences across a cell are derivatives at its middle."""
    r, c = lattice(9, 8, 4)
    row = 3 + 1.1 * r - 0.2 * c + 0.003 * r * r + 0.002 * r * c - 0.001 * c * c
    col = -2 + 0.3 * r + 0.9 * c + 0.001 * r * r - 0.004 * r * c + 0.002 * c * c
    cells = cell_jacobians(row, col, (4, 4))
    r, c = r[:-1, :-1] + 2, c[:-1, :-1] + 2
    jacobian = np.stack(
        [
            [1.1 + 0.006 * r + 0.002 * c, -0.2 + 0.002 * r - 0.002 * c],
            [0.3 + 0.002 * r - 0.004 * c, 0.9 - 0.004 * r + 0.004 * c],
        ]
    )
    expected = np.linalg.svd(np.moveaxis(jacobian, (0, 1), (-2, -1)), compute_uv=False)
    np.testing.assert_allclose(cells.larger, expected[..., 0], rtol=1e-12)
    np.testing.assert_allclose(cells.smaller, expected[..., 1], rtol=1e-11)
    summary = summarize_grid(row, col, 4)
    assert summary.findings.larger.maximum_at == np.unravel_index(
        np.argmax(expected[..., 0]), r.shape
    )
    # The error of bilinear cells of a second degree: h^2 / 8 times the sum of both derivatives in
    # the middle, and times one of them on the sides.
    along_rows, along_cols = np.array((0.006, 0.002)), np.array((-0.002, 0.004))
    exact = 4**2 / 8 * np.linalg.norm((along_rows + along_cols, along_rows, along_cols), axis=1)
    assert summary.step_error == pytest.approx(exact.max(), rel=1e-9)
    assert summary.rms_step_error == pytest.approx(np.sqrt((exact**2).mean()), rel=1e-9)
    assert summary.double_step_error == pytest.approx(4 * exact.max(), rel=1e-9)


def test_a_shear():
    r, c = lattice(5, 5)
    summary = summarize_grid(r + 0.5 * c, c)
    larger, smaller = np.linalg.svd([[1, 0.5], [0, 1]], compute_uv=False)
    assert summary.findings.anisotropy.maximum == pytest.approx(larger / smaller, rel=1e-12)
    assert "It stretches pixels" in told(summary)


def test_a_fold():
    """Columns run to the source's column 4.8 and back: the cells after that are folded."""
    r, c = lattice(6, 16)
    summary = summarize_grid(r, 4.8 - np.abs(c - 9.2))
    assert summary.folded == Places(5 * 6, (0, 9), (0, 4), (9, 14))
    assert summary.findings.positive.count == 5 * 9
    assert "30 cells are folded" in told(summary) and "columns 9 to 14" in told(summary)
    back = summarize_grid(r, -(4.8 - np.abs(c - 9.2)))
    assert back.is_mirrored and back.folded == summary.folded
    assert "It mirrors the image." in told(back)


def test_a_single_node_that_is_off_folds_its_cells():
    """Where a corner alone is turned inside out the middle of the cell may not show it."""
    row, col = lattice(7, 7)
    row[3, 3] -= 0.7
    col[3, 3] -= 0.7
    summary = summarize_grid(row, col)
    cells = cell_jacobians(row, col, (1, 1))
    assert summary.findings.negative.count == 0 and not cells.is_negative.any()
    # It has crossed the diagonal of the cell before its own.
    assert summary.folded == Places(1, (2, 2), (2, 2), (2, 2))
    assert summary.findings.errors.maximum_at == (3, 3)


def test_a_jump_such_as_that_of_longitudes_is_found():
    """Source columns count on to 360 and from 0 again: that column of cells runs backwards."""
    r, c = lattice(10, 20, 8)
    summary = summarize_grid(r, (c + 250) % 360, 8)
    assert summary.folded == Places(9, (0, 13), (0, 8), (13, 13))
    assert summary.findings.larger.maximum_at == (0, 13)
    assert not summary.needs_antialiasing or summary.findings.aliased.cols == (13, 13)
    problems = [remark.text for remark in verdict(summary) if remark.level == PROBLEM]
    assert any("9 cells are folded" in text for text in problems)
    assert any("unless the grid jumps there" in text for text in problems)


@pytest.mark.parametrize("what", ["point", "line"])
def test_cells_without_area(what):
    r, c = lattice(4, 6)
    summary = summarize_grid(0 * r + 3, 0 * c if what == "point" else c)
    assert summary.findings.flat.count == summary.cell_count == 15
    assert math.isnan(summary.rotation) and summary.folded.count == 0
    assert "15 cells are without area" in told(summary)
    assert grid_page(summary, "flat")


@pytest.mark.parametrize(("scale", "needs"), [(0.5, False), (1.4, False), (1.6, True), (8, True)])
def test_zooming_out_needs_smoothing(scale, needs):
    r, c = lattice(8, 8)
    summary = summarize_grid(scale * r, c)
    assert summary.needs_antialiasing == needs
    assert summary.findings.aliased.count == (49 if needs else 0)
    assert ("It skips pixels" in told(summary)) == needs


def test_single_odd_cells_need_no_smoothing():
    row, col = lattice(40, 40)
    col[20, 20] += 1.7
    summary = summarize_grid(row, col)
    assert 0 < summary.findings.aliased.count <= 4 and not summary.needs_antialiasing


# --- nodes ------------------------------------------------------------------------------------


def test_unknown_nodes_count_once():
    row, col = lattice(8, 9)
    row[1, 2], col[1, 2], col[6, 3] = np.nan, np.nan, np.inf
    valid = np.ones(row.shape, dtype=np.uint8)
    valid[1, 2] = valid[7, 8] = 0
    summary = summarize_grid(row, col, valid=valid)
    assert summary.findings.not_finite == Places(2, (1, 2), (1, 6), (2, 3))
    assert summary.findings.masked == Places(1, (7, 8), (7, 7), (8, 8))
    assert summary.unknown == Places(3, (1, 2), (1, 7), (2, 8))
    # Four cells around each of two inner nodes, one at the corner.
    assert summary.cell_count == 7 * 8 - 4 - 4 - 1
    assert summary.findings.known_nodes == 72 - 3
    assert "3 nodes are unknown" in told(summary) and "2 not finite, 1 masked" in told(summary)


def test_no_node_is_known():
    nothing = np.full((4, 5), np.nan)
    summary = summarize_grid(nothing, nothing, 8, (10, 10))
    assert summary.unknown.count == 20 and summary.cell_count == 0
    assert not summary.has_error and math.isnan(summary.step_error)
    assert "No node is known" in told(summary)
    assert "No node is known" in grid_picture(summary)


def test_nodes_outside():
    """The outer edges are half a pixel beyond the outer centres, and belong to the source."""
    row = np.array([[-0.5, -0.51, 0.0, 4.0, 4.5, 4.51, -0.1]])
    summary = summarize_grid(row, np.zeros(row.shape), source_shape=(5, 1))
    assert summary.findings.outside == Places(2, (0, 1), (0, 0), (1, 5))
    assert summary.findings.beyond_centers.count == 5
    assert "2 nodes (28.6 %) lie outside" in told(summary)
    assert summarize_grid(row, np.zeros(row.shape)).findings.outside.count == 0


def test_a_grid_that_misses_the_source():
    r, c = lattice(5, 5)
    summary = summarize_grid(r + 200, c, source_shape=(100, 100))
    assert summary.misses_source and "The grid misses the input: it asks for rows" in told(summary)
    assert grid_picture(summary).count("<path") == 1
    around = summarize_grid(1000 * (r - 2.5), 1000 * (c - 2.5), source_shape=(100, 100))
    assert around.findings.outside.count == 25 and not around.misses_source


@pytest.mark.parametrize("shape", [(1, 1), (1, 6), (6, 1), (2, 2), (2, 7)])
def test_small_grids(shape):
    r, c = lattice(*shape, 4)
    resolution = tuple(4 if size > 1 else 1 for size in shape)
    summary = summarize_grid(r + 0.01 * c * c, c, resolution, (30, 30))
    assert summary.cell_count == (shape[0] - 1) * (shape[1] - 1)
    assert summary.has_error == (max(shape) > 2)
    if shape[1] > 2:
        assert summary.step_error == pytest.approx(4**2 / 8 * 0.02, rel=1e-9)
    for text in (told(summary), grid_page(summary, "small")):
        assert "nan" not in re.sub(r"base64,\S+", "", text)


def test_coordinates_beyond_all_measure():
    r, c = lattice(6, 6)
    for size in (1e160, 9e306):
        summary = summarize_grid(size * r, -size * c, 2, (10, 10))
        assert summary.findings.outside.count == 35
        assert grid_page(summary, "huge")
    both = summarize_grid(np.array([[-1e308, 1e308], [0, 1]]), np.zeros((2, 2)))
    assert "nan" not in grid_picture(both) and "inf" not in grid_picture(both)


def test_what_is_refused():
    r, c = lattice(3, 4)
    with pytest.raises(ValueError, match="must be 2-D"):
        summarize_grid(r[0], c[0])
    with pytest.raises(ValueError, match="alike"):
        summarize_grid(r, c.T)
    with pytest.raises(ValueError, match="valid has the shape"):
        summarize_grid(r, c, valid=np.ones((2, 2)))
    with pytest.raises(ValueError, match="resolution"):
        summarize_grid(r, c, 0)


# --- the error of the step --------------------------------------------------------------------


@pytest.fixture
def source(tmp_path):
    path = str(tmp_path / "source.tif")
    dataset = gdal.GetDriverByName("GTiff").Create(path, 300, 200, 1)
    dataset.SetGeoTransform((2.0, 0.01, 0.0, 45.0, 0.0, -0.01))
    dataset.SetProjection(wkt(4326))
    return path


@pytest.mark.parametrize("step", [8, 16, 32])
def test_the_error_of_a_step_is_that_measured_against_the_transform(source, tmp_path, step):
    path = str(tmp_path / "grid.tif")
    made = make_crs_grid(CrsGridJob(source, TARGET, Destination(path), step=step))
    summary = report_grid(GridReportJob(GridBands(path), source)).summary
    assert summary.examination.factors == (step, step)
    assert summary.step_error == pytest.approx(made.error.maximum, rel=0.1)
    assert summary.rms_step_error == pytest.approx(made.error.rms, rel=0.1)
    if step > 8:
        return
    finer = report_grid(GridReportJob(GridBands(path, factors=(1, 1)), source)).summary
    assert finer.step_error == 0
    assert finer.double_step_error == summary.double_step_error


def test_an_axis_without_pixels_between_nodes_has_no_error():
    r, c = lattice(9, 9)
    row = r * r * 0.1
    assert summarize_grid(row, c, (1, 4)).step_error == 0
    assert summarize_grid(row, c, (4, 1)).step_error == pytest.approx(0.2 / 8, rel=1e-9)


# --- sums that depend on no order ---------------------------------------------------------------

numbers = arrays(
    np.float64,
    st.integers(0, 40),
    elements=st.floats(allow_nan=False, allow_infinity=False, allow_subnormal=True),
)


@given(numbers)
def test_totals_are_exact(values):
    expected = sum((Fraction(value) for value in values.tolist()), Fraction(0))
    if values.size and abs(expected / values.size) < Fraction(1.7e308):
        assert mean_of(exact_total(values), values.size) == float(expected / values.size)
    half = values.size // 2
    assert exact_total(values[:half]) + exact_total(values[half:]) == exact_total(values)


@given(arrays(np.float64, (4, 6), elements=st.floats(0, 1e6)), st.integers(0, 4), st.data())
def test_distributions_of_parts_are_those_of_the_whole(values, cut, data):
    known = data.draw(arrays(bool, (4, 6)))
    whole = Distribution.of(values, known, (0, 0))
    parts = [Distribution.of(values[:cut], known[:cut], (0, 0))]
    parts.append(Distribution.of(values[cut:], known[cut:], (cut, 0)))
    for merged in (parts[0] + parts[1], parts[1] + parts[0]):
        assert_same(merged, whole)
    for share in (0.01, 0.5, 0.99):
        if known.any():
            chosen = np.sort(values[known])
            expected = chosen[max(math.ceil(share * chosen.size), 1) - 1]
            assert whole.quantile(share) == pytest.approx(expected, rel=0.004, abs=1e-18)
    places = Places.of(known[:cut], (0, 0)) + Places.of(known[cut:], (cut, 0))
    assert places == Places.of(known, (0, 0))
    assert places.count == np.count_nonzero(known)


def test_quantiles_of_nothing_and_of_extremes():
    assert math.isnan(Distribution().quantile(0.5)) and math.isnan(mean_of(0, 0))
    values = np.array([[0.0, 1e-300, 1e300, 5.0]])
    found = Distribution.of(values, np.ones(values.shape, dtype=bool), (0, 0))
    assert found.quantile(0.1) == 0 and found.quantile(1) > 2**63
    assert (found.minimum_at, found.maximum_at) == ((0, 0), (0, 2))


def assert_same(one, other):
    """Assert that two dataclasses, or what they are made of, are equal to the bit."""
    assert type(one) is type(other)
    if isinstance(one, np.ndarray):
        np.testing.assert_array_equal(one, other)
    elif hasattr(one, "__dataclass_fields__"):
        for field in fields(one):
            assert_same(getattr(one, field.name), getattr(other, field.name))
    elif not (isinstance(one, float) and math.isnan(one) and math.isnan(other)):
        assert one == other


# --- rasters and tiles ---------------------------------------------------------------------------


def write(path, *layers, nodata=None, items=None):
    rows, cols = layers[0].shape
    dataset = gdal.GetDriverByName("GTiff").Create(
        str(path), cols, rows, len(layers), gdal.GDT_Float64
    )
    dataset.SetGeoTransform(GEOTRANSFORM)
    dataset.SetProjection(wkt(32631))
    dataset.SetMetadata(items or {})
    for number, layer in enumerate(layers, 1):
        dataset.GetRasterBand(number).WriteArray(layer)
        if nodata is not None:
            dataset.GetRasterBand(number).SetNoDataValue(nodata)
    dataset = None
    return str(path)


@pytest.fixture
def odd_job(tmp_path):
    """A job with everything in it: holes, nodata, a mask, a fold, nodes outside, many scales."""
    r, c = lattice(130, 170, 4)
    row = 0.7 * r + 0.1 * c + 3 * np.sin(c / 50) - 20
    col = 0.9 * c - 0.2 * r + 20 * np.cos(r / 40) - 15
    col[90:, 60:70] = 2 * col[90:, 59:60] - col[90:, 60:70]
    row[10:14, 99:103], row[50, 33], col[77, 7] = np.nan, -1e9, -1e9
    mask = (np.random.default_rng(1).random(r.shape) < 0.99).astype(np.float64)
    grid = GridBands(
        write(
            tmp_path / "grid.tif", row, col, nodata=-1e9,
            items={"GRIDR_STEP_ROWS": "4", "GRIDR_STEP_COLS": "4"},
        ),
        mask=RasterMask(write(tmp_path / "mask.tif", mask)),
    )  # fmt: skip
    return GridReportJob(grid, write(tmp_path / "input.tif", np.zeros((300, 500))), 7)


def test_tiles_and_threads_do_not_change_a_digit(odd_job, monkeypatch):
    pages, expected = [], None
    for side, threads in ((256, 1), (13, 3), (40, 2)):
        monkeypatch.setattr(Workplace, "tile_side", lambda self, size, side=side: side)
        summary = report_grid(replace(odd_job, resources=Resources(threads=threads))).summary
        expected = expected or summary
        assert_same(summary, expected)
        pages.append(grid_page(summary, "odd"))
    assert pages[0] == pages[1] == pages[2]
    findings = expected.findings
    assert (findings.not_finite.count, findings.nodata.count) == (16, 2)
    for places in (findings.masked, findings.outside, expected.folded, findings.aliased):
        assert places.count > 0


def test_arrays_and_rasters_give_the_same(odd_job):
    odd_job = replace(odd_job, grid=replace(odd_job.grid, mask=None))
    nodes = gdal.Open(odd_job.grid.path).ReadAsArray()
    nodes[:, (nodes == -1e9).any(axis=0)] = np.nan
    found = report_grid(odd_job).summary
    expected = summarize_grid(*nodes, 4, (300, 500), mesh_step=7)
    for name in ("not_finite", "nodata"):
        found = replace(found, findings=replace(found.findings, **{name: Places()}))
        expected = replace(expected, findings=replace(expected.findings, **{name: Places()}))
    assert_same(found, expected)


class Pickling(Executor):
    """Computes at once, with what another process would get and give back."""

    def submit(self, task, window):
        future = Future()
        future.set_result(pickle.loads(pickle.dumps(pickle.loads(pickle.dumps(task))(window))))
        return future


def test_tiles_may_be_computed_elsewhere(odd_job):
    assert_same(report_grid(odd_job, executor=Pickling()).summary, report_grid(odd_job).summary)


@pytest.mark.parametrize("convention", ["cell-edge", "map"])
def test_conventions(odd_job, tmp_path, convention):
    """The same grid in another convention; map coordinates are rounded."""
    source = report_grid(odd_job).source
    row, col = gdal.Open(odd_job.grid.path).ReadAsArray()
    known = (row != -1e9) & (col != -1e9)
    first, second = row + 0.5, col + 0.5
    if convention == "map":
        second, first = source.center_to_map(row, col)
    first, second = np.where(known, first, -1e9), np.where(known, second, -1e9)
    path = write(tmp_path / "other.tif", first, second, nodata=-1e9)
    job = replace(
        odd_job,
        grid=replace(odd_job.grid, path=path, convention=convention, factors=(4, 4)),
    )
    found, expected = (report_grid(each).summary for each in (job, odd_job))
    assert found.folded == expected.folded and found.unknown == expected.unknown
    assert found.findings.outside == expected.findings.outside
    assert found.rotation == pytest.approx(expected.rotation, abs=1e-6)
    assert found.findings.larger.maximum == pytest.approx(expected.findings.larger.maximum)
    assert found.step_error == pytest.approx(expected.step_error)


@pytest.mark.parametrize("cut", [0, 1, 3])
def test_cancelling(odd_job, tmp_path, monkeypatch, cut):
    monkeypatch.setattr(Workplace, "tile_side", lambda self, size: 40)
    (tmp_path / "out").mkdir()
    page = tmp_path / "out" / "report.html"
    page.write_text("old", encoding="utf-8")
    shares = []
    with pytest.raises(Cancelled):
        report_grid(replace(odd_job, page=str(page)), shares.append, lambda: len(shares) > cut)
    assert shares == sorted(shares)
    assert page.read_text(encoding="utf-8") == "old" and names_in(tmp_path / "out") == [page.name]


def test_progress_goes_up_to_the_end(odd_job):
    shares = []
    report_grid(odd_job, shares.append)
    assert shares == sorted(shares) and shares[-1] == 1


def test_jobs_that_cannot_be_done(odd_job, tmp_path, monkeypatch):
    grid = odd_job.grid
    for changes, message in (
        ({"page": str(tmp_path / "no" / "r.html")}, "OUTPUT_HTML_FILE is .* does not exist"),
        ({"page": str(tmp_path)}, "OUTPUT_HTML_FILE is .* a folder"),
        ({"page": grid.path}, "OUTPUT_HTML_FILE is .* is an input"),
        ({"mesh_step": 0}, "MESH_STEP is 0; it must be 1 or more"),
        ({"grid": replace(grid, row_band=3)}, "GRID has no band 3"),
        ({"grid": replace(grid, path="nothing.tif", mask=None)}, "GRID is nothing.tif"),
        ({"grid": replace(grid, convention="map"), "source": None}, "needs INPUT"),
    ):
        with pytest.raises((RasterError, ValueError), match=message):
            report_grid(replace(odd_job, **changes))
    monkeypatch.setattr(grid_report, "_MOST_NODES", 1000)
    with pytest.raises(ValueError, match=r"MESH_STEP is 7, which makes lines of .* nodes"):
        report_grid(odd_job)


def test_the_page_appears_whole_or_not_at_all(odd_job, tmp_path, monkeypatch):
    (tmp_path / "out").mkdir()
    job = replace(odd_job, page=str(tmp_path / "out" / "report.html"))

    def fail(*_):
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(grid_report.os, "replace", fail)
        with pytest.raises(RasterError, match="cannot be written: No space left"):
            report_grid(job)
    assert names_in(tmp_path / "out") == []
    report_grid(job)
    assert names_in(tmp_path / "out") == ["report.html"]
    if os.name == "posix":
        (tmp_path / "out" / "usual").touch()
        modes = {os.stat(each.path).st_mode for each in os.scandir(tmp_path / "out")}
        assert len(modes) == 1


# --- the mesh ---------------------------------------------------------------------------


def test_the_mesh_has_every_nth_line_and_the_last():
    r, c = lattice(12, 9)
    mesh = summarize_grid(r, c, mesh_step=4).mesh
    assert mesh.rows.indices.tolist() == [0, 4, 8, 11] and mesh.cols.indices.tolist() == [0, 4, 8]
    pieces = list(mesh.pieces(0))
    assert [(each.kind, each.index) for each in pieces] == [
        *(("row", index) for index in (0, 4, 8, 11)),
        *(("col", index) for index in (0, 4, 8)),
    ]
    for piece in pieces:
        rows, cols = piece.nodes
        np.testing.assert_array_equal(piece.row, rows)
        np.testing.assert_array_equal(piece.col, cols)
    assert mesh_nodes((12, 9), 4) == 4 * 9 + 3 * 12


def test_lines_are_broken_at_unknown_nodes_and_at_folds():
    r, c = lattice(6, 16)
    col = 4.8 - np.abs(c - 9.2)
    col[2, 3] = np.nan
    summary = summarize_grid(r, col, mesh_step=2)
    pieces = [
        (each.start, each.row.size, each.is_folded)
        for each in summary.mesh.pieces(summary.folded_flag)
        if (each.kind, each.index) == ("row", 2)
    ]
    assert pieces == [(0, 3, False), (4, 6, False), (9, 7, True)]
    # The line between a folded cell and one that is not has a folded side; a node alone is none.
    folded = {
        each.index: each.is_folded
        for each in summary.mesh.pieces(summary.folded_flag)
        if each.kind == "col"
    }
    assert folded == {0: False, 2: False, 4: False, 6: False, 8: False, **dict.fromkeys((10, 12, 14, 15), True)}  # fmt: skip  # noqa: E501
    alone = np.full((3, 3), np.nan)
    alone[1, 1] = 0
    assert list(summarize_grid(alone, alone).mesh.pieces(1)) == []


def test_lines_on_the_map(odd_job):
    analysis = report_grid(odd_job)
    for space, frame in (("target", analysis.grid), ("source", analysis.source)):
        for piece, x, y in analysis.lines(space):
            at = piece.nodes if space == "target" else (piece.row, piece.col)
            expected = frame.center_to_map(*at)
            ends = [0, -1]
            np.testing.assert_array_equal(x[ends], expected[0][ends])
            np.testing.assert_array_equal(y[ends], expected[1][ends])
            assert x.size == (2 if space == "target" else piece.row.size)


def test_there_are_about_50_lines_each_way():
    for rows, cols in ((1, 1), (3, 2), (51, 51), (52, 20), (1000, 1200), (40_000, 30_000)):
        step = default_mesh_step((rows, cols))
        assert -(-(max(rows, cols) - 1) // step) <= 50
        assert step == 1 or -(-(max(rows, cols) - 1) // (step - 1)) > 50


# --- the page ---------------------------------------------------------------------------


class Reader(HTMLParser):
    """Reads a page, and refuses tags that do not fit together."""

    ALONE = ("meta", "img")

    def __init__(self, page):
        super().__init__()
        self.open, self.text, self.images = [], [], []
        self.feed(page)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag, attrs):
        if tag == "img":
            self.images.append(dict(attrs)["src"])
        if tag not in self.ALONE:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.text.append(data)


def test_the_page(odd_job, tmp_path):
    page = tmp_path / "report.html"
    summary = report_grid(replace(odd_job, page=str(page))).summary
    text = page.read_text(encoding="utf-8")
    read = Reader(text)
    said = " ".join(read.text)
    assert "Grid report: grid.tif" in said
    assert all(remark.text in said for remark in verdict(summary))
    for name, value, meaning in numbers_of(summary):
        assert name in said and value in said and meaning in said
    assert number_text(summary.findings.larger.maximum) in said
    # Nothing is fetched from anywhere.
    assert not re.search(r"(?:src|href)=\"(?!data:)", text) and "url(" not in text
    (image,) = read.images
    svg = base64.b64decode(image.partition("base64,")[2]).decode("utf-8")
    assert svg == grid_picture(summary)


def test_the_picture(odd_job):
    summary = report_grid(odd_job).summary
    root = ElementTree.fromstring(grid_picture(summary))
    name = "{http://www.w3.org/2000/svg}"
    assert len(root.findall(f".//{name}path")) == 2  # one of folded lines
    said = {each.text for each in root.iter(f"{name}text")}
    assert said >= {"in the input", "outside of it", "unknown", "folded", "Largest scale"}
    width, height = (float(size) for size in root.get("viewBox").split()[2:])
    for path in root.iter(f"{name}path"):
        points = np.array(re.findall(r"[\d.-]+", path.get("d")), dtype=float).reshape(-1, 2)
        assert (points >= 0).all() and (points <= (width, height)).all()
    for image in root.iter(f"{name}image"):
        png = base64.b64decode(
            image.get("{http://www.w3.org/1999/xlink}href").partition("base64,")[2]
        )
        gdal.FileFromMemBuffer("/vsimem/picture.png", png)
        assert gdal.Open("/vsimem/picture.png").ReadAsArray().shape[0] == 4
        gdal.Unlink("/vsimem/picture.png")


def test_texts_are_escaped():
    r, c = lattice(3, 3)
    page = grid_page(summarize_grid(r, c), '<script>"&', "a < b")
    assert "<script>" not in page
    assert '<script>"&' in Reader(page).text and "a < b" in Reader(page).text


def test_numbers_in_words():
    assert [number_text(value) for value in (0, 1.0, 0.98765, 12.345, 123.4, 56789.4)] == [
        *("0", "1.00", "0.988", "12.3", "123", "56789")
    ]
    assert [number_text(value) for value in (1e-5, 1.597e-4, 2.5e7)] == [
        *("1e-05", "0.00016", "2.5e+07")
    ]
    assert [number_text(value, 4) for value in (0.334561, 1234.5)] == ["0.3346", "1234"]
    assert share_text(1, 10_000_000) == "less than 0.1 %"
    assert share_text(9_999_999, 10_000_000) == "more than 99.9 %"
    assert share_text(1, 4) == "25 %"
