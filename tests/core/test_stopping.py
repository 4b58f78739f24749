"""Jobs that are stopped: by the user, by a signal, by a kill in the middle of anything."""

import os
import signal
from pathlib import Path

import numpy as np
import pytest
from osgeo import gdal
from small_jobs import OLD, names_in, read, run_elsewhere, small_jobs, write

from gridr_qgis.core.chains import workplace
from gridr_qgis.core.chains.jobs import Cancelled
from gridr_qgis.core.conventions.frame import Frame
from gridr_qgis.core.rasters import writing
from gridr_qgis.core.rasters.errors import RasterError
from gridr_qgis.core.rasters.writing import OutputSpec, output_rasters, plain_band

CHAINS = [
    *("resampling", "region", "spline", "mask", "value mask", "crs grid", "gcp grid"),
    *("affine grid", "displacement grid", "converted grid", "composed grid", "inverted grid"),
    *("grid mask", "rpc grid", "geolocation grid"),
]

needs_fork = pytest.mark.skipif(
    not hasattr(os, "fork"), reason="processes end in another way there"
)


@pytest.fixture
def jobs(tmp_path):
    return small_jobs(tmp_path)


@pytest.fixture(params=CHAINS)
def small_job(request, jobs, tmp_path, monkeypatch):
    """A job of each chain, by small tiles, with its outputs in a folder of their own."""
    monkeypatch.setattr(workplace.Workplace, "tile_side", lambda self, bytes_per_pixel: 100)
    (tmp_path / "out").mkdir()
    return jobs[request.param].to(tmp_path / "out")


# --- cancelled and interrupted, in this process -----------------------------------------------


def test_cancelling_after_each_share_of_the_progress(small_job):
    shares = []
    small_job.run(shares.append)
    expected = [read(path) for path in small_job.paths]
    count = len(shares)
    assert count > 2 and shares == sorted(shares)
    small_job.put_old()
    for number in range(count - 1):
        seen = []
        with pytest.raises(Cancelled):
            small_job.run(seen.append, lambda seen=seen, number=number: len(seen) > number)
        assert len(seen) == number + 1
        small_job.assert_old()
    small_job.run()
    for path, right in zip(small_job.paths, expected):
        np.testing.assert_array_equal(read(path), right)


@pytest.mark.parametrize("error", [KeyboardInterrupt, SystemExit, MemoryError])
def test_whatever_is_raised_on_the_way_leaves_nothing(small_job, error):
    shares = []
    small_job.run(shares.append)
    small_job.put_old()
    for number in range(0, len(shares), max(1, len(shares) // 6)):
        seen = []

        def progress(share, seen=seen, number=number):
            seen.append(share)
            if len(seen) > number:
                raise error

        with pytest.raises(error):
            small_job.run(progress)
        small_job.assert_old()


# --- signals, in another process ---------------------------------------------------------------

# Each job runs in a child of its own; its exit code is written down.
SIGNALLED = """
from gridr_qgis.core.chains import workplace
workplace.Workplace.tile_side = lambda self, bytes_per_pixel: 100
for name, (job, number, sign) in given.items():
    child = os.fork()
    if child == 0:
        # What runs in the background of a shell ignores interrupts, and so do its children.
        signal.signal(signal.SIGINT, signal.default_int_handler)
        if sign == signal.SIGTERM:
            signal.signal(signal.SIGTERM, lambda *_: sys.exit(3))
        shares = []
        def progress(share):
            shares.append(share)
            if len(shares) > number:
                os.kill(os.getpid(), sign)
        try:
            job.run(progress)
        except (KeyboardInterrupt, SystemExit):
            os._exit(3)
        os._exit(0)
    print(name, os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), sep=":")
"""


@needs_fork
def test_signals(jobs, tmp_path, monkeypatch):
    """A kill leaves folders that the next job knows; an interrupt and a handled end leave none."""
    monkeypatch.setattr(workplace.Workplace, "tile_side", lambda self, bytes_per_pixel: 100)
    given, expected = {}, {}
    for name in CHAINS:
        shares = []
        (tmp_path / f"whole {name}").mkdir()
        whole = jobs[name].to(tmp_path / f"whole {name}")
        whole.run(shares.append)
        expected[name] = [read(path) for path in whole.paths]
        # A grid is written at once, before the last share of its progress.
        number = len(shares) - 1 if name.endswith("grid") else len(shares) // 2
        for sign in (signal.SIGKILL, signal.SIGINT, signal.SIGTERM):
            folder = tmp_path / f"{name} {sign.name}"
            folder.mkdir()
            job = jobs[name].to(folder)
            job.put_old()
            given[f"{name} {sign.name}"] = (job, number, sign)
    done = run_elsewhere(tmp_path, SIGNALLED, given, PYTHONPATH=str(Path(__file__).parent))
    assert done.returncode == 0, done.stderr
    ended = dict(line.split(":") for line in done.stdout.splitlines())
    assert set(ended) == set(given)
    for name, (job, _, sign) in given.items():
        if sign != signal.SIGKILL:
            assert ended[name] == "3"
            job.assert_old()
            continue
        assert ended[name] == str(-signal.SIGKILL)
        folder = Path(job.paths[0]).parent
        left = [each for each in names_in(folder) if each.endswith(".part")]
        assert len(left) == len(job.paths)
        assert all(Path(path).read_bytes() == OLD for path in job.paths)
        job.run()
        assert names_in(folder) == job.files
        for path, right in zip(job.paths, expected[name.rpartition(" ")[0]]):
            np.testing.assert_array_equal(read(path), right)


# --- killed while outputs get their names ------------------------------------------------------

# Files of the old rasters and of the new ones: two outputs, of which one has a world file.
OLD_FILES = ("a.tif", "a.tif.aux.xml", "a.tif.msk", "a.tfw", "b.tif", "b.tif.ovr")
NEW_FILES = ("a.tif", "a.tfw", "b.tif")

# Dies before (or right after) the step of that number among those that change folders.
KILLED_WHILE_PUBLISHING = """
import numpy as np
from test_stopping import specs, fill, writing
def dying(function, number, after):
    def call(*args):
        global steps
        steps += 1
        if steps == number and not after:
            os.kill(os.getpid(), signal.SIGKILL)
        result = function(*args)
        if steps == number:
            os.kill(os.getpid(), signal.SIGKILL)
        return result
    return call
for folder, number, after, links, fails in given:
    child = os.fork()
    if child == 0:
        steps = 0
        for owner, name in ((os, "replace"), (os, "link"), (writing.gdal, "Unlink"),
                            (writing.gdal, "Rmdir")):
            if name == "link" and not links:
                def refuse(*_):
                    raise OSError(1, "there are no links here")
                os.link = refuse
            else:
                setattr(owner, name, dying(getattr(owner, name), number, after))
        try:
            fill(specs(folder), fails)
        except KeyError:
            pass
        os._exit(0)
    print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
"""


def specs(folder):
    """Return the specs of two rasters in a folder."""
    frame = Frame(20, 30, (0.0, 1.0, 0.0, 0.0, 0.0, -1.0))
    band = (plain_band(np.uint8),)
    return [
        OutputSpec(os.path.join(folder, name), frame, np.dtype(np.uint8), band, options)
        for name, options in (("a.tif", ("TFW=YES",)), ("b.tif", ()))
    ]


def fill(outputs, fails=False):
    with output_rasters(*outputs) as rasters:
        for raster in rasters:
            raster.write(np.full((20, 30), 2, np.uint8))
        if fails:
            raise KeyError


def put_old_rasters(folder):
    for name in OLD_FILES:
        if name.endswith(".tif"):
            write(folder / name, np.ones((20, 30), np.uint8))
        else:
            (folder / name).write_bytes(OLD)


def generation(folder, name):
    """Return 1 for a whole old raster, 2 for a whole new one."""
    values = np.unique(gdal.Open(str(folder / name)).ReadAsArray())
    assert len(values) == 1
    return int(values[0])


@needs_fork
def test_a_kill_at_each_step_of_removing_what_is_not_wanted(tmp_path):
    """Parts of a job that has failed are never taken for those of one that is done."""
    given = []
    for number in range(1, 8):
        for after in (False, True):
            folder = tmp_path / f"{number} {after}"
            folder.mkdir()
            put_old_rasters(folder)
            (folder / "a.tfw").unlink()
            given.append((str(folder), number, after, True, True))
    done = run_elsewhere(
        tmp_path, KILLED_WHILE_PUBLISHING, given, PYTHONPATH=str(Path(__file__).parent)
    )
    assert done.returncode == 0, done.stderr
    assert {int(line) for line in done.stdout.split()} == {0, -signal.SIGKILL}
    for path, *_ in given:
        with pytest.raises(KeyError):
            fill(specs(path), fails=True)
        assert names_in(path) == sorted(set(OLD_FILES) - {"a.tfw"})


@needs_fork
@pytest.mark.parametrize("links", [True, False])
def test_a_kill_at_each_step_of_giving_names(tmp_path, links):
    """At any time there is a whole raster; and the next job leaves old or new files, no mixture.

    Without hard links an old raster is away for a moment; then the next job brings it back.
    """
    given = []
    for number in range(1, 25):
        for after in (False, True):
            folder = tmp_path / f"{number} {after}"
            folder.mkdir()
            put_old_rasters(folder)
            given.append((str(folder), number, after, links, False))
    done = run_elsewhere(
        tmp_path, KILLED_WHILE_PUBLISHING, given, PYTHONPATH=str(Path(__file__).parent)
    )
    assert done.returncode == 0, done.stderr
    codes = [int(line) for line in done.stdout.split()]
    assert set(codes) == {0, -signal.SIGKILL}  # all steps have been seen
    seen = set()
    for (path, *_), code in zip(given, codes):
        folder = Path(path)
        for name in ("a.tif", "b.tif"):
            if links:
                assert generation(folder, name) in (1, 2)
        # A job that gets no further than to its start: all is as it was but for the leftovers.
        with pytest.raises(KeyError):
            fill(specs(path), fails=True)
        found = tuple(generation(folder, name) for name in ("a.tif", "b.tif"))
        seen.add(found)
        old = [name for name in OLD_FILES if found["ab".index(name[0])] == 1]
        new = [name for name in NEW_FILES if found["ab".index(name[0])] == 2]
        assert names_in(folder) == sorted(old + new), (path, code)
        assert all((folder / name).read_bytes() == OLD for name in old if not name.endswith(".tif"))
        assert "a.tfw" in old or b"1.0000000000" in (folder / "a.tfw").read_bytes()
        fill(specs(path))
        assert names_in(folder) == sorted(NEW_FILES)
    assert seen == {(1, 1), (2, 1), (2, 2)}


@pytest.mark.parametrize("links", [True, False])
@pytest.mark.parametrize("error", [PermissionError(13, "Permission denied"), KeyboardInterrupt()])
def test_an_error_at_each_step_of_giving_names(tmp_path, monkeypatch, links, error):
    """What has been done is undone: all outputs are old ones, with all that belongs to them."""
    wanted = RasterError if isinstance(error, OSError) else KeyboardInterrupt
    replace, link = os.replace, os.link
    for number in range(1, 100):
        folder = tmp_path / str(number)
        folder.mkdir()
        put_old_rasters(folder)
        steps = []

        def failing(function, number=number, steps=steps):
            def call(*args):
                steps.append(args)
                if len(steps) == number:
                    raise error
                return function(*args)

            return call

        def no_link(*_):
            raise OSError(1, "there are no links here")

        monkeypatch.setattr(os, "replace", failing(replace))
        monkeypatch.setattr(os, "link", link if links else no_link)
        try:
            fill(specs(folder))
        except wanted:
            assert names_in(folder) == sorted(OLD_FILES)
            assert [generation(folder, name) for name in ("a.tif", "b.tif")] == [1, 1]
        else:
            assert names_in(folder) == sorted(NEW_FILES)
            break
    assert number > 5


def test_leftovers_of_the_living_and_of_other_machines_are_left_alone(tmp_path):
    path = tmp_path / "a.tif"
    kept = [
        f"{writing._own_prefix('a.tif')}abcd.part",  # this process
        f".a.tif-elsewhere-{2**30}-abcd.part",
        f"{writing._own_prefix('b.tif', 2**30)}abcd.part",
        ".a.tif-notes.part",
    ]
    for name in (*kept, f"{writing._own_prefix('a.tif', 2**30)}abcd.part"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "old-a.tif").write_bytes(OLD)
    with pytest.raises(KeyError), output_rasters(specs(tmp_path)[0]):
        raise KeyError
    assert names_in(tmp_path) == sorted(kept)
    assert not path.exists()
