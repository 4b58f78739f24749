"""Parameters that say how to interpolate, and which results are valid."""

from qgis.core import QgsProcessingParameterBoolean

from .base import tr
from .parameters import enumeration, share

INTERPOLATORS = (
    *("nearest", "linear", "cubic"),
    *("bspline3", "bspline5", "bspline7", "bspline9", "bspline11"),
)
STARTS = ("truncated", "exact")
POLICIES = ("strict", "renormalized", "nearest")

# The core's defaults: it must not be imported before an algorithm runs.
EPSILON, INFLUENCE, VALID_WEIGHT = 1e-6, 1e-3, 0.5

# How wrong a valid result can be beside invalid pixels, see `add_splines`: with the default
# threshold and with 1. `tests/algorithms/test_influence_bound.py` computes them.
INFLUENCE_FACTORS = {3: (0.039, 6), 11: (127, 12402)}


def spline_help():
    """Return what the help of an algorithm says of B-splines."""
    return tr(
        "<p><b>Cardinal B-splines</b> pass through all input pixels and are smooth between them:"
        " piecewise polynomials of the degree that is their order. A higher order keeps more"
        " detail, but it rings farther, weighs more pixels, 4 x 4 for order 3 to 12 x 12 for order"
        " 11, and loses more of them at borders and beside invalid pixels. The input is filtered"
        " first, which spreads each pixel over its surroundings. So invalid pixels are filled from"
        " valid neighbours before that: what nodata or NaN pixels hold never leaks.</p>"
    )


def add_interpolation(algorithm):
    """Add INTERPOLATION."""
    algorithm.add(
        enumeration("INTERPOLATION", tr("Interpolation"), INTERPOLATORS, "cubic"),
        tr(
            "<i>nearest</i>: the pixel floor(x + 1/2), for classes; <i>linear</i>: 2 x 2;"
            " <i>cubic</i> (default): 4 x 4 input pixels, Keys with a = -1/2; <i>bspline3</i>:"
            " cardinal B-spline of order 3, 4 x 4 pixels after a filter over the input;"
            " <i>bspline5</i>: of order 5, 6 x 6; <i>bspline7</i>: of order 7, 8 x 8;"
            " <i>bspline9</i>: of order 9, 10 x 10; <i>bspline11</i>: of order 11, 12 x 12. The"
            " time per pixel grows with these numbers."
        ),
    )


def add_splines(algorithm):
    """Add BSPLINE_START, BSPLINE_EPSILON and MASK_INFLUENCE_THRESHOLD."""
    algorithm.add(
        enumeration("BSPLINE_START", tr("B-splines: start of the filter"), STARTS, "truncated"),
        tr(
            "<i>truncated</i> (default): as in GridR 0.7; with strict validity and default"
            " settings, results within 6, 10, 14, 17 or 21 pixels of a border of the input (orders"
            " 3, 5, 7, 9, 11) are invalid unless a boundary is chosen and trusted. <i>exact</i>: no"
            " border is lost, and the input may be of any size; it is continued as the boundary"
            " says or, without one, by its mirror image."
        ),
        advanced=True,
    )
    algorithm.add(
        share("BSPLINE_EPSILON", tr("B-splines: error of the truncated start"), EPSILON, 12),
        tr(
            "Largest error that the truncated start may cause, as a share of the largest input"
            " value; more than 0 and at most 1, the default is {:g}."
        ).format(EPSILON),
        advanced=True,
    )
    algorithm.add(
        share(
            "MASK_INFLUENCE_THRESHOLD",
            tr("B-splines: share of an invalid pixel that counts"),
            INFLUENCE,
            12,
        ),
        tr(
            "With strict validity, a coefficient of a B-spline is invalid if an invalid pixel is"
            " within ln(threshold) / ln|z1| steps along rows and columns, z1 being the largest"
            " pole of the filter: 5, 8, 11, 13 or 16 pixels for orders 3, 5, 7, 9 and 11 at the"
            " default, {:g}; more than 0 and at most 1. With 1 nothing but the coefficients of"
            " invalid pixels themselves is. At worst this makes valid results wrong by {} times"
            " (order 3) or {} times (order 11) the largest difference between the true values of"
            " invalid pixels and what they are filled with, which lies between the values of valid"
            " neighbours; with 1, by {} or {} times."
        ).format(
            INFLUENCE,
            *(INFLUENCE_FACTORS[order][which] for which in (0, 1) for order in (3, 11)),
        ),
        advanced=True,
    )


def add_antialias(algorithm, default):
    """Add ANTIALIAS."""
    algorithm.add(
        QgsProcessingParameterBoolean("ANTIALIAS", tr("Antialias where it zooms out"), default),
        tr(
            "Where an output pixel covers several input pixels, the kernel becomes as many times"
            " wider, along rows and along columns, so that details which the output cannot hold"
            " are averaged instead of showing as patterns (gdalwarp does so too). It takes more"
            " time, and invalid pixels and borders are felt farther. Nearest is not affected."
            " {} by default."
        ).format(tr("Yes") if default else tr("No")),
        advanced=not default,
    )


def add_validity_policy(algorithm):
    """Add VALIDITY_POLICY and MINIMUM_VALID_WEIGHT."""
    algorithm.add(
        enumeration("VALIDITY_POLICY", tr("Results beside invalid pixels"), POLICIES, "strict"),
        tr(
            "<i>strict</i> (default): valid if every input pixel with weight exists and is valid,"
            " as in GridR and GRASS. <i>renormalized</i>: valid if valid pixels have at least the"
            " minimum valid weight; the others are left out and the weights scaled, as in GDAL."
            " <i>nearest</i>: valid if the nearest pixel is; values as renormalized. With the last"
            " two, results reach to the outer edges of the input's outermost cells. B-splines weigh"
            " coefficients: invalid pixels take part with the values that they are filled with, and"
            " only validity follows the policy. Interpolation by nearest pixel is not affected."
        ),
    )
    algorithm.add(
        share("MINIMUM_VALID_WEIGHT", tr("Minimum valid weight"), VALID_WEIGHT, 6),
        tr(
            "With renormalized validity: the share of the weight that valid input pixels must have"
            " at least; more than 0 and at most 1, the default is {:g}."
        ).format(VALID_WEIGHT),
        advanced=True,
    )


def read_interpolation(algorithm, parameters, context):
    """Return what these parameters are called in a `ResamplingJob`, with their values."""
    return {
        "interpolator": algorithm.choice(parameters, "INTERPOLATION", context),
        "recursion_start": algorithm.choice(parameters, "BSPLINE_START", context),
        "epsilon": algorithm.share(parameters, "BSPLINE_EPSILON", context),
        "mask_influence_threshold": algorithm.share(
            parameters, "MASK_INFLUENCE_THRESHOLD", context
        ),
        "validity_policy": algorithm.choice(parameters, "VALIDITY_POLICY", context),
        "minimum_valid_weight": algorithm.share(parameters, "MINIMUM_VALID_WEIGHT", context),
        "antialias": algorithm.parameterAsBool(parameters, "ANTIALIAS", context),
    }
