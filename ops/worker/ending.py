"""The end of a worker that can't end by itself: a frozen database gives no answer, and no client can take it back."""

import os
import threading

import structlog

from ops.worker import heartbeat

log = structlog.get_logger(__name__)

LEFT = 75
"""Exit code of a worker that was asked to stop and left while something gave no answer; sysexits' "try again"."""


def leave_after(seconds: float) -> None:
    """End the process so many seconds from now, unless it has ended before; also while it joins threads that hang."""
    timer = threading.Timer(seconds, _leave)
    timer.daemon = True
    timer.start()


def _leave() -> None:
    try:
        log.warning("worker_left", why="something gave no answer; what ran is taken up by another worker")
        heartbeat.stop()
    finally:
        os._exit(LEFT)
