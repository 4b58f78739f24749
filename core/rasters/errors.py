"""What goes wrong with files."""


class RasterError(Exception):
    """A raster cannot be read or written; the message is one sentence for the user."""
