"""Parameters of a grid raster that is read: its bands, convention, resolution and validity."""

from qgis.core import QgsProcessingParameterBand, QgsProcessingParameterRasterLayer

from .base import tr
from .parameters import DOUBLE, INTEGER, enumeration, number
from .resampled import raster_mask

# What a grid that is resampled by may hold.
CONVENTIONS = ("pixel-center", "cell-edge", "map")

AXES = ("ROWS", "COLS")

# Parameters that are layers, for `resolve`.
GRID_LAYERS = ("GRID", "GRID_COL", "GRID_MASK")


def add_grid(algorithm, conventions=CONVENTIONS, source="the input"):
    """Add GRID, its bands, GRID_CONVENTION and GRID_RESOLUTION_ROWS and _COLS.

    Parameters
    ----------
    conventions : tuple of str
        That the grid may have; none where it does not matter.
    source : str
        What its coordinates count in, as the help calls it.
    """
    algorithm.add(
        QgsProcessingParameterRasterLayer("GRID", tr("Grid raster")),
        tr("Raster with a band of source rows and a band of source columns."),
    )
    for name, description, default in (
        ("GRID_ROW_BAND", tr("Grid band of rows (or y)"), 1),
        ("GRID_COL_BAND", tr("Grid band of columns (or x)"), 2),
    ):
        algorithm.add(
            QgsProcessingParameterBand(name, description, default, "GRID", optional=True),
            tr("Counted from 1; the default is {}.").format(default),
        )
    algorithm.add(
        QgsProcessingParameterRasterLayer(
            "GRID_COL", tr("Grid raster of columns (or x)"), optional=True
        ),
        tr(
            "Raster of the grid band of columns, if it is not in the grid raster; its band is 1"
            " then unless you set another."
        ),
        advanced=True,
    )
    if conventions:
        algorithm.add(
            enumeration("GRID_CONVENTION", tr("Grid convention"), conventions, "pixel-center"),
            convention_help(conventions, "pixel-center", source),
        )
    for axis, description in zip(AXES, (tr("rows"), tr("columns"))):
        algorithm.add(
            number(
                f"GRID_RESOLUTION_{axis}",
                tr("Output {} per grid node").format(description),
                INTEGER,
                minimum=1,
            ),
            tr(
                "Output {} from one node to the next. If it is not set, what the grid raster"
                " remembers of itself is taken, or 1."
            ).format(description),
        )


def convention_help(conventions, default, source):
    """Return the help of an enumeration of conventions."""
    texts = {
        "pixel-center": tr("pixel centres on integers"),
        "cell-edge": tr("cell edges on integers"),
        "map": tr("y and x in {}'s reference system").format(source),
        "displacement": tr(
            "rows and columns from where the node lies itself, in pixels of {}"
        ).format(source),
    }
    told = []
    for each in conventions:
        mark = tr(" (default)") if each == default else ""
        told.append(f"<i>{each}</i>{mark}: {texts[each]}")
    return "; ".join(told) + "."


def add_grid_validity(algorithm):
    """Add GRID_MASK, GRID_MASK_VALID_VALUE and GRID_NODATA."""
    algorithm.add(
        QgsProcessingParameterRasterLayer("GRID_MASK", tr("Mask of the grid"), optional=True),
        tr("Raster of the grid's size; nodes without the valid value are invalid."),
        advanced=True,
    )
    algorithm.add(
        number("GRID_MASK_VALID_VALUE", tr("Valid value of the grid mask"), DOUBLE, 1.0),
        tr("The default is 1."),
        advanced=True,
    )
    add_grid_nodata(algorithm)


def add_grid_nodata(algorithm):
    """Add GRID_NODATA."""
    algorithm.add(
        number("GRID_NODATA", tr("Nodata of the grid"), DOUBLE),
        tr(
            "Nodes with this value in either band are invalid, besides the grid raster's own"
            " nodata and numbers that are not finite."
        ),
        advanced=True,
    )


def read_grid(algorithm, parameters, paths, context, base=0):
    """Return the `GridBands` of what `add_grid`, and what adds a validity, added.

    Parameters
    ----------
    paths : dict of str
        Of those `GRID_LAYERS` that the algorithm has, None for what is not given.
    base : int
        Number of the source's first row and column.
    """
    from ..core.chains.jobs import GridBands

    more = {}
    if algorithm.parameterDefinition("GRID_CONVENTION") is not None:
        more["convention"] = algorithm.choice(parameters, "GRID_CONVENTION", context)
    if algorithm.parameterDefinition("GRID_MASK") is not None:
        more["mask"] = raster_mask(paths["GRID_MASK"])
        more["mask_valid_value"] = algorithm.number(parameters, "GRID_MASK_VALID_VALUE", context)
    return GridBands(
        paths["GRID"],
        algorithm.band(parameters, "GRID_ROW_BAND", 1, context),
        algorithm.band(parameters, "GRID_COL_BAND", 1 if paths["GRID_COL"] else 2, context),
        factors=tuple(
            algorithm.number(parameters, f"GRID_RESOLUTION_{axis}", context) for axis in AXES
        ),
        nodata=algorithm.number(parameters, "GRID_NODATA", context),
        col_path=paths["GRID_COL"],
        base=base,
        **more,
    )
