"""Laws of how files are written: encodings, delimiters, decimal marks, dates. What is open is asked, never guessed."""

import gzip
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy import Engine

from sales_core.errors import IntakeError
from sales_core.intake import (
    Answers,
    Dates,
    Decimals,
    Delimiter,
    Encoding,
    ImportReport,
    Unanswered,
    preset_named,
    take_in,
)  # fmt: skip
from tests.ops.intake_files import Intake

HEADER = ("Order number", "Ordered at", "Product", "Quantity", "Unit price", "Product name")


@pytest.fixture
def intake(engine: Engine, owner_url: str, tmp_path: Path) -> Intake:
    return Intake(engine, owner_url, tmp_path).settled("EUR", "Europe/Berlin")


def taken_in(intake: Intake, content: bytes, answers: Answers = Answers(), name: str = "orders.csv") -> ImportReport:  # noqa: B008
    path = intake.folder / name
    path.write_bytes(content)
    return take_in(intake.engine, path, preset_named("orders"), "a test", answers=answers)


def table(*lines: tuple[str, ...], mark: str = ",") -> str:
    return "".join(mark.join(fields) + "\n" for fields in (HEADER, *lines))


def line(
    price: str = "2.55", moment: str = "2024-05-06", quantity: str = "1", name: str = "Café", number: str = "1"
) -> tuple[str, ...]:
    return (number, moment, f"A{number}", quantity, price, name)


def stored(intake: Intake) -> list[tuple[Decimal, Decimal, str, date]]:
    return [
        tuple(row)
        for row in intake.ask(
            "SELECT l.quantity, l.list_price, p.name, l.business_date FROM sales.order_lines AS l "
            "JOIN sales.products AS p USING (product_id) ORDER BY source_line"
        )
    ]


CAFE = (Decimal(1), Decimal("2.55"), "Café", date(2024, 5, 6))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
@pytest.mark.parametrize("mark", [",", ";", "\t"])
@pytest.mark.parametrize("packed", [False, True])
def test_every_encoding_and_delimiter_gives_the_same_facts(
    intake: Intake, encoding: str, mark: str, packed: bool
) -> None:
    content = table(line(), line(number="2", name='"A ""quoted""' + mark + '\nname"'), mark=mark).encode(encoding)
    report = taken_in(intake, gzip.compress(content) if packed else content)
    assert (report.loaded, report.rejected) == (2, 0)
    assert stored(intake)[0] == CAFE
    if encoding == "cp1252":
        assert report.notices[0] == (
            "the file was read as Windows-1252, since it is not UTF-8 (byte 0xe9 at offset "
            f"{content.index(0xE9)}, on line 2)"
        )


def test_a_name_with_quotes_delimiters_and_line_ends_arrives_as_it_is(intake: Intake) -> None:
    taken_in(intake, table(line(name='"A ""quoted"";\nname"'), mark=";").encode())
    assert [row[2] for row in stored(intake)] == ['A "quoted";\nname']


def test_text_that_is_half_utf_8_is_refused_where_it_ceases_to_be(intake: Intake) -> None:
    content = table(line(), line(number="2")).encode() + ",".join(line(number="3")).encode("cp1252")
    with pytest.raises(IntakeError, match=r"is not UTF-8: byte 0xe9 at offset \d+, on line 4; save the file as UTF-8"):
        taken_in(intake, content)
    assert not stored(intake)


def test_an_encoding_that_is_said_is_held_to(intake: Intake) -> None:
    content = table(line()).encode("cp1252")
    with pytest.raises(IntakeError, match="is not UTF-8"):
        taken_in(intake, content, Answers(encoding=Encoding.UTF_8))
    with pytest.raises(IntakeError, match="is not windows-1252 at offset"):
        taken_in(intake, content.replace(b"\xe9", b"\x81"))
    assert taken_in(intake, content, Answers(encoding=Encoding.WINDOWS_1252)).notices == ()
    assert stored(intake) == [CAFE]


def test_a_delimiter_that_is_said_is_held_to(intake: Intake) -> None:
    content = table(line(), mark=";").encode()
    with pytest.raises(IntakeError, match="lacks the columns"):
        taken_in(intake, content, Answers(delimiter=Delimiter.TAB))
    assert taken_in(intake, content, Answers(delimiter=Delimiter.SEMICOLON)).loaded == 1


@pytest.mark.parametrize(
    ("written", "quantity", "price"),
    [
        (("2,55", "1"), "1", "2.55"),
        (("1.234,50", "2"), "2", "1234.5"),
        (("1.234.567", "2,5"), "2.5", "1234567"),
        (("1,234.50", "1,000"), "1000", "1234.5"),
        (("1 234,50", "1"), "1", "1234.5"),
        (("1'234.50", "1"), "1", "1234.5"),
        (("1\u00a0234,5", "1"), "1", "1234.5"),
        (("-0,5", "1.000"), "1000", "-0.5"),
        (("0.125", "1.000"), "1", "0.125"),
        (("2.5", "1 000"), "1000", "2.5"),
        (("1,234,567", "3"), "3", "1234567"),
    ],
)
def test_numbers_are_read_by_the_mark_that_the_file_shows(
    intake: Intake, written: tuple[str, str], quantity: str, price: str
) -> None:
    report = taken_in(intake, table(line(written[0], quantity=written[1]), mark=";").encode())
    assert (report.loaded, stored(intake)[0][:2]) == (1, (Decimal(quantity), Decimal(price)))


def test_a_comma_that_is_the_decimal_mark_is_told(intake: Intake) -> None:
    report = taken_in(intake, table(line("2,55"), mark=";").encode())
    assert report.notices == (
        "fields were separated at each semicolon",
        "a comma was read as the decimal mark in Unit price",
    )


def test_two_decimal_marks_in_one_column_are_refused_with_both_lines(intake: Intake) -> None:
    content = table(
        line("1"), line("2,55", number="2"), line("3.10", number="3"), line("4,1", number="4"), mark=";"
    ).encode()
    with pytest.raises(Unanswered) as refused:
        taken_in(intake, content)
    assert str(refused.value) == (
        "Unit price is written in two ways: '3.10' on line 4 has a decimal point, '2,55' on line 3 a decimal comma; "
        "the lines of the other way will be rejected; say which: --decimals point or comma"
    )
    assert (refused.value.question, refused.value.choices) == ("decimals", ("point", "comma"))
    assert not intake.ask("SELECT FROM app.imports")
    report = taken_in(intake, content, Answers(decimals=Decimals.COMMA))
    assert (report.loaded, intake.rejects()) == (3, {4: "Unit price '3.10' is not a number"})


@pytest.mark.parametrize(("mark", "price"), [(Decimals.POINT, "1.234"), (Decimals.COMMA, "1234")])
def test_a_number_that_can_be_two_is_asked_for(intake: Intake, mark: Decimals, price: str) -> None:
    content = table(line("1.234"), mark=";").encode()
    with pytest.raises(Unanswered) as refused:
        taken_in(intake, content)
    assert refused.value.about == (
        "Unit price '1.234' on line 2 can be a number of thousands or one with three decimals"
    )
    assert taken_in(intake, content, Answers(decimals=mark)).loaded == 1
    assert stored(intake)[0][1] == Decimal(price)


def test_groups_that_are_no_thousands_are_no_number(intake: Intake) -> None:
    wrong = ("1,23,4.5", "12,34.5", "1234,567.5", "1,234,56.5", "1 234'567.5", "1..5", "1.2.3", ",")
    content = table(line("2.55"), *(line(price, number=str(n)) for n, price in enumerate(wrong, start=2)), mark=";")
    report = taken_in(intake, content.encode())
    assert (report.loaded, report.rejected) == (1, len(wrong))
    assert intake.rejects()[3] == "Unit price '1,23,4.5' is not a number"


@pytest.mark.parametrize(
    ("moments", "day"),
    [
        (("25/04/2024",), date(2024, 4, 25)),
        (("3/4/2024", "25/04/2024"), date(2024, 4, 3)),
        (("3/4/2024", "04/25/2024 1:05 PM"), date(2024, 3, 4)),
        (("03.04.2024",), date(2024, 4, 3)),
        (("05-05-2024",), date(2024, 5, 5)),
        (("2024/04/03",), date(2024, 4, 3)),
        (("3-4-2024", "31-12-2023 23:59:59"), date(2024, 4, 3)),
    ],
)
def test_dates_are_read_in_the_order_that_one_of_them_shows(
    intake: Intake, moments: tuple[str, ...], day: date
) -> None:
    report = taken_in(intake, table(*(line(moment=m, number=str(n)) for n, m in enumerate(moments))).encode())
    assert report.rejected == 0
    assert stored(intake)[0][3] == day


@pytest.mark.parametrize(
    ("answer", "day"), [(Dates.DAY_FIRST, date(2024, 4, 3)), (Dates.MONTH_FIRST, date(2024, 3, 4))]
)
def test_a_date_that_can_be_two_is_asked_for(intake: Intake, answer: Dates, day: date) -> None:
    content = table(line(moment="2024-01-31"), line(moment="03/04/2024", number="2")).encode()
    with pytest.raises(Unanswered) as refused:
        taken_in(intake, content)
    assert str(refused.value) == (
        "Ordered at '03/04/2024' on line 3 can be 3 April or 4 March; say which: --dates day-first or month-first"
    )
    assert not intake.ask("SELECT FROM app.imports")
    assert refused.value.question == "dates"
    answered = replace(Answers(), dates=answer)
    report = taken_in(intake, content, answered)
    assert stored(intake)[1][3] == day
    assert report.notices == (f"the {answer.value.split('-')[0]} was read first in Ordered at",)


def test_two_orders_of_dates_in_one_file_are_refused_with_both_lines(intake: Intake) -> None:
    content = table(line(moment="03/25/2024"), line(moment="25/03/2024", number="2")).encode()
    with pytest.raises(Unanswered) as refused:
        taken_in(intake, content)
    assert refused.value.about == (
        "Ordered at is written in two ways: '25/03/2024' on line 3 has the day first, '03/25/2024' on line 2 "
        "the month; the lines of the other way will be rejected"
    )
    assert taken_in(intake, content, Answers(dates=Dates.DAY_FIRST)).rejected == 1
    assert intake.rejects() == {2: "Ordered at '03/25/2024' is not a date and time"}


@pytest.mark.parametrize("moment", ["30/02/2024", "31/04/2024", "29/02/2023", "00/12/2024", "13/13/2024", "1/1/24"])
def test_a_day_that_is_none_is_rejected_alone(intake: Intake, moment: str) -> None:
    report = taken_in(intake, table(line(moment="25/04/2024"), line(moment=moment, number="2")).encode())
    assert (report.loaded, intake.rejects()) == (1, {3: f"Ordered at '{moment}' is not a date and time"})


def test_the_published_kind_of_file_is_read_as_broadly(intake: Intake) -> None:
    """The same file as its first publisher wrote it: American dates with times, semicolons, Windows-1252."""
    header = "InvoiceNo;StockCode;Description;Quantity;InvoiceDate;UnitPrice;CustomerID;Country"
    content = f"{header}\n536365;85123A;CAFÉ;6;12/1/2010 8:26;2,55;17850;France\n5;1;B;1;12/31/2010 0:05;1;;France\n"
    path = intake.folder / "retail.csv"
    path.write_bytes(content.encode("cp1252"))
    report = intake.take_in(path)
    assert (report.loaded, report.rejected, len(report.notices)) == (2, 0, 4)
    assert [(str(fact.price), fact.day) for fact in intake.facts()] == [
        ("2.550000", "2010-12-01"),
        ("1.000000", "2010-12-31"),
    ]
