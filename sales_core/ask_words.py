"""The words of `python -m sales_core.ask`, and the question that they mean."""

import argparse
import re
from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import TypeVar
from urllib.parse import parse_qs, urlencode, urlsplit

from sales_core.errors import AskError, UnknownName
from sales_core.links import to_parameters, to_query
from sales_core.periods import PeriodSpec
from sales_core.query import Calculation, Comparison, Filter, Operator, Order, Query, Reckoning, Top
from sales_core.reckoning import USUAL, CurrencyView, FiscalName, RetailPattern, ReturnsBy

Choice = TypeVar("Choice", bound=StrEnum)


def arguments() -> argparse.ArgumentParser:
    """What the command takes."""
    parser = argparse.ArgumentParser(prog="python -m sales_core.ask", description="Ask a question, get exact numbers.")
    asked = parser.add_mutually_exclusive_group(required=True)
    asked.add_argument("--metrics", help="names, with commas between: net_sales,orders")
    asked.add_argument(
        "--from", dest="link", metavar="LINK", help="the whole question, as a link or what follows its ?"
    )
    _add_question(parser)
    _add_reckoning(parser)
    parser.add_argument("--as", dest="user", required=True, metavar="USER", help="whose rows and metrics these are")
    forms = parser.add_mutually_exclusive_group()
    forms.add_argument("--csv", action="store_true", help="the answer as CSV, every digit")
    forms.add_argument("--json", action="store_true", help="answer and receipt as JSON, amounts as strings")
    forms.add_argument("--explain", action="store_true", help="the plan and its SQL, not run")
    forms.add_argument("--link", dest="print_link", action="store_true", help="the question as a link, not run")
    return parser


def _add_question(parser: argparse.ArgumentParser) -> None:
    add = parser.add_argument
    add("--by", default="", help="dimensions and at most one grain, such as month or fiscal_quarter: month,territory")
    add("--period", default="all", help="2011, 2011-Q2, FY2012-Q1, 2011-01-01..2011-06-30, last_4_weeks, all")
    add(
        "--where",
        action="append",
        default=[],
        metavar="FILTER",
        help="'territory=Spain|Italy', 'customer!=Guest', 'product starts with RED', 'customer top 10 by net_sales', "
        "'category is empty', 'hour from 9 to 17', 'customer#=17' by key",
    )
    add("--compare", default="none", choices=[c.value for c in Comparison], help="hold against another period")
    add("--whole", action="store_true", help="compare with the whole earlier period, though this one is not over")
    add("--order", help="a column of the answer; a leading minus for descending: --order=-net_sales")
    add("--limit", type=int, help="rows, after ordering")
    add("--fold", metavar="RANKING", help="'product top 5 by net_sales': the others become one value, Other")
    add("--totals", action="store_true", help="a row for each leading part of --by, and the grand total")
    add("--calc", default="", help="share:net_sales, rank:…, pareto:…, cumulative:…, rolling_7:…, commas between")


def _add_reckoning(parser: argparse.ArgumentParser) -> None:
    add, usual = parser.add_argument, USUAL
    add(
        "--fiscal", default="1", metavar="MONTH", help="month that fiscal years begin in: 4, or 4:start to name them so"
    )
    add("--week-start", type=int, default=usual.week_start, help="first weekday of a week: 1 is Monday, 7 Sunday")
    add("--retail", default=usual.retail.value, help="weeks of a retail quarter's periods: 4-4-5, 4-5-4 or 5-4-4")
    add("--zone", default="", help="time zone whose midnights end days, such as Europe/London; else the company's")
    add("--returns-by", default=usual.returns_by.value, help="the day a return counts on: return_date or sale_date")
    add("--orders", default=",".join(usual.statuses), help="the orders that count: placed, cancelled, test")
    add("--currency", default=usual.currency.value, help="booked, average, or constant@2011-12-31")


def question(asked: argparse.Namespace) -> Query:
    """The Query that the arguments mean. Raises AskError for what can't be read."""
    if asked.link is not None:
        return from_link(asked.link)
    order = Order(asked.order.removeprefix("-"), asked.order.startswith("-")) if asked.order else None
    return Query(
        metrics=_names(asked.metrics),
        period=PeriodSpec.parse(asked.period),
        by=_names(asked.by),
        filters=tuple(Filter.parse(text) for text in asked.where),
        comparison=Comparison(asked.compare),
        like_for_like=not asked.whole,
        order=order,
        limit=asked.limit,
        fold=_fold(asked.fold) if asked.fold else None,
        totals=asked.totals,
        calculations=tuple(Calculation.parse(text) for text in _names(asked.calc)),
        reckoning=_reckoning(asked),
    )


def link_of(query: Query) -> str:
    """The question as what follows an address: ?v=2&metrics=…"""
    return "?" + urlencode(to_parameters(query), doseq=True)


def from_link(text: str) -> Query:
    """The question of a link, with or without what stands before its question mark. Raises BadLink."""
    written = urlsplit(text).query or text.lstrip("?")
    return to_query(parse_qs(written, keep_blank_values=True))


def _names(text: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in text.split(",") if name.strip())


def _fold(text: str) -> Top:
    ranking = Filter.parse(text)
    if ranking.operator not in (Operator.TOP, Operator.BOTTOM):
        raise AskError(f"cannot keep {text!r} beside Other; write one like 'product top 5 by net_sales'")
    return Top(ranking.dimension, ranking.count, ranking.values[1], ranking.operator is Operator.TOP)


def _reckoning(asked: argparse.Namespace) -> Reckoning:
    start, _, naming = asked.fiscal.partition(":")
    view, _, day = asked.currency.partition("@")
    return Reckoning(
        fiscal_start=_month(start),
        fiscal_name=_choice("naming of fiscal years", naming or FiscalName.END.value, FiscalName),
        week_start=asked.week_start,
        retail=_choice("pattern of retail weeks", asked.retail, RetailPattern),
        zone=asked.zone,
        returns_by=_choice("day of returns", asked.returns_by, ReturnsBy),
        statuses=_names(asked.orders),
        currency=_choice("view of currencies", view, CurrencyView),
        constant_day=_day(day) if day else None,
    )


def _month(text: str) -> int:
    if not re.fullmatch(r"\d{1,2}", text, re.ASCII):
        raise AskError(f"cannot read the month {text!r} that fiscal years begin in; write 1 to 12, or 4:start")
    return int(text)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise AskError(f"cannot read the day {text!r} of constant rates; write constant@2011-12-31") from None


def _choice(what: str, text: str, choices: type[Choice]) -> Choice:
    known: Mapping[str, Choice] = {choice.value: choice for choice in choices}
    if text not in known:
        raise UnknownName(what, text, known)
    return known[text]
