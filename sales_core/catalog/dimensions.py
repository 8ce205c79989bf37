"""Every dimension, one row each: what answers can be broken down and filtered by."""

from sales_core.catalog.model import Dimension, Lookup
from sales_core.periods import Grain

UNKNOWN = "Unknown"
"""The label of a value that the source does not know; kept in every answer."""

_TERRITORY = Lookup("territories", "territory_id", "name")
_PRODUCT_CATEGORY = Lookup("products", "product_id", "category_id")
_CUSTOMER_SEGMENT = Lookup("customers", "customer_id", "segment_id")
_PERSON_TEAM = Lookup("people", "person_id", "team_id")
_SIGNS = (("1", "positive"), ("0", "zero"), ("-1", "negative"))
_KINDS = (
    ("sale", "sale"),
    ("return", "return"),
    ("fee", "fee"),
    ("adjustment", "adjustment"),
    ("bad_debt", "bad debt"),
)

_ROWS: tuple[Dimension, ...] = (
    *(Dimension(grain.value, grain.value.capitalize(), "business_date", grain=grain) for grain in Grain),
    Dimension("territory", "Territory", "territory_id", (_TERRITORY,)),
    Dimension("region", "Region", "territory_id", (Lookup("territories", "territory_id", "region"),), by_label=True),
    Dimension("country", "Country", "territory_id", (Lookup("territories", "territory_id", "country"),), by_label=True),
    Dimension("channel", "Channel", "channel_id", (Lookup("channels", "channel_id", "name"),)),
    Dimension("segment", "Segment", "customer_id", (_CUSTOMER_SEGMENT, Lookup("segments", "segment_id", "name"))),
    Dimension("customer", "Customer", "customer_id", (Lookup("customers", "customer_id", "name"),)),
    Dimension("category", "Category", "product_id", (_PRODUCT_CATEGORY, Lookup("categories", "category_id", "name"))),
    Dimension("product", "Product", "product_id", (Lookup("products", "product_id", "name"),)),
    Dimension("stock_code", "Stock code", "product_id", (Lookup("products", "product_id", "source_key"),)),
    Dimension("salesperson", "Salesperson", "person_id", (Lookup("people", "person_id", "name"),)),
    Dimension("team", "Team", "person_id", (_PERSON_TEAM, Lookup("teams", "team_id", "name"))),
    Dimension("kind", "Kind of line", "kind", words=_KINDS),
    Dimension("quantity_sign", "Sign of quantity", "quantity_sign", words=_SIGNS),
    Dimension("price_sign", "Sign of price", "price_sign", words=_SIGNS),
)

DIMENSIONS: dict[str, Dimension] = {dimension.name: dimension for dimension in _ROWS}
