"""Grid rasters from RPCs, against GDAL's RPC transformer and known projections."""

import os
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from osgeo import gdal, osr
from rpc_rasters import (
    COLS,
    HEIGHT,
    LATITUDE,
    LONGITUDE,
    ROWS,
    gdal_positions,
    plain_items,
    tilted_items,
    wkt_of,
    write_dem,
    write_source,
    write_virtual,
)

from gridr_qgis.core.chains import grid_writing
from gridr_qgis.core.chains.crs_grid_chain import make_crs_grid
from gridr_qgis.core.chains.jobs import (
    CrsGridJob,
    Destination,
    Elevation,
    GridBands,
    ResamplingJob,
    Resources,
    RpcGridJob,
)
from gridr_qgis.core.chains.resampling_chain import resample_raster
from gridr_qgis.core.chains.rpc_grid_chain import make_rpc_grid
from gridr_qgis.core.conventions.frame import Frame, frame_of_extent
from gridr_qgis.core.rasters.errors import RasterError
from gridr_qgis.core.transforms.rpc import read_rpc

DEGREES = wkt_of(4326)
UTM = wkt_of(32631)

# Well within the ground that the sensor sees, in both systems.
FRAME = frame_of_extent(2.95, 44.95, 3.05, 45.05, 0.002, 0.002, DEGREES)
UTM_FRAME = frame_of_extent(496_000, 4_978_000, 504_000, 4_988_000, 200, 200, UTM)

# 0.01 degrees, 2.85 to 3.15 and 44.85 to 45.15.
DEM_GEOTRANSFORM = (2.85, 0.01, 0.0, 45.15, 0.0, -0.01)


@pytest.fixture
def make(tmp_path):
    """Return a function that makes a grid of step 1; it returns the report and the nodes."""
    (tmp_path / "out").mkdir()

    def run(source, frame=FRAME, step=1, **settings):
        path = str(tmp_path / "out" / "grid.tif")
        report = make_rpc_grid(RpcGridJob(source, frame, Destination(path), step=step, **settings))
        return report, gdal.Open(path).ReadAsArray()

    return run


@pytest.fixture
def heights():
    """Smooth heights between 100 and 700 m."""
    row, col = np.indices((30, 30))
    return 400 + 200 * np.sin(row / 4.0) + 100 * np.cos(col / 3.0)


# --- where the half pixel is ----------------------------------------------------------------


def test_a_plain_rpc_is_the_georeference_that_it_stands_for(make, tmp_path):
    """Known projection: an RPC linear in degrees, and a raster with the same georeference.

    Line 0 is the centre of the first row: at LINE_OFF - LINE_SCALE * normalised latitude.
    """
    source = write_source(tmp_path / "rpc.tif", plain_items())
    height, width = 0.2 / ROWS, 0.2 / COLS
    # The centre of pixel (0, 0) is LINE_OFF rows up and SAMP_OFF columns left of the offsets.
    north = LATITUDE + (ROWS - 1) / 2 * height + height / 2
    west = LONGITUDE - (COLS - 1) / 2 * width - width / 2
    dataset = gdal.GetDriverByName("GTiff").Create(str(tmp_path / "plain.tif"), COLS, ROWS, 1)
    dataset.SetGeoTransform((west, width, 0.0, north, 0.0, -height))
    dataset.SetProjection(DEGREES)
    dataset = None
    for frame in (FRAME, UTM_FRAME):
        _, nodes = make(source, frame)
        path = str(tmp_path / "expected.tif")
        make_crs_grid(CrsGridJob(str(tmp_path / "plain.tif"), frame, Destination(path), step=1))
        np.testing.assert_allclose(nodes, gdal.Open(path).ReadAsArray(), rtol=0, atol=1e-7)


# --- against GDAL ---------------------------------------------------------------------------


@pytest.mark.parametrize("frame", [FRAME, UTM_FRAME])
@pytest.mark.parametrize("height", [None, -50.0, 700.0])
def test_constant_heights_are_gdals(make, tmp_path, frame, height):
    source = write_source(tmp_path / "rpc.tif", tilted_items())
    report, nodes = make(source, frame, height=height)
    # GDAL's default is 0; ours is the RPC's offset.
    expected = gdal_positions(source, frame, RPC_HEIGHT=HEIGHT if height is None else height)
    np.testing.assert_allclose(nodes, expected, rtol=0, atol=1e-7)
    assert report.invalid_count == 0 and report.remarks == ()


@pytest.mark.parametrize("interpolation", ["nearest", "bilinear"])
@pytest.mark.parametrize("dem_epsg", [4326, 32631, 3035])
def test_heights_of_a_dem_are_gdals(make, tmp_path, heights, interpolation, dem_epsg):
    """In any reference system; the frame is two cells and more within the DEM."""
    source = write_source(tmp_path / "rpc.tif", tilted_items(1))
    geotransform = {
        4326: DEM_GEOTRANSFORM,
        32631: (488_000.0, 800.0, 0.0, 4_995_000.0, 0.0, -800.0),
        3035: (3_760_000.0, 1000.0, 0.0, 2_480_000.0, 0.0, -1000.0),
    }[dem_epsg]
    dem = write_dem(tmp_path / "dem.tif", heights, geotransform, dem_epsg)
    for frame in (FRAME, UTM_FRAME):
        report, nodes = make(source, frame, elevation=Elevation(dem, 1, interpolation))
        names = {"nearest": "near"}
        told = {"RPC_DEM": dem, "RPC_DEMINTERPOLATION": names.get(interpolation, interpolation)}
        expected = gdal_positions(source, frame, **told)
        assert report.invalid_count == 0
        away = np.abs(nodes - expected).max(axis=0)
        if interpolation == "nearest":
            # A centre that is as near to two heights goes to either.
            assert (away < 1e-7).mean() > 0.99
        else:
            np.testing.assert_array_less(away, 1e-6)


def test_cubic_goes_through_the_heights(make, tmp_path, heights):
    """By Keys' convolution, as GDAL's warper has it; what GDAL calls cubic here smoothes them."""
    source = write_source(tmp_path / "rpc.tif", tilted_items(1))
    dem = write_dem(tmp_path / "dem.tif", heights, DEM_GEOTRANSFORM, 4326)
    x, y = FRAME.center_to_map(*np.indices(FRAME.shape))
    row, col = (45.15 - y) / 0.01 - 0.5, (x - 2.85) / 0.01 - 0.5
    by_keys = np.zeros(row.shape)
    top, left = np.floor(row).astype(int), np.floor(col).astype(int)
    for i in range(-1, 3):
        for j in range(-1, 3):
            weight = keys(row - top - i) * keys(col - left - j)
            by_keys += weight * heights[top + i, left + j]
    _, nodes = make(source, elevation=Elevation(dem, 1, "cubic"))
    expected = gdal_positions(source, FRAME, by_keys)
    np.testing.assert_allclose(nodes, expected, rtol=0, atol=1e-6)


def keys(distance):
    x = np.abs(distance)
    near = 1.5 * x**3 - 2.5 * x**2 + 1
    far = -0.5 * x**3 + 2.5 * x**2 - 4 * x + 2
    return np.where(x <= 1, near, np.where(x < 2, far, 0))


def test_an_offset_and_a_scale_of_heights(make, tmp_path, heights):
    """The user's offset is added; what the band says of its values counts, which GDAL passes by."""
    source = write_source(tmp_path / "rpc.tif", tilted_items())
    dem = write_dem(tmp_path / "dem.tif", heights, DEM_GEOTRANSFORM, 4326)
    scaled = (heights - 30) / 0.1
    stored = write_dem(tmp_path / "dm.tif", scaled, DEM_GEOTRANSFORM, 4326, scale=0.1, offset=30)
    expected = gdal_positions(source, FRAME, RPC_DEM=dem, RPC_HEIGHT=47.5)
    for path in (dem, stored):
        _, nodes = make(source, elevation=Elevation(path, offset=47.5))
        np.testing.assert_allclose(nodes, expected, rtol=0, atol=1e-6)


def test_nearest_through_the_grid_is_gdalwarps(make, tmp_path, heights):
    rng = np.random.default_rng(3)
    values = rng.integers(1, 60_000, (ROWS, COLS)).astype(np.uint16)
    source = write_source(tmp_path / "rpc.tif", tilted_items(2), values)
    dem = write_dem(tmp_path / "dem.tif", heights, DEM_GEOTRANSFORM, 4326)
    frame = frame_of_extent(2.9, 44.92, 3.08, 45.08, 0.0007, 0.0007, DEGREES)
    _, (row, col) = make(source, frame, elevation=Elevation(dem))
    grid, out = str(tmp_path / "out" / "grid.tif"), str(tmp_path / "out" / "out.tif")
    resample_raster(
        ResamplingJob(source, GridBands(grid), Destination(out), interpolator="nearest", nodata=0)
    )
    x, y = frame.geotransform[0], frame.geotransform[3]
    warped = gdal.Warp(
        "", source, format="MEM", rpc=True, errorThreshold=0, resampleAlg="near", dstNodata=0,
        outputBounds=(x, y - frame.rows * 0.0007, x + frame.cols * 0.0007, y),
        width=frame.cols, height=frame.rows, dstSRS="EPSG:4326",
        transformerOptions=[f"RPC_DEM={dem}"],
    ).ReadAsArray()  # fmt: skip
    made = gdal.Open(out).ReadAsArray()
    assert made.shape == warped.shape and 0.5 < (made != 0).mean() < 1
    # A position within rounding of the edge of a pixel goes to either side.
    tie = (np.abs(row % 1 - 0.5) < 1e-6) | (np.abs(col % 1 - 0.5) < 1e-6)
    np.testing.assert_array_equal(made[~tie], warped[~tie])
    assert tie.mean() < 1e-3


# --- what is unknown ------------------------------------------------------------------------


def test_heights_that_are_missing(make, tmp_path, heights):
    """Unknown where a height with weight is; GDAL takes those that are left."""
    source = write_source(tmp_path / "rpc.tif", tilted_items())
    heights[14, 15] = -9999
    # Centres of the frame never fall on centres of the DEM.
    geotransform = (2.8503, 0.01, 0.0, 45.1503, 0.0, -0.01)
    dem = write_dem(tmp_path / "dem.tif", heights, geotransform, 4326, nodata=-9999)
    report, nodes = make(source, elevation=Elevation(dem))
    x, y = FRAME.center_to_map(*np.indices(FRAME.shape))
    row, col = (45.1503 - y) / 0.01 - 0.5, (x - 2.8503) / 0.01 - 0.5
    hole = (np.abs(row - 14) < 1) & (np.abs(col - 15) < 1)
    assert 30 < hole.sum() < 150
    np.testing.assert_array_equal(np.isnan(nodes[0]), hole)
    np.testing.assert_array_equal(np.isnan(nodes[1]), hole)
    assert report.invalid_count == report.numbers["NO_HEIGHT_COUNT"] == hole.sum()
    assert report.remarks == (f"{hole.sum()} node(s) have no height in DEM.",)
    # A constant in their place is a height of the DEM: the offset is added.
    for interpolation in ("bilinear", "nearest"):
        elevation = Elevation(dem, 1, interpolation, offset=-20.0, missing=120.0)
        report, filled = make(source, elevation=elevation)
        assert report.invalid_count == 0 and report.remarks == ()
    near = (np.abs(row - 14) < 0.5) & (np.abs(col - 15) < 0.5)
    expected = gdal_positions(source, FRAME, RPC_HEIGHT=100.0)
    np.testing.assert_allclose(filled[:, near], expected[:, near], rtol=0, atol=1e-7)


def test_beyond_the_dem_there_is_no_height(make, tmp_path, heights):
    """Its cells count to their edges, with the outermost heights."""
    source = write_source(tmp_path / "rpc.tif", tilted_items())
    part = (2.97, 0.01, 0.0, 45.02, 0.0, -0.01)
    dem = write_dem(tmp_path / "dem.tif", np.full((4, 5), 250.0), part, 4326)
    report, nodes = make(source, elevation=Elevation(dem))
    x, y = FRAME.center_to_map(*np.indices(FRAME.shape))
    inside = (x > 2.97) & (x < 3.02) & (y < 45.02) & (y > 44.98)
    np.testing.assert_array_equal(np.isfinite(nodes[0]), inside)
    expected = gdal_positions(source, FRAME, RPC_HEIGHT=250.0)
    np.testing.assert_allclose(nodes[:, inside], expected[:, inside], rtol=0, atol=1e-7)
    assert report.numbers["NO_HEIGHT_COUNT"] == np.count_nonzero(~inside)


def test_outside_of_the_validity(make, tmp_path):
    """Beyond 1.5 times the scale from the offset; or the box that the RPC tells, widened so."""
    wide = frame_of_extent(2.7, 44.7, 3.3, 45.3, 0.01, 0.01, DEGREES)
    x, y = wide.center_to_map(*np.indices(wide.shape))
    source = write_source(tmp_path / "rpc.tif", tilted_items())
    report, nodes = make(source, wide)
    inside = (np.abs(x - 3) < 0.15) & (np.abs(y - 45) < 0.15)
    np.testing.assert_array_equal(np.isfinite(nodes[0]), inside)
    assert report.numbers["OUTSIDE_VALIDITY_COUNT"] == np.count_nonzero(~inside)
    (remark,) = report.remarks
    assert "longitudes 2.85 to 3.15, latitudes 44.85 to 45.15 and heights -450 to 1050 m" in remark
    box = {"MIN_LONG": 2.96, "MAX_LONG": 3.04, "MIN_LAT": 44.9, "MAX_LAT": 45.1}
    source = write_virtual(tmp_path / "box.vrt", tilted_items(**box))
    _, nodes = make(source, wide)
    inside &= np.abs(x - 3) < 0.06
    np.testing.assert_array_equal(np.isfinite(nodes[0]), inside)


def test_heights_outside_of_the_validity(make, tmp_path, heights):
    source = write_source(tmp_path / "rpc.tif", tilted_items())
    high = heights + np.where(np.arange(30) < 15, 0, 2000)
    dem = write_dem(tmp_path / "dem.tif", high, DEM_GEOTRANSFORM, 4326)
    report, nodes = make(source, elevation=Elevation(dem, 1, "nearest"))
    x, _ = FRAME.center_to_map(*np.indices(FRAME.shape))
    np.testing.assert_array_equal(np.isfinite(nodes[0]), x < 3.0)
    assert report.numbers == {
        "OUTSIDE_VALIDITY_COUNT": np.count_nonzero(x >= 3.0),
        "NO_HEIGHT_COUNT": 0,
    }


def test_beyond_a_pole_of_the_polynomials(make, tmp_path):
    """A denominator of 1 - x * 2 is zero half-way to the east; beyond, it means nothing."""
    told = plain_items()
    told["SAMP_DEN_COEFF"] = " ".join(["1", "-2", *["0"] * 18])
    report, nodes = make(write_source(tmp_path / "rpc.tif", told), FRAME)
    x, _ = FRAME.center_to_map(*np.indices(FRAME.shape))
    np.testing.assert_array_equal(np.isfinite(nodes[1]), (x - 3) / 0.1 < 0.4995)
    assert report.invalid_count == report.numbers["OUTSIDE_VALIDITY_COUNT"] == 0
    told["SAMP_DEN_COEFF"] = " ".join(["1", "-4", *["0"] * 18])
    report, nodes = make(write_source(tmp_path / "rpc.tif", told), FRAME)
    np.testing.assert_array_equal(np.isfinite(nodes[1]), (x - 3) / 0.1 < 0.24975)
    assert report.invalid_count == report.numbers["OUTSIDE_VALIDITY_COUNT"] > 500


def test_across_the_antimeridian(make, tmp_path):
    """Longitudes of the target count beyond 180, below -180, or jump there."""
    source = write_source(tmp_path / "rpc.tif", tilted_items(LONG_OFF=179.99))
    west, size = 179.94, 0.002
    frames = [
        Frame(20, 50, (west + turn, size, 0.0, 45.02, 0.0, -size), DEGREES) for turn in (0, -360)
    ]
    nodes = [make(source, frame)[1] for frame in frames]
    assert np.isfinite(nodes[0]).all()
    np.testing.assert_allclose(*nodes, rtol=0, atol=1e-6)
    plain = write_source(tmp_path / "plain.tif", tilted_items())
    here = replace(frames[0], geotransform=(west - 179.99 + 3.0, *frames[0].geotransform[1:]))
    np.testing.assert_allclose(nodes[0], make(plain, here)[1], rtol=0, atol=1e-6)
    # And with heights: a DEM from 0 to 360 degrees, a target of longitudes below -180.
    dem = write_dem(tmp_path / "dem.tif", np.full((18, 36), 250.0), (0, 10, 0, 90, 0, -10), 4326)
    for frame in frames:
        _, with_dem = make(source, frame, elevation=Elevation(dem))
        _, constant = make(source, frame, height=250.0)
        np.testing.assert_allclose(with_dem, constant, rtol=0, atol=1e-9)


# --- frames, tiles --------------------------------------------------------------------------


@pytest.mark.parametrize("epsg", [4326, 32631, 3857])
def test_the_suggested_frame_covers_the_source(make, tmp_path, heights, epsg):
    source = write_source(tmp_path / "rpc.tif", tilted_items(4))
    dem = write_dem(tmp_path / "dem.tif", heights, DEM_GEOTRANSFORM, 4326)
    for given_heights, told in (
        ({"height": 500.0}, ["RPC_HEIGHT=500"]),
        ({"elevation": Elevation(dem)}, [f"RPC_DEM={dem}"]),
    ):
        _, (row, col) = make(source, None, crs_wkt=wkt_of(epsg), **given_heights)
        for axis, size in ((row, ROWS), (col, COLS)):
            assert np.nanmin(axis) < 0 and np.nanmax(axis) > size - 1
        made = gdal.Open(str(tmp_path / "out" / "grid.tif"))
        suggested = gdal.Warp(
            "", source, format="VRT", rpc=True, dstSRS=f"EPSG:{epsg}", transformerOptions=told
        )
        assert made.RasterXSize == pytest.approx(suggested.RasterXSize, rel=0.15)
        assert made.RasterYSize == pytest.approx(suggested.RasterYSize, rel=0.15)
        corners = [
            (
                each.GetGeoTransform()[0],
                each.GetGeoTransform()[3],
                each.GetGeoTransform()[0] + each.RasterXSize * each.GetGeoTransform()[1],
                each.GetGeoTransform()[3] + each.RasterYSize * each.GetGeoTransform()[5],
            )
            for each in (made, suggested)
        ]
        np.testing.assert_allclose(*corners, rtol=0, atol=4 * made.GetGeoTransform()[1])


def test_tiles_and_threads_do_not_change_a_bit(make, tmp_path, heights, monkeypatch):
    source = write_source(tmp_path / "rpc.tif", tilted_items())
    heights[10:12, 10:20] = np.nan
    dem = write_dem(tmp_path / "dem.tif", heights, DEM_GEOTRANSFORM, 4326)
    for step in (1, 4):
        settings = {"elevation": Elevation(dem, 1, "cubic"), "step": step, "frame": UTM_FRAME}
        report, expected = make(source, **settings)
        assert 0 < report.invalid_count < expected[0].size
        for side, threads in ((7, 3), (256, 2)):
            monkeypatch.setattr(grid_writing, "_SIDE", side)
            again, nodes = make(source, resources=Resources(threads=threads), **settings)
            np.testing.assert_array_equal(nodes, expected)
            assert again.numbers == report.numbers and again.remarks == report.remarks


def test_the_step_is_chosen_by_the_error(make, tmp_path, heights):
    source = write_source(tmp_path / "rpc.tif", tilted_items())
    dem = write_dem(tmp_path / "dem.tif", heights, DEM_GEOTRANSFORM, 4326)
    fine = frame_of_extent(2.95, 44.95, 3.05, 45.05, 0.0002, 0.0002, DEGREES)
    report, _ = make(source, fine, None, elevation=Elevation(dem, 1, "cubic"), max_error=0.1)
    assert 1 < report.step < 64 and 0 < report.error.rms <= report.error.maximum <= 0.1


# --- files and words ------------------------------------------------------------------------


def test_rpc_beside_the_file(make, tmp_path):
    """As vendors give it: in NAME_RPC.TXT, with units behind numbers, or NAME.RPB."""
    told = tilted_items()
    expected = make(write_source(tmp_path / "inside.tif", told))[1]
    units = {"LINE": "pixels", "SAMP": "pixels", "LAT": "degrees", "LONG": "degrees"}
    lines = []
    for name, value in told.items():
        if name.endswith("COEFF"):
            values = enumerate(value.split(), 1)
            lines += [f"{name}_{number}: {each}" for number, each in values]
        else:
            lines.append(f"{name}: {value} {units.get(name.split('_')[0], 'meters')}")
    source = write_source(tmp_path / "beside.tif", {})
    (tmp_path / "beside_RPC.TXT").write_text("\n".join(lines) + "\n")
    np.testing.assert_allclose(make(source)[1], expected, rtol=0, atol=1e-9)


LEFT_OUT = object()


@pytest.mark.parametrize(
    "changes, words",
    [
        (None, "INPUT has no RPC"),
        ({"LINE_DEN_COEFF": LEFT_OUT}, "INPUT's RPC has no LINE_DEN_COEFF"),
        ({"LAT_OFF": "north"}, "LAT_OFF of INPUT's RPC is 'north'; it must be 1 finite"),
        ({"SAMP_NUM_COEFF": "1 2 3"}, "it must be 20 finite number"),
        ({"HEIGHT_SCALE": "0"}, "HEIGHT_SCALE of INPUT's RPC is 0"),
        ({"LINE_DEN_COEFF": " ".join(["0"] * 20)}, "The first value of LINE_DEN_COEFF"),
    ],
)
def test_rpcs_that_cannot_be_used(make, tmp_path, changes, words):
    told = plain_items() if changes is not None else {}
    for name, value in (changes or {}).items():
        told.pop(name)
        if value is not LEFT_OUT:
            told[name] = value
    with pytest.raises(ValueError, match=words) as caught:
        make(write_virtual(tmp_path / "rpc.vrt", told))
    assert str(caught.value).endswith(".") and "\n" not in str(caught.value)
    assert os.listdir(tmp_path / "out") == []


def test_errors_are_one_sentence_before_anything_is_written(make, tmp_path, heights):
    source = write_source(tmp_path / "rpc.tif", tilted_items())
    dem = write_dem(tmp_path / "dem.tif", heights, DEM_GEOTRANSFORM, 4326)
    bare = write_source(tmp_path / "bare.tif", {})
    away = frame_of_extent(13, 45, 13.1, 45.1, 0.01, 0.01, DEGREES)
    beyond = frame_of_extent(2.85, 44.85, 2.86, 44.86, 0.002, 0.002, DEGREES)
    small = write_dem(tmp_path / "s.tif", heights[:2, :2], (3.1, 0.01, 0, 45.1, 0, -0.01), 4326)
    for words, frame, changes in (
        ("Give HEIGHT or DEM, not both", FRAME, {"height": 1.0, "elevation": Elevation(dem)}),
        ("HEIGHT is 9000 m; it must be -450 to 1050", FRAME, {"height": 9000.0}),
        ("DEM has no band 3", FRAME, {"elevation": Elevation(dem, 3)}),
        ("DEM is .*bare.tif, which has no georeference", FRAME, {"elevation": Elevation(bare)}),
        ("DEM is .*none.tif, which cannot be opened", FRAME, {"elevation": Elevation("none.tif")}),
        ("DEM_INTERPOLATION is spline", FRAME, {"elevation": Elevation(dem, 1, "spline")}),
        ("Give TARGET_CRS, REFERENCE, or EXTENT", None, {}),
        ("No node of the output frame can be placed", away, {}),
        ("No node of the output frame can be placed", away, {"step": None}),
        ("DEM has no height at any node", beyond, {"elevation": Elevation(small)}),
    ):
        with pytest.raises((ValueError, RasterError), match=words) as caught:
            make(source, frame, **changes)
        assert str(caught.value).endswith(".") and "\n" not in str(caught.value)
        assert os.listdir(tmp_path / "out") == []


def test_the_dem_is_an_input(tmp_path, heights):
    source = write_source(tmp_path / "rpc.tif", tilted_items())
    dem = write_dem(tmp_path / "dem.tif", heights, DEM_GEOTRANSFORM, 4326)
    job = RpcGridJob(source, FRAME, Destination(dem), elevation=Elevation(dem))
    with pytest.raises(RasterError, match="which is an input"):
        make_rpc_grid(job)


def test_a_vertical_datum_is_told(make, tmp_path, heights):
    source = write_source(tmp_path / "rpc.tif", tilted_items())
    reference = osr.SpatialReference()
    reference.SetFromUserInput("EPSG:4326+5773")
    compound = reference.ExportToWkt()
    dem = write_dem(tmp_path / "dem.tif", heights, DEM_GEOTRANSFORM, compound)
    report, nodes = make(source, elevation=Elevation(dem, offset=50.0))
    (remark,) = report.remarks
    assert "EGM96" in remark and "HEIGHT_OFFSET (50)" in remark
    plain = write_dem(tmp_path / "plain.tif", heights, DEM_GEOTRANSFORM, 4326)
    np.testing.assert_array_equal(nodes, make(source, elevation=Elevation(plain, offset=50.0))[1])


@settings(deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.integers(0, 10),
    st.floats(-0.5, ROWS - 0.5),
    st.floats(-0.5, COLS - 0.5),
    st.floats(-200, 800),
)
def test_there_and_back(seed, row, col, height):
    model = read_rpc(tilted_items(seed))
    longitude, latitude = model.to_ground(
        np.array([row]), np.array([col]), lambda x, y: np.full(x.shape, height)
    )
    again = model.to_pixel(longitude, latitude, height)
    np.testing.assert_allclose(np.ravel(again), [row, col], rtol=0, atol=2e-3)
