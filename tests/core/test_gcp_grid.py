"""Grid rasters from ground control points, from file to file, against GDAL's own warping."""

import os

import numpy as np
import pytest
from gdal_splines import spline_by_gdal
from osgeo import gdal, osr

from gridr_qgis.core.chains import grid_writing, workplace
from gridr_qgis.core.chains.gcp_grid_chain import make_gcp_grid
from gridr_qgis.core.chains.jobs import Destination, GcpGridJob, GridBands, ResamplingJob, Resources
from gridr_qgis.core.chains.resampling_chain import resample_raster
from gridr_qgis.core.conventions.control_points import ControlPoints
from gridr_qgis.core.conventions.frame import Frame, frame_of_extent
from gridr_qgis.core.rasters.errors import RasterError

ROWS, COLS = 200, 300
WEST, NORTH = 500_000.0, 5_000_000.0

# What gdalwarp calls them.
GDAL_METHODS = {
    "polynomial1": {"polynomialOrder": 1},
    "polynomial2": {"polynomialOrder": 2},
    "polynomial3": {"polynomialOrder": 3},
    "tps": {"tps": True},
}


def wkt(code):
    reference = osr.SpatialReference()
    reference.ImportFromEPSG(code)
    return reference.ExportToWkt()


UTM = wkt(32631)


def scattered(count=16, seed=3, bent=2.0):
    """Return (pixel, line, x, y) as GDAL counts, of a raster that is turned and somewhat bent."""
    rng = np.random.default_rng(seed)
    pixel, line = rng.uniform(0, COLS, count), rng.uniform(0, ROWS, count)
    x = WEST + 10 * pixel + 2 * line + 10 * bent * np.sin(line / 60)
    y = NORTH - 10 * line + pixel + 10 * bent * np.cos(pixel / 80)
    return pixel, line, x, y


def write(path, layer=None, points=None, crs=UTM, geotransform=None):
    """Write a raster with ground control points, or a georeference; returns its path."""
    layer = np.zeros((ROWS, COLS), np.uint8) if layer is None else layer
    code = gdal.GDT_Float64 if layer.dtype == np.float64 else gdal.GDT_Byte
    dataset = gdal.GetDriverByName("GTiff").Create(str(path), COLS, ROWS, 1, code)
    if points is not None:
        dataset.SetGCPs(
            [gdal.GCP(x, y, 0, col, row) for col, row, x, y in np.transpose(points)], crs
        )
    if geotransform is not None:
        dataset.SetGeoTransform(geotransform)
        dataset.SetProjection(crs)
    dataset.WriteArray(layer)
    dataset = None
    return str(path)


@pytest.fixture
def source(tmp_path):
    return write(tmp_path / "source.tif", points=scattered())


@pytest.fixture
def make(source, tmp_path):
    """Return a function that makes a grid and returns the report and the grid's dataset."""

    def run(source=source, frame=None, **settings):
        (tmp_path / "out").mkdir(exist_ok=True)
        path = str(tmp_path / "out" / "grid.tif")
        report = make_gcp_grid(GcpGridJob(source, frame, Destination(path), **settings))
        return report, gdal.Open(path)

    return run


# From GDAL 3.8 on gdalwarp goes the way of a spline from the raster to the map back, by iteration.
WARPED_LIKEWISE = [
    method
    for method in GDAL_METHODS
    if method != "tps" or int(gdal.VersionInfo("VERSION_NUM")) < 3_08_00_00
]


def exact(path, method, frame, target=""):
    """Return the source (row, col) of all centres of a frame by GDAL's transformer."""
    dataset = gdal.Open(path)
    x, y = frame.center_to_map(*np.mgrid[: frame.rows, : frame.cols])
    if method == "tps":
        if target:
            x, y = to_utm(target, x, y)
        points = np.transpose(
            [(each.GCPPixel, each.GCPLine, each.GCPX, each.GCPY) for each in dataset.GetGCPs()]
        )
        return spline_by_gdal(*points, x, y)
    options = [*OPTIONS[method], *([f"DST_SRS={target}"] if target else [])]
    transformer = gdal.Transformer(dataset, None, options)
    points, good = transformer.TransformPoints(
        True, np.column_stack((x.ravel(), y.ravel())).tolist()
    )
    assert all(good)
    return np.array(points)[:, 1::-1].T.reshape(2, *x.shape) - 0.5


def to_utm(target, x, y):
    """Return places of a reference system in that of the control points."""
    systems = [osr.SpatialReference(each) for each in (target, UTM)]
    for system in systems:
        system.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
    transformed = osr.CoordinateTransformation(*systems).TransformPoints(
        np.column_stack((x.ravel(), y.ravel()))
    )
    return np.array(transformed)[:, :2].T.reshape(2, *x.shape)


OPTIONS = {f"polynomial{n}": ["METHOD=GCP_POLYNOMIAL", f"MAX_GCP_ORDER={n}"] for n in (1, 2, 3)}


# --- against GDAL -------------------------------------------------------------------------------


@pytest.mark.parametrize("code", [None, 4326, 3035])
@pytest.mark.parametrize("method", GDAL_METHODS)
def test_nodes_are_those_of_gdal(make, source, method, code):
    target = "" if code is None else wkt(code)
    report, dataset = make(crs_wkt=target, method=method, step=1)
    assert report.grid.invalid_count == 0
    assert osr.SpatialReference(dataset.GetProjection()).GetAuthorityCode(None) == str(
        code or 32631
    )
    frame = Frame(dataset.RasterYSize, dataset.RasterXSize, dataset.GetGeoTransform())
    expected = exact(source, method, frame, target)
    np.testing.assert_allclose(dataset.ReadAsArray(), expected, rtol=0, atol=1e-6)


@pytest.mark.parametrize("code", [32631, 4326, 3035])
@pytest.mark.parametrize("method", GDAL_METHODS)
def test_the_frame_that_is_suggested_is_gdals(make, source, method, code):
    _, dataset = make(crs_wkt=wkt(code), method=method, step=1)
    warped = gdal.Warp("", source, format="VRT", dstSRS=f"EPSG:{code}", **GDAL_METHODS[method])
    assert (dataset.RasterYSize, dataset.RasterXSize) == (warped.RasterYSize, warped.RasterXSize)
    np.testing.assert_allclose(dataset.GetGeoTransform(), warped.GetGeoTransform(), rtol=1e-7)


@pytest.mark.parametrize("code", [None, 32631, 4326])
@pytest.mark.parametrize("cells", [20, 7.3])
def test_cells_of_a_size_are_those_of_gdal(make, source, code, cells):
    """Without a reference system in that of the points, not in pixels of the source."""
    size = cells * (1e-4 if code == 4326 else 10)
    _, dataset = make(crs_wkt="" if code is None else wkt(code), cell_size=size, step=1)
    target = f"EPSG:{code or 32631}"
    warped = gdal.Warp(
        "", source, format="VRT", dstSRS=target, xRes=size, yRes=size, polynomialOrder=1
    )
    west, width, _, north, _, height = dataset.GetGeoTransform()
    assert (width, -height) == (size, size)
    expected = warped.GetGeoTransform()
    np.testing.assert_allclose((west, north), (expected[0], expected[3]), rtol=0, atol=1e-3 * size)
    assert abs(dataset.RasterXSize - warped.RasterXSize) <= 1
    assert abs(dataset.RasterYSize - warped.RasterYSize) <= 1
    assert dataset.RasterXSize > 10


def test_the_frame_of_a_homography(make, tmp_path):
    """A plane seen at an angle; the trapezium on the map is covered, by about as many pixels."""
    pixel, line = (each.ravel() for each in np.meshgrid([10.0, 150, 290], [10.0, 100, 190]))
    depth = 1 + line / 400
    x, y = WEST + 10 * (pixel - 150) / depth, NORTH - 10 * line / depth
    path = write(tmp_path / "seen.tif", points=(pixel, line, x, y))
    report, dataset = make(path, method="homography", step=1)
    assert report.fit.maximum < 1e-8 and report.grid.remarks == ()
    west, size, _, north, _, _ = dataset.GetGeoTransform()
    np.testing.assert_allclose((west, north), (WEST - 1500, NORTH), atol=1e-5)
    np.testing.assert_allclose(dataset.RasterXSize * size, 3000, atol=size)
    np.testing.assert_allclose(dataset.RasterYSize * size, 2000 / 1.5, atol=size)
    assert 0.5 < dataset.RasterXSize * dataset.RasterYSize / (ROWS * COLS) < 2
    row, col = dataset.ReadAsArray()
    # Its own formula backwards: line = v / (10 - v / 400) with v = north - y, and so on.
    v = size * (np.arange(dataset.RasterYSize) + 0.5)[:, None]
    u = size * (np.arange(dataset.RasterXSize) + 0.5) - 1500
    line = v / (10 - v / 400)
    np.testing.assert_allclose(row, np.broadcast_to(line - 0.5, row.shape), atol=1e-6)
    np.testing.assert_allclose(col, u * (1 + line / 400) / 10 + 149.5, atol=1e-6)


@pytest.mark.parametrize("method", ["polynomial2", "tps"])
def test_the_error_told_is_that_against_gdal(make, source, method):
    """A coarse grid, bilinear between its nodes, at the middles of its cells and of their sides."""
    report, dataset = make(method=method, max_error=0.02)
    step = report.grid.step
    assert step > 1 and 0 < report.grid.error.rms <= report.grid.error.maximum <= 0.02
    nodes = dataset.ReadAsArray()
    gt = dataset.GetGeoTransform()
    distances = []
    for down, across in ((1, 1), (1, 0), (0, 1)):
        corner = gt[0] + across * gt[1] / 2, *gt[1:3], gt[3] + down * gt[5] / 2, *gt[4:]
        points = Frame(nodes.shape[1] - down, nodes.shape[2] - across, corner)
        between = nodes
        if down:
            between = 0.5 * (between[:, 1:] + between[:, :-1])
        if across:
            between = 0.5 * (between[:, :, 1:] + between[:, :, :-1])
        distances.append(np.hypot(*(between - exact(source, method, points))).ravel())
    distance = np.concatenate(distances)
    assert report.grid.error.maximum == pytest.approx(distance.max(), rel=1e-4)
    assert report.grid.error.rms == pytest.approx(np.sqrt(np.mean(distance**2)), rel=1e-4)


@pytest.mark.parametrize("code", [32631, 4326])
@pytest.mark.parametrize("method", WARPED_LIKEWISE)
def test_a_warp_is_that_of_gdalwarp(make, tmp_path, method, code):
    """Nearest but for ties, bilinear inside."""
    rng = np.random.default_rng(1)
    classes = rng.integers(1, 250, (ROWS, COLS)).astype(np.uint8)
    row, col = np.mgrid[:ROWS, :COLS]
    smooth = 100 + 20 * np.sin(row / 9.0) + 15 * np.cos(col / 7.0)
    paths = {
        name: write(tmp_path / f"{name}.tif", layer, scattered())
        for name, layer in (("classes", classes), ("smooth", smooth))
    }
    _, grid = make(paths["classes"], crs_wkt=wkt(code), method=method, step=1)
    nodes = grid.ReadAsArray()
    gt, rows, cols = grid.GetGeoTransform(), grid.RasterYSize, grid.RasterXSize
    bounds = (gt[0], gt[3] + rows * gt[5], gt[0] + cols * gt[1], gt[3])
    for name, interpolator, algorithm in (
        ("classes", "nearest", "near"),
        ("smooth", "linear", "bilinear"),
    ):
        warped = gdal.Warp(
            "", paths[name], format="MEM", dstSRS=f"EPSG:{code}", outputBounds=bounds, width=cols,
            height=rows, resampleAlg=algorithm, errorThreshold=0, dstNodata=0,
            warpOptions=["XSCALE=1", "YSCALE=1"],  # no wider kernel where cells are larger
            **GDAL_METHODS[method],
        ).ReadAsArray()  # fmt: skip
        out = str(tmp_path / f"{name}_out.tif")
        resample_raster(
            ResamplingJob(paths[name], GridBands(grid.GetDescription()), Destination(out),
                          interpolator=interpolator, nodata=0)
        )  # fmt: skip
        made = gdal.Open(out).ReadAsArray()
        assert made.shape == warped.shape
        if name == "classes":
            # Within a rounding of a cell's side either may be taken.
            tie = (np.abs(nodes + 0.5 - np.round(nodes + 0.5)) < 1e-6).any(axis=0)
            assert tie.mean() < 0.001
            np.testing.assert_array_equal(made[~tie], warped[~tie])
            assert (made != 0).mean() > 0.5
        else:
            inside = ((nodes > 0) & (nodes < [[[ROWS - 1]], [[COLS - 1]]])).all(axis=0)
            np.testing.assert_allclose(made[inside], warped[inside], rtol=0, atol=1e-6)


# --- points from elsewhere ----------------------------------------------------------------------


def as_control_points(points, **more):
    pixel, line, x, y = points
    return ControlPoints.of(range(1, len(x) + 1), x, y, line - 0.5, pixel - 0.5, **more)


def as_file(path, points, crs="EPSG:32631"):
    rows = [
        f"{x!r},{y!r},{col!r},{-row!r},1"
        for col, row, x, y in zip(*(each.tolist() for each in points))
    ]
    text = "\n".join([f"#CRS: {crs}", "mapX,mapY,sourceX,sourceY,enable", *rows])
    path.write_text(text, encoding="utf-8")
    return str(path)


def test_all_ways_to_give_points_make_one_grid(make, tmp_path):
    _, dataset = make(method="polynomial2", step=8)
    expected = dataset.ReadAsArray()
    bare = write(tmp_path / "bare.tif")
    given = (
        {"points_file": as_file(tmp_path / "a.points", scattered())},
        {"points": as_control_points(scattered(), crs_wkt=UTM)},
        {"points": as_control_points(scattered()), "crs_wkt": UTM},
    )
    for each in given:
        report, dataset = make(bare, method="polynomial2", step=8, **each)
        np.testing.assert_allclose(dataset.ReadAsArray(), expected, rtol=0, atol=1e-9)
        assert report.fit.points.ids == tuple(map(str, range(1, 17)))
    assert "do not tell their reference system" in report.grid.remarks[0]
    with pytest.raises(ValueError, match="Give POINTS_FILE or POINTS, not both"):
        make(bare, points_file="a.points", points=as_control_points(scattered()))
    with pytest.raises(ValueError, match="INPUT has no ground control points; give POINTS_FILE or"):
        make(bare)


def test_points_without_a_reference_system_are_in_the_targets(make, tmp_path):
    bare = write(tmp_path / "bare.tif")
    frame = frame_of_extent(WEST, NORTH - 2000, WEST + 3000, NORTH, 20, 20, UTM)
    points = as_control_points(scattered())
    _, dataset = make(bare, frame, points=points, step=4)
    _, other = make(bare, frame, points=as_control_points(scattered(), crs_wkt=UTM), step=4)
    np.testing.assert_array_equal(dataset.ReadAsArray(), other.ReadAsArray())
    with pytest.raises(ValueError, match="Give TARGET_CRS, REFERENCE, or EXTENT and CELL_SIZE"):
        make(bare, points=points)


def test_points_that_are_switched_off(make, tmp_path):
    bare = write(tmp_path / "bare.tif")
    path = tmp_path / "some.points"
    as_file(path, scattered())
    lines = path.read_text(encoding="utf-8").splitlines()
    lines[4] = lines[4][:-1] + "0"
    path.write_text("\n".join(lines), encoding="utf-8")
    report, _ = make(bare, points_file=str(path))
    assert report.fit.count == 15 and len(report.fit.row) == 16
    np.testing.assert_array_equal(np.flatnonzero(~report.fit.points.used), [2])


def test_a_raster_with_a_georeference_gets_another(make, tmp_path):
    """Points of a layer count by rows and columns, whatever the raster says of itself."""
    placed = write(tmp_path / "placed.tif", geotransform=(0, 2, 0, 0, 0, -2))
    _, dataset = make(placed, points=as_control_points(scattered(), crs_wkt=UTM), step=8)
    _, expected = make(step=8)
    np.testing.assert_array_equal(dataset.ReadAsArray(), expected.ReadAsArray())


# --- across 180 degrees -------------------------------------------------------------------------


@pytest.mark.parametrize("method", ["polynomial2", "tps", "homography"])
@pytest.mark.parametrize("written", ["to 180", "to 360"])
def test_points_on_both_sides_of_180_degrees(make, tmp_path, method, written):
    """As they are 20 degrees further west, where nothing jumps."""
    bare = write(tmp_path / "bare.tif")
    pixel, line, x, y = scattered()
    longitude, latitude = 159 + (x - WEST) / 2000, 10 + (y - NORTH) / 2000
    settings = {"method": method, "step": 4}
    points = as_control_points((pixel, line, longitude, latitude), crs_wkt=wkt(4326))
    _, dataset = make(bare, points=points, **settings)
    expected, west = dataset.ReadAsArray(), dataset.GetGeoTransform()[0]
    there = longitude + 20 - 360 * ((longitude > 160) & (written == "to 180"))
    points = as_control_points((pixel, line, there, latitude), crs_wkt=wkt(4326))
    report, dataset = make(bare, points=points, **settings)
    np.testing.assert_allclose(dataset.ReadAsArray(), expected, rtol=0, atol=1e-8)
    assert dataset.GetGeoTransform()[0] == pytest.approx(west + 20)
    np.testing.assert_array_equal(report.fit.points.x, there)
    # A frame that is a turn away, and one in a system that knows no jump.
    gt, rows, cols = dataset.GetGeoTransform(), dataset.RasterYSize, dataset.RasterXSize
    size = gt[1] / 4
    away = (gt[0] + 1.5 * size - 360, gt[3] - 1.5 * size - (4 * rows - 3) * size)
    frame = frame_of_extent(
        *away, away[0] + (4 * cols - 3) * size, gt[3] - 1.5 * size, size, size, wkt(4326)
    )
    _, dataset = make(bare, frame, points=points, **settings)
    np.testing.assert_allclose(dataset.ReadAsArray(), expected, rtol=0, atol=1e-8)
    report, dataset = make(bare, points=points, crs_wkt=wkt(32660), **settings)
    assert report.grid.invalid_count == 0 and np.isfinite(dataset.ReadAsArray()).all()
    assert dataset.RasterXSize * dataset.RasterYSize < 2 * expected[0].size


def test_a_suggestion_in_degrees_across_180_degrees(make, tmp_path):
    """Points in metres of a zone whose east side is there."""
    bare = write(tmp_path / "bare.tif")
    pixel, line, x, y = scattered()
    points = as_control_points((pixel, line, x + 234_500, y), crs_wkt=wkt(32660))
    report, dataset = make(bare, points=points, crs_wkt=wkt(4326), step=1)
    assert report.grid.invalid_count == 0
    gt = dataset.GetGeoTransform()
    assert gt[0] < 180 < gt[0] + gt[1] * dataset.RasterXSize < 182
    assert dataset.RasterXSize < 2 * COLS


def test_points_all_around_the_earth_stay_where_they_are(make, tmp_path):
    bare = write(tmp_path / "bare.tif")
    row, col = (each.ravel() for each in np.meshgrid([0.0, 100, 199], [0.0, 100, 200, 299]))
    points = ControlPoints.of(range(12), col * 1.2 - 179.4, 90 - row * 0.9, row, col,
                              crs_wkt=wkt(4326))  # fmt: skip
    report, dataset = make(bare, points=points, step=1)
    assert report.fit.longitude is None and report.fit.maximum < 1e-9
    np.testing.assert_allclose(dataset.ReadAsArray()[1, 0, [0, -1]], [0, 299], atol=1)


# --- what is told -------------------------------------------------------------------------------


def test_remarks(make, tmp_path):
    bare = write(tmp_path / "bare.tif")
    points = [each.copy() for each in scattered(10)]
    points[0][2] = -4.0
    points[2][5:7], points[3][5:7] = points[2][4], points[3][4]
    report, _ = make(bare, points=as_control_points(points, crs_wkt=UTM), step=64)
    assert report.grid.remarks == (
        "The control points 5, 6 and 7 have the same map position, but different pixels.",
        "1 of 10 control points are outside of INPUT, the first is 3.",
    )
    report, _ = make(bare, points=as_control_points(scattered(3), crs_wkt=UTM), step=64)
    assert report.grid.remarks == (
        "METHOD polynomial1 passes through all 3 control points: residuals of 0 say nothing of how"
        " good they are.",
    )
    report, _ = make(method="tps", step=64)
    assert report.grid.remarks[0].startswith("METHOD tps passes through all 16 control points")
    with pytest.raises(ValueError, match="5, 6 and 7 have the same map position, but different"):
        make(bare, points=as_control_points(points, crs_wkt=UTM), method="tps")


def test_a_horizon_in_the_frame(make, tmp_path):
    """y = 0 goes to infinity."""
    bare = write(tmp_path / "bare.tif")
    x, y = (each.ravel() for each in np.meshgrid([-5.0, 0, 5], [10.0, 20, 40]))
    row, col = 1000 / y, 150 + 100 * x / y
    points = ControlPoints.of(range(9), x, y, row, col, crs_wkt=UTM)
    frame = frame_of_extent(-10, -10, 10, 50, 1, 1, UTM)
    report, dataset = make(bare, frame, points=points, method="homography", step=1)
    made = dataset.ReadAsArray()
    assert np.isnan(made[:, 50:]).all() and np.isfinite(made[:, :50]).all()
    assert report.grid.invalid_count == 200
    assert report.grid.remarks[-1].startswith(
        "The homography's horizon lies within the output frame"
    )
    above = frame_of_extent(-10, 1, 10, 50, 1, 1, UTM)
    report, _ = make(bare, above, points=points, method="homography", step=1)
    assert report.grid.remarks == () and report.grid.invalid_count == 0
    # Row 0 comes from y = infinity: the raster's upper edge is beyond the horizon of its own.
    with pytest.raises(ValueError, match="No extent can be suggested from these control points"):
        make(bare, points=points, method="homography")


def test_no_extent_where_pixels_do_not_determine_the_way_back(make, tmp_path):
    """Pixels on a circle: fine from the map, but not back."""
    angle = np.arange(12) * np.pi / 6
    pixel, line = 150 + 90 * np.cos(angle), 100 + 90 * np.sin(angle)
    rng = np.random.default_rng(1)
    x, y = WEST + 10 * pixel + rng.uniform(-400, 400, 12), NORTH - 10 * line + 0.01 * pixel**2
    bare = write(tmp_path / "bare.tif")
    points = as_control_points((pixel, line, x, y), crs_wkt=UTM)
    with pytest.raises(ValueError, match="No extent can be suggested from these control points"):
        make(bare, points=points, method="polynomial2")
    frame = frame_of_extent(WEST, NORTH - 2000, WEST + 3000, NORTH, 20, 20, UTM)
    make(bare, frame, points=points, method="polynomial2")


def test_too_many_points_for_the_memory(make, tmp_path, monkeypatch):
    monkeypatch.setattr(workplace, "resident_memory", lambda: 0)
    bare = write(tmp_path / "bare.tif")
    points = as_control_points(scattered(2100), crs_wkt=UTM)
    resources = Resources(max_memory=64)
    with pytest.raises(
        ValueError, match="METHOD is tps, for which 2100 control points are too many"
    ):
        make(bare, points=points, method="tps", resources=resources)
    report, _ = make(bare, points=points, method="polynomial3", resources=resources, step=64)
    assert report.fit.count == 2100


def test_the_points_file_is_not_written_over(source, tmp_path):
    path = tmp_path / "points.tif"
    as_file(path, scattered())
    with pytest.raises(RasterError, match=r"OUTPUT is .*points\.tif, which is an input"):
        make_gcp_grid(GcpGridJob(source, None, Destination(str(path)), points_file=str(path)))


def test_nothing_is_written_after_an_error(make, tmp_path):
    with pytest.raises(ValueError, match="METHOD is magic"):
        make(method="magic")
    assert os.listdir(tmp_path / "out") == []


# --- tiles --------------------------------------------------------------------------------------


@pytest.mark.parametrize("method", ["polynomial3", "tps", "homography"])
def test_tiles_and_threads_do_not_change_a_bit(make, method, monkeypatch):
    report, dataset = make(crs_wkt=wkt(4326), method=method, step=4)
    expected = dataset.ReadAsArray()
    for side, threads in ((33, 3), (7, 1)):
        monkeypatch.setattr(grid_writing, "_SIDE", side)
        again, dataset = make(
            crs_wkt=wkt(4326), method=method, step=4, resources=Resources(threads=threads)
        )
        np.testing.assert_array_equal(dataset.ReadAsArray(), expected)
        assert again.grid.error.maximum == report.grid.error.maximum
