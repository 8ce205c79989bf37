"""Wrong without an error: a rate that is missing counted as 1, or the mean of rates taken over the wrong days."""

from datetime import date
from decimal import Decimal

from sales_core.query import Comparison
from sales_core.reckoning import CurrencyView, Reckoning
from tests.oracle.world import World
from tests.soundness.hand import asked, figures, one, sold

AVERAGE = Reckoning(currency=CurrencyView.AVERAGE)


def constant(day: date) -> Reckoning:
    return Reckoning(currency=CurrencyView.CONSTANT, constant_day=day)


def rate(world: World, day: date, value: str, currency: str = "GBP") -> None:
    world.write(
        f"INSERT INTO sales.rates (currency, to_currency, day, rate) VALUES ('{currency}', 'USD', '{day}', {value})"
    )


def test_the_average_is_of_the_daily_rates_of_the_period(hand: World) -> None:
    """Rates 1, 1 and 2: the mean is 4 ÷ 3, kept at eight decimals; the rate of 2010 is not among them."""
    for day, value in (
        (date(2010, 6, 1), "9"),
        (date(2011, 1, 1), "1"),
        (date(2011, 1, 2), "1"),
        (date(2011, 9, 1), "2"),
    ):
        rate(hand, day, value)
    sold(hand, 1, 1, date(2011, 3, 4), "30", currency="GBP", rate="1.5")
    sold(hand, 1, 2, date(2011, 3, 4), "7")
    workspace = hand.workspace()
    assert one(asked(workspace, "gross_sales", "2011"), "gross_sales") == 52
    assert one(asked(workspace, "gross_sales", "2011", reckoning=AVERAGE), "gross_sales") == Decimal("46.9999999")
    months = figures(asked(workspace, "gross_sales", "2011", "month", reckoning=AVERAGE), "gross_sales")
    assert months == [(Decimal("46.9999999"),)]


def test_each_period_has_the_average_of_its_own_days(hand: World) -> None:
    rate(hand, date(2010, 6, 1), "3")
    rate(hand, date(2011, 6, 1), "2")
    sold(hand, 1, 1, date(2010, 3, 4), "10", currency="GBP", rate="1")
    sold(hand, 1, 2, date(2011, 3, 4), "10", currency="GBP", rate="1")
    answer = asked(hand.workspace(), "gross_sales", "2011", comparison=Comparison.YEAR_BEFORE, reckoning=AVERAGE)
    assert figures(answer, "gross_sales", "gross_sales__before") == [(20, 30)]


def test_a_constant_rate_is_the_latest_up_to_its_day_in_both_periods(hand: World) -> None:
    rate(hand, date(2010, 6, 1), "3")
    rate(hand, date(2011, 6, 1), "2")
    sold(hand, 1, 1, date(2010, 3, 4), "10", currency="GBP", rate="1")
    sold(hand, 1, 2, date(2011, 3, 4), "5", currency="GBP", rate="1")
    for day, value in ((date(2011, 5, 31), 3), (date(2011, 6, 1), 2), (date(2012, 1, 1), 2)):
        answer = asked(
            hand.workspace(), "gross_sales", "2011", comparison=Comparison.YEAR_BEFORE, reckoning=constant(day)
        )
        assert figures(answer, "gross_sales", "gross_sales__before") == [(5 * value, 10 * value)]


def test_without_a_rate_rows_are_unconverted_and_the_companys_own_are_not(hand: World) -> None:
    sold(hand, 1, 1, date(2011, 3, 4), "10", currency="GBP", rate="1.5")
    sold(hand, 1, 2, date(2011, 3, 4), "7", rate="1")
    for reckoning in (AVERAGE, constant(date(2011, 1, 1))):
        answer = asked(hand.workspace(), "gross_sales orders average_order_value", "2011", reckoning=reckoning)
        assert figures(answer, "gross_sales", "orders", "average_order_value") == [(7, 2, 7)]
        assert answer.receipt.unconverted == 1


def test_a_rate_that_is_corrected_is_seen_at_once(hand: World) -> None:
    rate(hand, date(2011, 6, 1), "2")
    sold(hand, 1, 1, date(2011, 3, 4), "10", currency="GBP", rate="1")
    workspace = hand.workspace()
    assert one(asked(workspace, "gross_sales", "2011", reckoning=AVERAGE), "gross_sales") == 20
    hand.write("UPDATE sales.rates SET rate = 4")
    assert one(asked(workspace, "gross_sales", "2011", reckoning=AVERAGE), "gross_sales") == 40


def test_every_amount_follows_the_view_and_the_bridge_closes(hand: World) -> None:
    rate(hand, date(2011, 6, 1), "2")
    document = sold(hand, 1, 1, date(2011, 3, 4), "10", currency="GBP", rate="1")
    hand.write(document.line("3", line_no=2, kind="'fee'"))
    answer = asked(hand.workspace(), "document_total fees net_sales", "2011", reckoning=AVERAGE)
    assert figures(answer, "document_total", "fees", "net_sales") == [(26, 6, 20)]
    assert figures(
        asked(hand.workspace(), "orders", "2011", "order_size", reckoning=constant(date(2011, 6, 1))), "order_size"
    ) == [("under 50",)]
