"""How many metres lie between the cell centres of a raster."""

import math

import numpy as np

from ..masks.discs import EvenSpacing, RowSpacing
from .operations import full_turn, reference_of

# Share of a right angle by which rows and columns may be off it: rounding of a georeference.
_SKEW = 1e-6


def spacing_in_metres(frame, name="UNIT"):
    """Return the distances of a raster's cell centres in metres.

    In a projected reference system they are metres of the map, by the lengths of a cell's sides,
    which may be rotated. In longitudes and latitudes they are those of the system's ellipsoid: the
    arc of the meridian between two rows, and for each row the arc of its parallel.

    Parameters
    ----------
    frame : Frame
    name : str
        The parameter that asks for metres, for an error message.

    Returns
    -------
    EvenSpacing or RowSpacing

    Raises
    ------
    ValueError
        If the raster does not tell, or its cells are not rectangles.
    """
    if frame.geotransform is None or not frame.crs_wkt:
        raise ValueError(
            f"{name} is meters, but INPUT has no georeference with a reference system to tell the"
            " metres of a pixel; it must be pixels then."
        )
    reference = reference_of(frame.crs_wkt)
    if full_turn(reference) is not None:
        return _on_ellipsoid(frame, reference, name)
    if not (reference.IsProjected() or reference.IsLocal()):
        raise ValueError(
            f"{name} is meters, but the reference system of INPUT is neither projected nor of"
            " longitudes and latitudes; it must be pixels then."
        )
    _, x_col, x_row, _, y_col, y_row = frame.geotransform
    height, width = math.hypot(x_row, y_row), math.hypot(x_col, y_col)
    if abs(x_col * x_row + y_col * y_row) > _SKEW * height * width:
        raise ValueError(
            f"{name} is meters, but the cells of INPUT are sheared, not rectangles; it must be"
            " pixels then."
        )
    unit = reference.GetLinearUnits()
    return EvenSpacing(height * unit, width * unit)


def _on_ellipsoid(frame, reference, name):
    if not frame.is_upright:
        raise ValueError(
            f"{name} is meters, but INPUT is rotated in longitudes and latitudes, so that its"
            " rows are no parallels; it must be pixels then."
        )
    radian = reference.GetAngularUnits()
    _, latitudes = frame.centers()
    # Cells on a pole reach beyond it.
    latitudes = np.clip(latitudes * radian, -0.5 * np.pi, 0.5 * np.pi)
    inverse = reference.GetInvFlattening()
    flattening = 1.0 / inverse if inverse else 0.0
    axis = reference.GetSemiMajor()
    squared = flattening * (2.0 - flattening)
    normal = axis / np.sqrt(1.0 - squared * np.sin(latitudes) ** 2)
    step = abs(frame.geotransform[1]) * radian
    return RowSpacing(_meridian_arc(latitudes, axis, flattening), normal * np.cos(latitudes) * step)


def _meridian_arc(latitude, axis, flattening):
    """Return the arc of the meridian from the equator in units of the semi-major axis's.

    By Helmert's series in the third flattening n, whose next terms are of the order of n^5: less
    than a micrometre on the earth.
    """
    n = flattening / (2.0 - flattening)
    terms = (
        1.0 + n**2 / 4 + n**4 / 64,
        -3.0 / 2 * (n - n**3 / 8),
        15.0 / 16 * (n**2 - n**4 / 4),
        -35.0 / 48 * n**3,
        315.0 / 512 * n**4,
    )
    total = terms[0] * latitude
    for number, term in enumerate(terms[1:], 1):
        total = total + term * np.sin(2 * number * latitude)
    return axis / (1.0 + n) * total
