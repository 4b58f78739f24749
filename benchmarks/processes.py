"""Time and memory of whole processes: this plugin in QGIS beside other programs.

Run it by ``./dev bench processes [--quick] [WORD...]``. Each contender is started as a user starts
it, reads files and writes files. docs/performance.md tells what is measured; ``--write`` puts the
tables there.
"""

import argparse
import os
import platform
import re
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass, replace
from importlib import metadata
from pathlib import Path

import grass_session
from agreement import difference
from contenders import OTB_PROGRAM, OURS, PEERS, QGIS_PROCESS, contenders, lacking, ours
from grass_processes import bench_grass_processes
from marked_sections import replace_sections
from mask_processes import bench_mask_processes
from measuring import ProcessError, Table, Usage, run_process
from osgeo import gdal
from process_inputs import write_inputs

ROOT = Path(__file__).resolve().parents[1]

# What `--write` puts into a document.
SECTIONS = ("machine", "comparison", "grass", "masks", "flat", "budget")

# Interpolator, and whether there are masks to read and to write.
CASES = (
    ("nearest", True),
    ("cubic", True),
    ("bspline3", True),
    ("bspline11", True),
    ("nearest", False),
    ("cubic", False),
)

# MAX_MEMORY of the large job, and what the whole process has to stay below, in MB.
BUDGET = 512

# Bytes for each pixel of the largest source that all files take together.
_BYTES_PER_PIXEL = 10

# A source of this size takes no time: what is left is the start of QGIS and of the plugin.
_TINY = 256


@dataclass(frozen=True)
class Settings:
    """What the user asked for.

    Attributes
    ----------
    rounds : int
    size : int
        Of the source of the comparison.
    flat_sizes : tuple of int
        Of the sources by which cost is compared with size.
    large_size : int
        Of the source that has to be resampled in little memory.
    polygons : int
        That a mask is made of.
    words : tuple of str
    """

    rounds: int
    size: int
    flat_sizes: tuple
    large_size: int
    polygons: int
    words: tuple

    def wants(self, case):
        """Tell whether a case is to be measured: all words are in its name."""
        return all(word in case for word in self.words)


FULL = {
    "rounds": 3,
    "size": 8192,
    "flat_sizes": (2000, 8192, 20_000),
    "large_size": 20_000,
    "polygons": 100_000,
}
QUICK = {
    "rounds": 1,
    "size": 2048,
    "flat_sizes": (1024, 4096),
    "large_size": 4096,
    "polygons": 10_000,
}


class Workshop:
    """A folder with inputs, made when they are first needed, and the running of commands in it."""

    def __init__(self, folder):
        self.folder = folder
        self._inputs = {}

    def inputs(self, size, dtype):
        """Return the `Inputs` of one size and type."""
        key = (size, dtype)
        if key not in self._inputs:
            place = Path(self.folder, f"{size}-{dtype}")
            place.mkdir()
            self._inputs[key] = write_inputs(place, size, dtype)
        return self._inputs[key]

    def run(self, contender):
        """Run a contender; what it wrote before is removed first."""
        self.remove(contender)
        return run_process(contender.name, contender.command, Path(self.folder, "log.txt"))

    def remove(self, contender):
        """Remove what a contender has written."""
        for path in (contender.output, contender.output_mask):
            if path is not None:
                Path(path).unlink(missing_ok=True)

    def best_of(self, rivals, rounds):
        """Run contenders by turns; return the shortest time and the largest peak of each.

        This plugin runs once before that, because it compiles what no process has needed so far.
        A peer that fails is left out with a word, and then has no `Usage`.
        """
        for rival in rivals:
            if rival.name not in PEERS:
                self.run(rival)
        usages = {rival.name: [] for rival in rivals}
        for _ in range(rounds):
            for rival in rivals:
                if rival.name not in usages:
                    continue
                try:
                    usages[rival.name].append(self.run(rival))
                except ProcessError as error:
                    if rival.name not in PEERS:
                        raise
                    print(error)
                    del usages[rival.name]
        return {
            name: Usage(min(each.seconds for each in runs), max(each.peak for each in runs))
            for name, runs in usages.items()
        }


def main():
    """Print the machine and one table after the other; write them where that is asked for."""
    parser = argparse.ArgumentParser(
        prog="./dev bench processes", description=__doc__.splitlines()[0]
    )
    parser.add_argument("--quick", action="store_true", help="smaller rasters, fewer rounds")
    parser.add_argument(
        "--write", metavar="FILE", type=Path, help="replace the tables of this document"
    )
    parser.add_argument(
        "words", nargs="*", help="only what has these words in its name, e.g. comparison cubic"
    )
    options = parser.parse_args()
    if options.write and (options.quick or options.words):
        parser.error("--write goes with all cases at their full size.")
    if options.write:
        try:
            # Now, and not after all has been measured.
            rewritten(options.write, dict.fromkeys(SECTIONS, ""))
        except (OSError, ValueError) as error:
            parser.error(f"--write {options.write}: {error}")
    if not os.environ.get(QGIS_PROCESS):
        sys.exit(f"bench: {QGIS_PROCESS} is not set; start it by ./dev bench processes.")
    gdal.UseExceptions()
    settings = Settings(**(QUICK if options.quick else FULL), words=tuple(options.words))
    try:
        with tempfile.TemporaryDirectory(prefix="gridr-bench-") as folder:
            sections, fits = measure(settings, folder)
    except (ProcessError, OSError) as error:
        sys.exit(f"bench: {error}")
    if options.write:
        options.write.write_text(rewritten(options.write, sections), encoding="utf-8")
    if not fits:
        sys.exit(f"bench: a job with MAX_MEMORY={BUDGET} took more than {BUDGET} MB.")


def rewritten(path, sections):
    """Return the text of a document with other sections."""
    return replace_sections(path.read_text(encoding="utf-8"), sections)


def measure(settings, folder):
    """Print all tables.

    Returns
    -------
    dict of str
        The sections of the document.
    bool
        Whether the large jobs have kept to their memory.
    """
    needed = _BYTES_PER_PIXEL * settings.large_size**2
    if shutil.disk_usage(folder).free < needed:
        raise OSError(f"{folder} has less than {needed >> 20} MB left; TMPDIR names another place.")
    sections = {"machine": "\n".join(f"- {line}" for line in machine())}
    print(sections["machine"])
    for sentence in lacking():
        print(sentence)
    workshop = Workshop(folder)
    sections["comparison"] = bench_comparison(settings, workshop)
    sections["grass"] = bench_grass_processes(settings, workshop)
    sections["masks"] = bench_mask_processes(settings, workshop)
    sections["flat"] = bench_flat_cost(settings, workshop)
    sections["budget"], fits = bench_budget(settings, workshop)
    return sections, fits


def machine():
    """Return lines on what the figures depend on."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / (1 << 30)
    packages = ", ".join(
        f"{name} {metadata.version(name)}" for name in ("numpy", "numba", "gridr", "rasterio")
    )
    plugin = re.search(r"^version=(.*)$", Path(ROOT, "metadata.txt").read_text("utf-8"), re.M)[1]
    return (
        f"{os.cpu_count()} cores ({processor()}), {memory:.0f} GB of memory, {platform.system()}",
        f"gridr_qgis {plugin}, QGIS {version(os.environ[QGIS_PROCESS], '--version')},"
        f" Python {platform.python_version()}, {packages}",
        f"gdalwarp {version('gdalwarp', '--version')}, OTB {version(OTB_PROGRAM)},"
        f" GRASS {version(grass_session.PROGRAM, '--config', 'version')}",
    )


def processor():
    """Return the name of the processor, or of its kind."""
    try:
        told = Path("/proc/cpuinfo").read_text(encoding="utf-8")
    except OSError:
        told = ""
    named = re.search(r"^model name\s*: (.*)$", told, re.M)
    return named[1] if named else platform.machine()


def version(program, *options):
    """Return the first number with two points that a program tells of itself."""
    try:
        told = subprocess.run([program, *options], check=False, capture_output=True, text=True)
    except OSError:
        return "not installed"
    found = re.search(r"\d+\.\d+\.\d+", told.stdout + told.stderr)
    return found[0] if found else "of unknown version"


# --- beside the peers ---------------------------------------------------------------------------


def bench_comparison(settings, workshop):
    """Print time, peak memory and agreement of all contenders; return the table as Markdown."""
    cases = [(interp, masks, case_name(interp, masks)) for interp, masks in CASES]
    cases = [case for case in cases if settings.wants(f"comparison {case[2]}")]
    if not cases:
        return ""
    inputs = workshop.inputs(settings.size, "float32")
    size = inputs.output_size
    table = Table(
        f"{size} x {size} float32 from {settings.size} x {settings.size}: whole processes",
        "", "seconds", "peak MB", "time/ours", "largest difference", "values differ",
        "masks differ",
    )  # fmt: skip
    for interpolator, masks, name in cases:
        rivals = contenders(inputs, interpolator, masks, workshop.folder)
        usages = workshop.best_of(rivals, settings.rounds)
        for rival in rivals:
            if rival.name in usages:
                usage = usages[rival.name]
                table.add(
                    f"{name}: {rival.name}", usage.seconds, usage.peak,
                    f"{usage.seconds / usages[OURS].seconds:.2f}", *difference(rivals[0], rival),
                )  # fmt: skip
        for rival in rivals:
            workshop.remove(rival)
    return table.markdown()


def case_name(interpolator, masks):
    """Return what a case is called."""
    return f"{interpolator}, {'with' if masks else 'no'} masks"


# --- this plugin alone --------------------------------------------------------------------------


def bench_flat_cost(settings, workshop):
    """Print what a pixel costs in rasters of several sizes; return the table as Markdown."""
    if not settings.wants("flat cubic, with masks"):
        return ""
    rivals = []
    for size in (_TINY, *settings.flat_sizes):
        inputs = workshop.inputs(size, "uint16")
        name = f"{inputs.output_size} x {inputs.output_size}"
        rivals.append(replace(ours(inputs, "cubic", True, workshop.folder), name=name))
    usages = workshop.best_of(rivals, settings.rounds)
    workshop.remove(rivals[-1])
    table = Table(
        "This plugin, cubic, with masks, uint16: cost by size",
        "output", "seconds", "peak MB", "ns a pixel", "without start",
    )  # fmt: skip
    (name, start), *others = usages.items()
    table.add(f"{name} (start)", start.seconds, start.peak, "-", "-")
    for (name, usage), size in zip(others, settings.flat_sizes):
        per_pixel = 1e9 / (size + 1) ** 2
        table.add(
            name, usage.seconds, usage.peak, per_pixel * usage.seconds,
            per_pixel * (usage.seconds - start.seconds),
        )  # fmt: skip
    return table.markdown()


def bench_budget(settings, workshop):
    """Print time and memory of large jobs that may take little memory.

    Returns
    -------
    str
        The table as Markdown.
    bool
        Whether all have stayed below `BUDGET`, in all.
    """
    cases = [name for name in ("cubic", "bspline3") if settings.wants(f"budget {name}, with masks")]
    if not cases:
        return "", True
    inputs = workshop.inputs(settings.large_size, "uint16")
    table = Table(
        f"This plugin, {inputs.output_size} x {inputs.output_size} uint16, MAX_MEMORY={BUDGET}",
        "", "seconds", "peak MB", f"under {BUDGET}",
    )  # fmt: skip
    fits = True
    for name in cases:
        contender = ours(inputs, name, True, workshop.folder, MAX_MEMORY=BUDGET)
        usage = workshop.best_of([contender], 1)[OURS]
        workshop.remove(contender)
        fits &= usage.peak < BUDGET
        table.add(
            f"{name}, with masks", usage.seconds, usage.peak, "yes" if usage.peak < BUDGET else "no"
        )
    return table.markdown(), fits


if __name__ == "__main__":
    main()
