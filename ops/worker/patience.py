"""What becomes of a job that did not end well: given back, tried again, or failed."""

from procrastinate import BaseRetryStrategy, RetryDecision
from procrastinate.exceptions import JobAborted
from procrastinate.jobs import Job

from sales_core.errors import SourceError
from sales_core.jobs_declared import MOST_ATTEMPTS

_FIRST_WAIT_SECONDS = 10


class Patience(BaseRetryStrategy):
    """A job that was interrupted goes back at once; one that the database let down waits; any other error fails it."""

    def get_retry_decision(self, *, exception: BaseException, job: Job) -> RetryDecision | None:
        """When to try again; None: not at all."""
        if isinstance(exception, JobAborted):
            return RetryDecision(retry_in={"seconds": 0})
        seconds = wait_seconds(exception, job.attempts)
        return None if seconds is None else RetryDecision(retry_in={"seconds": seconds})


def wait_seconds(error: BaseException, attempts: int) -> int | None:
    """How long to wait after the attempt of that number, from 0: twice as long each time. None: it is of no use."""
    if not isinstance(error, SourceError) or attempts + 1 >= MOST_ATTEMPTS:
        return None
    return int(_FIRST_WAIT_SECONDS * 2**attempts)
