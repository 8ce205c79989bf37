"""Invoices of a British online shop, as the UCI data set "Online Retail" publishes them: a line a row."""

from decimal import Decimal

from db.intake.meanings import Meaning
from db.intake.shapes import Field, KindRule, Moment, Money, Number, Place, Preset, Text

FEES: dict[str, str] = {
    "POST": "postage",
    "DOT": "postage of the shop's own site",
    "C2": "carriage",
    "M": "manual entry: an amount without an article, also used to correct one",
    "m": "manual entry, the one line typed in lower case",
    "D": "discount given on an invoice as a whole",
    "S": "samples sent out",
    "BANK CHARGES": "what the bank took",
    "AMAZONFEE": "what the marketplace took",
    "CRUK": "commission passed on to a charity",
    "PADS": "a placeholder at 0.001 a piece, not an article with a price",
    "B": "write-off of bad debt, where its invoice does not say so",
}
"""Stock codes that are not products, and why. Codes are case-sensitive.

Of the published file they cover 2,916 lines: the 2,915 that are commonly counted, which miss the one `m`.
Gift vouchers (`gift_0001_…`) and the codes `DCGS…` are articles on sale and stay sales.
"""

_EUROPE = (
    "Austria", "Belgium", "Channel Islands", "Cyprus", "Czech Republic", "Denmark", "Finland", "France", "Germany",
    "Greece", "Iceland", "Italy", "Lithuania", "Malta", "Netherlands", "Norway", "Poland", "Portugal", "Spain",
    "Sweden", "Switzerland",
)  # fmt: skip
_REST = "Rest of world"

PLACES: dict[str, Place] = {
    "United Kingdom": Place("United Kingdom", "United Kingdom"),
    **{name: Place("Europe", name) for name in _EUROPE},
    "EIRE": Place("Europe", "Ireland"),
    "European Community": Place("Europe", None),
    "RSA": Place(_REST, "South Africa"),
    "USA": Place(_REST, "United States"),
    "Unspecified": Place(_REST, None),
}
"""Territories are the file's countries under the file's names; the country has its usual name where that differs."""

ONLINE_RETAIL = Preset(
    name="online_retail",
    title="UCI Online Retail",
    fields=(
        Field("InvoiceNo", Meaning.DOCUMENT, Text(20)),
        Field("StockCode", Meaning.PRODUCT, Text(50)),
        Field("Description", Meaning.PRODUCT_NAME, Text(500), required=False),
        Field("Quantity", Meaning.QUANTITY, Number(whole_digits=11, decimals=3, zero=False)),
        Field("InvoiceDate", Meaning.ORDERED_AT, Moment("Europe/London")),
        Field("UnitPrice", Meaning.PRICE, Number(whole_digits=12, decimals=6)),
        Field("CustomerID", Meaning.CUSTOMER, Text(50), required=False),
        Field("Country", Meaning.TERRITORY, Text(100), required=False),
    ),
    kinds=(
        KindRule("bad_debt", "invoice numbers beginning with A write off debt", document_prefix="A"),
        KindRule("fee", "the stock code is no product, also on a credit note", products=tuple(FEES)),
        KindRule("adjustment", "stock written off or found: a price of 0 or below", price_at_most=Decimal(0)),
        KindRule("return", "invoice numbers beginning with C take goods back", document_prefix="C"),
        KindRule("sale", "everything else"),
    ),
    money=Money("GBP", "Pound sterling"),
    credit_note_prefix="C",
    channel="Online",
    places=PLACES,
    elsewhere=_REST,
    no_territory="Unspecified",
    customer_label="Customer {}",
)
