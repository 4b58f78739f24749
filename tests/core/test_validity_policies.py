"""Which results are valid where some samples are not: the policies of `array_grid_resampling`."""

import itertools

import numpy as np
import pytest

from gridr_qgis.core import INTERPOLATOR_IDS, VALIDITY_POLICIES, array_grid_resampling, use_engine

BSPLINES = tuple(name for name in INTERPOLATOR_IDS if name.startswith("bspline"))
CONVOLVING = ("linear", "cubic", *BSPLINES)
BOUNDARIES = ("constant", "edge", "reflect", "symmetric", "wrap")
SHAPE = (23, 29)


def run(interp, array, row, col, policy, minimum=0.5, resolution=1, **kwargs):
    if interp in BSPLINES:
        kwargs.setdefault("interp_kwargs", {"recursion_start": "exact"})
    return array_grid_resampling(
        interp, array, row, col, resolution, None, array_out_mask=True, validity_policy=policy,
        minimum_valid_weight=minimum, **kwargs,
    )  # fmt: skip


def bits(array):
    return np.ascontiguousarray(array).view(np.uint64)


def holes(seed, shape=SHAPE, share=0.05):
    """A mask with single invalid samples and two large holes, one of them in a corner."""
    mask = (np.random.default_rng(seed).random(shape) >= share).astype(np.uint8)
    mask[8:13, 14:20] = 0
    mask[-3:, :4] = 0
    return mask


def positions(seed=0, beyond=1.0, shape=SHAPE, others=0.5):
    """Return a mesh from outside to outside: whole and half numbers, and others between them."""
    rng = np.random.default_rng(seed)
    axes = [
        np.sort(
            np.concatenate(
                [
                    np.arange(-beyond, size + beyond, 0.5),
                    rng.uniform(-beyond, size, int(others * size)),
                ]
            )
        )
        for size in shape
    ]
    return np.meshgrid(*axes, indexing="ij")


def keys(x):
    """The cubic of Keys, a = -1/2, at a distance."""
    x = abs(x)
    if x < 1:
        return 1.5 * x**3 - 2.5 * x**2 + 1
    return -0.5 * x**3 + 2.5 * x**2 - 4 * x + 2 if x < 2 else 0.0


KERNELS = {"linear": lambda x: max(0.0, 1 - abs(x)), "cubic": keys}


def by_definition(interp, array, mask, row, col):
    """Return the renormalized value at a position, and the share of the weight that is valid."""
    kernel, used, whole, total, weights = KERNELS[interp], 0.0, 0.0, 0.0, 0.0
    top, left = int(np.floor(row)), int(np.floor(col))
    for i, j in itertools.product(range(top - 1, top + 3), range(left - 1, left + 3)):
        weight = kernel(row - i) * kernel(col - j)
        whole += abs(weight)
        if 0 <= i < array.shape[0] and 0 <= j < array.shape[1] and mask[i, j]:
            used += abs(weight)
            weights += weight
            total += weight * array[i, j]
    return (total / weights if weights else np.nan), used / whole


# --- by hand ------------------------------------------------------------------------------------


def test_linear_without_one_corner_by_hand(engine):
    """At (1/4, 1/2) the samples 1, 2, 3, 4 have 3, 3, 1, 1 eighths of the weight."""
    array, mask_in = np.array([[1.0, 2.0], [3.0, 4.0]]), np.array([[1, 0], [1, 1]])
    at = np.array([[0.25]]), np.array([[0.5]])
    for minimum, valid in ((0.5, 1), (0.625, 1), (0.626, 0)):
        out, mask = run(
            "linear", array, *at, "renormalized", minimum, array_in_mask=mask_in, nodata_out=-1
        )
        assert mask[0, 0] == valid
        assert out[0, 0] == (2.0 if valid else -1)
    # The invalid one is nearest: half a pixel goes up.
    out, mask = run("linear", array, *at, "nearest", array_in_mask=mask_in, nodata_out=-1)
    assert (out[0, 0], mask[0, 0]) == (-1, 0)
    out, mask = run("linear", array, at[0], at[1] - 0.25, "nearest", array_in_mask=mask_in)
    # 9, 3 and 1 sixteenths.
    assert mask[0, 0] == 1
    np.testing.assert_allclose(out[0, 0], (9 * 1 + 3 * 3 + 1 * 4) / 13, rtol=1e-15)


def test_linear_beyond_the_border_by_hand(engine):
    """Half or a quarter of the weight is left at the edges and corners of the footprint."""
    array = np.array([[1.0, 2.0], [3.0, 4.0]])
    row = np.array([[-0.5, -0.5, 1.5, 1.25, -0.51]])
    col = np.array([[0.25, -0.5, 1.25, 1.25, 0.25]])
    out, mask = run("linear", array, row, col, "renormalized", 0.5, nodata_out=-1)
    np.testing.assert_array_equal(mask, [[1, 0, 0, 1, 0]])
    np.testing.assert_array_equal(out, [[1.25, -1, -1, 4, -1]])
    out, mask = run("linear", array, row, col, "renormalized", 0.25, nodata_out=-1)
    np.testing.assert_array_equal(mask, [[1, 1, 1, 1, 0]])
    np.testing.assert_array_equal(out, [[1.25, 1, 4, 4, -1]])
    # floor(1.5 + 1/2) is not there.
    out, mask = run("linear", array, row, col, "nearest", nodata_out=-1)
    np.testing.assert_array_equal(mask, [[1, 1, 0, 1, 0]])
    np.testing.assert_array_equal(out, [[1.25, 1, -1, 4, -1]])


@pytest.mark.parametrize("interp", CONVOLVING)
def test_half_of_the_weight_is_enough_for_a_minimum_of_one_half(engine, interp):
    """Along the edges of the footprint and of a hole, whatever the sums are rounded to.

    Were it not for all of these, the default minimum would leave single pixels there.
    """
    array, mask_in = np.random.default_rng(26).normal(size=(30, 31)), np.ones((30, 31))
    mask_in[15:] = 0
    along = np.random.default_rng(27).uniform(6, 24, size=(1, 500))
    settings = {"mask_influence_threshold": 1, "recursion_start": "exact"}
    kwargs = {"interp_kwargs": settings} if interp in BSPLINES else {}
    for edge, masked in ((-0.5, None), (29.5, None), (-0.5, mask_in), (14.5, mask_in)):
        across = np.full(along.shape, edge)
        other = None if masked is None else masked.T
        _, mask = run(interp, array, across, along, "renormalized", array_in_mask=masked, **kwargs)
        assert mask.all()
        _, mask = run(interp, array.T, along, across, "renormalized", array_in_mask=other, **kwargs)
        assert mask.all()
        _, mask = run(
            interp, array, across, along, "renormalized", 0.5001, array_in_mask=masked, **kwargs
        )
        assert not mask.any()


@pytest.mark.parametrize("interp", ["linear", "cubic"])
def test_values_and_validity_are_those_of_the_definition(engine, interp):
    rng = np.random.default_rng(1)
    array, mask_in = rng.normal(size=(9, 8)), holes(2, (9, 8), 0.3)
    row, col = rng.uniform(-0.5, 8.5, size=(1, 300)), rng.uniform(-0.5, 7.5, size=(1, 300))
    row[0, :60], col[0, 30:90] = np.round(row[0, :60]), np.round(col[0, 30:90])
    expected, share = np.transpose(
        [by_definition(interp, array, mask_in, *at) for at in zip(row[0], col[0])]
    )
    for minimum in (0.3, 0.5, 0.8):
        out, mask = run(interp, array, row, col, "renormalized", minimum, array_in_mask=mask_in)
        clear = np.abs(share - minimum) > 1e-9
        np.testing.assert_array_equal(mask[0, clear] == 1, share[clear] > minimum)
        valid = mask[0] == 1
        assert 50 < valid.sum() < 250
        np.testing.assert_allclose(out[0, valid], expected[valid], rtol=0, atol=1e-12)
    out, mask = run(interp, array, row, col, "nearest", array_in_mask=mask_in)
    valid = mask[0] == 1
    np.testing.assert_allclose(out[0, valid], expected[valid], rtol=0, atol=1e-12)


# --- what must hold for all interpolators -------------------------------------------------------


@pytest.mark.parametrize("interp", INTERPOLATOR_IDS)
def test_constants_stay_constant(engine, interp):
    """Also with garbage under the mask and up to the edges of the footprint."""
    mask_in = holes(3)
    garbage = np.resize([np.nan, 1e30, -9999.0, np.inf], SHAPE)
    array = np.where(mask_in, 123.456, garbage)
    row, col = positions(beyond=0.5)
    settings = {"recursion_start": "exact", "mask_influence_threshold": 1}
    kwargs = {"interp_kwargs": settings} if interp in BSPLINES else {}
    for policy, boundary in itertools.product(VALIDITY_POLICIES, (None, "edge")):
        for source, masked in ((array, mask_in), (np.full(SHAPE, 123.456), None)):
            out, mask = run(
                interp, source, row, col, policy, array_in_mask=masked, boundary_condition=boundary,
                nodata_out=-1, **kwargs,
            )  # fmt: skip
            valid = mask == 1
            assert valid.any()
            np.testing.assert_allclose(out[valid], 123.456, rtol=1e-12)
            assert (out[~valid] == -1).all()


@pytest.mark.parametrize("interp", ["linear", "cubic"])
def test_a_minimum_of_one_is_the_strict_rule(engine, interp):
    array, mask_in = np.random.default_rng(4).normal(size=SHAPE), holes(5)
    row, col = positions()
    for masked, boundary in itertools.product((None, mask_in), (None, "reflect", "constant")):
        kwargs = {"array_in_mask": masked, "boundary_condition": boundary}
        expected, expected_mask = run(interp, array, row, col, "strict", **kwargs)
        out, mask = run(interp, array, row, col, "renormalized", 1, **kwargs)
        np.testing.assert_array_equal(mask, expected_mask)
        np.testing.assert_array_equal(bits(out), bits(expected))
        assert mask.any() and not mask.all()


@pytest.mark.parametrize("interp", ["linear", "cubic", "bspline3", "bspline5", "bspline11"])
def test_the_nearest_policy_is_valid_where_nearest_interpolation_is(engine, interp):
    """Up to the edges of the footprint, or of the trusted padding; with masks and without."""
    array, mask_in = np.random.default_rng(6).normal(size=SHAPE), holes(7, share=0.2)
    row, col = positions(beyond=2.5)
    # Last bits beside the edge between two pixels.
    row[:, ::7] += 0.5 - 1e-13
    for boundary, masked in itertools.product((None, *BOUNDARIES), (None, mask_in)):
        for trusted, extrapolation in ((True, 0), (True, 0.5), (True, 1.75), (False, 0.5)):
            if boundary is None and extrapolation != 0.5:
                continue
            kwargs = {
                "array_in_mask": masked, "boundary_condition": boundary,
                "extrapolation": extrapolation, "trust_padding": trusted,
            }  # fmt: skip
            _, expected = run("nearest", array, row, col, "nearest", **kwargs)
            _, mask = run(interp, array, row, col, "nearest", **kwargs)
            np.testing.assert_array_equal(mask, expected, err_msg=f"{boundary} {trusted}")
            assert mask.any() and not mask.all()


@pytest.mark.parametrize("interp", BSPLINES)
def test_the_nearest_policy_does_not_depend_on_how_the_recursion_starts(engine, interp):
    array, mask_in = np.random.default_rng(6).normal(size=SHAPE), holes(7, share=0.2)
    row, col = positions()
    for boundary in (None, "edge"):
        kwargs = {"array_in_mask": mask_in, "boundary_condition": boundary}
        expected, expected_mask = run(interp, array, row, col, "nearest", **kwargs)
        start = {"recursion_start": "truncated"}
        out, mask = run(interp, array, row, col, "nearest", interp_kwargs=start, **kwargs)
        np.testing.assert_array_equal(mask, expected_mask)
        np.testing.assert_allclose(out, expected, rtol=0, atol=1e-5)


@pytest.mark.parametrize("interp", CONVOLVING)
def test_a_strictly_valid_result_has_the_same_bits_by_every_policy(engine, interp):
    shape = (47, 48)
    array, mask_in = np.random.default_rng(8).normal(size=(2, *shape)), holes(9, shape, 0.002)
    row, col = (each[::3, ::3] for each in positions(10, shape=shape))
    for start, (boundary, trusted), masked in itertools.product(
        ("truncated", "exact") if interp in BSPLINES else ("exact",),
        ((None, True), ("edge", True), ("edge", False), ("constant", True)),
        (None, mask_in),
    ):
        kwargs = {
            "array_in_mask": masked, "boundary_condition": boundary, "trust_padding": trusted,
        }  # fmt: skip
        if interp in BSPLINES:
            kwargs["interp_kwargs"] = {"recursion_start": start, "mask_influence_threshold": 0.1}
        strict, strict_mask = run(interp, array, row, col, "strict", **kwargs)
        valid = strict_mask == 1
        assert valid.any()
        lenient, mask = run(interp, array, row, col, "renormalized", 0.1, **kwargs)
        assert mask[valid].all() and mask.sum() >= strict_mask.sum()
        np.testing.assert_array_equal(bits(lenient[:, valid]), bits(strict[:, valid]))
        nearest, mask = run(interp, array, row, col, "nearest", **kwargs)
        valid &= mask == 1
        np.testing.assert_array_equal(bits(nearest[:, valid]), bits(strict[:, valid]))


@pytest.mark.parametrize("interp", CONVOLVING)
def test_a_lower_minimum_only_adds_results(engine, interp):
    array, mask_in = np.random.default_rng(11).normal(size=SHAPE), holes(12, share=0.2)
    row, col = positions(13)
    for boundary in (None, "edge"):
        kwargs = {"array_in_mask": mask_in, "boundary_condition": boundary}
        last, last_mask, counts = None, np.zeros(row.shape), []
        for minimum in (1, 0.9, 0.5, 0.25, 0.01, 1e-9):
            out, mask = run(interp, array, row, col, "renormalized", minimum, **kwargs)
            before = last_mask == 1
            assert mask[before].all()
            if last is not None:
                np.testing.assert_array_equal(bits(out[before]), bits(last[before]))
            assert np.isfinite(out).all()
            last, last_mask = out, mask
            counts.append(mask.sum())
        assert len(set(counts)) > 3


def test_nearest_interpolation_knows_one_policy_only(engine):
    array, mask_in = np.random.default_rng(14).normal(size=SHAPE), holes(15)
    row, col = positions()
    expected = run("nearest", array, row, col, "strict", array_in_mask=mask_in)
    for policy in VALIDITY_POLICIES:
        out = run("nearest", array, row, col, policy, 0.01, array_in_mask=mask_in)
        np.testing.assert_array_equal(out, expected)


@pytest.mark.parametrize("policy", ["renormalized", "nearest"])
@pytest.mark.parametrize("interp", CONVOLVING)
def test_what_is_under_the_mask_does_not_matter(engine, interp, policy):
    array, mask_in = np.random.default_rng(16).normal(size=SHAPE), holes(17, share=0.2)
    row, col = positions(18)
    expected, expected_mask = run(interp, array, row, col, policy, array_in_mask=mask_in)
    for garbage in (np.nan, np.inf, 1e300, -9999.0):
        hidden = np.where(mask_in, array, garbage)
        out, mask = run(interp, hidden, row, col, policy, array_in_mask=mask_in)
        np.testing.assert_array_equal(mask, expected_mask)
        np.testing.assert_array_equal(bits(out), bits(expected))


@pytest.mark.parametrize("policy", ["renormalized", "nearest"])
@pytest.mark.parametrize("interp", ["linear", "cubic"])
def test_windows_threads_and_engines_give_the_same_bits(interp, policy):
    """For B-splines see ``test_bsplines.py``."""
    array, mask_in = np.random.default_rng(19).normal(size=(2, *SHAPE)), holes(20, share=0.1)
    row, col = (3.0 * each - 4 for each in np.indices((11, 12)))
    row, col = 0.9 * row + 0.3 * col - 3.7, 0.9 * col - 0.3 * row + 3.1
    for boundary in (None, "wrap"):
        job = {
            "array": array, "row": row, "col": col, "policy": policy, "resolution": (3, 4),
            "array_in_mask": mask_in, "boundary_condition": boundary,
        }  # fmt: skip
        use_engine("numpy")
        out, mask = run(interp, **job)
        use_engine("numba")
        other, other_mask = run(interp, **job, threads=1)
        np.testing.assert_array_equal(mask, other_mask)
        np.testing.assert_array_equal(bits(out), bits(other))
        for top, left in itertools.product((0, 7, 20), (0, 13, 40)):
            win = ((top, top + 9), (left, left + 4))
            part, part_mask = run(interp, **job, win=win)
            where = (slice(top, top + 10), slice(left, left + 5))
            np.testing.assert_array_equal(part_mask, mask[where])
            np.testing.assert_array_equal(bits(part), bits(out[(slice(None), *where)]))
        use_engine(None)


@pytest.mark.parametrize("interp", ["linear", "cubic"])
def test_arrays_taken_as_they_stand_follow_the_policy(engine, interp):
    array, mask_in = np.random.default_rng(21).normal(size=SHAPE), holes(22)
    row, col = positions(23)
    for policy in VALIDITY_POLICIES:
        # Not one half, which shares of the weight are at the edges.
        expected, expected_mask = run(interp, array, row, col, policy, 0.4, array_in_mask=mask_in)
        out, mask = run(
            interp, array, row - 3, col + 2, policy, 0.4, array_in_mask=mask_in,
            standalone=False, array_in_origin=(3, -2),
        )  # fmt: skip
        np.testing.assert_array_equal(mask, expected_mask)
        np.testing.assert_allclose(out, expected, rtol=0, atol=1e-9)


@pytest.mark.parametrize(
    ("arguments", "error", "words"),
    [
        ({"policy": "lenient"}, ValueError, "validity_policy is 'lenient'"),
        ({"policy": None}, ValueError, "validity_policy is None"),
        ({"policy": 1}, ValueError, "validity_policy is 1"),
        ({"minimum": 0}, ValueError, "minimum_valid_weight is 0"),
        ({"minimum": -0.5}, ValueError, "minimum_valid_weight is -0.5"),
        ({"minimum": 1.01}, ValueError, "minimum_valid_weight is 1.01"),
        ({"minimum": np.nan}, ValueError, "minimum_valid_weight is nan"),
        ({"minimum": "half"}, TypeError, "minimum_valid_weight"),
        ({"minimum": None}, TypeError, "minimum_valid_weight"),
    ],
)
@pytest.mark.parametrize("interp", ["nearest", "linear", "bspline3"])
def test_bad_arguments_get_one_sentence(interp, arguments, error, words):
    """Whether or not the interpolator or the policy would have looked at them."""
    at, out = np.zeros((2, 2)), np.full((2, 2), 7.0)
    settings = {
        "validity_policy": arguments.get("policy", "strict"),
        "minimum_valid_weight": arguments.get("minimum", 0.5),
    }
    with pytest.raises(error, match=words):
        array_grid_resampling(interp, np.ones((9, 9)), at, at, 1, out, **settings)
    assert (out == 7).all()


# --- against GDAL -------------------------------------------------------------------------------


def warped_by_gdal(array, mask, shift, algorithm):
    """Return what gdal.Warp makes of an image one pixel larger on each side, shifted; NaN outside.

    The result's pixel (0, 0) is centred on the source's (-1, -1) plus the shift.
    """
    gdal = pytest.importorskip("osgeo.gdal")
    rows, cols = array.shape
    source = gdal.GetDriverByName("MEM").Create("", cols, rows, 1, gdal.GDT_Float64)
    source.SetGeoTransform((0, 1, 0, 0, 0, -1))
    source.GetRasterBand(1).SetNoDataValue(-9999)
    source.GetRasterBand(1).WriteArray(np.where(mask, array, -9999))
    left, top = shift[1] - 1, 1 - shift[0]
    warped = gdal.Warp(
        "", source, format="MEM", outputBounds=(left, top - rows - 2, left + cols + 2, top),
        xRes=1, yRes=1, resampleAlg=algorithm, dstNodata=-9999, errorThreshold=0,
    )  # fmt: skip
    out = warped.GetRasterBand(1).ReadAsArray()
    return np.where(out == -9999, np.nan, out)


@pytest.mark.parametrize("shift", [(0.5, 0.5), (0.25, 0.4), (0.7, 0.125), (0.0, 0.5)])
@pytest.mark.parametrize("interp", ["linear", "cubic"])
def test_the_nearest_policy_equals_gdal(engine, interp, shift):
    """As gdalwarp does with nodata: a value where the pixel hit is valid.

    Where not all 4 x 4 samples are there, with weight or without, GDAL (3.6) is bilinear instead
    of cubic.
    """
    array, mask_in = np.random.default_rng(24).normal(50, 20, size=(30, 34)), holes(25, (30, 34))
    expected = warped_by_gdal(
        array, mask_in, shift, {"linear": "bilinear", "cubic": "cubic"}[interp]
    )
    row, col = np.indices(expected.shape) - 1.0
    row, col = row + shift[0], col + shift[1]
    out, mask = run(interp, array, row, col, "nearest", array_in_mask=mask_in)
    np.testing.assert_array_equal(mask == 1, np.isfinite(expected))
    if interp == "cubic":
        middle = np.floor(row) + 0.5, np.floor(col) + 0.5
        _, whole = run(interp, array, *middle, "strict", array_in_mask=mask_in)
        linear, _ = run("linear", array, row, col, "nearest", array_in_mask=mask_in)
        out = np.where(whole == 1, out, linear)
    valid = mask == 1
    np.testing.assert_allclose(out[valid], expected[valid], rtol=0, atol=1e-6)
