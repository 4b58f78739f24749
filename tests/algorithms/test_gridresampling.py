"""``gridr:gridresampling`` through the registry, on rasters small enough to work out by hand."""

import json
import zipfile

import numpy as np
import pytest
from qgis.core import (
    QgsProcessingException,
    QgsProcessingFeatureSourceDefinition,
    QgsRasterLayer,
)
from running import Feedback
from tiny_rasters import (
    EPSG,
    NORTH,
    NORTH_UP,
    SIZE,
    WEST,
    identity_grid,
    names_in,
    read_raster,
    write_raster,
)

RESAMPLE = "gridr:gridresampling"
NAN = float("nan")


def ramp(rows=6, cols=7, dtype=np.float64):
    """Return 10 * row + col, which linear and cubic interpolation reproduce."""
    return (10 * np.arange(rows)[:, None] + np.arange(cols)[None, :]).astype(dtype)


# --- what comes out, and where --------------------------------------------------------------


@pytest.mark.parametrize("interpolation", ["nearest", "linear", "cubic"])
@pytest.mark.parametrize("dtype", ["uint8", "int16", "uint16", "int32", "float32", "float64"])
def test_an_identity_grid_changes_nothing(resample, raster, interpolation, dtype):
    values = np.random.default_rng(0).integers(0, 255, (2, 6, 7)).astype(dtype)
    made, valid, results = resample(
        raster(values), raster(identity_grid(6, 7)), INTERPOLATION=interpolation
    )
    assert made.values.dtype == values.dtype
    assert np.array_equal(made.values, values)
    assert valid.min() == 1
    assert made.geotransform == NORTH_UP
    assert made.epsg == EPSG
    counts = {"WIDTH": 7, "HEIGHT": 6, "VALID_COUNT": 42, "INVALID_COUNT": 0}
    assert {name: results[name] for name in counts} == counts


@pytest.mark.parametrize(
    ("interpolation", "lost"), [("linear", (0, 1, 0, 1)), ("cubic", (1, 2, 1, 2))]
)
def test_a_shift_by_fractions(resample, raster, interpolation, lost):
    """A quarter row and half a column on; results whose stencil leaves the input are invalid."""
    source = ramp()
    grid = raster(identity_grid(6, 7, shift=(0.25, 0.5)))
    made, valid, _ = resample(raster(source), grid, INTERPOLATION=interpolation)
    top, bottom, left, right = lost
    inside = np.zeros((6, 7), dtype=bool)
    inside[top : 6 - bottom, left : 7 - right] = True
    assert np.array_equal(valid == 1, inside)
    np.testing.assert_allclose(made.band[inside], (source + 3.0)[inside], rtol=0, atol=1e-12)
    assert np.isnan(made.band[~inside]).all()
    assert np.isnan(made.nodata[0])


def test_nearest_takes_the_pixel_whose_cell_holds_the_position(resample, raster):
    """The pixel floor(x + 1/2): ties go up, and half a pixel beyond the border still counts."""
    source = raster([[10, 20, 30]], dtype=np.uint8)
    cols = np.array([[-0.6, -0.5, -0.4, 0.49, 0.5, 1.49, 1.5, 2.49, 2.5]])
    grid = raster(np.stack([np.zeros_like(cols), cols]))
    made, valid, _ = resample(source, grid, INTERPOLATION="nearest", NODATA=255)
    assert made.band.tolist() == [[255, 10, 10, 10, 20, 20, 30, 30, 255]]
    assert valid.tolist() == [[0, 1, 1, 1, 1, 1, 1, 1, 0]]


def test_the_first_output_centre_is_the_first_node_centre(resample, raster):
    """Nodes every 4 rows and 2 columns: the pixels of the grid raster are 4 x 2 output pixels."""
    west, north = 400_000.0, 4_000_000.0
    grid = raster(
        np.stack([ramp(2, 3) * 0 + [[0.0], [4.0]], ramp(2, 3) * 0 + [[0.0, 2.0, 4.0]]]),
        geotransform=(west, 2.0, 0.0, north, 0.0, -4.0),
    )
    made, valid, results = resample(
        raster(ramp()), grid, GRID_RESOLUTION_ROWS=4, GRID_RESOLUTION_COLS=2
    )
    assert made.values.shape == (1, 5, 5)
    assert (results["WIDTH"], results["HEIGHT"]) == (5, 5)
    # The first node's centre is (west + 1, north - 2); output pixels are 1 x 1.
    assert made.geotransform == (west + 0.5, 1.0, 0.0, north - 1.5, 0.0, -1.0)
    assert made.band.tolist() == ramp()[:5, :5].tolist()
    assert valid.min() == 1


def test_a_grid_that_remembers_its_step_and_target(resample, raster):
    """Frame of 4 x 6, step 3: two nodes of rows and three of columns, the last beyond the frame."""
    grid = raster(
        np.stack([np.zeros((2, 3)) + [[0.0], [3.0]], np.zeros((2, 3)) + [[0.0, 3.0, 6.0]]]),
        geotransform=(WEST - 10, 30.0, 0.0, NORTH + 10, 0.0, -30.0),
        metadata={
            "GRIDR_STEP_ROWS": "3",
            "GRIDR_STEP_COLS": "3",
            "GRIDR_TARGET_ROWS": "4",
            "GRIDR_TARGET_COLS": "6",
        },
    )
    made, _, _ = resample(raster(ramp()), grid, INTERPOLATION="linear")
    assert made.band.tolist() == ramp()[:4, :6].tolist()
    np.testing.assert_allclose(made.geotransform, NORTH_UP, rtol=1e-15)
    # What the user says goes first; the target no longer fits then.
    made, _, _ = resample(
        raster(ramp()), grid, GRID_RESOLUTION_ROWS=1, GRID_RESOLUTION_COLS=1, INTERPOLATION="linear"
    )
    assert made.values.shape == (1, 2, 3)


def test_coordinates_between_nodes_are_bilinear(resample, raster):
    """Nodes of one cell of a 2 x 2 grid of step 2 that is no plane: (row, col) to (0, 8 * row *
    col)."""
    grid = raster(np.array([[[0, 0], [0, 0]], [[0, 0], [0, 8]]], dtype=np.float64))
    made, _, _ = resample(
        raster(ramp(1, 9)),
        grid,
        GRID_RESOLUTION_ROWS=2,
        GRID_RESOLUTION_COLS=2,
        INTERPOLATION="linear",
    )
    assert made.band.tolist() == [[0, 0, 0], [0, 2, 4], [0, 4, 8]]


def test_a_rotated_grid_raster(resample, raster):
    turned = (WEST, 6.0, 8.0, NORTH, 8.0, -6.0)
    grid = raster(identity_grid(3, 3, step=2), geotransform=turned)
    made, _, _ = resample(raster(ramp()), grid, GRID_RESOLUTION_ROWS=2, GRID_RESOLUTION_COLS=2)
    assert made.band.tolist() == ramp()[:5, :5].tolist()
    # Half of each step, and the centre of the first pixel where the first node's centre is.
    expected = (WEST + 7 - 3.5, 3.0, 4.0, NORTH + 1 - 0.5, 4.0, -3.0)
    np.testing.assert_allclose(made.geotransform, expected, rtol=1e-15)


def test_a_grid_without_georeference(resample, raster):
    grid = raster(identity_grid(3, 3, step=2), geotransform=None, epsg=None)
    made, _, _ = resample(raster(ramp()), grid, GRID_RESOLUTION_ROWS=2, GRID_RESOLUTION_COLS=2)
    assert made.geotransform is None
    assert made.epsg is None
    assert made.band.tolist() == ramp()[:5, :5].tolist()


@pytest.mark.parametrize(
    "how",
    [
        {"geotransform": None, "epsg": None},
        {"geotransform": (WEST, 6.0, 8.0, NORTH, 8.0, -6.0)},
        {"geotransform": (WEST, SIZE, 0.0, NORTH, 0.0, SIZE)},
        {"epsg": 4326},
    ],
    ids=["no georeference", "rotated", "south on top", "another CRS"],
)
def test_the_input_is_taken_by_row_and_column(resample, raster, how):
    grid = raster(identity_grid(4, 4, shift=(1, 2)))
    made, _, _ = resample(raster(ramp(), **how), grid)
    assert made.band.tolist() == ramp()[1:5, 2:6].tolist()
    assert made.geotransform == NORTH_UP
    assert made.epsg == EPSG


# --- conventions ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "geotransform",
    [NORTH_UP, (WEST, 8.0, 6.0, NORTH, 6.0, -8.0), (WEST, SIZE, 0.0, NORTH, 0.0, SIZE)],
    ids=["north up", "rotated", "south on top"],
)
def test_equivalent_grids_of_all_conventions_give_the_same(resample, raster, geotransform):
    row, col = identity_grid(4, 4, shift=(0.25, 1.5))
    x0, x_col, x_row, y0, y_col, y_row = geotransform
    x = x0 + (col + 0.5) * x_col + (row + 0.5) * x_row
    y = y0 + (col + 0.5) * y_col + (row + 0.5) * y_row
    source = raster(ramp(), geotransform=geotransform)
    made = {}
    for convention, bands in (
        ("pixel-center", (row, col)),
        ("cell-edge", (row + 0.5, col + 0.5)),
        ("map", (y, x)),
    ):
        made[convention], valid, _ = resample(
            source, raster(np.stack(bands)), GRID_CONVENTION=convention, INTERPOLATION="linear"
        )
        assert valid.min() == 1
    expected = ramp()[:4, :4] + 4.0
    np.testing.assert_allclose(made["pixel-center"].band, expected, rtol=1e-14)
    assert np.array_equal(made["cell-edge"].band, made["pixel-center"].band)
    np.testing.assert_allclose(made["map"].band, expected, rtol=0, atol=1e-7)


def test_map_coordinates_of_pixel_centres_are_exact_on_a_plain_georeference(resample, raster):
    row, col = identity_grid(6, 7)
    x, y = WEST + SIZE * (col + 0.5), NORTH - SIZE * (row + 0.5)
    values = np.random.default_rng(4).normal(size=(6, 7))
    made, valid, _ = resample(raster(values), raster(np.stack([y, x])), GRID_CONVENTION="map")
    assert np.array_equal(made.band, values)
    assert valid.min() == 1


def test_the_bands_of_rows_and_columns_can_be_named(resample, raster):
    row, col = identity_grid(4, 4, shift=(1, 0))
    grid = raster(np.stack([col, row * 0 - 999, row]))
    made, _, _ = resample(raster(ramp()), grid, GRID_ROW_BAND=3, GRID_COL_BAND=1)
    assert made.band.tolist() == ramp()[1:5, :4].tolist()


def test_rows_and_columns_in_two_rasters(resample, raster):
    rows, cols = identity_grid(6, 7, shift=(1, 2))
    made, _, _ = resample(
        raster(ramp()), raster(rows), GRID_COL=raster(cols), INTERPOLATION="nearest"
    )
    whole, _, _ = resample(raster(ramp()), raster(np.stack((rows, cols))), INTERPOLATION="nearest")
    assert np.array_equal(made.values, whole.values, equal_nan=True)


def test_memory_and_threads_do_not_change_the_result(resample, raster):
    values = np.random.default_rng(1).normal(size=(300, 310))
    grid = raster(identity_grid(300, 310, shift=(0.25, 0.5)))
    results = [
        resample(raster(values), grid, INTERPOLATION="bspline3", MAX_MEMORY=memory, THREADS=threads)
        for memory, threads in ((0, 1), (64, 3))
    ]
    for one, other in zip(*(result[:2] for result in results)):
        one, other = (getattr(each, "values", each) for each in (one, other))
        assert np.array_equal(one, other, equal_nan=True)


def test_a_grid_of_float32(resample, raster):
    made, _, _ = resample(raster(ramp()), raster(identity_grid(6, 7), dtype=np.float32))
    assert made.band.tolist() == ramp().tolist()


def test_a_grid_of_integers_with_nodata(resample, raster):
    grid = identity_grid(2, 2).astype(np.int16)
    grid[0, 0, 1] = -1
    made, valid, _ = resample(raster(ramp()), raster(grid, nodata=-1), INTERPOLATION="nearest")
    assert np.isnan(made.band[0, 1])
    assert valid.tolist() == [[1, 0], [1, 1]]


# --- validity of the grid -------------------------------------------------------------------


def test_invalid_nodes_by_every_way(resample, raster, tmp_path):
    """One node a way on a grid of step 1; only those results are lost.

    What stands for nodata lies well inside the input, where it could be taken for a coordinate.
    """
    row, col = identity_grid(3, 5)
    mask = np.full((3, 5), 4, dtype=np.uint8)
    mask[0, 0] = 0  # by the mask
    row[0, 1] = 3.125  # by GRID_NODATA, in the rows only
    col[0, 2] = 3.125  # in the columns only
    row[0, 3] = 2.625  # by the raster's own nodata
    col[0, 4] = 2.625
    col[1, 4] = NAN
    row[1, 0] = np.inf
    made, valid, results = resample(
        raster(ramp()),
        raster(np.stack([row, col]), nodata=2.625),
        GRID_MASK=raster(mask),
        GRID_MASK_VALID_VALUE=4,
        GRID_NODATA=3.125,
        NODATA=-1,
    )
    expected = ramp()[:3, :5]
    expected[0, :] = expected[1, 0] = expected[1, 4] = -1
    assert made.band.tolist() == expected.tolist()
    assert valid.tolist() == (expected != -1).astype(int).tolist()
    assert (results["VALID_COUNT"], results["INVALID_COUNT"]) == (8, 7)


def test_an_invalid_node_takes_all_on_which_it_has_weight(resample, raster):
    """Step 2: a node reaches one pixel to each side."""
    row, col = identity_grid(3, 3, step=2)
    row[1, 1] = NAN
    _, valid, _ = resample(
        raster(ramp()),
        raster(np.stack([row, col])),
        GRID_RESOLUTION_ROWS=2,
        GRID_RESOLUTION_COLS=2,
    )
    expected = np.ones((5, 5), dtype=int)
    expected[1:4, 1:4] = 0
    assert valid.tolist() == expected.tolist()


def test_a_grid_without_a_valid_node(resample, raster):
    made, valid, results = resample(raster(ramp()), raster(np.full((2, 3, 3), NAN)), NODATA=-5)
    assert made.band.tolist() == [[-5.0] * 3] * 3
    assert valid.max() == 0
    assert results["VALID_COUNT"] == 0


# --- validity of the input ------------------------------------------------------------------


def lost(values_valid, shape=(5, 5)):
    """Return the pixels of an identity grid that are invalid."""
    return [tuple(map(int, place)) for place in np.argwhere(values_valid == 0)]


def test_nodata_of_the_input(resample, raster):
    values = ramp(5, 5)
    values[2, 2] = -99
    made, valid, _ = resample(raster(values, nodata=-99), raster(identity_grid(5, 5)))
    assert lost(valid) == [(2, 2)]
    assert made.nodata == [-99]
    assert made.band[2, 2] == -99
    assert made.band[2, 1] == 21


def test_validity_is_strict_where_a_sample_has_weight(resample, raster):
    """Shifted by half a column, linear: the two results beside the invalid pixel are lost."""
    values = ramp(3, 6)
    values[1, 2] = NAN
    _, valid, _ = resample(
        raster(values), raster(identity_grid(3, 5, shift=(0, 0.5))), INTERPOLATION="linear"
    )
    assert lost(valid) == [(1, 1), (1, 2)]


def test_nan_and_infinity_are_invalid(resample, raster):
    values = ramp(4, 4, np.float32)
    values[0, 0], values[1, 1], values[2, 2] = NAN, np.inf, -np.inf
    made, valid, _ = resample(raster(values), raster(identity_grid(4, 4)), NODATA=-1)
    assert lost(valid) == [(0, 0), (1, 1), (2, 2)]
    assert made.band[1, 1] == -1


def test_the_mask_band_of_the_input(resample, raster):
    mask = np.ones((5, 5))
    mask[1, 3] = 0
    values = ramp(5, 5, np.int16)
    source = raster(np.stack([values, values]), mask=mask)
    made, valid, _ = resample(source, raster(identity_grid(5, 5)))
    assert lost(valid) == [(1, 3)]
    assert made.values.shape == (2, 5, 5)
    assert made.nodata == [None, None]


def test_alpha_of_the_input(resample, raster):
    values = np.stack([ramp(4, 4, np.uint8)] * 4)
    values[3] = 255
    values[3, 0, 2] = 0
    source = raster(values, alpha=True)
    assert read_raster(source).interpretations[3] == "Alpha"
    made, valid, _ = resample(source, raster(identity_grid(4, 4)), INTERPOLATION="nearest")
    assert lost(valid) == [(0, 2)]
    assert made.values[:, 0, 2].tolist() == [0, 0, 0, 0]
    assert made.interpretations == ["Red", "Green", "Blue", "Alpha"]


@pytest.mark.parametrize(
    ("bands", "alpha", "options"),
    [
        (3, False, ["PHOTOMETRIC=MINISBLACK"]),
        (3, False, ["PHOTOMETRIC=RGB"]),
        (4, False, ["PHOTOMETRIC=MINISBLACK", "ALPHA=NO"]),
        (4, False, ["PHOTOMETRIC=RGB", "ALPHA=NO"]),
        (4, True, ["PHOTOMETRIC=RGB"]),
        (2, True, []),
        (5, True, ["PHOTOMETRIC=RGB", "ALPHA=NO"]),
    ],
)
def test_bands_keep_their_meaning(resample, raster, bands, alpha, options):
    """Left to itself, GDAL makes an alpha band of the last of four bands of bytes."""
    values = np.stack([ramp(3, 3, np.uint8) + 1] * bands)
    source = raster(values, alpha=alpha, options=options)
    before = read_raster(source).interpretations
    assert (before[-1] == "Alpha") == alpha
    made, valid, _ = resample(source, raster(identity_grid(3, 3)))
    assert made.interpretations == before
    assert valid.min() == 1


def test_an_alpha_band_alone_is_a_band_like_others(resample, raster):
    values = np.stack([ramp(3, 3, np.uint8) + 1] * 4)
    made, _, _ = resample(raster(values, alpha=True), raster(identity_grid(3, 3)), BANDS=[4])
    assert made.interpretations == ["Gray"]


def test_a_pixel_is_valid_if_it_is_in_all_bands_used(resample, raster):
    values = np.stack([ramp(3, 3), ramp(3, 3), ramp(3, 3)])
    values[0, 0, 0] = values[1, 1, 1] = values[2, 2, 2] = -1
    source, grid = raster(values, nodata=-1), raster(identity_grid(3, 3))
    made, valid, _ = resample(source, grid)
    assert lost(valid) == [(0, 0), (1, 1), (2, 2)]
    assert made.values[:, 0, 0].tolist() == [-1, -1, -1]
    made, valid, _ = resample(source, grid, BANDS=[3, 1])
    assert lost(valid) == [(0, 0), (2, 2)]
    assert made.values.shape == (2, 3, 3)
    assert made.values[1, 1, 1] == 11


def test_bands_keep_the_order_asked_for(resample, raster):
    values = np.stack([np.full((2, 2), number) for number in (1, 2, 3)]).astype(np.uint8)
    made, _, _ = resample(
        raster(values, descriptions=["red", "green", "blue"]),
        raster(identity_grid(2, 2)),
        BANDS=[3, 1],
    )
    assert made.values[:, 0, 0].tolist() == [3, 1]
    assert made.descriptions == ["blue", "red"]


def test_a_mask_raster_of_the_inputs_size(resample, raster):
    """Whatever its georeference says, if it has none."""
    mask = np.ones((5, 5), dtype=np.uint8)
    mask[4, 0] = 0
    for how in ({}, {"geotransform": None, "epsg": None}):
        _, valid, _ = resample(
            raster(ramp(5, 5)), raster(identity_grid(5, 5)), MASK_IN=raster(mask, **how)
        )
        assert lost(valid) == [(4, 0)]


def test_a_coarser_mask_raster_by_georeference(resample, raster):
    """20 m over 10 m: see test_buildmask; the outermost pixels have no support."""
    mask = raster(
        np.ones((3, 3), dtype=np.uint8), geotransform=(WEST, 20.0, 0.0, NORTH, 0.0, -20.0)
    )
    _, valid, _ = resample(raster(ramp(6, 6)), raster(identity_grid(6, 6)), MASK_IN=mask)
    expected = np.zeros((6, 6), dtype=int)
    expected[1:5, 1:5] = 1
    assert valid.tolist() == expected.tolist()


def box(row0, col0, row1, col1):
    x0, x1 = WEST + SIZE * col0, WEST + SIZE * col1
    y0, y1 = NORTH - SIZE * row0, NORTH - SIZE * row1
    return f"POLYGON(({x0} {y0}, {x1} {y0}, {x1} {y1}, {x0} {y1}, {x0} {y0}))"


def test_polygons_over_the_input(resample, raster, polygons):
    """The grid moves by (1, 1); polygons are in the input's frame, not the output's."""
    layer = polygons(box(2, 2, 3, 3), box(0, 0, 1, 1), project=True)
    layer.selectByIds([min(feature.id() for feature in layer.getFeatures())])
    _, valid, _ = resample(
        raster(ramp()),
        raster(identity_grid(4, 4, shift=(1, 1)), geotransform=(0, 1, 0, 0, 0, -1), epsg=3857),
        INVALID_GEOMETRY=QgsProcessingFeatureSourceDefinition(layer.id(), True),
        VALID_GEOMETRY=polygons(box(0, 0, 4, 6)),
    )
    assert lost(valid) == [(1, 1), (3, 0), (3, 1), (3, 2), (3, 3)]


def test_polygons_over_a_rotated_input(resample, raster, polygons):
    """Turned by a quarter: rows run to the east and columns to the north."""
    source = raster(ramp(4, 4), geotransform=(WEST, 0.0, SIZE, NORTH, SIZE, 0.0))
    x, y = WEST + 10, NORTH + 20
    layer = polygons(f"POLYGON(({x} {y}, {x + 10} {y}, {x + 10} {y + 10}, {x} {y + 10}, {x} {y}))")
    _, valid, _ = resample(source, raster(identity_grid(4, 4)), INVALID_GEOMETRY=layer)
    assert lost(valid) == [(1, 2)]


# --- beyond the border ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("boundary", "left", "right"),
    [
        ("constant", 5.0, 20.0),
        ("edge", 10.0, 40.0),
        ("reflect", 15.0, 35.0),
        ("symmetric", 10.0, 40.0),
        ("wrap", 25.0, 25.0),
    ],
)
def test_boundaries_reach_half_a_pixel_out(resample, raster, boundary, left, right):
    """Linear half way between the outermost pixel and the one beyond it."""
    source = raster([[10.0, 20.0, 30.0, 40.0]])
    cols = np.array([[-1.0, -0.5, 0.0, 3.0, 3.5, 4.0]])
    grid = raster(np.stack([np.zeros_like(cols), cols]))
    asked = {"BOUNDARY": boundary, "INTERPOLATION": "linear", "NODATA": -1}
    made, valid, _ = resample(source, grid, TRUST_PADDING=True, **asked)
    assert made.band.tolist() == [[-1, left, 10, 40, right, -1]]
    assert valid.tolist() == [[0, 1, 1, 1, 1, 0]]
    _, valid, _ = resample(source, grid, **asked)
    assert valid.tolist() == [[0, 0, 1, 1, 0, 0]]


def test_without_a_boundary_there_is_nothing_beyond(resample, raster):
    source = raster([[10.0, 20.0, 30.0, 40.0]])
    grid = raster(np.array([[[0.0, 0.0]], [[-0.5, 3.0]]]))
    _, valid, _ = resample(source, grid, TRUST_PADDING=True, INTERPOLATION="linear")
    assert valid.tolist() == [[0, 1]]


# --- types and nodata of the output ---------------------------------------------------------


def test_conversion_rounds_half_to_even_and_clips(resample, raster):
    values = np.array([[-3.0, -0.5, 0.5, 1.5, 2.5, 254.5, 255.6, 1e9]])
    made, valid, _ = resample(
        raster(values), raster(identity_grid(1, 8)), DATA_TYPE="uint8", INTERPOLATION="nearest"
    )
    assert made.band.dtype == np.uint8
    assert made.band.tolist() == [[0, 0, 0, 2, 2, 254, 255, 255]]
    assert valid.min() == 1


@pytest.mark.parametrize(
    "asked", ["uint8", "int16", "uint16", "int32", "uint32", "float32", "float64"]
)
def test_every_type_can_be_asked_for(resample, raster, asked):
    source, grid = raster(ramp(3, 3, np.int16)), raster(identity_grid(3, 3))
    made, _, _ = resample(source, grid, DATA_TYPE=asked)
    assert made.values.dtype == np.dtype(asked)
    assert made.band.tolist() == ramp(3, 3).tolist()


def test_cubic_overshoot_is_clipped_to_the_type(resample, raster):
    values = np.array([[0, 0, 0, 255, 255, 255]] * 1, dtype=np.uint8)
    made, valid, _ = resample(
        raster(values), raster(identity_grid(1, 3, shift=(0, 1.5))), INTERPOLATION="cubic"
    )
    # Keys' kernel at 1/2 is (-1, 9, 9, -1) / 16.
    assert made.band.tolist() == [[0, 128, 255]]
    assert valid.tolist() == [[1, 1, 1]]


def test_integers_without_nodata_are_told(resample, raster):
    feedback = Feedback()
    made, valid, _ = resample(
        raster(ramp(3, 3, np.uint8)), raster(identity_grid(3, 3, shift=(1, 0))), feedback
    )
    assert valid.tolist() == [[1, 1, 1], [1, 1, 1], [0, 0, 0]]
    assert made.band[2].tolist() == [0, 0, 0]
    assert made.nodata == [None]
    assert any("set NODATA" in text for text in feedback.warnings)


def test_valid_values_that_equal_nodata_are_told(resample, raster):
    feedback = Feedback()
    made, valid, _ = resample(
        raster(ramp(3, 3, np.uint8)), raster(identity_grid(3, 3)), feedback, NODATA=11
    )
    assert valid.min() == 1
    assert made.nodata == [11]
    assert any(text.startswith("1 valid value(s) equal") for text in feedback.warnings)


def test_nodata_of_zero_is_not_the_same_as_none(resample, raster):
    made, _, _ = resample(raster(ramp(3, 3)), raster(identity_grid(3, 3, shift=(1, 0))), NODATA=0)
    assert made.nodata == [0]
    assert made.band[2].tolist() == [0, 0, 0]


def test_a_nodata_that_the_new_type_cannot_hold_gives_way(resample, raster):
    """-9999 of the input cannot stand in bytes: 0 then, not declared."""
    values = ramp(3, 3)
    values[0, 0] = -9999
    made, valid, _ = resample(
        raster(values, nodata=-9999), raster(identity_grid(3, 3)), DATA_TYPE="uint8"
    )
    assert made.nodata == [None]
    assert made.band[0, 0] == 0
    assert lost(valid) == [(0, 0)]


# --- what bands say of themselves -----------------------------------------------------------


def test_descriptions_scale_and_offset_are_kept(resample, raster):
    values = np.stack([ramp(3, 3, np.int16)] * 2)
    source = raster(values, descriptions=["temperature", "wind"], scale=0.5, offset=-7.0)
    made, _, _ = resample(source, raster(identity_grid(3, 3)), INTERPOLATION="linear")
    assert made.descriptions == ["temperature", "wind"]
    assert made.scales == [0.5, 0.5]
    assert made.offsets == [-7.0, -7.0]


def test_colours_are_kept_by_nearest_only(resample, raster):
    colors = {0: (0, 0, 0, 255), 1: (10, 20, 30, 255), 2: (200, 100, 50, 255)}
    source = raster([[0, 1, 2]], dtype=np.uint8, colors=colors)
    grid = raster(identity_grid(1, 3))
    made, _, _ = resample(source, grid, INTERPOLATION="nearest")
    assert made.colors[0][:3] == list(colors.values())
    assert made.interpretations == ["Palette"]
    for interpolation in ("linear", "cubic"):
        made, _, _ = resample(source, grid, INTERPOLATION=interpolation)
        assert made.colors == [None]


def test_outputs_tell_how_they_were_made(resample, raster, out):
    made, _, _ = resample(raster(ramp(3, 3)), raster(identity_grid(3, 3)), BOUNDARY="edge")
    for told in (made.metadata, read_raster(out("mask.tif")).metadata):
        assert told["GRIDR_ALGORITHM"] == RESAMPLE
        assert json.loads(told["GRIDR_PARAMETERS"])["BOUNDARY"] == "edge"


def test_the_mask_of_the_output(resample, raster, out):
    resample(raster(ramp(3, 3)), raster(identity_grid(3, 3, shift=(0, 1))))
    mask = read_raster(out("mask.tif"))
    assert mask.band.dtype == np.uint8
    assert mask.band.tolist() == [[1, 1, 0]] * 3
    assert mask.geotransform == NORTH_UP
    assert mask.epsg == EPSG
    assert mask.nodata == [None]
    assert mask.structure["COMPRESSION"] == "DEFLATE"


@pytest.mark.parametrize("skipped", [None, "", ...])
def test_the_mask_of_the_output_can_be_skipped(run, raster, out, tmp_path, skipped):
    results = run(
        RESAMPLE,
        INPUT=raster(ramp(3, 3)),
        GRID=raster(identity_grid(3, 3)),
        OUTPUT=out(),
        OUTPUT_MASK=skipped,
    )
    assert "OUTPUT_MASK" not in results
    assert names_in(tmp_path / "out") == ["out.tif"]


def test_inputs_are_not_written_to(resample, raster, folder):
    """QGIS may write statistics beside a raster that it opens, but nobody into it."""
    mask = np.ones((3, 3), dtype=np.uint8)
    source, grid = raster(ramp(3, 3), nodata=-1), raster(identity_grid(3, 3))
    masks = {"MASK_IN": raster(mask), "GRID_MASK": raster(mask)}
    before = {path.name: path.read_bytes() for path in folder.glob("*.tif")}
    resample(source, grid, **masks)
    assert {path.name: path.read_bytes() for path in folder.glob("*.tif")} == before
    assert len(before) == 4


def test_threads_do_not_change_the_result(resample, raster, folder):
    values = np.random.default_rng(5).normal(size=(700, 600))
    source = raster(values)
    grid = raster(identity_grid(66, 56, step=10.3, shift=(3.1, 4.7)))
    asked = {"GRID_RESOLUTION_ROWS": 10, "GRID_RESOLUTION_COLS": 10}
    one, _, _ = resample(source, grid, THREADS=1, **asked)
    three, _, _ = resample(source, grid, THREADS=3, **asked)
    assert one.band.size > 1 << 17  # more than one block
    assert np.array_equal(one.band, three.band, equal_nan=True)


def test_a_raster_inside_a_zip(resample, raster, folder):
    """QGIS users drop zipped rasters onto the map; GDAL opens them where they are."""
    path = write_raster(folder / "inside.tif", ramp(3, 3))
    with zipfile.ZipFile(folder / "packed.zip", "w") as archive:
        archive.write(path, "inside.tif")
    zipped = QgsRasterLayer(f"/vsizip/{folder}/packed.zip/inside.tif", "zipped")
    assert zipped.isValid()
    made, _, _ = resample(zipped, raster(identity_grid(3, 3)))
    assert made.band.tolist() == ramp(3, 3).tolist()


def test_a_mask_of_ours_tells_which_value_is_valid(run, resample, raster, polygons, out):
    run(
        "gridr:buildmask",
        REFERENCE=raster(ramp(2, 3)),
        INVALID_GEOMETRY=polygons(
            f"POLYGON(({WEST} {NORTH}, {WEST + SIZE} {NORTH}, {WEST + SIZE} {NORTH - SIZE},"
            f" {WEST} {NORTH - SIZE}, {WEST} {NORTH}))"
        ),
        VALID_VALUE=0,
        INVALID_VALUE=255,
        OUTPUT=out("inverted.tif"),
    )
    grid = raster(identity_grid(2, 3))
    _, valid, _ = resample(raster(ramp(2, 3)), grid, MASK_IN=out("inverted.tif"))
    assert valid.tolist() == [[0, 1, 1], [1, 1, 1]]


def test_a_nodata_that_would_become_infinite_is_refused(run, raster, out):
    with pytest.raises(QgsProcessingException, match=r"NODATA is 1e.300"):
        run(
            RESAMPLE,
            INPUT=raster(ramp(2, 3).astype(np.float32)),
            GRID=raster(identity_grid(2, 3)),
            NODATA=1e300,
            OUTPUT=out(),
        )


def test_whole_numbers_that_float64_cannot_hold_are_remarked_on(run, raster, out):
    feedback = Feedback()
    values = np.array([[2**40, 2**60 + 1]], dtype=np.int64)
    run(RESAMPLE, feedback, INPUT=raster(values), GRID=raster(identity_grid(1, 2)), OUTPUT=out())
    assert read_raster(out()).values[0, 0, 0] == 2**40
    assert any("does not hold" in text for text in feedback.warnings)
