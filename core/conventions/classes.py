"""What the values of a mask mean: names and colours, as plain values."""

from dataclasses import dataclass

from .reasons import Reason

# Red, green, blue and alpha, 0 to 255: what is valid is not painted over.
_CLEAR = (0, 0, 0, 0)


@dataclass(frozen=True)
class RasterClass:
    """One value of a raster of classes.

    Attributes
    ----------
    value : int
        Of 32 bits.
    label : str
        In English, as it is written into the raster.
    color : (int, int, int, int)
        Red, green, blue and alpha, 0 to 255; alpha 0 is fully transparent.
    """

    value: int
    label: str
    color: tuple


def mask_classes(valid_value=1, invalid_value=0):
    """Return the classes of a validity mask: what is invalid half transparent, what is valid clear.

    Parameters
    ----------
    valid_value, invalid_value : int
        Of 32 bits.

    Returns
    -------
    tuple of RasterClass
        By rising value.
    """
    classes = (
        RasterClass(valid_value, "valid", _CLEAR),
        RasterClass(invalid_value, "invalid", (230, 0, 76, 128)),
    )
    return tuple(sorted(classes, key=lambda each: each.value))


def reason_classes():
    """Return the classes of a raster of reasons: why a cell of a mask is not valid.

    Returns
    -------
    tuple of RasterClass
        By rising `Reason`; those of invalid cells in half-transparent colours.
    """
    return (
        RasterClass(Reason.VALID, "valid", _CLEAR),
        RasterClass(Reason.OUTSIDE_VALID, "outside of the valid polygons", (31, 120, 180, 128)),
        RasterClass(Reason.INSIDE_INVALID, "inside the invalid polygons", (230, 0, 76, 128)),
        RasterClass(Reason.MASKED, "invalid in the raster mask", (255, 127, 0, 128)),
        RasterClass(Reason.UNSUPPORTED, "no support in the raster mask", (106, 61, 154, 128)),
    )
