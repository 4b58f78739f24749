"""Windows against GridR 0.7.0, results and kinds of errors, on random arguments."""

import numpy as np
import pytest
from gridr.core.utils import array_window as gridr

from gridr_qgis.core.conventions import window as ours


def outcome(function, *arguments, **keywords):
    """Return a result as nested lists, or the type of the error."""
    try:
        result = function(*arguments, **keywords)
    except (ValueError, IndexError) as error:
        return type(error)
    return result.tolist() if isinstance(result, np.ndarray) else result


@pytest.mark.parametrize("seed", range(100))
def test_windows_equal_gridr(seed):
    rng = np.random.default_rng(seed)
    ndim = int(rng.integers(1, 4))
    array = rng.random(rng.integers(1, 8, ndim))
    win = np.sort(rng.integers(-2, 9, (ndim, 2)), axis=1)
    if rng.random() < 0.5:
        win = np.sort(rng.integers(0, np.array(array.shape)[:, np.newaxis], (ndim, 2)), axis=1)
    if rng.random() < 0.1:
        win = win[:, ::-1]
    axes = None
    if rng.random() < 0.4:
        axes = tuple(rng.choice(ndim, rng.integers(1, ndim + 1), replace=False).tolist())
    extent = rng.integers(0, 4, (ndim, 2))
    shift = rng.integers(-5, 6, ndim)
    for name, arguments, keywords in (
        ("window_apply", (array, win), {"axes": axes}),
        ("window_apply", (array, np.abs(win)), {"axes": axes, "check": False}),
        ("window_check", (array, win), {"axes": axes}),
        ("window_check", (array[np.newaxis], win), {"axes": axes}),
        ("window_shape", (win,), {"axes": axes}),
        ("window_overflow", (array, win), {"axes": axes}),
        ("window_indices", (win,), {"axes": axes}),
        ("window_indices", (win,), {"reset_origin": True}),
        ("window_extend", (win, extent), {}),
        ("window_extend", (win, extent), {"reverse": True}),
        ("window_shift", (win, shift), {}),
        # GridR changes a chunk that is an array in place.
        ("window_from_chunk", (win.tolist(),), {}),
        ("window_from_chunk", (win.tolist(),), {"origin": shift}),
    ):
        theirs = outcome(getattr(gridr, name), *arguments, **keywords)
        found = outcome(getattr(ours, name), *arguments, **keywords)
        assert found == theirs, name
