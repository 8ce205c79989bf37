"""What is aggregated inside each source. Amounts are in the company's currency, at the rate of the order's day."""

from sqlalchemy import ColumnElement, Numeric, and_, cast, func, literal, not_

from db.first_rows import GUEST
from sales_core.catalog.entity_measures import ENTITIES
from sales_core.catalog.model import Aggregate, Columns, Measure, SourceName, Unit

L, R, RS, F, D, Q = (
    SourceName.LINES,
    SourceName.RETURNS,
    SourceName.RETURNS_OF_SALES,
    SourceName.FIRST_ORDERS,
    SourceName.DOCUMENTS,
    SourceName.QUOTA_DAYS,
)
SUM, DISTINCT, ROWS = Aggregate.SUM, Aggregate.COUNT_DISTINCT, Aggregate.COUNT

Expression = ColumnElement[object]
Predicate = ColumnElement[bool]


def _sale(c: Columns) -> Predicate:
    return c["kind"] == "sale"


def _cost_known(c: Columns) -> Predicate:
    return and_(_sale(c), c["unit_cost"].is_not(None))


def _converted(c: Columns) -> Predicate:
    return and_(_sale(c), c["rate"].is_not(None))


def _known_customer(c: Columns) -> Predicate:
    return c["customer_id"] != GUEST


def _sale_to_known(c: Columns) -> Predicate:
    return and_(_sale(c), _known_customer(c))


def _document(c: Columns) -> Expression:
    """A document's whole key as bytes, since its id alone may be another customer's too; rows would sort slowly."""
    return func.int8send(c["order_id"]).op("||")(func.int4send(c["customer_id"]))


def _charged(c: Columns) -> Expression:
    return (c["quantity"] * c["net_price"] - c["order_discount"]) * c["rate"]


def _credited_back(c: Columns) -> Expression:
    return c["quantity"] * c["net_price"] * c["rate"]


def _as_it_came(c: Columns) -> Expression:
    return (c["quantity"] * c["price"] - c["order_discount"]) * c["rate"]


def _day_part(c: Columns) -> Expression:
    """The day's part of a quota: what is due by its end less what was due before, each rounded to six decimals."""
    amount, n, k = c["amount"], cast(c["days"], Numeric), cast(c["day_no"], Numeric)
    return func.round(amount * (k + 1) / n, 6) - func.round(amount * k / n, 6)


_ROWS: tuple[Measure, ...] = (
    Measure("gross_sales", L, SUM, lambda c: c["quantity"] * c["list_price"] * c["rate"], _sale),
    Measure(
        "discounts",
        L,
        SUM,
        lambda c: (c["quantity"] * (c["list_price"] - c["net_price"]) + c["order_discount"]) * c["rate"],
        _sale,
    ),
    Measure("tax", L, SUM, lambda c: c["tax"] * c["rate"], _sale),
    Measure("shipping", L, SUM, lambda c: c["shipping"] * c["rate"], _sale),
    Measure("duties", L, SUM, lambda c: c["duties"] * c["rate"], _sale),
    Measure("units", L, SUM, lambda c: c["quantity"], _sale, Unit.QUANTITY),
    Measure("orders", L, DISTINCT, _document, _sale, Unit.COUNT),
    Measure("orders_of_customers", L, DISTINCT, _document, _sale_to_known, Unit.COUNT),
    Measure("units_with_rate", L, SUM, lambda c: c["quantity"], _converted, Unit.QUANTITY),
    Measure("products_sold", L, DISTINCT, lambda c: c["product_id"], _sale, Unit.COUNT),
    Measure("orders_with_rate", L, DISTINCT, _document, _converted, Unit.COUNT),
    Measure("customers", L, DISTINCT, lambda c: c["customer_id"], _sale_to_known, Unit.COUNT),
    Measure("cost_of_sales", L, SUM, lambda c: c["quantity"] * c["unit_cost"] * c["rate"], _sale, costs=True),
    Measure("sold_with_cost", L, SUM, _charged, _cost_known, costs=True),
    Measure("credited_sold", L, SUM, _charged, lambda c: and_(_sale(c), c["person_id"].is_not(None))),
    Measure("fees", L, SUM, _charged, lambda c: c["kind"] == "fee"),
    Measure("adjustments", L, SUM, _charged, lambda c: c["kind"] == "adjustment"),
    Measure("bad_debt", L, SUM, _charged, lambda c: c["kind"] == "bad_debt"),
    Measure("returns", R, SUM, _credited_back),
    Measure("returns_without_sale", R, ROWS, lambda c: literal(1), lambda c: c["sale_date"].is_(None), Unit.COUNT),
    Measure("returns_not_placed", SourceName.RETURNS_WITHOUT_SALE, ROWS, lambda c: literal(1), None, Unit.COUNT),
    Measure(
        "credited_returned",
        R,
        SUM,
        _credited_back,
        lambda c: c["person_id"].is_not(None),
    ),
    Measure("returned_units", R, SUM, lambda c: c["quantity"], None, Unit.QUANTITY),
    Measure(
        "cost_of_restocked",
        R,
        SUM,
        lambda c: c["quantity"] * c["unit_cost"] * c["rate"],
        lambda c: and_(c["restocked"].is_(True), c["unit_cost"].is_not(None)),
        costs=True,
    ),
    Measure(
        "returned_with_cost",
        R,
        SUM,
        _credited_back,
        lambda c: c["unit_cost"].is_not(None),
        costs=True,
    ),
    Measure("returned_cost", R, SUM, lambda c: c["quantity"] * c["unit_cost"] * c["rate"], costs=True),
    Measure("returned_lines", R, ROWS, lambda c: literal(1), None, Unit.COUNT),
    Measure("returns_by_return_date", SourceName.RETURNED, SUM, _credited_back),
    Measure("units_by_return_date", SourceName.RETURNED, SUM, lambda c: c["quantity"], None, Unit.QUANTITY),
    Measure("returns_of_sales", RS, SUM, _credited_back),
    Measure("returning_customers", SourceName.RETURNING_LINES, DISTINCT, lambda c: c["customer_id"], None, Unit.COUNT),
    Measure("new_customers", F, DISTINCT, lambda c: c["customer_id"], None, Unit.COUNT),
    Measure("document_total", D, SUM, _as_it_came),
    Measure("document_lines", D, ROWS, lambda c: literal(1), None, Unit.COUNT),
    Measure("documents", D, DISTINCT, _document, None, Unit.COUNT),
    Measure("document_customers", D, DISTINCT, lambda c: c["customer_id"], _known_customer, Unit.COUNT),
    Measure("stock_codes", D, DISTINCT, lambda c: c["product_id"], None, Unit.COUNT),
    Measure("cancelled_lines", SourceName.CREDIT_NOTES, ROWS, lambda c: literal(1), None, Unit.COUNT),
    Measure(
        "not_counted",
        D,
        SUM,
        _as_it_came,
        lambda c: not_(c["counted"]),
    ),
    Measure("quota", Q, SUM, _day_part),
)

MEASURES: dict[str, Measure] = {measure.name: measure for measure in (*_ROWS, *ENTITIES)}
