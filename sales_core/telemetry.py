"""What a process counts of its own work, for Prometheus: declared here, counted where the work is done.

Labels are few and fixed: names of pages, of tasks and of outcomes that the code declares; never an address, a name of
a person, a question or an id. Counting never raises and never waits.
"""

import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from weakref import WeakSet

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, ProcessCollector
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector
from sqlalchemy import Engine
from sqlalchemy.pool import QueuePool

from sales_core.errors import AskError, IntakeError

REGISTRY = CollectorRegistry()
"""Of this process; what it holds is served at METRICS_PORT."""

_PAGES = Path(__file__).resolve().parents[1] / "pages"
_FIRST_PAGE, _OTHER = "overview", "other"
_SECONDS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)
_LONG_SECONDS = (0.1, 0.5, 1, 5, 15, 60, 300, 900, 3600)


class Outcome(StrEnum):
    """How a piece of work ended. REFUSED is the asker's doing, FAILED is ours."""

    DONE = "done"
    REFUSED = "refused"
    FAILED = "failed"
    INTERRUPTED = "interrupted"


class Remembered(StrEnum):
    """What the cache of answers said to one question."""

    HIT = "hit"
    MISS = "miss"
    AWAY = "away"


_page_runs = Counter("dashboard_page_runs", "Runs of pages.", ("page", "outcome"), registry=REGISTRY)
_page_seconds = Histogram(
    "dashboard_page_run_seconds",
    "From the browser's request to the end of the page's run.",
    ("page",),
    buckets=_SECONDS,
    registry=REGISTRY,
)
_script_errors = Counter("dashboard_script_errors", "Errors that no page expected.", ("page",), registry=REGISTRY)
_queries = Counter("dashboard_queries", "Questions asked.", ("outcome", "cached"), registry=REGISTRY)
_query_seconds = Histogram(
    "dashboard_query_seconds", "From question to answer.", ("cached",), buckets=_SECONDS, registry=REGISTRY
)
_imports = Counter("dashboard_imports", "Files taken in, or not.", ("outcome",), registry=REGISTRY)
_import_seconds = Histogram(
    "dashboard_import_seconds", "From an opened file to its end.", buckets=_LONG_SECONDS, registry=REGISTRY
)
_jobs = Counter("dashboard_jobs", "Jobs of the worker.", ("task", "outcome"), registry=REGISTRY)
_job_seconds = Histogram(
    "dashboard_job_seconds", "Of a job's run.", ("task",), buckets=_LONG_SECONDS, registry=REGISTRY
)
_cache_requests = Counter("dashboard_cache_requests", "Looks for an answer.", ("outcome",), registry=REGISTRY)
_sessions_open = Gauge("dashboard_sessions_open", "Browser tabs that are connected.", registry=REGISTRY)


def start_from_zero(tasks: Iterable[str]) -> None:
    """Tell of everything that can be counted before it is: else the first of a kind would be no increase.

    `tasks`: the names of the jobs.
    """
    for outcome in Outcome:
        _imports.labels(outcome)
        for page in (*pages(), _OTHER):
            _page_runs.labels(page, outcome)
        for task in tasks:
            _jobs.labels(task, outcome)
        for cached in ("yes", "no"):
            _queries.labels(outcome, cached)
    for page in (*pages(), _OTHER):
        _script_errors.labels(page)
    for looked in Remembered:
        _cache_requests.labels(looked)


@dataclass(slots=True)
class Asked:
    """A question that is being answered; whoever answers it says whether the answer was remembered."""

    cached: bool = False


@cache
def pages() -> frozenset[str]:
    """The names of the pages of this installation: those of the files."""
    return frozenset(file.stem for file in _PAGES.glob("*.py")) - {"__init__"}


def page_name(path: str) -> str:
    """The page at an address's path, by its declared name; 'other' for whatever else is in the path."""
    first = path.strip("/").partition("/")[0].replace("-", "_") or _FIRST_PAGE
    return first if first in pages() else _OTHER


def page_ran(page: str, outcome: Outcome, seconds: float) -> None:
    """A run of a page or of a part of it ended; `page` as `page_name` gives it."""
    _page_runs.labels(page, outcome).inc()
    _page_seconds.labels(page).observe(seconds)


def script_failed(page: str) -> None:
    """A page ended by an error that nobody expected; `page` as `page_name` gives it."""
    _script_errors.labels(page).inc()


@contextmanager
def question() -> Iterator[Asked]:
    """Around one question, from asking to the answer or to the error."""
    asked, began, outcome = Asked(), time.perf_counter(), Outcome.FAILED
    try:
        yield asked
        outcome = Outcome.DONE
    except AskError:
        outcome = Outcome.REFUSED
        raise
    finally:
        cached = "yes" if asked.cached else "no"
        _queries.labels(outcome, cached).inc()
        if outcome is Outcome.DONE:
            _query_seconds.labels(cached).observe(time.perf_counter() - began)


@contextmanager
def taking_in() -> Iterator[None]:
    """Around the import of one file."""
    began, outcome = time.perf_counter(), Outcome.FAILED
    try:
        yield
        outcome = Outcome.DONE
    except IntakeError:
        outcome = Outcome.REFUSED
        raise
    finally:
        _imports.labels(outcome).inc()
        _import_seconds.observe(time.perf_counter() - began)


@contextmanager
def job(task: str, asked_to_stop: type[BaseException]) -> Iterator[None]:
    """Around one run of a job; `task` is the name that the code declares.

    A run that ends by `asked_to_stop` was cancelled or given back: it did not fail, and nobody is to be woken.
    """
    began, outcome = time.perf_counter(), Outcome.FAILED
    try:
        yield
        outcome = Outcome.DONE
    except asked_to_stop:
        outcome = Outcome.INTERRUPTED
        raise
    finally:
        _jobs.labels(task, outcome).inc()
        _job_seconds.labels(task).observe(time.perf_counter() - began)


def looked_up(outcome: Remembered) -> None:
    """The cache was asked for an answer."""
    _cache_requests.labels(outcome).inc()


@contextmanager
def tab_open() -> Iterator[None]:
    """While one browser tab is connected."""
    _sessions_open.inc()
    try:
        yield
    finally:
        _sessions_open.dec()


class _Pools(Collector):
    """The connections of this process's pools, counted when somebody asks."""

    def __init__(self) -> None:
        self._engines: WeakSet[Engine] = WeakSet()

    def add(self, engine: Engine) -> None:
        self._engines.add(engine)

    def collect(self) -> Iterable[Metric]:
        family = GaugeMetricFamily(
            "dashboard_pool_connections",
            "Connections to PostgreSQL: in use, idle, most there may be.",
            labels=["state"],
        )
        pools = [engine.pool for engine in list(self._engines) if isinstance(engine.pool, QueuePool)]
        used = sum(pool.checkedout() for pool in pools)
        family.add_metric(["in_use"], used)
        family.add_metric(["idle"], sum(pool.checkedin() for pool in pools))
        family.add_metric(["most"], sum(pool.size() + max(pool._max_overflow, 0) for pool in pools))
        yield family


_pools = _Pools()
REGISTRY.register(_pools)
ProcessCollector(registry=REGISTRY)


def watch_pool(engine: Engine) -> None:
    """Count this engine's connections from now on, for as long as it lives."""
    _pools.add(engine)
