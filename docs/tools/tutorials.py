"""Run the commands of the tutorials as they stand on the pages, and draw their pictures.

    ./dev tutorials [PAGE...]
    ./dev tutorials --data FOLDER

On the pages of docs/tutorials and in docs/quickstart.md blocks of code marked ``sh`` and ``python``
are run, one after the other in one folder, which begins with the rasters of `tutorial_data`. Each
line of a block ``text`` has to be in what the block before it printed. Other blocks are only shown.
"""

import argparse
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

from commands import DOCS, ROOT, blocks

# Names qgis_process; ./dev sets it.
PROGRAM = "GRIDR_QGIS_PROCESS"

PAGES = {
    path.stem: path
    for path in (DOCS / "quickstart.md", *sorted((DOCS / "tutorials").glob("*.md")))
    if path.stem != "index"
}

RUNNERS = {"sh": ["bash", "-euo", "pipefail", "-c"], "python": [sys.executable, "-c"]}


class PageError(Exception):
    """A command of a page failed; the message says which and how."""


def main():
    """Run pages; the exit code is 1 when one of them fails, and then the others are run too."""
    parser = argparse.ArgumentParser(prog="./dev tutorials", description=__doc__.splitlines()[0])
    parser.add_argument("pages", nargs="*", metavar="PAGE", help=f"of {', '.join(PAGES)}")
    parser.add_argument("--data", type=Path, metavar="FOLDER", help="write the data alone, there")
    options = parser.parse_args()
    if options.data:
        write_inputs(options.data)
        return
    strangers = sorted(set(options.pages) - set(PAGES))
    if strangers:
        parser.error(f"there is no page {', '.join(strangers)}; there are {', '.join(PAGES)}")
    failed = []
    for name in options.pages or PAGES:
        started = time.perf_counter()
        folder = ROOT / "build" / "tutorials" / name
        shutil.rmtree(folder, ignore_errors=True)
        write_inputs(folder)
        try:
            run_page(PAGES[name], folder)
            draw(name, folder)
        except PageError as error:
            print(f"{name}: {error}", file=sys.stderr)
            failed.append(name)
        print(f"{name}: {time.perf_counter() - started:.1f} s", flush=True)
    if failed:
        sys.exit(f"failed: {', '.join(failed)}")


def write_inputs(folder):
    """Write the data of all pages into a folder; it ends here if that cannot be done."""
    from tutorial_data import DemoError, gdal, write_data

    gdal.UseExceptions()
    try:
        write_data(folder)
    except (DemoError, OSError, RuntimeError) as error:
        sys.exit(f"tutorials: {error}")


def run_page(path, folder):
    """Run all blocks of a page in a folder that holds the data.

    Raises
    ------
    PageError
        If a command fails, or does not print what the page says.
    """
    environment = {
        **os.environ,
        "PATH": f"{commands_folder(folder)}{os.pathsep}{os.environ['PATH']}",
    }
    printed = ""
    for block in blocks(path.read_text(encoding="utf-8")):
        if block.kind in RUNNERS:
            done = subprocess.run(
                [*RUNNERS[block.kind], block.text],
                cwd=folder,
                env=environment,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
                check=False,
            )
            printed = done.stdout
            if done.returncode:
                told = "\n".join(printed.splitlines()[-15:])
                raise PageError(f"exit code {done.returncode} from\n{block.text}{told}")
        elif block.kind == "text":
            missing = [line for line in block.text.splitlines() if line.strip() not in printed]
            if missing:
                raise PageError("\n".join(["not printed:", *missing, "printed was:", printed]))


def commands_folder(folder):
    """Return a folder for the PATH in which `qgis_process` is what ./dev has found."""
    place = folder / "bin"
    place.mkdir(exist_ok=True)
    program = place / "qgis_process"
    program.write_text(f'#!/bin/sh\nexec "${PROGRAM}" "$@"\n', encoding="utf-8")
    program.chmod(0o755)
    return place


def draw(name, folder):
    """Draw the pictures of a page into docs/images/tutorials."""
    import tutorial_pictures

    drawing = tutorial_pictures.PICTURES.get(name)
    if drawing is not None:
        pictures = DOCS / "images" / "tutorials"
        pictures.mkdir(parents=True, exist_ok=True)
        drawing(folder, pictures)


if __name__ == "__main__":
    main()
