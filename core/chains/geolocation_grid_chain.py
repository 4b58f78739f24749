"""From a `GeolocationGridJob` to a grid raster."""

import functools
import threading
from dataclasses import replace

from ..rasters.errors import RasterError
from ..rasters.reading import files_behind, open_raster
from ..rasters.writing import check_output, same_file
from ..transforms.geolocation import GeolocationToSource
from ..transforms.maps import MapToMap, wgs84
from ..transforms.suggestion import suggest_frame
from .geolocation_arrays import arrays_of, check_arrays, read_lattice, read_model
from .grid_findings import GeolocationFindings
from .grid_making import make_grid, target_frame

# A point that does not come back to within this share of a target cell is unknown.
_ROUND_TRIP = 0.1

# Nodes along each axis of the arrays from which a frame is suggested.
_LATTICE = 129


def make_geolocation_grid(job, progress=None, cancelled=None, executor=None):
    """Carry out a `GeolocationGridJob`; parameters, result and errors are those of `make_grid`.

    The report's `numbers` tell FOLDED_COUNT and MAX_ROUND_TRIP.
    """
    return make_grid(with_arrays(job), prepare_geolocation, progress, cancelled, executor)


def with_arrays(job):
    """Return a `GeolocationGridJob` with arrays: the source's own where the job has none.

    Raises
    ------
    RasterError, ValueError
        If the source names none.
    """
    if job.arrays is not None:
        return job
    with open_raster(job.source, "INPUT") as dataset:
        return replace(job, arrays=arrays_of(dataset, job.source))


class _GeolocationPlan:
    """Makes the transforms of a process, which share the arrays.

    Parameters
    ----------
    spec : ArraysSpec
    target_wkt : str
    tolerance : float
        See `MapToMap`.
    """

    def __init__(self, spec, target_wkt, tolerance):
        self._settings, self._model = (spec, target_wkt, tolerance), None
        self._lock = threading.Lock()

    def __reduce__(self):
        return _GeolocationPlan, self._settings

    @property
    def memory(self):
        """Bytes that each process must hold for all of its tiles."""
        return self._settings[0].memory

    def __call__(self):
        """Return a `GeolocationToSource`."""
        spec, target_wkt, tolerance = self._settings
        with self._lock:
            if self._model is None:
                self._model = read_model(spec)
        to_arrays = MapToMap(target_wkt, spec.bands.crs_wkt or wgs84(), tolerance)
        return GeolocationToSource(self._model, to_arrays, spec.offsets, spec.steps)


def prepare_geolocation(job, _, source):
    """Return what `make_grid` needs for a `GeolocationGridJob` with arrays."""
    _check_round_trip(job)
    spec = check_arrays(job.arrays, source.shape)
    frame = target_frame(job, lambda wkt: _suggested_frame(spec, wkt))
    plan = _GeolocationPlan(spec, frame.crs_wkt, _ROUND_TRIP * frame.cell_size)
    return plan, frame, functools.partial(GeolocationFindings, job.round_trip)


def _check_round_trip(job):
    if job.round_trip is None:
        return
    path, options = job.round_trip.path, job.round_trip.options
    check_output(path, "OUTPUT_ROUND_TRIP", files_behind(job.inputs), options)
    if same_file(path, job.output.path):
        raise RasterError(f"OUTPUT_ROUND_TRIP is {path}, which is OUTPUT as well.")


def _suggested_frame(spec, target_wkt):
    """Return the frame that covers the arrays on the map, with cells of the source's pixels."""
    x, y, spacing = read_lattice(spec, _LATTICE)
    x, y = MapToMap(spec.bands.crs_wkt or wgs84(), target_wkt)(x, y)
    return suggest_frame(x, y, spacing, target_wkt)
