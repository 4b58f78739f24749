"""Coordinate operations: given ones, PROJ's choice for an area, and what is told of them.

NAD27 has many ways to WGS 84. That by three shifts of the origin needs no files: within the United
States those of EPSG:1170 to 1173 differ by some metres.
"""

import numpy as np
import pytest
from osgeo import gdal, osr
from small_jobs import read, wkt_of

from gridr_qgis.core.chains.crs_grid_chain import make_crs_grid, transform_of, with_frame
from gridr_qgis.core.chains.crs_grid_remarks import area_remarks, operation_in_force
from gridr_qgis.core.chains.jobs import CrsGridJob, Destination
from gridr_qgis.core.conventions.frame import Frame, frame_of_extent
from gridr_qgis.core.transforms.operations import Operation, reference_of, transformation

NAD27, WGS84 = wkt_of(4267), wkt_of(4326)


def shifted(x, y, z):
    """From NAD27 to WGS 84 by three translations, as QGIS writes it: longitude first."""
    return (
        "+proj=pipeline +step +proj=unitconvert +xy_in=deg +xy_out=rad +step +proj=push +v_3"
        f" +step +proj=cart +ellps=clrk66 +step +proj=helmert +x={x} +y={y} +z={z}"
        " +step +inv +proj=cart +ellps=WGS84 +step +proj=pop +v_3"
        " +step +proj=unitconvert +xy_in=rad +xy_out=deg"
    )


# Mean for the conterminous United States: EPSG's operation 1173.
MEAN, OTHER = shifted(-8, 160, 176), shifted(-8, 159, 175)
URN = "urn:ogc:def:coordinateOperation:EPSG::1173"
SOURCE = Frame(50, 60, (-101.0, 0.01, 0.0, 41.0, 0.0, -0.01), NAD27)
TARGET = frame_of_extent(-100.9, 40.6, -100.5, 40.9, 0.01, 0.01, WGS84)


@pytest.fixture
def job(tmp_path):
    """Return a function that makes a job."""
    (tmp_path / "out").mkdir()
    path = str(tmp_path / "source.tif")
    dataset = gdal.GetDriverByName("GTiff").Create(path, SOURCE.cols, SOURCE.rows, 1)
    dataset.SetGeoTransform(SOURCE.geotransform)
    dataset.SetProjection(SOURCE.crs_wkt)
    dataset = None

    def make(frame=TARGET, **settings):
        destination = Destination(str(tmp_path / "out" / "grid.tif"))
        return CrsGridJob(path, frame, destination, step=1, **settings)

    return make


def positions_by_hand(x, y, z):
    """Source (row, col) by the formulas of geocentric coordinates, in numpy alone."""

    def ellipsoid(a, f):
        return a, f * (2 - f)

    def to_cartesian(longitude, latitude, a, e2):
        n = a / np.sqrt(1 - e2 * np.sin(latitude) ** 2)
        return (
            n * np.cos(latitude) * np.cos(longitude),
            n * np.cos(latitude) * np.sin(longitude),
            n * (1 - e2) * np.sin(latitude),
        )

    wgs84 = ellipsoid(6378137.0, 1 / 298.257223563)
    clarke = ellipsoid(6378206.4, 1 - 6356583.8 / 6378206.4)
    lon, lat = np.radians(TARGET.center_to_map(*np.indices(TARGET.shape)))
    geocentric = np.array(to_cartesian(lon, lat, *wgs84)) - np.array([x, y, z])[:, None, None]
    a, e2 = clarke
    p = np.hypot(geocentric[0], geocentric[1])
    latitude = np.arctan2(geocentric[2], p * (1 - e2))
    for _ in range(20):
        n = a / np.sqrt(1 - e2 * np.sin(latitude) ** 2)
        latitude = np.arctan2(geocentric[2] + e2 * n * np.sin(latitude), p)
    longitude = np.arctan2(geocentric[1], geocentric[0])
    return SOURCE.map_to_center(np.degrees(longitude), np.degrees(latitude))


@pytest.mark.parametrize(
    ("definition", "shift"),
    [(MEAN, (-8, 160, 176)), (OTHER, (-8, 159, 175)), (URN, (-8, 160, 176))],
)
def test_an_operation_is_used(job, definition, shift):
    """PROJ strings have longitudes first; EPSG's own operations have latitudes first."""
    made = job(operation=Operation(definition))
    make_crs_grid(made)
    expected = positions_by_hand(*shift)
    # A height is neither kept nor changed: what is left of it is below a thousandth of a pixel.
    np.testing.assert_allclose(read(made.output.path), expected, rtol=0, atol=1e-5)


def test_operations_differ_as_their_shifts_do(job):
    one, other = (np.array(positions_by_hand(*s)) for s in ((-8, 160, 176), (-8, 159, 175)))
    assert 1e-4 < np.abs(one - other).max() < 1e-2
    # A reversed one leads back.
    source, target = reference_of(NAD27), reference_of(WGS84)
    there = transformation(source, target, Operation(MEAN))
    for back in (Operation(MEAN).reversed(), Operation(URN, True)):
        x, y, _ = transformation(target, source, back).TransformPoint(
            *there.TransformPoint(-100.0, 40.0)[:2]
        )
        assert (x, y) == pytest.approx((-100.0, 40.0), abs=1e-7)


def test_proj_chooses_for_the_area_of_the_target(job):
    """In Canada and in Cuba it takes other ones; each is osr's own choice for that area."""
    for west, south in ((-101, 40), (-115, 55), (-80, 21)):
        source = Frame(50, 60, (west, 0.01, 0.0, south + 0.5, 0.0, -0.01), NAD27)
        frame = frame_of_extent(west, south, west + 0.5, south + 0.4, 0.01, 0.01, WGS84)
        options = osr.CoordinateTransformationOptions()
        options.SetAreaOfInterest(west, south, west + 0.5, south + 0.4)
        made = osr.CoordinateTransformation(reference_of(WGS84), reference_of(NAD27), options)
        x, y = frame.center_to_map(*np.indices(frame.shape))
        points = np.array(made.TransformPoints(np.column_stack((x.ravel(), y.ravel()))))
        expected = source.map_to_center(*(points[:, axis].reshape(x.shape) for axis in (0, 1)))
        transform = transform_of(job(frame), source)()
        np.testing.assert_allclose(transform(x, y), expected, rtol=0, atol=1e-9)


def test_the_operation_in_force_is_found(job):
    operations = [Operation("+proj=nonsense"), Operation(OTHER), Operation(MEAN)]
    for operation, number in ((MEAN, 2), (OTHER, 1), (URN, 2), (shifted(0, 0, 0), None)):
        made = job(operation=Operation(operation))
        assert operation_in_force(made, SOURCE, operations) == number
    nowhere = frame_of_extent(0, 95, 1, 96, 0.1, 0.1, WGS84)
    assert operation_in_force(job(nowhere), SOURCE, operations) is None


@pytest.mark.parametrize("exceptions", [False, True])
def test_an_operation_that_cannot_be_used_is_told(job, tmp_path, exceptions):
    before = osr.GetUseExceptions()
    for definition in ("nonsense", "+proj=hgridshift +grids=no_such_file.gsb", "+proj=zzz"):
        (osr.UseExceptions if exceptions else osr.DontUseExceptions)()
        try:
            with pytest.raises(
                ValueError, match=r"OPERATION is .*, which cannot be used:"
            ) as caught:
                make_crs_grid(job(operation=Operation(definition)))
        finally:
            (osr.UseExceptions if before else osr.DontUseExceptions)()
        text = str(caught.value)
        assert definition in text and text.endswith(".") and "\n" not in text
    assert list((tmp_path / "out").iterdir()) == []


def test_an_operation_counts_between_equal_systems_too(job):
    """Such as a shift of a raster that is in the wrong place."""
    frame = Frame(10, 10, SOURCE.geotransform, NAD27)
    move = "+proj=affine +xoff=0.02 +yoff=0.01"
    made = job(frame, operation=Operation(move))
    make_crs_grid(made)
    row, col = np.indices((10, 10))
    np.testing.assert_allclose(read(made.output.path), (row + 1, col - 2), atol=1e-9)


def test_frames_outside_of_the_area_of_use_are_told(job):
    utm = wkt_of(32631)
    source = frame_of_extent(2e5, 4e6, 8e5, 5e6, 1e4, 1e4, utm)
    assert area_remarks(source, frame_of_extent(1, 40, 5, 44, 0.1, 0.1, WGS84)) == []
    (remark,) = area_remarks(source, frame_of_extent(20, 40, 24, 44, 0.1, 0.1, WGS84))
    assert remark == (
        "The output lies outside the area of use of INPUT's reference system (longitudes 0 to 6,"
        " latitudes 0 to 84); positions there may be less accurate."
    )
    (remark,) = area_remarks(source, frame_of_extent(3, 40, 9, 44, 0.1, 0.1, WGS84))
    assert remark.startswith("About 48 % of the output lies outside the area of use of INPUT's")
    both = area_remarks(source, frame_of_extent(2e5, 9.4e6, 8e5, 9.6e6, 1e4, 1e4, utm))
    assert len(both) == 2 and "the output's reference system" in both[1]


def test_a_job_gets_its_frame(job):
    made, source = with_frame(job(None, crs_wkt=WGS84))
    assert source.shape == SOURCE.shape and made.frame.crs_wkt == WGS84
    assert made.frame.geotransform[0] == pytest.approx(-101, abs=0.01)
