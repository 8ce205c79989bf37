"""The words of the command: each means its part of a question, and the question is a link and back."""

from datetime import date

import pytest

from sales_core.ask_words import arguments, from_link, link_of, question
from sales_core.errors import AskError, UnknownName
from sales_core.links import BadLink
from sales_core.query import Calculation, CalculationKind, Filter, Operator, Query, Reckoning, Top
from sales_core.reckoning import CurrencyView, FiscalName, RetailPattern, ReturnsBy


def meant(*words: str) -> Query:
    return question(arguments().parse_args(["--as", "ada", *words]))


def test_every_word_means_its_part_of_the_question() -> None:
    asked = meant(
        "--metrics=net_sales,orders", "--by=month,product", "--period=FY2012", "--totals",
        "--where=customer top 10 by net_sales", "--where=category is empty", "--fold=product bottom 5 by orders",
        "--calc=share:net_sales, rolling_3:orders", "--fiscal=4:start", "--week-start=7", "--retail=4-5-4",
        "--zone=Europe/London", "--returns-by=sale_date", "--orders=placed,cancelled", "--currency=constant@2011-12-31",
    )  # fmt: skip
    assert asked.filters == (
        Filter("customer", Operator.TOP, ("10", "net_sales")),
        Filter("category", Operator.EMPTY),
    )
    assert asked.fold == Top("product", 5, "orders", descending=False)
    assert asked.totals
    assert asked.calculations == (
        Calculation("net_sales", CalculationKind.SHARE),
        Calculation("orders", CalculationKind.ROLLING, 3),
    )
    assert asked.reckoning == Reckoning(
        fiscal_start=4,
        fiscal_name=FiscalName.START,
        week_start=7,
        retail=RetailPattern.P454,
        zone="Europe/London",
        returns_by=ReturnsBy.SALE_DATE,
        statuses=("placed", "cancelled"),
        currency=CurrencyView.CONSTANT,
        constant_day=date(2011, 12, 31),
    )


def test_a_question_is_a_link_and_back() -> None:
    asked = meant("--metrics=net_sales", "--by=product", "--where=product starts with A & B|?", "--totals", "--limit=5")
    assert from_link(link_of(asked)) == asked
    assert from_link("http://localhost:8501/sales" + link_of(asked)) == asked
    assert meant("--from", link_of(asked)) == asked


@pytest.mark.parametrize(
    ("word", "said"),
    [
        ("--fold=product", "cannot read the filter 'product'"),
        ("--fold=product=Mug", "cannot keep 'product=Mug' beside Other; write one like 'product top 5 by net_sales'"),
        ("--calc=shar:net_sales", "cannot read the calculation 'shar:net_sales'; did you mean share:…"),
        ("--calc=rolling:net_sales", "did you mean rolling_7:…"),
        ("--calc=net_sales", "write one like share:net_sales"),
        ("--fiscal=april", "write 1 to 12, or 4:start"),
        ("--fiscal=13", "a month from 1 to 12, not 13"),
        ("--currency=constant", "names the day whose rates count"),
        ("--currency=constant@june", "cannot read the day 'june' of constant rates"),
        ("--zone=Europe/Lodnon", "there is no time zone 'Europe/Lodnon'; did you mean 'Europe/London'"),
    ],
)
def test_what_can_not_be_read_is_told_with_what_can(word: str, said: str) -> None:
    with pytest.raises(AskError, match=said):
        meant("--metrics=net_sales", word)


@pytest.mark.parametrize(
    ("word", "near"),
    [
        ("--returns-by=sales_date", "sale_date"),
        ("--currency=avrage", "average"),
        ("--retail=4-4-6", "4-4-5"),
        ("--fiscal=4:strat", "start"),
    ],
)
def test_a_slip_is_told_with_the_nearest_word(word: str, near: str) -> None:
    with pytest.raises(UnknownName, match=near):
        meant("--metrics=net_sales", word)


def test_a_link_of_something_else_is_refused() -> None:
    with pytest.raises(BadLink):
        from_link("http://localhost:8501/sales")
