"""Parameters that the algorithms share which make a mask."""

from .base import tr
from .parameters import DOUBLE, INTEGER, enumeration, number, share

RULES = ("center", "center-strict", "touch")
DEFAULT_COVERAGE = 0.5

# Values of masks: those of a byte, and those of a parameter of QGIS.
BYTE_RANGE = (0, 255)
INTEGER_RANGE = (-(2**31) + 1, 2**31 - 1)


def add_rule(algorithm):
    """Add RULE."""
    algorithm.add(
        enumeration("RULE", tr("Cells that belong to a polygon"), RULES, "center"), _rules_help()
    )


def _rules_help():
    return tr(
        "<i>center</i> (default): the centre is inside or on an edge; <i>center-strict</i>:"
        " the centre is inside, not on an edge; <i>touch</i>: the polygon meets the inside"
        " of the cell, so polygons along cell edges do not grow."
    )


def add_rule_with_coverage(algorithm):
    """Add RULE, with one by the area of cells, and COVERAGE."""
    rules = (*RULES, "coverage")
    algorithm.add(
        enumeration("RULE", tr("Cells that belong to a polygon"), rules, "center"),
        _rules_help()
        + " "
        + tr("<i>coverage</i>: all polygons together cover a share of the cell's area, see below."),
    )
    algorithm.add(
        share("COVERAGE", tr("Rule coverage: share of a cell's area"), DEFAULT_COVERAGE, 6),
        tr(
            "Smallest share of a cell, more than 0 and at most 1, that polygons have to cover; the"
            " default is 0.5. Shares are exact, and one that misses it by a billionth has reached"
            " it. Only for the rule <i>coverage</i>, which needs the Python package shapely."
        ),
        advanced=True,
    )


def read_coverage(algorithm, parameters, context, feedback):
    """Return COVERAGE; say so where another RULE makes no use of what was chosen."""
    chosen = algorithm.share(parameters, "COVERAGE", context)
    rule = algorithm.choice(parameters, "RULE", context)
    if rule != "coverage" and chosen != DEFAULT_COVERAGE:
        feedback.pushWarning(
            tr("COVERAGE is set, but RULE is {}; it is for coverage only.").format(rule)
        )
    return chosen


def add_threshold(algorithm):
    """Add THRESHOLD."""
    algorithm.add(
        number("THRESHOLD", tr("Threshold of validity (0 to 1)"), DOUBLE, 0.999, 0.0, 1.0),
        tr(
            "Smallest interpolated validity of the mask that is valid. The default 0.999 is"
            " strict up to about 30 x 30 cells per mask pixel, 1 is strict always."
        ),
        advanced=True,
    )


def add_mask_values(algorithm, limits=BYTE_RANGE, told=None):
    """Add VALID_VALUE and INVALID_VALUE; `told` is the text for what they may be."""
    told = tr("0 to 255") if told is None else told
    for name, description, default in (
        ("VALID_VALUE", tr("Value of valid cells ({})"), 1),
        ("INVALID_VALUE", tr("Value of invalid cells ({})"), 0),
    ):
        algorithm.add(
            number(name, description.format(told), INTEGER, default, *limits),
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
