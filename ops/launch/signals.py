"""Ctrl-C, SIGTERM and a closed terminal ask for the same: stop everything, in order."""

import contextlib
import signal
import time
from collections.abc import Iterator
from types import FrameType

from ops.launch.errors import StopAskedError

_STOPPING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
_UNDISTURBED_SECONDS = 15.0


@contextlib.contextmanager
def stopping_on_signals() -> Iterator[None]:
    """Raise StopAskedError in the main thread at the first signal.

    Impatient ones right after it don't disturb the stopping; should it hang, a later one raises again.
    """
    asked = float("-inf")

    def stop(number: int, _: FrameType | None) -> None:
        nonlocal asked
        if time.monotonic() - asked > _UNDISTURBED_SECONDS:
            asked = time.monotonic()
            raise StopAskedError(signal.Signals(number).name)

    before = {each: signal.signal(each, stop) for each in _STOPPING}
    try:
        yield
    finally:
        for each, answer in before.items():
            signal.signal(each, answer)
