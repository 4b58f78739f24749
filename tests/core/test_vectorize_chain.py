"""From rasters to vector files: what is written, whatever the memory, and what goes wrong."""

import os
import pickle
import resource
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import shapely
from areas import cells_of
from osgeo import gdal, ogr, osr
from small_jobs import names_in, run_elsewhere, write

from gridr_qgis.core.chains import vectorize_chain
from gridr_qgis.core.chains.jobs import Cancelled, Destination, MaskJob, Polygons, Resources
from gridr_qgis.core.chains.mask_chain import make_mask
from gridr_qgis.core.chains.vector_jobs import VectorizeJob
from gridr_qgis.core.chains.vectorize_chain import vectorize_raster
from gridr_qgis.core.conventions.frame import Frame
from gridr_qgis.core.rasters.errors import RasterError

ENDINGS = ("gpkg", "geojson", "fgb", "shp")


def features(path):
    """Return the features of the only layer as (WKB, attributes), and its `gdal.Dataset`."""
    dataset = gdal.OpenEx(str(path), gdal.OF_VECTOR)
    assert dataset.GetLayerCount() == 1
    layer = dataset.GetLayer(0)
    return [(bytes(each.GetGeometryRef().ExportToWkb()), each.items()) for each in layer], dataset


def geometries(path):
    return shapely.from_wkb([wkb for wkb, _ in features(path)[0]])


def mask_of(path):
    return gdal.Open(str(path)).ReadAsArray()


@pytest.fixture
def speckles(tmp_path):
    """A mask of 130 x 90 pixels with areas of all sizes; values 0 and 1."""
    rng = np.random.default_rng(8)
    coarse = np.kron(rng.random((26, 18)), np.ones((5, 5)))
    return write(tmp_path / "mask.tif", (coarse + rng.random((130, 90)) > 1.1).astype(np.uint8))


def job_of(raster, path, **settings):
    return replace(VectorizeJob(raster, Destination(str(path))), **settings)


@pytest.mark.parametrize("ending", ENDINGS)
@pytest.mark.parametrize("connectivity", [4, 8])
def test_what_is_written(speckles, tmp_path, ending, connectivity):
    path = tmp_path / f"out.{ending}"
    report = vectorize_raster(job_of(speckles, path, classes="both", connectivity=connectivity))
    found, dataset = features(path)
    reference = dataset.GetLayer(0).GetSpatialRef()
    assert reference.GetAuthorityCode(None) == "32631"
    polygons = shapely.from_wkb([wkb for wkb, _ in found])
    assert len(found) == report.polygon_count and all(shapely.is_valid(polygons))
    values = mask_of(speckles)
    cells = cells_of(values.astype(np.int64))
    for value, name in ((0, "invalid"), (1, "valid")):
        own = [each["value"] == value for _, each in found]
        assert {each["class"] for _, each in found if each["value"] == value} == {name}
        placed = shapely.transform(
            shapely.union_all(polygons[own]), lambda xy: (xy - [500_000, 5_000_000]) / 10
        )
        assert placed.equals(cells[value])
    np.testing.assert_allclose([each["area"] for _, each in found], shapely.area(polygons))
    assert [each["cells"] for _, each in found] == [each["area"] / 100 for _, each in found]
    assert report.cell_count == values.size and report.area == 100 * values.size


@pytest.mark.parametrize("classes", ["valid", "invalid"])
@pytest.mark.parametrize("outline", ["edges", "midpoints"])
def test_the_mask_again(speckles, tmp_path, classes, outline):
    """`make_mask` with the polygons gives the mask that they come from."""
    path = tmp_path / "out.gpkg"
    vectorize_raster(job_of(speckles, path, classes=classes, outline=outline))
    wkb = tuple(each for each, _ in features(path)[0])
    dataset = gdal.Open(speckles)
    frame = Frame(130, 90, dataset.GetGeoTransform(), dataset.GetProjection())
    polygons = Polygons(**{classes: wkb})
    make_mask(MaskJob(frame, Destination(str(tmp_path / "again.tif")), polygons))
    np.testing.assert_array_equal(mask_of(tmp_path / "again.tif"), mask_of(speckles))


def test_neither_memory_nor_threads_change_a_byte(speckles, tmp_path, monkeypatch):
    written = []
    for cells, threads in ((1 << 21, 1), (90, 2), (90 * 7, 1), (90 * 64, 2)):
        monkeypatch.setattr(vectorize_chain, "_MOST_CELLS", cells)
        path = tmp_path / "out.geojson"
        job = job_of(speckles, path, classes="both", connectivity=8, outline="midpoints")
        vectorize_raster(replace(job, resources=Resources(threads=threads, max_memory=64)))
        written.append(path.read_bytes())
    assert len(set(written)) == 1


class Elsewhere(ThreadPoolExecutor):
    """Hands tasks over as a cluster does."""

    def submit(self, function, *arguments):
        return super().submit(pickle.loads(pickle.dumps(function)), *arguments)


def test_strips_may_be_read_elsewhere(speckles, tmp_path, monkeypatch):
    monkeypatch.setattr(vectorize_chain, "_MOST_CELLS", 90 * 7)
    vectorize_raster(job_of(speckles, tmp_path / "here.geojson"))
    (tmp_path / "here.geojson").rename(tmp_path / "before")
    with Elsewhere(2) as executor:
        vectorize_raster(job_of(speckles, tmp_path / "here.geojson"), executor=executor)
    assert (tmp_path / "here.geojson").read_bytes() == (tmp_path / "before").read_bytes()


def test_as_many_cells_as_cover_the_least_area_are_enough(tmp_path):
    source = write_classes(tmp_path / "in.tif", np.ones((1, 3)), gdal.GDT_Byte)
    dataset = gdal.Open(source, gdal.GA_Update)
    dataset.SetGeoTransform((0, 0.1, 0, 0, 0, -0.1))
    dataset = None
    assert 3 * (0.1 * 0.1) > 0.03  # and others are less
    for least, count in ((0.03, 1), (3 * (0.1 * 0.1) * (1 + 1e-12), 1), (0.031, 0)):
        report = vectorize_raster(job_of(source, tmp_path / "out.gpkg", min_area=least))
        assert report.polygon_count == count


def test_large_areas_are_written_by_parts(speckles, tmp_path, monkeypatch):
    vectorize_raster(job_of(speckles, tmp_path / "one.fgb", classes="both", connectivity=8))
    monkeypatch.setattr(vectorize_chain, "_MOST_VERTICES", 30)
    vectorize_raster(job_of(speckles, tmp_path / "two.fgb", classes="both", connectivity=8))
    assert features(tmp_path / "one.fgb")[0] == features(tmp_path / "two.fgb")[0]


@pytest.mark.parametrize(
    "geotransform",
    [
        (5e5, 8.0, 6.0, 5e6, 6.0, -8.0),  # rotated
        (5e5, 10.0, 0.0, 5e6, 0.0, 5.0),  # rows northwards
        (5e5, -10.0, 0.0, 5e6, 0.0, -5.0),  # columns westwards
        None,
    ],
)
@pytest.mark.parametrize("outline", ["edges", "midpoints"])
def test_any_georeference(tmp_path, geotransform, outline):
    source = tmp_path / "in.tif"
    values = np.array([[1, 1, 1, 0], [1, 0, 1, 1], [1, 1, 1, 0]], dtype=np.uint8)
    dataset = gdal.GetDriverByName("GTiff").Create(str(source), 4, 3)
    if geotransform is not None:
        dataset.SetGeoTransform(geotransform)
    dataset.GetRasterBand(1).WriteArray(values)
    dataset = None
    report = vectorize_raster(job_of(str(source), tmp_path / "out.gpkg", outline=outline))
    (polygon,) = geometries(tmp_path / "out.gpkg")
    assert polygon.is_valid and polygon.exterior.is_ccw and not polygon.interiors[0].is_ccw
    frame = Frame(3, 4, geotransform)
    cell = 1 if geotransform is None else abs(np.linalg.det([geotransform[1:3], geotransform[4:]]))
    assert report.area == pytest.approx(9 * cell)
    if outline == "edges":
        assert polygon.area == pytest.approx(9 * cell)
    for row, col in np.ndindex(values.shape):
        center = shapely.Point(*frame.center_to_map(row, col))
        assert polygon.covers(center) == bool(values[row, col])


def write_classes(path, values, kind, nodata=None):
    dataset = gdal.GetDriverByName("GTiff").Create(str(path), *values.shape[::-1], 1, kind)
    dataset.GetRasterBand(1).WriteArray(values)
    if nodata is not None:
        dataset.GetRasterBand(1).SetNoDataValue(nodata)
    return str(path)


@pytest.mark.parametrize(
    ("kind", "values", "nodata", "expected"),
    [
        (gdal.GDT_Byte, [[1, 1, 255], [0, 7, 255]], 255, {1: 2, 0: 1, 7: 1}),
        (gdal.GDT_Int16, [[-3, -3, 5]], None, {-3: 2, 5: 1}),
        (gdal.GDT_UInt32, [[2**32 - 1, 0, 0]], 0, {2**32 - 1: 1}),
        (gdal.GDT_Float32, [[0.5, 0.5, np.nan], [-0.0, 0.0, np.inf]], None, {0.5: 2, 0.0: 2}),
        (gdal.GDT_Float64, [[1e300, -1e-300, -9999]], -9999, {1e300: 1, -1e-300: 1}),
    ],
)
def test_each_value_is_a_class(tmp_path, kind, values, nodata, expected):
    source = write_classes(tmp_path / "in.tif", np.array(values), kind, nodata)
    vectorize_raster(job_of(source, tmp_path / "out.gpkg", classes="values"))
    found, _ = features(tmp_path / "out.gpkg")
    assert {each["value"]: each["cells"] for _, each in found} == expected
    assert all(list(each) == ["value", "cells", "area"] for _, each in found)
    kinds = {int: gdal.GDT_Byte, float: gdal.GDT_Float32}
    assert {type(each["value"]) for _, each in found} <= set(kinds)


def test_only_some_values(tmp_path):
    values = np.array([[1, 2, 3], [1, 2, 3]])
    source = write_classes(tmp_path / "in.tif", values, gdal.GDT_Byte)
    job = job_of(source, tmp_path / "out.gpkg", classes="values", values=(3.0, 1.0, 9.0))
    report = vectorize_raster(job)
    found, _ = features(tmp_path / "out.gpkg")
    assert sorted(each["value"] for _, each in found) == [1, 3]
    assert report.missing == (9.0,) and report.polygon_count == 2


def test_a_mask_says_which_value_is_valid(tmp_path):
    frame = Frame(2, 3, (0.0, 1.0, 0.0, 0.0, 0.0, -1.0))
    box = shapely.to_wkb(shapely.box(0, -1, 1, 0))
    mask = str(tmp_path / "mask.tif")
    make_mask(
        MaskJob(frame, Destination(mask), Polygons(valid=(box,)), valid_value=0, invalid_value=255)
    )
    vectorize_raster(job_of(mask, tmp_path / "out.gpkg", classes="both"))
    found, _ = features(tmp_path / "out.gpkg")
    told = {each["class"]: (each["value"], each["cells"]) for _, each in found}
    assert told == {"valid": (0, 1), "invalid": (255, 5)}


@pytest.mark.parametrize("rule", ["center-strict", "touch", "coverage"])
def test_a_rotated_mask_again(tmp_path, rule):
    """Corners of cells are computed on the map and back, which rounds; no rule may see that."""
    source = str(tmp_path / "mask.tif")
    values = (np.random.default_rng(2).random((40, 30)) < 0.4).astype(np.uint8)
    frame = Frame(40, 30, (5e5, 12.3, -4.4, 4e6, 5.5, -11.1))
    dataset = gdal.GetDriverByName("GTiff").Create(source, 30, 40)
    dataset.SetGeoTransform(frame.geotransform)
    dataset.GetRasterBand(1).WriteArray(values)
    dataset = None
    vectorize_raster(job_of(source, tmp_path / "out.gpkg"))
    polygons = Polygons(valid=tuple(wkb for wkb, _ in features(tmp_path / "out.gpkg")[0]))
    again = Destination(str(tmp_path / "again.tif"))
    make_mask(MaskJob(frame, again, polygons, rule=rule, coverage=1e-6))
    np.testing.assert_array_equal(mask_of(again.path), values)
    make_mask(MaskJob(frame, again, polygons, rule=rule, coverage=1.0))
    np.testing.assert_array_equal(mask_of(again.path), values)


def test_values_that_float32_has_not(tmp_path):
    source = write_classes(tmp_path / "in.tif", np.array([[1.0, 2.0]]), gdal.GDT_Float32)
    job = job_of(source, tmp_path / "out.gpkg", classes="values", values=(1e39,))
    with pytest.raises(ValueError, match=r"VALUES has 1e\+39, which a band of float32 cannot hold"):
        vectorize_raster(job)


def test_nodata_of_a_mask_is_invalid(tmp_path):
    source = write_classes(tmp_path / "in.tif", np.array([[1, 9, 0]]), gdal.GDT_Byte, 9)
    vectorize_raster(job_of(source, tmp_path / "out.gpkg", classes="both"))
    told = {each["class"]: each["cells"] for _, each in features(tmp_path / "out.gpkg")[0]}
    assert told == {"valid": 1, "invalid": 2}


def test_small_areas_are_left_out_and_counted(speckles, tmp_path):
    whole = vectorize_raster(job_of(speckles, tmp_path / "all.gpkg"))
    some = vectorize_raster(job_of(speckles, tmp_path / "some.gpkg", min_area=500.0))
    sizes = np.array([each["cells"] for _, each in features(tmp_path / "all.gpkg")[0]])
    left = [each["cells"] for _, each in features(tmp_path / "some.gpkg")[0]]
    assert left == sizes[sizes >= 5].tolist() and 0 < len(left) < len(sizes)
    assert some.dropped_count == np.count_nonzero(sizes < 5)
    assert some.dropped_area == 100 * sizes[sizes < 5].sum()
    assert some.area + some.dropped_area == whole.area


@pytest.mark.parametrize("ending", ENDINGS)
def test_nothing_to_draw(tmp_path, ending):
    source = write_classes(tmp_path / "in.tif", np.zeros((3, 4)), gdal.GDT_Byte)
    report = vectorize_raster(job_of(source, tmp_path / f"out.{ending}"))
    found, dataset = features(tmp_path / f"out.{ending}")
    assert found == [] and report.polygon_count == 0
    if ending != "geojson":
        assert dataset.GetLayer(0).GetGeomType() == ogr.wkbPolygon


def test_a_reference_system_that_geojson_would_lose(tmp_path):
    source = write_classes(tmp_path / "in.tif", np.ones((3, 4)), gdal.GDT_Byte)
    reference = osr.SpatialReference()
    reference.ImportFromProj4("+proj=tmerc +lat_0=12 +lon_0=34 +ellps=GRS80 +units=m")
    dataset = gdal.Open(source, gdal.GA_Update)
    dataset.SetProjection(reference.ExportToWkt())
    dataset = None
    with pytest.raises(RasterError, match="the reference system of INPUT has no code"):
        vectorize_raster(job_of(source, tmp_path / "out.geojson"))
    for ending in ("gpkg", "fgb"):
        vectorize_raster(job_of(source, tmp_path / f"out.{ending}"))
        _, dataset = features(tmp_path / f"out.{ending}")
        kept = dataset.GetLayer(0).GetSpatialRef()
        assert kept.GetProjParm("central_meridian") == 34


@pytest.mark.parametrize(
    ("settings", "sentence"),
    [
        ({"band": 2}, "INPUT has no band 2"),
        ({"classes": "all"}, "CLASSES is all; it must be one of valid, invalid, both, values"),
        ({"values": (1.0,)}, "VALUES is given, but CLASSES is valid"),
        ({"classes": "values", "values": (300.0,)}, "VALUES has 300, which a band of uint8 cannot"),
        ({"classes": "values", "values": (np.inf,)}, "VALUES has inf"),
        ({"outline": "round"}, "OUTLINE is round"),
        ({"connectivity": 5}, "CONNECTIVITY is 5"),
        ({"min_area": -1.0}, "MIN_AREA is -1; it must be 0 or more"),
        ({"min_area": np.nan}, "MIN_AREA is nan"),
        (
            {"output": Destination("{}/out.xyz")},
            "OUTPUT is .*out.xyz; it must be a file whose name",
        ),
        ({"output": Destination("{}/no/out.gpkg")}, "but the folder .*no does not exist"),
        ({"output": Destination("postgis:table=a.gpkg")}, "it must be a file whose name ends in"),
        ({"output": Destination("ogr:dbname='a' table=\"b\" (geom)")}, "it must be a file"),
        ({"output": Destination("{}/a.gpkg|layername=b.gpkg")}, "it must be a file whose name"),
        ({"source": "{}/no.tif"}, "INPUT is .*no.tif, which cannot be opened"),
    ],
)
def test_what_is_wrong_is_said_before_anything_is_written(speckles, tmp_path, settings, sentence):
    (tmp_path / "out").mkdir()
    job = job_of(speckles, tmp_path / "out" / "out.gpkg", **settings)
    placed = Destination(job.output.path.replace("{}", str(tmp_path / "out")))
    job = replace(job, output=placed, source=job.source.replace("{}", str(tmp_path)))
    with pytest.raises((ValueError, RasterError), match=sentence):
        vectorize_raster(job)
    assert names_in(tmp_path / "out") == []


def test_an_input_is_not_replaced(tmp_path):
    """A raster in a GeoPackage."""
    memory = gdal.GetDriverByName("MEM").Create("", 4, 3)
    memory.SetGeoTransform((0, 1, 0, 0, 0, -1))
    path = str(tmp_path / "both.gpkg")
    gdal.GetDriverByName("GPKG").CreateCopy(path, memory)
    before = Path(path).read_bytes()
    with pytest.raises(RasterError, match=r"OUTPUT is .*both\.gpkg, which is an input"):
        vectorize_raster(job_of(path, path))
    assert Path(path).read_bytes() == before


# --- files ------------------------------------------------------------------------------------


def old_files(folder, ending):
    """Put a layer where the output will be, with all its files; return their bytes."""
    path = folder / f"out.{ending}"
    reference = osr.SpatialReference()
    reference.ImportFromEPSG(4326)
    name = vectorize_chain.check_layer.__globals__["DRIVERS"][ending]
    dataset = gdal.GetDriverByName(name).Create(str(path), 0, 0, 0)
    layer = dataset.CreateLayer("old", reference, ogr.wkbPoint)
    layer.CreateField(ogr.FieldDefn("old", ogr.OFTInteger))
    feature = ogr.Feature(layer.GetLayerDefn())
    feature.SetGeometry(ogr.CreateGeometryFromWkt("POINT (1 2)"))
    layer.CreateFeature(feature)
    layer = feature = dataset = None
    for extra in {"gpkg": ["gpkg-wal", "gpkg-shm"], "shp": ["qix", "cpg"]}.get(ending, []):
        (folder / f"out.{extra}").write_bytes(b"old")
    (folder / "out.qml").write_bytes(b"the user's style")
    return contents(folder)


def contents(folder):
    return {path.name: path.read_bytes() for path in folder.iterdir()}


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "out").mkdir()
    return tmp_path / "out"


@pytest.mark.parametrize("ending", ENDINGS)
def test_a_new_file_replaces_all_that_belonged_to_the_old_one(speckles, folder, ending):
    old_files(folder, ending)
    vectorize_raster(job_of(speckles, folder / f"out.{ending}"))
    parts = {"shp": {"out.shp", "out.shx", "out.dbf", "out.prj"}}.get(ending, {f"out.{ending}"})
    assert set(names_in(folder)) == {*parts, "out.qml"}
    assert len(features(folder / f"out.{ending}")[0]) > 10


@pytest.mark.parametrize("ending", ENDINGS)
def test_cancelling_keeps_what_was_there(speckles, folder, ending, monkeypatch):
    monkeypatch.setattr(vectorize_chain, "_MOST_CELLS", 90 * 20)
    job, shares = job_of(speckles, folder / f"out.{ending}"), []
    vectorize_raster(job, shares.append)
    assert shares == sorted(shares) and shares[-1] == 1 and len(shares) > 5
    for path in folder.iterdir():
        path.unlink()
    before = old_files(folder, ending)
    for number in range(len(shares) - 1):
        seen = []
        with pytest.raises(Cancelled):
            vectorize_raster(job, seen.append, lambda seen=seen, number=number: len(seen) > number)
        assert contents(folder) == before


@pytest.mark.parametrize("ending", ENDINGS)
@pytest.mark.parametrize("error", [KeyboardInterrupt, MemoryError])
def test_whatever_is_raised_on_the_way_leaves_nothing(speckles, folder, ending, error):
    def progress(share):
        if share > 0.9:
            raise error

    before = old_files(folder, ending)
    with pytest.raises(error):
        vectorize_raster(job_of(speckles, folder / f"out.{ending}"), progress)
    assert contents(folder) == before


@pytest.mark.parametrize("ending", ENDINGS)
def test_a_file_that_cannot_grow_is_one_sentence(speckles, folder, ending):
    """As on a disk that gets full, whether it shows at once or on closing."""
    job = job_of(speckles, folder / f"out.{ending}")
    vectorize_raster(job)
    size = (folder / f"out.{ending}").stat().st_size
    for path in folder.iterdir():
        path.unlink()
    before = old_files(folder, ending)
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    for most in (0, size // 8, size // 2, size - 3):  # the end of a line is no loss
        resource.setrlimit(resource.RLIMIT_FSIZE, (most, limits[1]))
        try:
            with pytest.raises(RasterError) as error:
                vectorize_raster(job)
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, limits)
        sentence = str(error.value)
        assert f"out.{ending} cannot be " in sentence and sentence.endswith(".")
        assert "\n" not in sentence
        assert contents(folder) == before


KILLED = """
import signal
def progress(share):
    if share > 0.5:
        os.kill(os.getpid(), signal.SIGKILL)
from gridr_qgis.core.chains.vectorize_chain import vectorize_raster
vectorize_raster(given, progress)
"""


@pytest.mark.parametrize("ending", ["gpkg", "shp"])
def test_what_a_kill_leaves_goes_with_the_next_job(speckles, folder, tmp_path, ending):
    before = old_files(folder, ending)
    job = job_of(speckles, folder / f"out.{ending}")
    assert run_elsewhere(tmp_path, KILLED, job).returncode == -9
    left = contents_of_files(folder)
    assert left == before and len(names_in(folder)) == len(before) + 1
    vectorize_raster(job)
    assert not [name for name in names_in(folder) if name.endswith(".part")]


def contents_of_files(folder):
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}


def test_provenance_is_kept_in_a_geopackage(speckles, tmp_path):
    vectorize_raster(job_of(speckles, tmp_path / "out.gpkg", metadata={"GRIDR_VERSION": "1"}))
    _, dataset = features(tmp_path / "out.gpkg")
    assert dataset.GetLayer(0).GetMetadataItem("GRIDR_VERSION") == "1"
    assert dataset.GetLayer(0).GetName() == "out"
    assert os.path.exists(tmp_path / "out.gpkg")
