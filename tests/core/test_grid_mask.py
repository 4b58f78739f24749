"""Grids at full resolution together with their masks."""

import os
import struct

import numpy as np
import pytest
from grid_files import NORTH_UP, TURNED, UTM, pixels_of, read, wkt_of, write
from osgeo import gdal

from gridr_qgis.core.chains import workplace
from gridr_qgis.core.chains.derived_jobs import GridMaskJob
from gridr_qgis.core.chains.grid_mask_chain import make_grid_mask
from gridr_qgis.core.chains.jobs import (
    Cancelled,
    Destination,
    GridBands,
    Polygons,
    RasterMask,
    Resources,
)
from gridr_qgis.core.conventions.frame import Frame
from gridr_qgis.core.rasters.errors import RasterError

# 9 x 13 pixels, of which the last two columns are not asked for.
STEP, TARGET = (4, 3), (9, 11)
NODES = np.random.default_rng(2).uniform(-9, 9, (2, 3, 5))
FRAME = Frame(*TARGET, NORTH_UP, UTM)


@pytest.fixture
def make(tmp_path):
    """Return a function that makes a grid and its mask; it returns both and the report."""
    (tmp_path / "out").mkdir()

    def run(layers=NODES, progress=None, cancelled=None, frame=FRAME, items=None, **given):
        nodes = frame.coarsened(STEP)
        path = write(
            tmp_path / "grid.tif", layers, nodes.geotransform, nodes.crs_wkt,
            step=STEP, target=TARGET, **(items or {}),
        )  # fmt: skip
        outputs = [Destination(str(tmp_path / "out" / name)) for name in ("grid.tif", "mask.tif")]
        given = {"output_mask": outputs[1], **given}
        bands = GridBands(path, nodata=given.pop("nodata", None))
        report = make_grid_mask(GridMaskJob(bands, outputs[0], **given), progress, cancelled)
        mask = read(outputs[1].path)[0] if given["output_mask"] else None
        return read(outputs[0].path), mask, report

    return run


@pytest.fixture
def mask_of(tmp_path):
    """Write a mask raster of the nodes, or of any geotransform."""

    def go(values, geotransform=None, wkt=""):
        values = np.asarray(values, np.uint8)[np.newaxis]
        return RasterMask(write(tmp_path / "valid.tif", values, geotransform, wkt))

    return go


def square(left, top, right, bottom):
    """Return a rectangle of the map as WKB."""
    ring = [(left, top), (right, top), (right, bottom), (left, bottom), (left, top)]
    return struct.pack("<BIII", 1, 3, 1, 5) + b"".join(struct.pack("<dd", *point) for point in ring)


def test_without_a_mask_all_is_valid(make):
    (layers, geotransform, items), mask, report = make()
    np.testing.assert_allclose(layers, pixels_of(NODES, STEP)[:, :9, :11], atol=1e-14)
    assert np.array_equal(layers[:, ::4, ::3], NODES[:, :, :4])
    np.testing.assert_allclose(geotransform, NORTH_UP, rtol=1e-12)
    assert mask.all() and (report.valid_count, report.invalid_count) == (99, 0)
    assert items["GRIDR_STEP_ROWS"] == "1" and items["GRIDR_TARGET_COLS"] == "11"
    assert items["GRIDR_CONVENTION"] == "pixel-center" and report.remarks == ()


def test_one_invalid_node_and_its_neighbours(make, mask_of):
    """It makes invalid what lies less than a step from it: it has weight there."""
    valid = np.ones((3, 5))
    valid[1, 2] = 0
    (layers, _, _), mask, report = make(mask=mask_of(valid))
    expected = np.ones((9, 11))
    expected[1:8, 4:9] = 0
    assert np.array_equal(mask, expected)
    assert np.array_equal(np.isnan(layers[0]), expected == 0)
    assert np.array_equal(np.isnan(layers[1]), expected == 0)
    assert report.invalid_count == 35
    (half, _, _), mask, _ = make(mask=mask_of(valid), threshold=0.5)
    assert 0 < np.isnan(half[0]).sum() < 35 and np.array_equal(np.isnan(half[0]), mask == 0)


def test_unknown_nodes_are_invalid_as_well(make):
    layers = NODES.copy()
    layers[0, 0, 0], layers[1, 2, 3] = np.nan, -999
    (made, _, _), mask, _ = make(layers, nodata=-999)
    expected = np.ones((9, 11))
    expected[:4, :3] = expected[5:, 7:] = 0
    assert np.array_equal(mask, expected)
    assert np.array_equal(np.isnan(made), np.stack([expected == 0] * 2))


@pytest.mark.parametrize("merge", [True, False])
def test_a_fill_value(make, mask_of, merge, tmp_path):
    layers = NODES.copy()
    layers[:, 0, 0] = np.nan
    valid = np.ones((3, 5))
    valid[2, 2] = 0
    (made, _, _), mask, _ = make(
        layers, mask=mask_of(valid), fill_value=-9999.0, merge=merge, valid_value=7,
        invalid_value=9,
    )  # fmt: skip
    assert set(np.unique(mask)) == {7, 9}
    known = pixels_of(NODES, STEP)[:, :9, :11]
    unknown = np.zeros((9, 11), bool)
    unknown[:4, :3] = True
    if merge:
        assert (made[:, mask == 9] == -9999).all()
        np.testing.assert_allclose(made[:, mask == 7], known[:, mask == 7], atol=1e-14)
    else:
        assert np.array_equal(np.isnan(made[0]), unknown)
        np.testing.assert_allclose(made[:, ~unknown], known[:, ~unknown], atol=1e-14)
    dataset = gdal.Open(str(tmp_path / "out" / "grid.tif"))
    nodata = dataset.GetRasterBand(2).GetNoDataValue()
    assert nodata == -9999 if merge else np.isnan(nodata)


def test_a_fill_value_that_is_a_coordinate(make):
    layers = np.full((2, 3, 5), 2.5)
    layers[1] = 4.0
    _, _, report = make(layers, fill_value=4.0)
    assert report.remarks == (
        "99 valid pixel(s) have the coordinate 4.0, which is declared as nodata; choose another"
        " FILL_VALUE.",
    )


def test_polygons_and_a_mask_of_another_frame(make, mask_of):
    """Polygons by centres of output pixels; a mask of 20 m cells by georeference."""
    west, north = NORTH_UP[0], NORTH_UP[3]
    inside = square(west + 12, north - 12, west + 68, north - 88)
    hole = square(west + 31, north - 31, west + 49, north - 49)
    _, mask, _ = make(polygons=Polygons((inside,), (hole,)))
    expected = np.zeros((9, 11))
    expected[1:9, 1:7] = 1
    expected[3:5, 3:5] = 0
    assert np.array_equal(mask, expected)
    coarse = np.ones((5, 7))
    coarse[2, 1] = 0
    geotransform = (west - 5, 20.0, 0.0, north + 5, 0.0, -20.0)
    _, mask, _ = make(mask=mask_of(coarse, geotransform, UTM))
    expected = np.ones((9, 11))
    expected[3:6, 1:4] = 0  # node (2, 1) lies on pixel (4, 2), with weight one pixel around it
    assert np.array_equal(mask, expected)


def test_a_finer_step(make, mask_of, tmp_path):
    """Every second row and every third column: nodes as they are, in columns."""
    grid = write(tmp_path / "g.tif", NODES, step=(4, 6), target=(8, 23))
    valid = np.ones((3, 5))
    valid[1, 2] = 0
    job = GridMaskJob(
        GridBands(grid),
        Destination(str(tmp_path / "o.tif")),
        Destination(str(tmp_path / "m.tif")),
        step=2,
        mask=mask_of(valid),
    )
    report = make_grid_mask(job)
    layers, _, items = read(tmp_path / "o.tif")
    whole = pixels_of(NODES, (4, 6))
    assert layers.shape == (2, 5, 12) and (report.rows, report.cols) == (5, 12)
    mask = read(tmp_path / "m.tif")[0]
    strict = np.ones((9, 25))
    strict[1:8, 7:18] = 0
    assert np.array_equal(mask, strict[::2, :24:2])
    np.testing.assert_allclose(layers[:, mask == 1], whole[:, ::2, :24:2][:, mask == 1], atol=1e-14)
    assert [items[f"GRIDR_{name}"] for name in ("STEP_ROWS", "STEP_COLS", "TARGET_ROWS")] == [
        "2", "2", "8",
    ]  # fmt: skip


def test_the_convention_stays(make):
    (_, _, items), _, _ = make(items={"GRIDR_CONVENTION": "cell-edge", "GRIDR_BASE": "1"})
    assert (items["GRIDR_CONVENTION"], items["GRIDR_BASE"]) == ("cell-edge", "1")
    (_, _, items), _, _ = make(items={"GRIDR_CONVENTION": "of my own"})
    assert items["GRIDR_CONVENTION"] == "pixel-center" and "GRIDR_BASE" not in items


def test_one_row_of_nodes(tmp_path):
    grid = write(tmp_path / "g.tif", NODES[:, :1], step=(1, 3))
    report = make_grid_mask(GridMaskJob(GridBands(grid), Destination(str(tmp_path / "o.tif"))))
    np.testing.assert_allclose(read(tmp_path / "o.tif")[0], pixels_of(NODES[:, :1], (1, 3)))
    assert (report.rows, report.cols) == (1, 13)


def test_tiles_and_threads_do_not_change_a_bit(make, mask_of, monkeypatch):
    rng = np.random.default_rng(8)
    layers = rng.normal(size=(2, 3, 5))
    layers[:, 1, 4] = np.nan
    west, north = NORTH_UP[0], NORTH_UP[3]
    given = {
        "mask": mask_of(rng.random((3, 5)) < 0.9),
        "polygons": Polygons(None, (square(west + 71, north - 3, west + 95, north - 44),)),
    }
    (expected, _, _), mask, report = make(layers, **given)
    assert 0.2 < mask.mean() < 0.9
    for side, threads in ((1, 2), (5, 3)):
        monkeypatch.setattr(workplace.Workplace, "tile_side", lambda *_, side=side: side)
        (made, _, _), again, told = make(layers, resources=Resources(threads=threads), **given)
        np.testing.assert_array_equal(made, expected)
        assert np.array_equal(again, mask) and told == report


def test_cancelling_leaves_nothing(make, tmp_path):
    shares = []
    with pytest.raises(Cancelled):
        make(NODES, shares.append, lambda: len(shares) > 1)
    assert os.listdir(tmp_path / "out") == []


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"step": 3}, "STEP is 3, but GRID has a node every 4 rows"),
        ({"step": 0}, "STEP is 0"),
        ({"threshold": 1.5}, "THRESHOLD is 1.5"),
        ({"valid_value": 256}, "VALID_VALUE is 256"),
        ({"invalid_value": 1}, "VALID_VALUE and INVALID_VALUE are both 1"),
        ({"fill_value": np.inf}, "FILL_VALUE is inf"),
        ({"mask": "other size"}, "MASK_IN has 4 x 5 pixels and no common georeference"),
        ({"mask": "elsewhere"}, "MASK_IN has another reference system"),
        ({"mask": "band"}, "MASK_IN has no band 2"),
        ({"frame": Frame(*TARGET, TURNED, UTM), "mask": "away"}, "MASK_IN cannot be laid"),
    ],
)
def test_what_does_not_fit_is_told(make, mask_of, tmp_path, given, sentence):
    masks = {
        "other size": lambda: mask_of(np.ones((4, 5))),
        "elsewhere": lambda: mask_of(np.ones((3, 5)), (3.0, 1, 0, 45.0, 0, -1), wkt_of(4326)),
        "band": lambda: RasterMask(mask_of(np.ones((3, 5))).path, 2),
        "away": lambda: mask_of(np.ones((9, 9)), NORTH_UP, UTM),
    }
    given = {name: masks[value]() if name == "mask" else value for name, value in given.items()}
    with pytest.raises((ValueError, RasterError), match=sentence):
        make(**given)
    assert os.listdir(tmp_path / "out") == []


def test_one_output_twice(make, tmp_path):
    with pytest.raises(RasterError, match=r"OUTPUT_MASK is .*which is OUTPUT as well"):
        make(output_mask=Destination(str(tmp_path / "out" / "grid.tif")))
