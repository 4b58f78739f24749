"""Validity of a raster file from all its sources: its own, a mask raster, polygons."""

import numpy as np

from ..masks.burning import burn
from ..masks.geometry import polygon_rings
from ..masks.georeferenced import sample_mask
from ..rasters.errors import RasterError
from ..rasters.reading import check_bands, frame_of, open_raster, read_band, read_validity
from ..transforms.crs import CrsToSource
from .items import VALID_VALUE_ITEM


def burn_polygons_on(frame, polygons, rule="center"):
    """Return where a frame's cells lie in the valid polygons and not in the invalid ones.

    Parameters
    ----------
    frame : Frame
    polygons : Polygons
        In the frame's reference system.
    rule : str
        Which cells belong to a polygon, see `core.masks.burning.burn`.

    Returns
    -------
    numpy.ndarray of bool, or None
        None when there are no polygons.
    """
    valid = None
    for wkb, keep in ((polygons.valid, True), (polygons.invalid, False)):
        if wkb is None:
            continue
        inside = _burn(frame, wkb, rule) != 0
        part = inside if keep else ~inside
        valid = part if valid is None else valid & part
    return valid


def _burn(frame, wkb, rule):
    if frame.is_upright:
        x_edges, y_edges = frame.edges()
        return burn(list(wkb), *frame.centers(), rule, x_edges=x_edges, y_edges=y_edges)
    rings = polygon_rings(list(wkb))
    row, col = frame.map_to_center(rings.x, rings.y)
    return burn(
        rings._replace(x=col, y=row),
        np.arange(float(frame.cols)),
        np.arange(float(frame.rows)),
        rule,
    )


def read_mask(mask, name):
    """Return a mask raster as booleans, nodata pixels invalid, and its frame.

    Raises
    ------
    RasterError
        If it cannot be read.
    """
    with open_raster(mask.path, name) as dataset:
        check_bands(dataset, [mask.band], name)
        values = read_band(dataset, mask.band, name)
        written = dataset.GetMetadataItem(VALID_VALUE_ITEM)
        # A mask of ours says which value is valid; in any other it is all but 0.
        valid = values != 0 if written is None else values == float(written)
        own = read_validity(dataset, [mask.band], [values], name)
        return valid if own is None else valid & own, frame_of(dataset)


def mask_on_frame(mask, frame, threshold=0.999, dtype="float64", name="MASK_IN"):
    """Return a mask raster laid over a frame by georeference, as booleans.

    A mask of the same frame is taken as it is; any other is sampled bilinearly at the frame's
    cell centres.

    Raises
    ------
    RasterError
        If it cannot be read, or the two do not share a reference system or are rotated.
    """
    valid, mask_frame = read_mask(mask, name)
    if not _same_reference(mask_frame, frame):
        raise RasterError(
            f"{name} has another reference system than the raster that it is laid over; reproject"
            " it first."
        )
    if mask_frame.shape == frame.shape and _same_place(mask_frame, frame):
        return valid
    if mask_frame.geotransform is None or frame.geotransform is None:
        raise RasterError(
            f"{name} has {mask_frame.rows} x {mask_frame.cols} pixels and no common"
            f" georeference with the {frame.rows} x {frame.cols} pixels that it should cover."
        )
    if not (mask_frame.is_upright and frame.is_upright):
        raise RasterError(f"{name} cannot be laid over a rotated raster, or is rotated itself.")
    xs, ys = frame.centers()
    rows, _ = mask_frame.map_to_center(np.zeros_like(ys), ys)
    _, cols = mask_frame.map_to_center(xs, np.zeros_like(xs))
    return sample_mask(valid, rows, cols, threshold, np.dtype(dtype)) != 0


def _same_reference(mask_frame, frame):
    """Tell whether coordinates of a frame are those of the mask as well.

    The names of reference systems differ too easily: what counts is where the frame's corners lie
    in the mask. A system that is not known agrees with all.
    """
    if not mask_frame.crs_wkt or not frame.crs_wkt or mask_frame.crs_wkt == frame.crs_wkt:
        return True
    if mask_frame.geotransform is None or frame.geotransform is None:
        return True
    x, y = frame.center_to_map([0, 0, frame.rows - 1, frame.rows - 1], [0, frame.cols - 1] * 2)
    transformed = CrsToSource(mask_frame, frame.crs_wkt, np.inf)(x, y)
    # False for NaN, which stands for what cannot be transformed.
    return bool(np.all(np.abs(np.subtract(transformed, mask_frame.map_to_center(x, y))) < 0.01))


def _same_place(one, other):
    if one.geotransform is None or other.geotransform is None:
        return True
    pixel = max(abs(step) for step in other.geotransform[1:3])
    difference = np.abs(np.subtract(one.geotransform, other.geotransform))
    return bool(np.all(difference <= 1e-6 * pixel))
