"""Which of a raster's georeferences a warp goes by."""

from ..rasters.reading import frame_of, open_raster
from .jobs import CrsGridJob, GcpGridJob, GeolocationGridJob, RpcGridJob

# What they are called, in the order in which they are looked for.
_WORDS = {
    "geotransform": "geotransform",
    "gcps": "ground control points",
    "rpc": "RPC",
    "geolocation": "geolocation arrays",
}
AUTO = "auto"

# Of ground control points, where nothing else is asked for.
DEFAULT_METHOD = "polynomial1"


def georeference_of(path, asked=AUTO):
    """Return which georeference of a raster counts.

    Parameters
    ----------
    path : str
    asked : str
        ``geotransform``, ``gcps``, ``rpc`` or ``geolocation``; ``auto`` is the first of these that
        the raster has.

    Raises
    ------
    RasterError, ValueError
        If it does not have what is asked for.
    """
    if asked != AUTO and asked not in _WORDS:
        raise ValueError(
            f"GEOREFERENCE is {asked}; it must be one of {', '.join((AUTO, *_WORDS))}."
        )
    with open_raster(path, "INPUT") as dataset:
        there = {
            "geotransform": frame_of(dataset).geotransform is not None,
            "gcps": dataset.GetGCPCount() > 0,
            "rpc": bool(dataset.GetMetadata("RPC")),
            "geolocation": bool(dataset.GetMetadata("GEOLOCATION")),
        }
    found = [name for name in _WORDS if there[name]]
    if not found:
        *most, last = _WORDS.values()
        raise ValueError(f"INPUT has no georeference: no {', '.join(most)} or {last}.")
    if asked == AUTO:
        return found[0]
    if asked not in found:
        raise ValueError(
            f"GEOREFERENCE is {asked}, but INPUT has no {_WORDS[asked]}; it has"
            f" {' and '.join(_WORDS[name] for name in found)}."
        )
    return asked


def georeferenced_job(georeference, method=DEFAULT_METHOD, height=None, **settings):
    """Return the `GridJob` that goes by a georeference of its source.

    Parameters
    ----------
    georeference : str
        As `georeference_of` returns it.
    method : str
        Of ground control points, see `GcpGridJob`.
    height : float or None
        For an RPC, see `RpcGridJob`.
    **settings
        Of a `GridJob`.

    Raises
    ------
    ValueError
        If a value is given that is for another georeference.
    """
    if height is not None and georeference != "rpc":
        raise ValueError(
            f"HEIGHT is {height:g}, which is for RPC, but GEOREFERENCE is {georeference}; leave"
            " HEIGHT out."
        )
    if method != DEFAULT_METHOD and georeference != "gcps":
        raise ValueError(
            f"GCP_METHOD is {method}, which is for ground control points, but GEOREFERENCE is"
            f" {georeference}; leave GCP_METHOD out."
        )
    if georeference == "gcps":
        return GcpGridJob(method=method, **settings)
    if georeference == "rpc":
        return RpcGridJob(height=height, **settings)
    kinds = {"geotransform": CrsGridJob, "geolocation": GeolocationGridJob}
    return kinds[georeference](**settings)
