"""``gridr:vectorizemask`` from the command line, and back by ``gridr:buildmask``."""

import numpy as np
import shapely
from osgeo import ogr
from tiny_rasters import read_raster, write_raster


def read(path):
    dataset = ogr.Open(str(path))
    layer = dataset.GetLayer(0)
    assert layer.GetSpatialRef().GetAuthorityCode(None) == "32631"
    return [
        (shapely.from_wkb(bytes(each.geometry().ExportToWkb())), each.items()) for each in layer
    ]


def test_there_and_back(qgis_process, tmp_path):
    rng = np.random.default_rng(2)
    values = (np.kron(rng.random((12, 15)), np.ones((5, 4))) > 0.4).astype(np.uint8)
    mask = write_raster(tmp_path / "mask.tif", values)
    told = qgis_process.run(
        "gridr:vectorizemask", INPUT=mask, CLASSES="invalid", OUTPUT=tmp_path / "clouds.gpkg"
    )
    found = read(tmp_path / "clouds.gpkg")
    assert told["results"]["POLYGON_COUNT"] == len(found)
    assert told["results"]["CELL_COUNT"] == np.count_nonzero(values == 0)
    assert told["results"]["AREA"] == sum(polygon.area for polygon, _ in found)
    assert all(polygon.is_valid for polygon, _ in found)
    again = tmp_path / "again.tif"
    clouds = tmp_path / "clouds.gpkg"
    qgis_process.run("gridr:buildmask", REFERENCE=mask, INVALID_GEOMETRY=clouds, OUTPUT=again)
    assert np.array_equal(read_raster(again).band, values)


def test_classes_with_their_corners_cut(qgis_process, tmp_path):
    values = np.random.default_rng(3).integers(1, 4, (9, 11)).astype(np.uint8)
    classes = write_raster(tmp_path / "classes.tif", values)
    output = tmp_path / "classes.geojson"
    qgis_process.run(
        "gridr:vectorizemask",
        INPUT=classes,
        CLASSES="values",
        OUTLINE="midpoints",
        CONNECTIVITY=8,
        OUTPUT=output,
    )
    polygons = np.array([polygon for polygon, _ in read(output)])
    assert {items["value"] for _, items in read(output)} == {1, 2, 3}
    assert shapely.coverage_is_valid(polygons) and all(shapely.is_valid(polygons))


def test_a_band_that_is_not_there(qgis_process, tmp_path):
    mask = write_raster(tmp_path / "mask.tif", np.ones((3, 3), dtype=np.uint8))
    done = qgis_process.start("gridr:vectorizemask", INPUT=mask, BAND=4, OUTPUT=tmp_path / "o.gpkg")
    assert done.returncode != 0 and "INPUT has no band 4; it has 1 band(s)." in done.stderr
    assert not (tmp_path / "o.gpkg").exists()
