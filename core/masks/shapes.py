"""What only shapely can do here: buffers, and its own predicates as an independent check.

Works with shapely 1.8 and 2; imported only when it is asked for.
"""

import numpy as np
import shapely
import shapely.geometry
import shapely.ops
import shapely.prepared
import shapely.validation

from ..engines import engine
from .geometry import polygon_rings, rings_with_area

_IS_VECTORISED = hasattr(shapely, "points")


def dilate(rings, distance):
    """Grow (or, with a negative distance, shrink) polygons, with four segments to a circle.

    Returns
    -------
    list of shapely geometry
        Some may be empty.
    """
    quarter = {"quad_segs" if _IS_VECTORISED else "resolution": 1}
    return [
        part.buffer(distance, cap_style=1, join_style=1, **quarter) for part in _valid_parts(rings)
    ]


def disjoint(rings):
    """Return valid polygons that cover the same, even-odd within each, and do not overlap.

    Parameters
    ----------
    rings : PolygonRings

    Returns
    -------
    list of shapely geometry
        Polygons that are valid and overlap no other one come first, as they are.
    """
    rings = rings_with_area(rings)
    if rings.empty:
        return []
    if not _IS_VECTORISED:
        parts = [part if part.is_valid else _even_odd(part) for part in _polygons(rings)]
        return [_polygonal(shapely.ops.unary_union(parts))]
    polygons = shapely.from_ragged_array(
        shapely.GeometryType.POLYGON,
        np.column_stack((rings.x, rings.y)),
        (rings.ring_starts, rings.polygon_starts),
    )
    broken = ~shapely.is_valid(polygons)
    polygons[broken] = [_even_odd(each) for each in polygons[broken]]
    return _united(polygons, _groups_that_overlap(polygons))


def _even_odd(polygon):
    """Return what is inside a polygon by the even-odd rule, of its rings as they are.

    Not by `make_valid`, which takes what is around where rings have a stretch in common, and fails
    where the outer ring encloses nothing.
    """
    rings = [polygon.exterior, *polygon.interiors]
    crossed = shapely.ops.unary_union(shapely.geometry.MultiLineString(rings))
    faces = list(shapely.ops.polygonize(crossed))
    points = [face.representative_point() for face in faces]
    inside = np.zeros((1, len(faces)), dtype=np.uint8)
    if faces:
        xs, ys = (np.array([[getattr(point, axis) for point in points]]) for axis in "xy")
        engine().cover_points(polygon_rings(polygon), xs, ys, "center-strict", inside)
    united = shapely.ops.unary_union([face for face, taken in zip(faces, inside[0]) if taken])
    return _polygonal(united)


def _groups_that_overlap(polygons):
    """Return for each polygon the number of its group: insides of different groups do not meet."""
    first, second = shapely.STRtree(polygons).query(polygons, predicate="intersects")
    first, second = first[first < second], second[first < second]
    meet = ~shapely.touches(polygons[first], polygons[second])
    group = np.arange(polygons.size)
    first, second = first[meet], second[meet]
    while True:  # each turn carries the least number of a group farther
        least = group.copy()
        np.minimum.at(least, first, group[second])
        np.minimum.at(least, second, group[first])
        least = least[least]
        if (least == group).all():
            return group
        group = least


def _united(polygons, group):
    """Return the union of each group, first of those that are one polygon, as they are."""
    order = np.argsort(group, kind="stable")
    _, starts, sizes = np.unique(group[order], return_index=True, return_counts=True)
    united = []
    for size in np.unique(sizes):  # a call for each group would take twice as long
        members = polygons[order[starts[sizes == size][:, np.newaxis] + np.arange(size)]]
        united.append(members[:, 0] if size == 1 else shapely.union_all(members, axis=1))
    return np.concatenate(united).tolist()


def _polygonal(geometry):
    """Return the polygons of a geometry as one, without lines and points."""
    parts = [part for part in _simple_parts(geometry) if part.geom_type == "Polygon"]
    return shapely.geometry.MultiPolygon(parts)


def cover_points(rings, xs, ys, predicate, out):
    """Set `out` to 1 at the points for which ``predicate(polygon, point)`` holds.

    Parameters
    ----------
    rings : PolygonRings
    xs, ys : float64 arrays (rows, cols)
    predicate : {"covers", "contains", "intersects"}
    out : uint8 array (rows, cols)
        Never set to 0.
    """
    parts = _valid_parts(rings)
    if predicate == "contains":
        # What is left of a degenerate polygon is a line, which has no inside here.
        parts = [part for part in parts if part.geom_type == "Polygon"]
    test = _cover_vectorised if _IS_VECTORISED else _cover_one_by_one
    known = np.isfinite(xs) & np.isfinite(ys)
    covered = np.zeros(np.count_nonzero(known), dtype=bool)
    test(parts, xs[known], ys[known], predicate, covered)
    out[known] |= covered.view(np.uint8)


def _valid_parts(rings):
    """Return simple valid geometries that together are the polygons."""
    parts = []
    for polygon in _polygons(rings):
        if polygon.is_valid:
            parts.append(polygon)
        else:
            valid = shapely.validation.make_valid(polygon)
            parts += _simple_parts(valid)
    return parts


def _simple_parts(geometry):
    if not hasattr(geometry, "geoms"):
        return [geometry]
    return [part for member in geometry.geoms for part in _simple_parts(member)]


def _polygons(rings):
    points = np.column_stack((rings.x, rings.y))
    for first, end in zip(rings.polygon_starts[:-1], rings.polygon_starts[1:]):
        shell, *holes = (
            points[rings.ring_starts[ring] : rings.ring_starts[ring + 1]]
            for ring in range(first, end)
        )
        yield shapely.geometry.Polygon(shell, holes)


def _cover_vectorised(parts, xs, ys, predicate, covered):
    tree = shapely.STRtree(shapely.points(xs, ys))
    covered[tree.query(np.array(parts, dtype=object), predicate=predicate)[1]] = True


def _cover_one_by_one(parts, xs, ys, predicate, covered):
    for part in parts:
        holds = getattr(shapely.prepared.prep(part), predicate)
        left, bottom, right, top = part.bounds
        near = (left <= xs) & (xs <= right) & (bottom <= ys) & (ys <= top) & ~covered
        for i in np.flatnonzero(near):
            covered[i] = holds(shapely.geometry.Point(xs[i], ys[i]))
