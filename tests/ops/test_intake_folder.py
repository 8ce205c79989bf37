"""Laws of a folder of tables: what is refused, rejected and comes back, on one small enough to see through."""

import gzip
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy import Engine

from sales_core.errors import IntakeError
from sales_core.intake import ImportReport, preset_named, take_in, withdraw
from tests.ops.intake_files import FACTS, Intake

TABLES = {
    "CountryRegion": ("CountryRegionCode,Name", "FR,France"),
    "Currency": ("CurrencyCode,Name", "USD,US Dollar", "EUR,EURO", "JPY,Yen"),
    "CurrencyRate": (
        "CurrencyRateDate,FromCurrencyCode,ToCurrencyCode,AverageRate", "2014-01-01,USD,EUR,0.9000",
        "2014-01-01,USD,JPY,104.5", "2014-01-01,USD,USD,1",
    ),
    "Customer": ("CustomerID,PersonID,StoreID", "1,10.0,", "2,10.0,20.0"),
    "Person": ("BusinessEntityID,FirstName,LastName", "10,Zoë,Li", "30,Ann,Lee", "31,Ann,Lee"),
    "Product": ("ProductID,ProductNumber,Name,ProductSubcategoryID", "5,P-5,Wheel,7.0", "6,P-6,Bolt,"),
    "ProductCategory": ("ProductCategoryID,Name", "3,Parts"),
    "ProductCostHistory": (
        "ProductID,StartDate,EndDate,StandardCost", "5,2013-01-01,2013-12-31,4", "5,2014-01-01,,5.5",
    ),
    "ProductSubcategory": ("ProductSubcategoryID,ProductCategoryID,Name", "7,3,Wheels"),
    "SalesOrderDetail": (
        "SalesOrderID,OrderQty,ProductID,SpecialOfferID,UnitPrice,UnitPriceDiscount",
        "100,2,5,2,10,0.25", "100,1,6,1,15,0.0", "101,1,5,1,10,0.0",
    ),
    "SalesOrderHeader": (
        "SalesOrderID,SalesOrderNumber,OrderDate,Status,OnlineOrderFlag,CustomerID,SalesPersonID,TerritoryID,TaxAmt,"
        "Freight",
        "100,SO100,2014-01-01,5,False,2,30.0,4.0,1.0001,0.5", "101,SO101,2013-12-31,6,True,1,,4,0.8,0",
    ),
    "SalesPerson": ("BusinessEntityID,TerritoryID", "30,4.0", "31,"),
    "SalesPersonQuotaHistory": (
        "BusinessEntityID,QuotaDate,SalesQuota", "30,2014-01-01,1000", "30,2014-03-31,2000", "31,2014-02-01,500",
    ),
    "SalesTerritory": ("TerritoryID,Name,CountryRegionCode,Group", "4,France,FR,Europe"),
    "SalesTerritoryHistory": ("BusinessEntityID,TerritoryID,StartDate,EndDate",),
    "SpecialOffer": (
        "SpecialOfferID,Description,DiscountPct,Type,StartDate,EndDate",
        "1,No Discount,0,No Discount,2011-01-01,2014-12-31", "2,Winter,0.25,Seasonal,2014-01-01,2014-01-31",
    ),
    "Store": ("BusinessEntityID,Name", "20,Bikes & Co"),
}  # fmt: skip


@pytest.fixture
def intake(engine: Engine, owner_url: str, tmp_path: Path) -> Intake:
    return Intake(engine, owner_url, tmp_path).settled("USD", "America/New_York")


def folder(intake: Intake, changed: Mapping[str, tuple[str, ...]] | None = None, encoding: str = "utf-8") -> Path:
    """A folder of all the tables, some of them changed; gzipped every other one."""
    made = intake.folder / f"works_{len(list(intake.folder.iterdir()))}"
    made.mkdir()
    for number, (name, lines) in enumerate({**TABLES, **(changed or {})}.items()):
        content = "\n".join((*lines, "")).encode(encoding)
        ending = ".csv.gz" if number % 2 else ".csv"
        (made / (name + ending)).write_bytes(gzip.compress(content, mtime=0) if number % 2 else content)
    return made


def taken_in(intake: Intake, path: Path) -> ImportReport:
    return take_in(intake.engine, path, preset_named("adventureworks"), "a test")


NUMBERS = (FACTS, "SELECT * FROM sales.orders", "SELECT * FROM sales.quotas ORDER BY 1, 2, 3")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_folder_becomes_facts_line_by_line(intake: Intake, encoding: str) -> None:
    report = taken_in(intake, folder(intake, encoding=encoding))
    assert (report.read, report.loaded) == (3, 3)
    assert intake.ask(
        "SELECT o.document_no, c.name, s.name, p.source_key, l.quantity, l.list_price, l.net_price, l.unit_cost, "
        "l.tax, l.shipping, m.name, n.name, w.name, h.name, l.status, l.business_date FROM sales.order_lines AS l "
        "JOIN sales.orders AS o USING (customer_id, order_id) JOIN sales.customers AS c USING (customer_id) "
        "JOIN sales.segments AS s USING (segment_id) JOIN sales.products AS p USING (product_id) "
        "JOIN sales.channels AS h ON h.channel_id = l.channel_id LEFT JOIN sales.promotions AS m USING (promotion_id) "
        "LEFT JOIN sales.people AS n ON n.person_id = l.person_id LEFT JOIN sales.teams AS w USING (team_id) "
        "ORDER BY l.source_line"
    ) == [
        (
            "SO100", "Bikes & Co", "Store", "P-5", 2, 10, Decimal("7.5"), Decimal("5.5"), Decimal("0.50005"),
            Decimal("0.25"), "Winter", "Ann Lee (30)", "Europe", "Reseller", "placed", date(2014, 1, 1),
        ),
        (
            "SO100", "Bikes & Co", "Store", "P-6", 1, 15, 15, None, Decimal("0.50005"), Decimal("0.25"), None,
            "Ann Lee (30)", "Europe", "Reseller", "placed", date(2014, 1, 1),
        ),
        (
            "SO101", "Zoë Li", "Individual", "P-5", 1, 10, 10, 4, Decimal("0.8"), 0, None, None, None, "Online",
            "cancelled", date(2013, 12, 31),
        ),
    ]  # fmt: skip
    assert intake.ask("SELECT name, starts, ends, discount_share FROM sales.promotions") == [
        ("Winter", date(2014, 1, 1), date(2014, 2, 1), Decimal("0.25"))
    ]
    assert intake.ask("SELECT currency, minor_digits FROM sales.currencies ORDER BY 1") == [
        ("EUR", 2), ("JPY", 0), ("USD", 2),
    ]  # fmt: skip


def test_quotas_last_to_the_next_and_stand_in_a_territory(intake: Intake) -> None:
    """Between the two quotas of the first lie 89 days: so long each last one lasts, hers and his alike."""
    report = taken_in(intake, folder(intake))
    assert intake.ask(
        "SELECT p.name, t.name, q.starts, q.ends, q.amount FROM sales.quotas AS q JOIN sales.people AS p "
        "USING (person_id) JOIN sales.territories AS t USING (territory_id) ORDER BY 1, 3"
    ) == [
        ("Ann Lee (30)", "France", date(2014, 1, 1), date(2014, 3, 31), 1000),
        ("Ann Lee (30)", "France", date(2014, 3, 31), date(2014, 6, 28), 2000),
        ("Ann Lee (31)", "Unassigned", date(2014, 2, 1), date(2014, 5, 1), 500),
    ]
    assert report.notices[0] == ("quotas of Ann Lee (31), who have no territory, stand in the territory Unassigned")


def test_taking_a_folder_back_removes_its_lines_and_quotas_and_no_other(intake: Intake) -> None:
    intake.execute(
        "INSERT INTO sales.territories VALUES (4, 'Mine', 'Mine', NULL)",
        "INSERT INTO sales.people VALUES (1, 'Ben', NULL)",
        "INSERT INTO sales.quotas VALUES (1, 4, '2014-01-01', '2014-04-01', 7)",
    )
    before = [intake.ask(numbers) for numbers in NUMBERS]
    path = folder(intake)
    report = taken_in(intake, path)
    facts = [intake.ask(numbers) for numbers in NUMBERS]
    gone = withdraw(intake.engine, report.import_id, "mary")
    assert (gone.orders, gone.lines, gone.quotas) == (2, 3, 3)
    assert [intake.ask(numbers) for numbers in NUMBERS] == before
    assert taken_in(intake, path).loaded == 3
    assert [len(rows) for rows in facts] == [len(intake.ask(numbers)) for numbers in NUMBERS]


def test_the_same_folder_again_does_nothing_and_a_longer_one_adds_the_rest(intake: Intake) -> None:
    first = taken_in(intake, folder(intake))
    again = taken_in(intake, folder(intake))
    assert (again.known, again.import_id) == (True, first.import_id)
    order = (*TABLES["SalesOrderHeader"], "102,SO102,2014-02-01,5,True,1,,4,0,0")
    lines = (*TABLES["SalesOrderDetail"], "102,1,5,1,10,0")
    longer = taken_in(intake, folder(intake, {"SalesOrderHeader": order, "SalesOrderDetail": lines}))
    assert (longer.loaded, longer.repeated, longer.rejected) == (1, 3, 0)
    assert longer.notices[0].startswith("3 quotas were left out: they are there already")


BROKEN_LINES = [
    ("100,1,99,1,15,0", "ProductID '99' is not in Product"),
    ("100,1,6,9,15,0", "SpecialOfferID '9' is not in SpecialOffer"),
    ("100,1,6,1,free,0", "UnitPrice 'free' is not a number"),
    ("100,1,6,1,15,1.5", "UnitPriceDiscount '1.5' is above 1"),
    ("100,1,6,1", "4 fields, where the header has 6"),
]


@pytest.mark.parametrize(("broken", "reason"), BROKEN_LINES)
def test_a_broken_line_is_rejected_with_the_rule_and_its_order_with_it(
    intake: Intake, broken: str, reason: str
) -> None:
    header, first, _, last = TABLES["SalesOrderDetail"]
    report = taken_in(intake, folder(intake, {"SalesOrderDetail": (header, first, broken, last)}))
    assert intake.rejects()[3] == reason
    assert (report.read, report.loaded + report.rejected) == (3, 3)
    kept = intake.ask("SELECT raw FROM app.import_rejects WHERE source_line = 3")
    assert kept == [(broken,)]


def test_a_line_of_an_order_that_is_not_there_is_rejected_and_an_order_without_lines_told(intake: Intake) -> None:
    header, *orders = TABLES["SalesOrderHeader"]
    report = taken_in(
        intake, folder(intake, {"SalesOrderHeader": (header, orders[1], orders[1].replace("101", "102"))})
    )
    assert intake.rejects() == {
        2: "SalesOrderID '100' is not in SalesOrderHeader", 3: "SalesOrderID '100' is not in SalesOrderHeader",
    }  # fmt: skip
    assert (report.loaded, "1 orders have no line and were left out" in report.notices) == (1, True)


@pytest.mark.parametrize(
    ("table", "lines", "rule"),
    [
        ("Store", ("BusinessEntityID,Title", "20,x"), r"Store.csv(.gz)? lacks the column 'Name'"),
        (
            "SpecialOffer",
            (*TABLES["SpecialOffer"], "3,x,lots,y,2014-01-01,2014-01-31"),
            "line 4: DiscountPct 'lots' is",
        ),
        ("CurrencyRate", (*TABLES["CurrencyRate"], "soon,USD,EUR,1"), "line 5: CurrencyRateDate 'soon' is no date"),
        ("Person", (*TABLES["Person"], "1,2"), r"Person.csv(.gz)?, line 5: 2 fields, where the header has 3"),
        (
            "SalesPersonQuotaHistory",
            (*TABLES["SalesPersonQuotaHistory"], "9,2014-01-01,1"),
            "'9' is not in SalesPerson",
        ),
        ("SalesOrderDetail", (TABLES["SalesOrderDetail"][0],), "has a header but no lines"),
    ],
)
def test_a_table_that_can_not_be_read_refuses_the_folder_by_its_name_and_line(
    intake: Intake, table: str, lines: tuple[str, ...], rule: str
) -> None:
    before = intake.state()
    with pytest.raises(IntakeError, match=rule):
        taken_in(intake, folder(intake, {table: lines}))
    assert intake.state() == before


def test_a_folder_that_lacks_a_table_or_has_it_twice_is_refused(intake: Intake) -> None:
    path = folder(intake)
    (path / "Store.csv").write_text("x")
    (path / "Store.csv.gz").write_text("x")
    with pytest.raises(IntakeError, match=r"has Store twice: Store.csv and Store.csv.gz"):
        taken_in(intake, path)
    for store in path.glob("Store*"):
        store.unlink()
    with pytest.raises(IntakeError, match=r"lacks the table Store: each is a CSV, such as Store.csv"):
        taken_in(intake, path)


def test_amounts_and_quotas_are_converted_where_the_company_keeps_other_books(
    engine: Engine, owner_url: str, tmp_path: Path
) -> None:
    intake = Intake(engine, owner_url, tmp_path).settled("EUR", "America/New_York")
    report = taken_in(intake, folder(intake))
    assert intake.ask("SELECT document_no, currency, rate FROM sales.orders ORDER BY 1") == [
        ("SO100", "USD", Decimal("0.9")), ("SO101", "USD", None),
    ]  # fmt: skip
    assert intake.ask("SELECT amount FROM sales.quotas") == [(900,)]
    assert report.unconverted == 1
    assert report.notices[0] == "2 quotas were left out: they are there already, or no rate converts them"
