"""Masks with reasons, types and coverage: the chain from files to files."""

from dataclasses import replace

import numpy as np
import pytest
import shapely
from osgeo import gdal
from small_jobs import GEOTRANSFORM, UTM, names_in, read, write

from gridr_qgis.core import Reason, burn
from gridr_qgis.core.chains.jobs import (
    MASK_TYPES,
    Destination,
    MaskJob,
    Polygons,
    RasterMask,
    RegionJob,
    Resources,
)
from gridr_qgis.core.chains.mask_chain import make_mask
from gridr_qgis.core.chains.region_chain import resample_region
from gridr_qgis.core.chains.tiles import Tiles
from gridr_qgis.core.conventions.frame import Frame
from gridr_qgis.core.grass.operations import Nearest, Statistics
from gridr_qgis.core.masks.coverage import coverage
from gridr_qgis.core.rasters.errors import RasterError

FRAME = Frame(270, 300, GEOTRANSFORM, UTM)


def stars(seed, count):
    """Return WKB of polygons that overlap, over the whole frame and beyond."""
    rng = np.random.default_rng(seed)
    angles = np.arange(11) * 2 * np.pi * 4 / 11  # they cross themselves
    found = []
    for x, y in rng.uniform((499_900, 4_997_200), (503_100, 5_000_100), (count, 2)):
        radius = rng.uniform(10, 600, 11)
        points = np.column_stack((x + radius * np.cos(angles), y + radius * np.sin(angles)))
        found.append(shapely.Polygon(points).wkb)
    return tuple(found)


VALID, INVALID = stars(1, 12), stars(2, 8)


@pytest.fixture
def job(tmp_path):
    mask = np.ones((100, 90), dtype=np.uint8)  # ends before the frame does
    mask[10:20, 30:60] = 0
    path = write(tmp_path / "mask.tif", mask)
    (tmp_path / "out").mkdir()
    return MaskJob(
        FRAME,
        Destination(str(tmp_path / "out" / "mask.tif")),
        Polygons(VALID, INVALID),
        mask=RasterMask(path),
        output_reason=Destination(str(tmp_path / "out" / "reason.tif")),
    )


@pytest.mark.parametrize("rule", ["center", "center-strict", "touch", "coverage"])
def test_reasons_are_those_of_the_parts(engine, job, rule):
    report = make_mask(replace(job, rule=rule, coverage=0.3))
    xs, ys = FRAME.centers()
    x_edges, y_edges = FRAME.edges()

    def inside(polygons):
        if rule == "coverage":
            return coverage(polygons, xs, ys, x_edges, y_edges) >= 0.3
        return burn(polygons, xs, ys, rule, None, x_edges, y_edges) != 0

    expected = np.full(FRAME.shape, Reason.UNSUPPORTED)
    expected[:100, :90] = np.where(read(job.mask.path), Reason.VALID, Reason.MASKED)
    expected[inside(list(INVALID))] = Reason.INSIDE_INVALID
    expected[~inside(list(VALID))] = Reason.OUTSIDE_VALID
    found = read(job.output_reason.path)
    np.testing.assert_array_equal(found, expected)
    np.testing.assert_array_equal(read(job.output.path), expected == 0)
    counts = tuple(np.bincount(expected.ravel(), minlength=5).tolist())
    assert report.reason_counts == counts
    assert min(counts) > 0
    assert (report.valid_count, report.invalid_count) == (counts[0], sum(counts[1:]))


@pytest.mark.parametrize("rule", ["touch", "coverage"])
@pytest.mark.parametrize("turn", [0, 30])
def test_tiles_change_no_bit(job, rule, turn, monkeypatch):
    cos, sin = 10 * np.cos(np.radians(turn)), 10 * np.sin(np.radians(turn))
    turned = (500_000.0, cos, sin, 5_000_000.0, sin, -cos)
    # A share that many cells are near to.
    job = replace(job, frame=replace(FRAME, geotransform=turned), rule=rule, mask=None, coverage=1)
    make_mask(job)
    expected = read(job.output_reason.path)
    assert 0 < np.count_nonzero(expected) < expected.size
    monkeypatch.setattr(
        "gridr_qgis.core.chains.mask_chain.Tiles", lambda shape, side: Tiles(shape, (37, 41))
    )
    make_mask(replace(job, resources=Resources(threads=3)))
    np.testing.assert_array_equal(read(job.output_reason.path), expected)


@pytest.mark.parametrize("dtype", MASK_TYPES)
def test_types(job, dtype):
    low, high = (-3, 2**24) if dtype == "float32" else (np.iinfo(dtype).min, np.iinfo(dtype).max)
    make_mask(replace(job, dtype=dtype, valid_value=int(high), invalid_value=int(low)))
    made = gdal.Open(job.output.path)
    values = made.ReadAsArray()
    assert values.dtype == np.dtype(dtype)
    np.testing.assert_array_equal(values == high, read(job.output_reason.path) == 0)
    assert set(np.unique(values).tolist()) == {low, high}
    assert made.GetMetadataItem("GRIDR_VALID_VALUE") == str(high)


REFUSED = {
    "a type": ({"dtype": "int8"}, "DATA_TYPE is int8; it must be one of uint8, uint16, int16"),
    "a value": ({"dtype": "uint16", "valid_value": -1}, "it must be within 0 to 65535."),
    "a half": ({"dtype": "float32", "valid_value": 0.1}, "that float32 holds exactly."),
    "one value": ({"invalid_value": 1}, "VALID_VALUE and INVALID_VALUE are both 1."),
    "no share": ({"rule": "coverage", "coverage": 0.0}, "COVERAGE is 0.0; it must be more than 0"),
    "too much": ({"rule": "coverage", "coverage": 1.01}, "COVERAGE is 1.01; it must be more"),
    "a rule": ({"rule": "half"}, "rule is 'half'; it must be one of"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_is_wrong_is_told_before_anything_is_written(job, case, tmp_path):
    changes, sentence = REFUSED[case]
    with pytest.raises(ValueError, match=sentence):
        make_mask(replace(job, **changes))
    assert names_in(tmp_path / "out") == []


def test_reasons_need_a_file_of_their_own(job, tmp_path):
    for path, sentence in ((job.output.path, "OUTPUT as well"), (job.mask.path, "is an input")):
        with pytest.raises(RasterError, match=sentence):
            make_mask(replace(job, output_reason=Destination(path)))
    assert names_in(tmp_path / "out") == []


def test_reasons_are_a_mask(job, tmp_path):
    make_mask(job)
    again = Destination(str(tmp_path / "again.tif"))
    make_mask(MaskJob(FRAME, again, mask=RasterMask(job.output_reason.path)))
    np.testing.assert_array_equal(read(again.path), read(job.output.path))


@pytest.mark.parametrize(
    "options",
    [
        ("COMPRESS=JPEG", "PHOTOMETRIC=YCBCR"),
        ("COMPRESS=DEFLATE", "PREDICTOR=3"),
        ("discard_lsb=4",),
        ("NBITS=1",),
        ("PIXELTYPE=SIGNEDBYTE",),
    ],
)
def test_options_for_an_image_leave_its_mask_exact(job, options):
    outputs = [replace(each, options=options) for each in (job.output, job.output_reason)]
    report = make_mask(replace(job, valid_value=255, output=outputs[0], output_reason=outputs[1]))
    values, reasons = (read(each.path) for each in outputs)
    assert sorted(np.unique(values)) == [0, 255]
    assert np.bincount(reasons.ravel(), minlength=5).tolist() == list(report.reason_counts)
    np.testing.assert_array_equal(values == 255, reasons == 0)


def test_bits_that_are_enough_are_kept(job):
    make_mask(replace(job, output=replace(job.output, options=("NBITS=1",))))
    dataset = gdal.Open(job.output.path)
    assert dataset.GetRasterBand(1).GetMetadataItem("NBITS", "IMAGE_STRUCTURE") == "1"


def test_a_mask_resampled_to_the_nearest_says_what_is_valid(job, tmp_path):
    """What lies beyond the mask is invalid in it too."""
    make_mask(replace(job, valid_value=0, invalid_value=255))
    frame = replace(FRAME, rows=FRAME.rows + 5)
    path = str(tmp_path / "nearest.tif")
    region = RegionJob(job.output.path, frame, Nearest(), Destination(path))
    resample_region(region)
    found = gdal.Open(path)
    items = [found.GetMetadataItem(f"GRIDR_{name}_VALUE") for name in ("VALID", "INVALID")]
    assert items == ["0", "255"]
    values = found.ReadAsArray()
    np.testing.assert_array_equal(values[: FRAME.rows], read(job.output.path))
    assert (values[FRAME.rows :] == 255).all()
    own = Destination(str(tmp_path / "own.tif"))
    resample_region(replace(region, operation=Statistics("count"), output_mask=own))
    for path in (region.output.path, own.path):
        assert gdal.Open(path).GetMetadataItem("GRIDR_VALID_VALUE") is None
