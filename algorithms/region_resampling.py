"""What the algorithms share that resample from one region to another as GRASS does."""

from .base import GridrAlgorithm, progress_of, tr
from .class_styles import mask_classes_of
from .parameters import (
    DATA_TYPES,
    add_frame,
    enumeration,
    read_creation_options,
    read_frame,
    read_polygons,
    read_resources,
)
from .resampled import (
    add_nodata,
    add_outputs,
    add_source,
    add_source_validity,
    raster_mask,
    tell_report,
)


def add_data_type(algorithm):
    """Add DATA_TYPE, for results that are computed."""
    algorithm.add(
        enumeration("DATA_TYPE", tr("Type of the output"), DATA_TYPES, "float64"),
        tr(
            "<i>float64</i> (default) as in GRASS, or one of {}. Integers are rounded half to even"
            " and clipped to their range."
        ).format(", ".join(DATA_TYPES[:-1])),
    )


def frames_help():
    """Return what the help of all these algorithms says of cells."""
    return tr(
        "<p>Input and output have the same reference system and upright cells; cells are areas,"
        " and <i>null</i> is nodata, masked, not finite, or beyond the input. The output's cells"
        " are those of a reference raster, or an extent with a cell size; a cell size alone takes"
        " the input's extent. Longitudes wrap: 0 to 360 goes with -180 to 180, and a raster of"
        " the whole globe has no border in the east and west. Each band has nulls of its own; the"
        " output mask is 1 where all bands have a value.</p>"
    )


class RegionResampling(GridrAlgorithm):
    """Base of the GRASS family; a subclass adds its own parameters and makes its operation."""

    CLASSES = {"OUTPUT_MASK": mask_classes_of}
    # Parameters that are rasters, besides the reference.
    RASTERS = ("INPUT", "MASK_IN")

    def group(self):
        """Return the group shown."""
        return tr("Cells and regions")

    def groupId(self):
        """Return the id of the group."""
        return "regions"

    def initAlgorithm(self, configuration=None):
        """Define the parameters."""
        add_source(self)
        add_frame(self, tr("the output"))
        self.add_own()
        add_source_validity(self)
        add_nodata(self)
        add_outputs(self)

    def resolve(self, parameters, context):
        """Turn layers into paths and frames."""
        self._paths = {name: self.raster_path(parameters, name, context) for name in self.RASTERS}
        layer = self.parameterAsRasterLayer(parameters, "INPUT", context)
        self._frame, self._reference = read_frame(self, parameters, context, layer.crs(), layer)
        if self._frame is None:
            self.fail(tr("Give REFERENCE, or EXTENT and CELL_SIZE, or CELL_SIZE alone."))

    def compute(self, parameters, context, feedback):
        """Resample the raster."""
        from ..core.chains.jobs import RegionJob
        from ..core.chains.region_chain import resample_region

        job = RegionJob(
            operation=self.operation(parameters, context),
            **self.common_settings(parameters, context, feedback),
        )
        self.tell_engine(feedback)
        report = resample_region(job, *progress_of(feedback))
        return tell_report(report, job, feedback)

    def common_settings(self, parameters, context, feedback):
        """Return what the jobs of all of them have in common, by the names of its fields."""
        from ..core.rasters.reading import frame_of, open_raster

        with open_raster(self._paths["INPUT"], "INPUT") as dataset:
            frame = frame_of(dataset)
        options = read_creation_options(self, parameters, context)
        has_type = self.parameterDefinition("DATA_TYPE") is not None
        return {
            "source": self._paths["INPUT"],
            "frame": self._frame,
            "bands": tuple(self.parameterAsInts(parameters, "BANDS", context)),
            "mask": raster_mask(self._paths["MASK_IN"]),
            "polygons": read_polygons(self, parameters, frame, context, feedback),
            "nodata": self.number(parameters, "NODATA", context),
            "dtype": self.choice(parameters, "DATA_TYPE", context) if has_type else None,
            "output": self.destination(parameters, "OUTPUT", context, options),
            "output_mask": self.destination(parameters, "OUTPUT_MASK", context),
            "reference": self._reference,
            "resources": read_resources(self, parameters, context),
            "metadata": self.provenance(parameters),
        }
