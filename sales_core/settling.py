"""Rankings are answered first, in the snapshot of the answer that rests on them, and become literal keys."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from sales_core.compiler import KEY
from sales_core.plan import Plan, Ranking

Kept = Sequence[Sequence[str | None]]
"""The keys of a plan's rankings, in their order."""

Answer = Callable[[Plan], Mapping[str, Sequence[Any]]]
"""Gives the columns of a plan's answer; asked for plans whose own rankings are settled."""


def settled(plan: Plan, answer: Answer) -> Plan:
    """The plan with the keys that its rankings come to."""
    return replace(plan, rankings=tuple(_settled(ranking, answer) for ranking in plan.rankings))


def _settled(ranking: Ranking, answer: Answer) -> Ranking:
    columns = answer(settled(ranking.plan, answer))
    return replace(ranking, keys=tuple(columns[ranking.dimension + KEY]))


def kept_of(plan: Plan) -> Kept:
    """The keys of a settled plan, to be remembered with its answer."""
    return [ranking.keys or () for ranking in plan.rankings]


def with_kept(plan: Plan, kept: Kept) -> Plan:
    """The plan settled by keys that were remembered."""
    pairs = zip(plan.rankings, kept, strict=True)
    return replace(plan, rankings=tuple(replace(ranking, keys=tuple(keys)) for ranking, keys in pairs))
