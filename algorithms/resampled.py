"""Parameters and results that all algorithms share which make a raster of another one's values."""

from qgis.core import (
    QgsProcessingOutputNumber,
    QgsProcessingParameterBand,
    QgsProcessingParameterRasterDestination,
    QgsProcessingParameterRasterLayer,
)

from .base import tr
from .parameters import DOUBLE, add_creation_options, add_polygons, add_resources, number


def add_source(algorithm):
    """Add INPUT and BANDS."""
    algorithm.add(
        QgsProcessingParameterRasterLayer("INPUT", tr("Input raster")),
        tr("Raster to resample; any real type, any number of bands."),
    )
    algorithm.add(
        QgsProcessingParameterBand(
            "BANDS", tr("Bands"), None, "INPUT", optional=True, allowMultiple=True
        ),
        tr("Bands to resample, counted from 1; all if none is chosen."),
    )


def add_source_validity(algorithm):
    """Add MASK_IN, VALID_GEOMETRY and INVALID_GEOMETRY."""
    algorithm.add(
        QgsProcessingParameterRasterLayer("MASK_IN", tr("Mask of the input"), optional=True),
        tr(
            "Raster that is 0 (or nodata) where the input is invalid. One of another size is"
            " laid over the input by georeference, interpolated bilinearly and taken"
            " strictly."
        ),
    )
    add_polygons(algorithm, tr("the input"))


def add_nodata(algorithm):
    """Add NODATA."""
    algorithm.add(
        number("NODATA", tr("Nodata of the output"), DOUBLE),
        tr(
            "Written where the output is invalid, and declared. If it is not set: the input's"
            " nodata (of its first band, for all bands); else NaN for floating types; else 0,"
            " not declared."
        ),
    )


def add_outputs(algorithm):
    """Add what decides on cost and form, OUTPUT, OUTPUT_MASK, and the numbers of a report."""
    add_resources(algorithm)
    add_creation_options(algorithm)
    algorithm.addParameter(QgsProcessingParameterRasterDestination("OUTPUT", tr("Resampled")))
    algorithm.parameterDefinition("OUTPUT").setHelp(tr("The resampled raster."))
    algorithm.addParameter(
        QgsProcessingParameterRasterDestination(
            "OUTPUT_MASK", tr("Mask of the output"), None, True, False
        )
    )
    algorithm.parameterDefinition("OUTPUT_MASK").setHelp(
        tr("Raster of one byte per pixel, compressed: 1 where the output is valid, else 0.")
    )
    add_counts(algorithm)


def add_counts(algorithm):
    """Add the numbers of a report on pixels as results."""
    for name, description in (
        ("WIDTH", tr("Columns")),
        ("HEIGHT", tr("Rows")),
        ("VALID_COUNT", tr("Valid pixels")),
        ("INVALID_COUNT", tr("Invalid pixels")),
    ):
        algorithm.addOutput(QgsProcessingOutputNumber(name, description))


def raster_mask(path):
    """Return the `RasterMask` at a path, None without one."""
    from ..core.chains.jobs import RasterMask

    return None if path is None else RasterMask(path)


def tell_report(report, job, feedback):
    """Tell a `ResamplingReport` and return the algorithm's results."""
    return tell_counts(report, job, tr("{} x {} pixels, {} valid and {} invalid."), feedback)


def tell_counts(report, job, sentence, feedback):
    """Tell a report on pixels and return the algorithm's results.

    Parameters
    ----------
    report
        With `rows`, `cols`, `valid_count`, `invalid_count` and `remarks`.
    job
        With `output` and `output_mask`.
    sentence : str
        With places for these four numbers.
    """
    for remark in report.remarks:
        feedback.pushWarning(remark)
    counts = report.rows, report.cols, report.valid_count, report.invalid_count
    feedback.pushInfo(sentence.format(*counts))
    results = {
        "OUTPUT": job.output.path,
        **dict(zip(("HEIGHT", "WIDTH", "VALID_COUNT", "INVALID_COUNT"), counts)),
    }
    if job.output_mask is not None:
        results["OUTPUT_MASK"] = job.output_mask.path
    return results
