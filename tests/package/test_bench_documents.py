"""The tables of docs/performance.md are put there by a command, and nothing else of it changes."""

import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
sys.path.append(str(ROOT / "benchmarks"))

from marked_sections import replace_sections  # noqa: E402
from measuring import ProcessError, Table, run_process  # noqa: E402

TEXT = "# Title\n\n<!-- one -->\nold\n<!-- /one -->\n\nkept\n\n<!-- two -->\n<!-- /two -->\nend\n"


def test_only_the_named_sections_change():
    changed = replace_sections(TEXT, {"one": r"| \1 | new |"})
    assert changed == TEXT.replace("old\n", "\n| \\1 | new |\n\n")
    assert replace_sections(changed, {"one": r"| \1 | new |"}) == changed


@pytest.mark.parametrize("text", ["", TEXT + TEXT], ids=["missing", "twice"])
def test_a_section_must_be_there_once(text):
    with pytest.raises(ValueError, match="<!-- one -->"):
        replace_sections(text, {"one": "new"})


def test_the_document_has_all_sections():
    text = Path(ROOT, "docs", "performance.md").read_text(encoding="utf-8")
    names = ("machine", "comparison", "grass", "flat", "budget")
    assert replace_sections(text, dict.fromkeys(names, "new")).count("\n\nnew\n\n") == len(names)


def test_a_table_in_markdown(capsys):
    table = Table("Title", "case", "seconds", "pixels")
    table.add("first", 1.2345, 1000)
    assert table.markdown().splitlines() == [
        "| case | seconds | pixels |",
        "| --- | --: | --: |",
        "| first | 1.23 | 1000 |",
    ]
    assert "first" in capsys.readouterr().out


def test_the_peak_is_that_of_the_process(tmp_path):
    # The measuring process has more memory than the child, and it must not count.
    ballast = bytearray(b"x") * (300 << 20)
    usage = run_process(
        "child", [sys.executable, "-I", "-S", "-c", "x = b'x' * (100 << 20)"], tmp_path / "log"
    )
    assert len(ballast) == 300 << 20
    assert 100 < usage.peak < 200
    assert usage.seconds > 0


def test_a_grandchild_counts(tmp_path):
    child = f"'{sys.executable}' -I -S -c \"x = b'x' * (100 << 20)\"; true"
    assert run_process("shell", ["sh", "-c", child], tmp_path / "log").peak > 100


def test_a_failed_process_tells_why(tmp_path):
    with pytest.raises(ProcessError, match=r"(?s)name failed \(exit code 3\).*the reason"):
        run_process("name", ["sh", "-c", "echo the reason; exit 3"], tmp_path / "log")
