"""What is counted, under which names, whatever an address says."""

import gc
from collections.abc import Callable
from contextlib import suppress

import pytest
from prometheus_client import generate_latest
from prometheus_client.parser import text_string_to_metric_families
from sqlalchemy import create_engine

from sales_core import telemetry
from sales_core.errors import AskError, IntakeError, SourceError
from sales_core.telemetry import REGISTRY, Remembered


def counted(name: str, **labels: str) -> float:
    return REGISTRY.get_sample_value(name, labels) or 0.0


@pytest.mark.parametrize(
    ("path", "page"),
    [
        ("", "overview"),
        ("/", "overview"),
        ("/sales", "sales"),
        ("sign-in", "sign_in"),
        ("/customer/", "customer"),
        ("/sales/x", "sales"),
        ("/__init__", "other"),
        ("/robots.txt", "other"),
        ("/" + "x" * 5000, "other"),
        ("/SALES", "other"),
    ],
)
def test_a_page_has_its_declared_name_whatever_else_an_address_says(path: str, page: str) -> None:
    assert telemetry.page_name(path) == page


def raised(error: Exception) -> Callable[[], None]:
    def fail() -> None:
        raise error

    return fail


@pytest.mark.parametrize(
    ("act", "outcome"),
    [
        (lambda: None, "done"),
        (raised(AskError("no such metric")), "refused"),
        (raised(SourceError("gone")), "failed"),
        (raised(ZeroDivisionError()), "failed"),
    ],
)
def test_a_question_that_can_not_be_asked_is_the_askers_and_every_other_failure_ours(
    act: Callable[[], None], outcome: str
) -> None:
    before = counted("dashboard_queries_total", outcome=outcome, cached="no")
    timed = counted("dashboard_query_seconds_count", cached="no")
    with suppress(AskError, SourceError, ZeroDivisionError), telemetry.question():
        act()
    assert counted("dashboard_queries_total", outcome=outcome, cached="no") == before + 1
    assert counted("dashboard_query_seconds_count", cached="no") == timed + (outcome == "done")


def test_a_remembered_answer_is_counted_apart() -> None:
    before = counted("dashboard_queries_total", outcome="done", cached="yes")
    with telemetry.question() as asked:
        asked.cached = True
    assert counted("dashboard_queries_total", outcome="done", cached="yes") == before + 1


def test_a_file_that_breaks_a_rule_is_refused_and_any_other_error_is_a_failure() -> None:
    def now() -> list[float]:
        return [counted("dashboard_imports_total", outcome=outcome) for outcome in ("done", "refused", "failed")]

    before = now()
    for error in (IntakeError("not a table"), IntakeError("empty"), SourceError("gone")):
        with suppress(IntakeError, SourceError), telemetry.taking_in():
            raise error
    with telemetry.taking_in():
        pass
    assert [after - was for after, was in zip(now(), before, strict=True)] == [1, 2, 1]


@pytest.mark.parametrize(("error", "outcome"), [(SourceError("gone"), "failed"), (GeneratorExit(), "interrupted")])
def test_a_job_that_raises_has_failed_unless_it_was_asked_to_stop_and_its_error_goes_on(
    error: BaseException, outcome: str
) -> None:
    def now() -> list[float]:
        return [counted("dashboard_jobs_total", task="usage", outcome=each) for each in ("failed", "interrupted")]

    before = now()
    with pytest.raises(type(error)), telemetry.job("usage", GeneratorExit):
        raise error
    assert [after - was for after, was in zip(now(), before, strict=True)] == [
        outcome == "failed",
        outcome == "interrupted",
    ]


def test_what_is_told_from_the_start_changes_no_count() -> None:
    telemetry.looked_up(Remembered.HIT)
    hits = counted("dashboard_cache_requests_total", outcome="hit")
    telemetry.start_from_zero(["a task that has not run yet"])
    assert counted("dashboard_cache_requests_total", outcome="hit") == hits
    assert (
        REGISTRY.get_sample_value("dashboard_jobs_total", {"task": "a task that has not run yet", "outcome": "failed"})
        == 0
    )


def test_the_connections_of_a_pool_are_counted_for_as_long_as_it_lives() -> None:
    before = {state: counted("dashboard_pool_connections", state=state) for state in ("in_use", "idle", "most")}
    engine = create_engine("postgresql+psycopg://nobody@127.0.0.1:1/none", pool_size=3, max_overflow=4)
    telemetry.watch_pool(engine)
    assert counted("dashboard_pool_connections", state="most") == before["most"] + 7
    assert counted("dashboard_pool_connections", state="in_use") == before["in_use"]
    assert counted("dashboard_pool_connections", state="idle") == before["idle"]
    del engine
    gc.collect()  # an engine and its parts refer to each other
    assert counted("dashboard_pool_connections", state="most") == before["most"]


def test_everything_that_is_told_can_be_read_and_begins_with_the_houses_own_name() -> None:
    names = {family.name for family in text_string_to_metric_families(generate_latest(REGISTRY).decode())}
    assert all(name.startswith(("dashboard_", "process_")) for name in names)
