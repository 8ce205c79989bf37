"""Laws of what a line names: its document, customer, territory, day, rate and product."""

from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy import Engine, text

from db.engine import acting_as
from db.rules.roles import READER
from tests.ops.intake_files import HEADER, Intake, line


@pytest.fixture
def unsettled(engine: Engine, owner_url: str, tmp_path: Path) -> Intake:
    return Intake(engine, owner_url, tmp_path)


@pytest.fixture
def intake(unsettled: Intake) -> Intake:
    return unsettled.settled()


def test_one_document_number_of_two_customers_is_two_documents(intake: Intake) -> None:
    intake.lines(line(customer="1"), line(customer="2"), line(customer="1"), line(customer=""))
    assert [(fact.customer, fact.line_no) for fact in intake.facts()] == [("1", 1), ("2", 1), ("1", 2), ("guest", 1)]
    assert len(intake.ask("SELECT FROM sales.orders")) == 3


def test_a_missing_customer_is_guest(intake: Intake) -> None:
    intake.lines(line(customer=""), line("2", customer=" "), line("3", customer=""))
    assert intake.ask("SELECT customer_id, name, cardinality(territory_ids) FROM sales.customers") == [(0, "Guest", 1)]
    assert len(intake.ask("SELECT FROM sales.orders WHERE customer_id = 0")) == 3


def test_a_document_was_made_when_its_first_line_was(intake: Intake) -> None:
    intake.lines(line(moment="2011-07-01 10:01:00"), line(moment="2011-07-01 10:00:00"))
    assert intake.ask("SELECT ordered_at FROM sales.orders") == [(datetime(2011, 7, 1, 9, 0, tzinfo=UTC),)]


def test_a_line_that_names_another_country_than_its_document_is_rejected(intake: Intake) -> None:
    report = intake.lines(line(country="France"), line(country="Belgium"), line("2", country="Belgium"))
    assert report.loaded == 2
    assert intake.rejects() == {
        3: "Country 'Belgium' contradicts the first line of InvoiceNo 536365, which has 'France'"
    }
    assert [fact.territory for fact in intake.facts()] == ["France", "Belgium"]


def test_the_business_day_is_the_company_s(unsettled: Intake) -> None:
    unsettled.settled("GBP", "Australia/Sydney")
    unsettled.lines(line(moment="2011-07-01 14:59:59"), line("2", moment="2011-07-01 15:00:00"))
    assert [fact.day for fact in unsettled.facts()] == ["2011-07-01", "2011-07-02"]


def test_an_order_takes_the_rate_of_its_day_and_none_is_never_one(unsettled: Intake) -> None:
    unsettled.settled("USD")
    unsettled.execute(
        "INSERT INTO sales.currencies (currency, name) VALUES ('USD', 'Dollar'), ('GBP', 'Pound')",
        "INSERT INTO sales.rates VALUES ('GBP', 'USD', '2011-07-01', 1.6), ('USD', 'GBP', '2011-07-02', 0.6)",
    )
    report = unsettled.lines(line("1", moment="2011-07-01"), line("2", moment="2011-07-02"), line("2"))
    assert unsettled.ask("SELECT document_no, rate FROM sales.orders ORDER BY 1") == [
        ("1", Decimal("1.6")),
        ("2", None),
    ]
    assert [row.rate for row in unsettled.ask("SELECT rate FROM sales.order_lines ORDER BY source_line")] == [
        Decimal("1.6"), None, None,
    ]  # fmt: skip
    assert report.unconverted == 2
    assert "2 lines are unconverted" in str(report)


def test_a_product_has_its_commonest_name_and_keeps_its_case(intake: Intake) -> None:
    intake.lines(
        line(product="a1", name="LAMP"), line(product="a1", name="lamp"), line(product="a1", name="lamp"),
        line(product="A1", name="BELL"), line(product="A1", name="ABLE"),
        line(product="B", name=""), line(product="B", name=""), line(product="B", name="BOX"),
        line(product="C", name=""), line(product="BAD", price="x"),
    )  # fmt: skip
    assert intake.ask("SELECT source_key, name FROM sales.products ORDER BY source_key") == [
        ("A1", "ABLE"), ("B", "BOX"), ("C", "C"), ("a1", "lamp"),
    ]  # fmt: skip


def test_territories_lie_where_the_preset_says_and_new_ones_elsewhere(intake: Intake) -> None:
    intake.lines(line("1", country="EIRE"), line("2", country=""), line("3", country="Peru"), line("4", country="RSA"))
    assert intake.ask("SELECT name, region, country FROM sales.territories ORDER BY name") == [
        ("EIRE", "Europe", "Ireland"),
        ("Peru", "Rest of world", "Peru"),
        ("RSA", "Rest of world", "South Africa"),
        ("Unspecified", "Rest of world", None),
    ]


def test_what_is_there_is_used_and_new_ids_follow_the_highest(intake: Intake) -> None:
    intake.execute(
        "INSERT INTO sales.territories VALUES (7, 'France', 'Mine', 'France')",
        "INSERT INTO sales.channels VALUES (3, 'Online')",
        "INSERT INTO sales.products VALUES (90, 'demo', '85123A', 'Demo lamp')",
        "INSERT INTO sales.customers (customer_id, source, source_key, name) VALUES (50, 'demo', '17850', 'Demo')",
    )
    intake.lines(line(country="France"), line("2"))
    assert intake.ask(
        "SELECT territory_id, channel_id, product_id, customer_id FROM sales.order_lines ORDER BY source_line"
    ) == [(7, 3, 91, 51), (8, 3, 91, 51)]
    assert intake.ask("SELECT region FROM sales.territories WHERE territory_id = 7") == [("Mine",)]


def test_a_reader_sees_the_customers_of_the_granted_territories(intake: Intake) -> None:
    intake.lines(
        line(country="France", customer="1"), line("2", country="Japan", customer="2"), line("3", customer="2")
    )
    [(france,)] = intake.ask("SELECT territory_id FROM sales.territories WHERE name = 'France'")
    with acting_as(intake.engine, READER, str(france)) as connection:
        seen = connection.execute(text("SELECT source_key FROM sales.customers")).scalars().all()
        lines = connection.execute(text("SELECT count(*) FROM sales.order_lines")).scalar_one()
    assert (seen, lines) == (["1"], 1)
    stored = intake.ask("SELECT source_key, cardinality(territory_ids) FROM sales.customers WHERE customer_id > 0")
    assert sorted(stored) == [("1", 1), ("2", 2)]


def test_columns_that_the_preset_does_not_know_are_left_out_and_told(intake: Intake) -> None:
    path = intake.file("note,1," + line() + ",more", header="Note,Rank," + HEADER + ",Rest")
    report = intake.take_in(path)
    assert report.ignored_columns == ("Note", "Rank", "Rest")
    assert "columns not read: Note, Rank, Rest" in str(report)
    assert intake.facts()[0].document == "536365"


RENAMES = (
    "UPDATE sales.territories SET name = 'UK' WHERE name = 'United Kingdom'",
    "UPDATE sales.channels SET name = 'Web shop' WHERE name = 'Online'",
)
BOOKED_AS = """
    SELECT document_no, t.name, c.name FROM sales.orders
    JOIN sales.territories AS t USING (territory_id) JOIN sales.channels AS c USING (channel_id) ORDER BY 1
"""


def test_a_renamed_territory_and_channel_are_still_the_source_s(intake: Intake) -> None:
    intake.lines(line("1"), line("2", country="France"))
    intake.execute(*RENAMES)
    for name in ("second.csv", "third.csv"):
        later = (line("3", customer="9"), line("4")) if name == "third.csv" else (line("3", customer="9"),)
        report = intake.lines(line("1"), line("2", country="France"), *later, name=name)
        assert (report.loaded, report.repeated, report.rejected) == (1, 2 if name == "second.csv" else 3, 0)
    assert intake.ask(BOOKED_AS) == [
        ("1", "UK", "Web shop"), ("2", "France", "Web shop"), ("3", "UK", "Web shop"), ("4", "UK", "Web shop"),
    ]  # fmt: skip
    assert intake.ask("SELECT name FROM sales.territories ORDER BY 1") == [("France",), ("UK",)]
    assert intake.ask("SELECT name FROM sales.channels") == [("Web shop",)]


def test_two_territories_that_swap_their_names_keep_their_sales(intake: Intake) -> None:
    intake.lines(line("1", country="France"), line("2", country="Spain"))
    before = intake.ask("SELECT document_no, territory_id FROM sales.orders ORDER BY 1")
    intake.execute(
        "UPDATE sales.territories SET name = 'between' WHERE name = 'France'",
        "UPDATE sales.territories SET name = 'France' WHERE name = 'Spain'",
        "UPDATE sales.territories SET name = 'Spain' WHERE name = 'between'",
    )
    report = intake.lines(line("1", country="France"), line("2", country="Spain"), line("3"), name="second.csv")
    assert (report.loaded, report.repeated, report.rejected) == (1, 2, 0)
    assert intake.ask("SELECT document_no, territory_id FROM sales.orders WHERE document_no < '3' ORDER BY 1") == before


def test_an_id_that_another_territory_was_given_since_is_not_taken_for_the_first(intake: Intake) -> None:
    intake.lines(line("1"))
    intake.execute(
        "DELETE FROM sales.orders", "UPDATE sales.customers SET territory_ids = '{}'", "DELETE FROM sales.territories",
        "INSERT INTO sales.territories VALUES (1, 'Elsewhere', 'Mine', NULL)",
    )  # fmt: skip
    intake.lines(line("2"), name="second.csv")
    assert intake.ask(BOOKED_AS) == [("2", "United Kingdom", "Online")]
