"""What a grid that zooms out needs besides: wider kernels, and samples as far as they reach."""

import math
from dataclasses import dataclass

from ..engines import engine
from ..engines.sampling import leniency
from ..interpolation.base import Interpolator
from ..interpolation.widening import WidenedKernel, widened_kernel
from .zoom import largest_scales, zoom_of, zooms_out_everywhere


@dataclass(frozen=True)
class Widening:
    """The kernel of a grid that zooms out somewhere.

    Attributes
    ----------
    kernel : WidenedKernel
    largest : float
        Scale that no pixel exceeds on either axis.
    everywhere : bool
        Whether it widens for all pixels, so that nothing else is needed.
    """

    kernel: WidenedKernel
    largest: float
    everywhere: bool

    @property
    def stencil(self):
        """The widest kernel as an interpolator: how far around a position it reaches."""
        reach = math.ceil(self.kernel.radius * self.largest)
        return Interpolator("widened", reach, reach + 1, reach, "widened")


def widening_of(grid, settings):
    """Return the `Widening` of a grid's window, None if nothing has to be widened there.

    Parameters
    ----------
    grid : ResamplingGrid
    settings : Settings
    """
    kernel = widened_kernel(settings.interpolator) if settings.antialias else None
    if kernel is None:
        return None
    largest = max(largest_scales(grid))
    return Widening(kernel, largest, zooms_out_everywhere(grid)) if largest > 1.0 else None


def widened_sampler(widening, job, grid, policy):
    """Return a function that samples again the pixels of rows in which a grid zooms out.

    Parameters
    ----------
    widening : Widening
    job : Sampling
        Of samples as far as the kernel reaches.
    grid : ResamplingGrid
    policy : ValidityPolicy
        By the strict one all samples with weight are there and valid.
    """
    lenient = leniency(policy.name == "nearest", 1.0 if policy.is_strict else policy.minimum)
    (top, _), cols = grid.window

    def run(first, start, stop, values, valid):
        rows = top + first + start, top + first + stop - 1
        scales = zoom_of(grid, (rows, cols)).scales((rows, cols))
        if all(scale.max() <= 1.0 for scale in scales):
            return
        part = job._replace(first_row=job.first_row + first)
        engine().sample_widened(widening.kernel, part, *scales, lenient, start, stop, values, valid)

    return run
