"""Tell in one line what the tests run on."""

import platform
from importlib import metadata

import numpy
from osgeo import gdal
from qgis.core import Qgis

VERSIONS = {
    "QGIS": Qgis.QGIS_VERSION.split("-")[0],
    "Python": platform.python_version(),
    "GDAL": gdal.VersionInfo("RELEASE_NAME"),
    "numpy": numpy.__version__,
    "numba": metadata.version("numba"),
}

if __name__ == "__main__":
    print(", ".join(f"{name} {version}" for name, version in VERSIONS.items()))
