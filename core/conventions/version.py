"""The version of the package; the same as in metadata.txt and pyproject.toml."""

VERSION = "0.2.0"
