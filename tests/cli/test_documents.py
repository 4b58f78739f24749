"""The commands on the pages: what they name is there, and tutorials run as they stand."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
TOOLS = ROOT / "docs" / "tools"
sys.path.append(str(TOOLS))

from commands import Block, blocks, calls, pages  # noqa: E402
from tutorials import PAGES, PROGRAM, PageError, run_page  # noqa: E402

FROZEN = json.loads((ROOT / "tests" / "data" / "parameters.json").read_text(encoding="utf-8"))

# Their pages are here before they are.
AWAITED = ("gridr:maskfromvalues", "gridr:vectorizemask")

# Pages that take a few seconds; ./dev tutorials runs all.
QUICK = ("quickstart", "own-grid")


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    """Return a folder with the data of the tutorials, made by a process of its own as for users."""
    folder = tmp_path_factory.mktemp("tutorials")
    command = [sys.executable, TOOLS / "tutorials.py", "--data", folder]
    subprocess.run(command, check=True, capture_output=True, timeout=60)
    return folder


@pytest.fixture
def program(qgis_process, monkeypatch):
    """Let the commands of pages find the plugin of the zip."""
    for name in set(os.environ) - set(qgis_process.environment):
        monkeypatch.delenv(name)
    for name, value in {**qgis_process.environment, PROGRAM: qgis_process.program}.items():
        monkeypatch.setenv(name, value)


# --- reading pages ----------------------------------------------------------------------------

PAGE = """# Title

```sh
qgis_process run gridr:warp -- INPUT=a.tif "EXTENT=1,2,3,4 [EPSG:4326]" \\
    OUTPUT=b.tif  # twice
qgis_process run gridr:buildmask -- OUTPUT=c.tif
```

    ```text
    told
    ```
"""


def test_blocks_and_calls_of_a_page():
    assert [block.kind for block in blocks(PAGE)] == ["sh", "text"]
    assert blocks(PAGE)[1] == Block("text", "told\n")
    warp, mask = calls(PAGE)
    assert warp.algorithm == "gridr:warp"
    assert warp.parameters == {
        "INPUT": "a.tif",
        "EXTENT": "1,2,3,4 [EPSG:4326]",
        "OUTPUT": "b.tif",
    }
    assert warp.text.endswith("# twice")
    assert mask.parameters == {"OUTPUT": "c.tif"}


@pytest.mark.parametrize("page", pages(), ids=lambda path: path.stem)
def test_algorithms_parameters_and_choices_on_pages_are_there(page):
    for call in calls(page.read_text(encoding="utf-8")):
        if call.algorithm in AWAITED and call.algorithm not in FROZEN:
            continue
        parameters = FROZEN[call.algorithm]["parameters"]
        assert set(call.parameters) - set(parameters) == set(), call.text
        for name, value in call.parameters.items():
            options = parameters[name].get("options")
            assert options is None or value in options or value.startswith("$"), call.text


# --- running pages ----------------------------------------------------------------------------


@pytest.mark.parametrize("name", QUICK)
def test_a_page_runs_as_it_stands(name, data, program, tmp_path):
    for path in data.iterdir():
        (tmp_path / path.name).symlink_to(path)
    run_page(PAGES[name], tmp_path)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("```sh\nfalse | cat\necho on\n```\n", "exit code 1"),
        ("```python\nprint(1)\n```\n\n```text\n2\n```\n", "not printed"),
    ],
)
def test_a_page_that_is_wrong_fails(text, told, tmp_path):
    page = tmp_path / "page.md"
    page.write_text(text, encoding="utf-8")
    with pytest.raises(PageError, match=told):
        run_page(page, tmp_path)
