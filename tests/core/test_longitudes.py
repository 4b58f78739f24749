"""Longitudes of any turn: sources of 0 to 360 degrees and across 180, seams within the target."""

import numpy as np
import pytest
from osgeo import gdal, osr
from small_jobs import read, wkt_of

from gridr_qgis.core.chains import grid_writing
from gridr_qgis.core.chains.crs_grid_chain import make_crs_grid
from gridr_qgis.core.chains.jobs import CrsGridJob, Destination, GridBands, ResamplingJob
from gridr_qgis.core.chains.resampling_chain import resample_raster
from gridr_qgis.core.conventions.frame import Frame, frame_of_extent
from gridr_qgis.core.rasters.reading import frame_of
from gridr_qgis.core.transforms.areas import Area, area_of_frame, area_of_use, share_inside
from gridr_qgis.core.transforms.crs import CrsToSource, same_reference, suggested_frame
from gridr_qgis.core.transforms.nodes import compute_nodes
from gridr_qgis.core.transforms.operations import full_turn, reference_of
from gridr_qgis.core.transforms.seam import Seam

DEGREES = wkt_of(4326)
WORLD = Frame(90, 180, (-180.0, 2.0, 0.0, 90.0, 0.0, -2.0), DEGREES)
PACIFIC = Frame(90, 180, (0.0, 2.0, 0.0, 90.0, 0.0, -2.0), DEGREES)


def lonlat(west, east, south, north, cell=2.0):
    return frame_of_extent(west, south, east, north, cell, cell, DEGREES)


def nodes_of(source, target, step=1):
    return compute_nodes(CrsToSource(source, target.crs_wkt, 1e-3), target, step)


def hand_made(source, target):
    """Source (row, col) of north-up frames in degrees, by plain arithmetic."""
    row, col = np.indices(target.shape)
    x, y = target.center_to_map(row, col)
    west, width = source.geotransform[0], source.geotransform[1]
    middle = west + 0.5 * source.cols * width
    x = middle - 180 + (x - middle + 180) % 360
    return (source.geotransform[3] - y) / width - 0.5, (x - west) / width - 0.5


@pytest.mark.parametrize(
    "source", [WORLD, PACIFIC, lonlat(170, 190, -20, 20), lonlat(-190, -170, 0, 40)]
)
@pytest.mark.parametrize(
    "target",
    [
        *(WORLD, PACIFIC, lonlat(160, 200, -30, 30), lonlat(-200, -160, -30, 30)),
        lonlat(340, 380, 0, 10),
    ],
)
def test_degrees_are_found_whatever_their_turn(source, target):
    np.testing.assert_allclose(nodes_of(source, target), hand_made(source, target), atol=1e-9)
    # Also where a transformation is needed: another datum, which PROJ takes for the same here.
    other = Frame(target.rows, target.cols, target.geotransform, wkt_of(4258))
    row, col = nodes_of(source, other)
    assert np.isfinite(row).all()
    np.testing.assert_allclose((row, col), hand_made(source, target), atol=1e-4)


@pytest.mark.parametrize(
    "source", [lonlat(170, 190, -20, 20, 0.5), lonlat(-190, -170, -20, 20, 0.5)]
)
def test_a_source_across_180_in_a_projected_target(source):
    target = frame_of_extent(300000, -1e6, 1400000, 1e6, 20000, 20000, wkt_of(32660))
    made = osr.CoordinateTransformation(reference_of(target.crs_wkt), reference_of(DEGREES))
    x, y = target.center_to_map(*np.indices(target.shape))
    points = np.array(made.TransformPoints(np.column_stack((x.ravel(), y.ravel()))))
    assert points[:, 0].min() < -175 and points[:, 0].max() > 175
    longitude = points[:, 0] % 360 - (360 if source.geotransform[0] < 0 else 0)
    row, col = (each.ravel() for each in nodes_of(source, target))
    np.testing.assert_allclose(col, (longitude - source.geotransform[0]) / 0.5 - 0.5, atol=1e-6)
    np.testing.assert_allclose(row, (20 - points[:, 1]) / 0.5 - 0.5, atol=1e-6)
    assert np.abs(np.diff(col.reshape(target.shape), axis=1)).max() < 1


def test_nodes_beyond_180_degrees_are_known():
    """A projected source, and a target that goes on beyond 180."""
    source = frame_of_extent(200000, 0, 800000, 600000, 10000, 10000, wkt_of(32601))
    row, col = nodes_of(source, lonlat(178, 188, 0, 5, 0.1))
    same = nodes_of(source, lonlat(-182, -172, 0, 5, 0.1))
    assert np.isfinite(row).all()
    np.testing.assert_allclose((row, col), same, atol=1e-6)


def test_a_turned_source():
    """Rows count eastwards: the turn is one of rows."""
    source = Frame(180, 90, (-180.0, 0.0, 2.0, -90.0, 2.0, 0.0), DEGREES)
    row, col = nodes_of(source, PACIFIC)
    upright = hand_made(WORLD, PACIFIC)
    np.testing.assert_allclose(row, upright[1], atol=1e-9)
    np.testing.assert_allclose(col, 89 - upright[0], atol=1e-9)
    transform = CrsToSource(source, DEGREES, 1e-3)
    np.testing.assert_allclose(transform.seam.turn, (180, 0), atol=1e-9)


def test_turns_of_other_units():
    assert full_turn(reference_of(wkt_of(4807))) == 400.0
    assert full_turn(reference_of(DEGREES)) == 360.0
    assert full_turn(reference_of(wkt_of(3857))) is None


def test_masks_of_another_turn_are_in_the_same_system():
    assert same_reference(WORLD, Frame(90, 180, PACIFIC.geotransform, wkt_of(4258)))


# --- seams within the target ----------------------------------------------------------------


@pytest.fixture
def run(tmp_path):
    """Return a function that makes a grid, resamples a raster of numbers, and returns all."""

    def go(source, target, values=None, **settings):
        path, grid, out = (str(tmp_path / f"{name}.tif") for name in ("source", "grid", "out"))
        if values is None:
            row, col = np.indices(source.shape)
            values = 1000.0 * row + col
        dataset = gdal.GetDriverByName("GTiff").Create(
            path, source.cols, source.rows, 1, gdal.GDT_Float64
        )
        dataset.SetGeoTransform(source.geotransform)
        dataset.SetProjection(source.crs_wkt)
        dataset.WriteArray(values)
        dataset = None
        report = make_crs_grid(CrsGridJob(path, target, Destination(grid), **settings))
        job = ResamplingJob(path, GridBands(grid), Destination(out), interpolator="linear")
        resample_raster(job)
        return report, read(grid), read(out)

    return go


def test_a_world_turned_by_half(run):
    """The columns of numpy's roll, by a grid that had to be fine."""
    report, _, made = run(WORLD, PACIFIC)
    assert report.step == 1 and report.error.lost == 0
    row, col = np.indices(WORLD.shape)
    np.testing.assert_allclose(made, np.roll(1000.0 * row + col, 90, axis=1), atol=1e-6)


@pytest.mark.parametrize("step", [2, 7, 16])
def test_a_step_of_the_users_own_invents_nothing_at_the_seam(run, step):
    report, nodes, made = run(WORLD, PACIFIC, step=step)
    row, col = np.indices(WORLD.shape)
    expected = np.roll(1000.0 * row + col, 90, axis=1)
    known = np.isfinite(made)
    np.testing.assert_allclose(made[known], expected[known], atol=1e-6)
    lost = np.flatnonzero(~known.all(axis=0))
    # Both cells of the last node before the seam, which is the one that had to go.
    assert lost.size == 2 * step - 1 and lost.min() <= 89 <= lost.max() + 1
    assert np.isnan(nodes).any(axis=(0, 1)).sum() == 1
    assert report.error.lost == 2 * (nodes.shape[1] - 1)
    assert report.error.maximum < 1e-6


def test_a_world_over_itself_loses_nothing(run):
    """The seam is at the target's border; nodes beyond it go on."""
    for target in (WORLD, lonlat(-180, 180, -60, 60, 1.3)):
        report, nodes, made = run(WORLD, target, step=32)
        assert report.error.lost == 0 and report.invalid_count == 0
        assert (np.diff(nodes[1], axis=1) > 0).all()
    report, _, made = run(WORLD, WORLD)
    # With 128, cells would span more than half a turn.
    assert report.step == 64
    row, col = np.indices(WORLD.shape)
    np.testing.assert_allclose(made, 1000.0 * row + col, atol=1e-6)


def test_a_small_source_keeps_its_coarse_grid(run):
    """Where it begins anew there is nothing of it."""
    source = lonlat(100, 130, -20, 20)
    report, _, made = run(source, lonlat(-180, 180, -60, 60, 1.0), max_error=0.01)
    assert report.step >= 64 and report.error.lost == 0
    known = np.isfinite(made)
    latitude, longitude = 59.5 - np.arange(120), -179.5 + np.arange(360)
    inside = (np.abs(latitude) <= 19)[:, None] & ((longitude >= 101) & (longitude <= 129))
    np.testing.assert_array_equal(known, inside)
    row, col = (20 - latitude) / 2 - 0.5, (longitude - 100) / 2 - 0.5
    np.testing.assert_allclose(made[known], np.add.outer(1000 * row, col)[inside], atol=1e-6)


def test_a_source_with_a_gap_of_one_column(run):
    """359 degrees of a globe: the cells at the seam have pixels, so they are not lost silently."""
    source = Frame(90, 179, WORLD.geotransform, DEGREES)
    assert run(source, PACIFIC, max_error=0.01)[0].step == 1
    assert run(source, PACIFIC, step=8)[0].error.lost > 0


def test_around_a_pole(run):
    """Every cell that is left spans less than half a turn, and pixels near the seam are right."""
    target = frame_of_extent(-3e6, -3e6, 3e6, 3e6, 1e5, 1e5, wkt_of(3413))
    report, nodes, _ = run(WORLD, target, step=4)
    assert report.error.lost > 0 and report.invalid_count > 0
    col = nodes[1]
    corners = np.stack((col[:-1, :-1], col[1:, :-1], col[:-1, 1:], col[1:, 1:]))
    known = np.isfinite(corners).all(axis=0)
    assert 0.7 < known.mean() < 1
    assert np.ptp(corners, axis=0)[known].max() <= 90
    assert run(WORLD, target, max_error=0.01)[0].step == 1


@pytest.mark.parametrize("step", [3, 4])
def test_tiles_do_not_change_a_bit_at_the_seam(run, monkeypatch, step):
    target = frame_of_extent(-3e6, -3e6, 3e6, 3e6, 1e5, 1e5, wkt_of(3413))
    report, nodes, _ = run(WORLD, target, step=step)
    for side in (1, 5):
        monkeypatch.setattr(grid_writing, "_SIDE", side)
        again, same, _ = run(WORLD, target, step=step)
        np.testing.assert_array_equal(same, nodes)
        if side > 1:
            assert again.error.lost == report.error.lost
        assert again.invalid_count == report.invalid_count


def test_lines_of_nodes_can_be_torn_too():
    seam = Seam((0.0, 180.0), (90, 180))
    row, col = np.zeros((1, 4)), np.array([[170.0, 178.0, 6.0, 14.0]])
    marked = seam.torn_nodes(row, col)
    np.testing.assert_array_equal(marked, [[False, True, False, False]])
    assert seam.lost_cells(row, col, marked).sum() == 2


# --- areas and suggested frames ---------------------------------------------------------------


def test_areas_of_frames():
    for frame, expected in (
        (lonlat(170, 190, -20, 20), (170, -20, -170, 20)),
        (lonlat(-190, -170, 0, 10), (170, 0, -170, 10)),
        (PACIFIC, (-180, -90, 180, 90)),
        (lonlat(3, 5, 40, 50), (3, 40, 5, 50)),
    ):
        np.testing.assert_allclose(area_of_frame(frame).bounds, expected, atol=1e-6)
    polar = area_of_frame(frame_of_extent(-1e6, -1e6, 1e6, 1e6, 1e5, 1e5, wkt_of(3413)))
    assert polar.bounds[0] == -180 and polar.bounds[2] == 180 and polar.north == 90
    orthographic = osr.SpatialReference()
    orthographic.ImportFromProj4("+proj=ortho +lat_0=40 +lon_0=10 +ellps=WGS84")
    nowhere = frame_of_extent(7e6, 7e6, 8e6, 8e6, 1e5, 1e5, orthographic.ExportToWkt())
    assert area_of_frame(nowhere) is None


def test_areas_contain_points_of_any_turn():
    area = Area(170.0, -10.0, -170.0, 10.0)
    longitude = np.array([170.0, 175, 185, -175, -170, 545, 165, -165, 0])
    np.testing.assert_array_equal(area.contains(longitude, 0.0), [True] * 6 + [False] * 3)
    assert not area.contains(180.0, 11.0)
    assert Area(-180.0, -90.0, 180.0, 90.0).contains(np.array([-180.0, 180.0, 300.0]), 90.0).all()


def test_areas_of_use():
    area = area_of_use(wkt_of(32660))
    assert area.bounds == (174, 0, 180, 84)
    assert area_of_use('LOCAL_CS["nowhere"]') is None
    frame = frame_of_extent(3e5, 1e6, 7e5, 2e6, 1e4, 1e4, wkt_of(32660))
    assert share_inside(frame, area) == 1
    assert share_inside(frame, Area(-10, 0, 10, 10)) == 0
    assert 0.3 < share_inside(frame, Area(177, 0, 180, 84)) < 0.6


def suggested(source, code):
    dataset = gdal.GetDriverByName("MEM").Create("", source.cols, source.rows, 1)
    dataset.SetGeoTransform(source.geotransform)
    dataset.SetProjection(source.crs_wkt)
    return suggested_frame(dataset, frame_of(dataset), wkt_of(code))


@pytest.mark.parametrize(
    ("source", "code"),
    [
        (frame_of_extent(700000, 700000, 1000000, 1000000, 1000, 1000, wkt_of(32660)), 4326),
        (frame_of_extent(2e6, 0, 4e6, 1e6, 1e4, 1e4, wkt_of(3832)), 4326),
        (PACIFIC, 4326),
        (lonlat(170, 190, -20, 20), 4258),
        (lonlat(170, 190, -20, 20), 32660),
    ],
)
def test_suggested_frames_hold_the_source_in_cells_like_its_own(source, code):
    frame = suggested(source, code)
    assert frame.rows * frame.cols < 2 * source.rows * source.cols
    assert code == 32660 or frame.cols * frame.geotransform[1] < 361
    row, col = nodes_of(source, frame)
    taken = np.zeros(source.shape, bool)
    inside = (np.abs(row - 0.5 * (source.rows - 1)) < 0.5 * source.rows) & (
        np.abs(col - 0.5 * (source.cols - 1)) < 0.5 * source.cols
    )
    taken[np.rint(row[inside]).astype(int), np.rint(col[inside]).astype(int)] = True
    assert taken[1:-1, 1:-1].mean() > 0.8 and inside.mean() > 0.5


def test_suggested_frames_around_a_pole():
    """A cap in degrees becomes a disc, and a square around the pole becomes a band."""
    disc = area_of_frame(suggested(lonlat(-180, 180, 60, 88), 3413))
    assert disc.bounds[0] == -180 and disc.bounds[2] == 180 and disc.south < 60 < 88 < disc.north
    square = frame_of_extent(-2e6, -2e6, 2e6, 2e6, 1e4, 1e4, wkt_of(3413))
    band = suggested(square, 4326)
    assert area_of_frame(band).bounds == pytest.approx((-180, 64.5, 180, 90), abs=0.7)
    assert band.cols * band.geotransform[1] < 361


@pytest.mark.parametrize(
    ("source", "code"), [(lonlat(170, 190, -20, 20), 3857), (WORLD, 3857), (WORLD, 3413)]
)
def test_what_lies_on_both_ends_of_a_map_needs_an_extent(source, code):
    with pytest.raises(ValueError, match="INPUT lies on both ends of the map or reaches") as caught:
        suggested(source, code)
    assert str(caught.value).count(". ") == 0
