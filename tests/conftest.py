"""Makes the checkout importable as ``gridr_qgis`` whatever its folder is called."""

import importlib.util
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]


def _alias_package():
    if "gridr_qgis" in sys.modules:
        return
    spec = importlib.util.spec_from_file_location(
        "gridr_qgis", ROOT / "__init__.py", submodule_search_locations=[str(ROOT)]
    )
    module = importlib.util.module_from_spec(spec)
    sys.modules["gridr_qgis"] = module
    spec.loader.exec_module(module)


_alias_package()


def _raise_as_in_qgis():
    """Let GDAL raise where QGIS lets it, for its whole process: the versions since 3.38 or so.

    They are built with newer versions of GDAL, which ask for a decision.
    """
    from osgeo import gdal

    if int(gdal.VersionInfo("VERSION_NUM")) >= 3_07_00_00:
        gdal.UseExceptions()


_raise_as_in_qgis()


@pytest.fixture(params=["numba", "numpy"])
def engine(request):
    """Run a test once on each engine; the value is the engine's name."""
    from gridr_qgis.core import engines

    engines.use_engine(request.param)
    yield request.param
    engines.use_engine(None)
