"""Plain order lines: one file, a line a row, the columns that docs/intake.md lists. Most of them may be missing."""

from decimal import Decimal

from db.intake.meanings import Meaning
from db.intake.shapes import Choice, CurrencyCode, Field, KindRule, Moment, Money, Number, Preset, Text

_UNASSIGNED = "Unassigned"

_KINDS = {
    "sale": "sale", "return": "return", "fee": "fee", "adjustment": "adjustment", "bad debt": "bad_debt",
    "bad_debt": "bad_debt",
}  # fmt: skip
_STATUSES = {"placed": "placed", "cancelled": "cancelled", "canceled": "cancelled", "test": "test"}
_RESTOCKED = {"yes": "yes", "no": "no", "true": "yes", "false": "no", "1": "yes", "0": "no"}


def _may(header: str, meaning: Meaning, holds: Text | Number | Choice | CurrencyCode, *also: str) -> Field:
    """A column that a file may lack, and whose value a line may leave empty."""
    return Field(header, meaning, holds, required=False, may_lack=True, also=also)


_AMOUNT = Number(12, 6)
_NOT_BELOW_0 = Number(12, 6, least=Decimal(0))

ORDERS = Preset(
    name="orders",
    title="Order lines (one file)",
    fields=(
        Field(
            "Order number", Meaning.DOCUMENT, Text(50),
            also=("order", "order no", "order id", "document", "document number", "document no", "invoice",
                  "invoice number", "invoice no"),
        ),
        Field(
            "Ordered at", Meaning.ORDERED_AT, Moment(""),
            also=("order date", "date", "ordered on", "ordered", "invoice date", "order time"),
        ),
        Field("Product", Meaning.PRODUCT, Text(50), also=("product code", "product id", "sku", "item", "stock code")),
        Field("Quantity", Meaning.QUANTITY, Number(11, 3, zero=False), also=("qty", "units")),
        Field("Unit price", Meaning.PRICE, _AMOUNT, also=("price", "list price")),
        _may("Customer", Meaning.CUSTOMER, Text(50), "customer id", "customer number", "customer no", "customer code"),
        _may("Customer name", Meaning.CUSTOMER_NAME, Text(200)),
        _may("Segment", Meaning.SEGMENT, Text(100), "customer segment"),
        _may("Product name", Meaning.PRODUCT_NAME, Text(500), "description", "product description"),
        _may("Category", Meaning.CATEGORY, Text(100), "product category"),
        _may("Subcategory", Meaning.SUBCATEGORY, Text(100), "product subcategory"),
        _may("Brand", Meaning.BRAND, Text(100)),
        _may("Net price", Meaning.NET_PRICE, _AMOUNT, "unit net price"),
        _may("Discount", Meaning.DISCOUNT, _AMOUNT, "discount amount", "line discount"),
        _may("Tax", Meaning.TAX, _AMOUNT, "tax amount", "vat"),
        _may("Shipping", Meaning.SHIPPING, _AMOUNT, "freight", "postage"),
        _may("Order tax", Meaning.ORDER_TAX, _AMOUNT),
        _may("Order shipping", Meaning.ORDER_SHIPPING, _AMOUNT, "order freight"),
        _may("Unit cost", Meaning.UNIT_COST, _NOT_BELOW_0, "cost"),
        _may("Currency", Meaning.CURRENCY, CurrencyCode(), "currency code"),
        _may("Territory", Meaning.TERRITORY, Text(100), "sales territory"),
        _may("Region", Meaning.REGION, Text(100)),
        _may("Country", Meaning.COUNTRY, Text(100)),
        _may("Channel", Meaning.CHANNEL, Text(100), "sales channel"),
        _may("Salesperson", Meaning.SALESPERSON, Text(200), "sales rep"),
        _may("Team", Meaning.TEAM, Text(100), "sales team"),
        _may("Promotion", Meaning.PROMOTION, Text(200), "campaign"),
        _may("Status", Meaning.STATUS, Choice(_STATUSES, empty=""), "order status"),
        _may("Kind", Meaning.KIND, Choice(_KINDS, empty=""), "line kind"),
        _may("Return of", Meaning.RETURN_OF, Text(50), "returned order"),
        _may("Restocked", Meaning.RESTOCKED, Choice(_RESTOCKED, empty="no")),
    ),
    kinds=(
        KindRule("fee", "the line says so", word="fee"),
        KindRule("adjustment", "the line says so", word="adjustment"),
        KindRule("bad_debt", "the line says so", word="bad_debt"),
        KindRule("return", "the line says so; its quantity is counted whichever sign it has", word="return"),
        KindRule("return", "a line that says nothing and has a quantity below 0", word="", negative=True),
        KindRule("sale", "everything else"),
    ),
    money=Money("", ""),
    credit_note_prefix="",
    channel=_UNASSIGNED,
    places={},
    elsewhere=_UNASSIGNED,
    no_territory=_UNASSIGNED,
    customer_label="{}",
)  # fmt: skip
