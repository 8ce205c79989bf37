"""A look that takes longer than an answer may: it is done again and again, and what the last one found is told."""

import threading
import time
from collections.abc import Callable

from ops.sidecar.findings import WELL, Finding, State

EVERY_SECONDS = 5.0
"""Between the beginnings of two looks at a part that is well."""

_BAD_NEWS_SECONDS = 2.0
"""After a look that found it unwell, so that its recovery is told soon."""

_TOO_OLD_SECONDS = 15.0


class Rounds:
    """Looks in a thread of its own, one look at a time; an answer never waits for it.

    Each finding is told with its age; one that is too old, since the look hangs, is told as unknown.
    """

    def __init__(self, name: str, look: Callable[[], Finding]) -> None:
        self._name = name
        self._look = look
        self._last: tuple[Finding, float] | None = None

    def begin(self) -> None:
        """Go round until the process ends."""
        threading.Thread(target=self._go, name=f"rounds-{self._name}", daemon=True).start()

    async def finding(self) -> Finding:
        """What the last look found, with how old that is."""
        if self._last is None:
            return Finding(State.UNKNOWN, {"error": "NotYet"})
        found, at = self._last
        age = time.monotonic() - at
        state = found.state if age <= _TOO_OLD_SECONDS else State.UNKNOWN
        return Finding(state, {**found.detail, "age_s": round(age, 1)})

    def _go(self) -> None:
        while True:
            began = time.monotonic()
            found = self._timed_look()
            self._last = found, time.monotonic()
            pause = EVERY_SECONDS if found.state in WELL else _BAD_NEWS_SECONDS
            time.sleep(max(0.5, began + pause - time.monotonic()))

    def _timed_look(self) -> Finding:
        began = time.perf_counter()
        try:
            found = self._look()
        except Exception as error:  # a round that ends would leave its last finding to grow old without a reason
            return Finding(State.UNKNOWN, {"error": type(error).__name__})
        return Finding(found.state, {"latency_ms": round((time.perf_counter() - began) * 1000, 1), **found.detail})
