"""``gridr:vectorizemask`` in QGIS: what comes out, what GRASS makes, and what is answered."""

import json

import numpy as np
import pytest
import shapely
from grass_cases import AREAS, load
from osgeo import ogr
from qgis.core import QgsProcessing, QgsProcessingException, QgsVectorLayer
from running import Feedback, run_algorithm
from tiny_rasters import NORTH, SIZE, WEST, names_in, read_raster, write_raster

MASK = [[1, 1, 1, 0], [1, 0, 1, 0], [1, 1, 1, 1]]
HOLED = (
    "POLYGON((500000 5000000, 500030 5000000, 500030 4999980, 500040 4999980, 500040 4999970,"
    " 500000 4999970, 500000 5000000), (500010 4999990, 500020 4999990, 500020 4999980,"
    " 500010 4999980, 500010 4999990))"
)


def read(path):
    """Return the polygons of a layer, and its attributes."""
    dataset = ogr.Open(str(path))
    layer = dataset.GetLayer(0)
    found = [(bytes(each.GetGeometryRef().ExportToWkb()), each.items()) for each in layer]
    return shapely.from_wkb([wkb for wkb, _ in found]), [items for _, items in found]


@pytest.fixture
def vectorize(run, out):
    """Vectorize into a GeoPackage; returns polygons, attributes and results."""

    def go(source, feedback=None, **parameters):
        parameters = {"OUTPUT": out("out.gpkg"), **parameters}
        results = run("gridr:vectorizemask", feedback, INPUT=source, **parameters)
        return (*read(results["OUTPUT"]), results)

    return go


def test_the_valid_cells_of_a_mask(vectorize, raster):
    feedback = Feedback()
    polygons, attributes, results = vectorize(raster(MASK, "uint8"), feedback)
    assert shapely.equals(polygons[0], shapely.from_wkt(HOLED))
    assert attributes == [{"value": 1, "class": "valid", "cells": 9, "area": 900.0}]
    del results["OUTPUT"]
    assert results == {
        "POLYGON_COUNT": 1, "DROPPED_COUNT": 0, "CELL_COUNT": 9, "AREA": 900, "DROPPED_AREA": 0,
    }  # fmt: skip
    assert feedback.warnings == [] and "1 polygon(s) of 9 cells" in feedback.infos[-1]


def test_the_other_classes(vectorize, raster):
    source = raster(MASK, "uint8")
    _, invalid, _ = vectorize(source, CLASSES="invalid")
    assert [(each["class"], each["cells"]) for each in invalid] == [("invalid", 2), ("invalid", 1)]
    _, both, results = vectorize(source, CLASSES="both")
    assert len(both) == 3 and results["CELL_COUNT"] == 12
    _, values, _ = vectorize(source, CLASSES="values", VALUES="0; 7")
    assert [each["value"] for each in values] == [0, 0] and "class" not in values[0]


def test_corners_contacts_and_small_areas(vectorize, raster):
    source = raster([[1, 0, 0], [0, 1, 0], [0, 0, 0], [0, 1, 1]], "uint8")
    polygons, _, _ = vectorize(source, OUTLINE="midpoints")
    # Each of the two that touch keeps the corner at which they do.
    assert [each.area for each in polygons] == [100 * (1 - 3 / 8)] * 2 + [100 * (2 - 3 / 8)]
    polygons, _, _ = vectorize(source, CONNECTIVITY="8")
    assert [each.geom_type for each in polygons] == ["MultiPolygon"] * 2
    feedback = Feedback()
    polygons, _, results = vectorize(source, feedback, MIN_AREA=150)
    assert (len(polygons), results["DROPPED_COUNT"], results["DROPPED_AREA"]) == (1, 2, 200)
    assert any("2 area(s) below MIN_AREA" in told for told in feedback.infos)


def test_build_mask_gives_the_mask_again(vectorize, run, out, raster):
    rng = np.random.default_rng(4)
    values = rng.integers(0, 2, (20, 30)).astype(np.uint8)
    source = raster(values)
    vectorize(source)
    layer = QgsVectorLayer(out("out.gpkg"), "polygons", "ogr")
    assert layer.isValid() and layer.crs().authid() == "EPSG:32631"
    parameters = {"REFERENCE": source, "VALID_GEOMETRY": out("out.gpkg")}
    run("gridr:buildmask", OUTPUT=out("again.tif"), **parameters)
    assert np.array_equal(read_raster(out("again.tif")).band, values)


def test_a_mask_of_ours_says_what_is_valid(vectorize, run, out, blank, polygons):
    box = f"POLYGON(({WEST} {NORTH}, {WEST + SIZE} {NORTH}, {WEST} {NORTH - SIZE}, {WEST} {NORTH}))"
    values = {"VALID_VALUE": 0, "INVALID_VALUE": 9}
    parameters = {"REFERENCE": blank(2, 2), "VALID_GEOMETRY": polygons(box)}
    run("gridr:buildmask", OUTPUT=out("mask.tif"), **parameters, **values)
    _, attributes, _ = vectorize(out("mask.tif"))
    assert attributes == [{"value": 0, "class": "valid", "cells": 1, "area": 100.0}]


@pytest.mark.parametrize("number", AREAS)
def test_areas_of_grass(run, vectorize, out, folder, number):
    """Through the same region as GRASS."""
    case = load(number)
    north, _, _, west, height, width = case["src_region"]
    values = np.where(np.isnan(case["source"]), -1, case["source"]).astype(np.int16)
    geotransform = (west, width, 0, north, 0, -height)
    path = write_raster(folder / "in.tif", values, nodata=-1, geotransform=geotransform, epsg=32631)
    north, south, east, west, height, width = case["dst_region"]
    rows, cols = round((north - south) / height), round((east - west) / width)
    reference = write_raster(
        folder / "like.tif",
        np.zeros((rows, cols), dtype=np.uint8),
        geotransform=(west, width, 0, north, 0, -height),
        epsg=32631,
    )
    run("gridr:resamplenearest", INPUT=path, REFERENCE=reference, OUTPUT=out("there.tif"))
    outline = "midpoints" if "s" in str(case["flags"]) else "edges"
    found, attributes, _ = vectorize(out("there.tif"), CLASSES="values", OUTLINE=outline)
    expected = shapely.from_wkt(case["polygon_wkt"])
    assert len(found) == len(expected) and all(shapely.is_valid(found))
    value_of = dict(case["centroids"][:, [2, 3]].tolist())
    if "v" in str(case["flags"]):
        value_of = {value: value for value in value_of.values()}
    for polygon, category in zip(expected, case["polygon_cat"].tolist()):
        near = [
            (each, told["value"])
            for each, told in zip(found, attributes)
            if each.symmetric_difference(polygon).area < 1e-6
        ]
        assert len(near) == 1 and near[0][1] == value_of[category]


# --- files and running ------------------------------------------------------------------------


@pytest.mark.parametrize("ending", ["gpkg", "geojson", "fgb", "shp"])
def test_files_of_each_kind(vectorize, raster, out, ending):
    polygons, _, _ = vectorize(raster(MASK, "uint8"), OUTPUT=out(f"out.{ending}"))
    assert shapely.equals(polygons[0], shapely.from_wkt(HOLED))


def test_a_temporary_output(run, raster):
    results = run(
        "gridr:vectorizemask", INPUT=raster(MASK, "uint8"), OUTPUT=QgsProcessing.TEMPORARY_OUTPUT
    )
    assert results["OUTPUT"].endswith(".gpkg") and len(read(results["OUTPUT"])[0]) == 1


def test_progress_and_provenance(vectorize, raster, out):
    feedback = Feedback()
    vectorize(raster(MASK, "uint8"), feedback)
    assert feedback.shares[-1] == 100 and feedback.shares == sorted(feedback.shares)
    dataset = ogr.Open(out("out.gpkg"))
    told = dataset.GetLayer(0).GetMetadata()
    assert told["GRIDR_ALGORITHM"] == "gridr:vectorizemask"
    assert json.loads(told["GRIDR_PARAMETERS"])["OUTPUT"] == out("out.gpkg")


@pytest.mark.parametrize("cancel_at", [0, 1, 50])
def test_cancelling_leaves_what_was_there(run, raster, out, tmp_path, cancel_at):
    (tmp_path / "out" / "out.gpkg").write_bytes(b"old")
    feedback = Feedback(cancel_at=cancel_at)
    if cancel_at == 0:
        feedback.cancel()
    source = raster(np.ones((600, 600), dtype=np.uint8))
    assert run("gridr:vectorizemask", feedback, INPUT=source, OUTPUT=out("out.gpkg")) == {}
    assert names_in(tmp_path / "out") == ["out.gpkg"] and feedback.errors == []
    assert (tmp_path / "out" / "out.gpkg").read_bytes() == b"old"


def test_nothing_to_draw_is_a_warning(vectorize, raster):
    feedback = Feedback()
    source = raster(np.full((3, 3), 255, dtype=np.uint8), nodata=255)
    polygons, _, results = vectorize(source, feedback, CLASSES="values", VALUES="1, 255")
    assert len(polygons) == results["POLYGON_COUNT"] == 0
    assert feedback.warnings[-2] == "No cell has the value 1, 255."
    assert feedback.warnings[-1].startswith("OUTPUT has no polygon")


BAD = {
    "no input": ({"INPUT": None}, "INPUT"),
    "input missing": ({"INPUT": "/no/such.tif"}, "INPUT: /no/such.tif not found"),
    "band beyond": ({"BAND": 2}, "INPUT has no band 2; it has 1"),
    "complex": ({"INPUT": "{complex}"}, "Band 1 of INPUT holds complex numbers"),
    "classes": ({"CLASSES": "all"}, "CLASSES is all; it must be one of valid, invalid, both"),
    "outline": ({"OUTLINE": "round"}, "OUTLINE is round; it must be one of edges, midpoints"),
    "connectivity": ({"CONNECTIVITY": "6"}, "CONNECTIVITY is 6; it must be one of 4, 8"),
    "negative area": ({"MIN_AREA": -1}, r"MIN_AREA is -1(\.0)?; it must be 0 or more"),
    "area in words": ({"MIN_AREA": "small"}, "MIN_AREA is small; it must be a number"),
    "values of a mask": ({"VALUES": "1"}, "VALUES is given, but CLASSES is valid"),
    "values in words": ({"VALUES": "1, two", "CLASSES": "values"}, "VALUES has two; it must be"),
    "a value and a half": ({"VALUES": "1.5", "CLASSES": "values"}, "VALUES has 1.5, which a band"),
    "little memory": ({"MAX_MEMORY": 5}, "MAX_MEMORY is 5 MB; it must be 64 or more"),
    "no output": ({"OUTPUT": None}, "OUTPUT is not set"),
    "over the input": ({"OUTPUT": "{mask}"}, "OUTPUT is .*must be a file whose name ends in .gpkg"),
    "unknown ending": ({"OUTPUT": "{folder}/out.zzz"}, "OUTPUT is .*must be a file whose name"),
    "no ending": ({"OUTPUT": "{folder}/out"}, "OUTPUT is .*must be a file whose name ends in"),
    "missing folder": ({"OUTPUT": "{folder}/no/out.gpkg"}, "OUTPUT is .*does not exist"),
    "a database": (
        {"OUTPUT": "postgis:dbname='a' table=\"b\" (geom)"},
        "OUTPUT is .*must be a file whose name ends in",
    ),
}


@pytest.mark.parametrize("case", BAD)
def test_one_sentence_and_no_file(raster, out, tmp_path, case):
    bad, sentence = BAD[case]
    things = {
        "mask": raster(MASK, "uint8"),
        "complex": raster(np.ones((3, 3), dtype=np.complex64)),
        "folder": tmp_path / "out",
    }
    parameters = {"INPUT": things["mask"], "OUTPUT": out("out.gpkg")}
    for name, value in bad.items():
        parameters[name] = value.format(**things) if isinstance(value, str) else value
    parameters = {name: value for name, value in parameters.items() if value is not None}
    feedback = Feedback()
    with pytest.raises(QgsProcessingException, match=sentence) as caught:
        run_algorithm("gridr:vectorizemask", parameters, feedback)
    told = str(caught.value)
    assert "\n" not in told and "Traceback" not in told
    assert feedback.errors == [told]
    assert names_in(tmp_path / "out") == []
