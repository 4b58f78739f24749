"""Classes as GDAL tells them: raster attribute tables and category names."""

from osgeo import gdal

# Name, type and usage of each column.
_COLUMNS = (
    ("Value", gdal.GFT_Integer, gdal.GFU_MinMax),
    ("Class", gdal.GFT_String, gdal.GFU_Name),
    ("Red", gdal.GFT_Integer, gdal.GFU_Red),
    ("Green", gdal.GFT_Integer, gdal.GFU_Green),
    ("Blue", gdal.GFT_Integer, gdal.GFU_Blue),
    ("Alpha", gdal.GFT_Integer, gdal.GFU_Alpha),
)

# Beyond this a table with a row of each value is too long to be of use.
_LAST_ROW = 65535

# Category names count from 0 without gaps; beyond this value most would be empty.
_LARGEST_NAMED = 15


def attribute_table(classes, by_row=False):
    """Return a thematic attribute table.

    Parameters
    ----------
    classes : iterable of RasterClass
        By rising value.
    by_row : bool
        Whether row n must be that of value n, as an .img has it; then rows between classes have
        no name, and are clear.

    Returns
    -------
    gdal.RasterAttributeTable or None
        With value, name, red, green, blue and alpha (0 to 255), each with its usage. None by row
        where a value is negative or has more than 16 bits.
    """
    rows = [(int(each.value), each.label, *each.color) for each in classes]
    if by_row:
        if rows[0][0] < 0 or rows[-1][0] > _LAST_ROW:
            return None
        named = {row[0]: row for row in rows}
        rows = [named.get(value, (value, "", 0, 0, 0, 0)) for value in range(rows[-1][0] + 1)]
    table = gdal.RasterAttributeTable()
    table.SetTableType(gdal.GRTT_THEMATIC)
    table.SetRowCount(len(rows))
    for number, (name, kind, usage) in enumerate(_COLUMNS):
        table.CreateColumn(name, kind, usage)
        store = table.SetValueAsString if kind == gdal.GFT_String else table.SetValueAsInt
        for row, values in enumerate(rows):
            store(row, number, values[number])
    return table


def category_names(classes):
    """Return the names of the values 0, 1, 2, ..., "" where there is no class.

    Parameters
    ----------
    classes : iterable of RasterClass
        By rising value.

    Returns
    -------
    tuple of str
        Empty if a value is negative or large.
    """
    labels = {each.value: each.label for each in classes}
    smallest, largest = min(labels), max(labels)
    if smallest < 0 or largest > _LARGEST_NAMED:
        return ()
    return tuple(labels.get(value, "") for value in range(largest + 1))
