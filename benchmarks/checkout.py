"""Importing this makes the checkout the package ``gridr_qgis``, whatever its folder is called."""

import importlib.util
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def _load_package():
    spec = importlib.util.spec_from_file_location(
        "gridr_qgis", ROOT / "__init__.py", submodule_search_locations=[str(ROOT)]
    )
    module = importlib.util.module_from_spec(spec)
    sys.modules["gridr_qgis"] = module
    spec.loader.exec_module(module)


_load_package()
