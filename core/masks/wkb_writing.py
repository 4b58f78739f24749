"""Polygons as well-known binary (WKB), without any library.

Source: OGC 06-103r4, section 8.2; little-endian.
"""

import struct

import numpy as np

_POLYGON, _MULTIPOLYGON = 3, 6
_HEADER = struct.Struct("<BII")

# Bytes of a word. The byte that tells the order is the last one of a word, so that all that follows
# begins with one.
_WORD = 4


def wkb_of(areas, x, y, is_multi=False):
    """Return the geometry of each area.

    Parameters
    ----------
    areas : VectorizedAreas
    x, y : float64 array (vertices,)
        Coordinates in the place of its rows and columns.
    is_multi : bool
        Whether they are MultiPolygons, else Polygons, for areas that have one each.

    Returns
    -------
    list of bytes
    """
    sizes = np.diff(areas.starts)
    polygons = np.searchsorted(areas.rings, np.arange(sizes.size), side="right") - 1
    # Words before each ring: those of the rings before it, and three of each polygon.
    before = np.concatenate(([0], np.cumsum(1 + 4 * sizes)))
    rings = before[:-1] + 3 * (polygons + 1)
    first = before[areas.rings] + 3 * np.arange(areas.rings.size)
    words = np.empty(first[-1], dtype="<u4")
    is_point = np.ones(words.size, dtype=bool)
    is_point[rings] = False
    words[rings] = sizes
    for offset, word in enumerate((1 << 24, _POLYGON, np.diff(areas.rings))):
        is_point[first[:-1] + offset] = False
        words[first[:-1] + offset] = word
    words[is_point] = np.stack((x, y), axis=1).astype("<f8").view("<u4").ravel()
    buffer, bounds = words.tobytes(), (_WORD * first).tolist()
    parts = [buffer[start + 3 : end] for start, end in zip(bounds[:-1], bounds[1:])]
    if not is_multi:
        return parts
    groups = areas.polygons.tolist()
    return [
        _HEADER.pack(1, _MULTIPOLYGON, end - start) + b"".join(parts[start:end])
        for start, end in zip(groups[:-1], groups[1:])
    ]
