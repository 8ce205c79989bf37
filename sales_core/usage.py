"""What pages and metrics are used: noted by who draws, written behind its back, counted by day by the worker.

Noting never waits and never fails: a full queue or a lost database costs notes, never a page. A note holds names that
the code declares and a duration; no label, no filter, no text of a person.
"""

import atexit
import queue
import threading
import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any
from uuid import uuid4

import structlog
from sqlalchemy import Engine

from db import uses as rows
from sales_core import trail
from sales_core.access import access, access_engine
from sales_core.plan import Plan
from sales_core.viewer import Viewer

log = structlog.get_logger(__name__)

_MOST_WAITING = 2_000
_MOST_AT_ONCE = 500
_PAUSE_SECONDS = 2.0
_AT_EXIT_SECONDS = 1.0

Use = Mapping[str, Any]


class UseWriter:
    """Takes notes without waiting, and writes them in batches from one thread of its own, begun with the first."""

    def __init__(self, engine: Callable[[], Engine], pause_seconds: float = _PAUSE_SECONDS) -> None:
        self._engine, self._pause = engine, pause_seconds
        self._waiting: queue.Queue[Use] = queue.Queue(_MOST_WAITING)
        self._begin = threading.Lock()
        self._thread: threading.Thread | None = None
        self._away = False
        self.lost = 0
        """Notes that were given up: the queue was full, or the database did not take them."""

    def note(self, use: Use) -> None:
        """Take a note, or lose it when too many wait."""
        try:
            self._waiting.put_nowait(use)
        except queue.Full:
            self.lost += 1
            return
        if self._thread is None:
            with self._begin:
                if self._thread is None:
                    self._thread = threading.Thread(target=self._run, name="uses", daemon=True)
                    self._thread.start()

    def settle(self, seconds: float) -> bool:
        """Wait until all that was noted is written or given up, at most so long; whether it is."""
        end = time.monotonic() + seconds
        while self._waiting.unfinished_tasks and time.monotonic() < end:
            time.sleep(0.01)
        return not self._waiting.unfinished_tasks

    def _run(self) -> None:
        while True:
            batch = [self._waiting.get()]
            time.sleep(self._pause)
            while len(batch) < _MOST_AT_ONCE and not self._waiting.empty():
                batch.append(self._waiting.get_nowait())
            self._write(batch)
            for _ in batch:
                self._waiting.task_done()

    def _write(self, batch: list[Use]) -> None:
        try:
            with access(self._engine()) as connection:
                rows.write(connection, batch)
            self._away = False
        except Exception as error:  # whatever it is, pages go on
            self.lost += len(batch)
            if not self._away:
                log.warning("uses_not_written", error=type(error).__name__, lost=self.lost)
            self._away = True


@lru_cache(maxsize=1)
def writer() -> UseWriter:
    """This process's writer; what waits at its end has a second to be written."""
    made = UseWriter(access_engine)
    atexit.register(made.settle, _AT_EXIT_SECONDS)
    return made


def note_opening(viewer: Viewer, page: str) -> None:
    """The viewer opened a page, by its declared name."""
    writer().note(_use(viewer, page))


def note_question(viewer: Viewer, plan: Plan, seconds: float, remembered: bool) -> None:
    """A question was answered; noted where a page asked it, by the names of its metrics and breakdowns."""
    page = trail.current().page
    if page:
        writer().note(
            _use(
                viewer, page, metrics=sorted(plan.metrics), breakdowns=list(plan.by),
                milliseconds=round(seconds * 1000), remembered=remembered,
            )
        )  # fmt: skip


def _use(viewer: Viewer, page: str, **question: Any) -> Use:
    nothing: dict[str, Any] = {"metrics": [], "breakdowns": [], "milliseconds": None, "remembered": None}
    return {
        "use_id": str(uuid4()), "used_at": datetime.now(UTC), "person": viewer.user_id, "page": page,
        **nothing, **question,
    }  # fmt: skip
