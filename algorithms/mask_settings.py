"""Parameters that the algorithms share which make a mask."""

from .base import tr
from .parameters import DOUBLE, INTEGER, enumeration, number

RULES = ("center", "center-strict", "touch")


def add_rule(algorithm):
    """Add RULE."""
    algorithm.add(
        enumeration("RULE", tr("Cells that belong to a polygon"), RULES, "center"),
        tr(
            "<i>center</i> (default): the centre is inside or on an edge; <i>center-strict</i>:"
            " the centre is inside, not on an edge; <i>touch</i>: the polygon meets the inside"
            " of the cell, so polygons along cell edges do not grow."
        ),
    )


def add_threshold(algorithm):
    """Add THRESHOLD."""
    algorithm.add(
        number("THRESHOLD", tr("Threshold of validity (0 to 1)"), DOUBLE, 0.999, 0.0, 1.0),
        tr(
            "Smallest interpolated validity of the raster mask that is valid. The default 0.999"
            " is strict up to about 30 x 30 cells per mask pixel, 1 is strict always."
        ),
        advanced=True,
    )


def add_mask_values(algorithm):
    """Add VALID_VALUE and INVALID_VALUE."""
    for name, description, default in (
        ("VALID_VALUE", tr("Value of valid cells (0 to 255)"), 1),
        ("INVALID_VALUE", tr("Value of invalid cells (0 to 255)"), 0),
    ):
        algorithm.add(
            number(name, description, INTEGER, default, 0, 255),
            tr("The default is {}.").format(default),
            advanced=True,
        )


def read_mask_settings(algorithm, parameters, context):
    """Return what these parameters are called in a job."""
    return {
        "rule": algorithm.choice(parameters, "RULE", context),
        **read_mask_values(algorithm, parameters, context),
    }


def read_mask_values(algorithm, parameters, context):
    """Return what these parameters but for RULE are called in a job."""
    return {
        "threshold": algorithm.number(parameters, "THRESHOLD", context),
        "valid_value": algorithm.number(parameters, "VALID_VALUE", context),
        "invalid_value": algorithm.number(parameters, "INVALID_VALUE", context),
    }
