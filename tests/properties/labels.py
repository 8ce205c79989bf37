"""Words that random filters and periods are made of: labels of the small company, and some that are nobody's."""

from datetime import date, timedelta

from tests.oracle.parties import (
    CATEGORIES,
    CHANNELS,
    OTHER,
    PROMOTIONS,
    SAME_CUSTOMER,
    SAME_PRODUCT,
    SEGMENTS,
    TEAMS,
    TERRITORIES,
)
from tests.oracle.periods import Days
from tests.oracle.rows import UNKNOWN

LABELS: dict[str, tuple[str, ...]] = {
    "territory": tuple(t[1] for t in TERRITORIES),
    "region": ("Isles", "Mainland", "Élan"),
    "country": ("United Kingdom", "France", UNKNOWN),
    "channel": CHANNELS,
    "segment": (*SEGMENTS, "No such segment"),
    "customer": (SAME_CUSTOMER, "Guest", "Customer 05", OTHER, "SMITHY"),
    "category": (*CATEGORIES, UNKNOWN),
    "product": (SAME_PRODUCT, "Product 24", "Product 07", OTHER),
    "stock_code": ("003a", "004a", "004A"),
    "salesperson": ("Person 1", "Person 5", UNKNOWN),
    "team": (*TEAMS, UNKNOWN),
    "weekday": ("Monday", "Wednesday", "Saturday", "Sunday"),
    "hour": ("00", "05", "12", "23", "17"),
    "subcategory": ("Cards", OTHER, "Mugs", UNKNOWN),
    "brand": ("Acme", "acme", OTHER, UNKNOWN),
    "promotion": (*PROMOTIONS, UNKNOWN),
    "currency": ("USD", "GBP", "JPY", "CHF"),
    "order_size": ("under 50", "50–100", "100–250", "500–1,000", "5,000 and more"),
    "payment_state": ("paid", "part paid", "unpaid", UNKNOWN),
    "customer_status": ("new", "returning", UNKNOWN),
    "kind": ("sale", "return", "fee", "bad debt", "adjustment"),
    "quantity_sign": ("positive", "zero", "negative"),
    "price_sign": ("positive", "zero", "negative"),
}
"""Labels that filters name; some are nobody's."""

KEYS: dict[str, tuple[str, ...]] = {
    "weekday": ("1", "3", "7"),
    "hour": ("0", "5", "12", "23"),
    "region": ("Isles", "Élan", UNKNOWN),
    "country": ("France", "United Kingdom", UNKNOWN),
    "brand": ("Acme", "acme", UNKNOWN),
    "currency": ("USD", "GBP", "CHF"),
    "order_size": ("1", "2", "4", "7"),
    "payment_state": ("paid", "part_paid", "unpaid"),
    "customer_status": ("new", "returning"),
    "kind": ("sale", "bad_debt", "return"),
    "quantity_sign": ("1", "0", "-1"),
    "price_sign": ("1", "0", "-1"),
}
"""Keys that filters name, of dimensions whose keys are no small numbers."""

FIXED: tuple[tuple[str, Days], ...] = (
    ("all", (date(1970, 1, 1), date(2014, 1, 1))),
    ("all", (date(1970, 1, 1), date(2014, 1, 1))),
    ("2011", (date(2011, 1, 1), date(2012, 1, 1))),
    ("2012", (date(2012, 1, 1), date(2013, 1, 1))),
    ("2012-Q1", (date(2012, 1, 1), date(2012, 4, 1))),
    ("2012-02", (date(2012, 2, 1), date(2012, 3, 1))),
    ("2012-03", (date(2012, 3, 1), date(2012, 4, 1))),
    ("2012-03-26..2012-05-31", (date(2012, 3, 26), date(2012, 6, 1))),
    ("2012-02-29", (date(2012, 2, 29), date(2012, 3, 1))),
    ("2012-02-29..2012-03-05", (date(2012, 2, 29), date(2012, 3, 6))),
)


def to_date(today: date) -> tuple[tuple[str, Days], ...]:
    """Periods that move with the day."""
    tomorrow = today + timedelta(days=1)
    return (
        ("year_to_date", (date(today.year, 1, 1), tomorrow)),
        ("month_to_date", (today.replace(day=1), tomorrow)),
        ("last_90_days", (today - timedelta(days=90), today)),
    )
