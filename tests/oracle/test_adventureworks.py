"""AdventureWorks against what was published about it, and against its raw tables added up by other means."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from itertools import pairwise
from statistics import median
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import Engine, create_engine, text

from db.engine import make_engine
from sales_core.cache import ProcessCache
from sales_core.intake import Import, imports
from sales_core.periods import PeriodSpec
from sales_core.query import Filter, Operator, Query
from sales_core.viewer import EVERYTHING, Role, Viewer
from sales_core.workspace import Workspace
from tests.conftest import as_login
from tests.oracle import adventureworks_tables as raw
from tests.oracle.adventureworks_tables import published

ADMIN = Viewer("ada", "Ada", Role.ADMIN, EVERYTHING)
WHOLE = "2011-05-31..2014-06-30"


@pytest.fixture(scope="module")
def engine(adventureworks: str) -> Iterator[Engine]:
    made = make_engine(as_login(adventureworks))
    yield made
    made.dispose()


@pytest.fixture(scope="module")
def workspace(engine: Engine) -> Workspace:
    return Workspace(
        engine, ProcessCache(), ZoneInfo("America/Los_Angeles"), lambda: datetime(2014, 7, 1, 19, tzinfo=UTC)
    )


@pytest.fixture(scope="module")
def taken_in(engine: Engine) -> Import:
    [one] = imports(engine)
    return one


@pytest.fixture(scope="module")
def facts(adventureworks: str) -> Iterator[Any]:
    """Asks the facts by plain SQL, as the superuser."""
    superuser = create_engine(adventureworks)
    with superuser.connect() as connection:
        yield lambda statement: connection.execute(text(statement)).all()
    superuser.dispose()


def ask(workspace: Workspace, *metrics: str, by: tuple[str, ...] = (), period: str = WHOLE, **more: Any) -> Any:
    """Rows of an answer, missing values as None."""
    frame = workspace.run(Query(metrics, PeriodSpec.parse(period), by=by, **more), ADMIN).frame
    return frame.astype(object).where(frame.notna(), None).to_dict("records")


def test_tax_and_freight_are_the_published_ones_to_the_last_digit(workspace: Workspace) -> None:
    [row] = ask(workspace, "tax", "shipping")
    _, tax, freight, _ = published("subtotal / tax / freight / total due")
    assert (row["tax"], row["shipping"]) == (Decimal(tax), Decimal(freight))


def test_each_order_s_tax_freight_and_lines_sum_to_what_its_header_says(facts: Any) -> None:
    stored = {
        row.document_no: (row.net, row.tax, row.shipping)
        for row in facts(
            "SELECT document_no, round(sum(quantity * net_price), 4) AS net, sum(tax) AS tax, "
            "sum(shipping) AS shipping FROM sales.order_lines JOIN sales.orders USING (customer_id, order_id) "
            "GROUP BY customer_id, order_id, document_no"
        )
    }
    headers = {
        row["SalesOrderNumber"]: tuple(Decimal(row[column]) for column in ("SubTotal", "TaxAmt", "Freight"))
        for row in raw.table("SalesOrderHeader")
    }
    assert len(stored) == 31_465
    assert stored == headers


def test_subtotals_of_orders_and_what_is_due_sum_to_the_published_ones(facts: Any) -> None:
    [[subtotal, due]] = facts(
        "SELECT sum(round(net, 4)), sum(round(net, 4) + charges) FROM (SELECT sum(quantity * net_price) AS net, "
        "sum(tax + shipping) AS charges FROM sales.order_lines GROUP BY customer_id, order_id) AS o"
    )
    expected, _, _, total_due = published("subtotal / tax / freight / total due")
    assert (subtotal, due) == (Decimal(expected), Decimal(total_due))


def test_net_sales_are_the_published_net_line_total(workspace: Workspace) -> None:
    [row] = ask(workspace, "net_sales", "document_lines")
    assert [row["net_sales"]] == [Decimal(value) for value in published("net line total")]
    assert row["document_lines"] == 121_317


def test_units_orders_and_customers_are_the_published_ones(workspace: Workspace) -> None:
    [row] = ask(workspace, "units", "orders", "customers")
    expected = [int(value) for value in published("units / orders / customers with orders")]
    assert [row["units"], row["orders"], row["customers"]] == expected


def test_sales_and_orders_of_each_year_are_the_published_ones(workspace: Workspace) -> None:
    rows = ask(workspace, "net_sales", "orders", by=("year",))
    sales = published("subtotal by calendar year of OrderDate 2011 / 2012 / 2013 / 2014")
    orders = published("orders by year 2011 / 2012 / 2013 / 2014")
    assert [row["year"].year for row in rows] == [2011, 2012, 2013, 2014]
    assert [round(row["net_sales"]) for row in rows] == [int(value) for value in sales]
    assert [row["orders"] for row in rows] == [int(value) for value in orders]


def test_gross_sales_of_2011_are_the_published_ones(workspace: Workspace) -> None:
    [row] = ask(workspace, "gross_sales", period="2011")
    assert [round(row["gross_sales"], 2)] == [Decimal(value) for value in published("gross 2011")]


def test_the_quotas_sum_to_the_published_total(workspace: Workspace) -> None:
    [row] = ask(workspace, "quota")
    assert [row["quota"]] == [Decimal(value) for value in published("quota total")]


def test_territories_by_year_are_what_the_raw_tables_add_up_to(workspace: Workspace) -> None:
    rows = ask(workspace, "net_sales", by=("territory", "year"))
    found = {(row["territory"], row["year"].year): row["net_sales"] for row in rows if row["net_sales"]}
    assert found == raw.sales_by_territory_and_year()
    assert len({territory for territory, _ in found}) == 10


PERIODS = {
    "2011": (date(2011, 1, 1), date(2012, 1, 1)),
    "2012": (date(2012, 1, 1), date(2013, 1, 1)),
    "2013": (date(2013, 1, 1), date(2014, 1, 1)),
    "2013-05-30..2013-08-29": (date(2013, 5, 30), date(2013, 8, 30)),
    "2014-04-01..2014-06-30": (date(2014, 4, 1), date(2014, 7, 1)),
}


@pytest.mark.parametrize("period", PERIODS)
def test_quota_attainment_is_what_the_raw_tables_add_up_to(workspace: Workspace, period: str) -> None:
    rows = ask(
        workspace, "credited_sales", "quota", "quota_attainment", by=("salesperson",), period=period,
        filters=(Filter("salesperson", Operator.NOT_EMPTY, ()),),
    )  # fmt: skip
    sold, quotas = raw.sold_by_person(*PERIODS[period]), raw.quota_by_person(*PERIODS[period])
    due = {person: quota for person, quota in quotas.items() if quota}
    assert {row["salesperson"]: row["credited_sales"] for row in rows if row["credited_sales"]} == sold
    assert {row["salesperson"]: row["quota"] for row in rows if row["quota"]} == due
    for row in rows:
        if row["salesperson"] in due:
            exact = sold.get(row["salesperson"], Decimal(0)) / due[row["salesperson"]]
            assert abs(Decimal(row["quota_attainment"]) - exact) < Decimal("1e-9")
    assert len(due) >= 10


def test_a_quota_lasts_until_the_person_s_next_and_the_last_for_the_usual_gap(facts: Any) -> None:
    held = facts(
        "SELECT name, starts, ends FROM sales.quotas JOIN sales.people USING (person_id) ORDER BY name, starts"
    )
    by_name: dict[str, list[Any]] = {}
    for row in held:
        by_name.setdefault(row.name, []).append(row)
    gaps = [b.starts - a.starts for rows in by_name.values() for a, b in pairwise(rows)]
    assert median(gaps) == timedelta(days=92)
    for rows in by_name.values():
        assert [row.ends for row in rows[:-1]] == [row.starts for row in rows[1:]]
        assert rows[-1].ends == rows[-1].starts + timedelta(days=92)
    assert len(held) == 163


def test_managers_without_a_territory_or_quota_history_of_one_still_sell(workspace: Workspace, facts: Any) -> None:
    rows = ask(workspace, "net_sales", by=("salesperson",))
    managers = ("Stephen Jiang", "Syed Abbas", "Amy Alberts")
    assert all(row["net_sales"] > 0 for row in rows if row["salesperson"] in managers)
    assert len([row for row in rows if row["salesperson"] in managers]) == 3
    assert facts(
        "SELECT DISTINCT p.name, t.name FROM sales.quotas JOIN sales.people AS p USING (person_id) "
        "JOIN sales.territories AS t USING (territory_id) WHERE t.name = 'Unassigned' ORDER BY 1"
    ) == [("Amy Alberts", "Unassigned"), ("Stephen Jiang", "Unassigned"), ("Syed Abbas", "Unassigned")]
    assert facts("SELECT name FROM sales.people WHERE team_id IS NULL ORDER BY 1") == [
        ("Amy Alberts",), ("Stephen Jiang",), ("Syed Abbas",),
    ]  # fmt: skip


def test_a_quota_stands_in_the_territory_that_its_person_had_on_its_day(facts: Any) -> None:
    """Michael Blythe went from Northeast to Central on 2012-11-30, by the history of territories."""
    assert facts(
        "SELECT t.name, min(q.starts), max(q.starts) FROM sales.quotas AS q JOIN sales.people AS p USING (person_id) "
        "JOIN sales.territories AS t USING (territory_id) WHERE p.name = 'Michael Blythe' GROUP BY 1 ORDER BY 2"
    ) == [
        ("Northeast", date(2011, 5, 31), date(2012, 8, 30)),
        ("Central", date(2012, 11, 30), date(2014, 3, 1)),
    ]


def test_the_cost_is_the_one_in_force_on_the_day_of_the_order(facts: Any) -> None:
    history: dict[str, list[dict[str, str]]] = {}
    for row in raw.table("ProductCostHistory"):
        history.setdefault(row["ProductID"], []).append(row)
    lines = raw.table("SalesOrderDetail")
    stored = {row.source_line: row.unit_cost for row in facts("SELECT source_line, unit_cost FROM sales.order_lines")}
    for number, line in enumerate(lines, start=2):
        day = raw.orders()[line["SalesOrderID"]]["OrderDate"]
        costs = [
            Decimal(row["StandardCost"])
            for row in history.get(line["ProductID"], ())
            if row["StartDate"] <= day and (not row["EndDate"] or day <= row["EndDate"])
        ]
        assert stored[number] == (costs[0] if costs else None), (number, line)
    assert sum(cost is None for cost in stored.values()) == 64


def test_every_line_keeps_price_discount_customer_and_offer_as_the_tables_have_them(facts: Any) -> None:
    offers = {
        row["SpecialOfferID"]: None if row["Type"] == "No Discount" else row["Description"]
        for row in raw.table("SpecialOffer")
    }
    numbers = {row["ProductID"]: row["ProductNumber"] for row in raw.table("Product")}
    expected = {}
    for number, line in enumerate(raw.table("SalesOrderDetail"), start=2):
        price, share = Decimal(line["UnitPrice"]), Decimal(line["UnitPriceDiscount"])
        order = raw.orders()[line["SalesOrderID"]]
        expected[number] = (
            order["SalesOrderNumber"], order["CustomerID"], numbers[line["ProductID"]], Decimal(line["OrderQty"]),
            price, price * (1 - share), offers[line["SpecialOfferID"]], order["OrderDate"],
            "Online" if order["OnlineOrderFlag"] == "True" else "Reseller",
        )  # fmt: skip
    stored = {
        row[0]: tuple(row[1:])
        for row in facts(
            "SELECT l.source_line, o.document_no, c.source_key, p.source_key, l.quantity, l.list_price, l.net_price, "
            "s.name, l.business_date::text, h.name FROM sales.order_lines AS l "
            "JOIN sales.orders AS o USING (customer_id, order_id) JOIN sales.customers AS c USING (customer_id) "
            "JOIN sales.products AS p USING (product_id) JOIN sales.channels AS h ON h.channel_id = l.channel_id "
            "LEFT JOIN sales.promotions AS s USING (promotion_id)".replace("::", "\\:\\:")
        )
    }
    assert stored == expected


def test_customers_are_stores_or_individuals_under_their_names(facts: Any) -> None:
    assert facts(
        "SELECT s.name, count(*) FROM sales.customers JOIN sales.segments AS s USING (segment_id) GROUP BY 1 ORDER BY 1"
    ) == [("Individual", 18_484), ("Store", 635)]
    assert facts("SELECT source_key, name FROM sales.customers WHERE source_key IN ('11000', '29825') ORDER BY 1") == [
        ("11000", "Jon Yang"),
        ("29825", "Better Bike Shop"),
    ]


def test_products_stand_in_their_subcategories(facts: Any) -> None:
    finer = {row["ProductSubcategoryID"]: row for row in raw.table("ProductSubcategory")}
    kinds = {row["ProductCategoryID"]: row["Name"] for row in raw.table("ProductCategory")}
    expected = {}
    for row in raw.table("Product"):
        of = finer.get(row["ProductSubcategoryID"].split(".")[0])
        expected[row["ProductNumber"]] = (row["Name"], of and kinds[of["ProductCategoryID"]], of and of["Name"], None)
    stored = {
        row[0]: tuple(row[1:])
        for row in facts(
            "SELECT p.source_key, p.name, c.name, s.name, p.brand FROM sales.products AS p "
            "LEFT JOIN sales.categories AS c USING (category_id) "
            "LEFT JOIN sales.subcategories AS s ON s.subcategory_id = p.subcategory_id"
        )
    }
    assert stored.items() <= expected.items()
    assert len(stored) == len({line["ProductID"] for line in raw.table("SalesOrderDetail")})


def test_amounts_are_dollars_whatever_rate_an_order_names(facts: Any) -> None:
    assert facts("SELECT DISTINCT currency, rate FROM sales.orders") == [("USD", 1)]


def test_rates_stand_as_the_average_of_their_day(facts: Any) -> None:
    expected = {
        (row["ToCurrencyCode"], row["CurrencyRateDate"]): Decimal(row["AverageRate"])
        for row in raw.table("CurrencyRate")
        if row["ToCurrencyCode"] != "USD"
    }
    stored = facts("SELECT to_currency, CAST(day AS text), rate FROM sales.rates WHERE currency = 'USD'")
    assert {(row[0], row[1]): row[2] for row in stored} == expected


def test_the_report_counts_every_line_and_tells_what_is_left_open(taken_in: Import) -> None:
    assert (taken_in.read, taken_in.loaded, taken_in.repeated, taken_in.rejected) == (121_317, 121_317, 0, 0)
    assert (taken_in.file_name, taken_in.preset, taken_in.unconverted) == ("adventureworks", "adventureworks", 0)
    assert taken_in.notices == (
        "quotas of Amy Alberts, Stephen Jiang, Syed Abbas, who have no territory, stand in the territory Unassigned",
        "64 lines have no cost: none of their product was in force on their day",
    )
