"""The commands that stand on the pages: blocks of code, and calls of algorithms within them."""

import re
import shlex
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"

# A block of code from its fence to the next one, as far to the right as that.
_FENCED = re.compile(r"^(?P<indent> *)```(?P<kind>\w*)\n(?P<text>.*?)^(?P=indent)```$", re.M | re.S)

# From the program's name to the first line that does not end in a backslash.
_CALL = re.compile(r"^qgis_process run (?:[^\n]*\\\n)*[^\n]*$", re.M)


@dataclass(frozen=True)
class Block:
    """A block of code on a page.

    Parameters
    ----------
    kind : str
        The word beside its fence, such as ``sh``.
    text : str
        Its lines.
    """

    kind: str
    text: str


@dataclass(frozen=True)
class Call:
    """A call of an algorithm as it stands on a page.

    Parameters
    ----------
    algorithm : str
        Id, such as ``gridr:warp``.
    parameters : dict of str
        Values by name.
    text : str
        The lines of the page.
    """

    algorithm: str
    parameters: dict
    text: str


def pages():
    """Return the paths of all pages with commands, the README first."""
    return [ROOT / "README.md", *sorted(DOCS.rglob("*.md"))]


def blocks(page):
    """Return the `Block`s of a Markdown text, in their order."""
    return [
        Block(found["kind"], re.sub("^" + found["indent"], "", found["text"], flags=re.M))
        for found in _FENCED.finditer(page)
    ]


def calls(page):
    """Return the `Call`s in the shell blocks of a Markdown text, in their order."""
    return [
        _read(found[0])
        for block in blocks(page)
        if block.kind in ("sh", "bash")
        for found in _CALL.finditer(block.text)
    ]


def _read(text):
    words = shlex.split(text.replace("\\\n", " "), comments=True)
    assignments = (word.partition("=") for word in words[words.index("--") + 1 :])
    return Call(words[2], {name: value for name, _, value in assignments}, text)
