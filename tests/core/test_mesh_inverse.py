"""`MeshInverse`: points found again, whatever the mesh is like."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from gridr_qgis.core.engines import use_engine
from gridr_qgis.core.grids.inversion import MeshInverse
from gridr_qgis.core.grids.sample import sample_grid


def bent(rows, cols, size=1.0):
    """Return a mesh that is turned, sheared and bent, but not folded."""
    row, col = np.meshgrid(np.arange(rows) * size, np.arange(cols) * size, indexing="ij")
    return (
        0.8 * row + 0.5 * col + 0.3 * size * np.sin(col / size) + 1e4,
        1.1 * col - 0.6 * row + 0.2 * size * np.cos(row / size) - 3e3,
    )


def inside(rng, rows, cols, count=500):
    """Return random positions in a mesh, many of them on edges and nodes."""
    at = rng.uniform(0, (rows - 1, cols - 1), (count, 2)).T
    at[0, : count // 2] = np.rint(at[0, : count // 2])
    at[1, count // 4 : 3 * count // 4] = np.rint(at[1, count // 4 : 3 * count // 4])
    return at


@pytest.mark.parametrize("shape", [(2, 2), (2, 9), (5, 2), (17, 33), (300, 7)])
def test_positions_are_found_again(engine, shape):
    mesh = bent(*shape)
    at = inside(np.random.default_rng(1), *shape)
    row, col, cell, ambiguous = MeshInverse(*mesh).find(*sample_grid(*mesh, *at))
    np.testing.assert_allclose((row, col), at, rtol=0, atol=1e-9)
    assert not ambiguous.any()
    first = np.maximum(np.ceil(np.round(at, 6)) - 1, 0).astype(int)  # of two cells the first
    assert np.array_equal(cell, first[0] * (shape[1] - 1) + first[1])


def test_whole_numbers_are_exact(engine):
    row, col = np.meshgrid(np.arange(40.0), np.arange(50.0), indexing="ij")
    mesh = MeshInverse(3 * row - 7, 2 * col + 11)
    np.testing.assert_array_equal(mesh(3 * row - 7, 2 * col + 11), (row, col))
    half = row[:-1] + 0.5, col[:-1]
    np.testing.assert_array_equal(mesh(3 * half[0] - 7, 2 * half[1] + 11), half)
    # Rows and columns exchanged.
    turned = MeshInverse(col, row)
    np.testing.assert_array_equal(turned(col, row), (row, col))
    np.testing.assert_allclose(mesh.bounds, ((-7, 110), (11, 109)), atol=1e-6)


def test_what_is_outside_is_nan(engine):
    mesh = MeshInverse(*bent(6, 6))
    a, b = np.array([[0.0, np.nan, np.inf], [1e4, 1e4 - 1, 1e4]]), np.full((2, 3), -3e3 - 5)
    row, col, cell, ambiguous = mesh.find(a, b)
    assert row.shape == (2, 3) and np.isnan(row).all() and np.isnan(col).all()
    assert (cell == -1).all() and not ambiguous.any()


def test_holes_and_outliers(engine):
    first, second = bent(20, 20)
    nodes = first.copy(), second.copy()
    first[5, 5], second[9, 9], first[15, 3] = np.nan, np.inf, -1e30
    at = np.meshgrid(np.arange(19) + 0.5, np.arange(19) + 0.25, indexing="ij")
    row, col = MeshInverse(first, second)(*sample_grid(*nodes, *at))
    gone = np.zeros((19, 19), bool)
    for i, j in ((5, 5), (9, 9)):
        gone[i - 1 : i + 1, j - 1 : j + 1] = True
    # The cells of the outlier reach far, but of several cells the first counts.
    before = ~gone & (np.arange(19) < 14)[:, np.newaxis]
    assert np.isnan(row[gone & before.any(axis=1)[:, np.newaxis]]).all()
    np.testing.assert_allclose((row[before], col[before]), [e[before] for e in at], atol=1e-9)
    assert np.isnan(MeshInverse(np.full((3, 3), np.nan), np.zeros((3, 3)))(0.0, 0.0)).all()
    first[15, 3], first[16, 3] = 1.7e308, -1.7e308
    again = MeshInverse(first, second)(*sample_grid(*nodes, *at))
    np.testing.assert_array_equal(again[0][before], row[before])


def test_of_a_fold_the_first_cell_counts(engine):
    """Rows run to and fro: 0, 1, 2, 1, 0."""
    row, col = np.meshgrid([0.0, 1.0, 2.0, 1.0, 0.0], np.arange(4.0), indexing="ij")
    row, col, cell, ambiguous = MeshInverse(row, col).find(
        np.array([0.5, 1.5, 2.0]), np.array([1.25, 2.5, 0.5])
    )
    assert row.tolist() == [0.5, 1.5, 2.0] and col.tolist() == [1.25, 2.5, 0.5]
    assert cell.tolist() == [1, 5, 3]
    assert ambiguous.tolist() == [True, True, False]  # the crest is one line


def test_two_positions_in_one_cell(engine):
    """Corners (0, 0), (4, 0), (0, 4) and (1, 1): (4 v - 3 u v, 4 u - 3 u v), folded near (1, 1).

    Where u = v it is 1.17 at 0.9, and at 4/3 - 0.9 again; without its twist it would grow alone.
    """
    mesh = MeshInverse(np.array([[0.0, 4.0], [0.0, 1.0]]), np.array([[0.0, 0.0], [4.0, 1.0]]))
    row, col, cell, ambiguous = mesh.find(np.array([1.17, 0.91]), np.array([1.17, 0.91]))
    np.testing.assert_allclose(row, [4 / 3 - 0.9, 0.291019], atol=1e-6)
    np.testing.assert_allclose(4 * row - 3 * row**2, [1.17, 0.91], atol=1e-12)
    np.testing.assert_allclose(col, row, atol=1e-12)
    assert ambiguous.tolist() == [True, False] and cell.tolist() == [0, 0]


@settings(max_examples=150, deadline=None)
@given(
    arrays.arrays(
        np.float64,
        st.tuples(st.just(2), st.integers(2, 7), st.integers(2, 7)),
        elements=st.integers(-4, 4).map(float) | st.floats(-4, 4, width=16) | st.just(np.nan),
    )
)
def test_engines_agree_to_the_bit_on_any_mesh(mesh):
    """What is found is there, and no point of a mesh's own is missed."""
    points = np.meshgrid(np.linspace(-4, 4, 9), np.linspace(-4, 4, 9))
    found = []
    try:
        for name in ("numba", "numpy"):
            use_engine(name)
            found.append(MeshInverse(*mesh).find(*points))
    finally:
        use_engine(None)
    for one, other in zip(*found):
        np.testing.assert_array_equal(one, other)
    row, col, cell, _ = found[0]
    hit = cell >= 0
    assert np.array_equal(hit, np.isfinite(row))
    again = sample_grid(*mesh, row[hit], col[hit])
    np.testing.assert_allclose(again, [each[hit] for each in points], rtol=0, atol=1e-6)


def test_against_a_large_mesh_in_parts(engine):
    """More rows than are looked at in one go."""
    mesh = bent(600, 3)
    at = inside(np.random.default_rng(2), 600, 3, 300)
    np.testing.assert_allclose(MeshInverse(*mesh)(*sample_grid(*mesh, *at)), at, atol=1e-8)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (np.zeros((1, 5)), np.zeros((1, 5))),
        (np.zeros((5, 1)), np.zeros((5, 1))),
        (np.zeros((3, 3)), np.zeros((3, 4))),
        (np.zeros(4), np.zeros(4)),
    ],
)
def test_a_mesh_needs_cells(first, second):
    with pytest.raises(ValueError, match="two rows and two columns"):
        MeshInverse(first, second)


def test_points_of_two_shapes():
    with pytest.raises(ValueError, match=r"a and b have the shapes \(2,\) and \(3,\)"):
        MeshInverse(*bent(3, 3))(np.zeros(2), np.zeros(3))
