"""Raster files: described truly, complete or absent."""

import math
import os

import numpy as np
import pytest
from osgeo import gdal, osr

from gridr_qgis.core.conventions.frame import Frame
from gridr_qgis.core.rasters.completeness import is_cut_off
from gridr_qgis.core.rasters.errors import RasterError
from gridr_qgis.core.rasters.reading import (
    BandInfo,
    band_info,
    check_bands,
    files_behind,
    frame_of,
    open_raster,
    read_band,
    read_validity,
)
from gridr_qgis.core.rasters.writing import (
    OutputSpec,
    check_output,
    mask_spec,
    output_rasters,
    parse_options,
    plain_band,
    same_file,
)


def utm_wkt():
    reference = osr.SpatialReference()
    reference.ImportFromEPSG(32631)
    return reference.ExportToWkt()


FRAME = Frame(3, 4, (100.0, 2.0, 0.0, 50.0, 0.0, -2.0), utm_wkt())


def spec(path, dtype=np.int16, bands=1, **kwargs):
    return OutputSpec(str(path), FRAME, np.dtype(dtype), (plain_band(dtype, -9),) * bands, **kwargs)


def write(path, values, **kwargs):
    with output_rasters(spec(path, values.dtype, **kwargs)) as (output,):
        output.write(values)


def test_a_raster_is_written_and_read_as_described(tmp_path):
    path = tmp_path / "a.tif"
    colors = tuple((i, 2 * i, 0, 255) for i in range(4))
    band = BandInfo(np.dtype(np.uint8), 9, "classes", 0.5, -1.0, colors)
    values = np.arange(12, dtype=np.uint8).reshape(3, 4) % 4
    written = OutputSpec(
        str(path), FRAME, np.dtype(np.uint8), (band,), ("COMPRESS=LZW",), {"GRIDR_X": 1}
    )
    with output_rasters(written) as (output,):
        output.write(values[:2])
        output.write(values[2:, 1:], row=2, col=1)
    with open_raster(str(path)) as dataset:
        assert frame_of(dataset).geotransform == FRAME.geotransform
        assert frame_of(dataset).shape == (3, 4)
        assert osr.SpatialReference(frame_of(dataset).crs_wkt).IsSame(
            osr.SpatialReference(FRAME.crs_wkt)
        )
        info = band_info(dataset, 1)
        assert (info.dtype, info.nodata, info.description) == (np.uint8, 9, "classes")
        assert (info.scale, info.offset) == (0.5, -1.0)
        assert info.colors[:4] == colors
        assert dataset.GetMetadataItem("GRIDR_X") == "1"
        assert dataset.GetMetadataItem("COMPRESSION", "IMAGE_STRUCTURE") == "LZW"
        expected = values.copy()
        expected[2, 0] = read_band(dataset, 1)[2, 0]
        np.testing.assert_array_equal(read_band(dataset, 1), expected)
    assert os.listdir(tmp_path) == ["a.tif"]


@pytest.mark.parametrize("existing", [False, True])
def test_an_error_leaves_what_was_there(tmp_path, existing):
    path, other = tmp_path / "a.tif", tmp_path / "b.tif"
    if existing:
        write(path, np.full((3, 4), 7, np.int16))
    with pytest.raises(KeyError), output_rasters(spec(path), spec(other)) as (output, _):
        output.write(np.zeros((3, 4)))
        raise KeyError("stop")
    assert os.listdir(tmp_path) == (["a.tif"] if existing else [])
    if existing:
        assert (gdal.Open(str(path)).ReadAsArray() == 7).all()


def test_a_destination_that_cannot_be_replaced_is_told(tmp_path):
    (tmp_path / "a.tif").mkdir()
    with pytest.raises(RasterError, match=r"a.tif cannot be replaced"):
        write(tmp_path / "a.tif", np.zeros((3, 4), np.int16))
    assert os.listdir(tmp_path) == ["a.tif"]


def test_two_rasters_are_replaced_together_or_not_at_all(tmp_path):
    first, second = tmp_path / "a.tif", tmp_path / "b.tif"
    write(first, np.full((3, 4), 7, np.int16))
    (tmp_path / "a.tif.ovr").write_text("pyramids")
    second.mkdir()
    (second / "kept").write_text("")
    with (
        pytest.raises(RasterError, match=r"b.tif cannot be replaced"),
        output_rasters(spec(first), spec(second)) as outputs,
    ):
        for output in outputs:
            output.write(np.zeros((3, 4), np.int16))
    assert (gdal.Open(str(first)).ReadAsArray() == 7).all()
    assert (tmp_path / "a.tif.ovr").read_text() == "pyramids"
    assert sorted(os.listdir(tmp_path)) == ["a.tif", "a.tif.ovr", "b.tif"]
    assert os.listdir(second) == ["kept"]


def test_old_side_files_go(tmp_path):
    path = tmp_path / "a.tif"
    write(path, np.zeros((3, 4), np.int16))
    (tmp_path / "a.tif.aux.xml").write_text("<PAMDataset/>")
    write(path, np.ones((3, 4), np.int16))
    assert os.listdir(tmp_path) == ["a.tif"]


def test_virtual_files(tmp_path):
    path = "/vsimem/gridr_test/a.tif"
    check_output(path, "OUTPUT")
    write(path, np.ones((3, 4), np.int16))
    assert gdal.ReadDir("/vsimem/gridr_test") == ["a.tif"]
    gdal.Unlink(path)


def test_masks_are_compressed_bytes(tmp_path):
    path = str(tmp_path / "m.tif")
    with output_rasters(mask_spec(path, FRAME)) as (output,):
        output.write(np.ones((3, 4), np.uint8))
    dataset = gdal.Open(path)
    assert dataset.GetRasterBand(1).DataType == gdal.GDT_Byte
    assert dataset.GetMetadataItem("COMPRESSION", "IMAGE_STRUCTURE") == "DEFLATE"
    with output_rasters(mask_spec(path, FRAME, ("COMPRESS=LZW",))) as (output,):
        output.write(np.ones((3, 4), np.uint8))
    assert gdal.Open(path).GetMetadataItem("COMPRESSION", "IMAGE_STRUCTURE") == "LZW"


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("a.xyz", "must end in"), ("a", "must end in"), ("no/a.tif", "folder .* does not exist"),
        ("in.tif", "which is an input"), ("folder.tif", "is a folder"),
    ],
)  # fmt: skip
def test_places_where_nothing_can_be_written(tmp_path, name, words):
    write(tmp_path / "in.tif", np.zeros((3, 4), np.int16))
    (tmp_path / "folder.tif").mkdir()
    with pytest.raises(RasterError, match=f"OUTPUT is .*{words}"):
        check_output(str(tmp_path / name), "OUTPUT", files_behind([str(tmp_path / "in.tif"), None]))


def test_creation_options_as_people_write_them():
    assert parse_options("COMPRESS=DEFLATE|PREDICTOR=2") == ("COMPRESS=DEFLATE", "PREDICTOR=2")
    assert parse_options(" A=1  B=2 ") == ("A=1", "B=2")
    assert parse_options("") == ()
    for bad in ("COMPRESS", "=2", "A=1|B"):
        with pytest.raises(RasterError, match="NAME=VALUE"):
            parse_options(bad)


def test_what_cannot_be_opened_is_told_in_one_sentence(tmp_path):
    (tmp_path / "text.tif").write_text("no raster")
    for name in ("text.tif", "absent.tif"):
        with (
            pytest.raises(RasterError, match=f"GRID is .*{name}, which cannot be opened") as caught,
            open_raster(str(tmp_path / name), "GRID"),
        ):
            pass
        assert "\n" not in str(caught.value)


def validity(dataset, bands):
    return read_validity(dataset, bands, [read_band(dataset, band) for band in bands])


def test_validity_of_nodata_masks_alpha_and_nan(tmp_path):
    path = str(tmp_path / "a.tif")
    values = np.array([[1, -9, np.nan, np.inf], [1, 2, 3, 4]], dtype=np.float32)
    dataset = gdal.GetDriverByName("GTiff").Create(path, 4, 2, 2, gdal.GDT_Float32)
    for band in (1, 2):
        dataset.GetRasterBand(band).WriteArray(values if band == 1 else np.ones((2, 4)))
        dataset.GetRasterBand(band).SetNoDataValue(-9)
    dataset = None
    with open_raster(path) as dataset:
        np.testing.assert_array_equal(validity(dataset, [1]), [[1, 0, 0, 0], [1, 1, 1, 1]])
        assert validity(dataset, [2]) is None
        np.testing.assert_array_equal(validity(dataset, [1, 2]), validity(dataset, [1]))
        with pytest.raises(RasterError, match=r"no band 3; it has 2 band"):
            check_bands(dataset, [3])
    path = str(tmp_path / "rgba.tif")
    dataset = gdal.GetDriverByName("GTiff").Create(path, 2, 1, 4, gdal.GDT_Byte, ["ALPHA=YES"])
    dataset.GetRasterBand(4).WriteArray(np.array([[0, 200]], np.uint8))
    dataset = None
    with open_raster(path) as dataset:
        np.testing.assert_array_equal(validity(dataset, [1, 2, 3]), [[0, 1]])
        assert validity(dataset, [4]) is None


@pytest.mark.skipif(hasattr(gdal, "GDT_Int8"), reason="this GDAL has a type for them")
@pytest.mark.parametrize(
    ("nodata", "expected"), [(-128, [0, 1, 1]), (-1, [1, 0, 1]), (5, [1, 1, 0])]
)
def test_validity_of_signed_bytes(tmp_path, nodata, expected):
    """GDAL's own mask finds no negative nodata there."""
    path = str(tmp_path / "a.tif")
    options = ["PIXELTYPE=SIGNEDBYTE"]
    dataset = gdal.GetDriverByName("GTiff").Create(path, 3, 1, 1, gdal.GDT_Byte, options)
    dataset.GetRasterBand(1).WriteArray(np.array([[-128, -1, 5]], np.int8).view(np.uint8))
    dataset.GetRasterBand(1).SetNoDataValue(nodata)
    dataset = None
    with open_raster(path) as dataset:
        np.testing.assert_array_equal(validity(dataset, [1]), [expected])


def test_rasters_without_georeference_have_none(tmp_path):
    path = str(tmp_path / "a.tif")
    gdal.GetDriverByName("GTiff").Create(path, 4, 2, 1, gdal.GDT_Byte)
    with open_raster(path) as dataset:
        assert frame_of(dataset).geotransform is None
        assert math.isnan(band_info(dataset, 1).nodata or math.nan)


def test_files_behind_an_input_are_not_replaced(tmp_path):
    write(tmp_path / "tile.tif", np.zeros((3, 4), np.int16))
    gdal.Translate(str(tmp_path / "all.vrt"), str(tmp_path / "tile.tif"), format="VRT")
    with pytest.raises(RasterError, match=r"OUTPUT is .*tile.tif, which is an input"):
        files = files_behind([str(tmp_path / "all.vrt")])
        check_output(str(tmp_path / "tile.tif"), "OUTPUT", files)


def test_one_file_by_two_names(tmp_path):
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "real")
    assert same_file(str(tmp_path / "real" / "new.tif"), str(tmp_path / "link" / "new.tif"))
    assert not same_file(str(tmp_path / "real" / "new.tif"), str(tmp_path / "link" / "old.tif"))


def test_through_a_link_the_file_behind_it_is_replaced(tmp_path):
    (tmp_path / "store").mkdir()
    write(tmp_path / "store" / "real.tif", np.zeros((3, 4), np.int16))
    (tmp_path / "link.tif").symlink_to(tmp_path / "store" / "real.tif")
    write(tmp_path / "link.tif", np.ones((3, 4), np.int16))
    assert (tmp_path / "link.tif").is_symlink()
    assert (gdal.Open(str(tmp_path / "store" / "real.tif")).ReadAsArray() == 1).all()
    assert sorted(os.listdir(tmp_path)) == ["link.tif", "store"]
    assert os.listdir(tmp_path / "store") == ["real.tif"]


@pytest.mark.parametrize(
    "options",
    [
        ("TILED=YES",),
        ("TILED=NO", "INTERLEAVE=PIXEL"),
        ("INTERLEAVE=BAND", "BIGTIFF=YES"),
        ("COMPRESS=DEFLATE", "SPARSE_OK=TRUE"),
    ],
)
def test_a_file_without_its_last_byte_is_cut_off(tmp_path, options):
    path = str(tmp_path / "out.tif")
    driver = gdal.GetDriverByName("GTiff")
    dataset = driver.Create(path, 300, 290, 3, gdal.GDT_UInt16, list(options))
    # Blocks are left out in the first band, and the last one is written last.
    values = np.random.default_rng(0).integers(0, 999, (290, 40)).astype(np.uint16)
    for band, place in ((1, 260), (2, 0), (3, 260)):
        dataset.GetRasterBand(band).WriteArray(values, place, 0)
    dataset = None
    assert not is_cut_off(path)
    whole = os.path.getsize(path)
    for size in (whole - 2, whole // 2, 4, 0):
        os.truncate(path, size)
        assert is_cut_off(path)
    os.remove(path)
    assert is_cut_off(path)


def test_a_file_of_nothing_but_nodata_is_whole(tmp_path):
    path = str(tmp_path / "out.tif")
    options = ["SPARSE_OK=TRUE", "TILED=YES"]
    gdal.GetDriverByName("GTiff").Create(path, 300, 290, 1, gdal.GDT_Byte, options)
    assert not is_cut_off(path)
