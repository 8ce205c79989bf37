"""Each run of a page or of a part of it: followed from its start to its end, in the thread that runs it.

Streamlit tells of a run's start and end in that very thread, so what is bound there holds for the page's code, its
statements and its log lines. It has no public way to listen: its sessions are given a runner that listens from birth.
"""

import time
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

import streamlit as st
import structlog
from streamlit.runtime import app_session
from streamlit.runtime.scriptrunner import ScriptRunner, ScriptRunnerEvent

from sales_core import telemetry, trail
from sales_core.spans import Ending, begin_span

_log = structlog.get_logger(__name__)
_ENDS = {
    ScriptRunnerEvent.SCRIPT_STOPPED_WITH_SUCCESS: telemetry.Outcome.DONE,
    ScriptRunnerEvent.FRAGMENT_STOPPED_WITH_SUCCESS: telemetry.Outcome.DONE,
    ScriptRunnerEvent.SCRIPT_STOPPED_FOR_RERUN: telemetry.Outcome.INTERRUPTED,
    ScriptRunnerEvent.SCRIPT_STOPPED_WITH_COMPILE_ERROR: telemetry.Outcome.FAILED,
}


@dataclass(slots=True)
class Run:
    """A run that is under way; `failed` once an error ended it or a part of it."""

    part: bool
    end_span: Ending
    began: float = field(default_factory=time.perf_counter)
    failed: bool = False


_run: ContextVar[Run | None] = ContextVar("run", default=None)


class FollowedRunner(ScriptRunner):
    """Streamlit's own, with an ear at it."""

    def __init__(self, *words: Any, **named: Any) -> None:
        super().__init__(*words, **named)
        self.on_event.connect(_hear, weak=False)


def follow_runs() -> None:
    """From now on every session's runs are followed; once a process."""
    app_session.ScriptRunner = FollowedRunner  # type: ignore[attr-defined]


def on_error(error: Exception) -> bool:
    """For Streamlit: what nobody expected was logged by it with its traceback; here it is counted and drawn."""
    run = _run.get()
    if run is not None:
        run.failed = True
    telemetry.script_failed(trail.current().page or telemetry.page_name(""))
    from pages.ui.states import unexpected  # here: its parts want a run, or complain

    unexpected(error)
    return True


def _hear(_runner: object, event: ScriptRunnerEvent, **told: Any) -> None:
    if event is ScriptRunnerEvent.SCRIPT_STARTED:
        _begin(part=bool(told.get("fragment_ids_this_run")))
    elif event in _ENDS:
        _end(_ENDS[event])


def _begin(*, part: bool) -> None:
    page = telemetry.page_name(urlsplit(st.context.url or "").path)
    request = trail.request_of(st.context.headers.get("x-request-id"))
    trail.follow(request.run_of(page))
    _run.set(Run(part, begin_span("page run", page=page, part=part)))


def _end(outcome: telemetry.Outcome) -> None:
    run = _run.get()
    if run is None:
        return
    _run.set(None)
    seconds = time.perf_counter() - run.began
    outcome = telemetry.Outcome.FAILED if run.failed else outcome
    page = trail.current().page
    telemetry.page_ran(page, outcome, seconds)
    run.end_span(outcome=outcome.value, page=page)
    _log.info("page run ended", outcome=outcome.value, part=run.part, ms=round(seconds * 1000, 1))
