"""Times that can be compared: contenders by turns, the best of several rounds, and tables."""

import time


def best_times(contenders, rounds):
    """Return the shortest time of each contender, in seconds.

    They take turns, so that whatever else the machine does hits them alike.

    Parameters
    ----------
    contenders : sequence of callables
        Each has been called once before, so that everything is compiled and in memory.
    rounds : int
    """
    best = [float("inf")] * len(contenders)
    for _ in range(rounds):
        for i, contender in enumerate(contenders):
            start = time.perf_counter()
            contender()
            best[i] = min(best[i], time.perf_counter() - start)
    return best


class Table:
    """Prints rows as they come, numbers to the right.

    Parameters
    ----------
    title : str
    columns : sequence of str
        The first one names the case.
    """

    def __init__(self, title, *columns):
        self._widths = [40] + [max(9, len(column)) for column in columns[1:]]
        print(f"\n{title}")
        self._print(columns)
        self._print("-" * width for width in self._widths)

    def add(self, case, *cells):
        """Print a row; numbers get three digits."""
        self._print([case] + [_text(cell) for cell in cells])

    def _print(self, cells):
        first, *others = cells
        widths = self._widths[1:]
        print(
            f"{first:<{self._widths[0]}}",
            *(f"{cell:>{width}}" for cell, width in zip(others, widths)),
            flush=True,
        )


def _text(cell):
    if isinstance(cell, str):
        return cell
    if isinstance(cell, int) or cell >= 100:
        return f"{cell:.0f}"
    return f"{cell:.3g}"
