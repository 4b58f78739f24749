"""What the plugin's own files say."""

import configparser
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
ICON = str(ROOT / "icons" / "gridr.svg")


def icon_path(name):
    """Return the path of an icon."""
    return str(ROOT / "icons" / f"{name}.svg")


@cache
def metadata():
    """Return the section ``general`` of metadata.txt."""
    parser = configparser.ConfigParser(interpolation=None)
    parser.read(ROOT / "metadata.txt", encoding="utf-8")
    return parser["general"]


def version():
    """Return the version of the plugin."""
    return metadata()["version"]
