"""What ends a launch; each is told in one line."""

from sales_core.errors import DashboardError


class LaunchError(DashboardError):
    """The dashboard can't start or go on here."""


class AlreadyRunningError(LaunchError):
    """Another launcher works on the same data folder."""


class PortTakenError(LaunchError):
    """Another program listens where the app or the sidecar should."""


class ChildEndedError(LaunchError):
    """A part of the dashboard ended although nobody asked it to."""


class StopAskedError(BaseException):
    """Ctrl-C, SIGTERM or SIGHUP: not a failure, the way a launch normally ends.

    Like KeyboardInterrupt no Exception, since it comes anywhere: a library that logs errors of its own tidying and
    goes on, as a pool of connections does, would take it for one of them.
    """
