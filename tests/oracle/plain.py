"""The plain oracle: a question answered from the raw rows, one row after the other, with exact fractions."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Any

from sales_core.query import Operator, Query
from sales_core.viewer import Scope
from tests.oracle.document_sums import METRICS, SOURCES
from tests.oracle.parties import Record
from tests.oracle.periods import Days, as_long, counterparts, is_partial, period_so_far, periods
from tests.oracle.rows import DIMENSIONS, GRAINS, Identity, Rows, bucket
from tests.oracle.sums import RATIOS, SHARES, Facts, Number

GUEST = 0
Key = tuple[Any, ...]


@dataclass(slots=True)
class Side:
    """Facts of one period by key and source."""

    facts: dict[Key, dict[str, list[Record]]] = field(default_factory=dict)

    def of(self, key: Key, metric: str) -> Facts:
        """What a metric is made of at a key; no row where there is none."""
        found = self.facts.get(key, {})
        return {source: found.get(source, []) for source in SOURCES[metric]}


def rounded(metric: str, value: Number) -> Decimal | None:
    """As an answer states it: ratios at twelve decimals, half to even; all else exactly."""
    if value is None:
        return None
    if metric in RATIOS:
        return twelve(value)
    exact = Decimal(value.numerator) / Decimal(value.denominator)
    assert Fraction(exact) == value, "sums of stored numbers end"
    return exact


def twelve(value: Fraction) -> Decimal:
    """Twelve decimals, half to even."""
    return Decimal(round(value * 10**12)).scaleb(-12)


def growth(metric: str, now: Number, before: Number) -> Decimal | None:
    """How much more than before, as a share of it; shares change by their difference."""
    if now is None or before is None:
        return None
    if metric in SHARES:
        return twelve(now - before)
    return twelve((now - before) / before) if before > 0 else None


def answer(rows: Rows, query: Query, scope: Scope, days: Days, today: date) -> list[Record]:
    """The rows of the answer in no order: labels, `<dimension>__key`, metrics, and the comparison's columns.

    `days` is the period of the question; order and limit are not looked at; buckets nothing fell in are absent.
    """
    grain = next((name for name in query.by if name in GRAINS), None)
    period, before_period = periods(query, days, today)
    now = gathered(rows, query, scope, period)
    before, pairs = Side(), dict[date, date]()
    if before_period:
        before = gathered(rows, query, scope, before_period)
        if grain:
            pairs = counterparts(grain, query.comparison, period, before_period)
            before = moved(before, query.by.index(grain), pairs)
    keys = {**now.facts, **before.facts} if query.by else {(): None}
    made = []
    for key in keys:
        row: Record = {}
        bucket_now: date | None = None
        for name, identity in zip(query.by, key, strict=True):
            if name in GRAINS:
                row[name] = bucket_now = identity
                row["partial"] = is_partial(identity, name, period, today)
            else:
                row[name + "__key"], row[name] = identity
        to_come = bucket_now is not None and bucket_now > today
        compared = before_period is not None and (bucket_now is None or bucket_now in set(pairs.values()))
        alike = compared
        if compared and grain and bucket_now and before_period:
            then = next(past for past, now_ in pairs.items() if now_ == bucket_now)
            alike = as_long(grain, (bucket_now, period_so_far(period, today)), (then, before_period))
        for name in query.metrics:
            row |= cells(name, now.of(key, name), before.of(key, name), to_come, compared, alike, bool(before_period))
        made.append(row)
    return made


def cells(name: str, now: Facts, before: Facts, to_come: bool, compared: bool, alike: bool, both: bool) -> Record:
    """One metric's columns. In a bucket to come, nothing known is missing and not zero."""
    value = None if to_come and not any(now.values()) else METRICS[name](now)
    made: Record = {name: rounded(name, value)}
    if both:
        past = METRICS[name](before) if compared else None
        made[f"{name}__before"], made[f"{name}__growth"] = (
            rounded(name, past),
            growth(name, value, past) if alike else None,
        )
    return made


def moved(side: Side, place: int, pairs: dict[date, date]) -> Side:
    """The side before, its buckets under the ones now that they stand beside; those beside none are gone."""
    return Side(
        {
            (*key[:place], pairs[key[place]], *key[place + 1 :]): facts
            for key, facts in side.facts.items()
            if key[place] in pairs
        }
    )


def gathered(rows: Rows, query: Query, scope: Scope, period: Days) -> Side:
    """Every fact of the period that the scope and the filters let through, under its key."""
    side = Side()
    for source in sorted({source for name in query.metrics for source in SOURCES[name]}):
        for fact in facts_of(rows, source, scope):
            if not period[0] <= fact["business_date"] < period[1] or not passes(rows, query, fact):
                continue
            key = tuple(identified(rows, name, fact) for name in query.by)
            side.facts.setdefault(key, {}).setdefault(source, []).append(fact)
    return side


def identified(rows: Rows, name: str, fact: Record) -> date | Identity:
    """What a fact's value of a dimension is."""
    return bucket(fact["business_date"], name) if name in GRAINS else DIMENSIONS[name](rows, fact)


def passes(rows: Rows, query: Query, fact: Record) -> bool:
    """Whether every filter lets the fact through."""
    return all(
        (DIMENSIONS[f.dimension](rows, fact)[1] in f.values) == (f.operator is Operator.IS) for f in query.filters
    )


def facts_of(rows: Rows, source: str, scope: Scope) -> Iterator[Record]:
    """The source's facts within the scope."""
    return (f for f in every(rows, source, scope) if scope.everything or f["territory_id"] in scope.territories)


def every(rows: Rows, source: str, scope: Scope) -> Iterator[Record]:
    """A source's facts, each with the day it counts on."""
    match source:
        case "lines":
            yield from (r for r in rows.order_lines if r["status"] == "placed")
        case "returns":
            yield from (r for r in rows.returns if r["status"] == "placed")
        case "cohort":
            returned = every(rows, "returns", scope)
            yield from ({**r, "business_date": r["sale_date"]} for r in returned if r["sale_date"])
        case "firsts":
            yield from firsts(rows, scope)
        case "documents":
            yield from rows.order_lines
            yield from ({**r, "kind": "return", "quantity": -r["quantity"]} for r in rows.returns)
        case "notes":
            notes = {(o["customer_id"], o["order_id"]) for o in rows.orders if o["document_kind"] == "credit_note"}
            lines = every(rows, "documents", scope)
            yield from (f for f in lines if (f["customer_id"], f["order_id"]) in notes)
        case "quota":
            yield from quota_days(rows)


def firsts(rows: Rows, scope: Scope) -> Iterator[Record]:
    """The sale lines of each known customer's first order worth more than nothing, of the rows within the scope."""
    placed: dict[tuple[int, int], list[Record]] = {}
    for line in facts_of(rows, "lines", scope):
        if line["kind"] == "sale" and line["customer_id"] != GUEST:
            placed.setdefault((line["customer_id"], line["order_id"]), []).append(line)
    first: dict[int, tuple[date, int]] = {}
    for (customer, order), lines in placed.items():
        if sum(ln["quantity"] * ln["net_price"] - ln["order_discount"] for ln in lines) > 0:
            candidate = (min(ln["business_date"] for ln in lines), order)
            first[customer] = min(first.get(customer, candidate), candidate)
    for customer, (_, order) in first.items():
        yield from placed[customer, order]


def quota_days(rows: Rows) -> Iterator[Record]:
    """Each quota's even share of each day that it is held, to six decimals, so that the shares sum to it."""
    step = Decimal("0.000001")
    for held in rows.quotas:
        length, due = (held["ends"] - held["starts"]).days, Decimal(0)
        for day in range(length):
            until = (held["amount"] * (day + 1) / length).quantize(step, ROUND_HALF_UP)
            yield {**held, "business_date": held["starts"] + timedelta(days=day), "share": Fraction(until - due)}
            due = until
