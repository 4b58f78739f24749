"""Progress and cancelling of a job made of several stages."""

from .jobs import Cancelled


class Follower:
    """Passes the progress of stages on, and stops the job when the user has asked for it.

    Parameters
    ----------
    progress : callable, optional
        Called with the share of the whole job that is done.
    cancelled : callable, optional
        Tells whether to stop; asked at every step.
    """

    def __init__(self, progress=None, cancelled=None):
        self._progress = progress
        self._cancelled = cancelled

    def stage(self, start, end):
        """Return a callable that takes the share done of a stage from `start` to `end`.

        Raises
        ------
        Cancelled
            By the callable, once the user has asked to stop.
        """

        def report(share):
            if self._progress is not None:
                self._progress(start + share * (end - start))
            self.check()

        return report

    def part(self, start, end):
        """Return a follower for a part of the job, from one share of it to another."""
        return Follower(self.stage(start, end), self._cancelled)

    def check(self):
        """Raise `Cancelled` if the user has asked to stop."""
        if self._cancelled is not None and self._cancelled():
            raise Cancelled("Cancelled.")
