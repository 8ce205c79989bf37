"""Wrong without an error: counts cumulated by adding them, ratios by averaging, shares of what is shown only."""

from datetime import date
from decimal import Decimal

import pytest

from sales_core.calculations import Calculation
from sales_core.errors import AskError
from sales_core.query import Order, Top
from tests.oracle.world import World
from tests.soundness.hand import SOUTH, asked, figures, sold

MARCH, APRIL, MAY, JUNE = (date(2011, month, 1) for month in (3, 4, 5, 6))


def calc(*texts: str) -> tuple[Calculation, ...]:
    return tuple(Calculation.parse(text) for text in texts)


def a_spring(world: World) -> None:
    """March: Smith 10. April: Smith 20 and Jones 6. May: nothing. June: Smith 4 in the South."""
    sold(world, 1, 1, MARCH, "10")
    sold(world, 1, 2, APRIL, "20")
    sold(world, 3, 3, APRIL, "6")
    sold(world, 1, 4, JUNE, "4", territory=SOUTH)


def test_cumulated_distinct_counts_count_each_customer_once(hand: World) -> None:
    """Smith, then Jones, then nobody new; sums go on and the ratio is of totals: 40 over 4 orders."""
    a_spring(hand)
    answer = asked(
        hand.workspace(),
        "gross_sales customers average_order_value",
        "2011",
        "month",
        calculations=calc("cumulative:gross_sales", "cumulative:customers", "cumulative:average_order_value"),
    )
    names = [f"{metric}__cumulative" for metric in ("gross_sales", "customers", "average_order_value")]
    assert figures(answer, "month", *names) == [
        (MARCH, 10, 1, 10),
        (APRIL, 36, 2, 12),
        (MAY, 36, 2, 12),
        (JUNE, 40, 2, 10),
    ]


def test_a_rolling_count_counts_a_customer_once_in_each_window(hand: World) -> None:
    """Two months: Smith and Jones in March and April, the same in April and May, Smith alone in May and June."""
    a_spring(hand)
    answer = asked(
        hand.workspace(),
        "gross_sales customers orders",
        "2011",
        "month",
        calculations=calc("rolling_2:gross_sales", "rolling_2:customers", "rolling_3:customers", "rolling_2:orders"),
    )
    names = ("gross_sales__rolling_2", "customers__rolling_2", "customers__rolling_3", "orders__rolling_2")
    assert figures(answer, "month", *names) == [
        (MARCH, None, None, None, None),
        (APRIL, 36, 2, None, 3),
        (MAY, 26, 2, 2, 2),
        (JUNE, 4, 1, 2, 1),
    ]


def test_each_territory_runs_its_own_course_and_totals_theirs(hand: World) -> None:
    """Smith buys in both: the South's first customer in June, and no new one of the whole."""
    a_spring(hand)
    answer = asked(
        hand.workspace(),
        "customers",
        "2011-04..2011-06",
        "month territory",
        totals=True,
        calculations=calc("cumulative:customers"),
    )
    assert figures(answer, "month", "territory", "customers", "customers__cumulative") == [
        (APRIL, "North", 2, 2),
        (APRIL, "South", 0, 0),
        (APRIL, None, 2, 2),
        (MAY, "North", 0, 2),
        (MAY, "South", 0, 0),
        (MAY, None, 0, 2),
        (JUNE, "North", 0, 2),
        (JUNE, "South", 1, 1),
        (JUNE, None, 1, 2),
        (None, None, 2, None),
    ]


def test_a_cumulated_sum_over_lines_that_all_lack_a_rate_is_missing(hand: World) -> None:
    """March has only a line without a rate; from April on there is a known amount."""
    sold(hand, 1, 1, MARCH, "10", currency="GBP", rate=None)
    sold(hand, 1, 2, APRIL, "0")
    answer = asked(hand.workspace(), "gross_sales", "2011", "month", calculations=calc("cumulative:gross_sales"))
    assert figures(answer, "gross_sales", "gross_sales__cumulative") == [(None, None), (0, 0)]


def test_nothing_is_cumulated_into_months_to_come_of_which_nothing_is_known(hand: World) -> None:
    """Today is 2012-03-20: a quota runs on until June, sales do not."""
    sold(hand, 1, 1, date(2012, 3, 1), "7")
    hand.write(
        "INSERT INTO sales.quotas (person_id, territory_id, starts, ends, amount) "
        "VALUES (1, 1, '2012-04-01', '2012-06-01', 61)"
    )
    answer = asked(
        hand.workspace(),
        "gross_sales quota",
        "2012",
        "month",
        calculations=calc("cumulative:gross_sales", "cumulative:quota"),
    )
    assert figures(answer, "partial", "gross_sales__cumulative", "quota__cumulative") == [
        (True, 7, 0),
        (True, None, 30),
        (True, None, 61),
    ]


def test_a_share_is_of_the_whole_answer_though_a_limit_cuts_it(hand: World) -> None:
    """30 + 6 + 4 are 40; the first row alone has three quarters. Customers are shares of all two, and overlap."""
    a_spring(hand)
    answer = asked(
        hand.workspace(),
        "gross_sales customers",
        "2011",
        "territory",
        order=Order("gross_sales__share"),
        limit=1,
        calculations=calc("share:gross_sales", "share:customers"),
    )
    assert figures(answer, "territory", "gross_sales__share", "customers__share") == [("North", Decimal("0.9"), 1)]
    both = asked(hand.workspace(), "customers", "2011", "territory", calculations=calc("share:customers"))
    assert figures(both, "territory", "customers__share") == [("North", 1), ("South", Decimal("0.5"))]


def test_equal_values_share_a_rank_and_a_class(hand: World) -> None:
    """60, 20, 20, 0 and −5: before 60 lies nothing, before each 20 lie 60 %, and nothing or less is no class."""
    for customer, order, price in ((1, 1, "60"), (2, 2, "20"), (3, 3, "20")):
        sold(hand, customer, order, MARCH, price)
    answer = asked(
        hand.workspace(),
        "gross_sales",
        "2011",
        "customer",
        order=Order("gross_sales__rank", descending=False),
        calculations=calc("rank:gross_sales", "pareto:gross_sales"),
    )
    assert figures(answer, "customer__key", "gross_sales__rank", "gross_sales__pareto") == [
        ("1", 1, "A"),
        ("3", 2, "A"),
        ("2", 2, "A"),
    ]


def test_other_has_no_rank_and_no_class_and_counts_for_none(hand: World) -> None:
    """60 is Other, so of 40 and 30 alone 40 is the first and before 30 lie 57 %; with it they were second and third."""
    for order, price in ((1, "60"), (2, "40"), (3, "30")):
        sold(hand, order, order, MARCH, price)
    answer = asked(
        hand.workspace(),
        "gross_sales",
        "2011",
        "customer",
        fold=Top("customer", 2, "gross_sales", descending=False),
        order=Order("gross_sales"),
        totals=True,
        calculations=calc("rank:gross_sales", "pareto:gross_sales", "share:gross_sales"),
    )
    columns = ("customer__key", "gross_sales", "gross_sales__rank", "gross_sales__pareto")
    assert figures(answer, *columns) == [
        ("other", 60, None, None), ("2", 40, 1, "A"), ("3", 30, 2, "A"), (None, 130, None, None),
    ]  # fmt: skip
    assert figures(answer, "gross_sales__share")[0] == (Decimal("0.461538461538"),)
    note = "Ranks and classes are among the values shown by themselves; Other is many values, and has none."
    assert note in answer.receipt.notes


def test_a_kept_value_whose_key_is_that_of_other_is_ranked(hand: World) -> None:
    for order, price in ((1, "60"), (2, "40")):
        sold(hand, order, order, MARCH, price)
    hand.write("UPDATE sales.products SET brand = 'other'")
    answer = asked(
        hand.workspace(),
        "gross_sales",
        "2011",
        "brand",
        fold=Top("brand", 1, "gross_sales"),
        calculations=calc("rank:gross_sales"),
    )
    assert figures(answer, "brand__key", "gross_sales__rank") == [("other", 1)]


def test_classes_follow_what_lies_before_each_and_zero_or_less_is_a_class_of_its_own(hand: World) -> None:
    """Products of 80, 15 and 5, and a customer who took back: 0 %, 80 % and 95 % lie before."""
    for month, price in ((MARCH, "80"), (APRIL, "15"), (MAY, "5"), (JUNE, "-5")):
        sold(hand, 1, month.month, month, price)
    answer = asked(hand.workspace(), "gross_sales", "2011", "month", calculations=calc("pareto:gross_sales"))
    assert figures(answer, "month", "gross_sales__pareto") == [(MARCH, "A"), (APRIL, "B"), (MAY, "C"), (JUNE, "none")]


@pytest.mark.parametrize(
    ("text", "by", "said"),
    [
        ("cumulative:gross_sales", "territory", "break down by a grain too"),
        ("share:average_order_value", "month", "'average_order_value' is a ratio"),
        ("pareto:customers", "month", "does not sum to a whole"),
        ("share:gross_sale", "month", "did you mean 'gross_sales'"),
    ],
)
def test_what_would_say_nothing_true_is_refused_by_name(hand: World, text: str, by: str, said: str) -> None:
    with pytest.raises(AskError, match=said):
        asked(hand.workspace(), "gross_sales average_order_value customers", "2011", by, calculations=calc(text))


def test_every_value_has_every_month_between_the_first_and_the_last(hand: World) -> None:
    a_spring(hand)
    answer = asked(hand.workspace(), "gross_sales", "2011", "customer month")
    assert figures(answer, "customer", "month", "gross_sales") == [
        *(("Jones", month, value) for month, value in ((MARCH, 0), (APRIL, 6), (MAY, 0), (JUNE, 0))),
        *(("Smith", month, value) for month, value in ((MARCH, 10), (APRIL, 20), (MAY, 0), (JUNE, 4))),
    ]


def test_more_empty_rows_than_anyone_reads_are_left_out_and_that_is_told(hand: World) -> None:
    """Two customers, thirty years of days: 21,918 rows, of which three have a sale."""
    sold(hand, 1, 1, date(1980, 1, 1), "1")
    sold(hand, 1, 2, date(2010, 1, 1), "1")
    sold(hand, 3, 3, date(2000, 1, 1), "1")
    answer = asked(hand.workspace(), "gross_sales", "1980..2010", "customer day")
    assert len(answer.frame) == 3
    assert any("would make 21,918 rows" in note for note in answer.receipt.notes)


def test_what_is_made_of_each_customer_runs_along_time_by_being_made_anew(hand: World) -> None:
    """By April one of two has come again; in no month by itself, and in no two months after that."""
    a_spring(hand)
    answer = asked(
        hand.workspace(),
        "repeat_customers repeat_rate",
        "2011",
        "month",
        totals=True,
        calculations=calc("cumulative:repeat_customers", "cumulative:repeat_rate", "rolling_2:repeat_rate"),
    )
    names = (
        "repeat_customers",
        *(f"repeat_{n}" for n in ("customers__cumulative", "rate__cumulative", "rate__rolling_2")),
    )
    half = Decimal("0.5")
    assert figures(answer, "month", *names) == [
        (MARCH, 0, 0, 0, None),
        (APRIL, 0, 1, half, half),
        (MAY, 0, 1, half, 0),
        (JUNE, 0, 1, half, 0),
        (None, 1, None, None, None),
    ]


def test_what_is_made_anew_too_often_is_refused_with_what_helps(hand: World) -> None:
    with pytest.raises(AskError, match="the period has 366; narrow it to 120 or take a larger grain"):
        asked(hand.workspace(), "repeat_rate", "2012", "day", calculations=calc("cumulative:repeat_rate"))


def test_what_has_to_be_known_to_read_totals_shares_and_rolling_figures_is_told(hand: World) -> None:
    a_spring(hand)
    workspace = hand.workspace()
    answer = asked(
        workspace,
        "customers",
        "2011-03-01..2011-06-30",
        "week",
        totals=True,
        calculations=calc("share:customers", "rolling_2:customers"),
    )
    told = " ".join(answer.receipt.notes)
    assert "Totals of customers are taken over all their facts" in told
    assert "Shares of what is counted once in each part overlap" in told
    assert "The first week is cut by the period's edge" in told
    plain = asked(
        workspace,
        "gross_sales",
        "2011",
        "month",
        totals=True,
        calculations=calc("share:gross_sales", "rolling_2:gross_sales"),
    )
    assert plain.receipt.notes == ()
