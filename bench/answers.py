"""How long answers take on the demo: engine cold and warm beside the bare SQL, in one run, medians."""

import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo

import redis
from sqlalchemy import Engine, make_url

from bench.table import Row
from db import embedded, migrate
from db.demo import load
from db.engine import acting_as, make_engine
from db.rules.roles import READER_COSTS
from sales_core.cache import RedisCache
from sales_core.compiler import compile_leg
from sales_core.periods import PeriodSpec
from sales_core.planner import prepare
from sales_core.query import Comparison, Order, Query
from sales_core.viewer import EVERYTHING, Role, Viewer
from sales_core.workspace import Workspace

LINES = 200_000
ROUNDS = 7
TODAY = date(2026, 6, 30)
ADMIN = Viewer("bench", "Bench", Role.ADMIN, EVERYTHING)

YEAR, QUARTER = PeriodSpec.parse("2025"), PeriodSpec.parse("2026-04-01..2026-06-29")
QUESTIONS: dict[str, Query] = {
    "net sales by month": Query(("net_sales",), YEAR, by=("month",)),
    "net sales by territory and month": Query(("net_sales",), YEAR, by=("territory", "month")),
    "six tiles against the year before": Query(
        ("net_sales", "orders", "average_order_value", "gross_margin_share", "new_customers", "return_rate"),
        QUARTER,
        comparison=Comparison.YEAR_BEFORE,
    ),
    "top 20 customers": Query(("net_sales",), YEAR, by=("customer",), order=Order("net_sales"), limit=20),
    "margin by category and quarter": Query(("gross_margin",), YEAR, by=("category", "quarter")),
}


@contextmanager
def _demo(folder: Path) -> Iterator[tuple[Engine, str]]:
    with embedded.postgres(folder / "postgres") as url, embedded.valkey(folder / "valkey") as redis_url:
        migrate.upgrade(url)
        engine = make_engine(make_url(url).set(username="dashboard").render_as_string(hide_password=False))
        load(engine, LINES, today=TODAY)
        try:
            yield engine, redis_url
        finally:
            engine.dispose()


def rows() -> list[Row]:
    """Milliseconds; the reference is the same SQL, run and fetched bare in a transaction of the same role."""
    with tempfile.TemporaryDirectory(prefix="bench-answers-") as name, _demo(Path(name)) as (engine, redis_url):
        return [row for label, query in QUESTIONS.items() for row in _rows(label, query, engine, redis_url)]


def _rows(label: str, query: Query, engine: Engine, redis_url: str) -> list[Row]:
    plan = prepare(query, ADMIN, TODAY)
    workspace = Workspace(engine, RedisCache(redis_url, timeout_s=5), ZoneInfo("UTC"))
    server = redis.Redis.from_url(redis_url)

    def bare() -> None:
        with acting_as(engine, READER_COSTS, "everything", snapshot=True) as connection:
            for leg in plan.legs:
                connection.execute(compile_leg(plan, leg)).cursor.fetchall()

    def cold() -> None:
        server.flushdb()
        workspace.run(query, ADMIN)

    sql, first, again = (_median(step) for step in (bare, cold, lambda: workspace.run(query, ADMIN)))
    return [
        Row(f"{label}: cold beside its SQL on facts", first, "ms", sql, first / sql),
        Row(f"{label}: remembered beside its SQL on facts", again, "ms", sql, again / sql),
    ]


def _median(step: Callable[[], object]) -> float:
    taken = []
    for _ in range(ROUNDS):
        begun = time.perf_counter()
        step()
        taken.append((time.perf_counter() - begun) * 1000)
    return statistics.median(taken)
