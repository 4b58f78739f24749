"""What all chains have in common that make a grid raster."""

from dataclasses import replace

from ..conventions.frame import frame_covering
from ..rasters.reading import files_behind, frame_of, open_raster
from ..rasters.writing import check_output
from ..transforms.crs import same_reference
from .following import Follower
from .grid_writing import PreparedGrid, write_grid
from .workplace import workplace


def make_grid(job, prepare, progress=None, cancelled=None, executor=None):
    """Make a grid raster; `write_grid` tells what it is like.

    Parameters
    ----------
    job : GridJob
    prepare : callable
        Takes the job, the open source and its `Frame`. Returns a callable that makes the transform
        from map (x, y) of the target to source (row, col), picklable, see `NodePlan`; the `Frame`
        of the target; and, if there is more to tell than of positions, a callable that returns
        `GridFindings`.
    progress, cancelled : callable, optional
        See `Follower`.
    executor : concurrent.futures.Executor, optional
        Where tiles are computed; by default as the job's resources say.

    Returns
    -------
    GridReport

    Raises
    ------
    RasterError, ValueError
        With one sentence; nothing has been written then.
    Cancelled
    """
    follower = Follower(progress, cancelled)
    check_output(job.output.path, "OUTPUT", files_behind(job.inputs), job.output.options)
    prepared = prepared_grid(job, prepare)
    with workplace(job.resources, executor) as place:
        prepared.check(place)
        return write_grid(job, prepared, place, follower)


def prepared_grid(job, prepare):
    """Check a `GridJob`, and return its `PreparedGrid`; see `make_grid`."""
    if job.step is not None and job.step < 1:
        raise ValueError(f"STEP is {job.step}; it must be 1 or more.")
    if job.step is None and not job.max_error > 0:
        raise ValueError(f"MAX_ERROR is {job.max_error}; it must be more than 0 source pixels.")
    with open_raster(job.source, "INPUT") as dataset:
        source = frame_of(dataset)
        make_transform, frame, *gather = prepare(job, dataset, source)
    return PreparedGrid(make_transform, frame, source.shape, *gather)


def target_frame(job, suggest):
    """Return the frame of the target, which has a georeference and a reference system.

    What is suggested keeps its north-west corner where the job has a cell size, and is covered
    with cells of it, as gdalwarp's ``-tr`` does.

    Parameters
    ----------
    job : GridJob
    suggest : callable
        Takes the WKT of a reference system and returns a `Frame` in it.

    Raises
    ------
    ValueError
        If the job does not tell it, or its cell size is not usable.
    """
    if job.frame is None:
        if not job.crs_wkt:
            raise ValueError("Give TARGET_CRS, REFERENCE, or EXTENT and CELL_SIZE.")
        frame = suggest(job.crs_wkt)
        if job.cell_size is None:
            return frame
        return frame_covering(*frame.bounds, job.cell_size, frame.crs_wkt)
    frame = job.frame
    if not frame.crs_wkt:
        frame = replace(frame, crs_wkt=job.crs_wkt)
    if frame.geotransform is None:
        raise ValueError("REFERENCE has no georeference.")
    if not frame.crs_wkt:
        raise ValueError("REFERENCE, or EXTENT in its place, has no reference system.")
    return frame


def frame_over_source(job, source):
    """Return the frame of a target in the reference system of its source, which is the default.

    Parameters
    ----------
    job : GridJob
    source : Frame

    Raises
    ------
    ValueError
        If the target's positions are not those of the source's map.
    """
    if job.frame is None:
        return source
    if job.reference is not None:
        check_over(job.frame, source, "REFERENCE", "INPUT")
    return replace(job.frame, crs_wkt=source.crs_wkt)


def check_over(frame, other, name, other_name):
    """Raise ValueError unless two frames are in the same map.

    Parameters
    ----------
    frame, other : Frame
    name, other_name : str
        What they are called in an error message.
    """
    names = [(frame, name), (other, other_name)]
    if (frame.geotransform is None) != (other.geotransform is None):
        names.sort(key=lambda each: each[0].geotransform is None)
        raise ValueError(
            f"{names[0][1]} has a georeference and {names[1][1]} has none; both must have one, or"
            " neither."
        )
    if not same_reference(other, frame):
        raise ValueError(
            f"{name} is in another reference system than {other_name}; it must be in the same."
        )
