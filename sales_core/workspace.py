"""The one facade that pages, commands and exports ask. There is no second path to a number."""

import json
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from functools import lru_cache
from hashlib import sha256
from zoneinfo import ZoneInfo

import pyarrow as pa
import structlog
from sqlalchemy import Engine

from db.engine import make_engine
from db.replica import caught_up
from sales_core import frames, telemetry, usage
from sales_core.behind import Behind, leg_behind, read_all, read_page
from sales_core.books import Books
from sales_core.cache import Cache, MakerFailed, make_cache
from sales_core.catalog.dimensions import DIMENSIONS
from sales_core.catalog.metrics import METRICS
from sales_core.catalog.model import SourceName
from sales_core.company import company
from sales_core.compiler import compile_leg, sql_text
from sales_core.composer import compose
from sales_core.drill import one_number
from sales_core.errors import SettingsError, SourceError
from sales_core.formulas import all_metrics
from sales_core.gathering import Gathered, gather
from sales_core.lines import written
from sales_core.notes import notes
from sales_core.periods import PeriodSpec
from sales_core.plan import Leg, Plan
from sales_core.planner import dimensions_of, prepare
from sales_core.query import Filter, Operator, Query
from sales_core.reckoned import lines_of
from sales_core.result import Definition, Receipt, Result
from sales_core.settings import Settings
from sales_core.settling import Kept, kept_of, settled, with_kept
from sales_core.source import Snapshot, snapshot, translated
from sales_core.spans import span
from sales_core.viewer import Permission, Viewer

log = structlog.get_logger(__name__)

OFFERING = ("document_lines", "orders", "net_sales")
"""The metrics whose facts offer labels: the first that knows the dimension."""

Clock = Callable[[], datetime]


@dataclass(frozen=True, slots=True)
class Counts:
    """What travels with a remembered answer besides its frame."""

    rows: int
    unconverted: int
    total_rows: int
    notes: tuple[str, ...]
    checksum: str
    kept: Kept


class Workspace:
    """Answers questions for viewers. Holds no state of its own besides its connections.

    `engine` is the primary, `replica` a standby that reads go to once it has replayed what the primary has; `zone` is
    the business time zone, whose midnight ends a day; `clock` gives aware times; `currency` is the company's.
    """

    def __init__(
        self,
        engine: Engine,
        cache: Cache,
        zone: ZoneInfo,
        clock: Clock = lambda: datetime.now(UTC),
        replica: Engine | None = None,
        currency: str = "USD",
    ) -> None:
        self._engine, self._cache, self._zone, self._clock, self._replica = engine, cache, zone, clock, replica
        self._books = Books(zone.key, currency)

    @property
    def engine(self) -> Engine:
        """The primary; for what is not a number: accounts, company settings."""
        return self._engine

    @property
    def books(self) -> Books:
        """By which clock days end, and in which currency amounts are told."""
        return self._books

    def in_books(self, zone: ZoneInfo, currency: str) -> "Workspace":
        """The same connections, cache and clock, with days that end by this zone's midnight and this currency."""
        if self._books == Books(zone.key, currency):
            return self
        return Workspace(self._engine, self._cache, zone, self._clock, self._replica, currency)

    def today(self, zone: str = "") -> date:
        """The business date now, or the date by another clock."""
        return self._clock().astimezone(ZoneInfo(zone) if zone else self._zone).date()

    def local(self, moment: datetime) -> datetime:
        """The moment in the business time zone."""
        return moment.astimezone(self._zone)

    def run(self, query: Query, viewer: Viewer) -> Result:
        """The answer. Raises AskError where it can't be asked, SourceError where the database gives none."""
        began = time.perf_counter()
        with telemetry.question() as asked, span("question", metrics=" ".join(query.metrics)):
            result = self._answered(query, viewer)
            asked.cached = result.receipt.from_cache
        seconds = time.perf_counter() - began
        usage.note_question(viewer, result.plan, seconds, asked.cached)
        log.info("question answered", metrics=query.metrics, cached=asked.cached, ms=round(seconds * 1000, 1))
        return result

    def _answered(self, query: Query, viewer: Viewer) -> Result:
        plan = self._prepared(query, viewer)
        with snapshot(self.reading(), plan) as state:
            key = f"answer:{plan.key}:{_recipe(plan)}:{state.version}"
            try:
                content, remembered = self._cache.get(key, lambda: _answer(plan, state, key))
            except MakerFailed as failed:
                raise SourceError(str(failed)) from failed
            answer = _read(content, key)
            if answer is None:
                log.warning("cache_entry_unreadable", key=key)
                self._cache.forget(key)
                content, remembered = _answer(plan, state, key), False
                answer = frames.from_bytes(content, key)
        plan = with_kept(plan, _counts(answer).kept)
        return Result(plan, frames.to_frame(answer), self._receipt(plan, answer, state, remembered))

    def _prepared(self, query: Query, viewer: Viewer) -> Plan:
        return prepare(query, viewer, self.today(query.reckoning.zone), self._books)

    def reading(self) -> Engine:
        """Where reads go now: the replica where there is one and it has caught up, else the primary."""
        if self._replica is None:
            return self._engine
        with translated():
            return caught_up(self._engine, self._replica)

    def explain(self, query: Query, viewer: Viewer) -> str:
        """The same path stopped one step earlier: the plan and the SQL that would be run."""
        plan = self._prepared(query, viewer)
        return "\n\n".join([str(plan), *_sql(plan)])

    def behind(
        self, query: Query, viewer: Viewer, *, page: int = 1, size: int = 100, source: SourceName | None = None
    ) -> Behind:
        """A page of the facts behind the question's one number over all its rows, of one of its sources.

        Costs are among the columns only for who may see them. Raises AskError where there is no such page or source.
        """
        plan = self._plan_behind(query, viewer)
        leg = leg_behind(plan, source)
        with snapshot(self.reading(), plan) as state:
            return read_page(state.connection, _settled(plan, state), leg, page, size)

    def rows_behind_chunks(self, query: Query, viewer: Viewer, source: SourceName | None = None) -> Iterator[bytes]:
        """All facts that `behind` pages through, as CSV in pieces while they are read; of one snapshot."""
        plan = self._plan_behind(query, viewer)
        return self._chunks(plan, leg_behind(plan, source))

    def _plan_behind(self, query: Query, viewer: Viewer) -> Plan:
        return replace(self._prepared(one_number(query), viewer), costs=viewer.can(Permission.VIEW_COSTS))

    def _chunks(self, plan: Plan, leg: Leg) -> Iterator[bytes]:
        with snapshot(self.reading(), plan) as state:
            yield from written(read_all(state.connection, _settled(plan, state), leg))

    def options(
        self, dimension: str, viewer: Viewer, period: PeriodSpec, prefix: str = "", limit: int | None = None
    ) -> list[str]:
        """The labels a filter can offer, in code order: those of facts of the period that the viewer may see.

        `prefix` keeps those that begin so, upper and lower case alike; `limit` keeps the first of them.
        """
        metric = next((m for m in OFFERING if DIMENSIONS.get(dimension) in dimensions_of(m)), OFFERING[0])
        begins = (Filter(dimension, Operator.PREFIX, (prefix,)),) if prefix else ()
        frame = self.run(Query((metric,), period, by=(dimension,), filters=begins), viewer).frame
        return [str(label) for label in frame[dimension].drop_duplicates()][:limit]

    def _receipt(self, plan: Plan, answer: pa.Table, state: Snapshot, remembered: bool) -> Receipt:
        counts = _counts(answer)
        defined = (METRICS[name] for name in plan.metrics)
        return Receipt(
            definitions=tuple(Definition(m.name, m.label, m.definition, m.version) for m in defined),
            filters=tuple(str(condition) for condition in plan.filters),
            sql=_sql(plan),
            rows=counts.rows,
            unconverted=counts.unconverted,
            newest_source_row=state.newest.astimezone(self._zone) if state.newest else None,
            answered_at=self._clock().astimezone(self._zone),
            from_cache=remembered,
            version=state.version,
            checksum=counts.checksum,
            notes=counts.notes,
            total_rows=counts.total_rows,
            reckoning=lines_of(plan.reckoning),
        )


def _answer(plan: Plan, state: Snapshot, key: str) -> bytes:
    """The answer as bytes, counts in its metadata."""
    plan = _settled(plan, state)
    found = _gathered(plan, state)
    columns, total = compose(plan, found)
    counts: dict[str, object] = {
        "rows": found.now.rows,
        "unconverted": found.now.unconverted,
        "total_rows": total,
        "notes": notes(plan, found, total),
        "kept": kept_of(plan),
    }
    try:
        answer = frames.table(plan, columns)
    except pa.ArrowInvalid as error:
        raise SourceError(f"an amount of the answer has more than {frames.DIGITS} digits: {error}") from error
    counts["checksum"] = frames.checksum(answer)
    return frames.to_bytes(answer.replace_schema_metadata({"counts": json.dumps(counts)}), key)


def _settled(plan: Plan, state: Snapshot) -> Plan:
    return settled(plan, lambda ranked: compose(ranked, _gathered(ranked, state))[0])


def _gathered(plan: Plan, state: Snapshot) -> Gathered:
    with translated():
        return gather(plan, state.rows(plan))


def _read(content: bytes, key: str) -> pa.Table | None:
    """The remembered answer, or None where the bytes are not the one of the key."""
    try:
        answer = frames.from_bytes(content, key)
        _counts(answer)
    except (pa.ArrowInvalid, KeyError, TypeError, ValueError):
        return None
    return answer


def _counts(answer: pa.Table) -> Counts:
    counts = json.loads((answer.schema.metadata or {})[b"counts"])
    return Counts(**{**counts, "notes": tuple(counts["notes"])})


@lru_cache(maxsize=1024)
def _recipe(plan: Plan) -> str:
    """A digest of how the plan is answered by this release: its SQL and its formulas. Another recipe, another key."""
    formulas = {name: METRICS[name].formula for name in sorted(all_metrics(plan.metrics))}
    ranked = [_recipe(ranking.plan) for ranking in plan.rankings]
    return sha256(repr((_sql(plan), formulas, ranked)).encode()).hexdigest()[:16]


@lru_cache(maxsize=1024)
def _sql(plan: Plan) -> tuple[str, ...]:
    ranked = tuple(text for ranking in plan.rankings for text in _sql(ranking.plan))
    return ranked + tuple(sql_text(compile_leg(plan, leg)) for leg in plan.legs)


def open_workspace(settings: Settings) -> Workspace:
    """A workspace on the databases of the settings: reads go to the replica where there is one and it has caught up.

    Days end by the company's own clock, stored with its facts and its currency; before those are, by the settings'.
    """
    if settings.database_url is None:
        raise SettingsError("DATABASE_URL is not set; start `make run`, or name a database")
    slow = settings.slow_query_ms
    engine = make_engine(settings.database_url, slow_query_ms=slow)
    replica = make_engine(settings.database_read_url, slow_query_ms=slow) if settings.database_read_url else None
    for each in (engine, replica):
        if each is not None:
            telemetry.watch_pool(each)
    try:
        there = company(engine)
        zone, currency = there.zone, there.currency
    except SettingsError:
        zone, currency = settings.zone, settings.company_currency
    return Workspace(engine, make_cache(settings.redis_url), zone, replica=replica, currency=currency)
