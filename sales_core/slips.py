"""A receipt in lines of words: days, filters, reckoning, sources, rows, freshness, checksum."""

from collections.abc import Iterator

from sales_core.catalog.sources import SOURCES
from sales_core.plan import Plan
from sales_core.reckoned import lines_of as reckoned_lines
from sales_core.result import Receipt, Result
from sales_core.sentences import of_days
from sales_core.wording import age, grouped, moment


def asked_lines(plan: Plan, slip: Receipt) -> Iterator[str]:
    """What was asked: days, comparison, filters."""
    yield f"Days: {of_days(plan.period)}"
    if plan.before:
        yield f"Compared with {of_days(plan.before)}"
    yield from (f"Filter: {text}" for text in slip.filters)
    if not slip.filters:
        yield "No filter"
    if plan.fold:
        way = "first" if plan.fold.descending else "last"
        yield f"Other: all of {plan.fold.dimension} beyond the {way} {plan.fold.count} by {plan.fold.metric}"


def counted_lines(plan: Plan) -> tuple[str, ...]:
    """How it was counted: every choice of definition."""
    return reckoned_lines(plan.reckoning)


def origin_lines(result: Result) -> Iterator[str]:
    """What is behind it: sources, rows, freshness, version, checksum."""
    slip, plan = result.receipt, result.plan
    sources = dict.fromkeys(SOURCES[leg.source].label for leg in plan.legs)
    yield f"Source: {'; '.join(sources)}"
    yield f"{grouped(slip.rows)} rows of facts are behind it"
    yield f"Newest source row: {_newest(slip)}"
    yield f"Answered {moment(slip.answered_at)}, {'from the cache' if slip.from_cache else 'computed now'}"
    yield f"{grouped(slip.unconverted)} rows without a rate to the company's currency"
    yield from slip.notes
    yield f"Version {slip.version} of the facts this depends on, checksum {slip.checksum}"


def _newest(slip: Receipt) -> str:
    if slip.newest_source_row is None:
        return "none"
    seconds = (slip.answered_at - slip.newest_source_row).total_seconds()
    return f"{moment(slip.newest_source_row)}, {age(max(0.0, seconds))}"
