"""Invalid pixels grown by a diamond, in vectorised numpy."""


def dilate_invalid(valid, radius, start, stop, out):
    """Invalidate what is within some steps (up, down, left, right) of an invalid pixel.

    Parameters
    ----------
    valid : uint8 array (rows, cols), C-contiguous, of 0 and 1
        What is outside of it is not invalid.
    radius : int
        Steps; less than 16384.
    start, stop : int
        Range of rows to work on.
    out : uint8 array of the same shape, C-contiguous
    """
    first = max(0, start - radius)
    part = valid[first : stop + radius]
    for _ in range(radius):
        grown = part.copy()
        grown[1:] &= part[:-1]
        grown[:-1] &= part[1:]
        grown[:, 1:] &= part[:, :-1]
        grown[:, :-1] &= part[:, 1:]
        part = grown
    out[start:stop] = part[start - first : stop - first]
