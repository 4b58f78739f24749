"""Weights of the separable interpolators, as functions of a position between two samples.

Every function takes ``u``, the distance from the sample on the left (0 <= u < 1), and returns the
tuple of weights of the samples ``before`` to ``after`` (see `base.Interpolator`). They are plain
arithmetic, so that numpy evaluates them on arrays and numba compiles the same text (the B-splines,
of any degree, have a compiled twin).
"""


def linear_weights(u):
    """Weights of the two samples around: a straight line between them."""
    return 1.0 - u, u


def cubic_weights(u):
    """Weights of the four samples around: Keys' cubic convolution with a = -1/2.

    R. Keys, "Cubic convolution interpolation for digital image processing", IEEE Trans. ASSP 29
    (1981). Reproduces parabolas.
    """
    return (
        ((-0.5 * u + 1.0) * u - 0.5) * u,
        (1.5 * u - 2.5) * u * u + 1.0,
        ((-1.5 * u + 2.0) * u + 0.5) * u,
        (0.5 * u - 0.5) * u * u,
    )


def bspline_weights(order, u):
    """Weights of the ``order + 1`` samples around: the B-spline of that degree, times ``order!``.

    Raised from degree to degree (C. de Boor, "On calculating with B-splines", J. Approx. Theory 6
    (1972)): sums of positive terms, precise to the last bits. The factor belongs to coefficients
    that lack it, as GridR 0.7's prefilter leaves them.
    """
    weights = (1.0 - u, u)
    for degree in range(2, order + 1):
        inner = (
            (u + (degree - tap)) * weights[tap - 1] + ((tap + 1) - u) * weights[tap]
            for tap in range(1, degree)
        )
        weights = ((1.0 - u) * weights[0], *inner, u * weights[-1])
    return weights
