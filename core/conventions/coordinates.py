"""The half pixel between the two ways of counting rows and columns.

GridR puts the *centre* of the first pixel at 0; GRASS and GDAL put its outer *edge* there, so that
its centre is at 0.5. Everything that needs the other count calls one of these two functions.
"""


def edge_to_center(coordinate):
    """Turn a row or column counted from the first cell's edge into one from its centre."""
    return coordinate - 0.5


def center_to_edge(coordinate):
    """Turn a row or column counted from the first cell's centre into one from its edge."""
    return coordinate + 0.5
