"""Jobs that make a validity mask."""

from dataclasses import dataclass, field
from typing import Optional

from ..conventions.frame import Frame
from ..masks.from_values import ValueCriteria
from .jobs import Destination, Resources


@dataclass(frozen=True)
class ValueMaskJob:
    """Make a validity mask from the values of a band.

    Attributes
    ----------
    source : str
    output : Destination
    band : int
        Counted from 1.
    criteria : ValueCriteria
        Which pixels match.
    matching : str
        What these are: ``invalid`` or ``valid``; the others are the opposite.
    nodata : bool
        Whether nodata and masked pixels are invalid whatever they hold.
    non_finite : bool
        Whether NaN and infinity are invalid whatever matches.
    erosion : float
        Invalid pixels that hold a value become valid if a valid one is not farther than this, from
        centre to centre.
    dilation : float
        After that, pixels become invalid if an invalid one is not farther than this.
    unit : str
        Of both, ``pixels`` or ``meters``.
    frame : Frame or None
        Of the output: the mask is laid over it by georeference. None keeps the band's own pixels.
    threshold : float
        Smallest interpolated validity that is valid, if there is a frame.
    valid_value, invalid_value : int
        0 to 255.
    metadata : dict of str
    reference : str or None
        Raster that the frame comes from; the output must not replace it.
    resources : Resources
    """

    source: str
    output: Destination
    band: int = 1
    criteria: ValueCriteria = field(default_factory=ValueCriteria)
    matching: str = "invalid"
    nodata: bool = True
    non_finite: bool = True
    erosion: float = 0.0
    dilation: float = 0.0
    unit: str = "pixels"
    frame: Optional[Frame] = None
    threshold: float = 0.999
    valid_value: int = 1
    invalid_value: int = 0
    metadata: dict = field(default_factory=dict)
    reference: Optional[str] = None
    resources: Resources = field(default_factory=Resources)
