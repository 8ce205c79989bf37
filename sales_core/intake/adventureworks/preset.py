"""AdventureWorks: a row a line of an order, with what the other tables say of it."""

from decimal import Decimal

from db.intake.meanings import Meaning
from db.intake.shapes import Choice, Field, KindRule, Moment, Money, Number, Preset, Text

TABLES = (
    "CountryRegion", "Currency", "CurrencyRate", "Customer", "Person", "Product", "ProductCategory",
    "ProductCostHistory", "ProductSubcategory", "SalesOrderDetail", "SalesOrderHeader", "SalesPerson",
    "SalesPersonQuotaHistory", "SalesTerritory", "SalesTerritoryHistory", "SpecialOffer", "Store",
)  # fmt: skip
"""The tables that are read; the folder may have more."""

UNASSIGNED = "Unassigned"
"""The territory, and its region, of quotas whose person has none, and of orders that name none."""

_CANCELLED = ("4", "6")
"""Rejected and cancelled; the others are in process, approved, backordered, shipped."""

STATUSES = {str(code): "cancelled" if str(code) in _CANCELLED else "placed" for code in range(1, 7)}

ADVENTUREWORKS = Preset(
    name="adventureworks",
    title="AdventureWorks (folder of tables)",
    fields=(
        Field("SalesOrderNumber", Meaning.DOCUMENT, Text(25)),
        Field("ProductNumber", Meaning.PRODUCT, Text(50)),
        Field("Product", Meaning.PRODUCT_NAME, Text(200), required=False),
        Field("OrderQty", Meaning.QUANTITY, Number(11, 3, zero=False)),
        Field("OrderDate", Meaning.ORDERED_AT, Moment("")),
        Field("UnitPrice", Meaning.PRICE, Number(12, 6)),
        Field("UnitPriceDiscount", Meaning.DISCOUNT_SHARE, Number(1, 6, least=Decimal(0), most=Decimal(1)), False),
        Field("StandardCost", Meaning.UNIT_COST, Number(12, 6, least=Decimal(0)), required=False),
        Field("SpecialOffer", Meaning.PROMOTION, Text(200), required=False),
        Field("CustomerID", Meaning.CUSTOMER, Text(50)),
        Field("Customer", Meaning.CUSTOMER_NAME, Text(200), required=False),
        Field("Segment", Meaning.SEGMENT, Text(100), required=False),
        Field("SalesTerritory", Meaning.TERRITORY, Text(100), required=False),
        Field("Group", Meaning.REGION, Text(100), required=False),
        Field("CountryRegion", Meaning.COUNTRY, Text(100), required=False),
        Field("OnlineOrderFlag", Meaning.CHANNEL, Text(50), required=False),
        Field("SalesPerson", Meaning.SALESPERSON, Text(200), required=False),
        Field("Team", Meaning.TEAM, Text(100), required=False),
        Field("Status", Meaning.STATUS, Choice(STATUSES, empty="placed")),
        Field("ProductCategory", Meaning.CATEGORY, Text(100), required=False),
        Field("ProductSubcategory", Meaning.SUBCATEGORY, Text(100), required=False),
        Field("TaxAmt", Meaning.ORDER_TAX, Number(12, 6), required=False),
        Field("Freight", Meaning.ORDER_SHIPPING, Number(12, 6), required=False),
    ),
    kinds=(KindRule("sale", "the source has neither returns nor fees"),),
    money=Money("USD", "US Dollar"),
    credit_note_prefix="",
    channel="Reseller",
    places={},
    elsewhere=UNASSIGNED,
    no_territory=UNASSIGNED,
    customer_label="Customer {}",
    tables=TABLES,
)
"""Amounts are in US dollars, whatever CurrencyRateID says. The business day is the source's OrderDate."""
