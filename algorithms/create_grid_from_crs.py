"""``gridr:creategridfromcrs``: a grid raster from a change of reference system."""

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsDatumTransform,
    QgsProcessingParameterCoordinateOperation,
)

from .base import progress_of, tr
from .grid_making import GridMaker, grid_help


class CreateGridFromCrs(GridMaker):
    """Turns QGIS parameters into a `CrsGridJob`."""

    TAGS = ("grid", "reproject", "crs", "warp", "geolocation", "remap", "transform")

    def name(self):
        """Return the second part of the id."""
        return "creategridfromcrs"

    def displayName(self):
        """Return the name shown."""
        return tr("Create grid from CRS")

    def shortDescription(self):
        """Return one sentence."""
        return tr("Makes the grid raster that brings a raster into another reference system.")

    def shortHelpString(self):
        """Return the help shown beside the parameters."""
        text = tr(
            "<p>Makes the grid that brings a raster into another reference system. Nodes that"
            " cannot be transformed there and back are nodata (NaN).</p>"
            "<p>Longitudes may be of any turn: 190 degrees east is found in a raster of 0 to 360"
            " degrees and in one of -180 to 180. Where such a raster begins anew within the output,"
            " nothing can be interpolated between nodes: a step chosen by error is 1 then, and of a"
            " step that you give a strip of up to two steps has no values.</p>"
        )
        return text + grid_help()

    def input_help(self):
        """Return the help of INPUT."""
        return tr("Raster that will be resampled; needs a georeference and a reference system.")

    def add_own(self):
        """Add the coordinate operation."""
        self.add(
            QgsProcessingParameterCoordinateOperation(
                "OPERATION",
                tr("Coordinate operation"),
                None,
                "INPUT",
                "TARGET_CRS",
                None,
                None,
                True,
            ),
            tr(
                "From the input's reference system to the output's: a PROJ string (x or longitude"
                " first, as QGIS writes them) or the URN of an operation. If it is not set, what"
                " the project's settings say of this pair is taken, else PROJ's choice for the area"
                " of the output."
            ),
            advanced=True,
        )

    def resolve(self, parameters, context):
        """Turn layers into paths and frames."""
        super().resolve(parameters, context)
        self._crs = self.parameterAsRasterLayer(parameters, "INPUT", context).crs()
        self._transform_context = context.transformContext()

    def make(self, settings, parameters, context, feedback):
        """Carry out a `CrsGridJob`."""
        from dataclasses import replace

        from ..core.chains.crs_grid_chain import make_crs_grid, with_frame
        from ..core.chains.crs_grid_remarks import area_remarks
        from ..core.chains.jobs import CrsGridJob

        job, source = with_frame(CrsGridJob(**settings))
        target = QgsCoordinateReferenceSystem.fromWkt(job.frame.crs_wkt)
        operation, origin = self._operation(parameters, context, target)
        job = replace(job, operation=operation)
        self._tell_operation(job, source, origin, target, feedback)
        for remark in area_remarks(source, job.frame):
            feedback.pushWarning(remark)
        return make_crs_grid(job, *progress_of(feedback))

    def _operation(self, parameters, context, target):
        """Return the `Operation` to take, None for PROJ's choice, and who has chosen it."""
        from ..core.transforms.operations import Operation

        given = self.parameterAsString(parameters, "OPERATION", context).strip()
        if given:
            return Operation(given), tr("given")
        known = self._transform_context
        definition = known.calculateCoordinateOperation(self._crs, target)
        if definition:
            reverse = known.mustReverseCoordinateOperation(self._crs, target)
            return Operation(definition, reverse), tr("of the project's settings")
        return None, tr("PROJ's choice for the area of the output")

    def _tell_operation(self, job, source, origin, target, feedback):
        """Say which operation is used, and how accurate it is, as far as QGIS knows it."""
        from ..core.chains.crs_grid_remarks import operation_in_force
        from ..core.transforms.operations import Operation

        if job.operation is None and self._crs == target:
            return
        known = [
            each for each in QgsDatumTransform.operations(self._crs, target) if each.isAvailable
        ]
        number = operation_in_force(job, source, [Operation(each.proj) for each in known])
        if number is not None:
            found = known[number]
            accuracy = (
                tr("accuracy {:g} m").format(found.accuracy)
                if found.accuracy >= 0
                else tr("accuracy unknown")
            )
            text = f"{found.name or found.proj}, {accuracy}"
        else:
            text = tr("{}, accuracy unknown").format(
                job.operation.definition
                if job.operation
                else tr("one that QGIS does not list, or several, each in its place")
            )
        feedback.pushInfo(tr("Coordinate operation ({}): {}.").format(origin, text))
