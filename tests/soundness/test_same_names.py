"""Wrong without an error: two customers, or two products, merged because they share a name."""

from datetime import date

from tests.oracle.world import World
from tests.soundness.hand import Document, asked, figures, one, sold

DAY = date(2011, 3, 4)


def test_two_customers_of_one_name_are_two_rows(hand: World) -> None:
    sold(hand, 1, 1, DAY, "10")
    sold(hand, 2, 2, DAY, "7")
    answer = asked(hand.workspace(), "gross_sales customers", "2011", "customer")
    assert figures(answer, "customer", "gross_sales", "customers") == [("Smith", 10, 1), ("Smith", 7, 1)]
    assert one(asked(hand.workspace(), "customers", "2011"), "customers") == 2


def test_a_filter_by_a_shared_name_takes_both(hand: World) -> None:
    """A filter names a label; who bears it is told by the rows."""
    for customer, price in ((1, "10"), (2, "7"), (3, "1")):
        sold(hand, customer, customer, DAY, price)
    answer = asked(hand.workspace(), "gross_sales customers", "2011", "", "customer=Smith")
    assert figures(answer, "gross_sales", "customers") == [(17, 2)]


def test_two_products_of_one_name_stay_apart_by_stock_code(hand: World) -> None:
    order = Document(1, 1, DAY)
    hand.write(order.header(), order.line("10", product=1), order.line("7", product=2, line_no=2))
    answer = asked(hand.workspace(), "gross_sales", "2011", "product")
    assert figures(answer, "product", "gross_sales") == [("Mug", 10), ("Mug", 7)]
    assert figures(asked(hand.workspace(), "stock_codes", "2011"), "stock_codes") == [(2,)]


def test_regions_of_one_name_are_one(hand: World) -> None:
    """A region is nothing but its name: two territories of the Isles make one row."""
    sold(hand, 1, 1, DAY, "10", territory=1)
    sold(hand, 1, 2, DAY, "7", territory=2)
    assert figures(asked(hand.workspace(), "gross_sales", "2011", "region"), "region", "gross_sales") == [("Isles", 17)]
