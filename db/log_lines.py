"""Log lines on stderr, one shape in every process: one JSON object a line for machines, or aligned words for people.

Each line has `timestamp`, `level`, `logger`, `process` (which program wrote it) and `event`; within a request or a
page's run also `request_id`, `run_id` and `page`; where something ended, `ms`. The standard library's loggers
(uvicorn, alembic, streamlit), warnings and what nobody caught go through the same steps; the last of them takes out
secrets and personal data (db/redaction.py).
"""

import logging
import sys
import threading
from types import TracebackType
from typing import Any, TextIO

import structlog
from structlog.typing import EventDict, Processor

from db.redaction import clean

_MOST_FRAMES = 40
_OURS = ("db", "ops", "pages", "sales_core", "sidecar", "tests")
"""Whose debugging may be asked for: libraries of the network then write down each header and frame, secrets and all."""


def configure_logs(level: str = "info", form: str = "console") -> None:
    """Set up this process's logging; `level` and `form` are the settings LOG_LEVEL and LOG_FORMAT."""
    root = logging.getLogger()
    root.handlers = [lines_to(sys.stderr, form)]
    root.handlers[0].setLevel(level.upper())
    chosen = logging.getLevelNamesMapping()[level.upper()]
    root.setLevel(max(chosen, logging.INFO))
    for name in _OURS:
        logging.getLogger(name).setLevel(chosen)
    logging.captureWarnings(True)
    sys.excepthook = _nobody_caught
    threading.excepthook = _no_thread_caught


def lines_to(stream: TextIO, form: str) -> logging.Handler:
    """What writes lines of this form; from now on what is logged by structlog comes to the standard library's too."""
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        _says(_program()),
    ]
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *shared,
            structlog.stdlib.PositionalArgumentsFormatter(),
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    output = logging.StreamHandler(stream)
    output.setFormatter(structlog.stdlib.ProcessorFormatter(foreign_pre_chain=shared, processors=_last_steps(form)))
    return output


def _program() -> str:
    """Which program this is: `ops.web` of `python -m ops.web`."""
    spec = getattr(sys.modules.get("__main__"), "__spec__", None)
    return str(spec.name).removesuffix(".__main__") if spec else "python"


def _says(program: str) -> Processor:
    def add(_logger: Any, _method: str, event: EventDict) -> EventDict:
        return {"process": program, **event}

    return add


def _last_steps(form: str) -> list[Processor]:
    """What turns an event into its line. Tracebacks go without local variables: those hold secrets."""
    forget = structlog.stdlib.ProcessorFormatter.remove_processors_meta
    frames = structlog.tracebacks.ExceptionDictTransformer(show_locals=False, max_frames=_MOST_FRAMES)
    steps: list[Processor] = [forget, structlog.processors.ExceptionRenderer(frames), clean]
    if form == "json":
        return [*steps, structlog.processors.JSONRenderer(ensure_ascii=False)]
    words = structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())
    return [*steps, _traceback_in_words, words]


def _traceback_in_words(_logger: Any, _method: str, event: EventDict) -> EventDict:
    """The same frames as in JSON, a line each, for the console."""
    found = event.pop("exception", None)
    if not isinstance(found, list):
        return event
    lines: list[str] = []
    for error in reversed(found):
        lines += ["Traceback (most recent call last):"]
        lines += [f'  File "{at["filename"]}", line {at["lineno"]}, in {at["name"]}' for at in error["frames"]]
        lines += [f"{error['exc_type']}: {error['exc_value']}"]
    return {**event, "exception": "\n".join(lines)}


def _nobody_caught(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    if issubclass(kind, KeyboardInterrupt):
        return
    logging.getLogger("process").critical("ended by an error nobody caught", exc_info=(kind, error, trace))


def _no_thread_caught(found: threading.ExceptHookArgs) -> None:
    if found.exc_value is not None and not issubclass(found.exc_type, SystemExit):
        trace = (found.exc_type, found.exc_value, found.exc_traceback)
        logging.getLogger("thread").error("a thread was ended by an error nobody caught", exc_info=trace)
