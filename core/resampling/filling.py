"""Invalid samples replaced by their valid neighbours, so that no filter carries them on."""

from ..engines import engine
from ..engines.blocks import map_blocks

# Once along rows and columns, and once more from there: that turns corners.
STAGES = 2

# Rows that one thread fills at a time.
_BLOCK_ROWS = 64


def fill_invalid(values, valid, reach, threads=1):
    """Replace invalid samples, in place.

    Each becomes the mean of the nearest valid samples to the left, right, above and below, weighted
    by the inverse of their distance: a value between theirs. What has none within reach is filled
    from those that had, the same way; what has not even one of these becomes 0. So a value depends
    on nothing farther away than twice the reach.

    Parameters
    ----------
    values : float64 array (bands, rows, cols), C-contiguous
        What invalid samples hold does not matter, NaN or else.
    valid : uint8 array (rows, cols) of 0 and 1, C-contiguous
    reach : int
        Less than 255.
    threads : int
    """
    known = valid
    for _ in range(STAGES):
        if known.all():
            return
        reached = known.copy()

        def fill(start, stop, known=known, reached=reached):
            engine().fill_gaps(values, known, reached, reach, start, stop)

        map_blocks(fill, valid.shape[0], _BLOCK_ROWS, threads)
        known = reached
