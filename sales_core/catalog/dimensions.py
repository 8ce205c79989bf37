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


def _grain(grain: Grain) -> Dimension:
    label = grain.value.replace("_", " ").capitalize().replace("Iso", "ISO")
    return Dimension(grain.value, label, "business_date", grain=grain)


_ROWS: tuple[Dimension, ...] = (
    *(_grain(grain) for grain in Grain),
    Dimension("weekday", "Weekday", "weekday", words=_WEEKDAYS, ordered=True),
    Dimension("hour", "Hour", "hour", words=_HOURS, ordered=True),
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
    Dimension("promotion", "Promotion", "promotion_id", (Lookup("promotions", "promotion_id", "name"),)),
    Dimension("currency", "Currency of the order", "currency", by_label=True),
    Dimension("order_size", "Size of order", "order_size", words=SIZE_WORDS, ordered=True, looks_back=True),
    Dimension("payment_state", "Payment", "payment_state", words=PAYMENT_WORDS, looks_back=True),
    Dimension("customer_status", "New or returning", "customer_status", words=STATUS_WORDS, looks_back=True),
    Dimension("salesperson", "Salesperson", "person_id", (Lookup("people", "person_id", "name"),)),
    Dimension("team", "Team", "person_id", (_PERSON_TEAM, Lookup("teams", "team_id", "name"))),
    Dimension("kind", "Kind of line", "kind", words=_KINDS),
    Dimension("quantity_sign", "Sign of quantity", "quantity_sign", words=_SIGNS),
    Dimension("price_sign", "Sign of price", "price_sign", words=_SIGNS),
)

DIMENSIONS: dict[str, Dimension] = {dimension.name: dimension for dimension in _ROWS}
