"""Cells as polygons: shapes, holes, contacts, strips, both outlines, GRASS's boundaries."""

import itertools

import numpy as np
import pytest
import shapely
from areas import cells_of, parts_of, polygons_of
from grass_cases import AREAS, load
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import ndimage

from gridr_qgis.core import Region, burn, engines, resample_nearest, vectorize
from gridr_qgis.core.engines.outlines import BACKGROUND
from gridr_qgis.core.masks.vectorize import Vectorizer

ENGINES = ("numba", "numpy")
KINDS = list(itertools.product((4, 8), ("edges", "midpoints")))


def codes_of(*rows):
    """Read a picture: a digit is a code, a dot nothing."""
    return np.array([[BACKGROUND if each == "." else int(each) for each in row] for row in rows])


@st.composite
def rasters(draw):
    """Codes of any size up to 14 x 14, from speckles to blocks, with and without background."""
    shape = draw(st.tuples(st.integers(1, 14), st.integers(1, 14)))
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    kinds = draw(st.integers(1, 4))
    codes = rng.integers(0, kinds + draw(st.integers(0, 1)), shape)
    blocks = draw(st.tuples(st.integers(1, 3), st.integers(1, 3)))
    codes = np.kron(codes, np.ones(blocks, dtype=np.int64))[: shape[0], : shape[1]]
    return np.where(codes == kinds, BACKGROUND, codes)


def on_both(function):
    """Return what a function gives on each engine."""
    results = []
    for name in ENGINES:
        engines.use_engine(name)
        results.append(function())
    engines.use_engine(None)
    return results


def by_strips(codes, heights, connectivity, outline):
    """Vectorize by strips of heights that repeat; return the parts of all that comes out."""
    vectorizer = Vectorizer(codes.shape[1], connectivity, outline)
    bounds, heights = [0], itertools.cycle(heights)
    while bounds[-1] < len(codes):
        bounds.append(bounds[-1] + next(heights))
    parts = [vectorizer.add(codes[start:end]) for start, end in zip(bounds, bounds[1:])]
    return [*parts, vectorizer.finish()]


def joined(parts):
    """Return the fields of areas that came by parts, lengths in the place of indices."""
    lengths = ("polygons", "rings", "starts")
    return {
        name: np.concatenate(
            [np.diff(getattr(p, name)) if name in lengths else getattr(p, name) for p in parts]
        )
        for name in parts[0]._fields
    }


def assert_same(one, other):
    assert one.keys() == other.keys()
    for name, values in one.items():
        np.testing.assert_array_equal(values, other[name], name)
        assert values.dtype == other[name].dtype


@settings(max_examples=50, deadline=None)
@given(rasters(), st.lists(st.integers(1, 5), min_size=1, max_size=3), st.sampled_from(KINDS))
def test_strips_and_engines_do_not_change_a_bit(codes, heights, kind):
    """Nor the order of areas, nor where rings begin."""
    whole = on_both(lambda: joined([vectorize(codes, None, *kind)]))
    strips = on_both(lambda: joined(by_strips(codes, heights, *kind)))
    for each in (whole[1], *strips):
        assert_same(each, whole[0])


@settings(max_examples=50, deadline=None)
@given(rasters(), st.sampled_from((4, 8)))
def test_along_edges_polygons_are_the_cells(codes, connectivity):
    areas = vectorize(codes, None, connectivity)
    polygons = polygons_of(areas)
    assert all(shapely.is_valid(polygons))
    assert [each.area for each in polygons] == areas.sizes.tolist()
    for code, cells in cells_of(codes).items():
        assert shapely.union_all(np.array(polygons)[areas.codes == code]).equals(cells)
        _, count = ndimage.label(codes == code, np.ones((3, 3)) if connectivity == 8 else None)
        assert np.count_nonzero(areas.codes == code) == count
    for each in polygons:
        for part in parts_of(each):
            assert part.exterior.is_ccw and not any(ring.is_ccw for ring in part.interiors)
            for ring in (part.exterior, *part.interiors):
                steps = np.diff(np.array(ring.coords), axis=0)
                turns = np.cross(steps, np.roll(steps, -1, axis=0))
                assert (turns != 0).all(), "a vertex where nothing bends"


@settings(max_examples=50, deadline=None)
@given(rasters(), st.sampled_from(KINDS))
def test_polygons_burn_back(codes, kind):
    """Corners that are cut off do not reach the centres of cells."""
    areas = vectorize(codes, None, *kind)
    rows, cols = codes.shape
    back = np.full(codes.shape, BACKGROUND)
    for code, polygon in zip(areas.codes, polygons_of(areas)):
        inside = burn(polygon, np.arange(cols) + 0.5, -np.arange(rows) - 0.5) != 0
        assert (back[inside] == BACKGROUND).all()
        back[inside] = code
    np.testing.assert_array_equal(back, codes)


@settings(max_examples=50, deadline=None)
@given(rasters(), st.sampled_from((4, 8)))
def test_corners_are_cut_without_gaps(codes, connectivity):
    polygons = polygons_of(vectorize(codes, None, connectivity, "midpoints"))
    if not polygons:
        return
    assert all(shapely.is_valid(polygons))
    # Neighbours have all points of what they share in common.
    assert shapely.coverage_is_valid(np.array(polygons))
    whole = shapely.union_all(polygons)
    assert whole.area == pytest.approx(sum(each.area for each in polygons), abs=1e-9)
    if not (codes == BACKGROUND).any():
        # Only the four corners of the raster may be cut off.
        assert codes.size - 4 / 8 <= whole.area <= codes.size
    for each in polygons:
        for part in parts_of(each):
            assert part.exterior.is_ccw and not any(ring.is_ccw for ring in part.interiors)


def test_islands_in_holes_in_islands(engine):
    codes = codes_of(
        "11111111",
        "1......1",
        "1.2222.1",
        "1.2..2.1",
        "1.2.12.1",
        "1.2222.1",
        "1......1",
        "11111111",
    )
    areas = vectorize(codes)
    assert areas.codes.tolist() == [1, 2, 1], "in the order of their last rows"
    assert areas.sizes.tolist() == [1, 12, 28]
    inner, middle, outer = polygons_of(areas)
    assert [len(each.interiors) for each in (inner, middle, outer)] == [0, 1, 1]
    assert shapely.Polygon(outer.interiors[0]).contains(middle)


def test_a_hole_that_touches_its_outline_and_another(engine):
    codes = codes_of(
        "11.1",
        "1.11",
        "11.1",
        "1111",
    )
    (polygon,) = polygons_of(vectorize(codes))
    assert polygon.is_valid and polygon.area == 13
    # The notch on top is outside; what touches it in a point is a hole, and so is the next.
    assert len(polygon.interiors) == 2
    assert [len(ring.coords) for ring in polygon.interiors] == [5, 5]
    (eight,) = polygons_of(vectorize(codes, connectivity=8))
    assert eight.equals(polygon)


def test_contacts_at_a_corner(engine):
    codes = codes_of("1.1", ".1.", "1.1")
    apart = vectorize(codes, connectivity=4)
    assert (apart.count, apart.sizes.tolist()) == (5, [1] * 5)
    together = vectorize(codes, connectivity=8)
    assert (together.count, together.sizes.tolist()) == (1, [5])
    (multi,) = polygons_of(together)
    assert multi.geom_type == "MultiPolygon" and multi.is_valid and len(multi.geoms) == 5
    corners = [part.bounds[:2] for part in multi.geoms]
    assert corners == [(0, -1), (2, -1), (1, -2), (0, -3), (2, -3)], "by their first cells"


def test_two_chains_that_cross_at_a_corner(engine):
    """Each of the two is one area with eight neighbours, as in GRASS's own ``r.clump -d``."""
    areas = vectorize(codes_of("12", "21"), connectivity=8)
    assert areas.codes.tolist() == [1, 2] and areas.sizes.tolist() == [2, 2]
    assert all(each.is_valid for each in polygons_of(areas))


def test_a_single_cell_with_its_corners_cut_keeps_one(engine):
    areas = vectorize(codes_of("...", ".1.", "..."), outline="midpoints")
    ring = np.stack((areas.row, areas.col), axis=1).tolist()
    assert ring == [[1, 1.5], [1.5, 1], [2, 1.5], [2, 2], [1.5, 2], [1, 1.5]]


def test_nothing_at_all(engine):
    for kind in KINDS:
        areas = vectorize(np.full((3, 4), BACKGROUND), None, *kind)
        assert areas.count == 0 and areas.row.size == 0 and areas.starts.tolist() == [0]


def test_cells_that_are_wanted(engine):
    areas = vectorize([[5, 5], [5, 7]], where=[[True, False], [True, True]])
    assert areas.codes.tolist() == [5, 7] and areas.sizes.tolist() == [2, 1]


def test_what_there_is_not():
    with pytest.raises(TypeError, match=r"codes are float64 of shape \(1, 1\)"):
        vectorize([[0.5]])
    with pytest.raises(ValueError, match="CONNECTIVITY is 6; it must be 4 or 8"):
        Vectorizer(3, 6)
    with pytest.raises(ValueError, match="OUTLINE is round; it must be one of edges, midpoints"):
        Vectorizer(3, 4, "round")


def test_what_is_kept_between_strips_is_only_what_goes_on():
    """A raster of any height takes no more memory than its areas: here each has one cell."""
    engines.use_engine("numba")
    strip = np.where(np.indices((64, 50)).sum(axis=0) % 2, 1, BACKGROUND)
    vectorizer = Vectorizer(50)
    for _ in range(3):
        assert vectorizer.add(strip).count >= 63 * 25
        assert vectorizer._areas.count == 25
        assert len(vectorizer._open.vertices) <= 4 * 25
        assert not vectorizer._rings._chunks
    engines.use_engine(None)


# --- engines --------------------------------------------------------------------------------


@pytest.mark.parametrize("seed", range(5))
def test_unite(engine, seed):
    rng = np.random.default_rng(seed)
    one, other = rng.integers(0, 60, (2, 25 * seed)).astype(np.int32)
    found = engines.engine().unite(60, one, other)
    sets = {number: {number} for number in range(60)}
    for first, second in zip(one.tolist(), other.tolist()):
        whole = sets[first] | sets[second]
        sets.update(dict.fromkeys(whole, whole))
    assert found.tolist() == [min(sets[number]) for number in range(60)]


# --- GRASS ----------------------------------------------------------------------------------


def areas_of_grass(case):
    """Return the areas of a case with their map coordinates."""
    north, south, east, west, height, width = case["dst_region"]
    shape = round((north - south) / height), round((east - west) / width)
    source = Region(*case["src_region"][:4], *case["source"].shape)
    cells = resample_nearest(case["source"], source, Region(north, south, east, west, *shape))
    codes = np.where(np.isnan(cells), BACKGROUND, np.nan_to_num(cells).astype(np.int64))
    areas = vectorize(codes, outline="midpoints" if "s" in str(case["flags"]) else "edges")
    return areas, west + areas.col * width, north - areas.row * height


def vertices_of(polygon):
    """Return the vertices of each ring, in no order."""
    return sorted(
        sorted({(round(x, 9), round(y, 9)) for x, y in ring.coords})
        for ring in (polygon.exterior, *polygon.interiors)
    )


@pytest.mark.parametrize("number", AREAS)
def test_areas_of_grass(engine, number):
    """Those along edges have vertices at nodes in GRASS, also where nothing bends."""
    case = load(number)
    areas, x, y = areas_of_grass(case)
    polygons = polygons_of(areas, x, y)
    expected = shapely.from_wkt(case["polygon_wkt"])
    assert len(polygons) == len(expected)
    for one, other in zip(
        sorted(polygons, key=vertices_at_the_edge), sorted(expected, key=vertices_at_the_edge)
    ):
        assert one.symmetric_difference(other).area < 1e-9
        if "s" in str(case["flags"]):
            assert vertices_of(one) == vertices_of(other)
    values = {tuple(row[:2]): row[3] for row in case["centroids"]}
    for (at_x, at_y), value in values.items():
        point = shapely.Point(at_x, at_y)
        (code,) = [c for c, each in zip(areas.codes, polygons) if each.contains(point)]
        assert code == value


def vertices_at_the_edge(polygon):
    return tuple(round(each, 6) for each in (*polygon.bounds, polygon.area))


@pytest.mark.parametrize("number", AREAS)
def test_boundaries_of_grass(engine, number):
    case = load(number)
    areas, x, y = areas_of_grass(case)
    ours = shapely.union_all([each.boundary for each in polygons_of(areas, x, y)], grid_size=1e-9)
    lines = case["result"]
    theirs = shapely.union_all(
        [
            shapely.LineString(lines[lines[:, 0] == boundary, 1:])
            for boundary in np.unique(lines[:, 0])
        ],
        grid_size=1e-9,
    )
    assert ours.length == pytest.approx(theirs.length, rel=1e-9)
    assert ours.hausdorff_distance(theirs) < 1e-6
