"""Errors to Sentry, where SENTRY_DSN names one: what the log has as an error, with the same ids and as little else.

The only file that knows the package, and imported only then. None of its own ears are used: what it is told is what
passes the log, so the same steps take out secrets and personal data; no local variables, no source, no requests.
"""

import atexit
import logging
import sys
from types import TracebackType
from typing import TYPE_CHECKING, Any

import sentry_sdk
from sentry_sdk.utils import event_from_exception

from db.redaction import clean, message_without_values, text_without_secrets
from sales_core import trail

if TYPE_CHECKING:
    from sentry_sdk.types import Event

_FLUSH_SECONDS = 2.0
_NEVER = ("breadcrumbs", "extra", "modules", "request", "server_name", "user")
_FRAME = ("filename", "function", "lineno", "module", "in_app")
_OWN = ("sentry_sdk", "opentelemetry", "urllib3")
_Trace = tuple[type[BaseException], BaseException, TracebackType | None]


def report_errors(dsn: str, environment: str, process: str) -> None:
    """From now on every line of the log at error and above is told to Sentry too; once a process."""
    sentry_sdk.init(
        dsn=dsn,
        environment=environment,
        default_integrations=False,
        auto_enabling_integrations=False,
        send_default_pii=False,
        include_local_variables=False,
        include_source_context=False,
        max_breadcrumbs=0,
        before_send=without_secrets,
    )
    sentry_sdk.set_tag("process", process)
    atexit.register(sentry_sdk.flush, _FLUSH_SECONDS)
    logging.getLogger().addHandler(_ToSentry(logging.ERROR))


def without_secrets(event: "Event", _hint: dict[str, Any]) -> "Event":
    """What leaves this process: kind, message and places of each exception, and the ids of the line."""
    kept: dict[str, Any] = {name: value for name, value in event.items() if name not in _NEVER}
    kept["tags"] = clean(None, "", kept.get("tags") or {})
    if "message" in kept:
        kept["message"] = text_without_secrets(str(kept["message"]))
    for error in kept.get("exception", {}).get("values", ()):
        error["value"] = message_without_values(str(error.get("value", "")))
        frames = error.get("stacktrace", {}).get("frames", ())
        for frame in frames:
            for name in set(frame) - set(_FRAME):
                del frame[name]
    return kept  # type: ignore[return-value]


class _ToSentry(logging.Handler):
    """Takes records of the standard library's logging, structlog's among them."""

    def emit(self, record: logging.LogRecord) -> None:
        """Hand one on; what it is sent by works in a thread of its own."""
        if record.name.startswith(_OWN):
            return
        said: dict[str, Any] = record.msg if isinstance(record.msg, dict) else {"event": record.getMessage()}
        event: dict[str, Any] = {"message": said.get("event", "")}
        if trace := _trace(said.get("exc_info") or record.exc_info):
            event |= event_from_exception(trace, client_options=sentry_sdk.get_client().options)[0]
        event |= {
            "level": record.levelname.lower(),
            "logger": record.name,
            "tags": _tags(),
        }
        sentry_sdk.capture_event(event)  # type: ignore[arg-type]


def _tags() -> dict[str, str]:
    """Of the run that is under way in this thread: lines of other libraries' loggers do not hold it themselves."""
    followed = trail.current()
    tags = {"request_id": followed.request_id, "run_id": followed.run_id, "page": followed.page}
    return {name: word for name, word in tags.items() if word}


def _trace(told: object) -> "_Trace | None":
    """What was logged as `exc_info`, in any of its forms."""
    found: Any = sys.exc_info() if told is True else told
    if isinstance(found, BaseException):
        return type(found), found, found.__traceback__
    return found if isinstance(found, tuple) and found[0] is not None else None
