"""What the algorithms share that resample an image at positions of its own geometry."""

from qgis.core import QgsProcessingParameterBoolean

from .base import GridrAlgorithm, tr
from .class_styles import mask_classes_of
from .drawings import drawing
from .interpolation import (
    add_antialias,
    add_interpolation,
    add_splines,
    add_validity_policy,
    read_interpolation,
)
from .parameters import (
    DATA_TYPES,
    enumeration,
    read_creation_options,
    read_polygons,
    read_resources,
)
from .resampled import add_nodata, add_outputs, add_source, add_source_validity, raster_mask

BOUNDARIES = ("none", "constant", "edge", "reflect", "symmetric", "wrap")
SAME_TYPE = "input"


def boundary_help():
    """Return what the help of these algorithms says of the input's border."""
    text = tr(
        "<p><b>Beyond the border</b> of the input there is nothing, unless you choose what may be"
        " taken for it. Results that lean on that are valid only if you trust it.</p>"
    )
    return text + drawing("padding")


class ImageResampling(GridrAlgorithm):
    """Base of the algorithms that carry out a `ResamplingJob`.

    A subclass adds what says where to resample in `add_geometry`, and more of it, advanced, in
    `add_more`.
    """

    # Whether to widen kernels where it zooms out unless told otherwise.
    ANTIALIAS = False
    CLASSES = {"OUTPUT_MASK": mask_classes_of}

    def group(self):
        """Return the group shown."""
        return tr("Resampling")

    def groupId(self):
        """Return the id of the group."""
        return "resampling"

    def add_geometry(self):
        """Add the parameters that say where to resample."""
        raise NotImplementedError

    def add_more(self):
        """Add advanced parameters of the algorithm's own."""

    def initAlgorithm(self, configuration=None):
        """Define the parameters."""
        add_source(self)
        self.add_geometry()
        add_interpolation(self)
        add_antialias(self, self.ANTIALIAS)
        add_splines(self)
        self.add(
            enumeration("BOUNDARY", tr("Beyond the input's border"), BOUNDARIES, "none"),
            tr(
                "<i>none</i> (default): nothing; <i>constant</i>: 0; <i>edge</i>: the outermost"
                " pixel; <i>reflect</i>: mirrored at its centre; <i>symmetric</i>: mirrored at its"
                " outer edge; <i>wrap</i>: the other side. Used up to half a pixel beyond the"
                " outermost centres, and only if it is trusted."
            ),
            advanced=True,
        )
        self.add(
            QgsProcessingParameterBoolean(
                "TRUST_PADDING", tr("Trust what lies beyond the border"), False
            ),
            tr("Whether results that lean on pixels beyond the border are valid; no by default."),
            advanced=True,
        )
        add_source_validity(self)
        add_validity_policy(self)
        self.add_more()
        add_nodata(self)
        self.add(
            enumeration(
                "DATA_TYPE", tr("Type of the output"), (SAME_TYPE,) + DATA_TYPES, SAME_TYPE
            ),
            tr(
                "<i>input</i> (default) keeps the input's; else one of {}. Integers are rounded"
                " half to even and clipped to their range."
            ).format(", ".join(DATA_TYPES)),
        )
        add_outputs(self)

    def settings_of(self, paths, parameters, context, feedback):
        """Return what all but the geometry is called in a `ResamplingJob`.

        Parameters
        ----------
        paths : dict of str
            Of INPUT and MASK_IN.
        """
        from ..core.rasters.reading import frame_of, open_raster

        with open_raster(paths["INPUT"], "INPUT") as dataset:
            frame = frame_of(dataset)
        options = read_creation_options(self, parameters, context)
        boundary = self.choice(parameters, "BOUNDARY", context)
        dtype = self.choice(parameters, "DATA_TYPE", context)
        return {
            "source": paths["INPUT"],
            "bands": tuple(self.parameterAsInts(parameters, "BANDS", context)),
            **read_interpolation(self, parameters, context),
            "boundary_condition": None if boundary == "none" else boundary,
            "trust_padding": self.parameterAsBool(parameters, "TRUST_PADDING", context),
            "mask": raster_mask(paths["MASK_IN"]),
            "polygons": read_polygons(self, parameters, frame, context, feedback),
            "nodata": self.number(parameters, "NODATA", context),
            "dtype": None if dtype == SAME_TYPE else dtype,
            "output": self.destination(parameters, "OUTPUT", context, options),
            "output_mask": self.destination(parameters, "OUTPUT_MASK", context),
            "resources": read_resources(self, parameters, context),
            "metadata": self.provenance(parameters),
        }
