"""Every dimension, one row each: what answers can be broken down and filtered by."""

from sales_core.catalog.model import Dimension, Lookup
from sales_core.catalog.order_values import PAYMENT_WORDS, SIZE_WORDS, STATUS_WORDS
from sales_core.periods import Grain

UNKNOWN = "Unknown"
"""The label of a value that the source does not know; kept in every answer."""

_TERRITORY = Lookup("territories", "territory_id", "name")
_PRODUCT_CATEGORY = Lookup("products", "product_id", "category_id")
_CUSTOMER_SEGMENT = Lookup("customers", "customer_id", "segment_id")
_PERSON_TEAM = Lookup("people", "person_id", "team_id")
_SIGNS = (("1", "positive"), ("0", "zero"), ("-1", "negative"))
_WEEKDAYS = tuple(
    (str(n), name)
    for n, name in enumerate(("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"), 1)
)
_HOURS = tuple((str(hour), f"{hour:02}") for hour in range(24))
_KINDS = (
    ("sale", "sale"),
    ("return", "return"),
    ("fee", "fee"),
    ("adjustment", "adjustment"),
    ("bad_debt", "bad debt"),
)

_SUBCATEGORY = (
    Lookup("products", "product_id", "subcategory_id"),
    Lookup("subcategories", "subcategory_id", "name"),
)


_GRAINS = {
    Grain.WEEK: "Begins on the weekday that the question names, Monday if none.",
    Grain.FISCAL_MONTH: "The calendar month, numbered in the fiscal year.",
    Grain.FISCAL_QUARTER: "Three months, counted from the month that the fiscal year starts in.",
    Grain.FISCAL_YEAR: "Begins in the month that the question names, and is named by its end or its start.",
    Grain.ISO_WEEK: "Begins on Monday; a year's first week holds its first Thursday.",
    Grain.RETAIL_WEEK: "A week of the retail year, which begins on the weekday that the question names.",
    Grain.RETAIL_PERIOD: "Four or five weeks by 4-4-5, 4-5-4 or 5-4-4; a 53rd week belongs to the last one.",
    Grain.RETAIL_YEAR: "52 or 53 weeks, from the week that holds the first day of the fiscal year.",
}


def _grain(grain: Grain) -> Dimension:
    label = grain.value.replace("_", " ").capitalize().replace("Iso", "ISO")
    return Dimension(grain.value, label, "business_date", grain=grain, definition=_GRAINS.get(grain, ""))


_WEEKDAY = "Of the day that the fact counts on."
_HOUR = (
    "Of the moment on the document, 00 to 23, by the clock of the question; of a return dated by its sale, the sale's."
)
_PROMOTION = "What the line was sold under, or the returned line had been; Unknown: none."
_SIZE = (
    "Band of the whole order's sales before returns in the company's currency, whatever the filters; a bound belongs "
    "to the upper band. A return is of the size of the sale it takes back. Unknown: no rate, or no known sale."
)
_PAYMENT = (
    "Paid: payments reach all that the order's lines come to with tax, shipping and duties; part paid: more than "
    "nothing, but less. A return is of the state of the sale it takes back."
)
_STATUS = (
    "New: the customer's first ever order with positive sales lies in the period; returning: before it. Unknown: "
    "Guest, and customers without such an order. Among the rows the viewer may see."
)


_ROWS: tuple[Dimension, ...] = (
    *(_grain(grain) for grain in Grain),
    Dimension("weekday", "Weekday", "weekday", words=_WEEKDAYS, ordered=True, definition=_WEEKDAY),
    Dimension("hour", "Hour", "hour", words=_HOURS, ordered=True, definition=_HOUR),
    Dimension("territory", "Territory", "territory_id", (_TERRITORY,)),
    Dimension("region", "Region", "territory_id", (Lookup("territories", "territory_id", "region"),), by_label=True),
    Dimension("country", "Country", "territory_id", (Lookup("territories", "territory_id", "country"),), by_label=True),
    Dimension("channel", "Channel", "channel_id", (Lookup("channels", "channel_id", "name"),)),
    Dimension("segment", "Segment", "customer_id", (_CUSTOMER_SEGMENT, Lookup("segments", "segment_id", "name"))),
    Dimension("customer", "Customer", "customer_id", (Lookup("customers", "customer_id", "name"),)),
    Dimension("category", "Category", "product_id", (_PRODUCT_CATEGORY, Lookup("categories", "category_id", "name"))),
    Dimension("subcategory", "Subcategory", "product_id", _SUBCATEGORY),
    Dimension("brand", "Brand", "product_id", (Lookup("products", "product_id", "brand"),), by_label=True),
    Dimension("product", "Product", "product_id", (Lookup("products", "product_id", "name"),)),
    Dimension("stock_code", "Stock code", "product_id", (Lookup("products", "product_id", "source_key"),)),
    Dimension(
        "promotion", "Promotion", "promotion_id", (Lookup("promotions", "promotion_id", "name"),), definition=_PROMOTION
    ),
    Dimension("currency", "Currency of the order", "currency", by_label=True),
    Dimension(
        "order_size", "Size of order", "order_size", words=SIZE_WORDS, ordered=True, looks_back=True, definition=_SIZE
    ),
    Dimension("payment_state", "Payment", "payment_state", words=PAYMENT_WORDS, looks_back=True, definition=_PAYMENT),
    Dimension(
        "customer_status",
        "New or returning",
        "customer_status",
        words=STATUS_WORDS,
        looks_back=True,
        definition=_STATUS,
    ),
    Dimension("salesperson", "Salesperson", "person_id", (Lookup("people", "person_id", "name"),)),
    Dimension("team", "Team", "person_id", (_PERSON_TEAM, Lookup("teams", "team_id", "name"))),
    Dimension("kind", "Kind of line", "kind", words=_KINDS),
    Dimension("quantity_sign", "Sign of quantity", "quantity_sign", words=_SIGNS),
    Dimension("price_sign", "Sign of price", "price_sign", words=_SIGNS),
)

DIMENSIONS: dict[str, Dimension] = {dimension.name: dimension for dimension in _ROWS}

NAMESAKES = frozenset({"customer", "product", "stock_code", "subcategory"})
"""Dimensions of which two values can bear one name; the names of all others are held apart by the database."""
