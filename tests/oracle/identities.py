"""What a fact's value of a dimension is: what tells it apart, and its label, missing where the source has none."""

from collections.abc import Callable
from typing import Any

from tests.oracle.facts import Asked
from tests.oracle.orders import customer_status, order_size, payment_state
from tests.oracle.parties import Record
from tests.oracle.rows import UNKNOWN

Identity = tuple[Any, str]
"""What tells a value apart, and its label, "Unknown" where there is none."""

Told = tuple[Any, str | None]
Dimension = Callable[[Asked, Record], Told]

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def named(table: str, key: str, label: str = "name") -> Dimension:
    """A value that is named by the row of its key."""
    return lambda asked, fact: (fact[key], asked.rows.find(table, fact[key]).get(label))


def above(first: str, key: str, table: str, second: str) -> Dimension:
    """A value of the level above: what the row of the key belongs to."""

    def told(asked: Asked, fact: Record) -> Told:
        found = asked.rows.find(first, fact[key]).get(second)
        return found, asked.rows.find(table, found).get("name")

    return told


def worded(table: str, key: str, label: str) -> Dimension:
    """A value that is nothing but its label, whichever row bears it."""

    def told(asked: Asked, fact: Record) -> Told:
        found = asked.rows.find(table, fact[key]).get(label)
        return found or UNKNOWN, found

    return told


def sign(column: str) -> Dimension:
    """Whether a number is above, below or at zero."""

    def told(asked: Asked, fact: Record) -> Told:
        number = fact[column]
        return ("1", "positive") if number > 0 else ("-1", "negative") if number < 0 else ("0", "zero")

    return told


def kind(asked: Asked, fact: Record) -> Told:
    """What sort of line it is."""
    return fact["kind"], fact["kind"].replace("_", " ")


def weekday(asked: Asked, fact: Record) -> Told:
    """Of the day that the fact counts on."""
    number = asked.day(fact).isoweekday()
    return str(number), WEEKDAYS[number - 1]


def hour(asked: Asked, fact: Record) -> Told:
    """Of the moment that the fact counts at; that of a sale which the viewer may not see is not known."""
    moment = asked.moment(fact)
    return (None, None) if moment is None else (str(moment.hour), f"{moment.hour:02}")


def currency(asked: Asked, fact: Record) -> Told:
    """That the order was booked in."""
    return fact["currency"], fact["currency"]


DIMENSIONS: dict[str, Dimension] = {
    "weekday": weekday,
    "hour": hour,
    "territory": named("territories", "territory_id"),
    "region": worded("territories", "territory_id", "region"),
    "country": worded("territories", "territory_id", "country"),
    "channel": named("channels", "channel_id"),
    "segment": above("customers", "customer_id", "segments", "segment_id"),
    "customer": named("customers", "customer_id"),
    "category": above("products", "product_id", "categories", "category_id"),
    "subcategory": above("products", "product_id", "subcategories", "subcategory_id"),
    "brand": worded("products", "product_id", "brand"),
    "product": named("products", "product_id"),
    "stock_code": named("products", "product_id", "source_key"),
    "promotion": named("promotions", "promotion_id"),
    "currency": currency,
    "order_size": order_size,
    "payment_state": payment_state,
    "customer_status": customer_status,
    "salesperson": named("people", "person_id"),
    "team": above("people", "person_id", "teams", "team_id"),
    "kind": kind,
    "quantity_sign": sign("quantity"),
    "price_sign": sign("net_price"),
}


def identified(asked: Asked, name: str, fact: Record) -> Identity:
    """What a fact's value of a dimension is."""
    key, label = DIMENSIONS[name](asked, fact)
    return key, UNKNOWN if label is None else label
