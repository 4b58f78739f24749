"""Where a value falls between ascending positions, found exactly (see ``engines/burning``).

A guess is nearly always right on a regular lattice. The hot loops call `gap_around` and what
searches separately: nested in one function, the compiler would count references to the arrays
around every guess, which takes five times as long as the guess.
"""

from ..burning import CROSSING_ERROR
from .compiling import compiled
from .orientation import orientation


@compiled
def slots_per_unit(positions):
    """Return the mean number of positions per unit, from which searches make their first guess."""
    extent = positions[-1] - positions[0]
    return (positions.size - 1) / extent if extent > 0.0 else 0.0


@compiled
def first_not_below(positions, density, value):
    """Return how many positions are below a value; `density` is `slots_per_unit`."""
    last = positions.size - 1
    if not value > positions[0]:
        return 0
    if value > positions[last]:
        return last + 1
    guess = (value - positions[0]) * density
    low = int(guess) if guess < last else last
    step = 1
    if positions[low] < value:
        high = min(low + 1, last)
        while positions[high] < value:
            low = high
            high = min(high + step, last)
            step *= 2
    else:
        high = low
        low = high - 1
        while positions[low] >= value:
            high = low
            low = max(low - step, 0)
            step *= 2
    while high - low > 1:
        middle = (low + high) // 2
        if positions[middle] < value:
            low = middle
        else:
            high = middle
    return high


@compiled
def gap_around(positions, density, low, high):
    """Guess the gap that holds low to high; return the position after it, or 0 if unsure."""
    guess = (low - positions[0]) * density
    k = int(guess) if 0.0 <= guess < positions.size - 1 else 0
    last = min(k + 1, positions.size - 1)
    return last if (positions[k] < low) & (high < positions[last]) else 0


@compiled
def searched_slot(positions, density, value):
    """Return ``2k + 1`` where a value equals position k, ``2k`` in the gap before it."""
    k = first_not_below(positions, density, value)
    return 2 * k + (k < positions.size and positions[k] == value)


@compiled
def slot_of(positions, density, value):
    """Return what `searched_slot` does, but guess first."""
    k = gap_around(positions, density, value, value)
    return 2 * k if k > 0 else searched_slot(positions, density, value)


@compiled
def crossing_bounds(x0, y0, x1, y1, y):
    """Return the x between which an edge with y0 < y1 crosses y0 <= y <= y1."""
    x = x0 + (x1 - x0) * ((y - y0) / (y1 - y0))
    error = CROSSING_ERROR * (abs(x0) + abs(x1)) if x0 != x1 else 0.0
    return x - error, x + error


@compiled
def compared_slot(x0, y0, x1, y1, y, low, high, xs, density):
    """Return the slot of a crossing, comparing the positions within its bounds with the edge."""
    k = first_not_below(xs, density, low)
    while k < xs.size and xs[k] <= high:
        side = orientation(x0, y0, x1, y1, xs[k], y) if low < high else 0
        if side <= 0:
            return 2 * k + (side == 0)
        k += 1
    return 2 * k


@compiled
def crossing_slot(x0, y0, x1, y1, y, xs, density):
    """Return the slot of `xs` in which an edge with y0 < y1 crosses y0 <= y <= y1."""
    low, high = crossing_bounds(x0, y0, x1, y1, y)
    k = gap_around(xs, density, low, high)
    return 2 * k if k > 0 else compared_slot(x0, y0, x1, y1, y, low, high, xs, density)
