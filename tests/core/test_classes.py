"""Masks tell what their values mean: attribute tables, names, and nothing else beside them."""

import os

import numpy as np
import pytest
from osgeo import gdal

from gridr_qgis.core.chains.jobs import Destination, MaskJob, RegionJob
from gridr_qgis.core.chains.mask_chain import make_mask
from gridr_qgis.core.chains.region_chain import resample_region
from gridr_qgis.core.conventions.classes import mask_classes, reason_classes
from gridr_qgis.core.conventions.frame import Frame
from gridr_qgis.core.grass.operations import Nearest
from gridr_qgis.core.rasters.reading import band_info, open_raster
from gridr_qgis.core.rasters.writing import class_spec, mask_spec, output_rasters

FRAME = Frame(3, 4, (10.0, 2.0, 0.0, 50.0, 0.0, -2.0))
USAGES = (
    gdal.GFU_MinMax, gdal.GFU_Name, gdal.GFU_Red, gdal.GFU_Green, gdal.GFU_Blue, gdal.GFU_Alpha
)  # fmt: skip
INVALID = (230, 0, 76, 128)


def write(spec, values):
    with output_rasters(spec) as (output,):
        output.write(np.asarray(values, np.uint8))


def classes_in(path):
    """Return {value: (name, (red, green, blue, alpha))}, and the type of the table."""
    dataset = gdal.Open(str(path))
    table = dataset.GetRasterBand(1).GetDefaultRAT()
    by_usage = {table.GetUsageOfCol(i): i for i in range(table.GetColumnCount())}
    assert table.GetColumnCount() == len(by_usage) == len(USAGES)
    colors = [by_usage[usage] for usage in USAGES[2:]]
    # An .img knows no such usage: row n is that of value n.
    value = by_usage.get(gdal.GFU_MinMax)
    found = {}
    for row in range(table.GetRowCount()):
        name = table.GetValueAsString(row, by_usage[gdal.GFU_Name])
        number = row if value is None else table.GetValueAsInt(row, value)
        found[number] = (name, tuple(table.GetValueAsInt(row, color) for color in colors))
    return found, table.GetTableType()


def names_of(path):
    """Return category names, as `band_info` finds them."""
    with open_raster(str(path)) as dataset:
        return list(band_info(dataset, 1).categories)


@pytest.mark.parametrize("suffix", [".tif", ".img"])
def test_masks_have_an_attribute_table_and_names(tmp_path, suffix):
    path = str(tmp_path / f"mask{suffix}")
    write(mask_spec(path, FRAME, metadata={"GRIDR_X": "1"}), np.eye(3, 4))
    assert classes_in(path) == (
        {0: ("invalid", INVALID), 1: ("valid", (0, 0, 0, 0))},
        gdal.GRTT_THEMATIC,
    )
    assert names_of(path) == ["invalid", "valid"]
    dataset = gdal.Open(path)
    band = dataset.GetRasterBand(1)
    assert dataset.GetMetadataItem("GRIDR_X") == "1"
    assert (band.GetDescription(), band.GetNoDataValue()) == ("validity", None)
    assert set(band.GetMetadata()) <= {"LAYER_TYPE"}  # and no statistics
    assert band.GetDefaultHistogram(force=False) is None
    assert sorted(os.listdir(tmp_path)) == [f"mask{suffix}", f"mask{suffix}.aux.xml"]
    if suffix == ".tif":
        # Programs that expand colours would not read 0 and 1.
        assert band.GetColorTable() is None
        assert band.GetColorInterpretation() == gdal.GCI_GrayIndex
    np.testing.assert_array_equal(dataset.ReadAsArray(), np.eye(3, 4))


@pytest.mark.parametrize("suffix", [".tif", ".img"])
@pytest.mark.parametrize(("valid", "invalid"), [(255, 0), (0, 255), (7, 2)])
def test_values_that_are_chosen(tmp_path, suffix, valid, invalid):
    path = str(tmp_path / f"mask{suffix}")
    job = MaskJob(FRAME, Destination(path), valid_value=valid, invalid_value=invalid)
    make_mask(job)
    found, _ = classes_in(path)
    assert found.pop(valid) == ("valid", (0, 0, 0, 0))
    assert found.pop(invalid) == ("invalid", INVALID)
    assert set(found.values()) <= {("", (0, 0, 0, 0))}
    assert suffix == ".img" or not found
    names = names_of(path)
    if max(valid, invalid) > 15:
        assert not names
    else:
        assert (names[valid], names[invalid], len(names)) == ("valid", "invalid", 8)
        assert set(names) == {"valid", "invalid", ""}


def test_reasons(tmp_path):
    path = str(tmp_path / "reason.tif")
    write(class_spec(path, FRAME, reason_classes(), "reason"), [[0, 1, 2, 3]] * 3)
    found, _ = classes_in(path)
    assert list(found) == [0, 1, 2, 3, 4]
    assert [color[3] for _, color in found.values()] == [0, 128, 128, 128, 128]
    assert len({color for _, color in found.values()}) == 5
    assert names_of(path) == [name for name, _ in found.values()]
    dataset = gdal.Open(path)
    assert dataset.GetRasterBand(1).GetDescription() == "reason"


def test_tables_come_with_their_rasters_or_not_at_all(tmp_path):
    first, second = tmp_path / "a.tif", tmp_path / "b.tif"
    specs = [mask_spec(str(path), FRAME) for path in (first, second)]
    with pytest.raises(KeyError), output_rasters(*specs):
        raise KeyError
    assert os.listdir(tmp_path) == []
    second.mkdir()
    with pytest.raises(Exception, match=r"b\.tif cannot be replaced"), output_rasters(*specs):
        pass
    assert os.listdir(tmp_path) == ["b.tif"]
    second.rmdir()
    with output_rasters(*specs):
        pass
    names = ["a.tif", "a.tif.aux.xml", "b.tif", "b.tif.aux.xml"]
    assert sorted(os.listdir(tmp_path)) == names
    # The table of an earlier mask is not shown with the next.
    write(mask_spec(str(first), FRAME, classes=mask_classes(1, 9)), np.ones((3, 4)))
    assert set(classes_in(first)[0]) == {1, 9}
    assert sorted(os.listdir(tmp_path)) == names


@pytest.mark.parametrize(("source", "target"), [(".tif", ".tif"), (".img", ".tif")])
def test_a_mask_that_is_resampled_keeps_its_classes_once(tmp_path, source, target):
    mask, made = tmp_path / f"mask{source}", tmp_path / f"made{target}"
    write(mask_spec(str(mask), FRAME), np.eye(3, 4))
    validity = tmp_path / f"validity{target}"
    job = RegionJob(
        str(mask), FRAME, Nearest(), Destination(str(made)), output_mask=Destination(str(validity))
    )
    resample_region(job)
    for path in (made, validity):
        found, kind = classes_in(path)
        assert found == classes_in(mask)[0] and kind == gdal.GRTT_THEMATIC
        assert names_of(path) == ["invalid", "valid"]
    np.testing.assert_array_equal(gdal.Open(str(made)).ReadAsArray(), np.eye(3, 4))
    assert gdal.Open(str(validity)).ReadAsArray().all()


@pytest.mark.parametrize("suffix", [".tif", ".img"])
def test_where_side_files_are_refused_there_is_a_mask_all_the_same(tmp_path, suffix):
    path = str(tmp_path / f"mask{suffix}")
    gdal.SetConfigOption("GDAL_PAM_ENABLED", "NO")
    try:
        write(mask_spec(path, FRAME), np.eye(3, 4))
    finally:
        gdal.SetConfigOption("GDAL_PAM_ENABLED", None)
    np.testing.assert_array_equal(gdal.Open(path).ReadAsArray(), np.eye(3, 4))
