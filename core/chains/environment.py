"""What the environment says of threads and memory."""

import os

from .jobs import Resources

# Megabytes: with less GDAL's and the executor's own needs would leave nothing.
LEAST_MEMORY = 64


def environment_resources():
    """Return the `Resources` of GRIDR_THREADS and GRIDR_MAX_MEMORY, None where one is not set or 0.

    Raises
    ------
    ValueError
        If one is no number that can be meant.
    """
    memory = _whole_number("GRIDR_MAX_MEMORY", f"{LEAST_MEMORY} or more megabytes, or 0")
    if memory is not None and memory < LEAST_MEMORY:
        raise ValueError(
            f"GRIDR_MAX_MEMORY is {memory} MB; it must be {LEAST_MEMORY} or more, or 0."
        )
    return Resources(_whole_number("GRIDR_THREADS", "1 or more, or 0"), memory)


def _whole_number(name, meant):
    text = os.environ.get(name, "").strip()
    if text and not (text.isascii() and text.isdigit()):
        raise ValueError(f"{name} is {text}; it must be a whole number, {meant}.")
    return int(text or 0) or None
