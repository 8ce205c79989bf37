"""Wrong without an error: facts joined before they are aggregated, so that each counts for every row of the other."""

from datetime import date
from decimal import Decimal

from tests.oracle.world import World
from tests.soundness.hand import Document, asked, figures, one

DAY = date(2011, 3, 4)


def test_lines_and_returns_of_one_document_do_not_multiply(hand: World) -> None:
    """Three lines of 10, 20 and 30 and two returned lines of 4 and 5, in one document: 60 − 9 = 51."""
    sale = Document(1, 1, DAY)
    lines = [sale.line(price, line_no=n) for n, price in enumerate(("10", "20", "30"), 1)]
    backs = [sale.back(price, line_no=n) for n, price in enumerate(("4", "5"), 11)]
    hand.write(sale.header(), *lines, *backs)
    answer = asked(hand.workspace(), "gross_sales returns net_sales orders document_lines documents")
    assert figures(answer, "gross_sales", "returns", "net_sales", "orders", "document_lines", "documents") == [
        (60, 9, 51, 1, 5, 1)
    ]


def test_two_returns_of_one_sale_line_do_not_sell_it_twice(hand: World) -> None:
    """100 sold once, 10 and 15 of it come back: a rate of 25 %, and 75 net."""
    sale, back = Document(1, 1, DAY), Document(1, 2, DAY, kind="credit_note")
    hand.write(sale.header(), sale.line("100"), back.header(), back.back("10", sale), back.back("15", sale, line_no=2))
    answer = asked(hand.workspace(), "return_rate net_sales gross_sales", "2011", "customer")
    assert figures(answer, "return_rate", "net_sales", "gross_sales") == [(Decimal("0.25"), 75, 100)]


def test_a_quota_is_not_counted_once_for_each_sale(hand: World) -> None:
    """A quota of 310 for March, 10 a day, beside three sales of the same person: 310."""
    hand.write(
        "INSERT INTO sales.quotas (person_id, territory_id, starts, ends, amount) "
        "VALUES (1, 1, '2011-03-01', '2011-04-01', 310)",
        *(sql for n in (1, 2, 3) for d in [Document(1, n, DAY)] for sql in (d.header(), d.line("7"))),
    )
    answer = asked(hand.workspace(), "quota net_sales", "2011-03", "salesperson")
    assert figures(answer, "salesperson", "quota", "net_sales") == [("Pat", 310, 21)]
    assert one(asked(hand.workspace(), "quota", "2011-03-30..2011-04-30"), "quota") == 20


def test_payments_change_no_sales_figure(hand: World) -> None:
    sale = Document(1, 1, DAY)
    pay = (
        "INSERT INTO sales.payments (customer_id, order_id, payment_no, paid_at, territory_id, amount, method) "
        "VALUES (1, 1, {0}, '2011-03-05Z', 1, 5, 'card')"
    )
    hand.write(sale.header(), sale.line("10"), pay.format(1), pay.format(2))
    assert one(asked(hand.workspace(), "gross_sales"), "gross_sales") == 10
