"""``gridr:resamplestatistics``: GRASS's r.resamp.stats."""

from qgis.core import QgsProcessingParameterBoolean

from .base import tr
from .parameters import DOUBLE, enumeration, number
from .region_resampling import RegionResampling, add_data_type, frames_help

METHODS = (
    *("average", "median", "mode", "minimum", "maximum", "range", "quart1", "quart3", "perc90"),
    *("sum", "variance", "stddev", "quantile", "count", "diversity"),
)


class ResampleStatistics(RegionResampling):
    """Makes the operation `Statistics`."""

    TAGS = (
        *("resample", "mask", "aggregate", "statistics", "average", "median", "mode", "quantile"),
        *("cells", "region", "grass", "r.resamp.stats", "coarsen"),
    )

    def name(self):
        """Return the second part of the id."""
        return "resamplestatistics"

    def displayName(self):
        """Return the name shown."""
        return tr("Resample by statistics")

    def shortDescription(self):
        """Return one sentence."""
        return tr("Aggregates the input cells in each cell of a coarser raster.")

    def shortHelpString(self):
        """Return the help shown beside the parameters."""
        text = tr(
            "<p>What GRASS's <i>r.resamp.stats</i> does: a statistic of the input cells in each"
            " output cell. An input cell belongs to the output cell in which its centre lies; a"
            " centre on the side between two belongs to the northern or western one. Weighted, it"
            " belongs to all output cells that it overlaps, by the share of its area.</p>"
            "<p>Null cells are left out. Without any other cell the result is null, but 0 for"
            " <i>count</i> and <i>diversity</i>.</p>"
        )
        return text + frames_help()

    def add_own(self):
        """Add METHOD, WEIGHTED, PROPAGATE_NULLS, QUANTILE and DATA_TYPE."""
        self.add(
            enumeration("METHOD", tr("Statistic"), METHODS, "average"),
            tr(
                "<i>average</i> (default); <i>median</i>; <i>mode</i>: the most frequent value, of"
                " several the smallest; <i>minimum</i>; <i>maximum</i>; <i>range</i>: maximum less"
                " minimum; <i>quart1</i>, <i>quart3</i>, <i>perc90</i>: below which lie 25, 75 and"
                " 90 % of the values; <i>sum</i>; <i>variance</i> and <i>stddev</i>: of the"
                " population; <i>quantile</i>: the one given below; <i>count</i>: cells that are"
                " not null; <i>diversity</i>: different values."
            ),
        )
        self.add(
            QgsProcessingParameterBoolean("WEIGHTED", tr("Weigh cells by their area"), False),
            tr(
                "By the share of each input cell that lies in the output cell (-w); no by default."
                " Range and diversity are never weighted."
            ),
        )
        self.add(
            QgsProcessingParameterBoolean(
                "PROPAGATE_NULLS", tr("A null cell makes the result null"), False
            ),
            tr(
                "Whether a single null cell, or a part beyond the input, makes an output cell null"
                " (-n); no by default."
            ),
        )
        self.add(
            number("QUANTILE", tr("Quantile (0 to 1)"), DOUBLE, 0.5, 0.0, 1.0),
            tr(
                "For the statistic <i>quantile</i>; the default is 0.5. Linear between the two"
                " values next to it; weighted, the first value at which this share of the weight is"
                " reached."
            ),
        )
        add_data_type(self)

    def operation(self, parameters, context):
        """Return the core's operation."""
        from ..core.grass.operations import Statistics

        return Statistics(
            self.choice(parameters, "METHOD", context),
            self.parameterAsBool(parameters, "WEIGHTED", context),
            self.parameterAsBool(parameters, "PROPAGATE_NULLS", context),
            self.number(parameters, "QUANTILE", context),
        )
