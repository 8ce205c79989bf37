"""What an order is as a whole: its size, how far it is paid, and whether it is its customer's first time."""

from decimal import Decimal, localcontext
from typing import Any

from tests.oracle.exact import EXACT
from tests.oracle.facts import Asked
from tests.oracle.parties import Record
from tests.oracle.rows import Order

BANDS = (
    ("1", "under 50", 50),
    ("2", "50–100", 100),
    ("3", "100–250", 250),
    ("4", "250–500", 500),
    ("5", "500–1,000", 1000),
    ("6", "1,000–5,000", 5000),
)
"""Key, label, and what an order of the band stays below, in the company's currency."""

LARGEST = ("7", "5,000 and more")
PAYMENTS = {"unpaid": "unpaid", "part_paid": "part paid", "paid": "paid"}

Told = tuple[Any, str | None]
NOT_KNOWN: Told = (None, None)


def meant(fact: Record) -> Order:
    """The order of a fact; of a returned line, the one that it takes back from."""
    return fact["customer_id"], fact["sale_order_id"] if "sale_order_id" in fact else fact["order_id"]


def order_size(asked: Asked, fact: Record) -> Told:
    """By the sales before returns of all its sale lines that count, whatever the question filters by."""
    amounts = [
        (line["quantity"] * line["net_price"] - line["order_discount"], asked.rate(line))
        for line in asked.rows.lines_of.get(meant(fact), ())
        if line["kind"] == "sale" and line["status"] in asked.reckoning.statuses and asked.sees(line)
    ]
    with localcontext(EXACT):
        valued = [amount * rate for amount, rate in amounts if rate is not None]
        whole = sum(valued, Decimal(0))
    if not valued:
        return NOT_KNOWN
    return next(((key, label) for key, label, bound in BANDS if whole < bound), LARGEST)


def payment_state(asked: Asked, fact: Record) -> Told:
    """Paid where the payments reach what all lines come to, with tax, shipping and duties."""
    order = meant(fact)
    lines = [line for line in asked.rows.lines_of.get(order, ()) if asked.sees(line)]
    if not lines:
        return NOT_KNOWN
    extras = ("tax", "shipping", "duties")
    due = sum((r["quantity"] * r["net_price"] - r["order_discount"] + sum(r[x] for x in extras) for r in lines), 0)
    paid = asked.rows.paid.get(order, Decimal(0))
    state = "paid" if paid >= due else "part_paid" if paid > 0 else "unpaid"
    return state, PAYMENTS[state]


def customer_status(asked: Asked, fact: Record) -> Told:
    """New where the first order worth anything lies in the side's days, returning where it lies before."""
    first = asked.first_day(fact["customer_id"])
    if first is None or first >= asked.days[1]:
        return NOT_KNOWN
    word = "new" if first >= asked.days[0] else "returning"
    return word, word
