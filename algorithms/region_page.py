"""What ``gridr:regioninfo`` tells of a raster and of points, as text and as an HTML page."""

import html
from itertools import islice

from .base import tr
from .point_table import COLUMNS

# Points in the log and on the page.
LIMIT = 1000

_PAGE = """<!DOCTYPE html>
<html>
<head>
<meta charset="utf-8"/>
<title>{title}</title>
<style>
body {{ font-family: sans-serif; margin: 1em; }}
table {{ border-collapse: collapse; }}
th, td {{ border: 1px solid #bbbbbb; padding: 3px 8px; white-space: nowrap; }}
th {{ background-color: #eeeeee; text-align: left; }}
</style>
</head>
<body>
<h1>{title}</h1>
{body}
</body>
</html>
"""


def region_lines(info, crs):
    """Return (label, text) of all that a region is, as ``g.region -p`` lists it.

    Parameters
    ----------
    info : RasterRegion
    crs : QgsCoordinateReferenceSystem
        Of the raster; may be invalid.
    """
    region = info.region
    return [
        ("projection", crs.userFriendlyIdentifier() if crs.isValid() else tr("not known")),
        ("north", written(region.north)),
        ("south", written(region.south)),
        ("west", written(region.west)),
        ("east", written(region.east)),
        ("nsres", written(region.nsres)),
        ("ewres", written(region.ewres)),
        ("rows", written(region.rows)),
        ("cols", written(region.cols)),
        ("cells", written(region.rows * region.cols)),
        ("longitudes", tr("wrap by 360 degrees") if region.geographic else tr("do not apply")),
        ("file rows", _direction(info.turned[0], tr("northwards"), tr("southwards"))),
        ("file columns", _direction(info.turned[1], tr("westwards"), tr("eastwards"))),
    ]


def _direction(is_turned, other, usual):
    return tr("run {}").format(other if is_turned else usual)


def remarks(info):
    """Return sentences on what of a raster is not as a region is."""
    found = []
    if info.frame.geotransform is None:
        found.append(
            tr(
                "The raster has no georeference; as QGIS shows it, its cells have the size 1 and"
                " its first row lies below north 0."
            )
        )
    if info.turned[0]:
        found.append(
            tr(
                "The file's rows run northwards: its own row numbers run the other way, from the"
                " south. All rows told here count from the north."
            )
        )
    if info.turned[1]:
        found.append(
            tr(
                "The file's columns run westwards: its own column numbers run the other way, from"
                " the east. All columns told here count from the west."
            )
        )
    return found


def band_rows(info):
    """Return (band, description, type, nodata) of each band."""
    return [
        (number, band.description, str(band.dtype), written(band.nodata) or tr("none"))
        for number, band in enumerate(info.bands, 1)
    ]


def count_line(band, counts):
    """Return the sentence that tells the `CellCounts` of a band."""
    return tr("Band {}: {} cells with a value and {} null cells.").format(
        band, counts.valid, counts.null
    )


def shown(entries, count):
    """Return the first entries as text, and the sentence on those that are left out, or "".

    Parameters
    ----------
    entries : iterable of tuple
        With values in the order of `COLUMNS`.
    count : int
        How many there are.
    """
    rows = [tuple(written(value) for value in entry) for entry in islice(entries, LIMIT)]
    left = count - len(rows)
    return rows, tr("{} more point(s) are left out here.").format(left) if left else ""


def written(value):
    """Return a value as text, "" for None; numbers with all digits that mean something."""
    if value is None:
        return ""
    return format(value, ".15g") if isinstance(value, float) else str(value)


def page(title, lines, sentences, bands, points, left_out):
    """Return the HTML page; it is well-formed XML, whatever the texts.

    Parameters
    ----------
    title : str
    lines : list of (str, str)
        See `region_lines`.
    sentences : list of str
    bands : list of tuple
        See `band_rows`.
    points : list of tuple of str
    left_out : str
        See `shown`.
    """
    parts = [
        f"<h2>{_text(tr('Region'))}</h2>",
        _table((), lines),
        *(f"<p>{_text(sentence)}</p>" for sentence in sentences),
        f"<h2>{_text(tr('Bands'))}</h2>",
        _table((tr("Band"), tr("Description"), tr("Type"), tr("Nodata")), bands),
    ]
    if points:
        told = tr(
            "Rows count from the north and columns from the west, from the edge: +0.5 is the centre"
            " of a cell. cell_row and cell_col count the cells from 0."
        )
        parts += [
            f"<h2>{_text(tr('Points'))}</h2>",
            f"<p>{_text(told)}</p>",
            _table(COLUMNS, points),
        ]
    if left_out:
        parts.append(f"<p>{_text(left_out)}</p>")
    return _PAGE.format(title=_text(title), body="\n".join(parts))


def _table(head, rows):
    """Return a table; without a head the first column names the others."""
    lines = ["<table>"]
    if head:
        lines.append("<tr>" + "".join(f"<th>{_text(each)}</th>" for each in head) + "</tr>")
    for first, *others in rows:
        cell = "td" if head else "th"
        cells = [
            f"<{cell}>{_text(first)}</{cell}>",
            *(f"<td>{_text(each)}</td>" for each in others),
        ]
        lines.append("<tr>" + "".join(cells) + "</tr>")
    return "\n".join([*lines, "</table>"])


def _text(value):
    """Escape a text; what no page can hold becomes a space."""
    text = "".join(each if each.isprintable() else " " for each in str(value))
    return html.escape(text)
