"""Masks from the values of a band: what is invalid, its margins, other frames, tiles, threads."""

import pickle
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from osgeo import gdal, gdal_array
from scipy.ndimage import distance_transform_edt
from small_jobs import GEOTRANSFORM, UTM, read, wkt_of

from gridr_qgis.core import use_engine
from gridr_qgis.core.chains import validity, value_mask_chain, workplace
from gridr_qgis.core.chains.jobs import Cancelled, Destination, RasterMask, Resources
from gridr_qgis.core.chains.mask_jobs import ValueMaskJob
from gridr_qgis.core.chains.tiles import TileTask
from gridr_qgis.core.chains.value_mask_chain import ValueMaskMaker, make_value_mask
from gridr_qgis.core.conventions.frame import Frame
from gridr_qgis.core.masks.from_values import ValueCriteria, parse_bits, parse_ranges, parse_values
from gridr_qgis.core.rasters.errors import RasterError


@pytest.fixture
def band(tmp_path):
    """Write a band; returns its path."""
    count = iter(range(1000))

    def write(values, nodata=None, geotransform=GEOTRANSFORM, wkt=UTM, mask=None):
        values = np.asarray(values)
        path = str(tmp_path / f"band{next(count)}.tif")
        code = gdal_array.NumericTypeCodeToGDALTypeCode(values.dtype.type)
        dataset = gdal.GetDriverByName("GTiff").Create(
            path, values.shape[1], values.shape[0], 1, code
        )
        if geotransform is not None:
            dataset.SetGeoTransform(geotransform)
        dataset.SetProjection(wkt)
        if nodata is not None:
            dataset.GetRasterBand(1).SetNoDataValue(nodata)
        dataset.GetRasterBand(1).WriteArray(values)
        if mask is not None:
            dataset.CreateMaskBand(gdal.GMF_PER_DATASET)
            dataset.GetRasterBand(1).GetMaskBand().WriteArray(255 * np.asarray(mask, np.uint8))
        dataset = None
        return path

    return write


@pytest.fixture
def make(tmp_path):
    """Carry out a job; returns validity as 0 and 1. The input file stays as it was."""

    def run(path, values="", ranges="", bits="", combine="any", **settings):
        criteria = ValueCriteria(
            parse_values(values), parse_ranges(ranges), parse_bits(bits), combine
        )
        output = str(tmp_path / "mask.tif")
        before = Path(path).read_bytes()
        job = ValueMaskJob(path, Destination(output), criteria=criteria, **settings)
        report = make_value_mask(job)
        assert Path(path).read_bytes() == before
        made = read(output)
        assert made.dtype == np.uint8
        assert report.valid_count == np.count_nonzero(made == job.valid_value)
        assert report.valid_count + report.invalid_count == made.size
        return made

    return run


# --- which pixels are invalid -----------------------------------------------------------------


def test_matching_pixels_are_invalid_or_valid(band, make):
    path = band(np.array([[3, 4, 8], [9, 5, 0]], np.uint8))
    assert make(path, "3, 8, 9").tolist() == [[0, 1, 0], [0, 1, 1]]
    assert make(path, "4, 5", matching="valid").tolist() == [[0, 1, 0], [0, 1, 0]]
    assert make(path, "3", "5:", valid_value=7, invalid_value=9).tolist() == [[9, 7, 9], [9, 9, 7]]
    assert make(path, "3, 9", "5:", combine="all").tolist() == [[1, 1, 1], [0, 1, 1]]


def test_nodata_is_invalid_whatever_matches(band, make):
    path = band(np.array([[1, 2, 255]], np.uint8), nodata=255)
    for combine in ("any", "all"):
        assert make(path, "1", ":1", combine=combine).tolist() == [[0, 1, 0]]
    assert make(path, "1, 255", matching="valid").tolist() == [[1, 0, 0]]
    # Without that it is a value as any other.
    assert make(path, "1", nodata=False).tolist() == [[0, 1, 1]]
    assert make(path, "1, 255", matching="valid", nodata=False).tolist() == [[1, 0, 1]]


def test_masked_pixels_are_nodata(band, make):
    path = band(np.array([[1, 2, 3]], np.uint8), mask=[[1, 0, 1]])
    assert make(path, ranges=":", matching="valid").tolist() == [[1, 0, 1]]
    assert make(path, "3", nodata=False).tolist() == [[1, 1, 0]]


def test_what_is_not_finite(band, make):
    path = band(np.array([[1, np.nan, np.inf, -np.inf, 5]], np.float32))
    assert make(path, ranges="4:").tolist() == [[1, 0, 0, 0, 0]]
    assert make(path, ranges=":2", matching="valid").tolist() == [[1, 0, 0, 0, 0]]
    free = {"non_finite": False}
    assert make(path, ranges="4:", **free).tolist() == [[1, 1, 0, 1, 0]]
    assert make(path, ranges=":2", matching="valid", **free).tolist() == [[1, 0, 0, 1, 0]]


def test_nodata_that_is_not_a_number(band, make):
    path = band(np.array([[1, np.nan, 5]], np.float32), nodata=np.nan)
    assert make(path, ranges="4:", non_finite=False).tolist() == [[1, 0, 0]]
    assert make(path, ranges="4:", nodata=False).tolist() == [[1, 0, 0]]
    assert make(path, ranges="4:", nodata=False, non_finite=False).tolist() == [[1, 1, 0]]


@pytest.mark.parametrize("dtype", ["uint64", "int64"])
def test_integers_of_64_bits(band, make, dtype):
    top = np.iinfo(dtype).max
    path = band(np.array([[top, top - 1, 1]], dtype))
    assert make(path, str(top)).tolist() == [[0, 1, 1]]
    assert make(path, ranges=f"{top}:").tolist() == [[0, 1, 1]]
    assert make(path, bits="63" if dtype == "uint64" else "62").tolist() == [[0, 0, 1]]
    assert make(path, bits="0-1=2").tolist() == [[1, 0, 1]]


def test_the_mask_tells_its_values_and_is_read_by_them(band, make, tmp_path):
    path = band(np.array([[3, 4], [4, 4]], np.uint8))
    made = make(path, "3", valid_value=0, invalid_value=5)
    items = gdal.Open(str(tmp_path / "mask.tif")).GetMetadata()
    assert (items["GRIDR_VALID_VALUE"], items["GRIDR_INVALID_VALUE"]) == ("0", "5")
    assert made.tolist() == [[5, 0], [0, 0]]


# --- margins ----------------------------------------------------------------------------------


def test_erosion_then_dilation_by_hand(band, make):
    """A speck goes; a square of 3 x 3 is eroded to its centre, which grows to a cross."""
    values = np.zeros((9, 11), np.uint8)
    values[1, 1] = values[4:7, 5:8] = 1
    path = band(values)
    made = make(path, "1", erosion=1, dilation=1)
    assert sorted(zip(*np.nonzero(made == 0))) == [(4, 6), (5, 5), (5, 6), (5, 7), (6, 6)]
    assert (make(path, "1", erosion=1) == 0).nonzero() == ([5], [6])
    assert (make(path, "1", dilation=1) == 0).sum() == 5 + 9 + 12


def test_the_outside_neither_grows_nor_shrinks(band, make):
    values = np.zeros((6, 6), np.uint8)
    values[:2] = 1
    assert (make(band(values), "1", dilation=2) == 0).tolist() == [[True] * 6] * 4 + [
        [False] * 6
    ] * 2
    assert (make(band(values), "1", erosion=1) == 0).tolist() == [[True] * 6] + [[False] * 6] * 5
    assert make(band(values), "1", erosion=1e6).all()
    assert not make(band(np.ones_like(values)), "1", erosion=1e6).any()
    assert make(band(np.zeros_like(values)), "1", dilation=1e6).all()


def test_what_holds_no_value_is_not_eroded_away_but_grows(band, make):
    values = np.zeros((7, 7), np.uint8)
    values[3, 3], values[1, 1] = 255, 1
    path = band(values, nodata=255)
    assert (make(path, "1", erosion=2) == 0).nonzero() == ([3], [3])
    made = make(path, "1", erosion=1, dilation=1)
    assert sorted(zip(*np.nonzero(made == 0))) == [(2, 3), (3, 2), (3, 3), (3, 4), (4, 3)]


def test_distances_in_meters_of_pixels_that_are_not_square(band, make):
    """10 m wide and 20 m high: 40 m are 4 columns or 2 rows, in pixels 2 are 2 either way."""
    values = np.zeros((9, 11), np.uint8)
    values[4, 5] = 1
    path = band(values, geotransform=(500_000, 10, 0, 5_000_000, 0, -20))
    row, col = np.mgrid[-4:5, -5:6]
    made = make(path, "1", dilation=40, unit="meters")
    np.testing.assert_array_equal(made == 0, (20 * row) ** 2 + (10 * col) ** 2 <= 1600)
    assert (made[4] == 0).sum() == 9 and (made[:, 5] == 0).sum() == 5
    made = make(path, "1", dilation=2)
    np.testing.assert_array_equal(made == 0, row**2 + col**2 <= 4)


def test_meters_in_longitudes_and_latitudes(band, make):
    """At 60 degrees north 0.001 degrees are 55.8 m of longitude and 111.4 m of latitude."""
    values = np.zeros((9, 15), np.uint8)
    values[4, 7] = 1
    path = band(values, geotransform=(10, 0.001, 0, 60.0045, 0, -0.001), wkt=wkt_of(4326))
    made = make(path, "1", dilation=230, unit="meters") == 0
    assert made[4].nonzero()[0].tolist() == list(range(3, 12))
    assert made[:, 7].nonzero()[0].tolist() == [2, 3, 4, 5, 6]
    assert made[3].nonzero()[0].tolist() == list(range(4, 11))  # 201 m are left: 3 columns


def test_a_distance_of_less_than_a_pixel_is_told(speckled, tmp_path):
    """In metres that is easily overlooked."""
    _, path = speckled
    output, criteria = Destination(str(tmp_path / "out.tif")), ValueCriteria((7,))
    for unit, erosion, dilation, told in (
        ("meters", 5, 10, ["EROSION is 5 meters, which is less than from one pixel of INPUT"]),
        ("pixels", 0, 0.9, ["DILATION is 0.9 pixels, which is less than from one pixel of INPUT"]),
        ("pixels", 0, 1, []),
    ):
        job = ValueMaskJob(
            path, output, criteria=criteria, erosion=erosion, dilation=dilation, unit=unit
        )
        remarks = make_value_mask(job).remarks
        assert [remark[: len(text)] for remark, text in zip(remarks, told)] == told
        assert len(remarks) == len(told)


# --- another frame ----------------------------------------------------------------------------


def test_a_mask_of_20_m_over_cells_of_10_m_by_hand(band, make):
    """Cells lie at -0.25, 0.25, 0.75, 1.25, ... pixels of the mask.

    Pixel (1, 2) is invalid: it has weight on the rows of cells 1 to 4 (from 0.25 to 1.75) and the
    columns 3 to 6. The outermost cells lie beyond the outermost centres.
    """
    scl = np.full((4, 5), 4, np.uint8)
    scl[1, 2] = 9
    path = band(scl, geotransform=(500_000, 20, 0, 5_000_000, 0, -20))
    made = make(path, "8, 9", frame=Frame(8, 10, GEOTRANSFORM, UTM))
    expected = np.ones((8, 10), int)
    expected[[0, -1]] = expected[:, [0, -1]] = 0
    expected[1:5, 3:7] = 0
    assert made.tolist() == expected.tolist()


def test_a_frame_gives_what_buildmask_makes_of_the_finished_mask(band, make, tmp_path):
    """Also shifted, coarser than the band, and beyond it."""
    from gridr_qgis.core.chains.jobs import MaskJob
    from gridr_qgis.core.chains.mask_chain import make_mask

    values = (np.random.default_rng(1).random((40, 50)) < 0.05).astype(np.uint8)
    path = band(values)
    own = make(path, "1", dilation=1.5)
    mask = band(own)
    for step, shift, shape in ((5, 0, (80, 100)), (3.7, 33, (100, 90)), (40, -60, (12, 16))):
        frame = Frame(*shape, (500_000 + shift, step, 0, 5_000_000 - shift, 0, -step), UTM)
        for threshold in (0.999, 0.5):
            made = make(path, "1", dilation=1.5, frame=frame, threshold=threshold)
            output = str(tmp_path / "built.tif")
            make_mask(
                MaskJob(frame, Destination(output), mask=RasterMask(mask), threshold=threshold)
            )
            np.testing.assert_array_equal(made, read(output))
    same = make(path, "1", dilation=1.5, frame=Frame(40, 50, GEOTRANSFORM, UTM))
    np.testing.assert_array_equal(same, own)


def test_a_frame_far_coarser_than_the_band_takes_small_tiles(band, make, monkeypatch):
    """Of 400 rows of the band 40 at a time: what a tile needs is bounded."""
    values = (np.random.default_rng(2).random((400, 300)) < 0.1).astype(np.uint8)
    path, frame = band(values), Frame(20, 15, (500_000, 200, 0, 5_000_000, 0, -200), UTM)
    whole = make(path, "1", frame=frame)
    sides = []
    plain = ValueMaskMaker.__call__
    monkeypatch.setattr(workplace.Workplace, "tile_memory", property(lambda self: 50_000))
    monkeypatch.setattr(workplace.Workplace, "holding", lambda self, size: self)

    def spy(self, window):
        sides.append(window[0][1] - window[0][0] + 1)
        return plain(self, window)

    monkeypatch.setattr(ValueMaskMaker, "__call__", spy)
    np.testing.assert_array_equal(make(path, "1", frame=frame), whole)
    assert max(sides) == 2


@pytest.mark.parametrize("dilation", [0, 2])
def test_of_a_far_finer_band_only_what_discs_need_makes_tiles_smaller(
    band, make, monkeypatch, dilation
):
    """Without discs the pixels around cell centres are read in small parts, whatever the tile."""
    values = (np.random.default_rng(2).random((400, 300)) < 0.1).astype(np.uint8)
    path, frame = band(values), Frame(20, 15, (500_000, 200, 0, 5_000_000, 0, -200), UTM)
    whole = make(path, "1", frame=frame, dilation=dilation)
    for module in (validity, value_mask_chain):
        monkeypatch.setattr(module, "LARGEST_READ", 1000)
    monkeypatch.setattr(workplace.Workplace, "tile_memory", property(lambda self: 50_000))
    monkeypatch.setattr(workplace.Workplace, "holding", lambda self, size: self)
    sides, sizes = [], []
    plain, plain_read = ValueMaskMaker.__call__, value_mask_chain.ValueValidity.read

    def spy(self, window):
        sides.append(window[0][1] - window[0][0] + 1)
        return plain(self, window)

    def spy_read(self, window):
        sizes.append(np.prod([last - first + 1 for first, last in window]))
        return plain_read(self, window)

    monkeypatch.setattr(ValueMaskMaker, "__call__", spy)
    monkeypatch.setattr(value_mask_chain.ValueValidity, "read", spy_read)
    np.testing.assert_array_equal(make(path, "1", frame=frame, dilation=dilation), whole)
    if dilation:
        assert max(sides) == 2
    else:
        assert sides == [20] and max(sizes) <= 1000


# --- tiles, threads, memory -------------------------------------------------------------------

SHAPE = (150, 170)


@pytest.fixture
def speckled(band):
    values = np.random.default_rng(3).integers(0, 40, SHAPE).astype(np.uint16)
    values[30:60, 40:90] = 7
    return values, band(values, nodata=39)


@pytest.mark.parametrize(("erosion", "dilation"), [(0, 0), (0, 6.3), (1, 0), (1.5, 4)])
@pytest.mark.parametrize("engine_name", ["numba", "numpy"])
def test_tiles_and_threads_change_nothing(
    speckled, make, monkeypatch, erosion, dilation, engine_name
):
    values, path = speckled
    use_engine(engine_name)
    unusable = values == 39
    invalid = (values == 7) | unusable
    if erosion:
        invalid = (invalid & (distance_transform_edt(invalid) > erosion)) | unusable
    if dilation:
        invalid = distance_transform_edt(~invalid) <= dilation
    settings = {"erosion": erosion, "dilation": dilation}
    try:
        for side, threads in ((1000, 1), (64, 2), (37, 3)):
            monkeypatch.setattr(
                workplace.Workplace, "tile_side", lambda self, size, side=side: side
            )
            resources = Resources(threads=threads)
            made = make(path, "7", **settings, resources=resources)
            np.testing.assert_array_equal(made == 0, invalid)
    finally:
        use_engine(None)


def test_tiles_change_nothing_in_longitudes_and_latitudes(band, make, monkeypatch):
    """Up to a pole, where all columns are near."""
    values = (np.random.default_rng(4).random((60, 90)) < 0.01).astype(np.uint8)
    path = band(values, geotransform=(0, 1, 0, 90.5, 0, -1), wkt=wkt_of(4326))
    settings = {"erosion": 50_000, "dilation": 250_000, "unit": "meters"}
    whole = make(path, "1", **settings)
    assert 0 < whole[0].sum() < 91 and whole.any()
    monkeypatch.setattr(workplace.Workplace, "tile_side", lambda self, size: 16)
    np.testing.assert_array_equal(make(path, "1", **settings), whole)


def test_discs_larger_than_tiles_make_tiles_larger(band, make, monkeypatch):
    path = band(np.zeros((400, 500), np.uint8))
    windows = []
    plain = ValueMaskMaker.__call__

    def spy(self, window):
        windows.append(window)
        return plain(self, window)

    monkeypatch.setattr(ValueMaskMaker, "__call__", spy)
    monkeypatch.setattr(workplace.Workplace, "tile_side", lambda self, size: 32)
    make(path, "1")
    assert len(windows) == 13 * 16
    del windows[:]
    make(path, "1", dilation=100)
    assert len(windows) == 4


def test_a_job_that_cannot_fit_is_refused_with_the_memory_that_it_needs(band, make):
    path = band(np.zeros((1700, 1800), np.uint8))
    with pytest.raises(RasterError, match=r"^MAX_MEMORY is too small; it must be \d+ MB or more"):
        make(path, "1", dilation=800, resources=Resources(max_memory=64))


def test_the_plan_goes_to_other_processes(speckled, tmp_path):
    """What the workers of a cluster get, and an executor that the caller gives."""
    _, path = speckled
    frame = Frame(300, 340, (500_000, 5, 0, 5_000_000, 0, -5), UTM)
    job = ValueMaskJob(
        path,
        Destination(str(tmp_path / "out.tif")),
        criteria=ValueCriteria((7,), ((1, 2.5),), parse_bits("0-1=2")),
        dilation=2,
        frame=frame,
    )
    task = pickle.loads(pickle.dumps(TileTask(ValueMaskMaker, job, 1 << 24)))
    _, valid = task(((10, 40), (20, 60)))
    with ThreadPoolExecutor(2) as pool:
        make_value_mask(job, executor=pool)
    np.testing.assert_array_equal(read(tmp_path / "out.tif")[10:41, 20:61], valid)


def test_cancelling_leaves_nothing(speckled, tmp_path):
    _, path = speckled
    output = tmp_path / "out.tif"
    job = ValueMaskJob(path, Destination(str(output)), criteria=ValueCriteria((7,)), dilation=3)
    shares = []
    make_value_mask(job, shares.append)
    assert shares[-1] == 1 and shares == sorted(shares)
    output.unlink()
    with pytest.raises(Cancelled):
        make_value_mask(job, None, lambda: True)
    assert not output.exists()


@pytest.mark.parametrize(
    ("settings", "told"),
    [
        ({"dilation": -1}, "DILATION is -1; it must be a number of 0 or more"),
        ({"erosion": np.inf}, "EROSION is inf; it must be a number of 0 or more"),
        ({"dilation": np.nan}, "DILATION is nan; it must be"),
        ({"matching": "all"}, "MATCHING is all; it must be invalid or valid"),
        ({"unit": "feet"}, "UNIT is feet; it must be pixels or meters"),
        ({"band": 2}, "INPUT has no band 2"),
        ({"threshold": 2}, "THRESHOLD is 2"),
        ({"valid_value": 0}, "VALID_VALUE and INVALID_VALUE are both 0"),
        ({"criteria": ValueCriteria()}, "VALUES, RANGES and BITS are not set"),
    ],
)
def test_bad_settings_are_told_before_anything_is_written(speckled, tmp_path, settings, told):
    output = tmp_path / "out.tif"
    job = {"criteria": ValueCriteria((1,)), **settings}
    with pytest.raises((ValueError, RasterError), match=told):
        make_value_mask(ValueMaskJob(speckled[1], Destination(str(output)), **job))
    assert not output.exists()
