"""Links: every question survives its address, and a bad address says what is wrong with it."""

from dataclasses import MISSING, fields, replace
from datetime import date
from functools import partial
from typing import Any
from urllib.parse import parse_qs, urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sales_core import links
from sales_core.errors import AskError
from sales_core.links import BadLink, to_parameters, to_query
from sales_core.periods import PeriodSpec
from sales_core.query import Calculation, CalculationKind, Comparison, Filter, Operator, Order, Query, Top
from sales_core.reckoning import STATUSES, CurrencyView, FiscalName, Reckoning, RetailPattern, ReturnsBy

PLAIN = Query(("net_sales",), PeriodSpec.parse("last_90_days"))

texts = st.text(st.characters(codec="utf-8", exclude_categories=["Cc"]), min_size=1, max_size=12) | st.text(
    "a.*~| =&", min_size=1
)
listed = st.lists(texts, min_size=1, max_size=3, unique=True).map(tuple)
ranked = st.tuples(st.integers(1, 999_999).map(str), texts)
filters = (
    st.builds(Filter, texts, st.sampled_from([Operator.IS, Operator.IS_NOT, Operator.KEY, Operator.NOT_KEY]), listed)
    | st.builds(Filter, texts, st.just(Operator.PREFIX), st.tuples(texts))
    | st.builds(Filter, texts, st.sampled_from([Operator.EMPTY, Operator.NOT_EMPTY]))
    | st.builds(Filter, texts, st.just(Operator.RANGE), st.tuples(texts, st.just("") | texts))
    | st.builds(Filter, texts, st.just(Operator.RANGE), st.tuples(st.just(""), texts))
    | st.builds(Filter, texts, st.sampled_from([Operator.TOP, Operator.BOTTOM]), ranked)
)
names = st.from_regex(r"[a-z_]{1,8}", fullmatch=True)
calculations = st.builds(
    Calculation, names, st.sampled_from([k for k in CalculationKind if k is not CalculationKind.ROLLING])
) | st.builds(Calculation, names, st.just(CalculationKind.ROLLING), st.integers(2, 366))
statuses = st.lists(st.booleans(), min_size=3, max_size=3).filter(any)
days = st.dates(date(1970, 1, 1), date(2079, 12, 31))
reckonings = (
    st.builds(
        Reckoning,
        fiscal_start=st.integers(1, 12),
        fiscal_name=st.sampled_from(FiscalName),
        week_start=st.integers(1, 7),
        retail=st.sampled_from(RetailPattern),
        zone=st.sampled_from(["", "UTC", "Europe/London", "America/Argentina/Buenos_Aires"]),
        returns_by=st.sampled_from(ReturnsBy),
        statuses=statuses.map(lambda chosen: tuple(s for s, c in zip(STATUSES, chosen, strict=True) if c)),
    )
    | st.builds(Reckoning, currency=st.just(CurrencyView.CONSTANT), constant_day=days)
    | st.builds(Reckoning, currency=st.just(CurrencyView.AVERAGE))
)
bare = st.builds(
    Query,
    metrics=st.lists(texts, min_size=1, max_size=3, unique=True).map(tuple),
    period=st.sampled_from(["2011", "2011-Q2", "all", "last_7_days", "2011-01-01..2011-06-30"]).map(PeriodSpec.parse),
    by=st.lists(texts, max_size=2, unique=True).map(tuple),
    filters=st.lists(filters, max_size=3).map(tuple),
    comparison=st.sampled_from(Comparison),
    like_for_like=st.booleans(),
    order=st.none() | st.builds(Order, texts, st.booleans()),
    limit=st.none() | st.integers(1, 999_999_999),
    totals=st.booleans(),
    calculations=st.lists(calculations, max_size=3, unique_by=lambda c: c.column).map(tuple),
    reckoning=reckonings,
)


@st.composite
def questions(draw: st.DrawFn) -> Query:
    """Questions of every kind; an Other only of a dimension that they are broken down by."""
    question = draw(bare)
    if not question.by or draw(st.booleans()):
        return question
    fold = Top(draw(st.sampled_from(question.by)), draw(st.integers(1, 1000)), draw(texts), draw(st.booleans()))
    return replace(question, fold=fold)


@given(questions())
def test_a_question_survives_its_address(question: Query) -> None:
    address = urlencode(to_parameters(question), doseq=True)
    assert to_query(parse_qs(address, keep_blank_values=True)) == question


def test_a_link_reads_like_the_question() -> None:
    question = Query(
        ("net_sales", "orders"),
        PeriodSpec.parse("2011"),
        by=("month",),
        filters=(Filter("territory", Operator.IS_NOT, ("Spain", "St. Helena")),),
        comparison=Comparison.YEAR_BEFORE,
        order=Order("net_sales"),
        limit=10,
    )
    assert urlencode(to_parameters(question), doseq=True, safe="*") == (
        "v=2&metrics=net_sales.orders&by=month&period=2011&where=territory.not.Spain.St*.+Helena"
        "&compare=year_before&align=elapsed&order=net_sales.desc&limit=10"
        "&totals=no&fiscal=1.end&week=1&retail=4-4-5&zone=company&returns=return_date&orders=placed&currency=booked"
    )


def test_what_a_link_leaves_out_is_none_and_no_default() -> None:
    question = to_query({"v": ["1"], "metrics": ["orders"], "period": ["all"], "compare": ["none"], "align": ["whole"]})
    assert question == Query(("orders",), PeriodSpec("all"), like_for_like=False)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"v": ["3"]}, "version '3'"),
        ({"v": []}, "names 'v' 0 times"),
        ({"period": ["2011", "2012"]}, "names 'period' 2 times"),
        ({"colour": ["red"]}, "parameter 'colour'"),
        ({"period": ["yesterday"]}, "cannot read the period 'yesterday'"),
        ({"compare": ["mars"]}, "compare='mars'"),
        ({"align": ["no"]}, "align='no'"),
        ({"limit": ["0"]}, "limit='0'"),
        ({"limit": ["-1"]}, "limit='-1'"),
        ({"order": ["net_sales"]}, "order=''"),
        ({"where": ["territory"]}, "names no value"),
        ({"where": ["territory.has.Spain"]}, "where='has'"),
        ({"where": ["territory.is."]}, "names no value"),
        ({"metrics": ["net*"]}, "a star stands before"),
        ({"metrics": ["orders.orders"]}, "named twice"),
        ({"where": ["brand.empty.x"]}, "takes 0 values, not 1"),
        ({"where": ["hour.range.."]}, "open at both ends"),
        ({"where": ["product.top.0.net_sales"]}, "keeps 1 to 999999 values"),
        ({"fold": ["product.5.net_sales"]}, "has 4 parts"),
        ({"fold": ["product.5.net_sales.desc"]}, "'product' is not in it"),
        ({"calc": ["mean.net_sales"]}, "cannot read the calculation 'mean:net_sales'"),
        ({"calc": ["rolling_1.net_sales"]}, "takes 2 to 366 buckets, not 1"),
        ({"fiscal": ["13.end"]}, "month from 1 to 12, not 13"),
        ({"week": ["8"]}, "from 1 (Monday) to 7, not 8"),
        ({"retail": ["5-5-5"]}, "retail='5-5-5'"),
        ({"zone": ["Mars/Base"]}, "no time zone 'Mars/Base'"),
        ({"zone": ["../etc/passwd"]}, "no time zone"),
        ({"zone": ["localtime"]}, "no time zone 'localtime'"),
        ({"zone": ["posixrules"]}, "no time zone 'posixrules'"),
        ({"zone": ["posix/Europe/London"]}, "no time zone 'posix/Europe/London'; did you mean 'Europe/London'"),
        ({"zone": ["right/Europe/London"]}, "no time zone 'right/Europe/London'; did you mean 'Europe/London'"),
        ({"orders": ["test.placed"]}, "in that order"),
        ({"currency": ["constant"]}, "names the day whose rates count"),
        ({"currency": ["constant.soon"]}, "a day is written"),
        ({"totals": []}, "names 'totals' 0 times"),
    ],
)
def test_a_bad_link_names_what_is_wrong(change: dict[str, list[str]], says: str) -> None:
    with pytest.raises(AskError) as refused:
        to_query(to_parameters(PLAIN) | change)
    assert says in str(refused.value)


def test_a_link_of_the_first_version_means_what_it_meant() -> None:
    first = {"v": ["1"], "metrics": ["orders"], "period": ["2011"], "compare": ["none"], "align": ["elapsed"]}
    assert to_query(first) == Query(("orders",), PeriodSpec("2011"), reckoning=Reckoning())
    with pytest.raises(BadLink, match="parameter 'totals'"):
        to_query(first | {"totals": ["yes"]})


CHANGED: dict[str, Any] = {
    "comparison": Comparison.YEAR_BEFORE,
    "like_for_like": False,
    "order": Order("orders"),
    "limit": 7,
    "by": ("month",),
    "filters": (Filter("hour", Operator.IS, ("09",)),),
    "totals": True,
    "calculations": (Calculation("orders", CalculationKind.RANK),),
}
RECKONED: dict[str, Any] = {
    "fiscal_start": 4,
    "fiscal_name": FiscalName.START,
    "week_start": 7,
    "retail": RetailPattern.P544,
    "zone": "Asia/Tokyo",
    "returns_by": ReturnsBy.SALE_DATE,
    "statuses": ("placed", "test"),
}


def test_every_link_keeps_its_meaning_when_every_default_changes(monkeypatch: pytest.MonkeyPatch) -> None:
    first = {"v": ["1"], "metrics": ["net_sales"], "period": ["2011"], "compare": ["none"], "align": ["elapsed"]}
    second = to_parameters(PLAIN)
    meant = to_query(first), to_query(second)
    asked = {f.name for f in fields(Query) if f.default is not MISSING} - {"fold", "reckoning"}
    assert asked == set(CHANGED)
    assert {f.name for f in fields(Reckoning)} - {"currency", "constant_day"} == set(RECKONED)
    monkeypatch.setattr(links, "Query", partial(Query, **CHANGED, reckoning=Reckoning(**RECKONED)))
    monkeypatch.setattr(links, "Reckoning", partial(Reckoning, **RECKONED))
    assert (to_query(first), to_query(second)) == meant


def test_a_link_of_another_version_is_a_bad_link() -> None:
    with pytest.raises(BadLink):
        to_query(to_parameters(PLAIN) | {"v": ["0"]})


@pytest.mark.parametrize("text", ["a\0b", "\n", "a\x7f"])
def test_a_control_character_in_a_link_is_refused_before_the_database_is_asked(text: str) -> None:
    parameters = to_parameters(PLAIN)
    for bad in ({**parameters, "where": [f"territory.is.{text}"]}, {**parameters, text: ["1"]}):
        with pytest.raises(BadLink, match="has a control character in"):
            to_query(bad)
