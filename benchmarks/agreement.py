"""In how far two programs have written the same raster."""

import numpy as np
from osgeo import gdal

# Differences of values beyond this are counted; the source's are some 100.
TOLERANCE = 0.01

# Rows that are in memory at a time.
_STRIP = 512


def difference(one, other):
    """Compare what two contenders have written, where the first one has a valid value.

    Parameters
    ----------
    one, other : Contender

    Returns
    -------
    tuple of str or number
        The largest difference, the number of values that differ by more than `TOLERANCE`, and the
        number of pixels in which masks differ, "-" where there are not two.
    """
    if one is other:
        return "-", "-", "-"
    masked = one.output_mask is not None and other.output_mask is not None
    paths = [each.output for each in (one, other)]
    paths += [each.output_mask for each in (one, other)] if masked else []
    largest, different, mask_pixels = 0.0, 0, 0
    for first, second, *masks in _strips(paths):
        # This plugin writes NaN where it has no value.
        known = np.isfinite(first)
        if masked:
            valid, other_valid = masks
            mask_pixels += int(np.count_nonzero(valid != other_valid))
            known &= other_valid == 1
        apart = np.abs(first[known].astype(np.float64) - second[known])
        if apart.size:
            largest = max(largest, float(apart.max()))
        different += int(np.count_nonzero(~(apart <= TOLERANCE)))
    return f"{largest:.2g}", different, mask_pixels if masked else "-"


def difference_with_nulls(one, other):
    """Compare two rasters of the same cells in which NaN is null.

    Parameters
    ----------
    one, other : str
        Paths.

    Returns
    -------
    str, int
        The largest difference where both have a value, and the number of cells in which only one
        of them has.
    """
    largest, nulls = 0.0, 0
    for first, second in _strips([one, other]):
        nulls += int(np.count_nonzero(np.isnan(first) != np.isnan(second)))
        apart = np.abs(first.astype(np.float64) - second)
        largest = max(largest, float(np.max(apart, where=~np.isnan(apart), initial=0.0)))
    return f"{largest:.2g}", nulls


def _strips(paths):
    """Yield lists of arrays: some rows of each raster, which have the same shape."""
    datasets = [gdal.Open(path) for path in paths]
    rows, cols = datasets[0].RasterYSize, datasets[0].RasterXSize
    for top in range(0, rows, _STRIP):
        strip = (0, top, cols, min(_STRIP, rows - top))
        yield [dataset.ReadAsArray(*strip) for dataset in datasets]
