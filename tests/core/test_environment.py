"""Threads and memory by the environment."""

import pytest

from gridr_qgis.core.chains import workplace as module
from gridr_qgis.core.chains.environment import environment_resources
from gridr_qgis.core.chains.jobs import Resources
from gridr_qgis.core.chains.workplace import workplace


@pytest.fixture
def variables(monkeypatch):
    """Return a function that sets GRIDR_THREADS and GRIDR_MAX_MEMORY."""

    def put(threads="", memory=""):
        monkeypatch.setenv("GRIDR_THREADS", threads)
        monkeypatch.setenv("GRIDR_MAX_MEMORY", memory)

    return put


def test_numbers(variables):
    variables()
    assert environment_resources() == Resources()
    variables("0", "0")
    assert environment_resources() == Resources()
    variables(" 3 ", "64")
    assert environment_resources() == Resources(3, 64)


@pytest.mark.parametrize(
    ("threads", "memory", "sentence"),
    [
        ("many", "", r"^GRIDR_THREADS is many; it must be a whole number, 1 or more, or 0\.$"),
        ("-1", "", "^GRIDR_THREADS is -1; it must be"),
        ("1.5", "", r"^GRIDR_THREADS is 1\.5; it must be"),
        ("²", "", "^GRIDR_THREADS is ²; it must be"),
        ("", "2 GB", "^GRIDR_MAX_MEMORY is 2 GB; it must be a whole number, 64 or more megabytes"),
        ("", "63", r"^GRIDR_MAX_MEMORY is 63 MB; it must be 64 or more, or 0\.$"),
    ],
)
def test_what_cannot_be_meant(variables, threads, memory, sentence):
    variables(threads, memory)
    with pytest.raises(ValueError, match=sentence), workplace(Resources()):
        pass


def test_a_job_comes_before_the_environment(variables, monkeypatch):
    budgets = []
    monkeypatch.setattr(module, "_budget", lambda memory: budgets.append(memory) or 1 << 30)
    variables("3", "100")
    for resources, threads in ((Resources(), 3), (Resources(2, 200), 2), (Resources(2), 2)):
        with workplace(resources) as place:
            assert place.in_flight == threads + 2
    assert budgets == [100, 200, 100]
