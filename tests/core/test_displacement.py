"""Grids from displacements: by hand, against scipy, in both directions, by windows."""

import math
import pickle
from dataclasses import replace

import numpy as np
import pytest
from osgeo import gdal
from scipy.ndimage import map_coordinates
from small_jobs import GEOTRANSFORM, UTM, read, wkt_of

from gridr_qgis.core.chains import grid_writing
from gridr_qgis.core.chains.affine_grid_chain import make_affine_grid
from gridr_qgis.core.chains.displacement_grid_chain import make_displacement_grid
from gridr_qgis.core.chains.jobs import (
    AffineGridJob,
    Destination,
    DisplacementBands,
    DisplacementGridJob,
    Resources,
)
from gridr_qgis.core.conventions.frame import Frame, frame_of_extent
from gridr_qgis.core.rasters.errors import RasterError
from gridr_qgis.core.transforms import displacement
from gridr_qgis.core.transforms.affine import Movement

ROWS, COLS = 50, 70
WEST, CELL, NORTH = GEOTRANSFORM[0], GEOTRANSFORM[1], GEOTRANSFORM[3]


def raster(path, layers, geotransform=GEOTRANSFORM, crs_wkt=UTM, nodata=None, scale=None):
    """Write layers (bands, rows, cols); returns the path as text."""
    layers = np.asarray(layers, dtype=np.float64)
    bands, rows, cols = layers.shape
    dataset = gdal.GetDriverByName("GTiff").Create(str(path), cols, rows, bands, gdal.GDT_Float64)
    if geotransform is not None:
        dataset.SetGeoTransform(geotransform)
        dataset.SetProjection(crs_wkt)
    for number, layer in enumerate(layers, 1):
        band = dataset.GetRasterBand(number)
        if nodata is not None:
            band.SetNoDataValue(nodata)
        if scale is not None:
            band.SetScale(scale[0])
            band.SetOffset(scale[1])
        band.WriteArray(layer)
    dataset = None
    return str(path)


@pytest.fixture
def make(tmp_path):
    """Return a function that makes a grid from displacements and returns the report and nodes."""
    (tmp_path / "out").mkdir()
    for name, how in (("source", {}), ("bare", {"geotransform": None})):
        raster(tmp_path / f"{name}.tif", np.zeros((1, ROWS, COLS)), **how)

    def run(dx_dy, source="source", step=1, frame=None, bands=None, how=None, **settings):
        if bands is None:
            bands = DisplacementBands(raster(tmp_path / "d.tif", dx_dy, **(how or {})))
        path = str(tmp_path / "out" / "grid.tif")
        job = DisplacementGridJob(
            str(tmp_path / f"{source}.tif"), frame, Destination(path), step=step,
            displacement=bands, **settings,
        )  # fmt: skip
        return make_displacement_grid(job), read(path)

    return run


def constant(dx, dy, rows=ROWS, cols=COLS):
    return np.stack([np.full((rows, cols), float(dx)), np.full((rows, cols), float(dy))])


row, col = np.indices((ROWS, COLS)).astype(float)
SMOOTH = np.stack((2 * np.sin(col / 20) + 0.3 * np.cos(row / 9), 1.5 * np.cos(row / 15)))


@pytest.mark.parametrize(
    ("kind", "numbers", "source", "expected"),
    [
        # Columns to the right and rows down; map units to the right and up.
        ("pixels", (3, 2), "source", (2, 3)),
        ("map", (30, -20), "source", (2, 3)),
        ("def", (30, -20), "source", (2, 3)),
        ("pixels", (3, 2), "bare", (2, 3)),
        ("map", (3, -2), "bare", (2, 3)),
        # Orfeo ToolBox counts y downwards where there is no georeference.
        ("def", (3, 2), "bare", (2, 3)),
    ],
)
def test_constant_displacements(make, kind, numbers, source, expected):
    how = {"geotransform": None} if source == "bare" else {}
    for direction, sign in (("to-source", 1), ("to-target", -1)):
        _, nodes = make(constant(*numbers), source=source, how=how, kind=kind, direction=direction)
        np.testing.assert_array_equal(nodes[0], row + sign * expected[0])
        np.testing.assert_array_equal(nodes[1], col + sign * expected[1])


def test_locations_are_points_of_the_source(make):
    """A point (x, y) of Orfeo ToolBox's; of an image without georeference the first is 0.5."""
    places = np.stack((WEST + CELL * (col + 0.5 + 3), NORTH - CELL * (row + 0.5 + 2)))
    _, nodes = make(places, kind="loc")
    np.testing.assert_allclose(nodes, (row + 2, col + 3), atol=1e-9)
    places = np.stack((col + 0.5 + 3, row + 0.5 + 2))
    _, nodes = make(places, source="bare", kind="loc", how={"geotransform": None})
    np.testing.assert_array_equal(nodes, (row + 2, col + 3))
    with pytest.raises(ValueError, match="DIRECTION is to-target; it must be to-source for"):
        make(places, kind="loc", direction="to-target")


def test_a_constant_displacement_is_an_affine_shift(make, tmp_path):
    """The image moves against what leads from the output to the input."""
    _, nodes = make(constant(-3.25, 2.5), step=8)
    path = str(tmp_path / "affine.tif")
    job = AffineGridJob(str(tmp_path / "source.tif"), None, Destination(path), step=8)
    make_affine_grid(replace(job, movement=Movement((3.25, -2.5))))
    np.testing.assert_allclose(nodes, read(path), rtol=0, atol=1e-9)


def test_between_pixel_centres_displacements_are_bilinear(make):
    """Coarse displacements under a fine target, against scipy."""
    coarse = np.random.default_rng(1).normal(0, 3, (2, 10, 14))
    frame = (WEST, 5 * CELL, 0.0, NORTH, 0.0, -5 * CELL)
    _, nodes = make(coarse, how={"geotransform": frame})
    assert np.isfinite(nodes).all()
    places = np.array([(row + 0.5) / 5 - 0.5, (col + 0.5) / 5 - 0.5])
    dx, dy = (map_coordinates(layer, places, order=1) for layer in coarse)
    between = np.s_[:, 2:-2, 2:-2]
    np.testing.assert_allclose(nodes[between], np.array((row + dy, col + dx))[between], atol=1e-9)
    # In the outer half of the border's cells they go on as they came.
    rows, cols = nodes[:, :, 2:-2], nodes[:, 2:-2]
    np.testing.assert_allclose(rows[:, 0], 2 * rows[:, 2] - rows[:, 4], atol=1e-9)
    np.testing.assert_allclose(cols[..., -1], 2 * cols[..., -3] - cols[..., -5], atol=1e-9)


def test_planes_go_on(make):
    """A turn by some degrees is one of displacements too, at any step."""
    turn = np.stack((0.1 * row - 0.02 * col + 3, 0.05 * col - 0.1 * row - 1))
    report, nodes = make(turn, step=None)
    assert report.step == 64 and report.error.maximum < 1e-9 and report.invalid_count == 0
    frame = Frame(ROWS, COLS).coarsened((64, 64))
    rows, cols = np.indices(frame.shape) * 64.0
    expected = rows + 0.05 * cols - 0.1 * rows - 1, cols + 0.1 * rows - 0.02 * cols + 3
    np.testing.assert_allclose(nodes, expected, atol=1e-9)
    report, nodes = make(turn, step=None, direction="to-target")
    assert report.step == 64 and report.error.maximum < 1e-5


def test_displacements_lie_over_the_target(make):
    """A target in a corner: half of it outside of the displacements, which is unknown."""
    frame = frame_of_extent(WEST + 600, NORTH - 300, WEST + 800, NORTH - 100, 5, 5, UTM)
    report, nodes = make(SMOOTH, frame=frame)
    assert nodes.shape == (2, 40, 40)
    assert np.isfinite(nodes[:, :, :20]).all() and np.isnan(nodes[:, :, 20:]).all()
    assert report.invalid_count == 40 * 20
    rows, cols = np.indices((40, 20)) * 0.5 - 0.25 + np.array([10, 60])[:, None, None]
    dx, dy = (map_coordinates(layer, [rows, cols], order=1) for layer in SMOOTH)
    expected = np.indices((40, 20)) * 0.5 - 0.25 + np.array([10, 60])[:, None, None]
    np.testing.assert_allclose(nodes[:, :, :19], (expected + (dy, dx))[:, :, :19], atol=1e-9)


def test_coarse_grids_lose_no_pixels_at_the_end(make):
    """The last nodes lie beyond the last pixels, where there are no displacements."""
    report, nodes = make(SMOOTH, step=16)
    assert nodes.shape == (2, 5, 6) and np.isfinite(nodes).all()
    assert report.invalid_count == 0
    np.testing.assert_allclose(nodes[0, :4, :5], (row + SMOOTH[1])[::16, ::16], atol=1e-9)


def test_the_step_keeps_the_error(make):
    report, _ = make(SMOOTH, step=None, max_error=0.02)
    assert 1 < report.step < 32 and 0 < report.error.maximum <= 0.02
    assert make(SMOOTH, step=2 * report.step)[0].error.maximum > 0.02


def test_what_is_unknown_stays_unknown(make):
    for nodata in (None, -999.0):
        holes = SMOOTH.copy()
        holes[0, 10, 20] = holes[1, 30, 40] = np.nan if nodata is None else nodata
        for direction in ("to-source", "to-target"):
            report, nodes = make(holes, direction=direction, how={"nodata": nodata})
            unknown = np.isnan(nodes)
            np.testing.assert_array_equal(unknown[0], unknown[1])
            assert report.invalid_count == np.count_nonzero(unknown[0])
            if direction == "to-source":
                assert sorted(zip(*np.nonzero(unknown[0]))) == [(10, 20), (30, 40)]
            else:
                assert 2 <= report.invalid_count < 20


def test_scale_and_offset_are_applied(make):
    _, nodes = make((SMOOTH - 7) / 0.25, how={"scale": (0.25, 7.0)})
    np.testing.assert_allclose(nodes, (row + SMOOTH[1], col + SMOOTH[0]), atol=1e-9)


def test_bands_of_two_rasters_in_any_order(make, tmp_path):
    dx = raster(tmp_path / "dx.tif", SMOOTH[[1, 0]])
    dy = raster(tmp_path / "dy.tif", SMOOTH[1:])
    _, nodes = make(None, bands=DisplacementBands(dx, 2, 1, dy))
    np.testing.assert_allclose(nodes, (row + SMOOTH[1], col + SMOOTH[0]), atol=1e-9)
    _, same = make(None, bands=DisplacementBands(dx, 2, 1))
    np.testing.assert_array_equal(nodes, same)


@pytest.mark.parametrize("kind", ["pixels", "map"])
def test_the_other_direction_is_the_inverse(make, kind):
    """Put through the displacements again, source positions are the target's pixels."""
    numbers = SMOOTH if kind == "pixels" else SMOOTH * np.array([10.0, -10.0])[:, None, None]
    report, nodes = make(numbers, direction="to-target", kind=kind)
    assert report.invalid_count == 0
    inside = (np.abs(nodes[0] - 24.5) <= 24.5) & (np.abs(nodes[1] - 34.5) <= 34.5)
    assert 0.8 < inside.mean() < 1
    dx, dy = (map_coordinates(layer, nodes[:, inside], order=1) for layer in SMOOTH)
    np.testing.assert_allclose(
        nodes[:, inside] + (dy, dx), (row[inside], col[inside]), rtol=0, atol=2e-6
    )


def test_what_does_not_settle_is_unknown(make):
    """Displacements that jump to and fro: position and displacement never agree."""
    jumps = np.stack((np.where(col % 2, 3.0, -3.0) * 5, np.zeros((ROWS, COLS))))
    report, nodes = make(jumps, direction="to-target")
    assert 0 < report.invalid_count == np.count_nonzero(np.isnan(nodes[0]))
    known = np.isfinite(nodes[0])
    known &= np.abs(nodes[1] - 34.5) <= 34.5
    dx = map_coordinates(jumps[0], nodes[:, known], order=1, mode="nearest")
    np.testing.assert_allclose(nodes[1][known] + dx, col[known], atol=2e-5)


@pytest.mark.parametrize("direction", ["to-source", "to-target"])
def test_tiles_threads_and_windows_do_not_change_a_bit(make, monkeypatch, direction):
    """Also where a few samples are read at a time."""
    expected = {step: make(SMOOTH, step=step, direction=direction) for step in (1, 8)}
    for side, samples, threads in ((16, 1 << 20, 3), (256, 40, 1), (7, 3, 2)):
        monkeypatch.setattr(grid_writing, "_SIDE", side)
        monkeypatch.setattr(displacement, "_SAMPLES", samples)
        for step, (report, nodes) in expected.items():
            if step == 1 and samples < 1000:
                continue
            again, same = make(
                SMOOTH, step=step, direction=direction, resources=Resources(threads=threads)
            )
            np.testing.assert_array_equal(same, nodes)
            assert again.error.maximum == report.error.maximum


def test_large_rasters_are_read_by_windows(make, monkeypatch):
    """However far apart nodes are, no more samples are in memory than there may be."""
    seen, read_window = [], displacement.DisplacementField._sample

    def watch(field, *arrays):
        reader = field._read
        field._read = lambda window: (
            seen.append(math.prod(b - a + 1 for a, b in window)), reader(window)
        )[1]  # fmt: skip
        read_window(field, *arrays)
        field._read = reader

    monkeypatch.setattr(displacement, "_SAMPLES", 300)
    monkeypatch.setattr(displacement.DisplacementField, "_sample", watch)
    make(SMOOTH, step=16)
    assert seen and max(seen) <= 300


def test_what_does_not_fit_is_told(make, tmp_path):
    elsewhere = {"geotransform": (3.0, 0.1, 0, 45.0, 0, -0.1), "crs_wkt": wkt_of(4326)}
    small = raster(tmp_path / "small.tif", SMOOTH[:1, :9])
    first = raster(tmp_path / "first.tif", SMOOTH)
    for settings, words in (
        ({"kind": "feet"}, "KIND is feet; it must be one of pixels, map, def, loc"),
        ({"direction": "up"}, "DIRECTION is up; it must be one of to-source, to-target"),
        ({"how": elsewhere}, "DISPLACEMENT is in another reference system than INPUT"),
        ({"how": {"geotransform": None}}, "INPUT has a georeference and DISPLACEMENT has none"),
        ({"source": "bare"}, "DISPLACEMENT has a georeference and INPUT has none"),
        ({"bands": DisplacementBands(first, 3)}, "DISPLACEMENT has no band 3"),
        (
            {"bands": DisplacementBands(first, 1, 1, small)},
            "DISPLACEMENT_Y has 9 x 70 pixels; it must have those of DISPLACEMENT, 50 x 70",
        ),
        ({"bands": DisplacementBands("/no/such.tif")}, "DISPLACEMENT is /no/such.tif, which can"),
        ({"frame": Frame(3, 3), "reference": "r.tif"}, "INPUT has a georeference and REFERENCE"),
    ):
        with pytest.raises((ValueError, RasterError), match=words) as caught:
            make(SMOOTH, **settings)
        assert str(caught.value).endswith(".") and str(caught.value).count(". ") == 0
    assert list((tmp_path / "out").iterdir()) == []


def test_a_maker_travels(make, tmp_path):
    """To workers of a cluster: plain values."""
    from gridr_qgis.core.chains.displacement_grid_chain import Layer, TransformMaker

    path = raster(tmp_path / "d.tif", SMOOTH)
    frame = Frame(ROWS, COLS, GEOTRANSFORM, UTM)
    layers = tuple(Layer("DISPLACEMENT", path, band, 1.0, 0.0) for band in (1, 2))
    maker = TransformMaker(layers, frame, frame, frame, "pixels", "to-source")
    x, y = frame.center_to_map(row, col)
    np.testing.assert_array_equal(pickle.loads(pickle.dumps(maker))()(x, y), maker()(x, y))
