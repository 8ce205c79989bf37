"""Spans to a collector of OpenTelemetry, where OTLP_ENDPOINT names one: page run, question, SQL.

The only file that knows the packages, and imported only then. A trace's id is the request's: the one from nginx, in the
log, in the SQL comment and on the page. Spans hold names, times and ids; what they say passes the log's own steps.
"""

import time
from typing import Any

from opentelemetry import context
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor
from opentelemetry.sdk.trace.id_generator import RandomIdGenerator
from opentelemetry.trace import Span, SpanKind, Status, StatusCode, get_current_span, set_span_in_context

from db.redaction import clean
from db.remarks import without_remark
from db.statements import tell_of_statements
from sales_core import trail
from sales_core.spans import Ending, Word, trace_with

_SECONDS = 5


def send_spans(endpoint: str, process: str) -> None:
    """From now on this process's spans go to the collector, some at a time, from a thread of their own."""
    provider = TracerProvider(resource=Resource.create({"service.name": process}), id_generator=_RequestIds())
    exporter = OTLPSpanExporter(endpoint=f"{endpoint}/v1/traces", timeout=_SECONDS)
    provider.add_span_processor(BatchSpanProcessor(exporter))
    tracer = _Tracer(provider)
    tell_of_statements(tracer.statement)
    trace_with(tracer)


class _RequestIds(RandomIdGenerator):
    """A trace is a request: its id is the request's."""

    def generate_trace_id(self) -> int:
        request_id = trail.current().request_id
        return int(request_id, 16) if request_id else super().generate_trace_id()


class _Tracer:
    """Spans by OpenTelemetry; see sales_core/spans.py."""

    def __init__(self, provider: TracerProvider) -> None:
        self._tracer = provider.get_tracer("sales-dashboard")

    def begin(self, name: str, words: dict[str, Word]) -> Ending:
        """Begin one within the one that is under way in this thread."""
        span = self._tracer.start_span(name, attributes=_said(words))
        token = context.attach(set_span_in_context(span))

        def end(**last: Word) -> None:
            _close(span, last)
            context.detach(token)

        return end

    def statement(self, sql: str, seconds: float, failed: str) -> None:
        """One that is over already, where something is under way."""
        if not get_current_span().get_span_context().is_valid:
            return
        ended = time.time_ns()
        span = self._tracer.start_span(
            "SQL",
            kind=SpanKind.CLIENT,
            start_time=ended - int(seconds * 1e9),
            attributes=_said({"sql": without_remark(sql)}),
        )
        _close(span, {"failed": failed} if failed else {}, ended)


def _close(span: Span, words: dict[str, Word], ended: int | None = None) -> None:
    span.set_attributes(_said(words))
    if "failed" in (*words, *map(str, words.values())):
        span.set_status(Status(StatusCode.ERROR))
    span.end(ended)


def _said(words: dict[str, Word]) -> dict[str, Any]:
    """The words as a log line would have them, with the ids."""
    followed = trail.current()
    ids = {"request_id": followed.request_id, "run_id": followed.run_id, "page": followed.page}
    return clean(None, "", {name: word for name, word in {**ids, **words}.items() if word != ""})
