"""Whether a file that GDAL has closed holds all that it should."""

from osgeo import gdal

from .reading import quiet_gdal


def is_cut_off(path):
    """Tell whether a GeoTIFF ends before its pixels do.

    GDAL keeps the last 64 KB for the moment when it closes a file. GDAL 3.10 says nothing to its
    caller if they cannot be written then (a quota, a limit to the size of files): libtiff tells it
    to the terminal, and no call returns it.

    Parameters
    ----------
    path : str
        Closed.

    Returns
    -------
    bool
        True also if it cannot be opened, or if its directory is incomplete. The time is 2 us for
        each block.
    """
    found = gdal.VSIStatL(path)
    with quiet_gdal():
        try:
            dataset = gdal.Open(path)
            if dataset is None or found is None or _last_byte(dataset) > found.size:
                return True
        except RuntimeError:
            return True
        # Of a directory that lacks its end, blocks seem to be left out.
        return gdal.GetLastErrorType() >= gdal.CE_Failure


def _last_byte(dataset):
    """Return how long a GeoTIFF must be at least."""
    by_pixel = dataset.GetMetadataItem("INTERLEAVE", "IMAGE_STRUCTURE") == "PIXEL"
    last = 0
    for number in range(1, 2 if by_pixel else dataset.RasterCount + 1):
        band = dataset.GetRasterBand(number)
        rows, cols = (
            -(-size // block)
            for size, block in zip((band.YSize, band.XSize), reversed(band.GetBlockSize()))
        )
        offset, name = max(
            (int(band.GetMetadataItem(f"BLOCK_OFFSET_{col}_{row}", "TIFF") or 0), f"{col}_{row}")
            for row in range(rows)
            for col in range(cols)
        )
        # A block of nothing but nodata may be left out.
        if offset > 0:
            last = max(last, offset + int(band.GetMetadataItem(f"BLOCK_SIZE_{name}", "TIFF") or 0))
    return last
