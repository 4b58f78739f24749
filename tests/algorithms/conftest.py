"""QGIS with GridR's provider, and tiny inputs for its algorithms."""

import gc
import sys
from pathlib import Path

import numpy as np
import pytest
import tiny_rasters as tiny
from qgis.core import (
    QgsApplication,
    QgsFeature,
    QgsGeometry,
    QgsProject,
    QgsVectorLayer,
)
from running import run_algorithm

# Rasters with RPC and geolocation arrays.
sys.path.append(str(Path(__file__).resolve().parents[1] / "core"))


@pytest.fixture(scope="session", autouse=True)
def provider(qgis_app):
    """GridR's provider, in QGIS's registry."""
    from gridr_qgis.gridr_provider.provider import GridrProvider

    registry = QgsApplication.processingRegistry()
    provider = GridrProvider()
    assert registry.addProvider(provider)
    yield provider
    # What failed tests left in cycles must go before QGIS does, or Python crashes at the end.
    gc.collect()
    registry.removeProvider(provider)


@pytest.fixture
def run():
    """Return `run_algorithm`, with QGIS's own checks as the toolbox has them."""

    def checked(identifier, feedback=None, **parameters):
        return run_algorithm(identifier, parameters, feedback, checked=True)

    return checked


@pytest.fixture
def folder(tmp_path):
    """Inputs go here, so that `tmp_path/out` holds outputs only."""
    path = tmp_path / "in"
    path.mkdir()
    (tmp_path / "out").mkdir()
    return path


@pytest.fixture
def out(tmp_path, folder):
    """Return the path of an output by its name."""
    return lambda name="out.tif": str(tmp_path / "out" / name)


@pytest.fixture
def raster(folder):
    """Write a tiny raster; returns its path."""
    count = iter(range(1000))

    def write(values, name=None, **how):
        return tiny.write_raster(folder / (name or f"raster{next(count)}.tif"), values, **how)

    return write


@pytest.fixture
def resample(run, out):
    """Resample and return (values, validity, results); everything else is `read_raster`'s."""

    def go(source, grid, feedback=None, **parameters):
        results = run(
            "gridr:gridresampling",
            feedback,
            INPUT=source,
            GRID=grid,
            OUTPUT=out(),
            OUTPUT_MASK=out("mask.tif"),
            **parameters,
        )
        return tiny.read_raster(out()), tiny.read_raster(out("mask.tif")).band, results

    return go


@pytest.fixture
def blank(raster):
    """Write a raster of zeros that gives a frame; returns its path."""
    return lambda rows, cols, **how: raster(np.zeros((rows, cols), dtype=np.uint8), **how)


@pytest.fixture
def polygons():
    """Return memory layers made of WKT; they live as long as the test."""
    made = []

    def make(*wkts, kind="Polygon", epsg=tiny.EPSG, project=False):
        crs = "" if epsg is None else f"?crs=EPSG:{epsg}"
        made_now = QgsVectorLayer(kind + crs, "polygons", "memory")
        assert made_now.isValid()
        for wkt in wkts:
            feature = QgsFeature()
            feature.setGeometry(QgsGeometry() if wkt is None else QgsGeometry.fromWkt(wkt))
            assert wkt is None or not feature.geometry().isNull(), wkt
            ok, _ = made_now.dataProvider().addFeatures([feature])
            assert ok
        made_now.updateExtents()
        if project:
            QgsProject.instance().addMapLayer(made_now, False)
        made.append(made_now)
        return made_now

    yield make
    QgsProject.instance().removeAllMapLayers()
