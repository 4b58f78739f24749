"""Parameters of a grid raster that is read: its bands, convention, resolution and validity."""

from qgis.core import QgsProcessingParameterBand, QgsProcessingParameterRasterLayer

from .base import tr
from .parameters import DOUBLE, INTEGER, enumeration, number
from .resampled import raster_mask

CONVENTIONS = ("pixel-center", "cell-edge", "map")

# Parameters that are layers, for `resolve`.
GRID_LAYERS = ("GRID", "GRID_COL", "GRID_MASK")


def add_grid(algorithm):
    """Add GRID, its bands, GRID_CONVENTION, and GRID_RESOLUTION_ROWS and _COLS."""
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
    algorithm.add(
        enumeration("GRID_CONVENTION", tr("Grid convention"), CONVENTIONS, "pixel-center"),
        tr(
            "<i>pixel-center</i> (default): pixel centres on integers; <i>cell-edge</i>: cell"
            " edges on integers; <i>map</i>: y and x in the input's reference system."
        ),
    )
    for axis, description in (("ROWS", tr("rows")), ("COLS", tr("columns"))):
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
    algorithm.add(
        number("GRID_NODATA", tr("Nodata of the grid"), DOUBLE),
        tr(
            "Nodes with this value in either band are invalid, besides the grid raster's own"
            " nodata and numbers that are not finite."
        ),
        advanced=True,
    )


def read_grid(algorithm, parameters, paths, context):
    """Return the `GridBands` of what `add_grid` and `add_grid_validity` added.

    Parameters
    ----------
    paths : dict of str
        Of `GRID_LAYERS`, None for what is not given.
    """
    from ..core.chains.jobs import GridBands

    return GridBands(
        paths["GRID"],
        algorithm.band(parameters, "GRID_ROW_BAND", 1, context),
        algorithm.band(parameters, "GRID_COL_BAND", 1 if paths["GRID_COL"] else 2, context),
        algorithm.choice(parameters, "GRID_CONVENTION", context),
        tuple(
            algorithm.number(parameters, f"GRID_RESOLUTION_{axis}", context)
            for axis in ("ROWS", "COLS")
        ),
        raster_mask(paths["GRID_MASK"]),
        algorithm.number(parameters, "GRID_MASK_VALID_VALUE", context),
        algorithm.number(parameters, "GRID_NODATA", context),
        paths["GRID_COL"],
    )
