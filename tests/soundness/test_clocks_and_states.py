"""Wrong without an error: a day of another clock cut at our midnight, a cancelled order in one figure of a pair."""

from datetime import date
from decimal import Decimal

import pytest

from sales_core.query import Comparison
from sales_core.reckoning import Reckoning, ReturnsBy
from tests.oracle.world import World
from tests.soundness.hand import NORTH, SOUTH, Document, asked, figures, one, seeing, sold

NEW_YORK = Reckoning(zone="America/New_York")
BERLIN = Reckoning(zone="Europe/Berlin")
BY_SALE = Reckoning(returns_by=ReturnsBy.SALE_DATE)


def days(world: World, reckoning: Reckoning, period: str = "2011", metric: str = "gross_sales") -> dict[date, object]:
    answer = asked(world.workspace(), metric, period, "day", reckoning=reckoning)
    return {day: value for day, value in figures(answer, "day", metric) if value}


def test_a_day_ends_by_the_midnight_of_its_clock(hand: World) -> None:
    """New York is five hours behind in winter: 04:59 of 5 March is still the 4th there."""
    for order, time in ((1, "04:59:59"), (2, "05:00")):
        sold(hand, 1, order, date(2011, 3, 5), str(order), time=time)
    assert days(hand, NEW_YORK) == {date(2011, 3, 4): 1, date(2011, 3, 5): 2}
    assert days(hand, NEW_YORK, "2011-03-04") == {date(2011, 3, 4): 1}
    assert days(hand, NEW_YORK, "2011-03-05") == {date(2011, 3, 5): 2}
    assert days(hand, Reckoning()) == {date(2011, 3, 5): 3}


@pytest.mark.parametrize(
    ("day", "first", "after"),
    [
        (date(2011, 3, 27), "2011-03-26 23:00", "2011-03-27 22:00"),
        (date(2011, 10, 30), "2011-10-29 22:00", "2011-10-30 23:00"),
    ],
    ids=["23 hours", "25 hours"],
)
def test_days_of_23_and_25_hours_are_whole(hand: World, day: date, first: str, after: str) -> None:
    """The first moment of the day counts, and so does the last; the one after does not."""
    for order, (moment, price) in enumerate(((first, "1"), (after, "100")), 1):
        at, time = moment.split()
        sold(hand, 1, order, date.fromisoformat(at), price, time=time)
    at, time = after.split()
    hour = int(time[:2]) - 1
    sold(hand, 1, 3, date.fromisoformat(at), "10", time=f"{hour}:59:59")
    assert days(hand, BERLIN, str(day)) == {day: 11}


def test_the_edge_of_a_period_is_the_edge_of_its_days(hand: World) -> None:
    """Auckland is thirteen hours ahead: its new year begins on 31 December, 11:00 of ours."""
    auckland = Reckoning(zone="Pacific/Auckland")
    sold(hand, 1, 1, date(2010, 12, 31), "1", time="10:59")
    sold(hand, 1, 2, date(2010, 12, 31), "10", time="11:00")
    assert one(asked(hand.workspace(), "gross_sales", "2011", reckoning=auckland), "gross_sales") == 10
    assert one(asked(hand.workspace(), "document_total", "2011", reckoning=auckland), "document_total") == 10
    assert one(asked(hand.workspace(), "new_customers", "2010", reckoning=auckland), "new_customers") == 1


def test_a_write_just_outside_our_days_is_seen_by_another_clock(hand: World) -> None:
    auckland = Reckoning(zone="Pacific/Auckland")
    workspace = hand.workspace()
    assert one(asked(workspace, "gross_sales", "2011", reckoning=auckland), "gross_sales") == 0
    sold(hand, 1, 2, date(2010, 12, 31), "10", time="11:00")
    assert one(asked(workspace, "gross_sales", "2011", reckoning=auckland), "gross_sales") == 10


def test_the_companys_own_zone_by_its_name_is_the_companys_clock(hand: World) -> None:
    sold(hand, 1, 1, date(2011, 3, 4), "1", time="23:59")
    named, own = (
        asked(hand.workspace(), "gross_sales", "2011", "day", reckoning=r) for r in (Reckoning(zone="UTC"), Reckoning())
    )
    assert figures(named, "day") == figures(own, "day") == [(date(2011, 3, 4),)]
    assert "ordered_at" not in named.receipt.sql[0]


def test_who_is_new_follows_the_clock(hand: World) -> None:
    sold(hand, 1, 1, date(2011, 1, 1), "1", time="04:00")
    assert one(asked(hand.workspace(), "new_customers", "2010", reckoning=NEW_YORK), "new_customers") == 1
    assert one(asked(hand.workspace(), "new_customers", "2011", reckoning=NEW_YORK), "new_customers") == 0


def test_states_that_count_are_chosen_and_the_bridge_still_closes(hand: World) -> None:
    day = date(2011, 3, 4)
    sold(hand, 1, 1, day, "10")
    sold(hand, 1, 2, day, "20", status="cancelled")
    sold(hand, 1, 3, day, "40", status="test")
    note = Document(1, 4, day, kind="credit_note", status="cancelled")
    hand.write(note.header(), note.back("5"))
    metrics = "net_sales orders returns not_counted document_total"
    found = {
        statuses: figures(
            asked(hand.workspace(), metrics, "2011", reckoning=Reckoning(statuses=statuses)), *metrics.split()
        )[0]
        for statuses in (("placed",), ("placed", "cancelled"), ("test",), ("placed", "cancelled", "test"))
    }
    assert found == {
        ("placed",): (10, 1, 0, 55, 65),
        ("placed", "cancelled"): (25, 2, 5, 40, 65),
        ("test",): (40, 1, 0, 25, 65),
        ("placed", "cancelled", "test"): (65, 3, 5, 0, 65),
    }


def test_returns_count_on_the_day_of_their_sale_where_that_is_asked(hand: World) -> None:
    sale = sold(hand, 1, 1, date(2010, 12, 30), "60")
    note = Document(1, 2, date(2011, 3, 4), kind="credit_note")
    hand.write(note.header(), note.back("10", sale), note.back("3", line_no=2))
    assert days(hand, Reckoning(), "all", "returns") == {date(2011, 3, 4): 13}
    assert days(hand, BY_SALE, "all", "returns") == {date(2010, 12, 30): 10}
    answer = asked(hand.workspace(), "net_sales", "2010", reckoning=BY_SALE)
    assert one(answer, "net_sales") == 50


def test_returns_without_a_known_sale_are_told_where_sales_date_them(hand: World) -> None:
    note = Document(1, 2, date(2011, 3, 4), kind="credit_note")
    hand.write(note.header(), note.back("3"))
    told = asked(hand.workspace(), "net_sales", "2011", reckoning=BY_SALE).receipt.notes
    assert any("1 returned line" in sentence for sentence in told), told
    assert not asked(hand.workspace(), "net_sales", "2011").receipt.notes


def test_by_another_clock_the_moment_of_the_sale_dates_its_return(hand: World) -> None:
    """The sale was at 02:00 of 1 January here, so on 31 December in New York."""
    sale = sold(hand, 1, 1, date(2011, 1, 1), "60", time="02:00")
    note = Document(1, 2, date(2011, 3, 4), kind="credit_note")
    hand.write(note.header(), note.back("10", sale))
    both = Reckoning(zone="America/New_York", returns_by=ReturnsBy.SALE_DATE)
    assert days(hand, both, "all", "returns") == {date(2010, 12, 31): 10}
    assert one(asked(hand.workspace(), "return_rate", "2010", reckoning=NEW_YORK), "return_rate") == Decimal(
        "0.166666666667"
    )
    hours = asked(hand.workspace(), "returns", "all", "hour", reckoning=both)
    assert figures(hours, "hour", "returns") == [("21", 10)]


def test_a_sale_outside_the_scope_dates_no_return_by_another_clock(hand: World) -> None:
    sale = sold(hand, 1, 1, date(2011, 1, 3), "60", territory=SOUTH)
    note = Document(1, 2, date(2011, 1, 4), kind="credit_note", territory=NORTH)
    hand.write(note.header(), note.back("10", sale))
    both = Reckoning(zone="America/New_York", returns_by=ReturnsBy.SALE_DATE)
    seen = asked(hand.workspace(), "returns", "2011", reckoning=both, viewer=seeing(NORTH))
    assert one(seen, "returns") == 0
    assert any("returned line" in sentence for sentence in seen.receipt.notes)
    assert one(asked(hand.workspace(), "returns", "2011", reckoning=both), "returns") == 10


def test_52_weeks_before_meet_by_another_clock(hand: World) -> None:
    sold(hand, 1, 1, date(2011, 3, 5), "1", time="04:00")
    sold(hand, 1, 2, date(2010, 3, 6), "7", time="04:00")
    answer = asked(
        hand.workspace(), "gross_sales", "2011-03-04", "day", reckoning=NEW_YORK, comparison=Comparison.WEEKS_BEFORE
    )
    assert figures(answer, "day", "gross_sales", "gross_sales__before") == [(date(2011, 3, 4), 1, 7)]
