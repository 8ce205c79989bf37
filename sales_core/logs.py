"""Log lines on stderr: one JSON object a line for machines, or aligned words for people.

The standard library's loggers (uvicorn, alembic, streamlit) go through the same formatter.
"""

import logging
import sys

import structlog
from structlog.typing import Processor


def configure_logs(level: str = "info", form: str = "console") -> None:
    """Set up this process's logging; `level` and `form` are the settings LOG_LEVEL and LOG_FORMAT."""
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
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
    output = logging.StreamHandler(sys.stderr)
    output.setFormatter(structlog.stdlib.ProcessorFormatter(foreign_pre_chain=shared, processors=_last_steps(form)))
    root = logging.getLogger()
    root.handlers = [output]
    root.setLevel(level.upper())


def _last_steps(form: str) -> list[Processor]:
    """What turns an event into its line. Tracebacks go without local variables: those hold secrets."""
    forget = structlog.stdlib.ProcessorFormatter.remove_processors_meta
    if form == "json":
        trace = structlog.tracebacks.ExceptionDictTransformer(show_locals=False)
        return [forget, structlog.processors.ExceptionRenderer(trace), structlog.processors.JSONRenderer()]
    plain = structlog.dev.plain_traceback
    return [forget, structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty(), exception_formatter=plain)]
