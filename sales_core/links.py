"""A question as parameters of an address, and back: an inverse pair.

The parameters carry the whole question and a version, and what is absent means "none": never a default, so that a
link keeps its meaning when a default changes. Lists are joined by dots, and a star takes the meaning from the
character behind it; both need no percent-encoding, so links stay readable:

    v=1  metrics=net_sales.orders  by=month  period=2011  where=territory.is.Spain.Italy  compare=year_before
    align=elapsed  order=net_sales.desc  limit=10

`where` is repeated, once a filter.
"""

import re
from collections.abc import Mapping, Sequence
from typing import TypeVar

from sales_core.errors import AskError
from sales_core.periods import PeriodSpec
from sales_core.query import Comparison, Filter, Operator, Order, Query

Choice = TypeVar("Choice")

VERSION = "1"
_KNOWN = frozenset({"v", "metrics", "by", "period", "where", "compare", "align", "order", "limit"})
_VERBS = {Operator.IS: "is", Operator.IS_NOT: "not"}
_ALIGNMENTS = {"elapsed": True, "whole": False}
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_PARTS = re.compile(r"((?:[^.*]|\*.)*)(?:\.|\Z)", re.DOTALL)


class BadLink(AskError):
    """Parameters that are not a question of a version this dashboard reads."""


def to_parameters(query: Query) -> dict[str, list[str]]:
    """The parameters of a question, each with its values in order."""
    written = {
        "v": [VERSION],
        "metrics": [_joined(query.metrics)],
        "by": [_joined(query.by)] if query.by else [],
        "period": [query.period.text],
        "where": [_joined((f.dimension, _VERBS[f.operator], *f.values)) for f in query.filters],
        "compare": [query.comparison.value],
        "align": ["elapsed" if query.like_for_like else "whole"],
        "order": [_joined((query.order.column, "desc" if query.order.descending else "asc"))] if query.order else [],
        "limit": [str(query.limit)] if query.limit is not None else [],
    }
    return {name: values for name, values in written.items() if values}


def to_query(parameters: Mapping[str, Sequence[str]]) -> Query:
    """The question of the parameters. Raises BadLink, or what the question's own parts raise."""
    _refuse_control_characters(parameters)
    version = _one(parameters, "v")
    if version != VERSION:
        raise BadLink(f"the link is of version {version!r}; this dashboard reads version {VERSION}")
    if unknown := sorted(set(parameters) - _KNOWN):
        raise BadLink(f"the link has a parameter {unknown[0]!r}; known: {', '.join(sorted(_KNOWN))}")
    return Query(
        metrics=tuple(_split(_one(parameters, "metrics"))),
        by=tuple(_split(_one(parameters, "by"))) if parameters.get("by") else (),
        period=PeriodSpec.parse(_one(parameters, "period")),
        filters=tuple(_filter(text) for text in parameters.get("where", ())),
        comparison=_comparison(_one(parameters, "compare")),
        like_for_like=_choice(_one(parameters, "align"), _ALIGNMENTS, "align"),
        order=_order(_one(parameters, "order")) if parameters.get("order") else None,
        limit=_limit(_one(parameters, "limit")) if parameters.get("limit") else None,
    )


def _refuse_control_characters(parameters: Mapping[str, Sequence[str]]) -> None:
    """No name of ours has one; the database can not even be asked for some."""
    for name, values in parameters.items():
        if any(_CONTROL.search(text) for text in (name, *values)):
            raise BadLink(f"the link has a control character in {name!r}")


def _joined(parts: Sequence[str]) -> str:
    return ".".join(re.sub(r"([.*])", r"*\1", part) for part in parts)


def _split(text: str) -> list[str]:
    """The parts of a joined list; the inverse of `_joined` for a list with at least one part."""
    parts, at = [], 0
    while True:
        found = _PARTS.match(text, at)
        if found is None:
            raise BadLink(f"cannot read {text!r} in the link; a star stands before the dot or star that is meant")
        parts.append(re.sub(r"\*(.)", r"\1", found[1], flags=re.DOTALL))
        at = found.end()
        if at == len(text) and not found[0].endswith(".", len(found[1])):
            return parts


def _one(parameters: Mapping[str, Sequence[str]], name: str) -> str:
    values = parameters.get(name, ())
    if len(values) != 1:
        raise BadLink(f"the link names {name!r} {len(values)} times; it is named once")
    return values[0]


def _choice(text: str, choices: Mapping[str, Choice], name: str) -> Choice:
    if text not in choices:
        raise BadLink(f"the link says {name}={text!r}; known: {', '.join(choices)}")
    return choices[text]


def _comparison(text: str) -> Comparison:
    return _choice(text, {choice.value: choice for choice in Comparison}, "compare")


def _filter(text: str) -> Filter:
    dimension, *rest = _split(text)
    if len(rest) < 2:
        raise BadLink(f"the link's filter {text!r} names no value; write where=dimension.is.VALUE")
    return Filter(dimension, _choice(rest[0], {word: op for op, word in _VERBS.items()}, "where"), tuple(rest[1:]))


def _order(text: str) -> Order:
    column, *way = _split(text)
    return Order(column, _choice(".".join(way), {"desc": True, "asc": False}, "order"))


def _limit(text: str) -> int:
    if not re.fullmatch(r"[1-9]\d{0,8}", text):
        raise BadLink(f"the link says limit={text!r}; a limit is a number of rows, 1 or more")
    return int(text)
