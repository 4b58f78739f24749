"""The documentation shows the dialog of every algorithm."""

import json
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def test_every_algorithm_has_a_picture_of_its_dialog():
    frozen = json.loads((ROOT / "tests" / "data" / "parameters.json").read_text("utf-8"))
    wanted = {f"dialog_{identifier.split(':')[1]}" for identifier in frozen}
    there = {path.stem for path in (ROOT / "docs" / "images" / "qgis").glob("dialog_*.png")}
    assert there == wanted, "run ./dev screenshots --write"
