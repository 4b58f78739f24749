"""The GRASS family in QGIS: frames, parameters, remarks."""

import numpy as np
import pytest
from osgeo import gdal
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsProcessingException,
    QgsProject,
    QgsRasterLayer,
    QgsRectangle,
)
from running import Feedback, run_algorithm
from tiny_rasters import EPSG, NORTH, SIZE, WEST, names_in, read_raster, write_raster

from gridr_qgis.core import Region, resample_interpolate, resample_statistics

NEAREST, INTERPOLATE, STATISTICS = (
    f"gridr:resample{name}" for name in ("nearest", "interpolate", "statistics")
)
SOURCE = Region(NORTH, NORTH - 120, WEST + 140, WEST, 12, 14)
COARSE = (WEST, 25.0, 0.0, NORTH, 0.0, -25.0)
TARGET = Region(NORTH, NORTH - 125, WEST + 150, WEST, 5, 6)
BOX = "POLYGON((500000 5000000, 500070 5000000, 500070 4999950, 500000 4999950, 500000 5000000))"


@pytest.fixture
def values():
    array = np.round(np.random.default_rng(0).normal(100, 30, (12, 14)))
    array[4, 5] = np.nan
    return array


@pytest.fixture
def resampled(run, out, values, raster):
    """Return a function that runs one of the algorithms and returns its pixels."""
    source = raster(values, name="source.tif")
    reference = raster(np.zeros((5, 6), np.uint8), name="coarse.tif", geotransform=COARSE)

    def go(identifier, feedback=None, **parameters):
        has_frame = {"REFERENCE", "EXTENT", "CELL_SIZE"} & set(parameters)
        frame = {} if has_frame else {"REFERENCE": reference}
        results = run(
            identifier, feedback, **{"INPUT": source, "OUTPUT": out(), **frame, **parameters}
        )
        return read_raster(results["OUTPUT"])

    return go


# --- frames -------------------------------------------------------------------------------------


def test_a_reference(resampled, values):
    found = resampled(NEAREST)
    assert found.geotransform == COARSE and found.epsg == EPSG
    rows, cols = np.floor(np.arange(6) * 2.5 + 1.25).astype(int)[:5], [1, 3, 6, 8, 11, 13]
    np.testing.assert_array_equal(found.band, values[np.ix_(rows, cols)])


def test_a_reference_by_its_name_in_the_project(resampled, raster):
    path = raster(np.zeros((2, 3), np.uint8), geotransform=COARSE)
    layer = QgsRasterLayer(path, "cells of the survey")
    QgsProject.instance().addMapLayer(layer, False)
    try:
        for given in ("cells of the survey", layer.id(), layer):
            assert resampled(NEAREST, REFERENCE=given).band.shape == (2, 3)
    finally:
        QgsProject.instance().removeMapLayer(layer)


def test_an_extent_and_a_cell_size(resampled):
    extent = f"{WEST + 20},{WEST + 71},{NORTH - 50},{NORTH - 10} [EPSG:{EPSG}]"
    found = resampled(NEAREST, EXTENT=extent, CELL_SIZE=5)
    assert found.band.shape == (8, 10)
    assert found.geotransform == (WEST + 20, 5, 0, NORTH - 10, 0, -5) and found.epsg == EPSG


def test_an_extent_in_another_reference_system(resampled, qgis_app):
    """It is the box around it in the input's; cells are in the input's units."""
    to_degrees = QgsCoordinateTransform(
        QgsCoordinateReferenceSystem(f"EPSG:{EPSG}"),
        QgsCoordinateReferenceSystem("EPSG:4326"),
        QgsProject.instance(),
    )
    box = to_degrees.transformBoundingBox(QgsRectangle(WEST, NORTH - 120, WEST + 140, NORTH))
    sides = box.xMinimum(), box.xMaximum(), box.yMinimum(), box.yMaximum()
    extent = ",".join(f"{side:.12f}" for side in sides) + " [EPSG:4326]"
    found = resampled(NEAREST, EXTENT=extent, CELL_SIZE=20)
    assert found.epsg == EPSG and found.band.shape == (6, 7)
    np.testing.assert_allclose(found.geotransform, (WEST, 20, 0, NORTH, 0, -20), atol=0.5)


@pytest.mark.parametrize("height", [SIZE, -SIZE])
def test_a_cell_size_alone_takes_the_extent_of_the_input(resampled, raster, values, height):
    """Also of an input whose rows run to the north, which QGIS shows the right way up."""
    first = NORTH if height > 0 else NORTH - 120
    turned = (WEST, SIZE, 0, first, 0, -height)
    path = raster(values[:: 1 if height > 0 else -1], geotransform=turned)
    found = resampled(STATISTICS, INPUT=path, CELL_SIZE=20, METHOD="count")
    assert found.geotransform == (WEST, 20, 0, NORTH, 0, -20) and found.epsg == EPSG
    expected = np.full((6, 7), 4.0)
    expected[2, 2] = 3
    np.testing.assert_array_equal(found.band, expected)


def test_a_cell_size_alone_for_an_input_that_lies_nowhere(resampled, raster, values):
    path = raster(values, geotransform=None, epsg=None)
    found = resampled(NEAREST, INPUT=path, CELL_SIZE=1)
    np.testing.assert_array_equal(found.band, values)


def test_a_reference_system_that_qgis_does_not_know(resampled, raster, values):
    """It is told to the output by the file."""
    path = raster(values, name="site.tif")
    dataset = gdal.Open(path, gdal.GA_Update)
    dataset.SetProjection('LOCAL_CS["site",UNIT["metre",1],AXIS["x",EAST],AXIS["y",NORTH]]')
    dataset = None
    for frame in ({"CELL_SIZE": 20}, {"EXTENT": "500000,500100,4999900,5000000", "CELL_SIZE": 20}):
        resampled(NEAREST, INPUT=path, **frame)
        made = gdal.Open(path.replace("/in/site.tif", "/out/out.tif"))
        assert "site" in made.GetProjection()


def test_a_reference_without_a_reference_system(resampled, blank):
    assert resampled(NEAREST, REFERENCE=blank(2, 3, epsg=None)).epsg == EPSG


@pytest.mark.parametrize("name", ["INPUT", "REFERENCE", "MASK_IN"])
def test_a_layer_that_is_no_file(run, out, blank, tmp_path, name):
    tiles = "type=xyz&url=file:///nowhere/{z}/{x}/{y}.png&zmin=0&zmax=1"
    layer = QgsRasterLayer(tiles, "tiles", "wms")
    assert layer.isValid()
    parameters = {"INPUT": blank(3, 3), "REFERENCE": blank(3, 3), "OUTPUT": out(), name: layer}
    with pytest.raises(QgsProcessingException, match=f"{name} must be a raster file that GDAL"):
        run(NEAREST, **parameters)
    assert names_in(tmp_path / "out") == []


# --- parameters ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "given",
    [
        {},
        {"METHOD": "quantile", "QUANTILE": 0.8},
        {"METHOD": "average", "WEIGHTED": True},
        {"METHOD": "median", "PROPAGATE_NULLS": True},
        {"METHOD": "mode", "WEIGHTED": True, "PROPAGATE_NULLS": True},
        {"METHOD": "diversity"},
    ],
)
def test_statistics(resampled, values, given):
    found = resampled(STATISTICS, **given)
    assert found.band.dtype == np.float64
    expected = resample_statistics(
        values, SOURCE, TARGET, **{name.lower(): value for name, value in given.items()}
    )
    np.testing.assert_array_equal(found.band, expected)


@pytest.mark.parametrize(
    "given",
    [
        {},
        {"METHOD": "nearest"},
        {"METHOD": "bicubic", "VALIDITY_POLICY": "nearest"},
        {"METHOD": "lanczos", "VALIDITY_POLICY": "renormalized", "MINIMUM_VALID_WEIGHT": 0.2},
    ],
)
def test_interpolation(resampled, values, given):
    found = resampled(INTERPOLATE, **given)
    assert found.band.dtype == np.float64
    expected = resample_interpolate(
        values, SOURCE, TARGET, **{name.lower(): value for name, value in given.items()}
    )
    np.testing.assert_array_equal(found.band, expected)


def test_validity_bands_type_and_nodata(resampled, raster, values, polygons):
    two = np.stack((values, np.arange(168.0).reshape(12, 14)))
    mask = np.ones((12, 14), np.uint8)
    mask[8:10, :3] = 0
    found = resampled(
        STATISTICS, INPUT=raster(two), BANDS=[2], METHOD="sum", CELL_SIZE=20, DATA_TYPE="int32",
        NODATA=-1, MASK_IN=raster(mask), INVALID_GEOMETRY=polygons(BOX),
    )  # fmt: skip
    kept = mask.astype(bool)
    kept[:5, :7] = False
    blocks = np.where(kept, two[1], 0).reshape(6, 2, 7, 2).sum((1, 3))
    empty = ~kept.reshape(6, 2, 7, 2).any((1, 3))
    np.testing.assert_array_equal(found.band, np.where(empty, -1, blocks))
    assert found.band.dtype == np.int32 and found.nodata == [-1] and empty.sum() == 7


def test_all_bands_by_default(resampled, raster, values):
    found = resampled(NEAREST, INPUT=raster(np.stack((values, -values)), descriptions=["a", "b"]))
    np.testing.assert_array_equal(found.values[0], -found.values[1])
    assert found.descriptions == ["a", "b"]
    assert found.metadata["GRIDR_ALGORITHM"] == NEAREST


@pytest.mark.parametrize(
    ("identifier", "given", "told"),
    [
        (STATISTICS, {"METHOD": "range", "WEIGHTED": True}, ["WEIGHTED changes nothing for range"]),
        (STATISTICS, {"QUANTILE": 0.1}, ["QUANTILE is 0.1, which changes nothing unless METHOD"]),
        (
            INTERPOLATE,
            {"METHOD": "nearest", "VALIDITY_POLICY": "nearest"},
            ["VALIDITY_POLICY is nearest, which changes nothing unless METHOD is not nearest"],
        ),
        (
            INTERPOLATE,
            {"MINIMUM_VALID_WEIGHT": 0.1},
            ["MINIMUM_VALID_WEIGHT is 0.1, which changes nothing unless VALIDITY_POLICY is renor"],
        ),
        (
            NEAREST,
            {"EXTENT": "0,100,0,100", "CELL_SIZE": 50},
            ["No cell of the output gets anything from INPUT"],
        ),
        (
            STATISTICS,
            {"DATA_TYPE": "uint8"},
            [],
        ),
        (
            STATISTICS,
            {"DATA_TYPE": "uint8", "PROPAGATE_NULLS": True},
            ["Invalid pixels hold 0, which is not declared as nodata"],
        ),
    ],
)
def test_remarks(resampled, identifier, given, told):
    feedback = Feedback()
    resampled(identifier, feedback, **given)
    warnings = [each for each in feedback.warnings if not each.startswith("Engine")]
    assert len(warnings) == len(told)
    assert all(warning.startswith(start) for warning, start in zip(warnings, told))


def test_a_globe_from_0_to_360(run, out, folder):
    values = np.arange(18.0 * 36).reshape(18, 36)
    source = write_raster(folder / "a.tif", values, geotransform=(0, 10, 0, 90, 0, -10), epsg=4326)
    to = write_raster(folder / "b.tif", values, geotransform=(-180, 10, 0, 90, 0, -10), epsg=4326)
    run(NEAREST, INPUT=source, REFERENCE=to, OUTPUT=out())
    np.testing.assert_array_equal(read_raster(out()).band, np.roll(values, 18, axis=1))


def test_rows_of_a_batch_do_not_know_each_other(out, raster):
    """What one run resolved is not there for the next."""
    for number, size in enumerate((3, 5)):
        source = raster(np.full((size, size), float(size)))
        run_algorithm(
            INTERPOLATE,
            {
                "INPUT": source,
                "CELL_SIZE": SIZE / 2,
                "VALIDITY_POLICY": "nearest",
                "OUTPUT": out(f"{number}.tif"),
            },
        )
        np.testing.assert_array_equal(
            read_raster(out(f"{number}.tif")).band, np.full((2 * size,) * 2, size)
        )


def test_a_model(run, out, raster, values, qgis_processing):
    """Coarser and back again; classes keep their colours on the whole way."""
    from qgis.core import (
        QgsProcessingContext,
        QgsProcessingModelAlgorithm,
        QgsProcessingModelChildAlgorithm,
        QgsProcessingModelChildParameterSource,
        QgsProcessingModelOutput,
    )

    classes = np.nan_to_num(values).astype(np.uint8) % 4
    source = raster(classes, colors={number: (number, 5, 6, 255) for number in range(4)})
    model, from_ = QgsProcessingModelAlgorithm("m", "g"), QgsProcessingModelChildParameterSource
    for name, identifier, given in (
        ("coarse", STATISTICS, {"INPUT": from_.fromStaticValue(source), "METHOD": "mode",
                                "DATA_TYPE": "uint8", "CELL_SIZE": 20}),
        ("fine", NEAREST, {"INPUT": from_.fromChildOutput("coarse", "OUTPUT"), "CELL_SIZE": 10}),
    ):  # fmt: skip
        child = QgsProcessingModelChildAlgorithm(identifier)
        child.setChildId(name)
        child.setDescription(name)
        for parameter, value in given.items():
            is_source = isinstance(value, from_)
            child.addParameterSources(
                parameter, [value if is_source else from_.fromStaticValue(value)]
            )
        made = QgsProcessingModelOutput(name, name)
        made.setChildId(name)
        made.setChildOutputName("OUTPUT")
        child.setModelOutputs({name: made})
        model.addChildAlgorithm(child)
    context, feedback = QgsProcessingContext(), Feedback()
    context.setProject(QgsProject.instance())
    parameters = {"coarse:coarse": out("coarse.tif"), "fine:fine": out("fine.tif")}
    _, ok = model.run(parameters, context, feedback)
    assert ok, feedback.errors
    coarse, fine = (read_raster(out(f"{name}.tif")) for name in ("coarse", "fine"))
    members = classes.reshape(6, 2, 7, 2).swapaxes(1, 2).reshape(6, 7, 4)
    modes = [[np.bincount(cell).argmax() for cell in row] for row in members]
    np.testing.assert_array_equal(coarse.band, modes)
    np.testing.assert_array_equal(fine.band, np.kron(coarse.band, np.ones((2, 2), np.uint8)))
    assert fine.colors[0][:4] == [(number, 5, 6, 255) for number in range(4)]
