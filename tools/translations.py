"""Bring the translations up to date with the strings of the code.

    python3 tools/translations.py update     # i18n/gridr_*.ts: new strings in, old ones out
    python3 tools/translations.py compile    # i18n/gridr_*.qm from them, by Qt's lrelease
    python3 tools/translations.py missing    # what has no translation yet, as JSON
    python3 tools/translations.py take FILE LANGUAGE   # from JSON: {source: translation}

``./dev translate`` runs the first two. Strings are found by parsing, since Qt's own pylupdate
knows neither a function `tr` with a fixed context nor the tags, which are translated one by one.
"""

import argparse
import ast
import json
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "i18n"
SHIPPED = ("algorithms", "gridr_provider")

# Of all strings: `tr` in algorithms/base.py translates in it.
CONTEXT = "GridR"

# Tuples whose members are translated where they are used.
TRANSLATED_TUPLES = {"TAGS", "COMMON_TAGS"}

# So are the texts of shipped models that stand in their help under these names.
MODELS = "algorithms/models"
TITLE, TAGS = "GRIDR_TITLE", "GRIDR_TAGS"


def strings_of(root=ROOT):
    """Return every string that the code translates, in the order of files and lines.

    Returns
    -------
    dict of str to list of str
        From the string to where it stands, as ``file:line``.

    Raises
    ------
    ValueError
        If `tr` is called with something that is not a literal, outside of `tr` itself.
    """
    found = {}
    for folder in SHIPPED:
        for path in sorted((root / folder).rglob("*.py")):
            name = path.relative_to(root).as_posix()
            for line, text in sorted(_strings_in(ast.parse(path.read_text("utf-8")), name)):
                found.setdefault(text, []).append(f"{name}:{line}")
    for path in sorted((root / MODELS).glob("*.model3")):
        for text in _strings_of_model(path):
            found.setdefault(text, []).append(path.relative_to(root).as_posix())
    return found


def _strings_of_model(path):
    for option in ElementTree.parse(path).getroot().iter("Option"):
        if option.get("name") == TITLE:
            yield option.get("value")
        elif option.get("name") == TAGS:
            yield from filter(None, option.get("value").split(","))


def _strings_in(tree, name):
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign) and _targets(node) & TRANSLATED_TUPLES:
            for item in ast.walk(node.value):
                if isinstance(item, ast.Constant):
                    yield item.lineno, item.value
        elif isinstance(node, ast.Call) and _called(node) == "tr":
            text = node.args[0]
            if isinstance(text, ast.Constant) and isinstance(text.value, str):
                yield node.lineno, text.value
            elif not isinstance(text, ast.Name) or text.id != "text":  # as in `tr` itself
                raise ValueError(f"{name}:{node.lineno}: tr() takes a literal string.")


def _targets(node):
    return {target.id for target in node.targets if isinstance(target, ast.Name)}


def _called(node):
    return getattr(node.func, "id", getattr(node.func, "attr", None))


def languages():
    """Return the languages that have a file, such as ``fr``."""
    return sorted(path.stem[len("gridr_") :] for path in FOLDER.glob("gridr_*.ts"))


def ts_path(language):
    """Return the file of a language."""
    return FOLDER / f"gridr_{language}.ts"


def read(language):
    """Return the translations of a language; "" for what has none yet."""
    if not ts_path(language).exists():
        return {}
    messages = ElementTree.parse(ts_path(language)).getroot().iter("message")
    return {
        message.findtext("source"): message.findtext("translation") or "" for message in messages
    }


def write(language, translations):
    """Write the file of a language: the strings of the code, with what is translated of them."""
    root = ElementTree.Element("TS", version="2.1", language=language, sourcelanguage="en")
    context = ElementTree.SubElement(root, "context")
    ElementTree.SubElement(context, "name").text = CONTEXT
    # No line numbers: they would change with every line of code.
    for source, places in strings_of().items():
        message = ElementTree.SubElement(context, "message")
        for file in sorted({place.split(":")[0] for place in places}):
            ElementTree.SubElement(message, "location", filename=f"../{file}")
        ElementTree.SubElement(message, "source").text = source
        translation = ElementTree.SubElement(message, "translation")
        translation.text = translations.get(source) or None
        if not translation.text:
            translation.set("type", "unfinished")
    ElementTree.indent(root)
    body = ElementTree.tostring(root, encoding="unicode")
    ts_path(language).write_text(
        f'<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE TS>\n{body}\n', "utf-8"
    )


def missing(language):
    """Return the strings that have no translation."""
    translations = read(language)
    return [source for source in strings_of() if not translations.get(source)]


def update():
    """Bring all files up to date, and say what is missing."""
    for language in languages():
        write(language, read(language))
        lacking = len(missing(language))
        print(
            f"{ts_path(language).relative_to(ROOT)}: {len(strings_of())} strings, {lacking} to do"
        )


def compile_all():
    """Compile all files with Qt's lrelease, which leaves out what is unfinished."""
    for language in languages():
        subprocess.run(
            ["lrelease", "-silent", ts_path(language), "-qm", ts_path(language).with_suffix(".qm")],
            check=True,
        )


def take(path, language):
    """Take translations from a JSON file."""
    translations = read(language)
    translations.update(json.loads(Path(path).read_text("utf-8")))
    write(language, translations)


def main(arguments=None):
    """Run one of the commands."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    commands = parser.add_subparsers(dest="command", required=True)
    for name in ("update", "compile"):
        commands.add_parser(name)
    commands.add_parser("missing").add_argument("language")
    taking = commands.add_parser("take")
    taking.add_argument("file")
    taking.add_argument("language")
    given = parser.parse_args(arguments)
    if given.command == "update":
        update()
    elif given.command == "compile":
        compile_all()
    elif given.command == "missing":
        json.dump(missing(given.language), sys.stdout, ensure_ascii=False, indent=1)
    else:
        take(given.file, given.language)


if __name__ == "__main__":
    main()
