"""Laws of plain order lines: what each column becomes, which may be missing, and what a line may not say."""

from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine

from sales_core.errors import IntakeError
from sales_core.intake import ImportReport, preset_named, take_in, withdraw
from tests.ops.intake_files import Intake

LEAST = "Order number,Ordered at,Product,Quantity,Unit price"


@pytest.fixture
def intake(engine: Engine, owner_url: str, tmp_path: Path) -> Intake:
    return Intake(engine, owner_url, tmp_path).settled("EUR", "Europe/Berlin")


def orders(intake: Intake, header: str, *lines: str, name: str = "orders.csv") -> ImportReport:
    """Take in a file of these lines as plain order lines."""
    path = intake.file(*lines, name=name, header=header)
    return take_in(intake.engine, path, preset_named("orders"), "a test")


def rows(intake: Intake, columns: str, more: str = "") -> list[Any]:
    return list(
        intake.ask(
            f"SELECT {columns} FROM sales.order_lines AS l JOIN sales.orders AS o USING (customer_id, order_id) "
            f"JOIN sales.products AS p USING (product_id) JOIN sales.customers AS c USING (customer_id) {more} "
            "ORDER BY l.source_line"
        )
    )


def test_five_columns_are_enough(intake: Intake) -> None:
    report = orders(
        intake, LEAST, "1,2024-05-06 10:30,A1,2,3.50", "1,2024-05-06 10:30,A2,1,4", "2,2024-05-07,A1,1,3.50"
    )
    assert (report.read, report.loaded, report.rejected) == (3, 3, 0)
    assert rows(
        intake,
        "o.document_no, o.ordered_at, l.business_date, p.name, l.quantity, l.list_price, l.net_price, "
        "l.order_discount, l.tax, l.shipping, l.unit_cost, l.kind, l.status, l.currency, l.rate, c.name",
    )[0] == (
        "1", datetime(2024, 5, 6, 8, 30, tzinfo=UTC), date(2024, 5, 6), "A1", 2, Decimal("3.5"), Decimal("3.5"), 0,
        0, 0, None, "sale", "placed", "EUR", 1, "Guest",
    )  # fmt: skip
    assert intake.ask("SELECT name, region, country FROM sales.territories") == [("Unassigned", "Unassigned", None)]
    assert intake.ask("SELECT name FROM sales.channels") == [("Unassigned",)]
    assert intake.ask("SELECT currency, name FROM sales.currencies") == [("EUR", "Euro")]


ALL = (
    "Order number,Ordered at,Product,Quantity,Unit price,Customer,Customer name,Segment,Product name,Category,"
    "Subcategory,Brand,Net price,Discount,Tax,Shipping,Unit cost,Currency,Territory,Region,Country,Channel,Salesperson,"
    "Team,Promotion,Status,Kind,Return of,Restocked"
)
SALE = (
    "7,2024-05-06,A1,4,10,C9,Miller,Retail,Lamp,Light,Table lamps,Glow,9,2,5.70,3,6,eur,South,Germany,Germany,Shop,Ann,"
    "Red,May,placed,,,"
)
BACK = (
    "8,2024-05-09,A1,1,10,C9,Miller,Retail,Lamp,Light,Table lamps,Glow,9,0,0,0,6,EUR,South,Germany,Germany,Shop,Ann,"
    "Red,May,,return,7,yes"
)


def test_every_column_arrives_where_it_belongs(intake: Intake) -> None:
    assert orders(intake, ALL, SALE, BACK).rejected == 0
    assert rows(
        intake,
        "l.quantity, l.list_price, l.net_price, l.order_discount, l.tax, l.shipping, l.unit_cost, c.source_key, "
        "c.name, s.name, p.name, k.name, u.name, p.brand, t.name, t.region, t.country, h.name, m.name, w.name, r.name",
        "JOIN sales.segments AS s USING (segment_id) JOIN sales.categories AS k USING (category_id) "
        "JOIN sales.subcategories AS u USING (subcategory_id) JOIN sales.territories AS t "
        "ON t.territory_id = l.territory_id JOIN sales.channels AS h ON h.channel_id = l.channel_id "
        "JOIN sales.people AS m ON m.person_id = l.person_id JOIN sales.teams AS w USING (team_id) "
        "JOIN sales.promotions AS r USING (promotion_id)",
    ) == [
        (
            4, 10, 9, 2, Decimal("5.7"), 3, 6, "C9", "Miller", "Retail", "Lamp", "Light", "Table lamps", "Glow",
            "South", "Germany", "Germany", "Shop", "Ann", "Red", "May",
        )
    ]  # fmt: skip
    [back] = intake.ask(
        "SELECT r.quantity, r.net_price, r.unit_cost, r.restocked, r.sale_line_no, r.sale_date, s.document_no, "
        "o.document_kind, r.promotion_id FROM sales.returns AS r JOIN sales.orders AS o USING (customer_id, order_id) "
        "JOIN sales.orders AS s ON s.customer_id = r.customer_id AND s.order_id = r.sale_order_id"
    )
    assert back == (1, 9, 6, True, 1, date(2024, 5, 6), "7", "credit_note", 1)


def test_headers_are_known_in_any_case_with_any_blanks_and_by_their_other_names(intake: Intake) -> None:
    header = " order NUMBER,Order_Date,SKU,qty, Unit  Price ,colour"
    report = orders(intake, header, "1,2024-05-06,A1,2,3.50,red")
    assert (report.loaded, report.ignored_columns) == (1, ("colour",))


def test_a_column_under_its_own_name_goes_before_another_name_of_it(intake: Intake) -> None:
    report = orders(intake, LEAST + ",Invoice date", "1,2024-05-06,A1,2,3.50,2023-01-01")
    assert report.ignored_columns == ("Invoice date",)
    assert rows(intake, "l.business_date") == [(date(2024, 5, 6),)]
    with pytest.raises(IntakeError, match="the column 'Ordered at' twice, as 'Date' and 'Order date'"):
        orders(intake, "Order,Date,Order date,SKU,Qty,Price", "1,2024-05-06,2024-05-06,A1,2,3.50")


@pytest.mark.parametrize(
    ("kind", "quantity", "price", "becomes"),
    [
        ("", "2", "5", ("sale", 2)),
        ("", "-2", "5", ("return", 2)),
        ("return", "2", "5", ("return", 2)),
        ("Return", "-2", "5", ("return", 2)),
        ("sale", "-2", "5", ("sale", -2)),
        ("FEE", "1", "5", ("fee", 1)),
        ("bad debt", "1", "-5", ("bad_debt", 1)),
        ("adjustment", "1", "0", ("adjustment", 1)),
    ],
)
def test_a_line_is_of_the_kind_it_says_else_of_its_sign(
    intake: Intake, kind: str, quantity: str, price: str, becomes: tuple[str, int]
) -> None:
    orders(intake, LEAST + ",Kind", f"1,2024-05-06,A1,{quantity},{price},{kind}")
    assert [(fact.kind, int(fact.quantity)) for fact in intake.facts()] == [becomes]


BROKEN = [
    ("Status", "lost", "Status 'lost' is none of placed, cancelled, canceled, test"),
    ("Kind", "gift", "Kind 'gift' is none of sale, return, fee, adjustment, bad debt, bad_debt"),
    ("Currency", "euro", "Currency 'EURO' is no code of three letters"),
    ("Subcategory", "Lamps", "Subcategory 'Lamps' lies in no category"),
    ("Unit cost", "-1", "Unit cost '-1' is below 0"),
    ("Tax", "19%", "Tax '19%' is not a number"),
    ("Net price", "0.0000001", "Net price '0.0000001' has more than 6 decimals"),
]


@pytest.mark.parametrize(("column", "value", "reason"), BROKEN)
def test_what_a_line_may_not_say_rejects_it_with_the_rule(intake: Intake, column: str, value: str, reason: str) -> None:
    report = orders(intake, f"{LEAST},{column}", f"1,2024-05-06,A1,2,3.50,{value}", "2,2024-05-06,A1,2,3.50,")
    assert (report.loaded, intake.rejects()) == (1, {2: reason})


def test_a_document_has_one_currency_channel_person_and_status(intake: Intake) -> None:
    header = LEAST + ",Currency,Channel,Salesperson,Status"
    report = orders(
        intake, header,
        "1,2024-05-06,A1,1,1,EUR,,Ann,", "1,2024-05-06,A2,1,1,,Web,,", "1,2024-05-06,A3,1,1,GBP,,,",
        "1,2024-05-06,A4,1,1,,Shop,,", "1,2024-05-06,A5,1,1,,,Bob,", "1,2024-05-06,A6,1,1,,,,test",
    )  # fmt: skip
    assert (report.loaded, report.rejected) == (3, 3)
    assert intake.rejects() == {
        4: "Currency 'GBP' contradicts the first line of Order number 1, which has 'EUR'",
        5: "Channel 'Shop' contradicts the first line of Order number 1, which has 'Web'",
        6: "Salesperson 'Bob' contradicts the first line of Order number 1, which has 'Ann'",
    }
    assert intake.ask("SELECT status, currency FROM sales.orders") == [("test", "EUR")]


def test_each_currency_is_converted_at_its_day_s_rate_and_a_missing_one_is_told(intake: Intake) -> None:
    intake.execute(
        "INSERT INTO sales.currencies (currency, name) VALUES ('EUR', 'Euro'), ('USD', 'Dollar')",
        "INSERT INTO sales.rates VALUES ('USD', 'EUR', '2024-05-06', 0.9)",
    )
    report = orders(
        intake, LEAST + ",Currency",
        "1,2024-05-06,A1,1,1,USD", "2,2024-05-07,A1,1,1,USD", "3,2024-05-06,A1,1,1,", "4,2024-05-06,A1,1,1,CHF",
    )  # fmt: skip
    assert intake.ask("SELECT document_no, currency, rate FROM sales.orders ORDER BY 1") == [
        ("1", "USD", Decimal("0.9")), ("2", "USD", None), ("3", "EUR", 1), ("4", "CHF", None),
    ]  # fmt: skip
    assert report.unconverted == 2
    assert intake.ask("SELECT name FROM sales.currencies WHERE currency = 'CHF'") == [("Swiss Franc",)]


def test_a_return_that_names_no_sale_that_is_here_is_in_no_cohort_and_told(intake: Intake) -> None:
    header = LEAST + ",Customer,Return of"
    report = orders(
        intake, header,
        "1,2024-05-06,A1,1,5,C1,", "1,2024-05-06,A1,3,5,C1,", "2,2024-05-07,A1,-2,5,C1,1",
        "3,2024-05-07,A1,-1,5,C2,1", "4,2024-05-07,A9,-1,5,C1,1", "5,2024-05-07,A1,-1,5,C1,",
    )  # fmt: skip
    assert (report.loaded, report.unmatched) == (6, 2)
    assert "2 returned lines name a sale that is not here" in str(report)
    pointers = intake.ask("SELECT source_line, sale_line_no FROM sales.returns ORDER BY 1")
    assert pointers == [(4, 2), (5, None), (6, None), (7, None)]


def test_a_return_finds_its_sale_of_an_earlier_import_which_then_stays(intake: Intake) -> None:
    header = LEAST + ",Customer,Return of"
    sold = orders(intake, header, "1,2024-05-06,A1,1,5,C1,", name="sold.csv")
    back = orders(intake, header, "2,2024-05-07,A1,-1,5,C1,1", name="back.csv")
    assert back.unmatched == 0
    with pytest.raises(IntakeError, match="take back import 2 first"):
        withdraw(intake.engine, sold.import_id, "mary")


def test_the_same_lines_again_are_repeated_and_other_values_contradict(intake: Intake) -> None:
    orders(intake, ALL, SALE, BACK)
    again = orders(intake, ALL, SALE, BACK, SALE.replace("7,", "9,", 1), name="more.csv")
    assert (again.loaded, again.repeated, again.rejected) == (1, 2, 0)
    other = orders(intake, ALL, SALE.replace(",9,2,", ",8,2,"), BACK.replace("EUR", "USD"), name="other.csv")
    assert (other.loaded, other.rejected) == (0, 2)


def test_what_was_renamed_is_still_the_source_s(intake: Intake) -> None:
    orders(intake, ALL, SALE)
    names = {
        "territories": "South", "channels": "Shop", "people": "Ann", "promotions": "May", "segments": "Retail",
        "categories": "Light", "teams": "Red",
    }  # fmt: skip
    intake.execute(*(f"UPDATE sales.{table} SET name = 'New {name}'" for table, name in names.items()))
    later = SALE.replace("7,", "9,", 1).replace("A1", "A2").replace("C9", "C8")
    assert orders(intake, ALL, SALE, later, name="more.csv").loaded == 1
    for table, name in names.items():
        assert intake.ask(f"SELECT name FROM sales.{table}") == [(f"New {name}",)], table


def test_a_day_s_business_date_is_by_the_company_s_clock_unless_the_file_says_its_own(intake: Intake) -> None:
    orders(
        intake, LEAST, "1,2024-05-06T23:30,A1,1,1", "2,2024-05-06T23:30:00Z,A1,1,1",
        "3,2024-05-07T00:30:00.250+05:30,A1,1,1",
    )  # fmt: skip
    assert rows(intake, "l.business_date, l.ordered_at") == [
        (date(2024, 5, 6), datetime(2024, 5, 6, 21, 30, tzinfo=UTC)),
        (date(2024, 5, 7), datetime(2024, 5, 6, 23, 30, tzinfo=UTC)),
        (date(2024, 5, 6), datetime(2024, 5, 6, 19, 0, 0, 250_000, tzinfo=UTC)),
    ]


def test_order_tax_and_shipping_are_divided_to_the_last_millionth(intake: Intake) -> None:
    """10 over lines of 1, 1 and 1 is 3.333334, 3.333333, 3.333333; 1 over 2 and 1 is 0.666667 and 0.333333."""
    header = LEAST + ",Order tax,Order shipping"
    orders(
        intake, header, "1,2024-05-06,A1,1,1,10,-1", "1,2024-05-06,A2,1,1,10,-1", "1,2024-05-06,A3,1,1,10,-1",
        "2,2024-05-06,A1,2,1,1,0", "2,2024-05-06,A2,1,1,1,0", "3,2024-05-06,A1,1,0,1,1", "3,2024-05-06,A2,5,0,1,1",
    )  # fmt: skip
    assert [tuple(map(str, row)) for row in rows(intake, "l.tax, l.shipping")] == [
        ("3.333334", "-0.333334"), ("3.333333", "-0.333333"), ("3.333333", "-0.333333"),
        ("0.666667", "0.000000"), ("0.333333", "0.000000"),
        ("0.500000", "0.500000"), ("0.500000", "0.500000"),
    ]  # fmt: skip


def test_a_line_that_takes_goods_back_gets_no_part_of_its_order_s_tax(intake: Intake) -> None:
    """10 over sales of 3 and 1 is 7.5 and 2.5, with or without a mug of 4 that is taken back on the same order."""
    header = LEAST + ",Order tax"
    orders(intake, header, "1,2024-05-06,A1,3,1,10", "1,2024-05-06,A2,-1,4,10", "1,2024-05-06,A3,1,1,10")
    assert [str(row.tax) for row in rows(intake, "l.tax")] == ["7.500000", "2.500000"]
    (back,) = intake.ask("SELECT quantity, net_price FROM sales.returns")
    assert tuple(back) == (1, 4)


def test_an_order_whose_tax_can_not_be_divided_is_rejected_whole(intake: Intake) -> None:
    header = LEAST + ",Order tax"
    report = orders(
        intake, header, "1,2024-05-06,A1,1,1,10", "1,2024-05-06,A2,x,1,10", "2,2024-05-06,A1,1,1,3",
        "2,2024-05-06,A2,1,1,4", "3,2024-05-06,A1,1,1,3",
    )  # fmt: skip
    assert (report.loaded, report.rejected) == (1, 4)
    assert intake.rejects() == {
        2: "another line is rejected, so that Order tax can't be divided among those of Order number 1",
        3: "Quantity 'x' is not a number",
        4: "Order tax is not the same on every line of Order number 2",
        5: "Order tax is not the same on every line of Order number 2",
    }
    longer = orders(intake, header, "3,2024-05-06,A1,1,1,3", "3,2024-05-06,A2,1,1,3", name="longer.csv")
    assert (longer.loaded, longer.repeated, longer.rejected) == (0, 0, 2)
    assert "Order tax is divided already among the lines there are of Order number 3" in intake.rejects().values()
