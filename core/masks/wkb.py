"""Polygons out of well-known binary (WKB), without any library.

Reads ISO codes and the EWKB flags of PostGIS and GDAL, both byte orders, every mixture of Z and M
(which are dropped). Source: OGC 06-103r4, section 8.2; EWKB as PostGIS documents it.
"""

import itertools
import struct

import numpy as np

_HAS_Z, _HAS_M, _HAS_SRID = 0x80000000, 0x40000000, 0x20000000
_POINT, _POLYGON, _MULTIPOLYGON, _COLLECTION = 1, 3, 6, 7
_NAMES = {
    1: "Point",
    2: "LineString",
    4: "MultiPoint",
    5: "MultiLineString",
    8: "CircularString",
    9: "CompoundCurve",
    10: "CurvePolygon",
    11: "MultiCurve",
    12: "MultiSurface",
    15: "PolyhedralSurface",
    16: "TIN",
    17: "Triangle",
}
# Formats by the byte that tells the order.
_UINT = (struct.Struct(">I"), struct.Struct("<I"))
_HEADER = (struct.Struct(">II"), struct.Struct("<II"))
_FLOAT64 = (np.dtype(">f8"), np.dtype("<f8"))


class WkbPolygons:
    """Collects the polygons of any number of WKB geometries.

    Attributes
    ----------
    ring_sizes : list of int
        Points of each ring.
    polygon_sizes : list of int
        Rings of each polygon; empty polygons are left out.
    """

    def __init__(self):
        self.ring_sizes = []
        self.polygon_sizes = []
        self._points = []
        self._others = 0

    def add(self, data):
        """Add the polygonal parts of one geometry.

        Parameters
        ----------
        data : bytes
            One WKB geometry: a Polygon, a MultiPolygon or a GeometryCollection.

        Raises
        ------
        TypeError
            If the geometry is of another type, or a collection of only other types.
        ValueError
            If the bytes are not a well-formed geometry.
        """
        polygons, others = len(self.polygon_sizes), self._others
        try:
            self._geometry(data, 0)
        except (struct.error, IndexError) as error:
            raise ValueError(
                f"geometry holds WKB that is cut short or damaged ({error})."
            ) from None
        if self._others > others and len(self.polygon_sizes) == polygons:
            raise TypeError(unusable("GeometryCollection without polygons"))

    def coordinates(self):
        """Return the (x, y) of all points as a float64 array (points, 2)."""
        # Rings of one layout are decoded together: a call for each would take ten times as long.
        blocks = [
            np.frombuffer(b"".join(chunk for chunk, _, _ in group), _FLOAT64[order])
            .reshape(-1, dimensions)[:, :2]
            .astype(np.float64)
            for (order, dimensions), group in itertools.groupby(self._points, lambda p: p[1:])
        ]
        return np.concatenate(blocks) if blocks else np.zeros((0, 2))

    def _geometry(self, data, offset, in_collection=False):
        """Read the geometry that starts at `offset`; return where it ends."""
        order = data[offset]
        if order not in (0, 1):
            raise ValueError(f"geometry holds bytes that are not WKB (byte order {order}).")
        code, count = _HEADER[order].unpack_from(data, offset + 1)
        offset += 9
        if code & _HAS_SRID:
            (count,) = _UINT[order].unpack_from(data, offset)
            offset += 4
        kind, dimensions = _kind_and_dimensions(code)
        if kind == _POLYGON:
            return self._polygon(data, offset, order, count, dimensions)
        if kind in (_MULTIPOLYGON, _COLLECTION):
            for _ in range(count):
                offset = self._geometry(data, offset, in_collection=True)
            return offset
        empty = kind != _POINT and count == 0  # a Point has no count
        if in_collection or empty:
            self._others += not empty
            return _skip(data, offset, order, kind, count, dimensions)
        raise TypeError(unusable(_NAMES.get(kind, f"geometry of WKB type {kind}")))

    def _polygon(self, data, offset, order, count, dimensions):
        rings = 0
        for _ in range(count):
            (size,) = _UINT[order].unpack_from(data, offset)
            offset += 4
            end = offset + 8 * dimensions * size
            if end > len(data):
                raise IndexError("a ring ends after the last byte")
            if size:
                self.ring_sizes.append(size)
                self._points.append((data[offset:end], order, dimensions))
                rings += 1
            offset = end
        if rings:
            self.polygon_sizes.append(rings)
        return offset


def unusable(what):
    """Return the sentence that refuses a geometry which is no polygon."""
    return (
        f"geometry holds a {what}; a mask is made from Polygons, MultiPolygons and collections"
        " that hold some."
    )


def _kind_and_dimensions(code):
    """Split a type code into the type and the number of ordinates of a point."""
    iso = code & 0x0FFFFFFF
    has_z = bool(code & _HAS_Z) or iso // 1000 in (1, 3)
    has_m = bool(code & _HAS_M) or iso // 1000 in (2, 3)
    return iso % 1000, 2 + has_z + has_m


def _skip(data, offset, order, kind, count, dimensions):
    """Return where a part of a collection that is no polygon ends."""
    if kind == 1:  # a point has no count: what was read as one is the start of its x
        return offset - 4 + 8 * dimensions
    if kind == 2:
        return offset + 8 * dimensions * count
    if kind in (4, 5):
        for _ in range(count):
            part_order = data[offset]
            _, part_count = _HEADER[part_order].unpack_from(data, offset + 1)
            offset = _skip(data, offset + 9, part_order, kind - 3, part_count, dimensions)
        return offset
    raise TypeError(unusable(_NAMES.get(kind, f"geometry of WKB type {kind}")))
