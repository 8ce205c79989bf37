"""The figures of the database are those of the connections that the dashboard holds, whichever role they assume."""

from concurrent.futures import ThreadPoolExecutor

from sqlalchemy import create_engine, text

from db.engine import acting_as, make_engine
from db.rules.roles import APP, READER
from ops.sidecar.figures import at_figures
from ops.sidecar.looks import looking_engine
from tests.conftest import as_login
from tests.ops.sidecar_states import eventually

KINDS = ("active", "idle", "idle_in_transaction", "other")


def test_each_connection_is_counted_by_what_it_does_and_a_running_statement_is_timed(owner_url: str) -> None:
    look = at_figures(looking_engine(as_login(owner_url)))
    dashboard, owner = make_engine(as_login(owner_url)), create_engine(owner_url)

    def counted() -> list[float]:
        return [float(look().detail[f"connections/{kind}"] or 0) for kind in KINDS]

    def sleep() -> None:
        with acting_as(dashboard, READER) as connection:
            connection.execute(text("SELECT pg_sleep(3)"))

    before = counted()
    with ThreadPoolExecutor(1) as another, acting_as(dashboard, APP), owner.connect():
        sleeping = another.submit(sleep)
        # One sleeps, one holds a transaction open, one is of a login whose doings are nobody else's business.
        assert eventually(lambda: [now - was for now, was in zip(counted(), before, strict=True)] == [1, 0, 1, 1])
        assert eventually(lambda: float(look().detail["longest_query_seconds"] or 0) > 1)
        sleeping.result()
        assert eventually(lambda: [now - was for now, was in zip(counted(), before, strict=True)] == [0, 1, 1, 1])
    for engine in (dashboard, owner):
        engine.dispose()
