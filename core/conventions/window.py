"""Windows with inclusive ends, ``((row_start, row_end), (col_start, col_end))``.

Names, arguments and results are those of GridR's ``core.utils.array_window``: a window has one
(first, last) pair an axis, both ends belong to it, and `axes` names the axes it constrains (all
by default). A *chunk* is Python's own half-open (start, stop) pair. No function changes its
arguments. `arr` needs only ``shape``, ``ndim`` and ``size``.
"""

import numpy as np

# How a margin moves the two ends of a window: outwards, or inwards when reversed.
_OUTWARDS = np.array((-1, 1))


def _selected_axes(ndim, axes):
    if axes is None:
        return range(ndim)
    return [int(axis) for axis in np.atleast_1d(axes)]


def window_apply(arr, win, axes=None, check=True):
    """Return the view of `arr` that a window selects.

    Parameters
    ----------
    arr : numpy.ndarray
    win : array_like of int, shape (arr.ndim, 2)
        Window with inclusive ends.
    axes : int or sequence of int, optional
        Axes to constrain; the others are taken whole.
    check : bool
        Verify first that the window lies in the array.

    Raises
    ------
    ValueError
        If `check` is set and the window does not lie in the array.
    IndexError
        If `check` is set and the ends of the window are in the wrong order.
    """
    if check and not window_check(arr, win, axes):
        raise ValueError(f"The window {_text(win)} does not lie in the array of shape {arr.shape}.")
    return arr[window_indices(win, axes=axes)]


def window_check(arr, win, axes=None):
    """Tell whether a window lies in an array.

    Returns
    -------
    bool
        False too when the array or the window is empty.

    Raises
    ------
    ValueError
        If the array or the window is a scalar, or their numbers of axes differ.
    IndexError
        If an end of the window comes before its start.
    """
    win = np.asarray(win)
    if arr.ndim == 0 or win.ndim == 0:
        raise ValueError("A window applies to arrays of one axis or more, not to a scalar.")
    if arr.ndim != win.shape[0]:
        raise ValueError(f"A window of {win.shape[0]} axes does not fit an array of {arr.ndim}.")
    if arr.size == 0 or win.size == 0:
        return False
    selected = _selected_axes(arr.ndim, axes)
    for axis in selected:
        if win[axis][1] < win[axis][0]:
            raise IndexError(f"The window {_text(win)} ends before it starts on axis {axis}.")
    return all(win[axis][0] >= 0 and win[axis][1] < arr.shape[axis] for axis in selected)


def window_extend(win, extent, reverse=False):
    """Move the ends of a window outwards by `extent`, or inwards when `reverse` is set.

    Parameters
    ----------
    win, extent : array_like of int, shape (ndim, 2)
        The window, and how far each of its ends moves.

    Returns
    -------
    numpy.ndarray of int, shape (ndim, 2)
    """
    signs = -_OUTWARDS if reverse else _OUTWARDS
    return np.asarray(win) + signs * np.asarray(extent)


def window_from_chunk(chunk, origin=None):
    """Turn half-open (start, stop) pairs into a window, shifted by `origin` if given."""
    win = np.array(chunk)
    win[..., 1] -= 1
    return win if origin is None else window_shift(win, origin)


def window_indices(win, reset_origin=False, axes=None):
    """Return the tuple of slices that a window stands for.

    Parameters
    ----------
    reset_origin : bool
        Shift the window first so that it starts at 0 on every axis.
    """
    win = np.asarray(win)
    if reset_origin:
        win = win - win[:, :1]
    selected = _selected_axes(win.shape[0], axes)
    return tuple(
        slice(int(win[axis][0]), int(win[axis][1]) + 1) if axis in selected else slice(None)
        for axis in range(win.shape[0])
    )


def window_overflow(arr, win, axes=None):
    """Tell how far a window reaches out of an array at each end.

    Returns
    -------
    numpy.ndarray of int, shape (arr.ndim, 2)
        Numbers of cells, 0 on axes that are not selected.
    """
    win = np.asarray(win)
    overflow = np.zeros((arr.ndim, 2), dtype=int)
    for axis in _selected_axes(arr.ndim, axes):
        overflow[axis] = max(0, -win[axis][0]), max(0, win[axis][1] - arr.shape[axis] + 1)
    return overflow


def window_shape(win, axes=None):
    """Return the lengths of a window; None stands for an axis that is not selected."""
    win = np.asarray(win)
    selected = _selected_axes(win.shape[0], axes)
    return tuple(
        int(win[axis][1] - win[axis][0] + 1) if axis in selected else None
        for axis in range(win.shape[0])
    )


def window_shift(win, shift):
    """Move a window by one number an axis.

    Raises
    ------
    ValueError
        If `shift` does not hold one number for each axis of the window.
    """
    win, shift = np.asarray(win), np.asarray(shift)
    if shift.shape != win.shape[:1]:
        raise ValueError(f"A window of {win.shape[0]} axes needs as many shifts, not {shift}.")
    return win + shift[:, np.newaxis]


def as_window(win, shape, name="win"):
    """Read a window over a 2-D shape and make sure that it lies in it.

    Parameters
    ----------
    win : array_like of int, shape (2, 2), or None
        None stands for the whole shape.
    shape : (int, int)
        Rows and columns that the window may select from.
    name : str
        What the window is called in an error message.

    Returns
    -------
    ((int, int), (int, int))

    Raises
    ------
    ValueError
        If it is not a 2 x 2 table of whole numbers, is in the wrong order, or leaves the shape.
    """
    if win is None:
        return (0, int(shape[0]) - 1), (0, int(shape[1]) - 1)
    table = np.asarray(win)
    if table.shape != (2, 2) or table.dtype.kind not in "iuf" or np.any(table != np.floor(table)):
        raise ValueError(
            f"{name} is {_text(win)}; it must be ((row_start, row_end), (col_start, col_end))"
            " in whole numbers."
        )
    (first_row, last_row), (first_col, last_col) = table.astype(int).tolist()
    if not (0 <= first_row <= last_row < shape[0] and 0 <= first_col <= last_col < shape[1]):
        raise ValueError(
            f"{name} is {_text(win)}; it must be in order and within"
            f" ((0, {shape[0] - 1}), (0, {shape[1] - 1}))."
        )
    return (first_row, last_row), (first_col, last_col)


def _text(win):
    return str(np.asarray(win).tolist())
