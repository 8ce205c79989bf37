"""Ctrl-C, SIGTERM and a closed terminal ask for the same: stop everything, in order."""

import contextlib
import signal
from collections.abc import Iterator
from types import FrameType

from ops.launch.errors import StopAskedError

_STOPPING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


@contextlib.contextmanager
def stopping_on_signals() -> Iterator[None]:
    """Raise StopAskedError in the main thread at the first signal; later ones don't disturb the stopping."""

    def stop(number: int, _: FrameType | None) -> None:
        for each in _STOPPING:
            signal.signal(each, signal.SIG_IGN)
        raise StopAskedError(signal.Signals(number).name)

    before = {each: signal.signal(each, stop) for each in _STOPPING}
    try:
        yield
    finally:
        for each, handler in before.items():
            signal.signal(each, handler)
