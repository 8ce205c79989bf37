"""A question as parameters of an address, and back: an inverse pair.

The parameters carry the whole question and a version, and what is absent means "none": never a default, so that a
link keeps its meaning when a default changes. Lists are joined by dots, and a star takes the meaning from the
character behind it; both need no percent-encoding, so links stay readable:

    v=2  metrics=net_sales.orders  by=month  period=2011  where=territory.is.Spain.Italy  compare=year_before
    align=elapsed  order=net_sales.desc  limit=10  fold=product.5.net_sales.desc  totals=yes
    calc=cumulative.net_sales  fiscal=1.end  week=1  retail=4-4-5  zone=company  returns=return_date  orders=placed
    currency=booked

`where` and `calc` are repeated, once a filter or calculation. Version 1 had nothing after `limit`; such a link means
what it meant then.
"""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import TypeVar

from sales_core.errors import AskError
from sales_core.periods import PeriodSpec
from sales_core.query import Calculation, Comparison, Filter, Operator, Order, Query, Top
from sales_core.reckoning import CurrencyView, FiscalName, Reckoning, RetailPattern, ReturnsBy

Choice = TypeVar("Choice")

Values = Mapping[str, Sequence[str]]

VERSION = "2"
_FIRST = frozenset({"v", "metrics", "by", "period", "where", "compare", "align", "order", "limit"})
_RECKONING = frozenset({"fiscal", "week", "retail", "zone", "returns", "orders", "currency"})
_KNOWN = {"1": _FIRST, VERSION: _FIRST | _RECKONING | {"fold", "totals", "calc"}}
_VERBS = {operator.value: operator for operator in Operator}
_WAYS = {"desc": True, "asc": False}
_COMPANY = "company"
_ALIGNMENTS = {"elapsed": True, "whole": False}
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_PARTS = re.compile(r"((?:[^.*]|\*.)*)(?:\.|\Z)", re.DOTALL)


class BadLink(AskError):
    """Parameters that are not a question of a version this dashboard reads."""


OF_VERSION_1 = Reckoning(
    fiscal_start=1,
    fiscal_name=FiscalName.END,
    week_start=1,
    retail=RetailPattern.P445,
    zone="",
    returns_by=ReturnsBy.RETURN_DATE,
    statuses=("placed",),
    currency=CurrencyView.BOOKED,
    constant_day=None,
)
"""How answers were reckoned while links could not say it; written out, since defaults may change."""


def to_parameters(query: Query) -> dict[str, list[str]]:
    """The parameters of a question, each with its values in order."""
    written = {
        "v": [VERSION],
        "metrics": [_joined(query.metrics)],
        "by": [_joined(query.by)] if query.by else [],
        "period": [query.period.text],
        "where": [_joined((f.dimension, f.operator.value, *f.values)) for f in query.filters],
        "compare": [query.comparison.value],
        "align": ["elapsed" if query.like_for_like else "whole"],
        "order": [_joined((query.order.column, "desc" if query.order.descending else "asc"))] if query.order else [],
        "limit": [str(query.limit)] if query.limit is not None else [],
        "fold": [_joined(_folded(query.fold))] if query.fold else [],
        "totals": ["yes" if query.totals else "no"],
        "calc": [_joined((c.name, c.metric)) for c in query.calculations],
        **_reckoned(query.reckoning),
    }
    return {name: values for name, values in written.items() if values}


def _folded(fold: Top) -> tuple[str, ...]:
    return (fold.dimension, str(fold.count), fold.metric, "desc" if fold.descending else "asc")


def _reckoned(reckoning: Reckoning) -> dict[str, list[str]]:
    day = [reckoning.constant_day.isoformat()] if reckoning.constant_day else []
    return {
        "fiscal": [_joined((str(reckoning.fiscal_start), reckoning.fiscal_name.value))],
        "week": [str(reckoning.week_start)],
        "retail": [reckoning.retail.value],
        "zone": [reckoning.zone or _COMPANY],
        "returns": [reckoning.returns_by.value],
        "orders": [_joined(reckoning.statuses)],
        "currency": [_joined((reckoning.currency.value, *day))],
    }


def to_query(parameters: Values) -> Query:
    """The question of the parameters. Raises BadLink, or what the question's own parts raise."""
    _refuse_control_characters(parameters)
    version = _one(parameters, "v")
    if version not in _KNOWN:
        raise BadLink(f"the link is of version {version!r}; this dashboard reads versions {' and '.join(_KNOWN)}")
    if unknown := sorted(set(parameters) - _KNOWN[version]):
        raise BadLink(f"the link has a parameter {unknown[0]!r}; known: {', '.join(sorted(_KNOWN[version]))}")
    later = version != "1"
    return Query(
        metrics=tuple(_split(_one(parameters, "metrics"))),
        by=tuple(_split(_one(parameters, "by"))) if parameters.get("by") else (),
        period=PeriodSpec.parse(_one(parameters, "period")),
        filters=tuple(_filter(text) for text in parameters.get("where", ())),
        comparison=_comparison(_one(parameters, "compare")),
        like_for_like=_choice(_one(parameters, "align"), _ALIGNMENTS, "align"),
        order=_order(_one(parameters, "order")) if parameters.get("order") else None,
        limit=_count(_one(parameters, "limit"), "limit") if parameters.get("limit") else None,
        fold=_fold(_one(parameters, "fold")) if parameters.get("fold") else None,
        totals=later and _choice(_one(parameters, "totals"), {"yes": True, "no": False}, "totals"),
        calculations=tuple(_calculation(text) for text in parameters.get("calc", ())),
        reckoning=_reckoning(parameters) if later else OF_VERSION_1,
    )


def _refuse_control_characters(parameters: Values) -> None:
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


def _one(parameters: Values, name: str) -> str:
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
    if not rest:
        raise BadLink(f"the link's filter {text!r} names no value; write where=dimension.is.VALUE")
    return Filter(dimension, _choice(rest[0], _VERBS, "where"), tuple(rest[1:]))


def _order(text: str) -> Order:
    column, *way = _split(text)
    return Order(column, _choice(".".join(way), _WAYS, "order"))


def _fold(text: str) -> Top:
    dimension, count, metric, way = _exactly(4, text, "fold")
    return Top(dimension, _count(count, "fold"), metric, _choice(way, _WAYS, "fold"))


def _calculation(text: str) -> Calculation:
    return Calculation.parse(":".join(_exactly(2, text, "calc")))


def _reckoning(parameters: Values) -> Reckoning:
    def read(name: str) -> str:
        return _one(parameters, name)

    start, naming = _exactly(2, read("fiscal"), "fiscal")
    view, *day = _split(read("currency"))
    return Reckoning(
        fiscal_start=_count(start, "fiscal"),
        fiscal_name=_choice(naming, {n.value: n for n in FiscalName}, "fiscal"),
        week_start=_count(read("week"), "week"),
        retail=_choice(read("retail"), {p.value: p for p in RetailPattern}, "retail"),
        zone="" if read("zone") == _COMPANY else read("zone"),
        returns_by=_choice(read("returns"), {r.value: r for r in ReturnsBy}, "returns"),
        statuses=tuple(_split(read("orders"))),
        currency=_choice(view, {v.value: v for v in CurrencyView}, "currency"),
        constant_day=_day(".".join(day)) if day else None,
    )


def _exactly(count: int, text: str, name: str) -> list[str]:
    parts = _split(text)
    if len(parts) != count:
        raise BadLink(f"the link says {name}={text!r}; it has {count} parts, joined by dots")
    return parts


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise BadLink(f"the link says currency at {text!r}; a day is written 2011-12-31") from None


def _count(text: str, name: str) -> int:
    if not re.fullmatch(r"[1-9]\d{0,8}", text, re.ASCII):
        raise BadLink(f"the link says {name}={text!r}; it is a whole number, 1 or more")
    return int(text)
