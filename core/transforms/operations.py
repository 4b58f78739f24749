"""Coordinate operations from one reference system to another, through GDAL and PROJ."""

import math
from contextlib import nullcontext
from dataclasses import dataclass

import numpy as np
from osgeo import gdal, osr


@dataclass(frozen=True)
class Operation:
    """A coordinate operation of the user's choice.

    Attributes
    ----------
    definition : str
        As `osr.CoordinateTransformationOptions.SetOperation` takes it. A PROJ string
        (``+proj=...``) takes and gives x or longitude first, in the units of the reference systems,
        as QGIS writes them; the URN or WKT of an operation has the axes of its reference systems.
    reverse : bool
        Whether it leads from the target to the source.
    """

    definition: str
    reverse: bool = False

    @property
    def is_proj_string(self):
        """Whether it is a PROJ string, which knows nothing of axes."""
        return "proj=" in self.definition

    def reversed(self):
        """Return the operation the other way round."""
        return Operation(self.definition, not self.reverse)


def reference_of(wkt):
    """Return an `osr.SpatialReference` whose coordinates are longitudes or eastings first.

    Raises
    ------
    ValueError
        If the WKT is not understood.
    """
    reference = osr.SpatialReference()
    try:
        failed = reference.ImportFromWkt(wkt)
    except RuntimeError as error:
        raise ValueError(f"The reference system {wkt[:60]} is not understood: {error}.") from error
    if failed:
        raise ValueError(f"The reference system {wkt[:60]} is not understood.")
    reference.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
    return reference


def full_turn(reference):
    """Return a full turn in units of a reference system's longitudes, None if it has none.

    Parameters
    ----------
    reference : osr.SpatialReference
    """
    if not reference.IsGeographic():
        return None
    # 360 degrees or 400 gon come back a little off.
    return round(2.0 * math.pi / reference.GetAngularUnits(), 6)


def transformation(source, target, operation=None, area=None):
    """Return an `osr.CoordinateTransformation`.

    Parameters
    ----------
    source, target : osr.SpatialReference
        As `reference_of` returns them.
    operation : Operation, optional
        By default PROJ chooses one.
    area : (float, float, float, float), optional
        West, south, east, north in degrees: for this area PROJ chooses. West may be greater than
        east.

    Raises
    ------
    ValueError
        If there is none, or the operation cannot be used.
    """
    options = osr.CoordinateTransformationOptions()
    if area is not None:
        options.SetAreaOfInterest(*area)
    if operation is not None:
        options.SetOperation(operation.definition, operation.reverse)
        if operation.is_proj_string:
            source, target = _unswapped(source), _unswapped(target)
    messages = []
    # The first message tells the reason, the last one only that there is one.
    gdal.PushErrorHandler(lambda _, __, text: messages.append(text))
    try:
        made = osr.CoordinateTransformation(source, target, options)
    except RuntimeError as error:
        messages.append(str(error))
        made = None
    finally:
        gdal.PopErrorHandler()
    if made is not None and made.this is not None:
        return made
    if operation is not None:
        reason = " ".join(messages[0].split()).rstrip(".") if messages else "GDAL does not say why"
        raise ValueError(f"OPERATION is {operation.definition}, which cannot be used: {reason}.")
    raise ValueError(f"There is no transformation from {source.GetName()} to {target.GetName()}.")


def _unswapped(reference):
    """Return a reference system whose coordinates GDAL passes on in the order they have."""
    copy = reference.Clone()
    copy.SetDataAxisToSRSAxisMapping([1, 2])
    return copy


def transform_points(made, x, y):
    """Transform points; NaN where that fails.

    Parameters
    ----------
    made : osr.CoordinateTransformation
    x, y : float arrays of the same shape

    Returns
    -------
    (numpy.ndarray, numpy.ndarray)
        float64.
    """
    x, y = np.asarray(x, dtype=float), np.asarray(y, dtype=float)
    points = np.column_stack((x.ravel(), y.ravel()))
    finite = np.isfinite(points).all(axis=1)
    results = np.full((len(points), 2), np.nan)
    gdal.PushErrorHandler("CPLQuietErrorHandler")
    try:
        if finite.any():
            with _telling_by_results():
                transformed = made.TransformPoints(points[finite])
            results[finite] = np.asarray(transformed, dtype=float)[:, :2]
    finally:
        gdal.PopErrorHandler()
    results[~np.isfinite(results).all(axis=1)] = np.nan
    return results[:, 0].reshape(x.shape), results[:, 1].reshape(x.shape)


def _telling_by_results():
    """Switch exceptions off for this thread, if this GDAL (3.7) can do that for one thread.

    With them one point that cannot be transformed takes away the results of all others.
    """
    manager = getattr(osr, "ExceptionMgr", None)
    return nullcontext() if manager is None else manager(useExceptions=False)
