"""Times that can be compared: contenders by turns, the best of several rounds, and tables."""

import json
import os
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path


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


class ProcessError(Exception):
    """A process failed; the message says which and what it told last."""


@dataclass(frozen=True)
class Usage:
    """What a process took.

    Attributes
    ----------
    seconds : float
    peak : float
        Largest resident memory in MB of 2^20 bytes.
    """

    seconds: float
    peak: float


def run_process(name, command, log):
    """Run a command as a process of its own and return its `Usage`.

    Parameters
    ----------
    name : str
        What it is called in an error message.
    command : sequence of str
    log : path
        Where it writes what it has to say.

    Raises
    ------
    ProcessError
        If its exit code is not 0.
    """
    # What others have written goes to the disk in their time, not in this one's.
    os.sync()
    launcher = str(Path(__file__).with_name("launcher.py"))
    launched = subprocess.run(
        [sys.executable, "-I", "-S", launcher, str(log), *command],
        check=True,
        capture_output=True,
        text=True,
    )
    told = json.loads(launched.stdout)
    if told["code"] != 0:
        lines = Path(log).read_text(encoding="utf-8", errors="replace").strip().splitlines()
        raise ProcessError("\n".join([f"{name} failed (exit code {told['code']}).", *lines[-10:]]))
    return Usage(told["seconds"], told["bytes"] / (1 << 20))


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
        self._columns, self._rows = columns, []
        print(f"\n{title}")
        self._print(columns)
        self._print("-" * width for width in self._widths)

    def add(self, case, *cells):
        """Print a row; numbers get three digits."""
        row = [case] + [_text(cell) for cell in cells]
        self._rows.append(row)
        self._print(row)

    def markdown(self):
        """Return the rows so far as a table of Markdown."""
        rules = ["---"] + ["--:"] * (len(self._columns) - 1)
        return "\n".join(f"| {' | '.join(row)} |" for row in (self._columns, rules, *self._rows))

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
