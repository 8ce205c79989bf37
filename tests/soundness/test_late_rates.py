"""Wrong without an error: an exchange rate that comes after the order is counted as 1, or an old answer kept."""

from datetime import date

from sales_core.reckoning import CurrencyView, Reckoning
from tests.oracle.world import World
from tests.soundness.hand import asked, one, sold

DAY = date(2011, 3, 4)
AVERAGE = Reckoning(currency=CurrencyView.AVERAGE)
THAT_DAY = Reckoning(currency=CurrencyView.CONSTANT, constant_day=DAY)
RATE = "INSERT INTO sales.rates (currency, to_currency, day, rate) VALUES ('GBP', 'USD', '{0}', {1})"


def test_a_late_rate_is_counted_at_once_where_rates_tell_and_booked_orders_wait_for_theirs(hand: World) -> None:
    """10 GBP without a rate: unconverted under every view. Then 1.5 arrives: 15, but as booked still unconverted."""
    sold(hand, 1, 1, DAY, "10", currency="GBP", rate=None)
    workspace = hand.workspace()
    for reckoning in (Reckoning(), AVERAGE, THAT_DAY):
        answer = asked(workspace, "gross_sales", "2011", reckoning=reckoning)
        assert (one(answer, "gross_sales"), answer.receipt.unconverted) == (None, 1)
    hand.write(RATE.format(DAY, "1.5"))
    for reckoning, expected, left_out in ((Reckoning(), None, 1), (AVERAGE, 15, 0), (THAT_DAY, 15, 0)):
        answer = asked(workspace, "gross_sales", "2011", reckoning=reckoning)
        assert (one(answer, "gross_sales"), answer.receipt.unconverted) == (expected, left_out)
    hand.write("UPDATE sales.orders SET rate = 1.5")
    assert one(asked(workspace, "gross_sales", "2011"), "gross_sales") == 15


def test_a_rate_after_the_chosen_day_is_not_that_days(hand: World) -> None:
    sold(hand, 1, 1, DAY, "10", currency="GBP", rate="2")
    hand.write(RATE.format("2011-03-05", "1.5"))
    answer = asked(hand.workspace(), "gross_sales", "2011", reckoning=THAT_DAY)
    assert (one(answer, "gross_sales"), answer.receipt.unconverted) == (None, 1)


def test_a_second_rate_of_the_period_moves_the_average(hand: World) -> None:
    """10 GBP at 1.5 is 15; with a day at 1.7 the mean is 1.6."""
    sold(hand, 1, 1, DAY, "10", currency="GBP", rate="2")
    workspace = hand.workspace()
    for day, rate, expected in (("2011-01-01", "1.5", 15), ("2011-12-31", "1.7", 16), ("2012-01-01", "9", 16)):
        hand.write(RATE.format(day, rate))
        assert one(asked(workspace, "gross_sales", "2011", reckoning=AVERAGE), "gross_sales") == expected
