"""Laws of repetition: the same file, the same line of a document, and never equal values."""

from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy import Engine

from tests.ops.intake_files import Intake, line


@pytest.fixture
def unsettled(engine: Engine, owner_url: str, tmp_path: Path) -> Intake:
    return Intake(engine, owner_url, tmp_path)


@pytest.fixture
def intake(unsettled: Intake) -> Intake:
    return unsettled.settled()


def test_lines_of_equal_values_are_all_sales(intake: Intake) -> None:
    report = intake.lines(line(), line(), line())
    assert (report.loaded, report.repeated) == (3, 0)
    assert [fact.line_no for fact in intake.facts()] == [1, 2, 3]


def test_the_same_file_again_does_nothing_and_says_so(intake: Intake) -> None:
    path = intake.file(line(), line(price="NaN"))
    first = intake.take_in(path)
    before = intake.state()
    again = intake.take_in(path)
    assert intake.state() == before
    assert (again.known, again.import_id) == (True, first.import_id)
    assert (again.read, again.loaded, again.repeated, again.rejected) == (2, 0, 2, 0)
    assert "was taken in before, as import 1; nothing was done" in str(again)


def test_the_same_file_under_another_name_is_the_same_file(intake: Intake) -> None:
    intake.lines(line())
    assert intake.lines(line(), name="copy.csv").known


def test_the_same_lines_in_another_file_are_repeated_line_by_line(intake: Intake) -> None:
    intake.lines(line(), line(), line("C2", quantity="-1"), line("3", "POST"))
    before = intake.facts()
    report = intake.lines(line(), line(), line("C2", quantity="-1"), line("3", "POST"), line("4"), name="more.csv.gz")
    assert (report.known, report.read, report.loaded, report.repeated, report.rejected) == (False, 5, 1, 4, 0)
    assert intake.facts() == sorted([*before, intake.facts()[-1]], key=lambda fact: fact.source_line)
    assert [fact.document for fact in intake.facts()] == ["536365", "536365", "C2", "3", "4"]


def test_a_line_put_right_is_added_to_its_document(intake: Intake) -> None:
    intake.lines(line(quantity="1"), line(quantity="two"), line(quantity="3"))
    report = intake.lines(line(quantity="1"), line(quantity="2"), line(quantity="3"), name="right.csv")
    assert (report.read, report.loaded, report.repeated, report.rejected) == (3, 1, 2, 0)
    facts = sorted(intake.facts(), key=lambda fact: fact.line_no)
    assert [(fact.line_no, fact.quantity) for fact in facts] == [(1, Decimal(1)), (2, Decimal(2)), (3, Decimal(3))]
    assert len(intake.ask("SELECT FROM sales.orders")) == 1


@pytest.mark.parametrize(
    "second",
    [
        (line(quantity="3"), line(quantity="4")),
        (line(quantity="1"), line(quantity="2", price="2.56"), line(quantity="9")),
        (line(quantity="1", product="OTHER"),),
        (line(quantity="1", country="France"),),
        (line(quantity="1", moment="2011-12-01 08:26:00"),),
    ],
    ids=["another part of it", "a changed line", "another product", "another country", "another day"],
)
def test_a_document_that_is_there_with_other_values_is_rejected_whole(intake: Intake, second: tuple[str, ...]) -> None:
    intake.lines(line(quantity="1"), line(quantity="2"))
    before = intake.facts()
    report = intake.lines(line("7"), *second, name="second.csv")
    assert (report.loaded, report.repeated, report.rejected) == (1, 0, len(second))
    assert [fact for fact in intake.facts() if fact.document == "536365"] == before
    assert all("InvoiceNo 536365 is there already from import 1" in reason for reason in intake.rejects().values())
