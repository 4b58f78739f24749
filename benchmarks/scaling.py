"""How resampling scales over the workers of a Dask cluster: measured on 1 and 2, modelled for more.

Run it by ``./dev scaling``. With ``--write`` the tables of docs/scaling.md are written anew.
"""

import argparse
import os
import tempfile
import time
import warnings
from dataclasses import dataclass
from pathlib import Path

import checkout  # before gridr_qgis: it says where that is
import numpy as np
import psutil
from distributed import LocalCluster
from marked_sections import replace_sections
from osgeo import gdal

from gridr_qgis.core.chains.jobs import Destination, GridBands, ResamplingJob, Resources
from gridr_qgis.core.chains.resampling_chain import resample_raster
from gridr_qgis.core.engines.blocks import available_threads

DOCUMENT = checkout.ROOT / "docs" / "scaling.md"

INTERPOLATORS = ("cubic", "bspline3", "bspline11")

# Workers of the model, of one thread each.
MODELLED = (1, 2, 4, 10, 30, 100)

# Megabytes a second: a network of 1 and one of 10 Gbit/s.
NETWORKS = {"1 Gbit/s": 119, "10 Gbit/s": 1192}

STEP = 16


@dataclass(frozen=True)
class Run:
    """What one job took: seconds in all, and of the processors of each side."""

    seconds: float
    client: float
    workers: float


def main():
    """Measure, model, print, and write the document if asked to."""
    parser = argparse.ArgumentParser(prog="./dev scaling", description=__doc__.splitlines()[0])
    parser.add_argument("--size", type=int, default=8192, help="rows and columns of the output")
    parser.add_argument("--rounds", type=int, default=3, help="of which the best counts")
    parser.add_argument("--write", action="store_true", help="write docs/scaling.md anew")
    options = parser.parse_args()
    warnings.simplefilter("ignore")
    gdal.UseExceptions()
    with tempfile.TemporaryDirectory() as folder:
        text = "\n\n".join(tables(Path(folder), options))
    print(text)
    if options.write:
        document = replace_sections(DOCUMENT.read_text(encoding="utf-8"), {"measured": text})
        DOCUMENT.write_text(document, encoding="utf-8")


def tables(folder, options):
    """Yield the tables of Markdown, one after the other."""
    # Workers import the checkout under the package's name.
    (folder / "packages").mkdir()
    (folder / "packages" / "gridr_qgis").symlink_to(checkout.ROOT, target_is_directory=True)
    os.environ["PYTHONPATH"] = str(folder / "packages")
    source, grid = make_inputs(folder, options.size)
    pixels = options.size**2
    measured = {}
    for interpolator in INTERPOLATORS:
        job = ResamplingJob(
            source, GridBands(grid, factors=(STEP, STEP)), Destination(str(folder / "out.tif")),
            interpolator=interpolator, output_mask=Destination(str(folder / "mask.tif")),
        )  # fmt: skip
        measured[interpolator] = measure(job, options.rounds)
    yield measured_table(measured, options.size)
    for network, megabytes in NETWORKS.items():
        yield model_table(measured, network, 5 * pixels / 1e6 / megabytes)


def make_inputs(folder, size):
    """Write a source of smooth noise and a grid turned by 10 degrees; return their paths."""
    rng = np.random.default_rng(0)
    coarse = rng.normal(100, 50, (size // 8, size // 8)).astype(np.float32)
    source = save(folder / "source.tif", [np.kron(coarse, np.ones((8, 8), np.float32))])
    at = np.arange(size // STEP + 2) * STEP - (size - 1) / 2
    row, col = np.meshgrid(at, at, indexing="ij")
    cosine, sine = np.cos(np.radians(10)), np.sin(np.radians(10))
    middle = (size - 1) / 2
    turned = [middle + cosine * row - sine * col, middle + sine * row + cosine * col]
    return source, save(folder / "grid.tif", turned)


def save(path, layers):
    """Write a tiled GeoTIFF; return its path."""
    kind = gdal.GDT_Float32 if layers[0].dtype == np.float32 else gdal.GDT_Float64
    rows, cols = layers[0].shape
    driver = gdal.GetDriverByName("GTiff")
    dataset = driver.Create(str(path), cols, rows, len(layers), kind, ["TILED=YES"])
    for number, layer in enumerate(layers, 1):
        dataset.GetRasterBand(number).WriteArray(layer)
    return str(path)


def measure(job, rounds):
    """Return the best `Run` of each way: one thread, two, one worker, two."""
    runs = {
        f"{threads} thread(s), no cluster": best(with_resources(job, Resources(threads)), rounds)
        for threads in (1, 2)
    }
    for workers in (1, 2):
        with LocalCluster(
            n_workers=workers, threads_per_worker=1, dashboard_address=None, silence_logs=50
        ) as cluster:
            resources = Resources(scheduler=cluster.scheduler_address)
            pids = [worker.pid for worker in cluster.workers.values()]
            runs[f"{workers} worker(s)"] = best(with_resources(job, resources), rounds, pids)
    return runs


def with_resources(job, resources):
    """Return the job with other resources."""
    return ResamplingJob(**{**vars(job), "resources": resources})


def best(job, rounds, pids=()):
    """Return the quickest of some runs, after one that compiles and fills the system's cache."""
    processes = [psutil.Process(pid) for pid in pids]
    runs = []
    for _ in range(rounds + 1):
        before = [busy(process) for process in processes]
        start, used = time.perf_counter(), time.process_time()
        resample_raster(job)
        seconds, used = time.perf_counter() - start, time.process_time() - used
        workers = sum(busy(process) - was for process, was in zip(processes, before))
        runs.append(Run(seconds, used, workers))
    return min(runs[1:], key=lambda run: run.seconds)


def busy(process):
    """Return the processor seconds of a process."""
    times = process.cpu_times()
    return times.user + times.system


def measured_table(measured, size):
    """Return the table of what was measured."""
    lines = [
        f"{available_threads()} cores; output {size} x {size} float32 with mask, source of the same"
        f" size, grid of step {STEP} turned by 10 degrees. Seconds in all (processor seconds of"
        " this process + of the workers):",
        "",
        "| | " + " | ".join(measured) + " |",
        "|---|" + "---:|" * len(measured),
    ]
    for way in next(iter(measured.values())):
        cells = [
            f"{run.seconds:.2f} ({run.client:.2f} + {run.workers:.2f})"
            for run in (runs[way] for runs in measured.values())
        ]
        lines.append(f"| {way} | " + " | ".join(cells) + " |")
    return "\n".join(lines)


def model_table(measured, network, transfer):
    """Return the table of the model: workers share their seconds, client and network do not."""
    lines = [
        f"Model for a network of {network} (results take {transfer:.2f} s on it): seconds in all",
        "",
        "| workers | " + " | ".join(measured) + " |",
        "|---:|" + "---:|" * len(measured),
    ]
    for count in MODELLED:
        cells = []
        for runs in measured.values():
            one = runs["1 worker(s)"]
            shares = {"workers": one.workers / count, "client": one.client, "network": transfer}
            slowest = max(shares, key=shares.get)
            cells.append(f"{shares[slowest]:.2f} ({slowest})")
        lines.append(f"| {count} | " + " | ".join(cells) + " |")
    return "\n".join(lines)


if __name__ == "__main__":
    main()
