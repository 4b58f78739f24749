"""Cells within a distance of an area, beside scipy's distances and distances one by one."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from scipy.integrate import quad
from scipy.ndimage import distance_transform_edt
from small_jobs import UTM, wkt_of

from gridr_qgis.core import use_engine
from gridr_qgis.core.conventions.frame import Frame
from gridr_qgis.core.masks.discs import EvenSpacing, RowSpacing, within
from gridr_qgis.core.transforms.metres import spacing_in_metres

ENGINES = ("numba", "numpy")
# Which the distances of the oracle may exceed the radius by, as those of the code.
SLACK = 1 + 1e-9

areas = arrays.arrays(bool, arrays.array_shapes(min_dims=2, max_dims=2, max_side=24))
radii = st.one_of(st.integers(1, 12), st.floats(0.01, 30))


def grown(area, disc, window=None):
    """Return what is within a disc of an area, for a window of it, computed from what it needs."""
    window = window or tuple((0, size - 1) for size in area.shape)
    needed = disc.needed(window)
    part = area[tuple(slice(first, last + 1) for first, last in needed)]
    before = part.copy()
    found = within(part, needed, window, disc)
    np.testing.assert_array_equal(part, before)
    return found


def on_both_engines(area, disc):
    made = []
    for name in ENGINES:
        use_engine(name)
        made.append(grown(area, disc))
    use_engine(None)
    np.testing.assert_array_equal(*made)
    return made[0]


@settings(max_examples=150, deadline=None)
@given(areas, radii, st.sampled_from([(1, 1), (10, 10), (0.3, 0.1), (2, 5), (60.1, 20)]))
def test_discs_are_those_of_scipys_distances(area, radius, steps):
    """What is beyond the raster does not belong to the area."""
    radius = radius * min(steps)
    expected = np.zeros(area.shape, bool)
    if area.any():
        expected = distance_transform_edt(~area, sampling=steps) <= radius * SLACK
    made = on_both_engines(area, EvenSpacing(*steps).disc(radius, area.shape))
    np.testing.assert_array_equal(made, expected)


@settings(max_examples=40, deadline=None)
@given(areas, radii, st.data())
def test_windows_change_no_bit(area, radius, data):
    rows = np.cumsum(data.draw(st.lists(st.floats(0.5, 3), min_size=len(area), max_size=len(area))))
    widths = data.draw(st.lists(st.floats(0, 3), min_size=len(area), max_size=len(area)))
    spacings = EvenSpacing(1.0, 1.5), RowSpacing(rows, np.array(widths))
    for disc in (spacing.disc(radius, area.shape) for spacing in spacings):
        whole = grown(area, disc)
        window = tuple(
            tuple(sorted(data.draw(st.tuples(*2 * [st.integers(0, size - 1)]))))
            for size in area.shape
        )
        part = whole[tuple(slice(first, last + 1) for first, last in window)]
        np.testing.assert_array_equal(grown(area, disc, window), part)


@settings(max_examples=100, deadline=None)
@given(areas, st.floats(0.01, 12), st.booleans(), st.data())
def test_rows_of_their_own_width(area, radius, falls, data):
    """Distances one by one: along the meridian, and along the parallel of the cell decided on."""
    count = len(area)
    rows = np.cumsum(data.draw(st.lists(st.floats(0.5, 3), min_size=count, max_size=count)))
    rows = -rows if falls else rows
    widths = np.array(data.draw(st.lists(st.floats(0.01, 3), min_size=count, max_size=count)))
    made = on_both_engines(area, RowSpacing(rows, widths).disc(radius, area.shape))
    down = (rows[:, None] - rows)[:, None, :, None]
    cols = np.arange(area.shape[1])
    along = (cols[:, None] - cols)[None, :, None, :] * widths[:, None, None, None]
    squared = down**2 + along**2
    limit = (radius * SLACK) ** 2
    near = ((squared <= limit) & area).any(axis=(2, 3))
    # Where rounding decides either is right.
    sure = ~((np.abs(squared - limit) <= 1e-12 * limit) & area).any(axis=(2, 3))
    np.testing.assert_array_equal(made[sure], near[sure])


def test_a_radius_that_is_met_exactly():
    """3 rows of 0.1 are 0.30000000000000004; a diagonal of 3 and 4 is 5."""
    area = np.zeros((15, 15), bool)
    area[7, 7] = True
    made = grown(area, EvenSpacing(0.1, 0.1).disc(0.3, area.shape))
    assert made[:, 7].nonzero()[0].tolist() == list(range(4, 11))
    made = grown(area, EvenSpacing().disc(5, area.shape))
    assert made[3, 10] and made[2, 7] and not made[2, 8] and not made[3, 11]
    for radius, count in ((0.99, 1), (1, 5), (1.41, 5), (1.42, 9), (2, 13), (2.5, 21)):
        assert grown(area, EvenSpacing().disc(radius, area.shape)).sum() == count


def test_a_radius_larger_than_the_raster():
    area = np.zeros((5, 7), bool)
    area[4, 6] = True
    assert grown(area, EvenSpacing().disc(1e9, area.shape)).all()
    with pytest.raises(ValueError, match="DILATION reaches over 19999 rows; it must be 16383"):
        EvenSpacing().disc(1e9, (20000, 3), "DILATION")


def test_the_longest_distance_that_engines_count(engine):
    area = np.zeros((16500, 2), bool)
    area[0, 0] = True
    made = grown(area, EvenSpacing().disc(16383, area.shape))
    assert made[:, 0].nonzero()[0].tolist() == list(range(16384))
    assert made[:, 1].nonzero()[0].tolist() == list(range(16383))


# --- metres -----------------------------------------------------------------------------------


def test_meters_of_projected_systems():
    frame = Frame(4, 5, (0, 10, 0, 0, 0, -20), UTM)
    assert spacing_in_metres(frame) == EvenSpacing(20, 10)
    rotated = Frame(4, 5, (0, 6, 16, 0, 8, -12), UTM)
    assert spacing_in_metres(rotated) == EvenSpacing(20, 10)
    feet = spacing_in_metres(Frame(4, 5, (0, 10, 0, 0, 0, -20), wkt_of(2263)))
    assert feet.height == pytest.approx(20 * 1200 / 3937, rel=1e-12)


@pytest.mark.parametrize(
    ("geotransform", "epsg", "told"),
    [
        (None, 32631, "no georeference with a reference system"),
        ((0, 10, 0, 0, 0, -10), None, "no georeference with a reference system"),
        ((0, 10, 3, 0, 0, -10), 32631, "sheared"),
        ((0, 0.1, 0.1, 0, 0.1, -0.1), 4326, "rotated in longitudes and latitudes"),
        ((0, 10, 0, 0, 0, -10), 4978, "neither projected nor of longitudes"),
    ],
)
def test_meters_that_nobody_knows(geotransform, epsg, told):
    with pytest.raises(ValueError, match=f"^UNIT is meters, but .*{told}.*it must be pixels"):
        spacing_in_metres(Frame(4, 5, geotransform, "" if epsg is None else wkt_of(epsg)))


@pytest.mark.parametrize("step", [-0.5, 0.5])
def test_meters_of_longitudes_and_latitudes(step):
    """The arc of the ellipse by integration; from pole to pole, half a cell beyond both."""
    frame = Frame(361, 720, (-180, 0.5, 0, 90.25 * np.sign(-step), 0, step), wkt_of(4326))
    spacing = spacing_in_metres(frame)
    axis, flattening = 6378137.0, 1 / 298.257223563
    squared = flattening * (2 - flattening)
    latitudes = np.deg2rad(90 * np.sign(-step) + step * np.arange(361))
    for row in (0, 1, 90, 180, 200, 359, 360):
        arc, _ = quad(
            lambda x: axis * (1 - squared) / (1 - squared * np.sin(x) ** 2) ** 1.5,
            0,
            latitudes[row],
            epsabs=1e-7,
            epsrel=1e-13,
        )
        assert spacing.positions[row] == pytest.approx(arc, abs=1e-5)
    # A degree of longitude at 60 degrees north, and at the equator.
    for latitude, length in ((60, 55800.0), (0, 111319.49)):
        row = int(round((latitude - 90 * np.sign(-step)) / step))
        assert 2 * spacing.widths[row] == pytest.approx(length, abs=1)
    assert abs(spacing.widths[0]) < 1e-9


def test_a_disc_far_north_is_wider_than_high():
    """At 60 degrees north a degree of longitude is half as long as one of latitude."""
    frame = Frame(41, 61, (10, 0.1, 0, 62, 0, -0.1), wkt_of(4326))
    area = np.zeros((41, 61), bool)
    area[20, 30] = True
    made = grown(area, spacing_in_metres(frame).disc(111_500, area.shape))
    assert made[:, 30].sum() == 21  # 10 rows of 11.14 km on each side
    assert made[20].sum() == 2 * 19 + 1  # columns of 5.6 km; 19 are 106 km, 20 are 111.7
    assert made[12].sum() > made[28].sum()  # the more so the farther north
