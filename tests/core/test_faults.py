"""Files and disks that fail: one sentence, no part of an output, and the earlier one as it was."""

import os
import resource
import shutil
import subprocess
import tempfile
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from osgeo import gdal
from small_jobs import COLS, OLD, ROWS, names_in, read, small_jobs, write

from gridr_qgis.core.chains import workplace
from gridr_qgis.core.chains.jobs import (
    Destination,
    DisplacementBands,
    GridBands,
    IndexAlignment,
    RasterMask,
    Resources,
)
from gridr_qgis.core.rasters.errors import RasterError
from gridr_qgis.core.rasters.reading import open_raster, read_band

PAGE = 4096

# Pages that an output may need besides its own, while it is written, and that must be left then.
SPARE = 10

# Ending and creation options.
KINDS = {
    "tiled": (".tif", ("COMPRESS=NONE",)),
    "striped": (".tif", ("COMPRESS=NONE", "TILED=NO")),
    "compressed": (".tif", ("COMPRESS=DEFLATE",)),
    "compressed in threads": (".tif", ("COMPRESS=ZSTD", "NUM_THREADS=2", "TILED=NO")),
    "img": (".img", ()),
    "compressed img": (".img", ("COMPRESSED=YES",)),
}


@pytest.fixture
def jobs(tmp_path):
    return small_jobs(tmp_path)


CHAINS = [
    *("resampling", "region", "spline", "mask", "value mask", "crs grid", "gcp grid"),
    *("affine grid", "displacement grid", "converted grid", "inverted grid", "grid mask"),
    *("rpc grid", "geolocation grid"),
]


@pytest.fixture(params=CHAINS)
def small_job(request, jobs, tmp_path):
    """A job of each chain with its outputs in a folder of their own."""
    (tmp_path / "out").mkdir()
    return jobs[request.param].to(tmp_path / "out")


@pytest.fixture
def small_tiles(monkeypatch):
    monkeypatch.setattr(workplace.Workplace, "tile_side", lambda self, bytes_per_pixel: 64)


@pytest.fixture
def mount(tmp_path):
    """Mount file systems at folders; they are gone at the end, whatever happens."""
    mounted = []

    def mount_at(name, *how):
        folder = tmp_path / name
        folder.mkdir()
        if os.name != "posix" or os.geteuid() != 0 or shutil.which("mount") is None:
            pytest.skip("only root mounts; files of limited size are tested in its place")
        done = subprocess.run(["mount", *how, str(folder)], capture_output=True, text=True)
        if done.returncode != 0:
            pytest.skip(f"mounting is refused here: {done.stderr.strip()}")
        mounted.append(folder)
        return folder

    yield mount_at
    for folder in reversed(mounted):
        subprocess.run(["umount", "--lazy", str(folder)], check=True)


class SmallDisk:
    """A disk of which a large file takes all but a few bytes."""

    def __init__(self, folder):
        self._ballast = folder / "ballast"
        self.folder = folder / "out"
        self.folder.mkdir()
        self.all = os.statvfs(folder).f_bavail * PAGE

    def leave(self, pages):
        with open(self._ballast, "wb") as file:
            os.posix_fallocate(file.fileno(), 0, self.all - pages * PAGE)


@pytest.fixture
def disk(mount):
    """A `SmallDisk` of 4 MB."""
    return SmallDisk(mount("disk", "-t", "tmpfs", "-o", "size=4m", "none"))


@pytest.fixture
def limited():
    """Return a function that lets no file grow beyond a number of bytes; until the test ends."""
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    yield lambda size: resource.setrlimit(resource.RLIMIT_FSIZE, (size, limits[1]))
    resource.setrlimit(resource.RLIMIT_FSIZE, limits)


def sentence_of(error, *words):
    text = str(error.value)
    assert "\n" not in text and text.endswith(".") and text.count(". ") == 0, text
    for word in words:
        assert word in text, text


def same_as(paths, expected):
    return all(
        np.array_equal(read(path), right, equal_nan=True) for path, right in zip(paths, expected)
    )


# --- a full disk ----------------------------------------------------------------------------


@pytest.mark.parametrize("kind", KINDS)
def test_a_disk_that_gets_full(small_job, disk, tmp_path, kind):
    """From one that holds nothing up to one that holds all but a page, or just all.

    GDAL keeps pixels in memory, so that many errors show only when a file is closed. Of a GeoTIFF
    whose header has found no place libtiff then looks for the header for ever.
    """
    suffix, options = KINDS[kind]
    elsewhere = small_job.to(tmp_path / "out", f"whole{suffix}", options)
    elsewhere.run()
    expected = [read(path) for path in elsewhere.paths]
    need = sum(-(-os.path.getsize(path) // PAGE) for path in elsewhere.paths)
    here = small_job.to(disk.folder, f"out{suffix}", options)
    failures, enough = [], need + SPARE * len(here.paths)
    for free in (0, 1, need // 3, 2 * need // 3, need - 2, need - 1, need, enough):
        for name in names_in(disk.folder):
            (disk.folder / name).unlink()
        disk.leave(free + len(here.paths))
        here.put_old()
        try:
            here.run()
        except RasterError as error:
            failures.append(free)
            text = str(error)
            assert any(path in text for path in here.paths), text
            assert "No space left" in text or "out of disk space" in text or "is full" in text, text
            assert "\n" not in text and ". " not in text.rstrip("."), text
            here.assert_old()
        else:
            assert same_as(here.paths, expected), free
            made = [name for name in names_in(disk.folder) if not name.endswith(".aux.xml")]
            assert made == sorted(map(os.path.basename, here.paths))
    assert {0, 1, need // 3, 2 * need // 3} <= set(failures)
    assert enough not in failures


@pytest.mark.parametrize("kind", KINDS)
def test_a_file_that_may_not_grow(small_job, limited, tmp_path, kind):
    """As on a full disk, and without one."""
    suffix, options = KINDS[kind]
    (tmp_path / "whole").mkdir()
    whole = small_job.to(tmp_path / "whole", f"out{suffix}", options)
    whole.run()
    sizes = [os.path.getsize(path) for path in whole.paths]
    small_job = small_job.to(tmp_path / "out", f"out{suffix}", options)
    small_job.put_old()
    for size in (max(sizes) // 2, max(sizes) - 1):
        limited(size)
        with pytest.raises(
            RasterError, match=r"(out|mask|slope)\.\w+ cannot be (written|created)"
        ) as caught:
            small_job.run()
        limited(resource.RLIM_INFINITY)
        sentence_of(caught)
        small_job.assert_old()


def test_a_full_disk_behind_blocks_that_gdal_writes_on_its_own(jobs, disk, small_tiles):
    """With a small cache GDAL writes blocks while it reads others, also in other threads."""
    here = jobs["resampling"].to(disk.folder, "out.tif", ("COMPRESS=NONE",))
    before = gdal.GetCacheMax()
    gdal.SetCacheMax(150_000)
    try:
        for free in (20, 35, 50):
            for path in here.paths:
                Path(path).unlink(missing_ok=True)
            disk.leave(free)
            here.put_old()
            with pytest.raises(
                RasterError, match=r"tif cannot be (created|written): .*(No space|is full)"
            ):
                here.run()
            here.assert_old()
    finally:
        gdal.SetCacheMax(before)


def test_a_full_disk_for_one_of_two_outputs(jobs, disk, tmp_path):
    (tmp_path / "roomy").mkdir()
    destinations = [
        Destination(str(tmp_path / "roomy/out.tif")),
        Destination(f"{disk.folder}/m.tif"),
    ]
    for first, second in (destinations, destinations[::-1]):
        disk.leave(3)
        job = jobs["resampling"].with_(output=first, output_mask=second)
        job.put_old()
        with pytest.raises(RasterError, match=r"No space left|the disk is full") as caught:
            job.run()
        sentence_of(caught, str(disk.folder))
        job.assert_old()


def test_one_of_two_outputs_may_not_grow(jobs, limited, tmp_path):
    (tmp_path / "out").mkdir()
    large, small = ("COMPRESS=NONE",), ("COMPRESS=DEFLATE",)
    zeros = write(tmp_path / "zeros.tif", np.zeros((ROWS, COLS), np.uint16))
    paths = [Destination(str(tmp_path / "out" / name), options) for name, options in
             (("out.tif", small), ("mask.tif", large))]  # fmt: skip
    job = jobs["resampling"].with_(source=zeros, mask=None, output=paths[0], output_mask=paths[1])
    job.put_old()
    limited(40_000)
    # GDAL 3.10 does not tell the system's reason.
    with pytest.raises(
        RasterError, match=r"mask\.tif cannot be written: .*(File too large|Write error)"
    ) as caught:
        job.run()
    sentence_of(caught)
    job.assert_old()
    limited(400_000)
    job.run()


# --- inputs that end too early --------------------------------------------------------------

# Driver, ending, creation options.
FORMATS = {
    "tiled": ("GTiff", ".tif", ("TILED=YES",)),
    "striped": ("GTiff", ".tif", ()),
    "one strip": ("GTiff", ".tif", (f"BLOCKYSIZE={ROWS}",)),
    "big": ("GTiff", ".tif", ("BIGTIFF=YES", "INTERLEAVE=BAND")),
    "tiled deflate": ("GTiff", ".tif", ("TILED=YES", "COMPRESS=DEFLATE", "PREDICTOR=2")),
    "striped lzw": ("GTiff", ".tif", ("COMPRESS=LZW",)),
    "zstd": ("GTiff", ".tif", ("COMPRESS=ZSTD", "TILED=YES", "SPARSE_OK=TRUE")),
    "jpeg in tiff": ("GTiff", ".tif", ("COMPRESS=JPEG",)),
    "cog": ("COG", ".tif", ()),
    "envi": ("ENVI", ".bin", ()),
    "envi by pixel": ("ENVI", ".bin", ("INTERLEAVE=BIP",)),
    "ehdr": ("EHdr", ".bil", ()),
    "img": ("HFA", ".img", ()),
    "compressed img": ("HFA", ".img", ("COMPRESSED=YES",)),
    "jpeg": ("JPEG", ".jpg", ()),
    "png": ("PNG", ".png", ()),
}


# Those that end with a pixel, and not with the padding of a tile, a check sum, a directory.
TO_THE_END = ("striped", "one strip", "big", "striped lzw", "envi", "envi by pixel")


def all_pixels(folder):
    """Return a grid that goes to all centres of the source."""
    return GridBands(write(folder / "all.tif", np.indices((ROWS, COLS)).astype(float)))


def cut(path, share):
    """Truncate a file to a share of its size."""
    os.truncate(path, int(os.path.getsize(path) * share))


@pytest.mark.parametrize("kind", FORMATS)
@pytest.mark.parametrize("role", ["source", "mask"])
def test_a_truncated_raster_is_an_error(jobs, tmp_path, role, kind):
    """For some formats GDAL has no error, and reads zeros or grey where the file ends."""
    driver, suffix, options = FORMATS[kind]
    (tmp_path / "out").mkdir()
    values = np.random.default_rng(1).integers(1, 250, (ROWS, COLS)).astype(np.uint8)
    path = write(tmp_path / f"cut{suffix}", values, driver, options)
    whole = Path(path).read_bytes()
    given = path if role == "source" else RasterMask(path)
    job = jobs["resampling"].to(tmp_path / "out").with_(**{role: given}, grid=all_pixels(tmp_path))
    job.run()
    job.put_old()
    name = {"source": "INPUT", "mask": "MASK_IN"}[role]
    for share in (0.05, 0.5, 0.9, 1 - 1 / len(whole)):
        if share > 0.9 and kind not in TO_THE_END:
            continue
        Path(path).write_bytes(whole)
        cut(path, share)
        with pytest.raises(RasterError, match=rf"{name}.* (cannot be|is cut short)") as caught:
            job.run()
        sentence_of(caught)
        job.assert_old()


@pytest.mark.parametrize("kind", ["striped", "tiled deflate", "jpeg in tiff", "envi", "img"])
@pytest.mark.parametrize("role", ["source", "mask"])
def test_a_truncated_raster_of_a_region_is_an_error(jobs, tmp_path, role, kind):
    driver, suffix, options = FORMATS[kind]
    (tmp_path / "out").mkdir()
    values = np.random.default_rng(1).integers(1, 250, (ROWS, COLS)).astype(np.uint8)
    path = write(tmp_path / f"cut{suffix}", values, driver, options)
    given = path if role == "source" else RasterMask(path)
    job = jobs["region"].to(tmp_path / "out").with_(**{role: given})
    job.run()
    job.put_old()
    cut(path, 0.5)
    name = {"source": "INPUT", "mask": "MASK_IN"}[role]
    with pytest.raises(RasterError, match=rf"{name}.* (cannot be|is cut short)") as caught:
        job.run()
    sentence_of(caught)
    job.assert_old()


@pytest.mark.parametrize("kind", ["tiled", "striped", "tiled deflate", "img"])
@pytest.mark.parametrize("role", ["grid", "second grid", "grid mask", "mask by index", "vrt"])
def test_other_truncated_inputs_are_errors_too(jobs, tmp_path, role, kind):
    driver, suffix, options = FORMATS[kind]
    (tmp_path / "out").mkdir()
    job = jobs["resampling"].to(tmp_path / "out").with_(grid=all_pixels(tmp_path))
    nodes = np.random.default_rng(1).uniform(2, 240, (2, ROWS, COLS))
    bits = np.random.default_rng(1).integers(1, 2, (ROWS, COLS)).astype(np.uint8)
    path, name = str(tmp_path / f"cut{suffix}"), {"vrt": "INPUT"}.get(role, "GRID")
    options = [option for option in options if "PREDICTOR" not in option]
    if role == "grid":
        job = job.with_(grid=GridBands(write(path, nodes, driver, options)))
    elif role == "second grid":
        write(path, nodes[0], driver, options)
        job = job.with_(grid=GridBands(job.job.grid.path, 1, 1, col_path=path))
    elif role == "grid mask":
        write(path, bits, driver, options)
        job = job.with_(grid=replace(job.job.grid, mask=RasterMask(path)))
        name = "GRID_MASK"
    elif role == "vrt":
        write(path, bits, driver, options)
        gdal.Translate(str(tmp_path / "over.vrt"), path, format="VRT")
        job = job.with_(source=str(tmp_path / "over.vrt"))
    else:
        write(path, bits, driver, options)
        job = jobs["mask"].to(tmp_path / "out")
        job = job.with_(mask=RasterMask(path), alignment=IndexAlignment())
        name = "MASK_IN"
    job.run()
    job.put_old()
    cut(path, 0.6)
    with pytest.raises(RasterError, match=rf"{name}.* (cannot be|is cut short)") as caught:
        job.run()
    sentence_of(caught)
    job.assert_old()


def test_a_truncated_mask_inside_a_source_is_an_error(jobs, tmp_path):
    (tmp_path / "out").mkdir()
    path = tmp_path / "masked.tif"
    values = np.random.default_rng(1).integers(1, 250, (ROWS, COLS)).astype(np.uint8)
    gdal.SetConfigOption("GDAL_TIFF_INTERNAL_MASK", "NO")
    dataset = gdal.OpenEx(write(path, values), gdal.OF_UPDATE)
    dataset.CreateMaskBand(gdal.GMF_PER_DATASET)
    dataset.GetRasterBand(1).GetMaskBand().WriteArray(255 * (values > 9))
    dataset = None
    gdal.SetConfigOption("GDAL_TIFF_INTERNAL_MASK", None)
    job = jobs["resampling"].to(tmp_path / "out").with_(source=str(path))
    job.run()
    job.put_old()
    cut(f"{path}.msk", 0.7)
    with pytest.raises(RasterError, match="The mask of band 1 of INPUT cannot be read"):
        job.run()
    job.assert_old()


@pytest.mark.parametrize(
    ("chain", "role"),
    [
        *(("resampling", role) for role in ("source", "grid", "mask")),
        *(("region", role) for role in ("source", "mask")),
    ],
)
@pytest.mark.parametrize("kind", ["striped", "tiled deflate", "envi"])
def test_an_input_that_is_truncated_while_the_job_runs(
    jobs, tmp_path, small_tiles, chain, role, kind, monkeypatch
):
    driver, suffix, options = FORMATS[kind]
    (tmp_path / "out").mkdir()
    job = jobs[chain].to(tmp_path / "out").with_(resources=Resources(threads=1))
    path = str(tmp_path / f"cut{suffix}")
    options = [option for option in options if "PREDICTOR" not in option]
    if role == "grid":
        job = job.with_(grid=GridBands(write(path, read(job.job.grid.path), driver, options)))
    else:
        values = np.random.default_rng(1).integers(1, 250, (ROWS, COLS)).astype(np.uint8)
        write(path, values, driver, options)
        job = job.with_(**{role: path if role == "source" else RasterMask(path)})
    job.put_old()
    shares = []

    def progress(share):
        shares.append(share)
        if len(shares) == 3:
            cut(path, 0.5)

    with pytest.raises(RasterError):
        job.run(progress)
    assert len(shares) > 2
    job.assert_old()


def test_a_grid_needs_no_pixel_of_its_source_but_all_of_its_header(jobs, tmp_path):
    (tmp_path / "out").mkdir()
    job = jobs["crs grid"].to(tmp_path / "out")
    job.run()
    expected = read(job.paths[0])
    cut(job.job.source, 0.5)
    job.run()
    np.testing.assert_array_equal(read(job.paths[0]), expected)
    job.put_old()
    os.truncate(job.job.source, 6)
    with pytest.raises(RasterError, match=r"INPUT is .*source\.tif, which cannot be opened"):
        job.run()
    job.assert_old()


@pytest.mark.parametrize("name", ["DISPLACEMENT", "DISPLACEMENT_Y"])
def test_truncated_displacements_are_an_error(jobs, tmp_path, name):
    (tmp_path / "out").mkdir()
    job = jobs["displacement grid"].to(tmp_path / "out")
    paths = {
        each: write(
            tmp_path / f"{each}.tif",
            read(job.job.displacement.path)[0],
            "GTiff",
            FORMATS["tiled"][2],
        )
        for each in ("DISPLACEMENT", "DISPLACEMENT_Y")
    }
    bands = DisplacementBands(paths["DISPLACEMENT"], y_band=1, y_path=paths["DISPLACEMENT_Y"])
    job = job.with_(displacement=bands)
    job.put_old()
    cut(paths[name], 0.5)
    with pytest.raises(RasterError, match=f"Band 1 of {name} cannot be read") as caught:
        job.run()
    sentence_of(caught)
    job.assert_old()


@pytest.mark.parametrize("name", ["rpc grid", "geolocation grid"])
def test_truncated_heights_and_arrays_are_errors_too(jobs, tmp_path, name):
    (tmp_path / "out").mkdir()
    job = jobs[name].to(tmp_path / "out")
    job.run()
    job.put_old()
    path, words = (
        (job.job.elevation.path, "DEM cannot be read")
        if name == "rpc grid"
        else (job.job.arrays.y_path, "LAT cannot be read")
    )
    cut(path, 0.5)
    with pytest.raises(RasterError, match=f"Band 1 of {words}") as caught:
        job.run()
    sentence_of(caught)
    job.assert_old()


def test_what_gdal_says_beside_pixels_is_no_error(tmp_path):
    """A reading that only warns, as of a JPEG with bytes between its markers, is good."""
    path = tmp_path / "a.jpg"
    values = np.full((16, 16), 100, np.uint8)
    data = Path(write(path, values, "JPEG")).read_bytes()
    path.write_bytes(data[:-2] + b"\x00\x00\x00" + data[-2:])
    with open_raster(str(path)) as dataset:
        assert abs(read_band(dataset, 1).astype(int) - 100).max() < 5


# --- one file as input and output -----------------------------------------------------------


def roles(jobs, folder):
    """Return (SmallJob, name of the changed input, its path) for each input of the chains."""
    job = jobs["resampling"]
    col = write(folder / "col.tif", read(job.job.grid.path)[1])
    gmask = write(folder / "gmask.tif", np.ones((ROWS, COLS), np.uint8))
    grid = replace(job.job.grid, col_path=col, col_band=1, mask=RasterMask(gmask))
    job = job.with_(grid=grid)
    mask = jobs["mask"].with_(reference=jobs["resampling"].job.source)
    region = jobs["region"].with_(reference=gmask)
    spline = jobs["spline"].with_(target_mask=RasterMask(gmask))
    crs = jobs["crs grid"].with_(reference=gmask)
    displaced = jobs["displacement grid"]
    first = displaced.job.displacement.path
    dy = write(folder / "dy.tif", read(first)[1])
    displaced = displaced.with_(displacement=DisplacementBands(first, y_band=1, y_path=dy))
    rpc, geolocation = jobs["rpc grid"], jobs["geolocation grid"]
    return [
        *((job, path) for path in (job.job.source, grid.path, col, gmask, job.job.mask.path)),
        *((mask, path) for path in (mask.job.mask.path, mask.job.reference)),
        *((region, path) for path in (region.job.source, region.job.mask.path, gmask)),
        *((spline, path) for path in (spline.job.source, gmask)),
        *((crs, path) for path in (crs.job.source, gmask)),
        *((displaced, path) for path in (displaced.job.source, first, dy)),
        *((rpc, path) for path in (rpc.job.source, rpc.job.elevation.path)),
        (geolocation, geolocation.job.arrays.y_path),
    ]


def by_itself(path):
    return path


def by_a_symbolic_link(path):
    link = Path(path).with_name("symbolic.tif")
    link.unlink(missing_ok=True)
    link.symlink_to(path)
    return str(link)


def by_a_link_to_its_folder(path):
    link = Path(path).parent / "there"
    if not link.is_symlink():
        link.symlink_to(".")
    return str(link / Path(path).name)


def by_a_hard_link(path):
    link = Path(path).with_name("hard.tif")
    link.unlink(missing_ok=True)
    os.link(path, link)
    return str(link)


def by_a_relative_path(path):
    return os.path.join(".", os.path.basename(path))


def by_a_way_round(path):
    folder, name = os.path.split(path)
    return os.path.join(folder, "aside", "..", name)


WAYS = [
    by_itself, by_a_symbolic_link, by_a_link_to_its_folder, by_a_hard_link, by_a_relative_path,
    by_a_way_round,
]  # fmt: skip


@pytest.mark.parametrize("way", WAYS)
def test_an_output_that_is_an_input(jobs, tmp_path, monkeypatch, way):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "aside").mkdir()
    changed = roles(jobs, tmp_path)
    before = {path: Path(path).read_bytes() for _, path in changed}
    for job, path in changed:
        other = str(tmp_path / "new.tif")
        names = ["output"] + ["output_mask"] * hasattr(job.job, "output_mask")
        for name in names:
            outputs = {**dict.fromkeys(names, Destination(other)), name: Destination(way(path))}
            with pytest.raises(
                RasterError, match=f"{name.upper()} is .*, which is an input"
            ) as caught:
                job.with_(**outputs).run()
            sentence_of(caught)
        assert {file: Path(file).read_bytes() for file in before} == before
        assert not os.path.exists(other)


@pytest.mark.parametrize("way", WAYS)
def test_two_outputs_that_are_one(jobs, tmp_path, monkeypatch, way):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "aside").mkdir()
    path = str(tmp_path / "out.tif")
    for exists in (False, True):
        if exists:
            Path(path).write_bytes(OLD)
        elif way is by_a_hard_link:
            continue
        job = jobs["resampling"].with_(output=Destination(path), output_mask=Destination(way(path)))
        with pytest.raises(RasterError, match=r"OUTPUT_MASK is .*, which is OUTPUT as well"):
            job.run()
        assert not exists or Path(path).read_bytes() == OLD
    assert not [name for name in names_in(tmp_path) if name.endswith(".part")]


@pytest.mark.parametrize("kind", ["vrt", "vrt of a vrt", "warped", "mosaic"])
def test_an_output_behind_an_input(jobs, tmp_path, kind):
    source, over = jobs["resampling"].job.source, str(tmp_path / "over.vrt")
    before = Path(source).read_bytes()
    if kind == "mosaic":
        gdal.BuildVRT(over, [source])
    elif kind == "warped":
        gdal.Warp(over, source, format="VRT")
    else:
        gdal.Translate(over, source, format="VRT")
    if kind == "vrt of a vrt":
        gdal.Translate(str(tmp_path / "twice.vrt"), over, format="VRT")
        over = str(tmp_path / "twice.vrt")
    for job in (
        jobs["resampling"].with_(source=over), jobs["mask"].with_(mask=RasterMask(over)),
        jobs["region"].with_(source=over), jobs["crs grid"].with_(source=over),
    ):  # fmt: skip
        with pytest.raises(RasterError, match=r"OUTPUT is .*source\.tif, which is an input"):
            job.with_(output=Destination(source)).run()
    assert Path(source).read_bytes() == before


def test_an_input_that_belongs_to_the_old_output(jobs, tmp_path):
    """The mask of an old raster would go with it."""
    (tmp_path / "out").mkdir()
    valid = jobs["mask"].job.mask.path
    shutil.copy(valid, tmp_path / "out" / "out.tif.msk")
    shutil.copy(jobs["resampling"].job.source, tmp_path / "out" / "out.tif")
    for name in ("resampling", "mask"):
        job = jobs[name].to(tmp_path / "out")
        job = job.with_(mask=RasterMask(str(tmp_path / "out" / "out.tif.msk")))
        with pytest.raises(RasterError, match=r"OUTPUT is .*out\.tif, which is an input"):
            job.run()
    assert names_in(tmp_path / "out") == ["out.tif", "out.tif.msk"]


# --- folders --------------------------------------------------------------------------------


def test_a_folder_that_is_missing(small_job, tmp_path):
    with pytest.raises(RasterError, match=r"OUTPUT is .*no/out\.tif, but the folder .*no does not"):
        small_job.to(tmp_path / "no").run()
    assert not (tmp_path / "no").exists()


def test_a_folder_of_the_outputs_name(small_job, tmp_path):
    for path in small_job.paths:
        os.mkdir(path)
        with pytest.raises(RasterError, match=r"OUTPUT\w* is .*, which is a folder") as caught:
            small_job.run()
        sentence_of(caught)
        assert names_in(tmp_path / "out") == [os.path.basename(path)]
        os.rmdir(path)


def test_a_file_system_that_is_read_only(small_job, mount):
    folder = mount("closed", "-t", "tmpfs", "-o", "ro,size=64k", "none")
    with pytest.raises(
        RasterError, match=r"OUTPUT is .*out\.tif, which cannot be written to"
    ) as caught:
        small_job.to(folder).run()
    sentence_of(caught)
    assert names_in(folder) == []


@pytest.fixture
def open_folder():
    """A folder that every user can reach, as pytest's own ones are not."""
    with tempfile.TemporaryDirectory() as folder:
        os.chmod(folder, 0o755)
        yield Path(folder)


@pytest.fixture
def nobody():
    """Return a function that gives up root's rights; they are back when the test ends."""
    root = os.geteuid() == 0
    yield lambda: os.setresuid(65534, 65534, 0) if root else None
    if root:
        os.setresuid(0, 0, 0)


@pytest.mark.parametrize("what", ["folder", "file"])
@pytest.mark.parametrize("name", CHAINS)
def test_without_the_right_to_write(open_folder, nobody, name, what):
    job = small_jobs(open_folder)[name]
    folder = open_folder / "out"
    folder.mkdir()
    job = job.to(folder)
    job.run()  # whatever is imported on the way is imported now
    job.put_old()
    for path in (*job.paths, *open_folder.glob("*.tif")):
        os.chmod(path, 0o644 if what == "folder" and path in job.paths else 0o444)
    os.chmod(folder, 0o555 if what == "folder" else 0o777)
    nobody()
    with pytest.raises(RasterError, match=r"OUTPUT is .*out\.tif, which cannot be written to"):
        job.run()
    job.assert_old()


def test_a_folder_that_refuses_new_files(small_job, tmp_path, monkeypatch):
    """Whatever was told before: on some file systems it shows only when a file is made."""
    small_job.put_old()
    monkeypatch.setattr(os, "access", lambda *_: True)
    monkeypatch.setattr(gdal, "Mkdir", lambda *_: -1)
    with pytest.raises(RasterError, match=r"out\.tif cannot be created: its folder refuses"):
        small_job.run()
    small_job.assert_old()


@pytest.mark.parametrize("which", ["all", "temporary"])
def test_a_folder_that_is_removed_while_the_job_runs(small_job, small_tiles, which):
    folder = Path(small_job.paths[0]).parent
    shares = []

    def progress(share):
        shares.append(share)
        temporary = names_in(folder) if folder.exists() else []
        if temporary:
            shutil.rmtree(folder if which == "all" else folder / temporary[0])

    with pytest.raises(
        RasterError, match=r"(out|mask|slope)\.tif cannot be (created|written)"
    ) as caught:
        small_job.run(progress)
    sentence_of(caught)
    assert shares
    if which == "all":
        assert not folder.exists()
    else:
        assert names_in(folder) == []


# --- odd nodes ------------------------------------------------------------------------------

INTERPOLATORS = [
    "nearest", "linear", "cubic", "bspline3", "bspline5", "bspline7", "bspline9", "bspline11",
]  # fmt: skip

ODD = [
    np.nan, np.inf, -np.inf, 1e300, -1e300, np.finfo(float).max, -np.finfo(float).max, 2.0**63,
    -(2.0**63), 2.0**31, 1e15, -1e15, 1e19, -99999.0,
]  # fmt: skip


def weighty(shape, factor, full):
    """Return where a pixel gives weight to any of some nodes, for node masks of a shape."""

    def of(bad):
        row, col = (np.arange(size) / factor for size in full)
        near = np.zeros(full, bool)
        for r in (np.floor(row), np.ceil(row)):
            for c in (np.floor(col), np.ceil(col)):
                near |= bad[np.ix_(r.astype(int), c.astype(int))]
        return near

    return of


@pytest.mark.parametrize("convention", ["pixel-center", "cell-edge", "map"])
@pytest.mark.parametrize("factor", [1, 3])
def test_odd_nodes_concern_no_pixel_but_their_own(engine, jobs, tmp_path, factor, convention):
    rows, cols = 24, 30
    rng = np.random.default_rng(3)
    step = np.indices((rows, cols)) * (60.0 / cols)
    clean = 90 + step + rng.uniform(-0.3, 0.3, step.shape)
    if convention == "map":
        clean = np.stack((5_000_000 - 10 * clean[0], 500_000 + 10 * clean[1]))
    odd, bad = clean.copy(), np.zeros((rows, cols), bool)
    for number, value in enumerate(ODD):
        row, col = 3 + 4 * (number // 5), 3 + 5 * (number % 5)
        odd[number % 2, row, col], bad[row, col] = value, True
    odd[:, 20, 4:9], bad[20, 4:9] = np.nan, True
    odd[0, 20, 12], odd[1, 20, 12], bad[20, 12] = np.inf, -np.inf, True
    full = (rows, cols) if factor == 1 else ((rows - 1) * factor + 1, (cols - 1) * factor + 1)
    concerned = weighty((rows, cols), factor, full)(bad)
    assert 0.02 < concerned.mean() < 0.7
    grids = {
        name: write(tmp_path / f"{name}.tif", layers)
        for name, layers in (("clean", clean), ("odd", odd), ("none", np.full_like(clean, np.nan)))
    }
    kinds = INTERPOLATORS if convention == "pixel-center" else ["cubic"]
    for interpolator in kinds:
        for boundary in (None, "wrap"):
            made = {}
            for name, path in grids.items():
                (tmp_path / name).mkdir(exist_ok=True)
                job = jobs["resampling"].to(tmp_path / name).with_(
                    grid=GridBands(path, factors=(factor, factor), convention=convention),
                    interpolator=interpolator, nodata=0, dtype="float64", mask=None,
                    boundary_condition=boundary, trust_padding=boundary is not None,
                )  # fmt: skip
                job.run()
                made[name] = [read(path) for path in job.paths]
            values, valid = made["clean"]
            assert valid.all() and (values != 0).all()
            np.testing.assert_array_equal(made["odd"][1], ~concerned)
            np.testing.assert_array_equal(made["odd"][0], np.where(concerned, 0, values))
            assert not made["none"][0].any() and not made["none"][1].any()
