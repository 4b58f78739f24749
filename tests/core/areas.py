"""Areas as shapely geometries, and what they have to be."""

import numpy as np
import shapely

from gridr_qgis.core.engines.outlines import BACKGROUND


def polygons_of(areas, x=None, y=None):
    """Return the Polygon or MultiPolygon of each area; by default with y upwards from 0."""
    x, y = (areas.col, -areas.row) if x is None else (x, y)
    points = np.stack((x, y), axis=1)
    rings = [points[start:end] for start, end in zip(areas.starts, areas.starts[1:])]
    parts = [
        shapely.Polygon(rings[first], rings[first + 1 : end])
        for first, end in zip(areas.rings, areas.rings[1:])
    ]
    return [
        parts[first] if end - first == 1 else shapely.MultiPolygon(parts[first:end])
        for first, end in zip(areas.polygons, areas.polygons[1:])
    ]


def cells_of(codes):
    """Return the union of the cells of each code, as squares."""
    return {
        code: shapely.union_all(
            [shapely.box(c, -r - 1, c + 1, -r) for r, c in zip(*np.nonzero(codes == code))]
        )
        for code in np.unique(codes[codes != BACKGROUND])
    }


def parts_of(geometry):
    """Return the polygons of a geometry."""
    return list(getattr(geometry, "geoms", [geometry]))
