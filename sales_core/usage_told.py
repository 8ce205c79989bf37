"""Who uses what, which questions are slow, and what nobody asks for: as an operator reads it. Days are by UTC."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import groupby
from typing import Any

from sqlalchemy import Engine

from db import uses as rows
from sales_core import telemetry
from sales_core.access import access
from sales_core.catalog.dimensions import DIMENSIONS
from sales_core.catalog.metrics import METRICS
from sales_core.usage_days import STILL_OPEN_DAYS

UNUSED_DAYS = 90
SLOWEST = 12
_NOT_LOOKED_AT = {"sign_in", "other"}


@dataclass(frozen=True, slots=True)
class PageUse:
    """One page: how often it was opened, how many metrics were asked for on it, by how many people.

    `course` counts openings by day, the oldest first.
    """

    title: str
    opened: int
    asked: int
    people: int
    course: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class PersonUse:
    """One person; `favourite` is the page opened most."""

    name: str
    opened: int
    asked: int
    favourite: str
    last_day: date


@dataclass(frozen=True, slots=True)
class MetricUse:
    """One metric, asked for by pages that people drew."""

    label: str
    asked: int
    people: int
    last_day: date


@dataclass(frozen=True, slots=True)
class Slow:
    """Questions of one shape that the cache did not have; milliseconds. No value of any filter is known here."""

    question: str
    """Its metrics, breakdowns and page, in words."""
    times: int
    usual: int
    slowest: int


@dataclass(frozen=True, slots=True)
class Uses:
    """Uses of the last days."""

    pages: tuple[PageUse, ...]
    people: tuple[PersonUse, ...]
    metrics: tuple[MetricUse, ...]
    slow: tuple[Slow, ...]
    since: date | None
    """The first day of which anything is known; None: nothing was noted yet."""


@dataclass(frozen=True, slots=True)
class Unused:
    """What nobody used since `first`: the first of `UNUSED_DAYS` days, or later where less is known."""

    pages: tuple[str, ...]
    metrics: tuple[str, ...]
    first: date


def uses(engine: Engine, days: int, today: date | None = None) -> Uses:
    """Uses of the last `days`, today included. Raises SourceUnavailable."""
    now = today or datetime.now(UTC).date()
    first, still_open = now - timedelta(days=days - 1), now - timedelta(days=STILL_OPEN_DAYS)
    with access(engine) as connection:
        by_page = rows.by_page(connection, first, still_open)
        by_person = rows.by_person(connection, first, still_open)
        by_metric = rows.by_metric(connection, first, still_open)
        slow = rows.slowest(connection, first, SLOWEST)
        since = rows.since(connection)
    people: dict[str, set[str]] = defaultdict(set)
    for row in by_person:
        people[row.page].add(row.user_id)
    return Uses(
        pages=_pages(by_page, people, first, days),
        people=_people(by_person),
        metrics=tuple(
            MetricUse(metric_label(row.metric), int(row.asked), row.people, row.last_day) for row in by_metric
        ),
        slow=tuple(_slow(row) for row in slow),
        since=since,
    )


def unused(engine: Engine, today: date | None = None) -> Unused | None:
    """What was not used; None where nothing at all was noted yet. Raises SourceUnavailable."""
    now = today or datetime.now(UTC).date()
    first, still_open = now - timedelta(days=UNUSED_DAYS - 1), now - timedelta(days=STILL_OPEN_DAYS)
    with access(engine) as connection:
        since = rows.since(connection)
        pages = {row.page for row in rows.by_page(connection, first, still_open)}
        metrics = {row.metric for row in rows.by_metric(connection, first, still_open)}
    if since is None:
        return None
    return Unused(
        pages=tuple(sorted(page_title(name) for name in telemetry.pages() - pages - _NOT_LOOKED_AT)),
        metrics=tuple(sorted(metric.label for name, metric in METRICS.items() if name not in metrics)),
        first=max(first, since),
    )


def page_title(name: str) -> str:
    """A page's name as a title."""
    return name.replace("_", " ").capitalize()


def metric_label(name: str) -> str:
    """The metric's label; the name itself where it is declared no longer."""
    return METRICS[name].label if name in METRICS else name


def _pages(found: list[Any], people: dict[str, set[str]], first: date, days: int) -> tuple[PageUse, ...]:
    """The most opened first."""
    opened: dict[str, list[int]] = defaultdict(lambda: [0] * days)
    asked: dict[str, int] = defaultdict(int)
    for row in found:
        asked[row.page] += int(row.asked or 0)
        if (place := (row.day - first).days) < days:
            opened[row.page][place] += int(row.opened or 0)
    told = (
        PageUse(page_title(page), sum(opened[page]), asked[page], len(people[page]), tuple(opened[page]))
        for page in asked
    )
    return tuple(sorted(told, key=lambda use: (-use.opened, -use.asked, use.title)))


def _people(found: list[Any]) -> tuple[PersonUse, ...]:
    """Rows of one person stand together, the most opened page first; the busiest person first."""
    told = []
    for _, group in groupby(found, key=lambda row: row.user_id):
        rows_of_one = list(group)
        told.append(
            PersonUse(
                name=rows_of_one[0].person,
                opened=sum(int(row.opened) for row in rows_of_one),
                asked=sum(int(row.asked) for row in rows_of_one),
                favourite=page_title(rows_of_one[0].page),
                last_day=max(row.last_day for row in rows_of_one),
            )
        )
    return tuple(sorted(told, key=lambda use: (-use.opened, -use.asked, use.name)))


def _slow(row: Any) -> Slow:
    metrics = ", ".join(metric_label(name) for name in row.metrics)
    names = ", ".join(DIMENSIONS[name].label if name in DIMENSIONS else name for name in row.breakdowns)
    question = f"{metrics}{f' by {names}' if names else ''} ({page_title(row.page)})"
    return Slow(question, row.times, row.usual, row.slowest)
