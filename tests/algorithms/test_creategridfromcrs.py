"""``gridr:creategridfromcrs`` through the registry, against PROJ's own transformations."""

import math
import re

import numpy as np
import pytest
from osgeo import gdal, osr
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransformContext,
    QgsProcessingException,
    QgsProject,
)
from running import Feedback
from tiny_rasters import (
    EPSG,
    NORTH,
    NORTH_UP,
    SIZE,
    WEST,
    identity_grid,
    read_raster,
)

CREATE = "gridr:creategridfromcrs"
RESAMPLE = "gridr:gridresampling"


def exact(frame, shape, target, source=NORTH_UP):
    """Return the source (row, col) of the centres of a north-up frame in another system."""
    there, back = osr.SpatialReference(), osr.SpatialReference()
    there.ImportFromEPSG(target)
    back.ImportFromEPSG(EPSG)
    for reference in (there, back):
        reference.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
    transformation = osr.CoordinateTransformation(there, back)
    row, col = np.mgrid[: shape[0], : shape[1]] + 0.5
    points = np.column_stack(
        [(frame[0] + col * frame[1]).ravel(), (frame[3] + row * frame[5]).ravel()]
    )
    x, y = np.array(transformation.TransformPoints(points))[:, :2].T
    return (
        ((y - source[3]) / source[5] - 0.5).reshape(shape),
        ((x - source[0]) / source[1] - 0.5).reshape(shape),
    )


def set_projection(path, text):
    """Give a raster a reference system that has no code."""
    reference = osr.SpatialReference()
    reference.ImportFromProj4(text)
    dataset = gdal.Open(path, gdal.GA_Update)
    dataset.SetProjection(reference.ExportToWkt())
    dataset = None


def test_the_same_system_and_frame_is_the_identity(run, blank, out):
    source = blank(6, 8)
    results = run(CREATE, INPUT=source, REFERENCE=source, STEP=1, OUTPUT=out())
    made = read_raster(out())
    assert made.values.dtype == np.float64
    assert np.array_equal(made.values, identity_grid(6, 8))
    assert made.geotransform == NORTH_UP
    assert made.epsg == EPSG
    assert all(math.isnan(value) for value in made.nodata)
    assert made.descriptions == ["source row", "source col"]
    assert results == {
        "OUTPUT": out(),
        "STEP_USED": 1,
        "INVALID_COUNT": 0,
        "MAXIMUM_ERROR": 0.0,
        "RMS_ERROR": 0.0,
    }


def test_nodes_are_every_step_th_centre_of_a_reference(run, blank, out):
    """A reference of 20 m cells one cell in, over 10 m: rows from 2.5 on, 2 * 3 rows a node."""
    reference = blank(7, 10, geotransform=(WEST + 20, 20.0, 0.0, NORTH - 20, 0.0, -20.0))
    run(CREATE, INPUT=blank(30, 30), REFERENCE=reference, STEP=3, OUTPUT=out())
    made = read_raster(out())
    assert made.values[0].tolist() == [[2.5 + 6 * i] * 4 for i in range(3)]
    assert made.values[1].tolist() == [[2.5 + 6 * j for j in range(4)]] * 3
    # The first pixel centre stays at (30, -30) from the corner; pixels are 60 m now.
    assert made.geotransform == (WEST, 60.0, 0.0, NORTH, 0.0, -60.0)


@pytest.mark.parametrize("step", [1, 4])
def test_nodes_in_another_system_are_exact(run, blank, out, step):
    frame = (3.0, 0.0001, 0.0, 45.15, 0.0, -0.0001)
    run(
        CREATE,
        INPUT=blank(30, 30),
        EXTENT="3.0,3.0033,45.1479,45.15 [EPSG:4326]",
        CELL_SIZE=0.0001,
        STEP=step,
        OUTPUT=out(),
    )
    made = read_raster(out())
    row, col = exact(frame, (21, 33), 4326)
    assert made.epsg == 4326
    np.testing.assert_allclose(made.values[0], row[::step, ::step], rtol=0, atol=1e-7)
    np.testing.assert_allclose(made.values[1], col[::step, ::step], rtol=0, atol=1e-7)


def test_an_extent_is_brought_to_the_target(run, blank, out):
    """Given in metres, the frame is in degrees all the same."""
    run(
        CREATE,
        INPUT=blank(30, 30),
        TARGET_CRS="EPSG:4326",
        EXTENT=f"{WEST},{WEST + 300},{NORTH - 300},{NORTH} [EPSG:{EPSG}]",
        CELL_SIZE=0.0001,
        STEP=1,
        OUTPUT=out(),
    )
    made = read_raster(out())
    assert made.epsg == 4326
    assert 2.99 < made.geotransform[0] < 3.01
    assert made.geotransform[1] == 0.0001


def test_the_step_keeps_the_maximum_error(run, blank, out):
    source, frame = blank(200, 200, geotransform=(WEST, 500.0, 0.0, NORTH, 0.0, -500.0)), {}
    for error in (0.1, 0.001):
        results = run(CREATE, INPUT=source, TARGET_CRS="EPSG:4326", MAX_ERROR=error, OUTPUT=out())
        frame[error] = results
        assert results["MAXIMUM_ERROR"] <= error
        assert results["RMS_ERROR"] <= results["MAXIMUM_ERROR"]
        assert math.log2(results["STEP_USED"]) % 1 == 0
    assert frame[0.001]["STEP_USED"] < frame[0.1]["STEP_USED"]
    # The next step is too coarse, or it would have been taken.
    results = run(
        CREATE,
        INPUT=source,
        TARGET_CRS="EPSG:4326",
        STEP=2 * frame[0.001]["STEP_USED"],
        OUTPUT=out(),
    )
    assert results["MAXIMUM_ERROR"] > 0.001


def test_the_measured_error_is_that_of_the_grid(run, blank, out):
    """Worked out here: halfway between the nodes of the coarse grid against the exact position."""
    results = run(
        CREATE,
        INPUT=blank(100, 100, geotransform=(WEST, 500.0, 0.0, NORTH, 0.0, -500.0)),
        EXTENT="3.0,3.41,44.75,45.16 [EPSG:4326]",
        CELL_SIZE=0.01,
        STEP=8,
        OUTPUT=out(),
    )
    nodes = read_raster(out()).values
    frame = (3.0, 0.01, 0.0, 45.16, 0.0, -0.01)
    row, col = exact(frame, (41, 41), 4326, (WEST, 500.0, 0.0, NORTH, 0.0, -500.0))
    across = (nodes[:, :, 1:] + nodes[:, :, :-1]) / 2
    down = (nodes[:, 1:] + nodes[:, :-1]) / 2
    middles = (across[:, 1:] + across[:, :-1]) / 2
    distance = np.concatenate([
        np.hypot(found[0] - row[at], found[1] - col[at]).ravel()
        for found, at in (
            (middles, np.s_[4::8, 4::8]),
            (across, np.s_[::8, 4::8]),
            (down, np.s_[4::8, ::8]),
        )
    ])  # fmt: skip
    assert results["MAXIMUM_ERROR"] == pytest.approx(distance.max(), rel=1e-5)
    assert results["RMS_ERROR"] == pytest.approx(math.sqrt((distance**2).mean()), rel=1e-5)


@pytest.mark.parametrize(
    ("rows", "cols", "step"),
    [(21, 33, 4), (21, 33, 5), (20, 30, 7), (5, 6, 16), (1, 9, 4), (9, 1, 4), (1, 1, 2)],
)
def test_the_chain_covers_the_frame_exactly(run, blank, raster, out, rows, cols, step):
    """Whatever the step: the resampled raster has the reference's pixels, no more and no fewer."""
    west, north = WEST + 55, NORTH - 55
    reference = blank(rows, cols, geotransform=(west, SIZE, 0.0, north, 0.0, -SIZE))
    source = raster(10.0 * np.arange(60)[:, None] + np.arange(70)[None, :])
    run(CREATE, INPUT=source, REFERENCE=reference, STEP=step, OUTPUT=out("grid.tif"))
    run(
        RESAMPLE,
        INPUT=source,
        GRID=out("grid.tif"),
        INTERPOLATION="linear",
        OUTPUT=out(),
    )
    made = read_raster(out())
    assert made.values.shape == (1, rows, cols)
    np.testing.assert_allclose(
        made.geotransform, read_raster(reference).geotransform, rtol=1e-14, atol=1e-9
    )
    row, col = np.mgrid[:rows, :cols]
    np.testing.assert_allclose(made.band, 10 * (row + 5.5) + col + 5.5, rtol=0, atol=1e-9)


def test_what_gdal_suggests_covers_the_input(run, raster, out):
    """Every input pixel finds its place: the frame is no smaller than the input."""
    source = raster(np.arange(600.0).reshape(20, 30))
    run(CREATE, INPUT=source, TARGET_CRS="EPSG:3857", STEP=1, OUTPUT=out("grid.tif"))
    grid = read_raster(out("grid.tif"))
    assert grid.epsg == 3857
    run(RESAMPLE, INPUT=source, GRID=out("grid.tif"), INTERPOLATION="nearest", OUTPUT=out())
    taken = set(read_raster(out()).band.ravel().tolist())
    assert len(taken & set(range(600))) > 0.9 * 600
    assert grid.values[0].min() < 0.5
    assert grid.values[0].max() > 18.5


def test_a_rotated_input(run, blank, out):
    """Turned by a quarter: rows count eastwards, columns northwards."""
    source = blank(30, 30, geotransform=(WEST, 0.0, SIZE, NORTH - 300, SIZE, 0.0))
    run(CREATE, INPUT=source, REFERENCE=blank(30, 30), STEP=1, OUTPUT=out())
    row, col = identity_grid(30, 30)
    made = read_raster(out()).values
    np.testing.assert_allclose(made[0], col, rtol=0, atol=1e-9)
    np.testing.assert_allclose(made[1], 29 - row, rtol=0, atol=1e-9)


def test_a_rotated_reference(run, blank, out):
    source, turned = blank(30, 30), (WEST, 0.0, SIZE, NORTH - 300, SIZE, 0.0)
    run(CREATE, INPUT=source, REFERENCE=blank(21, 21, geotransform=turned), STEP=4, OUTPUT=out())
    made = read_raster(out())
    row, col = identity_grid(6, 6, step=4)
    np.testing.assert_allclose(made.values[0], 29 - col, rtol=0, atol=1e-9)
    np.testing.assert_allclose(made.values[1], row, rtol=0, atol=1e-9)
    # Pixels of 40 m about the same first centre.
    expected = (WEST - 15, 0.0, 40.0, NORTH - 300 - 15, 40.0, 0.0)
    np.testing.assert_allclose(made.geotransform, expected, rtol=1e-14)


def test_nodes_beyond_the_projection_are_nodata_and_told(run, blank, out):
    """A world in degrees over an orthographic view: the far side does not exist."""
    feedback = Feedback()
    source = blank(20, 20, geotransform=(-6.4e6, 6.4e5, 0, 6.4e6, 0, -6.4e5))
    set_projection(source, "+proj=ortho +lat_0=0 +lon_0=0 +R=6371000")
    results = run(
        CREATE,
        feedback,
        INPUT=source,
        EXTENT="-180,180,-90,90 [EPSG:4326]",
        CELL_SIZE=10,
        STEP=1,
        OUTPUT=out(),
    )
    row, col = read_raster(out()).values
    longitude, latitude = np.meshgrid(np.arange(-175, 180, 10), np.arange(85, -90, -10))
    seen = np.cos(np.radians(longitude)) * np.cos(np.radians(latitude)) > 0
    assert np.array_equal(np.isfinite(row), seen)
    assert np.array_equal(np.isnan(row), np.isnan(col))
    assert results["INVALID_COUNT"] == np.count_nonzero(~seen)
    assert any("cannot be transformed" in text for text in feedback.warnings)


def test_nodes_that_do_not_come_back_are_nodata(run, blank, out):
    """Beyond the outline of the sinusoidal world PROJ answers with places on its other side."""
    radius = 6371007.181
    cell = 5e5
    reference = blank(40, 80, geotransform=(-40 * cell, cell, 0, 20 * cell, 0, -cell))
    set_projection(reference, f"+proj=sinu +R={radius}")
    world = blank(180, 360, geotransform=(-180, 1, 0, 90, 0, -1))
    set_projection(world, f"+proj=longlat +R={radius}")
    run(CREATE, INPUT=world, REFERENCE=reference, STEP=1, OUTPUT=out())
    row, col = read_raster(out()).values
    x, y = np.meshgrid(cell * (np.arange(80) - 39.5), -cell * (np.arange(40) - 19.5))
    latitude = y / radius
    longitude = np.degrees(x / (radius * np.cos(latitude)))
    inside = (np.abs(longitude) <= 180) & (np.abs(latitude) <= np.pi / 2)
    assert 0.4 < inside.mean() < 0.7
    assert np.array_equal(np.isfinite(row), inside)
    np.testing.assert_allclose(col[inside], longitude[inside] + 179.5, rtol=0, atol=1e-6)
    np.testing.assert_allclose(row[inside], 89.5 - np.degrees(latitude)[inside], atol=1e-6)


def test_the_grid_tells_how_it_was_made(run, blank, out):
    run(CREATE, INPUT=blank(9, 9), REFERENCE=blank(9, 9), STEP=4, OUTPUT=out())
    told = read_raster(out()).metadata
    assert told["GRIDR_ALGORITHM"] == CREATE
    assert told["GRIDR_CONVENTION"] == "pixel-center"
    assert (told["GRIDR_STEP_ROWS"], told["GRIDR_STEP_COLS"]) == ("4", "4")
    assert (told["GRIDR_TARGET_ROWS"], told["GRIDR_TARGET_COLS"]) == ("9", "9")


def test_a_resolution_of_the_users_own_is_not_cropped(run, blank, out):
    """What the grid remembers of its frame counts for its own step only."""
    frame = blank(9, 9)
    run(CREATE, INPUT=frame, REFERENCE=frame, STEP=4, OUTPUT=out("grid.tif"))
    for rows, cols, shape in ((4, 4, (9, 9)), (5, 5, (11, 11)), (5, 4, (11, 9))):
        results = run(
            RESAMPLE,
            INPUT=frame,
            GRID=out("grid.tif"),
            GRID_RESOLUTION_ROWS=rows,
            GRID_RESOLUTION_COLS=cols,
            OUTPUT=out(),
        )
        assert (results["HEIGHT"], results["WIDTH"]) == shape


@pytest.mark.parametrize(
    "crs",
    [
        "EPSG:4979",
        "PROJ:+proj=ob_tran +o_proj=longlat +o_lon_p=0 +o_lat_p=39.25 +lon_0=18 +type=crs",
    ],
)
def test_systems_that_wkt1_cannot_express(run, blank, out, crs):
    results = run(CREATE, INPUT=blank(9, 9), TARGET_CRS=crs, STEP=2, OUTPUT=out())
    assert results["INVALID_COUNT"] == 0
    assert np.isfinite(read_raster(out()).values).all()


# --- coordinate operations ------------------------------------------------------------------

# From NAD27 to WGS 84 by translations, as QGIS writes them: EPSG's operation 1173, and one of no
# authority.
MEAN, OWN = (
    "+proj=pipeline +step +proj=unitconvert +xy_in=deg +xy_out=rad +step +proj=push +v_3"
    f" +step +proj=cart +ellps=clrk66 +step +proj=helmert +x=-8 +y={y} +z=176"
    " +step +inv +proj=cart +ellps=WGS84 +step +proj=pop +v_3"
    " +step +proj=unitconvert +xy_in=rad +xy_out=deg"
    for y in (160, 260)
)
NAD27 = {"geotransform": (-101.0, 0.01, 0.0, 41.0, 0.0, -0.01), "epsg": 4267}
OVER_NAD27 = {"EXTENT": "-101,-100.5,40.5,41 [EPSG:4326]", "CELL_SIZE": 0.01, "STEP": 1}


def told_of(feedback):
    (text,) = [text for text in feedback.infos if text.startswith("Coordinate operation")]
    return text


def test_an_operation_of_the_users_own(run, blank, out):
    source, nodes = blank(50, 50, **NAD27), {}
    for name, told in ((MEAN, "NAD27 to WGS 84 (4), accuracy 10 m"), (OWN, OWN)):
        feedback = Feedback()
        run(CREATE, feedback, INPUT=source, **OVER_NAD27, OPERATION=name, OUTPUT=out())
        nodes[name] = read_raster(out()).values
        assert told_of(feedback).startswith("Coordinate operation (given): ")
        assert told in told_of(feedback)
    # At 101 degrees west a hundred metres along the y of the globe's middle are 19 to the west,
    # of which a pixel has 843; going back they lead to the east.
    moved = nodes[OWN][1] - nodes[MEAN][1]
    assert moved.mean() == pytest.approx(-100 * math.cos(math.radians(-100.75)) / 843, rel=0.02)


def test_the_projects_operation_counts(run, blank, out):
    """Set in either direction; without any it is PROJ's choice, as osr makes it for the area."""
    source, made = blank(50, 50, **NAD27), {}
    nad27, wgs84 = (QgsCoordinateReferenceSystem(f"EPSG:{code}") for code in (4267, 4326))
    project = QgsProject.instance()
    try:
        for name, pair in (("none", None), ("there", (nad27, wgs84)), ("back", (wgs84, nad27))):
            context = QgsCoordinateTransformContext()
            if pair is not None:
                context.addCoordinateOperation(*pair, OWN, False)
            project.setTransformContext(context)
            feedback = Feedback()
            run(CREATE, feedback, INPUT=source, **OVER_NAD27, OUTPUT=out())
            made[name] = read_raster(out()).values
            if pair is None:
                assert "(PROJ's choice for the area of the output): NAD27 to" in told_of(feedback)
                assert re.search(r"accuracy \d+ m\.$", told_of(feedback))
            else:
                assert "(of the project's settings): " in told_of(feedback)
    finally:
        project.setTransformContext(QgsCoordinateTransformContext())
    run(CREATE, INPUT=source, **OVER_NAD27, OPERATION=OWN, OUTPUT=out())
    assert np.array_equal(made["there"], read_raster(out()).values)
    assert not np.allclose(made["there"], made["none"], atol=1e-3)
    # That from WGS 84 to NAD27 is reversed.
    assert not np.allclose(made["back"], made["there"], atol=1e-3)


def test_equal_systems_have_no_operation_to_tell(run, blank, out):
    feedback = Feedback()
    run(CREATE, feedback, INPUT=blank(9, 9), REFERENCE=blank(9, 9), OUTPUT=out())
    assert not [text for text in feedback.infos if "operation" in text]
    assert feedback.warnings == []


def test_an_output_outside_of_the_area_of_use_is_told(run, blank, out):
    feedback = Feedback()
    extent = "19,19.1,45,45.1 [EPSG:4326]"
    run(CREATE, feedback, INPUT=blank(9, 9), EXTENT=extent, CELL_SIZE=0.01, OUTPUT=out())
    assert any(
        "lies outside the area of use of INPUT's reference system" in text
        for text in feedback.warnings
    )


# --- longitudes -----------------------------------------------------------------------------


def test_a_world_of_0_to_360_in_one_of_180(run, raster, out, resample):
    values = np.arange(72.0 * 36).reshape(36, 72)
    source = raster(values, geotransform=(0.0, 5.0, 0.0, 90.0, 0.0, -5.0), epsg=4326)
    frame = {"EXTENT": "-180,180,-90,90 [EPSG:4326]", "CELL_SIZE": 5}
    results = run(CREATE, INPUT=source, **frame, OUTPUT=out("grid.tif"))
    assert results["STEP_USED"] == 1 and results["INVALID_COUNT"] == 0
    made, validity, _ = resample(source, out("grid.tif"), INTERPOLATION="nearest")
    assert np.array_equal(made.band, np.roll(values, 36, axis=1)) and validity.all()
    feedback = Feedback()
    results = run(CREATE, feedback, INPUT=source, **frame, STEP=8, OUTPUT=out("grid.tif"))
    assert results["INVALID_COUNT"] > 0
    assert any("longitudes begin anew" in text for text in feedback.warnings)


def test_a_suggested_frame_goes_on_beyond_180(run, blank, out):
    """UTM zone 60 ends at 180 degrees; the input goes on."""
    source = blank(30, 30, geotransform=(700000, 10000, 0, 1000000, 0, -10000), epsg=32660)
    run(CREATE, INPUT=source, TARGET_CRS="EPSG:4326", STEP=1, OUTPUT=out())
    made = read_raster(out())
    west, width = made.geotransform[:2]
    assert west < -180 < west + width * made.values.shape[2] < -170
    assert np.isfinite(made.values).all()
    with pytest.raises(QgsProcessingException, match="INPUT lies on both ends of the map"):
        run(CREATE, INPUT=source, TARGET_CRS="EPSG:3857", STEP=1, OUTPUT=out())
