"""What users give as a geometry, turned into the rings that the engines burn."""

from typing import NamedTuple

import numpy as np

from .wkb import WkbPolygons, unusable

# Products of coordinates must not overflow where the engines decide exactly.
_LARGEST_COORDINATE = 1e150

# Polygon, MultiPolygon and GeometryCollection in shapely's numbering.
_POLYGON, _POLYGONAL = 3, (3, 6, 7)


class PolygonRings(NamedTuple):
    """Polygons as flat arrays; every ring repeats its first point at its end.

    Attributes
    ----------
    x, y : float64 arrays (points,)
    ring_starts : int64 array (rings + 1,)
        Ring i holds the points ``ring_starts[i]:ring_starts[i + 1]``.
    polygon_starts : int64 array (polygons + 1,)
        Polygon i holds the rings ``polygon_starts[i]:polygon_starts[i + 1]``.
    """

    x: np.ndarray
    y: np.ndarray
    ring_starts: np.ndarray
    polygon_starts: np.ndarray

    @property
    def empty(self):
        """Whether there is no polygon at all, which constrains nothing."""
        return self.polygon_starts.size == 1


def polygon_rings(geometry):
    """Extract the polygons of a geometry.

    There is one rule for "no geometry": None, an empty list, an empty geometry and lists of only
    these give no polygons (see `PolygonRings.empty`).

    Parameters
    ----------
    geometry : None, shapely geometry, bytes, PolygonRings, or (nested) sequence of these
        Polygons, MultiPolygons, or GeometryCollections, of which the polygonal parts count.
        ``bytes`` hold WKB (ISO or EWKB, any byte order). Z and M are dropped. `PolygonRings` are
        given back as they are.

    Returns
    -------
    PolygonRings

    Raises
    ------
    TypeError
        If anything else is found: points, lines, collections of only these, other objects.
    ValueError
        If a coordinate is not finite or beyond 1e150, or WKB is damaged.
    """
    if isinstance(geometry, PolygonRings):
        return geometry
    shapes, binaries = [], []
    _sort_out(geometry, shapes, binaries)
    if shapes and not _has_vectorised_shapely():
        binaries += [bytes(shape.wkb) for shape in shapes]
        shapes = []
    parts = [_rings_of_shapes(shapes)] if shapes else []
    if binaries:
        parts.append(_rings_of_wkb(binaries))
    return _checked(_closed(_joined(parts)))


def polygon_boxes(rings):
    """Return the bounds of each polygon: lowest x, highest x, lowest y, highest y.

    Parameters
    ----------
    rings : PolygonRings

    Returns
    -------
    float64 array (4, polygons)
    """
    if rings.empty:
        return np.zeros((4, 0))
    # Of a polygon's points, which are stored together.
    starts = rings.ring_starts[rings.polygon_starts[:-1]]
    return np.stack(
        [
            of.reduceat(points, starts)
            for points in (rings.x, rings.y)
            for of in (np.minimum, np.maximum)
        ]
    )


def rings_near(rings, boxes, x_range, y_range):
    """Return the polygons whose bounding box meets a rectangle.

    Parameters
    ----------
    rings : PolygonRings
    boxes : float64 array (4, polygons)
        Their `polygon_boxes`.
    x_range, y_range : (float, float)
        Lower and upper bound.

    Returns
    -------
    PolygonRings
    """
    left, right, bottom, top = boxes
    near = (left <= x_range[1]) & (right >= x_range[0])
    near &= (bottom <= y_range[1]) & (top >= y_range[0])
    if near.all():
        return rings
    counts = np.diff(rings.polygon_starts)[near]
    return _of_rings(rings, _ranges(rings.polygon_starts[:-1][near], counts), counts)


def rings_with_area(rings):
    """Return polygons without the rings that have too few points to enclose anything.

    Parameters
    ----------
    rings : PolygonRings

    Returns
    -------
    PolygonRings
        By the even-odd rule they cover the same.
    """
    wide = np.diff(rings.ring_starts) > 3
    if wide.all():
        return rings
    counts = np.add.reduceat(wide, rings.polygon_starts[:-1], dtype=np.int64)
    return _of_rings(rings, np.flatnonzero(wide), counts[counts > 0])


def _of_rings(rings, chosen, counts):
    """Return some rings, by their numbers, as polygons of so many each."""
    sizes = np.diff(rings.ring_starts)[chosen]
    points = _ranges(rings.ring_starts[chosen], sizes)
    return PolygonRings(rings.x[points], rings.y[points], _starts(sizes), _starts(counts))


def _ranges(starts, counts):
    """Return so many numbers from each start on."""
    before = np.cumsum(counts) - counts
    return np.repeat(starts - before, counts) + np.arange(counts.sum())


def _sort_out(geometry, shapes, binaries):
    """Walk through nested sequences and collect what they hold."""
    if geometry is None:
        return
    if isinstance(geometry, (bytes, bytearray, memoryview)):
        binaries.append(bytes(geometry))
    elif hasattr(geometry, "geom_type"):
        if not geometry.is_empty:
            shapes.append(geometry)
    elif isinstance(geometry, (list, tuple)):
        for item in geometry:
            _sort_out(item, shapes, binaries)
    elif isinstance(geometry, np.ndarray) and geometry.dtype == object:
        _sort_out(geometry.ravel().tolist(), shapes, binaries)
    else:
        raise TypeError(unusable(type(geometry).__name__))


def _has_vectorised_shapely():
    import shapely  # not above: it is needed only when its objects are given

    return hasattr(shapely, "get_rings")


def _rings_of_shapes(shapes):
    """Extract rings with the array functions of shapely 2."""
    import shapely

    shapes = np.array(shapes, dtype=object)
    polygons = []
    while shapes.size:  # a collection may hold collections
        kinds = shapely.get_type_id(shapes)
        polygonal = np.isin(kinds, _POLYGONAL)
        if not polygonal.all():
            raise TypeError(unusable(shapes[~polygonal][0].geom_type))
        polygons.append(shapes[kinds == _POLYGON])
        shapes = _polygonal_parts(shapes[kinds != _POLYGON])
    polygons = np.concatenate(polygons) if polygons else shapes
    polygons = polygons[~shapely.is_empty(polygons)]
    rings = shapely.get_rings(polygons)
    return (
        shapely.get_coordinates(rings),
        shapely.get_num_points(rings),
        1 + shapely.get_num_interior_rings(polygons),
    )


def _polygonal_parts(collections):
    """Split MultiPolygons and GeometryCollections one level, without points and lines."""
    import shapely

    parts, owner = shapely.get_parts(collections, return_index=True)
    polygonal = np.isin(shapely.get_type_id(parts), _POLYGONAL)
    owners = np.zeros(collections.size, dtype=bool)
    owners[owner[polygonal]] = True
    useless = ~owners & ~shapely.is_empty(collections)
    if useless.any():
        raise TypeError(unusable("GeometryCollection without polygons"))
    return parts[polygonal]


def _rings_of_wkb(binaries):
    polygons = WkbPolygons()
    for binary in binaries:
        polygons.add(binary)
    return polygons.coordinates(), polygons.ring_sizes, polygons.polygon_sizes


def _joined(parts):
    """Concatenate (points, ring sizes, polygon sizes) into rings."""
    points = np.concatenate([part[0] for part in parts]) if parts else np.zeros((0, 2))
    ring_sizes = np.concatenate([part[1] for part in parts]) if parts else []
    polygon_sizes = np.concatenate([part[2] for part in parts]) if parts else []
    return PolygonRings(
        np.ascontiguousarray(points[:, 0]),
        np.ascontiguousarray(points[:, 1]),
        _starts(ring_sizes),
        _starts(polygon_sizes),
    )


def _starts(sizes):
    return np.concatenate(([0], np.cumsum(sizes, dtype=np.int64))).astype(np.int64)


def _closed(rings):
    """Repeat the first point of each ring that is not closed."""
    firsts, ends = rings.ring_starts[:-1], rings.ring_starts[1:]
    lasts = ends - 1
    is_open = (rings.x[firsts] != rings.x[lasts]) | (rings.y[firsts] != rings.y[lasts])
    if not is_open.any():
        return rings
    return rings._replace(
        x=np.insert(rings.x, ends[is_open], rings.x[firsts[is_open]]),
        y=np.insert(rings.y, ends[is_open], rings.y[firsts[is_open]]),
        ring_starts=_starts(np.diff(rings.ring_starts) + is_open),
    )


def _checked(rings):
    for name, values in (("x", rings.x), ("y", rings.y)):
        usable = np.abs(values) <= _LARGEST_COORDINATE  # false for NaN too
        if not usable.all():
            raise ValueError(
                f"geometry has the {name} coordinate {values[~usable][0]}; coordinates must be"
                f" finite and not beyond {_LARGEST_COORDINATE:g}."
            )
    return rings
