"""Looking at something that may be dead or frozen, without waiting for it and without piling up behind it."""

import asyncio
import threading
import time
import traceback
from collections.abc import Callable
from concurrent.futures import Future
from typing import Protocol, TypeVar

from ops.sidecar.findings import Finding, State

T = TypeVar("T")

DEADLINE = 0.35
"""Seconds that an answer waits for a look; replies are promised within 0.5."""


def in_daemon_thread(work: Callable[[], T], name: str) -> asyncio.Future[T]:
    """Run `work` in a thread that does not hold up the end of the process, however long it hangs."""
    outcome: Future[T] = Future()

    def run() -> None:
        try:
            result = work()
        except Exception as error:  # handed on to whoever awaits
            outcome.set_exception(error)
        else:
            outcome.set_result(result)

    threading.Thread(target=run, name=name, daemon=True).start()
    return asyncio.wrap_future(outcome)


def let_go(error: BaseException | None) -> None:
    """Empty the frames of an error and of what it came from.

    A connection that failed hangs, socket and all, in those frames, which refer to each other: left alone it
    stays open until a garbage collection.
    """
    while error is not None:
        traceback.clear_frames(error.__traceback__)
        error = error.__cause__ or error.__context__


class Watched(Protocol):
    """What can be asked how a part is, and answers within `DEADLINE`."""

    async def finding(self) -> Finding:
        """How the part is now."""


class Watch:
    """One look at a time: whoever asks while one is under way waits for that one, and at most `DEADLINE`.

    A look that hangs holds one thread and one connection, not one a request. Nothing is remembered once it
    has ended: every answer comes from a look that ended after the question.
    """

    def __init__(self, name: str, look: Callable[[], Finding], unanswered: State) -> None:
        self._name = name
        self._look = look
        self._unanswered = unanswered
        self._under_way: asyncio.Future[Finding] | None = None

    async def finding(self) -> Finding:
        """What the look found; `unanswered` when it did not end in time."""
        if self._under_way is None or self._under_way.done():
            self._under_way = in_daemon_thread(self._timed_look, f"look-{self._name}")
        try:
            async with asyncio.timeout(DEADLINE):
                return await asyncio.shield(self._under_way)
        except TimeoutError:
            return Finding(self._unanswered, {"error": "NoAnswer", "waited_ms": DEADLINE * 1000})

    def _timed_look(self) -> Finding:
        began = time.perf_counter()
        found = self._look()
        took = round((time.perf_counter() - began) * 1000, 1)
        return Finding(found.state, {"latency_ms": took, **found.detail})
