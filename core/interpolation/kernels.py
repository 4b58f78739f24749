"""Weights of the separable interpolators, as functions of a position between two samples.

Every function takes ``u``, the distance from the sample on the left (0 <= u < 1), and returns the
tuple of weights of the samples ``before`` to ``after`` (see `interpolator.Interpolator`). They are
plain arithmetic, so that numpy evaluates them on arrays and numba compiles the same text.
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
