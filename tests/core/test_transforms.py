"""Grids from a change of reference system: exact nodes, measured error, unknown points."""

import numpy as np
import pytest
from osgeo import gdal, osr
from scipy import ndimage

from gridr_qgis.core.conventions.frame import Frame, frame_of_extent
from gridr_qgis.core.transforms.crs import CrsToSource, suggested_frame
from gridr_qgis.core.transforms.nodes import compute_nodes, measure_error, steps_to_try


def wkt(code):
    reference = osr.SpatialReference()
    reference.ImportFromEPSG(code)
    return reference.ExportToWkt()


SOURCE = Frame(200, 300, (2.0, 0.01, 0.0, 45.0, 0.0, -0.01), wkt(4326))
TARGET = frame_of_extent(420000, 4800000, 650000, 4980000, 1000, 1000, wkt(32631))


def gdal_transform(frame, rows, cols):
    """Source (row, col) by GDAL's own image transformer, which counts from the edge."""
    dataset = gdal.GetDriverByName("MEM").Create("", SOURCE.cols, SOURCE.rows, 1)
    dataset.SetGeoTransform(SOURCE.geotransform)
    dataset.SetProjection(SOURCE.crs_wkt)
    transformer = gdal.Transformer(dataset, None, [f"DST_SRS={frame.crs_wkt}"])
    x, y = frame.center_to_map(rows, cols)
    points, good = transformer.TransformPoints(1, np.column_stack((x.ravel(), y.ravel())).tolist())
    assert all(good)
    points = np.array(points)
    return points[:, 1].reshape(x.shape) - 0.5, points[:, 0].reshape(x.shape) - 0.5


@pytest.mark.parametrize("step", [1, 7, 32])
def test_nodes_are_those_of_gdal(step):
    row, col = compute_nodes(CrsToSource(SOURCE, TARGET.crs_wkt, 100), TARGET, step)
    assert row.shape == TARGET.coarsened((step, step)).shape
    rows, cols = (np.arange(size) * step for size in row.shape)
    expected = gdal_transform(TARGET, *np.meshgrid(rows, cols, indexing="ij"))
    np.testing.assert_allclose((row, col), expected, atol=1e-6)


def test_the_same_system_is_a_plain_shift():
    target = Frame(20, 20, (2.105, 0.01, 0.0, 44.9, 0.0, -0.01), SOURCE.crs_wkt)
    row, col = compute_nodes(CrsToSource(SOURCE, target.crs_wkt, 1e-3), target, 1)
    np.testing.assert_allclose(row[:, 0], np.arange(20) + 10, atol=1e-9)
    np.testing.assert_allclose(col[0], np.arange(20) + 10.5, atol=1e-9)


def test_the_error_grows_with_the_step():
    transform = CrsToSource(SOURCE, TARGET.crs_wkt, 100)
    before = np.inf
    assert steps_to_try(TARGET) == [128, 64, 32, 16, 8, 4, 2, 1]
    for step in steps_to_try(TARGET)[:-1]:
        row, col = compute_nodes(transform, TARGET, step)
        error = measure_error(transform, TARGET, step, row, col)
        rows, cols = row.shape
        assert error.points == (rows - 1) * (cols - 1) + rows * (cols - 1) + (rows - 1) * cols
        assert 0 < error.rms <= error.maximum < before
        before = error.maximum


def test_windows_of_nodes_are_parts_of_the_whole():
    transform = CrsToSource(SOURCE, TARGET.crs_wkt, 100)
    whole = compute_nodes(transform, TARGET, 8)
    part = compute_nodes(transform, TARGET, 8, ((3, 9), (11, 20)))
    np.testing.assert_array_equal(part, np.array(whole)[:, 3:10, 11:21])
    error = measure_error(transform, TARGET, 8, *whole)
    # Windows that share a line of nodes share no point.
    cuts = [0, 5, 16], [0, 9, 28]
    windows = [
        ((top, bottom), (left, right))
        for top, bottom in zip(cuts[0], (*cuts[0][1:], whole[0].shape[0] - 1))
        for left, right in zip(cuts[1], (*cuts[1][1:], whole[0].shape[1] - 1))
    ]
    parts = [
        measure_error(
            transform, TARGET, 8, *compute_nodes(transform, TARGET, 8, window),
            (window[0][0], window[1][0]),
        )
        for window in windows
    ]  # fmt: skip
    total = sum(parts[1:], parts[0])
    assert (total.points, total.maximum) == (error.points, error.maximum)
    assert total.rms == pytest.approx(error.rms, rel=1e-12)


def test_the_error_measured_is_that_of_the_full_grid():
    """At an even step the points are pixels: compare with the exact grid of step 1."""
    transform = CrsToSource(SOURCE, TARGET.crs_wkt, 100)
    row, col = compute_nodes(transform, TARGET, 16)
    error = measure_error(transform, TARGET, 16, row, col)
    frame = TARGET.coarsened((16, 16)).refined((16, 16))
    exact = compute_nodes(transform, frame, 1)
    halves = [
        ndimage.map_coordinates(
            nodes, np.indices([2 * n - 1 for n in row.shape]) / 2, order=1, mode="nearest"
        )
        for nodes in (row, col)
    ]
    distance = np.hypot(*(found - true[::8, ::8] for found, true in zip(halves, exact)))
    distance = distance[(np.indices(distance.shape) % 2).any(axis=0)]  # not at nodes
    assert error.maximum == pytest.approx(distance.max(), rel=1e-6)
    assert error.rms == pytest.approx(np.sqrt((distance**2).mean()), rel=1e-6)


def test_conformal_systems_do_not_hide_their_error():
    """Between two conformal systems the middle of a cell is the best point of it, not the worst."""
    source = Frame(2048, 2048, (400000.0, 10.0, 0.0, 5000000.0, 0.0, -10.0), wkt(32631))
    target = frame_of_extent(192356, 5615560, 221710, 5645008, 14.159, 14.159, wkt(3857))
    transform = CrsToSource(source, target.crs_wkt, 1)
    row, col = compute_nodes(transform, target, 128)
    error = measure_error(transform, target, 128, row, col)
    exact = compute_nodes(transform, target, 1)
    rows, cols = (np.arange(n) / 128 for n in target.shape)
    at = np.meshgrid(rows, cols, indexing="ij")
    distance = np.hypot(*(
        ndimage.map_coordinates(nodes, at, order=1) - true for nodes, true in zip((row, col), exact)
    ))  # fmt: skip
    assert error.maximum == pytest.approx(distance.max(), rel=0.01)
    middles = distance[64::128, 64::128]
    assert middles.max() < 0.02 * error.maximum


def test_what_does_not_come_back_is_unknown():
    """Far from its zone a transverse Mercator gives numbers that mean nothing."""
    world = Frame(180, 360, (-180.0, 1.0, 0.0, 90.0, 0.0, -1.0), wkt(4326))
    frame = frame_of_extent(-18e6, -9e6, 18e6, 9e6, 5e5, 5e5, wkt(3031))
    row, col = compute_nodes(CrsToSource(world, frame.crs_wkt, 5e4), frame, 1)
    np.testing.assert_array_equal(np.isnan(row), np.isnan(col))
    orthographic = osr.SpatialReference()
    orthographic.ImportFromProj4("+proj=ortho +lat_0=40 +lon_0=10 +ellps=WGS84")
    frame = frame_of_extent(-8e6, -8e6, 8e6, 8e6, 5e5, 5e5, orthographic.ExportToWkt())
    row, col = compute_nodes(CrsToSource(world, frame.crs_wkt, 5e4), frame, 1)
    x, y = frame.center_to_map(*np.meshgrid(np.arange(32), np.arange(32), indexing="ij"))
    outside = np.hypot(x, y) > 6.4e6
    assert np.isnan(row[outside]).all()
    assert np.isfinite(row[np.hypot(x, y) < 6.2e6]).all()


def test_grids_of_one_line():
    line = Frame(1, 100, (450000.0, 1000.0, 0.0, 4900000.0, 0.0, -1000.0), TARGET.crs_wkt)
    transform = CrsToSource(SOURCE, TARGET.crs_wkt, 100)
    row, col = compute_nodes(transform, line, 8)
    assert row.shape == (1, 14)
    assert measure_error(transform, line, 8, row, col).points == 13


@pytest.mark.parametrize(
    ("source", "target", "words"),
    [
        (Frame(2, 2), wkt(4326), "no georeference"),
        (SOURCE, "", "no reference system"),
        (SOURCE, "nonsense", "not understood"),
    ],
)
def test_missing_reference_systems(source, target, words):
    with pytest.raises(ValueError, match=words):
        CrsToSource(source, target, 1.0)


def test_gdal_suggests_a_frame():
    dataset = gdal.GetDriverByName("MEM").Create("", SOURCE.cols, SOURCE.rows, 1)
    dataset.SetGeoTransform(SOURCE.geotransform)
    dataset.SetProjection(SOURCE.crs_wkt)
    frame = suggested_frame(dataset, SOURCE, TARGET.crs_wkt)
    row, col = compute_nodes(CrsToSource(SOURCE, frame.crs_wkt, 100), frame, 1)
    assert row.min() < 2 and row.max() > 197 and col.min() < 2 and col.max() > 297
