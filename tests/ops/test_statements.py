"""Whose statement it is and what was slow: told by the server's own lists and by the log, values by neither."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import Engine, create_engine, func, select, text
from sqlalchemy.exc import OperationalError

from db import bare
from db.engine import acting_as, make_engine
from db.intake import staging
from db.plans import Explaining, Slow
from sales_core import trail
from tests.conftest import as_login
from tests.kept_secrets import PLANTED
from tests.loops import run_apart

JANE = PLANTED.person("Jane Doe-7f3c")
SENT = text("SELECT current_query()")


@pytest.fixture
def slow_engine(owner_url: str) -> Iterator[Engine]:
    """An engine to which each statement of 80 ms and more is slow."""
    made = make_engine(as_login(owner_url), slow_query_ms=80)
    yield made
    made.dispose()


@contextmanager
def following(claimed: str, page: str) -> Iterator[trail.Trail]:
    followed = trail.request_of(claimed).run_of(page)
    trail.follow(followed)
    try:
        yield followed
    finally:
        trail.follow(trail.Trail())


def slow_lines(caplog: pytest.LogCaptureFixture, count: int = 1) -> list[dict[str, Any]]:
    """The lines, once there are so many: they are written aside."""
    end = time.monotonic() + 15
    while True:
        found = [r.msg for r in caplog.records if isinstance(r.msg, dict) and r.msg.get("event") == "slow query"]
        if len(found) >= count:
            return found
        assert time.monotonic() < end, f"{len(found)} of {count} lines"
        time.sleep(0.02)


def test_the_server_sees_whose_statement_it_is(engine: Engine) -> None:
    with following("0123456789abcdef" * 2, "sales") as followed, acting_as(engine, "dashboard_app") as connection:
        sent = connection.execute(SENT).scalar_one()
    run = followed.run_id
    assert run.startswith("01234567-")
    assert len(run) == 17
    assert sent == f"{SENT.text} /* request_id={'0123456789abcdef' * 2} run_id={run} page=sales */"


def test_the_gates_statements_and_a_files_copy_say_whose_they_are_too(owner_url: str, engine: Engine) -> None:
    async def of_the_gate() -> str:
        async with await bare.connect(as_login(owner_url)) as connection:
            return str((await bare.run_as(connection, "dashboard_app", select(func.current_query())))[0][0])

    def rows(sent: list[str]) -> Iterator[str]:
        with owner.connect() as watching:  # what runs while the file is being read
            sent += watching.execute(text("SELECT query FROM pg_stat_activity WHERE query LIKE 'COPY%'")).scalars()
        yield "1\t\\N\t\\N\t7\n"

    owner, sent = create_engine(owner_url), list[str]()
    with following("0123456789abcdef" * 2, "imports") as followed:
        with acting_as(engine, "dashboard_loader") as connection:
            assert staging.stage(connection, [None], rows(sent)) == 1
        said = f" /* request_id={'0123456789abcdef' * 2} run_id={followed.run_id} page=imports */"
        assert run_apart(of_the_gate()) == f"SELECT current_query() AS current_query_1{said}"
    assert sent == [f"COPY pg_temp.intake_lines (source_line, fault, raw, extra_0) FROM STDIN{said}"]
    owner.dispose()


def test_nobodys_statement_has_no_comment(engine: Engine) -> None:
    with acting_as(engine, "dashboard_app") as connection:
        assert connection.execute(SENT).scalar_one() == SENT.text


@pytest.mark.parametrize("claimed", ["*/ DROP TABLE app.users; /*", "0123", "0123456789ABCDEF" * 2, "%s" * 16, ""])
def test_an_id_of_another_form_is_not_believed(claimed: str, engine: Engine) -> None:
    with following(claimed, "sales */ --"), acting_as(engine, "dashboard_app") as connection:
        sent = str(connection.execute(SENT).scalar_one())
    comment = sent.removeprefix(f"{SENT.text} /* request_id=").removesuffix(" */")
    request_id, _, run = comment.partition(" run_id=")
    assert request_id != claimed
    assert len(request_id) == 32
    assert run.startswith(request_id[:8])
    assert "page" not in run


def test_a_slow_query_is_logged_with_its_plan_and_without_its_values(
    slow_engine: Engine, caplog: pytest.LogCaptureFixture
) -> None:
    asked = text("SELECT pg_sleep(0.1), count(*) FROM app.users WHERE sign_in_name = :name AND created_at > :since")
    with following("", "sales") as followed, acting_as(slow_engine, "dashboard_app") as connection:
        connection.execute(asked, {"name": JANE, "since": "2011-03-01"}).all()
        connection.execute(text("SELECT 1")).all()
        assert connection.execute(text("SHOW plan_cache_mode")).scalar_one() == "auto"
    (line,) = slow_lines(caplog)
    assert line["ms"] >= 100
    assert (line["role"], line["request_id"], line["run_id"], line["page"]) == (
        "dashboard_app", followed.request_id, followed.run_id, "sales",
    )  # fmt: skip
    assert line["sql"] == "SELECT pg_sleep(0.1), count(*) FROM app.users WHERE sign_in_name = $1 AND created_at > $2"
    assert "on users" in line["plan"]
    assert "sign_in_name = $1" in line["plan"]
    assert JANE not in str(caplog.records)


def test_a_query_that_was_stopped_for_its_time_is_logged_too(owner_url: str, caplog: pytest.LogCaptureFixture) -> None:
    engine = make_engine(as_login(owner_url), statement_timeout_ms=150, slow_query_ms=80)
    with pytest.raises(OperationalError), acting_as(engine, "dashboard_app") as connection:
        connection.execute(text("SELECT pg_sleep(5) WHERE :name <> ''"), {"name": JANE})
    (line,) = slow_lines(caplog)
    assert line["failed"] == "QueryCanceled"
    assert line["plan"].startswith("Result")
    engine.dispose()


def test_what_is_no_query_has_no_plan(slow_engine: Engine, caplog: pytest.LogCaptureFixture) -> None:
    with acting_as(slow_engine, "dashboard_reader", "everything") as connection:
        connection.execute(text("DO $$ BEGIN PERFORM pg_sleep(0.1); END $$"))
    assert slow_lines(caplog)[0]["plan"] == "none: not a query"


def test_a_plan_that_can_not_be_had_holds_up_nobody(
    owner_url: str, engine: Engine, caplog: pytest.LogCaptureFixture
) -> None:
    """Even planning waits for the lock; whoever gives the statement does not, and the line comes all the same."""
    explaining, slow = Explaining(engine), Slow("SELECT count(*) FROM app.tickets", (), "dashboard_app", 120.0, "")
    owner = create_engine(owner_url)
    with owner.begin() as lock:
        lock.execute(text("LOCK app.tickets IN ACCESS EXCLUSIVE MODE"))
        began = time.monotonic()
        for _ in range(30):
            explaining.take(slow)
        assert time.monotonic() - began < 1
        lines = slow_lines(caplog, 9)
        assert lines[0]["plan"] == "not asked for: too many slow queries at once"
        assert slow_lines(caplog, 10)[-1]["plan"] == "not given: QueryCanceled"
    owner.dispose()
