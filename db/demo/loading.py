"""The load: all of the demo company in one transaction, so that a load that was killed left nothing."""

from collections.abc import Callable
from datetime import date, datetime
from zoneinfo import ZoneInfo

import psycopg
from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import SQLAlchemyError

from db.demo.books import refuse_other_books, settle_books
from db.demo.company import company
from db.demo.errors import DemoRefused
from db.demo.places import SOURCE
from db.demo.rates import settle_rates
from db.demo.references import write_references
from db.demo.writer import Writer
from db.engine import acting_as
from db.errors import StoreError
from db.intake import reference
from db.rules.roles import LOADER

DEFAULT_SEED = 20_240_229
SETTING = "demo"
_LOCK = text("LOCK TABLE sales.orders IN SHARE ROW EXCLUSIVE MODE")
"""Nobody else publishes facts until the demo is in; taken after the lock on reference data, as imports do."""

Report = Callable[[int, int], None]

_PREPARE = (
    "SET LOCAL statement_timeout = 0",
    # Without statistics yet, a scan of all orders looks cheap to each step's triggers and foreign keys.
    "SET LOCAL enable_seqscan = off",
    "SET LOCAL enable_hashjoin = off",
    "SET LOCAL enable_mergejoin = off",
)
_ZONE = text("SELECT set_config('timezone', :zone, true)")
_STATE = text("SELECT value FROM app.settings WHERE name = :name")
_KEEP_STATE = text(
    "INSERT INTO app.settings (name, value) VALUES (:name, :value) "
    "ON CONFLICT (name) DO UPDATE SET value = excluded.value, changed_at = now()"
)
_OTHERS = text("SELECT source FROM sales.orders WHERE source <> :source LIMIT 1")
_ANALYZED = ("customers", "products", "quotas", "rates", "orders", "order_lines", "returns", "payments")
"""In the order in which a load locks them: two loads at once would lock each other out."""
_MAY_ANALYZE = text(
    "SELECT CASE WHEN current_setting('server_version_num')::int >= 170000 "
    "THEN has_table_privilege(c.oid, 'MAINTAIN') ELSE false END "
    "FROM pg_catalog.pg_class AS c WHERE c.oid = 'sales.order_lines'::regclass"
)


def load(
    engine: Engine,
    lines: int,
    *,
    today: date | None = None,
    currency: str | None = None,
    zone: str | None = None,
    seed: int = DEFAULT_SEED,
    report: Report = lambda _done, _total: None,
) -> None:
    """Load a demo company with exactly `lines` order lines, none of them later than the day before `today` (when not
    given, the day it is for the company).

    It is booked by the company's stored currency and time zone, whose midnight ends a business day. Where none are
    stored, `currency` and `zone` are stored with it (USD and UTC when not given); others than those stored are refused.

    Where the same number of lines was loaded before, nothing happens, and with 0 lines nothing ever does. `report`
    is called with the lines written so far and `lines`, a few hundred times. Raises DemoRefused where there are
    facts that are not the demo's or a demo of another size, and StoreError when the database fails; either way
    nothing was changed.
    """
    if lines < 0:
        raise DemoRefused(f"a demo has 0 lines or more, not {lines}")
    if lines == 0:
        return
    try:
        with acting_as(engine, LOADER) as connection:
            for statement in _PREPARE:
                connection.execute(text(statement))
            reference.lock(connection)
            connection.execute(_LOCK)
            refuse_other_books(connection, currency, zone)
            if not _is_loaded(connection, lines):
                books = settle_books(connection, currency, zone)
                connection.execute(_ZONE, {"zone": books.zone})
                day = today or datetime.now(ZoneInfo(books.zone)).date()
                _write(connection, lines, day, books.currency, seed, report)
        _analyze(engine)
    except (SQLAlchemyError, psycopg.Error) as failed:
        reason = str(getattr(failed, "orig", failed)).strip().splitlines()[0]
        raise StoreError(f"the demo data could not be loaded: {reason}") from failed


def _is_loaded(connection: Connection, lines: int) -> bool:
    """Whether just this demo is there; refuses where anything else is."""
    state = connection.execute(_STATE, {"name": SETTING}).scalar_one_or_none()
    if state == f"loaded:{lines}":
        return True
    if state is not None:
        raise DemoRefused(f"a demo is there already ({state}); load {lines} lines into an empty database instead")
    other = connection.execute(_OTHERS, {"source": SOURCE}).scalar_one_or_none()
    if other is not None:
        raise DemoRefused(f"there are sales of {other!r} in this database; a demo goes into one without sales only")
    return False


def _write(connection: Connection, lines: int, today: date, currency: str, seed: int, report: Report) -> None:
    made = settle_rates(connection, company(lines, today, currency, seed))
    writer = Writer(connection, made, write_references(connection, made))
    done = 0
    report(done, lines)
    for written in writer.write():
        done += written
        report(done, lines)
    connection.execute(_KEEP_STATE, {"name": SETTING, "value": f"loaded:{lines}"})


def _analyze(engine: Engine) -> None:
    """Fresh statistics where the loader may make them (PostgreSQL 17 with MAINTAIN); else autovacuum soon does."""
    with acting_as(engine, LOADER) as connection:
        if connection.execute(_MAY_ANALYZE).scalar_one():
            connection.execute(text("SET LOCAL statement_timeout = 0"))
            connection.execute(text(f"ANALYZE {', '.join(f'sales.{table}' for table in _ANALYZED)}"))
