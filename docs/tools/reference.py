"""Write one page per algorithm, from what the algorithm says of itself.

    ./dev docs

It runs in QGIS's Python with the plugin on ``QGIS_PLUGINPATH``. Beside the pages it leaves
``nav.json``, the groups with their pages, for the navigation of the site.
"""

import json
import os
import re
import shutil
import sys
from html import escape
from pathlib import Path

from commands import DOCS, calls, pages
from qgis.core import (
    QgsApplication,
    QgsProcessingDestinationParameter,
    QgsProcessingParameterBand,
    QgsProcessingParameterDefinition,
    QgsProcessingParameterEnum,
    QgsProcessingParameterNumber,
)

# What QGIS calls the types of parameters and outputs, in plain words.
TYPES = {
    "band": "band number",
    "boolean": "true or false",
    "crs": "reference system",
    "enum": "one of",
    "extent": "extent",
    "fileDestination": "file to write",
    "multilayer": "layers",
    "outputFile": "file",
    "outputHtml": "page",
    "outputNumber": "number",
    "outputRaster": "raster",
    "outputString": "text",
    "outputVector": "vector layer",
    "raster": "raster",
    "rasterDestination": "raster to write",
    "sink": "vector layer to write",
    "source": "vector layer",
    "string": "text",
    "vectorDestination": "vector layer to write",
}

# Limits of a number beyond these are those of its type, not of the parameter.
NO_LIMIT = 2**31 - 1


def main(folder):
    """Write the pages of all algorithms into a folder, which is made anew."""
    application = QgsApplication([], False)
    application.initQgis()
    sys.path.insert(0, os.environ["QGIS_PLUGINPATH"])
    import gridr_qgis

    plugin = gridr_qgis.classFactory(None)
    plugin.initProcessing()
    provider = QgsApplication.processingRegistry().providerById("gridr")
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)

    groups = {}
    for algorithm in sorted(provider.algorithms(), key=lambda each: each.displayName()):
        groups.setdefault(algorithm.group(), []).append(algorithm)
    groups = dict(sorted(groups.items()))
    texts = {path: path.read_text(encoding="utf-8") for path in pages()}
    for algorithm in provider.algorithms():
        page = page_of(algorithm, texts)
        Path(folder, f"{algorithm.name()}.md").write_text(page, encoding="utf-8")
    Path(folder, "index.md").write_text(index_of(groups), encoding="utf-8")
    nav = {
        group: {each.displayName(): f"reference/{each.name()}.md" for each in algorithms}
        for group, algorithms in groups.items()
    }
    Path(folder, "nav.json").write_text(json.dumps(nav), encoding="utf-8")
    plugin.unload()


# --- pages --------------------------------------------------------------------------------------


def index_of(groups):
    """Return the page of all algorithms, by the groups of the toolbox."""
    lines = [
        "# Algorithms",
        "",
        "As they stand in the Processing toolbox under *GridR*. `qgis_process help gridr:NAME`"
        " shows the same in a terminal.",
    ]
    for group, algorithms in groups.items():
        lines += ["", f"## {group}", "", "| algorithm | |", "|---|---|"]
        lines += [
            f"| [{each.displayName()}]({each.name()}.md)<br>`{each.id()}`"
            f" | {each.shortDescription()} |"
            for each in algorithms
        ]
    return "\n".join(lines) + "\n"


def page_of(algorithm, texts):
    """Return the page of an algorithm; `texts` are the other pages by their paths."""
    parameters = algorithm.parameterDefinitions()
    inputs = [each for each in parameters if not is_destination(each)]
    advanced = QgsProcessingParameterDefinition.Flag.FlagAdvanced
    sections = [
        ("", f"<div>{help_of(algorithm)}</div>"),
        ("## Example", f"```sh\n{example_of(algorithm, texts)}\n```"),
        ("## Parameters", table_of(each for each in inputs if not each.flags() & advanced)),
        ("### Advanced parameters", table_of(each for each in inputs if each.flags() & advanced)),
        ("## Outputs", table_of(filter(is_destination, parameters))),
        ("### Results", results_of(algorithm)),
        ("## Dialog", f"![The dialog](../images/qgis/dialog_{algorithm.name()}.png)"),
        ("## See also", mentions_of(algorithm, texts)),
    ]
    head = (
        f"# {algorithm.displayName()}\n\n"
        f"{algorithm.shortDescription()}\n\n`{algorithm.id()}`, group *{algorithm.group()}*\n\n"
    )
    return (
        head + "\n\n".join(f"{title}\n\n{text}".lstrip() for title, text in sections if text) + "\n"
    )


def help_of(algorithm):
    """Return the help of an algorithm; its drawings are those that the site has too."""
    return re.sub(
        r'src="[^"]*/icons/help/([^"]+)"', r'src="../images/help/\1"', algorithm.shortHelpString()
    )


def example_of(algorithm, texts):
    """Return the first call of an algorithm on the pages, or one with what must be given."""
    for text in texts.values():
        for call in calls(text):
            if call.algorithm == algorithm.id():
                return call.text
    optional = QgsProcessingParameterDefinition.Flag.FlagOptional
    given = [
        f"{each.name()}={'out' if is_destination(each) else 'in'}.tif"
        for each in algorithm.parameterDefinitions()
        if not each.flags() & optional and each.defaultValue() is None
    ]
    return f"qgis_process run {algorithm.id()} -- {' '.join(given)}"


def mentions_of(algorithm, texts):
    """Return a list of the pages of the site that speak of an algorithm."""
    lines = []
    for path, text in texts.items():
        if DOCS in path.parents and re.search(rf"\b{algorithm.id()}\b", text):
            title = re.search("^# (.+)$", text, re.M)[1]
            lines.append(f"- [{title}](../{path.relative_to(DOCS).as_posix()})")
    return "\n".join(lines)


# --- tables -------------------------------------------------------------------------------------


def table_of(parameters):
    """Return a table of parameters in HTML, "" without any."""
    rows = [
        f'<tr id="{each.name()}"><td><code>{each.name()}</code> <br>{escape(each.description())}'
        f"</td>\n<td>{type_of(each)}</td>\n<td>{each.help()}</td></tr>"
        for each in parameters
    ]
    return table("parameter", "type, default", rows)


def results_of(algorithm):
    """Return a table of the results that no parameter names, "" without any."""
    named = {each.name() for each in algorithm.parameterDefinitions()}
    rows = [
        f'<tr id="{each.name()}"><td><code>{each.name()}</code></td>\n'
        f"<td>{TYPES.get(each.type(), each.type())}</td>\n"
        f"<td>{escape(each.description())}.</td></tr>"
        for each in algorithm.outputDefinitions()
        if each.name() not in named
    ]
    return table("result", "type", rows)


def table(first, second, rows):
    """Return an HTML table, "" without rows."""
    if not rows:
        return ""
    head = f"<tr><th>{first}</th><th>{second}</th><th>meaning</th></tr>"
    return "\n".join((f"<table><thead>{head}</thead><tbody>", *rows, "</tbody></table>"))


def type_of(parameter):
    """Return type, limits and default of a parameter in HTML."""
    if isinstance(parameter, QgsProcessingParameterEnum):
        told = ", ".join(f"<code>{escape(each)}</code>" for each in parameter.options())
    elif isinstance(parameter, QgsProcessingParameterNumber):
        told = number_of(parameter)
    elif isinstance(parameter, QgsProcessingParameterBand) and parameter.allowMultiple():
        told = "band numbers"
    else:
        told = TYPES.get(parameter.type(), parameter.type())
    default = parameter.defaultValue()
    if not is_destination(parameter) and default not in (None, ""):
        shown = f"{default:g}" if isinstance(default, float) else str(default)
        shown = shown.lower() if isinstance(default, bool) else shown
        return f"{told} <br>default <code>{escape(shown)}</code>"
    optional = parameter.flags() & QgsProcessingParameterDefinition.Flag.FlagOptional
    return f"{told} <br>{'optional' if optional else '<b>required</b>'}"


def number_of(parameter):
    """Return what numbers a parameter takes."""
    whole = parameter.dataType() == QgsProcessingParameterNumber.Type.Integer
    told = "whole number" if whole else "number"
    low, high = parameter.minimum(), parameter.maximum()
    has_low, has_high = low > -NO_LIMIT, high < NO_LIMIT
    if has_low and has_high:
        return f"{told}, {low:g} to {high:g}"
    if has_low:
        return f"{told}, {low:g} or more"
    return f"{told}, {high:g} or less" if has_high else told


def is_destination(parameter):
    """Tell whether a parameter names what is written."""
    return isinstance(parameter, QgsProcessingDestinationParameter)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
