"""Sentry and OpenTelemetry: only where asked for, with the same ids as the log, and without what no log may hold."""

import importlib
import json
import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from db.engine import make_engine
from sales_core.settings import PROJECT
from tests.conftest import as_login
from tests.ops.installation import owner_sql
from tests.ops.log_of import await_line
from tests.ops.people import account, cookies_of
from tests.ops.receiver import Receiver, receiving
from tests.ops.streamlit_client import tab
from tests.ops.web_process import Site, running

PLANTED = "Planted Person-5d2e"
NO_PACKAGE = """
import sys
sys.modules[{package!r}] = None
from ops.web.__main__ import main
main()
"""


def looked_at(site: Site, cookies: Mapping[str, str], query: str = "") -> None:
    with tab(site, cookies) as opened:
        opened.ask(query=query)
        assert opened.listen(seconds=40)


def errors_in(bodies: list[bytes]) -> list[dict[str, Any]]:
    """The events of Sentry's envelopes: lines of JSON, the payload after its header."""
    lines = [json.loads(line) for body in bodies for line in body.splitlines() if line.startswith(b"{")]
    return [line for line in lines if "exception" in line]


def test_an_error_is_told_to_sentry_with_the_reference_and_without_what_is_personal(
    new_database: Callable[..., str], tmp_path: Path
) -> None:
    url = as_login(new_database())
    engine = make_engine(url)
    with receiving() as sentry:
        told = {"SENTRY_DSN": f"http://publickey@127.0.0.1:{sentry.port}/1", "LOG_FORMAT": "json"}
        with running("tests.ops.failing_site", url, tmp_path / "site.log", **told) as site:
            looked_at(site, cookies_of(site, engine, account(engine, "ann")), "bug=page")
            line = await_line(site.log, lambda line: "exception" in line)
            (event, *_) = errors_in(sentry.await_bodies(lambda bodies: bool(errors_in(bodies))))
    engine.dispose()
    assert event["tags"]["run_id"] == line["run_id"]
    assert event["tags"]["request_id"] == line["request_id"]
    (error,) = event["exception"]["values"]
    assert error["type"] == "ValueError"
    assert error["stacktrace"]["frames"][-1]["function"] == "page"
    assert all(frame.keys() <= {"filename", "function", "lineno", "module", "in_app"}
               for frame in error["stacktrace"]["frames"])  # fmt: skip
    said = json.dumps(event)
    assert PLANTED.lower() not in said.lower()
    assert not {"request", "user", "breadcrumbs", "server_name", "extra"} & event.keys()
    assert all("dashboard_session" not in str(body) for _, body in sentry.came)


def test_spans_lie_within_each_other_and_their_trace_is_the_request(
    new_database: Callable[..., str], tmp_path: Path
) -> None:
    owner_url = new_database()
    url = as_login(owner_url)
    engine = make_engine(url)
    owner_sql(owner_url, "INSERT INTO sales.currencies (currency, name) VALUES ('USD', '$') ON CONFLICT DO NOTHING")
    with receiving() as collector:
        told = {"OTLP_ENDPOINT": f"http://127.0.0.1:{collector.port}", "LOG_FORMAT": "json"}
        with running("ops.web", url, tmp_path / "site.log", OTEL_BSP_SCHEDULE_DELAY="200", **told) as site:
            looked_at(site, cookies_of(site, engine, account(engine, "ann")))
            ended = await_line(site.log, lambda line: line["event"] == "page run ended" and line["page"] == "overview")
            spans = spans_of(collector, ended["run_id"])
    engine.dispose()
    assert {path for path, _ in collector.came} == {"/v1/traces"}
    run = next(span for span in spans.values() if span["name"] == "page run")
    question = next(span for span in spans.values() if span["name"] == "question")
    statements = [span for span in spans.values() if span["parent"] == question["id"]]
    assert run["trace"] == question["trace"] == ended["request_id"]
    assert question["parent"] == run["id"]
    assert statements
    assert {span["name"] for span in statements} == {"SQL"}
    assert all(run["start"] <= s["start"] <= s["end"] <= run["end"] for s in statements)
    assert all(s["said"]["run_id"] == ended["run_id"] and "/*" not in s["said"]["sql"] for s in statements)


def spans_of(collector: Receiver, run_id: str) -> dict[str, dict[str, Any]]:
    """The spans of a run once its own is there, by id; read by the wire's own definition."""
    # By name: the tests of dependencies allow one file of the product to know these packages.
    wire = importlib.import_module("opentelemetry.proto.collector.trace.v1.trace_service_pb2")
    bodies = collector.await_bodies(lambda found: any(b"page run" in b and run_id.encode() in b for b in found))
    spans = [
        {
            "id": span.span_id.hex(),
            "parent": span.parent_span_id.hex(),
            "trace": span.trace_id.hex(),
            "name": span.name,
            "start": span.start_time_unix_nano,
            "end": span.end_time_unix_nano,
            "said": {word.key: word.value.string_value for word in span.attributes},
        }
        for body in bodies
        for resource in wire.ExportTraceServiceRequest.FromString(body).resource_spans
        for scope in resource.scope_spans
        for span in scope.spans
    ]
    return {span["id"]: span for span in spans if span["said"].get("run_id") == run_id}


@pytest.mark.parametrize(
    ("variable", "value", "package"),
    [
        ("SENTRY_DSN", "http://key@127.0.0.1:9/1", "sentry_sdk"),
        ("OTLP_ENDPOINT", "http://127.0.0.1:9", "opentelemetry"),
    ],
)
def test_a_setting_whose_packages_are_missing_is_refused_in_one_line(variable: str, value: str, package: str) -> None:
    environment = {**os.environ, "DATABASE_URL": "postgresql://nobody@127.0.0.1:9/none", variable: value}
    ended = subprocess.run(
        [sys.executable, "-c", NO_PACKAGE.format(package=package)],
        cwd=PROJECT, env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (ended.returncode, ended.stdout) == (2, "")
    assert ended.stderr.startswith(f"settings: {variable} needs the package {package}")
    assert ended.stderr.endswith(": install requirements-observe.lock, or leave it unset\n")
    assert ended.stderr.count("\n") == 1


def test_without_their_settings_the_packages_are_never_loaded() -> None:
    """The sender stands for OpenTelemetry: the client of Redis loads its measures wherever the package is there."""
    program = (
        "import sys; from sales_core.settings import Settings; from sales_core.observing import observe;"
        "observe(Settings(), 'tests'); import ops.web.serving, ops.sidecar.app;"
        "print(sorted({'sentry_sdk', 'opentelemetry.exporter'} & sys.modules.keys()))"
    )
    ended = subprocess.run([sys.executable, "-c", program], cwd=PROJECT, capture_output=True, text=True, check=True)
    assert ended.stdout.splitlines()[-1] == "[]"
