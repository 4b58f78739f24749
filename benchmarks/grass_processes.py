"""Whole jobs of the GRASS family: this plugin in QGIS beside modules of GRASS."""

import shutil
from dataclasses import dataclass
from pathlib import Path

from agreement import difference_with_nulls
from contenders import GRASS, OURS, Contender, qgis_command
from grass_session import GrassSession, is_installed
from measuring import ProcessError, Table

# Target cells along an axis for each source cell: sampling, and statistics (4.3 times coarser).
FINE, COARSE = 8000 / 8192, 1 / 4.3

ALGORITHMS = {
    "r.resample": "gridr:resamplenearest",
    "r.resamp.interp": "gridr:resampleinterpolate",
    "r.resamp.stats": "gridr:resamplestatistics",
}

# Module, method and flags.
CASES = (
    "r.resample",
    *(f"r.resamp.interp {name}" for name in ("nearest", "bilinear", "bicubic", "lanczos")),
    *(f"r.resamp.stats {name}" for name in ("average", "average -w", "median", "mode", "minimum")),
)

# A source of this size takes no time: what is left is the start of QGIS and of the plugin.
_TINY = 256

# A start is taken from many other times, so that it has to be exact: so many rounds for one.
_ROUNDS = 3

# Names in the mapset.
_SOURCE, _RESULT = "source", "result"


@dataclass(frozen=True)
class Target:
    """Square cells from the north-western corner of a source on, whose own cells are 1 wide.

    Attributes
    ----------
    size : int
        Rows and columns of the source, which lies between 0 and `size` on both axes.
    rows, cols : int
        The columns reach from side to side.
    """

    size: int
    rows: int
    cols: int

    @property
    def cell_size(self):
        """Width and height of a cell."""
        return self.size / self.cols

    @property
    def south(self):
        """The southern side of the last row."""
        return self.size - self.rows * self.cell_size


def target_of(case, size):
    """Return the cells that a case resamples a source to.

    GRASS 8.2.1 stops with an error in lanczos if the last centre is in the upper half of a source
    cell. So sampling leaves out rows in the south until that is not so, for all methods alike.
    """
    if case.startswith("r.resamp.stats"):
        cells = int(size * COARSE)
        return Target(size, cells, cells)
    cells = int(size * FINE)
    target = Target(size, cells, cells)
    while (target.size - target.south - target.cell_size / 2 - 0.5) % 1 >= 0.5:
        target = Target(size, target.rows - 1, cells)
    return target


def bench_grass_processes(settings, workshop):
    """Print time, peak memory and agreement of both programs; return the table as Markdown."""
    cases = [case for case in CASES if settings.wants(f"grass {case}")]
    if not cases:
        return ""
    inputs = workshop.inputs(settings.size, "float32")
    place = Path(workshop.folder, "grass")
    place.mkdir()
    session = open_session(place, inputs)
    targets = dict.fromkeys(target_of(case, settings.size) for case in cases)
    cells = " and ".join(f"{target.rows} x {target.cols}" for target in targets)
    table = Table(
        f"GRASS family, {cells} from {settings.size} x {settings.size} float32: whole processes",
        "", "seconds", "without start", "peak MB", "time/ours", "same without start",
        "largest difference", "nulls differ",
    )  # fmt: skip
    starts = measure_starts(cases, settings, workshop)
    for case in cases:
        add_case(table, case, session, starts[_module(case)], settings, workshop)
    shutil.rmtree(place)
    return table.markdown()


def open_session(folder, inputs):
    """Return a GRASS that has imported the source, or None where there is none that works."""
    if not is_installed():
        return None
    try:
        session = GrassSession(folder)
        session.run("r.in.gdal", "-o", f"input={inputs.source}", f"output={_SOURCE}")
    except ProcessError as error:
        print(error)
        return None
    return session


def measure_starts(cases, settings, workshop):
    """Return for each module the seconds that this plugin takes for a tiny job of its kind."""
    tiny = workshop.inputs(_TINY, "float32")
    first = {_module(case): case for case in reversed(cases)}
    jobs = [_ours(module, case, tiny, workshop.folder) for module, case in first.items()]
    usages = workshop.best_of(jobs, _ROUNDS * settings.rounds)
    for job in jobs:
        workshop.remove(job)
    return {module: usage.seconds for module, usage in usages.items()}


def add_case(table, case, session, start, settings, workshop):
    """Measure one case and print its rows; `start` is what a tiny job takes."""
    inputs = workshop.inputs(settings.size, "float32")
    target = target_of(case, inputs.size)
    ours = _ours(OURS, case, inputs, workshop.folder)
    rivals = [ours]
    if session is not None:
        rivals.append(_grass(case, session, target))
    usages = workshop.best_of(rivals, settings.rounds)
    usage = usages[OURS]
    left = max(0.0, usage.seconds - start)
    table.add(f"{case}: {OURS}", usage.seconds, left, usage.peak, "1.00", "1.00", "-", "-")
    if GRASS in usages:
        theirs = usages[GRASS]
        exported = str(Path(workshop.folder, "exported.tif"))
        session.run(
            "r.out.gdal", "-c", f"input={_RESULT}", f"output={exported}", region=_region(target)
        )
        table.add(
            f"{case}: {GRASS}", theirs.seconds, theirs.seconds, theirs.peak,
            f"{theirs.seconds / usage.seconds:.2f}",
            f"{theirs.seconds / left:.2f}" if left else "-",
            *difference_with_nulls(ours.output, exported),
        )  # fmt: skip
        Path(exported).unlink()
    for rival in rivals:
        workshop.remove(rival)


def _ours(name, case, inputs, folder):
    module, *words = case.split()
    target = target_of(case, inputs.size)
    output = str(Path(folder, f"grass-{name.replace(' ', '-')}.tif"))
    told = {
        "INPUT": inputs.source,
        "EXTENT": f"0,{target.size},{target.south!r},{target.size}",
        "CELL_SIZE": repr(target.cell_size),
    }
    if words:
        told["METHOD"] = words[0]
    if "-w" in words:
        told["WEIGHTED"] = "true"
    command = qgis_command(ALGORITHMS[module], {**told, "OUTPUT": output})
    return Contender(name, command, output, None)


def _grass(case, session, target):
    """Its output is the file of the values: when that is gone, nothing large is overwritten."""
    module, *words = case.split()
    region = _region(target)
    session.save_region(region, target.size, target.south, target.size, 0, target.cell_size)
    method = [f"method={words[0]}", *words[1:]] if words else []
    command = session.command(
        module, *method, f"input={_SOURCE}", f"output={_RESULT}", region=region
    )
    return Contender(GRASS, command, session.values_of(_RESULT), None)


def _module(case):
    return case.split()[0]


def _region(target):
    return f"cells_{target.rows}"
