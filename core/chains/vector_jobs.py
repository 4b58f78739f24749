"""Jobs that make vector layers of rasters."""

from dataclasses import dataclass, field

from .jobs import Destination, Resources


@dataclass(frozen=True)
class VectorizeJob:
    """Make polygons of a mask, or of any band of classes.

    Attributes
    ----------
    source : str
    output : Destination
        A vector file.
    band : int
        Counted from 1.
    classes : str
        ``valid``, ``invalid`` or ``both``: of a mask; ``values``: each value is a class.
    values : tuple of float
        Of ``values``, the only ones that become polygons; empty for all.
    outline : str
    connectivity : int
        See `core.masks.vectorize.Vectorizer`.
    min_area : float
        In squared map units; areas of cells that are smaller become no polygons.
    resources : Resources
    metadata : dict of str
        Written into the output, where its format has a place for it.
    """

    source: str
    output: Destination
    band: int = 1
    classes: str = "valid"
    values: tuple = ()
    outline: str = "edges"
    connectivity: int = 4
    min_area: float = 0.0
    resources: Resources = field(default_factory=Resources)
    metadata: dict = field(default_factory=dict)
