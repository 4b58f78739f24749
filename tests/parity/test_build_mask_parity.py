"""`build_mask` and `grid_rasterize` against GridR 0.7.0 on random jobs over every parameter.

Jobs stay where GridR is right; what it gets wrong is left out here and proved by hand in
``tests/core/test_build_mask.py`` and ``test_rasterize.py``: pairs that are none (B23),
self-intersecting polygons (B24), coarse masks of other values than 0 and 1 (B25), windows up to
the last row and column (B26), irregular coordinates (B27), no `rasterize_kwargs` (B28), empty
lists (B29), predicates (B30), lists where it wants tuples (B33, B41), and factors beyond 1000.
"""

import numpy as np
import pytest
from gridr.core.grid.grid_mask import build_mask as gridr_build_mask
from gridr.core.grid.grid_rasterize import GridRasterizeAlg as GridrAlg
from gridr.core.grid.grid_rasterize import grid_rasterize as gridr_rasterize
from shapely.geometry import MultiPolygon, Polygon

from gridr_qgis.core.masks.build_mask import build_mask
from gridr_qgis.core.masks.rasterize import grid_rasterize

JOBS_PER_SEED = 20


def random_polygon(rng, shape):
    """Return a valid polygon, often with corners and edges on pixel centres, often with a hole."""
    step = rng.choice([1.0, 0.5, 0.125, 0.0])

    def ring(centre, radius):
        angles = np.sort(rng.uniform(0, 2 * np.pi, rng.integers(3, 9)))
        radii = radius * rng.uniform(0.4, 1, angles.size)
        points = centre + radii[:, np.newaxis] * np.column_stack((np.cos(angles), np.sin(angles)))
        return points if step == 0 else np.round(points / step) * step

    while True:
        centre = rng.uniform((0, 0), shape[::-1])
        radius = rng.uniform(1, 0.8 * max(shape) + 1)
        holes = [ring(centre, 0.4 * radius)] if rng.random() < 0.4 else []
        polygon = Polygon(ring(centre, radius), holes)
        if polygon.is_valid and polygon.area > 0:
            return polygon


def random_geometry(rng, shape):
    kind = rng.choice(["none", "polygon", "polygon", "list", "multi"])
    if kind == "none":
        return None
    polygons = [random_polygon(rng, shape) for _ in range(rng.integers(1, 4))]
    if kind == "multi":
        multi = MultiPolygon(polygons)
        return multi if multi.is_valid else polygons
    return polygons if kind == "list" else polygons[0]


def random_mask_arguments(rng, shape):
    """Return the arguments of a raster mask that covers the shape, or of none."""
    if rng.random() < 0.3:
        return {}
    resolution = tuple(int(factor) for factor in rng.choice([1, 1, 2, 3, 4, 5, 7], 2))
    margin = rng.integers(0, 5, 2)
    nodes = [
        -(-(size - 1 + extra) // factor) + 1
        for size, extra, factor in zip(shape, margin, resolution)
    ]
    mask_in = (rng.random(nodes) < rng.uniform(0.5, 1)).astype(
        rng.choice(["u1", "?", "i2", "f4", "f8"])
    )
    if resolution == (1, 1) and mask_in.dtype.kind == "f":
        mask_in *= rng.choice([1, 0.9985, 0.9995, -1, 2], nodes)
    arguments = {
        "mask_in": mask_in,
        "mask_in_resolution": resolution,
        "oversampling_dtype": rng.choice([np.float32, np.float64]),
        # Never equal to a quotient of the weights, where GridR's rounding decides; 0.5 and 0.75
        # are exact for factors that are powers of two.
        "mask_in_binary_threshold": rng.choice([0.999, 0.999, 0.99, 0.613, 0.011]),
    }
    if set(resolution) <= {1, 2, 4}:
        arguments["mask_in_binary_threshold"] = rng.choice([0.999, 0.5, 0.75, 1.0, 0.125])
    if rng.random() < 0.7:
        last = [(n - 1) * factor + 1 - size for n, factor, size in zip(nodes, resolution, shape)]
        first = [int(rng.integers(0, end + 1)) for end in last]
        arguments["mask_in_target_win"] = tuple(
            (start, start + size - 1) for start, size in zip(first, shape)
        )
    return arguments


def random_job(rng):
    shape = tuple(int(size) for size in rng.integers(1, 22, 2))
    job = {
        "shape": shape,
        "resolution": (1, 1),
        "init_out": bool(rng.random() < 0.5),
        "rasterize_kwargs": {"alg": GridrAlg.RASTERIO_RASTERIZE},
        **random_mask_arguments(rng, shape),
    }
    if rng.random() < 0.75:
        origin = rng.integers(-3, 4, 2) * rng.choice([0.5, 1.0])
        job["geometry_origin"] = tuple(origin.tolist())
        job["geometry_pair"] = random_geometry(rng, shape), random_geometry(rng, shape)
    if rng.random() < 0.1 and min(shape) > 1:
        job["rasterize_kwargs"] = {"alg": GridrAlg.SHAPELY}
    return job


@pytest.mark.parametrize("seed", range(20))
def test_build_mask_equals_gridr(engine, seed):
    rng = np.random.default_rng(seed)
    for _ in range(JOBS_PER_SEED):
        job = random_job(rng)
        start = rng.integers(0, 2, job["shape"], dtype=np.uint8) if rng.random() < 0.5 else None
        ours, theirs = (None if start is None else start.copy() for _ in range(2))
        our_result = build_mask(out=ours, **job)
        their_result = gridr_build_mask(out=theirs, **job)
        if start is None:
            ours, theirs = our_result, their_result
        else:
            assert our_result is their_result is None
        assert ours.dtype == theirs.dtype
        np.testing.assert_array_equal(ours, theirs, err_msg=str(job))


@pytest.mark.parametrize("seed", range(10))
def test_grid_rasterize_equals_gridr(engine, seed):
    rng = np.random.default_rng(1000 + seed)
    for _ in range(JOBS_PER_SEED):
        shape = tuple(int(size) for size in rng.integers(3, 20, 2))
        origin = tuple((rng.integers(-4, 5, 2) / 2).tolist())
        resolution = tuple(rng.choice([1, 2, 0.5], 2).tolist())
        geometry = random_geometry(rng, shape) or random_polygon(rng, shape)
        inner, outer = (1, 0) if rng.random() < 0.5 else (0, 1)
        job = {
            "grid_coords": None,
            "shape": shape,
            "origin": origin,
            "resolution": resolution,
            "win": None,
            "inner_value": inner,
            "outer_value": outer,
            "default_value": 0,
            "geometry": geometry,
            "dtype": np.dtype(rng.choice(["u1", "i2", "f4"])),
            "reduce": bool(rng.random() < 0.3),
            "alg": int(rng.choice([1, 1, 2])),
        }
        if rng.random() < 0.5:  # B26: not up to the last row and column
            ends = [sorted(rng.integers(0, size - 1, 2).tolist()) for size in shape]
            job["win"] = np.array(ends)
        if rng.random() < 0.3:
            xs = origin[1] + resolution[1] * np.arange(shape[1])
            ys = origin[0] + resolution[0] * np.arange(shape[0])
            coords = (xs, ys) if rng.random() < 0.5 else tuple(np.meshgrid(xs, ys))
            job.update(grid_coords=coords, shape=None, origin=None, resolution=None)
        ours, theirs = grid_rasterize(**job), gridr_rasterize(**job)
        assert np.shape(ours) == np.shape(theirs)
        np.testing.assert_array_equal(ours, theirs, err_msg=str(job))
        assert np.ndim(ours) == 0 or ours.dtype == job["dtype"]


@pytest.mark.parametrize("seed", range(6))
def test_buffered_polygons_equal_gridr(engine, seed):
    rng = np.random.default_rng(2000 + seed)
    for _ in range(JOBS_PER_SEED):
        shape = tuple(int(size) for size in rng.integers(3, 20, 2))
        polygon = random_polygon(rng, shape)
        distance = float(rng.uniform(0.1, 2) * rng.choice([1, 1, -0.3]))
        if polygon.buffer(distance, quad_segs=1).is_empty:
            continue
        arguments = (None, shape, (0.0, 0.0), (1, 1), None, 1, 0, 0, polygon, distance)
        np.testing.assert_array_equal(
            grid_rasterize(*arguments, dtype=np.uint8),
            gridr_rasterize(*arguments, dtype=np.uint8),
        )
