"""GridR 0.7.0's chain from files to files, as a process of its own.

``gridr_chain.py INTERPOLATOR STEP SOURCE GRID OUTPUT [MASK OUTPUT_MASK]``, by rasterio. The output
gets the source's type and is tiled, the mask as well.
"""

import sys
import warnings
from contextlib import ExitStack

with warnings.catch_warnings():
    # GridR warns of numpy 1, which GDAL's bindings may need.
    warnings.simplefilter("ignore")
    import rasterio
    from gridr.chain.grid_resampling_chain import basic_grid_resampling_chain
    from gridr.io.common import GridRIOMode

# Rows of the output that are read, computed and written at a time. By default the chain takes 1000
# rows of the grid, here the whole output, and then is slower and takes half as much memory again.
STRIP = 1000

# GridR has no defaults; ours are the same.
BSPLINE_SETTINGS = {"epsilon": 1e-6, "mask_influence_threshold": 1e-3}


def main(interpolator, step, source, grid, output, mask=None, output_mask=None):
    """Resample a raster of one band."""
    step = int(step)
    with ExitStack() as stack:
        opened = [stack.enter_context(rasterio.open(path)) for path in (grid, source)]
        nodes, image = opened
        height, width = ((size - 1) * step + 1 for size in nodes.shape)

        def create(path, dtype):
            return stack.enter_context(
                rasterio.open(
                    path, "w", driver="GTiff", height=height, width=width, count=1, dtype=dtype,
                    tiled=True, blockxsize=256, blockysize=256, BIGTIFF="IF_SAFER",
                )
            )  # fmt: skip

        masks = {}
        if mask is not None:
            masks = {
                "array_src_mask_ds": stack.enter_context(rasterio.open(mask)),
                "array_src_mask_band": 1,
                "array_src_mask_validity_pair": (1, 0),
                "mask_out_ds": create(output_mask, "uint8"),
            }
        basic_grid_resampling_chain(
            grid_ds=nodes,
            grid_row_coords_band=1,
            grid_col_coords_band=2,
            grid_resolution=(step, step),
            array_src_ds=image,
            array_src_bands=[1],
            array_out_ds=create(output, image.dtypes[0]),
            interp=interpolator,
            interp_kwargs=BSPLINE_SETTINGS if interpolator.startswith("bspline") else None,
            nodata_out=0,
            io_strip_size=STRIP,
            io_strip_size_target=GridRIOMode.OUTPUT,
            **masks,
        )


if __name__ == "__main__":
    with warnings.catch_warnings():
        # Of its defaults, at every call; and of rasters without a georeference.
        warnings.simplefilter("ignore")
        main(*sys.argv[1:])
