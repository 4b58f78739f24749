"""Affine transforms of images: by hand, by matrices, by what resampling shows."""

import math
import pickle

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from osgeo import gdal
from small_jobs import GEOTRANSFORM, UTM, read, wkt_of, write

from gridr_qgis.core.chains.affine_grid_chain import make_affine_grid
from gridr_qgis.core.chains.jobs import AffineGridJob, Destination, GridBands, ResamplingJob
from gridr_qgis.core.chains.resampling_chain import resample_raster
from gridr_qgis.core.conventions.frame import Frame, frame_of_extent
from gridr_qgis.core.transforms.affine import (
    STEPS,
    Affine,
    AffineToSource,
    Movement,
    read_order,
    whole_frame,
)

numbers = st.floats(-100, 100, allow_subnormal=False)
affines = st.builds(Affine, *[numbers] * 6)
IMAGE = Frame(40, 60, GEOTRANSFORM, UTM)
BARE = Frame(40, 60)


def matrix(affine):
    return np.array(
        [[affine.a, affine.b, affine.c], [affine.d, affine.e, affine.f], [0.0, 0.0, 1.0]]
    )


# --- the plane ------------------------------------------------------------------------------


@given(affines, affines)
def test_one_after_the_other_is_the_product_of_their_matrices(second, first):
    np.testing.assert_allclose(
        matrix(second.after(first)), matrix(second) @ matrix(first), rtol=1e-12, atol=1e-9
    )


@given(affines)
def test_the_inverse_takes_back(affine):
    if not affine.is_invertible or np.linalg.cond(matrix(affine)) > 1e6:
        return
    for both in (affine.after(affine.inverse()), affine.inverse().after(affine)):
        np.testing.assert_allclose(matrix(both), np.eye(3), atol=1e-7)


@given(affines, numbers, numbers)
def test_points_go_where_the_matrix_sends_them(affine, x, y):
    expected = matrix(affine) @ (x, y, 1.0)
    np.testing.assert_allclose(affine(x, y), expected[:2], rtol=1e-12, atol=1e-9)


@pytest.mark.parametrize(
    "affine", [Affine.scale(0, 1), Affine(1, 2, 0, 2, 4, 0), Affine.shear(45, 45), Affine(math.inf)]
)
def test_what_makes_a_line_has_no_inverse(affine):
    assert not affine.is_invertible
    with pytest.raises(ValueError, match="has no inverse"):
        affine.inverse()


@pytest.mark.parametrize("quarters", range(-5, 6))
def test_quarter_turns_are_exact(quarters):
    turned = Affine.rotation(90 * quarters)
    expected = np.linalg.matrix_power(np.array([[0, -1], [1, 0]]), quarters % 4)
    np.testing.assert_array_equal(matrix(turned)[:2, :2], expected)


# --- movements ------------------------------------------------------------------------------


def by_matrices(movement, frame):
    """The same by numpy's products, from the definitions."""
    x, y = movement.center or frame.center_to_map((frame.rows - 1) / 2, (frame.cols - 1) / 2)
    shift = np.array(movement.shift)
    if movement.units == "pixels":
        _, a, b, _, c, d = frame.effective_geotransform
        shift = np.array([[a, b], [c, d]]) @ shift
    angle = math.radians(movement.rotation)
    lean = np.tan(np.radians(movement.shear))
    about, back = np.eye(3), np.eye(3)
    about[:2, 2], back[:2, 2] = (x, y), (-x, -y)
    parts = {name: np.eye(3) for name in STEPS}
    parts["scale"][:2, :2] = np.diag(movement.scale)
    parts["shear"][:2, :2] = [[1, lean[0]], [lean[1], 1]]
    parts["rotate"][:2, :2] = [
        [math.cos(angle), -math.sin(angle)],
        [math.sin(angle), math.cos(angle)],
    ]
    parts["shift"][:2, 2] = shift
    whole = np.eye(3)
    for step in movement.order:
        about_center = parts[step] if step == "shift" else about @ parts[step] @ back
        whole = about_center @ whole
    return whole


factors = st.floats(0.1, 4) | st.floats(-4, -0.1)
angles = st.floats(-40, 40)
movements = st.builds(
    Movement,
    shift=st.tuples(numbers, numbers),
    units=st.sampled_from(["pixels", "map"]),
    rotation=st.floats(-400, 400),
    scale=st.tuples(factors, factors),
    shear=st.tuples(angles, angles),
    order=st.permutations(STEPS).map(tuple),
    center=st.none() | st.tuples(numbers, numbers),
)


@settings(max_examples=200)
@given(movements, st.sampled_from([BARE, Frame(20, 30, (5.0, 2.0, 0.5, 9.0, 0.25, -3.0))]))
def test_any_order_is_the_product_of_matrices(movement, frame):
    made = matrix(movement.affine(frame))
    np.testing.assert_allclose(made, by_matrices(movement, frame), rtol=1e-9, atol=1e-8)


@settings(max_examples=100)
@given(movements)
def test_positions_are_those_of_the_inverse_matrix(movement):
    frame = Frame(20, 30, (5.0, 2.0, 0.5, 9.0, 0.25, -3.0))
    to_map = np.array([[2.0, 0.5, 5.0], [0.25, -3.0, 9.0], [0, 0, 1]])
    x, y = np.array([0.0, 13.0, -4.0]), np.array([1.0, -7.5, 20.0])
    back = np.linalg.inv(by_matrices(movement, frame) @ to_map)
    col, row, _ = back @ np.stack((x, y, np.ones(3)))
    transform = AffineToSource(frame, movement.affine(frame))
    np.testing.assert_allclose(transform(x, y), (row - 0.5, col - 0.5), rtol=1e-7, atol=1e-6)


@settings(max_examples=50)
@given(movements)
def test_positions_are_those_of_gdal_for_a_moved_geotransform(movement):
    """The image as it would be georeferenced after the movement."""
    frame = Frame(20, 30, (5.0, 2.0, 0.5, 9.0, 0.25, -3.0))
    moved = movement.affine(frame).after(Affine.of_frame(frame))
    back = gdal.InvGeoTransform((moved.c, moved.a, moved.b, moved.f, moved.d, moved.e))
    x, y = np.array([0.0, 13.0, -4.0]), np.array([1.0, -7.5, 20.0])
    col, row = np.transpose([gdal.ApplyGeoTransform(back, *point) for point in zip(x, y)])
    transform = AffineToSource(frame, movement.affine(frame))
    np.testing.assert_allclose(transform(x, y), (row - 0.5, col - 0.5), rtol=1e-7, atol=1e-6)


def position(movement, frame=BARE, row=0.0, col=0.0):
    return [
        float(each)
        for each in AffineToSource(frame, movement.affine(frame))(*frame.center_to_map(row, col))
    ]


@pytest.mark.parametrize("frame", [IMAGE, BARE])
def test_by_hand(frame):
    """What lies at (row, col) of the moved image came from there; the middle is (19.5, 29.5)."""
    assert position(Movement(), frame, 3, 4) == [3, 4]
    # Moved two columns to the right and one row down.
    assert position(Movement((2, 1)), frame, 5, 5) == [4, 3]
    size = 10 if frame is IMAGE else 1
    # In map units up is positive.
    assert position(Movement((2 * size, size), "map"), frame, 5, 5) == [6, 3]
    # A quarter turn counter-clockwise: what was on the right is on top.
    assert position(Movement(rotation=90), frame, 19.5 - 10, 29.5) == [19.5, 39.5]
    # Twice as wide: 10 columns from the middle were 5.
    assert position(Movement(scale=(2, 1)), frame, 0, 39.5) == [0, 34.5]
    # The top leans to the right: 10 rows up are shifted by 10 columns.
    np.testing.assert_allclose(
        position(Movement(shear=(45, 0)), frame, 9.5, 39.5), [9.5, 29.5], atol=1e-9
    )
    # The right side rises.
    np.testing.assert_allclose(
        position(Movement(shear=(0, 45)), frame, 9.5, 39.5), [19.5, 39.5], atol=1e-9
    )


def test_the_order_matters_and_the_centre_stays():
    turn_last = Movement((10, 0), rotation=90, order=("shift", "scale", "shear", "rotate"))
    turn_first = Movement((10, 0), rotation=90)
    # The middle goes 10 columns to the right, and then around to 10 rows above.
    assert position(turn_last, BARE, 9.5, 29.5) == [19.5, 29.5]
    assert position(turn_first, BARE, 19.5, 39.5) == [19.5, 29.5]
    about = Movement(rotation=180, center=(0.5, -0.5))
    assert position(about, BARE, 0, 0) == [0, 0]
    assert position(about, BARE, -2, -3) == [2, 3]


@pytest.mark.parametrize(
    ("movement", "words"),
    [
        (Movement(scale=(0, 1)), "SCALE_X and SCALE_Y are 0 and 1"),
        (Movement(shear=(90, 0)), "SHEAR_X and SHEAR_Y are 90 and 0; both must be"),
        (Movement(shear=(60, 30)), "SHEAR_X and SHEAR_Y are 60 and 30, which makes"),
        (Movement(rotation=math.nan), "ROTATION must be"),
        (Movement((math.inf, 0)), "SHIFT_X and SHIFT_Y must be"),
        (Movement(center=(math.nan, 0)), "CENTER must be"),
        (Movement(order=("scale", "shear", "rotate")), "ORDER is scale,shear,rotate; it must name"),
        (Movement(order=read_order("turn")), "ORDER is turn; it must name"),
        (Movement(units="miles"), "UNITS is miles; it must be one of pixels, map"),
    ],
)
def test_what_cannot_be_done_is_told(movement, words):
    with pytest.raises(ValueError, match=words) as caught:
        movement.affine(BARE)
    assert str(caught.value).endswith(".") and str(caught.value).count(". ") == 0


def test_orders_are_read_generously():
    expected = ("scale", "shear", "rotate", "shift")
    for text in ("scale,shear,rotate,shift", " Scale, SHEAR ;rotate shift,"):
        assert read_order(text) == expected


@settings(max_examples=100)
@given(movements)
def test_the_whole_frame_holds_the_image_and_no_more(movement):
    affine = movement.affine(IMAGE)
    whole = whole_frame(IMAGE, affine)
    corners = IMAGE.center_to_map(
        np.array([-0.5, -0.5, 39.5, 39.5]), np.array([-0.5, 59.5, -0.5, 59.5])
    )
    row, col = whole.map_to_center(*affine(*corners))
    assert row.min() > -0.501 and row.max() < whole.rows - 0.499
    assert col.min() > -0.501 and col.max() < whole.cols - 0.499
    assert row.min() < 0.501 and row.max() > whole.rows - 1.501
    assert col.min() < 0.501 and col.max() > whole.cols - 1.501
    # Its cells are the image's.
    own = np.array(IMAGE.map_to_center(*whole.center_to_map(0, 0)))
    np.testing.assert_allclose(own, np.rint(own), atol=1e-6)


def test_the_whole_frame_of_an_image_that_stays_is_its_own():
    assert whole_frame(IMAGE, Affine()) is IMAGE
    assert whole_frame(BARE, Affine()) is BARE
    quarter = whole_frame(BARE, Movement(rotation=90).affine(BARE))
    assert quarter.shape == (60, 40) and quarter.geotransform[:2] == (10.0, 1.0)


# --- grids ----------------------------------------------------------------------------------


def resampled(folder, source, movement, **settings):
    """Make the grid of a movement and resample through it."""
    report = make_affine_grid(
        AffineGridJob(source, settings.pop("frame", None), Destination(str(folder / "grid.tif")),
                      movement=movement, **settings)
    )  # fmt: skip
    resample_raster(
        ResamplingJob(
            source, GridBands(str(folder / "grid.tif")), Destination(str(folder / "out.tif")),
            interpolator="linear", nodata=0,
        )
    )  # fmt: skip
    return report, read(folder / "out.tif")


@pytest.fixture
def image(tmp_path):
    values = np.random.default_rng(2).integers(1, 60000, IMAGE.shape).astype(np.uint16)
    return write(tmp_path / "image.tif", values), values


def test_images_move_as_numpy_moves_them(tmp_path, image):
    path, values = image
    _, moved = resampled(tmp_path, path, Movement((3, 2)))
    np.testing.assert_array_equal(moved[2:, 3:], values[:-2, :-3])
    assert not moved[:2].any() and not moved[:, :3].any()
    report, turned = resampled(tmp_path, path, Movement(rotation=90), extent="whole")
    np.testing.assert_array_equal(turned, np.rot90(values))
    assert report.step == 32 and report.error.maximum == 0 and report.invalid_count == 0
    _, mirrored = resampled(tmp_path, path, Movement(scale=(-1, 1)))
    np.testing.assert_array_equal(mirrored, values[:, ::-1])
    _, doubled = resampled(tmp_path, path, Movement(scale=(2, 2)), extent="whole", step=1)
    assert doubled.shape == (80, 120)


def test_the_coarsest_step_is_taken(tmp_path, image):
    report, _ = resampled(tmp_path, image[0], Movement((1.5, 2.5), rotation=33, scale=(1.2, 0.7)))
    assert report.step == 32 and 0 <= report.error.maximum < 1e-9


def test_an_image_without_a_georeference(tmp_path):
    values = np.arange(1, 2401, dtype=np.uint16).reshape(BARE.shape)
    path = str(tmp_path / "bare.tif")
    dataset = gdal.GetDriverByName("GTiff").Create(path, 60, 40, 1, gdal.GDT_UInt16)
    dataset.WriteArray(values)
    dataset = None
    _, moved = resampled(tmp_path, path, Movement((3, 2)))
    np.testing.assert_array_equal(moved[2:, 3:], values[:-2, :-3])
    assert gdal.Open(str(tmp_path / "out.tif")).GetGeoTransform(can_return_null=True) is None
    _, turned = resampled(tmp_path, path, Movement(rotation=-90), extent="whole")
    np.testing.assert_array_equal(turned, np.rot90(values, -1))
    frame = frame_of_extent(10, -30, 40, -5, 1, 1)
    _, cut = resampled(tmp_path, path, Movement(), frame=frame)
    np.testing.assert_array_equal(cut, values[5:30, 10:40])


def test_frames_of_another_map_are_refused(tmp_path, image):
    bare, degrees = Frame(4, 4), frame_of_extent(3, 45, 4, 46, 0.1, 0.1, wkt_of(4326))
    for frame, words in (
        (bare, "INPUT has a georeference and REFERENCE has none"),
        (degrees, "REFERENCE is in another reference system than INPUT"),
    ):
        with pytest.raises(ValueError, match=words):
            resampled(tmp_path, image[0], Movement(), frame=frame, reference="reference.tif")
    with pytest.raises(ValueError, match="FRAME is all; it must be one of input, whole"):
        resampled(tmp_path, image[0], Movement(), extent="all")
    assert not (tmp_path / "grid.tif").exists()


def test_a_transform_travels():
    """Plain values, so that workers of a cluster can have it."""
    transform = AffineToSource(IMAGE, Movement(rotation=12).affine(IMAGE))
    x, y = IMAGE.center_to_map(np.arange(5.0), np.arange(5.0))
    np.testing.assert_array_equal(pickle.loads(pickle.dumps(transform))(x, y), transform(x, y))


def test_rounding_does_not_move_pixels():
    """Cells of 0.1 m at millions of metres: positions are whole all the same."""
    frame = Frame(1000, 1000, (654321.1, 0.1, 0.0, 5123456.7, 0.0, -0.1))
    x, y = frame.center_to_map(*np.indices((1000, 1000)))
    row, col = AffineToSource(frame, Movement((7, 3)).affine(frame))(x, y)
    np.testing.assert_array_equal(row, np.arange(1000)[:, None] - 3 + np.zeros(1000))
    np.testing.assert_array_equal(col, np.arange(1000) - 7 + np.zeros((1000, 1)))
