"""Links: every question survives its address, and a bad address says what is wrong with it."""

from urllib.parse import parse_qs, urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sales_core.errors import AskError
from sales_core.links import BadLink, to_parameters, to_query
from sales_core.periods import PeriodSpec
from sales_core.query import Comparison, Filter, Operator, Order, Query

PLAIN = Query(("net_sales",), PeriodSpec.parse("last_90_days"))

texts = st.text(st.characters(codec="utf-8", exclude_categories=["Cc"]), min_size=1, max_size=12) | st.text(
    "a.*~| =&", min_size=1
)
filters = st.builds(
    Filter, texts, st.sampled_from(Operator), st.lists(texts, min_size=1, max_size=3, unique=True).map(tuple)
)
questions = st.builds(
    Query,
    metrics=st.lists(texts, min_size=1, max_size=3, unique=True).map(tuple),
    period=st.sampled_from(["2011", "2011-Q2", "all", "last_7_days", "2011-01-01..2011-06-30"]).map(PeriodSpec.parse),
    by=st.lists(texts, max_size=2, unique=True).map(tuple),
    filters=st.lists(filters, max_size=3).map(tuple),
    comparison=st.sampled_from(Comparison),
    like_for_like=st.booleans(),
    order=st.none() | st.builds(Order, texts, st.booleans()),
    limit=st.none() | st.integers(1, 999_999_999),
)


@given(questions)
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
        "v=1&metrics=net_sales.orders&by=month&period=2011&where=territory.not.Spain.St*.+Helena"
        "&compare=year_before&align=elapsed&order=net_sales.desc&limit=10"
    )


def test_what_a_link_leaves_out_is_none_and_no_default() -> None:
    question = to_query({"v": ["1"], "metrics": ["orders"], "period": ["all"], "compare": ["none"], "align": ["whole"]})
    assert question == Query(("orders",), PeriodSpec("all"), like_for_like=False)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"v": ["2"]}, "version '2'"),
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
    ],
)
def test_a_bad_link_names_what_is_wrong(change: dict[str, list[str]], says: str) -> None:
    with pytest.raises(AskError) as refused:
        to_query(to_parameters(PLAIN) | change)
    assert says in str(refused.value)


def test_a_link_of_another_version_is_a_bad_link() -> None:
    with pytest.raises(BadLink):
        to_query(to_parameters(PLAIN) | {"v": ["0"]})


@pytest.mark.parametrize("text", ["a\0b", "\n", "a\x7f"])
def test_a_control_character_in_a_link_is_refused_before_the_database_is_asked(text: str) -> None:
    parameters = to_parameters(PLAIN)
    for bad in ({**parameters, "where": [f"territory.is.{text}"]}, {**parameters, text: ["1"]}):
        with pytest.raises(BadLink, match="has a control character in"):
            to_query(bad)
