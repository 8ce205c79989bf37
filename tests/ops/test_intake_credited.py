"""Laws of what a returned line credits: its units at their net price, less the discount of the line."""

from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy import Engine

from sales_core.intake import ImportReport, preset_named, take_in
from tests.ops.intake_files import Intake

LEAST = "Order number,Ordered at,Product,Quantity,Unit price"
OFF = LEAST + ",Kind,Net price,Discount,Tax,Shipping"


@pytest.fixture
def intake(engine: Engine, owner_url: str, tmp_path: Path) -> Intake:
    return Intake(engine, owner_url, tmp_path).settled("EUR", "Europe/Berlin")


def orders(intake: Intake, header: str, *lines: str, name: str = "orders.csv") -> ImportReport:
    """Take in a file of these lines as plain order lines."""
    path = intake.file(*lines, name=name, header=header)
    return take_in(intake.engine, path, preset_named("orders"), "a test")


@pytest.mark.parametrize(
    ("line", "credited"),
    [
        ("A1,2,10,return,,3,0,0", "17.000000"),  # 2 of 10 less 3
        ("A1,-2,10,,,3,0,0", "17.000000"),
        ("A1,-2,10,,,-3,0,0", "17.000000"),  # both signs turned, as an export of credit notes writes it
        ("A1,2,10,return,9,3,5.70,4", "15.000000"),  # 2 of 9 less 3; tax and shipping are no part of it
        ("A1,0.5,10,return,,0.000001,0,0", "4.999999"),
        ("A1,3,10,return,,0,0,0", "30.000000"),
    ],
)
def test_a_returned_line_credits_its_units_less_its_discount(intake: Intake, line: str, credited: str) -> None:
    assert orders(intake, OFF, f"1,2024-05-06,{line}").rejected == 0
    [(amount,)] = intake.ask("SELECT round(quantity * net_price, 6)::text FROM sales.returns")
    assert amount == credited


def test_a_return_without_a_net_price_column_credits_less_its_discount_too(intake: Intake) -> None:
    orders(intake, LEAST + ",Discount", "1,2024-05-06,A1,-4,10,6", "1,2024-05-06,A1,4,10,6")
    assert [tuple(row) for row in intake.ask("SELECT quantity, net_price FROM sales.returns")] == [(4, Decimal("8.5"))]
    assert intake.ask("SELECT quantity, net_price, order_discount FROM sales.order_lines") == [(4, 10, 6)]


def test_a_return_whose_discount_no_price_of_a_unit_holds_is_rejected(intake: Intake) -> None:
    """1 off 3 units is a third each; a price is kept below a million million."""
    report = orders(
        intake, OFF, "1,2024-05-06,A1,3,10,return,,1,0,0", "1,2024-05-06,A1,0.001,10,return,,999999999999,0,0",
        "1,2024-05-06,A1,3,10,sale,,1,0,0", "1,2024-05-06,A1,3,10,return,,1.5,0,0",
    )  # fmt: skip
    assert (report.loaded, report.rejected) == (2, 2)
    assert intake.rejects() == {
        2: "Discount '1' does not divide by the quantity at 6 decimals, as what a returned line credits a unit must",
        3: "Discount '999999999999' leaves 1000000000000 or more credited a unit, either way",
    }


def test_a_return_with_a_discount_is_known_again_and_another_discount_contradicts_it(intake: Intake) -> None:
    orders(intake, OFF, "1,2024-05-06,A1,2,10,return,,3,0,0")
    same = orders(intake, OFF, "1,2024-05-06,A1,2,10,return,,3.0,0,0", name="same.csv")
    other = orders(intake, OFF, "1,2024-05-06,A1,2,10,return,,4,0,0", name="other.csv")
    assert (same.repeated, other.rejected) == (1, 1)
