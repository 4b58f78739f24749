"""`array_grid_resampling` against GridR 0.7.0 on random jobs over every parameter.

Jobs stay where GridR is right; what it gets wrong is left out here and proved by hand in
``tests/core/test_odd_cases.py``: trusted padding beyond the footprint (B20), safe windows narrower
than the kernel (B13), windows of one pixel at the end of a coarse grid (B1), columns of one node
(B2), a grid nodata in the column grid only (B12), coordinates that are not finite (B7 to B11).
"""

import warnings

import numpy as np
import pytest
from gridr.core.grid.grid_resampling import array_grid_resampling as gridr_resampling

from gridr_qgis.core.resampling.array_grid_resampling import array_grid_resampling

INTERPOLATORS = ("nearest", "linear", "cubic")
BOUNDARIES = (None, "constant", "edge", "reflect", "symmetric", "wrap")
MISSING = -99999.0


def random_grid(rng, shape):
    """Return (grid_row, grid_col, resolution): a rotated, scaled, jittered or integer frame."""
    resolution = tuple(int(step) for step in rng.choice([1, 1, 2, 3, 4, 5], size=2))
    nodes = [int(rng.integers(2 if step > 1 else 1, 9)) for step in resolution]
    if nodes[1] == 1 and resolution[0] > 1:
        nodes[1] = 2  # B2
    rows, cols = np.meshgrid(
        *(np.arange(count) * step for count, step in zip(nodes, resolution)), indexing="ij"
    )
    style = rng.choice(["affine", "integer", "jitter", "lattice"])
    centre = [rng.uniform(0.2, 0.8) * size for size in shape]
    if style == "integer":
        row, col = rows + int(centre[0] - nodes[0] / 2), cols + int(centre[1] - nodes[1] / 2)
    elif style == "lattice":
        row = np.round(2 * (rows * 0.5 + centre[0] - 3)) / 2
        col = np.round(2 * (cols * 0.5 + centre[1] - 3)) / 2
    else:
        angle, scale = rng.uniform(0, 2 * np.pi), rng.uniform(0.2, 2.5)
        turned_row = np.cos(angle) * (rows - rows.mean()) - np.sin(angle) * (cols - cols.mean())
        turned_col = np.sin(angle) * (rows - rows.mean()) + np.cos(angle) * (cols - cols.mean())
        row, col = centre[0] + scale * turned_row, centre[1] + scale * turned_col
        if style == "jitter":
            row, col = (each + rng.normal(0, 0.7, each.shape) for each in (row, col))
    # One node well inside: GridR gives up when all are outside on one side (B19).
    row, col = row.astype(float), col.astype(float)
    row[0, 0], col[0, 0] = (0.5 * (size - 1) for size in shape)
    return row, col, resolution


def random_window(rng, shape, smallest=2):
    """Return an inclusive window of `shape`, two pixels or more an axis where there are (B1)."""
    window = []
    for size in shape:
        length = int(rng.integers(min(smallest, size), size + 1))
        first = int(rng.integers(0, size - length + 1))
        window.append((first, first + length - 1))
    return np.array(window)


def random_job(seed):
    """Return keyword arguments that both functions accept."""
    rng = np.random.default_rng(seed)
    shape = tuple(int(size) for size in rng.integers(9, 24, size=2))
    bands = int(rng.choice([0, 0, 1, 3]))
    array = rng.normal(50, 20, size=(bands,) * (bands > 0) + shape)
    row, col, resolution = random_grid(rng, shape)
    job = {
        "interp": str(rng.choice(INTERPOLATORS)),
        "array_in": array,
        "grid_row": row,
        "grid_col": col,
        "grid_resolution": resolution,
        "nodata_out": [0, -7.5, None][int(rng.integers(3))],
        "array_out_mask": True,
    }
    if rng.random() < 0.5:
        mask = (rng.random(shape) > rng.choice([0.02, 0.3, 0.0])).astype(np.uint8)
        job["array_in_mask"] = mask
        if rng.random() < 0.4:
            window = random_window(rng, shape, smallest=8)
            mask[window[0, 0] : window[0, 1] + 1, window[1, 0] : window[1, 1] + 1] = 1
            job["array_in_mask_safe_win"] = window
    choice = rng.random()
    if choice < 0.3:
        job["grid_mask"] = rng.choice([2, 7], p=[0.85, 0.15], size=row.shape).astype(np.uint8)
        job["grid_mask"][0, 0] = 2
        job["grid_mask_valid_value"] = 2
    elif choice < 0.5:
        missing = rng.random(row.shape) < 0.1
        missing[0, 0] = False
        row[missing] = col[missing] = MISSING
        job["grid_nodata"] = MISSING
    full = tuple((nodes - 1) * step + 1 for nodes, step in zip(row.shape, resolution))
    if rng.random() < 0.4:
        job["win"] = random_window(rng, full)
        # The window must see the node that is well inside, as the whole grid does.
        job["win"][:, 0] = 0
    if rng.random() < 0.3:
        job["standalone"] = False
        job["array_in_origin"] = tuple(rng.uniform(-2, 2, size=2).round(1).tolist())
        if "array_in_mask" not in job:
            job.pop("array_in_mask_safe_win", None)
    else:
        job["boundary_condition"] = BOUNDARIES[int(rng.integers(len(BOUNDARIES)))]
        job["trust_padding"] = bool(rng.integers(2))
    return job


def within_footprint(job):
    """Tell where GridR's results are comparable: trusted padding ends at the footprint (B20)."""
    if not job.get("trust_padding") or job.get("boundary_condition") is None:
        return True
    shape = job["array_in"].shape[-2:]
    row, col = (
        full_resolution(job[name], job["grid_resolution"]) for name in ("grid_row", "grid_col")
    )
    inside = (row >= -0.5) & (row <= shape[0] - 0.5) & (col >= -0.5) & (col <= shape[1] - 0.5)
    if "win" in job:
        (top, bottom), (left, right) = job["win"]
        inside = inside[top : bottom + 1, left : right + 1]
    return inside


def full_resolution(nodes, resolution):
    """Interpolate nodes linearly with numpy, axis by axis."""
    for axis, step in enumerate(resolution):
        size = nodes.shape[axis]
        at = np.arange((size - 1) * step + 1) / step
        along = np.arange(size)
        nodes = np.apply_along_axis(lambda line: np.interp(at, along, line), axis, nodes)  # noqa: B023
    return nodes


def as_bands(array, height_and_width, bands):
    """Undo GridR's squeeze (B42)."""
    return np.asarray(array).reshape((bands,) + height_and_width)


@pytest.mark.parametrize("batch", range(20))
def test_random_jobs_equal_gridr(engine, batch):
    for seed in range(batch * 40, batch * 40 + 40):
        job = random_job(seed)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            copies = {k: v.copy() if isinstance(v, np.ndarray) else v for k, v in job.items()}
            expected, expected_mask = gridr_resampling(array_out=None, **copies)
            result, mask = array_grid_resampling(array_out=None, **job)
        compared = np.broadcast_to(within_footprint(job), mask.shape)
        np.testing.assert_array_equal(
            mask[compared], expected_mask[compared], err_msg=f"job {seed}"
        )
        bands = job["array_in"].shape[0] if job["array_in"].ndim == 3 else 1
        expected = as_bands(expected, mask.shape, bands)
        result = result.reshape(expected.shape)
        for one, other in zip(result, expected):
            np.testing.assert_allclose(
                one[compared], other[compared], rtol=1e-9, atol=1e-9, err_msg=f"job {seed}"
            )


@pytest.mark.parametrize("reach", [900, 2000, 4000, 8000, 13000])
def test_masks_are_equal_where_rounding_decides(engine, reach):
    """Fractions such as 1/7 land on pixel centres but for the last bits of their coordinates, which
    are coarser the larger the image."""
    rng = np.random.default_rng(reach)
    array = rng.normal(size=(24, reach + 200))
    mask_in = (rng.random(array.shape) > 0.2).astype(np.uint8)
    for _ in range(60):
        resolution = tuple(int(step) for step in rng.integers(1, 12, size=2))
        part = rng.choice([1, 2, 3, 4, 5, 7, 10])
        slope, shear = rng.integers(-6, 7) / part, rng.integers(-3, 4) / part
        row, col = np.meshgrid(
            np.arange(4) * resolution[0] * 0.4 + rng.integers(1, 8) / part,
            reach * rng.uniform(0.7, 1.0) // 1 + np.arange(9) * resolution[1] * slope,
            indexing="ij",
        )
        for interp in INTERPOLATORS:
            job = (interp, array, row, col + shear * row, resolution, None)
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                kwargs = {"array_in_mask": mask_in, "array_out_mask": True}
                expected, expected_mask = gridr_resampling(*job, **kwargs)
                result, mask = array_grid_resampling(*job, **kwargs)
            np.testing.assert_array_equal(mask, expected_mask)
            expected = expected.reshape(mask.shape)
            np.testing.assert_allclose(result[mask == 1], expected[mask == 1], rtol=1e-9, atol=1e-9)
