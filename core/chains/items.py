"""Metadata items by which GridR's rasters tell how they are meant to be used."""

# Of a grid, for rows and columns: output pixels from one node to the next, and the size of the
# output that it was made for.
STEP_ITEMS = ("GRIDR_STEP_ROWS", "GRIDR_STEP_COLS")
TARGET_ITEMS = ("GRIDR_TARGET_ROWS", "GRIDR_TARGET_COLS")

# Of a grid: how its coordinates are counted, and from which number if not from 0.
CONVENTION_ITEM = "GRIDR_CONVENTION"
BASE_ITEM = "GRIDR_BASE"

# Of a mask.
VALID_VALUE_ITEM = "GRIDR_VALID_VALUE"
INVALID_VALUE_ITEM = "GRIDR_INVALID_VALUE"
