"""Uses: noted without waiting, written once, counted by day, told by name; and never in the way of a page."""

import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
from sqlalchemy import Engine, create_engine
from sqlalchemy.pool import NullPool

from db import uses as rows
from db.engine import make_engine
from sales_core import telemetry, trail, usage, usage_told
from sales_core.access import access
from sales_core.usage import UseWriter
from sales_core.usage_days import count_days
from sales_core.viewer import EVERYTHING, Role, Viewer
from tests.ops.people import account
from tests.ops.worker_process import Queue

ANN = Viewer("ann", "Ann", Role.ANALYST, EVERYTHING)
TODAY = date(2026, 3, 20)
NOON = datetime(2026, 3, 20, 12, tzinfo=UTC)


@pytest.fixture
def queue(owner_url: str, engine: Engine) -> Iterator[Queue]:
    for name in ("ann", "bob"):
        account(engine, name, Role.ANALYST)
    superuser = create_engine(owner_url, poolclass=NullPool)
    yield Queue(superuser)
    superuser.dispose()


def use(person: str, page: str, days_ago: int = 0, metrics: tuple[str, ...] = (), ms: int | None = None) -> usage.Use:
    """One use at noon of a day."""
    return {
        "use_id": str(uuid4()), "used_at": NOON - timedelta(days=days_ago), "person": person, "page": page,
        "metrics": list(metrics), "breakdowns": ["month"] if metrics else [], "milliseconds": ms,
        "remembered": None if ms is None else False,
    }  # fmt: skip


def written(engine: Engine, *uses: usage.Use) -> None:
    with access(engine) as connection:
        rows.write(connection, uses)


def counted(engine: Engine, now: datetime = NOON) -> int:
    return count_days(engine, lambda: None, now)


def test_a_use_written_twice_is_one_and_one_of_nobody_is_none(queue: Queue, engine: Engine) -> None:
    once = use("ann", "sales")
    written(engine, once, once, use("nobody at all", "sales"))
    written(engine, once)
    assert queue.found("SELECT count(*) FROM app.page_uses") == [1]


def test_noting_writes_in_the_background_by_the_name_of_sign_in(queue: Queue, engine: Engine) -> None:
    writer = UseWriter(lambda: engine, pause_seconds=0.01)
    for _ in range(700):
        writer.note(use("ann", "sales"))
    assert writer.settle(20)
    assert writer.lost == 0
    name = "SELECT u.sign_in_name, count(*) FROM app.page_uses JOIN app.users AS u USING (user_id) GROUP BY 1"
    assert queue.found(name) == [("ann", 700)]


def test_a_lost_database_and_a_full_queue_cost_notes_and_no_time() -> None:
    away = make_engine("postgresql+psycopg://dashboard@127.0.0.1:1/none", pool_size=1)
    writer = UseWriter(lambda: away, pause_seconds=0.2)
    began = time.perf_counter()
    for _ in range(5_000):
        writer.note(use("ann", "sales"))
    assert time.perf_counter() - began < 2
    assert writer.lost >= 2_000
    assert writer.settle(30)
    assert writer.lost == 5_000
    away.dispose()


def test_a_question_is_noted_only_where_a_page_asks(queue: Queue, engine: Engine) -> None:
    """A run of a page is on its trail; the command line, the worker and tests are on none."""
    assert trail.current().page == ""
    before = usage.writer.cache_info().currsize
    usage.note_question(ANN, None, 0.1, remembered=False)  # type: ignore[arg-type]
    assert usage.writer.cache_info().currsize == before


def test_a_day_counted_twice_is_as_once_and_late_uses_are_counted_in(queue: Queue, engine: Engine) -> None:
    written(
        engine,
        use("ann", "sales"), use("ann", "sales"), use("bob", "sales", 1),
        use("ann", "sales", 0, ("net_sales", "orders"), 120), use("ann", "sales", 0, ("orders",), 300),
    )  # fmt: skip
    told = "SELECT metric, sum(uses), sum(milliseconds), max(slowest) FROM app.page_use_days GROUP BY 1 ORDER BY 1"
    expected = [("", 3, 0, 0), ("net_sales", 1, 120, 120), ("orders", 2, 420, 300)]
    assert counted(engine) == 2
    assert queue.found(told) == expected
    assert counted(engine) == 2
    assert queue.found(told) == expected
    written(engine, use("bob", "sales", 2))
    assert counted(engine) == 3
    assert queue.found(told)[0] == ("", 4, 0, 0)


def test_a_day_that_was_closed_is_not_counted_anew(queue: Queue, engine: Engine) -> None:
    written(engine, use("ann", "sales", 9))
    assert counted(engine) == 1
    assert counted(engine) == 0


@pytest.mark.parametrize("count_first", [True, False])
def test_uses_are_told_alike_before_and_after_they_are_counted(queue: Queue, engine: Engine, count_first: bool) -> None:
    written(
        engine,
        use("ann", "sales"), use("ann", "overview"), use("ann", "sales", 6), use("bob", "sales", 6),
        use("bob", "sales", 29), use("bob", "team", 30), use("ann", "sales", 6, ("net_sales",), 900),
        use("ann", "sales", 6, ("net_sales",), 100), use("bob", "sales", 6, ("net_sales",), 200),
    )  # fmt: skip
    if count_first:
        counted(engine)
    told = usage_told.uses(engine, 30, TODAY)
    assert [(p.title, p.opened, p.asked, p.people) for p in told.pages] == [("Sales", 4, 3, 2), ("Overview", 1, 0, 1)]
    assert told.pages[0].course == (1, *(0,) * 22, 2, *(0,) * 5, 1)
    assert [(p.name, p.opened, p.asked, p.favourite, p.last_day) for p in told.people] == [
        ("ann", 3, 2, "Sales", TODAY), ("bob", 2, 1, "Sales", TODAY - timedelta(days=6)),
    ]  # fmt: skip
    assert [(m.label, m.asked, m.people) for m in told.metrics] == [("Net sales", 3, 2)]
    assert [(s.question, s.times, s.usual, s.slowest) for s in told.slow] == [
        ("Net sales by Month (Sales)", 3, 200, 900)
    ]
    assert told.since == TODAY - timedelta(days=30)


def test_what_nobody_used_in_ninety_days_is_named_and_what_is_known_is_said(queue: Queue, engine: Engine) -> None:
    assert usage_told.unused(engine, TODAY) is None
    written(engine, use("ann", "sales", 89, ("net_sales",), 5), use("ann", "team", 90, ("orders",), 5))
    counted(engine)
    found = usage_told.unused(engine, TODAY)
    assert found is not None
    assert found.first == TODAY - timedelta(days=89)
    assert "Sales" not in found.pages
    assert "Team" in found.pages
    assert len(found.pages) == len(telemetry.pages()) - 2  # sales, and the page of signing in
    assert "Net sales" not in found.metrics
    assert "Orders" in found.metrics


def test_uses_go_with_their_account(queue: Queue, engine: Engine) -> None:
    written(engine, use("ann", "sales"), use("bob", "sales"))
    counted(engine)
    queue.write("DELETE FROM app.users WHERE sign_in_name = 'ann'")
    assert queue.found("SELECT (SELECT count(*) FROM app.page_uses), (SELECT count(*) FROM app.page_use_days)") == [
        (1, 1)
    ]
